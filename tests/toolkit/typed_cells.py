"""How many cells somebody types in an exercise of Invented Valley, by what its forms offer on that day."""

from __future__ import annotations

from collections import Counter
from functools import cache

from nextgen_helpers.toolkit import invented
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.carried_rows import carried_rows, sources
from nextgen_helpers.toolkit.catalog import exercise_model, exercises
from nextgen_helpers.toolkit.exercises import OUTREACH, OUTREACH_SCENARIOS, Alternative, Scenarios
from nextgen_helpers.toolkit.names import offered_names
from nextgen_helpers.toolkit.sheets import sheets, start_rows
from nextgen_helpers.words import folded

#: Kinds that are typed; choices and checks are not. A day is typed, though a browser shows a calendar.
TYPED = {"text", "long_text", "number", "decimal", "date", "list"}
#: The map of the outreach is filled in on three forms, each with minutes of its own.
PARTS = {OUTREACH: (("organizations", "employers", "fatigue_threshold"), ("tables",), ("knocks",))}
NOTHING = (None, "", [], ())


def typed_cells(exercise_id: str) -> dict[str, Counter[str]]:
    """Count the cells that are typed in each sitting and on each form of an exercise: when and where -> column -> cells.

    A sitting is an answer as it was saved: what stood there before is not typed again. Not typed either are cells that rows of
    earlier tables bring (``rows_from``), rows that are offered to begin with, choices, and names that are picked from the list that a
    column offers: those that stand in an earlier answer, or further up in the same column.
    """
    found: dict[str, Counter[str]] = {}
    before: dict[str, dict] = {}
    for item in invented.history(exercise_id):
        for form, model, answer in _forms(exercise_id, item.answer):
            key = f"{form}, {item.respondent}"
            found[f"{key}, {item.day}"] = _typed(exercise_id, item.day, model, answer, before.get(key))
            before[key] = answer
    return found


def _forms(exercise_id, answer):
    if exercise_id == OUTREACH_SCENARIOS:
        noted = Scenarios.model_validate(answer)
        for which in ("ideal", "real"):
            yield which, Alternative, Alternative.of(getattr(noted, which)).model_dump(mode="json")
        return
    for part in PARTS.get(exercise_id, (tuple(answer),)):
        yield part[0], exercise_model(exercise_id), {name: answer[name] for name in part}


def _typed(exercise_id, day, model, answer, before):
    typed: Counter[str] = Counter()
    lists = _lists(exercise_id, day, answer)
    for name, asked in asked_fields(model).items():
        if name not in answer:
            continue
        if asked.kind == "rows":
            given = before[name] if before else _offered(exercise_id, day, name, answer)
            typed += _typed_rows(name, answer[name], asked_fields(row_model(model, name)), given, lists)
        elif before is None or answer[name] != before[name]:
            old = before[name] if before else None
            typed[name] += _cells(asked, answer[name], old if isinstance(old, list) else ())
    return +typed


def _typed_rows(table, rows, columns, given, lists):
    typed: Counter[str] = Counter()
    written = {name: set() for name in columns}
    for row in rows:
        # The row that was there and has most of it; what it brings is not typed.
        there = max(given, key=lambda other: sum(row.get(name) == value for name, value in other.items() if value not in NOTHING), default={})  # fmt: skip
        for name, asked in columns.items():
            known = lists.get((table, name), frozenset()) | written[name] if asked.suggest else set()
            picked = isinstance(row[name], str) and folded(row[name]) in known
            if not picked and row[name] != there.get(name):
                typed[f"{table}.{name}"] += _cells(asked, row[name], ())
            if isinstance(row[name], str):
                written[name].add(folded(row[name]))
    return typed


def _cells(asked, value, there):
    if asked.kind not in TYPED or value in NOTHING:
        return 0
    return len([entry for entry in value if entry not in there]) if asked.kind == "list" else 1


def _offered(exercise_id, day, table, answer):
    """Give the rows with which a table begins, and those that can be taken over."""
    if exercise_id not in sheets():
        return []
    rows = start_rows(exercise_id).get(table, [])
    for source, _ in sources(exercise_id, table):
        rows = rows + carried_rows(exercise_id, table, source, lambda name: answer if name == exercise_id else _newest(name, day), [])[0]  # fmt: skip
    return rows


def _lists(exercise_id, day, answer):
    """Give the names that each column of a form offers, as they were offered on that day; without what the column holds itself."""
    anywhere = dict(_names_before(day, list(exercises()).index(exercise_id)))
    if exercise_id == OUTREACH:
        for name in ("employers", "organizations"):
            anywhere[name] = anywhere.get(name, frozenset()) | set(
                map(folded, getattr(invented.outreach(), name))
            )
    found = {}
    model = exercise_model(exercise_id)
    for table, asked in asked_fields(model).items():
        if asked.kind == "rows":
            for name, column in asked_fields(row_model(model, table)).items():
                found[table, name] = anywhere.get(column.suggest) or _from_columns(exercise_id, day, answer, (table, name, column.suggest))  # fmt: skip
    return found


def _from_columns(exercise_id, day, answer, place):
    table, column, asked = place
    if exercise_id not in sheets() or not asked:
        return frozenset()
    others = {**answer, table: [{**row, column: ""} for row in answer.get(table, ())]}
    offered = offered_names(exercise_id, lambda name: others if name == exercise_id else _newest(name, day))
    return frozenset(map(folded, offered.get(asked, ())))


def _newest(exercise_id, day):
    given = [item.answer for item in invented.history(exercise_id) if not item.person and item.day <= day]
    return given[-1] if given else {}


@cache
def _names_before(day, place):
    """Give the names that a team had written anywhere, by kind, as :meth:`Team.names` does."""
    found: dict[str, set[str]] = {}
    for number, exercise_id in enumerate(exercises()):
        for item in invented.history(exercise_id):
            if item.person or (item.day, number) >= (day, place):
                continue
            for table, asked in asked_fields(exercise_model(exercise_id)).items():
                if asked.kind != "rows":
                    continue
                for name, column in asked_fields(row_model(exercise_model(exercise_id), table)).items():
                    if column.suggest in ("organizations", "employers", "people", "tables"):
                        found.setdefault(column.suggest, set()).update(folded(row[name]) for row in item.answer[table] if row[name] and isinstance(row[name], str))  # fmt: skip
    return tuple((kind, frozenset(names)) for kind, names in found.items())
