"""Many teams side by side, for the trainer of an academy: ratings by team and time, and where teams are stuck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.shown import Bundle, Displayed, Pieces, said
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Labeled, Table, instead, rows_of, series, texts
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import get_region
from nextgen_helpers.standing import all_findings
from nextgen_helpers.team_answers import Team
from nextgen_helpers.teams import known_teams
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.words import plural

_STYLES: Final = (
    SeriesStyle("#00629b"),
    SeriesStyle("#b45309", "square"),
    SeriesStyle("#00795c", "triangle-up"),
)
_SOURCE: Final = (
    "the teams' own answers on this computer; rubric of the Texas Next Gen Sector Partnerships Toolkit."
)


@dataclass(frozen=True, slots=True)
class Cohort(Displayed):
    """What several teams have answered."""

    # one row a team and round: ``team, date, people`` and the median of each dimension (missing where nobody
    # rated it); the open round is last, with the date ``today``
    rounds: pd.DataFrame
    findings: pd.DataFrame  # one row a team: how many findings of each step deserve a second look
    unread: tuple[str, ...] = ()  # sentences about workspaces that could not be read

    def ratings(self) -> Chart:
        """Show the newest medians of each team."""
        dimensions = rubric.load().dimensions
        newest = self.rounds.groupby("team", sort=False).tail(1)
        columns: dict[str, Labeled] = {item.id: (item.title, "ratio") for item in dimensions}
        looks = [(item.title, item.id, look) for item, look in zip(dimensions, _STYLES, strict=True)]
        low = [item for item in dimensions if len(newest) and newest[item.id].notna().any()]
        lowest = min(low, key=lambda item: newest[item.id].median()) if low else None
        return Chart(
            name="cohort-ratings",
            title=f"Over {plural(len(newest), 'team')}, {lowest.title.lower()} is rated lowest"
            if lowest is not None
            else "No team has rated itself yet",
            subtitle="Newest median of each team, 1 to 10; teams rate themselves, so that their numbers are no ranking",
            mark=Dots(
                texts(newest, "team"),
                series(newest, looks),
                "Median rating",
                notes=tuple(f"{row.people} rated, {row.date}" for row in rows_of(newest)),
                limits=(1, 10),
                bands=tuple((level.lowest, level.highest, level.title) for level in rubric.load().levels),
            )
            if len(newest)
            else None,
            table=Table.of(
                self.rounds,
                "Rounds of all teams",
                team="Team",
                date="Round",
                people=("Rated", "count"),
                **columns,
            ),
            source=_SOURCE,
            alternative=instead(
                "Dots for each team on a scale from 1 to 10.",
                newest,
                lambda row: (
                    f"{row['team']}: {', '.join(f'{item.title} {row[item.id]}' for item in dimensions)}."
                ),
            ),
            does_not_say=("Whether one region is ahead of another: each team has its own yardstick.",)
            if len(newest)
            else (),
        )

    def stuck(self) -> Chart:
        """Show in which steps the teams' entries deserve a second look."""
        steps = [name for name in self.findings.columns if name != "team"]
        counts = self.findings[steps].sum() if len(self.findings) else pd.Series(dtype=float)
        return Chart(
            name="cohort-stuck",
            title="No team has entered anything yet"
            if counts.empty or not counts.sum()
            else f"Most to look at again: {counts.idxmax()}, with {plural(int(counts.max()), 'finding')} over all teams",
            subtitle="Findings that deserve a second look, by team and step; an empty cell is none, also where nothing is entered",
            mark=HeatTable.of(self.findings.set_index("team"))
            if len(self.findings) and counts.sum()
            else None,
            table=Table.of(
                self.findings,
                "Findings by team and step",
                team="Team",
                **{name: (name, "count") for name in steps},
            ),
            source=_SOURCE,
            alternative="Table of teams by step with the number of findings.",
            does_not_say=("A team that has entered nothing has no findings either: look at who has started.",)
            if len(self.findings)
            else (),
        )

    def mime_bundles(self) -> list[Bundle]:
        """Give the teams that could not be read, if any, and both charts."""
        unread = (said(*self.unread),) if self.unread else ()
        return Pieces(*unread, self.ratings(), self.stuck()).mime_bundles()


def cohort(*, anonymous: bool = False) -> Cohort:
    """Bring all teams together whose answers are on this computer, or in the shared database; not those that are archived or for practice.

    anonymous : call the teams by numbers.
    """
    unread: list[str] = []
    rounds: list[dict[str, Any]] = []
    looks: list[dict[str, Any]] = []
    for number, team in enumerate(_teams(unread), start=1):
        name = f"Team {number}" if anonymous else team.entry.about.name or team.region.name
        with team.workspace:
            rounds += _rounds(team, name)
            found = {
                title: sum(item.state == "look" for item in items) for title, items in all_findings(team)[:-1]
            }
        looks.append({"team": name, **found})
    dimensions = [item.id for item in rubric.load().dimensions]
    steps = [f"Step {step}" for step in range(1, 7)]
    return Cohort(
        pd.DataFrame(rounds, columns=["team", "date", "people", *dimensions]),
        pd.DataFrame(looks, columns=["team", *steps]),
        tuple(unread),
    )


def _teams(unread: list[str]) -> Iterator[Team]:
    for entry in known_teams(archived=False):
        if entry.about.practice:
            continue
        try:
            team = Team.existing(get_region(entry.region_id), entry.id)
        except UserError as error:
            unread.append(f"{entry.id}: {error}")
            continue
        if team is not None:
            yield team


def _rounds(team: Team, name: str) -> list[dict[str, Any]]:
    tables = [(item.label, item.table()) for item in team.closed_rounds()]
    if len(team.ratings()) and not team.results_hidden():
        tables.append(("today", team.ratings_table()))
    rows = []
    for date, table in tables:
        summary = rubric.summarize(table)
        medians = dict(zip(summary["dimension"], summary["median"], strict=True))
        rows.append({"team": name, "date": date, "people": table["respondent"].nunique(), **medians})
    return rows
