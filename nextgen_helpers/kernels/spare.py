"""Kernels started ahead of need, for systems on which a process cannot be forked safely.

Beside each program that starts kernels one process waits that has everything imported; the next kernel takes its
place in it, and the next spare one is started. A spare process ends when the program that started it does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from nextgen_helpers.kernels.meeting import Request

_lock = threading.Lock()
#: The process that waits, for quiet kernels and for others.
_waiting: dict[bool, subprocess.Popen[bytes]] = {}


def take(request: Request, kwargs: Mapping[str, Any]) -> subprocess.Popen[bytes] | None:
    """Turn the spare process into a kernel, and start the next spare one.

    kwargs : what ``subprocess.Popen`` takes; for outputs other than the usual ones or none, an ordinary kernel is started.
    Gives the process; None where none can be had.
    """
    outputs = {kwargs.get("stdout"), kwargs.get("stderr")}
    if outputs not in ({None}, {subprocess.DEVNULL}):
        return None
    quiet = outputs == {subprocess.DEVNULL}
    with _lock:
        process = _waiting.pop(quiet, None)
        if process is None or process.poll() is not None:  # none yet, or somebody ended it meanwhile
            process = _started(quiet=quiet)
        _waiting[quiet] = _started(quiet=quiet)
    if process.stdin is None:
        return None
    try:
        with process.stdin:
            process.stdin.write(json.dumps(asdict(request)).encode())
    except OSError:
        return None
    process.stdin = None
    return process


def keep_one_waiting() -> None:
    """Start a spare process for a batch's kernel where none waits yet."""
    with _lock:
        if True not in _waiting:
            _waiting[True] = _started(quiet=True)


def _started(*, quiet: bool) -> subprocess.Popen[bytes]:
    from jupyter_client.launcher import launch_kernel  # noqa: PLC0415  (it knows how Windows interrupts a kernel)

    process: subprocess.Popen[bytes] = launch_kernel(
        [sys.executable, "-P", "-m", "nextgen_helpers.kernels.spare"],
        stdin=subprocess.PIPE,
        env=dict(os.environ),
        stdout=subprocess.DEVNULL if quiet else None,
        stderr=subprocess.DEVNULL if quiet else None,
    )
    return process


def main() -> int:
    """Import everything, wait for a request, and become that kernel; end where none comes any more."""
    from nextgen_helpers.kernels.preload import preload, preload_first  # noqa: PLC0415

    preload_first()
    preload()
    said = sys.stdin.buffer.read()
    if not said:  # the program that would have asked has ended
        return 0
    asked = json.loads(said)
    from nextgen_helpers.kernels.born import become_kernel  # noqa: PLC0415

    become_kernel(
        Request(tuple(asked["arguments"]), asked["environment"], asked["folder"]), keep_own_variables=True
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
