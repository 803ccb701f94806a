"""Charts of partners, plans and places: nobody dropped unsaid, missing is not zero, hostile names harmless."""

from __future__ import annotations

import json
import math
import re
from datetime import date, timedelta

import pytest
from drawn import PLACES, assert_apart, assert_words_inside, boxes, layers, points, texts
from hypothesis import given
from hypothesis import strategies as st
from labor_markets import CASES, market

from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.marks.round import Rings
from nextgen_helpers.charts.region.talking_points import needs_answers, sector_points, sector_row
from nextgen_helpers.charts.scales import day_ticks
from nextgen_helpers.charts.scene import PAGE, PHONE, Points, Rects
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.team.lights import Lights, traffic_lights
from nextgen_helpers.charts.team.principles import lifecycle, steps_and_phases
from nextgen_helpers.charts.team.step1 import universe_of_connections
from nextgen_helpers.charts.team.step3 import contact_matrix, convener_scores
from nextgen_helpers.charts.team.step5 import funding_mix, implementation_plan, influence_grid
from nextgen_helpers.toolkit.findings import Finding
from nextgen_helpers.toolkit.principles import Position, position_of
from nextgen_helpers.toolkit.sheets import column_choices, sheet_model
from nextgen_helpers.toolkit.step1 import universe

HOSTILE = "<script>alert(1)</script> & \"Sons\" 'n' $x_1$ %{y}"
TODAY = date(2027, 5, 10)
KINDS = column_choices("partner_roster", "partners", "kind")
MONEY = column_choices("funding", "sources", "kind")


def rows(tool_id, table, *given_rows):
    return sheet_model(tool_id).model_validate({table: list(given_rows)}).model_dump(mode="json")[table]


def partners():
    roster = rows(
        "partner_roster", "partners",
        {"organization": HOSTILE, "kind": "business", "table": "inner"},
        {"organization": "Board", "kind": "workforce", "table": "outer"},
        {"organization": "College", "kind": "education", "table": "outer"},
        {"organization": "Farm Bureau"},
    )  # fmt: skip
    ties = rows(
        "connections", "ties",
        {"organization": HOSTILE, "other_organization": "Board", "trust": 4},
        {"organization": "Board", "other_organization": "College"},
    )  # fmt: skip
    return universe_of_connections(universe(roster, ties), KINDS)


def plan():
    actions = rows(
        "implementation_plan", "actions",
        {"action": HOSTILE, "owner": HOSTILE, "begin": "2027-03-01", "end": "2027-04-30", "status": "stuck"},
        {"action": "Reversed", "begin": "2027-06-30", "end": "2027-06-01", "owner": "Ann"},
        {"action": "No end", "begin": "2027-04-01", "status": "under_way"},
        {"action": "No begin", "end": "2027-06-15", "owner": "Lee", "status": "under_way"},
        {"action": "No days"},
        {"action": "Done", "begin": "2027-05-10", "end": "2027-05-10", "status": "done"},
    )  # fmt: skip
    return implementation_plan(actions, TODAY)


def money():
    sources = rows(
        "funding", "sources",
        {"source": HOSTILE, "kind": "public_grant", "dollars_a_year": 60_000, "until": "2028-06-30"},
        {"source": "Dues", "kind": "business", "dollars_a_year": 40_000},
        {"source": "Rooms", "in_kind": "A hall"},
    )  # fmt: skip
    return funding_mix(sources, MONEY)


def contacts():
    known = rows(
        "contact_matrix", "contacts",
        {"company": "Mill", "chief_executive": HOSTILE, "partner": HOSTILE, "strength": "knows_well"},
        {"company": "Mill", "partner": "Board", "strength": "knows_somebody"},
        {"company": "Shop", "partner": "Board"},
    )  # fmt: skip
    return contact_matrix(known, ["Mill", "Plant"])


def conveners():
    candidates = rows(
        "convener_comparison", "candidates",
        {"organization": HOSTILE, "trusted": 4, "staff": 3, "neutral": 5},
        {"organization": "Board", "trusted": 5, "staff": 5},
    )  # fmt: skip
    return convener_scores(
        candidates, {"trusted": "Companies trust it", "staff": "Staff", "neutral": "Neutral"}
    )


def lights():
    return traffic_lights(
        "lights", "Momentum", [Lights(HOSTILE, ("yes", "not_yet", None)), Lights("Other", ("partly",))]
    )


