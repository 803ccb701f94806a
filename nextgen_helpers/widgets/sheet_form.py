"""A sheet as a form, to which its usual rows, answers of reviews, known names and rows of a spreadsheet are offered."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.bring.store import noted_import, stored_rows
from nextgen_helpers.bring.targets import table_of
from nextgen_helpers.bring.write import table as table_file
from nextgen_helpers.bring.write import template
from nextgen_helpers.charts.team.answers import answers_html, is_empty
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import carried_rows, content, names
from nextgen_helpers.toolkit.answer_types import asked_fields
from nextgen_helpers.toolkit.brought import BROUGHT, Brought
from nextgen_helpers.toolkit.invented import finished_by
from nextgen_helpers.toolkit.sheet_models import Question
from nextgen_helpers.toolkit.sheets import DETAIL, review_id, sheet, start_rows
from nextgen_helpers.widgets.bring import Bringing, given_list
from nextgen_helpers.widgets.form import TAKE_BACK, preview
from nextgen_helpers.widgets.kept import ONE_SHEET, KeptForm, PersonalForm
from nextgen_helpers.words import joined, plural
from nextgen_helpers.workspace import Answer
from nextgen_helpers.workspace.together import merged

if TYPE_CHECKING:
    from nextgen_helpers.views.live import LiveTeam

_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OFFERED: Final = "Suggested, and not saved yet: the rows of"
_FROM_REVIEWS: Final = (
    "What you answered in an After Action Review to the same question is filled in here until this worksheet has its "
    "own answer."
)


class GivenTables(KeptForm):
    """A form with tables into which a list can be brought: what it would change is shown first, and taken when the team says so."""

    def __init__(
        self, live: LiveTeam, exercise_id: str, names: Sequence[str] | None = None, title: str = ""
    ) -> None:
        super().__init__(live, exercise_id, names, title)
        self._lists: dict[str, Bringing] = {}
        #: Table -> rows before and after what was taken last, and the id of its note where it was a list.
        self._taken: dict[str, tuple[list[Any], list[Any], str]] = {}

    def specs(self) -> list[dict[str, Any]]:
        """Describe the fields; a list can be brought into every table, and it may be offered rows from elsewhere."""
        return [
            {**spec, "imports": True, "offers": [list(pair) for pair in self.sources(spec["name"])]}
            if spec["kind"] == "rows"
            else spec
            for spec in super().specs()
        ]

    def sources(self, name: str) -> list[tuple[str, str]]:  # noqa: ARG002  (for those who know some)
        """Name what else offers rows for a table, with the words of its button."""
        return []

    def offered(self, name: str, source: str) -> dict[str, Any]:
        """Give what is shown of rows from elsewhere before they are added: words, problems, rows, and what the button says."""
        raise NotImplementedError

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        """Show what a list or an offer would change, take it or leave it, or give a table as a file."""
        name, kind = str(message.get("name")), message.get("kind")
        if name not in self.names or asked_fields(self.model)[name].kind != "rows":
            return
        table = table_of(self.exercise_id, name)
        try:
            if kind == "offer" and str(message.get("source")) in dict(self.sources(name)):
                self._lists.pop(name, None)
                self._taken.pop(name, None)
                self._preview(name, self.offered(name, str(message["source"])))
            elif kind in ("paste", "file"):
                self._taken.pop(name, None)
                self._lists[name] = given_list(message, buffers, table)
                self._preview(name, self._lists[name].shown(self.live.team))
            elif kind == "answer" and name in self._lists:
                self._lists[name].answer(str(message.get("question")), str(message.get("value")))
                self._preview(name, self._lists[name].shown(self.live.team))
            elif kind == "take":
                self._take(name)
            elif kind == "leave":
                self._lists.pop(name, None)
                self._taken.pop(name, None)
                self._preview(name, None)
            elif kind in ("template", "rows") and (ending := str(message.get("ending"))) in _TYPES:
                if kind == "template":
                    content = template(table, ending)
                else:
                    content = table_file(table, stored_rows(self.live.team, table), ending)
                self.form.offer(f"{table.id}.{ending}", _TYPES[ending], content)
        except UserError as error:
            self._preview(name, preview(str(error)))

    def _preview(self, name: str, shown: dict[str, Any] | None) -> None:
        others = {key: item for key, item in self.form.previews.items() if key != name}
        self.form.previews = others if shown is None else {**others, name: shown}

    def _take(self, name: str) -> None:
        """Take what is shown, or take it out again; what was typed meanwhile stays."""
        form = self.form
        here = list(form.answers.get(name, []))
        if name in self._taken:
            self._take_out(name, here)
            return
        if (given := self._lists.pop(name, None)) is not None:
            plan = given.plan(self.live.team)
            if plan.questions:
                self._lists[name] = given
                return
            before, after = list(plan.there), list(plan.result)
            changed = len(plan.changes.changed)
            words = f"{plural(len(plan.changes.new), 'row was', 'rows were')} added{f', {changed:,} changed' if changed else ''}."
        else:
            plan, rows = None, form.previews.get(name, {}).get("rows", [])
            if not rows:
                return
            before, after = here, [*here, *rows]
            words = f"{plural(len(rows), 'row was', 'rows were')} added."
        self.changed(name, _together_with(before, after, here))
        noted = ""
        stored = self.answer()
        if plan is not None and stored is not None:
            note = noted_import(plan, [stored.answer_id]).model_dump(mode="json")
            noted = self.live.team.workspace.save(BROUGHT, note).answer_id
        if plan is None:  # as the form holds them now
            after = list(form.answers.get(name, after))
        self._taken[name] = before, after, noted
        self._preview(name, preview(words, [1], **TAKE_BACK))

    def _take_out(self, name: str, here: list[Any]) -> None:
        """Take out again what was taken last, and note that its list was taken back."""
        before, after, noted = self._taken.pop(name)
        self.changed(name, _together_with(after, before, here))
        if noted:
            back = Brought(into=table_of(self.exercise_id, name).id, takes_back=noted)
            self.live.team.workspace.save(BROUGHT, back.model_dump(mode="json"))
        count = len(self.form.answers.get(name, []))
        words = f"Taken out again; {plural(count, 'row is', 'rows are')} in the table now."
        self._preview(name, preview(words, leave="Close"))


class SheetForm(GivenTables):
    """A sheet; tables that the team has not begun are offered with their usual rows, questions with what the reviews say."""

    def load(self) -> None:
        """Show what is stored, and what is offered where nothing is."""
        super().load()
        rows, answers = self._offered_rows(), self._offered_answers()
        if rows or answers:
            self.form.answers = {**self.form.answers, **rows, **answers}
        if rows:
            self.form.notes = [*self.form.notes, self._offered_words(rows)]
        if answers:
            self.form.notes = [*self.form.notes, _FROM_REVIEWS]

    def sources(self, name: str) -> list[tuple[str, str]]:
        """Offer the rows of earlier tables."""
        return [
            (source, f"Take over from {title}")
            for source, title in carried_rows.sources(self.exercise_id, name)
        ]

    def offered(self, name: str, source: str) -> dict[str, Any]:
        """Say which rows of an earlier table can be taken over."""
        fresh, there = carried_rows.carried_rows(
            self.exercise_id, name, source, self._stored_of, self.form.answers.get(name, [])
        )
        title = dict(carried_rows.sources(self.exercise_id, name))[source]
        if not fresh and not there:
            return preview(f"{title} has no rows yet; fill it in first, or type them here.")
        texts = [f"{plural(len(fresh), 'row')} can be added." if fresh else "There is no row to add."]
        if there:
            texts.append(f"{plural(there, 'row is', 'rows are')} in the table already.")
        return preview(" ".join(texts), fresh, take=f"Add {plural(len(fresh), 'row')}")

    def suggestions(self) -> dict[str, list[str]]:
        """Offer the names that the team has used anywhere, and those of the columns that belong together."""
        return {**self.live.team.names(), **names.offered_names(self.exercise_id, self._stored_of)}

    def notes(self, stored: dict[str, Any]) -> list[str]:  # noqa: ARG002  (other sheets count, too)
        """Say which names do not fit together."""
        return names.name_notes(self.exercise_id, self.names, self._stored_of)

    def watched(self) -> list[str]:
        """Follow the sheets, too, whose names are offered here."""
        return [*super().watched(), *names.tools_with_names(self.exercise_id)]

    def refresh(self) -> None:
        """Follow what other forms of the notebook have saved: a name that was missing may stand there now."""
        super().refresh()
        if self._form is not None:
            with contextlib.suppress(UserError):
                kept = [note for note in self._form.notes if note.startswith((_OFFERED, _FROM_REVIEWS))]
                self._form.notes = [*self.notes(self._stored()), *kept]

    def html(self) -> str:
        """Write the answers, and what is offered where there are none."""
        rows, answers = self._offered_rows(), self._offered_answers()
        written = answers_html(self.model, {**self._stored(), **rows, **answers}, self.names, self.title)
        if rows:
            written += '<p class="mathjax_ignore ng-chart">It has suggested rows to start with; they are not the team\'s yet.</p>'
        return written + (f'<p class="ng-note">{_FROM_REVIEWS}</p>' if answers else "")

    def _stored_of(self, tool_id: str) -> dict[str, Any]:
        """Give a sheet's values; none where they fit this version no longer, so that this form opens all the same."""
        try:
            return self.live.team.stored(tool_id)
        except UserError:
            return {}

    def _offered_words(self, offered: Collection[str]) -> str:
        """Say of which tables rows are offered; the words stand below all tables, so that each is named."""
        titles = [f'"{table.text}"' for table in sheet(self.exercise_id).tables if table.id in offered]
        return f"{_OFFERED} {joined(titles)}. Change one, and the whole table is yours."

    def _offered_rows(self) -> dict[str, Any]:
        stored = self._stored()
        return {
            name: rows
            for name, rows in start_rows(self.exercise_id).items()
            if name in self.names and is_empty(stored[name])
        }

    def _offered_answers(self) -> dict[str, Any]:
        stored, found = self._stored(), {}
        for question in sheet(self.exercise_id).fields:
            if (
                not isinstance(question, Question)
                or question.id not in self.names
                or not is_empty(stored[question.id])
            ):
                continue
            said = [self._reviewed(name, question.answer) for name in question.prefill]
            answers = [item for item in said if not is_empty(item)]
            if answers:
                found[question.id] = _together(answers, question.answer)
        return found

    def _reviewed(self, review_item: str, answer: str) -> Any:
        """Give what a review says: its light for a question with choices, else its detail."""
        place = next(item.step for item in content.reviews().reviews if item.id == review_item)
        stored = self.live.team.value(review_id(place)).model_dump(mode="json")
        return stored[review_item] if answer == "choice" else stored[f"{review_item}{DETAIL}"]


