"""Charts on paper: Matplotlib, as crisp SVG in a report, or as a file for a slide or a letter.

Every picture is drawn twice for a report, once for wide pages and once for the width of a phone, where
labels stand above their bars. Lengths are in pixels at 72 to the inch, so that a pixel is a point.
"""

from __future__ import annotations

import html
import io
import itertools
import re
import textwrap
import warnings
from contextlib import contextmanager
from functools import lru_cache, singledispatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator
from matplotlib.transforms import IdentityTransform, ScaledTranslation

from nextgen_helpers.charts import style
from nextgen_helpers.charts.chart import (
    Bars,
    Bubbles,
    CountyMap,
    Dots,
    Lines,
    StackedChange,
)
from nextgen_helpers.charts.shapes import county_shapes, state_shapes
from nextgen_helpers.charts.tables import written
from nextgen_helpers.charts.vector import Words, svg_of, text_size
from nextgen_helpers.errors import UserError
from nextgen_helpers.places import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.transforms import Transform

    from nextgen_helpers.charts.chart import Chart, Mark, Series
    from nextgen_helpers.charts.tables import Kind

__all__ = [
    "canvas",
    "draw",
    "drawing",
    "moved",
    "picture_html",
    "put_legend",
    "row_lines",
    "save",
    "scale_below",
    "scale_beside",
    "text_width",
    "words",
    "wrapped",
]

_WIDE: Final = 760
_NARROW: Final = 350
_FONT: Final = 11.5
_SMALL: Final = 10.5
_TITLE: Final = 14.5
_SOURCE: Final = 9.5
_PAD: Final = 6  # pixels between a scale and its values
_LINE: Final = 15  # height of a line of a label
_HANDLE: Final = 48  # the mark before a name in the legend, and the room around it
_SETTINGS: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": _FONT,
    "text.color": style.INK,
    "axes.labelcolor": style.MUTED,
    "axes.labelsize": _SMALL,
    "axes.edgecolor": style.GRID,
    "xtick.color": style.MUTED,
    "ytick.color": style.INK,
    "xtick.labelsize": _SMALL,
    "ytick.labelsize": _FONT,
    "hatch.linewidth": 0.8,
    "hatch.color": "#ffffff",
    "path.simplify": False,
    "text.parse_math": False,  # a dollar sign is a dollar sign
}
#: An arrow to the right of a mark that begins a few pixels away from it.
_MORE_REACH: Final = 16
_MORE: Final = Outline(
    [(4, 0), (_MORE_REACH, 0), (_MORE_REACH - 5, 3), (_MORE_REACH, 0), (_MORE_REACH - 5, -3)],
    [Outline.MOVETO, Outline.LINETO, Outline.MOVETO, Outline.LINETO, Outline.LINETO],
)
#: Lines that run behind a name are faint, so that it can be read.
_BEHIND_TEXT: Final = {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.75, "pad": 0.5}
_MAP_COLORS: Final = ("#dcebf5", "#a9cde6", "#6ba7d1", "#2b7bb5", "#0b4f85")


def draw(chart: Chart, *, narrow: bool = False, title: bool = True) -> Figure:
    """Draw a chart with Matplotlib.

    Raises
    ------
    UserError : the chart has nothing to draw.
    """
    with _settings():
        figure = _figure_of(chart, narrow=narrow)
        if title:
            _add_title(figure, chart, narrow=narrow)
    return figure


def _figure_of(chart: Chart, *, narrow: bool) -> Figure:
    """Draw a chart without its title, with the settings in force."""
    if chart.mark is None:
        raise UserError(f"There is nothing to draw: {chart.title}")
    from nextgen_helpers.charts import board_paper, plan_paper, team_paper  # noqa: F401, PLC0415  (they draw a team's marks)

    return _drawn(chart.mark, narrow)


def save(chart: Chart, path: str | Path) -> None:
    """Save a chart, with title and source, as PNG (300 dots per inch), SVG or PDF."""
    target = Path(path)
    kind = target.suffix.lower().lstrip(".")
    if kind not in ("png", "svg", "pdf"):
        raise UserError(f"{target.name}: a chart is saved as .png, .svg or .pdf.")
    # Without a date and a random salt, the same chart gives the same file.
    metadata: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind, {})
    buffer = io.BytesIO()
    with _settings({"svg.fonttype": "path", "svg.hashsalt": chart.name, "pdf.fonttype": 42}):
        draw(chart).savefig(buffer, format=kind, dpi=300, facecolor="white", metadata=metadata)
    write_whole(target, buffer.getvalue())


def picture_html(chart: Chart) -> str:
    """Write the picture as HTML: one SVG for wide pages and print, one for phones."""
    pictures = ""
    for name, narrow in (("ng-wide", False), ("ng-narrow", True)):
        pictures += f'<div class="{name}">{_svg(chart, narrow=narrow)}</div>'
    return f'<div class="ng-picture">{pictures}</div>'


