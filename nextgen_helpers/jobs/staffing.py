"""Which occupations stand behind a sector's jobs in a region: an estimate from the nation's mix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from nextgen_helpers.jobs import tables
from nextgen_helpers.jobs.local_pay import TOP_CODED, LocalPay, local_pay
from nextgen_helpers.jobs.readers import PAY_COLUMNS
from nextgen_helpers.lmi.layout import sector_of
from nextgen_helpers.lmi.strengths import classified

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

Level = Literal["entry", "middle", "advanced"]
LEVELS: Final[tuple[Level, ...]] = ("entry", "middle", "advanced")
#: BLS's words for what is typically needed to enter an occupation, least first.
EDUCATION: Final = (
    "No formal educational credential",
    "High school diploma or equivalent",
    "Some college, no degree",
    "Postsecondary nondegree award",
    "Associate's degree",
    "Bachelor's degree",
    "Master's degree",
    "Doctoral or professional degree",
)
_MIDDLE_ZONE: Final = 3
#: Mixes of 3-digit industries are blended where they hold more than this share of their sector's jobs.
_BLENDED_FROM: Final = 0.6
#: In ``pay_note``: the areas of the region publish no pay, and it is that of the sector in the nation.
NATIONS: Final = "the nation's"
#: What the nation's mix holds beside private employers, by OEWS's code of ownership.
_BESIDE_PRIVATE: Final[Mapping[str, str]] = {
    "59": "the U.S. Postal Service",
    "58": "hospitals of states and local governments",
    "57": "casinos of local governments and tribes",
    "235": "schools and hospitals of states and local governments",
}


def level_of(job_zone: float | None, education: str) -> Level | None:
    """Say whether an occupation is an entry, a middle or an advanced one; the rule is ours.

    By O*NET's job zone: 1 and 2 entry, 3 middle, 4 and 5 advanced. Where O*NET has none, by the typical education: up to a high
    school diploma entry, below a bachelor's degree middle, from there on advanced.

    Gives the level; None where neither is known.

    >>> level_of(2, "Bachelor's degree"), level_of(None, "Associate's degree"), level_of(None, "")
    ('entry', 'middle', None)
    """
    if job_zone is not None and not np.isnan(job_zone):
        if job_zone == _MIDDLE_ZONE:
            return "middle"
        return "entry" if job_zone < _MIDDLE_ZONE else "advanced"
    if education not in EDUCATION:
        return None
    place = EDUCATION.index(education)
    if place <= EDUCATION.index("High school diploma or equivalent"):
        return "entry"
    return "middle" if place < EDUCATION.index("Bachelor's degree") else "advanced"


def brief(title: str) -> str:
    """Write an occupation's title as it fits beside a bar: without its exceptions.

    >>> brief("Secretaries and Administrative Assistants, Except Legal, Medical, and Executive")
    'Secretaries and Administrative Assistants'
    """
    return title.split(", Except ", 1)[0].split(", except ", 1)[0]


def title_in_sentence(title: str) -> str:
    """Write an occupation's title as it stands inside a sentence.

    >>> title_in_sentence("Computer Numerically Controlled Tool Operators"), title_in_sentence("HVAC Installers")
    ('computer numerically controlled tool operators', 'HVAC installers')
    """
    return " ".join(word if word[1:2].isupper() else word.lower() for word in brief(title).split())


@dataclass(frozen=True, eq=False)
class Staffing:
    """Occupations of a sector in a region. Every number of jobs in it is an estimate.

    Parameters
    ----------
    sector : NAICS sector as QCEW writes it.
    jobs : the sector's private jobs in the region.
    low, high : between which they lie where some counties are estimated; equal to ``jobs`` where all are seen.
    estimated : the part of the jobs that BLS withholds and that is estimated.
    covered : share of the sector's jobs whose occupation OEWS publishes, 0 to 1; the rest is in occupations that it does not
        publish for this sector, and is left out of every sum by occupation.
    beside_private : what the nation's mix holds beside private employers; empty where nothing.
    note : what else limits the mix; empty where nothing.
    pay_of : whose pay it is: the names of areas, over all their industries; empty where it is the sector's in the nation.
    pay_year : May of which.
    table : see :attr:`occupations`.
    """

    sector: str
    jobs: float
    low: float
    high: float
    estimated: float
    covered: float
    beside_private: str
    note: str
    pay_of: str
    pay_year: int
    table: pd.DataFrame = field(repr=False)

    @property
    def occupations(self) -> pd.DataFrame:
        """Occupations, most jobs first.

        Returns
        -------
        ``soc, title``, ``share`` (0 to 1, of the sector's jobs in the nation), ``jobs, jobs_low, jobs_high`` (here),
        ``pay_10, pay_25, pay_50, pay_75, pay_90`` and ``pay_note`` (US dollars a year, see :attr:`pay_of`; ``the nation's`` where the
        area publishes none, and it is that of this sector in the nation), ``education,
        experience, training`` (typical to enter), ``job_zone`` (missing: O*NET has none), ``level`` (entry, middle, advanced;
        missing where neither zone nor education is known), ``exits, transfers, growth, openings`` (a year; missing where the
        projections have no such occupation), ``turnover`` (exits and transfers).
        """
        return self.table.copy()

    @property
    def by_level(self) -> pd.DataFrame:
        """Sums by level: index ``entry, middle, advanced``; ``occupations, jobs, openings``, ``pay`` (median pay, weighted by jobs)."""
        return _by_level(self.table)

    @property
    def empty(self) -> bool:
        """The region has no such jobs, or OEWS has no such sector."""
        return self.table.empty or not self.jobs > 0


def staffing(  # noqa: PLR0913, PLR0917
    sector: str,
    jobs: float,
    low: float | None = None,
    high: float | None = None,
    estimated: float = 0.0,
    within: tuple[tuple[str, float], ...] = (),
) -> Staffing:
    """Spread the jobs of a sector over occupations as in the nation.

    Jobs = the sector's jobs here x the occupation's share of the sector's jobs in the nation. Openings a year = exits +
    transfers + growth, each a national rate x jobs here; exits and transfers are rates of the mean of today's and
    tomorrow's jobs (as BLS computes them), growth is a tenth of ten years' change.

    Parameters
    ----------
    low, high : between which they lie; by default ``jobs``.
    within : 3-digit industries of the sector with their jobs here: their own mixes are blended. By default, and where the nation's
        mixes of most of them are not there, the mix is that of the sector.

    Returns
    -------
    An empty table where there is no job, or OEWS has no such sector.

    Raises
    ------
    ValueError : jobs are negative.
    """
    if jobs < 0:
        raise ValueError("jobs are not below zero.")
    mix = _mix(sector, tables.edition())
    if within:
        mix = _blended(sector, within, tables.edition())
    table = mix.table.copy() if jobs > 0 else mix.table.iloc[:0].copy()
    share = float(table["share"].sum())
    table["jobs"] = table["share"] * jobs
    table["jobs_low"] = table["share"] * (jobs if low is None else low)
    table["jobs_high"] = table["share"] * (jobs if high is None else high)
    table = _with_openings(table)
    columns = [
        "soc", "title", "share", "standard_error", "jobs", "jobs_low", "jobs_high",
        "pay_10", "pay_25", "pay_50", "pay_75", "pay_90", "pay_note",
        "education", "experience", "training", "job_zone", "level",
        "exits", "transfers", "growth", "turnover", "openings",
    ]  # fmt: skip
    table = table[columns]
    return Staffing(
        sector,
        float(jobs),
        float(jobs if low is None else low),
        float(jobs if high is None else high),
        float(estimated),
        float(min(1.0, share)),
        _BESIDE_PRIVATE.get(mix.own_code, ""),
        "The nation's mix knows no farms: it is that of logging, fishing and services to farms."
        if sector == "11"
        else "",
        "",
        int(tables.described()["oews_year"]),
        table,
    )


def _with_openings(table: pd.DataFrame) -> pd.DataFrame:
    """Compute from jobs and the nation's rates what opens in a year; see :func:`staffing`."""
    half_way = 1 + table["change_percent"] / 200
    exits, transfers = (
        table["jobs"] * table[rate] / 100 * half_way for rate in ("exit_rate", "transfer_rate")
    )
    growth = table["jobs"] * table["change_percent"] / 100 / 10
    return table.assign(
        exits=exits,
        transfers=transfers,
        growth=growth,
        turnover=exits + transfers,
        openings=exits + transfers + growth,
    )


def with_local_pay(found: Staffing, local: LocalPay) -> Staffing:
    """Put what the occupations pay in a region, over all its industries, in place of what the sector pays in the nation.

    Where the region's areas publish none for an occupation, the nation's stays, and ``pay_note`` says so.
    """
    if not local.year:
        return found
    table = found.table.copy()
    here = local.table.reindex(table["soc"]).reset_index(drop=True)
    known = here["pay_50"].notna() | (here["pay_note"] == TOP_CODED)
    known.index = here.index = table.index
    for column in (*PAY_COLUMNS, "pay_note"):
        table[column] = here[column].where(known, table[column])
    elsewhere = ~known & (table["pay_note"] == "as published")
    table.loc[elsewhere, "pay_note"] = NATIONS
    return replace(found, pay_of=local.words(), pay_year=local.year, table=table)


@dataclass(frozen=True, slots=True)
class _Mix:
    """The nation's mix of a sector."""

    table: pd.DataFrame  # its occupations with their rates, the largest first; never to be changed
    own_code: str  # OEWS's code of who the employers are


# More than there are sectors: with fewer, each is lost before the next report asks for it again.
@lru_cache(maxsize=64)
def _mix(sector: str, edition: tuple[str, int]) -> _Mix:  # noqa: ARG001  (other tables are another mix)
    shares = tables.staffing_shares(sector)
    own = str(shares["own_code"].iloc[0]) if len(shares) else ""
    rows = shares[(shares["soc"] != "00-0000") & shares["share"].notna()]
    national = tables.occupations().drop(columns=["title", "pay_note", "employment"])
    table = rows.drop(columns=["employment", "own_code"]).merge(national, on="soc", how="left")
    levels = [
        level_of(None if pd.isna(zone) else float(zone), str(education or ""))
        for zone, education in zip(table["job_zone"], table["education"].fillna(""), strict=True)
    ]
    table["level"] = pd.Series(levels, dtype=object, index=table.index)
    return _Mix(table.sort_values(["share", "soc"], ascending=[False, True], ignore_index=True), own)


@lru_cache(maxsize=64)
def _blended(sector: str, within: tuple[tuple[str, float], ...], edition: tuple[str, int]) -> _Mix:
    """Blend the mixes of a sector's 3-digit industries by their jobs; the sector's own where they hold too few of its jobs."""
    whole = _mix(sector, edition)
    shares = _shares(sector, within, edition)
    table = whole.table.loc[shares.index].assign(share=shares)
    return _Mix(
        table.sort_values(["share", "soc"], ascending=[False, True], ignore_index=True), whole.own_code
    )


def _shares(sector: str, within: tuple[tuple[str, float], ...], edition: tuple[str, int]) -> pd.Series[float]:
    """Give the shares of a sector's occupations, blended where they can be; the index is that of rows of its mix."""
    whole = _mix(sector, edition).table
    nation = tables.shares_by_industry()
    parts = {code: jobs for code, jobs in within if jobs > 0 and code in nation}
    known = sum(parts.values())
    if not known > _BLENDED_FROM * sum(jobs for _, jobs in within):
        return whole["share"]
    blended = nation[[*parts]].to_numpy() @ np.array([*parts.values()]) / known
    shares = pd.Series(blended, index=nation.index).reindex(whole["soc"]).set_axis(whole.index)
    return shares[shares > 0]


def _industries_of(profile: Profile) -> dict[str, tuple[tuple[str, float], ...]]:
    """Give the 3-digit industries of each sector of a region with their jobs, seen and estimated."""
    rows = profile.at("3-digit").estimates[["industry_code", "employment"]]
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for code, jobs in rows.itertuples(index=False, name=None):
        sector = sector_of(str(code))
        found[sector] = (*found.get(sector, ()), (str(code), float(jobs)))
    return found


def region_staffing(profile: Profile, sector: str, *, estimates: bool = True) -> Staffing:
    """Give the occupations of a sector in a region, by the mix of its industries there, with what they pay there.

    Parameters
    ----------
    estimates : estimate the counties that BLS withholds; otherwise only jobs that can be seen count, which is a lower bound.
    """
    rows = profile.at("sector").estimates.set_index("industry_code")
    if sector not in rows.index:
        return staffing(sector, 0.0)
    row, within = rows.loc[sector].to_dict(), _industries_of(profile).get(sector, ())
    if not estimates:
        found = staffing(sector, 0.0 if pd.isna(row["seen"]) else float(row["seen"]), within=within)
    else:
        jobs, low, high, guess = (float(row[name]) for name in ("employment", "low", "high", "estimated"))
        found = staffing(sector, jobs, low, high, guess, within)
    return with_local_pay(found, local_pay(profile))


def region_demand(profile: Profile) -> pd.DataFrame:
    """Sum jobs and openings by occupation over all private sectors of a region.

    A welder works in manufacturing, construction and repair: who trains welders trains for all of them.

    Index ``soc``: ``title, jobs, exits, transfers, growth, turnover, openings`` (a year; missing where the projections have
    no such occupation), ``education, level, job_zone``. Public employers are not in it.
    """
    rows = classified(profile.at("sector").estimates)[["industry_code", "employment"]]
    inside = _industries_of(profile)
    jobs_of = tuple(
        (str(code), float(jobs), inside.get(str(code), ()))
        for code, jobs in rows.itertuples(index=False, name=None)
    )
    return _demand(jobs_of, tables.edition()).copy()


@lru_cache(maxsize=16)
def _demand(
    jobs_of: tuple[tuple[str, float, tuple[tuple[str, float], ...]], ...],
    edition: tuple[str, int],
) -> pd.DataFrame:
    told = ["title", "education", "level", "job_zone"]
    columns = ["jobs", "exits", "transfers", "growth", "turnover", "openings"]
    sectors = [(sector, jobs, within) for sector, jobs, within in jobs_of if jobs > 0]
    if not sectors:
        return pd.DataFrame(columns=[*told, *columns]).rename_axis("soc")
    mixes = [
        (_mix(sector, edition).table, _shares(sector, within, edition) * jobs)
        for sector, jobs, within in sectors
    ]
    # What is known of an occupation, its rates among it, is the same in every sector.
    known = pd.concat([mix.loc[jobs.index].assign(jobs=jobs) for mix, jobs in mixes])
    sums = known.groupby("soc")["jobs"].sum()
    described = known.drop_duplicates("soc").set_index("soc").drop(columns="jobs")
    return _with_openings(described.join(sums).sort_index())[[*told, *columns]]


def growth_in_ten_years(sector: str) -> float | None:
    """Say by how much the occupations of a sector are expected to grow in the nation, in percent over the ten years of the projections.

    With the sector's mix of today: how the sector itself grows beside others is not in it.

    Gives percent; None where OEWS has no such sector, or no occupation of it is projected.

    >>> growth_in_ten_years("00") is None
    True
    """
    table = staffing(sector, 1000.0).table
    known = table[table["growth"].notna()]
    if not known["jobs"].sum() > 0:
        return None
    return float(1000 * known["growth"].sum() / known["jobs"].sum())


def _by_level(table: pd.DataFrame) -> pd.DataFrame:
    rows: dict[str, dict[str, Any]] = {}
    for level in LEVELS:
        own = table[table["level"] == level]
        paid = own[own["pay_50"].notna()].sort_values("pay_50")
        rows[level] = {
            "occupations": len(own),
            "jobs": float(own["jobs"].sum()),
            "openings": float(own["openings"].sum()),
            "pay": _middle(paid["pay_50"].to_numpy(dtype=float), paid["jobs"].to_numpy(dtype=float)),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _middle(values: np.ndarray[Any, Any], weights: np.ndarray[Any, Any]) -> float:
    """Give the value at which half of the weight is reached; values ascend."""
    if not weights.sum() > 0:
        return float("nan")
    return float(values[int(np.searchsorted(np.cumsum(weights), weights.sum() / 2))])
