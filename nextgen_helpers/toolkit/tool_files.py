"""Rows of a tool's table from a spreadsheet: a template, and a reader that says row by row what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from nextgen_helpers.errors import UserError, nearest
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.table_files import MOST_ROWS, RowProblem, write_rows
from nextgen_helpers.toolkit.tools import tool_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class ToolRows:
    """What a spreadsheet holds for a tool's table. Nothing is stored by reading it.

    Parameters
    ----------
    rows : number in the sheet (the heading is row 1) and values of each row that fits.
    problems : what is wrong with the others.
    """

    rows: tuple[tuple[int, dict[str, Any]], ...]
    problems: tuple[RowProblem, ...]


def read_tool_rows(tool_id: str, table: str, cells: Sequence[Sequence[str]], name: str) -> ToolRows:
    """Read rows of a tool's table from the cells of a spreadsheet.

    Parameters
    ----------
    tool_id, table : which table; its columns are called as in the form, or by their ids.

    Raises
    ------
    UserError : it is empty or too long, a column is missing that is needed, or one is not known.
    """
    model = row_model(tool_model(tool_id), table)
    known = _headings(model)
    if not cells:
        raise UserError(f"{_beginning(name)} is empty.")
    if len(cells) > MOST_ROWS + 1:
        raise UserError(f"{_beginning(name)} has more than {MOST_ROWS:,} rows.")
    columns = [known.get(_folded(cell), _folded(cell)) for cell in cells[0]]
    labels = ", ".join(asked.label for asked in asked_fields(model).values())
    for needed, field in model.model_fields.items():
        if field.is_required() and needed not in columns:
            near = nearest(needed, [column for column in columns if column], 1)
            hint = f' (there is "{near[0]}")' if near else ""
            raise UserError(
                f'The first row of {name} names no column "{asked_fields(model)[needed].label}"{hint}; the columns are: {labels}.'
            )
    unknown = [column for column in columns if column and column not in model.model_fields]
    if unknown:
        raise UserError(
            f'{_beginning(name)}: the column "{unknown[0]}" is not known; the columns are: {labels}.'
        )
    rows: list[tuple[int, dict[str, Any]]] = []
    problems: list[RowProblem] = []
    for number, line in enumerate(cells[1:], start=2):
        given = {
            column: cell.strip()
            for column, cell in zip(columns, line, strict=False)
            if column and cell.strip()
        }
        if not given:
            continue
        try:
            found = model.model_validate(_values(model, given))
        except ValidationError as error:
            problems += [_problem(model, number, item, given) for item in error.errors()]
            continue
        rows.append((number, found.model_dump(mode="json")))
    return ToolRows(tuple(rows), tuple(problems))


def write_tool_template(path: str | Path, tool_id: str, table: str, example: Sequence[str]) -> None:
    """Write a spreadsheet to fill in: the columns as the form calls them, and one invented row to write over.

    Raises
    ------
    UserError : another ending, or the file cannot be written.
    """
    model = row_model(tool_model(tool_id), table)
    write_rows(path, [[asked.label for asked in asked_fields(model).values()], list(example)], table)


def _headings(model: type[BaseModel]) -> dict[str, str]:
    fields = asked_fields(model)
    return {
        **{_folded(asked.label): name for name, asked in fields.items()},
        **{name: name for name in fields},
    }


def _beginning(name: str) -> str:
    """Write a name as it begins a sentence; a file keeps its own."""
    return name if "." in name else f"{name[:1].upper()}{name[1:]}"


def _folded(heading: str) -> str:
    return re.sub(r"[\s\-]+", "_", heading.strip().lower())


def _values(model: type[BaseModel], given: dict[str, str]) -> dict[str, Any]:
    """Turn cells into what the model takes: whole numbers, also with commas or a decimal zero."""
    numbers = {name for name, asked in asked_fields(model).items() if asked.kind == "number"}
    values: dict[str, Any] = dict(given)
    for name in numbers & given.keys():
        plain = given[name].replace(",", "")
        if re.fullmatch(r"-?\d{1,12}(\.0+)?", plain):
            values[name] = int(float(plain))
    return values


def _problem(model: type[BaseModel], number: int, error: Any, given: dict[str, str]) -> RowProblem:
    name = str(error["loc"][0]) if error["loc"] else ""
    asked = asked_fields(model).get(name)
    label, typed = asked.label if asked else name, given.get(name, "")
    limits = error.get("ctx", {})
    if error["type"] == "missing":
        reason = "it is empty."
    elif error["type"] == "greater_than_equal":
        reason = f'"{typed}" is less than {limits["ge"]:,}.'
    elif error["type"] == "less_than_equal":
        reason = f'"{typed}" is more than {limits["le"]:,}.'
    elif error["type"] == "string_too_long":
        reason = f'"{typed[:60]}..." is longer than {limits["max_length"]:,} letters.'
    elif asked and asked.kind == "number":
        reason = f'"{typed}" is no whole number.'
    else:
        reason = f'"{typed[:60]}" does not fit: {error["msg"].lower()}.'
    return RowProblem(number, label, reason)
