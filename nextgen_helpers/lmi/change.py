"""Change between two years, over the counties that can be seen in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.lmi.codes import comparable

if TYPE_CHECKING:
    from nextgen_helpers.lmi.cells import Cells, Floats, Ints

_COLUMNS: Final = (
    "change_from_year",
    "change_base",
    "us_change_base",
    "us_change_end",
    "change_jobs",
    "change_percent",
    "national_share",
    "industry_mix",
    "regional_share",
    "change_counties_left_out",
    "change_comparable",
)


def change_between(
    counties: tuple[Cells, Cells],
    nation: tuple[Cells, Cells],
    nation_totals: tuple[float, float],
    years: tuple[int, int],
) -> pd.DataFrame:
    """Compute the change of each industry and its three parts (shift-share).

    A cell that is withheld in either year is left out of both; a code that changed its meaning
    between the years has no change.

    counties : cells of the region's counties, for the first and the second year.
    nation : cells of the nation, likewise; of the same places.
    Gives, by place of each industry of the second year: ``change_from_year``; ``change_base``,
    ``us_change_base``, ``us_change_end`` (the nation's jobs in the two years), ``change_jobs``,
    ``national_share``, ``industry_mix``, ``regional_share`` (jobs); ``change_percent``;
    ``change_counties_left_out``; ``change_comparable``.
    """
    before, now = counties
    there = np.flatnonzero(now.count())
    base, end, left_out = (figures[there] for figures in matched_jobs(before, now))
    same = np.array([comparable(now.places.codes[place], *years) for place in there], dtype=bool)
    base, end = np.where(same, base, np.nan), np.where(same, end, np.nan)
    reference = [cells.sums(cells.employment)[there] for cells in nation]
    parts = measures.shift_share(base, end, reference[0], reference[1], *nation_totals)
    return pd.DataFrame(
        {
            "change_from_year": np.full(len(there), float(years[0])),
            "change_base": base,
            "us_change_base": reference[0],
            "us_change_end": reference[1],
            "change_jobs": end - base,
            "change_percent": measures.growth(base, end),
            "national_share": parts["national_share"].to_numpy(),
            "industry_mix": parts["industry_mix"].to_numpy(),
            "regional_share": parts["regional_share"].to_numpy(),
            "change_counties_left_out": left_out,
            "change_comparable": same,
        },
        index=there,
    )


def no_change(now: Cells) -> pd.DataFrame:
    """Give the same table with everything missing, for a region without an earlier year."""
    there = np.flatnonzero(now.count())
    return pd.DataFrame(np.nan, index=there, columns=list(_COLUMNS)).astype({"change_comparable": "object"})


def matched_jobs(before: Cells, now: Cells) -> tuple[Floats, Floats, Ints]:
    """Sum jobs by industry in two years over the counties that are disclosed in both.

    An industry without a row in a year had no establishment there: a true zero.

    Gives jobs of the first year, of the second, and the number of counties left out; by place of the
    industry. An industry of which no county is left is missing in the first two.
    """
    there = [cells.grid(np.ones(len(cells.area))) > 0 for cells in (before, now)]
    withheld = [cells.grid(cells.suppressed.astype(float)) > 0 for cells in (before, now)]
    hidden = withheld[0] | withheld[1]
    seen = (there[0] | there[1]) & ~hidden
    jobs = [
        np.where(seen, np.where(place, cells.grid(cells.employment), 0.0), np.nan)
        for place, cells in zip(there, (before, now), strict=True)
    ]
    sums = [np.where((~np.isnan(laid)).any(axis=0), np.nansum(laid, axis=0), np.nan) for laid in jobs]
    return sums[0], sums[1], np.count_nonzero(hidden, axis=0)
