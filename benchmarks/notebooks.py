"""Measure how long each notebook of the curriculum takes from top to bottom: in an ordinary kernel, and in a warm one.

By papermill in this process, with the kernel's start and end. Aims: under 6 seconds cold, under 1.5 warm. Run it with ``make bench``, or
``python benchmarks/notebooks.py --repeat 3``.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import tempfile
import time
from typing import TYPE_CHECKING, Final

import papermill

from nextgen_helpers.kernels import WARM
from nextgen_helpers.places import embedded

from table import Line, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLD, HOT = 6, 1.5
ORDINARY: Final = "python3"


def seconds(path: Path, kernel: str, folder: str) -> float:
    """Time of one run."""
    began = time.perf_counter()
    papermill.execute_notebook(
        str(path), None, kernel_name=kernel, progress_bar=False, request_save_on_cell_execute=False,
        shutdown_kernel="immediate", cwd=folder,
    )  # fmt: skip
    return time.perf_counter() - began


def asked() -> argparse.ArgumentParser:
    """Say what can be asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="medians of so many (default 5)")
    return parser


def lines(said: argparse.Namespace) -> Iterator[Line]:
    """Run every notebook both ways."""
    logging.disable(logging.WARNING)
    paths = sorted(embedded("notebooks").glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as folder:
        usual = dict(os.environ)
        os.environ.update(
            NEXTGEN_QUIET_KERNEL="1", NEXTGEN_HOME=folder, XDG_RUNTIME_DIR=folder, NEXTGEN_WARM_SECONDS="30"
        )
        try:
            for kernel in (ORDINARY, WARM):  # neither pays for a cold disk, nor the warm one for its server
                seconds(paths[0], kernel, folder)
            for path in paths:
                cold, warm = (
                    statistics.median(seconds(path, kernel, folder) for _ in range(said.repeat))
                    for kernel in (ORDINARY, WARM)
                )
                yield Line(
                    f"notebook {path.stem}, warm kernel; the user's way: an ordinary one; seconds", f"{warm:.2f}", f"{cold:.2f}",
                    ratio=f"{cold / warm:.1f}", aim=f"under {HOT}; {COLD}", met=warm < HOT and cold < COLD,
                )  # fmt: skip
        finally:
            os.environ.clear()
            os.environ.update(usual)


if __name__ == "__main__":
    print_table(lines(asked().parse_args()))
