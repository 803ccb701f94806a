"""The collector of findings, and days."""

from __future__ import annotations

from datetime import date

import pytest
from as_kept import LAUNCH

from nextgen_helpers.toolkit import findings


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
