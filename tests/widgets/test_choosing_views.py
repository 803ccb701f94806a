"""Choosing the sector in a notebook: what a team enters is what is ranked, and slips are said."""

from __future__ import annotations

import html
import re

import pytest

import nextgen_helpers as ng
from nextgen_helpers import charts
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.regions import custom_region
from nextgen_helpers.reports import jobs_part
from nextgen_helpers.team_answers import Team


@pytest.fixture
def live(tmp_path):
    with (team := ng.team("tx-alamo", f"sqlite:///{tmp_path / 'team.db'}")).team.workspace:
        yield team


@pytest.fixture(autouse=True)
def _paper(monkeypatch):
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")


def words(view):
    page = " ".join(bundle.get("text/html", "") for bundle in view.mime_bundles())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_without_weights_ours_are_used_and_that_is_said(live):
    told = words(ng.show.sector_matrix(live))
    assert "You have not set weights yet; these are ours to begin with." in told
    assert "No one has counted callers yet" in told
    assert "come first" in told


def test_the_teams_weights_decide(live):
    live.team.workspace.save("sector_weights", {"wage_premium": 5})
    told = words(ng.show.sector_matrix(live))
    assert "weights: pay 100.0%" in told
    assert "By your weights, company headquarters & management; mining" in told  # the two best paid of 2016
    assert "to begin with" not in told


def test_callers_are_counted_by_the_name_of_the_sector(live):
    callers = [
        {"sector": "manufacturing", "partners": 6},
        {"sector": "Zeppelins", "partners": 2},
        {"sector": "retail"},
    ]
    live.team.workspace.save("sector_weights", {"outreach": 1, "callers": callers})
    told = words(ng.show.sector_matrix(live))
    assert 'no sector that is called "Zeppelins"' in told
    assert "No one has counted" not in told


def test_all_weights_zero_is_answered_and_not_raised(live):
    live.team.workspace.save("sector_weights", {"employment": 0})
    assert "at least one criterion a weight above zero" in words(ng.show.sector_matrix(live))


def test_own_definitions_are_summed_and_slips_are_named(live):
    rows = [
        {"name": "Metal", "codes": "332, 333", "defined_on": "2026-11-01"},
        {"name": "Twice", "codes": "332 3329"},
        {"name": "Wrong", "codes": "metal"},
        {"name": "Empty"},
    ]
    live.team.workspace.save("sector_definitions", {"definitions": rows})
    told = words(ng.show.own_definitions(live))
    assert "Metal has the most jobs in Alamo" in told
    assert "counted twice" in told
    assert '"metal" is no NAICS code' in told
    assert '"Empty" has no industries yet.' in told
    assert "2026-11-01" in told


def test_what_lies_within_the_chosen_sector(live):
    assert "Choose a sector first" in words(ng.show.sector_industries(live))
    live.team.workspace.save("sector_choice", {"sector": "Advanced manufacturing"})
    told = words(ng.show.sector_industries(live))
    assert "is the largest part of it" in told
    assert "estimated" in told
    live.team.workspace.save("sector_choice", {"sector": "Zeppelins"})
    assert 'no sector that is called "Zeppelins"' in words(ng.show.sector_industries(live))


@pytest.mark.parametrize("region", ["tx-gulf-coast", "oh-central-ohio", "tx-panhandle"])
def test_the_clusters_of_texas_anywhere(region):
    chart = charts.texas_clusters(profile(region))
    assert len(chart.table.frame) == 8
    assert "Petroleum" in chart.alternative
    assert chart.title.startswith("Of the eight clusters of Texas, ")
    assert chart.matplotlib()
    assert chart.plotly()


def test_houston_is_petroleum():
    frame = charts.texas_clusters(profile("tx-gulf-coast", 2016)).table.frame.set_index("name")
    assert frame["lq_us"].idxmax() == "Petroleum"
    assert frame.loc["Petroleum", "lq_us"] > 5


def test_where_all_is_withheld_no_sector_is_said_to_lead():
    alone = profile(custom_region("Loving alone", ["48301"], "tx-loving-alone"), 2016)
    chart = charts.sector_ranking(alone)
    assert chart.title == "Too little can be seen to rank the sectors of this region"
    assert not any("Firm" in line for line in chart.look_for)
    clusters = charts.texas_clusters(alone)
    assert clusters.title.endswith("most of them estimated")
    assert not any("Concentrated here" in line for line in clusters.look_for)
    (told,) = jobs_part(alone).mime_bundles()
    assert "Too little of this region can be seen" in told["text/html"]


def test_the_report_takes_the_sector_that_the_team_has_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGEN_WORKSPACE_URL", f"sqlite:///{tmp_path / 'shared.db'}")
    figures = profile("tx-alamo", 2016)
    first = jobs_part(figures).sector()
    assert first is not None
    assert "comes first by jobs, pay and concentration" in first[2]
    with (team := Team.open("tx-alamo")).workspace:
        team.workspace.save("sector_choice", {"sector": "Health care"})
    assert jobs_part(figures).sector() == (
        "62",
        "Health care & social assistance",
        "the sector that the team has chosen in Step 2",
    )
    assert jobs_part(figures, wanted=False).sector() == first
