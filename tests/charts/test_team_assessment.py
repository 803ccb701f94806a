"""Charts of the self-assessment: by group, over time, as a radar; numbers recomputed by hand or with statistics."""

from __future__ import annotations

import json
import math
import re
from statistics import median

import pytest
from drawn import PLACES, assert_apart, assert_words_inside, points
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers import charts
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.scene import PAGE, Points, Strokes, Words
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.toolkit.stakeholder_groups import titles

IE, RC, CP = "industry_engagement", "regional_coordination", "career_pathways"
HOSTILE = "<script>alert(1)</script> & \"Sons\" 'n' $x_1$"
COLLEGE, BOARD = "College or university", "Workforce board or job center"
PEOPLE = (
    (COLLEGE, {IE: 3, RC: 2, CP: 6}),
    (COLLEGE, {IE: 4, RC: 5, CP: 6}),
    (COLLEGE, {IE: 4, RC: 2, CP: 6}),
    (BOARD, {IE: 4, RC: 5, CP: 6}),
    (BOARD, {IE: 4, RC: 5}),
    (BOARD, {IE: 5, RC: 5}),
    *[(None, {IE: 4, RC: 9})] * 3,
    *[(HOSTILE, {IE: 3, RC: 2})] * 3,
)


def table(*people):
    return rubric.ratings_table(
        [
            {"respondent": str(number), "stakeholder_group": group, "scores": scores}
            for number, (group, scores) in enumerate(people)
        ]
    )


def moves(before, after, **more):
    return charts.ratings_moves(
        rubric.summarize(before), rubric.summarize(after), "fall 2023", HOSTILE, **more
    )


@pytest.fixture
def team():
    return table(*PEOPLE)


@pytest.fixture
def everything(team):
    return (
        charts.ratings(team),
        charts.ratings_by_group(team),
        charts.ratings_radar(team),
        moves(table(*PEOPLE[:2]), team),
    )


# -- by group -----------------------------------------------------------------------------------------


def test_each_group_has_its_median_and_how_many_it_stands_for(team):
    chart = charts.ratings_by_group(team)
    mark = chart.mark
    drawn = {
        (section, label): (
            [series.values[row] for series in mark.series if series.values[row] is not None],
            note,
        )
        for row, (label, note) in enumerate(zip(mark.labels, mark.notes, strict=True))
        for section in [next(title for first, title in reversed(mark.sections) if first <= row)]
    }
    titles = {dimension.id: dimension.title for dimension in rubric.load().dimensions}
    # Of the board one person rated the pathways: it is not shown alone, and the college joins it, since one would be too few.
    shown = {"Not stated": [None], HOSTILE: [HOSTILE], "All others": [COLLEGE, BOARD]}
    for label, groups in shown.items():
        for dimension, title in titles.items():
            scores = [own[dimension] for name, own in PEOPLE if name in groups and dimension in own]
            expected = ([median(scores)], f"n = {len(scores)}") if scores else ([], "not rated")
            assert drawn[title, label] == expected
    assert len(drawn) == 9


def test_the_title_says_where_groups_differ_most(team):
    chart = charts.ratings_by_group(team)
    assert chart.title == "The groups differ most on regional coordination: by 7 points"
    assert chart.look_for[0] == (
        f"Regional coordination: {HOSTILE} at 2 (Exploring), Not stated at 9 (Role Model)."
    )
    assert "fewer than three" in chart.does_not_say[0]


THREE = 3


@pytest.mark.parametrize(
    ("people", "title"),
    [
        ((), "There are no ratings yet"),
        (
            [(COLLEGE, {IE: 3})] * THREE,
            f"Only one stakeholder group has rated, so there is nothing to compare: {COLLEGE} (3 people)",
        ),
        ([(None, {IE: 3})], "No stakeholder group has three people who rated yet, so none is shown alone"),
        (
            [(COLLEGE, {IE: 3}), (COLLEGE, {IE: 5}), (BOARD, {IE: 3})],
            "No stakeholder group has three people who rated yet, so none is shown alone",
        ),
        (
            [(COLLEGE, {IE: 3})] * THREE + [(BOARD, {RC: 5})] * THREE,
            "No dimension has been rated by two groups yet",
        ),
        (
            [(COLLEGE, {IE: 3})] * THREE + [(BOARD, {IE: 3})] * THREE,
            "The groups rate alike: no medians differ",
        ),
        (
            [(COLLEGE, {IE: 3, RC: 2})] * THREE + [(BOARD, {IE: 4, RC: 3})] * THREE,
            "The groups differ most on industry engagement and regional coordination: by 1 point",
        ),
    ],
)
def test_titles_of_groups_are_true(people, title):
    chart = charts.ratings_by_group(table(*people))
    assert chart.title == title
    nothing = not people or title.startswith("No stakeholder group")
    assert (chart.mark is None) == nothing
    assert len(chart.table.frame) == 0 or not nothing
    assert chart.html("paper").count("<svg") == (0 if nothing else 2)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([COLLEGE, BOARD, "Employer", None]),
            st.dictionaries(st.sampled_from([IE, RC, CP]), st.integers(1, 10), min_size=1),
        ),
        max_size=14,
    )
)
def test_no_picture_shows_fewer_than_three_people_of_a_group(people):
    """Neither a group nor those who are left over, in any dimension, unless the whole team is that small."""
    answers = table(*people)
    chart = charts.ratings(answers)
    everybody = answers.groupby("dimension")["respondent"].nunique() if len(answers) else {}
    for row, dimension in enumerate(rubric.load().dimensions):
        dots = chart.mark.dots[row] if chart.mark else ()
        for number in {group for _, group in dots}:
            people_shown = sum(group == number for _, group in dots)
            assert people_shown >= THREE or people_shown == everybody[dimension.id]
    by_group = charts.ratings_by_group(answers)
    assert all(row["n"] == 0 or row["n"] >= THREE for row in by_group.table.frame.to_dict("records"))


