"""The rubric: what a team's ratings say together, how far it agrees, and where to start.

The rubric itself (dimensions, levels, bands, indicators, rules) is content: ``data/toolkit/rubric.yaml``.
Ratings are whole numbers from 1 to 10; the level of a team is the band of its median.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from nextgen_helpers.errors import UserError, did_you_mean
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.agreement import strong_disagreement, within_group_agreement
from nextgen_helpers.toolkit.content_models import Level, Rubric
from nextgen_helpers.toolkit.stakeholder_groups import titles as group_titles

__all__ = [
    "ALL_OTHERS",
    "NOT_STATED",
    "SMALLEST_GROUP",
    "GroupGap",
    "Misfit",
    "Recommendation",
    "group_gaps",
    "groups_in_order",
    "level",
    "load",
    "medians_by_group",
    "misfits",
    "moves",
    "on_the_edge",
    "private_groups",
    "ratings_table",
    "recommend",
    "seen",
    "summarize",
    "summarize_groups",
]

_LOWEST: Final = 1
_HIGHEST: Final = 10
#: Fewer people than this are never shown as a group: what one of them rated could be read from it (our rule).
SMALLEST_GROUP: Final = 3
#: What people are called who did not say for whom they speak.
NOT_STATED: Final = "Not stated"
#: Groups that are too small to be shown, together.
ALL_OTHERS: Final = "All others"
_COLUMNS: Final = ("respondent", "stakeholder_group", "dimension", "score")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Where to start, for one dimension.

    Parameters
    ----------
    rank : 1 for the first thing to do.
    dimension : id of the dimension.
    level : title of the level that the team's median stands for.
    start_with : ids of steps and modules (``step1``, ``module2``), in order.
    text : what the rubric says, in our words.
    note : what is ours in it, or where the source contradicts itself; empty where nothing is.
    ours : the order of the dimensions is our rule; the text follows the toolkit.
    next_step : one thing to do next, ours.
    waits : those of ``start_with`` that come after the launch, since companies have not spoken yet.
    """

    rank: int
    dimension: str
    level: str
    start_with: tuple[str, ...]
    text: str
    note: str
    ours: bool
    next_step: str
    waits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    """A score that does not fit what was ticked.

    Parameters
    ----------
    dimension : id of the dimension.
    claimed : title of the level of the score.
    ticked : titles of the levels of the ticked indicators, lowest first.
    text : one sentence for the person who rated.
    """

    dimension: str
    claimed: str
    ticked: tuple[str, ...]
    text: str


def load() -> Rubric:
    """Load the rubric.

    Examples
    --------
    >>> [dimension.title for dimension in load().dimensions]
    ['Industry engagement', 'Regional coordination', 'Career pathway systems-building']
    """
    return content.rubric()


def level(score: float) -> Level:
    """Give the level that a score stands for.

    Parameters
    ----------
    score : a rating from 1 to 10, or the median of ratings. A median between two bands counts as the
        lower one.

    Raises
    ------
    UserError : the score lies outside 1 to 10, or is no multiple of a half.

    Examples
    --------
    >>> level(3).title, level(3.5).title, level(4).title, level(9).title
    ('Exploring', 'Exploring', 'Developing', 'Role Model')
    """
    if isinstance(score, bool) or not _LOWEST <= score <= _HIGHEST or (2 * score) % 1:
        raise UserError(
            f"{score!r} is no score of the rubric; ratings are whole numbers from {_LOWEST} to {_HIGHEST}."
        )
    return next(item for item in reversed(load().levels) if item.lowest <= score)


def on_the_edge(score: float) -> bool:
    """Tell whether a median lies between two bands.

    Examples
    --------
    >>> on_the_edge(3.5), on_the_edge(4.5), on_the_edge(5.5), on_the_edge(8.5)
    (True, False, True, True)
    """
    return not any(item.lowest <= score <= item.highest for item in load().levels)


