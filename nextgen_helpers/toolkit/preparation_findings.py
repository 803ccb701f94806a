"""What a team's entries say before the launch: who was asked, what is common, who is on the map, what is late."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.words import plural, some

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

_MATTERS: Final = 4
_LOW: Final = 2
_AGREE_SHARE: Final = 0.75
_HOURS: Final = 3
_WIN, _LIST, _MAIL, _OTHER = "PTL-NS-1", "PTL-NS-2", "PTL-NS-3", "PTL-NS-4"
_STEPS: Final[Mapping[str, str]] = {
    _WIN: "winning champions",
    _LIST: "the list of employers",
    _MAIL: "invitations and calls",
    _OTHER: "whatever else has to be done",
}
#: Words of our trade that somebody who runs a company would not use; matched as whole words.
_TRADE_WORDS: Final = (
    "pipeline", "pathway", "pathways", "stakeholder", "stakeholders", "convene", "convener", "convening",
    "work-based learning", "industry engagement", "sector strategy", "sector partnership", "upskill", "upskilling",
    "reskilling", "credential", "credentials", "braided", "wraparound", "capacity building", "alignment", "silo", "silos",
)  # fmt: skip
#: Two to six capitals in a row are an abbreviation; those that everybody in business reads stay.
_CAPITALS: Final = re.compile(r"\b[A-Z][A-Z0-9&-]{1,5}\b")
_KNOWN_CAPITALS: Final = {"AM", "PM", "US", "USA", "CEO", "HR", "IT", "OK", "TX", "OH", "RSVP", "LLC", "INC"}


def attainment(goal: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Set the region's share of young adults with a credential beside the goal (FW-1).

    Parameters
    ----------
    goal : values of ``attainment_target``: ``goal`` and ``region_share`` in percent, ``year``, ``source``, ``who_finds``.

    Examples
    --------
    >>> attainment({"goal": 60, "region_share": 52, "year": 2024, "source": "state agency"})[0].text
    "The region's figure of 52 percent (2024, state agency) lies 8 points below the goal of 60 percent."
    """
    target, share = goal.get("goal"), goal.get("region_share")
    if share is None:
        who = f" {goal['who_finds']} looks for it." if goal.get("who_finds") else ""
        nothing = "No figure of the region stands beside the goal, and none is made up."
        return (Finding("open", f"{nothing}{who}"),)
    known = ", ".join(str(goal[name]) for name in ("year", "source") if goal.get(name))
    said = f"The region's figure of {share} percent{f' ({known})' if known else ''}"
    found = Findings()
    if target is None:
        found.say("open", f"{said} stands without a goal.")
    elif share == target:
        found.say("good", f"{said} is the goal.")
    else:
        apart = f"{plural(abs(share - target), 'point')} {'above' if share > target else 'below'}"
        found.judge(share > target, f"{said} lies {apart} the goal of {target} percent.")
    missing = [word for name, word in (("year", "its year"), ("source", "its source")) if not goal.get(name)]
    found.look(missing, "The figure lacks {names}.", ours=True)
    return tuple(found)


