"""Knocks and tables from a spreadsheet: what fits is read, what does not is named row by row."""

from __future__ import annotations

import json

import openpyxl
import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit.answer_types import asked_fields
from nextgen_helpers.toolkit.exercises import PURPOSES, Knock, Outreach
from nextgen_helpers.toolkit.outreach_files import parsed, read_file, write_template


@pytest.mark.parametrize("kind", ["knocks", "tables"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_reads_as_it_was_written(tmp_path, kind, ending):
    target = tmp_path / f"template.{ending}"
    write_template(target, kind)
    read = read_file(target)
    assert read.problems == ()
    (item,) = getattr(read, kind)
    assert "invented" in item.model_dump_json()


def test_every_wrong_row_is_named_and_the_others_are_read():
    read = parsed(
        "Organization\tEmployer\tPurpose\tContacts a year\n"
        "College\tMill\tAdvice\t4\n"
        "Board\t\tadvice\t1\n"
        "Board\tMill\tselling\t1\n"
        "Board\tMill\tsurvey\tmany\n"
        "Board\tMill\tsurvey\t-3\n"
        "\t\t\t\n"
        "College\tMill\tadvice\t4\n"
        "Chamber\tMill\tsponsorship\t2.0\n"
    )
    assert [(item.organization, item.contacts_a_year) for item in read.knocks] == [
        ("College", 4),
        ("Chamber", 2),
    ]
    assert [str(problem) for problem in read.problems] == [
        "Row 3, employer: it is empty.",
        f'Row 4, purpose: "selling" is not one of: {", ".join(PURPOSES)}.',
        'Row 5, contacts_a_year: "many" is no whole number.',
        'Row 6, contacts_a_year: "-3" is less than 1.',
        "Row 8: it says the same as row 2.",
    ]


@pytest.mark.parametrize(
    "text", ["organization;employer;purpose\nA;B;survey", "organization,employer,purpose\nA,B,survey"]
)
def test_semicolons_and_commas(text):
    assert parsed(text).knocks[0].employer == "B"


def test_members_of_a_table_are_divided_by_semicolons(tmp_path):
    path = tmp_path / "tables.csv"
    path.write_text('name,convener,members,serves_employers\nCouncil,Chamber,"Mill; College",6\n'
                    'Board,Chamber,"Mill; College",3\n', encoding="utf-8")  # fmt: skip
    read = read_file(path)
    assert read.tables[0].members == ("Mill", "College")
    assert [problem.row for problem in read.problems] == [2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("organisation,employer,purpose\nA,B,survey", 'no column "organization" (there is "organisation")'),
        ("organization,employer,purpose,salary\nA,B,survey,3", 'the column "salary" is not known'),
        ("", "is empty"),
        ("a,b\n1,2", 'no column "name"'),
    ],
)
def test_wrong_columns_are_refused_with_the_right_ones(text, said):
    with pytest.raises(UserError) as caught:
        parsed(text)
    assert said in str(caught.value)


def test_a_formula_in_a_cell_is_only_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["organization", "employer", "purpose"])
    book.active.append(["College", "placeholder", "advice"])
    book.active["B2"].value = "=cmd|' /C calc'!A0"
    book.active["B2"].data_type = "s"
    book.save(tmp_path / "hostile.xlsx")
    assert read_file(tmp_path / "hostile.xlsx").knocks[0].employer == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("name", ["a.xlsx", "a.pdf", "missing.csv"])
def test_what_cannot_be_read_is_one_sentence(tmp_path, name):
    if name != "missing.csv":
        (tmp_path / name).write_bytes(b"nothing of the kind")
    with pytest.raises(UserError) as caught:
        read_file(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "purpose"),
    [
        ("Work-Based Learning", "work-based learning"), ("work based learning", "work-based learning"), ("WBL", "work-based learning"),
        ("work-based lerning", "work-based learning"), ("Internship", "internships"), ("interns", "internships"),
        ("Intership", "internships"), ("Apprenticeship", "apprenticeships"), ("registered apprenticeships", "apprenticeships"),
        ("apprentices", "apprenticeships"), ("Business services", "business service"), ("Job-development", "job development"),
        ("surveys", "survey"), ("Sponsorships", "sponsorship"), ("ADVICE", "advice"),
    ],
)  # fmt: skip
def test_a_purpose_is_known_in_near_spellings(typed, purpose):
    read = parsed(f"organization,employer,purpose\nCollege,Mill,{typed}")
    assert not read.problems
    assert [item.purpose for item in read.knocks] == [purpose]


@pytest.mark.parametrize("typed", ["selling", "internal", "service", "job", "learning", "advise the board"])
def test_a_word_that_is_no_purpose_is_not_taken_for_one(typed):
    read = parsed(f"organization,employer,purpose\nCollege,Mill,{typed}")
    assert not read.knocks
    assert f'"{typed}" is not one of: business service' in str(read.problems[0])


def test_answers_with_the_first_five_purposes_open_as_before():
    """They were saved before work-based learning, internships and apprenticeships could be said."""
    old = ("business service", "job development", "advice", "survey", "sponsorship")
    assert set(old) < set(PURPOSES)
    knocks = [
        {"organization": "College", "employer": "Mill", "purpose": item, "contacts_a_year": 2} for item in old
    ]
    read = Outreach.model_validate_json(json.dumps({"knocks": knocks}))
    assert [item.purpose for item in read.knocks] == list(old)
    assert [item["purpose"] for item in read.model_dump(mode="json")["knocks"]] == list(old)


def test_every_purpose_is_explained_in_the_notebook_and_stands_in_the_form():
    notebook = embedded("notebooks", "20_module2_outreach.ipynb").read_text(encoding="utf-8")
    assert all(f"| **{purpose}** |" in notebook for purpose in PURPOSES)
    choices = asked_fields(Knock)["purpose"].choices
    assert [value for value, _ in choices] == list(PURPOSES)
    assert ("work-based learning", "Work-based learning") in choices
