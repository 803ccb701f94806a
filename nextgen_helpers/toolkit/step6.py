"""Step 6: money, hours, leaders, and how the partnership keeps its rhythm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings, State, day_of
from nextgen_helpers.words import day_words, plural, weekday_words

_QUARTER: Final = 92
_YEAR: Final = 365
_WIDE_GAP: Final = 1.0
_HIGH: Final = 4
_HALF: Final = 0.5
_ANSWERS: Final = ("better", "same", "worse")
_FEW: Final = 5
_SHOWN: Final = 6
_POINTS: Final = 10


def rhythm(meeting: Mapping[str, Any], again: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    """Look at the rhythm: a full meeting every quarter, a look back every year."""
    return (full_meetings(meeting, today), looking_again(again, today))


def full_meetings(meeting: Mapping[str, Any], today: date) -> Finding:
    """Look whether the next full meeting is set, at most a quarter after the last (S5-AAR-6)."""
    days = (meeting.get("last_meeting"), meeting.get("next_meeting"))
    return _interval(days, _QUARTER, ("the full meetings", "a quarter", "full meeting"), today)


def looking_again(again: Mapping[str, Any], today: date) -> Finding:
    """Look whether the next look at everything is set, at most a year after the last (S6-AAR-3)."""
    days = (again.get("last_on"), again.get("next_on"))
    return _interval(days, _YEAR, ("looking again", "a year", "look at everything"), today)


def _interval(days: tuple[Any, Any], most: int, words: tuple[str, str, str], today: date) -> Finding:
    (begin, end), (what, span, one) = map(day_of, days), words
    next_day = f"The next day for {what}"
    if end is None:
        return Finding("open", f"{next_day} is not set yet.")
    if end < today:
        return Finding("look", f"{next_day} was {day_words(end)}; it is over, and no later one is set.")
    if begin is None:
        return Finding("good", f"{next_day} is {day_words(end)}.")
    between = (end - begin).days
    if between <= 0:
        return Finding("look", f"{next_day} is not after the last one; look at both days again.")
    # The same day of the next year is a year, also where a February 29 lies between.
    year = most == _YEAR and (end.month, end.day, end.year) == (begin.month, begin.day, begin.year + 1)
    state: State = "good" if between <= most or year else "look"
    return Finding(state, f"{between:,} days from the last {one} to the next; {span} is the most.")


def funding(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the money: how much hangs on one source, what ends soon, what lasts."""
    known = [row for row in rows if row.get("dollars_a_year")]
    total = sum(row["dollars_a_year"] for row in known)
    if not total:
        return (Finding("open", "No amounts are written down yet."),)
    # A source can stand in several rows, such as one for the partnership and one for its solutions.
    gives: Counter[str] = Counter()
    for row in known:
        gives[row["source"]] += row["dollars_a_year"]
    largest = max(gives, key=gives.__getitem__)
    share = gives[largest] / total
    index = sum((dollars / total) ** 2 for dollars in gives.values())
    ending = [
        f"{row['source']} (over already)" if until < today else str(row["source"])
        for row in known
        if (until := day_of(row.get("until"))) and until <= today + timedelta(days=_YEAR)
    ]
    lasting = sum(
        row["dollars_a_year"] for row in known if row.get("kind") not in ("public_grant", "foundation")
    )
    found = Findings()
    found.judge(
        share <= _HALF,
        f"{largest} gives {share:.0%} of {total:,} dollars a year (sum of squared shares {index:.2f}; 1 is a single source).",
        ours=True,
    )
    grants = f"{lasting / total:.0%} come from sources that are no grants."
    found.judge(2 * lasting >= total, grants, ours=True)
    ending = list(dict.fromkeys(ending))
    found.look(ending, "Within a year end: {all}.", good="No source is known to end within a year.")
    return tuple(found)


