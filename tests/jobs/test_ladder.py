"""Steps to better pay: related, in the sector, and with a rise; and which occupation somebody means."""

from __future__ import annotations

import pytest

from nextgen_helpers.jobs import staffing, steps, tables
from nextgen_helpers.jobs.ladder import (
    LEAST_RISE,
    MOST_ABOVE,
    MOST_BEGINNINGS,
    MOST_WAYS,
    Step,
    entry_occupations,
    fewest_jobs,
    find_occupation,
    ladder_share,
    main_steps,
    near_occupations,
    steps_from,
)


@pytest.fixture(scope="module")
def manufacturing():
    return staffing("31-33", 50_000)


def test_each_step_is_related_and_pays_more(manufacturing):
    pairs = set(tables.related()[["soc", "related_soc"]].itertuples(index=False, name=None))
    pay = manufacturing.table.set_index("soc")["pay_50"]
    found = steps(manufacturing)
    assert len(found) > 100
    for step in found:
        assert (step.soc_before, step.soc_after) in pairs
        assert pay[step.soc_after] == step.pay_after
        assert step.rise_share >= LEAST_RISE - 1e-9
    assert len(steps(manufacturing, primary=False)) > len(found)


def test_assemblers_can_become_industrial_machinery_mechanics(manufacturing):
    """O*NET 29.3 ties them; OEWS May 2025, manufacturing: $46,140 and $65,710; both ask for a high school diploma."""
    (step,) = [item for item in steps_from(manufacturing, "51-2090") if item.soc_after == "49-9041"]
    assert (step.pay_before, step.pay_after, step.rise) == (46_140, 65_710, 19_570)
    assert (step.zone_before, step.zone_after) == (2, 3)
    assert step.more_education is False
    assert not step.zone_falls


def a_step(before="High school diploma or equivalent", after="Associate's degree", zones=(2, 3)):
    return Step("a", "b", "A", "B", 100.0, 150.0, *zones, before, after, "", "", 1, None)


@pytest.mark.parametrize(
    ("step", "more", "falls"),
    [
        (a_step(), True, False),
        (a_step(after="High school diploma or equivalent"), False, False),
        (a_step(before="Bachelor's degree", zones=(4, 3)), False, True),
        (a_step(after="", zones=(None, 3)), None, False),
    ],
)
def test_what_a_step_asks(step, more, falls):
    assert (step.more_education, step.zone_falls, step.rise_share) == (more, falls, 0.5)


@pytest.mark.parametrize(
    ("typed", "soc"),
    [
        ("51-4121", "51-4121"), (" 51-4121 ", "51-4121"), ("machinists", "51-4041"), ("Machinist", "51-4041"), ("welders", "51-4121"),
        ("Industrial  Engineers", "17-2112"), ("astrologer", None), ("", None), ("<script>", None),
    ],
)  # fmt: skip
def test_what_somebody_types_is_found(manufacturing, typed, soc):
    assert find_occupation(manufacturing, typed) == soc


def test_near_names_are_offered(manufacturing):
    assert all("Engineers" in title for title in near_occupations(manufacturing, "rocket engineers"))
    assert near_occupations(manufacturing, "zzz")[0] == manufacturing.table["title"].iloc[0]


def test_the_largest_entry_occupations_that_lead_on(manufacturing):
    starts = entry_occupations(manufacturing)
    table = manufacturing.table.set_index("soc")
    assert len(starts) == 3
    assert {table.loc[soc, "level"] for soc in starts} == {"entry"}
    assert all(steps_from(manufacturing, soc) for soc in starts)
    assert 0 < ladder_share(manufacturing) <= 1


def test_without_jobs_there_is_no_ladder():
    empty = staffing("31-33", 0)
    assert (steps(empty), entry_occupations(empty), ladder_share(empty)) == ((), (), None)
    assert find_occupation(empty, "welders") is None


@pytest.mark.parametrize("sector", ["31-33", "62", "23", "48-49", "55"])
def test_the_main_steps_lead_up_from_the_largest_entry_occupations(sector):
    found = staffing(sector, 30_000)
    drawn, rows = main_steps(found), found.table.set_index("soc")
    place = {"entry": 0, "middle": 1, "advanced": 2}
    height = rows["level"].map(place).to_dict()
    assert drawn
    assert {step.soc_before for step in drawn} <= {*rows.index[rows["level"] != "advanced"]}
    for step in drawn:
        assert height[step.soc_after] >= height[step.soc_before]
        assert not step.zone_falls
        assert min(rows.loc[[step.soc_before, step.soc_after], "jobs"]) >= fewest_jobs(found)
    ways = [step.soc_before for step in drawn]
    assert max(map(ways.count, ways)) <= MOST_WAYS
    ends = {step.soc_after for step in drawn}
    begins = {step.soc_before for step in drawn} - ends
    assert len(begins) <= MOST_BEGINNINGS
    for level in ("middle", "advanced"):
        assert sum(rows.loc[soc, "level"] == level for soc in ends - begins) <= MOST_ABOVE


def test_a_ladder_goes_where_most_openings_are(manufacturing):
    """Of the steps up from one occupation the nearer level comes first, and on it the occupation with most openings."""
    rows = manufacturing.table.set_index("soc")
    first = main_steps(manufacturing)[0]
    others = [
        step for step in steps(manufacturing)
        if step.soc_before == first.soc_before and not step.zone_falls
        and rows.loc[step.soc_after, "level"] == rows.loc[first.soc_after, "level"] != rows.loc[first.soc_before, "level"]
    ]  # fmt: skip
    assert first.openings_after == max(step.openings_after or 0.0 for step in others)


def test_a_sector_without_jobs_has_no_main_steps():
    assert main_steps(staffing("31-33", 0.0)) == ()
