"""Private jobs of a region by industry: seen and estimated apart, over two states, and never hidden by an older answer."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.regional_estimates import regional_estimates
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import Region, get_region


@pytest.mark.parametrize("level", ["sector", "3-digit"])
def test_what_is_seen_is_what_the_profile_shows(level):
    found = profile("oh-central-ohio").at(level)
    shown = found.industries.query("own_code == '5'").set_index("industry_code")
    table = found.estimates.set_index("industry_code")
    assert set(shown.index) == set(table.index)
    pd.testing.assert_series_equal(
        table["seen"], shown["employment"].reindex(table.index), check_names=False, check_dtype=False
    )
    assert (table["estimated_counties"] == shown["suppressed_counties"].reindex(table.index)).all()


def test_seen_and_estimated_make_the_sum_within_its_range():
    table = regional_estimates(get_region("oh-central-ohio"), 2023)
    assert (table["seen"].fillna(0) + table["estimated"]).to_numpy() == pytest.approx(
        table["employment"].to_numpy()
    )
    assert (table["low"] <= table["employment"] + 1e-9).all()
    assert (table["employment"] <= table["high"] + 1e-9).all()
    nothing = table["estimated_counties"] == 0
    assert (table.loc[nothing, "low"] == table.loc[nothing, "seen"]).all()


@pytest.mark.parametrize("region", ["tx-middle-rio-grande", "tx-permian-basin", "oh-central-ohio"])
@pytest.mark.parametrize("level", ["sector", "4-digit"])
def test_the_upper_end_is_not_above_what_an_industry_can_hold_at_most(region, level):
    found = profile(region).at(level)
    most = found.industries.query("own_code == '5'").set_index("industry_code")["employment_at_most"]
    table = found.estimates.set_index("industry_code")
    # An estimate itself may stand a job above, where rounded sums miss each other.
    above = table["high"] - most.reindex(table.index)
    assert above.max() < 1 + table["estimated_counties"].max()


def test_the_sectors_add_up_to_the_private_jobs():
    found = profile("tx-texoma")
    rows = Store.open().rows(found.region.counties, {found.year})
    total = rows[(rows["own_code"] == "5") & (rows["industry_code"] == "10")]["employment"].sum()
    assert found.estimates["employment"].sum() == pytest.approx(total, rel=0.002)


def test_a_region_of_two_states():
    both = Region("xx-two", "Two", ("18019", "21111"), "a test")
    one, other = (Region("xx-one", "One", (code,), "a test") for code in both.counties)
    sums = (
        regional_estimates(one, 2016)
        .set_index("industry_code")["employment"]
        .add(regional_estimates(other, 2016).set_index("industry_code")["employment"], fill_value=0)
    )
    found = regional_estimates(both, 2016).set_index("industry_code")["employment"]
    assert found.to_dict() == pytest.approx(sums.to_dict())


def test_an_import_is_not_hidden_by_an_earlier_answer(tmp_path):
    """Half of a county's jobs come in as the user's own figures; the next answer has them."""
    store = Store(embedded("data", "lmi"), tmp_path / "own")
    region = Region("xx-one", "One", ("39049",), "a test")
    before = regional_estimates(region, 2023, store=store).set_index("industry_code")["seen"]
    batch = tmp_path / "own" / "2026-new"
    (batch / "year=2023").mkdir(parents=True)
    rows = store.rows(["39049"], {2023})
    half = rows.assign(employment=(rows["employment"] / 2).round())
    half.drop(columns="level", errors="ignore").to_parquet(
        batch / "year=2023" / "figures.parquet", index=False
    )
    pd.DataFrame({"area_fips": ["39049"], "year": [2023], "complete": [True]}).to_parquet(
        batch / "areas.parquet"
    )
    shutil.copy(embedded("data", "lmi") / "source.json", batch / "source.json")
    after = regional_estimates(region, 2023, store=store).set_index("industry_code")["seen"]
    assert after["62"] == pytest.approx(before["62"] / 2, abs=1)


def test_no_figures_of_a_year_are_an_empty_table():
    assert regional_estimates(get_region("tx-texoma"), 1999).empty
    assert regional_estimates(Region("pr", "PR", ("72001", "72003"), "a test"), 2016)["employment"].sum() > 0
