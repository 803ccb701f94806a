"""Names of a list: several in a cell are divided where that is sure, and asked about where a comma can be a part of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from nextgen_helpers.bring.decisions import Decisions
from nextgen_helpers.bring.reading import Read
from nextgen_helpers.counties import STATES
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.toolkit.one_name import name_key

#: Kinds of names: only in these columns several values in a cell become several rows.
NAMES: Final = ("organizations", "employers", "everybody")
_LEGAL: Final = re.compile(
    r"(?:inc|llc|l\.l\.c|ltd|lp|llp|corp|co|pllc|plc|p\.c|incorporated|corporation|limited|company)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Known:
    """Names that stand somewhere as a whole: in the team's answers or alone in a cell of the list."""

    team: Mapping[str, Collection[str]]  # kind of names -> their keys
    here: set[str] = field(default_factory=set)  # keys of the names of this list

    def has(self, name: str) -> bool:
        """Tell whether it is a name that stands somewhere as a whole."""
        key = name_key(name)
        return key in self.here or any(key in names for names in self.team.values())


def whole_names(texts: Iterable[str]) -> set[str]:
    """Give the keys of names that stand alone in a cell, or between marks that are in no name."""
    found = set()
    for text in texts:
        found |= {name_key(part) for part in _at_marks(text) if "," not in part and " / " not in part}
    return found


def split_names(
    name: str, asked: Asked, texts: Sequence[str], decided: Decisions, known: Known
) -> list[list[str] | Read]:
    """Divide cells into names: at marks that are in no name; at commas where every piece is known, else as the person says."""
    firm = [_at_marks(text) for text in texts]
    divided = sum(len(parts) > 1 for parts in firm)
    if divided and decided.choose(
        f"split.{name}", "checked", f'"{asked.label}": {divided} {"cell holds" if divided == 1 else "cells hold"} several values, divided by a semicolon, a bar or a line.',
        (("split", "each is one of its own"), ("whole", "the whole cell is one")), "split", "names hold no such marks",
    ) == "whole":  # fmt: skip
        firm = [[" ".join(text.split("\n"))] if text else [] for text in texts]
    open_cells = [
        part
        for parts in firm
        for part in parts
        if len(pieces := _at_commas(part)) > 1 and not _each_known(pieces, known)
    ]
    answer: str | None = "whole"
    if open_cells:
        example = max(open_cells, key=len)
        count = len(_at_commas(example))
        answer = decided.choose(
            f"commas.{name}", "checked", f'"{asked.label}": is "{example[:120]}" one name, or {count}?',
            (("split", f"{count} names"), ("whole", "one name")),
        )  # fmt: skip
    found: list[list[str] | Read] = []
    for parts in firm:
        names: list[str] = []
        waiting = False
        for part in parts:
            pieces = _at_commas(part)
            if len(pieces) == 1 or _each_known(pieces, known):
                names += pieces
            elif answer is None:
                waiting = True
            else:
                names += pieces if answer == "split" else [part]
        found.append(Read(waiting=True) if waiting else list(dict.fromkeys(names)))
    return found


def _at_marks(text: str) -> list[str]:
    """Divide a text at what stands in no name: a semicolon, a bar, a new line."""
    if not any(mark in text for mark in ";|\n"):
        return [text] if text else []
    return [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]


def _at_commas(text: str) -> list[str]:
    """Divide a text at its commas; what belongs to the name before it stays there, such as "Inc." or a state."""
    if "," not in text and " / " not in text:
        return [text]
    pieces: list[str] = []
    # Commas in brackets and quotation marks divide nothing.
    for piece in (
        part.strip() for part in re.split(r"""(?:,|\s/\s)(?![^(]*\))(?=(?:[^"]*"[^"]*")*[^"]*$)""", text)
    ):
        if pieces and (_LEGAL.fullmatch(piece) or piece.lower().rstrip(".") in _states()):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


@cache
def _states() -> frozenset[str]:
    return frozenset(word.lower() for item in STATES.values() for word in item)


def _each_known(pieces: Sequence[str], known: Known) -> bool:
    return all(known.has(piece) or "," in piece for piece in pieces)
