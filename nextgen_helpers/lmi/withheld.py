"""What BLS withholds: how much of a region cannot be seen, and how large it can be at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from nextgen_helpers.lmi.layout import parent_of

if TYPE_CHECKING:
    from nextgen_helpers.lmi.layout import Level

__all__ = ["Coverage", "coverage_of", "private_total", "upper_bounds"]

_CELL: Final = ["area_fips", "own_code", "industry_code"]
_GOVERNMENT: Final = ("1", "2", "3")
_ROUNDING: Final = 0.5


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a region's private jobs can be seen at a level of industries.

    Parameters
    ----------
    level : ``sector``, ``3-digit`` or ``4-digit``.
    counties : number of counties of the region.
    counties_with_withheld : how many of them have a withheld industry at this level.
    cells, withheld_cells : county-industry cells with establishments, and how many BLS withholds.
    private_employment : the region's private jobs, all industries; a lower bound where
        ``private_is_lower_bound``.
    seen_employment : private jobs in the cells that BLS discloses at this level.
    """

    level: str
    counties: int
    counties_with_withheld: int
    cells: int
    withheld_cells: int
    private_employment: float
    private_is_lower_bound: bool
    seen_employment: float

    @property
    def seen_share(self) -> float:
        """Share of private jobs that can be seen, 0 to 1; NaN where the total is withheld."""
        if not self.private_employment > 0:
            return float("nan")
        return min(1.0, self.seen_employment / self.private_employment)

    def to_dict(self) -> dict[str, Any]:
        """Plain values; missing is None."""
        total = self.private_employment
        return {
            "level": self.level,
            "counties": self.counties,
            "counties_with_withheld": self.counties_with_withheld,
            "cells": self.cells,
            "withheld_cells": self.withheld_cells,
            "private_employment": None if np.isnan(total) else int(total),
            "private_is_lower_bound": self.private_is_lower_bound,
            "seen_employment": int(self.seen_employment),
            "seen_share": None if np.isnan(self.seen_share) else round(self.seen_share, 4),
        }


def coverage_of(rows: pd.DataFrame, level: Level, counties: int) -> Coverage:
    """Measure how much of some counties can be seen.

    Parameters
    ----------
    rows : tidy rows of the counties for one year, with a column ``level``.
    level : ``sector``, ``3-digit`` or ``4-digit``.
    counties : how many counties the region has.
    """
    private = rows[rows["own_code"] == "5"]
    cells = private[(private["level"] == level) & (private["estabs"] > 0)]
    total, lower = private_total(rows)
    return Coverage(
        level=level,
        counties=counties,
        counties_with_withheld=int(cells.loc[cells["suppressed"], "area_fips"].nunique()),
        cells=len(cells),
        withheld_cells=int(cells["suppressed"].sum()),
        private_employment=total,
        private_is_lower_bound=lower,
        seen_employment=float(cells["employment"].sum()),
    )


def private_total(rows: pd.DataFrame) -> tuple[float, bool]:
    """Sum the counties' private jobs, and tell whether a county's total is withheld.

    Returns
    -------
    The sum over the disclosed counties (NaN where there is none), and True where it is only a
    lower bound.
    """
    private = rows[(rows["own_code"] == "5") & (rows["industry_code"] == "10")]
    return float(private["employment"].sum(min_count=1)), bool(private["suppressed"].any())


def upper_bounds(rows: pd.DataFrame, level: Level) -> pd.Series[float]:
    """Bound what each withheld cell of a county can hold.

    A withheld cell holds at most what is left of a disclosed total above it (its 3-digit industry,
    its sector, all private jobs, all jobs of the county) once the disclosed cells beside it are taken
    off; the smallest of these bounds counts. The cells of one county share the same rest, so bounds
    must not be added up over industries. A cell without establishments (zero on annual average)
    counts as empty and has no bound. Each published figure is rounded: half a job each is allowed for.

    Parameters
    ----------
    rows : tidy rows of counties for one year, with a column ``level``.
    level : ``sector``, ``3-digit`` or ``4-digit``.

    Returns
    -------
    Bound in jobs by ``area_fips, own_code, industry_code`` of every withheld cell: private cells
    at the level, and government totals. NaN where nothing above is disclosed.
    """
    known = rows[~rows["suppressed"]].set_index(_CELL)["employment"] + 2 * _ROUNDING  # its own, the cell's
    private = rows[(rows["own_code"] == "5") & (rows["level"] == level)]
    government = rows[rows["own_code"].isin(_GOVERNMENT) & (rows["industry_code"] == "10")]
    bounds = [_private_bounds(private, known), _government_bounds(government, known)]
    return pd.concat([item for item in bounds if not item.empty] or bounds[:1])


