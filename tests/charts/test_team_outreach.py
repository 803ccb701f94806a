"""Charts of tables and knocks: numbers recomputed from the knocks, nobody dropped unsaid, hostile names harmless."""

from __future__ import annotations

import json
import random
import re
from collections import Counter

import pytest
from drawn import PLACES, assert_apart, assert_words_inside, layers, points, texts

from nextgen_helpers import charts
from nextgen_helpers.charts.scene import PHONE, SCREEN, Points
from nextgen_helpers.toolkit import invented
from nextgen_helpers.toolkit.exercises import PURPOSES, Knock, Outreach, Table

HOSTILE = "<script>alert(1)</script> & \"Sons\" 'n' $x_1$"
ONE = (
    charts.outreach_network,
    charts.outreach_heat_table,
    charts.outreach_redundancy,
    charts.outreach_gaps,
    charts.outreach_overlap,
    charts.outreach_tables,
    charts.outreach_before_after,
    charts.outreach_comparison,
)


def knock(organization, employer, contacts=1, purpose="advice"):
    return Knock(organization=organization, employer=employer, purpose=purpose, contacts_a_year=contacts)


@pytest.fixture
def small():
    return Outreach(
        tables=(
            Table(
                name="Council",
                convener="Board",
                members=("Board", "College", HOSTILE),
                meetings_a_year=4,
                serves_employers=2,
            ),
            Table(name=HOSTILE, convener="College", members=("College", HOSTILE), serves_employers=5),
            Table(name="Forum", convener="School", meetings_a_year=1),
        ),
        knocks=(
            knock("College", HOSTILE, 4),
            knock("Board", HOSTILE, 3),
            knock("Board", HOSTILE, 2, "survey"),
            knock("Board", "Mill", 2),
        ),
        organizations=("School",),
        employers=("Farm",),
        fatigue_threshold=7,
    )


@pytest.fixture(scope="module")
def large():
    """40 organizations, of whom one knocks nowhere, and 300 employers."""
    chance = random.Random(7)  # noqa: S311
    organizations = [f"Organization {number:02d}" for number in range(40)]
    employers = [f"Employer {number:03d}" for number in range(300)]
    knocks = tuple(
        knock(
            chance.choice(organizations[1:]),
            chance.choice(employers),
            chance.randint(1, 12),
            chance.choice(PURPOSES),
        )
        for _ in range(800)
    )
    tables = tuple(
        Table(name=f"Table {number:02d}", convener=organizations[1], members=tuple(chance.sample(employers, 20)),
              serves_employers=1 + number % 5)
        for number in range(30)
    )  # fmt: skip
    return Outreach(
        tables=tables, knocks=knocks, organizations=tuple(organizations), employers=tuple(employers)
    )


def contacts(outreach):
    sums = Counter()
    for item in outreach.knocks:
        sums[item.organization, item.employer] += item.contacts_a_year
    return sums


# -- network and heat table ---------------------------------------------------------------------------


def test_large_pictures_draw_the_busiest_and_say_so(large):
    sums = contacts(large)
    by_employer = Counter()
    for (_, employer), count in sums.items():
        by_employer[employer] += count
    least = sorted(by_employer.values())[-30]
    for chart, columns in ((charts.outreach_network(large), 30), (charts.outreach_heat_table(large), 20)):
        rows = getattr(chart.mark, "left", None) or chart.mark.rows
        shown = getattr(chart.mark, "right", None) or chart.mark.columns
        assert (len(rows), len(shown)) == (30, columns)
        assert all(by_employer[name] >= least for name in shown)
        assert f"10 more organizations and {300 - columns} more employers are in the table" in chart.subtitle
    network = charts.outreach_network(large)
    assert {(network.mark.left[a], network.mark.right[b]): weight for a, b, weight in network.mark.ties} == {
        pair: count
        for pair, count in sums.items()
        if pair[0] in network.mark.left and pair[1] in network.mark.right
    }
    assert len(network.table.frame) == 300
    assert any("Without a knock of their own: Organization 00." in text for text in network.look_for)
    assert any(text.startswith("40 partners share no table") for text in network.look_for)


def test_the_table_of_a_large_heat_table_has_every_pair(large):
    frame = charts.outreach_heat_table(large).table.frame
    listed = {(row.organization, row.employer): row.contacts for row in frame.itertuples() if row.contacts}
    assert listed == dict(contacts(large))
    named = {*frame["organization"], *frame["employer"]} - {"nobody"}
    assert named == {*large.organizations, *large.employers}


def test_the_network_says_who_knocks(small):
    frame = charts.outreach_network(small).table.frame.set_index("employer")
    assert frame.loc[HOSTILE, "names"] == "Board, College"
    assert frame.loc["Farm", "names"] == "nobody"


def test_names_that_look_like_our_own_columns_do_no_harm():
    names = ("organization", "employer", "contacts", "today", "1", "2024-01-01")
    map_ = Outreach(knocks=tuple(knock(name, name, place + 1) for place, name in enumerate(names)))
    for make in ONE:
        chart = make(map_)
        assert chart.html("paper")
        assert chart.html("shared-script")
    assert sorted(texts(charts.outreach_heat_table(map_))) == ["1", "2", "3", "4", "5", "6"]
    both = charts.outreach_comparison(map_, ("today", Outreach()), ("today", map_))
    assert both.table.frame.iloc[4, 1:].tolist() == ["21", "0", "21"]


