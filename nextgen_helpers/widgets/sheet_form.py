"""A sheet as a form, to which its usual rows, answers of reviews, known names and rows of a spreadsheet are offered."""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from nextgen_helpers.charts.team.answers import answers_html, is_empty
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import carried_rows, content, names
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.invented import finished_by
from nextgen_helpers.toolkit.sheet_models import Question
from nextgen_helpers.toolkit.sheets import DETAIL, review_id, sheet, start_rows
from nextgen_helpers.toolkit.spreadsheets import Rows, file_rows, fits, read_rows, text_rows, write_template
from nextgen_helpers.widgets.kept import ONE_SHEET, KeptForm, PersonalForm
from nextgen_helpers.words import joined, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from nextgen_helpers.workspace import Answer

#: As much as the form sends (``form.js``).
_MOST_BYTES: Final = 8 * 1024**2
_MOST_PROBLEMS: Final = 50
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
    """A form with tables that can be pasted or imported: rows are shown first, and added when the team says so; what was typed stays."""

    #: An invented row of a table's template.
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    #: What somebody meant who wrote a choice otherwise, column by column.
    meant: ClassVar[Mapping[str, Callable[[str], str]]] = {}
    #: Where rows stand that are there already.
    where = "in the table"

    def specs(self) -> list[dict[str, Any]]:
        """Describe the fields; every table can be pasted and imported, and may be offered rows from elsewhere."""
        return [
            {**spec, "imports": True, "offers": [list(pair) for pair in self.sources(spec["name"])]}
            if spec["kind"] == "rows"
            else spec
            for spec in super().specs()
        ]

    def offers(self, name: str, kind: str) -> bool:  # noqa: ARG002  (for those who know more)
        """Tell whether rows are offered on a message of this kind."""
        return kind in ("paste", "file")

    def sources(self, name: str) -> list[tuple[str, str]]:  # noqa: ARG002  (for those who know some)
        """Name what else offers rows for a table, with the words of its button."""
        return []

    def judged(self, name: str, found: Rows) -> tuple[list[dict[str, Any]], Sequence[object], Sequence[str]]:  # noqa: ARG002  (for those who know more)
        """Give the rows that can be taken, what has to be mended first, and what else has to be said."""
        return [row for _, row in found.rows], found.problems, ()

    def offered(self, name: str, message: dict[str, Any], buffers: list[memoryview]) -> dict[str, Any]:
        """Give what is shown before it is added: words, problems, rows, and what the button says."""
        cells = _cells(message, buffers)
        try:
            found = read_rows(row_model(self.model, name), cells, "the table", self.meant)
        except UserError:
            for other, asked in asked_fields(self.model).items():
                if asked.kind == "rows" and other != name and fits(row_model(self.model, other), cells):
                    raise UserError(
                        f'These are rows of "{asked.label}"; take them into the form for these.'
                    ) from None
            raise
        rows, problems, notes = self.judged(name, found)
        fresh = [row for row in rows if row not in self._base.get(name, [])]
        return _preview(fresh, len(rows) - len(fresh), self.where, [str(item) for item in problems], notes)

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        """Show which rows there are, take them or leave them, or give an empty table to fill in."""
        name, form, kind = str(message.get("name")), self.form, message.get("kind")
        if name not in self.names or asked_fields(self.model)[name].kind != "rows":
            return
        if kind == "offer" and message.get("source") not in dict(self.sources(name)):
            return
        if kind == "offer" or self.offers(name, str(kind)):
            try:
                shown = self.offered(name, message, buffers)
            except UserError as error:
                shown = {"text": str(error), "problems": [], "rows": []}
            form.previews = {**form.previews, name: shown}
        elif kind in ("take", "leave"):
            shown = form.previews.get(name, {})
            rows = shown.get("rows", [])
            kept = {key: item for key, item in form.previews.items() if key != name}
            form.previews = kept
            if kind != "take" or not rows:
                return
            if shown.get("taken"):
                self.changed(name, _without(form.answers.get(name, []), rows))
                return
            self.changed(name, [*form.answers.get(name, []), *rows])
            now = form.answers.get(name, [])
            form.previews = {**kept, name: _taken(now[len(now) - len(rows) :])}
        elif kind == "template" and (ending := str(message.get("ending"))) in _TYPES:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / f"{name}.{ending}"
                write_template(file, row_model(self.model, name), name, self.examples.get(name, ()))
                form.offer(file.name, _TYPES[ending], file.read_bytes())


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

    def offered(self, name: str, message: dict[str, Any], buffers: list[memoryview]) -> dict[str, Any]:
        """Say which rows of an earlier table can be taken over, or what was pasted."""
        if message["kind"] != "offer":
            return super().offered(name, message, buffers)
        source = str(message["source"])
        fresh, there = carried_rows.carried_rows(
            self.exercise_id, name, source, self._stored_of, self.form.answers.get(name, [])
        )
        title = dict(carried_rows.sources(self.exercise_id, name))[source]
        if not fresh and not there:
            return {
                "text": f"{title} has no rows yet; fill it in first, or type them here.",
                "problems": [],
                "rows": [],
            }
        return _preview(fresh, there, self.where, [], [])

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


