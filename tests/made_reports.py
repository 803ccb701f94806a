"""Reports that many tests look at: made once for all test processes, by the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from pathlib import Path

REGIONS = ("tx-greater-dallas", "tx-panhandle", "oh-central-ohio", "tx-permian-basin", "ky-kentuckianaworks")
HOSTILE = '=HYPERLINK("x") <script>alert(1)</script> & "Sons"'


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
