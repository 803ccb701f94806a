"""Downloads, against a site on this computer that has the troubles of the real one."""

from __future__ import annotations

import asyncio
import errno
import gzip
import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
import zipfile
from email.utils import formatdate
from pathlib import Path

import httpx
import numpy as np
import pytest
from bls_server import SAFETY_NET, Answer, BlsServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.download import (
    DownloadOutcome,
    DownloadSettings,
    Slice,
    answers,
    download,
    run,
    slices_for,
)
from nextgen_helpers.lmi.download import outcome as words

RAW = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "raw"
OHIO = RAW / "qcew_annual_ohio" / "qcew_central_ohio_2020_2023.zip"

HEADER = '"area_fips","own_code","industry_code","year","annual_avg_emplvl"'
DALLAS = Slice(2023, "area", "48113")
COLLIN = Slice(2023, "area", "48085")
NOWHERE = "http://127.0.0.1:1/"  # nothing listens there, and no other test gets this port
ON_POSIX = os.name == "posix"


def table(area: str, rows: int = 200) -> bytes:
    lines = [f'"{area}","0","10","2023","{1000 + row}"' for row in range(rows)]
    return "\n".join([HEADER, *lines, ""]).encode()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("NEXTGEN_BLS_ADDRESS", "NEXTGEN_BLS_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    # A proxy set on this computer must not see the tests' requests.
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def site():
    with BlsServer() as running:
        yield running


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "downloads"


def quick(site, **changes) -> DownloadSettings:
    return DownloadSettings(
        **{"base_address": site.address, "backoff_seconds": 0.001, "read_seconds": 30} | changes
    )


def publish(site, *slices, **how) -> None:
    for piece in slices:
        site.put(piece.address_path, Answer(body=table(piece.code), **how))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- what can be asked for -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("piece", "address", "name"),
    [
        (DALLAS, "data/api/2023/a/area/48113.csv", "2023-a-area-48113.csv"),
        (
            Slice(2024, "area", "US000", "1"),
            "data/api/2024/1/area/US000.csv",
            "2024-1-area-US000.csv",
        ),
        (Slice(2023, "area", "C1910"), "data/api/2023/a/area/C1910.csv", "2023-a-area-C1910.csv"),
        (Slice(2023, "area", "CS206"), "data/api/2023/a/area/CS206.csv", "2023-a-area-CS206.csv"),
        (
            Slice(2023, "industry", "31-33"),
            "data/api/2023/a/industry/31_33.csv",
            "2023-a-industry-31-33.csv",
        ),
        (
            Slice(2023, "industry", "10"),
            "data/api/2023/a/industry/10.csv",
            "2023-a-industry-10.csv",
        ),
    ],
)
def test_a_slice_has_its_address_and_its_file_name(piece, address, name):
    assert (piece.address_path, piece.file_name) == (address, name)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "../../../etc/passwd",
        "48113/../../x",
        "..\\48113",
        "48113\n",
        " 48113",
        "48113?x=1",
        "48113%2f",
        "us000",
        "C191",
        "CS20",
        "٤٨١١٣",  # Arabic-Indic digits are digits for some, not for BLS
        "48113\x00",
        "31_33",
        48113,
        None,
    ],
)
@pytest.mark.parametrize("kind", ["area", "industry"])
def test_a_code_that_could_lead_elsewhere_is_refused(kind, code):
    with pytest.raises(UserError, match="is not the code of an"):
        Slice(2023, kind, code)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("area", "4811"),
        ("area", "481133"),
        ("area", "31-33"),
        ("industry", "1"),
        ("industry", "3113321"),
        ("industry", "31-"),
        ("industry", "US000"),
    ],
)
def test_a_code_of_the_other_kind_or_length_is_refused(kind, code):
    with pytest.raises(UserError, match="is not the code of an"):
        Slice(2023, kind, code)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((1989, "area", "48113"), "No QCEW year 1989"),
        ((True, "area", "48113"), "No QCEW year True"),
        (("2023", "area", "48113"), "No QCEW year '2023'"),
        ((2023, "size", "48113"), "No kind of QCEW file 'size'"),
        ((2023, ["area"], "48113"), "No kind of QCEW file"),
        ((2023, "area", "48113", "5"), "No period '5'"),
        ((2023, "area", "48113", 1), "No period 1"),
        ((2023, "area", "48113", "a/.."), "No period"),
    ],
)
def test_a_slice_of_a_wrong_shape_is_refused(parts, message):
    with pytest.raises(UserError, match=message):
        Slice(*parts)


