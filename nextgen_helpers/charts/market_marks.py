"""Marks of the charts of a region: bars, dots, bubbles, changes that stack, lines, a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from nextgen_helpers.charts.tables import numbers, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from nextgen_helpers.charts.style import SeriesStyle

#: So many years can be written side by side.
_MOST_YEARS: Final = 12


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one series, one a label.

    Parameters
    ----------
    name : what the legend says.
    values : numbers in the mark's unit; None where missing.
    style : color, shape and pattern.
    """

    name: str
    values: tuple[float | None, ...]
    style: SeriesStyle

    @classmethod
    def of(cls, frame: pd.DataFrame, name: str, column: str, style: SeriesStyle) -> Series:
        """Take the values from a column of the table."""
        return cls(name, numbers(frame, column), style)


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, with what is withheld as a hatched extension.

    Parameters
    ----------
    labels : one a bar, first on top.
    values : lengths, None where all is withheld.
    at_most : how far the bar can reach at most; equal to the value where nothing is withheld.
    texts : what stands at the end of each bar.
    second : which bars belong to the second group (drawn in its color and hatching).
    axis : what the length is, with its unit.
    groups : names of the two groups, for the legend; empty where there is one.
    beyond : what the extension is, for the legend.
    """

    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    at_most: tuple[float | None, ...]
    texts: tuple[str, ...]
    second: tuple[bool, ...]
    axis: str
    groups: tuple[str, ...] = ()
    beyond: str = "Withheld: at most"

    @classmethod
    def of(  # noqa: PLR0913  (as many as the picture has parts)
        cls,
        frame: pd.DataFrame,
        label: str,
        value: str,
        *,
        axis: str,
        text: Iterable[str],
        at_most: str | None = None,
        second: str | None = None,
        groups: tuple[str, str] | tuple[()] = (),
        beyond: str = "Withheld: at most",
    ) -> Bars:
        """Name the columns of the table that are drawn.

        Parameters
        ----------
        frame : the table's rows, first on top.
        label, value, at_most, second : columns; without ``at_most`` nothing is withheld, without ``second`` there is one group.
        axis, groups, beyond : as above.
        text : what stands at the end of each bar.
        """
        return cls(
            labels=texts(frame, label),
            values=numbers(frame, value),
            at_most=numbers(frame, at_most or value),
            texts=tuple(text),
            second=tuple(bool(item) for item in frame[second]) if second else (False,) * len(frame),
            axis=axis,
            groups=groups,
            beyond=beyond,
        )


@dataclass(frozen=True, slots=True)
class Dots:
    """One row a label, one dot a series, joined by a line.

    Parameters
    ----------
    labels : one a row, first on top.
    series : the dots.
    axis : what the position is, with its unit.
    kind : how values are written (see :class:`~nextgen_helpers.charts.tables.Column`).
    line : position of a reference line, and what it means; None for no line.
    open_ended : rows whose first dot is a lower bound, marked by an arrow.
    """

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str
    kind: Literal["ratio", "dollars", "share"]
    line: tuple[float, str] | None = None
    open_ended: tuple[bool, ...] = ()

    @classmethod
    def of(  # noqa: PLR0913  (as many as the picture has parts)
        cls,
        frame: pd.DataFrame,
        label: str,
        *series: Series,
        axis: str,
        kind: Literal["ratio", "dollars", "share"],
        line: tuple[float, str] | None = None,
        withheld: str | None = None,
    ) -> Dots:
        """Name the columns of the table that are drawn.

        Parameters
        ----------
        frame : the table's rows, first on top.
        label : a column.
        withheld : a column; where it is above zero, the first dot is a lower bound.
        """
        ends = tuple(bool(count > 0) for count in frame[withheld]) if withheld else ()
        return cls(texts(frame, label), series, axis, kind, line, ends)


@dataclass(frozen=True, slots=True)
class Bubbles:
    """Bubbles in four quadrants.

    Parameters
    ----------
    labels, x, y, sizes : one a bubble; sizes are areas in the unit of ``size_name``.
    groups : the quadrant of each bubble, a key of ``quadrants``.
    quadrants : key -> (name, style), in the order top right, top left, bottom right, bottom left.
    x_axis, y_axis, size_name : what they are, with units.
    x_line, y_line : where the quadrants meet.
    """

    labels: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    sizes: tuple[float, ...]
    groups: tuple[str, ...]
    quadrants: dict[str, tuple[str, SeriesStyle]]
    x_axis: str
    y_axis: str
    size_name: str
    x_line: float
    y_line: float

    @classmethod
    def of(  # noqa: PLR0913  (as many as the picture has parts)
        cls,
        frame: pd.DataFrame,
        *,
        label: str,
        group: str,
        quadrants: dict[str, tuple[str, SeriesStyle]],
        x: tuple[str, str],
        y: tuple[str, str],
        size: tuple[str, str],
        meet: tuple[float, float],
    ) -> Bubbles:
        """Name the columns of the table that are drawn.

        Parameters
        ----------
        frame : the table's rows, none of them with a missing value.
        label, group : columns.
        quadrants : as above.
        x, y, size : a column, and what it is, with its unit.
        meet : where the quadrants meet, along x and along y.
        """
        along, up, large = (tuple(float(value) for value in frame[name]) for name, _ in (x, y, size))
        return cls(
            texts(frame, label), along, up, large, texts(frame, group), quadrants, x[1], y[1], size[1], *meet
        )


@dataclass(frozen=True, slots=True)
class StackedChange:
    """Bars that stack to both sides of zero, with the sum as a mark.

    Parameters
    ----------
    labels : one a row, first on top.
    parts : the series that are stacked.
    totals : their sum, one a row.
    axis : what the length is, with its unit.
    """

    labels: tuple[str, ...]
    parts: tuple[Series, ...]
    totals: tuple[float, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over years; a gap of more than one year is drawn dashed.

    Parameters
    ----------
    years : the years, oldest first.
    series : one line each.
    axis : what the height is, with its unit.
    """

    years: tuple[int, ...]
    series: tuple[Series, ...]
    axis: str

    @property
    def labeled_years(self) -> tuple[int, ...]:
        """Give the years that are written at the axis: all, or of many every fifth, counted from the last."""
        step = 1 if len(self.years) <= _MOST_YEARS else 5
        return tuple(year for year in self.years if (self.years[-1] - year) % step == 0)


@dataclass(frozen=True, slots=True)
class CountyMap:
    """Counties of a region among their neighbors.

    Parameters
    ----------
    counties : five-character codes of the region.
    values : what is shown of each, None where withheld.
    texts : name and value of each, for the legend and for hovering.
    limits : upper limits of the classes, ascending; the last is the largest value.
    kind : how values are written.
    axis : what the color is, with its unit.
    """

    counties: tuple[str, ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    limits: tuple[float, ...]
    kind: Literal["count", "dollars"]
    axis: str
