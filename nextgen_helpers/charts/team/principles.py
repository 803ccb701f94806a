"""The life of a partnership: its phases, the usual curves, and where a team stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.plan_marks import Curves
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.toolkit import content
from nextgen_helpers.words import day_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Shapes without a scale: the toolkit draws two curves and gives no numbers. Staff time is highest while the team is
#: built and again when ideas become action; momentum grows with the launch and after it.
_STAFF: Final = (0.25, 0.75, 0.95, 0.9, 0.62, 0.5, 0.44, 0.6, 0.78, 0.72, 0.52, 0.42, 0.4)
_MOMENTUM: Final = (0.04, 0.08, 0.13, 0.18, 0.24, 0.33, 0.46, 0.6, 0.7, 0.78, 0.85, 0.91, 0.96)
_STAFF_STYLE: Final = SeriesStyle("#00629b", "o", "circle")
_MOMENTUM_STYLE: Final = SeriesStyle("#b45309", "s", "square", hatch="//")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a team stands.

    Parameters
    ----------
    phase : number of the phase, from 1.
    within : how far into it, 0 to 1; the middle where nothing is known.
    because : what it rests on, one sentence.
    """

    phase: int
    within: float
    because: str


def position_of(phases: Sequence[Mapping[str, Any]], today: date) -> Position | None:
    """Find the phase a team is in from the days it wrote down; None where there is none.

    Parameters
    ----------
    phases : rows with ``phase`` (``phase1`` ...), ``began_on`` and ``ended_on`` (ISO days or None).

    Examples
    --------
    >>> position_of([{"phase": "phase2", "began_on": "2026-01-10", "ended_on": None}], date(2026, 2, 1)).phase
    2
    """
    begun = [
        (date.fromisoformat(row["began_on"]), row)
        for row in phases
        if row.get("began_on") and date.fromisoformat(row["began_on"]) <= today
    ]
    if not begun:
        return None
    began, row = max(begun, key=lambda pair: pair[0])
    number = int(str(row["phase"]).removeprefix("phase"))
    when = day_words(began)
    ended = row.get("ended_on")
    if ended and date.fromisoformat(ended) < today:
        return Position(number, 1.0, f"Phase {number} began on {when} and is over.")
    return Position(number, 0.5, f"Phase {number} began on {when}.")


def lifecycle(position: Position | None) -> Chart:
    """Show the phases with the usual curves of staff time and momentum, and the team's own place.

    Parameters
    ----------
    position : where the team stands; None where it has not said.
    """
    steps = content.steps()
    titles = {step.id: f"Step {step.order}: {step.title}" for step in steps.steps}
    table = pd.DataFrame(
        {
            "phase": [f"{phase.order} {phase.title}" for phase in steps.phases],
            "about": [phase.text for phase in steps.phases],
            "steps": ["; ".join(titles[name] for name in phase.steps) for phase in steps.phases],
        }
    )
    named = "" if position is None else steps.phases[position.phase - 1].title
    return Chart(
        name="lifecycle",
        title=f"You are in phase {position.phase} of {len(steps.phases)}: {named}"
        if position
        else f"A partnership has {len(steps.phases)} phases, and the first one takes most of the staff's time",
        subtitle="Shapes drawn by us after the toolkit's picture; they have no scale, and no region follows them exactly",
        mark=Curves(
            tuple(phase.title for phase in steps.phases),
            (("Staff time", _STAFF_STYLE, _STAFF), ("Momentum", _MOMENTUM_STYLE, _MOMENTUM)),
            None if position is None else position.phase - 1 + position.within,
        ),
        table=Table.of(
            table,
            "The phases and the toolkit's steps",
            phase="Phase",
            about="What happens",
            steps="Steps of the toolkit",
        ),
        source="Texas Next Gen Sector Partnerships Toolkit (2017), redrawn; the place is the team's own answer.",
        alternative="Two curves over the phases. Staff time is highest in the first phase, falls, rises again when ideas become "
        "action, and levels off. Momentum grows slowly at first, fast around the launch, and goes on growing.",
        look_for=((position.because,) if position else ())
        + ("Most energy goes into the first phase, before any business is invited.",),
        does_not_say=("How long a phase takes: regions differ by months.",),
    )


def steps_and_phases() -> Table:
    """Set the phases of the life cycle beside the steps of the toolkit, as a table."""
    rows = [
        (f"{phase.order} {phase.title}", f"Step {step.order}: {step.title}", step.text)
        for phase, step in content.steps().crosswalk
    ]
    return Table.of(
        pd.DataFrame(rows, columns=["phase", "step", "about"]),
        "Phases and steps",
        phase="Phase",
        step="Step",
        about="What it is about",
    )
