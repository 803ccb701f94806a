"""A team's answers: never lost, never torn, kept once, and refused whole where they do not fit."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import openpyxl
import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.workspace import TEAM, Workspace
from nextgen_helpers.workspace import kept as module


def number(value):
    """Check of an invented exercise: a whole number from 1 to 10."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10:
        raise ValueError(f"{value!r} is no whole number from 1 to 10.")
    return value


CHECKS = {"score": number, "note": str}


def _open(file, region="tx-texoma"):
    return Workspace.open(region, f"sqlite:///{file}", checks=CHECKS)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tx-texoma.db"


def test_the_newest_counts_and_history_stays(file):
    with _open(file) as workspace:
        workspace.save("score", 3, respondent="ann", author="Ann", stakeholder_group="college")
        workspace.save("score", 8, respondent="bob")
        workspace.save("score", 5, respondent="ann", author="Ann", stakeholder_group="college")
        assert [(item.respondent, item.value) for item in workspace.current("score")] == [
            ("ann", 5), ("bob", 8),
        ]  # fmt: skip
        assert [item.value for item in workspace.history("score")] == [3, 8, 5]
    with _open(file) as workspace:  # next month
        assert [item.value for item in workspace.history()] == [3, 8, 5]


def test_an_anonymous_answer_stores_no_name(file):
    with _open(file) as workspace:
        workspace.save("note", "The truth.", respondent="k3j9")
        (answer,) = workspace.current("note")
    assert (answer.author, answer.stakeholder_group) == (None, None)


def test_the_default_place_is_in_the_users_folder(home):
    with Workspace.open("tx-alamo", checks=CHECKS) as workspace:
        workspace.save("score", 4)
        assert workspace.current("score")[0].respondent == TEAM
    assert (home / "workspaces" / "tx-alamo.db").is_file()


def test_a_clock_set_back_does_not_bring_an_old_answer_up(file, monkeypatch):
    with _open(file) as workspace:
        workspace.save("score", 1, respondent="ann")
        real = module.datetime

        class Earlier(real):
            @classmethod
            def now(cls, tz=None):
                return real.now(tz) - module.timedelta(days=400)

        monkeypatch.setattr(module, "datetime", Earlier)
        workspace.save("score", 2, respondent="ann")
        assert [item.value for item in workspace.current("score")] == [2]


@pytest.mark.parametrize("value", [0, 11, 5.5, "7", None, True])
def test_what_does_not_fit_is_refused_and_nothing_is_stored(file, value):
    with _open(file) as workspace:
        with pytest.raises(UserError, match="does not fit"):
            workspace.save("score", value)
        assert workspace.history() == ()


def test_unknown_exercises_and_regions_are_refused(file):
    with _open(file) as workspace, pytest.raises(UserError, match="there are: note, score"):
        workspace.save("sorce", 3)
    for bad in ("../etc", "TX", "", None, 7, "tx-alamo--", "tx--a--b"):
        with pytest.raises(UserError, match="is no team id"):
            Workspace.open(bad, checks=CHECKS)


# -- many at once, and killed ---------------------------------------------------------------------


def _save_many(file, who, count):
    with _open(file) as workspace:
        for number in range(count):
            workspace.save("score", number % 10 + 1, respondent=who)
    return who


@pytest.mark.torture
def test_many_writers_lose_and_tear_nothing(file, rounds, tell):
    people, answers = rounds(12, 50), rounds(40, 100)
    names = [f"person-{number}" for number in range(people)]
    with ProcessPoolExecutor(people, mp_context=get_context("spawn")) as pool:
        done = list(pool.map(_save_many, [file] * people, names, [answers] * people))
    assert done == names
    with _open(file) as workspace:
        history = workspace.history("score")
        assert len(history) == len({item.answer_id for item in history}) == people * answers
        assert workspace.check() == []
        for who in done:
            mine = [item.value for item in history if item.respondent == who]
            assert mine == [count % 10 + 1 for count in range(answers)]
    tell(
        f"{people} processes save {answers} answers each, SQLite",
        f"{len(history):,} of {people * answers:,} there, in order",
    )


