"""Between two annual releases: the last four quarters in a row stand in for a year that is not over, and say so."""

from __future__ import annotations

import pytest
from qcew_files import County, annual_csv, as_csv, columns, quarterly_csv
from tidy_files import read_qcew

from nextgen_helpers.charts import at_a_glance, sources, why_jobs_changed
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.readers import open_qcew
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.regions import custom_region

DALLAS, JOBS, METHOD = County(area="48113", year=2025), 4315, "four quarters ending 2025-Q1"
TOTAL = ("0", "10")
WORDS = "four quarters ending March 2025"


def quarters(until: int, more: int = 0, county: County = DALLAS) -> list[dict[str, str]]:
    """Rows of the four quarters that end with one of the year; each month has 12 jobs more than in the quarter before."""
    numbers = [until - 3 + place for place in range(4)]
    rows = []
    for place, number in enumerate(numbers):
        year, quarter = (county.year, number) if number > 0 else (county.year - 1, number + 4)
        rows += county.but(year=year).quarterly(str(quarter), months=(12 * place + more,) * 3)
    return rows


def cells(path, year=2025):
    return read_qcew(path).set_index(["year", "own_code", "industry_code"]).loc[year]


@pytest.fixture
def store(base, tmp_path):
    return Store(base.base, tmp_path / "own")


@pytest.fixture
def add(store, tmp_path):
    def add_file(data: bytes):
        path = tmp_path / "added.csv"
        path.write_bytes(data)
        with open_qcew([path]) as reading:
            return store.add(reading, "test")

    return add_file


def total(store, area="48113", year=2025):
    return store.rows([area], [year], "own_code = '0' AND industry_code = '10'")


def test_the_last_four_quarters_are_the_mean_of_their_twelve_months(tmp_path):
    (tmp_path / "a.csv").write_bytes(quarterly_csv(quarters(1)))
    found = cells(tmp_path / "a.csv")
    assert found.loc[TOTAL, "employment"] == JOBS + 18  # (0 + 12 + 24 + 36) / 4
    assert set(found["method"]) == {METHOD}
    with pytest.raises(KeyError):
        cells(tmp_path / "a.csv", 2024)


def test_of_more_quarters_the_last_four_count_and_a_whole_year_is_one(tmp_path):
    rows = [*DALLAS.but(year=2024).quarterly(), *DALLAS.quarterly("12", months=(24, 24, 24))]
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows))
    found = cells(tmp_path / "a.csv")
    assert found.loc[TOTAL, ["employment", "method"]].tolist() == [JOBS + 12, "four quarters ending 2025-Q2"]
    assert cells(tmp_path / "a.csv", 2024).loc[TOTAL, ["employment", "method"]].tolist() == [JOBS, "quarters"]


@pytest.mark.parametrize("there", [("34", "1"), ("24", "1"), ("234", "2"), ("1", "123")])
def test_three_quarters_or_a_gap_make_no_year(tmp_path, there):
    rows = [*DALLAS.but(year=2024).quarterly(there[0]), *DALLAS.quarterly(there[1])]
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows))
    with pytest.raises(UserError, match="nothing was imported, as a year needs four quarters in a row"):
        read_qcew(tmp_path / "a.csv")


def test_what_is_withheld_in_one_quarter_is_withheld(tmp_path):
    hidden = DALLAS.but(year=2024, withheld=frozenset({("5", "3364")}))
    rows = [*hidden.quarterly("2"), *DALLAS.but(year=2024).quarterly("34"), *DALLAS.quarterly("1")]
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows))
    found = cells(tmp_path / "a.csv")
    assert found.loc[("5", "3364"), ["employment", "wages"]].isna().all()
    assert found.loc[("5", "3364"), "suppressed"]
    assert not found.loc[TOTAL, "suppressed"]


def test_counties_of_different_quarters_are_not_brought_together(tmp_path):
    """Two end in March, one in June: the one is left out, and the import says so."""
    rows = [
        row
        for until, area in ((1, "48113"), (1, "48439"), (2, "48085"))
        for row in quarters(until, county=DALLAS.but(area=area))
    ]
    (tmp_path / "a.csv").write_bytes(quarterly_csv(rows))
    found = read_qcew(tmp_path / "a.csv")
    assert set(found["method"]) == {METHOD}
    assert set(found["area_fips"]) == {"48113", "48439"}
    with open_qcew([tmp_path / "a.csv"]) as reading:
        reading.make_tidy()
        assert ("48085", "2025", "12") in reading.left_out()


