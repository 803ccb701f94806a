"""A team's answers, kept safe and with their history.

One SQLite file a team by default, any database that SQLAlchemy knows otherwise. Answers are only ever
added: the newest counts, and what was said before stays. Every answer is validated by the model of its
exercise before it is stored, also when it comes from a file.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.people import TEAM
from nextgen_helpers.places import shared_address, workspaces_folder
from nextgen_helpers.workspace.answers import SCHEMA_VERSION, About, Answer, Merged

if TYPE_CHECKING:
    from nextgen_helpers.workspace.kept import Newest
    from nextgen_helpers.workspace.store import Workspace

__all__ = [
    "SCHEMA_VERSION",
    "TEAM",
    "About",
    "Answer",
    "Merged",
    "Newest",
    "Workspace",
    "shared_address",
    "workspaces_folder",
]

#: What needs SQLAlchemy, which is slow to import: it comes when it is first used.
_LATER: Final = {"Newest": "kept", "Workspace": "store"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
