"""Tables as files: one to fill in, one with the rows that stand there (which can be brought in again), and the map for Kumu."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from nextgen_helpers.bring import network
from nextgen_helpers.bring.store import stored_rows
from nextgen_helpers.bring.targets import SEEN, Target
from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import exportable
from nextgen_helpers.places import write_whole
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.answer_types import Asked

KUMU: Final = "kumu"
#: An invented row of a template, by what a column offers or asks.
_EXAMPLES: Final = {
    "organizations": "Example College (invented)", "employers": "Example Mill (invented)", "people": "Ann Example (invented)",
 "tables": "Example Council (invented)",
}  # fmt: skip


def template(target: Target, ending: str) -> bytes:
    """Write a spreadsheet to fill in: the columns as the form calls them, and an invented row to write over.

    ending : ``csv`` or ``xlsx``.
    """
    row = [_EXAMPLES.get(asked.suggest) or _example(name, asked) for name, asked in target.fields.items()]
    return _file({target.id: [[asked.label for asked in target.fields.values()], row]}, ending)


def table(target: Target, rows: Sequence[Mapping[str, Any]], ending: str) -> bytes:
    """Write rows under the columns as the form calls them; brought in again, they change nothing."""
    cells = [[_cell(asked, row.get(name)) for name, asked in target.fields.items()] for row in rows]
    return _file({target.id: [[asked.label for asked in target.fields.values()], *cells]}, ending)


def save(team: Team, target: Target | None, path: str | Path) -> int:
    """Write the rows of a table, or the map as Kumu and other programs for networks take it.

    target : None for the map.
    path : a file that ends with .csv or .xlsx; of the map .xlsx or .graphml.
    Gives how many rows were written; of the map, its knocks, tables and ties.
    """
    file = Path(path)
    ending = file.suffix.lower().removeprefix(".")
    if target is not None:
        rows = stored_rows(team, target)
        rows = [row for row in rows if not target.only or row["kind"] == target.only]
        write_whole(file, table(target, rows, ending), private=True)
        return len(rows)
    picture = team.outreach()
    if ending not in ("xlsx", "graphml"):
        raise UserError(
            f"{file.name}: the map is written as .xlsx or .graphml; for one .csv, write --into elements or --into knocks."
        )
    ties = team.typed("connections")["ties"]
    if ending == "graphml":
        whole = network.graphml(picture, ties)
    else:
        whole = _file(network.kumu_sheets(picture, ties), ending)
    write_whole(file, whole, private=True)
    return len(picture.knocks) + len(picture.tables) + len(ties)


def _example(name: str, asked: Asked) -> str:
    if name == "cip":
        return "48.0508"
    match asked.kind:
        case "choice":
            return asked.choices[0][1]
        case "number" | "decimal":
            year = name.startswith("year") or (name.endswith("year") and not name.endswith("_a_year"))
            return str(max(asked.lowest or 0, min(2025 if year else 4, asked.highest or 2025)))
        case "date":
            return "2026-03-31"
        case "list" if SEEN not in name:
            return "Example Mill (invented); Example College (invented)"
    return "" if SEEN in name else "Example (invented)"


def _cell(asked: Asked, value: Any) -> Any:
    if value in (None, "", []):
        return ""
    if asked.kind == "choice":
        return dict(asked.choices).get(value, value)
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _file(sheets: Mapping[str, Sequence[Sequence[Any]]], ending: str) -> bytes:
    """Write sheets so that every text stays a text, never a formula."""
    if ending == "csv":
        text = io.StringIO()
        rows = next(iter(sheets.values()))
        csv.writer(text, lineterminator="\r\n").writerows([[_safe(cell) for cell in row] for row in rows])
        return ("\ufeff" + text.getvalue()).encode()  # with its mark, Excel reads it as UTF-8
    if ending != "xlsx":
        raise UserError(f'A table is written as .csv or .xlsx, not as ".{ending}".')
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)

    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        page = book.create_sheet(name.replace(".", " ")[:31])
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row, start=1):
                cell = page.cell(number, place)
                if isinstance(value, str):
                    cell.value, cell.data_type = exportable(value), "s"
                    cell.quotePrefix = value[:1] in "=+-@" and value != ""
                else:
                    cell.value = value
        page.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _safe(cell: Any) -> Any:
    """Write a text that a spreadsheet would run as a formula as one that it shows: ``="..."``, which is read back as typed."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return '="' + exportable(cell).replace('"', '""') + '"'
    return exportable(cell) if isinstance(cell, str) else cell
