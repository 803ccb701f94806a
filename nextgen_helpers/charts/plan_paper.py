"""How the charts of partners and plans are drawn on paper."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

import matplotlib.dates as days
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch

from nextgen_helpers.charts import style
from nextgen_helpers.charts.canvas import NARROW, SMALL, WIDE, canvas, put_legend, text_width, wrapped
from nextgen_helpers.charts.plan_marks import Curves, Rings, Spans, day_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Marks of a row of which one day is open.
_DUE: Final = "D"
_BEGINS: Final = ">"
#: From this height on a name steps away from the ring.
_OUTERMOST: Final = 1.85


def draw_rings(mark: Rings, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw names in rings around a middle."""
    width = NARROW if narrow else WIDE
    axes = canvas(width, (330 if narrow else 560) + 50, (4, 4, 46, 4))
    axes.set_axis_off()
    axes.set_aspect("equal")
    reach = 3.0
    axes.set_ylim(-2.45, 2.45)
    axes.set_xlim(-reach, reach)
    for radius in (1.0, 2.0):
        axes.add_patch(Circle((0, 0), radius, fill=False, edgecolor=style.GRID, linewidth=1.4, zorder=0))
    places = mark.places()
    for one, other, strength in mark.ties:
        axes.plot(
            [places[one][0], places[other][0]], [places[one][1], places[other][1]],
            color=style.REGION, alpha=0.4, linewidth=0.8 + 0.7 * strength, zorder=1,
        )  # fmt: skip
    tied = {number for one, other, _ in mark.ties for number in (one, other)}
    for number, (name, (x, y)) in enumerate(zip(mark.names, places, strict=True)):
        look = mark.kinds[mark.kind_of[number]][1]
        axes.plot(
            x, y, look.marker, markersize=9 if mark.inner[number] else 7, zorder=3,
            color=look.color if number in tied else "#ffffff", markeredgecolor=look.color, markeredgewidth=1.5,
        )  # fmt: skip
        words = "\n".join(textwrap.wrap(name, 16 if narrow else 22, max_lines=3, placeholder=" …"))
        side = 0 if abs(x) < 0.2 else (1 if x > 0 else -1)  # noqa: PLR2004
        # Near the top and the foot of a ring names stand close above each other: the outermost ones step outward.
        outward = "bottom" if y >= 0 else "top"
        axes.annotate(
            words, (x, y), xytext=(9 * side, 0 if side else (11 if y >= 0 else -11)), textcoords="offset points",
            ha=("right", "center", "left")[side + 1], va="center" if side and abs(y) < _OUTERMOST else outward,
            fontsize=7.5 if narrow else 9.5, linespacing=1.0, zorder=4,
            bbox={"facecolor": "#ffffff", "alpha": 0.75, "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
    handles: list[Any] = [
        Line2D([], [], linestyle="none", marker=look.marker, color=look.color, markersize=7, label=name)
        for name, look in mark.kinds
    ]
    handles.append(Line2D([], [], linestyle="none", marker="o", color="#ffffff", markeredgecolor=style.INK,
                          markersize=7, label="Hollow: without a tie"))  # fmt: skip
    put_legend(axes, handles, 2 if narrow else 4, rows=2)
    return axes


def draw_spans(mark: Spans, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw spans of time."""
    width, pitch = (NARROW if narrow else WIDE), (46 if narrow else 30)
    left = 6.0 if narrow else min(max(text_width(label) for label in mark.labels), 260) + 16
    count = len(mark.labels)
    axes = canvas(width, pitch * count + 92, (left, 12, 50, 42))
    axes.set_ylim(-0.5, count - 0.5)
    first, last = mark.reach()
    begin, end = _number(first), _number(last)
    room = max(end - begin, 7) * 0.04
    # What is open on one side is drawn a little further.
    axes.set_xlim(
        begin - room * (3 if mark.open_begins() else 1), end + room * (3 if mark.open_ends() else 1)
    )
    for row, (span, note) in enumerate(zip(mark.spans, mark.notes, strict=True)):
        place = count - 1 - row
        if narrow:
            axes.annotate(
                mark.labels[row],
                (0, place + 0.36),
                xycoords=("axes fraction", "data"),
                fontsize=SMALL,
                va="center",
            )
        level = place - (0.12 if narrow else 0)
        if span == (None, None):
            axes.text(begin, level, "no dates yet", color=style.MUTED, fontsize=SMALL, va="center")
            continue
        stop = _draw_span(
            axes, span, (level, 0.34 if narrow else 0.5), room, mark.kinds[mark.kind_of[row]][1]
        )
        if note and not narrow:
            axes.annotate(note, (stop, place), xytext=(7, 0), textcoords="offset points",
                          fontsize=9, va="center", color=style.MUTED, annotation_clip=True)  # fmt: skip
    axes.axvline(_number(mark.today), color=style.INK, linewidth=1.4, linestyle=(0, (4, 3)), zorder=3)
    axes.set_yticks(
        [] if narrow else list(range(count))[::-1],
        [] if narrow else [wrapped(label, 260) for label in mark.labels],
    )
    ticks = day_ticks(first, last, 4 if narrow else 8)
    axes.set_xticks([_number(day) for day, _ in ticks], [label for _, label in ticks])
    axes.grid(axis="x", color=style.GRID)
    handles: list[Any] = [
        Patch(facecolor=look.color, hatch=look.hatch, edgecolor="#ffffff", label=name)
        for name, look in mark.kinds
    ]
    handles.append(Line2D([], [], color=style.INK, linewidth=1.4, linestyle=(0, (4, 3)), label="Today"))
    for there, marker, name in (
        (mark.open_begins(), _DUE, "Due then; first day open"),
        (mark.open_ends(), _BEGINS, "Begins then; last day open"),
    ):
        if there:
            handles.append(
                Line2D([], [], linestyle="none", marker=marker, color=style.INK, markersize=7, label=name)
            )
    put_legend(axes, handles, 2 if narrow else 5)
    return axes


def _draw_span(
    axes: Axes, span: tuple[Any, Any], place: tuple[float, float], room: float, look: style.SeriesStyle
) -> float:
    """Draw the days of one row; where one is open, a short piece with a mark at the other. Give where it ends.

    ``place`` is its height above the axis, and how high it is itself.
    """
    level, height = place
    begin, end = (None if day is None else _number(day) for day in span)
    short = 1.2 * room
    start = begin if begin is not None else (end or 0) - short
    stop = end if end is not None else start + short
    stop = max(stop, start + room * 0.4)
    axes.barh(
        level,
        stop - start,
        left=start,
        height=height,
        color=look.color,
        hatch=look.hatch,
        edgecolor="#ffffff",
        zorder=2,
    )
    if begin is None or end is None:
        known, outer = (stop, start - 1.4 * room) if begin is None else (start, stop + 1.4 * room)
        axes.plot(
            [start if begin is None else stop, outer],
            [level, level],
            color=look.color,
            linewidth=1.6,
            linestyle=":",
            zorder=2,
        )
        axes.plot(known, level, _DUE if begin is None else _BEGINS, color=style.INK, markersize=8,
                  markeredgecolor="#ffffff", zorder=4)  # fmt: skip
    return stop if end is not None or begin is None else stop + 1.4 * room


def draw_curves(mark: Curves, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw curves of a life cycle."""
    width = NARROW if narrow else WIDE
    axes = canvas(width, 250 if narrow else 330, (8, 8, 46, 52))
    count = len(mark.phases)
    axes.set_xlim(0, count)
    axes.set_ylim(0, 1.12)
    for number in range(count):
        axes.axvspan(number, number + 1, color=("#f4f6f8", "#e6edf2")[number % 2], zorder=0)
    for _, look, heights in mark.curves:
        xs = np.linspace(0, count, len(heights))
        axes.plot(
            xs, heights, color=look.color, linewidth=2.6, linestyle="--" if look.hatch else "-", zorder=2
        )
    if mark.here is not None:
        axes.axvline(mark.here, color=style.LOSS, linewidth=2, zorder=3)
        axes.plot(mark.here, 1.06, "v", color=style.LOSS, markersize=9, zorder=4)
    axes.set_yticks([])
    axes.set_xticks([number + 0.5 for number in range(count)], [
        "\n".join(textwrap.wrap(f"{number} {name}", 9 if narrow else 18)) for number, name in enumerate(mark.phases, start=1)
    ], fontsize=7.5 if narrow else SMALL)  # fmt: skip
    handles: list[Any] = [
        Line2D([], [], color=look.color, linewidth=2.6, linestyle="--" if look.hatch else "-", label=name)
        for name, look, _ in mark.curves
    ]
    if mark.here is not None:
        handles.append(Line2D([], [], color=style.LOSS, marker="v", linewidth=2, label=mark.here_name))
    put_legend(axes, handles, 1 if narrow else 3, rows=1)
    return axes


def _number(day: Any) -> float:
    return float(days.date2num(day))
