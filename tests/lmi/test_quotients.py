"""Proof: our location quotients are the ones that BLS publishes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tidy_files import read_published_quotients

from nextgen_helpers.lmi.layout import NATION, level_of
from nextgen_helpers.measures import location_quotient

pytestmark = pytest.mark.raw

KEYS = ["own_code", "industry_code", "year"]


def ours(base, published: pd.DataFrame) -> pd.DataFrame:
    """Put the quotient of our own figures beside each published one of a private industry."""
    private = published[published["own_code"] == "5"]
    level = private["industry_code"].map({code: level_of(code) for code in private["industry_code"].unique()})
    private = private[level != "total"].assign(level=level)
    years = sorted(private["year"].unique().tolist())
    rows = base.rows([*private["area_fips"].unique(), NATION], years)
    totals = rows[(rows["own_code"] == "0") & (rows["industry_code"] == "10")]
    totals = totals.set_index(["area_fips", "year"])["employment"]
    nation = rows[rows["area_fips"] == NATION].set_index(KEYS)["employment"].rename("reference")
    table = private.merge(
        rows[["area_fips", *KEYS, "employment"]], on=["area_fips", *KEYS], validate="one_to_one"
    )
    assert len(table) == len(private), "a row that BLS publishes is not in the base"
    table = table.join(nation, on=KEYS)
    quotient = location_quotient(
        table["employment"].to_numpy(),
        totals.reindex(pd.MultiIndex.from_frame(table[["area_fips", "year"]])).to_numpy(),
        table["reference"].to_numpy(),
        totals.reindex(pd.MultiIndex.from_arrays([[NATION] * len(table), table["year"]])).to_numpy(),
    )
    return table.assign(ours=quotient)


def said(table: pd.DataFrame) -> str:
    return "\n" + table.sort_values("off").tail(8).to_string()


def rounded(values: pd.Series) -> pd.Series:
    """Two decimals, half up, as BLS rounds."""
    return np.floor(values * 100 + 0.5 + 1e-9) / 100


def test_all_states_2017_to_2024(base, states_zip):
    table = ours(base, read_published_quotients(states_zip))
    assert set(table["year"]) == set(range(2017, 2025))
    assert table["area_fips"].nunique() == 51
    assert table["level"].value_counts().gt(5_000).all()
    assert len(table) > 100_000
    missing = table["ours"].isna()
    assert not missing.any(), f"{missing.sum()} published quotients have none of ours\n{table[missing]}"
    table = table.assign(off=(table["ours"] - table["lq"]).abs())
    assert (table["off"] < 0.01 + 1e-9).all(), said(table)
    equal = rounded(table["ours"]).sub(table["lq"]).abs() < 1e-6
    assert equal.mean() >= 0.999, f"{(~equal).sum()} of {len(table)} differ when rounded" + said(
        table[~equal]
    )


def test_central_ohio_counties_2020_to_2023(base, ohio_zip):
    table = ours(base, read_published_quotients(ohio_zip))
    assert table["area_fips"].nunique() == 15
    assert set(table["year"]) == {2020, 2021, 2022, 2023}
    assert len(table) > 9_000
    near = (table["ours"] - table["lq"]).abs() <= 0.01 + 1e-9
    assert near.mean() >= 0.995, f"{(~near).sum()} of {len(table)} lie further than 0.01 away"
