"""Charts of Modules 3 and 4: nobody dropped unsaid, missing is not zero, no arrow behind a box, hostile names harmless."""

from __future__ import annotations

import itertools
import json
import math
import re
from datetime import date

import pytest
from drawn import assert_words_inside
from hypothesis import given, settings
from hypothesis import strategies as st

from nextgen_helpers.charts import letters
from nextgen_helpers.charts.marks.flow import Flow
from nextgen_helpers.charts.marks.plans import Spans
from nextgen_helpers.charts.scene import PAGE, SCREEN, Rects, Strokes
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.team import frontline as charts
from nextgen_helpers.charts.team import pathways as path_charts
from nextgen_helpers.toolkit.frontline.placing import push_and_pull
from nextgen_helpers.toolkit.pathways.own_places import own_places
from nextgen_helpers.toolkit.pathways.programs import pathway_map
from nextgen_helpers.toolkit.pathways.supply import balances
from nextgen_helpers.toolkit.sheets import column_choices, sheet_model

HOSTILE = "<script>alert(1)</script> & \"Sons\" 'n' $x_1$ %{y}"
TODAY = date(2027, 5, 10)
WORK = column_choices("frontline_map", "staff", "does")


def values(tool_id, **given_values):
    return sheet_model(tool_id).model_validate(given_values).model_dump(mode="json")


def runway(demand_day="2028-01-15"):
    return charts.runway_plan(
        values(
            "runway", aimed_job=HOSTILE, demand_day=demand_day,
            starts=[{"starting_point": HOSTILE, "people": 3}, {"starting_point": "No steps"}],
            steps=[{"starting_point": HOSTILE, "step": HOSTILE, "months": 14}, {"starting_point": "B", "step": "Class", "months": 2, "partner": "P"}],
        ),
        TODAY,
    )  # fmt: skip


def staff():
    return values(
        "frontline_map",
        staff=[
            {"role": HOSTILE, "organization": HOSTILE, "does": "advice", "serves": HOSTILE, "hands_on_to": "College"},
            {"role": "Coach", "organization": "College", "does": "advice", "serves": HOSTILE},
            {"role": "Coach", "organization": "College"},
        ],
    )["staff"]  # fmt: skip


def ranks():
    return charts.way_ranks(
        values(
            "ten_ways",
            ways=[{"number": 1, "way": HOSTILE}, {"number": 2, "way": "Two"}],
            rankings=[{"person": "A", "way_1": 1, "way_2": 2}, {"person": "B", "way_1": 2, "way_2": 1}, {"person": "C", "way_1": 1, "way_2": 2}],
        )
    )  # fmt: skip


def news():
    return charts.communication_flow(
        values(
            "communication_strategy",
            nodes=[{"who": HOSTILE, "stage": "partnership"}, {"who": "Board", "stage": "decision_makers"}, {"who": "Alone", "stage": "frontline"}],
            ways=[{"sender": HOSTILE, "receiver": "Board", "channel": HOSTILE}, {"sender": "Board", "receiver": "Nobody's"}],
        )
    )  # fmt: skip


def stored_map():
    return values(
        "pathway_map",
        programs=[{"program": HOSTILE, "institution": HOSTILE, "level": "entry", "months": 4}, {"program": "B", "institution": "Hills"}, {"program": "C"}],
        jobs=[{"job": "Low", "pay": 30_000}, {"job": "Top", "pay": 45_000, "level": "target"}, {"job": "Far", "level": "target"}],
        links=[
            {"begins": HOSTILE, "ends": "B", "credit": "part"}, {"begins": "B", "ends": "Top"}, {"begins": HOSTILE, "ends": "Top"},
            {"begins": "Low", "ends": "B"}, {"begins": "Top", "ends": "Far"}, {"begins": "Low", "ends": HOSTILE},
        ],
    )  # fmt: skip


def pathway():
    return path_charts.programs_and_jobs(pathway_map(stored_map()), stored_map()["programs"])


def ladder():
    stored = stored_map()
    stored["jobs"][0]["job"] = HOSTILE + "job"
    for link in stored["links"]:
        link["begins"] = link["begins"].replace("Low", HOSTILE + "job")
    return path_charts.wage_ladder(pathway_map(stored))


def sides(*occupations, pay=()):
    return balances(values("supply_and_demand", occupations=list(occupations), pay=list(pay)))


