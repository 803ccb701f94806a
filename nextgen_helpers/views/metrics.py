"""Module 5: the board of metrics, who wants to know what, the survey, the story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.shown import Shown, Written, said, tabled
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.charts.team import metrics as charts
from nextgen_helpers.documents import Block, Document, gap
from nextgen_helpers.standing import checked
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.metrics import story as stories
from nextgen_helpers.toolkit.metrics.board import OWN, BoardMetric, coverage_findings, talent_share
from nextgen_helpers.toolkit.metrics.story import (
    Audience,
    audience,
    audiences,
    for_audience,
    metric_sentence,
    told_prompts,
)
from nextgen_helpers.toolkit.metrics.survey import survey
from nextgen_helpers.toolkit.sheets import column_choices
from nextgen_helpers.views.live import LiveTeam, View, view
from nextgen_helpers.words import folded, plural

_LEAST_ANSWERS: Final = 3


@view
def talent_priorities(team: Team) -> Iterator[Shown]:
    """Show how many of the team's priorities are about talent, and how many about something else."""
    rows = team.rows("priorities", "priorities")
    yield charts.priority_mix(rows, column_choices("priorities", "priorities", "kind"))
    yield finding_list("Talent and the rest", talent_share(rows))


# -- the board --------------------------------------------------------------------------------------------


@view
def metric_coverage(team: Team) -> Iterator[Shown]:
    """Show whether every category has a metric about the work and one about its effect."""
    metrics = team.metrics()
    yield charts.metric_choice(metrics)
    yield finding_list("The choice", coverage_findings(metrics))
    yield _named(team, metrics)


def _named(team: Team, metrics: Sequence[BoardMetric]) -> Written:
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
    table = Table.of(
        rows, "Task teams and their metrics",
        team="Task team", measure="Sign of success", metric="Metric it chose", board="On the board",
    )  # fmt: skip
    return tabled("What the task teams named in Step 5", table)


@view
def metric_status(team: Team) -> Iterator[Shown]:
    """Show for each metric how far it has come, how much time has passed, and what is missing or overdue."""
    yield charts.metric_progress(team.metrics(), team.today())
    yield checked(team, "metrics_board")


@view
def metric_trends(team: Team) -> Iterator[Shown]:
    """Show each metric over time, each with its own scale."""
    yield charts.metric_trends(team.metrics(), team.today())


@view
def pulse_trends(team: Team) -> Iterator[Shown]:
    """Show the pulse of the companies (Step 6) over time."""
    yield charts.pulse_trends(team.rows("pulse", "answers"))


# -- audiences --------------------------------------------------------------------------------------------


def audience_pages(team: Team, audience: str) -> Iterator[Document]:
    """Write the metrics in the words of those who ask; of "all", one below the other."""
    metrics, asked = team.metrics(), team.rows("audience_questions", "questions")
    for who in audiences():
        if audience in ("all", who.id):
            blocks = _audience_blocks(who, metrics, asked, team.today())
            yield Document(f"metrics-{who.id}", tuple(blocks))


def _audience_blocks(
    who: Audience, metrics: Sequence[BoardMetric], asked: Sequence[Mapping[str, Any]], today: date
) -> list[Block]:
    own = [f"{row['question']} ({row['person']})" if row["person"] else str(row["question"])
           for row in asked if row["audience"] == who.id and row["question"]]  # fmt: skip
    blocks = [Block("title", f"For {who.label.lower()}"), Block("text", who.asks)]
    blocks += [Block("text", f"Asked here: {question}") for question in own]
    chosen = for_audience(metrics, who)
    if not chosen:
        labels = [item.name for item in content.metrics().metrics if item.id in who.cares]
        none = f"The board has no metric that answers this yet. It could be: {', '.join(labels)}."
        return [*blocks, Block("text", none)]
    for category, items in chosen.items():
        blocks.append(Block("heading", who.leads[category]))
        blocks += [Block("item", metric_sentence(item, today)) for item in items]
    return [*blocks, Block("text", who.close)]


# -- the survey -------------------------------------------------------------------------------------------


@view
def survey_results(team: Team) -> Iterator[Shown]:
    """Show the answers to the survey, counted, for companies and for partners; by year where there are several."""
    by_year: dict[int, list[dict[str, Any]]] = {}
    for answer in team.answered("kpi_survey"):
        if not any(value not in (None, "") for value in answer.value.values()):
            continue
        day = answer.value.get("asked_on")
        year = date.fromisoformat(day).year if day else answer.when.year
        by_year.setdefault(year, []).append(answer.value)
    if not by_year:
        yield said("No one has answered the survey yet.")
        return
    year = max(by_year)
    for who, label in (("company", "Companies"), ("partner", "Support partners")):
        rows = [row for row in by_year[year] if row.get("who") == who]
        heading = f"{label}, {year}: {plural(len(rows), 'answer', 'answers')}"
        if len(rows) < _LEAST_ANSWERS:
            yield said("Shown from three answers on, so that no one can be recognized.", heading=heading)
            continue
        counts, numbers, _ = survey(rows)
        first, second = charts.survey_tables(counts, numbers)
        yield tabled(heading, first)
        yield tabled(f"{label}, {year}: numbers", second)
    *_, found = survey(by_year[year])
    yield finding_list(f"The survey of {year}", found)
    if len(by_year) > 1:
        yield _years(by_year)


