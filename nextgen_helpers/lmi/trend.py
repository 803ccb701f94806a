"""How the jobs of a region have moved over the years, beside state and nation; and over its counties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from nextgen_helpers.lmi.profile import Profile


def jobs_by_year(profile: Profile) -> pd.DataFrame:
    """Jobs of ``region, state, nation``, a row a year; the region's are missing where a county's are withheld."""
    history = profile.history
    jobs = history.pivot_table(index="year", columns="area", values="employment")
    return jobs.reindex(columns=["region", "state", "nation"])


def first_seen(jobs: pd.DataFrame) -> int:
    """First year of which the region's total is published; the last year where there is none."""
    seen = jobs.index[jobs["region"].notna()]
    return int(seen[0] if len(seen) else jobs.index[-1])


def counties_with_half(shares: pd.Series[float]) -> tuple[int, float]:
    """Count the fewest counties that hold half of the jobs, and give their share of them, 0 to 1.

    shares : of each county, 0 to 1, the largest first; missing where withheld.
    """
    summed = np.cumsum(shares.fillna(0.0).to_numpy())
    needed = int(np.searchsorted(summed, 0.5)) + 1
    return needed, float(summed[min(needed, len(summed)) - 1])
