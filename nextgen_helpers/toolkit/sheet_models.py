"""The one language of questions: what a sheet asks, and the sets of answers to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Discriminator, Field, StrictBool, StrictInt, Tag, model_validator

from nextgen_helpers.toolkit.entries import (
    Answer,
    Content,
    InventoryId,
    Minutes,
    Order,
    Slug,
    Statement,
    Text,
    find_entry,
    refuse_disorder,
    refuse_repeated,
    refuse_repeated_items,
    refuse_unknown,
)

#: The answers that are numbers.
NUMBERS: Final = ("number", "decimal")


class Choice(Content):
    """One answer of an answer set; the symbol says it without color."""

    id: Slug
    order: Order
    label: Text
    symbol: Text
    text: Text


class AnswerSet(Content):
    """Answers to choose from, shared by many questions."""

    id: Slug
    title: Text
    ours: StrictBool = False
    answers: Annotated[tuple[Choice, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated(self.answers)
        refuse_disorder(self.answers)
        return self


class Detail(Content):
    """What to write beside the traffic light (ours)."""

    label: Text
    answer: Answer


class _Asked(Content):
    """What every question of a review has; ``group`` where it is about one group of partners."""

    text: Text
    answers: Slug = "traffic_light"
    group: Literal["business", "education", "workforce", "economic_development"] | None = None
    detail: Detail


class Review(_Asked):
    """A question of an After Action Review of the toolkit."""

    id: InventoryId
    step: Slug


class OwnReview(_Asked):
    """A question of a closing review that the toolkit lacks and that we made, with the place it closes."""

    id: Slug
    place: Slug
    ours: Literal[True]


class Reviews(Content):
    """The After Action Reviews of all steps, our own for what is no step, and their answer sets."""

    source: Text
    answer_sets: tuple[AnswerSet, ...]
    reviews: tuple[Review, ...]
    own: tuple[OwnReview, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated(self.answer_sets)
        refuse_repeated(self.own)
        refuse_repeated_items(self)
        known = [answers.id for answers in self.answer_sets]
        asked: tuple[Review | OwnReview, ...] = (*self.reviews, *self.own)
        for review in asked:
            refuse_unknown(review.id, "answers", [review.answers], known)
        return self

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of everything that a review closes, each once, in order."""
        return tuple(
            dict.fromkeys((*(review.step for review in self.reviews), *(review.place for review in self.own)))
        )

    def of_step(self, step_id: str) -> tuple[Review | OwnReview, ...]:
        """Give the reviews that close a step, a module or ``self_assessment``, in order; none elsewhere."""
        return (
            *(review for review in self.reviews if review.step == step_id),
            *(review for review in self.own if review.place == step_id),
        )

    def answer_set(self, answers_id: str) -> AnswerSet:
        """Look an answer set up by its id."""
        return find_entry(self.answer_sets, answers_id, "answer set")


class QuestionChoice(Content):
    """One of the answers to choose from."""

    id: Slug
    label: Text


class Question(Content):
    """A question of a sheet, or a column of one of its tables."""

    # name under which the answer is stored; it never changes. In capitals it is the item of the inventory
    # that asks this
    id: InventoryId | Slug
    text: Text  # the question, or the heading of the column
    # what is written: a line, several lines, a whole number, a number that need not be whole, a choice, a
    # day, a list, or a person (name and organization)
    answer: Answer
    help: str = ""  # one sentence below the question
    section: str = ""  # heading above the question, where a new part of the sheet begins
    # what there is to choose from; or ``answer_set``, one of the sets of ``reviews.yaml``
    choices: tuple[QuestionChoice, ...] = ()
    answer_set: Slug | None = None
    detail: Detail | None = None  # what to write beside a choice
    # reviews that ask the same; their answers are offered as a first answer
    prefill: tuple[InventoryId, ...] = ()
    sixteen_metrics: StrictBool = False  # the sixteen of ``metrics.yaml`` stand in front of the choices
    needed: StrictBool = False  # a row without it is not complete (columns only)
    # which names are offered while typing: ``organizations``, ``employers``, ``people``, ``tables``,
    # ``occupations``
    suggest: Literal["", "organizations", "employers", "people", "tables", "occupations"] = ""
    # columns whose entries are offered while typing, as ``table.column`` or ``tool.table.column``; or a list
    # of the same sheet
    names_from: tuple[Text, ...] = ()
    # a name that stands in none of these columns is said in the form (it is kept all the same)
    known_only: StrictBool = False
    # columns of the same sheet in which a name should stand once only; more is said in the form, with
    # ``if_twice``
    once_in: tuple[Text, ...] = ()
    # what becomes of a name that is there twice
    if_twice: Text = "they are taken for one, and the first counts"
    # another column of the row; a number that is lower than it is said in the form
    not_below: Slug | None = None
    # lowest, highest: limits of a number
    lowest: StrictInt | None = None
    highest: StrictInt | None = None
    inventory: tuple[InventoryId, ...] = ()  # items of the inventory that it stands for

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.answer == "choice") != (bool(self.choices) != (self.answer_set is not None)):
            raise ValueError(
                "a choice needs either choices or an answer_set, and nothing else may have them."
            )
        if self.sixteen_metrics and not self.choices:
            raise ValueError("the sixteen metrics need a choice beside them, such as one for none of these.")
        if self.detail and self.answer != "choice":
            raise ValueError("only a choice has a detail beside it.")
        if (self.lowest is not None or self.highest is not None) and self.answer not in NUMBERS:
            raise ValueError("only a number has a lowest and a highest value.")
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            raise ValueError(f"its lowest value, {self.lowest}, is above its highest, {self.highest}.")
        if (self.names_from or self.once_in) and self.answer != "text":
            raise ValueError("only a line of text has names_from and once_in.")
        if self.names_from and self.suggest:
            raise ValueError("names are offered either by suggest or by names_from.")
        if self.known_only and not self.names_from:
            raise ValueError("known_only needs names_from.")
        if self.not_below and self.answer not in NUMBERS:
            raise ValueError("only a number can be not_below another.")
        _stand_once("choice", [choice.id for choice in self.choices])
        return self


