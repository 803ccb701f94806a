"""The labor-market profile of a region and year: tables that every chart and report is made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.counties import life_spans, same_land
from nextgen_helpers.errors import UserError, did_you_mean
from nextgen_helpers.lmi.carried import Carried, carried_sectors
from nextgen_helpers.lmi.cells import Cells, Floats, Ints
from nextgen_helpers.lmi.change import change_between, no_change
from nextgen_helpers.lmi.codes import industry_title, short_title
from nextgen_helpers.lmi.freshness import years_to_ask
from nextgen_helpers.lmi.layout import ESTIMATED_METHODS, LEVELS, NATION, Level, level_of, named_year
from nextgen_helpers.lmi.newest import Newest, newest_totals, totals_by_year
from nextgen_helpers.lmi.plain import industry_dict, newest_dict, plain_number
from nextgen_helpers.lmi.regional_estimates import regional_estimates
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.lmi.withheld import Coverage, bounds_of, coverage_of
from nextgen_helpers.official import edition
from nextgen_helpers.regions import Region, current_region, get_region


@dataclass(frozen=True, eq=False)
class Profile:
    """What a region's labor market looks like in one year, at one level of industries; and its newest totals.

    Made by :func:`profile`. Frozen: the tables are given as copies.

    Parameters
    ----------
    region : the region.
    year : calendar year of the figures; where four quarters stand in for one that is not over, it is written as these.
    level : ``sector``, ``3-digit`` or ``4-digit``.
    years : the years up to this one for which every county is in the store with its industries, oldest first.
    until : the last year that totals may be of, where one was asked for; None for the newest there are.

    Examples
    --------
    >>> dallas = profile("tx-greater-dallas", 2016)
    >>> dallas.total["employment"] > 1_000_000
    True
    """

    region: Region
    year: int
    level: Level
    years: tuple[int, ...]
    until: int | None
    _rows: pd.DataFrame = field(
        repr=False
    )  # tidy rows of counties, states and nation, for the years that are used
    _store: Store = field(repr=False)
    #: What the levels of one region and year share: each other, and the rows as numbers, by year and kind of area.
    _shared: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"Profile({self.region.id!r}, {self.year}, {self.level!r})"

    # -- the tables -------------------------------------------------------------------------------

    @property
    def industries(self) -> pd.DataFrame:
        """Industries of the region: private ones at the level, then government as a whole.

        Returns
        -------
        One row an industry, in NAICS order, government last:

        - ``own_code`` (5 private, 1 federal, 2 state, 3 local), ``industry_code`` (10 for
          government), ``title``, ``short_title``;
        - ``establishments``, ``employment`` (annual average jobs), ``wages`` (US dollars):
          sums over the counties that BLS discloses; missing where it discloses none;
        - ``counties`` with establishments in the industry, ``suppressed_counties`` among them that
          are withheld: with any, employment is a lower bound;
        - ``employment_at_most``: an upper bound: withheld cells cannot hold more than what is left
          of the county's next disclosed total (missing where a county discloses none);
          ``unseen_share``: what may be missing, as a share (0 to 1) of the region's private (for
          government: all) jobs, at most;
        - ``average_annual_pay`` (US dollars, wages / jobs over the disclosed counties),
          ``wage_premium`` (percent above the region's average pay),
          ``us_average_annual_pay``, ``pay_against_us`` (percent above the same industry's
          average in the nation);
        - ``share`` (0 to 1, of all jobs of the region), ``lq_us``, ``lq_state`` (location quotients
          on all-ownership totals); ``us_employment``, ``us_wages``, ``state_employment``, of which
          they are made;
        - ``estimated``: the nation's or state's figure behind a quotient is an estimate;
        - change since :attr:`first_year`: ``change_from_year, change_jobs, change_percent,
          national_share, industry_mix, regional_share`` (jobs), over the counties that are
          disclosed in both years (``change_counties_left_out`` are not), from ``change_base`` and the
          nation's ``us_change_base, us_change_end``;
          ``change_comparable`` is false where the code changed its meaning in between;
        - the same since :attr:`previous_year`, with ``previous_`` in front.
        """
        return self._industries.copy()

    @property
    def estimates(self) -> pd.DataFrame:
        """Private industries at the level, with what BLS withholds estimated openly.

        Returns
        -------
        See :func:`nextgen_helpers.lmi.regional_estimates.regional_estimates`; ``seen`` is what stands in :attr:`industries`.
        """
        return self._estimates.copy()

    @cached_property
    def _estimates(self) -> pd.DataFrame:
        return regional_estimates(self.region, int(self.year), self.level, self._store)

    @property
    def total(self) -> dict[str, float]:
        """Totals of the region, all ownerships.

        ``employment``, ``establishments``, ``wages`` (US dollars), ``average_annual_pay``
        (US dollars), and ``suppressed_counties`` (of which the total itself is withheld).
        """
        return {str(name): float(column["region"]) for name, column in self._totals.items()}

    @property
    def comparison(self) -> pd.DataFrame:
        """Totals of the region, its state (all its states together) and the nation.

        Returns
        -------
        Index ``region, state, nation``; columns as :attr:`total`, and ``name``.
        """
        names = [self.region.name, self.region.state_label, "United States"]
        return self._totals.assign(name=names)

    @cached_property
    def newest(self) -> Newest:
        """Totals of the newest period that every county has: often newer than the industries' year, see :class:`Newest`."""
        found = newest_totals(self.region, self.until, self._store, self._rows)
        if found is None:
            raise UserError(f"There are no totals of {self.region.name} up to {self.until}.")
        return found

    @cached_property
    def carried(self) -> Carried | None:
        """Sectors of the newest year, estimated; None where they are published, or cannot be estimated."""
        newest = self.newest
        if newest.quarter or newest.year <= self.year:
            return None
        return carried_sectors(self.region, int(self.year), int(newest.year), self._store)

    @property
    def history(self) -> pd.DataFrame:
        """Totals of all ownerships by year, for region, state and nation.

        Returns
        -------
        ``year, area (region, state, nation), employment, average_annual_pay, estimated`` (the figure is
        an estimate); whole years that every county has, also newer ones than the industries'.
        """
        # The same at all levels, so that the charts of three do not compute it three times.
        return self._history.copy() if self.level == "sector" else self.at("sector").history

    @cached_property
    def _history(self) -> pd.DataFrame:
        rows = self._rows
        total = rows[(rows["own_code"] == "0") & (rows["industry_code"] == "10")]
        total = pd.concat([total, self._totals_of_other_years()])
        total = total.assign(area=self._kinds(total))
        # A year in which one county's total is withheld would look like a loss: it is missing.
        whole = total.groupby(["year", "area"])["suppressed"].sum() == 0
        sums = total.groupby(["year", "area"])[["employment", "wages"]].sum(min_count=1).where(whole)
        pay = measures.average_annual_pay(sums["wages"], sums["employment"])
        estimated = total["method"].isin(ESTIMATED_METHODS).groupby([total["year"], total["area"]]).any()
        table = sums.assign(average_annual_pay=pay, estimated=estimated)
        return table.drop(columns="wages").reset_index()

    def _totals_of_other_years(self) -> pd.DataFrame:
        """Give totals of years of which there are no industries, of the counties, their states and the nation."""
        found = totals_by_year(self.region, self._store, self._rows)
        found = found[~found["year"].isin(self.years) & (found["year"] <= (self.until or 9999))]
        above = self._store.shared_rows(
            [*(f"{state}000" for state in self.region.states), NATION],
            {int(year) for year in found["year"]},
            "own_code = '0' AND industry_code = '10'",
        )
        here = found.assign(suppressed=found["employment"].isna(), method="published")
        return pd.concat([here, above[here.columns]])

    @property
    def store(self) -> Store:
        """Where the figures come from."""
        return self._store

    @property
    def first_year(self) -> int | None:
        """Earliest year that every county has, before this one; None where there is none."""
        return self.years[0] if self.years[0] < self.year else None

    @property
    def previous_year(self) -> int | None:
        """Newest year that every county has, before this one."""
        earlier = [year for year in self.years if year < self.year]
        return earlier[-1] if earlier else None

    def written_year(self, year: int) -> int:
        """Give a year as it is written: by the four quarters where these stand in for it."""
        return next((item for item in self.years if item == year), year)

    @property
    def diversity(self) -> pd.Series[float]:
        """How evenly the jobs are spread over sectors and government.

        Returns
        -------
        ``hhi`` (0 to 1), ``hhi_standardized``, ``equivalent_number`` (of equally large sectors),
        ``hachman`` (1: as the nation), ``krugman`` (0: as the nation, 2: nothing in common),
        ``shannon_evenness`` (0 to 1), ``us_hhi``, ``us_equivalent_number``, ``sectors`` (seen),
        ``withheld_sectors`` (left out of the region and of the nation alike).
        """
        table = self.at("sector").industries
        seen = table[table["employment"].notna() & table["us_employment"].notna()]
        jobs, nation = seen["employment"].to_numpy(), seen["us_employment"].to_numpy()
        return pd.Series(
            {
                "hhi": measures.hhi(jobs),
                "hhi_standardized": measures.hhi_standardized(jobs),
                "equivalent_number": measures.equivalent_number(jobs),
                "hachman": measures.hachman(jobs, nation),
                "krugman": measures.krugman_specialization(jobs, nation),
                "shannon_evenness": measures.shannon_evenness(jobs),
                "us_hhi": measures.hhi(nation),
                "us_equivalent_number": measures.equivalent_number(nation),
                "sectors": float(len(seen)),
                "withheld_sectors": float(len(table) - len(seen)),
            }
        )

    @cached_property
    def coverage(self) -> Coverage:
        """How much can be seen at this level."""
        return coverage_of(self._county_rows, self.level, len(self.region.counties))

    def coverage_at(self, level: Level) -> Coverage:
        """How much can be seen at a level."""
        return self.at(level).coverage

    @property
    def sources(self) -> pd.DataFrame:
        """Where the figures come from and how they were made.

        Returns
        -------
        ``area`` (counties, state, nation), ``year``, ``method``, ``rows``, ``source``.
        """
        index = self._store.index()[["area_fips", "year", "source"]]
        rows = self._rows.assign(area=self._kinds(self._rows).replace("region", "counties"))
        rows = rows.merge(index, on=["area_fips", "year"], how="left")
        return (
            rows.groupby(["area", "year", "method", "source"], as_index=False)
            .size()
            .rename(columns={"size": "rows"})
        )

    def at(self, level: str) -> Profile:
        """Give the same region and year at another level of industries.

        Raises
        ------
        UserError : there is no such level.
        """
        if level == self.level:
            return self
        self._shared.setdefault(self.level, self)
        if level not in self._shared:
            self._shared[level] = replace(self, level=checked_level(level))
        other: Profile = self._shared[level]
        return other

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``nextgen profile REGION --json`` prints them; missing is None."""
        totals = {
            name: self.total[name] for name in ("employment", "establishments", "wages", "average_annual_pay")
        }
        return {
            "region": {
                "id": self.region.id,
                "name": self.region.name,
                "counties": list(self.region.counties),
            },
            "year": self.year,
            "level": self.level,
            "total": {name: plain_number(value, 0) for name, value in totals.items()},
            "newest": newest_dict(self.newest),
            "coverage": self.coverage.to_dict(),
            "industries": [industry_dict(row) for _, row in self._industries.iterrows()],
        }

    # -- how they are made ------------------------------------------------------------------------

    def _kinds(self, rows: pd.DataFrame) -> pd.Series[str]:
        """Tell of each row whether it is of the region's counties (``region``), of its states, or of the nation."""
        states = dict.fromkeys(rows["area_fips"].unique(), "state")
        return rows["area_fips"].map(
            {**states, **dict.fromkeys(self.region.counties, "region"), NATION: "nation"}
        )

    @cached_property
    def _county_rows(self) -> pd.DataFrame:
        """Give the rows of the region's counties in this year; never to be changed."""
        rows = self._rows[self._rows["year"] == self.year]
        return rows[rows["area_fips"].isin(self.region.counties)]

    def _cells(self, year: int, kind: str) -> Cells:
        """Give the rows of a year and kind of area as numbers; all of them have the same places."""
        if "cells" not in self._shared:
            self._shared["cells"] = (
                Cells.of(self._rows),
                self._rows["year"].to_numpy(),
                self._kinds(self._rows).to_numpy(dtype=object),
            )
        if (year, kind) not in self._shared:
            cells, years, kinds = self._shared["cells"]
            self._shared[year, kind] = cells.where((years == year) & (kinds == kind))
        chosen: Cells = self._shared[year, kind]
        return chosen

    def _all_industries(self, year: int, kind: str, owner: str = "0") -> Cells:
        """Give the cells of all industries together, of all ownerships or of one."""
        cells = self._cells(year, kind)
        return cells.where(cells.industry == cells.places.of(owner, "10"))

    @cached_property
    def _totals(self) -> pd.DataFrame:
        areas = ("region", "state", "nation")
        cells = [self._all_industries(self.year, kind) for kind in areas]
        wages = np.array([_sum(item.wages) for item in cells])
        employment = np.array([_sum(item.employment) for item in cells])
        return pd.DataFrame(
            {
                "employment": employment,
                "establishments": [_sum(item.estabs) for item in cells],
                "wages": wages,
                "average_annual_pay": measures.average_annual_pay(wages, employment),
                "suppressed_counties": [float(item.suppressed.sum()) for item in cells],
            },
            index=pd.Index(areas, name="area"),
        )

    @cached_property
    def _industries(self) -> pd.DataFrame:
        everywhere = self._cells(self.year, "region")
        counties = everywhere.at(self.level)
        counties = counties.where((counties.estabs > 0) | (counties.employment > 0))
        number = counties.count()
        there = np.flatnonzero(number)
        figures: dict[str, Any] = {
            "estabs": counties.sums(counties.estabs),
            "employment": counties.sums(counties.employment),
            "wages": counties.sums(counties.wages),
            "counties": number,
            "suppressed_counties": counties.count(counties.suppressed),
        }
        for area in ("state", "nation"):
            cells = self._cells(self.year, area).at(self.level)
            # One withheld state among several would make a quotient too high: then it is missing.
            whole = cells.count(cells.suppressed) == 0
            figures[f"{area}_employment"] = np.where(whole, cells.sums(cells.employment), np.nan)
            figures[f"{area}_wages"] = np.where(whole, cells.sums(cells.wages), np.nan)
            figures[f"{area}_estimated"] = cells.count(cells.estimated) > 0
        withheld, bounds = bounds_of(everywhere, self.level)
        # One county without a bound leaves the industry without one.
        bounded = withheld.count(~np.isnan(bounds)) == withheld.count()
        unseen = np.where(bounded, withheld.sums(bounds), np.nan)
        figures["unseen"] = np.where(figures["suppressed_counties"] > 0, unseen, 0.0)
        table = {name: values[there] for name, values in figures.items()}
        return self._with_changes(self._with_measures(there, table)).reset_index(drop=True)

    def _with_measures(self, there: Ints, table: dict[str, Any]) -> pd.DataFrame:
        # Where a county's total is withheld, the region's has no industry's share.
        totals = self._totals["employment"].where(self._totals["suppressed_counties"] == 0)
        pay = measures.average_annual_pay(table["wages"], table["employment"])
        us_pay = measures.average_annual_pay(table["nation_wages"], table["nation_employment"])
        private = _sum(self._all_industries(self.year, "region", "5").employment)
        places = self._cells(self.year, "region").places
        owners = [places.owners[place] for place in there]
        codes = [places.codes[place] for place in there]
        keys = list(zip(codes, owners, strict=True))
        whole = np.where([own == "5" for own in owners], private, totals["region"])
        result = pd.DataFrame(
            {
                "own_code": pd.Series(owners, index=there, dtype="str"),
                "industry_code": pd.Series(codes, index=there, dtype="str"),
                "title": [industry_title(code, own, self.year) for code, own in keys],
                "short_title": [short_title(code, own, self.year) for code, own in keys],
                "establishments": table["estabs"],
                "employment": table["employment"],
                "employment_at_most": np.nan_to_num(table["employment"]) + table["unseen"],
                "wages": table["wages"],
                "counties": table["counties"],
                "suppressed_counties": table["suppressed_counties"],
                "unseen_share": np.minimum(table["unseen"] / whole, 1.0),  # each figure is rounded
                "average_annual_pay": pay,
                "wage_premium": measures.wage_premium(pay, self.total["average_annual_pay"]),
                "us_average_annual_pay": us_pay,
                "pay_against_us": measures.wage_premium(pay, us_pay),
                "share": measures.share(table["employment"], totals["region"]),
                "us_employment": table["nation_employment"],
                "us_wages": table["nation_wages"],
                "us_share": measures.share(table["nation_employment"], totals["nation"]),
                "state_employment": table["state_employment"],
                "state_share": measures.share(table["state_employment"], totals["state"]),
                "lq_us": _quotients(table["employment"], table["nation_employment"], totals, "nation"),
                "lq_state": _quotients(table["employment"], table["state_employment"], totals, "state"),
                "estimated": table["nation_estimated"] | table["state_estimated"],
            },
            index=there,
        )
        order = {"5": 0, "1": 1, "2": 2, "3": 3}
        in_order = sorted(range(len(keys)), key=lambda item: (order[owners[item]], codes[item]))
        return result.iloc[in_order]

    def _with_changes(self, table: pd.DataFrame) -> pd.DataFrame:
        first, previous = self.first_year, self.previous_year
        since_first = self._change(first)
        since_previous = since_first if previous == first else self._change(previous)
        changes = [since_first, since_previous.add_prefix("previous_")]
        return pd.concat([table, *(change.loc[table.index] for change in changes)], axis=1)

    def _change(self, base_year: int | None) -> pd.DataFrame:
        """Change and its three parts since a year."""
        now = self._cells(self.year, "region").at(self.level)
        if base_year is None:
            return no_change(now)
        before, nation_before, nation_now = (
            self._cells(year, kind).at(self.level)
            for year, kind in ((base_year, "region"), (base_year, "nation"), (self.year, "nation"))
        )
        totals = (self._nation_total(base_year), self._nation_total(self.year))
        return change_between((before, now), (nation_before, nation_now), totals, (base_year, self.year))

    def _nation_total(self, year: int) -> float:
        jobs = self._all_industries(year, "nation").employment
        return float(jobs[0]) if len(jobs) else float("nan")


def profile(
    region: Region | str | None = None,
    year: int | None = None,
    level: str = "sector",
    store: Store | None = None,
) -> Profile:
    """Profile a region's labor market.

    Parameters
    ----------
    region : a region, or the id of one; by default the region that was chosen last.
    year : calendar year; by default the newest that all counties of the region have. Of a year that has totals only, the
        industries are those of the newest year before it.
    level : ``sector``, ``3-digit`` or ``4-digit``.
    store : where the figures are; by default the embedded base with the user's own over it.

    Raises
    ------
    UserError : no such region or level, or a county has no figures for that year; the message says
        what there is.

    Examples
    --------
    >>> table = profile("tx-greater-dallas", 2016).industries.set_index("industry_code")
    >>> bool(table.loc["52", "lq_us"] > 1)  # finance and insurance
    True
    """
    place = region if isinstance(region, Region) else get_region(region) if region else current_region()
    figures = store or Store.open()
    chosen, wanted = available_year(place, year, figures), checked_level(level)
    # Every form and chart of a notebook asks for the same one.
    key = ("profile", figures, place, chosen, year, edition("totals"))
    made: Profile = figures.remembered(key, lambda: _made(place, chosen, year, figures))
    return made.at(wanted)


def _made(place: Region, chosen: int, until: int | None, figures: Store) -> Profile:
    years = same_land(place.counties, figures.years(place.counties), chosen)
    above = [*(f"{state}000" for state in place.states), NATION]
    earlier = [item for item in years if item < chosen]
    full = {chosen, *earlier[:1], *earlier[-1:]}  # of the years between them only the totals are used
    parts = [figures.rows(place.counties, full), figures.shared_rows(above, full)]
    between = set(earlier) - full
    if between:
        totals = "industry_code = '10' AND own_code = '0'"
        parts += [figures.rows(place.counties, between, totals), figures.shared_rows(above, between, totals)]
    rows = pd.concat(parts, ignore_index=True)
    rows["level"] = rows["industry_code"].map(
        {code: level_of(code) for code in rows["industry_code"].unique()}
    )
    here = rows[rows["area_fips"].isin(place.counties)]
    kept = tuple(
        named_year(item, here.loc[here["year"] == item, "method"].unique())
        for item in years
        if item <= chosen
    )
    return Profile(place, kept[-1], "sector", kept, until, rows, figures)


def checked_level(level: str) -> Level:
    """Check the name of a level of industries (UserError: it is none of the three)."""
    if level in LEVELS:
        return level
    suggestion = did_you_mean(str(level), LEVELS, quoted=False)
    raise UserError(f'No level "{level}".{suggestion} There are: {", ".join(LEVELS)} (NAICS industries).')


def available_year(place: Region, year: int | None, store: Store) -> int:
    """Check that a region has figures for a year, or find its newest year with industries.

    year : the year asked for; None for the newest that all its counties have.
    Raises UserError: a county has no figures for that year; the message says which years there are.
    """
    years = store.years(place.counties)
    if year is None:
        if not years:
            raise UserError(_nothing_by_industry(place, store))
        return years[-1]
    if year in years:
        return year
    totals = sorted({int(known) for known in totals_by_year(place, store)["year"]})
    if year in totals and years and years[0] < year:
        return max(known for known in years if known < year)
    there = ", ".join(str(item) for item in years) or "none"
    if gone := life_spans(place.counties, year):
        raise UserError(f"{place.name} has no figures for {year}; there are: {there}. {' '.join(gone)}")
    raise UserError(
        f"{place.name} has no figures for {year}; there are: {there}. "
        f"Fetch it with: nextgen data update --region {place.id} --years {year} (the Bureau's open data goes back a "
        "few years; older years are zip files on its site, for nextgen data import)"
    )


def _nothing_by_industry(place: Region, store: Store) -> str:
    """Say that no year has industries of all counties, what is here all the same, and how to get them."""
    totals = newest_totals(place, None, store)
    here = ""
    if totals is not None and not totals.areas["withheld"]["region"]:
        jobs = f"{totals.areas['employment']['region']:,.0f}"
        here = f" Only totals are here: {jobs} jobs, {totals.jobs_words} of {totals.year}."
    spans = "".join(f" {said}" for said in life_spans(place.counties))
    return (
        f"There is no year for which all counties of {place.name} have figures by industry{store.lacking(place.counties)}; profiles and "
        f"reports are made of these.{here} On a computer with internet, fetch the industries with the button in Start here, or with: nextgen data update "
        f"--region {place.id} --years {years_to_ask()}{spans and '.'}{spans}"
    )


def _sum(figures: Floats) -> float:
    """Sum what is there; missing where nothing is."""
    there = figures[~np.isnan(figures)]
    return float(there.sum()) if len(there) else float("nan")


def _quotients(jobs: Floats, reference: Floats, totals: pd.Series[float], area: str) -> Floats:
    result = measures.location_quotient(jobs, float(totals["region"]), reference, float(totals[area]))
    return np.asarray(result, dtype=float)
