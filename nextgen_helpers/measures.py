"""The formulas of the labor-market part: pure functions, from numbers to numbers.

What holds for all of them:

- A measure takes one number, a list or array, or a pandas Series, and answers in kind: a float, an
  array, or a Series with the same labels. A single number beside a column counts for every row.
  Several Series are matched by label, never by position.
- A missing value (None, NaN, pd.NA) is a withheld cell: its result is NaN, never 0 and never
  infinite. So is a result that a zero denominator leaves undefined.
- Inputs are amounts (jobs, dollars, establishments, shares): negative, infinite or textual ones are
  refused with a ``ValueError`` that says which.
- No result is -0.0, which would print as "-0".

Levels and shares are plain numbers; whatever is a rate of change or a premium is in percent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from numbers import Number
from typing import TYPE_CHECKING, Any, TypeAlias, cast, overload

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas.api.typing import NAType

    FloatArray: TypeAlias = NDArray[np.float64]
    FloatSeries: TypeAlias = pd.Series[float]
    Scalar: TypeAlias = float | np.number[Any] | NAType | None
    Column: TypeAlias = Sequence[Scalar] | NDArray[Any] | pd.Series[Any]
    Amount: TypeAlias = Scalar | Column
    Result: TypeAlias = float | FloatArray | FloatSeries

__all__ = [
    "average_annual_pay",
    "average_weekly_wage",
    "compound_annual_growth",
    "equivalent_number",
    "growth",
    "hachman",
    "hhi",
    "hhi_standardized",
    "krugman_specialization",
    "location_quotient",
    "shannon_evenness",
    "share",
    "shift_share",
    "wage_premium",
]

WEEKS_A_YEAR = 52

# A part that was summed in another order than its whole can exceed it in the last digits only.
ROUNDING = 1e-9


# Concentration -----------------------------------------------------------------------------------


@overload
def location_quotient(
    industry: Scalar, total: Scalar, reference_industry: Scalar, reference_total: Scalar
) -> float: ...
@overload
def location_quotient(
    industry: pd.Series[Any], total: Amount, reference_industry: Amount, reference_total: Amount
) -> FloatSeries: ...
@overload
def location_quotient(
    industry: Amount, total: Amount, reference_industry: Amount, reference_total: Amount
) -> Result: ...
def location_quotient(
    industry: Amount, total: Amount, reference_industry: Amount, reference_total: Amount
) -> Result:
    """How concentrated an industry is here, compared with a reference area.

    LQ = (industry / total) / (reference_industry / reference_total); 1 means the same share of
    jobs. The totals are all industries and all ownerships, as in BLS's published quotients; the sum
    of the industries in a table is often less.

    Parameters
    ----------
    industry, total : jobs in the region (annual average), in the industry and altogether.
    reference_industry, reference_total : the same in the reference area.

    Returns
    -------
    The quotient, or NaN where an input is withheld, the reference has no such jobs, or a total
    is 0.

    Raises
    ------
    ValueError
        If an input is negative, or an industry is larger than its total (beyond rounding).

    Notes
    -----
    Source: U.S. Bureau of Labor Statistics, QCEW location quotients.

    Examples
    --------
    >>> round(location_quotient(1714, 79006, 879213, 15593224), 7)
    0.3847623
    >>> jobs = pd.Series({"Manufacturing": 30, "Retail": None})
    >>> location_quotient(jobs, 100, 150, 1000)
    Manufacturing    2.0
    Retail           NaN
    dtype: float64
    """
    return _elementwise(
        _ratio_of_shares,
        industry=industry,
        total=total,
        reference_industry=reference_industry,
        reference_total=reference_total,
    )


def _ratio_of_shares(
    industry: FloatArray,
    total: FloatArray,
    reference_industry: FloatArray,
    reference_total: FloatArray,
) -> FloatArray:
    _refuse_excess("industry", industry, "total", total)
    _refuse_excess("reference industry", reference_industry, "reference total", reference_total)
    return (industry / total) / (reference_industry / reference_total)


@overload
def share(part: Scalar, whole: Scalar) -> float: ...
@overload
def share(part: pd.Series[Any], whole: Amount) -> FloatSeries: ...
@overload
def share(part: Amount, whole: Amount) -> Result: ...
def share(part: Amount, whole: Amount) -> Result:
    """How much of a whole a part is, as a fraction: 0.25 is a quarter.

    A part may exceed its whole here: annual averages are published rounded, so the rounded parts of
    a total can sum to a little more than it.

    Parameters
    ----------
    part, whole : amounts in the same unit, such as jobs.

    Returns
    -------
    part / whole, or NaN where one is withheld or the whole is 0.

    Raises
    ------
    ValueError
        If an input is negative.

    Examples
    --------
    >>> share(30, 120)
    0.25
    """
    return _elementwise(np.divide, part=part, whole=whole)


# Growth ------------------------------------------------------------------------------------------


@overload
def growth(begin: Scalar, end: Scalar) -> float: ...
@overload
def growth(begin: pd.Series[Any], end: Amount) -> FloatSeries: ...
@overload
def growth(begin: Amount, end: Amount) -> Result: ...
def growth(begin: Amount, end: Amount) -> Result:
    """By how many percent something grew from the begin to the end; negative where it shrank.

    Growth = (end - begin) / begin * 100, over the whole time, not per year.

    Parameters
    ----------
    begin, end : amounts in the same unit, such as jobs, establishments or dollars.

    Returns
    -------
    The change in percent (10.0 is ten percent), or NaN where an input is withheld or the begin
    is 0: growth from nothing has no rate.

    Raises
    ------
    ValueError
        If an input is negative.

    Examples
    --------
    >>> growth(200, 230)
    15.0
    >>> growth(0, 50)
    nan
    """
    return _elementwise(_percent_change, begin=begin, end=end)


@overload
def compound_annual_growth(
    begin: Scalar, end: Scalar, years: Scalar, periods_per_year: Scalar = 1
) -> float: ...
@overload
def compound_annual_growth(
    begin: pd.Series[Any], end: Amount, years: Amount, periods_per_year: Amount = 1
) -> FloatSeries: ...
@overload
def compound_annual_growth(
    begin: Amount, end: Amount, years: Amount, periods_per_year: Amount = 1
) -> Result: ...
def compound_annual_growth(begin: Amount, end: Amount, years: Amount, periods_per_year: Amount = 1) -> Result:
    """Percent per year that, compounded, leads from the begin to the end.

    CAGR = ((end / begin)^(p / n) - 1) * 100, where n is how many periods lie between the two values
    and p how many such periods make a year.

    Parameters
    ----------
    begin, end : amounts in the same unit.
    years : n, the periods between begin and end. With annual data that is the end year minus the
        begin year (2018 to 2023: 5). With quarterly data it counts quarters, not years.
    periods_per_year : p, the periodicity of the data: 1 annual, 4 quarterly, 12 monthly.

    Returns
    -------
    The growth in percent a year, or NaN where an input is withheld or the begin is 0.

    Raises
    ------
    ValueError
        If an input is negative, or years or periods_per_year is 0.

    Notes
    -----
    Source: U.S. Bureau of Economic Analysis, "How is average annual growth calculated?" (FAQ 463),
    and the compound annual growth rate of its regional accounts.

    Examples
    --------
    Five years of annual data, 2018 to 2023:

    >>> round(compound_annual_growth(1000, 1200, 5), 2)
    3.71

    Eight quarters of quarterly data are two years, so both ways agree:

    >>> round(compound_annual_growth(100, 121, 8, periods_per_year=4), 6)
    10.0
    >>> round(compound_annual_growth(100, 121, 2), 6)
    10.0
    """
    return _elementwise(_percent_a_year, begin=begin, end=end, years=years, periods_per_year=periods_per_year)


def _percent_a_year(
    begin: FloatArray, end: FloatArray, periods: FloatArray, periods_per_year: FloatArray
) -> FloatArray:
    if np.any(periods == 0) or np.any(periods_per_year == 0):
        raise ValueError("The years, and the periods per year, have to be more than 0.")
    exponent = periods_per_year / periods
    # 1 to the power of NaN is 1 for a computer, and an unknown time would become "no growth".
    return np.where(np.isnan(exponent), np.nan, ((end / begin) ** exponent - 1) * 100)


def shift_share(  # noqa: PLR0913, PLR0917 - two areas, two years, and totals nobody has to guess
    base: Column,
    end: Column,
    reference_base: Column,
    reference_end: Column,
    reference_base_total: Scalar = None,
    reference_end_total: Scalar = None,
) -> pd.DataFrame:
    """Split each industry's change into what the nation, the industry and the region account for.

    With G the reference's growth over all industries, g its growth in one industry and r the
    region's growth in that industry: national share = base * G, industry mix = base * (g - G),
    regional share = base * (r - g).

    The regional share is the remainder, so that the three add up to end - base: exactly, bit for
    bit, by industry and altogether, for whole numbers such as jobs or dollars of a region within
    its reference, and up to the last digits of a float for fractions. For that, the national share
    and the industry mix are kept to 13 digits of the largest value in the table.

    Parameters
    ----------
    base, end : the region's jobs (or wages, or establishments) by industry, in both years.
    reference_base, reference_end : the same industries in the reference area. All four are columns
        of equal length; Series are matched by their labels, which must be the same.
    reference_base_total, reference_end_total : the reference's totals over all industries; give
        both or neither. Without them, the sums over the industries that are visible: those with all
        four values present. A total that is withheld is NaN or pd.NA here, as None is "not given".

    Returns
    -------
    A table with a row for each industry, labeled like the Series that were given, and the columns
    ``national_share``, ``industry_mix`` and ``regional_share`` in the unit of the inputs. An
    industry new to the region (base 0) is regional altogether, also where it is new to the
    reference. A row is NaN in all three where one of its four values or a given total is withheld,
    and where the region had an industry that the reference had not (no growth to compare with).

    Raises
    ------
    ValueError
        If a value is negative, the columns differ in length or labels, or only one total is given.

    Notes
    -----
    Source: Dunn (1960), A Statistical and Analytical Technique for Regional Analysis; worked
    example by Krumme, University of Washington.

    Examples
    --------
    >>> industries = ["A", "B", "C", "D"]
    >>> parts = shift_share(
    ...     pd.Series([500, 100, 200, 200], industries),
    ...     pd.Series([1000, 100, 250, 280], industries),
    ...     pd.Series([1000, 2000, 4000, 3000], industries),
    ...     pd.Series([1100, 2400, 5200, 4200], industries),
    ... )
    >>> parts.round(2)
       national_share  industry_mix  regional_share
    A           145.0         -95.0           450.0
    B            29.0          -9.0           -20.0
    C            58.0           2.0           -10.0
    D            58.0          22.0             0.0
    """
    if (reference_base_total is None) != (reference_end_total is None):
        raise ValueError("Give both of the reference's totals, or neither, so that they match.")
    columns, index = _columns(base=base, end=end, reference_base=reference_base, reference_end=reference_end)
    visible = ~np.isnan(columns).any(axis=0)
    if reference_base_total is None:
        totals = [column[visible].sum() for column in columns[2:]]
    else:
        totals = [
            _amounts("reference base total", reference_base_total),
            _amounts("reference end total", reference_end_total),
        ]
        if any(total.ndim for total in totals):
            raise ValueError("Give each of the reference's totals as one number, not as a column.")
        visible = visible & ~np.isnan(totals).any()
    national, mix, regional = _parts_of_change(*columns, *totals)
    undefined = ~visible | np.isnan(national + mix + regional)
    parts = {"national_share": national, "industry_mix": mix, "regional_share": regional}
    return pd.DataFrame(
        {name: np.where(undefined, np.nan, part + 0.0) for name, part in parts.items()}, index=index
    )


def _parts_of_change(  # noqa: PLR0913, PLR0917 - as shift_share
    base: FloatArray,
    end: FloatArray,
    reference_base: FloatArray,
    reference_end: FloatArray,
    reference_base_total: FloatArray,
    reference_end_total: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    def as_reference(begin: FloatArray, finish: FloatArray) -> FloatArray:
        """Give the change that growth at a reference's rate would have brought."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            change = base * ((finish - begin) / begin)
        # Nothing grows from 0, at whatever rate, even at one that is undefined.
        return np.where(base == 0, 0.0, np.where(np.isfinite(change), change, np.nan))

    national = as_reference(reference_base_total, reference_end_total)
    expected = as_reference(reference_base, reference_end)
    # On a common binary grid, sums and differences lose nothing, and what is 0 comes out as 0.
    sizes = np.abs(np.concatenate([base, end, national, expected]))
    step = _binary_step(np.fmax.reduce(sizes, initial=0.0))
    national, expected = np.round(national / step) * step, np.round(expected / step) * step
    return national, expected - national, (end - base) - expected


