"""Counties of the United States: what they are called, and what becomes of a code.

A code has a life span. ``data/codes/place_changes.csv`` says which codes ended, began or are of other agencies:

- ``renamed``, ``joined``, ``within``: the land is counted under one other code, and that is taken;
- ``divided``: figures end, and from ``figures_from`` on others count the land (``into`` mainly, ``partly`` in part);
- ``new``: begins on land of others; ``gone``: a code without figures; ``bea``: counties that the Bureau of Economic Analysis joins;
- ``around``: a county and the independent cities that it surrounds, which are counted by themselves, as those of ``bea`` are.

``figures_from`` is the first year of which QCEW has all of it under the new code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded_rows
from nextgen_helpers.words import listed

#: Codes of which nothing is counted: what people mean has another one, or several.
_OTHERWISE: Final = ("renamed", "joined", "within", "gone", "bea")

#: State codes, postal abbreviations and names.
STATES: Final[Mapping[str, tuple[str, str]]] = {
    row["state_fips"]: (row["postal"], row["name"]) for row in embedded_rows("data", "codes", "states.csv")
}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a code, as ``data/codes/place_changes.csv`` has it."""

    code: str
    name: str
    what: str
    into: tuple[str, ...]
    partly: tuple[str, ...]
    year: str
    figures_from: int | None


@cache
def changes() -> dict[str, Change]:
    """Give every code that changed, or stands for several."""
    found = {}
    for row in embedded_rows("data", "codes", "place_changes.csv"):
        code, name, what, into, partly, year, first = row.values()
        found[code] = Change(
            code, name, what, tuple(into.split()), tuple(partly.split()), year, int(first) if first else None
        )
    return found


@cache
def county_names() -> dict[str, str]:
    """Names of all U.S. counties and county equivalents by their five-character code.

    Pseudo-counties (``48999``, "unknown or undefined") are not counties and not in it, nor are codes that another one has
    replaced. Areas that ended with a year are (Connecticut's counties), as their figures are there.

    Gives a title for each code, such as ``{"48113": "Dallas County, Texas"}``. Source: BLS, QCEW area titles.

    >>> county_names()["48113"]
    'Dallas County, Texas'
    """
    return {code: title for code, title in _titles().items() if code not in former_names()}


@cache
def former_names() -> dict[str, str]:
    """Give the names of codes that lead to others, where they have one."""
    known = {code: _titles().get(code, change.name) for code, change in changes().items()}
    return {code: title for code, title in known.items() if changes()[code].what in _OTHERWISE}


@cache
def _titles() -> dict[str, str]:
    rows = embedded_rows("data", "codes", "areas.csv")
    return {row["area_fips"]: row["title"] for row in rows if row["kind"] == "county"}


def titled(code: str, *, short: bool = False) -> str:
    """Write a code with its name: ``48113 (Dallas County, Texas)``."""
    title = _titles().get(code) or changes()[code].name
    return f"{code} ({title.rsplit(', ', 1)[0] if short else title})" if title else code


# -- codes that lead to others -----------------------------------------------------------------------------


def counted_as(code: str) -> tuple[str, str]:
    """Give the code under which a place is counted, and a sentence where that is another.

    Raises UserError: the code stands for several, or for nothing that is counted; the message names what to use.

    >>> counted_as("46113")[0], counted_as("48113")
    ('46102', ('48113', ''))
    """
    change = changes().get(code)
    if change is None or change.what not in _OTHERWISE:
        return code, ""
    became = listed([titled(item) for item in change.into])
    if change.what == "bea":
        raise UserError(
            f"{titled(code)} is a code of the Bureau of Economic Analysis (BEA) for {became}{' together' * (len(change.into) > 1)}; "
            f"give {' and '.join(change.into)} instead."
        )
    if change.what == "gone":
        raise UserError(f"{titled(code)} is a code from before 1990 without figures; use {became}.")
    said = {
        "renamed": f"is called {became} since {change.year}, and is counted as that",
        "joined": f"is part of {became} since {change.year}, and is counted there",
        "within": f"is counted by BLS in {became}",
    }[change.what]
    return change.into[0], f"{titled(code)} {said}."


def cities_left_out(codes: Iterable[str]) -> list[str]:
    """Say which independent cities lie within counties of a region and are not in it."""
    here = set(codes)
    return [
        f"{listed([titled(city) for city in left])} {'is' if len(left) == 1 else 'are'} counted apart from "
        f"{titled(change.into[0])}, and not in this region; add {' and '.join(left)} if you mean both."
        for change in changes().values()
        if change.what in {"bea", "around"} and change.into[0] in here
        for left in [[city for city in change.into[1:] if city not in here and " City, " in titled(city)]]
        if left
    ]


