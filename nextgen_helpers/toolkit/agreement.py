"""How far raters agree: within one question, and over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

Scale = Literal["nominal", "ordinal", "interval", "ratio"]
#: Ours: raters disagree strongly when their standard deviation exceeds this part of the half-range.
_STRONG: Final = 0.3


def within_group_agreement(ratings: Sequence[float], options: int) -> float:
    """Agreement of raters on one question, compared with answers at random.

    ``r_wg = 1 - s^2 / ((A^2 - 1) / 12)``: 1 when all say the same, 0 when they scatter as evenly spread
    random answers would, or more.

    ratings : one number a rater; whole steps from 1 to ``options``.
    Gives 0 to 1; NaN with fewer than two raters.

    >>> round(within_group_agreement([6, 7, 6, 5, 7, 6], 10), 3)
    0.931
    """
    values = _checked(ratings, options)
    if len(values) < 2:  # noqa: PLR2004  (a spread needs two)
        return float("nan")
    expected = (options**2 - 1) / 12
    return float(max(0.0, 1 - values.var(ddof=1) / expected))


def strong_disagreement(ratings: Sequence[float], options: int) -> bool:
    """Tell whether raters disagree strongly, by our own rule.

    The rule: their standard deviation (n - 1) exceeds 0.3 of half the range of answers; with ten answers
    that is 1.35.

    >>> strong_disagreement([2, 5, 8], 10), strong_disagreement([5, 6, 6], 10)
    (True, False)
    """
    values = _checked(ratings, options)
    if len(values) < 2:  # noqa: PLR2004
        return False
    return bool(values.std(ddof=1) > _STRONG * (options - 1) / 2)


def krippendorff_alpha(ratings: Sequence[Sequence[float | None]], scale: Scale = "ordinal") -> float:
    """Krippendorff's alpha: agreement over all questions, compared with chance.

    With few questions it is unstable, and where everybody gives the same answer everywhere it is not
    defined: read it with care, and look at the ratings first.

    ratings : one row a rater, one place a question; None where a rater did not answer.
    Gives at most 1; NaN where all ratings are equal, or no question has two of them.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.

    >>> krippendorff_alpha([[3, 3], [3, 3]])
    nan
    """
    table = np.array([[np.nan if value is None else float(value) for value in row] for row in ratings])
    if table.ndim != 2 or not table.size:  # noqa: PLR2004
        return float("nan")
    pairable = (~np.isnan(table)).sum(axis=0) >= 2  # noqa: PLR2004
    values = table[:, pairable]
    if not values.size or len(np.unique(values[~np.isnan(values)])) < 2:  # noqa: PLR2004
        return float("nan")
    import krippendorff  # noqa: PLC0415  (rarely needed)

    return float(krippendorff.alpha(reliability_data=values, level_of_measurement=scale))


def _checked(ratings: Sequence[float], options: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if options < 2:  # noqa: PLR2004
        raise ValueError("There must be at least two answers to choose from.")
    values = np.asarray(list(ratings), dtype=float)
    if values.size and not ((values >= 1) & (values <= options)).all():
        raise ValueError(f"Ratings go from 1 to {options}.")
    return values


def kendalls_w(ranks: Sequence[Sequence[float]]) -> float:
    """Kendall's coefficient of concordance: how far rankers agree, corrected for ties.

    ``W = 12 S / (m^2 (n^3 - n) - m T)`` with S the sum of the squared deviations of the n sums of ranks from their
    mean, m rankers, and T the sum of ``t^3 - t`` over all groups of t equal ranks of a ranker. 1: all rank alike;
    0: the sums of ranks are all equal, as if nobody agreed with anybody.

    ranks : one row a ranker, one place a thing; equal ranks share the mean of their places.
    Gives 0 to 1; NaN with fewer than two rankers or two things, or where all give the same rank to
    everything.

    >>> kendalls_w([[1, 2, 3], [1, 2, 3]]), kendalls_w([[1, 2, 3], [3, 2, 1]])
    (1.0, 0.0)
    """
    rankers = len(ranks)
    if len({len(row) for row in ranks}) > 1:
        raise ValueError("Each ranker has to rank the same things.")
    things = len(ranks[0]) if ranks else 0
    if rankers < 2 or things < 2:  # noqa: PLR2004  (agreement needs two)
        return float("nan")
    ranked = [places(row) for row in ranks]
    sums = [sum(row[thing] for row in ranked) for thing in range(things)]
    mean = rankers * (things + 1) / 2
    squares = sum((value - mean) ** 2 for value in sums)
    ties = sum(count**3 - count for row in ranked for count in Counter(row).values())
    largest = rankers**2 * (things**3 - things) - rankers * ties
    return 12 * squares / largest if largest else float("nan")


def places(row: Sequence[float]) -> list[float]:
    """Give each value its place; equal values share the mean of theirs."""
    ordered = sorted(row)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in row]
