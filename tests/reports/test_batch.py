"""Batches: each report holds its own region, and what goes wrong stays with one."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import nbformat
import psutil
import pytest
from made_reports import HOSTILE, REGIONS, fake_report, nextgen, write_notebook
from typed_commands import typed

from nextgen_helpers import profile, reports
from nextgen_helpers.errors import UserError
from nextgen_helpers.kernels.provisioner import way
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import Region, find_regions, get_region
from nextgen_helpers.reports import batch, destination, make
from nextgen_helpers.reports.destination import read_manifest
from nextgen_helpers.reports.export import Page, page_html
from nextgen_helpers.reports.make import make_report
from nextgen_helpers.reports.tasks import ReportTask

#: A whole report that is made quickly; before it, what a test wants to happen.
_SHORT_REPORT = """
import nextgen_helpers as ng
profile = ng.profile(region_id, year)
ng.reports.opening(profile)
"""
#: Tell who is at work, one line a kernel; those that come before the last one are not done by themselves.
_TELL_AND_WAIT = """
import os, pathlib, time
mark = pathlib.Path({mark!r})
with mark.open("a") as file:
    file.write(f"{{os.getpid()}}\\n")
if {waits}:
    time.sleep(600)
"""
_LONG = 120


@pytest.fixture
def task(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    return ReportTask("tx-texoma", "Texoma", 2016, str(out))


@pytest.fixture
def runs(monkeypatch, tmp_path):
    """Let the next reports be made by a notebook with this code."""

    def let(code: str) -> Path:
        path = write_notebook(tmp_path / "other.ipynb", code)
        monkeypatch.setattr(make, "embedded", lambda *_: path)
        return path

    return let


def until(what, seconds=_LONG):
    """Wait for something, and give it; nothing is timed, but nothing hangs for good."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)
    return found


def told(mark: Path, count: int) -> list[int]:
    """Process ids of the kernels that have written into a file, once there are so many."""

    def lines() -> list[int]:
        words = mark.read_text(encoding="utf-8").splitlines(keepends=True) if mark.exists() else []
        return [int(word) for word in words if word.endswith("\n")] if len(words) >= count else []

    return until(lines)


def gone(process: int) -> bool:
    """A process has ended; one that nobody has asked for its status yet, too."""
    try:
        return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def jobs_of(region):
    return profile(region).newest.areas.loc["region", "employment"]


@pytest.mark.parametrize("region_id", REGIONS)
def test_each_report_holds_its_own_region_and_numbers(built_reports, region_id):
    page = (built_reports / f"{region_id}.html").read_text(encoding="utf-8")
    figures = profile(region_id)
    headings = re.findall(r"<h1>(.*?)</h1>", page)
    assert headings == [f"{figures.region.name}: labor-market report"]
    here, pay = figures.newest.areas.loc["region"], figures.newest.pay["region"]
    assert f"{here['employment']:,.0f}" in page
    assert f"${pay:,.0f}" in page
    assert f"totals of {figures.newest.period}, industries of {figures.year}" in page
    assert f"region_id = {region_id}, year = None" in page
    for name in figures.region.county_names().values():
        assert name in page
    others = [get_region(other) for other in REGIONS if other != region_id]
    assert not [other.id for other in others if f"{jobs_of(other):,.0f}" in page]


def test_what_a_page_was_made_with_stands_at_its_end_with_the_sources(built_reports):
    """A reader meets the region first; parameters and commands are for whoever makes the next report."""
    for region_id in REGIONS:
        page = (built_reports / f"{region_id}.html").read_text(encoding="utf-8")
        before, after = page.split("12 Sources and method</h2>")
        visible = before.partition("</style>")[2]
        for technical in ("region_id", "year =", "team =", "Made on", "nextgen data update"):
            assert technical not in visible
        end = after.partition("</main>")[0]
        assert f"with region_id = {region_id}, year = " in end
        assert f"nextgen data update --region {region_id}" in end
        assert end.index("region_id = ") > end.rindex("</table>")


def test_a_page_asks_for_newer_figures_where_there_can_be_any():
    """Valdez-Cordova ended in 2019; BLS counts Chugach and Copper River since."""
    asked = []
    for county in ("02261", "02020"):
        region = Region("ak-one", "One", (county,), "")
        task = ReportTask(region.id, region.name, 2016, ".", counties=region.counties)
        asked.append("nextgen data update" in " ".join(make._made(task, region)))
    assert asked == [False, True]


def test_the_page_of_an_academy_begins_without_its_parameters():
    source = embedded("notebooks", "reports", "academy_cohort.ipynb")
    page = page_html(nbformat.read(source, as_version=4), Page("An academy", "Two teams"))
    assert "anonymous =" not in page
    assert "Excel workbook" not in page  # nothing lies beside it


