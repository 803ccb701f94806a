"""The charts of Module 4: the pathway map, the ladder of pay, openings beside completers, closed or open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.flow import Flow
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table, instead, series, texts, written
from nextgen_helpers.charts.team.origin import OURS
from nextgen_helpers.toolkit.pathways.own_places import OwnPlace
from nextgen_helpers.toolkit.pathways.programs import PathwayMap, map_columns, not_leading_on
from nextgen_helpers.toolkit.pathways.supply import Balance
from nextgen_helpers.toolkit.pathways.wages import rungs
from nextgen_helpers.words import joined, plural, those

_MOST: Final = 30
_SHOWN: Final = 6
_BEFORE: Final = SeriesStyle("#b45309", "square")
_AFTER: Final = SeriesStyle("#00629b")
_CREDIT: Final = {"all": "Counts, in writing", "part": "Counts in part", "none": "Does not count"}
_COLUMNS: Final = ("Entry programs", "Further programs", "Jobs on the way", "Target jobs")
_KINDS: Final = (
    ("Program", SeriesStyle("#00629b")),
    ("Job", SeriesStyle("#00795c")),
    ("Dead end, or not reached", SeriesStyle("#b3391d")),
)


def programs_and_jobs(found: PathwayMap, rows: Sequence[Mapping[str, Any]]) -> Chart:
    """Show programs and jobs in columns by level, with what leads to what and where credit is lost.

    Parameters
    ----------
    rows : rows of the programs, for their months.
    """
    columns = [names for names in map_columns(found) if names]
    links = [
        {"begin": begin, "end": end, "credit": _credit(found, begin, end, credit)}
        for begin, end, credit in found.links
    ]
    table = Table.of(links, "What leads to what", begin="From", end="To", credit="Credit")
    title = _map_title(found)
    subtitle = _map_subtitle(found, max(map(len, columns), default=0))
    nothing = Chart("pathway-map", title, subtitle, OURS, table=table)
    if not columns:
        return nothing
    picture = "Boxes in columns by level, from entry programs to target jobs, with arrows."
    ends = f" Dead ends: {joined(found.dead_ends)}." if found.dead_ends else ""
    return replace(
        nothing,
        mark=_map_mark(found, rows),
        alternative=instead(picture, links, "{begin} leads to {end}.") + ends,
        look_for=_map_look_for(found),
        does_not_say=(
            "How many people walk a path, and whether they arrive. Nor that credit on paper counts at the desk.",
        ),
    )


def _map_mark(found: PathwayMap, rows: Sequence[Mapping[str, Any]]) -> Flow:
    used = [(title, names) for title, names in zip(_COLUMNS, map_columns(found), strict=True) if names]
    months = {row["program"]: row["months"] for row in rows}
    institutions = {program.name: program.institution for program in found.programs}
    lost = not_leading_on(found)

    def note(name: str) -> str:
        if name in found.jobs:
            job = found.jobs[name]
            pay = f"${job['pay']:,} a year" if job["pay"] is not None else "pay not known"
            return f"nothing leads here; {pay}" if name in lost else pay
        count = months.get(name)
        long = count is not None and plural(count, "month")
        return "; ".join(those(name in lost and "dead end", institutions[name], long))

    return Flow.of(
        (title for title, _ in used),
        [
            (name, place, note(name), 2 if name in lost else int(name in found.jobs))
            for place, (_, names) in enumerate(used)
            for name in names[:_MOST]
        ],
        (
            (begin, end, credit == "all" or not found.jobs.keys().isdisjoint((begin, end)))
            for begin, end, credit in found.links
        ),
        kinds=_KINDS,
        lines=("Leads to; credit counts", "Credit is lost, or not said"),
    )


def _credit(found: PathwayMap, begin: str, end: str, credit: str | None) -> str:
    """Say whether credit counts; between a program and a job that is no question."""
    return _CREDIT.get(credit or "", "" if end in found.jobs or begin in found.jobs else "not said")


def _map_title(found: PathwayMap) -> str:
    if not found.programs and not found.jobs:
        return "Nothing is on the pathway map yet"
    if found.openness is None:
        return f"{plural(len(found.programs), 'program')} and {plural(len(found.jobs), 'job')} are on the map"
    ways = plural(len(found.entries), "entry point")
    return f"From {len(found.open_entries)} of {ways} a target job can be reached"


def _map_subtitle(found: PathwayMap, longest: int) -> str:
    parts = those(
        plural(len(found.programs), "program"),
        plural(len(found.jobs), "job"),
        plural(len(found.links), "link"),
        found.connected is not None
        and f"{written(found.connected, 'share')} of the programs tied to another institution",
    )
    return ", ".join(parts) + (f"; the first {_MOST} of each column are drawn" if longest > _MOST else "")


def _map_look_for(found: PathwayMap) -> tuple[str, ...]:
    lost = f", and credit is lost on {len(found.credit_lost)}" if found.credit_lost else ""
    links = plural(len(found.across), "link leads", "links lead")
    several = len({program.institution for program in found.programs if program.institution}) > 1
    return those(
        found.dead_ends and f"Dead ends: {joined(found.dead_ends, _SHOWN)}.",
        found.across and f"{links} from one institution to another{lost}.",
        several and not found.across and "No link leads from one institution to another.",
    )


def own_places_table(places: Sequence[OwnPlace]) -> Table:
    """Lay out each organization's own view beside what the map says."""
    return Table.of(
        [
            {
                "organization": item.organization,
                "place": "not said" if item.place is None else f"{item.place} of 5",
                "programs": item.programs, "tied": item.tied / item.programs if item.programs else None,
                "open": item.open_entries / item.entries if item.entries else None,
            }
            for item in places
        ],
        "Own view and map",
        organization="Organization", place="Own view (1 closed, 5 open)",
        programs=("Programs on the map", "count"), tied=("Of them tied to another institution", "share"),
        open=("Of its entry points with a way to a target job", "share"),
    )  # fmt: skip


