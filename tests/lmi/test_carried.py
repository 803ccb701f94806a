"""Sectors of a newer year, estimated: they add up, they are as far off as is said, and published figures take their place."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from nextgen_helpers import charts
from nextgen_helpers.lmi.carried import GOVERNMENT, carried_cells, carried_sectors, error_of
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import Region, get_region

BASE = Store(embedded("data", "lmi"), Path("no-such-folder"))


def test_every_county_of_texas_adds_up_to_its_total_and_every_sector_to_the_state():
    cells, whole = carried_cells("48", 2016, 2024, BASE)
    assert whole
    counties = cells.groupby("area_fips")["employment"].sum()
    assert counties["48113"] == pytest.approx(1_826_215, abs=1)
    assert counties.sum() == pytest.approx(13_936_363, abs=5)
    rows = BASE.rows(["48000"], [2024], "own_code = '5' AND industry_code = '62'")
    health = cells[cells["industry_code"] == "62"]["employment"].sum()
    assert health == pytest.approx(float(rows["employment"].iloc[0]), rel=0.002)


def test_where_only_some_counties_have_newer_totals_they_add_up_to_these():
    region = get_region("ky-kentuckianaworks")
    found = carried_sectors(region, 2016, 2024, BASE)
    assert not found.whole_states
    cells, _ = carried_cells("21", 2016, 2024, BASE)
    here = cells[cells["area_fips"].isin(region.counties)]
    assert here["employment"].sum() == pytest.approx(552_328, abs=2)
    assert GOVERNMENT in set(found.table["industry_code"])


def test_central_ohio_is_off_by_as_much_as_is_said():
    """From 2016 to 2023, cells of 500 jobs and more: 9.3 % of the jobs are misplaced, and the intervals hold four of five."""
    cells, _ = carried_cells("39", 2016, 2023, BASE)
    counties = get_region("oh-central-ohio").counties
    rows = BASE.rows(counties, [2023], "own_code = '5' AND NOT suppressed AND employment > 0")
    true = rows.set_index(["area_fips", "industry_code"])["employment"]
    found = cells.set_index(["area_fips", "industry_code"]).join(true.rename("published"), how="inner")
    large = found[found["employment"] >= 500]
    misplaced = (large["employment"] - large["published"]).abs().sum() / large["published"].sum()
    assert 0.08 < misplaced < 0.105
    width = pd.Series(1.35, index=large.index)
    width = width.mask(large["employment"] >= 2_000, 1.30).mask(large["employment"] >= 10_000, 1.15)
    inside = (error_of(large["employment"], large["published"]) <= width).mean()
    assert 0.76 < inside < 0.9


def test_a_region_without_newer_totals_or_with_one_quarter_has_no_estimate():
    los_angeles = profile(Region("x-la", "LA", ("06037",), "a test"), store=BASE)
    assert los_angeles.carried is None
    assert "cannot be carried forward" in charts.sectors_now(los_angeles).title
    assert profile("tx-greater-dallas", 2016, store=BASE).carried is None


def test_what_is_too_small_to_say_anything_about_is_missing():
    found = profile("ky-kentuckianaworks", store=BASE).carried.table.set_index("industry_code")
    assert (
        pd.isna(found.loc["21", ["employment", "low", "high"]]).all() or found.loc["21", "employment"] >= 500
    )
    known = found[found["employment"].notna()]
    assert (known["employment"] >= 500).all()
    assert (known["low"] < known["employment"]).all()
    assert (known["high"] > known["employment"]).all()


def test_where_no_sector_has_jobs_enough_nothing_is_drawn():
    """King County has about a hundred private jobs in all."""
    found = profile(Region("tx-king", "King", ("48269",), "an example"), store=BASE)
    assert found.carried is not None
    chart = charts.sectors_now(found)
    assert "too few jobs to be carried forward to 2024" in chart.title
    assert chart.mark is None


def test_the_chart_says_that_it_is_an_estimate_and_of_which_years():
    chart = charts.sectors_now(profile("tx-greater-dallas", store=BASE))
    assert chart.title.startswith("By an estimate, ")
    assert "2016" in chart.subtitle
    assert chart.source.startswith("estimate from ")
    assert any("not a published figure" in text for text in chart.does_not_say)
    assert [series.name for series in chart.mark.series] == ["2016", "2024, estimate"]
