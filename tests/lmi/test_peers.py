"""Peer regions: the distance by published numbers, and the regions that come out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers import charts
from nextgen_helpers.lmi.peers import industry_distance, peer_regions
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.regions import custom_region, get_region

JOBS = st.lists(st.floats(0.1, 1e6), min_size=4, max_size=4)


def test_nothing_in_common_is_one():
    """Krugman's index of the same numbers is 2, as published; ours is half of it."""
    assert industry_distance([20, 10, 70, 0, 0], [0, 0, 0, 60, 40]) == pytest.approx(1)


@given(JOBS, JOBS, JOBS, st.floats(0.01, 100))
def test_it_is_a_distance_of_shares(one, other, third, factor):
    apart = industry_distance(one, other)
    assert 0 <= apart <= 1
    assert apart == pytest.approx(industry_distance(other, one))
    assert apart == pytest.approx(industry_distance([factor * item for item in one], other), abs=1e-9)
    assert industry_distance(one, one) == 0
    assert apart <= industry_distance(one, third) + industry_distance(third, other) + 1e-9


def test_no_jobs_no_distance():
    assert np.isnan(industry_distance([0, 0], [1, 1]))


def test_the_nearest_of_a_region_is_known_from_plain_sums():
    found = peer_regions(profile("tx-alamo", 2016), 3)
    assert len(found) == 3
    assert found["distance"].is_monotonic_increasing
    assert "tx-alamo" not in set(found["region_id"])
    first = found.iloc[0]
    mixes = [
        profile(region, 2016)
        .industries.query("own_code == '5' and industry_code != '99'")
        .set_index("industry_code")["employment"]
        for region in ("tx-alamo", first["region_id"])
    ]
    both = mixes[0].dropna().index.intersection(mixes[1].dropna().index)
    assert first["distance"] == pytest.approx(industry_distance(mixes[0][both], mixes[1][both]), abs=1e-6)


def test_oil_is_like_oil():
    assert {
        "tx-gulf-coast",
        "tx-south-texas",
        "tx-golden-crescent",
        "tx-coastal-bend",
        "tx-west-central",
        "tx-middle-rio-grande",
    } & set(peer_regions(profile("tx-permian-basin", 2016), 5)["region_id"])


def test_a_year_that_the_others_do_not_have_falls_back():
    found = peer_regions(profile("oh-central-ohio", 2023))
    assert set(found["year"]) == {2016}


def test_without_others_there_is_no_peer_and_that_is_said():
    one = profile("tx-alamo", 2016)
    assert peer_regions(one, regions=[one.region]).empty
    assert peer_regions(one, regions=[get_region("tx-texoma")])["name"].tolist() == ["Texoma"]


@pytest.mark.parametrize(
    "region", [get_region("tx-panhandle"), custom_region("Loving alone", ["48301"], "tx-loving-alone")]
)
def test_the_chart_holds_for_every_region(region):
    chart = charts.peer_regions(profile(region, 2016))
    assert region.name in chart.title
    assert len(chart.table.frame) in (0, 5)