def test_slices_for_puts_the_newest_year_first_and_each_slice_once():
    found = slices_for(["48113", "48085", "48113"], [2021, 2023, 2021])
    assert [(piece.year, piece.code) for piece in found] == [
        (2023, "48113"),
        (2023, "48085"),
        (2021, "48113"),
        (2021, "48085"),
    ]


def test_slices_for_takes_years_from_a_table():
    assert slices_for(["48113"], np.array([2023])) == [DALLAS]


@pytest.mark.parametrize("year", ["2023", 2023.5, None, float("nan"), float("inf"), True])
def test_slices_for_refuses_what_is_no_year(year):
    with pytest.raises(UserError, match="No QCEW year"):
        slices_for(["48113"], [year])


def test_slices_for_refuses_one_text_for_a_list():
    with pytest.raises(UserError, match=r'\["48113"\]'):
        slices_for("48113", [2023])


# --- how it is asked -------------------------------------------------------------------------


def test_the_environment_names_another_address(monkeypatch):
    assert DownloadSettings().base_address == "https://data.bls.gov/cew/"
    monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", " http://localhost:8000/mirror ")
    assert DownloadSettings().base_address == "http://localhost:8000/mirror/"
    assert DownloadSettings().host == "localhost"
    monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", "")
    assert DownloadSettings().base_address == "https://data.bls.gov/cew/"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "data.bls.gov/cew",
        "ftp://data.bls.gov/",
        "file:///etc/",
        "http://",
        "https://data.bls.gov/?x=",
        "https://data.bls.gov/#x",
        "http://[::1",
        "http://a b/",
        None,
    ],
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(UserError, match="is not an address to download from"):
        DownloadSettings(base_address=address)


@pytest.mark.parametrize(
    "changes",
    [
        {"at_once": 0},
        {"at_once": 17},
        {"tries": 0},
        {"backoff_seconds": 0},
        {"longest_wait_seconds": float("inf")},
        {"read_seconds": float("nan")},
        {"connect_seconds": -1},
        {"user_agent": ""},
        {"user_agent": "Mozilla\r\nX-Evil: 1"},
        {"user_agent": "Mozilla/5.0 (Zoë)"},
    ],
)
def test_settings_that_cannot_work_are_refused(changes):
    with pytest.raises(UserError):
        DownloadSettings(**changes)


def test_the_site_sees_a_browser_like_name_and_whom_to_write_to(site, folder, monkeypatch):
    publish(site, DALLAS)
    monkeypatch.setenv("NEXTGEN_BLS_CONTACT", "team@example.org")
    assert download([DALLAS], folder, settings=quick(site)).fetched
    (agent,) = site.agents
    assert agent.startswith("Mozilla/5.0 ")
    assert "team@example.org" in agent
    assert "python" not in agent


# --- what comes ------------------------------------------------------------------------------


@pytest.mark.raw
@pytest.mark.skipif(not OHIO.exists(), reason="needs the official files in ../shared/data")
def test_official_files_arrive_byte_for_byte(site, folder):
    slices = slices_for(["39049", "39041", "39117"], [2020, 2021, 2022, 2023])
    with zipfile.ZipFile(OHIO) as official:
        content = {piece: official.read(f"{piece.year}/{piece.code}.csv") for piece in slices}
    for number, piece in enumerate(slices):
        site.put(piece.address_path, Answer(body=content[piece], zipped=number % 2 == 1))
    outcome = download(slices, folder, settings=quick(site))
    assert outcome.fetched == tuple(folder / piece.file_name for piece in slices)
    assert {piece: (folder / piece.file_name).read_bytes() for piece in slices} == content
    assert names(folder) == sorted(piece.file_name for piece in slices)


