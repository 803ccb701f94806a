"""Invented Valley: a finished example, with answers to every exercise (``data/examples/invented_valley``), checked and frozen.

Its four counties are real, so that real figures stand behind it; no organization, person or company in it is. Where it is shown,
that has to be said. A file is read when something of it is asked for, and then once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Final, Self

import pandas as pd
from pydantic import BeforeValidator, Field, model_validator

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.people import TEAM, person_key, read_code
from nextgen_helpers.toolkit import content, rubric
from nextgen_helpers.toolkit.catalog import exercise_model, exercises
from nextgen_helpers.toolkit.entries import Content, Text
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    Outreach,
    Scenario,
    Scenarios,
)
from nextgen_helpers.toolkit.outreach_alternatives import apply_scenario
from nextgen_helpers.toolkit.sheets import quick_check_id, sheets
from nextgen_helpers.toolkit.shipped import load_shipped

_FOLDER: Final = "data/examples/invented_valley"
#: What is said wherever the example is shown.
SAID: Final = (
    "Invented Valley is an exercise. Its four counties are real, and so are the official figures; "
    "its organizations, people, companies and answers are invented."
)

# -- who is who, and when ---------------------------------------------------------------------------------


class CastRegion(Content):
    """Id, name and counties of the region."""

    id: Text
    name: Text
    counties: tuple[Text, ...]


class CastDay(Content):
    """A day of the calendar, and what happens on it."""

    day: date
    what: Text


class Organization(Content):
    """A partner, and of which kind it is (as on the partner roster)."""

    name: Text
    kind: Text


class Person(Content):
    """Somebody with the one organization and the one role that she has."""

    name: Text
    organization: Text
    role: Text


class Company(Content):
    """A company, who runs it, its part of the sector, how many work there, and in which county."""

    name: Text
    person: Text
    part: Text
    jobs: Annotated[int, Field(ge=1)]
    county: Text


class Cast(Content):
    """Everybody and everything that has a name in Invented Valley, and its calendar."""

    region: CastRegion
    today: date  # the day that counts as today in the example
    calendar: tuple[CastDay, ...]
    organizations: tuple[Organization, ...]
    others: tuple[Text, ...]  # what gives money or meets, and is no partner
    people: tuple[Person, ...]
    companies: tuple[Company, ...]
    segments: tuple[Text, ...]  # kinds of company that stand on the map of the outreach like one
    # groups, tables: groups of people through whom news travels, and groups that meet
    groups: tuple[Text, ...]
    tables: tuple[Text, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse a name that stands for two, and a person who works nowhere."""
        people = [*(item.name for item in self.people), *(item.person for item in self.companies)]
        places = [*self.others, *(item.name for item in self.organizations)]
        places += [item.name for item in self.companies]
        for names in (people, places):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f'"{twice[0]}" is there twice.')
        for person in self.people:
            if person.organization not in places:
                raise ValueError(f'{person.name} works at "{person.organization}", which stands nowhere.')
        return self


@cache
def cast() -> Cast:
    """Give who is who in Invented Valley, and its calendar.

    >>> cast().today.isoformat(), len(cast().companies)
    ('2027-05-14', 34)
    """
    return load_shipped(f"{_FOLDER}/cast.yaml", Cast)


# -- the answers ------------------------------------------------------------------------------------------


class Given(Content):
    """An answer as it was given."""

    day: date  # when
    answer: dict[str, Any]  # as a workspace stores it
    person: str = ""  # who answered alone; empty where the team did. In a survey without names it is no name
    group: str = ""  # whom the person speaks for
    of_day: date | None = None  # for a round that was closed: the day of the ratings that count in it

    @property
    def respondent(self) -> str:
        """The key under which a workspace keeps it."""
        return person_key(read_code(self.person)) if self.person else TEAM

    @property
    def author(self) -> str | None:
        """The name that was given; None where somebody answered without one."""
        return self.person if any(item.name == self.person for item in cast().people) else None

    def identifier(self, exercise_id: str, place: int) -> str:
        """Give the id that the answer has in every copy of the example."""
        told = f"{exercise_id} {self.respondent} {self.day} {place}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]


#: One answer, or several: of several people, or one after the other.
_Several = Annotated[tuple[Given, ...], BeforeValidator(lambda raw: raw if isinstance(raw, list) else [raw])]


def _file_of(exercise_id: str) -> str:
    if exercise_id in (OUTREACH, OUTREACH_SCENARIOS):
        return "outreach"
    sheet = sheets().get(exercise_id)
    return SELF_ASSESSMENT if sheet is None else sheet.place


@cache
def _file(name: str) -> Mapping[str, tuple[Given, ...]]:
    return load_shipped(f"{_FOLDER}/{name}.yaml", dict[str, _Several])


def _written(exercise_id: str) -> tuple[Given, ...]:
    """Give the answers to an exercise as they stand in their file; in Invented Valley, who checks herself is right."""
    asked = sheets().get(exercise_id)
    if asked is not None and exercise_id == quick_check_id(asked.place):
        right = {item.id: item.right for item in content.quick_checks().of(asked.place)}
        return (Given(day=cast().today, answer=right),)
    return _file(_file_of(exercise_id)).get(exercise_id, ())


