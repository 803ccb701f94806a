"""What is large, concentrated, growing and well paid in a region: the rankings that the charts draw, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.lmi.layout import UNCLASSIFIED, sector_of

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

#: An industry is ranked or drawn as a bubble from one job in a thousand on; smaller ones jump about.
SMALLEST_SHARE: Final = 0.001
#: An industry is large from two jobs in a hundred on.
LARGE: Final = 0.02


def classified(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out of a table what BLS could not classify."""
    return table[table["industry_code"] != UNCLASSIFIED]


def private_industries(table: pd.DataFrame) -> pd.DataFrame:
    """Private industries of a table, without the unclassified."""
    return classified(table[table["own_code"] == "5"])


def some_withheld(rows: pd.DataFrame | pd.Series[Any]) -> bool:
    """Tell whether one of the rows (or this row) is a lower bound, since BLS withholds a county of it."""
    return bool(np.any(rows["suppressed_counties"] > 0))


def ranked_industries(profile: Profile) -> pd.DataFrame:
    """Private industries that are large enough to rank, the most concentrated first."""
    private = private_industries(profile.industries)
    ranked = private[(private["share"] >= SMALLEST_SHARE) & private["lq_us"].notna()]
    return ranked.sort_values("lq_us", ascending=False)


def specialization_is_open(profile: Profile, top: pd.Series[Any]) -> bool:
    """Tell whether a withheld industry could be more concentrated than the one that ranks first."""
    total = profile.total["employment"]
    others = _others(private_industries(profile.industries), top)
    # Also one that the nation withholds has no quotient; one too small to be ranked has no say.
    others = others[(others["suppressed_counties"] > 0) | others["lq_us"].isna()]
    others = others[~(others["employment_at_most"] < SMALLEST_SHARE * total)]
    return _could_exceed(others["employment_at_most"] / total / others["us_share"], top["lq_us"])


def size_is_open(profile: Profile, top: pd.Series[Any]) -> bool:
    """Tell whether a withheld private industry could be larger than the one that ranks first."""
    others = _others(private_industries(profile.industries), top)
    return _could_exceed(
        others.loc[others["suppressed_counties"] > 0, "employment_at_most"], top["employment"]
    )


def _others(table: pd.DataFrame, top: pd.Series[Any]) -> pd.DataFrame:
    return table[table["industry_code"] != str(top["industry_code"])]


def _could_exceed(limits: pd.Series[float], value: float) -> bool:
    return bool((limits > value).any() or limits.isna().any())


def quadrants_of(profile: Profile) -> pd.DataFrame:
    """Sort private industries by concentration and growth.

    Left out is what is too small to rank in either year: what began with hardly a job has grown by hundreds of percent,
    which says nothing.

    Gives rows as :attr:`~nextgen_helpers.lmi.profile.Profile.industries`, the most concentrated first; ``change_percent`` is
    that of a year where more than one has passed. ``quadrant`` is ``strong_growing``, ``emerging`` (growing, not concentrated),
    ``strong_shrinking`` or ``small_shrinking``; concentrated is a quotient of 1 or more. Empty without an earlier year.
    """
    table = ranked_industries(profile)
    began_large = table["change_base"] >= SMALLEST_SHARE * profile.total["employment"]
    table = table[table["change_percent"].notna() & began_large]
    passed = profile.year - (profile.first_year or profile.year)
    if passed > 1:
        base = table["change_base"]
        yearly = measures.compound_annual_growth(base, base + table["change_jobs"], passed)
        table = table.assign(change_percent=yearly)
    concentrated, growing = table["lq_us"] >= 1, table["change_percent"] >= 0
    found = np.select(
        [concentrated & growing, growing, concentrated],
        ["strong_growing", "emerging", "strong_shrinking"],
        "small_shrinking",
    )
    return table.assign(quadrant=found)


def paid_industries(profile: Profile) -> pd.DataFrame:
    """Industries and government whose pay can be seen, the best paid first; as :attr:`~nextgen_helpers.lmi.profile.Profile.industries`."""
    table = classified(profile.industries)
    table = table[table["average_annual_pay"].notna() & (table["share"] >= SMALLEST_SHARE)]
    return table.sort_values("average_annual_pay", ascending=False)


def pay_is_open(profile: Profile, *, among_large: bool) -> bool:
    """Tell whether what is withheld could pay more than what can be seen.

    among_large : only industries with at least two jobs in a hundred are compared.
    """
    table = classified(profile.industries)
    small = table["employment_at_most"] < LARGE * profile.total["employment"]
    return some_withheld(table[~small] if among_large else table)


def followed_changes(profile: Profile) -> pd.DataFrame:
    """Industries and government whose change has its three parts (shift-share), the largest gain first."""
    table = profile.industries
    parts = table[["national_share", "industry_mix", "regional_share"]]
    return table[parts.notna().all(axis=1)].sort_values("change_jobs", ascending=False)


def industries_within(profile: Profile, sector: str) -> pd.DataFrame:
    """Lay out the 4-digit industries of a sector, the one with most jobs, seen and estimated, first.

    Gives rows as :attr:`~nextgen_helpers.lmi.profile.Profile.estimates`, with ``lq_us``, ``average_annual_pay`` and ``change_percent`` of what
    can be seen.
    """
    at = profile.at("4-digit")
    inside = at.estimates[[sector_of(code) == sector for code in at.estimates["industry_code"]]]
    known = at.industries[at.industries["own_code"] == "5"].set_index("industry_code")
    columns = ("lq_us", "average_annual_pay", "change_percent")
    inside = inside.assign(**{name: inside["industry_code"].map(known[name]) for name in columns})
    return inside.sort_values("employment", ascending=False)


def estimated_concentration(profile: Profile) -> pd.Series[float]:
    """Give the quotient against the nation with estimates, of private industries in which something is withheld."""
    table = private_industries(profile.industries)
    table = table[table["suppressed_counties"] > 0]
    jobs = table["industry_code"].map(profile.estimates.set_index("industry_code")["employment"].to_dict())
    return (jobs.astype(float) / profile.total["employment"] / table["us_share"]).dropna()
