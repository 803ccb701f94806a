"""Teams whose answers are made from what is asked: one that has answered everything, and others by chance."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from nextgen_helpers.toolkit import invented
from nextgen_helpers.toolkit.answer_types import Asked, asked_fields, row_model
from nextgen_helpers.toolkit.catalog import exercise_model, exercises
from nextgen_helpers.toolkit.content import rubric
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
)

if TYPE_CHECKING:
    from datetime import date

    from pydantic import BaseModel

    from nextgen_helpers.team_answers import Team
    from nextgen_helpers.workspace import Answer

#: What somebody typed: it has to be shown, as text.
TYPED = "Mill & Sons <img src=x onerror=alert(1)>"
_OWN = (OUTREACH, OUTREACH_SCENARIOS, SELF_ASSESSMENT, SELF_ASSESSMENT_ROUND, SELF_ASSESSMENT_SESSION)
#: Some of them differ in capitals and spaces only.
_NAMES = (
    "Lakeside Metals",
    "lakeside  metals",
    "River College",
    "Board",
    "Ann Miller",
    TYPED,
    "Chamber",
    "Welder",
)


def answers(model: type[BaseModel], number: int = 0) -> dict[str, Any]:
    """Answer every question of a model; the second row of a table is answered otherwise than the first."""
    return {name: _answer(model, name, asked, number) for name, asked in asked_fields(model).items()}


def _answer(model: type[BaseModel], name: str, asked: Asked, number: int) -> Any:
    match asked.kind:
        case "rows":
            return [answers(row_model(model, name), count) for count in range(2)]
        case "choice":
            return asked.choices[number % len(asked.choices)][0]
        case "number" | "decimal":
            lowest, highest = asked.lowest or 0, 1_000_000 if asked.highest is None else asked.highest
            return min(lowest + 2 + number, highest)
        case "date":
            return f"2027-0{3 + number}-31" if number == 0 else "2027-05-15"
        case "list":
            return [TYPED, f"College {number}"]
        case _:
            return TYPED if number == 0 else f"College {number}"


def answer_everything(team: Team) -> None:
    """Answer every exercise, map the outreach, rate the rubric by three people and close a round."""
    for exercise in exercises():
        if exercise not in _OWN:
            team.workspace.save(exercise, answers(exercise_model(exercise)))
    for exercise in (OUTREACH, OUTREACH_SCENARIOS):
        team.workspace.save(exercise, invented.finished(exercise))
    dimensions = [item.id for item in rubric().dimensions]
    rated = [_rated(team, dimensions, number) for number in range(3)]
    team.workspace.save(
        SELF_ASSESSMENT_ROUND,
        {"title": "First time", "answers": [answer.answer_id for answer in rated]},
        respondent="round-1",
    )
    _rated(team, dimensions, 3)


def _rated(team: Team, dimensions: list[str], number: int) -> Answer:
    scores = {name: min(3 + number + place, 10) for place, name in enumerate(dimensions)}
    return team.workspace.save(
        SELF_ASSESSMENT,
        {"scores": scores},
        respondent=f"person-{number}",
        stakeholder_group=f"Group {number % 2}",
    )


def answer_by_chance(team: Team, seed: object, today: date) -> None:
    """Answer some questions of each exercise, other ones for each seed, after everything was answered.

    What is open, late, said twice or too long for a sentence shows then; two whole rows in each table hide it.
    """
    chance = random.Random(str(seed))  # noqa: S311
    for exercise in exercises():
        if exercise not in _OWN:
            model = exercise_model(exercise)
            team.workspace.save(exercise, by_chance(model, chance, today))
            for number in range(3):
                value = by_chance(model, chance, today)
                team.workspace.save(exercise, value, respondent=f"person-{number}")


def by_chance(model: type[BaseModel], chance: random.Random, today: date) -> dict[str, Any]:
    """Answer some questions of a model, in tables of up to nine rows; days lie around today."""

    def given(name: str, asked: Asked) -> Any:
        match asked.kind:
            case "rows":
                count = chance.choice((0, 1, 2, 4, 9))
                return [by_chance(row_model(model, name), chance, today) for _ in range(count)]
            case "choice":
                return chance.choice(asked.choices)[0]
            case "number" | "decimal":
                lowest, highest = asked.lowest or 0, 99 if asked.highest is None else asked.highest
                return chance.randint(lowest, min(highest, lowest + 30))
            case "date":
                return str(today + timedelta(days=chance.randint(-500, 500)))
            case "list":
                return list(dict.fromkeys(chance.choices(_NAMES, k=3)))
            case _:
                return chance.choice(_NAMES)

    share = 0.8
    while True:
        made = {
            name: given(name, asked) for name, asked in asked_fields(model).items() if chance.random() < share
        }
        try:
            model.model_validate(made)
        except ValidationError:  # something that is needed was left out
            share = min(1.0, share + 0.02)
        else:
            return made
