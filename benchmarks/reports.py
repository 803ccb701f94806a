"""Measure, side by side in one run, our batch of reports against the loop that a user would write, and against the limit.

- **The loop**: for one region after the other the two commands that everybody knows, ``papermill`` on the report's notebook, then
  ``jupyter nbconvert`` to HTML; and the same two regions at a time.
- **Our batch**: ``nextgen report`` for the same regions, as a user types it, from a cold process without a warm server.
- **The limit**: the cells of the same notebook run as plain functions in one warm process a core, exported once. Nothing that gives each notebook a
  process of its own can be faster.

Run it with ``make bench``, or ``python benchmarks/reports.py --regions 28 --repeat 5 --scale 254 --scale 1000``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import find_regions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NOTEBOOK: Final = embedded("notebooks", "reports", "regional_profile.ipynb")
BIN: Final = Path(sys.executable).parent
LIMIT: Final = Path(__file__).with_name("report_limit.py")
MEGABYTE: Final = 2**20


def command(name: str) -> str:
    """Find an executable of this environment, beside its Python."""
    found = shutil.which(name, path=str(BIN))
    if found is None:
        sys.exit(f"{name} is not in {BIN.name} beside this Python; set the project up with: make test")
    return found


def variables(folder: Path) -> dict[str, str]:
    """Give each measurement a home and a warm server of its own."""
    run_folder = folder / "run"
    run_folder.mkdir(exist_ok=True)
    return {
        **os.environ,
        "NEXTGEN_HOME": str(folder / "home"),
        "XDG_RUNTIME_DIR": str(run_folder),
        "NEXTGEN_WARM_SECONDS": "5",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }


def run(words: Sequence[str], folder: Path) -> str:
    """Run a command and give what it says; where it fails, show it and stop."""
    ended = subprocess.run(
        list(words), cwd=folder, env=variables(folder), capture_output=True, encoding="utf-8", check=False
    )
    if ended.returncode != 0:
        sys.exit(
            f"{' '.join(words)}\nended with {ended.returncode}:\n{ended.stdout[-2000:]}{ended.stderr[-2000:]}"
        )
    return ended.stdout


def users_loop(regions: Sequence[str], folder: Path, at_once: int = 1) -> float:
    """Seconds for papermill's and nbconvert's commands, for so many regions at once."""

    def one(region: str) -> None:
        executed = folder / f"{region}.ipynb"
        run([command("papermill"), str(NOTEBOOK), str(executed), "-p", "region_id", region], folder)
        run([command("jupyter"), "nbconvert", "--to", "html", "--no-input", str(executed)], folder)

    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, regions))
    seconds = time.perf_counter() - began
    counted(folder, regions)
    return seconds


def our_batch(regions: Sequence[str], folder: Path, *more: str) -> float:
    """Seconds for ``nextgen report`` with all regions at once."""
    began = time.perf_counter()
    run([command("nextgen"), "report", *regions, "--out", str(folder), *more], folder)
    seconds = time.perf_counter() - began
    counted(folder, regions)
    return seconds


def the_limit(regions: Sequence[str], folder: Path, processes: int) -> float:
    """Seconds for the cells as plain functions, in so many warm processes; starting them is not counted."""
    share = [list(regions[start::processes]) for start in range(processes)]
    running = [
        subprocess.Popen(
            [sys.executable, str(LIMIT), str(folder), *part],
            env=variables(folder), stdout=subprocess.PIPE, encoding="utf-8",
        )
        for part in share if part
    ]  # fmt: skip
    seconds = max(float(json.loads(process.communicate()[0].splitlines()[-1])) for process in running)
    counted(folder, regions)
    return seconds


def counted(folder: Path, regions: Sequence[str]) -> None:
    """Stop where a report is missing: a way that makes fewer would look faster."""
    missing = [region for region in regions if not (folder / f"{region}.html").is_file()]
    if missing:
        sys.exit(f"No report of {', '.join(missing[:5])}: the times would not be comparable.")


def fresh(work: Path, home: Path | None = None) -> Path:
    """Give a new folder to measure in; its computed tables come from an earlier run, as in any second week."""
    folder = Path(tempfile.mkdtemp(dir=work))
    if home is not None:
        shutil.copytree(home, folder / "home")
    return folder


def middle(measure: Callable[[], float], times: int) -> float:
    """Median of several measurements."""
    return statistics.median(measure() for _ in range(times))


# -- more than speed ------------------------------------------------------------------------------


def counties(count: int) -> list[str]:
    """Give counties that have figures: those of Texas first, then all others."""
    index = Store.open().index()
    there = sorted(
        {area for area in index.loc[index["complete"], "area_fips"] if area[2:] != "000" and area[:2] != "US"}
    )
    ordered = [area for area in there if area[:2] == "48"] + [area for area in there if area[:2] != "48"]
    if count > len(ordered):
        sys.exit(f"--scale is {count}; there are figures of {len(ordered)} counties.")
    return ordered[:count]


def county_regions(home: Path, count: int) -> list[str]:
    """Make a region of each of so many counties."""
    folder = home / "regions"
    folder.mkdir(parents=True, exist_ok=True)
    ids = []
    for county in counties(count):
        region_id = f"bench-{county}"
        (folder / f"{region_id}.yaml").write_text(
            f'id: {region_id}\nname: County {county}\ncounties: ["{county}"]\n', encoding="utf-8"
        )
        ids.append(region_id)
    return ids


def batch_with_memory(regions: Sequence[str], folder: Path) -> tuple[float, float]:
    """Seconds of a batch, and the most memory in megabytes that the collecting process took."""
    began = time.perf_counter()
    process = psutil.Popen(
        [command("nextgen"), "report", *regions, "--out", str(folder), "--force"],
        cwd=folder, env=variables(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    most = 0
    while process.poll() is None:
        with_memory = process.memory_info().rss if process.is_running() else 0
        most = max(most, with_memory)
        time.sleep(0.1)
    seconds = time.perf_counter() - began
    counted(folder, regions)
    return seconds, most / MEGABYTE


def kernel_memory(folder: Path, count: int) -> tuple[float, float]:
    """Megabytes of one further kernel, and of so many kernels with their server (proportional set size)."""
    said = run([sys.executable, str(Path(__file__).with_name("kernel_memory.py")), str(count)], folder)
    further, altogether = json.loads(said.splitlines()[-1])
    return further, altogether


def load() -> str:
    """Say how busy the computer is, where it can be known: a time means little without it."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def rows(arguments: argparse.Namespace, work: Path) -> Iterator[tuple[str, str, str, str]]:
    """Measure, and give lines of the table: what, how much, aim, whether it is met."""
    boards = [region.id for region in find_regions("", "TX")][: arguments.regions]
    some = boards[: arguments.loop]
    cores = os.cpu_count() or 1
    first = fresh(work)
    our_batch(some, first)  # neither pays for a cold disk, nor for tables that are computed once and kept
    home = first / "home"

    loop = middle(lambda: users_loop(some, fresh(work, home)), arguments.loop_repeat) / len(some)
    yield "the user's loop, seconds a report", f"{loop:.2f}", "", ""
    two = middle(lambda: users_loop(some, fresh(work, home), 2), arguments.loop_repeat) / len(some)
    yield "the same, two at a time", f"{two:.2f}", "", ""
    limit = middle(lambda: the_limit(boards, fresh(work, home), cores), arguments.repeat) / len(boards)
    yield f"the limit: plain functions, {cores} warm processes", f"{limit:.2f}", "", ""
    batch = middle(lambda: our_batch(boards, fresh(work, home)), arguments.repeat) / len(boards)
    yield f"nextgen report, {len(boards)} boards", f"{batch:.2f}", "", ""
    yield from (
        ("times as fast as the loop", f"{loop / batch:.1f}", "20", _met(loop / batch >= 20)),  # noqa: PLR2004
        ("times as fast as the loop two at a time", f"{two / batch:.1f}", "10", _met(two / batch >= 10)),  # noqa: PLR2004
        ("times the limit", f"{batch / limit:.2f}", "at most 2", _met(batch / limit <= 2)),  # noqa: PLR2004
    )
    done = fresh(work, home)
    our_batch(boards, done)
    again = middle(lambda: our_batch(boards, done), arguments.repeat)
    yield f"again, nothing changed, seconds for all {len(boards)}", f"{again:.2f}", "under 3", _met(again < 3)  # noqa: PLR2004

    further, eight = kernel_memory(fresh(work, home), 8)
    yield "a further kernel, MB", f"{further:.0f}", "under 40", _met(further < 40)  # noqa: PLR2004
    yield "eight kernels and their server, MB", f"{eight:.0f}", "under 1024", _met(eight < 1024)  # noqa: PLR2004

    one_by_size = {}
    for count in arguments.scale:
        folder = fresh(work, home)
        seconds, most = batch_with_memory(county_regions(folder / "home", count), folder)
        one_by_size[count] = seconds / count
        yield (
            f"{count:,} counties: seconds a report; MB of the collecting process",
            f"{seconds / count:.3f}; {most:.0f}",
            "",
            "",
        )
    if len(one_by_size) > 1:
        spread = max(one_by_size.values()) / min(one_by_size.values()) - 1
        yield "seconds a report differ by", f"{spread:.0%}", "at most 15%", _met(spread <= 0.15)  # noqa: PLR2004


def _met(reached: bool) -> str:  # noqa: FBT001
    return "met" if reached else "**missed**"


def main() -> None:
    """Measure everything, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--regions", type=int, default=28, metavar="N", help="how many Texas boards (default 28)"
    )
    parser.add_argument(
        "--loop", type=int, default=4, metavar="N", help="how many of them the loop makes (default 4)"
    )
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="medians of so many (default 5)")
    parser.add_argument("--loop-repeat", type=int, default=3, metavar="N", help="of the loop (default 3)")
    parser.add_argument(
        "--scale",
        type=int,
        action="append",
        default=[],
        metavar="N",
        help="also a batch of so many counties; may be repeated",
    )
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores, load before: {load()}\n")
    print("| what | measured | aim | |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="ngb-", ignore_cleanup_errors=True) as work:
        for line in rows(arguments, Path(work)):
            print(f"| {' | '.join(line)} |", flush=True)
    print(f"\nload after: {load()}")


if __name__ == "__main__":
    main()
