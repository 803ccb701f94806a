"""What a file would do to a table: found, matched, checked, changed. Nothing is stored by looking at it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from nextgen_helpers.bring.changes import Changes, Row, Standing, changes_of
from nextgen_helpers.bring.columns import best_targets, match, never_taken
from nextgen_helpers.bring.decisions import LAST_TIME, LEFT_OUT, Decision, Decisions
from nextgen_helpers.bring.layout import Layout, cells_of, find_list
from nextgen_helpers.bring.reading import text_of
from nextgen_helpers.bring.rows import read_rows
from nextgen_helpers.bring.sheets import Book
from nextgen_helpers.bring.targets import ELEMENTS, RATINGS, Target, target, targets
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.cells import RowProblem
from nextgen_helpers.words import some

#: A year in a heading, or a school year: 2025, 2024-25.
_YEAR: Final = re.compile(r"\b((?:19|20)\d{2})(?:\s*[-/\u2013]\s*(\d{2,4}))?\b")
#: From here on a second table fits nearly as well as the best one.
_CLOSE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Matched:
    """A column of the file, and what it becomes."""

    # letter, heading: as a spreadsheet names it, and as it stands in the file
    letter: str
    heading: str
    sample: str  # the first thing that stands in it
    field: str  # column of the table; empty where it is left out
    why: str


@dataclass(frozen=True)
class Plan:
    """What a file would do to a table."""

    target: Target
    name: str  # of the file
    # sheet, heading_row: where the list stands in it
    sheet: str
    heading_row: int = 0
    columns: tuple[Matched, ...] = ()  # what each column becomes
    decisions: tuple[Decision, ...] = ()  # everything that can be read in more than one way, with the answers
    # numbers, rows: number in the sheet and stored values of each row that can be taken
    numbers: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()
    refused: tuple[RowProblem, ...] = ()  # why rows cannot be taken
    waiting: tuple[int, ...] = ()  # numbers of the rows that wait for an answer
    left_out: tuple[tuple[int, str], ...] = ()  # number and reason of rows that are no entries
    notes: tuple[str, ...] = ()  # what else was found
    changes: Changes = field(default_factory=Changes)  # what would change
    # there, result: all rows of the table before and afterwards
    there: tuple[Row, ...] = ()
    result: tuple[Row, ...] = ()

    @property
    def questions(self) -> tuple[Decision, ...]:
        """What has to be answered before anything is taken."""
        return tuple(item for item in self.decisions if item.answer is None)

    @property
    def out(self) -> int:
        """How many rows of the table are taken out."""
        asked = any(item.name == "gone" and item.answer == "take_out" for item in self.decisions)
        return len(self.changes.gone) if asked else 0

    @property
    def answers(self) -> dict[str, str]:
        """Give the answers that hold for the next file with the same headings; the sheet and how it is written are found anew."""
        passing = ("sheet", "heading_row", "encoding", "separator", "gone", "sent_twice", "into")
        return {
            item.name: item.answer
            for item in self.decisions
            if item.answer is not None and item.why in ("", LAST_TIME) and item.name not in passing
        }

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values, for scripts."""
        return {
            "into": self.target.id,
            "sheet": self.sheet,
            "heading_row": self.heading_row,
            "columns": [asdict(item) for item in self.columns],
            "rows": list(self.rows),
            "row_numbers": list(self.numbers),
            "questions": [_question(item) for item in self.questions],
            "decided": [_question(item) for item in self.decisions if item.answer is not None],
            "refused": [asdict(item) for item in self.refused],
            "waiting": list(self.waiting),
            "left_out": [{"row": number, "reason": reason} for number, reason in self.left_out],
            "notes": list(self.notes),
            "changes": {
                "new": list(self.changes.new),
                "changed": [{"before": before, "after": after} for before, after in self.changes.changed],
                "same": self.changes.same,
                "gone": list(self.changes.gone),
            },
        }


