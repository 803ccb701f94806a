"""Newer industries are fetched by themselves: asked once, checked, waited for three seconds, and never in a report's way."""

from __future__ import annotations

import socket
import threading
import time
from datetime import date

import pytest
from bls_server import Answer, BlsServer
from qcew_files import County, annual_csv
from typer.testing import CliRunner

from nextgen_helpers import charts
from nextgen_helpers.cli import app
from nextgen_helpers.kernels import provisioner
from nextgen_helpers.lmi import freshness
from nextgen_helpers.lmi.download import Slice
from nextgen_helpers.lmi.peers import peer_regions
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import custom_region
from nextgen_helpers.reports import batch

TODAY = date(2026, 11, 27)
REGION = custom_region("Two", ["48113", "48085"])
OTHER = custom_region("One more", ["48085", "48439"])
COUNTIES = ("48113", "48085", "48439")
YEARS = range(2020, 2026)
JOBS = 4315


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(freshness, "_today", lambda: TODAY)
    monkeypatch.delenv("NEXTGEN_OFFLINE")
    with BlsServer() as running:
        monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", running.address)
        yield running


@pytest.fixture
def store(home):
    return Store(embedded("data", "lmi"), home / "lmi")


def publish(site, years=YEARS, **wrong: bytes) -> None:
    """Publish some years; ``wrong`` gives another answer for an area, in every year."""
    for year in years:
        for area in (*COUNTIES, "48000", "US000"):
            body = wrong.get(f"of_{area}", annual_csv(County(area=area, year=year, factor=year - 2019)))
            site.put(Slice(year, "area", area).address_path, Answer(body=body))


def fetched(store, *regions, year=None):
    wish = freshness.wish_for(regions or [REGION], store, year)
    return freshness.fetch_newest(wish, store) if wish else None


def asked(site) -> list[tuple[str, int]]:
    return sorted((path[-9:-4], int(path.split("/")[2])) for path in site.asked)


def test_the_newest_year_and_five_before_come_and_count(site, store):
    publish(site)
    assert fetched(store) == "19 files came from BLS: industries are now of 2025."
    found = profile(REGION, store=store)
    assert found.years == (2015, 2016, *YEARS)
    assert found.total["employment"] == 2 * 6 * JOBS
    assert found.industries.set_index("industry_code").loc["62", "lq_us"] == pytest.approx(1)
    # the state's figures of 2020 to 2024 came along, and the nation's are estimates
    expected = [(area, year) for area in ("48113", "48085", "US000") for year in YEARS]
    assert asked(site) == sorted([*expected, ("48000", 2025)])
    site.asked.clear()
    assert fetched(store) is None
    assert site.asked == []


def test_what_bls_has_not_yet_is_asked_for_again_after_some_days(site, store, monkeypatch):
    publish(site, range(2020, 2025))
    assert fetched(store).endswith("industries are now of 2024.")
    site.asked.clear()
    assert fetched(store) is None
    monkeypatch.setattr(freshness, "_today", lambda: date(2026, 12, 12))
    publish(site)
    site._given.clear()
    assert fetched(store) == "4 files came from BLS: industries are now of 2025."
    assert {year for _, year in asked(site)} == {2025}


@pytest.mark.usefixtures("site")
def test_where_bls_has_nothing_at_all_it_is_asked_tomorrow(store, monkeypatch):
    assert "has none yet (it is asked again in 1 day); the figures that are here are used." in fetched(store)
    assert fetched(store) is None
    monkeypatch.setattr(freshness, "_today", lambda: date(2026, 11, 28))
    assert freshness.wish_for([REGION], store).files == 19


def test_a_batch_asks_once_for_all_its_regions(site, store):
    publish(site)
    wish = freshness.wish_for([REGION, OTHER], store)
    assert wish.sentence() == (
        "Asking BLS for industries of 2020 to 2025: those of 2 regions are of 2016 (25 files)."
    )
    steps = []
    said = freshness.fetch_newest(wish, store, lambda *step: steps.append(step))
    assert said.startswith("25 files came from BLS")
    assert len(site.asked) == len(set(site.asked)) == 25
    assert max(done for _, done, _ in steps) == 25
    assert {total for *_, total in steps} == {25}


