"""A team's answers as what they mean: rounds, alternatives, and where the answers are."""

from __future__ import annotations

import sqlite3

import pytest

from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import get_region
from nextgen_helpers.team_answers import Team, read_value
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
)

REGION = "tx-texoma"
DIMENSIONS = ("industry_engagement", "regional_coordination", "career_pathways")
COLLEGE = {"organization": "College", "employer": "Mill", "purpose": "advice", "contacts_a_year": 4}
BOARD = {**COLLEGE, "organization": "Board"}
COUNCIL = {"name": "Council", "convener": "Chamber"}


def _open(file):
    return Team.open(REGION, f"sqlite:///{file}")


@pytest.fixture
def team(tmp_path):
    return _open(tmp_path / "one.db")


def rate(team, who, *scores):
    value = {"scores": dict(zip(DIMENSIONS, scores, strict=False))}
    return team.workspace.save(SELF_ASSESSMENT, value, respondent=who)


def close(team, title="", key="round-1"):
    ids = [answer.answer_id for answer in team.ratings()]
    team.workspace.save(SELF_ASSESSMENT_ROUND, {"title": title, "answers": ids}, respondent=key)


def scores(team):
    return {item.respondent: list(item.value["scores"].values()) for item in team.ratings()}


# -- rounds -------------------------------------------------------------------------------------------


def test_only_the_newest_rating_of_each_person_counts(team):
    rate(team, "ann", 3)
    rate(team, "bob", 9, 9, 9)
    rate(team, "ann", 5, 6)
    assert scores(team) == {"ann": [5, 6], "bob": [9, 9, 9]}
    assert team.complete_ratings() == 1
    assert sorted(team.ratings_table()["score"]) == [5, 6, 9, 9, 9]


def test_an_empty_rating_is_none(team):
    team.workspace.save(SELF_ASSESSMENT, {"evidence": {"career_pathways": " "}}, respondent="ann")
    assert team.ratings() == ()
    team.workspace.save(SELF_ASSESSMENT, {"evidence": {"career_pathways": "Seen."}}, respondent="ann")
    assert len(team.ratings()) == 1


def test_a_rating_belongs_to_the_open_round_until_a_round_is_closed_with_it(team):
    rate(team, "ann", 3)
    rate(team, "bob", 9)
    close(team, "fall")
    assert scores(team) == {}
    rate(team, "ann", 4)
    assert scores(team) == {"ann": [4]}
    (closed,) = team.closed_rounds()
    assert (closed.title, sorted(closed.table()["score"])) == ("fall", [3, 9])


def test_closed_rounds_come_oldest_first(team):
    for number in range(3):
        rate(team, "ann", number + 1)
        close(team, f"round {number}", f"round-{9 - number}")
    assert [item.title for item in team.closed_rounds()] == ["round 0", "round 1", "round 2"]


def test_results_are_hidden_until_as_many_as_will_rate_have_rated_everything(team):
    assert not team.results_hidden()
    team.workspace.save(SELF_ASSESSMENT_SESSION, {"people": 2, "shown": "when all have rated"})
    rate(team, "ann", 1, 2, 3)
    rate(team, "bob", 1, 2)
    assert team.results_hidden()
    rate(team, "bob", 1, 2, 3)
    assert not team.results_hidden()


def test_two_laptops_bring_their_rounds_together(tmp_path):
    """Both closed a round, and one has gone on; the same people, the same region."""
    one, other = _open(tmp_path / "one.db"), _open(tmp_path / "other.db")
    rate(one, "ann", 3)
    close(one, "of one", "round-one")
    rate(other, "bob", 9)
    close(other, "of the other", "round-other")
    rate(other, "cy", 5)
    one.workspace.import_file(tmp_path / "other.db")
    assert [item.title for item in one.closed_rounds()] == ["of one", "of the other"]
    assert scores(one) == {"cy": [5]}


def test_a_rating_that_came_in_with_the_other_laptop_after_closing_is_in_the_open_round(tmp_path):
    one, other = _open(tmp_path / "one.db"), _open(tmp_path / "other.db")
    rate(one, "ann", 3)
    rate(other, "bob", 9)
    close(one)
    one.workspace.import_file(tmp_path / "other.db")
    assert scores(one) == {"bob": [9]}
    assert [sorted(item.table()["score"]) for item in one.closed_rounds()] == [[3]]


def test_a_closed_round_whose_ratings_are_on_another_laptop_is_no_round_yet(tmp_path):
    one = _open(tmp_path / "one.db")
    one.workspace.save(SELF_ASSESSMENT_ROUND, {"title": "x", "answers": ["0" * 32]}, respondent="round-1")
    assert one.closed_rounds() == ()


def test_a_rating_that_no_longer_fits_is_said_in_a_sentence(team, tmp_path):
    rate(team, "ann", 3)
    connection = sqlite3.connect(tmp_path / "one.db", isolation_level=None)
    connection.execute("""UPDATE answers SET value = '{"scores": {"a dimension of long ago": 3}}'""")
    connection.close()
    for ask in (team.ratings, team.ratings_table, team.complete_ratings):
        with pytest.raises(UserError, match='"Self-assessment: ratings" do not fit this version'):
            ask()
    with pytest.raises(UserError, match="nextgen workspace check"):
        read_value(SELF_ASSESSMENT, team.workspace.history()[0].value)


