"""A plan carried out: what a team has, what is taken into its answers in one step, and the way back."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from nextgen_helpers.bring.changes import Standing
from nextgen_helpers.bring.targets import ELEMENTS, RATINGS, SEEN, WHY, Target, plain
from nextgen_helpers.errors import UserError
from nextgen_helpers.team_answers import Team, read_value
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.brought import BROUGHT, Brought
from nextgen_helpers.toolkit.exercises import SELF_ASSESSMENT
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.words import plural
from nextgen_helpers.workspace import TEAM, Answer
from nextgen_helpers.workspace.together import merged

if TYPE_CHECKING:
    from nextgen_helpers.bring.plan import Plan
    from nextgen_helpers.workspace import Newest

#: In front of the key of somebody whose rating came from a form.
_FROM_A_FORM = "form-"
_FIELD_OF = {"organization": "organizations", "employer": "employers"}


def standing_of(team: Team) -> Standing:
    """Give what a team has, as far as a list is compared with it."""
    names = team.names()
    keys = {kind: {name_key(name) for name in names[kind]} for kind in ("organizations", "employers")}
    keys["everybody"] = keys["organizations"] | keys["employers"]
    return Standing(partial(stored_rows, team), keys, team.same_names().root, partial(_remembered, team))


def stored_rows(team: Team, target: Target) -> list[dict[str, Any]]:
    """Give the rows that stand in a table, in stored form."""
    if target.id == RATINGS:
        return [
            rating_row(answer)
            for answer in team.answered(SELF_ASSESSMENT)
            if answer.respondent.startswith(_FROM_A_FORM)
        ]
    return _rows_in(target, team.typed(target.exercise_id))


def take(team: Team, plan: Plan) -> Brought:
    """Carry a plan out, in one step: its rows, and the note that they were brought in, are stored together or not at all.

    Gives what was noted; :func:`undo` takes it back.
    Raises UserError: questions are open, there is nothing to take, or nothing can be saved.
    """
    if plan.questions:
        raise UserError(f"Answer first: {plan.questions[0].text}")
    if not (plan.changes.new or plan.changes.changed or plan.out):
        raise UserError("There is nothing to take: every row is in the table already, or cannot be taken.")
    if plan.target.id == RATINGS:
        ratings = [*plan.changes.new, *(after for _, after in plan.changes.changed)]
        following = list(_ratings(ratings))
    else:
        following = [Answer.new(plan.target.exercise_id, {})]
    noted = noted_import(plan, [answer.answer_id for answer in following])

    def follow(_: Answer, newest: Newest) -> Iterator[Answer]:
        for answer in following:
            if plan.target.id == RATINGS:
                yield answer
                continue
            found = newest(answer.exercise_id, TEAM)
            value = read_value(answer.exercise_id, found.value if found else {}).model_dump(mode="json")
            now = merged(list(plan.there), list(plan.result), _rows_in(plan.target, value))
            yield replace(answer, value=_with_rows(plan.target, value, now))

    _store(team, noted, follow)
    return noted


def undo(team: Team) -> Brought:
    """Take back what was brought in last; what was changed by hand since stays. Gives what was taken back."""
    history = team.workspace.history(BROUGHT)
    entries = [(answer.answer_id, Brought.model_validate(answer.value)) for answer in history]
    back = {entry.takes_back for _, entry in entries}
    open_ones = [(key, entry) for key, entry in entries if not entry.takes_back and key not in back]
    if not open_ones:
        raise UserError("No list was brought in that could be taken back.")
    key, last = open_ones[-1]
    every = team.workspace.history()
    steps = []
    for after in (answer for answer in every if answer.answer_id in last.stored):
        whose = (after.exercise_id, after.respondent)
        same = [item for item in every if (item.exercise_id, item.respondent) == whose]
        before = same[same.index(after) - 1].value if same.index(after) else {}
        steps.append((after, before, uuid.uuid4().hex))

    def follow(_: Answer, newest: Newest) -> Iterator[Answer]:
        for after, before, new_id in steps:
            now = newest(after.exercise_id, after.respondent)
            value = now.value if now else {}
            if after.exercise_id == SELF_ASSESSMENT:
                value = before if now and now.answer_id == after.answer_id else value
            else:
                fresh, old, current = (
                    read_value(after.exercise_id, item).model_dump(mode="json")
                    for item in (after.value, before, value)
                )
                value = {name: merged(fresh[name], old[name], current[name]) for name in current}
            yield replace(after, answer_id=new_id, saved_at="", value=value)

    stored = tuple(new_id for _, _, new_id in steps)
    _store(team, Brought(file=last.file, into=last.into, stored=stored, takes_back=key), follow)
    return last


def noted_import(plan: Plan, stored: Sequence[str]) -> Brought:
    """Give the note of an import, with the answers that hold for the next file with the same headings."""
    return Brought(
        file=plan.name[:200], into=plan.target.id, headings=tuple(plain(item.heading)[:200] for item in plan.columns),
        answers={name: answer for name, answer in plan.answers.items() if len(name) <= 200},  # noqa: PLR2004
        stored=tuple(stored), new=len(plan.changes.new), changed=len(plan.changes.changed), taken_out=plan.out,
    )  # fmt: skip


def said(noted: Brought) -> str:
    """Say what was taken, in one sentence."""
    parts = [f"{plural(noted.new, 'new row')}"]
    if noted.changed:
        parts.append(f"{plural(noted.changed, 'changed row')}")
    if noted.taken_out:
        parts.append(f"{plural(noted.taken_out, 'row')} taken out")
    return f"{noted.file}: {', '.join(parts)}."


def _store(team: Team, noted: Brought, follow: Any) -> None:
    entry = Answer.new(BROUGHT, noted.model_dump(mode="json"))
    refusal = team.workspace.take([entry], follow)[entry.answer_id]
    if refusal:
        raise UserError(f"Nothing was taken: {refusal}")


def _remembered(team: Team, into: str, headings: Sequence[str]) -> Mapping[str, str]:
    """Give what was answered for any earlier list with these headings; the newest answer counts."""
    wanted = tuple(plain(heading)[:200] for heading in headings)
    found: dict[str, str] = {}
    for answer in team.workspace.history(BROUGHT):
        entry = Brought.model_validate(answer.value)
        if (entry.into, entry.headings) == (into, wanted):
            found |= entry.answers
    return found


def _rows_in(target: Target, value: Mapping[str, Any]) -> list[dict[str, Any]]:
    if target.id == ELEMENTS:
        return [{"name": name, "kind": kind} for kind, field in _FIELD_OF.items() for name in value[field]]
    return list(value[target.field])


def _with_rows(target: Target, value: dict[str, Any], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if target.id == ELEMENTS:
        names = {kind: [row["name"] for row in rows if row["kind"] == kind] for kind in _FIELD_OF}
        return value | {field: names[kind] for kind, field in _FIELD_OF.items()}
    return value | {target.field: list(rows)}


# -- ratings ---------------------------------------------------------------------------------------------


def rating_row(answer: Answer) -> dict[str, Any]:
    """Give a stored rating as the row of a list."""
    scores, evidence, seen = (answer.value.get(name) or {} for name in ("scores", "evidence", "indicators"))
    row: dict[str, Any] = {"author": answer.author or "", "stakeholder_group": answer.stakeholder_group or ""}
    for item in content.rubric().dimensions:
        row[item.id] = scores.get(item.id)
        row[f"{item.id}{SEEN}"] = [one.id for one in content.rubric().seen(item.id, seen)]
        row[f"{item.id}{WHY}"] = evidence.get(item.id, "")
    return row


def _ratings(rows: Sequence[Mapping[str, Any]]) -> Iterator[Answer]:
    """Give each row of a form as somebody's rating: whoever gave a name is the same person the next time."""
    times: Counter[str] = Counter()
    for row in rows:
        who = f"name {name_key(row['author'])}" if row["author"] else repr(sorted(row.items()))
        times[who] += 1
        key = _FROM_A_FORM + hashlib.sha256(f"nextgen form {times[who]} {who}".encode()).hexdigest()[:16]
        dimensions = [item.id for item in content.rubric().dimensions]
        value = {
            "scores": {name: row[name] for name in dimensions if row[name] is not None},
            "indicators": [one for name in dimensions for one in row[f"{name}{SEEN}"]],
            "evidence": {name: row[f"{name}{WHY}"] for name in dimensions if row[f"{name}{WHY}"]},
        }
        yield Answer.new(SELF_ASSESSMENT, value, key, row["author"] or None, row["stakeholder_group"] or None)
