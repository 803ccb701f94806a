"""The room as an ASGI application: which address leads where."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from nextgen_helpers.errors import UserError
from nextgen_helpers.room.facilitator import Facilitator
from nextgen_helpers.room.guard import Guarded
from nextgen_helpers.room.meeting import Meeting
from nextgen_helpers.room.pages import phone_page, words
from nextgen_helpers.room.phones import Phones
from nextgen_helpers.room.wall import Wall, drawing_kit

if TYPE_CHECKING:
    from starlette.requests import Request


_FOLDER: Final = Path(__file__).resolve().parent
_STATIC: Final = {"room.css": "text/css", "room.js": "text/javascript"}
_TWO_WEEKS: Final = 14 * 24 * 3600


def room_app(
    meetings: Sequence[Meeting], address: str, *, key: str, trainer: str, ready: Callable[[], Awaitable[None]]
) -> Starlette:
    """Make the application for one room or several.

    address : where phones find this computer, such as ``http://192.168.1.5:8765``.
    key : signs the cookies; the same after a stop.
    trainer : secret of the page over all rooms.
    ready : called when the rooms keep what is sent.
    """
    phones = Phones({meeting.codes.code: meeting for meeting in meetings})
    wall = Wall(phones, address)
    facilitator = Facilitator({meeting.codes.secret: meeting for meeting in meetings}, trainer)

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        for meeting in meetings:
            meeting.start()
        try:
            await ready()
            # Nobody waits for it but the first wall.
            warm = asyncio.create_task(asyncio.to_thread(drawing_kit))
            yield
            await warm
        finally:
            for meeting in meetings:
                await meeting.stop()

    both = ["GET", "POST"]
    routes = [
        Route("/", phones.code, methods=both),
        Route("/j/{code}", phones.join, methods=both),
        Route("/room", phones.room),
        Route("/who", phones.who, methods=["POST"]),
        Route("/do", phones.do, methods=["POST"]),
        Route("/events", phones.events),
        Route("/wall/{code}", wall.show),
        Route("/wall/{code}/events", wall.events),
        Route("/f/{secret}", facilitator.show, methods=both),
        Route("/f/{secret}/events", facilitator.events),
        Route("/f/{secret}/answers.xlsx", facilitator.export),
        Route("/all/{secret}", facilitator.trainer),
        Route("/static/{name}", _static),
        Route("/up", _up),
    ]
    cookies = Middleware(
        SessionMiddleware, secret_key=key, session_cookie="room", max_age=_TWO_WEEKS, same_site="lax"
    )
    return Starlette(
        routes=routes, lifespan=running, middleware=[Middleware(Guarded), cookies],
        exception_handlers={UserError: _said, HTTPException: _nothing_there},
    )  # fmt: skip


async def _static(request: Request) -> Response:
    kind = _STATIC.get(request.path_params["name"])
    if kind is None:
        return PlainTextResponse("There is no such file.", 404)
    headers = {"Cache-Control": "max-age=60"}
    return FileResponse(_FOLDER / request.path_params["name"], media_type=kind, headers=headers)


async def _up(_: Request) -> Response:
    return PlainTextResponse(f"nextgen room {os.getpid()}")


async def _said(_: Request, error: Any) -> Response:
    status = 413 if str(error) == words()["too_large"] else 422
    return phone_page("error", status, problem=str(error), back="/room")


async def _nothing_there(_: Request, error: Any) -> Response:
    return phone_page("error", error.status_code, problem=words()["not_in"], back="")
