"""Where to start: the rubric's words in the rubric's order, links only to notebooks that are there."""

from __future__ import annotations

import html
import re

import pytest

from nextgen_helpers import charts
from nextgen_helpers.charts.team import advice
from nextgen_helpers.charts.team.advice import Advice, Place, Recommended
from nextgen_helpers.toolkit import content, rubric

IE, RC, CP = "industry_engagement", "regional_coordination", "career_pathways"
HOSTILE = "<script>alert(1)</script> & 'Sons'"


def start(**scores):
    return charts.where_to_start(rubric.summarize([{"respondent": "a", "scores": scores}]))


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """A folder of notebooks in which only the first step and the second module are there."""
    for name in ("11_step1_support_team.ipynb", "20_module2.ipynb", "16_step66.ipynb"):
        (tmp_path / name).touch()
    monkeypatch.setattr(advice, "embedded", lambda *_: tmp_path)
    return tmp_path


def test_order_and_words_are_the_rubrics():
    scores = {IE: 3, RC: 5, CP: 8}
    found = start(**scores)
    expected = rubric.recommend(rubric.summarize([{"respondent": "a", "scores": scores}]))
    assert [(step.rank, step.text, step.level, step.note) for step in found.steps] == [
        (item.rank, item.text, item.level, item.note) for item in expected
    ]
    assert [step.dimension for step in found.steps] == [
        "Regional coordination", "Industry engagement", "Career pathway systems-building",
    ]  # fmt: skip
    assert [step.median for step in found.steps] == [5, 3, 8]
    page = found.html("screen")
    places = [page.index(html.escape(step.text)) for step in found.steps]
    assert places == sorted(places)


def test_pathways_wait_for_the_launch_where_companies_have_not_spoken():
    found = start(**{IE: 4, RC: 6, CP: 3})
    assert found.steps[0].places[0].title.startswith("Step 1")
    page = found.html("screen")
    assert page.count("after the launch (Step 4)") == found.text().count("after the launch (Step 4)") == 2
    assert "One thing to do next" in page
    assert "after the launch" not in start(**{IE: 6, RC: 6, CP: 3}).html()


def test_the_order_is_marked_as_ours():
    mixed = content.rubric().mixed.text
    assert start(**{IE: 3, RC: 5}).order == mixed
    assert start(**{IE: 3, RC: 3}).order == f"All medians are the same. {mixed}"
    assert start(**{IE: 3}).order == ""
    assert f"<b>Our rule for the order:</b> {html.escape(mixed)}" in start(**{IE: 3, RC: 5}).html()
    assert "Our rule" not in start(**{IE: 3}).html()


def test_links_lead_to_notebooks_that_are_there(notebooks):
    found = start(**{IE: 3, CP: 8})
    page = found.html("screen")
    assert re.findall(r'href="([^"]+)"', page) == ["11_step1_support_team.ipynb", "20_module2.ipynb"]
    assert all((notebooks / name).is_file() for name in re.findall(r'href="([^"]+)"', page))
    assert "Step 6: Sustain and Evolve (our addition) (comes with a later release)" in page
    assert "Module 2: Coordinating Business Services &amp; Outreach</a> (our addition)" in page


@pytest.mark.parametrize("output", ["paper", "shared-script"])
@pytest.mark.usefixtures("notebooks")
def test_a_report_has_titles_and_no_links(output):
    page = start(**{IE: 3}).html(output)
    assert "href" not in page
    assert "Step 1: Build Your Regional Support Team" in page


def test_questions_stand_with_the_rule_that_applies():
    known = content.rubric()
    for rule in known.rules:
        score = 9 if rule.side == "high" else 2
        (step,) = start(**{rule.dimension: score}).steps
        own = [question.text for question in known.questions if question.rule == rule.id]
        assert [text for text, _ in step.questions] == own
    high = start(**{RC: 9})
    assert "tool: Draw Your Own Communication Strategy" in high.html()
    assert "To think about" not in start(**{RC: 2}).html()


def test_notes_say_whose_they_are():
    assert "<b>Our note on the source:</b> The toolkit names a &quot;Step 7&quot;" in start(**{IE: 9}).html()
    assert "<b>Our note:</b> The toolkit names no section here." in start(**{CP: 2}).html()
    assert "Our note" not in start(**{RC: 2}).html()


def test_nobody_has_rated():
    found = start()
    assert found.steps == ()
    assert found.html().count("<p>") == 1
    assert "No one has rated yet" in found.html()
    assert found.text() == found.mime_bundles()[0]["text/plain"]


def test_text_is_escaped():
    step = Recommended(1, HOSTILE, HOSTILE, 2.5, HOSTILE, HOSTILE, (Place(HOSTILE, None, ours=True), Place(HOSTILE, 'a".ipynb', ours=False)),
                       HOSTILE, about_the_source=True, questions=((HOSTILE, (HOSTILE,)),))  # fmt: skip
    page = Advice((step,), HOSTILE).html("screen")
    assert "<script" not in page
    assert page.count("alert(1)") == 10
    assert 'href="a%22.ipynb"' in page


def test_a_notebook_shows_it_once(monkeypatch):
    found = start(**{IE: 3})
    (bundle,) = found.mime_bundles()
    assert bundle["text/html"].startswith("<style>")
    assert found.html("screen") in bundle["text/html"]
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")
    assert found.mime_bundles()[0]["text/html"] == found.html("paper")
    assert start(**{IE: 3}).html() == found.html()
