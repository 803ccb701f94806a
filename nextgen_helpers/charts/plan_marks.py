"""Marks of the charts that show a team's partners and plans."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nextgen_helpers.charts.style import SeriesStyle

#: Steps of an axis of days: days, then months.
_STEPS: Final = (
    ("days", 1),
    ("days", 2),
    ("weeks", 1),
    ("weeks", 2),
    *(("months", item) for item in (1, 2, 3, 6, 12)),
)


@dataclass(frozen=True, slots=True)
class Rings:
    """Names on two rings around a common middle, tied by lines.

    Parameters
    ----------
    names : the names.
    inner : which stand on the inner ring.
    kinds : name and look of each kind of partner.
    kind_of : for each name the number of its kind.
    ties : numbers of two names, and how strong the tie is (1 to 5).
    tie_name : what the width of a line is.
    inner_title, outer_title : what the rings are.
    """

    names: tuple[str, ...]
    inner: tuple[bool, ...]
    kinds: tuple[tuple[str, SeriesStyle], ...]
    kind_of: tuple[int, ...]
    ties: tuple[tuple[int, int, float], ...]
    tie_name: str
    inner_title: str = "Inner table"
    outer_title: str = "Outer table"

    def places(self) -> tuple[tuple[float, float], ...]:
        """Give each name its place: the inner ring at radius 1, the outer one at 2, from the top clockwise."""
        rings = {True: [], False: []}  # type: dict[bool, list[int]]
        for number, inside in enumerate(self.inner):
            rings[inside].append(number)
        found: dict[int, tuple[float, float]] = {}
        for inside, members in rings.items():
            for place, number in enumerate(members):
                # Half a step apart, so that a name of one ring does not hide behind one of the other.
                turn = 2 * math.pi * (place + (0.0 if inside else 0.5)) / max(len(members), 1)
                radius = 1.0 if inside else 2.0
                found[number] = (radius * math.sin(turn), radius * math.cos(turn))
        return tuple(found[number] for number in range(len(self.names)))


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of days, one a row.

    Parameters
    ----------
    labels : one a row, first on top.
    spans : first and last day of each; one of them is None where it is open, both where nothing is known.
    kind_of : for each row the number of its kind.
    kinds : name and look of each kind, such as how far a task is.
    today : where the line of today stands.
    notes : what stands behind each span, such as who does it.
    """

    labels: tuple[str, ...]
    spans: tuple[tuple[date | None, date | None], ...]
    kind_of: tuple[int, ...]
    kinds: tuple[tuple[str, SeriesStyle], ...]
    today: date
    notes: tuple[str, ...]

    def reach(self) -> tuple[date, date]:
        """Give the first and last day that are drawn; today is one of them."""
        known = [day for span in self.spans for day in span if day is not None]
        return min([*known, self.today]), max([*known, self.today])

    def open_begins(self) -> bool:
        """Tell whether the last day of a row is known, and not its first."""
        return any(begin is None and end is not None for begin, end in self.spans)

    def open_ends(self) -> bool:
        """Tell whether the first day of a row is known, and not its last."""
        return any(end is None and begin is not None for begin, end in self.spans)


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves over phases, without a scale: they show a shape, not numbers.

    Parameters
    ----------
    phases : names of the phases, from the left.
    curves : name, look and heights (0 to 1, evenly spaced over all phases) of each curve.
    here : position of the mark "you are here", in phases (0.5 is the middle of the first); None without.
    here_name : what the mark says.
    """

    phases: tuple[str, ...]
    curves: tuple[tuple[str, SeriesStyle, tuple[float, ...]], ...]
    here: float | None = None
    here_name: str = "You are here"


def day_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    r"""Choose the days that an axis names, and write them as people read them: the year where it begins or changes.

    Returns
    -------
    Days with their labels; the second line of a label is the year.

    Examples
    --------
    >>> day_ticks(date(2027, 3, 1), date(2027, 3, 20), 4)
    [(datetime.date(2027, 3, 1), 'Mar 1\n2027'), (datetime.date(2027, 3, 8), 'Mar 8'), (datetime.date(2027, 3, 15), 'Mar 15')]
    >>> [label for _, label in day_ticks(date(2026, 10, 5), date(2027, 6, 1), 5)]
    ['Nov 1\n2026', 'Jan 1\n2027', 'Mar 1', 'May 1']
    """
    choices = (_stepped(first, last, kind, step) for kind, step in _STEPS)
    days = next((found for found in choices if 1 <= len(found) <= most), None)
    if days is None:  # many years, or a step jumps over all of them
        years = range(first.year + 1, last.year + 1)
        days = [date(year, 1, 1) for year in years[:: -(-len(years) // most)]] if years else [first]
    labels = []
    for place, day in enumerate(days):
        new_year = place == 0 or day.year != days[place - 1].year
        labels.append((day, f"{day:%b} {day.day}" + (f"\n{day.year}" if new_year else "")))
    return labels


def _stepped(first: date, last: date, kind: str, step: int) -> list[date]:
    """Lay out days in one step: days from the first, weeks from a Monday, months from their first day."""
    if kind == "months":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        days = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        return [day for day in days if first <= day <= last]
    begin = first if kind == "days" else first + timedelta(days=-first.weekday() % 7)
    size = step if kind == "days" else 7 * step
    return [begin + timedelta(days=number) for number in range(0, (last - begin).days + 1, size)]