def ratings_table(answers: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Lay out ratings as a table, one row a person and dimension, and check them.

    Parameters
    ----------
    answers : ``respondent``, ``stakeholder_group`` (may be None) and ``scores`` (dimension -> rating) of
        each person.

    Raises
    ------
    UserError : a rating is no whole number from 1 to 10, or a dimension is unknown.

    Examples
    --------
    >>> ratings_table([{"respondent": "ann", "scores": {"industry_engagement": 4}}])["score"].tolist()
    [4]
    """
    rows = [
        (answer["respondent"], answer.get("stakeholder_group"), _known(dimension), _rating(score))
        for answer in answers
        for dimension, score in answer["scores"].items()
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def summarize(ratings: pd.DataFrame | Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Say per dimension what the team's ratings come to.

    Parameters
    ----------
    ratings : a table as :func:`ratings_table` gives it, or what that function takes.

    Returns
    -------
    One row a dimension, in the rubric's order: ``dimension``, ``n`` (raters), ``median``, ``mean``,
    ``minimum``, ``maximum``, ``level`` (title), ``on_the_edge``, ``r_wg`` (agreement, 0 to 1; missing with
    one rater), ``strong_disagreement``. A dimension that nobody rated is there with n = 0.

    Raises
    ------
    UserError : a rating is no whole number from 1 to 10, or a dimension is unknown.
    """
    table = _as_table(ratings)
    return pd.DataFrame([_summary_row(table, dimension.id) for dimension in load().dimensions])


def private_groups(ratings: pd.DataFrame) -> pd.DataFrame:
    """Put people of groups that are too small to be shown together, so that no group gives away who rated what.

    Parameters
    ----------
    ratings : a table as :func:`ratings_table` gives it.

    Returns
    -------
    The same table. A group stands alone where, in each dimension that it rated, at least :data:`SMALLEST_GROUP` of its people did;
    the rest are ``All others``, and where those would be too few themselves, the smallest group joins them.

    Examples
    --------
    >>> people = [{"respondent": str(n), "stakeholder_group": "Employer" if n < 3 else "Other", "scores": {"career_pathways": 4}}
    ...           for n in range(6)]
    >>> sorted(set(private_groups(ratings_table(people))["stakeholder_group"]))
    ['Employer', 'Other']
    >>> sorted(set(private_groups(ratings_table(people[:4]))["stakeholder_group"]))
    ['All others']
    """
    named = ratings.assign(stakeholder_group=ratings["stakeholder_group"].fillna(NOT_STATED).astype(str))
    counts = named.pivot_table(
        index="stakeholder_group", columns="dimension", values="respondent", aggfunc="nunique", fill_value=0
    )
    alone = [name for name in counts.index if not _too_few(counts.loc[name]).any()]
    while alone and (few := _too_few(counts.drop(index=alone).sum())).any():
        helpful = [name for name in alone if counts.loc[name, few].any()] or alone
        alone.remove(min(helpful, key=lambda name: (counts.loc[name].max(), name)))
    shown = named["stakeholder_group"].where(named["stakeholder_group"].isin(alone), ALL_OTHERS)
    return named.assign(stakeholder_group=shown)


def _too_few(people: pd.Series[int]) -> pd.Series[bool]:
    """Tell which dimensions have some raters, and fewer than may be shown."""
    return (people > 0) & (people < SMALLEST_GROUP)


def summarize_groups(ratings: pd.DataFrame | Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Say the same for each stakeholder group: ``dimension, stakeholder_group, n, median``."""
    table = _as_table(ratings)
    named = table.assign(stakeholder_group=table["stakeholder_group"].fillna(NOT_STATED))
    grouped = named.groupby(["dimension", "stakeholder_group"], sort=False)["score"]
    result = grouped.agg(n="size", median="median").reset_index()
    order = {dimension.id: dimension.order for dimension in load().dimensions}
    return (
        result.assign(order=result["dimension"].map(order))
        .sort_values(["order", "stakeholder_group"], ignore_index=True)
        .drop(columns="order")
    )


def recommend(summary: pd.DataFrame) -> list[Recommendation]:
    """Say where to start, from the toolkit's own rules and our rule for mixed profiles.

    Parameters
    ----------
    summary : as :func:`summarize` gives it; dimensions that nobody rated are left out.

    Returns
    -------
    One recommendation a dimension, first things first: the low ones in the order of the rule for mixed profiles,
    then the high ones, lowest median first.
    """
    rubric = load()
    rated = {row["dimension"]: row for row in summary.to_dict("records") if row["n"] > 0}
    reached = {name: level(row["median"]) for name, row in rated.items()}
    low = [name for name in rubric.mixed.order if name in rated and reached[name].side == "low"]
    high = sorted((name for name in rated if name not in low), key=lambda name: rated[name]["median"])
    waits = rubric.mixed.waits
    waiting = waits.places if waits.dimension in low else ()
    rules = {(item.dimension, item.side): item for item in rubric.rules}
    next_steps = {(item.dimension, item.level): item.text for item in rubric.next_steps}
    found = []
    for rank, name in enumerate([*low, *high], start=1):
        rule = rules[name, reached[name].side]
        places = tuple(start.place for start in rule.start_with)
        found.append(
            Recommendation(
                rank,
                name,
                reached[name].title,
                places,
                rule.text,
                rule.note or "",
                ours=len(rated) > 1,
                next_step=next_steps[name, reached[name].id],
                waits=tuple(place for place in places if place in waiting),
            )
        )
    return found


def misfits(scores: Mapping[str, int], indicators: Iterable[str]) -> list[Misfit]:
    """Find scores that do not fit the indicators a person has ticked (our rule).

    A score fits where at least one ticked indicator of its dimension stands under its level, or none is
    ticked. Indicators that say nearly the same count once.

    Parameters
    ----------
    scores : dimension -> rating.
    indicators : ids of the ticked indicators.

    Raises
    ------
    UserError : an indicator or dimension is unknown.

    Examples
    --------
    >>> misfits({"industry_engagement": 9}, ["R-IE-EXP-2"])[0].ticked
    ('Exploring',)
    """
    rubric = load()
    known = {item.id: item for item in rubric.indicators}
    levels = {item.id: item for item in rubric.levels}
    ticked = []
    for identifier in dict.fromkeys(indicators):
        if identifier not in known:
            raise UserError(f'There is no indicator "{identifier}" in the rubric.')
        ticked.append(known[identifier])
    found = []
    for dimension in rubric.dimensions:
        if dimension.id not in scores:
            continue
        claimed = level(_rating(scores[dimension.id]))
        own = sorted({levels[item.level].order for item in ticked if item.dimension == dimension.id})
        if not own or claimed.order in own:
            continue
        names = tuple(item.title for item in rubric.levels if item.order in own)
        found.append(
            Misfit(
                dimension.id,
                claimed.title,
                names,
                f"{dimension.title}: a score of {scores[dimension.id]} stands for {claimed.title}, but what "
                f"you have seen is under {' and '.join(names)}. Look at both again.",
            )
        )
    return found


def seen(answers: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Count the people who have seen each indicator.

    Parameters
    ----------
    answers : ``indicators`` (ids that were ticked) of each person.

    Returns
    -------
    ``indicator, dimension, level, text, people, counted_with``, in the rubric's order. Indicators that say nearly
    the same in two dimensions are one row, under the first; ``counted_with`` names the other, and a person who
    ticked both counts once.

    Examples
    --------
    >>> table = seen([{"indicators": ["R-IE-EXP-1", "R-RC-EXP-2"]}, {"indicators": ["R-RC-EXP-2"]}])
    >>> table.loc[table["people"] > 0, ["indicator", "people"]].to_numpy().tolist()
    [['R-IE-EXP-1', 2]]
    """
    ticked = [set(answer["indicators"]) for answer in answers]
    rows, told = [], set[str]()
    for item in load().indicators:
        if item.id in told:
            continue
        alike = {item.id, *item.same_as}
        told |= alike
        people = sum(bool(alike & own) for own in ticked)
        others = ", ".join(sorted(alike - {item.id}))
        rows.append((item.id, item.dimension, item.level, item.text, people, others))
    return pd.DataFrame(rows, columns=["indicator", "dimension", "level", "text", "people", "counted_with"])


def moves(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare two summaries, such as last year's and today's.

    Returns
    -------
    ``dimension, before, after, change, level_before, level_after`` (medians and levels); missing where
    nobody rated the dimension in one of them.
    """
    columns = ["dimension", "median", "level"]
    both = before[columns].merge(after[columns], on="dimension", suffixes=("_before", "_after"))
    both = both.rename(columns={"median_before": "before", "median_after": "after"})
    both["change"] = both["after"] - both["before"]
    return both[["dimension", "before", "after", "change", "level_before", "level_after"]]


def _summary_row(table: pd.DataFrame, dimension: str) -> dict[str, Any]:
    scores = [int(score) for score in table.loc[table["dimension"] == dimension, "score"]]
    series = pd.Series(scores, dtype=float)  # of no ratings, all that follows is missing
    median = float(series.median())
    return {
        "dimension": dimension,
        "n": len(scores),
        "median": median,
        "mean": float(series.mean()),
        "minimum": float(series.min()),
        "maximum": float(series.max()),
        "level": level(median).title if scores else None,
        "on_the_edge": bool(scores) and on_the_edge(median),
        "r_wg": within_group_agreement(scores, _HIGHEST),
        "strong_disagreement": strong_disagreement(scores, _HIGHEST),
    }


def _as_table(ratings: pd.DataFrame | Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    if not isinstance(ratings, pd.DataFrame):
        return ratings_table(ratings)
    missing = [name for name in ("dimension", "score") if name not in ratings]
    if missing:
        raise UserError(f'The table of ratings has no column "{missing[0]}".')
    return ratings.assign(
        dimension=[_known(name) for name in ratings["dimension"]],
        score=[_rating(score) for score in ratings["score"]],
        stakeholder_group=ratings.get("stakeholder_group"),
    )


def _rating(score: Any) -> int:
    is_number = isinstance(score, (int, float, np.number)) and not isinstance(score, bool)
    if not is_number or score not in range(_LOWEST, _HIGHEST + 1):
        raise UserError(
            f"{score!r} is no rating; give a whole number from {_LOWEST} (lowest) to {_HIGHEST} (highest)."
        )
    return int(score)


def _known(dimension: Any) -> str:
    ids = [item.id for item in load().dimensions]
    if dimension in ids:
        return str(dimension)
    hint = did_you_mean(str(dimension), ids)
    raise UserError(f'The rubric has no dimension "{dimension}".{hint} There are: {", ".join(ids)}.')


# -- groups beside each other ---------------------------------------------------------------------------


def groups_in_order(names: Iterable[str]) -> list[str]:
    """Give groups, each once, in the order of the list; those that are not in it follow, and all others come last."""
    order = {name: place for place, name in enumerate((*group_titles(), None, NOT_STATED, ALL_OTHERS))}
    return sorted({str(name) for name in names}, key=lambda name: (order.get(name, order[None]), name))


def medians_by_group(ratings: pd.DataFrame) -> pd.DataFrame:
    """Give a row to each pair of dimension and group; where nobody rated, n is 0 and the median is missing.

    Returns
    -------
    ``dimension, stakeholder_group, n, median, level`` (title, or empty), in the order of the rubric and of the list of groups.
    """
    table = summarize_groups(ratings)
    pairs = pd.MultiIndex.from_product(
        [[dimension.id for dimension in load().dimensions], groups_in_order(table["stakeholder_group"])],
        names=["dimension", "stakeholder_group"],
    )
    whole = table.set_index(["dimension", "stakeholder_group"]).reindex(pairs).reset_index()
    levels = ["" if pd.isna(median) else level(median).title for median in whole["median"]]
    return whole.assign(n=whole["n"].fillna(0).astype(int), level=levels)


@dataclass(frozen=True, slots=True)
class GroupGap:
    """How far the medians of groups lie apart in a dimension, and which groups have the lowest and the highest."""

    dimension: str
    low: float
    high: float
    lowest: tuple[str, ...]
    highest: tuple[str, ...]

    @property
    def gap(self) -> float:
        """From the lowest to the highest."""
        return self.high - self.low


def group_gaps(medians: pd.DataFrame) -> list[GroupGap]:
    """Say per dimension which groups rate lowest and highest, widest gap first; of two groups or more."""
    found = []
    for dimension, own in medians[medians["n"] > 0].groupby("dimension", sort=False):
        if len(own) > 1:
            by_group = own.set_index("stakeholder_group")["median"]
            low, high = float(by_group.min()), float(by_group.max())
            lowest, highest = (tuple(by_group.index[by_group == end]) for end in (low, high))
            found.append(GroupGap(str(dimension), low, high, lowest, highest))
    return sorted(found, key=lambda item: -item.gap)
