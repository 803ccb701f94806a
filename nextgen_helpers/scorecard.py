"""The criteria of Step 2 side by side: which sector speaks for itself, and how much that hangs on the weights.

The toolkit looks for sectors with many jobs, with pay above average, that are concentrated in the region, and that several partners
call on already. Weights and the way of adding up are ours: each sector gets, criterion by criterion, its place among the region's
sectors (0 the last, 1 the first), and the weighted mean of its places.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.strengths import private_industries

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

_FIRST: Final = 3
_DRAWS: Final = 2_000
_SEED: Final = 20_170_101


class Criterion(NamedTuple):
    """One thing by which sectors are compared."""

    title: str  # what people read
    kind: str  # how its values are written
    # from which value on it speaks for a sector (ours where the toolkit gives none); None without
    threshold: float | None
    source: str  # whose criterion it is


#: The criteria, in the order of the table.
CRITERIA: Final[Mapping[str, Criterion]] = MappingProxyType(
    {
        "employment": Criterion("Jobs", "count", None, "toolkit"),
        "wage_premium": Criterion("Pay above the region's average, percent", "percent", 0.0, "toolkit"),
        "lq_us": Criterion("Concentration against the nation", "ratio", 1.2, "toolkit; 1.2 is ours"),
        "lq_state": Criterion("Concentration against the state", "ratio", 1.2, "ours"),
        "change_percent": Criterion("Change in jobs, percent", "percent", 0.0, "ours"),
        "competitive_percent": Criterion(
            "Regional share of the change, percent of jobs", "percent", 0.0, "ours"
        ),
        "outreach": Criterion("Partners who call on it", "count", 2.0, "toolkit"),
    }
)


#: Weights to begin with: the toolkit's own criteria count, ours do not yet.
USUAL_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"employment": 3, "wage_premium": 3, "lq_us": 3, "outreach": 2}
)


def criteria_table(profile: Profile, outreach: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Lay out the criteria: one row a private sector of the region.

    profile : the region's profile, at the level of sectors.
    outreach : by sector code, how many partners call on its companies; None where nobody has counted. A sector that was
        not counted is missing, not zero.
    Gives ``industry_code, short_title``, a column for each of :data:`CRITERIA`, ``estimated_share`` (part of the jobs that is an
    estimate, 0 to 1) and ``suppressed_counties``. Jobs and concentration take withheld counties in, estimated; pay, change and
    regional share are those of the counties that can be seen.
    """
    table = private_industries(profile.industries)
    guessed = profile.estimates.set_index("industry_code").reindex(table["industry_code"])
    jobs = guessed["employment"].to_numpy(dtype=float)
    seen = table["employment"].to_numpy(dtype=float)
    # The quotient of what can be seen, times what is estimated beside it.
    larger = np.where(seen > 0, jobs / np.where(seen > 0, seen, 1.0), np.nan)
    before = seen - table["change_jobs"].to_numpy(dtype=float)
    counted = pd.Series(outreach or {}, dtype=float)
    return pd.DataFrame(
        {
            "industry_code": table["industry_code"].to_numpy(),
            "short_title": table["short_title"].to_numpy(),
            "employment": jobs,
            "wage_premium": table["wage_premium"].to_numpy(dtype=float),
            "lq_us": table["lq_us"].to_numpy(dtype=float) * larger,
            "lq_state": table["lq_state"].to_numpy(dtype=float) * larger,
            "change_percent": table["change_percent"].to_numpy(dtype=float),
            "competitive_percent": 100
            * table["regional_share"].to_numpy(dtype=float)
            / np.where(before > 0, before, np.nan),
            "outreach": counted.reindex(table["industry_code"]).to_numpy(dtype=float),
            "estimated_share": (guessed["estimated"] / guessed["employment"]).to_numpy(dtype=float),
            "suppressed_counties": table["suppressed_counties"].to_numpy(),
        }
    ).reset_index(drop=True)


class SectorRanking(NamedTuple):
    """How sectors rank by weighted criteria."""

    # as :func:`criteria_table`, best first, with ``score`` (0 to 1), ``rank``, ``known`` (share of the weight
    # whose criterion is known for the sector), ``in_first_near`` and ``in_first_any`` (share of weightings
    # under which the sector is among the first three: near the given weights, each half to one and a half
    # times as large; and any weights at all)
    table: pd.DataFrame
    places: pd.DataFrame  # sector by criterion, 0 the last to 1 the first; missing where the value is
    weights: Mapping[str, float]  # share of each criterion, adding up to 1