# -- redundancy and gaps ------------------------------------------------------------------------------


def test_redundancy_counts_organizations_by_purpose(small, large):
    chart = charts.outreach_redundancy(small)
    assert chart.mark.labels == (f"{HOSTILE}: advice",)
    assert chart.mark.values == (2.0,)
    assert chart.mark.texts == ("2 (7 contacts a year)",)
    assert chart.title == (
        f"In 1 case two or more organizations come for the same purpose; {HOSTILE} hears from 2 for advice"
    )
    found = {}
    for item in large.knocks:
        found.setdefault((item.employer, item.purpose), set()).add(item.organization)
    double = {pair: len(names) for pair, names in found.items() if len(names) > 1}
    chart = charts.outreach_redundancy(large)
    assert len(chart.mark.values) == 20
    assert list(chart.mark.values) == sorted(double.values(), reverse=True)[:20]
    assert f"{len(double) - 20} cases more in the table" in chart.subtitle
    assert len(chart.table.frame) == len(double)


def test_gaps_name_who_lacks_what(small):
    chart = charts.outreach_gaps(small)
    assert chart.mark is None
    assert chart.title == "2 of 3 employers and segments lack a table or a knock; no one reaches Farm"
    assert chart.look_for == ("Without either a table or a knock: Farm.", "Without a table: Mill.")
    whole = Outreach(
        knocks=(knock("College", "Mill"), knock("College", "Farm")),
        tables=(Table(name="Council", convener="College", members=("Mill", "Farm")),),
    )
    assert charts.outreach_gaps(whole).title == "All 2 employers and segments have both a table and a knock"
    assert not charts.outreach_gaps(whole).table.frame.size


# -- tables -------------------------------------------------------------------------------------------


def test_overlap_is_the_part_of_members_at_both(small):
    chart = charts.outreach_overlap(small)
    assert chart.title == f"Council and {HOSTILE} share the most: 2 of 3 members"
    assert chart.mark.rows == chart.mark.columns == ("Council", HOSTILE)
    assert chart.mark.values[0][1] == chart.mark.values[1][0] == pytest.approx(2 / 3)
    assert chart.mark.values[0][0] is None
    assert chart.table.frame.loc[0, "names"] == f"{HOSTILE}, College"
    assert chart.does_not_say[0] == "Without any members listed, so nothing can be compared: Forum."


def test_overlap_of_nothing_is_said_apart_from_what_is_unknown():
    tables = (
        Table(name="A", convener="X", members=("One",)),
        Table(name="A", convener="X", members=("Two",)),
    )
    chart = charts.outreach_overlap(Outreach(tables=tables))
    assert chart.title == "No two tables share a member"
    assert chart.mark.values == ((None, 0.0), (0.0, None))
    assert [chart.mark.text(value) for value in chart.mark.values[0]] == ["", "0%"]
    single = charts.outreach_overlap(Outreach(tables=tables[:1]))
    assert single.title == "Fewer than two tables have members listed, so none can be compared"
    assert single.mark is None


def test_the_pair_of_the_title_is_drawn(large):
    chart = charts.outreach_overlap(large)
    assert len(chart.mark.rows) == 20
    best = max(value for row in chart.mark.values for value in row if value is not None)
    assert best == pytest.approx(chart.table.frame["overlap"].max())
    sets = {table.name: set(table.members) for table in large.tables}
    for row, values in zip(chart.mark.rows, chart.mark.values, strict=True):
        for column, value in zip(chart.mark.columns, values, strict=True):
            if row == column:
                assert value is None
            else:
                assert value == pytest.approx(len(sets[row] & sets[column]) / len(sets[row] | sets[column]))


def test_an_unrated_table_is_said_and_not_drawn_as_zero(small):
    chart = charts.outreach_tables(small)
    assert chart.title == "1 of 2 rated tables serves employers badly (1 or 2 of 5)"
    assert chart.mark.labels == ("Council", HOSTILE, "Forum")
    assert chart.mark.series[0].values == (2, 5, None)
    assert chart.mark.notes == ("4 meetings a year", "meetings not stated", "not rated; 1 meeting a year")
    assert "Not rated: Forum." in chart.does_not_say
    assert [x for x, _ in points(chart)] == [2, 5]
    assert "Together the tables meet 5 times a year, not counting 1 table without a number." in chart.look_for
    unrated = Outreach(tables=small.tables[2:])
    assert charts.outreach_tables(unrated).title == "The one table has not been rated yet"
    assert charts.outreach_tables(unrated).mark is None
    well = Outreach(tables=small.tables[1:])
    assert charts.outreach_tables(well).title == (
        f"No table serves employers badly; the lowest rating is 5 of 5 ({HOSTILE})"
    )


# -- today and the alternatives -----------------------------------------------------------------------


