"""Where reports go: a folder of this computer, or an address that fsspec knows, such as ``s3://bucket/reports``."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import on_one_line
from nextgen_helpers.places import users_path, writable_folder, write_whole
from nextgen_helpers.reports.tasks import KINDS, file_names

MANIFEST: Final = "manifest.json"
#: These know no folders; asked for one, they would make a bucket of a name that somebody has mistyped.
_OBJECT_STORES: Final = frozenset(("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oci", "oss"))
#: What stands in the files of ours beside the reports, in this version and in earlier ones.
_MARKS: Final = {
    "index.html": (b'content="nextgen-helpers', b"<title>Labor-market reports by region</title>"),
    "plotly.min.js": (b"plotly.js v",),
}
_BEGINNING: Final = 2048
_MADE_OF: Final = re.compile(rb'<meta name="nextgen-made-of" content="([0-9a-f]*)">')
#: How :func:`~nextgen_helpers.places.write_whole` calls what is not whole yet.
_PARTIAL: Final = re.compile(r"\..+\.[0-9a-f]{12}\.partial")
_LOCK: Final = ".nextgen.lock"
_LOCK_SECONDS: Final = 60
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://.")
_EXTRA: Final = 'pip install "nextgen-helpers[cluster]"'


class Destination(ABC):
    """A place for reports, with the manifest that says what is there."""

    __slots__ = ()

    @abstractmethod
    def prepare(self) -> None:
        """Make it, and try whether it can be written to."""

    @abstractmethod
    def read(self, name: str) -> bytes | None:
        """Read a file; None where there is none, or it cannot be read."""

    @abstractmethod
    def write(self, name: str, content: bytes) -> None:
        """Write a file as a whole or not at all."""

    @abstractmethod
    def alone(self) -> AbstractContextManager[object]:
        """Keep other commands from writing here meanwhile."""

    @abstractmethod
    def is_made_of(self, page: str, made_of: str) -> bool:
        """Say whether a page is the one that was made of this; another command can have made it anew."""

    @abstractmethod
    def entries(self) -> list[dict[str, Any]]:
        """Read from the manifest what is there; one that is damaged or foreign counts as none."""

    def holds(self, name: str, content: bytes) -> bool:
        """Say whether a file is there with exactly this content."""
        return self.read(name) == content

    def refuse_foreign(self, names: Iterable[str]) -> None:
        """Refuse a place where somebody's own files have names that we write."""
        for name in names:
            content = self.read(name)
            if content is not None and _is_foreign(name, content):
                raise UserError(
                    f"{self} holds a file {name} that is not ours, and it was left as it is; name another folder with --out."
                )


def destination(out: str | Path) -> Destination:
    """Find the place that a user has named.

    >>> destination("reports")
    Folder(path=PosixPath('reports'))
    """
    if "://" not in str(out):
        return Folder(users_path(out))
    if str(out).startswith("file://"):
        return Folder(users_path(url2pathname(urlsplit(str(out)).path)))
    if not _ADDRESS.match(str(out)):
        raise UserError(f"{out} is no address that can be written to; it looks like s3://bucket/reports.")
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise UserError(
            f"For reports at an address such as {out}, install the extra packages: {_EXTRA}"
        ) from error
    try:
        system, path = url_to_fs(str(out), use_listings_cache=False)
    except ImportError as error:
        raise UserError(f"{out} needs a package that is not there: {error}") from error
    except Exception as error:  # each kind of address has mistakes of its own
        reason = on_one_line(error)[:200].rstrip(".") or type(error).__name__
        raise UserError(
            f"{out} is no address that can be written to ({reason}); it looks like s3://bucket/reports."
        ) from error
    return RemoteFolder(str(out).rstrip("/"), system, str(path).rstrip("/"))


def file_at(out: str | Path, name: str) -> str:
    """Name a file of a place, as a user can open it.

    >>> file_at("s3://bucket/reports/", "index.html")
    's3://bucket/reports/index.html'
    """
    return f"{str(out).rstrip('/')}/{name}" if "://" in str(out) else str(Path(out) / name)