def _taken(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Say that rows were added, with a way back."""
    return {
        "text": f"{plural(len(rows), 'row was', 'rows were')} added.",
        "problems": [],
        "rows": rows,
        "take": "Take them out again",
        "leave": "Keep them",
        "taken": True,
    }


def _without(rows: Sequence[dict[str, Any]], gone: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take rows out that are still as they were added; one that was changed since stays."""
    left = [_filled(row) for row in gone]
    kept = []
    for row in rows:
        if _filled(row) in left:
            left.remove(_filled(row))
        else:
            kept.append(row)
    return kept


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    """Give the cells of a row in which something stands: a row as it was typed is the same as it is stored."""
    return {name: cell for name, cell in row.items() if not is_empty(cell)}


def _preview(
    fresh: list[dict[str, Any]], there: int, where: str, problems: Sequence[str], notes: Sequence[str]
) -> dict[str, Any]:
    """Say of given rows which can be added, how many are ``there`` already, and what has to be mended first."""
    texts = [f"{plural(len(fresh), 'row')} can be added." if fresh else "There is no row to add.", *notes]
    if there:
        texts.append(f"{plural(there, 'row is', 'rows are')} {where} already.")
    if problems:
        texts.append(
            f"{plural(len(problems), 'place needs', 'places need')} fixing in the spreadsheet first:"
        )
    more = len(problems) - _MOST_PROBLEMS
    return {
        "text": " ".join(texts),
        "problems": [*problems[:_MOST_PROBLEMS], *([f"There are {more:,} more."] if more > 0 else [])],
        "rows": fresh,
        "take": f"Add {plural(len(fresh), 'row')}",
    }


def _cells(message: dict[str, Any], buffers: Sequence[memoryview]) -> list[list[str]]:
    """Read what was pasted, or the bytes of a file; of a message that says ``paste`` with a text, or ``file`` with its name."""
    if message["kind"] == "paste":
        pasted = str(message.get("text") or "")
        if not pasted.strip():
            raise UserError(
                "Nothing was pasted; copy the rows in the spreadsheet, with the names of the columns, and paste them here."
            )
        return text_rows(pasted, "what was pasted")
    if not buffers or len(buffers[0]) > _MOST_BYTES:
        raise UserError(
            f"The file is missing or larger than {_MOST_BYTES // 1024**2} MB; take the columns that the template has, and no more."
        )
    ending = re.search(r"\.[A-Za-z]{1,8}$", str(message.get("file") or ""))
    with tempfile.TemporaryDirectory() as folder:
        # Only the ending of what it was called is used: a name is not to lead out of the folder.
        written = Path(folder) / f"the file{ending[0].lower() if ending else ''}"
        written.write_bytes(bytes(buffers[0]))
        return file_rows(written, "rows")
