"""A metropolitan area is found by what people call it, and the field of the picker always answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.metropolitan import find_metropolitan_areas, metropolitan_area_named
from nextgen_helpers.regions import get_region, metropolitan_areas
from nextgen_helpers.widgets.region_picker import RegionPicker

AUSTIN = "Austin-Round Rock-San Marcos, TX"
DALLAS = "Dallas-Fort Worth-Arlington, TX"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Austin", AUSTIN), ("austin tx", AUSTIN), ("  AUSTIN,  Texas ", AUSTIN), ("San Marcos", AUSTIN),
        ("Austin-Round Rock-Georgetown, TX", AUSTIN),  # its title until 2023
        ("Dallas", DALLAS), ("dallas fort worth", DALLAS), ("Dallas/Ft. Worth metro area", DALLAS), ("DFW", DALLAS),
        ("Dallas\u2013Fort Worth\u2013Arlington", DALLAS),
        ("mcallen", "McAllen-Edinburg-Mission, TX"), ("Corpus", "Corpus Christi, TX"), ("midland tx", "Midland, TX"),
        ("Saint Louis", "St. Louis, MO-IL"), ("Kansas City, Missouri", "Kansas City, MO-KS"),
        ("Canon City", "Cañon City, CO"), ("coeur d\u2019alene", "Coeur d'Alene, ID"), ("Portland Oregon", "Portland-Vancouver-Hillsboro, OR-WA"),
    ],
)  # fmt: skip
def test_a_part_of_a_name_finds_the_area(typed, title):
    chosen, said = metropolitan_area_named(typed)
    assert chosen == title
    assert said.startswith(f"{title} is chosen.")


@pytest.mark.parametrize("title", metropolitan_areas())
def test_every_title_finds_itself(title):
    assert metropolitan_area_named(title)[0] == title
    assert title in find_metropolitan_areas(title.replace(",", "").replace("-", " ").lower())


def test_several_that_fit_are_named_and_none_is_chosen():
    for typed, named in (
        ("portland", ("Portland-South Portland, ME", "Portland-Vancouver-Hillsboro, OR-WA")),
        ("Jacksonville", ("Jacksonville, FL", "Jacksonville, NC", "Jacksonville, TX")),
        ("Paris", ("Paris, TN", "Paris, TX")),
    ):
        chosen, said = metropolitan_area_named(typed)
        assert chosen is None
        assert all(title in said for title in named)
    assert "and " in metropolitan_area_named("Texas")[1]


def test_a_smaller_area_of_the_same_name_is_said():
    assert "Also there: Austin, MN." in metropolitan_area_named("Austin")[1]


def test_what_fits_nothing_gets_the_nearest_name():
    assert metropolitan_area_named("Austn")[1].startswith(
        'No metropolitan area fits "Austn". Did you mean Austin'
    )
    assert "type their codes" in metropolitan_area_named("qqqq")[1]


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_a_sentence(typed):
    chosen, said = metropolitan_area_named(typed)
    assert said.endswith(".")
    assert chosen is None or chosen in metropolitan_areas()


def test_the_field_of_the_picker_fills_in_the_counties_or_says_why_not():
    picker = RegionPicker(get_region("tx-alamo"), lambda _: None)
    picker.metro.value = "austin"
    assert picker.codes.value == ", ".join(metropolitan_areas()[AUSTIN])
    assert picker.name.value == AUSTIN
    assert f"{AUSTIN} is chosen." in picker.metro_message.value
    assert "role='status'" in picker.metro_message.value
    picker.metro.value = "portland <b>"
    assert (
        "fits 2 areas" in picker.metro_message.value or "No metropolitan area" in picker.metro_message.value
    )
    assert "<b>" not in picker.metro_message.value
    assert picker.codes.value == ", ".join(metropolitan_areas()[AUSTIN])  # as it was
    picker.metro.value = "Dallas"
    assert picker.name.value == DALLAS  # a name that nobody typed goes along
    picker.name.value = "Our region"
    picker.metro.value = "waco"
    assert picker.name.value == "Our region"
    assert "Its 3 counties are in the field" in picker.metro_message.value
    picker.metro.value = ""
    assert not picker.metro_message.value
