"""Charts on the screen: Plotly, with values under the pointer."""

from __future__ import annotations

import html
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final, assert_never

import plotly.graph_objects as go
import plotly.io as pio

from nextgen_helpers.charts import (
    board_marks,
    board_screen,
    flow,
    flow_drawing,
    market_marks,
    market_screen,
    plan_marks,
    plan_screen,
    style,
    team_marks,
    team_screen,
)
from nextgen_helpers.charts.plotly_words import broken

if TYPE_CHECKING:
    from nextgen_helpers.charts.picture import Mark, Picture

_TEMPLATE_LAYOUT: Final = (
    "annotationdefaults", "autotypenumbers", "coloraxis", "colorway", "font", "hoverlabel", "hovermode",
    "paper_bgcolor", "plot_bgcolor", "polar", "shapedefaults", "title", "xaxis", "yaxis",
)  # fmt: skip
_TEMPLATE_DATA: Final = ("bar", "heatmap", "scatter", "scatterpolar")
_CONFIG: Final = {
    "displaylogo": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d"],
}


def draw(chart: Picture, *, title: bool = True) -> go.Figure:
    """Draw a chart with Plotly.

    Raises
    ------
    UserError : the chart has nothing to draw.
    """
    figure = figure_of(chart.drawn())
    figure.update_layout(
        template=_template(),
        font={"family": style.FONT_FAMILY.replace("'", ""), "size": 13, "color": style.INK},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom"},
        hoverlabel={"bgcolor": "#ffffff", "font": {"color": style.INK}},
        meta={"alternative": chart.alternative},
    )
    if title:
        _add_title(figure, chart)
    return figure


@cache
def _template() -> go.layout.Template:
    """Take from Plotly's white template what our kinds of charts use; the whole of it is copied and checked with every figure."""
    white = pio.templates["plotly_white"].to_plotly_json()
    layout = {name: white["layout"][name] for name in _TEMPLATE_LAYOUT}
    return go.layout.Template(layout=layout, data={name: white["data"][name] for name in _TEMPLATE_DATA})


def _add_title(figure: go.Figure, chart: Picture) -> None:
    """Write title, subtitle and source into the figure, with room of their own."""
    words, below = broken(chart.title, 80), broken(chart.subtitle, 105)
    source = broken(f"Source: {chart.source}", 115)
    head = 26 + 21 * (words.count("<br>") + 1) + 18 * (below.count("<br>") + 1)
    foot = 20 + 15 * (source.count("<br>") + 1)
    top, bottom = figure.layout.margin.t, figure.layout.margin.b + 12
    figure.update_layout(
        title={"text": f"<b>{words}</b>", "subtitle": {"text": below}, "x": 0, "xref": "paper",
               "y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 14}, "font": {"size": 17}},
        margin={"t": top + head, "b": bottom + foot},
        height=(figure.layout.height or 450) + head + foot,
    )  # fmt: skip
    figure.add_annotation(
        text=source, xref="paper", yref="paper", x=0, y=0, yshift=-bottom - 4, xanchor="left", yanchor="top",
        align="left", showarrow=False, font={"size": 11, "color": style.MUTED},
    )  # fmt: skip


def picture_html(chart: Picture) -> str:
    """Write the picture for a page that loads Plotly's script once."""
    figure = draw(chart, title=False)
    inner = figure.to_html(
        full_html=False, include_plotlyjs=False, div_id=f"plot-{chart.name}", config=_CONFIG,
        default_width="100%", default_height=f"{figure.layout.height:.0f}px",
    )  # fmt: skip
    label = html.escape(chart.alternative, quote=True)
    return f'<div class="ng-picture" role="group" aria-label="{label}">{inner}</div>'


def mime_content(chart: Picture) -> dict[str, Any]:
    """Give the picture as JupyterLab's Plotly extension takes it; no script is embedded."""
    content: dict[str, Any] = json.loads(pio.to_json(draw(chart, title=False)))
    return {"application/vnd.plotly.v1+json": {**content, "config": {**_CONFIG, "displayModeBar": False}}}


def figure_of(mark: Mark) -> go.Figure:  # noqa: C901, PLR0911, PLR0912  (a table: a drawing for each mark)
    """Draw a mark; a mark without a drawing is a mistake that mypy finds."""
    match mark:
        case market_marks.Bars():
            return market_screen.draw_bars(mark)
        case market_marks.Dots():
            return market_screen.draw_dots(mark)
        case market_marks.Bubbles():
            return market_screen.draw_bubbles(mark)
        case market_marks.StackedChange():
            return market_screen.draw_stacked_change(mark)
        case market_marks.Lines():
            return market_screen.draw_lines(mark)
        case market_marks.CountyMap():
            return market_screen.draw_county_map(mark)
        case team_marks.Ratings():
            return team_screen.draw_ratings(mark)
        case team_marks.RowDots():
            return team_screen.draw_row_dots(mark)
        case team_marks.Radar():
            return team_screen.draw_radar(mark)
        case team_marks.TwoColumnNetwork():
            return team_screen.draw_network(mark)
        case team_marks.HeatTable():
            return team_screen.draw_heat(mark)
        case plan_marks.Rings():
            return plan_screen.draw_rings(mark)
        case plan_marks.Spans():
            return plan_screen.draw_spans(mark)
        case plan_marks.Curves():
            return plan_screen.draw_curves(mark)
        case board_marks.Panels():
            return board_screen.draw_panels(mark)
        case board_marks.Wheel():
            return board_screen.draw_wheel(mark)
        case flow.Flow():
            return flow_drawing.draw_on_screen(mark)
        case _:
            assert_never(mark)
