"""The formulas: published examples first, then what must always hold, then what is refused."""

from __future__ import annotations

import doctest
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nextgen_helpers import measures
from nextgen_helpers.measures import (
    average_annual_pay,
    average_weekly_wage,
    compound_annual_growth,
    equivalent_number,
    growth,
    hachman,
    hhi,
    hhi_standardized,
    krugman_specialization,
    location_quotient,
    shannon_evenness,
    share,
    shift_share,
    wage_premium,
)

PARTS = ["national_share", "industry_mix", "regional_share"]
MISSING = [
    pytest.param(None, id="None"),
    pytest.param(math.nan, id="NaN"),
    pytest.param(np.float64("nan"), id="NumPy NaN"),
    pytest.param(pd.NA, id="pd.NA"),
]

# Jobs of an area: from an empty county to the nation.
jobs = st.integers(0, 200_000_000)
some_jobs = st.integers(1, 200_000_000)
mixes = st.lists(jobs, min_size=1, max_size=12).filter(any)


def pairs_of_mixes(least: int = 0, industries: int = 1) -> st.SearchStrategy[list[list[int]]]:
    """Two areas' jobs in the same industries."""
    both = st.tuples(st.integers(least, 10_000_000), st.integers(least, 10_000_000))
    columns = st.lists(both, min_size=industries, max_size=10).map(lambda rows: list(zip(*rows, strict=True)))
    return columns.filter(lambda pair: any(pair[0]) and any(pair[1]))


def prints_no_minus_zero(result: float | np.ndarray | pd.Series | pd.DataFrame) -> bool:
    numbers = np.asarray(result, dtype=float)
    return not np.any((numbers == 0) & np.signbit(numbers))


# Published numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "published", "digits"),
    [
        pytest.param(
            (1714, 79006, 879213, 15593224),
            0.3847623,
            7,
            id="Farhauer/Kroell 2013, in the REAT manual",
        ),
        pytest.param((0.02, 1, 0.01, 1), 2.0, 1, id="Lightcast, Concentration (LQ): 0.02/0.01"),
        pytest.param((0.10, 1, 0.09, 1), 1.11, 2, id="Lightcast, Concentration (LQ): 0.10/0.09"),
        pytest.param((0.039, 1, 0.028, 1), 1.4, 1, id="Lightcast, Concentration (LQ): 0.039/0.028"),
        pytest.param((0.04, 1, 0.01, 1), 4.0, 1, id="Lightcast, Concentration (LQ): 0.04/0.01"),
    ],
)
def test_location_quotient_as_published(amounts, published, digits):
    assert round(location_quotient(*amounts), digits) == published


@pytest.mark.parametrize(
    ("here", "there", "published"),
    [
        pytest.param(
            [50, 10, 20, 20],
            [10, 20, 40, 30],
            [5, 0.5, 0.5, 0.667],
            id="Krumme, University of Washington",
        )
    ],
)
def test_location_quotients_of_a_region_as_published(here, there, published):
    np.testing.assert_array_equal(np.round(location_quotient(here, 100, there, 100), 3), published)


@pytest.mark.parametrize(
    ("wages", "employment", "annual", "weekly"),
    [
        pytest.param(11_081_267_615_470, 153_140_899, 72_360, 1_392, id="BLS QCEW, United States 2023"),
        pytest.param(82_263_307_633, 904_044, 90_995, 1_750, id="BLS QCEW, Travis County TX 2023"),
    ],
)
def test_pay_as_published(wages, employment, annual, weekly):
    assert round(average_annual_pay(wages, employment)) == annual
    assert round(average_weekly_wage(wages, employment)) == weekly


def test_weekly_wage_is_not_rounded_on_the_way():
    # 52 weeks of the rounded 1,392 dollars would be 72,384 a year.
    assert average_weekly_wage(11_081_267_615_470, 153_140_899) * 52 == pytest.approx(72_360, abs=0.5)


@pytest.mark.parametrize(
    ("begin", "end", "periods", "periods_per_year", "percent"),
    [
        pytest.param(100, 121, 2, 1, 10, id="BEA formula: two years, annual data"),
        pytest.param(100, 121, 8, 4, 10, id="BEA formula: eight quarters are two years"),
        pytest.param(100, 110, 12, 12, 10, id="BEA formula: twelve months are one year"),
        pytest.param(100, 105, 1, 4, 21.550625, id="BEA formula: one quarter, at an annual rate"),
        pytest.param(121, 100, 2, 1, -100 / 11, id="BEA formula: decline"),
        pytest.param(100, 0, 3, 1, -100, id="BEA formula: gone"),
    ],
)
def test_compound_annual_growth(begin, end, periods, periods_per_year, percent):
    assert compound_annual_growth(begin, end, periods, periods_per_year) == pytest.approx(percent)