@cache
def history(exercise_id: str) -> tuple[Given, ...]:
    """Give every answer to an exercise, oldest first, each in its stored form.

    Raises UserError: there is no such exercise.
    Raises DataFileError: an answer does not fit its exercise.
    """
    model, name = exercise_model(exercise_id), _file_of(exercise_id)
    found = []
    for place, item in enumerate(_written(exercise_id)):
        raw = dict(item.answer)
        if exercise_id == SELF_ASSESSMENT_ROUND:
            rated = enumerate(_file(name)[SELF_ASSESSMENT])
            raw["answers"] = [
                other.identifier(SELF_ASSESSMENT, number)
                for number, other in rated
                if other.day == item.of_day
            ]
        try:
            stored = model.model_validate(raw).model_dump(mode="json")
        except ValueError as error:
            reason = str(error).replace("\n", " ")
            raise DataFileError(
                f"{_FOLDER}/{name}.yaml", f'entry "{exercise_id}", answer {place + 1}: {reason}'
            ) from error
        found.append(item.model_copy(update={"answer": stored}))
    return tuple(found)


def finished(exercise_id: str) -> dict[str, Any]:
    """Give the team's newest answer to an exercise, as a workspace stores it; empty where each answers alone.

    >>> finished("pathway_map")["jobs"][0]["job"]
    'Machine helper'
    """
    own = [item.answer for item in history(exercise_id) if not item.person]
    return dict(own[-1]) if own else {}


def finished_by(exercise_id: str) -> tuple[Given, ...]:
    """Give the answers of people who answered an exercise alone, oldest first.

    >>> len(finished_by("self_assessment"))
    24
    """
    return tuple(item for item in history(exercise_id) if item.person)


@cache
def everything() -> tuple[tuple[str, Given], ...]:
    """Give all answers of the example, by exercise, to be kept in a workspace.

    What the team has answered together is not checked here, and what was left open is left out: whoever reads it from the workspace
    checks it. The models of all exercises would take as long as everything else.
    """
    return tuple((exercise_id, item) for exercise_id in exercises() for item in _to_keep(exercise_id))


def _to_keep(exercise_id: str) -> Iterable[Given]:
    written = _written(exercise_id)
    if any(item.person for item in written):
        return history(exercise_id)
    return [item.model_copy(update={"answer": _with_days_as_text(item.answer)}) for item in written]


def _with_days_as_text(value: Any) -> Any:
    """Write the days of an answer as a workspace keeps them."""
    if isinstance(value, dict):
        return {name: _with_days_as_text(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_days_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


# -- what views of one exercise need ----------------------------------------------------------------------


def outreach() -> Outreach:
    """Give the map of tables and knocks of today."""
    return Outreach.model_validate(finished(OUTREACH))


def alternatives() -> tuple[tuple[str, Outreach], ...]:
    """Give name and map of the ideal and of the real alternative."""
    noted = Scenarios.model_validate(finished(OUTREACH_SCENARIOS))
    both: tuple[Scenario, ...] = (noted.ideal, noted.real)
    return tuple((item.name, apply_scenario(outreach(), item)) for item in both)


def ratings() -> tuple[tuple[str, pd.DataFrame], ...]:
    """Give the rounds of the self-assessment, oldest first: month, and ratings as :mod:`~nextgen_helpers.toolkit.rubric` lays them out."""
    days = sorted({item.day for item in finished_by(SELF_ASSESSMENT)})
    typed = {row["typed"]: row["group"] for row in finished("stakeholder_groups")["names"]}
    return tuple(
        (
            f"{day:%B} {day.year}",
            rubric.ratings_table(
                {
                    "respondent": item.person,
                    "stakeholder_group": typed.get(item.group, item.group),
                    "scores": item.answer["scores"],
                }
                for item in finished_by(SELF_ASSESSMENT)
                if item.day == day
            ),
        )
        for day in days
    )


# -- full samples -----------------------------------------------------------------------------------------


class Objection(Content):
    """What somebody who is asked may say, and what to answer."""

    says: Text
    answer: Text


class Sample(Content):
    """A text that is finished, to read and to take words from."""

    id: Text
    title: Text
    used_by: Text  # who sends or says it, to whom
    text: Text  # paragraphs, with an empty line between them
    objections: tuple[Objection, ...] = ()  # what may come back, and an answer in words of business


@cache
def samples() -> tuple[Sample, ...]:
    """Give the finished texts: the letter, the ask, emails, the summary of the launch.

    >>> [item.id for item in samples()][:2]
    ['invitation_letter', 'sixty_second_ask']
    """
    return load_shipped(f"{_FOLDER}/samples.yaml", tuple[Sample, ...])


def sample(sample_id: str) -> Sample:
    """Look a finished text up by its id."""
    for item in samples():
        if item.id == sample_id:
            return item
    raise UserError(
        f'There is no sample "{sample_id}"; there are: {", ".join(item.id for item in samples())}.'
    )
