"""The charts of a region's labor market, each with its finding in words.

Every function takes a :class:`~nextgen_helpers.lmi.profile.Profile` and gives a
:class:`~nextgen_helpers.charts.chart.Chart`. The sentences are computed and hold for every region: one that
loses jobs, one with withheld industries, one county, many counties, without an earlier year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.chart import (
    Bars,
    Bubbles,
    Chart,
    CountyMap,
    Dots,
    Lines,
    Series,
    StackedChange,
)
from nextgen_helpers.charts.shapes import has_shapes
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.lmi.codes import naics_version
from nextgen_helpers.lmi.layout import ESTIMATED_METHODS, METHODS
from nextgen_helpers.lmi.wording import (
    about,
    against,
    in_sentence,
    joined,
    money,
    moved,
    percent,
    plural,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nextgen_helpers.lmi.profile import Profile

__all__ = [
    "concentration",
    "county_map",
    "coverage",
    "diversity",
    "jobs_by_industry",
    "jobs_over_time",
    "pay",
    "quadrants",
    "sources",
    "why_jobs_changed",
]

_AGENCY: Final = "U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages"
_LEVEL_WORDS: Final = {
    "sector": ("sector", "sectors"),
    "3-digit": ("3-digit industry", "3-digit industries"),
    "4-digit": ("4-digit industry", "4-digit industries"),
}
#: An industry is ranked or drawn as a bubble from one job in a thousand on; smaller ones jump about.
SMALLEST_SHARE: Final = 0.001
_MOST_ROWS: Final = 12
_UNCLASSIFIED: Final = "99"
_FEW_YEARS: Final = 3

_INDUSTRY: Final = Column("title", "Industry")
_CODE: Final = Column("industry_code", "NAICS")
_JOBS: Final = Column("employment", "Jobs", "count")
_WITHHELD: Final = Column("suppressed_counties", "Counties withheld", "count")


# -- 1 at a glance --------------------------------------------------------------------------------


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
            tuple(_optional(known["employment"])),
            tuple(texts),
            limits,
            "count",
            "Jobs, annual average",
        )
    listed = joined(
        [
            f"{row.name_} with {written(row.employment, 'count')} jobs"
            for row in _named(table).head(5).itertuples()
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
                _JOBS,
                Column("establishments", "Establishments", "count"),
                Column("average_annual_pay", "Average annual pay", "dollars"),
                Column("share", "Share of the region's jobs", "share"),
            ),
            f"Jobs and pay by county, {year}",
        ),
        source=_source(profile, [year]),
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
    growth = {
        area: measures.growth(float(jobs[area].iloc[0]), float(jobs[area].iloc[-1]))
        for area in jobs
    }
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
                Series(label, tuple(_optional(index[area])), look)
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
        source=_source(profile, years),
        alternative=f"Line chart. {title}.",
        does_not_say=(f"The years {joined(gaps)} are not in the data; the line there is a bridge.",)
        if gaps
        else (),
    )


# -- 2 where jobs are -----------------------------------------------------------------------------


def jobs_by_industry(profile: Profile) -> Chart:
    """Where the jobs are: private industries by size, government, and what is withheld.

    Parameters
    ----------
    profile : the region's profile; its level decides what is ranked.
    """
    table = profile.industries
    one, many = _LEVEL_WORDS[profile.level]
    private = _private(table)
    seen = private[private["employment"] > 0].sort_values("employment", ascending=False)
    shown = seen if profile.level == "sector" else seen.head(_MOST_ROWS)
    government = table[(table["own_code"] != "5") & table["employment"].notna()]
    covered = profile.coverage
    hidden = max(0.0, covered.private_employment - covered.seen_employment)
    rows = pd.concat([shown, government]).sort_values("employment", ascending=False)
    labels = [*rows["short_title"]]
    values = [*rows["employment"]]
    texts = [_at_least(row) for row in rows.itertuples()]
    second = [own != "5" for own in rows["own_code"]]
    at_most = [*values]
    if covered.withheld_cells and hidden >= 1:
        labels.append(f"Withheld by BLS (private {many})")
        values.append(0.0)
        at_most.append(hidden)
        texts.append(about(hidden))
        second.append(False)
    name, year = profile.region.name, profile.year
    if seen.empty:
        title = f"BLS withholds every private {one} of {name} in {year}"
        look: tuple[str, ...] = ()
    else:
        top = seen.iloc[0]
        title = (
            f"{_hedge(private, top, 'employment')}{in_sentence(top['short_title'])} has the most jobs "
            f"of all private {many}: {_at_least_words(top)}about {about(top['employment'])}, "
            f"{percent(100 * top['share'])} of all jobs"
        )
        look = _jobs_look_for(profile, seen, government, many)
    return Chart(
        name=f"jobs-{profile.level}",
        title=_capital(title),
        subtitle=f"Jobs by {one} and government, {name}, annual average {year}"
        + ("" if profile.level == "sector" else f"; the {len(shown)} largest"),
        mark=None
        if not labels
        else Bars(
            tuple(labels),
            tuple(_optional(values)),
            tuple(_optional(at_most)),
            tuple(texts),
            tuple(second),
            "Jobs, annual average",
            ("Private", "Government"),
        ),
        table=Table(
            table.sort_values("employment", ascending=False, na_position="last"),
            (
                _INDUSTRY,
                _CODE,
                _JOBS,
                Column("share", "Share of all jobs", "share"),
                Column("us_share", "Share in the nation", "share"),
                Column("establishments", "Establishments", "count"),
                Column("counties", "Counties with the industry", "count"),
                _WITHHELD,
            ),
            f"Jobs by {one}, {name}, {year}",
        ),
        source=_source(profile, [year]),
        alternative=_ranking_words(
            "Bar chart of jobs", rows["short_title"], rows["employment"], "count"
        ),
        look_for=look,
        does_not_say=(
            "A large industry is not yet a strong one: see how concentrated it is, and how it pays.",
            "Public schools, colleges and hospitals are in government, not in education or health care.",
            *(
                [f"≥ marks a lower bound: BLS withholds the {one} in at least one county."]
                if (rows["suppressed_counties"] > 0).any()
                else []
            ),
        ),
    )


def _jobs_look_for(
    profile: Profile, seen: pd.DataFrame, government: pd.DataFrame, many: str
) -> tuple[str, ...]:
    sentences = []
    if len(seen) >= 3:  # noqa: PLR2004
        share = 100 * float(seen["share"].head(3).sum())
        names = joined([in_sentence(text) for text in seen["short_title"].head(3)])
        sentences.append(
            f"The three largest private {many} that can be seen ({names}) hold {percent(share)} of all jobs."
        )
    if len(government):
        public = float(government["employment"].sum())
        part = 100 * public / profile.total["employment"]
        least = "at least " if (government["suppressed_counties"] > 0).any() else ""
        sentences.append(
            f"Federal, state and local government together employ {least}about {about(public)} people, "
            f"{percent(part)} of all jobs."
        )
    return tuple(sentences)


# -- 3 concentration ------------------------------------------------------------------------------


def concentration(profile: Profile) -> Chart:
    """What is concentrated here: location quotients against the nation and the state.

    Parameters
    ----------
    profile : the region's profile; its level decides what is ranked. Industries with fewer than one job
        in a thousand are left out, as small numbers make large quotients.
    """
    one, many = _LEVEL_WORDS[profile.level]
    ranked = _ranked(profile, "lq_us")
    shown = ranked if profile.level == "sector" else ranked.head(_MOST_ROWS)
    name, year, state = profile.region.name, profile.year, profile.region.state_label
    return Chart(
        name=f"concentration-{profile.level}",
        title=_capital(_concentration_title(profile, ranked)),
        subtitle=(
            f"Location quotient by private {one}, {name}, {year}: its share of all jobs here, divided by its "
            f"share in the nation and in {state}"
            + ("" if profile.level == "sector" else f"; the {len(shown)} highest")
        ),
        mark=None
        if shown.empty
        else Dots(
            tuple(_full(row) for row in shown.itertuples()),
            (
                Series("Against the nation", tuple(_optional(shown["lq_us"])), style.REGION_STYLE),
                Series(f"Against {state}", tuple(_optional(shown["lq_state"])), style.STATE_STYLE),
            ),
            "Location quotient (1 = the same share of jobs; each line doubles)",
            "ratio",
            (1.0, "Same share of jobs"),
            tuple(bool(count) for count in shown["suppressed_counties"] > 0),
        ),
        table=Table(
            ranked,
            (
                _INDUSTRY,
                _CODE,
                _JOBS,
                Column("lq_us", "LQ, nation", "ratio"),
                Column("lq_state", f"LQ, {state}", "ratio"),
                _WITHHELD,
                Column("estimated_word", "Reference figure"),
            ),
            f"Location quotients by {one}, {name}, {year}",
        ),
        source=_source(profile, [year], ranked),
        alternative=_ranking_words(
            "Dot chart of location quotients against the nation",
            shown["short_title"],
            shown["lq_us"],
            "ratio",
        ),
        look_for=_concentration_look_for(ranked, state, many),
        does_not_say=(
            "A high quotient says that an industry is concentrated, not that it is large or growing.",
            f"Industries with fewer than 1 job in 1,000 of the region are not ranked; "
            f"{_unranked_words(profile, many)}",
            *(
                [f"An arrow marks a lower bound: BLS withholds the {one} in at least one county."]
                if (shown["suppressed_counties"] > 0).any()
                else []
            ),
        ),
    )


def _concentration_title(profile: Profile, ranked: pd.DataFrame) -> str:
    one, many = _LEVEL_WORDS[profile.level]
    if ranked.empty:
        return f"no private {one} can be compared with the nation"
    top = ranked.iloc[0]
    label = in_sentence(top["short_title"])
    if top["lq_us"] < 1.05:  # noqa: PLR2004
        return (
            f"no private {one} that can be seen is clearly more concentrated here than in the nation; "
            f"{label} comes nearest"
        )
    hedge = _hedge(_private(profile.industries), top, "lq_us")
    least = "at least " if top["suppressed_counties"] > 0 else ""
    return (
        f"{hedge}{label} is the most concentrated of the private {many}: {least}{times(top['lq_us'])} the nation's "
        "share of jobs"
    )


def _concentration_look_for(ranked: pd.DataFrame, state: str, many: str) -> tuple[str, ...]:
    if ranked.empty:
        return ()
    both = ranked[(ranked["lq_us"] >= 1.2) & (ranked["lq_state"] >= 1.2)]  # noqa: PLR2004
    strong = int((ranked["lq_us"] >= 1.2).sum())  # noqa: PLR2004
    sentences = [
        f"{strong} of the {len(ranked)} {many} ranked have a quotient of 1.2 or more against the nation, a common "
        "sign of a specialization."
    ]
    if len(both):
        names = _first(both["short_title"], 4)
        sentences.append(f"Concentrated against both the nation and {state}: {names}.")
    else:
        sentences.append(
            f"None of them is concentrated against both the nation and {state}: what stands out here stands out "
            "in the state as well, or not at all."
        )
    return tuple(sentences)


def _unranked_words(profile: Profile, many: str) -> str:
    private = _private(profile.industries)
    hidden = int(private["employment"].isna().sum())
    return (
        f"{plural(hidden, 'more is', 'more are')} withheld altogether."
        if hidden
        else f"none of the {many} is withheld altogether."
    )


# -- 4 concentration, growth and size -------------------------------------------------------------


def quadrants(profile: Profile) -> Chart:
    """Concentration, growth and size of each industry in one picture.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = _LEVEL_WORDS[profile.level]
    name, year, first = profile.region.name, profile.year, profile.first_year
    table = _ranked(profile, "lq_us")
    table = table[table["change_percent"].notna()]
    if first is not None and year - first > 1:
        table = table.assign(
            change_percent=measures.compound_annual_growth(
                table["change_base"], table["change_base"] + table["change_jobs"], year - first
            )
        )
    table = table.assign(quadrant=[_quadrant(row) for row in table.itertuples()])
    names = {
        "strong_growing": "Concentrated, growing",
        "emerging": "Not concentrated, growing",
        "strong_shrinking": "Concentrated, losing jobs",
        "small_shrinking": "Not concentrated, losing jobs",
    }
    table["quadrant_name"] = table["quadrant"].map(names)
    span = f"{first} to {year}"
    per_year = " a year" if first is not None and year - first > 1 else ""
    counts = {key: int((table["quadrant"] == key).sum()) for key in names}
    if first is None:
        title = f"There is no year before {year} to compare with, so growth cannot be shown"
    elif table.empty:
        title = f"No private {one} can be followed from {span}"
    else:
        title = _quadrant_title(table, counts, many, span)
    return Chart(
        name=f"quadrants-{profile.level}",
        title=_capital(title),
        subtitle=f"Private {many}, {name}: location quotient {year}, change in jobs {span}{per_year}, and size"
        if first
        else f"Private {many}, {name}, {year}",
        mark=None
        if table.empty
        else Bubbles(
            tuple(table["short_title"]),
            tuple(float(value) for value in table["lq_us"]),
            tuple(float(value) for value in table["change_percent"]),
            tuple(float(value) for value in table["employment"]),
            tuple(table["quadrant"]),
            {key: (names[key], look) for key, look in style.QUADRANT_STYLES.items()},
            "Location quotient against the nation (right of 1: concentrated here)",
            f"Change in jobs, {span}{', percent a year' if per_year else ', percent'}",
            "Jobs",
            1.0,
            0.0,
        ),
        table=Table(
            table,
            (
                _INDUSTRY,
                _CODE,
                Column("quadrant_name", "Quadrant"),
                _JOBS,
                Column("lq_us", "LQ, nation", "ratio"),
                Column("change_percent", f"Change in jobs {span}{per_year}", "signed_percent"),
                Column("change_counties_left_out", "Counties left out of the change", "count"),
            ),
            f"Concentration, growth and size, {name}",
        ),
        source=_source(profile, [item for item in (first, year) if item], table),
        alternative=_quadrant_words(table, names),
        look_for=(
            "Top right: strengths that still grow, where a partnership finds partners with openings.",
            "Bottom right: strengths under pressure, where skills can be lost.",
            "Top left: not concentrated yet, but growing.",
        )
        if len(table)
        else (),
        does_not_say=(
            "One year of change can be chance: ask the employers." if not per_year else "",
            "A zero line is no target: see the next picture for what the nation did in the same time.",
            *(
                [
                    "Some counties are withheld in one of the years and left out of the change; the table says where."
                ]
                if len(table) and (table["change_counties_left_out"] > 0).any()
                else []
            ),
            *(
                [
                    f"Industries whose code changed its meaning between {naics_version(first)} and "
                    f"{naics_version(year)} have no change."
                ]
                if first
                and naics_version(first) != naics_version(year)
                and profile.level != "sector"
                else []
            ),
        ),
    )


