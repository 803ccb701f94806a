"""Sheets of cells, as they were read of any file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Day:
    """What a spreadsheet holds as a day: it can have been typed as one, or made of a text such as 3-4."""

    text: str  # as ``2026-03-31``, or with a time


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells of a sheet, row by row, the first row of the sheet first."""

    name: str  # what the sheet is called; of a text, the file
    rows: tuple[tuple[Any, ...], ...]  # texts, numbers, :class:`Day`, or None
    # first row, first column, last row, last column (from 0) of cells that are one
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False  # whether a spreadsheet hides it
    # its rows and columns, where there are more than can be taken; then it has no rows here
    too_large: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """What was read of a file or a paste."""

    name: str  # of the file, for sentences
    sheets: tuple[Sheet, ...] = ()  # at least one
    # encoding, separator: how the text was read; empty for a spreadsheet
    encoding: str = ""
    separator: str = ""
