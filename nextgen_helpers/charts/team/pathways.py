"""The charts of Module 4: the pathway map, the ladder of pay, openings beside completers, closed or open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.flow import Flow
from nextgen_helpers.charts.market_marks import Dots, Series
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.charts.team.origin import INVENTED, OURS
from nextgen_helpers.charts.team_marks import RowDots
from nextgen_helpers.toolkit.pathways.wages import rungs
from nextgen_helpers.words import joined, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nextgen_helpers.toolkit.pathways.own_places import OwnPlace
    from nextgen_helpers.toolkit.pathways.programs import PathwayMap
    from nextgen_helpers.toolkit.pathways.supply import Balance
    from nextgen_helpers.toolkit.pathways.wages import Rung


_MOST: Final = 30
_SHOWN: Final = 6
_CREDIT: Final = {"all": "Counts, in writing", "part": "Counts in part", "none": "Does not count"}
_COLUMNS: Final = ("Entry programs", "Further programs", "Jobs on the way", "Target jobs")
_KINDS: Final = (
    ("Program", SeriesStyle("#00629b")),
    ("Job", SeriesStyle("#00795c")),
    ("Dead end, or not reached", SeriesStyle("#b3391d")),
)


def pathway_chart(found: PathwayMap, rows: Sequence[Mapping[str, Any]], title: str = "") -> Chart:
    """Show programs and jobs in columns by level, with what leads to what and where credit is lost.

    Parameters
    ----------
    found : from :func:`nextgen_helpers.toolkit.pathways.pathway_map`.
    rows : rows of the programs, for months and credential.
    title : what stands before the finding, such as that the map is invented.
    """
    about = {row["program"]: row for row in rows}
    column = {
        **{program.name: 0 if program.name in found.entries else 1 for program in found.programs},
        **{name: 3 if row["level"] == "target" else 2 for name, row in found.jobs.items()},
    }
    used = [place for place in range(4) if place in column.values()]
    drawn = [name for place in used for name in [n for n in column if column[n] == place][:_MOST]]
    number = {name: place for place, name in enumerate(drawn)}
    institution = {program.name: program.institution for program in found.programs}
    reached = {end for _, end, _ in found.links}
    lost = {*found.dead_ends, *found.circling, *(name for name in found.jobs if name not in reached)}
    return Chart(
        name="pathway-map",
        title=f"{title}{': ' if title else ''}{_map_title(found)}",
        subtitle=_map_subtitle(found, len(column) > len(drawn)),
        mark=Flow(
            tuple(_COLUMNS[place] for place in used),
            tuple(drawn),
            tuple(used.index(column[name]) for name in drawn),
            tuple(
                _note(found, name, institution.get(name, ""), about.get(name), lost=name in lost)
                for name in drawn
            ),
            tuple(2 if name in lost else 1 if name in found.jobs else 0 for name in drawn),
            _KINDS,
            tuple(
                (number[begin], number[end], credit == "all" or end in found.jobs or begin in found.jobs)
                for begin, end, credit in found.links
                if begin in number and end in number
            ),
            "Leads to; credit counts",
            "Credit is lost, or not said",
        )
        if drawn
        else None,
        table=Table.of(
            [
                {"begin": begin, "end": end, "credit": _credit(found, begin, end, credit)}
                for begin, end, credit in found.links
            ],
            "What leads to what",
            begin="From",
            end="To",
            credit="Credit",
        ),
        source=INVENTED if title else OURS,
        alternative="Boxes in columns by level, from entry programs to target jobs, with arrows. "
        + " ".join(f"{begin} leads to {end}." for begin, end, _ in found.links)
        + (f" Dead ends: {joined([*found.dead_ends])}." if found.dead_ends else ""),
        look_for=_map_look_for(found),
        does_not_say=(
            "How many people walk a path, and whether they arrive. Nor that credit on paper counts at the desk.",
        )
        if drawn
        else (),
    )


def _credit(found: PathwayMap, begin: str, end: str, credit: str | None) -> str:
    """Say whether credit counts; between a program and a job that is no question."""
    return _CREDIT.get(credit or "", "" if end in found.jobs or begin in found.jobs else "not said")


def _note(
    found: PathwayMap, name: str, institution: str, row: Mapping[str, Any] | None, *, lost: bool
) -> str:
    if name in found.jobs:
        job = found.jobs[name]
        pay = f"${job['pay']:,} a year" if job["pay"] is not None else "pay not known"
        return f"nothing leads here; {pay}" if lost else pay
    months = plural(row["months"], "month") if row and row["months"] is not None else ""
    return "; ".join(part for part in ("dead end" if lost else "", institution, months) if part)


def _map_title(found: PathwayMap) -> str:
    if not found.programs and not found.jobs:
        return "Nothing is on the pathway map yet"
    if found.openness is None:
        return f"{plural(len(found.programs), 'program')} and {plural(len(found.jobs), 'job')} are on the map"
    ways = plural(len(found.entries), "entry point")
    return f"From {len(found.open_entries)} of {ways} a target job can be reached"


def _map_subtitle(found: PathwayMap, cut: bool) -> str:  # noqa: FBT001
    parts = [
        plural(len(found.programs), "program"),
        plural(len(found.jobs), "job"),
        plural(len(found.links), "link"),
    ]
    if found.connected is not None:
        parts.append(f"{written(found.connected, 'share')} of the programs tied to another institution")
    return ", ".join(parts) + (f"; the first {_MOST} of each column are drawn" if cut else "")


def _map_look_for(found: PathwayMap) -> tuple[str, ...]:
    said = []
    if found.dead_ends:
        said.append(f"Dead ends: {joined(found.dead_ends, _SHOWN)}.")
    if found.across:
        lost = f", and credit is lost on {len(found.credit_lost)}" if found.credit_lost else ""
        said.append(
            f"{plural(len(found.across), 'link leads', 'links lead')} from one institution to another{lost}."
        )
    elif len({program.institution for program in found.programs if program.institution}) > 1:
        said.append("No link leads from one institution to another.")
    return tuple(said)


def own_places_table(places: Sequence[OwnPlace]) -> Table:
    """Lay out each organization's own view beside what the map says."""
    return Table.of(
        [
            {
                "organization": item.organization,
                "place": "not said" if item.place is None else f"{item.place} of 5",
                "programs": item.programs,
                "tied": item.tied / item.programs if item.programs else None,
                "open": item.open_entries / item.entries if item.entries else None,
            }
            for item in places
        ],
        "Own view and map",
        organization="Organization",
        place="Own view (1 closed, 5 open)",
        programs=("Programs on the map", "count"),
        tied=("Of them tied to another institution", "share"),
        open=("Of its entry points with a way to a target job", "share"),
    )


