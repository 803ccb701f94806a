"""A scene as what is put on paper: shapes and lines of text in pixels, in the order in which they are drawn.

What SVG and Matplotlib have to agree on is decided here: scales, legend, symbols, where a line of text stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.scene import (
    Across,
    Areas,
    Axis,
    Dash,
    Down,
    Key,
    Layer,
    Panel,
    Place,
    Point,
    Points,
    Rects,
    Scene,
    Strokes,
    Words,
    legend,
    title_room,
)
from nextgen_helpers.charts.style import GRID, INK, MUTED, PAPER
from nextgen_helpers.charts.style import Shape as Symbol

_PAD: Final = 6.0


@dataclass(frozen=True, slots=True)
class Path:
    """Points joined by straight lines; a closed path has an inside."""

    points: Any
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, with round corners where ``round`` is above zero."""

    x: float
    y: float
    width: float
    height: float
    round: float = 0.0


Part = Path | Circle | Box


@dataclass(frozen=True, slots=True)
class Drawn:
    """Parts that look alike and are drawn as one."""

    parts: tuple[Part, ...]
    fill: str = ""
    edge: str = ""
    width: float = 1.0
    dash: Dash = ""
    opacity: float = 1.0
    hatch: str = ""
    hatch_color: str = PAPER
    clip: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; ``x`` and ``y`` are the point at its baseline that ``across`` names."""

    text: str
    x: float
    y: float
    across: Across
    size: float
    color: str = INK
    bold: bool = False
    halo: bool = False
    turned: int = 0


Ink = Drawn | Line


def ink(scene: Scene) -> Iterator[Ink]:
    """Draw a scene."""
    for panel in scene.panels:
        for axis, upright in ((panel.x, False), (panel.y, True)):
            yield from _grid(panel, axis, upright=upright)
        for layer in panel.layers:
            for item in _layer(layer, panel, scene.place):
                yield replace(item, clip=panel.box) if panel.clip and isinstance(item, Drawn) else item
        yield from _names_below(panel, scene.place)
        yield from _names_beside(panel, scene.place)
    for placed in legend(scene.keys, scene.place)[0]:
        yield from _key(placed.key, placed.x, placed.y)
        for number, line in enumerate(placed.lines):
            y = placed.y + number * letters.LEADING * scene.place.small
            yield _line(line, placed.x + 20, y, scene.place.small)


def _line(text: str, x: float, middle: float, size: float, color: str = INK, **look: Any) -> Line:
    """Write a line at a height at which the middle of its letters stands."""
    return Line(text, x, middle + 0.36 * size, look.pop("across", "start"), size, color, **look)


def written(  # noqa: PLR0913  (as many as a text has sides)
    text: str, x: float, y: float, size: float, *, across: Across = "start", down: Down = "top", **look: Any
) -> Iterator[Line]:
    """Write lines of text at a point that is their upper or lower edge, or their middle."""
    lines, pitch = text.split("\n"), letters.LEADING * size
    above = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[down] * pitch * len(lines)
    for number, line in enumerate(lines):
        yield _line(line, x, y - above + pitch * (number + 0.5), size, across=across, **look)


# -- axes -----------------------------------------------------------------------------------------------


def _grid(panel: Panel, axis: Axis, *, upright: bool) -> Iterator[Ink]:
    """Draw a line over the field at each value that an axis names, and one on which the field stands."""
    left, top, right, bottom = panel.box
    if axis.ticks and not upright and not axis.top:
        yield Drawn((Path(((left, bottom), (right, bottom)), closed=False),), edge=GRID, width=0.8)
    if not axis.grid or not axis.ticks:
        return
    lines = []
    for value, _ in axis.ticks:
        if upright:
            y = panel.pixel(panel.x.low, value)[1]
            lines.append(Path(((left, y), (right, y)), closed=False))
        else:
            x = panel.pixel(value, panel.y.low)[0]
            lines.append(Path(((x, top), (x, bottom)), closed=False))
    yield Drawn(tuple(lines), edge=axis.grid, width=0.8)


def _names_below(panel: Panel, place: Place) -> Iterator[Ink]:
    """Name the values of the horizontal axis, and say what they are."""
    axis, (left, top, right, bottom) = panel.x, panel.box
    color = INK if axis.names else MUTED
    for value, text in axis.ticks:
        x = panel.pixel(value, panel.y.low)[0]
        if axis.turned:
            # Slanted names begin at the middle of their column; upright ones stand in it.
            pitch, upright = letters.LEADING * place.small, axis.turned == 90  # noqa: PLR2004
            lines = text.split("\n")
            first = x + 0.36 * place.small - pitch * (len(lines) - 1) / 2 if upright else x
            for number, line in enumerate(lines):
                at = first + number * pitch
                yield Line(line, at, top - _PAD, "start", place.small, color, turned=axis.turned)
        elif axis.top:
            yield from written(text, x, top - _PAD, place.small, across="middle", down="bottom", color=color)
        else:
            yield from written(text, x, bottom + _PAD, place.small, across="middle", color=color)
    if axis.title:
        deep = 0 if axis.top else letters.deepest([text for _, text in axis.ticks])
        y = bottom + _PAD + letters.LEADING * place.small * deep + 2
        said = "\n".join(letters.lines(axis.title, title_room(place, left, place.width - right), place.small))
        if place.narrow:
            yield from written(said, left, y, place.small, color=MUTED)
        else:
            yield from written(said, (left + right) / 2, y, place.small, across="middle", color=MUTED)


def _names_beside(panel: Panel, place: Place) -> Iterator[Ink]:
    """Name the rows, or the values of the vertical axis; what they are stands above it."""
    axis, (left, top, _, _) = panel.y, panel.box
    size, color = (place.letters, INK) if axis.names else (place.small, MUTED)
    for value, text in axis.ticks:
        y = panel.pixel(panel.x.low, value)[1]
        yield from written(text, left - _PAD, y, size, across="end", down="middle", color=color)
    if axis.title:
        yield from written(axis.title, 2, top - _PAD, place.small, down="bottom", color=MUTED)


def _key(key: Key, x: float, y: float) -> Iterator[Ink]:
    """Draw the mark before a name in the legend."""
    look = key.style
    if key.shape == "box":
        yield Drawn((Box(x, y - 5, 14, 10),), fill=look.color, hatch=look.hatch, edge=key.edge,
                    hatch_color=key.edge or PAPER)  # fmt: skip
        return
    if key.shape == "line":
        yield Drawn((Path(((x, y), (x + 16, y)), closed=False),), edge=look.color, width=2, dash=key.dash)
    if key.shape == "point" or look.shape != "circle":
        yield Drawn((_symbol(look.shape, x + 8, y, 8.0),), fill=PAPER if key.hollow else look.color,
                    edge=look.color if key.hollow else PAPER)  # fmt: skip


# -- layers ---------------------------------------------------------------------------------------------


def _layer(layer: Layer, panel: Panel, place: Place) -> Iterator[Ink]:
    match layer:
        case Rects():
            boxes = tuple(_box(panel, box, layer.round) for box in layer.boxes)
            look = layer.fill, layer.edge, layer.width
            yield Drawn(boxes, *look, hatch=layer.hatch, hatch_color=layer.hatch_color)
        case Strokes():
            lines = tuple(Path([panel.pixel(*point) for point in line], closed=False) for line in layer.lines)
            yield Drawn(lines, "", layer.color, layer.width, layer.dash, layer.opacity)
        case Points():
            yield from _points(layer, panel)
        case Words():
            x, y = panel.pixel(layer.x, layer.y)
            yield from written(
                layer.text, x + layer.dx, y + layer.dy, layer.size or place.small, across=layer.across, down=layer.down,
                color=layer.color, bold=layer.bold, halo=layer.halo,
            )  # fmt: skip
        case Areas():
            outlines = [ring for rings in layer.shapes for ring in rings]
            parts = tuple(Path([panel.pixel(x, y) for x, y in ring]) for ring in outlines)
            yield Drawn(parts, layer.fill, layer.edge, layer.width)


def _box(panel: Panel, box: tuple[float, float, float, float], rounded: float) -> Box:
    (left, top), (right, bottom) = panel.pixel(*box[:2]), panel.pixel(*box[2:])
    x, y = min(left, right), min(top, bottom)
    return Box(x, y, abs(right - left), abs(bottom - top), rounded)


def _points(layer: Points, panel: Panel) -> Iterator[Ink]:
    """Draw points: those of one size as one, unless a reader has to see them through each other."""
    look, sizes = layer.style, layer.sizes
    fill, edge = (PAPER, look.color) if layer.hollow else (look.color, PAPER)
    parts = tuple(
        _symbol(look.shape, *panel.pixel(*point), sizes[min(number, len(sizes) - 1)])
        for number, point in enumerate(layer.places)
    )
    width = 1.5 if layer.hollow else 0.9
    if layer.opacity == 1:
        yield Drawn(parts, fill, edge, width)
    else:
        yield from (Drawn((part,), fill, edge, width, opacity=layer.opacity) for part in parts)


def _corners(count: int, turn: float = 0.0) -> tuple[Point, ...]:
    """Give the corners of a regular polygon in a circle of diameter 1, the first on top."""
    around = [math.radians(turn + 360 * number / count) for number in range(count)]
    return tuple((0.5 * math.sin(angle), -0.5 * math.cos(angle)) for angle in around)


def _star() -> tuple[Point, ...]:
    outer, inner = _corners(5), _corners(5, 36)
    near = [(0.45 * x, 0.45 * y) for x, y in inner]
    return tuple(point for pair in zip(outer, near, strict=True) for point in pair)


_CROSS: Final = (
    (-0.17, -0.5), (0.17, -0.5), (0.17, -0.17), (0.5, -0.17), (0.5, 0.17), (0.17, 0.17),
    (0.17, 0.5), (-0.17, 0.5), (-0.17, 0.17), (-0.5, 0.17), (-0.5, -0.17), (-0.17, -0.17),
)  # fmt: skip
_HALF: Final = math.sqrt(0.5)
_UP: Final = ((0.0, -0.5), (0.5, 0.5), (-0.5, 0.5))
#: Corners of each symbol around its middle, for a diameter of 1; each looks about as large as a circle of that diameter.
_SYMBOLS: Final[dict[Symbol, tuple[Point, ...]]] = {
    "square": ((-0.46, -0.46), (0.46, -0.46), (0.46, 0.46), (-0.46, 0.46)),
    "diamond": ((0, -0.64), (0.64, 0), (0, 0.64), (-0.64, 0)),
    "diamond-tall": ((0, -0.72), (0.44, 0), (0, 0.72), (-0.44, 0)),
    "triangle-up": _UP,
    "triangle-down": tuple((x, -y) for x, y in _UP),
    "triangle-left": tuple((y, x) for x, y in _UP),
    "triangle-right": tuple((-y, x) for x, y in _UP),
    "star": tuple((1.5 * x, 1.5 * y) for x, y in _star()),
    "cross": _CROSS,
    "x": tuple(((x - y) * _HALF, (x + y) * _HALF) for x, y in _CROSS),
    "pentagon": tuple((1.1 * x, 1.1 * y) for x, y in _corners(5)),
    "hexagon": tuple((1.05 * x, 1.05 * y) for x, y in _corners(6)),
    "octagon": tuple((1.05 * x, 1.05 * y) for x, y in _corners(8, 22.5)),
}


def _symbol(shape: Symbol, x: float, y: float, size: float) -> Part:
    if shape == "circle":
        return Circle(x, y, size / 2)
    return Path(tuple((x + size * right, y + size * down) for right, down in _SYMBOLS[shape]))
