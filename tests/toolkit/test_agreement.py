"""Agreement of raters, against the numbers that its authors published."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit.agreement import (
    krippendorff_alpha,
    strong_disagreement,
    within_group_agreement,
)

_ = None
# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability: four coders, twelve units.
FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]


@pytest.mark.parametrize(
    ("scale", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorff_2011(scale, published):
    assert round(krippendorff_alpha(FOUR_CODERS, scale), 3) == published


@pytest.mark.parametrize(
    "ratings", [[[3, 3], [3, 3]], [[1, _], [_, 2]], [[1, 2, 3]], [[_, _], [_, _]], []], ids=str
)
def test_alpha_is_undefined_where_all_are_equal_or_nobody_overlaps(ratings):
    assert math.isnan(krippendorff_alpha(ratings))


@pytest.mark.parametrize(
    ("ratings", "options", "published"),
    [
        pytest.param([6, 7, 6, 5, 7, 6], 10, 0.931, id="James, Demaree and Wolf 1984, ten answers"),
        pytest.param([4, 4, 5, 4, 3], 5, 0.75, id="James, Demaree and Wolf 1984, five answers"),
    ],
)
def test_within_group_agreement(ratings, options, published):
    assert within_group_agreement(ratings, options) == pytest.approx(published, abs=5e-4)


def test_agreement_at_its_ends():
    assert within_group_agreement([7, 7, 7], 10) == 1
    assert within_group_agreement([1, 10, 1, 10], 10) == 0  # more scattered than chance: floored
    assert math.isnan(within_group_agreement([7], 10))
    assert math.isnan(within_group_agreement([], 10))


@pytest.mark.parametrize(("ratings", "options"), [([0], 10), ([11], 10), ([6], 5), ([1], 1)])
def test_ratings_outside_the_scale_are_refused(ratings, options):
    with pytest.raises(ValueError, match=r"answers to choose from|Ratings go from"):
        within_group_agreement(ratings, options)


@given(st.lists(st.integers(1, 10), min_size=2, max_size=20))
def test_agreement_stays_between_its_ends(ratings):
    agreement = within_group_agreement(ratings, 10)
    assert 0 <= agreement <= 1
    mirrored = within_group_agreement([11 - rating for rating in ratings], 10)
    assert mirrored == pytest.approx(agreement)


def test_strong_disagreement_begins_beyond_a_standard_deviation_of_1_35():
    assert not strong_disagreement([5, 5, 7, 7], 10)  # 1.155
    assert strong_disagreement([4, 4, 7, 7], 10)  # 1.73
    assert not strong_disagreement([9], 10)
