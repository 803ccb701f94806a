"""How a flow is drawn: in columns where there is room, as a list with arcs on a phone."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import plotly.graph_objects as go
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch

from nextgen_helpers.charts import style
from nextgen_helpers.charts.canvas import NARROW, WIDE, canvas, put_legend, text_width, words
from nextgen_helpers.charts.plotly_words import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from nextgen_helpers.charts.flow import Flow

_LINE: Final = 12.5
_MOST_LINES: Final = 3
_HEAD: Final = 30.0
_ARCS: Final = 74.0
_SOFT: Final = "#f6f8fa"


class _Layout:
    """Where the boxes stand: pixels from the left and from the top.

    Parameters
    ----------
    mark : what is drawn.
    width : of the whole picture.
    size : of the letters.
    line : height of a line.
    """

    def __init__(self, mark: Flow, width: float, size: float, line: float = _LINE) -> None:
        self.mark, self.size = mark, size
        count = len(mark.columns)
        self.pitch = width / count
        self.box = self.pitch - (46 if count < 5 else 34)  # noqa: PLR2004  (five columns need the room)
        self.words = [
            (_lines(name, self.box - 12, size), _lines(note, self.box - 12, size, 2) if note else [])
            for name, note in zip(mark.names, mark.notes, strict=True)
        ]
        self.titles = [_lines(title, self.pitch - 14, size + 1) for title in mark.columns]
        self.head = _HEAD + line * (max(len(title) for title in self.titles) - 1)
        tallest = max((len(name) + len(note) for name, note in self.words), default=1)
        self.tall = line * tallest + 10
        self.step = self.tall + 16
        self.rows = max((len(column) for column in mark.ordered()), default=1)
        self.height = self.head + self.rows * self.step
        self.middle: dict[int, tuple[float, float]] = {}
        for column, members in enumerate(mark.ordered()):
            above = (self.rows - len(members)) / 2
            for place, number in enumerate(members):
                self.middle[number] = (
                    self.pitch * (column + 0.5),
                    self.head + self.step * (above + place + 0.5),
                )

    def path(self, begin: int, end: int) -> tuple[list[float], list[float], float]:
        """Give the way of an arrow, and on which side it arrives (1: from the left, -1: from the right).

        Past a column that it skips, an arrow runs between the boxes, never behind one: it would seem to lead there.
        """
        (x0, y0), (x1, y1) = self.middle[begin], self.middle[end]
        half = self.box / 2
        if self.mark.column_of[begin] == self.mark.column_of[end]:
            turn = np.linspace(0, 1, 24)
            out = min(18.0, (self.pitch - self.box) / 2 - 3)
            xs = x0 + half + 5 * turn + out * np.sin(np.pi * turn) ** 0.7
            return [float(x) for x in xs], [float(y) for y in y0 + (y1 - y0) * turn], -1.0
        side = 1.0 if x1 > x0 else -1.0
        points = [(x0 + side * half, y0)]
        between = range(self.mark.column_of[begin], self.mark.column_of[end], int(side))
        for column in list(between)[1:]:
            middle = self.pitch * (column + 0.5)
            lane = self._lane(column, y0 + (y1 - y0) * (middle - x0) / (x1 - x0))
            points += [(middle - side * half, lane), (middle + side * half, lane)]
        points.append((x1 - side * (half + 6), y1))
        return (*_smooth(points), side)

    def _lane(self, column: int, wanted: float) -> float:
        """Give the height nearest to a wanted one at which a column has no box."""
        heights = [self.middle[number][1] for number in self.mark.ordered()[column]]
        if all(abs(wanted - height) > self.tall / 2 + 3 for height in heights):
            return wanted
        lanes = [height + way * self.step / 2 for height in heights for way in (-1, 1)]
        return min(lanes, key=lambda lane: abs(lane - wanted))


def _smooth(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Join points by curves that are level at each of them."""
    xs: list[float] = []
    ys: list[float] = []
    places = np.linspace(0, 1, 16)
    bend = places**2 * (3 - 2 * places)
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        xs += [float(x) for x in x0 + (x1 - x0) * places]
        ys += [float(y) for y in y0 + (y1 - y0) * bend]
    return xs, ys


def _lines(text: str, width: float, size: float, most: int = _MOST_LINES) -> list[str]:
    """Break a text into lines of a width in pixels; what does not fit is cut."""
    lines: list[str] = [""]
    for word in text.split():
        for piece in _pieces(word, width, size):
            joined = f"{lines[-1]} {piece}".strip()
            if text_width(joined, size) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    if len(lines) > most:
        last = lines[most - 1]
        while last and text_width(f"{last} …", size) > width:
            last = last[:-1].rstrip()
        lines = [*lines[: most - 1], f"{last} …"]
    return lines


