"""Readers of BLS's QCEW files, in every layout that BLS publishes.

Layouts: bulk "by area", "by industry" and "single file" (zip, folder or CSV), open-data API slices by
area and by industry; quarterly and annual; NAICS 2012 to 2022. A file is taken whole or refused whole,
with its name, line and reason. The work is done by DuckDB; nothing passes through Python row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.lmi.qcew_columns import (
    Header,
    Period,
    checks_of,
    columns_of,
    header_of,
    kept_rows,
    literal,
    read_as,
    scan,
    sql_type,
)
from nextgen_helpers.lmi.qcew_files import Source, sources_of
from nextgen_helpers.lmi.qcew_parts import (
    refuse_contradictions,
    refuse_missing_rows,
    refuse_unfinished_years,
    refuse_unused,
    unfinished_years,
)
from nextgen_helpers.lmi.qcew_refusals import first_row, refuse_broken_lines, refuse_wrong_values
from nextgen_helpers.lmi.qcew_tidy import (
    CREATE_LAST_FOUR,
    INSERT_LAST_FOUR,
    INSERT_NEW,
    TIDY_ANNUAL,
    TIDY_QUARTERS,
    TIDY_YEAR_BEFORE,
    USED_IN_LAST_FOUR,
)
from nextgen_helpers.lmi.room import work_room

if TYPE_CHECKING:
    import pandas as pd


_MEMORY_GIB: Final = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """Checked rows of one or many official files, held by a DuckDB connection.

    The tables ``annual_rows`` and ``quarterly_rows`` hold what the files say, in our names; withheld
    cells still stand as BLS writes them (zero, disclosure code N). :meth:`tidy` makes the tidy
    layout of it.
    """

    connection: duckdb.DuckDBPyConnection
    files: tuple[str, ...]

    def tidy(self) -> pd.DataFrame:
        """Bring the rows into the tidy layout (:mod:`nextgen_helpers.lmi.layout`).

        A year made of quarters needs all four of them: employment is the mean of its twelve months,
        rounded half up as BLS rounds; wages are summed; a year is withheld where a quarter is.
        Where the files carry over-the-year changes, the year before is computed from them. Where
        one cell can be had in several ways, the annual figure counts before the quarters, and they
        before the changes. Of a year that is not over, the last four quarters in a row stand in for it.

        Raises UserError: no year is complete.
        """
        self.make_tidy()
        table: pd.DataFrame = self.connection.execute(
            "SELECT * FROM tidy ORDER BY area_fips, own_code, industry_code, year"
        ).df()
        return table

    def make_tidy(self) -> None:
        """Make the table ``tidy`` in the connection, for the store; as :meth:`tidy` does."""
        self.connection.execute("CREATE OR REPLACE TEMP TABLE tidy AS " + TIDY_ANNUAL)
        self.connection.execute(INSERT_NEW.format(rows=TIDY_QUARTERS))
        self.connection.execute(INSERT_NEW.format(rows=TIDY_YEAR_BEFORE))
        self.connection.execute(CREATE_LAST_FOUR)
        self.connection.execute(INSERT_LAST_FOUR)
        if first_row(self.connection, "SELECT 1 FROM tidy LIMIT 1"):
            return
        refuse_unfinished_years(self.connection, self.files[0])

    def left_out(self) -> list[tuple[str, str, str]]:
        """Give the areas and years that are not in the table ``tidy``, as not all quarters are there."""
        made = set(self.connection.execute("SELECT DISTINCT area_fips, year FROM tidy").fetchall())
        made |= set(self.connection.execute(USED_IN_LAST_FOUR).fetchall())
        return [item for item in unfinished_years(self.connection) if (item[0], int(item[1])) not in made]


@contextmanager
def open_qcew(paths: Sequence[str | Path], *, quotients: bool = False) -> Iterator[Reading]:
    """Read and check QCEW files, and hold their rows in a DuckDB connection.

    Raises DataFileError: a file does not fit: nothing is read of any of them.
    Raises UserError: nothing to read is there.

    >>> with open_qcew(["no-such-file.csv"]):
    ...     pass
    Traceback (most recent call last):
    ...
    nextgen_helpers.errors.UserError: There is no file or folder no-such-file.csv.
    """
    with work_room() as room, _connection(str(room.folder)) as connection:
        sources = [source for path in paths for source in sources_of(Path(path), room)]
        by_header: dict[Header, list[Source]] = {}
        for source in sources:
            by_header.setdefault(header_of(source, quotients=quotients), []).append(source)
        names = {str(source.path): source.name for source in sources}
        files = ", ".join(literal(path) for path in sorted(names))
        connection.execute(f"CREATE TYPE files AS ENUM ({files})")  # a long path is not kept with every row
        for period in ("annual", "quarterly"):
            _create_rows(connection, period, quotients=quotients)
        for header, group in by_header.items():
            _load(connection, header, group)
        headers = {str(source.path): header for header, group in by_header.items() for source in group}
        groups = {header: [str(source.path) for source in group] for header, group in by_header.items()}
        refuse_unused(connection, groups, names)
        refuse_missing_rows(connection, names, headers)  # first: it looks at each file by itself
        refuse_contradictions(connection, names)
        yield Reading(connection, tuple(source.name for source in sources))


@contextmanager
def _connection(work: str) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    try:
        connection.execute("SET temp_directory = ?", [work])
        # Rows beyond it are kept in that folder, hardly slower; a large zip must not take the memory of all else.
        size, unit = str(
            connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
        ).split()
        if unit == "TiB" or (unit == "GiB" and float(size) > _MEMORY_GIB):
            connection.execute(f"SET memory_limit = '{_MEMORY_GIB}GiB'")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET autoinstall_known_extensions = false")
        yield connection
    finally:
        connection.close()


def _create_rows(connection: duckdb.DuckDBPyConnection, period: Period, *, quotients: bool) -> None:
    columns = ", ".join(f"{column} {sql_type(column)}" for column in columns_of(period, quotients=quotients))
    connection.execute(f"CREATE TEMP TABLE {period}_rows ({columns}, file files, doubtful BOOLEAN)")


def _load(connection: duckdb.DuckDBPyConnection, header: Header, sources: Sequence[Source]) -> None:
    """Read all files of one header at once, check them, and keep the levels that are used.

    One pass over the files checks every row and keeps what is used. Only where a row may be wrong are they read a
    second time, to say which one and why, or to read what R has written in its own way. Columns are read as text: DuckDB would turn ``2.49174E+11`` into a number
    without a word, and that rounded number is wrong.
    """
    names = {str(source.path): source.name for source in sources}

    def read(*, mended: bool) -> str:
        select = ", ".join(read_as(ours, theirs, mended=mended) for ours, theirs in header.reads)
        return f"SELECT {select}, filename AS file FROM {scan(header, list(names))}"  # noqa: S608

    kept, right = kept_rows(), " AND ".join(check.surely_right for check in checks_of(header))
    _read_files(
        connection,
        header,
        names,
        f"INSERT INTO {header.period}_rows BY NAME SELECT {_casts(header, 'TRY_CAST')}, "  # noqa: S608
        f"CAST(file AS files) AS file, doubtful FROM (SELECT *, NOT coalesce({right}, false) AS doubtful "
        f"FROM ({read(mended=False)})) WHERE doubtful OR ({kept})",
    )
    if first_row(connection, f"SELECT 1 FROM {header.period}_rows WHERE doubtful LIMIT 1") is None:  # noqa: S608
        return
    _read_files(connection, header, names, "CREATE OR REPLACE TEMP TABLE as_read AS " + read(mended=True))
    refuse_wrong_values(connection, header, names)
    paths = ", ".join(literal(path) for path in names)
    connection.execute(f"DELETE FROM {header.period}_rows WHERE file IN ({paths})")  # noqa: S608
    connection.execute(
        f"INSERT INTO {header.period}_rows BY NAME SELECT {_casts(header, 'CAST')}, "  # noqa: S608
        f"CAST(file AS files) AS file, false AS doubtful FROM as_read WHERE {kept}"
    )
    connection.execute("DROP TABLE as_read")


def _read_files(
    connection: duckdb.DuckDBPyConnection, header: Header, names: dict[str, str], statement: str
) -> None:
    """Run a statement that reads the files, and refuse files with broken lines."""
    connection.execute("DROP TABLE IF EXISTS reject_errors")
    connection.execute("DROP TABLE IF EXISTS reject_scans")
    try:
        connection.execute(statement)
    except duckdb.Error as error:
        name = next((names[path] for path in names if path in str(error)), next(iter(names.values())))
        reason = "no room is left" if "No space left" in str(error) else "it cannot be read as CSV"
        raise DataFileError(name, f"{reason} ({str(error).splitlines()[0]}).") from error
    refuse_broken_lines(connection, header, names)


def _casts(header: Header, cast: str) -> str:
    return ", ".join(
        ours if sql_type(ours) == "VARCHAR" else f"{cast}({ours} AS {sql_type(ours)}) AS {ours}"
        for ours, _ in header.reads
    )
