"""The self-assessment: each person alone, the results together, one round after the other."""

from __future__ import annotations

import pytest
from front_end import SCRIPT, rate, rating, told, typed

import nextgen_helpers as ng
from nextgen_helpers.people import person_key, read_code
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.toolkit.exercises import SELF_ASSESSMENT, SELF_ASSESSMENT_ROUND

IE, RC, CP = "rating.industry_engagement", "rating.regional_coordination", "rating.career_pathways"
EMPTY = {IE: rating(), RC: rating(), CP: rating()}


def shown(form):
    return {name: form.form.answers[name] for name in (IE, RC, CP)}


@pytest.fixture
def three(team):
    """Ann of the board, somebody without a name, and Bob of the college have rated."""
    form = ng.form(team, "self_assessment")
    keys = []
    for name, group, scores in (
        ("Ann", "workforce board", (5, 6, 7)),
        ("", "", (2, 3, 4)),
        ("Bob", "college or university", (8, 9)),
    ):
        told(form, "new person")
        typed(form, "person.name", name)
        typed(form, "person.group", group)
        rate(form, *scores, evidence=f"Seen by {name or 'no one'}")
        keys.append(form.form.you["code"])
    return form, keys


@pytest.mark.usefixtures("three")
def test_three_people_are_kept_apart_and_one_without_a_name(team):
    answers = team.team.ratings()
    assert [(item.author, item.stakeholder_group) for item in answers] == [
        ("Ann", "workforce board"), (None, None), ("Bob", "college or university"),
    ]  # fmt: skip
    assert [list(item.value["scores"].values()) for item in answers] == [[5, 6, 7], [2, 3, 4], [8, 9]]
    assert len({item.respondent for item in answers}) == 3
    assert team.team.complete_ratings() == 2


def test_going_back_to_a_person_shows_her_answers_and_keeps_her_name(team, three):
    form, (ann, nobody, _) = three
    told(form, "code", text=ann)
    assert form.form.you["code"] == ann
    assert f"the answers given with {ann}" in form.form.you["said"]
    assert [form.form.answers[name]["score"] for name in (IE, RC, CP)] == [5, 6, 7]
    assert form.form.answers["person.name"] == "Ann"
    assert form.form.answers[IE]["evidence"] == "Seen by Ann"
    typed(form, IE, rating(6))
    told(form, "code", text=nobody.replace(" ", ""))
    assert form.form.answers["person.name"] == ""
    by_key = {item.respondent: item for item in team.team.ratings()}
    first, second = (by_key[person_key(read_code(code))] for code in (ann, nobody))
    assert (first.author, first.value["scores"]["industry_engagement"]) == ("Ann", 6)
    assert second.value["scores"]["industry_engagement"] == 2


def test_the_next_person_finds_an_empty_form(three):
    form, _ = three
    told(form, "new person")
    assert shown(form) == EMPTY
    assert (form.form.answers["person.name"], form.form.answers["person.group"]) == ("", None)
    assert (form.form.notes, form.form.problems) == ([], {})
    assert form.form.status.startswith("Nothing saved yet")


def test_nobody_can_open_anothers_rating_from_the_list(team, three):
    """The list says who is done, by numbers that lead nowhere: no name, no time, no code, no key."""
    form, _ = three
    told(form, "new person")
    before = form.form.you["code"]
    assert form.form.you["progress"] == ["Person 1: done", "Person 2: done", "Person 3: begun"]
    assert form.form.people == []
    for answer in team.team.ratings():
        told(form, "person", key=answer.respondent)  # forged: no list offers it
        assert (form.form.you["code"], shown(form)) == (before, EMPTY)


def test_a_rating_of_the_first_version_can_be_opened_from_the_list_once_results_are_shown(team):
    """It was given without a number, so that no number leads back to it."""
    team.team.workspace.save(SELF_ASSESSMENT, {"scores": {"career_pathways": 4}}, respondent="3f2a9c01d4e5")
    form, session = ng.form(team, "self_assessment"), ng.form(team, "self_assessment_session")
    assert [label for _, label in form.form.people] == ["Choose", "Person 1"]
    told(form, "person", key="3f2a9c01d4e5")
    assert shown(form)[CP]["score"] == 4
    typed(session, "people", 2)
    typed(session, "shown", "when all have rated")
    assert ng.form(team, "self_assessment").form.people == []