def test_nothing_is_asked_where_the_industries_are_new_or_the_year_is_there(store):
    assert freshness.wish_for([REGION], store, today=date(2018, 6, 30)) is None  # 2016 was the newest then
    assert freshness.wish_for([REGION], store, today=date(2018, 7, 1)).years == (2012, 2017)
    assert freshness.wish_for([REGION], store, year=2016) is None
    assert freshness.wish_for([REGION], store, year=2024) is not None


def test_counties_that_have_ended_are_asked_for_only_in_years_that_they_had(store):
    """Valdez-Cordova ended with 2019, and 2020 is the first year that is asked for; Fairfield County ended with 2023."""
    valdez, fairfield = custom_region("Sound", ["02261"]), custom_region("Fairfield", ["09001"])
    assert freshness.wish_for([valdez], store, today=TODAY) is None
    assert freshness.wish_for([fairfield], store, today=TODAY).regions == (fairfield,)
    said = charts.at_a_glance(profile(valdez, store=store), 2026).age
    assert "since 2020: for newer figures, make a region of 02063 (Chugach Census Area) and 02066" in said
    assert "For the newest" not in said
    assert "For the newest" in charts.at_a_glance(profile(fairfield, store=store), 2026).age
    assert freshness.has_ended(fairfield, 2023, TODAY)


@pytest.mark.parametrize(
    ("area", "body", "counts"),
    [
        ("48113", annual_csv(County(area="48439", year=2025)), "nothing comes from"),
        ("US000", b"<html>Sign in</html>", "a web page came"),
        ("48085", annual_csv(County(area="48085", year=2025))[:-300], "the transfer broke off"),
        ("48113", b"", "the answer was empty"),
    ],
)
def test_a_damaged_or_lying_answer_leaves_the_old_state(site, store, area, body, counts):
    """A region's year counts only as a whole: with its counties, its state and the nation."""
    publish(site, **{f"of_{area}": body})
    said = fetched(store)
    assert said.startswith("No newer industries: ")
    assert said.endswith("; the figures that are here are used.")
    assert counts in said or "what came" in said
    assert "\n" not in said
    assert profile(REGION, store=store).year == 2016
    publish(site)
    site._given.clear()
    assert "industries are now of 2025" in fetched(store)


def test_a_site_of_which_nothing_can_be_used_is_left_after_a_few_files(site, store):
    publish(site, **{f"of_{area}": b"<html>Sign in</html>" for area in (*COUNTIES, "48000", "US000")})
    assert "a web page came instead of a table" in fetched(store)
    assert len(site.asked) < 10


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_refusing_site_is_left(site, store, status):
    for year in YEARS:
        for area in ("48113", "48085", "48000", "US000"):
            site.put(Slice(year, "area", area).address_path, Answer(status))
    begun = time.monotonic()
    assert str(status) in fetched(store)
    assert time.monotonic() - begun < 10
    assert store.imports() == []


def test_one_year_that_came_counts_though_another_did_not(site, store):
    publish(site)
    site.put(Slice(2022, "area", "48113").address_path, Answer(body=b"<html>area_fips"))
    said = fetched(store)
    assert said.endswith("industries are now of 2025; 1 file did not come and will be asked for again.")
    assert profile(REGION, store=store).years == (2015, 2016, 2020, 2021, 2023, 2024, 2025)


@pytest.mark.usefixtures("site")
def test_a_name_that_is_not_resolved_is_left_after_two_seconds(store, monkeypatch):
    """Resolving cannot be broken off: where it hangs, it is left behind."""
    ended = threading.Event()

    def hanging(*_, **__):
        ended.wait(30)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", "https://bls.invalid/cew/")
    begun = time.monotonic()
    assert fetched(store) == (
        "No newer industries: bls.invalid cannot be reached; the figures that are here are used."
    )
    assert time.monotonic() - begun < 3
    ended.set()