@dataclass(frozen=True, slots=True)
class Folder(Destination):
    """A folder of this computer."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def prepare(self) -> None:
        """Make it, and try whether it can be written to."""
        writable_folder(self.path)
        with self.alone():  # all is written while alone: whoever was writing these has been killed
            for left in self.path.glob(".*.partial"):
                if _PARTIAL.fullmatch(left.name):
                    left.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other commands from writing here meanwhile; on a disk that knows no locks nothing keeps them."""
        from filelock import FileLock, Timeout  # noqa: PLC0415

        lock = FileLock(self.path / _LOCK, timeout=_LOCK_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            raise UserError(
                f"Another command has been writing into {self.path} for long; wait for its end, or name another folder."
            ) from error
        except OSError:
            yield
            return
        try:
            yield
        finally:
            with suppress(OSError):  # who waits for it sees that it is gone, and makes another
                (self.path / _LOCK).unlink()
            lock.release()

    def is_made_of(self, page: str, made_of: str) -> bool:
        """Say whether a page is the one that was made of this; pages of earlier versions do not tell."""
        told = _MADE_OF.search(_beginning(self.path / page))
        return told is None or told[1].decode() == made_of

    def write(self, name: str, content: bytes) -> None:
        """Write a file beside its place, then move it there."""
        write_whole(self.path / name, content)

    def read(self, name: str) -> bytes | None:
        """Read a file, where there is one."""
        try:
            return (self.path / name).read_bytes()
        except OSError:
            return None

    def entries(self) -> list[dict[str, Any]]:
        """Read what is there; a manifest that is damaged or foreign counts as none."""
        return read_manifest(self.path)


@dataclass(frozen=True, slots=True)
class RemoteFolder(Destination):
    """A folder at an address, by fsspec."""

    address: str  # as the user wrote it
    system: Any
    path: str  # in that file system

    def __str__(self) -> str:
        return self.address

    def prepare(self) -> None:
        """Try whether it can be written to."""
        probe = f"{self.path}/.nextgen-probe"
        kinds = self.system.protocol
        try:
            if _OBJECT_STORES.isdisjoint([kinds] if isinstance(kinds, str) else kinds):
                self.system.makedirs(self.path, exist_ok=True)
            self.system.pipe_file(probe, b"")
            self.system.rm_file(probe)
        except Exception as error:
            raise self._refused(error) from error

    def alone(self) -> AbstractContextManager[object]:
        """Object stores know no locks: commands that run at once need a folder each."""
        return nullcontext()

    def is_made_of(self, page: str, made_of: str) -> bool:  # noqa: ARG002
        """Take it as it stands in the manifest: to read every page over the network would take long."""
        return True

    def write(self, name: str, content: bytes) -> None:
        """Write a file; object stores show it whole or not at all."""
        try:
            self.system.pipe_file(f"{self.path}/{name}", content)
        except Exception as error:
            raise self._refused(error) from error

    def read(self, name: str) -> bytes | None:
        """Read a file, where there is one."""
        try:
            found: bytes = self.system.cat_file(f"{self.path}/{name}")
        except Exception:  # noqa: BLE001  (each store says in its own way that there is none)
            return None
        return found

    def entries(self) -> list[dict[str, Any]]:
        """Read what is there; a manifest that is damaged or foreign counts as none."""
        # One that cannot be read is a mistake that is said: to write another in its place would lose what is in it.
        try:
            content = self.system.cat_file(f"{self.path}/{MANIFEST}")
            listed = self.system.ls(self.path, detail=True, refresh=True)
            there = {str(item["name"]).rsplit("/", 1)[-1] for item in listed}
        except FileNotFoundError:
            return []
        except Exception as error:
            raise self._refused(error, "read") from error
        return _entries(content, there)

    def _refused(self, error: Exception, done: str = "written to") -> UserError:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return UserError(
            f"{self.address} cannot be {done} ({reason[:200].rstrip('.')}); name another place with --out."
        )


def read_manifest(out: Path) -> list[dict[str, Any]]:
    """Read the entries of earlier reports in a folder whose files are still there; a damaged manifest has none."""
    try:
        content = (out / MANIFEST).read_bytes()
        there = {path.name for path in out.iterdir() if path.is_file()}
    except OSError:
        return []
    folder = Folder(out)
    return [
        entry
        for entry in _entries(content, there)
        if folder.is_made_of(str(entry["files"][0]), str(entry.get("made_of", "")))
    ]


def _beginning(file: Path) -> bytes:
    """Read how a file begins; nothing where there is none."""
    try:
        with file.open("rb") as opened:
            return opened.read(_BEGINNING)
    except OSError:
        return b""


def _is_foreign(name: str, content: bytes) -> bool:
    """Tell whether somebody else has made a file, which is never written over; one that is empty or damaged is nobody's."""
    if name != MANIFEST:
        return bool(content) and not any(mark in content for mark in _MARKS[name])
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and "reports" not in said


def _entries(content: bytes, there: set[str]) -> list[dict[str, Any]]:
    try:
        entries = [entry for entry in json.loads(content)["reports"] if entry["status"] == "ok"]
        return [entry for entry in entries if _is_sound(entry) and _are_there(entry, there)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _is_sound(entry: dict[str, Any]) -> bool:
    """Tell an entry that a batch wrote from one that somebody has changed by hand."""
    return (
        isinstance(entry["region_id"], str)
        and isinstance(entry["region_name"], str)
        and isinstance(entry["year"], int)
        and isinstance(entry["seconds"], int | float)
        and isinstance(entry["numbers"], dict)
        and entry.get("kind", "labor-market") in KINDS
    )


def _are_there(entry: dict[str, Any], there: set[str]) -> bool:
    expected = list(file_names(entry["region_id"], entry.get("kind", "labor-market")))
    return list(entry["files"]) == expected and there.issuperset(expected)
