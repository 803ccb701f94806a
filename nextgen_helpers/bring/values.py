"""Cells of a list as values of a table, column by column, as the table asks for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from nextgen_helpers.bring.choices import choice_of, day_of, read_choices, read_days
from nextgen_helpers.bring.codes import read_cips
from nextgen_helpers.bring.decisions import Decisions
from nextgen_helpers.bring.names import NAMES, Known, split_names
from nextgen_helpers.bring.numbers import read_numbers
from nextgen_helpers.bring.ratings import read_rating, read_seen
from nextgen_helpers.bring.reading import MADE_DAY, Read, made_a_day, text_of
from nextgen_helpers.bring.sheets import Day
from nextgen_helpers.bring.targets import RATINGS, SEEN, Target, plain, words
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.toolkit.one_name import name_key


def looks_like(asked: Asked, cell: Any, known: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a cell looks like what a column holds."""
    text = text_of(cell)
    if asked.kind in ("number", "decimal"):
        return (
            isinstance(cell, int | float)
            or plain(text) in words().times_a_year
            or bool(re.match(r"[^a-z]*\d", text.lower()))
        )
    if asked.kind == "date":
        return isinstance(cell, Day) or bool(re.search(r"\d", text) and day_of(text, month_first=True))
    if asked.kind == "choice":
        return any(choice_of(asked, "", part) for part in re.split(r"[;,|\n]", text))
    return name_key(text) in known.get(asked.suggest, ())


def read_column(  # noqa: PLR0911  (one for each kind)
    target: Target, name: str, cells: Sequence[Any], decided: Decisions, known: Known
) -> list[Read]:
    """Read the cells of a column, one after the other, as the table's column asks for them."""
    asked = target.fields[name]
    texts = [text_of(cell) for cell in cells]
    if name.endswith(SEEN) and target.id == RATINGS:
        return [read_seen(text) for text in texts]
    if target.id == RATINGS and asked.kind == "number":
        return [read_rating(text) for text in texts]
    if name == "cip":
        return read_cips(name, texts, decided)
    if asked.kind in ("number", "decimal", "date", "choice"):
        # "n/a" is no number and no day; in a text it stays as it was typed.
        texts = ["" if plain(text) in words().nothing else text for text in texts]
    if asked.kind in ("number", "decimal"):
        return read_numbers(name, asked, cells, texts, decided)
    if asked.kind == "date":
        return read_days(name, asked, cells, texts, decided)
    if asked.kind == "choice":
        return read_choices(name, asked, texts, decided, may_be_empty=name not in target.needed)
    if asked.kind == "list" or asked.suggest in NAMES:
        several = split_names(name, asked, texts, decided, known)
        read = [parts if isinstance(parts, Read) else _names(asked, parts) for parts in several]
    else:
        read = [Read((text,)) if text else Read() for text in texts]
    return [
        made_a_day(text, "write it again as text")
        if isinstance(cell, Day) or MADE_DAY.fullmatch(text)
        else found
        for cell, text, found in zip(cells, texts, read, strict=True)
    ]


def _names(asked: Asked, names: Sequence[str]) -> Read:
    """Give the names of a cell: of a list they are one value, elsewhere each stands for a row of its own."""
    if not names:
        return Read()
    return Read((tuple(names),) if asked.kind == "list" else tuple(names))
