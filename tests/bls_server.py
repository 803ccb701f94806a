"""A stand-in for BLS's open data site on this computer, with the troubles that the real one has.

Each path has its answers, given one after the other; the last one repeats. Like the real site, it
refuses programs that do not name themselves as browsers do.
"""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

# Only ever reached by a test that is about to fail: nothing waits this long in a sound run.
SAFETY_NET = 60


@dataclass(frozen=True)
class Answer:
    """One answer to one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    # What becomes of the body on its way.
    breaks_off: bool = False  # half of it, against the announced length
    unannounced: bool = False  # no length is announced: the end of the connection is the end
    held: bool = False  # half of it, the rest when the test says so
    zipped: bool = False
    drips: bool = False  # a byte at a time, for as long as somebody listens
    # Given only until so many seconds after the site's first answer of this kind.
    busy_for: float = 0.0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = SAFETY_NET
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        with site.counted(self.path):
            answer = site.next_answer(self.path, self.headers.get("User-Agent", ""))
            with contextlib.suppress(ConnectionError):
                self._give(site, answer)

    def _give(self, site: BlsServer, answer: Answer) -> None:
        body = gzip.compress(answer.body) if answer.zipped else answer.body
        half = len(body) // 2
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.zipped:
            self.send_header("Content-Encoding", "gzip")
        if answer.unannounced:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer.breaks_off:
            self.wfile.write(body[:half])
            self.close_connection = True
            return
        if answer.drips:
            site.drip(self.wfile, body)
            return
        self.wfile.write(body[:half])
        self.wfile.flush()
        if answer.held:
            site.held.release()
            site.let_go.wait(SAFETY_NET)
        self.wfile.write(body[half:])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    # Threads are waited for when the server closes: no connection is left open behind a test.
    daemon_threads = False
    site: BlsServer


class BlsServer:
    """The site. Use it with ``with``; set :attr:`pages` before it is asked."""

    def __init__(self) -> None:
        self.pages: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.most_at_once = 0
        self.crowd = 0  # wait, in every request, until so many are here at once
        self.held = threading.Semaphore(0)  # one for each answer that is held halfway
        self.let_go = threading.Event()
        self._now = 0
        self._crowded = threading.Event()
        self._given: Counter[str] = Counter()
        self._busy_since: float | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/cew/"

    def put(self, path: str, *answers: Answer) -> None:
        """Give these answers below ``/cew/``, one after the other; the last one repeats."""
        self.pages[f"/cew/{path}"] = list(answers)

    def until_asked(self, count: int) -> None:
        """Wait until so many requests have come in; fail where more come, or too few."""
        end = time.monotonic() + SAFETY_NET
        while len(self.asked) < count and time.monotonic() < end:
            time.sleep(0.01)
        assert len(self.asked) == count

    def drip(self, out, body: bytes) -> None:
        for place in range(len(body)):
            out.write(body[place : place + 1])
            out.flush()
            if self.let_go.wait(0.02):
                return

    @contextlib.contextmanager
    def counted(self, path: str):
        with self._lock:
            self.asked.append(path.removeprefix("/cew/"))
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            if self.crowd and self._now >= self.crowd:
                self._crowded.set()
        if self.crowd:
            self._crowded.wait(SAFETY_NET)
            time.sleep(0.05)  # the chance for one too many to come in
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    def next_answer(self, path: str, agent: str) -> Answer:
        with self._lock:
            self.agents.add(agent)
            if not agent.startswith("Mozilla/5.0"):
                return Answer(403, b"Access Denied")
            answers = self.pages.get(path, [Answer(404, b"<html>Not Found</html>")])
            answer = answers[min(self._given[path], len(answers) - 1)]
            if answer.busy_for:
                self._busy_since = self._busy_since or time.monotonic()
                if time.monotonic() - self._busy_since < answer.busy_for:
                    return answer
                answer = answers[answers.index(answer) + 1]
            self._given[path] += 1
            return answer
