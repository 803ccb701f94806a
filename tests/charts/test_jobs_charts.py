"""Charts of the jobs behind a sector: for all shipped regions and the edges, their sentences hold and nothing is drawn empty."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from drawn import PLACES, assert_apart, assert_words_inside
from labor_markets import market

from nextgen_helpers.charts.marks.flow import Flow
from nextgen_helpers.charts.region.ladder import career_ladder, steps_up
from nextgen_helpers.charts.region.occupations import jobs_by_quality, mix_limits, occupations_by_level
from nextgen_helpers.charts.region.programs import openings_and_programs, program_supply_table
from nextgen_helpers.charts.region.talking_points import jobs_sector, needs_answers
from nextgen_helpers.charts.tables import written
from nextgen_helpers.jobs import quality, region_staffing, staffing, supply, tables
from nextgen_helpers.jobs.ladder import entry_occupations, steps
from nextgen_helpers.jobs.local_programs import region_programs
from nextgen_helpers.jobs.staffing import LEVELS, brief, growth_in_ten_years, region_demand
from nextgen_helpers.regions import Region
from nextgen_helpers.words import in_sentence

CASES = [
    "one county",
    "nearly all withheld",
    "two states",
    "Puerto Rico",
    "tx-greater-dallas",
    "oh-central-ohio",
]
SECTORS = ["11", "22", "31-33", "48-49", "61", "62", "72"]
NOBODY = region_programs(Region("pr-edge", "Edge", ("72047",), "a test"))  # a county without a college
PROGRAMS = [
    {"institution": "<b>River</b>", "program": "<script>x</script>", "cip": "48.0508", "completers": 30, "year": 2025},
    {"institution": "Hills", "program": "Nursing", "cip": "51.3801", "completers": 5000, "year": 2025},
]  # fmt: skip


def made(case, sector):
    found = market(case)
    jobs = region_staffing(found, sector)
    pictures = [
        occupations_by_level(jobs, "Sector", "Here", found.year),
        career_ladder(jobs, "Sector", "Here", found.year),
        jobs_by_quality(jobs, quality(jobs, 50_000), "Sector", "Here", found.year),
        jobs_by_quality(jobs, quality(jobs), "Sector", "Here", found.year),
        *(steps_up(jobs, soc, "Sector", found.year) for soc in entry_occupations(jobs)),
    ]
    return jobs, pictures


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("sector", SECTORS)
def test_sentences_are_whole_and_nothing_empty_is_drawn(case, sector):
    jobs, pictures = made(case, sector)
    for chart in pictures:
        words = " ".join(
            [chart.title, chart.subtitle, chart.alternative, *chart.look_for, *chart.does_not_say]
        )
        assert not {"nan", "none", "<na>"} & set(re.findall(r"[<\w>]+", words.lower())) - {"none"}, words
        assert "CC BY 4.0" in chart.source
        assert "estimate" in chart.source
        if jobs.empty:
            assert chart.mark is None
            assert "No private job" in chart.title
            assert not re.search(r"\d+ jobs", words)
        assert not re.search(r"\bnan\b", chart.table.html())


@pytest.mark.parametrize("case", CASES)
def test_the_levels_in_the_picture_are_those_of_the_table(case):
    jobs, (picture, *_) = made(case, "62")
    if jobs.empty:
        return
    sums = jobs.by_level["jobs"]
    share = float(re.search(r"About ([\d.]+)%", picture.title)[1])
    assert share == pytest.approx(100 * sums["entry"] / sums.sum(), abs=0.6)
    starts = [first for first, _ in picture.mark.sections]
    ends = [*starts[1:], len(picture.mark.labels)]
    assert all(end - start <= 6 for start, end in zip(starts, ends, strict=True))
    (series,) = picture.mark.series
    for start, end in zip(starts, ends, strict=True):
        values = series.values[start:end]
        assert list(values) == sorted(values, reverse=True)


@pytest.mark.parametrize("sector", SECTORS)
def test_every_arrow_of_the_ladder_is_a_step_and_never_leads_down(sector):
    jobs = staffing(sector, 20_000)
    chart = career_ladder(jobs, "Sector", "Here", 2016)
    mark = chart.mark
    assert isinstance(mark, Flow)
    known = {(brief(step.before), brief(step.after)): step for step in steps(jobs)}
    assert mark.ties
    tied = set()
    for begin, end, whole in mark.ties:
        step = known[mark.names[begin], mark.names[end]]
        assert step.rise > 0
        assert whole == (not step.more_education)
        assert mark.column_of[end] >= mark.column_of[begin]
        assert not step.zone_falls
        tied |= {begin, end}
    assert tied == set(range(len(mark.names)))
    assert len(chart.table.frame) == len(mark.ties)
    assert max(len([tie for tie in mark.ties if tie[0] == place]) for place in range(len(mark.names))) <= 2


def test_what_is_estimated_is_said_with_its_range():
    jobs, pictures = made("oh-central-ohio", "62")
    assert "withheld by BLS and estimated" in pictures[0].subtitle
    assert any("wider than it need be" in text for text in pictures[0].does_not_say)
    assert any("hospitals of states" in text for text in pictures[0].does_not_say)
    whole, first = made("tx-greater-dallas", "31-33")[1][0], staffing("31-33", 100)
    assert "withheld" not in whole.subtitle
    assert any("jobs are of 2016" in text for text in whole.does_not_say)
    assert first.estimated == 0
    assert jobs.estimated > 0


@pytest.mark.parametrize("narrow", [False, True])
def test_they_are_drawn_for_paper_and_screen(narrow):
    found = market("oh-central-ohio")
    pictures = made("oh-central-ohio", "62")[1]
    spread = supply(PROGRAMS, region_demand(found))
    pictures.append(openings_and_programs(spread, tuple(spread.by_occupation), "Here", found.year, NOBODY))
    for chart in pictures:
        if chart.mark is not None:
            assert chart.matplotlib(narrow=narrow).axes
            assert chart.plotly().data


def test_supply_says_both_directions_and_whose_numbers_they_are():
    found = market("oh-central-ohio")
    spread = supply(PROGRAMS, region_demand(found))
    chart = openings_and_programs(spread, tuple(spread.by_occupation), "Here", found.year, NOBODY)
    assert "under-supplied" in chart.title
    assert "over-saturated" in chart.title
    assert "the team's own entries" in chart.source
    table = program_supply_table(spread).html()
    assert "<script" not in table
    assert "&lt;b&gt;River" in table
    empty = openings_and_programs(supply([], region_demand(found)), (), "Here", found.year, NOBODY)
    assert (empty.mark, empty.title) == (None, "No occupation is known here for which colleges train")


def test_the_line_sorts_jobs_into_three_groups():
    jobs = staffing("31-33", 10_000)
    judged = quality(jobs, 50_000)
    chart = jobs_by_quality(jobs, judged, "Manufacturing", "Here", 2016)
    assert sum(chart.mark.values) == pytest.approx(judged.paid)
    share = float(re.search(r"about ([\d.]+)% of the jobs", chart.title)[1])
    assert share == pytest.approx(100 * judged.above_share, abs=0.6)
    assert "no degree is typical" in " ".join(chart.look_for)


@pytest.mark.parametrize("case", ["tx-texoma", "nearly all withheld", "Puerto Rico", "two states"])
def test_the_last_three_needs_questions_are_answered(case):
    profile = market(case)
    chosen, strongest, strange = (
        needs_answers(profile, name) for name in ("wholesale trade", "", "Wizardry")
    )
    for found in (chosen, strongest, strange):
        assert [point.about[0] for point in found.points] == list("12345")
        assert "nan" not in found.text().lower().split()
        assert "CC BY 4.0" in found.source
    assert "In wholesale trade (about" in chosen.points[2].text
    assert "estimate" in chosen.points[2].text
    assert all(level in chosen.points[2].text for level in LEVELS)
    assert "openings a year are expected (estimate)" in chosen.points[4].text
    assert "No figure shows a shortage by itself." in chosen.points[4].text
    assert strange.points[2].text.startswith('The figures have no private sector that is called "Wizardry".')
    assert strange.points[2].text.endswith(strongest.points[2].text)


def test_the_second_question_is_answered_for_the_sectors_of_the_first():
    """Mining leads Permian Basin and lost jobs; what grew elsewhere is no answer to how likely it is to grow."""
    profile = market("tx-permian-basin")
    first, second = (point.text for point in needs_answers(profile).points[:2])
    concentrated = profile.industries.query("lq_us >= 1").nlargest(6, "lq_us")
    for row in concentrated.to_dict("records"):
        name = in_sentence(row["short_title"])
        assert f"{name} ({'at least ' if row['suppressed_counties'] else ''}{row['lq_us']:.2f})" in first
        assert f"{name} {written(row['change_jobs'], 'change')} jobs (" in second
    assert (
        f"mining, oil & gas +{growth_in_ten_years('21'):.1f}%"
        in second.partition("In the nation their occupations")[2]
    )


def test_the_first_two_questions_name_the_teams_own_sector_and_estimated_ones():
    profile = market("tx-middle-rio-grande")
    first, second = (point.text for point in needs_answers(profile, "Manufacturing").points[:2])
    row = profile.industries.query("own_code == '5' and industry_code == '31-33'").iloc[0]
    assert row["lq_us"] < 1
    assert f"The sector that you have chosen: manufacturing (at least {row['lq_us']:.2f})." in first
    assert "manufacturing " in second
    jobs = profile.estimates.set_index("industry_code")["employment"]["22"]
    power = profile.industries.query("own_code == '5' and industry_code == '22'").iloc[0]
    quotient = jobs / profile.total["employment"] / power["us_share"]
    assert quotient >= 1.2
    assert not power["lq_us"] >= 1
    assert f"With what is withheld estimated, also: utilities (about {quotient:.2f})" in first


def test_growth_in_ten_years_is_the_mean_of_the_occupations():
    table = tables.staffing_shares("21").merge(
        tables.occupations()["change_percent"], left_on="soc", right_index=True
    )
    table = table[table["share"].notna() & table["change_percent"].notna()]
    mean = (table["share"] * table["change_percent"]).sum() / table["share"].sum()
    assert growth_in_ten_years("21") == pytest.approx(mean)


@pytest.mark.parametrize("sector", ["48-49", "61", "62", "71", "72", "11", "23"])
def test_each_picture_says_what_the_mix_holds_beside_private_employers(sector):
    """OEWS publishes these sectors by private and some public employers together only (own_code 57, 58, 59, 235)."""
    jobs = staffing(sector, 20_000)
    own = set(tables.staffing_shares(sector)["own_code"])
    limits = mix_limits(jobs)
    assert ("also holds" in " ".join(limits)) == (own != {"5"})
    drawn = [
        occupations_by_level(jobs, "It", "Here", 2016),
        career_ladder(jobs, "It", "Here", 2016),
        steps_up(jobs, steps(jobs)[0].soc_before, "It", 2016),
        jobs_by_quality(jobs, quality(jobs, 40_000), "It", "Here", 2016),
    ]
    for chart in drawn:
        assert chart.mark is not None
        assert set(limits) <= set(chart.does_not_say), chart.name


def test_words_beside_dots_have_room_for_their_lines():
    """A title of two lines with pay and openings behind it has three on a phone; rows of 38 pixels let them lie on each other."""
    chart = occupations_by_level(staffing("21", 30_000), "Mining", "Here", 2016)
    for place in PLACES.values():
        assert_words_inside(chart.mark.scene(place))
        assert_apart(chart.mark.scene(place))


def test_occupations_without_pay_are_not_in_the_ladder():
    jobs = staffing("71", 5_000)
    unpaid = set(jobs.table.loc[jobs.table["pay_50"].isna(), "soc"])
    assert unpaid
    for step in itertools.chain(steps(jobs), steps(jobs, primary=False)):
        assert not {step.soc_before, step.soc_after} & unpaid
        assert not math.isnan(step.rise)


def test_a_sector_without_jobs_here_is_not_taken_for_another():
    """Loving County, Texas, has wholesale and no retail trade."""
    profile = market("nearly all withheld")
    found = needs_answers(profile, "Retail trade")
    for point in found.points[2:]:
        assert point.text == "No private jobs in retail trade can be found here."


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Advanced manufacturing", "31-33"), ("health care", "62"), ("transportation", "48-49"), ("Retail trade", "44-45"),
        ("local government", None), ("Wizardry", None), ("", None), ("unclassified", None),
    ],
)  # fmt: skip
def test_a_sector_is_found_by_its_name(typed, code):
    found = jobs_sector(typed, 2016)
    assert (found[0] if found else None) == code
