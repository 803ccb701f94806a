"""Marks of the charts that show a team's own answers."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from nextgen_helpers.charts.market_marks import Series
from nextgen_helpers.charts.tables import texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import pandas as pd

    from nextgen_helpers.charts.style import SeriesStyle


#: From how many equal ratings on a stack gets another column, how many columns it has at most, and how far apart they are.
_TALL: Final = 6
_COLUMNS: Final = 3
_BESIDE: Final = 0.28


@dataclass(frozen=True, slots=True)
class Ratings:
    """Each rating as a dot over the shaded bands of a scale, with the median of each row.

    Parameters
    ----------
    labels : one a row, first on top.
    bands : lowest score, highest score and name of each band, in order.
    dots : for each row the ratings, each with the number of its group.
    medians : one a row; None where nobody rated.
    groups : name and look of each group of raters.
    axis : what the position is.
    """

    labels: tuple[str, ...]
    bands: tuple[tuple[int, int, str], ...]
    dots: tuple[tuple[tuple[int, int], ...], ...]
    medians: tuple[float | None, ...]
    groups: tuple[tuple[str, SeriesStyle], ...]
    axis: str

    def stacked(self) -> list[list[StackedDot]]:
        """Give where the dots of each row stand, so that every person is seen and none leaves the row."""
        return [_stacked(row) for row in self.dots]

    def lines(self) -> int:
        """Count the dots of the highest stack."""
        return max((dot.line + 1 for row in self.stacked() for dot in row), default=1)


@dataclass(frozen=True, slots=True)
class StackedDot:
    """A rating in its stack.

    Parameters
    ----------
    group : number of its group.
    x : where it stands on the axis, at its score or a little beside it.
    line : how high, 0 at the foot.
    """

    group: int
    x: float
    line: int


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


@dataclass(frozen=True, slots=True)
class TwoColumnNetwork:
    """Two columns of names, tied by lines.

    Parameters
    ----------
    left, right : the names, first on top.
    ties : number of the left name, number of the right one, and how strong the tie is.
    left_title, right_title : what stands in the columns.
    weight : what the width of a line is.
    marked : numbers of the right names that are marked, such as tired employers.
    marked_name : what the mark means; empty where there is none.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    ties: tuple[tuple[int, int, float], ...]
    left_title: str
    right_title: str
    weight: str
    marked: tuple[int, ...] = ()
    marked_name: str = ""

    @classmethod
    def of(
        cls,
        left: tuple[str, Sequence[str]],
        right: tuple[str, Sequence[str]],
        ties: Iterable[tuple[str, str, float]],
        weight: str,
        *,
        marked: tuple[str, Collection[str]] = ("", ()),
    ) -> TwoColumnNetwork:
        """Tie names; a tie of a name that stands in no column is not drawn.

        Parameters
        ----------
        left, right : title and names of a column.
        ties : left name, right name, and how strong the tie is.
        marked : what the mark means, and which right names have it.
        """
        (left_title, begins), (right_title, ends) = left, right
        begin, end = ({name: place for place, name in enumerate(names)} for names in (begins, ends))
        return cls(
            left=tuple(begins),
            right=tuple(ends),
            ties=tuple((begin[a], end[b], float(size)) for a, b, size in ties if a in begin and b in end),
            left_title=left_title,
            right_title=right_title,
            weight=weight,
            marked=tuple(place for place, name in enumerate(ends) if name in marked[1]),
            marked_name=marked[0],
        )


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A table whose cells are shaded by their values; every cell says its value too.

    Parameters
    ----------
    rows, columns : names.
    values : one row of numbers for each name of a row; a zero is left white, None (nothing can be said) gray.
    axis : what the values are.
    kind : how values are written (see :class:`~nextgen_helpers.charts.tables.Column`).
    zeros : write a zero too; otherwise its cell is empty.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    axis: str
    kind: Literal["count", "share"] = "count"
    zeros: bool = False

    @classmethod
    def of(
        cls,
        matrix: pd.DataFrame,
        axis: str,
        *,
        kind: Literal["count", "share"] = "count",
        zeros: bool = False,
    ) -> HeatTable:
        """Draw a table of numbers whose index names the rows; a missing one can not be said."""
        cells = matrix.astype(object).where(matrix.notna(), None).itertuples(index=False, name=None)
        values = tuple(tuple(value if value is None else float(value) for value in row) for row in cells)
        return cls(tuple(map(str, matrix.index)), tuple(map(str, matrix.columns)), values, axis, kind, zeros)

    def text(self, value: float | None) -> str:
        """Give what stands in a cell."""
        if value is None or (value == 0 and not self.zeros):
            return ""
        return f"{value:,.0f}" if self.kind == "count" else f"{100 * value:.0f}%"


