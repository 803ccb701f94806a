"""What is answered in one cell is seen in the others; and what each cell shows, on the screen and on paper."""

from __future__ import annotations

import asyncio
import re
import shutil

import pytest
from front_end import HOSTILE_TEXTS, SCRIPT, knock, rate, rating, told, typed

import nextgen_helpers as ng
from nextgen_helpers import standing
from nextgen_helpers.charts.shown import NOTHING, Written, said
from nextgen_helpers.regions import remember_region
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
)
from nextgen_helpers.toolkit.one_name import SAME_NAMES
from nextgen_helpers.views import live as live_module
from nextgen_helpers.views.live import View, view
from nextgen_helpers.widgets import form as form_module

SHOWN = {
    "asset_spiral": ng.show.asset_spiral,
    "floor_plan": ng.show.floor_plan,
    "own_definitions": ng.show.own_definitions,
    "sector_industries": ng.show.sector_industries,
    "sector_matrix": ng.show.sector_matrix,
    "closed_or_open": ng.show.closed_or_open,
    "communication_flow": ng.show.communication_flow,
    "constituency_check": ng.show.constituency_check,
    "from_here": ng.show.from_here,
    "frontline_picture": ng.show.frontline_picture,
    "job_quality": ng.show.job_quality,
    "program_gap": ng.show.program_gap,
    "program_supply": ng.show.program_supply,
    "sector_jobs": ng.show.sector_jobs,
    "sector_ladder": ng.show.sector_ladder,
    "newest_figures": ng.show.newest_figures,
    "observable_trouble": ng.show.observable_trouble,
    "pathway_picture": ng.show.pathway_picture,
    "push_and_pull": ng.show.push_and_pull,
    "runway_plan": ng.show.runway_plan,
    "sector_card": ng.show.sector_card,
    "supply_and_demand": ng.show.supply_and_demand,
    "wage_ladder": ng.show.wage_ladder,
    "way_priorities": ng.show.way_priorities,
    "check": lambda team: ng.check(team, "stakeholders"),
    "executive_summary": ng.show.executive_summary,
    "flags": ng.show.flags,
    "funding_mix": ng.show.funding_mix,
    "implementation_plan": ng.show.implementation_plan,
    "influence_picture": ng.show.influence_picture,
    "checked_examples": ng.show.checked_examples,
    "documents_crosswalk": lambda _: ng.show.documents_crosswalk(),
    "framework_crosswalk": ng.show.framework_crosswalk,
    "framework_wheel": ng.show.framework_wheel,
    "metric_coverage": ng.show.metric_coverage,
    "metric_status": ng.show.metric_status,
    "metric_trends": ng.show.metric_trends,
    "metrics_for_audience": ng.show.metrics_for_audience,
    "partnership_traits": ng.show.partnership_traits,
    "pulse_trends": ng.show.pulse_trends,
    "sector_pay": ng.show.sector_pay,
    "statewide_results": ng.show.statewide_results,
    "story_prompts": ng.show.story_prompts,
    "success_story": ng.show.success_story,
    "survey_results": ng.show.survey_results,
    "talent_priorities": ng.show.talent_priorities,
    "yearly_survey": lambda team: ng.form(team, "kpi_survey"),
    "agenda": lambda team: ng.show.agenda(team, "work_session_agenda"),
    "back_plan": ng.show.back_plan,
    "call_status": ng.show.call_status,
    "contact_matrix": ng.show.contact_matrix,
    "convener_comparison": ng.show.convener_comparison,
    "invitation_letter": ng.show.invitation_letter,
    "lifecycle": ng.show.lifecycle,
    "regional_needs": ng.show.regional_needs,
    "scope_check": ng.show.scope_check,
    "steps_and_phases": lambda _: ng.show.steps_and_phases(),
    "talking_points": ng.show.talking_points,
    "tool": lambda team: ng.form(team, "partner_roster"),
    "universe_of_connections": ng.show.universe_of_connections,
    "compared_with_last_time": ng.show.compared_with_last_time,
    "exercise_part": lambda team: ng.form(team, "many_tables_many_knocks_notes", 5),
    "journey": lambda team: ng.form(team, "employer_journey"),
    "journeys_side_by_side": lambda team: ng.show.journeys_side_by_side(team, "employer_journey"),
    "keep_result": lambda team: ng.form(team, "self_assessment_round"),
    "outreach_alternative": lambda team: ng.form(team, "outreach_alternatives", "real"),
    "outreach_comparison": ng.show.outreach_comparison,
    "outreach_knocks": lambda team: ng.form(team, "many_tables_many_knocks", "knocks"),
    "outreach_partners": lambda team: ng.form(team, "many_tables_many_knocks", "partners"),
    "outreach_picture": ng.show.outreach_picture,
    "outreach_tables": lambda team: ng.form(team, "many_tables_many_knocks", "tables"),
    "review": lambda team: ng.form(team, "after_action_review_step1"),
    "self_assessment": lambda team: ng.form(team, "self_assessment"),
    "self_assessment_results": lambda team: ng.show.self_assessment_results(team, radar=True),
    "self_assessment_session": lambda team: ng.form(team, "self_assessment_session"),
    "stakeholder_groups": lambda team: ng.form(team, "stakeholder_groups"),
    "team": lambda team: team,
    "where_to_start": ng.show.where_to_start,
    "worksheet": lambda team: ng.form(team, "next_steps"),
    "worksheet_overview": lambda team: ng.show.worksheet_overview(team, "coordination_questions"),
}
CHECKED = {f"check {name}": lambda team, name=name: ng.check(team, name) for name in standing.CHECKS}
ALL = {**SHOWN, **CHECKED}
VIEWS = [
    "compared_with_last_time", "journeys_side_by_side", "outreach_comparison", "outreach_picture",
    "self_assessment_results", "where_to_start", "worksheet_overview",
]  # fmt: skip


