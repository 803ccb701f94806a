"""What all charts of a team say alike: where it comes from, and what is said instead of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nextgen_helpers.words import joined

#: The source of a chart of a team's answers.
OURS: Final = "the team's own answers."


def first_drawn(most: int, there: int, what: str = "") -> str:
    """End a subtitle with how many are drawn, where there are more.

    Examples
    --------
    >>> first_drawn(40, 41, "companies"), first_drawn(40, 40)
    ('; the first 40 companies are drawn', '')
    """
    return f"; the first {most} {what}{what and ' '}are drawn" if there > most else ""


def and_others(names: Sequence[str], most: int = 6) -> str:
    """Name some, and say that there are others."""
    return f"{joined(names[:most])}{' and others' if len(names) > most else ''}"
