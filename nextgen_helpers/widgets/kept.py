"""Forms whose answers are kept: loaded from a team's workspace, and saved to it at every change.

Two people can answer at the same time, in two notebooks or on two laptops. A form therefore saves what was
changed in it, on top of what is stored by then: fields that it did not touch, and rows that others added, stay.
"""

from __future__ import annotations

import contextlib
import html
from collections.abc import Sequence
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pydantic import BaseModel

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import Bundle, Displayed
from nextgen_helpers.charts.team.answers import answers_html, people_html, person_label
from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import on_one_line
from nextgen_helpers.people import new_number, person_key, read_code, written_code
from nextgen_helpers.team_answers import example_team, read_value
from nextgen_helpers.toolkit.answer_types import Asked, asked_fields
from nextgen_helpers.toolkit.catalog import exercise_model, exercise_title, guide_of
from nextgen_helpers.toolkit.invented import SAID as EXAMPLE_SAID
from nextgen_helpers.toolkit.stakeholder_groups import OTHER, group_choices, group_of
from nextgen_helpers.widgets.form import Beside, Checked, Form, check_field, described, field_specs
from nextgen_helpers.words import day_words
from nextgen_helpers.workspace import TEAM, Answer
from nextgen_helpers.workspace.together import entry_key, merged

if TYPE_CHECKING:
    from nextgen_helpers.views.live import LiveTeam

_NAME: Final = "person.name"
_GROUP: Final = "person.group"
_OTHER: Final = "person.other"
_LONGEST_NAME: Final = 200
#: What is said above a whole sheet of the example that a person answered alone.
ONE_SHEET: Final = "One whole sheet, as an invented person filled it in"


