"""Step 4: the summary of the launch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nextgen_helpers.documents import Block, Document, day_or_gap, gap

if TYPE_CHECKING:
    from nextgen_helpers.team_answers import Team


def summary(team: Team) -> Document:
    """Write the summary of the launch for the businesses: chances, requirements, champions, promises; else a gap."""
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
        *([Block("item", _promise(row)) for row in promises] or [Block("item", gap("promises"))]),
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