ALL = (
    partners, plan, money, contacts, conveners, lights,
    lambda: lifecycle(None), lambda: lifecycle(Position(2, 0.5, "Phase 2 began on May 1, 2027.")),
)  # fmt: skip
NAMES = (
    "partners",
    "plan",
    "money",
    "contacts",
    "conveners",
    "lights",
    "lifecycle",
    "lifecycle with a place",
)
EMPTY = {
    "universe": lambda: universe_of_connections(universe([], []), KINDS),
    "plan": lambda: implementation_plan([], TODAY),
    "money": lambda: funding_mix([], MONEY),
    "money without amounts": lambda: funding_mix(rows("funding", "sources", {"source": "Rooms"}), MONEY),
    "contacts": lambda: contact_matrix([], []),
    "conveners": lambda: convener_scores([], {"trusted": "Companies trust it"}),
    "lights": lambda: traffic_lights("lights", "Momentum", [Lights("One", (None, None))]),
}


# -- all of them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL, ids=NAMES)
def test_each_is_drawn_for_paper_and_for_the_screen_with_names_that_stay_text(make):
    chart = make()
    for output in ("paper", "shared-script"):
        page = chart.html(output)
        assert "<script>alert" not in page
        assert ("&lt;script&gt;" in page) == ("lifecycle" not in chart.name)
        assert chart.title in page.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")  # fmt: skip
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


@pytest.mark.parametrize("make", ALL, ids=NAMES)
def test_two_renders_are_the_same(make):
    assert make().html("paper") == make().html("paper")
    assert make().html("shared-script") == make().html("shared-script")
    assert make().mime_bundles() == make().mime_bundles()


@pytest.mark.parametrize("make", EMPTY.values(), ids=EMPTY)
def test_nothing_yet_is_said_and_not_drawn(make):
    chart = make()
    assert chart.mark is None
    assert re.search(r"no one|no |nothing|No ", chart.title, re.IGNORECASE)
    assert "<svg" not in chart.html("paper")
    assert "nan" not in chart.alternative.lower().split()


# -- partners -----------------------------------------------------------------------------------------------


def test_whoever_has_no_tie_stands_on_a_ring_and_is_said():
    chart = partners()
    assert set(chart.mark.names) == {HOSTILE, "Board", "College", "Farm Bureau"}
    assert "Without a tie: Farm Bureau." in chart.look_for
    assert "At the inner table: 1. At the outer table: 2." in chart.look_for
    tied = {frozenset((chart.mark.names[a], chart.mark.names[b])): trust for a, b, trust in chart.mark.ties}
    assert tied == {frozenset((HOSTILE, "Board")): 4.0, frozenset(("Board", "College")): 1.0}
    assert chart.title == "Board has the most ties: 2 ties"
    kinds = {
        name: chart.mark.kinds[kind][0]
        for name, kind in zip(chart.mark.names, chart.mark.kind_of, strict=True)
    }
    assert kinds["Board"] == "Workforce board or job center"
    assert kinds["Farm Bureau"] == "Not stated"
    hollow = [layer.hover for layer in layers(chart, Points) if layer.hollow]
    assert hollow == [("Farm Bureau",)]  # not by color alone


def test_partners_without_any_tie_are_all_there():
    chart = universe_of_connections(
        universe(rows("partner_roster", "partners", {"organization": "A"}, {"organization": "B"}), []), KINDS
    )
    assert chart.title == "2 partners and no tie between them yet"
    assert chart.mark.names == ("A", "B")


def test_of_many_partners_those_with_most_ties_are_drawn_and_all_are_in_the_table():
    roster = rows("partner_roster", "partners", *({"organization": f"P{n:02d}"} for n in range(50)))
    chart = universe_of_connections(
        universe(roster, rows("connections", "ties", {"organization": "P48", "other_organization": "P49"})),
        KINDS,
    )
    assert len(chart.mark.names) == 40
    assert {"P48", "P49"} <= set(chart.mark.names)
    assert "the 40 with the most ties are drawn" in chart.subtitle
    assert len(chart.table.frame) == 50


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_each_partner_has_a_place_of_its_own_on_its_ring(inner):
    count = len(inner)
    look = SeriesStyle("#00629b")
    mark = Rings(tuple(map(str, range(count))), tuple(inner), (("Kind", look),), (0,) * count, ())
    places = mark.places()
    assert len({(round(x, 6), round(y, 6)) for x, y in places}) == count
    for (x, y), inside in zip(places, inner, strict=True):
        assert math.hypot(x, y) == pytest.approx(1 if inside else 2)


