"""A computer that loses power: what was said to be there is there, and what was damaged takes nothing else along."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from disks import mounted, run
from hypothesis import given, settings
from hypothesis import strategies as st
from qcew_files import County, annual_csv

from nextgen_helpers.cli import main
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi import batches
from nextgen_helpers.lmi.build import build_base
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.lmi.update import import_files
from nextgen_helpers.places import embedded, read_table, write_whole
from nextgen_helpers.regions import custom_region, remember_region, save_region

DALLAS = County(year=2021)
FILES = ("source.json", "areas.parquet", "year=2021/figures.parquet")


def files_below(folder: Path) -> list[Path]:
    found = [folder, *folder.rglob("*")] if folder.is_dir() else [folder]
    return [path for path in found if path.is_file()]


def state(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


class Disk:
    """Notes what was synced in which state, and at each move, what of it was not."""

    def __init__(self, monkeypatch) -> None:
        self.synced: set[tuple[int, int, int]] = set()
        self.folders: list[int] = []
        self.moves: list[tuple[Path, int]] = []  # where to, and how many folders were synced before
        self.too_early: list[Path] = []
        sync, rename, replace = os.fsync, os.rename, os.replace

        def noted_sync(number):
            status = os.fstat(number)
            if stat.S_ISDIR(status.st_mode):
                self.folders.append(status.st_ino)
            self.synced.add((status.st_ino, status.st_size, status.st_mtime_ns))
            sync(number)

        def noted(move):
            def call(source, target, **options):
                if not Path(target).name.startswith(".removed"):
                    self.too_early += [f for f in files_below(Path(source)) if state(f) not in self.synced]
                    self.moves.append((Path(target), len(self.folders)))
                return move(source, target, **options)

            return call

        monkeypatch.setattr(os, "fsync", noted_sync)
        monkeypatch.setattr(os, "rename", noted(rename))
        monkeypatch.setattr(os, "replace", noted(replace))

    def refuse_what_a_power_loss_takes(self) -> None:
        assert self.moves
        assert not self.too_early
        for target, before in self.moves:
            assert target.parent.stat().st_ino in self.folders[before:], target


def _import(tmp_path):
    (tmp_path / "a.csv").write_bytes(annual_csv(DALLAS))
    import_files(tmp_path / "a.csv")


def _base(tmp_path):
    (tmp_path / "a.csv").write_bytes(annual_csv(DALLAS))
    build_base([tmp_path / "a.csv"], tmp_path / "base")


def _region(_):
    save_region(custom_region("Mine", ["48113"]))
    remember_region(custom_region("Mine", ["48113"]))


def _file(tmp_path):
    write_whole(tmp_path / "a.txt", "text")
    write_whole(tmp_path / "a.txt", b"other")


@pytest.mark.skipif(os.name != "posix", reason="folders are synced where there is such a thing")
@pytest.mark.parametrize("action", [_import, _base, _region, _file])
def test_everything_is_on_the_disk_before_it_counts_and_its_name_is_afterwards(action, tmp_path, monkeypatch):
    disk = Disk(monkeypatch)
    action(tmp_path)
    disk.refuse_what_a_power_loss_takes()


def test_new_folders_on_the_way_are_on_the_disk_too(tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGEN_HOME", str(tmp_path / "a" / "b"))
    disk = Disk(monkeypatch)
    _import(tmp_path)
    for folder in (tmp_path, tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "lmi"):
        assert folder.stat().st_ino in disk.folders


def test_no_other_way_of_writing_whole_files_is_left():
    """Replacing or renaming is for places.py, in which it is synced."""
    package = Path(batches.__file__).parents[1]
    moves = re.compile(
        r"(own|partial|staging|grave|made|batch|tmp|temporary)\.(rename|replace)\(|os\.(rename|replace)\("
    )
    moving = {path.name for path in package.rglob("*.py") if moves.search(path.read_text("utf-8"))}
    assert moving == {"places.py"}


# -- a real disk ------------------------------------------------------------------------------------

_ADD = """
import sys
from nextgen_helpers.lmi.update import import_files
import_files(sys.argv[1])
print("Added", flush=True)
"""


@pytest.mark.torture
@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mkfs.ext4"),
    reason="only root mounts disks",
)
def test_a_computer_that_dies_after_added_has_the_figures(tmp_path, rounds, tell):
    moments = rounds((0, 1), (0, 1, 3, 6, 10, 20))  # later the system itself has written it
    image = tmp_path / "disk.img"
    with image.open("wb") as file:
        file.truncate(32 * 1024**2)
    assert run("mkfs.ext4", "-q", image)
    (tmp_path / "a.csv").write_bytes(annual_csv(DALLAS))
    with mounted(image, tmp_path / "disk") as disk:
        done = subprocess.run(
            [sys.executable, "-c", _ADD, str(tmp_path / "a.csv")],
            env={**os.environ, "NEXTGEN_HOME": str(disk / "home")}, check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert done.stdout == "Added\n"
        added = time.monotonic()
        for seconds in moments:
            time.sleep(max(0.0, added + seconds - time.monotonic()))
            shutil.copyfile(image, tmp_path / f"dead-{seconds}.img")
    for seconds in moments:
        with mounted(tmp_path / f"dead-{seconds}.img", tmp_path / f"again-{seconds}") as disk:
            (batch,) = (disk / "home" / "lmi").iterdir()
            assert batches.flaw_of(batch) == ""
            figures = Store(embedded("data", "lmi"), batch.parent).rows(["48113"], [2021])
            assert figures["employment"].max() == 4315
    tell(
        f'an ext4 disk is copied {", ".join(map(str, moments))} s after "Added", as a power loss would leave it',
        f"{len(moments)} of {len(moments)} have the figures whole",
    )


# -- damaged batches --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A user's folder with two imports, and the names of the batches."""
    home = tmp_path_factory.mktemp("imported")
    store = Store(embedded("data", "lmi"), home / "lmi")
    for county in (DALLAS, County(area="48085", year=2021)):
        path = tmp_path_factory.mktemp("files") / "a.csv"
        path.write_bytes(annual_csv(county))
        import_files(path, store)
    return home, [item.name for item in store.imports()]


