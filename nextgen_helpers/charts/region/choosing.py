"""Charts with which a team chooses its sector: clusters as a whole, the criteria side by side, and what lies within a sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.region.rankings import first_titles, once_a_report, source_line
from nextgen_helpers.charts.tables import Labeled, Table, instead, numbers, rows_of, texts, written
from nextgen_helpers.lmi.codes import short_title
from nextgen_helpers.lmi.definitions import Definition, definition_figures
from nextgen_helpers.lmi.definitions import texas_clusters as clusters_of
from nextgen_helpers.lmi.peers import peer_regions as nearest_regions
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.strengths import industries_within as parts_of
from nextgen_helpers.scorecard import (
    CRITERIA,
    USUAL_WEIGHTS,
    SectorRanking,
    criteria_table,
    moved_thresholds,
    rank_sectors,
)
from nextgen_helpers.words import capital, in_sentence, joined, plural, those

_ESTIMATE: Final = (
    "What BLS withholds is estimated: establishments are published, and all industries of a county add up to its published total. "
    "The interval holds four of five such estimates."
)
_ESTIMATED_HERE: Final = " Withheld cells are estimated by this project."
_MOST: Final = 12
_STRONG: Final = 1.2
_FIRM, _SHAKY = 0.9, 0.5
#: From this share on a figure is more a guess than a count, and nothing is built on it.
_MOSTLY: Final = 0.5
_MUCH: Final = 0.25
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
_ESTIMATED_JOBS: Final[dict[str, Labeled]] = {
    "employment": ("Jobs, seen and estimated", "count"),
    "estimated": ("Of these estimated", "count"),
    "low": ("Interval from", "count"),
    "high": ("Interval to", "count"),
}


# -- clusters, and what lies within a sector --------------------------------------------------------------


def texas_clusters(profile: Profile) -> Chart:
    """Show the eight industry clusters of Texas in the region, each as a whole, for a region of any state."""
    return definitions(profile, clusters_of(profile.year), "the eight clusters of Texas", "texas-clusters")


def definitions(
    profile: Profile, wanted: Sequence[Definition], what: str, name: str = "definitions"
) -> Chart:
    """Show sectors or clusters by a definition of their own: jobs seen and estimated, concentration, pay.

    Parameters
    ----------
    what : what they are together, in a sentence.
    name : name of the chart.
    """
    region, year = profile.region.name, profile.year
    found = definition_figures(profile, wanted)
    if len(found):
        found = found.sort_values("employment", ascending=False, na_position="last", ignore_index=True)
    there = found[found["employment"] > 0] if len(found) else found
    guessed = len(there) > 0 and (there["estimated"] > 0).any()
    ours = "The lists of industries are ours; a company may see itself in another."
    subtitle = (
        f"Jobs by definition, {region}, annual average {year}; definitions overlap and are not to be added up"
    )
    table = Table.of(
        found,
        f"Jobs by definition, {region}, {year}",
        name="Sector or cluster",
        **_ESTIMATED_JOBS,
        lq_us=("Location quotient, nation = 1", "ratio"),
        share=("Share of all jobs", "share"),
        average_annual_pay=("Average pay (seen)", "dollars"),
        change_percent=("Change (seen)", "signed_percent"),
        codes="Industries (NAICS)",
        version="Defined on",
    )
    title = f"{region} has no jobs in {what} in {year}, as far as figures go"
    nothing = Chart(name, title, subtitle, source_line([year]), table=table, does_not_say=(ours,))
    if there.empty:
        return nothing
    return replace(
        nothing,
        title=_clusters_title(there.iloc[0], what, region),
        mark=_estimated_bars(there, "name"),
        source=nothing.source + (_ESTIMATED_HERE if guessed else ""),
        alternative=instead("Bars of jobs.", there, lambda row: f"{row['name']}: {_jobs_text(row)}."),
        look_for=_clusters_look_for(there),
        does_not_say=those(ours, guessed and _ESTIMATE),
    )


def _estimated_bars(rows: pd.DataFrame, label: str) -> Bars:
    return Bars(
        texts(rows, label),
        numbers(rows.fillna({"seen": 0.0}), "seen"),
        tuple(map(_jobs_text, rows.to_dict("records"))),
        "Jobs, annual average; hatched: estimated",
        at_most=numbers(rows, "employment"),
        beyond="Withheld: estimated",
    )


def _jobs_text(row: Mapping[Any, Any]) -> str:
    guess = f", of these {written(row['estimated'], 'count')} estimated" if row["estimated"] >= 1 else ""
    return f"{written(row['employment'], 'count')}{guess}"


def _clusters_title(top: pd.Series[Any], what: str, region: str) -> str:
    guess = ", most of them estimated" if top["estimated"] > _MOSTLY * top["employment"] else ""
    jobs = written(top["employment"], "count")
    return capital(f"of {what}, {top['name']} has the most jobs in {region}: about {jobs}{guess}")


def _clusters_look_for(there: pd.DataFrame) -> tuple[str, ...]:
    seen = there[there["estimated"] <= _MOSTLY * there["employment"]]
    names = _concentrated(seen, seen["name"])
    unsure = there.loc[there["estimated"] > _MUCH * there["employment"], "name"]
    return those(
        f"Concentrated here, at 1.2 times the nation's share or more: {joined(names)}."
        if names
        else "Of those that can mostly be seen, none is concentrated here at 1.2 times the nation's share.",
        len(unsure) and f"More than a quarter is estimated for {joined([*unsure])}.",
    )


def _concentrated(rows: pd.DataFrame, names: pd.Series[str]) -> list[str]:
    """Name the rows with a high quotient, the highest first."""
    strong = rows.assign(said=names)[rows["lq_us"] >= _STRONG].sort_values("lq_us", ascending=False)
    return [f"{row.said} ({written(row.lq_us, 'ratio')})" for row in rows_of(strong)]


def industries_within(profile: Profile, sector: str) -> Chart:
    """Show the 4-digit industries of a sector, such as ``31-33``: what it is made of here."""
    region, year = profile.region.name, profile.year
    found = parts_of(profile, sector)
    drawn = found[found["employment"] >= 1].head(_MOST)
    table = Table.of(
        found,
        f"Industries of the sector, {region}, {year}",
        title="Industry",
        industry_code="NAICS",
        **_ESTIMATED_JOBS,
        lq_us=("Location quotient (seen)", "ratio"),
        average_annual_pay=("Average pay (seen)", "dollars"),
        change_percent=("Change (seen)", "signed_percent"),
    )
    subtitle = f"Jobs by 4-digit industry of the sector, {region}, annual average {year}"
    subtitle += f"; the {_MOST} largest" if len(found) > _MOST else ""
    nothing = Chart(
        "industries-within",
        f"{region} has no jobs in this sector in {year}, as far as figures go",
        subtitle,
        source_line([year]) + _ESTIMATED_HERE,
        table=table,
        does_not_say=(_ESTIMATE,),
    )
    if drawn.empty:
        return nothing
    first, jobs = in_sentence(drawn.iloc[0]["short_title"]), written(drawn.iloc[0]["employment"], "count")
    names = _concentrated(found, found["short_title"].map(in_sentence))[:5]
    asked = "Do they buy from each other, or look for the same people?"
    return replace(
        nothing,
        title=capital(f"{first} is the largest part of it: about {jobs} jobs"),
        mark=_estimated_bars(drawn, "short_title"),
        alternative=instead("Bars of jobs.", drawn, lambda row: f"{row['short_title']}: {_jobs_text(row)}."),
        look_for=those(names and f"Concentrated here: {joined(names)}. {asked}"),
    )


# -- the criteria side by side ------------------------------------------------------------------------------


def sector_ranking(profile: Profile) -> Chart:
    """Show how the region's sectors rank by the toolkit's criteria, before a team sets weights of its own."""
    chart = sector_scores(usual_ranking(profile), profile.region.name, profile.year)
    return replace(
        chart,
        name="sector-ranking",
        title=chart.title.replace("By your weights", "By jobs, pay and concentration alike"),
        source=f"{source_line([profile.year])} {_ESTIMATED_CRITERIA}; equal weights.",
        does_not_say=(
            "A team that sets its own weights in Step 2 may get a different order, and may know what no figure shows.",
            *chart.does_not_say,
        ),
    )


@once_a_report
def usual_ranking(profile: Profile) -> SectorRanking:
    """Rank the region's sectors by what figures say alone, at the usual weights."""
    weights = {name: weight for name, weight in USUAL_WEIGHTS.items() if name != "outreach"}
    return rank_sectors(criteria_table(profile.at("sector")), weights)


