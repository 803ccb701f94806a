"""Reports per region: run the notebook, export it, write the workbook and the index. Each part is imported when it is first used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from nextgen_helpers.reports.batch import run_reports
    from nextgen_helpers.reports.handover import hand_over
    from nextgen_helpers.reports.sector_jobs import jobs_part
    from nextgen_helpers.reports.side_by_side import cohort
    from nextgen_helpers.reports.stamp import opening
    from nextgen_helpers.reports.tasks import ReportResult, ReportTask, plan_reports
    from nextgen_helpers.reports.team_sections import team_part

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

#: Where each name is; no module has a name that stands here, which would hide it.
_IN: Final = {
    "ReportResult": "tasks", "ReportTask": "tasks", "cohort": "side_by_side", "hand_over": "handover", "jobs_part": "sector_jobs",
    "opening": "stamp", "plan_reports": "tasks", "run_reports": "batch", "team_part": "team_sections",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_IN[name]}"), name)
