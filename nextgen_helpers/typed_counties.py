"""What people type as counties, by code or by name, in one form for the command line, files and notebooks.

Codes come out of spreadsheets without their leading zero, as decimals, in quotes or as formulas; names with and without
"County" and their state, in any spelling. What fits one county is taken; what fits several is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from nextgen_helpers.counties import STATES, changes, counted_as, county_names, former_names, titled
from nextgen_helpers.errors import UserError, nearest
from nextgen_helpers.letters import name_words

_BETWEEN: Final = re.compile(r"[,;|\t\r\n]+")
_AROUND: Final = " \u00a0\ufeff\u200b'\"=`()[]\u2018\u2019\u201c\u201d"
_LONGEST: Final = 80
_MOST_LISTED, _MOST_HINTS = 8, 3
_NUMBER: Final = re.compile(r"(\d{4,5})(?:\.0*)?")
#: A code among words: Dallas (48113), FIPS 48113, and the Census Bureau's 0500000US48113.
_AMONG_WORDS: Final = re.compile(r"(?:^|[^0-9A-Za-z]|US)([0-9]{5})(?![0-9A-Za-z])")
#: A code that a spreadsheet shows as a number: 48,113.
_THOUSANDS: Final = re.compile(r"(?<![\d.])([0-9]{1,2}),([0-9]{3})(?![\d.])")
_KINDS: Final = (
    ("city", "borough"), ("census", "area"), ("planning", "region"), ("county",), ("parish",), ("borough",),
    ("municipality",), ("municipio",), ("division",), ("city",),
)  # fmt: skip
_COUNTY_WORDS: Final = {"counties": "county", "co": "county", "cnty": "county", "parishes": "parish"}


@dataclass(frozen=True, slots=True)
class Counties:
    """Counties that were typed."""

    codes: tuple[str, ...]  # of the counties, sorted, without repeats
    # what was made of codes and names that could be read in another way, a sentence each
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that was typed, the part that it stood in, the state that was typed with it, and the counties that it fits."""

    typed: str
    part: str
    state: str
    fits: tuple[str, ...]


def counties_of(typed: str | Iterable[object]) -> Counties:
    """Read counties that somebody typed.

    typed : one text, or several; codes and names, with commas, semicolons, tabs or line breaks between them. A state stands
        after the name that it belongs to.
    Raises UserError: there is none of that code or name, or several; the message names the nearest, or those.

    >>> counties_of("1001.0; '48113, Washington County, Texas").codes
    ('01001', '48113', '48477')
    """
    found: list[str | _Name] = []
    for part in typed_parts(typed):
        written = _codes(part)
        if written is not None:
            found += written
        elif not _is_state_of(part, found):
            found += _names(part)
    counted = [counted_as(item) for item in found if isinstance(item, str)]
    sure = {code for code, _ in counted} | {
        item.fits[0] for item in found if isinstance(item, _Name) and len(item.fits) == 1
    }
    states = {code[:2] for code in sure}
    named = [_chosen(item, states) for item in found if isinstance(item, _Name)]
    codes = {code for code, _ in (*counted, *named)}
    notes = dict.fromkeys(note for _, note in (*counted, *named) if note)
    return Counties(tuple(sorted(codes)), tuple(notes))


def typed_parts(typed: str | Iterable[object]) -> list[str]:
    """Divide what was typed at its commas, semicolons, tabs and line breaks.

    Raises UserError: a part is a number and no text, or too long; the message names the code.

    >>> typed_parts('="01001"; Dallas County, TX')
    ['01001', 'Dallas County', 'TX']
    """
    parts = []
    for item in [typed] if isinstance(typed, str) else typed:
        if not isinstance(item, str):
            raise UserError(_no_text(item))
        joined = _THOUSANDS.sub(r"\1\2", item)
        parts += [cleaned for part in _BETWEEN.split(joined) if (cleaned := part.strip(_AROUND))]
    for part in parts:
        if len(part) > _LONGEST:
            raise UserError(
                f'"{part[:20]}..." is no county code or name: five digits are needed, such as 48113.'
            )
    return parts


def _no_text(item: object) -> str:
    # Only a short number is repeated: a list can be endless when printed.
    if not isinstance(item, int | float) or isinstance(item, bool) or not abs(item) < 100_000:  # noqa: PLR2004
        return 'A county code is no text; write it in quotes, with its leading zero, such as "01001".'
    code = f"{item:05.0f}"
    meant = f'"{code}" ({county_names()[code]})' if code in county_names() else '"01001"'
    return (
        f"County code {item} is a number; write it as text in quotes, with its leading zero, such as {meant}."
    )


# -- codes ---------------------------------------------------------------------------------------------------


def _codes(part: str) -> list[str] | None:
    """Read the codes of a part; None where it is a name."""
    if any(letter.isalpha() for letter in part):
        among = _AMONG_WORDS.findall(part)
        return [_code(code) for code in among] or None
    return [_code(item.strip(_AROUND)) for item in part.split()]


def _code(typed: str) -> str:
    number = _NUMBER.fullmatch(typed)
    code = number[1].zfill(5) if number else ""
    if code in county_names() or code in changes():
        return code
    if not number or (len(number[1]) < 5 and code[:2] not in STATES):  # noqa: PLR2004
        raise UserError(f'"{typed}" is no county code: five digits are needed, such as 48113.')
    if code.endswith("999"):
        raise UserError(
            f"{code} is BLS's pseudo-county for jobs whose county is unknown; it cannot be part of a region."
        )
    if code.endswith("000") and code[:2] in STATES:
        raise UserError(
            f"There is no county {code}: it is the code of {STATES[code[:2]][1]}; name its counties."
        )
    near = nearest(code, [item for item in county_names() if item[:2] == code[:2]], 2)
    hint = f" Near it: {' or '.join(titled(item) for item in near)}." if near else ""
    raise UserError(f"There is no county {code}.{hint}")


