"""The server of one room or several: where it listens, what it says, and how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import uvicorn

from nextgen_helpers.errors import UserError
from nextgen_helpers.open_rooms import OpenRoom, note_open
from nextgen_helpers.room.app import room_app
from nextgen_helpers.room.facilitator import open_activity
from nextgen_helpers.room.meeting import Meeting, codes_of, server_key
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.room import activity

PORT: Final = 8765
_LOOPBACK: Final = "127.0.0.1"
_EVERYWHERE: Final = "0.0.0.0"  # noqa: S104  (only where somebody asked for it)
_GOODBYE_SECONDS: Final = 3


def addresses() -> list[str]:
    """Give the addresses at which other devices in the same network find this computer, the most likely first."""
    found: list[str] = []
    # An address for documentation only: nothing is sent, the system says which way it would go, if there is a network.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        found.append(str(probe.getsockname()[0]))
    with contextlib.suppress(OSError):  # a computer that does not know its own name
        found += [
            str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        ]
    return [item for item in dict.fromkeys(found) if not item.startswith("127.")]


def serve(  # noqa: PLR0913  (as many as the command has options)
    team_ids: Sequence[str], *, port: int = PORT, network: bool = False, address: str = "", opens: str = "", seats: int = 300,
    new_codes: bool = False, say: Callable[[list[OpenRoom], str], None],
) -> None:  # fmt: skip
    """Open rooms, and wait until the server is ended.

    network : listen for other devices in the network, not only for this computer.
    address : the address that phones use, if it is not the first of :func:`addresses`.
    opens : id of an activity that is open from the start.
    seats : how many people come into a room.
    new_codes : draw new codes; those of before lead nowhere then.
    say : told the addresses of all rooms, and that of the trainer's page, once the server listens.
    Raises UserError: the port is taken, there is no such team or activity, a room is open already, or nothing can be saved.
    """
    if opens:
        activity(opens)
    # The wall shows charts that need no script; this process does nothing else.
    os.environ["NEXTGEN_OUTPUT"] = "paper"
    host = _EVERYWHERE if network else _LOOPBACK
    listening = _listening(host, port)
    real = listening.getsockname()[1]
    shown = address or (next(iter(addresses()), _LOOPBACK) if network else _LOOPBACK)
    base = f"http://{shown}:{real}"
    meetings: list[Meeting] = []
    try:
        for team_id in team_ids:
            taken = [meeting.codes.code for meeting in meetings]
            meetings.append(_meeting(team_id, seats, taken, new=new_codes))
    except BaseException:
        for meeting in meetings:
            meeting.lock.release()
        raise
    trainer = server_key("trainer")[:24]
    local = f"http://{_LOOPBACK}:{real}"
    opened = [
        OpenRoom(
            meeting.title, meeting.codes.code, f"{base}/j/{meeting.codes.code}", f"{base}/wall/{meeting.codes.code}",
            f"{local}/f/{meeting.codes.secret}",
        )
        for meeting in meetings
    ]  # fmt: skip

    async def run() -> None:
        for meeting in meetings:
            if opens and meeting.state.open != opens:  # after a stop it is open still
                await open_activity(meeting, opens)
        for meeting, room in zip(meetings, opened, strict=True):
            notes.append(note_open(meeting.team.workspace.team_id, room))
        say(opened, f"{local}/all/{trainer}")

    notes: list[Path] = []
    app = room_app(meetings, base, key=server_key("cookies"), trainer=trainer, ready=run)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=_GOODBYE_SECONDS, lifespan="on"
    )
    try:
        _Server(config, meetings).run([listening])
    finally:
        for file in notes:
            file.unlink(missing_ok=True)


class _Server(uvicorn.Server):
    """Lets those who listen for changes go before it ends; it would otherwise wait for them, and complain."""

    def __init__(self, config: uvicorn.Config, meetings: Sequence[Meeting]) -> None:
        super().__init__(config)
        self._meetings = meetings

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        for meeting in self._meetings:
            meeting.let_go()
        await super().shutdown(sockets)


def _meeting(team_id: str, seats: int, taken: Sequence[str], *, new: bool) -> Meeting:
    team = Team.open(team_id)
    if team.read_only:
        raise UserError(f"{team.workspace.refusal} A room needs a team of your own: choose a region first.")
    codes = codes_of(team.workspace.team_id, new=new, taken=taken)
    if codes.code in taken:
        codes = codes_of(team.workspace.team_id, new=True, taken=taken)
    return Meeting(team, codes, seats)


def _listening(host: str, port: int) -> socket.socket:
    """Take the port, or say that it is taken."""
    # Named as TCP, asyncio sends small answers at once; they would wait 40 ms for the other side otherwise.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":  # on Windows this would let two servers share a port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise UserError(
            f"Port {port} is in use; close the other room, or name another port with --port {port + 1}."
        ) from error
    made.listen(512)
    return made


def as_json(opened: Sequence[OpenRoom], trainer: str) -> str:
    """Write the addresses for a script: of one room its own, of several all of them and the trainer's page."""
    rooms = [
        {"code": item.code, "join": item.join, "wall": item.wall, "facilitator": item.facilitator}
        for item in opened
    ]
    if len(rooms) == 1:
        return json.dumps(rooms[0])
    told = [{"team": item.team, **room} for item, room in zip(opened, rooms, strict=True)]
    return json.dumps({"trainer": trainer, "rooms": told})
