"""What stands in the worksheets, section by section, and the ways that people have drawn, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nextgen_helpers import charts
from nextgen_helpers.charts.shown import Written
from nextgen_helpers.charts.team.answers import people_html
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.catalog import exercise_model, exercise_title
from nextgen_helpers.toolkit.exercises import EMPLOYER_JOURNEY, JOBSEEKER_JOURNEY
from nextgen_helpers.views.live import LiveTeam, View, view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nextgen_helpers.charts.shown import Shown
    from nextgen_helpers.team import Team

_JOURNEYS = (EMPLOYER_JOURNEY, JOBSEEKER_JOURNEY)


def worksheet_overview(team: LiveTeam | Team, worksheet_id: str) -> View:
    """Show how far the team is in a worksheet, section by section.

    Parameters
    ----------
    team : whose worksheet.
    worksheet_id : such as ``coordination_questions``.

    Raises
    ------
    UserError : there is no such worksheet.
    """
    content.worksheets().worksheet(worksheet_id)
    return _overview(team, worksheet_id)


@view
def _overview(team: Team, worksheet_id: str) -> Iterator[Shown]:
    sheet, stored = content.worksheets().worksheet(worksheet_id), team.stored(worksheet_id)
    sections = [
        charts.Lights(section.title, answers)
        for section in sheet.sections
        if (answers := tuple(stored[item.id] for item in section.questions if item.answer == "choice"))
    ]
    yield charts.traffic_lights(f"lights-{worksheet_id}", sheet.title, sections)


def journeys_side_by_side(team: LiveTeam | Team, exercise_id: str) -> View:
    """Show the ways that the people of the team have drawn, side by side.

    Parameters
    ----------
    team : whose ways.
    exercise_id : ``employer_journey`` or ``jobseeker_journey``.

    Raises
    ------
    UserError : it is neither.
    """
    return _side_by_side(team, known_journey(exercise_id))


@view
def _side_by_side(team: Team, exercise_id: str) -> Iterator[Shown]:
    title = exercise_title(exercise_id)
    yield Written(people_html(exercise_model(exercise_id), team.answered(exercise_id), title), title)


def known_journey(exercise_id: str) -> str:
    """Give the id of a journey; anything else is a mistake that is said."""
    if exercise_id not in _JOURNEYS:
        raise UserError(f'The journeys are {" and ".join(_JOURNEYS)}; there is none called "{exercise_id}".')
    return exercise_id
