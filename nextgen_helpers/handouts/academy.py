"""An academy: the notebooks laid out as an agenda of several days, with times that add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.handouts.markdown import string
from nextgen_helpers.toolkit.agenda import agenda_slots
from nextgen_helpers.toolkit.lessons import LessonSection, lesson_sections, lesson_title, lessons

_BREAK: Final = 15
_LUNCH: Final = 60
#: Nobody works longer than this without a break.
_STRETCH: Final = 105
_NOON: Final = 12 * 60


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the agenda."""

    day: int  # number of the day, from 1
    begin: str
    end: str
    minutes: int
    what: str  # section, break or lunch
    notebook: str  # stem of its notebook; empty for a pause


@dataclass(frozen=True, slots=True)
class Academy:
    """An agenda, and what did not fit in."""

    items: tuple[Item, ...]  # day by day, in order
    # notebooks that were asked for and did not fit in whole, with their minutes
    left_out: tuple[tuple[str, int], ...]
    # notebooks that were asked for, and of which no section says how many minutes it takes
    without_minutes: tuple[str, ...] = ()
    # sections of the notebooks in the agenda that are no part of the core
    later: tuple[LessonSection, ...] = ()

    def later_words(self) -> list[str]:
        """Say what each lesson has for later: who wants more, or comes back to it."""
        return [
            f"{lesson(stem)}: {'; '.join(f'{unit.title} ({unit.minutes} minutes)' for unit in self.later if unit.notebook == stem)}."
            for stem in dict.fromkeys(unit.notebook for unit in self.later)
        ]

    def left_out_words(self) -> list[str]:
        """Say what is not in the agenda, and why."""
        long = "Left out, because it does not fit whole into the time that is left"
        silent = "Left out, because its sections have no minutes (it is read or used beforehand)"
        return [
            *(f"{long}: {lesson(stem)} ({minutes} minutes)." for stem, minutes in self.left_out),
            *(f"{silent}: {lesson(stem)}." for stem in self.without_minutes),
        ]


def lesson(stem: str) -> str:
    """Give a notebook's title as people read it; empty for a pause.

    >>> lesson("11_step1_support_team")
    'Step 1: Build Your Regional Support Team'
    """
    return lesson_title(stem) if stem else ""


def academy(
    days: int,
    notebooks: Sequence[str] = (),
    *,
    begin: time = time(9),
    end: time = time(16, 30),
    whole: bool = False,
) -> Academy:
    """Lay the core of notebooks out over days: section after section, with breaks and lunch.

    days : how many days, from 1 to 20; the core of the curriculum takes five, everything eleven.
    notebooks : numbers or stems, in the order in which they are taught; by default all that have minutes, in order.
    whole : lay out what is for later, too.
    The sections of these notebooks that are not in the core are named as for later. A notebook that does not fit in whole is left out, and the next one is tried; no section is cut.
    """
    if not 1 <= days <= 20:  # noqa: PLR2004
        raise UserError(f"An academy has 1 to 20 days, not {days}.")
    known = lessons()
    chosen = []
    for name in notebooks:
        fitting = [stem for stem in known if stem.startswith(name)]
        if not fitting:
            raise UserError(f'There is no notebook "{name}"; there are: {", ".join(known)}.')
        chosen += [stem for stem in fitting if stem not in chosen]
    asked = [
        (stem, tuple(unit for unit in found if whole or unit.core))
        for stem in chosen or known
        if (found := lesson_sections(stem))
    ]
    if notebooks and not asked:
        raise UserError(f"{', '.join(chosen)}: no section says how many minutes it takes.")
    length = _minutes(end) - _minutes(begin)
    if length < 120:  # noqa: PLR2004
        raise UserError("A day of an academy lasts two hours or more; look at --begin and --end.")
    rows: list[list[tuple[str, int, str]]] = [[] for _ in range(days)]
    left = []
    for stem, found in asked:
        placed = _placed(rows, found, length, _minutes(begin))
        if placed is None:
            left.append((stem, sum(unit.minutes for unit in found)))
        else:
            rows = placed
    items = []
    for day, own in enumerate(rows, start=1):
        slots = agenda_slots(begin, [{"minutes": minutes} for _, minutes, _ in own])
        for slot, (what, minutes, stem) in zip(slots, own, strict=True):
            items.append(Item(day, slot.begin, slot.end, minutes, what, stem))
    silent = tuple(stem for stem in chosen or known if not lesson_sections(stem))
    taught = [stem for stem, _ in asked if stem not in dict(left)]
    units = [unit for stem in taught for unit in lesson_sections(stem)]
    later = [] if whole else [unit for unit in units if not unit.core]
    return Academy(tuple(items), tuple(left), silent, tuple(later))


def _placed(
    rows: list[list[tuple[str, int, str]]], found: Sequence[LessonSection], length: int, begin: int
) -> list[list[tuple[str, int, str]]] | None:
    """Put all sections of a notebook after what is there; None where they do not fit."""
    plan = [list(own) for own in rows]
    day = max((number for number, own in enumerate(plan) if own), default=0)
    for unit in found:
        while day < len(plan):
            pauses = _pauses(plan[day], unit.minutes, begin)
            used = sum(minutes for _, minutes, _ in plan[day])
            if used + sum(minutes for _, minutes, _ in pauses) + unit.minutes <= length:
                plan[day] += [*pauses, (unit.title, unit.minutes, unit.notebook)]
                break
            day += 1
        else:
            return None
    return plan


def _pauses(own: Sequence[tuple[str, int, str]], minutes: int, begin: int) -> list[tuple[str, int, str]]:
    """Say which pause comes before a section of so many minutes."""
    if not own:
        return []
    now = begin + sum(length for _, length, _ in own)
    # Whoever begins after noon has eaten.
    had_lunch = begin > _NOON or any(what == "Lunch" for what, _, _ in own)
    stretch = 0
    for what, length, _ in reversed(own):
        if what in ("Break", "Lunch"):
            break
        stretch += length
    pause = _BREAK if stretch and stretch + minutes > _STRETCH else 0
    if not had_lunch and now + pause + minutes > _NOON + 30:
        return [("Lunch", _LUNCH, "")]
    return [("Break", _BREAK, "")] if pause else []


def academy_source(plan: Academy, title: str) -> str:
    """Write the agenda as Typst, a page a day."""
    head = (
        f'#set document(title: {string(title)[1:]})\n#set page(paper: "us-letter", margin: 0.9in, numbering: "1 of 1")\n'
        '#set text(lang: "en", region: "us", size: 10.5pt)\n'
        f"#heading(level: 1)[{string(title)}]"
    )
    parts = [head]
    for day in sorted({item.day for item in plan.items}):
        cells = ", ".join(
            f"[{string(f'{item.begin} to {item.end}')}], [{string(str(item.minutes))}], [{string(item.what)}], [{string(lesson(item.notebook))}]"
            for item in plan.items
            if item.day == day
        )
        parts.append(
            f"{'#pagebreak()' if day > 1 else ''}\n#heading(level: 2)[{string(f'Day {day}')}]\n"
            "#table(columns: (auto, auto, 1fr, 0.8fr), inset: 5pt, stroke: 0.4pt + luma(170), "
            f"table.header([#strong[Time]], [#strong[Minutes]], [#strong[What]], [#strong[Notebook]]), {cells})"
        )
    for heading, told in (("For later", plan.later_words()), ("Not in this agenda", plan.left_out_words())):
        if told:
            listed = ", ".join(f"[{string(text)}]" for text in told)
            parts.append(f"#heading(level: 2)[{string(heading)}]\n#list({listed})")
    return "\n".join(parts)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