def supply():
    return path_charts.openings_and_completers(
        sides(
            {"occupation": HOSTILE, "openings": 40, "completers": 75}, {"occupation": "Half", "openings": 9}, {"occupation": "None"},
            {"occupation": "Short", "openings": 30, "completers": 3},
            pay=[{"occupation": HOSTILE, "pay_before": 50_000, "year_before": 2020, "pay_now": 40_000, "year_now": 2022}],
        )
    )  # fmt: skip


ALL = {
    "runway over days": runway,
    "runway in months": lambda: runway(None),
    "groups": lambda: charts.frontline_groups(staff(), WORK),
    "handing on": lambda: charts.handing_on(staff()),
    "ranks": ranks,
    "news": news,
    "map": pathway,
    "ladder": ladder,
    "supply": supply,
}
EMPTY_MAP = pathway_map(values("pathway_map"))
EMPTY = {
    "runway": lambda: charts.runway_plan(values("runway"), TODAY),
    "runway without months": lambda: charts.runway_plan(
        values("runway", starts=[{"starting_point": "A"}]), TODAY
    ),
    "groups": lambda: charts.frontline_groups([], WORK),
    "handing on": lambda: charts.handing_on([]),
    "handing on to no one": lambda: charts.handing_on(
        values("frontline_map", staff=[{"role": "R", "organization": "O"}])["staff"]
    ),
    "ranks": lambda: charts.way_ranks(values("ten_ways", ways=[{"number": 1, "way": "One"}])),
    "news": lambda: charts.communication_flow(values("communication_strategy")),
    "map": lambda: path_charts.programs_and_jobs(EMPTY_MAP, []),
    "ladder": lambda: path_charts.wage_ladder(EMPTY_MAP),
    "supply": lambda: path_charts.openings_and_completers(()),
    "supply without numbers": lambda: path_charts.openings_and_completers(sides({"occupation": "X"})),
}


# -- all of them ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_each_is_drawn_for_paper_and_for_the_screen_with_names_that_stay_text(make):
    chart = make()
    for output in ("paper", "shared-script"):
        page = chart.html(output)
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
    assert len(re.findall("<svg ", chart.html("paper"))) == 2  # for a desk and for a phone
    figure = json.loads(chart.plotly(title=False).to_json())
    assert figure["layout"].pop("meta")["alternative"] == chart.alternative  # read aloud, never set as HTML
    content = json.dumps(figure)
    assert "<script" not in content
    assert "NaN" not in content
    assert not re.search(r"&(?!amp;|lt;|gt;|#)", content), "Plotly knows few entities"
    for narrow in (False, True):
        for axes in chart.matplotlib(narrow=narrow).axes:
            assert not any(text.get_parse_math() for text in axes.texts)


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_two_renders_are_the_same(make):
    assert make().html("paper") == make().html("paper")
    assert make().mime_bundles() == make().mime_bundles()


@pytest.mark.parametrize("make", EMPTY.values(), ids=EMPTY)
def test_nothing_yet_is_said_and_not_drawn(make):
    chart = make()
    assert chart.mark is None
    assert re.search(r"no one|no |nothing", chart.title, re.IGNORECASE)
    assert "<svg" not in chart.html("paper")
    assert "nan" not in chart.alternative.lower().split()


# -- Module 3 -------------------------------------------------------------------------------------------


def test_a_runway_runs_from_its_first_day_to_the_demand_and_one_without_months_is_in_the_table():
    chart = runway()
    assert isinstance(chart.mark, Spans)
    assert chart.mark.spans == (
        (date(2026, 11, 15), date(2028, 1, 15)),
        (date(2027, 11, 15), date(2028, 1, 15)),
    )
    assert chart.mark.kind_of == (1, 0)  # a step without a partner, and all with one
    assert chart.mark.labels[1] == "B: 2 months"
    frame = chart.table.frame.set_index("start")
    assert math.isnan(frame.loc["No steps", "months"])
    assert "No steps: no months yet." in chart.alternative
    assert chart.title.endswith(f"takes 14 months: {HOSTILE}")


def test_without_a_demand_day_the_length_is_drawn():
    chart = runway(None)
    assert chart.mark.values == (14.0, 2.0)
    assert chart.mark.second == (True, False)
    assert chart.mark.texts == ("14 months", "2 months")


def test_a_runway_of_which_months_are_missing_is_at_least_that_long():
    stored = values(
        "runway",
        steps=[{"starting_point": "A", "step": "x", "months": 3}, {"starting_point": "A", "step": "y"}],
    )
    chart = charts.runway_plan(stored, TODAY)
    assert chart.title == "The longest way to the job takes at least 3 months: A"
    assert chart.mark.groups == ()  # one kind only needs no legend