KRUMME = {
    "base": [500, 100, 200, 200],
    "end": [1000, 100, 250, 280],
    # Any reference with growth of 10, 20, 30, 40 percent, altogether 29.
    "reference_base": [1000, 2000, 4000, 3000],
    "reference_end": [1100, 2400, 5200, 4200],
}


@pytest.mark.parametrize(
    ("areas", "part", "published", "total"),
    [
        pytest.param(
            KRUMME,
            "national_share",
            [145, 29, 58, 58],
            290,
            id="Krumme, University of Washington: national",
        ),
        pytest.param(
            KRUMME,
            "industry_mix",
            [-95, -9, 2, 22],
            -80,
            id="Krumme, University of Washington: mix",
        ),
        pytest.param(
            KRUMME,
            "regional_share",
            [450, -20, -10, 0],
            420,
            id="Krumme, University of Washington: regional",
        ),
    ],
)
def test_shift_share_by_industry_as_published(areas, part, published, total):
    parts = shift_share(**areas)[part]
    assert parts.tolist() == pytest.approx(published, abs=1e-9)
    assert parts.sum() == pytest.approx(total)


@pytest.mark.parametrize(
    ("areas", "published"),
    [
        pytest.param(KRUMME, [290, -80, 420], id="Krumme, University of Washington"),
        pytest.param(
            {
                "base": [60, 30, 30, 40],
                "end": [85, 55, 40, 35],
                "reference_base": [400, 150, 150, 400],
                "reference_end": [440, 210, 135, 480],
            },
            [24, -1, 32],
            id="Farhauer/Kroell 2013, region B",
        ),
    ],
)
def test_shift_share_altogether_as_published(areas, published):
    parts = shift_share(**areas)
    assert parts.sum().tolist() == pytest.approx(published)
    assert parts.to_numpy().sum() == sum(areas["end"]) - sum(areas["base"])


@pytest.mark.parametrize(
    ("measure", "published", "digits"),
    [
        pytest.param(hhi, 0.34, 10, id="Doersam 2004: HHI"),
        pytest.param(hhi_standardized, 0.12, 10, id="Doersam 2004: standardized"),
        pytest.param(equivalent_number, 2.94, 2, id="Doersam 2004: 1/H"),
    ],
)
def test_concentration_as_published(measure, published, digits):
    assert round(measure([20, 50, 20, 10]), digits) == published


@pytest.mark.parametrize(
    ("values", "reference", "published"),
    [pytest.param([20, 10, 70, 0, 0], [0, 0, 0, 60, 40], 2, id="Krugman index: nothing in common")],
)
def test_krugman_specialization_as_published(values, reference, published):
    assert krugman_specialization(values, reference) == published


@pytest.mark.parametrize(
    ("values", "published"),
    [pytest.param([60, 10, 25, 1, 4], 0.66, id="easycalculation.com, Shannon evenness")],
)
def test_shannon_evenness_as_published(values, published):
    assert round(shannon_evenness(values), 2) == published


def test_krugman_and_hachman_by_hand():
    # Krumme's shares: 0.4 + 0.1 + 0.2 + 0.1, and 1 / (2.5 + 0.05 + 0.1 + 0.4/3).
    here, there = [50, 10, 20, 20], [10, 20, 40, 30]
    assert krugman_specialization(here, there) == pytest.approx(0.8)
    assert hachman(here, there) == pytest.approx(60 / 167)


@pytest.mark.parametrize(
    ("measure", "amounts", "expected"),
    [
        pytest.param(share, (30, 120), 0.25, id="a share is a fraction"),
        pytest.param(share, (101, 100), 1.01, id="rounded parts may exceed their whole"),
        pytest.param(growth, (200, 230), 15, id="growth is in percent"),
        pytest.param(growth, (100, 107), 7, id="7 percent is 7.0"),
        pytest.param(growth, (200, 150), -25, id="decline is negative"),
        pytest.param(growth, (200, 0), -100, id="gone is -100 percent"),
        pytest.param(wage_premium, (90_000, 72_000), 25, id="a premium is in percent"),
        pytest.param(wage_premium, (54_000, 72_000), -25, id="less pay is a negative premium"),
        pytest.param(location_quotient, (0, 100, 10, 1000), 0, id="no jobs here: LQ 0"),
    ],
)
def test_units(measure, amounts, expected):
    assert measure(*amounts) == expected