def test_a_word_of_ones_own_leads_back_on_every_laptop(team, laptop):
    form = ng.form(team, "self_assessment")
    told(form, "code", text="Blue  Bonnet")
    assert form.form.you["code"] == "“blue bonnet”"
    rate(form, 5, 5, 5)
    later = ng.form(laptop(), "self_assessment")
    assert shown(later) == EMPTY
    told(later, "code", text="blue-bonnet")
    assert shown(later)[IE]["score"] == 5
    rate(later, 6)
    assert [item.value["scores"]["industry_engagement"] for item in team.team.ratings()] == [6]


def test_a_code_that_nobody_has_is_no_way_to_lose_what_is_there(team):
    form = ng.form(team, "self_assessment")
    rate(form, 5, 5, 5)
    code = form.form.you["code"]
    told(form, "code", text="bluebonnet")
    assert "press Next person first" in form.form.you["said"]
    told(form, "code", text="12")
    assert "six" in form.form.you["said"] or "6 digits" in form.form.you["said"]
    assert (form.form.you["code"], shown(form)[IE]["score"]) == (code, 5)
    told(form, "code", text=SCRIPT)
    assert "<script" not in form.form.you["said"]


def test_a_person_comes_back_in_the_next_round_with_the_same_code_and_an_empty_form(team, three):
    form, (ann, *_) = three
    typed(ng.form(team, "self_assessment_round"), "round.close", 1)
    told(form, "code", text=ann)
    assert shown(form) == EMPTY
    assert form.form.answers["person.name"] == "Ann"
    rate(form, 9, 9, 9)
    (closed,) = team.team.closed_rounds()
    assert [list(item.value["scores"].values()) for item in closed.ratings] == [[5, 6, 7], [2, 3, 4], [8, 9]]
    assert [list(item.value["scores"].values()) for item in team.team.ratings()] == [[9, 9, 9]]


def test_the_form_opens_empty_after_a_restart(team, laptop):
    rate(ng.form(team, "self_assessment"), 9, 9, 9)
    again = ng.form(laptop(), "self_assessment")
    assert shown(again) == EMPTY
    rate(again, 1, 1, 1)
    assert sorted(item.value["scores"]["industry_engagement"] for item in team.team.ratings()) == [1, 9]


def test_what_was_ticked_and_does_not_fit_the_score_is_noted_and_saved(team):
    form = ng.form(team, "self_assessment")
    rate(form, 9, seen=["R-IE-EXP-2"])
    (note,) = form.form.notes
    assert "stands for Role Model" in note
    assert form.form.remarks == {IE: note}  # where it was rated, and where the form ends
    assert team.team.ratings()[0].value["indicators"] == ["R-IE-EXP-2"]
    typed(form, IE, rating(2, ["R-IE-EXP-2"]))
    assert (form.form.notes, form.form.remarks) == ([], {})


def test_a_score_can_be_cleared_and_what_was_seen_stays(team):
    form = ng.form(team, "self_assessment")
    rate(form, 2, 5, seen=["R-IE-EXP-2"], evidence="I was there.")
    typed(form, IE, rating(None, ["R-IE-EXP-2"], "I was there."))
    (answer,) = team.team.ratings()
    assert answer.value == {
        "scores": {"regional_coordination": 5},
        "indicators": ["R-IE-EXP-2"],
        "evidence": {"industry_engagement": "I was there."},
    }


def test_rating_a_dimension_leaves_the_indicators_of_the_others(team):
    form = ng.form(team, "self_assessment")
    typed(form, IE, rating(2, ["R-IE-EXP-1"]))
    typed(form, RC, rating(2, ["R-RC-EXP-1", "R-RC-EXP-2"]))
    typed(form, IE, rating(3, ["R-IE-EXP-2"]))
    typed(form, RC, rating(2, []))
    assert team.team.ratings()[0].value["indicators"] == ["R-IE-EXP-2"]


def test_an_indicator_of_another_dimension_is_not_taken_with_a_rating(team):
    form = ng.form(team, "self_assessment")
    typed(form, IE, rating(2, ["R-RC-EXP-1"]))
    assert team.team.ratings()[0].value["indicators"] == []


