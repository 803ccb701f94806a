"""How much of the sector's companies a team hears."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.words import some


def reach(
    rows: Sequence[Mapping[str, Any]],
    companies: int | None,
    mapped: Collection[str],
    actors: Mapping[str, str],
) -> tuple[Finding, ...]:
    """Say which usual callers are not on the map, and how small a part of the sector all of them hear.

    The toolkit's lists of who calls on business (M2-LIST-1 to 3) are gone through one by one. What all callers hear
    together lies between the largest single number (all talk with the same firms) and the sum (no two talk with the
    same), so both are given (WHY-2, M2-PROB-1).

    rows : rows of ``outreach_sources``: ``actor``, ``organization``, ``calls`` (``yes``, ``no``, ``not_here``), ``firms_heard``.
    companies : firms in the sector; None where nobody has counted.
    """
    if not rows:
        return (Finding("open", "The lists of usual callers are not gone through yet."),)
    found = Findings()
    answered = {row.get("actor") for row in rows if row.get("calls")}
    unknown = [name for actor, name in actors.items() if actor not in answered]
    if unknown:
        found.say("look", f"It is not known whether they call on business here: {some(unknown, 8)}.")
    else:
        found.say("good", f"All {len(actors)} usual callers of the toolkit's lists are gone through.")
    known = {name_key(name) for name in mapped}
    calling = [row for row in rows if row.get("calls") == "yes"]
    nameless = [
        actors.get(str(row.get("actor")), "another") for row in calling if not row.get("organization")
    ]
    found.look(nameless, "They call on business, and it is not said who they are: {names}.")
    named = [row["organization"] for row in calling if row.get("organization")]
    absent = [name for name in named if name_key(name) not in known]
    found.look(absent, "They call on business and are not on your map: {names}.")
    _heard(found, calling, companies)
    return tuple(found)


def _heard(found: Findings, calling: Sequence[Mapping[str, Any]], companies: int | None) -> None:
    heard = [row["firms_heard"] for row in calling if row.get("firms_heard") is not None]
    silent = len(calling) - len(heard)
    if not heard:
        found.say("open", "How many firms each of them heard last year is not written down yet.")
    elif not companies:
        most = f"{len(heard)} callers heard {max(heard):,} firms at most each"
        found.say("open", f"{most}; without the number of firms in the sector, no share can be said.")
    elif (largest := max(heard)) > companies:
        more = f"One caller heard {largest:,} firms, more than the {companies:,} of the sector"
        found.say("look", f"{more}: look at both again.")
    else:
        most, share = min(sum(heard), companies), f"{largest / companies:.0%}"
        found.judge(
            2 * most >= companies,
            f"The largest caller hears {share} of the {companies:,} firms; all {len(heard)} together hear "
            f"between {share} and {most / companies:.0%}.",
            ours=True,
        )
        missing = (
            f"For {silent} of {len(calling)} callers the number is missing, so the true share is higher."
        )
        found.open(silent, missing)