@contextmanager
def _settings(more: dict[str, Any] | None = None) -> Iterator[None]:
    """Draw with our settings, whatever the user's own are."""
    settings: Any = {**_SETTINGS, **(more or {})}
    with mpl.rc_context(settings), warnings.catch_warnings():
        # A letter that our font lacks is drawn as a box, or in an SVG by the reader's own font.
        warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from font")
        yield


def _svg(chart: Chart, *, narrow: bool) -> str:
    prefix = f"{chart.name}-{'n' if narrow else 'w'}-"
    with _settings({"svg.hashsalt": prefix}):
        text = svg_of(_figure_of(chart, narrow=narrow))
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", lambda tag: _tidy_tag(tag[0], prefix), text)
    label = html.escape(chart.alternative, quote=True)
    view = re.search(r'viewBox="([^"]+)"', text)
    box = view[1] if view else ""
    head = (
        f'<svg role="img" aria-label="{label}" viewBox="{box}" xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return head + text[text.index(">") + 1 :].strip()


def _tidy_tag(tag: str, prefix: str) -> str:
    """Tidy one tag of an SVG; never the words between tags."""
    # Several pictures stand in one page: their ids must differ.
    tag = re.sub(r'\bid="', f'id="{prefix}', tag)
    tag = tag.replace("url(#", f"url(#{prefix}").replace('href="#', f'href="#{prefix}')
    # A tenth of a pixel is enough, and makes a map a third as large.
    tag = re.sub(r"(\d+\.\d)\d+", r"\1", tag)
    tag = tag.replace("'DejaVu Sans', sans-serif", "ng").replace("'DejaVu Sans'", "ng")
    return re.sub(r"font-family: ?ng|(?<=px )ng", lambda found: _font(found[0]), tag)


def _font(found: str) -> str:
    family = style.FONT_FAMILY
    return f"font-family: {family}" if found.startswith("font-family") else family


# -- canvas ---------------------------------------------------------------------------------------


def canvas(width: float, height: float, margins: tuple[float, float, float, float]) -> Axes:
    """Make a figure with one pair of axes; margins are left, right, top, bottom in pixels."""
    left, right, top, bottom = margins
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    FigureCanvasAgg(figure)
    axes = figure.add_axes(
        (
            left / width,
            bottom / height,
            (width - left - right) / width,
            (height - top - bottom) / height,
        )
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, pad=6)
    axes.set_axisbelow(True)
    return axes


@lru_cache(maxsize=8192)
def text_width(text: str, size: float = _FONT, weight: str = "normal") -> float:
    """Measure a line of text in pixels, in the font that Matplotlib measures with."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from font")
        width, _, _ = text_size(text, _font_of(size, weight))
    return float(width)


@lru_cache(maxsize=64)
def _font_of(size: float, weight: str) -> FontProperties:
    return FontProperties(family="DejaVu Sans", size=size, weight=weight)


def _lines(text: str, width: float, size: float = _FONT, weight: str = "normal") -> list[str]:
    """Break a text into lines of at most a width in pixels; a word that is longer is broken too."""
    lines = [""]
    for word in text.split():
        rest = word
        while text_width(rest, size, weight) > width:
            fits = next(n for n in range(len(rest) - 1, 0, -1) if text_width(rest[:n], size, weight) <= width)
            lines += [rest[:fits]]
            rest = rest[fits:]
        joined = f"{lines[-1]} {rest}".strip()
        if text_width(joined, size, weight) <= width:
            lines[-1] = joined
        else:
            lines.append(rest)
    return [line for line in lines if line]


def wrapped(label: str, width: float) -> str:
    """Break a label into at most two lines of a width in pixels; what does not fit is cut."""
    lines = _lines(label, width)
    if len(lines) > 2:  # noqa: PLR2004  (a third line would run into the next row)
        second = lines[1]
        while text_width(f"{second} …") > width:
            second = second[:-1].rstrip()
        lines = [lines[0], f"{second} …"]
    return "\n".join(lines)


def _rows(labels: Sequence[str], narrow: bool, right: float, top: float = 8) -> tuple[Axes, Any]:  # noqa: FBT001
    """Axes with one row a label: labels at the left, or above the row on a phone."""
    count = len(labels)
    positions = np.arange(count, dtype=float)[::-1]
    if narrow:
        shown = [wrapped(label, _NARROW - 24) for label in labels]
        deepest = max((label.count("\n") for label in shown), default=0)
        pitch, left, width = 38 + 14 * deepest, 14.0, _NARROW
    else:
        shown = [wrapped(label, 270) for label in labels]
        widths = [text_width(line) for label in shown for line in label.split("\n")]
        pitch = 34 if any("\n" in label for label in shown) else 25
        left, width = max(widths, default=0) + 14, _WIDE
    foot = 60 if narrow else 46  # on a phone the words below the axis take two lines
    axes = canvas(width, count * pitch + top + foot, (left, right, top, foot))
    axes.set_ylim(-0.5, count - 0.5)
    if narrow:
        axes.set_yticks([])
        above = moved(axes, -8, 0, axes.get_yaxis_transform())
        for label, position in zip(shown, positions, strict=True):
            words(axes, 0, position + 0.1, label, above, va="bottom", linespacing=1.1)
        _white_behind(axes, shown, positions + 0.1)
        positions = positions - 0.17
    else:
        axes.set_yticks(
            []
        )  # a tick has marks and lines besides its label, and takes five times as long to draw
        beside = moved(axes, -6, 0, axes.get_yaxis_transform())
        for label, position in zip(shown, positions, strict=True):
            words(axes, 0, position, label, beside, va="center", ha="right")
    return axes, positions


def words(axes: Axes, x: float, y: float, text: str, place: Transform, **look: Any) -> None:
    """Write a text into a picture.

    Parameters
    ----------
    axes : where.
    x, y : the place.
    text : one line or several.
    place : what the place means: ``axes.transData``, or what :func:`moved` gives.
    look : of Matplotlib's ``Text``; va is ``baseline`` unless told.
    """
    axes.add_artist(Words(x, y, text, transform=place, clip_on=False, **look))


def moved(axes: Axes, right: float, up: float, place: Transform | None = None) -> Transform:
    """Give places so many pixels away; by default from the data's."""
    shift = ScaledTranslation(right / 72, up / 72, _figure(axes).dpi_scale_trans)
    return (axes.transData if place is None else place) + shift


def _white_behind(axes: Axes, labels: Sequence[str], bottoms: Any) -> None:
    """Keep the lines of the axis away from labels that stand above their rows."""
    size = axes.get_window_extent()
    low, high = axes.get_ylim()
    boxes = []
    for label, bottom in zip(labels, bottoms, strict=True):
        lines = label.split("\n")
        left, right = -9 / size.width, (max(text_width(line) for line in lines) - 7) / size.width
        top = bottom + _LINE * len(lines) * (high - low) / size.height
        boxes.append([(left, bottom), (right, bottom), (right, top), (left, top)])
    axes.add_collection(
        PolyCollection(boxes, facecolor="#ffffff", edgecolor="none", transform=axes.get_yaxis_transform(), zorder=2.9,
                       clip_on=False), autolim=False,
    )  # fmt: skip


def _bar(axes: Axes, position: float, left: float, length: float, height: float, **look: Any) -> None:
    """Draw a bar; ``barh`` does the same and much besides. The caller sets the limits of the axes."""
    axes.add_artist(Rectangle((left, position - height / 2), length, height, **look))


def scale_below(
    axes: Axes,
    name: str,
    narrow: bool,  # noqa: FBT001
    *,
    color: str = style.GRID,
    width: float = _NARROW - 40,
) -> None:
    """Draw the horizontal scale when limits and ticks are set: lines, values, and what they are.

    It looks as Matplotlib's own; there each tick is five artists, and they were a third of a picture's time.

    Parameters
    ----------
    axes : with limits, locator and formatter; its own axis is hidden.
    name : what the values are; on a phone in lines that fit, from the left.
    narrow : for a phone.
    color : of the lines.
    width : of the name on a phone, in pixels.
    """
    at, texts = _ticks(axes.xaxis, axes.get_xlim())
    lines = [[(place, 0.0), (place, 1.0)] for place in at]
    _scale_lines(axes, lines, axes.get_xaxis_transform(), color)
    below = moved(axes, 0, -_PAD, axes.get_xaxis_transform())
    for place, text in zip(at, texts, strict=True):
        words(axes, place, 0, text, below, ha="center", va="top", fontsize=_SMALL, color=style.MUTED)
    under = moved(axes, 0, 2 - 2 * _PAD - _SMALL, axes.transAxes)
    words(axes, 0.0 if narrow else 0.5, 0, "\n".join(_lines(name, width, _SMALL)) if narrow else name, under,
          ha="left" if narrow else "center", va="top", fontsize=_SMALL, color=style.MUTED)  # fmt: skip
    axes.xaxis.set_visible(False)


def scale_beside(axes: Axes) -> None:
    """Draw the vertical scale at the left when limits and ticks are set: lines and values."""
    at, texts = _ticks(axes.yaxis, axes.get_ylim())
    lines = [[(0.0, place), (1.0, place)] for place in at]
    _scale_lines(axes, lines, axes.get_yaxis_transform(), style.GRID)
    beside = moved(axes, -_PAD, 0, axes.get_yaxis_transform())
    for place, text in zip(at, texts, strict=True):
        words(axes, 0, place, text, beside, ha="right", va="center", fontsize=_SMALL, color=style.MUTED)
    axes.yaxis.set_visible(False)


def _ticks(axis: Axis, limits: tuple[float, float]) -> tuple[list[float], list[str]]:
    low, high = sorted(limits)
    room = 1e-9 * (high - low)
    at = [float(place) for place in axis.get_majorticklocs() if low - room <= place <= high + room]
    return at, axis.get_major_formatter().format_ticks(at)


def _scale_lines(axes: Axes, lines: list[list[tuple[float, float]]], place: Transform, color: str) -> None:
    below_all = 0.5
    axes.add_collection(
        LineCollection(lines, transform=place, color=color, linewidth=0.8, zorder=below_all), autolim=False
    )


def _bar_height(narrow: bool) -> float:  # noqa: FBT001
    return 0.36 if narrow else 0.66


def put_legend(axes: Axes, handles: Sequence[Any], columns: int, *, rows: int = 1, pitch: float = 16) -> None:
    """Put a legend above the axes, flush left with the figure.

    As many columns as there is width for; where more rows are needed than there is room for, the figure grows.
    """
    figure = _figure(axes)
    width = figure.get_size_inches()[0] * 72 - 10
    for handle in handles:
        handle.set_label("\n".join(_lines(str(handle.get_label()), width - _HANDLE)))
    widths = [max(text_width(line, _SMALL) for line in handle.get_label().split("\n")) for handle in handles]
    while columns > 1 and _legend_width(widths, columns) > width:
        columns -= 1
    figure.legend(
        handles=list(handles),
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        frameon=False,
        fontsize=_SMALL,
        handletextpad=0.5,
        columnspacing=1.4,
        borderaxespad=0.2,
        borderpad=0.2,
    )
    deep = -(-len(handles) // columns) + max(handle.get_label().count("\n") for handle in handles)
    if deep > rows:
        _grow_top(axes, pitch * (deep - rows))


def _legend_width(widths: Sequence[float], columns: int) -> float:
    """Width of a legend that is filled column by column, as Matplotlib does it."""
    rows, longer = divmod(len(widths), columns)
    total, start = 0.0, 0
    for column in range(columns):
        end = start + rows + (1 if column < longer else 0)
        total += max(widths[start:end], default=0) + _HANDLE
        start = end
    return total


def _figure(axes: Axes) -> Figure:
    figure = axes.figure
    if not isinstance(figure, Figure):
        raise TypeError
    return figure


def _formatter(kind: Kind) -> FuncFormatter:
    def text(value: float, _: object) -> str:
        if kind == "ratio":
            return f"{value:g}"
        if kind == "share":
            return f"{100 * value:g}%"
        if kind == "dollars" and abs(value) >= 1000:  # noqa: PLR2004
            return f"${value / 1000:g}k"
        return written(value, kind)

    return FuncFormatter(text)


def _add_title(figure: Figure, chart: Chart, *, narrow: bool) -> None:
    """Grow the figure and write title, subtitle and source into it."""
    room = 0.96 * (_NARROW if narrow else _WIDE)  # a little less: letters are wider at some resolutions
    title = _lines(chart.title, room, _TITLE, "bold")
    subtitle = _lines(chart.subtitle, room)
    source = _lines(f"Source: {chart.source}", room, _SOURCE)
    head, foot = 19 * len(title) + 15 * len(subtitle) + 18, 13 * len(source) + 12
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    whole = height + head + foot
    for axes in figure.axes:
        box = axes.get_position()
        axes.set_position((box.x0, (box.y0 * height + foot) / whole, box.width, box.height * height / whole))
    for legend in figure.legends:
        legend.set_bbox_to_anchor((0.0, (whole - head) / whole))
    figure.set_size_inches(width / 72, whole / 72)
    y = whole - 8.0
    for lines, size, color, weight in (
        (title, _TITLE, style.INK, "bold"),
        (subtitle, _FONT, style.MUTED, "normal"),
    ):
        for line in lines:
            figure.text(4 / width, y / whole, line, fontsize=size, color=color, weight=weight, va="top")
            y -= 19 if weight == "bold" else 15
    for number, line in enumerate(source):
        figure.text(
            4 / width,
            (foot - 4 - 13 * number) / whole,
            line,
            fontsize=_SOURCE,
            color=style.MUTED,
            va="top",
        )


# -- marks ----------------------------------------------------------------------------------------


def _drawn(mark: Mark, narrow: bool) -> Figure:  # noqa: FBT001
    return _figure(drawing(mark, narrow))


@singledispatch
def drawing(mark: object, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw a mark; each kind of mark registers its own drawing."""
    raise TypeError(f"no drawing for {type(mark).__name__} (narrow={narrow})")


@drawing.register(Bars)
def _draw_bars(mark: Bars, narrow: bool) -> Axes:  # noqa: FBT001
    with_legend = bool(mark.groups) and any(mark.second)
    room = max((text_width(text, _SMALL) for text in mark.texts), default=0) + 12
    axes, positions = _rows(mark.labels, narrow, room, 34 if with_legend else 8)
    height, behind = _bar_height(narrow), moved(axes, 5, 0)
    for number, position in enumerate(positions):
        value, limit = mark.values[number] or 0.0, mark.at_most[number]
        second = mark.second[number]
        _bar(
            axes,
            position,
            0.0,
            value,
            height,
            facecolor="#7b8794" if second else style.REGION,
            edgecolor="#ffffff" if second else "none",
            hatch="////" if second else "",
            linewidth=0,
        )
        reach = value
        if limit is not None and limit > value:
            _bar(
                axes,
                position,
                value,
                limit - value,
                height,
                facecolor="#ffffff",
                edgecolor=style.REGION,
                hatch="",
                linewidth=0.9,
                linestyle=(0, (2, 2)),
            )
            reach = limit
        words(axes, reach, position, mark.texts[number], behind, va="center", fontsize=_SMALL)
    axes.set_xlim(0, max([limit or 0 for limit in mark.at_most] + [1]))
    axes.xaxis.set_major_locator(MaxNLocator(3 if narrow else 6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    scale_below(axes, mark.axis, narrow)
    if with_legend:
        put_legend(
            axes,
            [
                Patch(facecolor=style.REGION, label=mark.groups[0]),
                Patch(facecolor="#7b8794", hatch="////", edgecolor="#fff", label=mark.groups[1]),
            ],
            2,
        )
    return axes


@drawing.register(Dots)
def _draw_dots(mark: Dots, narrow: bool) -> Axes:  # noqa: FBT001
    axes, positions = _rows(mark.labels, narrow, 26, 34)
    drawn = [value for series in mark.series for value in series.values if value is not None]
    ratio = mark.kind == "ratio"
    if ratio:
        low, high = min([*drawn, 0.8]), max([*drawn, 1.25])
        axes.set_xscale("log", base=2)
        axes.set_xlim(max(low / 1.25, 1 / 64), high * 1.25)
        shown = style.ratio_ticks(*axes.get_xlim())
        if narrow and len(shown) > 6:  # noqa: PLR2004
            shown = [tick for tick in shown if tick >= 0.25 or tick == shown[0]]  # noqa: PLR2004
        axes.xaxis.set_major_locator(FixedLocator(shown))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        reference = [mark.line[0]] if mark.line else []
        axes.set_xlim(0, max([*drawn, *reference, 1e-9]) * 1.08)
        axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7))
    axes.xaxis.set_major_formatter(_formatter(mark.kind))
    by_row = [[series.values[number] for series in mark.series] for number in range(len(positions))]
    known = [[value for value in values if value is not None] for values in by_row]
    spans = [
        (min(values), max(values), place)
        for values, place in zip(known, positions, strict=True)
        if len(values) > 1
    ]
    row_lines(axes, spans, color="#b5bec6", linewidth=2, zorder=1)
    for values, place in zip(known, positions, strict=True):
        if not values:
            words(axes, 0.01, place, "withheld", axes.get_yaxis_transform(), va="center", fontsize=_SMALL,
                  color=style.MUTED)  # fmt: skip
    bounds = [
        (values[0], place)
        for values, place, more in zip(
            by_row, positions, mark.open_ended or [False] * len(by_row), strict=True
        )
        if more and values[0] is not None
    ]
    if bounds:
        axes.plot(
            *zip(*bounds, strict=True), marker=_MORE, linestyle="none", color="none", zorder=2.5, clip_on=False,
            markeredgecolor=style.REGION, markeredgewidth=1.2, markersize=2 * _MORE_REACH,
        )  # fmt: skip
    for series in reversed(mark.series):
        points = [(v, p) for v, p in zip(series.values, positions, strict=True) if v is not None]
        axes.plot(
            [value for value, _ in points],
            [position for _, position in points],
            series.style.marker,
            color=series.style.color,
            markersize=8 if series is mark.series[0] else 6.5,
            markeredgecolor="#ffffff",
            markeredgewidth=0.9,
            zorder=3 if series is mark.series[0] else 2,
        )
    handles: list[Line2D] = [_dot_handle(series) for series in mark.series]
    if mark.line:
        axes.axvline(mark.line[0], color=style.INK, linewidth=1.1, linestyle=(0, (5, 3)), zorder=0)
        handles.append(
            Line2D([], [], color=style.INK, linewidth=1.1, linestyle=(0, (5, 3)), label=mark.line[1])
        )
    scale_below(axes, mark.axis, narrow)
    put_legend(axes, handles, len(handles))
    return axes


def row_lines(axes: Axes, spans: Sequence[tuple[float, float, float]], **look: Any) -> None:
    """Draw a line in each row, from one value to another: all of them as one."""
    lines = [[(begin, place), (end, place)] for begin, end, place in spans]
    axes.add_collection(LineCollection(lines, **look), autolim=False)


def _grow_top(axes: Axes, pixels: float) -> None:
    """Make room above the axes, for a further line of the legend."""
    figure = _figure(axes)
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    box = axes.get_position()
    whole = height + pixels
    axes.set_position((box.x0, box.y0 * height / whole, box.width, box.height * height / whole))
    figure.set_size_inches(width / 72, whole / 72)


def _dot_handle(series: Series) -> Line2D:
    return Line2D(
        [], [], linestyle="none", marker=series.style.marker, color=series.style.color,
        markersize=7, label=series.name,
    )  # fmt: skip


@drawing.register(StackedChange)
def _draw_stacked_change(mark: StackedChange, narrow: bool) -> Axes:  # noqa: FBT001
    axes, positions = _rows(mark.labels, narrow, 20, 34)
    height = _bar_height(narrow)
    for number, position in enumerate(positions):
        up = down = 0.0
        for series in mark.parts:
            value = series.values[number] or 0.0
            _bar(
                axes,
                position,
                up if value >= 0 else down,
                value,
                height,
                facecolor=series.style.color,
                hatch=series.style.hatch,
                edgecolor="#ffffff",
                linewidth=0,
            )
            up, down = (up + value, down) if value >= 0 else (up, down + value)
    axes.plot(mark.totals, positions, "D", color=style.INK, markeredgecolor="#ffffff", markersize=7.5)
    axes.axvline(0, color=style.INK, linewidth=1.1)
    axes.set_xlim(*_with_margin(mark))
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 8, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value, "change")))
    scale_below(axes, mark.axis, narrow)
    handles: list[Any] = [
        Patch(facecolor=s.style.color, hatch=s.style.hatch, edgecolor="#fff", label=s.name)
        for s in mark.parts
    ]
    handles.append(Line2D([], [], linestyle="none", marker="D", color=style.INK, label="Change altogether"))
    put_legend(axes, handles, 4)
    return axes


def _with_margin(mark: StackedChange) -> tuple[float, float]:
    """Give where the stacks begin and end, with a little room at either side of them."""
    rows = list(zip(*(series.values for series in mark.parts), strict=True))
    ends = [sum(value for value in row if value is not None and value > 0) for row in rows]
    begins = [sum(value for value in row if value is not None and value < 0) for row in rows]
    low, high = min([*begins, *mark.totals, 0.0]), max([*ends, *mark.totals, 0.0])
    room = 0.04 * ((high - low) or 1.0)
    return low - room, high + room


@drawing.register(Bubbles)
def _draw_bubbles(mark: Bubbles, narrow: bool) -> Axes:  # noqa: FBT001
    width, height = (_NARROW, 480) if narrow else (_WIDE, 500)
    axes = canvas(width, height, (52, 14, 104 if narrow else 46, 56 if narrow else 44))
    areas = np.asarray(mark.sizes) / max([*mark.sizes, 1]) * (700 if narrow else 1900) + 22
    axes.set_xscale("log", base=2)
    _bubbles(axes, mark, areas)
    _bubble_limits(axes, mark)
    axes.axvline(mark.x_line, color=style.INK, linewidth=1)
    axes.axhline(mark.y_line, color=style.INK, linewidth=1)
    axes.xaxis.set_major_locator(FixedLocator(style.ratio_ticks(*axes.get_xlim())))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(_formatter("ratio"))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda v, _: written(v, "signed_percent").replace(".0%", "%"))
    )
    scale_below(axes, mark.x_axis, narrow, width=_NARROW - 80)
    scale_beside(axes)
    handles = [
        Line2D([], [], linestyle="none", marker=look.marker, color=look.color, markersize=8, label=name)
        for name, look in mark.quadrants.values()
    ]
    put_legend(axes, handles, 1 if narrow else 4, rows=4 if narrow else 1)
    words(axes, 0, 1, mark.y_axis, moved(axes, -46, 6, axes.transAxes), fontsize=_SMALL, color=style.MUTED)
    _label_bubbles(axes, mark, areas, 7 if narrow else len(mark.labels), narrow=narrow)
    return axes


def _bubbles(axes: Axes, mark: Bubbles, areas: np.ndarray[Any, Any]) -> None:
    """Draw all bubbles, the largest first, each with the shape and color of its quadrant."""
    order = np.argsort(-areas)
    looks = [mark.quadrants[mark.groups[number]][1] for number in order]
    shapes = {look.marker: MarkerStyle(look.marker) for look in looks}
    axes.add_collection(
        PathCollection(
            [
                shapes[look.marker].get_path().transformed(shapes[look.marker].get_transform())
                for look in looks
            ],
            areas[order],
            offsets=np.column_stack([mark.x, mark.y])[order],
            offset_transform=axes.transData,
            transform=IdentityTransform(),
            facecolors=[look.color for look in looks],
            edgecolors="#ffffff",
            alpha=0.75,
            linewidths=1,
        ),
        autolim=False,
    )


def _bubble_limits(axes: Axes, mark: Bubbles) -> None:
    """Leave room around the bubbles, and always show where the quadrants meet."""
    x = [*mark.x, mark.x_line]
    y = [*mark.y, mark.y_line]
    span = max(max(y) - min(y), 1.0)
    axes.set_xlim(max(min(x), 1 / 64) / 1.35, max(x) * 1.45)
    axes.set_ylim(min(y) - 0.14 * span, max(y) + 0.14 * span)


def _label_bubbles(
    axes: Axes, mark: Bubbles, areas: np.ndarray[Any, Any], most: int, *, narrow: bool
) -> None:
    """Write names beside bubbles, the largest first, where they run into nothing."""
    axes.apply_aspect()
    frame = axes.get_window_extent()
    centers = axes.transData.transform(np.column_stack([mark.x, mark.y]))
    radii = np.sqrt(areas) / 2
    taken: list[tuple[float, float, float, float]] = [
        (x - 0.7 * r, y - 0.7 * r, x + 0.7 * r, y + 0.7 * r) for (x, y), r in zip(centers, radii, strict=True)
    ]
    placed = 0
    concentrated = np.asarray([group == "strong_growing" for group in mark.groups])
    # The title names these first, so they are named in the picture first.
    for number in np.lexsort((-areas, ~concentrated)):
        if placed == most:
            break
        text = (
            mark.labels[number] if not narrow else textwrap.shorten(mark.labels[number], 24, placeholder="…")
        )
        wide, high = text_width(text, _SMALL) + 4, _SMALL + 3.0
        x, y = centers[number]
        r = float(radii[number])
        own = taken[number]
        for left, bottom in (
            (x + r + 3, y - high / 2),
            (x - r - 3 - wide, y - high / 2),
            (min(x - wide / 2, frame.x1 - wide - 1), y + r + 1),
            (min(x - wide / 2, frame.x1 - wide - 1), y - r - 1 - high),
        ):
            box = (left, bottom, left + wide, bottom + high)
            inside = frame.x0 <= box[0] and box[2] <= frame.x1 and frame.y0 <= box[1] and box[3] <= frame.y1
            if inside and not any(_overlap(box, other) for other in taken if other is not own):
                place = axes.transData.inverted().transform((left + 2, bottom + 3))
                words(axes, place[0], place[1], text, axes.transData, fontsize=_SMALL, bbox=_BEHIND_TEXT)
                taken.append(box)
                placed += 1
                break


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@drawing.register(Lines)
def _draw_lines(mark: Lines, narrow: bool) -> Axes:  # noqa: FBT001
    width, height = (_NARROW, 300) if narrow else (_WIDE, 320)
    axes = canvas(width, height, (52, 70 if not narrow else 18, 40, 40))
    for series in mark.series:
        _one_line(axes, mark.years, series)
    axes.xaxis.set_major_locator(FixedLocator(list(mark.years)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.margins(x=0.03, y=0.12)
    scale_beside(axes)
    words(axes, 0, 1, mark.axis, moved(axes, -46, 6, axes.transAxes), fontsize=_SMALL, color=style.MUTED)
    put_legend(axes, [_dot_handle(series) for series in mark.series], 3)
    return axes


def _one_line(axes: Axes, years: Sequence[int], series: Series) -> None:
    points = [(y, v) for y, v in zip(years, series.values, strict=True) if v is not None]
    for (year, value), (next_year, next_value) in itertools.pairwise(points):
        axes.plot(
            [year, next_year],
            [value, next_value],
            color=series.style.color,
            linewidth=2,
            linestyle="-" if next_year - year == 1 else (0, (3, 3)),
        )
    axes.plot(
        [year for year, _ in points],
        [value for _, value in points],
        series.style.marker,
        color=series.style.color,
        markersize=6.5,
        markeredgecolor="#ffffff",
    )


@drawing.register(CountyMap)
def _draw_county_map(mark: CountyMap, narrow: bool) -> Axes:  # noqa: FBT001
    states = sorted({code[:2] for code in mark.counties})
    shapes = county_shapes(states)
    outlines = state_shapes()
    moved = {
        "02",
        "15",
    }  # Alaska and Hawaii do not lie where the shapes put them: they are nobody's neighbors
    shown = (
        [outlines[state] for state in states]
        if len(mark.counties) == 1
        else [shapes[code] for code in mark.counties]
    )
    points = np.concatenate([ring for rings in shown for ring in rings])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    margin = 0.06 * max(right - left, bottom - top)
    width = _NARROW if narrow else _WIDE
    ratio = (bottom - top + 2 * margin) / (right - left + 2 * margin)
    legend_rows = 1 if not narrow else (len(mark.limits) + 1) // 2
    height = float(np.clip((width if narrow else 520) * ratio, 200, 400))
    axes = canvas(width, height + 20 * legend_rows + 8, (0, 0, 20 * legend_rows + 8, 0))
    axes.set_axis_off()
    axes.set_aspect("equal", adjustable="box")
    view = _view((left - margin, top - margin, right + margin, bottom + margin), axes)
    for code, rings in shapes.items():
        if code not in mark.counties and _in_view(rings, view):
            _fill(axes, rings, style.LAND, "#ffffff", 0.6)
    for state, rings in outlines.items():
        if state not in states and not moved.intersection({state, *states}) and _in_view(rings, view):
            _fill(axes, rings, "#f7f8f9", "#ffffff", 0.8)
    for code, value in zip(mark.counties, mark.values, strict=True):
        color = "#ffffff" if value is None else _map_color(value, mark.limits)
        _fill(axes, shapes[code], color, "#ffffff", 0.9)
    for state in states:
        _fill(axes, outlines[state], "none", "#8a96a1", 1.1)
    axes.set_xlim(view[0], view[2])
    axes.set_ylim(view[3], view[1])
    _map_names(axes, mark, shapes)
    put_legend(axes, _map_legend(mark), len(mark.limits) if not narrow else 2, rows=legend_rows, pitch=20)
    return axes


def _view(box: tuple[float, float, float, float], axes: Axes) -> tuple[float, float, float, float]:
    """Widen a box to the proportions of the axes, so that the map fills them undistorted."""
    size = axes.get_window_extent()
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    ratio = size.width / size.height
    more_width, more_height = max(high * ratio - wide, 0) / 2, max(wide / ratio - high, 0) / 2
    return left - more_width, top - more_height, right + more_width, bottom + more_height


def _in_view(rings: Sequence[Any], view: tuple[float, float, float, float]) -> bool:
    return any(_overlap((*ring.min(axis=0), *ring.max(axis=0)), view) for ring in rings)


def _map_color(value: float, limits: Sequence[float]) -> str:
    place = next(number for number, limit in enumerate(limits) if value <= limit)
    colors = _MAP_COLORS if len(limits) > 1 else _MAP_COLORS[-2:]
    return colors[len(colors) - len(limits) + place]


def _map_legend(mark: CountyMap) -> list[Patch]:
    handles = []
    below = 0.0
    for limit in mark.limits:
        name = (
            mark.texts[0]
            if len(mark.counties) == 1
            else f"up to {written(limit, mark.kind)}"
            if below == 0
            else f"to {written(limit, mark.kind)}"
        )
        handles.append(Patch(facecolor=_map_color(limit, mark.limits), label=name))
        below = limit
    return handles


def _map_names(axes: Axes, mark: CountyMap, shapes: dict[str, Any]) -> None:
    """Name the counties that have room for it, those with the highest values first."""
    if len(mark.counties) == 1:
        return
    axes.apply_aspect()
    taken: list[tuple[float, float, float, float]] = []
    ranked = sorted(
        zip(mark.values, mark.counties, mark.texts, strict=True), key=lambda item: -(item[0] or 0)
    )
    for value, code, text in ranked:
        ring = max(shapes[code], key=len)
        pixels = axes.transData.transform(ring)
        (x0, y0), (x1, y1) = pixels.min(axis=0), pixels.max(axis=0)
        name = re.sub(r" (County|Parish|Borough|Municipio|Census Area)$", "", text.split(":")[0])
        wide = text_width(name, 9.5)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        box = (x - wide / 2, y - 6, x + wide / 2, y + 6)
        if wide > (x1 - x0) * 1.05 or any(_overlap(box, other) for other in taken):
            continue
        taken.append(box)
        dark = value is not None and _map_color(value, mark.limits) in _MAP_COLORS[3:]
        place = axes.transData.inverted().transform((x, y))
        words(axes, place[0], place[1], name, axes.transData, ha="center", va="center", fontsize=9.5,
              color="#ffffff" if dark else style.INK)  # fmt: skip


def _fill(axes: Axes, rings: Sequence[Any], color: str, edge: str, line: float) -> None:
    outline = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))
    axes.add_artist(PathPatch(outline, facecolor=color, edgecolor=edge, linewidth=line))
