"""Buttons at the end of a lesson: worksheets, the report and all answers as files, and a colleague's answers brought in."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import Bundle, Displayed
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.widgets.form import button, described
from nextgen_helpers.widgets.working import WorkingForm

if TYPE_CHECKING:
    from nextgen_helpers.views.live import LiveTeam

_TYPES: Final = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
_COLLEAGUE: Final = "The Excel file of all answers that was made on another laptop. Every answer is kept once; nothing of yours is lost."
_PATIENCE: Final = 600
_FAILED: Final = "That did not work"


class TakeAlong(Displayed):
    """The buttons, for a lesson or, without one, for all.

    lesson : number of the lesson, such as ``13``; empty for all.
    """

    def __init__(self, live: LiveTeam, lesson: str) -> None:
        self.live, self.lesson = live, lesson
        worksheets = "The worksheets of this lesson (PDF)" if lesson else "All worksheets (PDF files)"
        fields = [
            button("worksheets", worksheets, "With your answers, or to fill in by pen."),
            button("report", "The partnership's report", "One page with figures, plan and answers, to print or to send; it takes half a minute."),
            button("answers", "All answers (Excel)", "To read, to keep, or to bring to another laptop."),
            described("colleague", Asked("Bring in a colleague's answers", help=_COLLEAGUE), kind="upload", accept=".xlsx,.json,.db"),
        ]  # fmt: skip
        self.form = WorkingForm("Take it along", fields, self._pressed, self._heard)

    def mime_bundles(self) -> list[Bundle]:
        """Give the buttons; nothing where nobody can press them."""
        return [self.form.bundle("", "")] if output_mode() == "screen" else []

    def _pressed(self, name: str, _: Any) -> None:
        if self.form.busy:
            return
        works = {"worksheets": self.worksheets, "report": self.report, "answers": self.answers}
        self.form.status = "Working on it ..."
        self.form.begin(works[name], self._offered, _FAILED)

    def _offered(self, made: tuple[str, bytes]) -> str:
        name, content = made
        self.form.offer(name, _TYPES[Path(name).suffix], content)
        return f"{name} is in your downloads."

    def worksheets(self) -> tuple[str, bytes]:
        """Make the worksheets: one PDF for a lesson, else a file with all of them; with answers where there are any."""
        lesson = ["--notebook", self.lesson] if self.lesson else []
        whose = [self._team_id()] if self.live.team.workspace.history() else ["--blank"]
        files = _made("handouts", *whose, "--for", "worksheets", *lesson)
        if len(files) == 1:
            return next(iter(files.items()))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in files.items():
                book.writestr(name, content)
        return f"worksheets_{self._team_id()}.zip", buffer.getvalue()

    def report(self) -> tuple[str, bytes]:
        """Make the partnership's report."""
        files = _made("report", self._team_id(), "--kind", "partnership", "--offline")
        return next((name, content) for name, content in files.items() if name.endswith(".html"))

    def answers(self) -> tuple[str, bytes]:
        """Write all answers into a workbook."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"answers_{self._team_id()}.xlsx"
            self.live.team.workspace.export_excel(file)
            return file.name, file.read_bytes()

    def _team_id(self) -> str:
        return self.live.team.workspace.team_id

    def _heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        """Take a colleague's file; a team's own on another laptop is the first one of its region there."""
        if message.get("kind") != "file" or not buffers or self.form.busy:
            return
        ending = re.search(r"\.(xlsx|json|db)$", str(message.get("file") or ""), re.IGNORECASE)
        if ending is None:
            self.form.status = f"{_FAILED}: take the Excel file that this button made on the other laptop."
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"the file{ending[0].lower()}"
            file.write_bytes(bytes(buffers[0]))
            try:
                merged = self.live.team.workspace.import_file(file, other_team=True)
            except UserError as error:
                self.form.status = f"{_FAILED}: {error}"
                return
        for exercise_id in {answer.exercise_id for answer in self.live.team.workspace.history()}:
            self.live.saved(exercise_id)
        self.form.status = f"{merged.summary()} To see them in the forms, press Run, Run All Cells."


def _made(*command: str) -> dict[str, bytes]:
    """Run a command of ours in a process of its own, and give the files that it made."""
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(  # noqa: S603  (our own command, and words of ours)
            [sys.executable, "-m", "nextgen_helpers.cli", *command, "--out", folder],
            capture_output=True, encoding="utf-8", errors="replace", timeout=_PATIENCE, check=False,
        )  # fmt: skip
        if ended.returncode:
            said = [line for line in ended.stderr.splitlines() if line.strip()]
            raise UserError(said[-1].strip() if said else "the work ended without a word.")
        return {
            path.name: path.read_bytes()
            for path in sorted(Path(folder).iterdir())
            if path.is_file() and path.suffix in _TYPES
        }


def take_along(live: LiveTeam, lesson: str = "") -> TakeAlong:
    """Show buttons that make worksheets, the report and a file of all answers, and bring in a colleague's.

    Parameters
    ----------
    live : from ``ng.team()``.
    lesson : number of the lesson whose worksheets are meant, such as ``"13"``; by default all.
    """
    return TakeAlong(live, lesson)
