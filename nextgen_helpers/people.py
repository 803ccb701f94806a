"""People who answer: the number or word with which somebody comes back to her own answers.

Nobody has to give a name. Each person has a code: a number that the form gives, or a word of her own. What is stored is a key
made of it, the same on every computer, so that whoever answers on two laptops is one person when their files come together.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final, Protocol

from nextgen_helpers.errors import UserError

_DIGITS: Final = 6
#: The respondent of an exercise that the team answers together, and the exercise in which each closed round answers for itself:
#: neither is anybody's own.
TEAM: Final = "team"
ROUNDS: Final = "self_assessment_round"
_SHORTEST_WORD: Final = 4
_LONGEST_WORD: Final = 60
#: What begins a key that was made of a code; keys of the first version are 12 hexadecimal digits and no code leads to them.
_MARK: Final = "p"
_KEY: Final = re.compile(r"p[0-9a-f]{12}")


class _Answered(Protocol):
    """An answer, as far as it matters here."""

    @property
    def exercise_id(self) -> str: ...
    @property
    def respondent(self) -> str: ...


def read_code(typed: str) -> str:
    """Read a number or word as a person types it: spaces, hyphens and capitals make no other code.

    typed : such as ``482 137`` or ``Blue Bonnet``.

    >>> read_code(" 482-137 "), read_code("Blue  Bonnet")
    ('482137', 'blue bonnet')
    """
    text = unicodedata.normalize("NFKC", str(typed))
    words = " ".join("".join(letter if letter.isalnum() else " " for letter in text).casefold().split())
    digits = words.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        if len(digits) != _DIGITS:
            raise UserError(f"A number has {_DIGITS} digits, such as 482 137; look at your note again.")
        return digits
    if not _SHORTEST_WORD <= len(words) <= _LONGEST_WORD:
        raise UserError(
            f"Type your number ({_DIGITS} digits), or a word of your own with {_SHORTEST_WORD} to {_LONGEST_WORD} letters."
        )
    return words


def person_key(code: str) -> str:
    """Give the key under which somebody's answers are stored.

    code : as :func:`read_code` gives it.

    >>> person_key("482137") == person_key(read_code("482 137")), len(person_key("bluebonnet"))
    (True, 13)
    """
    return _MARK + hashlib.sha256(f"nextgen person {code}".encode()).hexdigest()[:12]


def has_code(respondent: str) -> bool:
    """Tell whether a number or word leads to somebody's answers; to those of the first version none does.

    >>> has_code(person_key("482137")), has_code("3f2a9c01d4e5")
    (True, False)
    """
    return _KEY.fullmatch(respondent) is not None


def people_in(answers: Iterable[_Answered]) -> list[str]:
    """Give the keys of the people who answered for themselves, each once, in the order of their first answers.

    The team, which answers together, is nobody, and neither is a round that it has closed.

    answers : of any exercises, oldest first.
    """
    keys = [item.respondent for item in answers if item.exercise_id != ROUNDS]
    return [key for key in dict.fromkeys(keys) if key != TEAM]


def new_number(taken: Collection[str]) -> str:
    """Draw a number for somebody new.

    taken : keys of those who have answered already.

    >>> len(new_number(()))
    6
    """
    while True:
        number = str(secrets.randbelow(9 * 10 ** (_DIGITS - 1)) + 10 ** (_DIGITS - 1))
        if person_key(number) not in taken:
            return number


def written_code(code: str) -> str:
    """Write a code as it is read most easily.

    >>> written_code("482137"), written_code("blue bonnet")
    ('482 137', '“blue bonnet”')
    """
    return f"{code[:3]} {code[3:]}" if code.isdigit() else f"“{code}”"
