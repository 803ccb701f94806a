"""Private jobs of a region by industry, with what BLS withholds estimated openly."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from nextgen_helpers.lmi.batches import figures_of
from nextgen_helpers.lmi.codes import industry_title, short_title
from nextgen_helpers.lmi.estimates import estimate_withheld
from nextgen_helpers.lmi.kept import kept_table
from nextgen_helpers.lmi.layout import Level, state_of
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.regions import Region

_MOST_REGIONS: Final = 64
_MOST_STATES: Final = 8
_COLUMNS = [
    "industry_code", "title", "short_title", "establishments", "counties", "estimated_counties",
    "seen", "employment", "estimated", "low", "high",
]  # fmt: skip


def regional_estimates(
    region: Region, year: int, level: Level = "sector", store: Store | None = None
) -> pd.DataFrame:
    """Sum a region's private jobs by industry, seen and estimated.

    All counties of a state that are in the store take part in the estimate, so that they add up to the state where they can.

    store : where the figures are; by default the embedded ones and the user's.
    Gives one row an industry with establishments, in order of its code: ``industry_code, title, short_title, establishments``,
    ``counties`` with it and ``estimated_counties`` among them, ``seen`` (jobs in counties that BLS discloses: a lower bound, and
    what stands in every table without estimates), ``employment`` (seen and estimated), ``estimated`` (the part of it), ``low,
    high``: sums of each county's interval. Each interval holds four of five such cells; their sum is wider than need be, since
    not all counties err to the same side. Empty where the store has no figures of the year.
    """
    used = store or Store.open()
    table = _of_region(region, year, level, used)
    names = [industry_title(code, "5", year) for code in table["industry_code"]]
    short = [short_title(code, "5", year) for code in table["industry_code"]]
    return table.assign(title=names, short_title=short)[_COLUMNS]


def _of_region(region: Region, year: int, level: str, store: Store) -> pd.DataFrame:
    table: pd.DataFrame = store.remembered(
        ("regional estimates", region.counties, year, level),
        lambda: _summed(region.counties, year, level, store),
        _MOST_REGIONS,
    )
    return table


def _summed(counties: tuple[str, ...], year: int, level: str, store: Store) -> pd.DataFrame:
    states = sorted({state_of(county) for county in counties})
    pieces = [state_cells(state, year, store) for state in states]
    cells = pd.concat([piece for piece in pieces if len(piece)] or pieces[:1])
    cells = cells[(cells["level"] == level) & cells["area_fips"].isin(counties)]
    guessed = cells["estimated"].astype(bool)
    cells = cells.assign(
        seen=cells["employment"].where(~guessed),
        guess=cells["employment"].where(guessed, 0.0),
        estimated_counties=guessed.astype(int),
    )
    grouped = cells.groupby("industry_code")
    table = pd.DataFrame(
        {
            "establishments": grouped["estabs"].sum(),
            "counties": grouped.size(),
            "estimated_counties": grouped["estimated_counties"].sum(),
            "seen": grouped["seen"].sum(min_count=1),
            "employment": grouped["employment"].sum(),
            "estimated": grouped["guess"].sum(),
            "low": grouped["low"].sum(),
            "high": grouped["high"].sum(),
        }
    )
    return table.rename_axis("industry_code").reset_index()


def state_cells(state: str, year: int, store: Store) -> pd.DataFrame:
    """Give the private cells of all counties of a state, seen and estimated; see :mod:`nextgen_helpers.lmi.estimates`."""
    cells: pd.DataFrame = store.remembered(
        ("state estimates", state, year), lambda: _estimated(state, year, store), _MOST_STATES
    )
    return cells


def _estimated(state: str, year: int, store: Store) -> pd.DataFrame:
    """Estimate all cells of a state, or find on the disk what was estimated of the same files before."""
    index = store.index()
    own = index[(index["year"] == year) & index["complete"] & (index["area_fips"].str[:2] == state[:2])]
    batches = tuple(own[["area_fips", "batch"]].itertuples(index=False, name=None))
    # A state without a row of its own, such as Puerto Rico, has counties all the same.
    known = [area for area, _ in batches]

    def compute() -> pd.DataFrame:
        rows = store.rows(known, {year})
        is_state = rows["area_fips"] == state
        return estimate_withheld(rows[~is_state], rows[is_state])

    return kept_table("estimates", [state, year, batches, _files(year, batches), _method()], compute)


def _files(year: int, batches: tuple[tuple[str, str], ...]) -> list[list[object]]:
    """Tell one state of the files of figures from another."""
    files = [figures_of(batch, year) for batch in sorted({batch for _, batch in batches})]
    return [[str(file), file.stat().st_size, file.stat().st_mtime_ns] for file in files if file.is_file()]


@cache
def _method() -> str:
    """Tell one state of the method from another: a change of it makes other estimates."""
    folder = Path(__file__).resolve().parent
    content = b"".join((folder / name).read_bytes() for name in ("estimates.py", "withheld.py", "layout.py"))
    return hashlib.sha256(content).hexdigest()
