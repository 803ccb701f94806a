"""The self-assessment in a notebook: rating alone, how the team looks at it, closing a round."""

from __future__ import annotations

import html
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from nextgen_helpers.charts.shown import said
from nextgen_helpers.errors import UserError
from nextgen_helpers.people import has_code
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.toolkit.catalog import sentence
from nextgen_helpers.toolkit.content_models import Dimension
from nextgen_helpers.toolkit.exercises import (
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SelfAssessment,
    with_rating,
)
from nextgen_helpers.toolkit.invented import finished_by
from nextgen_helpers.toolkit.stakeholder_groups import OTHER, unlisted
from nextgen_helpers.views.live import LiveTeam
from nextgen_helpers.views.rubric import rating_progress
from nextgen_helpers.widgets.form import Checked, button, described
from nextgen_helpers.widgets.kept import ONE_SHEET, KeptForm, PersonalForm
from nextgen_helpers.words import joined
from nextgen_helpers.workspace import Answer

_RATING: Final = "rating."
_OWN_TITLE: Final = "round.title"
_CLOSE: Final = "round.close"
_REOPEN: Final = "round.reopen"


# -- the form of a person -----------------------------------------------------------------------------


class SelfAssessmentForm(PersonalForm):
    """The rubric as a form: for each dimension the levels side by side, with scores and indicators."""

    def __init__(self, live: LiveTeam, exercise_id: str, names: Sequence[str], title: str) -> None:
        super().__init__(live, exercise_id, names, title)
        live.watch("rating form after closing", [SELF_ASSESSMENT_ROUND], self.refresh)

    def specs(self) -> list[dict[str, Any]]:
        """Describe one field for each dimension."""
        return [_dimension_spec(dimension) for dimension in rubric.load().dimensions]

    def people(self) -> Sequence[Answer]:
        """Give the answers of those who have rated in the open round."""
        return self.live.team.ratings()

    def openable(self) -> Sequence[tuple[int, Answer]]:
        """Give the ratings that a list may open: those of the first version, which have no number, once all are shown."""
        if self.live.team.results_hidden():
            return []
        return [pair for pair in enumerate(self.people(), start=1) if not has_code(pair[1].respondent)]

    def progress(self) -> list[str]:
        """Say who is done, by numbers that lead nowhere."""
        every = {item.id for item in rubric.load().dimensions}
        return [
            f"Person {number}: {'done' if set(answer.value['scores']) == every else 'begun'}"
            for number, answer in enumerate(self.people(), start=1)
        ]

    def answer(self) -> Answer | None:
        """Give the person's rating in the open round; what was closed stays closed, and the form is empty again."""
        return next((item for item in self.people() if item.respondent == self.respondent), None)

    def shown(self, stored: dict[str, Any]) -> dict[str, Any]:
        """Give score, indicators and evidence of each dimension."""
        return {
            f"{_RATING}{dimension.id}": {
                "score": stored["scores"].get(dimension.id),
                "seen": _seen(dimension.id, stored["indicators"]),
                "evidence": stored["evidence"].get(dimension.id, ""),
            }
            for dimension in rubric.load().dimensions
        }

    def check(self, name: str, typed: Any) -> Checked:
        """Check the rating of a dimension."""
        if not isinstance(typed, dict):
            return Checked(None, fits=False, problem="That is no rating.")
        dimension = name.removeprefix(_RATING)
        score, evidence = typed.get("score"), str(typed.get("evidence") or "").strip()
        scores = {} if score is None else {dimension: score}
        given = {"scores": scores, "indicators": typed.get("seen", []), "evidence": {dimension: evidence}}
        try:
            found = SelfAssessment.model_validate(given)
        except ValidationError as error:
            return Checked(None, fits=False, problem=sentence(error))
        seen, why = _seen(dimension, found.indicators), found.evidence[dimension]
        return Checked({"score": score, "seen": seen, "evidence": why})

    def with_field(self, stored: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
        """Put the rating of a dimension among the others."""
        rated = value["score"], value["seen"], value["evidence"]
        return with_rating(stored, name.removeprefix(_RATING), *rated)

    def notes(self, stored: dict[str, Any]) -> list[str]:
        """Say where what was ticked does not fit the score."""
        return list(self.remarks(stored).values())

    def remarks(self, stored: dict[str, Any]) -> dict[str, str]:
        """Say the same at the dimension."""
        found = rubric.misfits(stored["scores"], stored["indicators"])
        return {f"{_RATING}{item.dimension}": item.text for item in found}

    def html(self) -> str:
        """Say how many have rated; the ratings themselves stand in the results."""
        return rating_progress(self.live.team).html

    def finished_sheet_html(self) -> str:
        """Write the newest rating of an invented person."""
        rated = finished_by(SELF_ASSESSMENT)
        newest = next(item for item in rated if item.day == rated[-1].day)
        return rating_html(newest.answer, f"{ONE_SHEET}: {self.title}")

    def refresh(self) -> None:
        """Begin anew after the round was closed."""
        closed = {item.respondent for closed in self.live.team.closed_rounds() for item in closed.ratings}
        if self.respondent in closed and self.answer() is None:
            self._begin()
            self.load()
        else:
            self._show_people()


def rating_html(answer: Mapping[str, Any], title: str) -> str:
    """Write a person's rating: score and level, what it rests on, and what was seen, dimension by dimension."""
    parts = []
    for dimension in rubric.load().dimensions:
        score = answer["scores"].get(dimension.id)
        said = "not rated" if score is None else f"{score}, {rubric.level(score).title}"
        seen = [item.text for item in rubric.load().seen(dimension.id, answer["indicators"])]
        rests = answer["evidence"].get(dimension.id, "")
        lines = [said, *([f"It rests on: {rests}"] if rests else []), *(f"Seen: {text}" for text in seen)]
        parts.append(
            f"<dt>{html.escape(dimension.title)}</dt>"
            + "".join(f"<dd>{html.escape(line)}</dd>" for line in lines)
        )
    return (
        f'<div class="mathjax_ignore ng-chart ng-answers"><p class="ng-label"><strong>{html.escape(title)}</strong></p>'
        f"<dl>{''.join(parts)}</dl></div>"
    )


def _dimension_spec(dimension: Dimension) -> dict[str, Any]:
    content = rubric.load()
    titles = {item.id: item.title for item in content.dimensions}
    by_id = {item.id: item for item in content.indicators}
    asked = Asked(f"{dimension.title}: {dimension.text}", "long_text", "One rating from 1 to 10.")
    levels = [
        {
            "title": level.title,
            "text": level.summary.text,
            "scores": list(range(level.lowest, level.highest + 1)),
            "indicators": [
                {
                    "id": item.id,
                    "text": item.text,
                    "note": "".join(
                        f"(Nearly the same is under {titles[by_id[other].dimension]}; it counts once.)"
                        for other in item.same_as
                    ),
                }
                for item in content.indicators
                if item.dimension == dimension.id and item.level == level.id
            ],
        }
        for level in content.levels
    ]
    return described(f"{_RATING}{dimension.id}", asked, kind="rating", levels=levels)


def _seen(dimension: str, ticked: Sequence[str]) -> list[str]:
    return [item.id for item in rubric.load().seen(dimension, ticked)]


class GroupsForm(KeptForm):
    """What people typed in place of a group of the list; new names stand ready to be put into it."""

    has_example = False  # it is a decision of this team

    def load(self) -> None:
        """Show what is decided, and what waits for it."""
        super().load()
        waiting = self._waiting()
        if waiting:
            self.form.answers = {"names": [*self._stored()["names"], *waiting]}
            self.form.notes = [
                f"Not in the list yet: {joined([row['typed'] for row in waiting])}. Until you choose, they count as {OTHER}."
            ]

    def _waiting(self) -> list[dict[str, Any]]:
        known = {item.casefold() for item in self.live.team.group_names()}
        typed = unlisted(answer.stakeholder_group for answer in self.live.team.ratings())
        return [{"typed": name, "group": None} for name in typed if name.casefold() not in known]

    def watched(self) -> list[str]:
        """Name the exercises whose new answers the form follows."""
        return [SELF_ASSESSMENT]

    def refresh(self) -> None:
        """Show groups that somebody has typed since; what is half filled in stays."""
        if self._form is not None and not self._unsaved and not self._form.problems:
            self.load()


# -- closing a round ----------------------------------------------------------------------------------


class RoundForm(KeptForm):
    """A button that closes the open round, and one that takes the last closing back."""

    has_example = False  # it is a decision of this team

    def specs(self) -> list[dict[str, Any]]:
        """Describe the two buttons and the name of the round."""
        title = Asked("Name of this round", help="Such as: fall meeting. The date is kept anyway.")
        return [
            described(_OWN_TITLE, title),
            button(_CLOSE, "Close this round and keep its result"),
            button(_REOPEN, "Take the last closing back", quiet=True),
        ]

    def load(self) -> None:
        """Show which rounds are closed."""
        form = self.form
        form.answers = {_OWN_TITLE: ""}
        form.status = self._said()

    def changed(self, name: str, typed: Any) -> None:
        """Close the round, or take the last closing back."""
        form = self.form
        form.answers = {**form.answers, name: typed}
        if name == _OWN_TITLE:
            return
        try:
            self._close() if name == _CLOSE else self._reopen()
        except UserError as error:
            form.status = f"Not saved: {error}"
            return
        form.answers = {_OWN_TITLE: ""}
        form.status = self._said()
        self.live.saved(SELF_ASSESSMENT_ROUND)

    def _close(self) -> None:
        team = self.live.team
        ratings = team.ratings()
        if not ratings:
            raise UserError("No one has rated in this round yet, so there is nothing to keep.")
        title = " ".join(str(self.form.answers.get(_OWN_TITLE) or "").split())[:200]
        value = {"title": title, "answers": [answer.answer_id for answer in ratings]}
        team.workspace.save(SELF_ASSESSMENT_ROUND, value, respondent=f"round-{uuid.uuid4().hex[:12]}")

    def _reopen(self) -> None:
        team = self.live.team
        closed = team.closed_rounds()
        if not closed:
            raise UserError("No round has been closed yet, so there is nothing to take back.")
        team.workspace.save(SELF_ASSESSMENT_ROUND, {"answers": []}, respondent=closed[-1].key)

    def _said(self) -> str:
        closed = self.live.team.closed_rounds()
        if not closed:
            return "No round has been closed yet."
        told = [
            f"{item.date}{f' ({item.title})' if item.title else ''}: {len(item.ratings)} rated"
            for item in closed
        ]
        return f"Closed so far: {'; '.join(told)}."

    def html(self) -> str:
        """Write which rounds are closed."""
        return said(self._said()).html
