"""Step 5: task teams, quick wins, duties and the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.words import listed

_WIN_DAYS: Final = 60
_TEAM_NEEDS: Final[Mapping[str, str]] = {
    "lead_champion": "a champion",
    "outcome": "an outcome",
    "measure": "a sign of success",
}
_HALF: Final = 0.5


def task_teams(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at the task teams: more business than partners, a champion, an outcome.

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
        found.look(not row.get("owner"), f"{row['what']}: no one owns it.")
    return tuple(found)


def plan(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the implementation plan: owners, days, and whose plan it is."""
    if not rows:
        return (Finding("open", "The plan has no actions yet."),)
    found = Findings()
    done = sum(row.get("status") == "done" for row in rows)
    found.say("good" if done else "open", f"{done} of {len(rows)} actions are done.")
    found.look([row["action"] for row in over_time(rows, today)], "Over time: {all}.")
    found.look([row["action"] for row in rows if not row.get("owner")], "Without an owner: {all}.")
    owners = [row["owner_kind"] for row in rows if row.get("owner_kind")]
    if owners:
        business = owners.count("business")
        text = f"Business owns {business} of {len(owners)} actions; where partners own most, businesses become guests."
        found.judge(2 * business >= len(owners), text, ours=True)
    return tuple(found)


def responsibilities(
    rows: Sequence[Mapping[str, Any]], how_to_ask: str, groups: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Look at the duties: each of the toolkit's five groups has one, and each duty has a person (S5-TOOL-3).

    how_to_ask : how a task team asks for help; empty where it is not written.
    """
    if not rows:
        return (Finding("open", "No duties are written down yet."),)
    found = Findings()
    have_duties = {row.get("group") for row in rows}
    have_people = {row.get("group") for row in rows if row.get("who")}
    without = [name for group, name in groups.items() if group not in have_duties]
    found.look(without, "Without any duty: {all}.", good=f"Each of the {len(groups)} groups has a duty.")
    nobody = [name for group, name in groups.items() if group in have_duties - have_people]
    found.look(nobody, "Duties, but no name: {all}.")
    names = [str(row["who"]) for row in rows if row.get("who")]
    busiest = max(names, key=names.count, default="")
    much = len(names) > 2 and names.count(busiest) > _HALF * len(names)  # noqa: PLR2004
    text = f"{busiest} has {names.count(busiest)} of {len(names)} duties: who else could?"
    found.look(much, text, ours=True)
    written = "It is written how task teams ask for help."
    found.look(
        not how_to_ask.strip(), "It is not written how a task team asks a partner for help.", good=written
    )
    return tuple(found)


def first_and_last(row: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Give first and last day of an action, in order; None for what is open.

    >>> first_and_last({"begin": "2027-03-31", "end": "2027-03-01"})
    (datetime.date(2027, 3, 1), datetime.date(2027, 3, 31))
    """
    begin, end = day_of(row.get("begin")), day_of(row.get("end"))
    return (end, begin) if begin and end and end < begin else (begin, end)


def in_order_of_days(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Order actions by the first day, or where it is open by the day on which one is due; what has no days comes last."""

    def place(row: Mapping[str, Any]) -> tuple[date, date]:
        begin, end = first_and_last(row)
        return begin or end or date.max, end or date.max

    return sorted(rows, key=place)


def over_time(rows: Sequence[Mapping[str, Any]], today: date) -> list[Mapping[str, Any]]:
    """Give the actions whose last day is over, and that are not done."""
    return [
        row for row in rows if (end := day_of(row.get("end"))) and end < today and row.get("status") != "done"
    ]
