"""The team's own part of a report: its ratings, its outreach, its reviews and its next steps."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from nextgen_helpers import charts
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import NOTHING, Bundle, Displayed, Shown, Written, said
from nextgen_helpers.charts.team.answers import answers_html, is_empty
from nextgen_helpers.charts.team.metrics import metric_progress, metric_trends
from nextgen_helpers.charts.team.step5 import funding_mix, implementation_plan
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import Region, current_region, get_region
from nextgen_helpers.reports.stamp import NOT_BEGUN
from nextgen_helpers.standing import all_findings
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import content, invented, rubric
from nextgen_helpers.toolkit.catalog import exercise_model, exercise_title
from nextgen_helpers.toolkit.lessons import lesson_title
from nextgen_helpers.toolkit.sheets import DETAIL, column_choices, notes_id, review_id
from nextgen_helpers.views.companion import framework_wheel
from nextgen_helpers.views.frontline import communication_flow, frontline_picture
from nextgen_helpers.views.outreach import noted_alternatives
from nextgen_helpers.views.pathways import pathway_picture
from nextgen_helpers.views.step1 import partners_chart
from nextgen_helpers.words import day_words

_USUAL: Final = ("about", "self_assessment", "outreach", "reviews", "next_steps")
#: Where a team writes down what it will do next: exercise, and its fields.
_NEXT_STEPS: Final = (
    ("next_steps", None),
    (notes_id("many_tables_many_knocks"), ("M2-EX-MTMK-5c",)),
    ("building_momentum", ("BMS-NS-1", "BMS-NS-2")),
)


@dataclass(frozen=True, slots=True)
class TeamPart(Displayed):
    """What a region's team says of itself; sensible, too, where it has said nothing yet."""

    region: Region
    # false leaves the answers out, for a report that goes beyond the team; the id of a team takes that one's
    wanted: bool | str = True
    parts: tuple[str, ...] = _USUAL  # in order; ``not_begun`` lists the parts that have no entries yet

    def mime_bundles(self) -> list[Bundle]:
        """Give what the report shows, in order."""
        return [piece for piece, _ in self._marked()]

    def _marked(self) -> list[tuple[Bundle, str]]:
        """Give what the report shows, each with its mark; an empty one where there is something to read."""
        shown = self._shown() if self.parts != ("not_begun",) else []
        if "not_begun" in self.parts:
            shown += _list_of_open(self._open()) if self.wanted else [(NOTHING, "nothing")]
        return shown

    def _shown(self) -> list[tuple[Bundle, str]]:
        """Give the parts themselves."""
        whole = "" if "about" in self.parts else "open"
        if not self.wanted:
            return _marked(said("The team's own answers are left out of this report."), whole)
        team = chosen_team(self.region, self.wanted)
        if team is None:
            sentence = (
                f"The team of {self.region.name} has no answers on this computer yet. They begin with the notebooks "
                '"Self-assessment" (01) and "Coordinating Business Services & Outreach" (20).'
            )
            return _marked(said(sentence), whole)
        shown: list[tuple[Bundle, str]] = []
        with team.workspace:
            for part in (_PARTS[name] for name in self.parts if name in _PARTS):
                found = part.pieces(team)
                mark = "" if found else "open"
                if part.heading and len(self.parts) > 1:  # for one part alone the page has a heading itself
                    shown += _marked(_heading(part.heading), mark)
                shown += [(piece, "") for piece in found] or _marked(said(part.empty), mark)
        return shown

    def _open(self) -> list[_Part]:
        """Give the parts without entries."""
        listed = [part for part in _PARTS.values() if part.heading]
        team = chosen_team(self.region, self.wanted)
        if team is None:
            return listed
        with team.workspace:
            return [part for part in listed if not part.pieces(team)]

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
    region: Region | str | None = None, *, wanted: bool | str = True, parts: Sequence[str] | None = None
) -> TeamPart:
    """Show what a region's team has answered: ratings, tables and knocks, reviews, next steps.

    region : whose team; by default that of the region that was chosen last.
    wanted : false leaves the answers out; the id of a team takes that one's.
    parts : what is shown; by default ratings, outreach, reviews and next steps.
    Raises UserError: there is no such region or part.
    """
    known = (*_PARTS, "not_begun")
    unknown = [part for part in parts or () if part not in known]
    if unknown:
        raise UserError(f'A team\'s report has no part "{unknown[0]}"; there are: {", ".join(known)}.')
    whose = current_region() if region is None else get_region(region) if isinstance(region, str) else region
    return TeamPart(whose, wanted, tuple(parts) if parts else _USUAL)


