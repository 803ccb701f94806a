"""Tables of official figures beside QCEW: those that came along, with the user's own newer ones over them.

Each table has a key (such as area and year). A row of the user's own counts in place of an embedded one of the same key, the one
that was added last counts most, and what is taken away brings the older row back.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import column_values, embedded, read_table, staged, swept_away, user_home

#: Table -> what tells its rows apart; the first column is the one by which it is sorted and asked.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "totals": ("area_fips", "year", "quarter", "own_code"),
    "labor_force": ("area_fips", "year"),
    "population": ("area_fips", "year"),
    "schooling": ("area_fips", "years"),
    "poverty": ("area_fips", "year"),
    "area_pay": ("area", "year", "soc"),
    "institutions": ("unitid", "year"),
    "completions": ("unitid", "cip", "level", "year"),
    "board_jobs": ("board", "year", "soc"),
    "board_outlook": ("outlook_region", "year", "soc"),
}
_TABLE, _SOURCE = "table.parquet", "source.json"
#: So many rows are read at once where a region's areas are looked up.
_ROW_GROUP: Final = 8192


@dataclass(frozen=True, slots=True)
class Release:
    """What a table was made of."""

    name: str  # under which it is listed and taken away
    table: str  # which table it belongs to
    release: str  # the publisher's name of it, such as ``BLS, OEWS May 2025``
    added: str  # day on which it was added, as ``2026-11-27``
    years: str  # which years it covers, in words


def official_rows(table: str, wanted: Iterable[str] | Iterable[int] | None = None) -> pd.DataFrame:
    """Read rows of a table, those of the user's own in place of embedded ones.

    table : one of :data:`KEYS`.
    wanted : values of the first column of its key; by default all.

    >>> int(official_rows("labor_force", ["48113"])["year"].min())
    2000
    """
    asked = None if wanted is None else tuple(dict.fromkeys(wanted))
    parts = [_rows(str(path), path.stat().st_mtime_ns, KEYS[table][0], asked) for path in _files(table)]
    parts = [part for part in parts if len(part)] or parts[:1]
    if len(parts) == 1:
        return parts[0].copy()
    whole = pd.concat(parts, ignore_index=True).drop_duplicates(list(KEYS[table]), keep="last")
    return whole.sort_values(list(KEYS[table]), ignore_index=True)


def official_keys(table: str) -> frozenset[str]:
    """Give the values of the first column of a table's key: which areas, or institutions, there are."""
    column = KEYS[table][0]
    return frozenset(str(value) for path in _files(table) for value in column_values(path, column))


def edition(table: str) -> tuple[tuple[str, int], ...]:
    """Give what a cache of the table has to ask for: which files there are, and of when."""
    return tuple((str(path), path.stat().st_mtime_ns) for path in _files(table))


def releases(table: str) -> tuple[Release, ...]:
    """Name the releases that a table is made of: the embedded one, then the user's own in the order they came."""
    about = json.loads(embedded("data", "official", _SOURCE).read_text(encoding="utf-8"))[table]
    first = Release("", table, about["release"], about["added"], about["years"])
    return (first, *(item for item in own_releases() if item.table == table))


def own_releases() -> tuple[Release, ...]:
    """List what the user has added, oldest first; what cannot be read is named as damaged, so that it can be taken away."""
    found = []
    for folder in sorted(_own().glob("*-*-*")):
        try:
            about = json.loads((folder / _SOURCE).read_text(encoding="utf-8"))
            found.append(
                Release(folder.name, about["table"], about["release"], about["added"], about["years"])
            )
        except (OSError, ValueError, KeyError, TypeError):
            found.append(Release(folder.name, "", "damaged", "", ""))
    return tuple(found)


def add_official(table: str, rows: pd.DataFrame, release: str, years: str) -> Release:
    """Add rows to a table of the user's own, whole or not at all.

    Raises UserError: the user's folder cannot be written.
    """
    stamp = datetime.now(UTC)
    name = f"{table.replace('_', '.')}-{stamp:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:6]}"
    added = Release(name, table, release, f"{stamp:%Y-%m-%d}", years)
    about = {"table": table, "release": release, "added": added.added, "years": years}
    try:
        with staged(_own() / name) as folder:
            write_official(rows, table, folder / _TABLE)
            (folder / _SOURCE).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(f"{_own()} could not be written ({error.strerror or error}); make room.") from error
    return added


def remove_official(name: str) -> None:
    """Take something of the user's own away; what it covered comes back.

    Raises UserError: there is no such name, or it cannot be removed.
    """
    if name not in {item.name for item in own_releases()}:
        raise UserError(f'There is nothing of your own called "{name}"; see: nextgen data remove')
    try:
        swept_away(_own() / name)
    except OSError as error:
        raise UserError(f"{name} could not be removed ({error.strerror or error}).") from error


def write_official(rows: pd.DataFrame, table: str, path: Path) -> None:
    """Write rows in the order of their key, so that a region's are found without reading all."""
    keys = list(KEYS[table])
    doubled = rows[rows.duplicated(keys)]
    if len(doubled):
        raise ValueError(f"{table}: {doubled[keys].iloc[0].to_dict()} is there twice.")
    ordered = rows.sort_values(keys, ignore_index=True)
    ordered.to_parquet(path, index=False, compression="zstd", compression_level=19, row_group_size=_ROW_GROUP)


def _own() -> Path:
    return user_home() / "official"


def _files(table: str) -> list[Path]:
    own = [_own() / item.name / _TABLE for item in own_releases() if item.table == table]
    return [embedded("data", "official", f"{table}.parquet"), *(path for path in own if path.is_file())]


@lru_cache(maxsize=64)
def _rows(path: str, changed: int, column: str, wanted: tuple[str | int, ...] | None) -> pd.DataFrame:  # noqa: ARG001
    try:
        return read_table(Path(path), "" if wanted is None else column, wanted or ())
    except (OSError, ValueError) as error:
        raise UserError(
            f"The figures in {Path(path).parent} cannot be read. Take them away with: nextgen data remove {Path(path).parent.name}"
        ) from error
