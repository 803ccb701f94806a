"""Times and dates of a plan: an agenda's clock, days counted back from a launch, and whether a plan is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.findings import day_of
from nextgen_helpers.words import day_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*([ap])(?:\.?\s*m)?\.?)?", re.IGNORECASE)
#: Days before the launch of each task (ours but for the invitations, see INC-5): earliest, latest, what.
_BACK: Final = (
    (70, 63, "Agree on the convener, and on what each partner does", "ours"),
    (63, 49, "Win the business leaders who sign the invitation and lead the meeting", "ours"),
    (49, 42, "Settle day, hour and place with them, at a company of the sector if possible", "ours"),
    (42, 35, "Put the list of top executives together", "ours"),
    (35, 31, "Finish the letter, and let a company read it", "ours"),
    (30, 30, "Send the invitations: the review of Step 3 asks for a month", "toolkit"),
    (28, 21, "Last days for the invitations by the toolkit's other rule, three to four weeks", "toolkit"),
    (20, 7, "Call everyone on the list, as often as needed", "ours"),
    (7, 7, "Send the agenda, the way, and who to call", "ours"),
    (3, 3, "Rehearse the meeting; brief the partners who listen", "ours"),
    (0, 0, "The launch", "toolkit"),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """An item of an agenda with its times.

    Parameters
    ----------
    begin, end : clock times such as ``9:00 AM``; empty where the beginning is not known.
    minutes : how long; 0 where that is open.
    columns : the item's other columns.
    """

    begin: str
    end: str
    minutes: int
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BackDate:
    """A task with the days on which it should be done.

    Parameters
    ----------
    first, last : the days; the same where there is one.
    days_before : days before the launch, of the first day.
    task : what is to be done.
    source : ``toolkit`` or ``ours``.
    late : the last day is over.
    """

    first: date
    last: date
    days_before: int
    task: str
    source: str
    late: bool


def clock_time(text: str) -> time | None:
    """Read a clock time as people write it; None for an empty text.

    Raises
    ------
    UserError : it is no clock time.

    Examples
    --------
    >>> clock_time("9"), clock_time("2:30 pm"), clock_time("14.30"), clock_time("")
    (datetime.time(9, 0), datetime.time(14, 30), datetime.time(14, 30), None)
    """
    stripped = text.strip()
    if not stripped:
        return None
    found = _CLOCK.fullmatch(stripped)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = (found[3] or "").lower() if found else ""
    if half:
        # "14:30 pm" is said twice and clear; "14:30 am" and "0 pm" are not.
        twelve = 1 <= hour <= 12 or (hour == 0 and half == "a") or (hour > 12 and half == "p")  # noqa: PLR2004
        hour = (hour % 12 + (12 if half == "p" else 0)) if twelve and hour <= 23 else 99  # noqa: PLR2004
    if hour > 23 or minute > 59:  # noqa: PLR2004
        raise UserError(f'"{text}" is no clock time; write it as 9:00 or 2:30 PM.')
    return time(hour, minute)


def agenda_slots(start: time | None, rows: Sequence[Mapping[str, Any]]) -> tuple[Slot, ...]:
    """Give each item of an agenda its clock times.

    Parameters
    ----------
    start : when the first item begins; None where that is open.
    rows : items in order, each with ``minutes`` (None where open) and other columns.

    Examples
    --------
    >>> [slot.begin for slot in agenda_slots(time(9), [{"minutes": 45}, {"minutes": 15}])]
    ['9:00 AM', '9:45 AM']
    """
    slots, passed = [], 0
    for row in rows:
        minutes = int(row.get("minutes") or 0)
        others = {name: value for name, value in row.items() if name != "minutes"}
        begin, end = _after(start, passed), _after(start, passed + minutes)
        slots.append(Slot(begin, end, minutes, others))
        passed += minutes
    return tuple(slots)


def back_dates(launch: date, today: date) -> tuple[BackDate, ...]:
    """Count back from the day of the launch.

    The toolkit asks for invitations three to four weeks ahead in one place and a month ahead in another (INC-5);
    both stand in the plan. The other days are ours.

    Raises
    ------
    UserError : the launch is so early that no day lies before it; a year was mistyped.

    Examples
    --------
    >>> plan = back_dates(date(2027, 3, 31), date(2027, 3, 5))
    >>> [(item.first.isoformat(), item.late) for item in plan if item.days_before == 30]
    [('2027-03-01', True)]
    """
    if launch.toordinal() <= _BACK[0][0]:
        raise UserError(f"The launch is dated in the year {launch.year}; look at the year again.")
    return tuple(
        BackDate(
            launch - timedelta(days=early),
            launch - timedelta(days=late),
            early,
            task,
            source,
            launch - timedelta(days=late) < today,
        )
        for early, late, task, source in _BACK
    )


def _after(start: time | None, minutes: int) -> str:
    if start is None:
        return ""
    total = (start.hour * 60 + start.minute + minutes) % (24 * 60)
    hour, minute = divmod(total, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"  # noqa: PLR2004


# -- the plan and its money -----------------------------------------------------------------------------


def first_and_last(row: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Give first and last day of an action, in order; None for what is open.

    Examples
    --------
    >>> first_and_last({"begin": "2027-03-31", "end": "2027-03-01"})
    (datetime.date(2027, 3, 1), datetime.date(2027, 3, 31))
    """
    begin, end = day_of(row.get("begin")), day_of(row.get("end"))
    return (end, begin) if begin and end and end < begin else (begin, end)


