"""Rows with names: beside them where there is room, above them on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.scene import Axis, Rects, Words, framed
from nextgen_helpers.charts.style import MUTED, PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nextgen_helpers.charts.scene import Key, Layer, Place, Scene

#: So wide is a label beside its row at most, and a note behind it.
LABEL: Final = 270.0
_NOTE: Final = 190.0
#: A row for what is drawn, below its name, on a phone.
_BAND: Final = 24.0
#: On a wall rows stand as close as their words allow, once they are so many.
_MANY: Final = 10


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows at their places; heights are pixels from the top of the field.

    Parameters
    ----------
    place : where the picture stands.
    middles : where each row is drawn.
    names : labels beside the rows; empty on a phone.
    layers : words that stand in the field: labels above the rows, notes, headings.
    high : of all rows.
    pitch : from one row to the next.
    right : pixels that the notes need at the right.
    """

    place: Place
    middles: tuple[float, ...]
    names: tuple[tuple[float, str], ...]
    layers: tuple[Layer, ...]
    high: float
    pitch: float
    right: float

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
            left=6.0 if self.place.narrow else None, right=max(right, self.right), above=above,
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

    Parameters
    ----------
    labels : one a row.
    x : the horizontal axis.
    notes : what else is said of each row: at its right end, or behind its label on a phone.
    sections : number of the first row, and heading, of each section.
    least : what is drawn in a row needs so many pixels.
    """
    notes = notes or ("",) * len(labels)
    layers: list[Layer] = []
    heads = dict(sections)
    head = place.line + 8.0
    if place.narrow:
        joined = [f"{label} ({note})" if note else label for label, note in zip(labels, notes, strict=True)]
        shown = [letters.fitted(label, place.width - 16, place.letters, 3) for label in joined]
        band = max(_BAND, least)
    else:
        shown = [letters.fitted(label, LABEL, place.letters) for label in labels]
        deep = letters.deepest([*shown, *(letters.fitted(note, _NOTE, place.small) for note in notes)])
        band = max(
            place.line * deep + (3 if place.tight and len(labels) >= _MANY else 11 if deep == 1 else 7), least
        )
    # A heading begins at the left edge of the picture.
    left = (
        6.0
        if place.narrow
        else max((letters.width(label, place.letters) for label in shown), default=0.0) + 12
    )
    y, middles, names = 0.0, [], []
    for number, (label, note) in enumerate(zip(shown, notes, strict=True)):
        if number in heads:
            white = Rects(((x.low, y, x.high, y + head),), fill=PAPER)
            layers += [
                white,
                Words(x.low, y + head / 2, heads[number], dx=4 - left, size=place.letters, bold=True),
            ]
            y += head
        if place.narrow:
            above = letters.LEADING * place.letters * (label.count("\n") + 1)
            layers.append(Words(x.low, y + 3, label, dx=-4, down="top", size=place.letters, halo=True))
            middles.append(y + above + band / 2)
            y += above + band
        else:
            middles.append(y + band / 2)
            names.append((middles[-1], label))
            if note:
                layers.append(
                    Words(x.high, middles[-1], letters.fitted(note, _NOTE, place.small), dx=10, color=MUTED)
                )
            y += band
    wide = max(
        (letters.width(letters.fitted(note, _NOTE, place.small), place.small) for note in notes if note),
        default=-10.0,
    )
    return Rows(
        place, tuple(middles), tuple(names), tuple(layers), y, band, 0.0 if place.narrow else wide + 20
    )
