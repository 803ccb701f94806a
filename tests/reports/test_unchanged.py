"""What is there already, made of the same, is not made again; whatever changes a report makes it again."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from made_reports import fake_report, nextgen
from qcew_files import County, annual_csv

from nextgen_helpers import cli, places, reports
from nextgen_helpers.lmi.update import import_files
from nextgen_helpers.regions import custom_region, get_region, remember_region, save_region
from nextgen_helpers.reports import batch, fresh
from nextgen_helpers.reports.destination import read_manifest
from nextgen_helpers.workspace import Workspace

REGIONS = ("tx-alamo", "tx-texoma", "tx-coastal-bend")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """Ids of the regions whose reports were made; they are made at once, and hold what they were made of."""
    made: list[str] = []

    def report(task, made_of="", stop=None):
        made.append(task.region_id)
        return fake_report(task, made_of, stop)

    monkeypatch.setattr(batch, "make_report", report)
    return made


@pytest.fixture
def run(made, out):
    """Give a function that runs the batch and gives the ids of what was made, in order."""

    def run(*regions: str, force=False, year=None, **wishes) -> list[str]:
        made.clear()
        chosen = [get_region(region) for region in regions or REGIONS]
        results = reports.run_reports(reports.plan_reports(chosen, year, out, **wishes), force=force)
        assert [result.region_id for result in results] == [region.id for region in chosen]
        assert {result.region_id for result in results if not result.unchanged} == set(made)
        assert [result.error for result in results] == [""] * len(results)
        return sorted(made)

    return run


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def save(region_id: str, score: int) -> None:
    with Workspace.open(region_id) as workspace:
        workspace.save("self_assessment", {"scores": {"career_pathways": score}}, respondent="k1")


def test_a_second_run_makes_nothing_and_says_so(home, out):
    first = nextgen(home, "report", "tx-texoma", "tx-alamo", "--out", str(out))
    assert first.returncode == 0, first.stderr
    assert "Made 2 of 2 reports" in first.stdout
    assert "not changed" not in first.stdout
    before = state(out)
    again = nextgen(home, "report", "tx-texoma", "tx-alamo", "--out", str(out))
    assert again.returncode == 0, again.stderr
    assert "Made 0 of 2 reports" in again.stdout
    assert "2 had not changed and were left as they are (--force makes them again)." in again.stdout
    assert state(out) == before


def test_the_command_line_says_that_one_report_is_unchanged(made, out, monkeypatch, capsys):
    def say(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["nextgen", "report", "tx-texoma", "--out", str(out), *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 0
        return capsys.readouterr().out.strip()

    files = f"{out / 'tx-texoma.html'} and tx-texoma.xlsx"
    assert say() == f"Made {files}."
    assert say() == f"Unchanged: {files} (--force makes the report again)."
    assert say("--force") == f"Made {files}."
    assert made == ["tx-texoma", "tx-texoma"]


def test_nothing_is_touched_where_nothing_has_changed(run, out):
    assert run() == sorted(REGIONS)
    before = state(out)
    assert set(before) >= {"index.html", "manifest.json"}
    assert run() == []
    assert state(out) == before


@pytest.mark.usefixtures("made")
def test_an_unchanged_report_tells_what_it_told(out):
    tasks = reports.plan_reports([get_region("tx-alamo"), get_region("tx-texoma")], None, out)
    first = reports.run_reports(tasks)
    again = reports.run_reports(tasks)
    assert again == [dataclasses.replace(result, unchanged=True) for result in first]


def test_answers_make_their_own_region_again(run):
    save("tx-alamo", 3)
    run()
    assert run() == []
    save("tx-texoma", 4)
    assert run() == ["tx-texoma"]
    save("tx-texoma", 5)
    save("tx-alamo", 3)  # the same as before, but said anew
    assert run() == ["tx-alamo", "tx-texoma"]
    assert run() == []
    save("tx-alamo", 9)
    assert run(team=False) == sorted(REGIONS)
    save("tx-alamo", 10)
    assert run(team=False) == []


def test_answers_that_cannot_be_read_stop_no_other_region(run, home):
    run()
    (home / "workspaces").mkdir()
    (home / "workspaces" / "tx-alamo.db").write_bytes(b"no database" * 100)
    assert run() == ["tx-alamo"]
    assert run() == ["tx-alamo"]  # nobody can say that it has not changed


def test_a_new_day_makes_again_what_shows_a_plan(run, monkeypatch):
    """What a team plans is late or to come, and that changes without an answer."""
    save("tx-alamo", 3)
    run()

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=1)

    monkeypatch.setattr(fresh, "datetime", Tomorrow)
    assert run() == ["tx-alamo"]


def test_own_figures_make_reports_again(run, home, tmp_path):
    run()
    path = tmp_path / "own.csv"
    path.write_bytes(annual_csv(County(area="48181", year=2016, factor=30)))
    import_files(path)
    assert run() == sorted(REGIONS)
    assert run() == []
    path.write_bytes(annual_csv(County(area="48181", year=2016, factor=31)))
    import_files(path)
    assert run() == sorted(REGIONS)
    jobs = home / "jobs"
    jobs.mkdir()
    (jobs / "table.parquet").write_bytes(b"one")
    assert run() == sorted(REGIONS)
    (jobs / "table.parquet").write_bytes(b"two")
    assert run() == sorted(REGIONS)


def test_what_says_nothing_about_a_report_leaves_it_alone(run, home):
    run()
    remember_region(get_region("tx-panhandle"))  # chosen in the first notebook
    for name in ("downloads", "cache", "lmi"):
        (home / name).mkdir(exist_ok=True)
        (home / name / ".half.partial").write_bytes(b"x")
    (home / "downloads" / "answer.csv").write_bytes(b"x")
    (home / "cache" / "kept.parquet").write_bytes(b"x")
    assert run() == []


def test_another_definition_of_a_region_makes_it_again(run):
    own = save_region(custom_region("Corner", ["48181"]))
    run("tx-corner", "tx-alamo")
    assert run("tx-corner", "tx-alamo") == []
    own.write_text("id: tx-corner\nname: Corner\ncounties: ['48181', '48097']\n", encoding="utf-8")
    # Its neighbor is compared with every region that is known, so it may look different, too.
    assert run("tx-corner", "tx-alamo") == ["tx-alamo", "tx-corner"]
    own.write_text("id: tx-corner\nname: Edge\ncounties: ['48181', '48097']\n", encoding="utf-8")
    assert "tx-corner" in run("tx-corner", "tx-alamo")


def test_another_version_makes_everything_again(run, monkeypatch):
    run()
    monkeypatch.setattr(fresh, "__version__", "99.0")
    assert run() == sorted(REGIONS)
    assert run() == []


@pytest.mark.parametrize("kind", ["a notebook", "a module", "the data"])
def test_another_state_of_the_library_makes_everything_again(run, monkeypatch, tmp_path, kind):
    package, notebooks, data = (tmp_path / name for name in ("package", "notebooks", "data"))
    changed = {"a notebook": notebooks, "a module": package, "the data": data}[kind] / "part" / "file.txt"
    for folder in (package / "part", notebooks / "part", data / "part"):
        folder.mkdir(parents=True)
        (folder / "file.txt").write_text("one", encoding="utf-8")
    monkeypatch.setattr(places, "_root_of", tmp_path.joinpath)
    run()
    (changed.parent / "__pycache__").mkdir()
    (changed.parent / "__pycache__" / "x.pyc").write_bytes(b"x")
    (changed.parent / ".ipynb_checkpoints").mkdir()
    (changed.parent / ".ipynb_checkpoints" / "file.txt").write_bytes(b"x")
    assert run() == []
    changed.write_text("two", encoding="utf-8")
    assert run() == sorted(REGIONS)


def test_an_installed_library_is_the_same_as_a_clone(monkeypatch, tmp_path):
    """In a wheel, notebooks and data lie inside the package: workers that have it installed are no others."""
    prints = []
    for name, inside in (("clone", ""), ("wheel", "package/_bundled")):
        root = tmp_path / name
        folders = {part: root / inside / part for part in ("notebooks", "data")}
        for folder in (root / "package" / "reports", *folders.values()):
            folder.mkdir(parents=True)
            (folder / "file.txt").write_text("one", encoding="utf-8")
        monkeypatch.setattr(places, "_PACKAGE", root / "package")
        prints.append(fresh.library_fingerprint())
    assert prints[0] == prints[1]


@pytest.mark.parametrize("lost", ["tx-alamo.html", "tx-alamo.xlsx"])
def test_a_file_that_is_gone_is_made_again(run, out, lost):
    run()
    before = state(out)
    (out / lost).unlink()
    assert run() == ["tx-alamo"]
    after = state(out)
    assert set(after) == set(before)
    assert after["tx-texoma.html"] == before["tx-texoma.html"]


def test_the_index_and_the_script_come_back(run, out):
    run(interactive=True)
    assert (out / "plotly.min.js").stat().st_size > 1_000_000
    for name in ("index.html", "plotly.min.js"):
        whole = (out / name).read_bytes()
        (out / name).unlink()
        assert run(interactive=True) == []
        assert (out / name).read_bytes() == whole


def test_force_makes_everything(run, out):
    run()
    before = state(out)
    assert run(force=True) == sorted(REGIONS)
    assert state(out)["tx-alamo.html"][1] > before["tx-alamo.html"][1]


def test_another_wish_is_another_report(run):
    run()
    assert run(team=False) == sorted(REGIONS)
    assert run(team=False) == []
    assert run() == sorted(REGIONS)
    assert run(interactive=True) == sorted(REGIONS)
    assert run(interactive=True) == []
    run()
    assert run(year=2015) == sorted(REGIONS)
    assert run(year=2015) == []
    assert run("tx-alamo", year=2015) == ["tx-alamo"]  # alone, it is not linked to an index


def test_the_two_kinds_of_report_lie_side_by_side(run, out):
    run()
    assert run(kind="partnership") == sorted(REGIONS)
    assert run() == []
    assert run(kind="partnership") == []
    assert len(read_manifest(out)) == 2 * len(REGIONS)


def test_a_report_that_failed_is_tried_again(run, out, monkeypatch):
    def fails(task, made_of="", stop=None):
        made = fake_report(task, made_of, stop)
        if task.region_id != "tx-alamo":
            return made
        return dataclasses.replace(
            made, result=dataclasses.replace(made.result, status="failed", files=(), error="No."), contents={}
        )

    with monkeypatch.context() as patched:
        patched.setattr(batch, "make_report", fails)
        results = reports.run_reports(reports.plan_reports([get_region(item) for item in REGIONS], None, out))
        assert [result.status for result in results] == ["failed", "ok", "ok"]
    assert run() == ["tx-alamo"]


def entries(out: Path) -> list[dict[str, object]]:
    return json.loads((out / "manifest.json").read_text(encoding="utf-8"))["reports"]


@pytest.mark.parametrize(
    "content",
    [b"", b"not json", b"[]", b"\xff\xfe", b'{"reports": 7}', b'{"reports": ["x"]}', b"[" * 100_000],
    ids=["empty", "no JSON", "a list", "no text", "a number", "texts", "deep"],
)
def test_a_damaged_manifest_counts_as_none(run, out, content):
    run()
    (out / "manifest.json").write_bytes(content)
    assert run() == sorted(REGIONS)
    assert len(read_manifest(out)) == len(REGIONS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("made_of", ""), ("made_of", None), ("files", ["../x", "y"]), ("files", None), ("numbers", 3), ("year", "2016"),
        ("region_name", None), ("seconds", "many"), ("kind", ["labor-market"]),
    ],
)  # fmt: skip
def test_an_entry_that_was_changed_by_hand_is_no_report(run, out, field, value):
    run()
    changed = entries(out)
    changed[0][field] = value
    (out / "manifest.json").write_text(json.dumps({"reports": changed}), encoding="utf-8")
    remade = run()
    assert changed[0]["region_id"] in remade
    assert len(read_manifest(out)) == len(REGIONS)


def test_reports_of_a_version_that_kept_no_names_are_made_again(run, out):
    run()
    older = [{key: value for key, value in entry.items() if key != "made_of"} for entry in entries(out)]
    (out / "manifest.json").write_text(json.dumps({"reports": older}), encoding="utf-8")
    assert run() == sorted(REGIONS)
