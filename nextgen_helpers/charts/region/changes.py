"""Why jobs changed: shift-share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Series, StackedChange
from nextgen_helpers.charts.region.rankings import (
    CODE,
    INDUSTRY,
    LEVEL_WORDS,
    MOST_ROWS,
    capital,
    optional,
    source_line,
)
from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.words import about, in_sentence, moved, part, plural

if TYPE_CHECKING:
    import pandas as pd

    from nextgen_helpers.lmi.profile import Profile

_WHOLE_JOB: Final = 0.5
_NEARLY_ALL: Final = 99.0


def why_jobs_changed(profile: Profile) -> Chart:
    """Why jobs changed: shift-share by industry.

    Parameters
    ----------
    profile : the region's profile.
    """
    one, _many = LEVEL_WORDS[profile.level]
    name, year, first = profile.region.name, profile.year, profile.first_year
    parts = ["national_share", "industry_mix", "regional_share"]
    everything = profile.industries
    table = everything[everything[parts].notna().all(axis=1)]
    table = table.sort_values("change_jobs", ascending=False)
    shown = table
    if profile.level != "sector":
        biggest = table["change_jobs"].abs().nlargest(MOST_ROWS).index
        shown = table.loc[[item for item in table.index if item in biggest]]
    sums = table[["change_jobs", "change_base", *parts]].sum()
    labels = {
        "national_share": "National growth",
        "industry_mix": "Industry mix",
        "regional_share": "Regional share",
    }
    if first is None:
        title = f"There is no year before {year} to compare with, so the change cannot be explained"
    elif table.empty:
        title = f"No {one} can be followed from {first} to {year}, so the change cannot be explained"
    else:
        title = _change_title(profile, sums)
    return Chart(
        name=f"why-jobs-changed-{profile.level}",
        title=title,
        subtitle=f"Change in jobs by {one} and government, {name}, {first} to {year}, in three parts (shift-share)"
        + (f"; the {len(shown)} largest changes" if len(shown) < len(table) else "")
        if first
        else f"{name}, {year}",
        mark=None
        if shown.empty
        else StackedChange(
            tuple(shown["short_title"]),
            tuple(
                Series(labels[item], tuple(optional(shown[item])), style.PART_STYLES[item]) for item in parts
            ),
            tuple(float(value) for value in shown["change_jobs"]),
            "Jobs",
        ),
        table=Table.of(
            table,
            f"Change in jobs {f'{first} ' if first else ''}to {year} and its three parts, {name}",
            **INDUSTRY,
            **CODE,
            change_base=(f"Jobs {first}" if first else "Jobs before", "count"),
            change_jobs=("Change in jobs", "change"),
            **{item: (labels[item], "change") for item in parts},
            change_counties_left_out=("Counties left out", "count"),
        ),
        source=source_line([item for item in (first, year) if item], table),
        alternative=_change_words(shown),
        look_for=_change_look_for(table, sums),
        does_not_say=_change_does_not_say(profile, everything, table) if len(table) else (),
    )


def _change_does_not_say(profile: Profile, everything: pd.DataFrame, table: pd.DataFrame) -> tuple[str, ...]:
    sentences = [
        (
            "Regional share is what is left when national growth and the industry's own growth are taken off. "
            "It says that something here is different, not what."
        )
    ]
    lost = len(everything) - len(table)
    if lost:
        why = "withheld here or in the nation in one of the years"
        if (everything["change_comparable"] == False).any():  # noqa: E712  (missing where there is no year)
            why += ", or with a code that changed its meaning"
        sentences.append(
            f"{lost} of {plural(len(everything), 'row', 'rows')} cannot be followed ({why}) and "
            f"{'is' if lost == 1 else 'are'} left out."
        )
    if (table["change_counties_left_out"] > 0).any():
        sentences.append(
            "Counties withheld in one of the years are left out of both, so the sum is not the region's "
            "whole change."
        )
    history = profile.history
    begun = history[(history["area"] == "region") & (history["year"] == profile.first_year)]["employment"]
    followed = 100 * float(table["change_base"].sum()) / float(begun.sum(min_count=1))
    if followed <= _NEARLY_ALL:
        sentences.append(
            f"{capital(part(followed))} of the region's jobs of {profile.first_year} can be followed."
        )
    return tuple(sentences)


def _change_title(profile: Profile, sums: pd.Series[float]) -> str:
    name = profile.region.name
    change = measures.growth(float(sums["change_base"]), float(sums["change_base"] + sums["change_jobs"]))
    regional = float(sums["regional_share"])
    span = f"from {profile.first_year} to {profile.year}"
    start = f"{name}: jobs that can be followed {moved(change)} {span}"
    if abs(regional) < max(0.5, 0.0005 * float(sums["change_base"])):
        return f"{start}, just as if every industry had moved as in the nation"
    more = "more" if regional > 0 else "fewer"
    jobs = "job" if round(abs(regional)) == 1 else "jobs"
    return f"{start}, about {about(abs(regional))} {jobs} {more} than if every industry had moved as in the nation"


def _change_look_for(table: pd.DataFrame, sums: pd.Series[float]) -> tuple[str, ...]:
    if table.empty:
        return ()
    sentences = [
        "Altogether: "
        + "; ".join(
            f"{label} {written(float(sums[item]), 'change')}"
            for item, label in (
                ("national_share", "national growth"),
                ("industry_mix", "industry mix"),
                ("regional_share", "regional share"),
            )
        )
        + f"; change {written(float(sums['change_jobs']), 'change')} jobs."
    ]
    ranked = table.sort_values("regional_share")
    best, worst = ranked.iloc[-1], ranked.iloc[0]
    if best["regional_share"] >= _WHOLE_JOB:
        sentences.append(
            f"The region did best against the nation in {in_sentence(best['short_title'])} "
            f"({_jobs(best['regional_share'])})."
        )
    if worst["regional_share"] <= -_WHOLE_JOB:
        sentences.append(
            f"It fell behind the nation most in {in_sentence(worst['short_title'])} "
            f"({_jobs(worst['regional_share'])})."
        )
    return tuple(sentences)


def _change_words(table: pd.DataFrame) -> str:
    if table.empty:
        return "No chart."
    sentences = ["Stacked bar chart of the change in jobs."]
    for name, ends in (
        ("gains", table[table["change_jobs"] > 0].head(3)),
        ("losses", table[table["change_jobs"] < 0].tail(3)[::-1]),
    ):
        listed = "; ".join(
            f"{row.short_title} {_jobs(row.change_jobs)}, of them regional share "
            f"{written(row.regional_share, 'change')}"
            for row in ends.itertuples()
        )
        if listed:
            sentences.append(f"Largest {name}: {listed}.")
    return " ".join(sentences)


def _jobs(change: Any) -> str:
    return f"{written(change, 'change')} {'job' if abs(round(change)) == 1 else 'jobs'}"
