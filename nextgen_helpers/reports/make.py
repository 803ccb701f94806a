"""One report: run the notebook in a kernel of its own, check whose it is, and write the page.

This is the unit of work of every batch, on this computer or on a cluster. It writes nowhere but into a folder of its own
that it takes away, and gives the files' contents.
"""

from __future__ import annotations

import threading
import time
import traceback
import weakref
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.quick import get_ready_for_nbformat
from nextgen_helpers.regions import Region
from nextgen_helpers.reports.tasks import KINDS, Made, ReportResult, ReportTask
from nextgen_helpers.words import day_words, plural
from nextgen_helpers.work_folder import work_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: A cell that runs longer than this has stopped for good.
_SECONDS: Final = 600
#: A kernel that dies while it starts, or for lack of memory beside others, gets a second try.
_TRIES: Final = 2
#: What a socket's address can hold on every Unix; a folder for temporary files can lie deep, as on a shared computer.
_LONGEST_ADDRESS: Final = 100
_MANIFEST_TELLS: Final = "manifest.json holds the technical details"
_DIED: Final = (
    "The notebook stopped because its kernel died twice, perhaps for lack of memory; "
    f"run it again with --jobs 1 ({_MANIFEST_TELLS})."
)
#: Kernels that run now, so that Ctrl-C ends them; threads add to them while another looks.
_running: weakref.WeakSet[Any] = weakref.WeakSet()
_running_changes: Final = threading.Lock()


class _KernelDied(Exception):  # noqa: N818  (it never leaves this module)
    """The kernel is gone before the notebook came to its end."""


def make_report(task: ReportTask, made_of: str = "", stop: threading.Event | None = None) -> Made:
    """Make one report; whatever goes wrong is in the result, never raised.

    stop : set when nobody wants the report any more; no kernel is started after that.
    """
    began = time.perf_counter()
    try:
        if task.problem:
            raise UserError(task.problem)  # noqa: TRY301
        notebook, workbook = _executed(task, stop or threading.Event())
        numbers = _checked(notebook, task)
        contents = {task.files[0]: _page(notebook, task, made_of).encode()}
        if workbook is not None:
            contents[task.files[1]] = workbook
    except Exception as error:  # noqa: BLE001  (one region's failure stops no other)
        return Made(failed(task, time.perf_counter() - began, error))
    seconds = round(time.perf_counter() - began, 2)
    result = ReportResult(
        task.region_id, task.region_name, task.year, "ok", seconds, task.files, numbers,
        kind=task.kind, made_of=made_of,
    )  # fmt: skip
    return Made(result, contents)


def failed(task: ReportTask, seconds: float, error: BaseException) -> ReportResult:
    """Say in one sentence why a report could not be made."""
    sentence = str(error) if isinstance(error, UserError) else _said_by_notebook(error)
    details = "" if isinstance(error, UserError) else "".join(traceback.format_exception(error))
    return ReportResult(
        task.region_id, task.region_name, task.year, "failed", round(seconds, 2), error=sentence,
        details=details, kind=task.kind,
    )  # fmt: skip


def _said_by_notebook(error: BaseException) -> str:
    """Find the one sentence in what a notebook raised."""
    if isinstance(error, _KernelDied):
        return _DIED
    name, value = getattr(error, "ename", ""), getattr(error, "evalue", "")
    if name in ("UserError", "DataFileError"):
        return str(value)
    reason = f"{name}: {value}" if name else f"{type(error).__name__}: {error}"
    return f"The notebook stopped ({reason.splitlines()[0][:300]}); {_MANIFEST_TELLS}."


# -- running --------------------------------------------------------------------------------------


def _executed(task: ReportTask, stop: threading.Event) -> tuple[NotebookNode, bytes | None]:
    """Run the notebook; give it as it ended, and the workbook."""
    for trial in range(1, _TRIES + 1):
        if stop.is_set():
            break
        with work_folder("report") as work:
            try:
                notebook = _run(task, work)
            except _KernelDied:
                if trial == _TRIES:
                    raise
                continue
            if task.kind == "labor-market":
                from nextgen_helpers.reports.handover import WORKBOOK  # noqa: PLC0415

                return notebook, (work / WORKBOOK).read_bytes()
            return notebook, None
    raise UserError("The batch was stopped before this report was made.")


def _run(task: ReportTask, work: Path) -> NotebookNode:
    get_ready_for_nbformat()
    import papermill  # noqa: PLC0415  (slow to import)
    from nbclient.exceptions import DeadKernelError  # noqa: PLC0415

    from nextgen_helpers.kernels import WARM  # noqa: PLC0415

    region_id, own_team = task.region_id.partition("--")[0], task.team_id
    # A region's first team needs no naming, and a report with it looks as it always did.
    team: bool | str = own_team if own_team not in ("", region_id) else task.team
    parameters = {"region_id": region_id, "year": task.asked, "team": team}
    try:
        executed: NotebookNode = papermill.execute_notebook(
            _prepared(task, parameters),
            None,  # it is saved once, as a page
            parameters=parameters,
            kernel_name=WARM,
            kernel_manager_class=own_kernel(work, "shared-script" if task.interactive else "paper"),
            resources={"metadata": {"path": str(work)}},
            shutdown_kernel="immediate",
            progress_bar=False,
            log_output=False,
            execution_timeout=_SECONDS,
            request_save_on_cell_execute=False,
        )
    except DeadKernelError as error:
        raise _KernelDied from error
    except RuntimeError as error:
        if "kernel" in str(error).lower():  # it died, or did not answer, while it started
            raise _KernelDied from error
        raise
    return executed


