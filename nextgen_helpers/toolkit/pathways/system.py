"""Program or system: what each piece of work is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.words import listed, plural

_SYSTEM_LIGHTS: Final[Mapping[str, str]] = {
    "leads_on": "it leads on",
    "others_take_part": "more than one institution takes part",
    "industry_shapes": "companies shape it",
}
#: What each kind of piece is called, and the lights that it needs.
_KINDS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "single": ("a single course", ()),
    "program": ("a program", ("leads_on",)),
    "system": ("part of a system", tuple(_SYSTEM_LIGHTS)),
}


def program_or_system(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Hold the sorting against what the team itself says of each piece.

    By the toolkit's definitions a pathway program leads on, and a part of a system also spans institutions and is
    oriented to what industry needs.

    rows : rows with ``what, sorted_as, leads_on, others_take_part, industry_shapes``.
    """
    if not rows:
        return (Finding("open", "Nothing is sorted yet."),)
    found = Findings()
    kinds = [row["sorted_as"] for row in rows if row["sorted_as"]]
    if kinds:
        counts = (
            plural(kinds.count("single"), "single course"),
            plural(kinds.count("program"), "pathway program"),
            plural(kinds.count("system"), "part of a system", "parts of a system"),
        )
        found.judge("system" in kinds, f"Of {len(kinds)}: {', '.join(counts)}.")
    for row in rows:
        if row["sorted_as"]:
            _sorting(found, row)
    found.open([row["what"] for row in rows if not row["sorted_as"]], "Not sorted yet: {names}.")
    return tuple(found)


def _sorting(found: Findings, row: Mapping[str, Any]) -> None:
    """Hold the sorting of one piece against the lights that its kind needs."""
    kind, needed = _KINDS[row["sorted_as"]]
    against = [_SYSTEM_LIGHTS[name] for name in needed if row[name] == "not_yet"]
    unsaid = [_SYSTEM_LIGHTS[name] for name in needed if row[name] is None]
    said = f"{row['what']} is sorted as {kind}"
    if against:
        found.say("look", f'{said}, but for "{listed(against)}" you say not yet.')
    elif unsaid:
        found.say("open", f"{said}; whether {listed(unsaid)} is not said.")
    elif not needed and all(row[name] == "yes" for name in _SYSTEM_LIGHTS):
        found.say("look", f"{said}, and all three answers are a yes.")
