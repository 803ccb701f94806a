"""What is on the screen in JupyterLab: wide tables, a narrow window, one chart on the wall, a picture to save."""

from __future__ import annotations

import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter_lab import run_all

from nextgen_helpers.workspace import Workspace

pytestmark = pytest.mark.browser

_LONG = "Regional Council of Advanced Manufacturers"
_ROSTER = [
    {"organization": f"{_LONG} {number}", "person": "Alexandra Montgomery-Rodriguez", "table": "outer"}
    for number in range(1, 4)
]
_desks = (f"desk-{number}" for number in itertools.count())
#: Regions that scroll sideways although they are on the screen.
_STICK_OUT = """selector => [...document.querySelectorAll(selector)]
    .filter(item => item.clientWidth && item.scrollWidth > item.clientWidth + 1)
    .map(item => item.getAttribute('aria-label'))"""


@pytest.fixture(scope="module")
def lab(shared_lab):
    address = f"sqlite:///{shared_lab.home}/workspaces/tx-greater-dallas.db"
    with Workspace.open("tx-greater-dallas", address) as kept:
        kept.save("partner_roster", {"partners": _ROSTER})
    return shared_lab


@pytest.fixture(scope="module")
def start_here(lab, open_shared_page):
    """The first notebook, run, in a usual window; each test leaves it as it was."""
    page = open_shared_page("about:blank", 1280)
    _run(page, lab, "00_start_here.ipynb", ".js-plotly-plot .main-svg")
    return page


def _open(page, lab, notebook: str) -> None:
    """JupyterLab remembers open tabs: each test has a desk of its own."""
    desk = f"/lab/workspaces/{next(_desks)}/tree/"
    page.goto(lab.address(notebook).replace("/lab/tree/", desk))
    page.wait_for_selector(".jp-Notebook", timeout=60_000)


def _run(page, lab, notebook: str, shown: str):
    _open(page, lab, notebook)
    return _shown(page, shown)


def _shown(page, shown: str):
    run_all(page)
    found = page.locator(shown).first
    found.wait_for(state="attached", timeout=60_000)
    found.evaluate("node => node.scrollIntoView()")
    found.wait_for(timeout=60_000)
    return found


def _roster(page):
    _shown(page, '.ng-form[aria-label="Partner roster"]')
    table = page.locator('.ng-form[aria-label="Partner roster"] .ng-scroll')
    table.get_by_label("Row 3, Organization").wait_for(timeout=60_000)
    table.scroll_into_view_if_needed()
    return table


def test_a_wide_table_becomes_cards_on_a_usual_screen(open_notebook):
    page = open_notebook("11_step1_support_team.ipynb", 1280)
    table = _roster(page)
    page.wait_for_function("() => document.querySelector('[aria-label=\"Partner roster\"] .ng-as-cards')")
    assert table.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    inside = table.evaluate(
        """node => [...node.querySelectorAll('input, select, button')].map(item => item.getBoundingClientRect())
        .every(box => box.left >= node.getBoundingClientRect().left && box.right <= node.getBoundingClientRect().right + 1)"""
    )
    assert inside
    # Each control has its name above it, the row its number, and it can be removed and brought back, by keyboard.
    card = table.locator("tbody tr").nth(2)
    assert "Organization" in card.inner_text()
    assert card.get_by_role("rowheader").inner_text() == "3"
    assert table.get_by_role("row").count() == 4
    card.get_by_label("Row 3, Organization").focus()
    controls = card.locator("input, select, button").count()
    for _ in range(controls - 1):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Remove row 3"
    page.keyboard.press("Enter")
    assert table.locator("tbody tr").count() == 2
    page.get_by_role("button", name="Bring the removed row back").click()
    assert table.locator("tbody tr").count() == 3
    found = Axe().run(page, context='.ng-form[aria-label="Partner roster"]').response["violations"]
    assert [item["id"] for item in found] == []


def test_on_a_wide_screen_it_stays_a_table_and_its_names_stay_in_view(open_notebook):
    page = open_notebook("11_step1_support_team.ipynb", 1600)
    table = _roster(page)
    assert table.evaluate("node => node.scrollWidth > node.clientWidth + 100")
    first = table.get_by_label("Row 1, Organization")
    first.scroll_into_view_if_needed()
    before = first.bounding_box()["x"]
    table.evaluate("node => { node.scrollLeft = 400; }")
    assert abs(first.bounding_box()["x"] - before) <= 2
    # Nothing lies over it; cells above may still be growing and push it out of the window, so it is brought back.
    page.wait_for_function(
        """node => { node.scrollIntoView({block: "center"}); const box = node.getBoundingClientRect();
        return document.elementFromPoint(box.left + 20, box.top + 10) === node; }""",
        arg=first.element_handle(),
    )


