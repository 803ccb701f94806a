"""A list of 20,000 rows: found, matched and checked, beside what pandas needs to read it; with the memory of both processes.

python benchmarks/lists.py
"""

from __future__ import annotations

import csv
import random
import resource
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd

from nextgen_helpers.bring.files import read_file
from nextgen_helpers.bring.plan import make_plan
from nextgen_helpers.toolkit.exercises import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 20_000
_RUNS = 5


def _write(folder: Path) -> tuple[Path, Path]:
    """Write the same list as text and as a workbook: other headings than ours, numbers in words, addresses."""
    chance = random.Random(1)  # noqa: S311  (a list, no secret)
    head = ["Agency", "Company", "Reason", "How often", "Email Address"]
    rows = [
        [f"Agency {number % 37}", f"Company {number % 5000}, Inc.", chance.choice(PURPOSES), "monthly" if number % 50 == 0 else chance.randint(1, 50), f"a{number}@example.org"]
        for number in range(ROWS)
    ]  # fmt: skip
    text, book = folder / "list.csv", folder / "list.xlsx"
    with text.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([head, *rows])
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("list")
    for row in (head, *rows):
        sheet.append(row)
    workbook.save(book)
    return text, book


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    """Print a line a kind of file."""
    with tempfile.TemporaryDirectory() as folder:
        text, book = _write(Path(folder))
        make_plan(read_file(text), "knocks")  # what is read once a process
        for file, read in ((text, pd.read_csv), (book, partial(pd.read_excel, engine="openpyxl"))):
            ours = _seconds(lambda file=file: make_plan(read_file(file), "knocks"))
            theirs = _seconds(lambda file=file, read=read: read(file))
            plan = make_plan(read_file(file), "knocks")
            print(
                f"{file.suffix}: {ours:.2f} s, pandas alone {theirs:.2f} s, ratio {ours / theirs:.1f}; {len(plan.rows):,} rows, {len(plan.questions)} question"
            )
    own, child = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"memory: {own} MB, the reader of spreadsheets {child} MB")


if __name__ == "__main__":
    main()
