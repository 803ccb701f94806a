"""Marks of the charts that show a team's own answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nextgen_helpers.charts.style import SeriesStyle

__all__ = ["HeatTable", "Ratings", "TwoColumnNetwork"]


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


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A table whose cells are shaded by their values; every cell says its value too.

    Parameters
    ----------
    rows, columns : names.
    values : one row of numbers for each name of a row; a zero is left white.
    axis : what the values are.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    axis: str
