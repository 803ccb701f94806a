"""What a team's own entries say about how far it is: in order, worth a second look, or still open.

Each function takes stored values of tools, reviews and worksheets and gives sentences. They compute and count; judging
stays with the team. Every rule says whether it is the toolkit's or ours.

In this module and its neighbors, ``rows`` and ``stored`` are what the tool of the same name has stored, and ``today`` is the
day that counts as today; they are described only where more has to be known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from nextgen_helpers.words import listed, some

State = Literal["good", "look", "open"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the entries say."""

    state: State  # ``good`` (in order), ``look`` (worth a second look) or ``open`` (nothing entered yet)
    text: str  # one sentence
    ours: bool = False  # the rule is ours; otherwise the toolkit's


class Findings(list[Finding]):
    """Collects findings in order, and says nothing of what is not there.

    ours : whose the rules are where a finding does not say it.

    >>> found = Findings()
    >>> found.look(["Ann", "Ben"], "Nobody stands in for {names}.")
    >>> found.look([], "The commitment is over: {names}.")
    >>> found.open(0, "0 rows are not read.", good="All rows are read.")
    >>> [(finding.state, finding.text) for finding in found]
    [('look', 'Nobody stands in for Ann and Ben.'), ('good', 'All rows are read.')]
    """

    def __init__(self, *, ours: bool = False) -> None:
        super().__init__()
        self._ours = ours

    def say(self, state: State, text: str, *, ours: bool | None = None) -> None:
        """Add a finding."""
        self.append(Finding(state, text, self._ours if ours is None else ours))

    def judge(self, fine: object, text: str, *, ours: bool | None = None) -> None:
        """Add a sentence that is in order where something holds, and worth a look where it does not."""
        self.say("good" if fine else "look", text, ours=ours)

    def look(self, about: Any, text: str, *, good: str = "", ours: bool | None = None) -> None:
        """Say that something is worth a second look, where there is anything of the kind.

        about : names, a count or a condition; where there are none, nothing is said.
        text : the sentence; ``{names}`` stands for the names, from the seventh on as a count, and ``{all}`` for all of them.
        good : what is in order where there are none; empty for nothing.
        """
        self._either(about, ("look", text), ("good", good), ours=ours)

    def open(self, about: Any, text: str, *, good: str = "", ours: bool | None = None) -> None:
        """Say that something is still open, as :meth:`look` does."""
        self._either(about, ("open", text), ("good", good), ours=ours)

    def good(self, about: Any, text: str, *, look: str = "", ours: bool | None = None) -> None:
        """Say that something is in order, as :meth:`look` does; ``look`` is said where there is nothing of the kind."""
        self._either(about, ("good", text), ("look", look), ours=ours)

    def _either(
        self, about: Any, there: tuple[State, str], missing: tuple[State, str], *, ours: bool | None
    ) -> None:
        """Say the one or the other, if it has words; names that people typed are put in last and never read as places."""
        state, text = there if about else missing
        if about and isinstance(about, list | tuple):
            place, words = ("{all}", listed) if "{all}" in text else ("{names}", some)
            text = text.replace(place, words([str(name) for name in about]))
        if text:
            self.say(state, text, ours=ours)


def day_of(value: Any) -> date | None:
    """Read a stored day; None where there is none.

    >>> day_of("2027-03-31"), day_of(None)
    (datetime.date(2027, 3, 31), None)
    """
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) and value else None
