"""Where things lie on disk: what came with the project, and what belongs to the user.

Everything that ships (data, notebooks) stands in the clone, or inside the installed wheel. Everything
that a user adds (imported figures, own regions, the chosen region) stands in the user's folder: the one that
``NEXTGEN_HOME`` names, else the platform's usual place for application data.
"""

from __future__ import annotations

import contextlib
import csv
import os
import re
import shutil
import stat
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import on_one_line

if TYPE_CHECKING:
    import pandas as pd

_PACKAGE = Path(__file__).resolve().parent
#: In a wheel the notebooks and the data lie inside the package; hidden files and compiled ones are nobody's source.
_NO_SOURCE: Final = (".", "__pycache__", "_bundled")

_LARGEST_YAML: Final = 200_000
_DEEPEST: Final = 8
#: An address with a slash too few would become a folder of that name; a drive of Windows is one letter.
_ONE_SLASH: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/(?!/)")


def embedded(*parts: str) -> Path:
    """Path of something that ships with the project, below ``data/`` or ``notebooks/``.

    parts : path parts, such as ``"data", "regions", "texas_workforce_boards.csv"``.
    Gives the path in the installed wheel where there is one, else in the clone.

    >>> embedded("data", "regions").name
    'regions'
    """
    bundled = _PACKAGE / "_bundled"
    root = bundled if bundled.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)


def embedded_rows(*parts: str) -> list[dict[str, str]]:
    """Read a table (CSV) that ships with the project, every cell as text.

    >>> embedded_rows("data", "codes", "metropolitan_areas.csv")[0]["cbsa_title"]
    'Aberdeen, SD'
    """
    with embedded(*parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped_files(*parts: str) -> Iterator[tuple[str, Path]]:
    """Find every file that ships with the project, in a clone and in a wheel alike.

    parts : ``"package"`` (the library itself), ``"data"``, ``"notebooks"``.
    Yields the name below its part, with ``/``, and the path; in no particular order.

    >>> "toolkit/rubric.yaml" in dict(shipped_files("data"))
    True
    """
    for part in parts:
        root = _root_of(part)
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(_NO_SOURCE)]
            for name in names:
                if not name.startswith(_NO_SOURCE):
                    path = Path(folder, name)
                    yield path.relative_to(root).as_posix(), path


def _root_of(part: str) -> Path:
    return _PACKAGE if part == "package" else embedded(part)


