"""Why jobs changed: shift-share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.charts import style
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import StackedChange
from nextgen_helpers.charts.region.rankings import (
    INDUSTRY,
    LEVEL_WORDS,
    MOST_ROWS,
    first_of,
    once_a_report,
    source_line,
)
from nextgen_helpers.charts.tables import Table, rows_of, series, texts, written
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.strengths import followed_changes
from nextgen_helpers.words import about, capital, in_sentence, moved, part, plural, those

_WHOLE_JOB: Final = 0.5
_NEARLY_ALL: Final = 99.0
_PARTS: Final = {
    "national_share": "National growth",
    "industry_mix": "Industry mix",
    "regional_share": "Regional share",
}


@once_a_report
def why_jobs_changed(profile: Profile) -> Chart:
    """Why jobs changed: shift-share by industry."""
    one, _ = LEVEL_WORDS[profile.level]
    region, year, first = profile.region.name, profile.year, profile.first_year
    found = followed_changes(profile)
    table = Table.of(
        found,
        f"Change in jobs {f'{first} ' if first else ''}to {year} and its three parts, {region}",
        **INDUSTRY,
        change_base=(f"Jobs {first or 'before'}", "count"),
        change_jobs=("Change in jobs", "change"),
        **{item: (label, "change") for item, label in _PARTS.items()},
        change_counties_left_out=("Counties left out", "count"),
    )
    name, source = f"why-jobs-changed-{profile.level}", source_line([first, year], found)
    title = f"There is no year before {year} to compare with, so the change cannot be explained"
    nothing = Chart(name, title, f"{region}, {year}", source, table=table)
    if first is None:
        return nothing
    shown = found
    if profile.level != "sector":
        biggest = found["change_jobs"].abs().nlargest(MOST_ROWS).index
        shown = found[found.index.isin(biggest)]
    subtitle = (
        f"Change in jobs by {one} and government, {region}, {first} to {year}, in three parts (shift-share)"
        + first_of(shown, found, "largest changes")
    )
    if found.empty:
        title = f"No {one} can be followed from {first} to {year}, so the change cannot be explained"
        return replace(nothing, title=title, subtitle=subtitle)
    sums = found[["change_jobs", "change_base", *_PARTS]].sum()
    return replace(
        nothing,
        title=_change_title(profile, sums),
        subtitle=subtitle,
        mark=StackedChange(
            labels=texts(shown, "short_title"),
            parts=series(shown, [(label, item, style.PART_STYLES[item]) for item, label in _PARTS.items()]),
            totals=tuple(map(float, shown["change_jobs"])),
            axis="Jobs",
        ),
        alternative=_change_words(shown),
        look_for=_change_look_for(found, sums),
        does_not_say=_change_does_not_say(profile, found),
    )


def _change_does_not_say(profile: Profile, found: pd.DataFrame) -> tuple[str, ...]:
    everything, history = profile.industries, profile.history
    lost = len(everything) - len(found)
    recoded = (everything["change_comparable"] == False).any()  # noqa: E712  (missing where there is no year)
    why = "withheld here or in the nation in one of the years"
    why += ", or with a code that changed its meaning" if recoded else ""
    begun = history[(history["area"] == "region") & (history["year"] == profile.first_year)]["employment"]
    followed = 100 * float(found["change_base"].sum()) / float(begun.sum(min_count=1))
    return those(
        "Regional share is what is left when national growth and the industry's own growth are taken off. It says that something here is different, not what.",
        lost
        and f"{lost} of {plural(len(everything), 'row', 'rows')} cannot be followed ({why}) and {'is' if lost == 1 else 'are'} left out.",
        (found["change_counties_left_out"] > 0).any()
        and "Counties withheld in one of the years are left out of both, so the sum is not the region's whole change.",
        followed <= _NEARLY_ALL
        and f"{capital(part(followed))} of the region's jobs of {profile.first_year} can be followed.",
    )


def _change_title(profile: Profile, sums: pd.Series[float]) -> str:
    base, regional = float(sums["change_base"]), float(sums["regional_share"])
    change = moved(measures.growth(base, base + float(sums["change_jobs"])))
    start = f"{profile.region.name}: jobs that can be followed {change} from {profile.first_year} to {profile.year}"
    if abs(regional) < max(_WHOLE_JOB, 0.0005 * base):
        return f"{start}, just as if every industry had moved as in the nation"
    jobs, more = "job" if round(abs(regional)) == 1 else "jobs", "more" if regional > 0 else "fewer"
    return f"{start}, about {about(abs(regional))} {jobs} {more} than if every industry had moved as in the nation"


def _change_look_for(found: pd.DataFrame, sums: pd.Series[float]) -> tuple[str, ...]:
    parts = "; ".join(
        f"{label.lower()} {written(float(sums[item]), 'change')}" for item, label in _PARTS.items()
    )
    ranked = found.sort_values("regional_share")
    best, worst = ranked.iloc[-1], ranked.iloc[0]
    return those(
        f"Altogether: {parts}; change {written(float(sums['change_jobs']), 'change')} jobs.",
        best["regional_share"] >= _WHOLE_JOB
        and f"The region did best against the nation in {in_sentence(best['short_title'])} ({_jobs(best['regional_share'])}).",
        worst["regional_share"] <= -_WHOLE_JOB
        and f"It fell behind the nation most in {in_sentence(worst['short_title'])} ({_jobs(worst['regional_share'])}).",
    )


def _change_words(shown: pd.DataFrame) -> str:
    def listed(rows: pd.DataFrame) -> str:
        return "; ".join(
            f"{row.short_title} {_jobs(row.change_jobs)}, of them regional share {written(row.regional_share, 'change')}"
            for row in rows_of(rows)
        )

    gains = listed(shown[shown["change_jobs"] > 0].head(3))
    losses = listed(shown[shown["change_jobs"] < 0].tail(3)[::-1])
    said = those(gains and f"Largest gains: {gains}.", losses and f"Largest losses: {losses}.")
    return " ".join(("Stacked bar chart of the change in jobs.", *said))


def _jobs(change: Any) -> str:
    return f"{written(change, 'change')} {'job' if abs(round(change)) == 1 else 'jobs'}"
