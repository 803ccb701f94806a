"""What follows from the tools of Steps 4 to 6: the launch, the work after it, and what makes it last."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers import standing
from nextgen_helpers.charts.answers import Bundle, said, table_bundle
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.plans import funding_mix as funding_chart
from nextgen_helpers.charts.plans import implementation_plan as plan_chart
from nextgen_helpers.charts.plans import influence_grid
from nextgen_helpers.documents import Block, Document, gap
from nextgen_helpers.standing import all_findings, launch_findings
from nextgen_helpers.toolkit import action_findings as action
from nextgen_helpers.toolkit.catalog import review_id
from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.tools import column_choices
from nextgen_helpers.widgets.letters import DocumentView
from nextgen_helpers.widgets.live import View
from nextgen_helpers.words import weekday_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from nextgen_helpers.team import Team
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = [
    "check",
    "enduring_value",
    "executive_summary",
    "flags",
    "funding_mix",
    "implementation_plan",
    "influence_picture",
    "launch_check",
    "quick_win_check",
    "task_team_check",
]

_LAUNCH_TOOLS: Final = ("attendance", "priorities", "commitments", "task_team_calls", "launch_plan")


def launch_check(live: LiveTeam) -> View:
    """Say how the launch went: who came, whose priorities they are, what was promised.

    Parameters
    ----------
    live : the team.
    """
    return _checked(live, "launch check", "The launch", launch_findings, _LAUNCH_TOOLS)


def task_team_check(live: LiveTeam) -> View:
    """Say whether business is the majority in each task team, and what each still lacks.

    Parameters
    ----------
    live : the team.
    """
    return _checked(
        live,
        "task team check",
        "Task teams",
        lambda team: action.task_teams(team.rows("task_teams", "teams")),
        ("task_teams",),
    )


def quick_win_check(live: LiveTeam) -> View:
    """Say which quick wins are done, due within 60 days, and owned.

    Parameters
    ----------
    live : the team.
    """
    return _checked(
        live,
        "quick win check",
        "Quick wins",
        lambda team: action.quick_wins(team.rows("quick_wins", "wins"), _today()),
        ("quick_wins",),
    )


def influence_picture(live: LiveTeam) -> View:
    """Show people by influence and support, and who could win those who have much of the one and little of the other.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows = team.rows("influence_map", "people")
        known = [row for row in rows if row["influence"] and row["support"]]
        if not known:
            return [said("Nobody is on the influence map yet.")]
        tipping = [row for row in known if row["influence"] >= 4 and row["support"] <= 3]  # noqa: PLR2004
        found = Findings()
        for row in tipping:
            has = f"{row['person']} has influence {row['influence']} and support {row['support']}"
            nobody = f"{has}, and nobody is named who could win that person."
            winner = row["who_can_win"]
            found.good(bool(winner), f"{has}; {winner} can win that person.", look=nobody)
        found.good(not found, "Everybody with much influence supports the work.")
        return [
            table_bundle(
                "People by influence and support",
                influence_grid(known),
                "Those on the upper left could tip the scales.",
            ),
            *finding_list("Tipping the scales", found).mime_bundles(),
        ]

    return View(live, "influence picture", ("influence_map",), pieces, 2)


def implementation_plan(live: LiveTeam) -> View:
    """Show the implementation plan over time, and what is late or without an owner.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows = team.rows("implementation_plan", "actions")
        checks = finding_list("The plan", action.plan(rows, _today()))
        return [*plan_chart(rows, _today()).mime_bundles(), *checks.mime_bundles()]

    return View(live, "implementation plan", ("implementation_plan",), pieces, 4)


def funding_mix(live: LiveTeam) -> View:
    """Show where the money comes from, and how much hangs on one source.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows = team.rows("funding", "sources")
        chart = funding_chart(rows, column_choices("funding", "sources", "kind"))
        checks = finding_list("Money", action.funding(rows, _today()))
        return [*chart.mime_bundles(), *checks.mime_bundles()]

    return View(live, "funding mix", ("funding",), pieces, 4)


def enduring_value(live: LiveTeam) -> View:
    """Say how each group values the partnership, and where the groups differ.

    Parameters
    ----------
    live : the team.
    """

    def found(team: Team) -> tuple[Finding, ...]:
        titles = column_choices("enduring_value", "answers", "group")
        return action.value_by_group(team.rows("enduring_value", "answers"), titles)

    return _checked(
        live, "enduring value", "What the partnership is worth to each group", found, ("enduring_value",)
    )


