"""A batch of figures on disk: how it is written, what it says of itself, and whether it is whole.

A batch is a folder: Parquet files, one folder a year, an index of areas and years, and ``source.json``, which says where the
figures come from and what each file is (a digest). A file that was emptied by a power loss or changed by hand is found by it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.lmi.layout import COLUMNS, FOUR_QUARTERS, NATION, WHOLE_AREA, four_quarters_words
from nextgen_helpers.places import read_table
from nextgen_helpers.regions import STATES
from nextgen_helpers.words import joined, plural

if TYPE_CHECKING:
    import duckdb

TYPES: Final = {"estabs": "INTEGER", "employment": "INTEGER", "wages": "BIGINT"}
#: SQL, for an area and year: the method, where four quarters stand in for a year that is not over; else empty.
STANDS_IN: Final = f"coalesce(max(method) FILTER (method LIKE '{FOUR_QUARTERS}%'), '')"
#: Rows are sorted by area: of a nation, DuckDB reads only the groups that hold a region's counties, some twenty to a group.
_ROW_GROUP: Final = 16384
_NAME: Final = re.compile(r"\d{8}T\d{12}-[0-9a-f]{6}")
_SOURCE, _AREAS = "source.json", "areas.parquet"
_LOG: Final = logging.getLogger(__name__)
_said: set[Path] = set()


@dataclass(frozen=True, slots=True)
class Alone:
    """Counties that came without the figures that they are compared with."""

    years: tuple[int, ...]  # calendar years
    method: str  # the four quarters that stand in for one; empty where they are whole years
    counties: int  # how many; of several years, in the one with most
    # codes of the states, and of the nation, that have no figures by industry of the period
    lacking: tuple[str, ...]

    def sentence(self) -> str:
        """Say what is missing, and which file to bring."""
        names = joined(
            ["the nation" if code == NATION else STATES[code[:2]][1] for code in sorted(self.lacking)]
        )
        whose = plural(self.counties, "county", "counties")
        if not self.method:
            years = joined([str(year) for year in self.years])
            return (
                f"Location quotients of {whose} are missing for {years}, as figures of {names} are not here: "
                f"import BLS's annual files by area of {years} with {joined(sorted(self.lacking))}, too."
            )
        last, _, quarter = self.method.removeprefix(FOUR_QUARTERS).partition("-Q")
        files = last if quarter == "4" else f"{int(last) - 1} and {last}"
        return (
            f"Location quotients of {whose} are missing for the {four_quarters_words(self.method)}, as these quarters of {names} "
            f"are not here: import BLS's quarterly files by area of {files} with {joined(sorted(self.lacking))}, too."
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought in."""

    files: int  # number of official files read
    areas: int  # number of areas (counties, states, the nation)
    years: tuple[int, ...]  # the years, oldest first
    rows: int  # number of rows in the tidy layout
    withheld: int  # how many of them BLS withholds
    # how many areas and years are there in part only: some industries, or the total without them
    in_part: int = 0
    # areas and years that were not added, with the quarters that are there
    left_out: tuple[tuple[str, str, str], ...] = ()
    stand_in: tuple[str, ...] = ()  # methods of four quarters that stand in for a year that is not over
    alone: tuple[Alone, ...] = ()  # counties that came without the figures of their state or of the nation

    def summary(self) -> str:
        """Say it in a sentence, and in further ones what is there in part and what was left out."""
        instead = {int(method[len(FOUR_QUARTERS) :][:4]): method for method in self.stand_in}
        years = ", ".join(four_quarters_words(instead.get(year, "")) or str(year) for year in self.years)
        rows, files, areas = plural(self.rows, "row"), plural(self.files, "file"), plural(self.areas, "area")
        withheld = f"{self.withheld / self.rows:.0%}"
        said = [f"{rows} from {files}: {areas}, {years}; BLS withholds {withheld} of them."]
        if self.in_part:
            said.append(
                f"For {plural(self.in_part, 'area and year', 'areas and years')} not all industries are there; "
                "a profile needs all of them."
            )
        for year, method in instead.items():
            missing = [item for item in "1234" if item > method[-1]]
            said.append(
                f"{year} is not over: {'quarters' if len(missing) > 1 else 'quarter'} {joined(missing)} of it "
                f"{'are' if len(missing) > 1 else 'is'} missing, so these four quarters stand for {year} until its annual figures come."
            )
        said += [item.sentence() for item in self.alone]
        if self.left_out:
            area, of, quarters = self.left_out[0]
            more = f" and {len(self.left_out) - 1} more" if len(self.left_out) > 1 else ""
            said.append(
                f"Left out, as a year needs four quarters in a row: {area} in {of} (only quarter {', '.join(quarters)}){more}."
            )
        return " ".join(said)


