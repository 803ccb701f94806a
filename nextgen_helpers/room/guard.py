"""What keeps a room safe: wrong codes are slowed down, nothing large comes in, and a page may load nothing from elsewhere."""

from __future__ import annotations

import ipaddress
import re
import secrets
import socket
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse

from nextgen_helpers.errors import UserError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LARGEST: Final = 64 * 1024
_MOST_FIELDS: Final = 800
_WRONG_CODES: Final = 10
_MINUTE: Final = 60.0
_MOST_ADDRESSES: Final = 5_000
#: Charts bring styles of their own with every stroke; a phone's page has none.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'{inline}; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class WrongCodes:
    """Counts wrong codes by address; whoever has guessed too often waits a minute."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()

    def blocked(self, address: str) -> bool:
        """Tell whether an address has to wait."""
        now = time.monotonic()
        recent = [moment for moment in self._wrong.get(address, ()) if now - moment < _MINUTE]
        return len(recent) >= _WRONG_CODES

    def count(self, address: str) -> None:
        """Note a wrong code."""
        now = time.monotonic()
        recent = [moment for moment in self._wrong.pop(address, []) if now - moment < _MINUTE]
        self._wrong[address] = [*recent, now][-_WRONG_CODES:]
        while len(self._wrong) > _MOST_ADDRESSES:
            self._wrong.popitem(last=False)


async def fields_of(request: Request, too_large: str) -> list[tuple[str, str]]:
    """Read what a form sends; whatever is too large, or no form, is refused before it is in memory.

    Raises UserError: with ``too_large``.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise UserError(too_large)
    try:
        return parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError as error:
        raise UserError(too_large) from error


def same(given: str, known: str) -> bool:
    """Compare a secret without telling by time how much of it is right."""
    return secrets.compare_digest(given.encode(), known.encode())


def address_of(request: Request) -> str:
    """Give the address that a request comes from."""
    return request.client.host if request.client else ""


class Guarded:
    """Puts the rules for the browser into every answer, and refuses a host that is no address of this computer.

    A page of somebody else could otherwise point its own name at this computer and read what only phones here should.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        name = socket.gethostname().lower()
        self._names = {"localhost", "testserver", name, f"{name}.local", name.partition(".")[0]}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        if not self._known(host):
            await PlainTextResponse("This address is not one of this room.", 421)(scope, receive, send)
            return
        inline = " 'unsafe-inline'" if scope["path"].startswith("/wall/") else ""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _POLICY.format(inline=inline)
                headers["Referrer-Policy"] = "no-referrer"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, guarded)

    def _known(self, host: str) -> bool:
        plain = re.sub(r":\d+$", "", host).strip("[]").lower()
        try:
            ipaddress.ip_address(plain)
        except ValueError:
            return plain in self._names
        return True
