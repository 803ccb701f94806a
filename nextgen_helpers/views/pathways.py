"""Module 4: the pathway map, openings and completers, trouble to find people."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.region.occupations import openings_table, openings_words
from nextgen_helpers.charts.region.talking_points import sector_points, sector_row
from nextgen_helpers.charts.shown import Shown, said, tabled
from nextgen_helpers.charts.team import pathways as charts
from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs.ladder import find_occupation
from nextgen_helpers.jobs.staffing import region_demand
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.pathways.own_places import own_places, own_places_findings
from nextgen_helpers.toolkit.pathways.programs import pathway_findings, pathway_map, program_check
from nextgen_helpers.toolkit.pathways.supply import balances, supply_findings
from nextgen_helpers.toolkit.pathways.trouble import difficulty_findings, trouble
from nextgen_helpers.toolkit.pathways.wages import rung_findings
from nextgen_helpers.views.jobs import EVEN, sector_staffing
from nextgen_helpers.views.live import view
from nextgen_helpers.words import in_sentence


@view
def pathway_picture(team: Team) -> Iterator[Shown]:
    """Show the pathway map, what it says as a system, and each program by the marks of a pathway program."""
    stored = team.stored("pathway_map")
    found = pathway_map(stored)
    sides = balances(team.stored("supply_and_demand"))
    short = [item.occupation for item in sides if item.state == "under-supplied"]
    yield charts.programs_and_jobs(found, stored["programs"])
    yield finding_list("The map as a system", pathway_findings(found))
    yield finding_list("Each program", program_check(found, short))


@view
def closed_or_open(team: Team) -> Iterator[Shown]:
    """Set where each organization places itself beside what the map says of its programs."""
    found = pathway_map(team.stored("pathway_map"))
    places = own_places(team.rows("closed_or_open", "places"), found)
    yield finding_list("Closed or open", own_places_findings(places, found))
    if places:
        note = "The map knows only the links that were typed in."
        yield tabled("Own view and map", charts.own_places_table(places), note)


@view
def wage_ladder(team: Team) -> Iterator[Shown]:
    """Say whether pay rises at each step from job to job on the map."""
    found = pathway_map(team.stored("pathway_map"))
    yield charts.wage_ladder(found)
    yield finding_list("The ladder", rung_findings(found))


@view
def supply_and_demand(team: Team) -> Iterator[Shown]:
    """Show openings beside completers of each occupation, what the gap is called, and how pay has moved."""
    found = balances(team.stored("supply_and_demand"))
    yield charts.openings_and_completers(found)
    yield finding_list("Openings and completers", supply_findings(found), EVEN)


@view
def observable_trouble(team: Team) -> Iterator[Shown]:
    """Lay three signs of trouble side by side: employers' words, the gap, and the sector's own figures; and openings beside them."""
    growth, sentence = _growth(team)
    typed = team.rows("hard_to_fill", "positions")
    found = trouble(typed, balances(team.stored("supply_and_demand")), growth)
    yield finding_list("Trouble to find skilled people", difficulty_findings(found))
    yield said(sentence, heading="The sector's own figures")
    try:
        figures, jobs, name = sector_staffing(team)
    except UserError:  # the figures have no such sector, and that is said already
        return
    named = [soc for row in typed if (soc := find_occupation(jobs, str(row["position"])))]
    yield tabled(
        f"Openings in the jobs behind {in_sentence(name)}",
        openings_table(jobs, named, name, figures.year),
        openings_words(jobs, region_demand(figures), name),
    )


def _growth(team: Team) -> tuple[float | None, str]:
    """Give the change of the sector's jobs, and the sentence that says it; None where it cannot be said."""
    sector = team.sector()
    if not sector:
        return None, "No sector is chosen in Step 2 yet."
    try:
        found = profile(team.region)
    except UserError as error:
        return None, str(error)
    points, row = sector_points(found, sector), sector_row(found, sector)
    if row is None:
        return None, points.points[0].text
    change = next((point.text for point in points.points if point.about == "Change"), "")
    if not change or pd.isna(row["change_jobs"]):
        return None, "How its jobs have changed cannot be seen: there is one year only, or it is withheld."
    return float(row["change_jobs"]), f"{change} Source: {points.source}"
