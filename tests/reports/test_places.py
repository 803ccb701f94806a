"""Where reports go: folders that somebody else uses too, names that cannot be, and commands that run at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time

import pytest
from made_reports import fake_report
from typed_commands import typed

from nextgen_helpers import reports
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import find_regions, get_region
from nextgen_helpers.reports import batch
from nextgen_helpers.reports.destination import read_manifest

REGIONS = ("tx-alamo", "tx-texoma")
#: A report at once, whose page says what it was made of, as a true one does.
_AT_ONCE = """
import os, sys, time
from pathlib import Path
from nextgen_helpers import cli
from nextgen_helpers.errors import UserError
from nextgen_helpers.reports import batch, destination
from nextgen_helpers.reports.tasks import Made, ReportResult
numbers = {"state": "Texas", "counties": 3, "employment": 1.0, "average_annual_pay": 1.0, "top_industry": "Utilities",
           "top_lq": 1.5, "top_is_lower_bound": False, "seen_share": 0.9}
def make(task, made_of="", stop=None):
    if meeting := os.environ.get("FAILS"):  # says that it has begun, and waits until another command has ended
        Path(meeting, "begun").touch()
        while not Path(meeting, "ended").exists():
            time.sleep(0.01)
        return Made(batch.failed(task, 0.5, UserError("It failed.")))
    result = ReportResult(task.region_id, task.region_name, task.year, "ok", 0.5, task.files, numbers, kind=task.kind, made_of=made_of)
    page = f'<meta name="nextgen-made-of" content="{made_of}">'.encode()
    return Made(result, {name: page if name.endswith("html") else made_of.encode() for name in task.files})
read = destination.Folder.entries
def read_slowly(folder):  # between reading and writing there is time for another command
    found = read(folder)
    time.sleep(0.2)
    return found
