"""What people type as counties, and what becomes of codes that change."""

from __future__ import annotations

import doctest

import pytest

from nextgen_helpers import counties, letters, typed_counties
from nextgen_helpers.charts.shapes import county_shapes, has_shapes
from nextgen_helpers.counties import changes, counties_in, county_names, life_spans, same_land
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.notes import notes_of
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.lmi.update import update
from nextgen_helpers.regions import custom_region
from nextgen_helpers.typed_counties import counties_of


@pytest.mark.parametrize("module", [counties, typed_counties, letters])
def test_examples_in_the_documentation_are_true(module):
    assert doctest.testmod(module).failed == 0


# -- what is typed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "6037,6059", "6037 6059", "6037.0;6059.00", "06037\t06059", "06037\r\n06059", "'06037, '06059", '="06037",="06059"',
        "6,037; 6,059", "[06037, 06059]", "0500000US06037|0500000US06059", "Los Angeles County (06037), FIPS 06059",
        "Los Angeles, Orange County", "Orange County, CA; los angeles, california", "Los Angeles and Orange counties, California",
        "Orange CA; Los Ángeles", "\u201c06037\u201d\u00a0, 06059,",
    ],
)  # fmt: skip
def test_two_counties_in_every_form(typed):
    assert counties_of(typed).codes == ("06037", "06059")
    assert custom_region("Two", typed.split("|")).counties == ("06037", "06059")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("La Porte", "18091"), ("LaPorte, Indiana", "18091"), ("O\u2019Brien", "19141"), ("Queen Annes County", "24035"),
        ("Saint Croix, Wisconsin", "55109"), ("Fort Bend", "48157"), ("Lac Qui Parle", "27073"), ("Doña Ana", "35013"),
        ("King and Queen", "51097"), ("James City", "51095"), ("baltimore city", "24510"), ("Terrebonne County", "22109"),
        ("Iowa, Iowa", "19095"), ("Delaware, Pennsylvania", "42045"), ("Washington, D.C.", "11001"), ("Kalawao", "15009"),
    ],
)  # fmt: skip
def test_a_name_in_any_spelling(typed, code):
    assert counties_of(typed).codes == (code,)


@pytest.mark.parametrize("title", [*county_names().values()][::17])
def test_every_county_is_found_by_its_title(title):
    assert [county_names()[code] for code in counties_of(title).codes] == [title]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "Roanoke",
            r"fits 2 counties; .*: 51161 \(Roanoke County, Virginia\), 51770 \(Roanoke City, Virginia\)\.",
        ),
        ("Lincoln County", r"fits \d\d counties; give the code or the state .*01\d* .*, and \d+ more\."),
        ("Harris County, Ohio", "no county in Ohio has that name"),
        ("Haris, TX", r"Did you mean 48201 \(Harris County, Texas\)"),
        ("Tarant; 48113", r"Did you mean 48439 \(Tarrant County, Texas\)\?"),
        ("California", '"California" is a state; name its counties'),
        ("20000", "20000: it is the code of Kansas"),
        ("37.5", "is no county code: five digits"),
        (
            "51919",
            r"BEA\) for 51059 .*, 51600 .* and 51610 .* together; give 51059 and 51600 and 51610 instead",
        ),
        ("15901", r"BEA\) for 15009 \([^)]*\); give 15009 instead"),
        ("02160", "from before 1990 without figures; use 02050"),
        ("09009,09170", "ends with the figures of 2023, the second begins with 2024, and they overlap"),
        ("09015,09190", "begins with 2024; keep the one or the other"),
        ("02261,02066", "jobs would be counted twice"),
    ],
)
def test_what_is_no_county_is_answered_in_a_sentence(typed, said):
    with pytest.raises(UserError, match=said) as caught:
        custom_region("Mine", typed)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_name_of_several_is_taken_only_from_the_state_of_the_others_and_said():
    region = custom_region("Corner", "Travis, Williamson; Hays County, Texas")
    assert region.counties == ("48209", "48453", "48491")
    assert [note[:21] for note in region.notes] == ['"Williamson" is taken']
    with pytest.raises(UserError, match=r'"Jackson" fits 2 counties.*: 28059 .*, 48239 '):
        custom_region("Corner", "Jackson, 28001, 48113")


# -- codes that change ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("02270", "02158", "is called 02158 (Kusilvak Census Area, Alaska) since 2015"),
        ("Clifton Forge City", "51005", "is part of 51005 (Alleghany County, Virginia) since 2001"),
        ("Shannon County, SD", "46102", "is called 46102"),
        ("15005", "15009", "is counted by BLS in 15009"),
    ],
)
def test_an_old_code_leads_to_the_new_one_once(old, new, said):
    region = custom_region("Both", f"{old}; {new}")
    assert region.counties == (new,)
    assert said in region.notes[0]
    assert region == custom_region("Both", [new])


