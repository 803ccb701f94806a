"""The requests of a download: so many at once, again where trouble passes, and each file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import math
import queue
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final, Literal

import anyio
import anyio.from_thread
import anyio.to_thread
import httpx
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential, wait_random

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.download.answers import asked_wait, body_of, flaw, is_cut_off
from nextgen_helpers.lmi.download.outcome import (
    BROKE_OFF,
    DownloadOutcome,
    GiveUpError,
    TryAgainError,
    answered,
    is_trouble,
    is_unreachable,
    plainly,
    refused,
    silent,
    too_long,
    unreachable,
    useless,
)
from nextgen_helpers.lmi.download.settings import DownloadSettings
from nextgen_helpers.lmi.download.slices import Slice
from nextgen_helpers.places import write_whole

Check = Callable[[Slice, bytes], str]
"""Called as ``check(piece, body)``, from any thread; says what is wrong with what came, empty where it is right."""
Progress = Callable[[int, int, str], None]
"""Called as ``progress(done, total, what)``, from the thread that called :func:`download`."""

_LEFTOVER_SECONDS: Final = 3600  # a temporary file lives for milliseconds; an hour old, it is a dead run's
_NOT_ASKED: Final = "we stopped asking"


def download(  # noqa: PLR0913
    slices: Iterable[Slice],
    folder: Path | str,
    *,
    settings: DownloadSettings | None = None,
    progress: Progress | None = None,
    refresh: bool = False,
    check: Check | None = None,
) -> DownloadOutcome:
    """Download slices into a folder; run it again to fetch what is still missing.

    slices : what to fetch; a slice that is there twice is fetched once.
    folder : where the files go, each under its :attr:`Slice.file_name`; it is made if missing.
    settings : how to ask; the usual way where there are none.
    progress : called from this thread as ``progress(done, total, what)``: first with what is there
        already, then after each slice.
    refresh : ask also for what is already there (BLS revises its figures); a file that does not
        come leaves the old one as it is.
    check : looks at each table that came before it is kept; a wrong one is not, and the others go on.
    Gives what became of each slice. Trouble with a slice or with the site is told there, not raised.
    Raises UserError: the folder cannot be written, or the disk is full. What has come by then stays.
    Raises KeyboardInterrupt: by Ctrl-C; requests on the way are given up, finished files stay.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(download([], folder).summary())
    Nothing new was downloaded.
    """
    settings = settings or DownloadSettings()
    folder = Path(folder).expanduser().absolute()
    wanted = list(dict.fromkeys(slices))
    there = set() if refresh else {piece for piece in wanted if _is_table(folder / piece.file_name)}
    missing = [piece for piece in wanted if piece not in there]
    if progress and wanted:
        progress(len(there), len(wanted), "already here")
    if not missing:
        return DownloadOutcome(already_there=tuple(folder / piece.file_name for piece in wanted))
    _make_ready(folder)
    run = _Run(settings, folder, missing, check)
    ended: dict[Slice, _Ended] = {}

    def note(one: _Ended) -> None:
        ended[one.piece] = one
        if progress:
            progress(len(there) + len(ended), len(wanted), one.piece.title)

    _run_through(run, note)
    asked = [ended.get(piece, _Ended(piece, "failed", _NOT_ASKED)) for piece in missing]
    return DownloadOutcome(
        fetched=tuple(folder / one.piece.file_name for one in asked if one.how == "fetched"),
        already_there=tuple(folder / piece.file_name for piece in wanted if piece in there),
        not_published=tuple(one.piece for one in asked if one.how == "not published"),
        failed=tuple((one.piece, one.reason) for one in asked if one.how == "failed"),
        stopped=run.stopped,
    )


@dataclass(frozen=True)
class _Ended:
    """What became of one slice."""

    piece: Slice
    how: Literal["fetched", "not published", "failed"]
    reason: str = ""


def _run_through(run: _Run, note: Callable[[_Ended], None]) -> None:
    """Run the requests in a thread of their own, and note each end in this one.

    Whatever happens here (Ctrl-C, an error in a progress bar) cancels the requests on the way out.
    """
    with anyio.from_thread.start_blocking_portal() as portal:
        finished = portal.start_task_soon(run.fetch_all)
        finished.add_done_callback(lambda _: run.ends.put(None))
        while (one := _next(run.ends)) is not None:
            note(one)
        try:
            finished.result()
        except ExceptionGroup as group:  # several workers may have met the same full disk
            error: Exception = group
            while isinstance(error, ExceptionGroup):
                error = error.exceptions[0]
            raise error from None


def _next(ends: queue.SimpleQueue[_Ended | None]) -> _Ended | None:
    """Wait for the next end, in short waits: on Windows, Ctrl-C does not end a long one."""
    while True:
        try:
            return ends.get(timeout=0.2)
        except queue.Empty:
            continue


class _Run:
    """One download while it runs: what waits, and what the requests must know of one another."""

    def __init__(
        self, settings: DownloadSettings, folder: Path, missing: Iterable[Slice], check: Check | None
    ) -> None:
        self.settings, self.folder, self.check = settings, folder, check
        self.waiting = deque(missing)
        self.ends: queue.SimpleQueue[_Ended | None] = queue.SimpleQueue()
        self.stopped = ""  # why nothing more is asked for
        self.answers = 0  # answers of any kind: the site can be reached
        self.quiet_until = -math.inf  # the site asked us to wait until then
        self.came = self.failed = 0

    async def fetch_all(self) -> None:
        """Ask for everything that waits, with so many workers as may ask at once."""
        settings = self.settings
        async with (
            httpx.AsyncClient(
                headers={
                    "User-Agent": settings.user_agent,
                    "Accept": "text/csv,*/*;q=0.8",
                    "Accept-Encoding": "gzip",
                    "Accept-Language": "en-US,en;q=0.9",
                },
                timeout=httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds),
                limits=httpx.Limits(max_connections=settings.at_once),
                follow_redirects=True,
                event_hooks={"request": [self._stay_on_the_site]},
            ) as client,
            anyio.create_task_group() as everything,
        ):
            everything.start_soon(self._leave_who_is_silent, everything.cancel_scope)
            async with anyio.create_task_group() as workers:
                for _ in range(min(settings.at_once, len(self.waiting))):
                    workers.start_soon(self._work, client)
            everything.cancel_scope.cancel()

    async def _leave_who_is_silent(self, everything: anyio.CancelScope) -> None:
        """Break everything off where no answer of any kind has come in time."""
        await anyio.sleep(self.settings.first_seconds)
        if not self.answers:
            self.stopped = self.stopped or silent(self.settings.host)
            everything.cancel()

    async def _stay_on_the_site(self, request: httpx.Request) -> None:
        """Follow a redirect to the same site only, and never from a secure address to another."""
        site = httpx.URL(self.settings.base_address)
        if request.url.host != site.host or (site.scheme == "https" and request.url.scheme != "https"):
            raise GiveUpError(
                f"{site.host} sends us to another site, {request.url.host[:80]}, and we do not follow "
                "(does your network ask you to sign in first?)"
            )

    async def _work(self, client: httpx.AsyncClient) -> None:
        while self.waiting and not self.stopped:
            ended = await self._fetch(client, self.waiting.popleft())
            self._count(ended)
            self.ends.put(ended)

    def _count(self, ended: _Ended) -> None:
        """Leave a site that gives nothing that can be used."""
        self.came += ended.how == "fetched"
        self.failed += ended.how == "failed"
        if not self.came and self.failed >= self.settings.most_failures:
            self.stopped = self.stopped or useless(self.settings.host, ended.reason)

    async def _fetch(self, client: httpx.AsyncClient, piece: Slice) -> _Ended:
        """Ask for one slice until it comes, or until there is no sense in asking again."""
        settings = self.settings
        answers_before = self.answers
        patiently = AsyncRetrying(
            retry=retry_if_exception(self._may_pass),
            stop=stop_after_attempt(settings.tries),
            wait=wait_exponential(multiplier=settings.backoff_seconds, max=settings.longest_wait_seconds)
            + wait_random(0, settings.backoff_seconds),
            sleep=anyio.sleep,
            reraise=True,
        )
        try:
            return await patiently(self._ask, client, piece)
        except (httpx.HTTPError, httpx.InvalidURL, TryAgainError, GiveUpError) as error:
            if is_unreachable(error) and self.answers == answers_before:
                # Nobody gets through: hundreds of slices would each wait through all their tries.
                self.stopped = self.stopped or unreachable(settings.host, error)
            return _Ended(piece, "failed", plainly(error))

    def _may_pass(self, error: BaseException) -> bool:
        passing = httpx.TransportError | httpx.DecodingError | TryAgainError
        return isinstance(error, passing) and not self.stopped

    async def _ask(self, client: httpx.AsyncClient, piece: Slice) -> _Ended:
        """Ask once; raise what may pass, give what is final."""
        # Another answer may prolong the quiet while we wait.
        while (wait := self.quiet_until - anyio.current_time()) > 0:  # noqa: ASYNC110
            await anyio.sleep(wait)
        if self.stopped:
            return _Ended(piece, "failed", _NOT_ASKED)
        address = self.settings.base_address + piece.address_path
        seconds = self.settings.file_seconds
        try:
            with anyio.fail_after(seconds):
                async with client.stream("GET", address) as response:
                    self.answers += 1
                    body = await body_of(response)
        except TimeoutError as error:
            raise GiveUpError(f"it was not there as a whole after {seconds:g} seconds") from error
        match response.status_code:
            case HTTPStatus.OK:
                return await self._keep(piece, body)
            case HTTPStatus.NOT_FOUND:
                return _Ended(piece, "not published")
            case HTTPStatus.FORBIDDEN:
                self.stopped = self.stopped or refused(self.settings.host)
                return _Ended(piece, "failed", "the site refuses to give it (403)")
            case status if is_trouble(status):
                self._be_quiet(asked_wait(response.headers.get("Retry-After", "")))
                raise TryAgainError(answered(status))
            case status:
                return _Ended(piece, "failed", answered(status))

    def _be_quiet(self, seconds: float) -> None:
        """Let all workers wait as long as the site asks for; leave where that is too long."""
        if seconds > self.settings.longest_wait_seconds:
            self.stopped = self.stopped or too_long(self.settings.host, seconds)
        else:
            self.quiet_until = max(self.quiet_until, anyio.current_time() + seconds)

    async def _keep(self, piece: Slice, body: bytes) -> _Ended:
        """Put a table that came whole, and is what was asked for, into the folder."""
        if wrong := flaw(body):
            return _Ended(piece, "failed", wrong)
        if is_cut_off(body):
            raise TryAgainError(BROKE_OFF)
        if self.check and (wrong := await anyio.to_thread.run_sync(self.check, piece, body)):
            return _Ended(piece, "failed", wrong)
        try:
            write_whole(self.folder / piece.file_name, body)
        except UserError as error:
            raise _disk_trouble(self.folder, error.__cause__) from error
        return _Ended(piece, "fetched")


def _is_table(path: Path) -> bool:
    """Tell whether a file is there and begins like a QCEW table.

    What we write is whole; this is for what a person has put there, such as a saved error page.
    """
    try:
        with path.open("rb") as file:
            return b"area_fips" in file.readline(4096)
    except OSError:
        return False


def _make_ready(folder: Path) -> None:
    """Make the folder, see that it can be written, and clear what a killed run has left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Said before anything is asked, not after the first file has come.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _disk_trouble(folder, error) from error
    for leftover in folder.glob(".*.part*"):
        with contextlib.suppress(OSError):  # another run may clear it at the same time
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS:
                leftover.unlink()


def _disk_trouble(folder: Path, error: BaseException | None) -> UserError:
    """Say in one sentence why the folder takes no files."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return UserError(
            f'The disk is full at "{folder}": free some space and run the same again; the files '
            "that have come stay."
        )
    if folder.exists() and not folder.is_dir():
        return UserError(f'"{folder}" is a file: name a folder for the downloads.')
    return UserError(
        f'Cannot write into "{folder}" ({getattr(error, "strerror", None) or type(error).__name__}): name a folder '
        "that you may write to."
    )
