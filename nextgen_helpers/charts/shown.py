"""What can be shown: it gives bundles of MIME types, which a notebook displays and a report writes down."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.picture import output_mode

if TYPE_CHECKING:
    from nextgen_helpers.charts.tables import Table

#: What a notebook shows: MIME type -> content.
Bundle = dict[str, Any]
#: An empty place in the page.
NOTHING: Final[Bundle] = {"text/html": "", "text/plain": ""}


class Shown(Protocol):
    """Something to look at: a chart, findings, a sentence, a table, a document, several of them."""

    def mime_bundles(self) -> list[Bundle]:
        """Give it piece by piece, as the output mode in force wants it."""
        ...


class Displayed:
    """Displays itself where it is the last line of a cell."""

    __slots__ = ()
    #: Whether its pieces bring the style sheet along.
    styled: ClassVar[bool] = False

    def mime_bundles(self) -> list[Bundle]:
        """Give what is shown, piece by piece."""
        raise NotImplementedError

    def _ipython_display_(self) -> None:
        show(self.mime_bundles(), style=not self.styled)


def show(bundles: Iterable[Bundle], *, style: bool = True) -> None:
    """Display pieces in a notebook, after the style sheet; a page of a report has that already."""
    from IPython.display import HTML, display  # noqa: PLC0415  (slow to import)

    if style and output_mode() == "screen":
        display(HTML(notebook_style()))
    for bundle in bundles:
        display(bundle, raw=True)


@dataclass(frozen=True, slots=True)
class Written(Displayed):
    """Something written out: the same on the screen and on paper."""

    html: str
    plain: str

    def mime_bundles(self) -> list[Bundle]:
        """Give what is shown: one piece."""
        return [{"text/html": self.html, "text/plain": self.plain}]


class Listed(Displayed):
    """Something with a text of its own as HTML and in plain words, which is one piece and brings the style sheet along."""

    __slots__ = ()
    styled = True

    def html(self) -> str:
        """Write it as HTML; what people typed stays text."""
        raise NotImplementedError

    def text(self) -> str:
        """Say it in plain text."""
        raise NotImplementedError

    def mime_bundles(self) -> list[Bundle]:
        """Give what is shown: one piece."""
        style = notebook_style() if output_mode() == "screen" else ""
        return [{"text/html": f"{style}{self.html()}", "text/plain": self.text()}]


class Pieces(Displayed):
    """Several things, one below the other."""

    def __init__(self, *pieces: Shown) -> None:
        self._pieces = pieces

    def mime_bundles(self) -> list[Bundle]:
        """Give what is shown, piece by piece."""
        return [bundle for piece in self._pieces for bundle in piece.mime_bundles()]


def said(*sentences: str, heading: str = "") -> Written:
    """Show plain sentences; what people typed stays text."""
    title = f'<p class="ng-label"><strong>{html.escape(heading)}</strong></p>' if heading else ""
    body = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
    return Written(
        f'<div class="mathjax_ignore ng-chart" role="status">{title}{body}</div>',
        " ".join((heading, *sentences)).strip(),
    )


def tabled(heading: str, table: Table, note: str = "") -> Written:
    """Show a table that is itself the thing to read, such as an agenda, with its heading and a note below that."""
    below = f'<p class="ng-subtitle">{html.escape(note)}</p>' if note else ""
    return Written(
        f'<section class="mathjax_ignore ng-chart"><h3>{html.escape(heading)}</h3>{below}'
        f'<div class="ng-scroll" tabindex="0" role="region" aria-label="{html.escape(heading, quote=True)}">'
        f"{table.html()}</div></section>",
        heading,
    )