_SAVER = """
import sys
from nextgen_helpers.workspace import Workspace
workspace = Workspace.open("tx-texoma", "sqlite:///" + sys.argv[1], checks={"note": str})
for count in range(1000):
    workspace.save("note", f"answer {count}", respondent="ann")
    print(count, flush=True)
"""


@pytest.mark.torture
def test_every_acknowledged_answer_survives_a_kill(tmp_path, rounds, tell):
    moments, acknowledged = random.Random(14), 0  # noqa: S311
    for number in range(count := rounds(3, 25)):
        file = tmp_path / f"{number}.db"
        acknowledged += _saved_until_killed(file, after=moments.randrange(1, 400))
    tell(f"{count} writers are killed (kill -9)", f"{acknowledged:,} acknowledged answers, all there")


def _saved_until_killed(file, after) -> int:
    saver = subprocess.Popen([sys.executable, "-c", _SAVER, str(file)], stdout=subprocess.PIPE, text=True)
    acknowledged = -1
    for line in saver.stdout:
        acknowledged = int(line)
        if acknowledged >= after:
            saver.send_signal(signal.SIGKILL)
            break
    rest = [int(line) for line in saver.stdout.read().split()]
    saver.wait()
    saver.stdout.close()
    last = max([acknowledged, *rest])
    with _open(file) as workspace:
        saved = [item.value for item in workspace.history("note")]
        assert saved[: last + 1] == [f"answer {count}" for count in range(last + 1)]
        assert len(saved) <= last + 2  # one may have been stored and not yet told
        assert workspace.check() == []
    return last + 1


def test_a_copy_of_the_file_alone_holds_everything(file, tmp_path):
    """A colleague copies the file to a stick while the notebook is still open."""
    with _open(file) as workspace:
        for count in range(20):
            workspace.save("note", str(count))
        shutil.copyfile(file, tmp_path / "stick.db")
    with _open(tmp_path / "stick.db") as copy:
        assert len(copy.history()) == 20


# -- taking answers elsewhere ---------------------------------------------------------------------


@pytest.fixture
def two_laptops(tmp_path):
    """Two laptops that began with the same answers and went on apart."""
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with _open(one) as workspace:
        workspace.save("score", 3, respondent="ann", author="Ann")
    shutil.copyfile(one, other)
    with _open(one) as workspace:
        workspace.save("score", 4, respondent="ann", author="Ann")
    with _open(other) as workspace:
        workspace.save("score", 9, respondent="bob", author="=cmd|' /C calc'!A0")
    return one, other


@pytest.mark.parametrize("kind", ["json", "xlsx", "db"])
def test_merging_keeps_both_sides_once_each(two_laptops, tmp_path, kind):
    one, other = two_laptops
    away = tmp_path / f"away.{kind}"
    with _open(other) as workspace:
        if kind == "json":
            workspace.export_json(away)
        elif kind == "xlsx":
            workspace.export_excel(away)
        else:
            away = other
    with _open(one) as workspace:
        merged = workspace.import_file(away)
        assert (merged.added, merged.known) == (1, 1)
        again = workspace.import_file(away)
        assert (again.added, again.known) == (0, 2)
        assert {item.respondent: item.value for item in workspace.current("score")} == {"ann": 4, "bob": 9}
        assert [item.author for item in workspace.current("score")][1] == "=cmd|' /C calc'!A0"


def test_the_other_laptops_file_is_left_as_it_was(two_laptops):
    one, other = two_laptops
    before = other.read_bytes()
    with _open(one) as workspace:
        workspace.import_file(other)
    assert other.read_bytes() == before