def test_examples_in_the_docstrings():
    results = doctest.testmod(measures)
    assert results.failed == 0
    assert results.attempted > 10


def test_every_measure_shows_an_example():
    examples = {
        test.name.rpartition(".")[2] for test in doctest.DocTestFinder().find(measures) if test.examples
    }
    assert set(measures.__all__) <= examples


# What must always hold ---------------------------------------------------------------------------


@given(some_jobs, some_jobs)
def test_a_region_against_itself_is_not_concentrated(one, other):
    industry, total = sorted((one, other))
    assert location_quotient(industry, total, industry, total) == 1


@given(some_jobs, some_jobs, some_jobs, some_jobs, st.integers(2, 1000))
def test_scaling_a_region_leaves_its_quotient(one, other, three, four, factor):
    (industry, total), (reference, reference_total) = sorted((one, other)), sorted((three, four))
    quotient = location_quotient(industry, total, reference, reference_total)
    scaled = location_quotient(industry * factor, total * factor, reference, reference_total)
    assert scaled == pytest.approx(quotient)


@given(pairs_of_mixes(least=1))
def test_quotients_weighted_by_the_reference_average_to_one(mixes_of_two):
    here, there = (np.array(mix) for mix in mixes_of_two)
    quotients = location_quotient(here, here.sum(), there, there.sum())
    assert np.average(quotients, weights=there) == pytest.approx(1)


@given(some_jobs, some_jobs)
def test_growth_and_decline_undo_each_other(begin, end):
    there_and_back = (1 + growth(begin, end) / 100) * (1 + growth(end, begin) / 100)
    assert there_and_back == pytest.approx(1)


@given(some_jobs, some_jobs, st.integers(1, 40))
def test_compounding_leads_from_begin_to_end(begin, end, years):
    rate = compound_annual_growth(begin, end, years)
    assert begin * (1 + rate / 100) ** years == pytest.approx(end, rel=1e-6)


@given(some_jobs, some_jobs)
def test_over_one_year_both_growths_agree(begin, end):
    assert compound_annual_growth(begin, end, 1) == pytest.approx(growth(begin, end), rel=1e-9, abs=1e-9)


@given(some_jobs, some_jobs)
def test_premium_over_oneself_is_zero_and_signs_agree(pay, reference_pay):
    assert wage_premium(pay, pay) == 0
    assert np.sign(wage_premium(pay, reference_pay)) == np.sign(pay - reference_pay)


industries_in_both_areas = st.lists(st.tuples(jobs, jobs, some_jobs, jobs), min_size=1, max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=["base", "end", "reference_base", "reference_end"])
)

# The region is a part of its reference, as a county is of its state.
industries_of_a_part = industries_in_both_areas.map(
    lambda table: table.assign(reference_base=table["base"] + table["reference_base"])
)


@given(industries_of_a_part)
@example(pd.DataFrame([KRUMME]).explode(list(KRUMME)).astype(int))
def test_shift_share_adds_up_exactly(table):
    parts = shift_share(**dict(table.items()))
    change = (table["end"] - table["base"]).tolist()
    national, mix, regional = (parts[name] for name in PARTS)
    assert (national + mix + regional).tolist() == change
    assert (regional + national + mix).tolist() == change
    assert parts.sum().sum() == sum(change)
    assert prints_no_minus_zero(parts)


@given(industries_in_both_areas)
def test_shift_share_keeps_to_its_definition(table):
    parts = shift_share(**dict(table.items()))
    nation = Fraction(int(table["reference_end"].sum()), int(table["reference_base"].sum())) - 1
    expected = []
    for row in table.itertuples():
        industry = Fraction(row.reference_end, row.reference_base) - 1
        regional = row.end - row.base - row.base * industry
        expected.append([row.base * nation, row.base * (industry - nation), regional])
    expected = np.array(expected, dtype=float)
    tolerance = 1e-13 * max(np.abs(expected).max(), table.to_numpy().max())
    np.testing.assert_allclose(parts, expected, rtol=1e-13, atol=tolerance)


