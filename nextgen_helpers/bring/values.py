"""Cells of a list as values of a table: numbers, days, choices, names; what can be read in two ways is asked, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rapidfuzz import fuzz, process

from nextgen_helpers.bring.decisions import LEFT_OUT
from nextgen_helpers.bring.files import Day
from nextgen_helpers.bring.targets import RATINGS, SEEN, plain, words
from nextgen_helpers.counties import STATES
from nextgen_helpers.letters import exportable
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import number_advice, read_number
from nextgen_helpers.toolkit.cells import choice_meant, written_day
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.words import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from nextgen_helpers.bring.decisions import Decisions
    from nextgen_helpers.bring.targets import Target
    from nextgen_helpers.toolkit.answer_types import Asked

#: Kinds of names: only in these columns several values in a cell become several rows.
NAMES: Final = ("organizations", "employers", "everybody")
#: So many different words of a column are asked about; where there are more, each is refused.
_MOST_ASKED: Final = 20
_NEAR: Final = 80
_EXCEL_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
#: A day that a spreadsheet made of a text such as 3-4, and wrote as text again.
_MADE_DAY: Final = re.compile(r"\d{1,2}-[A-Z][a-z]{2}(?:-\d{2})?|[A-Z][a-z]{2}-\d{2}")
_POINTS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")
_COMMAS: Final = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(\d{1,9}))?")
_ABOUT: Final = re.compile(
    r"(?:about|around|approx\.?|approximately|ca\.?|roughly|maybe|~|at least)?\s*(\d[\d,]*)\s*(?:\+|x|times?|or so|visits?|contacts?|meetings?)?"
    r"(?:\s*(?:a|per|each|/)\s*(?:year|yr))?",
    re.IGNORECASE,
)
_RATED: Final = re.compile(r"(\d{1,2})\s*(?:[-\u2013\u2014:.)=/(].*)?", re.DOTALL)
_LEGAL: Final = re.compile(r"(?:inc|llc|l\.l\.c|ltd|lp|llp|corp|co|pllc|plc|p\.c|incorporated|corporation|limited|company)\.?", re.IGNORECASE)
_LONG_DAYS: Final = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%b. %d, %Y")


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says.

    Parameters
    ----------
    values : none where it is empty; several where it stands for several rows.
    problem : why it cannot be taken.
    waiting : whether a question has to be answered first.
    dropped : whether the person wants its row left out.
    """

    values: tuple[Any, ...] = ()
    problem: str = ""
    waiting: bool = False
    dropped: bool = False


@dataclass(frozen=True)
class Known:
    """Names that stand somewhere as a whole: in the team's answers or alone in a cell of the list.

    Parameters
    ----------
    team : kind of names -> their keys.
    here : keys of the names of this list.
    """

    team: Mapping[str, Collection[str]]
    here: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Tell whether it is a name that stands somewhere as a whole."""
        key = name_key(name)
        return key in self.here or any(key in names for names in self.team.values())


def text_of(cell: Any) -> str:
    r"""Give a cell as text, as it was meant: whole numbers without a point, ``="24"`` as 24, control letters as spaces.

    Examples
    --------
    >>> text_of(4.0), text_of('="01.0102"'), text_of("Line\x0bone "), text_of(None)
    ('4', '01.0102', 'Line one', '')
    """
    if cell is None:
        return ""
    if type(cell) is str and cell.isascii() and cell.isprintable() and cell[:2] != '="':
        return cell.strip()  # nearly every cell
    if isinstance(cell, Day):
        return cell.text
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if excel := _EXCEL_TEXT.fullmatch(text.strip()):
        text = excel[1].replace('""', '"')
    text = exportable(_CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text.strip().strip("\ufeff\u200b\u2060").strip()


def looks_like(asked: Asked, cell: Any, known: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a cell looks like what a column holds."""
    text = text_of(cell)
    if asked.kind in ("number", "decimal"):
        return isinstance(cell, int | float) or plain(text) in words().times_a_year or bool(re.match(r"[^a-z]*\d", text.lower()))
    if asked.kind == "date":
        return isinstance(cell, Day) or bool(re.search(r"\d", text) and _day(text, month_first=True))
    if asked.kind == "choice":
        return any(_choice(asked, "", part) for part in re.split(r"[;,|\n]", text))
    return name_key(text) in known.get(asked.suggest, ())