class KeptForm(Displayed):
    """A form for some fields of an exercise, which the team answers together.

    names : which fields, in this order; by default all.
    title : what stands above the form; by default the exercise's title.
    """

    #: Whether a finished example of it helps.
    has_example: ClassVar[bool] = True

    def __init__(
        self, live: LiveTeam, exercise_id: str, names: Sequence[str] | None = None, title: str = ""
    ) -> None:
        self.live, self.exercise_id = live, exercise_id
        self.model: type[BaseModel] = exercise_model(exercise_id)
        self.names = list(names if names is not None else asked_fields(self.model))
        self.title = title or exercise_title(exercise_id)
        self.respondent = TEAM
        self._base: dict[str, Any] = {}
        self._unsaved: dict[str, Checked] = {}
        self._form: Form | None = None

    # -- what a kind of form decides ----------------------------------------------------------------

    def specs(self) -> list[dict[str, Any]]:
        """Describe the fields."""
        specs = field_specs(self.model, self.names)
        sections = [spec["section"] for spec in specs if spec["section"]]
        # One heading alone would only repeat the form's title.
        return [{**spec, "section": ""} for spec in specs] if len(sections) == 1 else specs

    def check(self, name: str, typed: Any) -> Checked:
        """Check what was typed into a field."""
        return check_field(self.model, name, typed)

    def shown(self, stored: dict[str, Any]) -> dict[str, Any]:
        """Give the values of the fields, from what is stored."""
        return {name: stored[name] for name in self.names}

    def with_field(self, stored: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
        """Give what is to be stored when a field has a new value."""
        return {**stored, name: value}

    def suggestions(self) -> dict[str, list[str]]:
        """Names that are offered while typing."""
        return {}

    def notes(self, stored: dict[str, Any]) -> list[str]:  # noqa: ARG002  (for those who have some)
        """Say what deserves a second look, though it is saved."""
        return []

    def remarks(self, stored: dict[str, Any]) -> dict[str, str]:  # noqa: ARG002  (likewise)
        """Say the same at the field that it is about."""
        return {}

    def answer(self) -> Answer | None:
        """Give the stored answer that the form shows; None where there is none."""
        return self.live.team.answer(self.exercise_id, self.respondent)

    def html(self) -> str:
        """Write the answers where nobody can fill the form in."""
        return answers_html(self.model, self._stored(), self.names, self.title)

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        """Take a message other than a change."""

    # -- showing ------------------------------------------------------------------------------------

    @property
    def form(self) -> Form:
        """The form itself, with what is stored in it."""
        if self._form is None:
            self._form = self._made(self.specs())
            self.load()
        return self._form

    def _made(self, specs: list[dict[str, Any]]) -> Form:
        beside = Beside(
            guide_of(self.exercise_id, self.names), self.finished_html if self.has_example else None
        )
        return Form(self.title, specs, self.changed, self.heard, beside)

    def finished_html(self) -> str:
        """Write the same form of the finished example, with what that is."""
        other = copy(self)
        other.live = type(self.live)(example_team())
        return f"<p>{html.escape(EXAMPLE_SAID)}</p>{other.html()}{self.finished_sheet_html()}"

    def finished_sheet_html(self) -> str:
        """Write one whole sheet of the example, where the form itself shows nobody's."""
        return ""

    def load(self) -> None:
        """Show what is stored."""
        stored = self._stored()
        self._base, self._unsaved = self.shown(stored), {}
        form = self.form
        form.answers = dict(self._base)
        form.problems = {}
        form.notes, form.remarks = self.notes(stored), self.remarks(stored)
        form.suggestions = self.suggestions()
        found = self.answer()
        form.status = (
            f"Saved {clock(found.when)}" if found else "Nothing saved yet; everything is saved as you go."
        )

    def mime_bundles(self) -> list[Bundle]:
        """Give the form, or the answers where nobody can fill it in."""
        if not self._fillable():
            on_screen = self.live.team.is_example and output_mode() == "screen"
            whole = self.finished_sheet_html() if on_screen else ""
            return [{"text/html": f"{self.html()}{whole}", "text/plain": self.title}]
        # Whoever opens the saved notebook without a kernel reads the answers instead of the form.
        return [self.form.bundle(self.html(), self.title)]

    def _fillable(self) -> bool:
        return output_mode() == "screen" and not self.live.team.read_only

    def _ipython_display_(self) -> None:
        super()._ipython_display_()
        if self._fillable():
            self.live.watch(f"form {self.exercise_id} {self.title}", self.watched(), self.refresh)

    def watched(self) -> list[str]:
        """Name the exercises whose new answers the form follows."""
        return [self.exercise_id]

    def refresh(self) -> None:
        """Follow what other forms of the notebook have saved."""
        if self._form is not None:
            with contextlib.suppress(UserError):  # what was saved is saved, though others cannot be read
                self._form.suggestions = self.suggestions()

    # -- saving -------------------------------------------------------------------------------------

    def changed(self, name: str, typed: Any) -> None:
        """Check and save what was typed into a field; whatever is wrong is said in the form."""
        form = self.form
        checked = self.check(name, typed)
        problems = {key: text for key, text in form.problems.items() if key != name}
        if checked.problem:
            problems[name] = checked.problem
        form.problems = problems
        form.answers = {**form.answers, name: typed}
        if not checked.fits:
            form.status = "Not saved: see the note in red."
            return
        self._unsaved.pop(name, None)
        if checked.value != self._base.get(name):
            self._unsaved[name] = checked
        if self._unsaved:
            self.save()
        elif form.status.startswith("Not saved") and not problems:
            form.status = "Everything is saved."

    def save(self) -> bool:
        """Save what is not saved yet: the newest change, and those that could not be saved before."""
        try:
            self._put(self._unsaved)
        except UserError as error:
            self.form.status = f"Not saved: {error}"
            *earlier, newest = self._unsaved
            # One field that cannot be stored, such as one that is too long, does not hold up the others.
            if earlier:
                with contextlib.suppress(UserError):
                    self._put({newest: self._unsaved[newest]})
                    self.form.status = f"Not saved, apart from the last change: {error}"
            return False
        return True

    def _put(self, changes: dict[str, Checked]) -> None:
        form, stored = self.form, self._stored()
        theirs, shown = self.shown(stored), {}
        for name, checked in changes.items():
            if name not in theirs:
                continue  # who answers is no part of the answer
            # As it will be read again, which can be shorter than what was typed.
            mine = self.shown(self.with_field(stored, name, checked.value))[name]
            base = self._base.get(name)
            together = merged(base, mine, theirs[name])
            stored = self.with_field(stored, name, together)
            if together != mine:
                as_stored = (
                    dict(zip(map(entry_key, checked.value), mine, strict=True)) if checked.rows else {}
                )
                rows = [as_stored.get(entry_key(row), row) for row in checked.rows]
                shown[name] = merged(base, rows or mine, theirs[name])
        answer = self.store(stored)
        now = self.shown(answer.value)
        self._base |= {name: now[name] for name in changes if name in now}
        self._unsaved = {name: item for name, item in self._unsaved.items() if name not in changes}
        form.answers = {**form.answers, **shown}
        form.status = f"Saved {clock(answer.when)}"
        with contextlib.suppress(UserError):  # it is saved, even where what follows from it cannot be shown
            form.notes, form.remarks = self.notes(answer.value), self.remarks(answer.value)
            self.live.saved(self.exercise_id)

    def store(self, value: dict[str, Any]) -> Answer:
        """Save the whole value."""
        return self.live.team.workspace.save(self.exercise_id, value, respondent=self.respondent)

    def _stored(self) -> dict[str, Any]:
        found = self.answer()
        return read_value(self.exercise_id, found.value if found else {}).model_dump(mode="json")


class PersonalForm(KeptForm):
    """A form that each person answers alone, on one laptop that goes around or on several.

    It opens empty, for somebody new. A person has a number, or a word of her own, with which she comes back to what she has
    answered; a name is stored only if it was typed.
    """

    def __init__(
        self, live: LiveTeam, exercise_id: str, names: Sequence[str] | None = None, title: str = ""
    ) -> None:
        super().__init__(live, exercise_id, names, title)
        self._author, self._group = "", ""
        self._code = ""
        self._begin()

    def people(self) -> Sequence[Answer]:
        """Give the newest answer of each person."""
        return self.live.team.answered(self.exercise_id)

    def openable(self) -> Sequence[tuple[int, Answer]]:
        """Give the answers that anybody may open from a list, each with the person's number in it."""
        return list(enumerate(self.people(), start=1))

    def progress(self) -> list[str]:
        """Say how far each person is, without names; empty where nobody waits for the others."""
        return []

    def _made(self, specs: list[dict[str, Any]]) -> Form:
        """Put questions about the person on top."""
        return super()._made([*_person_specs(), *specs])

    def load(self) -> None:
        """Show what is stored of the person."""
        super().load()
        found = self.live.team.answer(self.exercise_id, self.respondent)
        self._author = (found.author if found else None) or ""
        self._group = (found.stakeholder_group if found else None) or ""
        self.form.answers = {**self.form.answers, _NAME: self._author, **self._shown_group()}
        self._show_people()

    def changed(self, name: str, typed: Any) -> None:
        """Check and save what was typed; the person's name and group belong to every answer of hers."""
        if name not in (_NAME, _GROUP, _OTHER):
            super().changed(name, typed)
            self._show_people()
            return
        form = self.form
        form.answers = {**form.answers, name: typed}
        author = _one_line(typed) if name == _NAME else self._author
        group = self._group if name == _NAME else self._typed_group()
        if (author, group) == (self._author, self._group):
            return
        self._author, self._group = author, group
        try:
            begun = self.answer() is not None
        except UserError:
            begun = True
        if begun or self._unsaved:  # else kept until there is something to keep it with
            self._unsaved[name] = Checked(typed)
            self.save()
            self._show_people()

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:  # noqa: ARG002
        """Go to another person, or to a new one; not before everything of this one is saved."""
        kind = message.get("kind")
        if kind == "person" and message.get("key") not in [item.respondent for _, item in self.openable()]:
            return
        if kind not in ("person", "new person", "code"):
            return
        if self._unsaved and not self.save():
            self.form.person = ""  # the list in the form stands at somebody else by now
            self.form.person = self.respondent
            return
        if kind == "person":
            self.respondent, self._code = str(message["key"]), ""
        elif kind == "new person":
            self._begin()
        else:
            self._come_back(str(message.get("text") or "")[:_LONGEST_NAME])
            return
        self.load()

    def _begin(self) -> None:
        """Turn to somebody new."""
        answers = self.live.team.workspace.history()
        self._code = new_number({answer.respondent for answer in answers})
        self.respondent = person_key(self._code)

    def _come_back(self, typed: str) -> None:
        """Turn to whoever has this number or word; where nobody has, the person who has not begun takes it."""
        try:
            code = read_code(typed)
        except UserError as error:
            self._said(str(error))
            return
        key, begun = person_key(code), self.answer() is not None
        known = any(item.respondent == key for item in self.live.team.workspace.history())
        if begun and not known:
            self._said(
                f"No one here has answered with {written_code(code)}. To start as someone new with it, press Next person first."
            )
            return
        self.respondent, self._code = key, code
        self.load()
        if not known:
            self._said(
                f"No one on this computer has answered with {written_code(code)} yet. If you mistyped it, type it again; if not, go on: "
                f"from now on {written_code(code)} is yours."
            )
            return
        mine = self.answer()
        when = f"saved {clock(mine.when)}" if mine else "nothing in this form yet"
        self._said(
            f"These are the answers given with {written_code(code)} ({when}). Not yours? Press Next person; they stay as they are."
        )

    def _said(self, text: str) -> None:
        self.form.you = {**self.form.you, "said": text}

    def _shown_group(self) -> dict[str, str | None]:
        """Give the group as the form shows it: one of the list, or what was typed beside "Other"."""
        listed = group_of(self._group, self.live.team.group_names())
        return {_GROUP: listed, _OTHER: self._group if listed == OTHER != self._group else None}

    def _typed_group(self) -> str:
        answers = self.form.answers
        chosen, other = _one_line(answers.get(_GROUP)), _one_line(answers.get(_OTHER))
        return other if chosen == OTHER and other else chosen

    def store(self, value: dict[str, Any]) -> Answer:
        """Save the whole value, with whom it counts for."""
        return self.live.team.workspace.save(
            self.exercise_id,
            value,
            respondent=self.respondent,
            author=self._author or None,
            stakeholder_group=self._group or None,
        )

    def html(self) -> str:
        """Write the answers of all people side by side."""
        return people_html(self.model, self.people(), self.title)

    def _show_people(self) -> None:
        form = self.form
        try:
            people, progress = self.openable(), self.progress()
        except UserError:  # the status says it already
            return
        known = [[answer.respondent, person_label(answer, number)] for number, answer in people]
        if known and self.respondent not in [answer.respondent for _, answer in people]:
            known.insert(0, [self.respondent, "Choose"])
        form.people = known
        form.person = self.respondent if known else ""
        you = {"code": written_code(self._code) if self._code else "", "progress": progress}
        if form.you.get("code") == you["code"] and "said" in form.you:
            you["said"] = form.you["said"]
        form.you = you


def clock(moment: datetime) -> str:
    """Say when, as briefly as today allows.

    >>> clock(datetime(2020, 3, 1, 14, 2))
    'March 1, 2020, 14:02'
    """
    if moment.date() == datetime.now(moment.tzinfo).date():
        return f"{moment:%H:%M}"
    return f"{day_words(moment)}, {moment:%H:%M}"


def _person_specs() -> list[dict[str, Any]]:
    anonymous = "Leave it empty to stay anonymous: then no name is stored."
    never_alone = "Pictures never show a group of fewer than three people alone."
    return [
        described(_NAME, Asked("Your name (if you like)", help=anonymous)),
        described(
            _GROUP, Asked("You speak for", "choice", never_alone, choices=group_choices()), optional=True
        ),
        described(_OTHER, Asked("Which other group?"), shown_if=[_GROUP, OTHER]),
    ]


def _one_line(typed: Any) -> str:
    """Give a name as it can be stored anywhere, and no longer than it may be."""
    return on_one_line(typed or "")[:_LONGEST_NAME].strip()
