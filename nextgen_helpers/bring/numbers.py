"""Numbers of a list: as written in this file; what can be read in two ways, or stands in words, is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from nextgen_helpers.bring.decisions import LEFT_OUT, Decisions
from nextgen_helpers.bring.reading import MADE_DAY, MOST_ASKED, Read, answered, made_a_day
from nextgen_helpers.bring.sheets import Day
from nextgen_helpers.bring.targets import plain, words
from nextgen_helpers.toolkit.answer_types import Asked, number_advice, read_number
from nextgen_helpers.words import listed

_POINTS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")
_COMMAS: Final = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(\d{1,9}))?")
#: How often in a week, a month or a quarter -> in a year.
_PER: Final = re.compile(
    r"(?:about\s+|~\s*)?(\d{1,3})\s*(?:x|times?|visits?|contacts?)?\s*(?:a|per|each|every|/)\s*(week|wk|month|mo|quarter|qtr)\.?",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(r"(\d{1,4})\s*(?:-|\u2013|to)\s*(\d{1,4})")
_A_YEAR: Final = {"week": 52, "wk": 52, "month": 12, "mo": 12, "quarter": 4, "qtr": 4}
_ABOUT: Final = re.compile(
    r"(?:about|around|approx\.?|approximately|ca\.?|roughly|maybe|~|at least)?\s*(\d[\d,]*)\s*(?:\+|x|times?|or so|visits?|contacts?|meetings?)?"
    r"(?:\s*(?:a|per|each|/)\s*(?:year|yr))?",
    re.IGNORECASE,
)


def read_numbers(
    name: str, asked: Asked, cells: Sequence[Any], texts: Sequence[str], decided: Decisions
) -> list[Read]:
    """Read numbers as they are written in this column."""
    whole = asked.kind == "number"
    signs = [
        text for cell, text in zip(cells, texts, strict=True) if isinstance(cell, str) and _is_foreign(text)
    ]
    told = [text for text in signs if any(number is not None for number in _both(text, whole=whole))]
    written: str | None = "us"
    if told:
        example = list(dict.fromkeys(told))[:3]
        written = decided.choose(
            f"numbers.{name}", "checked",
            f'"{asked.label}": {listed(example)} can be read in two ways. How are the numbers in this column written?',
            (("us", f"the point stands before decimals: {_said(example, 0)}"),
             ("comma", f"the comma stands before decimals: {_said(example, 1)}")),
        )  # fmt: skip
    vague = _vague(name, asked, cells, texts, decided)
    found = []
    for cell, text in zip(cells, texts, strict=True):
        if not text:
            found.append(Read())
        elif isinstance(cell, Day) or MADE_DAY.fullmatch(text):
            found.append(made_a_day(text, "write the number again"))
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            if whole and not float(cell).is_integer():
                found.append(Read(problem=f'"{text}" is not a whole number.'))
            else:
                found.append(Read((int(cell) if whole else float(cell),)))
        elif text in vague:
            found.append(vague[text])
        else:
            found.append(_number(text, written, whole=whole))
    return found


def _is_foreign(text: str) -> bool:
    """Tell whether a number is not plainly written as Americans do."""
    return bool(_POINTS.fullmatch(text)) or (
        "," in text and isinstance(read_number(text, whole=False), str) and bool(_COMMAS.fullmatch(text))
    )


def _both(text: str, *, whole: bool) -> tuple[float | None, float | None]:
    """Read a number with a point before decimals, and with a comma; None where it cannot be read so."""
    us = float(text) if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text) else read_number(text, whole=False)
    comma = float(text.replace(".", "").replace(",", ".")) if _COMMAS.fullmatch(text) else None
    readings = (us if isinstance(us, int | float) else None, comma)
    fits = [
        None if number is None or (whole and not float(number).is_integer()) else float(number)
        for number in readings
    ]
    return fits[0], fits[1]


def _said(examples: Sequence[str], which: int) -> str:
    read = []
    for text in examples:
        number = _both(text, whole=False)[which]
        read.append(f"{text} is {'no number' if number is None else f'{number:,.10g}'}")
    return listed(read)


def _number(text: str, written: str | None, *, whole: bool) -> Read:  # noqa: PLR0911  (one for each reading)
    foreign = _is_foreign(text)
    if written is None and foreign:
        if any(number is not None for number in _both(text, whole=whole)):
            return Read(waiting=True)
        return Read(problem=number_advice(text, whole=whole) or f'"{text[:60]}" is no number.')
    us, comma = _both(text, whole=whole) if foreign or written == "comma" else (None, None)
    if written == "comma":
        if comma is not None:
            return Read((int(comma) if whole else comma,))
        if _COMMAS.fullmatch(text):
            return Read(
                problem=f'"{text}" is {float(text.replace(".", "").replace(",", ".")):g} here, and not a whole number.'
            )
    elif foreign and us is not None:
        return Read((int(us) if whole else us,))
    elif not foreign and isinstance(number := read_number(text, whole=whole), int | float):
        return Read((number if whole else float(number),))
    advice = number_advice(text, whole=whole)
    return Read(problem=advice or f'"{text[:60]}" is no {"whole " if whole else ""}number.')


def _vague(
    name: str, asked: Asked, cells: Sequence[Any], texts: Sequence[str], decided: Decisions
) -> dict[str, Read]:
    """Ask about numbers that stand in words or are only about right: each once, with what it most likely means."""
    meant: dict[str, tuple[int, ...]] = {}
    for cell, text in zip(cells, texts, strict=True):
        if (
            not isinstance(cell, str)
            or not text
            or not isinstance(read_number(text, whole=True), str)
            or _is_foreign(text)
        ):
            continue
        if name.endswith("_a_year") and plain(text) in words().times_a_year:
            meant[text] = (words().times_a_year[plain(text)],)
        elif name.endswith("_a_year") and (often := _PER.fullmatch(text)):
            meant[text] = (int(often[1]) * _A_YEAR[often[2].lower()],)
        elif span := _SPAN.fullmatch(text):
            meant[text] = (int(span[1]), int(span[2]))
        elif (number := _ABOUT.fullmatch(text)) and isinstance(
            value := read_number(number[1], whole=True), int
        ):
            meant[text] = (value,)
    found = {}
    for text, values in list(meant.items())[:MOST_ASKED]:
        choices = [
            *((str(value), f"{value:,}") for value in values),
            *([("empty", "no number")] if _may_be_empty(asked) else []),
            (LEFT_OUT, "leave its rows out"),
        ]
        question = f'"{asked.label}": what number is "{text}"?'
        answer = decided.choose(f"{name}.{plain(text).replace(' ', '_')}", "checked", question, choices)
        said = int(answer) if answer and answer.isdigit() else None
        found[text] = answered(answer, said if asked.kind == "number" or said is None else float(said))
    return found


def _may_be_empty(asked: Asked) -> bool:
    return asked.lowest != 1 or asked.highest != 10_000  # noqa: PLR2004  (contacts, which count as one where nothing is said)
