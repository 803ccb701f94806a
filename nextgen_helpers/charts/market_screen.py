"""How the charts of a region's labor market are drawn on the screen."""

from __future__ import annotations

import itertools
import math
import textwrap
from typing import TYPE_CHECKING, Any, Final

import plotly.graph_objects as go

from nextgen_helpers.charts import style
from nextgen_helpers.charts.plotly_words import broken, escaped
from nextgen_helpers.charts.shapes import county_shapes, state_shapes
from nextgen_helpers.charts.tables import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nextgen_helpers.charts.market_marks import (
        Bars,
        Bubbles,
        CountyMap,
        Dots,
        Lines,
        Series,
        StackedChange,
    )

_ROW: Final = 27
_MOST_NAMES: Final = 9
#: Pixels of the field of bubbles: how wide on a desk and on a phone, and how high.
_DESK: Final = 700.0
_PHONE: Final = 330.0
_BUBBLES_HIGH: Final = 465.0
#: Letters in a line of a name.
_NAME_LETTERS: Final = 16
_SIDES: Final = ("top center", "middle right", "middle left", "bottom center")
#: Left, bottom, right, top.
_Box = tuple[float, float, float, float]


def _rows_figure(labels: Sequence[str], axis: str, *, pitch: int = _ROW) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=len(labels) * pitch + 110,
        margin={"l": 10, "r": 20, "t": 40, "b": 50},
        bargap=0.3,
        barmode="relative",
        yaxis={
            "autorange": "reversed", "automargin": True, "categoryorder": "array",
            "categoryarray": [broken(label) for label in labels], "fixedrange": True, "title": None,
        },
        xaxis={"title": {"text": axis, "font": {"color": style.MUTED, "size": 13}}, "fixedrange": True},
    )  # fmt: skip
    return figure


def draw_bars(mark: Bars) -> go.Figure:
    """Draw bars, with what is withheld as a hatched extension."""
    figure = _rows_figure(mark.labels, mark.axis)
    labels = [broken(label) for label in mark.labels]
    for second, name, color, pattern in (
        (False, (mark.groups or ("Jobs",))[0], style.REGION, ""),
        (True, (*mark.groups, "", "")[1], "#7b8794", "/"),
    ):
        chosen = [number for number, item in enumerate(mark.second) if item is second]
        if not chosen:
            continue
        figure.add_bar(
            y=[labels[number] for number in chosen],
            x=[mark.values[number] or 0 for number in chosen],
            orientation="h",
            name=name,
            marker={"color": color, "pattern": {"shape": pattern, "fgcolor": "#ffffff"}},
            text=[
                mark.texts[number] if (mark.at_most[number] or 0) <= (mark.values[number] or 0) else ""
                for number in chosen
            ],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:,.0f}<extra></extra>",
            showlegend=bool(mark.groups) and any(mark.second),
        )
    beyond = [
        (labels[number], (limit or 0) - (mark.values[number] or 0), mark.texts[number])
        for number, limit in enumerate(mark.at_most)
        if (limit or 0) > (mark.values[number] or 0)
    ]
    if beyond:
        figure.add_bar(
            y=[label for label, _, _ in beyond],
            x=[length for _, length, _ in beyond],
            orientation="h",
            name=mark.beyond,
            marker={
                "color": "rgba(255,255,255,0)",
                "line": {"color": style.REGION, "width": 1},
                "pattern": {"shape": "x", "fgcolor": "#a9cde6", "size": 6},
            },
            text=[text for _, _, text in beyond],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:,.0f}<extra>%{fullData.name}</extra>",
        )
    reach = max(
        [max(value or 0, limit or 0) for value, limit in zip(mark.values, mark.at_most, strict=True)] + [1]
    )
    room = 1.05 + max((len(text) for text in mark.texts), default=0) / 80  # for the words at the bars' ends
    whole = {"dtick": 1} if reach < 8 else {}  # noqa: PLR2004  (no half organizations)
    figure.update_xaxes(range=[0, reach * room], tickformat=",~r", **whole)
    return figure


