"""Rows that a team need not type again: the partners, companies and priorities that an earlier table holds.

Which table takes rows from where is content: ``rows_from`` in ``data/toolkit/tools/*.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nextgen_helpers.toolkit.name_places import DOORS, LISTED, name_places
from nextgen_helpers.toolkit.one_name import SAME_NAMES, SameNames, name_key
from nextgen_helpers.toolkit.sheet_models import RowsFrom, SheetTable
from nextgen_helpers.toolkit.sheets import column_path, sheet
from nextgen_helpers.words import folded


def sources(sheet_id: str, table: str) -> list[tuple[str, str]]:
    """Name the tables whose rows a table can take over: as content names them, and as people read them.

    >>> sources("contact_matrix", "contacts")
    [('invitation_list.companies', 'Invitation list: Companies')]
    """
    return [(source.table, _read(sheet_id, source)) for source in _table(sheet_id, table).rows_from]


def carried_rows(
    sheet_id: str,
    table: str,
    source: str,
    stored_of: Callable[[str], Mapping[str, Any]],
    there: Sequence[Mapping[str, Any]],
) -> tuple[list[dict[str, Any]], int]:
    """Give the rows of an earlier table as rows of this one.

    source : one of :func:`sources`.
    stored_of : gives the stored values of a sheet by its id, and what was decided about names.
    there : rows that the table has already; who stands in one of them is not taken over again.
    Gives rows that are new, and how many stand there already. A row is known by the columns that it needs (such as its
    company); of several with the same ones the first is taken, and one in which such a column is empty is passed over.

    >>> stored = {"companies": [{"company": "Mill"}, {"company": "mill "}, {"company": "Forge", "person": "Ann"}]}
    >>> carried_rows("contact_matrix", "contacts", "invitation_list.companies", lambda _: stored, [{"company": "Mill"}])
    ([{'company': 'Forge', 'chief_executive': 'Ann'}], 1)
    """
    own = _table(sheet_id, table)
    found = next(item for item in own.rows_from if item.table == source)
    other, from_table, _ = column_path(f"{found.table}.*", sheet_id)
    needed = [column.id for column in own.columns if column.needed and column.id in found.columns]
    keys = needed or list(found.columns)[:1]
    same = SameNames.model_validate({"pairs": stored_of(SAME_NAMES).get("pairs") or ()})
    kinds = name_places(sheet_id).get(table, {})

    def known_by(row: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(_compared(row.get(name), kinds.get(name, ""), same) for name in keys)

    known = {known_by(row) for row in there}
    fresh: dict[tuple[str, ...], dict[str, Any]] = {}
    already = set[tuple[str, ...]]()
    for row in stored_of(other).get(from_table) or ():
        if any(row.get(column) not in wanted for column, wanted in found.only.items()):
            continue
        made = {name: row[column] for name, column in found.columns.items() if row.get(column)}
        key = known_by(made)
        if not all(key):
            continue
        if key in known:
            already.add(key)
        else:
            fresh.setdefault(key, made)
    return list(fresh.values()), len(already)


def _compared(cell: object, kind: str, same: SameNames) -> str:
    """Write a cell as it is compared: names that are one, or that the team has joined, are the same."""
    if kind in DOORS:
        return same.root(cell)
    return name_key(cell) if kind == LISTED else folded(cell)


def _table(sheet_id: str, table: str) -> SheetTable:
    return next(item for item in sheet(sheet_id).tables if item.id == table)


def _read(sheet_id: str, source: RowsFrom) -> str:
    """Name a source as people read it, without its sheet where that is the same."""
    other, table, _ = column_path(f"{source.table}.*", sheet_id)
    title = _table(other, table).text
    return title if other == sheet_id else f"{sheet(other).title}: {title}"
