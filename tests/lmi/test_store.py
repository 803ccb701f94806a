"""The store: what counts for an area and year, and what a broken import leaves behind."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from disks import unwritable
from qcew_files import County, annual_csv, as_csv, columns, quarterly_csv

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi import store as module
from nextgen_helpers.lmi.build import build_base
from nextgen_helpers.lmi.layout import COLUMNS
from nextgen_helpers.lmi.readers import open_qcew
from nextgen_helpers.lmi.store import Store

DALLAS, TARRANT = County(), County(area="48439", factor=3)
JOBS = 4315  # of one county of ours, all ownerships


@pytest.fixture(scope="module")
def small_base(tmp_path_factory):
    """A base of two counties and two years."""
    folder = tmp_path_factory.mktemp("small")
    for county in (DALLAS, TARRANT, DALLAS.but(year=2018, factor=2), TARRANT.but(year=2018)):
        (folder / f"{county.area}-{county.year}.csv").write_bytes(annual_csv(county))
    build_base([folder], folder / "base")
    return folder / "base"


@pytest.fixture
def store(small_base, tmp_path):
    return Store(small_base, tmp_path / "own")


@pytest.fixture
def add(store, tmp_path):
    """Give a function that imports files of counties."""

    def add_files(*files: bytes, source: str = "import"):
        folder = tmp_path / f"files-{time.monotonic_ns()}"
        folder.mkdir()
        for number, data in enumerate(files):
            (folder / f"{number}.csv").write_bytes(data)
        with open_qcew([folder]) as reading:
            return store.add(reading, source)

    return add_files


def total(store: Store, area: str, year: int) -> float:
    rows = store.rows([area], [year], "own_code = '0' AND industry_code = '10'")
    assert len(rows) == 1
    return float(rows["employment"].iloc[0])


def one_industry(code: str, *counties: County) -> bytes:
    rows = [row for county in counties for row in county.but(only=frozenset({code})).annual()]
    return as_csv(rows, columns("annual", "api"))


def content(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# -- which figures count ----------------------------------------------------------------------------


def test_a_base_is_read_as_it_was_built(store):
    assert store.years(["48113", "48439"]) == (2018, 2019)
    assert total(store, "48113", 2019) == JOBS
    assert total(store, "48439", 2019) == 3 * JOBS
    assert tuple(store.rows(["48113"], [2019]).columns) == COLUMNS
    assert store.rows(["48113"], [1999]).empty
    assert "48085" in store.lacking(["48113", "48085"])


def test_the_newest_import_counts_for_its_area_and_year_only(store, add):
    add(annual_csv(DALLAS.but(factor=5)))
    add(annual_csv(DALLAS.but(factor=7)), annual_csv(TARRANT.but(year=2020)))
    assert total(store, "48113", 2019) == 7 * JOBS
    assert total(store, "48113", 2018) == 2 * JOBS, "the base's other year stays"
    assert total(store, "48439", 2019) == 3 * JOBS, "the base's other county stays"
    assert store.years(["48439"]) == (2018, 2019, 2020)
    assert store.years(["48113", "48439"]) == (2018, 2019)


def test_an_area_that_is_replaced_keeps_no_row_of_the_old_figures(store, add):
    add(annual_csv(DALLAS.but(withheld=frozenset({("5", "336"), ("5", "3364")}))))
    rows = store.rows(["48113"], [2019])
    assert not rows.duplicated(["own_code", "industry_code"]).any()
    hidden = rows[rows["suppressed"]]
    assert sorted(hidden["industry_code"]) == ["336", "3364"]
    assert hidden["employment"].isna().all()


def test_the_base_comes_back_when_the_import_is_removed(store, add):
    before = store.index()
    add(annual_csv(DALLAS.but(factor=9)))
    (batch,) = {Path(name).name for name in store.index()["batch"]} - {store.base.name}
    store.remove(batch)
    assert total(store, "48113", 2019) == JOBS
    pd.testing.assert_frame_equal(store.index(), before)
    with pytest.raises(UserError, match=f'There is no import "{batch}"; there are: none'):
        store.remove(batch)
    with pytest.raises(UserError, match="There is no import"):
        store.remove(f"../../{store.base.name}")
    assert store.base.is_dir()


def test_an_import_that_no_longer_counts_is_deleted(store, add):
    add(annual_csv(DALLAS.but(factor=5)))
    add(annual_csv(DALLAS.but(factor=7)))
    assert len([path for path in store.own.iterdir() if not path.name.startswith(".")]) == 1


def test_a_slice_of_one_industry_is_laid_over_the_rest(store, add):
    add(one_industry("62", DALLAS.but(factor=10)))
    rows = store.rows(["48113"], [2019]).set_index(["own_code", "industry_code"])["employment"]
    assert rows["5", "62"] == 12_600
    assert rows["5", "336"] == 800, "other industries stay"
    assert rows["0", "10"] == JOBS
    assert store.years(["48113", "48439"]) == (2018, 2019)


@pytest.mark.parametrize("together", [True, False])
def test_slices_of_the_total_and_of_an_industry_never_hide_the_other_industries(store, add, together):
    slices = [one_industry(code, DALLAS.but(factor=10), TARRANT) for code in ("10", "62")]
    if together:
        add(*slices)
    else:
        for data in slices:
            add(data)
    rows = store.rows(["48113"], [2019]).set_index(["own_code", "industry_code"])["employment"]
    assert rows["0", "10"] == 10 * JOBS
    assert rows["5", "62"] == 12_600
    assert rows["5", "3364"] == 800


def test_an_industry_alone_is_no_year_of_an_area(store, add):
    elsewhere = DALLAS.but(area="48085")
    add(one_industry("62", elsewhere))
    assert store.years(["48085"]) == ()
    add(one_industry("10", elsewhere))
    assert store.years(["48085"]) == ()
    add(annual_csv(elsewhere))
    assert store.years(["48085"]) == (2019,)
    assert total(store, "48085", 2019) == JOBS


def test_a_year_computed_from_the_next_never_replaces_one_that_is_there(store, add):
    quarters = quarterly_csv([*DALLAS.quarterly(grown=5), *DALLAS.but(area="48085").quarterly(grown=5)])
    add(quarters)
    assert total(store, "48113", 2018) == 2 * JOBS, "the base's 2018 was published"
    assert total(store, "48085", 2018) == JOBS - 5, "and nothing of 2018 was there for this county"
    assert set(store.rows(["48085"], [2018])["method"]) == {"quarters minus change"}
    add(annual_csv(DALLAS.but(area="48085", year=2018, factor=4)))
    assert total(store, "48085", 2018) == 4 * JOBS
    add(quarters)
    assert total(store, "48085", 2018) == 4 * JOBS


def test_what_was_imported_is_said(store, add):
    imported = add(
        annual_csv(DALLAS.but(withheld=frozenset({("5", "3364")}))), annual_csv(TARRANT.but(year=2020))
    )
    rows = len(store.rows(["48113"], [2019])) + len(store.rows(["48439"], [2020]))
    assert (imported.files, imported.areas, imported.years) == (2, 2, (2019, 2020))
    assert (imported.rows, imported.withheld) == (rows, 1)
    assert imported.summary() == (
        f"{rows} rows from 2 files: 2 areas, 2019, 2020; BLS withholds 2% of them. Location quotients of 1 county are missing for 2019 "
        "and 2020, as figures of Texas and the nation are not here: import BLS's annual files by area of 2019 and 2020 with 48000 and "
        "US000, too."
    )


def test_status_says_what_is_there_and_from_where(store, add):
    add(annual_csv(DALLAS.but(year=2021)), annual_csv(County(area="48000", year=2021)), source="my download")
    add(annual_csv(County(area="US000", year=2021)), source="another")
    status = store.status()
    assert status["year"].is_monotonic_decreasing
    table = status.set_index(["year", "source"])[["counties", "states", "nation"]]
    assert table.loc[(2021, "my download")].tolist() == [1, 1, 0]
    assert table.loc[(2021, "another")].tolist() == [0, 0, 1]
    (bls,) = set(status["source"]) - {"my download", "another"}
    assert "Bureau of Labor Statistics" in bls
    assert table.loc[(2019, bls)].tolist() == [2, 0, 0]
    assert pd.to_datetime(status["added"]).notna().all()


# -- imports that do not come to an end -------------------------------------------------------------

_IMPORT = """
    import sys, time
    from pathlib import Path
    from nextgen_helpers.lmi import store as module
    from nextgen_helpers.lmi.readers import open_qcew

    base, own, files = map(Path, sys.argv[1:4])
    store = module.Store(base, own)
    store.index()
    {before}
    with open_qcew([files]) as reading:
        store.add(reading, "a process")
