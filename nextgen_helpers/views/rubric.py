"""The self-assessment: what the ratings come to, where to start, what has moved since last time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from nextgen_helpers import charts
from nextgen_helpers.charts.shown import Shown, Written, said
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import agreement, rubric
from nextgen_helpers.views.live import view
from nextgen_helpers.words import those


@view
def self_assessment_results(team: Team, *, radar: bool = False) -> Iterator[Shown]:
    """Show what the team's ratings come to.

    Parameters
    ----------
    team : whose ratings.
    radar : add the medians as a radar chart, for those who expect one.
    """
    yield rating_progress(team)
    if team.results_hidden():
        return
    ratings = team.ratings_table()
    yield charts.ratings(ratings)
    if len(ratings):
        yield charts.ratings_by_group(ratings)
        yield charts.indicators_seen([answer.value for answer in team.ratings()])
        if radar:
            yield charts.ratings_radar(ratings)
    yield from _agreement(ratings)
    yield from _evidence(team)


@view
def where_to_start(team: Team) -> Iterator[Shown]:
    """Show what the ratings say to do first."""
    if team.results_hidden():
        yield rating_progress(team)
    else:
        yield charts.where_to_start(rubric.summarize(team.ratings_table()))


@view
def compared_with_last_time(team: Team) -> Iterator[Shown]:
    """Show what has moved since the round that was closed last."""
    closed, ratings = team.closed_rounds(), team.ratings_table()
    if len(ratings) and team.results_hidden():
        yield rating_progress(team)
        return
    now = [("today", ratings)] if len(ratings) else []
    rounds = [*((item.label, item.table()) for item in closed), *now]
    if len(rounds) < 2:  # noqa: PLR2004  (a comparison needs two)
        yield said(
            "There is nothing to compare with yet. Close this round below when the team has talked about it; the next "
            "one is then compared with it."
        )
        return
    (before_date, before), (after_date, after) = rounds[-2:]
    yield charts.ratings_moves(rubric.summarize(before), rubric.summarize(after), before_date, after_date)


def rating_progress(team: Team) -> Written:
    """Say how many have rated, and what is still hidden."""
    rated, complete, session = len(team.ratings()), team.complete_ratings(), team.session()
    of = f" of {session.people}" if session.people else ""
    people = "person has" if complete == 1 and not of else "people have"
    some, hidden = rated - complete, team.results_hidden()
    until = "The results are hidden until everyone has rated; the facilitator's form above changes that."
    how = "The results are hidden. Say in the facilitator's form above how many people will rate, or show them right away."
    sentences = those(
        f"{complete}{of} {people} rated all three dimensions.",
        some > 0 and f"{some} more {'has' if some == 1 else 'have'} begun.",
        hidden and (until if session.people else how),
    )
    return said(" ".join(sentences))


def _agreement(ratings: pd.DataFrame) -> Iterator[Written]:
    """Give Krippendorff's alpha, with what it can and cannot say here."""
    order = [dimension.id for dimension in rubric.load().dimensions]
    by_person = [
        dict(zip(own["dimension"], own["score"], strict=True)) for _, own in ratings.groupby("respondent")
    ]
    alpha = agreement.krippendorff_alpha([[own.get(name) for name in order] for own in by_person])
    if not math.isnan(alpha):
        yield said(
            f"Krippendorff's alpha over the three dimensions is {alpha:.2f} (1 is full agreement, 0 is chance). With only three "
            "questions it moves a great deal with a single answer, and it is low wherever a region is equally far in all three: "
            "look at the dots first."
        )


def _evidence(team: Team) -> Iterator[Written]:
    """Show what the ratings rest on, without names."""
    ratings = team.ratings()
    lines = [
        f"{dimension.title}: {text}"
        for dimension in rubric.load().dimensions
        for answer in ratings
        if (text := answer.value["evidence"].get(dimension.id))
    ]
    if lines:
        yield said(*lines, heading="What the ratings rest on, in the raters' own words")
