"""The regions whose charts are tested: all that ship, and those at the edge of what can happen."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from nextgen_helpers import charts
from nextgen_helpers.lmi.profile import Profile, profile
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import Region, county_names, find_regions, get_region

LEVELS = ("sector", "3-digit", "4-digit")
AT_EVERY_LEVEL = {
    "jobs": charts.jobs_by_industry,
    "concentration": charts.concentration,
    "quadrants": charts.quadrants,
    "changes": charts.why_jobs_changed,
    "pay": charts.pay,
    "coverage": charts.coverage,
}
ONCE = {
    "map": charts.county_map,
    "years": charts.jobs_over_time,
    "diversity": charts.diversity,
    "sources": charts.sources,
    "unemployment": charts.unemployment,
    "schooling": charts.schooling,
}
SHIPPED = [region.id for region in find_regions()]

#: Name of a case: its counties, and the year where it is not the newest.
_EDGES: dict[str, tuple[str, int | None]] = {
    "one county": ("48113", None),
    "nearly all withheld": ("48301", None),
    "nearly all withheld, no second year": ("48301", 2015),
    "two states": ("21111 18019", None),
    "no second year": ("48113 48439 48085", 2015),
    "total withheld this year": ("19003", 2015),
    "total withheld in the year before": ("19003", 2016),
    "one of several totals withheld": ("19003 19001 19009", 2015),
    "Puerto Rico": ("72001 72003", None),
    "Connecticut": ("09001 09003", None),
    "Alaska": ("02020 02016", None),
    "independent cities": ("51510 51013 51059 11001", None),
    "parishes": ("22071 22051 22033", None),
    "all of Texas": (" ".join(code for code in county_names() if code[:2] == "48"), None),
}
#: Made by changing the rows of another profile.
_CHANGED = ("first year withheld", "year between withheld", "everything published")
CASES = [*SHIPPED, *_EDGES, *_CHANGED]
#: Those that are drawn: each differs from the others in what there is to draw.
DRAWN = [
    "one county", "nearly all withheld", "two states", "no second year", "total withheld this year", "Puerto Rico",
    "Alaska", "tx-panhandle", "tx-permian-basin", "oh-central-ohio", "first year withheld",
]  # fmt: skip


@lru_cache(maxsize=1)
def base() -> Store:
    """The embedded base, with nothing of a user's over it."""
    return Store(embedded("data", "lmi"), Path("no-such-folder"))


@cache
def market(case: str, level: str = "sector") -> Profile:
    if level != "sector":
        return market(case).at(level)
    if case in _EDGES:
        counties, year = _EDGES[case]
        region = Region("xx-edge", f"Edge of {case}", tuple(sorted(counties.split())), "a test")
        return profile(region, year, store=base())
    if case in _CHANGED:
        return _changed(case)
    return profile(get_region(case), store=base())


def _changed(case: str) -> Profile:
    source = market("oh-central-ohio")
    rows = source._rows.copy()
    if case == "everything published":
        # One county with a published figure for every private industry it is said to have.
        source = market("one county")
        rows = source._rows[~source._rows["suppressed"] | (source._rows["year"] != source.year)].copy()
    else:
        year = source.years[0 if case == "first year withheld" else 3]
        total = (rows["industry_code"] == "10") & (rows["own_code"] == "0")
        hidden = total & (rows["year"] == year) & (rows["area_fips"] == source.region.counties[0])
        assert hidden.sum() == 1
        rows.loc[hidden, ["employment", "wages"]] = float("nan")
        rows.loc[hidden, "suppressed"] = True
    return Profile(source.region, source.year, "sector", source.years, source.year, rows, base())


@cache
def chart(case: str, kind: str, level: str = "sector") -> charts.Chart:
    if kind in ONCE:
        return ONCE[kind](market(case, level))
    return AT_EVERY_LEVEL[kind](market(case, level))


def all_charts(case: str, levels: tuple[str, ...] = LEVELS) -> list[charts.Chart]:
    return [
        *(chart(case, kind) for kind in ONCE),
        *(chart(case, kind, level) for level in levels for kind in AT_EVERY_LEVEL),
    ]
