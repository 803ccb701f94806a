"""A team's answers, kept safe and with their history.

One SQLite file a team by default, any database that SQLAlchemy knows otherwise. Answers are only ever
added: the newest counts, and what was said before stays. Every answer is validated by the model of its
exercise before it is stored, also when it comes from a file.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from nextgen_helpers.errors import UserError
from nextgen_helpers.people import TEAM
from nextgen_helpers.places import user_home, writable_folder, write_whole
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy.engine import Connection, Engine, RowMapping

__all__ = [
    "SCHEMA_VERSION",
    "TEAM",
    "About",
    "Answer",
    "Merged",
    "Workspace",
    "shared_address",
    "workspaces_folder",
]

#: Version of the tables. An older file is migrated after a backup, a newer one is refused.
SCHEMA_VERSION: Final = 1
#: Marks a SQLite file as one of ours ("NGSP").
_APPLICATION: Final = 0x4E475350
#: A region's id, which is that of its first team, or a further team's: the region's, two hyphens, its own.
_TEAM_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(--[a-z0-9]+(-[a-z0-9]+)*)?")
_ANSWER_ID: Final = re.compile(r"\b[0-9a-f]{32}\b")
_LONGEST_VALUE: Final = 5_000_000
_LONGEST_NAME: Final = 200
_LARGEST_FILE: Final = 200 * 1024**2
_BUSY_SECONDS: Final = 60
_FIELDS: Final = (
    "answer_id",
    "exercise_id",
    "respondent",
    "author",
    "stakeholder_group",
    "saved_at",
    "value",
)

#: Checks a value of an exercise and gives it back in its stored form; raises ValueError.
Check = Callable[[Any], Any]

_METADATA: Final = sql.MetaData()
_ABOUT: Final = sql.Table(
    "about",
    _METADATA,
    sql.Column("name", sql.String(64), primary_key=True),
    sql.Column("value", sql.Text, nullable=False),
)
_ANSWERS: Final = sql.Table(
    "answers",
    _METADATA,
    sql.Column("answer_id", sql.String(32), primary_key=True),
    sql.Column("region_id", sql.String(80), nullable=False),
    sql.Column("exercise_id", sql.String(120), nullable=False),
    sql.Column("respondent", sql.String(_LONGEST_NAME), nullable=False),
    sql.Column("author", sql.String(_LONGEST_NAME)),
    sql.Column("stakeholder_group", sql.String(_LONGEST_NAME)),
    sql.Column("saved_at", sql.String(32), nullable=False),
    sql.Column("value", sql.Text, nullable=False),
    sql.Index("answers_by_exercise", "region_id", "exercise_id", "respondent", "saved_at"),
)
#: What a team calls itself. Files of the first version have no such table, and need none: it is made when it is missing.
_TEAMS: Final = sql.Table(
    "teams",
    _METADATA,
    sql.Column("team_id", sql.String(80), primary_key=True),
    sql.Column("name", sql.String(_LONGEST_NAME), nullable=False),
    sql.Column("practice", sql.Boolean, nullable=False),
    sql.Column("archived", sql.Boolean, nullable=False),
)
#: Whose answers were taken out: they do not come back with the next file that still holds them.
_REMOVED: Final = sql.Table(
    "removed_people",
    _METADATA,
    sql.Column("team_id", sql.String(80), primary_key=True),
    sql.Column("respondent", sql.String(_LONGEST_NAME), primary_key=True),
)
#: What brings tables of a version to the next one.
_MIGRATIONS: Final[dict[int, Callable[[Any], None]]] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as it was given.

    Parameters
    ----------
    answer_id : 32 hexadecimal digits, the same on every laptop that holds a copy.
    exercise_id : which exercise it answers.
    respondent : who it counts for: a person's own key, or ``team``. It holds no name.
    author : the name that was given; None where none was.
    stakeholder_group : such as ``workforce board``; None where none was given.
    saved_at : when, in UTC (ISO 8601, microseconds).
    value : what was answered, as plain values.
    """

    answer_id: str
    exercise_id: str
    respondent: str
    author: str | None
    stakeholder_group: str | None
    saved_at: str
    value: Any

    @property
    def when(self) -> datetime:
        """The moment at which it was saved, in local time."""
        return datetime.fromisoformat(self.saved_at).astimezone()


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of bringing answers together.

    Parameters
    ----------
    added : answers that were new here.
    known : answers that were here already.
    joined : people who have answered the same exercise here and there.
    left_out : answers of people whom the team has removed.
    """

    added: int
    known: int
    joined: int = 0
    left_out: int = 0

    def summary(self) -> str:
        """Say it in a few sentences."""
        answers = "1 answer" if self.added == 1 else f"{self.added:,} answers"
        sentences = [f"{answers} added, {self.known:,} {'was' if self.known == 1 else 'were'} here already."]
        if self.joined:
            people = "1 person has" if self.joined == 1 else f"{self.joined:,} people have"
            sentences.append(f"{people} answered both here and there; the newest answer counts.")
        if self.left_out:
            some = "1 answer" if self.left_out == 1 else f"{self.left_out:,} answers"
            sentences.append(f"{some} of people who were removed here stayed out.")
        return " ".join(sentences)


@dataclass(frozen=True, slots=True)
class About:
    """What a team says of itself.

    Parameters
    ----------
    name : what it is called; empty where nobody has named it.
    practice : its answers are for practice, and count nowhere else.
    archived : it is kept, and no longer offered.
    """

    name: str = ""
    practice: bool = False
    archived: bool = False


@dataclass(frozen=True)
class Workspace:
    """The answers of one team.

    Made by :meth:`open`. Use it in a ``with`` block, or :meth:`close` it.

    Parameters
    ----------
    team_id : whose answers: a region's id for its first team, such as ``tx-alamo``, or ``tx-alamo--riverside``.
    checks : for each exercise the check that its values must pass.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "tx-texoma.db"
    >>> with Workspace.open("tx-texoma", f"sqlite:///{file}", checks={"greeting": str}) as workspace:
    ...     _ = workspace.save("greeting", "hello", respondent="ann")
    ...     _ = workspace.save("greeting", "good morning", respondent="ann")
    ...     [answer.value for answer in workspace.current("greeting")]
    ['good morning']
    """

    team_id: str
    checks: Mapping[str, Check]
    _engine: Engine
    _file: Path | None
    read_only: bool = False

    # -- opening ----------------------------------------------------------------------------------

    @classmethod
    def open(
        cls, team_id: str, url: str | None = None, *, checks: Mapping[str, Check] | None = None
    ) -> Workspace:
        """Open a team's workspace; it is made where there is none.

        Parameters
        ----------
        team_id : whose answers; a slug such as ``tx-greater-dallas`` or ``tx-greater-dallas--riverside``.
        url : a SQLAlchemy address, such as ``postgresql+psycopg://...``; by default the SQLite file
            ``workspaces/<team>.db`` in the user's folder.
        checks : the exercises and how their values are checked; by default those of the toolkit.

        Raises
        ------
        UserError : the file is damaged, foreign, of a newer version, or cannot be written. It is left
            as it was.
        """
        if not isinstance(team_id, str) or not _TEAM_ID.fullmatch(team_id):
            raise UserError(
                f'"{team_id}" is no team id; it looks like tx-greater-dallas or tx-greater-dallas--riverside.'
            )
        address = _address(team_id, url)
        file = _file_of(address)
        if file is not None:
            writable_folder(file.parent)
            _inspect(file)
        engine = _engine(address, file)
        known = checks if checks is not None else _toolkit_checks()
        workspace = cls(team_id, known, engine, file)
        with _understandable(workspace.place):
            workspace._prepare()
        return workspace

    def _prepare(self) -> None:
        """Make the tables, or bring older ones up to date after a backup."""
        with self._begin() as connection:
            # Two that open a new place at once: the second waits here, and finds the tables.
            # SQLite waits by itself at BEGIN IMMEDIATE.
            if connection.dialect.name == "postgresql":
                connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_APPLICATION)))
            if not sql.inspect(connection).has_table(_ABOUT.name):
                if self._file is not None:
                    connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION}")
                _METADATA.create_all(connection)
                connection.execute(
                    _ABOUT.insert(), [{"name": "schema_version", "value": str(SCHEMA_VERSION)}]
                )
                return
            version = _version(connection)
            if version == SCHEMA_VERSION:
                _METADATA.create_all(connection)  # what the first files did not have yet
        if version > SCHEMA_VERSION:
            raise UserError(
                f"{self.place} was made by a newer version of nextgen-helpers; update it first. "
                "Nothing was changed."
            )
        if version < SCHEMA_VERSION:
            self._migrate(version)

    def _migrate(self, version: int) -> None:
        if self._file is not None:
            backup = self._file.with_name(
                f"{self._file.stem}.version-{version}.{datetime.now(UTC):%Y%m%dT%H%M%S}.backup"
            )
            shutil.copyfile(self._file, backup)
        with self._begin() as connection:
            for number in range(_version(connection), SCHEMA_VERSION):
                _MIGRATIONS[number](connection)
            connection.execute(
                _ABOUT.update().where(_ABOUT.c.name == "schema_version").values(value=str(SCHEMA_VERSION))
            )

    @property
    def place(self) -> str:
        """Where the answers are, without a password."""
        return str(self._file) if self._file else self._engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- answers ----------------------------------------------------------------------------------

    def save(
        self,
        exercise_id: str,
        value: Any,
        *,
        respondent: str = TEAM,
        author: str | None = None,
        stakeholder_group: str | None = None,
    ) -> Answer:
        """Add an answer. When this returns, it is on disk.

        Parameters
        ----------
        exercise_id : which exercise.
        value : what was answered; checked by the exercise.
        respondent : who it counts for; a person's own key, or the team.
        author : a name, if the person wishes.
        stakeholder_group : the group that the person speaks for.

        Raises
        ------
        UserError : there is no such exercise, the value does not fit it, or it cannot be stored.
        """
        self._writable()
        stored = self._checked(exercise_id, value)
        whose = _short(respondent, "respondent") or TEAM
        with _understandable(self.place), self._begin() as connection:
            answer = Answer(
                uuid.uuid4().hex,
                exercise_id,
                whose,
                _short(author, "author"),
                _short(stakeholder_group, "stakeholder_group"),
                self._next_moment(connection, exercise_id, whose),
                stored,
            )
            connection.execute(_ANSWERS.insert(), [self._row(answer)])
        return answer

    def current(self, exercise_id: str) -> tuple[Answer, ...]:
        """Give the newest answer of each respondent, in the order in which they first answered."""
        newest: dict[str, Answer] = {}
        for answer in self.history(exercise_id):
            newest[answer.respondent] = answer
        return tuple(newest.values())

    def history(self, exercise_id: str | None = None) -> tuple[Answer, ...]:
        """Give every answer that was ever given, oldest first."""
        query = sql.select(_ANSWERS).where(_ANSWERS.c.region_id == self.team_id)
        if exercise_id is not None:
            query = query.where(_ANSWERS.c.exercise_id == exercise_id)
        query = query.order_by(_ANSWERS.c.saved_at, _ANSWERS.c.answer_id)
        with _understandable(self.place), self._engine.connect() as connection:
            return tuple(_answer(row) for row in connection.execute(query).mappings())

    def teams(self) -> dict[str, About]:
        """Give the teams that are in this place, with what they say of themselves; one in a SQLite file."""
        answered = sql.select(_ANSWERS.c.region_id).distinct()
        with _understandable(self.place), self._engine.connect() as connection:
            found = {str(team_id): About() for team_id in connection.execute(answered).scalars()}
            for row in connection.execute(sql.select(_TEAMS)):
                found[row.team_id] = About(row.name, bool(row.practice), bool(row.archived))
        return dict(sorted(found.items()))

    def whose(self) -> str:
        """Give the team whose answers are in this file; this one where there are none yet."""
        found = self.teams()
        return self.team_id if self.team_id in found or not found else next(iter(found))

    def about(self) -> About:
        """Give what the team says of itself."""
        return self.teams().get(self.team_id, About())

    def describe(self, about: About) -> None:
        """Keep what the team says of itself.

        Raises
        ------
        UserError : the name is too long, or nothing can be written here.
        """
        self._writable()
        row = {**asdict(about), "name": _short(about.name, "name") or "", "team_id": self.team_id}
        with _understandable(self.place), self._begin() as connection:
            connection.execute(_TEAMS.delete().where(_TEAMS.c.team_id == self.team_id))
            connection.execute(_TEAMS.insert(), [row])

    def remove(self, respondent: str | None, keep: Callable[[str], None]) -> int:
        """Take answers out, once they are kept elsewhere.

        Parameters
        ----------
        respondent : whose; None for all, and for the team itself.
        keep : is given the answers as the text of an export; where it raises, nothing is taken out.

        Returns
        -------
        How many answers were taken out.

        Raises
        ------
        UserError : there are none, or nothing can be written here.
        """
        self._writable()
        mine = _ANSWERS.c.region_id == self.team_id
        about = self.about()
        which = mine if respondent is None else sql.and_(mine, _ANSWERS.c.respondent == respondent)
        query = sql.select(_ANSWERS).where(which).order_by(_ANSWERS.c.saved_at, _ANSWERS.c.answer_id)
        with _understandable(self.place), self._begin() as connection:
            answers = [_answer(row) for row in connection.execute(query).mappings()]
            if respondent is not None and (not answers or respondent == TEAM):
                raise UserError(f'Nobody here has answered as "{respondent}".')
            keep(self._exported(answers, about))
            connection.execute(_ANSWERS.delete().where(which))
            if respondent is None:
                connection.execute(_TEAMS.delete().where(_TEAMS.c.team_id == self.team_id))
                connection.execute(_REMOVED.delete().where(_REMOVED.c.team_id == self.team_id))
            else:
                connection.execute(_REMOVED.insert(), [{"team_id": self.team_id, "respondent": respondent}])
        return len(answers)

    def welcome_back(self, respondent: str) -> None:
        """Let answers of somebody who was removed in again; they come with :meth:`import_file`."""
        self._writable()
        whose = sql.and_(_REMOVED.c.team_id == self.team_id, _REMOVED.c.respondent == respondent)
        with _understandable(self.place), self._begin() as connection:
            connection.execute(_REMOVED.delete().where(whose))

    def copy_into(self, other: Workspace) -> int:
        """Copy all answers, with their history, into the workspace of another team.

        Every copy has an id of its own, and closed rounds name those: in a shared database an id stands once.

        Returns
        -------
        How many answers were copied.
        """
        answers = self.history()
        ids = {answer.answer_id: uuid.uuid4().hex for answer in answers}
        rows = [other._row(replace(answer, answer_id=ids[answer.answer_id])) for answer in answers]
        for row in rows:
            row["value"] = _ANSWER_ID.sub(lambda found: ids.get(found[0], found[0]), row["value"])
        with _understandable(other.place), other._begin() as connection:
            if rows:
                connection.execute(_ANSWERS.insert(), rows)
        return len(rows)

    def _writable(self) -> None:
        if self.read_only:
            raise UserError(
                "This is an example, and nothing is saved in it; choose your region in Start here."
            )

    def check(self) -> list[str]:
        """Look through everything that is stored; say what is wrong, one sentence each.

        Returns
        -------
        Empty where all is well.
        """
        problems = _integrity(self._file) if self._file is not None else []
        for answer in self.history():
            try:
                self._checked(answer.exercise_id, answer.value)
            except UserError as error:
                problems.append(f"Answer {answer.answer_id} of {answer.saved_at}: {error}")
        return problems

    def _checked(self, exercise_id: str, value: Any) -> Any:
        check = self.checks.get(exercise_id)
        if check is None:
            known = ", ".join(sorted(self.checks)) or "none"
            raise UserError(f'There is no exercise "{exercise_id}"; there are: {known}.')
        try:
            stored = check(value)
            text = json.dumps(stored, ensure_ascii=False, allow_nan=False)
        except (ValueError, TypeError) as error:
            raise UserError(f"The answer to {exercise_id} does not fit: {_one_line(error)}") from error
        if len(text) > _LONGEST_VALUE:
            raise UserError(f"The answer to {exercise_id} is too long; shorten its texts.")
        return stored

    def _next_moment(self, connection: Connection, exercise_id: str, respondent: str) -> str:
        """Now, but always after this respondent's last answer, even if the clock was set back."""
        last = connection.execute(
            sql.select(sql.func.max(_ANSWERS.c.saved_at)).where(
                _ANSWERS.c.region_id == self.team_id,
                _ANSWERS.c.exercise_id == exercise_id,
                _ANSWERS.c.respondent == respondent,
            )
        ).scalar()
        now = datetime.now(UTC)
        if last is not None:
            now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
        return now.isoformat(timespec="microseconds")

    def _row(self, answer: Answer) -> dict[str, Any]:
        value = json.dumps(answer.value, ensure_ascii=False, allow_nan=False)
        return {**asdict(answer), "value": value, "region_id": self.team_id}

    # -- taking answers elsewhere -----------------------------------------------------------------

    def export_json(self, path: str | Path) -> int:
        """Write all answers, with their history, to a JSON file.

        Returns
        -------
        How many answers were written.
        """
        answers = self.history()
        write_whole(Path(path), self._exported(answers, self.about()))
        return len(answers)

    def _exported(self, answers: Sequence[Answer], about: About) -> str:
        """Write answers as the text of an exported file."""
        content = {
            "format": "nextgen-workspace",
            "schema_version": SCHEMA_VERSION,
            "region_id": self.team_id,
            "made_with": __version__,
            "team": asdict(about),
            "answers": [asdict(answer) for answer in answers],
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def export_excel(self, path: str | Path) -> int:
        """Write all answers to an Excel workbook; every text stays a text, never a formula.

        Returns
        -------
        How many answers were written.
        """
        from nextgen_helpers.answers_book import book_bytes  # noqa: PLC0415  (it reads the content)

        answers = self.history()
        write_whole(Path(path), book_bytes(answers, self.team_id, SCHEMA_VERSION, _FIELDS))
        return len(answers)

    def import_file(self, path: str | Path, *, other_team: bool = False) -> Merged:
        """Add the answers of an exported file (JSON or Excel), or of another workspace's SQLite file.

        Every answer is kept once, whichever laptop it came from.

        Parameters
        ----------
        path : the file.
        other_team : take the answers of another team of the same region, too: on its own laptop a team is the first.

        Raises
        ------
        UserError : the file is no such file, is damaged, or is of another team; nothing was added.
        """
        self._writable()
        source = Path(path)
        if not source.is_file():
            raise UserError(f"There is no file {source}.")
        if source.stat().st_size > _LARGEST_FILE:
            raise UserError(f"{source} is too large for a workspace.")
        kind = source.suffix.lower()
        if kind == ".json":
            region_id, answers = _from_json(source)
        elif kind == ".xlsx":
            region_id, answers = _from_excel(source)
        elif kind in (".db", ".sqlite"):
            region_id, answers = self._from_database(source)
        else:
            raise UserError(f"{source.name}: answers come as .json, .xlsx or .db.")
        if region_id != self.team_id and not other_team:
            same_region = region_id.partition("--")[0] == self.team_id.partition("--")[0]
            raise UserError(
                f"{source.name} holds answers of {region_id}, not of {self.team_id}"
                + ("; to take them in all the same, add --other-team." if same_region else ".")
            )
        if region_id.partition("--")[0] != self.team_id.partition("--")[0]:
            raise UserError(f"{source.name} holds answers of {region_id}, not of {self.team_id}.")
        return self._add(answers, source.name)

    def _from_database(self, source: Path) -> tuple[str, list[Answer]]:
        _inspect(source)
        # A copy is opened: the file of the other laptop stays as it is.
        with tempfile.TemporaryDirectory(prefix="nextgen-") as work:
            copy = Path(work) / "other.db"
            with _read_only(source) as original, sqlite3.connect(copy) as target:
                original.backup(target)
            target.close()
            with Workspace.open(self.team_id, f"sqlite:///{copy}", checks=self.checks) as other:
                held = other.whose()
                if held == self.team_id:
                    return held, list(other.history())
            with Workspace.open(held, f"sqlite:///{copy}", checks=self.checks) as other:
                return held, list(other.history())

    def _add(self, answers: list[Answer], name: str) -> Merged:
        checked = []
        for answer in answers:
            try:
                checked.append(self._row(_sound(answer, self._checked)))
            except (UserError, ValueError, TypeError) as error:
                raise UserError(
                    f"{name}: answer {answer.answer_id!r} is not sound: {_one_line(error)} Nothing was added."
                ) from error
        with _understandable(self.place), self._begin() as connection:
            gone = set(
                connection.execute(
                    sql.select(_REMOVED.c.respondent).where(_REMOVED.c.team_id == self.team_id)
                ).scalars()
            )
            given, checked = len(checked), [row for row in checked if row["respondent"] not in gone]
            query = sql.select(_ANSWERS.c.answer_id, _ANSWERS.c.saved_at, _ANSWERS.c.value)
            known = {row.answer_id: (row.saved_at, row.value) for row in connection.execute(query)}
            new = {}
            for row in checked:
                here = known.get(row["answer_id"])
                if here is None:
                    new[row["answer_id"]] = row
                elif (here[0], json.loads(here[1])) != (row["saved_at"], json.loads(row["value"])):
                    raise UserError(
                        f"{name}: answer {row['answer_id']} is another one here; the file was changed "
                        "by hand. Nothing was added."
                    )
            joined = self._joined(connection, checked, new)
            if new:
                connection.execute(_ANSWERS.insert(), list(new.values()))
        return Merged(len(new), len(checked) - len(new), joined, given - len(checked))

    def _joined(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]], new: Mapping[str, Any]
    ) -> int:
        """Count the people who have answered the same exercise here and, otherwise, in the file."""
        query = sql.select(_ANSWERS.c.answer_id, _ANSWERS.c.exercise_id, _ANSWERS.c.respondent).where(
            _ANSWERS.c.region_id == self.team_id
        )
        in_file = {row["answer_id"] for row in rows}
        only_here = {
            (row.exercise_id, row.respondent)
            for row in connection.execute(query)
            if row.answer_id not in in_file
        }
        only_there = {(row["exercise_id"], row["respondent"]) for row in new.values()}
        return len({whose for _, whose in only_here & only_there} - {TEAM})

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection


def shared_address() -> str | None:
    """Give the address of the database that several laptops share: ``NEXTGEN_WORKSPACE_URL``; None without."""
    return os.environ.get("NEXTGEN_WORKSPACE_URL", "").strip() or None


def workspaces_folder() -> Path:
    """Folder of the SQLite files, one a team."""
    return user_home() / "workspaces"


# -- places ---------------------------------------------------------------------------------------


def _address(team_id: str, url: str | None) -> sql.URL:
    if url is None:
        return sql.URL.create("sqlite", database=str(workspaces_folder() / f"{team_id}.db"))
    try:
        return sql.make_url(url)
    except SQLAlchemyError as error:
        raise UserError(
            "That is no database address; it looks like sqlite:///path/to/file.db or "
            "postgresql+psycopg://user@host/name."
        ) from error


def _file_of(address: sql.URL) -> Path | None:
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database)).expanduser().absolute()


def _engine(address: sql.URL, file: Path | None) -> Engine:
    if (
        address.get_backend_name() == "sqlite" and file is None
    ):  # in memory: it lasts as long as its one connection
        return sql.create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
    if file is None:
        try:
            return sql.create_engine(address, pool_pre_ping=True)
        except (ImportError, SQLAlchemyError) as error:
            raise UserError(f"The database cannot be used: {_one_line(error)}") from error
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