def sector_scores(ranking: SectorRanking, region: str, year: int) -> Chart:
    """Show how sectors rank by the team's weights, and how firm the first places are."""
    found = ranking.table[ranking.table["score"].notna()]
    found = found.assign(score=100 * found["score"])
    given = {name: share for name, share in ranking.weights.items() if share}
    weights = ", ".join(f"{_SHORT[name].lower()} {written(share, 'share')}" for name, share in given.items())
    criteria: Mapping[str, Any] = {
        name: (criterion.title, criterion.kind.replace("percent", "signed_percent"))
        for name, criterion in CRITERIA.items()
    }
    table = Table.of(
        found,
        f"Sectors by weighted criteria, {region}, {year}",
        rank=("Rank", "count"),
        short_title="Sector",
        score=("Score", "count"),
        in_first_near=("In the first three, weights near yours", "share"),
        in_first_any=("In the first three, any weights", "share"),
        known=("Weight of what is known", "share"),
        **criteria,
        estimated_share=("Of the jobs estimated", "share"),
    )
    subtitle = f"Weighted mean of places among the private sectors of {region}, 100 is first in everything; in brackets, how many of the weightings near these put it among the first three; figures of {year}; weights: {weights}"
    source = f"{source_line([year])} {_ESTIMATED_CRITERIA}; pay and change are those of counties that can be seen; callers and weights are the team's own."
    does_not_say = (
        "Whether companies want to work together: see readiness. A score sorts a list; people choose.",
        "Jobs by occupation, and what they pay at the beginning.",
    )
    title = "No sector can be compared: the figures of this region are withheld"
    nothing = Chart("sector-scores", title, subtitle, source, table=table, does_not_say=does_not_say)
    if found.empty:
        return nothing
    drawn = found.head(_MOST)
    return replace(
        nothing,
        title=_scores_title(found),
        mark=Bars(
            texts(drawn, "short_title"),
            numbers(drawn, "score"),
            tuple(f"{row.score:.0f} (first three: {row.in_first_near:.0%})" for row in rows_of(drawn)),
            "Score, 0 to 100",
        ),
        alternative=instead("Bars of scores.", drawn, "{short_title}: {score:.0f}."),
        look_for=_scores_look_for(found),
    )


