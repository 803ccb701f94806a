"""The base: made of raw files it is the one that ships, and the one that ships is the agencies'."""

# ruff: noqa: S608  (queries of our own over files of our own)
from __future__ import annotations

import csv

import duckdb
import pandas as pd
import pytest
from qcew_files import ANNUAL_LQ, County, annual_csv, as_csv, columns, quarterly_csv

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.lmi.build import build_base, build_codes
from nextgen_helpers.lmi.layout import COLUMNS, METHODS, SECTORS, WHOLE_AREA, sector_of
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded

DALLAS = County()
CELL = "area_fips, own_code, industry_code, year"
FIGURES = f"{CELL}, CAST(estabs AS BIGINT) estabs, CAST(employment AS BIGINT) employment, wages, suppressed"


def parquet(folder) -> str:
    return f"read_parquet('{folder}/year=*/figures.parquet', hive_partitioning = false)"


def differences(first: str, second: str) -> int:
    """Rows that one of two queries has and the other has not, counted with their repeats."""
    both = f"(({first}) EXCEPT ALL ({second})) UNION ALL (({second}) EXCEPT ALL ({first}))"
    return duckdb.sql(f"SELECT count(*) FROM ({both})").fetchall()[0][0]


def rows_of(query: str) -> int:
    return duckdb.sql(f"SELECT count(*) FROM ({query})").fetchall()[0][0]


# -- from the raw files -----------------------------------------------------------------------------


@pytest.mark.raw
@pytest.mark.parametrize(
    ("official", "where", "at_least"),
    [
        ("qcew_county", "area_fips LIKE '48%'", 110_000),
        ("qcew_county", "area_fips LIKE '39%' AND method = 'published'", 17_000),
        ("qcew_state_us", "method = 'published'", 180_000),
    ],
    ids=["texas", "ohio", "states"],
)
def test_the_base_from_raw_files_is_the_one_we_carry(built, shared, official, where, at_least):
    ours = f"SELECT {FIGURES} FROM {parquet(built)} WHERE ({where}) AND area_fips <> 'US000'"
    if official == "qcew_state_us":
        ours += " AND area_fips LIKE '__000'"
    elif "39" in where:
        ours += " AND area_fips <> '39000'"
    else:
        ours += " AND area_fips <> '48000'"
    theirs = f"SELECT {FIGURES} FROM '{shared}/lmi_base/{official}.parquet' WHERE ({where})"
    assert rows_of(theirs) > at_least
    assert differences(ours, theirs) == 0


@pytest.mark.raw
def test_the_nation_is_the_sum_of_states_exactly(built, shared):
    where = "area_fips = 'US000' AND method = 'sum of states' AND year BETWEEN 2017 AND 2024"
    theirs = f"SELECT {FIGURES}, method FROM '{shared}/lmi_base/qcew_state_us.parquet' WHERE {where}"
    assert rows_of(theirs) > 1_700
    assert differences(f"SELECT {FIGURES}, method FROM {parquet(built)} WHERE {where}", theirs) == 0


@pytest.mark.raw
def test_the_nation_from_published_quotients_is_the_one_we_carry(built, shared):
    """The middle of an interval: both computations agree far more closely than the interval is wide."""
    pairs = duckdb.sql(
        f"""SELECT ours.employment jobs, theirs.employment jobs_carried,
              ours.wages wages, theirs.wages wages_carried
            FROM {parquet(built)} ours JOIN '{shared}/lmi_base/qcew_state_us.parquet' theirs
              USING (area_fips, own_code, industry_code, year)
            WHERE area_fips = 'US000' AND ours.method = 'from published location quotients'
              AND theirs.method = ours.method"""
    ).df()
    assert len(pairs) > 1_900
    jobs = (pairs["jobs"] - pairs["jobs_carried"]).abs()
    assert (jobs / pairs["jobs_carried"]).quantile(0.99) < 0.005
    assert (jobs <= 1).mean() > 0.98, f"{(jobs > 1).sum()} of {len(pairs)} differ by more than one job"
    wages = ((pairs["wages"] - pairs["wages_carried"]) / pairs["wages_carried"]).abs()
    assert wages.quantile(0.99) < 0.005
    counted = duckdb.sql(
        f"""SELECT count(*) FROM '{shared}/lmi_base/qcew_state_us.parquet'
            WHERE area_fips = 'US000' AND method = 'from published location quotients' AND year >= 2017"""
    ).fetchall()[0][0]
    assert len(pairs) == counted


