"""Peer regions: those whose jobs are spread over industries most alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nextgen_helpers.lmi.layout import SECTORS
from nextgen_helpers.regions import find_regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.lmi.store import Store
    from nextgen_helpers.regions import Region

__all__ = ["industry_distance", "peer_regions"]


def industry_distance(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Measure how far two spreads of jobs over the same industries lie apart: half the sum of absolute differences of shares.

    0 is the same spread, 1 has no industry in common; 0.12 says that 12 percent of the jobs would have to change their
    industry. It is half of Krugman's specialization index (Krugman 1991, Geography and Trade).

    Parameters
    ----------
    one, other : jobs by industry, or shares; each is scaled to add up to 1.

    Returns
    -------
    The distance; NaN where one of them has no jobs.

    Examples
    --------
    >>> round(industry_distance([20, 10, 70, 0, 0], [0, 0, 0, 60, 40]), 3)
    1.0
    >>> round(industry_distance([50, 50], [60, 40]), 3)
    0.1
    """
    first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if not (first.sum() > 0 and second.sum() > 0):
        return float("nan")
    return float(np.abs(first / first.sum() - second / second.sum()).sum() / 2)


def peer_regions(profile: Profile, count: int = 5, regions: Sequence[Region] | None = None) -> pd.DataFrame:
    """Find the regions with the nearest mix of private industries.

    Parameters
    ----------
    profile : the region's profile; all are compared in its year, or in the newest one before it that others have, too.
    count : how many.
    regions : among which; by default all that are known by name.

    Returns
    -------
    ``region_id, name, year, distance`` (:func:`industry_distance` over the sectors that can be seen in both), ``seen`` (share of
    the private jobs of the two that these sectors hold, the lower of both), ``employment`` (private jobs that can be seen), and ``alike`` and
    ``apart``: codes of the two sectors whose shares differ least and most. Nearest first; empty where no other region has figures
    of a year of this one.
    """
    among = [
        item for item in (find_regions() if regions is None else regions) if item.id != profile.region.id
    ]
    for year in sorted((item for item in profile.years if item <= profile.year), reverse=True):
        found = _peers_of_year(profile.region, among, year, profile.store)
        if found:
            table = _table(found)
            return table.sort_values(["distance", "name"]).head(count).reset_index(drop=True)
    return _table([])


def _peers_of_year(
    region: Region, among: Sequence[Region], year: int, store: Store
) -> list[dict[str, object]]:
    counties = sorted({county for item in (region, *among) for county in item.counties})
    codes = ", ".join(f"'{code}'" for code in (*SECTORS, "10"))
    private = store.rows(counties, {year}, f"own_code = '5' AND industry_code IN ({codes})")
    there = set(private["area_fips"])
    jobs = private.pivot_table(index="area_fips", columns="industry_code", values="employment", aggfunc="sum")
    if not set(region.counties) <= there:
        return []
    own = jobs.reindex(list(region.counties)).sum(min_count=1)
    found = []
    for other in among:
        if set(other.counties) <= there:
            peer = _peer(own, jobs.reindex(list(other.counties)).sum(min_count=1))
            if peer is not None:
                found.append({"region_id": other.id, "name": other.name, "year": year, **peer})
    return found


def _peer(own: pd.Series[float], mix: pd.Series[float]) -> dict[str, object] | None:
    sectors = [code for code in SECTORS if code in own.index and code != "99"]
    both = [code for code in sectors if pd.notna(own[code]) and pd.notna(mix[code])]
    if not both:
        return None
    first, second = own[both], mix[both]
    if not (first.sum() > 0 and second.sum() > 0):
        return None
    apart = (first / first.sum() - second / second.sum()).abs().sort_values()
    return {
        "distance": industry_distance(first.to_numpy(), second.to_numpy()),
        "seen": min(_share(first.sum(), own.get("10")), _share(second.sum(), mix.get("10"))),
        "employment": float(second.sum()),
        "alike": str(apart.index[0]),
        "apart": str(apart.index[-1]),
    }


def _share(part: float, whole: float | None) -> float:
    return part / whole if whole is not None and whole > 0 else float("nan")


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(
        rows, columns=["region_id", "name", "year", "distance", "seen", "employment", "alike", "apart"]
    )
