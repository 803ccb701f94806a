"""Openings beside jobs: their rate, and the occupations that are listed."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from nextgen_helpers.jobs import staffing
from nextgen_helpers.jobs.openings import most_openings, openings_rate


def test_the_rate_is_openings_for_each_hundred_jobs_that_are_projected():
    table = pd.DataFrame({"jobs": [100.0, 300.0, 1_000.0], "openings": [10.0, 50.0, None]})
    assert openings_rate(table) == 15.0
    assert math.isnan(openings_rate(table.tail(1)))
    assert math.isnan(openings_rate(table.head(0)))


def test_named_occupations_come_first_then_the_eight_with_most_openings():
    found = staffing("62", 20_000)
    ordered = (
        found.table[found.table["openings"].notna()].sort_values("openings", ascending=False)["soc"].tolist()
    )
    named = [ordered[2], ordered[30]]
    listed = most_openings(found, named)
    assert sorted(listed["soc"][:2]) == sorted(named)
    assert listed["soc"][2:].tolist() == [soc for soc in ordered if soc not in named][:8]
    assert listed["named"].tolist() == [True] * 2 + [False] * 8


def test_rate_and_growth_are_of_the_occupation_itself():
    row = most_openings(staffing("62", 20_000), []).iloc[0]
    assert row["rate"] == pytest.approx(100 * row["openings"] / row["jobs"])
    assert row["growth_in_ten_years"] == pytest.approx(100 * 10 * row["growth"] / row["jobs"])


def test_occupations_with_less_than_one_job_are_not_listed():
    assert (most_openings(staffing("62", 50), [])["jobs"] >= 1).all()
    assert most_openings(staffing("62", 0.0), []).empty
