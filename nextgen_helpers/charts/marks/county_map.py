"""A map of counties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.marks.bubbles import meet
from nextgen_helpers.charts.scene import Areas, Axis, Box, Key, Layer, Place, Scene, Words, framed
from nextgen_helpers.charts.shapes import Ring, county_shapes, state_shapes
from nextgen_helpers.charts.style import INK, LAND, MAP_COLORS, PAPER, SeriesStyle
from nextgen_helpers.charts.tables import written

#: In pixels, for a name.
_HALF_A_LINE: Final = 6
_NEIGHBORS: Final = "#f7f8f9"
_BORDER: Final = "#8a96a1"
#: Alaska and Hawaii do not lie where the shapes put them: they are nobody's neighbors.
_ELSEWHERE: Final = frozenset({"02", "15"})
_KIND: Final = re.compile(r" (County|Parish|Borough|Municipio|Census Area|Planning Region)$")


@dataclass(frozen=True, slots=True)
class CountyMap:
    """Counties of a region among their neighbors."""

    counties: tuple[str, ...]  # five-character codes of the region
    values: tuple[float | None, ...]  # what is shown of each, None where withheld
    texts: tuple[str, ...]  # name and value of each, for the legend and for hovering
    limits: tuple[float, ...]  # upper limits of the classes, ascending; the last is the largest value
    kind: Literal["count", "dollars"]  # how values are written
    axis: str  # what the color is, with its unit

    def scene(self, place: Place) -> Scene:
        """Lay the map out: the region, its neighbors as far as they are seen, and the names that have room."""
        states = sorted({code[:2] for code in self.counties})
        shapes, outlines = county_shapes(self.counties), state_shapes()
        shown = (
            outlines[states[0]]
            if len(self.counties) == 1
            else [ring for code in self.counties for ring in shapes[code]]
        )
        x, y, high = _view(shown, place)
        seen: Box = (x.low, y.high, x.high, y.low)
        layers: list[Layer] = [
            _areas((shapes[code] for code in shapes if code not in self.counties), seen, LAND, PAPER, 0.6),
            _areas(
                (rings for state, rings in outlines.items() if state not in states and not _ELSEWHERE & {state, *states}),
                seen, _NEIGHBORS, PAPER, 0.8,
            ),
        ]  # fmt: skip
        colors = [PAPER if value is None else self._color(value) for value in self.values]
        for color in dict.fromkeys(colors):
            own = [number for number, its in enumerate(colors) if its == color]
            layers.append(
                Areas(tuple(_rounded(shapes[self.counties[number]]) for number in own), color, PAPER, 0.9,
                      hover=tuple(self.texts[number] for number in own))
            )  # fmt: skip
        layers.append(_areas((outlines[state] for state in states), seen, "", _BORDER, 1.1))
        if len(self.counties) > 1:
            layers += self._names(shapes, x, y, (place.width - 4, high), place)
        # What the colors are, with the unit, stands above the map.
        keys, y = self._keys(), replace(y, title=self.axis)
        return framed(place, layers, x, y, high=high, keys=keys, left=2, right=2, equal=True, clip=True)

    def _color(self, value: float) -> str:
        place = next(number for number, limit in enumerate(self.limits) if value <= limit)
        colors = MAP_COLORS if len(self.limits) > 1 else MAP_COLORS[-2:]
        return colors[len(colors) - len(self.limits) + place]

    def _keys(self) -> list[Key]:
        uppers = [written(limit, self.kind) for limit in self.limits]
        names = [f"{'to' if number else 'up to'} {upper}" for number, upper in enumerate(uppers)]
        if len(self.counties) == 1:
            names = [self.texts[0]]
        return [
            Key(name, SeriesStyle(self._color(limit)), "box")
            for name, limit in zip(names, self.limits, strict=False)
        ]

    def _names(
        self, shapes: dict[str, list[Any]], x: Axis, y: Axis, size: tuple[float, float], place: Place
    ) -> Iterator[Words]:
        """Name the counties that have room for it, those with the highest values first."""
        taken: list[Box] = []
        for value, code, text in sorted(
            zip(self.values, self.counties, self.texts, strict=True), key=lambda item: -(item[0] or 0)
        ):
            ring = max(shapes[code], key=len)
            (left, _), (right, _) = ring.min(axis=0), ring.max(axis=0)
            name = _KIND.sub("", text.split(":")[0])
            wide = letters.width(name, place.small)
            if wide > size[0] * (x.part(right) - x.part(left)) * 1.05:
                continue
            unit = (x.high - x.low) / size[0]
            (across, down), fits = _spot(ring, wide / 2 * unit, _HALF_A_LINE * unit)
            middle = size[0] * x.part(across), size[1] * (1 - y.part(down))
            left, right = middle[0] - wide / 2, middle[0] + wide / 2
            box = (left, middle[1] - _HALF_A_LINE, right, middle[1] + _HALF_A_LINE)
            if any(meet(box, other) for other in taken):
                continue
            taken.append(box)
            dark = value is not None and self._color(value) in MAP_COLORS[3:]
            # Half beside their county, white letters would be white on white, and dark ones may lie on a dark neighbor.
            color = PAPER if dark and fits else INK
            yield Words(across, down, name, across="middle", color=color, halo=not fits)


def _spot(ring: Ring, half_wide: float, half_high: float) -> tuple[tuple[float, float], bool]:
    """Find where a name lies within an outline, as near to the middle as it can; and tell whether it does at all."""
    lowest, highest = ring.min(axis=0), ring.max(axis=0)
    steps = np.linspace(0.2, 0.8, 7)
    spots = lowest + (highest - lowest) * np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    middle = (lowest + highest) / 2
    spots = spots[np.argsort(np.abs(spots - middle).sum(axis=1), kind="stable")]
    edges = np.array([(across, down) for across in (-1, -0.5, 0, 0.5, 1) for down in (-1, 1)])
    points = spots[:, None] + edges * (half_wide, half_high)
    inside = _within(ring, points).all(axis=1)
    across, down = spots[int(inside.argmax())] if inside.any() else middle
    return (float(across), float(down)), bool(inside.any())


def _within(ring: Ring, points: Ring) -> npt.NDArray[np.bool_]:
    """Tell which points lie within an outline: a line from there crosses it an odd number of times."""
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    x, y = points[..., None, 0], points[..., None, 1]
    crossed = (y1 > y) != (y2 > y)
    level = np.where(y2 == y1, 1.0, y2 - y1)
    crossings = np.count_nonzero(crossed & (x < x1 + (y - y1) * (x2 - x1) / level), axis=-1)
    return np.asarray(crossings % 2 == 1)


def _view(shown: Sequence[Any], place: Place) -> tuple[Axis, Axis, float]:
    """Give the axes of an undistorted map around some outlines, and how high it is."""
    points = np.concatenate(shown)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    margin = 0.06 * max(right - left, bottom - top)
    left, top, right, bottom = left - margin, top - margin, right + margin, bottom + margin
    high = float(np.clip((place.width if place.narrow else 520) * (bottom - top) / (right - left), 200, 400))
    ratio = (place.width - 4) / high
    across = max((bottom - top) * ratio - (right - left), 0) / 2
    down = max((right - left) / ratio - (bottom - top), 0) / 2
    x, y = Axis(float(left - across), float(right + across)), Axis(float(bottom + down), float(top - down))
    return x, y, high


def _areas(groups: Any, seen: Box, fill: str, edge: str, width: float) -> Areas:
    """Draw outlines of which a part is seen."""
    shapes = tuple(
        _rounded(rings)
        for rings in groups
        if any(meet((*ring.min(axis=0), *ring.max(axis=0)), seen) for ring in rings)
    )
    return Areas(shapes, fill, edge, width)


def _rounded(rings: Sequence[Any]) -> tuple[Any, ...]:
    return tuple([tuple(point) for point in ring.round(2).tolist()] for ring in rings)
