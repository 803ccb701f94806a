"""Reports for one region or for many: the same notebook, run once a region, several at a time.

A batch is a table of tasks. Each task runs in a process of its own pool, and each notebook in a kernel of
its own; a report is only kept when the stamp that its kernel wrote names the region that was asked for. What
goes wrong with one region stops no other.
"""

from __future__ import annotations

import contextlib
import json
import math
import multiprocessing
import os
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded, writable_folder, write_whole
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from nbformat import NotebookNode

    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.lmi.store import Store
    from nextgen_helpers.regions import Region

__all__ = ["MANIFEST", "ReportResult", "ReportTask", "build_report", "plan_reports", "run_reports"]

MANIFEST: Final = "manifest.json"
Kind = Literal["labor-market", "partnership"]
#: The notebook of each kind of report, and what the page is called.
KINDS: Final[Mapping[Kind, tuple[str, str]]] = {
    "labor-market": ("regional_profile.ipynb", "labor-market report"),
    "partnership": ("partnership.ipynb", "partnership report"),
}
_SECONDS: Final = 600
_DIED: Final = (
    "The process that made this report died, perhaps for lack of memory; run it again with --jobs 1."
)


@dataclass(frozen=True, slots=True)
class ReportTask:
    """One report to make.

    Parameters
    ----------
    region_id, region_name : whose.
    year : of which year; None where the region has no figures for the year that was asked for.
    out : folder for the files.
    interactive : Plotly charts instead of pictures.
    team : with the answers of the region's team, where there are any.
    kind : ``labor-market`` (page and workbook) or ``partnership`` (page with the team's plan).
    in_batch : an index page will lie beside it.
    problem : why it cannot be made; empty where it can.
    """

    region_id: str
    region_name: str
    year: int | None
    out: str
    interactive: bool = False
    team: bool = True
    kind: Kind = "labor-market"
    in_batch: bool = False
    problem: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the page and, of a labor-market report, the workbook."""
        return file_names(self.region_id, self.kind)


@dataclass(frozen=True, slots=True)
class ReportResult:
    """What came of a task.

    Parameters
    ----------
    region_id, region_name, year : whose, of which year.
    status : ``ok`` or ``failed``.
    seconds : how long it took.
    files : names of the files in the folder; empty where it failed.
    numbers : what the index shows.
    error : one sentence where it failed.
    details : the technical story behind it, for whoever mends it; it goes into the manifest.
    kind : which report it is.
    """

    region_id: str
    region_name: str
    year: int | None
    status: Literal["ok", "failed"]
    seconds: float
    files: tuple[str, ...] = ()
    numbers: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    details: str = ""
    kind: Kind = "labor-market"


def plan_reports(  # noqa: PLR0913  (each is a wish of the user's)
    regions: Sequence[Region],
    year: int | None,
    out: Path,
    *,
    interactive: bool = False,
    team: bool = True,
    kind: Kind = "labor-market",
    store: Store | None = None,
) -> list[ReportTask]:
    """Lay out what would be made, without making it.

    Parameters
    ----------
    regions : for which regions.
    year : of which year; None for the newest that each has.
    out : folder for the files.
    interactive : Plotly charts instead of pictures.
    team : with the answers of each region's team, where there are any.
    kind : which report.

    Returns
    -------
    One task a region, in order; with ``problem`` where the figures are not there.
    """
    from nextgen_helpers.lmi.profile import available_year  # noqa: PLC0415  (pandas is slow to import)
    from nextgen_helpers.lmi.store import Store as Figures  # noqa: PLC0415

    figures = store or Figures.open()
    tasks = []
    for region in regions:
        problem, chosen = "", None
        try:
            chosen = available_year(region, year, figures)
        except UserError as error:
            problem = str(error)
        tasks.append(
            ReportTask(
                region.id, region.name, chosen, str(out), interactive, team, kind, len(regions) > 1, problem
            )
        )
    return tasks


def run_reports(
    tasks: Sequence[ReportTask],
    jobs: int | None = None,
    progress: Callable[[ReportResult, int, int], None] | None = None,
) -> list[ReportResult]:
    """Make reports, several at a time, then the manifest and, for more than one, the index page.

    Parameters
    ----------
    tasks : from :func:`plan_reports`; all with the same folder.
    jobs : how many at a time; by default one a processor.
    progress : called after each report with its result, how many are done, and how many there are.

    Returns
    -------
    One result a task, in the order of the tasks.

    Raises
    ------
    UserError : the folder cannot be written to, or ``jobs`` is no number of one or more.
    """
    if jobs is not None and jobs < 1:
        raise UserError(f"--jobs is {jobs}; it must be 1 or more.")
    if not tasks:
        return []
    out = writable_folder(Path(tasks[0].out))
    if any(task.interactive for task in tasks):
        _write_script(out)
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    results: dict[str, ReportResult] = {}
    for result in _results(tasks, workers):
        results[result.region_id] = result
        if progress is not None:
            progress(result, len(results), len(tasks))
    ordered = [results[task.region_id] for task in tasks]
    _write_overview(out, ordered)
    return ordered


def _results(tasks: Sequence[ReportTask], workers: int) -> Iterator[ReportResult]:
    """Yield results as they come. A worker that dies breaks its pool, but only its own task fails."""
    left = {task.region_id: task for task in tasks}
    for result in _from_pool(tasks, workers):
        del left[result.region_id]
        yield result
    # What was under way when a worker died is tried again, each task alone: one of them is to blame.
    for task in left.values():
        results = list(_from_pool([task], 1))
        yield results[0] if results else _failed(task, 0.0, UserError(_DIED))


def _from_pool(tasks: Sequence[ReportTask], workers: int) -> Iterator[ReportResult]:
    """Yield the results of one pool of processes, until it breaks."""
    # Spawned, not forked: a fork of a process that already ran a notebook hangs.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_quiet)
    try:
        futures = [pool.submit(build_report, task) for task in tasks]
        for future in as_completed(futures):
            with contextlib.suppress(BrokenProcessPool):
                yield future.result()
        pool.shutdown()
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise


def _quiet() -> None:
    """Keep what kernels write to the terminal out of the facilitator's sight; results tell what failed."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    os.close(sink)


