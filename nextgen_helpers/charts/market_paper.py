"""How the charts of a region's labor market are drawn on paper."""

from __future__ import annotations

import itertools
import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator
from matplotlib.transforms import IdentityTransform

from nextgen_helpers.charts import style
from nextgen_helpers.charts.canvas import (
    NARROW,
    SMALL,
    WIDE,
    canvas,
    moved,
    put_legend,
    row_lines,
    scale_below,
    scale_beside,
    text_width,
    words,
    wrapped,
)  # fmt: skip
from nextgen_helpers.charts.shapes import county_shapes, state_shapes
from nextgen_helpers.charts.tables import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from nextgen_helpers.charts.market_marks import (
        Bars,
        Bubbles,
        CountyMap,
        Dots,
        Lines,
        Series,
        StackedChange,
    )
    from nextgen_helpers.charts.tables import Kind

_LINE: Final = 15  # height of a line of a label
#: An arrow to the right of a mark that begins a few pixels away from it.
_MORE_REACH: Final = 16
_MORE: Final = Outline(
    [(4, 0), (_MORE_REACH, 0), (_MORE_REACH - 5, 3), (_MORE_REACH, 0), (_MORE_REACH - 5, -3)],
    [Outline.MOVETO, Outline.LINETO, Outline.MOVETO, Outline.LINETO, Outline.LINETO],
)
#: Lines that run behind a name are faint, so that it can be read.
_BEHIND_TEXT: Final = {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.75, "pad": 0.5}


def _rows(labels: Sequence[str], narrow: bool, right: float, top: float = 8) -> tuple[Axes, Any]:  # noqa: FBT001
    """Axes with one row a label: labels at the left, or above the row on a phone."""
    count = len(labels)
    positions = np.arange(count, dtype=float)[::-1]
    if narrow:
        shown = [wrapped(label, NARROW - 24) for label in labels]
        deepest = max((label.count("\n") for label in shown), default=0)
        pitch, left, width = 38 + 14 * deepest, 14.0, NARROW
    else:
        shown = [wrapped(label, 270) for label in labels]
        widths = [text_width(line) for label in shown for line in label.split("\n")]
        pitch = 34 if any("\n" in label for label in shown) else 25
        left, width = max(widths, default=0) + 14, WIDE
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


def _bar_height(narrow: bool) -> float:  # noqa: FBT001
    return 0.36 if narrow else 0.66


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


def draw_bars(mark: Bars, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw bars, with what is withheld as a hatched extension."""
    with_legend = bool(mark.groups) and any(mark.second)
    room = max((text_width(text, SMALL) for text in mark.texts), default=0) + 12
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
        words(axes, reach, position, mark.texts[number], behind, va="center", fontsize=SMALL)
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


def draw_dots(mark: Dots, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw a row of dots for each label."""
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
            words(axes, 0.01, place, "withheld", axes.get_yaxis_transform(), va="center", fontsize=SMALL,
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


def _dot_handle(series: Series) -> Line2D:
    return Line2D(
        [], [], linestyle="none", marker=series.style.marker, color=series.style.color,
        markersize=7, label=series.name,
    )  # fmt: skip


def draw_stacked_change(mark: StackedChange, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw bars that stack to both sides of zero."""
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


def draw_bubbles(mark: Bubbles, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw bubbles in four quadrants."""
    width, height = (NARROW, 480) if narrow else (WIDE, 500)
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
    scale_below(axes, mark.x_axis, narrow, width=NARROW - 80)
    scale_beside(axes)
    handles = [
        Line2D([], [], linestyle="none", marker=look.marker, color=look.color, markersize=8, label=name)
        for name, look in mark.quadrants.values()
    ]
    put_legend(axes, handles, 1 if narrow else 4, rows=4 if narrow else 1)
    words(axes, 0, 1, mark.y_axis, moved(axes, -46, 6, axes.transAxes), fontsize=SMALL, color=style.MUTED)
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
        wide, high = text_width(text, SMALL) + 4, SMALL + 3.0
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
                words(axes, place[0], place[1], text, axes.transData, fontsize=SMALL, bbox=_BEHIND_TEXT)
                taken.append(box)
                placed += 1
                break


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def draw_lines(mark: Lines, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw lines over years."""
    width, height = (NARROW, 300) if narrow else (WIDE, 320)
    axes = canvas(width, height, (52, 70 if not narrow else 18, 40, 40))
    for series in mark.series:
        _one_line(axes, mark.years, series)
    axes.xaxis.set_major_locator(FixedLocator(list(mark.labeled_years)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.margins(x=0.03, y=0.12)
    scale_beside(axes)
    words(axes, 0, 1, mark.axis, moved(axes, -46, 6, axes.transAxes), fontsize=SMALL, color=style.MUTED)
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


def draw_county_map(mark: CountyMap, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw counties among their neighbors."""
    states = sorted({code[:2] for code in mark.counties})
    shapes = county_shapes(mark.counties)
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
    width = NARROW if narrow else WIDE
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
    colors = style.MAP_COLORS if len(limits) > 1 else style.MAP_COLORS[-2:]
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
        name = re.sub(
            r" (County|Parish|Borough|Municipio|Census Area|Planning Region)$", "", text.split(":")[0]
        )
        wide = text_width(name, 9.5)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        box = (x - wide / 2, y - 6, x + wide / 2, y + 6)
        if wide > (x1 - x0) * 1.05 or any(_overlap(box, other) for other in taken):
            continue
        taken.append(box)
        dark = value is not None and _map_color(value, mark.limits) in style.MAP_COLORS[3:]
        place = axes.transData.inverted().transform((x, y))
        words(axes, place[0], place[1], name, axes.transData, ha="center", va="center", fontsize=9.5,
              color="#ffffff" if dark else style.INK)  # fmt: skip


def _fill(axes: Axes, rings: Sequence[Any], color: str, edge: str, line: float) -> None:
    outline = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))
    axes.add_artist(PathPatch(outline, facecolor=color, edgecolor=edge, linewidth=line))
