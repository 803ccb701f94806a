"""Every sentence beside a chart is whole (no missing number, no broken grammar) and true, for every region."""

from __future__ import annotations

import re

import pytest
from claims import CHECKED_AT_EVERY_LEVEL, ONCE_CHECKED
from labor_markets import CASES, LEVELS, all_charts, base, chart, market

from nextgen_helpers import charts
from nextgen_helpers.lmi.profile import Profile, profile
from nextgen_helpers.words import in_sentence

UGLY = {
    "a number that is missing": r"\b[Nn]an\b|\bNaN|\bNone\b(?! of)|\binf\b|\bn/a",
    "a zero with a sign": r"[-−+]0(?![\d.,])|[-−+]0\.0%",
    "two blanks, or one before a stop": r"  | [,.;:](?!\w)",
    "two stops": r"\.\.|,,|;;|;,|: *\.|:[^ ]*:[^ ]",
    "one of many": (
        r"\b1 (counties|jobs|industries|sectors|more are|more follow\b|years|rows|sources|are\b|have\b|cells are)"
        r"|\b1 of \d+ \w+( \w+)? (are|have)\b"
    ),
    "many of one": r"\b(?:[2-9]|\d\d+) (county|job|industry|sector|more follows|year|row|source)\b(?!-)",
    "an empty list": r"\(\)|: ?$|Bubble chart in four quadrants\. ?\.|; *$|the 0 (largest|highest)",
    "a capital in the middle of a name": r"(?<=[a-z] )u\.S\.",
    "a doubled word": r"\b(\w+) \1\b",
    "less than nothing": r"\b0\.0% (above|below)|(grew|fell) by 0\.0%",
    "a whole and more": r"\b1\d\d% of (all|the region's) jobs",
}


def spoken(drawing: charts.Chart) -> list[str]:
    return [
        drawing.title, drawing.subtitle, drawing.alternative, drawing.source, drawing.table.caption,
        *drawing.look_for, *drawing.does_not_say, *(column.label for column in drawing.table.columns),
    ]  # fmt: skip


def check_wording(case: str) -> None:
    name = market(case).region.name
    for drawing in all_charts(case):
        for sentence in spoken(drawing):
            words = sentence.replace(name, "Here")
            assert words.strip() == words, (drawing.name, words)
            assert words, (drawing.name, "an empty sentence")
            for problem, pattern in UGLY.items():
                found = re.search(pattern, words)
                assert not found, f"{drawing.name}: {problem}: {found[0]!r} in {words!r}"
        assert not drawing.title[0].islower() or drawing.title.startswith(name)
        assert not drawing.title.endswith((".", ",", ";", ":")) or drawing.title.endswith("mfg."), (
            drawing.title
        )
        assert len(drawing.title) < 320, drawing.title
        assert drawing.mark is None or drawing.alternative != "No chart.", drawing.name
        for sentence in (*drawing.look_for, *drawing.does_not_say):
            assert sentence.endswith("."), sentence
            assert not sentence[0].islower(), sentence
    for card in charts.at_a_glance(market(case)).cards:
        texts = (card.name, card.number, card.note)
        assert all(text and text == text.strip() for text in texts), card
        assert not re.search(r"\b[Nn]an\b|None|inf\b|≥ n/a|  ", " ".join(texts)), card


@pytest.mark.parametrize("case", CASES)
def test_what_a_region_is_told_is_whole_and_true(case):
    """One test a region, as its profile takes longest: every sentence, then every claim."""
    check_wording(case)
    for check in ONCE_CHECKED:
        check(case)
    for level in LEVELS:
        for check in CHECKED_AT_EVERY_LEVEL:
            check(case, level)


def test_names_of_charts_are_unique_and_can_be_anchors():
    names = [drawing.name for drawing in all_charts("tx-greater-dallas")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names)


@pytest.mark.parametrize("level", ["sector", "3-digit", "4-digit"])
def test_no_two_industries_share_a_label(level):
    """Two bars with one label would be drawn as one on the screen."""
    for case in ("all of Texas", "oh-central-ohio"):
        labels = market(case, level).industries["short_title"]
        assert labels.is_unique, labels[labels.duplicated()].tolist()


