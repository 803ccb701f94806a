"""Charts of metrics: sentences that are true, nothing dropped unsaid, hostile names harmless on screen and paper."""

from __future__ import annotations

import json
from datetime import date

import pytest
from drawn import PLACES, assert_apart, assert_words_inside, layers, lines

from nextgen_helpers.charts.marks.lines import Panels, Small
from nextgen_helpers.charts.scene import Points
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.team.metrics import (
    board_table,
    metric_choice,
    metric_progress,
    metric_trends,
    priority_mix,
    pulse_trends,
    survey_tables,
)
from nextgen_helpers.toolkit.catalog import checks
from nextgen_helpers.toolkit.metrics.board import board
from nextgen_helpers.toolkit.metrics.survey import survey
from nextgen_helpers.toolkit.sheets import column_choices

HOSTILE = "<script>alert(1)</script> & \"Sons\" 'n' $x_1$ %{y}"
TODAY = date(2027, 7, 1)
KINDS = column_choices("priorities", "priorities", "kind")


def metrics():
    from_to = {"baseline_on": "2026-07-01", "target_by": "2028-07-01"}
    value = checks()["metrics_board"]({
        "metrics": [
            {"metric": "met_bp_1", "baseline": 10, "target": 30, "owner": "Ann", **from_to},
            {"metric": "met_ji_1", "baseline": 90, "target": 60, **from_to},
            {"metric": "met_pp_2"},
            {"metric": "own", "own_name": HOSTILE, "unit": HOSTILE, "baseline": 5, "target": 10, **from_to},
        ],
        "own": [{"name": HOSTILE, "category": "business", "kind": "impact"}],
        "readings": [
            {"metric": "met_bp_1", "read_on": "2027-01-01", "value": 18}, {"metric": "met_ji_1", "read_on": "2027-06-30", "value": 88.5},
            {"metric": "own", "own_name": HOSTILE, "read_on": "2027-03-01", "value": 2, "note": HOSTILE},
        ],
    })  # fmt: skip
    return board(value, [{"team": HOSTILE, "metric": "met_bp_1"}])


def pulse(*rows):
    return checks()["pulse"]({"answers": list(rows)})["answers"]


def some_pulse():
    return pulse(
        {"asked_on": "2027-01-05", "question": HOSTILE, "better": 6, "same": 2, "worse": 2},
        {"asked_on": "2027-04-05", "question": HOSTILE, "better": 1, "same": 1, "worse": 3},
        {"asked_on": "2027-04-05", "question": "Orders", "better": 4, "same": 0, "worse": 0},
        {"question": "Never asked"},
    )


def priorities(*kinds):
    return [{"opportunity": HOSTILE, "kind": kind} for kind in kinds]


CHARTS = {
    "choice": lambda: metric_choice(metrics()),
    "progress": lambda: metric_progress(metrics(), TODAY),
    "trends": lambda: metric_trends(metrics(), TODAY),
    "pulse": lambda: pulse_trends(some_pulse()),
    "priorities": lambda: priority_mix(priorities("workforce", "transport", None), KINDS),
}
EMPTY = {
    "choice": lambda: metric_choice(()),
    "progress": lambda: metric_progress((), TODAY),
    "trends": lambda: metric_trends((), TODAY),
    "trends of what is not read": lambda: metric_trends(
        board(checks()["metrics_board"]({"metrics": [{"metric": "met_pp_2"}]})), TODAY
    ),
    "pulse": lambda: pulse_trends(pulse({"question": "Orders"})),
    "priorities": lambda: priority_mix(priorities(None), KINDS),
}


