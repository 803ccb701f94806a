"""How far our jobs by occupation are off: estimates of each Texas board beside the Workforce Commission's OEWS of 2019.

Ours are private jobs of 2016 with the nation's mix of May 2025, theirs are jobs of all employers in 2019, so shares of all jobs of the
board are compared, of occupations with at least 500 jobs there, and those in schools and government are left out.

    python benchmarks/occupations.py
"""

from __future__ import annotations

import pandas as pd

from nextgen_helpers.jobs.staffing import region_demand
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.official import official_rows
from nextgen_helpers.regions import find_regions

_LARGE = 500
#: Teachers, police and the like are mostly public, and ours are private jobs.
_PUBLIC = ("25-", "33-", "21-", "43-5")


def compared(board: str, region_id: str) -> pd.DataFrame:
    """Shares of all jobs by occupation, ours and the Commission's."""
    theirs = official_rows("board_jobs", [board]).set_index("soc")["employment"].dropna()
    theirs = theirs[
        (theirs >= _LARGE) & ~theirs.index.str.endswith("0000") & ~theirs.index.str.startswith(_PUBLIC)
    ]
    ours = region_demand(profile(region_id, 2016))["jobs"]
    both = pd.DataFrame({"theirs": theirs.astype(float), "ours": ours}).dropna()
    return both / both.sum()


def main() -> None:
    """Print by board: how many occupations, the part of the jobs on the wrong side, and the middle factor by which one is off."""
    print(f"{'board':<28}{'occupations':>12}{'misplaced':>11}{'half are off by at most':>26}")
    for region in find_regions():
        if region.id.startswith("tx-"):
            table = compared(region.name, region.id)
            ratio = table["ours"] / table["theirs"]
            off = ratio.where(ratio >= 1, 1 / ratio).median()
            misplaced = (table["ours"] - table["theirs"]).abs().sum() / 2
            print(f"{region.name:<28}{len(table):>12}{misplaced:>11.1%}{off:>26.2f}")


if __name__ == "__main__":
    main()
