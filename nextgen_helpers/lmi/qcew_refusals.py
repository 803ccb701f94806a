"""What is refused of a QCEW file, and how that is said: broken lines, wrong values, missing rows, contradictions."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.lmi.qcew_columns import KEYS, MANGLED, NEEDED, checks_of, read_as, scan

if TYPE_CHECKING:
    import duckdb

    from nextgen_helpers.lmi.qcew_columns import Header

__all__ = [
    "first_row",
    "refuse_broken_lines",
    "refuse_contradictions",
    "refuse_missing_rows",
    "refuse_wrong_values",
]

_LONGEST_VALUE: Final = 40


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
        reason = (
            f"the line ends after {counts[1]} of {len(header.columns)} columns: the file was cut "
            "off. Fetch it again."
        )
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
        raise DataFileError(names[path], f'"{value}" in column {theirs} {check.reason}.', line)


def _line_of(
    connection: duckdb.DuckDBPyConnection, header: Header, path: str, column: str, wrong: str
) -> tuple[int, str]:
    """Find the line of a wrong value by reading the one file again, in its own order."""
    select = ", ".join(read_as(ours, theirs) for ours, theirs in header.reads)
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


def refuse_contradictions(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> None:
    """Refuse files that give two values for one cell; the same cell twice alike counts once."""
    cell = "area_fips, own_code, industry_code, year, qtr"
    for period in NEEDED:
        # As many hashes as rows: no cell stands there twice. The cells themselves would take much memory.
        if first_row(
            connection,
            f"SELECT 1 FROM {period}_rows HAVING count(*) = count(DISTINCT hash({cell}))",  # noqa: S608
        ):
            continue
        columns = [*KEYS, "disclosure", *NEEDED[period]]
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {period}_rows AS SELECT DISTINCT ON ({', '.join(columns)}) * "  # noqa: S608
            f"FROM {period}_rows"
        )
        found = first_row(
            connection,
            f"SELECT {cell}, min(file), max(file) "  # noqa: S608
            f"FROM {period}_rows GROUP BY ALL HAVING count(*) > 1 LIMIT 1",
        )
        if found:
            area, own, industry, year, quarter, first, second = found
            files = (
                f"{names[first]} gives two" if first == second else f"{names[first]} and {names[second]} give"
            )
            raise UserError(
                f"{files} different figures for area {area}, ownership {own}, industry {industry}, "
                f"{_when(year, quarter)}; import one of them."
            )


def _when(year: str, quarter: str) -> str:
    return year if quarter == "A" else f"{year} quarter {quarter}"


#: Establishments are published even where jobs are withheld, so the parts of a file add up: ownerships to
#: the total, sectors to their ownership, 3-digit industries to their sector, 4-digit ones to those. In
#: quarterly files they do exactly, in annual ones but for the rounding of n parts, which stays well below
#: 1 + sqrt(n). A file that lost its end does not.
#: A file of one industry (level 4, 5 or 6 alone) has no parts to add, and the total's has ownerships only.
_MISSING_ROWS: Final = """
WITH cells AS (
  SELECT file, area_fips, year, qtr, own_code, industry_code, estabs, right(agglvl_code, 1) AS level,
    left(industry_code, 2) AS two
  FROM {period}_rows),
parts AS (
  SELECT file, area_fips, year, qtr, level,
    CASE level WHEN '1' THEN '0' ELSE own_code END AS own_code,
    CASE WHEN level IN ('1', '4') THEN '10'
      WHEN level = '6' THEN left(industry_code, 3)
      WHEN two IN ('31', '32', '33') THEN '31-33'
      WHEN two IN ('44', '45') THEN '44-45'
      WHEN two IN ('48', '49') THEN '48-49'
      ELSE two END AS industry_code,
    sum(estabs) AS estabs, count(*) AS n
  FROM cells WHERE level <> '0' GROUP BY ALL),
wholes AS (
  SELECT *, CASE level WHEN '0' THEN '1' WHEN '1' THEN '4' WHEN '4' THEN '5' ELSE '6' END AS below
  FROM cells WHERE level IN ('0', '1') OR level IN ('4', '5') AND own_code = '5'),
divided AS (SELECT DISTINCT file, area_fips, year, qtr, level FROM cells)
SELECT whole.file, whole.area_fips, whole.year, whole.qtr
FROM wholes whole
LEFT JOIN divided ON divided.file = whole.file AND divided.area_fips = whole.area_fips
  AND divided.year = whole.year AND divided.qtr = whole.qtr AND divided.level = whole.below
LEFT JOIN parts ON parts.file = whole.file AND parts.area_fips = whole.area_fips
  AND parts.year = whole.year AND parts.qtr = whole.qtr AND parts.level = whole.below
  AND parts.own_code = whole.own_code AND parts.industry_code = whole.industry_code
WHERE (divided.level IS NOT NULL OR whole.level = '0')
  AND whole.estabs - coalesce(parts.estabs, 0) > {rounding}
ORDER BY ALL LIMIT 1
"""


def refuse_missing_rows(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> None:
    """Refuse files of which the parts do not add up to the whole."""
    n = "coalesce(parts.n, 0)"
    for period, rounding in (
        ("annual", f"least(({n} + 1) / 2, 1 + sqrt({n}))"),
        ("quarterly", "0"),
    ):
        found = first_row(connection, _MISSING_ROWS.format(period=period, rounding=rounding))
        if found:
            path, area, year, quarter = found
            raise DataFileError(
                names[path],
                f"rows are missing: the parts of area {area} ({_when(year, quarter)}) have fewer "
                "establishments than the whole. The file was cut off; fetch it again.",
            )
