"""Every notebook runs from top to bottom, alone: for several regions, without answers and with all of them.

That each runs in an ordinary kernel, for the default region with an empty workspace, is what ``pytest --nbval-lax``
sees. Here other regions are chosen, one as papermill does it (a parameter) and one as a person does it (in
"Start here"), in kernels that begin with everything imported.
"""

from __future__ import annotations

import html
import re
import shutil
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import papermill
import pytest
from full_team import TYPED, answer_everything

from nextgen_helpers.kernels import WARM
from nextgen_helpers.regions import Region, get_region, remember_region, save_region
from nextgen_helpers.team_answers import Team
from nextgen_helpers.workspace import workspaces_folder

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = START, *_ = sorted(FOLDER.glob("*.ipynb"))
REPORTS = sorted(FOLDER.glob("reports/*.ipynb"))
#: One is about the teams of all regions, one about words.
OF_NO_REGION = ("academy_cohort", "90_glossary")
ONE_COUNTY = Region("tx-one-county", "One County", ("48301",), "made up for a test")  # Loving, the smallest
OHIO = "oh-central-ohio"
#: What must not be read anywhere: Python's own words for a mistake or for nothing.
_LEAKS = re.compile(r"Traceback|\bnan\b|\bNaT\b|\bNone\b(?! (?:of|yet))|<Axes|object at 0x")


@pytest.fixture(autouse=True)
def one_county(home):
    """Know the region, in the folder of the test's own user."""
    assert home
    save_region(ONE_COUNTY)


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> Path:
    """Answers to everything, which each notebook gets a copy of."""
    file = tmp_path_factory.mktemp("answered") / "tx-alamo.db"
    with (team := Team.open("tx-alamo", f"sqlite:///{file}")).workspace:
        answer_everything(team)
    return file


def run(path: Path, region_id: str | None = None) -> list[dict]:
    """Run a notebook as papermill does, and give its cells; nobody reads it while it runs, so it is not saved then."""
    parameters = {"region_id": region_id} if region_id else {}
    return papermill.execute_notebook(
        path, None, parameters, kernel_name=WARM, progress_bar=False, log_output=False, cwd=str(path.parent),
        request_save_on_cell_execute=False,
    ).cells  # fmt: skip


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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_without_answers(path):
    """For a region that is given to it."""
    seen = words(read(run(path, ONE_COUNTY.id)))
    assert ONE_COUNTY.name in seen or path.stem in OF_NO_REGION
    assert _LEAKS.findall(seen) == []


@pytest.mark.parametrize(
    ("path", "region_id"),
    [*product([START, *REPORTS], [OHIO, ONE_COUNTY.id]), *product(NOTEBOOKS[1:], [OHIO])],
    ids=lambda item: getattr(item, "stem", item),
)
def test_a_notebook_runs_where_the_region_was_chosen_in_start_here(path, region_id):
    remember_region(region := get_region(region_id))
    seen = words(read(run(path)))
    assert region.name in seen or path.stem in OF_NO_REGION
    assert _LEAKS.findall(seen) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_with_every_question_answered(path, answered):
    workspaces_folder().mkdir(parents=True)
    shutil.copy(answered, workspaces_folder())
    page = read(run(path, "tx-alamo"))
    parser = Hostile()
    parser.feed(page)
    assert parser.found == []  # what people type is shown as text, never as part of the page
    assert _LEAKS.findall(words(page)) == []