@pytest.mark.raw
@pytest.mark.skipif(not RAW.exists(), reason="needs the official files in ../shared/data")
def test_every_official_slice_counts_as_a_whole_table():
    archives = [OHIO, *RAW.glob("qcew_annual_states/*.zip")]
    judged = 0
    for archive in archives:
        with zipfile.ZipFile(archive) as official:
            for name in official.namelist():
                if name.endswith(".csv"):
                    body = official.read(name)
                    assert not answers.flaw(body), name
                    assert not answers.is_cut_off(body), name
                    judged += 1
    assert judged >= 60


def test_a_zipped_transfer_is_unzipped(site, folder):
    publish(site, DALLAS, zipped=True)
    download([DALLAS], folder, settings=quick(site))
    assert (folder / DALLAS.file_name).read_bytes() == table("48113")


def test_never_more_than_four_at_once(site, folder):
    slices = slices_for([f"{number:05}" for number in range(48001, 48025)], [2023])
    publish(site, *slices)
    site.crowd = 4
    outcome = download(slices, folder, settings=quick(site))
    assert len(outcome.fetched) == len(slices)
    assert site.most_at_once == 4


def test_a_second_run_asks_for_nothing(site, folder):
    publish(site, DALLAS, COLLIN)
    first = download([DALLAS, COLLIN], folder, settings=quick(site))
    site.asked.clear()
    second = download([DALLAS, COLLIN], folder, settings=quick(site))
    assert site.asked == []
    assert second == DownloadOutcome(already_there=first.fetched)
    assert second.summary() == "Nothing new was downloaded; 2 files were here already."


def test_refresh_asks_again_and_leaves_the_old_file_where_nothing_comes(site, folder):
    publish(site, DALLAS, COLLIN)
    download([DALLAS, COLLIN], folder, settings=quick(site))
    site.put(DALLAS.address_path, Answer(body=table("48113", rows=3)))
    site.put(COLLIN.address_path, Answer(410))
    outcome = download([DALLAS, COLLIN], folder, settings=quick(site), refresh=True)
    assert outcome.fetched == (folder / DALLAS.file_name,)
    assert outcome.failed == ((COLLIN, "the site answered with status 410"),)
    assert (folder / DALLAS.file_name).read_bytes() == table("48113", rows=3)
    assert (folder / COLLIN.file_name).read_bytes() == table("48085")


def test_a_saved_error_page_does_not_count_as_already_there(site, folder):
    folder.mkdir()
    (folder / DALLAS.file_name).write_text("<html>Access Denied</html>")
    publish(site, DALLAS)
    assert download([DALLAS], folder, settings=quick(site)).fetched
    assert (folder / DALLAS.file_name).read_bytes() == table("48113")


def test_a_slice_named_twice_is_fetched_once(site, folder):
    publish(site, DALLAS)
    download([DALLAS, Slice(2023, "area", "48113")], folder, settings=quick(site))
    assert site.asked == [DALLAS.address_path]


def test_progress_is_told_in_the_thread_that_asked(site, folder):
    publish(site, DALLAS, COLLIN)
    download([COLLIN], folder, settings=quick(site))
    told, threads = [], set()

    def progress(done, total, what):
        told.append((done, total, what))
        threads.add(threading.current_thread())

    download([DALLAS, COLLIN], folder, settings=quick(site), progress=progress)
    assert told == [(1, 2, "already here"), (2, 2, "48113 in 2023")]
    assert threads == {threading.current_thread()}


