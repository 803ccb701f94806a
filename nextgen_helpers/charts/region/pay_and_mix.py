"""What industries pay, and how diverse the economy is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nextgen_helpers.charts import style
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Dots, Series
from nextgen_helpers.charts.region.rankings import (
    CODE,
    INDUSTRY,
    JOBS,
    LEVEL_WORDS,
    MOST_ROWS,
    SMALLEST_SHARE,
    UNCLASSIFIED,
    WITHHELD,
    capital,
    first_titles,
    optional,
    ranking_words,
    source_line,
)
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.words import against, in_sentence, money, part, percent, plural, sentence

if TYPE_CHECKING:
    import pandas as pd

    from nextgen_helpers.lmi.profile import Profile

#: An industry is large from two jobs in a hundred on.
_LARGE: Final = 0.02
#: Percentage points from which on a sector is said to stand out.
_STANDS_OUT: Final = 1.0


def pay(profile: Profile) -> Chart:
    """What industries pay, against the region's average and the same industry in the nation.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = LEVEL_WORDS[profile.level]
    name, year = profile.region.name, profile.year
    average = profile.total["average_annual_pay"]
    table = profile.industries
    table = table[
        table["average_annual_pay"].notna()
        & (table["share"] >= SMALLEST_SHARE)
        & (table["industry_code"] != UNCLASSIFIED)
    ].sort_values("average_annual_pay", ascending=False)
    shown = table if profile.level == "sector" else table.head(MOST_ROWS)
    if table.empty:
        title = f"No industry of {name} can be compared in pay"
    else:
        title = capital(_pay_title(profile, table))
    return Chart(
        name=f"pay-{profile.level}",
        title=title,
        subtitle=f"Average annual pay by {one} and government, {name} and the nation, {year}"
        + (f"; the {len(shown)} highest" if len(shown) < len(table) else ""),
        mark=None
        if shown.empty
        else Dots(
            tuple(str(row.short_title) for row in shown.itertuples()),
            (
                Series(name, tuple(optional(shown["average_annual_pay"])), style.REGION_STYLE),
                Series(
                    "United States",
                    tuple(optional(shown["us_average_annual_pay"])),
                    style.NATION_STYLE,
                ),
            ),
            "Average annual pay, US dollars (total wages / jobs), not adjusted for prices",
            "dollars",
            (average, f"Average here: {money(average)}"),
        ),
        table=Table.of(
            table,
            f"Average annual pay by {one}, {name}, {year}",
            **INDUSTRY,
            **CODE,
            **JOBS,
            average_annual_pay=("Average annual pay", "dollars"),
            wage_premium=("Against the average here", "signed_percent"),
            us_average_annual_pay=("The same in the nation", "dollars"),
            pay_against_us=("Against the nation", "signed_percent"),
            **WITHHELD,
        ),
        source=source_line([year], table),
        alternative=ranking_words(
            "Dot chart of average annual pay" if len(shown) else "Average annual pay",
            shown["short_title"],
            shown["average_annual_pay"],
            "dollars",
        ),
        look_for=_pay_look_for(table, average, many),
        does_not_say=(
            "Pay per job, full-time and part-time together: an industry with many part-time jobs looks low.",
            "Pay includes bonuses and stock; a few very high earners lift an average. Prices differ between places.",
            *(
                ["Where counties are withheld, pay is the average of the others."]
                if (table["suppressed_counties"] > 0).any()
                else []
            ),
        ),
    )


def _pay_title(profile: Profile, table: pd.DataFrame) -> str:
    """Name the large industry that pays best; hedged where a withheld one could pay more."""
    large = table[table["share"] >= _LARGE]
    top = (large if len(large) else table).iloc[0]
    everything = profile.industries
    everything = everything[everything["industry_code"] != UNCLASSIFIED]
    small = everything["employment_at_most"] < _LARGE * profile.total["employment"]
    hidden = (everything["suppressed_counties"] > 0) & ~(small & (len(large) > 0))
    hedged = "of what can be seen, " if hidden.any() else ""
    among = "in industries with at least 2% of the jobs " if len(large) else ""
    return (
        f"{hedged}the best pay {among}is in {in_sentence(top['short_title'])}: "
        f"{money(top['average_annual_pay'])} a year, {against(top['wage_premium'], 'the average here')}"
    )