def _scores_title(found: pd.DataFrame) -> str:
    if not can_be_ranked(found):
        return "Too little can be seen to rank the sectors of this region"
    first = found["short_title"].head(3)
    return capital(f"by your weights, {first_titles(first)} come{'s' if len(first) == 1 else ''} first")


def can_be_ranked(table: pd.DataFrame) -> bool:
    """Tell whether a ranking says something: of its first three sectors one is mostly known and mostly seen."""
    return bool(_mostly_seen(table[table["score"].notna()].head(3)).any())


def _mostly_seen(table: pd.DataFrame) -> pd.Series[bool]:
    return (table["known"] >= _SHAKY) & ~(table["estimated_share"] > _MOSTLY)


def _scores_look_for(found: pd.DataFrame) -> tuple[str, ...]:
    seen, near = _mostly_seen(found), found["in_first_near"]
    firm = found[seen & (near >= _FIRM)]
    shaky = found[seen & (near < _FIRM) & (near >= 1 - _FIRM)]
    guessed = found[(near >= _FIRM) & (found["estimated_share"] > _MOSTLY)]
    little = found[found["known"] < _SHAKY]
    return those(
        len(firm)
        and f"Firm: {first_titles(firm['short_title'])} stay{'s' if len(firm) == 1 else ''} in the first three when weights move by half. That is enough for a working definition.",
        len(shaky)
        and f"Depends on the weights: {first_titles(shaky['short_title'])}. Talk about why, not about decimals.",
        len(guessed)
        and f"In front, but most of {'its' if len(guessed) == 1 else 'their'} jobs are estimated: {first_titles(guessed['short_title'])}. Ask there first.",
        len(little)
        and f"For {plural(len(little), 'sector')} less than half of what you weigh is known; {'its score says' if len(little) == 1 else 'their scores say'} little.",
    )


