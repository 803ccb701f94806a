"""Answers as they are kept: a place that is made and brought up to date, answers that are only added, and what is newest."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import sqlalchemy as sql

from nextgen_helpers.errors import UserError
from nextgen_helpers.people import TEAM
from nextgen_helpers.places import can_be_written, writable_folder
from nextgen_helpers.workspace.answers import SCHEMA_VERSION, Answer, Check, answer_of, one_line, short
from nextgen_helpers.workspace.database import (
    ABOUT,
    ANSWERS,
    APPLICATION,
    METADATA,
    address_of,
    engine_of,
    file_of,
    inspect_file,
    keep_private,
    readable,
    understandable,
    version_of,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

#: A region's id, which is that of its first team, or a further team's: the region's, two hyphens, its own.
_TEAM_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(--[a-z0-9]+(-[a-z0-9]+)*)?")
TICK: Final = timedelta(microseconds=1)
#: Clocks differ by minutes; one that is a day ahead is broken.
_SKEW: Final = timedelta(days=1)
_LONGEST_VALUE: Final = 5_000_000
_NEWEST_FIRST: Final = (ANSWERS.c.saved_at.desc(), ANSWERS.c.answer_id.desc())
#: What brings tables of a version to the next one.
_MIGRATIONS: Final[dict[int, Callable[[Any], None]]] = {}


#: Tells what is newest of an exercise and a respondent.
Newest = Callable[[str, str], "Answer | None"]


@dataclass(frozen=True)
class KeptAnswers:
    """What one team has answered: opened, added to and read; :class:`~nextgen_helpers.workspace.store.Workspace` takes it elsewhere."""

    # team_id, checks, refusal: see there
    team_id: str
    checks: Mapping[str, Check]
    _engine: Engine
    _file: Path | None
    refusal: str = ""
    _lent: contextlib.ExitStack = field(default_factory=contextlib.ExitStack, repr=False, compare=False)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be saved in it; ``refusal`` says why."""
        return bool(self.refusal)

    @classmethod
    def open(cls, team_id: str, url: str | None = None, *, checks: Mapping[str, Check] | None = None) -> Self:
        """Open a team's workspace; it is made where there is none.

        team_id : whose answers; a slug such as ``tx-greater-dallas`` or ``tx-greater-dallas--riverside``.
        url : a SQLAlchemy address, such as ``postgresql+psycopg://...``; by default the SQLite file
            ``workspaces/<team>.db`` in the user's folder.
        checks : the exercises and how their values are checked; by default those of the toolkit.
        """
        if not isinstance(team_id, str) or not _TEAM_ID.fullmatch(team_id):
            raise UserError(
                f'"{team_id}" is no team id; it looks like tx-greater-dallas or tx-greater-dallas--riverside.'
            )
        address = address_of(team_id, url)
        file = file_of(address)
        known = checks if checks is not None else _toolkit_checks()
        with contextlib.ExitStack() as lent:
            opened, refusal = file, ""
            if file is not None and file.is_file() and not can_be_written(file):
                opened = lent.enter_context(readable(file))
                refusal = f"{file} can be read, but not written, so nothing is saved; allow writing there, or name another folder with NEXTGEN_HOME."
            elif file is not None:
                writable_folder(file.parent)
            if opened is not None:
                inspect_file(opened)
            workspace = cls(team_id, known, engine_of(address, opened), file, refusal, lent.pop_all())
        try:
            with understandable(workspace.place):
                workspace._prepare()
        except BaseException:
            workspace.close()
            raise
        if file is not None and not refusal:
            keep_private(file)
        return workspace

    def _prepare(self) -> None:
        """Make the tables, or bring older ones up to date after a backup."""
        with self._begin() as connection:
            # Two that open a new place at once: the second waits here, and finds the tables.
            # SQLite waits by itself at BEGIN IMMEDIATE.
            if connection.dialect.name == "postgresql":
                connection.execute(sql.select(sql.func.pg_advisory_xact_lock(APPLICATION)))
            if not sql.inspect(connection).has_table(ABOUT.name):
                if self._file is not None:
                    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
                METADATA.create_all(connection)
                connection.execute(ABOUT.insert(), [{"name": "schema_version", "value": str(SCHEMA_VERSION)}])
                return
            version = version_of(connection)
            if version == SCHEMA_VERSION:
                METADATA.create_all(connection)  # what the first files did not have yet
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
            for number in range(version_of(connection), SCHEMA_VERSION):
                _MIGRATIONS[number](connection)
            connection.execute(
                ABOUT.update().where(ABOUT.c.name == "schema_version").values(value=str(SCHEMA_VERSION))
            )

    @property
    def place(self) -> str:
        """Where the answers are, without a password."""
        return str(self._file) if self._file else self._engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()
        self._lent.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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

        value : what was answered; checked by the exercise.
        respondent : who it counts for; a person's own key, or the team.
        author : a name, if the person wishes.
        stakeholder_group : the group that the person speaks for.
        """
        self._writable()
        answer = Answer.new(
            exercise_id,
            self._checked(exercise_id, value),
            short(respondent, "respondent") or TEAM,
            short(author, "author"),
            short(stakeholder_group, "stakeholder_group"),
        )
        with understandable(self.place), self._begin() as connection:
            return self._add_now(connection, answer)

    def keep(self, answers: Iterable[Answer]) -> None:
        """Add answers as they are, all at once: those of an example that ships, which are checked and have days of their own."""
        self._writable()
        with understandable(self.place), self._begin() as connection:
            connection.execute(ANSWERS.insert(), [self._row(answer) for answer in answers])

    def take(
        self, given: Iterable[Answer], follow: Callable[[Answer, Newest], Iterable[Answer]]
    ) -> dict[str, str]:
        """Add answers that bring their ids along, each once however often it is sent, with what follows from each; all at once.

        given : what was sent; when this returns, it is on disk.
        follow : gives the answers that follow from one, such as a team's table with one row more; it is given a function that
            tells what is newest by then (exercise, respondent). Of several that follow for the same, the last is stored.
        Gives id -> why it was refused, a sentence; empty where it is stored now or was before.
        """
        self._writable()
        outcome: dict[str, str] = {}
        with understandable(self.place), self._begin() as connection:
            following: dict[tuple[str, str], Answer] = {}

            def newest(exercise_id: str, respondent: str) -> Answer | None:
                if (exercise_id, respondent) in following:
                    return following[exercise_id, respondent]
                query = sql.select(ANSWERS).where(self._own(exercise_id, respondent)).order_by(*_NEWEST_FIRST)
                row = connection.execute(query.limit(1)).mappings().first()
                return None if row is None else answer_of(row)

            for answer in given:
                if answer.answer_id in outcome:
                    continue
                outcome[answer.answer_id] = ""
                known = sql.select(ANSWERS.c.answer_id).where(ANSWERS.c.answer_id == answer.answer_id)
                if connection.execute(known).first() is not None:
                    continue
                try:
                    checked = replace(answer, value=self._checked(answer.exercise_id, answer.value))
                    after = [
                        replace(item, value=self._checked(item.exercise_id, item.value))
                        for item in follow(checked, newest)
                    ]
                except UserError as error:
                    outcome[answer.answer_id] = str(error)
                    continue
                self._add_now(connection, checked)
                following.update({(item.exercise_id, item.respondent): item for item in after})
            for item in following.values():
                self._add_now(connection, item)
        return outcome

    def current(self, exercise_id: str) -> tuple[Answer, ...]:
        """Give the newest answer of each respondent, in the order in which they first answered."""
        newest: dict[str, Answer] = {}
        for answer in self.history(exercise_id):
            newest[answer.respondent] = answer
        return tuple(newest.values())

    def history(self, exercise_id: str | None = None) -> tuple[Answer, ...]:
        """Give every answer that was ever given, oldest first."""
        query = sql.select(ANSWERS).where(ANSWERS.c.region_id == self.team_id)
        if exercise_id is not None:
            query = query.where(ANSWERS.c.exercise_id == exercise_id)
        query = query.order_by(ANSWERS.c.saved_at, ANSWERS.c.answer_id)
        with understandable(self.place), self._engine.connect() as connection:
            return tuple(answer_of(row) for row in connection.execute(query).mappings())

    def newest(self, respondent: str) -> tuple[Answer, ...]:
        """Give somebody's newest answer to every exercise, in the order in which these were given."""
        row_number = sql.func.row_number()
        rank = row_number.over(partition_by=ANSWERS.c.exercise_id, order_by=_NEWEST_FIRST).label("rank")
        whose = sql.and_(ANSWERS.c.region_id == self.team_id, ANSWERS.c.respondent == respondent)
        ranked = sql.select(ANSWERS, rank).where(whose).subquery()
        query = sql.select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.saved_at, ranked.c.answer_id)
        with understandable(self.place), self._engine.connect() as connection:
            return tuple(answer_of(row) for row in connection.execute(query).mappings())

    def mark(self) -> tuple[int, str]:
        """Give what changes when an answer is added or taken out: how many there are, and when the last one was given."""
        query = sql.select(sql.func.count(), sql.func.max(ANSWERS.c.saved_at)).where(
            ANSWERS.c.region_id == self.team_id
        )
        with understandable(self.place), self._engine.connect() as connection:
            count, last = connection.execute(query).one()
            return int(count), str(last or "")

    def stamp(self) -> tuple[tuple[int, int], ...] | None:
        """Give what changes when anybody saves into this file; None for a server, which has to be asked with :meth:`newer`."""
        if self._file is None:
            return None
        found = []
        for path in (self._file, Path(f"{self._file}-wal")):
            with contextlib.suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime_ns, state.st_size))
        return tuple(found)

    def newer(self, moment: str) -> dict[str, str]:
        """Give the exercises with answers after a moment: exercise -> moment of its newest."""
        its = sql.and_(ANSWERS.c.region_id == self.team_id, ANSWERS.c.saved_at > moment)
        query = sql.select(ANSWERS.c.exercise_id, sql.func.max(ANSWERS.c.saved_at)).where(its)
        with understandable(self.place), self._engine.connect() as connection:
            return {
                str(name): str(last)
                for name, last in connection.execute(query.group_by(ANSWERS.c.exercise_id))
            }

    def _own(self, exercise_id: str, respondent: str) -> sql.ColumnElement[bool]:
        """Give what holds for the answers of one respondent to an exercise."""
        ours = ANSWERS.c.region_id == self.team_id
        return sql.and_(ours, ANSWERS.c.exercise_id == exercise_id, ANSWERS.c.respondent == respondent)

    def _writable(self) -> None:
        if self.refusal:
            raise UserError(self.refusal)

    def _checked(self, exercise_id: str, value: Any) -> Any:
        check = self.checks.get(exercise_id)
        if check is None:
            known = ", ".join(sorted(self.checks)) or "none"
            raise UserError(f'There is no exercise "{exercise_id}"; there are: {known}.')
        try:
            stored = check(value)
            text = json.dumps(stored, ensure_ascii=False, allow_nan=False)
        except (ValueError, TypeError) as error:
            raise UserError(f"The answer to {exercise_id} does not fit: {one_line(error)}") from error
        if len(text) > _LONGEST_VALUE:
            raise UserError(f"The answer to {exercise_id} is too long; shorten its texts.")
        return stored

    def _add_now(self, connection: Connection, answer: Answer) -> Answer:
        """Store an answer as of now, and give it with its moment."""
        moment = self._next_moment(connection, answer.exercise_id, answer.respondent)
        saved = replace(answer, saved_at=moment)
        connection.execute(ANSWERS.insert(), [self._row(saved)])
        return saved

    def _next_moment(self, connection: Connection, exercise_id: str, respondent: str) -> str:
        """Now, but always after this respondent's last answer, even if the clock was set back.

        An answer that an older version took from a broken clock, of a day to come, is put before now: it would win for ever.
        """
        own = self._own(exercise_id, respondent)
        now = datetime.now(UTC)
        horizon = written(now + _SKEW)
        late = sql.select(ANSWERS.c.answer_id).where(own, ANSWERS.c.saved_at > horizon)
        order = late.order_by(ANSWERS.c.saved_at, ANSWERS.c.answer_id)
        for answer_id in connection.execute(order).scalars().all():
            moved = ANSWERS.update().where(ANSWERS.c.answer_id == answer_id)
            connection.execute(moved.values(saved_at=written(now)))
            now += TICK
        last = connection.execute(sql.select(sql.func.max(ANSWERS.c.saved_at)).where(own)).scalar()
        if last is not None and last >= written(now):
            now = datetime.fromisoformat(last) + TICK
        return written(now)

    def _row(self, answer: Answer) -> dict[str, Any]:
        value = json.dumps(answer.value, ensure_ascii=False, allow_nan=False)
        return {**asdict(answer), "value": value, "region_id": self.team_id}

    def _begin(self) -> contextlib.AbstractContextManager[Connection]:
        return self._engine.begin()


def written(moment: datetime) -> str:
    """Write a moment as it is stored."""
    return moment.isoformat(timespec="microseconds")


def _toolkit_checks() -> Mapping[str, Check]:
    from nextgen_helpers.toolkit.catalog import checks  # noqa: PLC0415  (loads the content)

    return checks()
