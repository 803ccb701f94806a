"""Change between two years, over the counties that can be seen in both."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.lmi.codes import comparable

__all__ = ["change_between", "matched_jobs", "no_change"]

_KEYS: Final = ["own_code", "industry_code"]
_COLUMNS: Final = (
    "change_from_year",
    "change_base",
    "change_jobs",
    "change_percent",
    "national_share",
    "industry_mix",
    "regional_share",
    "change_counties_left_out",
    "change_comparable",
)


def change_between(
    counties: tuple[pd.DataFrame, pd.DataFrame],
    nation: tuple[pd.DataFrame, pd.DataFrame],
    nation_totals: tuple[float, float],
    years: tuple[int, int],
) -> pd.DataFrame:
    """Compute the change of each industry and its three parts (shift-share).

    A cell that is withheld in either year is left out of both; a code that changed its meaning
    between the years has no change.

    Parameters
    ----------
    counties : tidy rows of the region's counties, for the first and the second year.
    nation : tidy rows of the nation, likewise.
    nation_totals : the nation's jobs, all industries and ownerships, likewise.
    years : the two years.

    Returns
    -------
    By ``own_code, industry_code`` of the second year: ``change_from_year``; ``change_base``,
    ``change_jobs``, ``national_share``, ``industry_mix``, ``regional_share`` (jobs);
    ``change_percent``; ``change_counties_left_out``; ``change_comparable``.
    """
    before, now = counties
    keys = pd.MultiIndex.from_frame(now[_KEYS].drop_duplicates())
    base, end, left_out = matched_jobs(before, now)
    same = pd.Series([comparable(code, *years) for _, code in keys], index=keys, dtype=bool)
    base, end = base.reindex(keys).where(same), end.reindex(keys).where(same)
    reference = [rows.set_index(_KEYS)["employment"].reindex(keys) for rows in nation]
    parts = measures.shift_share(base, end, reference[0], reference[1], *nation_totals)
    table = pd.DataFrame(
        {
            "change_from_year": float(years[0]),
            "change_base": base,
            "change_jobs": end - base,
            "change_percent": measures.growth(base, end),
            "change_counties_left_out": left_out.reindex(keys, fill_value=0),
            "change_comparable": same,
        }
    )
    return table.join(parts)[list(_COLUMNS)]


def no_change(now: pd.DataFrame) -> pd.DataFrame:
    """Give the same table with everything missing, for a region without an earlier year."""
    keys = pd.MultiIndex.from_frame(now[_KEYS].drop_duplicates())
    return pd.DataFrame(np.nan, index=keys, columns=list(_COLUMNS)).astype({"change_comparable": "object"})


def matched_jobs(
    before: pd.DataFrame, now: pd.DataFrame
) -> tuple[pd.Series[float], pd.Series[float], pd.Series[int]]:
    """Sum jobs by industry in two years over the counties that are disclosed in both.

    An industry without a row in a year had no establishment there: a true zero.

    Returns
    -------
    Jobs of the first year, of the second, and the number of counties left out; by ``own_code,
    industry_code``. An industry of which no county is left is not in the first two.
    """
    cell = ["area_fips", *_KEYS]
    pair = before[[*cell, "employment", "suppressed"]].merge(
        now[[*cell, "employment", "suppressed"]], on=cell, how="outer", suffixes=("_base", "_end")
    )
    hidden = np.zeros(len(pair), dtype=bool)
    for when in ("base", "end"):
        absent = pair[f"suppressed_{when}"].isna().to_numpy()
        hidden |= (pair[f"suppressed_{when}"] == True).to_numpy()  # noqa: E712  (NaN where absent)
        pair.loc[absent, f"employment_{when}"] = 0.0
    pair["hidden"] = hidden
    seen = pair[~hidden].groupby(_KEYS)[["employment_base", "employment_end"]].sum(min_count=1)
    return seen["employment_base"], seen["employment_end"], pair.groupby(_KEYS)["hidden"].sum()
