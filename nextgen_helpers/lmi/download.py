"""Download QCEW slices (one area or one industry, one year or quarter) from BLS's open data.

A slice is one CSV file. What arrives whole is put in the folder in one step, so that the folder
never holds half a file; what is already there is not asked for again, so that the way to repair any
interruption is to run the same once more.

The requests run in an event loop of their own in another thread: a notebook already has a loop in
the main thread, and Ctrl-C can cancel requests at once instead of waiting for them to end.

Source of the addresses: BLS, QCEW open data access, https://www.bls.gov/cew/additional-resources/open-data/
"""

from __future__ import annotations

import contextlib
import csv
import errno
import math
import os
import queue
import re
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final, Literal

import anyio
import anyio.from_thread
import httpx
from tenacity import (
    AsyncRetrying,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import write_whole

__all__ = ["DownloadOutcome", "DownloadSettings", "Progress", "Slice", "download", "slices_for"]

Progress = Callable[[int, int, str], None]
"""Called as ``progress(done, total, what)``, from the thread that called :func:`download`."""

_BLS: Final = "https://data.bls.gov/cew/"
_PERIODS: Final = {
    "a": "",
    "1": " quarter 1",
    "2": " quarter 2",
    "3": " quarter 3",
    "4": " quarter 4",
}
# A code becomes part of an address and of a file name: nothing but these shapes may pass.
_CODES: Final = {
    "area": re.compile(r"US000|[0-9]{5}|C[0-9]{4}|CS[0-9]{3}"),
    "industry": re.compile(r"[0-9]{2,6}|[0-9]{2}-[0-9]{2}"),
}
_CODE_EXAMPLES: Final = {
    "area": 'a county such as "48113", a state "48000", the nation "US000", or "C1910", "CS206"',
    "industry": 'digits such as "10", "541" or "31-33"',
}
_OLDEST, _NEWEST = 1990, 2100  # QCEW by NAICS begins with 1990
_MOST_AT_ONCE: Final = 16  # a public service that others use too
_LARGEST_BYTES: Final = 256 * 1024 * 1024  # the largest slices have a few MB; memory is not endless
_LEFTOVER_SECONDS: Final = 3600  # a temporary file lives for milliseconds; an hour old, it is a dead run's
_NOT_ASKED: Final = "we stopped asking"
_NAMED_IN_SUMMARY: Final = 5


@dataclass(frozen=True)
class Slice:
    """One file of QCEW's open data: an area or an industry, in one year or quarter.

    Parameters
    ----------
    year : data year, such as 2023.
    kind : ``"area"`` (all industries of one area) or ``"industry"`` (all areas of one industry).
    code : as BLS writes it in the data: area ``48113``, ``48000``, ``US000``, ``C1910`` or
        ``CS206``; industry ``10``, ``541`` or ``31-33``.
    period : ``"a"`` for the year, ``"1"`` to ``"4"`` for a quarter.

    Raises
    ------
    UserError : a part has not one of these shapes.

    Examples
    --------
    >>> Slice(2023, "industry", "31-33").address_path
    'data/api/2023/a/industry/31_33.csv'
    >>> Slice(2023, "area", "48113").file_name
    '2023-a-area-48113.csv'
    """

    year: int
    kind: Literal["area", "industry"]
    code: str
    period: str = "a"

    def __post_init__(self) -> None:
        """Let nothing pass that could lead out of the folder or to another address."""
        if type(self.year) is not int or not _OLDEST <= self.year <= _NEWEST:
            raise UserError(f"No QCEW year {self.year!r}: give a year such as 2023, from {_OLDEST} on.")
        if not isinstance(self.kind, str) or self.kind not in _CODES:
            raise UserError(f'No kind of QCEW file {self.kind!r}: it is "area" or "industry".')
        if not isinstance(self.code, str) or not _CODES[self.kind].fullmatch(self.code):
            raise UserError(
                f"{self.code!r} is not the code of an {self.kind}: "
                f"give, as text, {_CODE_EXAMPLES[self.kind]}."
            )
        if not isinstance(self.period, str) or self.period not in _PERIODS:
            raise UserError(f'No period {self.period!r}: "a" is the year, "1" to "4" are quarters.')

    @property
    def address_path(self) -> str:
        """The address below the base address; an industry's hyphen is an underscore there."""
        return f"data/api/{self.year}/{self.period}/{self.kind}/{self.code.replace('-', '_')}.csv"

    @property
    def file_name(self) -> str:
        """The name in the folder: one for each slice, and a list of names sorts by year."""
        return f"{self.year}-{self.period}-{self.kind}-{self.code}.csv"

    @property
    def title(self) -> str:
        """The slice in words: ``48113 in 2023``, ``industry 10 in 2023 quarter 1``."""
        kind = "" if self.kind == "area" else "industry "
        return f"{kind}{self.code} in {self.year}{_PERIODS[self.period]}"


def slices_for(areas: Sequence[str], years: Sequence[int]) -> list[Slice]:
    """List the annual area slices for some areas and years, the newest year first.

    A team looks at the newest year: when a download is interrupted, that is what is there.

    Parameters
    ----------
    areas : area codes, as text; within a year their order stays.
    years : data years, in any order.

    Returns
    -------
    One slice for each area and year, each once.

    Raises
    ------
    UserError : a code or a year has not the right shape.

    Examples
    --------
    >>> [piece.title for piece in slices_for(["48113", "48085"], [2022, 2023])]
    ['48113 in 2023', '48085 in 2023', '48113 in 2022', '48085 in 2022']
    """
    if isinstance(areas, str):  # a text is a sequence of texts as well: "48113" would be five areas
        raise UserError(f'Give the areas as a list, such as ["{areas}"].')
    newest_first = sorted({_whole(year) for year in years}, reverse=True)
    return [Slice(year, "area", area) for year in newest_first for area in dict.fromkeys(areas)]


def _whole(year: int) -> int:
    """Make an int of a year that may come from a table (NumPy's numbers are not int)."""
    try:
        if year == int(year) and not isinstance(year, bool | str):
            return int(year)
    except (TypeError, ValueError, OverflowError):
        pass
    raise UserError(f"No QCEW year {year!r}: give a year such as 2023, from {_OLDEST} on.")


def _usual_address() -> str:
    return os.environ.get("NEXTGEN_BLS_ADDRESS", "").strip() or _BLS


def _usual_user_agent() -> str:
    """Name ourselves in the form browsers use, which the site wants, and whom to write to.

    BLS's usage policy (https://www.bls.gov/bls/pss.htm) asks programs for an e-mail address, and
    may block those without one.
    """
    contact = os.environ.get("NEXTGEN_BLS_CONTACT", "").strip()
    return f"Mozilla/5.0 (compatible; nextgen-helpers{f'; {contact}' if contact else ''})"


@dataclass(frozen=True)
class DownloadSettings:
    """How to ask: where, as whom, how many at once, and how patiently.

    Parameters
    ----------
    base_address : http or https address that everything stands below; ``NEXTGEN_BLS_ADDRESS`` in
        the environment replaces BLS's own (a mirror inside a network, a test).
    user_agent : what the program says it is. ``NEXTGEN_BLS_CONTACT`` in the environment adds your
        e-mail address, which BLS's usage policy asks for.
    at_once : requests at the same time, 1 to 16.
    tries : how often a slice is asked for when the network or the site has trouble.
    backoff_seconds : wait before the second try; it doubles with each further one, plus chance.
    longest_wait_seconds : the longest wait between tries; a site that asks for more is left alone.
    connect_seconds, read_seconds : how long to wait for a connection, and for the next piece of it.

    Raises
    ------
    UserError : a setting cannot be right.

    Examples
    --------
    >>> DownloadSettings(base_address="http://localhost:8000/cew").base_address
    'http://localhost:8000/cew/'
    """

    base_address: str = field(default_factory=_usual_address)
    user_agent: str = field(default_factory=_usual_user_agent)
    at_once: int = 4
    tries: int = 5
    backoff_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    connect_seconds: float = 15.0
    read_seconds: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what cannot work, before anything is asked."""
        object.__setattr__(self, "base_address", _checked_address(self.base_address))
        if not re.fullmatch(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?", self.user_agent):
            raise UserError(
                f"{self.user_agent!r} cannot be sent as a program's name: use plain letters, in "
                "one line (look at NEXTGEN_BLS_CONTACT)."
            )
        if not 1 <= self.at_once <= _MOST_AT_ONCE:
            raise UserError(f"{self.at_once} requests at once: choose 1 to {_MOST_AT_ONCE}.")
        if self.tries < 1:
            raise UserError(f"{self.tries} tries: choose 1 or more.")
        for name in ("backoff", "longest_wait", "connect", "read"):
            seconds = getattr(self, f"{name}_seconds")
            if not 0 < seconds < math.inf:
                raise UserError(f"{name}_seconds is {seconds}: choose a number above 0.")

    @property
    def host(self) -> str:
        """The site's name, for messages."""
        return httpx.URL(self.base_address).host


def _checked_address(address: str) -> str:
    """Give the base address with its closing slash; a :class:`UserError` where it is not one."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, TypeError):
        url = httpx.URL()
    strange = url.query or url.fragment or re.search(r"\s", str(address))
    if url.scheme not in {"http", "https"} or not url.host or strange:
        raise UserError(
            f"{address!r} is not an address to download from: give one such as {_BLS} "
            "(look at NEXTGEN_BLS_ADDRESS)."
        )
    return address.rstrip("/") + "/"


@dataclass(frozen=True)
class DownloadOutcome:
    """What became of each slice, in the order in which they were asked for.

    Parameters
    ----------
    fetched : files that are new in the folder.
    already_there : files that were there before, and were not asked for.
    not_published : slices that BLS does not have: too new, too old, or no such area.
    failed : slices that did not come, each with the reason in words.
    stopped : why nothing more was asked for, in one sentence; empty where all were asked for.

    Examples
    --------
    >>> outcome = DownloadOutcome(not_published=(Slice(2030, "area", "48113"),))
    >>> print(outcome.summary())
    Nothing new was downloaded.
    BLS has not published 1 file (too new, too old, or no such area): 48113 in 2030.
    """

    fetched: tuple[Path, ...] = ()
    already_there: tuple[Path, ...] = ()
    not_published: tuple[Slice, ...] = ()
    failed: tuple[tuple[Slice, str], ...] = ()
    stopped: str = ""

    def summary(self) -> str:
        """Tell in plain words what came, what did not and why, and what to do.

        Returns
        -------
        One or more lines.
        """
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        fetched, there = len(self.fetched), len(self.already_there)
        new = f"Downloaded {_files(fetched)}" if fetched else "Nothing new was downloaded"
        yield f"{new}; {_files(there)} {_were(there)} here already." if there else f"{new}."
        if self.not_published:
            yield (
                f"BLS has not published {_files(len(self.not_published))} "
                f"(too new, too old, or no such area): {_named(self.not_published)}."
            )
        reasons: dict[str, list[Slice]] = {}
        for piece, reason in self.failed:
            reasons.setdefault(reason, []).append(piece)
        for reason, pieces in reasons.items():
            yield f"{_files(len(pieces))} did not come because {reason}: {_named(pieces)}."
        if self.stopped:
            yield self.stopped
        if self.failed:
            yield "Run the same again for the rest: what is here already is not asked for again."


def _files(count: int) -> str:
    return f"{count:,} file{'' if count == 1 else 's'}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _named(pieces: Sequence[Slice]) -> str:
    """Name the first few slices, and how many more there are."""
    named = ", ".join(piece.title for piece in pieces[:_NAMED_IN_SUMMARY])
    more = len(pieces) - _NAMED_IN_SUMMARY
    return f"{named}, and {more:,} more" if more > 0 else named


def download(
    slices: Iterable[Slice],
    folder: Path | str,
    *,
    settings: DownloadSettings | None = None,
    progress: Progress | None = None,
    refresh: bool = False,
) -> DownloadOutcome:
    """Download slices into a folder; run it again to fetch what is still missing.

    Parameters
    ----------
    slices : what to fetch; a slice that stands there twice is fetched once.
    folder : where the files go, each under its :attr:`Slice.file_name`; it is made if missing.
    settings : how to ask; the usual way where there are none.
    progress : called from this thread as ``progress(done, total, what)``: first with what is there
        already, then after each slice.
    refresh : ask also for what is already there (BLS revises its figures); a file that does not
        come leaves the old one as it is.

    Returns
    -------
    What became of each slice. Trouble with a slice or with the site is told there, not raised.

    Raises
    ------
    UserError : the folder cannot be written, or the disk is full. What has come by then stays.
    KeyboardInterrupt : by Ctrl-C; requests on the way are given up, finished files stay.

    Examples
    --------
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
    run = _Run(settings, folder, missing)
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


class _TryAgainError(Exception):
    """The site has trouble that passes; the message says which."""


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
            raise group.exceptions[0] from None


def _next(ends: queue.SimpleQueue[_Ended | None]) -> _Ended | None:
    """Wait for the next end, in short waits: on Windows, Ctrl-C does not end a long one."""
    while True:
        try:
            return ends.get(timeout=0.2)
        except queue.Empty:
            continue


class _Run:
    """One download while it runs: what waits, and what the requests must know of one another."""

    def __init__(self, settings: DownloadSettings, folder: Path, missing: Iterable[Slice]) -> None:
        self.settings, self.folder = settings, folder
        self.waiting = deque(missing)
        self.ends: queue.SimpleQueue[_Ended | None] = queue.SimpleQueue()
        self.stopped = ""  # why nothing more is asked for
        self.answers = 0  # answers of any kind: the site can be reached
        self.quiet_until = -math.inf  # the site asked us to wait until then

    async def fetch_all(self) -> None:
        """Ask for everything that waits, with so many workers as may ask at once."""
        settings = self.settings
        async with (
            httpx.AsyncClient(
                headers={
                    "User-Agent": settings.user_agent,
                    "Accept": "text/csv,*/*;q=0.8",
                    "Accept-Language": "en-US,en;q=0.9",
                },
                timeout=httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds),
                limits=httpx.Limits(max_connections=settings.at_once),
                follow_redirects=True,
            ) as client,
            anyio.create_task_group() as workers,
        ):
            for _ in range(min(settings.at_once, len(self.waiting))):
                workers.start_soon(self._work, client)

    async def _work(self, client: httpx.AsyncClient) -> None:
        while self.waiting and not self.stopped:
            self.ends.put(await self._fetch(client, self.waiting.popleft()))

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
        except (httpx.HTTPError, httpx.InvalidURL, _TryAgainError) as error:
            if _is_unreachable(error) and self.answers == answers_before:
                # Nobody gets through: hundreds of slices would each wait through all their tries.
                self.stopped = self.stopped or _unreachable(settings.host, error)
            return _Ended(piece, "failed", _plainly(error))

    def _may_pass(self, error: BaseException) -> bool:
        passing = httpx.TransportError | httpx.DecodingError | _TryAgainError
        return isinstance(error, passing) and not self.stopped

    async def _ask(self, client: httpx.AsyncClient, piece: Slice) -> _Ended:
        """Ask once; raise what may pass, give what is final."""
        # Another answer may prolong the quiet while we wait.
        while (wait := self.quiet_until - anyio.current_time()) > 0:  # noqa: ASYNC110
            await anyio.sleep(wait)
        if self.stopped:
            return _Ended(piece, "failed", _NOT_ASKED)
        address = self.settings.base_address + piece.address_path
        async with client.stream("GET", address) as response:
            self.answers += 1
            body = await _body(response)
        match response.status_code:
            case HTTPStatus.OK:
                return self._keep(piece, body)
            case HTTPStatus.NOT_FOUND:
                return _Ended(piece, "not published")
            case HTTPStatus.FORBIDDEN:
                self.stopped = self.stopped or _refused(self.settings.host)
                return _Ended(piece, "failed", "the site refuses to give it (403)")
            case status if _is_trouble(status):
                self._be_quiet(_asked_wait(response.headers.get("Retry-After", "")))
                raise _TryAgainError(_answered(status))
            case status:
                return _Ended(piece, "failed", _answered(status))

    def _be_quiet(self, seconds: float) -> None:
        """Let all workers wait as long as the site asks for; leave where that is too long."""
        if seconds > self.settings.longest_wait_seconds:
            self.stopped = self.stopped or _too_long(self.settings.host, seconds)
        else:
            self.quiet_until = max(self.quiet_until, anyio.current_time() + seconds)

    def _keep(self, piece: Slice, body: bytes) -> _Ended:
        """Put a table that came whole into the folder."""
        flaw = _flaw(body)
        if flaw:
            return _Ended(piece, "failed", flaw)
        if _is_cut_off(body):
            raise _TryAgainError("the transfer broke off")
        try:
            write_whole(self.folder / piece.file_name, body)
        except UserError as error:
            raise _disk_trouble(self.folder, error.__cause__) from error
        return _Ended(piece, "fetched")


