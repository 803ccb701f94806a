"""The team's own part of a report: its ratings, its outreach, its reviews and its next steps."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers import charts
from nextgen_helpers.charts.answers import NOTHING, Bundle, answers_html, is_empty, said
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.metrics import metric_progress, metric_trends
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.partners import universe_of_connections
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.plans import funding_mix, implementation_plan
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import current_region, get_region
from nextgen_helpers.reports.opening import NOT_BEGUN
from nextgen_helpers.standing import all_findings
from nextgen_helpers.team import Team
from nextgen_helpers.toolkit import connections, content, rubric
from nextgen_helpers.toolkit.answer_types import asked_fields
from nextgen_helpers.toolkit.catalog import exercise_model, exercise_title, notes_id, review_id
from nextgen_helpers.toolkit.lessons import lesson_title
from nextgen_helpers.toolkit.questionnaires import DETAIL
from nextgen_helpers.toolkit.tools import column_choices
from nextgen_helpers.widgets import communication_flow, framework_wheel, frontline_picture, pathway_picture
from nextgen_helpers.widgets.live import LiveTeam
from nextgen_helpers.words import day_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from nextgen_helpers.regions import Region
    from nextgen_helpers.widgets.live import View

__all__ = ["TeamPart", "chosen_team", "team_part"]

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
    "not_begun",
]
#: What a part shows; a sentence where the team has not begun it.
_Part = list[Bundle] | str
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
    wanted : false leaves the answers out, for a report that goes beyond the team; the id of a team takes that one's.
    parts : what is shown, in order: ``about``, ``self_assessment``, ``outreach``, ``partners``, ``plan``, ``metrics``, ``frontline``,
        ``pathways``, ``frameworks``, ``flags``, ``reviews``, ``next_steps``; ``not_begun``
        lists those that have no entries yet.
    """

    region: Region
    wanted: bool | str = True
    parts: tuple[Part, ...] = _USUAL

    def pieces(self) -> list[Bundle]:
        """Give what the report shows, in order."""
        return [piece for piece, _ in self._marked()]

    def _marked(self) -> list[tuple[Bundle, str]]:
        """Give what the report shows, each with its mark; an empty one where there is something to read."""
        listed = []
        if "not_begun" in self.parts:
            listed = [_list_of_open(self._open()) if self.wanted else (NOTHING, "nothing")]
        return [*self._shown(), *listed] if self.parts != ("not_begun",) else listed

    def _shown(self) -> list[tuple[Bundle, str]]:
        """Give the parts themselves."""
        whole = "" if "about" in self.parts else "open"
        if not self.wanted:
            return [(said("The team's own answers are left out of this report."), whole)]
        team = chosen_team(self.region, self.wanted)
        if team is None:
            sentence = (
                f"The team of {self.region.name} has no answers on this computer yet. They begin with the notebooks "
                '"Self-assessment" (01) and "Coordinating Business Services & Outreach" (20).'
            )
            return [(said(sentence), whole)]
        with team.workspace:
            made = {part: _PARTS[part](team) for part in self.parts if part in _PARTS}
        shown: list[tuple[Bundle, str]] = []
        for part, found in made.items():
            pieces = [said(found)] if isinstance(found, str) else found
            if part in _OPEN and len(self.parts) > 1:  # the page has a heading of its own for a single part
                pieces = [_heading(_OPEN[part][0]), *pieces]
            shown += [(piece, "open" if isinstance(found, str) else "") for piece in pieces]
        return shown

    def _open(self) -> list[Part]:
        """Give the parts without entries."""
        team = chosen_team(self.region, self.wanted)
        if team is None:
            return list(_OPEN)
        with team.workspace:
            return [part for part in _OPEN if isinstance(_PARTS[part](team), str)]

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display  # noqa: PLC0415

        shown = self._marked()
        if output_mode() == "screen":
            alone = {mark for _, mark in shown}  # letters and colors for what is left out are left out, too
            display(HTML(notebook_style()), metadata={NOT_BEGUN: "open"} if alone == {"open"} else {})
        for bundle, mark in shown:
            display(bundle, raw=True, metadata={NOT_BEGUN: mark} if mark else {})


