"""Where a team stands: one registry of what can be looked at in its entries, and all of it step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pandas as pd

from nextgen_helpers.charts.findings import FindingList, finding_list
from nextgen_helpers.charts.region.talking_points import sector_row
from nextgen_helpers.errors import UserError, nearest
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.regions import county_names, metropolitan_areas
from nextgen_helpers.toolkit import (
    companion,
    outreach_reach,
    principles,
    step1,
    step2,
    step3,
    step4,
    step5,
    step6,
)
from nextgen_helpers.toolkit.findings import Finding, State, day_of
from nextgen_helpers.toolkit.metrics.assets import assets
from nextgen_helpers.toolkit.metrics.board import board_findings, unplaced
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.toolkit.outreach import organizations
from nextgen_helpers.toolkit.pathways.system import program_or_system
from nextgen_helpers.toolkit.sheets import column_choices, review_id

if TYPE_CHECKING:
    from nextgen_helpers.team_answers import Team

_LIGHTS: Final[Mapping[str, State]] = {"green": "good", "between": "look", "red": "look"}
#: What the launch leaves behind: tools and their tables.
_OF_THE_LAUNCH: Final = (
    ("attendance", "companies"),
    ("priorities", "priorities"),
    ("commitments", "commitments"),
    ("task_team_calls", "calls"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at in a team's entries: a heading, and what is found."""

    title: str
    found: Callable[[Team], Sequence[Finding]]


# -- checks that look at more than one table --------------------------------------------------------------


def _support_team(team: Team) -> tuple[Finding, ...]:
    roster = team.rows("partner_roster", "partners")
    return step1.support_team(roster, team.rows("roles_and_commitments", "commitments"))


def _scope(team: Team) -> tuple[Finding, ...]:
    return step2.scope(team.stored("scope_checker"), len(team.region.counties), team.sector())


def _launch(team: Team) -> tuple[Finding, ...]:
    attendance, priorities, commitments, calls = (team.rows(*table) for table in _OF_THE_LAUNCH)
    day = day_of(team.stored("launch_plan")["launch_date"])
    return step4.launch(attendance, priorities, commitments, calls, day)


def _step_order(team: Team) -> tuple[Finding, ...]:
    reviewed = any(value not in (None, "", []) for value in team.stored(review_id("step1")).values())
    # The plan of the launch belongs to Step 3; what was heard and promised there belongs to Step 4.
    launched = any(team.rows(*table) for table in _OF_THE_LAUNCH)
    return step1.step_order(reviewed=reviewed, launched=launched)


def _responsibilities(team: Team) -> tuple[Finding, ...]:
    stored = team.stored("responsibilities")
    groups = column_choices("responsibilities", "duties", "group")
    return step5.responsibilities(stored["duties"], stored["how_to_ask"], groups)


def _footprint(team: Team) -> tuple[Finding, ...]:
    counties, names = list(team.region.county_names().values()), county_names()
    markets = {
        title: [names[code].rsplit(", ", 1)[0] for code in codes if code in names]
        for title, codes in metropolitan_areas().items()
        if {code[:2] for code in codes} & set(team.region.states)
    }
    return step3.footprint(team.stored("sector_choice")["area"], counties, markets)


def _letter(team: Team) -> tuple[Finding, ...]:
    own = team.stored("invitation_letter")
    text = "\n".join(own[name] for name in ("opening", "why_this_sector", "what_to_expect"))
    invited = len({name_key(row["company"]) for row in team.rows("invitation_list", "companies")})
    return step3.letter(text, team.stored("letter_check"), invited)


def _reach(team: Team) -> tuple[Finding, ...]:
    stored = team.stored("outreach_sources")
    named = column_choices("outreach_sources", "sources", "actor")
    actors = {actor: name for actor, name in named.items() if actor != "other"}
    return outreach_reach.reach(
        stored["sources"], stored["companies"], organizations(team.outreach()), actors
    )


def _rhythm(team: Team) -> tuple[Finding, ...]:
    return step6.rhythm(team.stored("quarterly_meeting"), team.stored("re_assessment"), team.today())


def _full_meetings(team: Team) -> tuple[Finding, ...]:
    return (step6.full_meetings(team.stored("quarterly_meeting"), team.today()),)


def _board(team: Team) -> tuple[Finding, ...]:
    left_out = unplaced(team.stored("metrics_board"))
    return board_findings(team.metrics(), team.today(), left_out)


def _job_quality(team: Team) -> tuple[Finding, ...]:
    sector = team.sector()
    row = sector_row(profile(team.region), sector) if sector else None
    pay = None if row is None or pd.isna(row["average_annual_pay"]) else float(row["average_annual_pay"])
    return companion.job_quality(team.rows("job_quality", "employers"), pay)