def _binary_step(largest: float) -> float:
    """Give the power of 2 that is about 14 digits below the largest value."""
    # 46 of a float's 53 bits: the other 7 leave room for differences, and for sums over industries.
    exponent = np.frexp(largest)[1] - 46
    return float(np.ldexp(1.0, max(exponent, np.finfo(np.float64).minexp)))


# Pay ---------------------------------------------------------------------------------------------


@overload
def average_annual_pay(wages: Scalar, employment: Scalar) -> float: ...
@overload
def average_annual_pay(wages: pd.Series[Any], employment: Amount) -> FloatSeries: ...
@overload
def average_annual_pay(wages: Amount, employment: Amount) -> Result: ...
def average_annual_pay(wages: Amount, employment: Amount) -> Result:
    """What a job paid in a year, on average: total wages / average employment, unrounded.

    Of several areas or industries, sum wages and employment first: a mean of averages is not the
    average.

    Parameters
    ----------
    wages : total wages of the year, in dollars.
    employment : jobs, annual average.

    Returns
    -------
    Dollars per job and year, or NaN where an input is withheld or there are no jobs.

    Raises
    ------
    ValueError
        If an input is negative.

    Notes
    -----
    Source: U.S. Bureau of Labor Statistics, QCEW.

    Examples
    --------
    >>> round(average_annual_pay(82_263_307_633, 904_044))  # Travis County TX, 2023
    90995
    """
    return _elementwise(np.divide, wages=wages, employment=employment)


