"""How the charts of a team's own answers are drawn on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import FixedLocator, MaxNLocator

from nextgen_helpers.charts import style
from nextgen_helpers.charts.canvas import (
    FONT,
    NARROW,
    SMALL,
    WIDE,
    canvas,
    moved,
    put_legend,
    row_lines,
    scale_below,
    text_width,
    words,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nextgen_helpers.charts.team_marks import HeatTable, Radar, Ratings, RowDots, TwoColumnNetwork

_SHADES: Final = ("#eef3f7", "#dce8f1", "#c5dbea", "#a9cbe2")
#: How a text stands at a point, by the side of the point that it is on.
_ALIGNED: Final[dict[int, Literal["left", "center", "right"]]] = {-1: "right", 0: "center", 1: "left"}
_BANDS: Final = ("#f4f6f8", "#e6edf2")


def draw_ratings(mark: Ratings, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw each rating as a dot on its band."""
    # Fourteen points below the lowest dot, and enough above the highest one for the label of a row.
    width, pitch = (NARROW if narrow else WIDE), max(64, 34 + 11 * mark.lines()) + (16 if narrow else 0)
    left = 6.0 if narrow else max(text_width(label) for label in mark.labels) + 16
    height = pitch * len(mark.labels)
    axes = canvas(width, height + 92, (left, 8, 52, 40))
    axes.set_xlim(mark.bands[0][0] - 0.5, mark.bands[-1][1] + 0.5)
    axes.set_ylim(-0.5, len(mark.labels) - 0.5)
    _shade_bands(axes, mark.bands, narrow)
    positions = list(range(len(mark.labels)))[::-1]
    for row, position in zip(mark.stacked(), positions, strict=True):
        axes.axhline(position - 0.5, color="#ffffff", linewidth=2, zorder=0)
        for dot in row:
            look = mark.groups[dot.group][1]
            axes.plot(
                dot.x, position - 0.5 + (14 + 11 * dot.line) / pitch, look.marker, color=look.color, markersize=look.paper_size(8),
                markeredgecolor="#ffffff", zorder=3,
            )  # fmt: skip
    above = 0.5 - 20 / pitch if narrow else 0.4  # on a phone the label of a row stands above it
    for median, position in zip(mark.medians, positions, strict=True):
        if median is not None:
            axes.plot(
                [median, median],
                [position - 0.47, position + above],
                color=style.INK,
                linewidth=2.2,
                zorder=2,
            )
    if narrow:
        axes.set_yticks([])
        for label, position in zip(mark.labels, positions, strict=True):
            axes.annotate(
                label, (0, position + 0.47), xycoords=("axes fraction", "data"), xytext=(3, -2),
                textcoords="offset points", va="top", fontsize=SMALL, weight="bold",
            )  # fmt: skip
    else:
        axes.set_yticks(positions, mark.labels)
    axes.xaxis.set_major_locator(FixedLocator(list(range(mark.bands[0][0], mark.bands[-1][1] + 1))))
    axes.set_xlabel(mark.axis)
    handles: list[Any] = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=look.marker,
            color=look.color,
            markersize=look.paper_size(7),
            label=name,
        )
        for name, look in mark.groups
    ]
    handles.append(Line2D([], [], color=style.INK, linewidth=2.2, label="Median"))
    put_legend(axes, handles, 2 if narrow else 4)
    return axes


