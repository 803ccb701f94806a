"""These look alike: what is asked, saved, taken back, and who follows."""

from __future__ import annotations

import pytest
from front_end import HOSTILE_TEXTS, knock, typed

import nextgen_helpers as ng
from nextgen_helpers.toolkit.one_name import SAME_NAMES

KNOCKS = "many_tables_many_knocks"


def put(team, *employers):
    team.team.workspace.save(KNOCKS, {"knocks": [knock(employer=name) for name in employers]})


@pytest.fixture
def form(team):
    put(team, "Peña Foundry", "Peña Foundry, Inc.", "Pena Foundry", "Lakeside Metals", "Lakeside Metal")
    return ng.form(team, SAME_NAMES)


def field(form, text):
    return next(spec["name"] for spec in form.form.fields if text in spec["label"])


def decided(team):
    return [(pair.one, pair.other, pair.decision, pair.shown) for pair in team.team.same_names().pairs]


def test_each_pair_is_one_question_and_what_is_the_same_at_once_is_said(form):
    assert [spec["label"] for spec in form.form.fields] == [
        '"Peña Foundry" and "Pena Foundry"',
        '"Lakeside Metal" and "Lakeside Metals"',
    ]
    first = form.form.fields[0]
    assert first["help"] == 'Typed: "Peña Foundry" twice, "Pena Foundry" once.'
    assert [read for _, read in first["choices"]] == [
        'One name, shown as "Peña Foundry"',
        'One name, shown as "Pena Foundry"',
        "Two different names",
    ]
    assert first["optional"]
    assert form.form.notes == ['Counted as "Peña Foundry" without asking: "Peña Foundry, Inc.".']


def test_a_choice_is_kept_changed_and_cleared(team, form):
    name = field(form, "Pena")
    typed(form, name, "one")
    assert decided(team) == [("Peña Foundry", "Pena Foundry", "joined", "Peña Foundry")]
    typed(form, name, "other")
    assert decided(team) == [("Peña Foundry", "Pena Foundry", "joined", "Pena Foundry")]
    typed(form, name, "apart")
    assert decided(team) == [("Peña Foundry", "Pena Foundry", "apart", "")]
    typed(form, name, None)
    assert decided(team) == []
    assert form.form.status.startswith("Saved")
    assert len(team.team.workspace.history(SAME_NAMES)) == 4


def test_only_what_was_decided_now_is_saved(team, form):
    typed(form, field(form, "Pena"), "one")
    typed(form, field(form, "Lakeside"), "apart")
    assert [len(answer.value["pairs"]) for answer in team.team.workspace.history(SAME_NAMES)] == [1, 1]
    assert len(decided(team)) == 2


def test_what_was_decided_is_there_after_a_restart_and_follows_what_is_open(form, laptop):
    typed(form, field(form, "Pena"), "one")
    again = ng.form(laptop(), SAME_NAMES)
    assert [spec["label"] for spec in again.form.fields] == [
        '"Lakeside Metal" and "Lakeside Metals"',
        '"Peña Foundry" and "Pena Foundry"',
    ]
    assert again.form.answers[field(again, "Pena")] == "one"


def test_two_notebooks_decide_about_two_pairs(team, form, laptop):
    other = ng.form(laptop(), SAME_NAMES)
    name = field(other, "Lakeside")
    typed(form, field(form, "Pena"), "one")
    typed(other, name, "other")
    assert len(decided(team)) == 2


@pytest.mark.parametrize("forged", ["three", 3, ["one"], {"one": 1}])
def test_what_no_form_sends_is_not_kept(team, form, forged):
    typed(form, field(form, "Pena"), forged)
    typed(form, "pair-of nobody", "one")
    assert decided(team) == []


def test_names_that_are_typed_later_are_asked_about_and_the_page_stays_as_it_is_otherwise(team, form, screen):
    screen.display(form)
    before = [spec["name"] for spec in form.form.fields]
    typed(form, before[0], "one")
    assert [spec["name"] for spec in form.form.fields] == before
    knocks = ng.form(team, KNOCKS, "knocks")
    rows = [
        knock(employer=name) for name in ("Peña Foundry", "Pena Foundry", "Brooks Plastics", "Brook Plastics")
    ]
    typed(knocks, "knocks", rows)
    assert field(form, "Brook Plastics")
    assert form.form.answers[before[0]] == "one"


def test_the_form_of_knocks_counts_what_is_left(team, form, screen):
    knocks = ng.form(team, KNOCKS, "knocks")
    screen.display(knocks)
    assert knocks.form.notes == ['2 pairs of names look alike; see "These look alike".']
    typed(form, field(form, "Pena"), "one")
    typed(form, field(form, "Lakeside"), "apart")
    assert knocks.form.notes == []


def test_a_picture_follows_what_is_decided(team, form, screen):
    screen.display(ng.show.outreach_picture(team))
    assert "Pena Foundry" in str(screen.shown)
    typed(form, field(form, "Pena"), "one")
    assert "Pena Foundry" not in str(screen.shown)
    typed(form, field(form, "Pena"), None)
    assert "Pena Foundry" in str(screen.shown)


def test_two_that_are_one_over_a_third_are_said_to_be(team):
    put(team, "Foundry", "Foundri", "Foundra")
    form = ng.form(team, SAME_NAMES)
    typed(form, field(form, '"Foundri" and "Foundry"'), "one")
    typed(form, field(form, '"Foundra" and "Foundri"'), "one")
    third = field(form, '"Foundra" and "Foundry"')
    assert list(form.form.remarks) == [third]
    assert "because both were joined with another name" in form.form.remarks[third]
    typed(form, third, "apart")
    assert list(form.form.remarks) == [third]


def test_of_very_many_pairs_the_first_are_asked(team, screen):
    put(team, *(f"{word} Works{end}" for word in map(chr, range(0x4E00, 0x4E64)) for end in ("", "s")))
    form = ng.form(team, SAME_NAMES)
    assert len(form.form.fields) == 40
    assert form.form.notes == ["60 more pairs will be shown when these are decided."]
    screen.display(form)
    first = [spec["name"] for spec in form.form.fields]
    for name in first[:-1]:
        typed(form, name, "apart")
    assert [spec["name"] for spec in form.form.fields] == first
    typed(form, first[-1], "apart")
    assert len(form.form.fields) == 80
    assert form.form.notes == ["20 more pairs will be shown when these are decided."]


def test_where_nothing_looks_alike_it_says_so(team):
    form = ng.form(team, SAME_NAMES)
    assert form.form.fields == []
    assert form.form.notes == ["No two names look alike."]
    assert "No two names look alike." in form.html()


def test_nobody_fills_it_in_for_the_example_and_it_says_what_was_decided(form):
    assert "No two names look alike." in str(ng.form(ng.team("invented-valley"), SAME_NAMES).mime_bundles())
    typed(form, field(form, "Pena"), "one")
    typed(form, field(form, "Lakeside"), "apart")
    said = form.html()
    assert "one name, shown as &quot;Peña Foundry&quot;" in said
    assert "two different names" in said


def test_names_that_nobody_should_trust_stay_text(team):
    put(team, *HOSTILE_TEXTS, *(f"{text}s" for text in HOSTILE_TEXTS))
    form = ng.form(team, SAME_NAMES)
    for spec in form.form.fields:
        typed(form, spec["name"], "one")
    assert "<script" not in form.html()
    assert "<img" not in form.html()
