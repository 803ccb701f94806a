"""Maps of networks: Kumu's elements and connections, and GraphML, in and out."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.bring.sheets import Book, Sheet
from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import exportable
from nextgen_helpers.toolkit.outreach import employers, organizations
from nextgen_helpers.toolkit.sheets import column_choices

if TYPE_CHECKING:
    from nextgen_helpers.toolkit.exercises import Outreach

#: How who calls a table and who sits at it stand in a map.
CONVENES: Final = "convenes"
SITS_AT: Final = "sits at"
#: Kumu's headings, and ours behind them.
_ELEMENTS: Final = ("Label", "Type")
_CONNECTIONS: Final = ("From", "To", "Type", "Contacts a year", "Program", "Position")


def kumu_sheets(outreach: Outreach, ties: Sequence[Mapping[str, Any]] = ()) -> dict[str, list[list[Any]]]:
    """Write the whole map as Kumu takes it: the sheets Elements and Connections, with their headings.

    ties : rows of the connections of Step 1: ``organization, other_organization, tie``.

    >>> from nextgen_helpers.toolkit.exercises import Knock, Outreach
    >>> kumu_sheets(Outreach(knocks=(Knock(organization="College", employer="Mill", purpose="advice"),)))["Connections"][1][:4]
    ['College', 'Mill', 'advice', 1]
    """
    doors = sorted(employers(outreach)["employer"], key=str.casefold)
    partners = [
        *organizations(outreach),
        *(str(row[end]) for row in ties for end in ("organization", "other_organization")),
    ]
    elements = [[name, "Organization"] for name in dict.fromkeys(partners)]
    elements += [[name, "Employer"] for name in doors]
    elements += [[table.name, "Table"] for table in outreach.tables]
    connections: list[list[Any]] = [
        [item.organization, item.employer, item.purpose, item.contacts_a_year, item.program, item.position]
        for item in outreach.knocks
    ]
    for table in outreach.tables:
        connections.append([table.convener, table.name, CONVENES, "", "", ""])
        connections += [[member, table.name, SITS_AT, "", "", ""] for member in table.members]
    kinds = column_choices("connections", "ties", "tie")
    connections += [
        [row["organization"], row["other_organization"], kinds.get(row.get("tie") or "", "Tie"), "", "", ""]
        for row in ties
    ]
    return {"Elements": [list(_ELEMENTS), *elements], "Connections": [list(_CONNECTIONS), *connections]}


def graphml(outreach: Outreach, ties: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """Write the same as GraphML, which programs for networks open."""
    import networkx as nx  # noqa: PLC0415  (slow to import)

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    sheets = kumu_sheets(outreach, ties)
    ends: dict[str, str] = {}
    for name, kind in sheets["Elements"][1:]:
        # Who is a partner and an employer is two on the map; what sits at a table is whichever comes first.
        ends.setdefault(name, f"{kind}: {exportable(name)}")
        graph.add_node(f"{kind}: {exportable(name)}", label=exportable(name), type=kind)
    for one, other, kind, contacts, program, position in sheets["Connections"][1:]:
        more = {"contacts_a_year": contacts, "program": exportable(program), "position": exportable(position)}
        door = f"Employer: {exportable(other)}"
        graph.add_edge(
            ends.setdefault(one, exportable(one)), door if contacts and door in graph else ends.setdefault(other, exportable(other)),
            type=kind, **{name: value for name, value in more.items() if value != ""},
        )  # fmt: skip
    for name, node in ends.items():
        graph.nodes[node].setdefault("label", exportable(name))
    target = io.BytesIO()
    nx.write_graphml_xml(graph, target)
    return target.getvalue()


def graphml_book(text: str, name: str) -> Book:
    """Read GraphML as two sheets, elements and connections.

    Raises UserError: it is damaged, or declares things of its own, as hostile files do.
    """
    import networkx as nx  # noqa: PLC0415  (slow to import)

    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise UserError(f"{name} declares a document type, so it is not opened; save it as plain GraphML.")
    try:
        graph = nx.parse_graphml(text)
    except Exception as error:  # networkx raises whatever a broken file makes it raise
        raise UserError(f"{name} is no GraphML that can be read.") from error
    said: dict[str, str] = {node: str(data.get("label") or node) for node, data in graph.nodes(data=True)}
    nodes = [(said[node], _first(data, "type", "kind")) for node, data in graph.nodes(data=True)]
    edges = [
        (said[one], said[other], _first(data, "type", "label", "purpose"), _first(data, "contacts_a_year", "contacts", "weight"),
         _first(data, "program"), _first(data, "position"))
        for one, other, data in graph.edges(data=True)
    ]  # fmt: skip
    return Book(name, (Sheet("Connections", (_CONNECTIONS, *edges)), Sheet("Elements", (_ELEMENTS, *nodes))))


def _first(data: Mapping[str, Any], *names: str) -> Any:
    return next((data[name] for name in names if data.get(name) not in (None, "")), None)
