"""An answer as it was given, and how it is read from elsewhere."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import on_one_line
from nextgen_helpers.people import TEAM
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from sqlalchemy.engine import RowMapping

#: Version of the tables. An older file is migrated after a backup, a newer one is refused.
SCHEMA_VERSION: Final = 1
LONGEST_NAME: Final = 200
#: An answer that says it is of another year comes from a broken clock or from nobody's form.
FIRST_YEAR: Final = 2017
LAST_YEAR: Final = 2099
FIELDS: Final = ("answer_id", "exercise_id", "respondent", "author", "stakeholder_group", "saved_at", "value")

#: Checks a value of an exercise and gives it back in its stored form; raises ValueError.
Check = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as it was given."""

    answer_id: str  # 32 hexadecimal digits, the same on every laptop that holds a copy
    exercise_id: str
    respondent: str  # who it counts for: a person's own key, or ``team``. It holds no name
    author: str | None  # the name that was given; None where none was
    stakeholder_group: str | None  # such as ``workforce board``; None where none was given
    saved_at: str  # when, in UTC (ISO 8601, microseconds)
    value: Any  # what was answered, as plain values

    @classmethod
    def new(
        cls,
        exercise_id: str,
        value: Any,
        respondent: str = TEAM,
        author: str | None = None,
        stakeholder_group: str | None = None,
    ) -> Answer:
        """Make an answer that is not stored yet; the workspace says when it was saved."""
        return cls(uuid.uuid4().hex, exercise_id, respondent, author, stakeholder_group, "", value)

    @property
    def when(self) -> datetime:
        """The moment at which it was saved, in local time; a time that is none, or of no year of ours, is shown as it can be."""
        try:
            return datetime.fromisoformat(self.saved_at).astimezone()
        except (ValueError, OverflowError):
            return datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of bringing answers together."""

    added: int  # answers that were new here
    known: int  # answers that were here already
    joined: int = 0  # people who have answered the same exercise here and there
    left_out: int = 0  # answers of people whom the team has removed
    from_future: int = 0  # answers whose time had not come yet, since a clock was wrong; they count as of now

    def summary(self) -> str:
        """Say it in a few sentences."""
        here = f"{self.known:,} {'was' if self.known == 1 else 'were'} here already"
        sentences = [f"{plural(self.added, 'answer')} added, {here}."]
        if self.joined:
            people = plural(self.joined, "person has", "people have")
            sentences.append(f"{people} answered both here and there; the newest answer counts.")
        if self.left_out:
            sentences.append(f"{plural(self.left_out, 'answer')} of people who were removed here stayed out.")
        if self.from_future:
            early = plural(self.from_future, "answer has", "answers have")
            counts = "it counts" if self.from_future == 1 else "they count"
            clock = "a time that has not come yet, so a clock was wrong there"
            sentences.append(f"{early} {clock}; {counts} as of now.")
        return " ".join(sentences)


@dataclass(frozen=True, slots=True)
class About:
    """What a team says of itself."""

    name: str = ""  # what it is called; empty where nobody has named it
    practice: bool = False  # its answers are for practice, and count nowhere else
    archived: bool = False  # it is kept, and no longer offered


def answer_of(row: RowMapping) -> Answer:
    """Read an answer from its row in a table."""
    values = {name: row[name] for name in FIELDS}
    return Answer(**{**values, "value": json.loads(values["value"])})


def sound(answer: Answer, check: Callable[[str, Any], Any]) -> Answer:
    """Check an answer that comes from a file as one that is typed in."""
    if not isinstance(answer.answer_id, str) or not re.fullmatch(r"[0-9a-f]{32}", answer.answer_id):
        raise ValueError("its id is not one of ours.")
    moment = datetime.fromisoformat(str(answer.saved_at))
    if moment.tzinfo is None:
        raise ValueError("its time has no time zone.")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(
            f"its time is of the year {moment.year}; answers are of {FIRST_YEAR} to {LAST_YEAR}."
        )
    return replace(
        answer,
        respondent=short(answer.respondent, "respondent") or TEAM,
        author=short(answer.author, "author"),
        stakeholder_group=short(answer.stakeholder_group, "stakeholder_group"),
        saved_at=moment.astimezone(UTC).isoformat(timespec="microseconds"),
        value=check(answer.exercise_id, answer.value),
    )


def short(text: str | None, name: str) -> str | None:
    """Give a name as it can be stored and exported: on one line, without control characters; None where nothing is left."""
    if text is None:
        return None
    cleaned = on_one_line(text)
    if len(cleaned) > LONGEST_NAME:
        raise UserError(f"The {name.replace('_', ' ')} is too long; at most {LONGEST_NAME} characters.")
    return cleaned or None


def one_line(error: BaseException) -> str:
    """Give the first thing that is wrong, on one line."""
    errors = getattr(error, "errors", None)
    if callable(errors):  # pydantic: the first thing that is wrong, and where
        first = errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {first['msg']}." if where else f"{first['msg']}."
    return str(error).strip().split("\n", 1)[0]