@contextlib.contextmanager
def copy_of(home: Path):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        patched.setenv("NEXTGEN_HOME", str(copy))
        yield copy


def damage(path: Path, how: str, share: float, noise: bytes) -> None:
    data = path.read_bytes()
    at = int(share * (len(data) - 1))
    match how:
        case "removed":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(data[:at])
        case "zeros":
            path.write_bytes(bytes(len(data)))
        case "folder":
            path.unlink()
            path.mkdir()
        case _:
            path.write_bytes(data[:at] + noise + data[at + len(noise) :])


DAMAGE = st.tuples(
    st.sampled_from(["removed", "empty", "cut", "zeros", "folder", "noise"]),
    st.floats(0, 1),
    st.binary(min_size=1, max_size=40),
)


def said(capsys, *words: str) -> tuple[int, str]:
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.argv", ["nextgen", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out + printed.err


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(FILES), DAMAGE, min_size=1))
def test_whatever_is_damaged_in_a_batch_the_others_go_on(imported, hurt):
    home, (bad, good) = imported
    with copy_of(home) as copy:
        for name, (how, share, noise) in hurt.items():
            damage(copy / "lmi" / bad / name, how, share, noise)
        store = Store(embedded("data", "lmi"), copy / "lmi")
        flaw = batches.flaw_of(copy / "lmi" / bad)
        found = store.rows(["48113"], [2021])
        assert bool(flaw) == found.empty
        # Of the description, a change that leaves it readable can only change words.
        assert flaw or set(hurt) == {"source.json"}
        assert len(store.rows(["48085"], [2021])) == len(
            read_table(batches.figures_of(store.own / good, 2021))
        )
        assert 2016 in store.years(["48113"])
        assert not store.status().empty
        assert [item.name for item in store.imports()] == [bad, good]
        assert profile("tx-greater-dallas", 2016).year == 2016
        path = copy / "new.csv"
        path.write_bytes(annual_csv(County(area="48121", year=2021)))
        import_files(path, store)
        assert (copy / "lmi" / bad).exists() or not flaw, (
            "what is damaged is no one's to delete but the user's"
        )
        assert 2021 in store.years(["48121"])
        if (copy / "lmi" / bad).exists():
            store.remove(bad)
        assert bad not in [item.name for item in store.imports()]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["empty", "removed"])
def test_commands_go_on_with_one_sentence_of_what_is_damaged(imported, capsys, caplog, name, how):
    home, (bad, good) = imported
    commands = (
        ("data", "status"),
        ("profile", "tx-greater-dallas"),
        ("profile", "tx-north-central"),
        ("report", "tx-texoma", "--dry-run"),
        ("data", "remove"),
    )
    with copy_of(home) as copy:
        damage(copy / "lmi" / bad / name, how, 0, b"")
        for command in commands:
            caplog.clear()
            batches._said.clear()
            Store.open()._cache.clear()
            status, words = said(capsys, *command)
            assert status == 0, words
            if command != ("data", "remove"):
                continue
            assert f"damaged ({name}" in words
        warned = []
        Store.open()._cache.clear()
        with caplog.at_level(logging.WARNING):
            for _ in range(2):
                said(capsys, "data", "status")
            warned = [record.getMessage() for record in caplog.records]
        assert len(warned) == 1
        assert "\n" not in warned[0]
        assert warned[0].endswith(f"nextgen data remove {bad}")
        assert good not in warned[0]
        status, words = said(capsys, "data", "remove", bad)
        assert (status, words.strip()) == (0, f"Removed {bad}.")
        assert not (copy / "lmi" / bad).exists()


def test_an_import_of_an_older_version_without_digests_is_whole(imported):
    home, (bad, _) = imported
    with copy_of(home) as copy:
        batch = copy / "lmi" / bad
        about = json.loads((batch / "source.json").read_text("utf-8"))
        del about["files"]
        (batch / "source.json").write_text(json.dumps(about), encoding="utf-8")
        assert batches.flaw_of(batch) == ""
        damage(batch / FILES[2], "cut", 0.9, b"")
        assert "figures.parquet" in batches.flaw_of(batch)


def test_a_folder_of_somebodys_own_is_no_import(imported):
    home, names = imported
    with copy_of(home) as copy:
        (copy / "lmi" / "notes").mkdir()
        (copy / "lmi" / "notes" / "source.json").write_text("mine", encoding="utf-8")
        store = Store(embedded("data", "lmi"), copy / "lmi")
        assert [item.name for item in store.imports()] == names
        with pytest.raises(UserError, match="There is no import"):
            store.remove("notes")