@pytest.mark.usefixtures("site")
def test_a_connection_that_is_refused_costs_no_time(store, monkeypatch):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", f"http://127.0.0.1:{nobody.getsockname()[1]}/")
        begun = time.monotonic()
        assert "cannot be reached" in fetched(store)
    assert time.monotonic() - begun < 1.5


@pytest.mark.usefixtures("site")
def test_a_site_that_never_answers_is_left_after_three_seconds(store, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", f"http://127.0.0.1:{silent.getsockname()[1]}/")
        begun = time.monotonic()
        assert "does not answer" in fetched(store)
    assert time.monotonic() - begun < 8  # three, and what a busy machine needs


def test_a_slow_site_is_waited_for(site, store):
    publish(site)
    site.put(
        Slice(2025, "area", "US000").address_path,
        Answer(503, busy_for=1),
        *site.pages[f"/cew/{Slice(2025, 'area', 'US000').address_path}"],
    )
    assert "industries are now of 2025" in fetched(store)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("address", ["nonsense", "ftp://bls.gov/"])
def test_a_wrong_address_is_said_and_the_report_goes_on(store, monkeypatch, address):
    monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", address)
    assert "NEXTGEN_BLS_ADDRESS" in fetched(store)


def test_a_folder_that_cannot_be_written_is_said(site, store, home):
    publish(site)
    (home / "downloads").write_text("a file", encoding="utf-8")
    assert fetched(store).startswith("No newer industries: ")


# -- the command ----------------------------------------------------------------------------------


@pytest.fixture
def report(monkeypatch):
    """Give the command, which plans reports and makes none."""
    made = []
    monkeypatch.setattr(provisioner, "call_ahead", lambda: None)
    monkeypatch.setattr(batch, "run_reports", lambda tasks, *_, **__: made.extend(tasks) or [])

    def run(*words):
        made.clear()
        done = CliRunner().invoke(app, ["report", *words])
        assert done.exit_code == 0, done.output
        return done.output, [task.year for task in made]

    return run


def test_a_report_is_made_of_what_was_fetched(site, report):
    publish(site)
    words = ("--counties", "48113,48085", "--name", "Two")
    output, years = report(*words)
    assert output.splitlines()[1:] == [
        "Asking BLS for industries of 2020 to 2025: those of Two are of 2016 (19 files).",
        "19 files came from BLS: industries are now of 2025.",
    ]
    assert years == [2025]
    assert "BLS" not in report(*words)[0]


@pytest.mark.parametrize("way", ["option", "environment", "plan"])
def test_offline_nothing_is_asked(site, report, monkeypatch, way):
    if way == "environment":
        monkeypatch.setenv("NEXTGEN_OFFLINE", "1")
    word = {"option": ["--offline"], "environment": [], "plan": ["--dry-run"]}[way]
    output, _ = report("tx-texoma", *word)
    assert "BLS" not in output
    assert site.asked == []


@pytest.mark.usefixtures("site")
def test_without_a_network_the_report_is_made_of_what_is_here(report, monkeypatch):
    monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", "http://127.0.0.1:1/cew/")
    output, years = report("tx-texoma", "tx-alamo")
    assert output.splitlines()[-1] == (
        "No newer industries: 127.0.0.1 cannot be reached; the figures that are here are used."
    )
    assert years == [2016, 2016]


def test_peers_are_compared_in_a_year_that_enough_others_have(site, store):
    """Dallas has sectors of 2024 then, the other boards have not: one region that happens to have some is no choice."""
    publish(site, range(2020, 2025))
    fetched(store)
    found = profile(REGION, store=store)
    assert found.year == 2024
    peers = peer_regions(found)
    assert set(peers["year"]) == {2016}
    assert len(peers) == 5
    chart = charts.peer_regions(found)
    assert chart.does_not_say[0].startswith("Too few others have sectors of 2024 here, so the year is 2016. ")
    assert f"{peers['compared'].iloc[0]} other regions have sectors of 2016" in chart.does_not_say[0]


def test_the_years_that_are_worth_fetching_follow_the_day():
    assert freshness.years_to_ask(date(2027, 6, 30)) == "2020:2025"
    assert freshness.years_to_ask(date(2027, 7, 1)) == "2021:2026"
