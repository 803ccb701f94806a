"""The profile, against numbers computed here in plain pandas from the same figures."""

from __future__ import annotations

import json
import math
import re
from functools import cache

import pandas as pd
import pytest
from qcew_files import County, annual_csv

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.build import build_base
from nextgen_helpers.lmi.layout import NATION
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import Region, custom_region, find_regions, get_region

LEVELS = ("sector", "3-digit", "4-digit")
PARTS = ("national_share", "industry_mix", "regional_share")


REGIONS = {
    "one county": ("tx-greater-dallas", None, 2016, 2015),
    "26 counties": ("tx-panhandle", None, 2016, 2015),
    "several years": ("oh-central-ohio", None, 2023, 2015),
    "a small county of one's own": ("tx-one", ["48385"], 2016, 2015),
    "two states": ("in-ky-louisville", ["21111", "18019"], 2016, 2015),
    "all withheld": ("tx-loving", ["48301"], 2016, 2015),
}


def region_of(name: str) -> tuple[Region, int, int]:
    region_id, counties, year, base_year = REGIONS[name]
    region = custom_region(name, counties, region_id) if counties else get_region(region_id)
    return region, year, base_year


@cache
def year_of_base(year: int) -> dict[str, pd.DataFrame]:
    """Rows of the embedded base by area, read without our store."""
    table = pd.read_parquet(embedded("data", "lmi", f"year={year}", "figures.parquet"))
    states = {code for region in REGIONS for code in region_of(region)[0].states}
    table = table[table["area_fips"].str[:2].isin({*states, "US"})]
    numbers = dict.fromkeys(("estabs", "employment", "wages"), "float64")
    return {str(area): rows for area, rows in table.astype(numbers).groupby("area_fips")}


def figures(areas: list[str], year: int) -> pd.DataFrame:
    """Rows of some areas of the embedded base."""
    return pd.concat([year_of_base(year)[area] for area in areas], ignore_index=True)


def at_level(table: pd.DataFrame, level: str) -> pd.DataFrame:
    code = table["industry_code"]
    wanted = {
        "sector": (code.str.len() == 2) & (code != "10") | code.str.contains("-"),
        "3-digit": code.str.fullmatch(r"\d{3}"),
        "4-digit": code.str.fullmatch(r"\d{4}"),
    }[level]
    private = (table["own_code"] == "5") & wanted
    government = table["own_code"].isin(["1", "2", "3"]) & (code == "10")
    return table[private | government]


def total_jobs(table: pd.DataFrame) -> float:
    return table[(table["own_code"] == "0") & (table["industry_code"] == "10")]["employment"].sum(min_count=1)


def expected(counties: tuple[str, ...], year: int, level: str, base_year: int) -> dict[tuple[str, str], dict]:
    """Compute an industry table, one industry after the other."""
    states = sorted({f"{code[:2]}000" for code in counties})
    now, state, nation = figures(list(counties), year), figures(states, year), figures([NATION], year)
    before, nation_before = figures(list(counties), base_year), figures([NATION], base_year)
    growth = total_jobs(nation) / total_jobs(nation_before) - 1
    region_total = now[(now["own_code"] == "0")]
    region_pay = region_total["wages"].sum() / region_total["employment"].sum()
    tables = (now, state, nation, before, nation_before)
    cells_of = [dict(list(at_level(table, level).groupby(["own_code", "industry_code"]))) for table in tables]
    none = now.iloc[:0]
    result = {}
    for key in cells_of[0]:
        here, st, us, then, us0 = (cells.get(key, none) for cells in cells_of)
        cells = here[(here["estabs"] > 0) | (here["employment"] > 0)]
        if cells.empty:
            continue
        jobs = cells["employment"].sum(min_count=1)
        wages = cells["wages"].sum(min_count=1)
        us_jobs = us["employment"].iloc[0] if len(us) else math.nan
        st_jobs = math.nan if st["suppressed"].any() or st.empty else st["employment"].sum()
        row = {
            "employment": jobs,
            "establishments": cells["estabs"].sum(),
            "counties": len(cells),
            "suppressed_counties": int(cells["suppressed"].sum()),
            "average_annual_pay": wages / jobs if jobs else math.nan,
            "share": jobs / total_jobs(now),
            "lq_us": (jobs / total_jobs(now)) / (us_jobs / total_jobs(nation)) if us_jobs else math.nan,
            "lq_state": (jobs / total_jobs(now)) / (st_jobs / total_jobs(state)) if st_jobs else math.nan,
            "wage_premium": (wages / jobs / region_pay - 1) * 100 if jobs else math.nan,
        }
        pairs = [
            table.set_index("area_fips")[["employment", "suppressed"]].T.to_dict() for table in (then, here)
        ]
        nothing = {"employment": 0.0, "suppressed": False}  # no row: no establishment
        e0 = e1 = 0.0
        left_out = used = 0
        for county in {*pairs[0], *pairs[1]}:
            one, two = (cells.get(county, nothing) for cells in pairs)
            if one["suppressed"] or two["suppressed"]:
                left_out += 1
                continue
            used += 1
            e0, e1 = e0 + one["employment"], e1 + two["employment"]
        row |= {"base": e0 if used else math.nan, "left_out": left_out}
        row["jobs"] = e1 - e0 if used else math.nan
        us0_jobs = us0["employment"].iloc[0] if len(us0) else math.nan
        if used and us0_jobs and not math.isnan(us_jobs) and not math.isnan(us0_jobs):
            g = us_jobs / us0_jobs - 1
            row |= {
                "national_share": e0 * growth,
                "industry_mix": e0 * (g - growth),
                "regional_share": (e1 - e0) - e0 * g,
            }
        result[key] = row
    return result


