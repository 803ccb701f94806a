"""Rows of a table from a spreadsheet: by label or id, row by row, and nothing passed over in silence."""

from __future__ import annotations

import json

import openpyxl
import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.exercises import PURPOSES, Knock, Outreach, Table
from nextgen_helpers.toolkit.outreach_purposes import purpose_meant
from nextgen_helpers.toolkit.sheets import sheet_model, sheets
from nextgen_helpers.toolkit.spreadsheets import file_rows, read_rows, text_rows, write_template

HEAD = ["Institution", "Program", "CIP code", "Completers a year", "Year"]
PROGRAM = row_model(sheet_model("training_programs"), "programs")
TABLES = [(name, table.id) for name, item in sheets().items() for table in item.tables]


def read(*rows, head=HEAD):
    return read_rows(PROGRAM, [head, *rows], "list.csv")


def knocks(text):
    return read_rows(Knock, text_rows(text, "the pasted text"), "the pasted text", {"purpose": purpose_meant})


def test_columns_by_label_by_id_and_in_any_order():
    found = read(
        ["48.0508", "Welding", "River", "1,200"],
        head=["cip", "PROGRAM", " institution ", "Completers-a-year"],
    )
    ((number, row),) = found.rows
    assert number == 2
    assert (row["institution"], row["program"], row["cip"], row["completers"], row["year"]) == (
        "River", "Welding", "48.0508", 1200, None,
    )  # fmt: skip
    assert found.problems == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["", "Welding", "48.0508", "3", "2025"], "Row 2, Institution: it is empty."),
        (["River", "Welding", "48.0508", "-3", "2025"], 'Row 2, Completers a year: "-3" is less than 0.'),
        (
            ["River", "Welding", "48.0508", "9999999", "2025"],
            'Row 2, Completers a year: "9999999" is more than 1,000,000.',
        ),
        (
            ["River", "Welding", "48.0508", "a few", "2025"],
            'Row 2, Completers a year: "a few" is no whole number.',
        ),
        (
            ["River", "Welding", "48.0508", "3.5", "2025"],
            'Row 2, Completers a year: "3.5" is no whole number.',
        ),
        (["River", "Welding", "48.0508", "3", "1066"], 'Row 2, Year: "1066" is less than 1,990.'),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(row, said):
    found = read(row, ["River", "Nursing", "51.3801", "5.0", "2025"], ["", "", ""])
    assert [str(problem) for problem in found.problems] == [said]
    assert [(number, values["completers"]) for number, values in found.rows] == [(3, 5)]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([], "is empty"),
        ([["Institution", "Programs", "CIP code"]], 'no column "Program" .there is "programs".'),
        ([[*HEAD, "Dean"]], '"dean" is not known'),
        ([HEAD, *([["a", "b", "c", "1", "2025"]] * 20_001)], "more than 20,000 rows"),
    ],
)
def test_a_table_that_is_another_is_refused_in_a_sentence(cells, words):
    with pytest.raises(UserError, match=words):
        read_rows(PROGRAM, cells, "list.csv")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_reads_back(tmp_path, ending):
    file = tmp_path / f"list.{ending}"
    write_template(file, PROGRAM, "programs", ("River", "Welding", "48.0508", "24", "2025", "Registrar"))
    found = read_rows(PROGRAM, file_rows(file, "programs"), file.name)
    assert [row["completers"] for _, row in found.rows] == [24]
    with pytest.raises(UserError, match="a template is written as"):
        write_template(tmp_path / "list.pdf", PROGRAM, "programs")


def test_tabs_semicolons_and_commas_are_told_apart():
    for sign in "\t;,":
        assert text_rows(sign.join(["a", "b"]) + "\n" + sign.join(["1", "2"]), "x") == [
            ["a", "b"],
            ["1", "2"],
        ]


