"""Handouts, the academy and the kinds of reports, as a user types them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from pypdf import PdfReader
from typed_commands import typed

from nextgen_helpers.team_answers import Team


@pytest.fixture
def run(home, tmp_path):
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "nextgen_helpers.cli", *arguments],
            capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path,
            env={**os.environ, "NEXTGEN_HOME": str(home)},
        )  # fmt: skip

    return call


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["handouts"], "Name a region, whose answers fill the sheets, or use --blank"),
        (["handouts", "tx-alamo", "--blank"], "Name a region"),
        (["handouts", "--blank", "--for", "parents"], 'no handouts for "parents"; there are: participant, facilitator, worksheets'),
        (["handouts", "--blank", "--notebook", "99"], 'There is no notebook "99"; there are: 00_start_here'),
        (["handouts", "tx-alamo"], "tx-alamo has no answers yet; make empty sheets with --blank"),
        (["handouts", "tx-dalas"], 'No region "tx-dalas". Did you mean "tx-greater-dallas"?'),
        (["academy", "--days", "0"], "An academy has 1 to 20 days, not 0."),
        (["academy", "--notebook", "99"], 'There is no notebook "99"'),
        (["academy", "--notebook", "00"], "no section says how many minutes"),
        (["academy", "--begin", "soon"], '"soon" is no clock time; write it as 9:00 or 2:30 PM.'),
        (["academy", "--begin", ""], "A day needs a beginning and an end"),
        (["academy", "--begin", "9:00", "--end", "10:00"], "lasts two hours or more"),
        (["academy", "--days", "1", "--notebook", "14", "--end", "11:30"], "Nothing fits into 1 day"),
        (["handouts", "--blank", "--notebook", "01", "--out", "x.pdf"], "x.pdf is one file, and 3 sets were asked for: name a folder"),
        (["handouts", "--blank", "--notebook", "00", "--for", "worksheets"], "00_start_here has no worksheets, so nothing was made"),
        (["report", "tx-alamo", "--kind", "poem"], 'no report of the kind "poem"; there are: labor-market, partnership'),
    ],
)  # fmt: skip
def test_a_slip_is_one_sentence_and_status_2(tmp_path, arguments, said):
    made = typed(tmp_path, *arguments)
    assert made.returncode == 2
    assert said in made.stderr
    assert "Traceback" not in made.stderr
    assert len(made.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []  # nothing is half-written


def test_what_has_no_minutes_is_said_to_be_left_out(tmp_path):
    made = typed(tmp_path, "academy", "--days", "11")
    assert (
        "Left out, because its sections have no minutes (it is read or used beforehand): Start here."
        in made.stdout
    )
    assert "In the order of the curriculum" in made.stdout
    assert "_step" not in made.stdout


def test_empty_handouts_are_made_for_those_who_ask(run, tmp_path):
    made = run(
        "handouts", "--blank", "--for", "worksheets", "--notebook", "01", "--notebook", "10", "--out", "paper"
    )
    assert made.returncode == 0, made.stderr
    assert sorted(path.name for path in (tmp_path / "paper").iterdir()) == [
        "01_self_assessment_worksheets.pdf", "10_module1_principles_worksheets.pdf",
    ]  # fmt: skip
    pages = sum(len(PdfReader(path).pages) for path in (tmp_path / "paper").iterdir())
    assert made.stdout.strip() == f"Made 2 files in paper, with {pages} pages."


def test_one_set_can_be_a_file_of_its_own(tmp_path):
    made = typed(
        tmp_path, "handouts", "--blank", "--for", "worksheets", "--notebook", "01", "--out", "sheets.pdf"
    )
    assert made.returncode == 0, made.stderr
    pages = len(PdfReader(tmp_path / "sheets.pdf").pages)
    assert made.stdout.strip() == f"Made sheets.pdf, with {pages} pages."
    assert [path.name for path in tmp_path.iterdir()] == ["sheets.pdf"]


def test_handouts_of_a_region_have_its_answers(tmp_path):
    with Team.open("tx-texoma").workspace as workspace:
        workspace.save("partner_roster", {"partners": [{"organization": "Board"}]})
    made = typed(tmp_path, "handouts", "tx-texoma", "--for", "participant", "--notebook", "11")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "handouts" / "11_step1_support_team_participant.pdf").read_bytes().startswith(b"%PDF")


def test_an_academy_is_shown_and_what_does_not_fit_is_said(tmp_path):
    made = typed(
        tmp_path, "academy", "--days", "1", "--notebook", "01", "--notebook", "14", "--begin", "8:30", "--end", "11:00",
        "--out", "academy.pdf",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    lines = made.stdout.splitlines()
    assert lines[0].split() == ["Day", "Time", "Minutes", "What", "Notebook"]
    assert "8:30 AM to 8:35 AM" in lines[1]
    assert "whole into the time that is left: Step 4: Launch (150 minutes)." in made.stdout
    assert "Self-assessment rubric" in made.stdout
    assert "01_self_assessment" not in made.stdout
    assert (tmp_path / "academy.pdf").read_bytes().startswith(b"%PDF")


def test_an_agenda_is_written_as_pdf_only(tmp_path):
    made = typed(tmp_path, "academy", "--days", "1", "--notebook", "01", "--out", "agenda.docx")
    assert made.returncode == 2
    assert made.stderr.strip() == "agenda.docx: an agenda is written as .pdf."
    assert list(tmp_path.iterdir()) == []


def test_a_partnership_report_is_planned_as_a_page_of_its_own(tmp_path):
    made = typed(tmp_path, "report", "tx-alamo", "--kind", "partnership", "--dry-run")
    assert made.returncode == 0
    assert "tx-alamo-partnership.html" in made.stdout
    assert ".xlsx" not in made.stdout
    assert list(tmp_path.iterdir()) == []
