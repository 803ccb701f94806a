"""Marks of the charts that show a team's partners and plans."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from nextgen_helpers.charts.style import SeriesStyle

__all__ = ["Curves", "Rings", "Spans"]


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
    spans : first and last day of each; None where a day is missing.
    kind_of : for each row the number of its kind.
    kinds : name and look of each kind, such as how far a task is.
    today : where the line of today stands.
    notes : what stands behind each span, such as who does it.
    """

    labels: tuple[str, ...]
    spans: tuple[tuple[date, date] | None, ...]
    kind_of: tuple[int, ...]
    kinds: tuple[tuple[str, SeriesStyle], ...]
    today: date
    notes: tuple[str, ...]


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
