"""The companion documents: which of them is treated where, the wheel of 2024, workers and their jobs, the NGA's list, examples."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Final

from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.region.talking_points import Point, Points, sector_row
from nextgen_helpers.charts.shown import Pieces, Shown, said, tabled
from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.charts.team import companion as charts
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import companion, content, rubric
from nextgen_helpers.views.live import view
from nextgen_helpers.words import day_words, in_sentence

_START: Final = {"00_start_here": "Start"}


def documents_crosswalk() -> Pieces:
    """Show in which notebook each of the five source documents is treated, counted from the inventory."""
    others = {place.notebook: place.short for place in content.steps().others}
    places = {
        place.notebook: companion.place_title(place.id).split(":")[0] for place in content.steps().places
    }
    return Pieces(charts.document_crosswalk({**_START, **others, **places}))


@view
def framework_wheel(team: Team) -> Iterator[Shown]:
    """Show the wheel of 2024 with the team's own ratings, and what they say."""
    rated = companion.rated_parts(team.rows("framework_rating", "parts"))
    engagement = _scores(team).get("industry_engagement")
    yield charts.framework_wheel(rated)
    yield finding_list("The wheel", companion.wheel_findings(rated, engagement))


@view
def framework_crosswalk(team: Team) -> Iterator[Shown]:
    """Show where the toolkit treats each part of the wheel, with the team's own score in the rubric."""
    dimensions = {item.id: item.title for item in content.rubric().dimensions}
    hidden = team.results_hidden() and not team.closed_rounds()
    note = (
        "Your own scores wait until everyone has rated."
        if hidden
        else "Your own score is the median of the newest round that as many people have rated as the round before."
    )
    yield tabled("The wheel next to the toolkit", charts.part_crosswalk(dimensions, _scores(team)), note)


def _scores(team: Team) -> dict[str, float]:
    """Give the team's median in each dimension: of the open round once as many have rated as in the last closed one, else of that."""
    rounds, hidden = team.closed_rounds(), team.results_hidden()
    if not hidden and (not rounds or team.complete_ratings() >= len(rounds[-1].ratings)):
        table = team.ratings_table()
    elif rounds:
        table = rounds[-1].table()
    else:
        return {}
    if not len(table):
        return {}
    medians = rubric.summarize(table).set_index("dimension")["median"].dropna()
    return {str(dimension): float(median) for dimension, median in medians.items()}


@view
def sector_pay(team: Team) -> Iterator[Shown]:
    """Say what the region's figures tell of the sector's pay, beside the average of all industries."""
    sector = team.sector()
    if sector:
        yield _pay_points(team, sector)
    else:
        yield said("Choose a sector in Step 2 first: the figures are about it.")


def _pay_points(team: Team, sector: str) -> Points:
    figures = profile(team.region)
    row = sector_row(figures, sector)
    source = (
        f"U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages, {figures.year}; the average over all "
        "industries is that of private and public employers together."
    )
    title = f"Pay in {in_sentence(sector)}, {team.region.name}"
    if row is None:
        unknown = f'The figures have no sector that is called "{sector}".'
        return Points(title, (Point("Figures", unknown),), source)
    name, pay = in_sentence(str(row["short_title"])), float(row["average_annual_pay"])
    average = float(figures.total["average_annual_pay"])
    apart, hidden = pay - average, math.isnan(pay)
    more = f"{written(abs(apart), 'dollars')} a year {'more' if apart > 0 else 'less'}"
    told = {
        "The sector": f"The pay in {name} is withheld."
        if hidden
        else f"A job in {name} pays {written(pay, 'dollars')} a year on average.",
        "All industries": "The average over all industries is not available."
        if math.isnan(average)
        else f"The average over all industries is {written(average, 'dollars')} a year.",
        "The difference": math.isfinite(apart)
        and (
            f"That is {more}, {written(abs(apart) / average, 'share')}." if round(apart) else "There is none."
        ),
        "What it hides": not hidden
        and "An average says nothing of the first year, of hours, benefits, safety or turnover, and part-time jobs lower it.",
    }
    return Points(title, tuple(Point(about, text) for about, text in told.items() if text), source)


@view
def partnership_traits(team: Team) -> Iterator[Shown]:
    """Count how many traits and components hold, and which rest on no evidence."""
    stored = team.stored("partnership_traits")
    yield finding_list("Six traits", companion.traits(stored["traits"], "trait", "traits"))
    components = companion.traits(stored["components"], "component", "components")
    yield finding_list("Four components", components)


@view
def checked_examples(team: Team) -> Iterator[Shown]:
    """Show the examples of other partnerships that somebody has checked."""
    checked, found = companion.examples(team.rows("local_examples", "examples"))
    yield finding_list("Examples", found)
    rows = [
        {**row, "checked": f"{row['checked_by']}, {day_words(date.fromisoformat(row['checked_on']))}"}
        for row in checked
    ]
    table = Table.of(
        rows, "Checked examples",
        place_name="Region and partnership", what="What they did", result="What came of it",
        source="Source", checked="Checked",
    )  # fmt: skip
    if rows:
        yield tabled("Checked examples", table)
