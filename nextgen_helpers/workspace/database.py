"""Where answers lie: the tables, a SQLite file that is ours and whole, or a shared database."""

from __future__ import annotations

import contextlib
import glob
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool
from sqlalchemy.schema import CreateTable

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import on_one_line
from nextgen_helpers.places import can_be_written, workspaces_folder
from nextgen_helpers.work_folder import work_folder
from nextgen_helpers.workspace.answers import LONGEST_NAME, one_line

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

#: Marks a SQLite file as one of ours ("NGSP").
APPLICATION: Final = 0x4E475350
_BUSY_SECONDS: Final = 60
#: How long another process may take to make a new file.
_MAKING_SECONDS: Final = 2.0

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
    # In memory it lasts as long as its one connection.
    if address.get_backend_name() == "sqlite" and file is None:
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
    # After each commit, and when the last who has it open lets it go, the main file is brought up to date.
    cursor.execute("PRAGMA wal_autocheckpoint = 1")
    cursor.execute("PRAGMA trusted_schema = OFF")
    cursor.close()


def _begin_immediately(connection: Connection) -> None:
    # A transaction that begins by reading and then writes fails at once where another has written.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def inspect_file(file: Path) -> None:
    """Refuse a file that is not one of ours, or not as we make them, without touching it."""
    if not file.exists():
        return
    if not file.is_file():
        raise UserError(f"{file} is no file; it was left as it is.")
    if _is_empty(file):
        raise UserError(
            f"{file} is empty, so its answers are gone: the computer may have stopped while it was copied. Go back to a copy, or to "
            "an export; to begin anew, move the file away."
        )
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
        made = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    tables = {name: _plain(text) for kind, name, text in made if kind == "table"}
    # Without a table it is empty, or another process is just making it.
    if tables and (application != APPLICATION or not {ABOUT.name, ANSWERS.name} <= set(tables)):
        raise UserError(f"{file} belongs to another program; it was left as it is.")
    # What is answered could be changed or swallowed by what is added to our tables.
    strange = [name for kind, name, _ in made if kind in ("trigger", "view")]
    strange += [name for name, text in tables.items() if name in _OURS and text != _OURS[name]]
    if strange:
        raise UserError(
            f'{file} was changed by another program ("{on_one_line(strange[0])[:60]}" is not as we make it), and answers could be lost in it; '
            "it was left as it is. Go back to a copy, or to an export."
        )


def _is_empty(file: Path) -> bool:
    """Tell whether a file has no byte, and no other process is just making it."""
    until = time.monotonic() + _MAKING_SECONDS
    while file.stat().st_size == 0:
        if time.monotonic() > until:
            return True
        time.sleep(0.02)
    return False


def _plain(statement: str) -> str:
    """Write a statement of SQL without what makes no difference."""
    bare = re.sub(r'["`\[\]]', "", statement or "").split()
    return " ".join(bare).replace("( ", "(").replace(" )", ")").lower()


#: How our tables are made, to be compared with those in a file.
_OURS: Final = {
    table.name: _plain(str(CreateTable(table).compile(dialect=sqlite_dialect.dialect())))
    for table in METADATA.sorted_tables
}


def keep_private(file: Path) -> None:
    """Let nobody but the user read answers: the file, and our own folder; of a folder that somebody else chose only the file."""
    with contextlib.suppress(OSError):  # such as on a stick whose file system knows no owners
        if file.parent == workspaces_folder() and file.parent.stat().st_mode & 0o077:
            file.parent.chmod(0o700)
        for path in (file, *file.parent.glob(f"{glob.escape(file.stem)}*.backup")):
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)


def integrity(file: Path) -> list[str]:
    """Ask SQLite whether a file is whole; give what is wrong."""
    try:
        with read_only(file) as connection:
            found = [on_one_line(row[0])[:200] for row in connection.execute("PRAGMA quick_check")]
    except (sqlite3.Error, UnicodeDecodeError) as error:  # what SQLite says of damage can be damaged itself
        return [on_one_line(error)[:200]]
    return [] if found == ["ok"] else found


@contextmanager
def read_only(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file for reading, wherever the user stands."""
    with readable(file) as source:
        # An address needs the whole path, whatever folder the user stands in.
        address = f"{source.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")  # a damaged file holds anything
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def readable(file: Path) -> Iterator[Path]:
    """Give a file that SQLite can read: where nothing can be written, not even what it notes beside a file, a copy of it."""
    if can_be_written(file):
        yield file
        return
    with work_folder("answers") as folder:
        copy = folder / file.name
        shutil.copyfile(file, copy)
        # Where it is there, what was answered last may stand only in it.
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(f"{file}-wal", f"{copy}-wal")
        yield copy


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
    # What is stored is no answer: no JSON, nested without end, a number without end, nothing at all.
    except (sqlite3.Error, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise UserError(
            f"The answers in {place} cannot be read: {one_line(error)}. Go back to a copy, or to an export."
        ) from error


def version_of(connection: Connection) -> int:
    """Give the version of the tables."""
    text = connection.execute(sql.select(ABOUT.c.value).where(ABOUT.c.name == "schema_version")).scalar()
    if not re.fullmatch(r"[1-9][0-9]{0,3}", str(text)):
        raise UserError(
            "The file does not say which version it is of, so it is damaged; it was left as it is. Go back to a copy, or to an export."
        )
    return int(str(text))
