"""Helpers of the Next Gen Sector Partnership notebooks.

Use it as ``import nextgen_helpers as ng``:

- ``ng.profile("tx-greater-dallas")`` reads a region's labor market;
- ``ng.charts.concentration(profile)`` shows it;
- ``ng.regions.find_regions("dallas")`` looks a region up;
- ``ng.measures.location_quotient(...)`` and its neighbors are the formulas.

Everything is imported when it is first used, so that the command line starts quickly.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from nextgen_helpers import charts, lmi, measures, regions, reports, widgets
    from nextgen_helpers.errors import UserError
    from nextgen_helpers.lmi.profile import Profile, profile
    from nextgen_helpers.lmi.store import Store
    from nextgen_helpers.regions import Region
    from nextgen_helpers.toolkit import outreach, rubric
    from nextgen_helpers.workspace import Workspace

__all__ = [
    "Profile",
    "Region",
    "Store",
    "UserError",
    "Workspace",
    "__version__",
    "charts",
    "lmi",
    "measures",
    "outreach",
    "profile",
    "regions",
    "reports",
    "rubric",
    "widgets",
]

_MODULES: Final = {
    **{
        name: f"nextgen_helpers.{name}"
        for name in ("charts", "lmi", "measures", "regions", "reports", "widgets")
    },
    "outreach": "nextgen_helpers.toolkit.outreach",
    "rubric": "nextgen_helpers.toolkit.rubric",
}
_NAMES: Final = {
    "Profile": "nextgen_helpers.lmi.profile",
    "profile": "nextgen_helpers.lmi.profile",
    "Store": "nextgen_helpers.lmi.store",
    "Region": "nextgen_helpers.regions",
    "UserError": "nextgen_helpers.errors",
    "Workspace": "nextgen_helpers.workspace",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(_MODULES[name])
    if name in _NAMES:
        return getattr(importlib.import_module(_NAMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
