"""Names in several tables: how what does not fit is told where there is much of it."""

from __future__ import annotations

import doctest

from nextgen_helpers.toolkit import names


def test_examples_in_the_documentation_are_true():
    failed, tried = doctest.testmod(names)
    assert (failed, tried > 3) == (0, True)


def test_the_nearest_name_is_sought_only_for_what_is_told(monkeypatch):
    asked = []

    def nearest(word, known, count):
        asked.append((word, len(known), count))
        return []

    monkeypatch.setattr(names, "nearest", nearest)
    stored = {
        "programs": [{"program": f"Program {number}"} for number in range(400)],
        "links": [{"begins": f"Progam {number}", "ends": f"Jub {number}"} for number in range(400)],
    }
    notes = names.name_notes("pathway_map", ["links"], lambda _: stored)
    assert len(notes) == 7
    assert notes[-1] == "And 794 more like these."
    assert asked == [(f"Progam {number}", 400, 1) for number in range(6)]


def test_what_two_columns_find_alike_is_told_once():
    stored = {"programs": [{"program": "Welding"}], "jobs": [{"job": "welding "}]}
    (note,) = names.name_notes("pathway_map", ["programs", "jobs"], lambda _: stored)
    assert note.startswith('"Welding" stands in Programs, row 1 and Jobs, row 1: ')


def test_a_table_that_is_not_in_view_says_nothing():
    stored = {"links": [{"begins": "Nobody", "ends": "Nowhere"}]}
    assert names.name_notes("pathway_map", ["programs"], lambda _: stored) == []


def test_a_column_offers_what_stands_in_a_list_of_its_own_sheet():
    stored = {"parts": ["Plastics", "Tool and die"], "companies": []}
    offered = names.offered_names("invitation_list", lambda name: stored if name == "invitation_list" else {})
    assert offered["parts"] == ["Plastics", "Tool and die"]
