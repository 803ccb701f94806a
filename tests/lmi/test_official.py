"""Official figures beside QCEW: what came along adds up to what is published, and newer files go over it and away again."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.jobs.local_outlook import local_outlook
from nextgen_helpers.jobs.local_pay import area_of, local_pay
from nextgen_helpers.jobs.local_programs import region_programs
from nextgen_helpers.jobs.readers import NATION_AREA, PAY_COLUMNS, read_oews
from nextgen_helpers.lmi.newest import newest_totals
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.residents import labor_force, population, schooling
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.lmi.update import import_files
from nextgen_helpers.official import KEYS, official_rows, own_releases, releases, remove_official
from nextgen_helpers.official_import import build_official, import_official, is_official
from nextgen_helpers.places import embedded, read_table
from nextgen_helpers.regions import Region, get_region

BASE = Store(embedded("data", "lmi"), Path("no-such-folder"))
DALLAS = get_region("tx-greater-dallas")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGEN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


# -- what came along, against what is published ---------------------------------------------------------


def texas(rows):
    return rows[rows["area_fips"].str.startswith("48") & (rows["area_fips"] != "48000")]


def test_counties_of_texas_add_up_to_the_state_in_2024():
    """Wages to the dollar; jobs and establishments but for the rounding of 255 averages."""
    rows = official_rows("totals")
    counties = texas(rows[(rows["year"] == 2024) & (rows["quarter"] == 0)])
    assert len(counties) == 255
    assert counties["wages"].sum() == 1_050_719_656_261
    assert counties["wages_before"].sum() == 990_887_554_535
    assert counties["employment"].sum() == 13_936_363
    state = BASE.rows(["48000"], [2024], "own_code = '0' AND industry_code = '10'")
    assert int(state["wages"].iloc[0]) == 1_050_719_656_261


def test_counties_of_every_state_add_up_in_the_first_quarter_of_2023():
    rows = official_rows("totals")
    rows = rows[(rows["quarter"] == 1) & (rows["own_code"] == "0") & (rows["area_fips"] != "US000")]
    assert texas(rows)["wages"].sum() == 260_223_064_519
    state = rows["area_fips"].str.endswith("000")
    counties = rows[~state].groupby(rows["area_fips"].str[:2])["wages"].sum()
    states = rows[state].groupby(rows["area_fips"].str[:2])["wages"].sum()
    assert len(states) == 53
    assert (counties.loc[states.index] == states).all()


def test_the_labor_force_of_texas_in_2023():
    rows = official_rows("labor_force")
    rows = rows[rows["year"] == 2023]
    assert texas(rows)["labor_force"].sum() == 15_067_179
    assert rows.set_index("area_fips").loc["48000", "labor_force"] == 15_067_153


@pytest.mark.parametrize(
    ("year", "awards"),
    [(2020, 5_203_844), (2021, 5_315_767), (2022, 5_310_086), (2023, 5_297_774), (2024, 5_459_862)],
)
def test_completions_add_up_to_the_nation(year, awards):
    rows = official_rows("completions")
    assert rows.loc[rows["year"] == year, "awards"].sum() == awards


def test_pay_of_nurses_in_dallas_is_the_published_one():
    rows = official_rows("area_pay", ["0019100"]).set_index("soc")
    assert rows.loc["29-1141", ["employment", "pay_50"]].tolist() == [76_680, 101_420]


def test_boards_add_up_to_what_the_commission_says():
    rows = official_rows("board_jobs").query("soc == '00-0000'").set_index("board")["employment"]
    assert rows.drop("Texas").sum() == 12_305_550
    assert rows["Texas"] == 12_431_200


@pytest.mark.parametrize("table", KEYS)
def test_each_table_names_its_release_and_has_each_row_once(table):
    (release,) = releases(table)
    assert release.release
    assert release.years
    keys = [*KEYS[table]]
    rows = official_rows(table)
    assert len(rows)
    assert not rows.duplicated(keys).any()


# -- a region's newest totals ---------------------------------------------------------------------------


def test_dallas_is_of_2024():
    newest = profile(DALLAS, store=BASE).newest
    here = newest.areas.loc["region"]
    assert (newest.year, newest.quarter, newest.added) == (2024, 0, True)
    assert (here["employment"], here["wages"], here["establishments"]) == (1_826_215, 163_051_503_588, 84_182)
    assert newest.growth() == pytest.approx(-0.617, abs=0.001)
    (nowhere,) = newest.no_county
    assert (nowhere.jobs, nowhere.growth) == (585_203, 75_587)
    assert nowhere.growth_share == pytest.approx(0.32, abs=0.005)
    assert nowhere.slows


def test_central_ohio_is_compared_within_one_release():
    """The counties' 2023 of the release of 2024 is 1,180,735; that of the release before, 1,180,538, is not subtracted."""
    newest = profile("oh-central-ohio", store=BASE).newest
    here = newest.areas.loc["region"]
    assert (here["employment"], here["employment_before"]) == (1_194_969, 1_180_735)


