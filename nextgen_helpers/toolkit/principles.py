"""Module 1: the region beside the goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.words import day_words, plural


def attainment(goal: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Set the region's share of young adults with a credential beside the goal (FW-1).

    goal : values of ``attainment_target``: ``goal`` and ``region_share`` in percent, ``year``, ``source``, ``who_finds``.

    >>> attainment({"goal": 60, "region_share": 52, "year": 2024, "source": "state agency"})[0].text
    "The region's figure of 52 percent (2024, state agency) is 8 points below the goal of 60 percent."
    """
    target, share = goal.get("goal"), goal.get("region_share")
    if share is None:
        who = f" {goal['who_finds']} looks for it." if goal.get("who_finds") else ""
        nothing = "There is no figure for the region next to the goal, and none is made up."
        return (Finding("open", f"{nothing}{who}"),)
    known = ", ".join(str(goal[name]) for name in ("year", "source") if goal.get(name))
    said = f"The region's figure of {share} percent{f' ({known})' if known else ''}"
    found = Findings()
    if target is None:
        found.say("open", f"{said} has no goal next to it.")
    elif share == target:
        found.say("good", f"{said} is the goal.")
    else:
        apart = f"{plural(abs(share - target), 'point')} {'above' if share > target else 'below'}"
        found.judge(share > target, f"{said} is {apart} the goal of {target} percent.")
    missing = [word for name, word in (("year", "its year"), ("source", "its source")) if not goal.get(name)]
    found.look(missing, "The figure lacks {names}.", ours=True)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a team stands."""

    phase: int  # number of the phase, from 1
    within: float  # how far into it, 0 to 1; the middle where nothing is known
    because: str  # what it rests on, one sentence


def position_of(phases: Sequence[Mapping[str, Any]], today: date) -> Position | None:
    """Find the phase a team is in from the days it wrote down; None where there is none.

    phases : rows with ``phase`` (``phase1`` ...), ``began_on`` and ``ended_on`` (ISO days or None).

    >>> position_of([{"phase": "phase2", "began_on": "2026-01-10", "ended_on": None}], date(2026, 2, 1)).phase
    2
    """
    begun = [(day, row) for row in phases if (day := day_of(row.get("began_on"))) and day <= today]
    if not begun:
        return None
    began, row = max(begun, key=lambda pair: pair[0])
    number = int(str(row["phase"]).removeprefix("phase"))
    when = day_words(began)
    ended = day_of(row.get("ended_on"))
    if ended and ended < today:
        return Position(number, 1.0, f"Phase {number} began on {when} and is over.")
    return Position(number, 0.5, f"Phase {number} began on {when}.")
