"""Reading: what BLS publishes comes out exactly, in every layout."""

from __future__ import annotations

import csv
import doctest
import gzip
import importlib
import re
import warnings
import zipfile

import pandas as pd
import pytest
from qcew_files import ANNUAL, County, annual_csv, as_csv, columns, quarterly_csv
from tidy_files import read_published_quotients, read_qcew

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.lmi.layout import COLUMNS
from nextgen_helpers.lmi.readers import open_qcew

CELL = ["area_fips", "own_code", "industry_code", "year"]
FIGURES = ["estabs", "employment", "wages", "suppressed"]
DALLAS = County()
MODULES = (
    "build",
    "change",
    "codes",
    "download.answers",
    "download.outcome",
    "download.run",
    "download.settings",
    "download.slices",
    "layout",
    "profile",
    "readers",
    "store",
    "withheld",
)


def lined_up(table: pd.DataFrame) -> pd.DataFrame:
    """Figures by cell, in one order and one type, to compare two tables exactly."""
    typed = table[[*CELL, *FIGURES]].astype(
        {
            "year": "int64",
            "estabs": "Float64",
            "employment": "Float64",
            "wages": "Float64",
            "suppressed": "bool",
        }
        | dict.fromkeys(CELL[:3], "str")
    )
    return typed.sort_values(CELL, ignore_index=True)