def test_elsewhere_one_quarter_is_the_newest_and_says_so():
    newest = profile(Region("x-la", "LA", ("06037",), "a test"), store=BASE).newest
    assert (newest.year, newest.quarter, newest.badge) == (2023, 1, "2023, Q1")
    assert newest.pay_words == "Average weekly pay"
    assert pd.isna(newest.growth())
    assert 1_500 < newest.pay["region"] < 1_650


def test_a_year_that_is_asked_for_is_the_last_that_counts():
    asked = profile(DALLAS, 2016, store=BASE)
    assert (asked.newest.year, asked.history["year"].max()) == (2016, 2016)
    totals_only = profile(DALLAS, 2024, store=BASE)
    assert (totals_only.year, totals_only.newest.year) == (2016, 2024)
    with pytest.raises(UserError, match="no figures for 2019"):
        profile(DALLAS, 2019, store=BASE)


def test_one_county_without_totals_takes_the_newest_of_all():
    mixed = Region("x-mix", "Mix", ("06037", "48113"), "a test")
    newest = newest_totals(mixed, None, BASE)
    assert (newest.year, newest.quarter) == (2023, 1)


# -- who lives there ------------------------------------------------------------------------------------


def test_unemployment_of_dallas_in_2024():
    """BLS: 1,433,463 in the labor force, 58,463 unemployed, 4.1 percent; the nation 4.0."""
    rows = labor_force(DALLAS)
    last = rows[rows["year"] == 2024].set_index("area")
    assert last.loc["region", ["labor_force", "unemployed"]].tolist() == [1_433_463, 58_463]
    assert last.loc["nation", "unemployment_rate"] == pytest.approx(4.0, abs=0.05)
    assert last["summed"].tolist() == [True, False, True]
    assert labor_force(DALLAS, 2016)["year"].max() == 2016


def test_a_place_that_changed_its_code_has_the_years_that_all_counties_have():
    both = Region("x-ak", "Both", ("02063", "02020"), "a test")
    assert labor_force(both)["year"].min() == 2020
    nobody = labor_force(Region("x-no", "No", ("02270",), "a test"))
    assert nobody.empty


def test_people_and_schooling():
    assert population(DALLAS).set_index("year").loc[2023, "population"] == 2_606_358
    table = schooling(DALLAS)
    assert table["share"].sum() == pytest.approx(1)
    assert table["us_share"].iloc[-1] == pytest.approx(0.350, abs=0.0005)


# -- pay and programs of a region -----------------------------------------------------------------------


def test_pay_is_that_of_the_metropolitan_area():
    found = local_pay(profile(DALLAS, store=BASE))
    assert (found.year, found.shares) == (2025, (("Dallas-Fort Worth-Arlington, TX", 1.0),))
    assert found.table.loc["29-1141", "pay_50"] == 101_420


def test_several_areas_are_weighed_by_jobs_and_a_state_stands_for_what_is_not_sure():
    found = local_pay(profile("tx-permian-basin", store=BASE))
    names = [name for name, _ in found.shares]
    assert names == ["Midland, TX", "Odessa, TX", "Texas"]
    assert sum(share for _, share in found.shares) == pytest.approx(1)
    parts = official_rows("area_pay", ["0033260", "0036220", "4800000"])
    nurses = parts[parts["soc"] == "29-1141"]["pay_50"]
    assert nurses.min() < found.table.loc["29-1141", "pay_50"] < nurses.max()


def test_outside_of_metropolitan_areas_the_state_stands_where_it_has_several():
    assert (area_of("48003"), area_of("02063"), area_of("72001")[:2]) == ("4800000", "0200006", "72")


