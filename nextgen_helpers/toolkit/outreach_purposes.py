"""What a partner's own list calls the purpose of a knock."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from nextgen_helpers.toolkit.exercises import PURPOSES
from nextgen_helpers.toolkit.spreadsheets import plain_words

#: Other words for the purposes; without hyphens and plurals.
_OTHER_WORDS: Final = {
    "wbl": "work-based learning",
    "work based learning opportunity": "work-based learning",
    "job shadowing": "work-based learning",
    "intern": "internships",
    "internship placement": "internships",
    "apprentice": "apprenticeships",
    "registered apprenticeship": "apprenticeships",
    "pre apprenticeship": "apprenticeships",
    "youth apprenticeship": "apprenticeships",
}
#: How like a purpose a word must be to be taken for it: one letter wrong or two, and no more.
_NEAR: Final = 0.85


def purpose_meant(typed: str) -> str:
    """Give the purpose that is meant, also in another spelling; what is none of them stays as it was typed.

    Examples
    --------
    >>> purpose_meant("Intership"), purpose_meant("WBL"), purpose_meant("internal")
    ('internships', 'work-based learning', 'internal')
    """
    plain = plain_words(typed)
    known = {plain_words(purpose): purpose for purpose in PURPOSES}
    near = get_close_matches(plain, known, 1, _NEAR)  # of the purposes only: "internal" is near to "intern"
    return _OTHER_WORDS.get(plain) or (known[near[0]] if near else typed)
