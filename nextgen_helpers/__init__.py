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

if TYPE_CHECKING:
    from nextgen_helpers import charts, lmi, measures, regions, reports, widgets
    from nextgen_helpers.errors import UserError
    from nextgen_helpers.lmi.profile import Profile, profile
    from nextgen_helpers.lmi.store import Store
    from nextgen_helpers.regions import Region

__version__ = "0.1.0"

__all__ = [
    "Profile",
    "Region",
    "Store",
    "UserError",
    "__version__",
    "charts",
    "lmi",
    "measures",
    "profile",
    "regions",
    "reports",
    "widgets",
]

_MODULES: Final = frozenset({"charts", "lmi", "measures", "regions", "reports", "widgets"})
_NAMES: Final = {
    "Profile": "nextgen_helpers.lmi.profile",
    "profile": "nextgen_helpers.lmi.profile",
    "Store": "nextgen_helpers.lmi.store",
    "Region": "nextgen_helpers.regions",
    "UserError": "nextgen_helpers.errors",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _NAMES:
        return getattr(importlib.import_module(_NAMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
