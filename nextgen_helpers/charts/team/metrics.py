"""The charts of a team's metrics: which are chosen, how far each has come, how each went over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.marks.lines import Panels, Small
from nextgen_helpers.charts.style import LOSS, MUTED, REGION_STYLE, SeriesStyle
from nextgen_helpers.charts.tables import Table, instead, numbers, series, texts, written
from nextgen_helpers.charts.team.origin import OURS, first_drawn
from nextgen_helpers.toolkit.metrics.board import (
    KINDS,
    STATUS_WORDS,
    BoardMetric,
    by_status,
    coverage,
    improvement,
    number_words,
)
from nextgen_helpers.toolkit.metrics.story import change_words
from nextgen_helpers.toolkit.metrics.survey import SurveyCount, SurveyNumber
from nextgen_helpers.toolkit.step6 import pulse_balances
from nextgen_helpers.words import day_words, plural, those

_MOST: Final = 16
_GOOD: Final = SeriesStyle("#00795c")
_BEHIND: Final = SeriesStyle(LOSS, "triangle-down")
_OPEN: Final = SeriesStyle(MUTED, "square")
_TIME_STYLE: Final = SeriesStyle("#b45309", "diamond")
_STATE_STYLES: Final = {"reached": SeriesStyle("#00795c", "star"), "on_track": _GOOD, "behind": _BEHIND}
#: What is said of the metrics in a state that is worth a word.
_WORTH_A_WORD: Final = {
    "behind": "Behind",
    "no_baseline": "Without a baseline",
    "no_target": "Without a target or its day",
    "no_reading": "Not read yet",
    "wrong_target": "Target on the wrong side of the baseline",
    "wrong_days": "Days not in order",
}
#: As metrics_board computes it.
_RULE: Final = (
    "On track: at least as much of the way from the baseline to the target is covered as of the time between their days "
    "has passed, on the day of the newest reading. Behind: less, without a margin, so that one percent too few is behind. "
    "Once the day of the target is over, all of the time has passed. The rule is ours."
)


def metric_choice(metrics: Sequence[BoardMetric]) -> Chart:
    """Count the chosen metrics by category and kind."""
    chosen = coverage(metrics)
    rows = [
        {"category": title, **{kind: ", ".join(names) for kind, names in kinds.items()}}
        for title, kinds in chosen.items()
    ]
    table = Table.of(rows, "Chosen metrics by category and kind", category="Category", **KINDS)
    subtitle = (
        "Number of chosen metrics by category and kind; the toolkit asks for both kinds in each category"
    )
    nothing = Chart("metric-choice", "No metric is chosen yet", subtitle, OURS, table=table)
    if not metrics:
        return nothing
    counts = pd.DataFrame(
        [[len(names) for names in kinds.values()] for kinds in chosen.values()],
        index=list(chosen),
        columns=list(KINDS.values()),
    )
    cells = [(title, kind, names) for title, kinds in chosen.items() for kind, names in kinds.items()]
    empty = [f"{title}: {KINDS[kind].lower()}" for title, kind, names in cells if not names]
    return replace(
        nothing,
        title=f"{plural(len(empty), 'field is', 'fields are')} still empty"
        if empty
        else "Every category has a number about the work and one about its effect",
        mark=HeatTable.of(counts, zeros=True),
        alternative=instead(
            "Table of three categories by two kinds.",
            rows,
            lambda row: (
                f"{row['category']}: work {row['process'] or 'none'}; effect {row['impact'] or 'none'}."
            ),
        ),
        look_for=tuple(f"Empty: {text}." for text in empty),
        does_not_say=those(
            counts.to_numpy().sum() < len(metrics)
            and "Metrics of your own that do not say where they belong are not in it.",
            "A number that is chosen is not yet read.",
        ),
    )


def board_table(metrics: Sequence[BoardMetric], today: date) -> Table:
    """Lay the board out: one row a metric, what is missing said."""
    return Table.of(
        (_board_row(item, today) for item in metrics), "Board of metrics",
        name="Metric", first="Baseline", latest="Newest value", target="Target", way="Covered, passed",
        status="Status", due="Next reading",
    ).in_cards()  # fmt: skip


def _board_row(item: BoardMetric, today: date) -> dict[str, str]:
    latest, due, change = item.latest(today), item.due(today), change_words(item, today)
    way, time = item.share_of_way(today), item.share_of_time(today)
    late = " (over)" if item.overdue(today) else ""
    return {
        "name": _lines(item.name, item.named_by and f"Named by: {', '.join(item.named_by)}"),
        "first": _dated(item.baseline, item.baseline_on, item.unit),
        "latest": _lines(_dated(latest.value, latest.day, item.unit), change and f"Change: {change}")
        if latest
        else "not read yet",
        "target": _dated(item.target, item.target_by, item.unit),
        "way": "cannot be said"
        if way is None and time is None
        else _lines(f"{_share(way)} of the way", f"{_share(time)} of the time"),
        "status": STATUS_WORDS[item.status(today)],
        "due": _lines(day_words(due) + late if due else "no day yet", f"By: {item.owner or 'no one yet'}"),
    }


def _lines(*lines: object) -> str:
    """Put lines below one another in a cell; empty ones are left out."""
    return "\n".join(str(line) for line in lines if line)


def _dated(value: float | None, day: date | None, unit: str) -> str:
    if value is None:
        return "not known"
    return _lines(number_words(value, unit), day_words(day) if day else "day not known")


def _share(value: float | None) -> str:
    return "cannot be said" if value is None else f"{100 * value:.0f}%".replace("-", "\N{MINUS SIGN}")


def metric_progress(metrics: Sequence[BoardMetric], today: date) -> Chart:
    """Show for each metric how much of the way and how much of the time is behind."""
    table, counts = board_table(metrics, today), by_status(metrics, today)
    known = [
        {
            "name": item.name, "way": 100 * way, "drawn": min(max(100 * way, 0.0), 100.0),
            "time": 100 * time, "status": STATUS_WORDS[item.status(today)],
            "told": f"{_share(way)} of the way in {_share(time)} of the time",
        }
        for item in metrics
        if (way := item.share_of_way(today)) is not None and (time := item.share_of_time(today)) is not None
    ]  # fmt: skip
    subtitle = (
        "Percent of the way from the baseline to the target, and of the time until its day"
        + first_drawn(_MOST, len(known))
    )
    nothing = Chart("metric-progress", "No metric is chosen yet", subtitle, OURS, table=table)
    if not metrics:
        return nothing
    drawn = pd.DataFrame(known[:_MOST])
    said = {status: len(counts[status]) for status in _STATE_STYLES if counts.get(status)}
    silent = len(metrics) - sum(said.values())
    told = those(
        *(f"{count} {STATUS_WORDS[status].lower()}" for status, count in said.items()),
        silent and f"{silent} cannot be said",
    )
    beyond = [str(row["name"]) for row in known[:_MOST] if row["way"] != row["drawn"]]
    looks = [("Way covered", "drawn", REGION_STYLE), ("Time passed", "time", _TIME_STYLE)]
    lie = "it is" if len(beyond) == 1 else "they are"
    return replace(
        nothing,
        title=f"Of {plural(len(metrics), 'metric')}: {', '.join(told)}",
        mark=Dots(
            texts(drawn, "name"),
            series(drawn, looks),
            "Percent",
            notes=texts(drawn, "status"),
            line=(100.0, "Target"),
        )
        if len(drawn)
        else None,
        alternative=instead(
            "Rows of two dots.",
            drawn,
            lambda row: f"{row['name']}: {row['told']}, {row['status'].lower()}.",
        ),
        look_for=those(
            ("on_track" in said or "behind" in said) and _RULE,
            *(
                f"{words}: {', '.join(counts[status])}."
                for status, words in _WORTH_A_WORD.items()
                if status in counts
            ),
        ),
        does_not_say=those(
            beyond and f"Drawn at the edge, because {lie} outside of it: {', '.join(beyond)}.",
            "Hardly anything moves evenly: a course that begins in fall is behind all summer.",
            "That the partnership caused it. Ask what else has changed.",
        ),
    )


def metric_trends(metrics: Sequence[BoardMetric], today: date) -> Chart:
    """Show each metric over time, each with a scale of its own."""
    known = [item for item in metrics if item.trend(today)]
    rows = [
        {
            "metric": item.name, "day": day_words(reading.day),
            "value": number_words(reading.value, item.unit), "note": reading.note,
        }
        for item in known
        for reading in item.trend(today)
    ]  # fmt: skip
    table = Table.of(rows, "Baselines and readings", metric="Metric", day="Day", value="Value", note="Note")
    subtitle = "Values over time, each in its own unit; the diamond is the target"
    subtitle += first_drawn(_MOST, len(known))
    nothing = Chart("metric-trends", "No value with a day is entered yet", subtitle, OURS, table=table)
    if not known:
        return nothing
    better = [change > 0 for item in metrics if (change := improvement(item, today)) is not None]
    silent = [item.name for item in metrics if not item.trend(today)]
    return replace(
        nothing,
        title=f"{sum(better)} of {plural(len(better), 'metric')} moved the right way since the baseline"
        if better
        else f"{plural(len(known), 'metric begins', 'metrics begin')}; nothing was read since",
        mark=Panels(tuple(_panel(item, today) for item in known[:_MOST])),
        alternative=instead(
            "Small line pictures, one a metric.",
            [{"name": item.name, "trend": _trend_words(item, today)} for item in known],
            "{name}: {trend}.",
        ),
        look_for=those(silent and f"Nothing to draw yet: {', '.join(silent)}."),
        does_not_say=("The scales differ: a steep line is not a large change.",),
    )


def _trend_words(item: BoardMetric, today: date) -> str:
    told = [(number_words(reading.value, item.unit), day_words(reading.day)) for reading in item.trend(today)]
    return ", ".join(f"{value} on {day}" for value, day in told)


def _panel(item: BoardMetric, today: date) -> Small:
    trend, status = item.trend(today), item.status(today)
    target = None
    if item.target is not None and item.target_by:
        target = item.target_by, item.target, number_words(item.target)
    way = f"should {'rise' if item.direction == 'up' else 'fall'}{f' to {target[2]}' if target else ''}"
    return Small(
        title=item.name,
        unit=f"{item.unit or 'no unit'}, {way}",
        days=tuple(reading.day for reading in trend),
        values=tuple(reading.value for reading in trend),
        texts=tuple(number_words(reading.value) for reading in trend),
        target=target,
        state=(STATUS_WORDS[status], _STATE_STYLES.get(status, _OPEN)),
    )


def pulse_trends(rows: Sequence[Mapping[str, Any]]) -> Chart:
    """Show the pulse of the companies (of Step 6) over time: better less worse, in percentage points."""
    found = pulse_balances(rows)
    answers = [
        {
            "question": question, "day": day_words(day), "balance": balance, "companies": count,
            "told": written(balance, "points"),
        }
        for question, points in found.items()
        for day, balance, count in points
    ]  # fmt: skip
    table = Table.of(
        answers, "Pulse of the companies",
        question="Question", day="Day", balance=("Better less worse, points", "points"),
        companies=("Companies", "count"),
    )  # fmt: skip
    subtitle = 'Share of companies that say "better" less the share that say "worse", in percentage points'
    nothing = Chart("pulse-trends", "Companies were not asked yet", subtitle, OURS, table=table)
    if not found:
        return nothing
    better = sum(points[-1][1] > 0 for points in found.values())
    fewest = min(count for points in found.values() for *_, count in points)
    told = "{question}, {day}: {told} points, {companies} asked."
    return replace(
        nothing,
        title=f"{better} of {plural(len(found), 'question')}: more companies say better than worse",
        mark=Panels(tuple(_pulse_panel(*pair) for pair in list(found.items())[:_MOST])),
        alternative=instead("Small line pictures, one a question.", answers, told),
        look_for=(f"The fewest companies that answered a question: {fewest}.",),
        does_not_say=("How much better or worse; and a handful of companies are voices, not a share.",),
    )


def _pulse_panel(question: str, points: Sequence[tuple[date, float, int]]) -> Small:
    _, last, asked = points[-1]
    return Small(
        title=question,
        unit=f"points; {asked} asked last",
        days=tuple(day for day, *_ in points),
        values=tuple(balance for _, balance, _ in points),
        texts=tuple(written(balance, "points").removesuffix(".0") for _, balance, _ in points),
        target=None,
        state=("more say better", _GOOD)
        if last > 0
        else ("more say worse", _BEHIND)
        if last < 0
        else ("even", _OPEN),
        zero=True,
    )


def priority_mix(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> Chart:
    """Count the team's priorities by what they are about, with the names of the kinds."""
    table = Table.of(
        [{**row, "about": kinds.get(str(row.get("kind")), "Not said")} for row in rows],
        "Priorities of the launch",
        opportunity="Priority",
        about="It is about",
    )
    said = [row["kind"] for row in rows if row.get("kind")]
    subtitle = "Number of priorities by what they are about"
    nothing = Chart("priority-mix", "No priority says what it is about yet", subtitle, OURS, table=table)
    if not said:
        return nothing
    talent = said.count("workforce")
    counts = pd.DataFrame(
        [(title, said.count(kind), kind != "workforce") for kind, title in kinds.items()],
        columns=["kind", "count", "other"],
    )
    drawn = counts[counts["count"] > 0]
    return replace(
        nothing,
        title=f"{talent} of {plural(len(said), 'priority is', 'priorities are')} about talent ({written(talent / len(said), 'share')})",
        mark=Bars(
            texts(drawn, "kind"),
            numbers(drawn, "count"),
            tuple(map(str, drawn["count"])),
            "Priorities",
            second=tuple(drawn["other"]),
            groups=("Talent", "Something else"),
        ),
        alternative=instead("Bars by kind.", counts, "{kind}: {count}."),
        does_not_say=("How much time each of them gets.",),
    )


