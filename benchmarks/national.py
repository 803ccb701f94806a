"""Measure the store on the nation: some 14 million rows of official files, imported and read, beside what pandas takes for reading.

The national set is made of the official quarterly files of the 254 Texas counties, repeated under the codes of other states: one
CSV a county, in the layout that BLS publishes "by area". Without the official files (the folder ``shared`` beside the clone), files of
the annual layout are made out of the embedded figures. Everything is written into a temporary folder outside the project, and removed
at the end. Each measurement runs in a process of its own.

Run it with ``python benchmarks/national.py``; for a quick look, ``--rows 1000000 --times 3``.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.lmi.layout import level_of
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import STATES, find_regions

from table import Line, print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nextgen_helpers.regions import Region

OFFICIAL: Final = Path("data/raw/qcew_quarterly_texas/2016_qtrly_by_area_TEXAS.zip")
TEXAS: Final = "48"
REGION: Final = "tx-alamo"  # 13 counties: the median of the Texas boards has 9
BYTES_A_ROW: Final = 700  # of the files, the store and what an import puts aside
#: Columns that our import reads of the two layouts; pandas reads the same.
TEXTS: Final = (
    "area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "year", "qtr",
    "disclosure_code", "oty_disclosure_code",
)  # fmt: skip
NUMBERS: Final = (
    "qtrly_estabs_count", "month1_emplvl", "month2_emplvl", "month3_emplvl", "total_qtrly_wages",
    "oty_qtrly_estabs_count_chg", "oty_month1_emplvl_chg", "oty_month2_emplvl_chg", "oty_month3_emplvl_chg",
    "oty_total_qtrly_wages_chg", "annual_avg_estabs_count", "annual_avg_emplvl", "total_annual_wages",
)  # fmt: skip


# -- the national set -----------------------------------------------------------------------------


def texas_files() -> Iterator[bytes]:
    """Give the files of the Texas counties, as BLS publishes them or made out of the embedded figures."""
    shared = Path(__file__).resolve().parents[2] / "shared"
    if (shared / OFFICIAL).is_file():
        with zipfile.ZipFile(shared / OFFICIAL) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".csv"):
                    yield archive.read(name)
        return
    yield from _made_files()


def _made_files() -> Iterator[bytes]:
    store = Store(embedded("data", "lmi"), Path("no-such-folder"))
    index = store.index()
    counties = index.loc[(index["year"] == 2016) & index["area_fips"].str.startswith(TEXAS), "area_fips"]  # noqa: PLR2004
    columns = [*TEXTS[:8], *NUMBERS[-3:]]
    for county in counties[~counties.str.endswith("000")]:
        lines = [",".join(f'"{name}"' for name in columns)]
        for row in store.rows([county], [2016]).fillna(0).itertuples():
            kind = level_of(str(row.industry_code))
            level = {"sector": 4, "3-digit": 5, "4-digit": 6}.get(kind, int(row.own_code != "0"))
            withheld = "N" if row.suppressed else ""
            keys = (county, row.own_code, row.industry_code, f"7{level}", "0", "2016", "A", withheld)
            figures = (row.estabs, row.employment, row.wages)
            lines.append(",".join([*(f'"{key}"' for key in keys), *(str(int(figure)) for figure in figures)]))
        yield "\n".join([*lines, ""]).encode()


def make_nation(folder: Path, rows: int) -> int:
    """Write files with at least so many rows; gives how many there are."""
    files, written = list(texas_files()), 0
    for state in (TEXAS, *(code for code in STATES if code != TEXAS)):
        for number, content in enumerate(files):
            if written >= rows:
                return written
            moved = content.replace(f'\n"{TEXAS}'.encode(), f'\n"{state}'.encode())
            (folder / f"{state}-{number:03d}.csv").write_bytes(moved)
            written += content.count(b"\n") - 1
    return written


# -- what is measured, each in a process of its own -----------------------------------------------


def ours(files: Path, home: Path) -> dict[str, float]:
    """Import the files as ``nextgen data import`` does."""
    from nextgen_helpers.lmi.update import import_files  # noqa: PLC0415

    began, cpu = time.perf_counter(), time.process_time()
    imported = import_files(files, Store(embedded("data", "lmi"), home))
    return {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "rows": imported.rows,
        "memory": peak_memory(),
    }


def pandas_reads(files: Path, _: Path) -> dict[str, float]:
    """Read the same columns with pandas, and bring them together in one table."""
    import pandas as pd  # noqa: PLC0415

    began, cpu = time.perf_counter(), time.process_time()
    tables = []
    for file in sorted(files.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            names = next(csv.reader(opened))
        texts, numbers = ([name for name in some if name in names] for some in (TEXTS, NUMBERS))
        tables.append(pd.read_csv(file, usecols=[*texts, *numbers], dtype=dict.fromkeys(texts, str)))
    reading = time.perf_counter() - began
    rows = len(pd.concat(tables, ignore_index=True))
    return {
        "seconds": time.perf_counter() - began,
        "reading": reading,
        "cpu": time.process_time() - cpu,
        "rows": rows,
        "memory": peak_memory(),
    }


def scan(files: Path, _: Path) -> dict[str, float]:
    """Read every byte once, so that all measurements find the files in memory as far as they fit."""
    began = time.perf_counter()
    for file in files.glob("*.csv"):
        file.read_bytes()
    return {"seconds": time.perf_counter() - began}


def cold(_: Path, home: Path) -> dict[str, float]:
    """Profile a region first thing in a new process, with the packages imported already."""
    from nextgen_helpers.lmi.profile import profile  # noqa: PLC0415

    began = time.perf_counter()
    found = profile(REGION, store=Store(embedded("data", "lmi"), home)).industries
    return {"seconds": time.perf_counter() - began, "rows": len(found), "memory": peak_memory()}


def warm(_: Path, home: Path) -> dict[str, float]:
    """Profile one region many times, and then all boards of Texas, from a store that is open."""
    from nextgen_helpers.lmi.profile import profile  # noqa: PLC0415

    store = Store(embedded("data", "lmi"), home)

    def anew(region: Region | str, level: str = "sector") -> Any:
        store._known().pop("remembered profile", None)  # noqa: SLF001  (what was asked last is not made again)
        return profile(region, level=level, store=store).industries

    boards = [region for region in find_regions("", "TX") if len(region.states) == 1]
    largest = max(boards, key=lambda region: len(region.counties))
    return {
        "sector": 1000 * median(lambda: anew(REGION)),
        "4-digit": 1000 * median(lambda: anew(REGION, "4-digit")),
        "largest": 1000 * median(lambda: anew(largest)),
        "boards": median(lambda: [anew(region) for region in boards]),
        "number": len(boards),
        "memory": peak_memory(),
    }


def median(work: Callable[[], Any], times: int = 5) -> float:
    """Give the median seconds of some work, once it is warm."""
    work()
    seen = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        seen.append(time.perf_counter() - began)
    return statistics.median(seen)


def peak_memory() -> float:
    """Megabytes that this process held at most."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows
        import psutil  # noqa: PLC0415

        return float(psutil.Process().memory_info().peak_wset) / 1024**2
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