"""
_HANG_IN_THE_MIDDLE = """
    def hang(*_, **__):
        print("writing", flush=True)
        time.sleep(60)
    from nextgen_helpers.lmi import batches
    batches.json.dumps = hang  # the figures are written, the source is not
"""
_HANG_AT_THE_END = """
    def write(*arguments, original=module.write_batch, **options):
        original(*arguments, **options)
        print("writing", flush=True)
        time.sleep(60)
    module.write_batch = write
"""
_WAIT = """
    print("ready", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def importing(store: Store, files: Path, before: str):
    """Run an import in a process of its own, that is ended whatever happens."""
    script = textwrap.dedent(_IMPORT).format(before=textwrap.dedent(before))
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store.base), str(store.own), str(files)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX systems do")
@pytest.mark.parametrize("moment", [_HANG_IN_THE_MIDDLE, _HANG_AT_THE_END], ids=["middle", "end"])
def test_a_killed_import_leaves_the_old_state_and_the_next_one_works(store, add, tmp_path, moment):
    add(annual_csv(DALLAS.but(factor=2)))
    before, index = content(store.own), store.index()
    files = tmp_path / "new.csv"
    files.write_bytes(annual_csv(DALLAS.but(factor=50)))
    with importing(store, files, moment) as process:
        assert process.stdout.readline() == "writing\n"
        assert any(path.suffix == ".parquet" for path in store.own.glob(".staging-*/*/*")), "it had begun"
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=20)
    assert content(store.own).items() >= before.items()
    fresh = Store(store.base, store.own)
    pd.testing.assert_frame_equal(fresh.index(), index)
    assert total(fresh, "48113", 2019) == 2 * JOBS
    add(annual_csv(DALLAS.but(factor=3)))
    assert total(store, "48113", 2019) == 3 * JOBS


