"""What is large, concentrated, growing and different in a region, on tables that can be computed in the head."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from nextgen_helpers.lmi import strengths
from nextgen_helpers.lmi.mix import mix_of, standout
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.trend import counties_with_half, first_seen, jobs_by_year

NAN = math.nan
PARTS = ("national_share", "industry_mix", "regional_share")


def market(*rows: dict, jobs: float = 10_000, year: int = 2023, first_year: int | None = 2021):
    """A region with these industries; what a row does not say is private, seen in every county, and even with the nation."""
    usual = {
        "own_code": "5", "suppressed_counties": 0, "lq_us": 1.0, "us_share": 0.1, "average_annual_pay": 50_000.0,
        "change_base": 1_000.0, "change_jobs": 0.0, "change_percent": 0.0, **dict.fromkeys(PARTS, 0.0),
    }  # fmt: skip
    table = pd.DataFrame([{**usual, "title": row["industry_code"], **row} for row in rows])
    table["share"] = table["employment"] / jobs
    table["employment_at_most"] = table.get("employment_at_most", table["employment"])
    table["employment_at_most"] = table["employment_at_most"].fillna(table["employment"])
    total = {"employment": float(jobs)}
    made = SimpleNamespace(industries=table, total=total, year=year, first_year=first_year)
    made.at = lambda _level: made
    return made


def row(code: str, employment: float, **more: object) -> dict:
    return {"industry_code": code, "employment": employment, **more}


def codes(table: pd.DataFrame) -> list[str]:
    return table["industry_code"].tolist()


def test_what_is_small_unclassified_public_or_missing_is_not_ranked():
    made = market(
        row("22", 9), row("23", 10, lq_us=0.5), row("99", 500), row("10", 800, own_code="3"),
        row("61", 900, lq_us=NAN), row("62", 900, lq_us=2.0),
    )  # fmt: skip
    assert codes(strengths.ranked_industries(made)) == ["62", "23"]
    assert codes(strengths.private_industries(made.industries)) == ["22", "23", "61", "62"]


@pytest.mark.parametrize(
    ("quotient", "change", "quadrant"),
    [
        (1.0, 0.0, "strong_growing"), (0.99, 0.0, "emerging"), (1.0, -0.1, "strong_shrinking"), (0.5, -5.0, "small_shrinking"),
    ],
)  # fmt: skip
def test_an_industry_falls_into_its_quadrant_limits_included(quotient, change, quadrant):
    made = market(row("23", 1_000, lq_us=quotient, change_percent=change), first_year=2022)
    found = strengths.quadrants_of(made)
    assert found["quadrant"].tolist() == [quadrant]
    assert found["change_percent"].tolist() == [change]


def test_growth_over_several_years_is_that_of_one_year():
    made = market(row("23", 1_210, change_jobs=210.0, change_percent=21.0))
    assert strengths.quadrants_of(made)["change_percent"].tolist() == [pytest.approx(10.0)]


def test_what_began_with_hardly_a_job_or_cannot_be_followed_has_no_quadrant():
    made = market(
        row("22", 500, change_base=9.0, change_percent=900.0), row("23", 500, change_percent=NAN), row("31-33", 500)
    )  # fmt: skip
    assert codes(strengths.quadrants_of(made)) == ["31-33"]
    alone = market(row("23", 500, change_percent=NAN, change_base=NAN), first_year=None)
    assert strengths.quadrants_of(alone).empty


def test_a_ranking_is_open_where_something_withheld_could_lead_it():
    first = row("23", 1_000, lq_us=1.5)
    for other, size, special in (
        (row("22", 10, suppressed_counties=1, employment_at_most=1_001.0, us_share=0.1), True, False),
        (row("22", 10, suppressed_counties=1, employment_at_most=900.0, us_share=0.05), False, True),
        (row("22", 10, suppressed_counties=1, employment_at_most=9.0, us_share=0.0001), False, False),
        (row("22", 10, employment_at_most=2_000.0), False, False),
    ):
        made = market(first, other)
        top = made.industries.iloc[0]
        assert strengths.size_is_open(made, top) == size, other
        assert strengths.specialization_is_open(made, top) == special, other


def test_pay_is_compared_of_industries_and_government_that_are_seen_and_large_enough():
    made = market(
        row("22", 9), row("23", 100, average_annual_pay=40_000.0), row("99", 100), row("61", 100, average_annual_pay=NAN),
        row("10", 900, own_code="3", average_annual_pay=60_000.0),
    )  # fmt: skip
    assert codes(strengths.paid_industries(made)) == ["10", "23"]
    assert not strengths.pay_is_open(made, among_large=False)
    small = market(row("22", 9, suppressed_counties=1, employment_at_most=199.0))
    assert strengths.pay_is_open(small, among_large=False)
    assert not strengths.pay_is_open(small, among_large=True)
    large = market(row("22", 9, suppressed_counties=1, employment_at_most=200.0))
    assert strengths.pay_is_open(large, among_large=True)


def test_a_change_is_followed_where_all_three_parts_are_known():
    made = market(
        row("22", 1, industry_mix=NAN), row("23", 1, change_jobs=-5.0), row("61", 1, change_jobs=7.0)
    )
    assert codes(strengths.followed_changes(made)) == ["61", "23"]


def test_industries_within_a_sector_hold_its_seen_and_estimated_jobs():
    region = profile("tx-panhandle", 2016)
    found = strengths.industries_within(region, "31-33")
    whole = region.estimates.set_index("industry_code")
    assert all(code[:2] in ("31", "32", "33") for code in found["industry_code"])
    assert found["employment"].is_monotonic_decreasing
    assert found["seen"].sum() <= whole.loc["31-33", "employment"] + 1
    known = region.at("4-digit").industries.query("own_code == '5'").set_index("industry_code")
    assert found.set_index("industry_code")["lq_us"].equals(known["lq_us"].loc[found["industry_code"]])


# -- the mix ------------------------------------------------------------------------------------------


def test_the_mix_is_the_share_here_less_that_of_the_nation():
    made = market(
        row("22", 500, us_share=0.02),
        row("23", 3_000, us_share=0.35),
        row("99", 100),
        row("61", 100, us_share=NAN),
    )
    found = mix_of(made)
    assert codes(found) == ["23", "22"]
    assert found["difference"].tolist() == [pytest.approx(-5.0), pytest.approx(3.0)]
    most = standout(made)
    assert most.row["industry_code"] == "23"
    assert (most.share, most.bound, most.alone) == (0.3, "", True)


def test_nothing_stands_out_below_a_percentage_point():
    assert standout(market(row("22", 500, us_share=0.0405))) is None
    assert standout(market(row("22", 500, us_share=0.04))) is not None


def test_a_withheld_share_stands_out_by_what_is_certain_of_it():
    """Below the nation's share counts only what is below it at most; above, what is seen."""
    low = market(row("22", 100, us_share=0.2, suppressed_counties=1, employment_at_most=1_500.0))
    assert standout(low)[1:] == (0.15, "at most", True)
    high = market(row("22", 2_000, us_share=0.1, suppressed_counties=1, employment_at_most=2_500.0))
    assert standout(high)[1:] == (0.2, "at least", True)
    unsure = market(row("22", 100, us_share=0.2, suppressed_counties=1, employment_at_most=2_500.0))
    assert standout(unsure) is None


