"""What follows from the tools of Module 5: views that say what was entered, a survey that names nobody, a story with gaps."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import docx
import pytest
from front_end import HOSTILE_TEXTS, SCRIPT, page, said, save, told, typed

import nextgen_helpers as ng
from nextgen_helpers.errors import UserError
from nextgen_helpers.handouts.sheets import sheet_of, sheet_typst
from nextgen_helpers.toolkit.catalog import questions_and_answers
from nextgen_helpers.toolkit.metrics.story import audience, audiences
from nextgen_helpers.views.metrics import story

RAW = ("<script", "<img", "</style></textarea>", "<b>bold")


def days_ago(days):
    return (datetime.now().astimezone().date() - timedelta(days=days)).isoformat()


def fill(team, text="Riders"):
    save(
        team,
        "priorities",
        priorities=[{"opportunity": text, "kind": "workforce"}, {"opportunity": "Bus", "kind": "transport"}],
    )
    save(team, "cluster_assets", assets=[{"asset": text, "light": "yes", "evidence": text}])
    save(
        team,
        "task_teams",
        teams=[
            {"team": text, "metric": "met_bp_1"},
            {"team": "Other", "metric": "met_bi_1"},
            {"team": "Third"},
        ],
    )
    save(
        team,
        "audience_questions",
        questions=[{"audience": "business", "person": text, "question": f"Why, {text}?"}],
    )
    save(
        team, "metrics_board",
        metrics=[
            {"metric": "met_bp_1", "baseline": 10, "baseline_on": days_ago(400), "target": 20, "target_by": days_ago(-400), "source": text},
            {"metric": "own", "own_name": text, "unit": text, "baseline": 0},
        ],
        readings=[{"metric": "met_bp_1", "read_on": days_ago(10), "value": 17.5}, {"metric": "own", "own_name": text, "read_on": days_ago(3), "value": 2}],
    )  # fmt: skip
    save(
        team, "story", audience="officials", headline=text, person=text, consent="yes", before=text, done=text, after=text, quote=text,
        metric="met_bp_1", proof=text, ask=text,
    )  # fmt: skip
    save(team, "statewide_results", results=[{"result": text}])
    save(team, "sector_choice", sector=text)


VIEWS = {
    name: getattr(ng.show, name)
    for name in (
        "talent_priorities", "metric_coverage", "metric_status", "metric_trends", "pulse_trends",
        "metrics_for_audience", "survey_results", "story_prompts", "statewide_results",
    )
} | {"cluster_assets": lambda team: ng.check(team, "cluster_assets")}  # fmt: skip


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_view_shows_text_as_text(team, name, text):
    view = VIEWS[name](team)
    fill(team, text)
    assert not [raw for raw in RAW if raw in page(view)]


def test_the_views_say_what_was_entered(team):
    fill(team)
    for view, words in (
        (ng.check(team, "cluster_assets"), "Companies use 1 of 1 shared assets together"),
        (ng.show.talent_priorities(team), "1 of 2 priorities is about talent (50%), 1 about something else."),
        (
            ng.show.metric_coverage(team),
            "Public programs and resources: nothing is chosen about the work or about its effect",
        ),
        (
            ng.show.metric_status(team),
            "Breadth of business engagement: on track, 75% of the way in 49% of the time.",
        ),
        (
            ng.show.metric_status(team),
            "Riders still lacks the day of the baseline, a target, a source and an owner.",
        ),
        (ng.show.metric_trends(team), "2 of 2 metrics moved the right way"),
    ):
        assert words in said(view)


def test_the_task_teams_and_their_metrics_are_set_beside_the_board(team):
    view = ng.show.metric_coverage(team)
    assert "No task team has named a sign of success yet" in page(view)
    fill(team)
    words = page(view)
    assert "not on the board" in words
    assert "no metric chosen" in words
    assert "<td>Ventures, products and ideas</td><td>not on the board</td>" in words
    assert "<td>Breadth of business engagement</td><td>yes</td>" in words


# -- audiences ----------------------------------------------------------------------------------------------


def test_all_audiences_stand_below_each_other_and_one_can_be_chosen(team):
    fill(team)
    view = ng.show.metrics_for_audience(team)
    for who in audiences():
        assert f"For {who.label.lower()}" in said(view)
    typed_in = {"kind": "changed", "name": "audience", "value": "officials"}
    view.form._heard(None, typed_in, [])
    assert "For elected officials" in said(view)
    assert "For business" not in said(view)
    for nonsense in ("press", None, 5, ["business"]):
        view.form._heard(None, {**typed_in, "value": nonsense}, [])
    assert "For elected officials" in said(view)
    assert team.team.workspace.history()[-1].exercise_id != "audience"  # a choice of view is no answer


def test_an_audience_reads_its_own_question_its_numbers_and_their_source(team):
    fill(team)
    words = said(ng.show.metrics_for_audience(team, "business"))
    assert "Asked here: Why, Riders? (Riders)" in words
    assert "Breadth of business engagement: 17.5 companies" in words
    assert "7.5 companies more than at first (75% more)" in words
    assert "Source: Riders." in words
    assert "For investors" not in words


def test_an_audience_without_a_metric_is_told_which_could_serve(team):
    assert "It could be: Investment by business" in said(ng.show.metrics_for_audience(team, "investors"))
    with pytest.raises(UserError, match='no audience "press"'):
        ng.show.metrics_for_audience(team, "press")
    with pytest.raises(UserError, match='no audience "press"'):
        ng.show.story_prompts(team, "press")


def test_on_paper_all_audiences_are_written_and_no_form_is_made(team, screen, monkeypatch):
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")
    fill(team)
    screen.display(ng.show.metrics_for_audience(team))
    assert screen.html.count("<h3>For ") == 4
    assert not [bundle for bundle in screen.shown if "application/vnd.jupyter.widget-view+json" in bundle]


# -- the survey ---------------------------------------------------------------------------------------------


def answer(team, respondent, **value):
    team.team.workspace.save("kpi_survey", value, respondent=respondent)


def test_the_survey_names_nobody_and_begins_with_somebody_new(team, laptop):
    form = ng.form(team, "kpi_survey")
    typed(form, "skilled", "easier")
    typed(form, "one_change", SCRIPT)
    typed(form, "person.name", "Ann")
    assert "1 answer so far" in form.html()
    assert "Ann" not in form.html()
    assert "alert" not in form.html()
    told(form, "new person")
    assert form.form.answers["skilled"] is None
    typed(form, "hours", 2.5)
    following = ng.form(laptop(), "kpi_survey")
    assert following.form.answers["hours"] is None
    assert following.form.people == []
    assert len(team.team.answered("kpi_survey")) == 2


def test_companies_and_partners_are_counted_apart_from_three_answers_on(team):
    view = ng.show.survey_results(team)
    assert "No one has answered the survey yet." in said(view)
    for number in range(3):
        answer(
            team,
            f"c{number}",
            who="company",
            asked_on="2027-03-01",
            skilled="easier" if number else "harder",
            hours=number + 0.5,
        )
    answer(team, "p", who="partner", asked_on="2027-03-02", skilled="much_easier")
    words = page(view)
    assert "Companies, 2027: 3 answers" in words
    assert "67% easier or much easier" in words
    assert "Support partners, 2027: 1 answer" in words
    assert "so that no one can be recognized" in words
    assert "Much easier 1" not in words
    assert "Only 4 answers" in said(view)


def test_two_years_stand_side_by_side(team):
    for number in range(3):
        answer(team, f"a{number}", who="company", asked_on="2026-03-01", skilled="harder", worth=4)
        answer(team, f"b{number}", who="company", asked_on="2027-03-01", skilled="easier", worth=8)
    answer(team, "c", who="company", asked_on="2025-03-01", skilled="easier", worth=1)
    view = ng.show.survey_results(team)
    words = page(view)
    assert "Companies, 2027: 3 answers" in words
    for part in ("<td>0% of 3</td>", "<td>100% of 3</td>", "too few to show"):
        assert part in words


def test_an_empty_answer_is_nobodys(team):
    answer(team, "x")
    assert "No one has answered the survey yet." in said(ng.show.survey_results(team))


def test_the_survey_has_a_sheet_without_answers(team):
    answer(team, "x", one_change="Meet at seven")
    sheet = sheet_of('ng.form(team, "kpi_survey")')
    assert sheet.personal
    source = sheet_typst(sheet, team.team)
    assert "how easy is it to find people" in source
    assert "Meet at seven" not in source


def test_a_decimal_is_read_the_same_in_the_form_on_paper_and_in_an_export(team):
    row = {"metric": "met_bp_1", "baseline": 2.5, "target": 40}
    typed(ng.form(team, "metrics_board"), "metrics", [row])
    form = ng.form(team, "metrics_board")
    assert [form.form.answers["metrics"][0][name] for name in ("baseline", "target")] == [2.5, 40]
    kinds = {column["name"]: column["kind"] for column in form.form.fields[0]["columns"]}
    assert (kinds["baseline"], kinds["target_by"]) == ("decimal", "date")
    assert "<td>2.5</td>" in form.html()
    assert "<td>40</td>" in form.html()
    printed = sheet_typst(sheet_of('ng.form(team, "metrics_board", "metrics")'), team.team)
    assert '"2.5"' in printed
    assert '"40"' in printed
    ((_, words),) = questions_and_answers("metrics_board", team.team.stored("metrics_board"))
    assert "Baseline: 2.5; Target: 40" in words


# -- the story ----------------------------------------------------------------------------------------------


def test_the_story_begins_as_gaps_and_ends_without_any(team):
    view = ng.show.success_story(team)
    assert {"the one sentence that should stay", "how it was before", "a metric of the board"} <= set(
        view.document().gaps
    )
    fill(team)
    document = view.document()
    assert document.gaps == ()
    words = document.text()
    assert "Breadth of business engagement: 17.5 companies" in words
    assert audience("officials").close in words


@pytest.mark.parametrize("consent", ["asked", "no", None])
def test_who_has_not_agreed_is_neither_named_nor_quoted(team, consent):
    save(team, "story", person="Jo Sample", quote="I said so.", consent=consent)
    words = story(team.team).text()
    assert "Jo Sample" not in words
    assert "I said so." not in words
    assert "Jo Sample" not in page(ng.show.story_prompts(team))


@pytest.mark.parametrize(
    ("own", "gap"),
    [
        ({}, "a metric of the board"), ({"metric": "met_pi_1"}, "a metric that is on the board"),
        ({"metric": "own", "own_name": "Nobody's"}, "a metric that is on the board"), ({"metric": "met_pp_2"}, "a reading"),
        ({"metric": "met_bi_1"}, "source of the number"),
    ],
)  # fmt: skip
def test_the_proof_is_on_the_board_or_a_gap(team, own, gap):
    save(
        team, "metrics_board", metrics=[{"metric": "met_pp_2"}, {"metric": "met_bi_1", "baseline": 1}],
        readings=[{"metric": "met_bi_1", "read_on": days_ago(1), "value": 3}],
    )  # fmt: skip
    save(team, "story", **own)
    assert gap in story(team.team).gaps


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_people_typed_stays_text_in_the_story(team, text):
    fill(team, text)
    document = story(team.team)
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(document.word())).paragraphs)
    assert words.count(text) >= 5
    assert not [raw for raw in RAW if raw in document.html()]


def test_the_prompts_carry_the_teams_numbers(team):
    assert "[metric]" in page(ng.show.story_prompts(team))
    fill(team)
    words = page(ng.show.story_prompts(team))
    assert words.count("<tr>") == 26
    assert "17.5 companies" in words
    assert page(ng.show.story_prompts(team, "investors")).count("<tr>") == 9


def test_the_panel_of_results_shows_what_was_entered_and_nothing_else(team):
    view = ng.show.statewide_results(team)
    assert "prints none" in page(view)
    assert "<table" not in page(view)
    save(team, "statewide_results", results=[{"result": SCRIPT, "year": 2026}])
    assert "no source: do not pass it on" in page(view)
    assert "&lt;script&gt;" in page(view)


def test_a_view_follows_the_board(team, screen):
    screen.display(ng.show.metric_status(team))
    assert "No metric is chosen yet" in screen.html
    typed(ng.form(team, "metrics_board"), "metrics", [{"metric": "met_bp_1", "baseline": 2.5}])
    assert "Of 1 metric: 1 cannot be said" in screen.html
    assert team.team.rows("metrics_board", "metrics")[0]["baseline"] == 2.5
