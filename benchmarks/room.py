"""The room under load: many phones at once on loopback, the server killed in between, wrong codes; nothing lost, nothing doubled.

    python benchmarks/room.py                                  200 phones in one room
    python benchmarks/room.py --rooms 5 --phones 40            five rooms at once
    python benchmarks/room.py --kills 20                       kill -9 at random moments under that load
    python benchmarks/room.py --url postgresql+psycopg://...   answers on a server

Phones and server share the two cores, so the figures hold for the slower of what a laptop and its visitors do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import httpx
import psutil

from nextgen_helpers.team_answers import Team

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ACTIVITY = "building_momentum"
QUESTIONS = 10
#: How many answers are sent once more, as by a phone whose line broke before it heard that they are kept.
_SENT_TWICE = 0.1
_CHANCE = secrets.SystemRandom()
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_ABOUT = re.compile(r'name="about" value="([^"]+)"')
_ANSWERED = re.compile(r"<strong>(\d+)</strong> of (\d+)")


@dataclass
class Load:
    """What the phones have seen: waits for an answer, and when each phone was first acknowledged."""

    waits: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    joined: list[float] = field(default_factory=list)
    shown: dict[int, float] = field(default_factory=dict)
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    again: int = 0


class Server:
    """The command ``nextgen room``, which can be killed and started again."""

    def __init__(self, teams: list[str], port: int) -> None:
        self._command = [
            sys.executable, "-m", "nextgen_helpers.cli", "room", *teams, "--json", "--port", str(port), "--activity", ACTIVITY,
        ]  # fmt: skip
        self.down: list[float] = []
        self.most = 0
        self.start()

    def start(self) -> None:
        """Start it; the addresses are the first line that it says."""
        self.process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        said = json.loads(self.process.stdout.readline())
        self.rooms = said.get("rooms", [said])

    def kill(self) -> None:
        """Kill it, start it again, and note how long nobody was served."""
        begun, codes = time.monotonic(), [room["code"] for room in self.rooms]
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.start()
        httpx.get(f"{self.root}/up").raise_for_status()
        self.down.append(time.monotonic() - begun)
        if codes != [room["code"] for room in self.rooms]:
            raise AssertionError("The codes have changed.")

    @property
    def root(self) -> str:
        """Address of the server."""
        return self.rooms[0]["join"].partition("/j/")[0]

    async def watch(self) -> None:
        """Note the largest memory."""
        while True:
            with_children = psutil.Process(self.process.pid)
            self.most = max(self.most, with_children.memory_info().rss)
            await asyncio.sleep(0.2)


async def patient(
    call: Callable[..., Awaitable[httpx.Response]], *arguments: Any, **options: Any
) -> httpx.Response:
    """Ask until the server is there again, as a phone does."""
    while True:
        try:
            answer = await call(*arguments, **options)
            if not answer.is_server_error:
                return answer
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.2 + _CHANCE.random() * 0.3)


async def phone(room: dict, load: Load, spread: float) -> None:
    """Join at some moment, keep a line open as a browser does, and answer ten questions."""
    root = room["join"].partition("/j/")[0]
    await asyncio.sleep(_CHANCE.random() * spread)
    async with httpx.AsyncClient(timeout=30, follow_redirects=True) as client:
        begun = time.monotonic()
        await patient(client.get, room["join"])
        page = (
            await patient(client.post, room["join"], data={"group": _CHANCE.choice(("Employer", ""))})
        ).text
        load.joined.append(time.monotonic() - begun)
        listening = asyncio.create_task(follow(client, f"{root}/events"))
        token, questions = _TOKEN.search(page)[1], list(dict.fromkeys(_ABOUT.findall(page)))[:QUESTIONS]
        me = secrets.token_hex(8)
        for question in questions:
            await asyncio.sleep(_CHANCE.random() * 4)
            sent = {
                "token": token, "sent": secrets.token_hex(16), "activity": ACTIVITY, "round": "1", "did": "chose", "about": question,
                "text": _CHANCE.choice(("yes", "partly", "not_yet")),
            }  # fmt: skip
            begun = time.monotonic()
            answer = await patient(
                client.post, f"{root}/do", data=sent, headers={"Accept": "application/json"}
            )
            if not answer.json().get("kept"):
                raise AssertionError(answer.text)
            load.waits.append(time.monotonic() - begun)
            load.acknowledged.add((me, question))
            if question == questions[0]:
                load.first.append(time.monotonic())
            if (
                _CHANCE.random() < _SENT_TWICE
            ):  # the line broke before the acknowledgment came, so the phone sends it again
                await patient(client.post, f"{root}/do", data=sent, headers={"Accept": "application/json"})
                load.again += 1
        listening.cancel()


async def follow(
    client: httpx.AsyncClient, address: str, seen: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Listen for changes; after a break again."""
    while True:
        try:
            async with client.stream("GET", address, timeout=None) as stream:
                async for line in stream.aiter_lines():
                    if seen and line.startswith("data:"):
                        await seen()
        except httpx.TransportError:
            await asyncio.sleep(0.5)


