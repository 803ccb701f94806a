"""Documents that a notebook makes from a team's answers: to read, and to take along."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

from IPython.display import display

from nextgen_helpers.charts.answers import Bundle, said, table_bundle
from nextgen_helpers.charts.lifecycle import lifecycle as lifecycle_chart
from nextgen_helpers.charts.lifecycle import position_of
from nextgen_helpers.charts.lifecycle import steps_and_phases as crosswalk
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.documents import Block, Document, gap
from nextgen_helpers.widgets.form import Form
from nextgen_helpers.widgets.live import Pieces, View
from nextgen_helpers.words import in_sentence, weekday_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from nextgen_helpers.team import Team
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = ["invitation_letter", "lifecycle", "steps_and_phases"]

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DocumentView:
    """A document as it looks now, with buttons to take it along as Word or plain text.

    Parameters
    ----------
    live : the team.
    name : unique among the views of a notebook.
    exercise_ids : the exercises whose answers it holds.
    made : gives the document from the team as it is now.
    """

    def __init__(
        self, live: LiveTeam, name: str, exercise_ids: Collection[str], made: Callable[[Team], Document]
    ) -> None:
        self._live, self._name, self._made = live, name, made
        self._view = View(live, name, exercise_ids, self._pieces, 2)
        self._form: Form | None = None

    def document(self) -> Document:
        """Give the document as it is now."""
        return self._made(self._live.team)

    def _pieces(self, team: Team) -> list[Bundle]:
        document = self._made(team)
        missing = (
            _listed(f"Still to fill in ({len(document.gaps)}):", document.gaps)
            if document.gaps
            else said(
                "Everything is filled in. Read it once more, and let a company read it before you send it."
            )
        )
        return [missing, {"text/html": document.html(), "text/plain": document.text()}]

    def _ipython_display_(self) -> None:
        self._view._ipython_display_()
        if output_mode() == "screen":
            # Where the buttons cannot be drawn, nothing stands in their place.
            display({**self.form._repr_mimebundle_()[0], "text/html": "", "text/plain": ""}, raw=True)  # type: ignore[index]

    @property
    def form(self) -> Form:
        """The buttons."""
        if self._form is None:
            buttons = {"word": "Download as Word", "text": "Download as plain text"}
            fields: list[dict[str, Any]] = [
                {
                    "name": name,
                    "kind": "action",
                    "label": label,
                    "help": "",
                    "choices": [],
                    "section": "",
                    "group": "",
                }
                for name, label in buttons.items()
            ]
            self._form = Form(f"Take it along: {self._name}", fields, self._pressed)
        return self._form

    def _pressed(self, name: str, _: Any) -> None:
        document = self.document()
        if name == "word":
            self.form.offer(f"{document.name}.docx", _WORD, document.word())
        else:
            self.form.offer(f"{document.name}.txt", "text/plain", document.text().encode("utf-8"))
        self.form.status = "The file is in your downloads."


def _listed(sentence: str, items: Sequence[str]) -> Bundle:
    """Give a sentence with a list below it; what people typed stays text."""
    entries = "".join(f"<li>{html.escape(item)}</li>" for item in items)
    return {
        "text/html": f'<div class="mathjax_ignore ng-chart" role="status"><p>{html.escape(sentence)}</p><ul>{entries}</ul></div>',
        "text/plain": "\n".join([sentence, *(f"- {item}" for item in items)]),
    }


def invitation_letter(live: LiveTeam) -> DocumentView:
    """Show the invitation to the launch, from the plan of the launch and the team's own sentences.

    Parameters
    ----------
    live : the team.
    """
    watched = ("invitation_letter", "launch_plan", "sector_choice")
    return DocumentView(live, "invitation letter", watched, letter)


def letter(team: Team) -> Document:
    """Write the invitation; what is not known yet is a gap.

    Parameters
    ----------
    team : whose launch.
    """
    plan, own = team.stored("launch_plan"), team.stored("invitation_letter")
    sector, region = in_sentence(team.sector()) or gap("sector"), team.region.name
    day = _day(plan["launch_date"], "day of the launch")
    hour, place = plan["hour"] or gap("hour"), plan["place"] or gap("place")
    minutes = f"{plan['duration']} minutes" if plan["duration"] else gap("how long")
    signers = own["signers"] or [gap("who signs")]
    contact = ", ".join(text for text in (plan["contact_person"], plan["contact_details"]) if text) or gap(
        "who answers questions"
    )
    paragraphs = [
        "Dear {{name}},",
        own["opening"] or gap("first sentence"),
        own["why_this_sector"] or gap("why this sector, in a company's words"),
        f"We invite you to a meeting of leaders of the {sector} companies of {region}:",
    ]
    facts = [f"Day: {day}", f"Time: {hour}, {minutes}", f"Place: {place}"]
    after = [
        own["what_to_expect"] or gap("what to expect, and what not"),
        f"Please let us know by {_day(own['reply_by'], 'day of the reply')} whether you will come: {contact}.",
        "With kind regards,",
        *signers,
    ]
    return Document(
        f"invitation-{team.region.id}",
        (
            Block("text", "{{company}}"),
            *(Block("text", text) for text in paragraphs),
            *(Block("item", text) for text in facts),
            *(Block("text", text) for text in after),
        ),
    )


def _day(value: str | None, what: str) -> str:
    from datetime import date  # noqa: PLC0415

    return weekday_words(date.fromisoformat(value)) if value else gap(what)


# -- the life cycle ---------------------------------------------------------------------------------------


def lifecycle(live: LiveTeam) -> View:
    """Show the phases of a partnership, and where the team stands by the days it has written down.

    Parameters
    ----------
    live : the team.
    """
    from datetime import datetime  # noqa: PLC0415

    def pieces(team: Team) -> list[Bundle]:
        today = datetime.now().astimezone().date()
        position = position_of(team.rows("lifecycle_plan", "phases"), today)
        return list(lifecycle_chart(position).mime_bundles())

    return View(live, "lifecycle", ("lifecycle_plan",), pieces, 3)


def steps_and_phases() -> Pieces:
    """Show the phases beside the steps."""
    return Pieces([table_bundle("Five phases, six steps", crosswalk(), "The first phase spans two steps.")])
