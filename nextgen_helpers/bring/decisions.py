"""What can be read in more than one way: guessed with a reason or asked, and decided by whoever brings the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from nextgen_helpers.errors import UserError, did_you_mean
from nextgen_helpers.words import listed

Part = Literal["found", "matched", "checked", "changed"]
LEFT_OUT: Final = "left_out"
#: Why a question is answered that nobody was asked this time.
LAST_TIME: Final = "as last time"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that can be read in more than one way."""

    name: str  # by which it is answered, such as ``numbers.completers``
    part: Part  # to which part of the screen it belongs
    text: str  # the question, as a person reads it
    choices: tuple[tuple[str, str], ...]  # pairs of value and what a person reads
    answer: str | None  # which choice counts; None where it is open
    why: str = ""  # why it was guessed so; empty where a person has answered


class Decisions:
    """Collects the decisions of one list, with the answers that were given.

    given : answers of the person, by name.
    strict : refuse an answer that is no choice, or to what is not asked; else it is passed over.
    """

    def __init__(self, given: Mapping[str, str], *, strict: bool = True) -> None:
        self._given, self._strict = given, strict
        #: Answers of an earlier list with the same headings; one that is no choice any more is passed over.
        self.remembered: Mapping[str, str] = {}
        self.made: dict[str, Decision] = {}

    def choose(  # noqa: PLR0913, PLR0917  (a question has as many sides)
        self,
        name: str,
        part: Part,
        text: str,
        choices: Sequence[tuple[str, str]],
        guess: str | None = None,
        why: str = "",
    ) -> str | None:
        """Give the answer to a question; None where it is open.

        guess : what is taken where nobody has answered; None to ask.
        why : the reason for the guess.
        """
        allowed = dict(choices)
        answer, reason = guess, why if guess is not None else ""
        if self.remembered.get(name) in allowed:
            answer, reason = self.remembered[name], LAST_TIME
        if name in self._given and (self._strict or self._given[name] in allowed):
            answer, reason = self._given[name], ""
            if answer not in allowed:
                raise UserError(
                    f'"{answer}" is no answer to {name}; the answers are: {listed(list(allowed))}.'
                )
        self.made[name] = Decision(name, part, text, tuple(choices), answer, reason)
        return answer

    def given(self, name: str) -> str:
        """Give what the person has answered; empty where she has not."""
        return self._given.get(name, "")

    def answered(self) -> list[str]:
        """Give the names of what the person has answered."""
        return list(self._given)

    def open(self) -> list[Decision]:
        """Give the questions that nobody has answered."""
        return [item for item in self.made.values() if item.answer is None]

    def refuse_unasked(self) -> None:
        """Refuse an answer to what was not asked, and name the nearest question."""
        for name in self._given if self._strict else ():
            if name not in self.made:
                hint = did_you_mean(name, self.made) or f" The questions are: {listed(list(self.made))}."
                raise UserError(f'This file raises no question "{name}".{hint}')
