"""Two columns of names, tied by lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.marks.flow import smooth
from nextgen_helpers.charts.scene import Axis, Key, Layer, Place, Point, Points, Scene, Strokes, Words, framed
from nextgen_helpers.charts.style import REGION, STATE, SeriesStyle

_LEFT: Final = SeriesStyle(REGION)
_RIGHT: Final = SeriesStyle(STATE, "square")


@dataclass(frozen=True, slots=True)
class TwoColumnNetwork:
    """Two columns of names, tied by lines."""

    # left, right: the names, first on top
    left: tuple[str, ...]
    right: tuple[str, ...]
    # number of the left name, number of the right one, and how strong the tie is
    ties: tuple[tuple[int, int, float], ...]
    # left_title, right_title: what stands in the columns
    left_title: str
    right_title: str
    weight: str  # what the width of a line is
    marked: tuple[int, ...] = ()  # numbers of the right names that are marked, such as tired employers
    marked_name: str = ""  # what the mark means; empty where there is none

    @classmethod
    def of(
        cls,
        left: tuple[str, Sequence[str]],
        right: tuple[str, Sequence[str]],
        ties: Iterable[tuple[str, str, float]],
        weight: str,
        *,
        marked: tuple[str, Collection[str]] = ("", ()),
    ) -> TwoColumnNetwork:
        """Tie names; a tie of a name that stands in no column is not drawn.

        left, right : title and names of a column.
        ties : left name, right name, and how strong the tie is.
        marked : what the mark means, and which right names have it.
        """
        (left_title, begins), (right_title, ends) = left, right
        begin, end = ({name: place for place, name in enumerate(names)} for names in (begins, ends))
        return cls(
            left=tuple(begins),
            right=tuple(ends),
            ties=tuple((begin[a], end[b], float(size)) for a, b, size in ties if a in begin and b in end),
            left_title=left_title,
            right_title=right_title,
            weight=weight,
            marked=tuple(place for place, name in enumerate(ends) if name in marked[1]),
            marked_name=marked[0],
        )

    def scene(self, place: Place) -> Scene:
        """Lay the columns out."""
        count = max(len(self.left), len(self.right), 1)
        most, deep = (0.39, 3) if place.narrow else (0.3, 2)
        most = most * place.width - 12
        left = [letters.fitted(name, most, place.small, deep) for name in self.left]
        right = [self._right_name(number, most, place) for number in range(len(self.right))]
        pitch = letters.LEADING * place.small * letters.deepest([*left, *right]) + (7 if place.narrow else 10)
        at_left, at_right = (_spread(len(names), count, pitch) for names in (left, right))
        strongest = max((weight for *_, weight in self.ties), default=1.0) or 1.0
        # Ties of one width are one line: thousands of them stay quick.
        widths: dict[int, list[tuple[Point, ...]]] = {}
        for one, other, weight in self.ties:
            way = smooth(((0.02, at_left[one]), (0.98, at_right[other])))
            widths.setdefault(1 + round(5 * weight / strongest), []).append(way)
        layers: list[Layer] = [
            Strokes(tuple(ways), REGION, 0.8 * width, opacity=0.45) for width, ways in sorted(widths.items())
        ]
        for x, names, shown, places, sums, (title, look) in (
            (0.0, self.left, left, at_left, self._sums()[0], (self.left_title, _LEFT)),
            (1.0, self.right, right, at_right, self._sums()[1], (self.right_title, _RIGHT)),
        ):
            for number, name in enumerate(names):
                tired, y = bool(x) and number in self.marked, places[number]
                said = f"{name}: {sums[number]:,.0f} {self.weight}"
                size = (9.0 if tired else 7.0,)
                layers += [
                    Points(((x, y),), look, size, not sums[number], hover=(said,), series=title),
                    Words(x, y, shown[number], dx=9 if x else -9, across="start" if x else "end", bold=tired),
                ]
        keys = [Key(self.left_title, _LEFT), Key(self.right_title, _RIGHT)]
        if self.marked:
            keys.append(Key(f"(!) {self.marked_name}", _RIGHT))
        margins = [
            max((letters.width(name, place.small, bold=True) for name in names), default=0.0) + 14
            for names in (left, right)
        ]
        high = count * pitch + 4
        return framed(
            place, layers, Axis(0, 1), Axis(high, 0), high=high, keys=keys, left=margins[0], right=margins[1]
        )

    def _right_name(self, number: int, room: float, place: Place) -> str:
        """Give a name at the right; what marks one has to stand there whole."""
        tired = number in self.marked
        sign = "(!) " if tired else ""
        wide, deep = room - letters.width(sign, place.small, bold=True), 3 if place.narrow else 2
        return sign + letters.fitted(self.right[number], wide, place.small, deep, bold=tired)

    def _sums(self) -> tuple[list[float], list[float]]:
        left, right = [0.0] * len(self.left), [0.0] * len(self.right)
        for one, other, weight in self.ties:
            left[one] += weight
            right[other] += weight
        return left, right


def _spread(count: int, rows: int, pitch: float) -> list[float]:
    """Spread names evenly over the height, first on top."""
    if count <= 1:
        return [rows * pitch / 2] * count
    return [pitch / 2 + pitch * (rows - 1) * number / (count - 1) for number in range(count)]
