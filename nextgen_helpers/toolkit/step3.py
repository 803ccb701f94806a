"""Step 3: champions, contacts, the letter and the days before the launch."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.words import listed, plural

_ENOUGH_CHAMPIONS: Final = 3
_MONTH: Final = 30
_WEEKS: Final = 21
_GOOD_SCORE: Final = 3
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
#: Days before the launch of each task (ours but for the invitations, see INC-5): earliest, latest, what.
_BACK: Final = (
    (70, 63, "Agree on the convener, and on what each partner does", "ours"),
    (63, 49, "Win the business leaders who sign the invitation and lead the meeting", "ours"),
    (49, 42, "Settle day, hour and place with them, at a company of the sector if possible", "ours"),
    (42, 35, "Put the list of top executives together", "ours"),
    (35, 31, "Finish the letter, and let a company read it", "ours"),
    (30, 30, "Send the invitations: the review of Step 3 asks for a month", "toolkit"),
    (28, 21, "Last days for the invitations by the toolkit's other rule, three to four weeks", "toolkit"),
    (20, 7, "Call everyone on the list, as many times as it takes", "ours"),
    (7, 7, "Send the agenda, the way, and who to call", "ours"),
    (3, 3, "Rehearse the meeting; brief the partners who listen", "ours"),
    (0, 0, "The launch", "toolkit"),
)


def champions(leaders: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at the champions of Step 3: none, one or two, three and more (INC-6).

    >>> champions([{"person": "Ann", "answer": "signs"}])[0].state
    'look'
    """
    if not leaders:
        return (Finding("open", "No one is on the list of possible champions yet."),)
    won = [row["person"] for row in leaders if row.get("answer") in ("signs", "hosts")]
    found = Findings()
    if not won:
        found.say("look", "No one has committed to sign or to host yet; one lets you start.")
    elif len(won) < _ENOUGH_CHAMPIONS:
        found.say("look", f"{listed(won)} will sign or be the host; three or more is the aim.")
    else:
        found.say("good", f"{len(won)} leaders will sign or be the host.")
    half = [
        row["person"]
        for row in leaders
        if None not in (row.get("decides"), row.get("cares"))
        and min(row["decides"], row["cares"]) < _GOOD_SCORE
    ]
    both = "a champion decides in the company and cares for the community, and one of the two is rated low"
    found.look(half, f"{{all}}: {both}.")
    return tuple(found)


def contacts(rows: Sequence[Mapping[str, Any]], companies: Sequence[str]) -> tuple[Finding, ...]:
    """Look at who knows whom: chief executives whom nobody reaches."""
    everyone = sorted({*companies, *(row["company"] for row in rows)}, key=str.casefold)
    if not everyone:
        return (Finding("open", "No company is on the list yet."),)
    reached = {row["company"] for row in rows if row.get("partner") and row.get("strength")}
    missed = [name for name in everyone if name not in reached]
    found = Findings()
    known = f"Someone knows someone at each of the {len(everyone)} companies."
    found.look(missed, "No one in the room knows anyone at {names}.", good=known)
    return tuple(found)


def launch_dates(plan: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the time between invitations and launch, by both of the toolkit's rules (INC-5).

    >>> plan = {"launch_date": "2027-03-31", "invitations_sent_on": "2027-03-08"}
    >>> [finding.state for finding in launch_dates(plan)]
    ['good', 'look']
    """
    launch, sent = (day_of(plan.get(name)) for name in ("launch_date", "invitations_sent_on"))
    if launch is None:
        return (Finding("open", "The day of the launch is not settled yet."),)
    if sent is None:
        return (Finding("open", "The date when the invitations go out is not written down yet."),)
    days = (launch - sent).days
    if days < 0:
        return (Finding("look", "The invitations are dated after the launch; look at both days again."),)
    found = Findings()
    for needed, name in ((_WEEKS, "three to four weeks"), (_MONTH, "a month")):
        kept = f"the rule of {name} is {'kept' if days >= needed else 'not kept'}"
        found.judge(days >= needed, f"{plural(days, 'day')} from invitation to launch: {kept}.")
    return tuple(found)


def footprint(
    area: Collection[str], jurisdiction: Collection[str], labor_markets: Mapping[str, Collection[str]]
) -> tuple[Finding, ...]:
    """Compare the counties of the sector's area with those of our own agency, and with where people live and work (PTL-2b).

    labor_markets : title of a metropolitan or micropolitan area -> its counties.

    >>> footprint(["Cooke", "Fannin County"], ["Cooke", "Fannin"], {})[0].state
    'look'
    """
    if not area:
        nothing = "The counties of the sector are not written down yet (Step 2, sector and area)."
        return (Finding("open", nothing),)
    own = {_county(name): name for name in jurisdiction}
    theirs = {_county(name): name for name in area}
    found = Findings()
    cut = _cut_markets(theirs, labor_markets)
    for title, inside, outside in cut:
        if outside:
            found.say(
                "look",
                f"{title}: the area has {listed(inside)} of it and leaves out {listed(outside)}. Do companies hire there, too?",
            )
    whole = [title for title, _, outside in cut if not outside]
    found.good(
        whole, "The area takes in all of {names}: people live in one of its counties and work in another."
    )
    if own.keys() == theirs.keys():
        # Our own border is no mistake where it is also that of a labor market.
        exactly = "The sector's counties are exactly those of our own region"
        if whole and len(whole) == len(cut):
            found.say("good", f"{exactly}, and companies hire across just these county lines.")
        else:
            found.say("look", f"{exactly}: is that where companies hire, or where our money ends?")
        return tuple(found)
    beyond = [theirs[name] for name in theirs if name not in own]
    found.good(beyond, "Beyond our own border: {names}.")
    left_out = [own[name] for name in own if name not in theirs]
    found.good(left_out, "Of our region, the sector leaves out {names}.")
    return tuple(found)


def _cut_markets(
    area: Collection[str], labor_markets: Mapping[str, Collection[str]]
) -> list[tuple[str, list[str], list[str]]]:
    """Give each labor market that the area touches, with its counties inside and outside of the area."""
    found = []
    for title, counties in labor_markets.items():
        inside = [name for name in counties if _county(name) in area]
        if inside:
            found.append((title, inside, [name for name in counties if _county(name) not in area]))
    return found


def next_steps(steps: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    """Look at the four lines of next steps: what has no day or no person, and what is over time (PTL-NS).

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
        [row["action"] for row in rows if not row.get("committed")], "No one has committed to it: {names}."
    )
    late = [
        f"{row['action']} ({row.get('committed') or 'no one'})"
        for row in rows
        if (day := day_of(row.get("timeline"))) and day < today
    ]
    found.look(late, "The day is over: {names}. What is done can be taken out, the rest needs a new day.")
    found.good(not found, f"All {len(rows)} steps have a day to come and a person.")
    return tuple(found)


