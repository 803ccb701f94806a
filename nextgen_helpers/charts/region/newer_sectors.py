"""Sectors of the newest year, estimated where they are not published yet."""

from __future__ import annotations

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.region.rankings import AGENCY, first_titles, once_a_report
from nextgen_helpers.charts.style import REGION_STYLE, STATE_STYLE
from nextgen_helpers.charts.tables import Table, instead, rows_of, series, texts
from nextgen_helpers.lmi.carried import Carried
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.words import about, joined, those


@once_a_report
def sectors_now(profile: Profile) -> Chart:
    """How many jobs each sector has by now, estimated with a range where BLS figures of it are not on this computer."""
    found, newest, name = profile.carried, profile.newest, profile.region.name
    if found is None or found.table["employment"].isna().all():
        return _no_estimate(profile)
    year, since = found.year, found.since
    table = found.table.assign(
        range=[
            f"{about(row.low)} to {about(row.high)}" if row.employment == row.employment else "cannot be said"
            for row in rows_of(found.table)
        ]
    )
    shown = table[table["employment"].notna()]
    beside = [(f"{since}", "before", STATE_STYLE), (f"{year}, estimate", "employment", REGION_STYLE)]
    return Chart(
        name="sectors-now",
        title=_title(found, name),
        subtitle=f"Estimated jobs by sector and government, {name}, {year}, beside those of {since}; four of five such estimates are within the range",
        mark=Dots(
            texts(shown, "short_title"),
            series(shown, beside),
            "Jobs, annual average",
            notes=texts(shown, "range"),
        ),
        table=Table.of(
            table,
            f"Jobs by sector in {name}, {year}, estimated",
            short_title="Industry",
            industry_code="NAICS",
            before=(f"Jobs, {since} (withheld ones estimated)", "count"),
            employment=(f"Jobs, {year}, estimate", "count"),
            range="Range",
            share=("Share of all jobs, estimate", "share"),
            us_share=(f"Share in the nation, {year}", "share"),
            lq_us=("Location quotient, estimate", "ratio"),
            lq_low=("at least", "ratio"),
            lq_high=("at most", "ratio"),
        ),
        source=f"estimate from {AGENCY}: sectors of counties {since}; totals of counties and sectors of {profile.region.state_label}, {year}.",
        alternative=instead(
            f"Two dots a sector, jobs of {since} and estimated jobs of {year}.",
            shown.assign(then=shown["before"].map(about), now=shown["employment"].map(about)),
            "{short_title}: {then}; {now}, range {range}.",
        ),
        look_for=_look_for(shown),
        does_not_say=_limits(found, table, newest.period),
    )


def _no_estimate(profile: Profile) -> Chart:
    newest, name = profile.newest, profile.region.name
    if newest.year == profile.year and not newest.quarter:
        title = f"The sectors of {profile.year} are published: nothing is estimated"
        subtitle = f"{name} has no newer totals than of that year"
    elif profile.carried is not None:
        title = f"The sectors of {name} have too few jobs to be carried forward to {profile.carried.year}"
        subtitle = "An estimate of so few jobs would be off by more than it says"
    else:
        title = f"The sectors of {name} are of {profile.year}; they cannot be carried forward"
        subtitle = "That needs a whole newer year of every county and the sectors of its state"
    table = Table.of([], "Sectors, estimated", short_title="Industry")
    return Chart("sectors-now", title, subtitle, f"{AGENCY}, {newest.period}.", table=table)


def _title(found: Carried, name: str) -> str:
    """Name what surely grew or fell: where the whole range lies above or below the jobs of before."""
    table = found.table.assign(more=found.table["employment"] - found.table["before"])
    grown = table[table["employment"].notna() & (table["low"] > table["before"])]
    if grown.empty:
        return f"By an estimate, no sector of {name} has surely grown from {found.since} to {found.year}"
    titles = grown.sort_values("more", ascending=False)["short_title"]
    return f"By an estimate, {first_titles(titles, 3)} {'has' if len(titles) == 1 else 'have'} grown in {name} since {found.since}"


def _look_for(shown: pd.DataFrame) -> tuple[str, ...]:
    strong = shown[shown["lq_low"] > 1].sort_values("lq_us", ascending=False)
    fallen = shown[shown["high"] < shown["before"]]
    return those(
        len(strong)
        and f"Concentrated whatever the estimate is off: {first_titles(strong['short_title'], 5)}.",
        len(fallen)
        and f"Fewer jobs than before, whatever it is off: {first_titles(fallen['short_title'], 5)}.",
    )


def _limits(found: Carried, table: pd.DataFrame, period: str) -> tuple[str, ...]:
    unsaid = table.loc[table["employment"].isna(), "short_title"]
    return those(
        f"An estimate, not a published figure: each county's sectors of {found.since} grow as in the state, until they add up to the county's total of {period}"
        + (" and to the state's sectors." if found.whole_states else "."),
        "A plant that came or closed since shows only in its county's total. Tried on 15 counties of Ohio from 2016 to 2023, cells of 500 jobs and more were off by 9% of the jobs; one in ten by more than a third.",
        len(unsaid) and f"Too few jobs to say anything: {joined([str(title) for title in unsaid])}.",
        f"Published figures of {found.year} take its place when they are on this computer.",
    )
