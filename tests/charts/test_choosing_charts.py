"""Pictures for choosing a sector: each says where it estimates and where it does not, and its words leave room for its bars."""

from __future__ import annotations

import pytest
from labor_markets import market

from nextgen_helpers import charts
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.region.choosing import sector_scores
from nextgen_helpers.charts.scene import PAGE
from nextgen_helpers.scorecard import criteria_table, rank_sectors

CASES = ["tx-middle-rio-grande", "tx-permian-basin", "oh-central-ohio", "nearly all withheld"]


@pytest.mark.parametrize("case", CASES)
def test_peers_say_that_nothing_is_estimated_in_them(case):
    chart = charts.peer_regions(market(case))
    assert "what is withheld is not estimated here" in " ".join(chart.does_not_say)


@pytest.mark.parametrize("case", CASES)
def test_scores_say_which_criteria_hold_estimates(case):
    profile = market(case)
    ranking = rank_sectors(criteria_table(profile), {"employment": 2, "change_percent": 1})
    chart = sector_scores(ranking, profile.region.name, profile.year)
    assert "Jobs and concentration hold estimates" in chart.source
    assert "pay and change are those of counties that can be seen" in chart.source
    if isinstance(chart.mark, Bars):
        assert max(map(len, chart.mark.texts)) <= 25  # at a phone's width a bar needs its room
        assert "in brackets" in chart.subtitle


@pytest.mark.parametrize("case", CASES)
def test_the_legend_of_an_estimated_bar_says_estimated(case):
    chart = charts.texas_clusters(market(case))
    assert isinstance(chart.mark, Bars)
    names = [key.name for key in chart.mark.scene(PAGE).keys]
    assert "Withheld: at most" not in names
    beyond = any(
        (most or 0) > (seen or 0) for seen, most in zip(chart.mark.values, chart.mark.at_most, strict=True)
    )
    assert ("Withheld: estimated" in names) == beyond
