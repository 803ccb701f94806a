"""The rubric's logic: levels, summaries, recommendations, and what does not fit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import rubric

IE, RC, CP = "industry_engagement", "regional_coordination", "career_pathways"


def _team(**scores):
    """Give one answer a person: each keyword is a dimension with the list of its ratings."""
    count = max(len(values) for values in scores.values())
    return [
        {
            "respondent": f"person-{number}",
            "stakeholder_group": ("college", "workforce board")[number % 2],
            "scores": {name: values[number] for name, values in scores.items() if number < len(values)},
        }
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("score", "title"),
    [
        (1, "Exploring"), (3, "Exploring"), (4, "Developing"), (5, "Developing"), (6, "Active"),
        (8, "Active"), (9, "Role Model"), (10, "Role Model"),
        (3.5, "Exploring"), (5.5, "Developing"), (8.5, "Active"), (4.5, "Developing"),
    ],
)  # fmt: skip
def test_bands(score, title):
    assert rubric.level(score).title == title


@pytest.mark.parametrize("score", [0, 11, -1, 3.25, float("nan"), True])
def test_no_level_outside_the_scale(score):
    with pytest.raises(UserError, match="whole numbers from 1 to 10"):
        rubric.level(score)


def test_summary_in_the_rubrics_order_with_all_its_columns():
    table = rubric.summarize(_team(**{IE: [6, 7, 6, 5, 7, 6], CP: [2, 5, 8]}))
    assert list(table.columns) == [
        "dimension", "n", "median", "mean", "minimum", "maximum", "level", "on_the_edge", "r_wg",
        "strong_disagreement",
    ]  # fmt: skip
    engagement, coordination, pathways = table.to_dict("records")
    assert (engagement["n"], engagement["median"], engagement["level"]) == (6, 6, "Active")
    assert engagement["r_wg"] == pytest.approx(0.931, abs=5e-4)  # James, Demaree and Wolf 1984
    assert not engagement["strong_disagreement"]
    assert coordination["n"] == 0
    assert math.isnan(coordination["median"])
    assert (pathways["minimum"], pathways["maximum"]) == (2, 8)
    assert pathways["strong_disagreement"]


def test_a_median_between_two_bands_is_the_lower_one_on_the_edge():
    row = rubric.summarize(_team(**{IE: [3, 4]})).iloc[0]
    assert (row["median"], row["level"], row["on_the_edge"]) == (3.5, "Exploring", True)
    inside = rubric.summarize(_team(**{IE: [4, 5]})).iloc[0]
    assert (inside["median"], inside["level"], inside["on_the_edge"]) == (4.5, "Developing", False)


def test_groups_are_seen_side_by_side():
    table = rubric.summarize_groups(_team(**{IE: [2, 8, 4, 10]}))
    medians = table.set_index("stakeholder_group")["median"].to_dict()
    assert medians == {"college": 3, "workforce board": 9}


@pytest.mark.parametrize("score", [0, 11, 5.5, "7", None, float("nan"), True])
def test_a_rating_that_is_none_is_refused(score):
    with pytest.raises(UserError, match=r"from 1 \(lowest\) to 10 \(highest\)"):
        rubric.summarize(_team(**{IE: [score]}))


def test_an_unknown_dimension_is_refused_with_the_nearest():
    with pytest.raises(UserError, match='Did you mean "industry_engagement"'):
        rubric.summarize(_team(industry_engagment=[5]))


def _first(**medians):
    return rubric.recommend(rubric.summarize(_team(**{name: [value] for name, value in medians.items()})))


def test_low_engagement_leads_to_step_1():
    (only,) = _first(**{IE: 2})
    assert only.start_with[0] == "step1"


def test_high_engagement_leads_to_step_6_with_the_note_on_step_7():
    (only,) = _first(**{IE: 9})
    assert only.start_with == ("step6", "step1")
    assert "Step 7" in only.note


@pytest.mark.parametrize(
    ("scores", "order", "waiting"),
    [
        ((4, 6, 3), [IE, CP, RC], {"module4", "module3"}),
        ((2, 7, 1), [IE, CP, RC], {"module4", "module3"}),
        ((1, 5, 3), [RC, IE, CP], {"module4"}),
        ((5, 8, 2), [IE, CP, RC], {"module4", "module3"}),
        ((6, 6, 3), [CP, IE, RC], set()),
        ((8, 7, 6), [CP, RC, IE], set()),
    ],
)
def test_coordination_comes_first_then_industry_then_pathways(scores, order, waiting):
    found = _first(**dict(zip((IE, RC, CP), scores, strict=True)))
    assert [item.dimension for item in found] == order
    assert {place for item in found for place in item.waits} == waiting
    assert "module4" not in found[0].start_with or not waiting


def test_each_of_the_twelve_cells_has_a_next_step_of_its_own():
    said = {
        _first(**{dimension: score})[0].next_step for dimension in (IE, RC, CP) for score in (2, 4, 7, 10)
    }
    assert len(said) == 12
    assert all(text.endswith(".") for text in said)


def test_nobody_rated_is_no_recommendation():
    assert rubric.recommend(rubric.summarize([])) == []


def test_what_was_ticked_must_fit_the_score():
    (misfit,) = rubric.misfits({IE: 9, RC: 2}, ["R-IE-EXP-2", "R-RC-EXP-1"])
    assert (misfit.dimension, misfit.claimed, misfit.ticked) == (IE, "Role Model", ("Exploring",))
    assert rubric.misfits({IE: 2}, ["R-IE-EXP-2"]) == []
    assert rubric.misfits({IE: 9}, []) == []
    with pytest.raises(UserError, match="no indicator"):
        rubric.misfits({IE: 9}, ["R-XX-1"])


def test_what_moved_since_last_time():
    before = rubric.summarize(_team(**{IE: [3], RC: [5]}))
    after = rubric.summarize(_team(**{IE: [6], CP: [4]}))
    table = rubric.moves(before, after).set_index("dimension")
    assert table.loc[IE, ["change", "level_before", "level_after"]].tolist() == [3, "Exploring", "Active"]
    assert math.isnan(table.loc[RC, "change"])


@given(st.lists(st.integers(1, 10), min_size=1, max_size=15))
def test_a_summary_never_leaves_its_ratings(scores):
    row = rubric.summarize(_team(**{IE: scores})).iloc[0]
    assert row["minimum"] <= row["median"] <= row["maximum"]
    assert row["n"] == len(scores)
    assert row["level"] == rubric.level(row["median"]).title