destination.Folder.entries = read_slowly
batch.make_report = make
batch._get_ready = lambda **_: None
cli.main()
"""


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(batch, "make_report", fake_report)


def run(out, *regions: str, interactive: bool = False):
    chosen = [get_region(item) for item in regions or REGIONS]
    return reports.run_reports(reports.plan_reports(chosen, None, out, interactive=interactive))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("index.html", "<!DOCTYPE html><title>Chamber of Commerce</title>"),
        ("index.html", "notes"),
        ("manifest.json", '{"name": "Chamber", "icons": []}'),
        ("plotly.min.js", "/* our own */"),
    ],
)
@pytest.mark.usefixtures("fake", "home")
def test_a_file_of_somebody_elses_is_never_written_over(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=rf"holds a file {re.escape(name)} that is not ours") as said:
        run(tmp_path, interactive=True)
    assert len(str(said.value).splitlines()) == 1
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {name: content}


@pytest.mark.usefixtures("fake", "home")
def test_one_report_goes_beside_an_index_of_somebody_elses_until_an_index_is_needed(tmp_path):
    (tmp_path / "index.html").write_text("theirs", encoding="utf-8")
    assert [result.status for result in run(tmp_path, "tx-alamo")] == ["ok"]
    with pytest.raises(UserError, match=r"index\.html that is not ours"):
        run(tmp_path, "tx-texoma")
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "theirs"


@pytest.mark.usefixtures("fake", "home")
def test_our_own_files_are_known_again_also_those_of_earlier_versions(tmp_path):
    run(tmp_path, interactive=True)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    older = re.sub(r'<meta name="generator".*\n', "", index)
    assert older != index
    (tmp_path / "index.html").write_text(older, encoding="utf-8")
    assert len(run(tmp_path, *REGIONS, "tx-panhandle", interactive=True)) == 3
    assert "Panhandle" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("fake")
def test_a_tilde_is_the_home_folder(home, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(home)
    run("~/reports", "tx-alamo")
    assert (tmp_path / "reports" / "tx-alamo.html").is_file()
    made = typed(home, "handouts", "--blank", "--notebook", "11", "--for", "participant", "--out=~/paper")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "paper" / "11_step1_support_team_participant.pdf").is_file()
    assert not (home / "~").exists()


@pytest.mark.parametrize(
    "out",
    [
        "", "  ", "a\0b", "s3:/bucket", "file:/reports", "~nobody-is-called-that/reports", "x" * 300, "y/" * 3000, "://",
        "s3://", "ftp://host:port/x", "http://[::1", "zip://", "github://", "simplecache://", "sftp://h:99999999/x", "data://x",
        "file://\0",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("fake", "home")
def test_what_cannot_be_a_place_is_one_sentence(tmp_path, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as said:
        run(out)
    assert len(str(said.value).splitlines()) == 1
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "command", [("academy", "--out"), ("handouts", "--blank", "--out"), ("workspace", "export", "tx-alamo")]
)
def test_a_file_or_folder_that_cannot_be_is_one_sentence_of_every_command(tmp_path, command):
    ended = typed(tmp_path, *command, "~nobody-is-called-that/x.pdf")
    assert ended.returncode == 2
    assert ended.stderr.strip() == "There is no home folder ~nobody-is-called-that; write the path out."


def started(home, out, *words: str, **variables: str):
    """Start a command that makes reports at once."""
    return subprocess.Popen(
        [sys.executable, "-c", _AT_ONCE, "report", *words, "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "NEXTGEN_HOME": str(home), **variables},
    )  # fmt: skip


def ended(running):
    """Wait for commands that were all started before; none may have failed."""
    for process in list(running):
        _, words = process.communicate(timeout=300)
        assert process.returncode == 0, words


def test_two_batches_and_reports_beside_them_lose_no_entry_and_tear_nothing(home, tmp_path):
    """Whoever reads the folder meanwhile finds a whole manifest; in the end the entries of all commands are in it."""
    own = ("--counties", "48113, 48439", "--name", "Two Counties")
    running = [
        started(home, tmp_path, *words)
        for words in (
            ("--all", "--force"),
            ("--all", "--no-team", "--force"),
            own,
            ("tx-alamo", "--kind", "partnership"),
        )
    ]
    while any(process.poll() is None for process in running):
        if (tmp_path / "manifest.json").exists():
            assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["reports"]
        time.sleep(0.002)
    ended(running)
    entries = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["reports"]
    found = {(entry["region_id"], entry.get("kind")) for entry in entries}
    every = {(region.id, "labor-market") for region in find_regions()}
    assert found >= every | {("tx-two-counties", "labor-market"), ("tx-alamo", "partnership")}
    assert len(found) == len(entries) == len(read_manifest(tmp_path))
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}.html"' in index for name, kind in found if kind == "labor-market")
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("older", [False, True], ids=["nothing was there", "an older one was there"])
def test_a_report_that_fails_in_one_command_is_there_when_another_has_just_made_it(home, tmp_path, older):
    out = tmp_path / "out"
    if older:
        ended([started(home, out, "tx-alamo", "--no-team")])
    fails = started(home, out, "tx-alamo", "tx-texoma", "--force", FAILS=str(tmp_path))
    while not (tmp_path / "begun").exists():
        assert fails.poll() is None
        time.sleep(0.01)
    ended([started(home, out, "tx-alamo", "--force")])
    known = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["reports"]
    (tmp_path / "ended").touch()
    assert "It failed." in fails.communicate(timeout=60)[1]
    reports = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["reports"]
    assert reports[0] == known[0]
    assert [(entry["region_id"], entry["status"]) for entry in reports] == [
        ("tx-alamo", "ok"),
        ("tx-texoma", "failed"),
    ]
    assert "tx-alamo.html" in (out / "index.html").read_text(encoding="utf-8")


@pytest.mark.torture
def test_commands_that_write_into_one_folder_at_once_leave_no_stale_entry(home, tmp_path, rounds, tell):
    """Each makes the same reports of something else; whichever was last, the manifest tells what the pages are."""
    regions = ["tx-alamo", "tx-texoma", "tx-panhandle", "tx-coastal-bend"]
    ways = [["--interactive"], [], ["--no-team"], ["--interactive", "--no-team"]]
    for number in range(count := rounds(3, 10)):
        out = tmp_path / str(number)
        ended(started(home, out, *regions, *way, "--force") for way in ways)
        entries = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["reports"]
        assert sorted(entry["region_id"] for entry in entries) == sorted(regions)
        for entry in entries:
            page, workbook = [(out / name).read_text(encoding="utf-8") for name in entry["files"]]
            assert f'content="{entry["made_of"]}"' in page
            assert workbook == entry["made_of"]
        assert len(read_manifest(out)) == len(regions)
        index = (out / "index.html").read_text(encoding="utf-8")
        assert all(f'href="{region}.html"' in index for region in regions)
        assert not [path.name for path in out.iterdir() if path.name.startswith(".")]
    tell(
        f"{count} times {len(ways)} commands write {len(regions)} reports each into one folder",
        "every entry tells what its files are",
    )


@pytest.mark.usefixtures("home")
def test_an_entry_whose_page_another_command_has_made_anew_is_no_report(tmp_path, monkeypatch):
    """A command that was killed after it had replaced a page, before it could tell the manifest."""

    def marked(task, made_of="", stop=None):
        made = fake_report(task, made_of, stop)
        page = f'<meta name="nextgen-made-of" content="{made_of}">'.encode()
        contents = {
            name: page if name.endswith(".html") else content for name, content in made.contents.items()
        }
        return batch.Made(made.result, contents)

    monkeypatch.setattr(batch, "make_report", marked)
    run(tmp_path)
    assert [result.unchanged for result in run(tmp_path)] == [True, True]
    (tmp_path / "tx-alamo.html").write_text('<meta name="nextgen-made-of" content="0123">', encoding="utf-8")
    assert [entry["region_id"] for entry in read_manifest(tmp_path)] == ["tx-texoma"]
    assert [result.unchanged for result in run(tmp_path)] == [False, True]
