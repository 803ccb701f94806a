"""A list is brought in as a facilitator does it: chosen, dropped, pasted, by keyboard alone; and ratings of a form in notebook 01."""

from __future__ import annotations

import base64
import re
import sqlite3

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter_lab import run_all

from nextgen_helpers.toolkit import content

pytestmark = pytest.mark.browser

FORM = (
    "Timestamp,Email Address,Your organization,Employer 1 you call on,Why? (1),How often a year? (1),Employer 2 you call on,Why? (2),How often a year? (2)\n"
    '3/14/2026 9:02:11,ann@example.org,River College,Acme Mill,"Advice, Survey",4,Hill Dairy,Sponsorship,1\n'
    "3/14/2026 9:05:40,ben@example.org,Valley Board,acme mill,Business service,about 12,,,\n"
    "3/15/2026 17:44:03,ben@example.org,Valley Board,Acme Mill,Business service,12,Hill Dairy,Job development,monthly\n"
)
SLOW = 45_000


def _panel(page, title):
    form = page.locator(".ng-form").filter(has=page.locator(f'.ng-form-title:text-is("{title}")'))
    form.wait_for(timeout=90_000, state="attached")
    form.evaluate("element => element.scrollIntoView({block: 'center'})")
    return form


def _opened(open_notebook, notebook, width=1280):
    page = open_notebook(notebook, width)
    page.set_default_timeout(SLOW)
    run_all(page)
    return page


def _violations(page):
    found = Axe().run(page, context=".ng-preview").response["violations"]
    return [(item["id"], [node["html"] for node in item["nodes"]]) for item in found]


def _drop(page, selector, name, content):
    """Drop a file, as a hand does."""
    page.evaluate(
        """([selector, name, text]) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name));
            for (const kind of ["dragenter", "dragover", "drop"]) {
              document.querySelector(selector).dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
        }""",
        [selector, name, base64.b64encode(content).decode()],
    )


def _history(lab):
    (file,) = (lab.home / "workspaces").glob("*.db")
    with sqlite3.connect(file) as opened:
        return str(opened.execute("SELECT * FROM answers").fetchall())


def test_a_form_is_chosen_asked_about_taken_and_taken_back(lab, open_notebook):
    page = _opened(open_notebook, "20_module2_outreach.ipynb")
    knocks = _panel(page, "The many knocks")
    knocks.get_by_role("button", name="Bring a list").click()
    given = {"name": "responses.csv", "mimeType": "text/csv", "buffer": FORM.encode()}
    knocks.locator("input[type=file]").set_input_files(given)
    knocks.get_by_text("1 question to answer first.").wait_for()
    assert knocks.get_by_role("button", name=re.compile("^Take")).count() == 0
    knocks.get_by_label(re.compile("sent the form more than once")).select_option(label="the last time")
    knocks.get_by_label(re.compile('what number is "monthly"')).select_option(label="12")
    knocks.get_by_text("Change what a column is").click()
    assert knocks.get_by_label(re.compile("Your organization")).input_value() == "organization"
    assert _violations(page) == []
    knocks.get_by_role("button", name="Take 5 rows").click()
    page.wait_for_selector(
        ".jp-OutputArea >> text=Acme Mill hears from 2 organizations, 20 times a year", state="attached"
    )
    assert "example.org" not in _history(lab)
    knocks.get_by_role("button", name="Take them out again").click()
    knocks.locator(".ng-rows tbody tr").first.wait_for(state="hidden")


def test_cells_are_pasted_and_taken_by_keyboard_alone(open_notebook):
    page = _opened(open_notebook, "20_module2_outreach.ipynb", 420)
    knocks = _panel(page, "The many knocks")
    knocks.get_by_role("button", name="Bring a list").focus()
    page.keyboard.press("Enter")
    for _ in range(2):  # past the file
        page.keyboard.press("Tab")
    area = knocks.get_by_label("Or paste cells, with their headings")
    if not area.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.insert_text("Agency\tCompany\tReason\tVisits\nRiver College\tMill\tadvice\t1.200\n")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    knocks.get_by_text("1 question to answer first.").wait_for()
    question = knocks.get_by_label(re.compile("can be read in two ways"))
    question.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    knocks.get_by_role("button", name="Take 1 row").wait_for()
    assert _violations(page) == []
    knocks.get_by_role("button", name="Take 1 row").focus()
    page.keyboard.press("Enter")
    knocks.get_by_label("Row 1, Contacts a year", exact=True).wait_for()
    assert knocks.get_by_label("Row 1, Contacts a year", exact=True).input_value() == "1200"


def test_ratings_of_a_form_are_dropped_into_the_self_assessment(lab, open_notebook):
    dimensions = [item.title for item in content.rubric().dimensions]
    ticked = [
        item.text
        for item in content.rubric().indicators
        if item.dimension == content.rubric().dimensions[0].id
    ][:2]
    heads = [
        "Timestamp",
        "Email",
        "Your name",
        "You speak for",
        *(f"{title}: your rating" for title in dimensions),
        f"{dimensions[0]}: what have you seen?",
    ]
    people = [
        [
            "3/1/2026",
            f"{place}@example.org",
            f"Person {place}",
            "Workforce board",
            "7 - Active",
            "3 - Exploring",
            "" if place == 3 else "10",
            ", ".join(ticked),
        ]
        for place in range(4)
    ]
    text = "\n".join("\t".join(row) for row in (heads, *people))
    page = _opened(open_notebook, "01_self_assessment.ipynb")
    panel = _panel(page, "Bring a list: Ratings of the self-assessment")
    _drop(page, ".ng-drop", "answers.tsv", text.encode("utf-16"))
    panel.get_by_role("button", name="Take 4 rows").click()
    panel.get_by_text("4 new rows").first.wait_for()
    page.wait_for_selector(
        ".jp-OutputArea >> text=3 people have rated all three dimensions", state="attached"
    )
    assert "example.org" not in _history(lab)
