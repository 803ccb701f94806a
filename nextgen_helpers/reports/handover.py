"""What a report's own kernel hands to the batch: the workbook, and the numbers for the index.

The kernel has the region's profile computed; the process that collects the reports needs neither pandas nor the figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

#: Key of an output's metadata under which the numbers for the index stand.
NUMBERS: Final = "nextgen_numbers"
#: Name of the workbook in the kernel's working folder.
WORKBOOK: Final = "report.xlsx"


@dataclass(frozen=True, slots=True)
class HandOver:
    """The workbook and the numbers of a region, given when it is shown."""

    profile: Profile
    workbook: bool  # write the workbook into the working folder

    def _ipython_display_(self) -> None:
        from IPython.display import display  # noqa: PLC0415

        if self.workbook:
            from nextgen_helpers.reports.workbook import workbook_bytes  # noqa: PLC0415

            Path(WORKBOOK).write_bytes(workbook_bytes(self.profile))
        display({"text/plain": ""}, raw=True, metadata={NUMBERS: index_numbers(self.profile)})


def hand_over(profile: Profile, *, workbook: bool) -> HandOver:
    """Hand a report's tables and numbers to the batch; the batch adds this as a last cell.

    workbook : write the workbook into the working folder.
    """
    return HandOver(profile, workbook)


def index_numbers(profile: Profile) -> dict[str, Any]:
    """Give what the index shows of a region; missing is None."""
    from nextgen_helpers.lmi.strengths import ranked_industries  # noqa: PLC0415

    ranked = ranked_industries(profile)
    top = ranked.iloc[0] if len(ranked) else None
    newest = profile.newest
    here, pay = newest.areas.loc["region"].to_dict(), float(newest.pay["region"])
    return {
        "state": profile.region.state_label,
        "counties": len(profile.region.counties),
        "period": newest.badge,
        "employment": _number(float(here["employment"]), 0),
        "average_annual_pay": None if newest.quarter else _number(pay, 0),
        "top_industry": None if top is None else str(top["short_title"]),
        "top_lq": None if top is None else _number(float(top["lq_us"]), 2),
        "top_is_lower_bound": None if top is None else bool(top["suppressed_counties"] > 0),
        "seen_share": _number(profile.coverage.seen_share, 4),
    }


def _number(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(value, digits)
