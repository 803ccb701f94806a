"""The room of the launch and the spiral of assets: as many marks as there are people and assets, said in words, and nothing typed is HTML."""

from __future__ import annotations

import re

import pytest
from drawn import PLACES, assert_apart, assert_words_inside, lines

from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.marks.round import Rings
from nextgen_helpers.charts.scene import PHONE
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.team.drawings import asset_spiral, floor_plan

HOSTILE = "<script>alert(1)</script>\"'"


@pytest.mark.parametrize(("companies", "partners"), [(15, 8), (1, 1), (2, 0), (31, 40)])
def test_the_room_has_a_chair_for_everybody_up_to_thirty(companies, partners):
    page = floor_plan(companies, partners).html
    assert len(re.findall(r"<rect [^>]*rx=", page)) == min(companies, 30)
    assert len(re.findall(r"<circle [^>]*stroke=", page)) == min(partners, 30)
    said = re.search(r'aria-label="([^"]+)"', page)[1]
    assert f"{companies} chair" in said
    assert f"{partners} chair" in said


def test_assets_stand_in_the_order_of_their_days_and_those_without_come_last():
    rows = [
        {"asset": "Bus", "kind": "program", "since": "2027-02-01", "made_possible": "A second shift"},
        {"asset": "Good name", "kind": None, "since": None, "made_possible": ""},
        {"asset": "Trust", "kind": "trust", "since": "2026-10-01", "made_possible": "The bus"},
    ]
    page = asset_spiral(rows, {"trust": "Trust and connections"}).html
    assert re.findall(r"<strong>([^<]+)</strong>", page) == ["Trust", "Bus", "Good name"]
    assert "(Trust and connections, since October 1, 2026); it made possible: The bus" in page
    assert page.count("<circle") == 3
    assert "2 of 3 assets made something else possible" in page


def test_nothing_yet_is_said():
    assert "No asset is written down yet." in asset_spiral([], {}).html


def test_what_was_typed_stays_text():
    page = asset_spiral(
        [{"asset": HOSTILE, "kind": HOSTILE, "since": None, "made_possible": HOSTILE}], {}
    ).html
    assert "<script" not in page
    assert page.count("alert(1)") == 2


def test_names_above_a_table_of_numbers_are_whole_on_a_phone():
    names = (
        "Adults without a diploma",
        "Workers who were laid off",
        "Parents on a late shift of the hospital",
    )
    (panel,) = HeatTable(("Cedar Fork College",), names, ((1, 2, 3),)).scene(PHONE).panels
    shown = [text for _, text in panel.x.ticks]
    assert [" ".join(text.split()) for text in shown] == list(names)
    assert not panel.x.turned  # there is room for them to stand straight


def test_names_around_a_ring_keep_off_each_other_and_are_whole_on_a_phone():
    names = (
        *[f"Organization of the valley {number}" for number in range(18)],
        "Texas Higher Education Coordinating Board",
    )
    mark = Rings(names, (False,) * 19, (("Other", SeriesStyle("#00629b")),), (0,) * 19, ())
    for place in PLACES.values():
        assert_words_inside(mark.scene(place))
        assert_apart(mark.scene(place))
    assert set(names) <= {line.text for line in lines(mark.scene(PHONE))}
