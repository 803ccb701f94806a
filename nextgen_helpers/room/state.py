"""What is going on in a room, as it follows from everything that was done in it: nothing else is kept anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.people import TEAM
from nextgen_helpers.toolkit.room import Activity, activities

if TYPE_CHECKING:
    from nextgen_helpers.workspace import Answer

#: After so long the next meeting begins with nothing open, and what is opened again begins anew.
_A_MEETING: Final = timedelta(hours=12)
#: What a facilitator can take back.
_UNDOABLE: Final = frozenset(
    ("opened", "closed", "revealed", "hidden", "next", "release", "refuse", "together", "skip", "timer")
)
#: Stages of "ideas to commitments".
COLLECT, VOTE, COMMIT = 0, 1, 2
#: How many ideas become priorities.
TOP: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone; the name and the organization are empty where no exercise has asked for them."""

    key: str
    group: str = ""
    name: str = ""
    organization: str = ""


@dataclass(slots=True)
class Said:
    """An idea or a word that somebody typed; it waits until the facilitator releases it, and can be joined to another."""

    id: str
    person: str
    text: str
    status: str = "waiting"
    joined_to: str = ""


@dataclass(slots=True)
class Gathered:
    """What has come in for an activity in one of its rounds."""

    answered: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    points: dict[str, dict[str, int]] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    votes: dict[str, set[str]] = field(default_factory=dict)
    rows: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    commitments: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def people(self) -> set[str]:
        """Give the keys of all who have answered anything."""
        rows = (*self.rows.values(), *self.commitments.values())
        return {
            *self.answered, *self.points, *(item.person for item in self.said.values()), *(person for person, _ in rows),
            *(person for voters in self.votes.values() for person in voters),
        }  # fmt: skip

    def of_stage(self, stage: int) -> set[str]:
        """Give who has done what a stage of "ideas to commitments" asks for."""
        if stage == VOTE:
            return set().union(*self.votes.values())
        if stage == COMMIT:
            return {person for person, _ in self.commitments.values()}
        return {item.person for item in self.said.values()}

    def released(self) -> list[Said]:
        """Give what the facilitator has released, without what was joined to another."""
        return [item for item in self.said.values() if item.status == "released" and not item.joined_to]

    def voters(self, idea: str) -> set[str]:
        """Give who is for an idea, or for one that was joined to it."""
        ids = [idea, *(item.id for item in self.said.values() if item.joined_to == idea)]
        return set().union(*(self.votes.get(one, set()) for one in ids))

    def ranked(self) -> list[tuple[Said, int]]:
        """Give the released ideas with their votes, the most first; those that came earlier stand before others with as many."""
        counted = [(item, len(self.voters(item.id))) for item in self.released()]
        return sorted(counted, key=lambda pair: -pair[1])

    def totals(self, items: Iterable[str]) -> list[tuple[str, int, int]]:
        """Give for each item its points and how many people gave it some, the most first."""
        counted = [
            (item, sum(own.get(item, 0) for own in self.points.values()), sum(own.get(item, 0) > 0 for own in self.points.values()))
            for item in items
        ]  # fmt: skip
        return sorted(counted, key=lambda entry: -entry[1])

    def chosen(self, question: str) -> dict[str, int]:
        """Count the answers to a question."""
        return Counter(own[question][0] for own in self.answered.values() if question in own)

    def reasons(self, question: str) -> list[str]:
        """Give what was typed beside the answers to a question, without who typed it."""
        return sorted(
            own[question][1] for own in self.answered.values() if question in own and own[question][1]
        )


