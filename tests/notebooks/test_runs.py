"""Every notebook runs from top to bottom, alone: for several regions, without answers and with all of them.

That each runs for the default region with an empty workspace is what ``pytest --nbval-lax`` sees. Here other
regions are chosen, once as papermill does it (a parameter) and once as a person does it (in "Start here").
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import papermill
import pytest
from full_team import TYPED, answer_everything

from nextgen_helpers.regions import Region, get_region, remember_region, save_region
from nextgen_helpers.team_answers import Team

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(path for path in FOLDER.glob("*.ipynb"))
ONE_COUNTY = Region("tx-one-county", "One County", ("48301",), "made up for a test")  # Loving, the smallest
REGIONS = ("tx-alamo", "oh-central-ohio", ONE_COUNTY.id)
#: What must not be read anywhere: Python's own words for a mistake or for nothing.
_LEAKS = re.compile(r"Traceback|\bnan\b|\bNaT\b|\bNone\b(?! (?:of|yet))|<Axes|object at 0x")


@pytest.fixture(autouse=True)
def one_county(home):
    """Know the region, in the folder of the test's own user."""
    assert home
    save_region(ONE_COUNTY)


def run(path: Path, out: Path, region_id: str) -> list[dict]:
    """Run a notebook as papermill does, and give its cells."""
    papermill.execute_notebook(
        path, out, {"region_id": region_id}, kernel_name="python3", progress_bar=False, cwd=str(path.parent)
    )
    return json.loads(out.read_text(encoding="utf-8"))["cells"]


def read(cells: list[dict]) -> str:
    """What a reader of the cells sees: HTML where there is some, else text."""
    seen = []
    for cell in cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            plain = "".join(data.get("text/plain") or output.get("text") or "")
            seen.append("".join(data.get("text/html", "")) or html.escape(plain))
    return "\n".join(seen)


def words(page: str) -> str:
    """The text of a page, without styles, scripts and tags."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL))


class Hostile(HTMLParser):
    """Finds elements that somebody's text has brought into a page."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        if any(name == "onerror" for name, _ in attributes):
            self.found.append(self.get_starttag_text() or tag)


def test_hostile_text_is_noticed():
    parser = Hostile()
    parser.feed(f'<p title="{TYPED}">{TYPED}</p>')
    assert len(parser.found) == 1


@pytest.mark.parametrize("region_id", REGIONS[1:])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_without_answers(path, region_id, tmp_path):
    cells = run(path, tmp_path / "out.ipynb", region_id)
    seen = words(read(cells))
    assert get_region(region_id).name in seen
    assert _LEAKS.findall(seen) == []


@pytest.mark.parametrize("region_id", REGIONS[:1])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_with_every_question_answered(path, region_id, tmp_path):
    with (team := Team.open(region_id)).workspace:
        answer_everything(team)
    page = read(run(path, tmp_path / "out.ipynb", region_id))
    parser = Hostile()
    parser.feed(page)
    assert parser.found == []  # what people type is shown as text, never as part of the page
    assert _LEAKS.findall(words(page)) == []


@pytest.mark.parametrize("region_id", REGIONS[1:])
def test_every_notebook_runs_where_the_region_was_chosen_in_start_here(region_id, home):
    remember_region(get_region(region_id))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", str(FOLDER)],
        capture_output=True, text=True, check=False, timeout=900,
        env={**os.environ, "NEXTGEN_HOME": str(home)}, cwd=FOLDER.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
