"""The agenda of a meeting: when each part begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from nextgen_helpers.errors import UserError

_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*([ap])(?:\.?\s*m)?\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slot:
    """An item of an agenda with its times."""

    # begin, end: clock times such as ``9:00 AM``; empty where the beginning is not known
    begin: str
    end: str
    minutes: int  # how long; 0 where that is open
    columns: Mapping[str, Any]  # the item's other columns


def clock_time(text: str) -> time | None:
    """Read a clock time as people write it; None for an empty text.

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

    start : when the first item begins; None where that is open.
    rows : items in order, each with ``minutes`` (None where open) and other columns.

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


def _after(start: time | None, minutes: int) -> str:
    if start is None:
        return ""
    total = (start.hour * 60 + start.minute + minutes) % (24 * 60)
    hour, minute = divmod(total, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"  # noqa: PLR2004
