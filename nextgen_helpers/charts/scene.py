"""A picture before it is drawn: rectangles, strokes, points, words and areas, each at its place in a field with two axes.

A mark lays itself out as a :class:`Scene` for a :class:`Place`: a page, a phone, the screen, a wall. Three writers draw any scene and know no
mark: :mod:`~nextgen_helpers.charts.svg` (reports), :mod:`~nextgen_helpers.charts.paper` (files) and :mod:`~nextgen_helpers.charts.screen` (JupyterLab).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.style import INK, MUTED, SeriesStyle

Point = tuple[float, float]
#: Left, top, right, bottom.
Box = tuple[float, float, float, float]
Across = Literal["start", "middle", "end"]
Down = Literal["top", "middle", "bottom"]
Dash = Literal["", "dashed", "dotted"]

_PAD: Final = 6.0
#: The mark before a name in the legend, and the room behind it.
_HANDLE: Final = 24.0
_GAP: Final = 18.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture stands: how wide it is, and how large its letters are, in pixels."""

    width: float  # of the picture
    letters: float  # size of the names of rows
    small: float  # size of everything else
    tight: bool = False  # rows stand as close as their words allow

    @property
    def narrow(self) -> bool:
        """Whether names have to stand above their rows."""
        return self.width < 480  # noqa: PLR2004

    @property
    def line(self) -> float:
        """Height of a line of the names of rows."""
        return math.ceil(letters.LEADING * self.letters)


PAGE: Final = Place(760, 11.5, 10.5)
#: On a screen 360 pixels wide a report's picture is 331 pixels wide: no word is smaller than eleven.
PHONE: Final = Place(330, 11.8, 11.1)
SCREEN: Final = Place(760, 12.5, 12)
WALL: Final = Place(760, 11.5, 10.5, tight=True)


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of a field."""

    # low, high: what stands at the left and right edge, or the bottom and top one; the lower may be on top
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()  # places that are named, with their names
    title: str = ""  # what the values are, with their unit
    log: bool = False  # a value twice as large stands equally far away everywhere
    grid: str = ""  # color of the line at each tick; empty for none
    names: bool = False  # the ticks are names of rows or columns, not values
    top: bool = False  # the names stand above the field
    turned: int = 0  # by how many degrees the names are turned upwards
    zoom: bool = False  # on the screen a reader may look closer

    def part(self, value: float) -> float:
        """Give how far from the low to the high end a value stands, 0 to 1."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Rects:
    """Rectangles that look alike."""

    boxes: tuple[Box, ...]  # two opposite corners of each: x, y, x, y
    # fill, edge: colors; empty for none
    fill: str = ""
    edge: str = ""
    hatch: str = ""  # see :class:`~nextgen_helpers.charts.style.SeriesStyle`; drawn in hatch_color
    hatch_color: str = "#ffffff"
    width: float = 1.0  # of the edge, pixels
    round: float = 0.0  # radius of the corners, pixels
    hover: tuple[str, ...] = ()  # what the pointer says at each
    series: str = ""  # the name in the legend to which they belong


