"""A real browser: Debian's Chromium, or the one that NEXTGEN_CHROMIUM names."""

from __future__ import annotations

import contextlib
import os
import shutil

import pytest
from jupyter_lab import begin_anew, close_all, open_in, opened_lab
from playwright.sync_api import sync_playwright

_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("NEXTGEN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip(
            "no Chromium is there, so nothing is tried in a browser; install it, or name it in NEXTGEN_CHROMIUM"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _running_lab(tmp_path_factory):
    """Start JupyterLab once for all tests of a process, and keep its folder as it was."""
    folder, kept = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("kept")
    with opened_lab(folder, 18888) as started:
        shutil.copytree(folder, kept, dirs_exist_ok=True, ignore=shutil.ignore_patterns("runtime"))
        yield started, kept


@pytest.fixture
def lab(_running_lab):
    """Give a JupyterLab as a user sees it who has just chosen a region and opens it for the first time."""
    started, kept = _running_lab
    begin_anew(started, kept)
    return started


@pytest.fixture(scope="module")
def shared_lab(_running_lab):
    """Give it to all tests of a module, as each leaves it to the next."""
    started, kept = _running_lab
    begin_anew(started, kept)
    return started


def _listening(chromium, width: int):
    """Give an empty page; what it asks for and complains of is written down."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda said: page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


@contextlib.contextmanager
def _opening(chromium):
    pages = []

    def opened(path, width: int = 1200):
        page = _listening(chromium, width)
        page.goto(path if isinstance(path, str) else path.as_uri())
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def open_page(chromium):
    """Open a file in a page of some width."""
    with _opening(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def open_shared_page(chromium):
    """Open a page for all tests of a module: JupyterLab takes longer to load than most of them take."""
    with _opening(chromium) as opened:
        yield opened


@pytest.fixture(scope="session")
def _desks():
    """Keep the page that has loaded JupyterLab, if there is one."""
    return []


@pytest.fixture
def open_notebook(chromium, lab, _desks):
    """Open a notebook in a window of some width; JupyterLab is loaded once for all tests of a process."""

    def opened(notebook: str, width: int):
        if not _desks:
            page = _listening(chromium, width)
            page.goto(lab.address(notebook))
            page.wait_for_selector(".jp-Notebook", timeout=60_000)
            _desks.append(page)
            return page
        (page,) = _desks
        page.set_viewport_size({"width": width, "height": 900})
        page.asked.clear()
        page.complaints.clear()
        open_in(page, notebook)
        return page

    yield opened
    for page in list(_desks):
        if page.locator(".jp-Dialog").count():  # a test has failed: the next one gets a page of its own
            _desks.remove(page)
            page.close()
        else:
            close_all(page)
