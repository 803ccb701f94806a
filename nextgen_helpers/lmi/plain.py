"""A profile as plain values for JSON: None where one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from nextgen_helpers.lmi.newest import Newest


def newest_dict(newest: Newest) -> dict[str, Any]:
    """Give the newest totals of a region as plain values."""
    here = newest.areas.loc["region"].to_dict()
    whole = ("employment", "establishments", "wages")
    return {
        "year": newest.year,
        "quarter": newest.quarter or None,
        **{name: plain_number(here[name], 0) for name in whole},
        newest.pay_words.lower().replace(" ", "_"): plain_number(newest.pay["region"], 0),
        "change_percent": plain_number(newest.growth(), 2),
    }


#: Figures of an industry, with so many digits behind the point.
_DIGITS: Final[Mapping[str, int]] = {
    "employment": 0, "employment_at_most": 0, "establishments": 0, "average_annual_pay": 0, "share": 6, "lq_us": 4, "lq_state": 4,
    "wage_premium": 2, "pay_against_us": 2, "counties": 0, "suppressed_counties": 0, "unseen_share": 4,
}  # fmt: skip
#: The same of a change: what a figure is called here, and in the table.
_OF_A_CHANGE: Final[Mapping[str, tuple[str, int]]] = {
    "from_year": ("change_from_year", 0), "jobs": ("change_jobs", 0), "percent": ("change_percent", 2),
    "national_share": ("national_share", 2), "industry_mix": ("industry_mix", 2), "regional_share": ("regional_share", 2),
    "counties_left_out": ("change_counties_left_out", 0),
}  # fmt: skip


def industry_dict(row: pd.Series[Any]) -> dict[str, Any]:
    """Give an industry of a profile as plain values."""
    return {
        **{name: row[name] for name in ("own_code", "industry_code", "title")},
        **{name: plain_number(row[name], digits) for name, digits in _DIGITS.items()},
        "estimated": bool(row["estimated"]),
        "change": _change_dict(row, ""),
        "change_from_previous": _change_dict(row, "previous_"),
    }


def _change_dict(row: pd.Series[Any], prefix: str) -> dict[str, Any]:
    same = row[f"{prefix}change_comparable"]
    figures = {
        ours: plain_number(row[prefix + name], digits) for ours, (name, digits) in _OF_A_CHANGE.items()
    }
    return {**figures, "same_definition": None if pd.isna(same) else bool(same)}


def plain_number(value: Any, digits: int) -> int | float | None:
    """Give a number for JSON: None where it is missing, never -0."""
    number = float(value)
    if not np.isfinite(number):
        return None
    rounded = round(number, digits) + 0.0
    return int(rounded) if digits == 0 else rounded
