"""Which occupations stand behind a sector's jobs, by level; their pay against a line; and their openings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.style import REGION_STYLE
from nextgen_helpers.charts.tables import Labeled, Table, instead, numbers, rows_of, series, texts, written
from nextgen_helpers.jobs.openings import most_openings, openings_rate
from nextgen_helpers.jobs.quality import Quality
from nextgen_helpers.jobs.staffing import LEVELS, NATIONS, Level, Staffing, brief
from nextgen_helpers.jobs.tables import described, source_line
from nextgen_helpers.words import about, in_sentence, joined, money, percent, plural, those

LEVEL_NAMES: Final[Mapping[Level, str]] = {"entry": "Entry", "middle": "Middle", "advanced": "Advanced"}
LEVELS_RULE: Final = "The levels are ours, by O*NET's job zones: 1 and 2 entry, 3 middle, 4 and 5 advanced; without a zone, by typical education."
_ESTIMATE: Final = (
    "Every number of jobs is an estimate: the jobs of each industry here, with the nation's mix of occupations. Companies here can "
    "differ; ask them. Compared with a count of 2019 in the 28 boards of Texas, half of a board's occupations are off by about a third or less."
)
_PER_LEVEL: Final = 6
_MOST: Final = 50
_NEARLY_ALL: Final = 0.9


# -- what jobs are there --------------------------------------------------------------------------------


def occupations_by_level(found: Staffing, sector: str, region: str, year: int) -> Chart:
    """Show the largest occupations of a sector by level, with pay and openings; the year is that of the region's jobs."""
    name = in_sentence(sector)
    if found.empty:
        return no_jobs("sector-jobs", name, region, year)
    own = {level: found.table[found.table["level"] == level].head(_PER_LEVEL) for level in LEVELS}
    own = {level: rows for level, rows in own.items() if len(rows)}
    shown = pd.concat(own.values()) if own else found.table.iloc[:0]
    levels = shown["level"].to_list()
    return Chart(
        name="sector-jobs",
        title=_jobs_title(found, name, region),
        subtitle=f"Estimated jobs by occupation in {region}, {year}: {_jobs_words(found)} in {name}; the {_PER_LEVEL} largest occupations of each level",
        mark=Dots(
            labels=tuple(shown["title"].map(brief)),
            series=series(shown, [("Jobs (estimate)", "jobs", REGION_STYLE)]),
            axis="Jobs here (estimate); next to it: median pay a year, and openings a year",
            notes=tuple(
                f"{pay_words(row.pay_50, row.pay_note)}; {_openings(row.openings)}" for row in rows_of(shown)
            ),
            sections=tuple((levels.index(level), LEVEL_NAMES[level]) for level in own),
            legend=False,
        ),
        table=jobs_table(found, f"Occupations of {name} in {region}, {year} (estimate)"),
        source=source_line(year),
        alternative=instead(
            "One dot an occupation, by level.",
            [{"level": LEVEL_NAMES[level], "jobs": _listed(rows)} for level, rows in own.items()],
            "{level}: {jobs}.",
        ),
        look_for=(*_levels_sentences(found), LEVELS_RULE),
        does_not_say=(_ESTIMATE, *pay_rules(found), *_limits(found, year)),
    )


def _listed(rows: pd.DataFrame) -> str:
    return joined([f"{brief(row.title)} {about(row.jobs)}" for row in rows_of(rows)])


def pay_rules(found: Staffing) -> tuple[str, ...]:
    """Say whose pay is shown, and of how many occupations it is the nation's."""
    if not found.pay_of:
        return (
            f"Pay is the median in this sector in the whole nation, May {found.pay_year}. It is not adjusted for what life costs here.",
        )
    elsewhere = int((found.table["pay_note"] == NATIONS).sum())
    return those(
        f"Pay is the median of the occupation in all industries of {found.pay_of}, May {found.pay_year}; this sector may pay more or less.",
        elsewhere
        and f"For {plural(elsewhere, 'occupation')} no pay is published there: it is that of this sector in the nation, marked.",
    )


def no_jobs(name: str, sector: str, region: str, year: int) -> Chart:
    """Say that the region has no private job in a sector."""
    title = f"No private job in {sector} can be found in {region} in {year}"
    table = Table.of([], "Occupations", title="Occupation")
    subtitle = "So there is nothing to spread over occupations"
    return Chart(name, title, subtitle, source_line(year), table=table)


def _jobs_title(found: Staffing, name: str, region: str) -> str:
    jobs = found.by_level["jobs"]
    if not jobs.sum() > 0:
        return f"For {name} in {region} no occupation is published"
    share = percent(100 * jobs["entry"] / jobs.sum())
    return f"About {share} of the jobs in {name} in {region} are entry jobs (estimate)"


