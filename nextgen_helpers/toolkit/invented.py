"""Invented answers to tools, for teaching: ``data/examples/*.yaml``, one file a tool, checked like a team's own.

No name in them is that of a real organization, employer or person; where they are shown, it has to be said.
"""

from __future__ import annotations

from typing import Any, Final

from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit.sheets import sheet_model
from nextgen_helpers.toolkit.shipped import load_shipped

_FOLDER: Final = ("data", "examples")


def invented_tools() -> list[str]:
    """Name the tools that have invented answers."""
    return sorted(path.stem for path in embedded(*_FOLDER).glob("*.yaml"))


def invented_answers(tool_id: str) -> dict[str, Any]:
    """Give the invented answers to a tool, as a workspace stores them.

    Examples
    --------
    >>> invented_answers("pathway_map")["jobs"][0]["job"]
    'Machine helper'
    """
    model = sheet_model(tool_id)
    return load_shipped(f"data/examples/{tool_id}.yaml", model).model_dump(mode="json")
