"""The notebooks of the curriculum by the names that people read: "Step 1: Build Your Regional Support Team"."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Final

from nextgen_helpers.places import embedded

_PLACE: Final = re.compile(r"_(step|module)(\d)_")


@cache
def lesson_title(stem: str) -> str:
    """Give a notebook's title, with its step or module in front where it is one.

    Examples
    --------
    >>> lesson_title("14_step4_launch"), lesson_title("00_start_here")
    ('Step 4: Launch', 'Start here')
    """
    notebook = json.loads(embedded("notebooks", f"{stem}.ipynb").read_text(encoding="utf-8"))
    first = "".join(notebook["cells"][0]["source"]).splitlines()[0].removeprefix("# ").strip()
    place = _PLACE.search(stem)
    return f"{place[1].capitalize()} {place[2]}: {first}" if place else first
