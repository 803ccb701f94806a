"""What is answered in one cell is seen in the others; and what each cell shows, on the screen and on paper."""

from __future__ import annotations

import asyncio
import inspect
import re
import shutil

import pytest
from front_end import HOSTILE_TEXTS, SCRIPT, knock, rate, rating, told, typed

from nextgen_helpers import standing, widgets
from nextgen_helpers.charts.shown import NOTHING, Written, said
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.exercises import (
    EMPLOYER_JOURNEY,
    OUTREACH,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
)
from nextgen_helpers.views import live as live_module
from nextgen_helpers.views.live import LiveTeam, View, view
from nextgen_helpers.widgets import form as form_module

SHOWN = {
    "own_definitions": widgets.own_definitions,
    "sector_industries": widgets.sector_industries,
    "sector_matrix": widgets.sector_matrix,
    "closed_or_open": widgets.closed_or_open,
    "communication_example": lambda _: widgets.communication_example(),
    "communication_flow": widgets.communication_flow,
    "constituency_check": widgets.constituency_check,
    "from_here": widgets.from_here,
    "frontline_picture": widgets.frontline_picture,
    "job_quality": widgets.job_quality,
    "program_gap": widgets.program_gap,
    "program_supply": widgets.program_supply,
    "sector_jobs": widgets.sector_jobs,
    "sector_ladder": widgets.sector_ladder,
    "observable_trouble": widgets.observable_trouble,
    "pathway_example": lambda _: widgets.pathway_example(),
    "pathway_picture": widgets.pathway_picture,
    "push_and_pull": widgets.push_and_pull,
    "runway_plan": widgets.runway_plan,
    "sector_card": widgets.sector_card,
    "supply_and_demand": widgets.supply_and_demand,
    "wage_ladder": widgets.wage_ladder,
    "way_priorities": widgets.way_priorities,
    "check": lambda team: widgets.check(team, "stakeholders"),
    "executive_summary": widgets.executive_summary,
    "flags": widgets.flags,
    "funding_mix": widgets.funding_mix,
    "implementation_plan": widgets.implementation_plan,
    "influence_picture": widgets.influence_picture,
    "checked_examples": widgets.checked_examples,
    "documents_crosswalk": lambda _: widgets.documents_crosswalk(),
    "framework_crosswalk": widgets.framework_crosswalk,
    "framework_wheel": widgets.framework_wheel,
    "metric_coverage": widgets.metric_coverage,
    "metric_status": widgets.metric_status,
    "metric_trends": widgets.metric_trends,
    "metrics_for_audience": widgets.metrics_for_audience,
    "partnership_traits": widgets.partnership_traits,
    "pulse_trends": widgets.pulse_trends,
    "sector_pay": widgets.sector_pay,
    "statewide_results": widgets.statewide_results,
    "story_prompts": widgets.story_prompts,
    "success_story": widgets.success_story,
    "survey_results": widgets.survey_results,
    "talent_priorities": widgets.talent_priorities,
    "yearly_survey": widgets.yearly_survey,
    "agenda": lambda team: widgets.agenda(team, "work_session_agenda"),
    "back_plan": widgets.back_plan,
    "call_status": widgets.call_status,
    "contact_matrix": widgets.contact_matrix,
    "convener_comparison": widgets.convener_comparison,
    "invitation_letter": widgets.invitation_letter,
    "lifecycle": widgets.lifecycle,
    "regional_needs": widgets.regional_needs,
    "scope_check": widgets.scope_check,
    "steps_and_phases": lambda _: widgets.steps_and_phases(),
    "talking_points": widgets.talking_points,
    "tool": lambda team: widgets.tool(team, "partner_roster"),
    "universe_of_connections": widgets.universe_of_connections,
    "compared_with_last_time": widgets.compared_with_last_time,
    "exercise_part": lambda team: widgets.exercise_part(team, "many_tables_many_knocks", 5),
    "journey": lambda team: widgets.journey(team, EMPLOYER_JOURNEY),
    "journeys_side_by_side": lambda team: widgets.journeys_side_by_side(team, EMPLOYER_JOURNEY),
    "keep_result": widgets.keep_result,
    "outreach_alternative": lambda team: widgets.outreach_alternative(team, "real"),
    "outreach_comparison": widgets.outreach_comparison,
    "outreach_example": lambda _: widgets.outreach_example(),
    "outreach_knocks": widgets.outreach_knocks,
    "outreach_partners": widgets.outreach_partners,
    "outreach_picture": widgets.outreach_picture,
    "outreach_tables": widgets.outreach_tables,
    "review": lambda team: widgets.review(team, "step1"),
    "self_assessment": widgets.self_assessment,
    "self_assessment_example": lambda _: widgets.self_assessment_example(),
    "self_assessment_results": lambda team: widgets.self_assessment_results(team, radar=True),
    "self_assessment_session": widgets.self_assessment_session,
    "stakeholder_groups": widgets.stakeholder_groups,
    "team": lambda team: team,
    "where_to_start": widgets.where_to_start,
    "worksheet": lambda team: widgets.worksheet(team, "next_steps"),
    "worksheet_overview": lambda team: widgets.worksheet_overview(team, "coordination_questions"),
}
CHECKED = {f"check {name}": lambda team, name=name: widgets.check(team, name) for name in standing.CHECKS}
ALL = {**SHOWN, **CHECKED}
VIEWS = [
    "compared_with_last_time", "journeys_side_by_side", "outreach_comparison", "outreach_picture",
    "self_assessment_results", "where_to_start", "worksheet_overview",
]  # fmt: skip