@given(st.lists(st.lists(st.tuples(some_jobs, jobs), min_size=3, max_size=3), min_size=1, max_size=6))
def test_over_all_regions_of_the_nation_mix_and_regional_cancel(regions):
    base, end = np.moveaxis(np.array(regions), 2, 0)  # each: region by industry
    nation = {"reference_base": base.sum(axis=0), "reference_end": end.sum(axis=0)}
    parts = [shift_share(b, e, **nation) for b, e in zip(base, end, strict=True)]
    tolerance = 1e-9 * max(base.sum(), end.sum())
    assert sum(part["industry_mix"].sum() for part in parts) == pytest.approx(0, abs=tolerance)
    for industry in range(3):
        regional = sum(part["regional_share"][industry] for part in parts)
        assert regional == pytest.approx(0, abs=tolerance)


@given(st.lists(st.tuples(jobs, jobs), min_size=1, max_size=12))
def test_the_nation_against_itself_has_no_regional_share(rows):
    base, end = zip(*rows, strict=True)
    parts = shift_share(base, end, base, end)
    existed = np.array(base) > 0
    assert (parts["regional_share"][existed] == 0).all()
    assert prints_no_minus_zero(parts)


@given(st.lists(some_jobs, min_size=1, max_size=12), some_jobs, some_jobs)
def test_where_all_industries_grow_alike_there_is_no_mix(base, begin, end):
    reference_base = [begin * size for size in range(1, len(base) + 1)]
    reference_end = [end * size for size in range(1, len(base) + 1)]
    parts = shift_share(base, base, reference_base, reference_end)
    assert (parts["industry_mix"] == 0).all()


@given(mixes)
def test_hhi_lies_between_even_and_all_in_one(values):
    assert 1 / len(values) - 1e-12 <= hhi(values) <= 1 + 1e-12
    assert 1 - 1e-9 <= equivalent_number(values) <= len(values) + 1e-9


@given(mixes.filter(lambda values: len(values) > 1))
def test_standardized_indexes_run_from_zero_to_one(values):
    assert 0 <= hhi_standardized(values) <= 1
    assert 0 <= shannon_evenness(values) <= 1


@given(some_jobs, st.integers(2, 30))
def test_an_even_mix_and_a_single_industry_are_the_ends(size, count):
    even, single = [size] * count, [size] + [0] * (count - 1)
    assert hhi(even) == pytest.approx(1 / count)
    assert hhi_standardized(even) == pytest.approx(0, abs=1e-12)
    assert equivalent_number(even) == pytest.approx(count)
    assert shannon_evenness(even) == pytest.approx(1)
    assert (hhi(single), hhi_standardized(single), equivalent_number(single)) == (1, 1, 1)
    assert shannon_evenness(single) == 0
    assert prints_no_minus_zero(shannon_evenness(single))


@given(mixes.filter(lambda values: len(values) > 1), st.integers(2, 1000))
def test_indexes_do_not_depend_on_size_or_order(values, factor):
    for measure in (hhi, hhi_standardized, equivalent_number, shannon_evenness):
        scaled = [value * factor for value in reversed(values)]
        assert measure(scaled) == pytest.approx(measure(values), rel=1e-9, abs=1e-9)


@given(mixes)
def test_an_empty_industry_changes_the_spread_but_not_the_concentration(values):
    assume(np.count_nonzero(values) > 1)
    with_empty = [*values, 0]
    assert hhi(with_empty) == pytest.approx(hhi(values))
    assert shannon_evenness(with_empty) < shannon_evenness(values)
    assert hhi_standardized(with_empty) > hhi_standardized(values) - 1e-12


@given(pairs_of_mixes(least=1))
def test_hachman_is_one_for_the_reference_alone(two):
    here, there = two
    assert hachman(there, there) == pytest.approx(1)
    assert 0 < hachman(here, there) <= 1
    assert hachman([3 * value for value in here], there) == pytest.approx(hachman(here, there))


@given(pairs_of_mixes(least=1))
def test_hachman_is_the_inverse_of_the_mean_quotient(two):
    here, there = (np.array(mix) for mix in two)
    quotients = location_quotient(here, here.sum(), there, there.sum())
    assert hachman(here, there) == pytest.approx(1 / np.average(quotients, weights=here))


