"""What the models of answers are made of: kinds of text, and how a form asks for a field.

A field of an answer carries an :class:`Asked` beside its type. The type says what may be stored; ``Asked`` says
what a person reads, and which control takes the answer. Forms, printed answers and checks all come from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    StrictInt,
    StringConstraints,
)


def _without_bullet(line: Any) -> Any:
    """Take off the mark or number that a pasted list brings along."""
    return re.sub(r"^\s*(?:[•·▪◦*\u2013-]\s+|\d{1,2}[.)]\s+)+", "", line) if isinstance(line, str) else line


#: A name that must be there.
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    BeforeValidator(_without_bullet),  # the last one runs first
]
#: One line, may be empty.
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
#: Several lines, may be empty.
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]


#: An entry of a list: a line with something in it, without the bullet it was pasted with.
Entry = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    BeforeValidator(_without_bullet),  # the last one runs first
]
Names = Annotated[tuple[Entry, ...], Field(max_length=2_000)]
Day = Annotated[date | None, Field()]
#: How often in a year; what never happens is not written down.
Times = Annotated[StrictInt, Field(ge=1, le=10_000)]


def _shortest(value: float) -> int | float:
    """Write 3.0 as 3, and leave out what is only noise of binary fractions."""
    rounded = round(value, 6)
    return int(rounded) if rounded.is_integer() else rounded


#: A number that need not be whole; it is stored as short as it is read (3, 3.5).
Decimal = Annotated[
    float, Strict(), Field(allow_inf_nan=False), PlainSerializer(_shortest, return_type=int | float)
]

_NUMBER = re.compile(
    r"\$?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{0,9})?|[+-]?\.\d{1,9})\s*%?", re.ASCII
)


#: A point before exactly three digits: thousands in most of the world, decimals in the United States.
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,15}),\d{1,9}", re.ASCII)
_SHORTENED = re.compile(r"\$?\s*(\d{1,6}(?:\.\d{1,3})?)\s*([kKmM])", re.ASCII)


def read_number(typed: str, *, whole: bool) -> int | float | str:
    """Read a number as Americans write it: with commas, a dollar sign in front or a percent sign behind.

    Gives the number; what was typed, where it is none or can be read in two ways (45.000 is 45 or 45,000).

    >>> read_number("$45,000", whole=True), read_number("18.5 %", whole=False), read_number("41,5", whole=False)
    (45000, 18.5, '41,5')
    >>> read_number("45.000", whole=True), read_number("\u2212 3", whole=True), read_number("1.125", whole=False)
    ('45.000', -3, 1.125)
    """
    text = re.sub(r"^[\u2212\u2013-]\s*", "-", typed.strip())
    found = _NUMBER.fullmatch(text)
    if found is None or (_TWO_WAYS.fullmatch(text) and (whole or text.endswith(".000"))):
        return typed
    number = float(found[1].replace(",", ""))
    if whole:
        return int(number) if number.is_integer() else typed
    return number


def number_advice(typed: str, *, whole: bool) -> str:  # noqa: PLR0911  (one for each kind)
    """Say what to write instead of what is no number here; empty where nothing better is known than that it is none.

    >>> number_advice("45k", whole=True)
    '"45k" is short for 45,000; write 45000.'
    """
    text = " ".join(typed.split())
    said = f'"{text[:60]}"'
    if _TWO_WAYS.fullmatch(text):
        small, large = text.split(".")[0], text.replace(".", "")
        small = small if set(text.split(".", 1)[1]) <= {"0"} else text.rstrip("0")
        return f"{said} can be read as {small} or as {int(large):,}; write {small} or {large}."
    if short := _SHORTENED.fullmatch(text):
        number = round(float(short[1]) * (1_000 if short[2] in "kK" else 1_000_000))
        return f"{said} is short for {number:,}; write {number}."
    if _DECIMAL_COMMA.fullmatch(text):
        decimal = text.replace(".", "").replace(",", ".")
        advice = f" has a comma before the decimals; write {decimal}."
        return f"{said} is not a whole number." if whole else f"{said}{advice}"
    if re.fullmatch(r"\d{1,3}(?: \d{3})+", text):
        return f"{said} has a space between the thousands; write {text.replace(' ', '')}."
    if re.fullmatch(r"(?:[<>]=?|under|over|less than|more than|up to)\s*\d[\d,]*", text, re.IGNORECASE):
        return f"{said} is a limit, not a number; write the number, or leave it empty if it is not published."
    if rate := re.fullmatch(r"\$?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:/|per|an|a)\s*\w+", text, re.IGNORECASE):
        unit = " if this asks for dollars an hour; for pay a year, multiply by the hours" if whole else ""
        return f"{said} has a unit in it; write {rate[1]}{unit}."
    return ""


#: The control that takes the answer: ``list`` takes one entry a line, ``rows`` a table.
Kind = Literal["text", "long_text", "number", "decimal", "choice", "date", "list", "rows"]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a person is asked for a field."""

    label: str  # the question, or the name of the field; always in view
    kind: Kind = "text"  # which control takes the answer
    help: str = ""  # one sentence below the label
    choices: tuple[tuple[str, str], ...] = ()  # pairs of stored value and what a person reads, for ``choice``
    section: str = ""  # heading above the field, where a new part of the form begins
    group: str = ""  # fields of the same group stand in one box
    # lowest, highest: limits of a number
    lowest: int | None = None
    highest: int | None = None
    suggest: str = ""  # name of the list of names that is offered while typing, such as ``employers``


class AnswerModel(BaseModel):
    """What all answers share: they cannot be changed, and a field that nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def asked_fields(model: type[BaseModel]) -> Mapping[str, Asked]:
    """Give what a person is asked for, field by field, in order.

    model : a model of answers; fields without an :class:`Asked` are left out.

    >>> class Visit(AnswerModel):
    ...     employer: Annotated[Name, Asked("Employer")]
    >>> [asked.label for asked in asked_fields(Visit).values()]
    ['Employer']
    """
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Asked):
                found[name] = mark
    return found


def row_model(model: type[BaseModel], name: str) -> type[BaseModel]:
    """Give the model of a row of a field that is a table."""
    row: type[BaseModel] = get_args(model.model_fields[name].annotation)[0]
    return row
