"""The workbook: the figures as they are, with units and sources, and no formula in it."""

from __future__ import annotations

import io
import math
import re

import openpyxl
import pytest

from nextgen_helpers import measures, profile
from nextgen_helpers.regions import custom_region
from nextgen_helpers.reports.workbook import workbook_bytes

_PERCENT = "[percent, kept as a fraction: 0.125 is 12.5%]"
#: A region of one county, one with withheld counties, one over two states, one whose years lie apart, and a small county.
_LOOKED_AT = ("tx-greater-dallas", "tx-panhandle", "ky-kentuckianaworks", "oh-central-ohio", "48381")
_LEVELS = {"sector": "sectors", "3-digit": "3-digit", "4-digit": "4-digit"}


@pytest.fixture(scope="module")
def book(built_reports):
    return openpyxl.load_workbook(built_reports / "tx-panhandle.xlsx")


@pytest.fixture(scope="module", params=_LOOKED_AT)
def made(request):
    """A region's profile, and its workbook as an analyst opens it."""
    region = request.param
    found = profile(custom_region("A county", [region]) if region.isdigit() else region)
    return found, openpyxl.load_workbook(io.BytesIO(workbook_bytes(found)))


def _rows(sheet):
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]


def _computed(formula):
    """Compute a formula as a spreadsheet does."""
    assert re.fullmatch(r"[0-9.e+*/()^ -]+", formula), formula
    return eval(formula.replace("^", "**"), {"__builtins__": {}})  # noqa: S307  (only figures and signs)


def _number(value):
    return math.nan if value is None else float(value)


def _named(row, label):
    """Give the one value with this head, whatever its unit."""
    (found,) = [value for head, value in row.items() if head.partition(" [")[0] == label]
    return _number(found)


def _near(value):
    return pytest.approx(value, rel=1e-9, abs=1e-6, nan_ok=True)


def test_the_figures_are_the_profiles_own(book):
    table = profile("tx-panhandle").at("4-digit").industries.set_index("title")["employment"]
    rows = _rows(book["Jobs, 4-digit"])
    assert len(rows) == len(table)
    for row in rows:
        expected = table[row["Industry"]]
        if isinstance(expected, float) and math.isnan(expected):
            assert row["Jobs here, 2016"] is None  # withheld is empty, never zero
        else:
            assert row["Jobs here, 2016"] == expected


def test_every_sheet_has_its_heads_on_top_with_a_filter_and_its_source(book):
    assert book.sheetnames[0] == "About"
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 27
    about = {row[0].value: [cell.value for cell in row] for row in book["About"].iter_rows()}
    for sheet in book.worksheets[1:]:
        assert all(cell.value for cell in sheet[1])
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        if sheet.title != "Formulas":
            assert re.search(
                r"U\.S\. Bureau of Labor Statistics|BLS|U\.S\. Census Bureau", about[sheet.title][3]
            )
            assert sheet.oddFooter.left.text.startswith(f"Source: {about[sheet.title][3][:40]}")
    assert "estimate" in about["Sectors, estimated"][3]
    heads = [cell.value for cell in book["Pay, sectors"][1]]
    assert "Average annual pay [US dollars]" in heads
    assert f"Against the nation {_PERCENT}" in heads


def test_every_percent_is_a_fraction_and_its_head_says_so(made):
    """A column that is formatted as a percent is one; none holds 12.5 for 12.5%."""
    found, book = made
    for sheet in book.worksheets[1:]:
        for column in sheet.iter_cols():
            formats = {cell.number_format for cell in column[1:] if isinstance(cell.value, int | float)}
            percent = any("%" in item for item in formats)
            assert percent == str(column[0].value).endswith(_PERCENT) or not formats
            assert not any('"%"' in item for item in formats)
    for level, ending in _LEVELS.items():
        table = found.at(level).industries
        table = table[table["own_code"] == "5"].set_index("industry_code")
        for row in _rows(book[f"Pay, {ending}"]):
            if row["NAICS"] != "10":
                assert _named(row, "Against the nation") == _near(
                    table.loc[row["NAICS"], "pay_against_us"] / 100
                )


