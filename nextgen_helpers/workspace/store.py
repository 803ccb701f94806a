"""A team's workspace: its answers are only added, checked by their exercise, and brought together with those of other laptops."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sql

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import on_one_line
from nextgen_helpers.people import TEAM
from nextgen_helpers.places import write_whole
from nextgen_helpers.work_folder import work_folder
from nextgen_helpers.workspace.answers import (
    FIELDS,
    SCHEMA_VERSION,
    About,
    Answer,
    Merged,
    answer_of,
    one_line,
    short,
    sound,
)
from nextgen_helpers.workspace.database import (
    ANSWERS,
    REMOVED,
    TEAMS,
    inspect_file,
    integrity,
    read_only,
    understandable,
)
from nextgen_helpers.workspace.exchange import exported, from_excel, from_json
from nextgen_helpers.workspace.kept import TICK, KeptAnswers, written

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_ANSWER_ID: Final = re.compile(r"\b[0-9a-f]{32}\b")
_LARGEST_FILE: Final = 200 * 1024**2


@dataclass(frozen=True)
class Workspace(KeptAnswers):
    """The answers of one team.

    Made by :meth:`open`. Use it in a ``with`` block, or :meth:`close` it.

    team_id : whose answers: a region's id for its first team, such as ``tx-alamo``, or ``tx-alamo--riverside``.
    checks : for each exercise the check that its values must pass.
    refusal : why nothing can be saved, in one sentence; empty where it can.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "tx-texoma.db"
    >>> with Workspace.open("tx-texoma", f"sqlite:///{file}", checks={"greeting": str}) as workspace:
    ...     _ = workspace.save("greeting", "hello", respondent="ann")
    ...     _ = workspace.save("greeting", "good morning", respondent="ann")
    ...     [answer.value for answer in workspace.current("greeting")]
    ['good morning']
    """

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

        respondent : whose; None for all, and for the team itself.
        keep : is given the answers as the text of an export; where it raises, nothing is taken out.
        Gives how many answers were taken out.
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

        Gives how many answers were copied.
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

    def check(self) -> list[str]:
        """Look through everything that is stored; say what is wrong, one sentence each.

        Gives nothing where all is well.
        """
        problems = integrity(self._file) if self._file is not None else []
        for answer in self.history():
            try:
                self._checked(answer.exercise_id, answer.value)
            except UserError as error:
                problems.append(f"Answer {answer.answer_id} of {answer.saved_at}: {error}")
        return problems

    def export_json(self, path: str | Path) -> int:
        """Write all answers, with their history, to a JSON file; gives how many answers were written."""
        answers = self.history()
        write_whole(Path(path), exported(self.team_id, answers, self.about()), private=True)
        return len(answers)

    def export_excel(self, path: str | Path) -> int:
        """Write all answers to an Excel workbook; every text stays a text, never a formula.

        Gives how many answers were written.
        """
        from nextgen_helpers.answers_book import book_bytes  # noqa: PLC0415  (it reads the content)

        answers = self.history()
        write_whole(Path(path), book_bytes(answers, self.team_id, SCHEMA_VERSION, FIELDS), private=True)
        return len(answers)

    def import_file(self, path: str | Path, *, other_team: bool = False) -> Merged:
        """Add the answers of an exported file (JSON or Excel), or of another workspace's SQLite file.

        Every answer is kept once, whichever laptop it came from.

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
        same_region = region_id.partition("--")[0] == self.team_id.partition("--")[0]
        if not same_region or (region_id != self.team_id and not other_team):
            raise UserError(
                f"{source.name} holds answers of {region_id}, not of {self.team_id}"
                + ("; to take them in all the same, add --other-team." if same_region else ".")
            )
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
            removed = sql.select(REMOVED.c.respondent).where(REMOVED.c.team_id == self.team_id)
            gone = set(connection.execute(removed).scalars())
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


def _brought_to_now(rows: list[dict[str, Any]]) -> int:
    """Let answers of a time that has not come count as of now, in their order; give how many there were."""
    now = datetime.now(UTC)
    late = sorted(
        (row for row in rows if row["saved_at"] > written(now)), key=lambda row: str(row["saved_at"])
    )
    for number, row in enumerate(late):
        row["saved_at"] = written(now + number * TICK)
    return len(late)