@pytest.mark.parametrize("make", CHARTS.values(), ids=CHARTS)
def test_a_chart_is_drawn_for_screen_and_paper_and_typed_text_is_no_markup(make):
    chart = make()
    for words in (chart.html("paper"), chart.html("shared-script")):
        assert "<script>alert" not in words
        assert len(words) > 1000
    figure = chart.plotly().to_dict()
    del figure["layout"]["meta"]  # the words for those who cannot see it; they are never drawn
    assert "<script>alert" not in json.dumps(figure, default=str)
    assert len(chart.table.frame)
    assert chart.alternative
    assert chart.title == chart.title.strip()
    assert "nan" not in chart.html("paper").lower().split()


@pytest.mark.parametrize("make", EMPTY.values(), ids=EMPTY)
def test_without_answers_a_chart_says_so_and_draws_nothing(make):
    chart = make()
    assert chart.mark is None
    assert any(word in chart.title for word in ("No ", "not "))
    assert "<svg" not in chart.html("paper")


def test_the_choice_counts_each_metric_where_it_belongs():
    chart = metric_choice(metrics())
    assert chart.mark.values == ((1.0, 1.0), (0.0, 1.0), (1.0, 0.0))
    assert chart.title == "2 fields are still empty"
    assert set(chart.look_for) == {
        "Empty: Jobseekers and students: the work (process).", "Empty: Public programs and resources: its effect (impact).",
    }  # fmt: skip
    assert HOSTILE in chart.alternative


def test_the_progress_is_the_way_and_the_time():
    chart = metric_progress(metrics(), TODAY)
    assert chart.title == "Of 4 metrics: 1 on track, 2 behind, 1 cannot be said"
    way, time = chart.mark.series
    assert chart.mark.labels == ("Breadth of business engagement", "Time from graduation to hire", HOSTILE)
    assert way.values == pytest.approx(
        (40.0, 5.0, 0.0)
    )  # what moved backward stands at the edge, and is said
    assert time.values == pytest.approx((100 * 184 / 731, 100 * 364 / 731, 100 * 243 / 731))
    assert chart.mark.notes == ("On track", "Behind", "Behind")
    assert f"Drawn at the edge, because it is outside of it: {HOSTILE}." in chart.does_not_say
    assert "Without a baseline: Joint projects and grants." in chart.look_for


def test_the_table_of_the_board_says_what_is_missing_and_never_zero():
    table = board_table(metrics(), TODAY)
    frame = table.frame.assign(metric=table.frame["name"].str.split("\n").str[0]).set_index("metric")
    row = frame.loc["Joint projects and grants"]
    assert row["first"] == row["target"] == "not known"
    assert (row["latest"], row["way"], row["due"]) == (
        "not read yet",
        "cannot be said",
        "no day yet\nBy: no one yet",
    )
    breadth = frame.loc["Breadth of business engagement"]
    assert breadth["name"].endswith(f"\nNamed by: {HOSTILE}")
    assert breadth["latest"].endswith("\nChange: 8 companies more than at first (80% more)")
    assert frame.loc[HOSTILE, "way"].startswith("\N{MINUS SIGN}60% of the way\n")


def test_the_board_is_narrow_enough_for_a_desk_and_turns_into_cards_on_a_phone():
    table = board_table(metrics(), TODAY)
    assert len(table.columns) <= 7
    written = table.html()
    assert 'class="ng-table ng-narrow-cards" role="table"' in written
    assert 'data-label="Newest value"' in written
    assert "<br>Change: 8 companies more than at first (80% more)</td>" in written
    assert HOSTILE not in written


def test_by_which_rule_a_metric_is_behind_is_said_beneath():
    chart = metric_progress(metrics(), TODAY)
    assert chart.look_for[0].startswith("On track: at least as much of the way")
    assert "without a margin" in chart.look_for[0]
    assert metric_progress((), TODAY).look_for == ()


