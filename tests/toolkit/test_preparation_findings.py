"""Before the launch: what the entries of Modules 1 and 2 and of Steps 1 to 3 say, at their edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit import outreach, principles, step1, step3

TODAY = date(2027, 5, 10)
ACTORS = {"college": "College", "board": "Workforce board"}


def texts(found):
    return " ".join(item.text for item in found)


# -- the goal -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "state", "words"),
    [
        (59, "look", "lies 1 point below the goal of 60 percent."),
        (60, "good", "is the goal."),
        (61, "good", "lies 1 point above the goal"),
        (None, "open", "none is made up"),
    ],
)
def test_the_region_beside_the_goal(share, state, words):
    found = principles.attainment({"goal": 60, "region_share": share, "year": 2024, "source": "survey"})
    assert [item.state for item in found] == [state]
    assert words in found[0].text


def test_a_figure_without_year_and_source_is_told():
    _, lacking = principles.attainment({"goal": 60, "region_share": 41})
    assert lacking.text == "The figure lacks its year and its source."


def test_who_looks_for_the_figure_is_named():
    assert "Luis looks for it." in texts(principles.attainment({"goal": 60, "who_finds": "Luis"}))


# -- whom nobody asked --------------------------------------------------------------------------------------


def scan(**row):
    return step1.stakeholders([{"organization": "Union", **row}], TODAY)


@pytest.mark.parametrize(
    ("row", "unasked"),
    [
        ({"workers": 4}, True),
        ({"workers": 3}, False),
        ({"connecting": 5, "asked": "yes"}, False),
        ({"industry": 5, "asked": "agreed"}, True),
        ({"industry": 5, "who_asks": "Ann"}, True),
        ({"industry": 5, "who_asks": "Ann", "asked_on": "2027-05-10"}, False),
    ],
)
def test_who_matters_much_is_asked_or_has_a_caller_and_a_day(row, unasked):
    assert ("about to: Union" in texts(scan(**row))) == unasked


@pytest.mark.parametrize(("day", "late"), [("2027-05-09", True), ("2027-05-10", False)])
def test_a_day_to_ask_that_is_over(day, late):
    assert ("The day to ask is over: Union." in texts(scan(asked_on=day))) == late
    assert "is over" not in texts(scan(asked_on=day, asked="yes"))


# -- the common sentence ------------------------------------------------------------------------------------


def voices(*values):
    return {
        "change": "x",
        "voices": [{"organization": f"O{n}", "agrees": value} for n, value in enumerate(values)],
    }


@pytest.mark.parametrize(
    ("values", "carries"),
    [((4, 4, 4, 3), True), ((4, 4, 3, 3), False), ((5, 5, 5, 1), False), ((5, 5, 5, 2), True)],
)
def test_three_of_four_and_nobody_at_one(values, carries):
    first, *_ = step1.common_goal(voices(*values))
    assert (first.state == "good") == carries
    assert first.ours


def test_who_gives_little_is_named_with_the_wish():
    goal = {
        "change": "x",
        "voices": [{"organization": "A", "agrees": 2, "wish": "adults"}, {"organization": "B", "agrees": 5}],
    }
    assert "Little support from A (wishes: adults)." in texts(step1.common_goal(goal))


def test_voices_without_a_number_do_not_count():
    assert step1.common_goal(voices(None))[0].state == "open"


# -- order, area, next steps --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reviewed", "launched", "state"),
    [(False, False, "open"), (False, True, "look"), (True, False, "good"), (True, True, "good")],
)
def test_one_page_before_the_launch(reviewed, launched, state):
    (found,) = step1.step_order(reviewed=reviewed, launched=launched)
    assert found.state == state


def test_the_area_against_our_own_border():
    own = ["Cooke County", "Fannin County"]
    assert step3.footprint([], own)[0].state == "open"
    assert step3.footprint(["fannin", "Cooke County, TX"], own)[0].state == "look"
    beyond, left = step3.footprint(["Cooke", "Denton"], own)
    assert (beyond.text, left.text) == (
        "Beyond our own border: Denton.",
        "Of our region, the sector leaves out Fannin County.",
    )


def test_steps_that_are_late_or_nobodys():
    steps = {
        "PTL-NS-1": [{"action": "Call", "timeline": "2027-05-09", "committed": "Ann"}],
        "PTL-NS-4": [{"action": "Print", "timeline": "2027-05-10"}],
    }
    said = texts(step3.next_steps(steps, TODAY))
    assert "Nothing is planned yet for the list of employers and invitations and calls." in said
    assert "The day is over: Call (Ann)." in said
    assert "Nobody has promised it: Print." in said


def test_steps_in_order():
    row = {"action": "Call", "timeline": "2027-05-10", "committed": "Ann"}
    (found,) = step3.next_steps({f"PTL-NS-{n}": [row] for n in (1, 2, 3)}, TODAY)
    assert found.state == "good"


# -- the letter ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We meet at 8 AM at the USA mill. Please tell HR.", ()),
        ("The TWC and CTE staff, and again the TWC.", ("TWC", "CTE")),
        ("Pipelines are pipes; a Pipeline is ours.", ("Pipeline",)),
        ("work-based learning for Stakeholders", ("work-based learning", "Stakeholders")),
        ("I run a shop.", ()),
    ],
)
def test_words_of_our_trade(text, words):
    assert step3.jargon(text) == words


@given(st.text())
def test_every_word_that_is_found_stands_in_the_text(text):
    assert all(word in text for word in step3.jargon(text))


def test_the_hours_that_a_letter_asks_for():
    _, hours = step3.letter("Come.", {"hours_each": 3}, 30)
    assert (hours.state, hours.text) == (
        "good",
        "It asks 3 hours of one person, 90 hours of the 30 companies invited together.",
    )
    assert step3.letter("Come.", {"hours_each": 4}, 0)[1].text == "It asks 4 hours of one person."
    assert step3.letter("Come.", {"hours_each": 4}, 0)[1].state == "look"


# -- how much of the sector is heard ------------------------------------------------------------------------


def calls(actor, heard=None, organization="X"):
    return {"actor": actor, "calls": "yes", "organization": organization, "firms_heard": heard}


def test_the_share_lies_between_the_largest_and_the_sum():
    found = outreach.reach([calls("college", 30), calls("board", 40)], 100, ["X"], ACTORS)
    assert "The largest caller hears 40% of the 100 firms; all 2 together hear between 40% and 70%." in texts(
        found
    )


def test_the_sum_is_never_more_than_all():
    assert "between 80% and 100%" in texts(
        outreach.reach([calls("college", 60), calls("board", 80)], 100, ["X"], ACTORS)
    )


def test_more_than_all_firms_is_a_slip():
    found = outreach.reach([calls("college", 101)], 100, ["X"], ACTORS)
    assert "more than the 100 of the sector: look at both again" in texts(found)
    assert "%" not in texts(found)


def test_a_missing_number_is_not_a_zero():
    found = outreach.reach([calls("college", 10), calls("board")], 100, ["X"], ACTORS)
    assert "For 1 of 2 callers the number is missing, so the true share is higher." in texts(found)


def test_without_the_number_of_firms_there_is_no_share():
    assert "%" not in texts(outreach.reach([calls("college", 10)], None, ["X"], ACTORS))


def test_callers_that_nobody_spoke_of_and_callers_without_a_name():
    said = texts(outreach.reach([calls("college", 1, "")], 10, [], ACTORS))
    assert "call on business here: Workforce board." in said
    assert "it is not said who they are: College." in said


def test_one_who_does_not_call_is_gone_through_and_not_missing():
    rows = [{"actor": "college", "calls": "no"}, {"actor": "board", "calls": "not_here"}]
    found = outreach.reach(rows, 10, [], ACTORS)
    assert found[0].text == "All 2 usual callers of the toolkit's lists are gone through."
    assert "map" not in texts(found)
