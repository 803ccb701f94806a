"""Step 4: what the launch meeting left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.words import plural

_FEWEST, _MOST = 3, 5
_FIRST_CALL: Final = (14, 28)


def launch(
    attendance: Sequence[Mapping[str, Any]],
    priorities: Sequence[Mapping[str, Any]],
    commitments: Sequence[Mapping[str, Any]],
    calls: Sequence[Mapping[str, Any]],
    launch_day: date | None,
) -> tuple[Finding, ...]:
    """Look at the launch: who came, whose priorities they are, and what was promised.

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
    decided = f"{leaders} of them came with someone who decides."
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
    found.look(without, "No business leader represents {all}.")


def _promises(found: Findings, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        found.say("open", "No commitments are written down yet.")
        return
    whole = sum(bool(row.get("who") and row.get("by")) for row in rows)
    found.judge(whole == len(rows), f"{whole} of {len(rows)} commitments have a name and a day.")
    business = sum(row.get("side") == "business" for row in rows)
    found.judge(business, f"{business} of them come from business.")


def _calls(found: Findings, rows: Sequence[Mapping[str, Any]], launch_day: date | None) -> None:
    if not rows:
        found.say("open", "No calls of task teams are set yet.")
    elif launch_day is None:
        found.say("open", "Without the date of the launch no one can say whether the calls come in time.")
    else:
        first, last = (launch_day + timedelta(days=days) for days in _FIRST_CALL)
        days = [day_of(row.get("call_on")) for row in rows]
        fitting = sum(day is not None and launch_day <= day <= last for day in days)
        found.judge(
            fitting == len(rows),
            f"{fitting} of {len(rows)} task teams call within four weeks of the launch; two to four weeks is the rule "
            f"({first:%B} {first.day} to {last:%B} {last.day}).",
        )
