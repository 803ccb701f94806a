"""Helpers of the Next Gen Sector Partnership notebooks: eleven doors.

- ``ng.profile("tx-greater-dallas")`` reads a region's labor market.
- ``ng.charts.concentration(profile)`` and its neighbors draw it, and a team's answers.
- ``ng.jobs.staffing(...)`` and its neighbors tell of the occupations behind a sector.
- ``ng.regions.find_regions("dallas")`` looks a region up.
- ``ng.team()`` opens the answers of the chosen region's team.
- ``ng.form(team, "partner_roster")`` shows an exercise as a form.
- ``ng.check(team, "launch")`` looks at what a team has entered.
- ``ng.show.runway_plan(team)`` and its neighbors show what follows from it.
- ``ng.rubric`` scores the self-assessment.
- ``ng.measures`` holds the formulas.
- ``ng.reports`` puts a region's or a team's report together.

Everything is imported when it is first used, so that the command line starts quickly.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.version import __version__ as __version__

if TYPE_CHECKING:
    from nextgen_helpers import charts, jobs, measures, regions, reports, show
    from nextgen_helpers.lmi.profile import profile
    from nextgen_helpers.toolkit import rubric
    from nextgen_helpers.views.checks import check
    from nextgen_helpers.views.live import team
    from nextgen_helpers.widgets.forms import form

#: Where each door is: a module, or a module and a function in it.
_DOORS: Final[dict[str, tuple[str, ...]]] = {
    "charts": ("charts",),
    "check": ("views.checks", "check"),
    "form": ("widgets.forms", "form"),
    "jobs": ("jobs",),
    "measures": ("measures",),
    "profile": ("lmi.profile", "profile"),
    "regions": ("regions",),
    "reports": ("reports",),
    "rubric": ("toolkit.rubric",),
    "show": ("show",),
    "team": ("views.live", "team"),
}


def __getattr__(name: str) -> Any:
    if name == "widgets":  # a notebook of an earlier version: it is told what to do
        return importlib.import_module(f"{__name__}.widgets")
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, *function = _DOORS[name]
    found = importlib.import_module(f"{__name__}.{module}")
    return getattr(found, function[0]) if function else found


def __dir__() -> list[str]:
    return list(_DOORS)
