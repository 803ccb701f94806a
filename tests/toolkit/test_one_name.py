"""One name, one door: what is the same at once, what looks alike, what a team decides, and that everything counts by it."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import nextgen_helpers as ng
from nextgen_helpers.regions import get_region
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import outreach
from nextgen_helpers.toolkit.catalog import checks, exercises, questions_and_answers
from nextgen_helpers.toolkit.exercises import OUTREACH, OUTREACH_SCENARIOS
from nextgen_helpers.toolkit.name_places import names_in, with_names
from nextgen_helpers.toolkit.names import name_notes
from nextgen_helpers.toolkit.one_name import (
    SAME_NAMES,
    NamePair,
    SameNames,
    Spellings,
    first_spellings,
    name_key,
    near_pairs,
    tidy,
)
from nextgen_helpers.workspace import Workspace

REGION = "tx-texoma"
PENA, DECOMPOSED = "Peña Foundry", unicodedata.normalize("NFD", "Peña Foundry")
#: As five organizations type one employer, in the order of the case.
KNOCKS = (
    ("Lakeview CC", PENA, "advice", 4),
    ("Tri-County WB", DECOMPOSED, "advice", 6),
    ("Lakeview ISD", "Pena Foundry", "advice", 2),
    ("Chamber", "Peña\u00a0Foundry", "advice", 1),
    ("Chamber", "PEÑA FOUNDRY", "survey", 1),
    ("EDC", "Peña Foundry, Inc.", "advice", 1),
    ("EDC", "The Peña Foundry", "survey", 1),
    ("Lakeview CC", "Smith & Sons", "advice", 2),
    ("Tri-County WB", "Smith and Sons", "advice", 2),
    ("Lakeview  CC", "Smith & Sons", "survey", 2),
    ("Lakeview CC\u200b", "Smith & Sons", "sponsorship", 1),
)
JOINED = {"one": PENA, "other": "Pena Foundry", "decision": "joined", "shown": PENA}


def knocks(rows=KNOCKS):
    names = ("organization", "employer", "purpose", "contacts_a_year")
    return {"knocks": [dict(zip(names, row, strict=True)) for row in rows]}


@pytest.fixture
def team(tmp_path):
    with Workspace.open(REGION, f"sqlite:///{tmp_path / 'team.db'}") as workspace:
        yield Team(get_region(REGION), workspace)


def doors(team):
    table = outreach.employers(team.outreach()).set_index("employer")
    return {name: tuple(int(cell) for cell in row[:2]) for name, *row in table.itertuples()}


# -- the same at once -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (
            PENA,
            (DECOMPOSED, "Peña\u00a0Foundry", " peña  FOUNDRY\t", "Pe\u00adña Foun\u200bdry", "\u202ePeña Foundry", "Peña\nFoundry", "Peña\x07Foundry", "\uff30eña Foundry"),
        ),
        (PENA, ("The Peña Foundry", "Peña Foundry, Inc.", "Peña Foundry Incorporated", "Peña Foundry, L.L.C.", "Peña Foundry L. L. C.", "Peña Foundry L L C", "Peña Foundry LLC")),
        (PENA, ("Peña Foundry Co.", "Peña Foundry Company", "Peña Foundry Corp", "Peña Foundry, Ltd.", "Peña Foundry LP", "Peña Foundry, LLP", "Peña Foundry P.C.", "Peña Foundry PLLC", "Peña Foundry Co., Inc.")),
        ("Smith & Sons", ("Smith and Sons", "Smith + Sons", "Smith&Sons", "SMITH AND SONS, INC")),
        ("St. Mary's Hospital", ("Saint Mary's Hospital", "St Marys Hospital", "ST. MARY\u2019S HOSPITAL", "The Saint Marys Hospital")),
        ("Port St. Lucie Fire", ("Port Saint Lucie Fire",)),
        ("Tri-County WB", ("Tri County WB", "Tri\u2013County WB", "tri-county wb.")),
        ("J.B. Hunt", ("J. B. Hunt", "JB Hunt")),
        ("Tiffany & Co.", ("Tiffany and Company", "TIFFANY & CO., INC.")),
        ("Straße Bau", ("STRASSE BAU",)),
        ("北テキサス", ("北ﾃｷｻｽ", " 北テキサス ")),
        ("Acme\u2122 Steel", ("Acme Steel", "Acme\u00ae Steel")),
    ],
)  # fmt: skip
def test_what_differs_only_in_how_it_was_typed_is_the_same_at_once(name, spellings):
    assert {spelling for spelling in spellings if name_key(spelling) != name_key(name)} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PENA, "Pena Foundry"),
        ("Acme Steel", "Acme Steel Supply"),
        ("First Baptist", "First Baptist Academy"),
        ("Lakeview ISD", "Lakeside ISD"),
        ("The Company", "Company"),
        ("Company, Inc.", "Company"),
        ("The The", "The"),
        ("Tiffany & Co.", "Tiffany"),
        ("Main St. Bakery", "Main Street Bakery"),
        ("Bakery on Main St.", "Bakery on Main Saint"),
        ("Local 12", "Local 21"),
        ("Local 1 2", "Local 12"),
        ("Labs 3.5", "Labs 35"),
        ("Plant A", "Plant B"),
        ("A+ Tutoring", "A & Tutoring"),
        ("C++ Academy", "C# Academy"),
        ("C# Academy", "C Academy"),
        ("Lions Club SA", "Lions Club"),
        ("Pizza \U0001f355", "Pizza \U0001f32e"),
        ("कखग", "कखगा"),
        ("!!!", "???"),
    ],
)
def test_different_names_are_never_joined_without_a_person(one, other):
    assert name_key(one) != name_key(other)
    names = Spellings.of([one, other], SameNames())
    assert names.shown(one) != names.shown(other)


@pytest.mark.parametrize(
    "name", ["The", "Inc.", "Company", "The Company", "&", "St.", "!!!", "L.L.C.", "\u200b", "™"]
)
def test_a_name_of_nothing_but_such_words_keeps_them(name):
    assert name_key(name)
    assert tidy(name)


@given(st.text(max_size=40))
@example("The The Smith")
@example("St. Inc")
@example("Smith & Co. LLC")
@example("+#&")
def test_a_key_is_empty_only_where_nothing_is_written_and_is_its_own_key(name):
    assert bool(name_key(name)) == bool(tidy(name)) == bool(name.strip())
    assert name_key(tidy(name)) == name_key(name)


@given(
    st.lists(st.sampled_from(["Acme", "Steel", "Peña", "Pena", "Lakeview", "ISD", "Smith", "Mill", "12", "21"]), min_size=1, max_size=4),
    st.lists(st.sampled_from(["Acme", "Steel", "Peña", "Pena", "Lakeview", "ISD", "Smith", "Mill", "12", "21"]), min_size=1, max_size=4),
    st.sampled_from(["{}", "The {}", "{}, Inc.", "{} LLC", "  {} ", "{}\u200b"]),
    st.sampled_from([str, str.upper, str.casefold, lambda text: unicodedata.normalize("NFD", text)]),
)  # fmt: skip
def test_two_names_are_one_exactly_if_their_words_are(words, others, frame, change):
    one, other = " ".join(words), frame.format(change(" ".join(others)))
    assert (name_key(one) == name_key(other)) == (words == others)


def test_the_first_spelling_stands_for_all():
    assert first_spellings(["Smith & Sons", "Smith and Sons, Inc."])["Smith and Sons, Inc."] == "Smith & Sons"


# -- near -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PENA, "Pena Foundry"),
        ("Pena Foundry", "Peña Fondry"),
        ("Lakeside Metals", "Lakeside Metal"),
        ("Lakeside Metals", "Lakesdie Metals"),
        ("Lakeside Metals", "Lakezide Metals"),
        ("Tri-County Board", "Tricounty Board"),
        ("Bücher", "Bucher"),
        ("Łódź", "Lodz"),
        ("St. Mary's", "St. Mary"),
    ],
)
def test_near_names_are_offered(one, other):
    assert near_pairs([name_key(one), name_key(other)]) == [tuple(sorted((name_key(one), name_key(other))))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Local 12", "Local 21"),
        ("Local 1", "Local 12"),
        ("Plant A", "Plant B"),
        ("Welding I", "Welding II"),
        ("Mill", "Mall"),
        ("Acme Steel", "Acme Steel Supply"),
        ("Lakeview ISD", "Lakeside ISD"),
        ("Lakeview CC", "Lakeview ISD"),
    ],
)
def test_what_is_there_to_tell_names_apart_is_not_offered(one, other):
    assert near_pairs([name_key(one), name_key(other)]) == []


letters = st.text(st.sampled_from("abcde "), min_size=5, max_size=9).map(lambda text: " ".join(text.split()))


@given(st.lists(letters, max_size=12, unique=True))
def test_near_is_what_a_comparison_of_all_pairs_finds(names):
    from itertools import combinations  # noqa: PLC0415

    from rapidfuzz.distance import OSA  # noqa: PLC0415

    long = sorted(name for name in names if len(name.replace(" ", "")) >= 5)
    found = near_pairs(long)
    assert found == near_pairs(reversed(long))
    every = {pair for pair in combinations(long, 2) if OSA.distance(*pair) == 1}
    assert set(found) <= every
    alone = [
        pair
        for pair in every - set(found)
        if not any(len(word) == 1 for name in pair for word in name.split())
    ]
    assert alone == []


def test_twenty_thousand_names_are_compared():
    names = [f"Employer {'abcdefghij'[n % 10] * 3} {n * 7919 % 104729:06d} Works" for n in range(20_000)]
    assert near_pairs([*map(name_key, names), "pena foundry", "peña foundry"]) == [
        ("pena foundry", "peña foundry")
    ]


# -- what is decided --------------------------------------------------------------------------------


def pair(one, other, decision="joined"):
    return NamePair(one=one, other=other, decision=decision, shown=one if decision == "joined" else "")


def test_the_last_decision_about_two_names_counts_and_one_that_was_taken_back_is_none():
    first, last = SameNames(pairs=(pair("Peña", "Pena"),)), SameNames(pairs=(pair("pena", "PEÑA"),))
    assert SameNames.of([first, last]).pairs == last.pairs
    assert SameNames.of([first, SameNames(pairs=(pair("Pena", "Peña", "open"),))]).pairs == ()
    assert SameNames.of([first]).decided("PENA, Inc.", "the peña") == first.pairs[0]


def test_names_that_are_joined_one_after_the_other_are_one_and_the_last_chosen_spelling_is_shown():
    same = SameNames(pairs=(pair("Mill", "Mills"), pair("Millls", "Mills")))
    names = Spellings.of(["Mill", "Mills", "Millls", "Forge"], same)
    assert {names.shown(name) for name in ("mill", "MILLS", "The Millls")} == {"Millls"}
    assert names.shown("Forge") == "Forge"
    assert names.undecided == ()  # Mill and Millls are one, though nobody was asked


def test_without_a_choice_the_spelling_that_is_typed_most_is_shown_then_the_first():
    assert Spellings.of(["Mill Inc.", "The Mill", "The Mill"], SameNames()).shown("mill") == "The Mill"
    assert Spellings.of(["Mill Inc.", "The Mill"], SameNames()).shown("mill") == "Mill Inc."


# -- the case ---------------------------------------------------------------------------------------


def test_five_spellings_are_one_door_once_a_person_says_so_of_the_last(team):
    """Case 20: one door, 7 knocks, from 5 organizations, fatigue counted on 16 contacts a year."""
    team.workspace.save(OUTREACH, knocks())
    assert doors(team) == {PENA: (4, 14), "Smith & Sons": (2, 7), "Pena Foundry": (1, 2)}
    assert team.spellings().undecided == ((PENA, "Pena Foundry"),)
    team.workspace.save(SAME_NAMES, {"pairs": [JOINED]})
    assert doors(team) == {PENA: (5, 16), "Smith & Sons": (2, 7)}
    picture = team.outreach()
    assert sum(knock.employer == PENA for knock in picture.knocks) == 7
    assert outreach.organizations(picture) == [
        "Chamber",
        "EDC",
        "Lakeview CC",
        "Lakeview ISD",
        "Tri-County WB",
    ]
    assert outreach.employers(picture).set_index("employer").loc[PENA, "fatigue"]
    assert outreach.measures(picture)["employers"] == 2
    shared = outreach.redundancy(picture).set_index(["employer", "purpose"])["organizations"]
    assert shared[PENA, "advice"] == 5
    assert team.names()["employers"] == [PENA, "Smith & Sons"]
    # Views know nothing of it, and say it.
    said = str([piece.get("text/html") for piece in ng.show.outreach_picture(team).mime_bundles()])
    assert "Pena Foundry" not in said
    assert PENA in said
    # What was typed stays.
    assert [row["employer"] for row in team.typed(OUTREACH)["knocks"]] == [row[1] for row in KNOCKS]


def test_the_case_as_it_stands_in_the_folder_of_cases(team):
    folder = next(Path(__file__).resolve().parents[2].parent.glob("shared/cases/20-*"), None)
    if folder is None:
        pytest.skip("the folder of cases is not beside the project")
    with (folder / "knocks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [{**row, "contacts_a_year": int(row["contacts_a_year"])} for row in csv.DictReader(file)]
    team.workspace.save(OUTREACH, {"knocks": rows})
    team.workspace.save(SAME_NAMES, {"pairs": [JOINED]})
    assert doors(team)[PENA] == (5, 16)
    assert sum(knock.employer == PENA for knock in team.outreach().knocks) == 7


def test_a_decision_is_taken_back_and_stays_in_the_history(team):
    team.workspace.save(OUTREACH, knocks())
    team.workspace.save(SAME_NAMES, {"pairs": [JOINED]})
    team.workspace.save(SAME_NAMES, {"pairs": [{**JOINED, "decision": "open", "shown": ""}]})
    assert len(doors(team)) == 3
    assert len(team.workspace.history(SAME_NAMES)) == 2
    team.workspace.save(SAME_NAMES, {"pairs": [{**JOINED, "decision": "apart", "shown": ""}]})
    assert len(doors(team)) == 3
    assert team.spellings().undecided == ()


@pytest.mark.parametrize("ending", ["json", "xlsx", "db"])
def test_decisions_go_along_into_another_workspace(team, tmp_path, ending):
    team.workspace.save(OUTREACH, knocks())
    team.workspace.save(SAME_NAMES, {"pairs": [JOINED]})
    file = tmp_path / f"away.{ending}"
    if ending == "json":
        team.workspace.export_json(file)
    elif ending == "xlsx":
        team.workspace.export_excel(file)
    else:
        team.workspace.close()
        (tmp_path / "team.db").rename(file)
    with Workspace.open(REGION, f"sqlite:///{tmp_path / 'other.db'}") as workspace:
        workspace.import_file(file)
        other = Team(get_region(REGION), workspace)
        assert doors(other)[PENA] == (5, 16)
        assert workspace.check() == []


def test_two_laptops_decide_about_different_names_and_both_count(team, tmp_path):
    team.workspace.save(OUTREACH, knocks())
    with Workspace.open(REGION, f"sqlite:///{tmp_path / 'other.db'}") as workspace:
        workspace.save(SAME_NAMES, {"pairs": [JOINED]})
        workspace.export_json(tmp_path / "away.json")
    chambers = {
        "one": "Chamber",
        "other": "Chamber of Commerce",
        "decision": "joined",
        "shown": "Chamber of Commerce",
    }
    team.workspace.save(SAME_NAMES, {"pairs": [chambers]})
    team.workspace.import_file(tmp_path / "away.json")
    assert doors(team)[PENA] == (5, 16)
    assert "Chamber of Commerce" in outreach.organizations(team.outreach())


def test_a_decision_that_cannot_be_read_leaves_the_rest_to_be_seen(team):
    team.workspace.save(OUTREACH, knocks())
    team.workspace.save(SAME_NAMES, {"pairs": [JOINED]})
    odd = Workspace.open(REGION, str(team.workspace._engine.url), checks={SAME_NAMES: lambda value: value})
    with odd:
        odd.save(SAME_NAMES, {"of a later version": 1})
    assert doors(team)[PENA] == (5, 16)


# -- everything reads the joined name ---------------------------------------------------------------


def test_an_alternative_finds_the_knock_under_any_of_its_names(team):
    team.workspace.save(OUTREACH, knocks(KNOCKS[:3]))
    team.workspace.save(SAME_NAMES, {"pairs": [JOINED]})
    knock = {"organization": "Lakeview ISD", "employer": "PENA FOUNDRY LLC", "purpose": "advice"}
    changes = [
        {"action": "remove", "knock": knock},
        {"action": "remove", "table": {"name": "none", "convener": "any"}},
    ]
    team.workspace.save(OUTREACH_SCENARIOS, {"ideal": {"name": "The ideal", "changes": changes}})
    picture, problems = team.alternative("ideal")
    assert [item.organization for item in picture.knocks] == ["Lakeview CC", "Tri-County WB"]
    assert problems == ('Change 2: There is no table "none" to take away.',)
    assert "any" not in team.names()["organizations"]


def test_partners_listed_in_two_spellings_are_one_partner(team):
    team.workspace.save(
        OUTREACH, {"organizations": ["Board", "The Board", "College"], "employers": ["Mill", "Mill, Inc."]}
    )
    assert team.outreach().organizations == ("Board", "College")
    assert team.outreach().employers == ("Mill",)


def test_who_was_called_is_not_asked_again_under_another_name(team):
    companies = [{"company": name} for name in (PENA, "Smith & Sons")]
    team.workspace.save("invitation_list", {"companies": companies})
    team.workspace.save("call_log", {"calls": [{"company": "Pena Foundry"}, {"company": "Smith and Sons"}]})
    said = str(ng.show.call_status(team).mime_bundles())
    assert f"Not called yet: {PENA}" in said
    team.workspace.save(SAME_NAMES, {"pairs": [JOINED]})
    said = str(ng.show.call_status(team).mime_bundles())
    assert "2 of 2 companies called" in said
    assert "Not called yet" not in said


def test_ties_are_drawn_between_partners_and_not_between_spellings(team):
    team.workspace.save(
        "partner_roster", {"partners": [{"organization": "Lakeview CC"}, {"organization": "Chamber"}]}
    )
    ties = [{"organization": "The Chamber", "other_organization": "Lakeveiw CC"}]
    team.workspace.save("connections", {"ties": ties})
    pairs = [{"one": "Lakeview CC", "other": "Lakeveiw CC", "decision": "joined", "shown": "Lakeview CC"}]
    assert "Lakeveiw" in str(ng.show.universe_of_connections(team).mime_bundles())
    team.workspace.save(SAME_NAMES, {"pairs": pairs})
    assert "Lakeveiw" not in str(ng.show.universe_of_connections(team).mime_bundles())


def test_people_who_are_called_alike_stay_two(team):
    rows = [{"organization": "Board", "person": name} for name in ("Ann  Lee", "ann lee", "The Ann Lee")]
    team.workspace.save("partner_roster", {"partners": rows})
    assert [row["person"] for row in team.rows("partner_roster", "partners")] == [
        row["person"] for row in rows
    ]


def test_names_of_one_exercise_are_offered_in_the_others(team):
    team.workspace.save("partner_roster", {"partners": [{"organization": "Lakeview  CC"}]})
    team.workspace.save("invitation_list", {"companies": [{"company": PENA}, {"company": DECOMPOSED}]})
    assert (team.names()["organizations"], team.names()["employers"]) == (["Lakeview CC"], [PENA])


def test_notes_on_names_and_the_map_of_programs_agree(team):
    stored = {
        "programs": [{"program": "Welding & Fitting"}], "jobs": [{"job": "Welder"}],
        "links": [{"begins": "Welding and Fitting", "ends": "welder"}],
    }  # fmt: skip
    team.workspace.save("pathway_map", stored)
    assert name_notes("pathway_map", ["programs", "links"], team.stored) == []
    link = team.rows("pathway_map", "links")[0]
    assert (link["begins"], link["ends"]) == ("Welding & Fitting", "Welder")


@pytest.mark.parametrize("exercise_id", sorted(exercises()))
def test_every_column_that_offers_names_is_read_with_one_spelling(exercise_id):
    """The finished example holds something in each: nothing is lost on the way, and what holds no name stays as it is."""
    team = ng.team("invented-valley").team
    for answer in team.answered(exercise_id):
        stored = checks()[exercise_id](answer.value)
        assert with_names(exercise_id, stored, lambda _, name: name) == stored
        found = list(names_in(exercise_id, stored))
        marked = with_names(exercise_id, stored, lambda _, name: f"*{name}")
        assert [(kind, f"*{name}") for kind, name in found] == list(names_in(exercise_id, marked))


def test_the_example_has_no_names_that_look_alike():
    assert ng.team("invented-valley").team.spellings().undecided == ()


def test_a_decision_is_read_by_people(team):
    team.workspace.save(SAME_NAMES, {"pairs": [JOINED]})
    (answer,) = team.workspace.history(SAME_NAMES)
    assert questions_and_answers(SAME_NAMES, answer.value) == [
        ("Pairs", f"one: {PENA}; other: Pena Foundry; decision: joined; shown: {PENA}")
    ]


def test_a_view_follows_what_is_decided_and_not_what_is_typed_elsewhere(team):
    team.workspace.save(OUTREACH, knocks())
    own, noted = team.noting()
    own.outreach()
    assert noted == {OUTREACH, SAME_NAMES}