def same(got: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(lined_up(got), lined_up(expected), check_exact=True)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_documentation_are_true(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # doctest's own capture
        failed, tried = doctest.testmod(importlib.import_module(f"nextgen_helpers.lmi.{name}"))
    assert failed == 0
    assert tried or name in {"build", "change", "withheld"}


# -- real files -----------------------------------------------------------------------------------


@pytest.mark.raw
@pytest.mark.parametrize("year", [2015, 2016])
def test_texas_quarters_give_every_county_row_exactly(texas, county_figures, year):
    official = county_figures[
        county_figures["area_fips"].str.startswith("48") & (county_figures["year"] == year)
    ]
    read = texas[texas["year"] == year]
    assert len(read) > 50_000
    same(read, official)
    assert set(read["method"]) == {"quarters" if year == 2016 else "quarters minus change"}


@pytest.mark.raw
def test_states_give_every_published_row_exactly(states, state_figures):
    published = state_figures[state_figures["method"] == "published"]
    assert len(published) > 150_000
    same(states, published)


@pytest.mark.raw
def test_ohio_gives_every_published_county_row_exactly(ohio_zip, county_figures):
    published = county_figures[county_figures["method"] == "published"]
    assert published["area_fips"].nunique() == 15
    same(read_qcew(ohio_zip), published)


@pytest.mark.raw
def test_withheld_cells_of_texas_are_missing_and_never_zero(texas):
    hidden = texas[texas["suppressed"]]
    assert len(hidden) > 40_000
    assert hidden[["employment", "wages"]].isna().all(axis=None)
    assert (hidden["estabs"] > 0).any(), "establishments of withheld cells are published"
    assert texas.loc[~texas["suppressed"], ["employment", "wages"]].notna().all(axis=None)


@pytest.mark.raw
def test_industry_file_of_mining_2015_agrees_with_the_base(shared, county_figures):
    """BLS's annual file of 2015 against the year computed from 2016's changes: revised cells differ."""
    read = read_qcew(shared / "raw" / "qcew_misc" / "2015_by_industry_naics21.csv")
    assert set(read["industry_code"]) == {"21"}
    assert set(read["year"]) == {2015}
    counties = read[(read["own_code"] == "5") & ~read["area_fips"].str.endswith("000")]
    both = counties.merge(county_figures, on=CELL, suffixes=("", "_base"), how="inner")
    assert len(both) > 2_300
    assert not (both["suppressed"] & ~both["suppressed_base"]).any(), "what BLS withheld we do not know"
    seen = both[~both["suppressed"] & ~both["suppressed_base"]]
    assert len(seen) > 900
    # The year before is read from the changes that BLS published a year later, on revised figures.
    jobs = (seen["employment"] - seen["employment_base"].astype(float)).abs()
    wages = (seen["wages"] - seen["wages_base"].astype(float)).abs() / seen["wages"].clip(lower=1)
    assert (jobs <= 1).mean() > 0.9, f"{(jobs > 1).sum()} of {len(seen)} counties differ"
    assert (wages < 0.001).mean() > 0.9, f"{(wages >= 0.001).sum()} of {len(seen)} counties differ"
    assert abs(jobs.sum()) / seen["employment"].sum() < 0.01


@pytest.mark.raw
def test_industry_file_of_mining_2010_is_read_whole(shared):
    path = shared / "raw" / "qcew_misc" / "2010_by_industry_naics21.csv"
    read = read_qcew(path)
    raw = pd.read_csv(path, dtype=str)
    raw = raw[raw["agglvl_code"].isin(["14", "54", "74"]) & raw["own_code"].isin(list("1235"))]
    assert len(read) == len(raw)
    assert read["suppressed"].sum() == (raw["disclosure_code"] == "N").sum() > 1_000
    shown = raw[raw["disclosure_code"] != "N"]
    assert read["employment"].sum() == shown["annual_avg_emplvl"].astype(int).sum()
    assert read["wages"].sum() == shown["total_annual_wages"].astype(int).sum()


@pytest.mark.raw
def test_one_quarter_of_the_nation_is_refused(shared):
    with pytest.raises(
        UserError,
        match=r"US000_2024q1_api\.csv: nothing was imported, as a year needs four quarters .* quarters 2, 3 and 4 of 2024 are not there yet",
    ):
        read_qcew(shared / "raw" / "qcew_misc" / "US000_2024q1_api.csv")


@pytest.mark.raw
def test_a_file_with_other_columns_is_refused(shared):
    with pytest.raises(DataFileError, match=r'line 1: the column "size_code".* is missing') as caught:
        read_qcew(shared / "raw" / "qcew_misc" / "qcew_arts_industries_2001_2025.csv")
    assert caught.value.line == 1


@pytest.mark.raw
def test_single_files_and_a_folder_of_mixed_layouts(ohio_zip, county_figures, tmp_path):
    """Real rows written in the layouts of which no real file is at hand."""
    with zipfile.ZipFile(ohio_zip) as archive, archive.open("2023/39049.csv") as file:
        franklin = pd.read_csv(file, dtype=str, keep_default_na=False)
    with zipfile.ZipFile(ohio_zip) as archive, archive.open("2022/39041.csv") as file:
        delaware = pd.read_csv(file, dtype=str, keep_default_na=False)
    # single file: the columns of a by-area file without the titles
    counted = franklin.rename(columns=lambda name: name.replace("_estabs", "_estabs_count"))
    (tmp_path / "2023.annual.singlefile").mkdir()
    counted.to_csv(tmp_path / "2023.annual.singlefile" / "2023.annual.singlefile.csv", index=False, quoting=1)
    delaware.insert(8, "area_title", "Delaware County, Ohio")  # as in a by-area file
    with zipfile.ZipFile(tmp_path / "2022_annual_by_area.ZIP", "w") as archive:
        archive.writestr("2022.annual.by_area/2022.annual 39041.csv", delaware.to_csv(index=False))
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    expected = county_figures.query(
        "(area_fips == '39049' and year == 2023) or (area_fips == '39041' and year == 2022)"
    )
    same(read_qcew(tmp_path), expected)


@pytest.mark.raw
def test_published_quotients_are_only_those_that_bls_shows(ohio_zip):
    quotients = read_published_quotients(ohio_zip)
    with zipfile.ZipFile(ohio_zip) as archive, archive.open("2023/39049.csv") as file:
        raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    row = raw[(raw["own_code"] == "5") & (raw["industry_code"] == "52")].iloc[0]
    ours = quotients.query(
        "area_fips == '39049' and year == 2023 and own_code == '5' and industry_code == '52'"
    )
    assert ours["lq"].tolist() == [float(row["lq_annual_avg_emplvl"])]
    withheld = raw[(raw["disclosure_code"] == "N") & raw["agglvl_code"].isin(["74", "75", "76"])]
    mine = quotients.query("area_fips == '39049' and year == 2023")
    keys = set(zip(mine["own_code"], mine["industry_code"], strict=True))
    assert len(withheld) > 50
    assert not keys & set(zip(withheld["own_code"], withheld["industry_code"], strict=True))


# -- layouts, from an invented county ---------------------------------------------------------------


def expected_cells(county: County) -> dict[tuple[str, str], tuple[int, int, int]]:
    """What the tidy layout holds of a county: no supersectors, detail of private industries only."""
    return {
        (own, industry): figures
        for (own, industry, level), figures in county.figures().items()
        if level != "supersector"
    }


def cells(table: pd.DataFrame) -> dict[tuple[str, str], tuple[float, float, float]]:
    return {
        (row.own_code, row.industry_code): (row.estabs, row.employment, row.wages)
        for row in table.itertuples()
    }


@pytest.mark.parametrize("layout", ["api", "bulk", "single"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"], ids=["lf", "crlf", "crcrlf"])
@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "bare"])
def test_annual_layouts(tmp_path, layout, end, quoted):
    path = tmp_path / "48113.csv"
    path.write_bytes(annual_csv(DALLAS, layout, end=end, quoted=quoted))
    table = read_qcew(path)
    assert tuple(table.columns) == COLUMNS
    assert cells(table) == expected_cells(DALLAS)
    assert set(table["area_fips"]) == {"48113"}
    assert set(table["year"]) == {2019}
    assert not table["suppressed"].any()


def test_doubled_returns_inside_a_zip(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("48113.csv", annual_csv(DALLAS, end="\r\r\n"))
    assert cells(read_qcew(path)) == expected_cells(DALLAS)


def test_mixed_line_ends(tmp_path):
    lines = annual_csv(DALLAS).split(b"\n")
    mixed = b"".join(line + (b"\r\n" if number % 2 else b"\n") for number, line in enumerate(lines[:-1]))
    (tmp_path / "a.csv").write_bytes(mixed)
    assert cells(read_qcew(tmp_path / "a.csv")) == expected_cells(DALLAS)


@pytest.mark.parametrize("name", ["", "Unnamed: 0"])
def test_a_leading_index_column_is_tolerated(tmp_path, name):
    lines = annual_csv(DALLAS).decode().splitlines()
    numbered = [f"{name},{lines[0]}", *(f"{number},{line}" for number, line in enumerate(lines[1:]))]
    (tmp_path / "a.csv").write_text("\n".join(numbered) + "\n", encoding="utf-8")
    assert cells(read_qcew(tmp_path / "a.csv")) == expected_cells(DALLAS)


@pytest.mark.parametrize("quoted", [True, False])
def test_a_byte_order_mark_is_tolerated(tmp_path, quoted):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + annual_csv(DALLAS, quoted=quoted))
    assert cells(read_qcew(tmp_path / "a.csv")) == expected_cells(DALLAS)


def test_further_columns_are_not_read_whatever_their_name(tmp_path):
    lines = annual_csv(DALLAS).decode().splitlines()
    lines[0] += ",filename,\"it's'}) --\""
    lines[1:] = [line + ",x,y" for line in lines[1:]]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert cells(read_qcew(tmp_path / "a.csv")) == expected_cells(DALLAS)


def test_the_file_says_the_year_not_its_folder(tmp_path):
    path = tmp_path / "year=1999" / "O'Brien [1].csv"
    path.parent.mkdir()
    path.write_bytes(annual_csv(DALLAS))
    assert set(read_qcew(path)["year"]) == {2019}


def test_withheld_cells_become_missing(tmp_path):
    hidden = frozenset({("5", "336"), ("5", "3364"), ("3", "61")})
    (tmp_path / "a.csv").write_bytes(annual_csv(DALLAS.but(withheld=hidden)))
    table = read_qcew(tmp_path / "a.csv").set_index(["own_code", "industry_code"])
    assert set(table.index[table["suppressed"]]) == hidden
    for cell in hidden:
        assert pd.isna(table.loc[cell, "employment"])
        assert pd.isna(table.loc[cell, "wages"])
        assert table.loc[cell, "estabs"] == expected_cells(DALLAS)[cell][0]


def test_metropolitan_and_size_rows_are_left_out(tmp_path):
    rows = DALLAS.annual()
    metro = [row | {"area_fips": "C1910", "agglvl_code": "40"} for row in rows[:1]]
    sized = [row | {"size_code": "3", "agglvl_code": "28"} for row in rows[1:3]]
    (tmp_path / "a.csv").write_bytes(as_csv([*rows, *metro, *sized], columns("annual", "api")))
    assert cells(read_qcew(tmp_path / "a.csv")) == expected_cells(DALLAS)


def as_r_writes(found: re.Match[bytes]) -> bytes:
    """Write a whole number as R does: in the shorter of two ways."""
    text = found[0].decode()
    digits = text.rstrip("0")
    short = f"{digits[0]}{'.' * (len(digits) > 1)}{digits[1:]}e+{len(text) - 1:02d}"
    return min(text, short, key=len).encode()


def test_what_r_has_saved_again_is_exact_and_taken(tmp_path):
    """No quotes, NA for what is empty, and a round number in the shorter of two ways; packed by gzip, too."""
    large = DALLAS.but(factor=100_000, withheld=frozenset({("5", "3364")}))
    plain = annual_csv(large, quoted=False)
    r = re.sub(rb"(?<=,)[1-9]\d{5,}(?=,)", as_r_writes, plain).replace(b",,", b",NA,")
    for written in (b",NA,", b",3e+05,", b",1.5e+12,"):
        assert written in r
    (tmp_path / "plain.csv").write_bytes(annual_csv(large))
    (tmp_path / "r.csv.gz").write_bytes(gzip.compress(r))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "r.csv.gz").write_bytes(gzip.compress(r))
    expected = read_qcew(tmp_path / "plain.csv")
    for path in ("r.csv.gz", "folder"):
        pd.testing.assert_frame_equal(read_qcew(tmp_path / path), expected)


def test_a_gz_file_that_was_cut_off_is_refused(tmp_path):
    for name, data in (("cut", gzip.compress(annual_csv(DALLAS))[:-20]), ("other", b"PK no gzip")):
        (tmp_path / f"{name}.csv.gz").write_bytes(data)
        with pytest.raises(DataFileError, match=rf"{name}\.csv\.gz: the gz file is damaged or cut off"):
            read_qcew(tmp_path / f"{name}.csv.gz")


@pytest.mark.raw
def test_harris_county_saved_by_r_is_read_as_its_cells(shared):
    path = shared / "raw" / "newer" / "qcew_texas_partial" / "qcew_48201_2020q2_revised.csv.gz"
    with gzip.open(path, "rt") as file:
        total = next(row for row in csv.DictReader(file) if row["own_code"] == "0")
    with open_qcew([path]) as reading:
        found = reading.connection.execute(
            "SELECT month3, wages, oty_wages, disclosure FROM quarterly_rows WHERE own_code = '0'"
        ).fetchall()
    names = ("month3_emplvl", "total_qtrly_wages", "oty_total_qtrly_wages_chg")
    assert found == [(*(int(total[name]) for name in names), "")]


def test_four_quarters_make_a_year_and_the_year_before(tmp_path):
    rows = DALLAS.quarterly(months=(0, 1, 4), grown=7)
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows, "bulk"))
    table = read_qcew(tmp_path / "a.csv").set_index(["year", "own_code", "industry_code"])
    estabs, jobs, wages = expected_cells(DALLAS)["5", "62"]
    # months are jobs, jobs + 1, jobs + 4: their mean is jobs + 5/3, rounded jobs + 2
    assert table.loc[(2019, "5", "62"), ["estabs", "employment", "wages"]].tolist() == [
        estabs,
        jobs + 2,
        wages // 4 * 4,
    ]
    assert table.loc[(2019, "5", "62"), "method"] == "quarters"
    # a year earlier: seven jobs fewer in each month, 70 dollars less in each quarter
    assert table.loc[(2018, "5", "62"), ["estabs", "employment", "wages"]].tolist() == [
        estabs,
        jobs - 5,
        wages // 4 * 4 - 4 * 70,
    ]
    assert table.loc[(2018, "5", "62"), "method"] == "quarters minus change"