def test_the_best_contact_of_each_company_is_named():
    chart = contacts()
    best = dict(zip(chart.table.frame["company"], chart.table.frame["best"], strict=True))
    assert best == {"Mill": HOSTILE, "Plant": "", "Shop": ""}
    assert chart.title == "No one reaches 2 companies of 3"
    assert chart.look_for == ("No one reaches Plant and Shop.",)


def test_an_organization_that_is_not_rated_on_everything_has_no_sum():
    chart = conveners()
    assert chart.title == f"{HOSTILE} has the most points: 12 of 15"
    assert dict(zip(chart.mark.rows, chart.mark.values, strict=True)) == {
        HOSTILE: (4.0, 3.0, 5.0, 12.0), "Board": (5.0, 5.0, None, None),
    }  # fmt: skip


# -- plans and money ----------------------------------------------------------------------------------------


def test_reversed_days_are_put_in_order_and_what_is_open_is_known():
    chart = plan()
    spans = dict(zip(chart.mark.labels, chart.mark.spans, strict=True))
    assert len(spans) == 6
    assert spans["No days"] == (None, None)
    assert spans["No end"] == (date(2027, 4, 1), None)
    assert spans["No begin"] == (None, date(2027, 6, 15))
    assert spans["Reversed"] == (date(2027, 6, 1), date(2027, 6, 30))
    assert spans["Done"] == (date(2027, 5, 10), date(2027, 5, 10))
    assert chart.title == "1 of 6 actions are done, 1 overdue"
    assert chart.mark.notes[chart.mark.labels.index("No days")] == "no one yet"
    assert [*spans][-3:] == ["Reversed", "No begin", "No days"]  # by the day on which it is due


def day(text):
    return float(date.fromisoformat(text).toordinal())


def test_an_action_with_one_day_stands_at_it_and_only_one_without_any_has_no_dates():
    """It was passed over: "no dates yet" stood beside a date."""
    chart = plan()
    assert texts(chart).count("no dates yet") == 1
    begun = {left for left, *_ in boxes(chart)}
    assert {day("2027-03-01"), day("2027-05-10"), day("2027-06-01"), day("2027-04-01")} <= begun
    assert len(boxes(chart)) == 5  # a bar for each with a day
    marks = {layer.style.shape: layer.places for layer in layers(chart, Points)}
    middle = {said.split("\n")[0]: (top + bottom) / 2 for layer in layers(chart, Rects)
              for said, (_, top, _, bottom) in zip(layer.hover, layer.boxes, strict=True)}  # fmt: skip
    assert marks == {
        "diamond": ((day("2027-06-15"), middle["No begin"]),),
        "triangle-right": ((day("2027-04-01"), middle["No end"]),),
    }
    said = [text.split("\n")[1] for layer in layers(chart, Rects) for text in layer.hover]
    assert {"by Jun 15, 2027; first day open", "from Apr 1, 2027 on; last day open"} <= set(said)
    for place in PLACES.values():
        scene = chart.mark.scene(place)
        (panel,) = scene.panels
        drawn = [box for layer in panel.layers if isinstance(layer, Rects) for box in layer.boxes]
        assert all(panel.x.low <= left and right <= panel.x.high for left, _, right, _ in drawn)
        assert_words_inside(scene)
        assert_apart(scene)
    page = chart.html("paper")
    assert "Due then; first day open" in page
    assert "No begin: by Tue, June 15, 2027, Under way." in chart.alternative
    assert "No end: from Thu, April 1, 2027 on, Under way." in chart.alternative


@pytest.mark.parametrize(
    ("last", "paper", "screen"),
    [
        ("2027-05-12", ["May 10\n2027", "May 11", "May 12"], ["May 10\n2027", "May 11", "May 12"]),
        ("2027-06-05", ["May 10\n2027", "May 17", "May 24", "May 31"], ["May 10\n2027", "May 17", "May 24", "May 31"]),
        ("2028-02-20", ["Jun 1\n2027", "Jul 1", "Aug 1", "Sep 1", "Oct 1", "Nov 1", "Dec 1", "Jan 1\n2028", "Feb 1"],
         ["Jul 1\n2027", "Sep 1", "Nov 1", "Jan 1\n2028"]),
    ],
)  # fmt: skip
def test_the_axis_names_days_with_the_year_where_it_begins(last, paper, screen):
    chart = implementation_plan(
        rows("implementation_plan", "actions", {"action": "A", "begin": "2027-05-10", "end": last}), TODAY
    )
    for place, expected in ((PAGE, paper if len(paper) <= 8 else screen), (PHONE, screen)):
        (panel,) = chart.mark.scene(place).panels
        assert [text for _, text in panel.x.ticks] == expected


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 4000), st.integers(2, 8))
def test_the_days_of_an_axis_lie_within_it_and_find_room(first, length, most):
    last = first + timedelta(days=length)
    ticks = day_ticks(first, last, most)
    days = [day for day, _ in ticks]
    assert 1 <= len(days) <= most
    assert days == sorted(set(days))
    assert first <= days[0]
    assert days[-1] <= last
    assert {str(day.year) for day in days} == {label.split("\n")[1] for _, label in ticks if "\n" in label}


