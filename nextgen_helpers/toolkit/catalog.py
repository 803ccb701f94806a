"""Every exercise that can be answered: its id, its title, its parts, and the model that checks its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from nextgen_helpers.errors import UserError, did_you_mean
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import AnswerModel, Asked, asked_fields, row_model
from nextgen_helpers.toolkit.brought import BROUGHT, Brought
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
    Outreach,
    Round,
    Scenarios,
    SelfAssessment,
    Session,
)
from nextgen_helpers.toolkit.one_name import SAME_NAMES, SameNames
from nextgen_helpers.toolkit.room_entries import ROOM, RoomEntry
from nextgen_helpers.toolkit.sheets import sheet_model, sheets
from nextgen_helpers.toolkit.stakeholder_groups import GROUP_NAMES, GroupNames
from nextgen_helpers.words import joined


@dataclass(frozen=True, slots=True)
class Part:
    """What one form, or one printed page, asks of an exercise: its title, the names of its fields, a sentence about it."""

    title: str
    names: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """What stands at a form and on a printed sheet beside the questions: what it is for, and how to go about it."""

    text: str = ""  # what it is for
    minutes: int | None = None  # how long the whole exercise takes; None where that is not known
    bring: tuple[str, ...] = ()  # what to bring
    prompts: tuple[str, ...] = ()  # what a facilitator asks
    done: str = ""  # what a team has when it is done


@dataclass(frozen=True, slots=True)
class _Own:
    """An exercise whose answers have a model of their own; the part without a name is all of it."""

    title: str
    model: type[AnswerModel]
    parts: Mapping[str, Part]


_ALTERNATIVE: Final = ("changes", "note")
_OWN: Final[dict[str, _Own]] = {
    SELF_ASSESSMENT: _Own("Self-assessment: ratings", SelfAssessment, {"": Part("Self-assessment: rate alone", ())}),
    SELF_ASSESSMENT_SESSION: _Own(
        "Self-assessment: how the team looks at it", Session,
        {"": Part("For the facilitator: how the team looks at it", ("people", "shown"))},
    ),
    SELF_ASSESSMENT_ROUND: _Own("Self-assessment: closed rounds", Round, {"": Part("Keep this result", ())}),
    GROUP_NAMES: _Own(
        "Self-assessment: groups that people typed", GroupNames, {"": Part("For the facilitator: groups that people typed", ("names",))}
    ),
    OUTREACH: _Own(
        "Many Tables, Many Knocks: the map", Outreach,
        {
            "tables": Part("The many tables", ("tables",)),
            "knocks": Part("The many knocks", ("knocks",)),
            "partners": Part("Partners, employers, and how much is too much", ("organizations", "employers", "fatigue_threshold")),
        },
    ),
    OUTREACH_SCENARIOS: _Own(
        "Many Tables, Many Knocks: the alternatives", Scenarios,
        {"ideal": Part("The ideal alternative", _ALTERNATIVE), "real": Part("The real alternative", _ALTERNATIVE)},
    ),
}  # fmt: skip

#: What is kept beside the exercises and is none to choose from: what was done on phones or brought in, and which names are one.
_BESIDE: Final[dict[str, _Own]] = {
    ROOM: _Own("The room: what was done on phones", RoomEntry, {}),
    BROUGHT: _Own("Lists that were brought in", Brought, {}),
    SAME_NAMES: _Own(
        "Names that look alike: what was decided", SameNames, {"": Part("These look alike", ())}
    ),
}
#: What is said of a kind of mistake; the braces are pydantic's own limits.
_SENTENCES: Final[Mapping[str, str]] = {
    "missing": "It is empty, and something is needed here.",
    "string_too_short": "It is empty, and something is needed here.",
    "string_too_long": "It is too long; {max_length:,} characters are the most.",
    "string": "It is no text.",
    "int": "It is no whole number; write digits, such as 45000.",
    "float": "It is no number; write digits, such as 41.5.",
    "finite_number": "It is no number; write digits, such as 41.5.",
    "greater_than_equal": "It must be {ge:,} or more.",
    "less_than_equal": "It must be {le:,} or less.",
    "literal_error": "It is not one of: {expected}.",
    "date": "It is no date; write it as 2026-03-31.",
    "too_long": "There are too many; {max_length:,} are the most.",
    "extra_forbidden": "It is not asked for here.",
}


@cache
def exercises() -> Mapping[str, str]:
    """Give the ids of all exercises that can be answered, with their titles."""
    return {
        **{name: own.title for name, own in _OWN.items()},
        **{name: sheet.title for name, sheet in sheets().items()},
    }


def exercise_title(exercise_id: str) -> str:
    """Give the title of an exercise; an id that is not known is its own title."""
    beside = _BESIDE.get(exercise_id)
    return beside.title if beside else exercises().get(exercise_id, exercise_id)


@cache
def exercise_model(exercise_id: str) -> type[AnswerModel]:
    """Give the model that the answers of an exercise have to fit.

    >>> exercise_model("many_tables_many_knocks").__name__
    'Outreach'
    """
    if exercise_id in _OWN:
        return _OWN[exercise_id].model
    if exercise_id in _BESIDE:
        return _BESIDE[exercise_id].model
    if exercise_id not in sheets():
        hint = did_you_mean(exercise_id, exercises())
        raise UserError(f'There is no exercise "{exercise_id}".{hint}')
    return sheet_model(exercise_id)


def part_of(exercise_id: str, part: str | int | Sequence[str] | None = None) -> Part:
    """Give what a form shows of an exercise.

    part : a section, by its id or its number; a field, or several; by default all of it.

    >>> part_of("preparing_to_launch", "guests").names
    ('PTL-4a',)
    >>> part_of("many_tables_many_knocks", "knocks").title
    'The many knocks'
    """
    names = tuple(asked_fields(exercise_model(exercise_id)))
    sheet = sheets().get(exercise_id)
    title, text = exercise_title(exercise_id), sheet.text if sheet else ""
    parts = dict((_OWN | _BESIDE)[exercise_id].parts if sheet is None else {})
    if part is None:
        return parts.get("", Part(title, names, text))
    for section in sheet.sections if sheet else ():
        # A part of an exercise brings its whole title along.
        whole = section.title if section.text else f"{title}: {section.title}"
        parts[section.id] = Part(whole, section.asks, section.text or text)
    wanted = f"part_{part}" if isinstance(part, int) else part
    if isinstance(wanted, str) and wanted in parts:
        return parts[wanted]
    fields = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    unknown = [name for name in fields if name not in names]
    if unknown or not fields:
        said = str(part) if isinstance(part, int) else "".join(unknown[:1])
        hint = did_you_mean(said, [*parts, *names]) or f" It has: {joined([*(parts or names)])}."
        raise UserError(f'"{title}" has no part "{said}".{hint}')
    if len(fields) == 1:
        title = f"{title}: {asked_fields(exercise_model(exercise_id))[fields[0]].label}"
    return Part(title, fields, text)


def guide_of(exercise_id: str, names: Sequence[str]) -> Guide:
    """Give what stands beside some fields of an exercise: how to begin where its first field is among them, how to end where its last is.

    >>> guide_of("partner_roster", ["partners"]).minutes
    25
    >>> guide_of("many_tables_many_knocks", ["knocks"])
    Guide(text='', minutes=None, bring=(), prompts=(), done='')
    """
    asked = sheets().get(exercise_id)
    if asked is None:
        return Guide()
    first, last = asked.fields[0].id in names, asked.fields[-1].id in names
    return Guide(
        asked.text,
        asked.minutes if first else None,
        asked.bring if first else (),
        asked.prompts if first else (),
        asked.done if last else "",
    )


@cache
def checks() -> Mapping[str, Callable[[Any], Any]]:
    """Give for every exercise the check that a workspace makes before it stores an answer.

    Gives exercise id -> function from a value to its stored form; it raises ``ValueError`` where the value
    does not fit.

    >>> checks()["many_tables_many_knocks"]({"tables": [], "knocks": []})["fatigue_threshold"]
    6
    """
    return {exercise_id: partial(_checked, exercise_id) for exercise_id in (*exercises(), *_BESIDE)}


def questions_and_answers(exercise_id: str, value: Any) -> list[tuple[str, str]]:
    """Write a stored value as questions and answers, for people; what is open is left out.

    >>> questions_and_answers("partner_roster", {"partners": [{"organization": "Board", "table": "outer"}]})
    [('Partners', 'Organization: Board; Table: Outer (support)')]
    """
    if not isinstance(value, dict):
        return [("Answer", str(value))]
    if exercise_id == SELF_ASSESSMENT:
        return _ratings_in_words(value)
    asked = asked_fields(exercise_model(exercise_id)) if exercise_id in exercises() else {}
    found = []
    for name, stored in value.items():
        if stored in (None, "", [], {}):
            continue
        field = asked.get(name)
        label = field.label if field else name.replace("_", " ").capitalize()
        if field is not None and field.kind == "rows":
            columns = asked_fields(row_model(exercise_model(exercise_id), name))
            found += [(label, _row_in_words(row, columns)) for row in stored]
        else:
            found.append((label, _in_words(stored, field)))
    return found


def _ratings_in_words(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write a person's ratings by dimension, with the sentences that were seen and not their ids."""
    scores, evidence, seen = (value.get(name) or {} for name in ("scores", "evidence", "indicators"))
    found = []
    for place in content.rubric().dimensions:
        sentences = [item.text for item in content.rubric().seen(place.id, seen)]
        told = {
            "rating from 1 to 10": str(scores.get(place.id) or ""),
            "what was seen": " ".join(sentences),
            "why": evidence.get(place.id) or "",
        }
        found += [(f"{place.title}: {what}", text) for what, text in told.items() if text]
    return found


