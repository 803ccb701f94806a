"""Official files by occupation: every sign becomes what it means, and what does not fit is refused with its file."""

from __future__ import annotations

import math

import official_files as made
import pandas as pd
import pytest

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.jobs.readers import (
    read_cip_soc,
    read_job_zones,
    read_oews,
    read_projections,
    read_related,
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file.xlsx"


def row(table, soc):
    (found,) = table[table["soc"] == soc].to_dict("records")
    return found


def test_stars_and_hashes_are_missing_and_said(file):
    table = read_oews(made.oews(file))
    welders, chief, actors, other = (row(table, soc) for soc in ("51-4121", "11-1011", "27-2011", "51-9199"))
    assert (welders["employment"], welders["share"], welders["pay_50"]) == (400, 0.4, 49_000)
    assert welders["sector"] == "31-33"
    assert math.isnan(chief["pay_50"])
    assert (chief["pay_note"], chief["pay_25"]) == ("top-coded", 150_000)
    assert math.isnan(actors["pay_50"])
    assert actors["pay_note"] == "not available"
    assert math.isnan(other["employment"])
    assert math.isnan(other["share"])
    assert (other["pay_note"], other["pay_50"]) == ("as published", 38_000)


def test_a_national_file_with_small_letters_has_no_sector(file):
    head = [
        name.lower()
        for name in made.OEWS_HEAD
        if name not in ("AREA", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE")
    ]
    table = read_oews(made.oews(file, [line[5:] for line in made.OEWS_ROWS], head))
    assert set(table["sector"]) == {""}
    assert row(table, "51-4121")["share"] == 0.4


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [made.oews_row("51-4121", "Welders", "detailed", "many", 1, 2, 3, 4, 5)],
            '"many" in the column tot_emp',
        ),
        ([made.oews_row("51-4121", "Welders", "detailed", -5, 1, 2, 3, 4, 5)], "below zero"),
        ([["note"] * 17], "no occupation"),
    ],
)
def test_a_table_that_does_not_fit_names_what_is_wrong(file, rows, words):
    with pytest.raises(DataFileError, match=f"file.xlsx.*{words}"):
        read_oews(made.oews(file, rows))


def test_a_missing_column_a_missing_file_and_a_broken_one(file):
    with pytest.raises(DataFileError, match="tot_emp"):
        read_oews(made.oews(file, [line[:8] for line in made.OEWS_ROWS], made.OEWS_HEAD[:8]))
    with pytest.raises(UserError, match="There is no file"):
        read_oews(file.with_name("none.xlsx"))
    file.write_bytes(b"no workbook")
    for reader in (read_oews, read_projections, read_job_zones, read_related):
        with pytest.raises(DataFileError, match="Excel workbook"):
            reader(file)


def test_thousands_become_jobs_and_dashes_are_missing(file):
    table = read_projections(made.projections(file))
    assert list(table["soc"]) == ["11-1011", "27-2011", "51-4121"]  # summaries and footnotes are not in it
    welders = row(table, "51-4121")
    assert (welders["employment"], welders["exits"], welders["openings"]) == (10_000, 400, 1_200)
    assert welders["title"] == "Welders"
    assert welders["experience"] == ""
    chief, actors = row(table, "11-1011"), row(table, "27-2011")
    assert math.isnan(chief["median_pay"])
    assert (chief["pay_note"], actors["pay_note"]) == ("top-coded", "not available")


def test_an_occupation_in_one_of_the_two_tables_only_is_refused(file):
    with pytest.raises(DataFileError, match="27-2011 stands in one"):
        read_projections(made.projections(file, rows_1_10=made.ROWS_1_10[:-1]))
    with pytest.raises(DataFileError, match='no column "typical education'):
        read_projections(
            made.projections(file, head_1_2=["x" if "education" in name else name for name in made.HEAD_1_2])
        )


def test_eight_digits_become_seven_characters(file):
    assert list(read_job_zones(made.zones(file))["soc"]) == ["51-4121", "51-4121", "11-1011"]
    with pytest.raises(DataFileError, match="none of 1 to 5"):
        read_job_zones(made.zones(file, [("51-4121.00", "Welders", 6)]))
    pairs = read_related(made.related(file))
    assert list(pairs["rank"]) == [1, 1, 11]
    assert set(pairs["tier"]) == {"Primary-Short", "Supplemental"}


def test_a_program_without_occupation_stays_known(tmp_path):
    file = tmp_path / "cip.csv"
    file.write_text(made.CIP, encoding="utf-8-sig")
    table = read_cip_soc(file)
    assert list(table["soc"]) == ["51-4121", "27-2011", "", ""]
    assert table["cip_title"].iloc[0] == "Welding Technology/Welder"
    file.write_text(made.CIP.replace("24.0101", "24.1"), encoding="utf-8")
    with pytest.raises(DataFileError, match=r'line 5: "24\.1" is no CIP code'):
        read_cip_soc(file)
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="CIP2020Code"):
        read_cip_soc(file)


# -- the publishers' own files --------------------------------------------------------------------------


@pytest.mark.raw
def test_national_openings_of_table_1_2_are_those_of_1_10(shared):
    table = read_projections(shared / "raw" / "projections" / "occupation_2024_2034.xlsx")
    assert len(table) == 832
    assert table["openings"].tolist() == table["openings_1_2"].tolist()
    # Exits, transfers and a tenth of ten years' change, each rounded to the hundred.
    growth = (table["projected_employment"] - table["employment"]) / 10
    assert (table["exits"] + table["transfers"] + growth - table["openings"]).abs().max() <= 200
    rates = (table["employment"] + table["projected_employment"]) / 2 * table["exit_rate"] / 100
    assert ((rates - table["exits"]).abs() <= 51 + 0.0005 * table["employment"]).all()


@pytest.mark.raw
@pytest.mark.parametrize("name", ["natsector_M2022_dl.xlsx", "national_M2019_dl.xlsx"])
def test_every_layout_of_oews_is_read(shared, name):
    table = read_oews(shared / "raw" / "oews" / name)
    detailed = table[table["group"] == "detailed"]
    sums = detailed.groupby("sector")["share"].sum()
    assert sums.between(0.95, 1.001).all()
    assert set(detailed["pay_note"]) == {"as published", "top-coded", "not available"}
    assert pd.api.types.is_float_dtype(table["pay_50"])
