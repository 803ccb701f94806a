"""Marks of the charts that show a team's metrics, and the wheel of the federal framework."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from nextgen_helpers.charts.style import SeriesStyle

#: How a part is shaded by its rating from 1 to 4; one that is not rated is white.
WHEEL_COLORS: Final = ("#f6e7d8", "#dcebf5", "#a9cde6", "#6ba7d1")


@dataclass(frozen=True, slots=True)
class Panel:
    """One small picture: a number over time.

    Parameters
    ----------
    title : what it is.
    unit : of its values, below the title.
    days, values, texts : the points, oldest first, and how each is written.
    target : day, value and words of the target; None where there is none that can be drawn.
    state : how it stands, in words, and how that looks.
    zero : draw the line of zero.
    """

    title: str
    unit: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    texts: tuple[str, ...]
    target: tuple[date, float, str] | None
    state: tuple[str, SeriesStyle]
    zero: bool = False

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


@dataclass(frozen=True, slots=True)
class Panels:
    """Small pictures side by side, each with a scale of its own.

    Parameters
    ----------
    panels : in order; each has one point at least.
    """

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class WheelPart:
    """A part of the wheel.

    Parameters
    ----------
    title : what it is called.
    rating : from 1 to 4; None where it is not rated.
    """

    title: str
    rating: int | None

    @property
    def words(self) -> str:
        """The rating as it is read."""
        return "not rated" if self.rating is None else f"{self.rating} of 4"

    @property
    def color(self) -> str:
        """How it is shaded; the rating stands there in words, too."""
        return "#ffffff" if self.rating is None else WHEEL_COLORS[self.rating - 1]


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel: a rim around wedges around a core.

    Parameters
    ----------
    rim : what encloses all.
    wedges, core : clockwise from the top.
    """

    rim: WheelPart
    wedges: tuple[WheelPart, ...]
    core: tuple[WheelPart, ...]
