"""What a file would do to a table: found, matched, checked, changed. Nothing is stored by looking at it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from nextgen_helpers.bring.checks import CHECKS
from nextgen_helpers.bring.columns import best_targets, match, never_taken
from nextgen_helpers.bring.decisions import LEFT_OUT, Decisions
from nextgen_helpers.bring.layout import cells_of, find_list
from nextgen_helpers.bring.targets import ELEMENTS, RATINGS, target, targets
from nextgen_helpers.bring.values import NAMES, Known, Read, read_column, text_of, whole_names
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.cells import RowProblem, row_problem
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.words import listed, plural, some

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from nextgen_helpers.bring.decisions import Decision
    from nextgen_helpers.bring.files import Book
    from nextgen_helpers.bring.layout import Layout
    from nextgen_helpers.bring.targets import Target

    Row = dict[str, Any]

_KEEP: Final = "keep"
_MOST_IN_A_ROW: Final = 100


@dataclass(frozen=True, slots=True)
class Matched:
    """A column of the file, and what it becomes.

    Parameters
    ----------
    letter, heading : as a spreadsheet names it, and as it stands in the file.
    sample : the first thing that stands in it.
    field : column of the table; empty where it is left out.
    why : the reason.
    """

    letter: str
    heading: str
    sample: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What would change in the table.

    Parameters
    ----------
    new : rows that are not there.
    changed : pairs of a row as it stands there and as it would be.
    same : how many stand there already.
    gone : rows that stand there and not in the file.
    """

    new: tuple[Row, ...] = ()
    changed: tuple[tuple[Row, Row], ...] = ()
    same: int = 0
    gone: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a file would do to a table.

    Parameters
    ----------
    target : which table.
    name : of the file.
    sheet, heading_row : where the list stands in it.
    columns : what each column becomes.
    decisions : everything that can be read in more than one way, with the answers.
    numbers, rows : number in the sheet and stored values of each row that can be taken.
    refused : why rows cannot be taken.
    waiting : numbers of the rows that wait for an answer.
    left_out : number and reason of rows that are no entries.
    notes : what else was found.
    changes : what would change.
    there, result : all rows of the table before and afterwards.
    """

    target: Target
    name: str
    sheet: str
    heading_row: int
    columns: tuple[Matched, ...]
    decisions: tuple[Decision, ...]
    numbers: tuple[int, ...]
    rows: tuple[Row, ...]
    refused: tuple[RowProblem, ...]
    waiting: tuple[int, ...]
    left_out: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]
    changes: Changes
    there: tuple[Row, ...]
    result: tuple[Row, ...]

    @property
    def questions(self) -> tuple[Decision, ...]:
        """What has to be answered before anything is taken."""
        return tuple(item for item in self.decisions if item.answer is None)

    @property
    def answers(self) -> dict[str, str]:
        """Give the answers that hold for the next file with the same headings; the sheet and how it is written are found anew."""
        passing = ("sheet", "heading_row", "encoding", "separator", "gone", "sent_twice", "into")
        return {item.name: item.answer for item in self.decisions if item.answer is not None and not item.why and item.name not in passing}

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


@dataclass(frozen=True)
class Standing:
    """What a team has, as far as a list is compared with it.

    Parameters
    ----------
    rows : gives the stored rows of a table.
    names : kind of name -> keys of the names that the team uses.
    remembered : gives what was answered for earlier files with the same headings.
    """

    rows: Any = field(default=lambda _: [])
    names: Mapping[str, Collection[str]] = field(default_factory=dict)
    remembered: Any = field(default=lambda _target, _headings: {})


def make_plan(book: Book, into: str | Target = "", given: Mapping[str, str] | None = None, standing: Standing | None = None) -> Plan:
    """Say what a file would do to a table.

    Parameters
    ----------
    into : the table; by default the one that the headings fit best.
    given : answers to questions.
    standing : what the team has; nothing by default.

    Raises
    ------
    UserError : there is no list in it, or an answer is none.
    """
    given, standing = dict(given or {}), standing or Standing()
    decided = Decisions(given)
    wanted = _wanted(book, into, decided)
    layout = find_list(book, wanted, decided)
    decided.remembered = standing.remembered(wanted.id, [column.heading for column in layout.columns])
    columns, chosen, constant = _matched(wanted, layout, decided, standing)
    rows, refused, waiting, left_out, notes = _rows(wanted, layout, chosen, constant, decided, standing)
    if wanted.id == "knocks" and rows and "contacts_a_year" not in chosen.values():
        notes.append("A row without a number of contacts counts as one a year.")
    there = standing.rows(wanted)
    changes, result = _changes(wanted, [row for _, row in rows], there, set(chosen.values()) | set(constant), decided)
    decided.refuse_unasked()
    return Plan(
        wanted, book.name, layout.sheet, layout.heading_row, columns, tuple(decided.made.values()),
        tuple(number for number, _ in rows), tuple(row for _, row in rows), tuple(refused), tuple(waiting),
        (*layout.left_out, *left_out), (*layout.notes, *notes), changes, tuple(there), tuple(result),
    )  # fmt: skip


def _question(item: Decision) -> dict[str, Any]:
    return {
        "name": item.name, "text": item.text, "choices": [{"value": value, "label": label} for value, label in item.choices],
        "answer": item.answer, "why": item.why,
    }  # fmt: skip


# -- which table -----------------------------------------------------------------------------------------


def _wanted(book: Book, into: str | Target, decided: Decisions) -> Target:
    if not isinstance(into, str):
        return into
    if into:
        return target(into)
    ranked = [name for _, name in best_targets([row for sheet in book.sheets for row in sheet.rows[:15]])]
    if not ranked and not decided.has("into"):
        raise UserError(f"{book.name} has no headings that fit a table; say which one it is for. All of them: nextgen bring --tables")
    choices = [(name, targets()[name].title) for name in dict.fromkeys((*ranked[:5], *targets()))]
    guess = ranked[0] if ranked else None
    return target(decided.choose("into", "found", "Which table is it for?", choices, guess, "its headings fit best") or "knocks")


# -- which column ----------------------------------------------------------------------------------------


def _matched(
    wanted: Target, layout: Layout, decided: Decisions, standing: Standing
) -> tuple[tuple[Matched, ...], dict[str, str], dict[str, str]]:
    """Match the columns; give them, letter -> column of the table, and columns that have one value for all rows."""
    cells = {
        column.letter: (column.heading, [cell for block in layout.blocks for cell in cells_of(layout, column, block)]) for column in layout.columns
    }
    never = {letter: why for letter, (heading, given) in cells.items() if (why := never_taken(heading, given))}
    empty = {letter for letter, (_, given) in cells.items() if not any(map(text_of, given))}
    open_to = {letter: pair for letter, pair in cells.items() if letter not in never and not (letter in empty and not pair[0])}
    guessed = match(wanted, open_to, standing.names)
    labels = {name: asked.label for name, asked in wanted.fields.items()}
    chosen: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for letter, (heading, given) in open_to.items():
        guess, why = guessed.get(letter, (LEFT_OUT, "nothing in the table asks for it"))
        name = f'"{heading}"' if heading else f"Column {letter}"
        sample = next((text for cell in given if (text := text_of(cell))), "")
        said = f"{name}{f', such as {sample[:40]}' if sample else ''}: what is it?"
        answer = decided.choose(f"column.{letter}", "matched", said, [*labels.items(), (LEFT_OUT, "left out")], guess, why)
        if answer and answer != LEFT_OUT:
            if answer in chosen.values():
                first = next(other for other, field_ in chosen.items() if field_ == answer)
                raise UserError(f'Two columns are "{labels[answer]}": {first} and {letter}; leave one of them out.')
            chosen[letter] = answer
        reasons[letter] = decided.made[f"column.{letter}"].why
    constant = _missing(wanted, open_to, chosen, decided)
    found = []
    for letter, (heading, given) in cells.items():
        sample = next((text for cell in given if (text := text_of(cell))), "")
        found.append(
            Matched(letter, heading, "" if letter in never else sample[:80], chosen.get(letter, ""), never.get(letter, reasons.get(letter, "it is empty")))
        )
    return tuple(found), chosen, constant


def _missing(
    wanted: Target, columns: Mapping[str, tuple[str, Sequence[Any]]], chosen: dict[str, str], decided: Decisions
) -> dict[str, str]:
    """Ask for what a row needs and no column gives: which column it is, or what holds for all rows."""
    constant: dict[str, str] = {}
    if wanted.id == RATINGS and not any(wanted.fields[name].kind == "number" for name in chosen.values()):
        raise UserError("No column holds ratings; its heading has to name the dimension, such as: Industry engagement.")
    for name in wanted.needed:
        if name in chosen.values():
            continue
        asked = wanted.fields[name]
        free = [(letter, f"column {letter}: {heading or text_of(next(iter(given), ''))}"[:80]) for letter, (heading, given) in columns.items() if letter not in chosen]
        same = [(f"all:{stored}", f"all rows: {read}") for stored, read in asked.choices]
        choices = [*same, *free] or [("", "")]
        if not (same or free):
            raise UserError(f'The list has no column for "{asked.label}", and this table needs it; its columns are: {some([item.label for item in wanted.fields.values()], 12)}.')
        answer = decided.choose(f"needed.{name}", "matched", f'Which column is "{asked.label}"? The table needs it.', choices)
        if answer and answer.startswith("all:"):
            constant[name] = answer.removeprefix("all:")
        elif answer:
            chosen[answer] = name
            decided.made.pop(f"column.{answer}", None)
    return constant


# -- which rows ------------------------------------------------------------------------------------------


def _rows(
    wanted: Target, layout: Layout, chosen: Mapping[str, str], constant: Mapping[str, str], decided: Decisions, standing: Standing
) -> tuple[list[tuple[int, Row]], list[RowProblem], list[int], list[tuple[int, str]], list[str]]:
    reads, texts = _read(wanted, layout, chosen, decided, standing)
    skipped, twice_waiting = _sent_twice(wanted, layout, decided)
    refused: list[RowProblem] = []
    waiting = set(twice_waiting)
    left_out: list[tuple[int, str]] = [(number, "the same person sent it again.") for number in sorted(skipped)]
    rows: list[tuple[int, Row]] = []
    several: list[tuple[int, int]] = []
    ready = not any(name.startswith("needed.") for name in (item.name for item in decided.open()))
    side = {name for column in layout.columns if len(column.places) > 1 and (name := chosen.get(column.letter))}
    for place, line in enumerate(layout.lines):
        if line.number in skipped:
            continue
        for number in range(len(layout.blocks)):
            at = number * len(layout.lines) + place
            given = {name: column[at] for name, column in reads.items()}
            if not any(read.values or read.problem or read.waiting or read.dropped for name, read in given.items() if not side or name in side):
                continue
            if not ready or line.number in twice_waiting:
                waiting.add(line.number)
                continue
            said = {name: column[at] for name, column in texts.items()}
            problems = [RowProblem(line.number, wanted.fields[name].label, read.problem) for name, read in given.items() if read.problem]
            if any(read.dropped for read in given.values()):
                left_out.append((line.number, "you left it out."))
            elif problems:
                refused += problems
            elif any(read.waiting for read in given.values()):
                waiting.add(line.number)
            else:
                made = list(_combined(given))
                if len(made) > _MOST_IN_A_ROW:
                    refused.append(RowProblem(line.number, "", f"it stands for {len(made):,} rows; that is too many."))
                    continue
                if len(made) > 1:
                    several.append((line.number, len(made)))
                for values in made:
                    _add(wanted, line.number, {**constant, **values}, said, rows, refused, left_out)
    rows, more = _checked(wanted, rows, standing)
    notes = [f"{listed([f'row {number} becomes {count} rows' for number, count in several[:6]])}; each keeps the row's other values.".capitalize()] if several else []
    return rows, sorted([*refused, *more], key=lambda item: item.row), sorted(waiting), sorted(left_out), notes


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
        gaps = [place for place, cell in enumerate(given) if place and not text_of(cell) and place < len(layout.lines)]
        if not gaps or len(layout.blocks) > 1:
            continue
        numbers = listed([str(layout.lines[place].number) for place in gaps])
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
        if "email" in never_taken(column.heading, [cell for cell in cells_of(layout, column, 0)]) or "e-mail" in column.heading.lower() or "email" in column.heading.lower()
    ]  # fmt: skip
    by_person: dict[str, list[int]] = defaultdict(list)
    for column in addresses[:1]:
        for line, cell in zip(layout.lines, cells_of(layout, column, 0), strict=True):
            if text := text_of(cell).casefold():
                by_person[text].append(line.number)
    twice = [numbers for numbers in by_person.values() if len(numbers) > 1]
    if not twice or (wanted.id != RATINGS and not any(never_taken(column.heading, []) for column in layout.columns)):
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


def _add(
    wanted: Target, number: int, values: Row, said: Mapping[str, str], rows: list[tuple[int, Row]], refused: list[RowProblem], left_out: list[tuple[int, str]]
) -> None:
    if wanted.only:
        if values.setdefault("kind", wanted.only) != wanted.only:
            left_out.append((number, f'its kind is "{dict(wanted.fields["kind"].choices)[values["kind"]]}".'))
            return
    try:
        rows.append((number, wanted.model.model_validate(values).model_dump(mode="json")))
    except ValidationError as error:
        refused += [row_problem(wanted.fields, number, item, said) for item in error.errors()]


def _checked(wanted: Target, rows: list[tuple[int, Row]], standing: Standing) -> tuple[list[tuple[int, Row]], list[RowProblem]]:
    """Leave out rows that are there twice, and those that a check of the table refuses."""
    problems = CHECKS[wanted.id](rows, standing.names) if wanted.id in CHECKS else []
    bad = {problem.row for problem in problems}
    seen: dict[str, int] = {}
    kept = []
    for number, row in rows:
        if number in bad:
            continue
        whole = repr(sorted(row.items()))
        if whole in seen and wanted.id != RATINGS:
            problems.append(RowProblem(number, "", f"it says the same as row {seen[whole]}."))
            continue
        seen.setdefault(whole, number)
        kept.append((number, row))
    return kept, problems


# -- what changes ----------------------------------------------------------------------------------------


def row_key(wanted: Target, row: Row) -> tuple[str, ...]:
    """Give what a row is known by when it comes again: names without their spelling."""
    return tuple(name_key(row.get(name)) if wanted.fields[name].kind == "text" else str(row.get(name)) for name in wanted.keys)


def _changes(
    wanted: Target, rows: Sequence[Row], there: Sequence[Row], given: Collection[str], decided: Decisions
) -> tuple[Changes, list[Row]]:
    if wanted.id == RATINGS:
        return _rating_changes(rows, there)
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(there):
        waiting[row_key(wanted, row)].append(place)
    result: list[Row | None] = list(there)
    new: list[Row] = []
    changed: list[tuple[Row, Row]] = []
    same = 0
    for row in rows:
        places = waiting[row_key(wanted, row)]
        if not places:
            new.append(row)
            continue
        # Of several with the same key, the one that says the same; else in their order.
        place = next((item for item in places if _said_again(there[item], row, given, wanted)), places[0])
        places.remove(place)
        if _said_again(there[place], row, given, wanted):
            same += 1
        else:
            after = {**there[place], **{name: row[name] for name in given if name in row}}
            changed.append((there[place], after))
            result[place] = after
    gone = [there[place] for places in waiting.values() for place in places if not wanted.only or there[place].get("kind") == wanted.only]
    if gone:
        answer = decided.choose(
            "gone", "changed", f"{plural(len(gone), 'row stands', 'rows stand')} in the table and not in the file. What becomes of {'it' if len(gone) == 1 else 'them'}?",
            ((_KEEP, "kept"), ("take_out", "taken out")), _KEEP, "a list is often only a part",
        )  # fmt: skip
        if answer == "take_out":
            leaving = {place for places in waiting.values() for place in places}
            result = [None if place in leaving and row in gone else row for place, row in enumerate(result)]
    return Changes(tuple(new), tuple(changed), same, tuple(gone)), [*(row for row in result if row is not None), *new]


def _rating_changes(rows: Sequence[Row], there: Sequence[Row]) -> tuple[Changes, list[Row]]:
    """Compare ratings: whoever gave a name is known by it, the others by all that they said; nobody's rating goes away."""
    left = list(there)
    fresh: list[Row] = []
    for row in rows:
        if row in left:
            left.remove(row)
        else:
            fresh.append(row)
    named = {name_key(row["author"]): row for row in left if row["author"]}
    changed = [(named[name_key(row["author"])], row) for row in fresh if row["author"] and name_key(row["author"]) in named]
    new = [row for row in fresh if all(row is not after for _, after in changed)]
    return Changes(tuple(new), tuple(changed), len(rows) - len(fresh)), [*there, *fresh]


def _said_again(before: Row, row: Row, given: Collection[str], wanted: Target) -> bool:
    """Tell whether a row says nothing that is not there already; another spelling of a name is nothing new."""
    for name in given:
        one, other = before.get(name), row.get(name)
        if one != other and not (name in wanted.keys and wanted.fields[name].kind == "text" and name_key(one) == name_key(other)):
            return False
    return True
