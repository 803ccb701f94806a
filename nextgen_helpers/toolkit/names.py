"""Names that have to be the same in several tables: what is offered while typing, and what does not fit together.

Which column takes its names from where is content: ``names_from``, ``known_only``, ``once_in`` and ``not_below`` in
``data/toolkit/tools/*.yaml``. Whatever is said here is said beside the form, and nothing that was typed is refused for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import nearest
from nextgen_helpers.toolkit.one_name import first_spellings, name_key
from nextgen_helpers.toolkit.sheet_models import Question, Sheet, SheetTable
from nextgen_helpers.toolkit.sheets import column_path, sheet
from nextgen_helpers.words import listed

if TYPE_CHECKING:
    #: Gives the stored values of a tool by its id.
    Stored = Callable[[str], Mapping[str, Any]]

_MOST_NOTES: Final = 6


@dataclass(frozen=True, slots=True)
class _Note:
    """What does not fit; where a name stands nowhere, the names among which the nearest is looked for."""

    text: str
    unknown: str = ""
    known: Collection[str] = field(default=(), compare=False)

    def sentence(self) -> str:
        if not self.unknown:
            return self.text
        near = nearest(self.unknown, self.known, 1)
        elsewhere = "write it there first, or choose a name that is offered"
        advice = f'the nearest is "{near[0]}"' if near else elsewhere
        return f"{self.text}; {advice}."


def tools_with_names(tool_id: str) -> tuple[str, ...]:
    """Give the tools from whose tables a tool takes names, itself left out.

    >>> tools_with_names("hard_to_fill")
    ('pathway_map',)
    """
    sources = [
        column_path(written, tool_id)[0]
        for _, column in _columns(sheet(tool_id))
        for written in column.names_from
    ]
    return tuple(dict.fromkeys(name for name in sources if name != tool_id))


def offered_names(tool_id: str, stored_of: Stored) -> dict[str, list[str]]:
    """Give what each list of names offers while typing, in the order in which the team wrote it.

    Gives the list, as the columns name it in ``suggest`` -> its names, each once.

    >>> stored = {"programs": [{"program": "Bridge"}], "jobs": [{"job": "Welder"}, {"job": "welder"}], "links": []}
    >>> offered_names("pathway_map", lambda name: stored if name == "pathway_map" else {})["programs.program+jobs.job"]
    ['Bridge', 'Welder']
    """
    found = {}
    for _, column in _columns(sheet(tool_id)):
        if column.names_from:
            names = [
                name for written in column.names_from for _, name in _written(written, tool_id, stored_of)
            ]
            found["+".join(column.names_from)] = list(dict.fromkeys(first_spellings(names).values()))
    return found


def name_notes(tool_id: str, fields: Sequence[str], stored_of: Stored) -> list[str]:
    """Say which names stand twice, which stand nowhere, and which pair of numbers is the wrong way around.

    Capitals, spaces, punctuation and the like make no other name, as everywhere (:func:`~nextgen_helpers.toolkit.one_name.name_key`).

    >>> stored = {"programs": [{"program": "Bridge"}, {"program": "bridge"}], "jobs": [{"job": "Welder"}],
    ...           "links": [{"begins": "Bridge", "ends": "Weldr"}]}
    >>> for note in name_notes("pathway_map", ["programs", "links"], lambda _: stored):
    ...     print(note)
    "Bridge" stands in Programs, rows 1 and 2: they are taken for one, and the first counts.
    Links, row 1, To: "Weldr" does not stand in Programs or Jobs; the nearest is "Welder".
    """
    found: list[_Note] = []
    for table, column in _columns(sheet(tool_id)):
        if table.id in fields:
            found += [
                *_repeated(tool_id, column, stored_of),
                *_unknown(tool_id, table, column, stored_of),
                *_below(table, column, stored_of(tool_id).get(table.id) or ()),
            ]
    notes = list(dict.fromkeys(found))
    # The nearest name is looked for only where it is said: over hundreds of rows that takes many seconds.
    said = [note.sentence() for note in notes[:_MOST_NOTES]]
    more = len(notes) - _MOST_NOTES
    return [*said, f"And {more:,} more like these."] if more > 0 else said


def _columns(found: Sheet) -> Iterator[tuple[SheetTable, Question]]:
    for table in found.tables:
        for column in table.columns:
            yield table, column


def _written(written: str, tool_id: str, stored_of: Stored) -> list[tuple[int, str]]:
    """Give the entries of a column, or of a list of the sheet, with the number of their row; empty ones are left out."""
    other, table, column = column_path(written, tool_id)
    if not table:
        return list(enumerate(stored_of(other).get(column) or (), start=1))
    rows = stored_of(other).get(table) or ()
    return [(number, row[column]) for number, row in enumerate(rows, start=1) if row.get(column)]


def _repeated(tool_id: str, column: Question, stored_of: Stored) -> Iterator[_Note]:
    places: dict[str, dict[str, list[int]]] = {}
    spelled: dict[str, str] = {}
    for written in column.once_in:
        for number, name in _written(written, tool_id, stored_of):
            spelled.setdefault(name_key(name), name)
            places.setdefault(name_key(name), {}).setdefault(_title(written, tool_id), []).append(number)
    for key, tables in places.items():
        count = sum(len(numbers) for numbers in tables.values())
        if count > 1:
            where = listed([f"{title}, {_rows(numbers)}" for title, numbers in tables.items()])
            yield _Note(f'"{spelled[key]}" stands in {where}: {column.if_twice}.')


def _unknown(tool_id: str, table: SheetTable, column: Question, stored_of: Stored) -> Iterator[_Note]:
    if not column.known_only:
        return
    known = {
        name_key(name): name
        for written in column.names_from
        for _, name in _written(written, tool_id, stored_of)
    }
    places = " or ".join(dict.fromkeys(_title(written, tool_id) for written in column.names_from))
    for number, name in _written(f"{table.id}.{column.id}", tool_id, stored_of):
        if name_key(name) not in known:
            where = f"{table.text}, row {number}, {column.text}"
            yield _Note(f'{where}: "{name}" does not stand in {places}', name, known.values())


def _below(table: SheetTable, column: Question, rows: Sequence[Mapping[str, Any]]) -> Iterator[_Note]:
    if column.not_below is None:
        return
    other = next(item.text for item in table.columns if item.id == column.not_below)
    for number, row in enumerate(rows, start=1):
        low, high = row.get(column.not_below), row.get(column.id)
        if low is not None and high is not None and high < low:
            yield _Note(
                f"{table.text}, row {number}: {column.text} ({high:,}) is below {other} ({low:,}); are they the wrong way around?"
            )


def _title(written: str, tool_id: str) -> str:
    """Name a table as people read it, with its tool where that is another one."""
    other, table, column = column_path(written, tool_id)
    found = sheet(other)
    text = next(field.text for field in found.fields if field.id == (table or column))
    return text if other == tool_id else f"{text} ({found.title})"


def _rows(numbers: Sequence[int]) -> str:
    return f"row {numbers[0]}" if len(numbers) == 1 else f"rows {listed([str(number) for number in numbers])}"
