"""Charts with which a team chooses its sector: clusters as a whole, the criteria side by side, and what lies within a sector."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Bars
from nextgen_helpers.charts.region.rankings import capital, optional, source_line
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.charts.team_marks import HeatTable
from nextgen_helpers.lmi.codes import short_title
from nextgen_helpers.lmi.definitions import definition_figures
from nextgen_helpers.lmi.definitions import texas_clusters as clusters_of
from nextgen_helpers.lmi.layout import sector_of
from nextgen_helpers.lmi.peers import peer_regions as nearest_regions
from nextgen_helpers.scorecard import (
    CRITERIA,
    USUAL_WEIGHTS,
    criteria_table,
    moved_thresholds,
    rank_sectors,
)
from nextgen_helpers.words import in_sentence, joined, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nextgen_helpers.lmi.definitions import Definition
    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.scorecard import SectorRanking

_ESTIMATE: Final = (
    "What BLS withholds is estimated: establishments are published, and all industries of a county add up to its published total. "
    "The interval holds four of five such estimates."
)
_MOST: Final = 12
_STRONG: Final = 1.2
_FIRM, _SHAKY = 0.9, 0.5
#: From this share on a figure is more a guess than a count, and nothing is built on it.
_MOSTLY: Final = 0.5
_SHORT: Final = {
    "employment": "Jobs",
    "wage_premium": "Pay",
    "lq_us": "Against nation",
    "lq_state": "Against state",
    "change_percent": "Change",
    "competitive_percent": "Regional share",
    "outreach": "Callers",
}
_ESTIMATED_CRITERIA: Final = "Jobs and concentration hold estimates where BLS withholds"


def texas_clusters(profile: Profile) -> Chart:
    """Show the eight industry clusters of Texas in the region, each as a whole.

    Parameters
    ----------
    profile : the region's profile, of any state.
    """
    return definitions(profile, clusters_of(profile.year), "the eight clusters of Texas", "texas-clusters")


def definitions(
    profile: Profile, wanted: Sequence[Definition], what: str, name: str = "definitions"
) -> Chart:
    """Show sectors or clusters by a definition of their own: jobs seen and estimated, concentration, pay.

    Parameters
    ----------
    profile : the region's profile.
    wanted : the definitions.
    what : what they are together, in a sentence.
    name : name of the chart.
    """
    table = definition_figures(profile, wanted)
    if len(table):
        table = table.sort_values("employment", ascending=False, na_position="last").reset_index(drop=True)
    there = table[table["employment"] > 0] if len(table) else table
    region, year = profile.region.name, profile.year
    guessed = len(there) > 0 and bool((there["estimated"] > 0).any())
    return Chart(
        name=name,
        title=_clusters_title(there, what, region, year),
        subtitle=f"Jobs by definition, {region}, annual average {year}; definitions overlap and are not to be added up",
        mark=None
        if there.empty
        else Bars(
            tuple(str(item) for item in there["name"]),
            tuple(optional(there["seen"].fillna(0.0))),
            tuple(optional(there["employment"])),
            tuple(_jobs_text(row) for row in there.to_dict("records")),
            tuple(False for _ in range(len(there))),
            "Jobs, annual average; outlined: estimated",
            beyond="Withheld: estimated",
        ),
        table=Table.of(table, f"Jobs by definition, {region}, {year}", name="Sector or cluster", employment=("Jobs, seen and estimated", "count"), estimated=("Of these estimated", "count"), low=("Interval from", "count"), high=("Interval to", "count"), lq_us=("Location quotient, nation = 1", "ratio"), share=("Share of all jobs", "share"), average_annual_pay=("Average pay (seen)", "dollars"), change_percent=("Change (seen)", "signed_percent"), codes="Industries (NAICS)", version="Defined on"),
        source=source_line([year]) + (" Withheld cells are estimated by this project." if guessed else ""),
        alternative="Bars of jobs. "
        + " ".join(f"{row['name']}: {_jobs_text(row)}." for row in there.to_dict("records")),
        look_for=_clusters_look_for(there),
        does_not_say=("The lists of industries are ours; a company may see itself in another.", *([_ESTIMATE] if guessed else [])),
    )  # fmt: skip


def _jobs_text(row: Mapping[Any, Any]) -> str:
    jobs, guess = row["employment"], row["estimated"]
    told = written(jobs, "count")
    if isinstance(guess, float) and guess >= 1:
        told += f", of these {written(guess, 'count')} estimated"
    return told


def _clusters_title(there: pd.DataFrame, what: str, region: str, year: int) -> str:
    if there.empty:
        return f"{region} has no jobs in {what} in {year}, as far as figures go"
    top = there.iloc[0]
    guess = ", most of them estimated" if top["estimated"] > _MOSTLY * top["employment"] else ""
    return capital(
        f"of {what}, {top['name']} has the most jobs in {region}: about {written(top['employment'], 'count')}{guess}"
    )


def _clusters_look_for(there: pd.DataFrame) -> tuple[str, ...]:
    if there.empty:
        return ()
    seen = there[there["estimated"] <= _MOSTLY * there["employment"]]
    strong = seen[seen["lq_us"] >= _STRONG].sort_values("lq_us", ascending=False)
    names = [f"{row['name']} ({written(row['lq_us'], 'ratio')})" for row in strong.to_dict("records")]
    lines = [
        f"Concentrated here, at 1.2 times the nation's share or more: {joined(names)}."
        if names
        else "Of those that can mostly be seen, none is concentrated here at 1.2 times the nation's share."
    ]
    unsure = there[there["estimated"] > 0.25 * there["employment"]]
    if len(unsure):
        lines.append(f"More than a quarter is estimated for {joined([*unsure['name']])}.")
    return tuple(lines)


# -- the criteria side by side ------------------------------------------------------------------------------


def sector_ranking(profile: Profile) -> Chart:
    """Show how the region's sectors rank by the toolkit's criteria, before a team sets weights of its own.

    Parameters
    ----------
    profile : the region's profile, of any level.
    """
    ranking = rank_sectors(
        criteria_table(profile.at("sector")),
        {name: weight for name, weight in USUAL_WEIGHTS.items() if name != "outreach"},
    )
    chart = sector_scores(ranking, profile.region.name, profile.year)
    return replace(
        chart,
        name="sector-ranking",
        title=chart.title.replace("By your weights", "By jobs, pay and concentration alike"),
        source=source_line([profile.year]) + f" {_ESTIMATED_CRITERIA}; equal weights.",
        does_not_say=(
            "A team that sets weights of its own in Step 2 may come to another order, and may know what no figure shows.",
            *chart.does_not_say,
        ),
    )


def sector_scores(ranking: SectorRanking, region: str, year: int) -> Chart:
    """Show how sectors rank by the team's weights, and how firm the first places are.

    Parameters
    ----------
    ranking : from :func:`nextgen_helpers.scorecard.rank_sectors`.
    region, year : of the figures.
    """
    table = ranking.table[ranking.table["score"].notna()]
    drawn = table.head(_MOST)
    weights = ", ".join(
        f"{_SHORT[name].lower()} {written(share, 'share')}"
        for name, share in ranking.weights.items()
        if share
    )
    columns = tuple(
        Column(name, criterion.title, "signed_percent" if criterion.kind == "percent" else criterion.kind)  # type: ignore[arg-type]
        for name, criterion in CRITERIA.items()
    )
    return Chart(
        name="sector-scores",
        title=_scores_title(table),
        subtitle=f"Weighted mean of places among the private sectors of {region}, 100 is first in everything; in brackets, how many of the weightings near these put it among the first three; figures of {year}; weights: {weights}",
        mark=None
        if drawn.empty
        else Bars(
            tuple(str(item) for item in drawn["short_title"]),
            tuple(float(100 * item) for item in drawn["score"]),
            tuple(float(100 * item) for item in drawn["score"]),
            tuple(
                f"{100 * row['score']:.0f} (first three: {row['in_first_near']:.0%})"
                for row in drawn.to_dict("records")
            ),
            tuple(False for _ in range(len(drawn))),
            "Score, 0 to 100",
        ),
        table=Table(
            table.assign(score=100 * table["score"]),
            (
                Column("rank", "Rank", "count"), Column("short_title", "Sector"), Column("score", "Score", "count"),
                Column("in_first_near", "In the first three, weights near yours", "share"),
                Column("in_first_any", "In the first three, any weights", "share"),
                Column("known", "Weight of what is known", "share"), *columns,
                Column("estimated_share", "Of the jobs estimated", "share"),
            ),
            f"Sectors by weighted criteria, {region}, {year}",
        ),
        source=source_line([year]) + f" {_ESTIMATED_CRITERIA}; pay and change are those of counties that can be seen; callers and weights are the team's own.",
        alternative="Bars of scores. " + " ".join(f"{row['short_title']}: {100 * row['score']:.0f}." for row in drawn.to_dict("records")),
        look_for=_scores_look_for(table),
        does_not_say=(
            "Whether companies want to work together: see readiness. A score sorts a list; people choose.",
            "Jobs by occupation, and what they pay at the beginning.",
        ),
    )  # fmt: skip


def _scores_title(table: pd.DataFrame) -> str:
    if table.empty:
        return "No sector can be compared: the figures of this region are withheld"
    if not can_be_ranked(table):
        return "Too little can be seen to rank the sectors of this region"
    names = [in_sentence(str(item)) for item in table.head(3)["short_title"]]
    return capital(f"by your weights, {joined(names)} come{'s' if len(names) == 1 else ''} first")


def can_be_ranked(table: pd.DataFrame) -> bool:
    """Tell whether a ranking says something: of its first three sectors one is mostly known and mostly seen."""
    first = table[table["score"].notna()].head(3)
    return bool(((first["known"] >= _SHAKY) & ~(first["estimated_share"] > _MOSTLY)).any())


def _scores_look_for(table: pd.DataFrame) -> tuple[str, ...]:
    if table.empty:
        return ()
    seen = (table["known"] >= _SHAKY) & ~(table["estimated_share"] > _MOSTLY)
    firm = table[seen & (table["in_first_near"] >= _FIRM)]
    guessed = table[(table["in_first_near"] >= _FIRM) & (table["estimated_share"] > _MOSTLY)]
    shaky = table[seen & (table["in_first_near"] < _FIRM) & (table["in_first_near"] >= 1 - _FIRM)]
    lines = []
    if len(firm):
        lines.append(
            f"Firm: {joined([in_sentence(str(item)) for item in firm['short_title']])} stay{'s' if len(firm) == 1 else ''} in the first three "
            "when weights move by half. That is enough for a working definition."
        )
    if len(shaky):
        lines.append(
            f"Depends on the weights: {joined([in_sentence(str(item)) for item in shaky['short_title']])}. Talk about why, not about decimals."
        )
    if len(guessed):
        lines.append(
            f"In front, but most of {'its' if len(guessed) == 1 else 'their'} jobs are estimated: {joined([in_sentence(str(item)) for item in guessed['short_title']])}. Ask there first."
        )
    little = table[table["known"] < _SHAKY]
    if len(little):
        lines.append(
            f"For {plural(len(little), 'sector')} less than half of what you weigh is known; {'its score says' if len(little) == 1 else 'their scores say'} little."
        )
    return tuple(lines)


def sector_places(ranking: SectorRanking) -> Chart:
    """Show the place of each sector by each criterion: where a high score comes from.

    Parameters
    ----------
    ranking : from :func:`nextgen_helpers.scorecard.rank_sectors`.
    """
    drawn = ranking.places.head(_MOST)
    names = tuple(str(item) for item in ranking.table.head(_MOST)["short_title"])
    values = tuple(
        tuple(None if pd.isna(row[name]) else float(row[name]) for name in CRITERIA)
        for row in drawn.to_dict("records")
    )
    table = ranking.places.assign(short_title=ranking.table["short_title"])
    titles = [str(item) for item in ranking.table["short_title"]]
    best = {
        name: titles[int(table[name].to_numpy(dtype=float, na_value=-1.0).argmax())]
        for name in CRITERIA
        if table[name].notna().any()
    }
    return Chart(
        name="sector-places",
        title="Where each score comes from",
        subtitle="Place among the region's private sectors by each criterion: 100% is the first, 0% the last; a gray cell is not known",
        mark=HeatTable(names, tuple(_SHORT[name] for name in CRITERIA), values, "Place", "share", zeros=True)
        if names
        else None,
        table=Table.of(table, "Places by criterion", short_title="Sector", **{name: (criterion.title, "share") for name, criterion in CRITERIA.items()}),
        source="places computed from the same figures as the scores.",
        alternative="Shaded table. " + " ".join(f"{CRITERIA[name].title}: first is {title}." for name, title in best.items()),
        look_for=("A row that is dark in one column only stands on one leg.",) if names else (),
    )  # fmt: skip


def sector_thresholds(criteria: pd.DataFrame) -> Table:
    """Lay out which thresholds each sector passes, and which of them are close."""
    found = moved_thresholds(criteria).sort_values(["passes", "short_title"], ascending=[False, True])
    frame = found.assign(
        passed=[f"{row['passes']} of {row['of']}" for row in found.to_dict("records")],
        which=[", ".join(item) or "none" for item in found["named"]],
        near=[", ".join(item) or "none" for item in found["close"]],
    )
    return Table.of(
        frame,
        "Signs by sector",
        short_title="Sector",
        passed="Signs that it shows",
        which="Which",
        near="Would turn if the limit moved a little",
    )


# -- within a sector ----------------------------------------------------------------------------------------


def industries_within(profile: Profile, sector: str) -> Chart:
    """Show the 4-digit industries of a sector: what it is made of here.

    Parameters
    ----------
    profile : the region's profile, of any level.
    sector : its code, such as ``31-33``.
    """
    at = profile.at("4-digit")
    estimates = at.estimates
    inside = estimates[[sector_of(code) == sector for code in estimates["industry_code"]]]
    known = at.industries
    known = known[known["own_code"] == "5"].set_index("industry_code")
    table = inside.assign(
        lq_us=inside["industry_code"].map(known["lq_us"]),
        average_annual_pay=inside["industry_code"].map(known["average_annual_pay"]),
        change_percent=inside["industry_code"].map(known["change_percent"]),
    ).sort_values("employment", ascending=False)
    drawn = table[table["employment"] >= 1].head(_MOST)
    region, year = profile.region.name, profile.year
    title = (
        f"{region} has no jobs in this sector in {year}, as far as figures go"
        if drawn.empty
        else capital(
            f"{in_sentence(str(drawn.iloc[0]['short_title']))} is the largest part of it: about {written(drawn.iloc[0]['employment'], 'count')} jobs"
        )
    )
    strong = table[table["lq_us"] >= _STRONG].sort_values("lq_us", ascending=False).head(5)
    names = [
        f"{in_sentence(str(row['short_title']))} ({written(row['lq_us'], 'ratio')})"
        for row in strong.to_dict("records")
    ]
    return Chart(
        name="industries-within",
        title=title,
        subtitle=f"Jobs by 4-digit industry of the sector, {region}, annual average {year}"
        + (f"; the {_MOST} largest" if len(table) > _MOST else ""),
        mark=None
        if drawn.empty
        else Bars(
            tuple(str(item) for item in drawn["short_title"]),
            tuple(optional(drawn["seen"].fillna(0.0))),
            tuple(optional(drawn["employment"])),
            tuple(_jobs_text(row) for row in drawn.to_dict("records")),
            tuple(False for _ in range(len(drawn))),
            "Jobs, annual average; outlined: estimated",
            beyond="Withheld: estimated",
        ),
        table=Table.of(table, f"Industries of the sector, {region}, {year}", title="Industry", industry_code="NAICS", employment=("Jobs, seen and estimated", "count"), estimated=("Of these estimated", "count"), low=("Interval from", "count"), high=("Interval to", "count"), lq_us=("Location quotient (seen)", "ratio"), average_annual_pay=("Average pay (seen)", "dollars"), change_percent=("Change (seen)", "signed_percent")),
        source=source_line([year]) + " Withheld cells are estimated by this project.",
        alternative="Bars of jobs. " + " ".join(f"{row['short_title']}: {_jobs_text(row)}." for row in drawn.to_dict("records")),
        look_for=(f"Concentrated here: {joined(names)}. Do they buy from each other, or look for the same people?",) if names else (),
        does_not_say=(_ESTIMATE,),
    )  # fmt: skip


# -- peers --------------------------------------------------------------------------------------------------


def peer_regions(profile: Profile) -> Chart:
    """Show the regions whose private jobs are spread over industries most alike.

    Parameters
    ----------
    profile : the region's profile.
    """
    table = nearest_regions(profile)
    region = profile.region.name
    year = int(table["year"].iloc[0]) if len(table) else profile.year
    table = table.assign(
        alike=[in_sentence(short_title(code, "5", year)) for code in table["alike"]],
        apart=[in_sentence(short_title(code, "5", year)) for code in table["apart"]],
    )
    return Chart(
        name="peer-regions",
        title=f"{table.iloc[0]['name']} has the mix of industries most like that of {region}"
        if len(table)
        else f"There are no other regions to compare {region} with",
        subtitle=f"Share of private jobs that would have to change their industry to make the mixes equal, {year}; 0% is the same mix",
        mark=Bars(
            tuple(str(item) for item in table["name"]),
            tuple(float(100 * item) for item in table["distance"]),
            tuple(float(100 * item) for item in table["distance"]),
            tuple(f"{written(row['distance'], 'share')}; most apart: {row['apart']}" for row in table.to_dict("records")),
            tuple(False for _ in range(len(table))),
            "Percent of private jobs",
        )
        if len(table)
        else None,
        table=Table.of(table, f"Regions with a mix of industries like {region}, {year}", name="Region", distance=("Distance", "share"), apart="Sector most apart", alike="Sector most alike", employment=("Private jobs that can be seen", "count"), seen=("Share of private jobs in the comparison", "share")),
        source=source_line([year]),
        alternative="Bars of distances. " + " ".join(f"{row['name']}: {written(row['distance'], 'share')}." for row in table.to_dict("records")),
        look_for=("Call them: who works with the same industries has met the same questions.",) if len(table) else (),
        does_not_say=(
            "Compared are the 28 Texas boards and the regions that this project knows by name; a likely peer elsewhere is not among them.",
            "Only sectors that can be seen in both regions; what is withheld is not estimated here. Size does not matter.",
        ),
    )  # fmt: skip
