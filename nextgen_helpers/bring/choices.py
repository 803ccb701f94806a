"""Days and choices of a list: in the words of the list, and asked where these are not ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from rapidfuzz import fuzz, process

from nextgen_helpers.bring.decisions import LEFT_OUT, Decisions
from nextgen_helpers.bring.reading import MOST_ASKED, Read, answered
from nextgen_helpers.bring.sheets import Day
from nextgen_helpers.bring.targets import plain, words
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.toolkit.cells import choice_meant, written_day
from nextgen_helpers.toolkit.exercises import PURPOSES
from nextgen_helpers.toolkit.sheets import column_choices
from nextgen_helpers.words import listed

#: How like a choice a word must be to be offered first, and to be taken for it: a letter or two.
_NEAR: Final = 75
_SLIP: Final = 88
#: Columns by which a map of a network says what its connections and elements are.
_OF_A_MAP: Final = ("purpose", "tie", "kind")
_SLASHED: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_LONG_DAYS: Final = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%b. %d, %Y")


def read_days(
    name: str, asked: Asked, cells: Sequence[Any], texts: Sequence[str], decided: Decisions
) -> list[Read]:
    """Read days; where a day comes first, the person is asked."""
    slashed = [text for text in texts if _SLASHED.fullmatch(text)]
    month_first: str | None = "month_first"
    if any(day_of(text, month_first=True) is None for text in slashed):
        month_first = decided.choose(
            f"days.{name}", "checked", f'"{asked.label}": is {listed(slashed[:3])} written with the month or with the day first?',
            (("month_first", "the month first"), ("day_first", "the day first")),
        )  # fmt: skip
    found = []
    for cell, text in zip(cells, texts, strict=True):
        if not text:
            found.append(Read())
        elif isinstance(cell, Day):
            found.append(Read((cell.text[:10],)))
        elif month_first is None and text in slashed:
            found.append(Read(waiting=True))
        else:
            day = day_of(text, month_first=month_first != "day_first")
            found.append(
                Read((day,)) if day else Read(problem=f'"{text[:60]}" is no date; write it as 2026-03-31.')
            )
    return found


def day_of(text: str, *, month_first: bool) -> str | None:
    """Give a day in its stored form; None where it is none."""
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?( ?[AP]M)?$", "", text.strip(), flags=re.IGNORECASE)
    if written_day(text) and "-" in text:
        text = written_day(text) or text
    slashed = "%m/%d/%Y" if month_first else "%d/%m/%Y"
    even = re.sub("[.-]", "/", text) if _SLASHED.fullmatch(text) else text
    for way in (slashed, slashed.replace("%Y", "%y"), "%Y-%m-%d", *_LONG_DAYS):
        try:
            return f"{datetime.strptime(even, way):%Y-%m-%d}"  # noqa: DTZ007  (a day, not a moment)
        except ValueError:
            continue
    return None


def choice_of(asked: Asked, name: str, text: str) -> str | None:
    """Give the stored choice that a text means; by its own words, or another list's words for it."""
    if found := choice_meant(asked, text):
        return found
    stored = {choice for choice, _ in asked.choices}
    wanted = _singular(text)
    tables = [words().choices[name]] if name in words().choices else []
    for table in tables or [table for table in words().choices.values() if set(table) <= stored]:
        for choice, others in table.items():
            if wanted in map(_singular, others) and choice in stored:
                return choice
    return None


def _singular(text: str) -> str:
    return " ".join(word if word.endswith("ss") else word.removesuffix("s") for word in plain(text).split())


@cache
def _kinds_of_a_map() -> frozenset[str]:
    """Give what connections and elements of a map are called that are not of this table: ties, tables, knocks."""
    ties = column_choices("connections", "ties", "tie").values()
    return frozenset(map(plain, (*ties, *PURPOSES, *words().of_a_map)))


def read_choices(
    name: str, asked: Asked, texts: Sequence[str], decided: Decisions, *, may_be_empty: bool = False
) -> list[Read]:
    """Read choices; a cell with several of them stands for several rows, and an unknown word is asked about once."""
    meant: dict[str, str | None] = {}
    parts: dict[str, tuple[str, ...]] = {}
    for text in dict.fromkeys(filter(None, texts)):
        meant[text] = choice_of(asked, name, text)
        divided = [text] if meant[text] else re.split(r"[;,|\n]", text)
        pieces = tuple(filter(None, map(str.strip, divided)))
        meant.update({part: choice_of(asked, name, part) for part in pieces})
        parts[text] = pieces if all(meant[part] for part in pieces) else (text,)
    unknown = [text for text, pieces in parts.items() if pieces == (text,) and not meant[text]]
    asked_about: dict[str, Read] = {}
    options = dict(asked.choices)
    if len(unknown) <= MOST_ASKED:
        for text in unknown:
            near = process.extractOne(
                plain(text), {key: plain(read) for key, read in options.items()}, scorer=fuzz.ratio
            )
            likely = near[2] if near and near[1] >= _NEAR else None
            slip = likely if near and near[1] >= _SLIP else None
            other = name in _OF_A_MAP and plain(text) in _kinds_of_a_map()
            order = sorted(options, key=lambda key: key != likely)
            hint = f' It looks like "{options[likely]}".' if likely and not slip else ""
            answer = decided.choose(
                f"{name}.{plain(text).replace(' ', '_')[:60] or 'other'}",
                "checked",
                f'"{asked.label}": what is "{text[:80]}"?{hint}',
                [
                    *((key, options[key]) for key in order),
                    *([("empty", "leave it empty")] if may_be_empty else []),
                    (LEFT_OUT, "leave its rows out"),
                ],
                LEFT_OUT if other else slip,
                "in a map it is something else" if other else "it differs by a letter or two",
            )
            asked_about[text] = answered(answer, answer)
    found = []
    for text in texts:
        reads = [asked_about.get(part) or Read((meant[part],)) for part in parts.get(text, ())]
        wrong = [part for part in parts.get(text, ()) if not meant[part] and part not in asked_about]
        if wrong:
            found.append(Read(problem=f'"{wrong[0][:60]}" is not one of: {", ".join(options.values())}.'))
        elif any(read.waiting for read in reads):
            found.append(Read(waiting=True))
        else:
            values = tuple(dict.fromkeys(value for read in reads for value in read.values))
            found.append(Read(values, dropped=bool(reads) and all(read.dropped for read in reads)))
    return found
