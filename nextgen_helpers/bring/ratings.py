"""Ratings of a form: "7 - Active", and the rubric's sentences that were ticked."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from nextgen_helpers.bring.reading import Read
from nextgen_helpers.bring.targets import plain
from nextgen_helpers.toolkit import content

_RATED: Final = re.compile(r"(\d{1,2})\s*(?:[-\u2013\u2014:.)=/(].*)?", re.DOTALL)


def read_rating(text: str) -> Read:
    """Read a rating as a form writes it: 7, 7/10 or "7 - Active"; an empty box is no rating."""
    if not text:
        return Read()
    found = _RATED.fullmatch(text)
    if found and 1 <= int(found[1]) <= 10:  # noqa: PLR2004
        return Read((int(found[1]),))
    return Read(
        problem=f'"{text[:60]}" is no rating; it is a whole number from 1 to 10, such as 7 or "7 - Active".'
    )


def read_seen(text: str) -> Read:
    """Read what was ticked; a sentence that is not the rubric's is said."""
    ids, rest = indicators_in(text)
    if rest:
        return Read(problem=f'"{rest[:60]}" is none of the rubric\'s indicators.')
    return Read((ids,)) if ids else Read()


def indicators_in(text: str) -> tuple[tuple[str, ...], str]:
    """Find the indicators of the rubric in what a form wrote of the ticked boxes; they hold commas themselves.

    Gives their ids, in the rubric's order, and what is left of the text.
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
    found = [(item.id, plain(item.text)) for item in content.rubric().indicators]
    return tuple(sorted(found, key=lambda pair: -len(pair[1])))
