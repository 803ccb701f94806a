"""The command line, as a user types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typed_commands import typed

from nextgen_helpers import profile
from nextgen_helpers.workspace import Workspace


@pytest.fixture
def run(home, tmp_path):
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "nextgen_helpers.cli", *arguments],
            capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path,
            env={**os.environ, "NEXTGEN_HOME": str(home)},
        )  # fmt: skip

    return call


def test_regions_are_found_by_state_and_county(run):
    assert "30 regions" in run("regions").stdout
    assert "28 regions" in run("regions", "--state", "TX").stdout
    found = run("regions", "--state", "Texas", "tarrant")
    assert "tx-tarrant-county" in found.stdout
    assert "tx-greater-dallas" not in found.stdout


def test_profile_as_json_has_the_contract(run):
    made = run("profile", "tx-panhandle", "--level", "3-digit", "--json")
    assert made.returncode == 0
    content = json.loads(made.stdout)
    assert set(content) == {"region", "year", "level", "total", "newest", "coverage", "industries"}
    assert set(content["region"]) == {"id", "name", "counties"}
    assert set(content["total"]) == {"employment", "establishments", "wages", "average_annual_pay"}
    row = next(item for item in content["industries"] if item["industry_code"] == "112")
    assert {
        "industry_code", "title", "employment", "establishments", "average_annual_pay", "share", "lq_us",
        "lq_state", "wage_premium", "suppressed_counties", "change",
    } <= set(row)  # fmt: skip
    assert set(row["change"]) >= {
        "from_year", "jobs", "percent", "national_share", "industry_mix", "regional_share",
    }  # fmt: skip
    assert content == profile("tx-panhandle", level="3-digit").to_dict()


def test_own_counties_make_a_region(tmp_path):
    made = typed(tmp_path, "profile", "--counties", "48113,48439", "--name", "Dallas and Tarrant", "--json")
    content = json.loads(made.stdout)
    assert content["region"] == {
        "id": "tx-dallas-and-tarrant", "name": "Dallas and Tarrant", "counties": ["48113", "48439"],
    }  # fmt: skip
    both = profile("tx-greater-dallas", 2016).total["employment"]
    both += profile("tx-tarrant-county", 2016).total["employment"]
    assert content["total"]["employment"] == both


def test_an_own_region_file_is_known_everywhere(tmp_path, home):
    folder = home / "regions"
    folder.mkdir()
    (folder / "mine.yaml").write_text('name: Our corner\ncounties: ["48181", "48097"]\n', encoding="utf-8")
    assert "tx-our-corner" in typed(tmp_path, "regions", "corner").stdout
    assert "Our corner, 2024: " in typed(tmp_path, "profile", "tx-our-corner").stdout


def test_a_broken_region_file_hides_no_other(tmp_path, home):
    folder = home / "regions"
    folder.mkdir()
    (folder / "bad.yaml").write_text("name: [", encoding="utf-8")
    listed = typed(tmp_path, "regions")
    assert "30 regions" in listed.stdout
    assert "bad.yaml" in listed.stderr
    assert typed(tmp_path, "profile", "tx-texoma").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["profile", "tx-dalas"], 'No region "tx-dalas". Did you mean "tx-greater-dallas"?'),
        (["profile"], "Which region?"),
        (["profile", "tx-alamo", "--counties", "48113"], "not both"),
        (["profile", "--counties", "48114"], "There is no county 48114."),
        (["profile", "--counties", "Dallas"], "fits 5 counties; give the code or the state"),
        (["profile", "--counties", "48999"], "pseudo-county"),
        (["profile", "--counties", ","], "five digits are needed|at least one county"),
        (["profile", "tx-alamo", "--year", "2031"], "there are: 2015, 2016"),
        (["profile", "tx-alamo", "--level", "5-digit"], "There are: sector, 3-digit, 4-digit"),
        (["regions", "--state", "Texsa"], "Did you mean Texas?"),
        (["regions", "qqq"], 'No region matches "qqq"'),
        (["report"], "Which region?"),
        (["report", "--all", "tx-alamo"], "not both"),
        (["report", "tx-alamo", "--jobs", "0"], "must be 1 or more"),
        (["report", "tx-alamo", "--year", "1999"], "has no figures for 1999"),
        (["report", "--counties", "48113"], "needs a name"),
        (["data", "import", "nowhere.zip"], "There is no file or folder nowhere.zip"),
        (["data", "update", "--region", "tx-alamo"], "cannot be read; write --years"),
        (["data", "update", "--region", "tx-alamo", "--years", "2024:2019"], "are not possible"),
        (["data", "update", "--years", "2020"], "Which region?"),
        (["data", "remove", "something"], "There is no import"),
        (["lab", "no-such-folder"], "nextgen init"),
        (["academy", "--days", "two"], "--days: a whole number is needed. See: "),
        (["academy", "--dayz", "2"], "No such option: --dayz. Did you mean --days?"),
        (["workspace", "show"], "Missing argument 'TEAM'. See: "),
        (["acadmy"], "No such command 'acadmy'."),
        (["nothing-like-it"], "No such command 'nothing-like-it'. See: "),
    ],
)
def test_a_slip_is_one_sentence_and_status_2(tmp_path, arguments, said):
    made = typed(tmp_path, *arguments)
    assert made.returncode == 2
    assert any(part in made.stderr for part in said.split("|")), made.stderr
    assert "Traceback" not in made.stderr
    assert len(made.stderr.strip().splitlines()) == 1
    assert "?." not in made.stderr


@pytest.mark.parametrize("arguments", [["profile", "tx-dalas"], ["academy", "--dayz", "2"], ["acadmy"]])
def test_a_process_ends_as_main_does(run, tmp_path, arguments):
    ended, here = run(*arguments), typed(tmp_path, *arguments)
    assert (ended.returncode, ended.stdout) == (here.returncode, here.stdout) == (2, "")
    program = "python -m nextgen_helpers.cli"  # which stands where this process was told "nextgen"
    assert ended.stderr.replace(program, "nextgen") == here.stderr


def test_answers_are_shown_as_text_and_as_json(tmp_path):
    with Workspace.open("tx-texoma") as workspace:
        workspace.save(
            "partner_roster", {"partners": [{"organization": "Board", "table": "outer"}]}, author="Ann"
        )
        workspace.save("self_assessment", {"scores": {"career_pathways": 3}}, respondent="k1")
    shown = typed(tmp_path, "workspace", "show", "tx-texoma").stdout
    for part in (
        "Partner roster (partner_roster) · ",
        "Organization: Board; Table: Outer (support)",
        " · Ann",
        "Career pathway systems-building: rating from 1 to 10: 3",
    ):
        assert part in shown
    assert '{"' not in shown
    stored = json.loads(typed(tmp_path, "workspace", "show", "tx-texoma", "--json").stdout)
    assert [item["exercise_id"] for item in stored] == ["partner_roster", "self_assessment"]
    assert stored[0]["value"]["partners"][0]["organization"] == "Board"
    assert (
        json.loads(
            typed(tmp_path, "workspace", "show", "tx-texoma", "--exercise", "funding", "--json").stdout
        )
        == []
    )
    assert (
        "There are no answers yet"
        in typed(tmp_path, "workspace", "show", "tx-texoma", "--exercise", "funding").stdout
    )


def test_an_answer_cannot_steer_the_terminal(run):
    with Workspace.open("tx-texoma") as workspace:
        workspace.save(
            "partner_roster",
            {"partners": [{"organization": "Bo\x1b[2Jard\x9b31m"}]},
            author="An\x1b]0;n",
        )
    shown = run("workspace", "show", "tx-texoma").stdout
    assert not [letter for letter in shown if letter != "\n" and not letter.isprintable()]
    assert "Bo[2Jard31m" in shown


def test_an_output_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    made = typed(tmp_path, "report", "tx-alamo", "--out", "taken")
    assert made.returncode == 2
    assert "it is a file" in made.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "x"


def test_status_says_what_is_there(run):
    lines = run("data", "status").stdout.splitlines()
    row = next(line for line in lines if line.startswith("2016"))
    assert "3,271" in row
    assert "51" in row


@pytest.mark.raw
def test_an_import_is_added_and_can_be_taken_back(run, shared):
    source = shared / "raw" / "qcew_annual_ohio" / "qcew_central_ohio_2020_2023.zip"
    added = run("data", "import", str(source))
    assert added.returncode == 0, added.stderr
    assert "15 areas, 2020, 2021, 2022, 2023" in added.stdout
    listed = run("data", "remove").stdout.splitlines()
    name = listed[1].split()[0]
    assert run("data", "remove", name).stdout.strip() == f"Removed {name}."
    assert run("data", "remove").stdout.strip() == "There are no imports."


def test_init_makes_a_working_copy_once(run, tmp_path):
    assert "Copied" in run("init", "mine").stdout
    assert (tmp_path / "mine" / "00_start_here.ipynb").is_file()
    assert (tmp_path / "mine" / "reports" / "regional_profile.ipynb").is_file()
    again = run("init", "mine")
    assert again.returncode == 2
    assert "not empty" in again.stderr


def test_help_and_version(run, tmp_path):
    assert run("--version").stdout.startswith("nextgen-helpers ")
    assert "Usage" in run("--help").stdout
    for words in ([], ["regions"], ["profile"], ["report"], ["data"], ["data", "update"], ["init"], ["lab"]):
        made = typed(tmp_path, *words, "--help")
        assert made.returncode == 0
        assert "Usage" in made.stdout
