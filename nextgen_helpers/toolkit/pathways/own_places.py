"""Each organization's own place on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.one_name import first_spellings
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from nextgen_helpers.toolkit.pathways.programs import PathwayMap


_OPEN: Final = 4
_CLOSED: Final = 2


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where an organization places itself, beside what the map says of its programs."""

    organization: str  # who
    place: int | None  # 1 (closed) to 5 (open), its own view; None where it has not said
    programs: int  # how many of its programs are on the map
    tied: int  # how many of them are tied to a program of another institution
    # entries, open_entries: its entry points, and those from which a target job can be reached
    entries: int
    open_entries: int


def own_places(rows: Sequence[Mapping[str, Any]], found: PathwayMap) -> tuple[OwnPlace, ...]:
    """Set the view that each organization has of itself beside the map.

    found : the pathway map; an institution that stands only there is in it, without a place of its own.
    """
    institutions = [program.institution for program in found.programs if program.institution]
    spelled = first_spellings([*(row["organization"] for row in rows), *institutions])
    places: dict[str, int | None] = {}
    for row in rows:
        name = spelled[row["organization"]]
        places[name] = row["place"] if row["place"] is not None else places.get(name)
    for institution in institutions:
        places.setdefault(spelled[institution], None)
    said = []
    for name, place in places.items():
        own = [program for program in found.programs if spelled.get(program.institution) == name]
        said.append(
            OwnPlace(
                name,
                place,
                len(own),
                sum(bool(program.other_institutions) for program in own),
                sum(program.name in found.entries for program in own),
                sum(program.name in found.open_entries for program in own),
            )
        )
    return tuple(said)


def own_places_findings(places: Sequence[OwnPlace], found: PathwayMap) -> tuple[Finding, ...]:
    """Look where an organization's own view and the map differ."""
    if not any(item.place is not None for item in places):
        return (Finding("open", "No organization has placed itself yet."),)
    said = Findings()
    if found.openness is not None:
        text = f"The map: from {found.openness:.0%} of the entry points a target job can be reached."
        said.judge(found.openness == 1, text)
    for item in places:
        sees = f"{item.organization} sees itself at {item.place} of 5"
        if item.place is None:
            said.say("open", f"{item.organization} has not placed itself.")
        elif not item.programs:
            said.say("open", f"{sees}; none of its programs is on the map.")
        elif item.place >= _OPEN and not item.tied:
            said.say("look", f"{sees}, and none of its programs is tied to another institution.", ours=True)
        elif item.place <= _CLOSED and item.tied == item.programs:
            tied = "each of its programs is tied to another institution"
            said.say("look", f"{sees}, and {tied}. What does it know that the map does not?", ours=True)
        else:
            tied = f"{item.tied} of {plural(item.programs, 'program')} tied to another institution"
            said.say("good", f"{sees}; {tied}.")
    return tuple(said)
