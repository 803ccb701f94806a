"""A form checks what is typed, says what is wrong, and shrugs off what no form can have sent."""

from __future__ import annotations

import pytest
from front_end import HOSTILE_TEXTS, SCRIPT, knock, rating, told, typed

import nextgen_helpers as ng
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import catalog, content
from nextgen_helpers.toolkit.answer_types import read_number
from nextgen_helpers.toolkit.exercises import Outreach, Session
from nextgen_helpers.toolkit.sheets import sheet_model
from nextgen_helpers.widgets.form import check_field, field_specs
from nextgen_helpers.widgets.kept import KeptForm

REVIEW, LAUNCH, STEPS = (
    sheet_model("after_action_review_step1"),
    sheet_model("preparing_to_launch"),
    sheet_model("next_steps"),
)
SURVEY = catalog.exercise_model("kpi_survey")


# -- what is typed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "name", "value", "stored"),
    [
        pytest.param(LAUNCH, "PTL-3a", "  Ann, Mill ", "Ann, Mill", id="text"),
        pytest.param(LAUNCH, "PTL-3a", "", "", id="text, empty"),
        pytest.param(LAUNCH, "PTL-2a", "one\ntwo\n", "one\ntwo", id="long text"),
        pytest.param(LAUNCH, "PTL-2a", "x" * 10_000, "x" * 10_000, id="long text, as long as can be"),
        pytest.param(LAUNCH, "PTL-1a", "partly", "partly", id="choice"),
        pytest.param(LAUNCH, "PTL-1a", None, None, id="choice, cleared"),
        pytest.param(LAUNCH, "PTL-1c", [" a ", "b"], ["a", "b"], id="list"),
        pytest.param(LAUNCH, "PTL-1c", [], [], id="list, empty"),
        pytest.param(Session, "people", 12, 12, id="number"),
        pytest.param(Session, "people", None, None, id="number, empty"),
        pytest.param(SURVEY, "hours", 12.5, 12.5, id="decimal"),
        pytest.param(SURVEY, "hours", 12, 12, id="decimal, whole"),
        pytest.param(SURVEY, "hours", None, None, id="decimal, empty"),
    ],
)
def test_what_fits_is_stored(model, name, value, stored):
    checked = check_field(model, name, value)
    assert (checked.fits, checked.problem, checked.value) == (True, "", stored)