def test_a_narrow_window_has_room_for_the_notebook(lab, open_page):
    page = open_page("about:blank", 420)
    _run(page, lab, "00_start_here.ipynb", ".ng-bar")
    picture = page.locator(".ng-small svg").first
    picture.wait_for(timeout=60_000)
    assert not page.locator("#jp-left-stack").is_visible()  # the list of files
    assert page.locator(
        ".jp-SideBar .lm-TabBar-tab[title^='File Browser']"
    ).is_visible()  # it can be opened again
    width = page.locator(".jp-Notebook").first.bounding_box()["width"]
    assert width >= 330
    # The drawing for a phone, in place of Plotly's.
    shown = page.locator(".jp-OutputArea-child", has=page.locator(".ng-small svg")).first
    beside = shown.evaluate(
        "node => getComputedStyle(node.nextElementSibling.querySelector('.jp-RenderedPlotly')).display"
    )
    assert beside == "none"
    heights = picture.locator("text").evaluate_all(
        "items => items.map(item => item.getBoundingClientRect().height)"
    )
    assert min(height for height in heights if height > 0) >= 9
    assert page.evaluate(_STICK_OUT, ".ng-form, .ng-headed, .ng-form .ng-scroll") == []


def test_a_wide_window_keeps_plotly_and_the_list_of_files(start_here):
    page = start_here
    assert page.locator("#jp-left-stack").is_visible()
    assert page.locator(".ng-small svg").count() == 0  # nothing is drawn that nobody asked for


def test_a_chart_fills_the_wall_and_escape_leaves_it(start_here):
    page = start_here
    page.set_viewport_size({"width": 1280, "height": 720})
    bar = page.locator(".ng-headed", has_text="The largest private sector")
    button = bar.get_by_role("button", name="Show on the wall")
    button.press("Enter")
    wall = page.get_by_role("dialog")
    wall.locator("svg").wait_for(timeout=30_000)
    title = wall.locator(".ng-wall-title")
    assert "The largest private sector" in title.inner_text()
    assert title.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 28
    assert "Source: U.S. Bureau of Labor Statistics" in wall.inner_text()
    assert wall.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 720}
    assert wall.evaluate(
        "node => node.scrollHeight <= node.clientHeight && node.scrollWidth <= node.clientWidth"
    )
    outside = wall.evaluate(
        """node => [...node.querySelectorAll('svg text, p, button')].map(item => [item.textContent, item.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight))
        .map(([text]) => text)"""
    )
    assert outside == []
    heights = wall.locator("svg text").evaluate_all(
        "items => items.map(item => item.getBoundingClientRect().height)"
    )
    assert min(height for height in heights if height > 0) > 13  # 22 rows, and they can be read
    assert [item["id"] for item in Axe().run(page, context=".ng-wall").response["violations"]] == []
    page.keyboard.press("Escape")
    wall.wait_for(state="detached", timeout=20_000)
    assert page.evaluate("document.fullscreenElement") is None
    assert button.evaluate("node => node === document.activeElement")  # back where one came from


def test_a_picture_is_saved_as_a_download(start_here):
    page = start_here
    bar = page.locator(".ng-bar").first
    for ending, start in (("PNG", b"\x89PNG"), ("SVG", b"<?xml")):
        with page.expect_download(timeout=60_000) as download:
            bar.get_by_role("button", name=f"Save picture ({ending})").press("Enter")
        name = download.value.suggested_filename
        assert re.fullmatch(rf"[a-z0-9-]+\.{ending.lower()}", name)
        with open(download.value.path(), "rb") as file:  # noqa: PTH123  (a download's own path)
            assert file.read().startswith(start)
        bar.get_by_text(f"Saved as {name}").wait_for(timeout=20_000)
    assert [item["id"] for item in Axe().run(page, context=".ng-headed").response["violations"]] == []


def test_the_browsers_own_menu_prints_where_to_print(start_here):
    page = start_here
    hint = page.locator(".ng-print-hint")
    assert not hint.is_visible()
    page.emulate_media(media="print")
    assert hint.is_visible()
    assert not page.locator(".jp-Notebook").is_visible()
    page.emulate_media(media="screen")
    assert not hint.is_visible()
