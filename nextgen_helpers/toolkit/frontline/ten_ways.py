"""Which of the ten ways come first, and how far the team agrees."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nextgen_helpers.toolkit.agreement import kendalls_w, places
from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.words import plural

_HALF: Final = 0.5
#: Each person ranks the ways that come first; the rest may stay empty.
_FIRST: Final = 3


@dataclass(frozen=True, slots=True)
class Priority:
    """A way with the ranks that it got."""

    number: int
    way: str
    # mean, best, worst: mean, smallest and largest of its ranks (1 is the most important)
    mean: float
    best: float
    worst: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """How several people rank the same ways."""

    # the ways, the most important first; empty where nobody ranked the first three
    priorities: tuple[Priority, ...]
    people: int  # how many ranked at least three; only their ranks count
    left_out: tuple[str, ...]  # who ranked fewer
    agreement: float  # Kendall's W, 0 to 1; NaN where it is not defined
    ways: int  # how many ways there are


def agreement_in_words(agreement: float) -> str:
    """Say how strong an agreement is, in the steps of Schmidt 1997 (Decision Sciences 28, 763-774).

    >>> agreement_in_words(0.72), agreement_in_words(0.05)
    ('strong', 'hardly any')
    """
    steps = ((0.9, "unusually strong"), (0.7, "strong"), (0.5, "moderate"), (0.3, "weak"), (0.1, "very weak"))
    return next((words for least, words in steps if agreement >= least), "hardly any")


def ranked_ways(stored: Mapping[str, Any]) -> Ranking:
    """Bring the ranks of several people together.

    Only who ranked three ways or more counts; the ways that such a person leaves empty come after these, and share the places
    behind. A way without words is none, and of two with the same number the first counts.
    """
    ways: dict[int, str] = {}
    for row in stored["ways"]:
        if row["number"] and row["way"]:
            ways.setdefault(row["number"], row["way"])
    numbers = sorted(ways)
    given = [(row["person"], [row[f"way_{number}"] for number in numbers]) for row in stored["rankings"]]
    least = min(_FIRST, len(numbers))
    left_out = tuple(person for person, ranks in given if _ranked(ranks) < least)
    whole = [
        places([math.inf if rank is None else rank for rank in ranks])
        for _, ranks in given
        if numbers and _ranked(ranks) >= least
    ]
    if not whole:
        return Ranking((), 0, left_out, float("nan"), len(numbers))
    columns = {number: [row[place] for row in whole] for place, number in enumerate(numbers)}
    priorities = [
        Priority(number, ways[number], sum(ranks) / len(ranks), min(ranks), max(ranks))
        for number, ranks in columns.items()
    ]
    priorities.sort(key=lambda item: (item.mean, item.number))
    return Ranking(tuple(priorities), len(whole), left_out, kendalls_w(whole), len(numbers))


def _ranked(ranks: Sequence[int | None]) -> int:
    """Count the ways to which a person gave a rank."""
    return sum(rank is not None for rank in ranks)


def ranking_findings(stored: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the ten ways: how many there are, what is ranked first, and how far people agree."""
    ranking = ranked_ways(stored)
    if not ranking.ways:
        return (Finding("open", "No way is written down yet."),)
    found = Findings()
    there = f"{plural(ranking.ways, 'way is', 'ways are')} there; the toolkit asks for ten."
    found.look(ranking.ways != 10, there, good="All ten ways are there.")  # noqa: PLR2004
    bare = [row["number"] for row in stored["ways"] if row["way"] and (not row["how"] or not row["why"])]
    found.look(bare, "How it is used, or why it matters, is not said for way {names}.")
    if not ranking.people:
        found.say("open", "No one has ranked three ways yet.")
    elif math.isnan(ranking.agreement):
        needed = "For agreement it takes two people or more, two ways or more, and ranks that differ."
        found.say("open", needed)
    else:
        people = f"{plural(ranking.people, 'person', 'people')}, Kendall's W {ranking.agreement:.2f}"
        text = f"{people}: {agreement_in_words(ranking.agreement)} agreement on what comes first."
        found.judge(ranking.agreement >= _HALF, text, ours=True)
    found.look(ranking.left_out, "Not counted, since fewer than three ways are ranked: {names}.")
    return tuple(found)