def test_half_a_job_is_rounded_up_as_bls_does(tmp_path):
    rows = [
        row | {"month1_emplvl": str(int(row["month1_emplvl"]) + 6 * (row["qtr"] == "1"))}
        for row in DALLAS.quarterly()
    ]
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows))
    table = read_qcew(tmp_path / "a.csv").set_index(["year", "own_code", "industry_code"]).loc[2019]
    assert table.loc[("5", "6221"), "employment"] == expected_cells(DALLAS)["5", "6221"][1] + 1


def test_a_year_is_withheld_where_one_quarter_is(tmp_path):
    shown, hidden = DALLAS, DALLAS.but(withheld=frozenset({("5", "3364")}))
    rows = [*shown.quarterly("134"), *hidden.quarterly("2")]
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows))
    table = read_qcew(tmp_path / "a.csv").set_index(["year", "own_code", "industry_code"])
    for year in (2018, 2019):
        assert table.loc[(year, "5", "3364"), "suppressed"]
        assert pd.isna(table.loc[(year, "5", "3364"), "employment"])
    assert not table.loc[(2019, "5", "336"), "suppressed"]


def test_an_industry_that_is_missing_in_a_quarter_had_no_jobs_in_it(tmp_path):
    rows = [row for row in DALLAS.quarterly() if row["qtr"] == "1" or row["industry_code"][:2] != "72"]
    rows = [
        row | {"qtrly_estabs": str(int(row["qtrly_estabs"]) - 50)}
        if row["qtr"] != "1" and (row["own_code"], row["industry_code"]) in {("0", "10"), ("5", "10")}
        else row
        for row in rows
    ]
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows))
    table = read_qcew(tmp_path / "a.csv").set_index(["year", "own_code", "industry_code"]).loc[2019]
    assert table.loc[("5", "72"), ["estabs", "employment", "wages"]].tolist() == [13, 175, 15_000_000 // 4]


def test_an_area_counts_only_with_all_its_quarters(tmp_path):
    rows = [*DALLAS.quarterly(), *DALLAS.but(area="48085").quarterly("123")]
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows))
    assert set(read_qcew(tmp_path / "a.csv")["area_fips"]) == {"48113"}