def _quadrant(row: object) -> str:
    concentrated = row.lq_us >= 1  # type: ignore[attr-defined]
    growing = row.change_percent >= 0  # type: ignore[attr-defined]
    if growing:
        return "strong_growing" if concentrated else "emerging"
    return "strong_shrinking" if concentrated else "small_shrinking"


def _quadrant_title(table: pd.DataFrame, counts: dict[str, int], many: str, span: str) -> str:
    strong = table[table["quadrant"] == "strong_growing"].sort_values("employment", ascending=False)
    if len(strong):
        names = _first(strong["short_title"], 3)
        verb = "is" if len(strong) == 1 else "are"
        return f"{names} {verb} concentrated here and did not lose jobs from {span}"
    concentrated = counts["strong_shrinking"]
    if concentrated:
        return (
            f"None of the {concentrated} concentrated {many} gained jobs from {span}"
            if concentrated > 1
            else f"The one concentrated industry, {in_sentence(table.loc[table['quadrant'] == 'strong_shrinking', 'short_title'].iloc[0])}, lost jobs from {span}"
        )
    return f"None of the {len(table)} {many} that can be followed is concentrated here"


def _quadrant_words(table: pd.DataFrame, names: dict[str, str]) -> str:
    parts = []
    for key, name in names.items():
        inside = table[table["quadrant"] == key].sort_values("employment", ascending=False)
        if len(inside):
            listed = joined([in_sentence(text) for text in inside["short_title"].head(5)])
            parts.append(
                f"{name}: {plural(len(inside), 'industry', 'industries')}, largest first {listed}"
            )
    return f"Bubble chart in four quadrants. {'. '.join(parts)}."