def _pay_look_for(table: pd.DataFrame, average: float, many: str) -> tuple[str, ...]:
    if table.empty:
        return ()
    above = table[table["average_annual_pay"] > average]
    jobs = 100 * float(above["employment"].sum()) / float(table["employment"].sum())
    sentences = [
        f"{part(jobs)} of the jobs that are compared here are in {many} or government that pay more than the "
        "region's average."
        if jobs
        else f"None of the {many} that are compared here pays more than the region's average."
    ]
    both = above[(above["pay_against_us"] > 0) & (above["share"] >= _LARGE)]
    if len(both):
        names = first_titles(both["short_title"], 4)
        sentences.append(
            sentence(
                "With at least 2% of the jobs, and above both the average here and the same industry in the nation: "
                f"{names}"
            )
        )
    return tuple(sentences)


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
    table = table[table["share"].notna() & table["us_share"].notna()]
    table = table[table["industry_code"] != UNCLASSIFIED].assign(
        difference=100 * (table["share"] - table["us_share"])
    )
    table = table.sort_values("share", ascending=False)
    hachman, spread = float(numbers["hachman"]), float(numbers["equivalent_number"])
    national = float(numbers["us_equivalent_number"])
    if table.empty or np.isnan(hachman):
        title = f"Too little of {name} can be seen to say how diverse it is"
        look: tuple[str, ...] = ()
    else:
        alike = (
            "much like the nation's"
            if hachman >= 0.9  # noqa: PLR2004
            else "somewhat different from the nation's"
            if hachman >= 0.75  # noqa: PLR2004
            else "clearly different from the nation's"
        )
        hedged = "as far as can be seen, " if _anything_withheld(sectors.industries) else ""
        title = capital(f"{hedged}the mix of jobs is {alike}{_stands_out(sectors, table)}")
        look = (
            f"Hachman index {hachman:.2f} (1: exactly the nation's mix).",
            (
                f"The jobs are spread as if over {spread:.1f} equally large sectors; in the nation {national:.1f}. "
                "Fewer means that more depends on a few sectors. Federal, state and local government count as one each."
            ),
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
                Series(name, tuple(optional(table["share"])), style.REGION_STYLE),
                Series("United States", tuple(optional(table["us_share"])), style.NATION_STYLE),
            ),
            "Share of all jobs, all ownerships",
            "share",
            None,
            tuple(bool(count) for count in table["suppressed_counties"] > 0),
        ),
        table=Table.of(
            table,
            f"Share of jobs by sector, {name} and the nation, {year}",
            **INDUSTRY,
            **CODE,
            **JOBS,
            share=("Share here", "share"),
            us_share=("Share in the nation", "share"),
            difference=("Difference, percentage points", "points"),
            **WITHHELD,
        ),
        source=source_line([year], table),
        alternative=ranking_words(
            "Dot chart of shares of all jobs" if len(table) else "Shares of all jobs",
            table["short_title"],
            table["share"],
            "share",
        ),
        look_for=look,
        does_not_say=(
            "Diversity is no aim in itself: a region can be specialized and strong.",
            (
                "The words (much like the nation's from 0.90 on, somewhat different from 0.75 on) are ours; the index has "
                "no official limits."
            ),
            *(
                [
                    f"{plural(withheld, 'sector or part of government is', 'sectors or parts of government are')} withheld altogether and left out here and in the nation."
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


def _anything_withheld(industries: pd.DataFrame) -> bool:
    return bool((industries["suppressed_counties"] > 0).any())


def _stands_out(sectors: Profile, table: pd.DataFrame) -> str:
    """Name the sector whose share differs most from the nation's, as far as that is certain.

    Where counties are withheld a share lies between two bounds; what counts is the difference that is there
    wherever between them it lies.
    """
    most = table["employment_at_most"] / sectors.total["employment"]
    below = 100 * (table["us_share"] - most)
    certain = table["difference"].where(table["difference"] > 0, -below.clip(lower=0.0).fillna(0.0))
    top = table.loc[certain.abs().sort_values(kind="stable").index[-1]]
    least = float(certain.abs().max())
    if least < _STANDS_OUT:
        return ""
    everything = sectors.industries
    others = everything[(everything["suppressed_counties"] > 0) & (everything["title"] != top["title"])]
    limit = 100 * (others["employment_at_most"] / sectors.total["employment"] - others["us_share"])
    under = 100 * (others["us_share"] - others["share"].fillna(0.0))
    could = (limit > least) | (under > least) | limit.isna()
    here, bound = top["share"], ""
    if top["suppressed_counties"] > 0:
        above = top["difference"] > 0
        here = here if above else float(most.loc[top.name])
        bound = "at least " if above else "at most "
    verb = "clearly stands out" if could.any() else "stands out most"
    return (
        f"; {in_sentence(top['short_title'])} {verb}: {bound}{percent(100 * here)} of jobs here, "
        f"{percent(100 * top['us_share'])} in the nation"
    )
