"""Whom people speak for: one list of groups, and what was typed instead of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Final

from pydantic import field_validator

from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import AnswerModel, Asked, Name

#: The exercise in which a team puts what was typed into the list.
GROUP_NAMES: Final = "stakeholder_groups"
#: Title of the group of all others.
OTHER: Final = content.stakeholder_groups().other.title
_NEAR: Final = 0.84
_FEW_LETTERS: Final = 4


def titles() -> tuple[str, ...]:
    """Give the names of the groups in the list's order, the group of all others last.

    >>> titles()[0], titles()[-1], len(titles())
    ('Employer', 'Other', 12)
    """
    return (*(group.title for group in content.stakeholder_groups().groups), OTHER)


def group_choices() -> tuple[tuple[str, str], ...]:
    """Give the groups as choices of a form."""
    known = content.stakeholder_groups()
    return tuple(
        (group.title, f"{group.title} ({group.examples})" if group.examples else group.title)
        for group in (*known.groups, known.other)
    )


class TypedGroup(AnswerModel):
    """A name that somebody typed, and the group of the list that is meant."""

    typed: Annotated[Name, Asked("Someone typed")]  # as it was typed
    group: Annotated[str, Asked("It is meant as", "choice", choices=group_choices())]  # title of the group

    @field_validator("group")
    @classmethod
    def _in_the_list(cls, value: str) -> str:
        if value not in titles():
            raise ValueError(f"Choose one of: {', '.join(titles())}.")
        return value


class GroupNames(AnswerModel):
    """What people have typed in place of the list, put into it for everybody."""

    names: Annotated[
        tuple[TypedGroup, ...],
        Asked("Groups that people typed", "rows", "Choose what each one is; it counts for all who typed it."),
    ] = ()


def group_of(typed: str | None, own: Mapping[str, str] | None = None) -> str | None:
    """Give the group of the list that somebody speaks for.

    typed : what is stored; None or empty where nothing was said.
    Gives a title of :func:`titles`; ``Other`` where nothing in the list comes near or two groups fit alike; None where nothing was
    said.

    >>> {group_of(name) for name in ("College", "college ", "colege", "college or university", "Dallas College")}
    {'College or university'}
    >>> group_of("Library"), group_of("Library", {"library": "City or county government"}), group_of(None)
    ('Other', 'City or county government', None)
    """
    if typed is None or not typed.strip():
        return None
    wanted = _folded(typed)
    decided = {_folded(name): title for name, title in (own or {}).items() if title in titles()}
    return decided.get(wanted) or _listed(wanted) or OTHER


def unlisted(typed: Iterable[str | None]) -> list[str]:
    """Give what people typed and the list does not know, each once, in alphabetical order.

    >>> unlisted(["college", "Library", "library ", None, "Other"])
    ['Library']
    """
    found: dict[str, str] = {}
    for name in typed:
        if name and name.strip() and _folded(name) != _folded(OTHER) and group_of(name) == OTHER:
            found.setdefault(_folded(name), " ".join(name.split()))
    return sorted(found.values(), key=str.casefold)


def _folded(text: str) -> str:
    """Leave capitals, signs, spaces and the s of the plural out."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return " ".join(
        word[:-1] if len(word) > _FEW_LETTERS and word.endswith("s") and word[-2] != "s" else word
        for word in words
    )


@cache
def _names() -> Mapping[str, str]:
    """Every name of every group, folded -> its title."""
    return {
        _folded(name): group.title
        for group in content.stakeholder_groups().groups
        for name in (group.title, *group.also, *group.holds)
    }


@cache
def _words_inside() -> Mapping[str, str]:
    """Words that say a group inside a longer name, folded -> its title."""
    return {
        _folded(word): group.title
        for group in content.stakeholder_groups().groups
        for word in (group.title, *group.holds)
    }


@cache
def _listed(wanted: str) -> str | None:
    names = _names()
    if wanted in names or wanted == _folded(OTHER):
        return names.get(wanted, OTHER)
    # The name of an organization usually holds the word: "Dallas College", "Chamber of Commerce of Waco".
    inside = {
        title for word, title in _words_inside().items() if re.search(rf"\b{re.escape(word)}\b", wanted)
    }
    if inside:
        return inside.pop() if len(inside) == 1 else None
    near = {
        title
        for name, title in names.items()
        if len(name) > _FEW_LETTERS and difflib.SequenceMatcher(None, wanted, name).ratio() >= _NEAR
    }
    return near.pop() if len(near) == 1 else None
