"""Colors, shapes and hatchings of every figure.

The palette is told apart by people who are color-blind (after Okabe and Ito), every color that carries
meaning stands out 3 : 1 or more against white, and none carries it alone: each series has its own
shape or hatching too (WCAG 2.1, 1.4.1 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

INK: Final = "#1c2833"
MUTED: Final = "#56626e"
GRID: Final = "#dfe4e8"
PAPER: Final = "#ffffff"
REGION: Final = "#00629b"
STATE: Final = "#b45309"
NATION: Final = "#56626e"
LOSS: Final = "#b3391d"
THIRD: Final = "#00795c"
GRAY: Final = "#7b8794"
LAND: Final = "#eef1f3"

FONT_FAMILY: Final = (
    "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
)

Shape = Literal[
    "circle", "square", "diamond", "triangle-up", "triangle-down", "triangle-left", "triangle-right",
    "star", "cross", "x", "pentagon", "hexagon", "octagon", "diamond-tall",
]  # fmt: skip
Hatch = Literal["", "rising", "falling", "crossed", "dotted"]


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """How one series looks, wherever it is drawn."""

    color: str  # hexadecimal
    shape: Shape = "circle"  # of its points
    hatch: Hatch = ""  # of its areas, empty for plain


REGION_STYLE: Final = SeriesStyle(REGION, "circle")
STATE_STYLE: Final = SeriesStyle(STATE, "square")
NATION_STYLE: Final = SeriesStyle(NATION, "diamond")

#: The three parts of a change in jobs.
PART_STYLES: Final = {
    "national_share": SeriesStyle(GRAY),
    "industry_mix": SeriesStyle("#b87310", hatch="rising"),
    "regional_share": SeriesStyle(REGION, hatch="falling"),
}

#: Classes of a map, from the lowest values to the highest.
MAP_COLORS: Final = ("#dcebf5", "#a9cde6", "#6ba7d1", "#2b7bb5", "#0b4f85")

#: The four quadrants of concentration and growth.
QUADRANT_STYLES: Final = {
    "strong_growing": SeriesStyle(REGION, "circle"),
    "emerging": SeriesStyle(THIRD, "triangle-up"),
    "strong_shrinking": SeriesStyle(STATE, "square"),
    "small_shrinking": SeriesStyle(GRAY, "diamond"),
}
