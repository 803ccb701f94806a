"""What a list can become: every table of every sheet, the map's tables, knocks and names, and ratings of the self-assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, create_model

from nextgen_helpers.errors import UserError, nearest
from nextgen_helpers.letters import plain_letters
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import (
    AnswerModel,
    Asked,
    Line,
    Name,
    Names,
    Text,
    asked_fields,
    row_model,
)
from nextgen_helpers.toolkit.entries import Content
from nextgen_helpers.toolkit.exercises import OUTREACH, SELF_ASSESSMENT, Knock, Table
from nextgen_helpers.toolkit.sheets import sheet_model, sheets
from nextgen_helpers.toolkit.shipped import load_shipped

RATINGS: Final = "ratings"
ELEMENTS: Final = "elements"
SEEN: Final = ".seen"
WHY: Final = ".why"
#: One kind of names only: what is meant by it -> the kind of element.
_ONE_KIND: Final = {"organizations": "organization", "partners": "organization", "employers": "employer"}


class Words(Content):
    """How partners' own lists call things (``bring.yaml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kinds: dict[str, tuple[str, ...]]
    columns: dict[str, dict[str, tuple[str, ...]]]
    choices: dict[str, dict[str, tuple[str, ...]]]
    keys: dict[str, tuple[str, ...]]
    left_out: tuple[str, ...]
    nothing: tuple[str, ...]
    totals: tuple[str, ...]
    of_a_map: tuple[str, ...]
    times_a_year: dict[str, StrictInt]


class Element(AnswerModel):
    """A partner or an employer on the map."""

    name: Annotated[Name, Asked("Name", suggest="everybody")]
    kind: Annotated[
        Literal["organization", "employer"],
        Asked("Kind", "choice", choices=(("organization", "Partner"), ("employer", "Employer"))),
    ]


@dataclass(frozen=True)
class Target:
    """A table that rows can be brought into."""

    id: str  # as it is typed, such as ``knocks`` or ``partner_roster``
    # exercise_id, field: where the rows are stored; the field is empty for ratings
    exercise_id: str
    field: str
    title: str  # as people read it
    model: type[BaseModel]  # of a row
    keys: tuple[str, ...]  # columns by which a row is known when it comes again
    only: str = ""  # of elements, the one kind that is wanted; empty for both

    @cached_property
    def fields(self) -> Mapping[str, Asked]:
        """What each column asks, by its id."""
        return asked_fields(self.model)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Columns without which a row is none."""
        found = tuple(name for name, field in self.model.model_fields.items() if field.is_required())
        return tuple(name for name in found if not (self.only and name == "kind"))

    @cached_property
    def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """Give the headings by which each column is known, in plain words: its label, its id, and others' words for it."""
        known = words()
        own = dict(known.columns.get(self.id, known.columns.get(self.exercise_id, {})))
        for item in content.rubric().dimensions if self.id == RATINGS else ():
            own |= {item.id: (item.title,), f"{item.id}{SEEN}": (item.title,)}
            own[f"{item.id}{WHY}"] = tuple(
                f"{item.title} {word}" for word in ("evidence", "comment", "comments", "reason")
            )
        found = {}
        for name, asked in self.fields.items():
            others = own.get(name, known.kinds.get(asked.suggest, ()))
            found[name] = tuple(dict.fromkeys(map(plain, (asked.label, name, *others))))
        return found


@cache
def words() -> Words:
    """Give how partners' own lists call things."""
    return load_shipped("data/toolkit/bring.yaml", Words)


def plain(text: object) -> str:
    """Give a heading without capitals, accents and marks.

    >>> plain(" Completers-a_Year? (1)")
    'completers a year 1'
    """
    letters = plain_letters(str(text or ""))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


@cache
def targets() -> Mapping[str, Target]:
    """Give everything that rows can be brought into, by its short name."""
    found = [
        Target("knocks", OUTREACH, "knocks", "The many knocks", Knock, ("organization", "employer", "purpose", "program", "position")),
        Target("tables", OUTREACH, "tables", "The many tables", Table, ("name",)),
        Target(ELEMENTS, OUTREACH, "", "Partners and employers on the map", Element, ("kind", "name")),
        Target(RATINGS, SELF_ASSESSMENT, "", "Ratings of the self-assessment", _rating_model(), ()),
    ]  # fmt: skip
    for laid in sheets().values():
        for table in laid.tables:
            name = laid.id if len(laid.tables) == 1 else f"{laid.id}.{table.id}"
            title = laid.title if len(laid.tables) == 1 else f"{laid.title}: {table.text}"
            model = row_model(sheet_model(laid.id), table.id)
            needed = tuple(column.id for column in table.columns if column.needed)
            keys = words().keys.get(name) or needed or tuple(column.id for column in table.columns)
            found.append(Target(name, laid.id, table.id, title, model, keys))
    return {item.id: item for item in found}


def target(name: str) -> Target:
    """Look up what rows are to be brought into.

    name : its short name, such as ``knocks``; the id of a sheet, or of a sheet and its table; ``employers`` or ``partners`` of the map.

    >>> target("partner_roster.partners").title, target("employers").only
    ('Partner roster', 'employer')
    """
    wanted = name.strip().lower().replace("-", "_")
    for known, item in targets().items():
        if known.lower().replace("-", "_") == wanted:
            return item
    if wanted in _ONE_KIND:
        found = targets()[ELEMENTS]
        title = "Partners on the map" if _ONE_KIND[wanted] == "organization" else "Employers on the map"
        return Target(ELEMENTS, found.exercise_id, "", title, found.model, found.keys, _ONE_KIND[wanted])
    for item in targets().values():
        whole = f"{item.exercise_id}.{item.field}".lower()
        if wanted == whole or (wanted == item.exercise_id and item.exercise_id != OUTREACH):
            return item
    alone = [item for item in targets().values() if item.field == wanted]
    if len(alone) == 1:
        return alone[0]
    near = nearest(wanted, [*targets(), *_ONE_KIND], 3) or ["knocks", "tables", "partner_roster"]
    raise UserError(
        f'There is no table "{name}" to bring rows into. Did you mean {" or ".join(near)}? All of them: nextgen bring --tables'
    )


def table_of(exercise_id: str, field: str) -> Target:
    """Give the table of a form by where its rows are stored."""
    return next(item for item in targets().values() if (item.exercise_id, item.field) == (exercise_id, field))


def _rating_model() -> type[BaseModel]:
    """Make the row of a rating: who, then for each dimension a number, what was seen and why, as the exported sheet has them."""
    fields: dict[str, Any] = {
        "author": (Annotated[Line, Asked("Person")], ""),
        "stakeholder_group": (Annotated[Line, Asked("Group")], ""),
    }
    score = Annotated[StrictInt, Field(ge=1, le=10)] | None
    for item in content.rubric().dimensions:
        rated = Asked(f"{item.title}, 1 to 10", "number", lowest=1, highest=10)
        fields[item.id] = Annotated[score, rated], None
        fields[f"{item.id}{SEEN}"] = Annotated[Names, Asked(f"{item.title}: what was seen", "list")], ()
        fields[f"{item.id}{WHY}"] = Annotated[Text, Asked(f"{item.title}: why", "long_text")], ""
    made: type[BaseModel] = create_model("Rating", __base__=AnswerModel, **fields)
    return made
