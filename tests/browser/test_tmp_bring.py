from __future__ import annotations
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
from test_forms import _open, _form, _saved
import jupyter_lab
import pytest
pytestmark = pytest.mark.browser
CASES=Path("/work/shared/cases")
def test_look(lab, open_page):
    page=open_page("about:blank",1280)
    page.set_viewport_size({"width":1280,"height":1500})
    page.set_default_timeout(25000)
    knocks=_open(page, lab, "20_module2_outreach.ipynb", "The many knocks")
    knocks.get_by_role("button", name="Bring a list").click()
    knocks.locator("input[type=file]").set_input_files(CASES/"16-google-forms-wide-knocks"/"responses.csv")
    knocks.get_by_text("to answer first").wait_for()
    knocks.screenshot(path="/tmp/hs/b1.png")
    knocks.get_by_label("sent the form more than once", exact=False).select_option(label="the last time")
    knocks.get_by_label('what number is "monthly"', exact=False).select_option(label="12")
    knocks.get_by_role("button", name="Take 5 rows").wait_for()
    knocks.get_by_text("Change what a column is").click()
    knocks.screenshot(path="/tmp/hs/b2.png")
    page.set_viewport_size({"width":420,"height":2600})
    page.wait_for_timeout(1500)
    knocks.screenshot(path="/tmp/hs/b3.png")
    page.set_viewport_size({"width":1280,"height":1500})
    knocks.get_by_role("button", name="Take 5 rows").click()
    knocks.get_by_role("button", name="Take them out again").wait_for()
    page.wait_for_timeout(1500)
    knocks.screenshot(path="/tmp/hs/b4.png")
    knocks.get_by_role("button", name="Take them out again").click()
    _saved(knocks)
    page.wait_for_timeout(1500)
    from axe_playwright_python.sync_playwright import Axe
    knocks.get_by_role("button", name="Bring a list").click()
    knocks.get_by_label("Or paste cells").fill((CASES/"19-numbers-of-another-country"/"knocks.csv").read_text())
    page.keyboard.press("Tab"); page.keyboard.press("Enter")
    knocks.get_by_text("to answer first").wait_for()
    r=Axe().run(page, context=".ng-preview")
    print([ (v["id"],[n["html"][:150] for n in v["nodes"]]) for v in r.response["violations"]])
    knocks.screenshot(path="/tmp/hs/b5.png")
    assert knocks.locator("tbody tr:visible").count()==0
    print(page.complaints[-5:])
