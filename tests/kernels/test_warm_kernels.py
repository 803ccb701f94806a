"""Warm kernels: as ready as they say, as apart as ordinary ones, and none is left behind."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import secrets
import shutil
import signal
import socket
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

from nextgen_helpers.kernels import WARM, provisioner
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
def kernel(*, tried: bool = True, **options):
    """Start a warm kernel as any Jupyter client does; give its manager and a function that runs code.

    The first kernel is there before its server has tried everything out, which is waited for unless ``tried`` is False.
    """
    manager = KernelManager(kernel_name=WARM)
    manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=_PATIENCE)
        until = time.monotonic() + _PATIENCE
        while tried and isinstance(manager.provisioner.process, ForkedKernel) and not _can_be_met():
            assert time.monotonic() < until
            time.sleep(0.02)

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


def _can_be_met() -> bool:
    place = meeting_place()
    return place is None or place.socket.exists()


def process_of(manager: KernelManager) -> int:
    pid = manager.provisioner.pid
    assert isinstance(manager.provisioner.process, ForkedKernel)  # not an ordinary kernel in its place
    return pid


def gone(pid: int) -> bool:
    """Wait until a process has ended."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
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


_EVERYTHING = "import sys; print({'pandas', 'duckdb', 'nextgen_helpers.charts.screen', 'nextgen_helpers.room'} <= set(sys.modules))"


def test_it_has_everything_imported_and_is_a_process_of_its_own():
    with kernel():  # the first one need not have
        pass
    with kernel() as (manager, _, run):
        assert run("import os; print(os.getpid())") == str(process_of(manager))
        assert run(_EVERYTHING) == "True"


def test_the_first_kernel_waits_for_no_trials_and_its_end_is_told_during_them(monkeypatch):
    monkeypatch.setenv("MPL_OF_ITS_OWN", "first")
    with kernel(tried=False) as (manager, client, run):
        process_of(manager)
        assert run(_EVERYTHING) == "False"
        process = manager.provisioner.process
        client.execute("import os; os._exit(3)")
        assert process.wait(_PATIENCE) == 3
    with kernel() as (manager, _, run):
        process_of(manager)
        assert run(_EVERYTHING) == "True"


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
        for words in (b"", b"\x00\x00", b"\xff" * 100, b"\x00\x00\x00\x05hello"):
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.connect(str(place.socket))
                stranger.sendall(words) if words else None
    with kernel() as (manager, _, run):
        process_of(manager)
        assert run("print(4)") == "4"


def test_who_comes_and_says_nothing_keeps_nobody_waiting():
    with kernel() as (_, _, _run), socket.socket(socket.AF_UNIX) as silent:
        place = meeting_place()
        assert place is not None
        silent.connect(str(place.socket))
        with kernel() as (manager, _, run):
            process_of(manager)
            assert run("print(5)") == "5"
            assert len(server().children()) == 2  # the two kernels: silence costs no process


def test_who_stops_in_the_middle_costs_a_process_for_a_moment_only():
    place = meeting_place()
    assert place is not None
    with kernel() as (manager, _, run), socket.socket(socket.AF_UNIX) as stranger:
        own = process_of(manager)
        stranger.connect(str(place.socket))
        stranger.sendall(b"\x00\x00")
        assert run("print(6)") == "6"
        assert all(gone(child.pid) for child in server().children() if child.pid != own)
        assert not stranger.recv(1024).startswith(b'{"process"')


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


# -- what it has from its client ------------------------------------------------------------------

_SHOWN = """
import json, os, resource
umask = os.umask(0)
os.umask(umask)
limits = [resource.getrlimit(limit) for limit in range(16)]
out_of_memory = open("/proc/self/oom_score_adj").read().strip()
print(json.dumps([umask, limits, os.nice(0), sorted(os.sched_getaffinity(0)), out_of_memory]))
"""
_LIKE_A_CHILD = """
import json, os, resource, subprocess, sys
from jupyter_client.manager import KernelManager
exec(sys.argv[1])
shown = []
manager = KernelManager(kernel_name="nextgen-warm")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
client.execute_interactive(sys.argv[2], output_hook=lambda m: shown.append(m["content"].get("text", "")), timeout=60)
name = type(manager.provisioner.process).__name__
client.stop_channels()
manager.shutdown_kernel(now=True)
child = subprocess.run([sys.executable, "-c", sys.argv[2]], capture_output=True, text=True, check=True).stdout
print(json.dumps([name, json.loads("".join(shown)), json.loads(child)]))
"""


