"""Rows from a spreadsheet, or pasted from one; and a spreadsheet to fill in."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import exportable
from nextgen_helpers.places import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS: Final = 20_000
_LARGEST_FILE: Final = 20 * 1024**2


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


def file_rows(path: str | Path, what: str) -> list[list[str]]:
    """Read the cells of a CSV or Excel file as text.

    Raises
    ------
    UserError : there is no such file, or it cannot be read.
    """
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
    """Read cells from text: commas, semicolons or tabs between them, as the first line tells.

    Raises
    ------
    UserError : a quotation mark is not closed.
    """
    first = text.strip().split("\n", 1)[0]
    delimiter = max("\t;,", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text.strip()), delimiter=delimiter)]
    except csv.Error as error:  # a cell without end, for want of a closing quotation mark
        raise UserError(
            f"{name} is no table that can be read ({error}); look for a quotation mark that is not closed."
        ) from error


def write_rows(path: str | Path, rows: Sequence[Sequence[str]], sheet: str) -> None:
    """Write rows as a spreadsheet.

    Raises
    ------
    UserError : another ending, or the file cannot be written.
    """
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
