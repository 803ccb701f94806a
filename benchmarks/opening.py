"""Measure how long it takes until something is there: the package, the help, the list of regions.

Each is started as a new process, once to be warm and then several times; what is printed is the median of the whole
process, from its start to its end.

Run it with ``python benchmarks/opening.py``; ``--slowest 15`` also shows the imports that take longest in each.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Final

from table import Line, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What is started, and the seconds that it may take.
STARTED: Final = {
    "import nextgen_helpers": (["-c", "import nextgen_helpers"], 0.3),
    "nextgen --help": (["-m", "nextgen_helpers.cli", "--help"], 0.4),
    "nextgen regions": (["-m", "nextgen_helpers.cli", "regions"], 0.6),
}
_IMPORT: Final = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| (\s*)(\S+)")


def run(words: list[str], home: str, *before: str) -> tuple[float, str]:
    """Start a new Python; gives the seconds that it took, and what it said beside its output."""
    environment = {**os.environ, "NEXTGEN_HOME": home}
    began = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, *before, *words], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return time.perf_counter() - began, ended.stderr


def slowest(words: list[str], home: str, number: int) -> list[str]:
    """Name the modules that take longest by themselves, with milliseconds."""
    _, said = run(words, home, "-X", "importtime")
    found = sorted(((int(own), name) for own, _, _, name in _IMPORT.findall(said)), reverse=True)
    return [f"{own / 1000:7.1f} ms  {name}" for own, name in found[:number]]


def asked() -> argparse.ArgumentParser:
    """Say what can be asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--times", type=int, default=9, metavar="N", help="medians of so many (default 9)")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="show so many imports of each")
    return parser


def lines(said: argparse.Namespace) -> Iterator[Line]:
    """Measure each."""
    with tempfile.TemporaryDirectory() as home:
        bare = statistics.median(run(["-c", "pass"], home)[0] for _ in range(said.times))
        for what, (words, aim) in STARTED.items():
            run(words, home)
            seconds = statistics.median(run(words, home)[0] for _ in range(said.times))
            yield Line(
                f"`{what}`, seconds", f"{seconds:.2f}", limit=f"{bare:.2f} (Python alone)", aim=f"under {aim}",
                met=seconds < aim,
            )  # fmt: skip
            for line in slowest(words, home, said.slowest):
                print(f"    {line}", file=sys.stderr)


if __name__ == "__main__":
    print_table(lines(asked().parse_args()))
