"""Charts: of a region's labor market, of the jobs behind a sector, and of a team's answers; each function gives a :class:`Chart`.

Charts of a region take a :class:`~nextgen_helpers.lmi.profile.Profile`. Their sentences are computed and hold for every region: one
that loses jobs, one with withheld industries, one county, many counties, without an earlier year. Charts of a team take its rows
first, then the names and the day with which they are read; ``ng.show`` calls them with a team's answers.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nextgen_helpers.charts.every import *  # noqa: F403


def __getattr__(name: str) -> Any:
    # A module of ours that is asked for by name is imported by Python itself, once it is told that it is no chart.
    if importlib.util.find_spec(f"{__name__}.{name}") is None:
        every = importlib.import_module(f"{__name__}.every")
        if name in ("__all__", *every.__all__):
            return getattr(every, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__getattr__("__all__"))