def draw_dots(mark: Dots) -> go.Figure:
    """Draw a row of dots for each label."""
    figure = _rows_figure(mark.labels, mark.axis)
    labels = [broken(label) for label in mark.labels]
    across: list[float | None] = []
    rows: list[str | None] = []
    for number, label in enumerate(labels):
        there = [value for series in mark.series if (value := series.values[number]) is not None]
        if len(there) > 1:
            across += [min(there), max(there), None]  # what is missing ends a line
            rows += [label, label, None]
    if rows:
        figure.add_scatter(
            x=across, y=rows, mode="lines", hoverinfo="skip", showlegend=False,
            line={"color": "#b5bec6", "width": 3},
        )  # fmt: skip
    for series in mark.series:
        texts = [
            ("at least " if mark.open_ended and mark.open_ended[number] else "") + written(value, mark.kind)
            for number, value in enumerate(series.values)
        ]
        figure.add_scatter(
            x=list(series.values), y=labels, mode="markers", name=broken(series.name, 50), customdata=texts,
            marker={"color": series.style.color, "symbol": series.style.symbol, "size": 11,
                    "line": {"color": "#ffffff", "width": 1}},
            hovertemplate="%{y}: %{customdata}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    bounds = [
        (value, label)
        for value, label, is_open in zip(mark.series[0].values, labels, mark.open_ended, strict=False)
        if is_open and value is not None
    ]
    if bounds:
        figure.add_scatter(
            x=[value for value, _ in bounds], y=[label for _, label in bounds], mode="text",
            text=["  \u2192"] * len(bounds), textposition="middle right", cliponaxis=False,
            textfont={"color": mark.series[0].style.color, "size": 15}, name="At least",
            hoverinfo="skip", showlegend=False,
        )  # fmt: skip
    drawn = [value for series in mark.series for value in series.values if value is not None]
    if mark.kind == "ratio":
        low, high = min([*drawn, 0.8]) / 1.3, max([*drawn, 1.25]) * 1.3
        ticks = style.ratio_ticks(low, high)
        figure.update_xaxes(
            type="log", range=[math.log10(low), math.log10(high)], tickvals=ticks,
            ticktext=[f"{tick:g}" for tick in ticks],
        )  # fmt: skip
    else:
        figure.update_xaxes(rangemode="tozero", tickformat="$,.0f" if mark.kind == "dollars" else ".0%")
    if mark.line:
        value, words = mark.line
        figure.add_vline(x=value, line={"color": style.INK, "dash": "dash", "width": 1})
        figure.add_annotation(  # on an axis of ratios a shape stands at the value, words at its logarithm
            x=math.log10(value) if mark.kind == "ratio" else value, xref="x", y=0, yref="paper",
            text=escaped(words), showarrow=False, xanchor="left", yanchor="bottom",
            font={"size": 11, "color": style.MUTED},
        )  # fmt: skip
    return figure


def draw_stacked_change(mark: StackedChange) -> go.Figure:
    """Draw bars that stack to both sides of zero."""
    figure = _rows_figure(mark.labels, mark.axis)
    labels = [broken(label) for label in mark.labels]
    for series in mark.parts:
        figure.add_bar(
            y=labels, x=list(series.values), orientation="h", name=series.name,
            marker={"color": series.style.color,
                    "pattern": {"shape": series.style.pattern, "fgcolor": "#ffffff"}},
            hovertemplate="%{y}: %{x:+,.0f} jobs<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    figure.add_scatter(
        x=list(mark.totals), y=labels, mode="markers", name="Change altogether",
        marker={"symbol": "diamond", "size": 11, "color": style.INK, "line": {"color": "#fff", "width": 1}},
        hovertemplate="%{y}: %{x:+,.0f} jobs<extra>%{fullData.name}</extra>",
    )  # fmt: skip
    return figure


