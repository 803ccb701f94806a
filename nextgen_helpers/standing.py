"""Where a team stands: what all its entries say, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from nextgen_helpers.errors import UserError, nearest
from nextgen_helpers.toolkit import action_findings as action
from nextgen_helpers.toolkit import findings, metrics_board
from nextgen_helpers.toolkit import preparation_findings as preparation
from nextgen_helpers.toolkit import sustain_findings as sustain
from nextgen_helpers.toolkit.catalog import review_id
from nextgen_helpers.toolkit.exercises import OUTREACH
from nextgen_helpers.toolkit.findings import Finding, State, day_of
from nextgen_helpers.toolkit.outreach import organizations
from nextgen_helpers.toolkit.tools import column_choices

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nextgen_helpers.team import Team

__all__ = ["CHECKS", "Check", "all_findings", "check", "launch_findings"]

_LIGHTS: Final[Mapping[str, State]] = {"green": "good", "between": "look", "red": "look"}
_LAUNCH_TOOLS: Final = ("attendance", "priorities", "commitments", "task_team_calls", "launch_plan")


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at in a team's entries.

    Parameters
    ----------
    title : heading above what is found.
    watched : the exercises whose answers it looks at.
    found : gives what is found.
    """

    title: str
    watched: tuple[str, ...]
    found: Callable[[Team], Sequence[Finding]]


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
        (
            "Step 3",
            (
                *champions,
                *findings.launch_dates(team.stored("launch_plan")),
                *preparation.next_steps(team.stored("next_steps"), today),
            ),
        ),
        ("Step 4", (*_step_order(team), *launch_findings(team))),
        (
            "Step 5",
            (
                *action.task_teams(team.rows("task_teams", "teams")),
                *_responsibilities(team),
                *action.quick_wins(team.rows("quick_wins", "wins"), today),
                *action.plan(team.rows("implementation_plan", "actions"), today),
            ),
        ),
        (
            "Step 6",
            (
                *action.rhythm(team.stored("quarterly_meeting"), team.stored("re_assessment"), today),
                *action.funding(team.rows("funding", "sources"), today),
                *sustain.staff_time(team.rows("funding", "time"), today),
            ),
        ),
        (
            "Module 5",
            metrics_board.board_findings(
                team.metrics(), today, metrics_board.unplaced(team.stored("metrics_board"))
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


# -- single checks ----------------------------------------------------------------------------------------


def _step_order(team: Team) -> tuple[Finding, ...]:
    reviewed = any(value not in (None, "", []) for value in team.stored(review_id("step1")).values())
    # The plan of the launch belongs to Step 3; what was heard and promised there belongs to Step 4.
    launched = any(
        team.rows(tool, table)
        for tool, table in (
            ("attendance", "companies"),
            ("priorities", "priorities"),
            ("commitments", "commitments"),
            ("task_team_calls", "calls"),
        )
    )
    return preparation.step_order(reviewed=reviewed, launched=launched)


def _responsibilities(team: Team) -> tuple[Finding, ...]:
    stored = team.stored("responsibilities")
    groups = column_choices("responsibilities", "duties", "group")
    return sustain.responsibilities(stored["duties"], stored["how_to_ask"], groups)


def _footprint(team: Team) -> tuple[Finding, ...]:
    return preparation.footprint(
        team.stored("sector_choice")["area"], list(team.region.county_names().values())
    )


def _letter(team: Team) -> tuple[Finding, ...]:
    own = team.stored("invitation_letter")
    text = "\n".join(own[name] for name in ("opening", "why_this_sector", "what_to_expect"))
    invited = len({row["company"].casefold() for row in team.rows("invitation_list", "companies")})
    return preparation.letter(text, team.stored("letter_check"), invited)


def _reach(team: Team) -> tuple[Finding, ...]:
    stored = team.stored("outreach_sources")
    actors = {
        actor: name
        for actor, name in column_choices("outreach_sources", "sources", "actor").items()
        if actor != "other"
    }
    return preparation.reach(stored["sources"], stored["companies"], organizations(team.outreach()), actors)


def _assets(team: Team) -> tuple[Finding, ...]:
    return sustain.asset_growth(
        team.rows("asset_spiral", "assets"), column_choices("asset_spiral", "assets", "kind")
    )


#: What ``ng.widgets.check`` can look at.
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "attainment": Check(
            "The goal for 2030",
            ("attainment_target",),
            lambda team: preparation.attainment(team.stored("attainment_target")),
        ),
        "stakeholders": Check(
            "Who matters, and who was asked",
            ("stakeholder_scan",),
            lambda team: preparation.stakeholders(team.rows("stakeholder_scan", "stakeholders"), _today()),
        ),
        "common_goal": Check(
            "The change we all want",
            ("common_goal",),
            lambda team: preparation.common_goal(team.stored("common_goal")),
        ),
        "step_order": Check("One page before the launch", (review_id("step1"), *_LAUNCH_TOOLS), _step_order),
        "footprint": Check("The sector's area and ours", ("sector_choice",), _footprint),
        "letter": Check(
            "The letter, read by somebody busy",
            ("invitation_letter", "letter_check", "invitation_list"),
            _letter,
        ),
        "next_steps": Check(
            "Next steps",
            ("next_steps",),
            lambda team: preparation.next_steps(team.stored("next_steps"), _today()),
        ),
        "sector_vote": Check(
            "How far we agree on the sector",
            ("sector_vote",),
            lambda team: preparation.vote(team.stored("sector_vote")),
        ),
        "reach": Check("How much of the sector we hear", ("outreach_sources", OUTREACH), _reach),
        "responsibilities": Check("Duties", ("responsibilities",), _responsibilities),
        "full_meetings": Check(
            "The next full meeting",
            ("quarterly_meeting",),
            lambda team: [action.full_meetings(team.stored("quarterly_meeting"), _today())],
        ),
        "shifts": Check(
            "What organizations do otherwise",
            ("organizational_shifts",),
            lambda team: sustain.shifts(team.rows("organizational_shifts", "shifts")),
        ),
        "assets": Check("The asset spiral", ("asset_spiral",), _assets),
        "leaders": Check(
            "Who could lead next",
            ("leaders",),
            lambda team: sustain.leaders(team.rows("leaders", "leaders"), _today()),
        ),
        "staff_time": Check(
            "Hours", ("funding",), lambda team: sustain.staff_time(team.rows("funding", "time"), _today())
        ),
        "pulse": Check("The pulse", ("pulse",), lambda team: sustain.pulse(team.rows("pulse", "answers"))),
    }
)


def check(name: str) -> Check:
    """Look a check up.

    Parameters
    ----------
    name : one of :data:`CHECKS`.

    Raises
    ------
    UserError : there is none; the message names the nearest.
    """
    if name in CHECKS:
        return CHECKS[name]
    near = nearest(name, CHECKS, 1) or list(CHECKS)[:5]
    raise UserError(f'There is no check "{name}". Did you mean {" or ".join(near)}?')
