"""What industries pay, and how diverse the economy is."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.region.rankings import (
    INDUSTRY,
    JOBS,
    LEVEL_WORDS,
    OF_WHAT_IS_SEEN,
    WITHHELD,
    beside_nation,
    drawn_rows,
    first_of,
    first_titles,
    once_a_report,
    ranking_words,
    source_line,
)
from nextgen_helpers.charts.tables import Table, series, texts
from nextgen_helpers.lmi.mix import mix_of, standout
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.strengths import LARGE, paid_industries, pay_is_open, some_withheld
from nextgen_helpers.words import against, capital, in_sentence, money, part, percent, plural, sentence, those

#: From which Hachman index on a mix of jobs is how much like the nation's; the words are ours.
_ALIKE: Final = ((0.9, "much like"), (0.75, "somewhat different from"), (0.0, "clearly different from"))


@once_a_report
def pay(profile: Profile) -> Chart:
    """What industries pay, against the region's average and the same industry in the nation."""
    one, many = LEVEL_WORDS[profile.level]
    name, year, average = profile.region.name, profile.year, profile.total["average_annual_pay"]
    table = paid_industries(profile)
    shown = drawn_rows(profile, table)
    return Chart(
        name=f"pay-{profile.level}",
        title=_pay_title(profile, table),
        subtitle=f"Average annual pay by {one} and government, {name} and the nation, {year}"
        + first_of(shown, table, "highest"),
        mark=None
        if shown.empty
        else Dots(
            texts(shown, "short_title"),
            series(shown, beside_nation(name, "average_annual_pay")),
            "Average annual pay, US dollars (total wages / jobs), not adjusted for prices",
            kind="dollars",
            line=(average, f"Average here: {money(average)}"),
        ),
        table=Table.of(
            table,
            f"Average annual pay by {one}, {name}, {year}",
            **INDUSTRY,
            **JOBS,
            average_annual_pay=("Average annual pay", "dollars"),
            wage_premium=("Against the average here", "signed_percent"),
            us_average_annual_pay=("The same in the nation", "dollars"),
            pay_against_us=("Against the nation", "signed_percent"),
            **WITHHELD,
        ),
        source=source_line([year], table),
        alternative=ranking_words("Dot chart of average annual pay", shown, "average_annual_pay", "dollars"),
        look_for=_pay_look_for(table, average, many) if len(table) else (),
        does_not_say=those(
            "Pay per job, full-time and part-time together: an industry with many part-time jobs looks low.",
            "Pay includes bonuses and stock; a few very high earners lift an average. Prices differ between places.",
            some_withheld(table) and "Where counties are withheld, pay is the average of the others.",
        ),
    )


def _pay_title(profile: Profile, table: pd.DataFrame) -> str:
    """Name the large industry that pays best; hedged where a withheld one could pay more."""
    if table.empty:
        return f"No industry of {profile.region.name} can be compared in pay"
    large = table[table["share"] >= LARGE]
    top = (table if large.empty else large).iloc[0]
    hedged = OF_WHAT_IS_SEEN if pay_is_open(profile, among_large=len(large) > 0) else ""
    among = "in industries with at least 2% of the jobs " if len(large) else ""
    return capital(
        f"{hedged}the best pay {among}is in {in_sentence(top['short_title'])}: {money(top['average_annual_pay'])} a year, {against(top['wage_premium'], 'the average here')}"
    )


def _pay_look_for(table: pd.DataFrame, average: float, many: str) -> tuple[str, ...]:
    above = table[table["average_annual_pay"] > average]
    jobs = 100 * float(above["employment"].sum()) / float(table["employment"].sum())
    both = above[(above["pay_against_us"] > 0) & (above["share"] >= LARGE)]
    names = first_titles(both["short_title"], 4)
    return those(
        f"{capital(part(jobs))} of the jobs that are compared here are in {many} or government that pay more than the region's average."
        if jobs
        else f"None of the {many} that are compared here pays more than the region's average.",
        len(both)
        and sentence(
            f"With at least 2% of the jobs, and above both the average here and the same industry in the nation: {names}"
        ),
    )


@once_a_report
def diversity(profile: Profile) -> Chart:
    """How diverse the economy is, and how like the nation's; sectors are compared, whatever the profile's level."""
    found, numbers = mix_of(profile), profile.diversity
    name, year, withheld = profile.region.name, profile.year, int(numbers["withheld_sectors"])
    can_be_said = len(found) > 0 and not np.isnan(numbers["hachman"])
    return Chart(
        name="diversity",
        title=_mix_title(profile, numbers["hachman"])
        if can_be_said
        else f"Too little of {name} can be seen to say how diverse it is",
        subtitle=f"Share of all jobs by sector and government, {name} and the nation, {year}",
        mark=None
        if found.empty
        else Dots(
            texts(found, "short_title"),
            series(found, beside_nation(name, "share")),
            "Share of all jobs, all ownerships",
            kind="share",
            open_ended=tuple(found["suppressed_counties"] > 0),
        ),
        table=Table.of(
            found,
            f"Share of jobs by sector, {name} and the nation, {year}",
            **INDUSTRY,
            **JOBS,
            share=("Share here", "share"),
            us_share=("Share in the nation", "share"),
            difference=("Difference, percentage points", "points"),
            **WITHHELD,
        ),
        source=source_line([year], found),
        alternative=ranking_words("Dot chart of shares of all jobs", found, "share", "share"),
        look_for=(
            f"Hachman index {numbers['hachman']:.2f} (1: exactly the nation's mix).",
            f"The jobs are spread as if over {numbers['equivalent_number']:.1f} equally large sectors; in the nation {numbers['us_equivalent_number']:.1f}. Fewer means that more depends on a few sectors. Federal, state and local government count as one each.",
        )
        if can_be_said
        else (),
        does_not_say=those(
            "Diversity is no aim in itself: a region can be specialized and strong.",
            "The words (much like the nation's from 0.90 on, somewhat different from 0.75 on) are ours; the index has no official limits.",
            withheld
            and f"{plural(withheld, 'sector or part of government is', 'sectors or parts of government are')} withheld altogether and left out here and in the nation.",
            some_withheld(found)
            and "Where counties are withheld, the share here is a lower bound, and the index is computed from it.",
        ),
    )


def _mix_title(profile: Profile, hachman: float) -> str:
    alike = next(words for limit, words in _ALIKE if hachman >= limit)
    hedged = "as far as can be seen, " if some_withheld(profile.at("sector").industries) else ""
    most = standout(profile)
    stands_out = ""
    if most:
        bound = f"{most.bound} " if most.bound else ""
        stands_out = f"; {in_sentence(most.row['short_title'])} {'stands out most' if most.alone else 'clearly stands out'}: {bound}{percent(100 * most.share)} of jobs here, {percent(100 * most.row['us_share'])} in the nation"
    return capital(f"{hedged}the mix of jobs is {alike} the nation's{stands_out}")
