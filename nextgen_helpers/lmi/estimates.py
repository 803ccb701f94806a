"""What BLS withholds, estimated openly: every county's industries add up to its published total.

A withheld cell still has its published establishments. How many jobs stand behind them is guessed from the cells
that can be seen (:func:`expected_jobs`), and the guesses are raked (iterative proportional fitting) so that each
county's industries add to its published total and each industry's counties to the state's, level by level: first
the sectors, then the 3-digit industries of each sector, then the 4-digit ones. A published cell never changes.

The method is the one of Isserman and Westervelt (2006, "1.5 million missing numbers", International Regional Science
Review) in its steps: published establishments, hard sums, hierarchical raking. How far it errs is measured by
withholding published cells on purpose, see ``benchmarks/withheld.py``; the intervals come from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from nextgen_helpers.lmi.layout import LEVELS, Level, level_of, parent_of
from nextgen_helpers.lmi.withheld import upper_bounds

_Numbers = np.ndarray[Any, np.dtype[np.float64]]
_Codes = np.ndarray[Any, np.dtype[np.intp]]

_CELL: Final = ["area_fips", "industry_code"]
_RESULT: Final = [*_CELL, "level", "estabs", "employment", "wages", "estimated", "low", "high"]
#: Strength with which effects are drawn toward the average, in cells: an industry or a county with few visible
#: cells tells little about its own. Chosen by withholding published cells of Texas, 2016.
_PULL: Final = {"industry": 1.0, "industry slope": 8.0, "county": 4.0}
#: How much more a large guess moves than a small one when it has to give: 1 is plain proportional fitting.
_LARGE_GIVES: Final = 1.25
_ROUNDS: Final = 150
#: A round in which no sum moves by more than this is the last one.
_SETTLED: Final = 1e-4
_FIT_ROUNDS: Final = 60
_HEAVIEST: Final = 15
_SMALLEST: Final = 0.3
#: Below this share of a county's establishments, the finer industries do not describe it.
_DESCRIBED: Final = 0.8
#: Jobs by which a state's total may miss the sum of its counties' establishments and still be theirs.
_WHOLE_STATE: Final = 0.98


class _Margin(NamedTuple):
    """One of the two sets of sums: for each cell the number of its sum, and the sums (NaN: not known)."""

    place: _Codes
    total: _Numbers


def expected_jobs(cells: pd.DataFrame, county_totals: pd.DataFrame, sizes: _Numbers) -> _Numbers:
    """Guess the jobs of every cell from its establishments, from what can be seen around it.

    The visible cells tell how much larger or smaller an establishment is than the state's average of its industry:
    by industry, by county, by the number of establishments (the few of a cell are often small), and by the size
    of the county; effects with few visible cells are drawn toward the average (ridge regression on logarithms).

    cells : one row a county and industry of a level: ``area_fips, industry_code, estabs, employment, suppressed``.
    county_totals : by ``area_fips``: ``estabs`` and ``employment`` of all private industries.
    sizes : for each cell its jobs if its establishments were as large as the state's average.
    """
    establishments = cells["estabs"].to_numpy(dtype=float)
    jobs = cells["employment"].to_numpy(dtype=float)
    base = np.maximum(sizes, _SMALLEST)
    seen = ~cells["suppressed"].to_numpy(dtype=bool) & (jobs > 0) & (establishments > 0)
    if not seen.any():
        return np.where(establishments > 0, base, 0.0)
    target = np.where(seen, np.log(np.where(seen, jobs, 1.0)) - np.log(base), 0.0)
    weight = np.where(seen, np.sqrt(np.minimum(establishments, _HEAVIEST)), 0.0)
    county = county_totals.reindex(cells["area_fips"])
    large = _standard(np.log(county["employment"].to_numpy(dtype=float)), weight)
    crowded = _standard(
        np.log(county["employment"].to_numpy(dtype=float) / county["estabs"].to_numpy(dtype=float)), weight
    )
    many = _standard(np.log(np.maximum(establishments, 1.0)), weight)
    one = np.ones(len(cells))
    everybody = np.zeros(len(cells), dtype=np.intp)
    industries = pd.factorize(cells["industry_code"])[0]
    counties = pd.factorize(cells["area_fips"])[0]
    effects = (
        (everybody, one, 0.0), (everybody, many, 0.0), (everybody, large, 0.0), (everybody, crowded, 0.0),
        (industries, one, _PULL["industry"]),
        (industries, many, _PULL["industry slope"]), (industries, large, _PULL["industry slope"]),
        (counties, one, _PULL["county"]),
    )  # fmt: skip
    return np.where(establishments > 0, base * np.exp(_fitted(target, weight, effects)), 0.0)


def _fitted(
    target: _Numbers, weight: _Numbers, effects: tuple[tuple[_Codes, _Numbers, float], ...]
) -> _Numbers:
    """Fit the sum of effects, one after the other, until they agree (backfitting)."""
    fitted = np.zeros(len(target))
    sizes = [np.zeros(int(group.max()) + 1) for group, _, _ in effects]
    for _ in range(_FIT_ROUNDS):
        for number, (group, value, pull) in enumerate(effects):
            part = sizes[number][group] * value
            left = target - fitted + part
            above = np.bincount(group, weight * value * left, len(sizes[number]))
            below = np.bincount(group, weight * value * value, len(sizes[number])) + pull
            sizes[number] = above / np.maximum(below, 1e-9)
            fitted += sizes[number][group] * value - part
    return fitted


def _standard(values: _Numbers, weight: _Numbers) -> _Numbers:
    known = np.isfinite(values)
    center = np.average(values[known], weights=weight[known]) if weight[known].sum() else 0.0
    filled = np.where(known, values - center, 0.0)
    spread = float(np.sqrt(np.average(filled**2, weights=weight)))
    return filled / spread if spread > 0 else filled


def rake(expected: _Numbers, margins: tuple[_Margin, ...] | Any, lowest: _Numbers | None = None) -> _Numbers:
    """Change guesses as little as possible so that they add up: iterative proportional fitting.

    margins : for each set of sums the number of each cell's sum, and the sums; NaN where one is not known.
    lowest : least that each cell holds; by default zero.
    Gives values whose sums are those of the last margin exactly, and of the others as nearly as both can
    hold.

    Each value is its guess times ``exp(w * (a + b))`` with one number for each sum. With ``w = 1`` this is plain
    proportional fitting; here ``w`` grows with the guess, since what is hidden in a sum is more likely a large
    establishment than many small ones that are all larger than they look.

    >>> rows = (np.array([0, 0, 1, 1]), np.array([10.0, 30.0]))
    >>> columns = (np.array([0, 1, 0, 1]), np.array([16.0, 24.0]))
    >>> rake(np.array([1.0, 1.0, 1.0, 1.0]), (columns, rows)).round(3).tolist()
    [4.0, 6.0, 12.0, 18.0]
    """
    pairs = [_Margin(*margin) for margin in margins]
    least = np.zeros(len(expected)) if lowest is None else lowest
    guess = np.maximum(expected, 1e-6)
    held = np.zeros(len(guess), dtype=bool)
    values = guess.copy()
    # A value that falls below its least is held there, and the others are fitted to what is left.
    for _ in range(4):
        values[~held] = _proportional(guess[~held], [_left(pair, held, least) for pair in pairs])
        low = ~held & (values < least)
        if not low.any():
            break
        held |= low
        values[held] = least[held]
    return values


def _left(margin: _Margin, held: np.ndarray[Any, np.dtype[np.bool_]], least: _Numbers) -> _Margin:
    taken = np.bincount(margin.place[held], least[held], len(margin.total))
    return _Margin(margin.place[~held], np.maximum(margin.total - taken, 0.0))


def _proportional(guess: _Numbers, margins: list[_Margin]) -> _Numbers:
    if not len(guess):
        return guess
    weight = np.clip((guess / np.median(guess)) ** (_LARGE_GIVES - 1), 0.2, 5.0)
    logs = [np.zeros(len(margin.total)) for margin in margins]

    def values() -> _Numbers:
        moved = sum(
            (log[margin.place] for log, margin in zip(logs, margins, strict=True)), np.zeros(len(guess))
        )
        return guess * np.exp(np.clip(weight * moved, -30.0, 30.0))

    for _ in range(_ROUNDS):
        largest = 0.0
        for log, margin in zip(logs, margins, strict=True):
            now = values()
            summed = np.bincount(margin.place, now, len(margin.total))
            steep = np.bincount(margin.place, now * weight, len(margin.total))
            known = np.isfinite(margin.total) & (summed > 0)
            ratio = np.log(np.maximum(margin.total[known], 1e-3) / summed[known])
            step = np.clip(ratio * summed[known] / np.maximum(steep[known], 1e-12), -2.0, 2.0)
            log[known] += step
            largest = max(largest, float(np.abs(step).max(initial=0.0)))
        if largest < _SETTLED:
            break
    result = values()
    # The last margin holds exactly, not only nearly.
    last = margins[-1]
    summed = np.bincount(last.place, result, len(last.total))
    exact = np.where(
        np.isfinite(last.total) & (summed > 0), last.total / np.where(summed > 0, summed, 1.0), 1.0
    )
    return result * exact[last.place]


# -- a whole state, level by level ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sums:
    """The sums that a level has to keep: each county's parents, and the state's industries."""

    #: Employment and wages by county and industry.
    parents: pd.DataFrame
    #: Employment and wages by industry; empty where the counties are not the whole state.
    state: pd.DataFrame


def estimate_withheld(counties: pd.DataFrame, state: pd.DataFrame) -> pd.DataFrame:
    """Estimate the private cells that BLS withholds in the counties of one state and year.

    counties : tidy rows of all counties of a state (of some, where not all are there) for one year; other ownerships
        than private are passed over.
    Gives one row a county and private industry with establishments, total included: ``area_fips, industry_code, level,
    estabs, employment, wages, estimated`` (true where BLS withholds the cell), ``low`` and ``high`` (the interval in
    which four of five such cells lie, as far as the published figures around the cell allow it: it holds no fewer jobs
    than can be seen in finer industries of it, and no more than :func:`~nextgen_helpers.lmi.withheld.upper_bounds`
    leaves for it; a published cell is its own). In each county, the sectors add up to the private total and the finer
    industries to the coarser, as far as those are known; the counties add up to the state's industries as nearly as
    both can hold (only where all its counties are there).
    """
    cells = _private(counties)
    if cells.empty:
        return pd.DataFrame(columns=_RESULT)
    reference = _private(state).set_index("industry_code")
    whole = _is_whole_state(cells, reference)
    cells = cells.assign(size=_detailed_size(cells, reference))
    totals = _totals(cells[cells["level"] == "total"], reference if whole else reference.iloc[:0])
    done = [totals]
    floor = _disclosed_below(cells)
    by_county = totals.set_index("area_fips")
    for level in LEVELS:
        own = cells[cells["level"] == level]
        above = pd.concat(done).set_index(_CELL)[["employment", "wages"]]
        sums = _Sums(above, reference if whole else reference.iloc[:0])
        done.append(_estimate_level(own, sums, by_county, floor))
    return _result(pd.concat(done, ignore_index=True), floor, _known_limits(counties))


def _known_limits(counties: pd.DataFrame) -> pd.Series[float]:
    """Give for each withheld private cell what is left for it of the published totals above it."""
    levels = {code: level_of(code) for code in counties["industry_code"].unique()}
    rows = counties.assign(level=counties["industry_code"].map(levels))
    limits = pd.concat([upper_bounds(rows, level) for level in LEVELS])
    private = limits[limits.index.get_level_values("own_code") == "5"]
    return private.droplevel("own_code")


def _private(rows: pd.DataFrame) -> pd.DataFrame:
    private = rows[(rows["own_code"] == "5") & (rows["estabs"] > 0)]
    codes = {code: level_of(code) for code in private["industry_code"].unique()}
    columns = [*_CELL, "estabs", "employment", "wages", "suppressed"]
    return private[columns].assign(level=private["industry_code"].map(codes)).reset_index(drop=True)


def _is_whole_state(cells: pd.DataFrame, reference: pd.DataFrame) -> bool:
    """Tell whether the counties make up the state: their establishments do."""
    if "10" not in reference.index:
        return False
    there = cells.loc[cells["industry_code"] == "10", "estabs"].sum()
    return bool(there >= _WHOLE_STATE * float(reference["estabs"].to_dict()["10"]))


def _detailed_size(cells: pd.DataFrame, reference: pd.DataFrame) -> _Numbers:
    """Give each cell's jobs if its establishments, at the finest level that describes them, were of average size."""
    average = (reference["employment"] / reference["estabs"]).where(reference["employment"].notna())
    overall = average.get("10", np.nan)
    own = cells["industry_code"].map(average).fillna(overall).fillna(1.0)
    size = pd.Series(
        (cells["estabs"] * own).to_numpy(dtype=float), index=pd.MultiIndex.from_frame(cells[_CELL])
    )
    counted = pd.Series(cells["estabs"].to_numpy(dtype=float), index=size.index)
    above = cells["industry_code"].map(
        {code: parent_of(code) or "" for code in cells["industry_code"].unique()}
    )
    for level in LEVELS[:0:-1]:
        here = (cells["level"] == level).to_numpy()
        key = [cells.loc[here, "area_fips"].to_numpy(), above[here].to_numpy()]
        below = pd.DataFrame({"size": size[here].to_numpy(), "estabs": counted[here].to_numpy()})
        summed = below.groupby(key).sum().reindex(size.index)
        size = summed["size"].where(summed["estabs"] >= _DESCRIBED * counted, size)
    return size.to_numpy(dtype=float)