@overload
def average_weekly_wage(wages: Scalar, employment: Scalar) -> float: ...
@overload
def average_weekly_wage(wages: pd.Series[Any], employment: Amount) -> FloatSeries: ...
@overload
def average_weekly_wage(wages: Amount, employment: Amount) -> Result: ...
def average_weekly_wage(wages: Amount, employment: Amount) -> Result:
    """What a job paid in a week of the year, on average: annual pay / 52, unrounded.

    Parameters
    ----------
    wages : total wages of the year, in dollars.
    employment : jobs, annual average.

    Returns
    -------
    Dollars per job and week, or NaN where an input is withheld or there are no jobs.

    Raises
    ------
    ValueError
        If an input is negative.

    Notes
    -----
    Source: U.S. Bureau of Labor Statistics, QCEW.

    Examples
    --------
    >>> round(average_weekly_wage(82_263_307_633, 904_044))  # Travis County TX, 2023
    1750
    """
    return _elementwise(_weekly, wages=wages, employment=employment)


def _weekly(wages: FloatArray, employment: FloatArray) -> FloatArray:
    return wages / employment / WEEKS_A_YEAR


@overload
def wage_premium(pay: Scalar, reference_pay: Scalar) -> float: ...
@overload
def wage_premium(pay: pd.Series[Any], reference_pay: Amount) -> FloatSeries: ...
@overload
def wage_premium(pay: Amount, reference_pay: Amount) -> Result: ...
def wage_premium(pay: Amount, reference_pay: Amount) -> Result:
    """By how many percent pay is above a reference's; negative where it is below.

    Premium = (pay / reference_pay - 1) * 100.

    Parameters
    ----------
    pay, reference_pay : average pay in the same unit (dollars a year, a week or an hour).

    Returns
    -------
    The difference in percent of the reference's pay, or NaN where an input is withheld or the
    reference's pay is 0.

    Raises
    ------
    ValueError
        If an input is negative.

    Examples
    --------
    >>> wage_premium(90_000, 72_000)
    25.0
    """
    return _elementwise(
        lambda ours, theirs: _percent_change(theirs, ours), pay=pay, reference_pay=reference_pay
    )


