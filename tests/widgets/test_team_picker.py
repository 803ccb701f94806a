"""Teams, people and own regions in the first notebook: what a press of each button does, and what is said."""

from __future__ import annotations

import pytest

import nextgen_helpers as ng
from nextgen_helpers import removed, teams
from nextgen_helpers.regions import chosen_region, custom_region, get_region, save_region
from nextgen_helpers.show import explore
from nextgen_helpers.team_answers import Team
from nextgen_helpers.widgets.region_picker import RegionPicker
from nextgen_helpers.widgets.team_picker import TeamPicker
from nextgen_helpers.workspace import Workspace

REGION = "tx-alamo"


def buttons(widget):
    found = {}
    for child in getattr(widget, "children", ()):
        if hasattr(child, "on_click"):
            found[child.description] = child
        found |= buttons(child)
    return found


def press(picker, label):
    buttons(picker)[label].click()
    return picker.message.value


@pytest.fixture
def picker():
    with Workspace.open(REGION) as workspace:
        workspace.save("self_assessment", {"scores": {"career_pathways": 4}}, respondent="k1", author="Ann")
        workspace.save("partner_roster", {"partners": []})
    return TeamPicker(get_region(REGION))


def test_before_a_region_is_chosen_nothing_can_be_done():
    picker = TeamPicker(None)
    assert "Choose a region first" in picker.message.value
    for label in ("New team", "Rename this team", "Copy to practice", "Archive", "Remove"):
        assert "Choose a region first" in press(picker, label)
    picker.show(get_region(REGION))
    assert picker.team.options == (("Team of Alamo", REGION),)
    assert picker.message.value == ""


def test_a_team_is_begun_named_chosen_and_put_away(picker):
    picker.name.value = "Riverside"
    assert "Riverside is started, and chosen" in press(picker, "New team")
    assert picker.team.value == "tx-alamo--riverside"
    assert Team.open(REGION).workspace.team_id == "tx-alamo--riverside"
    assert "already" in press(picker, "New team")  # the same name again
    picker.name.value = "<b>Health</b>"
    assert "&lt;b&gt;Health" in press(picker, "Rename this team")
    press(picker, "Archive")
    assert teams.find_team("tx-alamo--riverside").about.archived
    assert "(archived)" in {key: label for label, key in picker.team.options}["tx-alamo--riverside"]
    press(picker, "Take out of the archive")
    assert not teams.find_team("tx-alamo--riverside").about.archived
    picker.team.value = REGION
    assert Team.open(REGION).workspace.team_id == REGION


def test_a_copy_to_practice_is_chosen_and_the_team_stays(picker):
    assert "practice copy is chosen" in press(picker, "Copy to practice")
    assert Team.open(REGION).entry.about.practice
    with Workspace.open(REGION) as workspace:
        assert len(workspace.history()) == 2


def test_what_is_removed_can_be_brought_back_or_deleted_for_good(picker):
    assert picker.person.options == (("Ann", "k1"),)
    assert "Choose a person first" in press(
        picker, "Remove person"
    )  # nothing is removed because it stood first
    picker.person.value = "k1"
    press(picker, "Remove person")
    assert picker.person.options == ()
    press(picker, "Remove")
    assert len(picker.gone.options) == 2
    picker.gone.value = removed.removed()[0].name
    assert "is there again" in press(picker, "Bring back")
    assert "Check the box first" in press(picker, "Delete all of it for good")
    picker.sure.value = True
    assert "1 file deleted for good" in press(picker, "Delete all of it for good")
    assert removed.removed() == []
    assert not picker.sure.value


def test_people_and_own_regions_have_other_names(picker):
    picker.person.value = "k1"
    assert picker.person_name.value == "Ann"
    picker.person_name.value = "Ann Miller"
    press(picker, "Rename person")
    assert picker.person.options == (("Ann Miller", "k1"),)
    save_region(custom_region("Corner", ["48181"], "tx-corner"))
    regions = RegionPicker(None, lambda _: None)
    picker = TeamPicker(get_region("tx-corner"), regions.refresh)
    picker.own.value = "tx-corner"
    picker.own_name.value = "Our corner"
    press(picker, "Rename region")
    assert "Our corner (tx-corner)" in regions.search.options
    picker.own.value = "tx-corner"
    press(picker, "Remove region")
    assert "Our corner (tx-corner)" not in regions.search.options


def test_the_first_notebook_shows_an_example_until_a_region_is_chosen(capsys):
    explore()
    assert chosen_region() is None
    assert "The pictures show Invented Valley (exercise), as an example" in capsys.readouterr().out
    picker = RegionPicker(None, lambda _: None)
    assert "No region is chosen yet" in picker.message.value
    assert picker.search.value == ""
    picker.search.value = "Alamo"
    assert chosen_region().id == REGION


def test_notebooks_say_where_to_choose_and_show_the_example_read_only(screen):

    live = ng.team()
    live._ipython_display_()
    assert "No region is chosen yet. Choose yours in the notebook Start here (00)" in screen.html
    assert "its organizations, people, companies and answers are invented" in screen.html
    form = ng.form(live, "partner_roster")
    form._ipython_display_()
    ng.form(live, "self_assessment")._ipython_display_()
    ng.form(live, "many_tables_many_knocks", "knocks")._ipython_display_()
    assert all("application/vnd.jupyter.widget-view+json" not in bundle for bundle in screen.shown)
    assert "Lakeside Metals" in screen.html