def jargon(text: str) -> tuple[str, ...]:
    """Find words of our trade and abbreviations that a company head would not use, in the order of the text.

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

    check : values of ``letter_check``, with ``hours_each``: hours that it asks of one person.
    """
    found = Findings(ours=True)
    if text.strip():
        plain = "The letter has no abbreviation and no word of our trade that we know of."
        found.look(jargon(text), "Our words, not those of companies: {names}.", good=plain)
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


def _county(name: str) -> str:
    """Reduce "Dallas County, Texas", "Dallas" and "DALLAS, TX" to the same name."""
    return re.sub(r"\s+(county|parish)$", "", name.partition(",")[0].strip().casefold())


@dataclass(frozen=True, slots=True)
class BackDate:
    """A task with the days on which it should be done."""

    # first, last: the days; the same where there is one
    first: date
    last: date
    days_before: int  # days before the launch, of the first day
    task: str  # what is to be done
    source: str  # ``toolkit`` or ``ours``
    late: bool  # the last day is over


def back_dates(launch: date, today: date) -> tuple[BackDate, ...]:
    """Count back from the day of the launch.

    The toolkit asks for invitations three to four weeks ahead in one place and a month ahead in another (INC-5);
    both stand in the plan. The other days are ours.

    >>> plan = back_dates(date(2027, 3, 31), date(2027, 3, 5))
    >>> [(item.first.isoformat(), item.late) for item in plan if item.days_before == 30]
    [('2027-03-01', True)]
    """
    if launch.toordinal() <= _BACK[0][0]:
        raise UserError(f"The launch is dated in the year {launch.year}; look at the year again.")
    found = []
    for early, late, task, source in _BACK:
        first, last = launch - timedelta(days=early), launch - timedelta(days=late)
        found.append(BackDate(first, last, early, task, source, last < today))
    return tuple(found)


_STRENGTHS: Final = {"knows_well": 3, "has_met": 2, "knows_somebody": 1}


@dataclass(frozen=True, slots=True)
class CompanyContacts:
    """Who knows somebody at a company."""

    # company, chief_executive: which, and who leads it
    company: str
    chief_executive: str
    # for each partner of the matrix 3 (knows the chief executive well), 2 (has met), 1 (knows somebody) or 0
    strengths: Mapping[str, int]

    @property
    def best(self) -> tuple[str, ...]:
        """Who reaches it best; empty where nobody does."""
        most = max(self.strengths.values(), default=0)
        return tuple(name for name, strength in self.strengths.items() if strength == most > 0)


def company_contacts(
    rows: Sequence[Mapping[str, Any]], companies: Sequence[str]
) -> tuple[CompanyContacts, ...]:
    """Bring the contact matrix together, company by company, those added that are only to be invited."""
    chiefs = {row["company"]: str(row.get("chief_executive") or "") for row in rows}
    strengths = {
        (row["company"], str(row["partner"])): _STRENGTHS[row["strength"]]
        for row in rows
        if row.get("partner") and row.get("strength")
    }
    partners = sorted({partner for _, partner in strengths}, key=str.casefold)
    return tuple(
        CompanyContacts(
            name, chiefs.get(name, ""), {partner: strengths.get((name, partner), 0) for partner in partners}
        )
        for name in sorted({*companies, *chiefs}, key=str.casefold)
    )


def convener_points(rows: Sequence[Mapping[str, Any]], criteria: Sequence[str]) -> pd.DataFrame:
    """Add up the points of possible conveners; without all of them there is no sum.

    Gives ``organization``, the criteria, ``total``; most points first, those without a sum last.
    """
    frame = pd.DataFrame(rows, columns=["organization", *criteria])
    scores = frame[[*criteria]].apply(pd.to_numeric)
    frame["total"] = scores.sum(axis=1, min_count=len(criteria))
    return frame.sort_values(["total", "organization"], ascending=[False, True], na_position="last")
