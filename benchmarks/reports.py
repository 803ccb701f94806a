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

from table import Line, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOTEBOOK: Final = embedded("notebooks", "reports", "regional_profile.ipynb")
BIN: Final = Path(sys.executable).parent
LIMIT: Final = Path(__file__).with_name("report_limit.py")
MEGABYTE: Final = 2**20
#: The region that stands on the cover.
COVER: Final = "tx-greater-dallas"
#: Seconds of one core, seconds from a cold start, and megabytes that a report may take.
CORE, COLD, PAGE = 0.7, 4, 0.6
#: Megabytes of the collecting process, however many reports there are.
MEMORY = 350
SCALE: Final = (28, 254, 1000)


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
        "NEXTGEN_OFFLINE": "1",
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


def the_limit(regions: Sequence[str], folder: Path, processes: int) -> tuple[float, float]:
    """Seconds for the cells as plain functions, in so many warm processes, and those of a processor; starting them is not counted."""
    share = [list(regions[start::processes]) for start in range(processes)]
    (another,) = county_regions(folder / "home", 1)
    running = [
        subprocess.Popen(
            [sys.executable, str(LIMIT), str(folder), another, *part],
            env=variables(folder), stdout=subprocess.PIPE, encoding="utf-8",
        )
        for part in share if part
    ]  # fmt: skip
    said = [json.loads(process.communicate()[0].splitlines()[-1]) for process in running]
    counted(folder, regions)
    return max(wall for wall, _ in said), sum(used for _, used in said)


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


# -- more than speed ------------------------------------------------------------------------------


def counties(count: int) -> list[str]:
    """Give counties that have figures: those of Texas first, then all others."""
    index = Store.open().index()
    there = sorted(
        {
            area
            for area in index.loc[index["complete"], "area_fips"]
            if area[2:] not in ("000", "999") and area[:2] != "US"  # states, and jobs whose county is unknown
        }
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
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        process = psutil.Popen(
            [command("nextgen"), "report", *regions, "--out", str(folder), "--force"],
            cwd=folder, env=variables(folder), stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip
        most = 0
        while process.poll() is None:
            with_memory = process.memory_info().rss if process.is_running() else 0
            most = max(most, with_memory)
            time.sleep(0.1)
        seconds = time.perf_counter() - began
        said.seek(0)
        if process.returncode:
            sys.exit(f"nextgen report of {len(regions):,} regions: {said.read()[-2000:]}")
    counted(folder, regions)
    return seconds, most / MEGABYTE


def kernel_memory(folder: Path, count: int) -> tuple[float, float]:
    """Megabytes of one further kernel, and of so many kernels with their server (proportional set size)."""
    said = run([sys.executable, str(Path(__file__).with_name("kernel_memory.py")), str(count)], folder)
    further, altogether = json.loads(said.splitlines()[-1])
    return further, altogether


def lines(said: argparse.Namespace) -> Iterator[Line]:
    """Measure everything about reports."""
    with tempfile.TemporaryDirectory(prefix="ngb-", ignore_cleanup_errors=True) as work:
        yield from _lines(said, Path(work))


def _lines(said: argparse.Namespace, work: Path) -> Iterator[Line]:
    boards = [region.id for region in find_regions("", "TX")][: said.regions]
    some = boards[: said.loop]
    cores = os.cpu_count() or 1
    first = fresh(work)
    our_batch(some, first)  # neither pays for a cold disk, nor for tables that are computed once and kept
    home = first / "home"

    loop, two, limit, batch, one, alone = [], [], [], [], [], []
    for turn in range(said.repeat):  # side by side: what slows the computer down slows all of them
        print(f"  reports, turn {turn + 1} of {said.repeat}", file=sys.stderr)
        loop.append(users_loop(some, fresh(work, home)) / len(some))
        two.append(users_loop(some, fresh(work, home), 2) / len(some))
        limit.append(the_limit(boards, fresh(work, home), cores)[0] / len(boards))
        one.append(the_limit(some, fresh(work, home), 1)[1] / len(some))
        alone.append(our_batch([COVER], fresh(work, home)))
        batch.append(our_batch(boards, fresh(work, home)) / len(boards))
    ours = statistics.median(batch)
    for what, other, times in (
        ("one after the other", statistics.median(loop), 14),
        ("two at a time", statistics.median(two), 7),
    ):
        yield Line(
            f"a report of {len(boards)} boards, seconds; the user's loop, {what}", f"{ours:.2f}", f"{other:.2f}",
            ratio=f"{other / ours:.1f}", aim=f"{times} times", met=other / ours >= times,
        )  # fmt: skip
    least = statistics.median(limit)
    yield Line(
        f"the same; the limit: plain functions, {cores} warm processes", f"{ours:.2f}", limit=f"{least:.2f}",
        ratio=f"{ours / least:.2f}", aim="at most 2", met=ours / least <= 2,  # noqa: PLR2004
    )  # fmt: skip
    core, cold = statistics.median(one), statistics.median(alone)
    yield Line(
        "a report in a warm process, seconds of one core", f"{core:.2f}", aim=f"under {CORE}", met=core < CORE
    )
    yield Line(f"nextgen report {COVER}, cold, seconds", f"{cold:.1f}", aim=f"under {COLD}", met=cold < COLD)
    done = fresh(work, home)
    our_batch([*boards, COVER], done)
    page = (done / f"{COVER}.html").stat().st_size / MEGABYTE
    yield Line("the page of a report, MB", f"{page:.2f}", aim=f"under {PAGE}", met=page < PAGE)
    our_batch(boards, done)
    again = statistics.median(our_batch(boards, done) for _ in range(said.repeat))
    yield Line(
        f"again, nothing changed, seconds for all {len(boards)}", f"{again:.2f}", aim="under 3", met=again < 3  # noqa: PLR2004
    )  # fmt: skip
    weights = [kernel_memory(fresh(work, home), 8) for _ in range(said.repeat)]
    further, eight = (statistics.median(item[place] for item in weights) for place in (0, 1))
    yield Line("a further kernel, MB", f"{further:.1f}", aim="under 40", met=further < 40)  # noqa: PLR2004
    yield Line("eight kernels and their server, MB", f"{eight:.0f}", aim="under 1,024", met=eight < 1024)  # noqa: PLR2004
    one_by_size = {}
    for count in said.scale or SCALE:
        folder = fresh(work, home)
        seconds, most = batch_with_memory(county_regions(folder / "home", count), folder)
        one_by_size[count] = seconds / count
        yield Line(
            f"{count:,} counties, seconds a report; memory of the collecting process {most:.0f} MB",
            f"{seconds / count:.3f}",
            aim=f"under {MEMORY} MB",
            met=most < MEMORY,
        )
    if len(one_by_size) > 1:
        small, large = min(one_by_size), max(one_by_size)
        ratio = one_by_size[large] / one_by_size[small]
        yield Line(
            f"a report among {large:,} against one among {small:,}", f"{ratio:.2f}", aim="at most 1", met=ratio <= 1
        )  # fmt: skip


def asked() -> argparse.ArgumentParser:
    """Say what can be asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--regions", type=int, default=28, metavar="N", help="how many Texas boards (default 28)"
    )
    parser.add_argument(
        "--loop", type=int, default=4, metavar="N", help="how many of them the loop makes (default 4)"
    )
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="medians of so many (default 5)")
    parser.add_argument(
        "--scale", type=int, action="append", metavar="N",
        help="a batch of so many counties; may be repeated (default 28, 254 and 1,000)",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    print_table(lines(asked().parse_args()))
