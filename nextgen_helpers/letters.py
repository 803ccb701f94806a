"""Letters that people type and files bring, made fit for where they go: a line, a file, a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, Final

#: What no XML file (Excel, Word) and no UTF-8 text can hold: control characters, halves of characters, and two that are none.
_NOT_IN_FILES: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: What steers a terminal or turns the direction of what it shows.
_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
#: Letters that are not made of a plain one and an accent; the last three are apostrophes of Hawaii's names.
_PLAIN: Final = str.maketrans("øłđð\u0131", "olddi", "\u02bb\u02bc\u2018") | str.maketrans(
    {"æ": "ae", "œ": "oe", "þ": "th"}
)
_ALIKE: Final = {"saint": "st", "ste": "st", "fort": "ft", "mount": "mt", "and": ""}


def plain_letters(text: str) -> str:
    """Give a text in small letters without accents.

    >>> plain_letters("Doña Ana, Łódź")
    'dona ana, lodz'
    """
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def name_words(text: str) -> list[str]:
    """Divide the name of a place into words that are alike in every spelling.

    >>> name_words("Saint John's & Fort Doña"), name_words("St. Johns and Ft. Dona")
    (['st', 'johns', 'ft', 'dona'], ['st', 'johns', 'ft', 'dona'])
    """
    plain = re.sub("['\u2019`]", "", plain_letters(text))
    return [alike for word in re.findall("[a-z0-9]+", plain) if (alike := _ALIKE.get(word, word))]


def on_one_line(text: Any) -> str:
    r"""Give a text as a name can be stored and shown anywhere: printable letters, single spaces.

    >>> on_one_line(" Ann\tMiller\x1b[31m ")
    'Ann Miller [31m'
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())


def exportable(text: str) -> str:
    r"""Give a text as every file can hold it; what it cannot hold is left out, and lines stay lines.

    >>> exportable("Mill\ufffe & \ud800Sons\nWaco")
    'Mill & Sons\nWaco'
    """
    return _NOT_IN_FILES.sub("", text)


def for_terminal(text: str) -> str:
    r"""Leave out of a text what would steer a terminal; it can come from anybody's file.

    >>> for_terminal("Mill\x1b[2J \u202eevil\x9b31m")
    'Mill[2J evil31m'
    """
    return _STEERING.sub("", text)


def json_text(value: Any, indent: int = 2) -> str:
    r"""Write a value as JSON that any file can hold and that steers no terminal; such letters are written as escapes.

    >>> print(json_text({"name": "Ann\x9b\u202e"}))
    {
      "name": "Ann\u009b\u202e"
    }
    """
    written = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
