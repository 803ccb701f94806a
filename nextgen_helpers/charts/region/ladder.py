"""What leads to what in a sector: the ladder from entry jobs up, and the steps from one occupation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.flow import Flow
from nextgen_helpers.charts.region.occupations import (
    LEVEL_NAMES,
    LEVELS_RULE,
    mix_limits,
    no_jobs,
    pay_rules,
    pay_words,
)
from nextgen_helpers.charts.style import REGION, REGION_STYLE, STATE_STYLE, THIRD, SeriesStyle
from nextgen_helpers.charts.tables import Table, instead, rows_of, series, texts
from nextgen_helpers.jobs.ladder import (
    LEAST_RISE,
    MOST_ABOVE,
    MOST_BEGINNINGS,
    MOST_WAYS,
    Step,
    fewest_jobs,
    ladder_share,
    main_steps,
    steps_from,
)
from nextgen_helpers.jobs.staffing import LEVELS, Staffing, brief
from nextgen_helpers.jobs.tables import source_line
from nextgen_helpers.words import about, in_sentence, joined, money, percent, plural, those

_STEPS: Final = 8
_LEVEL_STYLES: Final = (SeriesStyle(REGION), SeriesStyle(THIRD), SeriesStyle("#7a3e9d"))


def career_ladder(found: Staffing, sector: str, region: str, year: int) -> Chart:
    """Show occupations in columns by level, with arrows to related ones that pay more."""
    name = in_sentence(sector)
    if found.empty:
        return no_jobs("job-ladder", name, region, year)
    drawn = main_steps(found)
    table = steps_table(drawn, f"Steps in {name}")
    subtitle = f"Occupations of {name} in {region} by level, {year}; arrows lead to related occupations whose median pay is at least {LEAST_RISE:.0%} higher"
    title = f"No step to better pay is known inside {name}"
    nothing = Chart("job-ladder", title, subtitle, source_line(year), table=table)
    if not drawn:
        return nothing
    return replace(
        nothing,
        title=_ladder_title(found, drawn, name),
        mark=_ladder_mark(found, drawn),
        alternative=instead(
            "Boxes in three columns, entry, middle and advanced, with arrows.",
            map(asdict, drawn),
            lambda row: (
                f"{brief(row['before'])} ({money(row['pay_before'])}) leads to {brief(row['after'])} ({money(row['pay_after'])})."
            ),
        ),
        look_for=_ladder_look_for(found, drawn),
        does_not_say=(
            "How many take the step, and how long it takes. Related means that O*NET finds the work and the knowledge alike; a company decides who is hired.",
            "No more schooling means the same level of schooling in BLS's words. A license or another certificate may be needed all the same.",
            f"Only some are drawn: the {MOST_BEGINNINGS} largest entry occupations that lead on, up to {MOST_ABOVE} with most openings on each level above, up to {MOST_WAYS} steps from each, and none with fewer than {fewest_jobs(found):,.0f} jobs.",
            *pay_rules(found),
            *mix_limits(found),
            LEVELS_RULE,
        ),
    )


def _ladder_mark(found: Staffing, drawn: Sequence[Step]) -> Flow:
    ends = {soc for step in drawn for soc in (step.soc_before, step.soc_after)}
    rows = found.table[found.table["soc"].isin(ends)]
    rows = pd.concat([rows[rows["level"] == level] for level in LEVELS])
    used = [level for level in LEVELS if (rows["level"] == level).any()]
    number = {soc: place for place, soc in enumerate(rows["soc"])}
    return Flow(
        columns=tuple(LEVEL_NAMES[level] for level in used),
        names=tuple(rows["title"].map(brief)),
        column_of=tuple(used.index(level) for level in rows["level"]),
        notes=tuple(
            f"{pay_words(row.pay_50, row.pay_note)}; {about(row.jobs)} jobs" for row in rows_of(rows)
        ),
        kind_of=tuple(LEVELS.index(level) for level in rows["level"]),
        kinds=tuple(zip(LEVEL_NAMES.values(), _LEVEL_STYLES, strict=True)),
        ties=tuple(
            (number[step.soc_before], number[step.soc_after], not step.more_education) for step in drawn
        ),
        whole_name="Pays more, no more schooling is typical",
        broken_name="Pays more, more schooling is typical",
    )


def steps_table(found: Sequence[Step], caption: str) -> Table:
    """Lay out steps, one a row."""
    return Table.of(
        [
            {
                **asdict(step),
                "rise": step.rise,
                "rise_percent": 100 * step.rise_share,
                "zones": f"{step.zone_before or 'n/a'} to {step.zone_after or 'n/a'}",
                "education": step.education_after or "not known",
                "more": {True: "yes", False: "no", None: "not known"}[step.more_education],
                "training": "; ".join(
                    part for part in (step.experience_after, step.training_after) if part and part != "nan"
                )
                or "none is typical",
                "openings": None if step.openings_after is None else max(0.0, step.openings_after),
            }
            for step in found
        ],
        caption,
        before="From",
        after="To",
        pay_before=("Pay before", "dollars"),
        pay_after=("Pay after", "dollars"),
        rise=("Rise a year, dollars", "change"),
        rise_percent=("Rise", "signed_percent"),
        zones="Job zones",
        education="Typical education to enter",
        more="More schooling than before",
        training="Experience and training on the job",
        openings=("Openings a year here, estimate", "count"),
    )


def _ladder_title(found: Staffing, drawn: Sequence[Step], name: str) -> str:
    pays = found.by_level["pay"].dropna()
    if len(pays) < 2:  # noqa: PLR2004
        return f"In {name} there is one level with known pay, and {plural(len(drawn), 'step')} to better pay"
    told = joined([f"{money(pay)} in {level} jobs" for level, pay in pays.items()])
    rises = "rises by level" if pays.is_monotonic_increasing else "does not rise at each level"
    return f"In {name}, pay {rises}: {told}"


def _ladder_look_for(found: Staffing, drawn: Sequence[Step]) -> tuple[str, ...]:
    free = [step for step in drawn if step.more_education is False]
    best = max(free or drawn, key=lambda step: step.rise)
    asked = sum(bool(step.more_education) for step in drawn)
    share = ladder_share(found)
    return those(
        free
        and f"The largest rise in the picture without more schooling: {brief(best.before)} to {brief(best.after)}, {money(best.rise)} a year more.",
        asked
        and f"{asked} of the {plural(len(drawn), 'step')} drawn {'asks' if asked == 1 else 'ask'} for more schooling: who offers it here?",
        share is not None
        and f"About {percent(100 * share)} of the entry jobs are in occupations from which some better paid step, often on the same level, asks for no more schooling (estimate).",
    )


def steps_up(found: Staffing, soc: str, sector: str, year: int) -> Chart:
    """Show what follows from one occupation: the nearest steps, with pay before and after.

    Parameters
    ----------
    soc : the occupation's code; it is one of the sector's.
    """
    row = found.table.set_index("soc").loc[soc].to_dict()
    sector, title = in_sentence(sector), brief(row["title"])
    shown = sorted(steps_from(found, soc), key=lambda step: (step.zone_falls, step.rank))[:_STEPS]
    name, table = f"from-{soc}", steps_table(shown, f"Steps from {row['title']} in {sector}")
    subtitle = f"Median pay a year, {found.pay_of or f'the nation, in {sector}'}; now {pay_words(row['pay_50'], row['pay_note'])}"
    if not shown:
        none = f"From {title}: no better paid step is known in {sector}"
        limit = "That there is no way on: it may lead into another sector, or O*NET does not know it. Ask a company."
        return Chart(name, none, subtitle, source_line(year), table=table, does_not_say=(limit,))
    free = sum(step.more_education is False for step in shown)
    drawn = table.frame.assign(after=[brief(step.after) for step in shown])
    return Chart(
        name=name,
        title=f"From {title}: {len(shown)} steps in {sector} pay more, {free} of them without more schooling"
        if len(shown) > 1
        else f"From {title}: one step in {sector} pays more, {'without' if free else 'with'} more schooling",
        subtitle=subtitle,
        mark=Dots(
            texts(drawn, "after"),
            series(drawn, [("Now", "pay_before", STATE_STYLE), ("Then", "pay_after", REGION_STYLE)]),
            "Dollars a year",
            kind="dollars",
        ),
        table=table,
        source=source_line(year),
        alternative=instead(
            "Two dots a step, pay now and then.",
            drawn,
            lambda row: (
                f"{row['after']}: {money(row['pay_after'])}, {money(row['rise'])} more; {row['education_after'] or 'education not known'}."
            ),
        ),
        look_for=tuple(
            f"{brief(step.after)}: {money(step.rise)} a year more; typical to enter: {in_sentence(step.education_after) or 'not known'}."
            for step in shown[:3]
        ),
        does_not_say=(
            "Whether a company here takes the step with someone. Ask for the last three who went this way.",
            *pay_rules(found),
            *mix_limits(found),
        ),
    )