class RowsFrom(Content):
    """Rows of another table, of this sheet or an earlier one, that a team can take over."""

    table: Text  # ``table``, or ``sheet.table`` where it stands in another sheet
    columns: Annotated[dict[Slug, Slug], Field(min_length=1)]  # own column -> the column there
    # column there -> the stored choices of it that count; by default every row
    only: dict[Slug, tuple[Slug, ...]] = Field(default_factory=dict)


class SheetTable(Content):
    """A table of a sheet, filled row by row."""

    # id, text, help, section, inventory: see :class:`Question`
    id: InventoryId | Slug
    text: Text
    help: str = ""
    section: str = ""
    columns: Annotated[tuple[Question, ...], Field(min_length=1)]  # what stands in a row
    start: tuple[dict[str, Any], ...] = ()  # rows that are offered as long as the team has none of its own
    # tables whose rows the team can take over, so that nobody types a name twice
    rows_from: tuple[RowsFrom, ...] = ()
    inventory: tuple[InventoryId, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        _stand_once("column", [column.id for column in self.columns])
        for source in self.rows_from:
            refuse_unknown(self.id, "column", source.columns, [column.id for column in self.columns])
        numbers = [column.id for column in self.columns if column.answer in NUMBERS]
        for column in self.columns:
            if column.not_below and column.not_below not in numbers:
                raise ValueError(
                    f'there is no number "{column.not_below}" for "{column.id}" to be not_below.'
                )
        return self


def _kind_of_field(raw: Any) -> str:
    return (
        "table" if isinstance(raw, SheetTable) or (isinstance(raw, dict) and "columns" in raw) else "question"
    )


#: What has columns is a table, so that a mistake in it is said of a table.
SheetField = Annotated[
    Annotated[Question, Tag("question")] | Annotated[SheetTable, Tag("table")], Discriminator(_kind_of_field)
]


class Section(Content):
    """A part of a sheet that has a form of its own, for all or for one group of respondents; ``asks`` names its fields."""

    id: Slug
    title: Text
    text: str = ""
    inventory: InventoryId | None = None
    respondent: Literal["conveners", "support_team", "employers"] | None = None
    remedies: tuple[Statement, ...] = ()
    asks: tuple[str, ...]


class Sheet(Content):
    """What is asked for and written down in one exercise: the form, the check, the history and the printed page come from it.

    A file writes its ``fields`` below one another, or ``sections`` with fields of their own.
    """

    id: Slug  # exercise id; it never changes
    # the tool of the toolkit that it is; None where the toolkit does not name it
    tool: InventoryId | None = None
    place: Slug  # step, module or other place (``steps.yaml``)
    # title, text: what it is called, and what it is for
    title: Text
    text: str = ""
    ours: StrictBool = False  # the toolkit names such a sheet and gives none
    personal: StrictBool = False  # each person answers alone
    private: StrictBool = False  # nobody's answers are offered to whoever sits down next
    # how long it takes (ours); None where it is part of something that has minutes
    minutes: Minutes | None = None
    bring: tuple[Text, ...] = ()  # what to bring
    prompts: tuple[Text, ...] = ()  # what a facilitator asks
    done: str = ""  # what a team has when it is done
    inventory: tuple[InventoryId, ...] = ()  # items of the inventory that it stands for
    fields: Annotated[tuple[SheetField, ...], Field(min_length=1)]  # questions and tables, in order
    sections: tuple[Section, ...] = ()  # parts of it with forms of their own

    @model_validator(mode="before")
    @classmethod
    def _laid_out(cls, raw: Any) -> Any:
        """Take the fields out of the sections; the first of each carries the section's title as its heading."""
        if not isinstance(raw, dict) or "sections" not in raw or "fields" in raw:
            return raw
        fields: list[Any] = []
        sections: list[Any] = []
        for section in raw["sections"]:
            if not (isinstance(section, dict) and isinstance(section.get("fields"), list)):
                raise ValueError("each section needs fields.")  # noqa: TRY004  (becomes a DataFileError)
            first, *others = section["fields"] or [{}]
            fields += [{**first, "section": section.get("title", "")}, *others]
            asks = [str(field.get("id")) for field in section["fields"]]
            sections.append(
                {**{key: value for key, value in section.items() if key != "fields"}, "asks": asks}
            )
        return {**raw, "fields": fields, "sections": sections}

    @model_validator(mode="after")
    def _check(self) -> Self:
        _stand_once("field", [field.id for field in self.fields])
        refuse_repeated(self.sections)
        return self

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its questions, and the columns of its tables, in order."""
        return tuple(
            question
            for field in self.fields
            for question in (field.columns if isinstance(field, SheetTable) else (field,))
        )

    @property
    def tables(self) -> tuple[SheetTable, ...]:
        """Its tables, in order."""
        return tuple(field for field in self.fields if isinstance(field, SheetTable))


def _stand_once(kind: str, names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f'the {kind} "{name}" is there twice.')


class Prompt(Content):
    """What to do or ask in a part of an exercise, alone or together, and for how long."""

    id: InventoryId
    who: Literal["alone", "together"]
    minutes: Minutes
    text: Text
    answer: Answer


class Part(Content):
    """A part of an exercise; its prompts fill its minutes."""

    id: InventoryId
    order: Order
    title: Text
    minutes: Minutes
    text: Text
    prompts: tuple[Prompt, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        total = sum(prompt.minutes for prompt in self.prompts)
        if self.prompts and total != self.minutes:
            raise ValueError(f"its prompts take {total} minutes, but the part has {self.minutes}.")
        return self


class Exercise(Content):
    """Something a group does in a room or online; ``ours`` names the fields that no source gives."""

    id: Slug
    inventory: InventoryId
    place: Slug
    title: Text
    text: Text
    ours: tuple[Literal["minutes", "bring", "done"], ...]
    bring: tuple[Text, ...]
    done: Text
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_disorder(self.parts)
        return self

    @property
    def minutes(self) -> int:
        """Minutes of all parts together."""
        return sum(part.minutes for part in self.parts)


class Tool(Content):
    """A tool that the toolkit names.

    Exactly one of three holds: it is ours to make (``ours``), it stands somewhere else and is only cited
    (``outside``), or a worksheet or exercise of this file is it (``content``).
    """

    id: InventoryId
    name: Text
    place: Slug
    purpose: Text
    ours: StrictBool = False
    outside: StrictBool = False
    content: Slug | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if [self.ours, self.outside, self.content is not None].count(True) != 1:
            raise ValueError("a tool is either ours, or outside, or has content: one of the three.")
        return self


class Worksheets(Content):
    """Worksheets, exercises and tools."""

    source: Text
    worksheets: tuple[Sheet, ...]
    exercises: tuple[Exercise, ...]
    tools: tuple[Tool, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated((*self.worksheets, *self.exercises))
        refuse_repeated([field for worksheet in self.worksheets for field in worksheet.fields])
        refuse_repeated_items(self)
        known = [*(entry.id for entry in self.worksheets), *(entry.id for entry in self.exercises)]
        for tool in self.tools:
            refuse_unknown(tool.id, "worksheet or exercise", [tool.content] if tool.content else [], known)
        return self

    def worksheet(self, worksheet_id: str) -> Sheet:
        """Look a worksheet up by its id."""
        return find_entry(self.worksheets, worksheet_id, "worksheet")

    def exercise(self, exercise_id: str) -> Exercise:
        """Look an exercise up by its id."""
        return find_entry(self.exercises, exercise_id, "exercise")

    def tool(self, tool_id: str) -> Tool:
        """Look a tool up by its id."""
        return find_entry(self.tools, tool_id, "tool")
