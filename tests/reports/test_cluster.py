"""Reports made on a Dask cluster: the same as those made here, whatever happens to its workers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from made_reports import fake_report, nextgen, without_moment, write_notebook

from nextgen_helpers import reports
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import custom_region, get_region, save_region
from nextgen_helpers.reports import batch, cluster, fresh
from nextgen_helpers.reports.destination import read_manifest
from nextgen_helpers.reports.make import make_report
from nextgen_helpers.workspace import Workspace

REGIONS = ("tx-texoma", "tx-alamo")
_PATIENCE = 120


@pytest.fixture(scope="module")
def workers_home(tmp_path_factory) -> Path:
    """Folder that stands for the user's on the workers' computers."""
    return tmp_path_factory.mktemp("workers-home")


@pytest.fixture(scope="module")
def dask(workers_home):
    """Two workers, each a process of its own that is started again when it dies."""
    from distributed import LocalCluster  # noqa: PLC0415  (slow to import)

    running = LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
        env={"NEXTGEN_HOME": str(workers_home)},
    )  # fmt: skip
    try:
        yield running
    finally:
        running.close()


class Started:
    """Scheduler and workers as a user starts them."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.place = folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = {**os.environ, "NEXTGEN_HOME": str(home)}
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address: str = until(self._address)

    def start(self, *words: str) -> None:
        command = [
            sys.executable,
            "-m",
            "dask",
            *words,
            "--no-dashboard",
            "--scheduler-file",
            str(self.place),
        ]
        quiet = subprocess.DEVNULL
        self.processes.append(
            subprocess.Popen(command, stdout=quiet, stderr=quiet, env=self.environment, cwd=self.place.parent)
        )

    def _address(self) -> str:
        try:
            return json.loads(self.place.read_text(encoding="utf-8"))["address"]
        except (OSError, ValueError):  # it is not there, or not whole yet
            return ""


@pytest.fixture
def started(tmp_path, home):
    folder = tmp_path / "dask"
    folder.mkdir()
    own = Started(folder, home)
    try:
        yield own
    finally:
        for process in reversed(own.processes):
            process.terminate()
        for process in own.processes:
            process.wait(timeout=_PATIENCE)


@pytest.fixture
def client(dask):
    from distributed import Client  # noqa: PLC0415

    with Client(dask.scheduler_address, set_as_default=False) as connected:
        connected.wait_for_workers(2, timeout=_PATIENCE)
        yield connected


def planned(out, *regions: str, **wishes):
    return reports.plan_reports([get_region(item) for item in regions or REGIONS], None, out, **wishes)


