"""Rows of a list: read, put together and checked; each that cannot be taken with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from nextgen_helpers.bring.checks import CHECKS
from nextgen_helpers.bring.columns import never_taken
from nextgen_helpers.bring.decisions import Decisions
from nextgen_helpers.bring.layout import Layout, cells_of
from nextgen_helpers.bring.names import NAMES, Known, whole_names
from nextgen_helpers.bring.reading import Read, text_of
from nextgen_helpers.bring.targets import RATINGS, Target
from nextgen_helpers.bring.values import read_column
from nextgen_helpers.toolkit.cells import RowProblem, row_problem
from nextgen_helpers.words import listed, plural, some

if TYPE_CHECKING:
    from nextgen_helpers.bring.changes import Row, Standing

_MOST_IN_A_ROW: Final = 100


@dataclass
class Rows:
    """What came of the rows of a list."""

    target: Target  # the table
    constant: Mapping[str, Any]  # columns that have one value for all rows
    # number in the sheet and stored values of each row that can be taken
    taken: list[tuple[int, Row]] = field(default_factory=list)
    refused: list[RowProblem] = field(default_factory=list)  # why others cannot be
    waiting: set[int] = field(default_factory=set)  # numbers of rows that wait for an answer
    # number and reason of rows that are no entries
    left_out: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what else was found

    def add(self, number: int, reads: Mapping[str, Read], texts: Mapping[str, str]) -> int:
        """Take a row in, as one or as several; refuse it, let it wait or leave it out. Give how many rows it became."""
        labels = {name: asked.label for name, asked in self.target.fields.items()}
        problems = [
            RowProblem(number, labels[name], read.problem) for name, read in reads.items() if read.problem
        ]
        if any(read.dropped for read in reads.values()):
            self.left_out.append((number, "you left it out."))
        elif problems:
            self.refused += problems
        elif any(read.waiting for read in reads.values()):
            self.waiting.add(number)
        elif (count := prod(max(1, len(read.values)) for read in reads.values())) > _MOST_IN_A_ROW:
            self.refused.append(RowProblem(number, "", f"it stands for {count:,} rows; that is too many."))
        else:
            for values in _combined(reads):
                self._take(number, {**self.constant, **values}, texts)
            return count
        return 0

    def _take(self, number: int, values: Row, texts: Mapping[str, str]) -> None:
        if (only := self.target.only) and values.setdefault("kind", only) != only:
            kind = dict(self.target.fields["kind"].choices)[values["kind"]]
            self.left_out.append((number, f'its kind is "{kind}".'))
            return
        try:
            self.taken.append((number, self.target.model.model_validate(values).model_dump(mode="json")))
        except ValidationError as error:
            self.refused += [row_problem(self.target.fields, number, item, texts) for item in error.errors()]

    def check(self, standing: Standing) -> None:
        """Leave out rows that are there twice, and those that a check of the table refuses."""
        check = CHECKS.get(self.target.id)
        problems = check(self.taken, standing.names) if check else []
        bad = {problem.row for problem in problems}
        seen: dict[str, int] = {}
        kept = []
        for number, row in self.taken:
            whole = repr(sorted(row.items()))
            if number in bad:
                continue
            if whole in seen and self.target.id != RATINGS:
                problems.append(RowProblem(number, "", f"it says the same as row {seen[whole]}."))
                continue
            seen.setdefault(whole, number)
            kept.append((number, row))
        self.taken = kept
        self.refused = sorted([*self.refused, *problems], key=lambda item: item.row)


def read_rows(  # noqa: PLR0913, PLR0917  (each is a side of its own)
    target: Target,
    layout: Layout,
    chosen: Mapping[str, str],
    constant: Mapping[str, Any],
    decided: Decisions,
    standing: Standing,
) -> Rows:
    """Read the rows of a list.

    chosen : letter of a column -> column of the table.
    constant : columns that have one value for all rows.
    """
    skipped, unclear = _sent_twice(target, layout, decided)
    # Nothing is asked about rows that do not count, or not yet.
    layout = replace(
        layout, lines=tuple(line for line in layout.lines if line.number not in skipped | unclear)
    )
    reads, texts = _read(target, layout, chosen, decided, standing)
    found = Rows(target, constant, waiting=set(unclear))
    found.left_out = [(number, "the same person sent it again.") for number in sorted(skipped)]
    ready = not any(item.name.startswith(("needed.", "belongs", "into", "year.")) for item in decided.open())
    beside = {
        name for column in layout.columns if len(column.places) > 1 and (name := chosen.get(column.letter))
    }
    several = []
    for place, line in enumerate(layout.lines):
        if all(
            column[block * len(layout.lines) + place] == Read()
            for column in reads.values()
            for block in range(len(layout.blocks))
        ):
            found.left_out.append((line.number, "nothing in it belongs to the table."))
            continue
        for block in range(len(layout.blocks)):
            at = block * len(layout.lines) + place
            given = {name: column[at] for name, column in reads.items()}
            if all(read == Read() for name, read in given.items() if not beside or name in beside):
                continue
            if not ready:
                found.waiting.add(line.number)
            elif (
                count := found.add(line.number, given, {name: column[at] for name, column in texts.items()})
            ) > 1:
                several.append(f"row {line.number} becomes {count} rows")
    found.check(standing)
    if several:
        said = some(several)
        found.notes.append(f"{said[:1].upper()}{said[1:]}; each keeps the row's other values.")
    return found


def _read(
    wanted: Target, layout: Layout, chosen: Mapping[str, str], decided: Decisions, standing: Standing
) -> tuple[dict[str, list[Read]], dict[str, list[str]]]:
    """Read every column, block after block, with the texts as they stand in the file."""
    cells: dict[str, list[Any]] = {}
    for column in layout.columns:
        if name := chosen.get(column.letter):
            cells[name] = [cell for block in layout.blocks for cell in cells_of(layout, column, block)]
    _fill_down(wanted, layout, cells, decided)
    texts = {name: [text_of(cell) for cell in given] for name, given in cells.items()}
    known = Known(standing.names)
    for name, said in texts.items():
        if wanted.fields[name].suggest in NAMES:
            known.here.update(whole_names(said))
    return {name: read_column(wanted, name, given, decided, known) for name, given in cells.items()}, texts


def _fill_down(wanted: Target, layout: Layout, cells: dict[str, list[Any]], decided: Decisions) -> None:
    """Offer to let a name count for the rows below it that are empty there, as people leave them."""
    for name in wanted.needed:
        given = cells.get(name)
        if given is None or wanted.fields[name].kind != "text":
            continue
        gaps = [
            place
            for place, cell in enumerate(given)
            if place and not text_of(cell) and place < len(layout.lines)
        ]
        if not gaps or len(layout.blocks) > 1:
            continue
        numbers = some([str(layout.lines[place].number) for place in gaps])
        answer = decided.choose(
            f"fill_down.{name}", "found", f'{"Row" if len(gaps) == 1 else "Rows"} {numbers}: "{wanted.fields[name].label}" is empty. Does the one above count?',
            (("no", "no, the row is not complete"), ("fill", "yes, the one above counts")), "no", "an empty cell can also be a slip",
        )  # fmt: skip
        if answer == "fill":
            for place in gaps:
                given[place] = given[place - 1]


def _sent_twice(wanted: Target, layout: Layout, decided: Decisions) -> tuple[set[int], set[int]]:
    """Find people who sent a form twice, by an address that is looked at and not kept; give rows that do not count, and rows that wait."""
    addresses = [
        column for column in layout.columns
        if "email" in never_taken(column.heading, list(cells_of(layout, column, 0))) or "e-mail" in column.heading.lower() or "email" in column.heading.lower()
    ]  # fmt: skip
    by_person: dict[str, list[int]] = defaultdict(list)
    for column in addresses[:1]:
        for line, cell in zip(layout.lines, cells_of(layout, column, 0), strict=True):
            if text := text_of(cell).casefold():
                by_person[text].append(line.number)
    twice = [numbers for numbers in by_person.values() if len(numbers) > 1]
    if not twice or (
        wanted.id != RATINGS and not any(never_taken(column.heading, []) for column in layout.columns)
    ):
        return set(), set()
    said = listed([f"rows {listed([str(number) for number in numbers])}" for numbers in twice])
    answer = decided.choose(
        "sent_twice", "checked", f"{plural(len(twice), 'person', 'people')} sent the form more than once ({said}). What counts?",
        (("last", "the last time"), ("first", "the first time"), ("all", "every time")),
    )  # fmt: skip
    if answer is None:
        return set(), {number for numbers in twice for number in numbers}
    if answer == "all":
        return set(), set()
    kept = -1 if answer == "last" else 0
    return {number for numbers in twice for number in numbers if number != numbers[kept]}, set()


def _combined(given: Mapping[str, Read]) -> Iterator[Row]:
    """Give each combination of the values of a row; one where no cell holds several."""
    made: list[Row] = [{}]
    for name, read in given.items():
        if read.values:
            made = [{**row, name: value} for row in made for value in read.values]
    yield from made
