"""What the team's pictures draw, as numbers, worked out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from as_kept import values

from nextgen_helpers.toolkit import outreach, outreach_alternatives, rubric
from nextgen_helpers.toolkit.exercises import Knock, Outreach, Table
from nextgen_helpers.toolkit.frontline.communication import communication, empty_stages, on_a_way
from nextgen_helpers.toolkit.frontline.who_serves import handed_on, who_serves
from nextgen_helpers.toolkit.metrics.board import BoardMetric, Reading, by_status, improvement
from nextgen_helpers.toolkit.pathways.programs import map_columns, not_leading_on, pathway_map
from nextgen_helpers.toolkit.step3 import company_contacts, convener_points
from nextgen_helpers.toolkit.step5 import first_and_last, in_order_of_days, over_time
from nextgen_helpers.toolkit.step6 import funding_by_source

TODAY = date(2027, 5, 10)
IE, RC, CP = "industry_engagement", "regional_coordination", "career_pathways"


# -- the front line -------------------------------------------------------------------------------------


def test_kinds_of_staff_are_counted_by_organization_and_people_however_they_are_spelled():
    staff = [("Board", "Veterans"), ("board ", "veterans"), ("Academy", "Adults")]
    found = who_serves([{"organization": name, "serves": group} for name, group in staff])
    assert found == {"Academy": {"Adults": 1, "Veterans": 0}, "Board": {"Adults": 0, "Veterans": 2}}
    assert list(found) == ["Academy", "Board"]
    assert who_serves([]) == {}


def test_who_hands_on_to_whom_is_counted_and_who_to_nobody_is_named():
    staff = [("Board", "College"), ("Board", "college"), ("Zoo", ""), ("College", "Mill")]
    found = handed_on([{"organization": name, "hands_on_to": to} for name, to in staff])
    assert found.ties == {("Board", "College"): 2, ("College", "Mill"): 1}
    assert found.senders == ("Board", "College", "Zoo")
    assert found.receivers == ("College", "Mill")
    assert found.ending == ("Zoo",)


def test_stages_of_nobody_and_who_is_on_a_way():
    stored = values(
        "communication_strategy",
        nodes=[{"who": "Board", "stage": "partnership"}, {"who": "Ann", "stage": "people"}, {"who": "Lee"}],
        ways=[{"sender": "Board", "receiver": "Ann"}],
    )
    found = communication(stored)
    assert empty_stages(found) == ("decision_makers", "program_staff", "frontline")
    assert on_a_way(found) == {"Board", "Ann"}


# -- contacts, conveners, plan and money ----------------------------------------------------------------


def test_who_reaches_a_company_best():
    rows = [
        {"company": "Mill", "chief_executive": "Ann", "partner": "Board", "strength": "has_met"},
        {"company": "Mill", "chief_executive": "Ann", "partner": "College", "strength": "has_met"},
        {"company": "Shop", "partner": "Board", "strength": None},
    ]
    mill, plant, shop = company_contacts(rows, ["Plant"])
    assert (mill.company, mill.chief_executive, mill.best) == ("Mill", "Ann", ("Board", "College"))
    assert mill.strengths == {"Board": 2, "College": 2}
    assert (plant.best, shop.best, shop.strengths) == ((), (), {"Board": 0, "College": 0})
    assert company_contacts([], []) == ()


def test_points_are_added_up_only_where_all_are_there():
    rows = [
        {"organization": "Half", "trusted": 5},
        {"organization": "Low", "trusted": 1, "staff": 2},
        {"organization": "High", "trusted": 4, "staff": 4},
    ]
    found = convener_points(rows, ["trusted", "staff"])
    assert list(found["organization"]) == ["High", "Low", "Half"]
    assert found["total"].tolist()[:2] == [8, 3]
    assert pd.isna(found["total"].iloc[2])


def test_actions_are_ordered_by_their_days_and_late_ones_found():
    actions = [
        {"action": "None"},
        {"action": "Reversed", "begin": "2027-06-30", "end": "2027-06-01"},
        {"action": "Due", "end": "2027-05-01"},
        {"action": "Done", "begin": "2027-04-01", "end": "2027-04-30", "status": "done"},
    ]
    assert first_and_last(actions[1]) == (date(2027, 6, 1), date(2027, 6, 30))
    assert [row["action"] for row in in_order_of_days(actions)] == ["Done", "Due", "Reversed", "None"]
    assert [row["action"] for row in over_time(actions, TODAY)] == ["Due"]
    assert over_time(actions, date(2027, 5, 1)) == []


def test_money_is_added_up_by_source_the_largest_first():
    rows = [
        {"source": "Dues", "dollars_a_year": 40},
        {"source": "Grant", "dollars_a_year": 30},
        {"source": "Grant", "dollars_a_year": 30},
        {"source": "Rooms", "dollars_a_year": None},
    ]
    assert list(funding_by_source(rows).items()) == [("Grant", 60), ("Dues", 40)]


# -- metrics and pathways -------------------------------------------------------------------------------


@pytest.mark.parametrize(("direction", "moved"), [("up", -4.0), ("down", 4.0)])
def test_a_metric_that_should_fall_improves_by_falling(direction, moved):
    item = BoardMetric("m", "M", "", "", "days", direction, baseline=10.0)
    assert improvement(item, TODAY) is None
    read = BoardMetric(
        "m", "M", "", "", "days", direction, baseline=10.0, readings=(Reading(date(2027, 1, 1), 6.0),)
    )
    assert improvement(read, TODAY) == moved
    assert by_status([item, read], TODAY) == {"no_target": ["M", "M"]}


def test_the_map_has_four_columns_and_says_what_leads_nowhere():
    stored = values(
        "pathway_map",
        programs=[{"program": "A", "level": "entry"}, {"program": "B"}, {"program": "C"}],
        jobs=[{"job": "Welder", "level": "target"}, {"job": "Helper"}],
        links=[{"begins": "A", "ends": "B"}, {"begins": "B", "ends": "Welder"}],
    )
    found = pathway_map(stored)
    assert map_columns(found) == (("A",), ("B", "C"), ("Helper",), ("Welder",))
    assert not_leading_on(found) == {"C", "Helper"}


# -- the outreach ---------------------------------------------------------------------------------------


@pytest.fixture
def today():
    return Outreach(
        organizations=("Board", "College", "Alone"),
        knocks=(
            Knock(organization="College", employer="Mill", purpose="advice", contacts_a_year=4),
            Knock(organization="Board", employer="Mill", purpose="survey", contacts_a_year=2),
            Knock(organization="Board", employer="Shop", purpose="survey", contacts_a_year=1),
        ),
        tables=(
            Table(name="One", convener="Board", members=("Ann", "College"), serves_employers=4, meetings_a_year=6),
            Table(name="Two", convener="College", members=("Ann",), serves_employers=2),
            Table(name="New", convener="Board"),
        ),
    )  # fmt: skip


def test_who_knocks_and_who_sits_alone(today):
    assert outreach.who_knocks(today) == {"Mill": ["Board", "College"], "Shop": ["Board"]}
    assert outreach.isolated(today) == ["Alone"]


def test_pairs_of_tables_say_who_sits_at_both(today):
    (pair,) = outreach.shared_members(today.tables[:2]).to_dict("records")
    assert (pair["table"], pair["other"], pair["names"], pair["overlap"]) == ("One", "Two", "Ann", 0.5)
    assert (pair["one"], pair["two"]) == (0, 1)


def test_tables_that_serve_badly_come_first_and_what_is_not_said_is_missing(today):
    found = outreach.tables_by_rating(today)
    assert list(found["name"]) == ["Two", "One", "New"]
    assert found.loc[1, ["serves", "meetings", "members"]].tolist() == [4, 6, 2]
    assert found.loc[2, ["serves", "meetings", "members"]].isna().all()
    assert list(found["sector"]) == ["several"] * 3


def test_an_employer_that_loses_its_knocks_has_none_and_a_new_one_is_missing_before(today):
    new = Knock(organization="Board", employer="New", purpose="advice", contacts_a_year=9)
    then = today.model_copy(update={"knocks": (today.knocks[0], new)})
    found = outreach_alternatives.contacts_by_picture([today, then]).set_index("employer")
    assert found.loc["Mill"].tolist() == [6, 4]
    assert found.loc["Shop"].tolist() == [1, 0]
    assert pd.isna(found.loc["New", "picture 0"])
    assert found.loc["New", "picture 1"] == 9
    assert list(found.index) == ["Mill", "Shop", "New"]


# -- groups of raters -----------------------------------------------------------------------------------


def test_medians_of_groups_and_how_far_they_lie_apart():
    people = [("Zebra", {IE: 2, RC: 5}), ("Zebra", {IE: 4}), (None, {IE: 9, RC: 5})]
    table = rubric.ratings_table(
        {"respondent": str(number), "stakeholder_group": group, "scores": scores}
        for number, (group, scores) in enumerate(people)
    )
    medians = rubric.medians_by_group(table)
    assert len(medians) == 6  # three dimensions, two groups
    assert medians["n"].tolist() == [2, 1, 1, 1, 0, 0]
    assert medians["median"].tolist()[:4] == [3, 9, 5, 5]
    assert medians["level"].tolist()[4:] == ["", ""]
    first, second = rubric.group_gaps(medians)
    assert (first.dimension, first.gap, first.low, first.high) == (IE, 6, 3, 9)
    assert (first.lowest, first.highest) == (("Zebra",), (rubric.NOT_STATED,))
    assert (second.dimension, second.gap) == (RC, 0)


def test_groups_stand_in_the_order_of_the_list():
    names = [rubric.ALL_OTHERS, "Zebra", rubric.NOT_STATED, "College or university", "Apple"]
    ordered = rubric.groups_in_order([*names, "Apple"])
    assert ordered == ["College or university", "Apple", "Zebra", rubric.NOT_STATED, rubric.ALL_OTHERS]
