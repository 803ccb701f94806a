"""The charts of the jobs behind a sector: occupations by level, the ladder, openings beside completers, pay against a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.flow import Flow
from nextgen_helpers.charts.market_marks import Bars, Dots, Series
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.charts.team.pathways import openings_and_completers
from nextgen_helpers.charts.team_marks import RowDots
from nextgen_helpers.jobs.ladder import LEAST_RISE, ladder_share, steps, steps_from
from nextgen_helpers.jobs.staffing import LEVELS, brief
from nextgen_helpers.jobs.tables import described, source_line
from nextgen_helpers.words import about, in_sentence, joined, money, percent, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nextgen_helpers.jobs.ladder import Step
    from nextgen_helpers.jobs.quality import Quality
    from nextgen_helpers.jobs.staffing import Level, Staffing
    from nextgen_helpers.jobs.supply import Supply

LEVEL_NAMES: Final[Mapping[Level, str]] = {"entry": "Entry", "middle": "Middle", "advanced": "Advanced"}
_PER_LEVEL: Final = 6
_IN_COLUMN: Final = 5
_ABOVE: Final = 7
#: Occupations with fewer jobs here, or a smaller share of the sector's, are no step to aim at; the limits are ours.
_FEWEST: Final = 10
_SMALLEST: Final = 0.001
_TIES: Final = 2
_MOST: Final = 50
_STEPS: Final = 8
_LEVELS_RULE: Final = "The levels are ours, by O*NET's job zones: 1 and 2 entry, 3 middle, 4 and 5 advanced; without a zone, by typical education."
_ESTIMATE: Final = (
    "Every number of jobs is an estimate: the sector's jobs here, with the nation's mix of occupations. Companies here can "
    "differ; ask them."
)
_PAY: Final = (
    "Pay is the median in this sector in the whole nation. It is not adjusted for what life costs here."
)
_LEVEL_STYLE: Final = (SeriesStyle("#00629b"), SeriesStyle("#00795c"), SeriesStyle("#7a3e9d"))


# -- what jobs are there --------------------------------------------------------------------------------


def sector_jobs_chart(found: Staffing, sector: str, region: str, year: int) -> Chart:
    """Show the largest occupations of a sector by level, with pay and openings.

    Parameters
    ----------
    found : the sector's occupations here.
    sector : its name.
    region : the region's name.
    year : of the region's jobs.
    """
    name = in_sentence(sector)
    if found.empty:
        return _nothing("sector-jobs", name, region, year)
    table = found.table
    shown = pd.concat([table[table["level"] == level].head(_PER_LEVEL) for level in LEVELS])
    sections, first = [], 0
    for level in LEVELS:
        count = int((shown["level"] == level).sum())
        if count:
            sections.append((first, LEVEL_NAMES[level]))
        first += count
    by_level = found.by_level
    return Chart(
        name="sector-jobs",
        title=_jobs_title(by_level, name, region),
        subtitle=f"Estimated jobs by occupation in {region}, {year}: {_jobs_words(found)} in {name}; the {_PER_LEVEL} largest occupations of each level",
        mark=RowDots(
            tuple(brief(title) for title in shown["title"]),
            (Series("Jobs (estimate)", tuple(float(jobs) for jobs in shown["jobs"]), _LEVEL_STYLE[0]),),
            "Jobs here (estimate); beside it: median pay a year, and openings a year",
            tuple(
                f"{_pay(pay, note)}; {_openings(openings)}"
                for pay, note, openings in shown[["pay_50", "pay_note", "openings"]].itertuples(
                    index=False, name=None
                )
            ),
            sections=tuple(sections),
            legend=False,
        ),
        table=jobs_table(found, f"Occupations of {name} in {region}, {year} (estimate)"),
        source=source_line(year),
        alternative="One dot an occupation, by level. "
        + " ".join(
            f"{LEVEL_NAMES[level]}: {joined([f'{brief(title)} {about(jobs)}' for title, jobs in shown.loc[shown['level'] == level, ['title', 'jobs']].itertuples(index=False, name=None)])}."
            for level in LEVELS
            if (shown["level"] == level).any()
        ),
        look_for=(*_levels_sentences(found), _LEVELS_RULE),
        does_not_say=(_ESTIMATE, _PAY, *_limits(found, year)),
    )


def _nothing(name: str, sector: str, region: str, year: int) -> Chart:
    return Chart(
        name=name,
        title=f"No private job in {sector} can be found in {region} in {year}",
        subtitle="So there is nothing to spread over occupations",
        mark=None,
        table=Table.of(pd.DataFrame(columns=["title"]), "Occupations", title="Occupation"),
        source=source_line(year),
        alternative="No picture.",
    )


def _jobs_title(by_level: pd.DataFrame, name: str, region: str) -> str:
    jobs = by_level["jobs"]
    if not jobs.sum() > 0:
        return f"For {name} in {region} no occupation is published"
    share = 100 * jobs["entry"] / jobs.sum()
    return f"About {percent(share)} of the jobs in {name} in {region} are entry jobs (estimate)"


def _jobs_words(found: Staffing) -> str:
    if found.estimated > 0:
        return f"about {about(found.jobs)} jobs, of which {about(found.estimated)} are withheld by BLS and estimated (all together {about(found.low)} to {about(found.high)})"
    return f"{written(found.jobs, 'count')} jobs"


def _levels_sentences(found: Staffing) -> list[str]:
    said = []
    for level, row in found.by_level.iterrows():
        if row["jobs"] > 0:
            paid = f", median pay {money(row['pay'])} a year" if not pd.isna(row["pay"]) else ""
            said.append(
                f"{LEVEL_NAMES[level]}: about {about(row['jobs'])} jobs{paid}, about {about(max(0.0, row['openings']))} openings a year."  # type: ignore[index]
            )
    return said


def _limits(found: Staffing, year: int) -> tuple[str, ...]:
    said = []
    newer = int(described()["oews_year"])
    if newer != year:
        said.append(f"The jobs are of {year}, the mix, the pay and the openings of {newer} and later.")
    if found.covered < 0.9995:  # noqa: PLR2004  (what rounds to all needs no sentence)
        said.append(
            f"{percent(100 * (1 - found.covered))} of the sector's jobs are in occupations that are not published for it; they are left out."
        )
    missing = found.table["openings"].isna()
    if missing.any():
        said.append(
            f"For {plural(int(missing.sum()), 'occupation')} with about {about(found.table.loc[missing, 'jobs'].sum())} jobs the projections have no openings."
        )
    without = found.table["job_zone"].isna()
    if without.any():
        said.append(
            f"O*NET has no job zone for {plural(int(without.sum()), 'occupation')} with about {about(found.table.loc[without, 'jobs'].sum())} jobs, and ties them to no other."
        )
    said += mix_limits(found)
    if found.estimated > 0:
        said.append(
            "The range adds up the range of each county that is estimated. Not all err to the same side, so it is wider than it need be."
        )
    return tuple(said)


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
    beside = (
        [f"The nation's mix also holds {found.beside_private}; the jobs here are private ones only."]
        if found.beside_private
        else []
    )
    return (*beside, *([found.note] if found.note else []))


def jobs_table(found: Staffing, caption: str) -> Table:
    """Lay out the occupations of a sector."""
    top = found.table.head(_MOST)
    frame = top.assign(
        level_name=top["level"].map(LEVEL_NAMES).fillna("not known"),
        zone=[("" if pd.isna(zone) else str(int(zone))) for zone in top["job_zone"]],
        schooling=top["education"].replace("", "not known").fillna("not known"),
        note=top["pay_note"].replace({"as published": "", "top-coded": "above what is published"}),
    )
    columns = (
        Column("title", "Occupation"), Column("soc", "SOC code"), Column("level_name", "Level"), Column("zone", "Job zone (O*NET)"),
        Column("jobs", "Jobs here, estimate", "count"), Column("share", "Share of the sector's jobs in the nation", "share"),
        Column("pay_25", "A quarter earn less than", "dollars"), Column("pay_50", "Median pay a year", "dollars"),
        Column("pay_75", "A quarter earn more than", "dollars"), Column("note", "Pay"), Column("schooling", "Typical education to enter"),
        Column("exits", "Leave the labor force, a year", "count"), Column("transfers", "Change occupation, a year", "count"),
        Column("growth", "Growth, a year", "change"), Column("openings", "Openings a year", "count"),
    )  # fmt: skip
    more = f"; the {len(frame)} largest of {len(found.table)}" if len(frame) < len(found.table) else ""
    return Table(frame, columns, f"{caption}{more}")


def _pay(pay: float, note: str) -> str:
    if note == "top-coded":
        return "pay above what is published"
    return "pay not published" if pd.isna(pay) else money(float(pay))


def _openings(openings: float | None) -> str:
    if openings is None or pd.isna(openings):
        return "openings not known"
    return f"{about(max(0.0, round(float(openings))))} openings"


# -- the ladder -----------------------------------------------------------------------------------------


def ladder_chart(found: Staffing, sector: str, region: str, year: int) -> Chart:
    """Show occupations in columns by level, with arrows to related ones that pay more.

    Parameters
    ----------
    found : the sector's occupations here.
    sector : its name.
    region : the region's name.
    year : of the region's jobs.
    """
    name = in_sentence(sector)
    if found.empty:
        return _nothing("job-ladder", name, region, year)
    everything = [step for step in steps(found) if not step.zone_falls]
    level = dict(zip(found.table["soc"], found.table["level"], strict=True))
    some = set(found.table.loc[found.table["jobs"] >= _fewest(found), "soc"])
    everything = [
        step
        for step in everything
        if level.get(step.soc_before)
        and level.get(step.soc_after)
        and {step.soc_before, step.soc_after} <= some
    ]
    drawn = _drawn_steps(found, everything, level)
    ends = {soc for step in drawn for soc in (step.soc_before, step.soc_after)}
    chosen = [soc for own in LEVELS for soc in found.table["soc"] if soc in ends and level[soc] == own]
    number = {soc: place for place, soc in enumerate(chosen)}
    rows = found.table.set_index("soc")
    used = [item for item in LEVELS if item in {level[soc] for soc in chosen}]
    frame = steps_frame(drawn)
    return Chart(
        name="job-ladder",
        title=_ladder_title(found, drawn, name),
        subtitle=f"Occupations of {name} in {region} by level, {year}; arrows lead to related occupations whose median pay is at least {LEAST_RISE:.0%} higher",
        mark=Flow(
            tuple(LEVEL_NAMES[item] for item in used),
            tuple(brief(str(rows.loc[soc, "title"])) for soc in chosen),
            tuple(used.index(level[soc]) for soc in chosen),
            tuple(_note(rows.loc[soc].to_dict()) for soc in chosen),
            tuple(LEVELS.index(level[soc]) for soc in chosen),
            tuple((LEVEL_NAMES[item], _LEVEL_STYLE[place]) for place, item in enumerate(LEVELS)),
            tuple(
                (number[step.soc_before], number[step.soc_after], not step.more_education) for step in drawn
            ),
            "Pays more, no more schooling is typical",
            "Pays more, more schooling is typical",
        )
        if drawn
        else None,
        table=Table(frame, STEP_COLUMNS, f"Steps in {name}"),
        source=source_line(year),
        alternative="Boxes in three columns, entry, middle and advanced, with arrows. "
        + " ".join(
            f"{brief(step.before)} ({money(step.pay_before)}) leads to {brief(step.after)} ({money(step.pay_after)})."
            for step in drawn
        ),
        look_for=_ladder_look_for(found, drawn),
        does_not_say=(
            "How many take the step, and how long it takes. Related means that O*NET finds the work and the knowledge alike; a company decides who is hired.",
            "No more schooling means the same level of schooling in BLS's words. A license or another certificate may be needed all the same.",
            f"Only some are drawn: the {_IN_COLUMN} largest entry occupations that lead on, up to {_ABOVE} with most openings on each level above, up to {_TIES} steps from each, and none with fewer than {_fewest(found):,.0f} jobs.",
            _PAY,
            *mix_limits(found),
            _LEVELS_RULE,
        )
        if drawn
        else (),
    )


STEP_COLUMNS: Final = (
    Column("before", "From"), Column("after", "To"), Column("pay_before", "Pay before", "dollars"), Column("pay_after", "Pay after", "dollars"),
    Column("rise", "Rise a year, dollars", "change"), Column("rise_percent", "Rise", "signed_percent"), Column("zones", "Job zones"),
    Column("education", "Typical education to enter"), Column("more", "More schooling than before"), Column("training", "Experience and training on the job"),
    Column("openings", "Openings a year here, estimate", "count"),
)  # fmt: skip


def steps_frame(found: Sequence[Step]) -> pd.DataFrame:
    """Lay out steps, one a row."""
    return pd.DataFrame(
        [
            {
                "before": step.before, "after": step.after, "pay_before": step.pay_before, "pay_after": step.pay_after,
                "rise": step.rise, "rise_percent": 100 * step.rise_share,
                "zones": f"{step.zone_before or 'n/a'} to {step.zone_after or 'n/a'}", "education": step.education_after or "not known",
                "more": {True: "yes", False: "no", None: "not known"}[step.more_education],
                "training": "; ".join(part for part in (step.experience_after, step.training_after) if part and part != "nan") or "none is typical",
                "openings": None if step.openings_after is None else max(0.0, step.openings_after),
            }
            for step in found
        ],
        columns=[column.name for column in STEP_COLUMNS],
    )  # fmt: skip


def _fewest(found: Staffing) -> float:
    return max(_FEWEST, _SMALLEST * found.jobs)


def _note(row: Mapping[Any, Any]) -> str:
    return f"{money(float(row['pay_50']))}; {about(row['jobs'])} jobs"


def _drawn_steps(found: Staffing, everything: Sequence[Step], level: Mapping[str, Any]) -> list[Step]:
    """Choose what is drawn: from the largest entry occupations up, to where most openings are; then on from there."""
    leading = {step.soc_before for step in everything}
    columns: dict[str, list[str]] = {own: [] for own in LEVELS}
    columns["entry"] = [soc for soc in found.table["soc"] if level[soc] == "entry" and soc in leading][
        :_IN_COLUMN
    ]
    if not columns["entry"]:  # a sector without entry occupations that lead on begins one level higher
        columns["middle"] = [soc for soc in found.table["soc"] if level[soc] == "middle" and soc in leading][
            :_IN_COLUMN
        ]
    drawn: list[Step] = []
    for place, own in enumerate(LEVELS):
        for soc in columns[own]:
            ways = [
                step
                for step in everything
                if step.soc_before == soc and LEVELS.index(level[step.soc_after]) > place
            ]
            ways.sort(
                key=lambda step: (
                    LEVELS.index(level[step.soc_after]),
                    -(step.openings_after or 0.0),
                    step.rank,
                )
            )
            ways = ways or [
                step for step in everything if step.soc_before == soc and step.soc_after in columns[own]
            ]
            for step in ways if own != "advanced" or not drawn else ():
                column = columns[level[step.soc_after]]
                room = len(column) < _ABOVE and level[step.soc_after] != own
                if sum(other.soc_before == soc for other in drawn) < _TIES and (
                    room or step.soc_after in column
                ):
                    drawn.append(step)
                    if step.soc_after not in column:
                        column.append(step.soc_after)
    return drawn


def _ladder_title(found: Staffing, drawn: Sequence[Step], name: str) -> str:
    if not drawn:
        return f"No step to better pay is known inside {name}"
    pays = found.by_level["pay"].dropna()
    if len(pays) < 2:  # noqa: PLR2004
        return f"In {name} there is one level with known pay, and {plural(len(drawn), 'step')} to better pay"
    told = [f"{money(pay)} in {level} jobs" for level, pay in pays.items()]
    if not pays.is_monotonic_increasing:
        return f"In {name}, pay does not rise at each level: {joined(told)}"
    return f"In {name}, pay rises by level: {joined(told)}"


def _ladder_look_for(found: Staffing, drawn: Sequence[Step]) -> tuple[str, ...]:
    if not drawn:
        return ()
    free = [step for step in drawn if step.more_education is False]
    said = []
    if free:
        best = max(free, key=lambda step: step.rise)
        said.append(
            f"The largest rise in the picture without more schooling: {brief(best.before)} to {brief(best.after)}, {money(best.rise)} a year more."
        )
    asked = len([step for step in drawn if step.more_education])
    if asked:
        said.append(
            f"{asked} of the {plural(len(drawn), 'step')} drawn {'asks' if asked == 1 else 'ask'} for more schooling: who offers it here?"
        )
    share = ladder_share(found)
    if share is not None:
        said.append(
            f"About {percent(100 * share)} of the entry jobs are in occupations from which some better paid step, often on the same level, asks for no more schooling (estimate)."
        )
    return tuple(said)


def next_steps_chart(found: Staffing, soc: str, sector: str, year: int) -> Chart:
    """Show what follows from one occupation: the nearest steps, with pay before and after.

    Parameters
    ----------
    found : the sector's occupations here.
    soc : the occupation's code; it is one of the sector's.
    sector : the sector's name.
    year : of the region's jobs.
    """
    row = found.table.set_index("soc").loc[soc].to_dict()
    name, title = in_sentence(sector), brief(str(row["title"]))
    ways = steps_from(found, soc)
    shown = sorted(ways, key=lambda step: (step.zone_falls, step.rank))[:_STEPS]
    free = sum(step.more_education is False for step in shown)
    return Chart(
        name=f"from-{soc}",
        title=f"From {title}: no better paid step is known in {name}"
        if not shown
        else f"From {title}: {plural(len(shown), 'step')} in {name} pay more, {free} of them without more schooling"
        if len(shown) > 1
        else f"From {title}: one step in {name} pays more, {'without' if free else 'with'} more schooling",
        subtitle=f"Median pay a year, the nation, in {name}; now {_pay(row['pay_50'], row['pay_note'])}",
        mark=Dots(
            tuple(brief(step.after) for step in shown),
            (
                Series(
                    "Now", tuple(step.pay_before for step in shown), SeriesStyle("#b45309", "s", "square")
                ),
                Series(
                    "Then", tuple(step.pay_after for step in shown), SeriesStyle("#00629b", "o", "circle")
                ),
            ),
            "Dollars a year",
            "dollars",
        )
        if shown
        else None,
        table=Table(steps_frame(shown), STEP_COLUMNS, f"Steps from {row['title']} in {name}"),
        source=source_line(year),
        alternative="Two dots a step, pay now and then. "
        + " ".join(
            f"{brief(step.after)}: {money(step.pay_after)}, {money(step.rise)} more; {step.education_after or 'education not known'}."
            for step in shown
        ),
        look_for=tuple(
            f"{brief(step.after)}: {money(step.rise)} a year more; typical to enter: {in_sentence(step.education_after) or 'not known'}."
            for step in shown[:3]
        ),
        does_not_say=(
            "Whether a company here takes the step with somebody. Ask for the last three who went this way.",
            _PAY,
            *mix_limits(found),
        )
        if shown
        else (
            "That there is no way on: it may lead into another sector, or O*NET does not know it. Ask a company.",
        ),
    )


# -- supply and demand ----------------------------------------------------------------------------------


def supply_chart(found: Supply, socs: Sequence[str], region: str, year: int) -> Chart:
    """Show openings and completers of occupations that programs lead to, in the words of Module 4.

    Parameters
    ----------
    found : programs spread over occupations.
    socs : which occupations, most openings first.
    region : the region's name.
    year : of the region's jobs.
    """
    chart = openings_and_completers(found.balances(socs))
    older = [f"{plural(found.older, 'older row is', 'older rows are')} passed over."] if found.older else []
    return replace(
        chart,
        name="program-supply",
        title="No program with completers is entered yet" if not found.shares else chart.title,
        subtitle=f"Openings a year among all private jobs in {region} (estimate), and {plural(found.completers, 'completer')} of the programs entered",
        source=f"{source_line(year).rstrip('.')}; programs by CIP 2020 to SOC 2018 crosswalk, National Center for Education Statistics and BLS; completers: the team's own entries.",
        does_not_say=(
            "A completer counts once: over the occupations of his or her program, in proportion to their openings here. Where graduates really work, only they can say.",
            "The crosswalk also ties a program to those who teach it: a few people each.",
            "Openings are those of private employers. Public schools, hospitals and offices hire, too, and are not in it.",
            "Only programs that you entered count. Others train as well, and people learn on the job and move.",
            *chart.does_not_say[:1],
        )
        if found.shares
        else (),
        look_for=(*chart.look_for, *older),
    )


def program_supply_table(found: Supply) -> Table:
    """Lay out where each program's completers count."""
    return Table.of([
            {
                "institution": share.institution, "program": share.program, "cip": share.cip,
                "occupation": share.occupation, "completers": round(share.completers, 1),
            }
            for share in sorted(found.shares, key=lambda item: (item.institution, item.program, -item.completers))
        ], "Where completers count", program="Program", institution="Institution", cip="CIP code", occupation="Occupation", completers=("Completers a year that count here", "points"))  # fmt: skip