def test_it_works_where_an_event_loop_runs_already(site, folder):
    publish(site, DALLAS)

    async def notebook():
        return download([DALLAS], folder, settings=quick(site))

    assert asyncio.run(notebook()).fetched


# --- what does not come ----------------------------------------------------------------------


def test_what_is_not_published_is_listed_and_not_asked_for_again(site, folder):
    publish(site, DALLAS)
    future = Slice(2030, "area", "48113")
    outcome = download([future, DALLAS], folder, settings=quick(site))
    assert outcome.not_published == (future,)
    assert len(outcome.fetched) == 1
    assert site.asked.count(future.address_path) == 1
    assert not outcome.failed
    assert "BLS has not published 1 file (" in outcome.summary()
    assert "48113 in 2030" in outcome.summary()


def test_a_refusal_ends_the_asking_with_one_sentence(site, folder):
    slices = slices_for([f"{number:05}" for number in range(48001, 48021)], [2023])
    publish(site, *slices)
    outcome = download(slices, folder, settings=quick(site, user_agent="python-httpx/0.28"))
    assert len(site.asked) <= 4
    assert len(set(site.asked)) == len(site.asked)
    assert [piece for piece, _ in outcome.failed] == slices
    assert not outcome.fetched
    assert names(folder) == []
    assert "refuses this computer or network (403)" in outcome.stopped
    assert "nextgen data import" in outcome.stopped
    assert outcome.summary().count("refuses this computer") == 1
    assert "because we stopped asking: " in outcome.summary()
    assert "more." in outcome.summary()


def test_trouble_that_passes_is_waited_out(site, folder):
    site.put(DALLAS.address_path, Answer(500), Answer(503), Answer(body=table("48113")))
    outcome = download([DALLAS], folder, settings=quick(site))
    assert outcome.fetched
    assert len(site.asked) == 3


def test_trouble_that_stays_is_told(site, folder):
    publish(site, COLLIN)
    site.put(DALLAS.address_path, Answer(500))
    outcome = download([DALLAS, COLLIN], folder, settings=quick(site, tries=3, at_once=1))
    assert outcome.failed == ((DALLAS, "the site has trouble (500)"),)
    assert outcome.fetched == (folder / COLLIN.file_name,)
    assert site.asked.count(DALLAS.address_path) == 3
    assert outcome.summary() == (
        "Downloaded 1 file.\n"
        "1 file did not come because the site has trouble (500): 48113 in 2023.\n"
        "Run the same again for the rest: what is here already is not asked for again."
    )


def test_other_refusals_are_not_tried_again(site, folder):
    site.put(DALLAS.address_path, Answer(410))
    outcome = download([DALLAS], folder, settings=quick(site))
    assert outcome.failed == ((DALLAS, "the site answered with status 410"),)
    assert len(site.asked) == 1


def test_the_wait_that_the_site_asks_for_is_kept(site, folder):
    # Busy for one second: whoever comes earlier gets another 429, so keeping the wait means two.
    busy = Answer(429, headers={"Retry-After": "1"}, busy_for=0.9)
    site.put(DALLAS.address_path, busy, Answer(body=table("48113")))
    assert download([DALLAS], folder, settings=quick(site)).fetched
    assert len(site.asked) == 2


def test_the_wait_holds_for_all_requests(site, folder, monkeypatch):
    first, second, third = slices_for(["48001", "48002", "48003"], [2023])
    busy = Answer(429, headers={"Retry-After": "1"}, busy_for=0.9)
    site.put(first.address_path, busy, Answer(body=table(first.code)))
    site.put(third.address_path, busy, Answer(body=table(third.code)))
    publish(site, second, held=True)
    be_quiet = run._Run._be_quiet

    def be_quiet_and_free_the_second(run, seconds):
        be_quiet(run, seconds)
        site.let_go.set()  # the second worker goes on to the third slice, and must be quiet too

    monkeypatch.setattr(run._Run, "_be_quiet", be_quiet_and_free_the_second)
    outcome = download([first, second, third], folder, settings=quick(site, at_once=2))
    assert len(outcome.fetched) == 3
    assert site.asked.count(first.address_path) == 2
    assert site.asked.count(third.address_path) == 1


