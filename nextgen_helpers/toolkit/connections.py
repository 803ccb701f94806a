"""The support team as a network: who sits at the inner and the outer table, and who works with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.toolkit.outreach import degree_centralization
from nextgen_helpers.words import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx


@dataclass(frozen=True, slots=True)
class Universe:
    """Partners and what ties them.

    Parameters
    ----------
    partners : ``organization, kind, table`` (inner, outer or missing), ``ties`` (to how many others),
        ``between`` (share of the shortest ways among the others that lead over it, 0 to 1), ``trust`` and ``value``
        (means of its ties, 1 to 5; missing where none was given). Isolated partners are in it.
    ties : ``organization, other_organization, tie, trust, value``, each pair once.
    density : share of all pairs that are tied, 0 to 1; missing with fewer than two partners.
    centralization : how far all hangs on one partner, 0 to 1; missing with fewer than three.
    """

    partners: pd.DataFrame
    ties: pd.DataFrame
    density: float
    centralization: float


def universe(roster: Sequence[Mapping[str, Any]], ties: Sequence[Mapping[str, Any]]) -> Universe:
    """Bring roster and connections together.

    Parameters
    ----------
    roster : rows with ``organization``, ``kind`` and ``table``; an organization that stands there twice counts once,
        also where capitals or spaces differ; its first spelling and row count.
    ties : rows with ``organization``, ``other_organization``, ``tie``, ``trust`` and ``value``. A tie of an
        organization with itself is left out; of a pair that is named twice the last counts.

    Examples
    --------
    >>> found = universe([{"organization": "Board"}, {"organization": "Farm Bureau"}],
    ...                  [{"organization": "Board", "other_organization": "College", "trust": 4}])
    >>> found.partners[["organization", "ties"]].to_numpy().tolist()
    [['Board', 1], ['College', 1], ['Farm Bureau', 0]]
    """
    import networkx as nx  # noqa: PLC0415  (slow to import)

    spelled: dict[str, str] = {}

    def same(name: str) -> str:
        return spelled.setdefault(folded(name), name)

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


# -- contacts and conveners -----------------------------------------------------------------------------

_STRENGTHS: Final = {"knows_well": 3, "has_met": 2, "knows_somebody": 1}


@dataclass(frozen=True, slots=True)
class CompanyContacts:
    """Who knows somebody at a company.

    Parameters
    ----------
    company, chief_executive : which, and who leads it.
    strengths : for each partner of the matrix 3 (knows the chief executive well), 2 (has met), 1 (knows somebody) or 0.
    """

    company: str
    chief_executive: str
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
            name,
            chiefs.get(name, ""),
            {partner: strengths.get((name, partner), 0) for partner in partners},
        )
        for name in sorted({*companies, *chiefs}, key=str.casefold)
    )


def convener_points(rows: Sequence[Mapping[str, Any]], criteria: Sequence[str]) -> pd.DataFrame:
    """Add up the points of possible conveners; without all of them there is no sum.

    Returns
    -------
    ``organization``, the criteria, ``total``; most points first, those without a sum last.
    """
    frame = pd.DataFrame(rows, columns=["organization", *criteria])
    scores = frame[[*criteria]].apply(pd.to_numeric)
    frame["total"] = scores.sum(axis=1, min_count=len(criteria))
    return frame.sort_values(["total", "organization"], ascending=[False, True], na_position="last")
