"""What phones, the wall and the facilitator can do, and what they cannot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nextgen_helpers.room import pages
from nextgen_helpers.room.pages import words
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.room import activities
from nextgen_helpers.toolkit.room_entries import ROOM

HOSTILE = '<script>alert(1)</script> \'; DROP TABLE answers; -- #eval("x") =1+1 \u202eevil \x00 {{ 7 * 7 }}'
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;"


def kept(room, did):
    return [item for item in room.meeting.team.workspace.history(ROOM) if item.value["did"] == did]


@pytest.mark.parametrize("name", activities())
def test_every_activity_can_be_opened_and_its_page_is_small(room, name):
    room.meeting.team.workspace.save("sector_shortlist", {"sectors": [{"sector": "Castings"}]})
    room.meeting.team.workspace.save("priorities", {"priorities": [{"opportunity": "Castings"}]})
    room.meeting.team.workspace.save("ten_ways", {"ways": [{"number": 1, "way": "Look at the card first"}]})
    phone = room.phone("Employer")
    assert room.act("open", activity=name).status_code == 200
    page = phone.look()
    if activities()[name].asks:
        page = room.phone("Employer", asked="Brooks Plastics").page
    assert activities()[name].title.replace("&", "&amp;") in page
    assert len(page.encode()) < 50_000
    assert "<script>" not in page
    assert "style=" not in page
    assert room.wall().count("<h1>") == 1
    assert room.act("close").status_code == 200
    assert words()["wait_text"] in phone.look()


def test_the_same_thing_sent_twice_is_kept_once_and_a_change_is_a_change(room):
    room.act("open", activity="after_action_review_step1")
    phone = room.phone()
    fields = phone.fields("chose", "S1-AAR-1a") | {"text": "yes"}
    for _ in range(3):
        assert phone.client.post("/do", data=fields, headers={"Accept": "application/json"}).json() == {
            "kept": True
        }
    assert len(kept(room, "chose")) == 1
    # Back in the browser, another answer, with the same hidden id: it is not the same thing.
    phone.client.post("/do", data=fields | {"text": "partly"}, headers={"Accept": "application/json"})
    assert [item.value["text"] for item in kept(room, "chose")] == ["yes", "partly"]
    assert room.meeting.state.gathered().chosen("S1-AAR-1a") == {"partly": 1}


def test_without_script_a_form_leads_back_to_the_page(room):
    room.act("open", activity="after_action_review_step1")
    phone = room.phone()
    fields = phone.fields("chose", "S1-AAR-1a") | {"text": "yes", "reason": "Since May"}
    page = phone.client.post("/do", data=fields).text
    assert words()["saved"] in page
    assert "Since May" in page
    assert '<meta http-equiv="refresh"' not in page  # what is half typed would be lost
    room.act("close")
    assert '<noscript><meta http-equiv="refresh"' in phone.look()


def test_only_what_is_open_is_reached(room):
    room.act("open", activity="after_action_review_step1")
    phone = room.phone()
    fields = phone.fields("chose", "S1-AAR-1a") | {"text": "yes"}
    wrong = {
        "another activity": {"activity": "after_action_review_step2"}, "another round": {"round": "2"}, "no round": {"round": "x"},
        "another kind": {"did": "row"}, "the facilitator's": {"did": "opened"}, "no question": {"about": "S1-AAR-99"}, "no choice": {"text": "maybe"},
    }  # fmt: skip
    for name, change in wrong.items():
        answer = phone.client.post("/do", data=fields | change, headers={"Accept": "application/json"})
        assert (name, answer.status_code) == (name, 422)
    room.act("close")
    assert phone.client.post("/do", data=fields, headers={"Accept": "application/json"}).json() == {
        "refused": words()["closed"]
    }
    assert kept(room, "chose") == []


def test_a_foreign_form_is_refused(room):
    room.act("open", activity="after_action_review_step1")
    phone = room.phone()
    fields = phone.fields("chose", "S1-AAR-1a") | {"text": "yes", "token": "guessed"}
    assert phone.client.post("/do", data=fields, headers={"Accept": "application/json"}).status_code == 403
    stranger = TestClient(room.app.app)
    stranger.portal = room.app.portal
    assert stranger.post("/do", data=fields, headers={"Accept": "application/json"}).status_code == 401
    assert kept(room, "chose") == []
    cookie = phone.client.cookies.jar._cookies["testserver.local"]["/"]["room"]
    assert cookie.get_nonstandard_attr("samesite") == "lax" or "samesite" in str(vars(cookie)).lower()


def test_wrong_codes_are_slowed_down(room):
    right = room.meeting.codes.code
    wrong = str((int(right) + 1 - 100_000) % 900_000 + 100_000)
    assert [room.app.get(f"/j/{wrong}").status_code for _ in range(12)] == [404] * 9 + [429] * 3
    assert (
        room.app.get(f"/j/{right}").status_code == 429
    )  # guessing goes on as slowly when one of them is right
    assert room.app.get(f"/wall/{right}").status_code == 404


def test_numbers_of_others_cannot_be_guessed(room):
    guesses = [
        room.app.post(f"/j/{room.meeting.codes.code}", data={"number": f"10000{digit}"}).status_code
        for digit in range(10)
    ]
    assert guesses == [404] * 10
    assert room.app.post(f"/j/{room.meeting.codes.code}", data={"number": "482137"}).status_code == 429


def test_somebody_comes_back_on_another_phone(room):
    room.act("open", activity="rubric")
    phone = room.phone("Employer")
    assert phone.send("answered", "career_pathways", score="4", reason="We asked").json() == {"kept": True}
    number = re.search(r"Your number is (\d{3} \d{3})", phone.page)[1]
    other = TestClient(room.app.app)
    other.portal = room.app.portal
    page = other.post(f"/j/{room.meeting.codes.code}", data={"number": number}).text
    assert "We asked" in page
    assert len(room.meeting.state.people) == 1
    # The same number leads to the same answers in the notebook.
    (rating,) = Team.open("tx-texoma").ratings()
    assert (rating.value["scores"], rating.stakeholder_group) == ({"career_pathways": 4}, "Employer")


def test_a_full_room_says_so(rooms):
    with rooms(seats=2) as room:
        room.phone(), room.phone()
        third = room.phone()
        assert words()["not_in"] in third.look()
        assert len(room.meeting.state.people) == 2


def test_what_people_type_is_text_everywhere(room):
    room.act("open", activity="launch_ideas")
    phone = room.phone("Employer", asked=HOSTILE)
    assert phone.send("idea", text=HOSTILE).json() == {"kept": True}
    (idea,) = room.meeting.state.gathered().said.values()
    assert "\x00" not in idea.text
    assert "\u202e" not in idea.text
    room.act("release", about=idea.id)
    for page in (room.wall(), phone.look(), room.app.get(f"/f/{room.meeting.codes.secret}").text):
        assert SHOWN in page
        assert "<script>alert" not in page
        assert " 49 " not in page
    book = room.app.get(f"/f/{room.meeting.codes.secret}/answers.xlsx")
    assert book.content[:2] == b"PK"


def test_too_much_is_refused_in_a_sentence(room):
    room.act("open", activity="launch_ideas")
    phone = room.phone("Employer", asked="Brooks Plastics")
    assert phone.send("idea", text="x" * 301).json() == {"refused": words()["too_long"].format(most=300)}
    huge = phone.fields("idea") | {"text": "x" * 1_000_000}
    answer = phone.client.post("/do", data=huge, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (413, {"refused": words()["too_large"]})
    for number in range(20):
        assert phone.send("idea", text=f"Idea {number}").status_code == 200
    assert phone.send("idea", text="One more").json() == {"refused": words()["too_many"]}
    assert phone.send("idea", text="  ").status_code == 422


def test_what_cannot_be_written_now_is_sent_again(room, monkeypatch):
    room.act("open", activity="after_action_review_step1")
    phone = room.phone()
    fields = phone.fields("chose", "S1-AAR-1a") | {"text": "yes"}

    def full(*_):
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(type(room.meeting.team.workspace), "take", full)
        answer = phone.client.post("/do", data=fields, headers={"Accept": "application/json"})
        assert (answer.status_code, "refused" in answer.json()) == (503, False)
    assert phone.client.post("/do", data=fields, headers={"Accept": "application/json"}).json() == {
        "kept": True
    }
    assert len(kept(room, "chose")) == 1


def test_letters_that_no_secret_has_are_refused_like_others(room):
    assert room.app.get("/f/\u00e9").status_code == 404
    assert room.app.get("/all/\u00e9").status_code == 404
    room.act("open", activity="after_action_review_step1")
    phone = room.phone()
    sent = phone.fields("chose", "S1-AAR-1a") | {"text": "yes", "token": "\u00e9"}
    assert phone.client.post("/do", data=sent, headers={"Accept": "application/json"}).status_code == 403


def test_the_secret_of_the_facilitator_stands_on_no_other_page(room):
    secret = room.meeting.codes.secret
    phone = room.phone()
    assert secret not in room.wall() + phone.look()
    assert room.app.get(f"/f/{secret[:-1]}x").status_code == 404
    assert room.app.get("/all/guessed").status_code == 404


def test_pages_load_nothing_from_elsewhere_and_other_names_are_refused(room):
    answer = room.app.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert (
        "script-src 'self';"
        in room.app.get(f"/wall/{room.meeting.codes.code}").headers["content-security-policy"]
    )
    assert room.app.get("/", headers={"host": "evil.example:8765"}).status_code == 421
    assert room.app.get("/", headers={"host": "192.168.1.5:8765"}).status_code == 200
    assert room.app.get("/static/../app.py").status_code == 404


def test_nothing_is_told_about_fewer_than_three(room):
    room.act("open", activity="after_action_review_step1")
    room.act("reveal")
    for count, told in ((1, False), (2, False), (3, True)):
        assert room.phone().send("chose", "S1-AAR-1a", text="not_yet").status_code == 200
        assert ("(100%)" in room.wall()) is told, count


def test_several_rooms_at_one_address(rooms):
    with rooms("tx-texoma", "tx-alamo") as academy:
        texoma, alamo = academy.meetings
        assert texoma.codes.code != alamo.codes.code
        academy.phone()
        page = academy.app.get("/all/trainer").text
        assert all(meeting.codes.code[:3] in page for meeting in academy.meetings)
        assert (len(texoma.state.people), len(alamo.state.people)) == (1, 0)


def test_a_room_is_open_once_on_a_computer(rooms):
    with rooms(), pytest.raises(Exception, match="open already"), rooms():
        pass


def test_every_text_of_the_phone_is_used():
    folder = Path(pages.__file__).parent
    code = "".join(
        path.read_text(encoding="utf-8") for path in (*folder.rglob("*.html"), *folder.glob("*.py"))
    )
    made = ("ask_", "idea_", "points_", "language")  # a name that a template puts together
    assert [
        name
        for name in words()
        if name not in code and not name.startswith(made) and not name.endswith("_title")
    ] == []
