"""What Texas expects of the occupations of a board's region: the Workforce Commission's projections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from nextgen_helpers.official import official_rows
from nextgen_helpers.places import embedded_rows

if TYPE_CHECKING:
    from nextgen_helpers.regions import Region

#: Boards that the projections bring together, or call otherwise.
_JOINED: Final[Mapping[str, str]] = {
    "Cameron County": "Rio Grande Valley",
    "Capital Area": "Greater Austin",
    "Greater Dallas": "DFW",
    "Heart of Texas": "The Heart of Texas",
    "Lower Rio Grande Valley": "Rio Grande Valley",
    "North Central": "DFW",
    "Rural Capital Area": "Greater Austin",
    "Tarrant County": "DFW",
}
_NAMES: Final[Mapping[str, str]] = {
    "DFW": "Dallas-Fort Worth (three boards)",
    "Greater Austin": "Greater Austin (two boards)",
}


@dataclass(frozen=True, slots=True, eq=False)
class LocalOutlook:
    """Projections of one region of the Workforce Commission."""

    name: str  # of the region; of several boards where the projections bring them together
    # begins, ends: years
    begins: int
    ends: int
    # index ``soc``: ``title, employment, projected_employment, change`` (jobs), ``change_percent``; small
    # occupations are not released
    table: pd.DataFrame = field(repr=False)

    def change_of(self, mix: pd.DataFrame) -> float:
        """Weigh the expected changes of occupations by their jobs in a sector, in percent; missing where too few are released.

        mix : ``soc, jobs``, as of a sector's occupations.
        """
        change = mix["soc"].map(self.table["change_percent"].to_dict())
        known = change.notna()
        jobs = float(mix.loc[known, "jobs"].sum())
        if not jobs > 0.5 * float(mix["jobs"].sum()):
            return float("nan")
        return float((change[known] * mix.loc[known, "jobs"]).sum() / jobs)


def local_outlook(region: Region) -> LocalOutlook | None:
    """Find the projections of the region of the Workforce Commission that all of a region's counties lie in; None where there is none."""
    boards = {_board_of().get(county, "") for county in region.counties}
    places = {_JOINED.get(board, board) for board in boards}
    if len(places) != 1 or places == {""}:
        return None
    (place,) = places
    rows = official_rows("board_outlook", [place])
    rows = rows[rows["employment"].notna() & rows["projected_employment"].notna()].set_index("soc")
    if rows.empty:
        return None
    rows = rows[rows["year"] == rows["year"].max()]
    change = rows["projected_employment"].astype(float) - rows["employment"].astype(float)
    percent = 100 * change / rows["employment"].astype(float)
    table = rows[["title", "employment", "projected_employment"]].assign(
        change=change, change_percent=percent
    )
    return LocalOutlook(_NAMES.get(place, place), int(rows["year"].max()), int(rows["until"].max()), table)


@cache
def _board_of() -> dict[str, str]:
    rows = embedded_rows("data", "regions", "texas_workforce_boards.csv")
    return {row["county_fips"]: row["region_name"] for row in rows}