# -- openings as a sign ---------------------------------------------------------------------------------


_SIGNS: Final = 8


def openings_table(found: Staffing, named: Sequence[str], sector: str, year: int) -> Table:
    """Lay out openings, their number for each 100 jobs, and growth: of the occupations that companies named, then where most are."""
    rows = found.table[found.table["openings"].notna() & (found.table["jobs"] >= 1)]
    first = rows[rows["soc"].isin(named)]
    rest = rows[~rows["soc"].isin(named)].nlargest(_SIGNS, "openings")
    frame = pd.concat([first, rest])
    frame = frame.assign(
        name=[brief(str(title)) for title in frame["title"]],
        named_by=["yes" if soc in set(named) else "" for soc in frame["soc"]],
        rate=[
            f"{100 * openings / jobs:.1f}"
            for openings, jobs in zip(frame["openings"], frame["jobs"], strict=True)
        ],
        growth_in_ten_years=1000 * frame["growth"] / frame["jobs"],
    )
    columns = (
        Column("name", "Occupation"), *([Column("named_by", "Named by companies")] if len(first) else []), Column("jobs", "Jobs here, estimate", "count"),
        Column("openings", "Openings a year, estimate", "count"), Column("rate", "Openings for each 100 jobs"),
        Column("growth_in_ten_years", "Expected change in ten years, the nation", "signed_percent"),
    )  # fmt: skip
    return Table(
        frame, columns, f"{sector}, {year}: occupations with most openings. Source: {source_line(year)}"
    )