def fill(team, texts=("Mill",)):
    """Answer everything that is asked for in the forms above."""
    form = ng.form(team, "self_assessment")
    for number, text in enumerate(texts):
        told(form, "new person")
        typed(form, "person.name", text)
        typed(form, "person.group", text)
        rate(form, 3 + number % 5, 5, 9, seen=["R-IE-EXP-2"], evidence=text)
    keep = ng.form(team, "self_assessment_round")
    typed(keep, "round.title", texts[0])
    typed(keep, "round.close", 1)
    told(form, "new person")
    typed(form, "person.group", texts[0])
    rate(form, 4, 5, 6, evidence=texts[0])
    knocks = [knock(f"{text} {place}", text, contacts_a_year=7) for text in texts for place in "ab"]
    typed(ng.form(team, "many_tables_many_knocks", "knocks"), "knocks", knocks)
    table = {"name": texts[0], "convener": texts[0], "members": [*texts, "Mill"], "purpose": texts[0]}
    typed(ng.form(team, "many_tables_many_knocks", "tables"), "tables", [table, {**table, "name": "Council"}])
    typed(ng.form(team, "many_tables_many_knocks", "partners"), "employers", [*texts, "Nobody's"])
    for which in ("ideal", "real"):
        alternative = ng.form(team, "outreach_alternatives", which)
        first = {**knock(f"{texts[0]} a", texts[0]), "action": "drop knock", "why": texts[0]}
        typed(
            alternative,
            "changes",
            [{name: first[name] for name in ("action", "organization", "employer", "purpose", "why")}],
        )
        typed(alternative, "note", texts[0])
    journey = ng.form(team, "employer_journey")
    typed(journey, "steps", list(texts))
    typed(journey, "person.name", texts[0])
    review = ng.form(team, "after_action_review_step1")
    typed(review, "S1-AAR-1a", "partly")
    typed(review, "S1-AAR-1a.detail", texts[0])
    typed(ng.form(team, "next_steps"), "PTL-NS-1", [{"action": texts[0], "timeline": "2026-03-31"}])
    for part in content.worksheets().exercise("many_tables_many_knocks").parts:
        notes = ng.form(team, "many_tables_many_knocks_notes", part.order)
        for field in notes.form.fields:
            if field["kind"] in ("text", "long_text"):
                typed(notes, field["name"], texts[0])
    assert team.team.workspace.check() == []


def test_every_public_function_is_shown_here():
    # These show a region, the curriculum itself, or buttons of which test_take_along and test_open_room tell.
    others = {
        "bring",
        "explore",
        "contradictions",
        "curriculum_path",
        "glossary",
        "room",
        "sample",
        "take_along",
        "toolkit_tools",
    }
    assert {name for name in vars(ng.show) if not name.startswith("_")} - others <= set(SHOWN)


# -- on paper -------------------------------------------------------------------------------------------