def build_report(task: ReportTask) -> ReportResult:
    """Make one report; whatever goes wrong is in the result, never raised.

    Parameters
    ----------
    task : what to make.
    """
    began = time.perf_counter()
    try:
        if task.problem:
            raise UserError(task.problem)  # noqa: TRY301
        notebook = _executed(task)
        _checked_stamp(notebook, task)
        numbers = _write_files(notebook, task)
    except Exception as error:  # noqa: BLE001  (one region's failure stops no other)
        return _failed(task, time.perf_counter() - began, error)
    seconds = round(time.perf_counter() - began, 2)
    return ReportResult(
        task.region_id, task.region_name, task.year, "ok", seconds, task.files, numbers, kind=task.kind
    )


def _failed(task: ReportTask, seconds: float, error: BaseException) -> ReportResult:
    sentence = str(error) if isinstance(error, UserError) else _said_by_notebook(error)
    details = "" if isinstance(error, UserError) else "".join(traceback.format_exception(error))
    return ReportResult(
        task.region_id, task.region_name, task.year, "failed", round(seconds, 2), error=sentence,
        details=details, kind=task.kind,
    )  # fmt: skip


def _said_by_notebook(error: BaseException) -> str:
    """Find the one sentence in what a notebook raised."""
    name, value = getattr(error, "ename", ""), getattr(error, "evalue", "")
    if name in ("UserError", "DataFileError"):
        return str(value)
    reason = f"{name}: {value}" if name else f"{type(error).__name__}: {error}"
    return f"The notebook stopped ({reason.splitlines()[0][:300]}); {MANIFEST} holds the technical details."


def _executed(task: ReportTask) -> NotebookNode:
    import papermill  # noqa: PLC0415  (slow to import)

    parameters = {"region_id": task.region_id, "year": task.year, "team": task.team}
    source = embedded("notebooks", "reports", KINDS[task.kind][0])
    _checked_parameters(source, parameters)
    mode = "shared-script" if task.interactive else "paper"
    with tempfile.TemporaryDirectory(prefix="nextgen-") as work, _environment(NEXTGEN_OUTPUT=mode):
        executed: NotebookNode = papermill.execute_notebook(
            str(source),
            str(Path(work) / "report.ipynb"),
            parameters=parameters,
            cwd=work,
            progress_bar=False,
            log_output=False,
            execution_timeout=_SECONDS,
            request_save_on_cell_execute=False,
        )
        return executed


def _checked_parameters(source: Path, parameters: dict[str, Any]) -> None:
    """Papermill only warns of a parameter that the notebook does not know; here that is an error."""
    import papermill  # noqa: PLC0415

    unknown = sorted(set(parameters) - set(papermill.inspect_notebook(str(source))))
    if unknown:
        raise UserError(f"{source.name} has no parameter {unknown[0]}.")


