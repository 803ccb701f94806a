"""The button in JupyterLab that fetches the newest figures, pressed by a team whose figures are old, with a stand-in for BLS."""

from __future__ import annotations

import nbformat
import pytest
from bls_server import Answer, BlsServer
from jupyter_lab import run_all
from qcew_files import County, annual_csv

from nextgen_helpers.charts.region.first_screen import FETCH
from nextgen_helpers.lmi.download import Slice
from nextgen_helpers.regions import custom_region, save_region

pytestmark = pytest.mark.browser

_COUNTIES = ("48113", "48085")
_JOBS = 4315  # of a made county, times its factor
_CARDS = ".jp-OutputArea .ng-cards"


@pytest.fixture
def site():
    with BlsServer() as running:
        for year in range(2020, 2026):
            for area in (*_COUNTIES, "48000", "US000"):
                body = annual_csv(County(area=area, year=year, factor=year - 2019))
                running.put(Slice(year, "area", area).address_path, Answer(body=body))
        yield running


def test_a_team_fetches_the_newest_figures(lab, site, open_notebook, monkeypatch):
    monkeypatch.setenv("NEXTGEN_HOME", str(lab.home))
    region = custom_region("Our two counties", _COUNTIES)
    save_region(region)
    (lab.home / "current_region").write_text(f"{region.id}\n", encoding="utf-8")
    path = lab.home.parent / "mine" / "00_start_here.ipynb"
    notebook = nbformat.read(path, as_version=4)
    online = f"import os\nos.environ.update(NEXTGEN_OFFLINE='', NEXTGEN_BLS_ADDRESS='{site.address}')"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(online))
    nbformat.write(notebook, path)

    page = open_notebook(path.name, 1300)
    run_all(page)
    page.wait_for_selector(f"{_CARDS} >> text=Unemployment rate", timeout=60_000, state="attached")
    button = page.get_by_role("button", name=FETCH)
    assert site.asked == []
    _pressed(page, button)
    page.wait_for_selector("text=19 files came from BLS: industries are now of 2025.", timeout=60_000)
    # The pictures below follow by themselves.
    page.wait_for_selector(f"{_CARDS} >> text={2 * 6 * _JOBS:,}", timeout=60_000, state="attached")
    _pressed(page, button)
    page.wait_for_selector("text=Nothing was asked for: what BLS has is here", timeout=30_000)
    assert len(site.asked) == 19


def _pressed(page, button) -> None:
    """While cells run, JupyterLab may take the focus away between two keys; a person waits, too."""
    page.get_by_text("(ipykernel) | Idle").wait_for(timeout=60_000)
    button.scroll_into_view_if_needed()
    button.press("Enter")
