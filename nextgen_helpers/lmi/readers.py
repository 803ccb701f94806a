"""Readers of BLS's QCEW files, in every layout that BLS publishes.

Layouts: bulk "by area", "by industry" and "single file" (zip, folder or CSV), open-data API slices by
area and by industry; quarterly and annual; NAICS 2012 to 2022. A file is taken whole or refused whole,
with its name, line and reason. The work is done by DuckDB; nothing passes through Python row by row.
"""

from __future__ import annotations

import csv
import itertools
import re
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal

import duckdb
import numpy as np

from nextgen_helpers.errors import DataFileError, UserError, nearest
from nextgen_helpers.lmi.layout import KEPT_LEVELS, WHOLE_AREA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

__all__ = ["Reading", "open_qcew", "read_published_quotients", "read_qcew"]

Period = Literal["annual", "quarterly"]

_KEYS: Final = ("area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "year", "qtr")

#: Columns that are read, by period: our name -> the official name, after ``_estabs_count`` has become
#: ``_estabs`` (the bulk files say the one, the API the other).
_NEEDED: Final[dict[Period, dict[str, str]]] = {
    "annual": {
        "estabs": "annual_avg_estabs",
        "employment": "annual_avg_emplvl",
        "wages": "total_annual_wages",
    },
    "quarterly": {
        "estabs": "qtrly_estabs",
        "month1": "month1_emplvl",
        "month2": "month2_emplvl",
        "month3": "month3_emplvl",
        "wages": "total_qtrly_wages",
    },
}
_CHANGES: Final = {
    "oty_disclosure": "oty_disclosure_code",
    "oty_estabs": "oty_qtrly_estabs_chg",
    "oty_month1": "oty_month1_emplvl_chg",
    "oty_month2": "oty_month2_emplvl_chg",
    "oty_month3": "oty_month3_emplvl_chg",
    "oty_wages": "oty_total_qtrly_wages_chg",
}
_QUOTIENTS: Final = {
    "lq_disclosure": "lq_disclosure_code",
    "lq_estabs": "lq_annual_avg_estabs",
    "lq_employment": "lq_annual_avg_emplvl",
    "lq_wages": "lq_total_annual_wages",
}
_INDEX_NAMES: Final = frozenset({"", "unnamed: 0", "index", "x", "v1", "...1", "rownames"})
_LARGEST_ARCHIVE: Final = 20 * 1024**3
_HIGHEST_RATIO: Final = 200
_LARGEST_HEADER: Final = 20_000
_LONGEST_VALUE: Final = 40
_CHUNK: Final = 1 << 22
_PIECE: Final = 1 << 16  # stays near the processor, which is felt over thousands of files


@dataclass(frozen=True, slots=True)
class _Check:
    """A rule for a column of the raw rows, with the sentence that the user reads when it fails."""

    column: str
    wrong_when: str  # SQL, true for a wrong row
    reason: str
    surely_right: str  # SQL, quick: never true for a wrong row; true for nearly all right ones


_MANGLED: Final = (
    "a spreadsheet has rewritten the numbers. Use the file as BLS published it, without saving it "
    "in a spreadsheet first"
)
_CHECKS: Final = (
    _Check(
        "area_fips",
        r"NOT regexp_full_match(area_fips, 'US000|US[A-Z]{3}|C\d{4}|CS\d{3}|\d{5}')",
        "is no area code (five characters, such as 48113, with the leading zero): " + _MANGLED,
        "(area_fips GLOB '[0-9][0-9][0-9][0-9][0-9]' "
        r"OR regexp_full_match(area_fips, 'US000|US[A-Z]{3}|C\d{4}|CS\d{3}'))",
    ),
    _Check(
        "own_code",
        r"NOT regexp_full_match(own_code, '\d')",
        "is no ownership code (0 to 9)",
        "own_code GLOB '[0-9]'",
    ),
    _Check(
        "industry_code",
        r"NOT regexp_full_match(industry_code, '\d{2,6}|\d{2}-\d{2}')",
        "is no industry code (2 to 6 digits, or 31-33): " + _MANGLED,
        "(strlen(industry_code) BETWEEN 2 AND 6 AND NOT industry_code GLOB '*[!0-9]*' "
        "OR industry_code GLOB '[0-9][0-9]-[0-9][0-9]')",
    ),
    _Check(
        "agglvl_code",
        r"NOT regexp_full_match(agglvl_code, '\d{2}')",
        "is no aggregation level",
        "agglvl_code GLOB '[0-9][0-9]'",
    ),
    _Check(
        "size_code",
        r"NOT regexp_full_match(size_code, '\d')",
        "is no size code (0 to 9)",
        "size_code GLOB '[0-9]'",
    ),
    _Check(
        "year",
        r"NOT regexp_full_match(year, '(19[7-9]|20\d)\d')",
        "is no year of the QCEW program (1975 or later)",
        "year BETWEEN '1970' AND '2099' AND year GLOB '[12][09][0-9][0-9]'",
    ),
    _Check(
        "disclosure",
        "disclosure NOT IN ('', 'N', '-')",
        "is no disclosure code (empty, N or -)",
        "disclosure IN ('', 'N', '-')",
    ),
)
_COUNTS: Final = {
    "annual": ("estabs", "employment", "wages"),
    "quarterly": ("estabs", "month1", "month2", "month3", "wages"),
}


@dataclass(frozen=True, slots=True)
class _Source:
    """One CSV file on disk, and the name by which the user knows it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns of a file, in its own order, and what is read of them."""

    columns: tuple[str, ...]
    period: Period
    reads: tuple[tuple[str, str], ...]  # ours, theirs


@dataclass(frozen=True, slots=True)
class Reading:
    """Checked rows of one or many official files, held by a DuckDB connection.

    The tables ``annual_rows`` and ``quarterly_rows`` hold what the files say, in our names; withheld
    cells still stand as BLS writes them (zero, disclosure code N). :meth:`tidy` makes the tidy
    layout of it.
    """

    connection: duckdb.DuckDBPyConnection
    files: tuple[str, ...]

    def tidy(self, *, with_year_before: bool = True) -> pd.DataFrame:
        """Bring the rows into the tidy layout (:mod:`nextgen_helpers.lmi.layout`).

        A year made of quarters needs all four of them: employment is the mean of its twelve months,
        rounded half up as BLS rounds; wages are summed; a year is withheld where a quarter is.
        Where the files carry over-the-year changes, the year before is computed from them. Where
        one cell can be had in several ways, the annual figure counts before the quarters, and they
        before the changes.

        Parameters
        ----------
        with_year_before : also give the year before the quarters, from the over-the-year changes.

        Raises
        ------
        UserError : there are no county, state or national rows, or no year is complete.
        """
        self.make_tidy(with_year_before=with_year_before)
        table: pd.DataFrame = self.connection.execute(
            "SELECT * FROM tidy ORDER BY area_fips, own_code, industry_code, year"
        ).df()
        return table

    def make_tidy(self, *, with_year_before: bool = True) -> None:
        """Make the table ``tidy`` in the connection, for the store; as :meth:`tidy` does."""
        self.connection.execute("CREATE OR REPLACE TEMP TABLE tidy AS " + _TIDY_ANNUAL)
        incomplete = self.connection.execute(_INCOMPLETE_YEARS).fetchall()
        self.connection.execute(_INSERT_NEW.format(rows=_TIDY_QUARTERS))
        if with_year_before:
            self.connection.execute(_INSERT_NEW.format(rows=_TIDY_YEAR_BEFORE))
        if _first_row(self.connection, "SELECT 1 FROM tidy LIMIT 1"):
            return
        if incomplete:
            said = "; ".join(f"{year} has only quarter {quarters}" for year, quarters in incomplete)
            raise UserError(
                f"{self.files[0]}: a year needs all four quarters: {said}. "
                "Add the other quarters, or use the annual file."
            )
        raise UserError(
            f"{self.files[0]}: there are no rows for a county, a state or the nation at the "
            "total, sector, 3-digit or 4-digit level (metropolitan and size-class rows are not "
            "used)."
        )


def read_qcew(path: str | Path, *, with_year_before: bool = True) -> pd.DataFrame:
    """Read QCEW files of any layout into the tidy layout.

    Parameters
    ----------
    path : a CSV file, a zip of CSV files, or a folder of both.
    with_year_before : for quarterly files with over-the-year changes, also the year before.

    Returns
    -------
    Tidy table (see :mod:`nextgen_helpers.lmi.layout`); withheld cells are missing.

    Raises
    ------
    DataFileError : a file does not fit: nothing is read of any of them.
    UserError : nothing to read is there.

    Examples
    --------
    >>> read_qcew("no-such-file.csv")
    Traceback (most recent call last):
    ...
    nextgen_helpers.errors.UserError: There is no file or folder no-such-file.csv.
    """
    with open_qcew([path]) as reading:
        return reading.tidy(with_year_before=with_year_before)


def read_published_quotients(path: str | Path) -> pd.DataFrame:
    """Read BLS's own location quotients of jobs from annual files, to check ours against.

    Returns
    -------
    ``area_fips, own_code, industry_code, year, lq`` where BLS disclosed the quotient (two decimals).
    """
    with open_qcew([path], quotients=True) as reading:
        table: pd.DataFrame = reading.connection.execute(
            "SELECT area_fips, own_code, industry_code, CAST(year AS SMALLINT) AS year, "
            "CAST(lq_employment AS DOUBLE) AS lq FROM annual_rows "
            "WHERE coalesce(lq_disclosure, '') = '' AND disclosure = '' "
            "ORDER BY area_fips, own_code, industry_code, year"
        ).df()
        return table


@contextmanager
def open_qcew(paths: Sequence[str | Path], *, quotients: bool = False) -> Iterator[Reading]:
    """Read and check QCEW files, and hold their rows in a DuckDB connection.

    Parameters
    ----------
    paths : CSV files, zips of CSV files, folders of both.
    quotients : also read BLS's own location quotients (annual files).

    Raises
    ------
    DataFileError, UserError : as :func:`read_qcew`.
    """
    with tempfile.TemporaryDirectory(prefix="nextgen-") as work, _connection(work) as connection:
        sources = [source for path in paths for source in _sources(Path(path), Path(work))]
        by_header: dict[_Header, list[_Source]] = {}
        for source in sources:
            by_header.setdefault(_header(source, quotients=quotients), []).append(source)
        names = {str(source.path): source.name for source in sources}
        files = ", ".join(_literal(path) for path in sorted(names))
        connection.execute(f"CREATE TYPE files AS ENUM ({files})")  # a long path is not kept with every row
        for period in ("annual", "quarterly"):
            _create_rows(connection, period, quotients=quotients)
        for header, group in by_header.items():
            _load(connection, header, group)
        _refuse_missing_rows(connection, names)  # first: it looks at each file by itself
        _refuse_contradictions(connection, names)
        yield Reading(connection, tuple(source.name for source in sources))


@contextmanager
def _connection(work: str) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    try:
        connection.execute("SET temp_directory = ?", [work])
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET autoinstall_known_extensions = false")
        yield connection
    finally:
        connection.close()


def _first_row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...] | None:
    """Give the first row of a short result, and leave none waiting: DuckDB 2 refuses further work then."""
    rows = connection.execute(query).fetchall()
    return rows[0] if rows else None


