"""The toolkit's own questions as sheets: each question is asked once, under its own id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.catalog import part_of
from nextgen_helpers.toolkit.exercises import ChangeRow
from nextgen_helpers.toolkit.sheets import DETAIL, notes_id, review_id, sheet, sheet_model, sheets

WORKSHEETS = [item.id for item in content.worksheets().worksheets]
EXERCISES = [item.id for item in content.worksheets().exercises]


@pytest.mark.parametrize(
    "sheet_id",
    [
        name
        for name, item in sheets().items()
        if not any(q.answer == "choice" and q.detail for q in item.questions)
    ],
)
def test_a_sheet_asks_its_questions_in_order_and_in_their_words(sheet_id):
    asked = asked_fields(sheet_model(sheet_id))
    assert [(name, field.label) for name, field in asked.items()] == [
        (field.id, field.text) for field in sheet(sheet_id).fields
    ]


@pytest.mark.parametrize("worksheet_id", WORKSHEETS)
def test_each_section_of_a_worksheet_is_headed_once(worksheet_id):
    asked = asked_fields(sheet_model(worksheet_id))
    assert [field.section for field in asked.values() if field.section] == [
        section.title for section in sheet(worksheet_id).sections
    ]


@pytest.mark.parametrize("place", content.reviews().places)
def test_a_review_asks_for_a_light_and_a_detail_in_one_box(place):
    asked = asked_fields(sheet_model(review_id(place)))
    questions = content.reviews().of_step(place)
    assert list(asked) == [name for item in questions for name in (item.id, f"{item.id}{DETAIL}")]
    for item in questions:
        light, detail = asked[item.id], asked[f"{item.id}{DETAIL}"]
        assert (light.group, detail.group) == (item.id, item.id)
        assert [stored for stored, _ in light.choices] == ["yes", "partly", "not_yet"]
        # Color is never the only sign, nor is a symbol: the words stand beside it.
        assert [read.split()[0] for _, read in light.choices] == ["Yes", "Partly", "Not"]


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_notes_ask_for_every_part_that_is_done_together(exercise_id):
    asked = asked_fields(sheet_model(notes_id(exercise_id)))
    for part in content.worksheets().exercise(exercise_id).parts:
        together = [prompt.id for prompt in part.prompts if prompt.who == "together"]
        assert part_of(notes_id(exercise_id), part.order).names == tuple(together or [part.id])
        alone = {prompt.id for prompt in part.prompts if prompt.who != "together"}
        assert not alone & set(asked)


def test_rows_of_a_worksheet_have_their_columns_and_are_stored_as_before():
    row = asked_fields(row_model(sheet_model("next_steps"), "PTL-NS-1"))
    assert {name: field.label for name, field in row.items()} == {
        "action": "What we will do", "timeline": "By when", "committed": "Who has committed to do it",
    }  # fmt: skip
    assert row["timeline"].kind == "date"
    stored = sheet_model("next_steps").model_validate(
        {"PTL-NS-1": [{"action": "Call", "timeline": "2027-03-01"}]}
    )
    assert stored.model_dump(mode="json")["PTL-NS-1"] == [
        {"action": "Call", "timeline": "2027-03-01", "committed": ""}
    ]


def test_an_unknown_sheet_is_refused_with_the_nearest():
    with pytest.raises(UserError, match="Did you mean preparing_to_launch"):
        sheet_model("preparing_to_lunch")


# -- a change as a row, and back --------------------------------------------------------------------

KNOCK = {"organization": "College", "employer": "Mill", "purpose": "advice", "why": "Tired."}
ROWS = {
    "drop knock": KNOCK,
    "set contacts": {**KNOCK, "contacts_a_year": 1},
    "add knock": {**KNOCK, "contacts_a_year": 4},
    "drop table": {"table": "Old council", "why": "No one comes."},
    "add table": {"table": "New council", "convener": "Chamber"},
}


@pytest.mark.parametrize("action", ROWS)
def test_a_change_is_the_same_row_after_storing(action):
    row = ChangeRow(action=action, **ROWS[action])
    assert ChangeRow.of(row.change()) == row


@pytest.mark.parametrize(
    ("action", "missing"),
    [(action, name) for action, row in ROWS.items() for name in row if name != "why"],
)
def test_a_change_that_lacks_what_it_needs_is_refused(action, missing):
    row = {name: value for name, value in ROWS[action].items() if name != missing}
    with pytest.raises(ValueError, match="is empty, and this change needs it"):
        ChangeRow(action=action, **row)


_text = st.text(max_size=250)


@given(
    st.fixed_dictionaries(
        {"action": st.sampled_from(list(ROWS))},
        optional={
            "organization": _text, "employer": _text, "table": _text, "convener": _text, "why": _text,
            "purpose": st.sampled_from([None, "advice", "survey"]),
            "contacts_a_year": st.none() | st.integers(1, 10_000),
        },
    )
)  # fmt: skip
def test_whatever_is_accepted_as_a_row_is_a_change_that_can_be_stored_and_read_again(given_row):
    try:
        row = ChangeRow.model_validate(given_row)
    except ValueError:
        return
    stored = row.change().model_dump(mode="json")
    again = ChangeRow.of(type(row.change()).model_validate(stored))
    assert (again.action, again.why) == (row.action, row.why)
    assert ChangeRow.of(again.change()) == again
