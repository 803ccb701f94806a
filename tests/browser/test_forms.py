"""The forms in JupyterLab, as a team uses them: fill in, restart the kernel, reload, find everything again."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter_lab import restart_kernel, run_all

from nextgen_helpers.workspace import TEAM, Workspace

pytestmark = pytest.mark.browser

IE, RC, CP = "Industry engagement", "Regional coordination", "Career pathway systems-building"
PEOPLE = (
    ("Ann", "College or university", {IE: 3, RC: 4, CP: 6}),
    ("", "Employer", {IE: 3, RC: 8, CP: 7}),
    ("Luis", "Workforce board or job center", {IE: 4, RC: 5, CP: 6}),
)


def _form(page, title: str):
    return page.locator(".ng-form", has=page.locator(f'.ng-form-title:text-is("{title}")'))


def _ran(page, title: str):
    run_all(page)
    form = _form(page, title)
    _scroll_to(form)
    return form


def _scroll_to(form) -> None:
    """JupyterLab lays out only what is near the screen; the rest is there, but not visible."""
    form.wait_for(state="attached", timeout=60_000)
    form.evaluate("node => node.scrollIntoView()")
    form.wait_for(timeout=60_000)


def _resized(page, form, width: int) -> None:
    """Make the window wider or narrower, which JupyterLab and the form follow."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(
        "([form, width]) => { const box = form.getBoundingClientRect(); return box.left >= 0 && box.width > width / 2 && box.right <= width; }",
        arg=[form.element_handle(), width],
    )
    _scroll_to(form)


def _saved(form) -> None:
    form.locator('.ng-status:text-matches("^Saved \\\\d\\\\d:\\\\d\\\\d$")').wait_for(timeout=20_000)


def _code(form) -> str:
    return form.locator(".ng-you strong").first.inner_text()


def _rate(form, dimension: str, score: int) -> None:
    group = form.get_by_role("group", name=re.compile(f"^{dimension}"))
    group.get_by_role("radio", name=str(score), exact=True).check()


def _answers(lab, exercise: str) -> list[dict]:
    with sqlite3.connect(lab.home / "workspaces" / "tx-greater-dallas.db") as base:
        rows = base.execute(
            "select respondent, author, value from answers where exercise_id = ? order by saved_at",
            [exercise],
        ).fetchall()
    newest = {respondent: {"author": author, **json.loads(value)} for respondent, author, value in rows}
    return list(newest.values())


def test_three_people_rate_and_find_their_ratings_again(lab, open_notebook):
    page = open_notebook("01_self_assessment.ipynb", 1400)
    form = _ran(page, "Self-assessment: rate alone")
    codes = []
    for number, (name, group, scores) in enumerate(PEOPLE, start=1):
        if number > 1:
            line = form.locator(".ng-you").first
            said = line.text_content()
            form.get_by_role("button", name="Next person").last.click()  # where the form ends
            page.wait_for_function(
                "([node, said]) => node.textContent !== said", arg=[line.element_handle(), said]
            )
        codes.append(_code(form))
        form.get_by_label("Your name (if you like)").fill(name)
        form.get_by_role("group", name="You speak for").get_by_label(group, exact=True).check()
        for dimension, score in scores.items():
            _rate(form, dimension, score)
        _saved(form)
        page.wait_for_selector(
            f".jp-OutputArea >> text={number} {'person has' if number == 1 else 'people have'} rated all",
            timeout=60_000,
            state="attached",
        )
    # The charts follow.
    page.wait_for_selector(
        f".jp-OutputArea >> text=The team rates {IE.lower()} lowest: Exploring",
        timeout=60_000,
        state="attached",
    )
    stored = _answers(lab, "self_assessment")
    assert [item["author"] for item in stored] == ["Ann", None, "Luis"]
    assert [item["scores"]["regional_coordination"] for item in stored] == [4, 8, 5]

    # A note where what was ticked does not fit the score.
    form.get_by_role("checkbox", name=re.compile("^Influential leaders of the sector keep joining")).check()
    form.locator(".ng-notes", has_text="a score of 4 stands for Developing").wait_for(timeout=20_000)

    restart_kernel(page)
    page.reload()
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    run_all(page)
    _scroll_to(form)
    page.wait_for_selector(
        ".jp-OutputArea >> text=3 people have rated all three dimensions", timeout=60_000, state="attached"
    )
    # It opens empty, and nobody's answers can be opened from a list; the second person comes back with the number.
    assert form.locator("input[type=radio]:checked").count() == 0
    assert not form.get_by_label("Open someone's answers").is_visible()
    assert "Person 1: done · Person 2: done · Person 3: done" in form.inner_text()
    form.get_by_label(re.compile("^Coming back")).fill(codes[1])
    form.get_by_role("button", name="Use it").click()
    form.locator(".ng-said", has_text=f"These are the answers given with {codes[1]}").wait_for(timeout=20_000)
    group = form.get_by_role("group", name=re.compile(f"^{RC}"))
    group.locator("input[type=radio][value='8']:checked").wait_for(state="attached", timeout=20_000)


