"""How to ask: where, as whom, how many at once, and how patiently."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass, field
from typing import Final

import httpx

from nextgen_helpers.errors import UserError

_BLS: Final = "https://data.bls.gov/cew/"
_MOST_AT_ONCE: Final = 16  # a public service that others use too


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

    Raises UserError: a setting cannot be right.

    >>> DownloadSettings(base_address="http://localhost:8000/cew").base_address
    'http://localhost:8000/cew/'
    """

    # http or https address that everything stands below; ``NEXTGEN_BLS_ADDRESS`` in the environment replaces
    # BLS's own (a mirror inside a network, a test)
    base_address: str = field(default_factory=_usual_address)
    # what the program says it is. ``NEXTGEN_BLS_CONTACT`` in the environment adds your e-mail address, which
    # BLS's usage policy asks for
    user_agent: str = field(default_factory=_usual_user_agent)
    at_once: int = 4  # requests at the same time, 1 to 16
    tries: int = 5  # how often a slice is asked for when the network or the site has trouble
    backoff_seconds: float = 1.0  # wait before the second try; it doubles with each further one, plus chance
    # the longest wait between tries; a site that asks for more is left alone
    longest_wait_seconds: float = 120.0
    # connect_seconds, read_seconds: how long to wait for a connection, and for the next piece of it
    connect_seconds: float = 15.0
    read_seconds: float = 60.0
    # how long one answer may take in all; a site that sends a byte a second would hold us for days
    file_seconds: float = 300.0
    # how long to wait for the first answer of all; then nothing more is asked for
    first_seconds: float = 3600.0
    most_failures: int = 1_000_000  # leave a site of which so many files have failed before one came

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
        for name in ("backoff", "longest_wait", "connect", "read", "file", "first"):
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