def _row_in_words(row: Mapping[str, Any], columns: Mapping[str, Asked]) -> str:
    return "; ".join(
        f"{columns[name].label if name in columns else name}: {_in_words(cell, columns.get(name))}"
        for name, cell in row.items()
        if cell not in (None, "", [])
    )


def _in_words(stored: Any, field: Asked | None) -> str:
    if field is not None and field.kind == "choice":
        return dict(field.choices).get(stored, str(stored))
    if isinstance(stored, list):
        return ", ".join(_in_words(item, None) for item in stored)
    if isinstance(stored, dict):
        return "; ".join(
            f"{name.replace('_', ' ')}: {_in_words(item, None)}"
            for name, item in stored.items()
            if item not in (None, "", [])
        )
    return str(stored)


def sentence(error: ValidationError) -> str:
    """Say the first thing that is wrong with a value, in words for the person who typed it."""
    first = error.errors()[0]
    kind = first["type"]
    limits = {
        name: int(limit) if isinstance(limit, float) and limit.is_integer() else limit
        for name, limit in first.get("ctx", {}).items()
    }
    template = _SENTENCES.get(kind) or _SENTENCES.get(kind.split("_", maxsplit=1)[0])
    if template is None:  # a check of ours says it in its own words, pydantic in those of programmers
        return str(limits["error"]) if kind == "value_error" else "It does not fit what is asked for here."
    return template.format(**limits)


def _checked(exercise_id: str, value: Any) -> Any:
    model = exercise_model(exercise_id)
    found: BaseModel = value if isinstance(value, model) else model.model_validate(value)
    return found.model_dump(mode="json")
