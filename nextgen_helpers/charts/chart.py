"""A chart: what it shows, what it says, the table behind it; drawn for the screen or for paper.

A :class:`Chart` holds no drawing. Its mark (bars, dots, bubbles, ...) is data, which
:mod:`~nextgen_helpers.charts.screen` draws with Plotly and :mod:`~nextgen_helpers.charts.paper` with
Matplotlib.
"""

from __future__ import annotations

import html
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers.charts.board_marks import Panels, Wheel
from nextgen_helpers.charts.plan_marks import Curves, Rings, Spans
from nextgen_helpers.charts.team_marks import HeatTable, Radar, Ratings, RowDots, TwoColumnNetwork
from nextgen_helpers.errors import UserError
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from pathlib import Path

    import matplotlib.figure
    import plotly.graph_objects as go

    from nextgen_helpers.charts.style import SeriesStyle
    from nextgen_helpers.charts.tables import Table

__all__ = [
    "Bars",
    "Bubbles",
    "Chart",
    "CountyMap",
    "Dots",
    "Lines",
    "Mark",
    "Series",
    "StackedChange",
    "output_mode",
]

Output = Literal["screen", "paper", "shared-script"]
_MODES: Final[tuple[Output, ...]] = ("screen", "paper", "shared-script")


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one series, one a label.

    Parameters
    ----------
    name : what the legend says.
    values : numbers in the mark's unit; None where missing.
    style : color, shape and pattern.
    """

    name: str
    values: tuple[float | None, ...]
    style: SeriesStyle


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, with what is withheld as a hatched extension.

    Parameters
    ----------
    labels : one a bar, first on top.
    values : lengths, None where all is withheld.
    at_most : how far the bar can reach at most; equal to the value where nothing is withheld.
    texts : what stands at the end of each bar.
    second : which bars belong to the second group (drawn in its color and hatching).
    axis : what the length is, with its unit.
    groups : names of the two groups, for the legend; empty where there is one.
    beyond : what the extension is, for the legend.
    """

    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    at_most: tuple[float | None, ...]
    texts: tuple[str, ...]
    second: tuple[bool, ...]
    axis: str
    groups: tuple[str, ...] = ()
    beyond: str = "Withheld: at most"


@dataclass(frozen=True, slots=True)
class Dots:
    """One row a label, one dot a series, joined by a line.

    Parameters
    ----------
    labels : one a row, first on top.
    series : the dots.
    axis : what the position is, with its unit.
    kind : how values are written (see :class:`~nextgen_helpers.charts.tables.Column`).
    line : position of a reference line, and what it means; None for no line.
    open_ended : rows whose first dot is a lower bound, marked by an arrow.
    """

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str
    kind: Literal["ratio", "dollars", "share"]
    line: tuple[float, str] | None = None
    open_ended: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Bubbles:
    """Bubbles in four quadrants.

    Parameters
    ----------
    labels, x, y, sizes : one a bubble; sizes are areas in the unit of ``size_name``.
    groups : the quadrant of each bubble, a key of ``quadrants``.
    quadrants : key -> (name, style), in the order top right, top left, bottom right, bottom left.
    x_axis, y_axis, size_name : what they are, with units.
    x_line, y_line : where the quadrants meet.
    """

    labels: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    sizes: tuple[float, ...]
    groups: tuple[str, ...]
    quadrants: dict[str, tuple[str, SeriesStyle]]
    x_axis: str
    y_axis: str
    size_name: str
    x_line: float
    y_line: float