def fill(team, texts=("Mill",)):
    """Answer everything that is asked for in the forms above."""
    form = widgets.self_assessment(team)
    for number, text in enumerate(texts):
        told(form, "new person")
        typed(form, "person.name", text)
        typed(form, "person.group", text)
        rate(form, 3 + number % 5, 5, 9, seen=["R-IE-EXP-2"], evidence=text)
    keep = widgets.keep_result(team)
    typed(keep, "round.title", texts[0])
    typed(keep, "round.close", 1)
    told(form, "new person")
    typed(form, "person.group", texts[0])
    rate(form, 4, 5, 6, evidence=texts[0])
    knocks = [knock(f"{text} {place}", text, contacts_a_year=7) for text in texts for place in "ab"]
    typed(widgets.outreach_knocks(team), "knocks", knocks)
    table = {"name": texts[0], "convener": texts[0], "members": [*texts, "Mill"], "purpose": texts[0]}
    typed(widgets.outreach_tables(team), "tables", [table, {**table, "name": "Council"}])
    typed(widgets.outreach_partners(team), "employers", [*texts, "Nobody's"])
    for which in ("ideal", "real"):
        alternative = widgets.outreach_alternative(team, which)
        first = {**knock(f"{texts[0]} a", texts[0]), "action": "drop knock", "why": texts[0]}
        typed(
            alternative,
            "changes",
            [{name: first[name] for name in ("action", "organization", "employer", "purpose", "why")}],
        )
        typed(alternative, "note", texts[0])
    journey = widgets.journey(team, EMPLOYER_JOURNEY)
    typed(journey, "steps", list(texts))
    typed(journey, "person.name", texts[0])
    review = widgets.review(team, "step1")
    typed(review, "S1-AAR-1a", "partly")
    typed(review, "S1-AAR-1a.detail", texts[0])
    typed(widgets.worksheet(team, "next_steps"), "PTL-NS-1", [{"action": texts[0], "timeline": "2026-03-31"}])
    for part in content.worksheets().exercise("many_tables_many_knocks").parts:
        notes = widgets.exercise_part(team, "many_tables_many_knocks", part.order)
        for field in notes.form.fields:
            if field["kind"] in ("text", "long_text"):
                typed(notes, field["name"], texts[0])
    assert team.team.workspace.check() == []


def test_every_public_function_is_shown_here():
    functions = {name for name in widgets.__all__ if not inspect.isclass(getattr(widgets, name))}
    assert functions - {"explore"} == set(SHOWN)  # explore shows a region, not a team


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
    with (made := widgets.team("tx-texoma", f"sqlite:///{file}")).team.workspace:
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
    form = widgets.review(team, "step1")
    typed(form, "S1-AAR-1a.detail", SCRIPT)
    screen.display(form)
    (bundle,) = [item for item in screen.shown if "application/vnd.jupyter.widget-view+json" in item]
    assert "&lt;script&gt;" in bundle["text/html"]
    assert bundle["text/plain"] == form.title


