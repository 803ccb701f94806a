"""Reports at an address: a server that speaks S3, and fsspec's own memory."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile

import httpx
import pytest
from made_reports import fake_report, nextgen

from nextgen_helpers import reports
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import get_region
from nextgen_helpers.reports import batch, make
from nextgen_helpers.reports.destination import Folder, destination, file_at

REGIONS = ("tx-alamo", "tx-texoma")
FILES = {
    "index.html", "manifest.json", "tx-alamo.html", "tx-alamo.xlsx", "tx-texoma.html", "tx-texoma.xlsx",
}  # fmt: skip
#: Credentials of nobody: moto asks for some, and looks at none.
_NOBODY = {
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nothing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@pytest.fixture(scope="module")
def server():
    """Start a server that speaks S3, on this computer alone, and end it."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415  (slow to import)

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        running.stop()


@pytest.fixture
def s3(server, monkeypatch, tmp_path):
    """Lead everything that speaks S3 to that server, emptied, with one bucket."""
    import s3fs  # noqa: PLC0415  (slow to import)

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in {**_NOBODY, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    httpx.post(f"{server}/moto-api/reset").raise_for_status()
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem(use_listings_cache=False)
    system.mkdir("bucket")
    yield system
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture
def memory():
    from fsspec.implementations.memory import MemoryFileSystem  # noqa: PLC0415

    yield MemoryFileSystem()
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(batch, "make_report", fake_report)


def run(out: str, *regions: str):
    return reports.run_reports(
        reports.plan_reports([get_region(item) for item in regions or REGIONS], None, out)
    )


def held(system, folder: str) -> dict[str, bytes]:
    return {path.rsplit("/", 1)[-1]: system.cat_file(path) for path in system.find(folder)}


def test_reports_lie_whole_at_an_address_of_s3(s3, home):
    out = "s3://bucket/team/reports"
    made = nextgen(home, "report", *REGIONS, "--out", out)
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip() == f"Made 2 of 2 reports in {out}; open {out}/index.html."
    files = held(s3, "bucket/team/reports")
    assert set(files) == FILES
    for region_id in REGIONS:
        page = files[f"{region_id}.html"].decode("utf-8")
        assert f"<h1>{get_region(region_id).name}: labor-market report</h1>" in page
        assert page.rstrip().endswith("</html>")
        with zipfile.ZipFile(io.BytesIO(files[f"{region_id}.xlsx"])) as book:
            assert book.testzip() is None
            assert "xl/workbook.xml" in book.namelist()
    entries = json.loads(files["manifest.json"])["reports"]
    assert [(entry["region_id"], entry["status"]) for entry in entries] == [(item, "ok") for item in REGIONS]
    assert "Texoma" in files["index.html"].decode("utf-8")

    again = nextgen(home, "report", *REGIONS, "--out", out)
    assert again.returncode == 0, again.stderr
    assert "Made 0 of 2 reports" in again.stdout
    assert "2 had not changed" in again.stdout
    assert held(s3, "bucket/team/reports") == files


@pytest.mark.parametrize("place", ["s3", "memory"])
@pytest.mark.usefixtures("fake")
def test_an_address_is_a_place_like_a_folder(request, place):
    system = request.getfixturevalue(place)
    folder = "bucket/reports" if place == "s3" else "/bucket/reports"
    out = f"{place}://bucket/reports/"
    assert [result.unchanged for result in run(out)] == [False, False]
    files = held(system, folder)
    assert set(files) == FILES
    assert files["tx-alamo.html"].startswith(b"tx-alamo.html of ")
    assert [result.unchanged for result in run(out)] == [True, True]
    assert held(system, folder) == files

    system.rm_file(f"{folder}/tx-alamo.xlsx")
    assert [result.unchanged for result in run(out)] == [False, True]
    assert set(held(system, folder)) == FILES

    assert [result.unchanged for result in run(out, "tx-alamo", "tx-coastal-bend")] == [True, False]
    entries = json.loads(system.cat_file(f"{folder}/manifest.json"))["reports"]
    assert [entry["region_id"] for entry in entries] == ["tx-alamo", "tx-coastal-bend", "tx-texoma"]

    system.pipe_file(f"{folder}/manifest.json", b"not json")
    assert [result.unchanged for result in run(out)] == [False, False]


@pytest.mark.usefixtures("fake")
def test_a_bucket_itself_is_a_place(s3):
    run("s3://bucket")
    assert set(held(s3, "bucket")) == FILES


@pytest.mark.usefixtures("fake")
def test_a_bucket_that_is_mistyped_is_refused_and_not_made(s3):
    with pytest.raises(
        UserError, match=r"s3://bukcet/reports cannot be written to \(.*bucket.*\); name"
    ) as said:
        run("s3://bukcet/reports")
    assert len(str(said.value).splitlines()) == 1
    assert not s3.exists("bukcet")


@pytest.mark.usefixtures("fake")
def test_a_place_without_permission_is_refused(s3):
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": "arn:aws:s3:::bucket/*",
            }
        ],
    }
    s3.call_s3("put_bucket_policy", Bucket="bucket", Policy=json.dumps(policy))
    with pytest.raises(UserError, match=r"s3://bucket/reports cannot be written to \(.+\); name") as said:
        run("s3://bucket/reports")
    assert len(str(said.value).splitlines()) == 1
    assert s3.find("bucket") == []


@pytest.mark.usefixtures("fake")
def test_a_manifest_that_cannot_be_read_is_not_replaced(memory, monkeypatch):
    """Where the store does not answer, it is not known what is there; an empty manifest would lose it."""
    run("memory://reports")
    files = held(memory, "/reports")
    real = type(memory).cat_file

    def refuses(self, path, *rest, **more):
        if path.endswith("manifest.json"):
            raise PermissionError("not for you")
        return real(self, path, *rest, **more)

    monkeypatch.setattr(type(memory), "cat_file", refuses)
    with pytest.raises(UserError, match=r"memory://reports cannot be read \(not for you\); name another"):
        run("memory://reports")
    monkeypatch.undo()
    assert held(memory, "/reports") == files


@pytest.mark.usefixtures("fake")
def test_a_store_that_fails_in_the_middle_fails_that_report(memory, monkeypatch):
    real = type(memory).pipe_file

    def full(self, path, value, **more):
        if "tx-alamo" in path:
            raise OSError("the store is full\nand more words")
        return real(self, path, value, **more)

    monkeypatch.setattr(type(memory), "pipe_file", full)
    first, second = run("memory://reports")
    assert (first.status, second.status) == ("failed", "ok")
    assert first.error == (
        "memory://reports cannot be written to (the store is full); name another place with --out."
    )
    assert "tx-texoma.html" in held(memory, "/reports")


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("s4://bucket/reports", "s4://bucket/reports is no address that can be written to"),
        ("gs://bucket/reports", "needs a package that is not there"),
        ("http://127.0.0.1:1/reports", "http://127.0.0.1:1/reports cannot be written to"),
    ],
    ids=["unknown protocol", "missing package", "only for reading"],
)
def test_an_address_that_is_none_is_one_sentence(home, tmp_path, out, said):
    ended = nextgen(home, "report", "tx-texoma", "--out", out, cwd=tmp_path)
    assert ended.returncode == 2, ended.stderr
    assert said in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_bucket_is_one_sentence_of_the_command_line(s3, home):
    ended = nextgen(home, "report", "tx-texoma", "--out", "s3://no-such-bucket/reports")
    assert ended.returncode == 2, ended.stderr
    assert "s3://no-such-bucket/reports cannot be written to" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert s3.ls("") == ["bucket"]


def test_a_server_that_is_not_there_is_one_sentence(s3, home, monkeypatch):
    del s3
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    ended = nextgen(home, "report", "tx-texoma", "--out", "s3://bucket/reports")
    assert ended.returncode == 2, ended.stderr
    assert "s3://bucket/reports cannot be written to" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_without_fsspec_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(
        UserError, match=r'install the extra packages: pip install "nextgen-helpers\[cluster\]"'
    ):
        destination("s3://bucket/reports")
    assert destination("reports").path.name == "reports"  # a folder needs no extra


def test_a_folder_may_be_written_as_an_address(tmp_path):
    place = tmp_path / "a b"
    assert destination(place.as_uri()) == Folder(place)


def test_a_file_is_named_as_a_user_opens_it(tmp_path):
    assert file_at("s3://bucket/reports/", "index.html") == "s3://bucket/reports/index.html"
    assert file_at(tmp_path, "index.html") == str(tmp_path / "index.html")


def test_nothing_of_an_address_is_needed_to_make_a_report():
    """The unit of work writes nowhere, so a worker needs no right to write."""
    assert "destination" not in vars(make)
