"""A mark for what leads to what: names in columns from left to right, tied by arrows."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nextgen_helpers.charts.style import SeriesStyle

#: With more ties than this no order is easy to follow, and trying them all takes long.
_MOST_TIES: Final = 40


@dataclass(frozen=True, slots=True)
class Flow:
    """Names in columns, tied by arrows; a tie that lacks something is dashed.

    Parameters
    ----------
    columns : what stands in each column, from the left.
    names : the names.
    column_of : for each name the number of its column.
    notes : for each name what else is said of it, in a second line.
    kind_of : for each name the number of its kind.
    kinds : name and look of each kind; what a kind means stands in the notes too, so that no color says it alone.
    ties : numbers of two names, and whether the tie is whole.
    whole_name, broken_name : what a whole and a dashed line is.
    """

    columns: tuple[str, ...]
    names: tuple[str, ...]
    column_of: tuple[int, ...]
    notes: tuple[str, ...]
    kind_of: tuple[int, ...]
    kinds: tuple[tuple[str, SeriesStyle], ...]
    ties: tuple[tuple[int, int, bool], ...]
    whole_name: str
    broken_name: str

    @classmethod
    def of(
        cls,
        columns: Iterable[str],
        boxes: Iterable[tuple[str, int, str, int]],
        ties: Iterable[tuple[str, str, bool]],
        *,
        kinds: tuple[tuple[str, SeriesStyle], ...],
        lines: tuple[str, str],
    ) -> Flow:
        """Tie names; of two boxes with one name the first is tied, and a tie of a name without a box is not drawn.

        Parameters
        ----------
        boxes : name, number of the column, what else is said, number of the kind.
        ties : two names, and whether the tie is whole.
        lines : what a whole and a dashed line is.
        """
        names, column_of, notes, kind_of = zip(*boxes, strict=True)
        place: dict[str, int] = {}
        for number, name in enumerate(names):
            place.setdefault(name, number)
        drawn = tuple((place[a], place[b], whole) for a, b, whole in ties if a in place and b in place)
        return cls(tuple(columns), names, column_of, notes, kind_of, kinds, drawn, *lines)

    def ordered(self) -> tuple[tuple[int, ...], ...]:
        """Give for each column the numbers of its names, top down: near those that they are tied to.

        In each column a name begins at the mean height of those in earlier columns that lead to it; then two names of a
        column change places as long as fewer lines cross. A column without ties keeps its order.
        """
        return _untangled(
            len(self.columns), self.column_of, tuple((one, other) for one, other, _ in self.ties)
        )


@cache
def _untangled(
    count: int, column_of: tuple[int, ...], ties: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, ...], ...]:
    height: dict[int, float] = {}
    found = []
    for column in range(count):
        members = [number for number, own in enumerate(column_of) if own == column]
        wanted: dict[int, float] = {}
        for place, number in enumerate(members):
            before = [height[begin] for begin, end in ties if end == number and begin in height]
            wanted[number] = sum(before) / len(before) if before else (place + 0.5) / len(members)
        members.sort(key=lambda number, by=wanted: (by[number], number))  # type: ignore[misc]
        height.update({number: (place + 0.5) / len(members) for place, number in enumerate(members)})
        found.append(members)
    if len(ties) <= _MOST_TIES:
        _swap(found, column_of, ties)
    return tuple(tuple(members) for members in found)


def _swap(columns: list[list[int]], column_of: Sequence[int], ties: Sequence[tuple[int, int]]) -> None:
    """Let two names of a column change places as long as the picture becomes easier to follow."""
    best = _tangle(columns, column_of, ties)
    better = True
    while better:
        better = False
        for members in columns:
            for one, other in itertools.combinations(range(len(members)), 2):
                members[one], members[other] = members[other], members[one]
                now = _tangle(columns, column_of, ties)
                if now < best - 1e-9:
                    best, better = now, True
                else:
                    members[one], members[other] = members[other], members[one]


def _tangle(
    columns: Sequence[Sequence[int]], column_of: Sequence[int], ties: Sequence[tuple[int, int]]
) -> float:
    """Say how hard the lines are to follow: crossings, names that a line within a column passes, and a little its length."""
    height = {number: place - len(members) / 2 for members in columns for place, number in enumerate(members)}
    total = 0.0
    lines = []
    for pair in ties:
        begin, end = sorted(pair, key=lambda number: column_of[number])
        steep = abs(height[begin] - height[end])
        if column_of[begin] == column_of[end]:
            total += max(steep - 1, 0)
        else:
            lines.append((column_of[begin], height[begin], column_of[end], height[end]))
        total += 0.05 * steep
    for one, other in itertools.combinations(lines, 2):
        left, right = max(one[0], other[0]), min(one[2], other[2])
        if left < right and _gap(one, other, left) * _gap(one, other, right) < 0:
            total += 1
    return total


def _gap(one: tuple[int, float, int, float], other: tuple[int, float, int, float], column: int) -> float:
    """Give how far one line lies below another at a column."""
    at = [y0 + (y1 - y0) * (column - x0) / (x1 - x0) for x0, y0, x1, y1 in (one, other)]
    return at[0] - at[1]
