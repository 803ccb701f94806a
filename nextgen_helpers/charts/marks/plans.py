"""Time: spans of days, and curves over phases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.marks.rows import LABEL, laid_out
from nextgen_helpers.charts.scales import day_ticks
from nextgen_helpers.charts.scene import (
    BANDS,
    Axis,
    Key,
    Layer,
    Place,
    Point,
    Points,
    Rects,
    Scene,
    Strokes,
    Words,
    framed,
    line_key,
    numbered,
    vertical,
    with_list_below,
)
from nextgen_helpers.charts.style import GRID, INK, LOSS, MUTED, PAPER, SeriesStyle

#: Marks of a row of which one day is open.
_DUE: Final = ("Due then; first day open", SeriesStyle(INK, "diamond"))
_BEGINS: Final = ("Begins then; last day open", SeriesStyle(INK, "triangle-right"))
_HERE: Final = SeriesStyle(LOSS, "triangle-down")

Span = tuple["date | None", "date | None"]


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of days, one a row."""

    labels: tuple[str, ...]  # one a row, first on top
    # first and last day of each; one of them is None where it is open, both where nothing is known
    spans: tuple[Span, ...]
    kind_of: tuple[int, ...]  # for each row the number of its kind
    kinds: tuple[tuple[str, SeriesStyle], ...]  # name and look of each kind, such as how far a task is
    today: date  # where the line of today stands
    notes: tuple[str, ...]  # what stands behind each span, such as who does it

    def reach(self) -> tuple[date, date]:
        """Give the first and last day that are drawn; today is one of them."""
        known = [day for span in self.spans for day in span if day is not None]
        return min([*known, self.today]), max([*known, self.today])

    def scene(self, place: Place) -> Scene:
        """Lay the spans out; what is open on one side is drawn a little further, and dotted."""
        first, last = self.reach()
        begin, end = float(first.toordinal()), float(last.toordinal())
        room = max(end - begin, 7.0) * 0.04
        ticks = tuple(
            (float(day.toordinal()), text) for day, text in day_ticks(first, last, 4 if place.narrow else 8)
        )
        open_begins = any(begin is None and end is not None for begin, end in self.spans)
        open_ends = any(end is None and begin is not None for begin, end in self.spans)
        left, right = room * (3 if open_begins else 1), room * (3 if open_ends else 1)
        x = Axis(begin - left, end + right, ticks, grid=GRID)
        rows = laid_out(place, self.labels, x)
        half = (16.0 if place.narrow else 0.5 * rows.pitch) / 2
        layers: list[Layer] = [vertical(float(self.today.toordinal()), rows.axis, dash="dashed", width=1.4)]
        for row, (span, middle) in enumerate(zip(self.spans, rows.middles, strict=True)):
            if span == (None, None):
                layers.append(Words(begin, middle, "no dates yet", color=MUTED))
                continue
            start, stop = _drawn(span, room)
            name, look = self.kinds[self.kind_of[row]]
            said = f"{self.labels[row]}\n{_days_words(span)}"
            box = (start, middle - half, stop, middle + half)
            layers.append(Rects((box,), look.color, PAPER, look.hatch, hover=(said,), series=name))
            ends = start, stop
            if None in span:
                if span[0] is None:
                    known, inner, outer, mark = stop, start, start - 1.4 * room, _DUE[1]
                else:
                    known, inner, outer, mark = start, stop, stop + 1.4 * room, _BEGINS[1]
                ends = min(start, outer), max(stop, outer)
                layers += [
                    Strokes((((inner, middle), (outer, middle)),), look.color, 1.6, "dotted"),
                    Points(((known, middle),), mark, (8.5,)),
                ]
            if self.notes[row] and not place.narrow:
                layers.append(self._note(row, ends, middle, x, place))
        keys = [Key(name, look, "box") for name, look in self.kinds]
        keys.append(line_key("Today", INK, "dashed"))
        keys += [Key(*open_) for open_, there in ((_DUE, open_begins), (_BEGINS, open_ends)) if there]
        return rows.scene(layers, x, keys=keys, right=14)

    def _note(self, row: int, ends: tuple[float, float], middle: float, x: Axis, place: Place) -> Words:
        """Write a note behind its span, or before it where it would leave the field."""
        shown = [letters.fitted(label, LABEL, place.letters) for label in self.labels]
        wide = place.width - max(letters.width(label, place.letters) for label in shown) - 26
        note = letters.fitted(self.notes[row], wide / 2, place.small, 1)
        if x.part(ends[1]) * wide + letters.width(note, place.small) > wide:
            return Words(ends[0], middle, note, dx=-7, across="end", color=MUTED, halo=True)
        return Words(ends[1], middle, note, dx=7, color=MUTED, halo=True)


