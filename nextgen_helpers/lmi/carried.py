"""Sectors of a newer year, estimated: the cells of the last year with industries, carried forward until they add up to newer totals.

Each county's sectors, seen or estimated, grow as the sector grew in the state, and are fitted (iterative proportional fitting) so that
every county adds up to its newer total, and, where the newer totals of all counties of the state are there, every sector to the
state's. How far that errs is measured on counties of which both years are published, see ``benchmarks/carried.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from nextgen_helpers.lmi.codes import short_title
from nextgen_helpers.lmi.layout import NATION, UNCLASSIFIED, level_of
from nextgen_helpers.lmi.newest import totals_of
from nextgen_helpers.lmi.regional_estimates import state_cells
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.official import edition
from nextgen_helpers.regions import Region

_Numbers = np.ndarray[Any, np.dtype[np.float64]]
#: All public employers together stand beside the private sectors.
GOVERNMENT: Final = "government"
_ROUNDS: Final = 60
#: From so many jobs on, by what factor four of five cells are off at most after seven years: measured in Central Ohio
#: (``benchmarks/carried.py``). It grows with the square root of the years, as it did there from four to seven. Smaller cells are
#: not shown: nothing can be said of them.
_WIDTHS: Final = ((10_000.0, 1.15), (2_000.0, 1.30), (500.0, 1.35))
_MEASURED_YEARS: Final = 7
_FEWEST: Final = 500.0


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """Estimated jobs of a region by sector."""

    year: int  # of which year
    since: int  # the year that they are carried forward from
    # true where sectors add up to the state's, false where only counties add up to their totals
    whole_states: bool
    # one row a private sector, and government: ``industry_code, short_title, before`` (seen and estimated in
    # ``since``), ``employment``, ``low, high`` (four of five such cells lie between them), ``share`` (0 to 1,
    # of all jobs of the region), ``us_share``, ``lq_us, lq_low, lq_high``. All missing where the interval
    # would be too wide to say anything
    table: pd.DataFrame = field(repr=False)


def carried_sectors(region: Region, since: int, year: int, store: Store) -> Carried | None:
    """Carry a region's sectors forward.

    Gives None where a county has no total of the newer year, or its state no sectors of it.
    """
    parts = [carried_cells(state, since, year, store) for state in region.states]
    cells = pd.concat([cells for cells, _ in parts])
    cells = cells[cells["area_fips"].isin(region.counties)]
    if cells.empty or set(cells["area_fips"]) != set(region.counties):
        return None
    sums = cells.groupby("industry_code")[["before", "as_the_state", "employment"]].sum()
    return Carried(year, since, all(whole for _, whole in parts), _measured(sums, since, year, store))


def carried_cells(state: str, since: int, year: int, store: Store) -> tuple[pd.DataFrame, bool]:
    """Carry all counties of a state forward that have a newer total, and tell whether those are all.

    state : two digits.
    Gives ``area_fips, industry_code, before, as_the_state`` (grown as the sector in the state), ``employment`` (fitted), and whether the sectors add up to the
    state's.
    """
    made: tuple[pd.DataFrame, bool] = store.remembered(
        ("carried", state, since, year, edition("totals")),
        lambda: _carried_cells(state, since, year, store),
        8,
    )
    return made


def _carried_cells(state: str, since: int, year: int, store: Store) -> tuple[pd.DataFrame, bool]:
    before = _cells(state, since, store)
    totals = totals_of([*before["area_fips"].unique()], year, store)
    grown = _growth(state, since, year, store)
    none = pd.DataFrame(columns=["area_fips", "industry_code", "before", "as_the_state", "employment"])
    if totals.empty or grown.empty:
        return none, False
    whole = len(totals) == before["area_fips"].nunique()
    table = before.pivot_table(
        index="area_fips", columns="industry_code", values="employment", fill_value=0.0
    )
    table = table.reindex(index=totals.index).reindex(columns=grown.index, fill_value=0.0).fillna(0.0)
    start = table.to_numpy() * grown["growth"].to_numpy()
    sectors = np.asarray(grown["jobs"], dtype=np.float64) if whole else None
    fitted = _fit(start, np.asarray(totals, dtype=np.float64), sectors)
    areas, codes = (part.to_numpy() for part in (table.index, table.columns))
    found = pd.DataFrame(
        {
            "area_fips": np.repeat(areas, len(codes)),
            "industry_code": np.tile(codes, len(areas)),
            "before": table.to_numpy().ravel(),
            "as_the_state": start.ravel(),
            "employment": fitted.ravel(),
        }
    )
    return found, whole


def _fit(start: _Numbers, rows: _Numbers, columns: _Numbers | None) -> _Numbers:
    """Scale a table until its rows add up, and its columns as nearly as both can hold; the columns count for their shares."""
    table = start.copy()
    for _ in range(_ROUNDS if columns is not None else 1):
        if columns is not None:
            aim = columns * rows.sum() / columns.sum()
            table = table * _ratio(aim, table.sum(axis=0))
        table = table * _ratio(rows, table.sum(axis=1))[:, None]
    return table


def _ratio(aim: _Numbers, now: _Numbers) -> _Numbers:
    return np.where(now > 0, aim / np.where(now > 0, now, 1.0), 1.0)


def _cells(state: str, year: int, store: Store) -> pd.DataFrame:
    """Give private sectors, seen and estimated, and government of every county of a state: what its total has beside private jobs."""
    private = state_cells(f"{state}000", year, store)
    private = private.loc[private["level"] == "sector", ["area_fips", "industry_code", "employment"]]
    areas = [*private["area_fips"].unique()]
    rows = store.rows(areas, [year], "industry_code = '10' AND own_code IN ('0', '5')")
    total = rows.pivot_table(index="area_fips", columns="own_code", values="employment")
    public = (total["0"] - total["5"]).dropna().clip(lower=0.0)
    government = pd.DataFrame(
        {"area_fips": public.index, "industry_code": GOVERNMENT, "employment": public.to_numpy()}
    )
    return pd.concat([private, government], ignore_index=True)


def _growth(state: str, since: int, year: int, store: Store) -> pd.DataFrame:
    """Give by sector of a state its ``growth`` (as a factor) and its ``jobs`` in the newer year; the nation's growth where it is withheld."""
    own, nation = (_sectors(code, since, year, store) for code in (f"{state}000", NATION))
    if own.empty or nation.empty:
        return pd.DataFrame(columns=["growth", "jobs"])
    growth = own["now"] / own["before"]
    growth = growth.fillna(nation["now"] / nation["before"]).fillna(1.0)
    jobs = own["now"].fillna(own["before"] * growth).fillna(0.0)
    return pd.DataFrame({"growth": growth, "jobs": jobs})


