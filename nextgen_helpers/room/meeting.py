"""A team's room while it is open: its codes, what is going on, and the one way in which something is kept."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock, Timeout

from nextgen_helpers.errors import UserError
from nextgen_helpers.people import TEAM, new_number, person_key
from nextgen_helpers.places import user_home, writable_folder, write_whole
from nextgen_helpers.room.into_sheets import Follower
from nextgen_helpers.room.state import Person, RoomState
from nextgen_helpers.toolkit.room_entries import ROOM, RoomEntry
from nextgen_helpers.workspace import Answer
from nextgen_helpers.workspace.kept import written

if TYPE_CHECKING:
    from nextgen_helpers.team_answers import Team

_DIGITS: Final = 6
#: How many messages are stored together at most; each waits for its own to be on disk.
_TOGETHER: Final = 200
_NAMES_SECONDS: Final = 10.0
#: Seconds after which a silent listener hears a sign of life.
_SIGN_OF_LIFE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Codes:
    """What leads into a room: the code for people, and the secret of the facilitator."""

    code: str
    secret: str


def codes_of(team_id: str, *, new: bool = False, taken: Iterable[str] = ()) -> Codes:
    """Give the codes of a team's room; they stay the same, so that phones find it again after a stop.

    new : draw other ones.
    taken : codes of other rooms.
    """
    file = writable_folder(user_home() / "rooms") / f"{team_id}.json"
    if not new:
        with contextlib.suppress(OSError, ValueError, TypeError):
            return Codes(**json.loads(file.read_text(encoding="utf-8")))
    while (code := str(secrets.randbelow(9 * 10 ** (_DIGITS - 1)) + 10 ** (_DIGITS - 1))) in set(taken):
        pass
    drawn = Codes(code, secrets.token_urlsafe(16))
    write_whole(file, json.dumps(asdict(drawn)), private=True)
    return drawn


def server_key(name: str) -> str:
    """Give a secret of this computer by its name, such as the one that signs cookies; it stays the same after a stop."""
    file = writable_folder(user_home() / "rooms") / f"{name}.key"
    with contextlib.suppress(OSError):
        return file.read_text(encoding="utf-8").strip()
    write_whole(file, secrets.token_hex(32), private=True)
    return file.read_text(encoding="utf-8").strip()


class NotKeptError(UserError):
    """It could not be written now, such as on a full disk; nothing is wrong with it."""


@dataclass(slots=True)
class _Message:
    """Something on its way to the disk."""

    answer: Answer
    kept: asyncio.Future[str]


@dataclass
class Meeting:
    """A room that is open."""

    team: Team
    codes: Codes  # what leads into it
    seats: int = 300  # how many people come in
    state: RoomState = field(init=False)
    title: str = field(init=False)

    def __post_init__(self) -> None:
        self.title = self.team.entry.label
        self.lock = FileLock(
            user_home() / "rooms" / f"{self.team.workspace.team_id}.lock", thread_local=False
        )
        try:
            self.lock.acquire(timeout=0)
        except Timeout as error:
            raise UserError(
                f"The room of {self.title} is open already on this computer; close that one first."
            ) from error
        self.state = RoomState(self.team.workspace.history(ROOM))
        self._queue: asyncio.Queue[_Message] = asyncio.Queue()
        self._disk = ThreadPoolExecutor(1, "room")
        self._listeners: set[asyncio.Event] = set()
        self._over = False
        self._work: asyncio.Task[None] | None = None
        self._names: tuple[float, dict[str, list[str]]] = (-_NAMES_SECONDS, {})

    def phone_version(self) -> str:
        """Give a word that changes when phones have something else to show."""
        state = self.state
        ideas = state.activity is not None and state.activity.kind == "ideas"
        released = len(state.gathered().released()) if ideas else ""
        return f"{state.open}.{state.round}.{state.stage}.{int(state.revealed)}.{released}"

    # -- keeping ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to keep what is sent."""
        self._work = asyncio.get_running_loop().create_task(self._keep())

    async def stop(self) -> None:
        """End; what was sent before is kept first."""
        if self._work:
            await self._queue.join()
            self._work.cancel()
        self._disk.shutdown()
        self.lock.release()
        self.team.workspace.close()

    async def put(self, sent: str, value: dict[str, Any], person: Person | None = None) -> None:
        """Keep something; when this returns, it is on disk.

        sent : id that the phone gave it; the same thing sent twice is kept once.
        value : a :class:`~nextgen_helpers.toolkit.room_entries.RoomEntry`.
        person : who did it; None for the facilitator.
        Raises UserError: it does not fit; as a ``NotKeptError`` it fits, and can be sent again.
        """
        whole = RoomEntry.model_validate(value).model_dump(mode="json")
        who = person.key if person else TEAM
        content = json.dumps([sent, who, whole], sort_keys=True)
        answer = Answer(
            hashlib.sha256(content.encode()).hexdigest()[:32], ROOM, who, (person.name or None) if person else None,
            (person.group or None) if person else None, written(datetime.now(UTC)), whole,
        )  # fmt: skip
        kept: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await self._queue.put(_Message(answer, kept))
        refused = await kept
        if refused:
            raise UserError(refused)

    async def facilitate(self, did: str, **value: Any) -> None:
        """Keep something that the facilitator did, in the round of its activity."""
        name = value.get("activity", "")
        await self.put(secrets.token_hex(16), {"did": did, "round": self.state.rounds.get(name, 1), **value})

    async def _keep(self) -> None:
        """Write what is waiting, many at once; an act of the facilitator stands alone, as what follows depends on all before."""
        held: _Message | None = None
        while True:
            batch = [held or await self._queue.get()]
            held = None
            while batch[0].answer.respondent != TEAM and len(batch) < _TOGETHER and not self._queue.empty():
                following = self._queue.get_nowait()
                if following.answer.respondent == TEAM:
                    held = following
                    break
                batch.append(following)
            await self._write(batch)
            for _ in batch:
                self._queue.task_done()

    async def _write(self, batch: list[_Message]) -> None:
        loop = asyncio.get_running_loop()
        try:
            stored = await loop.run_in_executor(self._disk, self._take, [item.answer for item in batch])
        except Exception as error:  # noqa: BLE001  (whatever stops the disk is told to those who wait, and the room goes on)
            if len(batch) > 1:
                for item in batch:
                    await self._write([item])
                return
            if not batch[0].kept.done():
                batch[0].kept.set_exception(NotKeptError(f"It could not be kept: {error}"))
            return
        for item in batch:
            refused = stored[item.answer.answer_id]
            if not refused:
                self.state.add(item.answer)
            if not item.kept.done():
                item.kept.set_result(refused)
        self.tell()

    def _take(self, answers: list[Answer]) -> dict[str, str]:
        follower = Follower(self.team, self.state)
        follower.prepare(answers)
        return self.team.workspace.take(answers, follower.follow)

    async def names(self) -> dict[str, list[str]]:
        """Give the names that are offered while typing; they are read anew at most every few seconds."""
        now = asyncio.get_running_loop().time()
        if now - self._names[0] > _NAMES_SECONDS:
            self._names = (now, self._names[1])  # others take the old ones meanwhile
            self._names = (now, await asyncio.to_thread(self.team.names))
        return self._names[1]

    # -- listening ----------------------------------------------------------------------------------

    def tell(self) -> None:
        """Let everybody who listens look again."""
        for heard in self._listeners:
            heard.set()

    def let_go(self) -> None:
        """End the lines of all who listen; a browser comes back by itself."""
        self._over = True
        self.tell()

    async def changes(self, pause: float) -> AsyncIterator[None]:
        """Give a sign whenever something has changed, or nothing has for a while; at most one in each pause."""
        heard = asyncio.Event()
        self._listeners.add(heard)
        try:
            while not self._over:
                yield
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(heard.wait(), _SIGN_OF_LIFE)
                heard.clear()
                await asyncio.sleep(pause)
        finally:
            self._listeners.discard(heard)

    # -- people -------------------------------------------------------------------------------------

    def new_code(self) -> str:
        """Draw the number with which somebody comes back."""
        return new_number(self.state.people.keys())

    def person_of(self, number: str) -> Person | None:
        """Give who has a number; None where nobody in this room has."""
        return self.state.people.get(person_key(number))
