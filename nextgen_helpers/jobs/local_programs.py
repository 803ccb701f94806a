"""The programs of a region and who completes them, as its colleges report them to IPEDS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from nextgen_helpers.jobs.supply import cip_code, cip_titles
from nextgen_helpers.jobs.supply_files import AWARDS
from nextgen_helpers.official import edition, official_rows
from nextgen_helpers.toolkit.one_name import name_key

if TYPE_CHECKING:
    from nextgen_helpers.regions import Region


@dataclass(frozen=True, slots=True, eq=False)
class Programs:
    """Programs of the institutions that stand in a region."""

    year: int  # newest year; awards of 2024 are those of the school year 2023-24. 0 where there is none
    # one row an institution, program and award: ``institution, city, area_fips, cip, program, level, award``
    # (in words), ``awards`` of the newest year, and ``awards_2023`` and the like of each year before; each
    # award counts once, by its first major. Where a program has none in a year, it is zero
    table: pd.DataFrame = field(repr=False)

    @property
    def institutions(self) -> int:
        """How many institutions of the region have awards in the newest year."""
        return int(self.table.loc[self.table["awards"] > 0, "institution"].nunique())

    @property
    def awards(self) -> int:
        """All awards of the newest year."""
        return int(self.table["awards"].sum())

    def rows(self, typed: Sequence[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
        """Give programs and completers of the newest year as :func:`nextgen_helpers.jobs.supply.supply` takes them.

        typed : rows of a team; a program of an institution that stands there is the team's, and not given again.
        """
        known = {(name_key(row.get("institution")), cip_code(row.get("cip"))) for row in typed}
        given = self.table[self.table["awards"] > 0]
        sums = given.groupby(["institution", "cip", "program"], sort=False, as_index=False)["awards"].sum()
        return [
            {"institution": school, "program": title, "cip": cip, "completers": int(count), "year": self.year}
            for school, cip, title, count in sums.itertuples(index=False, name=None)
            if (name_key(school), cip) not in known
        ]


def region_programs(region: Region) -> Programs:
    """Find the programs of the institutions that stand in a region's counties.

    Online students count where the institution stands; an institution just beyond the border is not in it.
    """
    return _of(region.counties, edition("completions"), edition("institutions"))


@lru_cache(maxsize=8)
def _of(counties: tuple[str, ...], completions: object, directory: object) -> Programs:  # noqa: ARG001
    schools = official_rows("institutions").sort_values("year").drop_duplicates("unitid", keep="last")
    schools = schools[schools["area_fips"].isin(counties)]
    rows = official_rows("completions", [int(unit) for unit in schools["unitid"]])
    if rows.empty:
        columns = ["institution", "city", "area_fips", "cip", "program", "level", "award", "awards"]
        return Programs(0, pd.DataFrame(columns=columns))
    keys = ["unitid", "cip", "level"]
    by_year = rows.pivot_table(index=keys, columns="year", values="awards", fill_value=0, aggfunc="sum")
    year = int(rows["year"].max())
    by_year.columns = pd.Index(
        ["awards" if int(str(one)) == year else f"awards_{one}" for one in by_year.columns]
    )
    table = by_year.reset_index().merge(schools[["unitid", "institution", "city", "area_fips"]], on="unitid")
    titles = cip_titles()
    table["program"] = [titles.get(str(code)) or f"Program {code}" for code in table["cip"]]
    table["award"] = table["level"].map(AWARDS)
    return Programs(year, table.sort_values("awards", ascending=False, ignore_index=True))