def test_every_section_is_there_with_its_table(built_reports):
    page = (built_reports / "tx-greater-dallas.html").read_text(encoding="utf-8")
    sections = re.findall(r"<h2[^>]*>(\d+) [^<]+</h2>", page)
    assert sections == [str(number) for number in range(1, 13)]
    assert page.count("<details>") >= 10
    assert "In [" not in page
    assert "import nextgen_helpers" not in page


def test_a_page_is_small_and_asks_nobody(built_reports):
    for path in built_reports.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert path.stat().st_size < 2_500_000
        links = set(re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(https?:[^"')\s>]+)""", page))
        assert not links, path.name
        if path.name != "index.html":
            assert "<script" not in page
            assert "script-src" not in page  # nothing is allowed that is not named


def test_a_hostile_name_is_only_a_name(built_reports):
    entries = json.loads((built_reports / "manifest.json").read_text(encoding="utf-8"))["reports"]
    own = next(entry for entry in entries if entry["region_name"] == HOSTILE)
    page = (built_reports / f"{own['region_id']}.html").read_text(encoding="utf-8")
    index = (built_reports / "index.html").read_text(encoding="utf-8")
    for text in (page, index):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_manifest_tells_the_batch(built_reports):
    manifest = json.loads((built_reports / "manifest.json").read_text(encoding="utf-8"))
    by_id = {entry["region_id"]: entry for entry in manifest["reports"]}
    assert set(REGIONS) < set(by_id)  # the later report of the own region kept the earlier ones
    assert len(by_id) == len(REGIONS) + 1
    ohio = by_id["oh-central-ohio"]
    assert (ohio["status"], ohio["year"]) == ("ok", 2023)
    assert ohio["seconds"] > 0
    assert ohio["files"] == ["oh-central-ohio.html", "oh-central-ohio.xlsx"]
    numbers = ohio["numbers"]
    assert (numbers["period"], numbers["employment"]) == ("2024", jobs_of("oh-central-ohio"))


def test_one_failure_stops_no_other(tmp_path, home):
    out = tmp_path / "out"
    made = nextgen(home, "report", "tx-texoma", "oh-central-ohio", "--year", "2021", "--out", str(out))
    assert made.returncode == 1
    assert "tx-texoma: Texoma has no figures for 2021; there are: 2015, 2016." in made.stderr
    assert "Traceback" not in made.stderr
    assert sorted(path.name for path in out.iterdir()) == [
        "index.html", "manifest.json", "oh-central-ohio.html", "oh-central-ohio.xlsx",
    ]  # fmt: skip
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "Not made" in index
    assert "Texoma has no figures for 2021" in index


def test_a_dry_run_writes_nothing(tmp_path):
    plan = typed(tmp_path, "report", "--all", "--dry-run", "--out", str(tmp_path / "out"))
    assert plan.returncode == 0
    assert f"{len(find_regions())} of {len(find_regions())} reports can be made" in plan.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("1 / 0", "ZeroDivisionError", id="an error in the notebook"),
        pytest.param(
            "from nextgen_helpers.errors import UserError\nraise UserError('Say this one sentence.')",
            "Say this one sentence.",
            id="a user's mistake",
        ),
        pytest.param("import os\nos._exit(3)", "its kernel died twice", id="a kernel that dies"),
    ],
)
def test_a_failing_notebook_is_one_sentence_and_no_file(runs, task, code, said):
    runs(code)
    made = make_report(task)
    assert made.result.status == "failed"
    assert said in made.result.error
    assert len(made.result.error.splitlines()) == 1
    assert made.contents == {}
    assert list(Path(task.out).iterdir()) == []


def test_a_report_of_another_region_is_thrown_away(runs, task):
    runs("import nextgen_helpers as ng\nprofile = ng.profile('tx-alamo', 2016)\nng.reports.opening(profile)")
    made = make_report(task)
    assert made.result.status == "failed"
    assert "came out for tx-alamo" in made.result.error
    assert made.contents == {}


def test_a_parameter_that_the_notebook_lacks_is_an_error(runs, task):
    path = runs("1")
    text = path.read_text(encoding="utf-8").replace("year = None", "yaer = None")
    path.write_text(text, encoding="utf-8")
    assert make_report(task).result.error == "other.ipynb has no parameter year."


def test_a_folder_for_temporary_files_may_lie_deep(monkeypatch, runs, task, tmp_path):
    """A socket's address holds some hundred characters; where the folder's name is longer, ports are used."""
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", tempfile.gettempdir())  # where the warm server is met
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    runs(_SHORT_REPORT)
    made = make_report(task)
    assert (made.result.status, made.result.error) == ("ok", "")
    assert list(deep.iterdir()) == []