def sector_places(ranking: SectorRanking) -> Chart:
    """Show the place of each sector by each criterion: where a high score comes from."""
    found = ranking.places.assign(short_title=ranking.table["short_title"])
    shares: Mapping[str, Labeled] = {name: (criterion.title, "share") for name, criterion in CRITERIA.items()}
    table = Table.of(found, "Places by criterion", short_title="Sector", **shares)
    title, source = "Where each score comes from", "places computed from the same figures as the scores."
    subtitle = "Place among the region's private sectors by each criterion: 100% is the first, 0% the last; a gray cell is not known"
    nothing = Chart("sector-places", title, subtitle, source, table=table)
    if found.empty:
        return nothing
    places = found.set_index("short_title")[[*CRITERIA]].rename(columns=_SHORT)
    known = [name for name in CRITERIA if found[name].notna().any()]
    return replace(
        nothing,
        mark=HeatTable.of(places.head(_MOST), kind="share", zeros=True),
        alternative=instead(
            "Shaded table.",
            [{"title": CRITERIA[name].title, "first": places[_SHORT[name]].idxmax()} for name in known],
            "{title}: first is {first}.",
        ),
        look_for=("A row that is dark in only one column depends on one sign.",),
    )


def sector_thresholds(criteria: pd.DataFrame) -> Table:
    """Lay out which thresholds each sector passes, and which of them are close."""
    found = moved_thresholds(criteria).sort_values(["passes", "short_title"], ascending=[False, True])
    return Table.of(
        found.assign(
            passed=[f"{row.passes} of {row.of}" for row in rows_of(found)],
            which=[", ".join(item) or "none" for item in found["named"]],
            near=[", ".join(item) or "none" for item in found["close"]],
        ),
        "Signs by sector",
        short_title="Sector",
        passed="Signs that it shows",
        which="Which",
        near="Would turn if the limit moved a little",
    )


# -- peers --------------------------------------------------------------------------------------------------


def peer_regions(profile: Profile) -> Chart:
    """Show the regions whose private jobs are spread over industries most alike."""
    found, region = nearest_regions(profile), profile.region.name
    year = int(found["year"].iloc[0]) if len(found) else profile.year
    found = found.assign(
        percent=100 * found["distance"],
        alike=[in_sentence(short_title(code, "5", year)) for code in found["alike"]],
        apart=[in_sentence(short_title(code, "5", year)) for code in found["apart"]],
    )
    table = Table.of(
        found,
        f"Regions with a mix of industries like {region}, {year}",
        name="Region",
        distance=("Distance", "share"),
        apart="Sector most apart",
        alike="Sector most alike",
        employment=("Private jobs that can be seen", "count"),
        seen=("Share of private jobs in the comparison", "share"),
    )
    subtitle = f"Share of private jobs that would have to change their industry to make the mixes equal, {year}; 0% is the same mix"
    does_not_say = (
        _compared(int(found["compared"].iloc[0]) if len(found) else 0, year, profile.year),
        "Only sectors that can be seen in both regions; what is withheld is not estimated here. Size does not matter.",
    )
    title, source = f"There are no other regions to compare {region} with", source_line([year])
    nothing = Chart("peer-regions", title, subtitle, source, table=table, does_not_say=does_not_say)
    if found.empty:
        return nothing
    return replace(
        nothing,
        title=f"{found.iloc[0]['name']} has the mix of industries most like that of {region}",
        mark=Bars(
            texts(found, "name"),
            numbers(found, "percent"),
            tuple(f"{written(row.distance, 'share')}; most apart: {row.apart}" for row in rows_of(found)),
            "Percent of private jobs",
        ),
        alternative=instead("Bars of distances.", table, "{name}: {distance}."),
        look_for=("Call them: who works with the same industries has met the same questions.",),
    )


def _compared(others: int, year: int, newest: int) -> str:
    """Say among which regions the nearest are, and why an older year than the report's is compared."""
    among = "among the Texas boards and the regions that this project knows by name"
    if not others:
        return f"No other region {among} has sectors of {year} here."
    older = f"Too few others have sectors of {newest} here, so the year is {year}. " if year < newest else ""
    have = "1 other region has" if others == 1 else f"{others} other regions have"
    return f"{older}{have} sectors of {year} {among}; a likely peer elsewhere is not compared."
