"""Check yourself: a few questions with one right answer each, and a sentence at once that says why."""

from __future__ import annotations

from typing import Any

from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.list_models import QuickQuestion
from nextgen_helpers.toolkit.sheets import sheet
from nextgen_helpers.widgets.kept import KeptForm


class QuickCheckForm(KeptForm):
    """Questions whose answers are kept; what is right is said beside each as soon as it is answered."""

    has_example = False  # it would tell the answers

    def remarks(self, stored: dict[str, Any]) -> dict[str, str]:
        """Say of each answer whether it is right, and why."""
        return {item.id: judged(item, stored[item.id]) for item in self._questions() if stored[item.id]}

    def notes(self, stored: dict[str, Any]) -> list[str]:
        """Say how many are right, once all are answered."""
        asked = self._questions()
        if not all(stored[item.id] for item in asked):
            return []
        right = sum(stored[item.id] == item.right for item in asked)
        return [f"{right} of {len(asked)} right. Change an answer, and look again."]

    def _questions(self) -> tuple[QuickQuestion, ...]:
        return content.quick_checks().of(sheet(self.exercise_id).place)


def judged(question: QuickQuestion, answer: str) -> str:
    """Say whether an answer is right, and why the right one is.

    >>> judged(content.quick_checks().of("step4")[1], "all")
    'Not quite: "Three to five" is right. Three to five is what companies and partners can handle at first.'
    """
    if answer == question.right:
        return f"Right. {question.because}"
    return f'Not quite: "{question.choices[question.right]}" is right. {question.because}'
