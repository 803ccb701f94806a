"""Reports for one region or for many: the same notebook, run once a region, several at a time.

A batch is a table of tasks. Each notebook runs in a kernel of its own, forked from a process that has everything imported;
a report is only kept when the stamp that its kernel wrote names the region that was asked for. What goes wrong with one
region stops no other. What is there already, made of the same, is not made again.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nextgen_helpers.errors import UserError
from nextgen_helpers.reports.destination import MANIFEST, Destination, destination
from nextgen_helpers.reports.fresh import Fingerprints
from nextgen_helpers.reports.make import failed, make_report, stop_kernels
from nextgen_helpers.reports.tasks import Made, ReportResult, ReportTask
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    _Entries = Mapping[tuple[str, str], dict[str, Any]]  # of a manifest, by region and kind

_RESULT_FIELDS = tuple(item.name for item in fields(ReportResult))
#: While a kernel starts or waits for its first message, another can work: this many more than processors.
_MORE_THAN_PROCESSORS = 1
#: After so many reports the manifest is written, so that a computer that loses its power does not begin anew.
_BETWEEN_MANIFESTS = 100
_UNTIL_LOOKED_AGAIN = 0.05


def run_reports(
    tasks: Sequence[ReportTask],
    jobs: int | None = None,
    progress: Callable[[ReportResult, int, int], None] | None = None,
    *,
    force: bool = False,
    scheduler: str | None = None,
) -> list[ReportResult]:
    """Make reports, several at a time, then the manifest and, for more than one, the index page.

    tasks : from :func:`plan_reports`; all with the same folder.
    jobs : how many at a time; by default one more than there are processors.
    progress : called after each report with its result, how many are done, and how many there are.
    force : make again what is there already, made of the same figures, answers, notebook and version.
    scheduler : address of a Dask scheduler (``tcp://host:8786``) whose workers make the reports.
    Gives one result a task, in the order of the tasks.
    Raises UserError: the folder cannot be written to, ``jobs`` is no number of one or more, or the scheduler cannot be reached.
    """
    if jobs is not None and jobs < 1:
        raise UserError(f"--jobs is {jobs}; it must be 1 or more.")
    if not tasks:
        return []
    out = destination(tasks[0].out)
    out.prepare()
    there = {_key(entry): entry for entry in out.entries()}
    out.refuse_foreign(_beside(tasks, there))
    missing = force or not all(_key_of(task) in there for task in tasks)
    _get_ready(wanted=missing and scheduler is None)  # while it is found out what has changed
    prints = Fingerprints()
    made_of = {task.region_id: _made_of(task, prints) for task in tasks}
    results: dict[str, ReportResult] = {}

    def done(result: ReportResult) -> None:
        results[result.region_id] = result
        if progress is not None:
            progress(result, len(results), len(tasks))

    for result in [] if force else _unchanged(tasks, made_of, there):
        done(result)
    left = [task for task in tasks if task.region_id not in results]
    if any(task.interactive for task in tasks):
        _write_script(out)
    kept = len(results)
    try:
        # Stopped here and not in there, the kernels are wound up at once, and not when somebody drops the error.
        with closing(_made(left, made_of, jobs, scheduler)) as coming:
            for task, made in coming:
                done(_written(made, task, out))
                if (len(results) - kept) % _BETWEEN_MANIFESTS == 0:
                    _write_manifest(out, _in_order(results, tasks), there)
    finally:  # what was finished is known to the next run, however this one ends
        if len(results) > kept or kept == len(tasks):
            _write_overview(out, _in_order(results, tasks), there)
    return _in_order(results, tasks)


def _in_order(results: Mapping[str, ReportResult], tasks: Sequence[ReportTask]) -> list[ReportResult]:
    return [results[task.region_id] for task in tasks if task.region_id in results]


def _beside(tasks: Sequence[ReportTask], there: _Entries) -> list[str]:
    """Name the files that will stand beside the reports."""
    names = [MANIFEST]
    if sum(kind == "labor-market" for _, kind in {*there, *map(_key_of, tasks)}) > 1:
        names.append("index.html")
    if any(task.interactive for task in tasks):
        names.append("plotly.min.js")
    return names


def _made_of(task: ReportTask, prints: Fingerprints) -> str:
    """Name what a report is made of; empty where that cannot be read, which its own kernel will say."""
    try:
        return "" if task.problem else prints.of(task)
    except UserError:
        return ""


def _unchanged(
    tasks: Sequence[ReportTask], made_of: dict[str, str], there: _Entries
) -> Iterator[ReportResult]:
    """Find the reports that are there already, whole, and made of the same."""
    for task in tasks:
        entry, own = there.get(_key_of(task)), made_of[task.region_id]
        if entry is not None and own and entry.get("made_of") == own:
            known = {name: entry[name] for name in _RESULT_FIELDS if name in entry}
            yield ReportResult(**{**known, "files": tuple(entry["files"]), "unchanged": True})


def _made(
    tasks: Sequence[ReportTask], made_of: dict[str, str], jobs: int | None, scheduler: str | None
) -> Generator[tuple[ReportTask, Made]]:
    """Make the reports here or on a cluster; give them as they come."""
    if not tasks:
        return
    if scheduler is not None:
        from nextgen_helpers.reports.cluster import made_on_cluster  # noqa: PLC0415  (an extra)

        yield from made_on_cluster(tasks, made_of, scheduler)
        return
    _get_ready()
    workers = min(jobs or (os.cpu_count() or 1) + _MORE_THAN_PROCESSORS, len(tasks))
    stop = threading.Event()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="report")
    futures = {pool.submit(make_report, task, made_of[task.region_id], stop): task for task in tasks}
    try:
        for future in as_completed(list(futures)):
            yield futures.pop(future), future.result()
    except BaseException:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        while not all(future.done() for future in futures):  # a kernel may be on its way into the world
            stop_kernels()
            time.sleep(_UNTIL_LOOKED_AGAIN)
        raise
    finally:
        pool.shutdown()


def _get_ready(*, wanted: bool = True) -> None:
    """Have the warm server import everything meanwhile; where it runs already, nothing happens."""
    from nextgen_helpers.kernels.provisioner import call_ahead  # noqa: PLC0415

    if wanted:
        call_ahead()


def _written(made: Made, task: ReportTask, out: Destination) -> ReportResult:
    """Write a report's files; a full disk is told like any other failure."""
    try:
        with out.alone():
            for name, content in made.contents.items():  # the page first: it says what both are made of
                out.write(name, content)
    except UserError as error:
        return failed(task, made.result.seconds, error)
    return made.result


def _write_script(out: Destination) -> None:
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    with out.alone():
        _write_changed(out, "plotly.min.js", get_plotlyjs().encode())


def _write_overview(out: Destination, results: Sequence[ReportResult], at_first: _Entries) -> None:
    """Write the manifest and the index; reports made earlier into the same folder stay in both."""
    from nextgen_helpers.reports.index import index_html  # noqa: PLC0415

    with out.alone():
        entries = _entries_with(out, results, at_first)
        shown = [entry for entry in entries if entry.get("kind", "labor-market") == "labor-market"]
        if len(shown) > 1:
            _write_changed(out, "index.html", index_html(shown).encode())


def _write_manifest(out: Destination, results: Sequence[ReportResult], at_first: _Entries) -> None:
    with out.alone():
        _entries_with(out, results, at_first)


def _entries_with(
    out: Destination, results: Sequence[ReportResult], at_first: _Entries
) -> list[dict[str, Any]]:
    """Write the manifest, where it is not true any more; give its entries.

    Of a report that another command has made anew meanwhile, only that command knows what it is; where it failed here, it is there
    all the same.
    """
    made = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    earlier = {_key(entry): entry for entry in out.entries()}
    new = []
    for result in results:
        entry: dict[str, Any] = {**asdict(result), "made": made, "version": __version__}
        del entry["unchanged"]
        before = earlier.pop((result.region_id, result.kind), None)
        by_another_command = before not in (None, at_first.get(_key(entry)))
        if result.status == "ok":
            by_another_command = not out.is_made_of(result.files[0], result.made_of)
        if not by_another_command:
            new.append(before if result.unchanged and before is not None else entry)
        elif before is not None:
            new.append(before)
    entries = sorted([*earlier.values(), *new], key=lambda entry: str(entry["region_id"]))
    # Where another command has made all of it anew, that one writes what is there: an empty manifest would tell nothing.
    if entries and not all(result.unchanged for result in results):
        manifest = {"made": made, "version": __version__, "reports": entries}
        out.write(MANIFEST, (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode())
    return entries


def _write_changed(out: Destination, name: str, content: bytes) -> None:
    if not out.holds(name, content):
        out.write(name, content)


def _key(entry: dict[str, Any]) -> tuple[str, str]:
    return str(entry["region_id"]), str(entry.get("kind", "labor-market"))


def _key_of(task: ReportTask) -> tuple[str, str]:
    return task.region_id, task.kind
