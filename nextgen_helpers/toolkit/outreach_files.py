"""Tables and knocks from a spreadsheet: a template, and a reader that says row by row what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from nextgen_helpers.errors import UserError, nearest
from nextgen_helpers.toolkit.answer_types import asked_fields
from nextgen_helpers.toolkit.exercises import PURPOSES, Knock, Table
from nextgen_helpers.toolkit.table_files import MOST_ROWS, RowProblem, file_rows, text_rows, write_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

KNOCK_COLUMNS: Final = ("organization", "employer", "purpose", "program", "position", "contacts_a_year")
TABLE_COLUMNS: Final = (
    "name", "convener", "sector", "purpose", "members", "meetings_a_year", "serves_employers",
)  # fmt: skip
_NEEDED: Final = {"knocks": ("organization", "employer", "purpose"), "tables": ("name", "convener")}
_NUMBERS: Final = frozenset({"contacts_a_year", "meetings_a_year", "serves_employers"})
_EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "knocks": ("Example College (invented)", "Example Mill (invented)", "advice", "Welding", "Dean", "4"),
    "tables": (
        "Example Council (invented)", "Example Chamber (invented)", "Manufacturing", "Hear what is needed",
        "Example Mill (invented); Example College (invented)", "6", "3",
    ),
}  # fmt: skip
#: Other words for the purposes, as lists that partners keep have them; without hyphens and plurals.
_OTHER_WORDS: Final = {
    "wbl": "work-based learning",
    "work based learning opportunity": "work-based learning",
    "job shadowing": "work-based learning",
    "intern": "internships",
    "internship placement": "internships",
    "apprentice": "apprenticeships",
    "registered apprenticeship": "apprenticeships",
    "pre apprenticeship": "apprenticeships",
    "youth apprenticeship": "apprenticeships",
}
#: How like a purpose a word must be to be taken for it: one letter wrong or two, and no more.
_NEAR: Final = 0.85
#: What the forms call the columns, as somebody would copy it from there.
_AS_SHOWN: Final = {
    **{
        re.sub(r"[\s\-]+", "_", asked.label.lower()): name
        for model in (Knock, Table)
        for name, asked in asked_fields(model).items()
        if name != "purpose"
    },
    "what_for": "purpose",
    "what_it_is_for": "purpose",
    "serves_employers": "serves_employers",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What a spreadsheet holds. Nothing is stored by reading it.

    Parameters
    ----------
    knocks, tables : the rows that fit; one of the two is empty.
    problems : what is wrong with the others.
    """

    knocks: tuple[Knock, ...] = ()
    tables: tuple[Table, ...] = ()
    problems: tuple[RowProblem, ...] = ()


def read_file(path: str | Path, kind: str | None = None) -> Read:
    """Read knocks or tables from a CSV or Excel file; the columns tell which.

    Parameters
    ----------
    path : a file whose first row names the columns, as in the template or as in the form.
    kind : ``knocks`` or ``tables``, where it is known; otherwise the columns tell.

    Raises
    ------
    UserError : there is no such file, it cannot be read, or its columns are neither.
    """
    return _read_rows(file_rows(path, "knocks or tables"), Path(path).name, kind)


def parsed(text: str, name: str = "the pasted text", kind: str | None = None) -> Read:
    r"""Read knocks or tables from text, such as cells pasted from a spreadsheet.

    Parameters
    ----------
    text : rows with commas, semicolons or tabs between the cells; the first row names the columns.

    Examples
    --------
    >>> read = parsed("organization,employer,purpose\nCollege,Mill,advice\nBoard,Mill,selling")
    >>> len(read.knocks), str(read.problems[0])  # doctest: +ELLIPSIS
    (1, 'Row 3, purpose: "selling" is not one of: business service, ...')
    """
    return _read_rows(text_rows(text, name), name, kind)


def write_template(path: str | Path, kind: str) -> None:
    """Write a spreadsheet to fill in: the columns, and one invented row to write over.

    Raises
    ------
    UserError : another kind or ending, or the file cannot be written.
    """
    columns = {"knocks": KNOCK_COLUMNS, "tables": TABLE_COLUMNS}.get(kind)
    if columns is None:
        raise UserError(f'There is a template for knocks and one for tables, none for "{kind}".')
    write_rows(path, [columns, _EXAMPLES[kind]], kind)


def _column(heading: str) -> str:
    """Give the column that a heading stands for: its name in the template, or what the form calls it."""
    plain = re.sub(r"[\s\-]+", "_", heading.strip().lower())
    return _AS_SHOWN.get(plain, plain)