@given(pairs_of_mixes())
def test_krugman_is_a_distance_of_at_most_two(two):
    here, there = two
    distance = krugman_specialization(here, there)
    assert distance == krugman_specialization(there, here)
    assert 0 <= distance <= 2
    assert krugman_specialization(here, here) == 0


@given(st.lists(some_jobs, min_size=1, max_size=5), st.lists(some_jobs, min_size=1, max_size=5))
def test_krugman_is_two_where_no_industry_is_shared(here, there):
    distance = krugman_specialization(here + [0] * len(there), [0] * len(here) + there)
    assert distance == pytest.approx(2)


@given(jobs, jobs, st.sampled_from([1, 2, 5, 40]))
def test_nothing_is_infinite_or_prints_minus_zero(one, other, years):
    for result in (
        share(one, other),
        growth(one, other),
        wage_premium(one, other),
        average_annual_pay(one, other),
        average_weekly_wage(one, other),
        compound_annual_growth(one, other, years),
        location_quotient(min(one, other), other, min(one, other), one),
    ):
        assert isinstance(result, float)
        assert not math.isinf(result)
        assert prints_no_minus_zero(result)


def test_a_negative_zero_does_not_get_through():
    assert prints_no_minus_zero(share(-0.0, 5))
    assert prints_no_minus_zero(average_annual_pay([-0.0], [5]))
    assert prints_no_minus_zero(location_quotient(-0.0, 5, 1, 5))
    assert prints_no_minus_zero(shift_share([0.0], [-0.0], [1], [2]))
    # A decline that is nothing beside the largest industry rounds towards 0 from below.
    assert prints_no_minus_zero(shift_share([1e-9, 1e9], [1e-9, 1e9], [1, 1e10], [0.9, 9e9]))
    assert prints_no_minus_zero(hhi_standardized([1, 1, 1]))


# Withheld and undefined --------------------------------------------------------------------------


MEASURES_OF_NUMBERS = [
    pytest.param(location_quotient, (30, 100, 150, 1000), id="location_quotient"),
    pytest.param(share, (30, 100), id="share"),
    pytest.param(growth, (30, 100), id="growth"),
    pytest.param(compound_annual_growth, (30, 30, 5, 1), id="compound_annual_growth"),
    pytest.param(average_annual_pay, (30, 100), id="average_annual_pay"),
    pytest.param(average_weekly_wage, (30, 100), id="average_weekly_wage"),
    pytest.param(wage_premium, (30, 100), id="wage_premium"),
]


@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize(("measure", "amounts"), MEASURES_OF_NUMBERS)
def test_a_missing_number_gives_nan(measure, amounts, missing):
    assert math.isfinite(measure(*amounts))
    for place in range(len(amounts)):
        with_gap = [*amounts[:place], missing, *amounts[place + 1 :]]
        assert math.isnan(measure(*with_gap))
        assert np.isnan(measure(*([value, value] for value in with_gap))).all()


@pytest.mark.parametrize(
    ("measure", "amounts"),
    [
        pytest.param(location_quotient, (0, 0, 10, 100), id="LQ: no jobs here at all"),
        pytest.param(location_quotient, (5, 10, 0, 100), id="LQ: none in the reference"),
        pytest.param(location_quotient, (0, 10, 0, 100), id="LQ: none anywhere"),
        pytest.param(location_quotient, (5, 10, 0, 0), id="LQ: empty reference"),
        pytest.param(share, (5, 0), id="share of nothing"),
        pytest.param(share, (0, 0), id="share of nothing in nothing"),
        pytest.param(growth, (0, 5), id="growth from 0"),
        pytest.param(growth, (0, 0), id="growth from 0 to 0"),
        pytest.param(compound_annual_growth, (0, 5, 3), id="annual growth from 0"),
        pytest.param(compound_annual_growth, (0, 0, 3), id="annual growth from 0 to 0"),
        pytest.param(average_annual_pay, (5, 0), id="pay without jobs"),
        pytest.param(average_weekly_wage, (5, 0), id="weekly wage without jobs"),
        pytest.param(wage_premium, (5, 0), id="premium over nothing"),
    ],
)
def test_a_zero_denominator_gives_nan(measure, amounts):
    assert math.isnan(measure(*amounts))
    assert np.isnan(measure(*([value] for value in amounts))).all()


