"""How far sectors that are carried forward are off: Central Ohio 2016, carried to years that are published.

Counties of Ohio have no newer totals beside these 15, so that each county adds up to its total and sectors to nothing, as in Kentucky; in
Texas, where they add up to the state's as well, the error can only be guessed.

    python benchmarks/carried.py
"""

from __future__ import annotations

import pandas as pd

from nextgen_helpers.lmi.carried import GOVERNMENT, carried_cells, error_of
from nextgen_helpers.lmi.layout import level_of
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.regions import get_region

_SIZES = ((50, 200), (200, 500), (500, 2_000), (2_000, 10_000), (10_000, 10**9))


def published(store: Store, counties: tuple[str, ...], year: int) -> pd.Series[float]:
    """Jobs of each county and sector that BLS publishes, and of its government."""
    rows = store.rows(counties, [year], "own_code IN ('0', '5')")
    total = rows[rows["industry_code"] == "10"].pivot_table(
        index="area_fips", columns="own_code", values="employment"
    )
    private = rows[
        (rows["own_code"] == "5") & (rows["industry_code"].map(level_of) == "sector") & ~rows["suppressed"]
    ]
    public = pd.DataFrame(
        {"area_fips": total.index, "industry_code": GOVERNMENT, "employment": total["0"] - total["5"]}
    )
    both = pd.concat([private[["area_fips", "industry_code", "employment"]], public])
    jobs = both.set_index(["area_fips", "industry_code"])["employment"]
    return jobs[jobs > 0]


def compared(store: Store, year: int) -> pd.DataFrame:
    """Estimates for Central Ohio, carried from 2016, beside what is published."""
    counties = get_region("oh-central-ohio").counties
    cells, _ = carried_cells("39", 2016, year, store)
    found = cells.set_index(["area_fips", "industry_code"])
    return found.join(published(store, counties, year).rename("published"), how="inner")


def main() -> None:
    """Print errors by size of the cell."""
    store = Store.open()
    print(f"{'year':>6}{'jobs from':>11}{'cells':>7}{'misplaced':>11}{'half':>7}{'4 of 5':>8}{'9 of 10':>9}")
    for year in (2020, 2021, 2022, 2023):
        table = compared(store, year)
        for low, high in (*_SIZES, (500, 10**9)):
            part = table[(table["employment"] >= low) & (table["employment"] < high)]
            off = error_of(part["employment"], part["published"])
            misplaced = (part["employment"] - part["published"]).abs().sum() / part["published"].sum()
            half, most, nearly = off.quantile([0.5, 0.8, 0.9])
            print(
                f"{year:>6}{low:>11,}{len(part):>7}{misplaced:>11.1%}{half:>7.2f}{most:>8.2f}{nearly:>9.2f}"
            )


if __name__ == "__main__":
    main()
