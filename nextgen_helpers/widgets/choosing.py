"""Choosing the sector in a notebook: weights, ranking, definitions of one's own, and what lies within the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nextgen_helpers.charts.answers import Bundle, said, table_bundle
from nextgen_helpers.charts.choosing import (
    definitions,
    industries_within,
    sector_places,
    sector_scores,
    sector_thresholds,
)
from nextgen_helpers.charts.talking_points import sector_row
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.definitions import Definition, read_codes
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.scorecard import CRITERIA, USUAL_WEIGHTS, criteria_table, rank_sectors
from nextgen_helpers.widgets.live import View

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.team import Team
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = ["own_definitions", "sector_industries", "sector_matrix"]


def sector_matrix(live: LiveTeam) -> View:
    """Show how the region's sectors rank by the team's weights, where the scores come from, and how firm they are.

    Parameters
    ----------
    live : the team.
    """
    return View(live, "sector matrix", ("sector_weights",), matrix, 8)


def matrix(team: Team) -> list[Bundle]:
    """Give the pieces of the sector matrix."""
    figures = profile(team.region)
    stored = team.stored("sector_weights")
    given = {name: stored[name] for name in CRITERIA if stored[name] is not None}
    weights = given or USUAL_WEIGHTS
    counted, unplaced = _callers(figures, stored["callers"])
    criteria = criteria_table(figures, counted)
    ranking = rank_sectors(criteria, weights)
    notes = []
    if not given:
        notes.append("You have not set weights yet; these are ours to begin with.")
    if not counted and weights.get("outreach"):
        notes.append("Nobody has counted callers yet, so that criterion says nothing.")
    if unplaced:
        notes.append(f"The figures have no sector that is called {', '.join(unplaced)}.")
    return [
        *([said(" ".join(notes))] if notes else []),
        *sector_scores(ranking, figures.region.name, figures.year).mime_bundles(),
        *sector_places(ranking).mime_bundles(),
        table_bundle(
            "Signs that speak for a sector",
            sector_thresholds(criteria),
            "Pay above the region's average; 1.2 times the nation's or the state's share of jobs; more jobs than before; a gain of its own; two callers or more.",
        ),
    ]


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


def own_definitions(live: LiveTeam) -> View:
    """Show the team's own definitions of sectors in figures; a code that is none is named.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows = team.rows("sector_definitions", "definitions")
        wanted, slips = [], []
        for row in rows:
            try:
                codes = read_codes(row["codes"])
                if codes:
                    wanted.append(Definition(row["name"], codes, row["defined_on"] or "", row["reason"]))
                else:
                    slips.append(f'"{row["name"]}" has no industries yet.')
            except UserError as error:
                slips.append(f"{row['name']}: {error}")
        told = [said(" ".join(slips))] if slips else []
        if not wanted:
            return told or [said("You have no definitions of your own yet.")]
        chart = definitions(profile(team.region), wanted, "your definitions", "own-definitions")
        return [*told, *chart.mime_bundles()]

    return View(live, "own definitions", ("sector_definitions",), pieces, 4)


def sector_industries(live: LiveTeam) -> View:
    """Show the 4-digit industries of the sector that the team has chosen.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        sector = team.sector()
        if not sector:
            return [said("Choose a sector first: this picture shows what it is made of here.")]
        figures = profile(team.region)
        found = sector_row(figures, sector)
        if found is None or found["own_code"] != "5":
            return [
                said(
                    f'The figures have no sector that is called "{sector}". Choose the name of the sector it belongs to.'
                )
            ]
        return list(industries_within(figures, str(found["industry_code"])).mime_bundles())

    return View(live, "industries of the sector", ("sector_choice",), pieces, 3)
