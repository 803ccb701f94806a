"""Where a team stands: every entry is looked at in its step, and nothing is made up where nothing is entered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nextgen_helpers import standing
from nextgen_helpers.team import Team
from nextgen_helpers.toolkit.tools import start_rows


@pytest.fixture
def team(tmp_path):
    with (found := Team.open("tx-texoma", f"sqlite:///{tmp_path / 'team.db'}")).workspace:
        yield found


def _texts(team):
    return {title: [item.text for item in found] for title, found in standing.all_findings(team)}


def test_a_team_without_entries_has_everything_open_step_by_step(team):
    found = standing.all_findings(team)
    assert [title for title, _ in found] == [*(f"Step {n}" for n in range(1, 7)), "Your own judgment"]
    for title, items in found:
        assert items, title
        assert {item.state for item in items} == {"open"}, title


@pytest.mark.parametrize(
    ("exercise", "value", "step", "words"),
    [
        ("partner_roster", {"partners": [{"organization": "A", "kind": "workforce"}]}, "Step 1", "Nobody on the roster stands for"),
        ("roles_and_commitments", {"commitments": [{"organization": "A", "role": "convener"}]}, "Step 1", "A convenes."),
        ("sector_choice", {"sector": "Metalworking"}, "Step 2", "The sector is Metalworking."),
        ("scope_checker", {"companies": 25}, "Step 2", "There are 25 companies to invite."),
        ("champion_profile", {"leaders": [{"person": "Ann", "answer": "signs"}]}, "Step 3", "Ann will sign"),
        ("launch_plan", {"launch_date": "2027-03-31", "invitations_sent_on": "2027-03-01"}, "Step 3", "30 days from"),
        ("attendance", {"companies": [{"company": "Mill", "came": "yes"}]}, "Step 4", "1 company was there"),
        ("priorities", {"priorities": [{"opportunity": "P"}]}, "Step 4", "There is 1 priority"),
        ("commitments", {"commitments": [{"what": "x"}]}, "Step 4", "0 of 1 promises"),
        ("task_team_calls", {"calls": [{"priority": "P"}]}, "Step 4", "Without the day of the launch"),
        ("task_teams", {"teams": [{"team": "Talent"}]}, "Step 5", "Talent: who belongs"),
        ("quick_wins", {"wins": [{"what": "Tour"}]}, "Step 5", "0 of 1 quick wins"),
        ("implementation_plan", {"actions": [{"action": "Survey"}]}, "Step 5", "0 of 1 actions"),
        ("quarterly_meeting", {"next_meeting": "2027-06-01"}, "Step 6", "The next day for the full meetings is June 1, 2027."),
        ("re_assessment", {"next_on": "2027-06-01"}, "Step 6", "The next day for looking again is June 1, 2027."),
        ("funding", {"sources": [{"source": "County", "dollars_a_year": 5}]}, "Step 6", "County gives 100%"),
        ("flag_judgement", {"signs": [{"sign": "They call", "light": "green"}]}, "Your own judgment", "They call"),
    ],
)  # fmt: skip
def test_each_entry_is_looked_at_in_its_step(team, exercise, value, step, words):
    before = _texts(team)
    team.workspace.save(exercise, value)
    after = _texts(team)
    assert any(words in text for text in after[step])
    assert {title for title in after if after[title] != before[title]} == {step}


def test_the_calls_are_measured_from_the_day_of_the_launch(team):
    team.workspace.save("launch_plan", {"launch_date": "2027-03-31"})
    team.workspace.save("task_team_calls", {"calls": [{"priority": "P", "call_on": "2027-04-14"}]})
    assert any(text.startswith("1 of 1 task teams call") for text in _texts(team)["Step 4"])
    assert standing.launch_findings(team) == dict(standing.all_findings(team))["Step 4"]


def test_a_red_flag_is_a_word_and_not_only_a_sign(team):
    signs = [
        {"sign": name, "light": light} for name, light in zip("abc", ("green", "between", "red"), strict=True)
    ]
    team.workspace.save("flag_judgement", {"signs": [*signs, {"sign": "not judged"}]})
    judged = dict(standing.all_findings(team))["Your own judgment"]
    assert [(item.state, item.text) for item in judged] == [("good", "a"), ("look", "b"), ("look", "c (red)")]


def test_signs_that_are_only_offered_are_no_judgement(team):
    team.workspace.save("flag_judgement", start_rows("flag_judgement"))
    (item,) = dict(standing.all_findings(team))["Your own judgment"]
    assert (item.state, item.text) == ("open", "The team has not judged the signs yet.")


@pytest.mark.parametrize(("days", "late"), [(0, False), (-1, True)])
def test_what_is_late_is_measured_from_today(team, days, late):
    end = standing._today() + timedelta(days=days)
    team.workspace.save("implementation_plan", {"actions": [{"action": "Survey", "end": end.isoformat()}]})
    assert ("Over time: Survey." in _texts(team)["Step 5"]) == late