MEASURED: Final = {item.__name__: item for item in (ours, pandas_reads, scan, cold, warm)}


def in_own_process(name: str, files: Path, home: Path) -> dict[str, float]:
    """Run one of the measurements in a new process."""
    words = [sys.executable, __file__, "--measure", name, str(files), str(home)]
    ended = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    if ended.returncode != 0:
        sys.exit(f"{name} failed:\n{ended.stderr[-2000:]}")
    return {str(key): float(value) for key, value in json.loads(ended.stdout).items()}


# -- the table ------------------------------------------------------------------------------------


def measured(files: Path, folder: Path, times: int) -> dict[str, list[dict[str, float]]]:
    """Measure everything, ours and theirs by turns."""
    home = folder / "home"
    found: dict[str, list[dict[str, float]]] = {name: [] for name in MEASURED}
    found["scan"].append(in_own_process("scan", files, home))
    for _ in range(times):
        shutil.rmtree(home, ignore_errors=True)
        for name in ("ours", "pandas_reads"):
            found[name].append(in_own_process(name, files, home))
            print(f"  {name}: {found[name][-1]['seconds']:.1f} s", file=sys.stderr)
    for _ in range(5):
        found["cold"].append(in_own_process("cold", files, home))
    found["warm"].append(in_own_process("warm", files, home))
    return found


