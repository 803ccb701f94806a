"""What the entries of Step 5 say, at the edges of each rule; rows as the real sheets keep them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from as_kept import TODAY, rows, texts, told

from nextgen_helpers.toolkit import step5


@pytest.mark.parametrize(
    ("business", "partners", "state"),
    [(3, 3, "look"), (4, 3, "good"), (0, 0, "look"), (None, 3, "open"), (3, None, "open")],
)
def test_business_is_the_majority_of_a_task_team(business, partners, state):
    whole = {"lead_champion": "Ann", "outcome": "x", "measure": "y"}
    team = {"team": "Talent", "business_members": business, "partner_members": partners, **whole}
    (found,) = step5.task_teams(rows("task_teams", "teams", team))
    assert found.state == state
    assert found.text.startswith("Talent: ")


def test_what_a_task_team_lacks_is_named():
    team = {"team": "Talent", "business_members": 4, "partner_members": 3, "outcome": "More welders"}
    found = step5.task_teams(rows("task_teams", "teams", team))
    assert found[1].text == "Talent still lacks a champion and a sign of success."


def win(**other):
    return {"what": "Tour", "owner": "Ann", "begun": TODAY, "status": "under_way", **other}


@pytest.mark.parametrize(("days", "said"), [(60, False), (61, True)])
def test_a_quick_win_takes_sixty_days(days, said):
    found = step5.quick_wins(
        rows("quick_wins", "wins", win(due=TODAY + timedelta(days=days))), TODAY + timedelta(days=days)
    )
    assert (f"Tour: {days} days is more than 60." in texts(found)) == said
    assert "the day is over" not in texts(found)


@pytest.mark.parametrize(
    ("due", "status", "said"),
    [(TODAY, "under_way", False), (TODAY - timedelta(days=1), "under_way", True), (TODAY - timedelta(days=1), None, True),
     (TODAY - timedelta(days=1), "done", False), (None, "stuck", False)],
)  # fmt: skip
def test_a_quick_win_is_late_from_the_day_after(due, status, said):
    found = step5.quick_wins(
        rows("quick_wins", "wins", win(begun=date(2027, 5, 1), due=due, status=status)), TODAY
    )
    assert ("Tour: the day is over, and it is not done." in texts(found)) == said


def test_a_quick_win_without_an_owner_or_done_is_said():
    found = step5.quick_wins(rows("quick_wins", "wins", win(owner=""), win(what="Map", status="done")), TODAY)
    assert [item.text for item in found] == ["1 of 2 quick wins are done.", "Tour: no one owns it."]
    assert found[0].state == "good"


def act(name="Survey", **other):
    return {"action": name, "owner": "Ann", **other}


@pytest.mark.parametrize(
    ("end", "status", "late"),
    [(TODAY, None, False), (TODAY - timedelta(days=1), None, True), (TODAY - timedelta(days=1), "stuck", True),
     (TODAY - timedelta(days=1), "done", False), (None, "under_way", False)],
)  # fmt: skip
def test_an_action_is_over_time_from_the_day_after_its_end(end, status, late):
    found = step5.plan(rows("implementation_plan", "actions", act(end=end, status=status)), TODAY)
    assert ("Over time: Survey." in texts(found)) == late


@pytest.mark.parametrize(
    ("kinds", "state"),
    [(["business", "partner"], "good"), (["business", "partner", "partner"], "look"), (["partner", None], "look"),
     (["business", None], "good")],
)  # fmt: skip
def test_business_owns_half_of_the_actions(kinds, state):
    plan = rows("implementation_plan", "actions", *(act(owner_kind=kind) for kind in kinds))
    found = told(step5.plan(plan, TODAY), "Business owns")
    assert (found.state, found.ours) == (state, True)
    assert f"of {len([kind for kind in kinds if kind])} actions" in found.text


def test_whose_action_it_is_is_not_guessed():
    found = step5.plan(rows("implementation_plan", "actions", act(owner="")), TODAY)
    assert [item.text for item in found] == ["0 of 1 actions are done.", "Without an owner: Survey."]


GROUPS = {"champions": "Champions", "conveners": "Conveners"}


def test_each_group_has_a_duty_with_a_name():
    rows = [{"group": "champions", "duty": "Lead", "who": "Ann"}, {"group": "conveners", "duty": "Notes"}]
    found = step5.responsibilities(rows, "", GROUPS)
    assert [item.state for item in found] == ["good", "look", "look"]
    assert "Duties, but no name: Conveners." in texts(found)
    assert step5.responsibilities(rows[:1], "Call Ann.", GROUPS)[0].text == "Without any duty: Conveners."


@pytest.mark.parametrize(
    ("names", "told"),
    [(("Ann", "Ann", "Ben"), True), (("Ann", "Ann", "Ben", "Cleo"), False), (("Ann", "Ann"), False)],
)
def test_one_person_with_most_duties(names, told):
    rows = [{"group": "champions", "duty": "x", "who": name} for name in names]
    assert ("Ann has 2 of" in texts(step5.responsibilities(rows, "x", GROUPS))) == told
