"""What a process has from its parent besides variables and outputs: a fork takes its client's in place of the server's.

What a process may give up but not take back (:func:`fixed`) is part of the server's name: clients that differ in it
meet different servers.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

#: Linux numbers them; Python has no name for some.
_LIMITS: Final = range(16)
#: For whom a process acts, and what it may do, in the words of ``/proc/self/status``.
_RIGHTS: Final = ("Uid", "Gid", "Groups", "NoNewPrivs", "Seccomp", "Cap")


def inherited() -> dict[str, Any]:
    """Read what any process may set: the mask of new files' modes, the limits, the processors."""
    return {
        "umask": int(_status()["Umask"], 8),
        "limits": [list(resource.getrlimit(limit)) for limit in _LIMITS],
        "processors": sorted(os.sched_getaffinity(0)),
    }


def fixed() -> list[Any]:
    """Read what an unprivileged process cannot get back once its parent did without."""
    return [
        [resource.getrlimit(limit)[1] for limit in _LIMITS],
        os.getpriority(os.PRIO_PROCESS, 0),
        os.sched_getscheduler(0),
        Path("/proc/self/oom_score_adj").read_text("ascii"),
        sorted((link.name, str(link.readlink())) for link in Path("/proc/self/ns").iterdir()),
        [line for line in _status().items() if line[0].startswith(_RIGHTS)],
    ]


def take(asked: Mapping[str, Any]) -> None:
    """Become what :func:`inherited` said of another process."""
    os.umask(asked["umask"])
    for limit, (soft, hard) in enumerate(asked["limits"]):
        resource.setrlimit(limit, (soft, hard))
    os.sched_setaffinity(0, asked["processors"])
    if inherited() != asked:  # a processor outside of this process's set is left out without a word
        raise OSError("This process cannot have what its client has.")


def take_most() -> None:
    """Make this process as free as it may be: what its first client's soft limits stop is no business of later ones."""
    for limit in _LIMITS:
        hard = resource.getrlimit(limit)[1]
        # A server that crashes leaves no picture of its memory behind.
        resource.setrlimit(limit, (0 if limit == resource.RLIMIT_CORE else hard, hard))


def _status() -> dict[str, str]:
    lines = Path("/proc/self/status").read_text("utf-8", errors="replace").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