class RoomState:
    """The room as it is now.

    entries : everything that was done, oldest first.
    now : decides what belongs to an earlier meeting; by default this moment.
    """

    def __init__(self, entries: Iterable[Answer] = (), now: datetime | None = None) -> None:
        self._entries: list[Answer] = []
        self._now = now or datetime.now(UTC)
        self._begin()
        for entry in entries:
            self.add(entry)
        last = max((item.when for item in self._entries if item.respondent == TEAM), default=None)
        if last is not None and self._now - last > _A_MEETING:
            self.open = ""

    def _begin(self) -> None:
        self.people: dict[str, Person] = {}
        self.open, self.stage, self.revealed, self.ends = "", COLLECT, False, ""
        self.rounds: dict[str, int] = {}
        self.opened_at: dict[str, datetime] = {}
        self.skipped: set[str] = set()
        self._items: dict[str, list[str]] = {}
        self.seen: set[str] = set()
        self._gathered: dict[tuple[str, int], Gathered] = {}
        self._done: list[Answer] = []

    @property
    def activity(self) -> Activity | None:
        """What is open; None for nothing."""
        return activities().get(self.open)

    @property
    def round(self) -> int:
        """The round of what is open."""
        return self.rounds.get(self.open, 1)

    @property
    def count(self) -> int:
        """How many things were done."""
        return len(self._entries)

    def gathered(self, activity: str | None = None) -> Gathered:
        """Give what has come in for an activity in its round; by default for what is open."""
        name = self.open if activity is None else activity
        return self._gathered.setdefault((name, self.rounds.get(name, 1)), Gathered())

    def items(self, activity: str) -> list[str]:
        """Give what points or scores are given to, as it was when the activity was opened."""
        return self._items.get(activity, [])

    def answered(self) -> int:
        """Count who has answered what is open, in its stage."""
        gathered = self.gathered()
        staged = self.activity is not None and self.activity.kind == "ideas"
        return len(gathered.of_stage(self.stage) if staged else gathered.people())

    def next_round(self, activity: str) -> int:
        """Give the round in which an activity is opened: the same within a meeting, else a new one."""
        before = self.opened_at.get(activity)
        if before is None:
            return 1
        return self.rounds[activity] + (max(datetime.now(UTC), self._now) - before > _A_MEETING)

    def last_done(self) -> Answer | None:
        """Give what the facilitator can take back now; None where there is nothing."""
        return self._done[-1] if self._done else None

    def add(self, entry: Answer) -> None:
        """Take in what was done; what an undo names is as if it had never been."""
        if entry.answer_id in self.seen:
            return
        self._entries.append(entry)
        if entry.value["did"] != "undo":
            self._apply(entry)
            return
        gone = {item.value["about"] for item in self._entries if item.value["did"] == "undo"}
        kept, self._entries = self._entries, []
        self._begin()
        for item in kept:
            self._entries.append(item)
            if item.value["did"] == "undo" or item.answer_id in gone:
                self.seen.add(item.answer_id)
            else:
                self._apply(item)

    def _apply(self, entry: Answer) -> None:
        self.seen.add(entry.answer_id)
        if entry.respondent == TEAM:
            self._facilitator(entry)
        else:
            self._participant(entry, entry.value)

    def _facilitator(self, entry: Answer) -> None:  # noqa: C901  (one case for each)
        value = entry.value
        about, name = value["about"], value["activity"]
        if value["did"] in _UNDOABLE:
            self._done.append(entry)
        gathered = self._gathered.setdefault((name, value["round"]), Gathered())
        match value["did"]:
            case "opened":
                self.open, self.stage, self.revealed, self.ends = name, COLLECT, False, ""
                self.rounds[name] = value["round"]
                self._items[name] = list(value["row"].get("items", ()))
                self.opened_at[name] = entry.when
                self.skipped.discard(name)
            case "closed":
                self.open, self.ends = "", ""
            case "revealed" | "hidden":
                self.revealed = value["did"] == "revealed"
            case "next":
                self.stage += 1
            case "skip":
                self.skipped.add(name)
            case "timer":
                self.ends = value["text"]
            case "refuse" if about in gathered.commitments:
                del gathered.commitments[about]
            case "release" | "refuse" if about in gathered.said:
                gathered.said[about].status = "released" if value["did"] == "release" else "refused"
            case "together" if about in gathered.said:
                gathered.said[about].status, gathered.said[about].joined_to = "released", value["text"]

    def _participant(self, entry: Answer, value: dict[str, Any]) -> None:  # noqa: C901  (one case for each)
        who, about = entry.respondent, value["about"]
        if who not in self.people or value["did"] == "joined":
            organization = value["text"] if value["did"] == "joined" else ""
            self.people[who] = Person(who, entry.stakeholder_group or "", entry.author or "", organization)
        gathered = self._gathered.setdefault((value["activity"], value["round"]), Gathered())
        match value["did"]:
            case "answered" | "chose":
                gathered.answered.setdefault(who, {})[about] = (value["text"], value["reason"])
            case "points":
                gathered.points[who] = dict(value["points"])
            case "idea" | "word":
                gathered.said[entry.answer_id] = Said(entry.answer_id, who, value["text"])
            case "vote":
                gathered.votes.setdefault(about, set()).add(who)
            case "vote_out":
                gathered.votes.get(about, set()).discard(who)
            case "row":
                gathered.rows[entry.answer_id] = (who, value["row"])
            case "row_out":
                for rows in (gathered.rows, gathered.commitments):
                    if rows.get(about, ("",))[0] == who:
                        del rows[about]
            case "commit":
                gathered.commitments[entry.answer_id] = (who, value["row"])