def until(what):
    """Wait for something, and give it; nothing is timed, but nothing hangs for good."""
    end = time.monotonic() + _PATIENCE
    while not (found := what()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return found


def test_reports_of_a_cluster_are_those_made_here(dask, client, home, tmp_path):
    del client  # both workers are there
    out = tmp_path / "out"
    told = nextgen(home, "report", *REGIONS, "--scheduler", dask.scheduler_address, "--out", str(out))
    assert told.returncode == 0, told.stderr
    assert "Made 2 of 2 reports" in told.stdout
    assert "Traceback" not in told.stderr
    assert {path.name for path in out.iterdir()} == {
        "index.html", "manifest.json", *(f"{region}.{kind}" for region in REGIONS for kind in ("html", "xlsx")),
    }  # fmt: skip
    numbers = {entry["region_id"]: entry["numbers"] for entry in read_manifest(out)}
    for task in planned(out):
        here = make_report(task)
        assert here.result.error == ""
        there = {name: (out / name).read_bytes() for name in task.files}
        assert without_moment(there) == without_moment(here.contents)
        assert numbers[task.region_id] == here.result.numbers
    again = nextgen(home, "report", *REGIONS, "--out", str(out))
    assert "Made 0 of 2 reports" in again.stdout  # who made them makes no difference


#: What a worker does in place of its own notebook: it tells which kernel of which worker is at work.
_NOTEBOOK = """
import os, pathlib, time
mark = pathlib.Path({mark!r}) / region_id
with mark.open("a") as file:
    file.write(f"{{os.getpid()}} {{os.environ['THE_WORKER']}}\\n")
if region_id == "tx-texoma" and len(mark.read_text().splitlines()) < 2:
    time.sleep(600)
import nextgen_helpers as ng
profile = ng.profile(region_id, year)
ng.reports.opening(profile)
"""


@pytest.fixture
def other_notebook(client, tmp_path):
    """Let the workers make reports of another notebook; a worker that is started anew, too."""
    from distributed import WorkerPlugin  # noqa: PLC0415

    mark = tmp_path / "mark"
    mark.mkdir()
    notebook = write_notebook(tmp_path / "other.ipynb", _NOTEBOOK.format(mark=str(mark)))

    class OtherNotebook(WorkerPlugin):
        name = "other notebook"

        def setup(self, worker) -> None:  # noqa: ARG002
            from nextgen_helpers.reports import make  # noqa: PLC0415

            os.environ["THE_WORKER"] = str(os.getpid())
            make.embedded = lambda *_: notebook

        def teardown(self, worker) -> None:  # noqa: ARG002
            from nextgen_helpers import places  # noqa: PLC0415
            from nextgen_helpers.reports import make  # noqa: PLC0415

            del os.environ["THE_WORKER"]
            make.embedded = places.embedded

    client.register_plugin(OtherNotebook())
    yield mark
    client.unregister_worker_plugin("other notebook")


def test_a_worker_that_is_killed_loses_no_report_and_leaves_no_kernel(other_notebook, dask, tmp_path):
    told = other_notebook / "tx-texoma"
    killed: list[tuple[int, int]] = []

    def kill() -> None:
        words = until(lambda: told.exists() and told.read_text(encoding="utf-8").split())
        killed.append((int(words[0]), int(words[1])))
        os.kill(killed[0][1], signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    regions = ("tx-texoma", "tx-alamo", "tx-coastal-bend")
    try:
        results = reports.run_reports(
            planned(tmp_path / "out", *regions), scheduler=dask.scheduler_address, force=True
        )
    finally:
        thread.join()
    assert [(result.region_id, result.status, result.error) for result in results] == [
        (region, "ok", "") for region in regions
    ]
    ((kernel, worker),) = killed
    assert len(told.read_text(encoding="utf-8").splitlines()) == 2
    assert gone(worker)
    until(lambda: gone(kernel))
    assert [entry["region_id"] for entry in read_manifest(tmp_path / "out")] == sorted(regions)


def gone(process: int) -> bool:
    """A process has ended; one that nobody has asked for its status yet, too."""
    try:
        return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_report_that_kills_every_worker_is_one_sentence(client, dask, tmp_path):
    """A notebook that brings down whoever runs it stops no other."""
    from distributed import WorkerPlugin  # noqa: PLC0415

    class Deadly(WorkerPlugin):
        name = "deadly"

        def setup(self, worker) -> None:  # noqa: ARG002
            from nextgen_helpers.reports import cluster as at_work  # noqa: PLC0415
            from nextgen_helpers.reports.tasks import Made, ReportResult  # noqa: PLC0415

            def die(task, made_of=""):
                if task.region_id == "tx-texoma":
                    os._exit(9)
                result = ReportResult(
                    task.region_id, task.region_name, task.year, "ok", 0.1, task.files, made_of=made_of
                )
                return Made(result, dict.fromkeys(task.files, b"x"))

            at_work.make_report = die

        def teardown(self, worker) -> None:  # noqa: ARG002
            from nextgen_helpers.reports import cluster as at_work  # noqa: PLC0415
            from nextgen_helpers.reports import make  # noqa: PLC0415

            at_work.make_report = make.make_report

    client.register_plugin(Deadly())
    try:
        texoma, alamo = reports.run_reports(
            planned(tmp_path, "tx-texoma", "tx-alamo"), scheduler=dask.scheduler_address
        )
    finally:
        client.unregister_worker_plugin("deadly")
    assert (texoma.status, alamo.status) == ("failed", "ok")
    assert texoma.error == (
        "Every worker that made this report died, perhaps for lack of memory; "
        "start workers with more memory or fewer threads."
    )


# -- what is refused --------------------------------------------------------------------------------


def refused(address: str, tasks) -> str:
    with pytest.raises(UserError) as error:
        reports.run_reports(tasks, scheduler=address)
    said = str(error.value)
    assert len(said.splitlines()) == 1
    assert not list(Path(tasks[0].out).iterdir())
    return said


@pytest.mark.usefixtures("client")
def test_workers_with_another_state_of_the_library_are_refused(dask, tmp_path, monkeypatch):
    monkeypatch.setattr(fresh, "__version__", "99.0")
    said = refused(dask.scheduler_address, planned(tmp_path))
    assert re.match(r"The worker tcp://127\.0\.0\.1:\d+ has another version of the library", said)


@pytest.mark.usefixtures("client")
def test_workers_with_other_figures_or_regions_are_refused(dask, home, workers_home, tmp_path):
    (home / "jobs").mkdir()
    (home / "jobs" / "table.parquet").write_bytes(b"one")
    assert "has other figures or regions of its own" in refused(dask.scheduler_address, planned(tmp_path))
    (home / "jobs" / "table.parquet").unlink()
    own = save_region(custom_region("Corner", ["48181"]))
    assert "has other figures or regions of its own" in refused(
        dask.scheduler_address, planned(tmp_path, "tx-corner")
    )
    (workers_home / "regions").mkdir()
    there = workers_home / "regions" / own.name
    there.write_bytes(own.read_bytes())
    try:
        (result,) = reports.run_reports(planned(tmp_path, "tx-corner"), scheduler=dask.scheduler_address)
    finally:
        there.unlink()
    assert (result.status, result.error) == ("ok", "")


@pytest.mark.usefixtures("client")
def test_workers_without_the_teams_answers_are_refused(dask, tmp_path):
    with Workspace.open("tx-alamo") as workspace:
        workspace.save("self_assessment", {"scores": {"career_pathways": 3}}, respondent="k1")
    said = refused(dask.scheduler_address, planned(tmp_path))
    assert "has other answers of the team of tx-alamo than this computer; set NEXTGEN_WORKSPACE_URL" in said


def test_a_worker_that_joins_later_is_asked_too(tmp_path, monkeypatch):
    """What a run is made of goes with each report."""
    (task,) = planned(tmp_path, "tx-alamo")
    monkeypatch.setattr(cluster, "make_report", lambda *_: pytest.fail("it was made"))
    its = cluster._shared("one run")
    made = cluster._made_alike(task, "a name", ("another", its[1]), "one run")
    assert made.contents == {}
    assert made.result.error.startswith("A worker that joined later has another version of the library")
    made = cluster._made_alike(task, "a name", (its[0], "others"), "one run")
    assert made.result.error.startswith("A worker that joined later has other figures or regions")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1", "http://127.0.0.1:1", "", "a b"])
def test_an_address_without_a_scheduler_is_one_sentence(monkeypatch, tmp_path, address):
    monkeypatch.setattr(cluster, "_SECONDS", "1s")
    said = refused(address, planned(tmp_path))
    assert said.startswith(f"No Dask scheduler answers at {address}; start one with: dask scheduler")


def test_a_scheduler_without_workers_is_one_sentence(started, home, tmp_path):
    empty, out = started.address, tmp_path / "out"
    out.mkdir()
    assert f"The scheduler at {empty} has no workers; start some with" in refused(empty, planned(out))
    told = nextgen(home, "report", "tx-alamo", "--scheduler", empty, "--out", str(out))
    assert told.returncode == 2
    assert (
        told.stderr.strip()
        == f"The scheduler at {empty} has no workers; start some with: dask worker {empty}"
    )


def test_without_dask_the_extra_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = refused("tcp://127.0.0.1:1", planned(tmp_path))
    assert said == (
        "For a cluster, install the extra packages here and on the workers: "
        'pip install "nextgen-helpers[cluster]"'
    )


def test_nothing_is_asked_of_a_cluster_where_nothing_has_changed(monkeypatch, tmp_path):
    with monkeypatch.context() as patched:
        patched.setattr(batch, "make_report", fake_report)
        reports.run_reports(planned(tmp_path))
    results = reports.run_reports(planned(tmp_path), scheduler="tcp://127.0.0.1:1")
    assert [result.unchanged for result in results] == [True, True]


# -- a scheduler that goes away ---------------------------------------------------------------------


def test_a_scheduler_that_goes_away_is_one_sentence_and_what_was_finished_is_kept(started, tmp_path):
    from distributed import Client  # noqa: PLC0415

    started.start("worker", "--nworkers", "1", "--nthreads", "1")
    with Client(started.address, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=_PATIENCE)
    done = []

    def kill_after_the_first(*progress) -> None:
        done.append(progress)
        started.processes[0].kill()

    tasks = planned(tmp_path / "out", "tx-alamo", "tx-texoma", "tx-coastal-bend")
    with pytest.raises(UserError, match=r"The Dask scheduler at .* went away; start it again") as error:
        reports.run_reports(tasks, progress=kill_after_the_first, scheduler=started.address)
    assert len(str(error.value).splitlines()) == 1
    assert len(read_manifest(tmp_path / "out")) == len(done) >= 1
