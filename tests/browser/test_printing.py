"""File > Print and Save and Export Notebook As in JupyterLab: what is seen, and no code."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from nextgen_helpers.workspace import Workspace

pytestmark = pytest.mark.browser

_NOTEBOOK = "20_module2_outreach.ipynb"
#: JupyterLab prints a frame of its own, which stays until somebody moves the mouse.
_PRINTED = "document.querySelector('body > iframe')?.srcdoc"


@pytest.fixture(scope="module")
def lab(shared_lab):
    address = f"sqlite:///{shared_lab.home}/workspaces/tx-greater-dallas.db"
    with Workspace.open("tx-greater-dallas", address) as kept:
        knocks = [
            {
                "organization": "College",
                "employer": "Mill & <b>Sons</b>",
                "purpose": "advice",
                "contacts_a_year": 7,
            }
        ]
        kept.save(
            "many_tables_many_knocks",
            {"organizations": ["College"], "employers": ["Mill & <b>Sons</b>"], "knocks": knocks},
        )
    return shared_lab


def _opened(page, lab) -> None:
    page.goto(lab.address(_NOTEBOOK))
    page.get_by_text("(ipykernel) | Idle").wait_for(timeout=60_000)


def _file_menu(page) -> None:
    page.locator(".lm-MenuBar-itemLabel", has_text="File").first.click()


def _shows_what_is_seen(text: str) -> None:
    assert "Mill &amp; &lt;b&gt;Sons&lt;/b&gt;" in text
    assert text.count("<svg") >= 4
    assert "ng.form" not in text
    assert 'class="ng-error"' not in text


def test_the_exported_page_has_pictures_and_answers_and_no_code(lab, open_page, tmp_path):
    page = open_page("about:blank", 1280)
    # JupyterLab opens the download in a tab of its own, which a browser without a screen does not show.
    page.add_init_script("window.open = (address) => { window.wanted = address; };")
    with page.expect_response("**/api/nbconvert?*", timeout=60_000):  # the menu is filled when it comes
        _opened(page, lab)
    _file_menu(page)
    page.locator(".lm-Menu-itemLabel", has_text="Save and Export Notebook As").click()
    page.locator(".lm-Menu-itemLabel", has_text="HTML").last.wait_for(timeout=20_000)
    offered = page.locator(".lm-Menu").last.locator(".lm-Menu-itemLabel").all_inner_texts()
    assert {text for text in offered if text} == {"HTML", "Executable Script"}
    page.locator(".lm-Menu-itemLabel", has_text="HTML").last.click()
    page.get_by_role(
        "button", name="Ok"
    ).click()  # whether to clean what people typed: our page does it anyway
    page.wait_for_function("window.wanted", timeout=20_000)
    named, text = page.evaluate(
        "fetch(window.wanted).then(async (came) => [came.headers.get('content-disposition'), await came.text()])"
    )
    assert named.endswith("20_module2_outreach.html")
    target = tmp_path / "20_module2_outreach.html"
    target.write_text(text, encoding="utf-8")
    _shows_what_is_seen(target.read_text(encoding="utf-8"))

    # It opens from anywhere, for everybody, and prints on Letter paper.
    alone = open_page(target, 1200)
    assert alone.asked == [target.as_uri()]
    assert alone.complaints == []
    assert [item["id"] for item in Axe().run(alone).response["violations"]] == []
    phone = open_page(target, 375)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    if shutil.which("pdftotext"):
        printed = tmp_path / "page.pdf"
        alone.pdf(path=printed, prefer_css_page_size=True)
        told = subprocess.run(["pdfinfo", printed], capture_output=True, text=True, check=True).stdout
        assert "612 x 792 pts (letter)" in told
        words = subprocess.run(["pdftotext", printed, "-"], capture_output=True, text=True, check=True).stdout
        assert "Mill & <b>Sons</b>" in words
        assert "For the facilitator" not in words  # what is folded stays folded


def test_print_prints_the_same_page(open_notebook):
    page = open_notebook(_NOTEBOOK, 1280)
    _file_menu(page)
    page.locator(".lm-Menu-itemLabel", has_text="Print…").click()
    _prints_what_is_seen(page)
    for place in range(200):  # the frame goes when the mouse moves, once JupyterLab listens for that
        if not page.evaluate(_PRINTED):
            break
        page.mouse.move(300 + place, 300)
        page.wait_for_timeout(50)
    assert not page.evaluate(_PRINTED)
    page.locator(".jp-Notebook").click(position={"x": 400, "y": 5})
    page.keyboard.press("Control+p")
    _prints_what_is_seen(page)


def _prints_what_is_seen(page) -> None:
    page.wait_for_function(_PRINTED, timeout=60_000)
    printed = page.evaluate(_PRINTED)
    _shows_what_is_seen(printed)
    assert Path(_NOTEBOOK).stem in printed