def _when(team: Team) -> Iterator[Shown]:
    history = team.workspace.history()
    last = history[-1].when
    current = len({(answer.exercise_id, answer.respondent) for answer in history})
    count = "1 answer counts" if current == 1 else f"{current:,} answers count"
    if team.is_example:
        yield said(invented.SAID)
    yield said(
        f"{count} in this team's workspace, the last of {day_words(last)}. Who gave which rating is not shown. "
        "Journeys and worksheets without next steps are in the notebooks only."
    )


def _self_assessment(team: Team) -> Iterator[Shown]:
    rounds: list[tuple[str, pd.DataFrame]] = [(item.label, item.table()) for item in team.closed_rounds()]
    open_ratings = team.ratings_table()
    if len(open_ratings):
        if team.results_hidden():
            yield said("Ratings are being given; they stay hidden until everyone has rated.")
        else:
            rounds.append(("today", open_ratings))
    if not rounds:
        return
    date, newest = rounds[-1]
    if date != "today":
        yield said(f"Ratings of the round that was closed on {date}.")
    # Without groups: the dot of a group of one would tell who gave it.
    yield charts.ratings(newest.assign(stakeholder_group=None))
    if len(rounds) > 1:
        before_date, before = rounds[-2]
        yield charts.ratings_moves(rubric.summarize(before), rubric.summarize(newest), before_date, date)
    yield charts.where_to_start(rubric.summarize(newest))


def _outreach(team: Team) -> Iterator[Shown]:
    picture, others = team.outreach(), noted_alternatives(team)
    if not picture.knocks and not picture.tables:
        return
    yield charts.outreach_network(picture)
    yield charts.outreach_heat_table(picture)
    yield charts.outreach_redundancy(picture)
    yield charts.outreach_tables(picture)
    yield charts.outreach_gaps(picture)
    if others:
        yield charts.outreach_comparison(picture, *others)
        yield charts.outreach_before_after(picture, *others)


def _partners(team: Team) -> Iterator[Shown]:
    if team.rows("partner_roster", "partners") or team.rows("connections", "ties"):
        yield partners_chart(team)


def _plan(team: Team) -> Iterator[Shown]:
    actions, sources = team.rows("implementation_plan", "actions"), team.rows("funding", "sources")
    if actions:
        yield implementation_plan(actions, team.today())
    if any(row["dollars_a_year"] for row in sources):
        yield funding_mix(sources, column_choices("funding", "sources", "kind"))


def _metrics(team: Team) -> Iterator[Shown]:
    metrics = team.metrics()
    if metrics:
        yield metric_progress(metrics, team.today())
        yield metric_trends(metrics, team.today())


def _frontline(team: Team) -> Iterator[Shown]:
    if team.rows("frontline_map", "staff"):
        yield frontline_picture(team)
    if team.rows("communication_strategy", "nodes"):
        yield communication_flow(team)


def _pathways(team: Team) -> Iterator[Shown]:
    if team.rows("pathway_map", "programs"):
        yield pathway_picture(team)


def _frameworks(team: Team) -> Iterator[Shown]:
    if any(row["rating"] for row in team.rows("framework_rating", "parts")):
        yield framework_wheel(team)


def _flags(team: Team) -> Iterator[Shown]:
    rest = []
    every = all_findings(team)
    for title, found in every:
        if any(item.state != "open" for item in found):
            yield finding_list(title, found)
        else:
            rest.append(title)
    if 0 < len(rest) < len(every):
        # Of a step without entries, the list would only say six times that there are none.
        yield said(f"Nothing to look at yet: {', '.join(rest)}.")