# -- alternatives ---------------------------------------------------------------------------------------


def test_an_alternative_passes_over_what_cannot_be_done_and_says_which(team):
    team.workspace.save(OUTREACH, {"knocks": [COLLEGE], "tables": [COUNCIL]})
    changes = [
        {"action": "remove", "knock": BOARD},
        {"action": "set contacts", "knock": {**COLLEGE, "contacts_a_year": 1}},
        {"action": "remove", "table": {"name": "Forum", "convener": "any"}},
        {"action": "remove", "table": COUNCIL},
        {"action": "add", "knock": BOARD},
        {"action": "set contacts", "knock": {**BOARD, "contacts_a_year": 9}},
    ]
    team.workspace.save(OUTREACH_SCENARIOS, {"real": {"name": "The real alternative", "changes": changes}})
    picture, problems = team.alternative("real")
    assert {item.organization: item.contacts_a_year for item in picture.knocks} == {"College": 1, "Board": 9}
    assert picture.tables == ()
    assert [text.split(":")[0] for text in problems] == ["Change 1", "Change 3"]
    assert '"Board" does not knock at "Mill"' in problems[0]
    assert 'no table "Forum"' in problems[1]
    assert team.alternative("ideal") == (team.outreach(), ())
    assert team.outreach().knocks[0].contacts_a_year == 4  # today's map stays as it is


def test_changes_are_made_in_their_order(team):
    team.workspace.save(OUTREACH, {})
    late = [{"action": "remove", "knock": BOARD}, {"action": "add", "knock": BOARD}]
    team.workspace.save(OUTREACH_SCENARIOS, {"ideal": {"name": "The ideal", "changes": late}})
    picture, problems = team.alternative("ideal")
    assert (len(picture.knocks), len(problems)) == (1, 1)


# -- where the answers are ------------------------------------------------------------------------------


def test_nothing_is_made_by_asking_for_a_team_without_answers(home, tmp_path, monkeypatch):
    region = get_region(REGION)
    assert Team.existing(region) is None
    assert list(home.iterdir()) == []
    monkeypatch.setenv("NEXTGEN_WORKSPACE_URL", f"sqlite:///{tmp_path / 'shared.db'}")
    assert Team.existing(region) is None
    assert list(tmp_path.iterdir()) == []


def test_a_team_is_there_when_it_has_answers(home):
    team = Team.open(REGION)
    assert Team.existing(team.region) is None  # opened, and nothing answered
    rate(team, "ann", 3)
    found = Team.existing(team.region)
    assert scores(found) == {"ann": [3]}
    assert (home / "workspaces" / f"{REGION}.db").is_file()


def test_the_shared_address_is_used_by_all_regions_and_keeps_them_apart(home, tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGEN_WORKSPACE_URL", f"  sqlite:///{tmp_path / 'shared.db'} ")
    rate(Team.open(REGION), "ann", 3)
    rate(Team.open("tx-alamo"), "bob", 9)
    assert scores(Team.existing(get_region(REGION))) == {"ann": [3]}
    assert scores(Team.existing(get_region("tx-alamo"))) == {"bob": [9]}
    assert Team.existing(get_region("tx-capital-area")) is None
    assert not (home / "workspaces").exists()


def test_an_address_that_is_given_comes_before_the_shared_one(tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGEN_WORKSPACE_URL", f"sqlite:///{tmp_path / 'shared.db'}")
    rate(_open(tmp_path / "own.db"), "ann", 3)
    assert not (tmp_path / "shared.db").exists()


def test_an_address_that_is_none_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setenv("NEXTGEN_WORKSPACE_URL", "the server in the hall")
    for ask in (lambda: Team.open(REGION), lambda: Team.existing(get_region(REGION))):
        with pytest.raises(UserError, match="no database address"):
            ask()


def test_an_unknown_region_is_refused_with_the_nearest():
    with pytest.raises(UserError, match="tx-texoma"):
        Team.open("tx-texona")


def test_whoever_has_not_answered_has_an_empty_answer(team):
    assert team.answer(OUTREACH) is None
    assert team.value(OUTREACH) == team.outreach()
    assert (team.outreach().knocks, team.alternatives().ideal.changes, team.session().people) == (
        (),
        (),
        None,
    )


def test_what_is_read_is_noted_and_nothing_else(tmp_path):
    with (team := Team.open("tx-texoma", f"sqlite:///{tmp_path / 'team.db'}")).workspace:
        own, noted = team.noting()
        assert noted == set()
        own.metrics()
        assert noted == {"metrics_board", "task_teams"}
        team.outreach()  # not from there
        assert noted == {"metrics_board", "task_teams"}
        own.names()
        assert None in noted  # all answers at once


def test_one_who_notes_within_another_is_noted_by_both(tmp_path):
    with (team := Team.open("tx-texoma", f"sqlite:///{tmp_path / 'team.db'}")).workspace:
        outer, both = team.noting()
        inner, one = outer.noting()
        outer.sector()
        inner.rows("runway", "starts")
        assert (both, one) == ({"sector_choice", "runway"}, {"runway"})
        inner.workspace.save("runway", {"aimed_job": "Welder"})
        assert team.stored("runway")["aimed_job"] == "Welder"
