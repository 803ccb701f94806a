"""How long the way to a job is, and when to begin."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.words import plural, spelled_once, weekday_words

#: Months of preparation that a job of each zone takes, from O*NET's ranges of specific vocational preparation:
#: more than the first, up to the second.
_ZONE_MONTHS: Final[Mapping[int, tuple[int, int]]] = {
    1: (0, 3),
    2: (3, 12),
    3: (12, 24),
    4: (24, 48),
    5: (48, 120),
}


@dataclass(frozen=True, slots=True)
class Runway:
    """The way from a starting point to the first day at work."""

    starting_point: str  # where people start
    people: int | None  # how many a year; None where nobody said
    zone: int | None  # job zone that they can work in today; None where nobody said
    months: int  # length in months, over the steps that say theirs; what runs beside counts once
    whole: bool  # all steps say their months, and there is at least one
    # last day on which to begin for the demand day; None without such a day or without any month
    begin_by: date | None
    without_partner: tuple[str, ...]  # steps that have none
    steps: int


def months_before(day: date, months: int) -> date:
    """Count months back from a day; a day that the month lacks becomes its last.

    >>> months_before(date(2027, 3, 31), 1), months_before(date(2027, 1, 15), 14)
    (datetime.date(2027, 2, 28), datetime.date(2025, 11, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def least_months(zone: int, aimed_zone: int) -> int:
    """Give how many months the way between two job zones takes at least.

    What the aimed zone takes at least, less what the zone of today can have brought at most, by the ranges of
    preparation that O*NET gives for its zones. Ours; 0 says nothing.

    >>> least_months(1, 3), least_months(2, 3), least_months(3, 2)
    (9, 0, 0)
    """
    return max(0, _ZONE_MONTHS[aimed_zone][0] - _ZONE_MONTHS[zone][1])


def runways(stored: Mapping[str, Any]) -> tuple[Runway, ...]:
    """Add the steps of each starting point up, in the order of the starting points."""
    names = [row["starting_point"] for row in (*stored["starts"], *stored["steps"])]
    spelled = spelled_once(names)
    about: dict[str, Mapping[str, Any]] = {}
    for row in stored["starts"]:
        about.setdefault(spelled[row["starting_point"]], row)
    demand_day = day_of(stored.get("demand_day"))
    found = []
    for name in dict.fromkeys(spelled.values()):
        steps = [row for row in stored["steps"] if spelled[row["starting_point"]] == name]
        months = _length(steps)
        whole = bool(steps) and all(row.get("months") is not None for row in steps)
        known = any(row.get("months") is not None for row in steps)
        people, zone = (about.get(name, {}).get(column) for column in ("people", "zone"))
        begin_by = months_before(demand_day, months) if demand_day and known else None
        alone = tuple(row["step"] for row in steps if not row.get("partner"))
        found.append(Runway(name, people, zone, months, whole, begin_by, alone, len(steps)))
    return tuple(found)


def _length(steps: Sequence[Mapping[str, Any]]) -> int:
    """Add months up; of steps that run at the same time the longest counts."""
    spans: list[int] = []
    for row in steps:
        months = row.get("months") or 0
        if row.get("when") == "beside" and spans:
            spans[-1] = max(spans[-1], months)
        else:
            spans.append(months)
    return sum(spans)


def runway_findings(stored: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    """Look at the runways: who has to begin when, where a partner is missing, what is too short to be true."""
    ways = runways(stored)
    if not ways:
        return (Finding("open", "No one's path to the job is written down yet."),)
    found = Findings()
    whole = sorted((way for way in ways if way.whole), key=lambda way: way.months)
    if len(whole) > 1 and whole[0].months < whole[-1].months:
        shortest = f"The shortest way takes {plural(whole[0].months, 'month')} ({whole[0].starting_point})"
        found.say("good", f"{shortest}, the longest {whole[-1].months} ({whole[-1].starting_point}).")
    unknown = [way.starting_point for way in ways if not way.whole]
    found.open(unknown, "Steps or their months are missing for {names}: their way is longer than the sum.")
    unset = "The date when companies need the people is not set, so no start can be counted back."
    found.open(day_of(stored.get("demand_day")) is None, unset)
    begun = [(way, way.begin_by) for way in ways if way.begin_by]
    for way, day in begun:
        had_to = f"to be ready in time they had to begin by {weekday_words(day)}"
        found.look(day < today, f"{way.starting_point}: {had_to}. A later day, or other people?")
    for way, day in begun:
        by = f"begin by {weekday_words(day)}{'' if way.whole else ' or earlier'}"
        found.good(day >= today, f"{way.starting_point}: {by}.")
    _without_partner(found, ways)
    _too_short(found, ways, stored.get("aimed_zone"))
    return tuple(found)


def _without_partner(found: Findings, ways: Sequence[Runway]) -> None:
    lacking = [way for way in ways if way.without_partner]
    people = sum(way.people or 0 for way in lacking)
    nobody_said = sum(way.people is None for way in lacking)
    who = plural(people, "person a year has", "people a year have") if people else "People have"
    more = f", and {plural(nobody_said, 'group')} without a number," if people and nobody_said else ""
    steps = [f"{step} ({way.starting_point})" for way in lacking for step in way.without_partner]
    found.look(steps, f"{who}{more} a runway with a step that has no partner: {{names}}.")
    found.good(not lacking and any(way.steps for way in ways), "Each step has a partner.")


def _too_short(found: Findings, ways: Sequence[Runway], aimed_zone: int | None) -> None:
    for way in ways:
        if aimed_zone is not None and way.whole and way.zone:
            least = least_months(way.zone, aimed_zone)
            takes = f"{plural(way.months, 'month')} from zone {way.zone} to zone {aimed_zone}"
            text = f"{takes}; by O*NET's ranges it takes {least} or more. What is already there, or what is missing?"
            found.look(way.months < least, f"{way.starting_point}: {text}", ours=True)
