"""Jobs in an industry: which occupations stand behind a sector's jobs, how they lead on, and who trains for them.

Figures by occupation are published for the nation and by sector, not for a county. What is said here of a region is therefore
an estimate: the region's jobs in a sector, with the nation's mix of occupations in that sector. It is marked so wherever it
is shown.
"""

from nextgen_helpers.jobs.build import build_jobs
from nextgen_helpers.jobs.ladder import Step, steps
from nextgen_helpers.jobs.quality import Quality, quality
from nextgen_helpers.jobs.staffing import Staffing, region_staffing, staffing
from nextgen_helpers.jobs.supply import Supply, supply

__all__ = [
    "Quality",
    "Staffing",
    "Step",
    "Supply",
    "build_jobs",
    "quality",
    "region_staffing",
    "staffing",
    "steps",
    "supply",
]
