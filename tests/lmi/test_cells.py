"""Rows as numbers: sums, grids and sieves agree with pandas on the texts; what is missing stays missing."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
from qcew_files import County, annual_csv

from nextgen_helpers.lmi.batches import write_batch
from nextgen_helpers.lmi.cells import Cells
from nextgen_helpers.lmi.readers import open_qcew
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.regions import get_region

KEYS = ["own_code", "industry_code"]


@pytest.fixture(scope="module")
def rows(base):
    return base.rows(get_region("tx-alamo").counties, [2016])


def by_name(cells: Cells, figures: np.ndarray) -> pd.Series:
    index = pd.MultiIndex.from_arrays([cells.places.owners, cells.places.codes], names=KEYS)
    return pd.Series(figures, index=index)


@pytest.mark.parametrize("figure", ["estabs", "employment", "wages"])
def test_sums_by_industry_are_those_of_pandas(rows, figure):
    cells = Cells.of(rows)
    expected = rows.groupby(KEYS)[figure].sum(min_count=1)
    pd.testing.assert_series_equal(
        by_name(cells, cells.sums(getattr(cells, figure))),
        expected,
        check_names=False,
        check_index_type=False,
    )


def test_a_level_is_its_private_industries_and_government(rows):
    cells = Cells.of(rows).at("3-digit")
    kept = {(cells.places.owners[place], cells.places.codes[place]) for place in cells.industry}
    private = rows[(rows["own_code"] == "5") & (rows["industry_code"].str.len() == 3)]
    assert kept == {
        *zip(private["own_code"], private["industry_code"], strict=True),
        *((own, "10") for own in "123"),
    }


def test_a_grid_has_every_cell_once_and_nothing_where_none_is(rows):
    cells = Cells.of(rows)
    laid = cells.grid(cells.estabs)
    assert np.count_nonzero(~np.isnan(laid)) == len(rows)
    assert np.nansum(laid) == rows["estabs"].sum()


def test_an_industry_that_is_not_there_has_no_place(rows):
    cells = Cells.of(rows)
    assert cells.places.of("5", "0000") is None
    assert len(cells.where(cells.industry == cells.places.of("5", "0000")).area) == 0


def test_no_rows_are_no_cells(rows):
    cells = Cells.of(rows.iloc[:0])
    assert cells.places.size == 0
    assert len(cells.sums(cells.employment)) == 0


def test_what_many_regions_share_is_kept_until_an_import(base, tmp_path):
    store = Store(base.base, tmp_path / "own")
    first = store.shared_rows(["48113"], [2016])
    assert store.shared_rows(["48113"], [2016]) is first
    (tmp_path / "new.csv").write_bytes(annual_csv(County().but(year=2016)))
    with open_qcew([tmp_path / "new.csv"]) as reading:
        store.add(reading, "a test")
    assert len(store.shared_rows(["48113"], [2016])) < len(first)


def test_figures_are_sorted_by_area_so_that_groups_of_rows_can_be_skipped(tmp_path):
    for number in range(1, 400, 2):
        county = County(area=f"48{number:03d}").but(year=2016)
        (tmp_path / f"{number}.csv").write_bytes(annual_csv(county))
    with open_qcew([tmp_path]) as reading:
        reading.make_tidy()
        (tmp_path / "batch").mkdir()
        write_batch(reading.connection, "tidy", tmp_path / "batch", "a test")
    file = tmp_path / "batch" / "year=2016" / "figures.parquet"
    areas = [row[0] for row in duckdb.read_parquet(str(file)).project("area_fips").fetchall()]
    assert areas == sorted(areas)


def test_what_is_not_there_has_columns_of_the_same_kinds(base):
    nothing, some = base.rows(["99999"], [2016]), base.rows(["48113"], [2016])
    assert nothing.empty
    assert list(nothing.dtypes.items()) == list(some.dtypes.items())
    assert base.shared_rows(iter(["48113"]), iter([2016])).equals(some)
