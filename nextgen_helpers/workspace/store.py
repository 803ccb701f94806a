"""A team's workspace: its answers are only added, checked by their exercise, and brought together with those of other laptops."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import sqlalchemy as sql

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import on_one_line
from nextgen_helpers.people import TEAM
from nextgen_helpers.places import can_be_written, writable_folder, write_whole
from nextgen_helpers.work_folder import work_folder
from nextgen_helpers.workspace.answers import (
    FIELDS,
    SCHEMA_VERSION,
    About,
    Answer,
    Check,
    Merged,
    answer_of,
    one_line,
    short,
    sound,
)
from nextgen_helpers.workspace.database import (
    ABOUT,
    ANSWERS,
    APPLICATION,
    METADATA,
    REMOVED,
    TEAMS,
    address_of,
    engine_of,
    file_of,
    inspect_file,
    integrity,
    keep_private,
    read_only,
    readable,
    understandable,
    version_of,
)
from nextgen_helpers.workspace.exchange import exported, from_excel, from_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from sqlalchemy.engine import Connection, Engine

#: A region's id, which is that of its first team, or a further team's: the region's, two hyphens, its own.
_TEAM_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(--[a-z0-9]+(-[a-z0-9]+)*)?")
_ANSWER_ID: Final = re.compile(r"\b[0-9a-f]{32}\b")
_TICK: Final = timedelta(microseconds=1)
#: Clocks differ by minutes; one that is a day ahead is broken.
_SKEW: Final = timedelta(days=1)
_LONGEST_VALUE: Final = 5_000_000
_LARGEST_FILE: Final = 200 * 1024**2
#: What brings tables of a version to the next one.
_MIGRATIONS: Final[dict[int, Callable[[Any], None]]] = {}


#: Tells what is newest of an exercise and a respondent.
Newest = Callable[[str, str], "Answer | None"]


@dataclass(frozen=True)
class Workspace:
    """The answers of one team.

    Made by :meth:`open`. Use it in a ``with`` block, or :meth:`close` it.

    Parameters
    ----------
    team_id : whose answers: a region's id for its first team, such as ``tx-alamo``, or ``tx-alamo--riverside``.
    checks : for each exercise the check that its values must pass.
    refusal : why nothing can be saved, in one sentence; empty where it can.

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
    refusal: str = ""
    _lent: contextlib.ExitStack = field(default_factory=contextlib.ExitStack, repr=False, compare=False)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be saved in it; ``refusal`` says why."""
        return bool(self.refusal)

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
        value : what was answered; checked by the exercise.
        respondent : who it counts for; a person's own key, or the team.
        author : a name, if the person wishes.
        stakeholder_group : the group that the person speaks for.
        """
        self._writable()
        stored = self._checked(exercise_id, value)
        whose = short(respondent, "respondent") or TEAM
        with understandable(self.place), self._begin() as connection:
            answer = Answer(
                uuid.uuid4().hex,
                exercise_id,
                whose,
                short(author, "author"),
                short(stakeholder_group, "stakeholder_group"),
                self._next_moment(connection, exercise_id, whose),
                stored,
            )
            connection.execute(ANSWERS.insert(), [self._row(answer)])
        return answer

    def keep(self, answers: Iterable[Answer]) -> None:
        """Add answers as they are, all at once: those of an example that ships, which are checked and have days of their own."""
        self._writable()
        with understandable(self.place), self._begin() as connection:
            connection.execute(ANSWERS.insert(), [self._row(answer) for answer in answers])

    def take(
        self, given: Iterable[Answer], follow: Callable[[Answer, Newest], Iterable[Answer]]
    ) -> dict[str, str]:
        """Add answers that bring their ids along, each once however often it is sent, with what follows from each; all at once.

        Parameters
        ----------
        given : what was sent; when this returns, it is on disk.
        follow : gives the answers that follow from one, such as a team's table with one row more; it is given a function that
            tells what is newest by then (exercise, respondent). Of several that follow for the same, the last is stored.

        Returns
        -------
        Id -> why it was refused, a sentence; empty where it is stored now or was before.
        """
        self._writable()
        outcome: dict[str, str] = {}
        with understandable(self.place), self._begin() as connection:
            ours = ANSWERS.c.region_id == self.team_id
            following: dict[tuple[str, str], Answer] = {}

            def newest(exercise_id: str, respondent: str) -> Answer | None:
                if (exercise_id, respondent) in following:
                    return following[exercise_id, respondent]
                its = sql.and_(ours, ANSWERS.c.exercise_id == exercise_id, ANSWERS.c.respondent == respondent)
                order = (ANSWERS.c.saved_at.desc(), ANSWERS.c.answer_id.desc())
                row = (
                    connection.execute(sql.select(ANSWERS).where(its).order_by(*order).limit(1))
                    .mappings()
                    .first()
                )
                return None if row is None else answer_of(row)

            def add(answer: Answer) -> None:
                moment = self._next_moment(connection, answer.exercise_id, answer.respondent)
                connection.execute(ANSWERS.insert(), [self._row(replace(answer, saved_at=moment))])

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
                add(checked)
                following.update({(item.exercise_id, item.respondent): item for item in after})
            for item in following.values():
                add(item)
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

    def teams(self) -> dict[str, About]:
        """Give the teams that are in this place, with what they say of themselves; one in a SQLite file."""
        answered = sql.select(ANSWERS.c.region_id).distinct()
        with understandable(self.place), self._engine.connect() as connection:
            found = {str(team_id): About() for team_id in connection.execute(answered).scalars()}
            for row in connection.execute(sql.select(TEAMS)):
                found[row.team_id] = About(row.name, bool(row.practice), bool(row.archived))
        return dict(sorted(found.items()))

    def whose(self) -> str:
        """Give the team whose answers are in this file; this one where there are none yet."""
        found = self.teams()
        if len(found) > 1:
            raise UserError(
                f"There are answers of several teams in it ({', '.join(on_one_line(item)[:60] for item in list(found)[:3])}); export the one "
                "that you mean, and bring that file in."
            )
        return self.team_id if not found else next(iter(found))

    def about(self) -> About:
        """Give what the team says of itself."""
        return self.teams().get(self.team_id, About())

    def describe(self, about: About) -> None:
        """Keep what the team says of itself."""
        self._writable()
        row = {**asdict(about), "name": short(about.name, "name") or "", "team_id": self.team_id}
        with understandable(self.place), self._begin() as connection:
            connection.execute(TEAMS.delete().where(TEAMS.c.team_id == self.team_id))
            connection.execute(TEAMS.insert(), [row])

    def remove(self, respondent: str | None, keep: Callable[[str], None]) -> int:
        """Take answers out, once they are kept elsewhere.

        Parameters
        ----------
        respondent : whose; None for all, and for the team itself.
        keep : is given the answers as the text of an export; where it raises, nothing is taken out.

        Returns
        -------
        How many answers were taken out.
        """
        self._writable()
        mine = ANSWERS.c.region_id == self.team_id
        about = self.about()
        which = mine if respondent is None else sql.and_(mine, ANSWERS.c.respondent == respondent)
        query = sql.select(ANSWERS).where(which).order_by(ANSWERS.c.saved_at, ANSWERS.c.answer_id)
        with understandable(self.place), self._begin() as connection:
            answers = [answer_of(row) for row in connection.execute(query).mappings()]
            if respondent is not None and (not answers or respondent == TEAM):
                raise UserError(f'No one here has answered as "{respondent}".')
            keep(exported(self.team_id, answers, about))
            connection.execute(ANSWERS.delete().where(which))
            if respondent is None:
                connection.execute(TEAMS.delete().where(TEAMS.c.team_id == self.team_id))
                connection.execute(REMOVED.delete().where(REMOVED.c.team_id == self.team_id))
            else:
                connection.execute(REMOVED.insert(), [{"team_id": self.team_id, "respondent": respondent}])
        return len(answers)

    def welcome_back(self, respondent: str) -> None:
        """Let answers of somebody who was removed in again; they come with :meth:`import_file`."""
        self._writable()
        whose = sql.and_(REMOVED.c.team_id == self.team_id, REMOVED.c.respondent == respondent)
        with understandable(self.place), self._begin() as connection:
            connection.execute(REMOVED.delete().where(whose))

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
        with understandable(other.place), other._begin() as connection:
            if rows:
                connection.execute(ANSWERS.insert(), rows)
        return len(rows)

    def _writable(self) -> None:
        if self.refusal:
            raise UserError(self.refusal)

    def check(self) -> list[str]:
        """Look through everything that is stored; say what is wrong, one sentence each.

        Returns
        -------
        Empty where all is well.
        """
        problems = integrity(self._file) if self._file is not None else []
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
            raise UserError(f"The answer to {exercise_id} does not fit: {one_line(error)}") from error
        if len(text) > _LONGEST_VALUE:
            raise UserError(f"The answer to {exercise_id} is too long; shorten its texts.")
        return stored

    def _next_moment(self, connection: Connection, exercise_id: str, respondent: str) -> str:
        """Now, but always after this respondent's last answer, even if the clock was set back.

        An answer that an older version took from a broken clock, of a day to come, is put before now: it would win for ever.
        """
        own = sql.and_(
            ANSWERS.c.region_id == self.team_id,
            ANSWERS.c.exercise_id == exercise_id,
            ANSWERS.c.respondent == respondent,
        )
        now = datetime.now(UTC)
        horizon = written(now + _SKEW)
        late = sql.select(ANSWERS.c.answer_id).where(own, ANSWERS.c.saved_at > horizon)
        order = late.order_by(ANSWERS.c.saved_at, ANSWERS.c.answer_id)
        for answer_id in connection.execute(order).scalars().all():
            moved = ANSWERS.update().where(ANSWERS.c.answer_id == answer_id)
            connection.execute(moved.values(saved_at=written(now)))
            now += _TICK
        last = connection.execute(sql.select(sql.func.max(ANSWERS.c.saved_at)).where(own)).scalar()
        if last is not None and last >= written(now):
            now = datetime.fromisoformat(last) + _TICK
        return written(now)

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
        write_whole(Path(path), exported(self.team_id, answers, self.about()), private=True)
        return len(answers)

    def export_excel(self, path: str | Path) -> int:
        """Write all answers to an Excel workbook; every text stays a text, never a formula.

        Returns
        -------
        How many answers were written.
        """
        from nextgen_helpers.answers_book import book_bytes  # noqa: PLC0415  (it reads the content)

        answers = self.history()
        write_whole(Path(path), book_bytes(answers, self.team_id, SCHEMA_VERSION, FIELDS), private=True)
        return len(answers)

    def import_file(self, path: str | Path, *, other_team: bool = False) -> Merged:
        """Add the answers of an exported file (JSON or Excel), or of another workspace's SQLite file.

        Every answer is kept once, whichever laptop it came from.

        Parameters
        ----------
        other_team : take the answers of another team of the same region, too: on its own laptop a team is the first.
        """
        self._writable()
        source = Path(path)
        if not source.is_file():
            raise UserError(f"There is no file {source}.")
        if source.stat().st_size > _LARGEST_FILE:
            raise UserError(f"{source} is too large for a workspace.")
        kind = source.suffix.lower()
        if kind == ".json":
            region_id, answers = from_json(source)
        elif kind == ".xlsx":
            region_id, answers = from_excel(source)
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
        inspect_file(source)
        # A copy is opened: the file of the other laptop stays as it is.
        with work_folder("answers") as work:
            copy = work / "other.db"
            with understandable(source.name), read_only(source) as original, sqlite3.connect(copy) as target:
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
        for number, answer in enumerate(answers, start=1):
            try:
                checked.append(self._row(sound(answer, self._checked)))
            except (UserError, ValueError, TypeError, RecursionError, OverflowError) as error:
                raise UserError(
                    f"{name}: answer {number} ({on_one_line(answer.answer_id)[:40]}) is not sound: {one_line(error)} Nothing was added."
                ) from error
        with understandable(self.place), self._begin() as connection:
            gone = set(
                connection.execute(
                    sql.select(REMOVED.c.respondent).where(REMOVED.c.team_id == self.team_id)
                ).scalars()
            )
            given, checked = len(checked), [row for row in checked if row["respondent"] not in gone]
            query = sql.select(ANSWERS.c.answer_id, ANSWERS.c.value)
            known = {row.answer_id: row.value for row in connection.execute(query)}
            new = {}
            for row in checked:
                here = known.get(row["answer_id"])
                if here is None:
                    new[row["answer_id"]] = row
                elif json.loads(here) != json.loads(row["value"]):  # its time can have been put right here
                    raise UserError(
                        f"{name}: answer {row['answer_id']} is another one here; the file was changed "
                        "by hand. Nothing was added."
                    )
            joined = self._joined(connection, checked, new)
            from_future = _brought_to_now(list(new.values()))
            if new:
                connection.execute(ANSWERS.insert(), list(new.values()))
        return Merged(len(new), len(checked) - len(new), joined, given - len(checked), from_future)

    def _joined(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]], new: Mapping[str, Any]
    ) -> int:
        """Count the people who have answered the same exercise here and, otherwise, in the file."""
        query = sql.select(ANSWERS.c.answer_id, ANSWERS.c.exercise_id, ANSWERS.c.respondent).where(
            ANSWERS.c.region_id == self.team_id
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


def written(moment: datetime) -> str:
    """Write a moment as it is stored."""
    return moment.isoformat(timespec="microseconds")


def _brought_to_now(rows: list[dict[str, Any]]) -> int:
    """Let answers of a time that has not come count as of now, in their order; give how many there were."""
    now = datetime.now(UTC)
    late = sorted(
        (row for row in rows if row["saved_at"] > written(now)), key=lambda row: str(row["saved_at"])
    )
    for number, row in enumerate(late):
        row["saved_at"] = written(now + number * _TICK)
    return sum(1 for _ in late)


def _toolkit_checks() -> Mapping[str, Check]:
    from nextgen_helpers.toolkit.catalog import checks  # noqa: PLC0415  (loads the content)

    return checks()