def test_another_withheld_sector_could_stand_out_more():
    first = row("22", 1_500, us_share=0.1)
    for limit, alone in ((1_400.0, True), (1_600.0, False)):
        hidden = row("23", 1_000, us_share=0.1, suppressed_counties=1, employment_at_most=limit)
        assert standout(market(first, hidden)).alone == alone


# -- over time and place ------------------------------------------------------------------------------


def test_jobs_by_year_end_with_the_year_of_the_profile():
    found = jobs_by_year(profile("oh-central-ohio", 2020))
    assert found.columns.tolist() == ["region", "state", "nation"]
    assert found.index[-1] == 2020
    assert found.notna().all(axis=None)


def test_the_first_year_seen_is_the_first_published_one():
    jobs = pd.DataFrame({"region": [NAN, 5.0, 6.0]}, index=[2015, 2016, 2020])
    assert first_seen(jobs) == 2016
    assert first_seen(jobs.assign(region=NAN)) == 2020


@pytest.mark.parametrize(
    ("shares", "needed", "held"),
    [([1.0], 1, 1.0), ([0.5, 0.5], 1, 0.5), ([0.4, 0.3, 0.3], 2, 0.7), ([0.6, 0.4, NAN], 1, 0.6)],
)
def test_the_fewest_counties_with_half_of_the_jobs(shares, needed, held):
    assert counties_with_half(pd.Series(shares)) == (needed, pytest.approx(held))