def _reviews(team: Team) -> Iterator[Shown]:
    for exercise_id in map(review_id, content.reviews().places):
        if team.answer(exercise_id) is not None:
            stored = team.stored(exercise_id)
            # Every light of a review, and the details that were filled in.
            told = [name for name in stored if not name.endswith(DETAIL) or not is_empty(stored[name])]
            yield _answers(team, exercise_id, told)


def _next_steps(team: Team) -> Iterator[Shown]:
    for exercise_id, names in _NEXT_STEPS:
        stored = team.stored(exercise_id)
        answered = [name for name in (names or stored) if not is_empty(stored[name])]
        if answered:
            yield _answers(team, exercise_id, answered)


def _answers(team: Team, exercise_id: str, names: Sequence[str]) -> Written:
    title = exercise_title(exercise_id)
    return Written(answers_html(exercise_model(exercise_id), team.stored(exercise_id), names, title), title)


def _marked(shown: Shown, mark: str) -> list[tuple[Bundle, str]]:
    return [(piece, mark) for piece in shown.mime_bundles()]


def _list_of_open(parts: Sequence[_Part]) -> list[tuple[Bundle, str]]:
    """List parts without entries, each with the notebook where it begins, and say whether there are any."""
    if not parts:
        return _marked(said("Everything is begun."), "nothing")
    named = [(part.heading, lesson_title(part.notebook), part.notebook) for part in parts if part.notebook]
    items = "".join(
        f"<li>{html.escape(heading)}: {html.escape(lesson)} (notebook <code>{stem}</code>)</li>"
        for heading, lesson, stem in named
    )
    plain = "; ".join(f"{heading}: {lesson}" for heading, lesson, _ in named)
    return _marked(Written(f'<div class="mathjax_ignore ng-chart"><ul>{items}</ul></div>', plain), "list")


def _heading(text: str) -> Written:
    title = f'<h3 class="ng-group-title">{html.escape(text)}</h3>'
    return Written(f'<div class="mathjax_ignore ng-chart">{title}</div>', text)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the report."""

    heading: str  # above it; empty where it is no part that can be begun
    notebook: str  # in which it begins; empty where it is drawn from all of them
    empty: str  # what is said where the team has not begun it
    shown: Callable[[Team], Iterator[Shown]]  # yields what it shows; nothing where the team has not begun it

    def pieces(self, team: Team) -> list[Bundle]:
        """Give what it shows; empty where the team has not begun it."""
        return [bundle for shown in self.shown(team) for bundle in shown.mime_bundles()]


#: In the order in which they are listed where they are not begun.
_PARTS: Final[Mapping[str, _Part]] = {
    "about": _Part("", "", "", _when),
    "partners": _Part("Partners", "11_step1_support_team", "The team has no partner roster yet.", _partners),
    "self_assessment": _Part("Self-assessment", "01_self_assessment", "The team has not rated itself yet.", _self_assessment),
    "frameworks": _Part("Next to the federal framework of 2024", "60_companion_frameworks",
                        "The team has not rated the nine parts yet (companion frameworks).", _frameworks),
    "outreach": _Part("Many tables, many knocks", "20_module2_outreach",
                      "The team has not mapped its tables and knocks yet.", _outreach),
    "plan": _Part("Plan and money", "15_step5_action", "There is no implementation plan yet.", _plan),
    "metrics": _Part("What it brings", "50_module5_metrics", "The team has not chosen any metrics yet (Module 5).", _metrics),
    "frontline": _Part("How news reaches those who advise", "30_module3_frontline",
                       "The front line is not mapped yet (Module 3).", _frontline),
    "pathways": _Part("Ways to jobs", "40_module4_pathways", "There is no map of programs and jobs yet (Module 4).", _pathways),
    "flags": _Part("Where the team stands, step by step", "", "No step has entries yet that one could look at.", _flags),
    "reviews": _Part("After Action Reviews", "11_step1_support_team", "No review has been filled in yet.", _reviews),
    "next_steps": _Part("Next steps", "13_step3_prepare", "No next steps have been written down yet.", _next_steps),
}  # fmt: skip
