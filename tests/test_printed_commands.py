"""Every command line that we print (README, notebooks, notes, help) works as it stands, from the folder a user stands in."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import openpyxl
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from nextgen_helpers import notebooks
from nextgen_helpers.cli import app
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import custom_region, get_region, save_region
from nextgen_helpers.room import server
from nextgen_helpers.teams import new_team, remove_team
from nextgen_helpers.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
REGION = re.compile(r"\b(?:tx|oh|ky)(?:-[a-z]+)+\b")
#: What takes long or needs a network is planned and not made here; other tests make it.
IN_SMALL = {"bring": "--dry-run", "report": "--dry-run", "handouts": "--for worksheets --notebook 01"}

#: What is the user's own and not there in a test, or on the Bureau's side of a network.
NOT_THERE = ("my-download.zip", "official-files", "data remove jobs", "data update")


def _help_texts(command, path):
    yield path, command.help or ""
    for name, inner in getattr(command, "commands", {}).items():
        yield from _help_texts(inner, f"{path} {name}")


def _printed() -> dict[str, str]:
    """Each command line, and where it stands first; those that only name a command or hold a placeholder are left out."""
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    }
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts[path.name] = "\n\n".join(
            "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"
        )
    found = {}
    for where, text in texts.items():
        blocks = re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
        lines = [line for block in blocks for line in block.split("\n")]
        lines += re.findall(r"^ {4}(nextgen .+)$", text, flags=re.MULTILINE)
        lines += [" ".join(code.split()) for code in re.findall(r"`(nextgen [^`]+)`", text)]
        for line in lines:
            found.setdefault(line.partition(" #")[0].strip(), where)
    for where, text in _help_texts(get_command(app), "nextgen"):
        for line in re.findall(
            r"^\s*(?:For instance: |The way back: )?(nextgen .+?)(?:; or)?$", text, flags=re.MULTILINE
        ):
            found.setdefault(line.strip(), f"{where} --help")
    whole = {
        line: where
        for line, where in found.items()
        if line.startswith("nextgen ")
        and not re.search(r"\$\{|\b(?:FOLDER|NAME|NEW-FOLDER|REGION|TEAM)\b", line)
    }
    groups = {
        f"nextgen {name}" for name, inner in get_command(app).commands.items() if hasattr(inner, "commands")
    }
    needs_more = {"nextgen data import", "nextgen data build", "nextgen data jobs", "nextgen data update", "nextgen init",
                  "nextgen profile", "nextgen report", "nextgen handouts", "nextgen report --kind partnership",
                  "nextgen report --no-team", "nextgen workspace merge", "nextgen workspace show", "nextgen workspace export"}  # fmt: skip
    return {line: where for line, where in whole.items() if line not in groups | needs_more}


PRINTED = _printed()


@pytest.fixture
def desk(tmp_path, monkeypatch, asked_without_waits):  # noqa: ARG001  (it is only needed to be there)
    """A folder with what the printed lines name: two laptops' answers, an export, a download, an own region."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", "http://127.0.0.1:9/nobody-listens")
    save_region(custom_region("Corner", ["48181", "48097"], "tx-corner"))
    return tmp_path


def _answered(region_id: str, file: Path | None = None) -> None:
    address = None if file is None else f"sqlite:///{file}"
    with Workspace.open(region_id, address) as workspace:
        workspace.save("self_assessment", {"scores": {"career_pathways": 4}}, respondent="ann", author="Ann")


def _listed(file: str) -> None:
    book = openpyxl.Workbook()
    for row in (("Agency", "Company", "Reason"), ("College", "Mill", "advice")):
        book.active.append(row)
    book.save(file)


@pytest.mark.parametrize("line", PRINTED, ids=lambda line: line.removeprefix("nextgen ")[:60])
def test_a_printed_command_line_works(line, desk, monkeypatch):
    words = shlex.split(line)[1:]
    region_id = next(iter(REGION.findall(line)), "tx-alamo")
    if words[0] != "region":  # one of the user's own that has answers is not removed
        _answered(region_id)
    for word in words:
        if word.endswith(".db"):
            _answered(region_id, desk / word)
        elif word == "contacts.xlsx":
            _listed(word)
        elif word == "--undo":
            run_first = ["bring", "contacts.xlsx", "--region", "tx-alamo", "--yes"]
            _listed("contacts.xlsx")
            assert CliRunner().invoke(app, run_first).exit_code == 0
        elif word == "answers.xlsx" and "import" in words:
            with Workspace.open(region_id) as workspace:
                workspace.export_excel(desk / word)
    if words[0] in ("lab", "demo"):
        monkeypatch.setattr(notebooks, "start_lab", lambda *_, **__: 0)
    if words[0] == "room":  # it would listen until somebody ends it; tests/room starts real ones
        monkeypatch.setattr(server, "serve", lambda *_, **__: None)
    words += shlex.split(IN_SMALL.get(words[0], ""))
    result = CliRunner().invoke(app, words)
    told = f"{line} ({PRINTED[line]}): {result.output} {result.exception}"
    if any(missing in line for missing in NOT_THERE):  # one sentence, as everywhere
        assert isinstance(result.exception, (UserError, SystemExit)), told
    else:
        assert result.exit_code == 0, told


def test_the_lines_that_matter_are_among_them():
    assert "nextgen workspace merge tx-alamo ann.db luis.db" in PRINTED
    assert sum(line.startswith("nextgen team ") for line in PRINTED) >= 5
    assert len(PRINTED) > 40


def test_what_was_removed_comes_back_by_the_line_that_is_printed():
    team = new_team(get_region("tx-alamo"), "Riverside")
    remove_team(team.id)
    listed = CliRunner().invoke(app, ["removed", "list"]).output
    (name,) = re.findall(r"team\.tx-alamo--riverside\.\S+\.json", listed)
    assert "is there again" in CliRunner().invoke(app, ["removed", "back", name]).output
    assert "Riverside" in CliRunner().invoke(app, ["team", "list", "tx-alamo"]).output
