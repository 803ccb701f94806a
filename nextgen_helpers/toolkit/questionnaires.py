"""Models of answers made from the toolkit's own questions: worksheets, After Action Reviews, prompts.

The questions are content (``data/toolkit``); here each set of them becomes a model with one field a question. A
field's name is the id of its question, so that an answer can always be told apart from its wording.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import create_model

from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import AnswerModel, Asked, Day, Line, Names, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nextgen_helpers.toolkit.content_models import (
        Exercise,
        OwnReview,
        Question,
        Review,
        Section,
        Worksheet,
    )

#: What stands behind the id of a review where its detail is answered.
DETAIL: Final = ".detail"
_PLAIN: Final[Mapping[str, tuple[Any, Any]]] = {
    "text": (Line, ""),
    "person": (Line, ""),
    "long_text": (Text, ""),
    "list": (Names, ()),
    "date": (Day, None),
}
_KINDS: Final[Mapping[str, Any]] = {"person": "text"}
_HELP: Final[Mapping[str, str]] = {"list": "One a line.", "person": "Name and organization."}


@cache
def worksheet_model(worksheet_id: str) -> type[AnswerModel]:
    """Give the model of a worksheet's answers.

    Raises
    ------
    UserError : there is no such worksheet.

    Examples
    --------
    >>> worksheet_model("preparing_to_launch").model_validate({"PTL-1a": "yes"}).model_dump()["PTL-1a"]
    'yes'
    """
    worksheet = content.worksheets().worksheet(worksheet_id)
    return _made(worksheet.title, _worksheet_fields(worksheet))


@cache
def review_model(place: str) -> type[AnswerModel]:
    """Give the model of an After Action Review: for each question a traffic light and its detail."""
    fields: dict[str, Any] = {}
    for review in content.reviews().of_step(place):
        fields |= _review_fields(review)
    return _made(f"Review of {place}", fields)


@cache
def exercise_notes_model(exercise_id: str) -> type[AnswerModel]:
    """Give the model of what a team notes down in an exercise: one field for each prompt done together.

    A part without prompts has one field for the part. What each person does alone has a model of its own.

    Raises
    ------
    UserError : there is no such exercise.
    """
    exercise = content.worksheets().exercise(exercise_id)
    return _made(exercise.title, _note_fields(exercise))


def _made(title: str, fields: Mapping[str, Any]) -> type[AnswerModel]:
    model: type[AnswerModel] = create_model(title, __base__=AnswerModel, **fields)
    return model


def _worksheet_fields(worksheet: Worksheet) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for section in worksheet.sections:
        for place, question in enumerate(section.questions):
            heading = section.title if place == 0 else ""
            fields[question.id] = (
                _rows_field(question, section, heading) if section.columns else _field(question, heading)
            )
    return fields


def _field(question: Question, heading: str) -> tuple[Any, Any]:
    if question.choices is not None:
        return _choice_field(question.text, question.choices, heading)
    kind, empty = _PLAIN[question.answer]
    asked = Asked(
        question.text,
        _KINDS.get(question.answer, question.answer),
        _HELP.get(question.answer, ""),
        section=heading,
    )
    return Annotated[kind, asked], empty


def _choice_field(text: str, answers: str, heading: str = "", group: str = "") -> tuple[Any, Any]:
    choices = content.reviews().answer_set(answers).answers
    allowed = Literal[tuple(choice.id for choice in choices)]  # type: ignore[valid-type]
    pairs = tuple((choice.id, f"{choice.label} {choice.symbol}") for choice in choices)
    return Annotated[allowed | None, Asked(text, "choice", choices=pairs, section=heading, group=group)], None


def _rows_field(question: Question, section: Section, heading: str) -> tuple[Any, Any]:
    """Give a field for a question that is answered by rows of a table."""
    columns = {
        column.id: (
            Annotated[
                _PLAIN[column.answer][0], Asked(column.label, _KINDS.get(column.answer, column.answer))
            ],
            _PLAIN[column.answer][1],
        )
        for column in section.columns
    }
    row: Any = create_model(f"Row of {question.id}", __base__=AnswerModel, **columns)  # type: ignore[call-overload]
    return Annotated[tuple[row, ...], Asked(question.text, "rows", section=heading)], ()


def _review_fields(review: Review | OwnReview) -> dict[str, Any]:
    kind, empty = _PLAIN[review.detail.answer]
    asked = Asked(
        review.detail.label,
        _KINDS.get(review.detail.answer, review.detail.answer),
        _HELP.get(review.detail.answer, ""),
        group=review.id,
    )
    return {
        review.id: _choice_field(review.text, review.answers, group=review.id),
        f"{review.id}{DETAIL}": (Annotated[kind, asked], empty),
    }


def _note_fields(exercise: Exercise) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for part in exercise.parts:
        asked: Iterable[tuple[str, str, str, int]] = [
            (prompt.id, prompt.text, prompt.answer, prompt.minutes)
            for prompt in part.prompts
            if prompt.who == "together"
        ] or [(part.id, part.text, "long_text", part.minutes)]
        for name, text, answer, minutes in asked:
            kind, empty = _PLAIN[answer]
            help_text = f"{minutes} minutes. {_HELP.get(answer, '')}".strip()
            fields[name] = (
                Annotated[kind, Asked(text, _KINDS.get(answer, answer), help_text)],
                empty,
            )
    return fields
