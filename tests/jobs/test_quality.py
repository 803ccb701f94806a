"""Pay against a line, degrees, and where openings come from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.jobs import quality, staffing

FOUND = staffing("31-33", 10_000)


def only(*socs):
    return replace(FOUND, table=FOUND.table[FOUND.table["soc"].isin(socs)].reset_index(drop=True))


@given(st.integers(1, 400_000))
def test_the_three_groups_are_all_jobs_with_known_pay(line):
    found = quality(FOUND, line)
    assert found.mostly_above + found.about_above + found.below == pytest.approx(found.paid)
    assert found.paid <= found.jobs
    assert 0 <= found.above_share <= 1 + 1e-9


def test_a_higher_line_has_fewer_above():
    shares = [quality(FOUND, line).above_share for line in (20_000, 45_000, 60_000, 120_000)]
    assert shares == sorted(shares, reverse=True)


def test_welders_by_hand():
    """OEWS May 2025, manufacturing: half of the welders earn $51,210 or more, three of four $46,560."""
    welders = only("51-4121")
    assert quality(welders, 51_210).about_above == welders.table["jobs"].sum()
    assert quality(welders, 51_211).below == welders.table["jobs"].sum()
    assert quality(welders, int(welders.table["pay_25"].iloc[0])).mostly_above == welders.table["jobs"].sum()
    assert quality(welders).no_degree_share == 1


def test_top_coded_pay_is_above_any_line_and_missing_pay_is_left_out():
    chief = only("11-1011")
    top = {"pay_note": "top-coded", "pay_50": float("nan"), "pay_75": float("nan")}
    chief = replace(chief, table=chief.table.assign(**top))
    assert quality(chief, 230_000).below == 0
    lost = replace(
        chief, table=chief.table.assign(pay_note="not available", pay_50=float("nan"), pay_25=float("nan"))
    )
    found = quality(lost, 50_000)
    assert (found.paid, found.above_share) == (0, None)
    assert found.jobs > 0


def test_without_a_line_or_without_jobs():
    assert quality(FOUND).above_share is None
    empty = quality(staffing("31-33", 0), 50_000)
    assert (empty.above_share, empty.no_degree_share, empty.turnover_share) == (None, None, None)
    with pytest.raises(ValueError, match="above zero"):
        quality(FOUND, 0)


def test_openings_are_growth_and_turnover():
    found = quality(FOUND)
    assert found.growth + found.turnover == pytest.approx(FOUND.table["openings"].sum())
    assert 0.9 < found.turnover_share <= 1 + 1e-9
