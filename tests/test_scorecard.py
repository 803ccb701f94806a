"""The ranking of sectors: by hand, at the edges, and what holds for every weighting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.scorecard import CRITERIA, criteria_table, moved_thresholds, rank_sectors

NAMES = tuple(CRITERIA)


def table(**columns):
    """Criteria of three sectors; what is not given is missing."""
    rows = max(len(values) for values in columns.values())
    frame = pd.DataFrame({name: columns.get(name, [np.nan] * rows) for name in NAMES}, dtype=float)
    return frame.assign(
        industry_code=[f"{n}" for n in range(rows)], short_title=[f"S{n}" for n in range(rows)]
    )


def test_two_criteria_by_hand():
    """Jobs: S2 first, S1, S0 (places 1, 0.5, 0); pay: S0 first, S1, S2. With 3 to 1: S2 0.75, S1 0.5, S0 0.25."""
    ranking = rank_sectors(
        table(employment=[10, 20, 30], wage_premium=[9, 5, -5]), {"employment": 3, "wage_premium": 1}
    )
    assert ranking.table["short_title"].tolist() == ["S2", "S1", "S0"]
    assert ranking.table["score"].tolist() == pytest.approx([0.75, 0.5, 0.25])
    assert ranking.table["rank"].tolist() == [1, 2, 3]
    assert ranking.weights["employment"] == pytest.approx(0.75)


def test_a_missing_value_counts_neither_for_nor_against():
    ranking = rank_sectors(
        table(employment=[10, 20, 30], wage_premium=[9, 5, None]), {"employment": 1, "wage_premium": 1}
    )
    by_name = ranking.table.set_index("short_title")
    assert by_name.loc["S2", "score"] == pytest.approx(1)  # first in the only criterion that is known
    assert by_name.loc["S2", "known"] == pytest.approx(0.5)
    assert by_name.loc["S0", "known"] == pytest.approx(1)


def test_equals_share_their_place():
    ranking = rank_sectors(table(employment=[10, 20, 20]), {"employment": 1})
    assert ranking.places["employment"].tolist() == pytest.approx([0.75, 0.75, 0])
    assert ranking.table["rank"].tolist() == [1, 1, 3]


def test_a_sector_of_which_nothing_is_known_has_no_score():
    ranking = rank_sectors(table(employment=[10, 20, None]), {"employment": 1})
    last = ranking.table.iloc[-1]
    assert np.isnan(last["score"])
    assert last["in_first_near"] == 0


def test_among_three_all_are_in_the_first_three():
    ranking = rank_sectors(table(employment=[10, 20, 30], wage_premium=[9, 5, -5]), {"employment": 1})
    assert (ranking.table["in_first_any"] == 1).all()


def test_a_sector_that_leads_in_everything_stays_in_front_whatever_the_weights():
    values = {name: [1, 2, 3, 4, 5] for name in NAMES}
    ranking = rank_sectors(table(**values), dict.fromkeys(NAMES, 1))
    by_name = ranking.table.set_index("short_title")
    assert by_name.loc["S4", "in_first_any"] == by_name.loc["S4", "in_first_near"] == 1
    assert by_name.loc["S0", "in_first_any"] == 0


def test_a_sector_with_one_strength_hangs_on_its_weight():
    """S3 is first in jobs and last in pay; three others are better as soon as pay weighs more."""
    frame = table(employment=[1, 2, 3, 4], wage_premium=[4, 3, 2, 1])
    by_name = rank_sectors(frame, {"employment": 1, "wage_premium": 1}).table.set_index("short_title")
    assert 0 < by_name.loc["S3", "in_first_any"] < 1
    assert by_name.loc["S3", "in_first_any"] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"jobs": 1}, 'no criterion "jobs"'),
        ({"employment": -1}, "zero or more"),
        ({"employment": float("nan")}, "zero or more"),
        ({"employment": 0}, "at least one"),
        ({}, "at least one"),
    ],
)
def test_slips_are_answered(weights, words):
    with pytest.raises(UserError, match=words):
        rank_sectors(table(employment=[1, 2]), weights)


@given(
    st.lists(st.floats(0, 5), min_size=7, max_size=7).filter(lambda given: sum(given) > 0.01),
    st.floats(0.1, 10),
)
def test_only_the_proportion_of_the_weights_counts(given, factor):
    frame = table(**{name: np.roll(np.arange(6.0), shift) for shift, name in enumerate(NAMES)})
    weights = dict(zip(NAMES, given, strict=True))
    scaled = {name: factor * value for name, value in weights.items()}
    first, second = rank_sectors(frame, weights).table, rank_sectors(frame, scaled).table
    assert first.set_index("short_title")["score"].sort_index().to_numpy() == pytest.approx(
        second.set_index("short_title")["score"].sort_index().to_numpy()
    )
    assert first["score"].between(0, 1).all()


def test_the_same_weights_give_the_same_shares():
    frame = table(employment=[1, 2, 3, 4], wage_premium=[4, 3, 2, 1])
    one, two = (rank_sectors(frame, {"employment": 1, "wage_premium": 2}).table for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_thresholds_and_what_is_close_to_them():
    frame = table(wage_premium=[0.5, -3, None], lq_us=[1.25, 1.0, 2.0])
    found = moved_thresholds(frame).set_index("short_title")
    assert found.loc["S0", "passes"] == found.loc["S0", "of"] == 2
    assert found.loc["S0", "close"] == (CRITERIA["wage_premium"].title, CRITERIA["lq_us"].title)
    assert (found.loc["S1", "passes"], found.loc["S1", "close"]) == (0, ())
    assert (found.loc["S2", "passes"], found.loc["S2", "of"]) == (1, 1)


# -- from a region's figures --------------------------------------------------------------------------------


def test_the_criteria_of_a_region_are_those_of_its_profile():
    dallas = profile("tx-greater-dallas", 2016)
    frame = criteria_table(dallas, {"31-33": 5}).set_index("industry_code")
    sectors = dallas.industries[dallas.industries["own_code"] == "5"].set_index("industry_code")
    assert "99" not in frame.index
    assert frame.loc["52", "lq_us"] == pytest.approx(sectors.loc["52", "lq_us"])  # nothing of it is withheld
    assert frame.loc["52", "wage_premium"] == sectors.loc["52", "wage_premium"]
    assert frame.loc["31-33", "outreach"] == 5
    assert frame["outreach"].notna().sum() == 1  # who was not counted is missing, not zero
    before = sectors.loc["52", "employment"] - sectors.loc["52", "change_jobs"]
    assert frame.loc["52", "competitive_percent"] == pytest.approx(
        100 * sectors.loc["52", "regional_share"] / before
    )


def test_where_figures_are_withheld_the_estimate_is_marked():
    frame = criteria_table(profile("tx-panhandle", 2016))
    assert frame["estimated_share"].between(0, 1).all()
    assert (frame["estimated_share"] > 0.2).any()
    assert frame["employment"].notna().all()


@pytest.mark.parametrize("region", ["tx-greater-dallas", "oh-central-ohio", "tx-south-plains"])
def test_a_region_can_be_ranked(region):
    ranking = rank_sectors(criteria_table(profile(region)), {"employment": 1, "lq_us": 1})
    assert ranking.table["rank"].iloc[0] == 1
    assert ranking.table["score"].dropna().is_monotonic_decreasing
