"""Step 4: the room of the launch, and its summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from nextgen_helpers.charts.shown import Shown, said
from nextgen_helpers.charts.team import drawings
from nextgen_helpers.documents import Block, Document, day_or_gap, gap
from nextgen_helpers.team_answers import Team
from nextgen_helpers.views.live import view

#: What a call has to end with for a chair to be set out.
_COMES: Final = ("comes", "sends_somebody")
#: Chairs before anybody has said yes: what the toolkit has in mind for a first launch, and a support team.
_USUAL: Final = (15, 8)


@view
def floor_plan(team: Team) -> Iterator[Shown]:
    """Draw the room of the launch, with as many chairs as companies have said yes and partners have committed to listen."""
    companies = sum(row["result"] in _COMES for row in team.rows("call_log", "calls"))
    partners = len(team.rows("support_promises", "promises"))
    if not companies:
        yield said("No one has said yes in the call log yet: the room is drawn for fifteen companies.")
    yield drawings.floor_plan(companies or _USUAL[0], partners or _USUAL[1])


def summary(team: Team) -> Document:
    """Write the summary of the launch for the businesses: opportunities, requirements, champions, commitments; else a gap."""
    own, plan = team.stored("executive_summary"), team.stored("launch_plan")
    priorities = sorted(team.rows("priorities", "priorities"), key=lambda row: -(row["votes"] or 0))
    promises = team.rows("commitments", "commitments")
    following = day_or_gap(own["next_meeting"], "day of the next meeting")
    blocks = [
        Block("title", f"What we heard: {team.sector() or gap('sector')} in {team.region.name}"),
        Block("text", f"Meeting of {day_or_gap(plan['launch_date'], 'day of the launch')}"),
        Block("text", own["opening"] or gap("first sentences")),
        Block("text", own["what_employers_said"] or gap("what companies said")),
        Block("heading", "What companies put first"),
        *([Block("item", _priority(row)) for row in priorities] or [Block("item", gap("priorities"))]),
        Block("heading", "Who committed to what"),
        *([Block("item", _promise(row)) for row in promises] or [Block("item", gap("commitments"))]),
        Block("heading", "What comes next"),
        *(Block("item", _call(row)) for row in team.rows("task_team_calls", "calls")),
        Block("text", f"We meet again on {following}, {own['next_place'] or gap('place')}."),
        Block("text", own["thanks"] or gap("thanks")),
        *(Block("text", signer) for signer in own["signers"] or [gap("who signs")]),
        Block("text", f"Questions: {own['contact'] or gap('who answers, with phone or mail')}"),
    ]
    return Document(f"summary-{team.region.id}", tuple(blocks))


def _priority(row: dict[str, Any]) -> str:
    need = f" What it takes: {row['requirement']}." if row["requirement"] else ""
    champion = ", ".join(text for text in (row["champion"], row["company"]) if text)
    return f"{row['opportunity']}.{need} Champion: {champion or gap('champion')}."


def _call(row: dict[str, Any]) -> str:
    when = day_or_gap(row["call_on"], "day of the call")
    hour = f", {row['hour']}" if row["hour"] else ""
    return f"Task team on {row['priority']}: call on {when}{hour}."


def _promise(row: dict[str, Any]) -> str:
    who = ", ".join(text for text in (row["who"], row["organization"]) if text) or gap("who")
    by = f", by {day_or_gap(row['by'], '')}" if row["by"] else ""
    return f"{who}: {row['what']}{by}."