def read_column(target: Target, name: str, cells: Sequence[Any], decided: Decisions, known: Known) -> list[Read]:
    """Read the cells of a column, one after the other, as the table's column asks for them."""
    asked = target.fields[name]
    texts = [text_of(cell) for cell in cells]
    if name.endswith(SEEN) and target.id == RATINGS:
        return [_seen(text) for text in texts]
    if target.id == RATINGS and asked.kind == "number":
        return [_rating(text) for text in texts]
    if asked.kind in ("number", "decimal"):
        return _numbers(name, asked, cells, texts, decided)
    if asked.kind == "date":
        return _days(name, asked, cells, texts, decided)
    if asked.kind == "choice":
        return _choices(name, asked, texts, decided)
    made = [
        Read(problem=f'"{text}" is a day that a spreadsheet made of what was typed; write it again as text.')
        if isinstance(cell, Day) or _MADE_DAY.fullmatch(text)
        else None
        for cell, text in zip(cells, texts, strict=True)
    ]
    if asked.kind == "list" or asked.suggest in NAMES:
        several = _split_all(name, asked, texts, decided, known)
        read = [
            Read() if not parts else parts if isinstance(parts, Read) else Read((tuple(parts),) if asked.kind == "list" else tuple(parts))
            for parts in several
        ]
    else:
        read = [Read((text,)) if text else Read() for text in texts]
    return [wrong or found for wrong, found in zip(made, read, strict=True)]


# -- numbers ------------------------------------------------------------------------------------------


def _numbers(name: str, asked: Asked, cells: Sequence[Any], texts: Sequence[str], decided: Decisions) -> list[Read]:
    whole = asked.kind == "number"
    signs = [text for cell, text in zip(cells, texts, strict=True) if isinstance(cell, str) and _is_foreign(text)]
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
        elif isinstance(cell, Day) or _MADE_DAY.fullmatch(text):
            found.append(Read(problem=f'"{text}" is a day that a spreadsheet made of what was typed; write the number again.'))
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            fits = float(cell).is_integer() or not whole
            found.append(Read((int(cell) if whole else float(cell),)) if fits else Read(problem=f'"{text}" is not a whole number.'))
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
    fits = [None if number is None or (whole and not float(number).is_integer()) else float(number) for number in readings]
    return fits[0], fits[1]


def _said(examples: Sequence[str], which: int) -> str:
    read = []
    for text in examples:
        number = _both(text, whole=False)[which]
        read.append(f"{text} is {'no number' if number is None else f'{number:,.10g}'}")
    return listed(read)


def _number(text: str, written: str | None, *, whole: bool) -> Read:
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
            return Read(problem=f'"{text}" is {float(text.replace(".", "").replace(",", ".")):g} here, and not a whole number.')
    elif foreign and us is not None:
        return Read((int(us) if whole else us,))
    elif not foreign and isinstance(number := read_number(text, whole=whole), int | float):
        return Read((number if whole else float(number),))
    advice = number_advice(text, whole=whole)
    return Read(problem=advice or f'"{text[:60]}" is no {"whole " if whole else ""}number.')


def _vague(name: str, asked: Asked, cells: Sequence[Any], texts: Sequence[str], decided: Decisions) -> dict[str, Read]:
    """Ask about numbers that stand in words or are only about right: each once, with what it most likely means."""
    meant: dict[str, int] = {}
    for cell, text in zip(cells, texts, strict=True):
        if not isinstance(cell, str) or not text or not isinstance(read_number(text, whole=True), str) or _is_foreign(text):
            continue
        if name.endswith("_a_year") and plain(text) in words().times_a_year:
            meant[text] = words().times_a_year[plain(text)]
        elif (number := _ABOUT.fullmatch(text)) and isinstance(value := read_number(number[1], whole=True), int):
            meant[text] = value
    found = {}
    for text, value in list(meant.items())[:_MOST_ASKED]:
        choices = [(str(value), f"{value:,}"), *([("empty", "no number")] if _may_be_empty(asked) else []), (LEFT_OUT, "leave its rows out")]
        answer = decided.choose(
            f"{name}.{plain(text).replace(' ', '_')}", "checked", f'"{asked.label}": what number is "{text}"?', choices
        )
        found[text] = _answered(answer, value if asked.kind == "number" else float(value))
    return found