def test_a_full_disk_leaves_nothing_half_written(monkeypatch, task):
    def full(path, content):
        if path.name != "manifest.json":
            raise UserError(f"{path} could not be written (No space left on device); make room.")
        path.write_bytes(content)

    monkeypatch.setattr(batch, "make_report", fake_report)
    monkeypatch.setattr(destination, "write_whole", full)
    (result,) = reports.run_reports([task])
    assert result.status == "failed"
    assert "No space left" in result.error
    assert [path.name for path in Path(task.out).iterdir()] == ["manifest.json"]


# -- what is killed, and what is stopped ------------------------------------------------------------


@contextlib.contextmanager
def killer(mark: Path, kills: int):
    """Kill so many kernels, each as soon as it has told who it is."""
    killed = []

    def work() -> None:
        for count in range(1, kills + 1):
            process = told(mark, count)[-1]
            if way() == "fork":
                assert "nextgen_helpers.kernels.server" in psutil.Process(process).parent().cmdline()
            killed.append(process)
            os.kill(process, signal.SIGKILL)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield killed
    finally:
        thread.join()


def test_a_kernel_that_is_killed_loses_no_report(runs, task, tmp_path):
    mark = tmp_path / "mark"
    waits = "len(mark.read_text().split()) < 2"
    runs(_TELL_AND_WAIT.format(mark=str(mark), waits=waits) + _SHORT_REPORT)
    with killer(mark, 1) as killed:
        made = make_report(task, "a name")
    assert len(killed) == 1
    assert (made.result.status, made.result.error, made.result.made_of) == ("ok", "", "a name")
    assert set(made.contents) == {"tx-texoma.html", "tx-texoma.xlsx"}
    assert len(told(mark, 2)) == 2


def test_a_kernel_that_is_killed_twice_is_a_failure_in_one_sentence(runs, task, tmp_path):
    mark = tmp_path / "mark"
    runs(_TELL_AND_WAIT.format(mark=str(mark), waits="True") + _SHORT_REPORT)
    with killer(mark, 2) as killed:
        made = make_report(task)
    assert len(killed) == 2
    assert made.result.status == "failed"
    assert made.contents == {}
    assert made.result.error == (
        "The notebook stopped because its kernel died twice, perhaps for lack of memory; "
        "run it again with --jobs 1 (manifest.json holds the technical details)."
    )


def test_no_kernel_is_started_for_a_batch_that_was_stopped(runs, task, tmp_path):
    mark = tmp_path / "mark"
    runs(_TELL_AND_WAIT.format(mark=str(mark), waits="False") + _SHORT_REPORT)
    stop = threading.Event()
    stop.set()
    made = make_report(task, stop=stop)
    assert made.result.status == "failed"
    assert made.contents == {}
    assert not mark.exists()


