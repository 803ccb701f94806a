"""Every sheet of questions: the toolkit's worksheets and reviews, the notes of its exercises, and the tools that are ours to make.

Each is written in one language (:class:`~nextgen_helpers.toolkit.sheet_models.Sheet`) and becomes a model of answers, so that
every sheet has a form, a check, a history and a printed page without code of its own; what is computed from one (a network,
a plan) is built on its answers elsewhere.

Examples
--------
>>> sheet("partner_roster").title
'Partner roster'
>>> sheet_model("partner_roster").model_validate({}).model_dump()["partners"]
()
>>> sheet_model("preparing_to_launch").model_validate({"PTL-1a": "yes"}).model_dump()["PTL-1a"]
'yes'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import Field, StrictInt, ValidationError, create_model

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
    Text,
    asked_fields,
    row_model,
)
from nextgen_helpers.toolkit.entries import refuse_unknown
from nextgen_helpers.toolkit.list_models import PlaceQuestions
from nextgen_helpers.toolkit.sheet_models import (
    NUMBERS,
    Exercise,
    Question,
    QuestionChoice,
    Section,
    Sheet,
    SheetTable,
)

_FOLDER: Final = ("data", "toolkit", "tools")
_HELP: Final[Mapping[str, str]] = {"list": "One a line.", "person": "Name and organization."}
#: What stands behind the id of a question where its detail is answered.
DETAIL: Final = ".detail"


def review_id(place: str) -> str:
    """Give the exercise id of the After Action Review of a step or module.

    >>> review_id("step1")
    'after_action_review_step1'
    """
    return f"after_action_review_{place}"


def quick_check_id(place: str) -> str:
    """Give the exercise id of the questions with which people check themselves at the end of a lesson.

    >>> quick_check_id("step4")
    'quick_check_step4'
    """
    return f"quick_check_{place}"


def notes_id(exercise_id: str) -> str:
    """Give the exercise id of what a team notes down in an exercise of the toolkit.

    >>> notes_id("many_tables_many_knocks")
    'many_tables_many_knocks_notes'
    """
    return f"{exercise_id}_notes"


@cache
def sheets() -> Mapping[str, Sheet]:
    """Give all sheets by id: notes of exercises, worksheets, tools in the order of the steps and modules, reviews."""
    found = {
        item.id: item
        for item in (*map(_notes, content.worksheets().exercises), *content.worksheets().worksheets)
    }
    found |= _tools()
    found |= {item.id: item for item in map(_review, content.reviews().places)}
    found |= {item.id: item for item in map(_quick_check, content.quick_checks().places)}
    return MappingProxyType(found)


def sheet(sheet_id: str) -> Sheet:
    """Look a sheet up by its id."""
    if sheet_id in sheets():
        return sheets()[sheet_id]
    near = nearest(sheet_id, sheets(), 1) or list(sheets())[:5]
    raise UserError(f'There is no sheet "{sheet_id}". Did you mean {" or ".join(near)}?')


@cache
def sheet_model(sheet_id: str) -> type[AnswerModel]:
    """Give the model of a sheet's answers: one field a question and one for its detail, a tuple of rows for a table."""
    laid = sheet(sheet_id)
    fields: dict[str, Any] = {}
    for field in laid.fields:
        fields[field.id] = _table_field(field) if isinstance(field, SheetTable) else _field(field)
        if isinstance(field, Question) and field.detail:
            beside = Question(id=field.id, text=field.detail.label, answer=field.detail.answer)
            fields[f"{field.id}{DETAIL}"] = _field(beside, group=field.id)
    model: type[AnswerModel] = create_model(laid.title, __base__=AnswerModel, **fields)
    return model


def start_rows(sheet_id: str) -> dict[str, list[dict[str, Any]]]:
    """Give the rows that a tool's tables offer to begin with, in stored form: table -> rows."""
    offered = {
        field.id: [dict(row) for row in field.start] for field in sheet(sheet_id).tables if field.start
    }
    stored = sheet_model(sheet_id).model_validate(offered).model_dump(mode="json")
    return {name: stored[name] for name in offered}


def column_choices(sheet_id: str, table: str, column: str) -> dict[str, str]:
    """Give the choices of a column of a tool's table: stored value -> what a person reads.

    >>> column_choices("partner_roster", "partners", "table")["outer"].startswith("Outer")
    True
    """
    return dict(asked_fields(row_model(sheet_model(sheet_id), table))[column].choices)