def test_programs_of_a_region_are_those_of_its_colleges():
    found = region_programs(DALLAS)
    directory = official_rows("institutions")
    here = directory[directory["area_fips"] == "48113"]["unitid"]
    rows = official_rows("completions")
    rows = rows[rows["unitid"].isin(here) & (rows["year"] == 2024)]
    assert found.awards == rows["awards"].sum() > 30_000
    typed = [{"institution": " dallas  college", "cip": "240102", "completers": 1}]
    names = {(row["institution"], row["cip"]) for row in found.rows(typed)}
    assert ("Dallas College", "24.0102") not in names
    assert len(names) == len(found.rows()) - 1


# -- newer files ----------------------------------------------------------------------------------------


def laus(path, rows):
    head = [["Labor Force Data by County, 2025 Annual Averages"] + [None] * 8]
    head.append(
        ["LAUS Code", "State", "County", "Name", "Year", "Labor Force", "Employed", "Unemployed", "Rate"]
    )
    pd.DataFrame(head + rows).to_excel(path, header=False, index=False)
    return path


GOOD = ["CN4811300000000", "48", "113", "Dallas County, TX", 2025, 1_500_000, 1_440_000, 60_000, 4.0]


@pytest.mark.parametrize(
    "name", ["laucnty25.xlsx", "LAUCNTY25.XLSX", "laucnty25 (1).xlsx", "laucnty25(2).xlsx"]
)
def test_a_newer_file_goes_over_what_came_along_and_away_again(tmp_path, name):
    path = laus(tmp_path / name, [GOOD])
    assert is_official(path)
    (added,) = import_official(path)
    assert added.release == "BLS, Local Area Unemployment Statistics, annual averages 2025"
    assert labor_force(DALLAS)["year"].max() == 2025
    assert releases("labor_force")[-1].name == added.name
    remove_official(added.name)
    assert labor_force(DALLAS)["year"].max() == 2024
    assert own_releases() == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({7: 50_000}, "line 3: employed and unemployed do not add up"),
        ({8: 5.5}, "line 3: the rate is not that of its people"),
        ({2: "114"}, "line 3: its codes name two counties"),
        ({5: "many"}, '"many" in the column labor_force is no number'),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_whole(tmp_path, change, reason):
    row = [change.get(place, value) for place, value in enumerate(GOOD)]
    with pytest.raises(DataFileError, match=reason):
        import_official(laus(tmp_path / "laucnty25.xlsx", [row]))
    assert own_releases() == ()


def test_completions_that_do_not_add_up_are_refused(tmp_path):
    path = tmp_path / "c2025_a.csv"
    path.write_text(
        "UNITID,CIPCODE,MAJORNUM,AWLEVEL,CTOTALT\n1,51.3801,1,3,10\n1,99,1,3,11\n", encoding="utf-8"
    )
    with pytest.raises(DataFileError, match="add up to 10 awards and not to its own total of 11"):
        import_official(path)


def test_texas_figures_by_board_of_another_year_are_taken(tmp_path):
    """Newer projections stand in place of the older ones, and wages beside them."""
    before = local_outlook(get_region("tx-alamo"))
    assert (before.begins, before.ends) == (2018, 2028)
    path = tmp_path / "twc_projections_2020_2030_24_regions.csv"
    path.write_text(
        "wda,occ_code,occupational_title,annual_average_employment_2020,annual_average_employment_2030\n"
        "Alamo,29-1141,Registered Nurses,20000,25000\nAlamo,11-1011,Chief Executives,N/A,N/A\n",
        encoding="utf-8",
    )
    (added,) = import_official(path)
    assert (
        added.release == "Texas Workforce Commission, projections 2020 to 2030 by workforce development area"
    )
    found = local_outlook(get_region("tx-alamo"))
    assert (found.begins, found.ends, len(found.table)) == (2020, 2030, 1)
    assert found.table.loc["29-1141", "change_percent"] == 25
    path = tmp_path / "twc_occupational_wages_2021_28_boards.csv"
    path.write_text(
        "wda,soc_code,occupation_title,no_of_employed,median_wage\nDallas,00-0000,All,N/A,50000\n",
        encoding="utf-8",
    )
    (added,) = import_official(path)
    assert added.release.endswith("occupational wages by workforce development area, 2021")
    assert official_rows("board_jobs", ["Greater Dallas"])["year"].max() == 2021
    remove_official(added.name)


