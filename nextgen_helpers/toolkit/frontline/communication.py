"""How news travels from companies to the front line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.one_name import first_spellings
from nextgen_helpers.words import listed

#: The five stages, in order, and what they are called in a sentence.
_STAGES: Final[Mapping[str, str]] = {
    "partnership": "the partnership",
    "decision_makers": "decision makers",
    "program_staff": "program staff",
    "frontline": "the front line",
    "people": "jobseekers and students",
}
_NEEDED: Final[Mapping[str, str]] = {
    "told": "content",
    "channel": "channel",
    "owner": "owner",
    "how_often": "rhythm",
}
_DAYS: Final[Mapping[str, int]] = {"weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 365}


@dataclass(frozen=True, slots=True)
class Way:
    """A way of news from one to another."""

    # sender, receiver: from whom to whom
    sender: str
    receiver: str
    missing: tuple[str, ...]  # what it lacks: content, channel, owner or rhythm
    days: int | None  # at most so many days until the next news, by its rhythm; None where that is not fixed
    back: bool  # whether a way back is named


@dataclass(frozen=True, slots=True)
class Strategy:
    """How news travels over five stages."""

    stages: Mapping[str, str | None]  # for each who is on the way, its stage; None where nobody said
    ways: tuple[Way, ...]  # the ways, each pair once or more
    gaps: tuple[int, ...]  # numbers (1 to 4) of the steps between neighboring stages that no way crosses
    reached: tuple[str, ...]  # who of the last stage is reached from the first over ways that lack nothing
    # for those reached, how old news is at most, in days; None where a rhythm on the way is not fixed
    days: Mapping[str, int | None]


def communication(stored: Mapping[str, Any]) -> Strategy:
    """Bring stages and ways together."""
    import networkx as nx  # noqa: PLC0415  (slow to import)

    names = [row["who"] for row in stored["nodes"]]
    names += [row[end] for row in stored["ways"] for end in ("sender", "receiver")]
    spelled = first_spellings(names)
    stages: dict[str, str | None] = dict.fromkeys(spelled.values())
    for row in stored["nodes"]:
        stages[spelled[row["who"]]] = stages[spelled[row["who"]]] or row["stage"]
    ways = tuple(
        Way(
            spelled[row["sender"]],
            spelled[row["receiver"]],
            tuple(word for name, word in _NEEDED.items() if not row[name]),
            _DAYS.get(row["how_often"] or ""),
            bool(row["way_back"]),
        )
        for row in stored["ways"]
        if spelled[row["sender"]] != spelled[row["receiver"]]
    )
    order = {stage: number for number, stage in enumerate(_STAGES)}
    crossed = {
        step
        for way in ways
        if (begin := order.get(stages[way.sender] or "")) is not None
        and (end := order.get(stages[way.receiver] or "")) is not None
        for step in range(begin + 1, end + 1)
    }
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(stages)
    for way in ways:
        if not way.missing:
            known = graph.get_edge_data(way.sender, way.receiver, {"days": None})["days"]
            days = min((item for item in (known, way.days) if item is not None), default=None)
            graph.add_edge(way.sender, way.receiver, days=days)
    first = {name for name, stage in stages.items() if stage == "partnership"}
    last = [name for name, stage in stages.items() if stage == "people"]
    reachable = set[str]().union(*(nx.descendants(graph, name) for name in first))
    reached = tuple(name for name in last if name in reachable)
    lengths = {}
    if first:
        # A way without a rhythm has no days, which hides it.
        lengths = nx.multi_source_dijkstra_path_length(graph, first, weight="days")
    gaps = tuple(step for step in range(1, len(_STAGES)) if step not in crossed)
    return Strategy(stages, ways, gaps, reached, {name: lengths.get(name) for name in reached})


def communication_findings(stored: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at how news travels: which steps nobody crosses, which ways lack something, whom it reaches."""
    strategy = communication(stored)
    if not strategy.stages:
        return (Finding("open", "No way of news is drawn yet."),)
    found = Findings()
    names = list(_STAGES.values())
    for step in strategy.gaps:
        found.say("look", f"From {names[step - 1]} to {names[step]} nothing goes yet.")
    found.good(not found, "Each of the four steps is crossed.")
    for way in strategy.ways:
        if way.missing:
            found.say("look", f"{way.sender} to {way.receiver}: without {listed(way.missing)}.")
    silent = [f"{way.sender} to {way.receiver}" for way in strategy.ways if not way.back]
    found.look(silent, "Without a way back: {names}.", ours=True)
    nowhere = [name for name, stage in strategy.stages.items() if stage is None]
    found.open(nowhere, "At no stage yet: {names}.")
    last = [name for name, stage in strategy.stages.items() if stage == "people"]
    if last:
        missed = [name for name in last if name not in strategy.reached]
        whole = "Complete paths lead from the partnership to everyone at the last stage."
        found.look(missed, "No complete path leads from the partnership to {names}.", good=whole)
    else:
        found.say("open", "No group of jobseekers or students is named as the last stage.")
    known = [days for days in strategy.days.values() if days is not None]
    if known:
        old = f"By the rhythms of the ways, news can be up to {max(known)} days old when it arrives."
        found.judge(max(known) <= _DAYS["quarterly"] + _DAYS["monthly"], old, ours=True)
    return tuple(found)


def on_a_way(strategy: Strategy) -> set[str]:
    """Name those from whom or to whom news goes."""
    return {name for way in strategy.ways for name in (way.sender, way.receiver)}


def empty_stages(strategy: Strategy) -> tuple[str, ...]:
    """Name the stages, in order, at which nobody stands."""
    return tuple(stage for stage in _STAGES if stage not in strategy.stages.values())
