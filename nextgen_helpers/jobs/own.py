"""The user's own tables by occupation: made from newer official files, used in place of the embedded ones, taken away again."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs import tables
from nextgen_helpers.jobs.build import build_jobs, official_files

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NAME", "add_jobs", "onet_version_of", "remove_jobs"]

#: By which the tables are taken away again.
NAME: Final = "jobs"
#: O*NET calls the folder of a release so: ``db_29_3_excel``.
_RELEASE: Final = re.compile(r"db_(\d{2})_(\d)")


def onet_version_of(folder: str | Path) -> str | None:
    """Find out of which release O*NET's files are: by the folder that they lie in; the files do not say it.

    Parameters
    ----------
    folder : with the official files, at any depth.

    Returns
    -------
    Such as ``29.3``; None where no folder says it, or several say something else.

    Examples
    --------
    >>> import tempfile
    >>> files = Path(tempfile.mkdtemp()) / "db_30_1_excel"
    >>> files.mkdir()
    >>> (files / "Job Zones.xlsx").touch()
    >>> onet_version_of(files.parent)
    '30.1'
    """
    found = {
        f"{match[1]}.{match[2]}"
        for path in Path(folder).rglob("Job Zones.xlsx")
        if (match := _RELEASE.search(str(path)))
    }
    return found.pop() if len(found) == 1 else None


def add_jobs(folder: str | Path, onet_version: str | None = None) -> dict[str, int]:
    """Make the user's own tables by occupation from a folder of official files; they are used from then on.

    They are made beside those that are there, and put in their place as a whole or not at all. What ships never changes.

    Parameters
    ----------
    folder : see :func:`nextgen_helpers.jobs.build.build_jobs`.
    onet_version : release of the O*NET files, such as ``29.3``; by default the one that their folder names.

    Returns
    -------
    Rows of each table, as :func:`~nextgen_helpers.jobs.build.build_jobs` gives them.

    Raises
    ------
    UserError : a file is missing or does not fit, O*NET's release is not known, or the user's folder cannot be written. What
        was there before is unchanged.
    """
    official_files(folder)
    version = onet_version or onet_version_of(folder) or ""
    if not re.fullmatch(r"\d{1,2}\.\d", version):
        raise UserError(
            "Of which release are the O*NET files? They do not say it, and their license asks that it is named: give "
            "--onet-version, such as 29.3."
        )
    with _beside() as made:
        counts = build_jobs(folder, made, version)
        try:
            remove_jobs(missing_is_fine=True)
            made.rename(tables.own_folder())
        except OSError as error:
            raise UserError(
                f"{tables.own_folder()} could not be written ({error.strerror or error})."
            ) from error
    return counts


def remove_jobs(*, missing_is_fine: bool = False) -> None:
    """Take the user's own tables by occupation away; the embedded ones count again.

    Parameters
    ----------
    missing_is_fine : say nothing where there are none.

    Raises
    ------
    UserError : there are none, or they cannot be removed.
    """
    own = tables.own_folder()
    if not own.is_dir():
        if missing_is_fine:
            return
        raise UserError("There are no figures by occupation of your own; those that came along are used.")
    grave = own.with_name(f".removed-{uuid.uuid4().hex}")
    try:
        own.rename(grave)  # out of sight in one step
    except OSError as error:
        raise UserError(f"{own} could not be removed ({error.strerror or error}).") from error
    shutil.rmtree(grave, ignore_errors=True)


@contextmanager
def _beside() -> Iterator[Path]:
    """Give a folder to make tables in, in the user's own; it is gone afterwards unless it was moved into place."""
    own = tables.own_folder()
    staging = own.with_name(f".{NAME}-{os.getpid()}-{uuid.uuid4().hex[:6]}")
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
        yield staging
    except OSError as error:
        raise UserError(f"{own.parent} could not be written ({error.strerror or error}).") from error
    finally:
        with suppress(OSError):
            shutil.rmtree(staging)
