"""Charts from tidy tables: Plotly for the screen, Matplotlib for paper."""

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.labor_market import (
    concentration,
    county_map,
    coverage,
    diversity,
    jobs_by_industry,
    jobs_over_time,
    pay,
    quadrants,
    sources,
    why_jobs_changed,
)

__all__ = [
    "Chart",
    "concentration",
    "county_map",
    "coverage",
    "diversity",
    "jobs_by_industry",
    "jobs_over_time",
    "pay",
    "quadrants",
    "sources",
    "why_jobs_changed",
]
