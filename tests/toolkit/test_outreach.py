"""Many Tables, Many Knocks: the measures, against published networks and by hand."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import outreach, outreach_alternatives
from nextgen_helpers.toolkit.catalog import checks
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    PURPOSES,
    Change,
    Knock,
    Outreach,
    Scenario,
    Table,
)


def _knock(organization, employer, purpose="advice", contacts=1):
    return Knock(organization=organization, employer=employer, purpose=purpose, contacts_a_year=contacts)


@pytest.fixture
def small():
    """Three organizations, three employers; one partner alone, one employer whom nobody reaches."""
    return Outreach(
        tables=(
            Table(name="Council", convener="Chamber", members=("College", "Board", "Mill")),
            Table(name="Advisory", convener="College", members=("Mill", "Hospital")),
        ),
        knocks=(
            _knock("College", "Mill", "advice", 4),
            _knock("Board", "Mill", "advice", 3),
            _knock("Board", "Mill", "job development", 2),
            _knock("Chamber", "Hospital", "sponsorship", 1),
        ),
        organizations=("School district",),
        employers=("Farm",),
        fatigue_threshold=9,
    )


# -- published networks ---------------------------------------------------------------------------


def test_a_star_and_a_ring():
    assert outreach.degree_centralization(nx.star_graph(4)) == 1
    assert outreach.degree_centralization(nx.cycle_graph(7)) == 0


def test_florentine_marriages():
    """Freeman's measure on the fifteen families and twenty ties that Padgett and Ansell published."""
    families = nx.florentine_families_graph()
    assert (families.number_of_nodes(), families.number_of_edges()) == (15, 20)
    assert nx.density(families) == pytest.approx(0.190, abs=5e-4)
    assert outreach.degree_centralization(families) == pytest.approx(0.275, abs=5e-4)
    families.add_node("Pucci")  # the sixteenth family, without a tie, is a finding
    assert nx.density(families) == pytest.approx(0.167, abs=5e-4)
    assert outreach.degree_centralization(families) == pytest.approx(0.267, abs=5e-4)


# -- by hand --------------------------------------------------------------------------------------


def test_what_reaches_each_employer(small):
    table = outreach.employers(small).set_index("employer")
    assert list(table.index) == ["Mill", "Hospital", "Farm"]
    assert table.loc["Mill"].to_dict() == {
        "organizations": 2, "contacts": 9, "purposes": 2, "tables": 2, "fatigue": True,
    }  # fmt: skip
    assert table.loc["Hospital", "fatigue"] == False  # noqa: E712
    assert table.loc["Farm", ["organizations", "contacts", "tables"]].tolist() == [0, 0, 0]


def test_the_team_sets_where_fatigue_begins(small):
    patient = small.model_copy(update={"fatigue_threshold": 10})
    assert outreach.employers(patient)["fatigue"].sum() == 0


def test_redundancy_is_two_organizations_for_one_purpose(small):
    table = outreach.redundancy(small)
    assert table.to_dict("records") == [
        {
            "employer": "Mill",
            "purpose": "advice",
            "organizations": 2,
            "names": "Board, College",
            "contacts": 7,
        }
    ]


def test_overlap_of_tables_is_jaccards(small):
    (row,) = outreach.table_overlap(small.tables).to_dict("records")
    assert (row["shared"], row["together"], row["overlap"]) == (1, 4, 0.25)
    alike = [Table(name=name, convener="X", members=("A", "B")) for name in ("one", "two")]
    assert outreach.table_overlap(alike)["overlap"].tolist() == [1.0]
    assert outreach.table_overlap([Table(name="one", convener="X"), Table(name="two", convener="Y")]).empty


def test_gaps_name_what_is_missing(small):
    assert outreach.gaps(small).to_dict("records") == [{"employer": "Farm", "knock": False, "table": False}]


def test_isolated_partners_are_kept(small):
    assert "School district" in outreach.organizations(small)
    numbers = outreach.measures(small)
    assert numbers["organizations"] == 4
    assert numbers["isolated_partners"] == 1
    # Board, Chamber and College sit together, the school district alone: 3 of 6 ties.
    assert numbers["partner_density"] == 0.5
    assert numbers["partner_centralization"] == pytest.approx(2 / 6)
    assert outreach.contact_matrix(small).loc["School district"].tolist() == [0, 0, 0]


