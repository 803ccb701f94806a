"""The workbook: the figures as they are, with units and sources, and no formula in it."""

from __future__ import annotations

import math

import openpyxl
import pytest

from nextgen_helpers import profile

_HEAD_ROW = 7


@pytest.fixture(scope="module")
def book(built_reports):
    return openpyxl.load_workbook(built_reports / "tx-panhandle.xlsx")


def _rows(sheet):
    heads = [cell.value for cell in sheet[_HEAD_ROW]]
    return [
        dict(zip(heads, (cell.value for cell in row), strict=True))
        for row in sheet.iter_rows(min_row=_HEAD_ROW + 1)
    ]


def test_the_figures_are_the_profiles_own(book):
    table = profile("tx-panhandle").at("4-digit").industries.set_index("title")["employment"]
    rows = _rows(book["Jobs, 4-digit"])
    assert len(rows) == len(table)
    for row in rows:
        expected = table[row["Industry"]]
        if isinstance(expected, float) and math.isnan(expected):
            assert row["Jobs"] is None  # withheld is empty, never zero
        else:
            assert row["Jobs"] == expected


def test_every_sheet_says_source_and_units(book):
    assert book.sheetnames[0] == "About"
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 23
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert sheet["A3"].value.startswith("Source: U.S. Bureau of Labor Statistics")
        assert any(cell.value for cell in sheet[_HEAD_ROW])
    units = [cell.value for cell in book["Pay, sectors"][_HEAD_ROW - 1]]
    assert "US dollars a year" in units
    assert "percent" in units


def test_location_quotients_are_unrounded(book):
    expected = profile("tx-panhandle").industries.set_index("industry_code")["lq_us"]
    rows = {row["NAICS"]: row for row in _rows(book["Concentration, sectors"])}
    assert rows["21"]["LQ, nation"] == pytest.approx(expected["21"], rel=1e-12)


def test_what_somebody_typed_is_text(built_reports):
    path = next(path for path in built_reports.glob("*.xlsx") if "hyperlink" in path.name)
    book = openpyxl.load_workbook(path)
    formulas = [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas == []
    assert book["About"]["A1"].value.startswith("=HYPERLINK")
    assert book["About"]["A1"].quotePrefix


def test_the_same_profile_gives_the_same_values(book):
    years = {row["Year"] for row in _rows(book["Years"])}
    assert years == {2015, 2016}
    assert all(cell.number_format == "General" for cell in book["Years"]["A"][_HEAD_ROW:])