def close(got: float | None, wanted: float, digits: int) -> bool:
    if got is None or (isinstance(got, float) and math.isnan(got)):
        return math.isnan(wanted)
    return not math.isnan(wanted) and abs(got - wanted) <= 0.51 * 10**-digits + 1e-9 * abs(wanted)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", REGIONS)
def test_every_industry_is_as_computed_by_hand(base, name, level):
    region, year, base_year = region_of(name)
    result = profile(region, year, level, store=base).to_dict()
    wanted = expected(region.counties, year, level, base_year)
    got = {(row["own_code"], row["industry_code"]): row for row in result["industries"]}
    assert set(got) == set(wanted)
    assert (result["year"], result["level"]) == (year, level)
    precision = {
        "employment": 0,
        "establishments": 0,
        "average_annual_pay": 0,
        "share": 6,
        "lq_us": 4,
        "lq_state": 4,
        "wage_premium": 2,
    }
    for key, row in wanted.items():
        for field, digits in precision.items():
            assert close(got[key][field], row[field], digits), (key, field, got[key][field], row[field])
        for field in ("counties", "suppressed_counties"):
            assert got[key][field] == row[field], (key, field)
        change = got[key]["change"]
        assert change["from_year"] == base_year
        if not change["same_definition"]:
            assert level != "sector"
            assert change["jobs"] is None
            continue
        assert close(change["jobs"], row["jobs"], 0), (key, change, row)
        assert change["counties_left_out"] == row["left_out"], key
        for part in PARTS:
            assert close(change[part], row.get(part, math.nan), 2), (key, part, change, row)