def _prepared(task: ReportTask, parameters: Mapping[str, Any]) -> NotebookNode:
    """Read the notebook, and add the cell with which its kernel hands over the tables."""
    from nbformat.v4 import new_code_cell  # noqa: PLC0415
    from papermill.iorw import load_notebook_node  # noqa: PLC0415

    source = embedded("notebooks", "reports", KINDS[task.kind][0])
    notebook: NotebookNode = load_notebook_node(str(source))
    _check_parameters(notebook, source.name, parameters)
    last = new_code_cell(
        f"import nextgen_helpers as ng\nng.reports.hand_over(profile, workbook={len(task.files) > 1})",
        metadata={"tags": []},
    )
    last["id"] = "hand-over"  # the same in every run
    notebook.cells.append(last)
    return notebook


def _check_parameters(notebook: NotebookNode, name: str, parameters: Mapping[str, Any]) -> None:
    """Papermill only warns of a parameter that the notebook does not know; here that is an error."""
    from papermill.inspection import _infer_parameters  # noqa: PLC0415  (what its own inspection calls)

    known = {parameter.name for parameter in _infer_parameters(notebook)}
    unknown = sorted(set(parameters) - known)
    if unknown:
        raise UserError(f"{name} has no parameter {unknown[0]}.")


def own_kernel(folder: Path, output: str) -> type[Any]:
    """Give the kind of kernel manager that keeps a report's kernel apart from all others.

    Its kernel has variables of its own, so that this process's need not be changed, and speaks over files in a folder of its
    own where the system can: ports taken by two kernels at once are the usual trouble of parallel runs.
    """
    import os  # noqa: PLC0415
    import socket  # noqa: PLC0415

    from jupyter_client.manager import AsyncKernelManager  # noqa: PLC0415
    from traitlets import default  # noqa: PLC0415

    class Manager(AsyncKernelManager):
        @default("transport")
        def _default_transport(self) -> str:
            fits = len(str(folder / "kernel-ipc-5")) <= _LONGEST_ADDRESS
            return "ipc" if fits and hasattr(socket, "AF_UNIX") and os.name == "posix" else "tcp"

        @default("connection_file")
        def _default_connection_file(self) -> str:
            return str(folder / "kernel.json")

        async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
            own = {"NEXTGEN_OUTPUT": output, "NEXTGEN_QUIET_KERNEL": "1"}
            kwargs["env"] = {**(kwargs.get("env") or os.environ), **own}
            with _running_changes:
                _running.add(self)
            return await super()._async_pre_start_kernel(**kwargs)

    return Manager


def stop_kernels() -> None:
    """Kill the kernels of reports that are under way: the threads that wait for them then end, too."""
    with _running_changes:
        managers = list(_running)
    for manager in managers:
        process = getattr(getattr(manager, "provisioner", None), "process", None)
        if process is not None:
            process.kill()


# -- writing --------------------------------------------------------------------------------------


def _checked(notebook: NotebookNode, task: ReportTask) -> dict[str, Any]:
    """Make sure that the kernel worked on the region and year that were asked for; give its numbers."""
    from nextgen_helpers.reports.export import metadata_of  # noqa: PLC0415
    from nextgen_helpers.reports.handover import NUMBERS  # noqa: PLC0415
    from nextgen_helpers.reports.stamp import STAMP  # noqa: PLC0415

    stamp = metadata_of(notebook, STAMP)
    if stamp.get("region_id") != task.region_id.partition("--")[0] or stamp.get("year") != task.year:
        raise UserError(
            f"The report of {task.region_id} came out for {stamp.get('region_id', 'no region')}, "
            f"{stamp.get('year', 'no year')}, and was thrown away; run it again."
        )
    numbers = metadata_of(notebook, NUMBERS)
    notebook.cells.pop()  # the cell that handed them over
    return numbers


def _page(notebook: NotebookNode, task: ReportTask, made_of: str) -> str:
    from nextgen_helpers.regions import Region, get_region  # noqa: PLC0415
    from nextgen_helpers.reports.export import Page, metadata_of, page_html  # noqa: PLC0415
    from nextgen_helpers.reports.stamp import STAMP, figures_words  # noqa: PLC0415

    # To look one up reads every region file of the user's, and there may be thousands.
    known = Region(task.region_id, task.region_name, task.counties, "")
    region = known if task.counties else get_region(task.region_id)
    page = Page(
        title=f"{region.name}: {KINDS[task.kind][1]}",
        subtitle=f"{region.state_label} · {plural(len(region.counties), 'county', 'counties')} · {figures_words(metadata_of(notebook, STAMP))}",
        made=_made(task, region),
        interactive=task.interactive,
        index=task.in_batch and task.kind == "labor-market",
        workbook=len(task.files) > 1,
        made_of=made_of,
    )
    return page_html(notebook, page)


def _made(task: ReportTask, region: Region) -> tuple[str, ...]:
    """Say when and with what a report was made, and how its figures get newer, where they can."""
    from nextgen_helpers.lmi.freshness import has_ended, years_to_ask  # noqa: PLC0415  (pandas is slow to import)

    region_id = task.region_id.partition("--")[0]
    day = day_words(datetime.now().astimezone())
    said = f"Made on {day}, with region_id = {region_id}, year = {task.asked}, team = {task.team_id or task.team}."
    if has_ended(region, task.year or 0):
        return (said,)
    return said, f"To fetch newer figures: nextgen data update --region {region_id} --years {years_to_ask()}"