@contextlib.contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set environment variables for the kernels that are started meanwhile."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _checked_stamp(notebook: NotebookNode, task: ReportTask) -> None:
    """Make sure that the kernel worked on the region and year that were asked for."""
    from nextgen_helpers.reports.export import stamp_of  # noqa: PLC0415

    stamp = stamp_of(notebook)
    if stamp.get("region_id") != task.region_id or stamp.get("year") != task.year:
        raise UserError(
            f"The report of {task.region_id} came out for {stamp.get('region_id', 'no region')}, "
            f"{stamp.get('year', 'no year')}, and was thrown away; run it again."
        )


def _write_files(notebook: NotebookNode, task: ReportTask) -> dict[str, Any]:
    from nextgen_helpers.lmi.profile import profile  # noqa: PLC0415
    from nextgen_helpers.reports.export import Page, page_html  # noqa: PLC0415
    from nextgen_helpers.reports.workbook import workbook_bytes  # noqa: PLC0415

    figures = profile(task.region_id, task.year)
    today = datetime.now().astimezone()
    page = Page(
        title=f"{figures.region.name}: {KINDS[task.kind][1]}",
        subtitle=f"{figures.region.state_label} · {len(figures.region.counties)} "
        f"{'county' if len(figures.region.counties) == 1 else 'counties'} · figures of {figures.year}",
        parameters=f"Made on {today:%B} {today.day}, {today.year}, "
        f"with region_id = {task.region_id}, year = {task.year}.",
        interactive=task.interactive,
        index=task.in_batch and task.kind == "labor-market",
    )
    out = Path(task.out)
    contents: list[tuple[str, str | bytes]] = [(task.files[0], page_html(notebook, page))]
    if len(task.files) > 1:
        contents.append((task.files[1], workbook_bytes(figures)))
    for name, content in contents:  # both are made before either is written
        write_whole(out / name, content)
    return _numbers(figures)


def _numbers(figures: Profile) -> dict[str, Any]:
    """Give what the index shows of a region; missing is None."""
    from nextgen_helpers.charts.rankings import ranked_industries  # noqa: PLC0415

    ranked = ranked_industries(figures, "lq_us")
    top = ranked.iloc[0] if len(ranked) else None
    total, seen = figures.total, figures.coverage.seen_share
    return {
        "state": figures.region.state_label,
        "counties": len(figures.region.counties),
        "employment": _number(total["employment"], 0),
        "average_annual_pay": _number(total["average_annual_pay"], 0),
        "top_industry": None if top is None else str(top["short_title"]),
        "top_lq": None if top is None else _number(float(top["lq_us"]), 2),
        "top_is_lower_bound": None if top is None else bool(top["suppressed_counties"] > 0),
        "seen_share": _number(seen, 4),
    }


def _number(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(value, digits)


def _write_script(out: Path) -> None:
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    write_whole(out / "plotly.min.js", get_plotlyjs())


def _write_overview(out: Path, results: list[ReportResult]) -> None:
    """Write the manifest and the index; reports made earlier into the same folder stay in both."""
    from nextgen_helpers.reports.index import index_html  # noqa: PLC0415

    made = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    new = [{**asdict(result), "made": made, "version": __version__} for result in results]
    names = {_key(entry) for entry in new}
    kept = [entry for entry in read_manifest(out) if _key(entry) not in names]
    entries = sorted([*kept, *new], key=lambda entry: str(entry["region_id"]))
    manifest = {"made": made, "version": __version__, "reports": entries}
    write_whole(out / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    shown = [entry for entry in entries if entry.get("kind", "labor-market") == "labor-market"]
    if len(shown) > 1:
        write_whole(out / "index.html", index_html(shown))


def read_manifest(out: Path) -> list[dict[str, Any]]:
    """Read the entries of earlier reports in a folder whose files are still there.

    A manifest that is damaged or foreign counts as none.
    """
    try:
        content = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        entries = [entry for entry in content["reports"] if entry["status"] == "ok"]
        return [entry for entry in entries if _files_are_there(entry, out)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _files_are_there(entry: dict[str, Any], out: Path) -> bool:
    expected = list(file_names(entry["region_id"], entry.get("kind", "labor-market")))
    return list(entry["files"]) == expected and all((out / name).is_file() for name in expected)


def file_names(region_id: str, kind: Kind) -> tuple[str, ...]:
    """Give the names of a report's files."""
    if kind == "partnership":
        return (f"{region_id}-partnership.html",)
    return f"{region_id}.html", f"{region_id}.xlsx"


def _key(entry: dict[str, Any]) -> tuple[str, str]:
    return str(entry["region_id"]), str(entry.get("kind", "labor-market"))