def test_a_plan_without_any_day_is_drawn_around_today():
    chart = implementation_plan(rows("implementation_plan", "actions", {"action": "A"}), TODAY)
    assert chart.mark.spans == ((None, None),)
    assert "no dates yet" in chart.html("paper")


def test_goods_without_dollars_are_in_the_table_and_not_zero():
    chart = money()
    assert chart.mark.labels == (HOSTILE, "Dues")
    assert chart.mark.values == (60_000.0, 40_000.0)
    assert chart.title == f"{HOSTILE} gives 60.0% of the money"
    frame = chart.table.frame.set_index("source")
    assert math.isnan(frame.loc["Rooms", "dollars"])
    assert frame.loc["Rooms", "in_kind"] == "A hall"
    assert frame.loc["Rooms", "kind"] == "Not stated"
    assert "Rooms: n/a." in chart.alternative


def test_the_title_is_about_the_source_and_not_about_one_of_its_rows():
    sources = rows(
        "funding", "sources",
        {"source": "County", "pays_for": "partnership", "dollars_a_year": 30},
        {"source": "County", "pays_for": "solutions", "dollars_a_year": 30},
        {"source": "Dues", "dollars_a_year": 40},
    )  # fmt: skip
    assert funding_mix(sources, MONEY).title == "County gives 60.0% of the money"


def test_people_stand_where_influence_and_support_meet():
    table = influence_grid(
        rows(
            "influence_map", "people",
            {"person": "Ann", "influence": 5, "support": 1}, {"person": HOSTILE, "influence": 5, "support": 1},
            {"person": "Not rated", "influence": 5},
        )
    )  # fmt: skip
    assert table.frame.iloc[0].to_dict()["support_1"] == f"Ann, {HOSTILE}"
    assert "Not rated" not in table.html()
    assert "<script>" not in table.html()


# -- where a team stands ------------------------------------------------------------------------------------


def phases(*given_rows):
    return rows("lifecycle_plan", "phases", *given_rows)


@pytest.mark.parametrize(
    ("given_rows", "expected"),
    [
        ([], None),
        ([{"phase": "phase1"}], None),
        ([{"phase": "phase1", "began_on": "2027-05-11"}], None),  # tomorrow
        ([{"phase": "phase1", "began_on": "2027-05-10"}], (1, 0.5)),
        ([{"phase": "phase2", "began_on": "2027-02-01"}, {"phase": "phase1", "began_on": "2026-09-01"}], (2, 0.5)),
        ([{"phase": "phase3", "began_on": "2027-02-01", "ended_on": "2027-05-09"}], (3, 1.0)),
        ([{"phase": "phase3", "began_on": "2027-02-01", "ended_on": "2027-05-10"}], (3, 0.5)),
    ],
)  # fmt: skip
def test_the_place_is_the_phase_that_began_last(given_rows, expected):
    found = position_of(phases(*given_rows), TODAY)
    assert (found and (found.phase, found.within)) == expected


def test_without_a_place_the_curves_have_no_mark():
    nowhere, here = lifecycle(None), lifecycle(Position(4, 0.5, "Because."))
    assert nowhere.mark.here is None
    assert here.mark.here == 3.5
    assert "You are here" not in nowhere.html("paper") + nowhere.html("shared-script")
    assert "You are here" in here.html("paper")
    assert here.title.startswith("You are in phase 4 of 5")
    assert [x for x, _ in points(here)] == [3.5]
    assert not points(nowhere)


def test_each_step_belongs_to_a_phase_and_one_phase_to_two_steps():
    frame = steps_and_phases().frame
    assert frame["step"].tolist() == [
        f"Step {n}: {title.split(': ', 1)[1]}" for n, title in enumerate(frame["step"], 1)
    ]
    assert len(frame) == 6
    assert sorted(frame["phase"].value_counts().tolist()) == [1, 1, 1, 1, 2]


def test_lights_are_counted_and_an_open_question_is_no_answer():
    chart = lights()
    assert chart.title == "Momentum: 1 of 4 questions are a yes"
    assert chart.mark.values == ((1.0, 0.0, 1.0, 1.0), (0.0, 1.0, 0.0, 0.0))
    assert chart.subtitle.endswith("3 of 4 answered")
    assert chart.look_for == (f'Most often "not yet": {HOSTILE} (1 question).',)


