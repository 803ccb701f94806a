"""Charts on the screen: Plotly, with values under the pointer."""

from __future__ import annotations

import html
import math
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts import style
from nextgen_helpers.charts.picture import Picture
from nextgen_helpers.charts.scene import (
    SCREEN,
    Areas,
    Axis,
    Key,
    Layer,
    Panel,
    Points,
    Rects,
    Scene,
    Strokes,
    Words,
    legend,
)

if TYPE_CHECKING:
    import plotly.graph_objects as go

_CONFIG: Final = {
    "displaylogo": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d"],
}
_DASHES: Final = {"": "solid", "dashed": "dash", "dotted": "dot"}
_HATCHES: Final = {"": "", "rising": "/", "falling": "\\", "crossed": "x", "dotted": "."}
_ACROSS: Final = {"start": "left", "middle": "center", "end": "right"}
_PLAIN: Final = {"showlegend": False}
_CLEAR: Final = "rgba(0,0,0,0)"
#: Plotly leaves more room between names than we do.
_LEGEND_PART: Final = 0.84


def draw(chart: Picture, *, title: bool = True) -> go.Figure:
    """Draw a chart with Plotly, which checks every property of it."""
    import plotly.graph_objects as go  # noqa: PLC0415  (slow to import, and a notebook needs only the content)

    figure = go.Figure(content(chart))
    if title:
        _add_title(figure, chart)
    return figure


def content(chart: Picture) -> dict[str, Any]:
    """Give what Plotly draws of a chart, without its title."""
    figure = figure_of(chart.drawn().scene(SCREEN))
    figure["layout"] |= {
        "template": {},  # what is not said here is as in Plotly's script itself
        "font": {"family": style.FONT_FAMILY.replace("'", ""), "size": 13, "color": style.INK},
        "hoverlabel": {"bgcolor": "#ffffff", "font": {"color": style.INK}},
        "hovermode": "closest",
        "meta": {"alternative": chart.alternative},
    }
    return figure


def _add_title(figure: go.Figure, chart: Picture) -> None:
    """Write title, subtitle and source into the figure, with room of their own."""
    words, below = _broken(chart.title, 80), _broken(chart.subtitle, 105)
    source = _broken(f"Source: {chart.source}", 115)
    head = 26 + 21 * (words.count("<br>") + 1) + 18 * (below.count("<br>") + 1)
    foot = 20 + 15 * (source.count("<br>") + 1)
    height = figure.layout.height + head + foot
    bottom = figure.layout.margin.b
    figure.update_layout(
        title={"text": f"<b>{words}</b>", "subtitle": {"text": below}, "x": 0, "xref": "container", "y": 1, "yref": "container",
               "yanchor": "top", "pad": {"t": 14, "l": 4}, "font": {"size": 17}},
        margin={"t": figure.layout.margin.t + head, "b": bottom + foot}, height=height,
    )  # fmt: skip
    figure.add_annotation(
        text=source, xref="paper", yref="paper", x=0, y=0, xshift=-figure.layout.margin.l + 4, yshift=-bottom - 4,
        xanchor="left", yanchor="top", align="left", showarrow=False, font={"size": 11, "color": style.MUTED},
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
    config = {**_CONFIG, "displayModeBar": False}
    return {"application/vnd.plotly.v1+json": {**content(chart), "config": config}}


def escaped(words: str) -> str:
    """Escape a text for Plotly, which reads tags, and of the named entities only a few; each line has a line of its own."""
    return html.escape(words, quote=False).replace("\n", "<br>")


def _broken(text: str, characters: int) -> str:
    return escaped("\n".join(textwrap.wrap(text, characters, break_on_hyphens=False)))


def figure_of(scene: Scene) -> dict[str, Any]:
    """Draw a scene: each field has axes of Plotly's own, so that a picture grows with the page."""
    edges = zip(*(panel.box for panel in scene.panels), strict=True)
    left, top, right, bottom = (end(values) for end, values in zip((min, min, max, max), edges, strict=True))
    # Names of columns and levels stand between the fields and the legend, which grows upwards where a page is narrow.
    above, more = top - legend(scene.keys, scene.place)[1], _more_legend(scene, right - left)
    layout: dict[str, Any] = {
        "barmode": "overlay", "annotations": [], "shapes": [], "showlegend": bool(scene.keys), "height": scene.height + more,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "yanchor": "bottom", "maxheight": 240, "y": 1 + above / (bottom - top)},
        "margin": {"l": left, "r": scene.width - right, "t": top + more, "b": scene.height - bottom, "pad": 0},
        **({"width": scene.width, "autosize": False} if scene.fixed else {}),
    }  # fmt: skip
    traces = [_key(key) for key in scene.keys]
    for number, panel in enumerate(scene.panels):
        name = str(number + 1) if number else ""
        across = ((panel.box[0] - left) / (right - left), (panel.box[2] - left) / (right - left))
        upright = ((bottom - panel.box[3]) / (bottom - top), (bottom - panel.box[1]) / (bottom - top))
        side = "top" if panel.x.top else "bottom"
        layout[f"xaxis{name}"] = {**_axis(panel.x), "domain": across, "anchor": f"y{name}", "side": side}
        layout[f"yaxis{name}"] = {**_axis(panel.y, titled=False), "domain": upright, "anchor": f"x{name}"}
        if panel.equal:
            layout[f"yaxis{name}"] |= {"scaleanchor": f"x{name}", "constrain": "domain"}
        if panel.y.title:
            layout["annotations"].append(_title_above(panel, name))
        for layer in panel.layers:
            _add(layer, panel, name, traces, layout)
        traces += _centered(panel, name)
    return {"data": traces, "layout": layout}


