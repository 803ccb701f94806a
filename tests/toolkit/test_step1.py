"""What the entries of Step 1 say, at the edges of each rule; rows as the real sheets keep them."""

from __future__ import annotations

import pytest
from as_kept import TODAY, texts, told, values

from nextgen_helpers.toolkit import step1

CORE = ({"kind": "workforce"}, {"kind": "education"}, {"kind": "economic_development"})


def roster(*rows):
    partners = [{"organization": f"Organization {number}", **row} for number, row in enumerate(rows)]
    return values("partner_roster", partners=partners)["partners"]


@pytest.mark.parametrize(
    ("missing", "words"), [(0, "workforce"), (1, "education"), (2, "economic development")]
)
def test_each_of_the_three_core_partners_is_missed(missing, words):
    rows = [row for place, row in enumerate(CORE) if place != missing]
    found = told(step1.support_team(roster(*rows), []), "No one on the roster represents")
    assert (found.state, found.text) == ("look", f"No one on the roster represents {words}.")


def role(name, kind="convener", commits="A room"):
    return {"organization": name, "role": kind, "commits": commits}


def states(found):
    return [item.state for item in found]


def roles(*rows):
    return values("roles_and_commitments", commitments=list(rows))["commitments"]


def test_a_whole_core_with_business_at_the_inner_table_is_in_order():
    rows = roster(*CORE, {"kind": "business", "table": "inner"})
    assert states(step1.support_team(rows, roles(role("Board")))) == ["good", "good"]


def test_a_roster_without_anyone_at_the_inner_table_deserves_a_look():
    found = step1.support_team(roster(*({**row, "table": "outer"} for row in CORE)), [])
    assert told(found, "inner table").state == "look"


@pytest.mark.parametrize(
    ("names", "state", "words"),
    [
        (["Board"], "good", "Board convenes."),
        (["Board", "College"], "good", "Board and College convene."),
        (["A", "B", "C"], "look", "3 organizations are named as conveners"),
        (["Board", "Board", "Board"], "good", "Board convenes."),
    ],
)
def test_one_or_two_organizations_convene(names, state, words):
    found = told(step1.support_team([], roles(*map(role, names))), "conven")
    assert found.state == state
    assert words in found.text


def test_without_a_convener_it_is_said():
    found = step1.support_team([], roles(role("Board", "core_support")))
    assert told(found, "No one is named as convener").state == "look"


@pytest.mark.parametrize(
    "row", [role("Mill", "open"), role("Mill", None), role("Mill", "business_ally", "")], ids=str
)
def test_a_role_or_a_promise_that_is_open_is_named(row):
    found = told(step1.support_team([], roles(role("Board"), row)), "still open for")
    assert (found.state, found.text) == ("look", "Role or commitment is still open for Mill.")


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


@pytest.mark.parametrize(
    ("reviewed", "launched", "state"),
    [(False, False, "open"), (False, True, "look"), (True, False, "good"), (True, True, "good")],
)
def test_one_page_before_the_launch(reviewed, launched, state):
    (found,) = step1.step_order(reviewed=reviewed, launched=launched)
    assert found.state == state
