"""A table whose cells are shaded by their values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.scene import Axis, Box, Layer, Place, Rects, Scene, Words, framed
from nextgen_helpers.charts.style import GRID, MUTED, PAPER
from nextgen_helpers.words import those

CellKind = Literal["count", "share"]

_SHADES: Final = ("#eef3f7", "#dce8f1", "#c5dbea", "#a9cbe2")
_SLANT: Final = 60
#: So long is a name that leans, and one that stands upright.
_LEANING: Final = 178.0
_UPRIGHT: Final = 130.0


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A table whose cells are shaded by their values; every cell says its value too."""

    # rows, columns: names
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    # one row of numbers for each name of a row; a zero is left white, None (nothing can be said) gray
    values: tuple[tuple[float | None, ...], ...]
    # how values are written (see :class:`~nextgen_helpers.charts.tables.Column`)
    kind: CellKind = "count"
    zeros: bool = False  # write a zero too; otherwise its cell is empty

    @classmethod
    def of(cls, matrix: pd.DataFrame, *, kind: CellKind = "count", zeros: bool = False) -> HeatTable:
        """Draw a table of numbers whose index names the rows; a missing one can not be said."""
        cells = matrix.astype(object).where(matrix.notna(), None).itertuples(index=False, name=None)
        values = tuple(tuple(value if value is None else float(value) for value in row) for row in cells)
        return cls(tuple(map(str, matrix.index)), tuple(map(str, matrix.columns)), values, kind, zeros)

    def text(self, value: float | None) -> str:
        """Give what stands in a cell."""
        if value is None or (value == 0 and not self.zeros):
            return ""
        return f"{value:,.0f}" if self.kind == "count" else f"{100 * value:.0f}%"

    def scene(self, place: Place) -> Scene:
        """Lay the table out, with as many columns as have room for their numbers."""
        room, deep = (0.36, 3) if place.narrow else (0.38, 1)
        rows = [letters.fitted(name, room * place.width, place.letters, deep) for name in self.rows]
        left = max((letters.width(name, place.letters) for name in rows), default=0.0) + 12
        cells = [self._short(value, place) for row in self.values for value in row]
        least = max(24.0, max((letters.width(text, place.small) for text in cells), default=0.0) + 4)
        names, turned, right = self._names(place, left, least)
        chosen = self._columns(len(names))
        pitch = letters.LEADING * place.letters * letters.deepest(rows) + (8 if place.narrow else 10)
        across, down = (tuple((n + 0.5, name) for n, name in enumerate(its)) for its in (names, rows))
        x = Axis(0, len(chosen), across, names=True, top=True, turned=turned)
        layers, below = self._cells(chosen, place), 0.0
        notes = those(
            place.narrow and self.kind == "share" and "Percent.",
            len(chosen) < len(self.columns)
            and f"{len(chosen)} of {len(self.columns)} columns; the table has all.",
        )
        if notes:
            said = " ".join(notes)
            layers.append(Words(len(chosen), len(rows), said, dy=6, across="end", down="top", color=MUTED))
            below = 18.0
        y = Axis(len(rows), 0, down, names=True)
        return framed(place, layers, x, y, high=pitch * len(rows), left=left, right=right, below=below)

    def _names(self, place: Place, left: float, least: float) -> tuple[list[str], int, float]:
        """Give the names of the columns that are drawn, by how much they are turned, and the room they need at the right.

        They stand straight where each word has room in its column; else they lean, or stand upright on a phone.
        """
        chosen = self._columns(int((place.width - left - 6) // least))
        each = (place.width - left - 6) / max(len(chosen), 1)

        def fitted(room: float, most: int) -> list[str]:
            return [letters.fitted(self.columns[number], room, place.small, most) for number in chosen]

        straight = fitted(each - 6, 4)
        words = [word for number in chosen for word in self.columns[number].split()]
        whole = all(letters.width(word, place.small) <= each - 6 for word in words)
        if whole and not any("…" in name for name in straight):
            return straight, 0, 6.0
        if place.narrow:
            return fitted(_UPRIGHT, 2 if each > 2 * letters.LEADING * place.small else 1), 90, 6.0
        # The last name leans out of the field.
        widest = max(letters.width(name, place.small) for name in fitted(_LEANING, 1))
        right = widest * math.cos(math.radians(_SLANT)) + 10
        chosen = self._columns(int((place.width - left - right) // least))
        return fitted(_LEANING, 1), _SLANT, right

    def _cells(self, chosen: list[int], place: Place) -> list[Layer]:
        """Draw the cells, those of one shade as one, and write their values."""
        largest = max((value for row in self.values for value in row if value is not None), default=0) or 1
        shades: dict[str, list[tuple[Box, str]]] = {}
        words: list[Layer] = []
        for number, row in enumerate(self.values):
            for at, column in enumerate(chosen):
                value = row[column]
                said = f"{self.rows[number]}, {self.columns[column]}: {self.text(value) or ('0' if value == 0 else 'not known')}"
                shades.setdefault(_shade(value, largest), []).append(((at, number, at + 1, number + 1), said))
                if self.text(value):
                    words.append(Words(at + 0.5, number + 0.5, self._short(value, place), across="middle"))
        rects = []
        for shade, cells in shades.items():
            boxes, hover = zip(*cells, strict=True)
            rects.append(Rects(boxes, shade, GRID, width=0.8, hover=hover))
        return [*rects, *words]

    def _short(self, value: float | None, place: Place) -> str:
        """Give what stands in a cell; on a phone the sign of percent stands below the table, once."""
        return self.text(value).removesuffix("%") if place.narrow else self.text(value)

    def _columns(self, most: int) -> list[int]:
        """Choose the columns with the largest sums, in their order: more would be too narrow for their numbers."""
        count = len(self.columns)
        sums = [sum(row[place] or 0 for row in self.values) for place in range(count)]
        return sorted(sorted(range(count), key=lambda place: -sums[place])[: max(most, 1)])


def _shade(value: float | None, largest: float) -> str:
    if value is None:
        return GRID
    return _SHADES[min(3, int(4 * value / largest))] if value else PAPER
