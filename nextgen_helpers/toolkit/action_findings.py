"""What a team's entries of Steps 4 to 6 say: the launch, the work that follows, and what makes it last."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings, State, day_of
from nextgen_helpers.words import day_words, listed, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FEWEST, _MOST = 3, 5
_FIRST_CALL: Final = (14, 28)
_QUARTER: Final = 92
_WIN_DAYS: Final = 60
_YEAR: Final = 365
_WIDE_GAP: Final = 1.0
_HIGH: Final = 4
_HALF: Final = 0.5
_TEAM_NEEDS: Final[Mapping[str, str]] = {
    "lead_champion": "a champion",
    "outcome": "an outcome",
    "measure": "a sign of success",
}


def launch(
    attendance: Sequence[Mapping[str, Any]],
    priorities: Sequence[Mapping[str, Any]],
    commitments: Sequence[Mapping[str, Any]],
    calls: Sequence[Mapping[str, Any]],
    launch_day: date | None,
) -> tuple[Finding, ...]:
    """Look at the launch: who came, whose priorities they are, and what was promised.

    Parameters
    ----------
    launch_day : the day of the launch; None where it is not settled.
    """
    found = Findings()
    _attendance(found, attendance)
    _priorities(found, priorities)
    _promises(found, commitments)
    _calls(found, calls, launch_day)
    return tuple(found)


def _attendance(found: Findings, rows: Sequence[Mapping[str, Any]]) -> None:
    if not any(row.get("came") for row in rows):
        found.say("open", "Who came is not written down yet.")
        return
    came = [row for row in rows if row.get("came") in ("yes", "sent_somebody")]
    invited = sum(row.get("invited") == "yes" for row in rows)
    text = f"{plural(len(came), 'company was', 'companies were')} there"
    if invited:
        share = sum(row.get("invited") == "yes" for row in came) / invited
        text += f", {share:.0%} of the {invited} that were invited"
    found.judge(came, f"{text}.")
    leaders = sum(row.get("position") in ("chief", "top") for row in came)
    decided = f"{leaders} of them came with somebody who decides."
    found.judge(came and 2 * leaders >= len(came), decided, ours=True)


def _priorities(found: Findings, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        found.say("open", "No priorities are written down yet.")
        return
    count = len(rows)
    there = "is 1 priority" if count == 1 else f"are {count} priorities"
    found.judge(_FEWEST <= count <= _MOST, f"There {there}; a launch ends well with three to five.")
    about_people = sum(row.get("kind") == "workforce" for row in rows)
    known = sum(row.get("kind") is not None for row in rows)
    usual = "about people and skills; usually most are, and not all."
    found.look(known and not about_people, f"None of them is {usual}")
    found.look(known and about_people == known, f"All of them are {usual}")
    business = sum(row.get("proposed_by") == "business" for row in rows)
    found.judge(business == count, f"{business} of {count} priorities were named by business.")
    without = [row["opportunity"] for row in rows if not row.get("champion")]
    found.look(without, "No business leader stands for {all}.")


def _promises(found: Findings, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        found.say("open", "No promises are written down yet.")
        return
    whole = sum(bool(row.get("who") and row.get("by")) for row in rows)
    found.judge(whole == len(rows), f"{whole} of {len(rows)} promises have a name and a day.")
    business = sum(row.get("side") == "business" for row in rows)
    found.judge(business, f"{business} of them come from business.")


def _calls(found: Findings, rows: Sequence[Mapping[str, Any]], launch_day: date | None) -> None:
    if not rows:
        found.say("open", "No calls of task teams are set yet.")
    elif launch_day is None:
        found.say("open", "Without the day of the launch nobody can say whether the calls come in time.")
    else:
        first, last = (launch_day + timedelta(days=days) for days in _FIRST_CALL)
        days = [day_of(row.get("call_on")) for row in rows]
        fitting = sum(day is not None and launch_day <= day <= last for day in days)
        found.judge(
            fitting == len(rows),
            f"{fitting} of {len(rows)} task teams call within four weeks of the launch; two to four weeks is the rule "
            f"({first:%B} {first.day} to {last:%B} {last.day}).",
        )


def task_teams(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at the task teams: more business than partners, a champion, an outcome.

    Examples
    --------
    >>> team = {"team": "Talent", "business_members": 2, "partner_members": 5, "lead_champion": "A. Invented"}
    >>> [finding.state for finding in task_teams([team])]
    ['look', 'look']
    """
    if not rows:
        return (Finding("open", "There are no task teams yet."),)
    found = Findings()
    for row in rows:
        business, partners = row.get("business_members"), row.get("partner_members")
        belong = f"{row['team']}: {business} from business and {partners} partners"
        if business is None or partners is None:
            found.say("open", f"{row['team']}: who belongs to it is not counted yet.")
        elif business <= partners:
            found.say("look", f"{belong}; business should be the majority.")
        else:
            found.say("good", f"{belong}.")
        missing = [title for name, title in _TEAM_NEEDS.items() if not row.get(name)]
        if missing:
            found.say("look", f"{row['team']} still lacks {listed(missing)}.")
    return tuple(found)


