"""What follows from the tools of Module 3: push and pull, runways, the sector card, the front line, how news travels."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from nextgen_helpers.charts.answers import Bundle, table_bundle
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.frontline import communication_flow as flow_chart
from nextgen_helpers.charts.frontline import (
    constituency_table,
    frontline_groups,
    handing_on,
    push_and_pull_table,
    way_ranks,
)
from nextgen_helpers.charts.frontline import runway_plan as runway_chart
from nextgen_helpers.charts.talking_points import sector_points, sector_row
from nextgen_helpers.documents import Block, Document, gap
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.toolkit import frontline
from nextgen_helpers.toolkit.invented import invented_answers
from nextgen_helpers.toolkit.tools import column_choices
from nextgen_helpers.widgets.letters import DocumentView
from nextgen_helpers.widgets.live import Pieces, View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nextgen_helpers.team import Team
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = [
    "communication_example",
    "communication_flow",
    "constituency_check",
    "frontline_picture",
    "push_and_pull",
    "runway_plan",
    "sector_card",
    "way_priorities",
]

#: Which of the region's own sentences stands in which part of the card, and what has to be said with it.
_FIGURES: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "choices": (("Jobs", "Concentration"), ""),
    "saturation": (("Change",), "It does not say how many people look for these jobs."),
    "pay": (("Pay",), "That is the mean of all its jobs, and neither entry nor advanced pay."),
}


def push_and_pull(live: LiveTeam) -> View:
    """Say how many ways of placing people begin with people and how many with demand, and how many each places.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        groups, found = frontline.push_and_pull(team.rows("push_and_pull", "ways"))
        listed = finding_list("Push and pull", found).mime_bundles()
        if not groups:
            return listed
        note = "Whom a way serves differs, and so does how far they had to go: the rates are no contest."
        return [*listed, table_bundle("Where the ways begin", push_and_pull_table(groups), note)]

    return View(live, "push and pull", ("push_and_pull",), pieces, 2)


def runway_plan(live: LiveTeam) -> View:
    """Show how long each group's way to the job is, by when it has to begin, and where a partner is missing.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        stored = team.stored("runway")
        checks = finding_list("Runways", frontline.runway_findings(stored, _today()))
        return [*runway_chart(stored, _today()).mime_bundles(), *checks.mime_bundles()]

    return View(live, "runway plan", ("runway",), pieces, 4)


def frontline_picture(live: LiveTeam) -> View:
    """Show who serves whom, who hands people on to whom, and where work is doubled or ends.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows, work = (
            team.rows("frontline_map", "staff"),
            column_choices("frontline_map", "staff", "does"),
        )
        checks = finding_list("The front line", frontline.frontline_findings(rows, work))
        return [
            *checks.mime_bundles(),
            *frontline_groups(rows, work).mime_bundles(),
            *handing_on(rows).mime_bundles(),
        ]

    return View(live, "frontline picture", ("frontline_map",), pieces, 7)


def way_priorities(live: LiveTeam) -> View:
    """Show which of the ten ways comes first, and how far those who ranked agree.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        stored = team.stored("ten_ways")
        checks = finding_list("Ten ways", frontline.ranking_findings(stored))
        return [*way_ranks(stored).mime_bundles(), *checks.mime_bundles()]

    return View(live, "way priorities", ("ten_ways",), pieces, 4)


def communication_flow(live: LiveTeam) -> View:
    """Show how news travels from the partnership to jobseekers and students, and where it gets stuck.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        stored = team.stored("communication_strategy")
        checks = finding_list("How news travels", frontline.communication_findings(stored))
        return [*flow_chart(stored).mime_bundles(), *checks.mime_bundles()]

    return View(live, "communication flow", ("communication_strategy",), pieces, 4)


def communication_example() -> Pieces:
    """Show how news travels in an invented region."""
    stored = invented_answers("communication_strategy")
    checks = finding_list("An invented region", frontline.communication_findings(stored))
    return Pieces([*flow_chart(stored, "An invented region").mime_bundles(), *checks.mime_bundles()])


def constituency_check(live: LiveTeam) -> View:
    """Say what is not known of the people whom the team wants to reach.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows = team.rows("worker_constituency", "groups")
        checks = finding_list("What we know of people", frontline.constituency_findings(rows, _today()))
        if not rows:
            return checks.mime_bundles()
        table = constituency_table(rows, _today())
        return [*checks.mime_bundles(), table_bundle("Groups and gaps", table)]

    return View(live, "constituency check", ("worker_constituency",), pieces, 2)


# -- the sector card ------------------------------------------------------------------------------------


def sector_card(live: LiveTeam) -> DocumentView:
    """Show the card for the front line: what to know of the sector, with source and year, or who can tell.

    Parameters
    ----------
    live : the team.
    """
    return DocumentView(live, "sector card", ("sector_card", "sector_choice"), card)


def card(team: Team) -> Document:
    """Write the sector card; what is not known is a gap that says who can tell.

    Parameters
    ----------
    team : whose card.
    """
    stored, sector = team.stored("sector_card"), team.sector()
    figures, year, source = _figures(team, sector)
    answer = team.answer("sector_card")
    stamp = frontline.vintage(stored, year, answer.when.date() if answer else None, _today())
    blocks = [
        Block("title", f"{sector or gap('sector')} in {team.region.name}: what to know on the front line"),
        Block("text", stamp.sentence()),
    ]
    for part in frontline.sector_card(stored):
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


def _figures(team: Team, sector: str) -> tuple[dict[str, list[str]], int | None, str]:
    """Give the region's own sentences for each part, their year, and where they come from."""
    if not sector:
        return {}, None, "No sector is chosen in Step 2 yet, so no official figures stand here."
    try:
        found = profile(team.region)
    except UserError as error:
        return {}, None, f"No official figures stand here: {error}"
    points = sector_points(found, sector)
    if sector_row(found, sector) is None:
        return {}, None, f"No official figures stand here: {points.points[0].text}"
    said = {point.about: point.text for point in points.points}
    figures = {}
    for part, (names, caution) in _FIGURES.items():
        sentences = [
            f"{said[name].removesuffix('.')} (QCEW, {found.year})." for name in names if name in said
        ]
        figures[part] = [f"{sentence} {caution}".strip() for sentence in sentences]
    return (
        figures,
        found.year,
        f"Official figures are marked QCEW: {points.source} All other figures are the team's own.",
    )


def _today() -> date:
    return datetime.now().astimezone().date()
