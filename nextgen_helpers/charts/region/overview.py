"""A region at a glance: where its jobs are, and how they have moved."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.county_map import CountyMap
from nextgen_helpers.charts.marks.lines import Lines
from nextgen_helpers.charts.region.rankings import (
    AGENCY,
    JOBS,
    area_lines,
    area_names,
    once_a_report,
    source_line,
)
from nextgen_helpers.charts.shapes import has_shapes
from nextgen_helpers.charts.tables import Table, numbers, texts, written
from nextgen_helpers.lmi.layout import StandInYear
from nextgen_helpers.lmi.newest import Newest
from nextgen_helpers.lmi.notes import notes_of
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.trend import counties_with_half, first_seen, jobs_by_year
from nextgen_helpers.words import joined, moved, part, percent, plural, those

_FEW_YEARS: Final = 2  # with two the lines show the slope
_NAMED: Final = 5


# -- where the jobs are -----------------------------------------------------------------------------------


@once_a_report
def county_map(profile: Profile) -> Chart:
    """Where in the region the jobs are: a map of its counties."""
    codes, newest = profile.region.counties, profile.newest
    found = newest.counties.assign(pay=newest.county_pay())
    found = found.sort_values("employment", ascending=False, ignore_index=True)
    found["said"] = [
        f"{county}: {'jobs withheld' if pd.isna(jobs) else plural(round(jobs), 'job')}"
        for county, jobs in found[["name", "employment"]].itertuples(index=False)
    ]
    known, limits = found.set_index("area_fips").reindex(codes), _classes(found["employment"])
    shaped = has_shapes(codes)
    no_map = those(
        not limits and "; no map: the total is withheld",
        limits and not shaped and "; no map: the shapes of these counties are not embedded",
    )
    more = f"; and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
    return Chart(
        name="county-map",
        title=_one_county(profile) if len(codes) == 1 else _where_jobs_sit(found),
        subtitle=f"{plural(len(codes), 'county', 'counties')}; jobs of all ownerships, {newest.jobs_words}, {newest.year}{''.join(no_map)}",
        mark=None
        if no_map
        else CountyMap(
            counties=codes,
            values=numbers(known, "employment"),
            texts=texts(known, "said"),
            limits=limits,
            kind="count",
            axis=f"Jobs, {newest.jobs_words}",
        ),
        table=Table.of(
            found,
            f"Jobs and pay by county, {newest.period}",
            name="County",
            area_fips="Code",
            **JOBS,
            establishments=("Establishments", "count"),
            pay=(newest.pay_words, "dollars"),
            share=("Share of the region's jobs", "share"),
        ),
        source=totals_source(newest),
        alternative=f"{'Counties' if no_map else 'Map'} of {profile.region.name}. {'; '.join(found['said'].head(_NAMED))}{more}.",
        look_for=those(len(codes) > 1 and _employers_words(found)),
        does_not_say=(
            "Jobs are counted where people work, not where they live.",
            "Self-employed people, most farm owners and the military are not counted.",
            *notes_of(profile),
            *no_county_words(newest),
        ),
    )


def _employers_words(found: pd.DataFrame) -> str:
    """Say where employers are, which can be elsewhere than jobs."""
    ranked = found.sort_values("establishments", ascending=False)
    held = 100 * float(ranked["establishments"].iloc[0]) / float(ranked["establishments"].sum())
    where = _counties(ranked["name"].head(1))
    return f"Where partners have to travel: {where} has the most employers, {part(held)} of the region's establishments."


def _one_county(profile: Profile) -> str:
    name, state = profile.region.name, profile.region.state_label
    county = next(iter(profile.region.county_names().values()))
    return f"{name} in {state} is a region of its own" if name == county else f"{name} is {county} in {state}"


def _where_jobs_sit(found: pd.DataFrame) -> str:
    """Name the fewest counties that hold half of the jobs, where that says something."""
    if not found["share"].sum() > 0:
        return "BLS withholds the jobs of every county of the region"
    needed, share = counties_with_half(found["share"])
    jobs = "the region's jobs" if found["employment"].notna().all() else "the jobs that can be seen"
    held = f"{part(100 * share)} of {jobs}"
    if needed <= 3:  # noqa: PLR2004
        verb = "alone has" if needed == 1 else "have"
        return f"{_counties(found['name'].head(needed))} {verb} {held}"
    return f"{needed} of {len(found)} counties together have {held}"


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
    if len(seen) < 2:  # noqa: PLR2004
        return tuple(map(float, seen))
    limits = set()
    for quantile in np.linspace(0, 1, min(5, len(seen)) + 1)[1:-1]:
        value = float(np.quantile(seen, quantile, method="lower"))
        size = 10 ** max(0, int(np.floor(np.log10(max(value, 1)))) - 1)
        limits.add(float(np.ceil(value / size) * size))
    return (*sorted(limit for limit in limits if limit < seen[-1]), float(seen[-1]))


# -- how they have moved ----------------------------------------------------------------------------------


@once_a_report
def jobs_over_time(profile: Profile) -> Chart:
    """How jobs have moved, against state and nation."""
    name, state = profile.region.name, profile.region.state_label
    jobs = jobs_by_year(profile)
    first, years = first_seen(jobs), tuple(int(year) for year in jobs.index)
    index = 100 * jobs / jobs.loc[first]
    areas = area_names(profile)
    title = _trend_title(profile, jobs, first)
    drawn = int(jobs["region"].notna().sum()) >= _FEW_YEARS
    stand_ins = [year for year in profile.years if isinstance(year, StandInYear)]
    return Chart(
        name="jobs-over-time",
        title=title,
        subtitle=f"Jobs of all ownerships, annual averages; {first} = 100",
        mark=Lines(years, area_lines(profile, index), f"Jobs, {first} = 100") if drawn else None,
        table=Table.of(
            jobs.add_suffix("_jobs").join(index.add_suffix("_index")).reset_index(),
            f"Jobs by year, {name}, {state} and the nation",
            year="Year",
            **{f"{area}_jobs": (f"Jobs, {label}", "count") for area, label in areas.items()},
            **{f"{area}_index": (f"{label}, {first} = 100", "ratio") for area, label in areas.items()},
        ),
        source=source_line(map(profile.written_year, years)) + _estimated_totals(profile),
        alternative=f"Line chart. {title}." if drawn else "No chart.",
        does_not_say=(
            *_gap_words(jobs, drawn=drawn),
            *no_county_words(profile.newest),
            *(f"The point {int(year)} is {year}: the step to it is no whole year's." for year in stand_ins),
        ),
    )


def _estimated_totals(profile: Profile) -> str:
    """Name the totals of state and nation that are estimates; empty where none is."""
    history = profile.history
    found = history[history["estimated"]]
    names = {"state": profile.region.state_label, "nation": "the nation", "region": profile.region.name}
    said = [f"{names[area]} in {year}" for area, year in zip(found["area"], found["year"], strict=True)]
    return f" Estimated: the total of {joined(said)} (see Sources)." if said else ""


def _trend_title(profile: Profile, jobs: pd.DataFrame, first: int) -> str:
    name, last = profile.region.name, profile.written_year(int(jobs.index[-1]))
    if jobs["region"].isna()[last]:
        return f"BLS withholds jobs of {name} in {last}, so there is no trend to show"
    if first == last:
        only = "has figures for" if len(jobs) == 1 else "has a published total of jobs for"
        return f"{name} {only} {last} only, so there is no trend to show"
    elsewhere = [
        f"{place} they {_moved(jobs[area], first, last)}"
        for area, place in (("state", f"in {profile.region.state_label}"), ("nation", "in the nation"))
        if jobs.loc[[first, last], area].notna().all()
    ]
    here = f"From {first} to {last} jobs in {name} {_moved(jobs['region'], first, last)}"
    return "; ".join(filter(None, (here, ", ".join(elsewhere))))


def _moved(jobs: pd.Series[float], first: int, last: int) -> str:
    return moved(measures.growth(float(jobs[first]), float(jobs[last])))


def _gap_words(jobs: pd.DataFrame, *, drawn: bool) -> tuple[str, ...]:
    """Say which years are missing, and why."""
    gaps = [(one + 1, two - 1) for one, two in itertools.pairwise(jobs.index) if two - one > 1]
    words = joined([str(one) if one == two else f"{one} to {two}" for one, two in gaps])
    one_year = len(gaps) == 1 and gaps[0][0] == gaps[0][1]
    bridge = "; the line there is a bridge" if drawn else ""
    withheld = joined([str(year) for year in jobs.index[jobs["region"].isna()]])
    return those(
        gaps
        and f"The {'year' if one_year else 'years'} {words} {'is' if one_year else 'are'} not in the data{bridge}.",
        withheld and f"In {withheld} BLS withholds the total of a county, so the region has no figure.",
    )


def no_county_words(newest: Newest) -> tuple[str, ...]:
    """Say which jobs of a state lie in no county, where size or growth of its regions is understated by it."""
    return tuple(
        f"{written(item.jobs, 'count')} jobs in {item.state} ({percent(100 * item.share)}) are reported for no county, in {newest.period}."
        + (
            f" They grew by {written(item.growth, 'count')} in the year, {part(100 * item.growth_share)} of the state's growth: growth of a county or region is understated."
            if item.slows
            else ""
        )
        for item in newest.no_county
        if item.matters
    )


def totals_source(newest: Newest) -> str:
    """Name the source of the newest totals."""
    return f"{AGENCY}, {newest.period}."
