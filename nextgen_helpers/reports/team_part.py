"""The team's own part of a report: its ratings, its outreach, its reviews and its next steps."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers import charts
from nextgen_helpers.charts.answers import NOTHING, Bundle, answers_html, is_empty, said
from nextgen_helpers.charts.chart import output_mode
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.metrics import metric_progress, metric_trends
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.partners import universe_of_connections
from nextgen_helpers.charts.plans import funding_mix, implementation_plan
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import current_region, get_region
from nextgen_helpers.standing import all_findings
from nextgen_helpers.team import Team
from nextgen_helpers.toolkit import connections, content, rubric
from nextgen_helpers.toolkit.answer_types import asked_fields
from nextgen_helpers.toolkit.catalog import exercise_model, exercise_title, notes_id, review_id
from nextgen_helpers.toolkit.questionnaires import DETAIL
from nextgen_helpers.toolkit.tools import column_choices
from nextgen_helpers.widgets import communication_flow, framework_wheel, frontline_picture, pathway_picture
from nextgen_helpers.widgets.live import LiveTeam

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from nextgen_helpers.regions import Region
    from nextgen_helpers.widgets.live import View

__all__ = ["TeamPart", "team_part"]

Part = Literal[
    "about",
    "self_assessment",
    "outreach",
    "partners",
    "plan",
    "metrics",
    "frontline",
    "pathways",
    "frameworks",
    "flags",
    "reviews",
    "next_steps",
]
_USUAL: Final[tuple[Part, ...]] = ("about", "self_assessment", "outreach", "reviews", "next_steps")
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
    parts : what is shown, in order: ``about``, ``self_assessment``, ``outreach``, ``partners``, ``plan``, ``metrics``, ``frontline``,
        ``pathways``, ``frameworks``, ``flags``, ``reviews``, ``next_steps``.
    """

    region: Region
    wanted: bool = True
    parts: tuple[Part, ...] = _USUAL

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
            shown = [_PARTS[part](team) for part in self.parts]
        if len(shown) == 1 and self.parts != ("about",):
            return shown[0][1:]  # the page has a heading of its own for a single part
        return [piece for pieces in shown for piece in pieces]

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display  # noqa: PLC0415

        if output_mode() == "screen":
            display(HTML(notebook_style()))
        for bundle in self.pieces():
            display(bundle, raw=True)


def team_part(
    region: Region | str | None = None, *, wanted: bool = True, parts: Sequence[Part] | None = None
) -> TeamPart:
    """Show what a region's team has answered: ratings, tables and knocks, reviews, next steps.

    Parameters
    ----------
    region : whose team; by default that of the region that was chosen last.
    wanted : false leaves the answers out.
    parts : what is shown; by default ratings, outreach, reviews and next steps.

    Raises
    ------
    UserError : there is no such region or part.
    """
    unknown = [part for part in parts or () if part not in _PARTS]
    if unknown:
        raise UserError(f'A team\'s report has no part "{unknown[0]}"; there are: {", ".join(_PARTS)}.')
    whose = current_region() if region is None else get_region(region) if isinstance(region, str) else region
    return TeamPart(whose, wanted, tuple(parts) if parts else _USUAL)


def _when(team: Team) -> Bundle:
    history = team.workspace.history()
    last = history[-1].when
    current = len({(answer.exercise_id, answer.respondent) for answer in history})
    count = "1 answer counts" if current == 1 else f"{current:,} answers count"
    return said(
        f"{count} in this team's workspace, the last of {last:%B} {last.day}, {last.year}. Who gave which rating is not shown. "
        "Journeys and worksheets without next steps stand in the notebooks only."
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
    # Without groups: the dot of a group of one would tell who gave it.
    shown += charts.ratings(newest.assign(stakeholder_group=None)).mime_bundles()
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


def _partners(team: Team) -> list[Bundle]:
    roster, ties = team.rows("partner_roster", "partners"), team.rows("connections", "ties")
    shown = [_heading("Partners")]
    if not roster and not ties:
        return [*shown, said("The team has no partner roster yet.")]
    kinds = column_choices("partner_roster", "partners", "kind")
    return [*shown, *universe_of_connections(connections.universe(roster, ties), kinds).mime_bundles()]


def _plan(team: Team) -> list[Bundle]:
    actions, sources = team.rows("implementation_plan", "actions"), team.rows("funding", "sources")
    shown = [_heading("Plan and money")]
    if actions:
        shown += implementation_plan(actions, datetime.now().astimezone().date()).mime_bundles()
    if any(row["dollars_a_year"] for row in sources):
        shown += funding_mix(sources, column_choices("funding", "sources", "kind")).mime_bundles()
    return shown if len(shown) > 1 else [*shown, said("There is no implementation plan yet.")]


def _metrics(team: Team) -> list[Bundle]:
    metrics = team.metrics()
    shown = [_heading("What it brings")]
    if not metrics:
        return [*shown, said("The team has not chosen any metrics yet (Module 5).")]
    today = datetime.now().astimezone().date()
    for chart in (metric_progress(metrics, today), metric_trends(metrics, today)):
        shown += chart.mime_bundles()
    return shown


def _frontline(team: Team) -> list[Bundle]:
    shown = [_heading("How news reaches those who advise")]
    if team.rows("frontline_map", "staff"):
        shown += _seen(frontline_picture(LiveTeam(team)))
    if team.rows("communication_strategy", "nodes"):
        shown += _seen(communication_flow(LiveTeam(team)))
    return shown if len(shown) > 1 else [*shown, said("The front line is not mapped yet (Module 3).")]


def _pathways(team: Team) -> list[Bundle]:
    shown = [_heading("Ways to jobs")]
    if not team.rows("pathway_map", "programs"):
        return [*shown, said("There is no map of programs and jobs yet (Module 4).")]
    return [*shown, *_seen(pathway_picture(LiveTeam(team)))]


def _frameworks(team: Team) -> list[Bundle]:
    shown = [_heading("Beside the federal framework of 2024")]
    if not any(row["rating"] for row in team.rows("framework_rating", "parts")):
        return [*shown, said("The team has not rated the nine parts yet (companion frameworks).")]
    return [*shown, *_seen(framework_wheel(LiveTeam(team)))]


def _seen(view: View) -> list[Bundle]:
    return [piece for piece in view.pieces() if piece != NOTHING]


def _flags(team: Team) -> list[Bundle]:
    lists = [finding_list(title, found) for title, found in all_findings(team)]
    bundles = [bundle for item in lists for bundle in item.mime_bundles()]
    return [_heading("Where the team stands, step by step"), *bundles]


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
        "text/html": f'<div class="mathjax_ignore ng-chart"><h3 class="ng-group-title">{html.escape(text)}</h3></div>',
        "text/plain": text,
    }


_PARTS: Final[Mapping[Part, Callable[[Team], list[Bundle]]]] = {
    "about": lambda team: [_when(team)],
    "self_assessment": _self_assessment,
    "outreach": _outreach,
    "partners": _partners,
    "plan": _plan,
    "metrics": _metrics,
    "frontline": _frontline,
    "pathways": _pathways,
    "frameworks": _frameworks,
    "flags": _flags,
    "reviews": _reviews,
    "next_steps": _next_steps,
}