def make_plan(
    book: Book,
    into: str | Target = "",
    given: Mapping[str, str] | None = None,
    standing: Standing | None = None,
    *,
    strict: bool = True,
) -> Plan:
    """Say what a file would do to a table.

    into : the table; by default the one that the headings fit best.
    given : answers to questions.
    standing : what the team has; nothing by default.
    strict : refuse an answer to what is not asked, or that is none; else it is passed over, as a screen needs that changes under the hand.
    Raises UserError: there is no list in it, or an answer is none.
    """
    given, standing = dict(given or {}), standing or Standing()
    decided = Decisions(given, strict=strict)
    wanted = _wanted(book, into, decided, strict=strict)
    if wanted is None:  # nothing can be said before the table is known
        first, asked = next(iter(targets().values())), tuple(decided.made.values())
        return Plan(first, book.name, book.sheets[0].name, decisions=asked)
    layout = find_list(book, wanted, decided)
    decided.remembered = standing.remembered(wanted.id, [column.heading for column in layout.columns])
    columns, chosen, constant = _matched(wanted, layout, decided, standing)
    _ask_about_another(wanted, book, chosen, decided)
    found = read_rows(wanted, layout, chosen, constant, decided, standing)
    if wanted.id == "knocks" and found.taken and "contacts_a_year" not in chosen.values():
        found.notes.append("A row without a number of contacts counts as one a year.")
    rows = tuple(row for _, row in found.taken)
    changes, result = changes_of(wanted, rows, standing, {*chosen.values(), *constant}, decided)
    decided.refuse_unasked()
    return Plan(
        wanted, book.name, layout.sheet, layout.heading_row, columns, tuple(decided.made.values()),
        tuple(number for number, _ in found.taken), rows, tuple(found.refused), tuple(sorted(found.waiting)),
        (*layout.left_out, *sorted(found.left_out)), (*layout.notes, *found.notes), changes, tuple(standing.rows(wanted)), tuple(result),
    )  # fmt: skip


def _question(item: Decision) -> dict[str, Any]:
    return {
        "name": item.name, "text": item.text, "choices": [{"value": value, "label": label} for value, label in item.choices],
        "answer": item.answer, "why": item.why,
    }  # fmt: skip


# -- which table -----------------------------------------------------------------------------------------


def _wanted(book: Book, into: str | Target, decided: Decisions, *, strict: bool) -> Target | None:
    if not isinstance(into, str):
        return into
    if into:
        return target(into)
    scored = best_targets(_first_rows(book))
    ranked = [name for _, name in scored]
    if not ranked and strict and not decided.given("into"):
        raise UserError(
            f"{book.name} has no headings that fit a table; say which one it is for. All of them: nextgen bring --tables"
        )
    choices = [(name, targets()[name].title) for name in dict.fromkeys((*ranked[:5], *targets()))]
    # Of two tables that fit nearly as well the person says which.
    close = len(scored) > 1 and scored[1][0] > _CLOSE * scored[0][0]
    guess = ranked[0] if ranked and not close else None
    answer = decided.choose(
        "into", "found", "Which table is it for?", choices, guess, "its headings fit best"
    )
    return target(answer or (ranked[0] if ranked else "")) if answer or ranked else None


def _first_rows(book: Book) -> list[tuple[Any, ...]]:
    return [row for sheet in book.sheets for row in sheet.rows[:15]]


def _ask_about_another(wanted: Target, book: Book, chosen: Mapping[str, str], decided: Decisions) -> None:
    """Ask about a list that looks like one of another table, where nothing that this one needs is found in it."""
    if any(name in chosen.values() for name in wanted.needed or wanted.fields) or any(
        item.startswith("needed.") for item in decided.answered()
    ):
        return
    others = [name for _, name in best_targets(_first_rows(book)) if name != wanted.id]
    if others and wanted.id not in (ELEMENTS, RATINGS):
        decided.choose(
            "belongs", "found", f'These look like rows of "{targets()[others[0]].title}". Do they belong here?',
            (("here", f"yes, they are rows of: {wanted.title}"),),
        )  # fmt: skip


# -- which column ----------------------------------------------------------------------------------------