def test_each_quotient_can_be_computed_from_its_row(made):
    found, book = made
    year, state = found.year, found.region.state_label
    seen = 0
    for level, ending in _LEVELS.items():
        table = found.at(level).industries
        table = table[table["own_code"] == "5"].set_index("industry_code")
        for sheet in ("Concentration", "Growth"):
            for row in _rows(book[f"{sheet}, {ending}"]):
                here = [_number(row[f"{what} here, {year}"]) for what in ("Jobs", "All jobs")]
                for area, label, name in (("United States", "nation", "lq_us"), (state, state, "lq_state")):
                    if f"LQ, {label}" not in row:
                        continue  # growth is drawn against the nation only
                    there = [_number(row[f"{what}, {area}, {year}"]) for what in ("Jobs", "All jobs")]
                    shown = _number(row[f"LQ, {label}"])
                    assert (here[0] / here[1]) / (there[0] / there[1]) == _near(shown)
                    assert measures.location_quotient(*here, *there) == _near(shown)
                    assert shown == _near(table.loc[row["NAICS"], name])
                    formula = row[f"Formula of LQ, {label}"]
                    assert (formula is None) == math.isnan(shown)
                    if formula:
                        assert _computed(formula) == _near(shown)
                        seen += 1
    assert seen > 5  # in each region some can be seen


def test_each_share_and_pay_can_be_computed_from_its_row(made):
    found, book = made
    year = found.year
    for ending in _LEVELS.values():
        for row in _rows(book[f"Jobs, {ending}"]):
            for what, label in (("here", "Share of all jobs"), ("United States", "Share in the nation")):
                comma = " " if what == "here" else ", "
                ratio = _number(row[f"Jobs{comma}{what}, {year}"]) / _number(
                    row[f"All jobs{comma}{what}, {year}"]
                )
                assert ratio == _near(_named(row, label))
        for row in _rows(book[f"Pay, {ending}"]):
            pay = _named(row, f"Wages here, {year}") / _named(row, f"Jobs here, {year}")
            assert pay == _near(_named(row, "Average annual pay"))
            average = _named(row, f"Average annual pay here, all industries, {year}")
            assert pay / average - 1 == _near(_named(row, "Against the average here"))
            nation = _named(row, f"Wages, United States, {year}") / _named(
                row, f"Jobs, United States, {year}"
            )
            assert pay / nation - 1 == _near(_named(row, "Against the nation"))
    for sheet in book.worksheets[1:]:
        for row in _rows(sheet) if sheet.title != "Formulas" else ():
            for head, value in row.items():
                if head.startswith("Formula of ") and value is not None:
                    assert _computed(value) == _near(_named(row, head.removeprefix("Formula of ")))


def test_shift_share_and_regional_share_can_be_computed_from_their_row(made):
    found, book = made
    year, first = found.year, found.first_year
    assert first is not None
    both = "counties seen in both years"
    for ending in _LEVELS.values():
        for row in _rows(book[f"Change, {ending}"]):
            base, end = row[f"Jobs here, {first}, {both}"], row[f"Jobs here, {year}, {both}"]
            nation = [_number(row[f"Jobs, United States, {item}"]) for item in (first, year)]
            totals = [_number(row[f"All jobs, United States, {item}"]) for item in (first, year)]
            shown = [row[name] for name in ("National growth", "Industry mix", "Regional share")]
            assert sum(shown) == _near(row["Change in jobs"])
            assert row["Change in jobs"] == _near(end - base)
            parts = measures.shift_share([base], [end], *([value] for value in nation), *totals)
            assert shown == _near(parts.iloc[0].tolist())
            if base:
                assert shown[0] == _near(base * (totals[1] / totals[0] - 1))
                assert shown[1] == _near(base * (nation[1] / nation[0] - totals[1] / totals[0]))
                assert shown[2] == _near(end - base * nation[1] / nation[0])
        for row in _rows(book[f"Growth, {ending}"]):
            base, end = row[f"Jobs here, {first}, {both}"], row[f"Jobs here, {year}, {both}"]
            (head,) = [name for name in row if "hange in jobs" in name and not name.startswith("Formula")]
            assert (end / base) ** (1 / (year - first)) - 1 == _near(row[head])


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
    assert years == {2015, 2016, 2023, 2024}
    assert all(cell.number_format == "General" for cell in book["Years"]["A"][1:])