@pytest.mark.parametrize("name", REGIONS)
def test_totals_are_sums_over_the_counties(base, name):
    region, year, _ = region_of(name)
    table = figures(list(region.counties), year)
    table = table[(table["own_code"] == "0") & (table["industry_code"] == "10")]
    made = profile(region, year, store=base)
    total = made.to_dict()["total"]
    assert total["employment"] == table["employment"].sum()
    assert total["establishments"] == table["estabs"].sum()
    assert total["wages"] == table["wages"].sum()
    assert total["average_annual_pay"] == round(table["wages"].sum() / table["employment"].sum())
    compared = made.comparison
    state = figures([f"{code}000" for code in region.states], year)
    assert compared.loc["state", "employment"] == total_jobs(state)
    assert compared.loc["nation", "employment"] == total_jobs(figures([NATION], year))
    assert compared["name"].tolist() == [region.name, region.state_label, "United States"]
    counties = profile(region, made.year, store=base).newest.counties
    assert counties["employment"].sum() == total["employment"]
    assert counties["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("name", ["26 counties", "several years", "all withheld"])
@pytest.mark.parametrize("level", LEVELS)
def test_coverage_says_what_is_seen(base, name, level):
    region, year, _ = region_of(name)
    table = figures(list(region.counties), year)
    private = table[table["own_code"] == "5"]
    cells = at_level(private, level).query("estabs > 0")
    total = private.query("industry_code == '10'")
    coverage = profile(region, year, level, store=base).to_dict()["coverage"]
    assert coverage["counties"] == len(region.counties)
    assert coverage["cells"] == len(cells)
    assert coverage["withheld_cells"] == cells["suppressed"].sum()
    assert coverage["counties_with_withheld"] == cells[cells["suppressed"]]["area_fips"].nunique()
    assert coverage["seen_employment"] == cells["employment"].sum()
    assert coverage["private_is_lower_bound"] == total["suppressed"].any()
    if name == "all withheld":
        assert coverage["private_employment"] is None
        assert coverage["seen_share"] is None
    else:
        assert coverage["private_employment"] == total["employment"].sum()
        assert coverage["seen_share"] == round(cells["employment"].sum() / total["employment"].sum(), 4)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", REGIONS)
def test_parts_of_the_change_add_up_in_each_row(base, name, level):
    region, year, _ = region_of(name)
    table = profile(region, year, level, store=base).industries
    for prefix in ("", "previous_"):
        parts = table[[f"{prefix}{part}" for part in PARTS]]
        there = parts.notna().all(axis=1)
        assert (parts.notna().any(axis=1) == there).all(), "all three or none"
        change = table[f"{prefix}change_jobs"]
        assert (parts.sum(axis=1)[there] == change[there]).all(), "exactly, bit for bit"
        assert change[there].notna().all()
    if name != "all withheld":
        assert table["national_share"].notna().sum() > (len(table) / 4 if level == "sector" else 3)


def test_the_previous_year_is_the_one_before(base):
    made = profile("oh-central-ohio", 2023, store=base)
    assert made.years == (2015, 2016, 2020, 2021, 2022, 2023)
    assert (made.first_year, made.previous_year) == (2015, 2022)
    wanted = expected(made.region.counties, 2023, "sector", 2022)
    for row in made.to_dict()["industries"]:
        change = row["change_from_previous"]
        assert change["from_year"] == 2022
        assert close(change["jobs"], wanted[row["own_code"], row["industry_code"]]["jobs"], 0)
    earliest = profile("oh-central-ohio", 2015, store=base)
    assert (earliest.first_year, earliest.previous_year) == (None, None)
    assert all(row["change"]["jobs"] is None for row in earliest.to_dict()["industries"])


def test_the_newest_year_is_taken_by_itself(base):
    assert profile("tx-panhandle", store=base).year == 2016
    assert profile("oh-central-ohio", store=base).year == 2023


# -- what is withheld -------------------------------------------------------------------------------


def test_withheld_is_null_and_never_zero(base):
    for level in LEVELS:
        for row in profile("tx-panhandle", 2016, level, store=base).to_dict()["industries"]:
            if row["suppressed_counties"] == row["counties"]:
                for field in (
                    "employment",
                    "average_annual_pay",
                    "share",
                    "lq_us",
                    "lq_state",
                    "wage_premium",
                ):
                    assert row[field] is None, (level, row["industry_code"], field)
                assert row["change"]["jobs"] is None or row["change"]["counties_left_out"] < row["counties"]
            else:
                assert row["employment"] is not None


def test_in_loving_county_no_private_industry_can_be_seen(base):
    """Texas's smallest county: 74 jobs in 2016, all private and local figures withheld."""
    result = profile(custom_region("Loving", ["48301"]), 2016, store=base).to_dict()
    assert result["total"]["employment"] == 74
    assert len(result["industries"]) == 11, "ten private sectors and local government"
    assert {row["employment"] for row in result["industries"]} == {None}
    assert {row["suppressed_counties"] for row in result["industries"]} == {1}
    assert all(0 < row["employment_at_most"] <= 75 for row in result["industries"])


def test_a_county_whose_total_is_withheld(base):
    """Adams County, Iowa, in 2015: 1,074 private jobs are published, the total is not."""
    result = profile(custom_region("Adams", ["19003"]), 2015, store=base).to_dict()
    assert result["total"] == {
        "employment": None,
        "establishments": 153,
        "wages": None,
        "average_annual_pay": None,
    }
    assert result["coverage"]["private_employment"] == 1074
    for row in result["industries"]:
        assert row["share"] is None
        assert row["lq_us"] is None
    local = next(row for row in result["industries"] if row["own_code"] == "3")
    assert local["employment"] is None
    assert local["employment_at_most"] is None, "no total above it is disclosed: there is no bound"
    assert local["unseen_share"] is None


def test_a_withheld_total_among_several_counties_makes_no_share(base):
    """Private jobs of Adams County would be counted over the other county's total alone."""
    made = profile(custom_region("Two", ["19003", "31007"]), 2015, store=base)
    assert made.total["suppressed_counties"] == 1
    for row in made.to_dict()["industries"]:
        assert row["share"] is None
        assert row["lq_us"] is None
        if row["suppressed_counties"] == 0:
            assert row["employment"] is not None


def test_a_sum_over_disclosed_counties_is_a_lower_bound(base):
    """Hide counties of a region one by one: the sum shrinks, its upper bound stays above the truth."""
    region = get_region("tx-greater-dallas")
    truth = profile(region, 2016, "3-digit", store=base).industries.set_index(["own_code", "industry_code"])
    assert (truth["employment"] <= truth["employment_at_most"])[truth["employment"].notna()].all()
    for name in ("26 counties", "several years", "two states"):
        place, year, _ = region_of(name)
        whole_profile = profile(place, year, store=base)
        for level in LEVELS:
            table = whole_profile.at(level).industries
            whole = table["suppressed_counties"] == 0
            assert (table["employment_at_most"][whole] == table["employment"][whole]).all()
            assert (table["unseen_share"][whole] == 0).all()
            some = ~whole & table["employment"].notna() & table["employment_at_most"].notna()
            assert (table["employment_at_most"][some] >= table["employment"][some]).all()


@pytest.mark.parametrize("hide", [1, 2])
def test_the_truth_lies_between_the_sum_and_the_upper_bound(tmp_path, hide):
    """Counties whose truth we know, with an industry withheld in some of them."""
    counties = [County(area=code, factor=n) for n, code in enumerate(("48113", "48439", "48085"), start=1)]
    truth = 800 * (1 + 2 + 3)
    hidden = frozenset({("5", "336"), ("5", "3364"), ("5", "31-33")})
    for number, county in enumerate(counties):
        shown = county.but(withheld=hidden) if number < hide else county
        (tmp_path / f"{county.area}.csv").write_bytes(annual_csv(shown))
    build_base([tmp_path], tmp_path / "base")
    store = Store(tmp_path / "base", tmp_path / "own")
    region = custom_region("Three", [county.area for county in counties])
    table = profile(region, 2019, "3-digit", store=store).industries.set_index("industry_code")
    row = table.loc["336"]
    assert row["employment"] == truth - 800 * sum(range(1, hide + 1))
    assert row["employment"] < truth <= row["employment_at_most"]
    assert (row["counties"], row["suppressed_counties"]) == (3, hide)
    assert table.loc["311", "employment"] == table.loc["311", "employment_at_most"] == 410 * 6


def test_a_place_of_which_neither_state_nor_nation_is_there(tmp_path):
    """A user's own figures of a county alone: what needs the nation is missing, the rest is there."""
    for year in (2018, 2019):
        (tmp_path / f"{year}.csv").write_bytes(annual_csv(County(year=year, factor=year - 2017)))
    build_base([tmp_path], tmp_path / "base")
    made = profile("tx-greater-dallas", store=Store(tmp_path / "base", tmp_path / "own"))
    result = json.loads(json.dumps(made.to_dict(), allow_nan=False))
    health = next(row for row in result["industries"] if row["industry_code"] == "62")
    assert (health["employment"], health["share"]) == (2520, round(1260 / 4315, 6))
    assert health["lq_us"] is None
    assert health["lq_state"] is None
    assert health["change"]["jobs"] == 1260
    assert health["change"]["national_share"] is None
    assert health["estimated"] is False
    assert made.comparison.loc["nation"].isna().sum() >= 4


# -- industries that changed their meaning ----------------------------------------------------------


def test_across_the_naics_break_only_what_can_be_compared_is(base):
    made = profile("oh-central-ohio", 2023, "3-digit", store=base)
    rows = {row["industry_code"]: row for row in made.to_dict()["industries"] if row["own_code"] == "5"}
    assert "448" not in rows, "NAICS 2022 has no 448"
    assert "448" in set(profile("oh-central-ohio", 2021, "3-digit", store=base).industries["industry_code"])
    for code in ("441", "449", "455", "513", "519"):
        assert rows[code]["employment"] > 0
        assert rows[code]["change"]["same_definition"] is False
        assert rows[code]["change"]["jobs"] is None
        assert rows[code]["change"]["percent"] is None
        assert rows[code]["change"]["regional_share"] is None
        # within one NAICS version they can
        assert rows[code]["change_from_previous"]["same_definition"] is True
        assert rows[code]["change_from_previous"]["jobs"] is not None
    for code in ("238", "621", "722"):
        assert rows[code]["change"]["same_definition"] is True
        assert rows[code]["change"]["jobs"] is not None
    sectors = profile("oh-central-ohio", 2023, store=base).to_dict()["industries"]
    assert all(row["change"]["same_definition"] for row in sectors)
    assert next(row for row in sectors if row["industry_code"] == "44-45")["change"]["jobs"] is not None


def test_titles_are_those_of_the_year(base):
    def titles(year: int) -> dict[str, str]:
        table = profile("oh-central-ohio", year, "3-digit", store=base).industries
        return dict(zip(table["industry_code"], table["title"], strict=True))

    old, new = titles(2021), titles(2023)
    assert old["448"] == "Clothing and clothing accessories stores"
    assert "retailers" in new["455"].lower()
    assert old["519"] == "Other information services"
    assert "web search portals" in new["519"].lower()
    assert not [title for title in [*old.values(), *new.values()] if title.startswith("Industry ")]


# -- all regions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", [region.id for region in find_regions()])
def test_every_region_can_be_printed(base, region):
    made = profile(region, level="3-digit", store=base)
    result = json.loads(json.dumps(made.to_dict(), allow_nan=False))
    assert result["region"]["id"] == region
    assert result["total"]["employment"] > 1_000
    assert len(result["industries"]) > 50
    shown = [row for row in result["industries"] if row["employment"] is not None]
    assert sum(row["employment"] for row in shown) <= result["total"]["employment"] + len(shown)
    assert 0.3 < result["coverage"]["seen_share"] <= 1
    assert not re.search(r"-0(\.0+)?[,}\]]", json.dumps(result)), "a computed -0.0 is printed as 0"
    keys = {"own_code", "industry_code", "title", "employment", "establishments", "average_annual_pay"}
    keys |= {"share", "lq_us", "lq_state", "wage_premium", "suppressed_counties", "change"}
    assert all(keys <= row.keys() for row in result["industries"])
    assert {"from_year", "jobs", "percent", *PARTS} <= result["industries"][0]["change"].keys()


def test_the_nation_agrees_with_what_bls_prints(base):
    """BLS: 153,140,899 jobs and $72,360 in 2023. Ours is the sum of the states, each of them rounded."""
    made = profile("oh-central-ohio", 2023, store=base).comparison.loc["nation"]
    assert abs(made["employment"] - 153_140_899) <= 26, "51 rounded states: half a job each"
    assert round(made["average_annual_pay"]) == 72_360
    assert made["wages"] == 11_081_267_615_470


def test_history_and_sources_say_what_they_are_made_of(base):
    made = profile("oh-central-ohio", 2023, store=base)
    history = made.history.set_index(["area", "year"])
    assert history.loc["region"].index.tolist() == [2015, 2016, 2020, 2021, 2022, 2023]
    for year in (2016, 2021):
        assert history.loc[("region", year), "employment"] == total_jobs(
            figures(list(made.region.counties), year)
        )
    sources = made.sources
    assert set(sources["area"]) == {"counties", "state", "nation"}
    counties = sources.query("area == 'counties' and year == 2023")
    assert counties["method"].tolist() == ["published"]
    assert "Bureau of Labor Statistics" in counties["source"].iloc[0]


def test_diversity_of_the_nations_own_mix(base):
    made = profile("tx-greater-dallas", 2016, store=base)
    table = made.industries
    jobs = table["employment"] / table["employment"].sum()
    assert made.diversity["hhi"] == pytest.approx((jobs**2).sum())
    assert made.diversity["sectors"] + made.diversity["withheld_sectors"] == len(table)
    assert 0 < made.diversity["hachman"] < 1


def test_a_profile_is_frozen_and_gives_copies(base):
    made = profile("tx-greater-dallas", 2016, store=base)
    with pytest.raises(AttributeError):
        made.year = 2015
    for table in (made.industries, made.total, made.comparison):
        table["employment"] = 0
    assert made.industries["employment"].sum() > 1_000_000
    assert made.total["employment"] > 1_000_000
    assert made == made  # noqa: PLR0124  (tables cannot be compared with ==)
    assert len(repr(made)) < 500


def test_levels_of_one_profile(base):
    made = profile("tx-greater-dallas", 2016, store=base)
    assert made.at("sector") is made
    finer = made.at("4-digit")
    assert finer.industries["industry_code"].str.len().max() == 4
    assert finer.to_dict() == profile("tx-greater-dallas", 2016, "4-digit", store=base).to_dict()


# -- what a user can get wrong ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("tx-greater-dallas", 2019), "Greater Dallas has no figures for 2019; there are: 2015, 2016"),
        (("tx-greater-dallas", 1066), "has no figures for 1066"),
        (("tx-greater-dalas", 2016), 'Did you mean "tx-greater-dallas"'),
        (("tx-greater-dallas", 2016, "sektor"), 'No level "sektor". Did you mean sector?'),
        (("tx-greater-dallas", 2016, "3-digits"), "Did you mean 3-digit?"),
        (("tx-greater-dallas", 2016, "6-digit"), "There are: sector, 3-digit, 4-digit"),
        (("tx-greater-dallas", 2016, ""), "There are: sector, 3-digit, 4-digit"),
        ((48113, 2016), "A region is named by its id"),
    ],
)
def test_mistakes_are_one_sentence(base, arguments, reason):
    with pytest.raises(UserError) as caught:
        profile(*arguments, store=base)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "`" not in str(caught.value)


