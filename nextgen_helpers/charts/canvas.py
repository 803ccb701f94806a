"""What pictures on paper are made of: axes, words, scales, and the legend.

Lengths are in pixels at 72 to the inch, so that a pixel is a point. Words and scales look as Matplotlib's own; they are drawn as few
artists, because a report holds dozens of pictures and an artist is what takes time.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import ScaledTranslation

from nextgen_helpers.charts import style
from nextgen_helpers.charts.vector import Words, text_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.transforms import Transform

#: How wide a picture is on a page, and on a phone.
WIDE: Final = 760
NARROW: Final = 350
#: Sizes of letters: names of rows, and everything else.
FONT: Final = 11.5
SMALL: Final = 10.5
_PAD: Final = 6  # pixels between a scale and its values
_HANDLE: Final = 48  # the mark before a name in the legend, and the room around it


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
def text_width(text: str, size: float = FONT, weight: str = "normal") -> float:
    """Measure a line of text in pixels, in the font that Matplotlib measures with."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from font")
        width, _, _ = text_size(text, _font_of(size, weight))
    return float(width)


@lru_cache(maxsize=64)
def _font_of(size: float, weight: str) -> FontProperties:
    return FontProperties(family="DejaVu Sans", size=size, weight=weight)


def lines_of(text: str, width: float, size: float = FONT, weight: str = "normal") -> list[str]:
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
    lines = lines_of(label, width)
    if len(lines) > 2:  # noqa: PLR2004  (a third line would run into the next row)
        second = lines[1]
        while text_width(f"{second} …") > width:
            second = second[:-1].rstrip()
        lines = [lines[0], f"{second} …"]
    return "\n".join(lines)


def words(axes: Axes, x: float, y: float, text: str, place: Transform, **look: Any) -> None:
    """Write a text into a picture.

    Parameters
    ----------
    place : what the place means: ``axes.transData``, or what :func:`moved` gives.
    look : of Matplotlib's ``Text``; va is ``baseline`` unless told.
    """
    axes.add_artist(Words(x, y, text, transform=place, clip_on=False, **look))


def moved(axes: Axes, right: float, up: float, place: Transform | None = None) -> Transform:
    """Give places so many pixels away; by default from the data's."""
    shift = ScaledTranslation(right / 72, up / 72, figure_of(axes).dpi_scale_trans)
    return (axes.transData if place is None else place) + shift


def scale_below(
    axes: Axes,
    name: str,
    narrow: bool,  # noqa: FBT001
    *,
    color: str = style.GRID,
    width: float = NARROW - 40,
) -> None:
    """Draw the horizontal scale when limits and ticks are set: lines, values, and what they are.

    It looks as Matplotlib's own; there each tick is five artists, and they were a third of a picture's time.

    Parameters
    ----------
    axes : with limits, locator and formatter; its own axis is hidden.
    name : what the values are; on a phone in lines that fit, from the left.
    """
    at, texts = _ticks(axes.xaxis, axes.get_xlim())
    lines = [[(place, 0.0), (place, 1.0)] for place in at]
    _scale_lines(axes, lines, axes.get_xaxis_transform(), color)
    below = moved(axes, 0, -_PAD, axes.get_xaxis_transform())
    for place, text in zip(at, texts, strict=True):
        words(axes, place, 0, text, below, ha="center", va="top", fontsize=SMALL, color=style.MUTED)
    under = moved(axes, 0, 2 - 2 * _PAD - SMALL, axes.transAxes)
    words(axes, 0.0 if narrow else 0.5, 0, "\n".join(lines_of(name, width, SMALL)) if narrow else name, under,
          ha="left" if narrow else "center", va="top", fontsize=SMALL, color=style.MUTED)  # fmt: skip
    axes.xaxis.set_visible(False)


def scale_beside(axes: Axes) -> None:
    """Draw the vertical scale at the left when limits and ticks are set: lines and values."""
    at, texts = _ticks(axes.yaxis, axes.get_ylim())
    lines = [[(0.0, place), (1.0, place)] for place in at]
    _scale_lines(axes, lines, axes.get_yaxis_transform(), style.GRID)
    beside = moved(axes, -_PAD, 0, axes.get_yaxis_transform())
    for place, text in zip(at, texts, strict=True):
        words(axes, 0, place, text, beside, ha="right", va="center", fontsize=SMALL, color=style.MUTED)
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


def row_lines(axes: Axes, spans: Sequence[tuple[float, float, float]], **look: Any) -> None:
    """Draw a line in each row, from one value to another: all of them as one."""
    lines = [[(begin, place), (end, place)] for begin, end, place in spans]
    axes.add_collection(LineCollection(lines, **look), autolim=False)


def put_legend(axes: Axes, handles: Sequence[Any], columns: int, *, rows: int = 1, pitch: float = 16) -> None:
    """Put a legend above the axes, flush left with the figure.

    As many columns as there is width for; where more rows are needed than there is room for, the figure grows.
    """
    figure = figure_of(axes)
    width = figure.get_size_inches()[0] * 72 - 10
    for handle in handles:
        handle.set_label("\n".join(lines_of(str(handle.get_label()), width - _HANDLE)))
    widths = [max(text_width(line, SMALL) for line in handle.get_label().split("\n")) for handle in handles]
    while columns > 1 and _legend_width(widths, columns) > width:
        columns -= 1
    figure.legend(
        handles=list(handles),
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        frameon=False,
        fontsize=SMALL,
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


def figure_of(axes: Axes) -> Figure:
    """Give the figure that axes stand in."""
    figure = axes.figure
    if not isinstance(figure, Figure):
        raise TypeError
    return figure


def _grow_top(axes: Axes, pixels: float) -> None:
    """Make room above the axes, for a further line of the legend."""
    figure = figure_of(axes)
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    box = axes.get_position()
    whole = height + pixels
    axes.set_position((box.x0, box.y0 * height / whole, box.width, box.height * height / whole))
    figure.set_size_inches(width / 72, whole / 72)
