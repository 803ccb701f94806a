"""The same unit of work on a Dask cluster: many computers make the reports, this one collects and writes them.

A worker that dies in the middle of a report is no loss: the scheduler gives its reports to others. Workers need the same
version of the library, the same figures and the same answers; that is checked before the first report is made, and again by a worker that
joins later.
"""

from __future__ import annotations

import contextlib
import logging
import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.reports.fresh import Fingerprints, answers_fingerprint
from nextgen_helpers.reports.make import failed, make_report
from nextgen_helpers.reports.tasks import Made, ReportTask

if TYPE_CHECKING:
    from distributed import Client, Future


_EXTRA: Final = 'pip install "nextgen-helpers[cluster]"'
#: How long a scheduler may take to answer.
_SECONDS: Final = "20s"
_REMEDY: Final = "make them the same on both, or make the reports here without --scheduler."


def made_on_cluster(
    tasks: Sequence[ReportTask], made_of: Mapping[str, str], address: str
) -> Iterator[tuple[ReportTask, Made]]:
    """Make reports on the workers of a Dask scheduler; give them as they come.

    made_of : for each region's id the name of everything that its report is made of.
    """
    try:
        from distributed import Client, as_completed  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise UserError(
            f"For a cluster, install the extra packages here and on the workers: {_EXTRA}"
        ) from error
    with _without_words_of_dask():
        try:
            client = Client(address, timeout=_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise UserError(
                f"No Dask scheduler answers at {address}; start one with: dask scheduler, and name it as tcp://host:8786."
            ) from error
        with client:
            shared = _check_workers(client, tasks, address)
            run = uuid.uuid4().hex
            futures = {
                client.submit(_made_alike, task, made_of[task.region_id], shared, run, pure=False): task
                for task in tasks
            }
            for future in as_completed(list(futures), loop=client.loop):
                task = futures.pop(future)
                yield task, _came(future, task, address)
                future.release()  # the worker forgets it, so that memory stays flat


def _came(future: Future[Made], task: ReportTask, address: str) -> Made:
    """Take a report from the cluster, or say why none came."""
    from asyncio import CancelledError  # noqa: PLC0415
    from concurrent import futures  # noqa: PLC0415

    from distributed.scheduler import KilledWorker  # noqa: PLC0415

    try:
        if future.status not in ("finished", "error"):
            raise CancelledError  # noqa: TRY301
        made: Made = future.result()
    except (CancelledError, futures.CancelledError) as error:
        raise UserError(
            f"The Dask scheduler at {address} went away; start it again and repeat the command: what was finished is kept."
        ) from error
    except KilledWorker:
        died = UserError(
            "Every worker that made this report died, perhaps for lack of memory; start workers with more memory or fewer threads."
        )
        return Made(failed(task, 0.0, died))
    except Exception as error:  # noqa: BLE001  (one region's failure stops no other)
        return Made(failed(task, 0.0, error))
    return made


# -- on the workers -------------------------------------------------------------------------------


def _made_alike(task: ReportTask, made_of: str, shared: tuple[str, str], run: str) -> Made:
    """Make a report on a worker, if it would be the same as on the computer that asked."""
    if _shared(run) != shared:
        other = UserError(f"A worker that joined later has {_differs(shared, _shared(run))}; {_REMEDY}")
        return Made(failed(task, 0.0, other))
    return make_report(task, made_of)


@lru_cache(maxsize=1)
def _shared(run: str) -> tuple[str, str]:  # noqa: ARG001  (read anew for each run)
    """Name what all reports of a run are made of, on this computer."""
    prints = Fingerprints()
    return prints.library, prints.figures


def _state(with_answers: Sequence[str]) -> tuple[tuple[str, str], dict[str, str]]:
    """Name what reports are made of on this computer."""
    answers = {}
    for team_id in with_answers:
        try:
            answers[team_id] = answers_fingerprint(team_id)
        except UserError as error:
            answers[team_id] = str(error)
    return _shared(uuid.uuid4().hex), answers


# -- before the first report ----------------------------------------------------------------------


def _check_workers(client: Client, tasks: Sequence[ReportTask], address: str) -> tuple[str, str]:
    """Refuse workers that would make other reports than this computer; give what all of them share."""
    with_answers = [task.team_id for task in tasks if task.team and not task.problem]
    try:
        states: dict[str, Any] = client.run(_state, with_answers)
    except Exception as error:
        raise UserError(
            f"The workers of {address} cannot use this version of nextgen-helpers ({type(error).__name__}); install it there, too."
        ) from error
    if not states:
        raise UserError(f"The scheduler at {address} has no workers; start some with: dask worker {address}")
    shared, answers = _state(with_answers)
    for worker, (its, its_answers) in sorted(states.items()):
        if its != shared:
            raise UserError(f"The worker {worker} has {_differs(shared, its)}; {_REMEDY}")
        others = sorted(region_id for region_id in answers if its_answers[region_id] != answers[region_id])
        if others:
            raise UserError(
                f"The worker {worker} has other answers of the team of {others[0]} than this computer; set NEXTGEN_WORKSPACE_URL to "
                "one database for all of them, or add --no-team."
            )
    return shared


def _differs(ours: tuple[str, str], theirs: tuple[str, str]) -> str:
    if ours[0] != theirs[0]:
        return "another version of the library, its notebooks or its data than this computer"
    return (
        "other figures or regions of its own (see: nextgen data status, nextgen regions) than this computer"
    )


@contextlib.contextmanager
def _without_words_of_dask() -> Iterator[None]:
    """Keep Dask's own reports of lost connections off the terminal; what matters is said in a sentence."""
    before = {
        name: log.level
        for name, log in logging.Logger.manager.loggerDict.items()
        if name.startswith("distributed") and isinstance(log, logging.Logger)
    }
    for name in before:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
