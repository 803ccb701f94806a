"""Bars from left to right: lengths, and changes that stack to both sides of zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.marks.rows import laid_out
from nextgen_helpers.charts.scales import value_ticks
from nextgen_helpers.charts.scene import Axis, Box, Key, Layer, Place, Points, Rects, Scene, Words, vertical
from nextgen_helpers.charts.style import GRAY, GRID, INK, REGION, SeriesStyle
from nextgen_helpers.charts.tables import Series, written

_GROUPS: Final = (SeriesStyle(REGION), SeriesStyle(GRAY, hatch="rising"))
_BEYOND: Final = SeriesStyle("#ffffff", hatch="crossed")
_BEYOND_HATCH: Final = "#6ba7d1"
_SUM: Final = SeriesStyle(INK, "diamond")
#: On a phone a longer text, in parts of the width, stands behind the label instead of behind the bar.
_LONGEST_TEXT: Final = 0.45
_ALTOGETHER: Final = "Change altogether"


def _thickness(pitch: float, place: Place) -> float:
    return 13.0 if place.narrow else 0.66 * pitch


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, with what is withheld as a hatched extension."""

    labels: tuple[str, ...]  # one a bar, first on top
    values: tuple[float | None, ...]  # lengths, None where all is withheld
    texts: tuple[str, ...]  # what stands at the end of each bar
    axis: str  # what the length is, with its unit
    # how far each bar can reach at most, equal to the value where it is not withheld; empty where none is
    at_most: tuple[float | None, ...] = ()
    second: tuple[bool, ...] = ()  # which bars belong to the second group (drawn in its color and hatching)
    groups: tuple[str, ...] = ()  # names of the two groups, for the legend; empty where there is one
    beyond: str = "Withheld: at most"  # what the extension is, for the legend

    def scene(self, place: Place) -> Scene:
        """Lay the bars out."""
        lengths = [value or 0.0 for value in self.values]
        limits = [limit if limit is not None and limit > length else None
                  for length, limit in zip(lengths, self.at_most or lengths, strict=True)]  # fmt: skip
        reach = [limit or length for length, limit in zip(lengths, limits, strict=True)]
        high = max([*reach, 1.0])
        ticks = value_ticks(0, high, 3 if place.narrow else 6, "count", whole=True)
        x = Axis(0.0, high, ticks, self.axis, grid=GRID)
        right = max((letters.width(text, place.small) for text in self.texts), default=0) + 12
        labels, texts = self.labels, self.texts
        if place.narrow and right > _LONGEST_TEXT * place.width:  # bars need room, too
            labels = tuple(f"{label}: {text}" for label, text in zip(labels, texts, strict=True))
            texts, right = ("",) * len(labels), 12.0
        rows = laid_out(place, labels, x)
        half = _thickness(rows.pitch, place) / 2
        named = bool(self.groups) and any(self.second)
        layers: list[Layer] = []
        seconds = self.second or (False,) * len(lengths)
        for group, look in enumerate(_GROUPS):
            own = [number for number, second in enumerate(seconds) if second == group]
            if own:
                layers.append(
                    Rects(
                        tuple(_bar(0.0, lengths[n], rows.middles[n], half) for n in own),
                        look.color, hatch=look.hatch, series=self.groups[group] if named else "",
                        hover=tuple(f"{self.labels[n]}: {lengths[n]:,.0f}" for n in own),
                    )
                )  # fmt: skip
        beyond = [(n, limit) for n, limit in enumerate(limits) if limit is not None]
        if beyond:
            layers.append(
                Rects(
                    tuple(_bar(lengths[n], limit, rows.middles[n], half) for n, limit in beyond),
                    _BEYOND.color, REGION, _BEYOND.hatch, _BEYOND_HATCH, 0.9, series=self.beyond,
                    hover=tuple(f"{self.labels[n]}: at most {limit:,.0f}" for n, limit in beyond),
                )
            )  # fmt: skip
        layers += [
            Words(end, middle, text, dx=5)
            for end, middle, text in zip(reach, rows.middles, texts, strict=True)
            if text
        ]
        groups = self.groups if named else ()
        keys = [Key(name, look, "box") for name, look in zip(groups, _GROUPS, strict=False)]
        if beyond:
            keys.append(Key(self.beyond, _BEYOND, "box", edge=REGION))
        return rows.scene(layers, x, keys=keys, right=right)


@dataclass(frozen=True, slots=True)
class StackedChange:
    """Bars that stack to both sides of zero, with the sum as a mark."""

    labels: tuple[str, ...]  # one a row, first on top
    parts: tuple[Series, ...]  # the series that are stacked
    totals: tuple[float, ...]  # their sum, one a row
    axis: str  # what the length is, with its unit

    def stacks(self) -> list[list[tuple[float, float]]]:
        """Give for each part where it begins and ends in each row: gains to the right of zero, losses to the left."""
        up, down = [0.0] * len(self.labels), [0.0] * len(self.labels)
        found = []
        for part in self.parts:
            placed = []
            for row, value in enumerate(value or 0.0 for value in part.values):
                side = up if value >= 0 else down
                placed.append((side[row], side[row] + value))
                side[row] += value
            found.append(placed)
        return found

    def scene(self, place: Place) -> Scene:
        """Lay the stacks out."""
        stacks = self.stacks()
        ends = [end for placed in stacks for pair in placed for end in pair]
        low, high = min([*ends, *self.totals, 0.0]), max([*ends, *self.totals, 0.0])
        room = 0.04 * ((high - low) or 1.0)
        ticks = value_ticks(low - room, high + room, 4 if place.narrow else 8, "change", whole=True)
        x = Axis(low - room, high + room, ticks, self.axis, grid=GRID)
        rows = laid_out(place, self.labels, x)
        half = _thickness(rows.pitch, place) / 2
        layers: list[Layer] = [
            Rects(
                tuple(_bar(*ends, middle, half) for ends, middle in zip(placed, rows.middles, strict=True)),
                part.style.color, hatch=part.style.hatch, hover=self._said(part.values), series=part.name,
            )
            for part, placed in zip(self.parts, stacks, strict=True)
        ]  # fmt: skip
        sums = tuple(zip(self.totals, rows.middles, strict=True))
        layers += [
            vertical(0.0, rows.axis),
            Points(sums, _SUM, (7.5,), hover=self._said(self.totals), series=_ALTOGETHER),
        ]
        keys = [*(Key(part.name, part.style, "box") for part in self.parts), Key(_ALTOGETHER, _SUM)]
        return rows.scene(layers, x, keys=keys, right=20)

    def _said(self, values: Sequence[float | None]) -> tuple[str, ...]:
        return tuple(
            f"{label}: {written(value or 0.0, 'change')} jobs"
            for label, value in zip(self.labels, values, strict=True)
        )


def _bar(begin: float, end: float, middle: float, half: float) -> Box:
    return begin, middle - half, end, middle + half
