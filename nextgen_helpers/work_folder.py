"""A folder for files on their way: gone when the work ends, and cleared later where the process was killed."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

_MARK: Final = "in-use"


@contextmanager
def work_folder(kind: str) -> Iterator[Path]:
    """Give a folder of one's own for as long as the work takes; what killed processes left of the same kind is cleared before.

    >>> with work_folder("example") as folder:
    ...     _ = (folder / "note.txt").write_text("on its way")
    >>> folder.exists()
    False
    """
    prefix = f"nextgen-{kind}-"
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError):
            if _is_abandoned(left):
                shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (folder / _MARK).open("wb", buffering=0) as mark:
            with suppress(OSError):  # a disk without locks: then it is never taken for abandoned
                _lock(mark)
            mark.write(b"1")  # only what was locked once can be found unlocked
            yield folder


def _is_abandoned(folder: Path) -> bool:
    """Tell whether a folder of ours is used by no living process, by trying to take what holds it."""
    status, mark = folder.lstat(), folder / _MARK
    if not stat.S_ISDIR(status.st_mode) or not mark.stat().st_size:
        return False
    if sys.platform == "win32":
        mark.unlink()  # refused while a process has it open
        return True
    if status.st_uid != os.getuid():
        return False
    with mark.open("rb+") as file:
        _lock(file)
    return True


def _lock(file: IO[bytes]) -> None:
    """Hold a file until it is closed, by whatever end of the process; an OSError where another one holds it."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415  (not on Windows, where an open file cannot be deleted)

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
