"""Rows with names: beside them where there is room, above them on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.scene import Axis, Key, Layer, Place, Rects, Scene, Words, framed
from nextgen_helpers.charts.style import MUTED, PAPER

#: So wide is a label beside its row at most, and a note behind it.
LABEL: Final = 270.0
_NOTE: Final = 190.0
#: A row for what is drawn, below its name, on a phone.
_BAND: Final = 24.0
#: Room at the left of the field on a phone.
_EDGE: Final = 11.0
#: On a wall rows stand as close as their words allow, once they are so many.
_MANY: Final = 10


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows at their places; heights are pixels from the top of the field."""

    place: Place  # where the picture stands
    middles: tuple[float, ...]  # where each row is drawn
    names: tuple[tuple[float, str], ...]  # labels beside the rows; empty on a phone
    layers: tuple[Layer, ...]  # words that stand in the field: labels above the rows, notes, headings
    high: float  # of all rows
    pitch: float  # height of the lowest row
    right: float  # pixels that the notes need at the right

    @property
    def axis(self) -> Axis:
        """The vertical axis: pixels, downwards, with the rows' names."""
        return Axis(self.high, 0.0, self.names, names=True)

    def scene(
        self,
        layers: Sequence[Layer],
        x: Axis,
        *,
        keys: Sequence[Key] = (),
        right: float = 10.0,
        above: float = 4.0,
    ) -> Scene:
        """Make the scene: what is drawn, below the words of the rows."""
        return framed(
            self.place, (*layers, *self.layers), x, self.axis, high=self.high, keys=keys,
            left=_EDGE if self.place.narrow else None, right=max(right, self.right), above=above,
        )  # fmt: skip


def laid_out(  # noqa: PLR0913  (as many as rows have words)
    place: Place,
    labels: Sequence[str],
    x: Axis,
    *,
    notes: Sequence[str] = (),
    sections: Sequence[tuple[int, str]] = (),
    least: float = 0.0,
) -> Rows:
    """Lay rows out from the top down.

    labels : one a row.
    x : the horizontal axis.
    notes : what else is said of each row: at its right end, or behind its label on a phone.
    sections : number of the first row, and heading, of each section.
    least : what is drawn in a row needs so many pixels.
    """
    notes = notes or ("",) * len(labels)
    if place.narrow:
        joined = [f"{label} ({note})" if note else label for label, note in zip(labels, notes, strict=True)]
        shown = [letters.fitted(label, place.width - 16, place.letters, 3) for label in joined]
        notes, left = ("",) * len(labels), _EDGE
        heights = [max(_BAND, least)] * len(labels)
    else:
        shown = [letters.fitted(label, LABEL, place.letters) for label in labels]
        notes = [letters.fitted(note, _NOTE, place.small) for note in notes]
        left = max((letters.width(label, place.letters) for label in shown), default=0.0) + 12
        around = 3 if place.tight and len(labels) >= _MANY else 11
        # A row is as high as its own words need it.
        heights = [
            max(place.line * letters.deepest(pair) + around, least) for pair in zip(shown, notes, strict=True)
        ]
    layers: list[Layer] = []
    middles: list[float] = []
    heads, head, y = dict(sections), place.line + 8.0, 0.0
    for number, (label, note, high) in enumerate(zip(shown, notes, heights, strict=True)):
        if number in heads:  # on white, from the left edge of the picture
            layers.append(Rects(((x.low, y, x.high, y + head),), fill=PAPER))
            layers.append(
                Words(x.low, y + head / 2, heads[number], dx=4 - left, size=place.letters, bold=True)
            )
            y += head
        if place.narrow:
            layers.append(Words(x.low, y + 3, label, dx=2 - left, down="top", size=place.letters, halo=True))
            y += letters.LEADING * place.letters * (label.count("\n") + 1)
        elif note:
            layers.append(Words(x.high, y + high / 2, note, dx=10, color=MUTED))
        middles.append(y + high / 2)
        y += high
    names = () if place.narrow else tuple(zip(middles, shown, strict=True))
    right = max((letters.width(note, place.small) + 20 for note in notes if note), default=0.0)
    return Rows(place, tuple(middles), names, tuple(layers), y, min(heights, default=0.0), right)
