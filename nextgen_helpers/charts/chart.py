"""A chart: a picture, what it says, the table behind it; shown on the screen or on paper.

A :class:`Chart` holds no drawing. Its mark (bars, dots, bubbles, ...) is data, and lays itself out as a scene, which is written as SVG
(:mod:`~nextgen_helpers.charts.svg`), drawn with Plotly (:mod:`~nextgen_helpers.charts.screen`) or with Matplotlib (:mod:`~nextgen_helpers.charts.paper`).
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.picture import Output, Picture, output_mode
from nextgen_helpers.charts.shown import Bundle, Displayed
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    import matplotlib.figure
    import plotly.graph_objects as go

    from nextgen_helpers.charts.tables import Table


@dataclass(frozen=True)
class Chart(Displayed, Picture):
    """A picture with everything that must stand beside it."""

    table: Table = field(kw_only=True)  # the values behind it
    look_for: tuple[str, ...] = ()  # what to look for, sentences
    does_not_say: tuple[str, ...] = ()  # what it does not say, sentences
    heading_level: int = field(default=3, kw_only=True)
    styled = True

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
            from nextgen_helpers.charts.svg import picture_html  # noqa: PLC0415

            picture = picture_html(self)
        else:
            from nextgen_helpers.charts.screen import picture_html as screen_html  # noqa: PLC0415

            picture = screen_html(self)
        # On paper, the finding stays with its picture.
        main = f'<div class="ng-main">{self.head()}{picture}</div>'
        return f'<section class="mathjax_ignore ng-chart" id="{self.name}">{main}{self.foot()}</section>'

    def head(self) -> str:
        """Heading and subtitle as HTML."""
        title = f"<h{self.heading_level}>{html.escape(self.title)}</h{self.heading_level}>"
        return f'{title}<p class="ng-subtitle">{html.escape(self.subtitle)}</p>'

    def foot(self) -> str:
        """Source, what to look for, what it doesn't tell you, and the table, as HTML."""
        parts = [f'<p class="ng-source">Source: {html.escape(self.source)}</p>']
        if self.look_for or self.does_not_say:
            parts.append('<div class="ng-reading">')
            for title, sentences in (
                ("What to look for", self.look_for),
                ("What this doesn't tell you", self.does_not_say),
            ):
                if sentences:
                    items = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)
                    parts.append(f'<div><p class="ng-label">{title}</p><ul>{items}</ul></div>')
            parts.append("</div>")
        if len(self.table.frame):
            parts.append(
                f"<details{' open' if self.mark is None else ''}><summary>The table behind it ({plural(len(self.table.frame), 'row')})</summary>"
                f'<div class="ng-scroll" tabindex="0" role="region" '
                f'aria-label="Table: {html.escape(f"{self.table.caption}. {self.title}", quote=True)}">'
                f"{self.table.html()}</div></details>"
            )
        return "".join(parts)

    def mime_bundles(self) -> list[Bundle]:
        """Give what a notebook shows of it: heading, picture, and what stands below.

        Returns
        -------
        Three bundles of MIME type -> content for the screen; one, HTML, in a report.
        """
        if output_mode() != "screen":
            return [{"text/html": self.html(), "text/plain": repr(self)}]
        head: Bundle = {
            "text/html": f'<div class="mathjax_ignore ng-chart">{self.head()}</div>',
            "text/plain": self.title,
        }
        # The rules stand where only HTML can: JupyterLab takes the buttons in the head's place.
        foot = f'{notebook_style()}<div class="mathjax_ignore ng-chart">{self.foot()}</div>'
        picture: Bundle = {"text/plain": self.alternative}
        if self.mark is None:
            picture["text/html"] = ""
        else:
            from nextgen_helpers.charts.bar import bar_content  # noqa: PLC0415
            from nextgen_helpers.charts.screen import mime_content  # noqa: PLC0415

            head |= bar_content(self, self.head())
            picture |= mime_content(self)
        return [head, picture, {"text/html": foot, "text/plain": self.source}]

    def __repr__(self) -> str:
        return f"Chart({self.name!r}: {self.title})"
