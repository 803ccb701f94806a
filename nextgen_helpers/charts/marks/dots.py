"""Dots in rows: values of several series over a scale, and every person's rating."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from nextgen_helpers.charts.marks.rows import laid_out
from nextgen_helpers.charts.scales import ratio_axis, value_ticks
from nextgen_helpers.charts.scene import (
    Axis,
    Key,
    Layer,
    Place,
    Point,
    Points,
    Scene,
    Strokes,
    Words,
    bands,
    bands_high,
    line_key,
    vertical,
)
from nextgen_helpers.charts.style import GRID, INK, MUTED, PAPER, REGION, SeriesStyle
from nextgen_helpers.charts.tables import Series, written

#: From how many equal ratings on a stack gets another column, how many columns it has at most, and how far apart they are.
_TALL: Final = 6
_COLUMNS: Final = 3
_BESIDE: Final = 0.28
#: Pixels of a rating: from dot to dot, below the lowest, and around a stack.
_DOT: Final = 11.0
_FOOT: Final = 14.0
_AROUND: Final = 34.0

Scale = Literal["ratio", "dollars", "share", "count"]
Bands = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Dots:
    """One row a label, one dot a series, joined by a line."""

    labels: tuple[str, ...]  # one a row, first on top
    # the dots, None where there is none; the first series is drawn over the others
    series: tuple[Series, ...]
    axis: str  # what the position is, with its unit
    # how values are written (see :class:`~nextgen_helpers.charts.tables.Column`). Counts that fall together
    # stand above each other.
    kind: Scale = "count"
    # what else is said of each row, such as how many people it stands for; empty for none
    notes: tuple[str, ...] = ()
    # lowest and highest position of a scale of whole numbers; None to let the data tell
    limits: tuple[int, int] | None = None
    bands: Bands = ()  # lowest score, highest score and name of each shaded band, in order
    sections: tuple[tuple[int, str], ...] = ()  # number of the first row, and heading, of each section
    line: tuple[float, str] | None = None  # position of a reference line, and what it means; None for no line
    legend: bool = True  # name the series above; without it the rows' labels have to
    open_ended: tuple[bool, ...] = ()  # rows whose first dot is a lower bound, marked by an arrow

    def scene(self, place: Place) -> Scene:
        """Lay the dots out."""
        x, offsets = self._scale(place), self.offsets()
        stacked = max((round(2 * max(map(abs, moved)) / 0.26) for moved in offsets), default=0)
        least = 12 + 9.0 * stacked if stacked > 1 else 0
        rows = laid_out(place, self.labels, x, notes=self.notes, sections=self.sections, least=least)
        apart = 0.26 * min(rows.pitch, 34)
        layers: list[Layer] = [*bands(self.bands, rows.axis, place)]
        if self.bands:
            # A white line at each score, over the shaded bands.
            lines = tuple(((value, 0.0), (value, rows.high)) for value, _ in x.ticks)
            layers.append(Strokes(lines, PAPER, 0.8))
        known = [
            [value for series in self.series if (value := series.values[row]) is not None]
            for row in range(len(self.labels))
        ]
        spans = tuple(
            ((min(there), middle), (max(there), middle))
            for there, middle in zip(known, rows.middles, strict=True)
            if len(there) > 1
        )
        if self.line:
            layers.append(vertical(self.line[0], rows.axis, dash="dashed"))
        layers.append(Strokes(spans, "#a3aeb8", 2))
        layers += [
            Words(x.low, middle, "withheld", dx=6, color=MUTED)
            for there, middle in zip(known, rows.middles, strict=True)
            if not there and self.kind != "count"
        ]
        layers += [
            Words(value, middle, "→", dx=5, color=REGION, size=place.small + 4, halo=True)
            for value, middle, more in zip(self.series[0].values, rows.middles, self.open_ended, strict=False)
            if more and value is not None
        ]
        for number in range(len(self.series) - 1, -1, -1):
            series, moved = self.series[number], offsets[number]
            there = [(row, value) for row, value in enumerate(series.values) if value is not None]
            layers.append(
                Points(
                    tuple((value, rows.middles[row] - moved[row] / 0.26 * apart) for row, value in there),
                    series.style, (8.0 if not number or self.kind == "count" else 6.8,),
                    hover=tuple(self._said(row, number) for row, _ in there), series=series.name,
                )
            )  # fmt: skip
        keys = [Key(series.name, series.style) for series in self.series] if self.legend else []
        if self.line:
            keys.append(line_key(self.line[1], INK, "dashed"))
        return rows.scene(layers, x, keys=keys, right=16, above=4 + bands_high(self.bands, place))

    def _drawn(self) -> list[float]:
        return [value for series in self.series for value in series.values if value is not None]

    def _scale(self, place: Place) -> Axis:
        """Give the horizontal axis."""
        drawn = self._drawn()
        if self.limits:
            first, last = self.limits
            return _score_axis(first, last, self.axis, grid="" if self.bands else GRID)
        if self.kind == "ratio":
            low, high = max(min([*drawn, 0.8]) / 1.25, 1 / 64), max([*drawn, 1.25]) * 1.25
            return ratio_axis(low, high, self.axis, place)
        most = max([*drawn, *([self.line[0]] if self.line else []), 1.0 if self.kind == "count" else 1e-9])
        whole = self.kind == "count"
        low, high = -0.02 * most if whole else 0.0, most * 1.08
        ticks = value_ticks(0.0, high, 4 if place.narrow else 8, self.kind, whole=whole)
        return Axis(low, high, ticks, self.axis, grid=GRID)

    def _said(self, row: int, number: int) -> str:
        value = self.series[number].values[row]
        bound = number == 0 and bool(self.open_ended) and self.open_ended[row]
        said = f"{value:,g}" if self.kind == "count" and value is not None else written(value, self.kind)
        return f"{self.labels[row]}: {'at least ' if bound else ''}{said}"

    def offsets(self) -> tuple[tuple[float, ...], ...]:
        """Say for each series and row how far its dot moves up, in parts of the row, to be seen.

        Dots count as falling together where they are closer than a fortieth of the scale; money, shares and ratios stay in their line.
        """
        low, high = self.limits or (0.0, max([*self._drawn(), self.line[0] if self.line else 0.0, 1.0]))
        near = (high - low) / 40 if self.kind == "count" else 0.0
        moved = [[0.0] * len(self.labels) for _ in self.series]
        for row in range(len(self.labels)):
            there = [
                (number, value)
                for number, series in enumerate(self.series)
                if (value := series.values[row]) is not None
            ]
            for number, value in there:
                together = [other for other, its in there if abs(its - value) < near] or [number]
                moved[number][row] = 0.26 * ((len(together) - 1) / 2 - together.index(number))
        return tuple(tuple(row) for row in moved)


def _score_axis(lowest: int, highest: int, title: str, grid: str = "") -> Axis:
    """Give the axis of a scale of whole numbers."""
    ticks = tuple((float(score), f"{score}") for score in range(lowest, highest + 1))
    return Axis(lowest - 0.5, highest + 0.5, ticks, title, grid=grid)


@dataclass(frozen=True, slots=True)
class StackedDot:
    """A rating in its stack."""

    group: int  # number of its group
    x: float  # where it stands on the axis, at its score or a little beside it
    line: int  # how high, 0 at the foot


@dataclass(frozen=True, slots=True)
class Ratings:
    """Each rating as a dot over the shaded bands of a scale, with the median of each row."""

    labels: tuple[str, ...]  # one a row, first on top
    bands: Bands  # lowest score, highest score and name of each band, in order
    # for each row the ratings, each with the number of its group
    dots: tuple[tuple[tuple[int, int], ...], ...]
    medians: tuple[float | None, ...]  # one a row; None where nobody rated
    groups: tuple[tuple[str, SeriesStyle], ...]  # name and look of each group of raters
    axis: str  # what the position is

    def stacked(self) -> list[list[StackedDot]]:
        """Give where the dots of each row stand, so that every person is seen and none leaves the row."""
        return [_stacked(row) for row in self.dots]

    def scene(self, place: Place) -> Scene:
        """Lay the stacks out."""
        x = _score_axis(self.bands[0][0], self.bands[-1][1], self.axis)
        stacks = self.stacked()
        tallest = max((dot.line + 1 for row in stacks for dot in row), default=1)
        rows = laid_out(place, self.labels, x, least=max(60.0, _AROUND + _DOT * tallest))
        feet = [middle + rows.pitch / 2 for middle in rows.middles]
        layers: list[Layer] = [
            *bands(self.bands, rows.axis, place),
            Strokes(tuple(((x.low, foot), (x.high, foot)) for foot in feet), PAPER, 2),
        ]
        medians = tuple(
            ((median, foot - 3), (median, foot - 0.92 * rows.pitch))
            for median, foot in zip(self.medians, feet, strict=True)
            if median is not None
        )
        layers.append(Strokes(medians, INK, 2.2, series="Median"))
        for group, (name, look) in enumerate(self.groups):
            found: list[tuple[Point, str]] = [
                ((dot.x, foot - _FOOT - _DOT * dot.line), f"{score}")
                for row, given, foot in zip(stacks, self.dots, feet, strict=True)
                for dot, (score, _) in zip(row, given, strict=True)
                if dot.group == group
            ]
            if found:
                places, scores = zip(*found, strict=True)
                layers.append(Points(places, look, hover=scores, series=name))
        keys = [*(Key(name, look) for name, look in self.groups), line_key("Median", INK)]
        return rows.scene(layers, x, keys=keys, above=4 + bands_high(self.bands, place))


def _stacked(row: tuple[tuple[int, int], ...]) -> list[StackedDot]:
    """Stack equal ratings line by line; a tall stack stands in up to three columns beside each other."""
    sizes = Counter(score for score, _ in row)
    seen: Counter[int] = Counter()
    stacked = []
    for score, group in row:
        columns = min(_COLUMNS, math.ceil(sizes[score] / _TALL))
        line, column = divmod(seen[score], columns)
        # The last line may be short; it stands in the middle, too.
        across = min(columns, sizes[score] - line * columns)
        stacked.append(StackedDot(group, score + _BESIDE * (column - (across - 1) / 2), line))
        seen[score] += 1
    return stacked