def survey_tables(counts: Sequence[SurveyCount], numbers: Sequence[SurveyNumber]) -> tuple[Table, Table]:
    """Lay the answers of the survey out: counts with shares, and numbers with their median."""
    chosen = [
        {
            "question": item.question,
            "answers": ", ".join(f"{label} {count}" for label, count in item.counts) if item.answered else "",
            "n": item.answered,
            "share": "no one answered"
            if item.share is None
            else f"{100 * item.share:.0f}% {item.share_name}",
        }
        for item in counts
    ]
    numbered = [
        {
            "question": item.question, "n": item.answered, "middle": _number(item.middle),
            "range": ""
            if item.lowest is None or item.highest is None
            else f"{_number(item.lowest)} to {_number(item.highest)}",
            "total": "" if item.question.startswith("Would") else _number(item.total),
        }
        for item in numbers
    ]  # fmt: skip
    return (
        Table.of(
            chosen, "Questions with choices",
            question="Question", answers="Answers", n=("Answered", "count"), share="Share",
        ),
        Table.of(
            numbered, "Questions for a number",
            question="Question", n=("Answered", "count"), middle="Median", range="Lowest to highest",
            total="Sum",
        ),
    )  # fmt: skip


def _number(value: float | None) -> str:
    return "fewer than three answers" if value is None else number_words(value)