@pytest.mark.raw
def test_where_no_state_tells_the_nation_is_missing(built):
    rows = duckdb.sql(
        f"SELECT * FROM {parquet(built)} WHERE area_fips = 'US000' AND method = 'not available'"
    ).df()
    assert 20 < len(rows) < 60
    assert rows["suppressed"].all()
    assert rows[["employment", "wages"]].isna().all(axis=None)


@pytest.mark.raw
def test_a_built_base_is_a_store(built, tmp_path):
    store = Store(built, tmp_path / "own")
    assert store.years(["48113", "48439"]) == (2015, 2016)
    assert store.years(["39049"]) == (2020, 2021, 2022, 2023)
    assert store.years(["39000", "US000"]) == tuple(range(2017, 2025))
    status = store.status().set_index("year")
    assert status.loc[2023, ["counties", "states", "nation"]].tolist() == [15, 51, 1]
    assert status.loc[2015, ["counties", "states", "nation"]].tolist() == [255, 0, 0]


# -- what ships -------------------------------------------------------------------------------------


@pytest.mark.raw
def test_the_embedded_base_is_the_agencies_cell_for_cell(shared):
    columns_ = f"{FIGURES}, method"
    ours = f"SELECT {columns_} FROM {parquet(embedded('data', 'lmi'))}"
    theirs = " UNION ALL ".join(
        f"SELECT {columns_} FROM '{shared}/lmi_base/{name}.parquet' "
        "WHERE NOT (year = 2015 AND area_fips IN ('46102', '02158'))"  # half of the year: see data/PROVENANCE.md
        for name in ("qcew_county", "qcew_state_us")
    )
    assert rows_of(ours) == rows_of(theirs) == 1_588_776 + 231_053 - 113 - 64
    assert differences(ours, theirs) == 0


def test_the_embedded_base_is_whole():
    base = parquet(embedded("data", "lmi"))
    assert rows_of(f"SELECT {CELL} FROM {base} GROUP BY ALL HAVING count(*) > 1") == 0
    assert (
        rows_of(f"FROM {base} WHERE suppressed <> (employment IS NULL) OR suppressed <> (wages IS NULL)") == 0
    )
    assert rows_of(f"FROM {base} WHERE employment < 0 OR wages < 0 OR estabs < 0") == 0
    halves = f"SELECT area_fips, year FROM {base} GROUP BY area_fips, year HAVING NOT {WHOLE_AREA}"
    assert rows_of(halves) == 0
    index = pd.read_parquet(embedded("data", "lmi", "areas.parquet"))
    assert index["complete"].all()
    assert len(index) == rows_of(f"SELECT DISTINCT area_fips, year FROM {base}")
    methods = duckdb.sql(f"SELECT DISTINCT method FROM {base}").df()["method"]
    assert set(methods) <= set(METHODS)


#: Areas whose jobs and establishments both doubled or halved from one year to the next, and why that is right.
REALLY_DOUBLED: dict[tuple[str, int], str] = {}


def test_no_area_doubles_or_halves_from_a_year_to_the_next():
    """Half of a year is what is left where a code began within it."""
    found = duckdb.sql(
        f"""WITH totals AS (SELECT * FROM {parquet(embedded("data", "lmi"))} WHERE own_code = '0' AND industry_code = '10'
              AND NOT area_fips LIKE '%999')
            SELECT now.area_fips, now.year FROM totals now JOIN totals before
              ON now.area_fips = before.area_fips AND now.year = before.year + 1
            WHERE greatest(now.employment / before.employment, before.employment / now.employment) > 1.7
              AND greatest(now.estabs / before.estabs, before.estabs / now.estabs) > 1.7"""
    ).fetchall()
    assert set(found) <= set(REALLY_DOUBLED)
    assert (
        rows_of(f"FROM {parquet(embedded('data', 'lmi'))} WHERE area_fips IN ('46102', '02158')") == 113 + 64
    )


