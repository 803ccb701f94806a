"""What the entries of Step 3 say, at the edges of each rule; rows as the real sheets keep them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from as_kept import LAUNCH, TODAY, texts, values
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit import step1, step2, step3


def launch_plan(sent=None, launch=LAUNCH):
    return values("launch_plan", launch_date=launch, invitations_sent_on=sent)


def states(found):
    return [item.state for item in found]


def test_nothing_entered_is_open_and_not_wrong():
    assert states(step1.support_team([], [])) == ["open", "open"]
    assert states(step3.champions([])) == ["open"]
    assert states(step3.contacts([], [])) == ["open"]
    assert states(step3.launch_dates(launch_plan(launch=None))) == ["open"]
    assert set(states(step2.scope(values("scope_checker"), 3, ""))) == {"open"}


def leaders(*rows):
    people = [{"person": f"Person {number}", **row} for number, row in enumerate(rows)]
    return values("champion_profile", leaders=people)["leaders"]


@pytest.mark.parametrize(("won", "state"), [(0, "look"), (1, "look"), (2, "look"), (3, "good"), (4, "good")])
def test_three_champions_are_the_aim_and_one_lets_you_start(won, state):
    """INC-6: the toolkit asks for one champion in one place and for three in another."""
    rows = leaders(
        *({"answer": ("signs", "hosts")[place % 2]} for place in range(won)), {"answer": "takes_part"}
    )
    (found,) = step3.champions(rows)
    assert found.state == state
    assert ("one lets you start" in found.text) == (won == 0)
    assert ("three or more is the aim" in found.text) == (won in (1, 2))


@pytest.mark.parametrize(
    ("decides", "cares", "named"), [(5, 2, True), (2, 5, True), (3, 3, False), (None, 1, False), (1, None, False)]
)  # fmt: skip
def test_half_a_champion_is_named_when_both_are_rated(decides, cares, named):
    found = step3.champions(leaders({"answer": "signs", "decides": decides, "cares": cares}))
    assert any(item.text.startswith("Person 0: a champion decides") for item in found) == named


def contacts(*rows):
    return values("contact_matrix", contacts=list(rows))["contacts"]


def test_a_company_is_reached_only_by_a_partner_who_says_how_well():
    rows = contacts(
        {"company": "Mill", "partner": "College", "strength": "has_met"},
        {"company": "Farm", "partner": "College"},
        {"company": "Shop", "strength": "knows_well"},
    )
    (found,) = step3.contacts(rows, ["Plant"])
    assert found.text == "No one in the room knows anyone at Farm, Plant and Shop."
    assert step3.contacts(rows[:1], ["Mill"])[0].state == "good"


def test_of_many_companies_without_a_contact_some_are_named():
    (found,) = step3.contacts([], [f"Company {number}" for number in range(7)])
    assert found.text.endswith("Company 5 and 1 more.")


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, ["look", "look"]), (1, ["look", "look"]), (20, ["look", "look"]), (21, ["good", "look"]), (28, ["good", "look"]),
     (29, ["good", "look"]), (30, ["good", "good"]), (31, ["good", "good"])],
)  # fmt: skip
def test_both_rules_of_the_toolkit_are_checked(days, expected):
    """INC-5: three to four weeks, and a month."""
    found = step3.launch_dates(launch_plan(LAUNCH - timedelta(days=days)))
    assert states(found) == expected
    assert all(item.text.startswith("1 day from" if days == 1 else f"{days} days from") for item in found)


def test_invitations_after_the_launch_are_a_slip():
    (found,) = step3.launch_dates(launch_plan(LAUNCH + timedelta(days=1)))
    assert (found.state, "after the launch" in found.text) == ("look", True)


def test_without_a_day_of_the_invitations_nothing_is_judged():
    assert states(step3.launch_dates(launch_plan())) == ["open"]


def test_the_area_against_our_own_border():
    own = ["Cooke County", "Fannin County"]
    assert step3.footprint([], own, {})[0].state == "open"
    assert step3.footprint(["fannin", "Cooke County, TX"], own, {})[0].state == "look"
    beyond, left = step3.footprint(["Cooke", "Denton"], own, {})
    assert (beyond.text, left.text) == (
        "Beyond our own border: Denton.",
        "Of our region, the sector leaves out Fannin County.",
    )


def test_an_area_is_compared_with_where_people_live_and_work():
    longview = {
        "Longview, TX": ("Gregg County, Texas", "Rusk County, Texas"),
        "Tyler, TX": ("Smith County, Texas",),
    }
    whole, same = step3.footprint(["Gregg", "Rusk"], ["Gregg County", "Rusk County"], longview)
    assert whole.text.startswith("The area takes in all of Longview, TX:")
    assert same.text.endswith("our own region, and companies hire across just these county lines.")
    assert {whole.state, same.state} == {"good"}
    cut, same = step3.footprint(["Gregg"], ["Gregg County"], longview)
    assert "has Gregg County, Texas of it and leaves out Rusk County, Texas." in cut.text
    assert {cut.state, same.state} == {"look"}


def test_steps_that_are_late_or_nobodys():
    steps = {
        "PTL-NS-1": [{"action": "Call", "timeline": "2027-05-09", "committed": "Ann"}],
        "PTL-NS-4": [{"action": "Print", "timeline": "2027-05-10"}],
    }
    said = texts(step3.next_steps(steps, TODAY))
    assert "Nothing is planned yet for the list of employers and invitations and calls." in said
    assert "The day is over: Call (Ann)." in said
    assert "No one has committed to it: Print." in said


def test_steps_in_order():
    row = {"action": "Call", "timeline": "2027-05-10", "committed": "Ann"}
    (found,) = step3.next_steps({f"PTL-NS-{n}": [row] for n in (1, 2, 3)}, TODAY)
    assert found.state == "good"


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