def column_path(written: str, sheet_id: str) -> tuple[str, str, str]:
    """Read which column is meant: its tool, its table and its own id.

    written : ``table.column``, or ``tool.table.column`` where it stands in another tool; a list of the same tool by its own id.

    >>> column_path("jobs.job", "pathway_map"), column_path("pathway_map.jobs.job", "supply_and_demand")
    (('pathway_map', 'jobs', 'job'), ('pathway_map', 'jobs', 'job'))
    >>> column_path("parts", "invitation_list")
    ('invitation_list', '', 'parts')
    """
    before, _, column = written.rpartition(".")
    other, _, table = before.rpartition(".")
    return other or sheet_id, table, column


# -- what is made of the toolkit's own questions ------------------------------------------------------------


def _review(place: str) -> Sheet:
    asked = content.reviews().of_step(place)
    return Sheet(
        id=review_id(place), place=place, title=f"After Action Review: {content.steps().everywhere[place].title}",
        fields=tuple(
            Question(id=item.id, text=item.text, answer="choice", answer_set=item.answers, detail=item.detail) for item in asked
        ),
    )  # fmt: skip


def _quick_check(asked: PlaceQuestions) -> Sheet:
    return Sheet(
        id=quick_check_id(asked.place), place=asked.place, ours=True,
        title=f"Check yourself: {content.steps().everywhere[asked.place].title}",
        fields=tuple(
            Question(
                id=item.id, text=item.text, answer="choice",
                choices=tuple(QuestionChoice(id=choice, label=label) for choice, label in item.choices.items()),
            )
            for item in asked.questions
        ),
    )  # fmt: skip


def _notes(exercise: Exercise) -> Sheet:
    """Give what a team notes down in an exercise: for each part its prompts that are done together, or the part itself."""
    fields: list[Question] = []
    parts: list[Section] = []
    for part in exercise.parts:
        together = [item for item in part.prompts if item.who == "together"]
        asked = [
            Question(
                id=item.id, text=item.text, answer=item.answer,
                help=f"{item.minutes} minutes. {_HELP.get(item.answer, '')}".strip(),
            )
            for item in together
        ] or [Question(id=part.id, text=part.text, answer="long_text", help=f"{part.minutes} minutes.")]  # fmt: skip
        fields += asked
        title = f"{exercise.title}, part {part.order}: {part.title}"
        parts.append(
            Section(
                id=f"part_{part.order}", title=title, text=part.text, asks=tuple(item.id for item in asked)
            )
        )
    return Sheet(
        id=notes_id(exercise.id),
        place=exercise.place,
        title=f"{exercise.title}: notes",
        fields=tuple(fields),
        sections=tuple(parts),
    )


# -- the tools of our own -----------------------------------------------------------------------------------


def _tools() -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    files: dict[str, str] = {}
    for file in sorted(embedded(*_FOLDER).glob("*.yaml")):
        name = "/".join((*_FOLDER, file.name))
        for made in _read(file.read_text(encoding="utf-8"), name):
            if made.id in found:
                raise DataFileError(name, f'the tool "{made.id}" stands in two files.')
            found[made.id], files[made.id] = made, name
    for made in found.values():
        _names_stand_somewhere(made, found, files[made.id])
    order = list(content.steps().everywhere)
    return dict(sorted(found.items(), key=lambda pair: order.index(pair[1].place)))