def test_before_and_after_set_each_employer_beside_itself(small):
    less = Outreach(
        knocks=(knock("College", HOSTILE, 4), knock("College", "New mill", 3)), fatigue_threshold=2
    )
    chart = charts.outreach_before_after(small, ("One voice", less))
    assert chart.mark.labels == (HOSTILE, "Mill", "Farm", "New mill")
    today, voice = chart.mark.series
    assert today.values == (9, 2, 0, None)  # not on today's map is not zero
    assert voice.values == (4, 0, 0, 3)  # on today's map, and its knocks are gone: zero
    assert (today.name, voice.name) == ("Today", "One voice")
    assert today.style.shape != voice.style.shape
    assert chart.mark.line[0] == 7
    assert (
        chart.title == "Today 1 employer hears from us 7 times a year or more; it would be 0 in “One voice”"
    )
    assert chart.look_for == (
        "One voice: fewer contacts with 2 employers and segments.",
        "Not on today's map, so nothing is said of them today: New mill.",
        "No one reaches today: Farm.",
    )
    assert "n/a" in chart.table.html()


def test_of_many_employers_those_with_most_to_see_are_drawn(large):
    less = large.model_copy(update={"knocks": large.knocks[::2]})
    chart = charts.outreach_before_after(large, ("Half", less))
    assert len(chart.mark.labels) == 20
    assert "280 more in the table" in chart.subtitle
    assert len(chart.table.frame) == 300
    change = {}
    for sign, outreach in ((1, large), (-1, less)):
        for (_, employer), count in contacts(outreach).items():
            change[employer] = change.get(employer, 0) + sign * count
    drawn = {change[name] for name in chart.mark.labels}
    assert min(drawn) >= sorted(change.values())[-20]
    today = list(chart.mark.series[0].values)
    assert today == sorted(today, reverse=True)


# -- all of them --------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ONE, ids=lambda make: make.__name__)
def test_nothing_yet_is_said_and_not_drawn(make):
    chart = make(Outreach())
    assert chart.mark is None
    assert re.search(r"^(No|Altogether 0|Today: 0)", chart.title)
    assert "<svg" not in chart.html("paper")
    assert make(Outreach(employers=("Farm",), organizations=("College",))).html("paper")


@pytest.mark.parametrize("make", ONE, ids=lambda make: make.__name__)
def test_what_people_typed_stays_text(make, small):
    chart = make(small)
    for output in ("paper", "shared-script"):
        page = chart.html(output)
        assert "<script>alert" not in page
        assert ("alert(1)" in page) == (chart.name not in {"outreach-comparison", "outreach-gaps"})
    if chart.mark is not None:
        content = json.dumps(json.loads(chart.plotly(title=False).to_json())["data"])
        assert "<script" not in content
        assert not re.search(r"&(?!amp;|lt;|gt;|#)", content), "Plotly knows few entities"


@pytest.mark.parametrize("make", ONE, ids=lambda make: make.__name__)
def test_two_renders_are_the_same(make, small, large):
    for outreach in (small, large):
        one, two = make(outreach), make(outreach)
        assert one.html("paper") == two.html("paper")
        assert one.mime_bundles() == two.mime_bundles()


def test_every_word_stands_inside_the_picture(small, large):
    long = Outreach(
        tables=(
            Table(name="W" * 200, convener="Board", members=("Board", "W" * 200), serves_employers=3),
            Table(name="a long name " * 15, convener="Board", members=("Board", "College")),
        ),
        knocks=(
            knock("W" * 200, "a long name " * 15, 9),
            knock("a long name " * 15, "W" * 200, 2),
            knock("B", "W" * 200),
        ),
    )
    for outreach in (small, large, long, invented.outreach()):
        for make in ONE:
            chart = make(outreach)
            if chart.mark is None:
                continue
            for place in PLACES.values():
                assert_words_inside(chart.mark.scene(place))
                assert_apart(chart.mark.scene(place))


def test_the_screen_says_what_its_signs_mean(small):
    chart = charts.outreach_network(small)
    assert "(!) 7 or more contacts a year" in [key.name for key in chart.mark.scene(SCREEN).keys]
    doors = {
        layer.hover[0].split(":")[0]: layer
        for layer in layers(chart, Points, SCREEN)
        if layer.style.shape == "square"
    }
    tired = [" ".join(text.split()) for text in texts(chart, SCREEN) if text.startswith("(!)")]
    assert tired == [f"(!) {HOSTILE}"]
    assert (doors["Farm"].hollow, doors["Mill"].hollow) == (True, False)
    assert doors[HOSTILE].sizes > doors["Mill"].sizes


def test_names_beside_the_network_are_broken_so_that_a_phone_shows_them_whole():
    name = "Economic Development Corporation of Sherman"[:40].strip()
    knocks = (Knock(organization=name, employer="Northern Plains Aerospace", purpose=PURPOSES[0]),)
    chart = charts.outreach_network(Outreach(knocks=knocks))
    assert [" ".join(text.split()) for text in texts(chart, PHONE)] == [name, "Northern Plains Aerospace"]
    assert_words_inside(chart.mark.scene(PHONE))
