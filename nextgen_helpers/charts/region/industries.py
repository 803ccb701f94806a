"""Which industries are large, which are concentrated, and which grow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Bars, Bubbles, Dots, Series
from nextgen_helpers.charts.region.rankings import (
    CODE,
    INDUSTRY,
    JOBS,
    LEVEL_WORDS,
    MOST_ROWS,
    SMALLEST_SHARE,
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
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.lmi.codes import naics_version
from nextgen_helpers.words import about, in_sentence, joined, part, percent, plural, sentence, times

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

#: A common limit from which on an industry counts as a specialization of a region.
_SPECIALIZED: Final = 1.195  # printed as 1.20


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
        texts.append(f"{'≥ ' if covered.private_is_lower_bound else ''}{about(hidden)}")
        second.append(False)
    name, year = profile.region.name, profile.year
    if seen.empty:
        title = (
            f"BLS withholds every private {one} of {name} in {year}"
            if private["suppressed_counties"].any()
            else f"{name} has no private jobs in {year}"
        )
        look: tuple[str, ...] = ()
    else:
        top = seen.iloc[0]
        title = (
            f"{hedge(private, top, 'employment')}the largest private {one} is "
            f"{in_sentence(top['short_title'])}: {at_least_words(top)}{_about_jobs(top['employment'])}"
            + ("" if pd.isna(top["share"]) else f", {percent(100 * top['share'])} of all jobs")
        )
        look = _jobs_look_for(profile, seen, many)
    return Chart(
        name=f"jobs-{profile.level}",
        title=capital(title),
        subtitle=f"Jobs by {one} and government, {name}, annual average {year}"
        + _first_of(shown, seen, "largest"),
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
        table=Table.of(
            table.sort_values("employment", ascending=False, na_position="last"),
            f"Jobs by {one}, {name}, {year}",
            **INDUSTRY,
            **CODE,
            **JOBS,
            share=("Share of all jobs", "share"),
            us_share=("Share in the nation", "share"),
            establishments=("Establishments", "count"),
            counties=("Counties with the industry", "count"),
            **WITHHELD,
        ),
        source=source_line([year]),
        alternative=ranking_words(
            "Bar chart of jobs" if labels else "Jobs", rows["short_title"], rows["employment"], "count"
        ),
        look_for=look,
        does_not_say=(
            "A large industry is not yet a strong one: see how concentrated it is, and how it pays.",
            "Public schools, colleges and hospitals are in government, not in education or health care.",
            *(
                ["≥ marks a lower bound: BLS withholds the figure of at least one county."]
                if (rows["suppressed_counties"] > 0).any()
                else []
            ),
        ),
    )


def _about_jobs(jobs: float) -> str:
    return f"about {about(jobs)} {'job' if round(jobs) == 1 else 'jobs'}"


def _first_of(shown: pd.DataFrame, table: pd.DataFrame, which: str) -> str:
    """Say in a subtitle that only the first of a ranking are drawn."""
    return f"; the {len(shown)} {which}" if len(shown) < len(table) else ""


def _jobs_look_for(profile: Profile, seen: pd.DataFrame, many: str) -> tuple[str, ...]:
    sentences = []
    top = seen.head(3)
    if len(top) == 3 and top["share"].notna().all():  # noqa: PLR2004
        names = joined([in_sentence(text) for text in top["short_title"]])
        least = "at least " if (top["suppressed_counties"] > 0).any() else ""
        sentences.append(
            f"The three largest private {many} that can be seen ({names}) hold "
            f"{least}{part(100 * float(top['share'].sum()))} of all jobs."
        )
    government = profile.industries.query("own_code != '5'")
    if government["employment"].notna().any():
        jobs = float(government["employment"].sum())
        whole = profile.total["suppressed_counties"] == 0  # of a part of the region there is no share
        share = 100 * measures.share(jobs, profile.total["employment"]) if whole else float("nan")
        least = "at least " if (government["suppressed_counties"] > 0).any() else ""
        sentences.append(
            f"Federal, state and local government together have {least}{_about_jobs(jobs)}"
            + ("." if pd.isna(share) else f", {part(share)} of all jobs.")
        )
    return tuple(sentences)


def concentration(profile: Profile) -> Chart:
    """What is concentrated here: location quotients against the nation and the state.

    Parameters
    ----------
    profile : the region's profile; its level decides what is ranked. Industries with fewer than one job
        in a thousand are left out, as small numbers make large quotients.
    """
    one, _many = LEVEL_WORDS[profile.level]
    ranked = ranked_industries(profile, "lq_us")
    shown = ranked if profile.level == "sector" else ranked.head(MOST_ROWS)
    name, year, state = profile.region.name, profile.year, profile.region.state_label
    there = f" and in {state}" if ranked["lq_state"].notna().any() else ""
    return Chart(
        name=f"concentration-{profile.level}",
        title=capital(_concentration_title(profile, ranked)),
        subtitle=(
            f"Location quotient by private {one}, {name}, {year}: its share of all jobs here, divided by its "
            f"share in the nation{there}" + _first_of(shown, ranked, "highest")
        ),
        mark=None
        if shown.empty
        else Dots(
            tuple(str(row.short_title) for row in shown.itertuples()),
            (
                Series("Against the nation", tuple(optional(shown["lq_us"])), style.REGION_STYLE),
                *(
                    [Series(f"Against {state}", tuple(optional(shown["lq_state"])), style.STATE_STYLE)]
                    if there
                    else []
                ),
            ),
            "Location quotient (1 = the same share of jobs, 2 = twice the share)",
            "ratio",
            (1.0, "Same share of jobs"),
            tuple(bool(count) for count in shown["suppressed_counties"] > 0),
        ),
        table=Table.of(
            ranked,
            f"Location quotients by {one}, {name}, {year}",
            **INDUSTRY,
            **CODE,
            **JOBS,
            lq_us=("LQ, nation", "ratio"),
            lq_state=(f"LQ, {state}", "ratio"),
            **WITHHELD,
            estimated_word="Reference figure",
        ),
        source=source_line([year], ranked),
        alternative=ranking_words(
            "Location quotients against the nation"
            if shown.empty
            else "Dot chart of location quotients against the nation",
            shown["short_title"],
            shown["lq_us"],
            "ratio",
        ),
        look_for=_concentration_look_for(profile, ranked),
        does_not_say=(
            "A high quotient says that an industry is concentrated, not that it is large or growing.",
            _unranked_words(profile),
            *(
                ["An arrow marks a lower bound: BLS withholds the figure of at least one county."]
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
    hedged = hedge(private_industries(profile.industries), top, "lq_us", profile.total["employment"])
    if top["lq_us"] < 1.05:  # noqa: PLR2004
        return (
            f"{hedged}no private {one} is clearly more concentrated here than in the nation; "
            f"nearest comes {label}"
        )
    least = "at least " if top["suppressed_counties"] > 0 else ""
    which = (
        f"the most concentrated of the {len(ranked)} private {many} ranked"
        if len(ranked) > 1
        else f"the one private {one} ranked"
    )
    return f"{hedged}{which} is {label}: {least}{times(top['lq_us'])} the nation's share of jobs"


def _concentration_look_for(profile: Profile, ranked: pd.DataFrame) -> tuple[str, ...]:
    if ranked.empty:
        return ()
    _, many = LEVEL_WORDS[profile.level]
    state = profile.region.state_label
    strong = ranked[ranked["lq_us"] >= _SPECIALIZED]
    # A withheld county can only raise a quotient.
    more = (ranked.loc[ranked["lq_us"] < _SPECIALIZED, "suppressed_counties"] > 0).any()
    count = len(strong)
    said = f"at least {count}" if more and count else "none" if not count else str(count)
    sentences = [
        (
            f"{capital(said)} of the {plural(len(ranked), many.replace('ies', 'y').removesuffix('s'), many)} ranked "
            f"{'has' if count < 2 else 'have'} a quotient of 1.2 or more against the nation"  # noqa: PLR2004
            f"{' as far as can be seen' if more and not count else ''}, a common sign of a specialization."
        )
    ]
    both = strong[strong["lq_state"] >= _SPECIALIZED]
    if len(both):
        names = first_titles(both["short_title"], 4)
        sentences.append(sentence(f"Concentrated against both the nation and {state} (1.2 or more): {names}"))
    elif count and strong["lq_state"].notna().all() and not more:
        sentences.append(
            f"Against {state} {'it does not' if count == 1 else 'none of them does'}: the state as a whole is "
            "concentrated there too."
        )
    return tuple(sentences)


def _unranked_words(profile: Profile) -> str:
    private = private_industries(profile.industries)
    hidden = int((private["employment"].isna() & (private["suppressed_counties"] > 0)).sum())
    small = "Industries with fewer than 1 job in 1,000 of the region are not ranked"
    if not hidden:
        return f"{small}."
    return f"{small}, nor {'is' if hidden == 1 else 'are'} {hidden} that BLS withholds altogether."


def quadrants(profile: Profile) -> Chart:
    """Concentration, growth and size of each industry in one picture.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = LEVEL_WORDS[profile.level]
    name, year, first = profile.region.name, profile.year, profile.first_year
    table = ranked_industries(profile, "lq_us")
    # What began with hardly a job has grown by hundreds of percent, which says nothing.
    large_enough = table["change_base"] >= SMALLEST_SHARE * profile.total["employment"]
    table = table[table["change_percent"].notna() & large_enough]
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
    span = f"{first} to {year}" if first is not None else f"to {year}"
    per_year = " a year" if first is not None and year - first > 1 else ""
    change = f"{'yearly ' if per_year else ''}change in jobs {span}"
    counts = {key: int((table["quadrant"] == key).sum()) for key in names}
    if first is None:
        title = f"There is no year before {year} to compare with, so growth cannot be shown"
    elif table.empty:
        title = f"No private {one} can be followed from {first} to {year}"
    else:
        title = _quadrant_title(table, counts, many, span)
    return Chart(
        name=f"quadrants-{profile.level}",
        title=capital(title),
        subtitle=f"Private {many}, {name}: location quotient {year}, {change}, and size"
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
        table=Table.of(
            table,
            f"Concentration, growth and size, {name}",
            **INDUSTRY,
            **CODE,
            quadrant_name="Quadrant",
            **JOBS,
            lq_us=("LQ, nation", "ratio"),
            change_percent=(capital(change), "signed_percent"),
            change_counties_left_out=("Counties left out of the change", "count"),
        ),
        source=source_line([item for item in (first, year) if item], table),
        alternative=_quadrant_words(table, names),
        look_for=(
            "Concentrated means a quotient of 1 or more: at least the nation's share of jobs.",
            "Top right: strengths that still grow, where a partnership finds partners with openings.",
            "Bottom right: strengths under pressure, where skills can be lost.",
            "Top left: not concentrated yet, but growing.",
        )
        if len(table)
        else (),
        does_not_say=(
            *(
                ["One year of change can be chance: ask the employers."]
                if len(table) and not per_year
                else []
            ),
            *(
                [
                    "The zero line is no target: see the next picture for what the nation did in the same time.",
                    "Industries with fewer than 1 job in 1,000 of the region, in either year, are left out.",
                ]
                if len(table)
                else []
            ),
            *(
                [
                    "Where counties are withheld, the quotient is a lower bound: the bubble may belong further right."
                ]
                if (table["suppressed_counties"] > 0).any()
                else []
            ),
            *(
                [
                    "Some counties are withheld in one of the years and left out of the change; the table says where."
                ]
                if (table["change_counties_left_out"] > 0).any()
                else []
            ),
            *(
                [
                    (
                        f"Industries whose code changed its meaning between {naics_version(first)} and "
                        f"{naics_version(year)} have no change."
                    )
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
        return f"concentrated here and not losing jobs from {span}: {names}"
    concentrated = counts["strong_shrinking"]
    if concentrated:
        only = table.loc[table["quadrant"] == "strong_shrinking", "short_title"].iloc[0]
        return (
            f"all {concentrated} concentrated {many} in the picture lost jobs from {span}"
            if concentrated > 1
            else f"the one concentrated industry in the picture, {in_sentence(only)}, lost jobs from {span}"
        )
    seen = "as far as can be seen, " if (table["suppressed_counties"] > 0).any() else ""
    if len(table) == 1:
        return f"{seen}{in_sentence(table['short_title'].iloc[0])} is not concentrated here"
    return f"{seen}none of the {len(table)} {many} in the picture is concentrated here"


def _quadrant_words(table: pd.DataFrame, names: dict[str, str]) -> str:
    if table.empty:
        return "No chart."
    parts = []
    for key, name in names.items():
        inside = table[table["quadrant"] == key].sort_values("employment", ascending=False)
        if len(inside):
            listed = first_titles(inside["short_title"], 5)
            count = plural(len(inside), "industry", "industries")
            parts.append(f"{name}: {count}{', largest first' if len(inside) > 1 else ''}: {listed}")
    return " ".join(["Bubble chart in four quadrants.", *map(sentence, parts)])
