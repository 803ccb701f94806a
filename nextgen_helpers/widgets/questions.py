"""Worksheets, After Action Reviews and the prompts of exercises as forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.team.answers import answers_html, is_empty
from nextgen_helpers.errors import UserError, nearest
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.catalog import exercise_title, notes_id, review_id
from nextgen_helpers.toolkit.questionnaires import DETAIL
from nextgen_helpers.views.worksheets import known_journey
from nextgen_helpers.widgets.kept import KeptForm, PersonalForm

if TYPE_CHECKING:
    from nextgen_helpers.toolkit.content_models import Part, Worksheet
    from nextgen_helpers.views.live import LiveTeam


def worksheet(live: LiveTeam, worksheet_id: str, section: str | None = None) -> WorksheetForm:
    """Show a worksheet as a form.

    What was answered in a review that asks the same is offered as a first answer.

    Parameters
    ----------
    live : the team, from :func:`nextgen_helpers.widgets.team`.
    worksheet_id : such as ``preparing_to_launch``.
    section : id of one of its sections; by default all.

    Raises
    ------
    UserError : there is no such worksheet or section.
    """
    sheet = content.worksheets().worksheet(worksheet_id)
    if section is None:
        return WorksheetForm(live, worksheet_id, title=sheet.title)
    known = {item.id: item for item in sheet.sections}
    if section not in known:
        near = nearest(section, known, 1)
        hint = f' Did you mean "{near[0]}"?' if near else f" There are: {', '.join(known)}."
        raise UserError(f'The worksheet "{sheet.title}" has no section "{section}".{hint}')
    names = [question.id for question in known[section].questions]
    return WorksheetForm(live, worksheet_id, names, f"{sheet.title}: {known[section].title}")


def review(live: LiveTeam, place: str) -> KeptForm:
    """Show the After Action Review of a step or module: a traffic light and a detail for each question.

    Parameters
    ----------
    live : the team.
    place : such as ``step1`` or ``module2``.

    Raises
    ------
    UserError : nothing of that name has a review.
    """
    places = content.reviews().places
    if place not in places:
        raise UserError(f'"{place}" has no After Action Review; there are: {", ".join(places)}.')
    return KeptForm(live, review_id(place), title=exercise_title(review_id(place)))


def exercise_part(live: LiveTeam, exercise_id: str, part: int) -> KeptForm:
    """Show what is noted down in one part of an exercise.

    Parameters
    ----------
    live : the team.
    exercise_id : such as ``many_tables_many_knocks``.
    part : its number, from 1.

    Raises
    ------
    UserError : there is no such exercise or part.
    """
    exercise = content.worksheets().exercise(exercise_id)
    found = next((item for item in exercise.parts if item.order == part), None)
    if found is None:
        raise UserError(f'"{exercise.title}" has parts 1 to {len(exercise.parts)}, none with number {part}.')
    return KeptForm(
        live, notes_id(exercise_id), _noted(found), f"{exercise.title}, part {part}: {found.title}"
    )


def journey(live: LiveTeam, exercise_id: str) -> PersonalForm:
    """Show the form in which each person draws a way through his or her own program.

    Parameters
    ----------
    live : the team.
    exercise_id : ``employer_journey`` or ``jobseeker_journey``.

    Raises
    ------
    UserError : it is neither.
    """
    return PersonalForm(live, known_journey(exercise_id))


_FROM_REVIEWS: Final = (
    "What you answered in an After Action Review to the same question is filled in here, as long as this worksheet has no "
    "answer of its own."
)


class WorksheetForm(KeptForm):
    """A worksheet; where a review asks the same, its answer is offered."""

    def load(self) -> None:
        """Show what is stored, and for open questions what the reviews say already."""
        super().load()
        offered = self._offered()
        if offered:
            self.form.answers = {**self.form.answers, **offered}
            self.form.notes = [_FROM_REVIEWS]

    def html(self) -> str:
        """Write the answers, also those that come from a review."""
        offered = self._offered()
        note = f'<p class="ng-note">{_FROM_REVIEWS}</p>' if offered else ""
        return answers_html(self.model, {**self._stored(), **offered}, self.names, self.title) + note

    def _offered(self) -> dict[str, Any]:
        sheet: Worksheet = content.worksheets().worksheet(self.exercise_id)
        stored, found = self._stored(), {}
        for question in sheet.questions:
            if question.id not in self.names or not is_empty(stored[question.id]):
                continue
            answers = [
                item
                for name in question.prefill
                if not is_empty(item := self._reviewed(name, question.answer))
            ]
            if answers:
                found[question.id] = _together(answers, question.answer)
        return found

    def _reviewed(self, review_item: str, answer: str) -> Any:
        """Give what a review says: its light for a question with choices, else its detail."""
        place = next(item.step for item in content.reviews().reviews if item.id == review_item)
        stored = self.live.team.value(review_id(place)).model_dump(mode="json")
        return stored[review_item] if answer == "choice" else stored[f"{review_item}{DETAIL}"]


def _together(answers: list[Any], answer: str) -> Any:
    """Bring the answers of several reviews into the form of one question."""
    if answer == "choice":
        return answers[0]
    lines = [line for item in answers for line in (item if isinstance(item, list) else [str(item)])]
    if answer == "list":
        return lines
    return ("\n" if answer == "long_text" else ", ").join(lines)


def _noted(part: Part) -> list[str]:
    """Give the fields of a part: its prompts that are done together, or the part itself."""
    return [prompt.id for prompt in part.prompts if prompt.who == "together"] or [part.id]