@dataclass(frozen=True, slots=True)
class RowDots:
    """Rows of dots over a scale; dots of a row that fall together stand above each other.

    Parameters
    ----------
    labels : one a row, first on top.
    series : the dots, None where there is none; the first series on top of those it falls together with.
    axis : what the position is, with its unit.
    notes : what else is said of each row, such as how many people it stands for.
    limits : lowest and highest position of the scale; None to begin with zero and end with the data.
    bands : lowest score, highest score and name of each shaded band, in order.
    sections : number of the first row, and heading, of each section.
    line : position of a reference line, and what it means.
    legend : name the series above; without it the rows' labels have to.
    """

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str
    notes: tuple[str, ...]
    limits: tuple[int, int] | None = None
    bands: tuple[tuple[int, int, str], ...] = ()
    sections: tuple[tuple[int, str], ...] = ()
    line: tuple[float, str] | None = None
    legend: bool = True

    @classmethod
    def of(  # noqa: PLR0913  (as many as the picture has parts)
        cls,
        frame: pd.DataFrame,
        label: str,
        series: Iterable[tuple[str, str, SeriesStyle]],
        axis: str,
        *,
        notes: str | None = None,
        limits: tuple[int, int] | None = None,
        bands: tuple[tuple[int, int, str], ...] = (),
        sections: tuple[tuple[int, str], ...] = (),
        line: tuple[float, str] | None = None,
        legend: bool = True,
    ) -> RowDots:
        """Name the columns of the table that are drawn.

        Parameters
        ----------
        frame : the table's rows, first on top.
        label, notes : columns; without ``notes`` nothing else is said of a row.
        series : name, column and look of the dots.
        axis, limits, bands, sections, line, legend : as above.
        """
        dots = tuple(Series.of(frame, name, column, look) for name, column, look in series)
        said = texts(frame, notes) if notes else ("",) * len(frame)
        return cls(texts(frame, label), dots, axis, said, limits, bands, sections, line, legend)

    @property
    def highest(self) -> float:
        """The largest value that is drawn."""
        drawn = [value for series in self.series for value in series.values if value is not None]  # noqa: PD011  (no DataFrame)
        return max([*drawn, self.line[0] if self.line else 0.0, 1.0])

    def heights(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Place rows and headings from the top down: a row is one high, a heading a little less.

        Returns
        -------
        The middle of each row and of each heading, both growing upwards from zero at the bottom edge.
        """
        heading = 0.9
        starts = [first for first, _ in self.sections]
        total = len(self.labels) + heading * len(starts)
        above = [sum(first <= row for first in starts) for row in range(len(self.labels))]
        rows = tuple(total - row - heading * count - 0.5 for row, count in enumerate(above))
        headings = tuple(total - first - heading * (number + 0.5) for number, first in enumerate(starts))
        return rows, headings

    def offsets(self) -> tuple[tuple[float, ...], ...]:
        """Say for each series and row how far its dot moves up, in parts of the row, to be seen.

        Dots count as falling together where they are closer than a fortieth of the scale.
        """
        low, high = self.limits or (0, self.highest)
        near = (high - low) / 40
        moved = [[0.0] * len(self.labels) for _ in self.series]
        for row in range(len(self.labels)):
            there = [
                (number, value)
                for number, series in enumerate(self.series)
                if (value := series.values[row]) is not None  # noqa: PD011  (no DataFrame)
            ]
            for number, value in there:
                together = [other for other, its in there if abs(its - value) < near]
                place = together.index(number)
                moved[number][row] = 0.26 * ((len(together) - 1) / 2 - place)
        return tuple(tuple(row) for row in moved)


@dataclass(frozen=True, slots=True)
class Radar:
    """One value on each spoke of a wheel, joined to a shape, over the bands of the scale.

    Parameters
    ----------
    labels : one a spoke, the first on top, then clockwise.
    values : one a spoke; None where there is none, which leaves the shape open.
    bands : lowest score, highest score and name of each band, in order.
    name : what the values are.
    """

    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    bands: tuple[tuple[int, int, str], ...]
    name: str

    @property
    def reach(self) -> float:
        """The radius of the outermost band."""
        return self.bands[-1][1] + 0.5

    @property
    def spokes(self) -> tuple[tuple[str, float, float | None], ...]:
        """Label, angle (degrees, clockwise from the top) and value of each spoke."""
        turn = 360 / max(len(self.labels), 1)
        return tuple(
            (label, turn * number, value)
            for number, (label, value) in enumerate(zip(self.labels, self.values, strict=True))
        )

    @property
    def sides(self) -> tuple[tuple[int, int], ...]:
        """Pairs of neighboring spokes that both have a value."""
        count = len(self.values)
        around = range(count if count > 2 else count - 1)  # noqa: PLR2004  (two spokes have one side)
        pairs = [(number, (number + 1) % count) for number in around]
        return tuple(
            (one, two) for one, two in pairs if self.values[one] is not None and self.values[two] is not None
        )