@pytest.fixture
def paper(monkeypatch):
    """Write for paper, where nobody can fill in a form, so that none may be made."""

    def ready():
        monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")

        def none(*_, **__):
            pytest.fail("a form was made for paper")

        monkeypatch.setattr(form_module.Form, "__init__", none)

    return ready


@pytest.mark.parametrize("name", ALL)
def test_on_paper_an_empty_workspace_shows_words_and_no_form(team, screen, paper, name):
    paper()
    screen.display(ALL[name](team))
    assert len(screen.html) > 50
    assert not [bundle for bundle in screen.shown if "application/vnd.jupyter.widget-view+json" in bundle]
    assert "<script" not in screen.html
    assert team.team.workspace.history() == ()


@pytest.fixture(scope="session")
def hostile_file(tmp_path_factory):
    """Fill one workspace for all tests that only look at it."""
    file = tmp_path_factory.mktemp("hostile") / "team.db"
    with (made := ng.team("tx-texoma", f"sqlite:///{file}")).team.workspace:
        fill(made, HOSTILE_TEXTS)
    return file


@pytest.fixture
def hostile(hostile_file, url, laptop):
    shutil.copyfile(hostile_file, url.removeprefix("sqlite:///"))
    return laptop()


@pytest.mark.parametrize("name", ALL)
def test_on_paper_a_full_workspace_shows_text_and_no_form(hostile, screen, paper, name):
    paper()
    screen.display(ALL[name](hostile))
    assert len(screen.html) > 50
    for raw in ("<script", "<img", "</style></textarea>", "<b>bold"):
        assert raw not in screen.html
    assert not [bundle for bundle in screen.shown if "application/vnd.jupyter.widget-view+json" in bundle]


@pytest.mark.parametrize(
    "name",
    ["outreach_picture", "outreach_knocks", "outreach_tables", "journey", "review", "worksheet", "exercise_part",
     "outreach_alternative", "journeys_side_by_side"],
)  # fmt: skip
def test_on_paper_the_answers_stand_where_the_form_would_be(hostile, screen, paper, name):
    paper()
    screen.display(ALL[name](hostile))
    assert "&lt;script&gt;alert(1)" in screen.html


# -- on the screen --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_on_the_screen_hostile_text_stays_text(hostile, screen, name):
    screen.display(ALL[name](hostile))
    for raw in ("<script", "<img", "</style></textarea>", "<b>bold"):
        assert raw not in screen.html


@pytest.mark.parametrize("name", ALL)
def test_dollar_signs_are_no_formula(hostile, screen, name):
    """JupyterLab sets what stands between two dollar signs as a formula, unless it is told not to."""
    screen.display(ALL[name](hostile))
    for bundle in screen.shown:
        page = re.sub(r"<style>.*?</style>", "", bundle.get("text/html", ""), flags=re.DOTALL).strip()
        assert not page or re.match(r"<\w+ class=\"mathjax_ignore\b", page), page[:200]


def test_a_form_has_its_answers_in_words_for_a_reader_without_a_kernel(team, screen):
    form = ng.form(team, "after_action_review_step1")
    typed(form, "S1-AAR-1a.detail", SCRIPT)
    screen.display(form)
    (bundle,) = [item for item in screen.shown if "application/vnd.jupyter.widget-view+json" in item]
    assert "&lt;script&gt;" in bundle["text/html"]
    assert bundle["text/plain"] == form.title


def test_the_ratings_of_others_do_not_stand_in_the_words_of_the_rating_form(team, screen):
    form = ng.form(team, "self_assessment")
    rate(form, 3, 4, 5, evidence="Told in confidence")
    screen.display(form)
    assert "1 person has rated all three dimensions" in screen.html
    assert "confidence" not in screen.html


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_stays_in_its_place_whatever_was_answered(team, screen, spoiled, name):
    shown = ALL[name](team)
    screen.display(shown)
    places = len(screen.shown)
    fill(team, HOSTILE_TEXTS)
    for exercise_id in (SELF_ASSESSMENT, OUTREACH):
        spoiled(exercise_id)
    shown.redraw()
    assert len(screen.shown) == places


@pytest.mark.parametrize("name", ALL)
def test_a_view_of_a_team_that_has_answered_has_places_to_spare(hostile, name):
    shown = ALL[name](hostile)
    if isinstance(shown, View):
        assert len(shown.mime_bundles()) < live_module._PLACES


