"""The notebooks as files: a working copy of them, and JupyterLab at the first one."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded, writable_folder

FIRST: Final = "00_start_here.ipynb"
#: Settings that keep JupyterLab from asking about news, and let it print and export what is seen.
_SETTINGS: Final = Path(__file__).resolve().parent / "lab_settings"
_POLL_SECONDS: Final = 0.1


def copy_notebooks(folder: str | Path) -> int:
    """Copy the notebooks into a new folder. What is there already is never overwritten."""
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

    folder : with the notebooks; the project's own by default.
    port : of the local server; the next free one is taken where it is in use.
    """
    place = Path(folder) if folder is not None else embedded("notebooks")
    if not (place / FIRST).is_file():
        raise UserError(f"{place} has no {FIRST}; make a working copy with: nextgen init NEW-FOLDER")
    command = [
        sys.executable, "-m", "jupyterlab", f"--notebook-dir={place}", "--ip=127.0.0.1", f"--port={port}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        # The address is said by us, once and last; what goes wrong is still said by Jupyter.
        "--ServerApp.log_level=ERROR", "--LabApp.log_level=ERROR",
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

    model : what Jupyter Server is about to save; changed in place, as its ``pre_save_hook`` wants it.
    """
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    for cell in model["content"].get("cells", []):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    model["content"].get("metadata", {}).pop("widgets", None)


def start_lab(
    folder: str | Path | None = None, *, browser: bool = True, port: int = 8888, example: bool = False
) -> int:
    """Open JupyterLab, say where it is, and wait until it is closed; ``example`` opens the finished example in it.

    Ctrl-C and the signal to terminate end the server too, wherever this was started; a second one ends it at once.
    """
    from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415  (slow to import)

    from nextgen_helpers.regions import DEMO  # noqa: PLC0415

    paths = [str(_SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    # A token of ours: with one of its own, Jupyter writes the address among many lines.
    token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths)),
        "JUPYTER_TOKEN": token,
        **({DEMO: "1"} if example else {}),  # for the notebooks of this server, and no others
    }
    runtime = Path(jupyter_runtime_dir())
    before = _running_servers(runtime)
    asked_to_end: list[int] = []
    with _told_of_signals(asked_to_end):
        server = subprocess.Popen(  # noqa: S603  (our own command, no shell)
            lab_command(folder, browser=browser, port=port),
            env=environment,
            stdin=subprocess.DEVNULL,  # Jupyter would ask whether Ctrl-C was meant
            **_apart(),
        )
        return _watched(server, runtime, before, token, asked_to_end)


def _watched(
    server: subprocess.Popen[bytes],
    runtime: Path,
    before: dict[Path, int],
    token: str,
    asked_to_end: list[int],
) -> int:
    """Wait for the end of the server; say once where it listens, and pass on what asks it to end."""
    said, passed_on = False, 0
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return server.wait(_POLL_SECONDS)
        if len(asked_to_end) > passed_on:
            (server.terminate if passed_on == 0 else server.kill)()
            passed_on = len(asked_to_end)
        if not said and not passed_on and (root := _listening_at(runtime, before, token)):
            address = f"{root}lab/tree/{FIRST}?token={token}"
            print(f"JupyterLab is at {address}, end it with Ctrl-C", flush=True)  # noqa: T201
            said = True


def _running_servers(runtime: Path) -> dict[Path, int]:
    """Give the notes that Jupyter's servers leave of where they listen, and when each was written."""
    found: dict[Path, int] = {}
    for note in runtime.glob("jpserver-*.json"):
        with contextlib.suppress(OSError):
            found[note] = note.stat().st_mtime_ns
    return found


def _listening_at(runtime: Path, before: dict[Path, int], token: str) -> str | None:
    """Give the address of a server that was not there before, has our token and listens; its note can come a moment sooner."""
    for note, written in _running_servers(runtime).items():
        if before.get(note) == written:
            continue
        with contextlib.suppress(OSError, ValueError):  # it is being written, or nobody listens yet
            told = json.loads(note.read_text(encoding="utf-8"))
            if told.get("token") == token:
                with socket.create_connection(("127.0.0.1", told["port"]), timeout=1):
                    return str(told["url"])
    return None


def _apart() -> dict[str, Any]:
    """Keep the terminal's Ctrl-C from the server: it is passed on once, as the signal that asks no question."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


@contextlib.contextmanager
def _told_of_signals(received: list[int]) -> Iterator[None]:
    """Write down the signals that ask to end, instead of ending without the server.

    A process that a script starts in the background ignores Ctrl-C from birth; sent to it by its number, it ends it here all
    the same. Who wants to outlive the terminal (``nohup``) does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    chosen = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in chosen}
    for number, handler in before.items():
        if number in (signal.SIGINT, signal.SIGTERM) or handler is not signal.SIG_IGN:
            signal.signal(number, lambda came, _: received.append(came))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