def test_a_year_before_the_code_is_not_made_from_changes(tmp_path):
    """Of an area whose code began within the year before, the changes of some quarters have no partner."""
    for area in ("46102", "46103"):
        (tmp_path / f"{area}.csv").write_bytes(quarterly_csv(County(area=area, year=2016).quarterly(grown=1)))
    build_base([tmp_path], tmp_path / "base")
    store = Store(tmp_path / "base", tmp_path / "own")
    assert store.years(["46103"]) == (2015, 2016)
    assert store.years(["46102"]) == (2016,)


@pytest.mark.raw
def test_the_tables_of_codes_are_made_from_the_agencies_files(shared, tmp_path):
    build_codes(shared / "codes", tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["areas.csv", "industries.csv", "metropolitan_areas.csv", "naics_changes.csv"]
    for name in made:
        assert embedded("data", "codes", name).read_bytes() == (tmp_path / name).read_bytes(), name


def read_table(*parts: str) -> list[dict[str, str]]:
    with embedded("data", *parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_industry_of_the_base_has_a_title():
    titled = {row["industry_code"]: row["title"] for row in read_table("codes", "industries.csv")}
    codes = duckdb.sql(f"SELECT DISTINCT industry_code FROM {parquet(embedded('data', 'lmi'))}").df()
    untitled = {code for code in codes["industry_code"] if not titled.get(code)}
    assert untitled == set()
    assert {row["industry_code"] for row in read_table("codes", "sectors.csv")} >= set(SECTORS) - {"92"}


@pytest.mark.raw
def test_no_piece_of_an_industry_moved_between_sectors_within_our_years(shared):
    """Why changes of sectors are comparable across NAICS versions (see ``codes.comparable``)."""
    for name in ("2012_to_2017_NAICS.csv", "2017_to_2022_NAICS.csv"):
        pairs = pd.read_csv(shared / "codes" / name, dtype=str, header=2, encoding="utf-8-sig").iloc[
            :, [0, 2]
        ]
        pairs.columns = ["old", "new"]
        pairs = pairs[pairs["old"].str.fullmatch(r"\d{6}") & pairs["new"].str.fullmatch(r"\d{6}")]
        assert len(pairs) > 1_000
        moved = pairs[pairs["old"].map(sector_of) != pairs["new"].map(sector_of)]
        assert moved.empty, moved.to_string()


def test_what_ships_is_small_enough_to_clone():
    files = [
        path
        for name in ("lmi", "codes", "regions")
        for path in embedded("data", name).rglob("*")
        if path.is_file()
    ]
    sizes = {path: path.stat().st_size for path in files}
    assert sum(sizes.values()) < 12_000_000
    assert max(sizes.values()) < 9_000_000


# -- rules of building ------------------------------------------------------------------------------


def jobs(folder, area: str, year: int, own: str = "0", industry: str = "10") -> int:
    (value,) = duckdb.sql(
        f"SELECT employment FROM {parquet(folder)} WHERE area_fips = '{area}' AND year = {year} "
        f"AND own_code = '{own}' AND industry_code = '{industry}'"
    ).fetchall()
    return value[0]


@pytest.fixture
def write(tmp_path):
    def write_file(name: str, data: bytes):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write_file


def test_the_later_path_counts(write, tmp_path):
    first, second = (write(f"{n}.csv", annual_csv(DALLAS.but(factor=n))) for n in (2, 3))
    build_base([first, second], tmp_path / "a")
    build_base([second, first], tmp_path / "b")
    assert jobs(tmp_path / "a", "48113", 2019) == 3 * 4315
    assert jobs(tmp_path / "b", "48113", 2019) == 2 * 4315


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_published_counts_before_what_is_computed(write, tmp_path, order):
    quarters = write("quarters.csv", quarterly_csv(DALLAS.but(year=2020).quarterly(grown=5)))
    published = write("published.csv", annual_csv(DALLAS.but(factor=4)))
    build_base([quarters, published][::order], tmp_path / "base")
    assert jobs(tmp_path / "base", "48113", 2019) == 4 * 4315
    assert jobs(tmp_path / "base", "48113", 2020) == 4315


def test_a_slice_of_one_industry_is_laid_over_the_rest(write, tmp_path):
    whole = write("area.csv", annual_csv(DALLAS))
    mining = DALLAS.but(only=frozenset({"62"}), factor=10)
    piece = write("industry.csv", as_csv(mining.annual(), columns("annual", "api")))
    build_base([whole, piece], tmp_path / "base")
    assert jobs(tmp_path / "base", "48113", 2019, "5", "62") == 12_600
    assert jobs(tmp_path / "base", "48113", 2019, "5", "3364") == 800
    assert jobs(tmp_path / "base", "48113", 2019) == 4315


def test_the_nation_needs_all_states(write, tmp_path):
    codes = [row["area_fips"] for row in read_table("codes", "areas.csv") if row["kind"] == "state"]
    states = [code for code in codes if int(code[:2]) < 57]
    assert len(states) == 51
    counties = [County(area=code, factor=n) for n, code in enumerate(states, start=1)]
    factor = sum(range(1, 52))
    for name, chosen in (("all", counties), ("most", counties[:-1])):
        rows = [row for county in chosen for row in county.annual()]
        build_base([write(f"{name}.csv", as_csv(rows, columns("annual", "api")))], tmp_path / name)
    assert jobs(tmp_path / "all", "US000", 2019) == factor * 4315
    assert jobs(tmp_path / "all", "US000", 2019, "5", "3364") == factor * 800
    assert rows_of(f"FROM {parquet(tmp_path / 'most')} WHERE area_fips = 'US000'") == 0


def test_a_withheld_state_is_bounded_by_the_quotients_of_the_others(write, tmp_path):
    """One state is withheld; the other fifty say how concentrated they are against the nation."""
    codes = [row["area_fips"] for row in read_table("codes", "areas.csv") if row["kind"] == "state"]
    states = [code for code in codes if int(code[:2]) < 57]
    hidden = frozenset({("5", "336"), ("5", "3364")})
    rows = []
    for number, code in enumerate(states):
        county = County(area=code, factor=100 + number, withheld=hidden if number == 7 else frozenset())
        # every state has the same mix, so all true quotients are 1.00
        quotients = dict(zip(ANNUAL_LQ, ("", "1.00", "1.00", "1.00"), strict=True))
        rows += [row | quotients for row in county.annual()]
    build_base([write("states.csv", as_csv(rows, columns("annual", "api")))], tmp_path / "base")
    truth = 800 * sum(range(100, 151))
    estimate = jobs(tmp_path / "base", "US000", 2019, "5", "3364")
    assert estimate != truth - 800 * 107, "a sum without the withheld state would be too small"
    assert estimate == pytest.approx(truth, rel=1e-4)
    methods = duckdb.sql(
        f"SELECT method FROM {parquet(tmp_path / 'base')} "
        "WHERE area_fips = 'US000' AND industry_code = '3364'"
    ).fetchall()
    assert methods == [("from published location quotients",)]


def test_bad_places_and_files(write, tmp_path):
    good = write("a.csv", annual_csv(DALLAS))
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(UserError, match="is there already and not empty"):
        build_base([good], full)
    assert [path.name for path in full.iterdir()] == ["mine.txt"]
    with pytest.raises(UserError, match="could not be written"):
        build_base([good], good / "below-a-file")
    with pytest.raises(UserError, match="There is nothing to build from"):
        build_base([], tmp_path / "out")
    with pytest.raises(UserError, match=r"There is no file or folder .*none\.parquet"):
        build_base([tmp_path / "none.parquet"], tmp_path / "out")
    with pytest.raises(DataFileError, match="cannot be read as Parquet"):
        build_base([write("bad.parquet", b"PAR1 no more")], tmp_path / "out")
    pd.DataFrame({"area_fips": ["48113"]}).to_parquet(tmp_path / "columns.parquet")
    with pytest.raises(UserError, match='the column "employment" of the tidy layout is missing'):
        build_base([tmp_path / "columns.parquet"], tmp_path / "out")
    with pytest.raises(DataFileError, match=r"cut\.csv"):
        build_base([write("cut.csv", annual_csv(DALLAS)[:900])], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob("*.partial"))


def test_tidy_tables_can_be_built_from(write, tmp_path):
    build_base([write("a.csv", annual_csv(DALLAS))], tmp_path / "first")
    tidy = duckdb.sql(f"SELECT {', '.join(COLUMNS)} FROM {parquet(tmp_path / 'first')}").df()
    tidy.to_parquet(tmp_path / "tidy.parquet")
    build_base([tmp_path / "tidy.parquet"], tmp_path / "second")
    names = ", ".join(COLUMNS)
    assert (
        differences(*(f"SELECT {names} FROM {parquet(tmp_path / name)}" for name in ("first", "second"))) == 0
    )
