"""What a team's entries of Steps 5 and 6 say about people, time and what has grown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.toolkit.findings import Finding, day_of, listed
from nextgen_helpers.toolkit.planning import written_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

__all__ = ["asset_growth", "leaders", "pulse", "pulse_balances", "responsibilities", "shifts", "staff_time"]

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
    rows : rows with ``group``, ``duty``, ``who`` and ``how_often``.
    how_to_ask : how a task team asks for help; empty where it is not written.
    groups : id and name of each group.
    """
    if not rows:
        return (Finding("open", "No duties are written down yet."),)
    without = [name for group, name in groups.items() if all(row.get("group") != group for row in rows)]
    nobody = [
        name
        for group, name in groups.items()
        if name not in without and not any(row.get("who") for row in rows if row.get("group") == group)
    ]
    found = [
        Finding("look", f"Without any duty: {listed(without)}.")
        if without
        else Finding("good", f"Each of the {len(groups)} groups has a duty.")
    ]
    if nobody:
        found.append(Finding("look", f"Duties, but no name: {listed(nobody)}."))
    names = [str(row["who"]) for row in rows if row.get("who")]
    busiest = max(names, key=names.count, default="")
    if len(names) > 2 and names.count(busiest) > _HALF * len(names):  # noqa: PLR2004
        found.append(
            Finding(
                "look",
                f"{busiest} has {names.count(busiest)} of {len(names)} duties: who else could?",
                ours=True,
            )
        )
    found.append(
        Finding("good", "It is written how task teams ask for help.")
        if how_to_ask.strip()
        else Finding("look", "It is not written how a task team asks a partner for help.")
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
    organizations = list(dict.fromkeys(str(row["organization"]) for row in rows))
    firm = [row for row in rows if row.get("fixed") in ("on_paper", "in_budget")]
    found = [
        Finding(
            "good" if 2 * len(firm) >= len(rows) else "look",
            f"{len(rows)} change{'' if len(rows) == 1 else 's'} in {len(organizations)} "
            f"organization{'' if len(organizations) == 1 else 's'}; {len(firm)} on paper or in a budget.",
            ours=True,
        )
    ]
    half = list(
        dict.fromkeys(row["organization"] for row in rows if not (row.get("before") and row.get("after")))
    )
    if half:
        found.append(Finding("look", f"Before or after is missing for {listed(half, _SHOWN)}."))
    people = list(dict.fromkeys(str(row["organization"]) for row in rows if row.get("fixed") == "habit"))
    if people:
        found.append(Finding("look", f"It hangs on people's habits at {listed(people, _SHOWN)}.", ours=True))
    return tuple(found)


def asset_growth(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look at the spiral: how many assets came year by year, and how many led to the next (S6-TOOL-4).

    Parameters
    ----------
    rows : rows with ``asset``, ``kind``, ``since`` and ``made_possible``.
    kinds : id and name of each kind of asset.

    Examples
    --------
    >>> rows = [{"asset": "Bus line", "since": "2025-03-01", "made_possible": "A second shift"}, {"asset": "Trust", "since": "2026-01-01"}]
    >>> asset_growth(rows, {})[1].text
    'Assets by year: 1 in 2025, 1 in 2026 (2 in all).'
    """
    if not rows:
        return (Finding("open", "No asset is written down yet."),)
    led = [row for row in rows if row.get("made_possible")]
    found = [
        Finding(
            "good" if 2 * len(led) >= len(rows) else "look",
            f"{len(led)} of {len(rows)} assets made something else possible; a spiral turns when most do.",
            ours=True,
        )
    ]
    years = [day.year for row in rows if (day := day_of(row.get("since")))]
    if years:
        counted = ", ".join(f"{years.count(year)} in {year}" for year in sorted(set(years)))
        undated = len(rows) - len(years)
        more = f", {undated} without a day" if undated else ""
        found.append(Finding("good", f"Assets by year: {counted}{more} ({len(rows)} in all)."))
    else:
        found.append(Finding("open", "No asset has a day yet, so their order is not known."))
    lacking = [name for kind, name in kinds.items() if all(row.get("kind") != kind for row in rows)]
    if lacking:
        found.append(Finding("open", f"None yet of the kind: {listed(lacking)}."))
    return tuple(found)


def leaders(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at who could lead next: from which side, for which part, and who is ready when (S6-TOOL-5).

    Parameters
    ----------
    rows : rows with ``person``, ``side``, ``role_now``, ``could_lead``, ``needs`` and ``ready_by``.
    today : the day that counts as today.
    """
    if not rows:
        return (Finding("open", "Nobody stands in the list of those who could lead next."),)
    able = [row for row in rows if row.get("could_lead")]
    parts = list(dict.fromkeys(str(row["could_lead"]) for row in able))
    business = sum(row.get("side") == "business" for row in able)
    found = [
        Finding(
            "good" if able else "look",
            f"{len(able)} of {len(rows)} people could lead {len(parts)} part{'' if len(parts) == 1 else 's'}.",
        ),
        Finding(
            "good" if business else "look",
            f"{business} of them come{'s' if business == 1 else ''} from business.",
        ),
    ]
    stuck = [str(row["person"]) for row in able if not row.get("ready_by")]
    if stuck:
        found.append(Finding("look", f"No day is set for {listed(stuck, _SHOWN)}."))
    ready = [str(row["person"]) for row in able if (day := day_of(row.get("ready_by"))) and day <= today]
    if ready:
        found.append(
            Finding("good", f"Ready by now, as you planned: {listed(ready, _SHOWN)}. Have they begun?")
        )
    unclear = [str(row["person"]) for row in rows if not row.get("could_lead")]
    if unclear:
        found.append(Finding("open", f"Which part {listed(unclear, _SHOWN)} could lead is not said."))
    return tuple(found)


def staff_time(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Add up the hours that partners give, and find people without a stand-in (TC-6-b, S6-C-1-3).

    Parameters
    ----------
    rows : rows of the table ``time`` with ``organization``, ``person``, ``hours_a_month``, ``until`` and ``stand_in``.
    today : the day that counts as today.
    """
    if not rows:
        return (Finding("open", "Nobody's hours are written down yet."),)
    hours: dict[str, int] = {}
    for row in rows:
        if row.get("hours_a_month") is not None:
            hours[row["organization"]] = hours.get(row["organization"], 0) + row["hours_a_month"]
    total = sum(hours.values())
    found = []
    if total:
        largest = max(hours, key=hours.__getitem__)
        each = "; ".join(
            f"{name} {hours[name]:,}" for name in sorted(hours, key=hours.__getitem__, reverse=True)[:_SHOWN]
        )
        more = f"; {len(hours) - _SHOWN} more" if len(hours) > _SHOWN else ""
        found.append(
            Finding(
                "look" if hours[largest] > _HALF * total and len(hours) > 1 else "good",
                f"{total:,} hours a month from {len(hours)} organization{'' if len(hours) == 1 else 's'}: {each}{more}. "
                f"{largest} gives {hours[largest] / total:.0%}.",
                ours=True,
            )
        )
    missing = [_who(row) for row in rows if row.get("hours_a_month") is None]
    if missing:
        found.append(
            Finding(
                "open", f"Hours are not written down for {listed(missing, _SHOWN)}; they are not in the sum."
            )
        )
    alone = [_who(row) for row in rows if not row.get("stand_in")]
    found.append(
        Finding("look", f"Nobody stands in for {listed(alone, _SHOWN)}.")
        if alone
        else Finding("good", "Everybody has a stand-in.")
    )
    over = [_who(row) for row in rows if (day := day_of(row.get("until"))) and day < today]
    if over:
        found.append(Finding("look", f"The promise is over: {listed(over, _SHOWN)}."))
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
    """Say how companies feel, question by question, and where it has turned since the time before (KW-4a).

    Parameters
    ----------
    rows : rows of ``pulse``.
    """
    found = []
    for question, days in pulse_balances(rows).items():
        day, balance, answers = days[-1]
        text = f"{question}: balance {balance:+.0f} on {written_day(day)}, {answers} answer{'' if answers == 1 else 's'}"
        if len(days) > 1:
            earlier = days[-2]
            moved = balance - earlier[1]
            text += f", {moved:+.0f} points since {written_day(earlier[0])}"
            state = "look" if moved <= -_POINTS or balance < 0 else "good"
        else:
            text += "; asked once, so no change can be said"
            state = "look" if balance < 0 else "good"
        few = f" Fewer than {_FEW} answers: take it as a hint." if answers < _FEW else ""
        found.append(Finding(state, f"{text}.{few}", ours=True))  # type: ignore[arg-type]
    incomplete = sum(
        bool(row.get("asked_on")) and None in (row.get("better"), row.get("same"), row.get("worse"))
        for row in rows
    )
    if incomplete:
        found.append(
            Finding(
                "open",
                f"{incomplete} line{'' if incomplete == 1 else 's'} with a day lack{'s' if incomplete == 1 else ''} a number and {'is' if incomplete == 1 else 'are'} not counted.",
            )
        )
    return tuple(found) or (Finding("open", "No pulse is counted yet."),)


def _who(row: Mapping[str, Any]) -> str:
    return str(row.get("person") or row["organization"])
