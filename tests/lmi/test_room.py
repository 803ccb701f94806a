"""What an import may unpack, and what a killed one leaves in the temporary folder."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qcew_files import County, annual_csv
from tidy_files import read_qcew

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi import qcew_files, room
from nextgen_helpers.lmi.readers import open_qcew

GOOD = annual_csv(County())


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A temporary folder that nobody else uses."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def archive(tmp_path):
    """A zip of twenty counties, each of which is right."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(1, 40, 2):
            made.writestr(f"{number}.csv", annual_csv(County(area=f"48{number:03}")))
    return path


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_qcew(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# -- how much ---------------------------------------------------------------------------------------


def test_more_than_is_allowed_is_refused_before_it_is_unpacked_and_a_setting_allows_it(archive, monkeypatch):
    size = archive.stat().st_size
    monkeypatch.setenv(room.SETTING, str(size / 2 / 1024**3))
    monkeypatch.setattr(qcew_files, "_copy_lines", None)  # it would be called
    said = refused(archive)
    assert said.startswith("a.zip: this import unpacks to more than")
    setting = re.search(rf"{room.SETTING}=(\d+)", said)
    monkeypatch.undo()
    monkeypatch.setenv(room.SETTING, setting[1])
    assert read_qcew(archive)["area_fips"].nunique() == 20


def test_all_zips_of_a_folder_count_together(archive, tmp_path, monkeypatch):
    shutil.copy(archive, tmp_path / "b.zip")
    monkeypatch.setenv(room.SETTING, str(1.5 * archive.stat().st_size / 1024**3))
    assert read_qcew(archive)["area_fips"].nunique() == 20
    assert refused(tmp_path).startswith("b.zip: this import unpacks to more than")


def test_what_the_disk_has_no_room_for_is_refused_before_it_is_unpacked(archive, temporary, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**8))
    monkeypatch.setattr(qcew_files, "_copy_lines", None)
    said = refused(archive)
    assert "has 95 MB free; make room there" in said
    assert str(temporary) in said


@pytest.mark.parametrize("said", ["much", "0", "-3", "nan", "inf", "1e400"])
def test_a_setting_that_is_no_size_is_told(archive, monkeypatch, said):
    monkeypatch.setenv(room.SETTING, said)
    assert refused(archive).startswith(f'{room.SETTING} is "{said}"; give a number of gigabytes')


def test_bytes_are_counted_whatever_a_zip_says_of_its_sizes(tmp_path, monkeypatch):
    """A lie about the size is found while it is unpacked, not afterwards."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.csv", GOOD * 500)
    monkeypatch.setattr(room.Room, "expect", lambda *_: None)
    monkeypatch.setattr(qcew_files, "_CHUNK", 4096)
    monkeypatch.setenv(room.SETTING, str(20_000 / 1024**3))
    written = []
    write = room.Room.write

    def counted(self, out, data, name):
        write(self, out, data, name)
        written.append(len(data))

    monkeypatch.setattr(room.Room, "write", counted)
    assert "unpacks to more than" in refused(path)
    assert 0 < sum(written) <= 20_000


@given(st.lists(st.sampled_from([b"\r", b"\n", b"x", b"\r\r\n", b"\r" * 9])), st.integers(1, 7))
def test_line_ends_are_the_same_however_the_pieces_fall(parts, piece):
    data = b"".join(parts)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(qcew_files, "_CHUNK", piece)
        copy = Path(folder, "copy")
        qcew_files._copy_lines(BytesIO(data), copy, "a", room.Room(Path(folder), 10**6))
        assert copy.read_bytes() == data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")


def test_a_member_of_nothing_but_returns_takes_no_memory(tmp_path, monkeypatch):
    longest = []
    monkeypatch.setattr(qcew_files, "_CHUNK", 1000)
    write = room.Room.write

    def noted(self, out, data, name):
        longest.append(len(data))
        write(self, out, data, name)

    monkeypatch.setattr(room.Room, "write", noted)
    qcew_files._copy_lines(BytesIO(b"\r" * 10**5), tmp_path / "copy", "a", room.Room(tmp_path, 10**6))
    assert max(longest) <= 1003
    assert (tmp_path / "copy").read_bytes() == b"\r" * 10**5


# -- what is left -----------------------------------------------------------------------------------

_HANG = """
import sys, time
from nextgen_helpers.lmi.readers import open_qcew
with open_qcew([sys.argv[1]]):
    print("reading", flush=True)
    time.sleep(60)
"""


def start(archive: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", _HANG, archive], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "reading\n"
    return process


def ours(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX systems do")
def test_the_next_import_clears_what_killed_ones_left_and_nothing_that_lives(archive, temporary):
    for name in ("nextgen-import-notes", "nextgen-other", "somebody"):  # of which none is held by a mark
        (temporary / name).mkdir()
    (temporary / "nextgen-import-file").write_text("a file", encoding="utf-8")
    foreign = ours(temporary)
    with start(archive) as dead, start(archive) as living:
        try:
            used = ours(temporary) - foreign
            assert len(used) == 2
            dead.send_signal(signal.SIGKILL)
            dead.wait(timeout=20)
            assert ours(temporary) == foreign | used
            with open_qcew([archive]):
                during = ours(temporary) - foreign
                assert len(during) == 2, "the living one's and our own"
                assert len(during & used) == 1
            assert ours(temporary) - foreign == during & used
        finally:
            living.kill()
    read_qcew(archive)
    assert ours(temporary) == foreign


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX systems have them")
def test_a_link_in_the_temporary_folder_leads_to_nothing_that_is_deleted(archive, temporary, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "in-use").write_text("1", encoding="utf-8")
    (temporary / "nextgen-import-link").symlink_to(tmp_path / "kept")
    read_qcew(archive)
    assert (tmp_path / "kept" / "in-use").exists()
