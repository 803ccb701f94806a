"""What a chart draws, read from its scene; and where its words stand."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.ink import Line, ink
from nextgen_helpers.charts.scene import PAGE, PHONE, SCREEN, WALL, Points, Rects, Words

PLACES = {"page": PAGE, "phone": PHONE, "screen": SCREEN, "wall": WALL}


def layers(chart, kind, place=PAGE):
    """Give the layers of a kind, those of all fields."""
    scene = chart.mark.scene(place)
    return [layer for panel in scene.panels for layer in panel.layers if isinstance(layer, kind)]


def points(chart, series=None, place=PAGE):
    """Give the places of the points, of one series or of all."""
    return [
        at for layer in layers(chart, Points, place) if series in (None, layer.series) for at in layer.places
    ]


def boxes(chart, series=None, place=PAGE):
    """Give the rectangles, of one series or of all."""
    return [
        box for layer in layers(chart, Rects, place) if series in (None, layer.series) for box in layer.boxes
    ]


def texts(chart, place=PAGE):
    """Give the words that stand in the field, in the order in which they are drawn."""
    return [layer.text for layer in layers(chart, Words, place)]


def lines(scene):
    """Give every line of text in a picture."""
    return [item for item in ink(scene) if isinstance(item, Line)]


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def box(line):
    """Give the box of a line of text; of a slanted one, the upright box around it."""
    wide, high = letters.width(line.text, line.size, bold=line.bold), line.size
    left = {"start": line.x, "middle": line.x - wide / 2, "end": line.x - wide}[line.across]
    if not line.turned:
        return Box(line.text, left, line.y - 0.76 * high, left + wide, line.y + 0.2 * high)
    along, up = (wide * part(math.radians(line.turned)) for part in (math.cos, math.sin))
    return Box(line.text, line.x - 0.76 * high, line.y - up, line.x + along + 0.2 * high, line.y)


def assert_words_inside(scene, *, room=2.5):
    """Every word stands inside of the picture."""
    for line in lines(scene):
        found = box(line)
        assert found.left >= -room, found
        assert found.right <= scene.width + room, found
        assert found.top >= -room, found
        assert found.bottom <= scene.height + room, found


def assert_apart(scene):
    """No word runs into another; slanted ones stand side by side and are not looked at."""
    found = sorted(
        (box(line) for line in lines(scene) if line.text.strip() and not line.turned),
        key=lambda item: item.top,
    )
    for number, one in enumerate(found):
        for other in itertools.takewhile(
            lambda item, end=one.bottom: item.top < end - 2.5, found[number + 1 :]
        ):
            across = min(one.right, other.right) - max(one.left, other.left)
            assert across < 1.5, (one, other)
