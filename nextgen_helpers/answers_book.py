"""A team's answers as an Excel workbook: sheets for people, and the one that is read again.

Every text stays a text, never a formula. The sheets "about" and "answers" are what an import reads, in the form that they have had
since version 0.1.0; all others are made new each time and are for reading, filtering and counting.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.letters import exportable
from nextgen_helpers.people import ROUNDS, TEAM, people_in

if TYPE_CHECKING:
    from nextgen_helpers.workspace.answers import Answer

#: Excel cuts a cell at 32,767 characters.
_CELL: Final = 30_000
_RATINGS: Final = "self_assessment"


def book_bytes(
    answers: Sequence[Answer], region_id: str, schema_version: int, fields: Sequence[str]
) -> bytes:
    """Write all answers as a workbook."""
    from openpyxl import Workbook  # noqa: PLC0415  (slow to import)

    book = Workbook()
    del book["Sheet"]
    people = {key: f"Person {number}" for number, key in enumerate(people_in(answers), start=1)}
    newest = {(answer.exercise_id, answer.respondent): answer for answer in answers}
    _write_rows(book.create_sheet("to read"), _READ, _questions(newest.values(), people))
    _write_rows(book.create_sheet("ratings"), _rating_heads(), _ratings(answers, people))
    _write_rows(book.create_sheet("who answered"), _COUNTED, _counts(answers))
    about = book.create_sheet("about")
    about.append(("format", "nextgen-workspace"))
    about.append(("schema_version", str(schema_version)))
    about.append(("region_id", region_id))
    _write_answers(book.create_sheet("answers"), answers, fields)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_answers(sheet: Any, answers: Sequence[Answer], fields: Sequence[str]) -> None:
    """Write the sheet that an import reads."""
    sheet.append(tuple(fields))
    for number, answer in enumerate(answers, start=2):
        values = {**asdict(answer), "value": json.dumps(answer.value, ensure_ascii=False)}
        for place, name in enumerate(fields, start=1):
            # A value that is too long for a cell goes on in the next columns.
            for part, text in enumerate(_cut(values[name])):
                _put(sheet.cell(number, place + part), text)


# -- for people -----------------------------------------------------------------------------------

#: Heads with the widths of their columns.
_READ: Final = (
    ("Exercise", 34), ("Question", 46), ("Answer", 70), ("Answered by", 20), ("Group", 24), ("Saved", 18),
)  # fmt: skip
_COUNTED: Final = (
    ("Exercise", 46),
    ("People who answered", 16),
    ("Answered by the team", 16),
    ("Last saved", 18),
)


def _questions(newest: Iterable[Answer], people: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Write the newest answers as questions and answers, one a row."""
    from nextgen_helpers.toolkit.catalog import exercise_title, questions_and_answers  # noqa: PLC0415

    return [
        (
            exercise_title(answer.exercise_id),
            question,
            said,
            answer.author or people.get(answer.respondent, "The team"),
            answer.stakeholder_group,
            _saved(answer),
        )
        for answer in newest
        for question, said in questions_and_answers(answer.exercise_id, answer.value)
    ]


def _rating_heads() -> tuple[tuple[str, int], ...]:
    """Give the columns of the ratings: a number for each dimension, then what was seen and why, in words."""
    from nextgen_helpers.toolkit.content import rubric  # noqa: PLC0415

    titles = [item.title for item in rubric().dimensions]
    return (
        ("Person", 20), ("Group", 24), ("Round", 24),
        *((f"{title}, 1 to 10", 14) for title in titles),
        *((f"{title}: what was seen", 60) for title in titles),
        *((f"{title}: why", 40) for title in titles),
        ("Saved", 18),
    )  # fmt: skip


def _ratings(answers: Sequence[Answer], people: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Write the newest rating of each person in a row of its own."""
    from nextgen_helpers.toolkit.content import rubric  # noqa: PLC0415
    from nextgen_helpers.toolkit.stakeholder_groups import GROUP_NAMES, group_of  # noqa: PLC0415

    decided = [item.value for item in answers if item.exercise_id == GROUP_NAMES][-1:]
    named = {row["typed"]: row["group"] for value in decided for row in value.get("names", ())}
    # The newest of each round, as one can be taken back.
    closed = {item.respondent: item.value for item in answers if item.exercise_id == ROUNDS}
    rounds = {
        answer_id: str(value.get("title") or "closed")
        for value in closed.values()
        if isinstance(value, dict)
        for answer_id in value.get("answers", ())
    }
    newest = {item.respondent: item for item in answers if item.exercise_id == _RATINGS}
    rows = []
    for key, answer in newest.items():
        value = answer.value if isinstance(answer.value, dict) else {}
        scores, why, seen = (value.get(name) or {} for name in ("scores", "evidence", "indicators"))
        dimensions = rubric().dimensions
        words = ["\n".join(item.text for item in rubric().seen(place.id, seen)) for place in dimensions]
        rows.append(
            (
                answer.author or people.get(key, "The team"),
                group_of(answer.stakeholder_group, named),
                rounds.get(answer.answer_id, "open"),
                *(scores.get(place.id) for place in dimensions),
                *words,
                *(why.get(place.id) for place in dimensions),
                _saved(answer),
            )
        )
    return rows


def _counts(answers: Sequence[Answer]) -> list[tuple[Any, ...]]:
    """Count who answered: people once, however many exercises they did, and the team not among them."""
    from nextgen_helpers.toolkit.catalog import exercise_title  # noqa: PLC0415

    rows: list[tuple[Any, ...]] = [_count("All exercises", answers)] if answers else []
    for exercise_id in dict.fromkeys(answer.exercise_id for answer in answers):
        own = [answer for answer in answers if answer.exercise_id == exercise_id]
        rows.append(_count(exercise_title(exercise_id), own))
    return rows


def _count(title: str, answers: Sequence[Answer]) -> tuple[Any, ...]:
    by_team = any(answer.respondent == TEAM or answer.exercise_id == ROUNDS for answer in answers)
    last = max(answers, key=lambda answer: answer.saved_at)
    return title, len(people_in(answers)), "yes" if by_team else "no", _saved(last)


def _saved(answer: Answer) -> str:
    return f"{answer.when:%Y-%m-%d %H:%M}"


# -- cells ----------------------------------------------------------------------------------------


def _write_rows(sheet: Any, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[Any]]) -> None:
    """Write a table: its heads in the first row, bold and always in sight, with filters."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for place, (head, width) in enumerate(heads, start=1):
        cell = sheet.cell(1, place)
        _put(cell, head)
        cell.font, cell.alignment = bold, wrapped
        sheet.column_dimensions[cell.column_letter].width = width
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            if isinstance(value, int):
                cell.value = value
            else:
                _put(cell, _cut(value or None)[0])
            cell.alignment = wrapped
    sheet.freeze_panes = "B2" if rows else "A2"
    sheet.auto_filter.ref = f"A1:{sheet.cell(len(rows) + 1, len(heads)).coordinate}"


def _cut(text: str | None) -> list[str | None]:
    """Cut a text into parts that fit into a cell of Excel."""
    if text is None:
        return [None]
    return [text[start : start + _CELL] for start in range(0, len(text), _CELL)] or [""]


def _put(cell: Any, text: str | None) -> None:
    """Put a text into a cell as a text, never as a formula."""
    if text is not None:
        cell.value = exportable(text)
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in "=+-@"
