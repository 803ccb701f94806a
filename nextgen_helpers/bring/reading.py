"""What a cell says as text, and what came of reading it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from nextgen_helpers.bring.decisions import LEFT_OUT
from nextgen_helpers.bring.sheets import Day
from nextgen_helpers.letters import exportable

#: So many different words of a column are asked about; where there are more, each is refused.
MOST_ASKED: Final = 20
_EXCEL_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
#: A day that a spreadsheet made of a text such as 3-4, and wrote as text again.
MADE_DAY: Final = re.compile(r"\d{1,2}-[A-Z][a-z]{2}(?:-\d{2})?|[A-Z][a-z]{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says."""

    values: tuple[Any, ...] = ()  # none where it is empty; several where it stands for several rows
    problem: str = ""  # why it cannot be taken
    waiting: bool = False  # whether a question has to be answered first
    dropped: bool = False  # whether the person wants its row left out


def text_of(cell: Any) -> str:
    r"""Give a cell as text, as it was meant: whole numbers without a point, ``="24"`` as 24, control letters as spaces.

    >>> text_of(4.0), text_of('="01.0102"'), text_of("Line\x0bone "), text_of(None)
    ('4', '01.0102', 'Line one', '')
    """
    if cell is None:
        return ""
    if type(cell) is str and cell.isascii() and cell.isprintable() and cell[:2] != '="':
        return cell.strip()  # nearly every cell
    if isinstance(cell, Day):
        return cell.text
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if excel := _EXCEL_TEXT.fullmatch(text.strip()):
        text = excel[1].replace('""', '"')
    text = exportable(_CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text.strip().strip("\ufeff\u200b\u2060").strip()


def made_a_day(text: str, advice: str) -> Read:
    """Refuse what was no day before a spreadsheet made one of it."""
    return Read(problem=f'"{text}" is a day that a spreadsheet made of what was typed; {advice}.')


def answered(answer: str | None, value: Any) -> Read:
    """Give what an answered question makes of a cell."""
    if answer is None:
        return Read(waiting=True)
    if answer == LEFT_OUT:
        return Read(dropped=True)
    return Read() if answer == "empty" else Read((value,))
