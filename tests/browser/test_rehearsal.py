"""A rehearsal with twelve people: two laptops, groups typed wrongly, a restart, somebody who comes back, results hidden to the end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request

import pytest
from jupyter_lab import opened_lab, restart_kernel, run_all

from nextgen_helpers.regions import get_region
from nextgen_helpers.team_answers import Team
from nextgen_helpers.workspace import Workspace

pytestmark = pytest.mark.browser

REGION, NOTEBOOK = "tx-greater-dallas", "01_self_assessment.ipynb"
DIMENSIONS = ("Industry engagement", "Regional coordination", "Career pathway systems-building")
COLLEGE, BOARD, CITY = "College or university", "Workforce board or job center", "City or county government"
#: Groups as they are chosen, or typed beside "Other", and the three ratings.
FIRST = (
    (COLLEGE, (3, 3, 6)), ("colege", (3, 3, 6)), (BOARD, (4, 9, 6)), ("Library", (4, 9, 7)),
    (BOARD, (4, 9, 7)), (CITY, (5, 5, 7)), ("Work force boards", (4, 9, 6)),
)  # fmt: skip
SECOND = (
    (COLLEGE, (3, 3, 6)),
    (COLLEGE, (4, 2, 6)),
    (BOARD, (4, 8, 6)),
    (CITY, (5, 5, 7)),
    (CITY, (5, 5, 6)),
)
HEADLINE = "The groups differ most on regional coordination: by 6 points"
FORM = "Self-assessment: rate alone"
IN_LIST = {COLLEGE, BOARD, CITY}


def _form(page, title):
    form = page.locator(".ng-form", has=page.locator(f'.ng-form-title:text-is("{title}")'))
    form.wait_for(state="attached", timeout=60_000)
    form.evaluate("node => node.scrollIntoView()")
    form.wait_for(timeout=60_000)
    return form


def _saved(form) -> None:
    form.locator('.ng-status:text-matches("^Saved \\\\d\\\\d:\\\\d\\\\d$")').wait_for(timeout=20_000)


def _said(page, text) -> None:
    page.wait_for_selector(f".jp-OutputArea >> text={text}", timeout=60_000, state="attached")


def _run(page, lab):
    page.goto(lab.address(NOTEBOOK))
    page.wait_for_selector(".jp-Notebook", timeout=60_000)
    run_all(page)
    return _form(page, FORM)


def _next(page, form) -> None:
    line = form.locator(".ng-you").first
    said = line.text_content()
    form.get_by_role("button", name="Next person").first.click()
    page.wait_for_function("([node, said]) => node.textContent !== said", arg=[line.element_handle(), said])


def _rate(form, group, scores) -> str:
    groups = form.get_by_role("group", name="You speak for")
    groups.get_by_label(group if group in IN_LIST else "Other", exact=True).check()
    if group not in IN_LIST:
        form.get_by_label("Which other group?").fill(group)
    for dimension, score in zip(DIMENSIONS, scores, strict=True):
        field = form.get_by_role("group", name=re.compile(f"^{dimension}"))
        field.get_by_role("radio", name=str(score), exact=True).check()
    _saved(form)
    return form.locator(".ng-you strong").first.inner_text()


def _all_rate(page, form, people, *, restart_after=0) -> list[str]:
    codes = []
    for number, (group, scores) in enumerate(people, start=1):
        if number > 1:
            _next(page, form)
        codes.append(_rate(form, group, scores))
        if number == restart_after:
            restart_kernel(page)
            run_all(page)
            _said(page, f"{number} of 12 people have rated all three dimensions")
            form = _form(page, FORM)
            form.locator(".ng-you strong").first.wait_for(timeout=20_000)
            assert form.locator("input[type=radio]:checked").count() == 0
    return codes


def test_twelve_people_on_two_laptops(tmp_path, lab, open_page, open_notebook):
    folder = tmp_path / "second"
    folder.mkdir()
    page = open_notebook(NOTEBOOK, 1400)
    run_all(page)
    session = _form(page, "For the facilitator: how the team looks at it")
    session.get_by_label("How many people will rate?").fill("12")
    session.get_by_label("When that many people have rated all dimensions").check()
    _saved(session)
    codes = _all_rate(page, _form(page, FORM), FIRST, restart_after=4)
    _said(page, "7 of 12 people have rated all three dimensions")
    _said(page, "The results are hidden until everyone has rated")
    assert page.locator(f"text={HEADLINE}").count() == 0  # the example has another one
    form = _form(page, FORM)
    assert not form.get_by_label("Open someone's answers").is_visible()
    assert "Person 7: done" in form.inner_text()

    with opened_lab(folder, 18893) as other:
        elsewhere = open_page("about:blank", 1400)
        there = _run(elsewhere, other)
        _all_rate(elsewhere, there, SECOND)
        # The fourth person of the first laptop has thought again, and comes back on the second.
        _next(elsewhere, there)
        there.get_by_label(re.compile("^Coming back")).fill(codes[3])
        there.get_by_role("button", name="Use it").click()
        there.locator(".ng-said", has_text=f"{codes[3]} is yours").wait_for(timeout=20_000)
        _rate(there, "Library", (4, 5, 7))

    desk = tmp_path / "desk"
    desk.mkdir()
    shutil.copyfile(other.home / "workspaces" / f"{REGION}.db", desk / "luis.db")
    merged = subprocess.run(
        [sys.executable, "-m", "nextgen_helpers.cli", "workspace", "merge", REGION, "luis.db"],
        cwd=desk, env={**os.environ, "NEXTGEN_HOME": str(lab.home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert merged.returncode == 0, merged.stderr
    assert "1 person has answered both here and there" in merged.stdout

    run_all(page)
    _said(page, "12 of 12 people have rated all three dimensions")
    groups = _form(page, "For the facilitator: groups that people typed")
    groups.get_by_label("Row 1, It is meant as", exact=True).select_option(CITY)
    _saved(groups)
    _said(page, HEADLINE)
    page.screenshot(path=os.environ.get("NEXTGEN_REHEARSAL", str(tmp_path / "seen.png")))

    _check_answers(lab)
    _check_print(lab, codes, open_page, tmp_path)


def _check_answers(lab) -> None:
    """Twelve ratings, each in the group that is meant."""
    with Workspace.open(REGION, f"sqlite:///{lab.home}/workspaces/{REGION}.db") as workspace:
        team = Team(get_region(REGION), workspace)
        ratings = team.ratings_table().drop_duplicates("respondent")
        assert len(team.ratings()) == team.complete_ratings() == 12
        assert ratings["stakeholder_group"].value_counts().to_dict() == {COLLEGE: 4, BOARD: 4, CITY: 4}
        assert not team.results_hidden()


def _check_print(lab, codes, open_page, folder) -> None:
    """File > Print asks the server for this page: pictures and answers, no code, and nobody's number."""
    address = f"{lab.root}/nbconvert/html/{NOTEBOOK}?token=only-for-this-test"
    with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310  (this computer's own server)
        printed = answer.read().decode("utf-8")
    assert HEADLINE in printed
    assert "12 of 12 people have rated all three dimensions" in printed
    assert printed.count("<svg") >= 4
    assert "import nextgen_helpers" not in printed
    assert not any(code in printed for code in codes)
    path = folder / "printed.html"
    path.write_text(printed, encoding="utf-8")
    assert open_page(path, 1000).locator("svg:visible").count() >= 4
