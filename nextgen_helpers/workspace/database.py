"""Where answers lie: the tables, a SQLite file that is ours and whole, or a shared database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import user_home
from nextgen_helpers.workspace.answers import LONGEST_NAME, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

__all__ = [
    "ABOUT",
    "ANSWERS",
    "APPLICATION",
    "METADATA",
    "REMOVED",
    "TEAMS",
    "address_of",
    "engine_of",
    "file_of",
    "inspect_file",
    "integrity",
    "read_only",
    "shared_address",
    "understandable",
    "version_of",
    "workspaces_folder",
]

#: Marks a SQLite file as one of ours ("NGSP").
APPLICATION: Final = 0x4E475350
_BUSY_SECONDS: Final = 60

METADATA: Final = sql.MetaData()
ABOUT: Final = sql.Table(
    "about",
    METADATA,
    sql.Column("name", sql.String(64), primary_key=True),
    sql.Column("value", sql.Text, nullable=False),
)
ANSWERS: Final = sql.Table(
    "answers",
    METADATA,
    sql.Column("answer_id", sql.String(32), primary_key=True),
    sql.Column("region_id", sql.String(80), nullable=False),
    sql.Column("exercise_id", sql.String(120), nullable=False),
    sql.Column("respondent", sql.String(LONGEST_NAME), nullable=False),
    sql.Column("author", sql.String(LONGEST_NAME)),
    sql.Column("stakeholder_group", sql.String(LONGEST_NAME)),
    sql.Column("saved_at", sql.String(32), nullable=False),
    sql.Column("value", sql.Text, nullable=False),
    sql.Index("answers_by_exercise", "region_id", "exercise_id", "respondent", "saved_at"),
)
#: What a team calls itself. Files of the first version have no such table, and need none: it is made when it is missing.
TEAMS: Final = sql.Table(
    "teams",
    METADATA,
    sql.Column("team_id", sql.String(80), primary_key=True),
    sql.Column("name", sql.String(LONGEST_NAME), nullable=False),
    sql.Column("practice", sql.Boolean, nullable=False),
    sql.Column("archived", sql.Boolean, nullable=False),
)
#: Whose answers were taken out: they do not come back with the next file that still holds them.
REMOVED: Final = sql.Table(
    "removed_people",
    METADATA,
    sql.Column("team_id", sql.String(80), primary_key=True),
    sql.Column("respondent", sql.String(LONGEST_NAME), primary_key=True),
)


def shared_address() -> str | None:
    """Give the address of the database that several laptops share: ``NEXTGEN_WORKSPACE_URL``; None without."""
    return os.environ.get("NEXTGEN_WORKSPACE_URL", "").strip() or None


def workspaces_folder() -> Path:
    """Folder of the SQLite files, one a team."""
    return user_home() / "workspaces"


# -- places ---------------------------------------------------------------------------------------


def address_of(team_id: str, url: str | None) -> sql.URL:
    """Give the address of a team's database: the one that was named, else its own file."""
    if url is None:
        return sql.URL.create("sqlite", database=str(workspaces_folder() / f"{team_id}.db"))
    try:
        return sql.make_url(url)
    except SQLAlchemyError as error:
        raise UserError(
            "That is no database address; it looks like sqlite:///path/to/file.db or "
            "postgresql+psycopg://user@host/name."
        ) from error


def file_of(address: sql.URL) -> Path | None:
    """Give the SQLite file of an address; None where it has none."""
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database)).expanduser().absolute()


def engine_of(address: sql.URL, file: Path | None) -> Engine:
    """Make the engine that reaches a database, set up so that a committed answer is safe."""
    if (
        address.get_backend_name() == "sqlite" and file is None
    ):  # in memory: it lasts as long as its one connection
        return sql.create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
    if file is None:
        try:
            return sql.create_engine(address, pool_pre_ping=True)
        except (ImportError, SQLAlchemyError) as error:
            raise UserError(f"The database cannot be used: {one_line(error)}") from error
    # No pool: a forked process must never share a connection.
    engine = sql.create_engine(
        address.set(database=str(file)), poolclass=NullPool, connect_args={"timeout": _BUSY_SECONDS}
    )
    sql.event.listen(engine, "connect", _set_up_sqlite)
    sql.event.listen(engine, "begin", _begin_immediately)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _: object) -> None:
    """Make SQLite safe for many processes, and every committed answer safe on disk."""
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    # After each commit the main file is brought up to date, so that copying it alone loses nothing.
    cursor.execute("PRAGMA wal_autocheckpoint = 1")
    cursor.execute("PRAGMA trusted_schema = OFF")
    cursor.close()


def _begin_immediately(connection: Connection) -> None:
    # A transaction that begins by reading and then writes fails at once where another has written.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def inspect_file(file: Path) -> None:
    """Refuse a file that is not one of ours, without touching it."""
    if not file.exists() or file.stat().st_size == 0:
        return
    with file.open("rb") as opened:
        if opened.read(16) != b"SQLite format 3\0":
            raise UserError(f"{file} is no workspace file; it was left as it is.")
    problems = integrity(file)
    if problems:
        raise UserError(
            f"{file} is damaged ({problems[0]}); it was left as it is. Go back to a copy, or to an export."
        )
    with read_only(file) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    # Without a table it is empty, or another process is just making it.
    if tables and (application != APPLICATION or not {ABOUT.name, ANSWERS.name} <= tables):
        raise UserError(f"{file} belongs to another program; it was left as it is.")


def integrity(file: Path) -> list[str]:
    """Ask SQLite whether a file is whole; give what is wrong."""
    try:
        with read_only(file) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if found == ["ok"] else found


@contextmanager
def read_only(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file for reading, wherever the user stands."""
    # An address needs the whole path, whatever folder the user stands in.
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def understandable(place: str) -> Iterator[None]:
    """Say in one sentence what a database said in many."""
    try:
        yield
    except DBAPIError as error:
        raise UserError(
            f"The answers in {place} cannot be reached: {one_line(error.orig or error)}"
        ) from error
    except SQLAlchemyError as error:
        raise UserError(f"The answers in {place} cannot be used: {one_line(error)}") from error


def version_of(connection: Connection) -> int:
    """Give the version of the tables; 0 where none is told."""
    text = connection.execute(sql.select(ABOUT.c.value).where(ABOUT.c.name == "schema_version")).scalar()
    return int(str(text)) if text is not None and str(text).isdigit() else 0


# -- answers from elsewhere -----------------------------------------------------------------------