def test_each_kind_of_staff_is_counted_where_it_serves():
    chart = charts.frontline_groups(staff(), WORK)
    assert chart.mark.columns == (HOSTILE, "Not stated")
    assert dict(zip(chart.mark.rows, chart.mark.values, strict=True)) == {
        HOSTILE: (1.0, 0.0),
        "College": (1.0, 1.0),
    }
    assert chart.title == "1 group is served by more than one organization"
    assert len(chart.table.frame) == 3


def test_who_hands_on_to_nobody_stands_there_without_a_line():
    chart = charts.handing_on(staff())
    assert chart.mark.left == (HOSTILE, "College")
    assert chart.mark.ties == ((0, 0, 1.0),)
    assert chart.title == "1 organization refers people no further"
    assert chart.look_for == ("No one comes after College.",)


def test_the_ranks_show_mean_and_spread():
    chart = ranks()
    assert chart.title == f"First comes way 1: {HOSTILE}"
    assert [series.values for series in chart.mark.series] == [(4 / 3, 5 / 3), (1.0, 1.0), (2.0, 2.0)]
    assert "Kendall's W 0.11, very weak agreement" in chart.subtitle
    assert chart.mark.limits == (1, 2)


def test_stages_without_anybody_keep_an_empty_box_and_ways_that_lack_something_are_dashed():
    chart = news()
    mark = chart.mark
    assert mark.columns[-1] == "No stage yet"
    assert mark.names.count("No one yet") == 2  # program staff, and jobseekers and students
    assert [whole for *_, whole in mark.ties] == [False, False]
    assert mark.notes[mark.names.index("Alone")] == "without a way"
    assert chart.title == "0 of 2 ways have content, channel, owner and rhythm"
    assert chart.look_for == ("No one is at program staff; and jobseekers and students yet.",)
    assert "Board to Nobody's: without content, channel, owner and rhythm." in chart.alternative


def test_tables_of_ways_and_groups_say_what_is_not_known():
    groups, _ = push_and_pull(
        values("push_and_pull", ways=[{"way": HOSTILE, "begins_with": "population"}])["ways"]
    )
    page = charts.push_and_pull_table(groups).html()
    assert page.count("n/a") == 3
    people = values("worker_constituency", groups=[{"group": HOSTILE}])["groups"]
    page = charts.constituency_table(people, TODAY).html()
    assert "no number" in page
    assert "<script" not in page


# -- Module 4 -------------------------------------------------------------------------------------------


def test_the_map_stands_in_columns_by_level_and_marks_what_leads_nowhere():
    chart = pathway()
    mark = chart.mark
    assert mark.columns == ("Entry programs", "Further programs", "Jobs on the way", "Target jobs")
    assert dict(zip(mark.names, mark.column_of, strict=True)) == {
        HOSTILE: 0,
        "B": 1,
        "C": 1,
        "Low": 2,
        "Top": 3,
        "Far": 3,
    }
    kinds = {name: mark.kinds[kind][0] for name, kind in zip(mark.names, mark.kind_of, strict=True)}
    assert [name for name, kind in kinds.items() if kind.startswith("Dead end")] == ["C", "Low"]
    assert mark.notes[mark.names.index("C")] == "dead end"
    assert mark.notes[mark.names.index("Low")] == "nothing leads here; $30,000 a year"
    assert mark.notes[mark.names.index("Far")] == "pay not known"
    broken = [(mark.names[begin], mark.names[end]) for begin, end, whole in mark.ties if not whole]
    assert broken == [(HOSTILE, "B")]  # of a link with a job nobody asks for credit
    assert chart.title == "From 1 of 1 entry point a target job can be reached"
    assert "50.0%" not in chart.subtitle
    assert "100.0% of the programs tied to another institution" in chart.subtitle
    assert "Dead ends: C." in chart.look_for


def test_of_a_long_column_the_first_are_drawn_and_it_is_said():
    stored = values(
        "pathway_map",
        programs=[{"program": f"P{n:02d}"} for n in range(40)],
        links=[{"begins": "P38", "ends": "P39"}],
    )
    chart = path_charts.programs_and_jobs(pathway_map(stored), stored["programs"])
    assert len(chart.mark.names) <= 31
    assert "the first 30 of each column are drawn" in chart.subtitle


def test_own_view_stands_beside_the_map_and_missing_is_no_zero():
    found = pathway_map(stored_map())
    page = path_charts.own_places_table(
        own_places([{"organization": HOSTILE, "place": 4}, {"organization": "Chamber", "place": None}], found)
    ).html()
    assert "4 of 5" in page
    assert "not said" in page
    assert page.count("n/a") >= 2  # the Chamber has no programs
    assert "<script" not in page


