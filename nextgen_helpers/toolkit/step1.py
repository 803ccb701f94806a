"""Step 1: who is on the support team, who was asked, what is common, who is tied to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.toolkit.outreach import degree_centralization
from nextgen_helpers.words import listed

if TYPE_CHECKING:
    import networkx as nx

#: Kinds of partners without whom the toolkit's support team is not complete.
_CORE: Final = {
    "workforce": "workforce",
    "education": "education",
    "economic_development": "economic development",
}
#: For what an organization in the scan can matter.
_FOR_WHAT: Final = {
    "industry": "the industry",
    "workers": "its workers",
    "connecting": "bringing the two together",
}
_MOST_CONVENERS: Final = 2
_MATTERS: Final = 4
_LOW: Final = 2
_AGREE_SHARE: Final = 0.75


def support_team(
    roster: Sequence[Mapping[str, Any]], roles: Sequence[Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Look at the support team of Step 1: who is missing, who convenes, whose role is open.

    >>> [finding.state for finding in support_team([], [])]
    ['open', 'open']
    """
    found = Findings()
    if roster:
        kinds = {row.get("kind") for row in roster}
        missing = [title for kind, title in _CORE.items() if kind not in kinds]
        whole = "Workforce, education and economic development are all on the roster."
        found.look(missing, "No one on the roster represents {all}.", good=whole)
        inner = any(row.get("table") == "inner" for row in roster)
        found.look(not inner, "No one sits at the inner table yet.")
    else:
        found.say("open", "The roster is empty: no one is on the team yet.")
    _roles(found, roles)
    return tuple(found)


def _roles(found: Findings, roles: Sequence[Mapping[str, Any]]) -> None:
    if not roles:
        found.say("open", "No roles are written down yet.")
        return
    conveners = sorted({row["organization"] for row in roles if row.get("role") == "convener"})
    if not conveners:
        found.say("look", "No one is named as convener.")
    elif len(conveners) > _MOST_CONVENERS:
        text = f"{len(conveners)} organizations are named as conveners; one or two can share the job."
        found.say("look", text)
    else:
        found.say("good", f"{listed(conveners)} {'convenes' if len(conveners) == 1 else 'convene'}.")
    unclear = {
        row["organization"] for row in roles if row.get("role") in (None, "open") or not row.get("commits")
    }
    found.look(sorted(unclear), "Role or commitment is still open for {all}.")


