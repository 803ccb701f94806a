"""How the charts of metrics and the wheel are drawn on the screen."""

from __future__ import annotations

import math
import textwrap
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nextgen_helpers.charts import style
from nextgen_helpers.charts.plotly_words import escaped

if TYPE_CHECKING:
    from nextgen_helpers.charts.board_marks import Panel, Panels, Wheel, WheelPart

_COLUMNS: Final = 2
_PICTURE: Final = 150
#: So many letters fit above one of two pictures on a phone.
_TITLE_LETTERS: Final = 22
_UNIT_LETTERS: Final = 26
_RADII: Final = (0.0, 0.42, 0.86, 1.0)


def _broken(name: str, letters: int, most: int = 2) -> str:
    """Break a name into lines; what is left out is said with three dots."""
    lines = textwrap.wrap(name, letters)
    if len(lines) > most:
        last = textwrap.shorten(lines[most - 1], max(letters - 2, 1), placeholder="")
        lines = [*lines[: most - 1], f"{last} …"]
    return "<br>".join(escaped(line) for line in lines)


def draw_panels(mark: Panels) -> go.Figure:
    """Draw a small panel for each metric."""
    rows = -(-len(mark.panels) // _COLUMNS)
    titles = [
        f"<b>{_broken(panel.title, _TITLE_LETTERS, 4)}</b><br>"
        f"<span style='font-size:11px'>{_broken(panel.unit, _UNIT_LETTERS, 4)}<br>{escaped(panel.state[0])}</span>"
        for panel in mark.panels
    ]
    # Above each row is room for its longest title.
    lines = max(title.count("<br>") + 1 for title in titles)
    high, above = _PICTURE, 15 * lines + 40
    body = rows * high + (rows - 1) * above
    figure = make_subplots(
        rows=rows,
        cols=_COLUMNS,
        subplot_titles=titles,
        vertical_spacing=above / body if rows > 1 else 0,
        horizontal_spacing=0.09,
    )
    for number, panel in enumerate(mark.panels):
        _draw_panel(figure, panel, number // _COLUMNS + 1, number % _COLUMNS + 1)
    figure.update_annotations(font_size=12, yshift=4)
    figure.update_layout(
        height=body + 15 * lines + 64,
        margin={"l": 46, "r": 20, "t": 15 * lines + 24, "b": 40},
        showlegend=False,
    )
    return figure


def _draw_panel(figure: go.Figure, panel: Panel, row: int, column: int) -> None:
    place = {"row": row, "col": column}
    look = panel.state[1]
    days = [day.isoformat() for day in panel.days]
    if panel.target:
        figure.add_scatter(
            x=[days[0], panel.target[0].isoformat()], y=[panel.values[0], panel.target[1]], mode="lines",
            line={"color": style.MUTED, "dash": "dot", "width": 1.5}, hoverinfo="skip", **place,
        )  # fmt: skip
        figure.add_scatter(
            x=[panel.target[0].isoformat()], y=[panel.target[1]], mode="markers",
            text=[escaped(panel.target[2])],
            marker={"symbol": "diamond-open", "size": 12, "color": style.INK, "line": {"width": 2}},
            hovertemplate="%{x|%b %-d, %Y}: %{text}<extra>Target</extra>", **place,
        )  # fmt: skip
    labels = ["" if 0 < place < len(days) - 1 else escaped(text) for place, text in enumerate(panel.texts)]
    figure.add_scatter(
        x=days, y=list(panel.values), mode="lines+markers+text", text=labels, textposition="top center",
        line={"color": look.color, "width": 2.5}, marker={"symbol": look.symbol, "size": 10, "color": look.color},
        customdata=[escaped(text) for text in panel.texts],
        hovertemplate="%{x|%b %-d, %Y}: %{customdata}<extra></extra>", cliponaxis=False, **place,
    )  # fmt: skip
    low, high = panel.limits()
    first, last = panel.span()
    room = timedelta(days=max((last - first).days, 30) // 8)
    figure.update_yaxes(
        range=[low, high], nticks=4, fixedrange=True, zeroline=panel.zero, zerolinecolor=style.MUTED, **place
    )
    figure.update_xaxes(
        range=[(first - room).isoformat(), (last + room).isoformat()], type="date", fixedrange=True, nticks=3, tickangle=0,
        showgrid=False, **place,
    )  # fmt: skip


def draw_wheel(mark: Wheel) -> go.Figure:
    """Draw a wheel of rings and parts."""
    figure = go.Figure()
    _ring(figure, (mark.rim,), 2)
    _ring(figure, mark.wedges, 1)
    _ring(figure, mark.core, 0)
    flat = {"visible": False, "fixedrange": True, "range": [-1.12, 1.12]}
    figure.update_layout(
        height=620, margin={"l": 4, "r": 4, "t": 30, "b": 10}, showlegend=False,
        xaxis=flat, yaxis={**flat, "scaleanchor": "x"},
    )  # fmt: skip
    return figure


def _ring(figure: go.Figure, parts: tuple[WheelPart, ...], ring: int) -> None:
    inner, outer = _RADII[ring], _RADII[ring + 1]
    turn = 2 * math.pi / len(parts)
    for number, part in enumerate(parts):
        begin = number * turn
        around = [begin + turn * step / 60 for step in range(61)]
        # A single part is a disk without a seam; what lies inside is drawn over it.
        back = around[::-1] if len(parts) > 1 else []
        xs = [outer * math.sin(angle) for angle in around] + [inner * math.sin(angle) for angle in back]
        ys = [outer * math.cos(angle) for angle in around] + [inner * math.cos(angle) for angle in back]
        figure.add_scatter(
            x=xs, y=ys, mode="lines", fill="toself", fillcolor=part.color, line={"color": style.INK, "width": 1.5},
            hoveron="fills", text=f"{escaped(part.title)}: {part.words}", hoverinfo="text",
        )  # fmt: skip
        middle = begin + turn / 2 if len(parts) > 1 else 0.0
        radius = (inner + outer) / 2 if ring else 0.6 * outer
        lines = _broken(part.title, 40 if ring == 2 else 15, 4)  # noqa: PLR2004
        figure.add_annotation(
            x=radius * math.sin(middle), y=radius * math.cos(middle), showarrow=False,
            text=f"{lines}{': ' if ring == 2 else '<br>'}<b>{part.words}</b>", font={"size": 12, "color": style.INK},  # noqa: PLR2004
        )  # fmt: skip
