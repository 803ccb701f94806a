"""The same unit of work on a Dask cluster: many computers make the reports, this one collects and writes them.

A worker that dies in the middle of a report is no loss: the scheduler gives its reports to others. Workers need the same
version of the library with the same figures; that is checked before the first report is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.reports.fresh import library_fingerprint
from nextgen_helpers.reports.make import failed, make_report
from nextgen_helpers.reports.tasks import Made

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from distributed import Client

    from nextgen_helpers.reports.tasks import ReportTask

__all__ = ["made_on_cluster"]

_EXTRA: Final = 'pip install "nextgen-helpers[cluster]"'
#: How often a report is given to another worker after one has died with it.
_RETRIES: Final = 3
_SECONDS: Final = "30s"


def made_on_cluster(
    tasks: Sequence[ReportTask], made_of: Mapping[str, str], address: str
) -> Iterator[tuple[ReportTask, Made]]:
    """Make reports on the workers of a Dask scheduler; give them as they come.

    Parameters
    ----------
    tasks : what to make.
    made_of : for each region's id the name of everything that its report is made of.
    address : of the scheduler, such as ``tcp://host:8786``.

    Raises
    ------
    UserError : Dask is not installed, the scheduler does not answer, it has no workers, or a worker has another state of the library.
    """
    try:
        from distributed import Client, as_completed  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise UserError(
            f"For a cluster, install the extra packages here and on the workers: {_EXTRA}"
        ) from error
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UserError(
            f"No Dask scheduler answers at {address}; start one with: dask scheduler, and name it as tcp://host:8786."
        ) from error
    with client:
        _check_workers(client, address)
        futures = {
            client.submit(make_report, task, made_of[task.region_id], pure=False, retries=_RETRIES): task
            for task in tasks
        }
        for future in as_completed(list(futures)):
            task = futures.pop(future)
            problem = future.exception()
            yield task, (future.result() if problem is None else Made(failed(task, 0.0, problem)))
            future.release()  # the worker forgets it, so that memory stays flat


def _check_workers(client: Client, address: str) -> None:
    """Refuse workers that would make other reports than this computer."""
    try:
        states = client.run(library_fingerprint)
    except Exception as error:
        raise UserError(
            f"The workers of {address} cannot import this version of nextgen-helpers; install it there, too."
        ) from error
    if not states:
        raise UserError(f"The scheduler at {address} has no workers; start some with: dask worker {address}")
    ours = library_fingerprint()
    others = sorted(worker for worker, state in states.items() if state != ours)
    if others:
        raise UserError(
            f"{others[0]}{f' and {len(others) - 1} more workers' if len(others) > 1 else ''} of {address} have another version of "
            "the library or its figures than this computer; install the same there, or make the reports here without --scheduler."
        )
