"""Module 3: push and pull, runways, the sector card, the front line, how news travels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.region.talking_points import estimated_points, sector_points, sector_row
from nextgen_helpers.charts.shown import Shown, tabled
from nextgen_helpers.charts.team import frontline as charts
from nextgen_helpers.documents import Block, Document, gap
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.frontline import placing
from nextgen_helpers.toolkit.frontline.communication import communication_findings
from nextgen_helpers.toolkit.frontline.constituency import constituency_findings
from nextgen_helpers.toolkit.frontline.runways import runway_findings
from nextgen_helpers.toolkit.frontline.sector_card import sector_card, vintage
from nextgen_helpers.toolkit.frontline.ten_ways import ranking_findings
from nextgen_helpers.toolkit.frontline.who_serves import frontline_findings
from nextgen_helpers.toolkit.sheets import column_choices
from nextgen_helpers.views.live import view

#: Which of the region's own sentences stands in which part of the card, and what has to be said with it.
_FIGURES: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "choices": (("Jobs", "Concentration"), ""),
    "saturation": (("Change",), "It does not say how many people look for these jobs."),
    "pay": (("Pay",), "That is the mean of all its jobs, and neither entry nor advanced pay."),
}


@view
def push_and_pull(team: Team) -> Iterator[Shown]:
    """Say how many ways of placing people begin with people and how many with demand, and how many each places."""
    groups, found = placing.push_and_pull(team.rows("push_and_pull", "ways"))
    yield finding_list("Push and pull", found)
    if groups:
        note = "Ways serve different people with different distances to go: the rates are not a contest."
        yield tabled("Where the ways begin", charts.push_and_pull_table(groups), note)


@view
def runway_plan(team: Team) -> Iterator[Shown]:
    """Show how long each group's way to the job is, by when it has to begin, and where a partner is missing."""
    stored = team.stored("runway")
    yield charts.runway_plan(stored, team.today())
    yield finding_list("Runways", runway_findings(stored, team.today()))


@view
def frontline_picture(team: Team) -> Iterator[Shown]:
    """Show who serves whom, who hands people on to whom, and where work is doubled or ends."""
    rows, work = team.rows("frontline_map", "staff"), column_choices("frontline_map", "staff", "does")
    yield finding_list("The front line", frontline_findings(rows, work))
    yield charts.frontline_groups(rows, work)
    yield charts.handing_on(rows)


@view
def way_priorities(team: Team) -> Iterator[Shown]:
    """Show which of the ten ways comes first, and how far those who ranked agree."""
    stored = team.stored("ten_ways")
    yield charts.way_ranks(stored)
    yield finding_list("Ten ways", ranking_findings(stored))


@view
def communication_flow(team: Team) -> Iterator[Shown]:
    """Show how news travels from the partnership to jobseekers and students, and where it gets stuck."""
    stored = team.stored("communication_strategy")
    yield charts.communication_flow(stored)
    yield finding_list("How news travels", communication_findings(stored))


@view
def constituency_check(team: Team) -> Iterator[Shown]:
    """Say what is not known of the people whom the team wants to reach."""
    rows = team.rows("worker_constituency", "groups")
    yield finding_list("What we know of people", constituency_findings(rows, team.today()))
    if rows:
        yield tabled("Groups and gaps", charts.constituency_table(rows, team.today()))


def card(team: Team) -> Document:
    """Write the card for the front line: what to know of the sector, with source and year; else a gap says who can tell."""
    stored, sector = team.stored("sector_card"), team.sector()
    figures, years, source = _figures(team, sector)
    answer = team.answer("sector_card")
    stored_on = answer.when.date() if answer else None
    # In the example the day is invented: that newer figures than those on this computer are out by then is nothing to act on.
    stamp = vintage(stored, years, stored_on, team.today(), newer_out=not team.is_example)
    blocks = [
        Block("title", f"{sector or gap('sector')} in {team.region.name}: what to know on the front line"),
        Block("text", stamp.sentence()),
    ]
    for part in sector_card(stored):
        blocks.append(Block("heading", part.title))
        blocks += [Block("item", text) for text in (*figures.get(part.id, ()), *part.statements)]
        blocks += [Block("item", gap(f"{part.title}: {text}")) for text in part.missing]
    blocks += [
        Block("heading", "Where this comes from"),
        Block("text", source),
        Block("text", "What is in brackets is not known yet: say so, and do not guess."),
        Block("text", f"Kept by {stored['keeper'] or gap('who keeps the card')}."),
    ]
    return Document(f"sector-card-{team.region.id}", tuple(blocks))


def _figures(team: Team, sector: str) -> tuple[dict[str, list[str]], tuple[int, ...], str]:
    """Give the region's own sentences for each part, their year, and where they come from."""
    if not sector:
        return {}, (), "No sector is chosen in Step 2 yet, so there are no official figures here."
    try:
        found = profile(team.region)
    except UserError as error:
        return {}, (), f"There are no official figures here: {error}"
    points, row = sector_points(found, sector), sector_row(found, sector)
    if row is None:
        return {}, (), f"There are no official figures here: {points.points[0].text}"
    newer = estimated_points(found, str(row["industry_code"]))
    year = found.carried.year if newer and found.carried else found.year
    said = {point.about: (point.text, f"QCEW, {found.year}", found.year) for point in points.points}
    said |= {point.about: (point.text, f"estimate from QCEW, {year}", year) for point in newer}
    if newer and _pay_is_newer(team, found.year):
        said.pop("Pay", None)
    figures, years = {}, []
    for part, (names, caution) in _FIGURES.items():
        shown = [said[name] for name in names if name in said]
        figures[part] = [f"{text.removesuffix('.')} ({told}). {caution}".strip() for text, told, _ in shown]
        years += [figure_year for _, _, figure_year in shown]
    source = f"Official figures are marked QCEW: {points.source} All other figures are the team's own."
    return figures, tuple(years), source


def _pay_is_newer(team: Team, year: int) -> bool:
    """Tell whether the team has typed pay of a later year: then the older mean of the whole sector tells less."""
    rows = team.rows("sector_card", "jobs")
    return any((row["year"] or 0) > year for row in rows if row["entry_pay"] or row["advanced_pay"])
