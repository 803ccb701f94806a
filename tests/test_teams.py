"""Teams, people and regions of one's own: begun, named, copied, put away, removed and brought back."""

from __future__ import annotations

import json

import pytest

from nextgen_helpers import removed, teams
from nextgen_helpers.errors import UserError
from nextgen_helpers.people import people_in
from nextgen_helpers.regions import (
    chosen_region,
    custom_region,
    get_region,
    remember_region,
    rename_region,
    save_region,
)
from nextgen_helpers.reports.side_by_side import cohort
from nextgen_helpers.team_answers import Team
from nextgen_helpers.workspace import Workspace

REGION = "tx-alamo"


def rate(team_id, *people, score=4):
    with Workspace.open(team_id) as workspace:
        for person in people:
            workspace.save(
                "self_assessment",
                {"scores": {"career_pathways": score}},
                respondent=person,
                author=person.title(),
            )


def people(team_id):
    return [item.key for item in teams.people_of(team_id)]


@pytest.fixture
def alamo():
    return get_region(REGION)


# -- teams --------------------------------------------------------------------------------------------


def test_several_teams_of_a_region_have_names_and_answers_of_their_own(alamo):
    rate(REGION, "ann")
    second, third = teams.new_team(alamo, "Riverside"), teams.new_team(alamo, "Río Verde")
    rate(second.id, "bob", "cy")
    assert (second.id, third.id) == ("tx-alamo--riverside", "tx-alamo--rio-verde")
    assert [item.name for item in teams.known_teams(REGION)] == ["Team of Alamo", "Río Verde", "Riverside"]
    assert (people(REGION), people(second.id), people(third.id)) == (["ann"], ["bob", "cy"], [])
    assert [item.id for item in teams.known_teams("tx-texoma")] == []


def test_an_id_stays_when_the_name_changes_and_names_are_not_given_twice(alamo):
    team = teams.new_team(alamo, "Riverside")
    assert teams.rename_team(team.id, "  Health\ncare ").name == "Health care"
    assert teams.find_team(team.id).name == "Health care"
    with pytest.raises(UserError, match='There is a team "HEALTH CARE" already'):
        teams.new_team(alamo, "HEALTH CARE")
    again = teams.new_team(alamo, "Riverside")
    assert again.id == "tx-alamo--riverside-2"
    for bad in ("", "   ", "x" * 81):
        with pytest.raises(UserError, match="1 to 80 characters"):
            teams.new_team(alamo, bad)


def test_a_name_without_latin_letters_gets_an_id_all_the_same(alamo):
    team = teams.new_team(alamo, "河边")
    assert (team.id, teams.find_team(team.id).name) == ("tx-alamo--team", "河边")


def test_the_chosen_team_is_the_one_that_opens(alamo):
    rate(REGION, "ann")
    second = teams.new_team(alamo, "Riverside")
    assert Team.open(REGION).workspace.team_id == REGION
    teams.remember_team(second.id)
    remember_region(alamo)
    assert Team.open().workspace.team_id == Team.open(REGION).workspace.team_id == second.id
    assert (
        Team.open("tx-texoma").workspace.team_id == "tx-texoma"
    )  # a choice in one region is none in another
    teams.remember_team(REGION)
    assert Team.open().workspace.team_id == REGION


def test_a_chosen_team_that_is_removed_gives_way_to_the_first(alamo):
    second = teams.new_team(alamo, "Riverside")
    teams.remember_team(second.id)
    teams.remove_team(second.id)
    assert Team.open(REGION).workspace.team_id == REGION


@pytest.mark.parametrize(
    "wrong", ["tx-alamo--riversid", "tx-alamo--", "tx-alamo--../x", "tx-alam--riverside"]
)
def test_a_team_that_is_not_there_is_one_sentence(alamo, wrong):
    teams.new_team(alamo, "Riverside")
    with pytest.raises(UserError, match=r"no team|No region"):
        teams.find_team(wrong)


def test_a_copy_to_practice_with_changes_nothing_in_the_team():
    rate(REGION, "ann", "bob")
    with Workspace.open(REGION) as workspace:
        ids = [answer.answer_id for answer in workspace.history()]
        workspace.save("self_assessment_round", {"title": "Fall", "answers": ids}, respondent="round-1")
        before = workspace.history()
    copy = teams.copy_team(REGION)
    assert copy.about.practice
    with (opened := Team.open(copy.id)).workspace as workspace:
        assert [len(item.ratings) for item in opened.closed_rounds()] == [2]  # the round names the copies
        assert not {answer.answer_id for answer in workspace.history()} & {
            answer.answer_id for answer in before
        }
        assert workspace.check() == []
    rate(copy.id, "ann", score=9)
    with Workspace.open(REGION) as workspace:
        assert workspace.history() == before
    assert teams.copy_team(REGION).name != copy.name


def test_practice_and_archived_teams_are_not_in_an_academys_report(alamo):
    rate(REGION, "ann")
    second = teams.new_team(alamo, "Riverside")
    rate(second.id, "bob")
    teams.copy_team(REGION)
    assert cohort().rounds["team"].tolist() == ["Alamo", "Riverside"]
    teams.archive_team(second.id)
    assert cohort().rounds["team"].tolist() == ["Alamo"]
    assert second.id not in {item.id for item in teams.known_teams(REGION, archived=False)}
    teams.archive_team(second.id, archived=False)
    assert cohort().rounds["team"].tolist() == ["Alamo", "Riverside"]


