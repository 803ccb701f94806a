"""The page on batches: its examples are programs and settings that can be read, and its sums are right."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import typer
import yaml
from test_spelling import misspelled

from nextgen_helpers import cli
from nextgen_helpers.regions import find_regions, get_region

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "batch.md"
TEXT = PAGE.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)


def known_options(command: str) -> set[str]:
    commands = typer.main.get_command(cli.app).commands
    return {option for parameter in commands[command].params for option in parameter.opts}


def test_every_command_on_the_page_is_one_of_ours():
    lines = re.findall(r"nextgen (?:report|regions)[^\n\"`|#]*", TEXT)
    assert len(lines) > 8
    for line in lines:
        _, command, *words = shlex.split(line)
        options = {word for word in words if word.startswith("--")}
        assert options <= known_options(command), line


def test_the_python_on_the_page_can_be_read():
    regions, airflow = (ast.parse(code) for code in blocks("python"))
    called = {ast.unparse(node.func) for node in ast.walk(airflow) if isinstance(node, ast.Call)}
    assert "BashOperator.partial(task_id='report', retries=2).expand" in called
    (imported,) = [node for node in regions.body if isinstance(node, ast.ImportFrom)]
    from nextgen_helpers import regions as module  # noqa: PLC0415

    assert {alias.name for alias in imported.names} <= set(module.__all__)


def test_the_regions_on_the_page_become_regions(monkeypatch):
    names = {"48113": "Dallas County, Texas", "48181": "Grayson County, Texas"}
    monkeypatch.setattr("nextgen_helpers.regions.county_names", lambda: names)
    exec(compile(blocks("python")[0], "page", "exec"), {})  # noqa: S102  (our own page)
    assert get_region("county-48181").counties == ("48181",)


def test_the_list_of_regions_that_airflow_reads_is_whole(tmp_path, home):
    """The line of shell on the page makes one line of ids out of the table."""
    (told,) = re.findall(r'"(nextgen regions [^"]*)"', blocks("python")[1])
    import sys  # noqa: PLC0415

    command = tmp_path / "nextgen"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nextgen_helpers.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    ended = subprocess.run(
        ["sh", "-c", told], capture_output=True, text=True, check=True,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "NEXTGEN_HOME": str(home)},
    )  # fmt: skip
    assert ended.stdout.strip().split(",") == [region.id for region in find_regions("", "TX")]


def test_the_settings_for_github_can_be_read():
    (code,) = blocks("yaml")
    workflow = yaml.safe_load(code)
    job = workflow["jobs"]["reports"]
    for state in job["strategy"]["matrix"]["state"]:
        assert find_regions("", state)
    runs = [step["run"] for step in job["steps"] if "run" in step]
    assert runs[-1] == "nextgen report --state ${{ matrix.state }} --out reports"
    constraints = re.search(r"-c (\S+)", runs[0])
    assert constraints
    assert (ROOT / constraints[1]).is_file()


def test_the_sums_are_right():
    said = re.search(
        r"([\d.]+) seconds a report on (\d+) cores, so ([\d.]+) seconds on one core. For ([\d,]+) reports",
        TEXT,
    )
    assert said
    seconds, cores, alone = float(said[1]), int(said[2]), float(said[3])
    reports = int(said[4].replace(",", ""))
    assert alone == pytest.approx(seconds * cores)
    rows = re.findall(r"^\| (\d+) \| (?:(\d+) hours? ?)?(?:(\d+) minutes?)? \|$", TEXT, flags=re.MULTILINE)
    assert len(rows) >= 3
    for there, hours, minutes in rows:
        assert int(hours or 0) * 60 + int(minutes or 0) == round(reports * alone / int(there) / 60)
    assert f"{said[4]} x {said[3]} / 3,600 = {reports * alone / 3600:.1f} hours" in TEXT


def test_the_page_is_found_and_leads_on():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("(docs/batch.md)") == 2
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", TEXT):
        assert (PAGE.parent / target).exists(), target
    assert misspelled(PAGE) == ""