_ADD = """
    print("ready", flush=True)
"""


@pytest.mark.torture
@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX systems do")
def test_an_import_killed_at_any_moment_is_there_whole_or_not_at_all(
    store, tmp_path, monkeypatch, rounds, tell
):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    files = tmp_path / "files"
    files.mkdir()
    counties = [f"48{number:03}" for number in range(1, 80, 2)]
    for area in counties:
        (files / f"{area}.csv").write_bytes(annual_csv(County(area=area)))
    with importing(Store(store.base, tmp_path / "own-whole"), files, _ADD) as process:
        assert process.stdout.readline() == "ready\n"
        began = time.monotonic()
        assert process.wait(timeout=120) == 0
        takes = time.monotonic() - began
    whole, moments = 0, random.Random(14)  # noqa: S311
    for number in range(count := rounds(3, 20)):
        fresh = Store(store.base, tmp_path / f"own-{number}")
        with importing(fresh, files, _ADD) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(moments.uniform(0, takes))
            process.kill()
            process.wait(timeout=20)
        found = Store(fresh.base, fresh.own).rows(counties, [2019], "own_code = '0' AND industry_code = '10'")
        added = {row.area_fips for row in found.itertuples() if row.employment == JOBS}
        assert added in (set(), set(counties))
        whole += bool(added)
        for left in fresh.own.glob(".*") if fresh.own.exists() else ():
            os.utime(left, (0, 0))  # an hour later
        with open_qcew([files]) as reading:
            fresh.add(reading, "after it")
        assert all(total(fresh, area, 2019) == JOBS for area in counties)
        assert not list(temporary.glob("nextgen-import-*"))
        assert not [path.name for path in fresh.own.iterdir() if path.name.startswith(".")]
    tell(
        f"{count} imports of {len(counties)} files are killed (kill -9)",
        f"{whole} had been added whole, {count - whole} not at all; nothing is left lying",
    )


def test_what_killed_imports_left_is_swept_up_later(store, add):
    for name in (".staging-1-old", ".removed-old", ".staging-2-new"):
        (store.own / name).mkdir(parents=True)
        (store.own / name / "figures.parquet").write_bytes(b"half")
    for name in (".staging-1-old", ".removed-old"):
        os.utime(store.own / name, (0, 0))
    add(annual_csv(DALLAS))
    assert sorted(path.name for path in store.own.iterdir() if path.name.startswith(".")) == [
        ".staging-2-new"
    ]


def test_an_import_deletes_none_that_another_process_has_just_added(store, add, monkeypatch, tmp_path):
    """Between the look at what counts and the deleting, another process may have added a batch."""
    add(annual_csv(DALLAS.but(factor=2)))
    looked = module._index_of
    arrived = []

    def look_then_another_arrives(batches):
        index = looked(batches)
        if not arrived and len(batches) > 2:  # now it looks which batches are superseded
            arrived.append(True)
            with open_qcew([write(tmp_path / "t.csv", annual_csv(TARRANT.but(factor=4)))]) as reading:
                Store(store.base, store.own).add(reading, "another process")
        return index

    monkeypatch.setattr(module, "_index_of", look_then_another_arrives)
    add(annual_csv(DALLAS.but(factor=3)))
    assert arrived
    fresh = Store(store.base, store.own)
    assert total(fresh, "48113", 2019) == 3 * JOBS
    assert total(fresh, "48439", 2019) == 4 * JOBS


