"""Colors, shapes and measures of every figure.

The palette is told apart by people who are color-blind (after Okabe and Ito), every color that carries
meaning stands out 3 : 1 or more against white, and none carries it alone: each series has its own
shape or hatching too (WCAG 2.1, 1.4.1 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INK: Final = "#1c2833"
MUTED: Final = "#56626e"
GRID: Final = "#dfe4e8"
PAPER: Final = "#ffffff"
REGION: Final = "#00629b"
STATE: Final = "#b45309"
NATION: Final = "#56626e"
LOSS: Final = "#b3391d"
THIRD: Final = "#00795c"
LAND: Final = "#eef1f3"

FONT_FAMILY: Final = (
    "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
)


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """How one series looks, on screen and on paper.

    Parameters
    ----------
    color : hexadecimal.
    marker : Matplotlib's letter for the shape.
    symbol : Plotly's word for the same shape.
    hatch : Matplotlib's hatching for areas; empty for plain.
    pattern : Plotly's sign for the same.
    """

    color: str
    marker: str = "o"
    symbol: str = "circle"
    hatch: str = ""
    pattern: str = ""

    def paper_size(self, size: float) -> float:
        """Give the size with which Matplotlib draws the mark as large as a circle of that size: its stars are small."""
        return size * {"*": 1.55, "d": 1.15}.get(self.marker, 1.0)


REGION_STYLE: Final = SeriesStyle(REGION, "o", "circle")
STATE_STYLE: Final = SeriesStyle(STATE, "s", "square")
NATION_STYLE: Final = SeriesStyle(NATION, "D", "diamond")

#: The three parts of a change in jobs.
PART_STYLES: Final = {
    "national_share": SeriesStyle("#7b8794", hatch="", pattern=""),
    "industry_mix": SeriesStyle("#b87310", hatch="///", pattern="/"),
    "regional_share": SeriesStyle(REGION, hatch="\\\\\\", pattern="\\"),
}

#: Classes of a map, from the lowest values to the highest.
MAP_COLORS: Final = ("#dcebf5", "#a9cde6", "#6ba7d1", "#2b7bb5", "#0b4f85")

#: The four quadrants of concentration and growth.
QUADRANT_STYLES: Final = {
    "strong_growing": SeriesStyle(REGION, "o", "circle"),
    "emerging": SeriesStyle(THIRD, "^", "triangle-up"),
    "strong_shrinking": SeriesStyle(STATE, "s", "square"),
    "small_shrinking": SeriesStyle("#7b8794", "D", "diamond"),
}


def ratio_ticks(low: float, high: float) -> list[float]:
    """Place ticks on the axis of a quotient, which doubles from one to the next.

    Returns
    -------
    Powers of two; where fewer than four fall between the limits, also the steps half-way.

    Examples
    --------
    >>> ratio_ticks(0.2, 5), ratio_ticks(0.6, 1.8)
    ([0.25, 0.5, 1.0, 2.0, 4.0], [0.7, 1.0, 1.4])
    """
    whole = [2.0**power for power in range(-6, 8) if low <= 2.0**power <= high]
    if len(whole) >= 4:  # noqa: PLR2004
        return whole
    between = [0.18, 0.35, 0.7, 1.4, 2.8, 5.6, 11.0, 23.0, 45.0]
    return sorted([*whole, *(tick for tick in between if low <= tick <= high)])
