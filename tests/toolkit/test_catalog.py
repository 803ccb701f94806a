"""Every exercise that can be answered has a model, and says what is wrong in plain words."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import catalog
from nextgen_helpers.toolkit.answer_types import Day, Entry, Line, Name, Names, Times, asked_fields, row_model
from nextgen_helpers.toolkit.exercises import Change, ChangeRow, SelfAssessment, Session, Table

EXERCISES = sorted(catalog.exercises())
JARGON = ("Input should", "type=", "type ", "pydantic", "Value error", "valid ", "{", "validation")


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_an_empty_answer_fits_and_is_the_same_after_storing(exercise_id):
    stored = catalog.checks()[exercise_id]({})
    assert catalog.checks()[exercise_id](stored) == stored
    model = catalog.exercise_model(exercise_id)
    assert model.model_validate(stored) == model.model_validate({})


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_every_exercise_has_a_title_that_people_can_read(exercise_id):
    title = catalog.exercise_title(exercise_id)
    assert title != exercise_id
    assert "_" not in title


def _asked(model):
    for name, asked in asked_fields(model).items():
        yield name, asked
        if asked.kind == "rows":
            yield from _asked(row_model(model, name))


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_every_question_has_a_label_and_choices_where_it_needs_them(exercise_id):
    for name, asked in _asked(catalog.exercise_model(exercise_id)):
        assert asked.label.strip(), name
        assert bool(asked.choices) == (asked.kind == "choice"), name
        assert all(stored and read.strip() for stored, read in asked.choices), name
        assert len({stored for stored, _ in asked.choices}) == len(asked.choices), name


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_every_choice_that_is_offered_can_be_stored(exercise_id):
    model = catalog.exercise_model(exercise_id)
    for name, asked in asked_fields(model).items():
        for stored, _ in asked.choices:
            assert getattr(model.model_validate({name: stored}), name) == stored


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_a_field_that_nobody_knows_is_refused(exercise_id):
    with pytest.raises(ValidationError):
        catalog.exercise_model(exercise_id).model_validate({"no one asked": 1})


def test_an_unknown_exercise_is_refused_with_the_nearest():
    with pytest.raises(UserError, match='Did you mean "building_momentum"'):
        catalog.exercise_model("building_momentun")
    assert catalog.exercise_title("building_momentun") == "building_momentun"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Name, "", "something is needed"),
        (Name, "x" * 201, "too long; 200 characters"),
        (Name, 5, "no text"),
        (Name, "\ud800", "no text"),
        (Name, {"a": [1]}, "no text"),
        (Line, None, "no text"),
        (Names, [" "], "something is needed"),
        (Names, ["a"] * 2001, "too many; 2,000"),
        (Names, 5, "does not fit"),
        (Names, {"a": 1}, "does not fit"),
        (Entry, b"\xff", "no text"),
        (Times, "5", "no whole number"),
        (Times, 1.5, "no whole number"),
        (Times, True, "no whole number"),
        (Times, float("inf"), "no whole number"),
        (Times, -1, "1 or more"),
        (Times, 10**30, "10,000 or less"),
        (Day, "tomorrow", "write it as 2026-03-31"),
        (Day, "2026-02-30", "write it as 2026-03-31"),
        (Day, [], "no date"),
        (Session, {"people": 0}, "1 or more"),
        (Session, {"shown": "later"}, "not one of: 'at once' or 'when all have rated'"),
        (Session, {"x": 1}, "not asked for"),
        (Session, "session", "does not fit"),
        (Table, {"name": "Council"}, "something is needed"),
        (SelfAssessment, {"scores": {"industry_engagment": 5}}, 'Did you mean "industry_engagement"'),
        (SelfAssessment, {"scores": {"industry_engagement": 11}}, "10 or less"),
        (ChangeRow, {"action": "drop table"}, '"Table" is empty, and this change needs it'),
        (Change, {"action": "burn"}, "not one of"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(kind, value, words):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    said = catalog.sentence(caught.value)
    assert words in said
    assert not [word for word in JARGON if word in said]
    assert said.endswith((".", "?"))
