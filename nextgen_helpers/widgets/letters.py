"""Documents that a notebook makes from a team's answers: to read, and to take along."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import Shown, Written, said, show
from nextgen_helpers.documents import Document
from nextgen_helpers.team_answers import Team
from nextgen_helpers.views.frontline import card
from nextgen_helpers.views.live import LiveTeam, View
from nextgen_helpers.views.metrics import story
from nextgen_helpers.views.step3 import letter
from nextgen_helpers.views.step4 import summary
from nextgen_helpers.widgets.form import Form, button

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DocumentView(View):
    """A document as it looks now, with buttons to take it along as Word or plain text.

    name : unique among the views of a notebook.
    made : gives the document from the team as it is now.
    """

    def __init__(self, live: LiveTeam, name: str, made: Callable[[Team], Document]) -> None:
        super().__init__(name, live, lambda team: _draft(made(team)))
        self._document = made

    def document(self) -> Document:
        """Give the document as it is now."""
        return self._document(self._team)

    def _ipython_display_(self) -> None:
        super()._ipython_display_()
        if output_mode() == "screen":
            # Where the buttons cannot be drawn, nothing stands in their place.
            show([self.form.bundle("", "")], style=False)

    @cached_property
    def form(self) -> Form:
        """The buttons."""
        buttons = [button("word", "Download as Word"), button("text", "Download as plain text")]
        return Form(f"Take it along: {self._name}", buttons, self._pressed)

    def _pressed(self, name: str, _: Any) -> None:
        document = self.document()
        if name == "word":
            self.form.offer(f"{document.name}.docx", _WORD, document.word())
        else:
            self.form.offer(f"{document.name}.txt", "text/plain", document.text().encode("utf-8"))
        self.form.status = "The file is in your downloads."


def _draft(document: Document) -> Iterator[Shown]:
    """Show what is still to fill in, and the document below; what people typed stays text."""
    gaps = document.gaps
    if gaps:
        sentence = f"Still to fill in ({len(gaps)}):"
        entries = "".join(f"<li>{html.escape(item)}</li>" for item in gaps)
        yield Written(
            f'<div class="mathjax_ignore ng-chart" role="status"><p>{sentence}</p><ul>{entries}</ul></div>',
            "\n".join([sentence, *(f"- {item}" for item in gaps)]),
        )
    else:
        yield said(
            "Everything is filled in. Read it once more, and let a company read it before you send it."
        )
    yield document


def invitation_letter(live: LiveTeam) -> DocumentView:
    """Show the invitation to the launch, from the plan of the launch and the team's own sentences."""
    return DocumentView(live, "invitation letter", letter)


def executive_summary(live: LiveTeam) -> DocumentView:
    """Show the summary of the launch for the businesses: their chances, requirements, champions and promises."""
    return DocumentView(live, "executive summary", summary)


def sector_card(live: LiveTeam) -> DocumentView:
    """Show the card for the front line: what to know of the sector, with source and year, or who can tell."""
    return DocumentView(live, "sector card", card)


def success_story(live: LiveTeam) -> DocumentView:
    """Show the team's story as a page to send: a person, what was done, and the number that proves it."""
    return DocumentView(live, "success story", story)
