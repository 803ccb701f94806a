"""A form keeps what was typed: at once, beside what others type, and through a failure."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from front_end import knock, rate, rating, told, typed
from hypothesis import given
from hypothesis import strategies as st

import nextgen_helpers as ng
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.exercises import OUTREACH
from nextgen_helpers.toolkit.stakeholder_groups import titles
from nextgen_helpers.widgets.kept import clock, merged
from nextgen_helpers.workspace import Workspace

IE, RC = "rating.industry_engagement", "rating.regional_coordination"


def names(team, exercise_id=OUTREACH):
    return [item["organization"] for item in team.team.value(exercise_id).model_dump(mode="json")["knocks"]]


# -- saved at once ------------------------------------------------------------------------------------


def test_a_change_is_there_after_a_restart(team, laptop):
    form = ng.form(team, "many_tables_many_knocks", "partners")
    assert form.form.status.startswith("Nothing saved yet")
    typed(form, "organizations", ["College", "Chamber"])
    assert form.form.status.startswith("Saved ")
    again = ng.form(laptop(), "many_tables_many_knocks", "partners").form
    assert again.answers["organizations"] == ["College", "Chamber"]
    assert again.status.startswith("Saved ")


def test_what_is_not_changed_is_not_saved_again(team):
    form = ng.form(team, "many_tables_many_knocks", "partners")
    for value in (["College"], ["College"], ["College "]):
        typed(form, "organizations", value)
    assert len(team.team.workspace.history()) == 1


def test_forms_over_other_fields_of_an_exercise_leave_each_other_alone(team):
    knocks, partners = (
        ng.form(team, "many_tables_many_knocks", "knocks"),
        ng.form(team, "many_tables_many_knocks", "partners"),
    )
    assert (knocks.form.answers, partners.form.answers["employers"]) == ({"knocks": []}, [])  # both are open
    typed(knocks, "knocks", [knock()])
    typed(partners, "employers", ["Mill"])
    typed(knocks, "knocks", [knock(), knock("Board")])
    typed(partners, "fatigue_threshold", 9)
    picture = team.team.outreach()
    assert (len(picture.knocks), picture.employers, picture.fatigue_threshold) == (2, ("Mill",), 9)


def test_a_field_that_is_refused_stays_as_it_was_and_others_are_saved(team):
    form = ng.form(team, "many_tables_many_knocks", "partners")
    typed(form, "fatigue_threshold", 9)
    typed(form, "fatigue_threshold", "a lot")
    assert form.form.status.startswith("Not saved")
    assert form.form.problems == {"fatigue_threshold": "It is no whole number; write digits, such as 45000."}
    typed(form, "employers", ["Mill"])
    assert form.form.answers["fatigue_threshold"] == "a lot"
    assert form.form.problems["fatigue_threshold"]
    assert (team.team.outreach().fatigue_threshold, team.team.outreach().employers) == (9, ("Mill",))
    typed(form, "fatigue_threshold", 9)
    assert form.form.problems == {}
    assert not form.form.status.startswith("Not saved")


# -- several at once -----------------------------------------------------------------------------------


def test_two_laptops_that_add_rows_lose_nothing(team, laptop):
    one, other = (
        ng.form(team, "many_tables_many_knocks", "knocks"),
        ng.form(laptop(), "many_tables_many_knocks", "knocks"),
    )
    assert one.form.answers == other.form.answers == {"knocks": []}
    mine, theirs = [], []
    for count in range(5):
        mine.append(knock(f"One {count}"))
        theirs.append(knock(f"Other {count}"))
        typed(one, "knocks", mine)
        typed(other, "knocks", theirs)
        mine, theirs = list(one.form.answers["knocks"]), list(other.form.answers["knocks"])
    typed(one, "knocks", [*mine, knock("Last")])
    assert sorted(names(team)) == sorted(
        [*(f"One {count}" for count in range(5)), *(f"Other {count}" for count in range(5)), "Last"]
    )
    assert Counter(item["organization"] for item in one.form.answers["knocks"]) == Counter(names(team))


def test_a_row_that_another_laptop_took_away_does_not_come_back(team, laptop):
    one = ng.form(team, "many_tables_many_knocks", "knocks")
    as_typed = {**knock("College"), "program": None, "position": None}  # as the front end sends an empty cell
    typed(one, "knocks", [as_typed])
    other = ng.form(laptop(), "many_tables_many_knocks", "knocks")
    typed(other, "knocks", [])
    typed(one, "knocks", [as_typed, knock("Board")])
    assert [item["organization"] for item in one.form.answers["knocks"]] == ["Board"]
    typed(one, "knocks", [*one.form.answers["knocks"], knock("Chamber")])
    assert names(team) == ["Board", "Chamber"]


def test_a_row_that_is_not_complete_stays_in_the_form_when_rows_of_others_come_in(team, laptop):
    one, other = (
        ng.form(team, "many_tables_many_knocks", "knocks"),
        ng.form(laptop(), "many_tables_many_knocks", "knocks"),
    )
    typed(one, "knocks", [])
    typed(other, "knocks", [knock("Theirs")])
    half = {"organization": "Half", "employer": None, "purpose": None}
    typed(one, "knocks", [half, knock("Mine")])
    assert sorted(names(team)) == ["Mine", "Theirs"]
    assert half in one.form.answers["knocks"]
    assert len(one.form.answers["knocks"]) == 3
    assert one.form.problems["knocks"].startswith("Not saved yet: Row 1, At whose door:")


def test_of_two_who_change_the_same_text_the_newest_counts_and_history_has_both(team, laptop):
    one, other = ng.form(team, "after_action_review_step1"), ng.form(laptop(), "after_action_review_step1")
    assert one.form.answers == other.form.answers
    for form, text in ((one, "first"), (other, "second")):
        typed(form, "S1-AAR-1a.detail", text)
    values = [answer.value["S1-AAR-1a.detail"] for answer in team.team.workspace.history()]
    assert values == ["first", "second"]


def test_two_laptops_that_note_alternatives_keep_both(team, laptop):
    ideal, real = (
        ng.form(team, "outreach_alternatives", "ideal"),
        ng.form(laptop(), "outreach_alternatives", "real"),
    )
    assert ideal.form.answers == real.form.answers
    typed(ideal, "changes", [{"action": "drop table", "table": "Council"}])
    typed(real, "note", "Begin small.")
    found = team.team.alternatives()
    assert (len(found.ideal.changes), found.real.note) == (1, "Begin small.")


_lists = st.lists(st.sampled_from("abcd"), max_size=6)


@given(_lists, _lists, _lists)
def test_bringing_changes_together_loses_nothing_and_brings_nothing_back(base, mine, theirs):
    found, before = Counter(merged(base, mine, theirs)), Counter(base)
    for entry in "abcd":
        here, there, old = Counter(mine)[entry], Counter(theirs)[entry], before[entry]
        if here > old or there > old:
            assert found[entry] >= max(here, there) - max(old - here, old - there, 0)
        if here <= old and there <= old:  # nobody added it: what either took away is gone, and only once
            assert found[entry] == max(0, min(here, there))
        if here >= old and there >= old:
            assert found[entry] == max(here, there)


@given(_lists, _lists)
def test_whoever_changed_nothing_gets_what_is_stored(base, theirs):
    assert merged(base, base, theirs) == theirs
    assert merged(base, theirs, base) == theirs
    assert Counter(merged(base, theirs, theirs)) == Counter(theirs)


@given(_lists, _lists, _lists)
def test_my_entries_stay_in_my_order_and_new_ones_follow(base, mine, added):
    assert merged(base, mine, [*base, *added])[: len(mine)] == (mine if mine != base else base)


@given(st.integers(), st.integers(), st.integers())
def test_of_single_values_mine_counts_where_i_changed_it(base, mine, theirs):
    assert merged(base, mine, theirs) == (theirs if mine == base else mine)


# -- when saving fails ---------------------------------------------------------------------------------


def test_what_was_typed_during_a_failure_is_saved_with_the_next_change(team, out_of_reach):
    form = ng.form(team, "many_tables_many_knocks", "partners")
    typed(form, "organizations", ["College"])
    with out_of_reach():
        typed(form, "employers", ["Mill"])
        assert form.form.status.startswith("Not saved: ")
        assert "\n" not in form.form.status
        assert form.form.answers["employers"] == ["Mill"]
    typed(form, "fatigue_threshold", 9)
    assert form.form.status.startswith("Saved ")
    picture = team.team.outreach()
    assert (picture.organizations, picture.employers, picture.fatigue_threshold) == (
        ("College",),
        ("Mill",),
        9,
    )


def test_what_was_typed_during_a_failure_and_taken_back_is_not_saved_later(team, out_of_reach):
    form = ng.form(team, "many_tables_many_knocks", "partners")
    typed(form, "employers", ["Mill"])
    with out_of_reach():
        typed(form, "employers", ["Mill", "Mistake"])
    typed(form, "employers", ["Mill"])
    assert form.form.status == "Everything is saved."
    typed(form, "fatigue_threshold", 9)
    assert team.team.outreach().employers == ("Mill",)


def test_rows_typed_during_a_failure_meet_those_of_another_laptop(team, laptop, out_of_reach):
    one, other = (
        ng.form(team, "many_tables_many_knocks", "knocks"),
        ng.form(laptop(), "many_tables_many_knocks", "knocks"),
    )
    typed(one, "knocks", [knock("First")])
    assert other.form.answers["knocks"] == [knock("First")]
    with out_of_reach():
        typed(one, "knocks", [knock("First"), knock("Mine")])
    typed(other, "knocks", [knock("First"), knock("Theirs")])
    typed(one, "knocks", [knock("First"), knock("Mine"), knock("Mine, too")])
    assert sorted(names(team)) == ["First", "Mine", "Mine, too", "Theirs"]


def test_one_field_that_cannot_be_stored_does_not_hold_up_the_others(team, monkeypatch):
    real = Workspace.save

    def picky(self, exercise_id, value, **whose):
        if "Too much" in value["employers"]:
            raise UserError("The answer is too long; shorten its texts.")
        return real(self, exercise_id, value, **whose)

    monkeypatch.setattr(Workspace, "save", picky)
    form = ng.form(team, "many_tables_many_knocks", "partners")
    typed(form, "employers", ["Too much"])
    typed(form, "organizations", ["College"])
    assert team.team.outreach().organizations == ("College",)
    assert form.form.status.startswith("Not saved")
    assert "too long" in form.form.status
    assert form.form.answers["employers"] == ["Too much"]
    typed(form, "employers", ["Mill"])
    assert form.form.status.startswith("Saved ")
    assert team.team.outreach().employers == ("Mill",)


def test_a_person_is_not_left_before_her_answers_are_saved(team, out_of_reach):
    form = ng.form(team, "self_assessment")
    rate(form, 5)
    ann = form.form.you["code"]
    with out_of_reach():
        typed(form, RC, rating(7))
        told(form, "new person")
        assert form.form.you["code"] == ann
        assert form.form.answers[RC]["score"] == 7
        assert form.form.status.startswith("Not saved")
    told(form, "new person")
    assert form.form.you["code"] != ann
    (answer,) = team.team.ratings()
    assert answer.value["scores"] == {"industry_engagement": 5, "regional_coordination": 7}


def test_a_name_typed_during_a_failure_is_kept(team, out_of_reach):
    form = ng.form(team, "self_assessment")
    rate(form, 5)
    with out_of_reach():
        typed(form, "person.name", "Ann")
        assert form.form.status.startswith("Not saved")
    told(form, "new person")
    assert [answer.author for answer in team.team.ratings()] == ["Ann"]


def test_other_views_that_fail_do_not_make_a_saved_answer_look_unsaved(team):
    def fail():
        raise UserError("Something else cannot be read.")

    team.watch("another view", [OUTREACH], fail)
    form = ng.form(team, "many_tables_many_knocks", "partners")
    typed(form, "employers", ["Mill"])
    assert form.form.status.startswith("Saved ")
    assert team.team.outreach().employers == ("Mill",)


# -- one person after the other ------------------------------------------------------------------------


def test_a_name_is_stored_only_if_it_is_typed(team):
    form = ng.form(team, "employer_journey")
    typed(form, "steps", ["A call"])
    told(form, "new person")
    typed(form, "person.name", "  Ann\tMiller\x00 ")
    typed(form, "steps", ["A letter"])
    assert [answer.author for answer in team.team.answered("employer_journey")] == [None, "Ann Miller"]
    assert not any("ann" in answer.respondent for answer in team.team.answered("employer_journey"))


@pytest.mark.parametrize("name", ["\ud800Ann", "Ann\x01\x1b", "x" * 10_000, "=1+1"])
def test_any_name_can_be_stored_and_taken_elsewhere(team, tmp_path, name):
    form = ng.form(team, "employer_journey")
    typed(form, "steps", ["A call"])
    typed(form, "person.name", name)
    typed(form, "person.group", name)
    (answer,) = team.team.answered("employer_journey")
    assert answer.author
    assert answer.author == answer.stakeholder_group
    assert team.team.workspace.export_excel(tmp_path / "away.xlsx") == 3


def test_a_name_can_be_taken_back(team):
    form = ng.form(team, "employer_journey")
    typed(form, "steps", ["A call"])
    typed(form, "person.name", "Ann")
    typed(form, "person.name", "")
    assert [answer.author for answer in team.team.answered("employer_journey")] == [None]


def test_whom_somebody_speaks_for_is_chosen_from_one_list(team):
    form = ng.form(team, "employer_journey")
    choices = next(field["choices"] for field in form.form.fields if field["name"] == "person.group")
    assert [stored for stored, _ in choices] == list(titles())
    typed(form, "steps", ["A call"])
    typed(form, "person.group", "Other")
    typed(form, "person.other", "Credit union league")
    (answer,) = team.team.answered("employer_journey")
    assert answer.stakeholder_group == "Credit union league"
    form.load()
    shown = form.form.answers
    assert (shown["person.group"], shown["person.other"]) == ("Labor or apprenticeship program", None)
    typed(form, "person.group", "Employer")
    assert team.team.answered("employer_journey")[0].stakeholder_group == "Employer"


def test_a_group_of_an_earlier_version_is_shown_as_the_one_in_the_list(team):
    team.team.workspace.save(
        "employer_journey", {"works": "It does"}, respondent="3f2a9c01d4e5", stakeholder_group="public agency"
    )
    form = ng.form(team, "employer_journey")
    told(form, "person", key="3f2a9c01d4e5")
    assert (form.form.answers["person.group"], form.form.answers["works"]) == ("Public agency", "It does")


def test_a_form_for_each_person_opens_for_somebody_new(team, laptop):
    form = ng.form(team, "employer_journey")
    for text in ("first", "second"):
        told(form, "new person")
        typed(form, "works", text)
    assert not ng.form(laptop(), "employer_journey").form.answers["works"]


def test_the_moment_of_saving_is_said_as_briefly_as_today_allows():
    now = datetime.now().astimezone()
    assert clock(now) == f"{now:%H:%M}"
    assert str((now - timedelta(days=400)).year) in clock(now - timedelta(days=400))
