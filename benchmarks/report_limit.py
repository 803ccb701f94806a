"""The limit: the cells of the report's notebook run as plain code in this one warm process, and exported once each.

Run by ``reports.py``: ``python report_limit.py FOLDER ANOTHER REGION...``. It prints the seconds, and those of a processor, without starting and first use.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path

os.environ["NEXTGEN_OUTPUT"] = "paper"

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from nextgen_helpers.places import embedded
from nextgen_helpers.reports.export import Page, page_html
from nextgen_helpers.reports.workbook import workbook_bytes


def report(shell: InteractiveShell, region: str, folder: Path) -> None:
    """Run the cells, write the page and the workbook."""
    notebook = nbformat.read(embedded("notebooks", "reports", "regional_profile.ipynb"), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        with capture_output() as shown:
            if "parameters" in cell.metadata.get("tags", []):
                shell.user_ns.update(region_id=region, year=None, team=True)
            elif shell.run_cell(cell.source).error_in_exec:
                sys.exit(f"{region}: {cell.source}")
        cell.outputs = [
            nbformat.v4.new_output("display_data", data=output.data, metadata=output.metadata or {})
            for output in shown.outputs
        ]
    (folder / f"{region}.html").write_text(page_html(notebook, Page(region, "", "")), encoding="utf-8")
    (folder / f"{region}.xlsx").write_bytes(workbook_bytes(shell.user_ns["profile"]))


def main() -> None:
    """Make the report of another region, which does not count, then all of them."""
    folder, another, regions = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    shell = InteractiveShell.instance()
    report(shell, another, folder)
    gc.collect()
    gc.freeze()  # as in a kernel that was forked
    began, of_a_processor = time.perf_counter(), time.process_time()
    for region in regions:
        report(shell, region, folder)
    print(json.dumps([time.perf_counter() - began, time.process_time() - of_a_processor]))


if __name__ == "__main__":
    main()