def test_the_ladder_shows_pay_on_both_sides_and_lists_the_rest():
    chart = ladder()
    assert chart.title == "Pay rises at 1 of 1 rung"
    assert len(chart.table.frame) == 2  # from Top to Far, whose pay nobody knows
    assert [series.values for series in chart.mark.series] == [(30_000.0,), (45_000.0,)]


def test_the_gap_is_ordered_from_shortage_to_surplus_and_a_missing_number_is_no_dot():
    chart = supply()
    assert chart.mark.labels == ("Short", HOSTILE, "Half")
    assert [series.values for series in chart.mark.series] == [(30.0, 40.0, 9.0), (3.0, 75.0, None)]
    assert chart.mark.notes == ("+27, under-supplied", "−35, over-saturated", "cannot be said")
    assert chart.title == "1 occupation under-supplied and 1 occupation over-saturated"
    assert (
        "pay fell by 10.6% a year, not adjusted for inflation. Seeing both together does not prove"
        in chart.look_for[0]
    )
    assert "Nothing can be said of Half and None: a number is missing." in chart.look_for
    assert len(chart.table.frame) == 4
    assert any("does not mean that one causes the other" in sentence for sentence in chart.does_not_say)


# -- where boxes and arrows stand -----------------------------------------------------------------------

LOOK = (("Kind", SeriesStyle("#00629b")),)


@st.composite
def flows(draw):
    columns = draw(st.integers(1, 6))
    count = draw(st.integers(columns, 18))
    column_of = [
        *range(columns),
        *draw(st.lists(st.integers(0, columns - 1), min_size=count - columns, max_size=count - columns)),
    ]
    names = draw(
        st.lists(
            st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"]), max_size=60),
            min_size=count,
            max_size=count,
        )
    )
    places = st.integers(0, count - 1)
    ties = draw(
        st.lists(st.tuples(places, places, st.booleans()).filter(lambda tie: tie[0] != tie[1]), max_size=20)
    )
    return Flow(
        tuple(f"Column {n}" for n in range(columns)), tuple(names), tuple(column_of), ("note",) * count, (0,) * count, LOOK, tuple(ties), "whole", "broken"
    )  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(flows(), st.sampled_from([PAGE, SCREEN]))
def test_no_box_covers_another_and_no_arrow_runs_behind_one(mark, place):
    scene = mark.scene(place)
    (panel,) = scene.panels
    assert sorted(number for column in mark.ordered() for number in column) == list(range(len(mark.names)))
    boxes = [box for layer in panel.layers if isinstance(layer, Rects) for box in layer.boxes]
    assert len(boxes) == len(mark.names)
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= scene.width
        assert 0 <= top < bottom <= panel.y.low
    ways = [way for layer in panel.layers if isinstance(layer, Strokes) for way in layer.lines]
    assert len(ways) == len(mark.ties)
    for way in ways:
        ends = {min(way[0][0], way[-1][0]), max(way[0][0], way[-1][0])}
        for left, top, right, bottom in boxes:
            if min(ends) < left and right < max(ends):  # a column that it skips
                assert not [1 for x, y in way if left < x < right and top < y < bottom]
    assert_words_inside(scene)


@given(st.text(max_size=120), st.floats(40, 200))
def test_words_fit_into_their_box(text, width):
    lines = letters.fitted(text, width, 9.5, 3).split("\n")
    assert 1 <= len(lines) <= 3
    assert all(letters.width(line, 9.5) <= width or len(line) <= 3 for line in lines)


def test_names_that_are_tied_stand_near_each_other_so_that_few_lines_cross():
    look = (("A kind", SeriesStyle("#000000")),)
    crossed = Flow(
        ("First", "Second"), ("A", "B", "C", "D"), (0, 0, 1, 1), ("",) * 4, (0,) * 4, look,
        ((0, 3, True), (1, 2, True)), "whole", "broken",
    )  # fmt: skip
    first, second = crossed.ordered()
    assert [{0: 3, 1: 2}[number] for number in first] == list(second)
    passed = Flow(
        ("Only",), ("A", "B", "C"), (0,) * 3, ("",) * 3, (0,) * 3, look, ((0, 2, True),), "whole", "broken"
    )
    (column,) = passed.ordered()
    assert abs(column.index(0) - column.index(2)) == 1
    loose = Flow(("Only",), ("A", "B", "C"), (0,) * 3, ("",) * 3, (0,) * 3, look, (), "whole", "broken")
    assert loose.ordered() == ((0, 1, 2),)