def _read_rows(rows: list[list[str]], name: str, wanted: str | None = None) -> Read:
    if not rows:
        raise UserError(f"{name} is empty.")
    if len(rows) > MOST_ROWS + 1:
        raise UserError(f"{name} has more than {MOST_ROWS:,} rows.")
    columns = [_column(cell) for cell in rows[0]]
    fitting = [kind for kind, needed in _NEEDED.items() if set(needed) <= set(columns)]
    guessed = "knocks" if "employer" in columns or "organization" in columns else "tables"
    kind = fitting[0] if len(fitting) == 1 else wanted or guessed
    allowed = KNOCK_COLUMNS if kind == "knocks" else TABLE_COLUMNS
    for needed in _NEEDED[kind]:
        if needed not in columns:
            near = nearest(needed, columns, 1)
            hint = f' (there is "{near[0]}")' if near else ""
            raise UserError(
                f'The first row of {name} names no column "{needed}"{hint}; the columns of {kind} are: {", ".join(allowed)}.'
            )
    unknown = [column for column in columns if column and column not in allowed]
    if unknown:
        raise UserError(
            f'{name}: the column "{unknown[0]}" is not known; the columns of {kind} are: {", ".join(allowed)}.'
        )
    return _checked_rows(rows[1:], columns, kind)


def _checked_rows(rows: Sequence[Sequence[str]], columns: Sequence[str], kind: str) -> Read:
    model = Knock if kind == "knocks" else Table
    found: list[Any] = []
    problems: list[RowProblem] = []
    seen: dict[Any, int] = {}
    for number, row in enumerate(rows, start=2):
        cells = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if column}
        cells = {column: cell for column, cell in cells.items() if cell}
        if not cells:
            continue
        try:
            item = model.model_validate(_values(cells))
        except ValidationError as error:
            problems += [_problem(number, item, cells) for item in error.errors()]
            continue
        key = item.model_dump_json()
        if key in seen:
            problems.append(RowProblem(number, "", f"it says the same as row {seen[key]}."))
            continue
        seen[key] = number
        found.append(item)
    if kind == "knocks":
        return Read(knocks=tuple(found), problems=tuple(problems))
    return Read(tables=tuple(found), problems=tuple(problems))


def _values(cells: dict[str, str]) -> dict[str, Any]:
    """Turn cells into what the model takes: whole numbers, lower-case purposes, lists of members."""
    values: dict[str, Any] = dict(cells)
    for column in _NUMBERS & cells.keys():
        if re.fullmatch(r"-?\d{1,12}(\.0+)?", cells[column]):
            values[column] = int(float(cells[column]))
    if "members" in cells:
        values["members"] = tuple(name.strip() for name in cells["members"].split(";") if name.strip())
    elif "purpose" in cells and "employer" in cells:
        values["purpose"] = _purpose(cells["purpose"])
    return values


def _purpose(typed: str) -> str:
    """Give the purpose that is meant, also in another spelling; what is none of them stays as it was typed."""
    plain = _plain_purpose(typed)
    known = {_plain_purpose(purpose): purpose for purpose in PURPOSES}
    near = get_close_matches(plain, known, 1, _NEAR)  # of the purposes only: "internal" is near to "intern"
    return _OTHER_WORDS.get(plain) or (known[near[0]] if near else typed.lower())


def _plain_purpose(typed: str) -> str:
    """Take out what differs between spellings of the same words: hyphens, capital letters, the plural."""
    words = re.sub(r"[^a-z0-9]+", " ", typed.lower()).split()
    return " ".join(word if word.endswith("ss") else word.removesuffix("s") for word in words)


def _problem(number: int, error: Any, cells: dict[str, str]) -> RowProblem:
    column = str(error["loc"][0]) if error["loc"] else ""
    typed = cells.get(column, "")
    if error["type"] == "missing":
        return RowProblem(number, column, "it is empty.")
    if error["type"] == "literal_error":
        return RowProblem(number, column, f'"{typed}" is not one of: {", ".join(PURPOSES)}.')
    if column in _NUMBERS and error["type"] == "int_type":
        return RowProblem(number, column, f'"{typed}" is no whole number.')
    limits = error.get("ctx", {})
    if error["type"] == "greater_than_equal":
        return RowProblem(number, column, f'"{typed}" is less than {limits["ge"]:,}.')
    if error["type"] == "less_than_equal":
        return RowProblem(number, column, f'"{typed}" is more than {limits["le"]:,}.')
    return RowProblem(number, column, f'"{typed}": {error["msg"].lower()}.')