def test_annual_figures_count_before_quarters_and_they_before_changes(tmp_path):
    (tmp_path / "annual.csv").write_bytes(annual_csv(DALLAS))
    (tmp_path / "quarters.csv").write_bytes(quarterly_csv(DALLAS.quarterly(months=(9, 9, 9))))
    (tmp_path / "next.csv").write_bytes(quarterly_csv(DALLAS.but(year=2020).quarterly(grown=3)))
    table = read_qcew(tmp_path)
    assert not table.duplicated(CELL).any()
    methods = table.groupby("year")["method"].agg(set).to_dict()
    assert methods == {2018: {"quarters minus change"}, 2019: {"published"}, 2020: {"quarters"}}
    assert cells(table[table["year"] == 2019]) == expected_cells(DALLAS)


def test_the_same_file_twice_counts_once(tmp_path):
    for name in ("a.csv", "b (1).csv"):
        (tmp_path / name).write_bytes(annual_csv(DALLAS))
    assert cells(read_qcew(tmp_path)) == expected_cells(DALLAS)
    assert len(read_qcew(tmp_path)) == len(expected_cells(DALLAS))


@pytest.mark.parametrize("industries", [{"10"}, {"62"}, {"10", "62"}], ids=["total", "one", "both"])
def test_open_data_slices_by_industry(tmp_path, industries):
    """A slice of one industry has no parts that could add up; several slices side by side are whole."""
    for industry in industries:
        slices = [DALLAS.but(only=frozenset({industry}), area=area) for area in ("48113", "48439", "48000")]
        rows = [row for county in slices for row in county.annual()]
        (tmp_path / f"{industry}.csv").write_bytes(as_csv(rows, columns("annual", "api")))
    table = read_qcew(tmp_path)
    assert set(table["industry_code"]) == industries
    assert set(table["area_fips"]) == {"48113", "48439", "48000"}


def test_naics_codes_of_each_version_are_read_as_they_stand(tmp_path):
    rows = DALLAS.but(year=2016).annual()
    (tmp_path / "a.csv").write_bytes(as_csv(rows, columns("annual", "api")))
    table = read_qcew(tmp_path / "a.csv")
    assert {"31-33", "311", "3111", "10"} <= set(table["industry_code"])
    assert table["industry_code"].map(type).eq(str).all()
    assert table[ANNUAL[0].removeprefix("annual_avg_")].notna().all()
