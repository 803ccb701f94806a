"""What follows from the tools of Module 5: the board of metrics, who wants to know what, the survey, the story."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from IPython.display import display

from nextgen_helpers.charts.answers import Bundle, said, table_bundle
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.metrics import (
    metric_choice,
    metric_progress,
    priority_mix,
    survey_tables,
)
from nextgen_helpers.charts.metrics import metric_trends as trends_chart
from nextgen_helpers.charts.metrics import pulse_trends as pulse_chart
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.tables import Column, Table
from nextgen_helpers.documents import Block, Document, gap
from nextgen_helpers.toolkit import content, metrics_board, storytelling
from nextgen_helpers.toolkit.tools import column_choices
from nextgen_helpers.toolkit.yearly_survey import survey
from nextgen_helpers.widgets.form import Form
from nextgen_helpers.widgets.kept import PersonalForm
from nextgen_helpers.widgets.letters import DocumentView
from nextgen_helpers.widgets.live import View
from nextgen_helpers.words import folded, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nextgen_helpers.team import Team
    from nextgen_helpers.toolkit.metrics_board import BoardMetric
    from nextgen_helpers.widgets.live import LiveTeam
    from nextgen_helpers.workspace import Answer

__all__ = [
    "cluster_assets",
    "metric_coverage",
    "metric_status",
    "metric_trends",
    "metrics_for_audience",
    "pulse_trends",
    "statewide_results",
    "story_prompts",
    "success_story",
    "survey_results",
    "talent_priorities",
    "yearly_survey",
]

_BOARD: Final = ("metrics_board", "task_teams")
_LEAST_ANSWERS: Final = 3
_EVERYBODY: Final = "all"


def cluster_assets(live: LiveTeam) -> View:
    """Say which shared assets the companies use together, and where evidence is missing.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found = metrics_board.assets(team.rows("cluster_assets", "assets"))
        return list(finding_list("What the companies share", found).mime_bundles())

    return View(live, "cluster assets", ("cluster_assets",), pieces, 1)


def talent_priorities(live: LiveTeam) -> View:
    """Show how many of the team's priorities are about talent, and how many about something else.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows = team.rows("priorities", "priorities")
        kinds = column_choices("priorities", "priorities", "kind")
        found = finding_list("Talent and the rest", metrics_board.talent_share(rows))
        return [*priority_mix(rows, kinds).mime_bundles(), *found.mime_bundles()]

    return View(live, "talent priorities", ("priorities",), pieces, 4)


# -- the board --------------------------------------------------------------------------------------------


def metric_coverage(live: LiveTeam) -> View:
    """Show whether every category has a metric about the work and one about its effect.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        metrics = team.metrics()
        found = finding_list("The choice", metrics_board.coverage_findings(metrics))
        return [*metric_choice(metrics).mime_bundles(), *found.mime_bundles(), _named(team, metrics)]

    return View(live, "metric coverage", _BOARD, pieces, 5)


def _named(team: Team, metrics: Sequence[BoardMetric]) -> Bundle:
    """Say which task team named which metric, and whether it is on the board."""
    labels = column_choices("task_teams", "teams", "metric")
    there = {item.key for item in metrics}
    rows = [
        {
            "team": row["team"],
            "measure": row["measure"] or "not written down",
            "metric": labels[row["metric"]] if row["metric"] else "no metric chosen",
            "board": "none of the sixteen"
            if row["metric"] in (None, "none")
            else "yes"
            if row["metric"] in there
            else "not on the board",
        }
        for row in team.rows("task_teams", "teams")
    ]
    if not rows:
        return said("No task team has named a sign of success yet (Step 5).")
    columns = (
        Column("team", "Task team"),
        Column("measure", "Sign of success"),
        Column("metric", "Metric it chose"),
        Column("board", "On the board"),
    )
    table = Table(_frame(rows, columns), columns, "Task teams and their metrics")
    return table_bundle("What the task teams named in Step 5", table)