@dataclass(frozen=True, slots=True)
class Strokes:
    """Lines that look alike, each through its points."""

    lines: tuple[tuple[Point, ...], ...]
    color: str
    width: float = 1.0
    dash: Dash = ""
    opacity: float = 1.0
    series: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Points that look alike; ``sizes`` are diameters in pixels, one for all or one each, and a hollow one is white inside."""

    places: tuple[Point, ...]
    style: SeriesStyle
    sizes: tuple[float, ...] = (8.0,)
    hollow: bool = False
    opacity: float = 1.0
    hover: tuple[str, ...] = ()
    series: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text at a point, and so many pixels to the right of it and below it."""

    x: float
    y: float
    text: str
    dx: float = 0.0
    dy: float = 0.0
    across: Across = "start"
    down: Down = "middle"
    size: float | None = None  # None for that of all small words
    color: str = INK
    bold: bool = False
    halo: bool = False  # what lies behind the letters is covered, so that they can be read
    series: str = ""


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas that look alike, each of one or more closed outlines (arrays or sequences of points)."""

    shapes: tuple[tuple[Any, ...], ...]
    fill: str = ""
    edge: str = ""
    width: float = 1.0
    hover: tuple[str, ...] = ()
    series: str = ""


Layer = Rects | Strokes | Points | Words | Areas


@dataclass(frozen=True, slots=True)
class Key:
    """A name in the legend with its mark."""

    name: str
    style: SeriesStyle
    shape: Literal["box", "point", "line"] = "point"  # box (as areas are), point or line
    dash: Dash = ""
    hollow: bool = False
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A field with two axes and what is drawn in it, from the bottom layer to the top one."""

    box: Box  # its place in the scene, in pixels
    x: Axis
    y: Axis
    layers: tuple[Layer, ...]
    equal: bool = False  # a step has the same length in both directions
    clip: bool = False  # what lies outside of the field is not drawn

    def pixel(self, x: float, y: float) -> Point:
        """Give where a point of the field stands in the scene."""
        left, top, right, bottom = self.box
        return left + self.x.part(x) * (right - left), bottom - self.y.part(y) * (bottom - top)


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: fields, and the legend above them."""

    place: Place  # for which it was laid out
    height: float  # pixels
    panels: tuple[Panel, ...]
    keys: tuple[Key, ...] = ()  # the legend
    fixed: bool = False  # it keeps its width on the screen, as boxes of words need it

    @property
    def width(self) -> float:
        """Pixels from the left to the right."""
        return self.place.width


class Mark(Protocol):
    """What can be laid out as a scene: bars, dots, a map, a flow."""

    def scene(self, place: Place) -> Scene:
        """Lay it out for a place."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A key of the legend at its place: the left edge of its mark, the middle of its first line."""

    key: Key
    lines: tuple[str, ...]
    x: float
    y: float


def legend(keys: Iterable[Key], place: Place) -> tuple[list[Placed], float]:
    """Lay names out from left to right, in as many rows as they need; give them, and how high they are."""
    pitch, room = math.ceil(1.3 * place.small) + 2.0, place.width - 4
    found: list[Placed] = []
    x, y, deep = 2.0, 0.0, 0
    for key in keys:
        lines = letters.lines(key.name, room - _HANDLE, place.small)
        wide = _HANDLE + max(letters.width(line, place.small) for line in lines)
        if x > 2.0 and x + wide > room:  # noqa: PLR2004  (the left edge)
            x, y, deep = 2.0, y + pitch * deep, 0
        deep = max(deep, len(lines))
        found.append(Placed(key, lines, x, y + pitch / 2))
        x += wide + _GAP
    return found, y + pitch * deep + 6 if found else 0.0


def framed(  # noqa: PLR0913  (as many as a field has sides)
    place: Place,
    layers: Sequence[Layer],
    x: Axis,
    y: Axis,
    *,
    high: float,
    keys: Sequence[Key] = (),
    left: float | None = None,
    right: float = 10.0,
    above: float = 4.0,
    below: float = 0.0,
    equal: bool = False,
    clip: bool = False,
) -> Scene:
    """Make a scene of one field: room is left for the legend, for the names at its axes and for what they are.

    high : of the field, pixels.
    left : room at the left; by default what the names at the vertical axis need.
    right, above : room at the right, and between legend and field.
    """
    size = place.letters if y.names else place.small
    if left is None:
        left = max((letters.width(text, size) for _, text in y.ticks), default=0.0) + (12 if y.ticks else 2)
    x = replace(x, ticks=tuple(_apart(x, place, left, right)))
    top = legend(keys, place)[1] + above + (_names_high(x, place) if x.top else 0.0)
    if y.title:
        top += place.small + _PAD
    foot = 0.0 if x.top else _names_high(x, place)
    if x.title:
        said = letters.lines(x.title, title_room(place, left, right), place.small)
        foot += letters.LEADING * place.small * len(said) + 2
    bottom = top + high
    panel = Panel((left, top, place.width - right, bottom), x, y, tuple(layers), equal, clip)
    return Scene(place, math.ceil(bottom + foot + 4 + below), (panel,), tuple(keys))


def title_room(place: Place, left: float, right: float) -> float:
    """Give the width that the words below a field have: on a phone they may run below its right margin."""
    return place.width - left - (4 if place.narrow else right)