def test_an_import_names_the_quarters_and_what_is_missing(add):
    said = add(quarterly_csv(quarters(1))).summary()
    assert f"1 area, {WORDS};" in said
    assert "2025 is not over: quarters 2, 3 and 4 of it are missing" in said
    assert "Left out" not in said


def test_annual_figures_count_over_four_quarters_whenever_they_came(store, add):
    add(quarterly_csv(quarters(1)))
    assert total(store)["method"].tolist() == [METHOD]
    add(annual_csv(DALLAS))
    assert total(store)[["employment", "method"]].to_numpy().tolist() == [[JOBS, "published"]]
    with pytest.raises(UserError, match="Nothing was added"):
        add(quarterly_csv(quarters(1)))
    assert total(store)["method"].tolist() == ["published"]


def test_later_quarters_count_over_earlier_ones_whenever_they_came(store, add):
    add(quarterly_csv(quarters(2, more=100)))
    with pytest.raises(UserError, match="newer quarters"):
        add(quarterly_csv(quarters(1)))
    add(quarterly_csv(quarters(2, more=200)))  # revised
    assert total(store)["employment"].tolist() == [JOBS + 218]
    add(quarterly_csv(quarters(3, more=300)))
    assert total(store)["method"].tolist() == ["four quarters ending 2025-Q3"]


def test_an_industry_of_the_year_is_not_laid_over_four_quarters(store, add):
    add(quarterly_csv(quarters(1)))
    rows = DALLAS.but(only=frozenset({"62"}), factor=3).annual()
    add(as_csv(rows, columns("annual", "api")))
    assert set(store.rows(["48113"], [2025])["method"]) == {METHOD}
    assert total(store)["employment"].tolist() == [JOBS + 18]


@pytest.fixture
def of_quarters(store, add):
    add(annual_csv(DALLAS.but(year=2024)))
    add(quarterly_csv(quarters(1)))
    return profile(custom_region("One", ["48113"]), store=store)


def test_a_profile_is_written_as_the_quarters_and_counts_as_the_year(of_quarters):
    assert of_quarters.year == 2025
    assert f"{of_quarters.year}" == WORDS
    assert [f"{year}" for year in of_quarters.years] == ["2015", "2016", "2024", WORDS]
    assert of_quarters.to_dict()["year"] == 2025
    assert len(of_quarters.estimates) > 0


def test_the_first_screen_names_the_quarters_and_takes_no_growth_of_them(of_quarters):
    glance = at_a_glance(of_quarters, 2026)
    assert glance.age == f"Jobs, pay and industries are of {WORDS}."
    assert [card.period for card in glance.cards][:3] == [WORDS, WORDS, ""]
    assert glance.cards[2].note == f"there is no figure of the year before {WORDS}"
    assert glance.sentences[1].startswith(f"From 2015 to {WORDS} jobs in One ")


def test_charts_name_the_quarters(of_quarters):
    assert WORDS in why_jobs_changed(of_quarters).title
    assert WORDS in why_jobs_changed(of_quarters).source
    made = sources(of_quarters).table.frame
    assert any(text.startswith(WORDS) for text in made.astype(str).to_numpy().ravel())


def test_counties_without_their_state_and_nation_are_told_what_is_missing(add):
    """Their quotients are missing then; the import says which file brings them."""
    said = add(quarterly_csv([*quarters(1), *quarters(1, county=DALLAS.but(area="48439"))])).summary()
    assert (
        f"Location quotients of 2 counties are missing for the {WORDS}, as these quarters of Texas and the nation are not here: "
        "import BLS's quarterly files by area of 2024 and 2025 with 48000 and US000, too."
    ) in said
    said = add(quarterly_csv(quarters(1, county=DALLAS.but(area="US000")))).summary()
    assert "Location quotients" not in said
    said = add(quarterly_csv(quarters(1))).summary()
    assert "as these quarters of Texas are not here" in said
    everything = [row for area in ("48113", "48000") for row in quarters(1, county=DALLAS.but(area=area))]
    assert "Location quotients" not in add(quarterly_csv(everything)).summary()


def test_a_whole_year_of_a_county_alone_is_told_as_well(add):
    said = add(annual_csv(DALLAS)).summary()
    assert (
        "Location quotients of 1 county are missing for 2025, as figures of Texas and the nation are not here"
        in said
    )
