"""How the charts of partners and plans are drawn on the screen."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from nextgen_helpers.charts import style
from nextgen_helpers.charts.plan_marks import Curves, Rings, Spans, day_ticks
from nextgen_helpers.charts.plotly_words import escaped

if TYPE_CHECKING:
    from datetime import date

_FLAT: Final = {"visible": False, "fixedrange": True}


def _broken(name: str, letters: int) -> str:
    return "<br>".join(escaped(line) for line in textwrap.wrap(name, letters, max_lines=3, placeholder=" …"))


def draw_rings(mark: Rings) -> go.Figure:
    """Draw names in rings around a middle."""
    figure, places = go.Figure(), mark.places()
    for radius in (1, 2):
        figure.add_shape(type="circle", x0=-radius, y0=-radius, x1=radius, y1=radius,
                         line={"color": style.GRID, "width": 2}, layer="below")  # fmt: skip
    for one, other, strength in mark.ties:
        figure.add_scatter(
            x=[places[one][0], places[other][0]], y=[places[one][1], places[other][1]], mode="lines",
            line={"color": "rgba(0,98,155,0.4)", "width": 1 + strength}, showlegend=False, hoverinfo="skip",
        )  # fmt: skip
    tied = {number for one, other, _ in mark.ties for number in (one, other)}
    for kind, (title, look) in enumerate(mark.kinds):
        members = [number for number, own in enumerate(mark.kind_of) if own == kind]
        figure.add_scatter(
            x=[places[number][0] for number in members],
            y=[places[number][1] for number in members],
            mode="markers+text",
            name=escaped(title),
            text=[_broken(mark.names[number], 22) for number in members],
            textposition=["middle right" if places[n][0] > 0.2 else "middle left" if places[n][0] < -0.2  # noqa: PLR2004
                          else "top center" if places[n][1] >= 0 else "bottom center" for n in members],
            marker={
                "symbol": [f"{look.symbol}{'' if n in tied else '-open'}" for n in members],
                "color": look.color,
                "size": [13 if mark.inner[number] else 10 for number in members],
                "line": {"width": 2, "color": look.color},
            },
            customdata=[escaped(mark.names[number]) for number in members],
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    figure.update_layout(
        height=640, margin={"l": 10, "r": 10, "t": 60, "b": 10},
        xaxis={**_FLAT, "range": [-3.4, 3.4]}, yaxis={**_FLAT, "range": [-2.5, 2.5], "scaleanchor": "x"},
        legend={"orientation": "h", "y": 1.08, "x": 0},
    )  # fmt: skip
    return figure


def draw_spans(mark: Spans) -> go.Figure:
    """Draw spans of time."""
    figure, count = go.Figure(), len(mark.labels)
    first, last = mark.reach()
    room = timedelta(days=max(3, (last - first).days // 12))
    for kind, (title, look) in enumerate(mark.kinds):
        rows = [
            row for row, own in enumerate(mark.kind_of) if own == kind and mark.spans[row] != (None, None)
        ]
        drawn = [_drawn(mark.spans[row], room / 3) for row in rows]
        figure.add_bar(
            y=[count - 1 - row for row in rows],
            base=[start.isoformat() for start, _ in drawn],
            x=[max((stop - start).days, 1) * 86_400_000 for start, stop in drawn],
            orientation="h", width=0.5, name=escaped(title),
            marker={"color": look.color, "pattern": {"shape": look.pattern}},
            text=[f"  {escaped(mark.notes[row])}" if mark.notes[row] else "" for row in rows],
            textposition="outside", cliponaxis=False,
            customdata=[[escaped(mark.labels[row]), _days_words(mark.spans[row])] for row in rows],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    for there, side, symbol, name in (
        (mark.open_begins(), 1, "diamond", "Due then; first day open"),
        (mark.open_ends(), 0, "triangle-right", "Begins then; last day open"),
    ):
        if there:
            rows = [
                row
                for row, span in enumerate(mark.spans)
                if span[side] is not None and span[1 - side] is None
            ]
            figure.add_scatter(
                x=[day.isoformat() for row in rows if (day := mark.spans[row][side]) is not None],
                y=[count - 1 - row for row in rows], mode="markers", name=name, hoverinfo="skip",
                marker={"symbol": symbol, "size": 12, "color": style.INK, "line": {"color": "#ffffff", "width": 1}},
            )  # fmt: skip
    for row, span in enumerate(mark.spans):
        if span == (None, None):
            figure.add_annotation(x=first.isoformat(), y=count - 1 - row, text="no dates yet", showarrow=False,
                                  xanchor="left", font={"color": style.MUTED})  # fmt: skip
    ticks = day_ticks(first, last, 6)
    figure.add_vline(x=mark.today.isoformat(), line={"color": style.INK, "dash": "dash"})
    figure.add_annotation(
        x=mark.today.isoformat(), y=1.0, yref="paper", yanchor="bottom", text="Today", showarrow=False
    )
    figure.update_layout(
        height=150 + 38 * count, margin={"l": 10, "r": 40, "t": 80, "b": 40}, barmode="overlay",
        xaxis={"type": "date", "range": [(first - room).isoformat(), (last + room).isoformat()], "fixedrange": True,
               "tickvals": [day.isoformat() for day, _ in ticks], "ticktext": [label.replace("\n", "<br>") for _, label in ticks]},
        yaxis={"tickvals": list(range(count)), "ticktext": [_broken(label, 40) for label in mark.labels[::-1]],
               "range": [-0.6, count - 0.4], "automargin": True, "fixedrange": True},
        # The legend keeps to the upper edge, clear of the word "Today", however few rows there are.
        legend={"orientation": "h", "yref": "container", "y": 0.99, "yanchor": "top", "x": 0},
    )  # fmt: skip
    return figure


def _drawn(span: tuple[date | None, date | None], short: timedelta) -> tuple[date, date]:
    """Give the days between which a row is drawn: a short piece where one of them is open."""
    begin, end = span
    if begin is None and end is not None:
        return end - max(short, timedelta(days=1)), end
    if begin is not None and end is None:
        return begin, begin + max(short, timedelta(days=1))
    if begin is None or end is None:
        raise ValueError("Nothing is known of these days.")
    return begin, end


def _days_words(span: tuple[date | None, date | None]) -> str:
    begin, end = (None if day is None else f"{day:%b} {day.day}, {day.year}" for day in span)
    if begin and end:
        return f"{begin} to {end}"
    return f"by {end}; first day open" if end else f"from {begin} on; last day open"


def draw_curves(mark: Curves) -> go.Figure:
    """Draw curves of a life cycle."""
    figure, count = go.Figure(), len(mark.phases)
    for number in range(count):
        figure.add_vrect(
            x0=number,
            x1=number + 1,
            fillcolor=("#f4f6f8", "#e6edf2")[number % 2],
            line_width=0,
            layer="below",
        )
    for name, look, heights in mark.curves:
        figure.add_scatter(
            x=[count * place / (len(heights) - 1) for place in range(len(heights))], y=list(heights), mode="lines",
            name=escaped(name), hoverinfo="skip",
            line={"color": look.color, "width": 3, "dash": "dash" if look.hatch else "solid", "shape": "spline"},
        )  # fmt: skip
    if mark.here is not None:
        figure.add_scatter(x=[mark.here, mark.here], y=[0, 1.06], mode="lines+markers", name=escaped(mark.here_name),
                           line={"color": style.LOSS, "width": 2},
                           marker={"symbol": ["circle", "triangle-down"], "size": [1, 14]}, hoverinfo="skip")  # fmt: skip
    figure.update_layout(
        height=420, margin={"l": 10, "r": 10, "t": 50, "b": 70},
        xaxis={"range": [0, count], "tickvals": [number + 0.5 for number in range(count)], "fixedrange": True,
               "ticktext": [_broken(f"{number} {name}", 18) for number, name in enumerate(mark.phases, start=1)],
               "showgrid": False},
        yaxis={**_FLAT, "range": [0, 1.12]}, legend={"orientation": "h", "y": 1.12, "x": 0},
    )  # fmt: skip
    return figure
