"""What stands at the beginning of a report, and proves whose report it is."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.regions import chosen_region

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

#: Key of an output's metadata under which a report carries its own region and numbers.
STAMP: Final = "nextgen_report"
#: Marks what a part without entries shows (``"open"``), and the list in which all such parts stand (``"list"``, or
#: ``"nothing"`` where it is empty): a page that has the list leaves the rest out.
NOT_BEGUN: Final = "nextgen_not_begun"


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of a report, with a stamp that a batch checks."""

    profile: Profile

    def stamp(self) -> dict[str, Any]:
        """Whose report this is, as the notebook's own kernel knows it."""
        profile = self.profile
        return {
            "region_id": profile.region.id,
            "region_name": profile.region.name,
            "counties": list(profile.region.counties),
            "year": profile.year,
            "years": list(profile.years),
            "period": profile.newest.period,
            "employment": profile.total["employment"],
        }

    def html(self) -> str:
        """Say where it is only an example; empty where a region is chosen, and on paper."""
        if chosen_region() is not None or output_mode() != "screen":
            return ""
        text = f"no region is chosen yet, so this is {self.profile.region.name}. Choose yours in Start here."
        return f'<div class="mathjax_ignore ng-chart"><p><strong>An example:</strong> {html.escape(text)}</p></div>'

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display  # noqa: PLC0415

        display(HTML(self.html()), metadata={STAMP: self.stamp()})


def figures_words(stamp: dict[str, Any]) -> str:
    """Say of when a report's figures are, by its stamp."""
    period, year = stamp.get("period"), str(stamp.get("year"))
    return f"figures of {year}" if period in (None, year) else f"totals of {period}, industries of {year}"


def opening(profile: Profile) -> Opening:
    """Open a report: stamp it, and say where it is only an example."""
    return Opening(profile)
