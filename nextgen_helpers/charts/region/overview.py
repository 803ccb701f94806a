"""A region at a glance: its size and pay, where its jobs are, how they have moved."""

from __future__ import annotations

import html
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import CountyMap, Lines, Series
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.region.rankings import JOBS, capital, optional, source_line
from nextgen_helpers.charts.shapes import has_shapes
from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.words import against, joined, moved, part, plural

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

_FEW_YEARS: Final = 2  # with two the lines show the slope


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
    title = _one_county(profile) if count == 1 else _where_jobs_sit(table)
    known = table.set_index("area_fips").reindex(profile.region.counties)
    texts = [
        f"{county}: {_jobs_words(jobs)}"
        for county, jobs in zip(known["name"], known["employment"], strict=True)
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
    counties = [
        f"{county}: {_jobs_words(jobs)}"
        for county, jobs in table[["name", "employment"]].head(5).itertuples(index=False)
    ]
    more = f"; and {count - 5} more" if count > 5 else ""  # noqa: PLR2004
    no_map = (
        "" if mark else "; no map: the total is withheld" if not limits
        else "; no map: the shapes of these counties are not embedded"
    )  # fmt: skip
    return Chart(
        name="county-map",
        title=title,
        subtitle=f"{plural(count, 'county', 'counties')}; jobs of all ownerships, annual average {year}"
        + no_map,
        mark=mark,
        table=Table.of(
            table,
            f"Jobs and pay by county, {year}",
            name="County",
            area_fips="Code",
            **JOBS,
            establishments=("Establishments", "count"),
            average_annual_pay=("Average annual pay", "dollars"),
            share=("Share of the region's jobs", "share"),
        ),
        source=source_line([year]),
        alternative=f"{'Map' if mark else 'Counties'} of {name}. {'; '.join(counties)}{more}.",
        look_for=(_employers_words(table),) if count > 1 else (),
        does_not_say=(
            "Jobs are counted where people work, not where they live.",
            "Self-employed people, most farm owners and the military are not counted.",
        ),
    )


def _employers_words(table: pd.DataFrame) -> str:
    """Say where employers are, which can be elsewhere than jobs."""
    ranked = table.sort_values("establishments", ascending=False)
    held = 100 * float(ranked["establishments"].iloc[0]) / float(ranked["establishments"].sum())
    return (
        f"Where partners have to travel: {_counties(ranked['name'].head(1))} has the most employers, "
        f"{part(held)} of the region's establishments."
    )


def _jobs_words(jobs: float) -> str:
    return "jobs withheld" if pd.isna(jobs) else plural(round(jobs), "job")


def _one_county(profile: Profile) -> str:
    name, state = profile.region.name, profile.region.state_label
    county = next(iter(profile.region.county_names().values()))
    if name == county:
        return f"{name} in {state} is a region of its own"
    return f"{name} is {county} in {state}"


def _where_jobs_sit(table: pd.DataFrame) -> str:
    """Name the fewest counties that hold half of the jobs, where that says something."""
    shares = table["share"].fillna(0.0).to_numpy()
    if not shares.any():
        return "BLS withholds the jobs of every county of the region"
    needed = int(np.searchsorted(np.cumsum(shares), 0.5)) + 1
    jobs = "the region's jobs" if table["employment"].notna().all() else "the jobs that can be seen"
    held = part(100 * float(shares[:needed].sum()))
    if needed <= 3:  # noqa: PLR2004
        verb = "alone has" if needed == 1 else "have"
        return f"{_counties(table['name'].head(needed))} {verb} {held} of {jobs}"
    return f"{needed} of {len(table)} counties together have {held} of {jobs}"


def _counties(names: pd.Series[str]) -> str:
    """Name counties: Dallas and Tarrant counties; with their state where there are several."""
    places = [text.split(", ", 1) for text in names]
    states = [f" ({rest[0]})" if rest else "" for _, *rest in places]
    if len(places) > 1 and all(county.endswith(" County") for county, *_ in places):
        short = [county.removesuffix(" County") for county, *_ in places]
        return f"{joined([a + b for a, b in zip(short, states, strict=True)])} counties"
    return joined([place[0] + state for place, state in zip(places, states, strict=True)])


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
        value = float(np.quantile(seen, quantile, method="lower"))
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
    jobs = _jobs_by_year(profile)
    first = _first_seen(jobs)
    index = 100 * jobs / jobs.loc[first]
    years = tuple(int(year) for year in jobs.index)
    table = pd.DataFrame(
        {
            "year": years,
            **{f"{area}_jobs": jobs[area].to_numpy() for area in jobs},
            **{f"{area}_index": index[area].to_numpy() for area in jobs},
        }
    )
    seen = jobs["region"].notna()
    mark = None
    if int(seen.sum()) >= _FEW_YEARS:
        mark = Lines(
            years,
            tuple(
                Series(label, tuple(optional(index[area])), look)
                for area, label, look in (
                    ("region", name, style.REGION_STYLE),
                    ("state", state, style.STATE_STYLE),
                    ("nation", "United States", style.NATION_STYLE),
                )
                if index[area].notna().any()
            ),
            f"Jobs, {first} = 100",
        )
    title = _trend_title(profile, jobs, first)
    return Chart(
        name="jobs-over-time",
        title=title,
        subtitle=f"Jobs of all ownerships, annual averages; {first} = 100",
        mark=mark,
        table=Table.of(
            table,
            f"Jobs by year, {name}, {state} and the nation",
            year="Year",
            region_jobs=(f"Jobs, {name}", "count"),
            state_jobs=(f"Jobs, {state}", "count"),
            nation_jobs=("Jobs, United States", "count"),
            region_index=(f"{name}, {first} = 100", "ratio"),
            state_index=(f"{state}, {first} = 100", "ratio"),
            nation_index=(f"United States, {first} = 100", "ratio"),
        ),
        source=source_line(years) + _estimated_totals(profile),
        alternative=f"{'Line chart. ' if mark else ''}{title}.",
        does_not_say=_gap_words(jobs, drawn=mark is not None),
    )


def _estimated_totals(profile: Profile) -> str:
    """Name the totals of state and nation that are estimates; empty where none is."""
    history = profile.history
    found = history[history["estimated"] & (history["year"] <= profile.year)]
    names = {"state": profile.region.state_label, "nation": "the nation", "region": profile.region.name}
    said = [f"{names[area]} in {year}" for area, year in zip(found["area"], found["year"], strict=True)]
    return f" Estimated: the total of {joined(said)} (see Sources)." if said else ""


def _jobs_by_year(profile: Profile) -> pd.DataFrame:
    """Jobs of region, state and nation, a row a year; the region's are missing where a county's are withheld."""
    history = profile.history
    history = history[history["year"] <= profile.year]
    jobs = history.pivot_table(index="year", columns="area", values="employment")
    return jobs.reindex(columns=["region", "state", "nation"])


def _first_seen(jobs: pd.DataFrame) -> int:
    """First year of which the region's total is published; the last year where there is none."""
    seen = jobs.index[jobs["region"].notna()]
    return int(seen[0] if len(seen) else jobs.index[-1])


def _trend_title(profile: Profile, jobs: pd.DataFrame, first: int) -> str:
    name, last = profile.region.name, profile.year
    if jobs["region"].isna()[last]:
        return f"BLS withholds jobs of {name} in {last}, so there is no trend to show"
    if first == last:
        only = "has figures for" if len(jobs) == 1 else "has a published total of jobs for"
        return f"{name} {only} {last} only, so there is no trend to show"
    said = [f"From {first} to {last} jobs in {name} {_moved(jobs['region'], first, last)}"]
    for area, place in (("state", f"in {profile.region.state_label}"), ("nation", "in the nation")):
        if jobs.loc[[first, last], area].notna().all():
            said.append(f"{place} they {_moved(jobs[area], first, last)}")
    return said[0] + ("; " if len(said) > 1 else "") + ", ".join(said[1:])


def _moved(jobs: pd.Series[float], first: int, last: int) -> str:
    return moved(measures.growth(float(jobs[first]), float(jobs[last])))


def _gap_words(jobs: pd.DataFrame, *, drawn: bool) -> tuple[str, ...]:
    """Say which years are missing, and why."""
    years = [int(year) for year in jobs.index]
    missing = [(one + 1, two - 1) for one, two in itertools.pairwise(years) if two - one > 1]
    bridge = "; the line there is a bridge" if drawn else ""
    words = [str(one) if one == two else f"{one} to {two}" for one, two in missing]
    several = len(missing) > 1 or any(one < two for one, two in missing)
    said = [
        f"The {'years' if several else 'year'} {joined(words)} {'are' if several else 'is'} not in the data{bridge}."
    ] if words else []  # fmt: skip
    withheld = [str(year) for year in jobs.index[jobs["region"].isna()]]
    if withheld:
        said.append(
            f"In {joined(withheld)} BLS withholds the total of a county, so the region has no figure."
        )
    return tuple(said)


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
        return f'<div class="mathjax_ignore ng-cards" role="list">{items}</div>'

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
    lower_bound = here["suppressed_counties"] > 0 and not pd.isna(here["employment"])
    state_share = 100 * measures.share(here["employment"], its_state["employment"])
    least = "at least " if lower_bound else ""
    premiums = [
        (measures.wage_premium(here["average_annual_pay"], other["average_annual_pay"]), name)
        for other, name in ((nation, "the nation"), (its_state, state))
    ]
    pay_words = [against(premium, name) for premium, name in premiums if not pd.isna(premium)]
    return Cards(
        (
            (f"Jobs, {profile.year}", f"{'≥ ' if lower_bound else ''}{written(here['employment'], 'count')}",
             "BLS withholds the total" if pd.isna(here["employment"])
             else f"there is no total of {state} to compare with" if pd.isna(state_share)
             else f"{least}{part(state_share)} of all jobs in {state}"),
            ("Employers (establishments)", written(here["establishments"], "count"),
             f"in {plural(len(profile.region.counties), 'county', 'counties')}"),
            ("Average annual pay", written(here["average_annual_pay"], "dollars"),
             capital("; ".join(pay_words)) or "BLS withholds the total"),
            ("Jobs, change", *_trend(profile)),
        )
    )  # fmt: skip


def _trend(profile: Profile) -> tuple[str, str]:
    """Give the change since the earliest year, and since the year before where that is another."""
    jobs = _jobs_by_year(profile)["region"]
    if len(jobs) == 1:
        return "n/a", f"there is no year before {profile.year}"
    earlier = [int(year) for year in jobs.index[jobs.notna()] if year < profile.year]
    if pd.isna(jobs[profile.year]) or not earlier:
        return "n/a", "BLS withholds the total of this year or of those before"
    since, recent = (
        measures.growth(float(jobs[year]), float(jobs[profile.year])) for year in (earlier[0], earlier[-1])
    )
    note = f"since {earlier[0]}"
    if earlier[-1] != earlier[0]:
        note += f"; {written(recent, 'signed_percent')} since {earlier[-1]}"
    return written(since, "signed_percent"), note
