"""Rooms that are open on this computer: the server notes its own, a notebook finds it again and can close it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import httpx

from nextgen_helpers.places import user_home, writable_folder, write_whole

_GOODBYE_SECONDS: Final = 8.0


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A room that is open."""

    team: str  # what the team is called
    code: str  # six digits that lead into it
    # join, wall, facilitator: addresses for phones, the wall, and the facilitator alone
    join: str
    wall: str
    facilitator: str


def note_open(team_id: str, room: OpenRoom) -> Path:
    """Note that this process serves a team's room; give the file, to be removed at the end."""
    file = _file(team_id)
    write_whole(file, json.dumps({"pid": os.getpid(), **asdict(room)}), private=True)
    return file


def find_open(team_id: str) -> OpenRoom | None:
    """Give a team's room where its server answers; None where there is none."""
    held = _held(team_id)
    return None if held is None else held[0]


def close_open(team_id: str) -> bool:
    """End the server of a team's room; tell whether there was one."""
    held = _held(team_id)
    if held is None:
        return False
    with contextlib.suppress(OSError):
        os.kill(held[1], signal.SIGTERM)
    until = time.monotonic() + _GOODBYE_SECONDS
    while find_open(team_id) and time.monotonic() < until:
        time.sleep(0.1)
    return True


def _held(team_id: str) -> tuple[OpenRoom, int] | None:
    """Read the note, and ask the server that it names; a note that a killed server left behind counts for nothing."""
    try:
        held = json.loads(_file(team_id).read_text(encoding="utf-8"))
        pid = int(held.pop("pid"))
        room = OpenRoom(**held)
        root = room.facilitator.partition("/f/")[0]
        answer = httpx.get(f"{root}/up", timeout=2)
    except (OSError, ValueError, TypeError, KeyError, httpx.HTTPError):
        return None
    return (room, pid) if answer.text == f"nextgen room {pid}" else None


def _file(team_id: str) -> Path:
    return writable_folder(user_home() / "rooms") / f"{team_id}.open"
