"""JupyterLab, started by ``nextgen lab`` on a working copy of the notebooks."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab, and the home folder of its user."""

    root: str
    home: Path

    def address(self, notebook: str) -> str:
        return f"{self.root}/lab/tree/{notebook}?token=only-for-this-test"


@contextlib.contextmanager
def opened_lab(folder: Path, port: int, region_id: str = "tx-greater-dallas") -> Iterator[Lab]:
    """Start it for a user who has chosen a region; none where the id is empty."""
    command = [sys.executable, "-m", "nextgen_helpers.cli"]
    # Two workers that begin at the same moment would both find the port free.
    port += 20 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    home = folder / "home"
    environment = {
        **os.environ,
        "NEXTGEN_HOME": str(home),
        "JUPYTER_TOKEN": "only-for-this-test",
        # JupyterLab remembers open tabs between sessions: not those of another test, or of the user.
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    _exposed(folder / "jupyter")
    if region_id:
        home.mkdir()
        (home / "current_region").write_text(f"{region_id}\n", encoding="utf-8")
    subprocess.run([*command, "init", str(folder / "mine")], check=True, env=environment, capture_output=True)
    server = subprocess.Popen(
        [*command, "lab", str(folder / "mine"), "--no-browser", "--port", str(port)],
        env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Lab(address_of(server), home)
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()


def _exposed(settings: Path) -> None:
    """Let a page reach JupyterLab's own commands, so that it opens the next notebook without being loaded again."""
    settings.mkdir()
    chosen = {"LabApp": {"expose_app_in_browser": True}}
    (settings / "jupyter_lab_config.json").write_text(json.dumps(chosen), encoding="utf-8")


def begin_anew(lab: Lab, kept: Path) -> None:
    """Take away what the last test has left in a running JupyterLab: kernels, notebooks, open tabs and answers.

    Parameters
    ----------
    kept : the folder as it was when the server began.
    """
    token = {"Authorization": "token only-for-this-test"}
    sessions = httpx.get(f"{lab.root}/api/sessions", headers=token).raise_for_status().json()
    for session in sessions:
        httpx.delete(f"{lab.root}/api/sessions/{session['id']}", headers=token).raise_for_status()
    for name in ("home", "mine", "settings", "workspaces"):
        own = lab.home.parent / name
        for path in own.iterdir() if own.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if (kept / name).is_dir():
            shutil.copytree(kept / name, own, dirs_exist_ok=True)


def address_of(server: subprocess.Popen[str]) -> str:
    """Wait for the line that says where JupyterLab is; it is said when it listens."""
    said = ""
    for said in server.stdout:
        found = re.match(
            r"JupyterLab is at (http://127\.0\.0\.1:\d+)/lab/tree/00_start_here\.ipynb\?token=", said
        )
        if found:
            return found[1]
    raise AssertionError(f"JupyterLab did not start; the last it said was: {said}")


def close_all(page) -> None:
    """Close every notebook of a page, and save none."""
    page.evaluate("[...window.jupyterapp.shell.widgets('main')].forEach((widget) => widget.dispose())")


def open_in(page, notebook: str) -> None:
    """Open a notebook in a page that has loaded JupyterLab."""
    close_all(page)
    page.evaluate("(path) => window.jupyterapp.commands.execute('docmanager:open', { path })", notebook)
    page.wait_for_selector(".jp-Notebook", timeout=60_000)


def run_all(page) -> None:
    """Run > Run All Cells, once the kernel is there."""
    page.get_by_text("(ipykernel) | Idle").wait_for(timeout=60_000)
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()


def restart_kernel(page) -> None:
    """Kernel > Restart Kernel, and say yes."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Kernel").click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(r"^Restart Kernel…$")).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.get_by_text("(ipykernel) | Idle").wait_for(timeout=60_000)