def _pieces(word: str, width: float, size: float) -> Iterator[str]:
    """Cut a word that is wider than its box."""
    rest = word
    while text_width(rest, size) > width and len(rest) > 1:
        fits = next((n for n in range(len(rest) - 1, 1, -1) if text_width(rest[:n], size) <= width), 1)
        yield rest[:fits]
        rest = rest[fits:]
    yield rest


# -- paper ----------------------------------------------------------------------------------------------


def draw_on_paper(mark: Flow, narrow: bool) -> Axes:  # noqa: FBT001
    """Draw a flow in columns, or on a phone as a list with arcs."""
    axes = _list_with_arcs(mark) if narrow else _columns(mark)
    handles: list[Any] = [
        Line2D([], [], linestyle="none", marker="s", markersize=9, color=_SOFT, markeredgecolor=look.color,
               markeredgewidth=2, label=name)
        for name, look in mark.kinds
    ]  # fmt: skip
    handles += [
        Line2D([], [], color=style.REGION, linewidth=1.8, label=mark.whole_name),
        Line2D([], [], color=style.LOSS, linewidth=1.8, linestyle=(0, (4, 2)), label=mark.broken_name),
    ]
    put_legend(axes, handles, 1 if narrow else 5, rows=len(handles) if narrow else 2)
    return axes


def _columns(mark: Flow) -> Axes:
    layout = _Layout(mark, WIDE, 9.5 if len(mark.columns) < 5 else 8.8)  # noqa: PLR2004
    axes = canvas(WIDE, layout.height + 52, (0, 0, 48, 4))
    axes.set_axis_off()
    axes.set_xlim(0, WIDE)
    axes.set_ylim(layout.height, 0)
    for column, title in enumerate(layout.titles):
        words(axes, layout.pitch * (column + 0.5), 4, "\n".join(title), axes.transData, ha="center", va="top", weight="bold",
                  fontsize=layout.size + 0.6, color=style.MUTED, linespacing=1.1)  # fmt: skip
    for begin, end, whole in mark.ties:
        xs, ys, side = layout.path(begin, end)
        color = style.REGION if whole else style.LOSS
        axes.plot(xs, ys, color=color, linewidth=1.6, linestyle="-" if whole else (0, (4, 2)), zorder=1)
        axes.plot(xs[-1], ys[-1], ">" if side > 0 else "<", color=color, markersize=6, zorder=2)
    for number, (x, y) in layout.middle.items():
        look = mark.kinds[mark.kind_of[number]][1]
        axes.add_patch(
            FancyBboxPatch((x - layout.box / 2, y - layout.tall / 2), layout.box, layout.tall, zorder=3,
                           boxstyle="round,pad=0,rounding_size=4", facecolor=_SOFT, edgecolor=look.color, linewidth=1.6)
        )  # fmt: skip
        _box_words(axes, layout, number, x, y)
    return axes


def _box_words(axes: Axes, layout: _Layout, number: int, x: float, y: float) -> None:
    names, notes = layout.words[number]
    top = y - _LINE * (len(names) + len(notes)) / 2
    for place, line in enumerate([*names, *notes]):
        words(axes, x, top + _LINE * (place + 0.5), line, axes.transData, ha="center", va="center", zorder=4,
                  fontsize=layout.size if place < len(names) else layout.size - 0.8,
                  color=style.INK if place < len(names) else style.MUTED)  # fmt: skip


def _list_with_arcs(mark: Flow) -> Axes:
    size, room = 10.0, NARROW - _ARCS - 22
    lines = [
        (_lines(name, room, size), _lines(note, room, size - 0.8, 2) if note else [])
        for name, note in zip(mark.names, mark.notes, strict=True)
    ]
    at: dict[int, float] = {}
    heads: list[tuple[float, str]] = []
    y = 0.0
    for title, members in zip(mark.columns, mark.ordered(), strict=True):
        heads.append((y + 13, title))
        y += 26
        for number in members:
            tall = _LINE * sum(len(part) for part in lines[number]) + 12
            at[number] = y + tall / 2
            y += tall
    kinds = len(mark.kinds) + 2
    axes = canvas(NARROW, y + 22 * kinds + 10, (0, 0, 22 * kinds + 4, 6))
    axes.set_axis_off()
    axes.set_xlim(0, NARROW)
    axes.set_ylim(y, 0)
    for height, title in heads:
        axes.axhspan(height - 12, height + 11, color="#e6edf2", zorder=0)
        axes.text(
            _ARCS - 6,
            height,
            _lines(title, NARROW - _ARCS - 4, 10.5, 1)[0],
            va="center",
            weight="bold",
            fontsize=10.5,
        )
    _arcs(axes, mark, at, y)
    for number, height in at.items():
        look = mark.kinds[mark.kind_of[number]][1]
        axes.plot(
            _ARCS,
            height,
            "s",
            color=_SOFT,
            markeredgecolor=look.color,
            markeredgewidth=2,
            markersize=8,
            zorder=3,
        )
        names, notes = lines[number]
        top = height - _LINE * (len(names) + len(notes)) / 2
        for place, line in enumerate([*names, *notes]):
            words(axes, _ARCS + 12, top + _LINE * (place + 0.5), line, axes.transData, va="center", zorder=4,
                      fontsize=size if place < len(names) else size - 0.8,
                      color=style.INK if place < len(names) else style.MUTED)  # fmt: skip
    return axes


