"""Rows of a tool's table from a spreadsheet: by label or id, row by row, and nothing passed over in silence."""

from __future__ import annotations

import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.table_files import file_rows, text_rows
from nextgen_helpers.toolkit.tool_files import read_tool_rows, write_tool_template

HEAD = ["Institution", "Program", "CIP code", "Completers a year", "Year"]
TABLE = ("training_programs", "programs")


def read(*rows, head=HEAD):
    return read_tool_rows(*TABLE, [head, *rows], "list.csv")


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
        read_tool_rows(*TABLE, cells, "list.csv")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_reads_back(tmp_path, ending):
    file = tmp_path / f"list.{ending}"
    write_tool_template(file, *TABLE, ("River", "Welding", "48.0508", "24", "2025", "Registrar"))
    found = read_tool_rows(*TABLE, file_rows(file, "programs"), file.name)
    assert [row["completers"] for _, row in found.rows] == [24]
    with pytest.raises(UserError, match="a template is written as"):
        write_tool_template(tmp_path / "list.pdf", *TABLE, ())


def test_tabs_semicolons_and_commas_are_told_apart():
    for sign in "\t;,":
        assert text_rows(sign.join(["a", "b"]) + "\n" + sign.join(["1", "2"]), "x") == [
            ["a", "b"],
            ["1", "2"],
        ]