def test_a_site_that_asks_for_a_long_wait_is_left_alone(site, folder):
    slices = slices_for([f"{number:05}" for number in range(48001, 48007)], [2023])
    publish(site, *slices)
    site.put(slices[0].address_path, Answer(429, headers={"Retry-After": "3600"}))
    outcome = download(slices, folder, settings=quick(site, at_once=1))
    assert len(site.asked) == 1
    assert "asks us to wait 60 minutes" in outcome.stopped
    assert [reason for _, reason in outcome.failed] == [
        "the site has too many requests (429)",
        *["we stopped asking"] * 5,
    ]


@pytest.mark.parametrize("text", ["", "soon", "-5", "1e400", "9" * 40])
def test_a_wait_that_says_nothing_is_none(text):
    assert answers.asked_wait(text) == 0


def test_a_wait_can_be_a_date():
    assert 3000 < answers.asked_wait(formatdate(time.time() + 3600, usegmt=True)) <= 3600
    assert answers.asked_wait("Wed, 21 Oct 2015 07:28:00 GMT") == 0


@pytest.mark.parametrize("zipped", [False, True])
def test_a_broken_transfer_is_repeated_and_never_kept(site, folder, zipped):
    whole = Answer(body=table("48113"), zipped=zipped)
    broken = Answer(body=table("48113"), zipped=zipped, breaks_off=True)
    site.put(DALLAS.address_path, broken, whole)
    site.put(COLLIN.address_path, broken)
    outcome = download([DALLAS, COLLIN], folder, settings=quick(site, tries=2))
    assert (folder / DALLAS.file_name).read_bytes() == table("48113")
    assert outcome.failed == ((COLLIN, "the transfer broke off"),)
    assert names(folder) == [DALLAS.file_name]


def test_a_transfer_without_a_length_that_breaks_off_is_noticed(site, folder):
    cut = table("48113").rstrip()[:-8]  # within the last row
    site.put(
        DALLAS.address_path,
        Answer(body=cut, unannounced=True),
        Answer(body=table("48113"), unannounced=True),
    )
    assert download([DALLAS], folder, settings=quick(site)).fetched
    assert len(site.asked) == 2
    assert (folder / DALLAS.file_name).read_bytes() == table("48113")


def test_an_answer_that_is_no_zip_is_told(site, folder):
    site.put(DALLAS.address_path, Answer(body=b"plain", headers={"Content-Encoding": "gzip"}))
    outcome = download([DALLAS], folder, settings=quick(site, tries=2))
    assert outcome.failed == ((DALLAS, "the transfer broke off"),)


def test_no_answer_in_time_is_told(site, folder):
    publish(site, DALLAS, held=True)
    outcome = download([DALLAS], folder, settings=quick(site, tries=2, read_seconds=0.05))
    assert outcome.failed == ((DALLAS, "no answer came in time"),)
    site.until_asked(2)  # on a busy computer the site may see a request after its end
    assert not outcome.stopped


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><html>Please sign in</html>", "a web page came instead of a table"),
        (b"", "the answer was empty"),
        (b"some words", "what came is not a QCEW table"),
        (b"a,b\n1,2\narea_fips,own_code\n", "what came is not a QCEW table"),
    ],
)
def test_what_is_no_table_is_told_and_not_kept(site, folder, body, reason):
    site.put(DALLAS.address_path, Answer(body=body))
    outcome = download([DALLAS], folder, settings=quick(site))
    ((piece, told),) = outcome.failed
    assert piece == DALLAS
    assert told.startswith(reason)
    assert len(site.asked) == 1
    assert names(folder) == []


