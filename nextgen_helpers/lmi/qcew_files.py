"""From what a user names to CSV files on disk: folders, zips, line ends."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

import numpy as np

from nextgen_helpers.errors import DataFileError, UserError

if TYPE_CHECKING:
    from nextgen_helpers.lmi.room import Room

_HIGHEST_RATIO: Final = 100  # BLS's own archives have 5 to 15
_CHUNK: Final = 1 << 22
_MOST_RETURNS: Final = 3  # in one line end: that is as far as two replacements look
_PIECE: Final = 1 << 16  # stays near the processor, which is felt over thousands of files


@dataclass(frozen=True, slots=True)
class Source:
    """One CSV file on disk, and the name by which the user knows it."""

    path: Path
    name: str


def sources_of(path: Path, room: Room) -> Iterator[Source]:
    """Find the CSV files that a file, a zip or a folder holds; zips are unpacked into a work folder."""
    if path.is_dir():
        found = sorted(
            item
            for item in path.rglob("*")
            if item.name.lower().endswith((".csv", ".zip", ".csv.gz"))
            and not item.name.startswith((".", "~"))
        )
        if not found:
            raise UserError(f"{path} holds no CSV or zip files.")
        for item in found:
            yield from sources_of(item, room)
    elif not path.is_file():
        raise UserError(f"There is no file or folder {path}.")
    elif path.suffix.lower() == ".zip":
        yield from _unpacked(path, room)
    elif path.suffix.lower() == ".gz":
        yield from _unzipped(path, room)
    elif path.suffix.lower() in (".xlsx", ".xls"):
        raise DataFileError(path.name, "an Excel file; use the CSV file that BLS publishes.")
    else:
        yield from _plain(path, room)


def _plain(path: Path, room: Room) -> Iterator[Source]:
    """Use a CSV as it is, or a copy with plain line ends where they are doubled or mixed."""
    try:
        with path.open("rb") as file:
            if _has_plain_ends(file):
                yield Source(path, path.name)
                return
            file.seek(0)
            room.expect(path.name, path.stat().st_size)
            copy = room.new_folder() / path.name
            _copy_lines(file, copy, path.name, room)
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from error
    yield Source(copy, path.name)


def _has_plain_ends(file: IO[bytes]) -> bool:
    """Tell whether the beginning of a file ends its lines in one way, with returns or without."""
    returns, newlines, pairs, after_return = 0, 0, 0, False
    for _ in range(_CHUNK // _PIECE):
        letters = np.frombuffer(file.read(_PIECE), dtype=np.uint8)
        if not len(letters):
            break
        is_return, is_newline = letters == ord("\r"), letters == ord("\n")
        returns += int(np.count_nonzero(is_return))
        newlines += int(np.count_nonzero(is_newline))
        pairs += int(np.count_nonzero(is_return[:-1] & is_newline[1:]))
        pairs += bool(after_return and is_newline[0])
        after_return = bool(is_return[-1])
    return returns in (0, pairs) and returns in (0, newlines)


def _unpacked(path: Path, room: Room) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                info
                for info in archive.infolist()
                if info.filename.lower().endswith(".csv")
                and not Path(info.filename).name.startswith((".", "~"))
                and "__MACOSX" not in info.filename
            ]
            if not members:
                raise DataFileError(path.name, "the archive holds no CSV files.")
            unpacked = sum(info.file_size for info in members)
            if unpacked > _HIGHEST_RATIO * path.stat().st_size:
                raise DataFileError(
                    path.name,
                    f"the archive would unpack to {unpacked / 1024**2:,.0f} MB, "
                    f"{unpacked // max(path.stat().st_size, 1)} times its size, which no QCEW "
                    "archive does; it was not opened.",
                )
            room.expect(path.name, unpacked)
            folder = room.new_folder()
            for number, info in enumerate(members):
                name = f"{path.name}/{info.filename}"
                copy = folder / f"{number:06d}.csv"  # of ours: none of the archive's paths is used
                with archive.open(info) as file:
                    _copy_lines(file, copy, name, room)
                yield Source(copy, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataFileError(
            path.name, f"the zip file is damaged or cut off ({error}); fetch it again."
        ) from error
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from error


def _unzipped(path: Path, room: Room) -> Iterator[Source]:
    """Unpack one file that gzip has packed; the room counts what comes out."""
    copy = room.new_folder() / "000000.csv"
    try:
        with gzip.open(path) as file:
            _copy_lines(cast("IO[bytes]", file), copy, path.name, room)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataFileError(
            path.name, f"the gz file is damaged or cut off ({error}); fetch it again."
        ) from error
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from error
    yield Source(copy, path.name)


def _copy_lines(file: IO[bytes], copy: Path, name: str, room: Room) -> None:
    """Copy bytes with plain line ends: BLS's exports double the return now and then."""
    try:
        with copy.open("wb") as out:
            rest = b""
            while chunk := file.read(_CHUNK):
                block = (rest + chunk).replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")
                end = block[-_MOST_RETURNS:]
                rest = end[len(end.rstrip(b"\r")) :]
                room.write(out, block[: len(block) - len(rest)], name)
            room.write(out, rest, name)
    except gzip.BadGzipFile:  # an OSError that says nothing of the disk
        raise
    except OSError as error:
        raise UserError(
            f"{name}: there is no room to unpack it in {copy.parent} ({error.strerror})."
        ) from error