@dataclass(frozen=True, slots=True)
class StackedChange:
    """Bars that stack to both sides of zero, with the sum as a mark.

    Parameters
    ----------
    labels : one a row, first on top.
    parts : the series that are stacked.
    totals : their sum, one a row.
    axis : what the length is, with its unit.
    """

    labels: tuple[str, ...]
    parts: tuple[Series, ...]
    totals: tuple[float, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over years; a gap of more than one year is drawn dashed.

    Parameters
    ----------
    years : the years, oldest first.
    series : one line each.
    axis : what the height is, with its unit.
    """

    years: tuple[int, ...]
    series: tuple[Series, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class CountyMap:
    """Counties of a region among their neighbors.

    Parameters
    ----------
    counties : five-character codes of the region.
    values : what is shown of each, None where withheld.
    texts : name and value of each, for the legend and for hovering.
    limits : upper limits of the classes, ascending; the last is the largest value.
    kind : how values are written.
    axis : what the color is, with its unit.
    """

    counties: tuple[str, ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    limits: tuple[float, ...]
    kind: Literal["count", "dollars"]
    axis: str


Mark = (
    Bars
    | Dots
    | Bubbles
    | StackedChange
    | Lines
    | CountyMap
    | Ratings
    | RowDots
    | Radar
    | TwoColumnNetwork
    | HeatTable
    | Rings
    | Spans
    | Curves
    | Panels
    | Wheel
)


@dataclass(frozen=True)
class Chart:
    """A figure with everything that must stand beside it.

    Parameters
    ----------
    name : short, unique in a report; a valid anchor.
    title : the finding, one sentence.
    subtitle : what is shown, of which year, in which unit.
    mark : what is drawn; None where there is nothing to draw, which the title then says.
    table : the values behind it.
    source : agency, program, year; what is estimated.
    alternative : the picture in words, for those who cannot see it.
    look_for : what to look for, sentences.
    does_not_say : what it does not say, sentences.
    """

    name: str
    title: str
    subtitle: str
    mark: Mark | None
    table: Table
    source: str
    alternative: str
    look_for: tuple[str, ...] = ()
    does_not_say: tuple[str, ...] = ()
    heading_level: int = field(default=3, kw_only=True)

    def plotly(self, *, title: bool = True) -> go.Figure:
        """Draw it for the screen."""
        from nextgen_helpers.charts.screen import draw  # noqa: PLC0415  (Plotly is slow to import)

        return draw(self, title=title)

    def matplotlib(self, *, narrow: bool = False, title: bool = True) -> matplotlib.figure.Figure:
        """Draw it for paper.

        Parameters
        ----------
        narrow : for the width of a phone.
        title : write title and source into the picture, as a slide or a letter needs it.
        """
        from nextgen_helpers.charts.paper import draw  # noqa: PLC0415  (Matplotlib likewise)

        return draw(self, narrow=narrow, title=title)

    def save(self, path: str | Path) -> None:
        """Save the picture, with title and source, as PNG, SVG or PDF by the file's ending.

        Raises
        ------
        UserError : another ending, or the file cannot be written.
        """
        from nextgen_helpers.charts.paper import save  # noqa: PLC0415

        save(self, path)

    def html(self, output: Output | None = None) -> str:
        """Write it as a section of a page: heading, picture, what to look for, table.

        Parameters
        ----------
        output : ``paper`` for SVG pictures (one for wide pages, one for phones), ``shared-script`` for
            Plotly without its script, which the page loads once; by default the mode in force.
        """
        chosen = output or output_mode()
        if self.mark is None:
            picture = ""
        elif chosen == "paper":
            from nextgen_helpers.charts.paper import picture_html  # noqa: PLC0415

            picture = picture_html(self)
        else:
            from nextgen_helpers.charts.screen import picture_html as screen_html  # noqa: PLC0415

            picture = screen_html(self)
        # On paper, the finding stays with its picture.
        main = f'<div class="ng-main">{self.head()}{picture}</div>'
        return f'<section class="mathjax_ignore ng-chart" id="{self.name}">{main}{self.foot()}</section>'

    def head(self) -> str:
        """Heading and subtitle as HTML."""
        level = self.heading_level
        return (
            f"<h{level}>{html.escape(self.title)}</h{level}>"
            f'<p class="ng-subtitle">{html.escape(self.subtitle)}</p>'
        )

    def foot(self) -> str:
        """Source, what to look for, what it does not say, and the table, as HTML."""
        parts = [f'<p class="ng-source">Source: {html.escape(self.source)}</p>']
        if self.look_for or self.does_not_say:
            parts.append('<div class="ng-reading">')
            for title, sentences in (
                ("What to look for", self.look_for),
                ("What it does not say", self.does_not_say),
            ):
                if sentences:
                    items = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)
                    parts.append(f'<div><p class="ng-label">{title}</p><ul>{items}</ul></div>')
            parts.append("</div>")
        if len(self.table.frame):
            parts.append(
                f"<details{' open' if self.mark is None else ''}><summary>The table behind it ({plural(len(self.table.frame), 'row')})</summary>"
                f'<div class="ng-scroll" tabindex="0" role="region" '
                f'aria-label="Table: {html.escape(self.table.caption, quote=True)}">'
                f"{self.table.html()}</div></details>"
            )
        return "".join(parts)

    def mime_bundles(self) -> list[dict[str, Any]]:
        """Give what a notebook shows of it: heading, picture, and what stands below.

        Returns
        -------
        Three bundles of MIME type -> content for the screen; one, HTML, in a report.
        """
        if output_mode() != "screen":
            return [{"text/html": self.html(), "text/plain": repr(self)}]
        from nextgen_helpers.charts.page import notebook_style  # noqa: PLC0415

        head: dict[str, Any] = {
            "text/html": f'<div class="mathjax_ignore ng-chart">{self.head()}</div>',
            "text/plain": self.title,
        }
        # The rules stand where only HTML can: JupyterLab takes the buttons in the head's place.
        foot = f'{notebook_style()}<div class="mathjax_ignore ng-chart">{self.foot()}</div>'
        picture: dict[str, Any] = {"text/plain": self.alternative}
        if self.mark is None:
            picture["text/html"] = ""
        else:
            from nextgen_helpers.charts.bar import bar_content  # noqa: PLC0415
            from nextgen_helpers.charts.screen import mime_content  # noqa: PLC0415

            head |= bar_content(self)
            picture |= mime_content(self)
        return [
            head,
            picture,
            {"text/html": foot, "text/plain": self.source},
        ]

    def _ipython_display_(self) -> None:
        """Show it in a notebook: Plotly in JupyterLab, SVG in a report."""
        from IPython.display import display  # noqa: PLC0415

        for bundle in self.mime_bundles():
            display(bundle, raw=True)

    def __repr__(self) -> str:
        return f"Chart({self.name!r}: {self.title})"


def output_mode() -> Output:
    """Give the way in which charts show themselves: the environment variable ``NEXTGEN_OUTPUT``.

    Returns
    -------
    ``screen`` (Plotly, in JupyterLab; the default), ``paper`` (SVG, in reports) or ``shared-script``
    (Plotly in reports, one script for all).

    Raises
    ------
    UserError : another word stands there.
    """
    mode = os.environ.get("NEXTGEN_OUTPUT", "screen")
    for known in _MODES:
        if mode == known:
            return known
    raise UserError(f'NEXTGEN_OUTPUT is "{mode}"; it can be: {", ".join(_MODES)}.')
