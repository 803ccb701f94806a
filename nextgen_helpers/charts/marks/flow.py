"""A mark for what leads to what: names in columns from left to right, tied by arrows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.scene import (
    Across,
    Key,
    Layer,
    Place,
    Point,
    Points,
    Rects,
    Scene,
    Strokes,
    Words,
    line_key,
    pixels,
)
from nextgen_helpers.charts.style import LOSS, MUTED, REGION, SeriesStyle

#: Boxes of words keep their width: a column is at least so many pixels wide on the screen.
_COLUMN: Final = 176.0
_MOST_LINES: Final = 3
_ARCS: Final = 74.0
_SOFT: Final = "#f6f8fa"
_BAND: Final = "#e6edf2"
#: Of names, in pixels; notes are in the smallest letters that can be read on paper.
_LETTERS: Final = 11.3
#: From so many columns on, boxes stand closer.
_MANY_COLUMNS: Final = 5
#: With more ties than this no order is easy to follow, and trying them all takes long.
_MOST_TIES: Final = 40


@dataclass(frozen=True, slots=True)
class Flow:
    """Names in columns, tied by arrows; a tie that lacks something is dashed."""

    columns: tuple[str, ...]  # what stands in each column, from the left
    names: tuple[str, ...]
    column_of: tuple[int, ...]  # for each name the number of its column
    notes: tuple[str, ...]  # for each name what else is said of it, in a second line
    kind_of: tuple[int, ...]  # for each name the number of its kind
    # name and look of each kind; what a kind means stands in the notes too, so that no color says it alone
    kinds: tuple[tuple[str, SeriesStyle], ...]
    ties: tuple[tuple[int, int, bool], ...]  # numbers of two names, and whether the tie is whole
    # whole_name, broken_name: what a whole and a dashed line is
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

        boxes : name, number of the column, what else is said, number of the kind.
        ties : two names, and whether the tie is whole.
        lines : what a whole and a dashed line is.
        """
        names, column_of, notes, kind_of = zip(*boxes, strict=True)
        place = {name: number for number, name in reversed(list(enumerate(names)))}
        drawn = tuple((place[a], place[b], whole) for a, b, whole in ties if a in place and b in place)
        return cls(tuple(columns), names, column_of, notes, kind_of, kinds, drawn, *lines)

    def scene(self, place: Place) -> Scene:
        """Lay the flow out in columns, or on a phone as a list with arcs."""
        keys = [
            *(Key(name, SeriesStyle(look.color, "square"), hollow=True) for name, look in self.kinds),
            line_key(self.whole_name, REGION),
            line_key(self.broken_name, LOSS, "dashed"),
        ]
        if place.narrow:
            height, layers = _list_with_arcs(self, place)
            return pixels(place, height, layers, keys)
        on_screen = place.letters > 12  # noqa: PLR2004  (see SCREEN)
        wide = replace(place, width=max(place.width, _COLUMN * len(self.columns))) if on_screen else place
        layout = _Layout(self, wide.width, _LETTERS)
        return replace(pixels(wide, layout.height, layout.layers(), keys), fixed=True)

    def ordered(self) -> tuple[tuple[int, ...], ...]:
        """Give for each column the numbers of its names, top down: near those that they are tied to.

        In each column a name begins at the mean height of those in earlier columns that lead to it; then two names of a
        column change places as long as fewer lines cross. A column without ties keeps its order.
        """
        ties = tuple((one, other) for one, other, _ in self.ties)
        return _untangled(len(self.columns), self.column_of, ties)


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


