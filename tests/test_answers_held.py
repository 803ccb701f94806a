"""Answers hold against other clocks, damaged and hostile files, and other users of the computer."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from disks import unwritable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_reports import nextgen
from typed_commands import typed

from nextgen_helpers import teams
from nextgen_helpers.errors import UserError
from nextgen_helpers.workspace import TEAM, Workspace, kept, workspaces_folder

CHECKS = {"score": int, "note": str}
TEAM_ID = "tx-texoma"


def opened(file, team_id=TEAM_ID):
    return Workspace.open(team_id, f"sqlite:///{file}", checks=CHECKS)


def changed(file, *statements):
    connection = sqlite3.connect(file, isolation_level=None)
    for statement in statements:
        connection.execute(*statement) if isinstance(statement, tuple) else connection.execute(statement)
    connection.close()


def filled(file):
    with opened(file) as workspace:
        for number in range(3):
            workspace.save("score", number, respondent="ann")
        workspace.save("note", "hello")
    return file


def said_of(action) -> str:
    """Do something; give the one sentence with which it was refused, or nothing."""
    try:
        action()
    except UserError as error:
        return str(error)
    return ""


# -- times ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1, 1969, 2016, 2100, 9999])
def test_a_time_outside_of_our_years_is_refused_with_row_and_reason(tmp_path, year):
    filled(tmp_path / "ann.db")
    changed(
        tmp_path / "ann.db",
        ("UPDATE answers SET saved_at = ? WHERE value = '2'", (f"{year:04}-06-01T00:00:00.000000+00:00",)),
    )
    with opened(tmp_path / "mine.db") as workspace:
        with pytest.raises(
            UserError, match=rf"answer \d .*the year {year}; answers are of 2017 to 2099.*Nothing was added"
        ):
            workspace.import_file(tmp_path / "ann.db")
        assert workspace.history() == ()


@pytest.mark.parametrize(
    "saved_at", ["0001-01-01T00:00:00.000000+00:00", "9999-12-31T23:59:59.999999+00:00", "yesterday", ""]
)
def test_what_an_old_file_holds_is_read_and_saving_always_works(tmp_path, saved_at):
    file = filled(tmp_path / "mine.db")
    changed(file, ("UPDATE answers SET saved_at = ? WHERE value = '2'", (saved_at,)))
    with opened(file) as workspace:
        for answer in workspace.history():
            assert 2000 < answer.when.year < 10_000 or answer.when.year >= 1
        workspace.check()
        workspace.save("score", 9, respondent="ann")
        (newest,) = workspace.current("score")
        assert newest.value == 9
        assert len(workspace.history("score")) == 4


@given(st.lists(st.integers(-400, 400).filter(bool), min_size=1, max_size=8, unique=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_whatever_clocks_said_the_answer_that_is_saved_now_is_the_newest(tmp_path_factory, days):
    """Answers of a laptop whose clock is days ahead or behind, merged in any order; the next one saved here counts."""
    folder = tmp_path_factory.mktemp("clocks")
    with opened(folder / "other.db") as other:
        for number in range(len(days)):
            other.save("score", number, respondent="ann")
        rows = [answer.answer_id for answer in other.history()]
    now = datetime.now(UTC)
    changed(
        folder / "other.db",
        *[
            (
                "UPDATE answers SET saved_at = ? WHERE answer_id = ?",
                ((now + timedelta(days=day)).isoformat(timespec="microseconds"), row),
            )
            for day, row in zip(days, rows, strict=True)
        ],
    )
    with opened(folder / "mine.db") as workspace:
        merged = workspace.import_file(folder / "other.db")
        assert merged.from_future == sum(day > 0 for day in days)
        assert all(answer.when <= datetime.now(UTC) + timedelta(seconds=1) for answer in workspace.history())
        # Of those that are from the future the order stays.
        late = [number for _, number in sorted((day, number) for number, day in enumerate(days) if day > 0)]
        assert [answer.value for answer in workspace.history() if answer.value in late][
            -len(late) :
        ] == late or not late
        assert workspace.import_file(folder / "other.db").added == 0  # the same file again is no other answer
        workspace.save("score", 99, respondent="ann")
        assert workspace.current("score")[0].value == 99


def test_a_merge_says_that_a_clock_was_wrong(tmp_path, monkeypatch):
    ahead = datetime.now(UTC) + timedelta(days=365 * 20)

    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):
            return ahead.astimezone(tz)

    with opened(tmp_path / "other.db") as other:
        monkeypatch.setattr(kept, "datetime", Ahead)
        other.save("score", 1, respondent="ann")
        monkeypatch.undo()
    with opened(tmp_path / "mine.db") as workspace:
        said = workspace.import_file(tmp_path / "other.db").summary()
    assert "1 answer has a time that has not come yet" in said


# -- files ------------------------------------------------------------------------------------------

DEEP = "[" * 100_000 + "]" * 100_000
HOSTILE = {
    "deep JSON": ("UPDATE answers SET value = ?", (DEEP,)),
    "no JSON": "UPDATE answers SET value = 'no json'",
    "empty": "UPDATE answers SET value = ''",
    "a blob": "UPDATE answers SET value = x'ff00ff'",
    "a huge number": ("UPDATE answers SET value = ?", ("9" * 6000,)),
    "an endless number": "UPDATE answers SET value = '1e999'",
    "not a number": "UPDATE answers SET value = 'NaN'",
    "version 0": "UPDATE about SET value = '0'",
    "version abc": "UPDATE about SET value = 'abc'",
    "version 99": "UPDATE about SET value = '99'",
    "no version": "DELETE FROM about",
    "two teams": "UPDATE answers SET region_id = 'tx-alamo' WHERE value = '2'",
    "a strange team": "UPDATE answers SET region_id = '../../etc'",
    "a strange exercise": "UPDATE answers SET exercise_id = 'nothing'",
    "a strange id": "UPDATE answers SET answer_id = 'x' || answer_id",
    "a trigger": "CREATE TRIGGER t BEFORE INSERT ON answers BEGIN SELECT RAISE(IGNORE); END",
    "a view": "CREATE VIEW v AS SELECT 1",
    "a column more": "ALTER TABLE answers ADD COLUMN more TEXT GENERATED ALWAYS AS (value) VIRTUAL",
    "no answers": "DROP TABLE answers",
    "no about": "DROP TABLE about",
    "another program": "PRAGMA application_id = 7",
    "NULL": None,
    "swallows": None,
}


def hostile(file, kind):
    filled(file)
    if kind in ("NULL", "swallows"):
        clause = "ON CONFLICT IGNORE" if kind == "swallows" else ""
        needed = "NOT NULL" if kind == "swallows" else ""
        changed(
            file,
            "ALTER TABLE answers RENAME TO old",
            f"CREATE TABLE answers (answer_id VARCHAR(32) {needed} PRIMARY KEY {clause}, region_id, exercise_id, respondent, author, stakeholder_group, saved_at, value)",
            "INSERT INTO answers SELECT * FROM old",
            "DROP TABLE old",
            "UPDATE answers SET value = NULL" if kind == "NULL" else "SELECT 1",
        )
    else:
        changed(file, HOSTILE[kind])
    return file


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_one_sentence_and_nothing_is_added(tmp_path, kind):
    file = hostile(tmp_path / "ann.db", kind)
    with opened(tmp_path / "mine.db") as workspace:
        workspace.save("score", 5, respondent="bob")
        before = workspace.history()
        with pytest.raises(UserError) as said:
            workspace.import_file(file)
        assert "\n" not in str(said.value)
        assert len(str(said.value)) < 700
        assert workspace.history() == before


@pytest.mark.parametrize(
    "kind",
    [
        name
        for name in HOSTILE
        if name not in ("a strange exercise", "a strange id", "two teams", "a strange team")
    ],
)
def test_a_hostile_file_put_in_place_raises_nothing_but_a_sentence(tmp_path, kind):
    file = hostile(tmp_path / "mine.db", kind)
    content = file.read_bytes()

    def answer():
        with opened(file) as workspace:
            workspace.history()
            saved = workspace.save("score", 7, respondent="zoe")
            assert saved in workspace.current("score")  # what is acknowledged is there

    said = said_of(answer)
    assert "\n" not in said
    assert said or kind in ("a huge number", "an endless number", "not a number")
    assert file.read_bytes()[:100] == content[:100]


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
def test_bytes_changed_anywhere_are_a_sentence_or_the_same_answers(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    content = bytearray(filled(folder / "whole.db").read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))] if data.draw(st.booleans()) else content
    (folder / "cut.db").write_bytes(content)
    with opened(folder / "mine.db") as workspace:
        said = said_of(lambda: workspace.import_file(folder / "cut.db"))
        assert "\n" not in said
        assert workspace.history() == () or not said


def test_an_empty_file_is_not_taken_for_no_answers(tmp_path):
    file = filled(tmp_path / "mine.db")
    file.write_bytes(b"")
    with pytest.raises(UserError, match="is empty, so its answers are gone"):
        opened(file)
    assert file.read_bytes() == b""


def test_a_folder_is_no_file_of_answers(tmp_path):
    (tmp_path / "mine.db").mkdir()
    with pytest.raises(UserError, match="is no file"):
        opened(tmp_path / "mine.db")


# -- other users ------------------------------------------------------------------------------------


def mode(path) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_answers_are_for_their_user_only_also_those_that_are_there(tmp_path):
    folder = workspaces_folder()
    with Workspace.open("tx-alamo") as workspace:
        workspace.save("self_assessment", {"scores": {"career_pathways": 4}}, respondent="ann", author="Ann")
    folder.chmod(0o755)
    (folder / "tx-alamo.db").chmod(0o644)
    with Workspace.open("tx-alamo") as workspace:
        workspace.export_json(tmp_path / "answers.json")
        workspace.export_excel(tmp_path / "answers.xlsx")
        assert workspace.history()
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    assert mode(tmp_path / "answers.json") == mode(tmp_path / "answers.xlsx") == 0o600
    kept = teams.remove_person("tx-alamo", "ann")
    assert (mode(kept), mode(kept.parent)) == (0o600, 0o700)


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_a_folder_that_somebody_else_chose_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)
    filled(tmp_path / "mine.db")
    assert (mode(tmp_path), mode(tmp_path / "mine.db")) == (0o755, 0o600)


def test_the_file_alone_is_whole_once_nobody_has_it_open(tmp_path):
    """Copying it while nothing is being saved loses nothing: there is no log beside it."""
    file = filled(tmp_path / "mine.db")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.db"]
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    with opened(copy) as workspace:
        assert len(workspace.history()) == 4
        assert {item.respondent for item in workspace.history()} == {"ann", TEAM}
        json.dumps([item.value for item in workspace.history()])


# -- where nothing can be written -------------------------------------------------------------------


@pytest.fixture
def full_home(home):
    """A user's folder with answers, the last of which has only come into SQLite's journal so far."""
    with Workspace.open("tx-texoma") as workspace:
        workspace.save("common_goal", {"today": "First"})
    code = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA wal_autocheckpoint = 0")
connection.execute("UPDATE answers SET value = replace(value, 'First', 'Last')")
os._exit(0)
"""
    file = home / "workspaces" / "tx-texoma.db"
    subprocess.run([sys.executable, "-c", code, str(file)], check=True)
    assert Path(f"{file}-wal").stat().st_size > 0
    return home


