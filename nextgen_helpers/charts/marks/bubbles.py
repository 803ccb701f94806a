"""Bubbles in four quadrants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.scales import ratio_axis, value_ticks
from nextgen_helpers.charts.scene import (
    Axis,
    Box,
    Key,
    Layer,
    Place,
    Point,
    Points,
    Scene,
    Strokes,
    Words,
    framed,
    vertical,
)
from nextgen_helpers.charts.style import GRID, INK, SeriesStyle

_HIGH: Final = 410.0
_RIGHT: Final = 14.0
#: So many are named on a phone, and so wide are their names at most, pixels.
_NAMED: Final = 7
_NAME: Final = 150.0


@dataclass(frozen=True, slots=True)
class Bubbles:
    """Bubbles in four quadrants."""

    # labels, x, y, sizes: one a bubble; sizes are areas
    labels: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    sizes: tuple[float, ...]
    groups: tuple[str, ...]  # the quadrant of each bubble, a key of quadrants
    # key -> (name, style), in the order top right, top left, bottom right, bottom left
    quadrants: dict[str, tuple[str, SeriesStyle]]
    # x_axis, y_axis: what they are, with units
    x_axis: str
    y_axis: str
    # x_line, y_line: where the quadrants meet
    x_line: float
    y_line: float

    def scene(self, place: Place) -> Scene:
        """Lay the bubbles out, the largest at the bottom, and name as many as have room."""
        x, y = self._axes(place)
        places = tuple(zip(self.x, self.y, strict=True))
        sizes = self._diameters(place)
        layers: list[Layer] = [
            vertical(self.x_line, y, width=1),
            Strokes((((x.low, self.y_line), (x.high, self.y_line)),), INK),
        ]
        for number in sorted(range(len(sizes)), key=lambda each: -sizes[each]):
            name, look = self.quadrants[self.groups[number]]
            at, size, said = (places[number],), (sizes[number],), (self._said(number),)
            layers.append(Points(at, look, size, opacity=0.78, hover=said, series=name))
        left = max(letters.width(text, place.small) for _, text in y.ticks) + 12
        layers += self._names(place, (x, y), sizes, place.width - left - _RIGHT)
        keys = [Key(name, look) for name, look in self.quadrants.values()]
        return framed(place, layers, x, y, high=_HIGH, keys=keys, left=left, right=_RIGHT)

    def _axes(self, place: Place) -> tuple[Axis, Axis]:
        """Leave room around the bubbles, and always show where the quadrants meet."""
        low, high = max(min([*self.x, self.x_line]), 1 / 64) / 1.35, max([*self.x, self.x_line]) * 1.45
        bottom, top = min([*self.y, self.y_line]), max([*self.y, self.y_line])
        room = 0.14 * max(top - bottom, 1.0)
        up = value_ticks(bottom - room, top + room, 8, "signed_percent")
        return (
            ratio_axis(low, high, self.x_axis, place, zoom=True),
            Axis(bottom - room, top + room, up, self.y_axis, grid=GRID, zoom=True),
        )

    def _diameters(self, place: Place) -> list[float]:
        """Give diameters in pixels: a bubble's area follows its value."""
        largest, most = max([*self.sizes, 1.0]), 27.0 if place.narrow else 44.0
        return [(most**2 * size / largest + 22) ** 0.5 for size in self.sizes]

    def _said(self, number: int) -> str:
        return (
            f"{self.labels[number]}\nlocation quotient {self.x[number]:.2f}\nchange {self.y[number]:+.1f}%"
            f"\n{self.sizes[number]:,.0f} jobs"
        )

    def _names(
        self, place: Place, axes: tuple[Axis, Axis], sizes: list[float], wide: float
    ) -> Iterator[Words]:
        """Name bubbles where their names run into nothing: first those that the title names, then the largest."""
        x, y = axes
        middles: list[Point] = [
            (wide * x.part(right), _HIGH * (1 - y.part(up))) for right, up in zip(self.x, self.y, strict=True)
        ]
        taken: list[Box] = [
            (left - 0.35 * size, top - 0.35 * size, left + 0.35 * size, top + 0.35 * size)
            for (left, top), size in zip(middles, sizes, strict=True)
        ]
        across, up = wide * x.part(self.x_line), _HIGH * (1 - y.part(self.y_line))
        crossing: list[Box] = [(across, 0.0, across, _HIGH), (0.0, up, wide, up)]
        most = _NAMED if place.narrow else len(self.labels)
        order = sorted(range(len(sizes)), key=lambda n: (self.groups[n] != "strong_growing", -sizes[n]))
        for number in order:
            name = letters.fitted(self.labels[number], _NAME if place.narrow else wide / 2, place.small, 1)
            size = letters.width(name, place.small) + 4, place.small + 4.0
            # A name keeps off the lines where it can.
            sides = sorted(
                _beside(middles[number], sizes[number] / 2, size, wide),
                key=lambda side: any(meet(side[0], line) for line in crossing),
            )
            for box, words in sides:
                others = (other for each, other in enumerate(taken) if each != number)
                inside = box[0] >= 0 and box[1] >= 0 and box[2] <= wide and box[3] <= _HIGH
                if inside and not any(meet(box, other) for other in others):
                    taken.append(box)
                    most -= 1
                    yield Words(self.x[number], self.y[number], name, *words, halo=True)
                    break
            if not most:
                return


def _beside(
    middle: Point, radius: float, size: tuple[float, float], wide: float
) -> Iterator[tuple[Box, Point]]:
    """Give the places at which a name could stand, best first, each with how far its beginning is from the bubble's middle."""
    (x, y), (across, down) = middle, size
    over = min(x - across / 2, wide - across - 1)
    for left, top in (
        (x + radius + 3, y - down / 2),
        (x - radius - 3 - across, y - down / 2),
        (over, y - radius - 1 - down),
        (over, y + radius + 1),
    ):
        yield (left, top, left + across, top + down), (left + 2 - x, top + down / 2 - y)


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
