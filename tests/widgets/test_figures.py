"""The button that fetches the newest figures: where it stands, and what a press of it does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from qcew_files import County, annual_csv

import nextgen_helpers as ng
from nextgen_helpers.lmi import freshness
from nextgen_helpers.lmi.update import import_files
from nextgen_helpers.regions import custom_region, find_regions
from nextgen_helpers.widgets import figures, region_picker

WIDGET = "application/vnd.jupyter.widget-view+json"
SAID = "25 files came from BLS: industries are now of 2025."


@pytest.fixture
def online(monkeypatch):
    """Let BLS have something, and count how often it is asked."""
    asked = []

    def fetch(wish, progress):
        asked.append(wish)
        for done in range(26):
            progress("48097 in 2025", done, 25)
        return SAID

    monkeypatch.delenv("NEXTGEN_OFFLINE")
    monkeypatch.setattr(figures, "fetch_newest", fetch)
    return asked


def pressed(form):
    form._heard(form, {"kind": "changed", "name": "fetch", "value": 1, "token": "any"}, [])


def said_by(form):
    said = []
    form.observe(lambda change: said.append(change["new"]), names="status")
    return said


def test_the_button_stands_only_where_industries_are_old(team, screen, monkeypatch):
    ng.show.newest_figures(team)._ipython_display_()
    assert "industries of 2016" in screen.html
    assert [bundle for bundle in screen.shown if WIDGET in bundle]
    screen.shown.clear()
    monkeypatch.setattr(figures, "OLD", datetime.now(UTC).year)
    ng.show.newest_figures(team)._ipython_display_()
    assert not [bundle for bundle in screen.shown if WIDGET in bundle]


def test_no_button_is_offered_where_nothing_newer_can_come():
    """Valdez-Cordova ended in 2019, and its land has other codes since; Chugach is one of them."""
    assert not figures.has_old_figures(custom_region("Valdez-Cordova", "02261"))
    assert figures.has_old_figures(custom_region("Chugach", "02063"))


def test_a_press_says_what_happens_how_far_it_is_and_what_came(team, online):
    done = []
    form = figures.FetchForm(team.team.region, lambda: done.append(True))
    said = said_by(form)
    form._pressed("fetch", 1)
    assert said[0].startswith("Asking BLS for industries of ")
    assert said[-1] == SAID
    assert "10 of 25 files are here." in said
    assert len(said) <= 15
    assert (len(done), len(online)) == (1, 1)


def test_in_a_notebook_it_works_on_beside_the_page(team, online):
    done = asyncio.Event()
    form = figures.FetchForm(team.team.region, done.set)

    async def notebook():
        pressed(form)
        assert form.status.startswith("Asking BLS")
        pressed(form)  # a second press while it works asks for nothing
        await asyncio.wait_for(done.wait(), 10)

    asyncio.run(notebook())
    assert form.status == SAID
    assert len(online) == 1


def test_whatever_breaks_is_said_in_a_line(team, online, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no")

    monkeypatch.setattr(figures, "fetch_newest", broken)
    form, done = figures.FetchForm(team.team.region, lambda: None), asyncio.Event()
    form.observe(lambda _: form.busy or done.set(), "status")

    async def notebook():
        pressed(form)
        await asyncio.wait_for(done.wait(), 10)

    asyncio.run(notebook())
    assert form.status == "Nothing was fetched: no"
    assert online == []


def test_without_internet_or_where_nothing_is_left_to_ask_it_says_so(team, monkeypatch):
    form = figures.FetchForm(team.team.region, lambda: None)
    pressed(form)
    assert form.status == "Nothing was asked for: NEXTGEN_OFFLINE is set on this computer."
    monkeypatch.delenv("NEXTGEN_OFFLINE")
    monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", "http://127.0.0.1:1/")
    pressed(form)
    assert form.status == (
        "No newer industries: 127.0.0.1 cannot be reached; the figures that are here are used."
    )
    monkeypatch.setattr(freshness, "is_old", lambda *_: False)
    pressed(form)
    assert form.status.startswith("Nothing was asked for: what BLS has is here")


def test_the_first_notebook_offers_it_below_the_choice_of_a_region(screen, monkeypatch):
    shown = []
    monkeypatch.setattr(region_picker, "display", lambda *widgets: shown.extend(widgets))
    monkeypatch.setattr(region_picker, "output_mode", lambda: "screen")
    ng.show.explore()
    picker, _ = shown
    offered = picker.fetching
    assert offered.children == ()
    picker.search.value = "Texoma"
    (form,) = offered.children
    assert form.title == "Newer figures of Texoma"
    assert form.fields[0]["label"] == "Fetch the newest figures"
    monkeypatch.setattr(figures, "OLD", datetime.now(UTC).year)
    picker.search.value = "Alamo"
    assert offered.children == ()
    assert "Alamo" in screen.html


def test_counties_without_industries_are_chosen_after_they_were_fetched(screen, monkeypatch, tmp_path):
    """Chugach has totals along, and no industries: what is refused at first is chosen by itself when they have come."""
    shown = []
    monkeypatch.setattr(region_picker, "display", lambda *widgets: shown.extend(widgets))
    monkeypatch.setattr(region_picker, "output_mode", lambda: "screen")
    monkeypatch.delenv("NEXTGEN_OFFLINE")
    ng.show.explore()
    picker, _ = shown
    offered = picker.fetching
    picker.name.value, picker.codes.value = "Our borough", "02063"
    picker.use.click()
    assert "fetch the industries with the button in Start here" in picker.message.value
    assert picker.region is None
    (kept,) = find_regions("Our borough")  # so that the command in the message finds it, too
    assert f"--region {kept.id} " in picker.message.value
    (form,) = offered.children

    monkeypatch.setattr(figures, "fetch_newest", lambda *_, **__: "No newer industries: nobody answers.")
    pressed(form)
    assert (form.status, offered.children) == ("No newer industries: nobody answers.", (form,))

    def fetch(*_, **__):
        for area in ("02063", "02000", "US000"):
            (tmp_path / f"{area}.csv").write_bytes(annual_csv(County(area=area, year=2025)))
            import_files(tmp_path / f"{area}.csv")
        return SAID

    monkeypatch.setattr(figures, "fetch_newest", fetch)
    pressed(form)
    assert picker.region.counties == ("02063",)
    assert "Our borough</strong> is chosen" in picker.message.value
    assert "Quarterly Census of Employment and Wages, 2025" in screen.html
    assert offered.children == ()
