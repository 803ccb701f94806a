"""The charts of a team's plan and of its money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.marks.plans import Spans
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table, instead, written
from nextgen_helpers.charts.team.origin import OURS, first_drawn
from nextgen_helpers.toolkit.step5 import first_and_last, in_order_of_days, over_time
from nextgen_helpers.toolkit.step6 import funding_by_source
from nextgen_helpers.words import day_words, plural, weekday_words

_STATES: Final = {
    "not_begun": ("Not started", SeriesStyle("#7b8794", hatch="dotted")),
    "under_way": ("Under way", SeriesStyle("#00629b")),
    "done": ("Done", SeriesStyle("#00795c", hatch="rising")),
    "stuck": ("Stuck", SeriesStyle("#b3391d", hatch="crossed")),
}
_MOST: Final = 40


def implementation_plan(rows: Sequence[Mapping[str, Any]], today: date) -> Chart:
    """Show the actions of the plan over time, with owner and how far each has come."""
    told = [
        {
            **{name: row.get(name) or "" for name in ("action", "team", "owner", "begin", "end")},
            "status": _STATES[row.get("status") or "not_begun"][0],
            "days": _days_words(row),
        }
        for row in rows
    ]
    table = Table.of(
        told, "Actions of the plan",
        action="Action", team="Team", owner="Owner", begin="Begin", end="End", status="Status",
    )  # fmt: skip
    subtitle = f"From the first to the last day of each action; today is {day_words(today)}"
    subtitle += first_drawn(_MOST, len(rows))
    nothing = Chart("implementation-plan", "The plan has no actions yet", subtitle, OURS, table=table)
    if not rows:
        return nothing
    drawn, kinds, late = in_order_of_days(rows)[:_MOST], list(_STATES), len(over_time(rows, today))
    done = sum(row.get("status") == "done" for row in rows)
    return replace(
        nothing,
        title=f"{done} of {plural(len(rows), 'action is', 'actions are')} done{f', {late} overdue' if late else ''}",
        mark=Spans(
            labels=tuple(str(row["action"]) for row in drawn),
            spans=tuple(map(first_and_last, drawn)),
            kind_of=tuple(kinds.index(row.get("status") or "not_begun") for row in drawn),
            kinds=tuple(_STATES.values()),
            today=today,
            notes=tuple(str(row.get("owner") or "no one yet") for row in drawn),
        ),
        alternative=instead("Bars over days, one an action.", told, "{action}: {days}, {status}."),
    )


def _days_words(row: Mapping[str, Any]) -> str:
    """Say from when to when, with what is open left out."""
    begin, end = first_and_last(row)
    if begin and end:
        return f"{weekday_words(begin)} to {weekday_words(end)}"
    if end:
        return f"by {weekday_words(end)}"
    return f"from {weekday_words(begin)} on" if begin else "no dates yet"


def funding_mix(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> Chart:
    """Show how much each source gives a year, with the names of the kinds of sources."""
    gives = funding_by_source(rows)
    total = sum(gives.values())
    told = [
        {
            "source": row["source"], "kind": kinds.get(str(row.get("kind")), "Not stated"),
            "dollars": (dollars := row.get("dollars_a_year")),
            "share": dollars / total if dollars else None, "until": row.get("until") or "",
            "in_kind": row.get("in_kind") or "",
        }
        for row in rows
    ]  # fmt: skip
    table = Table.of(
        told, "Sources of money, in-kind support and time",
        source="Source", kind="Kind", dollars=("Dollars a year", "dollars"), share=("Share", "share"),
        until="Until", in_kind="In-kind support and time",
    )  # fmt: skip
    subtitle = "Dollars a year by source"
    nothing = Chart("funding-mix", "No amounts are written down yet", subtitle, OURS, table=table)
    if not gives:
        return nothing
    largest, *_ = gives
    known = list(gives.items())[:_MOST]
    return replace(
        nothing,
        title=f"{largest} gives {written(gives[largest] / total, 'share')} of the money",
        subtitle=f"{subtitle}; {written(total, 'dollars')} altogether, without in-kind support and time",
        mark=Bars(
            tuple(source for source, _ in known),
            tuple(float(dollars) for _, dollars in known),
            tuple(f"{written(each, 'dollars')} ({written(each / total, 'share')})" for _, each in known),
            "Dollars a year",
        ),
        alternative=instead("Bars, one a source.", table, "{source}: {dollars}."),
        does_not_say=("In-kind support and time are not in it, though they often carry a partnership.",),
    )


def influence_grid(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Put people into a grid of influence by support, both from 1 to 5; a person without both is left out."""
    names: dict[tuple[Any, Any], list[str]] = {}
    for row in rows:
        names.setdefault((row.get("influence"), row.get("support")), []).append(str(row["person"]))
    steps = range(1, 6)
    lines = []
    for influence in reversed(steps):
        people = {f"support_{step}": ", ".join(names.get((influence, step), ())) for step in steps}
        lines.append({"influence": f"Influence {influence}", **people})
    columns = {f"support_{step}": f"Support {step}" for step in steps}
    return Table.of(lines, "People by influence and support", influence="Influence", **columns)