def _sectors(area: str, since: int, year: int, store: Store) -> pd.DataFrame:
    """Give the private sectors of a state or the nation, and its government, ``before`` and ``now``; empty where a year is not there."""
    before, now = _jobs(area, since, store), _jobs(area, year, store)
    if before.empty or now.empty:
        return pd.DataFrame(columns=["before", "now"])
    return pd.DataFrame({"before": before, "now": now})


def _measured(sums: pd.DataFrame, since: int, year: int, store: Store) -> pd.DataFrame:
    """Say how far each estimate can be off, and how concentrated the sector is by it."""
    nation = _jobs(NATION, year, store)
    total = float(sums["employment"].sum())
    width = np.select(
        [sums["employment"] >= least for least, _ in _WIDTHS], [factor for _, factor in _WIDTHS], np.nan
    )
    # A region that grew by more or less than its sectors in the state may owe that to other sectors altogether.
    own = error_of(sums["employment"], sums["as_the_state"]).fillna(1.0)
    width = width ** np.sqrt((year - since) / _MEASURED_YEARS) * own
    table = sums.assign(low=sums["employment"] / width, high=sums["employment"] * width)
    table.loc[table["employment"] < _FEWEST, "employment"] = np.nan
    table["share"] = table["employment"] / total
    table["us_share"] = nation.reindex(table.index) / float(nation.sum())
    for name, jobs in (("lq_us", "employment"), ("lq_low", "low"), ("lq_high", "high")):
        table[name] = table[jobs] / total / table["us_share"]
    table["short_title"] = [
        "Government" if code == GOVERNMENT else short_title(str(code), "5", year) for code in table.index
    ]
    table = table.drop(index=UNCLASSIFIED, errors="ignore")
    return table.reset_index().sort_values("employment", ascending=False, ignore_index=True)


def _jobs(area: str, year: int, store: Store) -> pd.Series[float]:
    """Give the jobs of an area by private sector, and of its government."""
    rows = store.shared_rows([area], [year], "own_code IN ('0', '5')")
    total = rows[rows["industry_code"] == "10"].set_index("own_code")["employment"]
    if not {"0", "5"} <= set(total.index):
        return pd.Series(dtype=float)
    private = rows[(rows["own_code"] == "5") & (rows["industry_code"].map(level_of) == "sector")]
    jobs = private.set_index("industry_code")["employment"].to_dict()
    return pd.Series({**jobs, GOVERNMENT: float(total["0"]) - float(total["5"])}, dtype=float)


def error_of(found: pd.Series[float], true: pd.Series[float]) -> pd.Series[float]:
    """Give by what factor each estimate is off: 1.1 where it is a tenth too high or too low."""
    ratio = found / true
    return ratio.where(ratio >= 1, 1 / ratio)
