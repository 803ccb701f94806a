"""What follows from the tools of Module 4: programs and systems, the pathway map, openings and completers, trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nextgen_helpers.charts.answers import Bundle, said, table_bundle
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.jobs import openings_table, openings_words
from nextgen_helpers.charts.pathways import openings_and_completers, own_places_table, pathway_chart
from nextgen_helpers.charts.pathways import wage_ladder as ladder_chart
from nextgen_helpers.charts.talking_points import sector_points, sector_row
from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs.ladder import find_occupation
from nextgen_helpers.jobs.staffing import region_demand
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.toolkit import pathways
from nextgen_helpers.toolkit.invented import invented_answers
from nextgen_helpers.widgets.jobs import sector_staffing
from nextgen_helpers.widgets.live import Pieces, View
from nextgen_helpers.words import in_sentence

if TYPE_CHECKING:
    from nextgen_helpers.team import Team
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = [
    "closed_or_open",
    "observable_trouble",
    "pathway_example",
    "pathway_picture",
    "program_or_system",
    "supply_and_demand",
    "wage_ladder",
]


def program_or_system(live: LiveTeam) -> View:
    """Hold the team's sorting into programs and parts of a system against what it says of each piece.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found = pathways.program_or_system(team.rows("program_or_system", "pieces"))
        return list(finding_list("Program or system", found).mime_bundles())

    return View(live, "program or system", ("program_or_system",), pieces, 1)


def pathway_picture(live: LiveTeam) -> View:
    """Show the pathway map, what it says as a system, and each program by the marks of a pathway program.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        stored = team.stored("pathway_map")
        found = pathways.pathway_map(stored)
        balances = pathways.balances(team.stored("supply_and_demand"))
        short = [item.occupation for item in balances if item.state == "under-supplied"]
        return [
            *pathway_chart(found, stored["programs"]).mime_bundles(),
            *finding_list("The map as a system", pathways.pathway_findings(found)).mime_bundles(),
            *finding_list("Each program", pathways.program_check(found, short)).mime_bundles(),
        ]

    return View(live, "pathway picture", ("pathway_map", "supply_and_demand"), pieces, 5)


def pathway_example() -> Pieces:
    """Show the pathway map of an invented region."""
    stored = invented_answers("pathway_map")
    found = pathways.pathway_map(stored)
    checks = finding_list("An invented map as a system", pathways.pathway_findings(found))
    chart = pathway_chart(found, stored["programs"], "An invented region")
    return Pieces([*chart.mime_bundles(), *checks.mime_bundles()])


def closed_or_open(live: LiveTeam) -> View:
    """Set where each organization places itself beside what the map says of its programs.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found = pathways.pathway_map(team.stored("pathway_map"))
        places = pathways.own_places(team.rows("closed_or_open", "places"), found)
        checks = finding_list("Closed or open", pathways.own_places_findings(places, found)).mime_bundles()
        if not places:
            return checks
        note = "The map knows only the links that were typed in."
        return [*checks, table_bundle("Own view and map", own_places_table(places), note)]

    return View(live, "closed or open", ("closed_or_open", "pathway_map"), pieces, 2)


def wage_ladder(live: LiveTeam) -> View:
    """Say whether pay rises at each step from job to job on the map.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found = pathways.pathway_map(team.stored("pathway_map"))
        checks = finding_list("The ladder", pathways.rung_findings(found))
        return [*ladder_chart(found).mime_bundles(), *checks.mime_bundles()]

    return View(live, "wage ladder", ("pathway_map",), pieces, 4)


def supply_and_demand(live: LiveTeam) -> View:
    """Show openings beside completers of each occupation, what the gap is called, and how pay has moved.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found = pathways.balances(team.stored("supply_and_demand"))
        note = "About even is a gap of at most a tenth of the openings. That limit is ours."
        checks = finding_list("Openings and completers", pathways.supply_findings(found), note)
        return [*openings_and_completers(found).mime_bundles(), *checks.mime_bundles()]

    return View(live, "supply and demand", ("supply_and_demand",), pieces, 4)


def observable_trouble(live: LiveTeam) -> View:
    """Lay three signs of trouble side by side: employers' words, the gap, and the sector's own figures; and openings beside them.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        growth, sentence = _growth(team)
        balances = pathways.balances(team.stored("supply_and_demand"))
        found = pathways.trouble(team.rows("hard_to_fill", "positions"), balances, growth)
        checks = finding_list("Trouble to find skilled people", pathways.difficulty_findings(found))
        figures = said(sentence, heading="The sector's own figures")
        return [*checks.mime_bundles(), figures, *_openings(team)]

    watched = ("hard_to_fill", "supply_and_demand", "sector_choice")
    return View(live, "observable trouble", watched, pieces, 3)


def _openings(team: Team) -> list[Bundle]:
    """Show openings and growth by occupation of the team's sector; nothing where the figures have no such sector."""
    try:
        found, jobs, name = sector_staffing(team)
    except UserError:
        return []
    typed = [str(row["position"]) for row in team.rows("hard_to_fill", "positions")]
    named = [soc for soc in (find_occupation(jobs, text) for text in typed) if soc]
    heading = f"Openings in the jobs behind {in_sentence(name)}"
    return [
        table_bundle(
            heading,
            openings_table(jobs, named, name, found.year),
            openings_words(jobs, region_demand(found), name),
        )
    ]


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
