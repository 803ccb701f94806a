"""What the entries of Step 2 say, at the edges of each rule; rows as the real sheets keep them."""

from __future__ import annotations

import pytest
from as_kept import told, values

from nextgen_helpers.toolkit import findings, step2


@pytest.mark.parametrize(("companies", "state"), [(0, "look"), (19, "look"), (20, "good"), (2_000, "good")])
def test_twenty_companies_are_enough_by_our_own_rule(companies, state):
    found = told(step2.scope(values("scope_checker", companies=companies), 3, "Health"), "companies")
    assert (found.state, found.ours) == (state, True)


@pytest.mark.parametrize(("could_come", "said"), [(30, False), (31, True), (None, False)])
def test_more_guests_than_companies_is_a_slip(could_come, said):
    checker = values("scope_checker", companies=30, could_come=could_come)
    assert any("only 30 could be invited" in item.text for item in step2.scope(checker, 3, "x")) == said


@pytest.mark.parametrize(("counties", "said"), [(1, True), (2, False)])
def test_a_single_county_is_asked_about(counties, said):
    found = step2.scope(values("scope_checker"), counties, "Health")
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
            found = step2.scope(values("scope_checker", **{name: light}), 3, "Health")
            doubt = told(found, f"may be {danger}")
            assert doubt.text.startswith("1 of 1 answers")
            assert doubt.state == "look"
    assert told(
        step2.scope(values("scope_checker", **dict.fromkeys(names, "yes")), 3, "x"), danger
    ) == findings.Finding("good", f"No answer says that the scope is {danger}.")
