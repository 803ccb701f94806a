"""What stands in the worksheets, section by section, and the ways that people have drawn, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from nextgen_helpers import charts
from nextgen_helpers.charts.shown import Shown, Written
from nextgen_helpers.charts.team.answers import people_html
from nextgen_helpers.errors import UserError
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.catalog import exercise_model, exercise_title
from nextgen_helpers.toolkit.sheets import sheets
from nextgen_helpers.views.live import LiveTeam, View, view


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
    choices = {question.id for question in sheet.questions if question.answer == "choice"}
    sections = [
        charts.Lights(section.title, answers)
        for section in sheet.sections
        if (answers := tuple(stored[name] for name in section.asks if name in choices))
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
    UserError : it is no sheet that people answer alone.
    """
    if not (exercise_id in sheets() and sheets()[exercise_id].personal):
        raise UserError(f'"{exercise_id}" is nothing that people answer alone, one beside the other.')
    return _side_by_side(team, exercise_id)


@view
def _side_by_side(team: Team, exercise_id: str) -> Iterator[Shown]:
    title = exercise_title(exercise_id)
    yield Written(people_html(exercise_model(exercise_id), team.answered(exercise_id), title), title)