def _more_legend(scene: Scene, wide: float) -> float:
    """Give the height that the legend needs beyond what the scene has for it: Plotly breaks it at the width of the fields."""
    size = replace(scene.place, width=_LEGEND_PART * wide)
    return max(0.0, legend(scene.keys, size)[1] - legend(scene.keys, scene.place)[1]) if scene.keys else 0.0


def _is_centered(words: Words) -> bool:
    return not (words.dx or words.dy or words.halo) and words.across == words.down == "middle"


def _centered(panel: Panel, name: str) -> list[dict[str, Any]]:
    """Write the texts that stand in the middle of their place, as in hundreds of cells: those of one look as one."""
    groups: dict[tuple[float, str, bool], list[Words]] = {}
    for words in panel.layers:
        if isinstance(words, Words) and _is_centered(words):
            groups.setdefault((words.size or SCREEN.small, words.color, words.bold), []).append(words)
    return [
        _scatter([(words.x, words.y) for words in group], {"xaxis": f"x{name}", "yaxis": f"y{name}"}, "", (), mode="text",
                 text=[_bold(words) for words in group], textposition="middle center", textfont={"size": size, "color": color})
        for (size, color, _), group in groups.items()
    ]  # fmt: skip


def _bold(words: Words) -> str:
    return f"<b>{escaped(words.text)}</b>" if words.bold else escaped(words.text)


def _axis(axis: Axis, *, titled: bool = True) -> dict[str, Any]:
    low, high = (math.log10(axis.low), math.log10(axis.high)) if axis.log else (axis.low, axis.high)
    size, color = (13, style.INK) if axis.names else (12, style.MUTED)
    return {
        "range": [low, high], "type": "log" if axis.log else "linear", "fixedrange": not axis.zoom, "zeroline": False,
        "tickmode": "array", "tickvals": [value for value, _ in axis.ticks], "ticktext": [escaped(text) for _, text in axis.ticks],
        "showgrid": bool(axis.grid), "gridcolor": axis.grid or style.GRID, "ticks": "", "tickangle": -axis.turned,
        "tickfont": {"size": size, "color": color}, "ticklabelstandoff": 4, "showline": titled and bool(axis.ticks) and not axis.top, "linecolor": style.GRID,
        **({"title": {"text": escaped(axis.title), "font": {"color": style.MUTED, "size": 12}, "standoff": 4}} if axis.title and titled else {}),
    }  # fmt: skip


def _title_above(panel: Panel, name: str) -> dict[str, Any]:
    """Say above the field what the values of its vertical axis are."""
    left = panel.box[0] - 2
    return {
        "text": escaped(panel.y.title), "xref": f"x{name} domain", "yref": f"y{name} domain", "x": 0, "y": 1, "xshift": -left,
        "yshift": 4, "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": style.MUTED},
    }  # fmt: skip


def _key(key: Key) -> dict[str, Any]:
    """Name a series in the legend; a click on it hides what bears its name."""
    trace: dict[str, Any] = {
        "type": "scatter", "x": [None], "y": [None], "name": _broken(key.name, 70), "legendgroup": key.name, "hoverinfo": "skip",
    }  # fmt: skip
    look = key.style
    if key.shape == "box":
        return trace | {
            "type": "bar", "marker": {"color": look.color, "line": {"color": key.edge or look.color, "width": 1},
            "pattern": _pattern(look.hatch, key.edge or "#ffffff")},
        }  # fmt: skip
    lines = key.shape == "line"
    if lines:
        trace["line"] = {"color": look.color, "width": 2, "dash": _DASHES[key.dash]}
    symbol = f"{look.shape}-open" if key.hollow else look.shape
    marked = not lines or look.shape != "circle"
    return trace | {
        "mode": "+".join(("lines",) * lines + ("markers",) * marked),
        "marker": {"symbol": symbol, "color": look.color, "size": 9},
    }


