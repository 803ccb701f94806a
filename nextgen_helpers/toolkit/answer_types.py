"""What the models of answers are made of: kinds of text, and how a form asks for a field.

A field of an answer carries an :class:`Asked` beside its type. The type says what may be stored; ``Asked`` says
what a person reads, and which control takes the answer. Forms, printed answers and checks all come from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

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

if TYPE_CHECKING:
    from collections.abc import Mapping


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


def read_number(typed: str, *, whole: bool) -> int | float | str:
    """Read a number as Americans write it: with commas, a dollar sign in front or a percent sign behind.

    Returns
    -------
    The number; what was typed, where it is none.

    Examples
    --------
    >>> read_number("$45,000", whole=True), read_number("18.5 %", whole=False), read_number("41,5", whole=False)
    (45000, 18.5, '41,5')
    """
    found = _NUMBER.fullmatch(typed.strip())
    if found is None:
        return typed
    number = float(found[1].replace(",", ""))
    if whole:
        return int(number) if number.is_integer() else typed
    return number


#: The control that takes the answer: ``list`` takes one entry a line, ``rows`` a table.
Kind = Literal["text", "long_text", "number", "decimal", "choice", "date", "list", "rows"]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a person is asked for a field.

    Parameters
    ----------
    label : the question, or the name of the field; always in view.
    kind : which control takes the answer.
    help : one sentence below the label.
    choices : pairs of stored value and what a person reads, for ``choice``.
    section : heading above the field, where a new part of the form begins.
    group : fields of the same group stand in one box.
    lowest, highest : limits of a number.
    suggest : name of the list of names that is offered while typing, such as ``employers``.
    """

    label: str
    kind: Kind = "text"
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    section: str = ""
    group: str = ""
    lowest: int | None = None
    highest: int | None = None
    suggest: str = ""


class AnswerModel(BaseModel):
    """What all answers share: they cannot be changed, and a field that nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def asked_fields(model: type[BaseModel]) -> Mapping[str, Asked]:
    """Give what a person is asked for, field by field, in order.

    Parameters
    ----------
    model : a model of answers; fields without an :class:`Asked` are left out.

    Examples
    --------
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