def metric_status(live: LiveTeam) -> View:
    """Show for each metric how far it has come, how much time has passed, and what is missing or overdue.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        metrics, today = team.metrics(), _today()
        left_out = metrics_board.unplaced(team.stored("metrics_board"))
        found = finding_list("The board", metrics_board.board_findings(metrics, today, left_out))
        return [*metric_progress(metrics, today).mime_bundles(), *found.mime_bundles()]

    return View(live, "metric status", _BOARD, pieces, 4)


def metric_trends(live: LiveTeam) -> View:
    """Show each metric over time, each with its own scale.

    Parameters
    ----------
    live : the team.
    """
    return View(
        live,
        "metric trends",
        _BOARD,
        lambda team: trends_chart(team.metrics(), _today()).mime_bundles(),
        3,
    )


def pulse_trends(live: LiveTeam) -> View:
    """Show the pulse of the companies (Step 6) over time.

    Parameters
    ----------
    live : the team.
    """
    return View(
        live,
        "pulse trends",
        ("pulse",),
        lambda team: pulse_chart(team.rows("pulse", "answers")).mime_bundles(),
        3,
    )


# -- audiences --------------------------------------------------------------------------------------------


class AudienceView:
    """The metrics for an audience, in its words, with a choice of audience; on paper all, one below the other.

    Parameters
    ----------
    live : the team.
    audience : id of the audience that is shown first; by default all.
    """

    def __init__(self, live: LiveTeam, audience: str | None) -> None:
        self._live = live
        self._chosen = audience or _EVERYBODY
        self._name = f"metrics for {self._chosen}"
        self._view = View(
            live, self._name, (*_BOARD, "audience_questions"), self._pieces, len(storytelling.audiences())
        )
        self._form: Form | None = None

    def pieces(self) -> list[Bundle]:
        """Give what is shown now."""
        return self._view.pieces()

    def _pieces(self, team: Team) -> list[Bundle]:
        metrics, today = team.metrics(), _today()
        asked = team.rows("audience_questions", "questions")
        return [
            _for_audience(who, metrics, asked, today)
            for who in storytelling.audiences()
            if self._chosen in (_EVERYBODY, who.id)
        ]

    @property
    def form(self) -> Form:
        """The choice of an audience."""
        if self._form is None:
            choices = [[_EVERYBODY, "All four"], *([who.id, who.label] for who in storytelling.audiences())]
            field = {
                "name": "audience", "kind": "choice", "label": "Who is listening?", "help": "", "choices": choices,
                "section": "", "group": "", "optional": False,
            }  # fmt: skip
            self._form = Form("Metrics for an audience", [field], self._changed)
            self._form.answers = {"audience": self._chosen}
        return self._form

    def _changed(self, _: str, typed: Any) -> None:
        if typed in (_EVERYBODY, *(who.id for who in storytelling.audiences())):
            self._chosen = typed
            self._live.saved("metrics_board")  # nothing was saved; what shows the board is drawn again

    def _ipython_display_(self) -> None:
        if output_mode() == "screen":
            widget: dict[str, Any] = self.form._repr_mimebundle_()[0]  # type: ignore[index]
            display({**widget, "text/html": "", "text/plain": self.form.title}, raw=True)
        self._view._ipython_display_()


def metrics_for_audience(live: LiveTeam, audience: str | None = None) -> AudienceView:
    """Show the metrics in the words of those who ask: business, support partners, investors, elected officials.

    Parameters
    ----------
    live : the team.
    audience : ``business``, ``partners``, ``investors`` or ``officials``; by default all.

    Raises
    ------
    UserError : there is no such audience.
    """
    if audience is not None:
        storytelling.audience(audience)
    return AudienceView(live, audience)


def _for_audience(
    who: storytelling.Audience,
    metrics: Sequence[BoardMetric],
    asked: Sequence[Mapping[str, Any]],
    today: date,
) -> Bundle:
    document = Document(f"metrics-{who.id}", tuple(_audience_blocks(who, metrics, asked, today)))
    return {"text/html": document.html(), "text/plain": document.text()}


def _audience_blocks(
    who: storytelling.Audience,
    metrics: Sequence[BoardMetric],
    asked: Sequence[Mapping[str, Any]],
    today: date,
) -> list[Block]:
    own = [f"{row['question']} ({row['person']})" if row["person"] else str(row["question"])
           for row in asked if row["audience"] == who.id and row["question"]]  # fmt: skip
    blocks = [Block("title", f"For {who.label.lower()}"), Block("text", who.asks)]
    blocks += [Block("text", f"Asked here: {question}") for question in own]
    chosen = storytelling.for_audience(metrics, who)
    if not chosen:
        labels = [item.name for item in content.metrics().metrics if item.id in who.cares]
        return [
            *blocks,
            Block(
                "text", f"The board has no metric that answers this yet. It could be: {', '.join(labels)}."
            ),
        ]
    for category, items in chosen.items():
        blocks.append(Block("heading", who.leads[category]))
        blocks += [Block("item", storytelling.metric_sentence(item, today)) for item in items]
    return [*blocks, Block("text", who.close)]


# -- the survey -------------------------------------------------------------------------------------------


class SurveyForm(PersonalForm):
    """The yearly survey; each respondent answers alone, and sees nobody else's answers."""

    def openable(self) -> Sequence[tuple[int, Answer]]:
        """Offer nobody's answers to whoever sits down next."""
        return []

    def html(self) -> str:
        """Say how many have answered, and nothing else."""
        count = len(self.live.team.answered(self.exercise_id))
        words = "nobody has answered yet" if not count else f"{plural(count, 'answer', 'answers')} so far"
        return (
            f'<div class="mathjax_ignore ng-chart"><p><strong>{self.title}</strong>: {words}. Single answers are not shown here; '
            "the counts stand below.</p></div>"
        )


