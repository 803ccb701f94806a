"""Newer figures by occupation, made by the user: used in place of those that ship, named with their years, taken away again."""

from __future__ import annotations

import json
from pathlib import Path

import official_files as made
import pytest

from nextgen_helpers.cli import main
from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs import tables
from nextgen_helpers.jobs.staffing import region_demand, staffing
from nextgen_helpers.jobs.supply import cip_titles
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.places import embedded, read_table


@pytest.fixture
def run(capsys, monkeypatch):
    """Run ``nextgen data ...`` in this process; give exit status and all that is printed."""

    def call(*words):
        monkeypatch.setattr("sys.argv", ["nextgen", "data", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code or 0, " ".join((said.out + said.err).split())

    return call


@pytest.fixture
def newer(tmp_path):
    """Official files of two years later, of O*NET 30.1."""
    folder = made.everything(tmp_path / "raw")
    made.oews(folder / "oews" / "natsector_M2026_dl.xlsx")
    release = folder / "db_30_1_excel"
    release.mkdir()
    for name in ("Job Zones.xlsx", "Related Occupations.xlsx"):
        (folder / "onet" / name).rename(release / name)
    return folder


def test_newer_files_are_used_and_taken_away_again(newer, home, run):
    before = {path.name: path.read_bytes() for path in embedded("data", "jobs").iterdir()}
    region = profile("tx-texoma")
    shipped, demand = staffing("31-33", 1000), region_demand(region)
    assert len(shipped.table) > 100
    status, words = run("jobs", newer)
    assert status == 0
    assert "OEWS May 2026, Employment Projections 2024 to 2034, O*NET 30.1; your own" in words
    assert (home / "jobs" / "source.json").is_file()
    # In the same process, as in a notebook that is open: no answer of before is given again.
    assert set(staffing("31-33", 1000).table["soc"]) == {"51-4121", "11-1011", "27-2011"}
    assert set(region_demand(region).index) <= {"51-4121", "11-1011", "27-2011"}
    assert cip_titles().get("48.0508") == "Welding Technology/Welder"
    assert cip_titles().get("51.3801") is None
    line = tables.source_line(2016)
    assert "May 2026" in line
    assert "O*NET 30.1 Database" in line
    assert "29.3" not in line
    assert "OEWS May 2026" in run("status")[1]
    assert "jobs" in run("remove")[1]
    assert run("remove", "jobs") == (0, "Removed jobs.")
    assert "came with the project" in run("status")[1]
    assert len(staffing("31-33", 1000).table) == len(shipped.table)
    assert len(region_demand(region)) == len(demand)
    assert cip_titles().get("51.3801")
    assert {path.name: path.read_bytes() for path in embedded("data", "jobs").iterdir()} == before
    assert not [path for path in home.iterdir() if "jobs" in path.name or "removed" in path.name]
    status, words = run("remove", "jobs")
    assert (status, words) == (
        2,
        "There are no figures by occupation of your own; those that came along are used.",
    )


def test_a_second_time_the_new_ones_count(newer, home, run):
    assert run("jobs", newer)[0] == 0
    made.oews(newer / "oews" / "natsector_M2027_dl.xlsx")
    assert "OEWS May 2027" in run("jobs", newer)[1]
    assert [path.name for path in home.iterdir() if "jobs" in path.name] == ["jobs"]


def test_what_is_missing_is_said_in_one_sentence_and_nothing_changes(newer, tmp_path, run):
    assert run("jobs", newer)[0] == 0
    (tmp_path / "empty").mkdir()
    status, words = run("jobs", tmp_path / "empty")
    assert status == 2
    for name in (
        "natsector_MYYYY_dl.xlsx",
        "occupation_YYYY_YYYY.xlsx",
        "Job Zones.xlsx",
        "Related Occupations.xlsx",
    ):
        assert name in words
    assert words.count(". ") == 0
    assert run("jobs", tmp_path / "none") == (2, f"There is no folder {tmp_path / 'none'}.")
    (newer / "db_30_1_excel").rename(newer / "onet_new")
    status, words = run("jobs", newer)
    assert status == 2
    assert "give --onet-version, such as 29.3" in words
    assert "30.1" in run("jobs", newer, "--onet-version", "30.1")[1]
    assert run("jobs", newer, "--onet-version", "newest") == (
        2,
        '"newest" is no release of O*NET: write it as 29.3, for instance.',
    )
    assert "OEWS May 2026" in run("status")[1]


@pytest.mark.parametrize(
    "wrong",
    [
        ("oews/natsector_M2026_dl.xlsx", b"no workbook", "natsector_M2026_dl.xlsx: it cannot be read as the Excel workbook"),
        ("projections/occupation_2024_2034.xlsx", b"", "occupation_2024_2034.xlsx: it cannot be read as the Excel workbook"),
        ("cip/CIP2020_SOC2018_Crosswalk.csv", b"a,b\n1,2\n", 'the column "CIP2020Code" is missing'),
        ("cip/CIP2020_SOC2018_Crosswalk.csv", b"\xff\xfe\x00bad", "Crosswalk.csv"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_and_the_tables_before_stay(newer, home, wrong, run):
    kind, content, told = wrong
    assert run("jobs", newer)[0] == 0
    before = (home / "jobs" / "source.json").read_bytes()
    (newer / kind).write_bytes(content)
    status, words = run("jobs", newer)
    assert status == 2
    assert told in words
    assert "Traceback" not in words
    assert (home / "jobs" / "source.json").read_bytes() == before
    assert [path.name for path in home.iterdir() if "jobs" in path.name] == ["jobs"]


def test_files_of_different_classifications_are_refused(newer, run):
    rows = [
        made.OEWS_ROWS[0],
        *(made.oews_row(f"99-{number}", "Old", "detailed", 9, *[40_000] * 5) for number in range(1000, 1009)),
    ]
    made.oews(newer / "oews" / "natsector_M2026_dl.xlsx", rows)
    status, words = run("jobs", newer)
    assert status == 2
    assert "different editions of the classification (SOC)" in words
    assert not tables.is_own()


def test_damaged_tables_say_the_way_out(newer, home, run):
    assert run("jobs", newer)[0] == 0
    (home / "jobs" / "staffing.parquet").write_bytes(b"broken")
    (home / "jobs" / "source.json").write_text("{}", encoding="utf-8")
    for ask in (lambda: tables.staffing_shares("31-33"), tables.shares_by_industry, tables.described):
        with pytest.raises(UserError, match="Take them away with: nextgen data remove jobs"):
            ask()
    assert run("remove", "jobs")[0] == 0
    assert len(tables.staffing_shares("31-33")) > 100
    assert len(tables.shares_by_industry()["31-33"]) > 100


def test_of_two_releases_the_newest_is_read_and_named(newer, run):
    (newer / "db_29_3_excel").mkdir()
    for name in ("Job Zones.xlsx", "Related Occupations.xlsx"):
        (newer / "db_29_3_excel" / name).write_bytes(b"no workbook: whoever reads it fails")
    assert "O*NET 30.1" in run("jobs", newer)[1]


def test_tables_that_cannot_be_put_in_place_leave_those_that_are_there(newer, home, run, monkeypatch):
    assert run("jobs", newer)[0] == 0
    before = (home / "jobs" / "source.json").read_bytes()
    rename = Path.rename

    def refused(path, target):
        if path.name.startswith(".staging-"):
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    made.oews(newer / "oews" / "natsector_M2027_dl.xlsx")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "rename", refused)
        status, words = run("jobs", newer)
    assert (status, words) == (2, f"{home} could not be written (Permission denied).")
    assert (home / "jobs" / "source.json").read_bytes() == before
    assert [path.name for path in home.iterdir() if "jobs" in path.name or "removed" in path.name] == ["jobs"]


@pytest.mark.raw
def test_the_official_files_give_what_ships(shared, home, run):
    status, words = run("jobs", shared / "raw", "--onet-version", "29.3")
    assert status == 0
    assert "your own" in words
    assert tables.is_own()
    assert "OEWS May 2025" in words
    for name in tables.TABLES:
        ours = read_table(embedded("data", "jobs", f"{name}.parquet"))
        assert ours.equals(read_table(home / "jobs" / f"{name}.parquet")), name
    shipped = json.loads(embedded("data", "jobs", "source.json").read_text(encoding="utf-8"))
    assert tables.described()["rows"] == shipped["rows"]
    assert shipped["rows"]["unmatched_staffing"] == 0
