"""Finding a metropolitan area by what people call it: a city of its name, in any spelling, with or without the state."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from nextgen_helpers.errors import did_you_mean
from nextgen_helpers.letters import name_words
from nextgen_helpers.places import embedded_rows
from nextgen_helpers.regions import STATES

#: Words that say what it is and not where.
_NO_NAME: Final = frozenset(
    {"metro", "metropolitan", "micropolitan", "statistical", "area", "msa", "greater", "the", "of", "city"}
)
_POSTAL: Final = {name.casefold(): postal.casefold() for postal, name in STATES.values()}
_MOST: Final = 8


def find_metropolitan_areas(text: str) -> tuple[str, ...]:
    """Find the metropolitan and micropolitan areas that a text can mean, by title.

    Whole words count before beginnings of words, and letters such as DFW last. An old title, of which another city has
    left, is found by its first city.

    >>> find_metropolitan_areas("fort worth"), find_metropolitan_areas("portland oregon")
    (('Dallas-Fort Worth-Arlington, TX',), ('Portland-Vancouver-Hillsboro, OR-WA',))
    """
    titles = _words_of_titles()
    exact = tuple(title for title in titles if title.casefold() == text.strip().casefold())
    wanted = _words(text)
    if exact or not wanted:
        return exact
    first_city = _words(re.split(r"[-\u2013\u2014/,]", text)[0])
    state = [word for word in wanted if word in _POSTAL.values()]
    return (
        _with_words(wanted, whole=True)
        or _with_words(wanted, whole=False)
        or (_with_words((*first_city, *state), whole=True) if first_city and first_city != wanted else ())
        or _with_words((_POSTAL.get(text.strip().casefold(), text),), whole=True)
        or tuple(
            title
            for title, words in titles.items()
            if len(wanted) == 1 and _initials(words).startswith(wanted[0])
        )
    )


def metropolitan_area_named(text: str) -> tuple[str | None, str]:
    """Choose the one area that a text means, and say what was found.

    Gives the area's title, or None where none or several fit; and a sentence for whoever typed it.

    >>> metropolitan_area_named("Austin")
    ('Austin-Round Rock-San Marcos, TX', 'Austin-Round Rock-San Marcos, TX is chosen. Also there: Austin, MN.')
    >>> metropolitan_area_named("portland")[1]
    '"portland" fits 2 areas: Portland-South Portland, ME; Portland-Vancouver-Hillsboro, OR-WA. Type or pick one of them.'
    """
    found = find_metropolitan_areas(text)
    if not found:
        hint = did_you_mean(text, [*_words_of_titles(), *_cities()], 2, quoted=False)
        return (
            None,
            f'No metropolitan area fits "{text.strip()}".{hint} You can also mark counties or type their codes.',
        )
    large = [title for title in found if title in _metropolitan()]
    if len(found) == 1 or len(large) == 1:
        chosen = found[0] if len(found) == 1 else large[0]
        others = [title for title in found if title != chosen]
        also = f" Also there: {_listed(others)}." if others else ""
        return chosen, f"{chosen} is chosen.{also}"
    return (
        None,
        f'"{text.strip()}" fits {len(found)} areas: {_listed(list(found))}. Type or pick one of them.',
    )


def _listed(titles: list[str]) -> str:
    more = f"; and {len(titles) - _MOST} more" if len(titles) > _MOST else ""
    return "; ".join(titles[:_MOST]) + more


def _with_words(wanted: tuple[str, ...], *, whole: bool) -> tuple[str, ...]:
    """Find the titles that have every word, or a word that begins so."""
    return tuple(
        title
        for title, words in _words_of_titles().items()
        if all(
            any(word == item or (not whole and word.startswith(item)) for word in words) for item in wanted
        )
    )


def _words(text: str) -> tuple[str, ...]:
    """Divide a name into words that are alike in every spelling; a state's name becomes its two letters."""
    plain = " ".join(name_words(text))
    for name, postal in _POSTAL.items():  # a state is named last; Kansas City, Missouri is not in Kansas
        if plain.endswith(f" {name}"):
            plain = f"{plain.removesuffix(name)}{postal}"
            break
    words = plain.split()
    named = tuple(word for word in words if word not in _NO_NAME)
    return named or tuple(words)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words)


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    rows = embedded_rows("data", "codes", "metropolitan_areas.csv")
    return tuple(sorted({(row["cbsa_title"], row["kind"]) for row in rows}))


@cache
def _words_of_titles() -> dict[str, tuple[str, ...]]:
    return {title: _words(title) for title, _ in _rows()}


@cache
def _metropolitan() -> frozenset[str]:
    return frozenset(title for title, kind in _rows() if kind == "Metropolitan")


@cache
def _cities() -> tuple[str, ...]:
    cities = [city for title, _ in _rows() for city in title.rsplit(",", 1)[0].split("-")]
    return tuple(dict.fromkeys(cities))
