"""The warm server: a clean process that imports everything once, and forks a kernel for each request.

It holds no thread, no event loop and no ZeroMQ context, because a fork copies the thread that forks and nothing
else. One server serves one user, one Python and one state of the library; it ends when nobody has asked for a kernel
for a while, and never while a kernel of its own runs. Run as ``python -m nextgen_helpers.kernels.server``; the
provisioner starts it when the first kernel is asked for.

Whoever waits while it starts gets a kernel as soon as the least is imported. Only then, while that kernel works, the rest is
imported and tried out for all later ones.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from nextgen_helpers.kernels.born import become_kernel
from nextgen_helpers.kernels.inherited import take, take_most
from nextgen_helpers.kernels.meeting import read_request
from nextgen_helpers.kernels.watch import end_with
from nextgen_helpers.version import __version__

#: A server that nobody needs for this many seconds ends.
IDLE_SECONDS: Final = 600
#: A request is sent in one go; who stops in the middle of it is not waited for long.
_REQUEST_SECONDS: Final = 2.0
#: Whoever has started the server comes within this, once the least is imported.
_FIRST_SECONDS: Final = 2.0
#: The loop looks at its clock so often, in milliseconds.
_TURN: Final = 1000
#: Between coming and asking a client needs far less, also in milliseconds.
_LAST_COMERS: Final = 50


@dataclass(slots=True)
class _Kernel:
    """A kernel that was forked, and the client that keeps it alive."""

    process: int
    handle: int
    connection: socket.socket | None


@dataclass(slots=True)
class _Server:
    """The state of the loop."""

    address: Path
    held: IO[str]
    listener: socket.socket = field(init=False)
    poller: Any = field(default_factory=select.poll)
    asking: dict[int, socket.socket] = field(default_factory=dict)
    by_handle: dict[int, _Kernel] = field(default_factory=dict)
    by_connection: dict[int, _Kernel] = field(default_factory=dict)

    def open(self) -> None:
        """Be found: who comes from now on is answered at once."""
        self.address.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.address))
        self.listener.listen(64)
        self.poller.register(self.listener, select.POLLIN)

    def close(self) -> None:
        """Be found no more; who came before is still served."""
        self.address.unlink(missing_ok=True)
        while self._turn(_LAST_COMERS):
            pass
        self.poller.unregister(self.listener)
        self.listener.close()

    def serve_first(self) -> None:
        """Fork a kernel for who waits already, if anybody does."""
        until = time.monotonic() + _FIRST_SECONDS
        while not self.by_handle and time.monotonic() < until:
            self._turn(_TURN)

    def serve(self, idle: float) -> None:
        """Fork kernels until nobody has needed one for so many seconds."""
        needed = time.monotonic()
        while self.by_handle or time.monotonic() - needed <= idle:
            self._turn(_TURN)
            if self.by_handle:
                needed = time.monotonic()

    def look_after_kernels(self, *_: object) -> None:
        """Tell clients of kernels that have ended, while this process does something else than serve."""
        self._look_after({descriptor for descriptor, _ in self.poller.poll(0)})

    def _turn(self, milliseconds: int) -> bool:
        """Do what is to be done now; tell whether there was anything."""
        ready = dict(self.poller.poll(milliseconds))
        self._look_after(ready)
        # Only now may descriptors be opened: they take the numbers of those that were closed, and an event of an old one
        # would be taken for theirs.
        for descriptor, events in ready.items():
            if descriptor in self.asking:
                self._take(self.asking.pop(descriptor), events)
        if self.listener.fileno() in ready:
            self._greet()
        return bool(ready)

    def _look_after(self, ready: Collection[int]) -> None:
        for descriptor in ready:
            if descriptor in self.by_handle:
                self._ended(self.by_handle[descriptor])
            elif descriptor in self.by_connection:
                self._left_alone(self.by_connection[descriptor])

    def _greet(self) -> None:
        """Let a client in; until it says what it wants, others are served."""
        connection, _ = self.listener.accept()
        self.asking[connection.fileno()] = connection
        self.poller.register(connection, select.POLLIN | select.POLLRDHUP)

    def _take(self, connection: socket.socket, events: int) -> None:
        """Fork a process for a client that asks, and read there what for: no later one has it in its memory."""
        self.poller.unregister(connection)
        connection.settimeout(_REQUEST_SECONDS)
        try:
            process = os.fork() if events == select.POLLIN else None
        except OSError:  # no memory, or too many processes: the client starts an ordinary kernel
            process = None
        if process is None:
            connection.close()
            return
        if process == 0:
            self._become(connection)
        kernel = _Kernel(process, os.pidfd_open(process), connection)
        self.by_handle[kernel.handle] = self.by_connection[connection.fileno()] = kernel
        self.poller.register(kernel.handle, select.POLLIN)
        self.poller.register(connection, select.POLLRDHUP)

    def _become(self, connection: socket.socket) -> None:
        """Leave everything of the server's behind; this is the new process, and it never comes back."""
        status = 1
        try:
            os.setsid()
            self.listener.close()
            self.held.close()  # else the kernel would keep the next server from starting
            for stranger in self.asking.values():
                stranger.close()
            for kernel in self.by_handle.values():
                os.close(kernel.handle)
                if kernel.connection is not None:
                    kernel.connection.close()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            request, streams = read_request(connection)
            take(request.inherited)
            end_with(connection)
            # Whatever has failed until now is in the server's log, and the client starts an ordinary kernel.
            for number, stream in enumerate(streams, 1):
                os.dup2(stream, number)
                os.close(stream)
            _say(connection, {"process": os.getpid()})  # signals to its group reach it alone
            become_kernel(request)
            status = 0
        except SystemExit as ending:
            status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
        except BaseException:  # noqa: BLE001  (whatever happens, this process must not go on as a second server)
            traceback.print_exc()
        finally:
            _leave(status)

    def _ended(self, kernel: _Kernel) -> None:
        """A kernel is gone: tell its client with which status."""
        del self.by_handle[kernel.handle]  # first: a signal may bring the end of another one in between
        self.poller.unregister(kernel.handle)
        _, status = os.waitpid(kernel.process, 0)
        with contextlib.suppress(OSError):  # what the kernel started may outlive it in its own group
            os.killpg(kernel.process, signal.SIGKILL)
        os.close(kernel.handle)
        if kernel.connection is not None:
            _say(kernel.connection, {"status": os.waitstatus_to_exitcode(status)})
            self._close(kernel)

    def _left_alone(self, kernel: _Kernel) -> None:
        """The client is gone, and nobody will ever ask this kernel for anything: it ends."""
        self._close(kernel)
        with contextlib.suppress(OSError):
            os.killpg(kernel.process, signal.SIGKILL)

    def _close(self, kernel: _Kernel) -> None:
        if kernel.connection is None:
            return
        self.poller.unregister(kernel.connection)
        del self.by_connection[kernel.connection.fileno()]
        kernel.connection.close()
        kernel.connection = None


