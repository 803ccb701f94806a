"""The support team as a network: against published centralities, and with names as people type them."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit.sheets import sheet_model
from nextgen_helpers.toolkit.step1 import universe


def _ties(*pairs, **other):
    rows = [{"organization": one, "other_organization": two, **other} for one, two in pairs]
    return sheet_model("connections").model_validate({"ties": rows}).model_dump(mode="json")["ties"]


def _roster(*names, **other):
    rows = [{"organization": name, **other} for name in names]
    return (
        sheet_model("partner_roster").model_validate({"partners": rows}).model_dump(mode="json")["partners"]
    )


def _by_name(found, column):
    return dict(zip(found.partners["organization"], found.partners[column], strict=True))


# -- published networks -------------------------------------------------------------------------------------


def test_in_a_star_all_hangs_on_the_middle():
    """Freeman 1979: the middle of a star has every tie and lies on every shortest way; the index is 1."""
    found = universe([], _ties(*(("Middle", name) for name in "ABCD")))
    assert found.centralization == 1
    assert found.density == pytest.approx(4 / 10)
    assert _by_name(found, "ties") == {"A": 1, "B": 1, "C": 1, "D": 1, "Middle": 4}
    assert _by_name(found, "between") == {"A": 0, "B": 0, "C": 0, "D": 0, "Middle": 1}


def test_in_a_ring_nothing_hangs_on_anyone():
    """Freeman 1979: in a circle of five each lies on one of six shortest ways of the others; the index is 0."""
    found = universe([], _ties(*zip("ABCDE", "BCDEA", strict=True)))
    assert found.centralization == 0
    assert found.density == pytest.approx(5 / 10)
    assert set(found.partners["ties"]) == {2}
    assert list(found.partners["between"]) == pytest.approx([1 / 6] * 5)


def test_florentine_marriages():
    """Padgett and Ansell 1993; betweenness of the Medici 0.522, of the Guadagni 0.255 (Jackson 2008, p. 5)."""
    families = nx.florentine_families_graph()
    found = universe(_roster("Pucci"), _ties(*families.edges))
    assert len(found.partners) == 16
    without = universe([], _ties(*families.edges))
    between = _by_name(without, "between")
    assert between["Medici"] == pytest.approx(0.522, abs=5e-4)
    assert between["Guadagni"] == pytest.approx(0.255, abs=5e-4)
    assert without.centralization == pytest.approx(0.275, abs=5e-4)
    assert found.centralization == pytest.approx(0.267, abs=5e-4)
    assert found.density == pytest.approx(20 / 120)


# -- names as people type them ------------------------------------------------------------------------------


def test_whoever_has_no_tie_is_there_with_zero():
    found = universe(_roster("Farm Bureau", "Board", table="outer"), _ties(("Board", "College")))
    assert _by_name(found, "ties") == {"Board": 1, "College": 1, "Farm Bureau": 0}
    assert math.isnan(_by_name(found, "trust")["Farm Bureau"])
    assert found.partners.set_index("organization")["table"].isna().to_dict() == {
        "Board": False, "College": True, "Farm Bureau": False,
    }  # fmt: skip


def test_an_organization_with_several_people_is_one_partner():
    roster = [*_roster("Board", kind="workforce", table="inner"), *_roster("Board", kind="other")]
    found = universe(roster, [])
    assert found.partners[["organization", "kind", "table"]].to_numpy().tolist() == [
        ["Board", "workforce", "inner"]
    ]


def test_a_tie_with_itself_is_none():
    found = universe([], _ties(("Board", "Board"), ("Board", "board"), ("Board", "College")))
    assert _by_name(found, "ties") == {"Board": 1, "College": 1}
    assert len(found.ties) == 1


def test_capitals_and_spaces_make_no_second_organization():
    """Whom the roster calls "Texoma College" is not without a tie because somebody typed it small."""
    found = universe(
        _roster("Texoma College", "Board", table="outer"),
        _ties(("texoma  college", "BOARD"), ("Board", "Mill")),
    )
    assert _by_name(found, "ties") == {"Board": 2, "Mill": 1, "Texoma College": 1}
    assert _by_name(found, "table")["Texoma College"] == "outer"


def test_of_a_pair_that_is_named_twice_the_last_counts_in_either_direction():
    ties = [*_ties(("A", "B"), trust=1, value=5), *_ties(("B", "A"), trust=4, tie="knows")]
    found = universe([], ties)
    assert found.ties[["organization", "other_organization", "tie", "trust"]].to_numpy().tolist() == [
        ["A", "B", "knows", 4]
    ]
    assert _by_name(found, "trust") == {"A": 4, "B": 4}
    assert all(math.isnan(value) for value in _by_name(found, "value").values())  # not given is not zero


def test_trust_is_the_mean_of_what_was_given():
    ties = [
        *_ties(("A", "B"), trust=5, value=2),
        *_ties(("A", "C"), trust=2, value=1),
        *_ties(("A", "D")),
    ]
    found = universe([], ties)
    assert _by_name(found, "trust")["A"] == 3.5
    assert _by_name(found, "value")["A"] == 1.5
    assert math.isnan(_by_name(found, "trust")["D"])


@pytest.mark.parametrize(("names", "dense"), [([], False), (["Board"], False), (["Board", "College"], True)])
def test_too_few_partners_have_no_measure(names, dense):
    found = universe(_roster(*names), [])
    assert list(found.partners["organization"]) == names
    assert list(found.partners.columns) == [
        "organization", "kind", "table", "ties", "between", "trust", "value",
    ]  # fmt: skip
    assert math.isnan(found.density) != dense
    assert math.isnan(found.centralization)
    assert found.ties.empty


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=20))
def test_every_tie_has_two_ends_and_every_partner_a_place(pairs):
    found = universe(_roster("G"), _ties(*pairs))
    assert found.partners["ties"].sum() == 2 * len(found.ties)
    tied = {name for one, other in pairs if one != other for name in (one, other)}
    assert set(found.partners["organization"]) == {"G", *tied}
    assert found.partners["between"].between(0, 1).all()
    assert math.isnan(found.density) or 0 <= found.density <= 1