# -- names ---------------------------------------------------------------------------------------------------


def _names(part: str) -> list[_Name]:
    """Read the names of a part: one with or without its state, or several with "and" between them."""
    fits = _fits(part)
    if fits:
        return [_Name(part, part, "", fits)]
    words = part.split()
    for count in range(1, min(4, len(words))):
        state = state_named(" ".join(words[-count:]))
        if state:
            name = " ".join(words[:-count])
            return [_Name(name, part, state, _fits(name, state))]
    several = [item for item in re.split(r"\s+and\s+|\s*&\s*|\s*/\s*", part, flags=re.IGNORECASE) if item]
    if len(several) > 1 and all(_fits(item) for item in several):
        return [_Name(item, part, "", _fits(item)) for item in several]
    return [_Name(part, part, "", ())]


def _is_state_of(part: str, found: list[str | _Name]) -> bool:
    """Give the names before a state their state; false where it is none, or means a county of its own."""
    state, before = state_named(part), found[-1] if found else ""
    if not state or not isinstance(before, _Name) or before.state:
        return False
    fits, kind = _fits(before.typed, state), _divided(_words(before.typed))[1]
    if not fits and not kind and _fits(part):  # Iowa and Washington are counties, too
        return False
    found[:] = [
        replace(item, state=state, fits=_fits(item.typed, state))
        if isinstance(item, _Name) and item.part == before.part and not item.state
        else item
        for item in found
    ]
    return True


def _chosen(name: _Name, states: set[str]) -> tuple[str, str]:
    """Give the county that a name means, by its state or that of the others; and a sentence where it could mean another."""
    if len(name.fits) == 1:
        return counted_as(name.fits[0])
    if not name.fits:
        raise UserError(_fits_none(name, {name.state} if name.state else states))
    here = [code for code in name.fits if code[:2] in states]
    if len(here) == 1:
        state = STATES[here[0][:2]][1]
        said = f'"{name.typed}" is taken as {titled(here[0])}, as others of the region lie in {state}.'
        return here[0], said
    fits = here or list(name.fits)
    more = f", and {len(fits) - _MOST_LISTED} more" if len(fits) > _MOST_LISTED else ""
    raise UserError(
        f'"{name.typed}" fits {len(fits)} counties; give the code or the state of the one that is meant: '
        f"{', '.join(titled(code) for code in fits[:_MOST_LISTED])}{more}."
    )


def _fits_none(name: _Name, states: set[str]) -> str:
    """Say that no county has a name, and which in those states, or in all, has one like it."""
    if state_named(name.typed) and not name.state:
        return f'"{name.typed}" is a state; name its counties, or give their codes.'
    known = {
        key: here
        for key, codes in _index(former=False).items()
        if (here := [code for code in codes if not states or code[:2] in states])
    }
    near = dict.fromkeys(
        code for key in nearest("".join(_divided(_words(name.typed))[0]), known) for code in known[key]
    )
    hint = f" Did you mean {' or '.join(titled(code) for code in list(near)[:_MOST_HINTS])}?" if near else ""
    where = f" in {STATES[name.state][1]}" if name.state else ""
    return (
        f'"{name.typed}" is no county code and no county{where} has that name: give five digits, such as 48113, '
        f"or a name with its state.{hint}"
    )


def state_named(text: str) -> str:
    """Give the code of the state that a text names by its name or two letters; empty where it names none."""
    return _states().get("".join(name_words(text)), "")


@cache
def _states() -> dict[str, str]:
    return {"".join(name_words(name)): code for code, names in STATES.items() for name in names}


def _fits(typed: str, state: str = "") -> tuple[str, ...]:
    """Give the counties that a name fits: as a whole or without the word for its kind, or else with another such word.

    What has another code since counts only where nothing else fits.
    """
    if state == "11":  # Washington, D.C. is its only one
        return ("11001",)
    words = _words(typed)
    base, kind = _divided(words)
    for key in ("".join(words), "".join(base) if kind else ""):
        for former in (False, True):
            here = tuple(code for code in _index(former=former).get(key, ()) if code.startswith(state))
            if here:
                return here
    return ()


def _words(typed: str) -> list[str]:
    return [_COUNTY_WORDS.get(word, word) for word in name_words(typed)]


@cache
def _index(*, former: bool) -> dict[str, tuple[str, ...]]:
    """Look up counties by their names, whole and without the word for their kind, in letters that are alike in every spelling."""
    found: dict[str, list[str]] = {}
    for code, title in (former_names() if former else county_names()).items():
        for name in title.rsplit(", ", 1)[0].split(" + "):
            words = name_words(name)
            for key in dict.fromkeys(["".join(words), "".join(_divided(words)[0])]):
                found.setdefault(key, []).append(code)
    return {key: tuple(dict.fromkeys(codes)) for key, codes in found.items() if key}


def _divided(words: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Divide a name from the word for its kind: Dallas, County."""
    for kind in _KINDS:
        if len(words) > len(kind) and tuple(words[-len(kind) :]) == kind:
            return list(words[: -len(kind)]), kind
    return list(words), ()