# -- the ladder -----------------------------------------------------------------------------------------


def wage_ladder(found: PathwayMap) -> Chart:
    """Show the pay before and after each step from job to job."""
    rows = [
        {
            "step": f"{step.begins} to {step.ends}", "before": step.pay_before, "after": step.pay_after,
            "rise": step.rise, "zones": f"{step.zone_before or 'n/a'} to {step.zone_after or 'n/a'}",
            "over": ", ".join(step.programs) or "no program",
        }
        for step in rungs(found)
    ]  # fmt: skip
    table = Table.of(
        rows, "Steps from job to job",
        step="Step", before=("Pay before", "dollars"), after=("Pay after", "dollars"),
        rise=("Difference", "change"), zones="Job zones", over="Over",
    )  # fmt: skip
    subtitle = "Dollars for a full year of work, before and after each step from job to job on the map"
    known = table.frame[table.frame["rise"].notna()].head(_MOST)
    none = "No step from job to job has pay on both sides yet"
    nothing = Chart("wage-ladder", none, subtitle, OURS, table=table)
    if known.empty:
        return nothing
    risen = known["rise"] > 0
    return replace(
        nothing,
        title=f"Pay rises at {risen.sum()} of {plural(len(known), 'rung')}",
        mark=Dots(
            labels=texts(known, "step"),
            series=series(known, [("Before", "before", _BEFORE), ("After", "after", _AFTER)]),
            axis="Dollars a year",
            kind="dollars",
        ),
        alternative=instead("Two dots a step, pay before and after.", table, "{step}: {before} to {after}."),
        look_for=tuple(f"No rise: {step}." for step in known.loc[~risen, "step"]),
        does_not_say=(
            "How many make the step, and after how long. Pay without hours, shifts and benefits is half the story.",
        ),
    )


# -- openings and completers ----------------------------------------------------------------------------


def openings_and_completers(found: Sequence[Balance]) -> Chart:
    """Show openings beside completers of each occupation; missing stays missing."""
    ordered = sorted(found, key=lambda item: (item.gap is None, -(item.gap or 0), item.occupation))
    rows = [
        {
            **asdict(item),
            "gap": item.gap, "state": item.state or "cannot be said", "pay": item.pay_change,
            "years": f"{item.year_before} to {item.year_now}" if item.pay_change is not None else "",
            "note": "cannot be said" if item.gap is None else f"{written(item.gap, 'change')}, {item.state}",
        }
        for item in ordered
    ]  # fmt: skip
    table = Table.of(
        rows, "Occupations with openings, completers and pay",
        occupation="Occupation", openings=("Openings", "count"), completers=("Completers", "count"),
        gap=("Openings less completers", "change"), state="Called", pay_before=("Pay before", "dollars"),
        pay_now=("Pay now", "dollars"),
        pay=("Change of pay, percent a year, before prices", "signed_percent"), years="Years of pay",
    )  # fmt: skip
    drawn = table.frame.dropna(subset=["openings", "completers"], how="all").head(_MOST)
    return Chart(
        name="openings-and-completers",
        title=_supply_title(found),
        subtitle="Openings and completers a year by occupation, by the team's own numbers",
        mark=Dots(
            texts(drawn, "occupation"),
            series(drawn, [("Openings", "openings", _AFTER), ("Completers", "completers", _BEFORE)]),
            "People a year",
            notes=texts(drawn, "note"),
        )
        if len(drawn)
        else None,
        table=table,
        source=OURS,
        alternative=instead(
            "Two dots an occupation, openings and completers.",
            table,
            "{occupation}: {openings} openings, {completers} completers.",
        ),
        look_for=_supply_look_for(found),
        does_not_say=those(
            len(drawn)
            and "People also come from elsewhere, from other jobs or without a credential, and completers move away: a gap is a question.",
            len(drawn) and "Pay and surplus moving together does not mean that one causes the other.",
        ),
    )


def _supply_title(found: Sequence[Balance]) -> str:
    if not found:
        return "No occupation is written down yet"
    if not any(item.gap is not None for item in found):
        return "For no occupation are openings and completers both known"
    states = [item.state for item in found]
    parts = [
        f"{plural(states.count(state), 'occupation')} {state}"
        for state in ("under-supplied", "over-saturated")
        if state in states
    ]
    return " and ".join(parts) or "Openings and completers are about even"


def _supply_look_for(found: Sequence[Balance]) -> tuple[str, ...]:
    both = [
        f"{item.occupation}: more completers than openings, and pay {'fell' if item.pay_change < 0 else 'rose'} by {written(abs(item.pay_change), 'percent')} a year, not adjusted for inflation. Seeing both together does not prove a cause."
        for item in found
        if item.state == "over-saturated" and item.pay_change is not None
    ]
    missing = [item.occupation for item in found if item.gap is None]
    return those(*both, missing and f"Nothing can be said of {joined(missing, _SHOWN)}: a number is missing.")