def test_a_number_with_a_fraction_is_kept_as_it_was_typed(lab, open_notebook):
    page = open_notebook("50_module5_metrics.ipynb", 1400)
    board = _ran(page, "Board of metrics")
    board.get_by_label("Row 1, Baseline", exact=True).fill("41.5")
    _saved(board)
    assert _answers(lab, "metrics_board")[0]["metrics"][0]["baseline"] == 41.5
    board.get_by_label("Row 1, Baseline", exact=True).fill("about 40")
    board.locator(".ng-problem", has_text="Row 1, Baseline: it is no number").wait_for(timeout=20_000)
    assert board.get_by_label("Row 1, Baseline", exact=True).input_value() == "about 40"


def test_figures_are_offered_to_the_card(lab, open_notebook):
    with Workspace.open("tx-greater-dallas", f"sqlite:///{lab.home}/workspaces/tx-greater-dallas.db") as kept:
        kept.save("sector_choice", {"sector": "manufacturing"}, respondent=TEAM)
    page = open_notebook("30_module3_frontline.ipynb", 1400)
    card = _ran(page, "Sector card for the front line")
    offer = card.get_by_role("button", name="Offer occupations from the figures").first
    offer.click()
    card.get_by_text("with their pay in ").wait_for(timeout=20_000)
    card.get_by_role("button", name="Leave it").click()
    assert _answers(lab, "sector_card") == []
    offer.click()
    card.get_by_role("button", name="Add 6 rows").click()
    _saved(card)
    assert len(_answers(lab, "sector_card")[0]["jobs"]) == 6


def test_a_file_that_is_too_large_for_a_message_is_refused(open_notebook):
    """More than ten megabytes in one message, and Jupyter's server closes the connection without a word."""
    page = open_notebook("13_step3_prepare.ipynb", 1400)
    champions = _ran(page, "Champion profile")
    large = {"name": "large.csv", "mimeType": "text/csv", "buffer": b"x" * (8 * 1024**2 + 1)}
    champions.locator("input[type=file]").set_input_files(large)
    champions.get_by_text("large.csv is larger than 8 MB").wait_for(timeout=20_000)


def test_tables_and_knocks_are_kept_and_drawn(lab, open_notebook):
    page = open_notebook("20_module2_outreach.ipynb", 1400)
    knocks = _ran(page, "The many knocks")
    knocks.get_by_role("button", name="Add a row").click()
    for label, text in (("Who knocks", "College"), ("At whose door", "Mill"), ("Contacts a year", "7")):
        knocks.get_by_label(f"Row 1, {label}", exact=True).fill(text)
    knocks.locator(".ng-problem", has_text="Row 1, What for: it is empty").wait_for(timeout=20_000)
    knocks.get_by_label("Row 1, What for", exact=True).select_option(label="Advice")
    _saved(knocks)

    knocks.get_by_role("button", name="Bring a list").click()
    knocks.get_by_label("Or paste cells, with their headings").fill(
        "organization\temployer\tpurpose\tcontacts_a_year\n"
        "Board\tMill\tadvice\t3\nChamber\tFarm\tadvice\tmany\n<b>School</b>\tFarm\tsurvey\t2\n"
    )
    knocks.get_by_role("button", name="Look at what I pasted").click()
    knocks.locator(".ng-preview", has_text='Row 3, Contacts a year: "many" is no whole number').wait_for(
        timeout=20_000
    )
    assert len(_answers(lab, "many_tables_many_knocks")[0]["knocks"]) == 1  # nothing is taken unasked
    knocks.get_by_role("button", name="Take 2 rows").click()
    page.wait_for_selector(
        ".jp-OutputArea >> text=Mill hears from 2 organizations, 10 times a year",
        timeout=60_000,
        state="attached",
    )

    tables = _form(page, "The many tables")
    with page.expect_download() as download:
        tables.get_by_role("button", name="Bring a list").click()
        tables.get_by_role("button", name="Empty table (Excel)").click()
    assert download.value.suggested_filename == "tables.xlsx"
    tables.locator("input[type=file]").set_input_files(download.value.path())
    tables.locator(".ng-preview").wait_for(timeout=20_000)
    tables.locator("input[type=file]").set_input_files(
        {
            "name": "ours.csv",
            "mimeType": "text/csv",
            "buffer": b"name,convener,members\nCouncil,Chamber,Mill; Board\n",
        }
    )
    tables.get_by_role("button", name="Take 1 row").click()
    _saved(tables)

    restart_kernel(page)
    page.reload()
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    run_all(page)
    _scroll_to(knocks)
    assert knocks.locator("tbody tr").count() == 3
    assert knocks.get_by_label("Row 3, Who knocks", exact=True).input_value() == "<b>School</b>"
    assert tables.get_by_label("Row 1, Who sits there", exact=True).input_value() == "Mill; Board"
    stored = _answers(lab, "many_tables_many_knocks")
    assert len(stored) == 1
    assert [row["organization"] for row in stored[0]["knocks"]] == ["College", "Board", "<b>School</b>"]
    page.wait_for_selector(
        ".jp-OutputArea >> text=Mill hears from 2 organizations, 10 times a year",
        timeout=60_000,
        state="attached",
    )
    asked = [
        url for url in page.asked if not url.startswith(("data:", "blob:", "about:", "http://127.0.0.1:"))
    ]
    assert asked == []
    knocks.get_by_role("button", name="Bring a list").click()
    _is_accessible(page, knocks)


