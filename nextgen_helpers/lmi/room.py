"""A folder to unpack into, and how much may come into it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.work_folder import work_folder

#: In the environment: how many gigabytes one import may unpack.
SETTING: Final = "NEXTGEN_UNPACKED_GB"
_USUAL_GB: Final = 8  # ten years of the whole nation
_GB: Final = 1024**3
#: What is left free for others: a computer whose disk is full to the last byte is no use.
_SPARE: Final = _GB // 4


@dataclass(slots=True)
class Room:
    """A folder to unpack into, and how much has come into it."""

    folder: Path  # it is gone after the import
    most: int  # so many bytes may be unpacked in one import
    used: int = 0  # so many have been

    def expect(self, name: str, size: int) -> None:
        """Refuse what would not fit, before anything of it is written.

        Raises DataFileError: it is more than is allowed, or than the disk has room for.
        """
        self._refuse_too_much(name, self.used + size)
        free = shutil.disk_usage(self.folder).free
        if size > free - _SPARE:
            raise DataFileError(
                name,
                f"unpacked it takes {_megabytes(size)}, and {self.folder.parent} has {_megabytes(free)} free; make room "
                "there and import it again.",
            )

    def write(self, out: IO[bytes], data: bytes, name: str) -> None:
        """Write a piece and count it: what a zip says of its sizes can be wrong."""
        self.used += len(data)
        self._refuse_too_much(name, self.used)
        out.write(data)

    def new_folder(self) -> Path:
        """Make a folder below."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def _refuse_too_much(self, name: str, size: int) -> None:
        if size > self.most:
            raise DataFileError(
                name,
                f"this import unpacks to more than {_megabytes(self.most)}; import fewer files at a time or, if they are "
                f"right, allow more gigabytes with {SETTING}, such as {SETTING}={2 * self.most // _GB + 1}.",
            )


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.0f} MB"


def _allowed() -> int:
    said = os.environ.get(SETTING, "").strip() or str(_USUAL_GB)
    with suppress(ValueError, OverflowError):
        if (most := int(float(said) * _GB)) > 0:
            return most
    raise UserError(f'{SETTING} is "{said}"; give a number of gigabytes above 0, such as {_USUAL_GB}.')


@contextmanager
def work_room() -> Iterator[Room]:
    """Give a room for one import; what killed imports left in the temporary folder is cleared before."""
    most = _allowed()
    with work_folder("import") as folder:
        yield Room(folder, most)
