"""Step 2: the scope of the partnership, and how far a team agrees on its sector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from statistics import median
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.words import plural

_FEWEST_COMPANIES: Final = 20
_MATTERS: Final = 4
_LOW: Final = 2
_AGREE_SHARE: Final = 0.75


def scope(checker: Mapping[str, Any], counties: int, sector: str) -> tuple[Finding, ...]:
    """Look at the scope of Step 2: sector and area neither too wide nor too narrow.

    sector : which sector was chosen; empty where none was.
    """
    found = Findings()
    found.open(not sector, "No sector is chosen yet.", good=f"The sector is {sector}.")
    companies, could_come = checker.get("companies"), checker.get("could_come")
    if companies is None:
        found.say("open", "No one has counted the companies that could be invited.")
    elif could_come is not None and could_come > companies:
        found.say("look", f"{could_come:,} would come, but only {companies:,} could be invited.")
    elif companies < _FEWEST_COMPANIES:
        few = f"With {plural(companies, 'company', 'companies')} few will be in the room; think of a wider sector or area."
        found.say("look", few, ours=True)
    else:
        found.say("good", f"There are {companies:,} companies to invite.", ours=True)
    single = "The region is a single county: do companies hire and work beyond its border?"
    found.look(counties == 1, single, ours=True)
    _scope_lights(found, checker)
    return tuple(found)


def _scope_lights(found: Findings, checker: Mapping[str, Any]) -> None:
    parts = {
        "too wide": ("same_problems", "same_skills", "feel_meant"),
        "too narrow": ("enough_companies", "not_one_giant", "suppliers_and_buyers"),
        "drawn along our own borders": ("follows_industry", "not_our_borders", "can_meet"),
    }
    for danger, names in parts.items():
        given = [light for name in names if (light := checker.get(name)) is not None]
        doubts = sum(light in ("partly", "not_yet") for light in given)
        if not given:
            found.say("open", f"Whether the scope is {danger} is not answered yet.")
        else:
            text = f"{doubts} of {len(given)} answers say that the scope may be {danger}."
            found.look(doubts, text, good=f"No answer says that the scope is {danger}.")


def vote(values: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the vote on the sector: who names what, and how far all support the sector that leads (S2-AAR-1a).

    values : values of ``sector_vote``: ``leading`` and ``votes`` with ``organization, first, second, supports`` (1 to 5).

    >>> votes = [{"organization": "A", "first": "Health care"}, {"organization": "B", "first": "health care"}]
    >>> vote({"leading": "Health care", "votes": votes})[0].text
    'First choices: Health care 2.'
    """
    rows = values.get("votes", ())
    named = [str(row["first"]).strip() for row in rows if row.get("first")]
    if not named:
        return (Finding("open", "No one has named a first choice yet."),)
    first: dict[str, str] = {}
    counts = Counter(first.setdefault(name.casefold(), name) for name in named)
    order = sorted(counts, key=lambda name: (-counts[name], name.casefold()))
    found = Findings()
    choices = ", ".join(f"{name} {counts[name]}" for name in order)
    found.judge(2 * counts[order[0]] > len(named), f"First choices: {choices}.")
    leading = str(values.get("leading") or "").strip()
    other = bool(leading) and leading.casefold() != order[0].casefold()
    found.look(other, f"You write that {leading} leads, and most name {order[0]}.")
    supports = [row for row in rows if row.get("supports") is not None]
    if not supports:
        found.say("open", "How far partners support the sector that leads is not asked yet.")
        return tuple(found)
    given = [row["supports"] for row in supports]
    strong = sum(value >= _MATTERS for value in given)
    found.judge(
        min(given) > _LOW and strong >= _AGREE_SHARE * len(given),
        f"{strong} of {len(given)} support it with 4 or 5 (median {median(given):g}, lowest {min(given)}).",
        ours=True,
    )
    against = [row["organization"] for row in supports if row["supports"] <= _LOW]
    found.look(against, "Little support from {names}: hear what they need.")
    return tuple(found)