def test_a_removed_team_is_kept_with_its_history_until_it_is_emptied(alamo):
    second = teams.new_team(alamo, "Riverside")
    rate(second.id, "bob", score=3)
    rate(second.id, "bob", score=5)
    path = teams.remove_team(second.id)
    assert teams.known_teams(REGION) == []
    assert len(json.loads(path.read_text(encoding="utf-8"))["answers"]) == 2
    (item,) = removed.removed()
    teams.bring_back(item.name)
    assert teams.find_team(second.id).name == "Riverside"
    with Workspace.open(second.id) as workspace:
        assert [answer.value["scores"]["career_pathways"] for answer in workspace.history()] == [3, 5]
    assert removed.removed() == []
    teams.remove_team(second.id)
    assert removed.empty_removed() == 1
    assert removed.removed() == []


def test_a_team_is_not_brought_back_over_another(alamo):
    rate(REGION, "ann")
    teams.remove_team(REGION)
    rate(REGION, "bob")
    with pytest.raises(UserError, match="There is another team tx-alamo by now"):
        teams.bring_back(removed.removed()[0].name)
    assert people(REGION) == ["bob"]
    assert alamo.id == REGION


def test_nothing_is_removed_where_it_cannot_be_kept(alamo, monkeypatch):
    rate(REGION, "ann")

    def full(*_):
        raise UserError("The disk is full.")

    monkeypatch.setattr(teams, "write_whole", full)
    for attempt in (lambda: teams.remove_team(REGION), lambda: teams.remove_person(REGION, "ann")):
        with pytest.raises(UserError, match="full"):
            attempt()
    assert people(REGION) == ["ann"]
    assert alamo.id == REGION


# -- people -------------------------------------------------------------------------------------------


def test_a_removed_person_does_not_come_back_with_the_next_file(tmp_path):
    rate(REGION, "ann", "bob")
    with Workspace.open(REGION) as workspace:
        workspace.export_json(tmp_path / "laptop.json")
    teams.remove_person(REGION, "ann")
    with Workspace.open(REGION) as workspace:
        merged = workspace.import_file(tmp_path / "laptop.json")
    assert (merged.added, merged.left_out) == (0, 1)
    assert "1 answer of people who were removed here stayed out" in merged.summary()
    assert people(REGION) == ["bob"]
    teams.bring_back(removed.removed()[0].name)
    assert people(REGION) == ["ann", "bob"]


def test_a_person_has_another_name_and_the_same_answers():
    rate(REGION, "ann")
    teams.rename_person(REGION, "ann", "Ann Miller", "college")
    (found,) = teams.people_of(REGION)
    assert (found.key, found.name, found.group) == ("ann", "Ann Miller", "college")
    with (team := Team.open(REGION)).workspace:
        assert team.ratings_table()[["score", "stakeholder_group"]].to_numpy().tolist() == [
            [4, "College or university"]
        ]
    assert teams.find_person(REGION, "ann miller").key == "ann"
    assert teams.find_person(REGION, "1").key == "ann"
    with pytest.raises(UserError, match="No one there is called"):
        teams.find_person(REGION, "Bob")
    with pytest.raises(UserError, match="has answered"):
        teams.rename_person(REGION, "nobody", "X")
    with pytest.raises(UserError, match="has answered"):
        teams.remove_person(REGION, "team")


def test_twelve_people_are_twelve_however_many_exercises_they_answered():
    keys = [f"person{number:02}" for number in range(12)]
    rate(REGION, *keys)
    with Workspace.open(REGION) as workspace:
        for key in keys[:5]:
            workspace.save("employer_journey", {"works": "It does"}, respondent=key)
        workspace.save("partner_roster", {"partners": []})
        workspace.save("self_assessment_round", {"answers": []}, respondent="round-1")
        assert people_in(workspace.history()) == keys


# -- regions ------------------------------------------------------------------------------------------


def test_a_region_of_ones_own_is_renamed_removed_and_brought_back():
    save_region(custom_region("Corner", ["48181", "48097"], "tx-corner"))
    assert rename_region("tx-corner", "Our corner").counties == ("48097", "48181")
    rate("tx-corner", "ann")
    with pytest.raises(UserError, match="has answers of 1 team"):
        teams.remove_region("tx-corner")
    teams.remove_team("tx-corner")
    teams.remove_region("tx-corner")
    with pytest.raises(UserError, match="No region"):
        get_region("tx-corner")
    region, team = removed.removed()
    assert teams.bring_back(region.name) == "Our corner (tx-corner) is there again."
    teams.bring_back(team.name)
    assert people("tx-corner") == ["ann"]


@pytest.mark.parametrize(
    "change", [lambda: rename_region(REGION, "Mine"), lambda: teams.remove_region(REGION)]
)
def test_a_region_that_came_along_stays_as_it_is(change):
    with pytest.raises(UserError, match=r"of your own|of its own name"):
        change()
    assert get_region(REGION).name == "Alamo"


# -- no region yet ------------------------------------------------------------------------------------


def test_until_a_region_is_chosen_the_example_is_shown_and_nothing_lands_anywhere(home):
    assert chosen_region() is None
    team = Team.open()
    assert team.read_only
    assert len(team.ratings()) == 12
    with pytest.raises(UserError, match="choose your region"):
        team.workspace.save("self_assessment", {"scores": {}})
    with pytest.raises(UserError, match="choose your region"):
        team.workspace.import_file("ann.db")
    assert not list(home.rglob("*.db"))
    remember_region(get_region(REGION))
    assert not Team.open().read_only
