"""A kernel ends with the program that asked for it, however that program ends."""

from __future__ import annotations

import os
import select
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket


def end_with(connection: socket.socket) -> None:
    """Kill this process and all that it started as soon as the other end of a connection is closed.

    The server does the same from outside, for a kernel that is busy in C code; this thread does it for one whose
    server was killed.

    connection : to the client; nothing is read from it.
    """
    threading.Thread(target=_watch, args=(connection,), name="ends with its client", daemon=True).start()


def _watch(connection: socket.socket) -> None:
    poller = select.poll()
    poller.register(connection, select.POLLRDHUP)
    while True:
        for _, event in poller.poll():
            if event & (select.POLLRDHUP | select.POLLHUP | select.POLLERR | select.POLLNVAL):
                os.killpg(os.getpgid(0), signal.SIGKILL)
