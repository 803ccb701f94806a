"""Jupyter's way to the warm kernels: it asks the server for a process where others would start one.

The class behind the kernelspec ``nextgen-warm``. The variable ``NEXTGEN_WARM`` says how: ``fork`` (the default
where that is safe), ``spare`` (a process started ahead of need; the default on Windows and macOS), or ``off`` (an ordinary kernel).
Whatever goes wrong with a warm kernel, an ordinary one is started in its place.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from nextgen_helpers.kernels.meeting import Place, Request, meeting_place, read_at_import, send_request

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

#: Set for a kernel whose words nobody should see on the terminal; what it shows in its notebook is not touched.
_QUIET: Final = "NEXTGEN_QUIET_KERNEL"
_LAUNCHER: Final = "ipykernel_launcher"
#: How long a server may take to import everything, on a slow computer.
_PATIENCE: Final = 60.0
#: A server that is there answers within this, or does not count.
_ANSWER: Final = 2.0
#: A server that ended while it imported is started once more, for later kernels; this one waits no longer.
_STARTS: Final = 2
#: So long this program asks no server again that has not answered.
_SILENCE: Final = 300.0
_silent: dict[Path, float] = {}
_POLL_SECONDS: Final = 0.005
#: A killed process ends within this, also while the system takes its memory back.
_LAST_MOMENTS: Final = 0.5


def way() -> str:
    """Say how kernels are made ready here: ``fork``, ``spare`` or ``off``."""
    wish = os.environ.get("NEXTGEN_WARM", "").strip().lower()
    if wish in ("spare", "off"):
        return wish
    return "fork" if sys.platform == "linux" and hasattr(os, "pidfd_open") else "spare"


class ForkedKernel:
    """A kernel that the server has forked, as a process that can be waited for.

    pid : its process id, which is that of its process group as well.
    connection : to the server; while it is open, the kernel lives.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket, said: bytes = b"") -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection
        self._connection.settimeout(0)
        self._said = said
        self._over_since = math.inf

    def poll(self) -> int | None:
        """Give the exit status; None while it runs."""
        while self.returncode is None:
            line, end, rest = self._said.partition(b"\n")
            if end:
                self._said = rest
                self._finish(int(json.loads(line)["status"]))
                break
            try:
                piece = self._connection.recv(4096)
            except (BlockingIOError, InterruptedError):
                if not self._long_over():
                    return None
                piece = b""
            except OSError:
                piece = b""
            if not piece:  # the kernel is gone, and no server says how
                self._finish(-signal.SIGKILL)
                break
            self._said += piece
        return self.returncode

    def __del__(self) -> None:
        self._connection.close()

    def _long_over(self) -> bool:
        """Tell whether it ended so long ago that its server must have been stopped."""
        try:
            state = Path(f"/proc/{self.pid}/stat").read_bytes().rpartition(b") ")[2][:1]
        except OSError:
            state = b"X"
        if state in b"ZX":
            self._over_since = min(self._over_since, time.monotonic())
        return time.monotonic() > self._over_since + _ANSWER

    def _finish(self, status: int) -> None:
        self.returncode = status
        self._connection.close()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        until = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired(_LAUNCHER, timeout or 0.0)
            time.sleep(_POLL_SECONDS)
        return status

    def send_signal(self, signum: int) -> None:
        """Send a signal to it and what it has started; nothing where it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Starts kernels from the warm server, from a spare process, or as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel.

        kwargs : what ``subprocess.Popen`` takes; ``env``, ``cwd``, ``stdout`` and ``stderr`` are kept to.
        """
        if (kwargs.get("env") or os.environ).get(_QUIET):
            kwargs.setdefault("stdout", subprocess.DEVNULL)
            kwargs.setdefault("stderr", subprocess.DEVNULL)
        process = await asyncio.to_thread(_warm, list(cmd), dict(kwargs))
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process
        self.pid = process.pid
        self.pgid = process.pid if hasattr(os, "getpgid") else None  # both kinds lead a group of their own
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002  (as Jupyter calls it)
        """End the kernel at once, and wait the moment that it takes: Jupyter itself looks again only after a tenth of a second."""
        await super().kill(restart=restart)
        until = time.monotonic() + _LAST_MOMENTS
        while self.process and self.process.poll() is None and time.monotonic() < until:  # noqa: ASYNC110  (a process has no event)
            await asyncio.sleep(_POLL_SECONDS)

    async def wait(self) -> int | None:
        """Wait for the kernel's end, looking often: a batch waits for hundreds."""
        if not self.process:
            return 0
        while self.process.poll() is None:  # noqa: ASYNC110  (a process has no event)
            await asyncio.sleep(_POLL_SECONDS)
        return await super().wait()


