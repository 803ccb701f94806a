"""Estimates of what BLS withholds: hard sums hold, published cells stay, and withheld ones are found again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.lmi.estimates import estimate_withheld, expected_jobs, interval, rake
from nextgen_helpers.lmi.layout import LEVELS, level_of, parent_of
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.lmi.withheld import upper_bounds
from nextgen_helpers.regions import county_names, get_region

COLUMNS = ["area_fips", "own_code", "industry_code", "estabs", "employment", "wages", "suppressed"]


def table(*rows):
    """Rows of (area, industry, establishments, jobs); None is withheld; a job earns 1,000 dollars."""
    made = [
        (
            area,
            "5",
            code,
            estabs,
            np.nan if jobs is None else jobs,
            np.nan if jobs is None else 1000.0 * jobs,
            jobs is None,
        )
        for area, code, estabs, jobs in rows
    ]
    return pd.DataFrame(made, columns=COLUMNS).astype({"estabs": float, "employment": float, "wages": float})


def found(cells, area, code):
    (row,) = cells[(cells["area_fips"] == area) & (cells["industry_code"] == code)].to_dict("records")
    return row


# -- raking -------------------------------------------------------------------------------------------------


def test_a_table_that_is_known_from_its_sums_alone():
    """Two by two with three cells known leaves one: 40 - 4 - 6 - 12 = 18 (by hand)."""
    rows = (np.array([0, 0, 1, 1]), np.array([10.0, 30.0]))
    columns = (np.array([0, 1, 0, 1]), np.array([16.0, 24.0]))
    assert rake(np.array([4.0, 6.0, 12.0, 1.0]), (columns, rows)).sum() == pytest.approx(40)


@given(
    st.lists(st.floats(1, 100), min_size=12, max_size=12),
    st.lists(st.floats(1, 100), min_size=12, max_size=12),
)
def test_sums_of_a_real_table_are_met(guess, true):
    """Margins that a table really has can always be met."""
    place = np.arange(12)
    real = np.array(true)
    columns = (place % 4, np.bincount(place % 4, real))
    rows = (place // 4, np.bincount(place // 4, real))
    made = rake(np.array(guess), (columns, rows))
    assert (made >= 0).all()
    assert np.bincount(place // 4, made) == pytest.approx(rows[1])
    assert np.bincount(place % 4, made) == pytest.approx(columns[1], rel=0.05)


def test_equal_guesses_are_raked_as_the_classic_method_does():
    """With equal guesses every weight is 1, and the result is the product of the margins (Deming and Stephan, 1940)."""
    place = np.arange(6)
    rows, columns = np.array([30.0, 70.0]), np.array([20.0, 30.0, 50.0])
    made = rake(np.ones(6), ((place % 3, columns), (place // 3, rows)))
    assert made == pytest.approx(np.outer(rows, columns).ravel() / 100)


def test_a_sum_that_is_not_known_leaves_the_guess():
    assert rake(np.array([3.0, 5.0]), ((np.array([0, 0]), np.array([np.nan])),)).tolist() == [3, 5]


def test_a_least_is_kept_and_the_others_give():
    made = rake(np.array([1.0, 9.0]), ((np.array([0, 0]), np.array([10.0])),), np.array([4.0, 0.0]))
    assert made == pytest.approx([4, 6])


# -- a state by hand ----------------------------------------------------------------------------------------


def test_a_single_withheld_sector_is_what_is_left():
    counties = table(("48001", "10", 10, 100), ("48001", "23", 4, 30), ("48001", "62", 6, None))
    cells = estimate_withheld(counties, table(("48000", "10", 10, 100)))
    assert found(cells, "48001", "62")["employment"] == pytest.approx(70)
    assert found(cells, "48001", "62")["wages"] == pytest.approx(70_000)
    assert found(cells, "48001", "62")["estimated"]
    assert not found(cells, "48001", "23")["estimated"]


def test_the_state_says_which_county_has_them():
    """Two counties, two withheld sectors each; rows and columns leave one table (by hand)."""
    counties = table(
        ("48001", "10", 4, 40), ("48001", "23", 2, None), ("48001", "62", 2, None),
        ("48003", "10", 4, 60), ("48003", "23", 2, None), ("48003", "62", 2, None),
    )  # fmt: skip
    state = table(("48000", "10", 8, 100), ("48000", "23", 4, 50), ("48000", "62", 4, 50))
    cells = estimate_withheld(counties, state)
    for code in ("23", "62"):
        both = cells[cells["industry_code"] == code]["employment"]
        assert both.sum() == pytest.approx(50, abs=0.01)
        assert both.tolist() == pytest.approx([20, 30], abs=0.5)


def test_a_part_of_a_state_is_not_raked_to_the_whole():
    counties = table(("48001", "10", 4, 40), ("48001", "23", 2, None), ("48001", "62", 2, None))
    state = table(("48000", "10", 400, 9000), ("48000", "23", 200, 8000), ("48000", "62", 200, 1000))
    cells = estimate_withheld(counties, state)
    assert cells[cells["level"] == "sector"]["employment"].sum() == pytest.approx(40)


def test_what_can_be_seen_below_is_the_least():
    """The sector is withheld, a 3-digit industry in it is not: the sector has at least its jobs."""
    counties = table(
        ("48001", "10", 60, 100), ("48001", "23", 1, None), ("48001", "62", 59, None),
        ("48001", "236", 1, 60),
    )  # fmt: skip
    cells = estimate_withheld(counties, table(("48000", "10", 60, 100)))
    assert found(cells, "48001", "23")["employment"] >= 60
    assert cells[cells["level"] == "sector"]["employment"].sum() == pytest.approx(100)


def test_an_interval_keeps_within_what_is_published_around_it():
    """100 jobs less 90 that can be seen leave 11 with the rounding; 236 shows that 23 holds at least 6 (by hand)."""
    counties = table(
        ("48001", "10", 60, 100), ("48001", "62", 50, 90), ("48001", "23", 6, None), ("48001", "22", 4, None),
        ("48001", "236", 3, 6),
    )  # fmt: skip
    cells = estimate_withheld(counties, table(("48000", "10", 60, 100)))
    building, power = found(cells, "48001", "23"), found(cells, "48001", "22")
    own = np.array([building["estabs"]]), np.array([building["employment"]])
    lowest, highest = (float(end[0]) for end in interval("sector", *own))
    assert lowest < 6
    assert highest > 11
    assert (building["low"], building["high"]) == (6, 11)
    assert power["high"] <= 11


def test_a_withheld_county_gets_what_the_state_has_left():
    counties = table(("48001", "10", 5, 50), ("48003", "10", 5, None), ("48003", "23", 5, None))
    cells = estimate_withheld(counties, table(("48000", "10", 10, 80)))
    assert found(cells, "48003", "10")["employment"] == pytest.approx(30)
    assert found(cells, "48003", "23")["employment"] == pytest.approx(30)


def test_cells_without_establishments_are_no_cells():
    counties = table(("48001", "10", 5, 50), ("48001", "23", 0, None), ("48001", "62", 5, 50))
    assert set(estimate_withheld(counties, table())["industry_code"]) == {"10", "62"}


def test_no_rows_no_estimates():
    assert estimate_withheld(table(), table()).empty


def test_public_employers_are_passed_over():
    counties = table(("48001", "10", 5, 50)).assign(own_code="3")
    assert estimate_withheld(counties, table()).empty


def test_small_establishments_in_an_industry_are_expected_again():
    """Ten counties show 2 jobs an establishment where the state's average would be 10: the eleventh is guessed so."""
    cells = table(*((f"48{n:03}", "23", 5, 10 if n < 21 else None) for n in range(1, 22, 2)))
    totals = pd.DataFrame({"estabs": 5.0, "employment": 10.0}, index=cells["area_fips"])
    guess = expected_jobs(cells, totals, cells["estabs"].to_numpy() * 10)
    assert guess[-1] == pytest.approx(10, rel=0.15)


