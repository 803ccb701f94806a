"""From an executed notebook to one HTML file that opens anywhere."""

from __future__ import annotations

import re
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.page import page_css
from nextgen_helpers.reports.stamp import NOT_BEGUN
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: Where the folder of the template lies.
TEMPLATES: Final = Path(__file__).resolve().parent
_NUMBERED: Final = re.compile(r"\A## \d+ ")
_mine: Final = threading.local()
_KICKER: Final = "Next Gen Sector Partnerships"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says around the notebook."""

    title: str  # the page's one main heading
    subtitle: str  # one line below it
    # when the report was made, with which parameters, and how it is made again; it stands at the end, with
    # the sources, since it is for whoever makes the next one
    made: tuple[str, ...] = ()
    interactive: bool = False  # the charts are Plotly's; the script lies beside the page
    index: bool = False  # an index page lies beside it
    workbook: bool = False  # an Excel workbook lies beside it, with the tables
    content: str = "report"  # what the page is, for the link that skips to it
    made_of: str = ""  # names everything that the report was made of


def page_html(notebook: NotebookNode, page: Page) -> str:
    """Write an executed notebook as a page without code.

    notebook : executed; its first heading is replaced by the page's title.
    Gives a whole HTML document. It asks no network for anything; without ``interactive`` it holds no script,
    and its content security policy forbids any.
    """
    prepared, parts = page_parts(notebook, page)
    body, _ = _exporter().from_notebook_node(prepared, {"nextgen": parts})
    return str(body)


def page_parts(notebook: NotebookNode, page: Page) -> tuple[NotebookNode, dict[str, Any]]:
    """Give what the template makes a page of: the cells that stand in it, and what stands around them.

    notebook : executed; it is not changed.
    """
    prepared, contents = _prepared(notebook)
    return prepared, {
        **asdict(page),
        "kicker": _KICKER,
        "version": __version__,
        "css": page_css(),
        "contents": contents,
        "footer": "Figures: U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages "
        "(public domain). County shapes: U.S. Census Bureau. Text: CC BY 4.0, Next Gen Sector "
        f"Partnership notebooks. Made with nextgen-helpers {__version__}.",
    }


def metadata_of(notebook: NotebookNode, key: str) -> dict[str, Any]:
    """Read what the report's own kernel wrote into the metadata of an output; empty where there is none."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found = output.get("metadata", {}).get(key)
            if found:
                return dict(found)
    return {}


def _exporter() -> Any:
    """Give this thread's exporter: one holds the notebook that it is writing."""
    if not hasattr(_mine, "exporter"):
        from nextgen_helpers.reports.exporter import PageExporter  # noqa: PLC0415  (nbconvert is slow to import)

        _mine.exporter = PageExporter(  # type: ignore[no-untyped-call]
            extra_template_basedirs=[str(TEMPLATES)],
            template_name="template",
            exclude_input=True,
            exclude_anchor_links=True,
            sanitize_html=False,
        )
    return _mine.exporter


def _prepared(notebook: NotebookNode) -> tuple[NotebookNode, list[tuple[str, str]]]:
    """Drop the first heading, which the page says itself, and give every section an anchor."""
    from nbformat import from_dict  # noqa: PLC0415

    copy: NotebookNode = from_dict(notebook)
    _leave_open_parts_out(copy)
    contents: list[tuple[str, str]] = []
    for cell in copy.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            cell.source = cell.source.partition("\n")[2].strip()
        elif cell.cell_type == "markdown" and cell.source.startswith("## "):
            anchor = f"section-{len(contents) + 1}"
            cell.metadata["anchor"] = anchor
            contents.append((anchor, cell.source.partition("\n")[0].removeprefix("## ").strip()))
    copy.cells = [cell for cell in copy.cells if cell.source.strip() or cell.get("outputs")]
    return copy, contents


def _mark(output: NotebookNode) -> Any:
    return output.get("metadata", {}).get(NOT_BEGUN)


def _leave_open_parts_out(notebook: NotebookNode) -> None:
    """Take out what only says that it is not begun, where a list names all of that, and number what stays anew."""
    marks = {_mark(output) for cell in notebook.cells for output in cell.get("outputs", [])}
    if not {"list", "nothing"} & marks:
        return
    sections: list[list[NotebookNode]] = [[]]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    kept: list[NotebookNode] = []
    number = 0
    for cells in sections:
        shown = [cell for cell in cells if cell.get("outputs")]
        for cell in shown:
            cell.outputs = [item for item in cell.outputs if _mark(item) not in ("open", "nothing")]
        if shown and not any(cell.outputs for cell in shown):
            continue
        if _NUMBERED.match(cells[0].source if cells else ""):
            number += 1
            cells[0].source = _NUMBERED.sub(f"## {number} ", cells[0].source, count=1)
        kept += cells
    notebook.cells = kept