def test_the_network_has_two_kinds_and_loses_nobody(small):
    graph = outreach.network(small)
    kinds = nx.get_node_attributes(graph, "kind")
    assert sorted(kinds.values()) == ["employer"] * 3 + ["organization"] * 4
    assert graph.edges[("organization", "Board"), ("employer", "Mill")]["contacts"] == 5
    assert nx.is_bipartite(graph)
    assert set(nx.isolates(graph)) == {("organization", "School district"), ("employer", "Farm")}


def test_an_employer_named_as_an_organization_stays_two(small):
    both = small.model_copy(update={"knocks": (_knock("Mill", "Mill"),)})
    assert outreach.network(both).has_edge(("organization", "Mill"), ("employer", "Mill"))


# -- alternatives ---------------------------------------------------------------------------------


def test_an_alternative_is_compared_in_the_same_numbers(small):
    scenario = Scenario(
        name="One voice",
        changes=(
            Change(action="remove", knock=_knock("Board", "Mill", "advice")),
            Change(action="set contacts", knock=_knock("College", "Mill", "advice", 2)),
            Change(action="add", knock=_knock("College", "Farm", "advice", 2)),
            Change(action="remove", table=Table(name="Advisory", convener="College")),
            Change(action="add", table=Table(name="Farm table", convener="Board", members=("Farm",))),
        ),
    )
    table = outreach_alternatives.compare(
        small, ("real", outreach_alternatives.apply_scenario(small, scenario))
    )
    assert table.loc["contacts"].tolist() == [10, 7]
    assert table.loc["redundant_purposes"].tolist() == [1, 0]
    assert table.loc["tired_employers"].tolist() == [1, 0]
    assert len(small.knocks) == 4  # today is as it was


@pytest.mark.parametrize(
    "change",
    [
        Change(action="remove", knock=_knock("Nobody", "Mill")),
        Change(action="set contacts", knock=_knock("Nobody", "Mill")),
        Change(action="remove", table=Table(name="No table", convener="X")),
    ],
)
def test_what_is_not_there_cannot_be_changed(small, change):
    with pytest.raises(UserError):
        outreach_alternatives.apply_scenario(small, Scenario(name="x", changes=(change,)))


# -- nothing, and a lot ---------------------------------------------------------------------------


def test_an_empty_map_has_measures_too():
    numbers = outreach.measures(Outreach())
    assert numbers["contacts"] == 0
    assert math.isnan(numbers["partner_centralization"])
    assert outreach.employers(Outreach()).empty
    assert outreach.gaps(Outreach()).empty


@given(
    st.lists(
        st.builds(
            _knock,
            st.sampled_from("ABCD"),
            st.sampled_from("WXYZ"),
            st.sampled_from(PURPOSES),
            st.integers(1, 50),
        ),
        max_size=40,
    )
)
def test_contacts_are_never_lost(knocks):
    picture = Outreach(knocks=tuple(knocks))
    expected = sum(knock.contacts_a_year for knock in knocks)
    assert outreach.employers(picture)["contacts"].sum() == expected
    assert outreach.contact_matrix(picture).to_numpy().sum() == expected
    assert sum(data["contacts"] for *_, data in outreach.network(picture).edges(data=True)) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"knocks": [{"organization": "A", "employer": "B", "purpose": "selling"}]},
        {"knocks": [{"organization": "", "employer": "B", "purpose": "advice"}]},
        {"knocks": [{"organization": "A", "employer": "B", "purpose": "advice", "contacts_a_year": -1}]},
        {"knocks": [{"organization": "A", "employer": "B", "purpose": "advice", "contacts_a_year": 1.5}]},
        {"tables": [{"name": "T", "convener": "A", "serves_employers": 6}]},
        {"unknown": 1},
        {"fatigue_threshold": 0},
    ],
)
def test_a_wrong_picture_is_refused(value):
    with pytest.raises(ValidationError):
        checks()[OUTREACH](value)


def test_what_is_stored_can_be_read_again(small):
    stored = checks()[OUTREACH](small)
    assert Outreach.model_validate(stored) == small
