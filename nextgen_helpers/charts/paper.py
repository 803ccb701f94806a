"""Charts on paper: Matplotlib, as crisp SVG in a report, or as a file for a slide or a letter.

Every picture is drawn twice for a report, once for wide pages and once for the width of a phone, where labels stand above their
bars.
"""

from __future__ import annotations

import html
import io
import re
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, assert_never

import matplotlib as mpl

from nextgen_helpers.charts import (
    board_marks,
    board_paper,
    flow,
    flow_drawing,
    market_marks,
    market_paper,
    plan_marks,
    plan_paper,
    style,
    team_marks,
    team_paper,
)
from nextgen_helpers.charts.canvas import FONT, NARROW, SMALL, WIDE, figure_of, lines_of
from nextgen_helpers.charts.vector import svg_of
from nextgen_helpers.errors import UserError
from nextgen_helpers.places import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nextgen_helpers.charts.picture import Mark, Picture

_TITLE: Final = 14.5
_SOURCE: Final = 9.5
#: A picture is too high for a wall from so many rows and pixels on; a row needs so many for one line of words, and for two.
_MANY_ROWS: Final = 10
_HIGH: Final = 330
_ONE_LINE: Final = 17
_TWO_LINES: Final = 30
_SETTINGS: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": FONT,
    "text.color": style.INK,
    "axes.labelcolor": style.MUTED,
    "axes.labelsize": SMALL,
    "axes.edgecolor": style.GRID,
    "xtick.color": style.MUTED,
    "ytick.color": style.INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": FONT,
    "hatch.linewidth": 0.8,
    "hatch.color": "#ffffff",
    "path.simplify": False,
    "text.parse_math": False,  # a dollar sign is a dollar sign
}


def draw(chart: Picture, *, narrow: bool = False, title: bool = True) -> Figure:
    """Draw a chart with Matplotlib.

    Raises
    ------
    UserError : the chart has nothing to draw.
    """
    with _settings():
        figure = _figure(chart, narrow=narrow)
        if title:
            _add_title(figure, chart, narrow=narrow)
    return figure


def _figure(chart: Picture, *, narrow: bool) -> Figure:
    """Draw a chart without its title, with the settings in force."""
    return figure_of(_axes(chart.drawn(), narrow=narrow))


def save(chart: Picture, path: str | Path) -> None:
    """Save a chart, with title and source, as PNG (300 dots per inch), SVG or PDF."""
    target = Path(path)
    kind = target.suffix.lower().lstrip(".")
    if kind not in ("png", "svg", "pdf"):
        raise UserError(f"{target.name}: a chart is saved as .png, .svg or .pdf.")
    write_whole(target, file_content(chart, kind))


def file_content(chart: Picture, kind: str) -> bytes:
    """Give what a file of a chart holds, with title and source."""
    # Without a date and a random salt, the same chart gives the same file.
    metadata: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind, {})
    buffer = io.BytesIO()
    with _settings({"svg.fonttype": "path", "svg.hashsalt": chart.name, "pdf.fonttype": 42}):
        draw(chart).savefig(buffer, format=kind, dpi=300, facecolor="white", metadata=metadata)
    return buffer.getvalue()


def picture_html(chart: Picture) -> str:
    """Write the picture as HTML: one SVG for wide pages and print, one for phones."""
    pictures = ""
    for name, narrow in (("ng-wide", False), ("ng-narrow", True)):
        pictures += f'<div class="{name}">{svg_text(chart, narrow=narrow)}</div>'
    return f'<div class="ng-picture">{pictures}</div>'


@contextmanager
def _settings(more: dict[str, Any] | None = None) -> Iterator[None]:
    """Draw with our settings, whatever the user's own are."""
    settings: Any = {**_SETTINGS, **(more or {})}
    with mpl.rc_context(settings), warnings.catch_warnings():
        # A letter that our font lacks is drawn as a box, or in an SVG by the reader's own font.
        warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from font")
        yield


