"""Where the names of organizations and employers stand in the answers, so that they can be read as one name everywhere.

A column holds names where it offers some while typing: ``suggest`` in a model or a sheet. What ``names_from`` ties together, such
as programs and jobs, holds names of a list of its own. Names of people are left as they are: two people can be called alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel

from nextgen_helpers.toolkit.answer_types import asked_fields
from nextgen_helpers.toolkit.catalog import exercise_model, exercises
from nextgen_helpers.toolkit.exercises import OUTREACH_SCENARIOS
from nextgen_helpers.toolkit.sheet_models import Question, SheetTable
from nextgen_helpers.toolkit.sheets import column_path, sheets

#: The kinds of names that can be joined: whoever knocks, and whoever opens.
DOORS: Final = ("organizations", "employers", "everybody", "tables")
#: Names of a list of the team's own, such as its programs and jobs.
LISTED: Final = "listed"
#: The convener of a table that an alternative gives up, where a table needs one.
_NOBODY: Final = "any"


@cache
def name_places(exercise_id: str) -> Mapping[str, Any]:
    """Give the fields of an exercise that hold names: field -> kind, or -> the columns that do.

    >>> name_places("connections")["ties"]
    {'organization': 'organizations', 'other_organization': 'organizations'}
    >>> name_places("outreach_alternatives")["ideal"]["changes"]["knock"]
    {'organization': 'organizations', 'employer': 'employers'}
    """
    if exercise_id not in exercises():
        return {}
    if exercise_id not in sheets():
        return _of_model(exercise_model(exercise_id))
    found: dict[str, Any] = {}
    for item in sheets()[exercise_id].fields:
        if isinstance(item, SheetTable):
            columns = {column.id: _kind(exercise_id, item.id, column) for column in item.columns}
            found[item.id] = {name: kind for name, kind in columns.items() if kind}
        else:
            found[item.id] = _kind(exercise_id, "", item)
    return {name: place for name, place in found.items() if place}


def holds_door(exercise_id: str) -> bool:
    """Tell whether an exercise holds names that can be joined."""
    return any(kind in DOORS for kind in _kinds(name_places(exercise_id)))


def names_in(exercise_id: str, value: Any) -> Iterator[tuple[str, str]]:
    """Find the names in a stored value, with their kinds, in the order in which they stand there.

    >>> list(names_in("connections", {"ties": [{"organization": "Board", "other_organization": "College"}]}))
    [('organizations', 'Board'), ('organizations', 'College')]
    """
    for kind, name in _found(name_places(exercise_id), value):
        if exercise_id != OUTREACH_SCENARIOS or name != _NOBODY:
            yield kind, name


def with_names(exercise_id: str, value: Any, shown: Callable[[str, str], str]) -> Any:
    """Give a stored value with other names; a list in which two have become one holds it once.

    shown : gives, of a kind and a name, what stands there instead.

    >>> with_names("many_tables_many_knocks", {"employers": ["Mill", "mill"], "knocks": []}, lambda kind, name: name.title())
    {'employers': ['Mill'], 'knocks': []}
    """
    return _replaced(name_places(exercise_id), value, shown)


def _found(place: Any, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _found(place, item)
    elif isinstance(place, str):
        if isinstance(value, str) and value.strip():
            yield place, value
    elif isinstance(value, dict):
        for name, inner in place.items():
            yield from _found(inner, value.get(name))


def _replaced(place: Any, value: Any, shown: Callable[[str, str], str]) -> Any:
    if isinstance(value, (list, tuple)):
        items = [_replaced(place, item, shown) for item in value]
        whole = isinstance(place, str) and all(isinstance(item, str) for item in items)
        return list(dict.fromkeys(items)) if whole else items
    if isinstance(place, str):
        return shown(place, value) if isinstance(value, str) and value.strip() else value
    if isinstance(value, dict):
        return {
            name: _replaced(place[name], item, shown) if name in place else item
            for name, item in value.items()
        }
    return value


def _kinds(place: Any) -> Iterator[str]:
    if isinstance(place, str):
        yield place
    else:
        for inner in place.values():
            yield from _kinds(inner)


def _kind(sheet_id: str, table: str, column: Question) -> str:
    """Give the kind of names in a column; empty where it holds none that can be written in two ways."""
    if column.suggest in (*DOORS, "people"):
        return column.suggest
    sources = [column_path(written, sheet_id) for written in column.names_from]
    doors = [kind for source in sources if (kind := _suggested().get(source, ""))]
    if doors:
        return doors[0]
    return LISTED if sources or (sheet_id, table, column.id) in _sources() else ""


@cache
def _suggested() -> Mapping[tuple[str, str, str], str]:
    """The columns of all sheets that offer names of organizations or employers."""
    return {place: column.suggest for place, column in _columns() if column.suggest in DOORS}


@cache
def _sources() -> frozenset[tuple[str, str, str]]:
    """The columns from which others take their names."""
    return frozenset(
        column_path(written, place[0]) for place, column in _columns() for written in column.names_from
    )


def _columns() -> Iterator[tuple[tuple[str, str, str], Question]]:
    for sheet_id, found in sheets().items():
        for item in found.fields:
            if isinstance(item, Question):
                yield (sheet_id, "", item.id), item
            else:
                yield from (((sheet_id, item.id, column.id), column) for column in item.columns)


def _of_model(model: type[BaseModel]) -> dict[str, Any]:
    asked, found = asked_fields(model), dict[str, Any]()
    for name, info in model.model_fields.items():
        kind = asked[name].suggest if name in asked else ""
        inner = next((_of_model(part) for part in _models(info.annotation)), {})
        if kind in (*DOORS, "people") or inner:
            found[name] = kind or inner
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the models inside a type, such as a tuple of rows."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
