"""All charts; they come with the first one that is asked for, and what only needs their tables or styles need not wait for them."""

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.region.changes import why_jobs_changed
from nextgen_helpers.charts.region.choosing import (
    definitions,
    industries_within,
    peer_regions,
    sector_places,
    sector_ranking,
    sector_scores,
    texas_clusters,
)
from nextgen_helpers.charts.region.first_screen import at_a_glance
from nextgen_helpers.charts.region.industries import concentration, jobs_by_industry, quadrants
from nextgen_helpers.charts.region.ladder import career_ladder, steps_up
from nextgen_helpers.charts.region.limits import coverage, sources
from nextgen_helpers.charts.region.newer_sectors import sectors_now
from nextgen_helpers.charts.region.occupations import jobs_by_quality, occupations_by_level
from nextgen_helpers.charts.region.overview import county_map, jobs_over_time
from nextgen_helpers.charts.region.pay_and_mix import diversity, pay
from nextgen_helpers.charts.region.programs import openings_and_programs
from nextgen_helpers.charts.region.residents import schooling, unemployment
from nextgen_helpers.charts.team.advice import where_to_start
from nextgen_helpers.charts.team.companion import document_crosswalk, framework_wheel
from nextgen_helpers.charts.team.frontline import (
    communication_flow,
    frontline_groups,
    handing_on,
    runway_plan,
    way_ranks,
)
from nextgen_helpers.charts.team.lights import Lights, traffic_lights
from nextgen_helpers.charts.team.metrics import (
    metric_choice,
    metric_progress,
    metric_trends,
    priority_mix,
    pulse_trends,
)
from nextgen_helpers.charts.team.outreach import (
    outreach_gaps,
    outreach_heat_table,
    outreach_network,
    outreach_overlap,
    outreach_redundancy,
    outreach_tables,
)
from nextgen_helpers.charts.team.outreach_alternatives import outreach_before_after, outreach_comparison
from nextgen_helpers.charts.team.pathways import openings_and_completers, programs_and_jobs, wage_ladder
from nextgen_helpers.charts.team.principles import lifecycle
from nextgen_helpers.charts.team.rubric import (
    indicators_seen,
    ratings,
    ratings_by_group,
    ratings_moves,
    ratings_radar,
)
from nextgen_helpers.charts.team.step1 import universe_of_connections
from nextgen_helpers.charts.team.step3 import contact_matrix, convener_scores
from nextgen_helpers.charts.team.step5 import funding_mix, implementation_plan

__all__ = [
    "Chart", "Lights", "at_a_glance", "career_ladder", "communication_flow", "concentration", "contact_matrix",
    "convener_scores", "county_map", "coverage", "definitions", "diversity", "document_crosswalk",
    "framework_wheel", "frontline_groups", "funding_mix", "handing_on", "implementation_plan",
    "indicators_seen", "industries_within", "jobs_by_industry", "jobs_by_quality", "jobs_over_time",
    "lifecycle", "metric_choice", "metric_progress", "metric_trends", "occupations_by_level",
    "openings_and_completers", "openings_and_programs", "outreach_before_after", "outreach_comparison",
    "outreach_gaps", "outreach_heat_table", "outreach_network", "outreach_overlap", "outreach_redundancy",
    "outreach_tables", "pay", "peer_regions", "priority_mix", "programs_and_jobs", "pulse_trends",
    "quadrants", "ratings", "ratings_by_group", "ratings_moves", "ratings_radar", "runway_plan",
    "schooling", "sector_places", "sector_ranking", "sector_scores", "sectors_now", "sources", "steps_up", "texas_clusters",
    "traffic_lights", "unemployment", "universe_of_connections", "wage_ladder", "way_ranks", "where_to_start",
    "why_jobs_changed",
]  # fmt: skip
