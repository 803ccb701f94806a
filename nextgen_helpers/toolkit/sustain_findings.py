"""What a team's entries of Steps 5 and 6 say about people, time and what has grown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.words import plural, weekday_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_ANSWERS: Final = ("better", "same", "worse")
_HALF: Final = 0.5
_FEW: Final = 5
_SHOWN: Final = 6
_POINTS: Final = 10


def responsibilities(
    rows: Sequence[Mapping[str, Any]], how_to_ask: str, groups: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Look at the duties: each of the toolkit's five groups has one, and each duty has a person (S5-TOOL-3).

    Parameters
    ----------
    how_to_ask : how a task team asks for help; empty where it is not written.
    """
    if not rows:
        return (Finding("open", "No duties are written down yet."),)
    found = Findings()
    have_duties = {row.get("group") for row in rows}
    have_people = {row.get("group") for row in rows if row.get("who")}
    without = [name for group, name in groups.items() if group not in have_duties]
    found.look(without, "Without any duty: {all}.", good=f"Each of the {len(groups)} groups has a duty.")
    nobody = [name for group, name in groups.items() if group in have_duties - have_people]
    found.look(nobody, "Duties, but no name: {all}.")
    names = [str(row["who"]) for row in rows if row.get("who")]
    busiest = max(names, key=names.count, default="")
    much = len(names) > 2 and names.count(busiest) > _HALF * len(names)  # noqa: PLR2004
    text = f"{busiest} has {names.count(busiest)} of {len(names)} duties: who else could?"
    found.look(much, text, ours=True)
    written = "It is written how task teams ask for help."
    found.look(
        not how_to_ask.strip(), "It is not written how a task team asks a partner for help.", good=written
    )
    return tuple(found)


