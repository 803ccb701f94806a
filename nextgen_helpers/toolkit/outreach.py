"""Many Tables, Many Knocks: who reaches which employer, how often, what for, and what is left out.

Pure functions from an :class:`~nextgen_helpers.toolkit.exercises.Outreach` to tables and measures. A
partner without a tie, and an employer whom nobody reaches, are findings and are never dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import networkx as nx

    from nextgen_helpers.toolkit.exercises import Knock, Outreach, Table


def organizations(outreach: Outreach) -> list[str]:
    """Name every organization: partners listed, those who knock, and those who convene a table."""
    named = [
        *outreach.organizations,
        *(knock.organization for knock in outreach.knocks),
        *(table.convener for table in outreach.tables),
    ]
    return sorted(dict.fromkeys(named), key=str.casefold)


def employers(outreach: Outreach) -> pd.DataFrame:
    """Sum up what reaches each employer or segment.

    Gives, by employer, most contacts first: ``employer``, ``organizations`` (how many knock), ``contacts`` (a
    year), ``purposes`` (how many different ones), ``tables`` (at how many it sits), ``fatigue`` (contacts
    reach the team's threshold). An employer whom nobody reaches stands there with zeros.

    >>> from nextgen_helpers.toolkit.exercises import Knock, Outreach
    >>> map_ = Outreach(knocks=(Knock(organization="College", employer="Mill", purpose="advice"),))
    >>> print(*employers(map_).loc[0, ["employer", "organizations", "contacts"]])
    Mill 1 1
    """
    seats = _seats(outreach.tables)
    known = [*outreach.employers, *(knock.employer for knock in outreach.knocks)]
    by_employer: dict[str, list[Knock]] = {name: [] for name in known}
    for knock in outreach.knocks:
        by_employer[knock.employer].append(knock)
    rows = [
        {
            "employer": name,
            "organizations": len({knock.organization for knock in knocks}),
            "contacts": (contacts := sum(knock.contacts_a_year for knock in knocks)),
            "purposes": len({knock.purpose for knock in knocks}),
            "tables": seats[name],
            "fatigue": contacts >= outreach.fatigue_threshold,
        }
        for name, knocks in by_employer.items()
    ]
    columns = ["employer", "organizations", "contacts", "purposes", "tables", "fatigue"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["contacts", "employer"], ascending=[False, True], ignore_index=True)


def redundancy(outreach: Outreach) -> pd.DataFrame:
    """Find the employers whom two or more organizations approach for the same purpose.

    Gives ``employer, purpose, organizations (how many), names, contacts``, most organizations first.
    """
    found: dict[tuple[str, str], list[Knock]] = {}
    for knock in outreach.knocks:
        found.setdefault((knock.employer, knock.purpose), []).append(knock)
    rows = [
        {
            "employer": employer,
            "purpose": purpose,
            "organizations": len(names),
            "names": ", ".join(names),
            "contacts": sum(knock.contacts_a_year for knock in knocks),
        }
        for (employer, purpose), knocks in found.items()
        if len(names := sorted({knock.organization for knock in knocks})) > 1
    ]
    columns = ["employer", "purpose", "organizations", "names", "contacts"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(
        ["organizations", "contacts", "employer"], ascending=[False, False, True], ignore_index=True
    )


def table_overlap(tables: Iterable[Table]) -> pd.DataFrame:
    """Say how far the same people sit at two tables: Jaccard's index of their members.

    Gives ``table, other, shared, together, overlap`` (0 to 1), highest first; a pair without any member is
    left out, as nothing can be said of it.
    """
    rows = []
    for one, other in combinations(list(tables), 2):
        first, second = set(one.members), set(other.members)
        together = first | second
        if together:
            shared = len(first & second)
            rows.append((one.name, other.name, shared, len(together), shared / len(together)))
    table = pd.DataFrame(rows, columns=["table", "other", "shared", "together", "overlap"])
    return table.sort_values("overlap", ascending=False, ignore_index=True)


def gaps(outreach: Outreach) -> pd.DataFrame:
    """Find employers or segments without a knock, without a table, or without either.

    Gives ``employer, knock, table`` (true where there is one), for those that lack at least one.
    """
    table = employers(outreach)
    found = pd.DataFrame(
        {"employer": table["employer"], "knock": table["organizations"] > 0, "table": table["tables"] > 0}
    )
    return found[~(found["knock"] & found["table"])].reset_index(drop=True)


def contact_matrix(outreach: Outreach) -> pd.DataFrame:
    """Contacts a year of each organization (rows) with each employer (columns); zero where none."""
    names, doors = organizations(outreach), list(employers(outreach)["employer"])
    row, column = _places(names), _places(doors)
    cells = np.zeros((len(names), len(doors)), dtype=np.int64)
    for knock in outreach.knocks:
        cells[row[knock.organization], column[knock.employer]] += knock.contacts_a_year
    return pd.DataFrame(cells, index=names, columns=doors)


def network(outreach: Outreach) -> nx.Graph[Any]:
    """Give organizations and employers as a graph of two kinds, tied where one knocks on the other's door.

    Gives nodes ``("organization", name)`` and ``("employer", name)`` with ``kind`` and ``name``; edges with
    ``contacts`` a year. Isolated ones are in it.
    """
    import networkx as nx  # noqa: PLC0415  (slow to import)

    graph: nx.Graph[Any] = nx.Graph()
    for name in organizations(outreach):
        graph.add_node(("organization", name), kind="organization", name=name)
    for name in employers(outreach)["employer"]:
        graph.add_node(("employer", name), kind="employer", name=name)
    for knock in outreach.knocks:
        ends = ("organization", knock.organization), ("employer", knock.employer)
        before = graph.edges[ends]["contacts"] if graph.has_edge(*ends) else 0
        graph.add_edge(*ends, contacts=before + knock.contacts_a_year)
    return graph


def partner_network(outreach: Outreach) -> nx.Graph[str]:
    """Give the organizations as a graph, tied where two of them sit at the same table."""
    import networkx as nx  # noqa: PLC0415  (slow to import)

    graph: nx.Graph[str] = nx.Graph()
    names = organizations(outreach)
    graph.add_nodes_from(names)
    for table in outreach.tables:
        seated = sorted({table.convener, *table.members} & set(names))
        graph.add_edges_from(combinations(seated, 2))
    return graph


def degree_centralization(graph: nx.Graph[Any]) -> float:
    """Say how much a network hangs on one of its members.

    ``sum(d_max - d_i) / ((n - 1) (n - 2))``: 1 for a star, 0 where all have as many ties.

    Gives 0 to 1; NaN with fewer than three members.

    Source: Freeman 1979, Centrality in social networks, Social Networks 1, 215-239.

    >>> import networkx as nx
    >>> degree_centralization(nx.star_graph(4)), degree_centralization(nx.cycle_graph(5))
    (1.0, 0.0)
    """
    count = graph.number_of_nodes()
    if count < 3:  # noqa: PLR2004  (with two there is nothing to hang on)
        return float("nan")
    degrees = [degree for _, degree in graph.degree()]
    return float(sum(max(degrees) - degree for degree in degrees) / ((count - 1) * (count - 2)))


def measures(outreach: Outreach) -> pd.Series[float]:
    """Sum up the picture in numbers that can be compared.

    Gives ``organizations``, ``employers``, ``tables``, ``knocks``, ``contacts`` (a year),
    ``tired_employers``, ``redundant_purposes`` (employer and purpose with two or more organizations),
    ``gaps``, ``isolated_partners`` (at no table with another partner), ``partner_density`` and
    ``partner_centralization`` (0 to 1; NaN with too few partners), ``contacts_per_employer`` (of those who
    are reached).
    """
    import networkx as nx  # noqa: PLC0415  (slow to import)

    doors, partners = employers(outreach), partner_network(outreach)
    reached = doors[doors["organizations"] > 0]
    count = partners.number_of_nodes()
    return pd.Series(
        {
            "organizations": float(count),
            "employers": float(len(doors)),
            "tables": float(len(outreach.tables)),
            "knocks": float(len(outreach.knocks)),
            "contacts": float(doors["contacts"].sum()),
            "tired_employers": float(doors["fatigue"].sum()),
            "redundant_purposes": float(len(redundancy(outreach))),
            "gaps": float(len(gaps(outreach))),
            "isolated_partners": float(nx.number_of_isolates(partners)),
            "partner_density": nx.density(partners) if count > 1 else float("nan"),
            "partner_centralization": degree_centralization(partners),
            "contacts_per_employer": float(reached["contacts"].mean()) if len(reached) else float("nan"),
        }
    )


def _places(names: Iterable[str]) -> dict[str, int]:
    """Give each name its number: looking it up in a list takes long where there are many."""
    return {name: place for place, name in enumerate(names)}


def _seats(tables: Iterable[Table]) -> Counter[str]:
    return Counter(member for table in tables for member in set(table.members))


def who_knocks(outreach: Outreach) -> dict[str, list[str]]:
    """Name for each employer the organizations that knock, in alphabetical order; whom nobody reaches is left out."""
    found: dict[str, set[str]] = {}
    for knock in outreach.knocks:
        found.setdefault(knock.employer, set()).add(knock.organization)
    return {employer: sorted(names, key=str.casefold) for employer, names in found.items()}


def isolated(outreach: Outreach) -> list[str]:
    """Name the partners who share no table with another one."""
    return [name for name, degree in partner_network(outreach).degree() if degree == 0]


def shared_members(tables: Sequence[Table]) -> pd.DataFrame:
    """Set all pairs of tables beside each other, those that share the most first, with who sits at both.

    Gives rows as :func:`table_overlap`, with ``names`` (who sits at both) and ``one, two`` (numbers of the
    tables).
    """
    # Numbers instead of names: two tables can be called alike.
    numbered = [table.model_copy(update={"name": str(number)}) for number, table in enumerate(tables)]
    pairs = table_overlap(numbered)
    one, two = (pairs[name].astype(int) for name in ("table", "other"))
    names = [
        ", ".join(sorted(set(tables[first].members) & set(tables[second].members), key=str.casefold))
        or "nobody"
        for first, second in zip(one, two, strict=True)
    ]
    return pairs.assign(
        one=one,
        two=two,
        table=[tables[number].name for number in one],
        other=[tables[number].name for number in two],
        names=names,
    )


def tables_by_rating(outreach: Outreach) -> pd.DataFrame:
    """List the tables, those that serve employers least well first; what nobody said is missing.

    Gives ``name, convener, sector, serves`` (1 to 5), ``meetings`` (a year), ``members`` (how many are
    listed).
    """
    frame = pd.DataFrame(
        [
            (
                table.name,
                table.convener,
                table.sector or "several",
                table.serves_employers,
                table.meetings_a_year,
                len(set(table.members)),
            )
            for table in outreach.tables
        ],
        columns=["name", "convener", "sector", "serves", "meetings", "members"],
    )
    frame = frame.astype({"serves": float, "meetings": float})
    # No member listed is not the same as no member.
    frame["members"] = frame["members"].where(frame["members"] > 0).astype(float)
    return frame.sort_values(["serves", "name"], ignore_index=True, na_position="last")