def test_a_region_without_an_earlier_year_says_so():
    for kind in ("quadrants", "changes"):
        drawing = chart("no second year", kind)
        assert drawing.mark is None
        assert drawing.title.startswith("There is no year before 2015 to compare with")
    assert chart("no second year", "years").title.endswith("2015 only, so there is no trend to show")
    change = charts.at_a_glance(market("no second year")).cards[2]
    assert (change.number, change.note) == ("n/a", "there is no figure of the year before 2015")


def test_what_is_withheld_is_not_called_a_missing_year():
    title = chart("nearly all withheld", "changes").title
    assert title == "No sector can be followed from 2015 to 2016, so the change cannot be explained"


def test_a_withheld_total_is_said_and_never_shown_as_zero():
    cards = charts.at_a_glance(market("total withheld this year")).cards
    assert cards[0].number == "n/a"
    assert cards[0].note.startswith("BLS withholds the total")
    assert "BLS withholds" in chart("total withheld this year", "years").title
    before = chart("total withheld in the year before", "years")
    assert "published total of jobs for 2016 only" in before.title
    assert charts.at_a_glance(market("total withheld in the year before")).cards[2].number == "n/a"


def test_a_picture_of_nothing_but_what_is_withheld_is_a_picture():
    source = market("one county")
    rows = source._rows.copy()
    here = (rows["year"] == source.year) & rows["area_fips"].isin(source.region.counties)
    part = rows["own_code"].isin(["1", "2", "3"]) | (rows["own_code"] == "5") & (
        rows["industry_code"] != "10"
    )
    rows.loc[here & part, ["employment", "wages"]] = float("nan")
    rows.loc[here & part, "suppressed"] = True
    profile = Profile(source.region, source.year, "sector", source.years, source.year, rows, base())
    drawing = charts.jobs_by_industry(profile)
    assert drawing.mark.labels == ("Withheld by BLS (private sectors)",)
    assert drawing.alternative == "Bar chart of jobs: nothing can be shown."


def test_a_withheld_first_year_moves_the_start_of_the_trend():
    drawing = chart("first year withheld", "years")
    assert drawing.title.startswith("From 2016 to 2023 jobs in Central Ohio")
    assert drawing.subtitle.endswith("2016 = 100")
    assert any("In 2015 BLS withholds" in sentence for sentence in drawing.does_not_say)


def test_gaps_in_the_years_are_named():
    assert "The years 2017 to 2019 are not in the data" in " ".join(
        chart("oh-central-ohio", "years").does_not_say
    )
    between = " ".join(chart("year between withheld", "years").does_not_say)
    assert f"In {market('oh-central-ohio').years[3]} BLS withholds" in between


def test_a_change_of_the_classification_is_named():
    for level in ("3-digit", "4-digit"):
        words = " ".join(chart("oh-central-ohio", "changes", level).does_not_say)
        assert "a code that changed its meaning" in words
        assert "NAICS 2012 and NAICS 2022" in " ".join(
            chart("oh-central-ohio", "quadrants", level).does_not_say
        )
    assert "changed its meaning" not in " ".join(chart("oh-central-ohio", "changes").does_not_say)


def test_counties_are_called_what_they_are():
    assert chart("tx-cameron-county", "map").title == "Cameron County in Texas is a region of its own"
    assert chart("one county", "map").title.endswith(" is Dallas County in Texas")
    assert chart("two states", "map").title.startswith("Jefferson County (Kentucky) alone has ")
    for case, wrong in (("independent cities", "city counties"), ("parishes", "Parish counties")):
        assert wrong not in chart(case, "map").title


def test_a_region_without_shapes_says_that_there_is_no_map():
    drawing = chart("Puerto Rico", "map")
    assert drawing.mark is None
    assert drawing.subtitle.endswith("no map: the shapes of these counties are not embedded")
    assert chart("total withheld this year", "map").subtitle.endswith("no map: the total is withheld")


def test_a_state_that_is_not_in_the_data_is_not_compared_with():
    assert "Puerto Rico they" not in chart("Puerto Rico", "years").title
    earlier = profile(market("Puerto Rico").region, 2016, store=base())
    assert "no total of Puerto Rico" in charts.at_a_glance(earlier).cards[0].note
    mark = chart("Puerto Rico", "concentration").mark
    assert [series.name for series in mark.series] == ["Against the nation"]


def test_titles_of_industries_read_well_inside_a_sentence():
    for case in ("all of Texas", "oh-central-ohio"):
        for level in LEVELS:
            for title in market(case, level).industries["short_title"]:
                assert not re.match(r"[a-z][A-Z.]|naics", in_sentence(title)), title
