"""Reports on paper: every section is there, no picture is divided, and no page is nearly empty."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise

import numpy as np
import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (shutil.which("pdftotext") and shutil.which("pdftoppm")),
        reason="pdftotext is not there, so the printed page is not looked at; install poppler-utils",
    ),
]

#: So much of a page's height is used at least, except of the last.
_LEAST = 0.4
_DOTS = 20  # an inch; enough to see where the ink ends
_MARGIN = round(0.55 * _DOTS)


def _pages(pdf) -> list[str]:
    """Give the letters of each page, without spaces and line ends, in which a page and its text may differ."""
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return ["".join(page.split()) for page in text.removesuffix("\f").split("\f")]


def _used(pdf, folder) -> list[float]:
    """Give the share of each page's height, between the margins, down to which there is ink."""
    subprocess.run(["pdftoppm", "-r", str(_DOTS), "-gray", pdf, folder / "page"], check=True)
    shares = []
    for path in sorted(folder.glob("page-*.pgm")):
        _, width, height, _ = (data := path.read_bytes()).split(maxsplit=4)[:4]
        ink = np.frombuffer(data[-int(width) * int(height) :], dtype=np.uint8).reshape(
            int(height), int(width)
        )
        last = np.flatnonzero((ink < 245).any(axis=1)).max(initial=0)
        shares.append((last - _MARGIN) / (int(height) - 2 * _MARGIN))
    return shares


@pytest.fixture(
    scope="module", params=["tx-greater-dallas.html", "tx-panhandle.html", "oh-central-ohio.html"]
)
def printed(request, built_reports, open_shared_page, tmp_path_factory):
    """Give a report in the browser, and as it is printed."""
    page = open_shared_page(built_reports / request.param)
    target = tmp_path_factory.mktemp("printed") / "report.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    return page, target


def test_every_section_begins_in_its_order(printed):
    page, pdf = printed
    heads = ["".join(head.split()) for head in page.locator("main h2").all_inner_texts()]
    assert len(heads) == 12
    text = "".join(_pages(pdf))
    places = [text.find(head) for head in heads]
    assert -1 not in places
    assert all(one < next_one for one, next_one in pairwise(places))


def test_a_picture_is_on_one_page_with_its_title_and_source(printed):
    page, pdf = printed
    pages = _pages(pdf)
    charts = page.eval_on_selector_all(
        "section.ng-chart:has(.ng-wide svg)",
        "items => items.map(item => [item.querySelector('h2, h3').textContent, item.querySelector('.ng-source').textContent,"
        " ...[...item.querySelectorAll('.ng-wide svg text')].flatMap(text => text.children.length"
        " ? [...text.children].map(part => part.textContent) : [text.textContent])])",
    )
    assert len(charts) >= 12
    for title, *parts in charts:
        where = [text for text in pages if "".join(title.split()) in text]
        assert where, title
        # Word by word: in a picture words of several labels stand in one line.
        words = {word for part in parts for word in part.split()}
        assert not [word for word in words if not any(word in text for text in where)], title


def test_letters_of_pictures_can_be_read(printed):
    """In points, the smallest of any picture: a picture is scaled to the page."""
    page, _ = printed
    page.emulate_media(media="print")
    sizes = page.eval_on_selector_all(
        ".ng-wide svg",
        "items => items.flatMap(item => { const scale = item.getScreenCTM().a * 72 / 96;"
        " return [...item.querySelectorAll('text')].map(text => scale * parseFloat(getComputedStyle(text).fontSize)) })",
    )
    page.emulate_media(media="screen")
    assert len(sizes) > 300
    assert min(sizes) > 5.9


def test_no_page_is_nearly_empty(printed, tmp_path):
    *all_but_last, _ = _used(printed[1], tmp_path)
    assert len(all_but_last) >= 8
    assert min(all_but_last) >= _LEAST