def _matched(
    wanted: Target, layout: Layout, decided: Decisions, standing: Standing
) -> tuple[tuple[Matched, ...], dict[str, str], dict[str, Any]]:
    """Match the columns; give them, letter -> column of the table, and columns that have one value for all rows."""
    cells = {
        column.letter: (
            column.heading,
            [cell for block in layout.blocks for cell in cells_of(layout, column, block)],
        )
        for column in layout.columns
    }
    never = {
        letter: why for letter, (heading, given) in cells.items() if (why := never_taken(heading, given))
    }
    open_to = {
        letter: (heading, given)
        for letter, (heading, given) in cells.items()
        if letter not in never and (heading or _first_text(given))
    }
    guessed = match(wanted, open_to, standing.names)
    labels = {name: asked.label for name, asked in wanted.fields.items()}
    chosen: dict[str, str] = {}
    reasons: dict[str, str] = {}
    said_so = {letter: answer for letter in open_to if (answer := decided.given(f"column.{letter}"))}
    # What is said now about one column counts before what was said last time about another.
    decided.remembered = {
        name: answer
        for name, answer in decided.remembered.items()
        if not (name.startswith("column.") and answer in said_so.values())
    }
    for letter, (heading, given) in open_to.items():
        guess, why = guessed.get(letter, (LEFT_OUT, "nothing in the table asks for it"))
        if letter not in said_so and guess in said_so.values():
            guess, why = LEFT_OUT, "another column is that"
        name = f'"{heading}"' if heading else f"Column {letter}"
        sample = _first_text(given)
        said = f"{name}{f', such as {sample[:40]}' if sample else ''}: what is it?"
        wanted_as = decided.choose(
            f"column.{letter}", "matched", said, [*labels.items(), (LEFT_OUT, "left out")], guess, why
        )
        if wanted_as and wanted_as != LEFT_OUT:
            if wanted_as in chosen.values():
                first = next(other for other, name_ in chosen.items() if name_ == wanted_as)
                raise UserError(
                    f'Two columns are "{labels[wanted_as]}": {first} and {letter}; leave one of them out.'
                )
            chosen[letter] = wanted_as
        reasons[letter] = decided.made[f"column.{letter}"].why
    constant = {**_years(wanted, open_to, chosen, decided), **_missing(wanted, open_to, chosen, decided)}
    reasons |= never
    found = tuple(
        Matched(
            letter,
            heading,
            "" if letter in never else _first_text(given)[:80],
            chosen.get(letter, ""),
            reasons.get(letter, "it is empty"),
        )
        for letter, (heading, given) in cells.items()
    )
    return found, chosen, constant


def _first_text(cells: Sequence[Any]) -> str:
    return next((text for cell in cells if (text := text_of(cell))), "")


def _years(
    wanted: Target,
    columns: Mapping[str, tuple[str, Sequence[Any]]],
    chosen: dict[str, str],
    decided: Decisions,
) -> dict[str, Any]:
    """Ask which year counts where a number stands in columns of several years; give the year, where the table asks for it."""
    constant: dict[str, Any] = {}
    for letter, name in list(chosen.items()):
        if wanted.fields[name].kind not in ("number", "decimal") or not (
            year := _YEAR.search(columns[letter][0])
        ):
            continue
        same = _YEAR.sub("", columns[letter][0]).split()
        beside = [
            other
            for other, (heading, _) in columns.items()
            if _YEAR.search(heading) and _YEAR.sub("", heading).split() == same
        ]
        newest = sorted(beside, key=lambda other: columns[other][0], reverse=True)
        if len(beside) > 1 and not any(decided.given(f"column.{other}") for other in beside):
            choices = [(other, columns[other][0]) for other in newest]
            answer = decided.choose(
                f"year.{name}", "matched", f'"{wanted.fields[name].label}": which year counts?', choices
            )
            for other in beside:
                decided.made.pop(f"column.{other}", None)
            del chosen[letter]
            if answer is None:
                continue
            chosen[answer], year = name, _YEAR.search(columns[answer][0]) or year
        if "year" in wanted.fields and "year" not in chosen.values():
            begin, end = year[1], year[2]
            constant["year"] = int(begin[:2] + end[-2:] if end else begin)
    return constant


def _missing(
    wanted: Target,
    columns: Mapping[str, tuple[str, Sequence[Any]]],
    chosen: dict[str, str],
    decided: Decisions,
) -> dict[str, str]:
    """Ask for what a row needs and no column gives: which column it is, or what holds for all rows."""
    constant: dict[str, str] = {}
    if wanted.id == RATINGS and not any(wanted.fields[name].kind == "number" for name in chosen.values()):
        raise UserError(
            "No column holds ratings; its heading has to name the dimension, such as: Industry engagement."
        )
    for name in wanted.needed:
        if name in chosen.values():
            continue
        asked = wanted.fields[name]
        free = [
            (letter, f"column {letter}: {heading or text_of(next(iter(given), ''))}"[:80])
            for letter, (heading, given) in columns.items()
            if letter not in chosen
        ]
        same = [(f"all:{stored}", f"all rows: {read}") for stored, read in asked.choices]
        choices = [*same, *free] or [("", "")]
        if not (same or free):
            raise UserError(
                f'The list has no column for "{asked.label}", and this table needs it; its columns are: {some([item.label for item in wanted.fields.values()], 12)}.'
            )
        answer = decided.choose(
            f"needed.{name}", "matched", f'Which column is "{asked.label}"? The table needs it.', choices
        )
        if answer and answer.startswith("all:"):
            constant[name] = answer.removeprefix("all:")
        elif answer:
            chosen[answer] = name
            decided.made.pop(f"column.{answer}", None)
    return constant