def quick_wins(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the quick wins: due within 60 days, owned, done."""
    if not rows:
        return (Finding("open", "No quick win is named yet; two to four weeks are enough to name one."),)
    found = Findings()
    done = sum(row.get("status") == "done" for row in rows)
    found.judge(done, f"{done} of {len(rows)} quick wins are done.")
    for row in rows:
        begun, due = day_of(row.get("begun")), day_of(row.get("due"))
        days = (due - begun).days if begun and due else 0
        found.look(days > _WIN_DAYS, f"{row['what']}: {days} days is more than 60.")
        late = due and due < today and row.get("status") != "done"
        found.look(late, f"{row['what']}: the day is over, and it is not done.")
        found.look(not row.get("owner"), f"{row['what']}: nobody owns it.")
    return tuple(found)


def plan(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the implementation plan: owners, days, and whose plan it is."""
    if not rows:
        return (Finding("open", "The plan has no actions yet."),)
    found = Findings()
    done = sum(row.get("status") == "done" for row in rows)
    found.say("good" if done else "open", f"{done} of {len(rows)} actions are done.")
    late = [
        row["action"]
        for row in rows
        if (end := day_of(row.get("end"))) and end < today and row.get("status") != "done"
    ]
    found.look(late, "Over time: {all}.")
    found.look([row["action"] for row in rows if not row.get("owner")], "Without an owner: {all}.")
    owners = [row["owner_kind"] for row in rows if row.get("owner_kind")]
    if owners:
        business = owners.count("business")
        text = f"Business owns {business} of {len(owners)} actions; where partners own most, businesses become guests."
        found.judge(2 * business >= len(owners), text, ours=True)
    return tuple(found)


def rhythm(meeting: Mapping[str, Any], again: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    """Look at the rhythm: a full meeting every quarter, a look back every year."""
    return (full_meetings(meeting, today), looking_again(again, today))


def full_meetings(meeting: Mapping[str, Any], today: date) -> Finding:
    """Look whether the next full meeting is set, at most a quarter after the last (S5-AAR-6)."""
    days = (meeting.get("last_meeting"), meeting.get("next_meeting"))
    return _interval(days, _QUARTER, ("the full meetings", "a quarter"), today)


def looking_again(again: Mapping[str, Any], today: date) -> Finding:
    """Look whether the next look at everything is set, at most a year after the last (S6-AAR-3)."""
    return _interval((again.get("last_on"), again.get("next_on")), _YEAR, ("looking again", "a year"), today)


def _interval(days: tuple[Any, Any], most: int, words: tuple[str, str], today: date) -> Finding:
    (begin, end), (what, span) = map(day_of, days), words
    next_day = f"The next day for {what}"
    if end is None:
        return Finding("open", f"{next_day} is not set yet.")
    if end < today:
        return Finding("look", f"{next_day} was {day_words(end)}; it is over, and no later one is set.")
    if begin is None:
        return Finding("good", f"{next_day} is {day_words(end)}.")
    between = (end - begin).days
    if between <= 0:
        return Finding("look", f"{next_day} is not after the last one; look at both days again.")
    # The same day of the next year is a year, also where a February 29 lies between.
    year = most == _YEAR and (end.month, end.day, end.year) == (begin.month, begin.day, begin.year + 1)
    state: State = "good" if between <= most or year else "look"
    return Finding(state, f"Between {what} lie {between} days; {span} is the most.")


def funding(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the money: how much hangs on one source, what ends soon, what lasts."""
    known = [row for row in rows if row.get("dollars_a_year")]
    total = sum(row["dollars_a_year"] for row in known)
    if not total:
        return (Finding("open", "No amounts are written down yet."),)
    # A source can stand in several rows, such as one for the partnership and one for its solutions.
    gives: Counter[str] = Counter()
    for row in known:
        gives[row["source"]] += row["dollars_a_year"]
    largest = max(gives, key=gives.__getitem__)
    share = gives[largest] / total
    index = sum((dollars / total) ** 2 for dollars in gives.values())
    ending = [
        f"{row['source']} (over already)" if until < today else str(row["source"])
        for row in known
        if (until := day_of(row.get("until"))) and until <= today + timedelta(days=_YEAR)
    ]
    lasting = sum(
        row["dollars_a_year"] for row in known if row.get("kind") not in ("public_grant", "foundation")
    )
    found = Findings()
    found.judge(
        share <= _HALF,
        f"{largest} gives {share:.0%} of {total:,} dollars a year (sum of squared shares {index:.2f}; 1 is a single source).",
        ours=True,
    )
    grants = f"{lasting / total:.0%} come from sources that are no grants."
    found.judge(2 * lasting >= total, grants, ours=True)
    ending = list(dict.fromkeys(ending))
    found.look(ending, "Within a year end: {all}.", good="No source is known to end within a year.")
    return tuple(found)


def value_by_group(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look at how each group values the partnership, and where groups differ.

    Parameters
    ----------
    rows : rows of enduring value, each with ``group`` and ``value`` (1 to 5).
    """
    found = Findings()
    rated: dict[str, float] = {}
    for group, title in titles.items():
        given = [row["value"] for row in rows if row.get("group") == group and row.get("value") is not None]
        if given:
            rated[title] = median(given)
            text = f"{title}: median {rated[title]:g} of 5, {len(given)} asked."
            found.judge(rated[title] >= _HIGH, text)
        else:
            found.say("open", f"{title}: nobody was asked yet.")
    if rated:
        low, high = min(rated, key=rated.__getitem__), max(rated, key=rated.__getitem__)
        apart = rated[high] - rated[low]
        text = f"{high} and {low} lie {apart:g} points apart: ask what {low} does not get."
        found.look(apart > _WIDE_GAP, text, ours=True)
    return tuple(found)
