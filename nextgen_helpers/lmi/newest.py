"""The newest totals of a region: often newer than its newest industries, now and then of one quarter only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.lmi.layout import ESTIMATED_METHODS, FOUR_QUARTERS, NATION, named_year, state_of
from nextgen_helpers.official import edition, official_rows
from nextgen_helpers.regions import STATES, Region

if TYPE_CHECKING:
    from nextgen_helpers.lmi.store import Store

_QUARTERS: Final = ("", "first", "second", "third", "fourth")
_WEEKS: Final = 13
_TOTAL: Final = "own_code = '0' AND industry_code = '10'"
#: Jobs of no county are told where they are at least this share of the state's, or of its growth; the limits are ours.
_TOLD_SHARE, _TOLD_GROWTH = 0.02, 0.10
_COLUMNS: Final = ["estabs", "employment", "wages", "employment_before", "wages_before"]


@dataclass(frozen=True, slots=True)
class NoCounty:
    """Jobs of a state that lie in no county: "unknown or undefined", such as of people who work in many places."""

    state: str  # name of the state
    jobs: float
    share: float  # of all jobs in the state, 0 to 1
    growth: float  # by how many they grew in the year; missing where that is not known
    growth_share: float  # of the state's growth, 0 to 1; missing where the state or they did not grow

    @property
    def slows(self) -> bool:
        """Tell whether they hold so much of the state's growth that growth of its regions is understated."""
        return self.growth_share >= _TOLD_GROWTH

    @property
    def matters(self) -> bool:
        """Tell whether size or growth of regions in the state is understated by enough to say it."""
        return self.share >= _TOLD_SHARE or self.slows


@dataclass(frozen=True, slots=True, eq=False)
class Newest:
    """Totals of all ownerships of the newest period that every county of a region has."""

    year: int  # calendar year; where four quarters stand in for one that is not over, it is written as these
    quarter: int  # 0 for the whole year, else 1 to 4
    # index ``region, state, nation``; ``name, establishments, employment`` (annual average, or mean of the
    # quarter's months), ``wages`` (US dollars of the period), ``employment_before, wages_before`` (the year
    # before, by the same release; missing where it is not known), ``withheld`` (counties or states whose
    # total BLS withholds). Of what is partly withheld, the sum of what is seen
    areas: pd.DataFrame
    # one row a county: ``area_fips, name, establishments, employment, wages, share`` (0 to 1)
    counties: pd.DataFrame
    no_county: tuple[NoCounty, ...] = ()  # the region's states in which jobs lie in no county
    # true where the period came along beside QCEW by industry, or was imported without industries
    added: bool = False

    @property
    def period(self) -> str:
        """Name the period in a sentence: ``2024``, ``the first quarter of 2023``, or ``four quarters ending March 2025``."""
        return f"the {_QUARTERS[self.quarter]} quarter of {self.year}" if self.quarter else str(self.year)

    @property
    def badge(self) -> str:
        """Name the period beside a number: ``2024``, or ``2023, Q1``."""
        return f"{self.year}, Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def jobs_words(self) -> str:
        """Say what a number of jobs is: an annual average, or that of one quarter's months."""
        return f"mean of the {_QUARTERS[self.quarter]} quarter's months" if self.quarter else "annual average"

    @property
    def pay_words(self) -> str:
        """Say what :attr:`pay` is."""
        return "Average weekly pay" if self.quarter else "Average annual pay"

    @property
    def pay(self) -> pd.Series[float]:
        """Average pay of ``region, state, nation`` in US dollars: a year's, or a week's where the period is a quarter."""
        return self._paid(self.areas)

    def county_pay(self) -> pd.Series[float]:
        """Average pay of each county, as :attr:`pay`."""
        return self._paid(self.counties)

    def _paid(self, table: pd.DataFrame) -> pd.Series[float]:
        pay = measures.average_annual_pay(table["wages"], table["employment"])
        return pd.Series(pay, index=table.index, dtype=float) / (_WEEKS if self.quarter else 1)

    def growth(self, area: str = "region") -> float:
        """Change of jobs from the year before in percent, by the same release; missing where that is not known."""
        row = self.areas.loc[area].to_dict()
        if row["withheld"]:
            return float("nan")
        return float(measures.growth(float(row["employment_before"]), float(row["employment"])))


