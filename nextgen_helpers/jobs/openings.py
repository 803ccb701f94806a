"""How many openings there are beside the jobs, and where most are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from nextgen_helpers.jobs.staffing import Staffing

_MOST: Final = 8


def openings_rate(table: pd.DataFrame) -> float:
    """Openings a year for each 100 jobs, over the occupations that the projections have; missing where they have none."""
    known = table[table["openings"].notna()]
    jobs = float(known["jobs"].sum())
    return 100 * float(known["openings"].sum()) / jobs if jobs else float("nan")


def most_openings(found: Staffing, named: Sequence[str]) -> pd.DataFrame:
    """Lay out the occupations that were named, then the eight others with most openings; those with less than a job are left out.

    Gives rows as :attr:`~nextgen_helpers.jobs.staffing.Staffing.occupations`, with ``named``, ``rate`` (openings a year for
    each 100 jobs) and ``growth_in_ten_years`` (percent, the nation).
    """
    rows = found.table[found.table["openings"].notna() & (found.table["jobs"] >= 1)]
    rows = rows.assign(
        named=rows["soc"].isin(named),
        rate=100 * rows["openings"] / rows["jobs"],
        growth_in_ten_years=1000 * rows["growth"] / rows["jobs"],
    )
    return pd.concat([rows[rows["named"]], rows[~rows["named"]].nlargest(_MOST, "openings")])