def test_a_table_of_another_kind_says_where_the_names_of_files_are(tmp_path):
    path = tmp_path / "board wages.csv"
    path.write_text("wda,soc_code\nAlamo,00-0000\n", encoding="utf-8")
    with pytest.raises(
        DataFileError, match=r"its name is that of no other official file .*nextgen data import --help"
    ):
        import_files(path)


def test_a_zip_names_no_place_to_write_to(tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "../../hd2025.csv", "UNITID,INSTNM,CITY,STABBR,COUNTYCD\n1,River College,Here,TX,48113\n"
        )
        archive.writestr("../readme.txt", "x")
    (added,) = import_official(path)
    assert added.table == "institutions"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["home", "many.zip"]


def test_what_is_damaged_is_listed_and_can_be_taken_away(tmp_path, home):
    (added,) = import_official(laus(tmp_path / "laucnty25.xlsx", [GOOD]))
    (home / "official" / added.name / "source.json").write_text("{", encoding="utf-8")
    (listed,) = own_releases()
    assert (listed.name, listed.release) == (added.name, "damaged")
    assert labor_force(DALLAS)["year"].max() == 2024
    remove_official(added.name)
    assert own_releases() == ()


def test_other_files_are_not_taken_for_official_ones(tmp_path):
    (tmp_path / "notes.csv").write_text("a,b\n", encoding="utf-8")
    assert not is_official(tmp_path)
    assert import_official(tmp_path) == ()


def test_pay_by_area_is_read_from_the_bureaus_workbook(tmp_path):
    row = {
        "AREA": 19100, "AREA_TITLE": "Dallas-Fort Worth-Arlington, TX", "NAICS": "000000", "I_GROUP": "cross-industry", "OWN_CODE": 1235,
        "OCC_CODE": "29-1141", "OCC_TITLE": "Registered Nurses", "O_GROUP": "detailed", "TOT_EMP": 80_000, "EMP_PRSE": 1.5,
        "A_PCT10": 70_000, "A_PCT25": 80_000, "A_MEDIAN": 105_000, "A_PCT75": "#", "A_PCT90": "*",
    }  # fmt: skip
    total = row | {
        "OCC_CODE": "00-0000",
        "OCC_TITLE": "All Occupations",
        "O_GROUP": "total",
        "TOT_EMP": 4_000_000,
    }
    path = tmp_path / "MSA_M2026_dl.xlsx"
    pd.DataFrame([total, row]).to_excel(path, index=False)
    (added,) = import_official(path)
    assert added.release.endswith("May 2026")
    found = local_pay(profile(DALLAS, store=BASE))
    assert (found.year, found.table.loc["29-1141", "pay_50"]) == (2026, 105_000)
    assert pd.isna(found.table.loc["29-1141", "pay_75"])


def test_the_sources_file_names_every_table():
    about = json.loads(embedded("data", "official", "source.json").read_text(encoding="utf-8"))
    assert set(about) == set(KEYS)


# -- against the agencies' own files --------------------------------------------------------------------


def test_pay_of_the_nation_is_that_of_the_bureaus_workbook(shared):
    """All that the series have: jobs, error, five points of pay, and what is said of them. In the
    workbook seven of them stand twice, as a broad and as a detailed occupation: 1,111 rows."""
    folder = shared / "raw" / "newer" / "oews_2025"
    series = read_oews(folder / "oews_m2025_all_areas_industries.parquet")
    ours = series[(series["area"] == NATION_AREA) & (series["sector"] == "")].set_index("soc")
    every = read_oews(folder / "national_M2025_dl.xlsx")
    assert every["soc"].isin(ours.index).sum() == 1_111
    workbook = every.drop_duplicates("soc").set_index("soc").loc[ours.index]
    columns = ["employment", "standard_error", *PAY_COLUMNS, "pay_note"]
    pd.testing.assert_frame_equal(ours[columns], workbook[columns], check_dtype=False, check_names=False)


def test_what_ships_is_what_the_official_files_give(shared, tmp_path):
    counts = build_official(shared / "raw" / "newer", tmp_path)
    for table in KEYS:
        pd.testing.assert_frame_equal(
            read_table(tmp_path / f"{table}.parquet"),
            read_table(embedded("data", "official", f"{table}.parquet")),
        )
        assert counts[table] == len(official_rows(table))
