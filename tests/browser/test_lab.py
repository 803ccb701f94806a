"""The first notebook in JupyterLab, as a team uses it: run all, pick a region, see the charts follow."""

from __future__ import annotations

import pytest
from jupyter_lab import run_all

pytestmark = pytest.mark.browser

_CARDS = ".jp-OutputArea .ng-cards"


def _run_all(page) -> None:
    run_all(page)
    page.wait_for_selector(f"{_CARDS} >> text=Unemployment rate", timeout=60_000, state="attached")
    page.wait_for_selector(".jp-OutputArea .js-plotly-plot .main-svg", timeout=60_000, state="attached")
    page.get_by_label("Region", exact=True).scroll_into_view_if_needed()


def test_a_team_picks_its_region(lab, open_page):
    home = lab.home
    page = open_page(lab.address("00_start_here.ipynb"), 1400)
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    _run_all(page)
    assert "1,826,215" in page.locator(_CARDS).text_content()  # Greater Dallas, by default

    field = page.get_by_label("Region", exact=True)
    field.fill("panhandle")
    field.press("Enter")
    page.wait_for_selector(f"{_CARDS} >> text=195,378", timeout=60_000, state="attached")
    page.wait_for_selector(
        ".jp-OutputArea >> text=Potter and Randall counties have 59%", timeout=60_000, state="attached"
    )

    field.fill("dalas")
    field.press("Enter")
    page.wait_for_selector('text=No region fits "dalas". Did you mean Greater Dallas?', timeout=30_000)
    assert "195,378" in page.locator(_CARDS).text_content()  # a slip changes nothing

    # Own counties, by keyboard.
    page.get_by_text("My region is not in the list").click()
    page.get_by_label("Name of your region").fill("Our two counties")
    codes = page.get_by_label("County codes")
    codes.fill("48113, 48439")
    codes.press("Tab")
    page.get_by_role("button", name="Use these counties").press("Enter")
    page.wait_for_selector("text=Our two counties is chosen", timeout=60_000)
    page.wait_for_selector(f"{_CARDS} >> text=2,836,567", timeout=60_000, state="attached")
    assert (home / "regions" / "tx-our-two-counties.yaml").is_file()

    # What was picked is still there after a reload, in a fresh run.
    page.reload()
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    _run_all(page)
    assert "2,836,567" in page.locator(_CARDS).text_content()
    asked = [url for url in page.asked if not url.startswith(("data:", "blob:", "http://127.0.0.1:"))]
    assert asked == []
