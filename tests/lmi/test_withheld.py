"""What is withheld: the bounds hold for cells whose truth we know, and coverage counts what it says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nextgen_helpers.lmi.layout import level_of
from nextgen_helpers.lmi.withheld import coverage_of, private_total, upper_bounds

CELL = ["area_fips", "own_code", "industry_code"]


@pytest.fixture(scope="module")
def texas_2016(base):
    counties = base.index().query("year == 2016 and area_fips.str.startswith('48')")["area_fips"]
    rows = base.rows([area for area in counties if area not in {"48000", "48999"}], [2016])
    assert rows["area_fips"].nunique() == 254
    return rows.assign(
        level=rows["industry_code"].map({code: level_of(code) for code in rows["industry_code"].unique()})
    )


def table(*rows: tuple[str, str, int, float | None]) -> pd.DataFrame:
    """A county: ownership, industry, establishments, jobs (None: withheld)."""
    frame = pd.DataFrame(rows, columns=["own_code", "industry_code", "estabs", "employment"])
    frame["employment"] = frame["employment"].astype(float)
    return frame.assign(
        area_fips="48001",
        suppressed=frame["employment"].isna(),
        level=frame["industry_code"].map(level_of),
    )


@pytest.mark.parametrize("level", ["sector", "3-digit", "4-digit"])
@pytest.mark.parametrize("share", [0.02, 0.3])
def test_no_cell_of_texas_holds_more_than_its_bound(texas_2016, level, share):
    """Hide cells whose jobs we know, by chance, on top of what BLS hides."""
    chance = np.random.default_rng(48)
    detail = (texas_2016["own_code"] == "5") & (texas_2016["level"] != "total")
    government = texas_2016["own_code"].isin(["1", "2", "3"]) & (texas_2016["level"] == "total")
    hidden = (detail | government) & ~texas_2016["suppressed"] & (texas_2016["estabs"] > 0)
    hidden &= chance.random(len(texas_2016)) < share
    rows = texas_2016.copy()
    rows.loc[hidden, "suppressed"] = True
    rows.loc[hidden, ["employment", "wages"]] = np.nan
    bounds = upper_bounds(rows, level)
    assert bounds.index.is_unique
    truth = texas_2016[hidden].set_index(CELL)["employment"]
    both = pd.concat([truth.rename("truth"), bounds.rename("bound")], axis=1, join="inner")
    expected = hidden & ((texas_2016["level"] == level) & (texas_2016["own_code"] == "5") | government)
    assert len(both) == expected.sum() > 50
    exceeded = both[~(both["truth"] <= both["bound"])]
    assert exceeded.empty, exceeded.head(10).to_string()
    assert (both["bound"] < both["truth"] + 50).mean() > 0.1, "bounds tell something"


def test_every_withheld_cell_of_texas_has_a_bound(texas_2016):
    for level in ("sector", "3-digit", "4-digit"):
        bounds = upper_bounds(texas_2016, level)
        private = texas_2016[(texas_2016["own_code"] == "5") & (texas_2016["level"] == level)]
        withheld = private[private["suppressed"] & (private["estabs"] > 0)]
        assert set(withheld.set_index(CELL).index) <= set(bounds.index)
        assert bounds.notna().all()
        assert (bounds >= 0).all()


def test_the_nearest_disclosed_total_bounds_a_cell():
    rows = table(
        ("0", "10", 40, 1000),
        ("3", "10", 5, 200),
        ("5", "10", 35, 800),
        ("5", "23", 10, 300),
        ("5", "31-33", 5, None),
        ("5", "62", 20, 380),
    )
    # 800 private jobs less 300 and 380 leave 120; each of the four figures may be rounded by half a job
    assert upper_bounds(rows, "sector")["48001", "5", "31-33"] == 122


def test_a_total_above_a_withheld_total_still_bounds():
    rows = table(("0", "10", 40, 1000), ("5", "10", 35, None), ("5", "23", 10, 300), ("5", "62", 20, None))
    assert upper_bounds(rows, "sector")["48001", "5", "62"] == 701


def test_nothing_disclosed_above_is_no_bound():
    rows = table(("0", "10", 40, None), ("5", "10", 35, None), ("5", "62", 20, None))
    assert np.isnan(upper_bounds(rows, "sector")["48001", "5", "62"])


def test_government_is_bounded_by_what_the_others_leave():
    rows = table(("0", "10", 40, 1000), ("1", "10", 2, 50), ("3", "10", 4, None), ("5", "10", 34, 800))
    assert upper_bounds(rows, "sector")["48001", "3", "10"] == 152


def test_a_withheld_cell_without_establishments_is_empty():
    rows = table(("0", "10", 40, 1000), ("5", "10", 35, 800), ("5", "62", 0, None))
    assert ("48001", "5", "62") not in upper_bounds(rows, "sector").index


def test_nothing_withheld_is_nothing_to_bound():
    rows = table(("0", "10", 40, 1000), ("5", "10", 35, 800), ("5", "62", 3, 100))
    assert upper_bounds(rows, "sector").empty


def test_coverage_counts_cells_and_jobs():
    rows = table(
        ("0", "10", 40, 1000),
        ("3", "10", 5, 200),
        ("5", "10", 35, 800),
        ("5", "23", 10, 300),
        ("5", "31-33", 5, None),
        ("5", "62", 20, 380),
        ("5", "71", 0, 0),
        ("5", "621", 20, 380),
    )
    coverage = coverage_of(rows, "sector", counties=2)
    assert (coverage.cells, coverage.withheld_cells, coverage.counties_with_withheld) == (3, 1, 1)
    assert coverage.seen_share == 680 / 800
    assert coverage.to_dict() == {
        "level": "sector",
        "counties": 2,
        "counties_with_withheld": 1,
        "cells": 3,
        "withheld_cells": 1,
        "private_employment": 800,
        "private_is_lower_bound": False,
        "seen_employment": 680,
        "seen_share": 0.85,
    }


def test_coverage_where_all_is_withheld_is_unknown_and_not_zero():
    rows = table(("0", "10", 12, 74), ("5", "10", 10, None), ("5", "21", 1, None))
    assert private_total(rows)[1] is True
    coverage = coverage_of(rows, "sector", counties=1).to_dict()
    assert coverage["private_employment"] is None
    assert coverage["seen_share"] is None
    assert coverage["private_is_lower_bound"] is True