# Specialization ----------------------------------------------------------------------------------


def hhi(values: Column) -> float:
    """How concentrated a region's jobs are in few industries: the Herfindahl-Hirschman index.

    HHI = the sum of the squared shares, from 1/n (all n alike) to 1 (all in one). On the scale of
    0 to 10,000 that competition authorities use, it is 10,000 times this.

    Parameters
    ----------
    values : jobs or shares of each industry; their own sum makes them shares.

    Returns
    -------
    The index, or NaN where a value is missing or all are 0. To measure the visible industries only,
    drop the missing ones yourself, and say so beside the number.

    Raises
    ------
    ValueError
        If a value is negative, or a single number is given.

    Notes
    -----
    Source: Herfindahl (1950), Hirschman (1945); example by Doersam (2004).

    Examples
    --------
    >>> round(hhi([20, 50, 20, 10]), 2)
    0.34
    >>> hhi([20, 50, None])
    nan
    >>> hhi(pd.Series([20, 20, None]).dropna())
    0.5
    """
    return float((_own_shares(values) ** 2).sum())


def hhi_standardized(values: Column) -> float:
    """Give the Herfindahl-Hirschman index, stretched to run from 0 (all alike) to 1 (all in one).

    (HHI - 1/n) / (1 - 1/n), so that lists of different length can be compared.

    Parameters
    ----------
    values : jobs or shares of each industry; their own sum makes them shares. n counts all of them,
        those with 0 too: an empty industry is one that could have jobs.

    Returns
    -------
    The index, or NaN where a value is missing, all are 0, or there is only one.

    Raises
    ------
    ValueError
        If a value is negative, or a single number is given.

    Notes
    -----
    Source: example by Doersam (2004).

    Examples
    --------
    >>> round(hhi_standardized([20, 50, 20, 10]), 2)
    0.12
    """
    shares = _own_shares(values)
    if shares.size <= 1:  # one industry alone is neither even nor uneven
        return np.nan
    least = 1 / shares.size
    return _within(((shares**2).sum() - least) / (1 - least), 1)


