"""What follows from the tools that go with the companion documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.answers import Bundle, said, table_bundle
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.frameworks import document_crosswalk, part_crosswalk
from nextgen_helpers.charts.frameworks import framework_wheel as wheel_chart
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.charts.talking_points import Point, Points, sector_row
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.toolkit import content, frameworks, rubric
from nextgen_helpers.widgets.live import Pieces, View
from nextgen_helpers.words import day_words, in_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from nextgen_helpers.team import Team
    from nextgen_helpers.toolkit.findings import Finding
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = [
    "checked_examples",
    "documents_crosswalk",
    "framework_crosswalk",
    "framework_wheel",
    "job_quality_check",
    "partnership_traits",
    "sector_pay",
    "six_considerations",
    "worker_voice_check",
]

_RUBRIC: Final = ("self_assessment", "self_assessment_round", "self_assessment_session")
_OTHERS: Final = {
    "00_start_here": "Start",
    "01_self_assessment": "Rubric",
    "60_companion_frameworks": "Companions",
}


def documents_crosswalk() -> Pieces:
    """Show in which notebook each of the five source documents is treated, counted from the inventory."""
    places = {
        place.notebook: frameworks.place_title(place.id).split(":")[0] for place in content.steps().places
    }
    return Pieces(document_crosswalk({**_OTHERS, **places}).mime_bundles())


# -- Things to Consider -----------------------------------------------------------------------------------


def six_considerations(live: LiveTeam) -> View:
    """Count the six points that the team has considered, and what the open ones lack.

    Parameters
    ----------
    live : the team.
    """
    return _checked(
        live,
        "six considerations",
        "Six points",
        lambda team: frameworks.considerations(team.rows("six_considerations", "points"), _today()),
        ("six_considerations",),
    )


# -- the wheel --------------------------------------------------------------------------------------------


def framework_wheel(live: LiveTeam) -> View:
    """Show the wheel of 2024 with the team's own ratings, and what they say.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rated = frameworks.rated_parts(team.rows("framework_rating", "parts"))
        engagement = _scores(team).get("industry_engagement")
        found = finding_list("The wheel", frameworks.wheel_findings(rated, engagement))
        return [*wheel_chart(rated).mime_bundles(), *found.mime_bundles()]

    return View(live, "framework wheel", ("framework_rating", *_RUBRIC), pieces, 4)


def framework_crosswalk(live: LiveTeam) -> View:
    """Show where the toolkit treats each part of the wheel, with the team's own score in the rubric.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        dimensions = {item.id: item.title for item in content.rubric().dimensions}
        hidden = team.results_hidden() and not team.closed_rounds()
        note = (
            "Your own scores wait until everyone has rated."
            if hidden
            else "Your own score is the median of the last round that was closed, else of the open one."
        )
        return [table_bundle("The wheel beside the toolkit", part_crosswalk(dimensions, _scores(team)), note)]

    return View(live, "framework crosswalk", _RUBRIC, pieces, 1)


def _scores(team: Team) -> dict[str, float]:
    """Give the team's median in each dimension: of the last closed round, else of the open one unless it is hidden."""
    rounds = team.closed_rounds()
    if rounds:
        table = rounds[-1].table()
    elif team.results_hidden():
        return {}
    else:
        table = team.ratings_table()
    if not len(table):
        return {}
    summary = rubric.summarize(table)
    return {
        str(row["dimension"]): float(row["median"])
        for _, row in summary.iterrows()
        if not pd.isna(row["median"])
    }


# -- workers and their jobs -------------------------------------------------------------------------------


def worker_voice_check(live: LiveTeam) -> View:
    """Say how workers are heard, and whether anything changed because of it.

    Parameters
    ----------
    live : the team.
    """
    return _checked(
        live,
        "worker voice check",
        "How workers are heard",
        lambda team: frameworks.worker_voice(team.rows("worker_voice", "ways"), _today()),
        ("worker_voice",),
    )


def job_quality_check(live: LiveTeam) -> View:
    """Say what the practices of employers come to, beside the sector's average pay.

    Parameters
    ----------
    live : the team.
    """
    return _checked(
        live,
        "job quality check",
        "Good jobs",
        lambda team: frameworks.job_quality(team.rows("job_quality", "employers"), _sector_pay(team)),
        ("job_quality", "sector_choice"),
    )


