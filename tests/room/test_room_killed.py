"""The real server, killed at random moments while phones answer: what was acknowledged is there, once."""

from __future__ import annotations

import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from room_server import RoomServer

from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.room_entries import ROOM

PORT = 8768
PHONES, QUESTIONS, KILLS = 8, 8, 3
_PATIENCE = 120


def patient(call, *arguments, **options):
    """Ask until the server is there again, as a phone does."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            answer = call(*arguments, **options)
            if not answer.is_server_error:
                return answer
        except httpx.TransportError:
            assert time.monotonic() < until
        time.sleep(0.1)


def answer_all(join: str, begun: threading.Barrier) -> set[str]:
    """Join and answer; give the numbers of the questions that were acknowledged."""
    root, kept = join.partition("/j/")[0], set()
    with httpx.Client(follow_redirects=True, timeout=30) as phone:
        page = patient(phone.post, join, data={"group": "Employer"}).text
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        questions = list(dict.fromkeys(re.findall(r'name="about" value="([^"]+)"', page)))[:QUESTIONS]
        begun.wait()
        for question in questions:
            sent = {
                "token": token, "sent": secrets.token_hex(16), "activity": "building_momentum", "round": "1", "did": "chose",
                "about": question, "text": "yes",
            }  # fmt: skip
            for _ in range(2):  # the second time as if the acknowledgment had been lost
                told = patient(
                    phone.post, f"{root}/do", data=sent, headers={"Accept": "application/json"}
                ).json()
                assert told == {"kept": True}
            kept.add(question)
            time.sleep(0.3)
    return kept


@pytest.mark.parametrize("place", ["file", pytest.param("server", marks=pytest.mark.server)])
def test_nothing_acknowledged_is_lost_or_doubled(place, home, monkeypatch, request):
    assert home
    if place == "server":
        monkeypatch.setenv("NEXTGEN_WORKSPACE_URL", request.getfixturevalue("server"))
    room = RoomServer(PORT, "tx-alamo", "--activity", "building_momentum")
    codes, begun = room.said, threading.Barrier(PHONES + 1)
    with ThreadPoolExecutor(PHONES) as phones:
        waiting = [phones.submit(answer_all, room.said["join"], begun) for _ in range(PHONES)]
        begun.wait(timeout=60)
        for _ in range(KILLS):
            time.sleep(0.1 + secrets.randbelow(500) / 1000)
            room.end(signal.SIGKILL)
            room.start()
            assert room.said == codes
        assert all(len(item.result(timeout=_PATIENCE)) == QUESTIONS for item in waiting)
    room.end(signal.SIGTERM)
    with Team.open("tx-alamo").workspace as workspace:
        chosen = [
            (item.respondent, item.value["about"])
            for item in workspace.history(ROOM)
            if item.value["did"] == "chose"
        ]
    assert len(chosen) == len(set(chosen)) == PHONES * QUESTIONS


def test_a_taken_port_and_an_unknown_activity_are_one_sentence(home):
    assert home

    def said(*more: str) -> str:
        command = [
            sys.executable,
            "-m",
            "nextgen_helpers.cli",
            "room",
            "tx-texoma",
            "--port",
            str(PORT + 1),
            *more,
        ]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert ended.returncode == 2
        return ended.stderr

    assert "Did you mean rubric" in said("--activity", "rubrik")
    first = RoomServer(PORT + 1, "tx-alamo")
    assert f"--port {PORT + 2}" in said()
    first.end(signal.SIGTERM)