def equivalent_number(values: Column) -> float:
    """How many industries of equal size would be as concentrated: 1 / HHI, from 1 to n.

    Parameters
    ----------
    values : jobs or shares of each industry; their own sum makes them shares.

    Returns
    -------
    The number of industries, or NaN where a value is missing or all are 0.

    Raises
    ------
    ValueError
        If a value is negative, or a single number is given.

    Notes
    -----
    Source: Adelman (1969), the numbers equivalent; example by Doersam (2004).

    Examples
    --------
    >>> round(equivalent_number([20, 50, 20, 10]), 2)
    2.94
    """
    return 1 / hhi(values)


def hachman(values: Column, reference: Column) -> float:
    """How closely a region's mix of industries resembles the reference's: the Hachman index.

    1 / sum(s^2 / r) with the shares s here and r in the reference; that is 1 / sum(LQ * s). It is 1
    for the same mix and comes nearer to 0 the more a region leans on what is rare elsewhere. It is
    also published times 100.

    Parameters
    ----------
    values : jobs or shares of each industry in the region; their own sum makes them shares.
    reference : the same industries in the reference area. Series are matched by their labels, which
        must be the same.

    Returns
    -------
    The index, or NaN where a value is missing, all are 0 on one side, or the region has jobs in an
    industry in which the reference has none. There the quotient is undefined too. The limit would
    be 0, but then a single such job would say "nothing in common" of a region that is like the
    reference otherwise; and as a reference contains its regions, it is the tables that do not fit.

    Raises
    ------
    ValueError
        If a value is negative, or the two differ in length or labels.

    Notes
    -----
    Source: Frank Hachman, University of Utah, Bureau of Economic and Business Research.

    Examples
    --------
    >>> round(hachman([50, 10, 20, 20], [10, 20, 40, 30]), 3)
    0.359
    """
    here, there = _two_mixes(values=values, reference=reference)
    present = here != 0
    if np.any(there[present] == 0):
        return np.nan
    return _within(1 / (here[present] ** 2 / there[present]).sum(), 1)


