"""A notebook as a page: what is seen, with the answers that are saved, and a sentence where it stopped."""

from __future__ import annotations

import json

import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nextgen_helpers.places import embedded
from nextgen_helpers.regions import get_region, remember_region
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.exercises import OUTREACH

_TYPED = "Mill & Sons <img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGEN_HOME", str(tmp_path / "home"))


def _page(*cells) -> str:
    notebook = new_notebook(cells=list(cells))
    page, _ = get_exporter("page")().from_notebook_node(notebook, {"metadata": {"name": "ours"}})
    return page


def test_it_shows_pictures_and_what_was_answered_without_code():
    remember_region(get_region("tx-greater-dallas"))
    team = Team.open()
    knocks = [{"organization": "College", "employer": _TYPED, "purpose": "advice", "contacts_a_year": 7}]
    team.workspace.save(OUTREACH, {"organizations": ["College"], "employers": [_TYPED], "knocks": knocks})
    team.workspace.close()
    source = embedded("notebooks", "20_module2_outreach.ipynb")
    page, _ = get_exporter("page")().from_filename(str(source))
    assert "Mill &amp; Sons &lt;img src=x onerror=alert(1)&gt;" in page
    assert _TYPED not in page
    assert page.count("<svg") >= 4
    assert "<h1>" in page
    assert "ng.form" not in page  # no code
    assert "application/vnd" not in page  # nor what only a script could draw
    assert "Run All Cells</strong>" not in page  # how to begin is of no use on paper
    assert 'href="01_self_assessment.ipynb"' not in page  # a page that was sent lies alone


def test_results_of_another_day_are_not_shown():
    """Where a saved file holds results after all, the page is still made from the answers as they are now."""
    old = new_code_cell("import nextgen_helpers as ng\nng.team('tx-alamo')")
    old["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "an old result"}]
    page = _page(new_markdown_cell("# A title"), old)
    assert "an old result" not in page
    assert "Team of Alamo: no answers yet." in page
    assert "<title>A title</title>" in page


def test_it_says_where_the_notebook_stopped_and_shows_the_rest():
    page = _page(
        new_markdown_cell("# Before"),
        new_code_cell("print('as far as here')"),
        new_code_cell("import nextgen_helpers as ng\nteam = ng.team('tx-dalas')\nteam"),
        new_markdown_cell("## After it"),
        new_code_cell("team"),
    )
    assert "as far as here" in page
    assert page.count('class="ng-error"') == 1
    assert (
        "The notebook stopped here. No region &#34;tx-dalas&#34;. Did you mean &#34;tx-greater-dallas&#34;?"
        in page
    )
    assert "NameError" not in page  # what follows from it is not said
    assert "After it" in page


def test_another_mistake_is_said_without_a_traceback():
    page = _page(new_code_cell("1 / 0"))
    assert (
        "The notebook stopped here. ZeroDivisionError: division by zero. What comes after it is missing"
        in page
    )
    assert "Traceback" not in page


def test_a_kernel_that_is_not_there_is_said():
    notebook = new_notebook(
        cells=[new_code_cell("1")], metadata={"kernelspec": {"name": "no-such-kernel", "display_name": "x"}}
    )
    page, _ = get_exporter("page")().from_notebook_node(notebook, {"metadata": {"name": "ours"}})
    assert "The notebook stopped here. NoSuchKernel" in page


def test_jupyter_knows_the_page_by_its_name():
    exporter = get_exporter("page")()
    assert exporter.output_mimetype == "text/html"
    assert json.dumps(exporter.preprocessors) == '["nextgen_helpers.reports.seen.AsSeen"]'
