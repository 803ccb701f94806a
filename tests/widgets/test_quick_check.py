"""Check yourself: what is right is said at once, answers are kept, and each lesson has three to five questions."""

from __future__ import annotations

import pytest
from front_end import typed

import nextgen_helpers as ng
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.sheets import quick_check_id

PLACES = [item.place for item in content.quick_checks().places]


def test_each_lesson_has_its_questions():
    missing = set(content.steps().everywhere) - set(PLACES)
    assert not missing, f"{missing}: write three to five questions in data/toolkit/quick_checks.yaml"


@pytest.mark.parametrize("place", PLACES)
def test_the_right_answer_is_called_right_and_another_one_not(team, place):
    form = ng.form(team, quick_check_id(place))
    questions = content.quick_checks().of(place)
    for item in questions:
        wrong = next(choice for choice in item.choices if choice != item.right)
        typed(form, item.id, wrong)
        assert form.form.remarks[item.id].startswith("Not quite")
        assert item.choices[item.right] in form.form.remarks[item.id]
    assert form.form.notes == [f"0 of {len(questions)} right. Change an answer, and look again."]
    for item in questions:
        typed(form, item.id, item.right)
        assert form.form.remarks[item.id] == f"Right. {item.because}"
    assert form.form.notes[0].startswith(f"{len(questions)} of {len(questions)} right")
    again = ng.form(team, quick_check_id(place))
    assert again.form.remarks == form.form.remarks


@pytest.mark.parametrize("place", PLACES)
def test_the_right_answer_does_not_always_stand_in_the_same_place(place):
    questions = content.quick_checks().of(place)
    assert len({list(item.choices).index(item.right) for item in questions}) > 1
