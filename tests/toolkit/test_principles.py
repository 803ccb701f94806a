"""Module 1: the region beside the goal."""

from __future__ import annotations

import pytest
from as_kept import texts

from nextgen_helpers.toolkit import principles


@pytest.mark.parametrize(
    ("share", "state", "words"),
    [
        (59, "look", "is 1 point below the goal of 60 percent."),
        (60, "good", "is the goal."),
        (61, "good", "is 1 point above the goal"),
        (None, "open", "none is made up"),
    ],
)
def test_the_region_beside_the_goal(share, state, words):
    found = principles.attainment({"goal": 60, "region_share": share, "year": 2024, "source": "survey"})
    assert [item.state for item in found] == [state]
    assert words in found[0].text


def test_a_figure_without_year_and_source_is_told():
    _, lacking = principles.attainment({"goal": 60, "region_share": 41})
    assert lacking.text == "The figure lacks its year and its source."


def test_who_looks_for_the_figure_is_named():
    assert "Luis looks for it." in texts(principles.attainment({"goal": 60, "who_finds": "Luis"}))
