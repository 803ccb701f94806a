"""Which organizations serve the same people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.one_name import first_spellings
from nextgen_helpers.words import listed, plural, spelled_once

_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Overlap:
    """The same work for the same people, by several organizations."""

    does: str  # which work (stored value)
    serves: str  # which people
    organizations: tuple[str, ...]  # who, in alphabetical order


def overlaps(rows: Sequence[Mapping[str, Any]]) -> tuple[Overlap, ...]:
    """Find where several organizations do the same work for the same people.

    rows : rows with ``organization, does, serves``; without work or people a row overlaps with nothing.
    """
    named = first_spellings([row["organization"] for row in rows])
    groups = spelled_once([row["serves"] for row in rows if row.get("serves")])
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.get("does") and row.get("serves"):
            found.setdefault((row["does"], groups[row["serves"]]), set()).add(named[row["organization"]])
    return tuple(
        Overlap(does, serves, tuple(sorted(who, key=str.casefold)))
        for (does, serves), who in found.items()
        if len(who) > 1
    )


def frontline_findings(rows: Sequence[Mapping[str, Any]], work: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look at the map of the front line: doubled work, ways that end, ways that lead off the map."""
    if not rows:
        return (Finding("open", "No one is on the map of the front line yet."),)
    handed = [row for row in rows if row.get("hands_on_to")]
    named = first_spellings([row["organization"] for row in rows] + [row["hands_on_to"] for row in handed])
    found = Findings()
    for item in overlaps(rows):
        who = f"{listed(item.organizations)} {'both' if len(item.organizations) == _TWO else 'all'}"
        what = f"{work.get(item.does, item.does)} for {item.serves}"
        found.say("look", f"{what}: {who} do it. Who is best at it?")
    found.good(not found, "No two organizations do the same work for the same people.")
    ends = [_position(row) for row in rows if not row.get("hands_on_to")]
    everybody = "Everyone on the map refers people to someone."
    found.look(ends, "No one comes after {names}: people are referred to no one.", good=everybody)
    inside = handed and all(named[row["hands_on_to"]] == named[row["organization"]] for row in handed)
    found.look(bool(inside), "All handing on stays inside the same organization.")
    there = {named[row["organization"]] for row in rows}
    away = sorted({named[row["hands_on_to"]] for row in handed} - there, key=str.casefold)
    found.look(away, "People are sent to {names}, but no one from there is on the map.")
    unheard = sum(row.get("hears_back") != "yes" for row in handed)
    text = f"In {unheard} of {len(handed)} cases of handing on, no one surely hears whether people arrived."
    found.look(unheard, text, ours=True)
    open_rows = sum(not row.get("does") or not row.get("serves") for row in rows)
    do_not = plural(open_rows, "row does", "rows do")
    found.open(open_rows, f"{do_not} not say yet what is done or for whom.")
    return tuple(found)


def _position(row: Mapping[str, Any]) -> str:
    return f"{row['role']} ({row['organization']})"


def who_serves(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Count kinds of staff by organization and by the people whom they serve, both in alphabetical order.

    >>> who_serves([{"organization": "Board", "serves": "Veterans"}, {"organization": "College", "serves": "Adults"}])
    {'Board': {'Adults': 0, 'Veterans': 1}, 'College': {'Adults': 1, 'Veterans': 0}}
    """
    named = first_spellings([row["organization"] for row in rows])
    groups = spelled_once([row["serves"] for row in rows])
    counts = Counter((named[row["organization"]], groups[row["serves"]]) for row in rows)
    across = sorted(set(groups.values()), key=str.casefold)
    down = sorted(set(named.values()), key=str.casefold)
    return {name: {group: counts[name, group] for group in across} for name in down}


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Who hands people on to whom."""

    ties: Mapping[tuple[str, str], int]  # from whom to whom -> by how many kinds of staff
    senders: tuple[str, ...]  # everybody on the map
    receivers: tuple[str, ...]  # to whom people are handed on
    ending: tuple[str, ...]  # who on the map hands nobody on


def handed_on(rows: Sequence[Mapping[str, Any]]) -> HandedOn:
    """Bring together who hands people on to whom, each in alphabetical order."""
    handed = [row for row in rows if row["hands_on_to"]]
    named = first_spellings([row["organization"] for row in rows] + [row["hands_on_to"] for row in handed])
    ties = Counter((named[row["organization"]], named[row["hands_on_to"]]) for row in handed)
    senders = sorted({named[row["organization"]] for row in rows}, key=str.casefold)
    begins = {begin for begin, _ in ties}
    return HandedOn(
        ties,
        tuple(senders),
        tuple(sorted({end for _, end in ties}, key=str.casefold)),
        tuple(name for name in senders if name not in begins),
    )