def krugman_specialization(values: Column, reference: Column) -> float:
    """How much a region's mix of industries differs from another's: Krugman's index.

    The sum of |s - r| over all industries, from 0 (same mix) to 2 (no industry in common). Half of
    it is the part of the jobs that would have to change industry; some sources publish that half.

    Parameters
    ----------
    values : jobs or shares of each industry in the region; their own sum makes them shares.
    reference : the same industries in the other area. Series are matched by their labels, which
        must be the same.

    Returns
    -------
    The index, or NaN where a value is missing or all are 0 on one side.

    Raises
    ------
    ValueError
        If a value is negative, or the two differ in length or labels.

    Notes
    -----
    Source: Krugman (1991), Geography and Trade.

    Examples
    --------
    >>> krugman_specialization([20, 10, 70, 0, 0], [0, 0, 0, 60, 40])
    2.0
    """
    here, there = _two_mixes(values=values, reference=reference)
    return _within(np.abs(here - there).sum(), 2)


def shannon_evenness(values: Column) -> float:
    """How evenly jobs are spread over the industries: from 0 (all in one) to 1 (all alike).

    H / ln(n) with Shannon's entropy H = -sum(s * ln(s)).

    Parameters
    ----------
    values : jobs or shares of each industry; their own sum makes them shares. n counts all of them,
        those with 0 too: an empty industry is one that could have jobs. For evenness among those
        present only, as ecologists count species, leave the zeros out.

    Returns
    -------
    The evenness, or NaN where a value is missing, all are 0, or there is only one.

    Raises
    ------
    ValueError
        If a value is negative, or a single number is given.

    Notes
    -----
    Source: Shannon (1948); Pielou (1966) for the evenness.

    Examples
    --------
    >>> round(shannon_evenness([60, 10, 25, 1, 4]), 2)
    0.66
    """
    shares = _own_shares(values)
    if shares.size <= 1:  # one industry alone is neither even nor uneven
        return np.nan
    present = shares[shares != 0]
    return _within(-(present * np.log(present)).sum() / np.log(shares.size), 1)


# What the measures have in common ----------------------------------------------------------------


def _elementwise(formula: Callable[..., FloatArray], **inputs: Amount) -> Result:
    """Apply a formula row by row, and answer in kind."""
    amounts, index = _aligned(**inputs)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        result = formula(*amounts)
    # Adding 0.0 turns -0.0 into 0.0.
    result = np.where(np.isfinite(result), result, np.nan) + 0.0
    if index is not None:
        return pd.Series(result, index=index)
    return result if result.ndim else float(result)


def _percent_change(begin: FloatArray, end: FloatArray) -> FloatArray:
    # Multiplied first, so that whole numbers lose nothing: 7 percent is 7.0, not 7.000000000000001.
    return 100 * (end - begin) / begin


