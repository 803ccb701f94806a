"""What a team's entries of Steps 4 to 6 say: the launch, the work that follows, and what makes it last."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.toolkit.findings import Finding, day_of, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "full_meetings",
    "funding",
    "launch",
    "looking_again",
    "plan",
    "quick_wins",
    "rhythm",
    "task_teams",
    "value_by_group",
]

_FEWEST, _MOST = 3, 5
_FIRST_CALL: Final = (14, 28)
_QUARTER: Final = 92
_WIN_DAYS: Final = 60
_YEAR: Final = 365
_WIDE_GAP: Final = 1.0
_HIGH: Final = 4
_HALF: Final = 0.5


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
    attendance, priorities, commitments, calls : rows of the tools of Step 4.
    launch_day : the day of the launch; None where it is not settled.
    """
    return (
        *_attendance(attendance),
        *_priorities(priorities),
        *_promises(commitments),
        *_calls(calls, launch_day),
    )


def _attendance(rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
    invited = [row for row in rows if row.get("invited") == "yes"]
    came = [row for row in rows if row.get("came") in ("yes", "sent_somebody")]
    if not any(row.get("came") for row in rows):
        return [Finding("open", "Who came is not written down yet.")]
    share = len([row for row in came if row.get("invited") == "yes"]) / len(invited) if invited else None
    text = f"{len(came)} {'company was' if len(came) == 1 else 'companies were'} there"
    text += f", {share:.0%} of the {len(invited)} that were invited." if share is not None else "."
    leaders = [row for row in came if row.get("position") in ("chief", "top")]
    state = "good" if came and 2 * len(leaders) >= len(came) else "look"
    return [
        Finding("good" if came else "look", text),
        Finding(state, f"{len(leaders)} of them came with somebody who decides.", ours=True),  # type: ignore[arg-type]
    ]


def _priorities(rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
    if not rows:
        return [Finding("open", "No priorities are written down yet.")]
    count = len(rows)
    found = [
        Finding(
            "good" if _FEWEST <= count <= _MOST else "look",
            f"There {'is 1 priority' if count == 1 else f'are {count} priorities'}; a launch ends well with three to five.",
        )
    ]
    about_people = sum(row.get("kind") == "workforce" for row in rows)
    known = sum(row.get("kind") is not None for row in rows)
    if known and about_people in (0, known):
        word = "None" if about_people == 0 else "All"
        found.append(
            Finding(
                "look",
                f"{word} of them {'is' if about_people == 0 else 'are'} about people and skills; usually most are, and not all.",
            )
        )
    business = sum(row.get("proposed_by") == "business" for row in rows)
    found.append(
        Finding(
            "good" if business == count else "look",
            f"{business} of {count} priorities were named by business.",
        )
    )
    without = [str(row["opportunity"]) for row in rows if not row.get("champion")]
    if without:
        found.append(Finding("look", f"No business leader stands for {listed(without)}."))
    return found


def _promises(rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
    if not rows:
        return [Finding("open", "No promises are written down yet.")]
    whole = [row for row in rows if row.get("who") and row.get("by")]
    state = "good" if len(whole) == len(rows) else "look"
    business = sum(row.get("side") == "business" for row in rows)
    return [
        Finding(state, f"{len(whole)} of {len(rows)} promises have a name and a day."),  # type: ignore[arg-type]
        Finding("good" if business else "look", f"{business} of them come from business."),
    ]


def _calls(rows: Sequence[Mapping[str, Any]], launch_day: date | None) -> list[Finding]:
    if not rows:
        return [Finding("open", "No calls of task teams are set yet.")]
    if launch_day is None:
        return [
            Finding("open", "Without the day of the launch nobody can say whether the calls come in time.")
        ]
    first, last = (launch_day + timedelta(days=days) for days in _FIRST_CALL)
    days = [day_of(row.get("call_on")) for row in rows]
    fitting = sum(day is not None and launch_day <= day <= last for day in days)
    return [
        Finding(
            "good" if fitting == len(rows) else "look",
            f"{fitting} of {len(rows)} task teams call within four weeks of the launch; two to four weeks is the rule "
            f"({first:%B} {first.day} to {last:%B} {last.day}).",
        )
    ]


def task_teams(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at the task teams: more business than partners, a champion, an outcome.

    Parameters
    ----------
    rows : rows of the task teams.

    Examples
    --------
    >>> team = {"team": "Talent", "business_members": 2, "partner_members": 5, "lead_champion": "A. Invented"}
    >>> [finding.state for finding in task_teams([team])]
    ['look', 'look']
    """
    if not rows:
        return (Finding("open", "There are no task teams yet."),)
    found = []
    for row in rows:
        business, partners = row.get("business_members"), row.get("partner_members")
        if business is None or partners is None:
            found.append(Finding("open", f"{row['team']}: who belongs to it is not counted yet."))
        elif business <= partners:
            found.append(
                Finding(
                    "look",
                    f"{row['team']}: {business} from business and {partners} partners; business should be the majority.",
                )
            )
        else:
            found.append(Finding("good", f"{row['team']}: {business} from business and {partners} partners."))
        missing = [
            title
            for name, title in (
                ("lead_champion", "a champion"),
                ("outcome", "an outcome"),
                ("measure", "a sign of success"),
            )
            if not row.get(name)
        ]
        if missing:
            found.append(Finding("look", f"{row['team']} still lacks {listed(missing)}."))
    return tuple(found)


def quick_wins(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the quick wins: due within 60 days, owned, done.

    Parameters
    ----------
    rows : rows of the quick wins.
    today : the day that counts as today.
    """
    if not rows:
        return (Finding("open", "No quick win is named yet; two to four weeks are enough to name one."),)
    done = [row for row in rows if row.get("status") == "done"]
    found = [Finding("good" if done else "look", f"{len(done)} of {len(rows)} quick wins are done.")]
    for row in rows:
        begun, due = day_of(row.get("begun")), day_of(row.get("due"))
        if begun and due and (due - begun).days > _WIN_DAYS:
            found.append(Finding("look", f"{row['what']}: {(due - begun).days} days is more than 60."))
        if due and due < today and row.get("status") != "done":
            found.append(Finding("look", f"{row['what']}: the day is over, and it is not done."))
        if not row.get("owner"):
            found.append(Finding("look", f"{row['what']}: nobody owns it."))
    return tuple(found)


def plan(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the implementation plan: owners, days, and whose plan it is.

    Parameters
    ----------
    rows : rows of the plan.
    today : the day that counts as today.
    """
    if not rows:
        return (Finding("open", "The plan has no actions yet."),)
    done = sum(row.get("status") == "done" for row in rows)
    found = [Finding("good" if done else "open", f"{done} of {len(rows)} actions are done.")]
    late = [
        str(row["action"])
        for row in rows
        if (end := day_of(row.get("end"))) and end < today and row.get("status") != "done"
    ]
    if late:
        found.append(Finding("look", f"Over time: {listed(late)}."))
    without = [str(row["action"]) for row in rows if not row.get("owner")]
    if without:
        found.append(Finding("look", f"Without an owner: {listed(without)}."))
    owned = [row for row in rows if row.get("owner_kind")]
    if owned:
        business = sum(row["owner_kind"] == "business" for row in owned)
        found.append(
            Finding(
                "good" if 2 * business >= len(owned) else "look",
                f"Business owns {business} of {len(owned)} actions; where partners own most, businesses become guests.",
                ours=True,
            )
        )
    return tuple(found)


def rhythm(meeting: Mapping[str, Any], again: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    """Look at the rhythm: a full meeting every quarter, a look back every year.

    Parameters
    ----------
    meeting : values of the rhythm of the meetings.
    again : values of looking again.
    today : the day that counts as today.
    """
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
    if end is None:
        return Finding("open", f"The next day for {what} is not set yet.")
    if end < today:
        text = f"The next day for {what} was {end:%B} {end.day}, {end.year}; it is over, and no later one is set."
        return Finding("look", text)
    if begin is None:
        return Finding("good", f"The next day for {what} is {end:%B} {end.day}, {end.year}.")
    between = (end - begin).days
    if between <= 0:
        return Finding("look", f"The next day for {what} is not after the last one; look at both days again.")
    # The same day of the next year is a year, also where a February 29 lies between.
    year = most == _YEAR and (end.month, end.day, end.year) == (begin.month, begin.day, begin.year + 1)
    return Finding(
        "good" if between <= most or year else "look",
        f"Between {what} lie {between} days; {span} is the most.",
    )


def funding(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the money: how much hangs on one source, what ends soon, what lasts.

    Parameters
    ----------
    rows : rows of the sources.
    today : the day that counts as today.
    """
    known = [row for row in rows if row.get("dollars_a_year")]
    total = sum(row["dollars_a_year"] for row in known)
    if not total:
        return (Finding("open", "No amounts are written down yet."),)
    # A source can stand in several rows, such as one for the partnership and one for its solutions.
    gives: dict[str, int] = {}
    for row in known:
        gives[row["source"]] = gives.get(row["source"], 0) + row["dollars_a_year"]
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
    return (
        Finding(
            "look" if share > _HALF else "good",
            f"{largest} gives {share:.0%} of {total:,} dollars a year (sum of squared shares {index:.2f}; 1 is a single source).",
            ours=True,
        ),
        Finding(
            "good" if 2 * lasting >= total else "look",
            f"{lasting / total:.0%} come from sources that are no grants.",
            ours=True,
        ),
        Finding("look", f"Within a year end: {listed(list(dict.fromkeys(ending)))}.")
        if ending
        else Finding("good", "No source is known to end within a year."),
    )


def value_by_group(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look at how each group values the partnership, and where groups differ.

    Parameters
    ----------
    rows : rows of enduring value, each with ``group`` and ``value`` (1 to 5).
    titles : id and name of each group.
    """
    values = {
        title: [row["value"] for row in rows if row.get("group") == group and row.get("value") is not None]
        for group, title in titles.items()
    }
    rated = {title: median(given) for title, given in values.items() if given}
    found = [
        Finding(
            "good" if rated[title] >= _HIGH else "look",
            f"{title}: median {rated[title]:g} of 5, {len(values[title])} asked.",
        )
        if title in rated
        else Finding("open", f"{title}: nobody was asked yet.")
        for title in values
    ]
    if len(rated) > 1:
        low, high = min(rated, key=rated.__getitem__), max(rated, key=rated.__getitem__)
        if rated[high] - rated[low] > _WIDE_GAP:
            found.append(
                Finding(
                    "look",
                    f"{high} and {low} lie {rated[high] - rated[low]:g} points apart: ask what {low} does not get.",
                    ours=True,
                )
            )
    return tuple(found)