def test_every_wrong_row_is_named_and_the_others_are_read():
    read = knocks(
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
    assert [(item["organization"], item["contacts_a_year"]) for _, item in read.rows] == [
        ("College", 4),
        ("Chamber", 2),
    ]
    assert [str(problem) for problem in read.problems] == [
        "Row 3, At whose door: it is empty.",
        f'Row 4, What for: "selling" is not one of: {", ".join(item.capitalize() for item in PURPOSES)}.',
        'Row 5, Contacts a year: "many" is no whole number.',
        'Row 6, Contacts a year: "-3" is less than 1.',
        "Row 8: it says the same as row 2.",
    ]


@pytest.mark.parametrize(
    "text", ["organization;employer;purpose\nA;B;survey", "organization,employer,purpose\nA,B,survey"]
)
def test_semicolons_and_commas(text):
    assert knocks(text).rows[0][1]["employer"] == "B"


def test_members_of_a_table_are_divided_by_semicolons(tmp_path):
    path = tmp_path / "tables.csv"
    path.write_text('name,convener,members,serves_employers\nCouncil,Chamber,"Mill; College",6\n'
                    'Board,Chamber,"Mill; College",3\n', encoding="utf-8")  # fmt: skip
    read = read_rows(Table, file_rows(path, "tables"), path.name)
    assert read.rows[0][1]["members"] == ["Mill", "College"]
    assert [problem.row for problem in read.problems] == [2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("organisation,employer,purpose\nA,B,survey", 'no column "Who knocks" (there is "organisation")'),
        ("organization,employer,purpose,salary\nA,B,survey,3", 'the column "salary" is not known'),
        ("", "is empty"),
        ("a,b\n1,2", 'no column "Who knocks"'),
    ],
)
def test_wrong_columns_are_refused_with_the_right_ones(text, said):
    with pytest.raises(UserError) as caught:
        knocks(text)
    assert said in str(caught.value)


def test_a_formula_in_a_cell_is_only_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["organization", "employer", "purpose"])
    book.active.append(["College", "placeholder", "advice"])
    book.active["B2"].value = "=cmd|' /C calc'!A0"
    book.active["B2"].data_type = "s"
    book.save(tmp_path / "hostile.xlsx")
    cells = file_rows(tmp_path / "hostile.xlsx", "knocks")
    assert read_rows(Knock, cells, "hostile.xlsx").rows[0][1]["employer"] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("name", ["a.xlsx", "a.pdf", "missing.csv"])
def test_what_cannot_be_read_is_one_sentence(tmp_path, name):
    if name != "missing.csv":
        (tmp_path / name).write_bytes(b"nothing of the kind")
    with pytest.raises(UserError) as caught:
        file_rows(tmp_path / name, "knocks")
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
    read = knocks(f"organization,employer,purpose\nCollege,Mill,{typed}")
    assert not read.problems
    assert [item["purpose"] for _, item in read.rows] == [purpose]


@pytest.mark.parametrize("typed", ["selling", "internal", "service", "job", "learning", "advise the board"])
def test_a_word_that_is_no_purpose_is_not_taken_for_one(typed):
    read = knocks(f"organization,employer,purpose\nCollege,Mill,{typed}")
    assert not read.rows
    assert f'"{typed}" is not one of: Business service' in str(read.problems[0])


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


@pytest.mark.parametrize(("sheet_id", "table"), TABLES)
def test_every_table_of_every_sheet_takes_the_columns_of_its_template(tmp_path, sheet_id, table):
    model = row_model(sheet_model(sheet_id), table)
    file = tmp_path / "empty.csv"
    write_template(file, model, table)
    assert read_rows(model, file_rows(file, "rows"), file.name).rows == ()


def test_choices_are_taken_by_their_words_and_days_as_excel_and_as_americans_write_them():
    model = row_model(sheet_model("call_log"), "calls")
    asked = asked_fields(model)
    (choice,) = (name for name, field in asked.items() if field.kind == "choice")
    (day, *_) = (name for name, field in asked.items() if field.kind == "date")
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    stored, label = asked[choice].choices[0]
    cells = [
        [*needed, choice, day],
        *(
            [*("x" for _ in needed), label.upper(), written]
            for written in ("2027-03-31 00:00:00", "3/31/2027", "31.3.2027")
        ),
    ]
    found = read_rows(model, [cells[0], cells[1], cells[3]], "calls.xlsx")
    assert [(row[choice], row[day]) for _, row in found.rows] == [(stored, "2027-03-31")]
    assert [str(item) for item in found.problems] == [
        f'Row 3, {asked[day].label}: "31.3.2027" is no date; write it as 2026-03-31.'
    ]
    assert read_rows(model, cells[:3], "calls.xlsx").problems[0].reason == "it says the same as row 2."
