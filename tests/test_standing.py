"""Where a team stands: every entry is looked at in its step, and nothing is made up where nothing is entered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nextgen_helpers import standing
from nextgen_helpers.errors import UserError
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.catalog import exercises
from nextgen_helpers.toolkit.exercises import OUTREACH
from nextgen_helpers.toolkit.sheets import start_rows


@pytest.fixture
def team(tmp_path):
    with (found := Team.open("tx-texoma", f"sqlite:///{tmp_path / 'team.db'}")).workspace:
        yield found


def _texts(team):
    return {title: [item.text for item in found] for title, found in standing.all_findings(team)}


def test_a_team_without_entries_has_everything_open_step_by_step(team):
    found = standing.all_findings(team)
    assert [title for title, _ in found] == [
        *(f"Step {n}" for n in range(1, 7)),
        "Module 5",
        "Your own judgment",
    ]
    for title, items in found:
        assert items, title
        assert {item.state for item in items} == {"open"}, title


@pytest.mark.parametrize(
    ("exercise", "value", "step", "words"),
    [
        ("partner_roster", {"partners": [{"organization": "A", "kind": "workforce"}]}, "Step 1", "No one on the roster represents"),
        ("roles_and_commitments", {"commitments": [{"organization": "A", "role": "convener"}]}, "Step 1", "A convenes."),
        ("sector_choice", {"sector": "Metalworking"}, "Step 2", "The sector is Metalworking."),
        ("scope_checker", {"companies": 25}, "Step 2", "There are 25 companies to invite."),
        ("champion_profile", {"leaders": [{"person": "Ann", "answer": "signs"}]}, "Step 3", "Ann will sign"),
        ("launch_plan", {"launch_date": "2027-03-31", "invitations_sent_on": "2027-03-01"}, "Step 3", "30 days from"),
        ("next_steps", {"PTL-NS-1": [{"action": "Call Ann"}]}, "Step 3", "Without a day: Call Ann."),
        ("after_action_review_step1", {"S1-AAR-1a": "yes"}, "Step 4", "The review of Step 1 is answered."),
        ("responsibilities", {"duties": [{"duty": "Chair", "group": "conveners"}]}, "Step 5", "Without any duty: Industry champions"),
        ("attendance", {"companies": [{"company": "Mill", "came": "yes"}]}, "Step 4", "1 company was there"),
        ("priorities", {"priorities": [{"opportunity": "P"}]}, "Step 4", "There is 1 priority"),
        ("commitments", {"commitments": [{"what": "x"}]}, "Step 4", "0 of 1 commitments"),
        ("task_team_calls", {"calls": [{"priority": "P"}]}, "Step 4", "Without the date of the launch"),
        ("task_teams", {"teams": [{"team": "Talent"}]}, "Step 5", "Talent: who belongs"),
        ("quick_wins", {"wins": [{"what": "Tour"}]}, "Step 5", "0 of 1 quick wins"),
        ("implementation_plan", {"actions": [{"action": "Survey"}]}, "Step 5", "0 of 1 actions"),
        ("quarterly_meeting", {"next_meeting": "2027-06-01"}, "Step 6", "The next day for the full meetings is June 1, 2027."),
        ("re_assessment", {"next_on": "2027-06-01"}, "Step 6", "The next day for looking again is June 1, 2027."),
        ("funding", {"sources": [{"source": "County", "dollars_a_year": 5}]}, "Step 6", "County gives 100%"),
        ("metrics_board", {"metrics": [{"metric": "met_bp_1"}]}, "Module 5", "business engagement"),
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
    assert dict(standing.all_findings(team))["Step 4"][1:] == standing.check("launch").found(team)


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
    end = team.today() + timedelta(days=days)
    team.workspace.save("implementation_plan", {"actions": [{"action": "Survey", "end": end.isoformat()}]})
    assert ("Over time: Survey." in _texts(team)["Step 5"]) == late


@pytest.mark.parametrize("name", standing.CHECKS)
def test_each_check_says_what_is_open_and_follows_what_it_watches(team, name):
    check = standing.check(name)
    assert {item.state for item in check.found(team)} == {"open"}
    own, noted = team.noting()
    check.found(own)
    assert noted
    assert noted <= set(exercises())


@pytest.mark.parametrize(
    ("name", "exercise", "value", "words"),
    [
        ("attainment", "attainment_target", {"goal": 60, "region_share": 41}, "41 percent is 19 points below the goal of 60"),
        ("stakeholders", "stakeholder_scan", {"stakeholders": [{"organization": "Union", "workers": 5}]}, "no one has asked or is about to: Union"),
        ("common_goal", "common_goal", {"change": "x", "voices": [{"organization": "A", "agrees": 1}]}, "does not carry yet"),
        ("step_order", "attendance", {"companies": [{"company": "Mill"}]}, "review of Step 1 is not answered"),
        ("footprint", "sector_choice", {"area": ["Cooke", "Fannin County", "Grayson, Texas"]}, "exactly those of our own region"),
        ("letter", "invitation_letter", {"why_this_sector": "Our WIOA partners meet."}, "Our words, not those of companies: WIOA."),
        ("reach", "outreach_sources", {"companies": 100, "sources": [{"actor": "college", "calls": "yes", "firms_heard": 12}]}, "12% of the 100 firms"),
        ("shifts", "organizational_shifts", {"shifts": [{"organization": "A", "before": "b", "after": "c", "fixed": "habit"}]}, "people's habits at A"),
        ("assets", "asset_spiral", {"assets": [{"asset": "Bus", "since": "2026-01-01"}]}, "1 in 2026 (1 in all)"),
        ("leaders", "leaders", {"leaders": [{"person": "Jo", "could_lead": "Shifts", "side": "business"}]}, "1 of 1 people could lead 1 part."),
        ("staff_time", "funding", {"time": [{"organization": "Board", "hours_a_month": 20}]}, "20 hours a month from 1 organization: Board 20."),
        ("pulse", "pulse", {"answers": [{"question": "Orders", "asked_on": "2026-10-08", "better": 7, "same": 3, "worse": 2}]}, "balance +42 on"),
        ("full_meetings", "quarterly_meeting", {"next_meeting": "2020-01-31"}, "was January 31, 2020; it is over"),
        ("next_steps", "next_steps", {"PTL-NS-3": [{"action": "Mail", "timeline": "2020-01-31"}]}, "The day is over: Mail (no one)."),
        ("responsibilities", "responsibilities", {"duties": [{"duty": "Chair", "group": "conveners"}]}, "Duties, but no name: Conveners."),
    ],
)  # fmt: skip
def test_each_check_speaks_of_what_the_team_entered(team, name, exercise, value, words):
    own, noted = team.noting()
    team.workspace.save(exercise, value)
    assert any(words in item.text for item in standing.check(name).found(own))
    assert exercise in noted


def test_callers_on_the_map_are_known_whatever_their_capitals(team):
    team.workspace.save(
        "outreach_sources",
        {"sources": [{"actor": "college", "organization": "River College", "calls": "yes"}]},
    )
    absent = "not on your map: River College"
    assert any(absent in item.text for item in standing.check("reach").found(team))
    team.workspace.save(OUTREACH, {"organizations": ["river college"]})
    assert not any(absent in item.text for item in standing.check("reach").found(team))


def test_a_check_that_is_not_there_is_answered_with_the_nearest():
    with pytest.raises(UserError, match=r'no check "shift"\. Did you mean shifts'):
        standing.check("shift")
