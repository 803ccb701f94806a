"""How the charts of a team's own answers are drawn on the screen."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from nextgen_helpers.charts import style
from nextgen_helpers.charts.plotly_words import escaped

if TYPE_CHECKING:
    from nextgen_helpers.charts.team_marks import HeatTable, Radar, Ratings, RowDots, TwoColumnNetwork

_BANDS: Final = ("#f4f6f8", "#e6edf2")
_SHADES: Final = ((0, "#ffffff"), (0.001, "#eef3f7"), (1, "#a9cbe2"))
_ROW: Final = 38  # pixels of a row, and of a line of its words
_LINE: Final = 17
#: Pixels of a rating: from dot to dot, below the lowest, around a stack, and for the names of the levels above all.
_DOT: Final = 13
_FOOT: Final = 26
_ABOVE_DOTS: Final = 50
_NAMES: Final = 24
#: So many letters stand in a line beside a network of two columns on a phone.
_PHONE_LETTERS: Final = 18
_LONGEST: Final = 40  # letters of a name that stand in a picture; the whole name is under the pointer


def draw_ratings(mark: Ratings) -> go.Figure:
    """Draw each rating as a dot on its band."""
    figure = go.Figure()
    count = len(mark.labels)
    for number, (lowest, highest, name) in enumerate(mark.bands):
        figure.add_vrect(
            x0=lowest - 0.5, x1=highest + 0.5, fillcolor=_BANDS[number % 2], line_width=0, layer="below",
            annotation={"text": escaped(name), "font": {"color": style.MUTED}},
            annotation_position="top",
        )  # fmt: skip
    pitch = max(110, _ABOVE_DOTS + _DOT * mark.lines())
    medians = [(m, count - 1 - row) for row, m in enumerate(mark.medians) if m is not None]
    figure.add_scatter(
        x=[value for value, row in medians for _ in range(3)],
        y=[end for _, row in medians for end in (row - 0.47, row + 0.4, None)],
        mode="lines",
        name="Median",
        legendrank=2000,  # below the dots in the picture, and still last in the legend
        line={"color": style.INK, "width": 3},
        hovertemplate="median %{x}<extra></extra>",
    )
    for group, (name, look) in enumerate(mark.groups):
        dots = [
            (dot.x, count - 1 - row - 0.5 + (_FOOT + _DOT * dot.line) / pitch, score)
            for row, (placed, given) in enumerate(zip(mark.stacked(), mark.dots, strict=True))
            for dot, (score, own) in zip(placed, given, strict=True)
            if own == group
        ]
        figure.add_scatter(
            x=[x for x, _, _ in dots], y=[y for _, y, _ in dots], customdata=[score for *_, score in dots],
            mode="markers", name=escaped(name),
            marker={"color": look.color, "symbol": look.symbol, "size": 12,
                    "line": {"color": "#ffffff", "width": 1}},
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    figure.update_layout(
        height=110 + pitch * count + _NAMES,
        margin={"l": 10, "r": 20, "t": 70, "b": 50},
        xaxis={"range": [mark.bands[0][0] - 0.5, mark.bands[-1][1] + 0.5], "dtick": 1, "title": mark.axis,
               "showgrid": False},
        yaxis={"tickvals": list(range(count)), "ticktext": ["<br>".join(map(escaped, textwrap.wrap(label, _PHONE_LETTERS))) for label in mark.labels[::-1]],
               "range": [-0.5, count - 0.5 + _NAMES / pitch], "automargin": True, "showgrid": False, "zeroline": False},
    )  # fmt: skip
    return figure


def draw_network(mark: TwoColumnNetwork) -> go.Figure:
    """Draw two columns of names and what ties them."""
    figure = go.Figure()
    count = max(len(mark.left), len(mark.right), 1)
    most = max((_in_lines(name).count("<br>") + 1 for name in (*mark.left, *mark.right)), default=1)
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
    contacts, reached = [0.0] * len(mark.left), [0.0] * len(mark.right)
    for left, right, weight in mark.ties:
        contacts[left] += weight
        reached[right] += weight
    for x, names, places, sums, title, symbol, color, side in (
        (0, mark.left, at_left, contacts, mark.left_title, "circle", style.REGION, "middle left"),
        (1, mark.right, at_right, reached, mark.right_title, "square", style.STATE, "middle right"),
    ):
        shown = [
            _in_lines(name) + (" (!)" if x == 1 and place in mark.marked else "")
            for place, name in enumerate(names)
        ]
        figure.add_scatter(
            x=[x] * len(names), y=places, mode="markers+text", text=shown, textposition=side, name=title,
            hovertext=[f"{escaped(name)}: {sum_:,.0f} {mark.weight}" for name, sum_ in zip(names, sums, strict=True)],
            hoverinfo="text",
            marker={"color": color, "symbol": [symbol if sum_ else f"{symbol}-open" for sum_ in sums], "size": 10},
            textfont={"size": 12},
        )  # fmt: skip
    if mark.marked:  # what the sign before a name means; nothing is drawn
        figure.add_scatter(
            x=[None], y=[None], mode="markers", name=escaped(f"(!) {mark.marked_name}"),
            marker={"color": style.STATE, "symbol": "square", "size": 10},
        )  # fmt: skip
    figure.update_layout(
        height=100 + count * (12 + 15 * most),
        margin={"l": 4, "r": 4, "t": 50, "b": 10},
        xaxis={"visible": False, "range": [-0.9, 1.9]},
        yaxis={"visible": False},
    )
    return figure


def _in_lines(name: str) -> str:
    """Break a name into lines that stand beside the picture on a phone, too."""
    return "<br>".join(escaped(line) for line in textwrap.wrap(_cut(name), _PHONE_LETTERS))


def _spread(count: int, rows: int) -> list[float]:
    """Spread names evenly over the height, first on top."""
    if count <= 1:
        return [(rows - 1) / 2] * count
    return [(rows - 1) * (1 - place / (count - 1)) for place in range(count)]


def _cut(name: str) -> str:
    return textwrap.shorten(name, _LONGEST, placeholder="…") if len(name) > _LONGEST else name


def draw_heat(mark: HeatTable) -> go.Figure:
    """Draw a table whose cells are shaded by their number."""
    figure = go.Figure()
    # Names are words at numbered places: two that look alike, or like a number, stay two columns.
    figure.add_heatmap(
        z=[list(row) for row in mark.values],
        text=[[mark.text(value) for value in row] for row in mark.values],
        texttemplate="%{text}",
        hovertext=[
            [f"{escaped(row)}, {escaped(column)}: {mark.text(value) or '0'}"
             for column, value in zip(mark.columns, values, strict=True)]
            for row, values in zip(mark.rows, mark.values, strict=True)
        ],
        hoverinfo="text",
        hoverongaps=False,
        colorscale=[list(step) for step in _SHADES],
        showscale=False,
        zmin=0,
        xgap=1,
        ygap=1,
    )  # fmt: skip
    figure.update_layout(
        height=200 + 26 * len(mark.rows),
        margin={"l": 10, "r": 90, "t": 120, "b": 10},
        xaxis={"side": "top", "tickangle": -60, "ticklabeloverflow": "allow", "automargin": True, "showgrid": False, "zeroline": False,
               "tickvals": list(range(len(mark.columns))),
               "ticktext": [escaped(_cut(name)) for name in mark.columns]},
        yaxis={"autorange": "reversed", "automargin": True, "showgrid": False, "zeroline": False,
               "tickvals": list(range(len(mark.rows))), "ticktext": [escaped(_cut(name)) for name in mark.rows]},
        plot_bgcolor="#d3d9de",
    )  # fmt: skip
    return figure


def draw_row_dots(mark: RowDots) -> go.Figure:
    """Draw dots in rows, joined by a line."""
    figure = go.Figure()
    rows, headings = mark.heights()
    moved = mark.offsets()
    for number, (lowest, highest, name) in enumerate(mark.bands):
        figure.add_vrect(
            x0=lowest - 0.5, x1=highest + 0.5, fillcolor=_BANDS[number % 2], line_width=0, layer="below",
            annotation={"text": escaped(name), "font": {"color": style.MUTED}}, annotation_position="top",
        )  # fmt: skip
    for height, *values in zip(rows, *(series.values for series in mark.series), strict=True):
        there = [value for value in values if value is not None]
        if len(there) > 1:
            figure.add_scatter(
                x=[min(there), max(there)], y=[height, height], mode="lines", hoverinfo="skip", showlegend=False,
                line={"color": "#8a96a1", "width": 2},
            )  # fmt: skip
    for number, series in enumerate(mark.series):
        places = [row for row, value in enumerate(series.values) if value is not None]
        figure.add_scatter(
            x=[series.values[row] for row in places],
            y=[rows[row] + moved[number][row] for row in places],
            customdata=[escaped(mark.labels[row]) for row in places],
            mode="markers", name=_broken(series.name, 50), showlegend=mark.legend,
            marker={"color": series.style.color, "symbol": series.style.symbol, "size": 12,
                    "line": {"color": "#ffffff", "width": 1}},
            hovertemplate="%{customdata}: %{x:,~r}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    if mark.line:
        figure.add_scatter(
            x=[mark.line[0]] * 2, y=[0, sum(mark.heights()[0][:1]) + 0.5], mode="lines", hoverinfo="skip",
            name=_broken(mark.line[1], 50), line={"color": style.INK, "dash": "dash", "width": 1.5},
        )  # fmt: skip
    low, high = mark.limits or (0, mark.highest)
    room = 0.5 if mark.limits else 0.04 * mark.highest
    ticks = [
        *zip(rows, (_row_words(*words) for words in zip(mark.labels, mark.notes, strict=True)), strict=True)
    ]
    ticks += [
        (height, f"<b>{escaped(words)}</b>")
        for height, (_, words) in zip(headings, mark.sections, strict=True)
    ]
    tall = (
        len(mark.labels) + 0.9 * len(mark.sections) + (0.7 if mark.bands else 0)
    )  # room for the bands' names
    lines = max((words.count("<br>") + 1 for _, words in ticks), default=1)
    figure.update_layout(
        height=100 + round(max(_ROW, _LINE * lines) * tall),
        margin={"l": 10, "r": 20, "t": 45 if mark.legend else 15, "b": 55},
        xaxis={"range": [low - room, high + room], "title": {"text": escaped(mark.axis), "font": {"color": style.MUTED, "size": 13}}, "showgrid": not mark.bands,
               "zeroline": False, **({"dtick": 1} if mark.limits else {})},
        yaxis={"tickvals": [height for height, _ in ticks], "ticktext": [words for _, words in ticks],
               "range": [0, tall], "automargin": True, "showgrid": False, "zeroline": False},
    )  # fmt: skip
    return figure


def _row_words(label: str, note: str) -> str:
    """Write a row's label with its note: beside it where both are short, else below."""
    if not note:
        return _broken(label, _LONGEST)
    between = " · " if len(label) + len(note) < _LONGEST else "<br>"
    return f"{_broken(label, _LONGEST)}{between}{escaped(note)}"


