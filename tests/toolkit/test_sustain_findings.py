"""Steps 5 and 6: duties, changes, assets, leaders, hours and the pulse, at their edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit import step5, step6

TODAY = date(2027, 5, 10)
GROUPS = {"champions": "Champions", "conveners": "Conveners"}


def texts(found):
    return " ".join(item.text for item in found)


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


@pytest.mark.parametrize(
    ("fixed", "state"),
    [
        (("on_paper", "habit"), "good"),
        (("in_budget",), "good"),
        (("habit", "habit", "on_paper"), "look"),
        ((None,), "look"),
    ],
)
def test_half_of_the_changes_stand_on_paper(fixed, state):
    rows = [{"organization": "A", "before": "b", "after": "c", "fixed": value} for value in fixed]
    assert step6.shifts(rows)[0].state == state


def test_a_change_without_before_is_half():
    assert "Before or after is missing for A." in texts(
        step6.shifts([{"organization": "A", "after": "c"}] * 2)
    )


def test_the_spiral_by_year():
    rows = [
        {"asset": "Trust", "kind": "trust", "since": "2025-03-01", "made_possible": "Bus"},
        {"asset": "Bus", "since": "2026-03-01"},
        {"asset": "Name"},
    ]
    led, years, lacking = step6.asset_growth(rows, {"trust": "Trust", "money": "Money"})
    assert (led.state, led.text.split(";")[0]) == ("look", "1 of 3 assets made something else possible")
    assert years.text == "Assets by year: 1 in 2025, 1 in 2026, 1 without a day (3 in all)."
    assert lacking.text == "None yet of the kind: Money."


@pytest.mark.parametrize(("day", "ready"), [("2027-05-10", True), ("2027-05-11", False)])
def test_who_is_ready_by_now(day, ready):
    found = step6.leaders(
        [{"person": "Jo", "could_lead": "Shifts", "side": "business", "ready_by": day}], TODAY
    )
    assert ("Ready by now, as you planned: Jo." in texts(found)) == ready


def test_leaders_without_business_part_or_day():
    rows = [{"person": "Jo", "could_lead": "Shifts", "side": "partner"}, {"person": "Max"}]
    said = texts(step6.leaders(rows, TODAY))
    assert "1 of 2 people could lead 1 part." in said
    assert "0 of them come from business." in said
    assert "No day is set for Jo." in said
    assert "Which part Max could lead is not said." in said


def test_hours_are_added_by_organization():
    rows = [
        {"organization": "Board", "person": "Ann", "hours_a_month": 20, "stand_in": "Ben"},
        {"organization": "College", "person": "Luis", "hours_a_month": 10, "until": "2027-05-09"},
        {"organization": "Board", "person": "Cleo", "hours_a_month": 10, "stand_in": "Ben"},
        {"organization": "Chamber", "person": "Tom", "stand_in": "Eve"},
    ]
    hours, missing, alone, over = step6.staff_time(rows, TODAY)
    assert hours.text == "40 hours a month from 2 organizations: Board 30; College 10. Board gives 75%."
    assert hours.state == "look"
    assert missing.text == "Hours are not written down for Tom; they are not in the sum."
    assert (alone.text, over.text) == ("Nobody stands in for Luis.", "The promise is over: Luis.")


def answer(day, better, same, worse, question="Orders"):
    return {"asked_on": day, "question": question, "better": better, "same": same, "worse": worse}


def test_the_balance_is_better_less_worse():
    rows = [answer("2026-07-08", 9, 2, 1), answer("2026-10-08", 7, 3, 2)]
    assert step6.pulse_balances(rows)["Orders"] == [
        (date(2026, 7, 8), pytest.approx(66.6667, abs=1e-3), 12),
        (date(2026, 10, 8), pytest.approx(41.6667, abs=1e-3), 12),
    ]
    (found,) = step6.pulse(rows)
    assert (
        found.text
        == "Orders: balance +42 on Thu, October 8, 2026, 12 answers, -25 points since Wed, July 8, 2026."
    )
    assert found.state == "look"


def test_rows_of_one_day_are_one_asking():
    assert step6.pulse_balances([answer("2026-07-08", 1, 0, 0), answer("2026-07-08", 0, 0, 1)])["Orders"] == [
        (date(2026, 7, 8), 0, 2)
    ]


def test_missing_answers_are_no_zeros():
    assert (
        step6.pulse_balances(
            [answer("2026-07-08", 5, None, 1), answer(None, 1, 1, 1), answer("2026-07-08", 0, 0, 0)]
        )
        == {}
    )
    assert "1 line with a day lacks a number and is not counted." in texts(
        step6.pulse([answer("2026-07-08", 5, None, 1)])
    )


def test_few_answers_are_a_hint():
    assert "Fewer than 5 answers" in texts(step6.pulse([answer("2026-07-08", 4, 0, 0)]))
    assert "Fewer" not in texts(step6.pulse([answer("2026-07-08", 5, 0, 0)]))


@given(*[st.integers(0, 1000)] * 3)
def test_a_balance_lies_between_all_worse_and_all_better(better, same, worse):
    for day, balance, answers in step6.pulse_balances([answer("2026-07-08", better, same, worse)]).get(
        "Orders", []
    ):
        assert -100 <= balance <= 100
        assert answers == better + same + worse
        assert day == date(2026, 7, 8)