# -- 5 why jobs changed ---------------------------------------------------------------------------


def why_jobs_changed(profile: Profile) -> Chart:
    """Why jobs changed: shift-share by industry.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = _LEVEL_WORDS[profile.level]
    name, year, first = profile.region.name, profile.year, profile.first_year
    parts = ["national_share", "industry_mix", "regional_share"]
    everything = profile.industries
    table = everything[everything[parts].notna().all(axis=1)]
    table = table.sort_values("change_jobs", ascending=False)
    if profile.level != "sector":
        biggest = table["change_jobs"].abs().nlargest(_MOST_ROWS).index
        table = table.loc[[item for item in table.index if item in biggest]]
    sums = table[["change_jobs", "change_base", *parts]].sum()
    labels = {
        "national_share": "National growth",
        "industry_mix": "Industry mix",
        "regional_share": "Regional share",
    }
    title = (
        f"There is no year before {year} to compare with, so the change cannot be explained"
        if first is None or table.empty
        else _change_title(profile, sums)
    )
    return Chart(
        name=f"why-jobs-changed-{profile.level}",
        title=title,
        subtitle=f"Change in jobs by {one} and government, {name}, {first} to {year}, in three parts (shift-share)"
        if first
        else f"{name}, {year}",
        mark=None
        if table.empty
        else StackedChange(
            tuple(table["short_title"]),
            tuple(
                Series(labels[part], tuple(_optional(table[part])), style.PART_STYLES[part])
                for part in parts
            ),
            tuple(float(value) for value in table["change_jobs"]),
            "Jobs",
        ),
        table=Table(
            table,
            (
                _INDUSTRY,
                _CODE,
                Column("change_base", f"Jobs {first}", "count"),
                Column("change_jobs", "Change in jobs", "change"),
                *(Column(part, labels[part], "change") for part in parts),
                Column("change_counties_left_out", "Counties left out", "count"),
            ),
            f"Change in jobs {first} to {year} and its three parts, {name}",
        ),
        source=_source(profile, [item for item in (first, year) if item], table),
        alternative=_change_words(table),
        look_for=_change_look_for(table, sums),
        does_not_say=(
            "Regional share is what is left when national growth and the industry's own growth are taken off. "
            "It says that something here is different, not what.",
            *(
                [
                    f"{plural(len(everything) - len(table), 'row', 'rows')} of {len(everything)} cannot be followed "
                    "(withheld here or in the nation in one of the years) and are left out."
                ]
                if profile.level == "sector" and len(table) < len(everything)
                else []
            ),
            *(
                [
                    "Counties withheld in one of the years are left out of both, so the sum is not the region's "
                    "whole change."
                ]
                if len(table) and (table["change_counties_left_out"] > 0).any()
                else []
            ),
        ),
    )


def _change_title(profile: Profile, sums: pd.Series[float]) -> str:
    name = profile.region.name
    change = measures.growth(
        float(sums["change_base"]), float(sums["change_base"] + sums["change_jobs"])
    )
    expected = float(sums["national_share"] + sums["industry_mix"])
    regional = float(sums["regional_share"])
    span = f"from {profile.first_year} to {profile.year}"
    start = f"{name}: jobs that can be followed {moved(change)} {span}"
    if abs(regional) < 0.0005 * float(sums["change_base"]):
        return f"{start}, just what national growth and the mix of industries would bring"
    more = "more" if regional > 0 else "fewer"
    growth = "growth" if expected >= 0 else "decline"
    return f"{start}, about {about(abs(regional))} jobs {more} than national {growth} in the same industries would bring"


def _change_look_for(table: pd.DataFrame, sums: pd.Series[float]) -> tuple[str, ...]:
    if table.empty:
        return ()
    sentences = [
        "Altogether: "
        + "; ".join(
            f"{label} {written(float(sums[part]), 'change')}"
            for part, label in (
                ("national_share", "national growth"),
                ("industry_mix", "industry mix"),
                ("regional_share", "regional share"),
            )
        )
        + f"; change {written(float(sums['change_jobs']), 'change')} jobs."
    ]
    best, worst = (
        table.loc[table["regional_share"].idxmax()],
        table.loc[table["regional_share"].idxmin()],
    )
    if best["regional_share"] > 0:
        sentences.append(
            f"The region did best against the nation in {in_sentence(best['short_title'])} "
            f"({written(best['regional_share'], 'change')} jobs)."
        )
    if worst["regional_share"] < 0:
        sentences.append(
            f"It fell behind most in {in_sentence(worst['short_title'])} "
            f"({written(worst['regional_share'], 'change')} jobs)."
        )
    return tuple(sentences)


def _change_words(table: pd.DataFrame) -> str:
    if table.empty:
        return "No chart."
    ends = pd.concat([table.head(3), table.tail(3)]).drop_duplicates("title")
    listed = "; ".join(
        f"{row.short_title} {written(row.change_jobs, 'change')} jobs, of them regional share "
        f"{written(row.regional_share, 'change')}"
        for row in ends.itertuples()
    )
    return f"Stacked bar chart of the change in jobs. The largest gains and losses: {listed}."


# -- 6 pay ----------------------------------------------------------------------------------------


def pay(profile: Profile) -> Chart:
    """What industries pay, against the region's average and the same industry in the nation.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = _LEVEL_WORDS[profile.level]
    name, year = profile.region.name, profile.year
    average = profile.total["average_annual_pay"]
    table = profile.industries
    table = table[
        table["average_annual_pay"].notna()
        & (table["share"] >= SMALLEST_SHARE)
        & (table["industry_code"] != _UNCLASSIFIED)
    ].sort_values("average_annual_pay", ascending=False)
    shown = table if profile.level == "sector" else table.head(_MOST_ROWS)
    if table.empty:
        title = f"No industry of {name} can be compared in pay"
    else:
        large = table[table["share"] >= 0.02]  # noqa: PLR2004
        top = (large if len(large) else table).iloc[0]
        title = (
            f"Among industries with at least 2% of the jobs, {in_sentence(top['short_title'])} pays best: "
            f"{money(top['average_annual_pay'])} a year, {against(top['wage_premium'], 'the average here')}"
            if len(large)
            else f"{top['short_title']} pays best: {money(top['average_annual_pay'])} a year"
        )
    return Chart(
        name=f"pay-{profile.level}",
        title=title,
        subtitle=f"Average annual pay by {one} and government, {name} and the nation, {year}"
        + ("" if profile.level == "sector" else f"; the {len(shown)} highest"),
        mark=None
        if shown.empty
        else Dots(
            tuple(_full(row) for row in shown.itertuples()),
            (
                Series(name, tuple(_optional(shown["average_annual_pay"])), style.REGION_STYLE),
                Series(
                    "United States",
                    tuple(_optional(shown["us_average_annual_pay"])),
                    style.NATION_STYLE,
                ),
            ),
            "Average annual pay, US dollars (total wages / jobs), not adjusted for prices",
            "dollars",
            (average, f"Average here: {money(average)}"),
        ),
        table=Table(
            table,
            (
                _INDUSTRY,
                _CODE,
                _JOBS,
                Column("average_annual_pay", "Average annual pay", "dollars"),
                Column("wage_premium", "Against the average here", "signed_percent"),
                Column("us_average_annual_pay", "The same in the nation", "dollars"),
                Column("pay_against_us", "Against the nation", "signed_percent"),
                _WITHHELD,
            ),
            f"Average annual pay by {one}, {name}, {year}",
        ),
        source=_source(profile, [year], table),
        alternative=_ranking_words(
            "Dot chart of average annual pay",
            shown["short_title"],
            shown["average_annual_pay"],
            "dollars",
        ),
        look_for=_pay_look_for(profile, table, average, many),
        does_not_say=(
            "Pay per job, full-time and part-time together: an industry with many part-time jobs looks low.",
            "Pay includes bonuses and stock; a few very high earners lift an average. Prices differ between places.",
            *(
                ["Where counties are withheld, pay is the average of the others."]
                if len(shown) and (shown["suppressed_counties"] > 0).any()
                else []
            ),
        ),
    )