# -- life spans ----------------------------------------------------------------------------------------------


@cache
def first_years() -> dict[str, int]:
    """Give the first whole year of codes that began within the time of QCEW."""
    return {
        code: change.figures_from
        for change in changes().values()
        if change.figures_from and change.what in {"renamed", "divided", "new"}
        for code in ([change.code] if change.what == "new" else change.into)
    }


def _last_year(code: str) -> int | None:
    change = changes().get(code)
    return change.figures_from - 1 if change and change.what == "divided" and change.figures_from else None


def successors(codes: Iterable[str]) -> tuple[int, str] | None:
    """Give the last year in which all of some counties have figures, and what mainly counts their land since; None where none has ended.

    >>> successors(["02261", "02020"])
    (2019, '02063 (Chugach Census Area) and 02066 (Copper River Census Area)')
    """
    old = {code: last for code in codes if (last := _last_year(code))}
    if not old:
        return None
    into = dict.fromkeys(item for code in old for item in changes()[code].into)
    return min(old.values()), listed([titled(code, short=True) for code in into])


def counties_in(state: str, year: int) -> frozenset[str]:
    """Give the counties that a state (two digits) had in the figures of a year.

    >>> len(counties_in("09", 2016)), len(counties_in("09", 2024))
    (8, 9)
    """
    return frozenset(
        code
        for code in county_names()
        if code.startswith(state) and first_years().get(code, year) <= year <= (_last_year(code) or year)
    )


def ended(codes: Iterable[str]) -> list[str]:
    """Say of counties whose figures end what counts their land since, a sentence for each year of an end."""
    by_year: dict[int, list[Change]] = {}
    for code in codes:
        if last := _last_year(code):
            by_year.setdefault(last, []).append(changes()[code])
    said = []
    for last, old in by_year.items():
        into = dict.fromkeys(code for change in old for code in change.into)
        partly = [code for change in old for code in change.partly if code not in into]
        parts = listed([titled(code, short=True) for code in dict.fromkeys(partly)])
        said.append(
            f"{listed([titled(change.code) for change in old])} {'ends' if len(old) == 1 else 'end'} with the figures of {last}: "
            f"from {last + 1} on BLS counts other areas, here mainly {listed([titled(code, short=True) for code in into])}"
            f"{f', and parts of {parts}' if parts else ''}; no old area is a new one, so there is no change from {last} to {last + 1}."
        )
    return said


def life_spans(codes: Iterable[str], year: int | None = None) -> list[str]:
    """Say which counties ended and which began; of a year, only those that have no figures in it for that reason."""
    here = [code for code in codes if year is None or code not in counties_in(code[:2], year)]
    return [
        *ended(here),
        *(
            f"{titled(code)} begins with the figures of {first_years()[code]}; before, BLS counts {listed(before)}."
            for code in here
            for before in [
                [titled(old, short=True) for old, change in changes().items() if code in _heirs(change)]
            ]
            if code in first_years() and before
        ),
    ]


def _heirs(change: Change) -> tuple[str, ...]:
    return (*change.into, *change.partly) if change.what in {"divided", "renamed"} else ()


def refuse_without_a_common_year(codes: Iterable[str]) -> None:
    """Refuse counties of which one ends before the other begins: their figures never stand in one year.

    Raises UserError: there are such; the message names two of them.
    """
    here = sorted(codes)
    for old in here:
        for new in here:
            last, first = _last_year(old), first_years().get(new)
            if last and first and last < first:
                overlap = ", and they overlap, so that jobs would be counted twice" * (
                    new in _heirs(changes()[old])
                )
                raise UserError(
                    f"{titled(old)} and {titled(new)} cannot be in one region: the first ends with the figures of {last}, the "
                    f"second begins with {first}{overlap}; keep the one or the other."
                )


def same_land(codes: Iterable[str], years: Iterable[int], year: int) -> tuple[int, ...]:
    """Give those of some years in which counties had the land that they have in one year.

    >>> same_land(["51019"], [2012, 2013, 2014, 2015], 2015)  # Bedford city joined the county in 2013
    (2014, 2015)
    """
    here = set(codes)
    breaks = [
        change.figures_from
        for change in changes().values()
        for touched in [{*change.partly, *(change.into if change.what == "joined" else [])}]
        if change.figures_from and touched & here and not {change.code, *touched} <= here
    ]
    return tuple(item for item in years if all((item < first) == (year < first) for first in breaks))
