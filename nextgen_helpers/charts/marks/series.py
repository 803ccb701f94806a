"""Values that a mark draws in one look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nextgen_helpers.charts.tables import numbers

if TYPE_CHECKING:
    import pandas as pd

    from nextgen_helpers.charts.style import SeriesStyle


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one series, one a label."""

    name: str  # what the legend says
    values: tuple[float | None, ...]  # numbers in the mark's unit; None where missing
    style: SeriesStyle  # color, shape and hatching

    @classmethod
    def of(cls, frame: pd.DataFrame, name: str, column: str, style: SeriesStyle) -> Series:
        """Take the values from a column of the table."""
        return cls(name, numbers(frame, column), style)