def _add(layer: Layer, panel: Panel, name: str, traces: list[dict[str, Any]], layout: dict[str, Any]) -> None:
    """Add a layer to the figure."""
    axes = {"xaxis": f"x{name}", "yaxis": f"y{name}"}
    match layer:
        case Rects() if layer.round:
            layout["shapes"] += [
                {"type": "rect", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "xref": f"x{name}", "yref": f"y{name}",
                 "fillcolor": layer.fill, "line": {"color": layer.edge, "width": layer.width}}
                for x0, y0, x1, y1 in layer.boxes
            ]  # fmt: skip
            if layer.hover:  # a shape says nothing under the pointer: a point in its middle does
                middles = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in layer.boxes]
                unseen = {"size": 18, "opacity": 0}
                traces.append(
                    _scatter(middles, axes, layer.series, layer.hover, mode="markers", marker=unseen)
                )
        case Rects():
            traces.append(_bars(layer, axes))
        case Strokes():
            color = _see_through(layer.color, layer.opacity)
            line = {"color": color, "width": layer.width + 0.5, "dash": _DASHES[layer.dash]}
            points = [point for each in layer.lines for point in (*each, (None, None))]
            traces.append(_scatter(points, axes, layer.series, (), mode="lines", line=line))
        case Points():
            traces.append(_points(layer, axes))
        case Areas():
            line = {"color": layer.edge or _CLEAR, "width": layer.width}
            fill = {"fill": "toself" if layer.fill else "none", "fillcolor": layer.fill or _CLEAR}
            for rings, hover in zip(layer.shapes, layer.hover or ("",) * len(layer.shapes), strict=True):
                points = [point for ring in rings for point in (*ring, ring[0], (None, None))]
                trace = _scatter(points, axes, layer.series, (), mode="lines", line=line)
                trace |= {**fill, "hoveron": "fills"}
                traces.append(trace | ({"text": escaped(hover), "hoverinfo": "text"} if hover else {}))
        case Words() if not _is_centered(layer):
            layout["annotations"].append(_note(layer, panel, name))


def _scatter(
    points: Any, axes: dict[str, str], series: str, hover: tuple[str, ...], **more: Any
) -> dict[str, Any]:
    return {
        "type": "scatter", "x": [x for x, _ in points], "y": [y for _, y in points], "cliponaxis": False,
        **axes, **_PLAIN, **_said(series, hover), **more,
    }  # fmt: skip


def _said(series: str, hover: tuple[str, ...]) -> dict[str, Any]:
    """Give what the pointer says, and the group in the legend."""
    group = {"legendgroup": series} if series else {}
    if not hover:
        return {**group, "hoverinfo": "skip"}
    # A name is only a name, also where it reads like a variable of Plotly's.
    name = _broken(series, 50).replace("%{", "%&#123;")
    said = [escaped(text) for text in hover]
    return {**group, "hovertext": said, "hovertemplate": f"%{{hovertext}}<extra>{name}</extra>"}


def _pattern(hatch: str, color: str) -> dict[str, Any]:
    return {"shape": _HATCHES[hatch], "fgcolor": color, "size": 7, "solidity": 0.25, "fillmode": "overlay"}


def _bars(layer: Rects, axes: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "base": [x0 for x0, *_ in layer.boxes], "x": [x1 - x0 for x0, _, x1, _ in layer.boxes],
        "y": [(y0 + y1) / 2 for _, y0, _, y1 in layer.boxes], "width": [abs(y1 - y0) for _, y0, _, y1 in layer.boxes],
        "marker": {"color": layer.fill or _CLEAR, "line": {"color": layer.edge or layer.fill, "width": layer.width if layer.edge else 0},
                   "pattern": _pattern(layer.hatch, layer.hatch_color)},
        **axes, **_PLAIN, **_said(layer.series, layer.hover),
    }  # fmt: skip


def _points(layer: Points, axes: dict[str, str]) -> dict[str, Any]:
    look = layer.style
    edge = look.color if layer.hollow else "#ffffff"
    sizes = [1.25 * size for size in layer.sizes]
    marker = {
        "symbol": look.shape, "color": "#ffffff" if layer.hollow else look.color, "size": sizes if len(sizes) > 1 else sizes[0],
        "opacity": layer.opacity, "line": {"color": edge, "width": 1.6 if layer.hollow else 1},
    }  # fmt: skip
    return _scatter(layer.places, axes, layer.series, layer.hover, mode="markers", marker=marker)


def _note(words: Words, panel: Panel, name: str) -> dict[str, Any]:
    """Write a text; on an axis of ratios Plotly places it by the logarithm."""
    return {
        "x": math.log10(words.x) if panel.x.log else words.x, "y": words.y, "xref": f"x{name}", "yref": f"y{name}",
        "xshift": words.dx, "yshift": -words.dy, "xanchor": _ACROSS[words.across], "yanchor": words.down, "align": _ACROSS[words.across],
        "text": _bold(words), "showarrow": False, "borderpad": 0,
        "font": {"size": words.size or SCREEN.small, "color": words.color}, **({"bgcolor": "rgba(255,255,255,0.75)"} if words.halo else {}),
    }  # fmt: skip


def _see_through(color: str, opacity: float) -> str:
    """Give a color that lets so much of what lies below it be seen."""
    if opacity == 1:
        return color
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