def draw_bubbles(mark: Bubbles) -> go.Figure:
    """Draw bubbles in four quadrants."""
    figure = go.Figure()
    largest = max([*mark.sizes, 1])
    for key, (name, look) in mark.quadrants.items():
        chosen = [number for number, group in enumerate(mark.groups) if group == key]
        if not chosen:
            continue
        figure.add_scatter(
            x=[mark.x[number] for number in chosen],
            y=[mark.y[number] for number in chosen],
            mode="markers",
            name=name,
            text=[escaped(mark.labels[number]) for number in chosen],
            customdata=[mark.sizes[number] for number in chosen],
            marker={
                "size": [_bubble_size(mark.sizes[number], largest) for number in chosen],
                "color": look.color, "symbol": look.symbol, "opacity": 0.78,
                "line": {"color": "#ffffff", "width": 1},
            },
            hovertemplate="<b>%{text}</b><br>location quotient %{x:.2f}<br>change %{y:+.1f}%"
            "<br>%{customdata:,.0f} jobs<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    low, high = _bubble_range(mark)
    ticks = style.ratio_ticks(low, high)
    figure.update_layout(
        height=560,
        margin={"l": 60, "r": 20, "t": 40, "b": 55},
        xaxis={
            "title": {"text": mark.x_axis, "font": {"size": 13}},
            "type": "log",
            "range": [math.log10(low), math.log10(high)],
            "tickvals": ticks,
            "ticktext": [f"{t:g}" for t in ticks],
        },
        yaxis={
            "title": {"text": mark.y_axis, "font": {"size": 13}},
            "ticksuffix": "%",
            "zeroline": False,
            "range": _bubble_heights(mark),
        },
    )
    figure.add_vline(x=mark.x_line, line={"color": style.INK, "width": 1})
    figure.add_hline(y=mark.y_line, line={"color": style.INK, "width": 1})
    _name_largest(figure, mark)
    return figure


def _bubble_size(value: float, largest: float) -> float:
    """Give a bubble's diameter in pixels: its area follows the value."""
    return 9 + 44 * float((value / largest) ** 0.5)


def _bubble_range(mark: Bubbles) -> tuple[float, float]:
    return max(min([*mark.x, 1.0]), 1 / 64) / 1.5, max([*mark.x, 1.0]) * 1.7


def _bubble_heights(mark: Bubbles) -> tuple[float, float]:
    y = [*mark.y, mark.y_line]
    room = 0.14 * max(max(y) - min(y), 1.0)
    return min(y) - room, max(y) + room


def _name_largest(figure: go.Figure, mark: Bubbles) -> None:
    """Name the bubbles that matter most, where their names run into nothing: the largest, the most concentrated."""
    largest = max([*mark.sizes, 1])
    by_size = sorted(range(len(mark.labels)), key=lambda number: -mark.sizes[number])
    by_quotient = sorted(range(len(mark.labels)), key=lambda number: -mark.x[number])[:4]
    half = [_bubble_size(size, largest) / 2 for size in mark.sizes]
    desk, phone = (_bubble_middles(mark, width) for width in (_DESK, _PHONE))
    # Only a square fills the corners of its box.
    filled = [1.0 if mark.quadrants[group][1].symbol == "square" else 0.75 for group in mark.groups]
    on_desk = [
        (x - r * part, y - r * part, x + r * part, y + r * part)
        for (x, y), r, part in zip(desk, half, filled, strict=True)
    ]
    on_phone: list[_Box] = []
    chosen: list[int] = []
    sides: list[str] = []
    # The title names these first, so they are named in the picture first.
    titled = [number for number in by_size if mark.groups[number] == "strong_growing"]
    for number in dict.fromkeys([*titled, *by_size[:3], *by_quotient, *by_size]):
        if len(chosen) == _MOST_NAMES:
            break
        lines = textwrap.wrap(mark.labels[number], _NAME_LETTERS)
        size = (6.6 * max(map(len, lines)), 15.0 * len(lines) + 3)
        for side in _SIDES:
            here = _name_box(desk[number], half[number], size, side)
            there = _name_box(phone[number], half[number], size, side)
            # On a phone a name may run over a bubble, and over no other name.
            others = [box for place, box in enumerate(on_desk) if place != number]
            if (
                here[0] >= 0 and here[1] >= 0 and here[3] <= _BUBBLES_HIGH and here[2] <= _DESK and not any(_meet(here, box) for box in others)
                and there[0] >= 0 and there[2] <= _PHONE and not any(_meet(there, box) for box in on_phone)
            ):  # fmt: skip
                on_desk.append(here)
                on_phone.append(there)
                chosen.append(number)
                sides.append(side)
                break
    figure.add_scatter(
        x=[mark.x[number] for number in chosen],
        y=[mark.y[number] for number in chosen],
        mode="markers+text",
        marker={"size": [_bubble_size(mark.sizes[number], largest) for number in chosen], "opacity": 0},
        text=[
            "<br>".join(escaped(line) for line in textwrap.wrap(mark.labels[number], _NAME_LETTERS))
            for number in chosen
        ],
        textposition=sides or "top center",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _bubble_middles(mark: Bubbles, width: float) -> list[tuple[float, float]]:
    """Give where the bubbles stand in a picture so many pixels wide, from its lower left corner."""
    low, high = _bubble_range(mark)
    bottom, top = _bubble_heights(mark)
    return [
        (width * math.log(x / low) / math.log(high / low), _BUBBLES_HIGH * (y - bottom) / (top - bottom))
        for x, y in zip(mark.x, mark.y, strict=True)
    ]


def _name_box(middle: tuple[float, float], radius: float, size: tuple[float, float], side: str) -> _Box:
    """Give where the name of a bubble stands: left, bottom, right, top."""
    (x, y), (wide, high) = middle, size
    if side.startswith("middle"):
        left = x + radius + 2 if side.endswith("right") else x - radius - 2 - wide
        return left, y - high / 2, left + wide, y + high / 2
    bottom = y + radius if side.startswith("top") else y - radius - high
    return x - wide / 2, bottom, x + wide / 2, bottom + high


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def draw_lines(mark: Lines) -> go.Figure:
    """Draw lines over years."""
    figure = go.Figure()
    for series in mark.series:
        _one_line(figure, mark.years, series)
    figure.update_layout(
        height=380,
        margin={"l": 60, "r": 20, "t": 40, "b": 45},
        xaxis={"tickvals": list(mark.labeled_years), "tickformat": "d"},
        yaxis={"title": {"text": mark.axis, "font": {"size": 13}}},
    )
    return figure


def _one_line(figure: go.Figure, years: Sequence[int], series: Series) -> None:
    points = [(y, v) for y, v in zip(years, series.values, strict=True) if v is not None]
    for (year, value), (next_year, next_value) in itertools.pairwise(points):
        figure.add_scatter(
            x=[year, next_year], y=[value, next_value], mode="lines", hoverinfo="skip", showlegend=False,
            line={"color": series.style.color, "width": 2.5,
                  "dash": "solid" if next_year - year == 1 else "dot"},
        )  # fmt: skip
    figure.add_scatter(
        x=[year for year, _ in points], y=[value for _, value in points], mode="markers",
        name=broken(series.name, 50),
        marker={"color": series.style.color, "symbol": series.style.symbol, "size": 9},
        hovertemplate="%{x}: %{y:.1f}<extra>%{fullData.name}</extra>",
    )  # fmt: skip


def draw_county_map(mark: CountyMap) -> go.Figure:
    """Draw counties among their neighbors."""
    figure = go.Figure()
    states = sorted({code[:2] for code in mark.counties})
    shapes, outlines = county_shapes(mark.counties), state_shapes()
    for state in states:
        _outline(figure, outlines[state], "#eef1f3", "#8a96a1", None, None)
    named: set[int] = set()
    order = sorted(range(len(mark.counties)), key=lambda number: mark.values[number] or 0)
    for number in order:
        value = mark.values[number]
        place = next((n for n, limit in enumerate(mark.limits) if value is not None and value <= limit), None)
        color = (
            "#ffffff" if place is None else style.MAP_COLORS[len(style.MAP_COLORS) - len(mark.limits) + place]
        )
        legend = None
        if place is not None and place not in named:
            named.add(place)
            legend = f"up to {written(mark.limits[place], mark.kind)}"
        _outline(figure, shapes[mark.counties[number]], color, "#ffffff", mark.texts[number], legend)
    wide = (
        [ring for state in states for ring in outlines[state]]
        if len(mark.counties) == 1
        else [ring for code in mark.counties for ring in shapes[code]]
    )
    left, right = min(r[:, 0].min() for r in wide), max(r[:, 0].max() for r in wide)
    top, bottom = min(r[:, 1].min() for r in wide), max(r[:, 1].max() for r in wide)
    room = 0.06 * max(right - left, bottom - top)
    hidden: dict[str, Any] = {"visible": False, "fixedrange": True}
    figure.update_layout(
        height=430,
        margin={"l": 0, "r": 0, "t": 40, "b": 0},
        xaxis={**hidden, "range": [left - room, right + room]},
        yaxis={**hidden, "range": [bottom + room, top - room], "scaleanchor": "x"},
        legend={"title": {"text": mark.axis}},
    )
    return figure


def _outline(  # noqa: PLR0913, PLR0917
    figure: go.Figure,
    rings: Sequence[Any],
    color: str,
    edge: str,
    text: str | None,
    legend: str | None,
) -> None:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [*ring[:, 0].round(2).tolist(), None]
        ys += [*ring[:, 1].round(2).tolist(), None]
    figure.add_scatter(
        x=xs, y=ys, mode="lines", fill="toself", fillcolor=color, line={"color": edge, "width": 1},
        hoveron="fills", text=escaped(text) if text else None,
        hoverinfo="text" if text else "skip", name=legend or "", showlegend=legend is not None,
    )  # fmt: skip