def test_an_excel_export_holds_no_formula(two_laptops, tmp_path):
    with _open(two_laptops[1]) as workspace:
        workspace.export_excel(tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert not [cell for row in book["answers"].iter_rows() for cell in row if cell.data_type == "f"]


def test_answers_of_another_region_are_refused(two_laptops, tmp_path):
    with _open(two_laptops[0]) as workspace:
        workspace.export_json(tmp_path / "away.json")
    with _open(tmp_path / "alamo.db", "tx-alamo") as workspace:
        for source in (tmp_path / "away.json", two_laptops[0]):
            with pytest.raises(UserError, match="holds answers of tx-texoma, not of tx-alamo"):
                workspace.import_file(source)
        assert workspace.history() == ()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda item: {**item, "value": 99}, id="a value that does not fit"),
        pytest.param(lambda item: {**item, "exercise_id": "unknown"}, id="an unknown exercise"),
        pytest.param(lambda item: {**item, "answer_id": "../x"}, id="a foreign id"),
        pytest.param(lambda item: {**item, "saved_at": "yesterday"}, id="no time"),
        pytest.param(lambda item: {**item, "saved_at": "2026-01-01T00:00:00"}, id="no time zone"),
        pytest.param(lambda item: {**item, "respondent": "x" * 500}, id="a name without end"),
    ],
)
def test_one_unsound_answer_refuses_the_whole_file(two_laptops, tmp_path, change):
    with _open(two_laptops[1]) as workspace:
        workspace.export_json(tmp_path / "away.json")
    content = json.loads((tmp_path / "away.json").read_text(encoding="utf-8"))
    content["answers"][-1] = change(content["answers"][-1])
    (tmp_path / "away.json").write_text(json.dumps(content), encoding="utf-8")
    with _open(two_laptops[0]) as workspace:
        before = workspace.history()
        with pytest.raises(UserError, match="Nothing was added"):
            workspace.import_file(tmp_path / "away.json")
        assert workspace.history() == before


