"""An academy's agenda: times add up, nobody sits too long, and nothing is lost unsaid."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_reader import opened, squeezed

from nextgen_helpers.errors import UserError
from nextgen_helpers.handouts import curriculum
from nextgen_helpers.handouts.academy import academy, academy_source, lesson
from nextgen_helpers.handouts.build import _pdf
from nextgen_helpers.toolkit.agenda import clock_time
from nextgen_helpers.toolkit.lessons import lesson_sections

KNOWN = {path.stem: lesson_sections(path.stem) for path in curriculum()}
TAUGHT = [stem for stem, found in KNOWN.items() if found]
CORE = {stem: tuple(unit for unit in found if unit.core) for stem, found in KNOWN.items()}
PAUSES = ("Break", "Lunch")


def minutes(clock):
    moment = clock_time(clock)
    return 60 * moment.hour + moment.minute


def check(plan, begin, end, asked, *, whole=False):
    """Everything that must hold of any agenda."""
    sections = KNOWN if whole else CORE
    by_day = {}
    for item in plan.items:
        by_day.setdefault(item.day, []).append(item)
    for own in by_day.values():
        assert minutes(own[0].begin) == 60 * begin.hour + begin.minute
        assert minutes(own[-1].end) <= 60 * end.hour + end.minute
        for item in own:
            assert minutes(item.end) - minutes(item.begin) == item.minutes > 0
            assert (item.notebook == "") == (item.what in PAUSES)
        for before, after in pairwise(own):
            assert before.end == after.begin
            assert not (before.what in PAUSES and after.what in PAUSES)
        assert own[0].what not in PAUSES
        assert own[-1].what not in PAUSES
        lunches = [item for item in own if item.what == "Lunch"]
        assert len(lunches) <= 1
        if begin <= time(12) and minutes(own[-1].end) > 12 * 60 + 30 and len(own) > 1:
            assert len(lunches) == 1
        stretch = 0
        for item in own:
            stretch = 0 if item.what in PAUSES else stretch + item.minutes
            assert stretch <= 105
    taught = [(item.notebook, item.what, item.minutes) for item in plan.items if item.notebook]
    left = dict(plan.left_out)
    assert taught == [
        (unit.notebook, unit.title, unit.minutes)
        for stem in asked
        if stem not in left
        for unit in sections[stem]
    ]
    later = [
        unit for stem in asked if stem not in left and not whole for unit in KNOWN[stem] if not unit.core
    ]
    assert list(plan.later) == later
    for stem, length in left.items():
        assert length == sum(unit.minutes for unit in sections[stem])
    assert set(left) <= set(asked)


@settings(max_examples=60)
@given(
    st.integers(1, 10),
    st.lists(st.sampled_from(TAUGHT), unique=True, max_size=len(TAUGHT)),
    st.integers(7 * 4, 14 * 4),
    st.integers(8, 40),
    st.booleans(),
)
def test_any_agenda_adds_up_and_loses_nothing(days, notebooks, begin, length, whole):
    first, last = (time(quarters // 4, quarters % 4 * 15) for quarters in (begin, min(begin + length, 95)))
    plan = academy(days, notebooks, begin=first, end=last, whole=whole)
    assert all(1 <= item.day <= days for item in plan.items)
    check(plan, first, last, notebooks or TAUGHT, whole=whole)


def test_no_section_is_longer_than_anybody_sits():
    assert max(unit.minutes for found in KNOWN.values() for unit in found) <= 105


@pytest.mark.parametrize("path", curriculum(), ids=lambda path: path.stem)
def test_every_section_with_minutes_is_found(path):
    source = "\n".join(
        cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"
    )
    headed = [line for line in source.splitlines() if line.startswith("## ") and "minutes)" in line]
    assert [f"## {unit.title} ({unit.minutes} minutes)" for unit in lesson_sections(path.stem)] == [
        line.rstrip() for line in headed
    ]


def test_the_whole_curriculum_fits_into_eleven_days_in_order():
    plan = academy(11, whole=True)
    assert plan.left_out == plan.later == ()
    check(plan, time(9), time(16, 30), TAUGHT, whole=True)


def test_the_core_fits_into_five_days_and_the_rest_is_named_for_later():
    plan = academy(5)
    assert plan.left_out == ()
    check(plan, time(9), time(16, 30), TAUGHT)
    (told,) = academy(1, ["12"]).later_words()
    assert told.startswith("Step 2: ")
    assert told.count(" minutes)") == sum(not unit.core for unit in KNOWN["12_step2_scope"])


def test_the_order_is_that_of_the_wish():
    plan = academy(3, ["20", "01_self"])
    assert list(dict.fromkeys(item.notebook for item in plan.items if item.notebook)) == [
        "20_module2_outreach", "01_self_assessment",
    ]  # fmt: skip


def test_a_notebook_that_is_named_twice_is_taught_once():
    assert academy(2, ["01", "01"]) == academy(2, ["01"])


def test_a_notebook_that_does_not_fit_is_left_out_whole_and_the_next_is_tried():
    plan = academy(1, ["20", "01"], end=time(11))
    assert plan.left_out == (("20_module2_outreach", 150),)
    assert {item.notebook for item in plan.items} - {""} == {"01_self_assessment"}
    check(plan, time(9), time(11), ["20_module2_outreach", "01_self_assessment"])


def test_a_break_shortly_before_lunch_is_the_lunch():
    whats = [item.what for item in academy(1, ["20"], whole=True).items]
    assert whats[whats.index("Lunch") - 2] not in PAUSES


def test_whoever_begins_after_noon_gets_no_second_lunch():
    plan = academy(1, ["11"], begin=time(13), end=time(18))
    assert {item.what for item in plan.items if not item.notebook} == {"Break"}
    check(plan, time(13), time(18), ["11_step1_support_team"])


@pytest.mark.parametrize(
    ("days", "options", "words"),
    [
        (0, {}, "1 to 20 days, not 0"),
        (21, {}, "1 to 20 days, not 21"),
        (2, {"notebooks": ["99"]}, 'no notebook "99"; there are: 00_start_here'),
        (2, {"notebooks": ["00"]}, "00_start_here: no section says how many minutes"),
        (2, {"begin": time(9), "end": time(10, 59)}, "two hours or more"),
        (2, {"begin": time(16), "end": time(9)}, "two hours or more"),
    ],
)
def test_an_agenda_that_cannot_be_is_refused(days, options, words):
    with pytest.raises(UserError) as refused:
        academy(days, **options)
    assert words in str(refused.value)


def test_the_printed_agenda_has_every_line_and_is_tagged():
    plan = academy(2, ["01", "10", "11", "12"])
    paper = opened(_pdf(academy_source(plan, 'Academy "of" #2 days')))
    assert paper.tagged
    assert (paper.title, paper.language) == ('Academy "of" #2 days', "en-US")
    assert paper.pages >= 2
    text = squeezed(paper.text)
    for item in plan.items:
        assert squeezed(f"{item.begin} to {item.end}{item.minutes}{item.what}{lesson(item.notebook)}") in text
    assert "Notinthisagenda" not in text
    assert squeezed("For later") in text
    assert all(squeezed(unit.title) in text for unit in plan.later)
    short = opened(_pdf(academy_source(academy(1, ["00", "20", "01"], end=time(11)), "A day"))).text
    assert squeezed("Not in this agenda") in squeezed(short)
    assert squeezed("Module 2: Coordinating Business Services & Outreach (150 minutes)") in squeezed(short)
    assert squeezed("no minutes (it is read or used beforehand): Start here") in squeezed(short)
    assert [f"Day{number}" in text for number in (1, 2, 3)] == [True, True, False]
