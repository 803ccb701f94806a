"""The charts of a team's metrics: which are chosen, how far each has come, how each went over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.board_marks import Panel, Panels
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Bars, Series
from nextgen_helpers.charts.style import LOSS, MUTED, REGION_STYLE, SeriesStyle
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.charts.team.origin import OURS
from nextgen_helpers.charts.team_marks import HeatTable, RowDots
from nextgen_helpers.toolkit.metrics.board import KINDS, STATUS_WORDS, coverage, number_words
from nextgen_helpers.toolkit.metrics.story import change_words
from nextgen_helpers.toolkit.step6 import pulse_balances
from nextgen_helpers.words import day_words, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nextgen_helpers.toolkit.metrics.board import BoardMetric
    from nextgen_helpers.toolkit.metrics.survey import SurveyCount, SurveyNumber


_MOST: Final = 16
_GOOD: Final = SeriesStyle("#00795c", "o", "circle")
_BEHIND: Final = SeriesStyle(LOSS, "v", "triangle-down")
_OPEN: Final = SeriesStyle(MUTED, "s", "square")
_TIME_STYLE: Final = SeriesStyle("#b45309", "D", "diamond")
_STATE_STYLES: Final = {"reached": SeriesStyle("#00795c", "*", "star"), "on_track": _GOOD, "behind": _BEHIND}


#: As metrics_board computes it.
_RULE: Final = (
    "On track: at least as much of the way from the first value to the target is covered as of the time between their days "
    "has passed, on the day of the newest reading. Behind: less, without a margin, so that one percent too few is behind. "
    "Once the day of the target is over, all of the time has passed. The rule is ours."
)


def metric_choice(metrics: Sequence[BoardMetric]) -> Chart:
    """Count the chosen metrics by category and kind.

    Parameters
    ----------
    metrics : the board.
    """
    sorted_in = coverage(metrics)
    placed = {name for kinds in sorted_in.values() for names in kinds.values() for name in names}
    empty = [
        f"{title}: {word.lower()}"
        for title, kinds in sorted_in.items()
        for kind, word in KINDS.items()
        if not kinds[kind]
    ]
    counts = tuple(tuple(float(len(kinds[kind])) for kind in KINDS) for kinds in sorted_in.values())
    frame = pd.DataFrame(
        [
            {"category": title, **{kind: ", ".join(kinds[kind]) for kind in KINDS}}
            for title, kinds in sorted_in.items()
        ]
    )
    return Chart(
        name="metric-choice",
        title="No metric is chosen yet"
        if not metrics
        else "Every category has a number about the work and one about its effect"
        if not empty
        else f"{plural(len(empty), 'field is', 'fields are')} still empty",
        subtitle="Number of chosen metrics by category and kind; the toolkit asks for both kinds in each category",
        mark=HeatTable(tuple(sorted_in), tuple(KINDS.values()), counts, "Metrics", zeros=True) if metrics else None,
        table=Table.of(frame, "Chosen metrics by category and kind", category="Category", **KINDS),
        source=OURS,
        alternative="Table of three categories by two kinds. "
        + " ".join(f"{row['category']}: work {row['process'] or 'none'}; effect {row['impact'] or 'none'}." for row in frame.to_dict("records")),
        look_for=tuple(f"Empty: {text}." for text in empty) if metrics else (),
        does_not_say=(
            *(("Metrics of your own that do not say where they belong are not in it.",) if len(placed) < len(metrics) else ()),
            "A number that is chosen is not yet read.",
        )
        if metrics
        else (),
    )  # fmt: skip


def board_table(metrics: Sequence[BoardMetric], today: date) -> Table:
    """Lay the board out: one row a metric, what is missing said."""
    rows = []
    for item in metrics:
        latest = item.latest(today)
        due = item.due(today)
        late = " (over)" if item.overdue(today) else ""
        teams = f"Named by: {', '.join(item.named_by)}" if item.named_by else ""
        change = change_words(item, today)
        rows.append({
            "name": _lines(item.name, teams),
            "first": _dated(item.baseline, item.baseline_on, item.unit),
            "latest": _lines(_dated(latest.value, latest.day, item.unit), change and f"Change: {change}")
            if latest
            else "not read yet",
            "target": _dated(item.target, item.target_by, item.unit),
            "way": _lines(f"{_share(item.share_of_way(today))} of the way", f"{_share(item.share_of_time(today))} of the time")
            if item.share_of_way(today) is not None or item.share_of_time(today) is not None
            else "cannot be said",
            "status": STATUS_WORDS[item.status(today)],
            "due": _lines(f"{day_words(due)}{late}" if due else "no day yet", f"By: {item.owner or 'nobody yet'}"),
        })  # fmt: skip
    columns = (
        Column("name", "Metric"), Column("first", "First value"), Column("latest", "Newest value"), Column("target", "Target"),
        Column("way", "Covered, passed"), Column("status", "Status"), Column("due", "Next reading"),
    )  # fmt: skip
    return Table(
        pd.DataFrame(rows, columns=[column.name for column in columns]),
        columns,
        "Board of metrics",
        cards=True,
    )


def _lines(*lines: str) -> str:
    """Put lines below one another in a cell; empty ones are left out."""
    return "\n".join(line for line in lines if line)


def _dated(value: float | None, day: date | None, unit: str) -> str:
    if value is None:
        return "not known"
    return _lines(number_words(value, unit), day_words(day) if day else "day not known")


def _share(value: float | None) -> str:
    return "cannot be said" if value is None else f"{100 * value:.0f}%".replace("-", "\N{MINUS SIGN}")


def metric_progress(metrics: Sequence[BoardMetric], today: date) -> Chart:
    """Show for each metric how much of the way and how much of the time is behind.

    Parameters
    ----------
    metrics : the board.
    today : the day that counts as today.
    """
    known = [
        item
        for item in metrics
        if item.share_of_way(today) is not None and item.share_of_time(today) is not None
    ]
    drawn = known[:_MOST]
    counts = {status: sum(item.status(today) == status for item in metrics) for status in STATUS_WORDS}
    told = [
        f"{counts[name]} {STATUS_WORDS[name].lower()}"
        for name in ("reached", "on_track", "behind")
        if counts[name]
    ]
    silent = len(metrics) - sum(counts[name] for name in ("reached", "on_track", "behind"))
    if silent:
        told.append(f"{silent} cannot be said")
    way = [100 * (item.share_of_way(today) or 0.0) for item in drawn]
    beyond = [item.name for item, share in zip(drawn, way, strict=True) if not 0 <= share <= 100]  # noqa: PLR2004
    return Chart(
        name="metric-progress",
        title="No metric is chosen yet" if not metrics else f"Of {plural(len(metrics), 'metric', 'metrics')}: {', '.join(told)}",
        subtitle="Percent of the way from the first value to the target, and of the time until its day"
        + (f"; the first {_MOST} are drawn" if len(known) > _MOST else ""),
        mark=RowDots(
            tuple(item.name for item in drawn),
            (
                Series("Way covered", tuple(min(max(share, 0.0), 100.0) for share in way), REGION_STYLE),
                Series("Time passed", tuple(100 * (item.share_of_time(today) or 0.0) for item in drawn), _TIME_STYLE),
            ),
            "Percent",
            tuple(STATUS_WORDS[item.status(today)] for item in drawn),
            line=(100.0, "Target"),
        )
        if drawn
        else None,
        table=board_table(metrics, today),
        source=OURS,
        alternative="Rows of two dots. "
        + " ".join(
            f"{item.name}: {_share(item.share_of_way(today))} of the way in {_share(item.share_of_time(today))} of the time, "
            f"{STATUS_WORDS[item.status(today)].lower()}."
            for item in drawn
        ),
        look_for=((_RULE,) if counts["on_track"] or counts["behind"] else ()) + _progress_words(metrics, today),
        does_not_say=(
            *((f"Drawn at the edge, because {_are(beyond)} outside of it: {', '.join(beyond)}.",) if beyond else ()),
            "Hardly anything moves evenly: a course that begins in fall is behind all summer.",
            "That the partnership caused it. Ask what else has changed.",
        )
        if metrics
        else (),
    )  # fmt: skip


def _are(names: Sequence[str]) -> str:
    return "it lies" if len(names) == 1 else "they lie"


def _progress_words(metrics: Sequence[BoardMetric], today: date) -> tuple[str, ...]:
    told = []
    for status, words in (
        ("behind", "Behind"), ("no_baseline", "Without a first value"), ("no_target", "Without a target or its day"),
        ("no_reading", "Not read yet"), ("wrong_target", "Target on the wrong side of the first value"),
        ("wrong_days", "Days not in order"),
    ):  # fmt: skip
        names = [item.name for item in metrics if item.status(today) == status]
        if names:
            told.append(f"{words}: {', '.join(names)}.")
    return tuple(told)


def metric_trends(metrics: Sequence[BoardMetric], today: date) -> Chart:
    """Show each metric over time, each with a scale of its own.

    Parameters
    ----------
    metrics : the board.
    today : the day that counts as today.
    """
    known = [item for item in metrics if item.trend(today)]
    rows = [
        {
            "metric": item.name,
            "day": day_words(reading.day),
            "value": number_words(reading.value, item.unit),
            "note": reading.note,
        }
        for item in known
        for reading in item.trend(today)
    ]
    silent = [item.name for item in metrics if not item.trend(today)]
    better = [item.name for item in metrics if _moved(item, today) > 0]
    moved = [item for item in metrics if item.change(today) is not None]
    return Chart(
        name="metric-trends",
        title="No value with a day is entered yet"
        if not known
        else f"{len(better)} of {plural(len(moved), 'metric', 'metrics')} moved the right way since the first value"
        if moved
        else f"{plural(len(known), 'metric begins', 'metrics begin')}; nothing was read since",
        subtitle="Values over time, each in its own unit; the diamond is the target"
        + (f"; the first {_MOST} are drawn" if len(known) > _MOST else ""),
        mark=Panels(tuple(_panel(item, today) for item in known[:_MOST])) if known else None,
        table=Table.of(pd.DataFrame(rows, columns=["metric", "day", "value", "note"]), "First values and readings", metric="Metric", day="Day", value="Value", note="Note"),
        source=OURS,
        alternative="Small line pictures, one a metric. "
        + " ".join(
            f"{item.name}: {', '.join(number_words(reading.value, item.unit) + ' on ' + day_words(reading.day) for reading in item.trend(today))}."
            for item in known
        ),
        look_for=(f"Nothing to draw yet: {', '.join(silent)}.",) if silent and known else (),
        does_not_say=("The scales differ: a steep line is not a large change.",) if known else (),
    )  # fmt: skip


def _moved(item: BoardMetric, today: date) -> float:
    change = item.change(today) or 0.0
    return change if item.direction == "up" else -change


def _panel(item: BoardMetric, today: date) -> Panel:
    trend = item.trend(today)
    status = item.status(today)
    target = (
        (item.target_by, item.target, number_words(item.target))
        if item.target is not None and item.target_by
        else None
    )
    direction = "should rise" if item.direction == "up" else "should fall"
    if target:
        direction += f" to {target[2]}"
    return Panel(
        item.name,
        f"{item.unit or 'no unit'}, {direction}",
        tuple(reading.day for reading in trend),
        tuple(reading.value for reading in trend),
        tuple(number_words(reading.value) for reading in trend),
        target,
        (STATUS_WORDS[status], _STATE_STYLES.get(status, _OPEN)),
    )


def pulse_trends(rows: Sequence[Mapping[str, Any]]) -> Chart:
    """Show the pulse of the companies over time: better less worse, in percentage points.

    Parameters
    ----------
    rows : rows of the tool ``pulse`` of Step 6.
    """
    found = pulse_balances(rows)
    table = [
        {"question": question, "day": day_words(day), "balance": balance, "companies": count}
        for question, points in found.items()
        for day, balance, count in points
    ]
    last = [points[-1][1] for points in found.values()]
    fewest = min((count for points in found.values() for *_, count in points), default=0)
    panels = tuple(
        Panel(
            question,
            f"points; {points[-1][2]} asked last",
            tuple(day for day, *_ in points),
            tuple(balance for _, balance, _ in points),
            tuple(written(balance, "points").removesuffix(".0") for _, balance, _ in points),
            None,
            ("more say better" if points[-1][1] > 0 else "more say worse" if points[-1][1] < 0 else "even",
             _GOOD if points[-1][1] > 0 else _BEHIND if points[-1][1] < 0 else _OPEN),
            zero=True,
        )
        for question, points in list(found.items())[:_MOST]
    )  # fmt: skip
    return Chart(
        name="pulse-trends",
        title="Companies were not asked yet"
        if not found
        else f"{sum(value > 0 for value in last)} of {plural(len(last), 'question', 'questions')}: more companies say better than worse",
        subtitle='Share of companies that say "better" less the share that say "worse", in percentage points',
        mark=Panels(panels) if panels else None,
        table=Table.of(pd.DataFrame(table, columns=["question", "day", "balance", "companies"]), "Pulse of the companies", question="Question", day="Day", balance=("Better less worse, points", "points"), companies=("Companies", "count")),
        source=OURS,
        alternative="Small line pictures, one a question. "
        + " ".join(f"{row['question']}, {row['day']}: {written(row['balance'], 'points')} points, {row['companies']} asked." for row in table),
        look_for=(f"The fewest companies that answered a question: {fewest}.",) if found else (),
        does_not_say=("How much better or worse; and a handful of companies are voices, not a share.",) if found else (),
    )  # fmt: skip


def priority_mix(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> Chart:
    """Count the team's priorities by what they are about.

    Parameters
    ----------
    rows : rows of the priorities of Step 4.
    kinds : id and name of each kind.
    """
    known = [row for row in rows if row.get("kind")]
    talent = sum(row["kind"] == "workforce" for row in known)
    counts = {title: sum(row["kind"] == kind for row in known) for kind, title in kinds.items()}
    shown = {title: count for title, count in counts.items() if count}
    return Chart(
        name="priority-mix",
        title="No priority says what it is about yet"
        if not known
        else f"{talent} of {plural(len(known), 'priority is', 'priorities are')} about talent ({written(talent / len(known), 'share')})",
        subtitle="Number of priorities by what they are about",
        mark=Bars(
            tuple(shown),
            tuple(float(count) for count in shown.values()),
            tuple(float(count) for count in shown.values()),
            tuple(str(count) for count in shown.values()),
            tuple(title != kinds.get("workforce") for title in shown),
            "Priorities",
            ("Talent", "Something else"),
        )
        if known
        else None,
        table=Table.of([
            {"opportunity": row["opportunity"], "kind": kinds.get(str(row.get("kind")), "Not said")}
            for row in rows
        ], "Priorities of the launch", opportunity="Priority", kind="It is about"),
        source=OURS,
        alternative="Bars by kind. " + " ".join(f"{title}: {count}." for title, count in counts.items()),
        does_not_say=("How much time each of them gets.",) if known else (),
    )  # fmt: skip


def survey_tables(counts: Sequence[SurveyCount], numbers: Sequence[SurveyNumber]) -> tuple[Table, Table]:
    """Lay the answers of the survey out: counts with shares, and numbers with their median."""
    chosen = [
        {
            "question": item.question,
            "answers": ", ".join(f"{label} {count}" for label, count in item.counts) if item.answered else "",
            "n": item.answered,
            "share": "nobody answered"
            if item.share is None
            else f"{100 * item.share:.0f}% {item.share_name}",
        }
        for item in counts
    ]
    numbered = [
        {
            "question": item.question,
            "n": item.answered,
            "middle": _number(item.middle),
            "range": "" if item.lowest is None or item.highest is None else f"{_number(item.lowest)} to {_number(item.highest)}",
            "total": "" if item.question.startswith("Would") else _number(item.total),
        }
        for item in numbers
    ]  # fmt: skip
    return (
        Table.of(pd.DataFrame(chosen, columns=["question", "answers", "n", "share"]), "Questions with choices", question="Question", answers="Answers", n=("Answered", "count"), share="Share"),
        Table.of(pd.DataFrame(numbered, columns=["question", "n", "middle", "range", "total"]), "Questions for a number", question="Question", n=("Answered", "count"), middle="Median", range="Lowest to highest", total="Sum"),
    )  # fmt: skip


def _number(value: float | None) -> str:
    return "fewer than three answers" if value is None else number_words(value)