def newest_totals(
    region: Region, until: int | None, store: Store, read: pd.DataFrame | None = None
) -> Newest | None:
    """Find the newest period of which there are totals of every county; None where there is none.

    until : the last year that counts; by default any.
    read : rows of the tidy layout that were read already, of the region's areas.
    """
    figures = _of_region(region, store, read)
    last = until or 9999
    usable = figures[(figures["year"] <= last) & figures["area_fips"].isin(region.counties)]
    counted = usable.groupby(["year", "quarter"])["area_fips"].nunique().reset_index()
    every = counted[counted["area_fips"] == len(set(region.counties))]
    if every.empty:
        return None
    # A whole year stands before a quarter of it.
    last_one = every.assign(end=every["quarter"].replace(0, 5)).sort_values(["year", "end"]).iloc[-1]
    year, quarter = int(last_one["year"]), int(last_one["quarter"])
    here = usable[(usable["year"] == year) & (usable["quarter"] == quarter)]
    then = figures[(figures["year"] == year) & (figures["quarter"] == quarter)]
    above = then[then["area_fips"].isin(_above(region))]
    names = [region.name, region.state_label, "United States"]
    areas = pd.DataFrame(
        [
            _summed(here),
            _summed(above[above["area_fips"] != NATION]),
            _summed(above[above["area_fips"] == NATION]),
        ],
        index=pd.Index(["region", "state", "nation"], name="area"),
    ).assign(name=names)
    return Newest(
        named_year(year, here["method"]),
        quarter,
        areas.rename(columns={"estabs": "establishments"}),
        _counties(region, here),
        _no_county(then[then["area_fips"].isin(_unknown_counties(region))], above),
        bool(here["added"].any()),
    )