def _may_be_empty(asked: Asked) -> bool:
    return asked.lowest != 1 or asked.highest != 10_000  # noqa: PLR2004  (contacts, which count as one where nothing is said)


def _answered(answer: str | None, value: Any) -> Read:
    if answer is None:
        return Read(waiting=True)
    if answer == LEFT_OUT:
        return Read(dropped=True)
    return Read() if answer == "empty" else Read((value,))


# -- days ---------------------------------------------------------------------------------------------


def _days(name: str, asked: Asked, cells: Sequence[Any], texts: Sequence[str], decided: Decisions) -> list[Read]:
    slashed = [text for text in texts if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text)]
    month_first: str | None = "month_first"
    if any(_day(text, month_first=True) is None for text in slashed):
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
            day = _day(text, month_first=month_first != "day_first")
            found.append(Read((day,)) if day else Read(problem=f'"{text[:60]}" is no date; write it as 2026-03-31.'))
    return found


def _day(text: str, *, month_first: bool) -> str | None:
    from datetime import datetime  # noqa: PLC0415

    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?( ?[AP]M)?$", "", text.strip(), flags=re.IGNORECASE)
    if written_day(text) and "-" in text:
        text = written_day(text) or text
    slashed = "%m/%d/%Y" if month_first else "%d/%m/%Y"
    even = text.replace(".", "/").replace("-", "/") if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text) else text
    for way in (slashed, slashed.replace("%Y", "%y"), "%Y-%m-%d", *_LONG_DAYS):
        try:
            return f"{datetime.strptime(even, way):%Y-%m-%d}"  # noqa: DTZ007  (a day, not a moment)
        except ValueError:
            continue
    return None


# -- choices ------------------------------------------------------------------------------------------


def _choice(asked: Asked, name: str, text: str) -> str | None:
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


def _choices(name: str, asked: Asked, texts: Sequence[str], decided: Decisions) -> list[Read]:
    """Read choices; a cell with several of them stands for several rows, and an unknown word is asked about once."""
    meant: dict[str, str | None] = {}
    parts: dict[str, tuple[str, ...]] = {}
    for text in dict.fromkeys(filter(None, texts)):
        meant[text] = _choice(asked, name, text)
        pieces = (text,) if meant[text] else tuple(filter(None, (part.strip() for part in re.split(r"[;,|\n]", text))))
        meant.update({part: _choice(asked, name, part) for part in pieces})
        parts[text] = pieces if all(meant[part] for part in pieces) else (text,)
    unknown = [text for text, pieces in parts.items() if pieces == (text,) and not meant[text]]
    asked_about: dict[str, Read] = {}
    options = dict(asked.choices)
    if len(unknown) <= _MOST_ASKED:
        for text in unknown:
            near = process.extractOne(plain(text), {key: plain(read) for key, read in options.items()}, scorer=fuzz.ratio)
            likely = near[2] if near and near[1] >= _NEAR else None
            order = sorted(options, key=lambda key: key != likely)
            hint = f' It looks like "{options[likely]}".' if likely else ""
            answer = decided.choose(
                f"{name}.{plain(text).replace(' ', '_')[:60] or 'other'}", "checked",
                f'"{asked.label}": what is "{text[:80]}"?{hint}',
                [*((key, options[key]) for key in order), (LEFT_OUT, "leave its rows out")],
            )  # fmt: skip
            asked_about[text] = _answered(answer, answer)
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
            found.append(Read(values, dropped=bool(reads) and not values))
    return found


# -- names --------------------------------------------------------------------------------------------


def whole_names(texts: Iterable[str]) -> set[str]:
    """Give the keys of names that stand alone in a cell, or between marks that are in no name."""
    found = set()
    for text in texts:
        found |= {name_key(part) for part in _at_marks(text) if "," not in part}
    return found


