"""Rows of a table from a spreadsheet, or pasted from one, and a spreadsheet to fill in: one way in for every table of every sheet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from nextgen_helpers.errors import UserError, nearest
from nextgen_helpers.letters import exportable
from nextgen_helpers.places import write_whole
from nextgen_helpers.toolkit.answer_types import asked_fields, read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic import BaseModel

    from nextgen_helpers.toolkit.answer_types import Asked

MOST_ROWS: Final = 20_000
_LARGEST_FILE: Final = 20 * 1024**2
#: A day as Excel hands it over, and as Americans write it.
_ISO_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?: 00:00:00)?")
_WRITTEN_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row.

    Parameters
    ----------
    row : the row's number in the sheet, the heading being row 1.
    column : which column; empty where it is the whole row.
    reason : one sentence.
    """

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        """Say it in one line."""
        where = f"Row {self.row}, {self.column}" if self.column else f"Row {self.row}"
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a spreadsheet holds for a table. Nothing is stored by reading it.

    Parameters
    ----------
    rows : number in the sheet (the heading is row 1) and stored values of each row that fits.
    problems : what is wrong with the others.
    left_open : columns that a row leaves open.
    """

    rows: tuple[tuple[int, dict[str, Any]], ...]
    problems: tuple[RowProblem, ...]
    left_open: frozenset[str] = frozenset()


def read_rows(
    model: type[BaseModel],
    cells: Sequence[Sequence[str]],
    name: str,
    meant: Mapping[str, Callable[[str], str]] | None = None,
) -> Rows:
    """Read rows of a table from the cells of a spreadsheet.

    Parameters
    ----------
    model : of a row; its columns are called as in the form, or by their ids.
    name : what the spreadsheet is called in a sentence.
    meant : column -> what somebody meant who wrote it otherwise, for columns with choices.
    """
    fields = asked_fields(model)
    columns = _columns(model, cells, name)
    rows: list[tuple[int, dict[str, Any]]] = []
    problems: list[RowProblem] = []
    seen: dict[str, int] = {}
    left_open: set[str] = set()
    for number, line in enumerate(cells[1:], start=2):
        given = {
            column: cell.strip()
            for column, cell in zip(columns, line, strict=False)
            if column and cell.strip()
        }
        if not given:
            continue
        values = {
            column: typed_value(fields[column], cell, (meant or {}).get(column))
            for column, cell in given.items()
        }
        try:
            found = model.model_validate(values)
        except ValidationError as error:
            problems += [_problem(fields, number, item, given) for item in error.errors()]
            continue
        key = found.model_dump_json()
        if key in seen:
            problems.append(RowProblem(number, "", f"it says the same as row {seen[key]}."))
            continue
        seen[key] = number
        left_open |= set(fields) - set(given)
        rows.append((number, found.model_dump(mode="json")))
    return Rows(tuple(rows), tuple(problems), frozenset(left_open))


def fits(model: type[BaseModel], cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns of a table."""
    try:
        return bool(_columns(model, cells, "the table"))
    except UserError:
        return False


def write_template(path: str | Path, model: type[BaseModel], sheet: str, example: Sequence[str] = ()) -> None:
    """Write a spreadsheet to fill in: the columns as the form calls them, and an invented row to write over, where there is one."""
    labels = [asked.label for asked in asked_fields(model).values()]
    write_rows(path, [labels, list(example)] if example else [labels], sheet)


def file_rows(path: str | Path, what: str) -> list[list[str]]:
    """Read the cells of a CSV or Excel file as text."""
    source = Path(path)
    if not source.is_file():
        raise UserError(f"There is no file {source}.")
    if source.stat().st_size > _LARGEST_FILE:
        raise UserError(f"{source.name} is too large for a list of {what}.")
    if source.suffix.lower() == ".xlsx":
        return _excel_rows(source)
    if source.suffix.lower() in (".csv", ".txt", ".tsv"):
        try:
            text = source.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            text = source.read_text(encoding="cp1252", errors="replace")  # saved by an older Excel
        return text_rows(text, source.name)
    raise UserError(f"{source.name}: a list comes as .csv or .xlsx.")


def text_rows(text: str, name: str) -> list[list[str]]:
    """Read cells from text: commas, semicolons or tabs between them, as the first line tells."""
    first = text.strip().split("\n", 1)[0]
    delimiter = max("\t;,", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text.strip()), delimiter=delimiter)]
    except csv.Error as error:  # a cell without end, for want of a closing quotation mark
        raise UserError(
            f"{name} is no table that can be read ({error}); look for a quotation mark that is not closed."
        ) from error