def test_a_view_grows_beyond_what_was_there_at_first(team, screen):
    screen.display(ng.show.outreach_picture(team))
    assert len([item for item in screen.shown if item != NOTHING]) == 1 + 3  # the style sheet, and a chart
    typed(
        ng.form(team, "many_tables_many_knocks", "knocks"), "knocks", [knock("River College"), knock("Board")]
    )
    typed(
        ng.form(team, "many_tables_many_knocks", "tables"),
        "tables",
        [{"name": "Council", "convener": "Board"}],
    )
    shown = [item for item in screen.shown if item != NOTHING]
    assert shown[1:] == ng.show.outreach_picture(team).mime_bundles()
    assert len(shown) == 1 + 18


def test_a_view_that_has_no_place_left_says_so_and_recovers(team, screen):
    @view
    def answers(team):
        for answer in team.workspace.history():
            yield said(answer.exercise_id)

    screen.display(answers(team))
    save = team.team.workspace.save
    for _ in range(live_module._PLACES):
        save(OUTREACH, {})
    team.saved(OUTREACH)
    assert "Run this cell again" not in screen.html
    save(OUTREACH, {})
    team.saved(OUTREACH)
    assert screen.html.count("Run this cell again") == 1
    screen.shown.clear()
    screen.display(answers(team))
    assert "Run this cell again" not in screen.html
    assert screen.html.count(OUTREACH) == live_module._PLACES + 1


# -- what a view watches --------------------------------------------------------------------------------


def test_a_view_watches_what_it_reads_and_no_more(team):
    assert ng.show.runway_plan(team).watched() == {"runway"}
    assert ng.show.pathway_picture(team).watched() == {"pathway_map", "supply_and_demand"}
    assert ng.show.metric_trends(team).watched() == {"metrics_board", "task_teams"}
    assert ng.show.outreach_picture(team).watched() == {OUTREACH}
    assert {SELF_ASSESSMENT, SELF_ASSESSMENT_ROUND, SELF_ASSESSMENT_SESSION} <= ng.show.where_to_start(
        team
    ).watched()
    assert ng.check(team, "reach").watched() == {"outreach_sources", OUTREACH}
    assert ng.show.invitation_letter(team).watched() == {"launch_plan", "invitation_letter", "sector_choice"}


def test_a_view_watches_what_it_comes_to_read(team, screen):
    """Without a sector there is no pay to set against a line; with one there is."""
    quality = ng.show.job_quality(team)
    screen.display(quality)
    assert quality.watched() == {"sector_choice"}
    typed(ng.form(team, "sector_choice"), "sector", "manufacturing")
    assert quality.watched() == {"sector_choice", "living_wage"}
    before = screen.html
    typed(ng.form(team, "living_wage"), "pay", "48000")
    assert screen.html != before


def test_a_view_of_a_view_watches_what_both_read(team):
    @view
    def both(team):
        team.sector()
        yield ng.show.runway_plan(team)

    assert both(team).watched() == {"sector_choice", "runway"}


def test_a_view_that_reads_all_answers_follows_every_one(team, screen):
    @view
    def count(team):
        yield said(f"{len(team.workspace.history())} answers")

    shown = count(team)
    screen.display(shown)
    assert shown.watched() == {None}
    typed(ng.form(team, "many_tables_many_knocks", "partners"), "employers", ["Mill"])
    assert "1 answers" in screen.html


def test_a_view_that_cannot_read_its_answers_watches_them(team, screen, spoiled):
    form = ng.form(team, "runway", "demand_day")
    typed(form, "demand_day", "2030-01-15")
    spoiled("runway")
    shown = ng.show.runway_plan(team)
    screen.display(shown)
    assert "do not fit this version of the questions" in screen.html
    assert shown.watched() == {"runway", SAME_NAMES}


@pytest.mark.parametrize("mode", ["screen", "paper"])
@pytest.mark.parametrize(
    "name", ["frontline_picture", "communication_flow", "pathway_picture", "framework_wheel", "flags"]
)
def test_a_view_in_a_report_is_the_one_in_the_notebook(hostile, monkeypatch, name, mode):
    monkeypatch.setenv("NEXTGEN_OUTPUT", mode)
    followed, plain = ALL[name](hostile), ALL[name](hostile.team)
    assert followed.mime_bundles() == plain.mime_bundles()


@pytest.mark.parametrize("name", ["compared_with_last_time", "outreach_comparison", "outreach_picture",
                                  "self_assessment_results", "where_to_start"])  # fmt: skip
