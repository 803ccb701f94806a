"""Peer regions: those whose jobs are spread over industries most alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nextgen_helpers.lmi.layout import SECTORS, UNCLASSIFIED
from nextgen_helpers.regions import Region, find_regions

if TYPE_CHECKING:
    import numpy.typing as npt

    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.lmi.store import Store

_Numbers = np.ndarray[Any, np.dtype[np.float64]]


def industry_distance(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Measure how far two spreads of jobs over the same industries lie apart: half the sum of absolute differences of shares.

    0 is the same spread, 1 has no industry in common; 0.12 says that 12 percent of the jobs would have to change their
    industry. It is half of Krugman's specialization index (Krugman 1991, Geography and Trade).

    one, other : jobs by industry, or shares; each is scaled to add up to 1.
    Gives the distance; NaN where one of them has no jobs.

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

    profile : the region's profile; all are compared in its year, or in the newest one before it that ``count`` others have, too. Where
        no year has so many, it is the one with most.
    regions : among which; by default all that are known by name.
    Gives ``region_id, name, year, distance`` (:func:`industry_distance` over the sectors that can be seen in both), ``seen`` (share of
    the private jobs of the two that these sectors hold, the lower of both), ``employment`` (private jobs that can be seen), ``alike`` and
    ``apart`` (codes of the two sectors whose shares differ least and most), and ``compared`` (how many others have figures of the year).
    Nearest first; empty where no other region has figures of a year of this one.
    """
    among = [
        item for item in (find_regions() if regions is None else regions) if item.id != profile.region.id
    ]
    most: list[dict[str, object]] = []
    for year in sorted((item for item in profile.years if item <= profile.year), reverse=True):
        found = _peers_of_year(profile.region, among, year, profile.store)
        # One or two regions that happen to have a newer year are no choice: the nearest of them may be far.
        if len(found) > len(most):
            most = found
        if len(most) >= count:
            break
    table = _table(most).assign(compared=len(most))
    return table.sort_values(["distance", "name"]).head(count).reset_index(drop=True)


def _peers_of_year(
    region: Region, among: Sequence[Region], year: int, store: Store
) -> list[dict[str, object]]:
    counties = tuple(sorted({county for item in (region, *among) for county in item.counties}))
    jobs, there = store.remembered(("peers", year, counties), lambda: _private_jobs(counties, year, store))
    if not set(region.counties) <= there:
        return []
    others = [other for other in among if there.issuperset(other.counties)]
    places = {str(county): place for place, county in enumerate(jobs.index)}
    mixes = np.array([_mix(item, jobs.to_numpy(dtype=float), places) for item in (region, *others)])
    compared = _compared(mixes[0], mixes[1:], [str(code) for code in jobs.columns[:-1]])
    return [
        {"region_id": other.id, "name": other.name, "year": year, **peer}
        for other, peer in zip(others, compared, strict=True)
        if peer is not None
    ]


def _private_jobs(counties: tuple[str, ...], year: int, store: Store) -> tuple[pd.DataFrame, frozenset[str]]:
    """Give private jobs by sector, all of them last, of counties of which something can be seen; and which counties are there."""
    codes = ", ".join(f"'{code}'" for code in (*SECTORS, "10"))
    private = store.rows(counties, {year}, f"own_code = '5' AND industry_code IN ({codes})")
    jobs = private.pivot_table(index="area_fips", columns="industry_code", values="employment", aggfunc="sum")
    sectors = [code for code in SECTORS if code in jobs and code != UNCLASSIFIED]
    return jobs.reindex(columns=[*sectors, "10"]), frozenset(map(str, private["area_fips"].unique()))


def _mix(region: Region, jobs: _Numbers, places: dict[str, int]) -> _Numbers:
    """Sum a region's counties by industry; missing where none of them can be seen."""
    own = jobs[[places[county] for county in region.counties if county in places]]
    sums: _Numbers = np.where(np.isnan(own).all(axis=0), np.nan, np.nansum(own, axis=0))
    return sums


def _compared(own: _Numbers, mixes: _Numbers, sectors: list[str]) -> list[dict[str, object] | None]:
    """Compare one mix with many, each over the sectors that can be seen in both; the last column is all private jobs."""
    both = ~np.isnan(own[:-1]) & ~np.isnan(mixes[:, :-1])
    first, second = np.where(both, own[:-1], 0.0), np.where(both, mixes[:, :-1], 0.0)
    sums = np.column_stack([first.sum(axis=1), second.sum(axis=1)])
    found: list[dict[str, object] | None] = []
    for number, mask in enumerate(both):
        one, other = (float(value) for value in sums[number])
        if not (one > 0 and other > 0):
            found.append(None)
            continue
        apart = np.abs(first[number] / one - second[number] / other)
        order = np.flatnonzero(mask)
        found.append(
            {
                "distance": industry_distance(first[number], second[number]),
                "seen": min(_share(one, own[-1]), _share(other, mixes[number, -1])),
                "employment": other,
                "alike": sectors[order[np.argmin(apart[order])]],
                "apart": sectors[order[np.argmax(apart[order])]],
            }
        )
    return found


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(
        rows, columns=["region_id", "name", "year", "distance", "seen", "employment", "alike", "apart"]
    )
