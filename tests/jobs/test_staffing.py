"""Jobs spread over occupations: shares, openings and levels, by hand and on the embedded tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.jobs import region_staffing, staffing, tables
from nextgen_helpers.jobs.staffing import LEVELS, level_of, region_demand
from nextgen_helpers.lmi.layout import SECTORS
from nextgen_helpers.lmi.profile import profile

COVERED = [sector for sector in SECTORS if sector != "92"]


def of(found, soc):
    (row,) = found.table[found.table["soc"] == soc].to_dict("records")
    return row


def test_published_total_demand_is_exits_transfers_and_growth():
    """JobsEQ's sample for Abilene: carpenters 12 + 29 + 2 = 43; all 3,540 + 5,514 + 326 = 9,380 (one is lost to rounding)."""
    assert 12 + 29 + 2 == 43
    carpenters = of(staffing("23", 10_000), "47-2031")
    parts = carpenters["exits"] + carpenters["transfers"] + carpenters["growth"]
    assert carpenters["openings"] == pytest.approx(parts)
    # The same order of things as in the sample: more change the occupation than stop working, few from growth.
    assert carpenters["transfers"] > carpenters["exits"] > carpenters["growth"] > 0


def test_the_shares_of_all_industries_are_those_of_each():
    """Of an industry that was asked for by itself, without its total and without what OEWS does not publish."""
    at_once = tables.shares_by_industry()
    for code in ("31-33", "332", "3364"):
        alone = (
            tables.staffing_shares(code).set_index("soc")["share"].drop("00-0000", errors="ignore").dropna()
        )
        assert len(alone) > 10
        shares = at_once[code]
        assert shares[shares > 0].to_dict() == alone[alone > 0].to_dict()


def test_welders_by_hand():
    """OEWS 2024: welders' share of manufacturing; projections: rates in percent of the mean of today's and tomorrow's jobs."""
    national = tables.occupations().loc["51-4121"]
    shares = tables.staffing_shares("31-33").set_index("soc")
    share = shares.loc["51-4121", "employment"] / shares.loc["00-0000", "employment"]
    welders = of(staffing("31-33", 100_000), "51-4121")
    assert welders["jobs"] == pytest.approx(100_000 * share)
    mean = 1 + national["change_percent"] / 200
    assert welders["exits"] == pytest.approx(welders["jobs"] * national["exit_rate"] / 100 * mean)
    assert welders["growth"] == pytest.approx(welders["jobs"] * national["change_percent"] / 1000)


def test_the_nations_jobs_give_the_nations_openings():
    """With the nation's jobs of an occupation, its openings are those that BLS publishes, within the rounding of rates."""
    national = tables.occupations()
    large = national[national["employment"] > 100_000]
    mean = 1 + large["change_percent"] / 200
    ours = large["employment"] * (
        (large["exit_rate"] + large["transfer_rate"]) / 100 * mean + large["change_percent"] / 1000
    )
    assert ((ours - large["openings"]).abs() / large["openings"]).max() < 0.03


@pytest.mark.parametrize("sector", COVERED)
def test_shares_add_up_to_at_most_one_and_the_rest_is_said(sector):
    found = staffing(sector, 1000)
    assert 0.97 < found.covered <= 1
    assert found.table["share"].sum() == pytest.approx(found.covered, abs=1e-3)
    assert found.table["jobs"].sum() <= 1000 * 1.001
    assert set(found.table["level"]) <= {*LEVELS, None}
    assert found.table["openings"].notna().all()
    assert found.by_level["jobs"].sum() == pytest.approx(found.table["jobs"].sum())


@given(st.floats(1, 1e6), st.floats(0.1, 10))
def test_openings_grow_with_jobs(jobs, times):
    one, other = staffing("62", jobs), staffing("62", jobs * times)
    assert other.table["openings"].sum() == pytest.approx(times * one.table["openings"].sum())
    assert list(one.table["soc"]) == list(other.table["soc"])


def test_a_range_is_carried_over():
    found = staffing("62", 100, 80, 150, 30)
    row = found.table.iloc[0]
    assert (row["jobs_low"], row["jobs_high"]) == pytest.approx((0.8 * row["jobs"], 1.5 * row["jobs"]))
    assert (found.low, found.high, found.estimated) == (80, 150, 30)


@pytest.mark.parametrize("sector", ["31-33", "92", "no such sector"])
def test_no_jobs_or_no_such_sector_is_empty(sector):
    assert staffing(sector, 0).empty
    assert staffing("92", 100).empty
    assert staffing(sector, 0).by_level["jobs"].sum() == 0


def test_jobs_below_zero_are_refused():
    with pytest.raises(ValueError, match="not below zero"):
        staffing("62", -1)


def test_what_the_mix_holds_beside_private_jobs_is_said():
    assert "Postal Service" in staffing("48-49", 10).beside_private
    assert "schools" in staffing("61", 10).beside_private
    assert staffing("31-33", 10).beside_private == ""
    assert "farms" in staffing("11", 10).note


@pytest.mark.parametrize(
    ("zone", "education", "level"),
    [
        (1, "", "entry"), (2, "Bachelor's degree", "entry"), (3, "", "middle"), (5, "No formal educational credential", "advanced"),
        (None, "High school diploma or equivalent", "entry"), (float("nan"), "Associate's degree", "middle"),
        (None, "Master's degree", "advanced"), (None, "", None),
    ],
)  # fmt: skip
def test_levels(zone, education, level):
    assert level_of(zone, education) == level


def test_a_region_with_and_without_estimates():
    found = profile("oh-central-ohio")
    with_them, without = region_staffing(found, "62"), region_staffing(found, "62", estimates=False)
    assert without.jobs < with_them.jobs
    assert with_them.jobs - without.jobs == pytest.approx(with_them.estimated)
    assert with_them.low <= with_them.jobs <= with_them.high
    assert (without.low, without.estimated) == (without.jobs, 0)
    assert region_staffing(found, "no such sector").empty


def test_demand_of_a_region_is_the_sum_over_its_sectors():
    found = profile("tx-texoma")
    demand = region_demand(found)
    codes = [code for code in found.estimates["industry_code"] if code != "99"]
    parts = [
        region_staffing(found, code).table.set_index("soc")["openings"].get("51-4121", 0.0) for code in codes
    ]
    assert demand.loc["51-4121", "openings"] == pytest.approx(sum(parts))
    assert demand.index.is_unique
