"""The embedded tables by occupation, and how their sources are named."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

import pandas as pd

from nextgen_helpers.places import embedded, read_table

__all__ = ["ONET", "described", "occupations", "programs", "related", "source_line", "staffing_shares"]

#: O*NET's license asks that it is named wherever it is used.
ONET: Final = "O*NET 29.3 Database, U.S. Department of Labor, Employment and Training Administration (CC BY 4.0), brought together by SOC code"


def occupations() -> pd.DataFrame:
    """Detailed occupations of the nation, by ``soc``.

    Returns
    -------
    Index ``soc``; columns as :func:`nextgen_helpers.jobs.readers.read_projections`, and ``job_zone`` (1 to 5; missing where
    O*NET has none, mostly "all other" occupations).
    """
    return _read("occupations").set_index("soc")


def staffing_shares(sector: str) -> pd.DataFrame:
    """Occupations of a sector in the nation; empty where OEWS has no such sector.

    Parameters
    ----------
    sector : NAICS sector as QCEW writes it, such as ``31-33``.

    Returns
    -------
    Rows of the newest OEWS file by sector: ``soc, title, employment, share`` (0 to 1), ``standard_error`` (percent), pay, and
    ``own_code``; the sector's total has ``soc`` ``00-0000``.
    """
    table = _read("staffing")
    return table[table["sector"] == sector].drop(columns="sector").reset_index(drop=True)


def related() -> pd.DataFrame:
    """Occupations that O*NET calls related: ``soc, related_soc, rank`` (1 nearest), ``primary``."""
    return _read("related").copy()


def programs() -> pd.DataFrame:
    """Programs and the occupations that they prepare for: ``cip, cip_title, soc`` (empty: none)."""
    return _read("programs").copy()


def described() -> dict[str, Any]:
    """Give years, files and sources of the tables."""
    found: dict[str, Any] = json.loads(embedded("data", "jobs", "source.json").read_text(encoding="utf-8"))
    return found


def source_line(year: int) -> str:
    """Name the sources of a regional estimate by occupation.

    Parameters
    ----------
    year : of the region's jobs.
    """
    about = described()
    first, last = about["projections"]
    return (
        f"estimate: jobs of the region from the U.S. Bureau of Labor Statistics (BLS), Quarterly Census of Employment and Wages, {year}; "
        f"the nation's mix of occupations and pay from BLS, Occupational Employment and Wage Statistics, May {about['oews_year']}; "
        f"openings and education from BLS, Employment Projections {first} to {last}; job zones and related occupations from "
        f"{ONET}."
    )


@cache
def _read(name: str) -> pd.DataFrame:
    return read_table(embedded("data", "jobs", f"{name}.parquet"))
