"""Buttons that open a room from a notebook: a real server, found again and closed."""

from __future__ import annotations

import httpx
import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.open_rooms import find_open
from nextgen_helpers.team_answers import Team, example_team
from nextgen_helpers.views.live import LiveTeam
from nextgen_helpers.widgets import open_room
from nextgen_helpers.widgets.open_room import RoomButtons, addresses, opened


def test_a_room_is_opened_found_again_and_closed(home):
    assert home
    with (team := Team.open("tx-texoma")).workspace:
        buttons = RoomButtons(LiveTeam(team))
        buttons.pressed("alone", "")
        assert buttons.form.status.startswith("The room is open. Its code is ")
        room = find_open("tx-texoma")
        assert f"{room.code[:3]} {room.code[3:]}" in buttons.form.status
        assert httpx.get(room.wall).is_success
        # The notebook is opened anew: it is the same room, and no second one.
        assert opened("tx-texoma", network=False) == room
        again = RoomButtons(LiveTeam(team))
        again.pressed("close", "")
        assert again.form.status == "The room is closed."
        again.pressed("close", "")
        assert again.form.status == "No room of this team is open."


def test_the_address_of_the_facilitator_is_not_written_out(home):
    assert home
    room = open_room.OpenRoom(
        "Team",
        "123456",
        "http://127.0.0.1:1/j/123456",
        "http://127.0.0.1:1/wall/123456",
        "http://127.0.0.1:1/f/secret",
    )
    written = addresses(room)["text/html"]
    assert written.count("secret") == 1  # in the link, not in its words
    assert "123 456" in written


def test_the_example_has_no_room():
    buttons = RoomButtons(LiveTeam(example_team()))
    buttons.pressed("network", "")
    assert buttons.form.status.startswith("Choose a region in Start here first")


def test_what_went_wrong_is_said(home):
    assert home
    with pytest.raises(UserError, match="no-such-region"):
        opened("no-such-region", network=False)
