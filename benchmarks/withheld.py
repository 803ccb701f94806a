"""How far the estimates of withheld cells are off: published cells are withheld on purpose, and estimated.

Cells are drawn as BLS withholds them, small ones first: with the odds of being withheld that cells of as many establishments
have in the same data. With a cell, everything finer in it is withheld too; and where it would be the only withheld cell of its
parent, so that it could be computed, the smallest one beside it is withheld as well, or the parent. Three draws; the table gives the median and the
90th percentile of the relative error, and the jobs that are misplaced (sum of errors / sum of the withheld jobs).

    python benchmarks/withheld.py
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from nextgen_helpers.lmi.estimates import estimate_withheld
from nextgen_helpers.lmi.layout import LEVELS, NATION, level_of, parent_of
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.regions import county_names, get_region

_BINS = [0, 1, 2, 3, 4, 6, 10, 20, 50, 100, np.inf]
_DRAWS, _CELLS, _LARGEST_SHARE = 3, 300, 0.25


def private_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Private cells with establishments, with their level."""
    cells = rows[(rows["own_code"] == "5") & (rows["estabs"] > 0)]
    return cells.assign(level=[level_of(code) for code in cells["industry_code"]])


def withhold(
    rows: pd.DataFrame, level: str, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Withhold published cells of a level, and what is finer in them; give the rows, and the cells as they were."""
    cells = private_cells(rows)
    cells = cells[cells["level"] == level]
    bins = pd.cut(cells["estabs"], _BINS)
    odds = cells["suppressed"].groupby(bins, observed=False).mean().clip(0.01, 0.95)
    published = cells[~cells["suppressed"] & (cells["employment"] > 0)]
    weight = bins[published.index].map(odds / (1 - odds)).astype(float)
    count = min(_CELLS, int(_LARGEST_SHARE * len(published)))
    chosen = random.choice(published.index, count, replace=False, p=(weight / weight.sum()).to_numpy())
    taken = set(zip(published.loc[chosen, "area_fips"], published.loc[chosen, "industry_code"], strict=True))
    private = private_cells(rows)
    hidden = _with_finer(private, taken | _complements(private, taken))
    changed = rows.copy()
    changed.loc[hidden, "suppressed"] = True
    changed.loc[hidden, ["employment", "wages"]] = np.nan
    return changed, published.loc[chosen]


def _complements(cells: pd.DataFrame, taken: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Find the cells that have to go too, so that none of the taken ones can be computed from those beside it."""
    cells = cells.assign(parent=[parent_of(code) for code in cells["industry_code"]])
    # A GroupBy has keys of its own, so that dict() does not take it.
    families = {key: group for key, group in cells.groupby(["area_fips", "parent"])}  # noqa: C416
    parents = cells.set_index(["area_fips", "industry_code"])["suppressed"]
    added: set[tuple[str, str]] = set()
    waiting = list(taken)
    while waiting:
        area, code = waiting.pop()
        above = parent_of(code)
        if above is None or parents.get((area, above), True):
            continue
        family = families[area, above]
        gone = [
            hidden or (area, own) in taken | added
            for hidden, own in zip(family["suppressed"], family["industry_code"], strict=True)
        ]
        if sum(gone) > 1:
            continue
        left = family[~np.array(gone) & (family["employment"] > 0)]
        if len(left):
            more = (area, str(left.loc[left["employment"].idxmin(), "industry_code"]))
        elif above == "10":
            continue
        else:
            more = (area, above)
        added.add(more)
        waiting.append(more)
    return added


def _with_finer(cells: pd.DataFrame, taken: set[tuple[str, str]]) -> list[int]:
    def below(area: str, code: str | None) -> bool:
        while code not in (None, "10"):
            if (area, code) in taken:
                return True
            code = parent_of(str(code))
        return False

    pairs = zip(cells.index, cells["area_fips"], cells["industry_code"], strict=True)
    return [index for index, area, code in pairs if below(area, code)]


def errors(counties: pd.DataFrame, state: pd.DataFrame, nation: pd.DataFrame, level: str) -> pd.DataFrame:
    """Measure one level of one place: each way's errors, mean of the draws."""
    mean = private_cells(nation).set_index("industry_code")
    mean_size = mean["employment"] / mean["estabs"]
    measured = []
    for draw in range(_DRAWS):
        rows, truth = withhold(counties, level, np.random.default_rng(draw))
        found = estimate_withheld(rows, state).set_index(["area_fips", "industry_code"])
        place = pd.MultiIndex.from_frame(truth[["area_fips", "industry_code"]])
        true = truth["employment"].to_numpy(dtype=float)
        ways = {
            "zero": np.zeros(len(true)),
            "establishments x national mean": (
                truth["estabs"] * truth["industry_code"].map(mean_size)
            ).to_numpy(),
            "estimated": found.loc[place, "employment"].to_numpy(),
        }
        low, high = found.loc[place, "low"].to_numpy(), found.loc[place, "high"].to_numpy()
        inside = ((true >= low) & (true <= high)).mean()
        for way, guess in ways.items():
            off = np.abs(guess - true)
            measured.append(
                {
                    "way": way, "cells": len(true), "median": np.nanmedian(off / true), "p90": np.nanquantile(off / true, 0.9),
                    "misplaced": np.nansum(off) / true.sum(), "in interval": inside if way == "estimated" else np.nan,
                    "ratios": (true / np.maximum(guess, 1e-9), truth["estabs"].to_numpy()),
                }
            )  # fmt: skip
    return pd.DataFrame(measured)


def main() -> None:
    """Print the table, and the multiples from which the intervals come."""
    store = Store.open()
    texas = [code for code in county_names() if code.startswith("48")]
    places = {
        "Texas, 2016": ([*texas, "48999"], "48000", 2016),
        "Central Ohio, 2023": (list(get_region("oh-central-ohio").counties), "39000", 2023),
    }
    for name, (areas, state, year) in places.items():
        rows = store.rows([*areas, state, NATION], {year})
        counties = rows[rows["area_fips"].isin(areas)]
        of_state, of_nation = rows[rows["area_fips"] == state], rows[rows["area_fips"] == NATION]
        for level in LEVELS:
            measured = errors(counties, of_state, of_nation, level)
            columns = ["cells", "median", "p90", "misplaced", "in interval"]
            print(f"\n{name}, {level}")
            print(measured.groupby("way", sort=False)[columns].mean().round(2).to_string())
            own = measured[measured["way"] == "estimated"]["ratios"]
            ratio, estabs = (np.concatenate([pair[part] for pair in own]) for part in (0, 1))
            for most, least in ((2, 0), (10, 2), (np.inf, 10)):
                part = ratio[(estabs <= most) & (estabs > least)]
                if len(part):
                    print(
                        f"  up to {most} establishments: 10 % {np.quantile(part, 0.1):.2f}, 90 % {np.quantile(part, 0.9):.2f} ({len(part)})"
                    )


if __name__ == "__main__":
    main()
