"""What a report is made of, as one name: when nothing of it has changed, the report need not be made again.

It is a hash of contents, not of times: the library and everything that ships with it, the user's own figures, regions and
tables, the region, the parameters, and the answers of its team with the day on which they are shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from nextgen_helpers.places import shared_address, shipped_files, user_home, workspaces_folder
from nextgen_helpers.regions import find_regions
from nextgen_helpers.reports.tasks import ReportTask
from nextgen_helpers.version import __version__

#: Parts of the user's folder that every report may read: figures and tables by occupation. The rest is told apart by region (answers),
#: is read as what it means (regions), or says nothing about a report (downloads, cache, the region that was chosen last).
_FOR_ALL: Final = ("lmi", "jobs", "official")
#: A larger file of the user's figures is known by its name and size: an import has a name of its own and never changes.
_LARGE: Final = 4 * 2**20


class Fingerprints:
    """Names what reports are made of; what all of them share is read once."""

    def of(self, task: ReportTask) -> str:
        """Name what a report is made of."""
        parameters = [
            task.region_id, task.region_name, list(task.counties), task.year, task.interactive, task.team,
            task.kind, task.in_batch, task.asked, datetime.now().astimezone().year,  # the year says how old figures are
        ]  # fmt: skip
        answers = answers_fingerprint(task.team_id) if task.team else ""
        # What a team plans is shown beside the day on which the report is made: late, due, to come.
        day = f"{datetime.now().astimezone():%Y-%m-%d}" if answers else ""
        return _hashed([self.library, self.figures, parameters, answers, day])

    @cached_property
    def library(self) -> str:
        """The state of the library and of everything that ships with it."""
        return library_fingerprint()

    @cached_property
    def figures(self) -> str:
        """The state of the user's own figures and regions; every region is compared with all that are known."""
        home = user_home()
        files = []
        for path in [path for part in _FOR_ALL for path in _files(home / part)]:
            if not path.name.startswith("."):
                size = path.stat().st_size
                name = path.relative_to(home).as_posix()
                files.append([name, size, "" if size > _LARGE else _content(path)])
        return _hashed([files, [[item.id, item.name, item.counties] for item in find_regions()]])


def library_fingerprint() -> str:
    """Name the state of the library, its notebooks, its content and its figures.

    Two computers with the same name make the same reports of the same answers.
    """
    files = [[name, _content(path)] for name, path in shipped_files("package", "notebooks", "data")]
    return _hashed([__version__, sorted(files)])


def answers_fingerprint(team_id: str) -> str:
    """Name the state of a team's answers; empty where it has none. Nothing is created by asking."""
    if shared_address() is None and not (workspaces_folder() / f"{team_id}.db").is_file():
        return ""
    from nextgen_helpers.workspace import Workspace  # noqa: PLC0415  (SQLAlchemy is slow to import)

    with Workspace.open(team_id, shared_address()) as workspace:
        return _hashed([[answer.answer_id, answer.saved_at, answer.value] for answer in workspace.history()])


def _files(root: Path) -> Iterable[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else []


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hashed(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, default=str).encode()).hexdigest()
