"""A room in this process: its pages are asked as a browser asks, without one."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from nextgen_helpers.room.app import room_app
from nextgen_helpers.room.meeting import Meeting, codes_of
from nextgen_helpers.team_answers import Team

TEAM = "tx-texoma"


@dataclass
class Phone:
    """A client with its own cookies."""

    client: TestClient
    page: str = ""

    def look(self) -> str:
        self.page = self.client.get("/room").text
        return self.page

    def fields(self, did: str, about: str = "") -> dict[str, str]:
        """Give the hidden fields of the form with which something is done."""
        for form in re.findall(r"<form.*?</form>", self.look(), flags=re.DOTALL):
            hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)">', form))
            if hidden.get("did") == did and about in ("", hidden["about"]):
                return hidden
        raise AssertionError(f"There is no form for {did} {about}.")

    def send(self, did: str, about: str = "", **typed: str):
        """Send a form as the script of the page does."""
        sent = self.fields(did, about) | {name.replace("__", "."): text for name, text in typed.items()}
        return self.client.post("/do", data=sent, headers={"Accept": "application/json"})


@dataclass
class Opened:
    """A room with its facilitator."""

    meetings: list[Meeting]
    app: TestClient

    @property
    def meeting(self) -> Meeting:
        return self.meetings[0]

    def phone(self, group: str = "", asked: str = "") -> Phone:
        phone = Phone(TestClient(self.app.app))
        phone.client.portal = self.app.portal
        phone.client.post(f"/j/{self.meeting.codes.code}", data={"group": group})
        if asked:
            token = re.search(r'name="token" value="([^"]+)"', phone.look())[1]
            phone.client.post("/who", data={"token": token, "asked": asked})
        return phone

    def act(self, did: str, **values: str):
        """Press a button of the facilitator's page."""
        return self.app.post(f"/f/{self.meeting.codes.secret}", data={"did": did, **values})

    def wall(self) -> str:
        return self.app.get(f"/wall/{self.meeting.codes.code}").text


@pytest.fixture
def rooms(home, monkeypatch):
    """Open rooms in this process."""
    assert home
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")

    @contextmanager
    def opened(*team_ids: str, seats: int = 300):
        meetings = [Meeting(Team.open(name), codes_of(name), seats) for name in team_ids or (TEAM,)]

        async def ready() -> None:
            pass

        app = room_app(meetings, "http://127.0.0.1:8765", key="a" * 32, trainer="trainer", ready=ready)
        with TestClient(app) as client:
            yield Opened(meetings, client)

    return opened


@pytest.fixture
def room(rooms):
    with rooms() as opened:
        yield opened
