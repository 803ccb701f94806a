"""Reports per region: run the notebook, export it, write the workbook and the index."""

from nextgen_helpers.reports.batch import run_reports
from nextgen_helpers.reports.cohort import cohort
from nextgen_helpers.reports.handover import hand_over
from nextgen_helpers.reports.jobs_part import jobs_part
from nextgen_helpers.reports.opening import opening
from nextgen_helpers.reports.tasks import ReportResult, ReportTask, plan_reports
from nextgen_helpers.reports.team_part import team_part

__all__ = [
    "ReportResult",
    "ReportTask",
    "cohort",
    "hand_over",
    "jobs_part",
    "opening",
    "plan_reports",
    "run_reports",
    "team_part",
]