async def _body(response: httpx.Response) -> bytes:
    """Read an answer, up to a little more than the largest that is allowed."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _LARGEST_BYTES:
            break
    return bytes(body)


def _flaw(body: bytes) -> str:
    """Say why an answer is not a QCEW table; empty where it is one."""
    if len(body) > _LARGEST_BYTES:
        return f"the answer is larger than {_LARGEST_BYTES // 1024**2} MB"
    if b"area_fips" in _first_line(body):
        return ""
    if body.lstrip()[:1] == b"<":
        return "a web page came instead of a table (does your network ask you to sign in first?)"
    return "what came is not a QCEW table" if body.strip() else "the answer was empty"


def _first_line(body: bytes) -> bytes:
    return body.partition(b"\n")[0]


def _is_cut_off(body: bytes) -> bool:
    """Tell whether the last row has fewer cells than the header.

    A site that does not announce the length can break off without anyone noticing.
    """
    last = body.rstrip().rpartition(b"\n")[2]
    return _cells(_first_line(body)) != _cells(last)


def _cells(line: bytes) -> int:
    """Count the cells of a CSV line; none where it is no such line."""
    try:
        return sum(len(row) for row in csv.reader([line.decode("utf-8", "replace")], strict=True))
    except csv.Error:
        return 0


def _asked_wait(retry_after: str) -> float:
    """Seconds that a Retry-After header asks for, in digits or as a date; 0 where it says nothing.

    Examples
    --------
    >>> _asked_wait("120"), _asked_wait(""), _asked_wait("soon")
    (120.0, 0.0, 0.0)
    """
    text = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0


def _is_trouble(status: int) -> bool:
    """Tell whether a status means that it may go better later."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _answered(status: int) -> str:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "the site has too many requests (429)"
    if _is_trouble(status):
        return f"the site has trouble ({status})"
    return f"the site answered with status {status}"


