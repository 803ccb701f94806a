"""The charts of Module 3: runways, the front line, what comes first, and how news travels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.flow import Flow
from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.marks.network import TwoColumnNetwork
from nextgen_helpers.charts.marks.plans import Spans
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table, instead, series, texts
from nextgen_helpers.charts.team.origin import OURS, and_others, first_drawn
from nextgen_helpers.toolkit.findings import day_of
from nextgen_helpers.toolkit.frontline.communication import Strategy, communication, empty_stages, on_a_way
from nextgen_helpers.toolkit.frontline.constituency import constituency
from nextgen_helpers.toolkit.frontline.placing import Group
from nextgen_helpers.toolkit.frontline.runways import Runway, runways
from nextgen_helpers.toolkit.frontline.ten_ways import Ranking, agreement_in_words, ranked_ways
from nextgen_helpers.toolkit.frontline.who_serves import HandedOn, handed_on, who_serves
from nextgen_helpers.words import day_words, joined, plural, those

_WITH: Final = SeriesStyle("#00629b")
_WITHOUT: Final = SeriesStyle("#b3391d", hatch="crossed")
_RANKS: Final = (
    ("Mean rank", "mean", SeriesStyle("#00629b")),
    ("Best rank given", "best", SeriesStyle("#00795c", "triangle-left")),
    ("Worst rank given", "worst", SeriesStyle("#b45309", "triangle-right")),
)
_MOST: Final = 40
_BEGINS: Final = {
    "demand": "What companies asked for (pull)",
    "population": "A group of people (push)",
    "both": "Both, from the start",
}


def push_and_pull_table(groups: Sequence[Group]) -> Table:
    """Lay out ways of placing people by where they begin."""
    return Table.of(
        [
            {
                "begins": _BEGINS[group.begins_with], "ways": group.ways, "counted": group.counted,
                "served": group.served if group.counted else None,
                "placed": group.placed if group.counted else None, "share": group.share,
            }
            for group in groups
        ],
        "Ways of placing people by where they begin; sums over the ways that say both numbers",
        begins="Begins with", ways=("Ways", "count"), counted=("Of them with numbers", "count"),
        served=("Served", "count"), placed=("Placed", "count"), share=("Placed of those served", "share"),
    )  # fmt: skip


# -- runways --------------------------------------------------------------------------------------------


def runway_plan(stored: Mapping[str, Any], today: date) -> Chart:
    """Show how long each group's way to the job is; with a day by which people are needed, from when to when.

    A way without a partner at one of its steps looks different.
    """
    found = runways(stored)
    rows = [
        {
            "start": way.starting_point, "people": way.people, "zone": way.zone, "steps": way.steps,
            "months": way.months if way.steps and (way.whole or way.months) else None,
            "whole": "yes" if way.whole else "no, longer",
            "begin_by": "" if way.begin_by is None else way.begin_by.isoformat(),
            "without": ", ".join(way.without_partner),
            "told": _months(way) if way.months else "no months yet",
        }
        for way in found
    ]  # fmt: skip
    table = Table.of(
        rows, "Runways",
        start="Starting point", people=("People a year", "count"), zone=("Job zone today", "count"),
        steps=("Steps", "count"), months=("Months", "count"), whole="All months known", begin_by="Begin by",
        without="Steps without a partner",
    )  # fmt: skip
    demand_day = day_of(stored.get("demand_day"))
    subtitle = (
        f"From the last day to begin until companies need people, {day_words(demand_day)}"
        if demand_day
        else "Months of preparation by starting point; steps that run at the same time count once"
    )
    drawn = sorted((way for way in found if way.months), key=lambda way: -way.months)[:_MOST]
    nothing = Chart("runway-plan", "No runway has months yet", subtitle, OURS, table=table)
    if not drawn:
        return nothing
    job = stored.get("aimed_job") or "the job"
    return replace(
        nothing,
        title=f"The longest way to {job} takes {_months(drawn[0])}: {drawn[0].starting_point}",
        mark=_runway_mark(drawn, demand_day, today),
        alternative=instead("Bars, one a starting point.", rows, "{start}: {told}."),
        does_not_say=("How many of those who begin arrive. Ask the partners who know the way.",),
    )


def _months(way: Runway) -> str:
    return f"{'' if way.whole else 'at least '}{plural(way.months, 'month')}"


def _runway_mark(drawn: Sequence[Runway], demand_day: date | None, today: date) -> Spans | Bars:
    lacking = [bool(way.without_partner) for way in drawn]
    partners = ("Each step has a partner", "A step has no partner")
    if demand_day:
        return Spans(
            # The months stand in the label: behind bars that all end on the same day there is no room.
            labels=tuple(f"{way.starting_point}: {_months(way)}" for way in drawn),
            spans=tuple((way.begin_by, demand_day) if way.begin_by else (None, None) for way in drawn),
            kind_of=tuple(map(int, lacking)),
            kinds=tuple(zip(partners, (_WITH, _WITHOUT), strict=True)),
            today=today,
            notes=("",) * len(drawn),
        )
    return Bars(
        tuple(way.starting_point for way in drawn),
        tuple(float(way.months) for way in drawn),
        tuple(map(_months, drawn)),
        "Months of preparation",
        second=tuple(lacking),
        groups=partners if len(set(lacking)) > 1 else (),
    )


# -- the front line -------------------------------------------------------------------------------------


def frontline_groups(rows: Sequence[Mapping[str, Any]], work: Mapping[str, str]) -> Chart:
    """Show which organization serves which people, and by how many kinds of staff, with the names of the kinds of work."""
    told = [
        {
            **row,
            "does": work.get(row["does"] or "", "Not stated"),
            "serves": row["serves"] or "Not stated",
            "to": row["hands_on_to"] or "nobody",
        }
        for row in rows
    ]
    table = Table.of(
        told, "The front line",
        organization="Organization", role="Who", does="What they do", serves="Whom they serve",
        to="Hand on to",
    )  # fmt: skip
    counts = pd.DataFrame.from_dict(who_serves(told), orient="index")
    subtitle = (
        "Kinds of staff by organization and by the people they serve; an empty cell is no one"
        + first_drawn(_MOST, len(counts), "organizations")
    )
    nobody = "No one is on the map of the front line yet"
    nothing = Chart("frontline-groups", nobody, subtitle, OURS, table=table)
    if not rows:
        return nothing
    shared = [str(group) for group in counts if (counts[group] > 0).sum() > 1]
    drawn = counts.head(_MOST)
    served = [
        {"name": name, "groups": ", ".join(f"{group} {count}" for group, count in row.items() if count)}
        for name, row in drawn.iterrows()
    ]
    return replace(
        nothing,
        title=f"{plural(len(shared), 'group is', 'groups are')} served by more than one organization"
        if shared
        else "Each group is served by one organization only",
        mark=HeatTable.of(drawn),
        alternative=instead("Table of organizations by the people they serve.", served, "{name}: {groups}."),
        look_for=those(shared and f"Served by several: {and_others(shared)}."),
        does_not_say=(
            "Whether two who serve the same people do the same for them; the table behind it says what each does.",
        ),
    )


def handing_on(rows: Sequence[Mapping[str, Any]]) -> Chart:
    """Show which organization hands people on to which, from the map of the front line."""
    found = handed_on(rows)
    ties = [{"begin": begin, "end": end, "ways": count} for (begin, end), count in found.ties.items()]
    table = Table.of(
        ties, "Who refers people to whom", begin="From", end="To", ways=("Kinds of staff", "count")
    )
    subtitle = "Who refers people, at the left, to whom, at the right; hollow is without a line"
    nothing = Chart("handing-on", "No one refers people yet", subtitle, OURS, table=table)
    if not ties:
        return nothing
    return replace(
        nothing,
        title=_handing_title(found),
        mark=TwoColumnNetwork.of(
            ("Hands on", found.senders[:_MOST]),
            ("Receives", found.receivers[:_MOST]),
            ((*pair, count) for pair, count in found.ties.items()),
            "kinds of staff",
        ),
        alternative=instead(
            "Two columns of organizations with lines from those who refer people to those who receive them.",
            ties,
            "{begin} to {end}: {ways}.",
        ),
        look_for=those(found.ending and f"No one comes after {and_others(found.ending)}."),
        does_not_say=("How many people go this way, and how many arrive.",),
    )


def _handing_title(found: HandedOn) -> str:
    if found.ending:
        return f"{plural(len(found.ending), 'organization refers', 'organizations refer')} people no further"
    if len(found.senders) > 1:
        return f"All {len(found.senders)} organizations refer people"
    return f"{found.senders[0]} refers people"


# -- what comes first -----------------------------------------------------------------------------------


def way_ranks(stored: Mapping[str, Any]) -> Chart:
    """Show the ten ways in the order of their mean ranks, with the best and the worst rank that each got."""
    ranking = ranked_ways(stored)
    table = Table.of(
        [{**asdict(item), "way": f"{item.number} {item.way}"} for item in ranking.priorities],
        "Ways by their mean rank; equal ranks share the mean of their places",
        way="Way", mean=("Mean rank", "ratio"), best=("Best", "ratio"), worst=("Worst", "ratio"),
    )  # fmt: skip
    subtitle = "Ranks of those who ranked their first three or more"
    nothing = Chart("way-ranks", "No one has ranked three ways yet", subtitle, OURS, table=table)
    if not ranking.priorities:
        return nothing
    first = ranking.priorities[0]
    return replace(
        nothing,
        title=f"First comes way {first.number}: {first.way}",
        subtitle=f"Ranks by {plural(ranking.people, 'person', 'people')}, 1 is the most important{_agreed(ranking)}",
        mark=Dots(
            texts(table.frame, "way"),
            series(table.frame, _RANKS),
            "Rank; the farther left, the more important",
            limits=(1, max(ranking.ways, 2)),
        ),
        alternative=instead("Rows of dots, one a way.", table, "{way}: mean rank {mean}."),
        look_for=tuple(
            f"People see way {item.number} very differently: from {item.best:g} to {item.worst:g}."
            for item in ranking.priorities
            if item.worst - item.best >= max(ranking.ways / 2, 2)
        ),
        does_not_say=("Whether a way works. Try the first one for a month.",),
    )


def _agreed(ranking: Ranking) -> str:
    if math.isnan(ranking.agreement):
        return ""
    return f"; Kendall's W {ranking.agreement:.2f}, {agreement_in_words(ranking.agreement)} agreement (0 none, 1 all alike)"


# -- how news travels -----------------------------------------------------------------------------------

_STAGES: Final = {
    "partnership": "1 Partnership",
    "decision_makers": "2 Decision makers",
    "program_staff": "3 Program staff",
    "frontline": "4 Front line",
    "people": "5 Jobseekers and students",
}


def communication_flow(stored: Mapping[str, Any]) -> Chart:
    """Show how news travels over the five stages; a way that lacks something is dashed.

    Parameters
    ----------
    stored : the communication strategy.
    """
    found = communication(stored)
    title = _flow_title(found)
    subtitle = "From the partnership to jobseekers and students; a dashed way lacks something"
    table = Table.of(
        [{**row, "how_often": _OFTEN.get(row["how_often"] or "", "")} for row in stored["ways"]],
        "Ways of news",
        sender="From", receiver="To", told="What is told", channel="Channel", owner="Owner",
        how_often="How often", way_back="Way back",
    )  # fmt: skip
    nothing = Chart("communication-flow", title, subtitle, OURS, table=table)
    if not found.stages:
        return nothing
    lacking = [
        {
            "way": f"{way.sender} to {way.receiver}",
            "told": f"without {joined(way.missing)}" if way.missing else "whole",
        }
        for way in found.ways
    ]
    picture = "Boxes in five columns, from the partnership to jobseekers and students, with arrows."
    holes = joined([_STAGES[stage][2:].lower() for stage in empty_stages(found)])
    return replace(
        nothing,
        mark=_flow(found),
        alternative=instead(picture, lacking, "{way}: {told}."),
        look_for=those(holes and f"No one is at {holes} yet."),
        does_not_say=(
            "Whether anyone reads it. Ask someone at the last stage what the last piece of news was.",
        ),
    )


def _flow_title(found: Strategy) -> str:
    if not found.stages:
        return "No way of news is drawn yet"
    if not found.ways:
        return "The stages are named, and no way leads from one to the next yet"
    whole = sum(not way.missing for way in found.ways)
    return f"{whole} of {plural(len(found.ways), 'way has', 'ways have')} content, channel, owner and rhythm"


def _flow(found: Strategy) -> Flow:
    stages = [*_STAGES, *([None] if None in found.stages.values() else [])]
    tied = on_a_way(found)
    boxes = [
        (name, stages.index(stage), "" if name in tied else "without a way", int(name not in tied))
        for name, stage in found.stages.items()
    ]
    # A stage that nobody stands at keeps its column: the empty box is the finding.
    holes = [("No one yet", stages.index(stage), "", 1) for stage in empty_stages(found)]
    return Flow.of(
        (_STAGES[stage] if stage else "No stage yet" for stage in stages),
        [*boxes[: 2 * _MOST], *holes],
        ((way.sender, way.receiver, not way.missing) for way in found.ways),
        kinds=(
            ("On a way", SeriesStyle("#00629b")),
            ("Without a way, or no one yet", SeriesStyle("#b3391d")),
        ),
        lines=("Has content, channel, owner and rhythm", "Lacks one of them"),
    )


_OFTEN: Final = {
    "weekly": "Every week",
    "monthly": "Every month",
    "quarterly": "Every quarter",
    "yearly": "Every year",
    "when_needed": "When there is something",
}


def constituency_table(rows: Sequence[Mapping[str, Any]], today: date) -> Table:
    """Lay out the groups of people with what is not known of each."""
    return Table.of(
        [
            {
                "group": row["group"], "people": row["people"],
                "source": ", ".join(str(part) for part in (row["source"], row["year"]) if part),
                "gaps": ", ".join(gaps) or "none", "who": row["who_asks"],
            }
            for row, (_, gaps) in zip(rows, constituency(rows, today), strict=True)
        ],
        "Groups of people and what is not known of them",
        group="Group", people=("People", "count"), source="Source, year", gaps="Gaps",
        who="Who finds it out",
    )  # fmt: skip