def _pay_look_for(
    profile: Profile, table: pd.DataFrame, average: float, many: str
) -> tuple[str, ...]:
    if table.empty:
        return ()
    above = table[table["average_annual_pay"] > average]
    jobs = 100 * float(above["employment"].sum()) / float(table["employment"].sum())
    sentences = [
        f"{percent(jobs)} of the jobs shown are in {many} and government that pay more than the region's average."
    ]
    both = above[(above["pay_against_us"] > 0) & (above["share"] >= 0.02)]  # noqa: PLR2004
    if len(both):
        names = _first(both["short_title"], 4)
        sentences.append(
            f"Above the average here and above the same industry in the nation: {names}."
        )
    return tuple(sentences)


# -- 7 diversity ----------------------------------------------------------------------------------


def diversity(profile: Profile) -> Chart:
    """How diverse the economy is, and how like the nation's.

    Parameters
    ----------
    profile : the region's profile; sectors are compared, whatever its level.
    """
    sectors = profile.at("sector")
    numbers = sectors.diversity
    name, year = profile.region.name, profile.year
    table = sectors.industries
    table = table[table["employment"].notna() & table["us_employment"].notna()]
    table = table[table["industry_code"] != _UNCLASSIFIED].assign(
        difference=100 * (table["share"] - table["us_share"])
    )
    table = table.sort_values("share", ascending=False)
    hachman, spread = float(numbers["hachman"]), float(numbers["equivalent_number"])
    national = float(numbers["us_equivalent_number"])
    if table.empty or np.isnan(hachman):
        title = f"Too little of {name} can be seen to say how diverse it is"
        look: tuple[str, ...] = ()
    else:
        most = table.loc[table["difference"].abs().idxmax()]
        alike = (
            "much like the nation's"
            if hachman >= 0.9  # noqa: PLR2004
            else "somewhat different from the nation's"
            if hachman >= 0.75  # noqa: PLR2004
            else "clearly different from the nation's"
        )
        title = (
            f"The mix of jobs is {alike}; {in_sentence(most['short_title'])} stands out most: "
            f"{percent(100 * most['share'])} of jobs here, {percent(100 * most['us_share'])} in the nation"
        )
        look = (
            f"Hachman index {hachman:.2f} (1: exactly the nation's mix).",
            f"The jobs are spread as if over {spread:.1f} equally large sectors; in the nation {national:.1f}. "
            "Fewer means that more depends on a few sectors.",
        )
    withheld = int(numbers["withheld_sectors"])
    return Chart(
        name="diversity",
        title=title,
        subtitle=f"Share of all jobs by sector and government, {name} and the nation, {year}",
        mark=None
        if table.empty
        else Dots(
            tuple(table["short_title"]),
            (
                Series(name, tuple(_optional(table["share"])), style.REGION_STYLE),
                Series("United States", tuple(_optional(table["us_share"])), style.NATION_STYLE),
            ),
            "Share of all jobs, all ownerships",
            "share",
            None,
            tuple(bool(count) for count in table["suppressed_counties"] > 0),
        ),
        table=Table(
            table,
            (
                _INDUSTRY,
                _CODE,
                _JOBS,
                Column("share", "Share here", "share"),
                Column("us_share", "Share in the nation", "share"),
                Column("difference", "Difference, percentage points", "signed_percent"),
                _WITHHELD,
            ),
            f"Share of jobs by sector, {name} and the nation, {year}",
        ),
        source=_source(profile, [year], table),
        alternative=_ranking_words(
            "Dot chart of shares of all jobs", table["short_title"], table["share"], "share"
        ),
        look_for=look,
        does_not_say=(
            "Diversity is no aim in itself: a region can be specialized and strong.",
            "The words (much like from 0.90, somewhat different from 0.75) are ours; the index has no official limits.",
            *(
                [
                    f"{plural(withheld, 'sector is', 'sectors are')} withheld altogether and left out here and in the nation."
                ]
                if withheld
                else []
            ),
            *(
                [
                    "Where counties are withheld, the share here is a lower bound, and the index is computed from it."
                ]
                if len(table) and (table["suppressed_counties"] > 0).any()
                else []
            ),
        ),
    )