def totals_by_year(region: Region, store: Store, read: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give whole years of which every county has a total: ``year, area_fips, employment, wages``; a newer release's year before among them."""
    figures = _of_region(region, store, read)
    years = figures[(figures["quarter"] == 0) & figures["area_fips"].isin(region.counties)]
    before = years[years["employment_before"].notna() & years["added"]]
    before = before.assign(
        year=before["year"] - 1, employment=before["employment_before"], wages=before["wages_before"]
    )
    both = pd.concat([years, before]).drop_duplicates(["area_fips", "year"], keep="last")
    whole = both.groupby("year")["area_fips"].transform("nunique") == len(set(region.counties))
    return both.loc[whole, ["year", "area_fips", "employment", "wages"]].sort_values(["year", "area_fips"])


def totals_of(areas: Sequence[str], year: int, store: Store) -> pd.Series[float]:
    """Give the jobs of whole areas in a year, by area; of those that have them."""
    rows = _by_period(areas, store)
    rows = rows[(rows["year"] == year) & (rows["quarter"] == 0)]
    return rows.set_index("area_fips")["employment"].dropna().astype(float)


def _of_region(region: Region, store: Store, read: pd.DataFrame | None) -> pd.DataFrame:
    """Give the totals of a region's counties, of its states' unknown ones, of its states and the nation."""
    areas = (*region.counties, *_unknown_counties(region), *_above(region))
    figures: pd.DataFrame = store.remembered(
        ("totals", areas, edition("totals")), lambda: _by_period(areas, store, read)
    )
    return figures


def _above(region: Region) -> list[str]:
    return [*(f"{state}000" for state in region.states), NATION]


def _unknown_counties(region: Region) -> list[str]:
    return [f"{state}999" for state in region.states]


def _by_period(areas: Sequence[str], store: Store, read: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give totals by area and period, those by industry before those that came along without."""
    known = _of_the_store(areas, store, read)
    known = known.assign(
        quarter=0,
        employment_before=float("nan"),
        wages_before=float("nan"),
        added=False,
        estimated=known["method"].isin(ESTIMATED_METHODS),
    )
    beside = official_rows("totals", areas)
    beside = beside[beside["own_code"] == "0"].assign(added=True, estimated=False, method="published")
    keys = ["area_fips", "year", "quarter"]
    columns = [*keys, *_COLUMNS, "added", "estimated", "method"]
    both = pd.concat(
        [known[columns], beside[columns].astype(dict.fromkeys(_COLUMNS, float))], ignore_index=True
    )
    first = both.drop_duplicates(keys, keep="first").set_index(keys)
    # The year before counts only where it is of the very release of which the year is.
    release = beside.set_index(keys)[_COLUMNS].astype(float)
    same = release.reindex(first.index)
    fits = (same["employment"] == first["employment"]) & (same["wages"] == first["wages"])
    for name in ("employment_before", "wages_before"):
        first[name] = first[name].fillna(same[name].where(fits))
    return _with_year_before(first.reset_index())


def _of_the_store(areas: Sequence[str], store: Store, read: pd.DataFrame | None) -> pd.DataFrame:
    """Give the totals of whole years, those that were read already without reading them again."""
    index = store.index()
    there = index.loc[index["area_fips"].isin(set(areas)), ["area_fips", "year"]]
    if read is None:
        return store.rows(areas, sorted({int(year) for year in there["year"]}), _TOTAL)
    seen = read[
        (read["own_code"] == "0") & (read["industry_code"] == "10") & read["area_fips"].isin(set(areas))
    ]
    left = set(there.itertuples(index=False, name=None)) - set(
        zip(seen["area_fips"], seen["year"], strict=True)
    )
    if not left:
        return seen
    rest = store.rows({area for area, _ in left}, sorted({int(year) for _, year in left}), _TOTAL)
    both = pd.concat([rest, seen[rest.columns]])
    return both.drop_duplicates(["area_fips", "year"], keep="last", ignore_index=True)


def _with_year_before(table: pd.DataFrame) -> pd.DataFrame:
    """Take the year before from the figures themselves where no release says it, and it is no estimate; both are calendar years."""
    calendar = (table["quarter"] == 0) & ~table["method"].str.startswith(FOUR_QUARTERS)
    yearly = table[calendar].set_index(["area_fips", "year"])
    keys = pd.MultiIndex.from_arrays([table["area_fips"], table["year"] - 1])
    for name in ("employment", "wages"):
        earlier = pd.Series(
            yearly[name].mask(yearly["estimated"]).reindex(keys).to_numpy(), index=table.index
        )
        table[f"{name}_before"] = table[f"{name}_before"].fillna(earlier.where(calendar))
    return table


def _summed(rows: pd.DataFrame) -> dict[str, float]:
    """Sum areas; what none of them has is missing, and so is a year before that one of them lacks."""
    sums = {name: float(rows[name].sum(min_count=1)) for name in ("estabs", "employment", "wages")}
    known = rows["employment_before"].notna().all() and len(rows) > 0
    before = {
        name: float(rows[name].sum(min_count=1)) if known else float("nan")
        for name in ("employment_before", "wages_before")
    }
    return {**sums, **before, "withheld": float(rows["employment"].isna().sum())}


def _counties(region: Region, rows: pd.DataFrame) -> pd.DataFrame:
    ordered = rows.set_index("area_fips").reindex(region.counties)
    return pd.DataFrame(
        {
            "area_fips": ordered.index,
            "name": [region.county_names()[code] for code in ordered.index],
            "establishments": ordered["estabs"].to_numpy(),
            "employment": ordered["employment"].to_numpy(),
            "wages": ordered["wages"].to_numpy(),
            "share": (ordered["employment"] / ordered["employment"].sum()).to_numpy(),
        }
    )


def _no_county(unknown: pd.DataFrame, above: pd.DataFrame) -> tuple[NoCounty, ...]:
    states, parts = (
        rows.set_index("area_fips")[["employment", "employment_before"]].to_dict("index")
        for rows in (above, unknown)
    )
    found = []
    for code, part in parts.items():
        whole = states.get(state_of(str(code)))
        if whole is None or np.isnan(part["employment"]) or not whole["employment"] > 0:
            continue
        growth = float(part["employment"] - part["employment_before"])
        state_growth = float(whole["employment"] - whole["employment_before"])
        share = growth / state_growth if growth > 0 and state_growth > 0 else float("nan")
        found.append(
            NoCounty(
                STATES[str(code)[:2]][1],
                float(part["employment"]),
                float(part["employment"] / whole["employment"]),
                growth,
                share,
            )
        )
    return tuple(found)