# -- from what the user names to CSV files on disk ------------------------------------------------


def _sources(path: Path, work: Path) -> Iterator[_Source]:
    if path.is_dir():
        found = sorted(
            item
            for item in path.rglob("*")
            if item.suffix.lower() in (".csv", ".zip") and not item.name.startswith((".", "~"))
        )
        if not found:
            raise UserError(f"{path} holds no CSV or zip files.")
        for item in found:
            yield from _sources(item, work)
    elif not path.is_file():
        raise UserError(f"There is no file or folder {path}.")
    elif path.suffix.lower() == ".zip":
        yield from _unpacked(path, work)
    elif path.suffix.lower() in (".xlsx", ".xls"):
        raise DataFileError(path.name, "an Excel file; use the CSV file that BLS publishes.")
    else:
        yield from _plain(path, work)


def _plain(path: Path, work: Path) -> Iterator[_Source]:
    """Use a CSV as it is, or a copy with plain line ends where they are doubled or mixed."""
    try:
        with path.open("rb") as file:
            if _has_plain_ends(file):
                yield _Source(path, path.name)
                return
            file.seek(0)
            copy = _new_folder(work) / path.name
            _copy_lines(file, copy, path.name)
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from error
    yield _Source(copy, path.name)


def _has_plain_ends(file: IO[bytes]) -> bool:
    """Tell whether the beginning of a file ends its lines in one way, with returns or without."""
    returns, newlines, pairs, after_return = 0, 0, 0, False
    for _ in range(_CHUNK // _PIECE):
        letters = np.frombuffer(file.read(_PIECE), dtype=np.uint8)
        if not len(letters):
            break
        is_return, is_newline = letters == ord("\r"), letters == ord("\n")
        returns += int(np.count_nonzero(is_return))
        newlines += int(np.count_nonzero(is_newline))
        pairs += int(np.count_nonzero(is_return[:-1] & is_newline[1:]))
        pairs += bool(after_return and is_newline[0])
        after_return = bool(is_return[-1])
    return returns in (0, pairs) and returns in (0, newlines)


def _unpacked(path: Path, work: Path) -> Iterator[_Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                info
                for info in archive.infolist()
                if info.filename.lower().endswith(".csv")
                and not Path(info.filename).name.startswith((".", "~"))
                and "__MACOSX" not in info.filename
            ]
            if not members:
                raise DataFileError(path.name, "the archive holds no CSV files.")
            unpacked = sum(info.file_size for info in members)
            if unpacked > _LARGEST_ARCHIVE or unpacked > _HIGHEST_RATIO * path.stat().st_size:
                raise DataFileError(
                    path.name,
                    f"the archive would unpack to {unpacked / 1024**2:,.0f} MB, "
                    f"{unpacked // max(path.stat().st_size, 1)} times its size, which no QCEW "
                    "archive does; it was not opened.",
                )
            folder = _new_folder(work)
            for number, info in enumerate(members):
                name = f"{path.name}/{info.filename}"
                copy = folder / f"{number:06d}.csv"  # of ours: none of the archive's paths is used
                with archive.open(info) as file:
                    _copy_lines(file, copy, name)
                yield _Source(copy, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataFileError(
            path.name, f"the zip file is damaged or cut off ({error}); fetch it again."
        ) from error
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from error


def _copy_lines(file: IO[bytes], copy: Path, name: str) -> None:
    """Copy bytes with plain line ends: BLS's exports double the return now and then."""
    try:
        with copy.open("wb") as out:
            rest = b""
            while chunk := file.read(_CHUNK):
                block = (rest + chunk).replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")
                keep = len(block) - len(block.rstrip(b"\r"))
                rest = block[len(block) - keep :]
                out.write(block[: len(block) - keep])
            out.write(rest)
    except OSError as error:
        raise UserError(
            f"{name}: there is no room to unpack it in {copy.parent} ({error.strerror})."
        ) from error


def _new_folder(work: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=work))


# -- one file's columns ---------------------------------------------------------------------------


def _header(source: _Source, *, quotients: bool) -> _Header:
    columns = _first_line(source)
    plain = [re.sub(r"_estabs_count", "_estabs", name.lower()) for name in columns]
    period: Period = "quarterly" if "month1_emplvl" in plain else "annual"
    wanted = {key: key for key in _KEYS} | {"disclosure": "disclosure_code"} | _NEEDED[period]
    missing = [name for name in wanted.values() if name not in plain]
    if missing:
        near = nearest(missing[0], plain, 1)
        hint = f' (there is "{near[0]}")' if near else ""
        raise DataFileError(
            source.name,
            f'the column "{missing[0]}"{hint} is missing, so this is no QCEW file as BLS '
            "publishes it (bulk CSV or open-data slice).",
            1,
        )
    repeated = sorted({name for name in plain if plain.count(name) > 1})
    if repeated:
        raise DataFileError(source.name, f'the column "{repeated[0]}" stands there twice.', 1)
    unknown = [name for name in plain[1:] if name in _INDEX_NAMES]
    if unknown:
        raise DataFileError(
            source.name, "a column without a name stands among the others: " + _MANGLED + ".", 1
        )
    if period == "quarterly" and set(_CHANGES.values()) <= set(plain):
        wanted |= _CHANGES
    if quotients and period == "annual" and set(_QUOTIENTS.values()) <= set(plain):
        wanted |= _QUOTIENTS
    return _Header(tuple(plain), period, tuple(wanted.items()))


def _first_line(source: _Source) -> list[str]:
    """Give the names of the columns, or say what the file is instead of a CSV."""
    with source.path.open("rb") as file:
        head = file.read(_LARGEST_HEADER).decode("utf-8-sig", errors="replace")
    if not head.strip():
        raise DataFileError(source.name, "the file is empty.")
    if head.lstrip().startswith("<"):
        raise DataFileError(
            source.name,
            "this is a web page, not a CSV file: the download was refused or the address was "
            "wrong. Fetch it again.",
            1,
        )
    if head.startswith("PK"):
        raise DataFileError(source.name, "this is a zip or Excel file under another name.")
    text = head.split("\n", 1)[0].rstrip("\r")
    if "\r" in text or "\0" in text:
        raise DataFileError(source.name, "this is no CSV file as BLS publishes it.", 1)
    columns = [name.strip() for name in next(csv.reader([text]), [])]
    if len(columns) == 1 and ";" in text:
        raise DataFileError(source.name, "the columns are divided by semicolons: " + _MANGLED + ".", 1)
    return columns


# -- rows -----------------------------------------------------------------------------------------


def _columns_of(period: Period, *, quotients: bool) -> list[str]:
    columns = [*_KEYS, "disclosure", *_NEEDED[period]]
    if period == "quarterly":
        columns += list(_CHANGES)
    if quotients and period == "annual":
        columns += list(_QUOTIENTS)
    return columns


def _sql_type(column: str) -> str:
    if column in _KEYS or "disclosure" in column:
        return "VARCHAR"
    return "DOUBLE" if column.startswith("lq_") else "BIGINT"


def _create_rows(connection: duckdb.DuckDBPyConnection, period: Period, *, quotients: bool) -> None:
    columns = ", ".join(
        f"{column} {_sql_type(column)}" for column in _columns_of(period, quotients=quotients)
    )
    connection.execute(f"CREATE TEMP TABLE {period}_rows ({columns}, file files, doubtful BOOLEAN)")


def _load(connection: duckdb.DuckDBPyConnection, header: _Header, sources: Sequence[_Source]) -> None:
    """Read all files of one header at once, check them, and keep the levels that are used.

    One pass over the files checks every row and keeps what is used. Only where a row may be wrong are they read a
    second time, to say which one and why. Columns are read as text: DuckDB would turn ``2.49174E+11`` into a number
    without a word, and that rounded number is wrong.
    """
    names = {str(source.path): source.name for source in sources}
    select = ", ".join(_column(ours, theirs) for ours, theirs in header.reads)
    read = f"SELECT {select}, filename AS file FROM {_scan(header, list(names))}"  # noqa: S608
    kept, right = _kept(), " AND ".join(check.surely_right for check in _all_checks(header))
    _read_files(
        connection,
        header,
        names,
        f"INSERT INTO {header.period}_rows BY NAME SELECT {_casts(header, 'TRY_CAST')}, "  # noqa: S608
        f"CAST(file AS files) AS file, doubtful FROM (SELECT *, NOT coalesce({right}, false) AS doubtful "
        f"FROM ({read})) WHERE doubtful OR ({kept})",
    )
    if _first_row(connection, f"SELECT 1 FROM {header.period}_rows WHERE doubtful LIMIT 1") is None:  # noqa: S608
        return
    _read_files(connection, header, names, "CREATE OR REPLACE TEMP TABLE as_read AS " + read)
    _refuse_wrong_values(connection, header, names)
    paths = ", ".join(_literal(path) for path in names)
    connection.execute(f"DELETE FROM {header.period}_rows WHERE file IN ({paths})")  # noqa: S608
    connection.execute(
        f"INSERT INTO {header.period}_rows BY NAME SELECT {_casts(header, 'CAST')}, "  # noqa: S608
        f"CAST(file AS files) AS file, false AS doubtful FROM as_read WHERE {kept}"
    )
    connection.execute("DROP TABLE as_read")


def _read_files(
    connection: duckdb.DuckDBPyConnection, header: _Header, names: dict[str, str], statement: str
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
    _refuse_broken_lines(connection, header, names)


def _kept() -> str:
    levels = ", ".join(f"'{level}'" for level in KEPT_LEVELS)
    return (
        f"size_code = '0' AND agglvl_code IN ({levels}) AND own_code IN ('0', '1', '2', '3', '5') "
        "AND (own_code = '5' OR right(agglvl_code, 1) IN ('0', '1', '4'))"
    )


def _casts(header: _Header, cast: str) -> str:
    return ", ".join(
        ours if _sql_type(ours) == "VARCHAR" else f"{cast}({ours} AS {_sql_type(ours)}) AS {ours}"
        for ours, _ in header.reads
    )


def _column(ours: str, theirs: str) -> str:
    if "disclosure" in ours:
        return f"trim(coalesce(\"{theirs}\", '')) AS {ours}"
    return f'"{theirs}" AS {ours}'


def _scan(header: _Header, paths: list[str], extra: str = "") -> str:
    files = ", ".join(_literal(path) for path in paths)
    read = {theirs for _, theirs in header.reads}  # any other column gets a name of ours
    columns = ", ".join(
        f"'{name if name in read else f'_{number}'}': 'VARCHAR'" for number, name in enumerate(header.columns)
    )
    return (
        f"read_csv([{files}], auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', columns = {{{columns}}}, filename = true, hive_partitioning = false, "
        f"store_rejects = true, rejects_limit = 1000{extra})"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _refuse_broken_lines(
    connection: duckdb.DuckDBPyConnection, header: _Header, names: dict[str, str]
) -> None:
    broken = _first_row(
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
            + _MANGLED
            + "."
        )
    else:
        reason = f"the line cannot be read ({message.splitlines()[0]}). Fetch the file again."
    raise DataFileError(names.get(path, Path(path).name), reason, int(line))


def _refuse_wrong_values(
    connection: duckdb.DuckDBPyConnection, header: _Header, names: dict[str, str]
) -> None:
    for check in _all_checks(header):
        wrong = f"({check.column} IS NULL OR {check.wrong_when})"
        found = _first_row(connection, f"SELECT min(file) FROM as_read WHERE {wrong}")  # noqa: S608
        if found is None or found[0] is None:
            continue
        path = found[0]
        theirs = dict(header.reads)[check.column]
        line, value = _line_of(connection, header, path, check.column, wrong)
        raise DataFileError(names[path], f'"{value}" in column {theirs} {check.reason}.', line)


def _all_checks(header: _Header) -> list[_Check]:
    quarters = "'A'" if header.period == "annual" else "'1', '2', '3', '4'"
    allowed = "A, the whole year" if header.period == "annual" else "1 to 4"
    return [
        *_CHECKS,
        _Check("qtr", f"qtr NOT IN ({quarters})", f"is no quarter ({allowed})", f"qtr IN ({quarters})"),
        *(_number_check(ours, header.period) for ours, _ in header.reads if _sql_type(ours) != "VARCHAR"),
    ]


def _number_check(column: str, period: Period) -> _Check:
    digits = 17 if column == "wages" or column.startswith("oty_") else 9
    if column.startswith("lq_"):
        pattern, kind = r"-?\d{1,10}(\.\d+)?", "number"
        right = f"regexp_full_match({column}, '{pattern}')"
    elif column in _COUNTS[period]:
        pattern, kind = rf"\d{{1,{digits}}}", "whole number of zero or more"
        right = f"strlen({column}) BETWEEN 1 AND {digits} AND NOT {column} GLOB '*[!0-9]*'"
    else:  # what has no other letters, and is a number, has its minus in front
        pattern, kind = rf"-?\d{{1,{digits}}}", "whole number"
        right = (
            f"strlen({column}) <= {digits} AND NOT {column} GLOB '*[!0-9-]*' "
            f"AND TRY_CAST({column} AS BIGINT) IS NOT NULL"
        )
    return _Check(
        column, f"NOT regexp_full_match({column}, '{pattern}')", f"is no {kind}: " + _MANGLED, right
    )


def _line_of(
    connection: duckdb.DuckDBPyConnection, header: _Header, path: str, column: str, wrong: str
) -> tuple[int, str]:
    """Find the line of a wrong value by reading the one file again, in its own order."""
    select = ", ".join(_column(ours, theirs) for ours, theirs in header.reads)
    connection.execute("SET preserve_insertion_order = true")
    found = _first_row(
        connection,
        f"SELECT line, coalesce({column}, '') FROM (SELECT row_number() OVER () + 1 AS line, {select} "  # noqa: S608
        f"FROM {_scan(header, [path], ', parallel = false')}) WHERE {wrong} ORDER BY line LIMIT 1",
    )
    row, value = found or (1, "")
    printable = "".join(letter if letter.isprintable() else " " for letter in str(value)[:_LONGEST_VALUE])
    with Path(path).open("rb") as file:  # empty lines are no rows
        filled = (number for number, text in enumerate(file, start=1) if text.strip())
        return next(itertools.islice(filled, int(row) - 1, None), int(row)), printable


def _refuse_contradictions(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> None:
    """Refuse files that give two values for one cell; the same cell twice alike counts once."""
    cell = "area_fips, own_code, industry_code, year, qtr"
    for period in _NEEDED:
        # As many hashes as rows: no cell stands there twice. The cells themselves would take much memory.
        if _first_row(
            connection,
            f"SELECT 1 FROM {period}_rows HAVING count(*) = count(DISTINCT hash({cell}))",  # noqa: S608
        ):
            continue
        columns = [*_KEYS, "disclosure", *_NEEDED[period]]
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {period}_rows AS SELECT DISTINCT ON ({', '.join(columns)}) * "  # noqa: S608
            f"FROM {period}_rows"
        )
        found = _first_row(
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


def _refuse_missing_rows(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> None:
    n = "coalesce(parts.n, 0)"
    for period, rounding in (
        ("annual", f"least(({n} + 1) / 2, 1 + sqrt({n}))"),
        ("quarterly", "0"),
    ):
        found = _first_row(connection, _MISSING_ROWS.format(period=period, rounding=rounding))
        if found:
            path, area, year, quarter = found
            raise DataFileError(
                names[path],
                f"rows are missing: the parts of area {area} ({_when(year, quarter)}) have fewer "
                "establishments than the whole. The file was cut off; fetch it again.",
            )


# -- the tidy layout ------------------------------------------------------------------------------

_TIDY_ANNUAL: Final = """
SELECT area_fips, own_code, industry_code, CAST(year AS SMALLINT) AS year,
  CAST(estabs AS DOUBLE) AS estabs,
  CASE WHEN disclosure <> 'N' THEN CAST(employment AS DOUBLE) END AS employment,
  CASE WHEN disclosure <> 'N' THEN CAST(wages AS DOUBLE) END AS wages,
  disclosure = 'N' AS suppressed, 'published' AS method
FROM annual_rows
"""

_INCOMPLETE_YEARS: Final = """
SELECT year, string_agg(DISTINCT qtr, ', ' ORDER BY qtr) FROM quarterly_rows
GROUP BY year HAVING count(DISTINCT qtr) < 4 ORDER BY year
"""

# An industry that is missing in a quarter had no establishments in it: zero, as BLS's own annual
# averages have it; what must be complete is the area's year.
_COMPLETE: Final = """
SELECT area_fips, year FROM quarterly_rows GROUP BY ALL HAVING count(DISTINCT qtr) = 4
"""

_TIDY_QUARTERS: Final = f"""
SELECT area_fips, own_code, industry_code, CAST(year AS SMALLINT) AS year,
  floor(sum(estabs) / 4 + 0.5) AS estabs,
  CASE WHEN NOT bool_or(disclosure = 'N')
    THEN floor(sum(month1 + month2 + month3) / 12 + 0.5) END AS employment,
  CASE WHEN NOT bool_or(disclosure = 'N') THEN CAST(sum(wages) AS DOUBLE) END AS wages,
  bool_or(disclosure = 'N') AS suppressed, 'quarters' AS method
FROM quarterly_rows JOIN ({_COMPLETE}) USING (area_fips, year)
GROUP BY area_fips, own_code, industry_code, agglvl_code, year
"""  # noqa: S608

# The year before needs the changes of all four quarters.
_COMPLETE_CHANGES: Final = """
SELECT area_fips, year FROM quarterly_rows WHERE oty_estabs IS NOT NULL
GROUP BY ALL HAVING count(DISTINCT qtr) = 4
"""

# The over-the-year disclosure code covers both years: where it is empty, both are disclosed.
_TIDY_YEAR_BEFORE: Final = f"""
SELECT area_fips, own_code, industry_code, CAST(CAST(year AS SMALLINT) - 1 AS SMALLINT) AS year,
  floor(sum(estabs - oty_estabs) / 4 + 0.5) AS estabs,
  CASE WHEN NOT bool_or(disclosure = 'N' OR oty_disclosure = 'N') THEN
    floor(sum(month1 + month2 + month3 - oty_month1 - oty_month2 - oty_month3) / 12 + 0.5)
    END AS employment,
  CASE WHEN NOT bool_or(disclosure = 'N' OR oty_disclosure = 'N')
    THEN CAST(sum(wages - oty_wages) AS DOUBLE) END AS wages,
  bool_or(disclosure = 'N' OR oty_disclosure = 'N') AS suppressed,
  'quarters minus change' AS method
FROM quarterly_rows JOIN ({_COMPLETE_CHANGES}) USING (area_fips, year)
GROUP BY area_fips, own_code, industry_code, agglvl_code, year
"""  # noqa: S608

# What is there already counts before what is computed: the whole area's year, and else the cell.
_INSERT_NEW: Final = f"""
INSERT INTO tidy SELECT * FROM ({{rows}})
WHERE (area_fips, year) NOT IN (
    SELECT (area_fips, year) FROM tidy GROUP BY area_fips, year HAVING {WHOLE_AREA})
  AND (area_fips, own_code, industry_code, year) NOT IN (
    SELECT (area_fips, own_code, industry_code, year) FROM tidy)
"""  # noqa: S608
