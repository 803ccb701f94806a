"""What the data cannot see, and where they come from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.region.rankings import (
    AGENCY,
    INDUSTRY,
    LEVEL_WORDS,
    WITHHELD,
    drawn_rows,
    first_of,
    more_follow,
    once_a_report,
    source_line,
)
from nextgen_helpers.charts.tables import Table, numbers, rows_of, texts, written
from nextgen_helpers.lmi.codes import naics_version
from nextgen_helpers.lmi.layout import ESTIMATED_METHODS, LEVELS, method_words
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.withheld import Coverage
from nextgen_helpers.words import capital, joined, percent, plural, those


@once_a_report
def coverage(profile: Profile) -> Chart:
    """What the data cannot see: withheld cells, and how large they can be at most."""
    one, many = LEVEL_WORDS[profile.level]
    region, year, cells = profile.region.name, profile.year, profile.coverage
    found = profile.industries
    found = found[found["suppressed_counties"] > 0].sort_values("employment_at_most", ascending=False)
    title = _coverage_title(profile, government=len(found) > 0)
    table = Table.of(
        found,
        f"{capital(many)} and government with withheld counties, {region}, {year}",
        **INDUSTRY,
        employment=("Jobs seen (at least)", "count"),
        employment_at_most=("Jobs at most", "count"),
        **WITHHELD,
        counties=("Counties with the industry", "count"),
    )
    subtitle = f"No {one} and no part of government is withheld in {region} in {year}"
    nothing = Chart(f"coverage-{profile.level}", title, subtitle, source_line([year]), table=table)
    if found.empty:
        return nothing
    shown = drawn_rows(profile, found)
    return replace(
        nothing,
        subtitle=f"{capital(many)} and government of {region} with withheld counties, {year}: jobs that can be "
        f"seen, and how many there can be at most{first_of(shown, found, 'that can be largest')}",
        mark=Bars(
            texts(shown, "short_title"),
            numbers(shown, "employment"),
            tuple(
                f"{row.suppressed_counties} of {plural(int(row.counties), 'county', 'counties')}"
                for row in rows_of(shown)
            ),
            "Jobs: filled, seen; hatched, at most. Next to it: in how many counties it is withheld",
            at_most=numbers(shown, "employment_at_most"),
            second=tuple(shown["own_code"] != "5"),
            groups=("Private", "Government"),
        ),
        alternative=_coverage_words(shown),
        look_for=those(
            cells.withheld_cells
            and f"{cells.withheld_cells:,} of {cells.cells:,} private cells (a {one} in a county) {'is' if cells.withheld_cells == 1 else 'are'} withheld.",
            "BLS withholds a cell where a single employer could be recognized: in small counties, and where one employer dominates.",
        ),
        does_not_say=(
            "The upper limits share the same jobs of a county: they cannot all be reached together, so do not add them up.",
        ),
    )


def _coverage_title(profile: Profile, *, government: bool) -> str:
    name, levels = profile.region.name, [profile.coverage_at(level) for level in LEVELS]
    if np.isnan(levels[0].seen_share):
        return f"BLS withholds even the total of private jobs in {name}"
    if not any(item.withheld_cells for item in levels):
        everything = "every private job can be seen at every level"
        return capital(everything) if government else f"Nothing is withheld in {name}: {everything}"
    sectors, groups, industries = map(_seen_words, levels)
    # Of what is withheld together with its total, nobody knows the size.
    known = " in counties with a published total" if levels[0].private_is_lower_bound else ""
    return f"{capital(sectors)} of the private jobs{known} can be seen by sector, {groups} by 3-digit and {industries} by 4-digit industry"


def _seen_words(covered: Coverage) -> str:
    if not covered.withheld_cells:
        return "all"
    if covered.seen_share == 0:
        return "none"
    return "more than 99%" if covered.seen_share > 0.99 else percent(100 * covered.seen_share)  # noqa: PLR2004


def _coverage_words(shown: pd.DataFrame) -> str:
    said = []
    for title, jobs, limit in shown[["short_title", "employment", "employment_at_most"]].head(5).to_numpy():
        most = "without a known limit" if pd.isna(limit) else f"at most {written(limit, 'count')}"
        said.append(f"{title} {'none seen' if pd.isna(jobs) else written(jobs, 'count')}, {most}")
    more = more_follow(len(shown) - len(said))
    return f"Bar chart of jobs that can be seen where counties are withheld: {'; '.join(said)}{more}."


@once_a_report
def sources(profile: Profile) -> Chart:
    """Where every figure comes from, and how it was made."""
    found = profile.sources
    found = found.assign(
        made=found["method"].map(method_words),
        estimated=found["method"].isin(ESTIMATED_METHODS).map({True: "estimated", False: ""}),
    )
    years = joined([str(year) for year in sorted(set(found["year"]))])
    return Chart(
        name="sources",
        title=f"Figures by industry come from {plural(found['source'].nunique(), 'source')}, for {years}",
        subtitle=f"Definition of the region: {profile.region.source}. Industries: {naics_version(profile.year)}.",
        mark=None,
        table=Table.of(
            found,
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
            "Jobs are those covered by unemployment insurance, counted at the workplace, as the average of the twelve months; about 95% of all U.S. jobs.",
            "Location quotients follow BLS: private jobs of an industry as a share of all jobs, all ownerships, here and in the reference area.",
            "Shift-share follows Dunn: national growth is that of all jobs, all ownerships.",
            "Newer totals, unemployment, schooling, pay by occupation and programs name their own source and year with each picture.",
            "A withheld figure is missing, never zero. Pay is in dollars of the year, not adjusted for prices.",
        ),
        does_not_say=("BLS revises its figures; a later download can differ slightly.",),
    )