def _is_unreachable(error: Exception) -> bool:
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError)


def _is_certificate(error: Exception) -> bool:
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _plainly(error: Exception) -> str:
    """Say in words what a request failed of."""
    match error:
        case _TryAgainError():
            return str(error)
        case _ if _is_unreachable(error):
            return "the site cannot be reached"
        case httpx.TimeoutException():
            return "no answer came in time"
        case httpx.RemoteProtocolError() | httpx.NetworkError() | httpx.DecodingError():
            return "the transfer broke off"
        case httpx.TooManyRedirects() | httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return "the site sends us elsewhere, and that leads nowhere"
        case _:
            return f"the network failed ({type(error).__name__})"


def _refused(host: str) -> str:
    return (
        f"{host} refuses this computer or network (403), so no more was asked for: give your "
        "e-mail address in NEXTGEN_BLS_CONTACT as BLS asks, try again later, or download the files "
        'by hand in a browser and bring them in with "nextgen data import".'
    )


def _unreachable(host: str, error: Exception) -> str:
    if _is_certificate(error):
        return (
            f"{host} cannot be trusted from here, so no more was asked for: your network seems to "
            "inspect secure traffic; ask its administrators for their certificate file, and name "
            "it in SSL_CERT_FILE."
        )
    return (
        f"{host} cannot be reached, so no more was asked for: see whether this computer is "
        "online, and try again later."
    )


def _too_long(host: str, seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return (
        f"{host} asks us to wait {minutes:,} minute{'' if minutes == 1 else 's'}, so no more "
        "was asked for: try again then."
    )


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