def chosen_team(region: Region, wanted: bool | str) -> Team | None:  # noqa: FBT001  (as the notebook's parameter is)
    """Open the answers that a report is to have; None where none are wanted, or there are none."""
    if not wanted:
        return None
    return Team.existing(region, wanted if isinstance(wanted, str) else None)


def team_part(
    region: Region | str | None = None, *, wanted: bool | str = True, parts: Sequence[Part] | None = None
) -> TeamPart:
    """Show what a region's team has answered: ratings, tables and knocks, reviews, next steps.

    Parameters
    ----------
    region : whose team; by default that of the region that was chosen last.
    wanted : false leaves the answers out; the id of a team takes that one's.
    parts : what is shown; by default ratings, outreach, reviews and next steps.

    Raises
    ------
    UserError : there is no such region or part.
    """
    known = (*_PARTS, "not_begun")
    unknown = [part for part in parts or () if part not in known]
    if unknown:
        raise UserError(f'A team\'s report has no part "{unknown[0]}"; there are: {", ".join(known)}.')
    whose = current_region() if region is None else get_region(region) if isinstance(region, str) else region
    return TeamPart(whose, wanted, tuple(parts) if parts else _USUAL)


def _when(team: Team) -> Bundle:
    history = team.workspace.history()
    last = history[-1].when
    current = len({(answer.exercise_id, answer.respondent) for answer in history})
    count = "1 answer counts" if current == 1 else f"{current:,} answers count"
    return said(
        f"{count} in this team's workspace, the last of {day_words(last)}. Who gave which rating is not shown. "
        "Journeys and worksheets without next steps stand in the notebooks only."
    )


def _self_assessment(team: Team) -> _Part:
    rounds: list[tuple[str, pd.DataFrame]] = [(item.label, item.table()) for item in team.closed_rounds()]
    open_ratings = team.ratings_table()
    hidden = team.results_hidden()
    if len(open_ratings) and not hidden:
        rounds.append(("today", open_ratings))
    shown: list[Bundle] = []
    if len(open_ratings) and hidden:
        shown.append(said("Ratings are being given; they stay hidden until everyone has rated."))
    if not rounds:
        return shown or "The team has not rated itself yet."
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


def _outreach(team: Team) -> _Part:
    picture, alternatives = team.outreach(), team.alternatives()
    if not picture.knocks and not picture.tables:
        return "The team has not mapped its tables and knocks yet."
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
    return [bundle for chart in pictures for bundle in chart.mime_bundles()]


def _partners(team: Team) -> _Part:
    roster, ties = team.rows("partner_roster", "partners"), team.rows("connections", "ties")
    if not roster and not ties:
        return "The team has no partner roster yet."
    kinds = column_choices("partner_roster", "partners", "kind")
    return list(universe_of_connections(connections.universe(roster, ties), kinds).mime_bundles())


def _plan(team: Team) -> _Part:
    actions, sources = team.rows("implementation_plan", "actions"), team.rows("funding", "sources")
    shown: list[Bundle] = []
    if actions:
        shown += implementation_plan(actions, datetime.now().astimezone().date()).mime_bundles()
    if any(row["dollars_a_year"] for row in sources):
        shown += funding_mix(sources, column_choices("funding", "sources", "kind")).mime_bundles()
    return shown or "There is no implementation plan yet."


def _metrics(team: Team) -> _Part:
    metrics = team.metrics()
    if not metrics:
        return "The team has not chosen any metrics yet (Module 5)."
    today = datetime.now().astimezone().date()
    both = (metric_progress(metrics, today), metric_trends(metrics, today))
    return [bundle for chart in both for bundle in chart.mime_bundles()]


def _frontline(team: Team) -> _Part:
    shown: list[Bundle] = []
    if team.rows("frontline_map", "staff"):
        shown += _seen(frontline_picture(LiveTeam(team)))
    if team.rows("communication_strategy", "nodes"):
        shown += _seen(communication_flow(LiveTeam(team)))
    return shown or "The front line is not mapped yet (Module 3)."