def _apart(axis: Axis, place: Place, left: float, right: float) -> list[tuple[float, str]]:
    """Give the names of values that have room beside each other and in the picture; the last and the first come first."""
    if axis.names:
        return list(axis.ticks)
    wide = place.width - left - right
    taken: list[tuple[float, float]] = []
    found: list[tuple[float, str]] = []
    for value, text in [*axis.ticks[-1:], *axis.ticks[:1], *axis.ticks[-2:0:-1]]:
        half, middle = letters.width(text, place.small) / 2, wide * axis.part(value)
        inside = middle - half >= -left and middle + half <= wide + right + 2
        if inside and all(middle - half >= end + 4 or middle + half <= begin - 4 for begin, end in taken):
            taken.append((middle - half, middle + half))
            found.append((value, text))
    return sorted(found)


def _names_high(axis: Axis, place: Place) -> float:
    """Give the height of the names at a horizontal axis."""
    if not axis.ticks:
        return 0.0
    texts = [text for _, text in axis.ticks]
    straight = letters.LEADING * place.small * letters.deepest(texts)
    if not axis.turned:
        return straight + _PAD
    longest = max(letters.width(text, place.small) for text in texts)
    turn = math.radians(axis.turned)
    return longest * math.sin(turn) + straight * math.cos(turn) + _PAD


def pixels(place: Place, height: float, layers: Sequence[Layer], keys: Sequence[Key] = ()) -> Scene:
    """Make a scene whose field is measured in pixels, from the left and from the top, below the legend."""
    top = legend(keys, place)[1]
    box = (0.0, top, place.width, top + height)
    panel = Panel(box, Axis(0, place.width), Axis(height, 0), tuple(layers), equal=True)
    return Scene(place, top + height, (panel,), tuple(keys))


def with_list_below(scene: Scene, items: Sequence[tuple[str, str]]) -> Scene:
    """Add a list of signs with their names below a picture in which only the signs have room."""
    place, layers, y = scene.place, [], 6.0
    for sign, item in items:
        found = letters.lines(item, place.width - 34, place.small)
        layers += [
            Words(24, y, sign, across="end", down="top", bold=True),
            Words(32, y, "\n".join(found), down="top"),
        ]
        y += letters.LEADING * place.small * len(found) + 4
    box = (0.0, scene.height, place.width, scene.height + y)
    panel = Panel(box, Axis(0, place.width), Axis(y, 0), tuple(layers))
    return replace(scene, height=scene.height + y + 2, panels=(*scene.panels, panel))


def numbered(names: Iterable[str]) -> list[tuple[str, str]]:
    """Give names their numbers, as they stand in a list below."""
    return [(f"{number}", name) for number, name in enumerate(names, start=1)]


def line_key(name: str, color: str, dash: Dash = "") -> Key:
    """Name a line in the legend."""
    return Key(name, SeriesStyle(color), "line", dash)


def vertical(x: float, y: Axis, dash: Dash = "", width: float = 1.1) -> Strokes:
    """Draw a line over the whole height of the field."""
    return Strokes((((x, y.low), (x, y.high)),), INK, width, dash)


def bands(shaded: Iterable[tuple[int, int, str]], y: Axis, place: Place) -> list[Layer]:
    """Shade the levels of a scale and name them above the field; on a phone each word has a line."""
    found: list[Layer] = []
    for number, (lowest, highest, name) in enumerate(shaded):
        x0, x1 = lowest - 0.5, highest + 0.5
        found += [
            Rects(((x0, y.low, x1, y.high),), fill=BANDS[number % 2]),
            Words((x0 + x1) / 2, y.high, "\n".join(name.split()) if place.narrow else name, dy=-4,
                  across="middle", down="bottom", color=MUTED),
        ]  # fmt: skip
    return found


def bands_high(shaded: Sequence[tuple[int, int, str]], place: Place) -> float:
    """Give the room that the names of levels need above the field."""
    if not shaded:
        return 0.0
    deep = max(len(name.split()) for *_, name in shaded) if place.narrow else 1
    return letters.LEADING * place.small * deep + 4


#: The shades of neighboring levels.
BANDS: Final = ("#f4f6f8", "#e6edf2")