def openings_words(found: Staffing, everywhere: pd.DataFrame, sector: str) -> str:
    """Say how many openings there are for each 100 jobs of a sector, and of all private sectors of the region."""

    def rate(table: pd.DataFrame) -> float:
        known = table[table["openings"].notna()]
        return (
            float(100 * known["openings"].sum() / known["jobs"].sum())
            if known["jobs"].sum()
            else float("nan")
        )

    own, all_sectors = rate(found.table), rate(everywhere)
    if not (own > 0 and all_sectors > 0):
        return "No openings are expected in the figures."
    return (
        f"About {own:.1f} openings a year for each 100 jobs are expected in {in_sentence(sector)}, and {all_sectors:.1f} in all "
        "private sectors here: an estimate, with the nation's mix and rates. Where many leave, there are many openings without any "
        "shortage; so this is no sign by itself. Ask why people leave."
    )


# -- job quality ----------------------------------------------------------------------------------------


def job_quality_chart(found: Staffing, judged: Quality, sector: str, region: str, year: int) -> Chart:
    """Show a sector's jobs by pay against the team's line; and say degrees and where openings come from.

    Parameters
    ----------
    found : the sector's occupations here.
    judged : from :func:`nextgen_helpers.jobs.quality.quality`.
    sector : its name.
    region : the region's name.
    year : of the region's jobs.
    """
    name = in_sentence(sector)
    if found.empty:
        return _nothing("job-quality", name, region, year)
    parts = (
        ("Three of four earn the line or more", judged.mostly_above),
        ("Half earn it or more", judged.about_above),
        ("Less than half earn it", judged.below),
    )
    share = judged.above_share
    return Chart(
        name="job-quality",
        title=f"No line of pay is named yet for {name}"
        if share is None
        else f"In {name}, about {percent(100 * share)} of the jobs are in occupations in which half or more earn {money(judged.line or 0)} a year (estimate)",
        subtitle=f"Jobs in {region}, {year}, by how many in the occupation earn the line that the team has named",
        mark=None
        if share is None
        else Bars(
            tuple(text for text, _ in parts),
            tuple(jobs for _, jobs in parts),
            tuple(jobs for _, jobs in parts),
            tuple(f"{about(jobs)} ({percent(100 * jobs / judged.paid) if jobs else '0%'})" for _, jobs in parts),
            (False, False, False),
            "Jobs here (estimate)",
        ),
        table=Table.of(pd.DataFrame(
                [{"group": text, "jobs": jobs, "share": jobs / judged.paid if judged.paid else None} for text, jobs in parts]
                if share is not None
                else [],
                columns=["group", "jobs", "share"],
            ), f"Jobs of {name} by pay against the line", group="In the occupation", jobs=("Jobs here, estimate", "count"), share=("Share", "share")),
        source=source_line(year),
        alternative="No picture: no line is named." if share is None else "Three bars. " + " ".join(f"{text}: {about(jobs)} jobs." for text, jobs in parts),
        look_for=_quality_sentences(judged),
        does_not_say=(
            *(["Pay is the nation's, in this sector. A line for one grown-up is another than one for a family: say whose it is."] if share is not None else []),
            "Hours, shifts, benefits, safety, and whether a job lasts.",
            _ESTIMATE,
            *mix_limits(found),
        ),
    )  # fmt: skip


def _quality_sentences(judged: Quality) -> tuple[str, ...]:
    said = []
    if judged.no_degree_share is not None:
        said.append(
            f"For about {percent(100 * judged.no_degree_share)} of the jobs no degree is typical: a high school diploma, a certificate or nothing is enough to enter."
        )
    if judged.turnover_share is not None:
        growth = (
            f"growth adds about {about(judged.growth)}"
            if judged.growth >= 0
            else f"the jobs lost take away about {about(-judged.growth)}"
        )
        said.append(
            f"About {about(judged.turnover)} openings a year come because people leave the occupation or stop working; {growth}."
        )
        if judged.turnover_share > 0.9:  # noqa: PLR2004
            said.append(
                "Nearly all openings come from people who leave: ask why they do, before you train more."
            )
    return tuple(said)
