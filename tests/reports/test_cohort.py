"""Many teams side by side."""

from __future__ import annotations

import math

from nextgen_helpers.reports import cohort
from nextgen_helpers.workspace import Workspace, workspaces_folder

SCRIPT = "<script>alert(1)</script>"


def _rated(region, *scores):
    with Workspace.open(region) as workspace:
        for number, score in enumerate(scores):
            workspace.save(
                "self_assessment", {"scores": {"career_pathways": score}}, respondent=f"person-{number}"
            )


def test_without_teams_it_says_so(home):
    found = cohort()
    assert found.ratings().title == "No team has rated itself yet"
    assert found.stuck().mark is None
    assert not (home / "workspaces").exists()


def test_each_team_has_its_own_medians_and_missing_is_missing():
    _rated("tx-alamo", 2, 4)
    _rated("tx-texoma", 9)
    rounds = cohort().rounds.set_index("team")
    assert rounds.loc["Alamo", "career_pathways"] == 3
    assert rounds.loc["Texoma", "career_pathways"] == 9
    assert rounds.loc["Alamo", "people"] == 2
    assert math.isnan(rounds.loc["Alamo", "industry_engagement"])
    drawn = cohort().ratings().mark
    assert drawn.series[0].values == (None, None)
    assert drawn.series[2].values == (3.0, 9.0)


def test_rounds_stand_in_order_and_the_newest_is_drawn():
    _rated("tx-alamo", 2)
    with Workspace.open("tx-alamo") as workspace:
        (answer,) = workspace.current("self_assessment")
        workspace.save(
            "self_assessment_round", {"title": "Fall", "answers": [answer.answer_id]}, respondent="r"
        )
    _rated("tx-alamo", 6)
    found = cohort()
    assert found.rounds["career_pathways"].tolist() == [2, 6]
    assert "Fall" in found.rounds["date"].iloc[0]
    assert found.ratings().mark.series[2].values == (6.0,)


def test_ratings_that_are_hidden_stay_hidden():
    _rated("tx-alamo", 2)
    with Workspace.open("tx-alamo") as workspace:
        workspace.save("self_assessment_session", {"people": 5, "shown": "when all have rated"})
    assert len(cohort().rounds) == 0


def test_anonymous_teams_have_no_names():
    _rated("tx-alamo", 2)
    found = cohort(anonymous=True)
    assert found.rounds["team"].tolist() == ["Team 1"]
    assert "Alamo" not in found.ratings().html("paper") + found.stuck().html("paper")


def test_a_damaged_workspace_stops_no_other():
    _rated("tx-alamo", 2)
    (workspaces_folder() / "tx-texoma.db").write_bytes(b"no database at all, but long enough to be read" * 50)
    _rated("nowhere-at-all", 3)
    found = cohort()
    assert found.rounds["team"].tolist() == ["Alamo"]
    assert len(found.unread) == 2


def test_what_deserves_a_second_look_is_counted_by_step():
    with Workspace.open("tx-alamo") as workspace:
        workspace.save(
            "task_teams", {"teams": [{"team": SCRIPT, "business_members": 1, "partner_members": 4}]}
        )
    found = cohort()
    assert found.findings.set_index("team").loc["Alamo", "Step 5"] == 2
    assert found.stuck().title.startswith("Most to look at again: Step 5")
    assert "<script" not in found.stuck().html("paper")
