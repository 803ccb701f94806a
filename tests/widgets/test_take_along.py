"""Buttons instead of a terminal: what they make is whole, and what is brought in is kept once."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from front_end import save, told

import nextgen_helpers as ng
from nextgen_helpers.regions import get_region
from nextgen_helpers.team_answers import Team
from nextgen_helpers.views.live import LiveTeam
from nextgen_helpers.workspace import Workspace


@pytest.fixture
def offered(monkeypatch):
    """What the buttons handed to the browser: name, kind, content."""
    found = []

    def of(shown):
        monkeypatch.setattr(shown.form, "offer", lambda *file: found.append(file))
        return shown

    of.found = found
    return of


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A team in its own file, as the commands find it."""
    monkeypatch.delenv("NEXTGEN_WORKSPACE_URL", raising=False)
    monkeypatch.setenv("NEXTGEN_HOME", str(tmp_path / "home"))
    live = ng.team("tx-texoma")
    save(live, "partner_roster", partners=[{"organization": "Red River College"}])
    return live


def _press(shown, name):
    shown.form._on_change(name, 1)


def test_worksheets_of_a_lesson_are_one_pdf_with_the_answers(own, offered):
    shown = offered(ng.show.take_along(own, "11"))
    _press(shown, "worksheets")
    ((name, kind, content),) = offered.found
    assert (name, kind, content[:5]) == ("11_step1_support_team_worksheets.pdf", "application/pdf", b"%PDF-")
    assert shown.form.status == f"{name} is in your downloads."


def test_without_a_lesson_all_worksheets_come_in_one_file(own, offered):
    _press(offered(ng.show.take_along(own)), "worksheets")
    ((name, _, content),) = offered.found
    assert name == "worksheets_tx-texoma.zip"
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) > 10


def test_the_report_is_the_partnerships_own(own, offered):
    _press(offered(ng.show.take_along(own)), "report")
    ((name, _, content),) = offered.found
    assert name.endswith(".html")
    assert b"Red River College" in content


def test_answers_go_to_another_laptop_and_come_back_once(own, offered, tmp_path):
    _press(offered(ng.show.take_along(own)), "answers")
    ((name, _, content),) = offered.found
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    other = LiveTeam(
        Team(get_region("tx-texoma"), Workspace.open("tx-texoma", f"sqlite:///{tmp_path / 'other.db'}"))
    )
    save(other, "common_goal", change="Skilled jobs are filled within six weeks.")
    shown = ng.show.take_along(other)
    for _ in range(2):
        told(shown, "file", memoryview(content), name="colleague", file=name)
    assert other.team.rows("partner_roster", "partners")[0]["organization"] == "Red River College"
    assert other.team.stored("common_goal")["change"].startswith("Skilled")
    assert len(other.team.workspace.history("partner_roster")) == 1
    assert "Run All Cells" in shown.form.status


@pytest.mark.parametrize(
    ("file", "content"),
    [("answers.exe", b"MZ"), ("answers.xlsx", b"no workbook"), ("../../answers.json", b"{"), ("", b"")],
)
def test_what_is_no_file_of_answers_is_refused_and_nothing_changes(own, file, content):
    shown = ng.show.take_along(own)
    before = len(own.team.workspace.history())
    told(shown, "file", memoryview(content), name="colleague", file=file)
    assert shown.form.status.startswith("That did not work")
    assert len(own.team.workspace.history()) == before


def test_answers_of_another_region_are_refused(own, tmp_path):
    with Workspace.open("tx-alamo", f"sqlite:///{tmp_path / 'alamo.db'}") as workspace:
        workspace.save("common_goal", {"change": "x"})
        workspace.export_json(tmp_path / "alamo.json")
    shown = ng.show.take_along(own)
    told(
        shown, "file", memoryview((tmp_path / "alamo.json").read_bytes()), name="colleague", file="alamo.json"
    )
    assert "answers of tx-alamo" in shown.form.status


def test_nothing_is_shown_on_paper(own, monkeypatch):
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")
    assert ng.show.take_along(own).mime_bundles() == []