# -- the ladder -----------------------------------------------------------------------------------------


def wage_ladder(found: PathwayMap) -> Chart:
    """Show the pay before and after each step from job to job.

    Parameters
    ----------
    found : the pathway map.
    """
    steps = rungs(found)
    known = [step for step in steps if step.rise is not None][:_MOST]
    risen = sum((step.rise or 0) > 0 for step in known)
    return Chart(
        name="wage-ladder",
        title="No step from job to job has pay on both sides yet"
        if not known
        else f"Pay rises at {risen} of {plural(len(known), 'rung')}",
        subtitle="Dollars for a full year of work, before and after each step from job to job on the map",
        mark=Dots(
            tuple(_step(step) for step in known),
            (
                Series("Before", tuple(float(step.pay_before or 0) for step in known), SeriesStyle("#b45309", "s", "square")),
                Series("After", tuple(float(step.pay_after or 0) for step in known), SeriesStyle("#00629b", "o", "circle")),
            ),
            "Dollars a year",
            "dollars",
        )
        if known
        else None,
        table=Table.of([
            {
                "step": _step(step), "before": step.pay_before, "after": step.pay_after, "rise": step.rise,
                "zones": f"{step.zone_before or 'n/a'} to {step.zone_after or 'n/a'}", "over": ", ".join(step.programs) or "no program",
            }
            for step in steps
        ], "Steps from job to job", step="Step", before=("Pay before", "dollars"), after=("Pay after", "dollars"), rise=("Difference", "change"), zones="Job zones", over="Over"),
        source=OURS,
        alternative="Two dots a step, pay before and after. " + " ".join(f"{_step(step)}: {written(step.pay_before, 'dollars')} to {written(step.pay_after, 'dollars')}." for step in steps),
        look_for=tuple(f"No rise: {_step(step)}." for step in known if (step.rise or 0) <= 0),
        does_not_say=("How many make the step, and after how long. Pay without hours, shifts and benefits is half the story.",) if known else (),
    )  # fmt: skip


