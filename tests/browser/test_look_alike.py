"""These look alike, in JupyterLab: names are decided by the keyboard alone, and the map of Module 2 follows."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyter_lab import run_all

from nextgen_helpers.toolkit.one_name import SAME_NAMES
from nextgen_helpers.workspace import Workspace

pytestmark = pytest.mark.browser

#: A folder for pictures of what was seen; none are kept where it is not named.
LOOK = os.environ.get("NEXTGEN_LOOK", "")
PENA = "Peña Foundry"
KNOCKS = [
    {"organization": organization, "employer": employer, "purpose": purpose, "contacts_a_year": contacts}
    for organization, employer, purpose, contacts in (
        ("Lakeview CC", PENA, "advice", 4), ("Tri-County WB", PENA, "advice", 6), ("Lakeview ISD", "Pena Foundry", "advice", 2),
        ("Chamber", "Peña\u00a0Foundry", "advice", 1), ("Chamber", "PEÑA FOUNDRY", "survey", 1), ("EDC", "Peña Foundry, Inc.", "advice", 1),
        ("EDC", "The Peña Foundry", "survey", 1), ("Lakeview CC", "Smith & Sons", "advice", 2), ("Tri-County WB", "Smith and Sons", "advice", 2),
    )
]  # fmt: skip


def _kept(lab) -> Workspace:
    folder = lab.home / "workspaces"
    folder.mkdir(parents=True, exist_ok=True)
    return Workspace.open("tx-greater-dallas", f"sqlite:///{folder / 'tx-greater-dallas.db'}")


def _near(found) -> None:
    """JupyterLab lays out only what is near the screen."""
    found.wait_for(state="attached", timeout=60_000)
    found.evaluate("node => node.scrollIntoView({block: 'start'})")
    found.wait_for(timeout=60_000)


def _seen(page, name: str) -> None:
    if LOOK:
        page.wait_for_timeout(1_000)
        page.screenshot(path=str(Path(LOOK) / f"{name}.png"))


JOINED = {"pairs": [{"one": PENA, "other": "Pena Foundry", "decision": "joined", "shown": PENA}]}


def test_two_names_become_one_by_the_keyboard_and_two_again_at_any_width(lab, open_notebook):
    with _kept(lab) as kept:
        kept.save("many_tables_many_knocks", {"knocks": KNOCKS})
    page = open_notebook("11_step1_support_team.ipynb", 1280)
    run_all(page)
    form = page.locator(".ng-form", has=page.locator('.ng-form-title:text-is("These look alike")'))
    decided = []
    for width in (1280, 420):
        page.set_viewport_size({"width": width, "height": 900})
        _near(form)
        form.get_by_text('Counted as "Smith & Sons" without asking: "Smith and Sons".').wait_for(
            timeout=20_000
        )
        form.get_by_role("radio", name='One name, shown as "Pena Foundry"').focus()
        page.keyboard.press("ArrowUp")  # the keys of a group of choices
        decided.append("joined")
        assert _saved(page, lab, form, decided) == JOINED
        assert form.get_by_role("radio", name=f'One name, shown as "{PENA}"').is_checked()
        _seen(page, f"names_form_{width}")
        problems = Axe().run(page, context=".ng-form", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
        assert problems.response["violations"] == []

        form.get_by_role("button", name="Clear the answer to").focus()
        page.keyboard.press("Enter")
        form.locator("input[type=radio]:checked").wait_for(state="detached", timeout=20_000)
        decided.append("open")
        _saved(page, lab, form, decided)


def _saved(page, lab, form, decided: list[str]) -> dict:
    """Wait until every decision so far is on the disk, in order, and the form says so; give the last."""
    until = time.monotonic() + 20
    with _kept(lab) as kept:
        while len(history := kept.history(SAME_NAMES)) < len(decided) and time.monotonic() < until:
            page.wait_for_timeout(50)
    assert [item.value["pairs"][0]["decision"] for item in history] == decided
    form.locator('.ng-status:text-matches("^Saved")').wait_for(timeout=20_000)
    return history[-1].value


def test_the_map_has_one_door_once_the_names_are_joined_at_any_width(lab, open_notebook):
    with _kept(lab) as kept:
        kept.save("many_tables_many_knocks", {"knocks": KNOCKS})
        kept.save(SAME_NAMES, JOINED)
    page = open_notebook("20_module2_outreach.ipynb", 1280)
    run_all(page)
    title = page.locator("h3", has_text=f"{PENA} hears from 5 organizations, 16 times a year").first
    _near(title)
    picture = page.locator(".jp-CodeCell", has=title)
    picture.locator(".js-plotly-plot").first.wait_for(state="attached", timeout=60_000)
    for width in (1280, 420):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(2_000)  # what stands above is still being laid out
        _near(title)
        _seen(page, f"names_map_{width}")
        assert "Pena Foundry" not in picture.inner_text()
