"""Step 2: what the figures say of the region's sectors, how they rank, what lies within the choice, and its scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nextgen_helpers.charts.region import choosing as charts
from nextgen_helpers.charts.region.talking_points import needs_answers, sector_points, sector_row
from nextgen_helpers.charts.shown import Shown, said, tabled
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.definitions import Definition, read_codes
from nextgen_helpers.lmi.profile import Profile, profile
from nextgen_helpers.scorecard import CRITERIA, USUAL_WEIGHTS, criteria_table, rank_sectors
from nextgen_helpers.standing import checked
from nextgen_helpers.team_answers import Team
from nextgen_helpers.views.live import view
from nextgen_helpers.words import those


@view
def regional_needs(team: Team) -> Iterator[Shown]:
    """Answer the five questions of the needs assessment from the region's figures, as far as these go."""
    yield needs_answers(profile(team.region), team.sector())


@view
def scope_check(team: Team) -> Iterator[Shown]:
    """Say whether sector and area are neither too wide nor too narrow, from the checker and the figures."""
    yield checked(team, "scope")
    sector = team.sector()
    if sector:
        yield sector_points(profile(team.region), sector)


@view
def sector_matrix(team: Team) -> Iterator[Shown]:
    """Show how the region's sectors rank by the team's weights, where the scores come from, and how firm they are."""
    figures = profile(team.region)
    stored = team.stored("sector_weights")
    given = {name: stored[name] for name in CRITERIA if stored[name] is not None}
    weights = given or USUAL_WEIGHTS
    counted, unplaced = _callers(figures, stored["callers"])
    criteria = criteria_table(figures, counted)
    ranking = rank_sectors(criteria, weights)
    silent = not counted and weights.get("outreach")
    notes = those(
        not given and "You have not set weights yet; these are ours to begin with.",
        silent and "No one has counted callers yet, so that criterion does not count.",
        unplaced and f"The figures have no sector that is called {', '.join(unplaced)}.",
    )
    if notes:
        yield said(" ".join(notes))
    yield charts.sector_scores(ranking, figures.region.name, figures.year)
    yield charts.sector_places(ranking)
    limits = "Pay above the region's average; 1.2 times the nation's or the state's share of jobs; more jobs than before; its own gain; two callers or more."
    yield tabled("Signs that speak for a sector", charts.sector_thresholds(criteria), limits)


def _callers(figures: Profile, rows: list[dict[str, Any]]) -> tuple[dict[str, int], list[str]]:
    counted: dict[str, int] = {}
    unplaced = []
    for row in rows:
        if row["partners"] is None:
            continue
        found = sector_row(figures, row["sector"])
        if found is None or found["own_code"] != "5":
            unplaced.append(f'"{row["sector"]}"')
        else:
            counted[str(found["industry_code"])] = row["partners"]
    return counted, unplaced


@view
def own_definitions(team: Team) -> Iterator[Shown]:
    """Show the team's own definitions of sectors in figures; a code that is none is named."""
    wanted, slips = [], []
    for row in team.rows("sector_definitions", "definitions"):
        try:
            codes = read_codes(row["codes"])
            if codes:
                wanted.append(Definition(row["name"], codes, row["defined_on"] or "", row["reason"]))
            else:
                slips.append(f'"{row["name"]}" has no industries yet.')
        except UserError as error:
            slips.append(f"{row['name']}: {error}")
    if slips or not wanted:
        yield said(" ".join(slips) or "You have no definitions of your own yet.")
    if wanted:
        yield charts.definitions(profile(team.region), wanted, "your definitions", "own-definitions")


@view
def sector_industries(team: Team) -> Iterator[Shown]:
    """Show the 4-digit industries of the sector that the team has chosen."""
    sector = team.sector()
    if not sector:
        yield said("Choose a sector first: this picture shows what it is made of here.")
        return
    figures = profile(team.region)
    found = sector_row(figures, sector)
    if found is None or found["own_code"] != "5":
        unknown = f'The figures have no sector that is called "{sector}".'
        yield said(f"{unknown} Choose the name of the sector it belongs to.")
    else:
        yield charts.industries_within(figures, str(found["industry_code"]))
