"""The workbook of a team's answers: read by people, counted rightly, and read again as before."""

from __future__ import annotations

import json
from dataclasses import asdict

import openpyxl
import pytest

from nextgen_helpers.people import people_in
from nextgen_helpers.toolkit import content
from nextgen_helpers.workspace import SCHEMA_VERSION, Workspace

SEEN = content.rubric().indicators[0]
TITLES = [item.title for item in content.rubric().dimensions]
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def workspace():
    """Twelve people who did two exercises each, a team, and a round that was closed."""
    with Workspace.open("tx-texoma") as workspace:
        for number in range(12):
            workspace.save(
                "self_assessment",
                {
                    "scores": {"industry_engagement": 1 + number % 10, "career_pathways": 4},
                    "indicators": [SEEN.id] if number == 0 else [],
                    "evidence": {"career_pathways": FORMULA} if number == 1 else {},
                },
                respondent=f"key-{number}",
                author=FORMULA if number == 2 else None if number == 3 else f"Person of name {number}",
                stakeholder_group="workforce board",
            )
            workspace.save("employer_journey", {"steps": ["A call"]}, respondent=f"key-{number}")
        (first, *_) = workspace.current("self_assessment")
        workspace.save(
            "self_assessment_round", {"title": "Fall", "answers": [first.answer_id]}, respondent="round-1"
        )
        workspace.save(
            "self_assessment_round", {"title": "Gone", "answers": [first.answer_id]}, respondent="round-2"
        )
        workspace.save("self_assessment_round", {"answers": []}, respondent="round-2")
        workspace.save("partner_roster", {"partners": [{"organization": "Board", "kind": "workforce"}]})
        yield workspace


@pytest.fixture
def book(workspace, tmp_path):
    workspace.export_excel(tmp_path / "answers.xlsx")
    return openpyxl.load_workbook(tmp_path / "answers.xlsx")


def rows(sheet):
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, line, strict=True)) for line in sheet.iter_rows(min_row=2, values_only=True)]


def test_each_person_has_one_row_with_a_column_for_each_dimension(book):
    found = rows(book["ratings"])
    assert len(found) == 12
    assert [row[f"{TITLES[0]}, 1 to 10"] for row in found] == [1 + number % 10 for number in range(12)]
    assert {row[f"{TITLES[2]}, 1 to 10"] for row in found} == {4}
    assert {row[f"{TITLES[1]}, 1 to 10"] for row in found} == {None}  # not rated is empty, never zero
    assert [row["Person"] for row in found[:4]] == [
        "Person of name 0",
        "Person of name 1",
        FORMULA,
        "Person 4",
    ]
    assert {row["Group"] for row in found} == {"Workforce board or job center"}
    assert [row["Round"] for row in found[:2]] == ["Fall", "open"]
    assert found[1][f"{TITLES[2]}: why"] == FORMULA


def test_indicators_are_words_wherever_people_read(book):
    assert rows(book["ratings"])[0][f"{TITLES[0]}: what was seen"] == SEEN.text
    said = {(row["Question"], row["Answer"]) for row in rows(book["to read"])}
    assert (f"{TITLES[0]}: what was seen", SEEN.text) in said
    ids = {item.id for item in content.rubric().indicators} | {
        item.id for item in content.rubric().dimensions
    }
    for name in ("ratings", "to read", "who answered"):
        shown = {str(cell) for line in book[name].iter_rows(values_only=True) for cell in line if cell}
        assert not shown & ids
        assert not any("R-IE-" in text for text in shown)


def test_twelve_people_are_twelve_however_much_they_answered(workspace, book):
    assert people_in(workspace.history()) == [f"key-{number}" for number in range(12)]
    counted = {row["Exercise"]: row["People who answered"] for row in rows(book["who answered"])}
    assert counted.pop("All exercises") == 12
    assert counted["Self-assessment: ratings"] == 12
    assert counted["Self-assessment: closed rounds"] == 0
    by_team = {row["Exercise"]: row["Answered by the team"] for row in rows(book["who answered"])}
    assert by_team["Self-assessment: ratings"] == "no"
    assert by_team["Self-assessment: closed rounds"] == by_team["All exercises"] == "yes"


def test_sheets_for_people_have_bold_heads_on_top_and_filters(book):
    assert book.sheetnames == ["to read", "ratings", "who answered", "about", "answers"]
    for name in ("to read", "ratings", "who answered"):
        sheet = book[name]
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(10 < sheet.column_dimensions[cell.column_letter].width <= 70 for cell in sheet[1])


def test_nothing_that_was_typed_is_a_formula(book):
    typed = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value == FORMULA]
    assert len(typed) >= 5
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in typed)
    assert not [
        cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"
    ]


def test_what_an_import_reads_is_as_it_was_in_version_0_1_0(workspace, book):
    assert list(book["about"].iter_rows(values_only=True)) == [
        ("format", "nextgen-workspace"), ("schema_version", str(SCHEMA_VERSION)), ("region_id", "tx-texoma"),
    ]  # fmt: skip
    lines = list(book["answers"].iter_rows(values_only=True))
    assert lines[0] == (
        "answer_id",
        "exercise_id",
        "respondent",
        "author",
        "stakeholder_group",
        "saved_at",
        "value",
    )
    expected = [
        tuple({**asdict(answer), "value": json.dumps(answer.value, ensure_ascii=False)}.values())
        for answer in workspace.history()
    ]
    assert lines[1:] == expected


def test_a_workspace_without_answers_has_its_sheets_too(tmp_path):
    with Workspace.open("tx-alamo") as workspace:
        assert workspace.export_excel(tmp_path / "empty.xlsx") == 0
    book = openpyxl.load_workbook(tmp_path / "empty.xlsx")
    assert rows(book["ratings"]) == rows(book["who answered"]) == []