def yearly_survey(live: LiveTeam) -> SurveyForm:
    """Show the survey that companies and partners answer once a year.

    Parameters
    ----------
    live : the team.
    """
    return SurveyForm(live, "kpi_survey")


def survey_results(live: LiveTeam) -> View:
    """Show the answers to the survey, counted, for companies and for partners; by year where there are several.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        by_year: dict[int, list[dict[str, Any]]] = {}
        for answer in team.answered("kpi_survey"):
            if not any(value not in (None, "") for value in answer.value.values()):
                continue
            day = answer.value.get("asked_on")
            year = date.fromisoformat(day).year if day else answer.when.year
            by_year.setdefault(year, []).append(answer.value)
        if not by_year:
            return [said("Nobody has answered the survey yet.")]
        year = max(by_year)
        shown: list[Bundle] = []
        for who, label in (("company", "Companies"), ("partner", "Support partners")):
            rows = [row for row in by_year[year] if row.get("who") == who]
            heading = f"{label}, {year}: {plural(len(rows), 'answer', 'answers')}"
            if len(rows) < _LEAST_ANSWERS:
                shown.append(
                    said("Shown from three answers on, so that nobody is recognized.", heading=heading)
                )
                continue
            counts, numbers, _ = survey(rows)
            first, second = survey_tables(counts, numbers)
            shown += [table_bundle(heading, first), table_bundle(f"{label}, {year}: numbers", second)]
        *_, found = survey(by_year[year])
        shown += finding_list(f"The survey of {year}", found).mime_bundles()
        if len(by_year) > 1:
            shown.append(_years(by_year))
        return shown

    return View(live, "survey results", ("kpi_survey",), pieces, 6)


def _years(by_year: Mapping[int, Sequence[Mapping[str, Any]]]) -> Bundle:
    """Set the shares of several years side by side, of companies alone."""
    rows = []
    for year in sorted(by_year):
        companies = [row for row in by_year[year] if row.get("who") == "company"]
        counts, numbers, _ = survey(companies)
        hidden = len(companies) < _LEAST_ANSWERS
        worth = next(item for item in numbers if item.question.startswith("Would")).middle
        rows.append(
            {
                "year": str(year),
                "n": len(companies),
                **{
                    f"q{place}": "too few to show" if hidden or item.share is None else f"{100 * item.share:.0f}% of {item.answered}"
                    for place, item in enumerate(counts)
                },
                "worth": "too few to show" if worth is None else f"{worth:g}",
            }
        )  # fmt: skip
    columns = (
        Column("year", "Year"),
        Column("n", "Companies", "count"),
        Column("q0", "Finding people is easier"),
        Column("q1", "Changed how they work"),
        Column("q2", "Something new came of it"),
        Column("worth", "Would tell others, median of 10"),
    )
    return table_bundle(
        "Companies, year by year", Table(_frame(rows, columns), columns, "The survey by year")
    )


# -- the story --------------------------------------------------------------------------------------------


def success_story(live: LiveTeam) -> DocumentView:
    """Show the team's story as a page to send: a person, what was done, and the number that proves it.

    Parameters
    ----------
    live : the team.
    """
    return DocumentView(live, "success story", ("story", *_BOARD, "sector_choice"), story)


def story(team: Team) -> Document:
    """Write the story; what is not known yet is a gap.

    Parameters
    ----------
    team : whose story.
    """
    own, today = team.stored("story"), _today()
    proof = _proof(own, team.metrics(), today)
    listener = storytelling.audience(own["audience"]) if own["audience"] else None
    # Whoever has not agreed is not named on a page that leaves the team.
    agreed = own["consent"] == "yes"
    person = (
        (own["person"] or gap("who it is about"))
        if agreed
        else gap("name, once the person has read this and agreed")
    )
    quote = own["quote"] if agreed else ""
    blocks = [
        Block("title", own["headline"] or gap("the one sentence that should stay")),
        Block("text", f"{team.sector() or gap('sector')} in {team.region.name}"),
        Block("text", f"{person}."),
        Block("text", own["before"] or gap("how it was before")),
        Block("text", own["done"] or gap("what was done, and who did it")),
        Block("text", own["after"] or gap("how it is now")),
        Block("text", f"\N{LEFT DOUBLE QUOTATION MARK}{quote}\N{RIGHT DOUBLE QUOTATION MARK}" if quote else gap("what the person says, word for word")),
        Block("heading", "It is no single case"),
        Block("text", proof),
        *([Block("text", f"To check: {own['proof']}")] if own["proof"] else []),
        Block("heading", "What comes next"),
        Block("text", own["ask"] or gap("what you ask of the listener")),
        *([Block("text", listener.close)] if listener else []),
    ]  # fmt: skip
    return Document(f"story-{team.region.id}", tuple(blocks))


def _proof(own: Mapping[str, Any], metrics: Sequence[BoardMetric], today: date) -> str:
    if not own["metric"]:
        return gap("a metric of the board")
    key = own["metric"] if own["metric"] != metrics_board.OWN else folded(own["own_name"])
    item = next((metric for metric in metrics if metric.key == key), None)
    if item is None:
        return gap("a metric that is on the board")
    if item.latest(today) is None:
        return f"{item.name}: {gap('a reading')}"
    source = "" if item.source else f" Source: {gap('source of the number')}."
    return storytelling.metric_sentence(item, today) + source


def story_prompts(live: LiveTeam, audience: str | None = None) -> View:
    """Show 25 ways of ours to tell the story, with the team's own numbers in them.

    Parameters
    ----------
    live : the team.
    audience : ``business``, ``partners``, ``investors`` or ``officials``; by default all.

    Raises
    ------
    UserError : there is no such audience.
    """
    if audience is not None:
        storytelling.audience(audience)
    columns = (
        Column("number", "Way"),
        Column("who", "For"),
        Column("channel", "Where"),
        Column("text", "How"),
    )

    def pieces(team: Team) -> list[Bundle]:
        own = team.stored("story")
        person = own["person"] if own["consent"] == "yes" else ""
        names = {"region": team.region.name, "sector": team.sector(), "person": person}
        told = storytelling.told_prompts(team.metrics(), names, _today(), audience)
        rows = [
            {"number": str(number), "who": item.audience, "channel": item.channel, "text": item.text}
            for number, item in enumerate(told, start=1)
        ]
        table = Table(_frame(rows, columns), columns, "Ways to tell the story")
        note = "What stands in square brackets is still missing on the board or in the story."
        return [table_bundle(f"{len(rows)} ways to tell it (ours)", table, note)]

    watched = (*_BOARD, "story", "sector_choice")
    return View(live, f"story prompts {audience or _EVERYBODY}", watched, pieces, 1)


def statewide_results(live: LiveTeam) -> View:
    """Show the results that the team itself has entered, and say that the toolkit prints none.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows = team.rows("statewide_results", "results")
        note = next(item.reader for item in content.inconsistencies().inconsistencies if item.id == "INC-11")
        if not rows:
            return [
                said(note, "Nothing is entered, so nothing is shown.", heading="Results beyond our region")
            ]
        columns = (
            Column("result", "Result"),
            Column("where", "Where"),
            Column("year", "Year"),
            Column("source", "Source"),
        )
        shown = [
            {
                "result": row["result"],
                "where": row["where"] or "not said",
                "year": str(row["year"] or "not said"),
                "source": row["source"] or "no source: do not pass it on",
            }
            for row in rows
        ]
        return [
            table_bundle("Results beyond our region", Table(_frame(shown, columns), columns, "Results"), note)
        ]

    return View(live, "statewide results", ("statewide_results",), pieces, 1)


def _frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> Any:
    import pandas as pd  # noqa: PLC0415

    return pd.DataFrame(rows, columns=[column.name for column in columns])


def _today() -> date:
    return datetime.now().astimezone().date()
