"""How the charts of a team's own answers are drawn on paper."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator

from nextgen_helpers.charts import style
from nextgen_helpers.charts.paper import canvas, drawing, put_legend, text_width
from nextgen_helpers.charts.tables import written
from nextgen_helpers.charts.team_marks import HeatTable, Ratings, TwoColumnNetwork

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__: list[str] = []

_WIDE: Final = 760
_NARROW: Final = 350
_SMALL: Final = 10.5
_SHADES: Final = ("#eef3f7", "#dce8f1", "#c5dbea", "#a9cbe2")
_BANDS: Final = ("#f4f6f8", "#e6edf2")


@drawing.register(Ratings)
def _draw_ratings(mark: Ratings, narrow: bool) -> Axes:  # noqa: FBT001
    most = max((_highest_stack(row) for row in mark.dots), default=1)
    width, pitch = (_NARROW if narrow else _WIDE), max(64, 34 + 11 * most)
    left = 6.0 if narrow else max(text_width(label) for label in mark.labels) + 16
    height = pitch * len(mark.labels)
    axes = canvas(width, height + 92, (left, 8, 52, 40))
    axes.set_xlim(mark.bands[0][0] - 0.5, mark.bands[-1][1] + 0.5)
    axes.set_ylim(-0.5, len(mark.labels) - 0.5)
    for number, (lowest, highest, name) in enumerate(mark.bands):
        axes.axvspan(lowest - 0.5, highest + 0.5, color=_BANDS[number % 2], zorder=0)
        axes.annotate(
            "\n".join(name.split()) if narrow else name,
            ((lowest + highest) / 2, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=_SMALL,
            color=style.MUTED,
        )
    positions = list(range(len(mark.labels)))[::-1]
    step = 11 / pitch
    for row, position in zip(mark.dots, positions, strict=True):
        axes.axhline(position - 0.5, color="#ffffff", linewidth=2, zorder=0)
        for score, group, place in _stacked(row):
            look = mark.groups[group][1]
            axes.plot(
                score, position - 0.28 + place * step, look.marker, color=look.color, markersize=8,
                markeredgecolor="#ffffff", zorder=3,
            )  # fmt: skip
    for median, position in zip(mark.medians, positions, strict=True):
        if median is not None:
            axes.plot(
                [median, median], [position - 0.42, position + 0.36], color=style.INK, linewidth=2.2, zorder=2
            )
    if narrow:
        axes.set_yticks([])
        for label, position in zip(mark.labels, positions, strict=True):
            axes.annotate(
                label, (0, position + 0.47), xycoords=("axes fraction", "data"), xytext=(3, -2),
                textcoords="offset points", va="top", fontsize=_SMALL, weight="bold",
            )  # fmt: skip
    else:
        axes.set_yticks(positions, mark.labels)
    axes.xaxis.set_major_locator(FixedLocator(list(range(mark.bands[0][0], mark.bands[-1][1] + 1))))
    axes.set_xlabel(mark.axis)
    handles: list[Any] = [
        Line2D([], [], linestyle="none", marker=look.marker, color=look.color, markersize=7, label=name)
        for name, look in mark.groups
    ]
    handles.append(Line2D([], [], color=style.INK, linewidth=2.2, label="Median"))
    put_legend(axes, handles, 2 if narrow else 4)
    return axes


def _stacked(row: tuple[tuple[int, int], ...]) -> list[tuple[int, int, int]]:
    """Stack equal ratings on top of each other, so that every person is seen."""
    seen: dict[int, int] = {}
    stacked = []
    for score, group in row:
        stacked.append((score, group, seen.get(score, 0)))
        seen[score] = seen.get(score, 0) + 1
    return stacked


def _highest_stack(row: tuple[tuple[int, int], ...]) -> int:
    return max((place + 1 for *_, place in _stacked(row)), default=1)


@drawing.register(TwoColumnNetwork)
def _draw_network(mark: TwoColumnNetwork, narrow: bool) -> Axes:  # noqa: FBT001
    count = max(len(mark.left), len(mark.right), 1)
    width = _NARROW if narrow else _WIDE
    axes = canvas(width, 24 * count + 66, (4, 4, 42, 8))
    axes.set_axis_off()
    axes.set_xlim(0, width - 8)
    axes.set_ylim(-0.6, count - 0.2)
    room = 0.36 * width if not narrow else 0.38 * width
    at_left, at_right = _spread(len(mark.left), count), _spread(len(mark.right), count)
    strongest = max((weight for *_, weight in mark.ties), default=1.0) or 1.0
    for left, right, weight in mark.ties:
        xs = np.linspace(0, 1, 30)
        bend = xs**2 * (3 - 2 * xs)
        axes.plot(
            room + 8 + xs * (width - 2 * room - 24),
            at_left[left] + bend * (at_right[right] - at_left[left]),
            color=style.REGION,
            alpha=0.45,
            linewidth=0.8 + 5 * weight / strongest,
            solid_capstyle="round",
        )
    characters = 18 if narrow else 36
    for place, name in enumerate(mark.left):
        tied = any(left == place for left, *_ in mark.ties)
        axes.plot(room + 4, at_left[place], "o", color=style.REGION if tied else "#ffffff",
                  markeredgecolor=style.REGION, markersize=7)  # fmt: skip
        axes.text(room - 6, at_left[place], _cut(name, characters), ha="right", va="center", fontsize=_SMALL)
    for place, name in enumerate(mark.right):
        tied = any(right == place for _, right, _ in mark.ties)
        tired = place in mark.marked
        axes.plot(width - room - 12, at_right[place], "s", color=style.STATE if tied else "#ffffff",
                  markeredgecolor=style.STATE, markersize=9 if tired else 7,
                  markeredgewidth=1)  # fmt: skip
        words = f"{_cut(name, characters)}{' (!)' if tired else ''}"
        axes.text(width - room, at_right[place], words, va="center", fontsize=_SMALL,
                  weight="bold" if tired else "normal")  # fmt: skip
    handles = [
        Line2D([], [], linestyle="none", marker="o", color=style.REGION, label=mark.left_title),
        Line2D([], [], linestyle="none", marker="s", color=style.STATE, label=mark.right_title),
    ]
    if mark.marked:
        handles.append(
            Line2D([], [], linestyle="none", marker="$!$", color=style.INK, label=mark.marked_name)
        )
    put_legend(axes, handles, 1 if narrow else 3)
    return axes


def _spread(count: int, rows: int) -> list[float]:
    """Spread names evenly over the height, first on top."""
    if count <= 1:
        return [(rows - 1) / 2] * count
    return [float(value) for value in np.linspace(rows - 1, 0, count)]


def _cut(name: str, characters: int) -> str:
    return textwrap.shorten(name, characters, placeholder="…") if len(name) > characters else name


@drawing.register(HeatTable)
def _draw_heat(mark: HeatTable, narrow: bool) -> Axes:  # noqa: FBT001
    width = _NARROW if narrow else _WIDE
    left = min(max((text_width(_cut(name, 30), _SMALL) for name in mark.rows), default=0) + 10, width * 0.38)
    top = min(max((text_width(_cut(name, 24), _SMALL) for name in mark.columns), default=0) + 12, 190)
    axes = canvas(width, 24 * len(mark.rows) + top + 10, (left, 0.42 * top, top, 4))
    axes.set_xlim(0, len(mark.columns))
    axes.set_ylim(len(mark.rows), 0)
    largest = max((value for row in mark.values for value in row), default=0) or 1
    for number, row in enumerate(mark.values):
        for place, value in enumerate(row):
            shade = "#ffffff" if value <= 0 else _SHADES[min(3, int(4 * value / largest))]
            axes.add_patch(
                Rectangle((place, number), 1, 1, facecolor=shade, edgecolor=style.GRID, linewidth=0.8)
            )
            if value > 0:
                axes.text(place + 0.5, number + 0.5, written(value, "count"), ha="center", va="center",
                          fontsize=9.5)  # fmt: skip
    axes.set_xticks([place + 0.5 for place in range(len(mark.columns))])
    axes.set_xticklabels([_cut(name, 24) for name in mark.columns], rotation=60, ha="left", fontsize=_SMALL)
    axes.xaxis.tick_top()
    axes.set_yticks([number + 0.5 for number in range(len(mark.rows))])
    axes.set_yticklabels([_cut(name, 16 if narrow else 30) for name in mark.rows], fontsize=_SMALL)
    axes.spines["bottom"].set_visible(False)
    return axes
