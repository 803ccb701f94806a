"""What occupations pay in a region: by its metropolitan areas, and by its state where no area is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from nextgen_helpers.jobs.readers import PAY_COLUMNS
from nextgen_helpers.official import edition, official_keys, official_rows
from nextgen_helpers.places import embedded_rows
from nextgen_helpers.words import joined, percent

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

_PAY: Final = list(PAY_COLUMNS)
#: In ``pay_note``: at or above the highest pay that is published.
TOP_CODED: Final = "top-coded"


@dataclass(frozen=True, slots=True, eq=False)
class LocalPay:
    """Pay by occupation of a region, over all its industries."""

    year: int  # May of which; 0 where there is none
    # which areas stand for the region, and for which share of its jobs, 0 to 1, most first; a state stands
    # for counties of which no area is sure
    shares: tuple[tuple[str, float], ...]
    # index ``soc``: ``pay_10, pay_25, pay_50, pay_75, pay_90`` (US dollars a year; of several areas the mean,
    # weighted by the region's jobs in each; missing where an area that counts does not publish it),
    # ``pay_note``
    table: pd.DataFrame = field(repr=False)

    def words(self) -> str:
        """Say whose pay it is: ``Dallas-Fort Worth-Arlington, TX``, or each area with its share of the region's jobs."""
        if len(self.shares) == 1:
            return self.shares[0][0]
        return joined([f"{name} ({percent(100 * share)} of the jobs here)" for name, share in self.shares])


def local_pay(profile: Profile) -> LocalPay:
    """Find what occupations pay where the region's jobs are.

    A county belongs to its metropolitan area (delineation of July 2023). Outside of one it belongs to its state's nonmetropolitan
    area where there is only one; where there are several, nobody publishes which, and the state as a whole stands for it.
    """
    jobs = profile.newest.counties.set_index("area_fips")["employment"].fillna(0.0)
    weights = tuple((str(code), float(count)) for code, count in jobs.items())
    return _of(weights, edition("area_pay"))


@lru_cache(maxsize=16)
def _of(jobs: tuple[tuple[str, float], ...], edition_: object) -> LocalPay:  # noqa: ARG001
    by_area: dict[str, float] = {}
    for county, count in jobs:
        area = area_of(county)
        by_area[area] = by_area.get(area, 0.0) + count
    rows = _newest(tuple(by_area))
    there = {area: count for area, count in by_area.items() if area in set(rows["area"])}
    if not there:
        return LocalPay(0, (), pd.DataFrame(columns=[*_PAY, "pay_note"]).rename_axis("soc"))
    whole = sum(there.values()) or float(len(there))
    shares = {area: (count or 1.0) / whole for area, count in there.items()}
    names = rows.drop_duplicates("area").set_index("area")["area_title"]
    ordered = sorted(shares, key=lambda area: -shares[area])
    return LocalPay(
        int(rows["year"].max()),
        tuple((_title(str(names[area])), shares[area]) for area in ordered),
        _weighted(rows, shares),
    )


def _title(name: str) -> str:
    return name.replace(" nonmetropolitan area", ", outside of metropolitan areas")


def _newest(areas: Sequence[str]) -> pd.DataFrame:
    rows = official_rows("area_pay", areas)
    return rows[rows["year"] == rows["year"].max()] if len(rows) else rows


def _weighted(rows: pd.DataFrame, shares: dict[str, float]) -> pd.DataFrame:
    """Weigh areas by the region's jobs in each; an occupation counts in the areas that publish it, if they hold most of the jobs."""
    rows = rows[rows["soc"] != "00-0000"].assign(weight=rows["area"].map(shares))
    known = rows[rows[_PAY].notna().any(axis=1)]
    pay = known[_PAY].astype(float)
    weights = pay.notna().mul(known["weight"], axis=0)
    summed, weight = (part.groupby(known["soc"]).sum() for part in (pay * weights, weights))
    table = (summed / weight).where(weight >= 0.5)  # noqa: PLR2004
    top = rows[rows["pay_note"] == TOP_CODED].groupby("soc")["weight"].sum()
    table = table.reindex(table.index.union(top.index))
    table["pay_note"] = "as published"
    table.loc[table["pay_50"].isna(), "pay_note"] = "not available"
    table.loc[top[top >= 0.5].index, "pay_note"] = TOP_CODED  # noqa: PLR2004
    return table.rename_axis("soc")


def area_of(county: str) -> str:
    """Give the OEWS area that stands for a county: its metropolitan area, its state's only nonmetropolitan one, or the state.

    >>> area_of("48113"), area_of("48119"), area_of("02063")
    ('0019100', '4800000', '0200006')
    """
    metropolitan = _metropolitan().get(county)
    if metropolitan:
        return f"00{metropolitan}"
    rest = _outside(edition("area_pay")).get(county[:2], ())
    return rest[0] if len(rest) == 1 else f"{county[:2]}00000"


@cache
def _metropolitan() -> dict[str, str]:
    rows = embedded_rows("data", "codes", "metropolitan_areas.csv")
    return {row["county_fips"]: row["cbsa_code"] for row in rows if row["kind"] == "Metropolitan"}


@lru_cache(maxsize=2)
def _outside(edition_: object) -> dict[str, tuple[str, ...]]:  # noqa: ARG001
    """Nonmetropolitan areas by state, as OEWS numbers them."""
    found: dict[str, tuple[str, ...]] = {}
    for code in sorted(official_keys("area_pay")):
        if not code.startswith("00") and not code.endswith("00000"):
            found[code[:2]] = (*found.get(code[:2], ()), code)
    return found