def _warm(cmd: list[str], kwargs: Mapping[str, Any]) -> Any:
    """Get a process that has everything imported; None where that cannot be had."""
    if _LAUNCHER not in cmd or way() == "off":
        return None
    environment = dict(kwargs.get("env") or os.environ)
    request = Request(
        tuple(cmd[cmd.index(_LAUNCHER) + 1 :]), environment, os.fspath(kwargs.get("cwd") or Path.cwd())
    )
    if way() == "spare":
        from nextgen_helpers.kernels.spare import take  # noqa: PLC0415

        return take(request, kwargs)
    place = meeting_place(environment)
    if place is None or time.monotonic() < _silent.get(place.socket, 0.0):
        return None
    from nextgen_helpers.kernels.inherited import inherited  # noqa: PLC0415  (Linux only)

    try:
        return _asked(place, replace(request, inherited=inherited()), kwargs)
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, TimeoutError):
            _silent[place.socket] = time.monotonic() + _SILENCE
        with contextlib.suppress(OSError), _private(place.log) as log:
            log.write(f"{time.strftime('%F %T')} An ordinary kernel is started: {error!r}\n")
        return None


def call_ahead() -> None:
    """Get ready for kernels that will soon be asked for, without waiting: start the server, or the first spare process."""
    if way() == "fork":
        place = meeting_place()
        if place is not None:
            with contextlib.suppress(OSError):
                _start_server(place, os.environ)
    elif way() == "spare":
        from nextgen_helpers.kernels.spare import keep_one_waiting  # noqa: PLC0415

        keep_one_waiting()


def _asked(place: Place, request: Request, kwargs: Mapping[str, Any]) -> ForkedKernel | None:
    """Ask the server for a kernel; start the server where there is none."""
    connection = _connected(place, request.environment)
    try:
        with contextlib.ExitStack() as opened:
            streams = [
                _descriptor(kwargs.get(name), usual, opened) for name, usual in (("stdout", 1), ("stderr", 2))
            ]
            send_request(connection, request, streams)
        said = b""
        while b"\n" not in said:
            piece = connection.recv(4096)
            if not piece:
                raise OSError("The server went away.")  # noqa: TRY301
            said += piece
        line, _, rest = said.partition(b"\n")
        return ForkedKernel(int(json.loads(line)["process"]), connection, rest)
    except BaseException:
        connection.close()
        raise


def _descriptor(stream: Any, usual: int, opened: contextlib.ExitStack) -> int:
    """Give the file descriptor for an output of the kernel."""
    if stream is None:
        try:
            os.fstat(usual)
        except OSError:
            stream = subprocess.DEVNULL
        else:
            return usual
    if stream == subprocess.DEVNULL:
        return opened.enter_context(Path(os.devnull).open("wb")).fileno()
    if stream in (subprocess.PIPE, subprocess.STDOUT):
        raise ValueError("A warm kernel writes to an open file, not to a pipe.")
    return stream if isinstance(stream, int) else int(stream.fileno())


def _connected(place: Place, environment: Mapping[str, str]) -> socket.socket:
    """Connect to the server, waiting for one that still imports, and starting it where there is none."""
    until = time.monotonic() + _PATIENCE
    started = 0
    while started < _STARTS and time.monotonic() < until:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(_ANSWER)
            connection.connect(str(place.socket))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            started += _start_server(place, environment)
            time.sleep(_POLL_SECONDS)
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    raise TimeoutError("The server does not start.")


def _start_server(place: Place, environment: Mapping[str, str]) -> bool:
    """Start the server apart from this program, which it outlives, without waiting until it can be asked.

    Gives whether there was none; a server holds its lock from its start to its end.
    """
    from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415  (not on Windows)

    from nextgen_helpers.kernels.server import IDLE_SECONDS  # noqa: PLC0415

    idle = environment.get("NEXTGEN_WARM_SECONDS", str(IDLE_SECONDS))
    # NumPy's own threads would be there before the first fork; a kernel works on one core anyway.
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    single["JE_ARROW_MALLOC_CONF"] = "background_thread:false"  # likewise one of Arrow's
    single["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger would warn of itself in the log
    single["NEXTGEN_HOME"] = str(place.socket.parent / "home")  # what it computes is no single client's
    with _private(place.lock) as held, _private(place.log) as log:
        try:
            flock(held, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            return False
        started = subprocess.run(  # noqa: S603
            [
                sys.executable, "-P", "-m", "nextgen_helpers.kernels.server",
                str(place.socket), str(held.fileno()), idle,
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", check=False,
            env={**read_at_import(environment), **single}, pass_fds=[held.fileno()],
        )  # fmt: skip
    if started.returncode != 0:
        raise OSError(f"The server ended with status {started.returncode}.")
    return True


def _private(path: Path) -> IO[str]:
    """Open a file to add to it, made for this user alone."""
    return open(path, "a", encoding="utf-8", opener=partial(os.open, mode=0o600))
