"""The notebooks of the curriculum by the names that people read, and the sections that they are made of."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from nextgen_helpers.places import embedded

_PLACE: Final = re.compile(r"_(step|module)(\d)_")
_SECTION: Final = re.compile(r"^## (?P<title>.+?) \((?P<minutes>\d+) minutes\)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LessonSection:
    """A section of a lesson."""

    notebook: str  # stem of its notebook
    title: str
    minutes: int  # how long it takes
    core: bool  # whether it belongs to the core path; the others are for those who want more


def lessons() -> tuple[str, ...]:
    """Give the stems of the numbered notebooks, in order.

    >>> lessons()[:2]
    ('00_start_here', '01_self_assessment')
    """
    return tuple(sorted(path.stem for path in embedded("notebooks").glob("[0-9][0-9]_*.ipynb")))


@cache
def lesson_title(stem: str) -> str:
    """Give a notebook's title, with its step or module in front where it is one.

    >>> lesson_title("14_step4_launch"), lesson_title("00_start_here")
    ('Step 4: Launch', 'Start here')
    """
    first = _cells(stem)[0][0].splitlines()[0].removeprefix("# ").strip()
    place = _PLACE.search(stem)
    return f"{place[1].capitalize()} {place[2]}: {first}" if place else first


@cache
def lesson_sections(stem: str) -> tuple[LessonSection, ...]:
    """Give the sections of a notebook with their minutes, as its headings say them; one without minutes is none.

    >>> lesson_sections("01_self_assessment")[0].minutes > 0
    True
    """
    return tuple(
        LessonSection(
            stem, found["title"], int(found["minutes"]), bool(metadata.get("section", {}).get("core", True))
        )
        for source, metadata in _cells(stem)
        for found in _SECTION.finditer(source)
    )


def _cells(stem: str) -> list[tuple[str, dict[str, Any]]]:
    """Give the text cells of a notebook with their metadata."""
    notebook = json.loads(embedded("notebooks", f"{stem}.ipynb").read_text(encoding="utf-8"))
    return [
        ("".join(cell["source"]), cell["metadata"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
    ]
