"""Where a team stands: what all its entries say, step by step."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from nextgen_helpers.toolkit import action_findings as action
from nextgen_helpers.toolkit import findings
from nextgen_helpers.toolkit.findings import Finding, State, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nextgen_helpers.team import Team

__all__ = ["all_findings", "launch_findings"]

_LIGHTS: Final[Mapping[str, State]] = {"green": "good", "between": "look", "red": "look"}


def launch_findings(team: Team) -> tuple[Finding, ...]:
    """Look at a team's launch."""
    return action.launch(
        team.rows("attendance", "companies"),
        team.rows("priorities", "priorities"),
        team.rows("commitments", "commitments"),
        team.rows("task_team_calls", "calls"),
        day_of(team.stored("launch_plan")["launch_date"]),
    )


def all_findings(team: Team) -> list[tuple[str, Sequence[Finding]]]:
    """Look at everything that a team has entered, step by step.

    Parameters
    ----------
    team : whose entries.
    """
    today = _today()
    roster, roles = team.rows("partner_roster", "partners"), team.rows("roles_and_commitments", "commitments")
    scope = findings.scope(team.stored("scope_checker"), len(team.region.counties), team.sector())
    champions = findings.champions(team.rows("champion_profile", "leaders"))
    return [
        ("Step 1", findings.support_team(roster, roles)),
        ("Step 2", scope),
        ("Step 3", (*champions, *findings.launch_dates(team.stored("launch_plan")))),
        ("Step 4", launch_findings(team)),
        (
            "Step 5",
            (
                *action.task_teams(team.rows("task_teams", "teams")),
                *action.quick_wins(team.rows("quick_wins", "wins"), today),
                *action.plan(team.rows("implementation_plan", "actions"), today),
            ),
        ),
        (
            "Step 6",
            (
                *action.rhythm(team.stored("quarterly_meeting"), team.stored("re_assessment")),
                *action.funding(team.rows("funding", "sources"), today),
            ),
        ),
        ("Your own judgment", _judged(team)),
    ]


def _judged(team: Team) -> tuple[Finding, ...]:
    rows = [row for row in team.rows("flag_judgement", "signs") if row["light"]]
    if not rows:
        return (Finding("open", "The team has not judged the signs yet."),)
    return tuple(
        Finding(_LIGHTS[row["light"]], f"{row['sign']}{' (red)' if row['light'] == 'red' else ''}")
        for row in rows
    )


def _today() -> date:
    return datetime.now().astimezone().date()