@pytest.mark.parametrize(
    ("model", "name", "value", "words"),
    [
        pytest.param(LAUNCH, "PTL-3a", "x" * 501, "It is too long; 500 characters are the most.", id="text"),
        pytest.param(LAUNCH, "PTL-2a", "x" * 10_001, "too long; 10,000", id="long text"),
        pytest.param(
            LAUNCH, "PTL-1a", "maybe", "It is not one of: 'yes', 'partly' or 'not_yet'.", id="choice"
        ),
        pytest.param(LAUNCH, "PTL-1c", ["x" * 501], "too long; 500", id="list"),
        pytest.param(
            Session, "people", "many", "It is no whole number; write digits, such as 45000.", id="number"
        ),
        pytest.param(Session, "people", 0, "It must be 1 or more.", id="number, too low"),
        pytest.param(Session, "people", 1001, "It must be 1,000 or less.", id="number, too high"),
        pytest.param(
            Session, "people", 2.5, "It is no whole number; write digits, such as 45000.", id="number, half"
        ),
        pytest.param(
            SURVEY, "hours", "many", "It is no number; write digits, such as 41.5.", id="decimal, no number"
        ),
        pytest.param(SURVEY, "hours", -0.5, "It must be 0 or more.", id="decimal, too low"),
        pytest.param(Session, "shown", None, "not one of", id="a choice that has to be made"),
        pytest.param(
            Outreach, "fatigue_threshold", None, "no whole number", id="a number that has to be there"
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(model, name, value, words):
    checked = check_field(model, name, value)
    assert (checked.fits, checked.value) == (False, None)
    assert words in checked.problem


def test_complete_rows_fit_and_the_others_are_named_with_number_and_column():
    rows = [
        {"action": "Call", "timeline": "2026-03-31", "committed": "Ann"},
        {"action": "Write", "timeline": "soon", "committed": None},
        {"action": None, "timeline": None, "committed": None},  # added, not filled in
        {"action": "x" * 501},
    ]
    (field,) = [spec for spec in field_specs(STEPS) if spec["kind"] == "rows"][:1]
    checked = check_field(STEPS, field["name"], rows)
    assert checked.fits
    assert checked.value == [{"action": "Call", "timeline": "2026-03-31", "committed": "Ann"}]
    assert checked.problem.startswith(
        "Not saved yet: Row 2, By when: it is no date; write it as 2026-03-31. Row 4,"
    )
    assert "Row 3" not in checked.problem
    assert list(checked.rows) == rows


def test_an_empty_cell_of_a_row_is_what_was_not_answered():
    row = {**knock(), "program": None, "position": "", "contacts_a_year": None}
    assert check_field(Outreach, "knocks", [row]).value == [knock()]


def test_a_row_that_still_has_its_first_values_is_no_mistake():
    (spec,) = field_specs(Outreach, ["knocks"])
    row = {column["name"]: column["start"] for column in spec["columns"]}
    assert row["contacts_a_year"] == 1
    checked = check_field(Outreach, "knocks", [row])
    assert (checked.value, checked.problem) == ([], "")


def test_of_many_mistakes_twenty_are_said_and_the_others_counted():
    problem = check_field(Outreach, "knocks", [knock(purpose="")] * 33).problem
    assert problem.count("Row ") == 20
    assert problem.endswith("There are 13 more.")


def test_only_an_answer_that_may_be_left_open_can_be_cleared():
    optional = {spec["name"]: spec["optional"] for spec in field_specs(Session) if spec["kind"] == "choice"}
    assert optional == {"shown": False}
    assert all(spec["optional"] for spec in field_specs(REVIEW) if spec["kind"] == "choice")


def test_every_exercise_can_be_shown_as_a_form(team):
    for exercise_id in catalog.exercises():
        form = KeptForm(team, exercise_id).form
        assert [spec["name"] for spec in form.fields] == list(form.answers)
        assert {spec["kind"] for spec in form.fields} <= {
            "text", "long_text", "number", "decimal", "choice", "date", "list", "rows",
        }  # fmt: skip


# -- what nobody can have typed -------------------------------------------------------------------------


def _nested(depth):
    found: list = []
    for _ in range(depth):
        found = [found]
    return found


def _nested_fields(depth):
    found: dict = {}
    for _ in range(depth):
        found = {"a": found}
    return found


FORGED = [
    None, True, 0, -1, 10**400, 1.5, float("nan"), float("inf"), "", "\ud800", "\x00\x1b[31m", "x" * 2_000_000,
    b"bytes", [], {}, [None], [1], ["a", 1], [["a", 1]], [[["a"]]], [{}], [{"a": 1}], _nested(100), _nested_fields(100),
    [_nested_fields(100)], [{"organization": _nested(100), "employer": {}, "purpose": []}], [{"action": _nested(100)}],
    [{"timeline": 0, "action": []}], ["\ud800"], {"score": 11}, {"score": True}, {"score": "5"}, {"score": []},
    {"seen": None}, {"seen": 5}, {"seen": [[]]}, {"seen": [{}]}, {"seen": ["unknown"]}, {"evidence": {"a": 1}},
    {"evidence": 5}, {"evidence": "x" * 10_001}, {"score": _nested(100)}, *HOSTILE_TEXTS,
]  # fmt: skip

FORMS = {
    "self-assessment": lambda team: ng.form(team, "self_assessment"),
    "session": lambda team: ng.form(team, "self_assessment_session"),
    "round": lambda team: ng.form(team, "self_assessment_round"),
    "tables": lambda team: ng.form(team, "many_tables_many_knocks", "tables"),
    "knocks": lambda team: ng.form(team, "many_tables_many_knocks", "knocks"),
    "partners": lambda team: ng.form(team, "many_tables_many_knocks", "partners"),
    "ideal": lambda team: ng.form(team, "outreach_alternatives", "ideal"),
    "journey": lambda team: ng.form(team, "jobseeker_journey"),
    "review": lambda team: ng.form(team, "after_action_review_step1"),
    "decimals": lambda team: ng.form(team, "kpi_survey"),
    "decimals in rows": lambda team: ng.form(team, "metrics_board"),
    "notes": lambda team: ng.form(team, "many_tables_many_knocks_notes", 5),
    **{item.id: lambda team, name=item.id: ng.form(team, name) for item in content.worksheets().worksheets},
}


@pytest.mark.parametrize("name", FORMS)
def test_whatever_is_sent_nothing_is_raised_and_nothing_stored_that_does_not_fit(team, laptop, name):
    form = FORMS[name](team)
    for field in [spec["name"] for spec in form.form.fields]:
        for value in FORGED:
            typed(form, field, value)
    for answer in team.team.workspace.history():
        assert catalog.checks()[answer.exercise_id](answer.value) == answer.value
    assert team.team.workspace.check() == []
    assert FORMS[name](laptop()).form.title  # what was stored can be shown again


@pytest.mark.parametrize("name", ["self-assessment", "knocks", "journey", "review", "round"])
@pytest.mark.parametrize(
    "message",
    [
        None, [], "changed", {}, {"kind": []}, {"kind": "changed"}, {"kind": "changed", "name": []},
        {"kind": "changed", "name": {}}, {"kind": "changed", "name": None, "value": 1},
        {"kind": "changed", "name": "unknown", "value": "x"}, {"kind": "changed", "name": "__class__", "value": "x"},
        {"kind": "person"}, {"kind": "person", "key": []}, {"kind": "person", "key": {}},
        {"kind": "person", "key": "unknown"}, {"kind": "paste"}, {"kind": "paste", "name": []},
        {"kind": "paste", "name": "knocks", "text": [[1]]}, {"kind": "paste", "name": "knocks", "text": '"'},
        {"kind": "file", "name": "knocks"}, {"kind": "file", "name": "knocks", "file": {}},
        {"kind": "take", "name": "knocks"}, {"kind": "leave", "name": "knocks"},
        {"kind": "template", "name": "knocks"}, {"kind": "template", "name": "knocks", "ending": "../x"},
        {"kind": "template", "name": "knocks", "ending": []}, {"kind": "download"},
    ],
    ids=repr,
)  # fmt: skip
def test_a_forged_message_is_passed_over(team, name, message):
    form = FORMS[name](team)
    before = dict(form.form.answers)
    for buffers in ([], None):
        form.form._heard(None, message, buffers)
    assert form.form.answers == before
    assert team.team.workspace.history() == ()


def test_a_forged_value_does_not_take_stored_rows_away(team):
    form = ng.form(team, "many_tables_many_knocks", "knocks")
    typed(form, "knocks", [knock()])
    for value in (None, "x", 5, {}, [1], [None], True):
        typed(form, "knocks", value)
    assert len(team.team.outreach().knocks) == 1
    assert form.form.answers["knocks"] == [knock()]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_people_type_is_stored_letter_by_letter(team, laptop, text):
    typed(ng.form(team, "after_action_review_step1"), "S1-AAR-1a.detail", text)
    assert ng.form(laptop(), "after_action_review_step1").form.answers["S1-AAR-1a.detail"] == text


def test_what_people_type_stays_text_where_it_is_written_out(team):
    form = ng.form(team, "after_action_review_step1")
    typed(form, "S1-AAR-1a.detail", SCRIPT)
    assert "<script" not in form.html()
    assert "&lt;script&gt;" in form.html()


def test_rows_are_written_out_with_their_labels_and_a_number_is_an_answer(team):
    form = ng.form(team, "many_tables_many_knocks", "knocks")
    typed(form, "knocks", [knock(contacts_a_year=7, employer=SCRIPT)])
    assert '<th scope="col">At whose door</th>' in form.html()
    assert "<td>7</td>" in form.html()
    assert "<td>Advice</td>" in form.html()
    assert "<script" not in form.html()


def test_a_date_is_written_out_as_people_write_it(team):
    form = ng.form(team, "next_steps")
    typed(form, "PTL-NS-1", [{"action": "Call", "timeline": "2026-03-01", "committed": "Ann"}])
    assert "March 1, 2026" in form.html()


@pytest.mark.parametrize(
    ("kind", "message", "content"),
    [
        ("paste", {"text": 'organization,employer,purpose\n"' + "x" * 200_000}, []),
        ("file", {"file": "a.csv"}, [b'organization,employer,purpose\n"' + b"x" * 200_000]),
    ],
    ids=["paste without end", "file without end"],
)
def test_a_table_that_cannot_be_read_is_refused_in_a_sentence(team, kind, message, content):
    form = ng.form(team, "many_tables_many_knocks", "knocks")
    told(form, kind, *content, name="knocks", **message)
    assert form.form.previews["knocks"]["rows"] == []


def test_an_unreadable_answer_is_said_in_a_sentence_and_stays_as_it_is(team, laptop, spoiled):
    typed(ng.form(team, "after_action_review_step1"), "S1-AAR-1a", "yes")
    spoiled("after_action_review_step1")
    with pytest.raises(
        UserError, match="do not fit this version of the questions; they are kept as they are"
    ):
        _ = ng.form(laptop(), "after_action_review_step1").form
    assert team.team.workspace.history()[0].value == {"of another version": 1}


def test_a_rating_is_no_place_for_other_values(team):
    form = ng.form(team, "self_assessment")
    typed(form, "rating.career_pathways", {**rating(5), "evidence": {"a": 1}})
    assert team.team.ratings() == ()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("45,000", 45000), ("$34,000", 34000), ("$ 34,000", 34000), (" 12 ", 12), ("12.0", 12), ("75%", 75), ("-3", -3),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed, number):
    assert read_number(typed, whole=True) == number
    assert isinstance(read_number(typed, whole=True), int)


@pytest.mark.parametrize(
    ("typed", "number"), [("18.5%", 18.5), ("$23.75", 23.75), (".5", 0.5), ("1,234.5", 1234.5), ("3", 3)]
)
def test_decimals_are_read_as_people_write_them(typed, number):
    assert read_number(typed, whole=False) == number


@pytest.mark.parametrize(
    "typed", ["nine", "$46k", "41,5", "1,23,456", "12,34", "1e9", "", "$", "--3", "٣", "0x10", "inf"]
)
def test_what_is_no_number_stays_text(typed):
    assert read_number(typed, whole=True) == typed
    assert read_number(typed, whole=False) == typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [("45.000", "can be read as 45 or as 45,000; write 45 or 45000"), ("45k", "write 45000"), ("$21.50/hr", "has a unit in it; write 21.50"),
     ("1.234,56", "not a whole number"), ("41,5", "not a whole number"), ("1 200", "write 1200"), ("<10", "is a limit")],
)  # fmt: skip
def test_what_is_no_number_here_is_answered_with_what_to_type(typed, said):
    checked = check_field(
        catalog.exercise_model("funding"), "sources", [{"source": "Grant", "dollars_a_year": typed}]
    )
    assert checked.value == []
    assert said in checked.problem


def test_a_word_in_a_scale_is_answered_with_the_scale():
    rows = [{"organization": "College", "agrees": "two"}]
    assert (
        "write one from 1 to 5" in check_field(catalog.exercise_model("common_goal"), "voices", rows).problem
    )


def test_a_half_is_no_whole_number():
    assert read_number("2.5", whole=True) == "2.5"


def test_a_table_takes_numbers_as_people_write_them():
    rows = [{"source": "Grant", "dollars_a_year": "$120,000"}, {"source": "Dues", "dollars_a_year": "much"}]
    checked = check_field(catalog.exercise_model("funding"), "sources", rows)
    assert [row["dollars_a_year"] for row in checked.value] == [120000]
    assert "Row 2, Dollars a year" in checked.problem
    assert "such as 45000" in checked.problem