def _inspect(file: Path) -> None:
    """Refuse a file that is not one of ours, without touching it."""
    if not file.exists() or file.stat().st_size == 0:
        return
    with file.open("rb") as opened:
        if opened.read(16) != b"SQLite format 3\0":
            raise UserError(f"{file} is no workspace file; it was left as it is.")
    problems = _integrity(file)
    if problems:
        raise UserError(
            f"{file} is damaged ({problems[0]}); it was left as it is. Go back to a copy, or to an export."
        )
    with _read_only(file) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    # Without a table it is empty, or another process is just making it.
    if tables and (application != _APPLICATION or not {_ABOUT.name, _ANSWERS.name} <= tables):
        raise UserError(f"{file} belongs to another program; it was left as it is.")


def _integrity(file: Path) -> list[str]:
    try:
        with _read_only(file) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if found == ["ok"] else found


@contextmanager
def _read_only(file: Path) -> Iterator[sqlite3.Connection]:
    # An address needs the whole path, whatever folder the user stands in.
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _understandable(place: str) -> Iterator[None]:
    """Say in one sentence what a database said in many."""
    try:
        yield
    except DBAPIError as error:
        raise UserError(
            f"The answers in {place} cannot be reached: {_one_line(error.orig or error)}"
        ) from error
    except SQLAlchemyError as error:
        raise UserError(f"The answers in {place} cannot be used: {_one_line(error)}") from error


