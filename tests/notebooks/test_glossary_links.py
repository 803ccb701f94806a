"""A lesson's own words lead to the glossary: once each, where a reader meets them first, and to a page that has them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import content

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
GLOSSARY = "90_glossary.ipynb"
LINK = re.compile(rf"\[([^\]]+)\]\({re.escape(GLOSSARY)}(#[^)]*)?\)")
#: Start of a notebook's name -> terms that a newcomer to it has to know.
KEY_TERMS = {
    "01": ("rubric", "median", "on_the_edge", "strong_disagreement"),
    "10": ("sector_partnership", "support_partner", "convener", "wioa"),
    "11": ("convener", "inner_table", "outer_table", "workforce_board"),
    "12": ("sector", "support_team", "location_quotient", "withheld", "naics"),
    "13": ("convener", "champion", "civic_entrepreneur"),
    "14": ("support_team", "champion", "task_team"),
    "15": ("task_team", "quick_win", "norming", "collective_impact"),
    "16": ("convener", "champion", "task_team", "collective_impact"),
    "20": ("table", "knock", "critical_mass", "redundancy", "density", "centralization"),
    "30": ("front_line",),
    "40": ("career_pathway_program", "career_pathway_system"),
    "50": ("sector_partnership", "support_partner", "task_team"),
}
LESSONS = sorted(path for path in FOLDER.glob("*.ipynb") if path.name[:2] in KEY_TERMS)
#: Words that are links to the page itself, and to no term of it.
WHOLE_PAGE = {"the glossary", "About these notebooks", "Glossary and sources"}


def cells(path: Path) -> list[str]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == "markdown"]


def term_id(words: str) -> str:
    """Find the term that a link shows, in the singular or in the plural."""
    words = " ".join(words.split())
    try:
        return content.glossary().term(words).id
    except UserError:
        return content.glossary().term(words.removesuffix("s")).id


def linked(path: Path) -> list[str]:
    found = [match for text in cells(path) for match in LINK.finditer(text)]
    return [term_id(match[1]) for match in found if match[1] not in WHOLE_PAGE]


def test_every_lesson_has_its_key_terms():
    assert len(LESSONS) == len(KEY_TERMS)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_links_its_key_terms_once_each(path):
    found = Counter(linked(path))
    assert [term for term in KEY_TERMS[path.name[:2]] if term not in found] == []
    assert [term for term, times in found.items() if times > 1] == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_heading_links_to_the_glossary(path):
    lines = [line for text in cells(path) for line in text.splitlines() if line.startswith("#")]
    assert [line for line in lines if LINK.search(line)] == []


def test_what_is_linked_is_there():
    headings = {
        line.lstrip("# ").strip().replace(" ", "-")
        for text in cells(FOLDER / GLOSSARY)
        for line in text.splitlines()
        if line.startswith("#")
    }
    anchors = [match[2] for path in LESSONS for text in cells(path) for match in LINK.finditer(text)]
    assert [anchor for anchor in anchors if anchor and anchor[1:] not in headings] == []
