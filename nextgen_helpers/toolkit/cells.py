"""What was typed into a cell, read as a table's column asks for it, and what is said where it cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from nextgen_helpers.toolkit.answer_types import Asked, number_advice, read_number

#: A day as a spreadsheet hands it over, and as Americans write it.
_ISO_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?: 00:00:00)?")
_WRITTEN_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row."""

    row: int  # the row's number in the sheet
    column: str  # which column; empty where it is the whole row
    reason: str  # one sentence

    def __str__(self) -> str:
        """Say it in one line."""
        where = f"Row {self.row}, {self.column}" if self.column else f"Row {self.row}"
        return f"{where}: {self.reason}"


def plain_words(text: str) -> str:
    """Take out what differs between spellings of the same words: hyphens, capital letters, the plural."""
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
    return " ".join(word if word.endswith("ss") else word.removesuffix("s") for word in words)


def choice_meant(asked: Asked, typed: str) -> str | None:
    """Give the stored value of a choice that was written as the form reads it, or as it is stored; None where it is none."""
    said = {
        **{plain_words(read): stored for stored, read in asked.choices},
        **{plain_words(stored): stored for stored, _ in asked.choices},
    }
    return said.get(plain_words(typed))


def written_day(typed: str) -> str | None:
    """Give a day that was written as 2026-03-31 or 3/31/2026 in its stored form; None where it is none."""
    if iso := _ISO_DAY.fullmatch(typed):
        return iso[1]
    if day := _WRITTEN_DAY.fullmatch(typed):
        return f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}"
    return None


def typed_value(asked: Asked, cell: str) -> Any:
    """Turn a cell into what the model takes; what cannot be read stays as it was typed, and is said."""
    match asked.kind:
        case "number" | "decimal":
            whole = asked.kind == "number"
            read = read_number(cell, whole=whole)
            return read if whole or isinstance(read, str) else float(read)
        case "list":
            return tuple(item.strip() for item in cell.split(";") if item.strip())
        case "choice":
            return choice_meant(asked, cell) or cell
        case "date":
            return written_day(cell) or cell
    return cell


def row_problem(fields: Mapping[str, Asked], number: int, error: Any, given: Mapping[str, str]) -> RowProblem:
    """Say a mistake that a row's model found: which column, what was typed, what is allowed."""
    name = str(error["loc"][0]) if error["loc"] else ""
    asked = fields.get(name)
    label, typed = asked.label if asked else name, given.get(name, "")
    limits = error.get("ctx", {})
    if error["type"] == "missing" or (not typed and error["type"] == "string_too_short"):
        reason = "it is empty."
    elif error["type"] == "greater_than_equal":
        never = "; leave the row out if it never happens" if limits["ge"] == 1 else ""
        reason = f'"{typed}" is less than {limits["ge"]:,}{never}.'
    elif error["type"] == "less_than_equal":
        reason = f'"{typed}" is more than {limits["le"]:,}.'
    elif error["type"] == "string_too_long":
        reason = f'"{typed[:60]}..." is longer than {limits["max_length"]:,} letters.'
    elif error["type"] == "literal_error" and asked:
        reason = f'"{typed[:60]}" is not one of: {", ".join(read for _, read in asked.choices)}.'
    elif asked and asked.kind in ("number", "decimal"):
        advice = number_advice(typed, whole=asked.kind == "number")
        reason = advice or f'"{typed[:60]}" is no {"whole " if asked.kind == "number" else ""}number.'
    elif asked and asked.kind == "date":
        reason = f'"{typed[:60]}" is no date; write it as 2026-03-31.'
    else:
        reason = f'"{typed[:60]}" does not fit: {error["msg"].lower()}.'
    return RowProblem(number, label, reason)
