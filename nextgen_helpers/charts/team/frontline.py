"""The charts of Module 3: runways, the front line, what comes first, and how news travels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.flow import Flow
from nextgen_helpers.charts.market_marks import Bars, Series
from nextgen_helpers.charts.plan_marks import Spans
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.charts.team.origin import INVENTED, OURS
from nextgen_helpers.charts.team_marks import HeatTable, RowDots, TwoColumnNetwork
from nextgen_helpers.toolkit.findings import day_of
from nextgen_helpers.toolkit.frontline.communication import communication
from nextgen_helpers.toolkit.frontline.constituency import constituency
from nextgen_helpers.toolkit.frontline.runways import runways
from nextgen_helpers.toolkit.frontline.ten_ways import agreement_in_words, ranked_ways
from nextgen_helpers.words import day_words, joined, plural, spelled_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nextgen_helpers.toolkit.frontline.communication import Strategy
    from nextgen_helpers.toolkit.frontline.placing import Group
    from nextgen_helpers.toolkit.frontline.runways import Runway
    from nextgen_helpers.toolkit.frontline.ten_ways import Ranking


_WITH: Final = SeriesStyle("#00629b")
_WITHOUT: Final = SeriesStyle("#b3391d", hatch="xx", pattern="x")
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
                "begins": _BEGINS[group.begins_with],
                "ways": group.ways,
                "counted": group.counted,
                "served": group.served if group.counted else None,
                "placed": group.placed if group.counted else None,
                "share": group.share,
            }
            for group in groups
        ],
        "Ways of placing people by where they begin; sums over the ways that say both numbers",
        begins="Begins with",
        ways=("Ways", "count"),
        counted=("Of them with numbers", "count"),
        served=("Served", "count"),
        placed=("Placed", "count"),
        share=("Placed of those served", "share"),
    )


# -- runways --------------------------------------------------------------------------------------------


def runway_plan(stored: Mapping[str, Any], today: date) -> Chart:
    """Show how long each runway is: over days where the demand day is set, else in months.

    Parameters
    ----------
    stored : values of the runway planner.
    today : the day that counts as today.
    """
    found = runways(stored)
    rows = [
        {
            "start": way.starting_point, "people": way.people, "zone": way.zone, "steps": way.steps,
            "months": way.months if way.steps and (way.whole or way.months) else None,
            "whole": "yes" if way.whole else "no, longer", "begin_by": "" if way.begin_by is None else way.begin_by.isoformat(),
            "without": ", ".join(way.without_partner),
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
        else "Months of preparation by starting point; steps that run beside each other count once"
    )
    drawn = sorted((way for way in found if way.months), key=lambda way: -way.months)[:_MOST]
    if not drawn:
        return Chart.nothing("runway-plan", "No runway has months yet", table, OURS, subtitle=subtitle)
    job = stored.get("aimed_job") or "the job"
    return Chart(
        name="runway-plan",
        title=f"The longest way to {job} takes {_months(drawn[0])}: {drawn[0].starting_point}",
        subtitle=subtitle,
        mark=_runway_mark(drawn, demand_day, today),
        table=table,
        source=OURS,
        alternative="Bars, one a starting point. " + " ".join(f"{way.starting_point}: {_months(way) if way.months else 'no months yet'}." for way in found),
        does_not_say=("How many of those who begin arrive. Ask the partners who know the way.",),
    )  # fmt: skip


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
    bars = pd.DataFrame({"start": [way.starting_point for way in drawn], "months": [way.months for way in drawn], "lacking": lacking})  # fmt: skip
    return Bars.of(
        bars, "start", "months", axis="Months of preparation", text=map(_months, drawn), second="lacking",
        groups=partners if len(set(lacking)) > 1 else (),
    )  # fmt: skip


# -- the front line -------------------------------------------------------------------------------------


def frontline_groups(rows: Sequence[Mapping[str, Any]], work: Mapping[str, str]) -> Chart:
    """Show which organization serves which people, and by how many kinds of staff.

    Parameters
    ----------
    rows : rows of the map of the front line.
    work : what each kind of work is called.
    """
    organizations = spelled_once([row["organization"] for row in rows])
    groups = spelled_once([row["serves"] or "Not stated" for row in rows])
    across = sorted(set(groups.values()), key=str.casefold)
    down = sorted(set(organizations.values()), key=str.casefold)[:_MOST]
    counts = {(name, group): 0 for name in organizations.values() for group in across}
    for row in rows:
        counts[organizations[row["organization"]], groups[row["serves"] or "Not stated"]] += 1
    shared = [
        group for group in across if sum(counts[name, group] > 0 for name in set(organizations.values())) > 1
    ]
    return Chart(
        name="frontline-groups",
        title="Nobody is on the map of the front line yet"
        if not rows
        else f"{plural(len(shared), 'group is', 'groups are')} served by more than one organization"
        if shared
        else "Each group is served by one organization only",
        subtitle="Kinds of staff by organization and by the people whom they serve; an empty cell is nobody"
        + (
            f"; the first {_MOST} organizations are drawn" if len(set(organizations.values())) > _MOST else ""
        ),
        mark=HeatTable(
            tuple(down),
            tuple(across),
            tuple(tuple(float(counts[name, group]) for group in across) for name in down),
            "Kinds of staff",
        )
        if rows
        else None,
        table=Table.of(
            [
                {
                    "organization": row["organization"],
                    "role": row["role"],
                    "does": work.get(row["does"] or "", "Not stated"),
                    "serves": row["serves"] or "Not stated",
                    "to": row["hands_on_to"] or "nobody",
                }
                for row in rows
            ],
            "The front line",
            organization="Organization",
            role="Who",
            does="What they do",
            serves="Whom they serve",
            to="Hand on to",
        ),
        source=OURS,
        alternative="Table of organizations by the people whom they serve. "
        + " ".join(
            f"{name}: {', '.join(f'{group} {counts[name, group]}' for group in across if counts[name, group])}."
            for name in down
        ),
        look_for=(f"Served by several: {joined(shared[:6])}{' and others' if len(shared) > 6 else ''}.",)  # noqa: PLR2004
        if shared
        else (),
        does_not_say=(
            "Whether two who serve the same people do the same for them; the table behind it says what each does.",
        )
        if rows
        else (),
    )


def handing_on(rows: Sequence[Mapping[str, Any]]) -> Chart:
    """Show which organization hands people on to which.

    Parameters
    ----------
    rows : rows of the map of the front line.
    """
    spelled = spelled_once(
        [row["organization"] for row in rows] + [row["hands_on_to"] for row in rows if row["hands_on_to"]]
    )
    ties: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["hands_on_to"]:
            pair = (spelled[row["organization"]], spelled[row["hands_on_to"]])
            ties[pair] = ties.get(pair, 0) + 1
    left = sorted({spelled[row["organization"]] for row in rows}, key=str.casefold)
    right = sorted({to for _, to in ties}, key=str.casefold)
    ending = [name for name in left if not any(begin == name for begin, _ in ties)]
    return Chart(
        name="handing-on",
        title="Nobody hands people on yet"
        if not ties
        else f"{plural(len(ending), 'organization hands', 'organizations hand')} nobody on"
        if ending
        else f"All {len(left)} organizations hand people on"
        if len(left) > 1
        else f"{left[0]} hands people on",
        subtitle="Who hands people on, at the left, to whom, at the right; hollow is without a line",
        mark=TwoColumnNetwork(
            tuple(left[:_MOST]),
            tuple(right[:_MOST]),
            tuple(
                (left.index(begin), right.index(end), float(count))
                for (begin, end), count in ties.items()
                if left.index(begin) < _MOST and right.index(end) < _MOST
            ),
            "Hands on",
            "Receives",
            "kinds of staff",
        )
        if ties
        else None,
        table=Table.of(
            [{"begin": begin, "end": end, "ways": count} for (begin, end), count in ties.items()],
            "Who hands people on to whom",
            begin="From",
            end="To",
            ways=("Kinds of staff", "count"),
        ),
        source=OURS,
        alternative="Two columns of organizations with lines from those who hand people on to those who receive them. "
        + " ".join(f"{begin} to {end}: {count}." for (begin, end), count in ties.items()),
        look_for=(f"Nobody comes after {joined(ending[:6])}{' and others' if len(ending) > 6 else ''}.",)  # noqa: PLR2004
        if ending and ties
        else (),
        does_not_say=("How many people go this way, and how many arrive.",) if ties else (),
    )


# -- what comes first -----------------------------------------------------------------------------------


def way_ranks(stored: Mapping[str, Any]) -> Chart:
    """Show the ten ways in the order of their mean ranks, with the best and the worst rank that each got.

    Parameters
    ----------
    stored : values of the ten ways.
    """
    ranking = ranked_ways(stored)
    labels = [f"{item.number} {item.way}" for item in ranking.priorities]
    return Chart(
        name="way-ranks",
        title="Nobody has ranked all ways yet"
        if not labels
        else f"First comes way {ranking.priorities[0].number}: {ranking.priorities[0].way}",
        subtitle=f"Ranks by {plural(ranking.people, 'person', 'people')}, 1 is the most important{_agreed(ranking)}"
        if labels
        else "Ranks of those who ranked every way",
        mark=RowDots(
            tuple(labels),
            (
                Series("Mean rank", tuple(item.mean for item in ranking.priorities), SeriesStyle("#00629b", "o", "circle")),
                Series("Best rank given", tuple(item.best for item in ranking.priorities), SeriesStyle("#00795c", "<", "triangle-left")),
                Series("Worst rank given", tuple(item.worst for item in ranking.priorities), SeriesStyle("#b45309", ">", "triangle-right")),
            ),
            "Rank; the farther left, the more important",
            tuple("" for _ in labels),
            limits=(1, max(ranking.ways, 2)),
        )
        if labels
        else None,
        table=Table.of([
            {"way": label, "mean": item.mean, "best": item.best, "worst": item.worst}
            for label, item in zip(labels, ranking.priorities, strict=True)
        ], "Ways by their mean rank; equal ranks share the mean of their places", way="Way", mean=("Mean rank", "ratio"), best=("Best", "ratio"), worst=("Worst", "ratio")),
        source=OURS,
        alternative="Rows of dots, one a way. " + " ".join(f"{label}: mean rank {written(item.mean, 'ratio')}." for label, item in zip(labels, ranking.priorities, strict=True)),
        look_for=tuple(
            f"People see way {item.number} very differently: from {item.best:g} to {item.worst:g}."
            for item in ranking.priorities
            if item.worst - item.best >= max(ranking.ways / 2, 2)
        ),
        does_not_say=("Whether a way works. Try the first one for a month.",) if labels else (),
    )  # fmt: skip


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


def communication_flow(stored: Mapping[str, Any], title: str = "") -> Chart:
    """Show how news travels over the five stages; a way that lacks something is dashed.

    Parameters
    ----------
    stored : values of the communication strategy.
    title : what stands before the finding, such as that the picture is invented.
    """
    found = communication(stored)
    stages = [*_STAGES, *([None] if None in found.stages.values() else [])]
    names = list(found.stages)[: _MOST * 2]
    number = {name: place for place, name in enumerate(names)}
    tied = {name for way in found.ways for name in (way.sender, way.receiver)}
    holes = [stage for stage in _STAGES if stage not in found.stages.values()]
    # A stage that nobody stands at keeps its column: the empty box is the finding.
    boxes = [*names, *("Nobody yet" for _ in holes)]
    columns = [stages.index(found.stages[name]) for name in names] + [stages.index(stage) for stage in holes]
    return Chart(
        name="communication-flow",
        title=(f"{title}: " if title else "") + _flow_title(found),
        subtitle="From the partnership to jobseekers and students; a dashed way lacks something",
        mark=Flow(
            tuple(_STAGES[stage] if stage else "No stage yet" for stage in stages),
            tuple(boxes),
            tuple(columns),
            tuple("" if name in tied else "without a way" for name in names) + ("",) * len(holes),
            tuple(int(name not in tied) for name in names) + (1,) * len(holes),
            (("On a way", SeriesStyle("#00629b")), ("Without a way, or nobody yet", SeriesStyle("#b3391d"))),
            tuple(
                (number[way.sender], number[way.receiver], not way.missing)
                for way in found.ways
                if way.sender in number and way.receiver in number
            ),
            "Has content, channel, owner and rhythm",
            "Lacks one of them",
        )
        if names
        else None,
        table=Table.of([
            {**{name: row[name] for name in ("sender", "receiver", "told", "channel", "owner", "way_back")},
             "how_often": _OFTEN.get(row["how_often"] or "", "")}
            for row in stored["ways"]
        ], "Ways of news", sender="From", receiver="To", told="What is told", channel="Channel", owner="Owner", how_often="How often", way_back="Way back"),
        source=INVENTED if title else OURS,
        alternative="Boxes in five columns, from the partnership to jobseekers and students, with arrows. "
        + " ".join(
            f"{way.sender} to {way.receiver}: {'without ' + joined([*way.missing]) if way.missing else 'whole'}."
            for way in found.ways
        ),
        look_for=(f"Nobody stands at {joined([_STAGES[stage][2:].lower() for stage in holes])} yet.",)
        if holes and names
        else (),
        does_not_say=("Whether anybody reads it. Ask somebody at the last stage what the last piece of news was.",)
        if names
        else (),
    )  # fmt: skip


def _flow_title(found: Strategy) -> str:
    if not found.stages:
        return "No way of news is drawn yet"
    if not found.ways:
        return "The stages are named, and no way leads from one to the next yet"
    whole = sum(not way.missing for way in found.ways)
    return f"{whole} of {plural(len(found.ways), 'way has', 'ways have')} content, channel, owner and rhythm"


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
                "group": row["group"],
                "people": row["people"],
                "source": ", ".join(str(part) for part in (row["source"], row["year"]) if part),
                "gaps": ", ".join(gaps) or "none",
                "who": row["who_asks"],
            }
            for row, (_, gaps) in zip(rows, constituency(rows, today), strict=True)
        ],
        "Groups of people and what is not known of them",
        group="Group",
        people=("People", "count"),
        source="Source, year",
        gaps="Gaps",
        who="Who finds it out",
    )