def test_every_change_is_of_counties_that_are_counted():
    for change in changes().values():
        assert {*change.into, *change.partly} <= set(county_names()), change
        assert change.what in {"renamed", "joined", "within", "gone", "bea", "divided", "new", "around"}
        assert bool(change.figures_from) >= (change.what in {"divided", "new"})


def test_counties_of_a_year_are_those_of_the_base():
    index = Store.open().index()
    there = set(index.loc[index["year"] == 2016, "area_fips"])
    states = sorted({code[:2] for code in there if code[:2] < "57"} - {"US"})
    assert len(states) == 51
    for state in states:
        assert counties_in(state, 2016) == {
            code for code in there if code[:2] == state and code[2:] not in {"000", "999"}
        }


def test_ended_counties_say_which_areas_count_their_land():
    (said,) = custom_region("Two", "Tolland, Windham County, Connecticut").notes[-1:]
    assert said.startswith(
        "09013 (Tolland County, Connecticut) and 09015 (Windham County, Connecticut) end with the figures of 2023"
    )
    assert "mainly 09110 (Capitol Planning Region) and 09150" in said
    assert "parts of 09180" in said
    assert life_spans(["09013"], 2020) == []
    assert life_spans(["09110"], 2020)[0].startswith(
        "09110 (Capitol Planning Region, Connecticut) begins with the figures of 2024"
    )
    for region, year in (("09013", 2024), ("02158", 2015)):
        with pytest.raises(UserError, match=rf"no figures for {year}; .* (ends|begins) with the figures of"):
            profile(custom_region("Old", region), year)


def test_of_a_state_with_an_ended_county_the_others_on_the_map_are_of_its_time():
    for drawn, there, gone in (
        ("09003", "09001", "09110"),
        ("09110", "09190", "09001"),
        ("02261", "02020", "02063"),
    ):
        shapes = county_shapes([drawn])
        assert {drawn, there} <= set(shapes)
        assert gone not in shapes
    assert has_shapes(
        code
        for code in county_names()
        if code[:2] in {"02", "09", "46", "51"} and code in counties_in(code[:2], 2024)
    )


@pytest.mark.usefixtures("asked_without_waits")
def test_a_download_says_what_became_of_a_code(monkeypatch):
    """It asks all the same, and nobody answers here; what is said does not need an answer."""
    monkeypatch.setenv("NEXTGEN_BLS_ADDRESS", "http://127.0.0.1:9")
    said = update([custom_region("Old", "09007, 48113")], "2023:2024").summary()
    assert said.count("09007 (Middlesex County, Connecticut) ends with the figures of 2023") == 1
    assert "no such area" not in said


def test_no_change_is_computed_over_a_year_in_which_a_county_got_or_lost_land():
    assert same_land(["51019"], [2011, 2013, 2014, 2016], 2016) == (2014, 2016)
    assert same_land(["51019"], [2011, 2013, 2014, 2016], 2011) == (2011, 2013)
    assert same_land(["08059"], [2000, 2016], 2016) == (2016,)
    denver = ["08001", "08013", "08014", "08059", "08123"]
    assert same_land(denver, [2000, 2016], 2016) == same_land(["48113"], [2000, 2016], 2016) == (2000, 2016)


def test_a_county_without_the_city_within_it_gets_a_note():
    (note,) = custom_region("Rockingham", "51165").notes
    assert note.startswith(
        "51660 (Harrisonburg City, Virginia) is counted apart from 51165 (Rockingham County, Virginia)"
    )
    assert custom_region("Both", "51165, 51660").notes == ()
    assert "24510 (Baltimore City" in custom_region("Around", "24005").notes[0]


def test_a_whole_state_says_how_many_jobs_lie_in_no_county():
    made = profile(custom_region("Rhode Island", "44001 44003 44005 44007 44009"), 2016)
    (note,) = notes_of(made)
    rows = made.store.rows(["44000", "44999"], [2016], "own_code = '0' AND industry_code = '10'")
    whole, unknown = rows.set_index("area_fips")["employment"].loc[["44000", "44999"]]
    assert f"{whole:,.0f} jobs in 2016, {unknown:,.0f} of them" in note
    assert abs(whole - unknown - made.total["employment"]) <= 5  # each county is rounded
    assert notes_of(profile(custom_region("Part", "44001 44003"), 2016)) == ()
