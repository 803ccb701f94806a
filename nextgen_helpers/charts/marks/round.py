"""Round pictures: a radar, a wheel of rings and parts, names on two rings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.scene import (
    BANDS,
    Across,
    Areas,
    Axis,
    Down,
    Key,
    Layer,
    Place,
    Point,
    Points,
    Scene,
    Strokes,
    Words,
    framed,
    numbered,
    with_list_below,
)
from nextgen_helpers.charts.style import GRID, INK, MUTED, PAPER, REGION, SeriesStyle

#: How a part is shaded by its rating from 1 to 4; one that is not rated is white.
WHEEL_COLORS: Final = ("#f6e7d8", "#dcebf5", "#a9cde6", "#6ba7d1")
_RADII: Final = (0.0, 0.42, 0.86, 1.0)
_RING: Final = "#b5bec6"
#: So far from the middle line a name still stands in the middle above its point.
_MIDDLE: Final = 0.2
#: From this height on a name steps away from the ring.
_OUTERMOST: Final = 1.85
_RIM, _CORE = 2, 0


def _at(angle: float, radius: float) -> Point:
    """Give a point at an angle in degrees, clockwise from the top."""
    turn = math.radians(angle)
    return radius * math.sin(turn), radius * math.cos(turn)


def _sign(number: int) -> str:
    """Give a letter: the names of some parts begin with a number."""
    return chr(ord("A") + number - 1)


def _circle(radius: float) -> list[Point]:
    return [_at(step * 5, radius) for step in range(72)]


def _field(place: Place, layers: list[Layer], reach: float, high: float, keys: tuple[Key, ...] = ()) -> Scene:
    """Make a field in which both directions have the same scale, and ``reach`` fits above and below the middle."""
    half = reach * (place.width - 8) / high
    x, y = Axis(-half, half), Axis(-reach, reach)
    return framed(place, layers, x, y, high=high, keys=keys, left=4, right=4, equal=True)


@dataclass(frozen=True, slots=True)
class Radar:
    """One value on each spoke of a wheel, joined to a shape, over the bands of the scale."""

    labels: tuple[str, ...]  # one a spoke, the first on top, then clockwise
    values: tuple[float | None, ...]  # one a spoke; None where there is none, which leaves the shape open
    bands: tuple[tuple[int, int, str], ...]  # lowest score, highest score and name of each band, in order
    name: str  # what the values are

    @property
    def reach(self) -> float:
        """The radius of the outermost band."""
        return self.bands[-1][1] + 0.5

    @property
    def spokes(self) -> tuple[tuple[str, float, float | None], ...]:
        """Label, angle (degrees, clockwise from the top) and value of each spoke."""
        turn = 360 / max(len(self.labels), 1)
        return tuple(
            (label, turn * number, value)
            for number, (label, value) in enumerate(zip(self.labels, self.values, strict=True))
        )

    @property
    def sides(self) -> tuple[tuple[int, int], ...]:
        """Pairs of neighboring spokes that both have a value."""
        count = len(self.values)
        around = range(count if count > 2 else count - 1)  # noqa: PLR2004  (two spokes have one side)
        pairs = [(number, (number + 1) % count) for number in around]
        return tuple(
            (one, two) for one, two in pairs if self.values[one] is not None and self.values[two] is not None
        )

    def scene(self, place: Place) -> Scene:
        """Lay the radar out; on a phone the spokes have numbers, and their names stand below."""
        layers: list[Layer] = [
            Areas(((_circle(highest + 0.5),),), BANDS[number % 2], _RING, 0.8)
            for number, (_, highest, _) in reversed(list(enumerate(self.bands)))
        ]
        tips = [_at(angle, self.reach) for _, angle, _ in self.spokes]
        layers.append(Strokes(tuple(((0.0, 0.0), tip) for tip in tips), _BORDER, 0.9))
        ends = [_at(angle, value or 0.0) for _, angle, value in self.spokes]
        layers.append(Strokes(tuple((ends[one], ends[two]) for one, two in self.sides), REGION, 2.2))
        rated = [number for number, value in enumerate(self.values) if value is not None]
        layers.append(
            Points(tuple(ends[n] for n in rated), SeriesStyle(REGION), (9.0,), series=self.name,
                   hover=tuple(f"{self.labels[n]}: {self.values[n]:g}" for n in rated))
        )  # fmt: skip
        between = 180 if len(self.labels) % 2 else 180 / max(len(self.labels), 1)
        layers += [
            Words(*_at(between, (lowest + highest) / 2), name, across="middle", color=MUTED, halo=True)
            for lowest, highest, name in self.bands
        ]
        said = [
            f"{label}: {'not rated' if value is None else f'{value:g}'}" for label, _, value in self.spokes
        ]
        if place.narrow:
            layers += [_tip(tip, f"{number}", place) for number, tip in enumerate(tips, start=1)]
            return with_list_below(_field(place, layers, self.reach * 1.16, 300), numbered(said))
        layers += [
            _tip(tip, letters.fitted(words, 190, place.letters), place)
            for tip, words in zip(tips, said, strict=True)
        ]
        return _field(place, layers, self.reach * 1.17, 400)


_BORDER: Final = "#8a96a1"


def _tip(tip: Point, words: str, place: Place) -> Words:
    """Write words at the end of a spoke, outward."""
    side = 0 if abs(tip[0]) < 1 else 1 if tip[0] > 0 else -1
    across: Across = ("end", "middle", "start")[side + 1]
    up = tip[1] > 0
    return Words(*tip, words, 6 * side, -5 if up else 5, across, "bottom" if up else "top", place.letters)


@dataclass(frozen=True, slots=True)
class WheelPart:
    """A part of the wheel."""

    title: str  # what it is called
    rating: int | None  # from 1 to 4; None where it is not rated

    @property
    def words(self) -> str:
        """The rating as it is read."""
        return "not rated" if self.rating is None else f"{self.rating} of 4"

    @property
    def color(self) -> str:
        """How it is shaded; the rating stands there in words, too."""
        return PAPER if self.rating is None else WHEEL_COLORS[self.rating - 1]


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel: a rim around wedges around a core."""

    rim: WheelPart  # what encloses all
    # wedges, core: clockwise from the top
    wedges: tuple[WheelPart, ...]
    core: tuple[WheelPart, ...]

    def scene(self, place: Place) -> Scene:
        """Lay the wheel out; on a phone its parts have numbers, and their names stand below."""
        layers: list[Layer] = []
        said: list[str] = []
        for ring, parts in ((_RIM, (self.rim,)), (1, self.wedges), (_CORE, self.core)):
            turn = 360 / len(parts)
            for number, part in enumerate(parts):
                said.append(f"{part.title}: {part.words}")
                area = _sector(_RADII[ring], _RADII[ring + 1], number * turn, turn)
                layers.append(Areas(((area,),), part.color, INK, 1.2, hover=(said[-1],)))
                middle = (number + 0.5) * turn if len(parts) > 1 else 0.0
                radius = 0.6 * _RADII[1] if ring == _CORE else (_RADII[ring] + _RADII[ring + 1]) / 2
                words = _sign(len(said)) if place.narrow else _part_words(part, ring, place)
                size = place.letters if place.narrow else place.small - (1 if ring else 1.7)
                layers.append(
                    Words(*_at(middle, radius), words, across="middle", size=size, bold=place.narrow)
                )
        if place.narrow:
            listed = [(_sign(number), words) for number, words in enumerate(said, start=1)]
            return with_list_below(_field(place, layers, 1.03, 310), listed)
        return _field(place, layers, 1.03, 560)


