"""Lists in documents and in content begin where they are meant; for notebooks it is a rule of test_structure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from list_marks import misplaced_lists

from nextgen_helpers.places import yaml_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "data").rglob("*.md"),
        *(ROOT / "benchmarks").glob("*.md"),
    ]
)
CONTENT = sorted((ROOT / "data" / "toolkit").rglob("*.yaml"))


def texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, f"{where}.{name}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts(item, f"{where}[{number}]")
    elif isinstance(value, str):
        yield where, value


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_lists_in_a_document_begin_where_they_are_meant(path):
    assert misplaced_lists(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_lists_in_content_begin_where_they_are_meant(path):
    found = yaml_of(path.read_text(encoding="utf-8"))
    assert [(where, told) for where, text in texts(found, path.stem) for told in misplaced_lists(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n\n1. one\n2. two", "- one\n- two\n  goes on", "1. one\n   - inner\n2. two", "It fell from 12.5 to\n3.5 percent.",
        "```\nx\n- y\n```", "# Title\n\n- one",
    ],
)  # fmt: skip
def test_what_is_meant_is_let_be(text):
    assert misplaced_lists(text) == []