def new_name() -> str:
    """Name a batch: sorted by name, batches are in the order in which they came."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:6]}"


def is_batch(folder: Path) -> bool:
    """Tell whether a folder is a batch, whole or damaged, and nothing that somebody else has put there."""
    named = bool(_NAME.fullmatch(folder.name)) and folder.is_dir()
    return named or (not folder.name.startswith(".") and (folder / _AREAS).is_file())


def figures_of(batch: str | Path, year: int) -> Path:
    """Give the file of a batch that holds a year."""
    return Path(batch) / f"year={year}" / "figures.parquet"


def write_batch(  # noqa: PLR0913
    connection: duckdb.DuckDBPyConnection,
    table: str,
    folder: Path,
    source: str,
    *,
    files: int = 1,
    completed: Sequence[tuple[str, int]] = (),
) -> Imported:
    """Write a tidy table of a DuckDB connection as a batch: figures by year, index, source.

    completed : areas and years that are known to be whole, though slices of industries were laid over.
    """
    casts = ", ".join(
        f"CAST({name} AS {TYPES[name]}) AS {name}" if name in TYPES else name for name in COLUMNS
    )
    years = [
        int(row[0])
        for row in connection.execute(
            f"SELECT DISTINCT year FROM {table} ORDER BY year"  # noqa: S608
        ).fetchall()
    ]
    for year in years:
        figures_of(folder, year).parent.mkdir()
        connection.execute(
            f"COPY (SELECT {casts} FROM {table} WHERE year = {year} "  # noqa: S608
            "ORDER BY area_fips, own_code, industry_code) "
            f"TO {quoted(figures_of(folder, year))} "
            f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 12, ROW_GROUP_SIZE {_ROW_GROUP})"
        )
    known = ", ".join(f"('{area}', {year})" for area, year in completed) or "('', 0)"
    connection.execute(
        "COPY (SELECT area_fips, CAST(year AS INTEGER) AS year, "  # noqa: S608
        f"{WHOLE_AREA} OR (area_fips, year) IN ({known}) AS complete, {STANDS_IN} AS stands_in "
        f"FROM {table} GROUP BY area_fips, year ORDER BY area_fips, year) "
        f"TO {quoted(folder / _AREAS)} (FORMAT parquet, COMPRESSION zstd)"
    )
    rows, withheld, areas = connection.execute(
        f"SELECT count(*), count(*) FILTER (suppressed), count(DISTINCT area_fips) FROM {table}"  # noqa: S608
    ).fetchall()[0]
    digests = {
        item.relative_to(folder).as_posix(): _digest(item) for item in sorted(folder.rglob("*.parquet"))
    }
    about = {"source": source, "added": f"{datetime.now(UTC):%Y-%m-%d}", "rows": rows, "files": digests}
    (folder / _SOURCE).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    in_part = connection.execute(
        f"SELECT count(*) FROM read_parquet({quoted(folder / _AREAS)}) WHERE NOT complete"  # noqa: S608
    ).fetchall()[0][0]
    stand_in = connection.execute(
        f"SELECT DISTINCT method FROM {table} WHERE method LIKE '{FOUR_QUARTERS}%' ORDER BY 1"  # noqa: S608
    ).fetchall()
    return Imported(
        files,
        areas,
        tuple(years),
        rows,
        withheld,
        in_part,
        stand_in=tuple(str(method) for (method,) in stand_in),
    )


def described(batch: Path) -> dict[str, Any]:
    """Read what a batch says of itself (OSError, ValueError, TypeError, KeyError: it is damaged)."""
    found = json.loads((batch / _SOURCE).read_text(encoding="utf-8"))
    return {**found, "source": str(found["source"]), "added": str(found["added"])}


def whole_ones(batches: Iterable[Path]) -> list[Path]:
    """Leave damaged batches out, and say so once of each: what is damaged must not take the other figures along."""
    whole = []
    for batch in batches:
        flaw = flaw_of(batch)
        if not flaw:
            whole.append(batch)
        elif batch.exists() and batch not in _said:  # else another process has just replaced it
            _said.add(batch)
            _LOG.warning(
                "The import %s is damaged (%s) and is left out; take it away with: nextgen data remove %s",
                batch.name,
                flaw,
                batch.name,
            )
    return whole


def flaw_of(batch: Path) -> str:
    """Say what is damaged in a batch, in a few words; empty where it is whole."""
    try:
        found = [(str(item), item.stat()) for item in sorted(batch.rglob("*"))]
    except OSError:  # it is being deleted
        found = []
    return _flaw(batch, tuple((name, status.st_size, status.st_mtime_ns) for name, status in found))


# As long as no file changes, it is looked at once in a process; damage is found by the next look.
@lru_cache(maxsize=256)
def _flaw(batch: Path, stamp: tuple[tuple[str, int, int], ...]) -> str:  # noqa: ARG001
    looked_at = _SOURCE
    try:
        digests = described(batch).get("files", {})  # an older version wrote none
        for looked_at, digest in digests.items():
            if _digest(batch / looked_at) != digest:
                return f"{looked_at} is not as it was written"
        looked_at = _AREAS
        index = read_table(batch / _AREAS)[["area_fips", "year", "complete"]]
        for year in sorted({int(year) for year in index["year"]}):
            looked_at = figures_of(batch, year).relative_to(batch).as_posix()
            if looked_at not in digests:
                _refuse_other_columns(batch / looked_at)
    except FileNotFoundError:
        return f"{looked_at} is missing"
    except Exception:  # noqa: BLE001  (whatever broken bytes bring up, the other figures must go on)
        return f"{looked_at} cannot be read"
    return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _refuse_other_columns(path: Path) -> None:
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415  (slow to import)

    with ParquetFile(path, pre_buffer=False) as file:
        if not set(COLUMNS) <= set(file.schema_arrow.names):
            raise ValueError(path)


def quoted(path: Path) -> str:
    """Write a path as text in SQL."""
    return "'" + str(path).replace("'", "''") + "'"
