"""Batches: each report holds its own region, and what goes wrong stays with one."""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from made_reports import HOSTILE, REGIONS, nextgen

from nextgen_helpers import profile, reports
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import find_regions, get_region
from nextgen_helpers.reports import batch
from nextgen_helpers.reports.batch import ReportTask, build_report, read_manifest


def _notebook(tmp_path, code: str) -> Path:
    """Write a report notebook that does something else."""
    cells = [
        nbformat.v4.new_code_cell(
            "region_id = None\nyear = None\nteam = True", metadata={"tags": ["parameters"]}
        ),
        nbformat.v4.new_code_cell(code),
    ]
    notebook = nbformat.v4.new_notebook(
        cells=cells,
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    path = tmp_path / "other.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.fixture
def task(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    return ReportTask("tx-texoma", "Texoma", 2016, str(out))


@pytest.mark.parametrize("region_id", REGIONS)
def test_each_report_holds_its_own_region_and_numbers(built_reports, region_id):
    page = (built_reports / f"{region_id}.html").read_text(encoding="utf-8")
    figures = profile(region_id)
    headings = re.findall(r"<h1>(.*?)</h1>", page)
    assert headings == [f"{figures.region.name}: labor-market report"]
    assert f"{figures.total['employment']:,.0f}" in page
    assert f"${figures.total['average_annual_pay']:,.0f}" in page
    assert f"region_id = {region_id}, year = {figures.year}" in page
    for name in figures.region.county_names().values():
        assert name in page
    others = [get_region(other) for other in REGIONS if other != region_id]
    assert not [other.id for other in others if f"{profile(other).total['employment']:,.0f}" in page]


def test_every_section_is_there_with_its_table(built_reports):
    page = (built_reports / "tx-greater-dallas.html").read_text(encoding="utf-8")
    sections = re.findall(r"<h2[^>]*>(\d+) [^<]+</h2>", page)
    assert sections == [str(number) for number in range(1, 13)]
    assert page.count("<details>") >= 10
    assert "In [" not in page
    assert "import nextgen_helpers" not in page


def test_a_page_is_small_and_asks_nobody(built_reports):
    for path in built_reports.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert path.stat().st_size < 2_500_000
        links = set(re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(https?:[^"')\s>]+)""", page))
        assert not links, path.name
        if path.name != "index.html":
            assert "<script" not in page
            assert "script-src" not in page  # nothing is allowed that is not named


def test_a_hostile_name_is_only_a_name(built_reports):
    entries = json.loads((built_reports / "manifest.json").read_text(encoding="utf-8"))["reports"]
    own = next(entry for entry in entries if entry["region_name"] == HOSTILE)
    page = (built_reports / f"{own['region_id']}.html").read_text(encoding="utf-8")
    index = (built_reports / "index.html").read_text(encoding="utf-8")
    for text in (page, index):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_manifest_tells_the_batch(built_reports):
    manifest = json.loads((built_reports / "manifest.json").read_text(encoding="utf-8"))
    by_id = {entry["region_id"]: entry for entry in manifest["reports"]}
    assert set(REGIONS) < set(by_id)  # the later report of the own region kept the earlier ones
    assert len(by_id) == len(REGIONS) + 1
    ohio = by_id["oh-central-ohio"]
    assert (ohio["status"], ohio["year"]) == ("ok", 2023)
    assert ohio["seconds"] > 0
    assert ohio["files"] == ["oh-central-ohio.html", "oh-central-ohio.xlsx"]
    assert ohio["numbers"]["employment"] == profile("oh-central-ohio").total["employment"]


def test_one_failure_stops_no_other(tmp_path, home):
    out = tmp_path / "out"
    made = nextgen(home, "report", "tx-texoma", "oh-central-ohio", "--year", "2021", "--out", str(out))
    assert made.returncode == 1
    assert "tx-texoma: Texoma has no figures for 2021; there are: 2015, 2016." in made.stderr
    assert "Traceback" not in made.stderr
    assert sorted(path.name for path in out.iterdir()) == [
        "index.html", "manifest.json", "oh-central-ohio.html", "oh-central-ohio.xlsx",
    ]  # fmt: skip
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "Not made" in index
    assert "Texoma has no figures for 2021" in index


def test_a_dry_run_writes_nothing(tmp_path, home):
    plan = nextgen(home, "report", "--all", "--dry-run", "--out", str(tmp_path / "out"))
    assert plan.returncode == 0
    assert f"{len(find_regions())} of {len(find_regions())} reports can be made" in plan.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("1 / 0", "ZeroDivisionError", id="an error in the notebook"),
        pytest.param(
            "from nextgen_helpers import UserError\nraise UserError('Say this one sentence.')",
            "Say this one sentence.",
            id="a user's mistake",
        ),
        pytest.param("import os\nos._exit(3)", "notebook stopped", id="a kernel that dies"),
    ],
)
def test_a_failing_notebook_is_one_sentence_and_no_file(monkeypatch, tmp_path, task, code, said):
    monkeypatch.setattr(batch, "embedded", lambda *_: _notebook(tmp_path, code))
    result = build_report(task)
    assert result.status == "failed"
    assert said in result.error
    assert len(result.error.splitlines()) == 1
    assert list(Path(task.out).iterdir()) == []


def test_a_report_of_another_region_is_thrown_away(monkeypatch, tmp_path, task):
    code = "import nextgen_helpers as ng\nng.reports.opening(ng.profile('tx-alamo', 2016))"
    monkeypatch.setattr(batch, "embedded", lambda *_: _notebook(tmp_path, code))
    result = build_report(task)
    assert result.status == "failed"
    assert "came out for tx-alamo" in result.error
    assert list(Path(task.out).iterdir()) == []


def test_a_parameter_that_the_notebook_lacks_is_an_error(monkeypatch, tmp_path, task):
    path = _notebook(tmp_path, "1")
    text = path.read_text(encoding="utf-8").replace("year = None", "yaer = None")
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(batch, "embedded", lambda *_: path)
    assert build_report(task).error == "other.ipynb has no parameter year."


def test_a_full_disk_leaves_nothing_half_written(monkeypatch, task):
    def full(path, _):
        raise UserError(f"{path} could not be written (No space left on device); make room.")

    monkeypatch.setattr(batch, "write_whole", full)
    result = build_report(task)
    assert result.status == "failed"
    assert "No space left" in result.error
    assert list(Path(task.out).iterdir()) == []


def test_a_worker_that_is_killed_loses_no_report(tmp_path):
    """Kill one worker in the middle: its pool breaks, and every report is there in the end."""
    regions = [get_region(region_id) for region_id in ("tx-texoma", "tx-alamo", "tx-capital-area")]
    tasks = reports.plan_reports(regions, None, tmp_path / "out")
    done = threading.Event()

    def kill_a_worker() -> None:
        while not done.is_set():
            kernels = [
                child
                for child in psutil.Process().children(recursive=True)
                if "ipykernel_launcher" in " ".join(_command(child))
            ]
            if kernels:
                os.kill(kernels[0].ppid(), signal.SIGKILL)
                return
            time.sleep(0.02)

    killer = threading.Thread(target=kill_a_worker)
    killer.start()
    try:
        results = reports.run_reports(tasks, jobs=2)
    finally:
        done.set()
        killer.join()
    assert [(result.region_id, result.status) for result in results] == [
        ("tx-texoma", "ok"), ("tx-alamo", "ok"), ("tx-capital-area", "ok"),
    ]  # fmt: skip


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_foreign_manifest_counts_as_none(tmp_path):
    for content in ("not json", "[]", '{"reports": [{"status": "ok"}]}', '{"reports": 3}'):
        (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
        assert read_manifest(tmp_path) == []
    hostile = {"status": "ok", "region_id": "../x", "files": ["../../etc/passwd", "b"]}
    (tmp_path / "manifest.json").write_text(json.dumps({"reports": [hostile]}), encoding="utf-8")
    assert read_manifest(tmp_path) == []


def test_jobs_and_folder_are_checked_before_anything_runs(tmp_path):
    tasks = reports.plan_reports([get_region("tx-texoma")], None, tmp_path)
    with pytest.raises(UserError, match="--jobs is 0; it must be 1 or more"):
        reports.run_reports(tasks, jobs=0)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    in_the_way = reports.plan_reports([get_region("tx-texoma")], None, tmp_path / "file")
    with pytest.raises(UserError, match="it is a file"):
        reports.run_reports(in_the_way)
