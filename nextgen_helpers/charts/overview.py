"""A region at a glance: its size and pay, where its jobs are, how they have moved."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.rankings import JOBS, capital, optional, source_line
from nextgen_helpers.charts.chart import Chart, CountyMap, Lines, Series, output_mode
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.shapes import has_shapes
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.lmi.wording import against, joined, moved, percent, plural

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

__all__ = ["Cards", "at_a_glance", "county_map", "jobs_over_time"]

_FEW_YEARS: Final = 3


def county_map(profile: Profile) -> Chart:
    """Where in the region the jobs are: a map of its counties.

    Parameters
    ----------
    profile : the region's profile.
    """
    table = profile.county_totals.sort_values("employment", ascending=False, ignore_index=True)
    name, year = profile.region.name, profile.year
    count = len(profile.region.counties)
    limits = _classes(table["employment"])
    if count == 1:
        title = f"{name} is {table['name'].iloc[0]} in {profile.region.state_label}"
    else:
        title = _where_jobs_sit(table)
    known = table.set_index("area_fips").reindex(profile.region.counties)
    texts = [
        f"{title_}: {written(jobs, 'count')} jobs"
        for title_, jobs in zip(known["name"], known["employment"], strict=True)
    ]
    mark = None
    if has_shapes(profile.region.counties) and limits:
        mark = CountyMap(
            profile.region.counties,
            tuple(optional(known["employment"])),
            tuple(texts),
            limits,
            "count",
            "Jobs, annual average",
        )
    listed = joined(
        [
            f"{county} with {written(jobs, 'count')} jobs"
            for county, jobs in table[["name", "employment"]].head(5).itertuples(index=False)
        ]
    )
    more = f" and {count - 5} more" if count > 5 else ""  # noqa: PLR2004
    return Chart(
        name="county-map",
        title=title,
        subtitle=f"{plural(count, 'county', 'counties')}; jobs of all ownerships, annual average {year}"
        + ("" if mark else "; no map: the shapes of these counties are not embedded"),
        mark=mark,
        table=Table(
            table,
            (
                Column("name", "County"),
                Column("area_fips", "Code"),
                JOBS,
                Column("establishments", "Establishments", "count"),
                Column("average_annual_pay", "Average annual pay", "dollars"),
                Column("share", "Share of the region's jobs", "share"),
            ),
            f"Jobs and pay by county, {year}",
        ),
        source=source_line([year]),
        alternative=f"Map of {name}: {listed}{more}.",
        look_for=(_employers_words(table),) if count > 1 else (),
        does_not_say=(
            "Jobs are counted where people work, not where they live.",
            "Self-employed people, most farm owners and the military are not counted.",
        ),
    )


def _employers_words(table: pd.DataFrame) -> str:
    """Say where employers are, which can be elsewhere than jobs."""
    ranked = table.sort_values("establishments", ascending=False)
    part = 100 * float(ranked["establishments"].iloc[0]) / float(ranked["establishments"].sum())
    return (
        f"Where partners have to travel: {ranked['name'].iloc[0]} has the most employers, "
        f"{percent(part)} of the region's establishments."
    )


def _where_jobs_sit(table: pd.DataFrame) -> str:
    """Name the fewest counties that hold half of the jobs, where that says something."""
    shares = table["share"].fillna(0.0).to_numpy()
    needed = int(np.searchsorted(np.cumsum(shares), 0.5)) + 1
    total = int(table["employment"].notna().sum())
    names = [text.removesuffix(" County") for text in table["name"].head(needed)]
    held = percent(100 * float(shares[:needed].sum()))
    if needed == 1:
        return f"{table['name'].iloc[0]} alone has {held} of the region's jobs"
    if needed <= 3:  # noqa: PLR2004
        return f"{joined(names)} counties have {held} of the region's jobs"
    return f"{needed} of {total} counties together hold half of the region's jobs"


def _classes(values: pd.Series[float]) -> tuple[float, ...]:
    """Class limits of a map: rounded quantiles, at most five, ending with the largest value."""
    seen = values.dropna().sort_values().to_numpy()
    if not len(seen):
        return ()
    if len(seen) == 1:
        return (float(seen[0]),)
    steps = min(5, len(seen))
    limits = []
    for quantile in np.linspace(0, 1, steps + 1)[1:-1]:
        value = float(np.quantile(seen, quantile, method="higher"))
        size = 10 ** max(0, int(np.floor(np.log10(max(value, 1)))) - 1)
        limits.append(float(np.ceil(value / size) * size))
    unique = sorted({limit for limit in limits if limit < seen[-1]})
    return (*unique, float(seen[-1]))


def jobs_over_time(profile: Profile) -> Chart:
    """How jobs have moved, against state and nation.

    Parameters
    ----------
    profile : the region's profile.
    """
    name, state = profile.region.name, profile.region.state_label
    history = profile.history
    history = history[history["year"] <= profile.year]
    jobs = history.pivot_table(index="year", columns="area", values="employment")
    jobs = jobs.reindex(columns=["region", "state", "nation"])
    index = 100 * jobs / jobs.iloc[0]
    years = tuple(int(year) for year in jobs.index)
    first, last = years[0], years[-1]
    growth = {area: measures.growth(float(jobs[area].iloc[0]), float(jobs[area].iloc[-1])) for area in jobs}
    table = pd.DataFrame(
        {
            "year": years,
            **{f"{area}_jobs": jobs[area].to_numpy() for area in jobs},
            **{f"{area}_index": index[area].to_numpy() for area in jobs},
        }
    )
    mark = None
    if len(years) >= _FEW_YEARS:
        mark = Lines(
            years,
            tuple(
                Series(label, tuple(optional(index[area])), look)
                for area, label, look in (
                    ("region", name, style.REGION_STYLE),
                    ("state", state, style.STATE_STYLE),
                    ("nation", "United States", style.NATION_STYLE),
                )
            ),
            f"Jobs, {first} = 100",
        )
    if len(years) == 1:
        title = f"{name} has figures for {last} only, so there is no trend to show"
    else:
        title = (
            f"From {first} to {last} jobs in {name} {moved(growth['region'])}; "
            f"in {state} they {moved(growth['state'])}, in the nation {moved(growth['nation'])}"
        )
    gaps = [
        f"{one + 1} to {two - 1}" if two - one > 2 else str(one + 1)  # noqa: PLR2004
        for one, two in zip(years, years[1:], strict=False)
        if two - one > 1
    ]
    return Chart(
        name="jobs-over-time",
        title=title,
        subtitle=f"Jobs of all ownerships, annual averages; {first} = 100",
        mark=mark,
        table=Table(
            table,
            (
                Column("year", "Year"),
                Column("region_jobs", f"Jobs, {name}", "count"),
                Column("state_jobs", f"Jobs, {state}", "count"),
                Column("nation_jobs", "Jobs, United States", "count"),
                Column("region_index", f"{name}, {first} = 100", "ratio"),
                Column("state_index", f"{state}, {first} = 100", "ratio"),
                Column("nation_index", f"United States, {first} = 100", "ratio"),
            ),
            f"Jobs by year, {name}, {state} and the nation",
        ),
        source=source_line(years),
        alternative=f"Line chart. {title}.",
        does_not_say=(f"The years {joined(gaps)} are not in the data; the line there is a bridge.",)
        if gaps
        else (),
    )


@dataclass(frozen=True, slots=True)
class Cards:
    """A few large numbers beside each other.

    Parameters
    ----------
    cards : name, number and note of each.
    """

    cards: tuple[tuple[str, str, str], ...]

    def html(self) -> str:
        """Write them as a list; text is escaped."""
        items = "".join(
            f'<div class="ng-card" role="listitem"><div class="ng-name">{html.escape(name)}</div>'
            f'<div class="ng-big">{html.escape(number)}</div>'
            f'<div class="ng-note">{html.escape(note)}</div></div>'
            for name, number, note in self.cards
        )
        return f'<div class="ng-cards" role="list">{items}</div>'

    def _repr_html_(self) -> str:
        return (notebook_style() if output_mode() == "screen" else "") + self.html()


def at_a_glance(profile: Profile) -> Cards:
    """The region's size, pay and trend in four numbers.

    Parameters
    ----------
    profile : the region's profile.
    """
    compared = profile.comparison
    here, nation, its_state = (dict(compared.loc[area]) for area in ("region", "nation", "state"))
    state = profile.region.state_label
    least = "≥ " if here["suppressed_counties"] > 0 else ""
    state_share = 100 * measures.share(here["employment"], its_state["employment"])
    pay_words = [
        against(
            measures.wage_premium(here["average_annual_pay"], other["average_annual_pay"]),
            name,
        )
        for other, name in ((nation, "the nation"), (its_state, state))
    ]
    trend = _trend(profile)
    return Cards(
        (
            (f"Jobs, {profile.year}", f"{least}{written(here['employment'], 'count')}",
             f"{percent(state_share)} of all jobs in {state}"),
            ("Employers (establishments)", written(here["establishments"], "count"),
             f"in {plural(len(profile.region.counties), 'county', 'counties')}"),
            ("Average annual pay", written(here["average_annual_pay"], "dollars"),
             f"{capital(pay_words[0])}; {pay_words[1]}"),
            ("Jobs, change", *trend),

        )
    )  # fmt: skip


def _trend(profile: Profile) -> tuple[str, str]:
    """Give the change since the earliest year, and since the year before where that is another."""
    history = profile.history
    jobs = history[history["area"] == "region"].set_index("year")["employment"]
    if profile.first_year is None or profile.previous_year is None:
        return "n/a", f"there is no year before {profile.year}"
    since = measures.growth(float(jobs[profile.first_year]), float(jobs[profile.year]))
    note = f"since {profile.first_year}"
    if profile.previous_year != profile.first_year:
        recent = measures.growth(float(jobs[profile.previous_year]), float(jobs[profile.year]))
        note += f"; {written(recent, 'signed_percent')} since {profile.previous_year}"
    return written(since, "signed_percent"), note