def test_two_imports_at_once_both_survive(store, tmp_path):
    files = [
        write(tmp_path / "d.csv", annual_csv(DALLAS.but(factor=6))),
        write(tmp_path / "t.csv", annual_csv(TARRANT.but(factor=8))),
    ]
    with importing(store, files[0], _WAIT) as one, importing(store, files[1], _WAIT) as two:
        for process in (one, two):
            assert process.stdout.readline() == "ready\n"
        for process in (one, two):
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.wait(timeout=60) for process in (one, two)] == [0, 0]
    assert total(store, "48113", 2019) == 6 * JOBS
    assert total(store, "48439", 2019) == 8 * JOBS


def test_a_batch_that_vanishes_while_it_is_read_is_not_missed(store, add, monkeypatch):
    add(annual_csv(DALLAS.but(factor=2)))
    reader = Store(store.base, store.own)
    reader.index()  # it knows the first batch, which the next import replaces
    known = reader._live_query
    add(annual_csv(DALLAS.but(factor=3)))
    answers = iter([known(["48113"], [2019]).replace(str(store.own), str(store.own / "gone"))])
    monkeypatch.setattr(Store, "_live_query", lambda _, *where: next(answers, None) or known(*where))
    assert total(reader, "48113", 2019) == 3 * JOBS


# -- places that cannot be written ------------------------------------------------------------------


def test_a_file_in_place_of_the_folder(small_base, tmp_path):
    (tmp_path / "own").write_text("I am a file", encoding="utf-8")
    store = Store(small_base, tmp_path / "own")
    write(tmp_path / "a.csv", annual_csv(DALLAS))
    with (
        pytest.raises(UserError, match=r"The figures could not be saved in .*own .*is unchanged"),
        open_qcew([tmp_path / "a.csv"]) as reading,
    ):
        store.add(reading, "test")
    assert (tmp_path / "own").read_text(encoding="utf-8") == "I am a file"
    assert total(store, "48113", 2019) == JOBS


@pytest.mark.skipif(os.name != "posix", reason="takes the right to write as POSIX systems do")
def test_a_folder_without_permission(store, add):
    store.own.mkdir()
    with unwritable(store.own), pytest.raises(UserError, match="The figures could not be saved"):
        add(annual_csv(DALLAS))
    assert not any(store.own.iterdir())


@pytest.mark.parametrize("where", ["write_batch", "rename"])
def test_a_full_disk_is_one_sentence_and_nothing_half_written(store, add, monkeypatch, where):
    add(annual_csv(DALLAS.but(factor=2)))
    before = content(store.own)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        if where == "write_batch":
            original = module.write_batch

            def write_then_full(*arguments, **options):
                original(*arguments, **options)
                full()

            broken.setattr(module, "write_batch", write_then_full)
        else:
            broken.setattr(Path, "rename", full)
        with pytest.raises(
            UserError, match=r"No space left on device.*what was there before is unchanged"
        ) as caught:
            add(annual_csv(DALLAS.but(factor=3)))
    assert "\n" not in str(caught.value)
    assert content(store.own) == before
    assert not list(store.own.glob(".*"))
    assert total(store, "48113", 2019) == 2 * JOBS


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk to fill"
)
def test_a_disk_that_is_really_full(small_base, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        said = mounted.stderr.decode(errors="replace").strip()
        pytest.skip(
            f"no disk can be mounted here ({said}); only the full disk that is made up above is tried"
        )
    try:
        store = Store(small_base, disk / "own")
        counties = [DALLAS.but(area=f"48{number:03}", factor=number) for number in range(1, 600)]
        rows = [row for county in counties for row in county.annual()]
        write(tmp_path / "a.csv", as_csv(rows, columns("annual", "api")))
        with (
            pytest.raises(UserError, match=r"could not be saved.*[Nn]o space left.*is unchanged") as caught,
            open_qcew([tmp_path / "a.csv"]) as reading,
        ):
            store.add(reading, "test")
        assert "\n" not in str(caught.value)
        assert not any(store.own.iterdir())
        with open_qcew([write(tmp_path / "b.csv", annual_csv(DALLAS.but(factor=2)))]) as reading:
            store.add(reading, "test")
        assert total(store, "48113", 2019) == 2 * JOBS
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