def shifts(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at what organizations do otherwise than before, and how firm it is (S6-TOOL-3).

    Parameters
    ----------
    rows : rows with ``organization``, ``before``, ``after``, ``since`` and ``fixed`` (``habit``, ``on_paper``, ``in_budget``).
    """
    if not rows:
        return (Finding("open", "No change of an organization is written down yet."),)
    found = Findings()
    organizations = {str(row["organization"]) for row in rows}
    firm = sum(row.get("fixed") in ("on_paper", "in_budget") for row in rows)
    where = f"{plural(len(rows), 'change')} in {plural(len(organizations), 'organization')}"
    found.judge(2 * firm >= len(rows), f"{where}; {firm} on paper or in a budget.", ours=True)
    half = [row["organization"] for row in rows if not (row.get("before") and row.get("after"))]
    found.look(_once(half), "Before or after is missing for {names}.")
    people = [row["organization"] for row in rows if row.get("fixed") == "habit"]
    found.look(_once(people), "It hangs on people's habits at {names}.", ours=True)
    return tuple(found)


def asset_growth(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look at the spiral: how many assets came year by year, and how many led to the next (S6-TOOL-4).

    Parameters
    ----------
    rows : rows with ``asset``, ``kind``, ``since`` and ``made_possible``.

    Examples
    --------
    >>> rows = [{"asset": "Bus line", "since": "2025-03-01", "made_possible": "A second shift"}, {"asset": "Trust", "since": "2026-01-01"}]
    >>> asset_growth(rows, {})[1].text
    'Assets by year: 1 in 2025, 1 in 2026 (2 in all).'
    """
    if not rows:
        return (Finding("open", "No asset is written down yet."),)
    found = Findings()
    led = sum(bool(row.get("made_possible")) for row in rows)
    text = f"{led} of {len(rows)} assets made something else possible; a spiral turns when most do."
    found.judge(2 * led >= len(rows), text, ours=True)
    years = [day.year for row in rows if (day := day_of(row.get("since")))]
    if years:
        by_year = [f"{years.count(year)} in {year}" for year in sorted(set(years))]
        if len(years) < len(rows):
            by_year.append(f"{len(rows) - len(years)} without a day")
        found.say("good", f"Assets by year: {', '.join(by_year)} ({len(rows)} in all).")
    else:
        found.say("open", "No asset has a day yet, so their order is not known.")
    lacking = [name for kind, name in kinds.items() if all(row.get("kind") != kind for row in rows)]
    found.open(lacking, "None yet of the kind: {all}.")
    return tuple(found)


def leaders(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at who could lead next: from which side, for which part, and who is ready when (S6-TOOL-5).

    Parameters
    ----------
    rows : rows with ``person``, ``side``, ``role_now``, ``could_lead``, ``needs`` and ``ready_by``.
    """
    if not rows:
        return (Finding("open", "Nobody stands in the list of those who could lead next."),)
    found = Findings()
    able = [row for row in rows if row.get("could_lead")]
    parts = plural(len({str(row["could_lead"]) for row in able}), "part")
    found.judge(able, f"{len(able)} of {len(rows)} people could lead {parts}.")
    business = sum(row.get("side") == "business" for row in able)
    found.judge(business, f"{business} of them come{'s' if business == 1 else ''} from business.")
    stuck = [row["person"] for row in able if not row.get("ready_by")]
    found.look(stuck, "No day is set for {names}.")
    ready = [row["person"] for row in able if (day := day_of(row.get("ready_by"))) and day <= today]
    found.good(ready, "Ready by now, as you planned: {names}. Have they begun?")
    unclear = [row["person"] for row in rows if not row.get("could_lead")]
    found.open(unclear, "Which part {names} could lead is not said.")
    return tuple(found)


def staff_time(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Add up the hours that partners give, and find people without a stand-in (TC-6-b, S6-C-1-3).

    Parameters
    ----------
    rows : rows of the table ``time`` with ``organization``, ``person``, ``hours_a_month``, ``until`` and ``stand_in``.
    """
    if not rows:
        return (Finding("open", "Nobody's hours are written down yet."),)
    found = Findings()
    hours: Counter[str] = Counter()
    for row in rows:
        if row.get("hours_a_month") is not None:
            hours[row["organization"]] += row["hours_a_month"]
    total = sum(hours.values())
    if total:
        ((largest, most), *_) = hours.most_common(1)
        each = [f"{name} {given:,}" for name, given in hours.most_common(_SHOWN)]
        more = [f"{len(hours) - _SHOWN} more"] if len(hours) > _SHOWN else []
        found.judge(
            most <= _HALF * total or len(hours) == 1,
            f"{total:,} hours a month from {plural(len(hours), 'organization')}: {'; '.join(each + more)}. "
            f"{largest} gives {most / total:.0%}.",
            ours=True,
        )
    missing = [_who(row) for row in rows if row.get("hours_a_month") is None]
    found.open(missing, "Hours are not written down for {names}; they are not in the sum.")
    alone = [_who(row) for row in rows if not row.get("stand_in")]
    found.look(alone, "Nobody stands in for {names}.", good="Everybody has a stand-in.")
    over = [_who(row) for row in rows if (day := day_of(row.get("until"))) and day < today]
    found.look(over, "The promise is over: {names}.")
    return tuple(found)


def pulse_balances(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[date, float, int]]]:
    """Compute the balance of each question and day: share of "better" less share of "worse", in points.

    The balance (or diffusion) figure is how business surveys are read everywhere: +100 means that all say better,
    -100 that all say worse, 0 that as many say the one as the other.

    Parameters
    ----------
    rows : rows of ``pulse`` with ``asked_on``, ``question``, ``better``, ``same`` and ``worse`` (companies).

    Returns
    -------
    Question -> (day, balance in points, answers), oldest first. Left out: rows without a day or without an answer;
    rows of one question and day are added up.

    Examples
    --------
    >>> rows = [{"asked_on": "2026-09-01", "question": "Orders", "better": 6, "same": 2, "worse": 2}]
    >>> pulse_balances(rows)["Orders"]
    [(datetime.date(2026, 9, 1), 40.0, 10)]
    """
    counted: dict[str, dict[date, list[int]]] = {}
    for row in rows:
        day = day_of(row.get("asked_on"))
        given = [row[name] for name in _ANSWERS if row.get(name) is not None]
        # An answer that is missing is not a zero: without all three, no share can be said.
        if day is None or len(given) < len(_ANSWERS):
            continue
        before = counted.setdefault(str(row["question"]), {}).get(day, [0, 0, 0])
        counted[str(row["question"])][day] = [a + b for a, b in zip(before, given, strict=True)]
    balances = {
        question: [
            (day, 100 * (numbers[0] - numbers[2]) / sum(numbers), sum(numbers))
            for day, numbers in sorted(days.items())
            if sum(numbers)
        ]
        for question, days in counted.items()
    }
    return {question: days for question, days in balances.items() if days}


def pulse(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Say how companies feel, question by question, and where it has turned since the time before (KW-4a)."""
    found = Findings()
    for question, days in pulse_balances(rows).items():
        day, balance, answers = days[-1]
        text = f"{question}: balance {balance:+.0f} on {weekday_words(day)}, {plural(answers, 'answer')}"
        moved = 0.0
        if len(days) > 1:
            earlier_day, earlier, _ = days[-2]
            moved = balance - earlier
            text += f", {moved:+.0f} points since {weekday_words(earlier_day)}"
        else:
            text += "; asked once, so no change can be said"
        few = f" Fewer than {_FEW} answers: take it as a hint." if answers < _FEW else ""
        found.judge(moved > -_POINTS and balance >= 0, f"{text}.{few}", ours=True)
    incomplete = sum(
        bool(row.get("asked_on")) and None in (row.get("better"), row.get("same"), row.get("worse"))
        for row in rows
    )
    one = incomplete == 1
    lack = f"with a day lack{'s' if one else ''} a number and {'is' if one else 'are'} not counted"
    found.open(incomplete, f"{plural(incomplete, 'line')} {lack}.")
    found.open(not found, "No pulse is counted yet.")
    return tuple(found)


def _once(names: Sequence[str]) -> list[str]:
    """Leave out what was named before."""
    return list(dict.fromkeys(names))


def _who(row: Mapping[str, Any]) -> str:
    return str(row.get("person") or row["organization"])
