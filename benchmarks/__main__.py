"""Measure everything, side by side in one run, and print one table: ``make bench``, or ``python benchmarks``.

It takes half an hour, and the computer should do nothing else. Each part is a program of its own as well, with what it
measures in its head: ``python benchmarks/reports.py --help``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import national
import notebooks
import opening
import reports
from table import print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from table import Line


def lines() -> Iterator[Line]:
    """Give the lines of all parts, with what each measures by default."""
    for part in (opening, notebooks, national, reports):
        yield from part.lines(part.asked().parse_args([]))


if __name__ == "__main__":
    print_table(lines())
