"""How the charts of a team's own answers are drawn on the screen."""

from __future__ import annotations

import html
from typing import Final

import plotly.graph_objects as go

from nextgen_helpers.charts import style
from nextgen_helpers.charts.screen import drawing
from nextgen_helpers.charts.team_marks import HeatTable, Ratings, TwoColumnNetwork

__all__: list[str] = []

_BANDS: Final = ("#f4f6f8", "#e6edf2")
_SHADES: Final = ((0, "#ffffff"), (0.001, "#eef3f7"), (1, "#a9cbe2"))


@drawing.register(Ratings)
def _draw_ratings(mark: Ratings) -> go.Figure:
    figure = go.Figure()
    count = len(mark.labels)
    for number, (lowest, highest, name) in enumerate(mark.bands):
        figure.add_vrect(
            x0=lowest - 0.5, x1=highest + 0.5, fillcolor=_BANDS[number % 2], line_width=0, layer="below",
            annotation={"text": html.escape(name), "font": {"color": style.MUTED}},
            annotation_position="top",
        )  # fmt: skip
    for group, (name, look) in enumerate(mark.groups):
        xs, ys = [], []
        for row, dots in enumerate(mark.dots):
            seen: dict[int, int] = {}
            for score, own in dots:
                if own == group:
                    xs.append(score)
                    ys.append(count - 1 - row - 0.26 + 0.12 * seen.get(score, 0))
                seen[score] = seen.get(score, 0) + 1
        figure.add_scatter(
            x=xs, y=ys, mode="markers", name=html.escape(name),
            marker={"color": look.color, "symbol": look.symbol, "size": 12,
                    "line": {"color": "#ffffff", "width": 1}},
            hovertemplate="%{x}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    medians = [(m, count - 1 - row) for row, m in enumerate(mark.medians) if m is not None]
    figure.add_scatter(
        x=[value for value, row in medians for _ in range(3)],
        y=[end for _, row in medians for end in (row - 0.42, row + 0.36, None)],
        mode="lines",
        name="Median",
        line={"color": style.INK, "width": 3},
        hovertemplate="median %{x}<extra></extra>",
    )
    figure.update_layout(
        height=110 + 110 * count,
        margin={"l": 10, "r": 20, "t": 70, "b": 50},
        xaxis={"range": [mark.bands[0][0] - 0.5, mark.bands[-1][1] + 0.5], "dtick": 1, "title": mark.axis,
               "showgrid": False},
        yaxis={"tickvals": list(range(count)), "ticktext": [html.escape(label) for label in mark.labels[::-1]],
               "range": [-0.5, count - 0.5], "automargin": True, "showgrid": False, "zeroline": False},
    )  # fmt: skip
    return figure


@drawing.register(TwoColumnNetwork)
def _draw_network(mark: TwoColumnNetwork) -> go.Figure:
    figure = go.Figure()
    count = max(len(mark.left), len(mark.right), 1)
    at_left, at_right = _spread(len(mark.left), count), _spread(len(mark.right), count)
    strongest = max((weight for *_, weight in mark.ties), default=1.0) or 1.0
    # One line trace a width: thousands of ties stay quick.
    widths: dict[int, tuple[list[float | None], list[float | None]]] = {}
    for left, right, weight in mark.ties:
        xs, ys = widths.setdefault(1 + round(5 * weight / strongest), ([], []))
        xs += [0, 1, None]
        ys += [at_left[left], at_right[right], None]
    for width, (xs, ys) in sorted(widths.items()):
        figure.add_scatter(
            x=xs, y=ys, mode="lines", hoverinfo="skip", showlegend=False,
            line={"color": "rgba(0, 98, 155, 0.4)", "width": width},
        )  # fmt: skip
    contacts = [
        sum(weight for left, _, weight in mark.ties if left == place) for place in range(len(mark.left))
    ]
    reached = [
        sum(weight for _, right, weight in mark.ties if right == place) for place in range(len(mark.right))
    ]
    for x, names, places, sums, title, symbol, color, side in (
        (0, mark.left, at_left, contacts, mark.left_title, "circle", style.REGION, "middle left"),
        (1, mark.right, at_right, reached, mark.right_title, "square", style.STATE, "middle right"),
    ):
        shown = [
            html.escape(name) + (" (!)" if x == 1 and place in mark.marked else "")
            for place, name in enumerate(names)
        ]
        figure.add_scatter(
            x=[x] * len(names), y=places, mode="markers+text", text=shown, textposition=side, name=title,
            customdata=sums, marker={"color": color, "symbol": symbol, "size": 10},
            hovertemplate=f"%{{text}}: %{{customdata:,.0f}} {mark.weight}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        height=100 + 26 * count,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
        xaxis={"visible": False, "range": [-0.9, 1.9]},
        yaxis={"visible": False},
    )
    return figure


def _spread(count: int, rows: int) -> list[float]:
    """Spread names evenly over the height, first on top."""
    if count <= 1:
        return [(rows - 1) / 2] * count
    return [(rows - 1) * (1 - place / (count - 1)) for place in range(count)]


@drawing.register(HeatTable)
def _draw_heat(mark: HeatTable) -> go.Figure:
    texts = [[f"{value:,.0f}" if value > 0 else "" for value in row] for row in mark.values]
    figure = go.Figure()
    figure.add_heatmap(
        z=[list(row) for row in mark.values],
        x=[html.escape(name) for name in mark.columns],
        y=[html.escape(name) for name in mark.rows],
        text=texts,
        texttemplate="%{text}",
        colorscale=[list(step) for step in _SHADES],
        showscale=False,
        xgap=1,
        ygap=1,
        hovertemplate="%{y}, %{x}: %{z:,.0f}<extra></extra>",
    )
    figure.update_layout(
        height=140 + 26 * len(mark.rows),
        margin={"l": 10, "r": 10, "t": 120, "b": 10},
        xaxis={"side": "top", "tickangle": -50, "automargin": True},
        yaxis={"autorange": "reversed", "automargin": True},
    )
    return figure
