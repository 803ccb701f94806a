"""Mistakes that a user can make, said in one sentence.

Whatever a user can get wrong raises :class:`UserError` (or a kind of it): the message says what was
wrong, what is allowed or nearest, and what to do next. The command line prints it without a
traceback and ends with status 2; a notebook shows it as one line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final

_NEAR: Final = 0.68
_MARGIN: Final = 0.12


class UserError(Exception):
    """A mistake of the user's, in one sentence that helps.

    >>> raise UserError('No region "tx-dalas". Did you mean "tx-greater-dallas"?')
    Traceback (most recent call last):
    ...
    nextgen_helpers.errors.UserError: No region "tx-dalas". Did you mean "tx-greater-dallas"?
    """

    def _render_traceback_(self) -> list[str]:
        """Show one line instead of a traceback in a notebook (IPython asks for this)."""
        return [f"{self}"]


class DataFileError(UserError):
    """A data file that does not fit its official layout; nothing of it was used.

    file : the file's name as the user knows it (a member of a zip: ``archive.zip/member.csv``).
    reason : what is wrong with it, and what to do.
    line : the line in the file, counted from 1 with the header, where there is one to name.
    """

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        self.file, self.reason, self.line = file, reason, line
        where = f"{file}, line {line}" if line is not None else file
        super().__init__(f"{where}: {reason}")

    def __reduce__(self) -> tuple[type[DataFileError], tuple[str, str, int | None]]:
        """Travel between processes whole (a batch worker sends its errors back)."""
        return (DataFileError, (self.file, self.reason, self.line))


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Give the known words that look most like a mistyped one, best first.

    Gives the nearest known words; empty where nothing comes near.

    >>> nearest("tx-dalas", ["tx-alamo", "tx-greater-dallas", "oh-central"])
    ['tx-greater-dallas']
    """
    scored = [(_likeness(word.lower(), item.lower()), item) for item in known]
    near = sorted((pair for pair in scored if pair[0] >= _NEAR), key=lambda pair: -pair[0])
    # What is far behind the best is no help.
    return [item for score, item in near[:count] if score > near[0][0] - _MARGIN]


def did_you_mean(word: str, known: Iterable[str], count: int = 1, *, quoted: bool = True) -> str:
    """Ask, behind a sentence, whether the nearest known words were meant; empty where nothing comes near."""
    near = [f'"{name}"' if quoted else name for name in nearest(word, known, count)]
    return f" Did you mean {' or '.join(near)}?" if near else ""


def _likeness(word: str, known: str) -> float:
    """Compare two words as a whole and part by part; 1 is the same."""
    parts, known_parts = (re.split(r"[^a-z0-9]+", text) for text in (word, known))
    by_parts = [max(_ratio(part, other) for other in known_parts) for part in parts]
    return max(_ratio(word, known), 0.98 * sum(by_parts) / len(by_parts))


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()
