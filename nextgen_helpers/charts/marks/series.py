"""Values that a mark draws in one look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import numbers


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one series, one a label."""

    name: str  # what the legend says
    values: tuple[float | None, ...]  # numbers in the mark's unit; None where missing
    style: SeriesStyle  # color, shape and hatching


def series(frame: pd.DataFrame, wanted: Iterable[tuple[str, str, SeriesStyle]]) -> tuple[Series, ...]:
    """Take series from a table, each by its name, its column and its look."""
    return tuple(Series(name, numbers(frame, column), style) for name, column, style in wanted)
