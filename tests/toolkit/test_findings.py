"""What the entries of Steps 1 to 3 say, at the edges of each rule; rows as the real tools store them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nextgen_helpers.toolkit import findings, step1, step2, step3
from nextgen_helpers.toolkit.sheets import sheet_model

LAUNCH = date(2027, 3, 31)


def stored(tool_id, **values):
    """Give values as a workspace stores them, so that an id that is renamed in the YAML is refused here."""
    return sheet_model(tool_id).model_validate(values).model_dump(mode="json")


# -- the collector ----------------------------------------------------------------------------------------


def test_names_are_cut_after_six_or_all_given():
    names = [f"C{number}" for number in range(8)]
    found = findings.Findings()
    found.look(names, "Missing: {names}.")
    found.open(tuple(names[:2]), "Missing: {all}.")
    assert [item.text for item in found] == [
        "Missing: C0, C1, C2, C3, C4, C5 and 2 more.",
        "Missing: C0 and C1.",
    ]


def test_what_people_typed_is_never_read_as_a_place_for_names():
    found = findings.Findings()
    found.look(["{all}", "{names}", "{0}"], "Missing: {names}.")
    found.look(True, "{names} has no name.")  # noqa: FBT003
    assert [item.text for item in found] == ["Missing: {all}, {names} and {0}.", "{names} has no name."]


def test_nothing_is_said_of_nothing_but_what_is_in_order_then():
    found = findings.Findings(ours=True)
    found.look([], "Missing: {names}.")
    found.open(0, "0 are missing.", good="None is missing.")
    found.good("", "All there.", look="Not all there.", ours=False)
    found.judge([], "0 of 2.")
    assert found == [
        findings.Finding("good", "None is missing.", ours=True),
        findings.Finding("look", "Not all there."),
        findings.Finding("look", "0 of 2.", ours=True),
    ]


# -- the rules ----------------------------------------------------------------------------------------------


def roster(*rows):
    partners = [{"organization": f"Organization {number}", **row} for number, row in enumerate(rows)]
    return stored("partner_roster", partners=partners)["partners"]


def roles(*rows):
    return stored("roles_and_commitments", commitments=list(rows))["commitments"]


def role(name, kind="convener", commits="A room"):
    return {"organization": name, "role": kind, "commits": commits}


def leaders(*rows):
    people = [{"person": f"Person {number}", **row} for number, row in enumerate(rows)]
    return stored("champion_profile", leaders=people)["leaders"]


def contacts(*rows):
    return stored("contact_matrix", contacts=list(rows))["contacts"]


def launch_plan(sent=None, launch=LAUNCH):
    return stored("launch_plan", launch_date=launch, invitations_sent_on=sent)


def told(found, about):
    """Give the one finding about something."""
    (one,) = [item for item in found if about in item.text]
    return one


def states(found):
    return [item.state for item in found]


# -- the support team ---------------------------------------------------------------------------------------

CORE = ({"kind": "workforce"}, {"kind": "education"}, {"kind": "economic_development"})


def test_nothing_entered_is_open_and_not_wrong():
    assert states(step1.support_team([], [])) == ["open", "open"]
    assert states(step3.champions([])) == ["open"]
    assert states(step3.contacts([], [])) == ["open"]
    assert states(step3.launch_dates(launch_plan(launch=None))) == ["open"]
    assert set(states(step2.scope(stored("scope_checker"), 3, ""))) == {"open"}


@pytest.mark.parametrize(
    ("missing", "words"), [(0, "workforce"), (1, "education"), (2, "economic development")]
)
def test_each_of_the_three_core_partners_is_missed(missing, words):
    rows = [row for place, row in enumerate(CORE) if place != missing]
    found = told(step1.support_team(roster(*rows), []), "Nobody on the roster stands for")
    assert (found.state, found.text) == ("look", f"Nobody on the roster stands for {words}.")


def test_a_whole_core_with_business_at_the_inner_table_is_in_order():
    rows = roster(*CORE, {"kind": "business", "table": "inner"})
    assert states(step1.support_team(rows, roles(role("Board")))) == ["good", "good"]


def test_a_roster_without_anyone_at_the_inner_table_deserves_a_look():
    found = step1.support_team(roster(*({**row, "table": "outer"} for row in CORE)), [])
    assert told(found, "inner table").state == "look"


@pytest.mark.parametrize(
    ("names", "state", "words"),
    [
        (["Board"], "good", "Board convenes."),
        (["Board", "College"], "good", "Board and College convene."),
        (["A", "B", "C"], "look", "3 organizations are named as conveners"),
        (["Board", "Board", "Board"], "good", "Board convenes."),
    ],
)
def test_one_or_two_organizations_convene(names, state, words):
    found = told(step1.support_team([], roles(*map(role, names))), "conven")
    assert found.state == state
    assert words in found.text


def test_without_a_convener_it_is_said():
    found = step1.support_team([], roles(role("Board", "core_support")))
    assert told(found, "Nobody is named as convener").state == "look"


@pytest.mark.parametrize(
    "row", [role("Mill", "open"), role("Mill", None), role("Mill", "business_ally", "")], ids=str
)
def test_a_role_or_a_promise_that_is_open_is_named(row):
    found = told(step1.support_team([], roles(role("Board"), row)), "still open for")
    assert (found.state, found.text) == ("look", "Role or promise is still open for Mill.")


# -- the scope ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("companies", "state"), [(0, "look"), (19, "look"), (20, "good"), (2_000, "good")])
def test_twenty_companies_are_enough_by_our_own_rule(companies, state):
    found = told(step2.scope(stored("scope_checker", companies=companies), 3, "Health"), "companies")
    assert (found.state, found.ours) == (state, True)


@pytest.mark.parametrize(("could_come", "said"), [(30, False), (31, True), (None, False)])
def test_more_guests_than_companies_is_a_slip(could_come, said):
    checker = stored("scope_checker", companies=30, could_come=could_come)
    assert any("only 30 could be invited" in item.text for item in step2.scope(checker, 3, "x")) == said


@pytest.mark.parametrize(("counties", "said"), [(1, True), (2, False)])
def test_a_single_county_is_asked_about(counties, said):
    found = step2.scope(stored("scope_checker"), counties, "Health")
    assert any("single county" in item.text for item in found) == said


@pytest.mark.parametrize(
    ("danger", "names"),
    [
        ("too wide", ("same_problems", "same_skills", "feel_meant")),
        ("too narrow", ("enough_companies", "not_one_giant", "suppliers_and_buyers")),
        ("drawn along our own borders", ("follows_industry", "not_our_borders", "can_meet")),
    ],
)
def test_each_light_of_the_checker_counts_for_its_danger(danger, names):
    for name in names:
        for light in ("partly", "not_yet"):
            found = step2.scope(stored("scope_checker", **{name: light}), 3, "Health")
            doubt = told(found, f"may be {danger}")
            assert doubt.text.startswith("1 of 1 answers")
            assert doubt.state == "look"
    assert told(
        step2.scope(stored("scope_checker", **dict.fromkeys(names, "yes")), 3, "x"), danger
    ) == findings.Finding("good", f"No answer says that the scope is {danger}.")


# -- champions and contacts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("won", "state"), [(0, "look"), (1, "look"), (2, "look"), (3, "good"), (4, "good")])
def test_three_champions_are_the_aim_and_one_lets_you_start(won, state):
    """INC-6: the toolkit asks for one champion in one place and for three in another."""
    rows = leaders(
        *({"answer": ("signs", "hosts")[place % 2]} for place in range(won)), {"answer": "takes_part"}
    )
    (found,) = step3.champions(rows)
    assert found.state == state
    assert ("one lets you start" in found.text) == (won == 0)
    assert ("three or more is the aim" in found.text) == (won in (1, 2))


@pytest.mark.parametrize(
    ("decides", "cares", "named"), [(5, 2, True), (2, 5, True), (3, 3, False), (None, 1, False), (1, None, False)]
)  # fmt: skip
def test_half_a_champion_is_named_when_both_are_rated(decides, cares, named):
    found = step3.champions(leaders({"answer": "signs", "decides": decides, "cares": cares}))
    assert any(item.text.startswith("Person 0: a champion decides") for item in found) == named


def test_a_company_is_reached_only_by_a_partner_who_says_how_well():
    rows = contacts(
        {"company": "Mill", "partner": "College", "strength": "has_met"},
        {"company": "Farm", "partner": "College"},
        {"company": "Shop", "strength": "knows_well"},
    )
    (found,) = step3.contacts(rows, ["Plant"])
    assert found.text == "Nobody in the room knows anyone at Farm, Plant and Shop."
    assert step3.contacts(rows[:1], ["Mill"])[0].state == "good"


def test_of_many_companies_without_a_contact_some_are_named():
    (found,) = step3.contacts([], [f"Company {number}" for number in range(7)])
    assert found.text.endswith("Company 5 and 1 more.")


# -- invitations and launch ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, ["look", "look"]), (1, ["look", "look"]), (20, ["look", "look"]), (21, ["good", "look"]), (28, ["good", "look"]),
     (29, ["good", "look"]), (30, ["good", "good"]), (31, ["good", "good"])],
)  # fmt: skip
def test_both_rules_of_the_toolkit_are_checked(days, expected):
    """INC-5: three to four weeks, and a month."""
    found = step3.launch_dates(launch_plan(LAUNCH - timedelta(days=days)))
    assert states(found) == expected
    assert all(item.text.startswith("1 day from" if days == 1 else f"{days} days from") for item in found)


def test_invitations_after_the_launch_are_a_slip():
    (found,) = step3.launch_dates(launch_plan(LAUNCH + timedelta(days=1)))
    assert (found.state, "after the launch" in found.text) == ("look", True)


def test_without_a_day_of_the_invitations_nothing_is_judged():
    assert states(step3.launch_dates(launch_plan())) == ["open"]


# -- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "text"), [(["Ann"], "Ann"), (["Ann", "Ben"], "Ann and Ben"), (list("ABCD"), "A, B, C and D")]
)
def test_names_are_listed_as_in_a_sentence(names, text):
    assert findings.listed(names) == text


@pytest.mark.parametrize(
    ("value", "day"), [("2028-02-29", date(2028, 2, 29)), (LAUNCH, LAUNCH), (None, None), ("", None)]
)
def test_a_day_is_read_in_stored_form_or_as_itself(value, day):
    assert findings.day_of(value) == day
