"""How the jobs of a region are spread over sectors and government, beside the nation's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from nextgen_helpers.lmi.strengths import classified, some_withheld

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

#: Percentage points from which on a sector is said to stand out.
STANDS_OUT: Final = 1.0


def mix_of(profile: Profile) -> pd.DataFrame:
    """Lay out the sectors and parts of government that can be seen here and in the nation, the largest share of jobs first.

    Gives rows as :attr:`~nextgen_helpers.lmi.profile.Profile.industries`, with ``difference``: percentage points above the
    nation's share.
    """
    table = classified(profile.at("sector").industries)
    table = table[table["share"].notna() & table["us_share"].notna()]
    difference = 100 * (table["share"] - table["us_share"])
    return table.assign(difference=difference).sort_values("share", ascending=False)


class Standout(NamedTuple):
    """The sector whose share differs most from the nation's."""

    row: pd.Series[Any]  # the sector
    share: float  # its share of the jobs here, 0 to 1; a bound of it where a county is withheld
    bound: str  # which one: ``at least``, ``at most``; empty where the share is known
    alone: bool  # what is withheld elsewhere cannot differ more


def standout(profile: Profile) -> Standout | None:
    """Find the sector whose share differs most from the nation's, as far as that is certain; None where none differs by a point.

    Where counties are withheld a share lies between two bounds; what counts is the difference that is there
    wherever between them it lies.
    """
    table, total = mix_of(profile), profile.total["employment"]
    most = table["employment_at_most"] / total
    below = 100 * (table["us_share"] - most)
    certain = table["difference"].where(table["difference"] > 0, -below.clip(lower=0.0).fillna(0.0)).abs()
    if not certain.max() >= STANDS_OUT:
        return None
    top = table.loc[certain.sort_values(kind="stable").index[-1]]
    others = profile.at("sector").industries
    others = others[(others["suppressed_counties"] > 0) & (others["title"] != top["title"])]
    limit = 100 * (others["employment_at_most"] / total - others["us_share"])
    under = 100 * (others["us_share"] - others["share"].fillna(0.0))
    alone = not ((limit > certain.max()) | (under > certain.max()) | limit.isna()).any()
    if not some_withheld(top):
        return Standout(top, float(top["share"]), "", alone)
    if top["difference"] > 0:
        return Standout(top, float(top["share"]), "at least", alone)
    return Standout(top, float(most.loc[top.name]), "at most", alone)
