"""Warm kernels: as ready as they say, as apart as ordinary ones, and none is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from nextgen_helpers.kernels import WARM
from nextgen_helpers.kernels.meeting import meeting_place
from nextgen_helpers.kernels.provisioner import ForkedKernel, call_ahead, way

pytestmark = pytest.mark.skipif(
    way() != "fork", reason="this system has no safe fork; test_spare_kernels.py tests what is used there"
)

_PATIENCE = 60.0


@pytest.fixture(autouse=True)
def own_server(monkeypatch, tmp_path_factory):
    """Give each test process a server of its own, and end it: other tests' servers are not disturbed."""
    folder = tmp_path_factory.getbasetemp() / "run"
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", _short(folder))
    monkeypatch.setenv("NEXTGEN_WARM_SECONDS", "20")
    monkeypatch.delenv("NEXTGEN_WARM", raising=False)


def _short(folder: Path) -> str:
    """Give a folder a short name: the path of a socket may not be long."""
    link = Path(f"/tmp/ngw-{os.getpid()}")  # noqa: S108  (a link of this process's own)
    with contextlib.suppress(FileExistsError):
        link.symlink_to(folder)
    return str(link)


@contextlib.contextmanager
def kernel(**options):
    """Start a warm kernel as any Jupyter client does; give its manager and a function that runs code."""
    manager = KernelManager(kernel_name=WARM)
    manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=_PATIENCE)

        def run(code: str) -> str:
            shown: list[str] = []

            def take(message):
                content = message["content"]
                if message["msg_type"] == "stream":
                    shown.append(content["text"])
                elif message["msg_type"] == "error":
                    shown.append(f"{content['ename']}: {content['evalue']}")

            client.execute_interactive(code, output_hook=take, timeout=_PATIENCE)
            return "".join(shown).strip()

        yield manager, client, run
    finally:
        client.stop_channels()
        with contextlib.suppress(Exception):
            manager.shutdown_kernel(now=True)


def process_of(manager: KernelManager) -> int:
    pid = manager.provisioner.pid
    assert isinstance(manager.provisioner.process, ForkedKernel)  # not an ordinary kernel in its place
    return pid


