"""The tools that the toolkit only names: ours to make, written as content in ``data/toolkit/tools/*.yaml``.

A tool is a sheet of questions and tables. Each becomes a model of answers, so that every tool has a form, a check,
a history and a printed sheet without code of its own; what is computed from one (a network, a plan) is built on
its answers elsewhere.

Examples
--------
>>> tool("partner_roster").title
'Partner roster'
>>> tool_model("partner_roster").model_validate({}).model_dump()["partners"]
()
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

import yaml
from pydantic import (
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    Tag,
    ValidationError,
    create_model,
    model_validator,
)

from nextgen_helpers.errors import DataFileError, UserError, nearest
from nextgen_helpers.places import embedded, yaml_of
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import (
    AnswerModel,
    Asked,
    Day,
    Decimal,
    Line,
    Name,
    Names,
    asked_fields,
    row_model,
)
from nextgen_helpers.toolkit.answer_types import Text as LongText
from nextgen_helpers.toolkit.content_models import (
    Content,
    InventoryId,
    Minutes,
    Slug,
    Text,
    refuse_unknown,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER: Final = ("data", "toolkit", "tools")
_NUMBERS: Final = ("number", "decimal")
_HELP: Final[Mapping[str, str]] = {"list": "One a line."}


class ToolChoice(Content):
    """One of the answers to choose from."""

    id: Slug
    label: Text


class ToolField(Content):
    """A question of a tool, or a column of one of its tables.

    Parameters
    ----------
    id : name under which the answer is stored; it never changes.
    text : the question, or the heading of the column.
    answer : what is written: a line, several lines, a whole number, a number that need not be whole, a choice, a day, or a list.
    help : one sentence below the question.
    section : heading above the question, where a new part of the sheet begins.
    choices : what there is to choose from; or ``answer_set``, one of the sets of ``reviews.yaml``.
    sixteen_metrics : the sixteen of ``metrics.yaml`` stand in front of the choices.
    needed : a row without it is not complete (columns only).
    suggest : which names are offered while typing: ``organizations``, ``employers``, ``people``, ``tables``, ``occupations``.
    names_from : columns whose entries are offered while typing, as ``table.column`` or ``tool.table.column``.
    known_only : a name that stands in none of these columns is said in the form (it is kept all the same).
    once_in : columns of the same tool in which a name should stand once only; more is said in the form, with ``if_twice``.
    if_twice : what becomes of a name that stands there twice.
    not_below : another column of the row; a number that is lower than it is said in the form.
    lowest, highest : limits of a number.
    inventory : items of the inventory that it stands for.
    """

    id: Slug
    text: Text
    answer: Literal["text", "long_text", "number", "decimal", "choice", "date", "list"]
    help: str = ""
    section: str = ""
    choices: tuple[ToolChoice, ...] = ()
    answer_set: Slug | None = None
    sixteen_metrics: StrictBool = False
    needed: StrictBool = False
    suggest: Literal["", "organizations", "employers", "people", "tables", "occupations"] = ""
    names_from: tuple[Text, ...] = ()
    known_only: StrictBool = False
    once_in: tuple[Text, ...] = ()
    if_twice: Text = "they are taken for one, and the first counts"
    not_below: Slug | None = None
    lowest: StrictInt | None = None
    highest: StrictInt | None = None
    inventory: tuple[InventoryId, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.answer == "choice") != (bool(self.choices) != (self.answer_set is not None)):
            raise ValueError(
                "a choice needs either choices or an answer_set, and nothing else may have them."
            )
        if self.sixteen_metrics and not self.choices:
            raise ValueError("the sixteen metrics need a choice beside them, such as one for none of these.")
        if (self.lowest is not None or self.highest is not None) and self.answer not in _NUMBERS:
            raise ValueError("only a number has a lowest and a highest value.")
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            raise ValueError(f"its lowest value, {self.lowest}, is above its highest, {self.highest}.")
        if (self.names_from or self.once_in) and self.answer != "text":
            raise ValueError("only a line of text has names_from and once_in.")
        if self.names_from and self.suggest:
            raise ValueError("names are offered either by suggest or by names_from.")
        if self.known_only and not self.names_from:
            raise ValueError("known_only needs names_from.")
        if self.not_below and self.answer not in _NUMBERS:
            raise ValueError("only a number can be not_below another.")
        _refuse_repeated("choice", [choice.id for choice in self.choices])
        return self


class ToolTable(Content):
    """A table of a tool, filled row by row.

    Parameters
    ----------
    id, text, help, section, inventory : see :class:`ToolField`.
    columns : what stands in a row.
    start : rows that are offered as long as the team has none of its own.
    """

    id: Slug
    text: Text
    help: str = ""
    section: str = ""
    columns: Annotated[tuple[ToolField, ...], Field(min_length=1)]
    start: tuple[dict[str, Any], ...] = ()
    inventory: tuple[InventoryId, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        _refuse_repeated("column", [column.id for column in self.columns])
        numbers = [column.id for column in self.columns if column.answer in _NUMBERS]
        for column in self.columns:
            if column.not_below and column.not_below not in numbers:
                raise ValueError(
                    f'there is no number "{column.not_below}" for "{column.id}" to be not_below.'
                )
        return self


def _kind_of_field(raw: Any) -> str:
    return (
        "table" if isinstance(raw, ToolTable) or (isinstance(raw, dict) and "columns" in raw) else "question"
    )


#: What has columns is a table, so that a mistake in it is said of a table.
_Field = Annotated[
    Annotated[ToolField, Tag("question")] | Annotated[ToolTable, Tag("table")], Discriminator(_kind_of_field)
]


class ToolSheet(Content):
    """A tool: what it is for, and what is written down in it.

    Parameters
    ----------
    id : exercise id; it never changes.
    tool : the tool of the toolkit that it is; None where the toolkit does not name it.
    place : step or module, or ``companion`` for what goes with the companion documents.
    title, text : what it is called, and what it is for.
    ours : always true; the toolkit names such a tool and gives no sheet.
    minutes : how long it takes (ours).
    bring : what to bring.
    prompts : what a facilitator asks.
    done : what a team has when it is done.
    inventory : items of the inventory that it stands for.
    fields : questions and tables, in order.
    """

    id: Slug
    tool: InventoryId | None = None
    place: Slug
    title: Text
    text: Text
    ours: Literal[True]
    minutes: Minutes
    bring: tuple[Text, ...] = ()
    prompts: tuple[Text, ...] = ()
    done: Text
    inventory: tuple[InventoryId, ...] = ()
    fields: Annotated[tuple[_Field, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        _refuse_repeated("field", [field.id for field in self.fields])
        return self


@cache
def tools() -> Mapping[str, ToolSheet]:
    """Give all tools of ours by id, in the order of the steps and modules.

    Raises
    ------
    DataFileError : a file does not fit; the message names it, the tool and the reason.
    """
    found: dict[str, ToolSheet] = {}
    files: dict[str, str] = {}
    for file in sorted(embedded(*_FOLDER).glob("*.yaml")):
        name = "/".join((*_FOLDER, file.name))
        for sheet in _read(file.read_text(encoding="utf-8"), name):
            if sheet.id in found:
                raise DataFileError(name, f'the tool "{sheet.id}" stands in two files.')
            found[sheet.id], files[sheet.id] = sheet, name
    for sheet in found.values():
        _names_stand_somewhere(sheet, found, files[sheet.id])
    order = _places()
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: order.index(pair[1].place))))


def tool(tool_id: str) -> ToolSheet:
    """Look a tool up by its id.

    Raises
    ------
    UserError : there is none; the message names the nearest.
    """
    if tool_id in tools():
        return tools()[tool_id]
    near = nearest(tool_id, tools(), 1) or list(tools())[:5]
    raise UserError(f'There is no tool "{tool_id}". Did you mean {" or ".join(near)}?')


@cache
def tool_model(tool_id: str) -> type[AnswerModel]:
    """Give the model of a tool's answers: one field a question, a tuple of rows for a table.

    Raises
    ------
    UserError : there is no such tool.
    """
    sheet = tool(tool_id)
    fields: dict[str, Any] = {}
    for field in sheet.fields:
        fields[field.id] = _table_field(field) if isinstance(field, ToolTable) else _field(field)
    model: type[AnswerModel] = create_model(sheet.title, __base__=AnswerModel, **fields)
    return model


def start_rows(tool_id: str) -> dict[str, list[dict[str, Any]]]:
    """Give the rows that a tool's tables offer to begin with, in stored form: table -> rows."""
    offered = {
        field.id: [dict(row) for row in field.start]
        for field in tool(tool_id).fields
        if isinstance(field, ToolTable) and field.start
    }
    stored = tool_model(tool_id).model_validate(offered).model_dump(mode="json")
    return {name: stored[name] for name in offered}


