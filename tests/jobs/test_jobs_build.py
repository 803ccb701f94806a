"""The tables of jobs: made from official files, and small; that they are those that ship, test_own_tables.py sees."""

from __future__ import annotations

import json

import official_files as made
import pandas as pd
import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs import build_jobs, tables
from nextgen_helpers.jobs.build import codes_onto
from nextgen_helpers.jobs.tables import TABLES
from nextgen_helpers.places import embedded


def test_a_folder_of_official_files_becomes_four_tables(tmp_path):
    counts = build_jobs(made.everything(tmp_path / "raw"), tmp_path / "out")
    found = {name: pd.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in TABLES}
    assert {name: len(table) for name, table in found.items()} == {name: counts[name] for name in TABLES}
    occupations = found["occupations"].set_index("soc")
    assert occupations.loc["51-4121", "job_zone"] == 2  # of its two O*NET entries the general one
    assert pd.isna(occupations.loc["27-2011", "job_zone"])
    assert counts["unmatched_zone"] == 1
    # The newest year counts; 51-9199 has no projection.
    assert "51-4121" in set(found["staffing"]["soc"])
    assert counts["unmatched_staffing"] == 1
    assert found["related"].to_dict("records") == [
        {"soc": "51-4121", "related_soc": "11-1011", "rank": 1, "primary": True}
    ]
    assert list(found["programs"][["cip", "soc"]].itertuples(index=False, name=None)) == [
        ("24.0101", ""), ("48.0508", "51-4121"), ("50.0506", "27-2011"),
    ]  # fmt: skip
    about = json.loads((tmp_path / "out" / "source.json").read_text(encoding="utf-8"))
    assert about["oews_year"] == 2024
    assert any("O*NET 29.3" in line and "CC BY 4.0" in line for line in about["sources"])


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(UserError, match="There is no folder"):
        build_jobs(tmp_path / "none", tmp_path / "out")
    (tmp_path / "raw").mkdir()
    with pytest.raises(UserError, match="there is no file natsector"):
        build_jobs(tmp_path / "raw", tmp_path / "out")


def test_combined_codes_cover_their_parts():
    """BLS: 31-1120 is 31-1121 and 31-1122; 51-2028 is 51-2022 and 51-2023. Military codes are covered by none."""
    wanted = ["31-1120", "51-2028", "51-4121"]
    assert codes_onto(["31-1122", "51-2023", "51-4121", "55-1011", "51-2021"], wanted) == {
        "31-1122": "31-1120", "51-2023": "51-2028", "51-4121": "51-4121",
    }  # fmt: skip


def test_what_ships_is_small_and_names_its_sources():
    size = sum(path.stat().st_size for path in embedded("data", "jobs").iterdir())
    assert size < 2_000_000
    assert "CC BY 4.0" in tables.source_line(2016)
    assert "2016" in tables.source_line(2016)
