"""The team's own part of a report: its ratings, its outreach, its reviews and its next steps."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers import charts
from nextgen_helpers.charts.answers import Bundle, answers_html, is_empty, said
from nextgen_helpers.charts.chart import output_mode
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.regions import current_region, get_region
from nextgen_helpers.team import Team
from nextgen_helpers.toolkit import content, rubric
from nextgen_helpers.toolkit.answer_types import asked_fields
from nextgen_helpers.toolkit.catalog import exercise_model, exercise_title, notes_id, review_id
from nextgen_helpers.toolkit.questionnaires import DETAIL

if TYPE_CHECKING:
    import pandas as pd

    from nextgen_helpers.regions import Region

__all__ = ["TeamPart", "team_part"]

_WHICH: Final = (("ideal", "The ideal alternative"), ("real", "The real alternative"))
#: Where a team writes down what it will do next: exercise, and its fields.
_NEXT_STEPS: Final = (
    ("next_steps", None),
    (notes_id("many_tables_many_knocks"), ("M2-EX-MTMK-5c",)),
    ("building_momentum", ("BMS-NS-1", "BMS-NS-2")),
)


@dataclass(frozen=True, slots=True)
class TeamPart:
    """What a region's team says of itself; sensible, too, where it has said nothing yet.

    Parameters
    ----------
    region : whose team.
    wanted : false leaves the answers out, for a report that goes beyond the team.
    """

    region: Region
    wanted: bool = True

    def pieces(self) -> list[Bundle]:
        """Give what the report shows, in order."""
        if not self.wanted:
            return [said("The team's own answers are left out of this report.")]
        team = Team.existing(self.region)
        if team is None:
            return [
                said(
                    f"The team of {self.region.name} has no answers on this computer yet. They begin with the notebooks "
                    '"Self-assessment" (01) and "Coordinating Business Services & Outreach" (20).'
                )
            ]
        with team.workspace:
            return [
                _when(team),
                *_self_assessment(team),
                *_outreach(team),
                *_reviews(team),
                *_next_steps(team),
            ]

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display  # noqa: PLC0415

        if output_mode() == "screen":
            display(HTML(notebook_style()))
        for bundle in self.pieces():
            display(bundle, raw=True)


def team_part(region: Region | str | None = None, *, wanted: bool = True) -> TeamPart:
    """Show what a region's team has answered: ratings, tables and knocks, reviews, next steps.

    Parameters
    ----------
    region : whose team; by default that of the region that was chosen last.
    wanted : false leaves the answers out.
    """
    if region is None:
        return TeamPart(current_region(), wanted)
    return TeamPart(get_region(region) if isinstance(region, str) else region, wanted)


def _when(team: Team) -> Bundle:
    history = team.workspace.history()
    last = history[-1].when
    return said(
        f"{len(history):,} {'answer was' if len(history) == 1 else 'answers were'} saved in this team's workspace, the last on {last:%B} {last.day}, {last.year}. "
        "Who gave which rating is not shown."
    )


def _self_assessment(team: Team) -> list[Bundle]:
    rounds: list[tuple[str, pd.DataFrame]] = [(item.label, item.table()) for item in team.closed_rounds()]
    open_ratings = team.ratings_table()
    hidden = team.results_hidden()
    if len(open_ratings) and not hidden:
        rounds.append(("today", open_ratings))
    shown = [_heading("Self-assessment")]
    if len(open_ratings) and hidden:
        shown.append(said("Ratings are being given; they stay hidden until everyone has rated."))
    if not rounds:
        return [*shown, said("The team has not rated itself yet.")] if len(shown) == 1 else shown
    date, newest = rounds[-1]
    if date != "today":
        shown.append(said(f"Ratings of the round that was closed on {date}."))
    shown += charts.ratings(newest).mime_bundles()
    if len(rounds) > 1:
        before_date, before = rounds[-2]
        shown += charts.ratings_moves(
            rubric.summarize(before), rubric.summarize(newest), before_date, date
        ).mime_bundles()
    return [*shown, *charts.where_to_start(rubric.summarize(newest)).mime_bundles()]


def _outreach(team: Team) -> list[Bundle]:
    picture, alternatives = team.outreach(), team.alternatives()
    shown = [_heading("Many tables, many knocks")]
    if not picture.knocks and not picture.tables:
        return [*shown, said("The team has not mapped its tables and knocks yet.")]
    pictures = [
        charts.outreach_network(picture),
        charts.outreach_heat_table(picture),
        charts.outreach_redundancy(picture),
        charts.outreach_tables(picture),
        charts.outreach_gaps(picture),
    ]
    others = [
        (title, team.alternative(which)[0])  # type: ignore[arg-type]
        for which, title in _WHICH
        if getattr(alternatives, which).changes
    ]
    if others:
        pictures += [
            charts.outreach_comparison(picture, *others),
            charts.outreach_before_after(picture, *others),
        ]
    return [*shown, *(bundle for chart in pictures for bundle in chart.mime_bundles())]


def _reviews(team: Team) -> list[Bundle]:
    shown = [
        _answers(team, review_id(place), _told(team, review_id(place)))
        for place in content.reviews().places
        if team.answer(review_id(place)) is not None
    ]
    return [_heading("After Action Reviews"), *(shown or [said("No review has been filled in yet.")])]


def _told(team: Team, exercise_id: str) -> list[str]:
    """Give every light of a review, and the details that were filled in."""
    stored = team.value(exercise_id).model_dump(mode="json")
    return [name for name, value in stored.items() if not name.endswith(DETAIL) or not is_empty(value)]


def _next_steps(team: Team) -> list[Bundle]:
    shown = []
    for exercise_id, names in _NEXT_STEPS:
        stored = team.value(exercise_id).model_dump(mode="json")
        answered = [name for name in (names or stored) if not is_empty(stored[name])]
        if answered:
            shown.append(_answers(team, exercise_id, answered))
    return [_heading("Next steps"), *(shown or [said("No next steps have been written down yet.")])]


def _answers(team: Team, exercise_id: str, names: list[str] | None = None) -> Bundle:
    model, stored = exercise_model(exercise_id), team.value(exercise_id).model_dump(mode="json")
    title = exercise_title(exercise_id)
    written: Any = answers_html(model, stored, names or list(asked_fields(model)), title)
    return {"text/html": written, "text/plain": title}


def _heading(text: str) -> Bundle:
    return {
        "text/html": f'<div class="ng-chart"><h3 class="ng-group-title">{html.escape(text)}</h3></div>',
        "text/plain": text,
    }
