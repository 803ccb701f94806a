"""The panel that finds the table by itself: a list is looked at, taken, taken back; what fits nothing is asked about."""

from __future__ import annotations

from front_end import told

import nextgen_helpers as ng

LIST = "Agency,Company,Reason,Visits\nCollege,Mill,advice,4\nBoard,Farm,survey,2\n"


def shown(panel):
    return panel.form.previews["list"]


def test_a_list_finds_its_table_and_is_taken_and_taken_back(team):
    panel = ng.show.bring(team)
    told(panel, "paste", name="list", text=LIST)
    assert "It is for: The many knocks." in shown(panel)["parts"][0]["lines"][0]
    told(panel, "take", name="list")
    assert len(team.team.outreach().knocks) == 2
    assert panel.form.status == "Taken: What was pasted: 2 new rows."
    told(panel, "paste", name="list", text=LIST.replace("4", "6"))
    told(panel, "take", name="list")
    assert [item.contacts_a_year for item in team.team.outreach().knocks] == [6, 2]
    told(panel, "take", name="list")
    assert [item.contacts_a_year for item in team.team.outreach().knocks] == [4, 2]
    assert panel.form.status.startswith("Taken back")


def test_what_fits_nothing_asks_for_its_table(team):
    panel = ng.show.bring(team)
    told(panel, "paste", name="list", text="Fruit\tColor\nApple\tred\n")
    (ask,) = shown(panel)["parts"][0]["asks"]
    assert (ask["name"], ask["answer"]) == ("into", None)
    told(panel, "answer", name="list", question="into", value="partner_roster")
    assert "Partner roster" in shown(panel)["parts"][0]["lines"][0]
    told(panel, "leave", name="list")
    assert (panel.form.previews, team.team.workspace.history()) == ({}, ())


def test_what_is_no_list_is_said_and_nothing_is_taken(team):
    panel = ng.show.bring(team, "ratings")
    told(panel, "file", b"\x89PNG" + b"x" * 200, name="list", file="../photo.png")
    assert shown(panel)["text"].startswith("photo.png is a picture")
    told(panel, "file", name="list", file="x.csv")
    assert "missing or larger" in shown(panel)["text"]
    told(panel, "take", name="list")
    told(panel, "answer", name="list", question="x", value="y")
    assert team.team.workspace.history() == ()