def test_findings_have_a_sign_and_a_word_and_their_number():
    found = finding_list(
        "The plan", [Finding("good", "A"), Finding("look", HOSTILE, ours=True), Finding("open", "C")]
    )
    assert found.heading() == "The plan: 1 to look at again and 1 open"
    page = found.html()
    assert [page.count(words) for words in ("✓ In order", "▲ Look again", "○ Open", "(our rule)")] == [
        1,
        1,
        1,
        1,
    ]
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    some = finding_list(
        "A", [Finding("look", "B", ours=True), Finding("look", "C", ours=True), Finding("open", "D")]
    )
    assert "(our rule)" not in some.html()
    assert [some.html().count(words) for words in ("B *<", "C *<", "D<", "* These are our rules")] == [1] * 4
    every = finding_list("A", [Finding("look", "B", ours=True), Finding("look", "C", ours=True)])
    assert every.html().count("All of these are our rules; the toolkit does not have them.") == 1
    assert " *<" not in every.html()
    assert finding_list("The plan", [Finding("good", "A")]).heading() == "The plan: all in order"


# -- talking points -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sector", "expected"),
    [
        ("Manufacturing", "Manufacturing"), ("  ADVANCED   manufacturing ", "Manufacturing"),
        ("manufacturng", "Manufacturing"), ("health care", "Health care & social assistance"),
        ("Oil and gas", "Mining, oil & gas"), ("oil & gas", "Mining, oil & gas"), ("mining", "Mining, oil & gas"),
        ("Accommodation and food services", "Hotels & restaurants"), ("construction", "Construction"),
        ("IT", None), ("space", None), ("nursing", None), ("", None), ("  ", None), ("&", None), (HOSTILE, None),
    ],
)  # fmt: skip
def test_a_sector_is_found_by_whole_words_and_never_guessed_from_letters(sector, expected):
    row = sector_row(market("tx-texoma"), sector)
    assert (None if row is None else row["short_title"]) == expected


def test_a_sector_that_the_figures_do_not_know_is_said_with_those_they_know():
    points = sector_points(market("tx-texoma"), HOSTILE)
    (point,) = points.points
    assert "no sector that is called" in point.text
    assert "construction" in point.text
    assert "<script" not in points.html()
    assert HOSTILE in points.text()


def test_another_name_of_the_sector_is_said():
    assert sector_points(market("tx-texoma"), "Advanced manufacturing").title == (
        "Advanced manufacturing (in the figures: manufacturing) in Texoma"
    )


@pytest.mark.parametrize("case", [case for case in CASES if not case.startswith("all of")])
def test_withheld_is_a_lower_bound_and_missing_is_never_zero(case):
    profile = market(case)
    for _, row in profile.industries.iterrows():
        said = {point.about: point.text for point in sector_points(profile, row["short_title"]).points}
        if sector_row(profile, row["short_title"])["short_title"] != row["short_title"]:
            pytest.fail(f"{row['short_title']} is taken for another sector")
        words = " ".join(said.values())
        assert "nan" not in words.lower().split()
        assert "n/a" not in words
        withheld = row["suppressed_counties"] > 0
        if math.isnan(row["employment"]):
            assert "withheld" in said["Jobs"]
            assert not re.search(r"\d", said["Jobs"])
        else:
            assert said["Jobs"].startswith("At least ") == withheld
            assert f"{row['employment']:,.0f} people" in said["Jobs"]
        assert ("Concentration" in said) == (not math.isnan(row["lq_us"]))
        assert ("at least" in said.get("Concentration", "at least" if withheld else "")) == withheld
        assert ("Pay" in said) == (not math.isnan(row["average_annual_pay"]))
        assert ("Change" in said) == (not math.isnan(row["change_jobs"]))


@pytest.mark.parametrize("case", ["tx-texoma", "nearly all withheld", "no second year", "Puerto Rico"])
def test_the_needs_questions_are_answered_as_far_as_the_figures_go(case):
    profile = market(case)
    found = needs_answers(profile)
    assert [point.about[0] for point in found.points] == list("12345")
    growing = (profile.industries["change_jobs"] > 0).any()
    assert ("No growth can be seen" in found.points[1].text) != growing
    strong = (profile.industries["lq_us"] >= 1).any()
    assert found.points[0].text.startswith("No sector can be seen") != strong
    assert str(profile.year) in found.source
    assert "nan" not in found.text().lower().split()
