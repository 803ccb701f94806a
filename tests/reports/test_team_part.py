"""The team's part of a report: what was answered, without names, and nothing that waits to be shown."""

from __future__ import annotations

import pytest

from nextgen_helpers.regions import get_region
from nextgen_helpers.reports.team_sections import TeamPart, team_part
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
)

REGION = "tx-texoma"
SCRIPT = "<script>alert(1)</script>"
DIMENSIONS = ("industry_engagement", "regional_coordination", "career_pathways")


@pytest.fixture(autouse=True)
def _paper(monkeypatch):
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")


@pytest.fixture
def team():
    with (found := Team.open(REGION)).workspace:
        yield found


def rate(team, who, *scores, author=None):
    value = {
        "scores": dict(zip(DIMENSIONS, scores, strict=False)),
        "evidence": {"career_pathways": "A story"},
    }
    team.workspace.save(SELF_ASSESSMENT, value, respondent=who, author=author, stakeholder_group="college")


def written(**options):
    return "\n".join(str(item["text/html"]) for item in team_part(REGION, **options).mime_bundles())


def fill(team):
    knock = {"organization": SCRIPT, "employer": f"Mill {SCRIPT}", "purpose": "advice", "contacts_a_year": 9}
    rate(team, "k1", 3, 4, 5, author="Ann Miller")
    rate(team, "k2", 8, 9, 9, author="Bob Baker")
    team.workspace.save(
        OUTREACH, {"knocks": [knock], "tables": [{"name": SCRIPT, "convener": "Chamber"}]}, author="Cy Young"
    )
    change = {"action": "remove", "knock": knock}
    team.workspace.save(OUTREACH_SCENARIOS, {"real": {"name": "The real alternative", "changes": [change]}})
    team.workspace.save("after_action_review_step1", {"S1-AAR-1a": "partly", "S1-AAR-1a.detail": SCRIPT})
    steps = [{"action": SCRIPT, "timeline": "2026-03-31", "committed": "College"}]
    team.workspace.save("next_steps", {"PTL-NS-1": steps})
    team.workspace.save("building_momentum", {"BMS-NS-1": ["Meet again"], "BMS-NS-2": []})


def test_a_region_without_answers_says_so_and_no_file_is_made(home):
    assert "The team of Texoma has no answers on this computer yet" in written()
    assert not (home / "workspaces").exists()


def test_a_team_that_has_only_begun_is_told_what_is_open(team):
    team.workspace.save(OUTREACH, {})
    page = written()
    assert "1 answer counts in this team&#x27;s workspace" in page
    for sentence in (
        "has not rated itself yet", "has not mapped its tables and knocks yet", "No review has been filled in yet",
        "No next steps have been written down yet",
    ):  # fmt: skip
        assert sentence in page


def test_everything_that_was_answered_is_shown_and_stays_text(team):
    fill(team)
    page = written()
    for text in ("7 answers count", "Partly ◐", "March 31, 2026", "Meet again", "The real alternative"):
        assert text in page
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 5
    assert "Not answered yet" in page  # the questions of a review that are open
    assert "What matters most for the partnership to last?" not in page  # an open question is no next step


def test_nobody_is_named(team):
    fill(team)
    page = written()
    for name in ("Ann", "Miller", "Bob", "Baker", "Cy Young"):
        assert name not in page
    assert "A story" not in page  # what a single rating rests on is for the team's own room


def test_ratings_that_wait_are_not_shown(team):
    fill(team)
    team.workspace.save(SELF_ASSESSMENT_SESSION, {"people": 3, "shown": "when all have rated"})
    page = written()
    assert "they stay hidden until everyone has rated" in page
    assert "rubric-ratings" not in page
    assert "has not rated itself" not in page
    hidden = len(page)
    rate(team, "k3", 5, 5, 5)
    assert len(written()) > hidden
    assert "stay hidden" not in written()


def test_while_ratings_wait_the_round_that_was_closed_last_is_shown(team):
    rate(team, "k1", 3, 3, 3)
    ids = [item.answer_id for item in team.ratings()]
    team.workspace.save(SELF_ASSESSMENT_ROUND, {"answers": ids}, respondent="round-1")
    team.workspace.save(SELF_ASSESSMENT_SESSION, {"people": 3, "shown": "when all have rated"})
    rate(team, "k2", 9, 9, 9)
    page = written()
    (closed,) = team.closed_rounds()
    assert "stay hidden" in page
    assert f"Ratings of the round that was closed on {closed.date}" in page


def test_two_rounds_are_compared(team):
    rate(team, "k1", 3, 3, 3)
    ids = [item.answer_id for item in team.ratings()]
    team.workspace.save(SELF_ASSESSMENT_ROUND, {"answers": ids}, respondent="round-1")
    before = written()
    rate(team, "k1", 9, 9, 9)
    (closed,) = team.closed_rounds()
    assert "Median, today" not in before
    assert f"Median, {closed.date}" in written()
    assert "Median, today" in written()


def test_a_report_that_goes_beyond_the_team_leaves_the_answers_out(team):
    fill(team)
    (piece,) = team_part(REGION, wanted=False).mime_bundles()
    assert piece["text/plain"] == "The team's own answers are left out of this report."


def test_the_region_may_be_given_by_id_by_itself_or_not_at_all(home):
    region = get_region("tx-alamo")
    assert team_part("tx-alamo") == team_part(region) == TeamPart(region, wanted=True)
    assert team_part(region, wanted=False) != team_part(region)
    assert team_part().region == get_region("invented-valley")
    assert list(home.iterdir()) == []


def test_the_report_leaves_the_answers_as_they_are(team):
    fill(team)
    before = team.workspace.history()
    written()
    assert team.workspace.history() == before


def test_each_region_shows_its_own_team(team):
    fill(team)
    other = "\n".join(str(item["text/html"]) for item in team_part("tx-alamo").mime_bundles())
    assert "has no answers on this computer yet" in other
    assert "script" not in other