def _years(by_year: Mapping[int, Sequence[Mapping[str, Any]]]) -> Written:
    """Set the shares of several years side by side, of companies alone."""
    rows, few = [], "too few to show"
    for year in sorted(by_year):
        companies = [row for row in by_year[year] if row.get("who") == "company"]
        counts, numbers, _ = survey(companies)
        hidden = len(companies) < _LEAST_ANSWERS
        worth = next(item for item in numbers if item.question.startswith("Would")).middle
        shares = {
            f"q{place}": few
            if hidden or item.share is None
            else f"{100 * item.share:.0f}% of {item.answered}"
            for place, item in enumerate(counts)
        }
        median = few if worth is None else f"{worth:g}"
        rows.append({"year": str(year), "n": len(companies), **shares, "worth": median})
    table = Table.of(
        rows, "The survey by year",
        year="Year", n=("Companies", "count"), q0="Finding people is easier", q1="Changed how they work",
        q2="Something new came of it", worth="Would tell others, median of 10",
    )  # fmt: skip
    return tabled("Companies, year by year", table)


# -- the story --------------------------------------------------------------------------------------------


def story(team: Team) -> Document:
    """Write the team's story as a page to send: a person, what was done, and the number that proves it; else a gap."""
    own, today = team.stored("story"), team.today()
    proof = _proof(own, team.metrics(), today)
    listener = audience(own["audience"]) if own["audience"] else None
    # Whoever has not agreed is not named on a page that leaves the team.
    person, quote = gap("name, once the person has read this and agreed"), ""
    if own["consent"] == "yes":
        person, quote = own["person"] or gap("who it is about"), own["quote"]
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
    key = own["metric"] if own["metric"] != OWN else folded(own["own_name"])
    item = next((metric for metric in metrics if metric.key == key), None)
    if item is None:
        return gap("a metric that is on the board")
    if item.latest(today) is None:
        return f"{item.name}: {gap('a reading')}"
    source = "" if item.source else f" Source: {gap('source of the number')}."
    return metric_sentence(item, today) + source


def story_prompts(team: LiveTeam | Team, audience: str | None = None) -> View:
    """Show 25 ways of ours to tell the story, with the team's own numbers in them.

    Parameters
    ----------
    team : whose story.
    audience : ``business``, ``partners``, ``investors`` or ``officials``; by default all.

    Raises
    ------
    UserError : there is no such audience.
    """
    if audience is not None:
        stories.audience(audience)
    return _story_prompts(team, audience)


@view
def _story_prompts(team: Team, audience: str | None) -> Iterator[Shown]:
    own = team.stored("story")
    person = own["person"] if own["consent"] == "yes" else ""
    names = {"region": team.region.name, "sector": team.sector(), "person": person}
    told = told_prompts(team.metrics(), names, team.today(), audience)
    rows = [
        {"number": str(number), "who": item.audience, "channel": item.channel, "text": item.text}
        for number, item in enumerate(told, start=1)
    ]
    columns = {"number": "Way", "who": "For", "channel": "Where", "text": "How"}
    note = "Whatever is in square brackets is still missing on the board or in the story."
    table = Table.of(rows, "Ways to tell the story", **columns)
    yield tabled(f"{len(rows)} ways to tell it (ours)", table, note)


@view
def statewide_results(team: Team) -> Iterator[Shown]:
    """Show the results that the team itself has entered, and say that the toolkit prints none."""
    rows, heading = team.rows("statewide_results", "results"), "Results beyond our region"
    note = next(item.reader for item in content.inconsistencies().inconsistencies if item.id == "INC-11")
    if not rows:
        yield said(note, "Nothing is entered, so nothing is shown.", heading=heading)
        return
    columns = {"result": "Result", "where": "Where", "year": "Year", "source": "Source"}
    shown = [
        {
            "result": row["result"],
            "where": row["where"] or "not said",
            "year": str(row["year"] or "not said"),
            "source": row["source"] or "no source: do not pass it on",
        }
        for row in rows
    ]
    yield tabled(heading, Table.of(shown, "Results", **columns), note)