def in_order_of_days(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Order actions by the first day, or where it is open by the day on which one is due; what has no days comes last."""

    def place(row: Mapping[str, Any]) -> tuple[date, date]:
        begin, end = first_and_last(row)
        return begin or end or date.max, end or date.max

    return sorted(rows, key=place)


def over_time(rows: Sequence[Mapping[str, Any]], today: date) -> list[Mapping[str, Any]]:
    """Give the actions whose last day is over, and that are not done."""
    return [
        row for row in rows if (end := day_of(row.get("end"))) and end < today and row.get("status") != "done"
    ]


def funding_by_source(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Add up dollars a year by source, the largest first; a source can stand in several rows.

    Examples
    --------
    >>> funding_by_source([{"source": "Dues", "dollars_a_year": 4}, {"source": "Grant", "dollars_a_year": 9}])
    {'Grant': 9, 'Dues': 4}
    """
    gives: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: -(row.get("dollars_a_year") or 0)):
        if row.get("dollars_a_year"):
            gives[row["source"]] = gives.get(row["source"], 0) + row["dollars_a_year"]
    return dict(sorted(gives.items(), key=lambda pair: -pair[1]))


# -- the life of a partnership --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Position:
    """Where a team stands.

    Parameters
    ----------
    phase : number of the phase, from 1.
    within : how far into it, 0 to 1; the middle where nothing is known.
    because : what it rests on, one sentence.
    """

    phase: int
    within: float
    because: str


def position_of(phases: Sequence[Mapping[str, Any]], today: date) -> Position | None:
    """Find the phase a team is in from the days it wrote down; None where there is none.

    Parameters
    ----------
    phases : rows with ``phase`` (``phase1`` ...), ``began_on`` and ``ended_on`` (ISO days or None).

    Examples
    --------
    >>> position_of([{"phase": "phase2", "began_on": "2026-01-10", "ended_on": None}], date(2026, 2, 1)).phase
    2
    """
    begun = [
        (date.fromisoformat(row["began_on"]), row)
        for row in phases
        if row.get("began_on") and date.fromisoformat(row["began_on"]) <= today
    ]
    if not begun:
        return None
    began, row = max(begun, key=lambda pair: pair[0])
    number = int(str(row["phase"]).removeprefix("phase"))
    when = day_words(began)
    ended = row.get("ended_on")
    if ended and date.fromisoformat(ended) < today:
        return Position(number, 1.0, f"Phase {number} began on {when} and is over.")
    return Position(number, 0.5, f"Phase {number} began on {when}.")
