"""How the charts of metrics and the wheel are drawn on paper."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Final

import matplotlib.dates as days
from matplotlib.patches import Wedge
from matplotlib.ticker import FixedLocator, MaxNLocator

from nextgen_helpers.charts import style
from nextgen_helpers.charts.canvas import NARROW, WIDE, canvas, text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nextgen_helpers.charts.board_marks import Panel, Panels, Wheel, WheelPart

_SMALL: Final = 9.5
_HIGH: Final = 202
_RADII: Final = (0.0, 0.42, 0.86, 1.0)


def draw_panels(mark: Panels, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw a small panel for each metric."""
    width, columns = (NARROW, 1) if narrow else (WIDE, 2)
    rows = -(-len(mark.panels) // columns)
    height = rows * _HIGH
    frame = canvas(width, height, (0, 0, 0, 0))
    frame.set_axis_off()
    figure = frame.figure
    each = width / columns
    for number, panel in enumerate(mark.panels):
        row, column = divmod(number, columns)
        left, bottom = column * each + 50, height - (row + 1) * _HIGH + 28
        axes = figure.add_axes((left / width, bottom / height, (each - 74) / width, (_HIGH - 96) / height))
        _draw_panel(axes, panel, each - 30)
    return frame


def _cut(text: str, room: float) -> str:
    """Give as much of a text as stands in one line, with three dots where something is left out."""
    if text_width(text) <= room:
        return text
    while text_width(f"{text} …") > room:
        text = text[:-1].rstrip()
    return f"{text} …"


def _draw_panel(axes: Axes, panel: Panel, room: float) -> None:
    look = panel.state[1]
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=_SMALL)
    places = [float(days.date2num(day)) for day in panel.days]
    if panel.target:
        end = float(days.date2num(panel.target[0]))
        axes.plot(
            [places[0], end],
            [panel.values[0], panel.target[1]],
            color=style.MUTED,
            linestyle=":",
            linewidth=1.2,
        )
        axes.plot(
            end,
            panel.target[1],
            "D",
            markersize=7,
            color="#ffffff",
            markeredgecolor=style.INK,
            markeredgewidth=1.5,
        )
    axes.plot(places, panel.values, color=look.color, linewidth=2, marker=look.marker, markersize=6, zorder=3)
    for place in dict.fromkeys((0, len(places) - 1)):
        axes.annotate(
            panel.texts[place], (places[place], panel.values[place]), xytext=(0, 7), textcoords="offset points",
            ha="center", va="bottom", fontsize=_SMALL, fontweight="bold",
        )  # fmt: skip
    if panel.zero:
        axes.axhline(0, color=style.MUTED, linewidth=0.8)
    axes.set_ylim(*panel.limits())
    first, last = (float(days.date2num(day)) for day in panel.span())
    edge = max(last - first, 30) * 0.12
    axes.set_xlim(first - edge, last + edge)
    axes.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    axes.grid(axis="y", color=style.GRID)
    axes.set_axisbelow(True)
    locator = days.AutoDateLocator(minticks=2, maxticks=4)
    if first == last:  # a single day: it is named, and no others around it
        axes.xaxis.set_major_locator(FixedLocator([first]))
        axes.xaxis.set_major_formatter(days.DateFormatter("%b %Y"))
    else:
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(days.ConciseDateFormatter(locator))
    axes.xaxis.get_offset_text().set_visible(0 < last - first < 366)  # noqa: PLR2004  (else the years stand at the ticks)
    axes.xaxis.get_offset_text().set_fontsize(_SMALL)
    # The state stands in a line of its own where the unit is long: it is never cut off.
    whole = wrapped(f"{panel.unit} · {panel.state[0]}", room)
    below = whole if "\n" not in whole else f"{_cut(panel.unit, room)}\n{panel.state[0]}"
    lines = below.count("\n")
    axes.annotate(below, (0, 1), xycoords="axes fraction", xytext=(-40, 9), textcoords="offset points",
                  fontsize=_SMALL, color=style.MUTED, va="bottom")  # fmt: skip
    title = wrapped(panel.title, room).split("\n")
    axes.annotate("\n".join(title), (0, 1), xycoords="axes fraction", xytext=(-40, 22 + 11 * lines), textcoords="offset points",
                  fontsize=10.5, fontweight="bold", va="bottom", linespacing=1.0)  # fmt: skip


def draw_wheel(mark: Wheel, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw a wheel of rings and parts."""
    width = NARROW if narrow else WIDE
    axes = canvas(width, NARROW if narrow else 560, (4, 4, 4, 4))
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(-1.04, 1.04)
    axes.set_ylim(-1.04, 1.04)
    _ring(axes, (mark.rim,), 2, narrow=narrow)
    _ring(axes, mark.wedges, 1, narrow=narrow)
    _ring(axes, mark.core, 0, narrow=narrow)
    return axes


def _ring(axes: Axes, parts: tuple[WheelPart, ...], ring: int, *, narrow: bool) -> None:
    inner, outer = _RADII[ring], _RADII[ring + 1]
    turn = 360 / len(parts)
    for number, part in enumerate(parts):
        # Matplotlib turns against the clock, from the right.
        axes.add_patch(
            Wedge((0, 0), outer, 90 - (number + 1) * turn, 90 - number * turn, width=outer - inner,
                  facecolor=part.color, edgecolor=style.INK, linewidth=1.2)
        )  # fmt: skip
        middle = math.radians((number + 0.5) * turn) if len(parts) > 1 else 0.0
        radius = (inner + outer) / 2 if ring else 0.6 * outer
        title = "\n".join(textwrap.wrap(part.title, 60 if ring == 2 else 15)[:4])  # noqa: PLR2004
        axes.text(
            radius * math.sin(middle), radius * math.cos(middle),
            f"{title}{': ' if ring == 2 else chr(10)}{part.words}",  # noqa: PLR2004
            ha="center", va="center", fontsize=(7.3 if narrow else 9.5) if ring else (6.7 if narrow else 8.8), linespacing=1.05,
        )  # fmt: skip