def _broken(text: str, characters: int) -> str:
    """Break a long text into at most two lines, and escape it."""
    lines = textwrap.wrap(text, characters, break_on_hyphens=False, max_lines=2, placeholder=" …")
    return "<br>".join(escaped(line) for line in lines)


def draw_radar(mark: Radar) -> go.Figure:
    """Draw a radar."""
    figure = go.Figure()
    around = list(range(0, 361, 3))
    for number in range(len(mark.bands) - 1, -1, -1):
        figure.add_scatterpolar(
            r=[mark.bands[number][1] + 0.5] * len(around), theta=around, mode="lines", fill="toself",
            fillcolor=_BANDS[number % 2], line={"color": "#b5bec6", "width": 1}, hoverinfo="skip",
            showlegend=False,
        )  # fmt: skip
    spokes = mark.spokes
    figure.add_scatterpolar(
        r=[end for one, two in mark.sides for end in (spokes[one][2], spokes[two][2], None)],
        theta=[end for one, two in mark.sides for end in (spokes[one][1], spokes[two][1], None)],
        mode="lines", line={"color": style.REGION, "width": 3}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    rated = [spoke for spoke in spokes if spoke[2] is not None]
    figure.add_scatterpolar(
        r=[value for *_, value in rated], theta=[angle for _, angle, _ in rated], mode="markers",
        text=[escaped(label) for label, *_ in rated], name=escaped(mark.name), showlegend=False,
        marker={"color": style.REGION, "size": 12, "line": {"color": "#ffffff", "width": 1}},
        hovertemplate="%{text}: %{r:~r}<extra>%{fullData.name}</extra>",
    )  # fmt: skip
    figure.add_scatterpolar(
        r=[(lowest + highest) / 2 for lowest, highest, _ in mark.bands],
        theta=[180 if len(spokes) % 2 else 180 / len(spokes)] * len(mark.bands),
        mode="text", text=[escaped(name) for *_, name in mark.bands], hoverinfo="skip", showlegend=False,
        textfont={"color": style.MUTED, "size": 12},
    )  # fmt: skip
    words = [
        f"{_broken(label, 24)}<br><b>{'not rated' if value is None else f'{value:g}'}</b>"
        for label, _, value in spokes
    ]
    figure.update_layout(
        height=500,
        margin={"l": 60, "r": 60, "t": 70, "b": 70},
        polar={
            "bgcolor": "#ffffff",
            "angularaxis": {"direction": "clockwise", "rotation": 90, "showgrid": True, "gridcolor": "#8a96a1",
                            "tickvals": [angle for _, angle, _ in spokes], "ticktext": words,
                            "showline": False, "layer": "above traces"},
            "radialaxis": {"range": [0, mark.reach], "showticklabels": False, "showgrid": False,
                           "showline": False, "ticks": ""},
        },
    )  # fmt: skip
    return figure
