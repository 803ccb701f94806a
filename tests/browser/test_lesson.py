"""A lesson in JupyterLab, as a facilitator uses it: what is folded, what is finished, rows that are taken over, files by a button."""

from __future__ import annotations

import io
import os
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter_lab import run_all

from nextgen_helpers.workspace import Workspace

pytestmark = pytest.mark.browser

COMPANIES = [
    {"company": "Sandoval Machining", "person": "Maria Sandoval"},
    {"company": "Brooks Plastics", "person": "Lena Brooks"},
]
#: A folder for pictures of what was seen; none are kept where it is not named.
LOOK = os.environ.get("NEXTGEN_LOOK", "")


def _form(page, title: str):
    return page.locator(".ng-form", has=page.locator(f'.ng-form-title:text-is("{title}")'))


def _near(found) -> None:
    """JupyterLab lays out only what is near the screen."""
    found.wait_for(state="attached", timeout=60_000)
    found.evaluate("node => node.scrollIntoView()")
    found.wait_for(timeout=60_000)


def _seen(page, name: str) -> None:
    if LOOK:
        page.screenshot(path=str(Path(LOOK) / f"{name}.png"))


@pytest.fixture(scope="module")
def lesson(shared_lab, open_shared_page):
    """Step 3, of a team that has named its companies; no test needs what another one types."""
    with Workspace.open(
        "tx-greater-dallas", f"sqlite:///{_made(shared_lab.home / 'workspaces') / 'tx-greater-dallas.db'}"
    ) as kept:
        kept.save("invitation_list", {"companies": COMPANIES})
    page = open_shared_page(shared_lab.address("13_step3_prepare.ipynb"), 1280)
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    run_all(page)
    return page


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_rows_are_taken_over_and_a_finished_one_is_beside_the_form(lesson, shared_lab):
    form = _form(lesson, "Champion profile")
    _near(form)
    form.get_by_role("button", name="Take over from Invitation list: Companies").click()
    form.get_by_role("button", name="Add 2 rows").click()
    form.get_by_text("2 rows were added.").wait_for(timeout=20_000)
    form.locator('.ng-status:text-matches("^Saved")').wait_for(timeout=20_000)
    with Workspace.open(
        "tx-greater-dallas", f"sqlite:///{shared_lab.home / 'workspaces' / 'tx-greater-dallas.db'}"
    ) as kept:
        (answer,) = kept.current("champion_profile")
    assert [row["company"] for row in answer.value["leaders"]] == ["Sandoval Machining", "Brooks Plastics"]
    form.get_by_role("button", name="Take them out again").click()
    form.get_by_text("2 rows were added.").wait_for(state="detached", timeout=20_000)

    form.get_by_text("See a finished one").click()
    form.get_by_text("Invented Valley is an exercise.").wait_for(timeout=60_000)
    assert "Maria Sandoval" in form.locator(".ng-sample").inner_text()
    form.get_by_text("What to bring and what to ask").click()
    _seen(lesson, "champion_profile")
    problems = Axe().run(lesson, context=".ng-form", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    assert problems.response["violations"] == []


def test_who_checks_herself_hears_at_once_why(lesson):
    form = _form(lesson, "Check yourself: Prepare to Launch")
    _near(form)
    form.get_by_role("radio", name="The workforce board's").check()
    form.get_by_text('Not quite: "Another CEO\'s" is right.').wait_for(timeout=20_000)
    form.get_by_role("radio", name="Another CEO's").focus()
    lesson.keyboard.press("Space")
    form.get_by_text("Right. Business leaders come when a business leader asks").wait_for(timeout=20_000)
    _seen(lesson, "quick_check")


def test_all_answers_come_as_a_file_by_a_button(lesson):
    form = _form(lesson, "Take it along")
    _near(form)
    _seen(lesson, "take_along")
    with lesson.expect_download(timeout=60_000) as coming:
        form.get_by_role("button", name="All answers (Excel)").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    assert "Sandoval Machining" in str(
        [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    )


def test_what_is_more_is_folded_and_opens_with_a_click(lesson):
    more = lesson.locator(".jp-MarkdownCell", has=lesson.locator("em", has_text="More:")).first
    _near(more)
    hidden = lesson.locator(".jp-Cell.jp-mod-hidden, .jp-Notebook .jp-Cell[style*='display: none']")
    folded = lesson.locator(
        ".jp-MarkdownHeadingCollapsed, .jp-collapseHeadingButton[aria-expanded='false'], .jp-mod-collapsed"
    )
    _seen(lesson, "folded")
    assert hidden.count() + folded.count() > 0