def test_each_trend_has_its_own_panel_from_the_first_value_to_the_newest():
    chart = metric_trends(metrics(), TODAY)
    assert [panel.values for panel in chart.mark.panels] == [(10.0, 18.0), (90.0, 88.5), (5.0, 2.0)]
    assert chart.title == "2 of 3 metrics moved the right way since the baseline"
    assert chart.mark.panels[1].unit == "days, median, should fall to 60"
    assert chart.look_for == ("Nothing to draw yet: Joint projects and grants.",)
    assert len(chart.table.frame) == 6
    drawn = [[y for _, y in layer.places] for layer in layers(chart, Points) if not layer.hollow]
    assert drawn == [[10.0, 18.0], [90.0, 88.5], [5.0, 2.0]]


def test_of_many_metrics_the_first_are_drawn_and_all_are_in_the_table():
    rows = [
        {"metric": "own", "own_name": f"Own {n}", "baseline": n, "baseline_on": "2027-01-01"}
        for n in range(20)
    ]
    chart = metric_trends(board(checks()["metrics_board"]({"metrics": rows})), TODAY)
    assert len(chart.mark.panels) == 16
    assert "the first 16 are drawn" in chart.subtitle
    assert len(chart.table.frame) == 20
    assert chart.title == "20 metrics begin; nothing was read since"
    assert "<svg" in chart.html("paper")


def test_a_panel_has_room_around_a_single_point_and_around_zero():
    look = ("Open", SeriesStyle("#000000"))
    for value in (0.0, 5.0, -3.0):
        low, high = Small("A", "", (TODAY,), (value,), ("",), None, look).limits()
        assert low < value < high
    panel = Small("A", "", (TODAY,), (5.0,), ("5",), (date(2028, 1, 1), 9.0, "9"), look, zero=True)
    assert panel.span() == (TODAY, date(2028, 1, 1))
    low, high = panel.limits()
    assert (low < 0, high > 9) == (True, True)


def test_the_pulse_follows_each_question():
    chart = pulse_trends(some_pulse())
    assert [panel.title for panel in chart.mark.panels] == [HOSTILE, "Orders"]
    assert chart.mark.panels[0].values == pytest.approx((40.0, -40.0))
    assert chart.title == "1 of 2 questions: more companies say better than worse"
    assert chart.look_for == ("The fewest companies that answered a question: 4.",)


def test_the_mix_counts_what_says_what_it_is_about():
    chart = priority_mix(priorities("workforce", "workforce", "policy", None), KINDS)
    assert chart.title == "2 of 3 priorities are about talent (66.7%)"
    assert chart.mark.labels == ("Workforce and education", "Rules and policy")
    assert chart.mark.second == (False, True)
    assert len(chart.table.frame) == 4


def test_the_survey_tables_say_how_many_answered():
    answers = [checks()["kpi_survey"]({"skilled": "easier", "worth": 8, "hours": 1.5})] * 3
    counts, numbers, _ = survey(answers)
    first, second = survey_tables(counts, numbers)
    assert first.frame["n"].tolist() == [3, 0, 0]
    assert first.frame["share"].tolist() == [
        "100% easier or much easier",
        "no one answered",
        "no one answered",
    ]
    frame = second.frame.set_index("question")
    assert frame.loc["Hours given", ["middle", "range", "total"]].tolist() == ["1.5", "1.5 to 1.5", "4.5"]
    assert frame.loc["Would tell others to join, 0 to 10", "total"] == ""
    assert frame.loc["Places for work experience", "middle"] == "fewer than three answers"


def test_what_is_cut_above_a_panel_says_so_and_its_state_stands():
    long = "Share of all graduates of the region's high schools who have begun an apprenticeship within a year of their graduation, by county and school"
    panel = Small(
        long,
        f"percent of {'all ' * 60}graduates",
        (TODAY,),
        (2.0,),
        ("2",),
        None,
        ("No target", SeriesStyle("#000000")),
    )
    for place in PLACES.values():
        scene = Panels((panel, panel)).scene(place)
        assert_words_inside(scene)
        assert_apart(scene)
        said = [line.text for line in lines(scene)]
        assert sum(text.endswith(" …") for text in said) == 4  # title and unit of both
        assert said.count("No target") == 2