def _leave(status: int) -> None:
    """End a kernel as an interpreter ends, but without unwinding into the server's own code."""
    import atexit  # noqa: PLC0415
    import threading  # noqa: PLC0415

    with contextlib.suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001  (what the interpreter calls, too)
    with contextlib.suppress(BaseException):
        atexit._run_exitfuncs()  # noqa: SLF001  (likewise; multiprocessing does the same)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):
            stream.flush()
    os._exit(status)


def _say(connection: socket.socket, what: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(what).encode() + b"\n")


def _is_alone() -> bool:
    """Tell whether this process has one thread, and may fork."""
    threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    if threads > 1:
        sys.stderr.write(f"{__version__}: {threads} threads before the first fork.\n")
    return threads == 1


def main(words: list[str]) -> int:
    """Import everything, and serve at an address until nobody needs it.

    words : the socket's path, the file descriptor of the lock, which whoever starts the server holds for it, and seconds
        without a kernel after which to end.
    """
    with os.fdopen(int(words[1]), "w") as held:
        if os.fork():  # whoever started this may go on
            os._exit(0)
        os.setsid()  # and its terminal's Ctrl-C does not come here
        os.umask(0o077)
        take_most()
        from nextgen_helpers.kernels.preload import preload, preload_first  # noqa: PLC0415  (it takes seconds)

        server = _Server(Path(words[0]), held)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            preload_first()
            if not _is_alone():
                return 1
            server.open()
            server.serve_first()
            server.close()
            signal.signal(signal.SIGCHLD, server.look_after_kernels)
            preload()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if not _is_alone():
                return 1
            server.open()
            server.serve(float(words[2]))
        finally:
            server.address.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
