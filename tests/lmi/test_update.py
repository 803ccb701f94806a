"""An update: what came is looked at as an import before it is kept, and what is wrong stops nothing else."""

from __future__ import annotations

import pytest
from bls_server import Answer, BlsServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qcew_files import County, annual_csv, quarterly_csv

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.download import DownloadSettings, Slice
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.lmi.update import update
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import custom_region

DALLAS, COLLIN = Slice(2021, "area", "48113"), Slice(2021, "area", "48085")
REGION = custom_region("Two", ["48113", "48085"])
RIGHT = {code: annual_csv(County(area=code, year=2021)) for code in ("48113", "48085", "48000", "US000")}
WRONG = {
    "another area": (annual_csv(County(area="48439", year=2021)), "what came is of 48439 in 2021"),
    "another year": (annual_csv(County(area="48113", year=2020)), "what came is of 48113 in 2020"),
    "two areas": (
        RIGHT["48113"] + annual_csv(County(area="48439", year=2021)).partition(b"\n")[2],
        "what came is of 48439 in 2021",
    ),
    "quarters": (quarterly_csv(County(area="48113", year=2021).quarterly()), "what came"),
    "a cut at the end of a line": (
        b"\n".join(RIGHT["48113"].splitlines()[:9]) + b"\n",
        "what came cannot be used",
    ),
    "the area's total and no more": (
        b"\n".join(RIGHT["48113"].splitlines()[:2]),
        "what came is cut off after the area's total",
    ),
    "a value that is none": (RIGHT["48113"].replace(b"4315", b"x315"), "what came cannot be used (line 2"),
    "a web page": (b"<html>area_fips</html>", "what came"),
    "nothing": (b"", "the answer was empty"),
    "no rows": (RIGHT["48113"].partition(b"\n")[0] + b"\n", "what came cannot be used"),
    "other columns": (b"area_fips,year\n48113,2021\n", "what came cannot be used"),
}


@pytest.fixture
def site():
    with BlsServer() as running:
        yield running


@pytest.fixture
def store(home):
    return Store(embedded("data", "lmi"), home / "lmi")


def publish(site) -> None:
    for code, body in RIGHT.items():
        site.put(Slice(2021, "area", code).address_path, Answer(body=body))


def updated(site, store, **options):
    quick = DownloadSettings(site.address, backoff_seconds=0.001, tries=2)
    return update([REGION], "2021", store=store, settings=quick, **options)


def test_what_is_right_is_added_and_kept(site, store):
    publish(site)
    outcome = updated(site, store)
    assert not outcome.problems
    assert outcome.imported.areas == 4
    assert store.years([*RIGHT])[-1] == 2021
    site.asked.clear()
    assert updated(site, store).imported.areas == 4
    assert site.asked == []


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_not_kept_and_does_not_stop_the_others(site, store, home, kind):
    body, reason = WRONG[kind]
    publish(site)
    site.put(DALLAS.address_path, Answer(body=body))
    outcome = updated(site, store)
    ((piece, told),) = outcome.download.failed
    assert piece == DALLAS
    assert told.startswith(reason)
    assert "\n" not in told
    assert "Run the same again for the rest" in outcome.summary()
    assert not (home / "downloads" / DALLAS.file_name).exists()
    assert outcome.imported.areas == 3
    assert store.years(["48085"])[-1] == 2021
    assert 2021 not in store.years(["48113"])
    publish(site)
    site._given.clear()
    assert not updated(site, store).problems
    assert store.years(["48113"])[-1] == 2021


@pytest.mark.parametrize("kind", sorted(set(WRONG) - {"a web page", "nothing"}))
def test_a_wrong_file_that_lies_there_already_is_deleted_and_told(site, store, home, kind):
    """From an older version, which looked less closely, or from somebody's hand."""
    publish(site)
    (home / "downloads").mkdir()
    path = home / "downloads" / DALLAS.file_name
    path.write_bytes(WRONG[kind][0])
    outcome = updated(site, store)
    ((piece, told),) = outcome.download.failed
    assert piece == DALLAS
    assert told.startswith(f"the file in {home / 'downloads'} is deleted: what came")
    assert not path.exists()
    assert outcome.imported.areas == 3
    assert not updated(site, store).problems


def test_a_refresh_that_brings_something_wrong_leaves_what_was_there(site, store, home):
    publish(site)
    updated(site, store)
    site.put(DALLAS.address_path, Answer(body=WRONG["another year"][0]))
    site._given.clear()
    assert updated(site, store, refresh=True).problems
    assert (home / "downloads" / DALLAS.file_name).read_bytes() == RIGHT["48113"]


def test_where_nothing_right_comes_nothing_is_added(site, store):
    for code in RIGHT:
        site.put(Slice(2021, "area", code).address_path, Answer(body=WRONG["another area"][0]))
    outcome = updated(site, store)
    assert outcome.imported is None
    assert len(outcome.download.failed) == 4
    assert store.imports() == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_wherever_it_is_cut_the_others_are_added(site, store, home, share):
    publish(site)
    (home / "downloads" / DALLAS.file_name).unlink(missing_ok=True)
    # Without its last field, a quotient that nobody reads here, the file has lost nothing.
    body = RIGHT["48113"].rstrip().rpartition(b",")[0]
    site._given.clear()
    site.put(DALLAS.address_path, Answer(body=body[: int(share * len(body))], unannounced=True))
    outcome = updated(site, store)
    assert [piece for piece, _ in outcome.download.failed] == [DALLAS]
    assert outcome.imported.areas == 3


def test_a_store_that_cannot_be_written_is_told_and_the_files_stay(site, store, home):
    publish(site)
    (home / "lmi").write_text("a file", encoding="utf-8")
    with pytest.raises(UserError, match="could not be saved"):
        updated(site, store)
    assert len(list((home / "downloads").glob("*.csv"))) == 4
