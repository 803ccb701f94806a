"""Official files as tables: tidy, and with the quotients that BLS publishes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nextgen_helpers.lmi.readers import open_qcew

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read_qcew(path: str | Path) -> pd.DataFrame:
    """Read files of any layout into the tidy layout."""
    with open_qcew([path]) as reading:
        return reading.tidy()


def read_published_quotients(path: str | Path) -> pd.DataFrame:
    """Read BLS's own location quotients of jobs (two decimals), where it disclosed them."""
    with open_qcew([path], quotients=True) as reading:
        return reading.connection.execute(
            "SELECT area_fips, own_code, industry_code, CAST(year AS SMALLINT) AS year, "
            "CAST(lq_employment AS DOUBLE) AS lq FROM annual_rows "
            "WHERE coalesce(lq_disclosure, '') = '' AND disclosure = '' "
            "ORDER BY area_fips, own_code, industry_code, year"
        ).df()