MEASURES_OF_MIXES = [
    pytest.param(hhi, id="hhi"),
    pytest.param(hhi_standardized, id="hhi_standardized"),
    pytest.param(equivalent_number, id="equivalent_number"),
    pytest.param(shannon_evenness, id="shannon_evenness"),
    pytest.param(lambda values: hachman(values, [1] * len(values)), id="hachman"),
    pytest.param(lambda values: hachman([1] * len(values), values), id="hachman, reference"),
    pytest.param(lambda values: krugman_specialization(values, [1] * len(values)), id="krugman"),
    pytest.param(lambda values: krugman_specialization([1] * len(values), values), id="krugman, reference"),
]


@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize("measure", MEASURES_OF_MIXES)
def test_a_missing_industry_makes_the_index_nan_until_dropped(measure, missing):
    values = pd.Series([50, missing, 50], dtype=object)
    assert math.isnan(measure(values))
    assert math.isfinite(measure(values.dropna()))


@pytest.mark.parametrize("values", [[], [0, 0, 0], [None, None]], ids=["none", "zeros", "withheld"])
@pytest.mark.parametrize("measure", MEASURES_OF_MIXES)
def test_nothing_to_measure_gives_nan(measure, values):
    assert math.isnan(measure(values))


@pytest.mark.parametrize("measure", [hhi_standardized, shannon_evenness])
def test_one_industry_alone_has_no_spread(measure):
    assert math.isnan(measure([70]))
    assert hhi([70]) == 1


def test_hachman_is_undefined_where_the_reference_lacks_an_industry():
    assert math.isnan(hachman([10, 90], [0, 100]))
    assert math.isnan(hachman([20, 10, 70, 0, 0], [0, 0, 0, 60, 40]))
    # An industry that neither has does no harm.
    assert hachman([10, 90, 0], [30, 70, 0]) == hachman([10, 90], [30, 70])


@pytest.mark.parametrize("reference", [[0, 200], [50, 200]], ids=["new there too", "old there"])
def test_a_new_industry_is_regional(reference):
    parts = shift_share([0, 100], [40, 110], reference, [80, 260])
    assert parts.loc[0, PARTS].tolist() == [0, 0, 40]
    assert parts.loc[1].notna().all()


def test_a_new_industry_is_regional_in_a_nation_that_had_none():
    assert shift_share([0], [5], [0], [9]).loc[0, PARTS].tolist() == [0, 0, 5]


@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize("column", list(KRUMME))
def test_a_withheld_cell_leaves_its_industry_out_of_both_areas_and_years(column, missing):
    withheld = KRUMME | {column: [*KRUMME[column][:2], missing, KRUMME[column][3]]}
    without = {name: [*values[:2], values[3]] for name, values in KRUMME.items()}
    parts = shift_share(**withheld)
    assert parts.loc[2].isna().all()
    pd.testing.assert_frame_equal(parts.drop(index=2).reset_index(drop=True), shift_share(**without))


@pytest.mark.parametrize("reference_base", [0, None], ids=["none there", "withheld there"])
def test_an_industry_without_reference_is_undefined(reference_base):
    parts = shift_share([50, 100], [60, 110], [reference_base, 200], [10, 260])
    assert parts.loc[0].isna().all()
    assert parts.loc[1].notna().all()


def test_given_totals_count_what_the_table_does_not_show():
    parts = shift_share([100], [130], [1000], [1100], reference_base_total=5000, reference_end_total=6000)
    assert parts.loc[0, PARTS].tolist() == [20, -10, 20]


@pytest.mark.parametrize("missing", MISSING[1:])
def test_a_withheld_total_gives_nan(missing):
    parts = shift_share(**KRUMME, reference_base_total=10_000, reference_end_total=missing)
    assert parts.isna().all(axis=None)
    of_a_new_industry = shift_share([0], [5], [7], [8], reference_base_total=missing, reference_end_total=9)
    assert of_a_new_industry.isna().all(axis=None)


def test_a_total_of_zero_gives_nan():
    parts = shift_share([5], [6], [7], [8], reference_base_total=0, reference_end_total=9)
    assert parts.isna().all(axis=None)


def test_shift_share_of_no_industries_is_an_empty_table():
    assert shift_share([], [], [], []).shape == (0, 3)


def test_shift_share_of_fractions_adds_up():
    base, end = np.array([0.1, 1234.567]), np.array([0.7, 1300.001])
    parts = shift_share(base, end, [10.3, 99_999.9], [11.7, 98_765.4])
    np.testing.assert_allclose(parts.sum(axis=1), end - base, rtol=1e-15)