def _jobs_words(found: Staffing) -> str:
    if found.estimated > 0:
        return f"about {about(found.jobs)} jobs, of which {about(found.estimated)} are withheld by BLS and estimated (all together {about(found.low)} to {about(found.high)})"
    return f"{written(found.jobs, 'count')} jobs"


def _levels_sentences(found: Staffing) -> list[str]:
    said, by_level = [], found.by_level
    for level in LEVELS:
        row = by_level.loc[level].to_dict()
        if row["jobs"] > 0:
            paid = "" if pd.isna(row["pay"]) else f", median pay {money(row['pay'])} a year"
            said.append(
                f"{LEVEL_NAMES[level]}: about {about(row['jobs'])} jobs{paid}, about {about(max(0.0, row['openings']))} openings a year."
            )
    return said


def _limits(found: Staffing, year: int) -> tuple[str, ...]:
    newer, table = int(described()["oews_year"]), found.table

    def jobs_without(column: str) -> str:
        lacking = table[table[column].isna()]
        jobs = about(lacking["jobs"].sum())
        return f"{plural(len(lacking), 'occupation')} with about {jobs} jobs" if len(lacking) else ""

    no_openings, no_zone = jobs_without("openings"), jobs_without("job_zone")
    return those(
        newer != year and f"The jobs are of {year}, the mix, the pay and the openings of {newer} and later.",
        found.covered < 0.9995  # noqa: PLR2004  (what rounds to all needs no sentence)
        and f"{percent(100 * (1 - found.covered))} of the sector's jobs are in occupations that are not published for it; they are left out.",
        no_openings and f"For {no_openings} the projections have no openings.",
        no_zone and f"O*NET has no job zone for {no_zone}, and ties them to no other.",
        *mix_limits(found),
        found.estimated > 0
        and "The range adds up the range of each county that is estimated. Not all err to the same side, so it is wider than it need be.",
    )


def mix_limits(found: Staffing) -> tuple[str, ...]:
    """Say what the nation's mix of a sector holds that the private jobs here do not, or does not hold; empty where nothing.

    OEWS publishes transportation, education, health care, arts and hotels by private and some public employers together only.

    Examples
    --------
    >>> from nextgen_helpers.jobs.staffing import staffing
    >>> mix_limits(staffing("48-49", 1000))
    ("The nation's mix also holds the U.S. Postal Service; the jobs here are private ones only.",)
    >>> mix_limits(staffing("23", 1000))
    ()
    """
    beside = found.beside_private
    also = f"The nation's mix also holds {beside}; the jobs here are private ones only."
    return those(beside and also, found.note)


def jobs_table(found: Staffing, caption: str) -> Table:
    """Lay out the occupations of a sector."""
    top = found.table.head(_MOST)
    frame = top.assign(
        level_name=top["level"].map(LEVEL_NAMES).fillna("not known"),
        zone=["" if pd.isna(zone) else str(int(zone)) for zone in top["job_zone"]],
        schooling=top["education"].replace("", "not known").fillna("not known"),
        note=top["pay_note"].replace(
            {"as published": "", "top-coded": "above what is published", NATIONS: "the nation's, this sector"}
        ),
    )
    more = f"; the {len(frame)} largest of {len(found.table)}" if len(frame) < len(found.table) else ""
    return Table.of(
        frame,
        f"{caption}{more}",
        title="Occupation",
        soc="SOC code",
        level_name="Level",
        zone="Job zone (O*NET)",
        jobs=("Jobs here, estimate", "count"),
        share=("Share of the sector's jobs in the nation", "share"),
        pay_25=("A quarter earn less than", "dollars"),
        pay_50=("Median pay a year", "dollars"),
        pay_75=("A quarter earn more than", "dollars"),
        note="Pay",
        schooling="Typical education to enter",
        exits=("Leave the labor force, a year", "count"),
        transfers=("Change occupation, a year", "count"),
        growth=("Growth, a year", "change"),
        openings=("Openings a year", "count"),
    )


def pay_words(pay: float, note: str) -> str:
    """Say what an occupation pays, also where it is above what is published, or not published."""
    if note == "top-coded":
        return "pay above what is published"
    if np.isnan(pay):
        return "pay not published"
    return f"{money(float(pay))} (nation)" if note == NATIONS else money(float(pay))


def _openings(openings: float | None) -> str:
    if openings is None or pd.isna(openings):
        return "openings not known"
    return f"{about(max(0.0, round(float(openings))))} openings"


