"""One list of groups: what people type is read into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.stakeholder_groups import OTHER, GroupNames, group_of, titles, unlisted

#: The groups that version 0.1.0 offered.
EARLIER = {
    "workforce board": "Workforce board or job center",
    "college or university": "College or university",
    "school district": "School district",
    "economic development": "Economic development",
    "chamber or industry association": "Chamber or industry association",
    "employer": "Employer",
    "community organization": "Community organization",
    "public agency": "Public agency",
}


def test_every_group_of_the_earlier_list_is_in_this_one():
    assert {name: group_of(name) for name in EARLIER} == EARLIER


NAMES = sorted(
    (name, group.title)
    for group in content.stakeholder_groups().groups
    for name in (group.title, *group.also, *group.holds)
)


@given(
    st.sampled_from(NAMES),
    st.sampled_from([str.upper, str.title, str.casefold]),
    st.sampled_from(["", " ", "  ", "."]),
)
def test_case_spaces_and_signs_make_no_other_group(name, case, around):
    typed, title = name
    assert group_of(f"{around}{case(typed).replace(' ', '  ')}{around}") == title


@given(st.sampled_from([pair for pair in NAMES if len(pair[0]) > 8]), st.data())
def test_one_slip_makes_no_other_group(name, data):
    """A letter too few still means the same; where two groups come as near, none is chosen."""
    typed, title = name
    place = data.draw(st.integers(0, len(typed) - 1))
    assert group_of(typed[:place] + typed[place + 1 :]) in (title, OTHER)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Colege", "College or university"),
        ("Dallas College", "College or university"),
        ("Dallas County Community College", "College or university"),
        ("Garland ISD", "School district"),
        ("Chamber of Commerce of Waco", "Chamber or industry association"),
        ("Work force board", "Workforce board or job center"),
        ("TWC", "Public agency"),
        ("Library", OTHER),
        ("Job center at the community college", OTHER),  # two fit alike: people have to say
        ("Ann Miller", OTHER),
    ],
)
def test_names_of_organizations_and_slips_are_read(typed, title):
    assert group_of(typed) == title


def test_what_the_team_decides_counts_for_all_who_typed_it():
    own = {"Library": "City or county government", "college": "Employer"}
    assert group_of(" LIBRARY ", own) == "City or county government"
    assert group_of("College", own) == "Employer"
    assert unlisted(["Library", "library", "college", "", None, "Other", "Museum"]) == ["Library", "Museum"]


def test_a_name_can_only_be_put_into_a_group_of_the_list():
    with pytest.raises(ValueError, match="Choose one of: Employer"):
        GroupNames.model_validate({"names": [{"typed": "Library", "group": "Libraries"}]})
    assert len(set(titles())) == 12