def test_an_endless_answer_is_given_up(site, folder, monkeypatch):
    monkeypatch.setattr(answers, "_LARGEST_BYTES", 1000)
    publish(site, DALLAS)
    outcome = download([DALLAS], folder, settings=quick(site))
    assert "larger than" in outcome.failed[0][1]
    assert names(folder) == []


def test_a_site_that_drips_is_given_up_and_the_others_go_on(site, folder):
    publish(site, COLLIN)
    site.put(DALLAS.address_path, Answer(body=table("48113"), drips=True))
    outcome = download([DALLAS, COLLIN], folder, settings=quick(site, file_seconds=0.5))
    assert outcome.failed == ((DALLAS, "it was not there as a whole after 0.5 seconds"),)
    assert site.asked.count(DALLAS.address_path) == 1, "it is not held so long again and again"
    assert names(folder) == [COLLIN.file_name]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_small_answer_that_unpacks_to_gigabytes_takes_no_memory(site, folder, times):
    body = gzip.compress(bytes(300 * 1024**2), 1)
    for _ in range(times - 1):
        body = gzip.compress(body)
    packing = ", ".join(["gzip"] * times)
    site.put(DALLAS.address_path, Answer(body=body, headers={"Content-Encoding": packing}))
    publish(site, COLLIN)
    tracemalloc.start()
    outcome = download([DALLAS, COLLIN], folder, settings=quick(site))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    reason = "larger than 64 MB" if times == 1 else "packed in a way that was not asked for"
    assert reason in outcome.failed[0][1]
    assert names(folder) == [COLLIN.file_name]
    assert peak < 200 * 1024**2


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1), zipped=st.booleans())
def test_a_cut_answer_is_never_kept_as_something_else(site, share, zipped):
    """However much of it came, and though the site says that this was all."""
    whole = gzip.compress(table("48113")) if zipped else table("48113")
    cut = whole[: int(share * (len(whole) - 1))]
    packing = {"Content-Encoding": "gzip"} if zipped else {}
    site.put(DALLAS.address_path, Answer(body=cut, headers=packing))
    with tempfile.TemporaryDirectory() as folder:
        outcome = download([DALLAS], folder, settings=quick(site, tries=1), check=all_rows)
        assert [piece for piece, _ in outcome.failed] == [DALLAS] or share == 1
        for path in Path(folder).iterdir():
            assert path.read_bytes().rstrip() == table("48113").rstrip()


def all_rows(piece: Slice, body: bytes) -> str:
    return "" if body.rstrip() == table(piece.code).rstrip() else "it is cut"


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost:{port}/cew/elsewhere.csv",
        "http://example.org/elsewhere.csv",
        "//example.org/elsewhere.csv",
    ],
)
def test_a_redirect_to_another_site_is_not_followed(site, folder, location):
    port = httpx.URL(site.address).port
    site.put(DALLAS.address_path, Answer(302, headers={"Location": location.format(port=port)}))
    site.put("elsewhere.csv", Answer(body=table("48113")))
    publish(site, COLLIN)
    outcome = download([DALLAS, COLLIN], folder, settings=quick(site))
    assert "sends us to another site" in outcome.failed[0][1]
    assert outcome.fetched == (folder / COLLIN.file_name,)
    assert len(site.asked) == 2


def test_a_secure_site_is_never_left_for_an_open_one():
    started = run._Run(DownloadSettings("https://data.bls.gov/cew/"), Path(), [], None)
    asyncio.run(started._stay_on_the_site(httpx.Request("GET", "https://data.bls.gov/x.csv")))
    with pytest.raises(words.GiveUpError):
        asyncio.run(started._stay_on_the_site(httpx.Request("GET", "http://data.bls.gov/x.csv")))


