"""The notebooks as files: a working copy of them, and JupyterLab at the first one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded, writable_folder

__all__ = ["FIRST", "copy_notebooks", "lab_command", "start_lab", "without_outputs"]

FIRST: Final = "00_start_here.ipynb"
#: Settings that keep JupyterLab from asking about news.
_SETTINGS: Final = Path(__file__).resolve().parent / "lab_settings"


def copy_notebooks(folder: str | Path) -> int:
    """Copy the notebooks into a new folder. What is there already is never overwritten.

    Parameters
    ----------
    folder : it must not exist, or be empty.

    Returns
    -------
    How many notebooks were copied.

    Raises
    ------
    UserError : something is in the folder, or it cannot be written.
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(f"{target} is there already and not empty; name a new folder, such as {target}-2.")
    writable_folder(target)
    source = embedded("notebooks")
    files = [
        path
        for path in sorted(source.rglob("*"))
        if path.is_file() and not {".ipynb_checkpoints", "__pycache__"} & set(path.parts)
    ]
    try:
        for path in files:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    except OSError as error:
        raise UserError(
            f"The notebooks could not be copied to {target} ({error.strerror}); "
            "make room or name another folder."
        ) from error
    return sum(path.suffix == ".ipynb" for path in files)


def lab_command(folder: str | Path | None = None, *, browser: bool = True, port: int = 8888) -> list[str]:
    """Give the command that opens JupyterLab at the first notebook.

    It listens on this computer only, asks nobody for news or updates, and never phones home.

    Parameters
    ----------
    folder : with the notebooks; the project's own by default.
    browser : open a browser.
    port : of the local server; the next free one is taken where it is in use.

    Raises
    ------
    UserError : the first notebook is not there.
    """
    place = Path(folder) if folder is not None else embedded("notebooks")
    if not (place / FIRST).is_file():
        raise UserError(f"{place} has no {FIRST}; make a working copy with: nextgen init NEW-FOLDER")
    command = [
        sys.executable, "-m", "jupyterlab", f"--notebook-dir={place}", "--ip=127.0.0.1", f"--port={port}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        # What a team has answered stands in its answers' file, and not in a notebook that somebody mails.
        f"--ContentsManager.pre_save_hook={__name__}.without_outputs",
    ]  # fmt: skip
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container; it still listens on this computer only
    return command


def without_outputs(model: dict[str, Any], **_: Any) -> None:
    """Take results out of a notebook before JupyterLab writes it; on the screen they stay.

    Parameters
    ----------
    model : what Jupyter Server is about to save; changed in place, as its ``pre_save_hook`` wants it.
    """
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    for cell in model["content"].get("cells", []):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    model["content"].get("metadata", {}).pop("widgets", None)


def start_lab(folder: str | Path | None = None, *, browser: bool = True, port: int = 8888) -> int:
    """Open JupyterLab and wait until it is closed.

    Returns
    -------
    Its exit status.
    """
    paths = [str(_SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}
    return subprocess.run(  # noqa: S603  (our own command, no shell)
        lab_command(folder, browser=browser, port=port), check=False, env=environment
    ).returncode
