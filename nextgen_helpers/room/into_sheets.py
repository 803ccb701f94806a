"""What follows in a team's sheets from what was done in the room."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.people import TEAM
from nextgen_helpers.room.state import TOP, VOTE, RoomState
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.catalog import exercise_model
from nextgen_helpers.toolkit.exercises import (
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
    with_rating,
)
from nextgen_helpers.toolkit.room import Activity, activities, activity, questions_of
from nextgen_helpers.toolkit.sheets import DETAIL
from nextgen_helpers.workspace import Answer

if TYPE_CHECKING:
    from nextgen_helpers.team_answers import Team
    from nextgen_helpers.workspace import Newest

#: Exercise, respondent, value from before, and the id of what followed.
_Restored = tuple[str, str, dict[str, Any], str]
_BUSINESS: Final = "Employer"


def effect_id(entry_id: str, exercise_id: str, respondent: str) -> str:
    """Give the id of what follows from an entry: the same however often it is computed."""
    return hashlib.sha256(f"{entry_id} {exercise_id} {respondent}".encode()).hexdigest()[:32]


class Follower:
    """Tells what follows from an entry; it reads the team before the entry is stored, never while it is.

    state : the room before the entry.
    """

    def __init__(self, team: Team, state: RoomState) -> None:
        self._team, self._state = team, state
        self._closed: set[str] = set()
        self._ratings: tuple[str, ...] = ()
        self._restored: list[_Restored] = []

    def prepare(self, entries: Sequence[Answer]) -> None:
        """Read what following needs."""
        dids = {entry.value["did"] for entry in entries}
        if dids & {"answered", "opened"}:
            closed = self._team.workspace.current(SELF_ASSESSMENT_ROUND)
            self._closed = {name for item in closed for name in item.value["answers"]}
        for entry in entries:
            if entry.value["did"] == "opened" and activity(entry.value["activity"]).kind == "rate":
                self._ratings = tuple(item.answer_id for item in self._team.ratings())
            if entry.value["did"] == "undo":
                self._restored = list(self._before(entry.value["about"]))

    def follow(self, entry: Answer, newest: Newest) -> Iterator[Answer]:  # noqa: C901  (one case for each thing that is done)
        """Give what is to be stored in sheets."""
        value = entry.value
        what = activity(value["activity"]) if value["activity"] else None

        def made(exercise_id: str, stored: dict[str, Any], respondent: str = TEAM) -> Answer:
            own = respondent == entry.respondent != TEAM
            return Answer(
                effect_id(entry.answer_id, exercise_id, respondent), exercise_id, respondent, entry.author if own else None,
                entry.stakeholder_group if own else None, entry.saved_at, stored,
            )  # fmt: skip

        def stored(exercise_id: str, respondent: str = TEAM) -> dict[str, Any]:
            found = newest(exercise_id, respondent)
            return dict(found.value) if found else _nothing(exercise_id)

        match value["did"]:
            case "undo":
                yield from (_back(newest, made, item) for item in self._restored)
            case "answered" if what:
                yield made(SELF_ASSESSMENT, self._rated(entry, newest), entry.respondent)
            case "opened" if what and what.kind == "rate":
                session = stored(SELF_ASSESSMENT_SESSION) | {"shown": "when all have rated", "people": None}
                yield made(SELF_ASSESSMENT_SESSION, session)
                if value["about"] == "again" and self._ratings:
                    title = {
                        "title": f"Round {value['round'] - 1} in the room",
                        "answers": list(self._ratings),
                    }
                    yield made(SELF_ASSESSMENT_ROUND, title, f"round-{entry.answer_id[:12]}")
            case "revealed" if what and what.kind == "rate":
                yield made(SELF_ASSESSMENT_SESSION, {**stored(SELF_ASSESSMENT_SESSION), "shown": "at once"})
            case "revealed" if what and what.becomes:
                yield made(what.sheet, self._result(what, stored(what.sheet)))
            case "row" if what:
                yield made(what.sheet, _with_row(stored(what.sheet), what.table, value["row"]))
            case "row_out" | "refuse" if what:
                yield from self._without(what, entry, made, stored)
            case "commit" if what:
                sheet, _, promises = what.commit.partition(".")
                yield made(sheet, _with_row(stored(sheet), promises, value["row"]))
            case "next" if what and what.kind == "ideas" and self._state.stage == VOTE:
                yield made(what.sheet, self._priorities(what, stored(what.sheet)))
            case "release" if what and what.kind == "words" and what.sheet:
                said = self._state.gathered(what.id).said[value["about"]]
                person = self._state.people[said.person]
                row = _word_row(what, said.text, person.name)
                yield made(what.sheet, _with_row(stored(what.sheet), what.table, row))

    def _without(
        self,
        what: Activity,
        entry: Answer,
        made: Callable[..., Answer],
        stored: Callable[[str], dict[str, Any]],
    ) -> Iterator[Answer]:
        """Take a row or a commitment out of its sheet: its own person may, and the facilitator."""
        gathered, about = self._state.gathered(what.id), entry.value["about"]
        sheet, _, promises = what.commit.partition(".")
        for rows, sheet_id, table in (
            (gathered.rows, what.sheet, what.table),
            (gathered.commitments, sheet, promises),
        ):
            if about in rows and entry.respondent in (TEAM, rows[about][0]):
                held = stored(sheet_id)
                yield made(sheet_id, {**held, table: [row for row in held[table] if row != rows[about][1]]})

    # -- one kind each ------------------------------------------------------------------------------

    def _rated(self, entry: Answer, newest: Newest) -> dict[str, Any]:
        """Put a rating of one dimension among the person's others; after a closed round she begins anew."""
        found = newest(SELF_ASSESSMENT, entry.respondent)
        open_one = found if found and found.answer_id not in self._closed else None
        base = open_one.value if open_one else _nothing(SELF_ASSESSMENT)
        given = entry.value["row"]
        return with_rating(base, entry.value["about"], given["score"], given["seen"], entry.value["reason"])

    def _result(self, what: Activity, stored: dict[str, Any]) -> dict[str, Any]:
        """Write the answers of all into the sheet."""
        if what.becomes == "most":
            return {**stored, **self._most(what)}
        rows = list(stored.get(what.table, ()))
        gathered = self._state.gathered(what.id)
        match what.becomes:
            case "scores":
                self._scores(what, rows)
            case "tally":
                rows = self._tally(what, rows)
            case "count":
                name = what.items[0].rpartition(".")[2]
                dots = self._dots(what)
                rows = [{**row, what.column: dots.get(row[name], row[what.column])} for row in rows]
            case _:
                for number, (person, points) in enumerate(gathered.points.items(), start=1):
                    _put(rows, what, self._own_row(what, person, points, number))
        return {**stored, what.table: rows}

    def _dots(self, what: Activity) -> dict[str, int]:
        """Count for each item the companies that gave it points; all phones, where none speaks for an employer."""
        points = self._state.gathered(what.id).points
        business = [own for person, own in points.items() if self._state.people[person].group == _BUSINESS]
        return {
            item: sum(own.get(item, 0) > 0 for own in business or points.values())
            for item in self._state.items(what.id)
        }

    def _most(self, what: Activity) -> dict[str, Any]:
        """Give the most frequent answer to each question, where one is; and all reasons."""
        gathered, found = self._state.gathered(what.id), {}
        for question in what.questions:
            ordered = sorted(gathered.chosen(question.id).items(), key=lambda pair: -pair[1])
            if ordered and (len(ordered) == 1 or ordered[0][1] > ordered[1][1]):
                found[question.id] = ordered[0][0]
            if question.reason and (reasons := gathered.reasons(question.id)):
                found[f"{question.id}{DETAIL}"] = _fitting(what.sheet, f"{question.id}{DETAIL}", reasons)
        return found

    def _scores(self, what: Activity, rows: list[dict[str, Any]]) -> None:
        """Put the middle score of each item and column into its row."""
        name = what.items[0].rpartition(".")[2]
        gathered = self._state.gathered(what.id)
        scores: dict[str, dict[str, Any]] = {item: {name: item} for item in self._state.items(what.id)}
        for question in questions_of(what, self._state.items(what.id)):
            item, _, column = question.id.rpartition(" / ")
            if middle := _middle(gathered.chosen(question.id)):
                scores[item][column] = middle
        for cells in scores.values():
            _put(rows, what, cells)

    def _tally(self, what: Activity, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give the rows with today's counts; those that only waited for counts go."""
        day, gathered = date.today().isoformat(), self._state.gathered(what.id)  # noqa: DTZ011  (the day where the meeting is)
        for question in questions_of(what, self._state.items(what.id)):
            if counts := gathered.chosen(question.id):
                cells = {name: counts.get(name, 0) for name in question.choices}
                rows = [
                    row
                    for row in rows
                    if row["question"] != question.text or row["asked_on"] not in (day, None)
                ]
                rows.append(_row(what, {"asked_on": day, "question": question.text, **cells}))
        return rows

    def _own_row(self, what: Activity, person: str, points: dict[str, int], number: int) -> dict[str, Any]:
        """Write the points of one person as the sheet wants them."""
        who = self._state.people[person]
        given = {item: points.get(item, 0) for item in self._state.items(what.id)}
        ordered = sorted(given.items(), key=lambda pair: -pair[1])
        if what.becomes == "choices":
            # Of two that are tied none is first: the organization says so in the notebook.
            counts = [count for _, count in ordered]
            named = [item if count and counts.count(count) == 1 else "" for item, count in ordered]
            told = ", ".join(f"{item} {count}" for item, count in ordered if count > 0)
            return {
                "organization": who.organization or f"Phone {number}", "first": named[0],
                "second": named[1] if len(named) > 1 and named[0] else "", "reason": f"Points: {told}"[:500],
            }  # fmt: skip
        ranks = {
            f"way_{place}": 1 + sum(other > count for other in given.values())
            for place, count in enumerate(given.values(), start=1)
        }
        return {"person": who.name or f"Phone {number}", **ranks}

    def _priorities(self, what: Activity, stored: dict[str, Any]) -> dict[str, Any]:
        """Make the ideas with the most votes priorities; what stands there already stays."""
        rows = list(stored.get(what.table, ()))
        for idea, votes in self._state.gathered(what.id).ranked()[:TOP]:
            if not votes:
                continue
            group = self._state.people[idea.person].group
            side = "business" if group == _BUSINESS else "partner"
            _put(rows, what, {what.column: idea.text, "votes": votes, "proposed_by": side})
        return {**stored, what.table: rows}

    # -- taking back --------------------------------------------------------------------------------

    def _before(self, entry_id: str) -> Iterator[_Restored]:
        """Give what stood in the sheets before an entry of the facilitator: exercise, respondent, value, id of what followed."""
        done = self._state.last_done()
        if done is None or done.answer_id != entry_id:
            return
        name = done.value["activity"]
        what = activities().get(name)
        sheets = {what.sheet, what.commit.partition(".")[0]} if what else set()
        for exercise_id in {SELF_ASSESSMENT_SESSION, SELF_ASSESSMENT_ROUND, *sheets} - {""}:
            respondent = f"round-{entry_id[:12]}" if exercise_id == SELF_ASSESSMENT_ROUND else TEAM
            history = [
                item for item in self._team.workspace.history(exercise_id) if item.respondent == respondent
            ]
            wrote = effect_id(entry_id, exercise_id, respondent)
            for place, item in enumerate(history):
                if item.answer_id == wrote:
                    before = history[place - 1].value if place else _nothing(exercise_id)
                    yield exercise_id, respondent, before, wrote


def _back(newest: Newest, made: Callable[..., Answer], restored: _Restored) -> Answer:
    """Give what stood in a sheet before; what was changed since stays."""
    exercise_id, respondent, before, wrote = restored
    now = newest(exercise_id, respondent)
    if now is None or now.answer_id != wrote:
        raise UserError(
            "The sheet was changed since, so it cannot be put back from here; change it in the notebook."
        )
    return made(exercise_id, before, respondent)


def _nothing(exercise_id: str) -> dict[str, Any]:
    return dict(exercise_model(exercise_id).model_validate({}).model_dump(mode="json"))


def _row(what: Activity, cells: dict[str, Any]) -> dict[str, Any]:
    model = row_model(exercise_model(what.sheet), what.table)
    return dict(model.model_validate(cells).model_dump(mode="json"))


def _with_row(stored: dict[str, Any], table: str, row: dict[str, Any]) -> dict[str, Any]:
    rows = list(stored.get(table, ()))
    return {**stored, table: rows if row in rows else [*rows, row]}


def _put(rows: list[dict[str, Any]], what: Activity, cells: dict[str, Any]) -> None:
    """Put cells into the row with the same first cell; where there is none, add it."""
    key, name = next(iter(cells.items()))
    for place, row in enumerate(rows):
        if row.get(key) == name:
            rows[place] = {**row, **cells}
            return
    rows.append(_row(what, cells))


def _word_row(what: Activity, text: str, name: str) -> dict[str, Any]:
    listener = next((column for column, asked in what.fields().items() if asked.suggest == "people"), "")
    return _row(what, {what.column: text, **({listener: name} if listener and name else {})})


def _middle(counts: dict[str, int]) -> int | None:
    scores = [int(score) for score, count in counts.items() for _ in range(count)]
    return round(median(scores)) if scores else None


def _fitting(exercise_id: str, name: str, reasons: list[str]) -> Any:
    """Write reasons as their field takes them: a list, lines, or one line."""
    kind = asked_fields(exercise_model(exercise_id))[name].kind
    if kind == "list":
        return [reason[:500] for reason in reasons]
    return "\n".join(reasons)[:10_000] if kind == "long_text" else "; ".join(reasons)[:500]
