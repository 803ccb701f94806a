"""What could be instead of today's map of tables and knocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.outreach import employers, measures

if TYPE_CHECKING:
    from nextgen_helpers.toolkit.exercises import Knock, Outreach, Scenario, Table


def apply_scenario(outreach: Outreach, scenario: Scenario) -> Outreach:
    """Make the changes of a scenario; what is today stays as it is."""
    tables, knocks = list(outreach.tables), list(outreach.knocks)
    for change in scenario.changes:
        if change.table is not None:
            tables = _changed_tables(tables, change.table, change.action)
        if change.knock is not None:
            knocks = _changed_knocks(knocks, change.knock, change.action)
    return outreach.model_copy(update={"tables": tuple(tables), "knocks": tuple(knocks)})


def compare(today: Outreach, *others: tuple[str, Outreach]) -> pd.DataFrame:
    """Set several pictures side by side in the same numbers.

    others : name and picture of each alternative.
    Gives one row a measure (see :func:`measures`), a column ``today`` and one for each alternative.
    """
    return pd.DataFrame({"today": measures(today), **{name: measures(other) for name, other in others}})


def _changed_tables(tables: list[Table], table: Table, action: str) -> list[Table]:
    if action == "add":
        return [*tables, table]
    if not any(item.name == table.name for item in tables):
        raise UserError(f'There is no table "{table.name}" to take away.')
    return [item for item in tables if item.name != table.name]


def _changed_knocks(knocks: list[Knock], knock: Knock, action: str) -> list[Knock]:
    if action == "add":
        return [*knocks, knock]
    same = [item for item in knocks if _key(item) == _key(knock)]
    if not same:
        raise UserError(
            f'"{knock.organization}" does not knock at "{knock.employer}" for {knock.purpose}, so that '
            "cannot be changed."
        )
    others = [item for item in knocks if _key(item) != _key(knock)]
    if action == "remove":
        return others
    return [*others, same[0].model_copy(update={"contacts_a_year": knock.contacts_a_year})]


def _key(knock: Knock) -> tuple[str, str, str]:
    return knock.organization, knock.employer, knock.purpose


def contacts_by_picture(pictures: Sequence[Outreach]) -> pd.DataFrame:
    """Contacts a year by employer (rows, most of the first picture first) and picture (``picture 0`` ...).

    An employer that is on today's map and whose knocks an alternative has taken away has none there: zero. One that only an
    alternative names is missing in the others.
    """
    tables = [employers(picture).set_index("employer")["contacts"] for picture in pictures]
    names = list(dict.fromkeys(name for table in tables for name in table.index))
    frame = pd.DataFrame(
        {f"picture {number}": table.reindex(names).astype(float) for number, table in enumerate(tables)},
        index=names,
    )
    on_todays_map = frame["picture 0"].notna()
    frame[on_todays_map] = frame[on_todays_map].fillna(0.0)
    frame.insert(0, "employer", names)
    return frame.sort_values(
        "picture 0", ascending=False, kind="stable", na_position="last", ignore_index=True
    )
