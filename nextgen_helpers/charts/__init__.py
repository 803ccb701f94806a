"""Charts from tidy tables: Plotly for the screen, Matplotlib for paper.

The charts of a team's own answers take its ratings or its map of tables and knocks.

The charts of a region's labor market each take a :class:`~nextgen_helpers.lmi.profile.Profile` and give a
:class:`~nextgen_helpers.charts.chart.Chart`. Their sentences are computed and hold for every region: one that
loses jobs, one with withheld industries, one county, many counties, without an earlier year.
"""

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.region.changes import why_jobs_changed
from nextgen_helpers.charts.region.choosing import peer_regions, sector_ranking, texas_clusters
from nextgen_helpers.charts.region.industries import concentration, jobs_by_industry, quadrants
from nextgen_helpers.charts.region.limits import coverage, sources
from nextgen_helpers.charts.region.overview import at_a_glance, county_map, jobs_over_time
from nextgen_helpers.charts.region.pay_and_mix import diversity, pay
from nextgen_helpers.charts.team.advice import where_to_start
from nextgen_helpers.charts.team.lights import Lights, traffic_lights
from nextgen_helpers.charts.team.outreach import (
    outreach_gaps,
    outreach_heat_table,
    outreach_network,
    outreach_overlap,
    outreach_redundancy,
    outreach_tables,
)
from nextgen_helpers.charts.team.outreach_alternatives import outreach_before_after, outreach_comparison
from nextgen_helpers.charts.team.rubric import ratings, ratings_by_group, ratings_moves, ratings_radar

__all__ = [
    "Chart",
    "Lights",
    "at_a_glance",
    "concentration",
    "county_map",
    "coverage",
    "diversity",
    "jobs_by_industry",
    "jobs_over_time",
    "outreach_before_after",
    "outreach_comparison",
    "outreach_gaps",
    "outreach_heat_table",
    "outreach_network",
    "outreach_overlap",
    "outreach_redundancy",
    "outreach_tables",
    "pay",
    "peer_regions",
    "quadrants",
    "ratings",
    "ratings_by_group",
    "ratings_moves",
    "ratings_radar",
    "sector_ranking",
    "sources",
    "texas_clusters",
    "traffic_lights",
    "where_to_start",
    "why_jobs_changed",
]
