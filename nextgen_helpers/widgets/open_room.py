"""Buttons that open a room for phones from a notebook, show its addresses, and close it."""

from __future__ import annotations

import contextlib
import html
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import Bundle, Displayed, show
from nextgen_helpers.errors import UserError
from nextgen_helpers.open_rooms import OpenRoom, close_open, find_open
from nextgen_helpers.widgets.form import button
from nextgen_helpers.widgets.working import WorkingForm

if TYPE_CHECKING:
    from IPython.display import DisplayHandle

    from nextgen_helpers.views.live import LiveTeam

_FIRST_PORT, _PORTS = 8765, 8
#: Servers that this kernel has started.
_SERVERS: Final[dict[str, subprocess.Popen[str]]] = {}
_TAKEN: Final = "is in use"
_FAILED: Final = "The room could not be opened"
_BUTTONS: Final = {
    "network": ("Open the room for phones", "Phones in the same Wi-Fi can come in with the code. Use it only in a network that you trust."),
    "alone": ("Try it on this computer only", "No phone can come in; open the address for phones in another tab to see what they see."),
    "close": ("Close the room", "Everything that was answered is saved. It opens again with the same code."),
}  # fmt: skip


class RoomButtons(Displayed):
    """The buttons, and below them the addresses of the room that is open."""

    def __init__(self, live: LiveTeam) -> None:
        self.live = live
        fields = [
            button(name, label, text, quiet=name != "network") for name, (label, text) in _BUTTONS.items()
        ]
        self.form = WorkingForm("The room: everyone answers on a phone", fields, self.pressed)
        self._place: DisplayHandle | None = None

    def mime_bundles(self) -> list[Bundle]:
        """Give the buttons; nothing where nobody can press them."""
        return [self.form.bundle("", "")] if output_mode() == "screen" else []

    def _ipython_display_(self) -> None:
        from IPython.display import display  # noqa: PLC0415  (slow to import)

        show(self.mime_bundles())
        if output_mode() == "screen":
            open_now = find_open(self._team_id())
            self._place = display(addresses(open_now), raw=True, display_id=True)

    def pressed(self, name: str, _: Any) -> None:
        """Open the room, or close it."""
        if self.form.busy:
            return
        if self.live.team.read_only:
            self.form.status = "Choose a region in Start here first: the example cannot be answered."
        elif name == "close":
            self.form.begin(lambda: closed(self._team_id()), self._closed, "The room could not be closed")
        else:
            self.form.status = "Opening the room ..."
            self.form.begin(lambda: opened(self._team_id(), network=name == "network"), self._opened, _FAILED)

    def _opened(self, room: OpenRoom) -> str:
        self._show(room)
        return f"The room is open. Its code is {room.code[:3]} {room.code[3:]} and its addresses stand under the buttons."

    def _closed(self, was_open: bool) -> str:  # noqa: FBT001  (what the work gave)
        self._show(None)
        return "The room is closed." if was_open else "No room of this team is open."

    def _show(self, room: OpenRoom | None) -> None:
        if self._place is not None:
            self._place.update(addresses(room), raw=True)

    def _team_id(self) -> str:
        return self.live.team.workspace.team_id


def opened(team_id: str, *, network: bool) -> OpenRoom:
    """Open a team's room in a process of its own, or find the one that is open.

    Raises UserError: it cannot be opened; the sentence says why.
    """
    there = find_open(team_id)
    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS):
        if there is not None:
            return there
        options = ["--json", "--port", str(port), *(["--network"] if network else [])]
        server = subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, "-m", "nextgen_helpers.cli", "room", team_id, *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace", start_new_session=True,
        )  # fmt: skip
        line, said = _first_words(server)
        if line:
            _SERVERS[team_id] = server
            return OpenRoom(team=team_id, **json.loads(line))
        if _TAKEN not in said:
            raise UserError(said or "the server ended without a word.")
    raise UserError(
        f"all ports from {_FIRST_PORT} to {_FIRST_PORT + _PORTS - 1} are in use; close what uses them."
    )


def _first_words(server: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for the line with the addresses, and let go of what else it says; of a server that ended, give its last words."""
    with contextlib.ExitStack() as pipes:
        out, errors = (pipes.enter_context(pipe) for pipe in (server.stdout, server.stderr) if pipe)
        if line := out.readline():
            return line, ""
        told = [text.strip() for text in errors.read().splitlines() if text.strip()]
    server.wait()
    return "", told[-1] if told else ""


def closed(team_id: str) -> bool:
    """Close a team's room, and wait until its server has ended; tell whether there was one."""
    was_open = close_open(team_id)
    if server := _SERVERS.pop(team_id, None):
        server.wait()
    return was_open


def addresses(room: OpenRoom | None) -> Bundle:
    """Write the addresses of a room as links; nothing where none is open."""
    if room is None:
        return {"text/html": "", "text/plain": ""}
    # The facilitator's address is not written out: the notebook may be on the wall.
    links = {
        "Open the wall (for the projector)": room.wall,
        "Open the facilitator's page (for you alone)": room.facilitator,
        f"Page for phones: {room.join}": room.join,
    }
    items = "".join(
        f'<li><a href="{html.escape(address)}" target="_blank" rel="noopener">{html.escape(label)}</a></li>'
        for label, address in links.items()
    )
    code = f"<p>Code: <strong>{html.escape(room.code[:3])} {html.escape(room.code[3:])}</strong></p>"
    return {
        "text/html": f'<div class="mathjax_ignore ng-chart">{code}<ul>{items}</ul></div>',
        "text/plain": room.code,
    }


def room(live: LiveTeam) -> RoomButtons:
    """Show buttons that open a room, in which everyone answers on a phone.

    Parameters
    ----------
    live : from ``ng.team()``.
    """
    return RoomButtons(live)
