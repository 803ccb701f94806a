"""``nextgen lab`` as a process: it says once where it is, gives kernels that are ready, and ends with everything that it has started."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from jupyter_client.blocking import BlockingKernelClient

from nextgen_helpers.kernels.provisioner import way

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has other ways to end a process")

_LINE = (
    r"JupyterLab is at (http://127\.0\.0\.1:(\d+)/lab/tree/00_start_here\.ipynb\?token=[0-9a-f]{48}), "
    r"end it with Ctrl-C\n"
)


@pytest.fixture
def started(tmp_path, request):
    """Start it as a script does with ``&``: Ctrl-C is ignored from birth, and nobody is at the keyboard."""
    folders = {
        "NEXTGEN_HOME": tmp_path / "home",
        "JUPYTER_CONFIG_DIR": tmp_path / "jupyter",
        "JUPYTER_RUNTIME_DIR": tmp_path / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": tmp_path / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": tmp_path / "workspaces",
    }
    environment = {
        **os.environ,
        **{name: str(folder) for name, folder in folders.items()},
        **getattr(request, "param", {}),
    }
    environment.pop("JUPYTER_TOKEN", None)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "nextgen_helpers.cli", "lab", "--no-browser", "--port", "18900"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
    yield process
    process.kill()
    process.stdout.close()
    process.stderr.close()


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_its_server(started, tmp_path, number):
    said = re.fullmatch(_LINE, started.stdout.readline())
    assert said
    port = int(said[2])
    assert _listens(port)  # it is said when it is true
    started.send_signal(number)
    rest, complaints = started.communicate(timeout=60)
    assert started.returncode == 0
    assert not _listens(port)
    assert list((tmp_path / "runtime").glob("jpserver-*.json")) == []  # it ended in order, its kernels too
    # The address is the last word and stands there once.
    assert rest == ""
    assert "http" not in complaints
    assert [line for line in complaints.splitlines() if "stopping" not in line] == []


@pytest.mark.skipif(
    way() != "fork", reason="this system has no safe fork, and its notebooks have ordinary kernels"
)
@pytest.mark.parametrize(
    ("started", "imported"), [({}, "True"), ({"NEXTGEN_WARM": "off"}, "False")], indirect=["started"]
)
def test_a_notebook_begins_with_everything_imported(started, tmp_path, imported):
    root, token = re.match(
        r"JupyterLab is at (http://[^/]*)/.*token=(\w+)", started.stdout.readline()
    ).groups()
    asked = {"headers": {"Authorization": f"token {token}"}, "json": {"name": "python3"}, "timeout": 60}
    kernel = httpx.post(f"{root}/api/kernels", **asked).raise_for_status().json()
    client = BlockingKernelClient(connection_file=str(tmp_path / "runtime" / f"kernel-{kernel['id']}.json"))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        answer = client.execute(
            "", user_expressions={"said": "'pandas' in __import__('sys').modules"}, reply=True, timeout=60
        )
    finally:
        client.stop_channels()
    assert answer["content"]["user_expressions"]["said"]["data"]["text/plain"] == imported
    started.terminate()
    started.communicate(timeout=60)
    assert started.returncode == 0
