"""Charts of a team's own answers: true words, every person and every tie drawn, hostile names harmless."""

from __future__ import annotations

import pytest

from nextgen_helpers.charts import (
    outreach_comparison,
    outreach_heat_table,
    outreach_network,
    ratings,
)
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.toolkit.exercises import Knock, Outreach

IE, RC, CP = "industry_engagement", "regional_coordination", "career_pathways"
HOSTILE = "<script>alert(1)</script> & 'Sons'"


def _ratings(*people):
    return rubric.ratings_table(
        [
            {"respondent": str(number), "stakeholder_group": group, "scores": scores}
            for number, (group, scores) in enumerate(people)
        ]
    )


@pytest.fixture
def team():
    people = (
        ("College or university", {IE: 3, RC: 2, CP: 6}),
        ("Workforce board or job center", {IE: 4, RC: 9, CP: 6}),
        (None, {IE: 4, RC: 9, CP: 7}),
        (HOSTILE, {IE: 3, RC: 2}),
    )
    return _ratings(*[person for person in people for _ in range(3)])  # fewer are not shown as a group


@pytest.fixture
def outreach():
    knocks = (
        Knock(organization="College", employer=HOSTILE, purpose="advice", contacts_a_year=4),
        Knock(organization="Board", employer=HOSTILE, purpose="advice", contacts_a_year=3),
    )
    return Outreach(knocks=knocks, organizations=("School",), employers=("Farm",), fatigue_threshold=7)


def test_ratings_say_what_the_team_said(team):
    chart = ratings(team)
    assert chart.title == "The team rates industry engagement lowest: Exploring"
    assert chart.subtitle.endswith("12 people")
    assert any(
        "Regional coordination: the ratings are far apart, from 2 to 9" in text for text in chart.look_for
    )
    assert "Industry engagement is on the edge between two levels." in chart.look_for
    assert "median 5.5 (Developing)" in chart.alternative


def test_every_rating_is_a_dot_of_its_own(team):
    chart = ratings(team)
    assert sum(len(row) for row in chart.mark.dots) == 33
    dots = [trace for trace in chart.plotly().data if trace.hovertext and trace.mode == "markers"]
    places = [place for trace in dots for place in zip(trace.x, trace.y, strict=True)]
    assert len(places) == len(set(places)) == 33
    assert len({trace.marker.symbol for trace in dots}) == len(dots) == 4  # shape too, not color alone


def test_a_network_keeps_everybody_and_marks_the_tired(outreach):
    chart = outreach_network(outreach)
    assert chart.title == f"{HOSTILE} hears from 2 organizations, 7 times a year"
    assert set(chart.mark.left) == {"Board", "College", "School"}
    assert set(chart.mark.right) == {HOSTILE, "Farm"}
    assert [chart.mark.right[place] for place in chart.mark.marked] == [HOSTILE]
    assert sorted(weight for *_, weight in chart.mark.ties) == [3, 4]
    assert any("Farm" in text for text in chart.look_for)


def test_the_heat_table_says_every_number(outreach):
    chart = outreach_heat_table(outreach)
    values = dict(zip(chart.mark.rows, chart.mark.values, strict=True))
    place = chart.mark.columns.index(HOSTILE)
    assert values["College"][place] == 4
    assert sum(map(sum, chart.mark.values)) == 7
    assert chart.title.startswith("Altogether 7 contacts a year, from 2 organizations to 1 employer")


def test_alternatives_stand_beside_today(outreach):
    less = outreach.model_copy(update={"knocks": outreach.knocks[:1]})
    chart = outreach_comparison(outreach, ("One voice", less))
    assert chart.title == "One voice: 4 contacts a year instead of 7"
    table = chart.table.frame.set_index("measure")
    assert table.loc["Contacts a year"].tolist() == ["7", "4"]


@pytest.mark.parametrize("output", ["paper", "shared-script"])
def test_what_people_typed_stays_text(team, outreach, output):
    for chart in (ratings(team), outreach_network(outreach), outreach_heat_table(outreach)):
        page = chart.html(output)
        assert "<script>alert" not in page
        assert "alert(1)" in page


def test_nothing_yet_is_said_and_not_drawn():
    assert ratings(rubric.ratings_table([])).title == "There are no ratings yet"
    assert ratings(rubric.ratings_table([])).mark is None
    assert outreach_network(Outreach()).title == "No employer is on the map yet"
    assert outreach_heat_table(Outreach()).mark is None
    assert "Today: 0 contacts" in outreach_comparison(Outreach()).title


def test_two_renders_are_the_same(team, outreach):
    for make, value in ((ratings, team), (outreach_network, outreach), (outreach_heat_table, outreach)):
        assert make(value).html("paper") == make(value).html("paper")
