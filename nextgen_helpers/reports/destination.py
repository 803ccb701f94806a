"""Where reports go: a folder of this computer, or an address that fsspec knows, such as ``s3://bucket/reports``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import writable_folder, write_whole
from nextgen_helpers.reports.tasks import KINDS, file_names

__all__ = ["MANIFEST", "Destination", "Folder", "RemoteFolder", "destination", "file_at", "read_manifest"]

MANIFEST: Final = "manifest.json"
#: These know no folders; asked for one, they would make a bucket of a name that somebody has mistyped.
_OBJECT_STORES: Final = frozenset(("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oci", "oss"))
_EXTRA: Final = 'pip install "nextgen-helpers[cluster]"'


class Destination(Protocol):
    """A place for reports, with the manifest that says what is there."""

    def prepare(self) -> None:
        """Make it, and try whether it can be written to."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file as a whole or not at all."""

    def holds(self, name: str, content: bytes) -> bool:
        """Say whether a file is there with exactly this content."""
        ...

    def entries(self) -> list[dict[str, Any]]:
        """Read from the manifest what is there: reports all of whose files still exist."""
        ...


def destination(out: str | Path) -> Destination:
    """Find the place that a user has named.

    Parameters
    ----------
    out : a folder, or an address with ``://``.

    Raises
    ------
    UserError : an address of a kind that is not known, or whose package is not installed.

    Examples
    --------
    >>> destination("reports")
    Folder(path=PosixPath('reports'))
    """
    if "://" not in str(out):
        return Folder(Path(out))
    if str(out).startswith("file://"):
        return Folder(Path(url2pathname(urlsplit(str(out)).path)))
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
    except ValueError as error:
        raise UserError(
            f"{out} is no address that can be written to ({error}); it looks like s3://bucket/reports."
        ) from error
    return RemoteFolder(str(out).rstrip("/"), system, str(path).rstrip("/"))


def file_at(out: str | Path, name: str) -> str:
    """Name a file of a place, as a user can open it.

    Parameters
    ----------
    out : the folder or address.
    name : of the file.

    Examples
    --------
    >>> file_at("s3://bucket/reports/", "index.html")
    's3://bucket/reports/index.html'
    """
    return f"{str(out).rstrip('/')}/{name}" if "://" in str(out) else str(Path(out) / name)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this computer.

    Parameters
    ----------
    path : the folder.
    """

    path: Path

    def prepare(self) -> None:
        """Make it, and try whether it can be written to."""
        writable_folder(self.path)

    def write(self, name: str, content: bytes) -> None:
        """Write a file beside its place, then move it there."""
        write_whole(self.path / name, content)

    def holds(self, name: str, content: bytes) -> bool:
        """Say whether a file is there with exactly this content."""
        try:
            return (self.path / name).read_bytes() == content
        except OSError:
            return False

    def entries(self) -> list[dict[str, Any]]:
        """Read what is there; a manifest that is damaged or foreign counts as none."""
        return read_manifest(self.path)


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder at an address, by fsspec.

    Parameters
    ----------
    address : as the user wrote it.
    system : fsspec's file system.
    path : in that file system.
    """

    address: str
    system: Any
    path: str

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

    def write(self, name: str, content: bytes) -> None:
        """Write a file; object stores show it whole or not at all."""
        try:
            self.system.pipe_file(f"{self.path}/{name}", content)
        except Exception as error:
            raise self._refused(error) from error

    def holds(self, name: str, content: bytes) -> bool:
        """Say whether a file is there with exactly this content."""
        try:
            there: bytes = self.system.cat_file(f"{self.path}/{name}")
        except Exception:  # noqa: BLE001  (each store has errors of its own; writing it will tell)
            return False
        return there == content

    def entries(self) -> list[dict[str, Any]]:
        """Read what is there; a manifest that is damaged or foreign counts as none.

        Raises
        ------
        UserError : it cannot be read; to write another in its place would lose what is in it.
        """
        try:
            content = self.system.cat_file(f"{self.path}/{MANIFEST}")
            there = {
                str(item["name"]).rsplit("/", 1)[-1]
                for item in self.system.ls(self.path, detail=True, refresh=True)
            }
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
    """Read the entries of earlier reports in a folder whose files are still there.

    A manifest that is damaged or foreign counts as none.

    Parameters
    ----------
    out : the folder.
    """
    try:
        content = (out / MANIFEST).read_bytes()
        there = {path.name for path in out.iterdir() if path.is_file()}
    except OSError:
        return []
    return _entries(content, there)


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
