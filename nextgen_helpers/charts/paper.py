"""Charts as files for a slide or a letter: PNG, PDF and SVG by Matplotlib, with title and source in the picture."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

from nextgen_helpers.charts import letters, style
from nextgen_helpers.charts.ink import Box, Circle, Ink, Line, Part, ink, written
from nextgen_helpers.charts.ink import Path as Corners
from nextgen_helpers.charts.picture import Picture
from nextgen_helpers.charts.scene import PAGE, PHONE, Place
from nextgen_helpers.errors import UserError
from nextgen_helpers.places import write_whole

_TITLE: Final = 14.5
_SUBTITLE: Final = 11.5
_SOURCE: Final = 9.5
_SETTINGS: Final[dict[str, Any]] = {
    "font.family": ["DejaVu Sans"],
    "hatch.linewidth": 0.9,
    "path.simplify": False,
    "text.parse_math": False,  # a dollar sign is a dollar sign
}
_DASHES: Final[dict[str, Any]] = {"": "solid", "dashed": (0, (5, 3)), "dotted": (0, (1.5, 2.5))}
_HATCHES: Final = {"": "", "rising": "////", "falling": "\\\\\\\\", "crossed": "xxxx", "dotted": "...."}
_ALIGNED: Final = {"start": "left", "middle": "center", "end": "right"}


def draw(chart: Picture, *, narrow: bool = False, title: bool = True) -> Figure:
    """Draw a chart with Matplotlib; a pixel of the picture is a point."""
    place = PHONE if narrow else PAGE
    scene = chart.drawn().scene(place)
    head, foot = (list(_head(chart, place)), list(_foot(chart, place))) if title else ([], [])
    above, below = _height(head), _height(foot)
    high = above + scene.height + below
    with _settings():
        figure = Figure(figsize=(scene.width / 72, high / 72), dpi=72)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, scene.width)
        axes.set_ylim(high, 0)
        for items, down in ((head, 0.0), (ink(scene), above), (foot, above + scene.height)):
            for number, item in enumerate(items):
                _put(axes, item, down, number / 1e5)
    return figure


def save(chart: Picture, path: str | Path) -> None:
    """Save a chart, with title and source, as PNG (300 dots per inch), SVG or PDF."""
    target = Path(path)
    kind = target.suffix.lower().lstrip(".")
    if kind not in ("png", "svg", "pdf"):
        raise UserError(f"{target.name}: a chart is saved as .png, .svg or .pdf.")
    write_whole(target, file_content(chart, kind))


def file_content(chart: Picture, kind: str) -> bytes:
    """Give what a file of a chart holds, with title and source."""
    # Without a date and a random salt, the same chart gives the same file.
    metadata: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind, {})
    buffer = io.BytesIO()
    with _settings({"svg.fonttype": "path", "svg.hashsalt": chart.name, "pdf.fonttype": 42}):
        draw(chart).savefig(buffer, format=kind, dpi=300, facecolor="white", metadata=metadata)
    return buffer.getvalue()


@contextmanager
def _settings(more: dict[str, Any] | None = None) -> Iterator[None]:
    """Draw with our settings, whatever the user's own are."""
    settings: Any = {**_SETTINGS, **(more or {})}
    with mpl.rc_context(settings), warnings.catch_warnings():
        # A letter that our font lacks is drawn as a box.
        warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from font")
        yield


def _head(chart: Picture, place: Place) -> Iterator[Line]:
    """Write title and subtitle."""
    y, room = 4.0, place.width - 12
    for text, size, color, bold in (
        (chart.title, _TITLE, style.INK, True), (chart.subtitle, _SUBTITLE, style.MUTED, False)
    ):  # fmt: skip
        said = letters.lines(text, room, size, bold=bold)
        yield from written("\n".join(said), 4, y, size, color=color, bold=bold)
        y += letters.LEADING * size * len(said) + 2


def _foot(chart: Picture, place: Place) -> Iterator[Line]:
    said = letters.lines(f"Source: {chart.source}", place.width - 12, _SOURCE)
    yield from written("\n".join(said), 4, 6, _SOURCE, color=style.MUTED)


def _height(lines: list[Line]) -> float:
    return max((line.y + 0.5 * line.size + 6 for line in lines), default=0.0)


def _put(axes: Axes, item: Ink, down: float, order: float) -> None:
    """Put a shape or a line of text into the picture, over what was put there before."""
    if isinstance(item, Line):
        halo = [withStroke(linewidth=3, foreground="white", alpha=0.8)] if item.halo else None
        axes.add_artist(
            Text(
                item.x, item.y + down, item.text, ha=_ALIGNED[item.across], va="baseline", size=item.size, color=item.color,
                weight="bold" if item.bold else "normal", rotation=item.turned, rotation_mode="anchor", zorder=3 + order,
                path_effects=halo, parse_math=False, clip_on=False,
            )
        )  # fmt: skip
        return
    look: dict[str, Any] = {
        "facecolor": item.fill or "none", "edgecolor": item.edge or "none", "linewidth": item.width if item.edge else 0.0,
        "linestyle": _DASHES[item.dash], "alpha": None if item.opacity == 1 else item.opacity, "zorder": 3 + order,
        "clip_on": False, "capstyle": "butt",
    }  # fmt: skip
    if item.hatch:
        look |= {"hatch": _HATCHES[item.hatch], "hatchcolor": item.hatch_color}
    rounded = [part for part in item.parts if isinstance(part, Box) and part.round]
    for box in rounded:
        shape = f"round,pad=0,rounding_size={box.round}"
        axes.add_patch(FancyBboxPatch((box.x, box.y + down), box.width, box.height, boxstyle=shape, **look))
    clip = None
    if item.clip:
        left, top, right, bottom = item.clip
        look["clip_on"] = True
        clip = TransformedBbox(Bbox([[left, top + down], [right, bottom + down]]), axes.transData)
    outlines = [_outline(part, down) for part in item.parts if not (isinstance(part, Box) and part.round)]
    if outlines:
        patch = axes.add_patch(PathPatch(Outline.make_compound_path(*outlines), **look))
        if clip is not None:
            patch.set_clip_box(clip)


def _outline(part: Part, down: float) -> Outline:
    match part:
        case Circle():
            return Outline.circle((part.x, part.y + down), part.radius)
        case Box():
            right, bottom = part.x + part.width, part.y + down + part.height
            corners = [(part.x, part.y + down), (right, part.y + down), (right, bottom), (part.x, bottom)]
            return Outline([*corners, corners[0]], closed=True)
        case Corners():
            points = np.asarray(part.points, dtype=float) + np.asarray((0.0, down))
            return Outline(np.vstack([points, points[:1]]) if part.closed else points, closed=part.closed)
