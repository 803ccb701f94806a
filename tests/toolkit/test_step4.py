"""What the entries of Step 4 say, at the edges of each rule; rows as the real sheets keep them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from as_kept import LAUNCH, rows, texts, told

from nextgen_helpers.toolkit import step4


def launch(attendance=(), first=(), promises=(), calls=(), day=LAUNCH):
    return step4.launch(attendance, first, promises, calls, day)


def guests(*given_rows):
    return rows("attendance", "companies", *({"company": f"C{n}", **row} for n, row in enumerate(given_rows)))


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


def priorities(*given_rows):
    whole = {"kind": "workforce", "proposed_by": "business", "champion": "A. Invented"}
    return rows(
        "priorities", "priorities",
        *({"opportunity": f"P{n}", **whole, **row} for n, row in enumerate(given_rows)),
    )  # fmt: skip


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
    assert "No business leader represents P1." in texts(launch(first=priorities({}, {"champion": ""})))


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
    assert told(found, "Without the date of the launch").state == "open"
