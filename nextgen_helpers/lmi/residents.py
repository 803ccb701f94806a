"""Who lives in a region: its labor force, its people, their schooling and their income."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from nextgen_helpers.lmi.layout import NATION
from nextgen_helpers.official import edition, official_rows

if TYPE_CHECKING:
    from nextgen_helpers.regions import Region

#: Puerto Rico and the other territories are not in the nation's figures.
_FIRST_TERRITORY: Final = "60"
_LABOR: Final = ["labor_force", "employed", "unemployed"]
#: What the adults' schooling is called, least first.
SCHOOLING: Final = {
    "below_high_school": "Less than high school",
    "high_school": "High school diploma or equivalent",
    "some_college": "Some college or associate's degree",
    "bachelor_or_higher": "Bachelor's degree or higher",
}


def labor_force(region: Region, until: int | None = None) -> pd.DataFrame:
    """Sum the labor force of a region's counties, its states, and the nation.

    until : the last year that counts; by default any.
    Gives ``year, area`` (``region, state, nation``), ``labor_force, employed, unemployed`` (people who live there, annual
    averages), ``unemployment_rate`` (percent of the labor force), ``summed`` (of state and nation: the sum of their counties,
    where there is no figure of their own). Only years that every county has.
    """
    return _labor_force(region, until, edition("labor_force")).copy()


@lru_cache(maxsize=4)
def _labor_force(region: Region, until: int | None, edition: tuple[tuple[str, int], ...]) -> pd.DataFrame:  # noqa: ARG001
    here = _whole("labor_force", region.counties, "year").assign(area="region", summed=False)
    here = here[here["year"] <= (until or 9999)]
    parts, years = [here], set(here["year"])
    for area, codes in (("state", [f"{state}000" for state in region.states]), ("nation", [NATION])):
        own = _whole("labor_force", codes, "year").assign(area=area, summed=False)
        own = own[own["year"].isin(years)]
        later = sorted(years - set(own["year"]))
        parts += [own, _of_counties(codes, later).assign(area=area, summed=True)]
    rows = pd.concat([part for part in parts if len(part)]) if len(here) else here
    sums = rows.groupby(["year", "area"])[_LABOR].sum(min_count=1)
    sums["summed"] = rows.groupby(["year", "area"])["summed"].any()
    sums["unemployment_rate"] = 100 * sums["unemployed"] / sums["labor_force"]
    return sums.reset_index()


def _of_counties(above: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Give the counties of states, or of the nation, in years in which these have no figure of their own."""
    if not years:
        return pd.DataFrame(columns=["area_fips", "year", *_LABOR])
    rows = official_rows("labor_force")
    county = ~rows["area_fips"].str.endswith("000") & (rows["area_fips"] != NATION)
    inside = (
        rows["area_fips"] < _FIRST_TERRITORY
        if NATION in above
        else rows["area_fips"].str[:2].isin({code[:2] for code in above})
    )
    return rows[county & inside & rows["year"].isin(years)]


def population(region: Region) -> pd.DataFrame:
    """Sum the people of a region: ``year, population, births, deaths, from_abroad, from_elsewhere``, as the reader gives them."""
    rows = _whole("population", region.counties, "year")
    return (
        rows.groupby("year")[["population", "births", "deaths", "from_abroad", "from_elsewhere"]]
        .sum(min_count=1)
        .reset_index()
    )


def schooling(region: Region) -> pd.DataFrame:
    """Give the schooling of adults of 25 and more, of the newest five years of the survey.

    Gives ``schooling`` (in words, least first), ``adults``, ``share`` (0 to 1), ``us_share``, ``years`` (``2019-23``). Empty where a
    county has none.
    """
    here, nation = (_whole("schooling", codes, "years") for codes in (region.counties, [NATION]))
    if here.empty:
        return pd.DataFrame(columns=["schooling", "adults", "share", "us_share", "years"])
    newest = str(here["years"].max())
    columns = list(SCHOOLING)
    adults = here.loc[here["years"] == newest, columns].sum()
    us = nation.loc[nation["years"] == newest, columns].sum()
    return pd.DataFrame(
        {
            "schooling": list(SCHOOLING.values()),
            "adults": adults.to_numpy(dtype=float),
            "share": (adults / adults.sum()).to_numpy(dtype=float),
            "us_share": (us / us.sum()).to_numpy(dtype=float),
            "years": newest,
        }
    )


def poverty(region: Region) -> pd.DataFrame:
    """Give poverty and household income of each county: columns as :func:`nextgen_helpers.lmi.county_files.read_poverty`, newest year."""
    rows = official_rows("poverty", region.counties)
    newest: pd.DataFrame = rows[rows["year"] == rows["year"].max()]
    return newest


def _whole(table: str, areas: Sequence[str], period: str) -> pd.DataFrame:
    """Give the rows of periods that every area has."""
    rows = official_rows(table, areas)
    whole = rows.groupby(period)["area_fips"].transform("nunique") == len(set(areas))
    return rows[whole].astype(
        {name: float for name in rows.columns if name not in ("area_fips", "year", "years")}
    )
