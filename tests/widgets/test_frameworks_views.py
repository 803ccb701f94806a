"""What follows from the tools of the companion documents: true to what was entered, and to what must stay hidden."""

from __future__ import annotations

import re

import pytest
from front_end import HOSTILE_TEXTS, page, rate, said, save, told, typed

import nextgen_helpers as ng

RAW = ("<script", "<img", "</style></textarea>", "<b>bold")


def fill(team, text="Ann"):
    save(team, "six_considerations", points=[{"point": text, "state": "considered", "what": text}])
    save(
        team, "framework_rating", parts=[{"part": "border", "rating": 4, "evidence": text, "next_step": text}]
    )
    save(team, "worker_voice", ways=[{"way": text, "used": "yes", "last_on": "2020-01-01", "changed": text}])
    save(
        team,
        "job_quality",
        employers=[{"employer": text, "starting_pay": 20.5, "who_says": "employer", "practice": text}],
    )
    save(
        team, "partnership_traits", traits=[{"trait": "tells", "holds": "yes", "evidence": text}],
        components=[{"component": "led", "holds": "partly", "evidence": text}],
    )  # fmt: skip
    save(
        team, "local_examples",
        examples=[{"place_name": text, "source": text, "checked_by": text, "checked_on": "2027-01-05"}, {"place_name": f"{text} 2"}],
    )  # fmt: skip
    save(team, "sector_choice", sector=text)


VIEWS = {
    name: getattr(ng.show, name)
    for name in (
        "framework_wheel", "framework_crosswalk", "sector_pay", "partnership_traits", "checked_examples",
    )
} | {
    name: lambda team, name=name: ng.check(team, name)
    for name in ("six_considerations", "worker_voice", "job_quality")
}  # fmt: skip


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_view_shows_text_as_text(team, name, text):
    view = VIEWS[name](team)
    fill(team, text)
    assert not [raw for raw in RAW if raw in page(view)]


def test_the_views_say_what_was_entered(team):
    fill(team)
    for view, words in (
        (ng.check(team, "six_considerations"), "1 of 1 points are considered"),
        (ng.show.framework_wheel(team), "1 of 9 parts are rated."),
        (ng.check(team, "worker_voice"), "Not for more than a year: Ann."),
        (ng.check(team, "job_quality"), "median $20.50 an hour of 1 employer"),
        (ng.show.partnership_traits(team), "1 of 1 traits hold."),
        (ng.show.partnership_traits(team), "0 of 1 components hold, 1 partly."),
        (ng.show.checked_examples(team), "1 of 2 examples are checked."),
    ):
        assert words in said(view)
    assert "Ann, January 5, 2027" in page(ng.show.checked_examples(team))


def test_the_sectors_pay_stands_beside_the_average_of_all(team):
    view = ng.show.sector_pay(team)
    assert "Choose a sector in Step 2 first" in said(view)
    save(team, "sector_choice", sector="Manufacturing")
    words = said(view)
    for part in (
        "A job in manufacturing pays $",
        "average over all industries is $",
        "That is $",
        "Source: U.S. Bureau",
    ):
        assert part in words
    save(team, "job_quality", employers=[{"employer": "A", "starting_pay": 20}])
    assert "which is $41,600 in a year of 2,080 hours; the sector's average is $" in said(
        ng.check(team, "job_quality")
    )
    save(team, "sector_choice", sector="space")
    assert 'no sector that is called "space"' in said(view)
    assert "sector's average" not in said(ng.check(team, "job_quality"))


# -- the team's own rubric score ----------------------------------------------------------------------------


def rated_by(team, *scores):
    form = ng.form(team, "self_assessment")
    for score in scores:
        told(form, "new person")
        rate(form, score, 5, 5)


def test_the_teams_own_score_stands_beside_the_rim(team):
    typed(ng.form(team, "self_assessment_session"), "shown", "at once")
    rated_by(team, 4, 7)
    save(team, "framework_rating", parts=[{"part": "border", "rating": 4, "evidence": "x"}])
    assert "5.5 of 10" in page(ng.show.framework_crosswalk(team))
    assert "industry engagement in the rubric 5.5 of 10; the two do not fit together" in said(
        ng.show.framework_wheel(team)
    )


def test_a_score_that_is_hidden_stays_hidden_until_all_have_rated(team):
    session = ng.form(team, "self_assessment_session")
    typed(session, "shown", "when all have rated")
    typed(session, "people", 3)
    rated_by(team, 4, 7)
    save(team, "framework_rating", parts=[{"part": "border", "rating": 4, "evidence": "x"}])
    crosswalk, wheel = ng.show.framework_crosswalk(team), ng.show.framework_wheel(team)
    assert "of 10" not in page(crosswalk)
    assert "wait until everyone has rated" in page(crosswalk)
    assert "in the rubric" not in said(wheel)
    rated_by(team, 7)
    assert "7 of 10" in page(crosswalk)
    assert "in the rubric 7 of 10" in said(wheel)


def test_a_closed_round_counts_before_the_open_one(team):
    typed(ng.form(team, "self_assessment_session"), "shown", "at once")
    rated_by(team, 8, 8)
    keep = ng.form(team, "self_assessment_round")
    typed(keep, "round.title", "First")
    typed(keep, "round.close", 1)
    rated_by(team, 2)
    assert "8 of 10" in page(ng.show.framework_crosswalk(team))
    assert "2 of 10" not in page(ng.show.framework_crosswalk(team))


def test_the_documents_are_shown_without_a_team(screen):
    screen.display(ng.show.documents_crosswalk())
    assert "companion documents is treated in" in screen.html
    assert "Module 2" in screen.html
    assert "Companions" in screen.html
    assert not re.search(r"\b\d\d_[a-z]", screen.html)  # every notebook has its name