def _read(text: str, name: str) -> list[Sheet]:
    try:
        raw = yaml_of(text)
        if not isinstance(raw, list):
            raise DataFileError(name, "it has to be a list of tools.")
        read = []
        for entry in raw:
            read.append(Sheet.model_validate(entry))
            _points_somewhere(read[-1])
    except yaml.YAMLError as error:
        raise DataFileError(
            name, f"it is not valid YAML: {getattr(error, 'problem', 'unreadable')}."
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = f", {'.'.join(map(str, first['loc']))}" if first["loc"] else ""
        named = entry.get("id") if isinstance(entry, dict) else f"number {len(read) + 1}"
        reason = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        raise DataFileError(name, f'entry "{named}"{where}: {reason}.') from error
    except ValueError as error:
        raise DataFileError(name, str(error)) from error
    return read


def _points_somewhere(made: Sheet) -> None:
    """Refuse what leads nowhere: places, tools, items, and rows that do not fit their own table."""
    for needed in ("text", "ours", "minutes", "done"):
        if not getattr(made, needed):
            raise ValueError(f'entry "{made.id}": a tool of ours needs "{needed}".')
    content.refuse_unknown_place(made.id, made.place)
    named = {item.id for item in content.worksheets().tools}
    refuse_unknown(made.id, "tool", [made.tool] if made.tool else [], named)
    items = {item.id for item in content.inventory().items}
    for entry in (made, *made.fields, *made.questions):
        refuse_unknown(made.id, "item", entry.inventory, items)
    known = [answers.id for answers in content.reviews().answer_sets]
    for question in made.questions:
        if not question.id.islower():
            raise ValueError(f'entry "{made.id}": the id "{question.id}" is written in small letters.')
        refuse_unknown(made.id, "answer set", [question.answer_set] if question.answer_set else [], known)
    for table in made.tables:
        _start_fits(made.id, table)


def _names_stand_somewhere(made: Sheet, known: Mapping[str, Sheet], file: str) -> None:
    """Refuse names_from, once_in and rows_from that point to no column."""
    columns = {
        (other.id, table.id, column.id)
        for other in known.values()
        for table in other.tables
        for column in table.columns
    }
    lists = {
        (made.id, "", field.id)
        for field in made.fields
        if isinstance(field, Question) and field.answer == "list"
    }
    for question in made.questions:
        for written in (*question.names_from, *question.once_in):
            if written in question.names_from and column_path(written, made.id) in lists:
                continue
            if column_path(written, made.id) not in columns:
                raise DataFileError(file, f'entry "{made.id}": there is no column "{written}".')
    for source in (source for table in made.tables for source in table.rows_from):
        for column in (*source.columns.values(), *source.only):
            if column_path(f"{source.table}.{column}", made.id) not in columns:
                raise DataFileError(file, f'entry "{made.id}": there is no column "{source.table}.{column}".')


def _start_fits(sheet_id: str, table: SheetTable) -> None:
    """Refuse rows to begin with that a team could not have typed."""
    fields: dict[str, Any] = {table.id: _table_field(table)}
    fitting = create_model(sheet_id, __base__=AnswerModel, **fields)
    try:
        fitting.model_validate({table.id: [dict(row) for row in table.start]})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(
            f'entry "{sheet_id}": its rows to begin with do not fit at {place}: {first["msg"]}.'
        ) from error


# -- from a question to a field ------------------------------------------------------------------------------


def _field(field: Question, *, column: bool = False, group: str = "") -> tuple[Any, Any]:
    choices = _choices(field)
    asked = Asked(
        field.text,
        "text" if field.answer == "person" else field.answer,
        field.help or ("" if column else _HELP.get(field.answer, "")),
        choices=choices,
        section=field.section,
        group=field.id if field.detail else group,
        lowest=field.lowest,
        highest=field.highest,
        suggest=field.suggest or "+".join(field.names_from),
    )
    if field.needed:
        needed: Any = Name if field.answer == "text" else _kind(field, choices)[0]
        return Annotated[needed, asked], ...
    kind, empty = _kind(field, choices)
    return Annotated[kind if empty is not None else kind | None, asked], empty


def _kind(field: Question, choices: tuple[tuple[str, str], ...]) -> tuple[Any, Any]:
    """Give what is stored for a field, and what stands for nothing."""
    if field.answer in NUMBERS:
        number: Any = StrictInt if field.answer == "number" else Decimal
        return Annotated[number, Field(ge=field.lowest or 0, le=field.highest or 1_000_000_000)], None
    if field.answer == "choice":
        return Literal[tuple(stored for stored, _ in choices)], None
    plain: dict[str, tuple[Any, Any]] = {
        "text": (Line, ""),
        "person": (Line, ""),
        "long_text": (Text, ""),
        "date": (Day, None),
        "list": (Names, ()),
    }
    return plain[field.answer]


def _choices(field: Question) -> tuple[tuple[str, str], ...]:
    if field.answer_set is not None:
        answers = content.reviews().answer_set(field.answer_set).answers
        return tuple((choice.id, f"{choice.label} {choice.symbol}") for choice in answers)
    metrics = content.metrics().metrics if field.sixteen_metrics else ()
    return (
        *((metric.key, metric.name) for metric in metrics),
        *((choice.id, choice.label) for choice in field.choices),
    )


def _table_field(table: SheetTable) -> tuple[Any, Any]:
    columns: dict[str, Any] = {column.id: _field(column, column=True) for column in table.columns}
    row: Any = create_model(f"Row of {table.id}", __base__=AnswerModel, **columns)
    asked = Asked(table.text, "rows", table.help, section=table.section)
    return Annotated[tuple[row, ...], asked], ()