def check(live: LiveTeam, name: str) -> View:
    """Say what a team's entries show about one thing, such as whom nobody has asked yet.

    Parameters
    ----------
    live : the team.
    name : one of :data:`nextgen_helpers.standing.CHECKS`.
    """
    wanted = standing.check(name)
    return _checked(live, f"check {name}", wanted.title, wanted.found, wanted.watched)


# -- all flags at once ------------------------------------------------------------------------------------


def flags(live: LiveTeam) -> View:
    """Show red flags and green lights: what all the team's entries say, step by step, and its own judgment.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        return [
            bundle
            for title, found in all_findings(team)
            for bundle in finding_list(title, found).mime_bundles()
        ]

    watched = (
        "partner_roster", "roles_and_commitments", "scope_checker", "sector_choice", "champion_profile", "launch_plan",
        *_LAUNCH_TOOLS, "task_teams", "quick_wins", "implementation_plan", "quarterly_meeting", "re_assessment",
        "funding", "flag_judgement", "next_steps", "responsibilities", "metrics_board", review_id("step1"),
    )  # fmt: skip
    return View(live, "flags", watched, pieces, 8)


# -- the summary ------------------------------------------------------------------------------------------


def executive_summary(live: LiveTeam) -> DocumentView:
    """Show the summary of the launch for the businesses: their chances, requirements, champions and promises.

    Parameters
    ----------
    live : the team.
    """
    watched = (
        "executive_summary",
        "priorities",
        "commitments",
        "task_team_calls",
        "sector_choice",
        "launch_plan",
    )
    return DocumentView(live, "executive summary", watched, summary)


def summary(team: Team) -> Document:
    """Write the summary of the launch; what is not known yet is a gap.

    Parameters
    ----------
    team : whose launch.
    """
    own, plan = team.stored("executive_summary"), team.stored("launch_plan")
    priorities = sorted(team.rows("priorities", "priorities"), key=lambda row: -(row["votes"] or 0))
    promises = team.rows("commitments", "commitments")
    held = (
        weekday_words(date.fromisoformat(plan["launch_date"]))
        if plan["launch_date"]
        else gap("day of the launch")
    )
    following = (
        weekday_words(date.fromisoformat(own["next_meeting"]))
        if own["next_meeting"]
        else gap("day of the next meeting")
    )
    blocks = [
        Block("title", f"What we heard: {team.sector() or gap('sector')} in {team.region.name}"),
        Block("text", f"Meeting of {held}"),
        Block("text", own["opening"] or gap("first sentences")),
        Block("text", own["what_employers_said"] or gap("what companies said")),
        Block("heading", "What companies put first"),
        *([Block("item", _priority(row)) for row in priorities] or [Block("item", gap("priorities"))]),
        Block("heading", "Who promised what"),
        *([Block("item", _promise(row)) for row in promises] or [Block("item", gap("promises"))]),
        Block("heading", "What comes next"),
        *(Block("item", _call(row)) for row in team.rows("task_team_calls", "calls")),
        Block("text", f"We meet again on {following}, {own['next_place'] or gap('place')}."),
        Block("text", own["thanks"] or gap("thanks")),
        *(Block("text", signer) for signer in own["signers"] or [gap("who signs")]),
        Block("text", f"Questions: {own['contact'] or gap('who answers, with phone or mail')}"),
    ]
    return Document(f"summary-{team.region.id}", tuple(blocks))


def _priority(row: dict[str, Any]) -> str:
    need = f" What it takes: {row['requirement']}." if row["requirement"] else ""
    champion = ", ".join(text for text in (row["champion"], row["company"]) if text)
    return f"{row['opportunity']}.{need} Champion: {champion or gap('champion')}."


def _call(row: dict[str, Any]) -> str:
    when = weekday_words(date.fromisoformat(row["call_on"])) if row["call_on"] else gap("day of the call")
    hour = f", {row['hour']}" if row["hour"] else ""
    return f"Task team on {row['priority']}: call on {when}{hour}."


def _promise(row: dict[str, Any]) -> str:
    who = ", ".join(text for text in (row["who"], row["organization"]) if text) or gap("who")
    by = f", by {weekday_words(date.fromisoformat(row['by']))}" if row["by"] else ""
    return f"{who}: {row['what']}{by}."


def _checked(
    live: LiveTeam,
    name: str,
    title: str,
    found: Callable[[Team], Sequence[Finding]],
    watched: Collection[str],
) -> View:
    """Show findings that follow a team's entries."""

    def pieces(team: Team) -> list[Bundle]:
        return list(finding_list(title, found(team)).mime_bundles())

    return View(live, name, watched, pieces, 1)


def _today() -> date:
    return datetime.now().astimezone().date()