def _part_words(part: WheelPart, ring: int, place: Place) -> str:
    """Write a part's name and rating in as many lines as it has room for."""
    if ring == _RIM:
        return f"{part.title}: {part.words}"
    room = 118.0 if ring else 100.0
    return f"{letters.fitted(part.title, room, place.small - 1, 4)}\n{part.words}"


def _sector(inner: float, outer: float, begin: float, turn: float) -> list[Point]:
    """Give the outline of a part; a single one is a disk without a seam, over which the inner parts are drawn."""
    if turn == 360:  # noqa: PLR2004
        return _circle(outer)
    around = [begin + turn * step / 40 for step in range(41)]
    return [
        *(_at(angle, outer) for angle in around),
        *(_at(angle, inner) for angle in (reversed(around) if inner else [begin])),
    ]


@dataclass(frozen=True, slots=True)
class Rings:
    """Names on two rings around a common middle, tied by lines."""

    names: tuple[str, ...]
    inner: tuple[bool, ...]  # which stand on the inner ring
    kinds: tuple[tuple[str, SeriesStyle], ...]  # name and look of each kind of partner
    kind_of: tuple[int, ...]  # for each name the number of its kind
    ties: tuple[tuple[int, int, float], ...]  # numbers of two names, and how strong the tie is (1 to 5)

    def places(self) -> tuple[Point, ...]:
        """Give each name its place: the inner ring at radius 1, the outer one at 2, from the top clockwise."""
        found: dict[int, Point] = {}
        for inside in (True, False):
            members = [number for number, its in enumerate(self.inner) if its is inside]
            for place, number in enumerate(members):
                # Half a step apart, so that a name of one ring does not hide behind one of the other.
                step, radius = (place, 1.0) if inside else (place + 0.5, 2.0)
                found[number] = _at(360 * step / len(members), radius)
        return tuple(found[number] for number in range(len(self.names)))

    def scene(self, place: Place) -> Scene:
        """Lay the rings out; on a phone the names have numbers, and stand below."""
        places = self.places()
        layers: list[Layer] = [Areas(((_circle(radius),),), "", GRID, 1.4) for radius in (1.0, 2.0)]
        layers += [
            Strokes(((places[one], places[other]),), REGION, 0.8 + 0.7 * strength, opacity=0.4)
            for one, other, strength in self.ties
        ]
        tied = {number for one, other, _ in self.ties for number in (one, other)}
        for number, (name, kind) in enumerate(zip(self.names, self.kind_of, strict=True)):
            title, look = self.kinds[kind]
            size = 9.0 if self.inner[number] else 7.5
            layers.append(
                Points((places[number],), look, (size,), number not in tied, hover=(name,), series=title)
            )
        for number, name in enumerate(self.names):
            words = f"{number + 1}" if place.narrow else letters.fitted(name, 150, place.small - 1, 3)
            layers.append(_ring_name(places[number], words, place))
        keys = (
            *(Key(name, look) for name, look in self.kinds),
            Key("Hollow: without a tie", SeriesStyle(INK), hollow=True),
        )
        if place.narrow:
            return with_list_below(_field(place, layers, 2.3, 310, keys), numbered(self.names))
        return _field(place, layers, 2.45, 560, keys)


def _ring_name(at: Point, words: str, place: Place) -> Words:
    """Write a name beside its point: outward, since above each other at the top and the foot of a ring names stand close."""
    x, y = at
    side = 0 if abs(x) < _MIDDLE else 1 if x > 0 else -1
    across: Across = ("end", "middle", "start")[side + 1]
    down: Down = "middle" if side and abs(y) < _OUTERMOST else "bottom" if y >= 0 else "top"
    dy = 0.0 if side else -8.0 if y >= 0 else 8.0
    size = place.small if place.narrow else place.small - 1
    return Words(x, y, words, 9.0 * side, dy, across, down, size, halo=True)
