"""Which industries are large, which are concentrated, and which grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.marks.bubbles import Bubbles
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.region.rankings import (
    INDUSTRY,
    JOBS,
    LEVEL_WORDS,
    OF_WHAT_IS_SEEN,
    WITHHELD,
    at_least,
    at_least_words,
    drawn_rows,
    first_of,
    first_titles,
    once_a_report,
    ranking_words,
    source_line,
)
from nextgen_helpers.charts.tables import Table, numbers, rows_of, series, texts
from nextgen_helpers.lmi.codes import naics_version
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.strengths import (
    private_industries,
    quadrants_of,
    ranked_industries,
    size_is_open,
    some_withheld,
    specialization_is_open,
)
from nextgen_helpers.words import about, capital, in_sentence, part, percent, plural, sentence, those, times

#: A common limit from which on an industry counts as a specialization of a region.
_SPECIALIZED: Final = 1.195  # printed as 1.20
_CLEARLY_MORE: Final = 1.05
_QUADRANTS: Final = {
    "strong_growing": "Concentrated, growing",
    "emerging": "Not concentrated, growing",
    "strong_shrinking": "Concentrated, losing jobs",
    "small_shrinking": "Not concentrated, losing jobs",
}


# -- how large --------------------------------------------------------------------------------------------


@once_a_report
def jobs_by_industry(profile: Profile) -> Chart:
    """Where the jobs are: private industries by size, government, and what is withheld."""
    one, many = LEVEL_WORDS[profile.level]
    name, year, table = profile.region.name, profile.year, profile.industries
    private = private_industries(table)
    seen = private[private["employment"] > 0].sort_values("employment", ascending=False)
    shown = drawn_rows(profile, seen)
    government = table[(table["own_code"] != "5") & table["employment"].notna()]
    rows = pd.concat([shown, government]).sort_values("employment", ascending=False)
    bars = _size_bars(profile, rows)
    return Chart(
        name=f"jobs-{profile.level}",
        title=capital(_jobs_title(profile, private, seen)),
        subtitle=f"Jobs by {one} and government, {name}, annual average {year}"
        + first_of(shown, seen, "largest"),
        mark=None
        if bars.empty
        else Bars(
            texts(bars, "label"),
            numbers(bars, "jobs"),
            tuple(bars["text"]),
            "Jobs, annual average",
            at_most=numbers(bars, "at_most"),
            second=tuple(bars["public"]),
            groups=("Private", "Government"),
        ),
        table=Table.of(
            table.sort_values("employment", ascending=False, na_position="last"),
            f"Jobs by {one}, {name}, {year}",
            **INDUSTRY,
            **JOBS,
            share=("Share of all jobs", "share"),
            us_share=("Share in the nation", "share"),
            establishments=("Establishments", "count"),
            counties=("Counties with the industry", "count"),
            **WITHHELD,
        ),
        source=source_line([year]),
        alternative=ranking_words("Bar chart of jobs", rows, "employment", "count")
        if len(rows) or bars.empty
        else "Bar chart of jobs: nothing can be shown.",  # but how much is withheld
        look_for=_jobs_look_for(profile, seen, many) if len(seen) else (),
        does_not_say=those(
            "A large industry is not yet a strong one: see how concentrated it is, and how it pays.",
            "Public schools, colleges and hospitals are in government, not in education or health care.",
            some_withheld(rows) and "≥ marks a lower bound: BLS withholds the figure of at least one county.",
        ),
    )


def _size_bars(profile: Profile, rows: pd.DataFrame) -> pd.DataFrame:
    """Give a bar to each row, and one to what BLS withholds."""
    covered, (_, many) = profile.coverage, LEVEL_WORDS[profile.level]
    bars = [
        (row.short_title, row.employment, row.employment, at_least(row), row.own_code != "5")
        for row in rows_of(rows)
    ]
    hidden = max(0.0, covered.private_employment - covered.seen_employment)
    if covered.withheld_cells and hidden >= 1:
        text = f"{'≥ ' if covered.private_is_lower_bound else ''}{about(hidden)}"
        bars.append((f"Withheld by BLS (private {many})", 0.0, hidden, text, False))
    return pd.DataFrame(bars, columns=["label", "jobs", "at_most", "text", "public"])


def _jobs_title(profile: Profile, private: pd.DataFrame, seen: pd.DataFrame) -> str:
    one, _ = LEVEL_WORDS[profile.level]
    name, year = profile.region.name, profile.year
    if seen.empty:
        if some_withheld(private):
            return f"BLS withholds every private {one} of {name} in {year}"
        return f"{name} has no private jobs in {year}"
    top = seen.iloc[0]
    hedged = OF_WHAT_IS_SEEN if size_is_open(profile, top) else ""
    share = "" if pd.isna(top["share"]) else f", {percent(100 * top['share'])} of all jobs"
    return f"{hedged}the largest private {one} is {in_sentence(top['short_title'])}: {at_least_words(top)}{_about_jobs(top['employment'])}{share}"


def _about_jobs(jobs: float) -> str:
    return f"about {about(jobs)} {'job' if round(jobs) == 1 else 'jobs'}"


def _jobs_look_for(profile: Profile, seen: pd.DataFrame, many: str) -> tuple[str, ...]:
    top = seen.head(3)
    government = profile.industries.query("own_code != '5'")
    jobs = float(government["employment"].sum())
    whole = profile.total["suppressed_counties"] == 0  # of a part of the region there is no share
    share = 100 * measures.share(jobs, profile.total["employment"]) if whole else float("nan")
    held = "" if pd.isna(share) else f", {part(share)} of all jobs"
    return those(
        len(top) == 3  # noqa: PLR2004
        and top["share"].notna().all()
        and f"The three largest private {many} that can be seen ({first_titles(top['short_title'])}) hold {at_least_words(top)}{part(100 * float(top['share'].sum()))} of all jobs.",
        government["employment"].notna().any()
        and f"Federal, state and local government together have {at_least_words(government)}{_about_jobs(jobs)}{held}.",
    )


# -- how concentrated -------------------------------------------------------------------------------------


@once_a_report
def concentration(profile: Profile) -> Chart:
    """What is concentrated here: location quotients against the nation and the state.

    Industries with fewer than one job in a thousand are left out, as small numbers make large quotients.
    """
    one, _ = LEVEL_WORDS[profile.level]
    name, year, state = profile.region.name, profile.year, profile.region.state_label
    ranked = ranked_industries(profile)
    ranked = ranked.assign(estimated_word=ranked["estimated"].map({True: "estimated", False: "published"}))
    shown = drawn_rows(profile, ranked)
    there = ranked["lq_state"].notna().any()
    against = [("Against the nation", "lq_us", style.REGION_STYLE)]
    if there:
        against.append((f"Against {state}", "lq_state", style.STATE_STYLE))
    return Chart(
        name=f"concentration-{profile.level}",
        title=capital(_concentration_title(profile, ranked)),
        subtitle=f"Location quotient by private {one}, {name}, {year}: its share of all jobs here, divided by its "
        f"share in the nation{f' and in {state}' if there else ''}{first_of(shown, ranked, 'highest')}",
        mark=None
        if shown.empty
        else Dots(
            texts(shown, "short_title"),
            series(shown, against),
            "Location quotient (1 = the same share of jobs, 2 = twice the share)",
            kind="ratio",
            line=(1.0, "Same share of jobs"),
            open_ended=tuple(shown["suppressed_counties"] > 0),
        ),
        table=Table.of(
            ranked,
            f"Location quotients by {one}, {name}, {year}",
            **INDUSTRY,
            **JOBS,
            lq_us=("LQ, nation", "ratio"),
            lq_state=(f"LQ, {state}", "ratio"),
            **WITHHELD,
            estimated_word="Reference figure",
        ),
        source=source_line([year], ranked),
        alternative=ranking_words(
            "Dot chart of location quotients against the nation", shown, "lq_us", "ratio"
        ),
        look_for=_concentration_look_for(profile, ranked) if len(ranked) else (),
        does_not_say=those(
            "A high quotient says that an industry is concentrated, not that it is large or growing.",
            _unranked_words(profile),
            some_withheld(shown)
            and "An arrow marks a lower bound: BLS withholds the figure of at least one county.",
        ),
    )


def _concentration_title(profile: Profile, ranked: pd.DataFrame) -> str:
    one, many = LEVEL_WORDS[profile.level]
    if ranked.empty:
        return f"no private {one} can be compared with the nation"
    top = ranked.iloc[0]
    label = in_sentence(top["short_title"])
    hedged = OF_WHAT_IS_SEEN if specialization_is_open(profile, top) else ""
    if top["lq_us"] < _CLEARLY_MORE:
        return f"{hedged}no private {one} is clearly more concentrated here than in the nation; nearest comes {label}"
    which = f"the one private {one} ranked"
    if len(ranked) > 1:
        which = f"the most concentrated of the {len(ranked)} private {many} ranked"
    share = f"{at_least_words(top)}{times(top['lq_us'])} the nation's share of jobs"
    return f"{hedged}{which} is {label}: {share}"


def _concentration_look_for(profile: Profile, ranked: pd.DataFrame) -> tuple[str, ...]:
    one, many = LEVEL_WORDS[profile.level]
    state = profile.region.state_label
    special = ranked["lq_us"] >= _SPECIALIZED
    strong, count = ranked[special], int(special.sum())
    more = some_withheld(ranked[~special])  # a withheld county can only raise a quotient
    said = f"at least {count}" if more and count else "none" if not count else str(count)
    both = strong[strong["lq_state"] >= _SPECIALIZED]
    return those(
        f"{capital(said)} of the {plural(len(ranked), one, many)} ranked {'has' if count < 2 else 'have'} a quotient of 1.2 "  # noqa: PLR2004
        f"or more against the nation{' as far as can be seen' if more and not count else ''}, a common sign of a specialization.",
        len(both)
        and sentence(
            f"Concentrated against both the nation and {state} (1.2 or more): {first_titles(both['short_title'], 4)}"
        ),
        both.empty
        and count
        and strong["lq_state"].notna().all()
        and not more
        and f"Against {state} {'it does not' if count == 1 else 'none of them does'}: the state as a whole is concentrated there too.",
    )


def _unranked_words(profile: Profile) -> str:
    private = private_industries(profile.industries)
    hidden = int((private["employment"].isna() & (private["suppressed_counties"] > 0)).sum())
    nor = f", nor {'is' if hidden == 1 else 'are'} {hidden} that BLS withholds altogether" if hidden else ""
    return f"Industries with fewer than 1 job in 1,000 of the region are not ranked{nor}."


# -- both, and growth -------------------------------------------------------------------------------------


@once_a_report
def quadrants(profile: Profile) -> Chart:
    """Concentration, growth and size of each private industry in one picture."""
    one, many = LEVEL_WORDS[profile.level]
    name, year, first = profile.region.name, profile.year, profile.first_year
    found = quadrants_of(profile)
    yearly = first is not None and year - first > 1
    span = f"{first} to {year}" if first is not None else f"to {year}"
    change = f"{'yearly ' if yearly else ''}change in jobs {span}"
    table = Table.of(
        found.assign(quadrant_name=found["quadrant"].map(_QUADRANTS)),
        f"Concentration, growth and size, {name}",
        **INDUSTRY,
        quadrant_name="Quadrant",
        **JOBS,
        lq_us=("LQ, nation", "ratio"),
        change_percent=(capital(change), "signed_percent"),
        change_counties_left_out=("Counties left out of the change", "count"),
    )
    subtitle = f"Private {many}, {name}: location quotient {year}, {change}, and size"
    source = source_line([first, year], found)
    recoded = those(
        profile.level != "sector"
        and naics_version(first or year) != naics_version(year)
        and f"Industries whose code changed its meaning between {naics_version(first or year)} and {naics_version(year)} have no change."
    )
    title = f"No private {one} can be followed from {first} to {year}"
    if first is None:
        title = f"There is no year before {year} to compare with, so growth cannot be shown"
        subtitle = f"Private {many}, {name}, {year}"
    nothing = Chart(f"quadrants-{profile.level}", title, subtitle, source, table=table, does_not_say=recoded)
    if found.empty:
        return nothing
    return replace(
        nothing,
        title=capital(_quadrant_title(found, many, span)),
        mark=Bubbles(
            labels=texts(found, "short_title"),
            x=tuple(map(float, found["lq_us"])),
            y=tuple(map(float, found["change_percent"])),
            sizes=tuple(map(float, found["employment"])),
            groups=texts(found, "quadrant"),
            quadrants={key: (_QUADRANTS[key], look) for key, look in style.QUADRANT_STYLES.items()},
            x_axis="Location quotient against the nation (right of 1: concentrated here)",
            y_axis=f"Change in jobs, {span}, percent{' a year' if yearly else ''}",
            x_line=1.0,
            y_line=0.0,
        ),
        alternative=_quadrant_words(found),
        look_for=(
            "Concentrated means a quotient of 1 or more: at least the nation's share of jobs.",
            "Top right: strengths that still grow, where a partnership finds partners with openings.",
            "Bottom right: strengths under pressure, where skills can be lost.",
            "Top left: not concentrated yet, but growing.",
        ),
        does_not_say=(
            *those(
                not yearly and "One year of change can be chance: ask the employers.",
                "The zero line is no target: see the next picture for what the nation did in the same time.",
                "Industries with fewer than 1 job in 1,000 of the region, in either year, are left out.",
                some_withheld(found)
                and "Where counties are withheld, the quotient is a lower bound: the bubble may belong further right.",
                (found["change_counties_left_out"] > 0).any()
                and "Some counties are withheld in one of the years and left out of the change; the table says where.",
            ),
            *recoded,
        ),
    )


def _inside(found: pd.DataFrame) -> Mapping[str, pd.Series[str]]:
    """Titles in each quadrant, the largest first."""
    ordered = found.sort_values("employment", ascending=False)
    return {key: ordered.loc[ordered["quadrant"] == key, "short_title"] for key in _QUADRANTS}


def _quadrant_title(found: pd.DataFrame, many: str, span: str) -> str:
    inside = _inside(found)
    growing, shrinking = inside["strong_growing"], inside["strong_shrinking"]
    if len(growing):
        return f"concentrated here and not losing jobs from {span}: {first_titles(growing, 3)}"
    if len(shrinking) > 1:
        return f"all {len(shrinking)} concentrated {many} in the picture lost jobs from {span}"
    if len(shrinking):
        only = in_sentence(shrinking.iloc[0])
        return f"the one concentrated industry in the picture, {only}, lost jobs from {span}"
    seen = "as far as can be seen, " if some_withheld(found) else ""
    if len(found) == 1:
        return f"{seen}{in_sentence(found['short_title'].iloc[0])} is not concentrated here"
    return f"{seen}none of the {len(found)} {many} in the picture is concentrated here"


def _quadrant_words(found: pd.DataFrame) -> str:
    parts = [
        f"{_QUADRANTS[key]}: {plural(len(titles), 'industry', 'industries')}{', largest first' if len(titles) > 1 else ''}: {first_titles(titles, 5)}"
        for key, titles in _inside(found).items()
        if len(titles)
    ]
    return " ".join(["Bubble chart in four quadrants.", *map(sentence, parts)])