def value_by_group(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look at how each group values the partnership, and where groups differ.

    rows : rows of enduring value, each with ``group`` and ``value`` (1 to 5).
    """
    found = Findings()
    rated: dict[str, float] = {}
    for group, title in titles.items():
        given = [row["value"] for row in rows if row.get("group") == group and row.get("value") is not None]
        if given:
            rated[title] = median(given)
            text = f"{title}: median {rated[title]:g} of 5, {len(given)} asked."
            found.judge(rated[title] >= _HIGH, text)
        else:
            found.say("open", f"{title}: no one was asked yet.")
    if rated:
        low, high = min(rated, key=rated.__getitem__), max(rated, key=rated.__getitem__)
        apart = rated[high] - rated[low]
        text = f"{high} and {low} are {apart:g} points apart: ask what {low} does not get."
        found.look(apart > _WIDE_GAP, text, ours=True)
    return tuple(found)


def shifts(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at what organizations do otherwise than before, and how firm it is (S6-TOOL-3).

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
    found.look(list(dict.fromkeys(half)), "Before or after is missing for {names}.")
    people = [row["organization"] for row in rows if row.get("fixed") == "habit"]
    found.look(list(dict.fromkeys(people)), "It depends on people's habits at {names}.", ours=True)
    return tuple(found)


def asset_growth(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look at the spiral: how many assets came year by year, and how many led to the next (S6-TOOL-4).

    rows : rows with ``asset``, ``kind``, ``since`` and ``made_possible``.

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

    rows : rows with ``person``, ``side``, ``role_now``, ``could_lead``, ``needs`` and ``ready_by``.
    """
    if not rows:
        return (Finding("open", "No one is on the list of those who could lead next."),)
    found = Findings()
    able = [row for row in rows if row.get("could_lead")]
    parts = plural(len({str(row["could_lead"]) for row in able}), "part")
    found.judge(able, f"{len(able)} of {len(rows)} people could lead {parts}.")
    business = sum(row.get("side") == "business" for row in able)
    found.judge(business, f"{business} of them come{'s' if business == 1 else ''} from business.")
    stuck = [row["person"] for row in able if not row.get("ready_by")]
    found.look(stuck, "No day is set for {names}.")
    ready = [row["person"] for row in able if (day := day_of(row.get("ready_by"))) and day <= today]
    found.good(ready, "Ready by now, as you planned: {names}. Have they started?")
    unclear = [row["person"] for row in rows if not row.get("could_lead")]
    found.open(unclear, "Which part {names} could lead is not said.")
    return tuple(found)


def staff_time(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Add up the hours that partners give, and find people without a stand-in (TC-6-b, S6-C-1-3).

    rows : rows of the table ``time`` with ``organization``, ``person``, ``hours_a_month``, ``until`` and ``stand_in``.
    """
    if not rows:
        return (Finding("open", "No one's hours are written down yet."),)
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
    found.look(alone, "No one backs up {names}.", good="Everyone has a backup.")
    over = [_who(row) for row in rows if (day := day_of(row.get("until"))) and day < today]
    found.look(over, "The commitment is over: {names}.")
    return tuple(found)


def pulse_balances(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[date, float, int]]]:
    """Compute the balance of each question and day: share of "better" less share of "worse", in points.

    The balance (or diffusion) figure is how business surveys are read everywhere: +100 means that all say better,
    -100 that all say worse, 0 that as many say the one as the other.

    rows : rows of ``pulse`` with ``asked_on``, ``question``, ``better``, ``same`` and ``worse`` (companies).
    Gives question -> (day, balance in points, answers), oldest first. Left out: rows without a day or without an
    answer; rows of one question and day are added up.

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
    incomplete = sum(bool(row.get("asked_on")) and None in map(row.get, _ANSWERS) for row in rows)
    one = incomplete == 1
    lack = f"with a day lack{'s' if one else ''} a number and {'is' if one else 'are'} not counted"
    found.open(incomplete, f"{plural(incomplete, 'line')} {lack}.")
    found.open(not found, "No pulse is counted yet.")
    return tuple(found)


def _who(row: Mapping[str, Any]) -> str:
    return str(row.get("person") or row["organization"])


def funding_by_source(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Add up dollars a year by source, the largest first; a source can stand in several rows.

    >>> funding_by_source([{"source": "Dues", "dollars_a_year": 4}, {"source": "Grant", "dollars_a_year": 9}])
    {'Grant': 9, 'Dues': 4}
    """
    gives: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: -(row.get("dollars_a_year") or 0)):
        if row.get("dollars_a_year"):
            gives[row["source"]] = gives.get(row["source"], 0) + row["dollars_a_year"]
    return dict(sorted(gives.items(), key=lambda pair: -pair[1]))
