"""What a list would change in a table: what is new, what says something else, what is the same, what is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.bring.targets import RATINGS, Target
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from nextgen_helpers.bring.decisions import Decisions

Row = dict[str, Any]
_KEEP: Final = "keep"


@dataclass(frozen=True, slots=True)
class Changes:
    """What would change in the table."""

    new: tuple[Row, ...] = ()  # rows that are not there
    changed: tuple[tuple[Row, Row], ...] = ()  # pairs of a row as it stands there and as it would be
    same: int = 0  # how many stand there already
    gone: tuple[Row, ...] = ()  # rows that stand there and not in the file


@dataclass(frozen=True)
class Standing:
    """What a team has, as far as a list is compared with it."""

    rows: Callable[[Target], Sequence[Row]] = field(default=lambda _: [])  # gives the stored rows of a table
    # kind of name -> keys of the names that the team uses
    names: Mapping[str, Collection[str]] = field(default_factory=dict)
    # gives what a name is compared by, with what the team has decided about names that look alike
    key: Callable[[str], str] = name_key
    # gives what was answered for earlier files with the same headings
    remembered: Callable[[str, Sequence[str]], Mapping[str, str]] = field(default=lambda _into, _headings: {})


@dataclass(frozen=True)
class _Keys:
    """By what rows of a table are known when they come again: names whatever their spelling."""

    wanted: Target
    key: Callable[[str], str]

    def of(self, row: Row) -> tuple[str, ...]:
        return tuple(
            self.key(str(row.get(name) or "")) if self._is_name(name) else str(row.get(name))
            for name in self.wanted.keys
        )

    def after(self, before: Row, row: Row, given: Collection[str]) -> Row:
        """Give a row as it would be: what the list has is new, names stay as they were written."""
        return before | {name: row[name] for name in given if name in row and not self._is_name(name)}

    def _is_name(self, name: str) -> bool:
        return name in self.wanted.keys and self.wanted.fields[name].kind == "text"


def changes_of(
    wanted: Target, rows: Sequence[Row], standing: Standing, given: Collection[str], decided: Decisions
) -> tuple[Changes, list[Row]]:
    """Compare rows with those that stand in a table; give what would change, and all rows afterwards.

    given : columns that the list has; of a row that is there already the others stay.
    """
    there = standing.rows(wanted)
    if wanted.id == RATINGS:
        return _rating_changes(rows, there)
    keys = _Keys(wanted, standing.key)
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(there):
        waiting[keys.of(row)].append(place)
    result: list[Row | None] = list(there)
    new: list[Row] = []
    changed: list[tuple[Row, Row]] = []
    same = 0
    for row in rows:
        places = waiting[keys.of(row)]
        if not places:
            new.append(row)
            continue
        # Of several with the same key, the one that says the same; else in their order.
        place = next(
            (item for item in places if keys.after(there[item], row, given) == there[item]), places[0]
        )
        places.remove(place)
        after = keys.after(there[place], row, given)
        if after == there[place]:
            same += 1
        else:
            changed.append((there[place], after))
            result[place] = after
    gone = [
        there[place]
        for places in waiting.values()
        for place in places
        if not wanted.only or there[place].get("kind") == wanted.only
    ]
    if gone:
        answer = decided.choose(
            "gone", "changed", f"{plural(len(gone), 'row stands', 'rows stand')} in the table and not in the file. What becomes of {'it' if len(gone) == 1 else 'them'}?",
            ((_KEEP, "kept"), ("take_out", "taken out")), _KEEP, "a list is often only a part",
        )  # fmt: skip
        if answer == "take_out":
            leaving = {place for places in waiting.values() for place in places}
            result = [None if place in leaving and row in gone else row for place, row in enumerate(result)]
    return Changes(tuple(new), tuple(changed), same, tuple(gone)), [
        *(row for row in result if row is not None),
        *new,
    ]


def _rating_changes(rows: Sequence[Row], there: Sequence[Row]) -> tuple[Changes, list[Row]]:
    """Compare ratings: whoever gave a name is known by it, the others by all that they said; nobody's rating goes away."""
    left = list(there)
    fresh: list[Row] = []
    for row in rows:
        if row in left:
            left.remove(row)
        else:
            fresh.append(row)
    named = {name_key(row["author"]): row for row in left if row["author"]}
    changed = [
        (named[name_key(row["author"])], row)
        for row in fresh
        if row["author"] and name_key(row["author"]) in named
    ]
    new = [row for row in fresh if all(row is not after for _, after in changed)]
    return Changes(tuple(new), tuple(changed), len(rows) - len(fresh)), [*there, *fresh]