# -- job quality ----------------------------------------------------------------------------------------


def jobs_by_quality(found: Staffing, judged: Quality, sector: str, region: str, year: int) -> Chart:
    """Show a sector's jobs by pay against the team's line; and say degrees and where openings come from."""
    name = in_sentence(sector)
    if found.empty:
        return no_jobs("job-quality", name, region, year)
    share = judged.above_share
    groups = {
        "Three of four earn the line or more": judged.mostly_above,
        "Half earn it or more": judged.about_above,
        "Less than half earn it": judged.below,
    }
    table = Table.of(
        [
            {"group": group, "jobs": jobs, "share": jobs / judged.paid}
            for group, jobs in groups.items()
            if share is not None
        ],
        f"Jobs of {name} by pay against the line",
        group="In the occupation",
        jobs=("Jobs here, estimate", "count"),
        share=("Share", "share"),
    )
    return Chart(
        name="job-quality",
        title=f"No line of pay is named yet for {name}"
        if share is None
        else f"In {name}, about {percent(100 * share)} of the jobs are in occupations in which half or more earn {money(judged.line or 0)} a year (estimate)",
        subtitle=f"Jobs in {region}, {year}, by how many in the occupation earn the line that the team has named",
        mark=None
        if share is None
        else Bars(
            texts(table.frame, "group"),
            numbers(table.frame, "jobs"),
            tuple(
                f"{about(jobs)} ({percent(100 * jobs / judged.paid) if jobs else '0%'})"
                for jobs in groups.values()
            ),
            "Jobs here (estimate)",
        ),
        table=table,
        source=source_line(year),
        alternative="No chart."
        if share is None
        else instead("Three bars.", table.frame, lambda row: f"{row['group']}: {about(row['jobs'])} jobs."),
        look_for=_quality_sentences(judged),
        does_not_say=those(
            share is not None and "A line for one adult is another than one for a family: say whose it is.",
            *pay_rules(found),
            "Hours, shifts, benefits, safety, and whether a job lasts.",
            _ESTIMATE,
            *mix_limits(found),
        ),
    )


def _quality_sentences(judged: Quality) -> tuple[str, ...]:
    degree, leave = judged.no_degree_share, judged.turnover_share
    growth = f"growth adds about {about(judged.growth)}"
    if judged.growth < 0:
        growth = f"the jobs lost take away about {about(-judged.growth)}"
    return those(
        degree is not None
        and f"For about {percent(100 * degree)} of the jobs no degree is typical: a high school diploma, a certificate or nothing is enough to enter.",
        leave is not None
        and f"About {about(judged.turnover)} openings a year come because people leave the occupation or stop working; {growth}.",
        leave is not None
        and leave > _NEARLY_ALL
        and "Nearly all openings come from people who leave: ask why they do, before you train more.",
    )


# -- openings as a sign ---------------------------------------------------------------------------------


def openings_table(found: Staffing, named: Sequence[str], sector: str, year: int) -> Table:
    """Lay out openings, their number for each 100 jobs, and growth: of the occupations that companies named, then where most are.

    named : codes of the occupations that companies named.
    """
    frame = most_openings(found, named)
    frame = frame.assign(
        name=frame["title"].map(brief),
        named_by=frame["named"].map({True: "yes", False: ""}),
        rate=[f"{rate:.1f}" for rate in frame["rate"]],
    )
    by_companies: dict[str, Labeled] = {"named_by": "Named by companies"} if frame["named"].any() else {}
    return Table.of(
        frame,
        f"{sector}, {year}: occupations with most openings. Source: {source_line(year)}",
        name="Occupation",
        **by_companies,
        jobs=("Jobs here, estimate", "count"),
        openings=("Openings a year, estimate", "count"),
        rate="Openings for each 100 jobs",
        growth_in_ten_years=("Expected change in ten years, the nation", "signed_percent"),
    )


def openings_words(found: Staffing, everywhere: pd.DataFrame, sector: str) -> str:
    """Say how many openings there are for each 100 jobs of a sector, and of all private sectors of the region.

    everywhere : from :func:`nextgen_helpers.jobs.staffing.region_demand`.
    """
    own, all_sectors = openings_rate(found.table), openings_rate(everywhere)
    if not (own > 0 and all_sectors > 0):
        return "No openings are expected in the figures."
    return (
        f"About {own:.1f} openings a year for each 100 jobs are expected in {in_sentence(sector)}, and {all_sectors:.1f} in all "
        "private sectors here: an estimate, with the nation's mix and rates. Where many leave, there are many openings without any "
        "shortage; so this is no sign by itself. Ask why people leave."
    )
