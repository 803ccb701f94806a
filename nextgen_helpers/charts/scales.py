"""Which values an axis names, and how they are written."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Final

from nextgen_helpers.charts.scene import Axis, Place
from nextgen_helpers.charts.style import GRID
from nextgen_helpers.charts.tables import Kind, written

Ticks = tuple[tuple[float, str], ...]
#: From these sizes on a number is written with a unit.
_UNITS: Final = ((1e9, "B"), (1e6, "M"), (1e4, "k"))
#: Steps of an axis of days: days, then months.
_STEPS: Final = (
    *((kind, item) for kind in ("days", "weeks") for item in (1, 2)),
    *(("months", item) for item in (1, 2, 3, 6, 12)),
)


def round_values(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Choose at most so many steps between round values.

    whole : only whole numbers.

    Examples
    --------
    >>> round_values(0, 97, 5), round_values(0, 3, 6, whole=True), round_values(-0.3, 1, 3)
    ([0.0, 20.0, 40.0, 60.0, 80.0], [0.0, 1.0, 2.0, 3.0], [0.0, 0.5, 1.0])
    """
    span = (high - low) or 1.0
    power = 10.0 ** (math.floor(math.log10(span)) - 1)
    steps = [factor * power * ten for ten in (1, 10, 100) for factor in (1, 2, 2.5, 5)]
    # Steps of 25 are easy to read, steps of 2.5 are not.
    steps = [step for step in steps if step == int(step) or f"{step:e}"[:3] != "2.5"]
    if whole:
        steps = [step for step in steps if step >= 1 and step == int(step)] or [1.0]
    room = 1e-9 * span
    step = next(
        (item for item in steps if math.floor((high + room) / item) - math.ceil((low - room) / item) <= most),
        steps[-1],
    )
    first, last = math.ceil((low - room) / step), math.floor((high + room) / step)
    # Twelve digits are enough, and without them a third step of a tenth is 0.30000000000000004.
    return [float(f"{number * step:.12g}") + 0.0 for number in range(first, last + 1)]


def value_ticks(low: float, high: float, most: int, kind: Kind, *, whole: bool = False) -> Ticks:
    """Name round values as their kind is written at an axis, such as $40k or 20%."""
    return tuple((value, at_axis(value, kind)) for value in round_values(low, high, most, whole=whole))


def at_axis(value: float, kind: Kind) -> str:
    """Write a value as short as an axis needs it.

    Examples
    --------
    >>> at_axis(45000, "dollars"), at_axis(0.25, "share"), at_axis(0.5, "ratio"), at_axis(2.5, "count"), at_axis(-5, "signed_percent")
    ('$45k', '25%', '0.5', '2.5', '−5%')
    """
    if kind == "ratio" or (kind == "count" and value != int(value)):
        return f"{value:g}"
    if kind == "share":
        return f"{100 * value:g}%"
    if kind == "dollars" and abs(value) >= 1000:  # noqa: PLR2004
        return f"${value / 1000:g}k"
    return written(value, kind).replace(".0%", "%")


def short_number(value: float) -> str:
    """Write a number as short as a small picture needs it.

    Examples
    --------
    >>> short_number(-1.1e9), short_number(45000), short_number(2500), short_number(0.25)
    ('−1.1B', '45k', '2,500', '0.25')
    """
    size, unit = next((item for item in _UNITS if abs(value) >= item[0]), (1.0, ""))
    return f"{value / (1000 if unit == 'k' else size):,g}{unit}".replace("-", "−")


def ratio_ticks(low: float, high: float) -> list[float]:
    """Place ticks at powers of two; where fewer than four fall between the limits, also half-way.

    Examples
    --------
    >>> ratio_ticks(0.2, 5), ratio_ticks(0.6, 1.8)
    ([0.25, 0.5, 1.0, 2.0, 4.0], [0.7, 1.0, 1.4])
    """
    whole = [2.0**power for power in range(-6, 8) if low <= 2.0**power <= high]
    if len(whole) >= 4:  # noqa: PLR2004
        return whole
    between = [0.18, 0.35, 0.7, 1.4, 2.8, 5.6, 11.0, 23.0, 45.0]
    return sorted([*whole, *(tick for tick in between if low <= tick <= high)])


def ratio_axis(low: float, high: float, title: str, place: Place, *, zoom: bool = False) -> Axis:
    """Give the axis of a quotient; on a phone small ones are not named."""
    named = ratio_ticks(low, high)
    if place.narrow and len(named) > 6:  # noqa: PLR2004
        named = [tick for tick in named if tick >= 0.25 or tick == named[0]]  # noqa: PLR2004
    ticks = tuple((tick, at_axis(tick, "ratio")) for tick in named)
    return Axis(low, high, ticks, title, log=True, grid=GRID, zoom=zoom)


def day_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    r"""Choose the days that an axis names, and write them as people read them: the year where it begins or changes.

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
    labels, year = [], 0
    for day in days:
        labels.append((day, f"{day:%b} {day.day}" + (f"\n{day.year}" if day.year != year else "")))
        year = day.year
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