def compared(found: dict[str, list[dict[str, float]]]) -> Iterator[Line]:
    """Give the lines of what was measured."""

    def middle(name: str, key: str = "seconds") -> float:
        return statistics.median(item[key] for item in found[name])

    def most(name: str) -> float:
        return max(item["memory"] for item in found[name])

    for what, key, aim in (("one table of them all", "seconds", 3), ("read only", "reading", None)):
        ratio = middle("pandas_reads", key) / middle("ours")
        yield Line(
            f"import of the nation's official files, seconds; pandas: {what}",
            f"{middle('ours'):.1f}", f"{middle('pandas_reads', key):.1f}", ratio=f"{ratio:.1f}",
            aim=f"{aim} times" if aim else "", met=ratio >= aim if aim else None,
        )  # fmt: skip
    yield Line(
        "import, seconds of a processor", f"{middle('ours', 'cpu'):.1f}", f"{middle('pandas_reads', 'cpu'):.1f}",
        ratio=f"{middle('pandas_reads', 'cpu') / middle('ours', 'cpu'):.1f}",
    )  # fmt: skip
    for what, value, limit, theirs in (
        ("import, peak memory, MB", most("ours"), 2048, f"{most('pandas_reads'):,.0f}"),
        ("profile of a region from the nation, sectors, warm, ms", middle("warm", "sector"), 50, ""),
        ("the same, 4-digit industries, ms", middle("warm", "4-digit"), 50, ""),
        ("the same, the board with most counties, ms", middle("warm", "largest"), 50, ""),
        ("the same, cold, ms", 1000 * middle("cold"), 500, ""),
        (f"all {found['warm'][0]['number']:.0f} Texas boards, ms", 1000 * middle("warm", "boards"), 1000, ""),
        ("memory for reading, MB", max(most("warm"), most("cold")), 500, ""),
    ):
        yield Line(what, f"{value:,.0f}", theirs, aim=f"under {limit:,}", met=value < limit)


def asked() -> argparse.ArgumentParser:
    """Say what can be asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=14_000_000)
    parser.add_argument("--times", type=int, default=5, help="how often the import is measured")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    return parser


def lines(said: argparse.Namespace) -> Iterator[Line]:
    """Make the national set, and measure."""
    with tempfile.TemporaryDirectory(prefix="nextgen-nation-") as name:
        folder = Path(name)
        free = shutil.disk_usage(folder).free
        if free < said.rows * BYTES_A_ROW:
            sys.exit(
                f"{free / 1024**3:.0f} GB are free in {folder.parent} and {said.rows * BYTES_A_ROW / 1024**3:.0f} GB are needed; "
                "ask for fewer --rows, or name another folder in TMPDIR."
            )
        files = folder / "files"
        files.mkdir()
        rows = make_nation(files, said.rows)
        number, size = len(list(files.iterdir())), sum(item.stat().st_size for item in files.iterdir())
        print(f"  {rows:,} rows in {number:,} files, {size / 1024**3:.1f} GB", file=sys.stderr)
        yield from compared(measured(files, folder, said.times))


def main() -> None:
    """Measure everything, or in a process of its own one thing."""
    said = asked().parse_args()
    if said.measure:
        name, files, home = said.measure
        print(json.dumps(MEASURED[name](Path(files), Path(home))))
    else:
        print_table(lines(said))


if __name__ == "__main__":
    main()