_STOPPED_BATCH = """
import sys
from pathlib import Path
from nextgen_helpers import cli
from nextgen_helpers.reports import make
notebook = Path(sys.argv.pop(1))
make.embedded = lambda *_: notebook
cli.main()
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize(
    ("warm", "number"), [("fork", "SIGINT"), ("off", "SIGINT"), ("fork", "SIGTERM"), ("off", "SIGHUP")]
)
def test_a_batch_that_is_stopped_ends_and_keeps_what_was_finished(home, tmp_path, warm, number):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    out, mark = tmp_path / "out", tmp_path / "mark"
    waits = 'region_id != "tx-texoma"'
    notebook = write_notebook(
        tmp_path / "other.ipynb", _TELL_AND_WAIT.format(mark=str(mark), waits=waits) + _SHORT_REPORT
    )
    regions = ["tx-texoma", "tx-alamo", "tx-capital-area", "tx-permian-basin"]
    command = [
        sys.executable, "-c", _STOPPED_BATCH, str(notebook), "report", *regions, "--jobs", "2", "--out", str(out),
    ]  # fmt: skip
    # Run by nohup, the tests ignore a closed terminal, and what they start would rightly do so, too.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "NEXTGEN_HOME": str(home), "NEXTGEN_WARM": warm, "TMPDIR": str(temporary)},
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGHUP, before)
    try:
        kernels = told(mark, 3)
        until((out / "tx-texoma.xlsx").exists)
        for _ in range(1 if number == "SIGINT" else 3):  # who is told to end is often told again
            child.send_signal(getattr(signal, number))
        _, words = child.communicate(timeout=_LONG)
    finally:
        child.kill()
        child.wait()
    assert child.returncode == 128 + getattr(signal, number)
    assert not list(temporary.glob("nextgen-report-*"))
    assert "Stopped. What was finished is kept." in words
    assert "Traceback" not in words
    until(lambda: all(gone(kernel) for kernel in kernels))
    assert len(told(mark, 3)) == 3  # no report was begun anew
    assert [entry["region_id"] for entry in read_manifest(out)] == ["tx-texoma"]
    assert sorted(path.name for path in out.iterdir()) == [
        "manifest.json",
        "tx-texoma.html",
        "tx-texoma.xlsx",
    ]


@pytest.mark.torture
@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX systems do")
def test_a_batch_killed_at_any_moment_has_only_whole_reports_and_the_next_one_ends_it(
    home, tmp_path, rounds, tell
):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    notebook = write_notebook(tmp_path / "other.ipynb", _SHORT_REPORT)
    regions = ["tx-texoma", "tx-alamo", "tx-capital-area", "tx-permian-basin"]
    moments, kept = random.Random(14), 0  # noqa: S311
    for number in range(count := rounds(2, 10)):
        out = tmp_path / f"out-{number}"
        command = [sys.executable, "-c", _STOPPED_BATCH, str(notebook), "report", *regions, "--out", str(out)]
        variables = {**os.environ, "NEXTGEN_HOME": str(home), "TMPDIR": str(temporary)}
        with subprocess.Popen(
            command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            wanted = moments.randrange(2 * len(regions))
            until(
                lambda out=out, child=child, wanted=wanted: (
                    len(list(out.glob("tx-*.*"))) >= wanted or child.poll() is not None
                )
            )
            time.sleep(moments.uniform(0, 0.5))
            child.kill()
        finished = list(out.glob("tx-*.*"))
        for path in finished:
            if path.suffix == ".html":
                assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
            else:
                with zipfile.ZipFile(path) as book:
                    assert book.testzip() is None
        kept += len(finished)
        again = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
        assert again.returncode == 0, again.stderr
        assert {entry["region_id"] for entry in read_manifest(out)} == set(regions)
        assert not list(temporary.glob("nextgen-report-*"))
        assert not [path.name for path in out.iterdir() if path.name.startswith(".")]
    tell(
        f"{count} batches of {len(regions)} reports are killed (kill -9)",
        f"{kept} files had been finished, all whole; each batch was ended by the next run",
    )


def test_a_computer_that_loses_its_power_keeps_what_the_manifest_knew(monkeypatch, tmp_path):
    """The manifest is written while a long batch runs, not only at its end."""
    monkeypatch.setattr(batch, "make_report", fake_report)
    monkeypatch.setattr(batch, "_BETWEEN_MANIFESTS", 2)
    tasks = reports.plan_reports(find_regions("", "TX")[:5], None, tmp_path)
    known = []
    reports.run_reports(tasks, 1, lambda *_: known.append(len(read_manifest(tmp_path))))
    assert known == [0, 0, 2, 2, 4]
    assert len(read_manifest(tmp_path)) == 5


def test_a_foreign_manifest_counts_as_none(tmp_path):
    for content in ("not json", "[]", '{"reports": [{"status": "ok"}]}', '{"reports": 3}'):
        (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
        assert read_manifest(tmp_path) == []
    (tmp_path / "manifest.json").write_bytes(b"\xff\xfe\x00")
    assert read_manifest(tmp_path) == []
    hostile = {"status": "ok", "region_id": "../x", "files": ["../../etc/passwd", "b"]}
    (tmp_path / "manifest.json").write_text(json.dumps({"reports": [hostile]}), encoding="utf-8")
    assert read_manifest(tmp_path) == []


def test_jobs_and_folder_are_checked_before_anything_runs(tmp_path):
    tasks = reports.plan_reports([get_region("tx-texoma")], None, tmp_path)
    with pytest.raises(UserError, match="--jobs is 0; it must be 1 or more"):
        reports.run_reports(tasks, jobs=0)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    in_the_way = reports.plan_reports([get_region("tx-texoma")], None, tmp_path / "file")
    with pytest.raises(UserError, match="it is a file"):
        reports.run_reports(in_the_way)


def test_all_regions_names_those_that_are_left_out(tmp_path, home):
    folder = home / "regions"
    folder.mkdir(parents=True)
    (folder / "1.yaml").write_text('name: "Peña"\ncounties: ["48427"]\n', encoding="utf-8")
    (folder / "2.yaml").write_text('name: "Pena"\ncounties: ["48505"]\n', encoding="utf-8")
    plan = typed(tmp_path, "report", "--all", "--dry-run", "--out", str(tmp_path / "out"))
    assert plan.returncode == 0
    assert 'the id "tx-pena" is taken already, by 1.yaml' in plan.stderr
    assert "tx-pena" in plan.stdout
