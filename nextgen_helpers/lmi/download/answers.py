"""What a site answers: read up to a limit, and looked at before anything is kept."""

from __future__ import annotations

import csv
import re
import time
import zlib
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from nextgen_helpers.lmi.download.outcome import BROKE_OFF, GiveUpError, TryAgainError

_LARGEST_BYTES: Final = 64 * 1024 * 1024  # the largest slices have a few MB; memory is not endless


async def body_of(response: httpx.Response) -> bytes:
    """Read an answer, up to a little more than the largest that is allowed, packed or not.

    It is unpacked here, as a packed piece of a few KB can become gigabytes, and what is packed twice more than all memory.

    Raises TryAgainError: it was cut off.
    Raises GiveUpError: it is packed in a way that was not asked for.
    """
    packing = response.headers.get("Content-Encoding", "").strip().lower() if response.is_success else ""
    if packing not in {"", "identity", "gzip"}:
        raise GiveUpError("what came is packed in a way that was not asked for")
    gzip = zlib.decompressobj(wbits=31) if packing == "gzip" else None
    body = bytearray()
    try:
        async for piece in response.aiter_raw():
            body += gzip.decompress(piece, _LARGEST_BYTES + 1 - len(body)) if gzip else piece
            if len(body) > _LARGEST_BYTES:
                return bytes(body)
    except zlib.error as error:
        raise TryAgainError(BROKE_OFF) from error
    if gzip and not gzip.eof:
        raise TryAgainError(BROKE_OFF)
    return bytes(body)


def flaw(body: bytes) -> str:
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


def is_cut_off(body: bytes) -> bool:
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


def asked_wait(retry_after: str) -> float:
    """Seconds that a Retry-After header asks for, in digits or as a date; 0 where it says nothing.

    >>> asked_wait("120"), asked_wait(""), asked_wait("soon")
    (120.0, 0.0, 0.0)
    """
    text = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0