class PrivateForm(PersonalForm):
    """A sheet that each person answers alone, and sees nobody else's answers."""

    def openable(self) -> Sequence[tuple[int, Answer]]:
        """Offer nobody's answers to whoever sits down next."""
        return []

    def html(self) -> str:
        """Say how many have answered, and nothing else."""
        count = len(self.live.team.answered(self.exercise_id))
        words = "no one has answered yet" if not count else f"{plural(count, 'answer', 'answers')} so far"
        return (
            f'<div class="mathjax_ignore ng-chart"><p><strong>{self.title}</strong>: {words}. Single answers are not shown here; '
            "the counts are below.</p></div>"
        )

    def finished_sheet_html(self) -> str:
        """Write the sheet of the invented person who answered most."""
        fullest = max(
            finished_by(self.exercise_id),
            key=lambda item: sum(not is_empty(value) for value in item.answer.values()),
        )
        return answers_html(self.model, fullest.answer, self.names, f"{ONE_SHEET}: {self.title}")


def _together(answers: list[Any], answer: str) -> Any:
    """Bring the answers of several reviews into the form of one question."""
    if answer == "choice":
        return answers[0]
    lines = [line for item in answers for line in (item if isinstance(item, list) else [str(item)])]
    if answer == "list":
        return lines
    return ("\n" if answer == "long_text" else ", ").join(lines)


def _together_with(base: list[Any], wanted: list[Any], here: list[Any]) -> list[Any]:
    """Bring what is wanted instead of some rows together with what stands in the form, however its empty cells are written."""
    together: list[Any] = merged(*(list(map(_filled, rows)) for rows in (base, wanted, here)))
    return together


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    """Give the cells of a row in which something stands: a row as it was typed is the same as it is stored."""
    return {name: cell for name, cell in row.items() if not is_empty(cell)}