def stakeholders(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the scan: for whom each organization matters, and who was never asked (TC-4).

    Parameters
    ----------
    rows : rows with ``industry``, ``workers`` and ``connecting`` (1 to 5), ``asked``, ``who_asks`` and ``asked_on``.
    """
    if not rows:
        return (Finding("open", "Nobody stands in the scan yet."),)
    found = Findings()
    for name, words in (
        ("industry", "the industry"),
        ("workers", "its workers"),
        ("connecting", "bringing the two together"),
    ):
        strong = [row["organization"] for row in rows if (row.get(name) or 0) >= _MATTERS]
        nobody = f"Nobody in the scan matters much for {words}."
        found.good(strong, f"Much for {words} (4 or 5): {{names}}.", look=nobody, ours=True)
    weighty = [
        row
        for row in rows
        if max(row.get(name) or 0 for name in ("industry", "workers", "connecting")) >= _MATTERS
    ]
    unasked = [
        row["organization"]
        for row in weighty
        if row.get("asked") != "yes" and not (row.get("who_asks") and row.get("asked_on"))
    ]
    found.look(unasked, "Matters much, and nobody has asked or is about to: {names}.", ours=True)
    late = [
        row["organization"]
        for row in rows
        if row.get("asked") != "yes" and (day := day_of(row.get("asked_on"))) and day < today
    ]
    found.look(late, "The day to ask is over: {names}.")
    done = weighty and not unasked and not late
    found.good(bool(done), "Everybody who matters much was asked, or has a caller and a day.", ours=True)
    return tuple(found)


def common_goal(goal: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the sentence that all should want: how many support it, and whom it leaves out (TC-5).

    Parameters
    ----------
    goal : values of ``common_goal``: ``change`` and ``voices`` with ``organization`` and ``agrees`` (1 to 5).

    Examples
    --------
    >>> goal = {"change": "Shorter ways to good jobs.", "voices": [{"organization": "A", "agrees": 5}, {"organization": "B", "agrees": 2}]}
    >>> [finding.state for finding in common_goal(goal)]
    ['look', 'look']
    """
    if not goal.get("change"):
        return (Finding("open", "The sentence about the change is not written yet."),)
    voices = [row for row in goal.get("voices", ()) if row.get("agrees") is not None]
    if not voices:
        return (Finding("open", "Nobody has said yet how far the sentence is supported."),)
    given = [row["agrees"] for row in voices]
    high = sum(value >= _MATTERS for value in given)
    carried = high / len(given) >= _AGREE_SHARE and min(given) > 1
    found = Findings()
    found.judge(
        carried,
        f"{high} of {len(given)} give a 4 or a 5 (median {median(given):g}, lowest {min(given)}): "
        f"the sentence {'carries' if carried else 'does not carry yet'}.",
        ours=True,
    )
    doubting = [
        f"{row['organization']} ({'wishes: ' + row['wish'] if row.get('wish') else 'wish not noted'})"
        for row in voices
        if row["agrees"] <= _LOW
    ]
    found.look(doubting, "Little support from {names}.")
    found.look(len(voices) == 1, "One voice is no agreement; let each partner rate alone.", ours=True)
    return tuple(found)


def step_order(*, reviewed: bool, launched: bool) -> tuple[Finding, ...]:
    """Look whether the partners were on the same page before they turned to industry (S1-C-4)."""
    if launched and not reviewed:
        text = "Something of Step 4 is entered, and the review of Step 1 is not answered: are roles and sectors agreed on?"
        return (Finding("look", text),)
    if not reviewed:
        return (Finding("open", "The review of Step 1 is not answered yet."),)
    return (Finding("good", "The review of Step 1 is answered."),)


def footprint(area: Collection[str], jurisdiction: Collection[str]) -> tuple[Finding, ...]:
    """Compare the counties of the sector's area with those of our own agency (PTL-2b).

    Examples
    --------
    >>> footprint(["Cooke", "Fannin County"], ["Cooke", "Fannin"])[0].state
    'look'
    """
    if not area:
        nothing = "The counties of the sector are not written down yet (Step 2, sector and area)."
        return (Finding("open", nothing),)
    own = {_county(name): name for name in jurisdiction}
    theirs = {_county(name): name for name in area}
    if own.keys() == theirs.keys():
        text = "The sector's counties are exactly those of our own region: is that where companies hire, or where our money ends?"
        return (Finding("look", text),)
    found = Findings()
    beyond = [theirs[name] for name in theirs if name not in own]
    found.good(beyond, "Beyond our own border: {names}.")
    left_out = [own[name] for name in own if name not in theirs]
    found.good(left_out, "Of our region, the sector leaves out {names}.")
    return tuple(found)


def next_steps(steps: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    """Look at the four lines of next steps: what has no day or no person, and what is over time (PTL-NS).

    Parameters
    ----------
    steps : values of ``next_steps``: for each line rows with ``action``, ``timeline`` and ``committed``.
    today : the day that counts as today. A line has no "done"; what is done is taken out or gets a new day.
    """
    rows = [row for line in _STEPS for row in steps.get(line, ())]
    if not rows:
        return (Finding("open", "No next steps are written down yet."),)
    found = Findings()
    empty = [words for line, words in _STEPS.items() if line != _OTHER and not steps.get(line)]
    found.look(empty, "Nothing is planned yet for {names}.")
    found.look([row["action"] for row in rows if not row.get("timeline")], "Without a day: {names}.")
    found.look(
        [row["action"] for row in rows if not row.get("committed")], "Nobody has promised it: {names}."
    )
    late = [
        f"{row['action']} ({row.get('committed') or 'nobody'})"
        for row in rows
        if (day := day_of(row.get("timeline"))) and day < today
    ]
    found.look(late, "The day is over: {names}. What is done can be taken out, the rest needs a new day.")
    found.good(not found, f"All {len(rows)} steps have a day to come and a person.")
    return tuple(found)


def jargon(text: str) -> tuple[str, ...]:
    """Find words of our trade and abbreviations that a company head would not use, in the order of the text.

    Examples
    --------
    >>> jargon("Our WIOA stakeholders align a talent pipeline at 8 AM.")
    ('WIOA', 'stakeholders', 'pipeline')
    """
    words = {
        match.start(): match[0]
        for word in _TRADE_WORDS
        for match in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    }
    words |= {
        match.start(): match[0] for match in _CAPITALS.finditer(text) if match[0] not in _KNOWN_CAPITALS
    }
    return tuple(dict.fromkeys(words[place] for place in sorted(words)))


def letter(text: str, check: Mapping[str, Any], invited: int) -> tuple[Finding, ...]:
    """Look at the letter with the eyes of somebody who runs a company: its words, and the time it asks for (TC-3).

    Parameters
    ----------
    check : values of ``letter_check``, with ``hours_each``: hours that it asks of one person.
    """
    found = Findings(ours=True)
    if text.strip():
        plain = "The letter has no abbreviation and no word of our trade that we know of."
        found.look(jargon(text), "Words of ours, not of companies: {names}.", good=plain)
    else:
        found.say("open", "Nothing of the letter is written yet.", ours=False)
    hours = check.get("hours_each")
    if hours is None:
        nothing = "How many hours the letter asks of one person is not written down."
        found.say("open", nothing, ours=False)
        return tuple(found)
    asked = f"It asks {hours:g} hour{'' if hours == 1 else 's'} of one person"
    if invited:
        asked += (
            f", {hours * invited:,g} hours of the {plural(invited, 'company', 'companies')} invited together"
        )
    found.judge(hours <= _HOURS, f"{asked}.")
    return tuple(found)


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

    Parameters
    ----------
    rows : rows of ``outreach_sources``: ``actor``, ``organization``, ``calls`` (``yes``, ``no``, ``not_here``), ``firms_heard``.
    companies : firms in the sector; None where nobody has counted.
    """
    if not rows:
        return (Finding("open", "The lists of usual callers are not gone through yet."),)
    found = Findings()
    answered = {row.get("actor") for row in rows if row.get("calls")}
    unknown = [name for actor, name in actors.items() if actor not in answered]
    if unknown:
        found.say("look", f"Nobody has said whether they call on business here: {some(unknown, 8)}.")
    else:
        found.say("good", f"All {len(actors)} usual callers of the toolkit's lists are gone through.")
    known = {name.casefold() for name in mapped}
    calling = [row for row in rows if row.get("calls") == "yes"]
    nameless = [
        actors.get(str(row.get("actor")), "another") for row in calling if not row.get("organization")
    ]
    found.look(nameless, "They call on business, and it is not said who they are: {names}.")
    named = [row["organization"] for row in calling if row.get("organization")]
    absent = [name for name in named if name.casefold() not in known]
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


def vote(values: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the vote on the sector: who names what, and how far all support the sector that leads (S2-AAR-1a).

    Parameters
    ----------
    values : values of ``sector_vote``: ``leading`` and ``votes`` with ``organization, first, second, supports`` (1 to 5).

    Examples
    --------
    >>> votes = [{"organization": "A", "first": "Health care"}, {"organization": "B", "first": "health care"}]
    >>> vote({"leading": "Health care", "votes": votes})[0].text
    'First choices: Health care 2.'
    """
    rows = values.get("votes", ())
    named = [str(row["first"]).strip() for row in rows if row.get("first")]
    if not named:
        return (Finding("open", "Nobody has named a first choice yet."),)
    spelled: dict[str, str] = {}
    for name in named:
        spelled.setdefault(name.casefold(), name)
    counts = {shown: sum(name.casefold() == key for name in named) for key, shown in spelled.items()}
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


def _county(name: str) -> str:
    """Reduce "Dallas County, Texas", "Dallas" and "DALLAS, TX" to the same name."""
    return re.sub(r"\s+(county|parish)$", "", name.partition(",")[0].strip().casefold())