def _private_bounds(cells: pd.DataFrame, known: pd.Series[float]) -> pd.Series[float]:
    withheld = cells[cells["suppressed"] & (cells["estabs"] > 0)]
    shown = _at_least(cells)
    above = {code: _ancestors(code) for code in cells["industry_code"].unique()}
    depth = max((len(path) for path in above.values()), default=0)
    bounds = [_rest(withheld, shown, known, above, step) for step in range(depth)]
    everything = pd.MultiIndex.from_arrays(
        [withheld["area_fips"], ["0"] * len(withheld), ["10"] * len(withheld)]
    )
    all_shown = shown.groupby("area_fips")["employment"].sum()
    bounds.append(
        known.reindex(everything).to_numpy()
        - all_shown.reindex(withheld["area_fips"], fill_value=0.0).to_numpy()
    )
    return pd.Series(_smallest(bounds), index=pd.MultiIndex.from_frame(withheld[_CELL]))


def _at_least(cells: pd.DataFrame) -> pd.DataFrame:
    """Give the disclosed cells with the least jobs that their rounded figures can stand for."""
    shown = cells[~cells["suppressed"]]
    return shown.assign(employment=(shown["employment"] - _ROUNDING).clip(lower=0.0))


def _rest(
    withheld: pd.DataFrame,
    shown: pd.DataFrame,
    known: pd.Series[float],
    above: dict[str, list[str]],
    step: int,
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Give what is left of the total that stands ``step`` + 1 levels above each withheld cell."""
    ancestor = {code: path[step] for code, path in above.items()}
    place = pd.MultiIndex.from_arrays(
        [withheld["area_fips"], ["5"] * len(withheld), withheld["industry_code"].map(ancestor)]
    )
    beside = shown.assign(above=shown["industry_code"].map(ancestor))
    taken = beside.groupby(["area_fips", "above"])["employment"].sum()
    pair = pd.MultiIndex.from_arrays([place.get_level_values(0), place.get_level_values(2)])
    rest: np.ndarray[Any, np.dtype[np.float64]] = (
        known.reindex(place).to_numpy() - taken.reindex(pair, fill_value=0.0).to_numpy()
    )
    return rest


def _government_bounds(cells: pd.DataFrame, known: pd.Series[float]) -> pd.Series[float]:
    withheld = cells[cells["suppressed"] & (cells["estabs"] > 0)]
    areas = withheld["area_fips"]

    def of(own: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        place = pd.MultiIndex.from_arrays([areas, [own] * len(areas), ["10"] * len(areas)])
        return np.asarray(known.reindex(place), dtype=np.float64)

    shown = _at_least(cells).groupby("area_fips")["employment"].sum()
    taken = shown.reindex(areas, fill_value=0.0).to_numpy(dtype=np.float64)
    private = np.nan_to_num(of("5") - 3 * _ROUNDING)
    rest: np.ndarray[Any, np.dtype[np.float64]] = of("0") - private - taken
    return pd.Series(_smallest([rest]), index=pd.MultiIndex.from_frame(withheld[_CELL]))


def _smallest(
    bounds: list[np.ndarray[Any, np.dtype[np.float64]]],
) -> np.ndarray[Any, np.dtype[np.float64]]:
    smallest: np.ndarray[Any, np.dtype[np.float64]] = np.floor(np.maximum(np.fmin.reduce(bounds), 0.0))
    return smallest


def _ancestors(industry_code: str) -> list[str]:
    path = []
    above = parent_of(industry_code)
    while above is not None:
        path.append(above)
        above = parent_of(above)
    return path