def rank_sectors(criteria: pd.DataFrame, weights: Mapping[str, float]) -> SectorRanking:
    """Rank sectors by weighted criteria, and see how firm that is.

    criteria : from :func:`criteria_table`.
    weights : weight of each criterion, 0 or more; a criterion without one has 0.
    Gives the ranking. A missing value counts neither for nor against its sector: the score is the mean over what is known, and
    ``known`` says how much that is.
    """
    unknown = sorted(set(weights) - set(CRITERIA))
    if unknown:
        raise UserError(f'There is no criterion "{unknown[0]}"; there are: {", ".join(CRITERIA)}.')
    given = np.array([float(weights.get(name, 0.0)) for name in CRITERIA])
    if not np.isfinite(given).all() or (given < 0).any():
        raise UserError("A weight is a number of zero or more.")
    if not given.sum():
        raise UserError("Give at least one criterion a weight above zero.")
    shares = given / given.sum()
    places = _places(criteria)
    scores, known = _scores(places.to_numpy(dtype=float), shares)
    random = np.random.default_rng(_SEED)
    near = shares * random.uniform(0.5, 1.5, (_DRAWS, len(shares)))
    anything = random.dirichlet(np.ones(len(shares)), _DRAWS)
    table = criteria.assign(
        score=scores,
        rank=pd.Series(scores, index=criteria.index).rank(ascending=False, method="min"),
        known=known,
        in_first_near=_in_first(places.to_numpy(dtype=float), near),
        in_first_any=_in_first(places.to_numpy(dtype=float), anything),
    )
    order = table.sort_values(["score", "employment"], ascending=False, na_position="last").index
    named = dict(zip(CRITERIA, map(float, shares), strict=True))
    return SectorRanking(
        table.loc[order].reset_index(drop=True), places.loc[order].reset_index(drop=True), named
    )


def _places(criteria: pd.DataFrame) -> pd.DataFrame:
    """Give the place of each sector by each criterion: 0 the last, 1 the first, equals share theirs."""
    found = {}
    for name in CRITERIA:
        values = criteria[name]
        count = values.notna().sum()
        found[name] = (values.rank(method="average") - 1) / (count - 1) if count > 1 else values * np.nan
    return pd.DataFrame(found, index=criteria.index)


def _scores(places: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    there = np.isfinite(places)
    known = there @ shares
    summed = np.where(there, places, 0.0) @ shares
    return np.where(known > 0, summed / np.where(known > 0, known, 1.0), np.nan), known


def _in_first(places: np.ndarray, draws: np.ndarray) -> np.ndarray:
    there = np.isfinite(places)
    known = there @ draws.T
    scores = np.where(
        known > 0, (np.where(there, places, 0.0) @ draws.T) / np.where(known > 0, known, 1.0), -1.0
    )
    # A sector is in when fewer than three others are better; equals are in together.
    better = (scores[None, :, :] > scores[:, None, :]).sum(axis=1)
    result: np.ndarray = ((better < _FIRST) & (scores >= 0)).mean(axis=1)
    return result


def moved_thresholds(criteria: pd.DataFrame) -> pd.DataFrame:
    """Say which thresholds each sector passes, and which of them hang on where the threshold lies.

    A threshold is moved both ways: a ratio or a count by a tenth, percentages by one point.

    criteria : from :func:`criteria_table`.
    Gives ``industry_code, short_title``, ``passes`` (how many thresholds), ``of`` (how many could be judged), ``close`` (titles
    of the criteria on which the judgment changes when the threshold is moved), ``named`` (titles of those that it passes).
    """
    rows = []
    for _, row in criteria.iterrows():
        passed, close, judged = [], [], 0
        for name, criterion in CRITERIA.items():
            value, threshold = row[name], criterion.threshold
            if threshold is None or pd.isna(value):
                continue
            judged += 1
            room = 1.0 if criterion.kind == "percent" else abs(threshold) * 0.1
            if value >= threshold:
                passed.append(criterion.title)
            if (value >= threshold - room) != (value >= threshold + room):
                close.append(criterion.title)
        rows.append(
            {
                "industry_code": row["industry_code"],
                "short_title": row["short_title"],
                "passes": len(passed),
                "of": judged,
                "close": tuple(close),
                "named": tuple(passed),
            }
        )
    return pd.DataFrame(rows, columns=["industry_code", "short_title", "passes", "of", "close", "named"])
