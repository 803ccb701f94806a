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

if TYPE_CHECKING:
    from pathlib import Path

COLD, HOT = 6.0, 1.5
WAYS: Final = (("cold", "python3", COLD), ("warm", WARM, HOT))


def seconds(path: Path, kernel: str, folder: str) -> float:
    """Time of one run."""
    began = time.perf_counter()
    papermill.execute_notebook(
        str(path), None, kernel_name=kernel, progress_bar=False, request_save_on_cell_execute=False,
        shutdown_kernel="immediate", cwd=folder,
    )  # fmt: skip
    return time.perf_counter() - began


def main() -> None:
    """Run every notebook both ways, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="medians of so many (default 3)")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    os.environ["NEXTGEN_QUIET_KERNEL"] = "1"
    print("| notebook | cold, s | warm, s | |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NEXTGEN_HOME"] = folder
        first = True
        for path in sorted(embedded("notebooks").glob("*.ipynb")):
            if first:
                for _, kernel, _ in WAYS:  # neither pays for a cold disk, nor the warm one for its server
                    seconds(path, kernel, folder)
                first = False
            found = [
                statistics.median(seconds(path, kernel, folder) for _ in range(arguments.repeat))
                for _, kernel, _ in WAYS
            ]
            met = all(value < aim for value, (_, _, aim) in zip(found, WAYS, strict=True))
            print(
                f"| {path.stem} | {found[0]:.1f} | {found[1]:.1f} | {'met' if met else '**missed**'} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
