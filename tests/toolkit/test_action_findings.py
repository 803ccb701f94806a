"""What the entries of Steps 4 to 6 say, at the edges of each rule; rows as the real tools store them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit import step4, step5, step6
from nextgen_helpers.toolkit.sheets import column_choices, sheet_model

TODAY = date(2027, 5, 10)
LAUNCH = date(2027, 3, 31)


def rows(tool_id, table, *given_rows):
    """Give rows as a workspace stores them, so that an id that is renamed in the YAML is refused here."""
    return sheet_model(tool_id).model_validate({table: list(given_rows)}).model_dump(mode="json")[table]


def values(tool_id, **given_values):
    return sheet_model(tool_id).model_validate(given_values).model_dump(mode="json")


def guests(*given_rows):
    return rows("attendance", "companies", *({"company": f"C{n}", **row} for n, row in enumerate(given_rows)))


def priorities(*given_rows):
    whole = {"kind": "workforce", "proposed_by": "business", "champion": "A. Invented"}
    return rows(
        "priorities", "priorities",
        *({"opportunity": f"P{n}", **whole, **row} for n, row in enumerate(given_rows)),
    )  # fmt: skip


def launch(attendance=(), first=(), promises=(), calls=(), day=LAUNCH):
    return step4.launch(attendance, first, promises, calls, day)


def told(found, about):
    """Give the one finding about something."""
    (one,) = [item for item in found if about in item.text]
    return one


def texts(found):
    return " ".join(item.text for item in found)


def test_nothing_entered_is_open_and_not_wrong():
    found = [
        *launch(), *step5.task_teams([]), *step5.quick_wins([], TODAY), *step5.plan([], TODAY),
        *step6.rhythm(values("quarterly_meeting"), values("re_assessment"), TODAY), *step6.funding([], TODAY),
        *step6.value_by_group([], column_choices("enduring_value", "answers", "group")),
    ]  # fmt: skip
    assert len(found) == 14
    assert {item.state for item in found} == {"open"}


# -- the launch ---------------------------------------------------------------------------------------------


def test_who_came_is_counted_against_who_was_invited():
    found = launch(
        guests(
            {"invited": "yes", "came": "yes"},
            {"invited": "yes", "came": "sent_somebody"},
            {"invited": "yes", "came": "no"},
            {"invited": "yes"},
            {"invited": "no", "came": "yes"},
        )
    )
    assert told(found, " there").text == "3 companies were there, 50% of the 4 that were invited."


def test_a_list_of_guests_before_the_launch_says_nothing_yet():
    assert told(launch(guests({"invited": "yes"})), "Who came").state == "open"


def test_without_a_list_of_the_invited_no_share_is_made_up():
    assert told(launch(guests({"came": "yes"})), " there").text == "1 company was there."


@pytest.mark.parametrize(
    ("positions", "state"),
    [(["chief", "manager"], "good"), (["top", "chief"], "good"), (["chief", "manager", "unknown"], "look"), ([None], "look")],
)  # fmt: skip
def test_half_of_the_companies_come_with_somebody_who_decides(positions, state):
    found = told(launch(guests(*({"came": "yes", "position": item} for item in positions))), "who decides")
    assert (found.state, found.ours) == (state, True)


def test_a_leader_who_did_not_come_is_not_counted():
    found = launch(guests({"came": "no", "position": "chief"}, {"came": "yes", "position": "manager"}))
    assert told(found, "who decides").text.startswith("0 of them")


def test_a_launch_to_which_nobody_came_is_not_in_order():
    found = launch(guests({"invited": "yes", "came": "no"}))
    assert told(found, " there").state == told(found, "who decides").state == "look"


@pytest.mark.parametrize(
    ("count", "state"), [(1, "look"), (2, "look"), (3, "good"), (5, "good"), (6, "look")]
)
def test_a_launch_ends_with_three_to_five_priorities(count, state):
    found = told(launch(first=priorities(*[{}] * count)), "three to five")
    assert found.state == state
    assert found.text.startswith("There is 1 priority;" if count == 1 else f"There are {count} priorities;")


@pytest.mark.parametrize(
    ("kinds", "word"),
    [(["workforce", "workforce"], "All"), (["transport", "policy"], "None"), (["workforce", "policy"], None),
     ([None, None], None), (["workforce", None], "All")],
)  # fmt: skip
def test_priorities_are_mostly_but_not_all_about_people(kinds, word):
    found = [
        item
        for item in launch(first=priorities(*({"kind": kind} for kind in kinds)))
        if "skills" in item.text
    ]
    assert [item.text.split()[0] for item in found] == ([word] if word else [])


@pytest.mark.parametrize(("first", "state"), [("business", "good"), ("partner", "look"), (None, "look")])
def test_every_priority_is_named_by_business(first, state):
    assert told(launch(first=priorities({}, {"proposed_by": first})), "named by business").state == state


def test_a_priority_without_a_champion_is_named():
    assert "No business leader stands for P1." in texts(launch(first=priorities({}, {"champion": ""})))


@pytest.mark.parametrize(
    ("row", "count", "state"),
    [({"who": "Ann", "by": "2027-04-30"}, 1, "good"), ({"who": "Ann"}, 0, "look"), ({"by": "2027-04-30"}, 0, "look")],
)  # fmt: skip
def test_a_promise_has_a_name_and_a_day(row, count, state):
    promises = rows("commitments", "commitments", {"what": "Opens a workshop", "side": "business", **row})
    found = told(launch(promises=promises), "a name and a day")
    assert (found.state, found.text[:1]) == (state, str(count))


@pytest.mark.parametrize(("side", "state"), [("business", "good"), ("partner", "look"), (None, "look")])
def test_some_promises_come_from_business(side, state):
    promises = rows("commitments", "commitments", {"what": "x", "side": side})
    assert told(launch(promises=promises), "come from business").state == state


@pytest.mark.parametrize(
    ("after", "state"), [(-1, "look"), (0, "good"), (14, "good"), (28, "good"), (29, "look"), (None, "look")]
)
def test_task_teams_call_within_four_weeks(after, state):
    day = None if after is None else LAUNCH + timedelta(days=after)
    found = told(
        launch(calls=rows("task_team_calls", "calls", {"priority": "P", "call_on": day})), "task teams call"
    )
    assert found.state == state
    assert "April 14 to April 28" in found.text


def test_calls_without_the_day_of_the_launch_are_not_judged():
    found = launch(
        calls=rows("task_team_calls", "calls", {"priority": "P", "call_on": "2027-04-14"}), day=None
    )
    assert told(found, "Without the day of the launch").state == "open"


# -- the work -----------------------------------------------------------------------------------------------


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
    assert [item.text for item in found] == ["1 of 2 quick wins are done.", "Tour: nobody owns it."]
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


# -- what lasts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "following", "state"),
    [
        pytest.param("2027-01-31", "2027-05-03", "good", id="92 days"),
        pytest.param("2027-01-31", "2027-05-04", "look", id="93 days"),
        pytest.param("2027-01-31", "2027-01-31", "look", id="the same day"),
        pytest.param("2027-01-31", "2027-01-30", "look", id="the day before"),
        pytest.param(None, "2027-01-30", "good", id="the first one"),
        pytest.param("2027-01-31", None, "open", id="no next one"),
    ],
)
def test_full_meetings_are_a_quarter_apart_at_most(last, following, state):
    found, _ = step6.rhythm(
        values("quarterly_meeting", last_meeting=last, next_meeting=following),
        values("re_assessment"),
        date(2027, 1, 1),
    )
    assert found.state == state
    assert "-" not in found.text


@pytest.mark.parametrize(
    ("last", "following", "state"),
    [
        pytest.param("2026-06-01", "2027-06-01", "good", id="365 days"),
        pytest.param("2026-06-01", "2027-06-02", "look", id="366 days"),
        pytest.param("2027-06-01", "2028-06-01", "good", id="a year with February 29"),
        pytest.param("2027-06-01", "2028-06-02", "look", id="a year with February 29, and a day"),
    ],
)
def test_looking_again_is_a_year_apart_at_most(last, following, state):
    _, found = step6.rhythm(
        values("quarterly_meeting"),
        values("re_assessment", last_on=last, next_on=following),
        date(2027, 1, 1),
    )
    assert found.state == state


def test_a_next_day_that_is_over_is_no_next_day():
    meeting = values("quarterly_meeting", last_meeting="2026-09-01", next_meeting="2026-11-20")
    assert step6.full_meetings(meeting, date(2026, 11, 20)).state == "good"
    over = step6.full_meetings(meeting, date(2026, 11, 21))
    assert over.state == "look"
    assert "was November 20, 2026; it is over" in over.text


def money(*amounts, **other):
    return rows(
        "funding", "sources",
        *({"source": f"S{n}", "dollars_a_year": dollars, **other} for n, dollars in enumerate(amounts)),
    )  # fmt: skip


@pytest.mark.parametrize("amounts", [(), (None,), (0,), (0, None)])
def test_without_amounts_there_is_no_mix(amounts):
    (found,) = step6.funding(money(*amounts), TODAY)
    assert (found.state, found.text) == ("open", "No amounts are written down yet.")


@pytest.mark.parametrize(
    ("amounts", "words", "state"),
    [
        ((100,), "S0 gives 100% of 100 dollars a year (sum of squared shares 1.00", "look"),
        ((50, 50), "S0 gives 50% of 100 dollars a year (sum of squared shares 0.50", "good"),
        ((49, 51, None), "S1 gives 51% of 100 dollars a year (sum of squared shares 0.50", "look"),
        ((25, 25, 25, 25), "S0 gives 25% of 100 dollars a year (sum of squared shares 0.25", "good"),
    ],
)
def test_more_than_half_from_one_source_deserves_a_look(amounts, words, state):
    """The sum of squared shares of n equal parts is 1/n (Herfindahl)."""
    found = step6.funding(money(*amounts), TODAY)[0]
    assert found.state == state
    assert words in found.text


def test_a_source_in_two_rows_is_one_source():
    found = step6.funding(money(50, 50, source="County"), TODAY)[0]
    assert found.text.startswith("County gives 100%")


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8))
def test_the_index_lies_between_equal_parts_and_one(amounts):
    text = step6.funding(money(*amounts), TODAY)[0].text
    index = float(text.split("shares ")[1].split(";")[0])
    assert 1 / len(amounts) - 0.006 <= index <= 1


@pytest.mark.parametrize(
    ("kind", "state"),
    [("public_lasting", "good"), ("business", "good"), ("earned", "good"), ("public_grant", "look"), ("foundation", "look")],
)  # fmt: skip
def test_what_is_no_grant_lasts(kind, state):
    assert told(step6.funding(money(10, kind=kind), TODAY), "no grants").state == state


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (TODAY + timedelta(days=365), "Within a year end: S0."),
        (TODAY + timedelta(days=366), "No source is known to end within a year."),
        (TODAY, "Within a year end: S0."),
        (TODAY - timedelta(days=1), "Within a year end: S0 (over already)."),
        (None, "No source is known to end within a year."),
    ],
)
def test_what_ends_within_a_year_is_named(until, words):
    found = step6.funding(money(10, until=until), TODAY)[-1]
    assert found.text == words
    assert found.state == ("good" if words.startswith("No source") else "look")


# -- what it is worth ---------------------------------------------------------------------------------------


def worth(**given_values):
    titles = column_choices("enduring_value", "answers", "group")
    answers = [{"group": group, "value": value} for group, many in given_values.items() for value in many]
    return step6.value_by_group(rows("enduring_value", "answers", *answers), titles)


@pytest.mark.parametrize(
    ("given_values", "median", "state"),
    [([4], "4", "good"), ([3, 4], "3.5", "look"), ([1, 5, 5], "5", "good"), ([3], "3", "look")],
)
def test_a_group_values_it_from_a_median_of_four(given_values, median, state):
    found = told(worth(business=given_values), "Business")
    assert (found.state, found.text) == (state, f"Business: median {median} of 5, {len(given_values)} asked.")


def test_a_group_that_was_not_asked_is_open_and_not_zero():
    found = worth(business=[5], education=[None])
    assert [item.state for item in found] == ["good", "open", "open", "open"]


@pytest.mark.parametrize(("low", "said"), [(4, False), (3, True)])
def test_groups_more_than_a_point_apart_are_said(low, said):
    found = worth(business=[5], workforce=[low])
    assert (
        "Business and Workforce lie 2 points apart: ask what Workforce does not get." in texts(found)
    ) == said
