"""Module 2: what the map of tables and knocks shows, and the alternatives beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from nextgen_helpers import charts
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.shown import Shown, said
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.exercises import Outreach
from nextgen_helpers.views.live import view

#: The alternatives to today's map, and what they are called.
ALTERNATIVES: Final[Mapping[Literal["ideal", "real"], str]] = {
    "ideal": "The ideal alternative",
    "real": "The real alternative",
}


@view
def outreach_picture(team: Team) -> Iterator[Shown]:
    """Show what the map says."""
    picture = team.outreach()
    yield charts.outreach_network(picture)
    if picture.knocks or picture.tables:
        yield charts.outreach_heat_table(picture)
        yield charts.outreach_redundancy(picture)
        yield charts.outreach_tables(picture)
        yield charts.outreach_overlap(picture)
        yield charts.outreach_gaps(picture)


@view
def outreach_comparison(team: Team) -> Iterator[Shown]:
    """Show today, the ideal and the real alternative in the same figures."""
    picture, others = team.outreach(), noted_alternatives(team)
    if not others:
        yield said("There is no alternative yet: note its changes above, and it is compared with today here.")
        return
    yield charts.outreach_comparison(picture, *others)
    yield charts.outreach_before_after(picture, *others)
    for name, other in others:
        yield _named(charts.outreach_network(other), name)


def noted_alternatives(team: Team) -> list[tuple[str, Outreach]]:
    """Give the alternatives that have changes: what each is called, and the map as it would be."""
    noted = team.alternatives()
    return [
        (title, team.alternative(which)[0])
        for which, title in ALTERNATIVES.items()
        if getattr(noted, which).changes
    ]


def _named(chart: Chart, name: str) -> Chart:
    """Say of which picture a chart is."""
    anchor = f"{chart.name}-{name.split()[1].lower()}"
    return replace(
        chart,
        name=anchor,
        title=f"{name}: {chart.title[0].lower() if chart.title.startswith('No ') else chart.title[0]}{chart.title[1:]}",
    )