def write_rows(path: str | Path, rows: Sequence[Sequence[str]], sheet: str) -> None:
    """Write rows as a spreadsheet."""
    target = Path(path)
    rows = [[exportable(str(cell)) for cell in row] for row in rows]
    if target.suffix.lower() == ".csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        write_whole(target, "\ufeff" + text.getvalue())  # with its mark, Excel reads it as UTF-8
        return
    if target.suffix.lower() != ".xlsx":
        raise UserError(f"{target.name}: a template is written as .csv or .xlsx.")
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)

    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    write_whole(target, buffer.getvalue())


def _excel_rows(source: Path) -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(source, read_only=True, data_only=True)
        try:
            cells = list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 2))
        finally:
            book.close()
    except Exception as error:  # openpyxl raises whatever a broken file makes it raise
        raise UserError(f"{source.name} is no Excel workbook that can be read.") from error
    return [["" if cell is None else str(cell) for cell in row] for row in cells]


def _columns(model: type[BaseModel], cells: Sequence[Sequence[str]], name: str) -> list[str]:
    """Give the column that each heading stands for; empty for one that says nothing."""
    begin = name if "." in name else f"{name[:1].upper()}{name[1:]}"
    if not cells:
        raise UserError(f"{begin} is empty.")
    if len(cells) > MOST_ROWS + 1:
        raise UserError(f"{begin} has more than {MOST_ROWS:,} rows.")
    fields = asked_fields(model)
    known = {
        **{_folded(asked.label): column for column, asked in fields.items()},
        **{column: column for column in fields},
    }
    columns = [known.get(_folded(cell), _folded(cell)) for cell in cells[0]]
    labels = ", ".join(asked.label for asked in fields.values())
    for needed, field in model.model_fields.items():
        if field.is_required() and needed not in columns:
            near = nearest(needed, [column for column in columns if column], 1)
            hint = f' (there is "{near[0]}")' if near else ""
            raise UserError(
                f'The first row of {name} names no column "{fields[needed].label}"{hint}; the columns are: {labels}.'
            )
    unknown = [column for column in columns if column and column not in model.model_fields]
    if unknown:
        raise UserError(f'{begin}: the column "{unknown[0]}" is not known; the columns are: {labels}.')
    return columns


def _folded(heading: str) -> str:
    return re.sub(r"[\s\-]+", "_", heading.strip().lower())


def plain_words(text: str) -> str:
    """Take out what differs between spellings of the same words: hyphens, capital letters, the plural."""
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
    return " ".join(word if word.endswith("ss") else word.removesuffix("s") for word in words)


def typed_value(asked: Asked, cell: str, meant: Callable[[str], str] | None = None) -> Any:
    """Turn a cell into what the model takes; what cannot be read stays as it was typed, and is said."""
    match asked.kind:
        case "number" | "decimal":
            whole = asked.kind == "number"
            read = read_number(cell, whole=whole)
            return read if whole or isinstance(read, str) else float(read)
        case "list":
            return tuple(item.strip() for item in cell.split(";") if item.strip())
        case "choice":
            said = {
                **{plain_words(read): stored for stored, read in asked.choices},
                **{plain_words(stored): stored for stored, _ in asked.choices},
            }
            return said.get(plain_words(cell)) or (meant(cell) if meant else cell)
        case "date":
            if iso := _ISO_DAY.fullmatch(cell):
                return iso[1]
            if day := _WRITTEN_DAY.fullmatch(cell):
                return f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}"
    return cell


def _problem(fields: Mapping[str, Asked], number: int, error: Any, given: Mapping[str, str]) -> RowProblem:
    name = str(error["loc"][0]) if error["loc"] else ""
    asked = fields.get(name)
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
    elif error["type"] == "literal_error" and asked:
        reason = f'"{typed[:60]}" is not one of: {", ".join(read for _, read in asked.choices)}.'
    elif asked and asked.kind in ("number", "decimal"):
        reason = f'"{typed[:60]}" is no {"whole " if asked.kind == "number" else ""}number.'
    elif asked and asked.kind == "date":
        reason = f'"{typed[:60]}" is no date; write it as 2026-03-31.'
    else:
        reason = f'"{typed[:60]}" does not fit: {error["msg"].lower()}.'
    return RowProblem(number, label, reason)
