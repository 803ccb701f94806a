"""What a report is made of, as one name: when nothing of it has changed, the report need not be made again.

It is a hash of contents, not of times: the library and everything that ships with it, the user's own figures, regions and
tables, the region, the parameters, and the answers of its team.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.places import embedded, user_home
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nextgen_helpers.reports.tasks import ReportTask

__all__ = ["Fingerprints", "library_fingerprint"]

#: Parts of the user's folder that are told apart by region, or say nothing about a report.
_NOT_FOR_ALL: Final = ("workspaces", "regions", "downloads", "cache")
#: A larger file of the user's figures is known by its name and size: an import has a name of its own and never changes.
_LARGE: Final = 4 * 2**20


class Fingerprints:
    """Names what reports are made of; what all of them share is read once."""

    def of(self, task: ReportTask) -> str:
        """Name what a report is made of.

        Parameters
        ----------
        task : what would be made.
        """
        parameters = [
            task.region_id, task.region_name, list(task.counties), task.year, task.interactive, task.team,
            task.kind, task.in_batch,
        ]  # fmt: skip
        answers = _answers(task.region_id) if task.team else ""
        return _hashed([self._library, self._own, parameters, answers])

    @cached_property
    def _library(self) -> str:
        return library_fingerprint()

    @cached_property
    def _own(self) -> str:
        home = user_home()
        files = []
        for path in _files(home):
            relative = path.relative_to(home)
            if relative.parts[0] in _NOT_FOR_ALL or path.name.startswith("."):
                continue
            size = path.stat().st_size
            files.append([str(relative), size, "" if size > _LARGE else _content(path)])
        return _hashed(files)


def library_fingerprint() -> str:
    """Name the state of the library, its notebooks, its content and its figures.

    Two computers with the same name make the same reports of the same answers.
    """
    package = Path(__file__).resolve().parents[1]
    roots = [package, embedded("notebooks"), embedded("data")]
    files = [
        [str(path.relative_to(root)), _content(path)]
        for root in roots
        for path in _files(root)
        if "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts
    ]
    return _hashed([__version__, files])


def _answers(region_id: str) -> str:
    """Name the state of a team's answers; empty where it has none. Nothing is created by asking."""
    from nextgen_helpers.workspace import Workspace, shared_address, workspaces_folder  # noqa: PLC0415

    if shared_address() is None and not (workspaces_folder() / f"{region_id}.db").is_file():
        return ""
    with Workspace.open(region_id, shared_address()) as workspace:
        return _hashed([[answer.answer_id, answer.saved_at, answer.value] for answer in workspace.history()])


def _files(root: Path) -> Iterable[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else []


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hashed(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, default=str).encode()).hexdigest()