def test_the_ratings_of_others_do_not_stand_in_the_words_of_the_rating_form(team, screen):
    form = widgets.self_assessment(team)
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
    screen.display(widgets.outreach_picture(team))
    assert len([item for item in screen.shown if item != NOTHING]) == 1 + 3  # the style sheet, and a chart
    typed(widgets.outreach_knocks(team), "knocks", [knock("River College"), knock("Board")])
    typed(widgets.outreach_tables(team), "tables", [{"name": "Council", "convener": "Board"}])
    shown = [item for item in screen.shown if item != NOTHING]
    assert shown[1:] == widgets.outreach_picture(team).mime_bundles()
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
    assert widgets.runway_plan(team).watched() == {"runway"}
    assert widgets.pathway_picture(team).watched() == {"pathway_map", "supply_and_demand"}
    assert widgets.metric_trends(team).watched() == {"metrics_board", "task_teams"}
    assert widgets.outreach_picture(team).watched() == {OUTREACH}
    assert {SELF_ASSESSMENT, SELF_ASSESSMENT_ROUND, SELF_ASSESSMENT_SESSION} <= widgets.where_to_start(
        team
    ).watched()
    assert widgets.check(team, "reach").watched() == {"outreach_sources", OUTREACH}
    assert widgets.invitation_letter(team).watched() == {"launch_plan", "invitation_letter", "sector_choice"}


def test_a_view_watches_what_it_comes_to_read(team, screen):
    """Without programs the gap is not looked up for the sector; with some it is."""
    gap = widgets.program_gap(team)
    screen.display(gap)
    assert gap.watched() == {"training_programs"}
    program = {"institution": "River", "program": "Welding", "cip": "48.0508", "completers": 5, "year": 2025}
    typed(widgets.tool(team, "training_programs"), "programs", [program])
    assert gap.watched() == {"training_programs", "sector_choice"}
    before = screen.html
    typed(widgets.tool(team, "sector_choice"), "sector", "manufacturing")
    assert screen.html != before


def test_a_view_of_a_view_watches_what_both_read(team):
    @view
    def both(team):
        team.sector()
        yield widgets.runway_plan(team)

    assert both(team).watched() == {"sector_choice", "runway"}


def test_a_view_that_reads_all_answers_follows_every_one(team, screen):
    @view
    def count(team):
        yield said(f"{len(team.workspace.history())} answers")

    shown = count(team)
    screen.display(shown)
    assert shown.watched() == {None}
    typed(widgets.outreach_partners(team), "employers", ["Mill"])
    assert "1 answers" in screen.html


def test_a_view_that_cannot_read_its_answers_watches_them(team, screen, spoiled):
    form = widgets.tool(team, "runway", ["demand_day"])
    typed(form, "demand_day", "2030-01-15")
    spoiled("runway")
    shown = widgets.runway_plan(team)
    screen.display(shown)
    assert "do not fit this version of the questions" in screen.html
    assert shown.watched() == {"runway"}


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
def test_a_view_that_cannot_read_its_answers_says_so(team, screen, spoiled, name):
    fill(team)
    for exercise_id in (SELF_ASSESSMENT, OUTREACH):
        spoiled(exercise_id)
    screen.display(ALL[name](team))
    assert "do not fit this version of the questions; they are kept as they are" in screen.html


def test_a_view_whose_answers_cannot_be_reached_says_so_and_recovers(team, screen, out_of_reach):
    view, form = widgets.outreach_picture(team), widgets.outreach_knocks(team)
    screen.display(view)
    with out_of_reach():
        team.saved(OUTREACH)
        assert "The answers in " in screen.html
    typed(form, "knocks", [knock("Recovered College")])
    assert "The answers in " not in screen.html
    assert "Recovered College" in str(screen.shown)


def test_a_view_follows_every_save_and_redraws_only_what_changed(team, screen):
    screen.display(widgets.self_assessment_results(team))
    form = widgets.self_assessment(team)
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
    typed(widgets.outreach_partners(team), "employers", ["Mill"])
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
    typed(widgets.outreach_partners(team), "employers", ["Mill"])
    screen.display(team)
    assert "1 saved answer." in screen.html
    assert url.removeprefix("sqlite:///") in screen.html
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")
    screen.shown.clear()
    screen.display(team)
    assert (
        url.removeprefix("sqlite:///") not in screen.html
    )  # a path on somebody's laptop is no part of a report


def test_examples_for_teaching_say_that_they_are_invented(screen, team):
    for example in (widgets.self_assessment_example(), widgets.outreach_example()):
        screen.shown.clear()
        screen.display(example)
        pictures = [item for item in screen.shown if "application/vnd.plotly.v1+json" in item]
        assert len(pictures) >= 2
        assert screen.html.lower().count("invented") >= len(pictures)
    assert isinstance(team, LiveTeam)
    assert team.team.workspace.history() == ()


def test_a_rating_of_another_person_is_not_shown_by_a_redraw(team):
    """What one person types in the form stays hers while others save elsewhere."""
    form, other = widgets.self_assessment(team), widgets.self_assessment(team)
    rate(form, 3)
    told(other, "new person")
    rate(other, 9)
    assert form.form.answers["rating.industry_engagement"] == rating(3)
