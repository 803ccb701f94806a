"""Why jobs changed: shift-share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.rankings import (
    CODE,
    INDUSTRY,
    LEVEL_WORDS,
    MOST_ROWS,
    optional,
    source_line,
)
from nextgen_helpers.charts.chart import Chart, Series, StackedChange
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.lmi.wording import about, in_sentence, moved, plural

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

__all__ = ["why_jobs_changed"]


def why_jobs_changed(profile: Profile) -> Chart:
    """Why jobs changed: shift-share by industry.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, many = LEVEL_WORDS[profile.level]
    name, year, first = profile.region.name, profile.year, profile.first_year
    parts = ["national_share", "industry_mix", "regional_share"]
    everything = profile.industries
    table = everything[everything[parts].notna().all(axis=1)]
    table = table.sort_values("change_jobs", ascending=False)
    if profile.level != "sector":
        biggest = table["change_jobs"].abs().nlargest(MOST_ROWS).index
        table = table.loc[[item for item in table.index if item in biggest]]
    sums = table[["change_jobs", "change_base", *parts]].sum()
    labels = {
        "national_share": "National growth",
        "industry_mix": "Industry mix",
        "regional_share": "Regional share",
    }
    title = (
        f"There is no year before {year} to compare with, so the change cannot be explained"
        if first is None or table.empty
        else _change_title(profile, sums)
    )
    return Chart(
        name=f"why-jobs-changed-{profile.level}",
        title=title,
        subtitle=f"Change in jobs by {one} and government, {name}, {first} to {year}, in three parts (shift-share)"
        if first
        else f"{name}, {year}",
        mark=None
        if table.empty
        else StackedChange(
            tuple(table["short_title"]),
            tuple(
                Series(labels[part], tuple(optional(table[part])), style.PART_STYLES[part]) for part in parts
            ),
            tuple(float(value) for value in table["change_jobs"]),
            "Jobs",
        ),
        table=Table(
            table,
            (
                INDUSTRY,
                CODE,
                Column("change_base", f"Jobs {first}", "count"),
                Column("change_jobs", "Change in jobs", "change"),
                *(Column(part, labels[part], "change") for part in parts),
                Column("change_counties_left_out", "Counties left out", "count"),
            ),
            f"Change in jobs {first} to {year} and its three parts, {name}",
        ),
        source=source_line([item for item in (first, year) if item], table),
        alternative=_change_words(table),
        look_for=_change_look_for(table, sums),
        does_not_say=(
            "Regional share is what is left when national growth and the industry's own growth are taken off. "
            "It says that something here is different, not what.",
            *(
                [
                    f"{plural(len(everything) - len(table), 'row', 'rows')} of {len(everything)} cannot be followed "
                    "(withheld here or in the nation in one of the years) and are left out."
                ]
                if profile.level == "sector" and len(table) < len(everything)
                else []
            ),
            *(
                [
                    "Counties withheld in one of the years are left out of both, so the sum is not the region's "
                    "whole change."
                ]
                if len(table) and (table["change_counties_left_out"] > 0).any()
                else []
            ),
        ),
    )


def _change_title(profile: Profile, sums: pd.Series[float]) -> str:
    name = profile.region.name
    change = measures.growth(float(sums["change_base"]), float(sums["change_base"] + sums["change_jobs"]))
    expected = float(sums["national_share"] + sums["industry_mix"])
    regional = float(sums["regional_share"])
    span = f"from {profile.first_year} to {profile.year}"
    start = f"{name}: jobs that can be followed {moved(change)} {span}"
    if abs(regional) < 0.0005 * float(sums["change_base"]):
        return f"{start}, just what national growth and the mix of industries would bring"
    more = "more" if regional > 0 else "fewer"
    growth = "growth" if expected >= 0 else "decline"
    return f"{start}, about {about(abs(regional))} jobs {more} than national {growth} in the same industries would bring"


def _change_look_for(table: pd.DataFrame, sums: pd.Series[float]) -> tuple[str, ...]:
    if table.empty:
        return ()
    sentences = [
        "Altogether: "
        + "; ".join(
            f"{label} {written(float(sums[part]), 'change')}"
            for part, label in (
                ("national_share", "national growth"),
                ("industry_mix", "industry mix"),
                ("regional_share", "regional share"),
            )
        )
        + f"; change {written(float(sums['change_jobs']), 'change')} jobs."
    ]
    ranked = table.sort_values("regional_share")
    best, worst = ranked.iloc[-1], ranked.iloc[0]
    if best["regional_share"] > 0:
        sentences.append(
            f"The region did best against the nation in {in_sentence(best['short_title'])} "
            f"({written(best['regional_share'], 'change')} jobs)."
        )
    if worst["regional_share"] < 0:
        sentences.append(
            f"It fell behind most in {in_sentence(worst['short_title'])} "
            f"({written(worst['regional_share'], 'change')} jobs)."
        )
    return tuple(sentences)


def _change_words(table: pd.DataFrame) -> str:
    if table.empty:
        return "No chart."
    ends = pd.concat([table.head(3), table.tail(3)]).drop_duplicates("title")
    listed = "; ".join(
        f"{row.short_title} {written(row.change_jobs, 'change')} jobs, of them regional share "
        f"{written(row.regional_share, 'change')}"
        for row in ends.itertuples()
    )
    return f"Stacked bar chart of the change in jobs. The largest gains and losses: {listed}."
