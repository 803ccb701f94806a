"""What a facilitator can open for phones in the room: its questions come from a sheet, and so does the place where the answers go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from pydantic import Field, ValidationError

from nextgen_helpers.errors import DataFileError, UserError, nearest
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import Asked, asked_fields, row_model
from nextgen_helpers.toolkit.catalog import exercise_model, sentence
from nextgen_helpers.toolkit.cells import typed_value
from nextgen_helpers.toolkit.entries import Content, Minutes, Slug
from nextgen_helpers.toolkit.sheet_models import Sheet
from nextgen_helpers.toolkit.sheets import DETAIL, quick_check_id, review_id, sheet, sheets, start_rows
from nextgen_helpers.toolkit.shipped import load_shipped

_FILE: Final = "data/toolkit/room.yaml"
_CHECK_MINUTES, _REVIEW_MINUTES = 5, 15
#: Kinds of a field that takes what many typed.
_TYPED: Final = ("text", "long_text", "list")
_CHOOSE: Final = "Choose what fits, and say why where it matters."
Kind = Literal["rate", "choose", "points", "ideas", "rows", "words"]
#: How the answers of many become an entry of the sheet: the most frequent choice, the middle score, companies counted, dots counted,
#: first and second choice of each organization, ranks of each person.
Becomes = Literal["most", "scores", "tally", "count", "choices", "ranks"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an activity with answers to choose from."""

    id: str  # unique in the activity
    text: str  # the question
    choices: Mapping[str, str]  # stored value -> what a person reads
    reason: str = ""  # what may be typed beside it; empty for nothing
    # right, why: the answer of a quick check, and why
    right: str = ""
    why: str = ""
    # what it is about, where the same is asked of each item; on a phone these stand on one screen
    item: str = ""


class Activity(Content):
    """Something that can be opened for phones."""

    # id, place, kind, title, text, minutes: what it is, and where in the curriculum
    id: Slug
    place: Slug
    kind: Kind
    title: str = ""
    text: str = ""
    minutes: Minutes
    asks: Literal["", "name", "organization"] = ""  # what a person says of herself beside her group
    sheet: str = ""  # exercise that holds its questions, and its answers
    into: str = (
        ""  # where rows or words go, as ``sheet.table.column``; empty for the fields of the sheet itself
    )
    items: tuple[str, ...] = ()  # columns whose entries get points or scores, each as ``sheet.table.column``
    # points, rule: how many each person has, and what a point costs
    points: int = 0
    rule: Literal["plain", "quadratic"] = "plain"
    # how the answers of many become an entry of the sheet
    becomes: Becomes | None = Field(default=None, alias="as")
    own: str = ""  # column in which the person's organization stands
    commit: str = ""  # table for commitments, as ``sheet.table``
    views: tuple[str, ...] = ()  # what the wall shows, each as ``module.function`` of the views
    questions: tuple[Question, ...] = ()

    @property
    def table(self) -> str:
        """Table into which rows or words go; empty for the fields of the sheet itself."""
        return _path(self.into)[1]

    @property
    def column(self) -> str:
        """Column into which words go; empty for rows."""
        return _path(self.into)[2]

    def cost(self, points: Mapping[str, int]) -> int:
        """Give what points cost together: their sum, or the sum of their squares.

        >>> activity("ten_ways").cost({"Way 1": 3, "Way 2": 1}), activity("launch_points").cost({"A": 3, "B": 1})
        (10, 4)
        """
        return sum(number * number if self.rule == "quadratic" else number for number in points.values())

    def fields(self) -> Mapping[str, Asked]:
        """Give the columns of its table."""
        return asked_fields(row_model(exercise_model(self.sheet), self.table))

    def columns(self) -> dict[str, Asked]:
        """Give the columns of a row that a person fills in, without that of her own organization."""
        return {name: asked for name, asked in self.fields().items() if name != self.own}

    def needed(self) -> frozenset[str]:
        """Give the columns without which a row is not complete."""
        fields = row_model(exercise_model(self.sheet), self.table).model_fields
        return frozenset(name for name, field in fields.items() if field.is_required())

    def row(self, typed: Mapping[str, str], organization: str = "") -> dict[str, Any]:
        """Read a row as it was typed on a phone, and give it as it is stored.

        typed : column -> text; for a choice its stored value, for a list one entry a line.
        organization : whose row it is.
        Raises UserError: a cell does not fit; the sentence says which, and what is allowed.
        """
        model = row_model(exercise_model(self.sheet), self.table)
        fields = asked_fields(model)
        cells = {
            name: typed_value(
                fields[name], "; ".join(text.split("\n")) if fields[name].kind == "list" else text.strip()
            )
            for name, text in typed.items()
            if name in fields and text.strip()
        }
        if self.own:
            cells[self.own] = organization
        try:
            return dict(model.model_validate(cells).model_dump(mode="json"))
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            raise UserError(f"{fields[name].label if name in fields else name}: {sentence(error)}") from error