def _arcs(axes: Axes, mark: Flow, at: dict[int, float], height: float) -> None:
    turn = np.linspace(0, np.pi, 30)
    for begin, end, whole in mark.ties:
        reach = 14 + (_ARCS - 24) * abs(at[end] - at[begin]) / max(height, 1)
        middle, half = (at[begin] + at[end]) / 2, (at[end] - at[begin]) / 2
        color = style.REGION if whole else style.LOSS
        axes.plot(_ARCS - 5 - reach * np.sin(turn), middle - half * np.cos(turn), color=color, linewidth=1.5,
                  linestyle="-" if whole else (0, (4, 2)), zorder=1)  # fmt: skip
        axes.plot(_ARCS - 9, at[end], ">", color=color, markersize=5, zorder=2)


# -- the screen -----------------------------------------------------------------------------------------


def draw_on_screen(mark: Flow) -> go.Figure:
    """Draw a flow in columns."""
    # Boxes have a width in pixels: a picture that shrinks would let their words run into each other.
    width = max(WIDE, 176.0 * len(mark.columns))
    layout = _Layout(mark, width, 11.5, 16.0)
    figure = go.Figure()
    for whole, name, color, dash in (
        (True, mark.whole_name, style.REGION, "solid"),
        (False, mark.broken_name, style.LOSS, "dash"),
    ):
        _ties_on_screen(figure, layout, [tie for tie in mark.ties if tie[2] == whole], (name, color, dash))
    for kind, (title, look) in enumerate(mark.kinds):
        members = [number for number, own in enumerate(mark.kind_of) if own == kind]
        figure.add_scatter(
            x=[layout.middle[number][0] for number in members],
            y=[layout.middle[number][1] for number in members],
            mode="markers", name=escaped(title),
            marker={"symbol": "square-open", "size": 12, "color": look.color, "line": {"width": 2, "color": look.color}},
            customdata=[f"{escaped(mark.names[n])}<br>{escaped(mark.notes[n])}" for n in members],
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    for number, (x, y) in layout.middle.items():
        look = mark.kinds[mark.kind_of[number]][1]
        figure.add_shape(
            type="rect", x0=x - layout.box / 2, x1=x + layout.box / 2, y0=y - layout.tall / 2, y1=y + layout.tall / 2,
            fillcolor=_SOFT, line={"color": look.color, "width": 2},
        )  # fmt: skip
        names, notes = layout.words[number]
        text = "<br>".join(escaped(line) for line in names)
        small = "<br>".join(escaped(line) for line in notes)
        figure.add_annotation(
            x=x, y=y, showarrow=False, font={"size": 11.5},
            text=text + (f'<br><span style="color:{style.MUTED};font-size:10.5px">{small}</span>' if small else ""),
        )  # fmt: skip
    for column, heading in enumerate(layout.titles):
        figure.add_annotation(
            x=layout.pitch * (column + 0.5), y=4, yanchor="top", showarrow=False, font={"color": style.MUTED},
            text="<br>".join(f"<b>{escaped(line)}</b>" for line in heading),
        )  # fmt: skip
    flat = {"visible": False, "fixedrange": True}
    figure.update_layout(
        width=width, autosize=False, height=layout.height + 70, margin={"l": 0, "r": 0, "t": 60, "b": 10},
        xaxis={**flat, "range": [0, width]}, yaxis={**flat, "range": [layout.height, 0]},
    )  # fmt: skip
    return figure


def _ties_on_screen(
    figure: go.Figure, layout: _Layout, ties: Sequence[tuple[int, int, bool]], look: tuple[str, str, str]
) -> None:
    name, color, dash = look
    xs: list[float | None] = []
    ys: list[float | None] = []
    heads: dict[float, tuple[list[float], list[float]]] = {1.0: ([], []), -1.0: ([], [])}
    for begin, end, _ in ties:
        x, y, side = layout.path(begin, end)
        xs += [*x, None]
        ys += [*y, None]
        heads[side][0].append(x[-1])
        heads[side][1].append(y[-1])
    # Without a tie the name still stands in the legend, so that a reader knows what is not there.
    figure.add_scatter(x=xs or [None], y=ys or [None], mode="lines", name=escaped(name), hoverinfo="skip",
                       line={"color": color, "width": 2, "dash": dash})  # fmt: skip
    for side, (x_ends, y_ends) in heads.items():
        if x_ends:
            figure.add_scatter(
                x=x_ends, y=y_ends, mode="markers", showlegend=False, hoverinfo="skip",
                marker={"symbol": "triangle-right" if side > 0 else "triangle-left", "size": 9, "color": color},
            )  # fmt: skip