# -- the embedded figures -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def texas():
    areas = [*(code for code in county_names() if code.startswith("48")), "48999", "48000"]
    rows = Store.open().rows(areas, {2016})
    counties, state = rows[rows["area_fips"] != "48000"], rows[rows["area_fips"] == "48000"]
    return counties, state, estimate_withheld(counties, state)


def test_published_cells_never_change(texas):
    counties, _, cells = texas
    private = counties[(counties["own_code"] == "5") & (counties["estabs"] > 0)]
    both = private.merge(
        cells, on=["area_fips", "industry_code"], suffixes=("_before", ""), validate="one_to_one"
    )
    assert len(both) == len(private) == len(cells)
    shown = both[~both["suppressed"]]
    assert (shown["employment"] == shown["employment_before"]).all()
    assert (shown["wages"] == shown["wages_before"]).all()
    assert (shown["low"] == shown["employment"]).all()
    assert (both["suppressed"] == both["estimated"]).all()


def test_every_withheld_cell_is_estimated_within_its_interval(texas):
    cells = texas[2]
    assert cells[["employment", "wages", "low", "high"]].notna().all().all()
    hidden = cells[cells["estimated"]]
    assert ((hidden["low"] <= hidden["employment"]) & (hidden["employment"] <= hidden["high"])).all()
    assert (hidden["employment"] >= 0).all()


@pytest.mark.parametrize("level", LEVELS)
def test_no_interval_reaches_beyond_what_is_left_of_the_published_totals(texas, level):
    counties, _, cells = texas
    levels = counties.assign(level=[level_of(code) for code in counties["industry_code"]])
    most = upper_bounds(levels, level)
    hidden = cells[cells["estimated"] & (cells["level"] == level)]
    place = [hidden["area_fips"], ["5"] * len(hidden), hidden["industry_code"]]
    most = most.reindex(pd.MultiIndex.from_arrays(place)).to_numpy()
    jobs, high = hidden["employment"].to_numpy(), hidden["high"].to_numpy()
    assert (high <= np.fmax(most, jobs) + 1e-9).all()
    free = interval(level, hidden["estabs"].to_numpy(), jobs)[1]
    assert (high < free - 1e-9).mean() > 0.02, "no interval was capped: the bounds are not used"