def svg_text(chart: Picture, *, narrow: bool = False, wall: bool = False) -> str:
    """Write the picture as an SVG element, without its title.

    Parameters
    ----------
    wall : for a screen that is wider than high: rows stand closer, so that letters can be larger.
    """
    prefix = f"{chart.name}-{'n' if narrow else 'w'}-"
    with _settings({"svg.hashsalt": prefix}):
        figure = _figure(chart, narrow=narrow)
        if wall:
            _close_rows(figure, chart.mark)
        text = svg_of(figure)
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", lambda tag: _tidy_tag(tag[0], prefix), text)
    label = html.escape(chart.alternative, quote=True)
    view = re.search(r'viewBox="([^"]+)"', text)
    box = view[1] if view else ""
    head = (
        f'<svg role="img" aria-label="{label}" viewBox="{box}" xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return head + text[text.index(">") + 1 :].strip()


def _close_rows(figure: Figure, mark: object) -> None:
    """Move the rows of a high picture closer, as far as their words allow."""
    if not isinstance(mark, (market_marks.Bars, market_marks.Dots, market_marks.StackedChange)):
        return
    rows = len(mark.labels)
    high = float(figure.get_size_inches()[1]) * 72
    if rows < _MANY_ROWS or high < _HIGH or len(figure.axes) != 1:
        return
    axes = figure.axes[0]
    box = axes.get_position()
    pitch = box.height * high / rows
    cut = box.height * high - rows * (_ONE_LINE if pitch < _TWO_LINES else _TWO_LINES)
    if cut <= 0:
        return
    whole = high - cut
    axes.set_position((box.x0, box.y0 * high / whole, box.width, (box.height * high - cut) / whole))
    figure.set_size_inches(figure.get_size_inches()[0], whole / 72)


def _tidy_tag(tag: str, prefix: str) -> str:
    """Tidy one tag of an SVG; never the words between tags."""
    # Several pictures stand in one page: their ids must differ.
    tag = re.sub(r'\bid="', f'id="{prefix}', tag)
    tag = tag.replace("url(#", f"url(#{prefix}").replace('href="#', f'href="#{prefix}')
    # A tenth of a pixel is enough, and makes a map a third as large.
    tag = re.sub(r"(\d+\.\d)\d+", r"\1", tag)
    tag = tag.replace("'DejaVu Sans', sans-serif", "ng").replace("'DejaVu Sans'", "ng")
    return re.sub(r"font-family: ?ng|(?<=px )ng", lambda found: _font(found[0]), tag)


def _font(found: str) -> str:
    family = style.FONT_FAMILY
    return f"font-family: {family}" if found.startswith("font-family") else family


def _add_title(figure: Figure, chart: Picture, *, narrow: bool) -> None:
    """Grow the figure and write title, subtitle and source into it."""
    room = 0.96 * (NARROW if narrow else WIDE)  # a little less: letters are wider at some resolutions
    title = lines_of(chart.title, room, _TITLE, "bold")
    subtitle = lines_of(chart.subtitle, room)
    source = lines_of(f"Source: {chart.source}", room, _SOURCE)
    head, foot = 19 * len(title) + 15 * len(subtitle) + 18, 13 * len(source) + 12
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    whole = height + head + foot
    for axes in figure.axes:
        box = axes.get_position()
        axes.set_position((box.x0, (box.y0 * height + foot) / whole, box.width, box.height * height / whole))
    for legend in figure.legends:
        legend.set_bbox_to_anchor((0.0, (whole - head) / whole))
    figure.set_size_inches(width / 72, whole / 72)
    y = whole - 8.0
    for lines, size, color, weight in (
        (title, _TITLE, style.INK, "bold"),
        (subtitle, FONT, style.MUTED, "normal"),
    ):
        for line in lines:
            figure.text(4 / width, y / whole, line, fontsize=size, color=color, weight=weight, va="top")
            y -= 19 if weight == "bold" else 15
    for number, line in enumerate(source):
        figure.text(
            4 / width,
            (foot - 4 - 13 * number) / whole,
            line,
            fontsize=_SOURCE,
            color=style.MUTED,
            va="top",
        )


def _axes(mark: Mark, *, narrow: bool) -> Axes:  # noqa: C901, PLR0911, PLR0912  (a table: a drawing for each mark)
    """Draw a mark; a mark without a drawing is a mistake that mypy finds."""
    match mark:
        case market_marks.Bars():
            return market_paper.draw_bars(mark, narrow)
        case market_marks.Dots():
            return market_paper.draw_dots(mark, narrow)
        case market_marks.Bubbles():
            return market_paper.draw_bubbles(mark, narrow)
        case market_marks.StackedChange():
            return market_paper.draw_stacked_change(mark, narrow)
        case market_marks.Lines():
            return market_paper.draw_lines(mark, narrow)
        case market_marks.CountyMap():
            return market_paper.draw_county_map(mark, narrow)
        case team_marks.Ratings():
            return team_paper.draw_ratings(mark, narrow)
        case team_marks.RowDots():
            return team_paper.draw_row_dots(mark, narrow)
        case team_marks.Radar():
            return team_paper.draw_radar(mark, narrow)
        case team_marks.TwoColumnNetwork():
            return team_paper.draw_network(mark, narrow)
        case team_marks.HeatTable():
            return team_paper.draw_heat(mark, narrow)
        case plan_marks.Rings():
            return plan_paper.draw_rings(mark, narrow)
        case plan_marks.Spans():
            return plan_paper.draw_spans(mark, narrow)
        case plan_marks.Curves():
            return plan_paper.draw_curves(mark, narrow)
        case board_marks.Panels():
            return board_paper.draw_panels(mark, narrow)
        case board_marks.Wheel():
            return board_paper.draw_wheel(mark, narrow)
        case flow.Flow():
            return flow_drawing.draw_on_paper(mark, narrow)
        case _:
            assert_never(mark)
