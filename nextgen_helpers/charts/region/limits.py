"""What the data cannot see, and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Bars
from nextgen_helpers.charts.region.rankings import (
    AGENCY,
    CODE,
    INDUSTRY,
    LEVEL_WORDS,
    MOST_ROWS,
    WITHHELD,
    capital,
    optional,
    source_line,
)
from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.lmi.codes import naics_version
from nextgen_helpers.lmi.layout import ESTIMATED_METHODS, METHODS
from nextgen_helpers.words import joined, percent, plural

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.lmi.withheld import Coverage


def coverage(profile: Profile) -> Chart:
    """What the data cannot see: withheld cells, and how large they can be at most.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = LEVEL_WORDS[profile.level]
    name, year = profile.region.name, profile.year
    table = profile.industries
    levels = [profile.coverage_at(level) for level in ("sector", "3-digit", "4-digit")]
    affected = table[table["suppressed_counties"] > 0].sort_values("employment_at_most", ascending=False)
    shown = affected if profile.level == "sector" else affected.head(MOST_ROWS)
    title = _coverage_title(name, levels, government=bool((table["suppressed_counties"] > 0).any()))
    cells = levels[("sector", "3-digit", "4-digit").index(profile.level)]
    return Chart(
        name=f"coverage-{profile.level}",
        title=title,
        subtitle=f"{capital(many)} and government of {name} with withheld counties, {year}: jobs that can be "
        "seen, and how many there can be at most"
        + (f"; the {len(shown)} that can be largest" if len(shown) < len(affected) else "")
        if len(shown)
        else f"No {one} and no part of government is withheld in {name} in {year}",
        mark=None
        if shown.empty
        else Bars(
            tuple(shown["short_title"]),
            tuple(optional(shown["employment"])),
            tuple(optional(shown["employment_at_most"])),
            tuple(
                f"{withheld} of {plural(int(counties), 'county', 'counties')}"
                for withheld, counties in zip(shown["suppressed_counties"], shown["counties"], strict=True)
            ),
            tuple(own != "5" for own in shown["own_code"]),
            "Jobs: filled, seen; dashed, at most. Beside it: in how many counties it is withheld",
            ("Private", "Government"),
        ),
        table=Table.of(
            affected,
            f"{capital(many)} and government with withheld counties, {name}, {year}",
            **INDUSTRY,
            **CODE,
            employment=("Jobs seen (at least)", "count"),
            employment_at_most=("Jobs at most", "count"),
            **WITHHELD,
            counties=("Counties with the industry", "count"),
        ),
        source=source_line([year]),
        alternative=_coverage_words(shown),
        look_for=(
            *(
                [
                    (
                        f"{cells.withheld_cells:,} of {cells.cells:,} private cells (a {one} in a county) "
                        f"{'is' if cells.withheld_cells == 1 else 'are'} withheld."
                    )
                ]
                if cells.withheld_cells
                else []
            ),
            (
                "BLS withholds a cell where a single employer could be recognized: in small counties, and where one "
                "employer dominates."
            ),
        )
        if len(shown)
        else (),
        does_not_say=(
            (
                "The upper limits draw on the same jobs of a county: they cannot all be reached at once, and must not "
                "be added up."
            ),
        )
        if len(shown)
        else (),
    )


def _coverage_title(name: str, levels: list[Coverage], *, government: bool) -> str:
    if np.isnan(levels[0].seen_share):
        return f"BLS withholds even the total of private jobs in {name}"
    if not any(item.withheld_cells for item in levels):
        everything = "every private job can be seen at every level"
        return capital(everything) if government else f"Nothing is withheld in {name}: {everything}"
    words = [_seen_words(item) for item in levels]
    jobs = "the private jobs"
    if levels[0].private_is_lower_bound:  # of what is withheld together with its total, nobody knows the size
        jobs = "the private jobs in counties with a published total"
    return (
        f"{capital(words[0])} of {jobs} can be seen by sector, {words[1]} by 3-digit and "
        f"{words[2]} by 4-digit industry"
    )


def _seen_words(covered: Coverage) -> str:
    if not covered.withheld_cells:
        return "all"
    if covered.seen_share == 0:
        return "none"
    return "more than 99%" if covered.seen_share > 0.99 else percent(100 * covered.seen_share)  # noqa: PLR2004


def _coverage_words(shown: pd.DataFrame) -> str:
    if shown.empty:
        return "No chart: nothing is withheld."
    said = []
    for title, jobs, limit in shown[["short_title", "employment", "employment_at_most"]].head(5).to_numpy():
        most = "without a known limit" if pd.isna(limit) else f"at most {written(limit, 'count')}"
        said.append(f"{title} {'none seen' if pd.isna(jobs) else written(jobs, 'count')}, {most}")
    rest = len(shown) - len(said)
    more = f"; {plural(rest, 'more follows', 'more follow')}" if rest else ""
    return f"Bar chart of jobs that can be seen where counties are withheld: {'; '.join(said)}{more}."


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
        table=Table.of(
            table,
            "Sources of the figures",
            area="Figures for",
            year="Year",
            made="How they were made",
            estimated="Marked as",
            rows=("Rows", "count"),
            source="Source",
        ),
        source=AGENCY,
        alternative="Table of sources.",
        look_for=(
            (
                "Jobs are those covered by unemployment insurance, counted at the workplace, as the average of the twelve "
                "months; about 95% of all U.S. jobs."
            ),
            (
                "Location quotients follow BLS: private jobs of an industry as a share of all jobs, all ownerships, here "
                "and in the reference area."
            ),
            "Shift-share follows Dunn: national growth is that of all jobs, all ownerships.",
            "A withheld figure is missing, never zero. Pay is in dollars of the year, not adjusted for prices.",
        ),
        does_not_say=("BLS revises its figures; a later download can differ slightly.",),
    )