def user_home() -> Path:
    """Folder for what the user adds. It is not created by asking.

    Gives ``$NEXTGEN_HOME`` where that is set, else the platform's folder for application data.
    """
    named = os.environ.get("NEXTGEN_HOME", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs  # noqa: PLC0415  (slow to import, and rarely needed)

    return Path(platformdirs.user_data_dir("nextgen-sector-partnerships", appauthor=False))


def workspaces_folder() -> Path:
    """Folder of the SQLite files with answers, one a team."""
    return user_home() / "workspaces"


def shared_address() -> str | None:
    """Give the address of the database that several laptops share: ``NEXTGEN_WORKSPACE_URL``; None without."""
    return os.environ.get("NEXTGEN_WORKSPACE_URL", "").strip() or None


def read_table(
    path: Path, column: str = "", values: Sequence[Any] = (), *, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read a small Parquet file, or some rows of a larger one, in the thread that asks.

    ``pandas.read_parquet`` starts Arrow's pools of threads, which takes twenty times as long as reading a table of a few thousand
    rows, and which a warm kernel's server must not hold.

    With ``column`` and ``values`` it gives only rows that have one of the values there, and reads only a part of a file that is sorted by it.
    Raises FileNotFoundError: there is none.

    >>> read_table(embedded("data", "lmi", "areas.parquet")).columns[0]
    'area_fips'
    """
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415  (slow to import)

    with ParquetFile(path, pre_buffer=False) as file:
        if not column:
            whole: pd.DataFrame = file.read(columns, use_threads=False).to_pandas(use_threads=False)
            return whole
        place = file.schema_arrow.names.index(column)
        statistics = [
            file.metadata.row_group(group).column(place).statistics for group in range(file.num_row_groups)
        ]
        groups = [
            group
            for group, span in enumerate(statistics)
            if span is None or any(span.min <= value <= span.max for value in values)
        ]
        some: pd.DataFrame = file.read_row_groups(groups, columns, use_threads=False).to_pandas(
            use_threads=False
        )
    return some[some[column].isin(list(values))].reset_index(drop=True)


def column_values(path: Path, column: str) -> list[Any]:
    """Give the values of a column of a Parquet file, each once, as :func:`read_table` reads it: without threads."""
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415  (slow to import)

    with ParquetFile(path, pre_buffer=False) as file:
        values: list[Any] = file.read(columns=[column], use_threads=False)[column].unique().to_pylist()
    return values


def yaml_of(text: str) -> Any:
    """Read YAML that ships with the project, by the parser that is written in C where there is one: eight times as fast.

    A deeply nested file would end the whole process in it: what a user has written is read with :func:`users_yaml`.

    text : of the file.
    Raises yaml.YAMLError: it is no YAML.

    >>> yaml_of("name: Dallas")
    {'name': 'Dallas'}
    """
    import yaml  # noqa: PLC0415  (slow to import)

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe)


def users_yaml(path: Path) -> Any:
    """Read a short YAML file that a user has written, or somebody else: it takes neither long nor much memory, whatever it is.

    Every value is given as the text that stands in the file: numbers, days and truth values are not guessed. What is no plain file (a pipe, a device) is not opened, as reading could wait for ever. Before anything is made of the
    text it is seen how deep it goes, and that no part of it refers to another: a few lines of references grow without end.

    Raises UserError: it cannot be read, or is no such YAML; the message names the file.
    """
    import yaml  # noqa: PLC0415  (slow to import)

    try:
        data = _plain_bytes(path)
        if len(data) > _LARGEST_YAML:
            raise UserError(f"{path}: a file of this kind is a few lines of YAML; this one is too large.")
        text = data.decode("utf-8")
        depth = 0
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            merges = isinstance(event, yaml.ScalarEvent) and "<<" in {event.value, _short(event.tag)}
            if depth > _DEEPEST or merges or getattr(event, "anchor", None):
                raise UserError(
                    f"{path}: brackets or lists more than {_DEEPEST} deep and references (&, *, <<) are not allowed in it; "
                    "write out what is meant."
                )
        return yaml.load(text, Loader=loader)  # noqa: S506  (it makes nothing but texts, lists and fields)
    except OSError as error:
        raise UserError(f"{path}: it cannot be read ({error.strerror or error}).") from error
    # A value that is not of the kind its tag or form says fails in PyYAML as it fails in Python.
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError) as error:
        reason = str(error).split("\n", 1)[0][:80]
        raise UserError(f"{path}: this is not a YAML file ({reason}).") from error


def _short(tag: str | None) -> str:
    return "<<" if (tag or "").endswith(":merge") else ""


def _plain_bytes(path: Path) -> bytes:
    """Read a plain file, up to a little more than the largest that is allowed."""
    _refuse_unless_plain(path.stat())
    # It can have become another since: opening a pipe waits for somebody who writes into it, unless it is said not to.
    with open(path, "rb", opener=_without_waiting) as file:
        _refuse_unless_plain(os.fstat(file.fileno()))
        return file.read(_LARGEST_YAML + 1)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_unless_plain(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is a folder, a pipe or a device, and no plain file")


def write_whole(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file as a whole or not at all, and so that it is there after a power loss: beside it first, then moved into its place.

    path : the file; its folder must exist.
    content : text (written as UTF-8) or bytes.
    private : nobody but the user may read it, as answers are; otherwise what is usual on the computer holds.
    Raises UserError: it cannot be written, or the disk is full; what was there before is unchanged.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_whole(folder / "note.txt", "saved")
    >>> (folder / "note.txt").read_text(encoding="utf-8")
    'saved'
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}.partial")
    try:
        with partial.open("xb") as file:
            if private:
                with contextlib.suppress(OSError):  # such as on a stick whose file system knows no owners
                    partial.chmod(0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise UserError(
            f"{path} could not be written ({error.strerror or error}); choose another folder or make room."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()
    _sync_folder(path.parent)


def synced(folder: Path) -> Path:
    """Have everything in a folder on the disk itself: until then, a power loss leaves empty files under their final names.

    folder : with files that other libraries have written; they must be writable.
    Raises OSError: the disk does not take it.
    """
    for place, _, names in os.walk(folder, topdown=False):
        for name in names:
            with Path(place, name).open("rb+") as file:  # Windows syncs only what can be written
                os.fsync(file.fileno())
        _sync_folder(Path(place))
    return folder


def moved(made: Path, place: Path) -> Path:
    """Move a file or folder to another name on the same disk, so that it is there after a power loss.

    made : what it is now; new content has to be :func:`synced` before.
    place : where it goes.
    Raises OSError: it cannot be moved; nothing has changed.
    """
    made.rename(place)
    _sync_folder(place.parent)
    return place


@contextlib.contextmanager
def staged(place: Path) -> Iterator[Path]:
    """Give a folder to fill, which takes a place as a whole once everything is in it, or not at all.

    Raises OSError: it cannot be made or moved; what stood at the place before is unchanged.
    """
    made_folder(place.parent)
    staging = place.with_name(f".staging-{os.getpid()}-{uuid.uuid4().hex[:6]}")
    staging.mkdir()
    try:
        yield staging
        synced(staging)
        grave = _buried(place) if place.is_dir() else None
        try:
            moved(staging, place)
        except OSError:
            if grave:
                moved(grave, place)
            raise
        if grave:
            shutil.rmtree(grave, ignore_errors=True)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def swept_away(folder: Path) -> None:
    """Take a folder out of sight in one step, and then delete it.

    Raises OSError: it cannot be moved; nothing has changed.
    """
    shutil.rmtree(_buried(folder), ignore_errors=True)


def _buried(folder: Path) -> Path:
    return moved(folder, folder.with_name(f".removed-{uuid.uuid4().hex}"))


def made_folder(path: Path) -> Path:
    """Make a folder, and those above it, where there is none, so that it is there after a power loss.

    Raises OSError: it cannot be made.
    """
    new = [item for item in (path, *path.parents) if not item.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for item in new:
        _sync_folder(item.parent)
    return path


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows, and some network disks, know no such thing for folders."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def users_path(typed: str | Path) -> Path:
    """Give the path that a user has typed: ``~`` is the home folder, as in a shell, which leaves it alone after ``--out=``.

    Raises UserError: no path can be called that, or there is no such home.

    >>> users_path("~/reports").is_absolute()
    True
    >>> users_path("s3:/bucket")
    Traceback (most recent call last):
    ...
    nextgen_helpers.errors.UserError: s3:/bucket is no folder; an address has two slashes after the colon: s3://bucket
    """
    text = str(typed)
    if not text.strip() or "\0" in text:
        raise UserError(f'"{on_one_line(text)}" is no name of a file or folder; name another.')
    if _ONE_SLASH.match(text):
        meant = text.replace(":/", "://", 1)
        raise UserError(f"{text} is no folder; an address has two slashes after the colon: {meant}")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:  # such as ~nobody
        raise UserError(f"There is no home folder {Path(text).parts[0]}; write the path out.") from error


def can_be_written(path: Path) -> bool:
    """Tell whether a file can be changed, or made, where it lies; nothing is tried."""
    return os.access(path if path.exists() else path.parent, os.W_OK) and os.access(path.parent, os.W_OK)


def writable_folder(path: Path) -> Path:
    """Make a folder where there is none, and try whether it can be written to.

    Raises UserError: it is a file, or cannot be made or written.

    >>> import tempfile
    >>> writable_folder(Path(tempfile.mkdtemp()) / "reports").name
    'reports'
    """
    probe = path / f".nextgen-{os.getpid()}"
    try:
        made_folder(path)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = "it is a file" if os.path.isfile(path) else error.strerror or str(error)  # noqa: PTH113  (it never raises)
        raise UserError(f"The folder {path} cannot be written to ({reason}); name another.") from error
    return path
