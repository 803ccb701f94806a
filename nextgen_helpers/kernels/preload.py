"""What is imported and tried out before the first kernel is asked for.

Nothing of a user's may be touched here: every kernel of every region begins with this state. And nothing may stay
behind that a fork does not survive: threads, event loops, contexts of ZeroMQ, open databases.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import os
import pkgutil
import sys
import warnings
from pathlib import Path
from typing import Final

from nextgen_helpers.quick import get_ready_for_nbformat

#: What any kernel needs: the first one is forked as soon as it is there, and imports what else it uses itself.
_FIRST: Final = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "numpy",
    "pandas",
    "pyarrow.parquet",
    "duckdb",
)
#: Modules that notebooks and kernels use; where one is missing, the kernel that needs it says so.
_MODULES: Final = (
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "ipykernel.subshell_manager",
    "IPython.core.completer",
    "IPython.core.magics",
    "IPython.core.pylabtools",
    "jedi",
    "zmq.eventloop.zmqstream",
    "tornado.platform.asyncio",
    "sqlite3",
    "ipywidgets",
    "anywidget",
    "networkx",
    "openpyxl",
    "xlsxwriter",
    "sqlalchemy.dialects.sqlite",
)
#: Parts of the library that no notebook uses, or that start what a fork does not survive.
_NOT_OURS: Final = (
    "cli",
    "charts.paper",
    "kernels",
    "handouts",
    "notebooks",
    "lmi.download",
    "lmi.update",
    "lmi.build",
    "jobs.build",
    "reports.batch",
    "reports.cluster",
    "reports.destination",
    "reports.exporter",
)
_PACKAGE: Final = Path(__file__).resolve().parents[1]
#: The region that stands on the cover, drawn once so that the first kernel does not pay for the first picture.
_TRIED: Final = "tx-greater-dallas"
_SECTOR: Final = "31-33"


def preload_first() -> None:
    """Import only what a kernel cannot do without: one that is waited for need not wait for trials."""
    get_ready_for_nbformat()
    for name in _FIRST:
        _import(name)


def preload() -> None:
    """Import what notebooks use, draw some pictures, and freeze what is there."""
    for name in _MODULES:
        _import(name)
    for module in pkgutil.walk_packages([str(_PACKAGE)], "nextgen_helpers."):
        name = module.name.removeprefix("nextgen_helpers.")
        if not name.startswith(_NOT_OURS) and not name.startswith("_bundled"):
            _import(module.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _read_content()
        _try_out()
        for imported in list(sys.modules.values()):
            getattr(
                imported, "__file__", None
            )  # each kernel asks every module, and some only then begin to import
    gc.collect()
    gc.freeze()  # the collector of a kernel leaves these pages alone, so that they stay shared


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except ImportError:
        return


def _read_content() -> None:
    """Read the toolkit's content, which ships and is kept once it is read: every form and notebook begins with it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("nextgen_helpers.toolkit."):
            for kept in [item for item in vars(module).values() if hasattr(item, "cache_info")]:
                if kept.__module__ == name and not inspect.signature(kept).parameters:
                    kept()


def _try_out() -> None:
    """Draw charts of the figures that come along, on screen and on paper, as a first report would."""
    from nextgen_helpers import charts  # noqa: PLC0415
    from nextgen_helpers.charts.region.ladder import career_ladder  # noqa: PLC0415
    from nextgen_helpers.charts.region.occupations import occupations_by_level  # noqa: PLC0415
    from nextgen_helpers.charts.screen import mime_content  # noqa: PLC0415
    from nextgen_helpers.jobs.staffing import region_demand, region_staffing  # noqa: PLC0415
    from nextgen_helpers.lmi.profile import profile  # noqa: PLC0415
    from nextgen_helpers.lmi.store import Store  # noqa: PLC0415
    from nextgen_helpers.places import embedded  # noqa: PLC0415
    from nextgen_helpers.regions import get_region  # noqa: PLC0415

    store = Store(embedded("data", "lmi"), Path(os.devnull) / "none")
    try:
        figures = profile(get_region(_TRIED), store=store)
        for chart in (
            charts.jobs_by_industry(figures),
            charts.county_map(figures),
            charts.quadrants(figures),
        ):
            chart.html("paper")
            mime_content(chart)
        region_demand(figures)  # every sector's mix of occupations is made once
        staffing = region_staffing(figures, _SECTOR)
        words = (_SECTOR, figures.region.name, figures.year)
        for chart in (
            charts.jobs_over_time(figures),
            charts.concentration(figures.at("4-digit")),
            charts.why_jobs_changed(figures),
            charts.sector_ranking(figures),
            charts.sectors_now(figures),  # what is the same for all regions of a state is made once
            charts.peer_regions(figures),
            charts.texas_clusters(figures),
            occupations_by_level(staffing, *words),
            career_ladder(staffing, *words),
        ):
            chart.html("paper")
    finally:
        store._connection.close()  # noqa: SLF001