def test_groups_left_out_for_privacy_are_named_in_the_legend():
    answers = table(*[(COLLEGE, {IE: 3})] * 4, (BOARD, {IE: 9}), ("Employer", {IE: 8}), (None, {IE: 7}))
    legend = [name for name, _ in charts.ratings(answers).mark.groups]
    assert legend == [COLLEGE, "All others (groups of fewer than three people, for privacy)"]


def test_every_group_of_the_list_has_a_shape_and_a_color_of_its_own():
    people = [(name, {IE: 3 + number % 5}) for number, name in enumerate(titles()) for _ in range(THREE)]
    looks = dict(charts.ratings(table(*people)).mark.groups)
    assert len(looks) == len(titles()) == 12
    for kind in ("shape", "color"):
        assert len({getattr(look, kind) for look in looks.values()}) == 12
    fewer = dict(charts.ratings(table(*people[:6])).mark.groups)
    assert all(looks[name] == look for name, look in fewer.items())  # the same, whoever else has rated


# -- over time ----------------------------------------------------------------------------------------


def test_moves_name_the_rounds_and_the_levels_crossed(team):
    before = table(("college", {IE: 2, RC: 4}), ("board", {IE: 3, RC: 7}))
    chart = moves(before, team)
    assert [series.name for series in chart.mark.series] == ["fall 2023", HOSTILE]
    was, now = ([2.5, 5.5, None], [4, 5, 6])
    assert [list(series.values) for series in chart.mark.series] == [was, now]
    assert chart.title == "Since fall 2023, industry engagement rose most: by 1.5 points"
    assert "Industry engagement went up from Exploring to Developing." in chart.look_for
    assert not any("Regional" in text for text in chart.look_for)  # 5.5 counts as Developing, as 5 does
    assert (
        f"Career pathway systems-building was rated only {HOSTILE}, so it cannot be compared."
        in chart.look_for
    )
    assert chart.mark.notes == ("n = 2, then 12", "n = 2, then 12", f"rated only {HOSTILE}")
    assert "2 people (fall 2023) and of 4 to 12 people" in chart.subtitle
    assert "Different people may have rated" in chart.does_not_say[0]


def test_a_dimension_rated_once_is_never_a_zero(team):
    chart = moves(table(("college", {IE: 2})), team)
    assert all(value != 0 for series in chart.mark.series for value in series.values)
    frame = chart.table.frame.set_index("dimension")
    assert frame.loc[RC, ["before", "change"]].isna().all()
    assert frame.loc[RC, "n_before"] == 0
    assert all(1 <= x <= 10 for x, _ in points(chart))


@pytest.mark.parametrize(
    ("before", "after", "title"),
    [
        ((), (), "There are no ratings yet"),
        (((None, {IE: 3}),), (), "No dimension was rated both times, so nothing can be compared"),
        (((None, {IE: 3}),), ((None, {IE: 3}),), "No median has moved since fall 2023"),
        (
            ((None, {IE: 3, RC: 6}),),
            ((None, {IE: 5, RC: 4}),),
            "Since fall 2023, industry engagement rose and regional coordination fell most: by 2 points",
        ),
    ],
)
def test_titles_of_moves_are_true(before, after, title):
    chart = moves(table(*before), table(*after))
    assert chart.title == title
    assert (chart.mark is None) == (not before and not after)


# -- the radar ----------------------------------------------------------------------------------------


def test_the_radar_shows_medians_and_stays_open_where_nobody_rated(team):
    chart = charts.ratings_radar(team)
    assert chart.mark.values == (4, 5, 6)
    assert chart.mark.sides == ((0, 1), (1, 2), (2, 0))
    assert chart.table.html() == charts.ratings(team).table.html()
    assert "area misleads" in chart.does_not_say[0]
    some = charts.ratings_radar(table(("college", {IE: 3, RC: 2})))
    assert some.mark.values == (3, 2, None)
    assert some.mark.sides == ((0, 1),)
    assert any("not rated, so the shape is open there" in text for text in some.does_not_say)
    assert "not rated" in some.html("paper")
    assert charts.ratings_radar(table()).mark is None