def _sector_pay(team: Team) -> float | None:
    sector = team.sector()
    row = sector_row(profile(team.region), sector) if sector else None
    return None if row is None or pd.isna(row["average_annual_pay"]) else float(row["average_annual_pay"])


def sector_pay(live: LiveTeam) -> View:
    """Say what the region's figures tell of the sector's pay, beside the average of all industries.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        sector = team.sector()
        if not sector:
            return [said("Choose a sector in Step 2 first: the figures are about it.")]
        return list(_pay_points(team, sector).mime_bundles())

    return View(live, "sector pay", ("sector_choice",), pieces, 1)


def _pay_points(team: Team, sector: str) -> Points:
    figures = profile(team.region)
    row = sector_row(figures, sector)
    source = (
        f"U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages, {figures.year}; the average over all "
        "industries is that of private and public employers together."
    )
    title = f"Pay in {in_sentence(sector)}, {team.region.name}"
    if row is None:
        return Points(
            title, (Point("Figures", f'The figures have no sector that is called "{sector}".'),), source
        )
    name, average = in_sentence(str(row["short_title"])), figures.total["average_annual_pay"]
    everywhere = (
        Point("All industries", "The average over all industries is not available.")
        if pd.isna(average)
        else Point(
            "All industries", f"The average over all industries is {written(average, 'dollars')} a year."
        )
    )
    if pd.isna(row["average_annual_pay"]):
        return Points(title, (Point("The sector", f"The pay in {name} is withheld."), everywhere), source)
    pay = float(row["average_annual_pay"])
    points = [
        Point("The sector", f"A job in {name} pays {written(pay, 'dollars')} a year on average."),
        everywhere,
    ]
    if not pd.isna(average):
        apart = pay - float(average)
        word = "more" if apart > 0 else "less"
        share = written(abs(apart) / float(average), "share")
        points.append(
            Point("The difference", f"That is {written(abs(apart), 'dollars')} a year {word}, {share}.")
            if round(apart)
            else Point("The difference", "There is none.")
        )
    points.append(
        Point(
            "What it hides",
            "An average says nothing of the first year, of hours, benefits, safety or turnover, and part-time jobs lower it.",
        )
    )
    return Points(title, tuple(points), source)


# -- the NGA's list, examples -----------------------------------------------------------------------------


def partnership_traits(live: LiveTeam) -> View:
    """Count how many traits and components hold, and which rest on no evidence.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        stored = team.stored("partnership_traits")
        return [
            bundle
            for title, found in (
                ("Six traits", frameworks.traits(stored["traits"], "trait", "traits")),
                ("Four components", frameworks.traits(stored["components"], "component", "components")),
            )
            for bundle in finding_list(title, found).mime_bundles()
        ]

    return View(live, "partnership traits", ("partnership_traits",), pieces, 2)


def checked_examples(live: LiveTeam) -> View:
    """Show the examples of other partnerships that somebody has checked.

    Parameters
    ----------
    live : the team.
    """
    columns = (
        Column("place_name", "Region and partnership"),
        Column("what", "What they did"),
        Column("result", "What came of it"),
        Column("source", "Source"),
        Column("checked", "Checked"),
    )

    def pieces(team: Team) -> list[Bundle]:
        checked, found = frameworks.examples(team.rows("local_examples", "examples"))
        listed = finding_list("Examples", found).mime_bundles()
        if not checked:
            return list(listed)
        rows = [
            {**row, "checked": f"{row['checked_by']}, {day_words(date.fromisoformat(row['checked_on']))}"}
            for row in checked
        ]
        frame = pd.DataFrame(rows, columns=[column.name for column in columns])
        return [*listed, table_bundle("Checked examples", Table(frame, columns, "Checked examples"))]

    return View(live, "checked examples", ("local_examples",), pieces, 2)


def _checked(
    live: LiveTeam,
    name: str,
    title: str,
    found: Callable[[Team], Sequence[Finding]],
    watched: Collection[str],
) -> View:
    """Show findings that follow a team's entries."""

    def pieces(team: Team) -> list[dict[str, Any]]:
        return list(finding_list(title, found(team)).mime_bundles())

    return View(live, name, watched, pieces, 1)


def _today() -> date:
    return datetime.now().astimezone().date()
