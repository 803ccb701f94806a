"""The user's own tables by occupation: made from newer official files, used in place of the embedded ones, taken away again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs import tables
from nextgen_helpers.jobs.build import build_jobs, official_files
from nextgen_helpers.places import staged, swept_away

#: By which the tables are taken away again.
NAME: Final = "jobs"
#: O*NET calls the folder of a release so: ``db_29_3_excel``.
_RELEASE: Final = re.compile(r"db_(\d{2})_(\d)")


def onet_version_of(file: Path) -> str | None:
    """Find out of which release a file of O*NET is: by the folder that it lies in; the file does not say it.

    Gives one such as ``29.3``; None where no folder says it.

    >>> from pathlib import Path
    >>> onet_version_of(Path("db_29_3_old", "db_30_1_excel", "Job Zones.xlsx"))
    '30.1'
    """
    releases = _RELEASE.findall(str(file.parent))
    return ".".join(releases[-1]) if releases else None


def add_jobs(folder: str | Path, onet_version: str | None = None) -> dict[str, int]:
    """Make the user's own tables by occupation from a folder of official files; they are used from then on.

    They are made beside those that are there, and put in their place as a whole or not at all. What ships never changes.

    onet_version : release of the O*NET files, such as ``29.3``; by default the one that their folder names.
    Gives rows of each table, as :func:`~nextgen_helpers.jobs.build.build_jobs` gives them.
    Raises UserError: a file is missing or does not fit, O*NET's release is not known, or the user's folder cannot be written. What
        was there before is unchanged.
    """
    version = onet_version or onet_version_of(official_files(folder)["zones"])
    if version is None:
        raise UserError(
            "The O*NET files do not say of which release they are, and their license asks that it is named: give --onet-version, "
            "such as 29.3."
        )
    if not re.fullmatch(r"\d{1,2}\.\d", version):
        raise UserError(f'"{version}" is no release of O*NET: write it as 29.3, for instance.')
    own = tables.own_folder()
    try:
        with staged(own) as made:
            return build_jobs(folder, made, version)
    except OSError as error:
        raise UserError(f"{own.parent} could not be written ({error.strerror or error}).") from error


def remove_jobs() -> None:
    """Take the user's own tables by occupation away; the embedded ones count again.

    Raises UserError: there are none, or they cannot be removed.
    """
    own = tables.own_folder()
    if not own.is_dir():
        raise UserError("There are no figures by occupation of your own; those that came along are used.")
    try:
        swept_away(own)
    except OSError as error:
        raise UserError(f"{own} could not be removed ({error.strerror or error}).") from error
