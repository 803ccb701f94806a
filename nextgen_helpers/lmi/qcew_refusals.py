"""What is refused of a QCEW file, and how that is said: broken lines and wrong values."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.lmi.qcew_columns import MANGLED, Header, checks_of, read_as, scan

if TYPE_CHECKING:
    import duckdb


_LONGEST_VALUE: Final = 40
#: What statistics programs write for an empty field.
_EMPTY_WORDS: Final = ("NA", "NaN", "nan", "NULL", "None")
_EMPTY_IN_OTHER_PROGRAMS: Final = (
    "is how another program writes an empty field. Use the file as BLS published it, without saving it in R, Python "
    "or a database first."
)


def first_row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...] | None:
    """Give the first row of a short result, and leave none waiting: DuckDB 2 refuses further work then."""
    rows = connection.execute(query).fetchall()
    return rows[0] if rows else None


def refuse_broken_lines(connection: duckdb.DuckDBPyConnection, header: Header, names: dict[str, str]) -> None:
    """Refuse files with lines that have too few or too many columns, or cannot be read."""
    broken = first_row(
        connection,
        "SELECT s.file_path, e.line, e.error_type, e.error_message FROM reject_errors e "
        "JOIN reject_scans s USING (scan_id, file_id) ORDER BY s.file_path, e.line LIMIT 1",
    )
    if broken is None:
        return
    path, line, kind, message = broken
    counts = re.search(r"Found: (\d+)", message)
    if kind == "MISSING COLUMNS" and counts:
        why = "the file was cut off. Fetch it again" if _is_last(Path(path), int(line)) else MANGLED
        reason = f"the line ends after {counts[1]} of {len(header.columns)} columns: {why}."
    elif kind == "TOO MANY COLUMNS" and counts:
        reason = (
            f"the line has {counts[1]} columns where the first line names {len(header.columns)}: "
            + MANGLED
            + "."
        )
    else:
        reason = f"the line cannot be read ({message.splitlines()[0]}). Fetch the file again."
    raise DataFileError(names.get(path, Path(path).name), reason, int(line))


def refuse_wrong_values(connection: duckdb.DuckDBPyConnection, header: Header, names: dict[str, str]) -> None:
    """Refuse files with a value that cannot stand in its column; say which, and in which line."""
    for check in checks_of(header):
        wrong = f"({check.column} IS NULL OR {check.wrong_when})"
        found = first_row(connection, f"SELECT min(file) FROM as_read WHERE {wrong}")  # noqa: S608
        if found is None or found[0] is None:
            continue
        path = found[0]
        theirs = dict(header.reads)[check.column]
        line, value = _line_of(connection, header, path, check.column, wrong)
        reason = _EMPTY_IN_OTHER_PROGRAMS if value.strip() in _EMPTY_WORDS else f"{check.reason}."
        raise DataFileError(names[path], f'"{value}" in column {theirs} {reason}', line)


def _line_of(
    connection: duckdb.DuckDBPyConnection, header: Header, path: str, column: str, wrong: str
) -> tuple[int, str]:
    """Find the line of a wrong value by reading the one file again, in its own order."""
    select = ", ".join(read_as(ours, theirs, mended=True) for ours, theirs in header.reads)
    connection.execute("SET preserve_insertion_order = true")
    found = first_row(
        connection,
        f"SELECT line, coalesce({column}, '') FROM (SELECT row_number() OVER () + 1 AS line, {select} "  # noqa: S608
        f"FROM {scan(header, [path], ', parallel = false')}) WHERE {wrong} ORDER BY line LIMIT 1",
    )
    row, value = found or (1, "")
    printable = "".join(letter if letter.isprintable() else " " for letter in str(value)[:_LONGEST_VALUE])
    with Path(path).open("rb") as file:  # empty lines are no rows
        filled = (number for number, text in enumerate(file, start=1) if text.strip())
        return next(itertools.islice(filled, int(row) - 1, None), int(row)), printable


def _is_last(path: Path, line: int) -> bool:
    """Tell whether nothing follows a line of a file."""
    with path.open("rb") as file:
        return not any(text.strip() for text in itertools.islice(file, line, None))