def test_the_radar_is_drawn_with_the_medians(team):
    chart = charts.ratings_radar(team)
    assert [math.hypot(x, y) for x, y in points(chart)] == pytest.approx([4, 5, 6])
    turns = [math.degrees(math.atan2(x, y)) % 360 for x, y in points(chart)]
    assert turns == pytest.approx([0, 120, 240])


# -- the mark -----------------------------------------------------------------------------------------


def test_dots_that_fall_together_are_all_seen():
    same = table(("college", {IE: 3, RC: 2, CP: 6}))
    mark = moves(same, same).mark
    offsets = mark.offsets()
    assert all(one != other for one, other in zip(*offsets, strict=True))
    apart = moves(table(("college", {IE: 1})), table(("college", {IE: 9}))).mark
    assert all(value == 0 for row in apart.offsets() for value in row)


@pytest.mark.parametrize("people", [1, 5, 6, 13, 30, 60])
def test_everybody_who_rates_alike_is_seen_in_the_row(people):
    chart = charts.ratings(table(*[(COLLEGE, {IE: 4, RC: 10, CP: 1})] * people))
    (stack, *_) = chart.mark.stacked()
    assert len({(dot.x, dot.line) for dot in stack}) == people
    assert sum(dot.x for dot in stack) / people == pytest.approx(4)
    assert max(abs(dot.x - 4) for dot in stack) < 0.5
    assert max(dot.line for dot in stack) + 1 == (
        people if people < 7 else -(-people // min(3, -(-people // 6)))
    )
    # No dot leaves its row, and none lies under the line of the median.
    for place in PLACES.values():
        (panel,) = chart.mark.scene(place).panels
        kinds = [layer for layer in panel.layers if isinstance(layer, Points | Strokes)]
        (feet,) = [layer for layer in kinds if isinstance(layer, Strokes) and not layer.series]
        floors = [line[0][1] for line in feet.lines]
        (median,) = [layer for layer in kinds if layer.series == "Median"]
        (foot, top) = (y for _, y in median.lines[0])
        dots = [y for layer in kinds if isinstance(layer, Points) for x, y in layer.places if 3 < x < 5]
        assert len(dots) == people
        assert top < min(dots) <= max(dots) < foot < floors[0] == pytest.approx(foot + 3)
        assert kinds.index(median) < min(
            place for place, layer in enumerate(kinds) if isinstance(layer, Points)
        )
        assert_apart(chart.mark.scene(place))


def test_rows_stand_above_each_other_under_their_headings(team):
    chart = charts.ratings_by_group(team)
    (panel,) = chart.mark.scene(PAGE).panels
    rows = [y for y, _ in panel.y.ticks]
    assert rows == sorted(rows)
    headings = [layer.y for layer in panel.layers if isinstance(layer, Words) and layer.bold]
    assert len(headings) == 3
    assert sorted([*headings, *rows])[:: 1 + len(rows) // 3] == headings


def test_every_value_is_a_dot(everything):
    for chart in everything:
        if isinstance(chart.mark, Dots):
            values = sorted(
                value for series in chart.mark.series for value in series.values if value is not None
            )
            for place in PLACES.values():
                assert sorted(x for x, _ in points(chart, place=place)) == values


# -- all of them --------------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["paper", "shared-script"])
def test_what_people_typed_stays_text(everything, output):
    for chart in everything:
        page = chart.html(output)
        assert "<script>alert" not in page
        assert ("alert(1)" in page) == (chart.name != "rubric-radar")
        words = json.loads(chart.plotly().to_json())["data"]
        assert not any(re.search(r"&(?!amp;|lt;|gt;|#)", trace.get("name") or "") for trace in words)


def test_two_renders_are_the_same(everything):
    for chart in everything:
        assert chart.html("paper") == chart.html("paper")
        assert chart.html("shared-script") == chart.html("shared-script")
        assert json.dumps(chart.mime_bundles()) == json.dumps(chart.mime_bundles())


def test_every_word_stands_inside_the_picture(everything):
    people = [
        *[("W" * 200, {IE: 3, CP: 4})] * 3,
        *[("a long name " * 15, {IE: 5, CP: 2})] * 3,
        *((f"group {n}", {RC: 1 + n}) for n in range(9)),
    ]
    crowd = table(*people)
    long = charts.ratings_moves(
        rubric.summarize(crowd), rubric.summarize(table(*people[:1])), "a long date " * 8, "W" * 90
    )
    for chart in (*everything, charts.ratings_by_group(crowd), charts.ratings_radar(crowd), long):
        for place in PLACES.values() if chart.mark else ():
            assert_words_inside(chart.mark.scene(place))
            assert_apart(chart.mark.scene(place))