def test_long_text_has_the_width_that_numbers_leave(lab, open_notebook):
    said = "Owner, 30 people, April 3: we steal welders from each other, and each of us loses a month"
    scored = dict.fromkeys(("shared_problem", "urgency", "leaders", "talks", "trust", "chances"), 3)
    with Workspace.open("tx-greater-dallas", f"sqlite:///{lab.home}/workspaces/tx-greater-dallas.db") as kept:
        kept.save(
            "industry_readiness",
            {"sectors": [{"sector": "Metals", **scored, "evidence": said, "raises": said}]},
        )
    page = open_notebook("12_step2_scope.ipynb", 1280)
    form = _ran(page, "Industry readiness")
    for width in (1280, 420):
        _resized(page, form, width)
        wide = {
            name: form.get_by_label(f"Row 1, {name}").bounding_box()["width"]
            for name in (
                "It hurts now",
                "They trust one of us",
                "What we saw or heard, from whom, when",
                "What would raise the lowest score",
            )
        }
        room = form.locator(".ng-scroll tbody tr").bounding_box()["width"]
        *numbers, evidence, raises = wide.values()
        assert max(numbers) < 120
        assert min(evidence, raises) > min(4 * max(numbers), 0.75 * room)
    tops = [  # two numbers beside each other
        form.get_by_label(f"Row 1, {name}").bounding_box()["y"]
        for name in ("Companies share a problem", "It hurts now")
    ]
    assert tops[0] == tops[1]


def test_the_rubric_is_filled_by_keyboard_alone(lab, open_notebook):
    page = open_notebook("01_self_assessment.ipynb", 1400)
    form = _ran(page, "Self-assessment: rate alone")
    form.get_by_label("Your name (if you like)").focus()
    keys = page.keyboard
    keys.type("Ann j k dd a b x")  # letters are commands elsewhere in JupyterLab
    keys.press("Tab")
    keys.press("Space")  # the first group of the list; "Clear" stands behind it from now on
    keys.press("Tab")
    keys.press("Tab")
    for _ in range(3):  # the scores of a dimension are one stop; arrows go through all ten
        keys.press("Space")
        for _ in range(4):
            keys.press("ArrowRight")
        while page.evaluate("document.activeElement.type") != "checkbox":
            keys.press("Tab")
        keys.press("Space")
        while page.evaluate("document.activeElement.tagName") != "TEXTAREA":
            keys.press("Tab")
        keys.type("We met in spring.")
        keys.press("Tab")
    _saved(form)
    page.wait_for_selector(
        ".jp-OutputArea >> text=1 person has rated all three dimensions", timeout=60_000, state="attached"
    )
    (stored,) = _answers(lab, "self_assessment")
    assert stored["author"] == "Ann j k dd a b x"
    assert set(stored["scores"].values()) == {5}
    assert len(stored["indicators"]) == 3
    assert set(stored["evidence"].values()) == {"We met in spring."}
    assert page.locator(".jp-Cell").count() > 40  # no cell was cut or moved by a stray key
    _is_accessible(page, form)


def test_a_kernel_that_does_not_answer_is_said_in_red(open_notebook):
    page = open_notebook("20_module2_outreach.ipynb", 1400)
    form = _ran(page, "Partners, employers, and how much is too much")
    field = form.get_by_label("Partners", exact=True)
    field.fill("Board")
    field.press("Tab")
    _saved(form)
    restart_kernel(page)
    field.fill("Board\nCollege")
    field.press("Tab")
    form.locator(".ng-status.ng-failed", has_text="Not saved: the notebook does not answer").wait_for(
        timeout=30_000
    )
    assert field.input_value() == "Board\nCollege"


def _is_accessible(page, form) -> None:
    """What we render breaks no rule that matters, on a desk and on a phone, as it is just now."""
    for width in (1400, 420):
        _resized(page, form, width)
        page.wait_for_timeout(1_500)  # the last charts
        found = Axe().run(page, context=".ng-form, .ng-chart", options={"resultTypes": ["violations"]})
        serious = [
            (item["id"], item["nodes"][0]["html"][:200])
            for item in found.response["violations"]
            if item["impact"] in ("serious", "critical")
        ]
        assert serious == []
        ids = page.evaluate("[...document.querySelectorAll('.ng-form [id]')].map(node => node.id)")
        assert len(ids) == len(set(ids)) > 40  # a label leads to its own control, not to another form's
        assert form.evaluate("node => node.scrollWidth <= node.clientWidth + 1")  # nothing sticks out
