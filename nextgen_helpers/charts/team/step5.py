"""The charts of a team's plan and of its money."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Bars
from nextgen_helpers.charts.plan_marks import Spans
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.charts.team.origin import OURS
from nextgen_helpers.toolkit.findings import day_of
from nextgen_helpers.words import day_words, plural, weekday_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_STATES: Final = {
    "not_begun": ("Not begun", SeriesStyle("#7b8794", hatch="..", pattern=".")),
    "under_way": ("Under way", SeriesStyle("#00629b")),
    "done": ("Done", SeriesStyle("#00795c", hatch="//", pattern="/")),
    "stuck": ("Stuck", SeriesStyle("#b3391d", hatch="xx", pattern="x")),
}
_MOST: Final = 40


def implementation_plan(rows: Sequence[Mapping[str, Any]], today: date) -> Chart:
    """Show the actions of the plan over time, with owner and how far each has come.

    Parameters
    ----------
    rows : rows with ``action, team, owner, begin, end, status``.
    today : the day that counts as today.
    """
    kinds = list(_STATES)
    frame = pd.DataFrame(
        [
            {
                **{name: row.get(name) or "" for name in ("action", "team", "owner", "begin", "end")},
                "status": _STATES[row.get("status") or "not_begun"][0],
            }
            for row in rows
        ],
        columns=["action", "team", "owner", "begin", "end", "status"],
    )
    # Where the first day is open, the last one says when it is due.
    ordered = sorted(rows, key=_order)[:_MOST]
    late = [
        row for row in rows if (end := day_of(row.get("end"))) and end < today and row.get("status") != "done"
    ]
    done = sum(row.get("status") == "done" for row in rows)
    return Chart(
        name="implementation-plan",
        title="The plan has no actions yet"
        if not rows
        else f"{done} of {plural(len(rows), 'action is', 'actions are')} done"
        + (f", {len(late)} over time" if late else ""),
        subtitle=f"From the first to the last day of each action; today is {day_words(today)}"
        + (f"; the first {_MOST} are drawn" if len(rows) > _MOST else ""),
        mark=Spans(
            tuple(str(row["action"]) for row in ordered),
            tuple(_span(row) for row in ordered),
            tuple(kinds.index(row.get("status") or "not_begun") for row in ordered),
            tuple(_STATES.values()),
            today,
            tuple(str(row.get("owner") or "nobody yet") for row in ordered),
        )
        if rows
        else None,
        table=Table.of(frame, "Actions of the plan", action="Action", team="Team", owner="Owner", begin="Begin", end="End", status="Status"),
        source=OURS,
        alternative="Bars over days, one an action. "
        + " ".join(f"{row['action']}: {_days_words(row)}, {row['status']}." for row in frame.to_dict("records")),
    )  # fmt: skip


def _span(row: Mapping[Any, Any]) -> tuple[date | None, date | None]:
    begin, end = day_of(row.get("begin")), day_of(row.get("end"))
    return (end, begin) if begin and end and end < begin else (begin, end)


def _order(row: Mapping[str, Any]) -> tuple[date, date]:
    """Order by the first day, or where it is open by the day on which it is due; what has no days comes last."""
    begin, end = _span(row)
    return begin or end or date.max, end or date.max


def _days_words(row: Mapping[Any, Any]) -> str:
    """Say from when to when, with what is open left out."""
    begin, end = _span(row)
    if begin and end:
        return f"{weekday_words(begin)} to {weekday_words(end)}"
    if end:
        return f"by {weekday_words(end)}"
    return f"from {weekday_words(begin)} on" if begin else "no dates yet"


def funding_mix(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> Chart:
    """Show how much each source gives a year.

    Parameters
    ----------
    rows : rows with ``source, kind, dollars_a_year, until, in_kind``.
    kinds : id and name of each kind of source.
    """
    known = sorted((row for row in rows if row.get("dollars_a_year")), key=lambda row: -row["dollars_a_year"])
    total = sum(row["dollars_a_year"] for row in known)
    # A source can stand in several rows; the title is about the source.
    gives: dict[str, int] = {}
    for row in known:
        gives[row["source"]] = gives.get(row["source"], 0) + row["dollars_a_year"]
    largest = max(gives, key=gives.__getitem__, default="")
    frame = pd.DataFrame(
        [
            {
                "source": row["source"],
                "kind": kinds.get(str(row.get("kind")), "Not stated"),
                "dollars": row.get("dollars_a_year"),
                "share": row["dollars_a_year"] / total if total and row.get("dollars_a_year") else None,
                "until": row.get("until") or "",
                "in_kind": row.get("in_kind") or "",
            }
            for row in rows
        ],
        columns=["source", "kind", "dollars", "share", "until", "in_kind"],
    )
    values = tuple(float(row["dollars_a_year"]) for row in known[:_MOST])
    return Chart(
        name="funding-mix",
        title="No amounts are written down yet"
        if not known
        else f"{largest} gives {written(gives[largest] / total, 'share')} of the money",
        subtitle=f"Dollars a year by source; {written(total, 'dollars')} altogether, without goods and time" if known else "Dollars a year by source",
        mark=Bars(
            tuple(str(row["source"]) for row in known[:_MOST]),
            values,
            values,
            tuple(f"{written(value, 'dollars')} ({written(value / total, 'share')})" for value in values),
            tuple(False for _ in values),
            "Dollars a year",
        )
        if known
        else None,
        table=Table.of(frame, "Sources of money, goods and time", source="Source", kind="Kind", dollars=("Dollars a year", "dollars"), share=("Share", "share"), until="Until", in_kind="Goods and time"),
        source=OURS,
        alternative="Bars, one a source. " + " ".join(f"{row['source']}: {written(row['dollars'], 'dollars')}." for row in frame.to_dict("records")),
        does_not_say=("Goods and time are not in it, though they often carry a partnership.",) if known else (),
    )  # fmt: skip


def influence_grid(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Put people into a grid of influence by support, both from 1 to 5.

    Parameters
    ----------
    rows : rows with ``person, influence, support``; a person without both is left out.
    """
    lines = []
    for influence in range(5, 0, -1):
        cells = {"influence": f"Influence {influence}"}
        for support in range(1, 6):
            names = [
                str(row["person"])
                for row in rows
                if row.get("influence") == influence and row.get("support") == support
            ]
            cells[f"support_{support}"] = ", ".join(names)
        lines.append(cells)
    columns = tuple(Column(f"support_{number}", f"Support {number}") for number in range(1, 6))
    return Table(
        pd.DataFrame(lines), (Column("influence", "Influence"), *columns), "People by influence and support"
    )