def test_an_answer_that_was_changed_by_hand_is_not_taken(two_laptops, tmp_path):
    with _open(two_laptops[0]) as workspace:
        workspace.export_json(tmp_path / "away.json")
        content = json.loads((tmp_path / "away.json").read_text(encoding="utf-8"))
        content["answers"][0]["value"] = 10
        (tmp_path / "away.json").write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(UserError, match="changed by hand"):
            workspace.import_file(tmp_path / "away.json")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"{"),
        ("a.json", b"[]"),
        ("a.json", b'{"format": "other"}'),
        ("a.json", b"[" * 100_000),
        ("a.xlsx", b"no workbook"),
        ("a.db", b"no database at all"),
        ("a.txt", b"x"),
    ],
)
def test_foreign_files_are_refused_in_one_sentence(file, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with _open(file) as workspace, pytest.raises(UserError) as caught:
        workspace.import_file(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert (tmp_path / name).read_bytes() == content


# -- damaged, foreign, older, newer ---------------------------------------------------------------


def test_a_damaged_file_is_refused_and_left_as_it_is(file):
    with _open(file) as workspace:
        for count in range(300):
            workspace.save("note", f"{count} " * 50)
    content = bytearray(file.read_bytes())
    content[6000:20000] = os.urandom(14000)
    file.write_bytes(content)
    with pytest.raises(UserError, match="is damaged"):
        _open(file)
    assert file.read_bytes() == bytes(content)


def test_a_file_of_another_program_is_refused_and_left_as_it_is(file):
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    before = file.read_bytes()
    with pytest.raises(UserError, match="belongs to another program"):
        _open(file)
    assert file.read_bytes() == before


def test_no_database_at_all(file):
    file.write_text("Dear diary", encoding="utf-8")
    with pytest.raises(UserError, match="is no workspace file"):
        _open(file)
    assert file.read_text(encoding="utf-8") == "Dear diary"


def test_a_newer_file_is_refused(file, monkeypatch):
    with _open(file) as workspace:
        workspace.save("score", 4)
    monkeypatch.setattr(module, "SCHEMA_VERSION", 0)
    with pytest.raises(UserError, match="newer version"):
        _open(file)


def test_an_older_file_is_migrated_after_a_backup(file, monkeypatch):
    with _open(file) as workspace:
        workspace.save("score", 4)
    monkeypatch.setattr(module, "SCHEMA_VERSION", 2)
    monkeypatch.setitem(
        module._MIGRATIONS, 1, lambda connection: connection.exec_driver_sql("CREATE TABLE extra (x TEXT)")
    )
    with _open(file) as workspace:
        assert [item.value for item in workspace.history()] == [4]
    (backup,) = file.parent.glob("*.backup")
    with sqlite3.connect(backup) as old:
        assert old.execute("SELECT value FROM about WHERE name = 'schema_version'").fetchone() == ("1",)
        assert old.execute("SELECT count(*) FROM answers").fetchone() == (1,)
    old.close()


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        _open(tmp_path / "taken" / "a.db")
    for url in ("nonsense", "oracle+nothing://x/y"):
        with pytest.raises(UserError):
            Workspace.open("tx-texoma", url, checks=CHECKS)


def test_check_names_what_is_wrong(file):
    with _open(file) as workspace:
        workspace.save("score", 4)
        with sqlite3.connect(file) as raw:
            raw.execute("UPDATE answers SET value = '77'")
        raw.close()
        (problem,) = workspace.check()
    assert "77 is no whole number from 1 to 10" in problem


def test_a_long_answer_comes_back_whole_from_excel(tmp_path):
    long = "=" + "x" * 80_000
    with _open(tmp_path / "one.db") as workspace:
        workspace.save("note", long)
        workspace.export_excel(tmp_path / "answers.xlsx")
    with _open(tmp_path / "other.db") as workspace:
        workspace.import_file(tmp_path / "answers.xlsx")
        assert workspace.current("note")[0].value == long


# -- laptops that come together -----------------------------------------------------------------------


def test_a_file_in_the_folder_where_one_stands_is_merged(tmp_path, monkeypatch):
    """As the README says it: by its name alone."""
    with _open(tmp_path / "ann.db") as other:
        other.save("score", 3, respondent="ann")
    monkeypatch.chdir(tmp_path)
    with _open(tmp_path / "mine" / "here.db") as workspace:
        assert workspace.import_file("ann.db").added == 1
        assert workspace.import_file(Path("ann.db")).known == 1


def test_whoever_answered_on_two_laptops_is_one_person_and_it_is_said(tmp_path):
    with _open(tmp_path / "one.db") as one, _open(tmp_path / "other.db") as other:
        one.save("score", 3, respondent="ann")
        one.save("score", 1)
        other.save("score", 5, respondent="ann")
        other.save("score", 7, respondent="bob")
        other.save("score", 2)
        merged = one.import_file(tmp_path / "other.db")
        assert (merged.added, merged.joined) == (3, 1)  # the team is nobody who could answer twice
        assert "1 person has answered both here and there; the newest answer counts" in merged.summary()
        assert {item.respondent: item.value for item in one.current("score")}["ann"] == 5
        assert one.import_file(tmp_path / "other.db").joined == 0


def test_answers_of_another_team_come_in_only_when_that_is_meant(tmp_path):
    team = "tx-texoma--riverside"
    with (
        Workspace.open("tx-texoma", f"sqlite:///{tmp_path}/first.db", checks=CHECKS) as first,
        Workspace.open(team, f"sqlite:///{tmp_path}/second.db", checks=CHECKS) as second,
    ):
        first.save("score", 3, respondent="ann")
        for name in ("first.db", "first.json", "first.xlsx"):
            if name.endswith("json"):
                first.export_json(tmp_path / name)
            elif name.endswith("xlsx"):
                first.export_excel(tmp_path / name)
            with pytest.raises(UserError, match="add --other-team"):
                second.import_file(tmp_path / name)
            second.import_file(tmp_path / name, other_team=True)
        assert [item.respondent for item in second.history()] == ["ann"]
    elsewhere = Workspace.open("tx-alamo", f"sqlite:///{tmp_path}/alamo.db", checks=CHECKS)
    with elsewhere, pytest.raises(UserError, match="not of tx-alamo"):
        elsewhere.import_file(tmp_path / "first.db", other_team=True)