# -- 8 what the data cannot see -------------------------------------------------------------------


def coverage(profile: Profile) -> Chart:
    """What the data cannot see: withheld cells, and how large they can be at most.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = _LEVEL_WORDS[profile.level]
    name, year = profile.region.name, profile.year
    table = profile.industries
    levels = [profile.coverage_at(level) for level in ("sector", "3-digit", "4-digit")]
    affected = table[table["suppressed_counties"] > 0].sort_values(
        "employment_at_most", ascending=False
    )
    shown = affected if profile.level == "sector" else affected.head(_MOST_ROWS)
    seen = [item.seen_share for item in levels]
    if np.isnan(seen[0]):
        title = f"BLS withholds even the total of private jobs in {name}"
    elif not levels[2].withheld_cells:
        title = f"Nothing is withheld in {name}: every private job can be seen at every level"
    else:
        words = [_seen_words(item) for item in levels]
        title = (
            f"{_capital(words[0])} of the private jobs can be seen by sector, {words[1]} by 3-digit and "
            f"{words[2]} by 4-digit industry"
        )
    cells = levels[("sector", "3-digit", "4-digit").index(profile.level)]
    return Chart(
        name=f"coverage-{profile.level}",
        title=title,
        subtitle=f"{_capital(many)} of {name} with withheld counties, {year}: jobs that can be seen, and how many "
        "there can be at most"
        if len(shown)
        else f"No {one} and no part of government is withheld in {name} in {year}",
        mark=None
        if shown.empty
        else Bars(
            tuple(shown["short_title"]),
            tuple(_optional(shown["employment"])),
            tuple(_optional(shown["employment_at_most"])),
            tuple(
                f"{row.suppressed_counties} of {plural(row.counties, 'county', 'counties')}"
                for row in shown.itertuples()
            ),
            tuple(own != "5" for own in shown["own_code"]),
            "Jobs: filled, seen; dashed, at most. Beside it: in how many counties it is withheld",
            ("Private", "Government"),
        ),
        table=Table(
            shown,
            (
                _INDUSTRY,
                _CODE,
                Column("employment", "Jobs seen (at least)", "count"),
                Column("employment_at_most", "Jobs at most", "count"),
                _WITHHELD,
                Column("counties", "Counties with the industry", "count"),
            ),
            f"Withheld {many}, {name}, {year}",
        ),
        source=_source(profile, [year]),
        alternative=_ranking_words(
            "Bar chart of jobs that can be seen in withheld industries",
            shown["short_title"],
            shown["employment"],
            "count",
        ),
        look_for=(
            f"{cells.withheld_cells:,} of {cells.cells:,} county-by-{one} cells are withheld.",
            "BLS withholds a cell where a single employer could be recognized: in small counties, and where one "
            "employer dominates.",
        )
        if len(shown)
        else (),
        does_not_say=(
            "The upper limits share the same rest of each county: they cannot all be reached at once, and must not "
            "be added up.",
        )
        if len(shown)
        else (),
    )


def _seen_words(covered: object) -> str:
    share = covered.seen_share  # type: ignore[attr-defined]
    if not covered.withheld_cells:  # type: ignore[attr-defined]
        return "all"
    return "more than 99%" if share > 0.99 else percent(100 * share)  # noqa: PLR2004


# -- 9 sources ------------------------------------------------------------------------------------


def sources(profile: Profile) -> Chart:
    """Where every figure comes from, and how it was made.

    Parameters
    ----------
    profile : the region's profile.
    """
    table = profile.sources
    table = table.assign(
        made=table["method"].map(METHODS).fillna(table["method"]),
        estimated=table["method"].isin(ESTIMATED_METHODS).map({True: "estimated", False: ""}),
    )
    years = sorted(set(table["year"]))
    return Chart(
        name="sources",
        title=f"All figures come from {plural(len(set(table['source'])), 'source')}, for {joined([str(year) for year in years])}",
        subtitle=f"Definition of the region: {profile.region.source}. Industries: {naics_version(profile.year)}.",
        mark=None,
        table=Table(
            table,
            (
                Column("area", "Figures for"),
                Column("year", "Year"),
                Column("made", "How they were made"),
                Column("estimated", "Marked as"),
                Column("rows", "Rows", "count"),
                Column("source", "Source"),
            ),
            "Sources of the figures",
        ),
        source=_AGENCY,
        alternative="Table of sources.",
        look_for=(
            "Jobs are those covered by unemployment insurance, counted at the workplace, as the average of the twelve "
            "months; about 95% of all U.S. jobs.",
            "Location quotients follow BLS: private jobs of an industry as a share of all jobs, all ownerships, here "
            "and in the reference area.",
            "Shift-share follows Dunn: national growth is that of all jobs, all ownerships.",
            "A withheld figure is missing, never zero. Pay is in dollars of the year, not adjusted for prices.",
        ),
        does_not_say=("BLS revises its figures; a later download can differ slightly.",),
    )


# -- shared ---------------------------------------------------------------------------------------


def _private(table: pd.DataFrame) -> pd.DataFrame:
    return table[(table["own_code"] == "5") & (table["industry_code"] != _UNCLASSIFIED)]


def _ranked(profile: Profile, by: str) -> pd.DataFrame:
    private = _private(profile.industries)
    ranked = private[(private["share"] >= SMALLEST_SHARE) & private[by].notna()]
    words = {True: "estimated", False: "published"}
    return ranked.assign(estimated_word=ranked["estimated"].map(words)).sort_values(
        by, ascending=False
    )


def _hedge(private: pd.DataFrame, top: pd.Series[float], measure: str) -> str:
    """Hedge a ranking that a withheld industry could overturn."""
    others = private[private["industry_code"] != top["industry_code"]]
    others = others[others["suppressed_counties"] > 0]
    limit = others["employment_at_most"]
    if measure == "lq_us":
        limit = others["lq_us"] * others["employment_at_most"] / others["employment"]
        unknown = others["employment"].isna() & (others["employment_at_most"] > 0)
        overturned = bool((limit > top[measure]).any() or unknown.any())
    else:
        overturned = bool((limit > top[measure]).any() or others["employment_at_most"].isna().any())
    return "of what can be seen, " if overturned else ""


def _source(profile: Profile, years: Iterable[int], table: pd.DataFrame | None = None) -> str:
    said = (
        joined([str(year) for year in sorted(set(years))])
        if len(set(years)) < 3
        # noqa: PLR2004
        else (f"{min(years)} to {max(years)}")
    )
    text = f"{_AGENCY}, {said}"
    if table is not None and "estimated" in table and table["estimated"].any():
        count = int(table["estimated"].sum())
        text += (
            f"; for {plural(count, 'industry', 'industries')} a figure of the nation or state is estimated "
            "(see Sources)"
        )
    return text + "."


def _first(titles: pd.Series[str], most: int) -> str:
    """Name the first few industries of a list, and say how many more there are."""
    names = [in_sentence(text) for text in titles.head(most)]
    rest = len(titles) - len(names)
    return joined([*names, f"{rest} more"] if rest else names)


def _optional(values: Iterable[float | None]) -> list[float | None]:
    return [None if value is None or pd.isna(value) else float(value) for value in values]


def _at_least(row: object) -> str:
    sign = "≥ " if row.suppressed_counties > 0 else ""  # type: ignore[attr-defined]
    return f"{sign}{written(row.employment, 'count')}"  # type: ignore[attr-defined]


def _at_least_words(row: pd.Series[float]) -> str:
    return "at least " if row["suppressed_counties"] > 0 else ""


def _full(row: object) -> str:
    return str(row.short_title)  # type: ignore[attr-defined]


def _named(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename(columns={"name": "name_"})


def _ranking_words(kind: str, labels: Iterable[str], values: Iterable[float], how: str) -> str:
    """Say a ranking in words: its first five, and how many follow."""
    pairs = [
        f"{label} {written(value, how)}"  # type: ignore[arg-type]
        for label, value in zip(labels, values, strict=True)
        if not pd.isna(value)
    ]
    if not pairs:
        return f"{kind}: nothing can be shown."
    more = f"; {len(pairs) - 5} more follow" if len(pairs) > 5 else ""  # noqa: PLR2004
    return f"{kind}: {', '.join(pairs[:5])}{more}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
