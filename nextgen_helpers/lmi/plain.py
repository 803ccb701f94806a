"""A profile as plain values for JSON: None where one is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def industry_dict(row: pd.Series[Any]) -> dict[str, Any]:
    """Give an industry of a profile as plain values."""
    return {
        "own_code": row["own_code"],
        "industry_code": row["industry_code"],
        "title": row["title"],
        "employment": plain_number(row["employment"], 0),
        "employment_at_most": plain_number(row["employment_at_most"], 0),
        "establishments": plain_number(row["establishments"], 0),
        "average_annual_pay": plain_number(row["average_annual_pay"], 0),
        "share": plain_number(row["share"], 6),
        "lq_us": plain_number(row["lq_us"], 4),
        "lq_state": plain_number(row["lq_state"], 4),
        "wage_premium": plain_number(row["wage_premium"], 2),
        "pay_against_us": plain_number(row["pay_against_us"], 2),
        "counties": int(row["counties"]),
        "suppressed_counties": int(row["suppressed_counties"]),
        "unseen_share": plain_number(row["unseen_share"], 4),
        "estimated": bool(row["estimated"]),
        "change": _change_dict(row, ""),
        "change_from_previous": _change_dict(row, "previous_"),
    }


def _change_dict(row: pd.Series[Any], prefix: str) -> dict[str, Any]:
    comparable_codes = row[f"{prefix}change_comparable"]
    return {
        "from_year": plain_number(row[f"{prefix}change_from_year"], 0),
        "jobs": plain_number(row[f"{prefix}change_jobs"], 0),
        "percent": plain_number(row[f"{prefix}change_percent"], 2),
        "national_share": plain_number(row[f"{prefix}national_share"], 2),
        "industry_mix": plain_number(row[f"{prefix}industry_mix"], 2),
        "regional_share": plain_number(row[f"{prefix}regional_share"], 2),
        "counties_left_out": plain_number(row[f"{prefix}change_counties_left_out"], 0),
        "same_definition": None if pd.isna(comparable_codes) else bool(comparable_codes),
    }


def plain_number(value: Any, digits: int) -> int | float | None:
    """Give a number for JSON: None where it is missing, never -0."""
    number = float(value)
    if not np.isfinite(number):
        return None
    rounded = round(number, digits) + 0.0
    return int(rounded) if digits == 0 else rounded