def _totals(cells: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Estimate the counties whose private total itself is withheld; the state's total says what is left for them."""
    hidden = cells["suppressed"].to_numpy(dtype=bool)
    found = cells.assign(estimated=hidden)
    for name in ("employment", "wages"):
        values = found[name].to_numpy(dtype=float).copy()
        if hidden.any():
            guess = (cells["estabs"] * np.nansum(values) / cells.loc[~hidden, "estabs"].sum()).to_numpy(
                dtype=float
            )
            left = reference[name].get("10", np.nan) - np.nansum(values) if len(reference) else np.nan
            margin = _Margin(
                np.zeros(int(hidden.sum()), dtype=np.intp), np.array([left if left > 0 else np.nan])
            )
            values[hidden] = rake(guess[hidden], (margin,))
        found[name] = values
    return found


def _disclosed_below(cells: pd.DataFrame) -> pd.Series[float]:
    """Give for each cell the jobs that can be seen in finer industries of it: it cannot hold fewer."""
    floor = cells["employment"].fillna(0.0).to_numpy(dtype=float)
    floors = pd.Series(floor, index=pd.MultiIndex.from_frame(cells[_CELL]))
    above = cells["industry_code"].map(
        {code: parent_of(code) or "" for code in cells["industry_code"].unique()}
    )
    for level in LEVELS[:0:-1]:
        here = (cells["level"] == level).to_numpy()
        key = [cells.loc[here, "area_fips"].to_numpy(), above[here].to_numpy()]
        summed = pd.Series(floors[here].to_numpy()).groupby(key).sum().reindex(floors.index, fill_value=0.0)
        floors = floors.where(floors >= summed, summed)
    return floors


def _estimate_level(
    cells: pd.DataFrame, sums: _Sums, by_county: pd.DataFrame, floor: pd.Series[float]
) -> pd.DataFrame:
    hidden = cells["suppressed"].to_numpy(dtype=bool)
    jobs = cells["employment"].to_numpy(dtype=float).copy()
    wages = cells["wages"].to_numpy(dtype=float).copy()
    if hidden.any():
        guess = expected_jobs(cells, by_county, cells["size"].to_numpy(dtype=float))[hidden]
        place = pd.MultiIndex.from_frame(cells.loc[hidden, _CELL])
        least = np.asarray(floor.reindex(place), dtype=np.float64)
        jobs[hidden] = rake(guess, _margins(cells, hidden, sums, "employment"), least)
        pay = _expected_pay(cells, jobs, hidden)
        wages[hidden] = rake(np.maximum(jobs[hidden] * pay, 1.0), _margins(cells, hidden, sums, "wages"))
    return cells.assign(employment=jobs, wages=wages, estimated=hidden)


def _margins(
    cells: pd.DataFrame, hidden: np.ndarray[Any, np.dtype[np.bool_]], sums: _Sums, name: str
) -> tuple[_Margin, _Margin]:
    """Give what is left for the withheld cells: of the state's industries, and of each county's parent industries."""
    above = cells["industry_code"].map({code: parent_of(code) for code in cells["industry_code"].unique()})
    seen = cells[name].where(~cells["suppressed"]).fillna(0.0)
    industries, codes = pd.factorize(cells["industry_code"])
    state = sums.state[name].reindex(codes).to_numpy(dtype=float)
    state = state - np.bincount(industries, seen, len(codes))
    parents, keys = pd.factorize(pd.MultiIndex.from_arrays([cells["area_fips"], above]))
    county = sums.parents[name].reindex(keys).to_numpy(dtype=float)
    county = county - np.bincount(parents, seen, len(keys))
    return (
        _Margin(industries[hidden], np.where(state < 0, np.nan, state)),
        _Margin(parents[hidden], np.where(county < 0, 0.0, county)),
    )


def _expected_pay(
    cells: pd.DataFrame, jobs: _Numbers, hidden: np.ndarray[Any, np.dtype[np.bool_]]
) -> _Numbers:
    """Guess the average pay of withheld cells from the industry's visible cells, and from the county's level of pay."""
    wages = cells["wages"].to_numpy(dtype=float)
    seen = ~hidden & (jobs > 0) & (wages > 0)
    if not seen.any():
        return np.ones(int(hidden.sum()))
    target = np.where(seen, np.log(np.where(seen, wages, 1.0) / np.where(seen, jobs, 1.0)), 0.0)
    weight = np.where(seen, np.sqrt(np.minimum(jobs, _HEAVIEST**2)), 0.0)
    one, everybody = np.ones(len(cells)), np.zeros(len(cells), dtype=np.intp)
    effects = (
        (everybody, one, 0.0),
        (pd.factorize(cells["industry_code"])[0], one, _PULL["industry"]),
        (pd.factorize(cells["area_fips"])[0], one, _PULL["county"]),
    )
    pay: _Numbers = np.exp(_fitted(target, weight, effects))[hidden]
    return pay


# -- how far an estimate may be off -----------------------------------------------------------------------

#: Between which multiples of the estimate four of five withheld cells lie, by level and number of establishments
#: (at most that many). Measured by withholding published cells of Texas, 2016: benchmarks/withheld.py prints them.
_SPREAD: Final[dict[str, tuple[tuple[float, float, float], ...]]] = {
    "total": ((np.inf, 0.5, 2.0),),
    "sector": ((2, 0.25, 2.2), (10, 0.3, 2.1), (np.inf, 0.5, 1.9)),
    "3-digit": ((2, 0.22, 1.5), (10, 0.3, 1.95), (np.inf, 0.6, 1.8)),
    "4-digit": ((2, 0.21, 1.5), (10, 0.36, 2.0), (np.inf, 0.65, 1.8)),
}


def interval(level: Level | str, estabs: _Numbers, employment: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Give the interval in which four of five such withheld cells lie."""
    bins = _SPREAD[level]
    place = np.searchsorted([most for most, _, _ in bins], estabs)
    low = np.array([below for _, below, _ in bins])[place]
    high = np.array([above for _, _, above in bins])[place]
    return employment * low, employment * high


def _result(cells: pd.DataFrame, floor: pd.Series[float], limit: pd.Series[float]) -> pd.DataFrame:
    jobs = cells["employment"].to_numpy(dtype=float)
    low, high = jobs.copy(), jobs.copy()
    for level in cells["level"].unique():
        own = (cells["estimated"] & (cells["level"] == level)).to_numpy()
        low[own], high[own] = interval(level, cells.loc[own, "estabs"].to_numpy(dtype=float), jobs[own])
    place = pd.MultiIndex.from_frame(cells[_CELL])
    # What is published around a cell counts more than how far such cells usually lie off. Sums of rounded figures may miss each
    # other by a job or two, so the estimate itself stays inside.
    low = np.fmin(np.fmax(low, floor.reindex(place).to_numpy(dtype=float)), jobs)
    high = np.fmax(np.fmin(high, limit.reindex(place).to_numpy(dtype=float)), jobs)
    return cells.assign(low=low, high=high)[_RESULT].reset_index(drop=True)
