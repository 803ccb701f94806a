"""Worksheets, reviews and notes as forms; what a review has answered already is offered, not decided."""

from __future__ import annotations

import pytest
from front_end import told, typed

import nextgen_helpers as ng
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.sheets import notes_id, review_id

SHEET = "preparing_to_launch"


@pytest.fixture
def reviewed(team):
    """Give the team reviews of the first three steps."""
    for place, answers in {
        "step1": {
            "S1-AAR-1a": "partly", "S1-AAR-1a.detail": "The college does.", "S1-AAR-2a.detail": ["Ann", "Bob"],
            "S1-AAR-2b.detail": "Chamber",
        },
        "step2": {
            "S2-AAR-1a.detail": ["Health", "Energy"], "S2-AAR-1b.detail": "Jobs in mills.",
            "S2-AAR-1c.detail": ["Health", "Energy"],
        },
        "step3": {"S3-AAR-1.detail": ""},
    }.items():  # fmt: skip
        form = ng.form(team, review_id(place))
        for name, value in answers.items():
            typed(form, name, value)
    return team


@pytest.mark.parametrize(
    ("worksheet_id", "name", "offered"),
    [
        pytest.param(SHEET, "PTL-1a", "partly", id="a choice takes the light"),
        pytest.param(SHEET, "PTL-1b", None, id="an open light offers nothing"),
        pytest.param(
            SHEET, "PTL-1c", ["Ann", "Bob", "Chamber"], id="a list takes the details of several reviews"
        ),
        pytest.param(
            SHEET, "PTL-2a", "Health\nEnergy\nJobs in mills.\nHealth\nEnergy", id="a long text takes lines"
        ),
        pytest.param(SHEET, "PTL-3a", "", id="an empty detail offers nothing"),
        pytest.param("next_steps", "next_steps_sector", "Health, Energy", id="a line takes them with commas"),
    ],
)
def test_what_a_review_says_is_offered(reviewed, worksheet_id, name, offered):
    form = ng.form(reviewed, worksheet_id)
    assert form.form.answers[name] == offered
    assert form.form.notes[0].startswith("What you answered in an After Action Review")
    assert reviewed.team.answer(worksheet_id) is None  # offered is not answered


def test_a_person_is_offered_from_a_review(team):
    typed(ng.form(team, "after_action_review_step3"), "S3-AAR-1.detail", "Ann of the mill")
    assert ng.form(team, SHEET).form.answers["PTL-3a"] == "Ann of the mill"


def test_an_answer_of_ones_own_wins_over_the_review(reviewed, laptop):
    typed(ng.form(reviewed, SHEET), "PTL-1a", "yes")
    again = ng.form(laptop(), SHEET).form
    assert again.answers["PTL-1a"] == "yes"
    assert again.answers["PTL-1c"] == ["Ann", "Bob", "Chamber"]
    assert reviewed.team.value(SHEET).model_dump()["PTL-1c"] == ()


def test_an_offered_answer_that_is_changed_becomes_the_own_one(reviewed, laptop):
    typed(ng.form(reviewed, SHEET), "PTL-1c", ["Ann"])
    assert ng.form(laptop(), SHEET).form.answers["PTL-1c"] == ["Ann"]
    assert ng.form(laptop(), "after_action_review_step1").form.answers["S1-AAR-2a.detail"] == ["Ann", "Bob"]


def test_without_reviews_nothing_is_offered(team):
    form = ng.form(team, SHEET).form
    assert form.notes == []
    assert set(map(str, form.answers.values())) <= {"None", "", "[]"}


def test_offered_answers_are_written_out_with_where_they_come_from(reviewed):
    written = ng.form(reviewed, SHEET).html()
    assert "Partly ◐" in written
    assert "What you answered in an After Action Review" in written
    assert "What you answered" not in ng.form(reviewed, "defining_success").html()


def test_a_section_of_a_worksheet_asks_its_questions_only(reviewed):
    form = ng.form(reviewed, SHEET, "scope")
    assert list(form.form.answers) == ["PTL-2a", "PTL-2b"]
    assert form.title.endswith(": Our sector and area")
    assert not any(field["section"] for field in form.form.fields)  # the title says it already
    typed(form, "PTL-2b", "Yes.")
    assert ng.form(reviewed, SHEET).form.answers["PTL-2b"] == "Yes."


@pytest.mark.parametrize("sheet", content.worksheets().worksheets, ids=lambda sheet: sheet.id)
def test_the_sections_of_a_worksheet_ask_every_question_once(team, sheet):
    asked = [name for section in sheet.sections for name in ng.form(team, sheet.id, section.id).form.answers]
    assert asked == list(ng.form(team, sheet.id).form.answers)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda team: ng.form(team, "preparing_to_lunch"), 'Did you mean "?preparing_to_launch'),
        (lambda team: ng.form(team, SHEET, "scoop"), 'Did you mean "scope"'),
        (lambda team: ng.form(team, SHEET, "xyz"), "It has: support_team, scope, champions and guests"),
        (lambda team: ng.form(team, "after_action_review_step9"), 'Did you mean "after_action_review_step'),
        (lambda team: ng.form(team, "many_tables_many_nocks_notes", 1), "many_tables_many_knocks"),
        (lambda team: ng.form(team, "many_tables_many_knocks_notes", 99), 'has no part "99"'),
        (lambda team: ng.form(team, "many_tables_many_knocks_notes", 0), 'has no part "0". It has: part_1, part_2'),
        (lambda team: ng.form(team, "employers_journey"), 'Did you mean "employer_journey"'),
        (lambda team: ng.form(team, "outreach_alternatives", "idle"), "The alternatives are ideal and real"),
        (lambda team: ng.show.journeys_side_by_side(team, "funding"), "nothing that people answer alone"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_one_line_with_what_is(team, ask, words):
    with pytest.raises(UserError, match=words) as caught:
        ask(team)
    assert "\n" not in str(caught.value)
    assert team.team.workspace.history() == ()


@pytest.mark.parametrize("exercise", content.worksheets().exercises, ids=lambda exercise: exercise.id)
def test_every_part_of_an_exercise_has_its_own_notes(team, exercise):
    seen = []
    for part in exercise.parts:
        form = ng.form(team, notes_id(exercise.id), part.order)
        assert form.title.endswith(part.title)
        seen += list(form.form.answers)
    assert len(seen) == len(set(seen))


def test_ways_are_shown_side_by_side_by_name_or_number(team):
    form, view = (
        ng.form(team, "employer_journey"),
        ng.show.journeys_side_by_side(team, "employer_journey"),
    )
    assert "no one has answered yet" in view.mime_bundles()[0]["text/html"]
    typed(form, "steps", ["A call", "A visit"])
    told(form, "new person")
    typed(form, "person.name", "Ann")
    typed(form, "person.group", "employer")
    typed(form, "works", "<b>Fast</b>")
    written = view.mime_bundles()[0]["text/html"]
    assert '<th scope="col">Person 1</th><th scope="col">Ann (employer)</th>' in written
    assert "<li>A call</li><li>A visit</li>" in written
    assert "&lt;b&gt;Fast" in written
    assert "Not answered yet" in written
