"""What BLS withholds: how much of a region cannot be seen, and how large it can be at most."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from nextgen_helpers.lmi.cells import Cells, Floats
from nextgen_helpers.lmi.layout import Level, parent_of

_CELL: Final = ["area_fips", "own_code", "industry_code"]
_ROUNDING: Final = 0.5


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a region's private jobs can be seen at a level of industries."""

    level: str
    counties: int  # number of counties of the region
    counties_with_withheld: int  # how many of them have a withheld industry at this level
    # cells, withheld_cells: county-industry cells with establishments, and how many BLS withholds
    cells: int
    withheld_cells: int
    # the region's private jobs, all industries; a lower bound where ``private_is_lower_bound``
    private_employment: float
    private_is_lower_bound: bool
    seen_employment: float  # private jobs in the cells that BLS discloses at this level

    @property
    def seen_share(self) -> float:
        """Share of private jobs that can be seen, 0 to 1; NaN where the total is withheld."""
        if not self.private_employment > 0:
            return float("nan")
        return min(1.0, self.seen_employment / self.private_employment)

    def to_dict(self) -> dict[str, Any]:
        """Plain values; missing is None."""
        total = self.private_employment
        return asdict(self) | {
            "private_employment": None if np.isnan(total) else int(total),
            "seen_employment": int(self.seen_employment),
            "seen_share": None if np.isnan(self.seen_share) else round(self.seen_share, 4),
        }


def coverage_of(rows: pd.DataFrame, level: Level, counties: int) -> Coverage:
    """Measure how much of some counties can be seen.

    rows : tidy rows of the counties for one year, with a column ``level``.
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

    Gives the sum over the disclosed counties (NaN where there is none), and True where it is only a lower
    bound.
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

    Gives a bound in jobs by ``area_fips, own_code, industry_code`` of every withheld cell: private cells at
    the level, and government totals. NaN where nothing above is disclosed.
    """
    cells = Cells.of(rows)
    withheld, bounds = bounds_of(cells, level)
    places = cells.places
    index = pd.MultiIndex.from_arrays(
        [
            pd.Series([places.areas[area] for area in withheld.area], dtype=str),
            pd.Series([places.owners[place] for place in withheld.industry], dtype=str),
            pd.Series([places.codes[place] for place in withheld.industry], dtype=str),
        ],
        names=_CELL,
    )
    return pd.Series(bounds, index=index)


def bounds_of(cells: Cells, level: Level) -> tuple[Cells, Floats]:
    """Bound the withheld cells of counties, as :func:`upper_bounds` does.

    Gives the withheld cells with establishments (private ones at the level, then government), and the bound of
    each.
    """
    disclosed = cells.where(~cells.suppressed)
    known = disclosed.grid(disclosed.employment) + 2 * _ROUNDING  # its own, the cell's
    in_level, in_government = cells.places.private(level), cells.places.government()
    is_withheld = cells.suppressed & (cells.estabs > 0)
    private, government = (
        np.flatnonzero(is_withheld & kind[cells.industry]) for kind in (in_level, in_government)
    )
    seen = _at_least(disclosed)
    bounds = [
        _private_bounds(cells.where(private), seen.where(in_level[seen.industry]), known),
        _government_bounds(cells.where(government), seen.where(in_government[seen.industry]), known),
    ]
    return cells.where(np.concatenate([private, government])), np.concatenate(bounds)


def _private_bounds(withheld: Cells, shown: Cells, known: Floats) -> Floats:
    places = withheld.places
    above = {place: _ancestors(places.codes[place]) for place in {*withheld.industry, *shown.industry}}
    depth = max((len(path) for path in above.values()), default=0)
    bounds = [_rest(withheld, shown, known, above, step) for step in range(depth)]
    bounds.append(
        _column(known, places.of("0", "10"))[withheld.area] - shown.by_area(shown.employment)[withheld.area]
    )
    return _smallest(bounds)


def _at_least(shown: Cells) -> Cells:
    """Give disclosed cells with the least jobs that their rounded figures can stand for."""
    return replace(shown, employment=np.maximum(shown.employment - _ROUNDING, 0.0))


def _rest(withheld: Cells, shown: Cells, known: Floats, above: dict[int, list[str]], step: int) -> Floats:
    """Give what is left of the total that stands ``step`` + 1 levels above each withheld cell."""
    names = sorted({path[step] for path in above.values()})
    number = {name: place for place, name in enumerate(names)}
    ancestor = np.zeros(withheld.places.size, dtype=np.intp)
    for place, path in above.items():
        ancestor[place] = number[path[step]]
    size = len(names)
    taken = np.bincount(
        shown.area * size + ancestor[shown.industry],
        np.nan_to_num(shown.employment),
        minlength=len(known) * size,
    ).reshape(-1, size)
    total = np.column_stack([_column(known, withheld.places.of("5", name)) for name in names])
    spot = (withheld.area, ancestor[withheld.industry])
    rest: Floats = total[spot] - taken[spot]
    return rest


def _government_bounds(withheld: Cells, shown: Cells, known: Floats) -> Floats:
    everything, private = (_column(known, withheld.places.of(own, "10"))[withheld.area] for own in ("0", "5"))
    taken = shown.by_area(shown.employment)[withheld.area]
    return _smallest([everything - np.nan_to_num(private - 3 * _ROUNDING) - taken])


def _column(known: Floats, place: int | None) -> Floats:
    column: Floats = np.full(len(known), np.nan) if place is None else known[:, place]
    return column


def _smallest(bounds: list[Floats]) -> Floats:
    smallest: Floats = np.floor(np.maximum(np.fmin.reduce(bounds), 0.0))
    return smallest


def _ancestors(industry_code: str) -> list[str]:
    path = []
    above = parent_of(industry_code)
    while above is not None:
        path.append(above)
        above = parent_of(above)
    return path