def _version(connection: Connection) -> int:
    text = connection.execute(sql.select(_ABOUT.c.value).where(_ABOUT.c.name == "schema_version")).scalar()
    return int(str(text)) if text is not None and str(text).isdigit() else 0


# -- answers from elsewhere -----------------------------------------------------------------------


def _answer(row: RowMapping) -> Answer:
    values = {name: row[name] for name in _FIELDS}
    return Answer(**{**values, "value": json.loads(values["value"])})


def _from_json(source: Path) -> tuple[str, list[Answer]]:
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        if content["format"] != "nextgen-workspace":
            raise KeyError  # noqa: TRY301
        _refuse_newer(int(content["schema_version"]), source)
        answers = [Answer(**{name: item[name] for name in _FIELDS}) for item in content["answers"]]
        return str(content["region_id"]), answers
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(f"{source.name} is no exported workspace; nothing was added.") from error


def _from_excel(source: Path) -> tuple[str, list[Answer]]:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    try:
        book = load_workbook(source, read_only=True, data_only=True)
        try:
            about = {str(row[0]): str(row[1]) for row in book["about"].iter_rows(values_only=True)}
            rows = list(book["answers"].iter_rows(values_only=True))
        finally:
            book.close()
        if about["format"] != "nextgen-workspace" or tuple(rows[0])[: len(_FIELDS)] != _FIELDS:
            raise KeyError  # noqa: TRY301
        _refuse_newer(int(about["schema_version"]), source)
        answers = [
            Answer(**{**dict(zip(_FIELDS, row, strict=False)), "value": json.loads(_joined(row))})
            for row in rows[1:]
        ]
        return about["region_id"], answers
    except UserError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it raise
        raise UserError(f"{source.name} is no exported workspace; nothing was added.") from error