def column_choices(tool_id: str, table: str, column: str) -> dict[str, str]:
    """Give the choices of a column of a tool's table: stored value -> what a person reads.

    Examples
    --------
    >>> column_choices("partner_roster", "partners", "table")["outer"].startswith("Outer")
    True
    """
    return dict(asked_fields(row_model(tool_model(tool_id), table))[column].choices)


def column_path(written: str, tool_id: str) -> tuple[str, str, str]:
    """Read which column is meant: its tool, its table and its own id.

    Parameters
    ----------
    written : ``table.column``, or ``tool.table.column`` where it stands in another tool.

    Examples
    --------
    >>> column_path("jobs.job", "pathway_map"), column_path("pathway_map.jobs.job", "supply_and_demand")
    (('pathway_map', 'jobs', 'job'), ('pathway_map', 'jobs', 'job'))
    """
    before, _, column = written.rpartition(".")
    other, _, table = before.rpartition(".")
    return other or tool_id, table, column


def _places() -> list[str]:
    """Give where a tool can belong: the steps and modules, and the notebook on companion documents."""
    return [*(place.id for place in content.steps().places), "companion"]


def _read(text: str, name: str) -> list[ToolSheet]:
    try:
        raw = yaml_of(text)
        if not isinstance(raw, list):
            raise DataFileError(name, "it has to be a list of tools.")
        sheets = []
        for entry in raw:
            sheets.append(ToolSheet.model_validate(entry))
            _points_somewhere(sheets[-1])
    except yaml.YAMLError as error:
        raise DataFileError(
            name, f"it is not valid YAML: {getattr(error, 'problem', 'unreadable')}."
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = f", {'.'.join(map(str, first['loc']))}" if first["loc"] else ""
        tool_id = entry.get("id") if isinstance(entry, dict) else f"number {len(sheets) + 1}"
        reason = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        raise DataFileError(name, f'entry "{tool_id}"{where}: {reason}.') from error
    except ValueError as error:
        raise DataFileError(name, str(error)) from error
    return sheets


def _points_somewhere(sheet: ToolSheet) -> None:
    """Refuse what leads nowhere: places, tools, items, and rows that do not fit their own table."""
    refuse_unknown(sheet.id, "place", [sheet.place], _places())
    named = {item.id for item in content.worksheets().tools}
    refuse_unknown(sheet.id, "tool", [sheet.tool] if sheet.tool else [], named)
    items = {item.id for item in content.inventory().items}
    columns = [column for field in sheet.fields if isinstance(field, ToolTable) for column in field.columns]
    entries = [sheet, *sheet.fields, *columns]
    for entry in entries:
        refuse_unknown(sheet.id, "item", entry.inventory, items)
    known = [answers.id for answers in content.reviews().answer_sets]
    for field in [*columns, *(field for field in sheet.fields if isinstance(field, ToolField))]:
        refuse_unknown(sheet.id, "answer set", [field.answer_set] if field.answer_set else [], known)
    for table in sheet.fields:
        if isinstance(table, ToolTable):
            _start_fits(sheet.id, table)


def _names_stand_somewhere(sheet: ToolSheet, known: Mapping[str, ToolSheet], file: str) -> None:
    """Refuse names_from and once_in that point to no column."""
    columns = {
        (tool_id, table.id, column.id)
        for tool_id, other in known.items()
        for table in other.fields
        if isinstance(table, ToolTable)
        for column in table.columns
    }
    for table in sheet.fields:
        for column in table.columns if isinstance(table, ToolTable) else (table,):
            for written in (*column.names_from, *column.once_in):
                if column_path(written, sheet.id) not in columns:
                    raise DataFileError(file, f'entry "{sheet.id}": there is no column "{written}".')


def _start_fits(tool_id: str, table: ToolTable) -> None:
    """Refuse rows to begin with that a team could not have typed."""
    fields: dict[str, Any] = {table.id: _table_field(table)}
    fitting = create_model(tool_id, __base__=AnswerModel, **fields)
    try:
        fitting.model_validate({table.id: [dict(row) for row in table.start]})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(
            f'entry "{tool_id}": its rows to begin with do not fit at {place}: {first["msg"]}.'
        ) from error


def _field(field: ToolField, *, column: bool = False) -> tuple[Any, Any]:
    choices = _choices(field)
    asked = Asked(
        field.text,
        field.answer,
        field.help or ("" if column else _HELP.get(field.answer, "")),
        choices=choices,
        section=field.section,
        lowest=field.lowest,
        highest=field.highest,
        suggest=field.suggest or "+".join(field.names_from),
    )
    if field.needed:
        needed: Any = Name if field.answer == "text" else _kind(field, choices)[0]
        return Annotated[needed, asked], ...
    kind, empty = _kind(field, choices)
    return Annotated[kind if empty is not None else kind | None, asked], empty


def _kind(field: ToolField, choices: tuple[tuple[str, str], ...]) -> tuple[Any, Any]:
    """Give what is stored for a field, and what stands for nothing."""
    if field.answer in _NUMBERS:
        number: Any = StrictInt if field.answer == "number" else Decimal
        return Annotated[number, Field(ge=field.lowest or 0, le=field.highest or 1_000_000_000)], None
    if field.answer == "choice":
        return Literal[tuple(stored for stored, _ in choices)], None
    plain: dict[str, tuple[Any, Any]] = {
        "text": (Line, ""),
        "long_text": (LongText, ""),
        "date": (Day, None),
        "list": (Names, ()),
    }
    return plain[field.answer]


def _choices(field: ToolField) -> tuple[tuple[str, str], ...]:
    if field.answer_set is not None:
        answers = content.reviews().answer_set(field.answer_set).answers
        return tuple((choice.id, f"{choice.label} {choice.symbol}") for choice in answers)
    metrics = content.metrics().metrics if field.sixteen_metrics else ()
    return (
        *((metric.key, metric.name) for metric in metrics),
        *((choice.id, choice.label) for choice in field.choices),
    )


def _table_field(table: ToolTable) -> tuple[Any, Any]:
    columns: dict[str, Any] = {column.id: _field(column, column=True) for column in table.columns}
    row: Any = create_model(f"Row of {table.id}", __base__=AnswerModel, **columns)
    asked = Asked(table.text, "rows", table.help, section=table.section)
    return Annotated[tuple[row, ...], asked], ()


def _refuse_repeated(kind: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f'the {kind} "{name}" stands there twice.')
