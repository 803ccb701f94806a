"""A notebook as a page: what a team sees on the screen, to print, to send, to keep.

``nextgen lab`` saves notebooks without results, so that a mailed notebook holds no answers; and what stands on the screen (forms,
charts that a script draws) does not print. Every answer is saved at once, though: the notebook is run again, for paper, with
the answers that are saved, and gives the same findings, pictures, tables and answers without code.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nbconvert.preprocessors import Preprocessor
from traitlets.config import Config

from nextgen_helpers.reports.export import TEMPLATES, Page, page_parts
from nextgen_helpers.reports.exporter import PageExporter
from nextgen_helpers.words import day_words
from nextgen_helpers.work_folder import work_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: A notebook takes seconds; a cell that takes longer than this waits for something that does not come.
_SECONDS: Final = 120
#: The cell that says how to begin is of no use on paper.
_HOW_TO_BEGIN: Final = "00-run"
_OUR_LANGUAGE: Final = ("", "python3")
#: A link to another notebook leads nowhere from a page that was sent.
_TO_NOTEBOOK: Final = re.compile(r"\[([^\]\[]+)\]\([^)\s]+\.ipynb(?:#[^)\s]*)?\)")


def as_seen(notebook: NotebookNode, folder: str | Path | None = None) -> NotebookNode:
    """Run a notebook as it stands on the screen, with the answers that are saved, and draw it for paper.

    notebook : with or without results; it is not changed.
    Gives the notebook with results. Where it stopped, a cell says so in a sentence, and what comes after has no
    results.
    """
    from nbclient import NotebookClient  # noqa: PLC0415  (slow to import)
    from nbformat import from_dict  # noqa: PLC0415

    from nextgen_helpers.kernels import WARM  # noqa: PLC0415
    from nextgen_helpers.reports.make import own_kernel  # noqa: PLC0415

    copy: NotebookNode = from_dict(notebook)
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    wanted = copy.metadata.get("kernelspec", {}).get("name", "")
    with work_folder("report") as work:
        client = NotebookClient(
            copy,
            timeout=_SECONDS,
            kernel_name=WARM if wanted in _OUR_LANGUAGE else wanted,
            kernel_manager_class=own_kernel(work, "paper"),
            # A warm kernel comes from a server with a working folder of its own.
            resources={"metadata": {"path": str(Path(folder or work).resolve())}},
            shutdown_kernel="immediate",
        )
        try:
            # Cell by cell, as papermill does it: execute() would take the signals that end Jupyter's server.
            with client.setup_kernel():
                for number, cell in enumerate(copy.cells):
                    client.execute_cell(cell, number)
        except Exception as error:  # noqa: BLE001  (whatever it was, the rest of the page is worth having)
            _say_where_it_stopped(copy, error)
    return copy


def _say_where_it_stopped(notebook: NotebookNode, error: Exception) -> None:
    """Put a sentence in the place of the first results that are missing."""
    from nbformat.v4 import new_output  # noqa: PLC0415

    name, value = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
    first = str(value).strip().splitlines()[:1] or [""]
    reason = first[0] if name in ("UserError", "DataFileError") else f"{name}: {first[0]}"[:300]
    sentence = (
        f"The notebook stopped here. {reason.rstrip('.')}. What comes after it is missing for that reason; "
        "fix it in JupyterLab, choose Run All Cells, and print again."
    )
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    stopped = next(
        (cell for cell in code if any(output.output_type == "error" for output in cell.outputs)), None
    ) or next((cell for cell in code if cell.execution_count is None), None)
    if stopped is None:
        return
    kept = [output for output in stopped.outputs if output.output_type != "error"]
    stopped.outputs = [*kept, new_output("error", ename="Stopped", evalue=sentence, traceback=[])]


class AsSeen(Preprocessor):
    """Runs a notebook for paper before it is written as a page with our template."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Run a notebook, and give what its page is made of."""
        about = resources.get("metadata", {})
        name = str(about.get("name") or "notebook")
        executed = as_seen(nb, about.get("path") or None)
        executed.cells = [cell for cell in executed.cells if cell.get("id") != _HOW_TO_BEGIN]
        for cell in executed.cells:
            if cell.cell_type == "markdown":
                cell.source = _TO_NOTEBOOK.sub(r"\1", cell.source)
        now = datetime.now().astimezone()
        page = Page(
            title=_title(executed) or name,
            subtitle=f"As it stood on {day_words(now)}, at {now:%H:%M}",
            made=(f"From the notebook {name}.ipynb.",),
            content="notebook",
        )
        prepared, parts = page_parts(executed, page)
        return prepared, {**resources, "nextgen": parts}


def _title(notebook: NotebookNode) -> str:
    """Give the first main heading."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.partition("\n")[0].removeprefix("# ").strip())
    return ""


class NotebookPage(PageExporter):
    """Jupyter's way to such a page: ``jupyter nbconvert --to page NOTEBOOK``.

    ``nextgen lab`` gives the same settings to Jupyter's own HTML exporter (``lab_settings/jupyter_server_config.py``), which is
    what *File > Print* and *Save and Export Notebook As > HTML* call.
    """

    export_from_notebook = "Page without code"

    @property
    def default_config(self) -> Config:
        """Our template, and the run before it."""
        page = {
            "preprocessors": [f"{__name__}.{AsSeen.__name__}"],
            "extra_template_basedirs": [str(TEMPLATES)],
            "template_name": "template",
            "exclude_input": True,
            "exclude_anchor_links": True,
        }
        ours = Config({"NotebookPage": page})
        ours.merge(super().default_config)
        return ours
