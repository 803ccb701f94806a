"""The life of a partnership: its phases, the usual curves, and where a team stands."""

from __future__ import annotations

from typing import Final

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.plans import Curves
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.principles import Position
from nextgen_helpers.words import those

#: Shapes without a scale: the toolkit draws two curves and gives no numbers. Staff time is highest while the team is
#: built and again when ideas become action; momentum grows with the launch and after it.
_STAFF: Final = (0.25, 0.75, 0.95, 0.9, 0.62, 0.5, 0.44, 0.6, 0.78, 0.72, 0.52, 0.42, 0.4)
_MOMENTUM: Final = (0.04, 0.08, 0.13, 0.18, 0.24, 0.33, 0.46, 0.6, 0.7, 0.78, 0.85, 0.91, 0.96)
_STAFF_STYLE: Final = SeriesStyle("#00629b")
_MOMENTUM_STYLE: Final = SeriesStyle("#b45309", "square", hatch="rising")


def lifecycle(position: Position | None) -> Chart:
    """Show the phases with the usual curves of staff time and momentum, and where the team stands, if it has said so."""
    steps = content.steps()
    phases = steps.phases
    titles = {step.id: f"Step {step.order}: {step.title}" for step in steps.steps}
    rows = (
        {
            "phase": f"{phase.order} {phase.title}",
            "about": phase.text,
            "steps": "; ".join(titles[name] for name in phase.steps),
        }
        for phase in phases
    )
    table = Table.of(
        rows, "The phases and the toolkit's steps",
        phase="Phase", about="What happens", steps="Steps of the toolkit",
    )  # fmt: skip
    return Chart(
        name="lifecycle",
        title=f"You are in phase {position.phase} of {len(phases)}: {phases[position.phase - 1].title}"
        if position
        else f"A partnership has {len(phases)} phases, and the first one takes most of the staff's time",
        subtitle="Shapes drawn by us after the toolkit's picture; they have no scale, and no region follows them exactly",
        mark=Curves(
            tuple(phase.title for phase in phases),
            (("Staff time", _STAFF_STYLE, _STAFF), ("Momentum", _MOMENTUM_STYLE, _MOMENTUM)),
            None if position is None else position.phase - 1 + position.within,
        ),
        table=table,
        source="Texas Next Gen Sector Partnerships Toolkit (2017), redrawn; the place is the team's own answer.",
        alternative="Two curves over the phases. Staff time is highest in the first phase, falls, rises again when ideas become "
        "action, and levels off. Momentum grows slowly at first, fast around the launch, and goes on growing.",
        look_for=those(
            position and position.because,
            "Most energy goes into the first phase, before any business is invited.",
        ),
        does_not_say=("How long a phase takes: regions differ by months.",),
    )


def steps_and_phases() -> Table:
    """Set the phases of the life cycle beside the steps of the toolkit, as a table."""
    rows = (
        {
            "phase": f"{phase.order} {phase.title}",
            "step": f"Step {step.order}: {step.title}",
            "about": step.text,
        }
        for phase, step in content.steps().crosswalk
    )
    return Table.of(rows, "Phases and steps", phase="Phase", step="Step", about="What it is about")