class _Layout:
    """Where the boxes of a flow stand: pixels from the left and from the top."""

    def __init__(self, mark: Flow, width: float, size: float) -> None:
        self.mark, self.size, self.line = mark, size, math.ceil(1.3 * size)
        count = len(mark.columns)
        self.pitch = width / count
        self.box = self.pitch - (46 if count < _MANY_COLUMNS else 34)
        self.words = [
            _box_words(name, note, self.box - 12, size)
            for name, note in zip(mark.names, mark.notes, strict=True)
        ]
        self.titles = [
            letters.fitted(title, self.pitch - 14, size + 0.6, _MOST_LINES, bold=True)
            for title in mark.columns
        ]
        self.head = 12.0 + self.line * letters.deepest(self.titles)
        self.tall = self.line * max(map(_deep, self.words), default=1) + 10
        self.step = self.tall + 16
        self.rows = max((len(column) for column in mark.ordered()), default=1)
        self.height = self.head + self.rows * self.step
        self.middle: dict[int, Point] = {}
        for column, members in enumerate(mark.ordered()):
            above = (self.rows - len(members)) / 2
            for place, number in enumerate(members):
                y = self.head + self.step * (above + place + 0.5)
                self.middle[number] = self.pitch * (column + 0.5), y

    def layers(self) -> list[Layer]:
        """Draw titles, arrows and boxes."""
        found: list[Layer] = []
        for column, title in enumerate(self.titles):
            x, size = self.pitch * (column + 0.5), self.size + 0.6
            found.append(Words(x, 4, title, across="middle", down="top", size=size, color=MUTED, bold=True))
        ways = [(self._path(begin, end), whole) for begin, end, whole in self.mark.ties]
        for whole, color in ((True, REGION), (False, LOSS)):
            own = [way for way, its in ways if its is whole]
            found.append(Strokes(tuple(points for points, _ in own), color, 1.6, "" if whole else "dashed"))
            for right in (True, False):
                tips = tuple(points[-1] for points, side in own if side is right)
                look = SeriesStyle(color, "triangle-right" if right else "triangle-left")
                found.append(Points(tips, look, (7.0,)))
        for number, (x, y) in self.middle.items():
            edge = self.mark.kinds[self.mark.kind_of[number]][1].color
            box = (x - self.box / 2, y - self.tall / 2, x + self.box / 2, y + self.tall / 2)
            hover = "\n".join(filter(None, (self.mark.names[number], self.mark.notes[number])))
            found.append(Rects((box,), _SOFT, edge, width=1.6, round=4, hover=(hover,)))
            found += _two_texts((x, y), self.words[number], self.size)
        return found

    def _path(self, begin: int, end: int) -> tuple[tuple[Point, ...], bool]:
        """Give the way of an arrow, and whether it arrives from the left.

        Past a column that it skips, an arrow runs between the boxes, never behind one: it would seem to lead there.
        """
        (x0, y0), (x1, y1) = self.middle[begin], self.middle[end]
        half = self.box / 2
        if self.mark.column_of[begin] == self.mark.column_of[end]:
            out = min(18.0, (self.pitch - self.box) / 2 - 3)
            turns = [step / 23 for step in range(24)]
            return tuple(
                (x0 + half + 5 * turn + out * math.sin(math.pi * turn) ** 0.7, y0 + (y1 - y0) * turn)
                for turn in turns
            ), False
        side = 1 if x1 > x0 else -1
        points = [(x0 + side * half, y0)]
        for column in list(range(self.mark.column_of[begin], self.mark.column_of[end], side))[1:]:
            middle = self.pitch * (column + 0.5)
            lane = self._lane(column, y0 + (y1 - y0) * (middle - x0) / (x1 - x0))
            points += [(middle - side * half, lane), (middle + side * half, lane)]
        points.append((x1 - side * (half + 6), y1))
        return smooth(points), side > 0

    def _lane(self, column: int, wanted: float) -> float:
        """Give the height nearest to a wanted one at which a column has no box."""
        heights = [self.middle[number][1] for number in self.mark.ordered()[column]]
        if all(abs(wanted - height) > self.tall / 2 + 3 for height in heights):
            return wanted
        lanes = [height + way * self.step / 2 for height in heights for way in (-1, 1)]
        return min(lanes, key=lambda lane: abs(lane - wanted))


def smooth(points: Sequence[Point]) -> tuple[Point, ...]:
    """Join points by curves that are level at each of them."""
    found: list[Point] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        for step in range(16):
            part = step / 15
            found.append((x0 + (x1 - x0) * part, y0 + (y1 - y0) * part**2 * (3 - 2 * part)))
    return tuple(found)


def _box_words(name: str, note: str, room: float, size: float) -> tuple[str, str]:
    return letters.fitted(name, room, size, _MOST_LINES), letters.fitted(note, room, size - 0.8)


def _deep(words: tuple[str, str]) -> int:
    """Count the lines of a name and its note."""
    name, note = words
    return letters.deepest([name]) + note.count("\n") + bool(note)


def _two_texts(at: Point, words: tuple[str, str], size: float, across: Across = "middle") -> list[Layer]:
    """Write a name, and a note below it in smaller letters, around a height."""
    (x, y), (name, note) = at, words
    pitch = letters.LEADING * size
    deep = pitch * letters.deepest([name])
    small = letters.LEADING * (size - 0.8) * (note.count("\n") + 1) if note else 0.0
    top = y - (deep + small) / 2
    found: list[Layer] = [Words(x, top, name, across=across, down="top", size=size)]
    if note:
        found.append(Words(x, top + deep, note, across=across, down="top", size=size - 0.8, color=MUTED))
    return found


def _list_with_arcs(mark: Flow, place: Place) -> tuple[float, list[Layer]]:
    """Write the names one below another, and tie them by arcs at their left."""
    size, room = place.letters, place.width - _ARCS - 22
    words = [_box_words(name, note, room, size) for name, note in zip(mark.names, mark.notes, strict=True)]
    at: dict[int, float] = {}
    layers: list[Layer] = []
    y = 0.0
    for title, members in zip(mark.columns, mark.ordered(), strict=True):
        head = letters.fitted(title, place.width - _ARCS, size, 1, bold=True)
        layers += [
            Rects(((0, y + 1, place.width, y + 24),), _BAND),
            Words(_ARCS - 6, y + 13, head, size=size, bold=True),
        ]
        y += 26
        for number in members:
            tall = letters.LEADING * size * _deep(words[number]) + 10
            at[number] = y + tall / 2
            y += tall
    layers += _arcs(mark, at, y)
    for number, height in at.items():
        look = SeriesStyle(mark.kinds[mark.kind_of[number]][1].color, "square")
        layers.append(Points(((_ARCS, height),), look, (9.0,), hollow=True))
        layers += _two_texts((_ARCS + 12, height), words[number], size, "start")
    return y + 4, layers


def _arcs(mark: Flow, at: dict[int, float], height: float) -> list[Layer]:
    found: list[Layer] = []
    for begin, end, whole in mark.ties:
        reach = 14 + (_ARCS - 24) * abs(at[end] - at[begin]) / max(height, 1)
        middle, half = (at[begin] + at[end]) / 2, (at[end] - at[begin]) / 2
        turns = [math.pi * step / 29 for step in range(30)]
        points = tuple((_ARCS - 5 - reach * math.sin(turn), middle - half * math.cos(turn)) for turn in turns)
        color = REGION if whole else LOSS
        found += [
            Strokes((points,), color, 1.5, "" if whole else "dashed"),
            Points(((_ARCS - 9, at[end]),), SeriesStyle(color, "triangle-right"), (6.0,)),
        ]
    return found