def test_a_redirect_is_followed_and_a_circle_is_told(site, folder):
    site.put(DALLAS.address_path, Answer(302, headers={"Location": "/cew/elsewhere.csv"}))
    site.put("elsewhere.csv", Answer(body=table("48113")))
    site.put(COLLIN.address_path, Answer(302, headers={"Location": f"/cew/{COLLIN.address_path}"}))
    outcome = download([DALLAS, COLLIN], folder, settings=quick(site, tries=1))
    assert outcome.fetched == (folder / DALLAS.file_name,)
    assert "leads nowhere" in outcome.failed[0][1]


def test_without_a_network_only_the_first_ones_are_tried(folder):
    settings = DownloadSettings(NOWHERE, backoff_seconds=0.001, tries=2, at_once=1)
    slices = slices_for(["48113", "48085", "48121"], [2023])
    outcome = download(slices, folder, settings=settings)
    assert [reason for _, reason in outcome.failed] == [
        "the site cannot be reached",
        "we stopped asking",
        "we stopped asking",
    ]
    assert "127.0.0.1 cannot be reached" in outcome.stopped


def test_one_slice_that_cannot_be_reached_does_not_end_the_others(site, folder):
    slices = slices_for(["48113", "48085", "48121"], [2023])
    publish(site, *slices)
    site.put(slices[0].address_path, Answer(302, headers={"Location": NOWHERE}))
    site.crowd = 2  # the second slice is answered while the first is tried
    outcome = download(slices, folder, settings=quick(site, at_once=2))
    assert outcome.failed == ((slices[0], "the site cannot be reached"),)
    assert len(outcome.fetched) == 2
    assert not outcome.stopped


def test_a_network_that_inspects_traffic_is_explained():
    error = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    assert "SSL_CERT_FILE" in words.unreachable("data.bls.gov", error)


# --- the folder ------------------------------------------------------------------------------


def test_a_folder_that_is_a_file_is_told_before_anything_is_asked(site, folder):
    folder.write_text("I am a file")
    with pytest.raises(UserError, match="is a file: name a folder") as told:
        download([DALLAS], folder, settings=quick(site))
    assert "\n" not in str(told.value)
    with pytest.raises(UserError, match="Cannot write into"):
        download([DALLAS], folder / "below", settings=quick(site))
    assert site.asked == []


@pytest.mark.parametrize(
    ("number", "message"),
    [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "Cannot write into"), (None, "OSError")],
)
def test_a_disk_that_takes_no_more_ends_it_in_one_sentence(site, folder, monkeypatch, number, message):
    slices = slices_for([f"{number:05}" for number in range(48001, 48021)], [2023])
    publish(site, *slices)
    written = []

    def fsync(opened):
        written.extend([1] * stat.S_ISREG(os.fstat(opened).st_mode))
        if len(written) > 3:
            raise OSError(number, os.strerror(number)) if number else OSError

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(UserError, match=message) as told:
        download(slices, folder, settings=quick(site))
    assert "\n" not in str(told.value)
    assert len(names(folder)) == 3, "what has come stays, and no half file"
    monkeypatch.undo()
    assert len(download(slices, folder, settings=quick(site)).fetched) == 17


def test_leftovers_of_a_dead_run_are_cleared_and_those_of_a_living_one_are_not(site, folder):
    publish(site, DALLAS)
    folder.mkdir()
    dead, living = folder / ".a.csv.0000.part", folder / ".b.csv.1111.part"
    for part in (dead, living):
        part.write_text("half")
    os.utime(dead, (0, 0))
    download([DALLAS], folder, settings=quick(site))
    assert names(folder) == [living.name, DALLAS.file_name]


def test_others_may_read_the_files_as_usual(site, folder):
    publish(site, DALLAS)
    download([DALLAS], folder, settings=quick(site))
    plain = folder / "plain"
    plain.touch()
    assert (folder / DALLAS.file_name).stat().st_mode == plain.stat().st_mode


# --- interrupted -----------------------------------------------------------------------------

