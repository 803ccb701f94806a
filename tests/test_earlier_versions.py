"""What version 0.1.0 wrote (``tests/old``, made by its own code) opens, shows everything, and is exported the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import nextgen_helpers as ng
from nextgen_helpers.regions import get_region, own_regions_folder
from nextgen_helpers.team_answers import Team
from nextgen_helpers.teams import find_team, known_teams
from nextgen_helpers.workspace import Workspace, workspaces_folder

OLD = Path(__file__).parent / "old"
REGION = "tx-corner"


@pytest.fixture
def kept():
    """Put the files of version 0.1.0 where they lay."""
    for folder, old, name in (
        (own_regions_folder(), "region_0_1_0.yaml", f"{REGION}.yaml"),
        (workspaces_folder(), "workspace_0_1_0.db", f"{REGION}.db"),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(OLD / old, folder / name)


@pytest.mark.usefixtures("kept")
def test_a_workspace_opens_as_the_regions_first_team():
    assert get_region(REGION).name == "Our corner of Texas"
    (team,) = known_teams()
    assert (team.id, team.region_id, team.name) == (REGION, REGION, "Team of Our corner of Texas")
    with (opened := Team.open(REGION)).workspace as workspace:
        assert workspace.check() == []
        assert len(workspace.history()) == 10
        (closed,) = opened.closed_rounds()
        assert closed.title == "Fall"
        groups = closed.table().drop_duplicates("respondent")["stakeholder_group"].fillna("").tolist()
        assert groups == [
            "Workforce board or job center", "College or university", "College or university", "",
        ]  # fmt: skip
        assert [item.author for item in opened.ratings()] == ["Cy"]
        assert len(opened.outreach().knocks) == 22


@pytest.mark.usefixtures("kept")
def test_its_answers_are_exported_as_they_were(tmp_path):
    with Workspace.open(REGION) as workspace:
        workspace.export_json(tmp_path / "now.json")
    then, now = (
        json.loads(path.read_text(encoding="utf-8"))
        for path in (OLD / "answers_0_1_0.json", tmp_path / "now.json")
    )
    assert now["answers"] == then["answers"]
    assert now["region_id"] == then["region_id"]


@pytest.mark.parametrize("name", ["answers_0_1_0.json", "answers_0_1_0.xlsx", "workspace_0_1_0.db"])
def test_its_exports_and_its_file_can_be_merged(name, monkeypatch):
    monkeypatch.chdir(OLD)
    with Workspace.open(REGION) as workspace:
        assert workspace.import_file(name).added == 10
        assert workspace.import_file(OLD / name).added == 0
        assert workspace.check() == []


@pytest.mark.usefixtures("kept")
def test_a_name_given_now_leaves_the_answers_alone():
    from nextgen_helpers.teams import rename_team  # noqa: PLC0415

    rename_team(REGION, "Riverside")
    assert find_team(REGION).name == "Riverside"
    with Workspace.open(REGION) as workspace:
        assert len(workspace.history()) == 10


def test_a_notebook_of_an_earlier_version_is_told_what_to_do():
    with pytest.raises(
        AttributeError, match=r"ng\.widgets\.tool belongs to an earlier version.*nextgen init NEW-FOLDER"
    ):
        getattr(ng.widgets, "tool")  # noqa: B009
