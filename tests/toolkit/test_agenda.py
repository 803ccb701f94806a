"""Clock times as people write them, agendas that add up, and days counted back from a launch."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.agenda import agenda_slots, clock_time
from nextgen_helpers.toolkit.step3 import back_dates
from nextgen_helpers.words import weekday_words

LAUNCH = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9", time(9)), ("09:00", time(9)), ("9:05", time(9, 5)), ("14.30", time(14, 30)), (" 7:30 am ", time(7, 30)),
        ("1:30 pm", time(13, 30)), ("1:30PM", time(13, 30)), ("1:30 p.m.", time(13, 30)), ("1:30 p. m.", time(13, 30)),
        ("9 a", time(9)), ("12 am", time(0)), ("12:15 a.m.", time(0, 15)), ("12 pm", time(12)), ("12:59 PM", time(12, 59)),
        ("0:00", time(0)), ("23:59", time(23, 59)), ("14:30 pm", time(14, 30)), ("0:30 am", time(0, 30)),
    ],
)  # fmt: skip
def test_a_clock_time_is_read_as_people_write_it(text, expected):
    assert clock_time(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_is_no_time_and_no_mistake(text):
    assert clock_time(text) is None


@pytest.mark.parametrize(
    "text",
    ["noon", "24:00", "9:60", "9:5", "25", "99 pm", "13 am", "0 pm", "-9:00", "9m", "9:00 xm", "9:00:00", "9-10",
     "9:00 to 10:00", "1400", ":30", "am", "<script>"],
)  # fmt: skip
def test_what_is_no_clock_time_is_refused_with_an_example(text):
    with pytest.raises(UserError, match="is no clock time; write it as 9:00 or 2:30 PM") as refused:
        clock_time(text)
    assert f'"{text}"' in str(refused.value)


@given(st.times())
def test_the_times_of_an_agenda_can_be_read_again(moment):
    (slot,) = agenda_slots(moment, [{"minutes": 0}])
    assert clock_time(slot.begin) == moment.replace(second=0, microsecond=0)


# -- agendas ------------------------------------------------------------------------------------------------


def test_an_agenda_goes_over_noon_and_over_midnight():
    rows = [{"minutes": 45, "topic": "one"}, {"minutes": 30, "topic": "two"}]
    over_noon, over_midnight = (agenda_slots(start, rows) for start in (time(11, 30), time(23, 30)))
    assert [(slot.begin, slot.end) for slot in over_noon] == [
        ("11:30 AM", "12:15 PM"),
        ("12:15 PM", "12:45 PM"),
    ]
    assert [(slot.begin, slot.end) for slot in over_midnight] == [
        ("11:30 PM", "12:15 AM"),
        ("12:15 AM", "12:45 AM"),
    ]
    assert [slot.columns for slot in over_noon] == [{"topic": "one"}, {"topic": "two"}]


def test_without_a_beginning_there_are_minutes_and_no_clock():
    assert [(slot.begin, slot.end, slot.minutes) for slot in agenda_slots(None, [{"minutes": 20}])] == [
        ("", "", 20)
    ]
    assert agenda_slots(time(9), []) == ()


def test_an_item_of_open_length_moves_nothing():
    slots = agenda_slots(time(9), [{"minutes": 15}, {"minutes": None}, {}, {"minutes": 5}])
    assert [slot.begin for slot in slots] == ["9:00 AM", "9:15 AM", "9:15 AM", "9:15 AM"]
    assert [slot.minutes for slot in slots] == [15, 0, 0, 5]


@given(st.times(), st.lists(st.one_of(st.none(), st.integers(1, 480)), min_size=1, max_size=12))
def test_the_times_add_up_and_no_item_is_lost(start, minutes):
    slots = agenda_slots(start, [{"minutes": length} for length in minutes])
    assert len(slots) == len(minutes)
    assert sum(slot.minutes for slot in slots) == sum(length or 0 for length in minutes)
    for before, after in pairwise(slots):
        assert before.end == after.begin
    begin = datetime.combine(LAUNCH, start.replace(second=0, microsecond=0))
    whole = begin + timedelta(minutes=sum(length or 0 for length in minutes))
    assert clock_time(slots[-1].end) == whole.time()


# -- back from the launch -----------------------------------------------------------------------------------


def test_both_rules_for_the_invitations_stand_in_the_plan():
    """INC-5: three to four weeks in one place of the toolkit, a month in another."""
    by_toolkit = [item for item in back_dates(LAUNCH, LAUNCH) if item.source == "toolkit"]
    days = [((LAUNCH - item.first).days, (LAUNCH - item.last).days) for item in by_toolkit]
    assert days == [(30, 30), (28, 21), (0, 0)]
    assert by_toolkit[0].first == date(2027, 3, 1)
    assert (by_toolkit[1].first, by_toolkit[1].last) == (date(2027, 3, 3), date(2027, 3, 10))
    assert "month" in by_toolkit[0].task
    assert "three to four weeks" in by_toolkit[1].task


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2027, 3, 10), {30}),  # the last day of the other rule itself is not over
        (date(2027, 3, 11), {30, 28}),
        (date(2027, 3, 1), set()),
        (date(2027, 4, 1), {30, 28, 0}),
    ],
)
def test_a_day_is_late_from_the_day_after_its_last(today, late):
    plan = [item for item in back_dates(LAUNCH, today) if item.source == "toolkit"]
    assert {item.days_before for item in plan if item.late} == late


def test_of_a_launch_in_the_past_everything_is_late():
    assert all(item.late for item in back_dates(date(2020, 1, 31), LAUNCH))


def test_a_plan_counts_over_february_29():
    month = {
        year: next(item.first for item in back_dates(date(year, 3, 30), LAUNCH) if item.days_before == 30)
        for year in (2027, 2028)
    }
    assert month == {2027: date(2027, 2, 28), 2028: date(2028, 2, 29)}
    assert back_dates(date(2028, 2, 29), LAUNCH)[-1].first == date(2028, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_the_plan_runs_forward_and_ends_on_the_day_of_the_launch(launch, today):
    plan = back_dates(launch, today)
    assert [item.first for item in plan] == sorted(item.first for item in plan)
    assert all(item.first <= item.last <= launch for item in plan)
    assert plan[-1].last == launch
    assert [item.late for item in plan] == [item.last < today for item in plan]


def test_a_mistyped_year_is_one_sentence():
    with pytest.raises(UserError, match="in the year 1; look at the year again"):
        back_dates(date(1, 1, 5), LAUNCH)
    assert len(back_dates(date(27, 3, 31), LAUNCH)) == 11


def test_a_day_is_written_with_its_weekday():
    assert weekday_words(date(2028, 2, 29)) == "Tue, February 29, 2028"
