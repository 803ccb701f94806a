"""Where a list is brought in: what a file or a paste would do to a table, shown before it is taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.bring.decisions import Part
from nextgen_helpers.bring.files import read_bytes, read_text, separators
from nextgen_helpers.bring.plan import Plan, make_plan
from nextgen_helpers.bring.sheets import Book
from nextgen_helpers.bring.store import said, standing_of, take, undo
from nextgen_helpers.bring.targets import SEEN, Target, target
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import Bundle, Displayed
from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import on_one_line
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.toolkit.brought import BROUGHT
from nextgen_helpers.widgets.form import TAKE_BACK, Form, described, preview
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from nextgen_helpers.views.live import LiveTeam

#: As much as the form sends (``form.js``).
_MOST_BYTES: Final = 8 * 1024**2
_MOST_PROBLEMS: Final = 50
_MOST_ROWS: Final = 20
_FIELD: Final = "list"


class Bringing:
    """A list that somebody looks at: the file, the answers, and what it would do; nothing is stored by it.

    into : the table; None where the headings tell.
    book, again : the file, and what reads it once more in another encoding.
    """

    def __init__(self, into: Target | None, name: str, content: bytes | str) -> None:
        self.into, self.answers = into, dict[str, str]()
        self._name, self._content = name, content
        self._book = self._read()

    def _read(self) -> Book:
        mark = {name: mark for mark, name in separators()}.get(self.answers.get("separator", ""), "")
        if isinstance(self._content, str):
            return read_text(self._content, self._name, mark)
        return read_bytes(self._content, self._name, self.answers.get("encoding", ""), mark)

    def answer(self, question: str, value: str) -> None:
        """Note an answer; what hangs on the sheet or on the table begins anew."""
        if question.startswith("column."):  # the newest word on what a column is counts
            self.answers = {
                name: given
                for name, given in self.answers.items()
                if not (name.startswith("column.") and given == value)
            }
        self.answers[question] = value
        first = ("sheet", "heading_row", "into", "encoding", "separator")
        if question in first:
            self.answers = {name: given for name, given in self.answers.items() if name in first}
        if question in ("encoding", "separator"):
            self._book = self._read()

    def plan(self, team: Team) -> Plan:
        """Say what it would do."""
        return make_plan(self._book, self.into or "", self.answers, standing_of(team), strict=False)

    def shown(self, team: Team) -> dict[str, Any]:
        """Say it as the form shows it."""
        return shown_plan(self.plan(team))


def given_list(message: Mapping[str, Any], buffers: Sequence[memoryview], into: Target | None) -> Bringing:
    """Read what was pasted, or the bytes of a file (UserError: there is nothing in it, or it is no list)."""
    if message["kind"] == "paste":
        pasted = str(message.get("text") or "")
        if not pasted.strip():
            raise UserError(
                "Nothing was pasted; copy the cells in the spreadsheet, with their headings, and paste them here."
            )
        return Bringing(into, "What was pasted", pasted)
    if not buffers or len(buffers[0]) > _MOST_BYTES:
        raise UserError(
            f"The file is missing or larger than {_MOST_BYTES // 1024**2} MB; save only the sheet with the list."
        )
    # What it was called is only said: nothing is opened by that name.
    name = on_one_line(re.split(r"[/\\]", str(message.get("file") or ""))[-1])[:120]
    return Bringing(into, name or "The file", bytes(buffers[0]))


def shown_plan(plan: Plan) -> dict[str, Any]:
    """Describe a plan to the form: four parts, the rows that would change, and what the buttons say."""
    changes = plan.changes
    labels = {name: asked.label for name, asked in plan.target.fields.items()}
    taking = len(changes.new) + len(changes.changed)
    out, open_ones = plan.out, len(plan.questions)
    parts = [
        _part(plan, "found", "Found", [_where(plan), *plan.notes, *(f"Row {number} is left out: {reason}" for number, reason in plan.left_out[:_MOST_ROWS])], "Change what was found"),
        _part(plan, "matched", "Matched", _columns(plan, labels), "Change what a column is"),
        _part(plan, "checked", "Checked", [_checked(plan)], "Change how it is read", _problems(plan)),
        _part(plan, "changed", "Changed", [f"{plural(len(changes.new), 'row is', 'rows are')} new, {len(changes.changed):,} changed, {changes.same:,} the same."], "What becomes of the others"),
    ]  # fmt: skip
    text, words = "", ""
    if open_ones:
        text = f"{plural(open_ones, 'question', 'questions')} to answer first."
    elif taking or out:
        words = f"Take {plural(taking, 'row')}" + (f", take {out:,} out" if out else "")
    else:
        text = "There is nothing to take."
    return {"parts": parts, "table": _table(plan, labels), "text": text, "take": words}


def bring(team: LiveTeam, into: str | None = None) -> BringForm:
    """Bring a list that a partner keeps, or what an online form has collected, into the table that its headings fit.

    Parameters
    ----------
    team : from ``ng.team()``.
    into : the table, such as ``knocks`` or ``ratings``, where the list is for that one only.
    """
    return BringForm(team, into)


class BringForm(Displayed):
    """A list for any table: the headings tell which one, and the person can say another.

    into : the table, such as ``ratings``; None where the headings tell.
    """

    def __init__(self, live: LiveTeam, into: str | None = None) -> None:
        self.live, self._into = live, target(into) if into else None
        self.title = f"Bring a list: {self._into.title}" if self._into else "Bring a list"
        self._list: Bringing | None = None

    @cached_property
    def form(self) -> Form:
        """The form itself."""
        label = "What an online form has collected"
        if self._into is None:
            label = "A list that a partner keeps, or what an online form has collected"
        asked = Asked(label, help="You see what it would change before anything is taken.")
        return Form(self.title, [described(_FIELD, asked, kind="bring")], lambda *_: None, self.heard)

    def mime_bundles(self) -> list[Bundle]:
        """Give the form; where nothing can be brought in, say how it is done."""
        text = "Lists are brought in where the notebook runs, with a region that is your own."
        if output_mode() != "screen" or self.live.team.read_only:
            return [{"text/html": f'<p class="ng-note">{text}</p>', "text/plain": text}]
        return [self.form.bundle(f'<p class="ng-note">{text}</p>', self.title)]

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        """Look at a list, take it, or take it back."""
        kind, form = message.get("kind"), self.form
        try:
            if kind in ("paste", "file"):
                self._list, form.status = given_list(message, buffers, self._into), ""
                form.previews = {_FIELD: self._list.shown(self.live.team)}
            elif kind == "answer" and self._list is not None:
                self._list.answer(str(message.get("question")), str(message.get("value")))
                form.previews = {_FIELD: self._list.shown(self.live.team)}
            elif kind == "take" and self._list is not None:
                plan = self._list.plan(self.live.team)
                noted = take(self.live.team, plan)
                self._list = None
                form.status = f"Taken: {said(noted)}"
                form.previews = {_FIELD: preview(form.status, [1], **TAKE_BACK, taken=True)}
                self._told(plan.target.exercise_id)
            elif kind == "take" and form.previews.get(_FIELD, {}).get("taken"):
                back = undo(self.live.team)
                form.previews, form.status = {}, f"Taken back: {said(back)}"
                self._told(target(back.into).exercise_id)
            elif kind == "leave":
                self._list, form.previews, form.status = None, {}, ""
        except UserError as error:
            form.previews = {_FIELD: preview(str(error))}

    def _told(self, exercise_id: str) -> None:
        for changed in (exercise_id, BROUGHT):
            self.live.saved(changed)


def _part(  # noqa: PLR0913, PLR0917  (each is a side of its own)
    plan: Plan, part: Part, title: str, lines: Sequence[str], summary: str, problems: Sequence[str] = ()
) -> dict[str, Any]:
    asks = [
        {**asdict(item), "choices": [list(pair) for pair in item.choices]}
        for item in sorted(plan.decisions, key=lambda item: item.answer is not None)
        if item.part == part
    ]
    return {
        "title": title,
        "lines": [line for line in lines if line],
        "asks": asks,
        "summary": summary,
        "problems": list(problems),
    }


def _where(plan: Plan) -> str:
    row = f"its headings stand in row {plan.heading_row}" if plan.heading_row else "it has no headings"
    return f'The list is on "{plan.sheet}"; {row}. It is for: {plan.target.title}.'


def _columns(plan: Plan, labels: Mapping[str, str]) -> list[str]:
    used = [
        f'"{item.heading or item.letter}" is: {labels[item.field]}' for item in plan.columns if item.field
    ]
    out = [f'"{item.heading or item.letter}"' for item in plan.columns if not item.field]
    return [*(used or ["No column fits yet."]), *([f"Left out: {', '.join(out)}."] if out else [])]


def _checked(plan: Plan) -> str:
    waiting = f", {plural(len(plan.waiting), 'row waits', 'rows wait')} for an answer" if plan.waiting else ""
    places = plural(len(plan.refused), "place needs", "places need")
    refused = f", {places} fixing in the list" if plan.refused else ""
    return f"{plural(len(plan.rows), 'row')} can be taken{waiting}{refused}."


def _problems(plan: Plan) -> list[str]:
    more = len(plan.refused) - _MOST_PROBLEMS
    return [*map(str, plan.refused[:_MOST_PROBLEMS]), *([f"There are {more:,} more."] if more > 0 else [])]


def _table(plan: Plan, labels: Mapping[str, str]) -> dict[str, Any]:
    """Lay out the rows that would change: what is new, and of what changes both, side by side."""
    names = [
        name
        for name in labels
        if any(
            row.get(name) not in (None, "", [])
            for row in (*plan.changes.new, *(after for _, after in plan.changes.changed))
        )
    ]
    rows = [
        ["changed", *(_both(plan, before.get(name), after.get(name), name) for name in names)]
        for before, after in plan.changes.changed
    ]
    rows += [["new", *(_cell(plan, row.get(name), name) for name in names)] for row in plan.changes.new]
    more = len(rows) - _MOST_ROWS
    return {
        "heads": ["Row", *(labels[name] for name in names)],
        "rows": rows[:_MOST_ROWS],
        "more": f"And {plural(more, 'row')} more like these." if more > 0 else "",
    }


def _cell(plan: Plan, value: Any, name: str) -> str:
    if value in (None, "", []):
        return ""
    choices = dict(plan.target.fields[name].choices)
    if name.endswith(SEEN):
        return plural(len(value), "sentence")
    return "; ".join(map(str, value)) if isinstance(value, list) else choices.get(value, str(value))


def _both(plan: Plan, before: Any, after: Any, name: str) -> str:
    one, other = _cell(plan, before, name), _cell(plan, after, name)
    return other if one == other else f"{one or 'empty'} → {other or 'empty'}"