# In and out --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("measure", "amounts"), MEASURES_OF_NUMBERS)
def test_measures_answer_in_kind(measure, amounts):
    expected = measure(*amounts)
    labels = ["a", "b"]
    assert type(expected) is float
    assert type(measure(*(np.float64(value) for value in amounts))) is float
    assert type(measure(*(np.array(value) for value in amounts))) is float
    columns = [[value, value] for value in amounts]
    for kind in (list, tuple, np.array):
        result = measure(*(kind(column) for column in columns))
        assert type(result) is np.ndarray
        assert result.tolist() == [expected, expected]
    for dtype in ("int64", "float32", "Int64", "Float64", "int64[pyarrow]", "object"):
        series = [pd.Series(column, labels, dtype=dtype) for column in columns]
        pd.testing.assert_series_equal(measure(*series), pd.Series([expected, expected], labels))


@pytest.mark.parametrize("dtype", ["float64", "Int64", "Float64", "double[pyarrow]", "object"])
def test_missing_cells_of_every_kind_of_column(dtype):
    begin = pd.Series([100, None, 50, 0], dtype=dtype)
    end = pd.Series([110, 10, None, 10], dtype=dtype)
    assert growth(begin, end).dtype == np.float64
    np.testing.assert_array_equal(growth(begin, end), [10, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(
        shift_share(begin, end, [100] * 4, [120] * 4)["regional_share"], [-10, np.nan, np.nan, 10]
    )


def test_one_number_counts_for_every_row():
    industry = pd.Series({"Health": 20, "Retail": 10})
    quotients = location_quotient(industry, 100, pd.Series({"Health": 100, "Retail": 100}), 1000)
    assert quotients.to_dict() == {"Health": 2.0, "Retail": 1.0}
    assert growth(100, [110, 90]).tolist() == [10, -10]


def test_series_meet_by_label_not_by_position():
    here = pd.Series({"Health": 30, "Retail": 10})
    there = pd.Series({"Retail": 250, "Health": 125})
    assert location_quotient(here, 80, there, 1000).to_dict() == {"Health": 3.0, "Retail": 0.5}
    assert wage_premium(pd.Series([2, 6], ["a", "b"]), pd.Series([3, 4], ["b", "a"])).to_dict() == {
        "a": -50.0,
        "b": 100.0,
    }
    assert krugman_specialization(here, here[::-1]) == 0
    assert hachman(here, here[::-1]) == pytest.approx(1)


def test_shift_share_meets_by_label():
    labels = ["A", "B", "C", "D"]
    columns = {name: pd.Series(values, labels) for name, values in KRUMME.items()}
    straight = shift_share(**columns)
    assert straight.index.tolist() == labels
    assert straight.columns.tolist() == PARTS
    columns["reference_base"] = columns["reference_base"][::-1]
    pd.testing.assert_frame_equal(shift_share(**columns), straight)
    np.testing.assert_array_equal(shift_share(**KRUMME), straight)


def test_repeated_labels_are_fine_where_all_columns_have_the_same():
    jobs_of_two_years = pd.Series([10, 20], ["11", "11"])
    assert share(jobs_of_two_years, jobs_of_two_years * 2).tolist() == [0.5, 0.5]


def test_inputs_stay_as_they_were():
    before = pd.Series([10, None], dtype=object)
    after = before.copy()
    growth(before, before)
    pd.testing.assert_series_equal(before, after)


# Refusals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("measure", "amounts"), MEASURES_OF_NUMBERS)
@pytest.mark.parametrize("wrong", [-1, math.inf, -math.inf], ids=["negative", "infinite", "both"])
def test_measures_refuse_what_is_no_amount(measure, amounts, wrong):
    for place in range(len(amounts)):
        with pytest.raises(ValueError, match=rf"^There is {wrong:g} in "):
            measure(*amounts[:place], wrong, *amounts[place + 1 :])


@pytest.mark.parametrize("measure", MEASURES_OF_MIXES)
def test_indexes_refuse_a_negative_value(measure):
    with pytest.raises(ValueError, match=r"There is -5 in (values|reference)"):
        measure([10, -5, 20])


@pytest.mark.parametrize("column", list(KRUMME))
def test_shift_share_refuses_a_negative_value(column):
    name = column.replace("_", " ")
    with pytest.raises(ValueError, match=f"There is -1 in {name};"):
        shift_share(**KRUMME | {column: [-1, 1, 1, 1]})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("12", id="one"),
        pytest.param(["12", "13"], id="list"),
        pytest.param([12, "13"], id="among numbers"),
        pytest.param(pd.Series(["12", None]), id="Series"),
        pytest.param(pd.Series([12, "13"], dtype=object), id="Series, among numbers"),
    ],
)
def test_text_is_not_read_as_numbers(text):
    with pytest.raises(ValueError, match="Give part as numbers"):
        share(text, 20)


