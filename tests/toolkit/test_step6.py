"""What the entries of Step 6 say, at the edges of each rule; rows as the real sheets keep them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from as_kept import LAUNCH, TODAY, rows, texts, told, values
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit import step4, step5, step6
from nextgen_helpers.toolkit.sheets import column_choices


def launch(attendance=(), first=(), promises=(), calls=(), day=LAUNCH):
    return step4.launch(attendance, first, promises, calls, day)


def test_nothing_entered_is_open_and_not_wrong():
    found = [
        *launch(), *step5.task_teams([]), *step5.quick_wins([], TODAY), *step5.plan([], TODAY),
        *step6.rhythm(values("quarterly_meeting"), values("re_assessment"), TODAY), *step6.funding([], TODAY),
        *step6.value_by_group([], column_choices("enduring_value", "answers", "group")),
    ]  # fmt: skip
    assert len(found) == 14
    assert {item.state for item in found} == {"open"}


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
        "Business and Workforce are 2 points apart: ask what Workforce does not get." in texts(found)
    ) == said


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
    assert (alone.text, over.text) == ("No one backs up Luis.", "The commitment is over: Luis.")


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