def _kernel_and_child(before: str) -> list:
    """Let another program do something, then start a warm kernel and an ordinary child, and tell what both have."""
    ran = subprocess.run(
        [sys.executable, "-c", _LIKE_A_CHILD, before, _SHOWN],
        capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


_CHANGED_FREELY = """
os.umask(0o027)
resource.setrlimit(resource.RLIMIT_NOFILE, (300, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
"""
_CHANGED_FOR_GOOD = """
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_NOFILE, (900, 900))
os.nice(5)
open("/proc/self/oom_score_adj", "w").write("500")
"""


@pytest.mark.parametrize("before", [_CHANGED_FREELY, _CHANGED_FOR_GOOD], ids=["freely", "for good"])
def test_it_has_what_a_child_of_its_client_has(before):
    _, _, plain = _kernel_and_child("")
    name, has, child = _kernel_and_child(before)
    assert name == "ForkedKernel"
    assert has == child
    assert has != plain
    name, has, _ = _kernel_and_child("")  # whoever comes after that client is not bound by what bound it
    assert name == "ForkedKernel"
    assert has == plain


_TWO_KERNELS = """
import psutil
from jupyter_client.manager import KernelManager
for _ in range(2):
    manager = KernelManager(kernel_name="nextgen-warm")
    manager.start_kernel()
    process = psutil.Process(manager.provisioner.pid)
    print(type(manager.provisioner.process).__name__, process.ppid(), *process.rlimit(psutil.RLIMIT_NOFILE), flush=True)
    input()
"""


def test_where_a_limit_cannot_be_had_an_ordinary_kernel_is_started():
    root = not os.getuid()
    if root and not shutil.which("setpriv"):
        pytest.skip(
            "root may raise every limit, so one that cannot be had is not tried; install util-linux (setpriv)"
        )
    without_rights = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if root else []
    with subprocess.Popen(
        [*without_rights, sys.executable, "-c", _TWO_KERNELS],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as client:  # fmt: skip
        assert client.stdin is not None
        assert client.stdout is not None
        name, parent, *limits = client.stdout.readline().split()
        assert name == "ForkedKernel"
        resource.prlimit(int(parent), resource.RLIMIT_NOFILE, (200, 200))
        client.stdin.write("\n")
        client.stdin.flush()
        assert client.stdout.readline().split() == ["Popen", str(client.pid), *limits]
        client.kill()


_FOUND = """
import re
first, second = {!r}, {!r}
found = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        start, end, rights = re.match("([0-9a-f]+)-([0-9a-f]+) (..)", line).groups()
        for place in range(int(start, 16), int(end, 16), 2**20) if rights == "rw" else ():
            try:
                memory.seek(place)
                piece = memory.read(min(2**20 + 64, int(end, 16) - place))
            except (OSError, OverflowError):
                continue
            for match in re.finditer(first.encode(), piece):
                found += piece[match.end() : match.end() + len(second)].decode("latin-1") == second[::-1]
print(found)
"""


def test_nothing_of_an_earlier_clients_environment_can_be_read_in_a_later_kernel(monkeypatch):
    monkeypatch.setenv("MPL_OF_ITS_OWN", "environment")  # so that the server is new
    first, second = secrets.token_hex(16), secrets.token_hex(16)
    search = _FOUND.format(first, second[::-1])  # the words as one are not in what is searched for
    with kernel(env={**os.environ, "NEXTGEN_WORKSPACE_URL": first + second}) as (_, _, run):
        assert int(run(search)) > 0
    with kernel() as (manager, _, run):
        for process in (server().pid, process_of(manager)):
            for shown in ("environ", "cmdline"):
                assert first not in Path(f"/proc/{process}/{shown}").read_text("utf-8")
        assert run(search) == "0"


def test_what_it_is_started_with_cannot_be_read_by_others(monkeypatch):
    monkeypatch.setenv("MPL_OF_ITS_OWN", "files")
    place = meeting_place()
    assert place is not None
    before = os.umask(0)
    try:
        with kernel() as (manager, _, _run):
            process_of(manager)
            modes = [path.stat().st_mode & 0o077 for path in (place.socket, place.lock, place.log)]
    finally:
        os.umask(before)
    assert modes == [0, 0, 0]


# -- a server that does not answer ----------------------------------------------------------------


def _ordinary_kernel() -> float:
    """Start a kernel that is no warm one, and tell how long that took."""
    manager = KernelManager(kernel_name=WARM)
    began = time.monotonic()
    manager.start_kernel()
    took = time.monotonic() - began
    assert not isinstance(manager.provisioner.process, ForkedKernel)
    manager.shutdown_kernel(now=True)
    return took


def test_a_stopped_server_costs_a_moment_once_and_its_kernels_end_all_the_same(monkeypatch):
    monkeypatch.setattr(provisioner, "_silent", {}, raising=False)
    place = meeting_place()
    assert place is not None
    with kernel() as (manager, _, _run):
        process = manager.provisioner.process
        own = server()
        own.suspend()
        try:
            assert _ordinary_kernel() < 20
            assert "TimeoutError" in place.log.read_text("utf-8")
            with monkeypatch.context() as patched:
                patched.delattr(provisioner, "_asked")  # it is not asked again
                _ordinary_kernel()
            process.kill()
            assert process.wait(_PATIENCE) == -signal.SIGKILL
        finally:
            own.resume()
    monkeypatch.setattr(provisioner, "_silent", {}, raising=False)
    with kernel() as (manager, _, run):
        process_of(manager)
        assert run("print(7)") == "7"


def test_a_listener_that_says_nothing_costs_a_moment(monkeypatch):
    monkeypatch.setenv("MPL_OF_ITS_OWN", "listener")
    place = meeting_place()
    assert place is not None
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place.socket))
        listener.listen(8)
        assert _ordinary_kernel() < 20
    place.socket.unlink()


def test_a_server_that_still_imports_is_waited_for(monkeypatch):
    monkeypatch.setenv("MPL_OF_ITS_OWN", "import")
    monkeypatch.setattr(provisioner, "_ANSWER", 0.5, raising=False)
    call_ahead()
    with kernel() as (manager, _, run):
        process_of(manager)
        assert run("print(8)") == "8"


def test_a_server_that_ends_while_it_starts_is_not_waited_for(monkeypatch):
    monkeypatch.setenv("MPL_OF_ITS_OWN", "end")
    place = meeting_place()
    assert place is not None
    monkeypatch.setattr(sys, "executable", "/bin/true")
    with pytest.raises(TimeoutError):
        provisioner._connected(place, os.environ)


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