def test_a_table_is_not_a_column():
    with pytest.raises(ValueError, match="Give part as one number or one column"):
        share(pd.DataFrame({"a": [1], "b": [2]}), 20)


def test_decimals_of_a_database_are_numbers():
    assert share(Decimal("0.5"), 2) == 0.25
    np.testing.assert_array_equal(share([Decimal(1), None, 3], 2), [0.5, np.nan, 1.5])


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        pytest.param(
            (120, 100, 10, 1000),
            r"^The industry \(120\) is larger than the total \(100\); an industry is at most",
            id="here",
        ),
        pytest.param(
            (10, 100, 1001, 1000),
            r"^The reference industry \(1,001\) is larger than the reference total \(1,000\)",
            id="in the reference",
        ),
        pytest.param(
            ([10, 120], 100, [10, None], 1000),
            r"^The industry \(120\) is larger than the total \(100\)",
            id="in one row, next to a gap",
        ),
        pytest.param((5, 0, 10, 1000), r"larger than the total \(0\)", id="jobs in an empty total"),
    ],
)
def test_an_industry_larger_than_its_total_is_refused(amounts, message):
    with pytest.raises(ValueError, match=message):
        location_quotient(*amounts)


def test_a_total_summed_in_another_order_is_not_refused():
    total = 0.1 + 0.2 + 0.3
    industry = math.nextafter(total, 1)
    assert location_quotient(industry, total, 1, 2) == pytest.approx(2)


@pytest.mark.parametrize(("years", "periods_per_year"), [(0, 1), (5, 0)])
def test_no_time_has_no_annual_growth(years, periods_per_year):
    with pytest.raises(ValueError, match="more than 0"):
        compound_annual_growth(10, 20, years, periods_per_year)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(pd.Series([1, 2], ["a", "c"]), id="another label"),
        pytest.param(pd.Series([1], ["a"]), id="fewer labels"),
        pytest.param(pd.Series([1, 2, 3], ["a", "b", "c"]), id="more labels"),
        pytest.param(pd.Series([1, 2], ["a", "a"]), id="a label twice"),
    ],
)
def test_columns_with_other_labels_are_refused(other):
    first = pd.Series([3, 4], ["a", "b"])
    with pytest.raises(ValueError, match="The labels of whole differ"):
        share(first, other)
    with pytest.raises(ValueError, match="The labels of reference differ"):
        krugman_specialization(first, other)
    with pytest.raises(ValueError, match="The labels of reference base differ"):
        shift_share(first, first, other, first)


def test_columns_of_other_length_are_refused():
    with pytest.raises(ValueError, match="same number of rows, but there are: part 2, whole 3"):
        share([1, 2], [3, 4, 5])
    with pytest.raises(ValueError, match="same number of rows"):
        share(pd.Series([1, 2]), [3, 4, 5])
    with pytest.raises(ValueError, match="same number of rows"):
        hachman([1, 2], [3])
    with pytest.raises(ValueError, match="same number of rows"):
        shift_share([1, 2], [3, 4], [5, 6], [7])


def test_a_single_number_is_no_mix_of_industries():
    with pytest.raises(ValueError, match="Give values as a column"):
        hhi(70)
    with pytest.raises(ValueError, match="Give reference as a column"):
        hachman([1, 2], 3)
    with pytest.raises(ValueError, match="Give end as a column"):
        shift_share([1, 2], 3, [4, 5], [6, 7])


@pytest.mark.parametrize("total", ["reference_base_total", "reference_end_total"])
def test_totals_come_in_pairs_and_as_numbers(total):
    with pytest.raises(ValueError, match="Give both of the reference's totals, or neither"):
        shift_share(**KRUMME, **{total: 10_000})
    both = {"reference_base_total": 10_000, "reference_end_total": 12_900}
    with pytest.raises(ValueError, match="as one number, not as a column"):
        shift_share(**KRUMME, **both | {total: [1, 2, 3, 4]})