@pytest.mark.skipif(os.name != "posix", reason="takes the right to write as POSIX systems do")
def test_a_folder_that_can_only_be_read_is_shown_exported_and_reported_from(full_home, tmp_path):
    before = {path: path.read_bytes() for path in full_home.rglob("*") if path.is_file()}
    with unwritable(full_home):
        shown = typed(tmp_path, "workspace", "show", "tx-texoma")
        listed = typed(tmp_path, "workspace", "list")
        exported = typed(tmp_path, "workspace", "export", "tx-texoma", str(tmp_path / "answers.json"))
        report = nextgen(
            full_home, "report", "tx-texoma", "--kind", "partnership", "--out", str(tmp_path / "out")
        )
        changed = typed(tmp_path, "workspace", "import", "tx-texoma", str(tmp_path / "answers.json"))
        with Workspace.open("tx-texoma") as workspace:
            assert workspace.read_only
            with pytest.raises(
                UserError, match=r"tx-texoma\.db can be read, but not written, so nothing is saved"
            ):
                workspace.save("common_goal", {"today": "Never"})
    for ended in (shown, listed, exported, report):
        assert (ended.returncode, ended.stderr) == (0, "")
    assert "Last" in shown.stdout
    assert "Last" in (tmp_path / "answers.json").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "tx-texoma-partnership.html").is_file()
    assert changed.returncode == 2
    assert len(changed.stderr.strip().splitlines()) == 1
    assert {path: path.read_bytes() for path in full_home.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.name != "posix", reason="takes the right to write as POSIX systems do")
def test_answers_are_merged_from_a_stick_that_can_only_be_read(full_home, tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGEN_HOME", str(tmp_path / "other"))
    with unwritable(full_home), Workspace.open("tx-texoma") as workspace:
        assert workspace.import_file(full_home / "workspaces" / "tx-texoma.db").added == 1
        assert [answer.value["today"] for answer in workspace.history()] == ["Last"]
