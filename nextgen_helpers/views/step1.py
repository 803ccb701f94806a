"""Step 1, and what other steps share with it: partners and their ties, agendas with clock times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.shown import Shown, tabled
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.charts.team import step1 as charts
from nextgen_helpers.errors import UserError
from nextgen_helpers.standing import checked
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import sheets, step1
from nextgen_helpers.toolkit.agenda import agenda_slots, clock_time
from nextgen_helpers.toolkit.answer_types import Asked, asked_fields, row_model
from nextgen_helpers.views.live import LiveTeam, View, view
from nextgen_helpers.words import plural


@view
def universe_of_connections(team: Team) -> Iterator[Shown]:
    """Show the partners on two rings with the ties between them, and what is missing."""
    yield partners_chart(team)
    yield checked(team, "support_team")


def partners_chart(team: Team) -> Chart:
    """Draw the partners on two rings with the ties between them."""
    found = step1.universe(team.rows("partner_roster", "partners"), team.rows("connections", "ties"))
    kinds = sheets.column_choices("partner_roster", "partners", "kind")
    return charts.universe_of_connections(found, kinds)


def agenda(team: LiveTeam | Team, tool_id: str) -> View:
    """Show an agenda with its clock times.

    Parameters
    ----------
    team : whose agenda.
    tool_id : a tool with a table ``items`` and a field ``start_time``, such as ``work_session_agenda``.

    Raises
    ------
    UserError : the tool is no agenda.
    """
    sheet = sheets.sheet(tool_id)
    if not {"items", "start_time"} <= {field.id for field in sheet.fields}:
        raise UserError(f'"{sheet.title}" is no agenda.')
    return _agenda(team, tool_id)


@view
def _agenda(team: Team, tool_id: str) -> Iterator[Shown]:
    sheet, columns = sheets.sheet(tool_id), asked_fields(row_model(sheets.sheet_model(tool_id), "items"))
    stored = team.stored(tool_id)
    rows = stored["items"] or sheets.start_rows(tool_id).get("items", [])
    slots = agenda_slots(clock_time(stored["start_time"]), rows)
    others = {name: column for name, column in columns.items() if name != "minutes"}
    times = [
        {
            "time": f"{slot.begin} to {slot.end}" if slot.begin else "",
            "minutes": slot.minutes,
            **{name: _as_read(column, slot.columns.get(name)) for name, column in others.items()},
        }
        for slot in slots
    ]
    heading = f"{sheet.title}: {plural(sum(slot.minutes for slot in slots), 'minute')}"
    heading += f", until {slots[-1].end}" if slots and slots[-1].end else ""
    labels = {name: column.label for name, column in others.items()}
    table = Table.of(times, sheet.title, time="Time", minutes=("Minutes", "count"), **labels)
    note = "" if stored["items"] else "The usual items, to begin with; they are not the team's yet."
    yield tabled(heading, table, note)


def _as_read(column: Asked, value: Any) -> str:
    """Give what a person reads for a stored value."""
    return dict(column.choices).get(value, str(value or ""))
