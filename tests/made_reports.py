"""Reports that many tests look at: made once for all test processes, by the command line."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import nbformat
import pytest
from filelock import FileLock

from nextgen_helpers.reports.tasks import Made, ReportResult, ReportTask

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping
    from pathlib import Path

REGIONS = ("tx-greater-dallas", "tx-panhandle", "oh-central-ohio", "tx-permian-basin", "ky-kentuckianaworks")
HOSTILE = '=HYPERLINK("x") <script>alert(1)</script> & "Sons"'


NUMBERS = {
    "state": "Texas", "counties": 3, "employment": 1000.0, "average_annual_pay": 50_000.0, "top_industry": "Utilities",
    "top_lq": 1.5, "top_is_lower_bound": False, "seen_share": 0.9,
}  # fmt: skip


def fake_report(task: ReportTask, made_of: str = "", stop: threading.Event | None = None) -> Made:
    """Give a report at once, with contents that say what it was made of: takes the place of make_report."""
    assert not task.problem
    assert stop is None or not stop.is_set()
    result = ReportResult(
        task.region_id, task.region_name, task.year, "ok", 0.5, task.files, NUMBERS, kind=task.kind,
        made_of=made_of,
    )  # fmt: skip
    return Made(result, {name: f"{name} of {made_of}".encode() for name in task.files})


def write_notebook(path: Path, code: str) -> Path:
    """Write a report notebook that does something else."""
    cells = [
        nbformat.v4.new_code_cell(
            "region_id = None\nyear = None\nteam = True", metadata={"tags": ["parameters"]}
        ),
        nbformat.v4.new_code_cell(code),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)
    return path


def without_moment(contents: Mapping[str, bytes]) -> dict[str, object]:
    """Give a report's files without when and of what they were made: pages as text, workbooks by their parts."""
    found: dict[str, object] = {}
    for name, content in contents.items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                parts = [part for part in book.namelist() if part != "docProps/core.xml"]
                found[name] = {part: book.read(part) for part in parts}
        else:
            text, count = re.subn(r"Made on \w+ \d+, \d{4}", "Made on a day", content.decode("utf-8"))
            assert count == 1, f"{name} does not say when it was made"
            found[name] = re.sub(r'<meta name="nextgen-made-of".*\n', "", text)
    return found


def nextgen(home: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would, with a folder for the user's things."""
    return subprocess.run(
        [sys.executable, "-m", "nextgen_helpers.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=cwd,
        env={**os.environ, "NEXTGEN_HOME": str(home)},
    )


def _made_once(factory: pytest.TempPathFactory, name: str, *batches: list[str]) -> Path:
    """Make reports in a folder that all test processes share; the first to come makes them."""
    own = factory.getbasetemp()
    place = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    out = place / name
    with FileLock(place / f"{name}.lock"):
        if not (place / f"{name}.done").exists():
            for arguments in batches:
                made = nextgen(place / f"{name}-home", "report", *arguments, "--out", str(out))
                assert made.returncode == 0, made.stderr
            (place / f"{name}.done").touch()
    return out


@pytest.fixture(scope="session")
def built_reports(tmp_path_factory):
    """Five regions, two at a time; then a hostile own region into the same folder."""
    own = ["--counties", "48301,48311", "--name", HOSTILE]
    return _made_once(tmp_path_factory, "reports", [*REGIONS, "--jobs", "2"], own)


@pytest.fixture(scope="session")
def interactive_report(tmp_path_factory):
    return _made_once(tmp_path_factory, "interactive", ["tx-alamo", "--interactive"])