@pytest.mark.parametrize("score", [0, 11, 5.5, "5", True, [5]])
def test_a_score_outside_the_rubric_is_refused_and_the_last_one_stays(team, score):
    form = ng.form(team, "self_assessment")
    rate(form, 4)
    typed(form, IE, rating(score))
    assert form.form.problems[IE]
    assert team.team.ratings()[0].value["scores"] == {"industry_engagement": 4}


def test_whoever_cleared_everything_has_not_rated(team):
    form = ng.form(team, "self_assessment")
    rate(form, 4)
    typed(form, IE, rating())
    assert team.team.ratings() == ()


def test_every_level_indicator_and_score_of_the_rubric_can_be_chosen(team):
    fields = [item for item in ng.form(team, "self_assessment").form.fields if item["kind"] == "rating"]
    content = rubric.load()
    for field, dimension in zip(fields, content.dimensions, strict=True):
        assert [score for level in field["levels"] for score in level["scores"]] == list(range(1, 11))
        ticks = [item["id"] for level in field["levels"] for item in level["indicators"]]
        assert sorted(ticks) == sorted(
            item.id for item in content.indicators if item.dimension == dimension.id
        )


# -- looking together ---------------------------------------------------------------------------------


def words(view):
    return "\n".join(
        str(bundle.get("text/html", "")) + str(bundle["text/plain"]) for bundle in view.mime_bundles()
    )


def test_hidden_results_show_only_progress_until_everybody_has_rated_everything(team):
    session, form = ng.form(team, "self_assessment_session"), ng.form(team, "self_assessment")
    typed(session, "people", 2)
    typed(session, "shown", "when all have rated")
    views = [
        ng.show.self_assessment_results(team),
        ng.show.where_to_start(team),
        ng.show.compared_with_last_time(team),
    ]
    rate(form, 9, 9, 9, evidence="A telling story")
    told(form, "new person")
    rate(form, 1, 2)
    for view in views:
        told_now = words(view)
        assert "1 of 2 people have rated all three dimensions" in told_now
        assert "1 more has begun" in told_now
        assert len([bundle for bundle in view.mime_bundles() if bundle["text/plain"]]) == 1
        assert "telling" not in told_now
    typed(form, CP, rating(3))
    results = words(views[0])
    assert "2 of 2 people" in results
    assert "A telling story" in results
    assert len([bundle for bundle in views[0].mime_bundles() if bundle["text/plain"]]) > 5


def test_hidden_results_without_a_number_of_people_say_what_to_do(team):
    typed(ng.form(team, "self_assessment_session"), "shown", "when all have rated")
    rate(ng.form(team, "self_assessment"), 9, 9, 9)
    assert "Say in the facilitator's form above how many people will rate" in words(
        ng.show.self_assessment_results(team)
    )


def test_results_follow_the_facilitators_form(team):
    session = ng.form(team, "self_assessment_session")
    rate(ng.form(team, "self_assessment"), 9, 9, 9)
    view = ng.show.self_assessment_results(team)
    open_results = words(view)
    typed(session, "people", 2)
    typed(session, "shown", "when all have rated")
    assert words(view) != open_results
    typed(session, "shown", "at once")
    assert "1 of 2 people have" in words(view)
    assert len(words(view)) > 1000


def test_evidence_is_shown_as_text_and_without_names(team, three):
    form, _ = three
    typed(form, IE, rating(8, [], SCRIPT))
    found = words(ng.show.self_assessment_results(team))
    assert "&lt;script&gt;" in found
    assert "<script" not in "".join(
        str(item.get("text/html", "")) for item in ng.show.self_assessment_results(team).mime_bundles()
    )
    assert "Bob" not in found
    assert "Seen by no one" in found


# -- one round after the other ------------------------------------------------------------------------


def test_a_closed_round_is_kept_and_the_next_one_is_empty(team, three):
    form, keys = three
    keep = ng.form(team, "self_assessment_round")
    assert keep.form.status == "No round has been closed yet."
    typed(keep, "round.title", " fall\nmeeting ")
    typed(keep, "round.close", 1)
    (closed,) = team.team.closed_rounds()
    assert (closed.title, len(closed.ratings), len(closed.table())) == ("fall meeting", 3, 8)
    assert f"{closed.date} (fall meeting): 3 rated" in keep.form.status
    assert team.team.ratings() == ()
    assert team.team.complete_ratings() == 0
    assert form.form.you["code"] not in keys  # the open form begins with somebody new
    assert shown(form) == EMPTY
    assert (form.form.people, form.form.you["progress"]) == ([], [])
    assert "0 people have rated" in words(ng.show.self_assessment_results(team))
    assert "Seen by Ann" not in words(ng.show.self_assessment_results(team))


