"""Measure, side by side in one run, our batch of reports against the loop that a user would write.

The loop runs, for one region after the other, the two commands that everybody knows: ``papermill`` on the
report's notebook, then ``jupyter nbconvert`` to HTML. Our batch is ``nextgen report`` for the same regions,
as a user types it. Both are started as commands of the same environment, from cold processes, on the same
figures; what they write goes into a temporary folder.

Run it with ``make bench``, or ``python benchmarks/reports.py --regions 8 --jobs 2``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nextgen_helpers.places import embedded
from nextgen_helpers.regions import find_regions

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTEBOOK = embedded("notebooks", "reports", "regional_profile.ipynb")
BIN = Path(sys.executable).parent


def command(name: str) -> str:
    """Find an executable of this environment, beside its Python."""
    found = shutil.which(name, path=str(BIN))
    if found is None:
        sys.exit(f"{name} is not in {BIN.name} beside this Python; set the project up with: make test")
    return found


def run(words: Sequence[str], folder: Path) -> None:
    """Run a command; what it says is shown only where it fails."""
    environment = {
        **os.environ,
        "NEXTGEN_HOME": str(folder / "home"),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }
    ended = subprocess.run(
        list(words), cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if ended.returncode != 0:
        sys.exit(
            f"{' '.join(words)}\nended with {ended.returncode}:\n{ended.stdout[-2000:]}{ended.stderr[-2000:]}"
        )


def users_loop(regions: Sequence[str], folder: Path) -> float:
    """Seconds for papermill's and nbconvert's commands, one region after the other."""
    began = time.perf_counter()
    for region in regions:
        executed = folder / f"{region}.ipynb"
        run([command("papermill"), str(NOTEBOOK), str(executed), "-p", "region_id", region], folder)
        run([command("jupyter"), "nbconvert", "--to", "html", "--no-input", str(executed)], folder)
    seconds = time.perf_counter() - began
    counted(folder, regions)
    return seconds


def our_batch(regions: Sequence[str], folder: Path, jobs: int) -> float:
    """Seconds for ``nextgen report`` with all regions at once."""
    began = time.perf_counter()
    run([command("nextgen"), "report", *regions, "--out", str(folder), "--jobs", str(jobs)], folder)
    seconds = time.perf_counter() - began
    counted(folder, regions)
    return seconds


def counted(folder: Path, regions: Sequence[str]) -> None:
    """Stop where a report is missing: a way that makes fewer would look faster."""
    missing = [region for region in regions if not (folder / f"{region}.html").is_file()]
    if missing:
        sys.exit(f"No report of {', '.join(missing)}: the times would not be comparable.")


def chosen_regions(count: int) -> list[str]:
    """Give the first few Texas boards."""
    known = [region.id for region in find_regions("", "TX")]
    if not 1 <= count <= len(known):
        sys.exit(f"--regions is {count}; it must be from 1 to {len(known)}.")
    return known[:count]


def load() -> str:
    """Say how busy the computer is, where it can be known: a time means little without it."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def main() -> None:
    """Measure both, and print seconds per report and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--regions", type=int, default=4, metavar="N", help="how many Texas boards (default 4)"
    )
    parser.add_argument("--jobs", type=int, default=2, help="how many of our reports at a time (default 2)")
    arguments = parser.parse_args()
    regions = chosen_regions(arguments.regions)
    print(f"{len(regions)} reports: {', '.join(regions)}; {os.cpu_count()} cores, load before: {load()}")
    with tempfile.TemporaryDirectory(prefix="nextgen-bench-") as work:
        places = {name: Path(work) / name for name in ("warm", "loop", "batch")}
        for place in places.values():
            place.mkdir()
        run([command("nextgen"), "profile", regions[0]], places["warm"])  # neither pays for a cold disk
        loop = users_loop(regions, places["loop"]) / len(regions)
        between = load()
        batch = our_batch(regions, places["batch"], arguments.jobs) / len(regions)
    ours = f"nextgen report --jobs {arguments.jobs}"
    print(f"{'papermill + nbconvert, one by one':<36}{loop:6.2f} s a report")
    print(f"{ours:<36}{batch:6.2f} s a report (with workbook and index)")
    print(f"{'ratio':<36}{loop / batch:6.1f} (load between: {between}, after: {load()})")


if __name__ == "__main__":
    main()