def _drawn(span: Span, room: float) -> tuple[float, float]:
    """Give the days between which a row is drawn: a short piece where one of them is open."""
    begin, end = (None if day is None else float(day.toordinal()) for day in span)
    short = 1.2 * room
    start = begin if begin is not None else (end or 0.0) - short
    stop = end if end is not None else start + short
    return start, max(stop, start + 0.4 * room)


def _days_words(span: Span) -> str:
    begin, end = (None if day is None else f"{day:%b} {day.day}, {day.year}" for day in span)
    if begin and end:
        return f"{begin} to {end}"
    return f"by {end}; first day open" if end else f"from {begin} on; last day open"


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves over phases, without a scale: they show a shape, not numbers."""

    phases: tuple[str, ...]  # names of the phases, from the left
    # name, look and heights (0 to 1, evenly spaced over all phases) of each curve
    curves: tuple[tuple[str, SeriesStyle, tuple[float, ...]], ...]
    # position of the mark "you are here", in phases (0.5 is the middle of the first); None without
    here: float | None = None

    def scene(self, place: Place) -> Scene:
        """Lay the curves out; on a phone the phases have numbers, and their names stand below."""
        count = len(self.phases)
        each = (place.width - 16) / max(count, 1)
        names = [
            f"{number}"
            if place.narrow
            else "\n".join(letters.lines(f"{number} {name}", each - 8, place.small))
            for number, name in enumerate(self.phases, start=1)
        ]
        x = Axis(0, count, tuple((number + 0.5, name) for number, name in enumerate(names)))
        y = Axis(0, 1.12)
        layers: list[Layer] = [Rects(((n, 0.0, n + 1, 1.12),), BANDS[n % 2]) for n in range(count)]
        for name, look, heights in self.curves:
            points = _rounded([(count * n / (len(heights) - 1), height) for n, height in enumerate(heights)])
            layers.append(Strokes((points,), look.color, 2.6, "dashed" if look.hatch else "", series=name))
        keys = [line_key(name, look.color, "dashed" if look.hatch else "") for name, look, _ in self.curves]
        if self.here is not None:
            layers += [
                Strokes((((self.here, 0.0), (self.here, 1.06)),), LOSS, 2),
                Points(((self.here, 1.06),), _HERE, (10.0,)),
            ]
            keys.append(Key("You are here", _HERE, "line"))
        scene = framed(place, layers, x, y, high=170 if place.narrow else 236, keys=keys, left=8, right=8)
        return with_list_below(scene, numbered(self.phases)) if place.narrow else scene


def _rounded(points: list[Point]) -> tuple[Point, ...]:
    """Give a curve through points without corners (after Catmull and Rom: at each point it runs as its neighbors lie)."""
    found: list[Point] = []
    ends = [points[0], *points, points[-1]]
    for place in range(len(points) - 1):
        (_, before), (x0, y0), (x1, y1), (_, after) = ends[place : place + 4]
        for step in range(8):
            t = step / 8
            y = 0.5 * (
                2 * y0
                + (y1 - before) * t
                + (2 * before - 5 * y0 + 4 * y1 - after) * t**2
                + (3 * (y0 - y1) + after - before) * t**3
            )
            found.append((x0 + (x1 - x0) * t, y))
    return (*found, points[-1])
