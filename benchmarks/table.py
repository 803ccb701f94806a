"""The one table of all benchmarks: ours beside what a user would otherwise do, and beside the limit."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable


class Line(NamedTuple):
    """One measurement.

    Parameters
    ----------
    what : was measured, with its unit.
    ours : what it takes here.
    theirs : what it takes in the way that a user would take otherwise.
    limit : what it takes at least.
    ratio : of the two that are compared.
    aim : what was promised.
    met : whether it is kept; None where nothing was promised.
    """

    what: str
    ours: str
    theirs: str = ""
    limit: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None


def machine() -> str:
    """Say on what, and beside what else, is measured: a time means little without it."""
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    memory = psutil.virtual_memory().total / 2**30
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"{today}, {os.cpu_count()} cores, {memory:.0f} GB, load {load}"


def print_table(lines: Iterable[Line]) -> None:
    """Print each line as soon as it is measured, as a table of Markdown."""
    print(f"{machine()}\n")
    print(
        "| what | ours | the user's way | the limit | ratio | aim | |\n|---|---|---|---|---|---|---|",
        flush=True,
    )
    for line in lines:
        met = "" if line.met is None else "met" if line.met else "**missed**"
        print(f"| {' | '.join([*line[:-1], met])} |", flush=True)
    print(f"\n{machine()}")