def stakeholders(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at the scan: for whom each organization matters, and who was never asked (TC-4).

    rows : rows with ``industry``, ``workers`` and ``connecting`` (1 to 5), ``asked``, ``who_asks`` and ``asked_on``.
    """
    if not rows:
        return (Finding("open", "No one is in the scan yet."),)
    found = Findings()
    for name, words in _FOR_WHAT.items():
        strong = [row["organization"] for row in rows if (row.get(name) or 0) >= _MATTERS]
        nobody = f"No one in the scan matters a lot for {words}."
        found.good(strong, f"Much for {words} (4 or 5): {{names}}.", look=nobody, ours=True)
    weighty = [row for row in rows if max(row.get(name) or 0 for name in _FOR_WHAT) >= _MATTERS]
    unasked = [
        row["organization"]
        for row in weighty
        if row.get("asked") != "yes" and not (row.get("who_asks") and row.get("asked_on"))
    ]
    found.look(unasked, "Matters a lot, but no one has asked or is about to: {names}.", ours=True)
    late = [
        row["organization"]
        for row in rows
        if row.get("asked") != "yes" and (day := day_of(row.get("asked_on"))) and day < today
    ]
    found.look(late, "The day to ask is over: {names}.")
    done = weighty and not unasked and not late
    found.good(bool(done), "Everyone who matters a lot was asked, or has a caller and a date.", ours=True)
    return tuple(found)


def common_goal(goal: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the sentence that all should want: how many support it, and whom it leaves out (TC-5).

    goal : values of ``common_goal``: ``change`` and ``voices`` with ``organization`` and ``agrees`` (1 to 5).

    >>> goal = {"change": "Shorter ways to good jobs.", "voices": [{"organization": "A", "agrees": 5}, {"organization": "B", "agrees": 2}]}
    >>> [finding.state for finding in common_goal(goal)]
    ['look', 'look']
    """
    if not goal.get("change"):
        return (Finding("open", "The sentence about the change is not written yet."),)
    voices = [row for row in goal.get("voices", ()) if row.get("agrees") is not None]
    if not voices:
        return (Finding("open", "No one has rated the sentence yet."),)
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


@dataclass(frozen=True, slots=True)
class Universe:
    """Partners and what ties them."""

    # ``organization, kind, table`` (inner, outer or missing), ``ties`` (to how many others), ``between``
    # (share of the shortest ways among the others that lead over it, 0 to 1), ``trust`` and ``value`` (means
    # of its ties, 1 to 5; missing where none was given). Isolated partners are in it
    partners: pd.DataFrame
    ties: pd.DataFrame  # ``organization, other_organization, tie, trust, value``, each pair once
    density: float  # share of all pairs that are tied, 0 to 1; missing with fewer than two partners
    centralization: float  # how far all hangs on one partner, 0 to 1; missing with fewer than three


def universe(roster: Sequence[Mapping[str, Any]], ties: Sequence[Mapping[str, Any]]) -> Universe:
    """Bring roster and connections together.

    roster : rows with ``organization``, ``kind`` and ``table``; an organization that is there twice counts once,
        also where capitals or spaces differ; its first spelling and row count.
    ties : rows with ``organization``, ``other_organization``, ``tie``, ``trust`` and ``value``. A tie of an
        organization with itself is left out; of a pair that is named twice the last counts.

    >>> found = universe([{"organization": "Board"}, {"organization": "Farm Bureau"}],
    ...                  [{"organization": "Board", "other_organization": "College", "trust": 4}])
    >>> found.partners[["organization", "ties"]].to_numpy().tolist()
    [['Board', 1], ['College', 1], ['Farm Bureau', 0]]
    """
    import networkx as nx  # noqa: PLC0415  (slow to import)

    spelled: dict[str, str] = {}

    def same(name: str) -> str:
        return spelled.setdefault(name_key(name), name)

    about: dict[str, dict[str, Any]] = {}
    for row in roster:
        about.setdefault(same(row["organization"]), {"kind": row.get("kind"), "table": row.get("table")})
    pairs: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in ties:
        one, other = sorted((same(row["organization"]), same(row["other_organization"])))
        if one != other:
            pairs[one, other] = row
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from([*about, *(name for pair in pairs for name in pair)])
    graph.add_edges_from(pairs)
    between = nx.betweenness_centrality(graph)
    rows = [
        {
            "organization": name,
            "kind": about.get(name, {}).get("kind"),
            "table": about.get(name, {}).get("table"),
            "ties": graph.degree(name),
            "between": float(between[name]),
            "trust": _mean([row.get("trust") for pair, row in pairs.items() if name in pair]),
            "value": _mean([row.get("value") for pair, row in pairs.items() if name in pair]),
        }
        for name in sorted(graph.nodes, key=str.casefold)
    ]
    columns = ["organization", "kind", "table", "ties", "between", "trust", "value"]
    tie_rows = [
        (one, other, row.get("tie"), row.get("trust"), row.get("value"))
        for (one, other), row in pairs.items()
    ]
    count = graph.number_of_nodes()
    return Universe(
        pd.DataFrame(rows, columns=columns),
        pd.DataFrame(tie_rows, columns=["organization", "other_organization", "tie", "trust", "value"]),
        float(nx.density(graph)) if count > 1 else float("nan"),
        degree_centralization(graph),
    )


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else float("nan")
