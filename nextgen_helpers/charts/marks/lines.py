"""Lines over time: several in one field, or each in a small field of its own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.scales import day_ticks, round_values, short_number, value_ticks
from nextgen_helpers.charts.scene import Axis, Key, Layer, Panel, Place, Points, Scene, Strokes, Words, framed
from nextgen_helpers.charts.style import GRID, INK, MUTED, SeriesStyle
from nextgen_helpers.charts.tables import Series

#: So many years can be written side by side.
_MOST_YEARS: Final = 12
_HIGH: Final = 230.0
_PICTURE: Final = 106.0
_TARGET: Final = SeriesStyle(INK, "diamond")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over years; a gap of more than one year is drawn dashed."""

    years: tuple[int, ...]  # oldest first
    series: tuple[Series, ...]  # one line each
    axis: str  # what the height is, with its unit

    @property
    def labeled_years(self) -> tuple[int, ...]:
        """Give the years that are written at the axis: all, or of many every fifth, counted from the last."""
        step = 1 if len(self.years) <= _MOST_YEARS else 5
        return tuple(year for year in self.years if (self.years[-1] - year) % step == 0)

    def scene(self, place: Place) -> Scene:
        """Lay the lines out."""
        values = [value for series in self.series for value in series.values if value is not None]
        low, high = min(values, default=0.0), max(values, default=1.0)
        room = 0.12 * ((high - low) or abs(high) or 1.0)
        edge = 0.03 * max(self.years[-1] - self.years[0], 1)
        low, high = low - room, high + room
        y = Axis(low, high, value_ticks(low, high, 8, "ratio"), self.axis, grid=GRID)
        years = tuple((float(year), f"{year}") for year in self.labeled_years)
        x = Axis(self.years[0] - edge, self.years[-1] + edge, years)
        layers = [layer for series in self.series for layer in self._line(series)]
        keys = [Key(series.name, series.style) for series in self.series]
        return framed(place, layers, x, y, high=_HIGH, keys=keys, right=24)

    def _line(self, series: Series) -> list[Layer]:
        points = [
            (float(year), value)
            for year, value in zip(self.years, series.values, strict=True)
            if value is not None
        ]
        pairs = list(itertools.pairwise(points))
        steady = tuple(pair for pair in pairs if pair[1][0] - pair[0][0] == 1)
        gaps = tuple(pair for pair in pairs if pair[1][0] - pair[0][0] != 1)
        color, name = series.style.color, series.name
        said = tuple(f"{year:.0f}: {value:.1f}" for year, value in points)
        return [
            Strokes(steady, color, 2, series=name),
            Strokes(gaps, color, 2, "dashed", series=name),
            Points(tuple(points), series.style, (7.0,), hover=said, series=name),
        ]


@dataclass(frozen=True, slots=True)
class Small:
    """One small picture: a number over time."""

    title: str  # what it is
    unit: str  # of its values, below the title
    # days, values, texts: the points, oldest first, and how each is written
    days: tuple[date, ...]
    values: tuple[float, ...]
    texts: tuple[str, ...]
    # day, value and words of the target; None where there is none that can be drawn
    target: tuple[date, float, str] | None
    state: tuple[str, SeriesStyle]  # how it stands, in words, and how that looks
    zero: bool = False  # draw the line of zero

    def limits(self) -> tuple[float, float]:
        """Give a range in which all values and the target lie, with room above and below."""
        shown = [*self.values, *([self.target[1]] if self.target else []), *([0.0] if self.zero else [])]
        low, high = min(shown), max(shown)
        room = 0.2 * (high - low) or 0.2 * abs(high) or 1.0
        return low - room, high + room

    def span(self) -> tuple[date, date]:
        """Give the first and the last day."""
        shown = [*self.days, *([self.target[0]] if self.target else [])]
        return min(shown), max(shown)

    def words(self, room: float, place: Place) -> str:
        """Give what stands above the picture below its title: the unit and the state, which is never cut off."""
        said = f"{self.unit} · {self.state[0]}"
        if len(letters.lines(said, room, place.small)) == 1:
            return said
        return f"{letters.fitted(self.unit, room, place.small, 2)}\n{self.state[0]}"

    def layers(self, x: Axis, y: Axis, above: tuple[str, str], place: Place) -> list[Layer]:
        """Draw the points, the way to the target, and the words above."""
        days = [float(day.toordinal()) for day in self.days]
        look = self.state[1]
        found: list[Layer] = []
        if self.zero:
            found.append(Strokes((((x.low, 0.0), (x.high, 0.0)),), MUTED, 0.8))
        if self.target:
            day, value, words = self.target
            target = float(day.toordinal()), value
            found += [
                Strokes((((days[0], self.values[0]), target),), MUTED, 1.2, "dotted"),
                Points((target,), _TARGET, (8.0,), hollow=True, hover=(f"Target, {_said(day)}: {words}",)),
            ]
        points = tuple(zip(days, self.values, strict=True))
        said = tuple(f"{_said(day)}: {text}" for day, text in zip(self.days, self.texts, strict=True))
        found += [Strokes((points,), look.color, 2), Points(points, look, (7.0,), hover=said)]
        for end in dict.fromkeys((0, len(points) - 1)):
            at, text = points[end], self.texts[end]
            found.append(Words(*at, text, dy=-7, across="middle", down="bottom", bold=True))
        title, below = above
        deep = letters.LEADING * place.small * (below.count("\n") + 1)
        return [
            *found,
            Words(x.low, y.high, below, dx=-40, dy=-10, down="bottom", color=MUTED),
            Words(x.low, y.high, title, dx=-40, dy=-12 - deep, down="bottom", bold=True),
        ]


@dataclass(frozen=True, slots=True)
class Panels:
    """Small pictures side by side, each with a scale of its own."""

    panels: tuple[Small, ...]  # in order; each has one point at least

    def scene(self, place: Place) -> Scene:
        """Lay the pictures out: two beside each other, one on a phone."""
        columns = 1 if place.narrow else 2
        each = place.width / columns
        room, y, found = each - 26, 0.0, []
        for first in range(0, len(self.panels), columns):
            row = self.panels[first : first + columns]
            above = [
                (letters.fitted(item.title, room, place.small, bold=True), item.words(room, place))
                for item in row
            ]
            deep = max(title.count("\n") + words.count("\n") + 2 for title, words in above)
            top = y + letters.LEADING * place.small * deep + 16
            for column, (item, words) in enumerate(zip(row, above, strict=True)):
                left = column * each
                found.append(_small(item, (left + 46, top, left + each - 26, top + _PICTURE), words, place))
            y = top + _PICTURE + 2 * letters.LEADING * place.small + 18
        return Scene(place, y, tuple(found))


def _small(
    item: Small, box: tuple[float, float, float, float], above: tuple[str, str], place: Place
) -> Panel:
    low, high = item.limits()
    first, last = item.span()
    edge = max((last - first).days, 30) * 0.12
    ticks = [(first, f"{first:%b %Y}")] if first == last else day_ticks(first, last, 3)
    days = tuple((float(day.toordinal()), text) for day, text in ticks)
    x = Axis(first.toordinal() - edge, last.toordinal() + edge, days)
    named = tuple((value, short_number(value)) for value in round_values(low, high, 3))
    y = Axis(low, high, named, grid=GRID)
    return Panel(box, x, y, tuple(item.layers(x, y, above, place)))


def _said(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
