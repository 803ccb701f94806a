"""Which industries are large, which are concentrated, and which grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.rankings import (
    CODE,
    INDUSTRY,
    JOBS,
    LEVEL_WORDS,
    MOST_ROWS,
    WITHHELD,
    at_least,
    at_least_words,
    capital,
    first_titles,
    hedge,
    optional,
    private_industries,
    ranked_industries,
    ranking_words,
    source_line,
)
from nextgen_helpers.charts.chart import Bars, Bubbles, Chart, Dots, Series
from nextgen_helpers.charts.tables import Column, Table
from nextgen_helpers.lmi.codes import naics_version
from nextgen_helpers.lmi.wording import about, in_sentence, joined, percent, plural, times

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

__all__ = ["concentration", "jobs_by_industry", "quadrants"]


def jobs_by_industry(profile: Profile) -> Chart:
    """Where the jobs are: private industries by size, government, and what is withheld.

    Parameters
    ----------
    profile : the region's profile; its level decides what is ranked.
    """
    table = profile.industries
    one, many = LEVEL_WORDS[profile.level]
    private = private_industries(table)
    seen = private[private["employment"] > 0].sort_values("employment", ascending=False)
    shown = seen if profile.level == "sector" else seen.head(MOST_ROWS)
    government = table[(table["own_code"] != "5") & table["employment"].notna()]
    covered = profile.coverage
    hidden = max(0.0, covered.private_employment - covered.seen_employment)
    rows = pd.concat([shown, government]).sort_values("employment", ascending=False)
    labels = [*rows["short_title"]]
    values = [*rows["employment"]]
    texts = [at_least(row) for row in rows.itertuples()]
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
            f"{hedge(private, top, 'employment')}{in_sentence(top['short_title'])} has the most jobs "
            f"of all private {many}: {at_least_words(top)}about {about(top['employment'])}, "
            f"{percent(100 * top['share'])} of all jobs"
        )
        look = _jobs_look_for(profile, seen, government, many)
    return Chart(
        name=f"jobs-{profile.level}",
        title=capital(title),
        subtitle=f"Jobs by {one} and government, {name}, annual average {year}"
        + ("" if profile.level == "sector" else f"; the {len(shown)} largest"),
        mark=None
        if not labels
        else Bars(
            tuple(labels),
            tuple(optional(values)),
            tuple(optional(at_most)),
            tuple(texts),
            tuple(second),
            "Jobs, annual average",
            ("Private", "Government"),
        ),
        table=Table(
            table.sort_values("employment", ascending=False, na_position="last"),
            (
                INDUSTRY,
                CODE,
                JOBS,
                Column("share", "Share of all jobs", "share"),
                Column("us_share", "Share in the nation", "share"),
                Column("establishments", "Establishments", "count"),
                Column("counties", "Counties with the industry", "count"),
                WITHHELD,
            ),
            f"Jobs by {one}, {name}, {year}",
        ),
        source=source_line([year]),
        alternative=ranking_words("Bar chart of jobs", rows["short_title"], rows["employment"], "count"),
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


def concentration(profile: Profile) -> Chart:
    """What is concentrated here: location quotients against the nation and the state.

    Parameters
    ----------
    profile : the region's profile; its level decides what is ranked. Industries with fewer than one job
        in a thousand are left out, as small numbers make large quotients.
    """
    one, many = LEVEL_WORDS[profile.level]
    ranked = ranked_industries(profile, "lq_us")
    shown = ranked if profile.level == "sector" else ranked.head(MOST_ROWS)
    name, year, state = profile.region.name, profile.year, profile.region.state_label
    return Chart(
        name=f"concentration-{profile.level}",
        title=capital(_concentration_title(profile, ranked)),
        subtitle=(
            f"Location quotient by private {one}, {name}, {year}: its share of all jobs here, divided by its "
            f"share in the nation and in {state}"
            + ("" if profile.level == "sector" else f"; the {len(shown)} highest")
        ),
        mark=None
        if shown.empty
        else Dots(
            tuple(str(row.short_title) for row in shown.itertuples()),
            (
                Series("Against the nation", tuple(optional(shown["lq_us"])), style.REGION_STYLE),
                Series(f"Against {state}", tuple(optional(shown["lq_state"])), style.STATE_STYLE),
            ),
            "Location quotient (1 = the same share of jobs; each line doubles)",
            "ratio",
            (1.0, "Same share of jobs"),
            tuple(bool(count) for count in shown["suppressed_counties"] > 0),
        ),
        table=Table(
            ranked,
            (
                INDUSTRY,
                CODE,
                JOBS,
                Column("lq_us", "LQ, nation", "ratio"),
                Column("lq_state", f"LQ, {state}", "ratio"),
                WITHHELD,
                Column("estimated_word", "Reference figure"),
            ),
            f"Location quotients by {one}, {name}, {year}",
        ),
        source=source_line([year], ranked),
        alternative=ranking_words(
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
    one, many = LEVEL_WORDS[profile.level]
    if ranked.empty:
        return f"no private {one} can be compared with the nation"
    top = ranked.iloc[0]
    label = in_sentence(top["short_title"])
    if top["lq_us"] < 1.05:  # noqa: PLR2004
        return (
            f"no private {one} that can be seen is clearly more concentrated here than in the nation; "
            f"{label} comes nearest"
        )
    hedged = hedge(private_industries(profile.industries), top, "lq_us")
    least = "at least " if top["suppressed_counties"] > 0 else ""
    return (
        f"{hedged}{label} is the most concentrated of the private {many}: {least}{times(top['lq_us'])} the nation's "
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
        names = first_titles(both["short_title"], 4)
        sentences.append(f"Concentrated against both the nation and {state}: {names}.")
    else:
        sentences.append(
            f"None of them is concentrated against both the nation and {state}: what stands out here stands out "
            "in the state as well, or not at all."
        )
    return tuple(sentences)


def _unranked_words(profile: Profile, many: str) -> str:
    private = private_industries(profile.industries)
    hidden = int(private["employment"].isna().sum())
    return (
        f"{plural(hidden, 'more is', 'more are')} withheld altogether."
        if hidden
        else f"none of the {many} is withheld altogether."
    )


def quadrants(profile: Profile) -> Chart:
    """Concentration, growth and size of each industry in one picture.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = LEVEL_WORDS[profile.level]
    name, year, first = profile.region.name, profile.year, profile.first_year
    table = ranked_industries(profile, "lq_us")
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
        title=capital(title),
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
                INDUSTRY,
                CODE,
                Column("quadrant_name", "Quadrant"),
                JOBS,
                Column("lq_us", "LQ, nation", "ratio"),
                Column("change_percent", f"Change in jobs {span}{per_year}", "signed_percent"),
                Column("change_counties_left_out", "Counties left out of the change", "count"),
            ),
            f"Concentration, growth and size, {name}",
        ),
        source=source_line([item for item in (first, year) if item], table),
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
                if first and naics_version(first) != naics_version(year) and profile.level != "sector"
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
        names = first_titles(strong["short_title"], 3)
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
            parts.append(f"{name}: {plural(len(inside), 'industry', 'industries')}, largest first {listed}")
    return f"Bubble chart in four quadrants. {'. '.join(parts)}."
