"""Reports and their index in a real browser: readable by everybody, offline, on a phone, on paper."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

_PAGES = ("tx-greater-dallas.html", "tx-panhandle.html", "oh-central-ohio.html", "index.html")


#: Most of a page are cells of tables, and axe compares the colors of each: rows after the third are like those before.
_FEW_ROWS = "document.querySelectorAll('tbody tr:nth-child(n+4)').forEach(row => row.remove())"


def _violations(page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found]


@pytest.mark.parametrize("width", [1200, 375])
@pytest.mark.parametrize("name", _PAGES)
def test_axe_finds_nothing(built_reports, open_page, name, width):
    """With every table unfolded: what is seen before is seen then, too."""
    page = open_page(built_reports / name, width)
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    if name != _PAGES[0] or width != 1200:  # one page as a whole
        page.evaluate(_FEW_ROWS)
    assert _violations(page) == []


def test_axe_finds_nothing_before_tables_are_unfolded(built_reports, open_page):
    assert _violations(open_page(built_reports / _PAGES[0], 375)) == []


@pytest.mark.parametrize("name", _PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(built_reports, open_page, name):
    page = open_page(built_reports / name)
    page.wait_for_timeout(300)
    assert page.asked == [(built_reports / name).as_uri()]
    assert page.complaints == []


@pytest.mark.parametrize("name", _PAGES)
def test_nothing_is_wider_than_a_phone(built_reports, open_page, name):
    page = open_page(built_reports / name, 375)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_phone_gets_its_own_pictures(built_reports, open_page):
    path = built_reports / "tx-panhandle.html"
    wide, phone = open_page(path, 1200), open_page(path, 375)
    for page, shown, hidden in ((wide, ".ng-wide", ".ng-narrow"), (phone, ".ng-narrow", ".ng-wide")):
        assert page.locator(f"{shown} svg").first.is_visible()
        assert not page.locator(f"{hidden} svg").first.is_visible()
    # Text in the pictures can be read without zooming.
    heights = phone.eval_on_selector_all(
        ".ng-narrow svg text", "items => items.map(item => item.getBoundingClientRect().height)"
    )
    assert min(height for height in heights if height > 0) >= 9


def test_no_words_of_a_picture_are_cut_off(built_reports, open_page):
    """Every word of every picture lies inside the page, with the fonts that the browser really has."""
    for width in (1200, 375):
        page = open_page(built_reports / "tx-panhandle.html", width)
        outside = page.eval_on_selector_all(
            ".ng-picture svg text",
            "items => items.map(item => [item.textContent, item.getBoundingClientRect()])"
            ".filter(([, box]) => box.width && (box.left < 0 || box.right > innerWidth))"
            ".map(([text]) => text)",
        )
        assert outside == []


def test_each_picture_has_words_for_those_who_cannot_see_it(built_reports, open_page):
    page = open_page(built_reports / "tx-greater-dallas.html")
    said = page.eval_on_selector_all(
        ".ng-wide svg",
        "items => items.map(item => ['labelledby', 'describedby'].map("
        "kind => document.getElementById(item.getAttribute(`aria-${kind}`)).textContent))",
    )
    assert len(said) >= 8
    for title, words in said:
        assert title in page.locator("h2, h3").all_text_contents()
        assert len(words) > 40


def test_words_of_a_picture_can_be_selected_and_found(built_reports, open_page):
    page = open_page(built_reports / "tx-greater-dallas.html")
    assert page.evaluate("window.find('Health care & social assistance')")
    inside = "getSelection().anchorNode.parentElement.closest('svg') !== null"
    assert any(page.evaluate(inside) for _ in range(40) if page.evaluate("window.find('Health care')"))


def test_pictures_can_be_read_where_a_reader_forces_colors(built_reports, open_page):
    page = open_page(built_reports / "tx-greater-dallas.html")
    page.emulate_media(forced_colors="active", color_scheme="dark")
    looks = page.eval_on_selector_all(
        ".ng-wide svg",
        "items => items.map(item => [getComputedStyle(item).backgroundColor, getComputedStyle(item.querySelector('text')).fill])",
    )
    assert {ground for ground, _ in looks} == {"rgb(255, 255, 255)"}
    assert {ink for _, ink in looks} <= {"rgb(28, 40, 51)", "rgb(86, 98, 110)"}


def test_the_contents_lead_to_every_section(built_reports, open_page):
    page = open_page(built_reports / "tx-greater-dallas.html")
    links = page.eval_on_selector_all(
        "nav a", "items => items.map(item => item.getAttribute('href').slice(1))"
    )
    assert len(links) == 12
    missing = [link for link in links if not page.evaluate("id => !!document.getElementById(id)", link)]
    assert missing == []


def test_it_prints_on_letter_paper(built_reports, open_page, tmp_path):
    if not shutil.which("pdfinfo"):
        pytest.skip("pdfinfo is not there, so the printed page is not looked at; install poppler-utils")
    target = tmp_path / "report.pdf"
    open_page(built_reports / "tx-greater-dallas.html").pdf(path=target, prefer_css_page_size=True)
    told = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    assert "612 x 792 pts (letter)" in told
    assert 8 <= int(re.search(r"Pages:\s+(\d+)", told)[1]) <= 30
    text = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True)
    assert "Greater Dallas: labor-market report" in text.stdout
    assert "Skip to the report" not in text.stdout


def test_the_index_sorts_and_finds(built_reports, open_page):
    page = open_page(built_reports / "index.html")
    names = "tbody tr:not([hidden]) th"
    jobs = page.get_by_role("button", name="Jobs", exact=True)
    jobs.click()
    ascending = page.locator(names).all_inner_texts()
    jobs.press("Enter")  # by keyboard, the other way round
    descending = page.locator(names).all_inner_texts()
    assert descending[0] == "Greater Dallas"
    assert ascending == descending[::-1]
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Jobs")
    page.get_by_label("Find a region").fill("ohio")
    assert page.locator(names).all_inner_texts() == ["Central Ohio"]
    page.get_by_role("link", name="Central Ohio", exact=True).click()
    assert page.locator("h1").inner_text() == "Central Ohio: labor-market report"


def test_an_interactive_report_works_offline(interactive_report, open_page):
    page = open_page(interactive_report / "tx-alamo.html")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    assert page.locator(".js-plotly-plot").count() >= 8
    assert {url.rsplit("/", 1)[-1] for url in page.asked if not url.startswith(("data:", "blob:"))} == {
        "tx-alamo.html", "plotly.min.js",
    }  # fmt: skip
    assert page.complaints == []
    assert _violations(page) == []
