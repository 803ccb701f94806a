"""Where the list stands in a file: which sheet, which row holds the headings, what is a column, and what is no entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nextgen_helpers.bring.columns import fit, repeated_blocks
from nextgen_helpers.bring.decisions import Decisions
from nextgen_helpers.bring.files import MOST_COLUMNS, MOST_ROWS, encodings, separators
from nextgen_helpers.bring.reading import text_of
from nextgen_helpers.bring.sheets import Book, Day, Sheet
from nextgen_helpers.bring.targets import Target, plain, words
from nextgen_helpers.errors import UserError
from nextgen_helpers.words import listed, plural

#: How far down the headings are looked for.
_DEEPEST: Final = 30
_LEAST_CELLS: Final = 2
#: From so many rows it is known how full a row is.
_SAMPLE: Final = 400
#: A single cell of so many letters is a note.
_LONG: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet with its number there, and the number of the block where several stand side by side (0 where not)."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or columns of the same meaning that stand side by side."""

    letter: str  # of the first, as a spreadsheet names it
    heading: str  # as it stands in the file, without its number where it is one of several
    # number of the block (0 where it belongs to all) -> place in the row, from 0
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a list stands."""

    sheet: str  # name of the sheet
    heading_row: int  # its number in the sheet; 0 where there are no headings
    # columns, lines: what it holds
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    blocks: tuple[int, ...]  # numbers of the blocks; (0,) where nothing stands side by side
    left_out: tuple[tuple[int, str], ...]  # number of a row that is no entry, and why
    notes: tuple[str, ...]  # what else was found


def find_list(book: Book, target: Target, decided: Decisions) -> Layout:
    """Find the list in a file."""
    _ask_how_it_was_read(book, decided)
    usable = [sheet for sheet in book.sheets if sheet.too_large is None and sheet.rows]
    if not usable:
        large = next((sheet for sheet in book.sheets if sheet.too_large), None)
        if large and large.too_large:
            raise UserError(
                f'{book.name}: the sheet "{large.name}" has {large.too_large[0]:,} rows and {large.too_large[1]:,} columns; '
                f"the most are {MOST_ROWS:,} and {MOST_COLUMNS}."
            )
        raise UserError(f"{book.name} is empty.")
    ranked = sorted(usable, key=lambda sheet: (-best_row(target, sheet)[1], sheet.hidden))
    names = Counter(sheet.name for sheet in usable)
    name = ranked[0].name
    if len(usable) > 1 and max(names.values()) == 1:
        why = "its headings fit best" if best_row(target, ranked[0])[1] else "it comes first"
        choices = [(item.name, f"{item.name} (hidden)" if item.hidden else item.name) for item in usable]
        name = decided.choose("sheet", "found", "Which sheet?", choices, name, why) or name
    sheet = next(item for item in usable if item.name == name)
    filled = _unmerged(sheet)
    heading = _heading_row(target, sheet, filled, decided)
    headings = [text_of(cell) for cell in filled[heading - 1]] if heading else []
    width = max(len(row) for row in filled)
    columns, blocks = _columns(target, headings, width)
    lines, left_out = _lines(filled, heading, width)
    if len(lines) > MOST_ROWS:
        raise UserError(f"{book.name} has more than {MOST_ROWS:,} rows; take a part of it.")
    notes = []
    merged = sum(1 for area in sheet.merged if area[2] > area[0] and area[0] >= heading)
    if merged:
        notes.append(
            f"{plural(merged, 'merged cell counts', 'merged cells count')} for every row below it that is part of it."
        )
    if len(blocks) > 1:
        side = [column.heading for column in columns if len(column.places) > 1]
        notes.append(f"{listed(side)} stand {len(blocks)} times side by side; each becomes a row of its own.")
    if sheet.hidden:
        notes.append("The sheet is hidden in the spreadsheet.")
    return Layout(sheet.name, heading, columns, lines, blocks, left_out, tuple(notes))


def best_row(target: Target, sheet: Sheet) -> tuple[int, float]:
    """Give the row whose cells look most like the headings of a table, from 1, and how well they fit."""
    best = (0, 0.0)
    for number, row in enumerate(sheet.rows[:_DEEPEST], start=1):
        if (
            sum(cell is not None and not isinstance(cell, Day) for cell in row)
            and (found := fit(target, row)) > best[1]
        ):
            best = (number, found)
    return best


def _ask_how_it_was_read(book: Book, decided: Decisions) -> None:
    """Say how a text was read; the person can change both."""
    if not book.encoding:
        return
    known = {name: key for key, name in encodings()}
    decided.choose("encoding", "found", "How is the text written?", [(key, name) for key, name in encodings()],
                   known.get(book.encoding, "utf-8"), "its letters read best so")  # fmt: skip
    if book.separator in dict(separators()):
        choices = [(name, f"{name} ({mark})" if mark.strip() else name) for mark, name in separators()]
        decided.choose("separator", "found", "What stands between the cells?", choices,
                       dict(separators())[book.separator], "most rows have the same number of cells so")  # fmt: skip


def _unmerged(sheet: Sheet) -> list[tuple[Any, ...]]:
    """Let a cell that was merged downward count for every row that it covers."""
    down = [area for area in sheet.merged if area[2] > area[0]]
    if not down:
        return list(sheet.rows)
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, right in down:
        for number in range(top, min(bottom + 1, len(rows))):
            for place in range(left, min(right + 1, len(rows[number]))):
                rows[number][place] = rows[top][left]
    return [tuple(row) for row in rows]


def _heading_row(target: Target, sheet: Sheet, rows: Sequence[tuple[Any, ...]], decided: Decisions) -> int:
    number, found = best_row(target, sheet)
    why = "its words fit the table's columns best"
    if not found:
        # No word is known: the first row that is about as full as the rows below it.
        usual = Counter(_filled(row) for row in rows if _filled(row)).most_common(1)
        full = usual[0][0] if usual else 1
        number = next((place for place, row in enumerate(rows, start=1) if _filled(row) >= full), 1)
        why = "it is the first full row"
    choices = [("0", "none of them: there are no headings")]
    for place, row in enumerate(rows[:_DEEPEST], start=1):
        if _filled(row):
            said = " | ".join(text for cell in row if (text := text_of(cell)) and "@" not in text)
            choices.append((str(place), f"row {place}: {said[:60]}"))
    answer = decided.choose(
        "heading_row", "found", "Which row holds the headings?", choices, str(number), why
    )
    return int(answer or number)


def _filled(row: Sequence[Any]) -> int:
    return sum(bool(text_of(cell)) for cell in row)


def _columns(
    target: Target, headings: Sequence[str], width: int
) -> tuple[tuple[Column, ...], tuple[int, ...]]:
    blocks = repeated_blocks(headings, target)
    found: list[Column] = []
    taken: set[int] = set()
    for place in range(width):
        if place in taken:
            continue
        heading = headings[place] if place < len(headings) else ""
        block = next((item for item in blocks.values() if place in item.values()), None)
        if block is None:
            found.append(Column(_letter(place), heading, ((0, place),)))
            continue
        taken |= set(block.values())
        shown = re.sub(r"\s*\(\s*\)|\s{2,}", " ", re.sub(r"[#(.]?\b\d{1,2}\b\)?", "", heading)).strip(" .:#-")
        found.append(Column(_letter(place), shown or heading, tuple(sorted(block.items()))))
    numbers = sorted({number for block in blocks.values() for number in block})
    return tuple(found), tuple(numbers) or (0,)


def _lines(
    rows: Sequence[tuple[Any, ...]], heading: int, width: int
) -> tuple[tuple[Line, ...], tuple[tuple[int, str], ...]]:
    """Give the rows below the headings; what is a total or a note is left out, with the reason."""
    # A total fills fewer cells than a row does: "Total Fitness" can be an employer.
    counts = Counter(_filled(row) for row in rows[heading : heading + _SAMPLE])
    usual = max((count for count in counts if counts[count] > 1), default=width)
    lines: list[Line] = []
    left_out: list[tuple[int, str]] = []
    first_row = [plain(text_of(cell)) for cell in rows[heading - 1]] if heading else []
    first_words = next(filter(None, first_row), "")
    for number, row in enumerate(rows[heading:], start=heading + 1):
        filled = [text for cell in row if (text := text_of(cell))]
        if not filled:
            continue
        begins = plain(filled[0])
        first = next(place for place, cell in enumerate(row) if text_of(cell))
        if (
            len(filled) < max(_LEAST_CELLS + 1, usual)
            and any(begins == word or begins.startswith(f"{word} ") for word in words().totals)
        ) or (len(filled) < usual and begins.endswith((" subtotal", " total", " totals"))):
            left_out.append((number, f'"{filled[0][:40]}" is no entry.'))
        elif (
            width > _LEAST_CELLS
            and len(filled) == 1
            and (
                len(filled[0]) > _LONG or begins.startswith(("note ", "source ")) or filled[0].startswith("*")
            )
            and first == 0
        ):
            left_out.append((number, f'"{filled[0][:40]}..." is a note.'))
        elif first_row and begins == first_words and [plain(text_of(cell)) for cell in row] == first_row:
            left_out.append((number, "it repeats the headings."))
        else:
            lines.append(Line(number, row))
    return tuple(lines), tuple(left_out)


def cells_of(layout: Layout, column: Column, block: int) -> Iterator[Any]:
    """Give the cells of a column, line by line, for one of the blocks that stand side by side."""
    place = dict(column.places).get(block, dict(column.places).get(0, -1))
    for line in layout.lines:
        yield line.cells[place] if 0 <= place < len(line.cells) else None


def _letter(place: int) -> str:
    """Name a column as a spreadsheet does."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
