"""What a team's entries show, sheet by sheet, and all of it at once."""

from __future__ import annotations

from collections.abc import Iterator

from nextgen_helpers import standing
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.shown import Shown
from nextgen_helpers.team_answers import Team
from nextgen_helpers.views.live import LiveTeam, View, view


def check(team: LiveTeam | Team, name: str) -> View:
    """Say what a team's entries show about one thing, such as whom nobody has asked yet.

    Parameters
    ----------
    team : whose entries.
    name : one of :data:`nextgen_helpers.standing.CHECKS`.

    Raises
    ------
    UserError : there is no such check; the message names the nearest.
    """
    standing.check(name)
    return _check(team, name)


@view
def _check(team: Team, name: str) -> Iterator[Shown]:
    yield standing.checked(team, name)


@view
def flags(team: Team) -> Iterator[Shown]:
    """Show red flags and green lights: what all the team's entries say, step by step, and its own judgment."""
    for title, found in standing.all_findings(team):
        yield finding_list(title, found)
