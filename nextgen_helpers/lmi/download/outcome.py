"""What became of a download, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx

from nextgen_helpers.lmi.download.slices import Slice
from nextgen_helpers.words import plural

BROKE_OFF: Final = "the transfer broke off"
_NAMED_IN_SUMMARY: Final = 5


@dataclass(frozen=True)
class DownloadOutcome:
    """What became of each slice, in the order in which they were asked for.

    >>> from nextgen_helpers.lmi.download.slices import Slice
    >>> outcome = DownloadOutcome(not_published=(Slice(2030, "area", "48113"),))
    >>> print(outcome.summary())
    Nothing new was downloaded.
    BLS has not published 1 file (too new, too old, or no such area): 48113 in 2030.
    """

    fetched: tuple[Path, ...] = ()  # files that are new in the folder
    already_there: tuple[Path, ...] = ()  # files that were there before, and were not asked for
    not_published: tuple[Slice, ...] = ()  # slices that BLS does not have: too new, too old, or no such area
    failed: tuple[tuple[Slice, str], ...] = ()  # slices that did not come, each with the reason in words
    stopped: str = ""  # why nothing more was asked for, in one sentence; empty where all were asked for

    def summary(self) -> str:
        """Tell in plain words what came, what did not and why, and what to do."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        fetched, there = len(self.fetched), len(self.already_there)
        new = f"Downloaded {plural(fetched, 'file')}" if fetched else "Nothing new was downloaded"
        yield f"{new}; {plural(there, 'file')} {_were(there)} here already." if there else f"{new}."
        if self.not_published:
            yield (
                f"BLS has not published {plural(len(self.not_published), 'file')} "
                f"(too new, too old, or no such area): {_named(self.not_published)}."
            )
        reasons: dict[str, list[Slice]] = {}
        for piece, reason in self.failed:
            reasons.setdefault(reason, []).append(piece)
        for reason, pieces in reasons.items():
            yield f"{plural(len(pieces), 'file')} did not come because {reason}: {_named(pieces)}."
        if self.stopped:
            yield self.stopped
        if self.failed:
            yield "Run the same again for the rest: what is here already is not asked for again."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _named(pieces: Sequence[Slice]) -> str:
    """Name the first few slices, and how many more there are."""
    named = ", ".join(piece.title for piece in pieces[:_NAMED_IN_SUMMARY])
    more = len(pieces) - _NAMED_IN_SUMMARY
    return f"{named}, and {more:,} more" if more > 0 else named


class TryAgainError(Exception):
    """The site has trouble that passes; the message says which."""


class GiveUpError(Exception):
    """There is no sense in asking for this file again; the message says why."""


def is_trouble(status: int) -> bool:
    """Tell whether a status means that it may go better later."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def answered(status: int) -> str:
    """Say what a status means that brings no file."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "the site has too many requests (429)"
    if is_trouble(status):
        return f"the site has trouble ({status})"
    return f"the site answered with status {status}"


def is_unreachable(error: Exception) -> bool:
    """Tell whether nobody answered at all."""
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError)


def _is_certificate(error: Exception) -> bool:
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def plainly(error: Exception) -> str:
    """Say in words what a request failed of."""
    match error:
        case TryAgainError() | GiveUpError():
            return str(error)
        case _ if is_unreachable(error):
            return "the site cannot be reached"
        case httpx.TimeoutException():
            return "no answer came in time"
        case httpx.RemoteProtocolError() | httpx.NetworkError() | httpx.DecodingError():
            return BROKE_OFF
        case httpx.TooManyRedirects() | httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return "the site sends us elsewhere, and that leads nowhere"
        case _:
            return f"the network failed ({type(error).__name__})"


def refused(host: str) -> str:
    """Say what to do where a site refuses us."""
    return (
        f"{host} refuses this computer or network (403), so no more was asked for: give your "
        "e-mail address in NEXTGEN_BLS_CONTACT as BLS asks, try again later, or download the files "
        'by hand in a browser and bring them in with "nextgen data import".'
    )


def unreachable(host: str, error: Exception) -> str:
    """Say what to do where a site cannot be reached."""
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


def silent(host: str) -> str:
    """Say that nobody answers, though there is a network."""
    return f"{host} does not answer, so no more was asked for: try again later."


def useless(host: str, reason: str) -> str:
    """Say that nothing comes from a site that can be used."""
    return (
        f"nothing comes from {host} that can be used ({reason}), so no more was asked for: try again later."
    )


def too_long(host: str, seconds: float) -> str:
    """Say that a site asks for more patience than we have."""
    minutes = math.ceil(seconds / 60)
    return f"{host} asks us to wait {plural(minutes, 'minute')}, so no more was asked for: try again then."