def test_a_view_that_cannot_read_its_answers_says_so(hostile, screen, spoiled, name):
    for exercise_id in (SELF_ASSESSMENT, OUTREACH):
        spoiled(exercise_id)
    screen.display(ALL[name](hostile))
    assert "do not fit this version of the questions; they are kept as they are" in screen.html


def test_a_view_whose_answers_cannot_be_reached_says_so_and_recovers(team, screen, out_of_reach):
    view, form = ng.show.outreach_picture(team), ng.form(team, "many_tables_many_knocks", "knocks")
    screen.display(view)
    with out_of_reach():
        team.saved(OUTREACH)
        assert "The answers in " in screen.html
    typed(form, "knocks", [knock("Recovered College")])
    assert "The answers in " not in screen.html
    assert "Recovered College" in str(screen.shown)


def test_a_view_follows_every_save_and_redraws_only_what_changed(team, screen):
    screen.display(ng.show.self_assessment_results(team))
    form = ng.form(team, "self_assessment")
    rate(form, 3)
    assert "1 more has begun" in screen.html
    first = screen.updates
    assert first > 0
    team.saved(SELF_ASSESSMENT)  # nothing new
    team.saved(OUTREACH)
    assert screen.updates == first
    rate(form, 3, 4, 5)
    assert "1 person has rated all three" in screen.html


def test_a_cell_that_is_run_again_draws_in_its_new_place_only(team, screen):
    for _ in range(2):
        screen.display(View("count", team, lambda own: [Written("", str(len(own.workspace.history())))]))
    typed(ng.form(team, "many_tables_many_knocks", "partners"), "employers", ["Mill"])
    assert [item["text/plain"] for item in screen.shown if item.get("text/plain")] == ["0", "1"]


def test_without_a_notebook_all_who_watch_are_told_at_once(team):
    told_now = []
    team.watch("one", [OUTREACH], lambda: told_now.append("one"))
    team.watch("other", [OUTREACH, SELF_ASSESSMENT], lambda: told_now.append("other"))
    team.saved(OUTREACH)
    team.saved(SELF_ASSESSMENT)
    team.saved("something else")
    assert told_now == ["one", "other", "other"]


def test_in_a_notebook_several_answers_are_told_together(team, monkeypatch):
    monkeypatch.setattr(live_module, "_PATIENCE", 0)
    told_now = []

    async def notebook():
        heard = asyncio.Event()
        team.watch("one", [OUTREACH], lambda: told_now.append("one"))
        team.watch("other", [SELF_ASSESSMENT], lambda: (told_now.append("other"), heard.set()))
        for exercise_id in (OUTREACH, OUTREACH, SELF_ASSESSMENT, OUTREACH):
            team.saved(exercise_id)
        assert told_now == []  # the one who types waits for no picture
        await heard.wait()
        heard.clear()
        team.saved(SELF_ASSESSMENT)
        await heard.wait()

    asyncio.run(notebook())
    assert told_now == ["one", "other", "other"]


def test_a_team_says_how_much_is_saved_and_where(team, screen, monkeypatch, url):
    screen.display(team)
    assert "Team of Texoma: no answers yet" in screen.html
    typed(ng.form(team, "many_tables_many_knocks", "partners"), "employers", ["Mill"])
    screen.display(team)
    assert "1 saved answer." in screen.html
    assert url.removeprefix("sqlite:///") in screen.html
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")
    screen.shown.clear()
    screen.display(team)
    assert (
        url.removeprefix("sqlite:///") not in screen.html
    )  # a path on somebody's laptop is no part of a report


def test_pictures_of_the_example_stand_beside_ones_own_and_say_so(screen, team):
    remember_region(team.team.region)
    for show in (ng.show.self_assessment_results, ng.show.outreach_picture):
        screen.shown.clear()
        screen.display(show(ng.team("invented-valley")))
        assert sum("application/vnd.plotly.v1+json" in item for item in screen.shown) >= 2
        assert screen.html.count("Invented Valley is an exercise.") == 1
    assert team.team.workspace.history() == ()


def test_a_rating_of_another_person_is_not_shown_by_a_redraw(team):
    """What one person types in the form stays hers while others save elsewhere."""
    form, other = ng.form(team, "self_assessment"), ng.form(team, "self_assessment")
    rate(form, 3)
    told(other, "new person")
    rate(other, 9)
    assert form.form.answers["rating.industry_engagement"] == rating(3)