def gone(pid: int) -> bool:
    """Wait until a process has ended."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def server() -> psutil.Process:
    place = meeting_place()
    assert place is not None
    found = [
        process
        for process in psutil.process_iter()
        if str(place.socket) in _words(process)
        and os.getsid(process.pid) == process.pid
        and _is_server(process)
    ]
    assert len(found) == 1
    return found[0]


def _words(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []


def _is_server(process: psutil.Process) -> bool:
    """Tell the server from its kernels, whose command line reads alike."""
    parent = process.parent()
    return parent is None or "nextgen_helpers.kernels.server" not in " ".join(_words(parent))


# -- what it is -----------------------------------------------------------------------------------


def test_jupyter_finds_it_by_name():
    assert WARM in KernelSpecManager().find_kernel_specs()
    found = KernelSpecManager().get_kernel_spec(WARM).metadata["kernel_provisioner"]
    assert found["provisioner_name"] == WARM


def test_it_has_everything_imported_and_is_a_process_of_its_own():
    with kernel() as (manager, _, run):
        assert run("import sys, os; print(os.getpid())") == str(process_of(manager))
        loaded = run("print({'pandas', 'plotly.graph_objects', 'matplotlib.figure'} <= set(sys.modules))")
        assert loaded == "True"


def test_the_server_holds_no_thread():
    with kernel() as (manager, _, _run):
        assert server().num_threads() == 1
        assert psutil.Process(process_of(manager)).ppid() == server().pid


def test_it_takes_the_clients_variables_and_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("NEXTGEN_TRY", "first")
    with kernel(cwd=str(tmp_path)) as (_, _, run):
        assert run("import os; print(os.environ['NEXTGEN_TRY'], os.getcwd())") == f"first {tmp_path}"
    monkeypatch.delenv("NEXTGEN_TRY")
    with kernel() as (_, _, run):
        assert run("import os; print('NEXTGEN_TRY' in os.environ)") == "False"


def test_nothing_leaks_from_one_kernel_to_the_next(tmp_path):
    with kernel() as (_, _, run):
        run("import nextgen_helpers as ng, pandas, random; ng.leaked = 1; pandas.leaked = 1; here = 1")
        run(f"import os; os.environ['NEXTGEN_HOME'] = {str(tmp_path)!r}")
        first = run("print(random.random(), __import__('numpy').random.random())")
    with kernel() as (_, _, run):
        code = "import nextgen_helpers as ng, pandas, os; print('here' in dir(), hasattr(ng, 'leaked'), hasattr(pandas, 'leaked'))"
        assert run(code) == "False False False"
        assert run("print(os.environ.get('NEXTGEN_HOME'))") != str(tmp_path)
        assert run("import random; print(random.random(), __import__('numpy').random.random())") != first


def test_pictures_of_pyplot_appear_as_in_an_ordinary_kernel():
    with kernel() as (_, _, run):
        assert run("import matplotlib.pyplot as plt; print(plt.get_backend())").endswith("inline")


def test_it_is_interrupted_and_goes_on():
    with kernel() as (manager, client, run):
        # After an error ipykernel throws away what comes at once, unless told not to.
        waiting = client.execute("import time; time.sleep(600)", stop_on_error=False)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:  # until it has begun
            if (
                psutil.Process(process_of(manager))
                and client.get_iopub_msg(timeout=_PATIENCE)["content"].get("execution_state") == "busy"
            ):
                break
        time.sleep(0.2)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=_PATIENCE)
        while reply["parent_header"]["msg_id"] != waiting:
            reply = client.get_shell_msg(timeout=_PATIENCE)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert run("print(1 + 1)") == "2"


def test_it_restarts_as_another_process_with_nothing_in_it():
    with kernel() as (manager, client, run):
        before = process_of(manager)
        run("here = 1")
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=_PATIENCE)
        assert gone(before)
        assert process_of(manager) != before
        assert run("print('here' in dir())") == "False"


def test_an_ordinary_end_has_an_ordinary_status():
    with kernel() as (manager, client, _):
        process = manager.provisioner.process
        client.shutdown()
        assert process.wait(_PATIENCE) == 0
    with kernel() as (manager, client, _):
        process = manager.provisioner.process
        client.execute("import os; os._exit(3)")
        assert process.wait(_PATIENCE) == 3


# -- none is left behind --------------------------------------------------------------------------

_CLIENT = """
import sys, time
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name="nextgen-warm")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
client.execute(sys.argv[1])
time.sleep(float(sys.argv[2]))
print(manager.provisioner.pid, flush=True)
time.sleep(600)
"""
_BUSY_IN_C = "import subprocess; subprocess.Popen(['sleep', '601']); sum(range(10**15))"


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("doing", ["1", _BUSY_IN_C], ids=["idle", "busy"])
def test_a_kernel_ends_with_its_client_however_that_ends(ending, doing):
    client = subprocess.Popen(
        [sys.executable, "-c", _CLIENT, doing, "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert client.stdout is not None
    pid = int(client.stdout.readline())
    started = [child.pid for child in psutil.Process(pid).children()]
    client.send_signal(ending)
    client.wait(_PATIENCE)
    client.stdout.close()
    assert gone(pid)
    assert all(gone(child) for child in started)


def test_kernels_outlive_their_server_and_still_end_with_their_client():
    client = subprocess.Popen(
        [sys.executable, "-c", _CLIENT, "1", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert client.stdout is not None
    pid = int(client.stdout.readline())
    os.kill(server().pid, signal.SIGKILL)
    time.sleep(0.5)
    assert psutil.pid_exists(pid)  # nobody loses what they were doing
    client.kill()
    client.wait(_PATIENCE)
    client.stdout.close()
    assert gone(pid)


def test_after_a_killed_server_the_next_kernel_is_warm_again():
    with kernel() as (manager, _, _run):
        process_of(manager)
        os.kill(server().pid, signal.SIGKILL)
    with kernel() as (manager, _, run):
        process_of(manager)
        assert run("print(2)") == "2"


def test_a_killed_kernel_is_told_to_its_client():
    with kernel() as (manager, _, _run):
        process = manager.provisioner.process
        os.kill(process_of(manager), signal.SIGKILL)
        assert process.wait(_PATIENCE) == -signal.SIGKILL
        assert not manager.is_alive()


# -- where it is met ------------------------------------------------------------------------------


def test_nobody_else_can_enter_where_they_meet(monkeypatch, tmp_path):
    place = meeting_place()
    assert place is not None
    assert place.socket.parent.stat().st_mode & 0o777 == 0o700
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    open_to_all = tmp_path / f"nextgen-warm-{os.getuid()}"
    open_to_all.mkdir(mode=0o777)
    open_to_all.chmod(0o777)
    assert meeting_place() is None  # somebody prepared it: ordinary kernels are started
    open_to_all.rmdir()
    open_to_all.symlink_to(tmp_path)
    assert meeting_place() is None


def test_another_state_of_the_library_is_another_server(monkeypatch):
    before = meeting_place()
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert meeting_place() != before


def test_content_that_changed_is_read_by_another_server(monkeypatch, tmp_path):
    """Who edits the rubric and runs a notebook again sees the new text, not what a server had read before."""
    content = tmp_path / "data" / "toolkit" / "rubric.yaml"
    content.parent.mkdir(parents=True)
    content.write_text("before", encoding="utf-8")
    monkeypatch.setattr("nextgen_helpers.places._root_of", tmp_path.joinpath)
    before = meeting_place()
    assert meeting_place() == before
    content.write_text("afterwards", encoding="utf-8")
    assert meeting_place() != before


def test_where_there_is_no_warm_kernel_an_ordinary_one_is_started(monkeypatch):
    monkeypatch.setenv("NEXTGEN_WARM", "off")
    with kernel() as (manager, _, run):
        assert not isinstance(manager.provisioner.process, ForkedKernel)
        assert run("print(3)") == "3"


def test_rubbish_at_its_door_does_not_end_the_server():
    with kernel() as (_, _, _run):
        place = meeting_place()
        assert place is not None
        import socket  # noqa: PLC0415

        for words in (b"", b"\x00\x00", b"\xff" * 100, b"\x00\x00\x00\x05hello"):
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.connect(str(place.socket))
                stranger.sendall(words) if words else None
    with kernel() as (manager, _, run):
        process_of(manager)
        assert run("print(4)") == "4"


def test_who_comes_and_says_nothing_keeps_nobody_waiting():
    import socket  # noqa: PLC0415

    with kernel() as (_, _, _run), socket.socket(socket.AF_UNIX) as silent:
        place = meeting_place()
        assert place is not None
        silent.connect(str(place.socket))
        with kernel() as (manager, _, run):
            process_of(manager)
            assert run("print(5)") == "5"


def test_many_kernels_come_and_go_at_once():
    """Numbers of closed descriptors are given out again at once: none of the old may be taken for a new one."""
    for _ in range(3):
        started = [KernelManager(kernel_name=WARM) for _ in range(6)]
        for manager in started:
            manager.start_kernel()
        pids = [process_of(manager) for manager in started]
        for manager in started:
            os.kill(manager.provisioner.pid, signal.SIGKILL)
        for manager in started:
            assert manager.provisioner.process.wait(_PATIENCE) == -signal.SIGKILL
            manager.cleanup_resources()
        assert len(set(pids)) == len(pids)
        assert all(gone(pid) for pid in pids)


# -- those who use it -----------------------------------------------------------------------------


def test_papermill_takes_it_by_name(tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("import os; print(os.getppid())", metadata={"tags": []})]
    )
    nbformat.write(notebook, tmp_path / "in.ipynb")
    call_ahead()
    made = papermill.execute_notebook(
        str(tmp_path / "in.ipynb"), str(tmp_path / "out.ipynb"), kernel_name=WARM, progress_bar=False
    )
    assert int(made.cells[0].outputs[0].text) == server().pid


def test_nbval_takes_it_by_name(tmp_path):
    cell = nbformat.v4.new_code_cell("import sys; print('pandas' in sys.modules)")
    cell.outputs = [nbformat.v4.new_output("stream", text="True\n")]
    cell.execution_count = 1
    spec = {"name": WARM, "display_name": "Next Gen (warm)", "language": "python"}
    nbformat.write(
        nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": spec}), tmp_path / "check.ipynb"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "check.ipynb"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