def _aligned(**inputs: Amount) -> tuple[list[FloatArray], pd.Index[Any] | None]:
    """Give the inputs as numbers, Series in the order of the first one's labels."""
    index = next((value.index for value in inputs.values() if isinstance(value, pd.Series)), None)
    amounts = []
    for keyword, value in inputs.items():
        name = keyword.replace("_", " ")
        if isinstance(value, pd.Series) and index is not None:
            value = _in_order(name, value, index)  # noqa: PLW2901
        amounts.append(_amounts(name, value))
    if len({amount.size for amount in amounts if amount.ndim}) > 1:
        sizes = ", ".join(
            f"{keyword.replace('_', ' ')} {amount.size}"
            for keyword, amount in zip(inputs, amounts, strict=True)
        )
        raise ValueError(f"All columns need the same number of rows, but there are: {sizes}.")
    return amounts, index


def _in_order(name: str, series: pd.Series[Any], index: pd.Index[Any]) -> pd.Series[Any]:
    if series.index.equals(index):
        return series
    unique = series.index.is_unique and index.is_unique
    if not unique or len(series) != len(index) or not series.index.isin(index).all():
        raise ValueError(
            f"The labels of {name} differ from those of the first column; every column needs the "
            "same labels, each once."
        )
    return series.reindex(index)


def _amounts(name: str, values: Amount) -> FloatArray:
    """Give one number (an array without dimension) or a column of them; a missing one is NaN."""
    dimensions = np.ndim(cast("Any", values))  # NumPy's types know no pd.NA
    if dimensions > 1:
        raise ValueError(f"Give {name} as one number or one column, not as a table.")
    column = values if isinstance(values, pd.Series) else pd.Series(np.atleast_1d(cast("Any", values)))
    if column.dtype == object:  # plain numbers or decimals, with None or pd.NA among them
        column = column.where(column.notna(), np.nan)
        if all(isinstance(value, Number) for value in column):
            column = column.astype(float)
    if not pd.api.types.is_numeric_dtype(column):
        raise ValueError(f"Give {name} as numbers, not as text; a withheld cell is missing (None).")
    amounts: FloatArray = column.to_numpy(dtype=np.float64, na_value=np.nan)
    if np.any(amounts < 0) or np.any(np.isinf(amounts)):
        wrong = amounts[(amounts < 0) | np.isinf(amounts)][0]
        raise ValueError(
            f"There is {wrong:g} in {name}; an amount is a number from 0, and a withheld one is "
            "missing (None)."
        )
    return amounts if dimensions else amounts.reshape(())


def _refuse_excess(part_name: str, part: FloatArray, whole_name: str, whole: FloatArray) -> None:
    part, whole = np.broadcast_arrays(part, whole)
    excess = part > whole * (1 + ROUNDING)
    if excess.any():
        raise ValueError(
            f"The {part_name} ({part[excess][0]:,.10g}) is larger than the {whole_name} "
            f"({whole[excess][0]:,.10g}); an industry is at most its total, over all industries "
            "and ownerships."
        )


def _columns(**inputs: Column) -> tuple[list[FloatArray], pd.Index[Any] | None]:
    """Align columns that are to be read together: one value for each industry."""
    columns, index = _aligned(**inputs)
    for keyword, column in zip(inputs, columns, strict=True):
        if not column.ndim:
            name = keyword.replace("_", " ")
            raise ValueError(f"Give {name} as a column, one value for each industry.")
    return columns, index


def _own_shares(values: Column) -> FloatArray:
    """Give the shares in the values' own sum; all NaN where one is missing or the sum is 0."""
    (amounts,), _ = _columns(values=values)
    return _shares(amounts)


def _two_mixes(values: Column, reference: Column) -> tuple[FloatArray, FloatArray]:
    (here, there), _ = _columns(values=values, reference=reference)
    return _shares(here), _shares(there)


def _shares(amounts: FloatArray) -> FloatArray:
    total = amounts.sum()
    # An empty list becomes one NaN: nothing to measure is undefined, not 0.
    return amounts / total if total > 0 else np.full(max(amounts.size, 1), np.nan)


def _within(index: float, highest: float) -> float:
    """Keep a rounding error in the last digit from leaving the range of an index; NaN stays."""
    return float(np.clip(index, 0, highest)) + 0.0