def _split_all(name: str, asked: Asked, texts: Sequence[str], decided: Decisions, known: Known) -> list[list[str] | Read]:
    """Divide cells into names: at marks that are in no name; at commas where every piece is known, else as the person says."""
    firm = [_at_marks(text) for text in texts]
    divided = sum(len(parts) > 1 for parts in firm)
    if divided and decided.choose(
        f"split.{name}", "checked", f'"{asked.label}": {divided} {"cell holds" if divided == 1 else "cells hold"} several values, divided by a semicolon, a bar or a line.',
        (("split", "each is one of its own"), ("whole", "the whole cell is one")), "split", "names hold no such marks",
    ) == "whole":  # fmt: skip
        firm = [[" ".join(text.split("\n"))] if text else [] for text in texts]
    open_cells = [part for parts in firm for part in parts if len(pieces := _at_commas(part)) > 1 and not _each_known(pieces, known)]
    answer: str | None = "whole"
    if open_cells:
        example = max(open_cells, key=len)
        count = len(_at_commas(example))
        answer = decided.choose(
            f"commas.{name}", "checked", f'"{asked.label}": is "{example[:120]}" one name, or {count}?',
            (("split", f"{count} names, divided by commas"), ("whole", "one name")),
        )  # fmt: skip
    found: list[list[str] | Read] = []
    for parts in firm:
        names: list[str] = []
        waiting = False
        for part in parts:
            pieces = _at_commas(part)
            if len(pieces) == 1 or _each_known(pieces, known):
                names += pieces
            elif answer is None:
                waiting = True
            else:
                names += pieces if answer == "split" else [part]
        found.append(Read(waiting=True) if waiting else list(dict.fromkeys(names)))
    return found


def _at_marks(text: str) -> list[str]:
    """Divide a text at what stands in no name: a semicolon, a bar, a new line."""
    if not any(mark in text for mark in ";|\n"):
        return [text] if text else []
    return [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]


def _at_commas(text: str) -> list[str]:
    """Divide a text at its commas; what belongs to the name before it stays there, such as "Inc." or a state."""
    if "," not in text:
        return [text]
    pieces: list[str] = []
    # Commas in brackets and quotation marks divide nothing.
    for piece in (part.strip() for part in re.split(r""",(?![^(]*\))(?=(?:[^"]*"[^"]*")*[^"]*$)""", text)):
        if pieces and (_LEGAL.fullmatch(piece) or piece.lower().rstrip(".") in _states()):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


@cache
def _states() -> frozenset[str]:
    return frozenset(word.lower() for item in STATES.values() for word in item)


def _each_known(pieces: Sequence[str], known: Known) -> bool:
    return all(known.has(piece) or "," in piece for piece in pieces)


# -- ratings ------------------------------------------------------------------------------------------


def _rating(text: str) -> Read:
    """Read a rating as a form writes it: 7, 7/10 or "7 - Active"; an empty box is no rating."""
    if not text:
        return Read()
    found = _RATED.fullmatch(text)
    if found and 1 <= int(found[1]) <= 10:  # noqa: PLR2004
        return Read((int(found[1]),))
    return Read(problem=f'"{text[:60]}" is no rating; it is a whole number from 1 to 10, such as 7 or "7 - Active".')


def _seen(text: str) -> Read:
    ids, rest = indicators_in(text)
    if rest:
        return Read(problem=f'"{rest[:60]}" is none of the rubric\'s indicators.')
    return Read((ids,)) if ids else Read()


def indicators_in(text: str) -> tuple[tuple[str, ...], str]:
    """Find the indicators of the rubric in what a form wrote of the ticked boxes; they hold commas themselves.

    Returns
    -------
    Their ids, in the rubric's order, and what is left of the text.
    """
    left = f" {plain(text)} "
    found = []
    for key, said in _indicators():
        if f" {said} " in left:
            left = left.replace(f" {said} ", " ", 1)
            found.append(key)
    order = [item.id for item in content.rubric().indicators]
    return tuple(sorted(found, key=order.index)), left.strip()


@cache
def _indicators() -> tuple[tuple[str, str], ...]:
    """Give the indicators in plain words, the longest first: a short one can be a part of a long one."""
    return tuple(sorted(((item.id, plain(item.text)) for item in content.rubric().indicators), key=lambda pair: -len(pair[1])))