def test_each_county_adds_up_level_by_level(texas):
    cells = texas[2]
    known = cells.set_index(["area_fips", "industry_code"])["employment"]
    for level in LEVELS:
        own = cells[cells["level"] == level]
        hidden = own.assign(parent=[parent_of(code) for code in own["industry_code"]])
        families = hidden.groupby(["area_fips", "parent"])
        sums = families["employment"].sum()[families["estimated"].any()]
        # Each published figure is rounded, and a parent's estimate may be raised to what is seen below it.
        assert sums.to_numpy() == pytest.approx(
            known.reindex(sums.index).to_numpy(), abs=len(LEVELS) + 0.01, rel=1e-6
        )


def test_the_counties_add_up_to_the_state(texas):
    _, state, cells = texas
    published = state[(state["own_code"] == "5") & ~state["suppressed"]].set_index("industry_code")[
        "employment"
    ]
    off = {}
    for level in LEVELS:
        sums = cells[cells["level"] == level].groupby("industry_code")["employment"].sum()
        both = sums.index.intersection(published.index)
        off[level] = ((sums[both] - published[both]).abs() / published[both]).quantile(0.95)
    assert off["sector"] < 0.001
    assert off["3-digit"] < 0.001
    assert off["4-digit"] < 0.02


def test_pay_of_withheld_cells_is_pay(texas):
    hidden = texas[2].query("estimated and level == 'sector' and employment >= 10")
    pay = hidden["wages"] / hidden["employment"]
    assert 15_000 < pay.median() < 80_000
    assert pay.quantile(0.01) > 2_000


def test_a_few_counties_of_a_state_are_enough():
    rows = Store.open().rows([*get_region("oh-central-ohio").counties, "39000"], {2023})
    state = rows["area_fips"] == "39000"
    cells = estimate_withheld(rows[~state], rows[state])
    totals = cells[cells["level"] == "total"].set_index("area_fips")["employment"]
    sums = cells[cells["level"] == "sector"].groupby("area_fips")["employment"].sum()
    assert sums.reindex(totals.index).to_numpy() == pytest.approx(totals.to_numpy(), abs=12)


def test_withheld_on_purpose_they_are_found_better_than_by_the_national_mean(texas):
    """One draw of what benchmarks/withheld.py does in full: 200 small published sectors."""
    counties, state, _ = texas
    nation = Store.open().rows(["US000"], {2016})
    private = nation[nation["own_code"] == "5"].set_index("industry_code")
    rows = counties[(counties["own_code"] == "5") & ~counties["suppressed"] & (counties["employment"] > 0)]
    sectors = rows[[parent_of(code) == "10" for code in rows["industry_code"]]]
    small = sectors[sectors["estabs"] <= 20]
    chosen = small.sample(200, random_state=1)
    hidden = counties.copy()
    taken = set(zip(chosen["area_fips"], chosen["industry_code"], strict=True))
    inside = [
        (area, code) in taken
        or (area, parent_of(code)) in taken
        or (area, parent_of(parent_of(code) or "10")) in taken
        for area, code in zip(hidden["area_fips"], hidden["industry_code"], strict=True)
    ]
    inside = np.array(inside) & (hidden["own_code"] == "5").to_numpy()
    hidden.loc[inside, "suppressed"] = True
    hidden.loc[inside, ["employment", "wages"]] = np.nan
    cells = estimate_withheld(hidden, state).set_index(["area_fips", "industry_code"])
    guess = cells.loc[pd.MultiIndex.from_frame(chosen[["area_fips", "industry_code"]])]
    true = chosen["employment"].to_numpy()
    size = (private["employment"] / private["estabs"])[chosen["industry_code"]].to_numpy()
    ours = np.abs(guess["employment"].to_numpy() - true) / true
    naive = np.abs(chosen["estabs"].to_numpy() * size - true) / true
    assert np.median(ours) < 0.45
    assert np.median(ours) < 0.7 * np.median(naive)
    assert np.quantile(ours, 0.9) < np.quantile(naive, 0.9)
    within = (true >= guess["low"].to_numpy()) & (true <= guess["high"].to_numpy())
    assert within.mean() > 0.75


@pytest.mark.parametrize("level", ["total", *LEVELS])
def test_an_interval_holds_its_estimate(level):
    estabs = np.array([1.0, 2.0, 3.0, 10.0, 11.0, 5000.0])
    low, high = interval(level, estabs, np.full(6, 100.0))
    assert (low < 100).all()
    assert (high > 100).all()
