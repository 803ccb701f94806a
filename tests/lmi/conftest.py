"""Official files that many tests read, read once."""

from __future__ import annotations

import pandas as pd
import pytest
from tidy_files import read_qcew

from nextgen_helpers.lmi.build import build_base
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded


@pytest.fixture(scope="session")
def texas_zip(shared):
    return shared / "raw" / "qcew_quarterly_texas" / "2016_qtrly_by_area_TEXAS.zip"


@pytest.fixture(scope="session")
def states_zip(shared):
    return shared / "raw" / "qcew_annual_states" / "qcew_states_2017_2024.zip"


@pytest.fixture(scope="session")
def ohio_zip(shared):
    return shared / "raw" / "qcew_annual_ohio" / "qcew_central_ohio_2020_2023.zip"


@pytest.fixture(scope="session")
def texas(texas_zip):
    return read_qcew(texas_zip)


@pytest.fixture(scope="session")
def states(states_zip):
    return read_qcew(states_zip)


@pytest.fixture(scope="session")
def county_figures(shared):
    return pd.read_parquet(shared / "lmi_base" / "qcew_county.parquet")


@pytest.fixture(scope="session")
def state_figures(shared):
    return pd.read_parquet(shared / "lmi_base" / "qcew_state_us.parquet")


@pytest.fixture(scope="session")
def built(texas_zip, states_zip, ohio_zip, tmp_path_factory):
    """A base made of the raw files, as ``nextgen data build`` makes it."""
    out = tmp_path_factory.mktemp("build") / "base"
    build_base([texas_zip, states_zip, ohio_zip], out)
    return out


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """The embedded base, with nothing of a user's over it."""
    return Store(embedded("data", "lmi"), tmp_path_factory.mktemp("nobody") / "lmi")