def _pathways(team: Team) -> _Part:
    if not team.rows("pathway_map", "programs"):
        return "There is no map of programs and jobs yet (Module 4)."
    return _seen(pathway_picture(LiveTeam(team)))


def _frameworks(team: Team) -> _Part:
    if not any(row["rating"] for row in team.rows("framework_rating", "parts")):
        return "The team has not rated the nine parts yet (companion frameworks)."
    return _seen(framework_wheel(LiveTeam(team)))


def _seen(view: View) -> list[Bundle]:
    return [piece for piece in view.pieces() if piece != NOTHING]


def _flags(team: Team) -> _Part:
    every = all_findings(team)
    begun = [(title, found) for title, found in every if any(item.state != "open" for item in found)]
    if not begun:
        return "No step has entries yet that one could look at."
    shown = [bundle for title, found in begun for bundle in finding_list(title, found).mime_bundles()]
    rest = [title for title, found in every if all(item.state == "open" for item in found)]
    # Of a step without entries, the list would only say six times that there are none.
    return [*shown, said(f"Nothing to look at yet: {', '.join(rest)}.")] if rest else shown


def _reviews(team: Team) -> _Part:
    shown = [
        _answers(team, review_id(place), _told(team, review_id(place)))
        for place in content.reviews().places
        if team.answer(review_id(place)) is not None
    ]
    return shown or "No review has been filled in yet."


def _told(team: Team, exercise_id: str) -> list[str]:
    """Give every light of a review, and the details that were filled in."""
    stored = team.value(exercise_id).model_dump(mode="json")
    return [name for name, value in stored.items() if not name.endswith(DETAIL) or not is_empty(value)]


def _next_steps(team: Team) -> _Part:
    shown = []
    for exercise_id, names in _NEXT_STEPS:
        stored = team.value(exercise_id).model_dump(mode="json")
        answered = [name for name in (names or stored) if not is_empty(stored[name])]
        if answered:
            shown.append(_answers(team, exercise_id, answered))
    return shown or "No next steps have been written down yet."


def _list_of_open(parts: Sequence[Part]) -> tuple[Bundle, str]:
    """List parts without entries, each with the notebook where it begins, and say whether there are any."""
    if not parts:
        return said("Everything is begun."), "nothing"
    named = [(_OPEN[part][0], _OPEN[part][1]) for part in parts if _OPEN[part][1]]
    items = "".join(
        f"<li>{html.escape(title)}: {html.escape(lesson_title(stem))} (notebook <code>{stem}</code>)</li>"
        for title, stem in named
    )
    plain = "; ".join(f"{title}: {lesson_title(stem)}" for title, stem in named)
    return {
        "text/html": f'<div class="mathjax_ignore ng-chart"><ul>{items}</ul></div>',
        "text/plain": plain,
    }, "list"


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


#: Heading of each part of its own, and the notebook in which it begins (none where it is drawn from all of them).
_OPEN: Final[Mapping[Part, tuple[str, str]]] = {
    "partners": ("Partners", "11_step1_support_team"),
    "self_assessment": ("Self-assessment", "01_self_assessment"),
    "frameworks": ("Beside the federal framework of 2024", "60_companion_frameworks"),
    "outreach": ("Many tables, many knocks", "20_module2_outreach"),
    "plan": ("Plan and money", "15_step5_action"),
    "metrics": ("What it brings", "50_module5_metrics"),
    "frontline": ("How news reaches those who advise", "30_module3_frontline"),
    "pathways": ("Ways to jobs", "40_module4_pathways"),
    "flags": ("Where the team stands, step by step", ""),
    "reviews": ("After Action Reviews", "11_step1_support_team"),
    "next_steps": ("Next steps", "13_step3_prepare"),
}
_PARTS: Final[Mapping[Part, Callable[[Team], _Part]]] = {
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
