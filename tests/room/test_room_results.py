"""What was answered on phones stands in the sheets as the notebooks read them, and can be taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import escape

from nextgen_helpers.errors import UserError
from nextgen_helpers.room.pages import words
from nextgen_helpers.room.state import RoomState
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.frontline.ten_ways import ranked_ways
from nextgen_helpers.toolkit.room import activity
from nextgen_helpers.toolkit.room_entries import ROOM
from nextgen_helpers.workspace import Answer


@pytest.fixture
def team(room):
    return room.meeting.team


def test_a_second_round_closes_the_first(room, team):
    room.act("open", activity="rubric")
    phones = [room.phone("Employer") for _ in range(3)]
    for score, phone in enumerate(phones, start=3):
        assert (
            phone.send("answered", "industry_engagement", score=str(score), seen="R-IE-EXP-1").status_code
            == 200
        )
    assert team.results_hidden()
    room.act("reveal")
    assert not team.results_hidden()
    assert sorted(team.ratings_table()["score"]) == [3, 4, 5]
    room.act("open", activity="rubric", again="yes")
    assert (team.ratings(), len(team.closed_rounds()), team.results_hidden()) == ((), 1, True)
    phones[0].send("answered", "industry_engagement", score="7")
    assert team.ratings_table()["score"].tolist() == [7]
    assert team.ratings()[0].value["indicators"] == []  # a new round begins empty
    assert sorted(
        answer.value["scores"]["industry_engagement"] for answer in team.closed_rounds()[0].ratings
    ) == [3, 4, 5]


def test_a_second_round_is_taken_back(room, team):
    room.act("open", activity="rubric")
    room.phone().send("answered", "industry_engagement", score="3")
    room.act("open", activity="rubric", again="yes")
    assert team.ratings() == ()
    undo(room)
    assert [answer.value["scores"] for answer in team.ratings()] == [{"industry_engagement": 3}]
    assert (team.closed_rounds(), room.meeting.state.round) == ((), 1)


def undo(room):
    done = room.meeting.state.last_done()
    assert room.act("undo", about=done.answer_id).status_code == 200


def test_the_most_frequent_answer_and_all_reasons_stand_in_the_review(room, team):
    room.act("open", activity="after_action_review_step1")
    for choice, reason in (("yes", ""), ("partly", "The college"), ("partly", "A school")):
        assert room.phone().send("chose", "S1-AAR-1a", text=choice, reason=reason).status_code == 200
    room.act("reveal")
    stored = team.stored("after_action_review_step1")
    assert stored["S1-AAR-1a"] == "partly"
    assert sorted(_lines(stored["S1-AAR-1a.detail"])) == ["A school", "The college"]
    undo(room)
    assert team.stored("after_action_review_step1")["S1-AAR-1a"] is None
    assert not room.meeting.state.revealed


def _lines(stored):
    return stored if isinstance(stored, list) else stored.replace("; ", "\n").split("\n")


def test_a_tie_is_left_to_the_team(room, team):
    room.act("open", activity="after_action_review_step1")
    for choice in ("yes", "partly"):
        room.phone().send("chose", "S1-AAR-1a", text=choice)
    room.act("reveal")
    assert team.stored("after_action_review_step1")["S1-AAR-1a"] is None


def test_dots_are_counted_beside_the_priorities(room, team):
    rows = [{"opportunity": "Castings", "champion": "Maria Sandoval"}, {"opportunity": "Welders"}]
    team.workspace.save("priorities", {"priorities": rows})
    room.act("open", activity="launch_points")
    for first, second in ((5, 0), (2, 3), (1, 0)):
        assert (
            room.phone("Employer").send("points", points__0=str(first), points__1=str(second)).status_code
            == 200
        )
    over = room.phone("Employer").send("points", points__0="5", points__1="1")
    room.act("reveal")
    assert re.findall(r"width:(\d+)%", room.wall().partition('<table class="bars">')[2])[:2] == [
        "100",
        "38",
    ]  # 8 points and 3
    assert over.json()["refused"].startswith("That is 1 more than you have")
    room.act("reveal")
    assert [(row["opportunity"], row["votes"], row["champion"]) for row in team.rows("priorities", "priorities")] == [
        ("Castings", 3, "Maria Sandoval"), ("Welders", 1, ""),
    ]  # fmt: skip


def test_points_of_organizations_become_their_first_and_second_choice(room, team):
    team.workspace.save(
        "sector_shortlist",
        {"sectors": [{"sector": name} for name in ("Castings", "Health care", "Logistics")]},
    )
    room.act("open", activity="sector_points")
    for name, points in (("Board", "361"), ("College", "064"), ("School", "550"), ("Chamber", "622")):
        given = {f"points__{place}": number for place, number in enumerate(points)}
        assert room.phone(asked=name).send("points", **given).status_code == 200
    room.act("reveal")
    votes = {row["organization"]: (row["first"], row["second"]) for row in team.rows("sector_vote", "votes")}
    assert votes == {
        "Board": ("Health care", "Castings"),
        "College": ("Health care", "Logistics"),
        "School": ("", ""),
        "Chamber": ("Castings", ""),
    }


def test_sectors_come_from_readiness_too_and_an_empty_list_is_said(room, team):
    assert "There is nothing to choose from yet: fill in" in room.act("open", activity="sector_points").text
    assert room.meeting.state.open == ""
    team.workspace.save("industry_readiness", {"sectors": [{"sector": "Health care"}]})
    room.act("open", activity="sector_points")
    assert room.meeting.state.items("sector_points") == ["Health care"]


def test_dots_of_companies_count_and_those_of_others_do_not(room, team):
    team.workspace.save("priorities", {"priorities": [{"opportunity": "Castings"}]})
    room.act("open", activity="launch_points")
    for group in ("Employer", "Employer", "School district"):
        room.phone(group).send("points", points__0="5")
    room.act("reveal")
    assert [row["votes"] for row in team.rows("priorities", "priorities")] == [2]


def test_points_on_the_ten_ways_become_ranks(room, team):
    team.workspace.save(
        "ten_ways", {"ways": [{"number": place, "way": f"Way {place}"} for place in range(1, 11)]}
    )
    room.act("open", activity="ten_ways")
    assert room.phone(asked="Ann").send("points", points__0="4", points__3="3").status_code == 200
    assert room.phone(asked="Luis").send("points", points__0="5").status_code == 200
    assert (
        room.phone(asked="Kim")
        .send("points", points__0="5", points__1="1")
        .json()["refused"]
        .startswith("That is 1 more")
    )
    room.act("reveal")
    ranking = ranked_ways(team.stored("ten_ways"))
    assert (ranking.people, ranking.priorities[0].way, ranking.priorities[0].mean) == (2, "Way 1", 1.0)
    assert ranking.priorities[1].way == "Way 4"


def test_the_pulse_is_counted_for_its_day(room, team):
    room.act("open", activity="pulse")
    question = "Orders or demand compared with three months ago"
    for choice in ("better", "better", "worse"):
        assert room.phone().send("chose", question, text=choice).status_code == 200
    room.act("reveal")
    (row,) = team.rows("pulse", "answers")[-1:]
    assert (row["question"], row["better"], row["same"], row["worse"], row["asked_on"]) == (
        question,
        2,
        0,
        1,
        datetime.now().astimezone().date().isoformat(),
    )


def test_scores_of_readiness_become_the_middle_one(room, team):
    team.workspace.save("sector_shortlist", {"sectors": [{"sector": "Castings"}]})
    room.act("open", activity="readiness")
    for score in (2, 4, 5):
        sent = room.phone().send("chose", "Castings", **{"score.Castings / urgency": str(score)})
        assert sent.status_code == 200
    room.act("reveal")
    (row,) = team.rows("industry_readiness", "sectors")
    assert (row["sector"], row["urgency"], row["trust"]) == ("Castings", 4, None)


def test_all_scores_of_a_sector_are_sent_at_once(room, team):
    sectors = ("Castings", 'Parts "to a hundredth" / rail')
    team.workspace.save("sector_shortlist", {"sectors": [{"sector": name} for name in sectors]})
    room.act("open", activity="readiness")
    phone = room.phone()
    assert phone.look().count("<form") == len(sectors)
    for name, scores in zip(sectors, ({"urgency": "4", "trust": "2"}, {"leaders": "5"}), strict=True):
        typed = {f"score.{name} / {column}": score for column, score in scores.items()}
        assert phone.send("chose", str(escape(name)), **typed).json() == {"kept": True}
    room.act("reveal")
    found = [
        (row["sector"], row["urgency"], row["trust"], row["leaders"])
        for row in team.rows("industry_readiness", "sectors")
    ]
    assert found == [(sectors[0], 4, 2, None), (sectors[1], None, None, 5)]
    # What was given stands on the form again, and can be changed without the rest.
    assert phone.look().count(" checked>") == 3
    assert len(re.findall("data-sent", phone.page)) == 2


def test_a_sector_without_a_score_and_a_wrong_one_keep_nothing(room, team):
    team.workspace.save("sector_shortlist", {"sectors": [{"sector": "Castings"}]})
    room.act("open", activity="readiness")
    phone = room.phone()
    assert phone.send("chose", "Castings").json() == {"refused": words()["choose_one"]}
    wrong = {"score.Castings / urgency": "4", "score.Castings / trust": "6"}
    assert phone.send("chose", "Castings", **wrong).json() == {"refused": words()["choose_one"]}
    assert room.meeting.state.gathered("readiness").people() == set()


def test_a_row_stands_in_the_table_at_once_and_can_be_taken_out(room, team):
    team.workspace.save(
        "many_tables_many_knocks",
        {"knocks": [{"organization": "Board", "employer": "Mill", "purpose": "survey"}]},
    )
    room.act("open", activity="knocks")
    phone, other = room.phone(asked="College"), room.phone(asked="School")
    assert (
        phone.send(
            "row", cell__employer="Mill", cell__purpose="internships", cell__contacts_a_year="3"
        ).status_code
        == 200
    )
    other.send("row", cell__employer="Foundry", cell__purpose="advice")
    wrong = phone.send(
        "row", cell__employer="Mill", cell__purpose="internships", cell__contacts_a_year="many"
    )
    assert wrong.json()["refused"].startswith("Contacts a year: It is no whole number")
    assert (
        phone.send("row", cell__employer=" ", cell__purpose="advice")
        .json()["refused"]
        .startswith("At whose door: It is empty")
    )
    knocks = [(knock.organization, knock.employer, knock.contacts_a_year) for knock in team.outreach().knocks]
    assert knocks == [("Board", "Mill", 1), ("College", "Mill", 3), ("School", "Foundry", 1)]
    (mine,) = [
        key
        for key, (who, _) in room.meeting.state.gathered().rows.items()
        if who == room.meeting.state.gathered().rows[key][0]
    ][:1]
    stolen = phone.fields("row_out", mine)
    assert (
        other.client.post(
            "/do", data=other.fields("row") | {"did": "row_out", "about": stolen["about"]}
        ).status_code
        == 200
    )
    assert len(team.outreach().knocks) == 3  # nobody takes out a row of somebody else
    assert phone.send("row_out", mine).status_code == 200
    assert [knock.organization for knock in team.outreach().knocks] == ["Board", "School"]


def test_ideas_are_released_joined_voted_and_become_priorities(room, team):
    team.workspace.save("priorities", {"priorities": [{"opportunity": "From last year", "votes": 1}]})
    room.act("open", activity="launch_ideas")
    phones = [
        room.phone("Employer" if number else "School district", asked=f"Firm {number}") for number in range(3)
    ]
    for phone, text in zip(phones, ("Welders", "More welders", "A bus"), strict=True):
        phone.send("idea", text=text)
    welders, more, bus = room.meeting.state.gathered().said
    assert "Welders" not in room.wall()
    for name in (welders, bus):
        room.act("release", about=name)
    room.act("together", about=more, to=welders)
    room.act("next")
    assert phones[0].send("vote", welders).status_code == 200
    (
        phones[1].send("vote", bus),
        phones[2].send("vote", bus),
        phones[2].send("vote_out", bus),
        phones[2].send("vote", welders),
    )
    room.act("next")
    rows = [
        (row["opportunity"], row["votes"], row["proposed_by"])
        for row in team.rows("priorities", "priorities")
    ]
    assert rows == [("From last year", 1, None), ("Welders", 2, "partner"), ("A bus", 1, "business")]
    sent = phones[1].send(
        "commit",
        cell__priority="Welders",
        cell__what="Lend a trainer",
        cell__who="Lena Brooks",
        cell__by="2027-03-31",
    )
    assert sent.status_code == 200
    (promise,) = team.rows("commitments", "commitments")
    assert (promise["organization"], promise["side"], promise["by"], promise["status"]) == (
        "Firm 1",
        "business",
        "2027-03-31",
        "promised",
    )
    assert "Lend a trainer" in room.wall()
    (commitment,) = room.meeting.state.gathered().commitments
    room.act("refuse", about=commitment)
    assert team.rows("commitments", "commitments") == []
    undo(room)
    assert [row["what"] for row in team.rows("commitments", "commitments")] == ["Lend a trainer"]
    assert phones[1].send("row_out", commitment).status_code == 200
    assert team.rows("commitments", "commitments") == []


def test_words_stand_in_the_listening_sheet_when_they_are_released(room, team):
    room.act("open", activity="heard")
    room.phone(asked="Ann Miller").send("word", text="We lose night shifts")
    (name,) = room.meeting.state.gathered().said
    assert team.rows("listening_sheet", "heard") == []
    room.act("release", about=name)
    (row,) = team.rows("listening_sheet", "heard")
    assert (row["words"], row["listener"]) == ("We lose night shifts", "Ann Miller")
    undo(room)
    assert team.rows("listening_sheet", "heard") == []
    assert [item.status for item in room.meeting.state.gathered().said.values()] == ["waiting"]


def test_what_was_changed_since_is_not_put_back(room, team):
    room.act("open", activity="heard")
    room.phone(asked="Ann").send("word", text="Night shifts")
    (name,) = room.meeting.state.gathered().said
    room.act("release", about=name)
    team.workspace.save("listening_sheet", {"heard": [{"words": "Edited in the notebook"}]})
    answer = room.act("undo", about=room.meeting.state.last_done().answer_id)
    assert "was changed since" in answer.text
    assert team.rows("listening_sheet", "heard")[0]["words"] == "Edited in the notebook"


def test_after_a_stop_everything_is_as_it_was(rooms):
    with rooms() as room:
        room.act("open", activity="launch_ideas")
        phone = room.phone("Employer", asked="Brooks Plastics")
        phone.send("idea", text="A bus")
        before = vars(room.meeting.state)
        codes = room.meeting.codes
    with rooms() as again:
        state = again.meeting.state
        assert again.meeting.codes == codes
        assert (state.open, state.stage, state.people, state.rounds) == tuple(
            before[name] for name in ("open", "stage", "people", "rounds")
        )
        assert [item.text for item in state.gathered().said.values()] == ["A bus"]


def entry(number, did, respondent="team", when=None, **value):
    moment = when or datetime(2027, 1, 5, 9, tzinfo=UTC) + timedelta(minutes=number)
    whole = {
        "did": did,
        "activity": "rubric",
        "round": 1,
        "about": "",
        "text": "",
        "reason": "",
        "points": {},
        "row": {},
        **value,
    }
    return Answer(f"{number:032x}", ROOM, respondent, None, None, moment.isoformat(), whole)


def test_an_undo_is_as_if_it_had_never_been():
    now = datetime(2027, 1, 5, 10, tzinfo=UTC)
    entries = [
        entry(1, "opened"),
        entry(2, "joined", "p1"),
        entry(3, "answered", "p1", about="career_pathways", text="4"),
        entry(4, "revealed"),
        entry(5, "closed"),
    ]
    for place in (0, 3, 4):
        without = RoomState([item for item in entries if item is not entries[place]], now)
        undone = RoomState([*entries, entry(9, "undo", about=entries[place].answer_id, activity="")], now)
        for name in ("open", "revealed", "stage", "people", "rounds", "skipped"):
            assert getattr(undone, name) == getattr(without, name), (place, name)


def test_the_next_meeting_begins_with_nothing_open():
    entries = [entry(1, "opened")]
    assert RoomState(entries, datetime(2027, 1, 5, 20, tzinfo=UTC)).open == "rubric"
    later = RoomState(entries, datetime(2027, 1, 6, 9, tzinfo=UTC))
    assert (later.open, later.next_round("rubric")) == ("", 2)


def test_an_unknown_activity_names_the_nearest():
    with pytest.raises(UserError, match="Did you mean rubric"):
        activity("rubrik")


def test_taking_is_once_and_all_or_nothing(team):
    workspace = team.workspace
    good, bad = entry(1, "joined", "p" + "0" * 12), entry(2, "joined", "p" + "1" * 12)

    def follow(answer, newest):
        if answer is not None and answer.answer_id == bad.answer_id:
            raise UserError("No.")
        assert newest("greeting", "nobody") is None
        return []

    assert workspace.take([good, good, bad], follow) == {good.answer_id: "", bad.answer_id: "No."}
    assert workspace.take([good], follow) == {good.answer_id: ""}
    assert [item.answer_id for item in workspace.history(ROOM)] == [good.answer_id]
    with Team.open("tx-texoma").workspace as other:
        assert set(other.newer("")) == {ROOM}