async def wall(room: dict, load: Load) -> None:
    """Follow the wall, and note when it showed how many had answered."""
    async with httpx.AsyncClient(timeout=30) as client:

        async def look() -> None:
            found = _ANSWERED.search((await patient(client.get, room["wall"])).text)
            if found:
                load.shown.setdefault(int(found[1]), time.monotonic())

        await follow(client, f"{room['wall']}/events", look)


async def killed(server: Server, times: int, seconds: float) -> None:
    """Kill the server at random moments."""
    for moment in sorted(_CHANCE.random() * seconds for _ in range(times)):
        await asyncio.sleep(seconds / (times + 1) * _CHANCE.random() * 2)
        del moment
        await asyncio.to_thread(server.kill)


def wrong_codes(server: Server, count: int) -> tuple[int, int]:
    """Try wrong codes; give how many led into a room, and how many were refused unread."""
    known, found, slowed = {room["code"] for room in server.rooms}, 0, 0
    with httpx.Client() as client:
        for _ in range(count):
            code = str(_CHANCE.randrange(100_000, 1_000_000))
            answer = client.get(f"{server.root}/j/{code}")
            found += answer.is_success and code not in known
            slowed += answer.status_code == httpx.codes.TOO_MANY_REQUESTS
    return found, slowed


async def loaded(server: Server, phones: int, kills: int, spread: float) -> list[Load]:
    """Let the phones answer in all rooms; give what they saw."""
    loads = [Load() for _ in server.rooms]
    watching = [asyncio.create_task(server.watch())] if not kills else []
    watching += [
        asyncio.create_task(wall(room, load)) for room, load in zip(server.rooms, loads, strict=True)
    ]
    killing = asyncio.create_task(killed(server, kills, spread + 20)) if kills else None
    await asyncio.gather(
        *(
            phone(room, load, spread)
            for room, load in zip(server.rooms, loads, strict=True)
            for _ in range(phones)
        )
    )
    if killing:
        await killing
    await asyncio.sleep(3)
    for task in watching:
        task.cancel()
    return loads


def kept(teams: list[str]) -> tuple[int, int]:
    """Count what the workspaces hold: answers, and answers that stand there twice."""
    count = doubled = 0
    for team_id in teams:
        with Team.open(team_id).workspace as workspace:
            found = [
                (item.respondent, item.value["about"])
                for item in workspace.history("room")
                if item.value["did"] == "chose"
            ]
        count, doubled = count + len(found), doubled + len(found) - len(set(found))
    return count, doubled


def main() -> None:
    """Measure, and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--rooms", type=int, default=1)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--codes", type=int, default=0, help="how many wrong codes are tried")
    parser.add_argument("--spread", type=float, default=40.0, help="seconds within which all join")
    parser.add_argument("--port", type=int, default=8799)
    parser.add_argument("--url", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(NEXTGEN_HOME=home, NEXTGEN_OFFLINE="1")
        if options.url:
            os.environ["NEXTGEN_WORKSPACE_URL"] = options.url
        regions = ["tx-alamo", "tx-greater-dallas", "tx-texoma", "tx-permian-basin", "tx-deep-east-texas"]
        teams = regions[: options.rooms]
        server = Server(teams, options.port)
        loads = asyncio.run(loaded(server, options.phones, options.kills, options.spread))
        waits = sorted(wait for load in loads for wait in load.waits)
        lags = [
            min(shown for count, shown in load.shown.items() if count >= place) - moment
            for load in loads
            for place, moment in enumerate(sorted(load.first), start=1)
            if any(count >= place for count in load.shown)
        ]
        acknowledged = sum(len(load.acknowledged) for load in loads)
        joins = [wait for load in loads for wait in load.joined]
        print(
            f"{len(teams)} room(s), {options.phones} phones each, {acknowledged} answers acknowledged, {sum(load.again for load in loads)} sent twice"
        )
        print(
            f"joining: p95 {1000 * quantiles(joins, n=20)[-1]:.0f} ms; an acknowledged answer: median {1000 * median(waits):.0f} ms, p95 {1000 * quantiles(waits, n=20)[-1]:.0f} ms, longest {1000 * waits[-1]:.0f} ms"
        )
        print(f"the wall follows: median {median(lags):.2f} s, longest {max(lags):.2f} s")
        if not options.kills:
            print(f"largest memory of the server: {server.most / 1e6:.0f} MB")
        if options.kills:
            print(
                f"killed {len(server.down)} times; back after median {median(server.down):.2f} s, longest {max(server.down):.2f} s, same codes"
            )
        if options.codes:
            found, slowed = wrong_codes(server, options.codes)
            print(f"{options.codes} wrong codes: {found} found a room, {slowed} were refused unread")
        server.process.terminate()
        server.process.wait()
        count, doubled = kept(teams)
        print(f"kept: {count}; lost: {acknowledged - count + doubled}; doubled: {doubled}")


if __name__ == "__main__":
    main()