def test_two_rounds_are_compared_with_their_dates(team, three):
    form, _ = three
    keep, view = ng.form(team, "self_assessment_round"), ng.show.compared_with_last_time(team)
    assert "nothing to compare with yet" in words(view)
    typed(keep, "round.close", 1)
    assert "nothing to compare with yet" in words(view)
    rate(form, 9, 9, 9)
    (first,) = team.team.closed_rounds()
    assert first.date in words(view)
    assert "Median, today" in words(view)
    typed(keep, "round.close", 2)
    dates = [item.date for item in team.team.closed_rounds()]
    assert len(dates) == 2
    assert "Median, today" not in words(view)
    assert all(f"Median, {date}" in words(view) for date in dates)


@pytest.mark.usefixtures("three")
def test_a_closing_that_is_taken_back_brings_the_ratings_back(team):
    keep = ng.form(team, "self_assessment_round")
    before = {item.answer_id for item in team.team.ratings()}
    typed(keep, "round.close", 1)
    typed(keep, "round.reopen", 2)
    assert {item.answer_id for item in team.team.ratings()} == before
    assert team.team.closed_rounds() == ()
    assert keep.form.status == "No round has been closed yet."


def test_only_the_last_closing_is_taken_back(team, three):
    form, _ = three
    keep = ng.form(team, "self_assessment_round")
    typed(keep, "round.title", "first")
    typed(keep, "round.close", 1)
    rate(form, 9, 9, 9)
    typed(keep, "round.title", "second")
    typed(keep, "round.close", 2)
    typed(keep, "round.reopen", 3)
    assert [item.title for item in team.team.closed_rounds()] == ["first"]
    assert [list(item.value["scores"].values()) for item in team.team.ratings()] == [[9, 9, 9]]


def test_nothing_to_close_and_nothing_to_take_back_is_said(team):
    keep = ng.form(team, "self_assessment_round")
    typed(keep, "round.close", 1)
    assert keep.form.status.startswith("Not saved: No one has rated")
    typed(keep, "round.reopen", 2)
    assert keep.form.status.startswith("Not saved: No round has been closed")
    assert team.team.workspace.history() == ()


def test_a_closed_rating_that_is_changed_counts_in_the_open_round_and_stays_in_the_closed_one(team, laptop):
    form = ng.form(team, "self_assessment")
    rate(form, 5, 5, 5)
    typed(
        ng.form(laptop(), "self_assessment_round"), "round.close", 1
    )  # on another laptop: this form hears nothing of it
    typed(form, IE, rating(8))
    (closed,) = team.team.closed_rounds()
    assert closed.ratings[0].value["scores"]["industry_engagement"] == 5
    assert team.team.ratings()[0].value["scores"]["industry_engagement"] == 8


def test_after_closing_the_list_of_people_offers_nobody_of_the_closed_round(team, three):
    form, _ = three
    told(form, "new person")
    typed(ng.form(team, "self_assessment_round"), "round.close", 1)
    assert (form.form.people, form.form.you["progress"]) == ([], [])


@pytest.mark.usefixtures("three")
def test_what_is_stored_of_a_round_are_ids_only(team):
    typed(ng.form(team, "self_assessment_round"), "round.close", 1)
    (answer,) = team.team.workspace.history(SELF_ASSESSMENT_ROUND)
    assert set(answer.value["answers"]) == {
        item.answer_id for item in team.team.workspace.current(SELF_ASSESSMENT)
    }
    assert answer.author is None


@pytest.mark.parametrize(
    ("exercise_id", "told"),
    [("kpi_survey", "Keep Dana"), ("self_assessment", "24 companies have taken part since September")],
)
def test_a_finished_one_shows_a_whole_sheet_of_an_invented_person(team, exercise_id, told):
    shown = ng.form(team, exercise_id).finished_html()
    assert "Invented Valley is an exercise" in shown
    assert "One whole sheet, as an invented person filled it in" in shown
    assert told in shown
    assert told not in ng.form(team, exercise_id).html()
