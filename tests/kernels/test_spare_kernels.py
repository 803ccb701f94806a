"""Where fork is not to be had, an ordinary kernel is started ahead of need."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys

import psutil


def _gone(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(60)
    return not psutil.pid_exists(pid)


def test_a_spare_process_becomes_a_kernel_where_fork_is_not_to_be_had(monkeypatch):
    monkeypatch.setenv("NEXTGEN_WARM", "spare")
    ran = subprocess.run(
        [sys.executable, "-c", _SPARE],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
        env=dict(os.environ),
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said["loaded"] == ["True", "True"]
    assert said["answers"] == ["first", "second"]  # each took its own variables
    assert len(set(said["processes"])) == 2
    assert all(_gone(pid) for pid in said["waiting"])  # the spare one ends with the program


_SPARE = """
import json, os
from jupyter_client.manager import KernelManager
from nextgen_helpers.kernels import spare
said = {"loaded": [], "answers": [], "processes": []}
for word in ("first", "second"):
    os.environ["NEXTGEN_TRY"] = word
    manager = KernelManager(kernel_name="nextgen-warm")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=90)
    def run(code):
        shown = []
        client.execute_interactive(code, output_hook=lambda m: shown.append(m["content"].get("text", "")), timeout=60)
        return "".join(shown).strip()
    said["loaded"].append(run("import sys; print('pandas' in sys.modules)"))
    said["answers"].append(run("import os; print(os.environ['NEXTGEN_TRY'])"))
    said["processes"].append(manager.provisioner.pid)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
said["waiting"] = [process.pid for process in spare._waiting.values()]
print(json.dumps(said))
"""