def _shade_bands(axes: Axes, bands: tuple[tuple[int, int, str], ...], narrow: bool) -> None:  # noqa: FBT001
    for number, (lowest, highest, name) in enumerate(bands):
        axes.axvspan(lowest - 0.5, highest + 0.5, color=_BANDS[number % 2], zorder=0)
        axes.annotate(
            "\n".join(name.split()) if narrow else name,
            ((lowest + highest) / 2, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=SMALL,
            color=style.MUTED,
        )


def draw_network(mark: TwoColumnNetwork, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw two columns of names and what ties them."""
    count = max(len(mark.left), len(mark.right), 1)
    width = NARROW if narrow else WIDE
    axes = canvas(width, (30 if narrow else 24) * count + 66, (4, 4, 42, 8))
    axes.set_axis_off()
    axes.set_xlim(0, width - 8)
    axes.set_ylim(-0.6, count - 0.2)
    room = (0.38 if narrow else 0.36) * width
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
    tied_left, tied_right = {left for left, *_ in mark.ties}, {right for _, right, _ in mark.ties}
    for place, name in enumerate(mark.left):
        axes.plot(room + 4, at_left[place], "o", color=style.REGION if place in tied_left else "#ffffff",
                  markeredgecolor=style.REGION, markersize=7)  # fmt: skip
        words = _fitted(name, room - 10, narrow)
        axes.text(
            room - 6, at_left[place], words, ha="right", va="center", fontsize=_size(narrow), linespacing=1.0
        )
    for place, name in enumerate(mark.right):
        tired = place in mark.marked
        axes.plot(width - room - 12, at_right[place], "s", color=style.STATE if place in tied_right else "#ffffff",
                  markeredgecolor=style.STATE, markersize=9 if tired else 7, markeredgewidth=1)  # fmt: skip
        # A bold name is wider, and what marks it has to stand there whole.
        words = (
            f"(!) {_fitted(name, 0.86 * room - 34, narrow)}" if tired else _fitted(name, room - 14, narrow)
        )
        axes.text(width - room, at_right[place], words, va="center", fontsize=_size(narrow), linespacing=1.0,
                  weight="bold" if tired else "normal")  # fmt: skip
    handles = [
        Line2D([], [], linestyle="none", marker="o", color=style.REGION, label=mark.left_title),
        Line2D([], [], linestyle="none", marker="s", color=style.STATE, label=mark.right_title),
    ]
    if mark.marked:
        handles.append(
            Line2D([], [], linestyle="none", marker="s", color=style.STATE, markersize=9,
                   label=f"(!) {mark.marked_name}")
        )  # fmt: skip
    put_legend(axes, handles, 1 if narrow else 3)
    return axes


def _spread(count: int, rows: int) -> list[float]:
    """Spread names evenly over the height, first on top."""
    if count <= 1:
        return [(rows - 1) / 2] * count
    return [float(value) for value in np.linspace(rows - 1, 0, count)]


def _size(narrow: bool) -> float:  # noqa: FBT001
    return 9.5 if narrow else SMALL


def _fitted(name: str, width: float, narrow: bool) -> str:  # noqa: FBT001
    """Cut a name to a width in pixels: on a phone in two lines, so that names that begin alike stay apart."""
    size = _size(narrow)
    if narrow:
        return wrapped(name, width * FONT / size)  # the words are broken at the usual size
    shown = name
    while len(shown) > 1 and text_width(shown, size) > width:
        shown = f"{shown[:-2].rstrip()}…"
    return shown


def draw_row_dots(mark: RowDots, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw dots in rows, joined by a line."""
    axes = _row_canvas(mark, narrow)
    rows, headings = mark.heights()
    for (_, heading), height in zip(mark.sections, headings, strict=True):
        axes.axhspan(height - 0.45, height + 0.45, color=style.PAPER, zorder=0.4)
        axes.annotate(
            heading, (4 / (NARROW if narrow else WIDE), height), xycoords=("figure fraction", "data"),
            va="center", weight="bold",
        )  # fmt: skip
    offsets = mark.offsets()
    shift = 0.21 if narrow else 0.0
    known = [
        [value for series in mark.series if (value := series.values[row]) is not None]
        for row in range(len(rows))
    ]
    spans = [
        (min(there), max(there), height - shift)
        for there, height in zip(known, rows, strict=True)
        if len(there) > 1
    ]
    row_lines(axes, spans, color="#8a96a1", linewidth=1.6, zorder=1)
    for number, series in reversed(list(enumerate(mark.series))):
        points = [
            (value, rows[row] - shift + offsets[number][row] * (0.7 if narrow else 1.0))
            for row, value in enumerate(series.values)
            if value is not None
        ]
        axes.plot(
            [value for value, _ in points], [height for _, height in points], series.style.marker,
            color=series.style.color, markersize=series.style.paper_size(8), markeredgecolor="#ffffff", markeredgewidth=0.9,
            zorder=3, clip_on=False,
        )  # fmt: skip
    _row_scale(axes, mark, narrow)
    handles: list[Any] = [
        Line2D([], [], linestyle="none", marker=series.style.marker, color=series.style.color, markersize=series.style.paper_size(7),
               label=series.name)
        for series in mark.series
        if mark.legend
    ]  # fmt: skip
    if mark.line:
        look: dict[str, Any] = {"color": style.INK, "linewidth": 1.1, "linestyle": (0, (5, 3))}
        axes.axvline(mark.line[0], zorder=0.5, **look)
        handles.append(Line2D([], [], label=mark.line[1], **look))
    if handles:
        put_legend(axes, handles, len(handles))
    return axes


def _row_canvas(mark: RowDots, narrow: bool) -> Axes:  # noqa: FBT001
    """Make axes with the rows' labels and notes: beside the rows, or above them on a phone."""
    rows, _ = mark.heights()
    joined = [
        f"{label} ({note})" if note else label for label, note in zip(mark.labels, mark.notes, strict=True)
    ]
    shown = [
        wrapped(label, NARROW - 24) if narrow else wrapped(label, 250)
        for label in (joined if narrow else mark.labels)
    ]
    deepest = max((label.count("\n") for label in shown), default=0)
    notes = [wrapped(note, 180) for note in mark.notes]
    stacked = max((round(2 * max(map(abs, moved)) / 0.26) for moved in mark.offsets()), default=0)
    if narrow:
        pitch, left, right = 40 + 14 * deepest + 8 * max(stacked - 1, 0), 12.0, 14.0
    else:
        pitch = 34 if deepest or stacked > 1 else 28
        left = max((text_width(line) for label in shown for line in label.split("\n")), default=0.0) + 14
        right = (
            max((text_width(line, SMALL) for note in notes for line in note.split("\n")), default=0.0) + 20
        )
    top = 8 + (20 if mark.legend or mark.line else 0) + (0 if not mark.bands else 30 if narrow else 16)
    high, foot = len(mark.labels) + 0.9 * len(mark.sections), 60 if narrow else 46
    width = NARROW if narrow else WIDE
    axes = canvas(width, high * pitch + top + foot, (left, right, top, foot))
    axes.set_ylim(0, high)
    axes.set_yticks([])
    if not narrow:
        left_of, right_of = (moved(axes, pixels, 0, axes.get_yaxis_transform()) for pixels in (-6, 10))
        for label, note, height in zip(shown, notes, rows, strict=True):
            words(axes, 0, height, label, left_of, ha="right", va="center")
            words(axes, 1, height, note, right_of, va="center", fontsize=SMALL, color=style.MUTED)
        return axes
    for label, height in zip(shown, rows, strict=True):
        axes.annotate(
            label, (0, height + 0.09), xycoords=("axes fraction", "data"), xytext=(-6, 0),
            textcoords="offset points", va="bottom", linespacing=1.1, zorder=4,
            bbox=None if mark.bands else {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
        )  # fmt: skip
    return axes


def _row_scale(axes: Axes, mark: RowDots, narrow: bool) -> None:  # noqa: FBT001
    if mark.limits:
        low, high = mark.limits
        axes.set_xlim(low - 0.5, high + 0.5)
        axes.xaxis.set_major_locator(FixedLocator(list(range(low, high + 1))))
    else:
        axes.set_xlim(-0.02 * mark.highest, mark.highest * 1.08)
        axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 8, integer=True))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    _shade_bands(axes, mark.bands, narrow)
    scale_below(axes, mark.axis, narrow, color="#ffffff" if mark.bands else style.GRID)


def draw_radar(mark: Radar, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw a radar."""
    width, height = (NARROW, 350) if narrow else (WIDE, 400)
    top, bottom = 30, (56 if narrow else 12)
    axes = canvas(width, height, (4, 4, top, bottom))
    axes.set_axis_off()
    axes.set_aspect("equal")
    reach = mark.reach
    half = reach * (width - 8) / (height - top - bottom)
    axes.set_xlim(-half, half)
    axes.set_ylim(-reach, reach)
    for number in range(len(mark.bands) - 1, -1, -1):
        axes.add_patch(
            Circle((0, 0), mark.bands[number][1] + 0.5, facecolor=_BANDS[number % 2], edgecolor="#b5bec6",
                   linewidth=0.8, zorder=0)
        )  # fmt: skip
    ends = [_on_spoke(angle, value) if value is not None else None for _, angle, value in mark.spokes]
    for one, two in mark.sides:
        pair = [end for end in (ends[one], ends[two]) if end is not None]
        axes.plot([x for x, _ in pair], [y for _, y in pair], color=style.REGION, linewidth=2.2, zorder=2)
    for label, angle, value in mark.spokes:
        tip = _on_spoke(angle, reach)
        axes.plot([0, tip[0]], [0, tip[1]], color="#8a96a1", linewidth=0.9, zorder=1)
        if value is not None:
            axes.plot(*_on_spoke(angle, value), "o", color=style.REGION, markersize=9,
                      markeredgecolor="#ffffff", zorder=3)  # fmt: skip
        words = f"{label}: {'not rated' if value is None else f'{value:g}'}"
        side = 0 if abs(tip[0]) < 1 else 1 if tip[0] > 0 else -1
        if narrow and tip[1] < 0:  # beside the wheel there is no room: below it, in the spoke's corner
            axes.annotate(
                wrapped(words, 150), (0.5 + 0.5 * side, 0), xycoords="axes fraction", xytext=(0, -8),
                textcoords="offset points", va="top", ha=_ALIGNED[-side],
                linespacing=1.1,
            )  # fmt: skip
            continue
        axes.annotate(
            wrapped(words, 190), tip, xytext=(6 * side, 7 if tip[1] > 0 else -7), textcoords="offset points",
            va="bottom" if tip[1] > 0 else "top", ha=_ALIGNED[side], linespacing=1.1,
        )  # fmt: skip
    for lowest, highest, name in mark.bands:
        axes.annotate(
            name, _on_spoke(180 if len(mark.labels) % 2 else 180 / len(mark.labels), (lowest + highest) / 2),
            ha="center", va="center", fontsize=9.5, color=style.MUTED, zorder=4,
            bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.8, "pad": 0.8},
        )  # fmt: skip
    return axes


def _on_spoke(angle: float, value: float) -> tuple[float, float]:
    """Place a value on a spoke; angles go clockwise from the top."""
    turn = np.radians(angle)
    return float(value * np.sin(turn)), float(value * np.cos(turn))


def draw_heat(mark: HeatTable, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw a table whose cells are shaded by their number."""
    width, size = (NARROW if narrow else WIDE), _size(narrow)
    rows = [_fitted(name, 0.38 * width - 12, narrow) for name in mark.rows]
    columns = [_fitted(name, 130 if narrow else 178, narrow) for name in mark.columns]
    left = max((text_width(line, size) for name in rows for line in name.split("\n")), default=0.0) + 12
    top = max((text_width(line, SMALL) for name in columns for line in name.split("\n")), default=0.0) + 12
    right = 6.0 if narrow else 0.5 * top  # names that lean need room at the right
    shown = _columns_that_fit(mark, int((width - left - right) // (30 if mark.kind == "share" else 24)))
    foot = 24 if len(shown) < len(mark.columns) else 4
    high = 0.0 if narrow else 0.13 * top  # leaning names are less high than long
    axes = canvas(width, 24 * len(mark.rows) + top - high + foot, (left, right, top - high, foot))
    axes.set_xlim(0, len(shown))
    axes.set_ylim(len(mark.rows), 0)
    texts = [[mark.text(row[place]) for place in shown] for row in mark.values]
    widest = max((text_width(text, 9.5) for row in texts for text in row), default=0.0)
    letters = 9.5 * min(1.0, (width - left - right) / max(len(shown), 1) / (widest + 3))
    largest = max((value for row in mark.values for value in row if value is not None), default=0) or 1
    for number, row in enumerate(mark.values):
        for place, column in enumerate(shown):
            axes.add_patch(
                Rectangle((place, number), 1, 1, facecolor=_shade(row[column], largest), edgecolor=style.GRID,
                          linewidth=0.8)
            )  # fmt: skip
            if texts[number][place]:
                axes.text(place + 0.5, number + 0.5, texts[number][place], ha="center", va="center",
                          fontsize=letters)  # fmt: skip
    axes.set_xticks([place + 0.5 for place in range(len(shown))])
    axes.set_xticklabels(
        [columns[place] for place in shown], rotation=90 if narrow else 60, ha="center" if narrow else "left",
        fontsize=SMALL, linespacing=1.0,
    )  # fmt: skip
    axes.xaxis.tick_top()
    axes.set_yticks([number + 0.5 for number in range(len(mark.rows))])
    axes.set_yticklabels(rows, fontsize=size, linespacing=1.0)
    axes.spines["bottom"].set_visible(False)
    if len(shown) < len(mark.columns):
        axes.annotate(
            f"{len(shown)} of {len(mark.columns)} columns; the table has all.", (1, 0),
            xycoords="axes fraction", xytext=(0, -6), textcoords="offset points", ha="right", va="top",
            fontsize=SMALL, color=style.MUTED,
        )  # fmt: skip
    return axes


def _shade(value: float | None, largest: float) -> str:
    if value is None:
        return style.GRID
    return _SHADES[min(3, int(4 * value / largest))] if value else "#ffffff"


def _columns_that_fit(mark: HeatTable, most: int) -> list[int]:
    """Choose the columns with the largest sums, in their order: more would be too narrow for their numbers."""
    count = len(mark.columns)
    sums = [sum(row[place] or 0 for row in mark.values) for place in range(count)]
    return sorted(sorted(range(count), key=lambda place: -sums[place])[: max(most, 1)])
