"""Ways of placing people, by where they begin: push and pull."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.words import plural

_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """Ways of placing people that begin in the same place."""

    begins_with: str  # ``demand`` (pull), ``population`` (push) or ``both``
    ways: int
    counted: int  # how many of them say both numbers
    # served, placed: people, over those that say both; 0 where none does
    served: int
    placed: int

    @property
    def share(self) -> float | None:
        """Placed of those served, 0 to 1; None where nobody is counted."""
        return self.placed / self.served if self.served else None


def push_and_pull(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[Group, ...], tuple[Finding, ...]]:
    """Sort the ways of placing people by where they begin.

    rows : rows with ``way, begins_with, asked_by, served, placed``.
    Gives one group each for demand, population and both, where there are ways; and what it says. A rate is
    computed from sums over the ways that say both numbers.
    """
    if not rows:
        return (), (Finding("open", "No way of placing people is written down yet."),)
    groups = tuple(
        _group(kind, own)
        for kind in ("demand", "population", "both")
        if (own := [row for row in rows if row.get("begins_with") == kind])
    )
    found = Findings()
    push = sum(row.get("begins_with") == "population" for row in rows)
    if ways := sum(bool(row.get("begins_with")) for row in rows):
        begin = f"{push} of {plural(ways, 'way')} {'begins' if push == 1 else 'begin'}"
        text = f"{begin} with a group of people and not with what companies asked for."
        found.judge(push <= _HALF * ways, text, ours=True)
    nameless = [
        row["way"] for row in rows if row.get("begins_with") in ("demand", "both") and not row.get("asked_by")
    ]
    found.look(nameless, "Called a pull, but no company is named that asked for it: {names}.")
    odd = [row["way"] for row in rows if _both(row) and row["placed"] > row["served"]]
    found.look(odd, "More people placed than served; look at the numbers of {names} again.")
    found.open([row["way"] for row in rows if not row.get("begins_with")], "Not sorted yet: {names}.")
    silent = sum(not _both(row) for row in rows)
    do_not = plural(silent, "way does", "ways do")
    found.open(silent, f"{do_not} not say how many people were served and placed.")
    return groups, tuple(found)


def _both(row: Mapping[str, Any]) -> bool:
    return row.get("served") is not None and row.get("placed") is not None


def _group(kind: str, rows: Sequence[Mapping[str, Any]]) -> Group:
    whole = [row for row in rows if _both(row) and row["placed"] <= row["served"]]
    return Group(
        kind, len(rows), len(whole), sum(row["served"] for row in whole), sum(row["placed"] for row in whole)
    )