def test_a_region_that_has_no_figures_yet(base):
    """Connecticut's planning regions begin in 2024."""
    with pytest.raises(
        UserError, match="There is no year for which all counties of Capitol have figures by industry"
    ) as caught:
        profile(custom_region("Capitol", ["09110"]), store=base)
    assert "nextgen data update" in str(caught.value)
    with pytest.raises(UserError, match=r"in 2016, for instance, 09110 has none"):
        profile(custom_region("Mixed", ["09110", "48113"]), store=base)


def test_a_region_with_totals_only_is_told_them(base):
    """Chugach began in 2020: of 2023 its first quarter is here, and no industry."""
    with pytest.raises(UserError) as caught:
        profile(custom_region("Sound", ["02063", "02066"]), store=base)
    assert "jobs, mean of the first quarter's months of 2023" in str(caught.value)
    assert "nextgen data update --region ak-sound" in str(caught.value)
    assert "Valdez-Cordova" in str(caught.value)


def test_an_empty_region_is_refused(base):
    with pytest.raises(UserError, match="There is no year for which all counties"):
        profile(Region("tx-none", "None", (), "nobody"), store=base)


def test_puerto_rico_has_counties_but_no_state_row(base):
    result = profile(custom_region("Ponce", ["72113"]), 2016, store=base).to_dict()
    assert result["total"]["employment"] > 10_000
    assert all(row["lq_state"] is None for row in result["industries"])
    assert any(row["lq_us"] for row in result["industries"])


@pytest.mark.parametrize("region", find_regions(), ids=lambda region: region.id)
def test_every_region_has_a_profile_in_each_of_its_years(region, base):
    """Central Ohio's 2020 once failed: years that bridge to no other in between."""
    for year in base.years(region.counties):
        for level in ("sector", "4-digit"):
            table = profile(region, year, level, base).industries
            assert table["employment"].sum() > 0
            assert table["suppressed_counties"].dtype.kind == "i"


def test_where_nearly_all_may_be_missing_no_more_than_all_is():
    """Of Loving County, one of the smallest, only the total is published."""
    found = profile(custom_region("Loving", ["48301"]), 2016).industries
    assert found["unseen_share"].max() == 1