@cache
def activities() -> Mapping[str, Activity]:
    """Give everything that can be opened, in the order of the curriculum: what the file says, then quick checks and reviews.

    >>> [item.id for item in activities().values() if item.place == "self_assessment"]
    ['rubric', 'quick_check_self_assessment', 'after_action_review_self_assessment']
    """
    made = [*map(_whole, load_shipped(_FILE, tuple[Activity, ...])), *_by_themselves()]
    order = ["self_assessment", *content.steps().everywhere]
    return {item.id: item for item in sorted(made, key=lambda item: order.index(item.place))}


def activity(activity_id: str) -> Activity:
    """Look an activity up by its id (UserError: there is none; the sentence names the nearest)."""
    if activity_id in activities():
        return activities()[activity_id]
    near = nearest(activity_id, activities(), 1) or list(activities())[:5]
    raise UserError(
        f'There is nothing "{activity_id}" to open in the room. Did you mean {" or ".join(near)}?'
    )


def items_of(what: Activity, rows: Callable[[str, str], Sequence[Mapping[str, Any]]]) -> list[str]:
    """Give what points or scores are given to: the entries of the columns, each once; those to begin with where there are none.

    rows : gives the rows of a sheet's table, as the team has them.
    """
    found: list[str] = []
    for path in what.items:
        sheet_id, table, column = path.split(".")
        own = [str(row.get(column) or "") for row in rows(sheet_id, table)]
        offered = [] if any(own) else start_rows(sheet_id).get(table, [])
        found += [*own, *(str(row.get(column) or "") for row in offered)]
    return [name for name in dict.fromkeys(found) if name]


def questions_of(what: Activity, items: Sequence[str]) -> tuple[Question, ...]:
    """Give the questions of an activity; those about items are made of the items and the columns that take numbers."""
    if what.becomes not in ("scores", "tally"):
        return what.questions
    numbers = {name: asked for name, asked in what.fields().items() if asked.kind == "number"}
    if what.becomes == "tally":
        labels = {name: asked.label for name, asked in numbers.items()}
        return tuple(Question(item, item, labels) for item in items)
    scores = {str(score): str(score) for score in range(1, 6)}
    return tuple(
        Question(f"{item} / {name}", f"{item}: {asked.label}", scores, item=item)
        for item in items
        for name, asked in numbers.items()
    )


def _path(written: str) -> tuple[str, str, str]:
    """Divide ``sheet.table.column``; what is not written is empty."""
    sheet_id, table, column = (*written.split("."), "", "")[:3]
    return sheet_id, table, column


def _whole(written: Activity) -> Activity:
    """Complete what the file says with what the sheet says."""
    if written.place not in content.steps().everywhere:
        raise DataFileError(
            _FILE, f'entry "{written.id}": there is no entry in steps.yaml for the place "{written.place}".'
        )
    for path in filter(None, (written.into, *written.items, written.commit)):
        _leads_somewhere(written.id, path)
    sheet_id = _path(written.into)[0] or written.sheet
    own = sheets().get(sheet_id)
    asked = _asked(sheet(sheet_id)) if written.kind == "choose" and not written.into else ()
    found = {
        "sheet": sheet_id,
        "title": written.title or (own.title if own else ""),
        "text": written.text or (own.text if own else ""),
        "becomes": written.becomes or ("most" if asked else None),
        "questions": asked,
    }
    return written.model_copy(update=found)


def _leads_somewhere(name: str, path: str) -> None:
    sheet_id, table, column = _path(path)
    model = exercise_model(sheet_id)
    tables = [key for key, asked in asked_fields(model).items() if asked.kind == "rows"]
    if table not in tables or (column and column not in asked_fields(row_model(model, table))):
        raise DataFileError(_FILE, f'entry "{name}": there is no column "{path}".')


def _by_themselves() -> list[Activity]:
    """Make an activity of each review and each quick check."""
    found = []
    for place in content.steps().everywhere:
        for sheet_id, minutes in (
            (quick_check_id(place), _CHECK_MINUTES),
            (review_id(place), _REVIEW_MINUTES),
        ):
            if made := sheets().get(sheet_id):
                plain = Activity(id=made.id, place=place, kind="choose", minutes=minutes, sheet=made.id)
                found.append(_whole(plain.model_copy(update={"text": made.text or _CHOOSE})))
    return found


def _asked(laid: Sheet) -> tuple[Question, ...]:
    """Give the questions of a sheet that are choices; those of a quick check with their right answers."""
    fields = asked_fields(exercise_model(laid.id))
    checked = content.quick_checks().of(laid.place) if laid.id == quick_check_id(laid.place) else ()
    rights = {item.id: item for item in checked}
    found = []
    for name, asked in fields.items():
        if asked.kind == "choice" and not name.endswith(DETAIL):
            beside, right = fields.get(f"{name}{DETAIL}"), rights.get(name)
            found.append(
                Question(
                    name, asked.label, dict(asked.choices), beside.label if beside and beside.kind in _TYPED else "",
                    right.right if right else "", right.because if right else "",
                )
            )  # fmt: skip
    return tuple(found)