def _judged(team: Team) -> tuple[Finding, ...]:
    rows = [row for row in team.rows("flag_judgement", "signs") if row["light"]]
    if not rows:
        return (Finding("open", "The team has not judged the signs yet."),)
    return tuple(
        Finding(_LIGHTS[row["light"]], f"{row['sign']}{' (red)' if row['light'] == 'red' else ''}")
        for row in rows
    )


# -- the registry -----------------------------------------------------------------------------------------


def _of(
    title: str, rule: Callable[..., Sequence[Finding]], source: str, choices: str = "", *, dated: bool = False
) -> Check:
    """Let a rule look at a sheet, or at ``sheet.table``.

    choices : a column of the table whose choices the rule is told.
    dated : whether it is told which day it is.
    """
    sheet, _, table = source.partition(".")

    def found(team: Team) -> Sequence[Finding]:
        given = team.rows(sheet, table) if table else team.stored(sheet)
        known = [column_choices(sheet, table, choices)] if choices else []
        return rule(given, *known, *([team.today()] if dated else []))

    return Check(title, found)


#: What ``ng.check`` can look at.
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "support_team": Check("The support team", _support_team),
        "stakeholders": _of("Who matters, and who was asked", step1.stakeholders, "stakeholder_scan.stakeholders", dated=True),
        "common_goal": _of("The change we all want", step1.common_goal, "common_goal"),
        "step_order": Check("One page before the launch", _step_order),
        "attainment": _of("The goal for 2030", principles.attainment, "attainment_target"),
        "scope": Check("The scope", _scope),
        "sector_vote": _of("How far we agree on the sector", step2.vote, "sector_vote"),
        "reach": Check("How much of the sector we hear", _reach),
        "footprint": Check("The sector's area and ours", _footprint),
        "champions": _of("Champions", step3.champions, "champion_profile.leaders"),
        "launch_dates": _of("Invitations and launch", step3.launch_dates, "launch_plan"),
        "letter": Check("The letter, read by someone busy", _letter),
        "next_steps": _of("Next steps", step3.next_steps, "next_steps", dated=True),
        "launch": Check("The launch", _launch),
        "task_teams": _of("Task teams", step5.task_teams, "task_teams.teams"),
        "quick_wins": _of("Quick wins", step5.quick_wins, "quick_wins.wins", dated=True),
        "responsibilities": Check("Duties", _responsibilities),
        "plan": _of("The plan", step5.plan, "implementation_plan.actions", dated=True),
        "full_meetings": Check("The next full meeting", _full_meetings),
        "rhythm": Check("Meetings, and looking again", _rhythm),
        "funding": _of("Money", step6.funding, "funding.sources", dated=True),
        "staff_time": _of("Hours", step6.staff_time, "funding.time", dated=True),
        "shifts": _of("What organizations do otherwise", step6.shifts, "organizational_shifts.shifts"),
        "assets": _of("The asset spiral", step6.asset_growth, "asset_spiral.assets", "kind"),
        "leaders": _of("Who could lead next", step6.leaders, "leaders.leaders", dated=True),
        "enduring_value": _of("What the partnership is worth to each group", step6.value_by_group, "enduring_value.answers", "group"),
        "pulse": _of("The pulse", step6.pulse, "pulse.answers"),
        "program_or_system": _of("Program or system", program_or_system, "program_or_system.pieces"),
        "cluster_assets": _of("What the companies share", assets, "cluster_assets.assets"),
        "metrics_board": Check("The board", _board),
        "six_considerations": _of("Six points", companion.considerations, "six_considerations.points", dated=True),
        "worker_voice": _of("How workers are heard", companion.worker_voice, "worker_voice.ways", dated=True),
        "job_quality": Check("Good jobs", _job_quality),
        "flag_judgement": Check("Your own judgment", _judged),
    }
)  # fmt: skip
#: Which checks say where a team stands, step by step.
_STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Step 1": ("support_team",),
    "Step 2": ("scope",),
    "Step 3": ("champions", "launch_dates", "next_steps"),
    "Step 4": ("step_order", "launch"),
    "Step 5": ("task_teams", "responsibilities", "quick_wins", "plan"),
    "Step 6": ("rhythm", "funding", "staff_time"),
    "Module 5": ("metrics_board",),
    "Your own judgment": ("flag_judgement",),
}


def check(name: str) -> Check:
    """Look a check up (``name``: one of :data:`CHECKS`)."""
    if name in CHECKS:
        return CHECKS[name]
    near = nearest(name, CHECKS, 1) or list(CHECKS)[:5]
    raise UserError(f'There is no check "{name}". Did you mean {" or ".join(near)}?')


def checked(team: Team, name: str, note: str = "") -> FindingList:
    """Look at one thing, and put what is found into a list."""
    wanted = check(name)
    return finding_list(wanted.title, wanted.found(team), note)


def all_findings(team: Team) -> list[tuple[str, Sequence[Finding]]]:
    """Look at everything that a team has entered, step by step."""
    return [
        (step, tuple(item for name in names for item in CHECKS[name].found(team)))
        for step, names in _STEPS.items()
    ]
