"""How much of the sector a team hears."""

from __future__ import annotations

from as_kept import texts

from nextgen_helpers.toolkit import outreach_reach


def calls(actor, heard=None, organization="X"):
    return {"actor": actor, "calls": "yes", "organization": organization, "firms_heard": heard}


ACTORS = {"college": "College", "board": "Workforce board"}


def test_the_share_lies_between_the_largest_and_the_sum():
    found = outreach_reach.reach([calls("college", 30), calls("board", 40)], 100, ["X"], ACTORS)
    assert "The largest caller hears 40% of the 100 firms; all 2 together hear between 40% and 70%." in texts(
        found
    )


def test_the_sum_is_never_more_than_all():
    assert "between 80% and 100%" in texts(
        outreach_reach.reach([calls("college", 60), calls("board", 80)], 100, ["X"], ACTORS)
    )


def test_more_than_all_firms_is_a_slip():
    found = outreach_reach.reach([calls("college", 101)], 100, ["X"], ACTORS)
    assert "more than the 100 of the sector: look at both again" in texts(found)
    assert "%" not in texts(found)


def test_a_missing_number_is_not_a_zero():
    found = outreach_reach.reach([calls("college", 10), calls("board")], 100, ["X"], ACTORS)
    assert "For 1 of 2 callers the number is missing, so the true share is higher." in texts(found)


def test_without_the_number_of_firms_there_is_no_share():
    assert "%" not in texts(outreach_reach.reach([calls("college", 10)], None, ["X"], ACTORS))


def test_callers_that_nobody_spoke_of_and_callers_without_a_name():
    said = texts(outreach_reach.reach([calls("college", 1, "")], 10, [], ACTORS))
    assert "call on business here: Workforce board." in said
    assert "it is not said who they are: College." in said


def test_one_who_does_not_call_is_gone_through_and_not_missing():
    rows = [{"actor": "college", "calls": "no"}, {"actor": "board", "calls": "not_here"}]
    found = outreach_reach.reach(rows, 10, [], ACTORS)
    assert found[0].text == "All 2 usual callers of the toolkit's lists are gone through."
    assert "map" not in texts(found)
