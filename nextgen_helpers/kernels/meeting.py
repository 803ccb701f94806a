"""Where a program and the warm server meet: a socket of this user alone, and what is said over it.

A client sends one request (a length, then JSON, with its standard output and error attached) and keeps the
connection open as long as it lives: that the connection ends is how server and kernel learn that it died. The
server answers in lines of JSON: the process id of the kernel, later its exit status.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from nextgen_helpers.places import shipped_files
from nextgen_helpers.version import __version__

_LENGTH: Final = struct.Struct("!I")
_MOST: Final = 16 * 2**20
#: The longest path that a socket's address can hold on every Unix.
_LONGEST_PATH: Final = 100
#: Variables that are read while modules are imported: a server with other ones is another server. It is given these
#: and no others, because anybody can read in ``/proc`` what a process was started with.
_READ_AT_IMPORT: Final = re.compile(
    r"(PYTHON|LD_|MALLOC_|LC_|MPL|OMP_|OPENBLAS_|MKL_|NUMEXPR_|NPY_|NUMPY_|ARROW_|PYARROW_|PANDAS_|PLOTLY_|NETWORKX_"
    r"|PYDEVD_|PYZMQ_|SSL_CERT_)\w*|JUPYTER_(DATA_DIR|PATH|PLATFORM_DIRS|PREFER_ENV_PATH|WIDGETS_ECHO)"
    r"|GLIBC_TUNABLES|HOME|USER|LANG|LANGUAGE|TZ|TZDIR|MATPLOTLIBRC|XDG_(CACHE|CONFIG|DATA)_HOME"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a kernel is started with."""

    arguments: tuple[str, ...]  # of ``ipykernel_launcher``
    environment: Mapping[str, str]  # all variables of the new process
    folder: str  # its working directory
    # what else a child would have from its client (:mod:`~nextgen_helpers.kernels.inherited`)
    inherited: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """The files by which clients and one server find each other."""

    socket: Path  # the server's address; there as soon as it can fork
    lock: Path  # held by the server from its start to its end, also while nobody can be served yet
    log: Path  # what went wrong in the server


def meeting_place(environment: Mapping[str, str] | None = None) -> Place | None:
    """Find where the server of this Python, this state of the library and this user is met.

    environment : of the client; by default this process's own.
    Gives the files; None where no folder is found that belongs to this user alone.
    """
    variables = os.environ if environment is None else environment
    folder = _private_folder()
    if folder is None:
        return None
    name = _fingerprint(variables)
    place = Place(folder / f"{name}.sock", folder / f"{name}.lock", folder / f"{name}.log")
    return place if len(str(place.socket)) <= _LONGEST_PATH else None


def _private_folder() -> Path | None:
    """Make a folder that nobody else can enter; one that somebody else has made is refused."""
    run = os.environ.get("XDG_RUNTIME_DIR", "")
    parent = Path(run) if run and Path(run).is_dir() else Path(tempfile.gettempdir())
    folder = parent / f"nextgen-warm-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return folder if ours else None


def _fingerprint(environment: Mapping[str, str]) -> str:
    """Name everything that a server has imported, read and inherited: where that differs, another server starts."""
    from nextgen_helpers.kernels.inherited import fixed  # noqa: PLC0415  (Linux only)

    shipped = sorted((str(path), *_changed(path)) for _, path in shipped_files("package", "data"))
    read = sorted(read_at_import(environment).items())
    # Installed packages change the folder that they are installed into.
    installed = Path(json.__file__).parent, *(Path(path) for path in sys.path if path.endswith("-packages"))
    changed = [_changed(path) for path in installed if path.is_dir()]
    state = [__version__, sys.executable, sys.prefix, sys.version, shipped, changed, read, fixed()]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]


def read_at_import(environment: Mapping[str, str]) -> dict[str, str]:
    """Choose the variables with which a server is started."""
    return {name: value for name, value in environment.items() if _READ_AT_IMPORT.fullmatch(name)}


def _changed(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def send_request(connection: socket.socket, request: Request, streams: Sequence[int]) -> None:
    """Send a request, with the file descriptors of standard output and error."""
    content = json.dumps(asdict(request)).encode()
    socket.send_fds(connection, [_LENGTH.pack(len(content))], list(streams))
    connection.sendall(content)


def read_request(connection: socket.socket) -> tuple[Request, list[int]]:
    """Read a request and the file descriptors that came along."""
    head, streams, _, _ = socket.recv_fds(connection, _LENGTH.size, 2)
    if len(head) != _LENGTH.size or len(streams) != 2:  # noqa: PLR2004  (standard output and error)
        close_all(streams)
        raise ValueError("The request has no head.")
    (length,) = _LENGTH.unpack(head)
    content = bytearray()
    while length <= _MOST and len(content) < length:
        piece = connection.recv(length - len(content))
        if not piece:
            break
        content += piece
    if len(content) != length:
        close_all(streams)
        raise ValueError("The request is not whole.")
    try:
        said: dict[str, Any] = json.loads(content)
        request = Request(
            tuple(said["arguments"]), dict(said["environment"]), str(said["folder"]), dict(said["inherited"])
        )
    except (ValueError, KeyError, TypeError) as error:
        close_all(streams)
        raise ValueError("The request cannot be read.") from error
    return request, streams


def close_all(descriptors: Sequence[int]) -> None:
    """Close file descriptors that came with a request."""
    for descriptor in descriptors:
        os.close(descriptor)