def _step(step: Rung) -> str:
    return f"{step.begins} to {step.ends}"


# -- openings and completers ----------------------------------------------------------------------------


def openings_and_completers(found: Sequence[Balance]) -> Chart:
    """Show openings beside completers of each occupation; missing stays missing.

    Parameters
    ----------
    found : from :func:`nextgen_helpers.toolkit.pathways.balances`.
    """
    ordered = sorted(found, key=lambda item: (item.gap is None, -(item.gap or 0), item.occupation))
    drawn = [item for item in ordered if item.openings is not None or item.completers is not None][:_MOST]
    short = [item.occupation for item in found if item.state == "under-supplied"]
    over = [item.occupation for item in found if item.state == "over-saturated"]
    return Chart(
        name="openings-and-completers",
        title=_supply_title(found, short, over),
        subtitle="Openings and completers a year by occupation, by the team's own numbers",
        mark=RowDots(
            tuple(item.occupation for item in drawn),
            (
                Series("Openings", tuple(_float(item.openings) for item in drawn), SeriesStyle("#00629b", "o", "circle")),
                Series("Completers", tuple(_float(item.completers) for item in drawn), SeriesStyle("#b45309", "s", "square")),
            ),
            "People a year",
            tuple(_gap_words(item) for item in drawn),
        )
        if drawn
        else None,
        table=Table.of([
            {
                "occupation": item.occupation, "openings": item.openings, "completers": item.completers, "gap": item.gap,
                "state": item.state or "cannot be said", "before": item.pay_before, "now": item.pay_now,
                "pay": item.pay_change, "years": f"{item.year_before} to {item.year_now}" if item.pay_change is not None else "",
            }
            for item in ordered
        ], "Occupations with openings, completers and pay", occupation="Occupation", openings=("Openings", "count"), completers=("Completers", "count"), gap=("Openings less completers", "change"), state="Called", before=("Pay before", "dollars"), now=("Pay now", "dollars"), pay=("Change of pay, percent a year, before prices", "signed_percent"), years="Years of pay"),
        source=OURS,
        alternative="Two dots an occupation, openings and completers. " + " ".join(f"{item.occupation}: {written(item.openings, 'count')} openings, {written(item.completers, 'count')} completers." for item in ordered),
        look_for=_supply_look_for(found),
        does_not_say=(
            "People also come from elsewhere, from other jobs or without a credential, and completers move away: a gap is a question.",
            "That pay and surplus go together does not say that one causes the other.",
        )
        if drawn
        else (),
    )  # fmt: skip


def _float(value: int | None) -> float | None:
    return None if value is None else float(value)


def _gap_words(item: Balance) -> str:
    if item.gap is None:
        return "cannot be said"
    return f"{written(item.gap, 'change')}, {item.state}"


def _supply_title(found: Sequence[Balance], short: Sequence[str], over: Sequence[str]) -> str:
    if not found:
        return "No occupation is written down yet"
    if not any(item.gap is not None for item in found):
        return "For no occupation are openings and completers both known"
    parts = [
        *([f"{plural(len(short), 'occupation')} under-supplied"] if short else []),
        *([f"{plural(len(over), 'occupation')} over-saturated"] if over else []),
    ]
    return " and ".join(parts) if parts else "Openings and completers are about even"


def _supply_look_for(found: Sequence[Balance]) -> tuple[str, ...]:
    said = []
    for item in found:
        if item.state == "over-saturated" and item.pay_change is not None:
            way = "fell" if item.pay_change < 0 else "rose"
            said.append(
                f"{item.occupation}: more completers than openings, and pay {way} by {written(abs(item.pay_change), 'percent')} a year, before prices. Both at once is no proof of a cause."
            )
    missing = [item.occupation for item in found if item.gap is None]
    if missing:
        said.append(f"Nothing can be said of {joined(missing, _SHOWN)}: a number is missing.")
    return tuple(said)