CHILD = """
import sys
from nextgen_helpers.lmi.download import DownloadSettings, download, slices_for
{before}
settings = DownloadSettings(base_address=sys.argv[1], backoff_seconds=0.001, read_seconds=600)
try:
    download(slices_for(sys.argv[3:], [2023]), sys.argv[2], settings=settings)
except KeyboardInterrupt:
    sys.exit(42)
"""


def start_child(site, folder, slices, before="") -> subprocess.Popen[bytes]:
    # Its own process group: a Ctrl-C meant for it must not reach the tests.
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            CHILD.format(before=before),
            site.address,
            folder,
            *(piece.code for piece in slices),
        ],
        cwd=Path(__file__).resolve().parents[2],
        start_new_session=ON_POSIX,
    )


def until_held(site, count: int) -> None:
    for _ in range(count):
        assert site.held.acquire(timeout=SAFETY_NET)


def part_held(site) -> list[Slice]:
    """Six slices that come at once, then six that stay halfway."""
    slices = slices_for([f"{number:05}" for number in range(48001, 48013)], [2023])
    publish(site, *slices[:6])
    publish(site, *slices[6:], held=True)
    return slices


def assert_first_six_are_whole(folder, slices) -> None:
    assert names(folder) == [piece.file_name for piece in slices[:6]]
    for piece in slices[:6]:
        assert (folder / piece.file_name).read_bytes() == table(piece.code)


def assert_another_run_finishes(site, folder, slices) -> None:
    site.let_go.set()
    site.asked.clear()
    outcome = download(slices, folder, settings=quick(site))
    assert len(outcome.fetched) + len(outcome.already_there) == len(slices)
    assert len(site.asked) == len(outcome.fetched)
    for piece in slices:
        assert (folder / piece.file_name).read_bytes() == table(piece.code)


def test_a_killed_process_leaves_whole_files_and_another_run_finishes(site, folder):
    slices = part_held(site)
    with start_child(site, folder, slices) as child:
        until_held(site, 4)
        child.kill()
    assert_first_six_are_whole(folder, slices)
    assert_another_run_finishes(site, folder, slices)


@pytest.mark.skipif(not ON_POSIX, reason="kills itself by a signal")
def test_a_process_killed_while_it_writes_leaves_no_half_file(site, folder):
    slices = slices_for([f"{number:05}" for number in range(48001, 48009)], [2023])
    publish(site, *slices)
    before = """
import os, signal, stat
calls = []
def fsync(number):
    calls.extend([1] * stat.S_ISREG(os.fstat(number).st_mode))
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
os.fsync = fsync
"""
    with start_child(site, folder, slices, before) as child:
        assert child.wait(SAFETY_NET) == -signal.SIGKILL
    kept = list(folder.glob("*.csv"))
    assert len(kept) == 2
    assert len(list(folder.glob(".*.partial"))) == 1
    for path in kept:
        assert path.read_bytes() == table(path.stem.rpartition("-")[2])
    assert_another_run_finishes(site, folder, slices)


@pytest.mark.skipif(not ON_POSIX, reason="sends Ctrl-C as a signal")
def test_ctrl_c_ends_it_and_leaves_finished_files(site, folder):
    slices = part_held(site)
    with start_child(site, folder, slices) as child:
        until_held(site, 4)
        child.send_signal(signal.SIGINT)
        # The answers are still held: only giving them up lets the process end.
        assert child.wait(SAFETY_NET) == 42
    assert_first_six_are_whole(folder, slices)
    assert_another_run_finishes(site, folder, slices)


def test_an_error_in_a_progress_bar_ends_it_and_leaves_finished_files(site, folder):
    slices = part_held(site)

    def progress(done, _total, _what):
        if done == 6:
            until_held(site, 4)
            raise KeyboardInterrupt

    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        download(slices, folder, settings=quick(site), progress=progress)
    ours = [t for t in set(threading.enumerate()) - before if "portal" in t.name]
    assert not ours, "the thread of the requests has ended"
    assert_first_six_are_whole(folder, slices)
    assert_another_run_finishes(site, folder, slices)