def _joined(row: tuple[Any, ...]) -> str:
    """Put the parts of a long value together again."""
    return "".join(str(part) for part in row[len(_FIELDS) - 1 :] if part is not None)


def _refuse_newer(version: int, source: Path) -> None:
    if version > SCHEMA_VERSION:
        raise UserError(f"{source.name} was made by a newer version of nextgen-helpers; update it first.")


def _sound(answer: Answer, check: Callable[[str, Any], Any]) -> Answer:
    """Check an answer that comes from a file as one that is typed in."""
    if not isinstance(answer.answer_id, str) or not re.fullmatch(r"[0-9a-f]{32}", answer.answer_id):
        raise ValueError("its id is not one of ours.")
    moment = datetime.fromisoformat(str(answer.saved_at))
    if moment.tzinfo is None:
        raise ValueError("its time has no time zone.")
    return Answer(
        answer.answer_id,
        answer.exercise_id,
        _short(answer.respondent, "respondent") or TEAM,
        _short(answer.author, "author"),
        _short(answer.stakeholder_group, "stakeholder_group"),
        moment.astimezone(UTC).isoformat(timespec="microseconds"),
        check(answer.exercise_id, answer.value),
    )


def _short(text: str | None, name: str) -> str | None:
    if text is None:
        return None
    # Whole letters only: half a surrogate or a control character breaks an export later.
    printable = "".join(letter if letter.isprintable() else " " for letter in str(text))
    cleaned = " ".join(printable.split())
    if len(cleaned) > _LONGEST_NAME:
        raise UserError(f"The {name.replace('_', ' ')} is too long; at most {_LONGEST_NAME} characters.")
    return cleaned or None


def _one_line(error: BaseException) -> str:
    errors = getattr(error, "errors", None)
    if callable(errors):  # pydantic: the first thing that is wrong, and where
        first = errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {first['msg']}." if where else f"{first['msg']}."
    return str(error).strip().split("\n", 1)[0]


def _toolkit_checks() -> Mapping[str, Check]:
    from nextgen_helpers.toolkit.catalog import checks  # noqa: PLC0415  (loads the content)

    return checks()
