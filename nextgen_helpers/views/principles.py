"""Module 1: the life cycle of a partnership, beside the steps."""

from __future__ import annotations

from collections.abc import Iterator

from nextgen_helpers.charts.shown import Shown, Written, tabled
from nextgen_helpers.charts.team import principles as charts
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.principles import position_of
from nextgen_helpers.views.live import view


@view
def lifecycle(team: Team) -> Iterator[Shown]:
    """Show the phases of a partnership, and where the team stands by the days it has written down."""
    yield charts.lifecycle(position_of(team.rows("lifecycle_plan", "phases"), team.today()))


def steps_and_phases() -> Written:
    """Show the phases beside the steps."""
    return tabled("Five phases, six steps", charts.steps_and_phases(), "The first phase spans two steps.")
