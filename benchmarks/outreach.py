"""Measure how long a map of tables and knocks takes: its numbers, and every picture that a page of it shows.

The map is invented and random, but always the same: 40 organizations, 300 employers, 25 tables, and 20, 200 or 2,000
knocks. Each part runs once to be warm, and then five times; what is printed is the median. A picture counts from the map to
what JupyterLab is sent.

Run it with ``python benchmarks/outreach.py``.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers import charts
from nextgen_helpers.toolkit import outreach as measures
from nextgen_helpers.toolkit.exercises import PURPOSES, Knock, Outreach, Table

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES: Final = (20, 200, 2_000)
TIMES: Final = 5
#: What a page of the map shows; with its numbers it makes up the total.
PAGE: Final = ("network", "heat table", "redundancy", "gaps", "before and after")


def invented_map(knocks: int, seed: int = 1) -> Outreach:
    """Make a map of so many knocks; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  (a map, no secret)
    organizations = [f"Invented organization {number:02d}" for number in range(40)]
    employers = [f"Invented employer {number:03d}" for number in range(300)]
    return Outreach(
        tables=tuple(
            Table(
                name=f"Invented table {number:02d}",
                convener=chance.choice(organizations),
                members=(*chance.sample(organizations, 6), *chance.sample(employers, 10)),
                meetings_a_year=chance.randint(1, 12),
                serves_employers=chance.choice([None, 1, 2, 3, 4, 5]),
            )
            for number in range(25)
        ),
        knocks=tuple(
            Knock(
                organization=chance.choice(organizations),
                employer=chance.choice(employers),
                purpose=chance.choice(PURPOSES),
                contacts_a_year=chance.randint(1, 12),
            )
            for _ in range(knocks)
        ),
        organizations=tuple(organizations),
        employers=tuple(employers),
    )


def parts(outreach: Outreach) -> dict[str, Callable[[], Any]]:
    """Give what is measured, by name."""
    less = outreach.model_copy(update={"knocks": outreach.knocks[::2]})
    return {
        "numbers": lambda: measures.measures(outreach),
        "network": lambda: charts.outreach_network(outreach).mime_bundles(),
        "heat table": lambda: charts.outreach_heat_table(outreach).mime_bundles(),
        "redundancy": lambda: charts.outreach_redundancy(outreach).mime_bundles(),
        "gaps": lambda: charts.outreach_gaps(outreach).mime_bundles(),
        "before and after": lambda: charts.outreach_before_after(outreach, ("Half", less)).mime_bundles(),
        "overlap": lambda: charts.outreach_overlap(outreach).mime_bundles(),
        "tables": lambda: charts.outreach_tables(outreach).mime_bundles(),
        "comparison": lambda: charts.outreach_comparison(outreach, ("Half", less)).mime_bundles(),
    }


def milliseconds(part: Callable[[], Any]) -> float:
    """Give the median time of a part, once it is warm."""
    part()
    seen = []
    for _ in range(TIMES):
        began = time.perf_counter()
        part()
        seen.append(time.perf_counter() - began)
    return 1000 * statistics.median(seen)


def main() -> None:
    """Measure every part for every size, and print a table."""
    os.environ["NEXTGEN_OUTPUT"] = "screen"
    measured = {
        size: {name: milliseconds(part) for name, part in parts(invented_map(size)).items()} for size in SIZES
    }
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"Milliseconds, median of {TIMES}; {os.cpu_count()} cores, load after: {load}")
    print(f"{'knocks':<20}" + "".join(f"{size:>10,}" for size in SIZES))
    for name in measured[SIZES[0]]:
        print(f"{name:<20}" + "".join(f"{measured[size][name]:>10.0f}" for size in SIZES))
    totals = [sum(measured[size][name] for name in ("numbers", *PAGE)) for size in SIZES]
    print(f"{'the first six':<20}" + "".join(f"{total:>10.0f}" for total in totals))


if __name__ == "__main__":
    main()
