"""The charts of the self-assessment: what people rated, by group, over time, and as a radar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Series
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.charts.team_marks import Radar, Ratings, RowDots
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.toolkit.stakeholder_groups import titles as group_titles
from nextgen_helpers.words import joined, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nextgen_helpers.toolkit.content_models import Rubric

_INVENTED: Final = "Invented example for teaching; no real people or organizations"
_TEAM: Final = "the team's own answers"
_RUBRIC: Final = "rubric of the Texas Next Gen Sector Partnerships Toolkit"
_NOBODY: Final = "Nobody has rated yet"
_NO_RATINGS: Final = "There are no ratings yet"
#: In words, as a sentence has it.
_FEW: Final = {3: "three"}[rubric.SMALLEST_GROUP]
_AXIS: Final = "Rating"
#: Each group of the list has a mark of its own, told apart by shape and by color; the last two are for those without a group.
_GROUP_MARKS: Final = (
    ("#00629b", "o", "circle"),
    ("#b45309", "s", "square"),
    ("#00795c", "^", "triangle-up"),
    ("#7a3b8f", "D", "diamond"),
    ("#b3391d", "v", "triangle-down"),
    ("#1e3a8a", "P", "cross"),
    ("#8a6d00", "X", "x"),
    ("#a61e69", "p", "pentagon"),
    ("#3f6212", "*", "star"),
    ("#6b4423", "<", "triangle-left"),
    ("#005f73", ">", "triangle-right"),
    ("#334155", "d", "diamond-tall"),
    ("#56626e", "h", "hexagon"),
    ("#56626e", "8", "octagon"),
)
_BEFORE: Final = SeriesStyle("#b45309", "s", "square")
_AFTER: Final = SeriesStyle("#00629b", "o", "circle")


def ratings(answers: pd.DataFrame, *, invented: bool = False) -> Chart:
    """Show each rating of the rubric as a dot over its bands, with the median and its level.

    Parameters
    ----------
    answers : ratings as :func:`nextgen_helpers.toolkit.rubric.ratings_table` gives them.
    invented : say in subtitle and source that the ratings are an invented example.
    """
    content = rubric.load()
    summary = rubric.summarize(answers)
    titles = _titles(content)
    named = rubric.private_groups(answers)
    groups = _in_order(named["stakeholder_group"])
    number = {name: place for place, name in enumerate(groups)}
    dots = tuple(
        tuple(
            (int(score), number[str(group)])
            for score, group in named.loc[named["dimension"] == dimension.id, ["score", "stakeholder_group"]]
            .sort_values(["score", "stakeholder_group"])
            .itertuples(index=False)
        )
        for dimension in content.dimensions
    )
    rated = summary[summary["n"] > 0]
    return Chart(
        name="rubric-ratings",
        title=_ratings_title(rated, titles),
        subtitle=_subtitle(
            f"Each dot is one person's rating from 1 to 10; {_people(answers)}" if len(answers) else _NOBODY,
            invented=invented,
        ),
        mark=None
        if rated.empty
        else Ratings(
            tuple(titles.values()),
            _bands(content),
            dots,
            _medians(summary),
            tuple((_legend(name, groups), _group_style(name)) for name in groups),
            _AXIS,
        ),
        table=_summary_table(summary, titles),
        source=_source(invented=invented),
        alternative=f"Dot chart of ratings over the rubric's levels. {_ratings_words(rated, titles)}",
        look_for=_ratings_look_for(rated, titles),
        does_not_say=(
            "The level is that of the median; a median between two levels counts as the lower one.",
            "Agreement of few raters moves with a single answer: talk about the dots, not about the number.",
            "Strong disagreement (a standard deviation above 1.35) is our rule, not the toolkit's.",
            *_privacy(groups),
        )
        if len(rated)
        else (),
    )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows of a table by their columns' names."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _titles(content: Rubric) -> dict[str, str]:
    return {dimension.id: dimension.title for dimension in content.dimensions}


def _bands(content: Rubric) -> tuple[tuple[int, int, str], ...]:
    return tuple((item.lowest, item.highest, item.title) for item in content.levels)


def _in_order(names: Iterable[str]) -> list[str]:
    """Give the groups in the order of the list; those that are not in it follow, and all others come last."""
    listed = [*group_titles(), rubric.NOT_STATED, rubric.ALL_OTHERS]
    found = {str(name) for name in names}
    rest = sorted(found - set(listed))
    return [
        *(name for name in listed[:-2] if name in found),
        *rest,
        *(name for name in listed[-2:] if name in found),
    ]


def _group_style(name: str) -> SeriesStyle:
    """Give a group its mark: always the same for a group of the list."""
    listed = [*group_titles(), rubric.NOT_STATED, rubric.ALL_OTHERS]
    place = listed.index(name) if name in listed else sum(name.encode()) % len(_GROUP_MARKS)
    return SeriesStyle(*_GROUP_MARKS[place])


def _legend(name: str, groups: Sequence[str]) -> str:
    if name != rubric.ALL_OTHERS:
        return name
    return "Everybody" if len(groups) == 1 else f"{name} (groups of fewer than {_FEW} people, for privacy)"


def _privacy(groups: Sequence[str]) -> tuple[str, ...]:
    """Say that small groups are not shown alone, where there are some."""
    if rubric.ALL_OTHERS not in groups:
        return ()
    return (
        f"How a group of fewer than {_FEW} people rated: it is not shown alone, so that nobody's rating can be read (our rule).",
    )


def _medians(summary: pd.DataFrame) -> tuple[float | None, ...]:
    return tuple(None if row["n"] == 0 else float(row["median"]) for row in summary.to_dict("records"))


def _people(answers: pd.DataFrame) -> str:
    return plural(int(answers["respondent"].nunique()), "person", "people")


def _source(*, invented: bool) -> str:
    return f"{_INVENTED if invented else _TEAM}; {_RUBRIC}."


def _subtitle(words: str, *, invented: bool) -> str:
    return f"{words}. {_INVENTED}" if invented else words


def _summary_table(summary: pd.DataFrame, titles: dict[str, str]) -> Table:
    return Table.of(
        summary.assign(
            title=summary["dimension"].map(titles),
            edge=summary["on_the_edge"].map({True: "on the edge", False: ""}),
            spread=summary["strong_disagreement"].map({True: "strong disagreement", False: ""}),
        ),
        "The team's ratings by dimension",
        title="Dimension",
        n=("Ratings", "count"),
        median=("Median", "ratio"),
        level="Level of the median",
        edge="Between two levels",
        minimum=("Lowest", "count"),
        maximum=("Highest", "count"),
        mean=("Mean", "ratio"),
        r_wg=("Agreement (r_wg)", "ratio"),
        spread="Spread",
    )


def _ratings_title(rated: pd.DataFrame, titles: dict[str, str]) -> str:
    if rated.empty:
        return _NO_RATINGS
    low = rated[rated["median"] == rated["median"].min()]
    names = joined([titles[name].lower() for name in low["dimension"]])
    if len(low) == len(rated) > 1:
        return f"The team rates all dimensions alike: {low['level'].iloc[0]}"
    return f"The team rates {names} lowest: {low['level'].iloc[0]}"


def _ratings_words(rated: pd.DataFrame, titles: dict[str, str]) -> str:
    return " ".join(
        f"{titles[row['dimension']]}: {plural(row['n'], 'rating')}, median {row['median']:g} ({row['level']}), "
        f"from {row['minimum']:g} to {row['maximum']:g}."
        for row in rated.to_dict("records")
    )


def _ratings_look_for(rated: pd.DataFrame, titles: dict[str, str]) -> tuple[str, ...]:
    sentences = []
    for row in rated.to_dict("records"):
        title = titles[row["dimension"]]
        if row["strong_disagreement"]:
            sentences.append(
                f"{title}: the ratings lie far apart, from {row['minimum']:g} to {row['maximum']:g}. Let the "
                "lowest and the highest explain what they have seen."
            )
        if row["on_the_edge"]:
            sentences.append(f"{title} is on the edge between two levels.")
    if len(rated) and not sentences:
        sentences.append("Nobody is far from the others; ask what you all may be missing.")
    return tuple(sentences)


# -- by group ---------------------------------------------------------------------------------------


def ratings_by_group(answers: pd.DataFrame, *, invented: bool = False) -> Chart:
    """Show the median of each stakeholder group in each dimension, with how many people it stands for.

    Parameters
    ----------
    answers : ratings as :func:`nextgen_helpers.toolkit.rubric.ratings_table` gives them.
    invented : say in subtitle and source that the ratings are an invented example.
    """
    content = rubric.load()
    titles = _titles(content)
    shown = rubric.private_groups(answers)
    table = _every_group(rubric.summarize_groups(shown), titles)
    # Too few to be shown, and nobody to be shown beside: the picture of all ratings says what there is.
    alone = [name for name in _in_order(table["stakeholder_group"]) if name != rubric.ALL_OTHERS]
    groups = _in_order(table["stakeholder_group"]) if alone else []
    if not groups:
        table = table.iloc[:0]
    gaps = _gaps_between_groups(table)
    return Chart(
        name="rubric-groups",
        title=_groups_title(groups, gaps, titles, answers),
        subtitle=_subtitle(
            f"Median rating of each stakeholder group of {_FEW} people or more, 1 to 10; {_people(answers)}; "
            "n is how many of the group rated"
            if groups
            else _people(answers)
            if len(answers)
            else _NOBODY,
            invented=invented,
        ),
        mark=_groups_mark(table, groups, content) if groups else None,
        table=Table.of(
            table.assign(title=table["dimension"].map(titles)),
            "Median ratings by dimension and stakeholder group",
            title="Dimension",
            stakeholder_group="Stakeholder group",
            n=("Ratings (n)", "count"),
            median=("Median", "ratio"),
            level="Level of the median",
        ),
        source=_source(invented=invented),
        alternative="Dot chart of medians by dimension and stakeholder group. "
        + " ".join(
            f"{titles[row['dimension']]}, {row['stakeholder_group']}: "
            + (f"median {row['median']:g} (n = {row['n']})." if row["n"] else "not rated.")
            for row in table.to_dict("records")
        ),
        look_for=_groups_look_for([row for row in gaps if row["gap"] > 0], titles),
        does_not_say=(
            *_privacy(groups),
            "A group's median hides how far its own people lie apart; the chart of all ratings shows it.",
        )
        if groups
        else _privacy([rubric.ALL_OTHERS] if len(answers) else []),
    )


def _every_group(table: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    """Give a row to each pair of dimension and group; where nobody rated, n is 0 and the median is missing."""
    groups = _in_order(table["stakeholder_group"])
    pairs = pd.MultiIndex.from_product([list(titles), groups], names=["dimension", "stakeholder_group"])
    whole = table.set_index(["dimension", "stakeholder_group"]).reindex(pairs).reset_index()
    levels = ["" if pd.isna(median) else rubric.level(median).title for median in whole["median"]]
    return whole.assign(n=whole["n"].fillna(0).astype(int), level=levels)


def _gaps_between_groups(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Say per dimension which groups rate lowest and highest, widest gap first; of two groups or more."""
    found = []
    for dimension, own in table[table["n"] > 0].groupby("dimension", sort=False):
        if len(own) < 2:  # noqa: PLR2004  (one group has nobody to differ from)
            continue
        low, high = own["median"].min(), own["median"].max()
        found.append(
            {
                "dimension": dimension,
                "gap": float(high - low),
                "low": float(low),
                "high": float(high),
                "lowest": list(own.loc[own["median"] == low, "stakeholder_group"]),
                "highest": list(own.loc[own["median"] == high, "stakeholder_group"]),
            }
        )
    return sorted(found, key=lambda row: -row["gap"])


def _groups_look_for(gaps: list[dict[str, Any]], titles: dict[str, str]) -> tuple[str, ...]:
    if not gaps:
        return ()
    return (
        *(_gap_sentence(row, titles) for row in gaps),
        "Ask the lowest and the highest what they have seen.",
    )


def _gap_sentence(row: dict[str, Any], titles: dict[str, str]) -> str:
    return (
        f"{titles[row['dimension']]}: {joined(row['lowest'])} at {row['low']:g} "
        f"({rubric.level(row['low']).title}), {joined(row['highest'])} at {row['high']:g} "
        f"({rubric.level(row['high']).title})."
    )


def _groups_title(
    groups: list[str], gaps: list[dict[str, Any]], titles: dict[str, str], answers: pd.DataFrame
) -> str:
    if not len(answers):
        return _NO_RATINGS
    if not groups:
        return f"No stakeholder group has {_FEW} people who rated yet, so none is shown alone"
    if len(groups) == 1:
        return f"Only one stakeholder group has rated, so there is nothing to compare: {groups[0]} ({_people(answers)})"
    if not gaps:
        return "No dimension has been rated by two groups yet"
    widest = gaps[0]["gap"]
    if widest == 0:
        return "The groups rate alike: no medians differ"
    names = joined([titles[row["dimension"]].lower() for row in gaps if row["gap"] == widest])
    return f"The groups differ most on {names}: by {_points(widest)}"


def _points(size: float) -> str:
    return f"{size:g} {'point' if size == 1 else 'points'}"


def _groups_mark(table: pd.DataFrame, groups: list[str], content: Rubric) -> RowDots:
    rows = table.to_dict("records")
    starts = [place for place, row in enumerate(rows) if place % len(groups) == 0]
    return RowDots(
        tuple(str(row["stakeholder_group"]) for row in rows),
        tuple(
            Series(
                name,
                tuple(
                    float(row["median"]) if row["stakeholder_group"] == name and row["n"] else None
                    for row in rows
                ),
                _group_style(name),
            )
            for name in groups
        ),
        "Median rating",
        tuple(f"n = {row['n']}" if row["n"] else "not rated" for row in rows),
        limits=_limits(content),
        bands=_bands(content),
        sections=tuple((start, _titles(content)[rows[start]["dimension"]]) for start in starts),
        legend=False,
    )


def _limits(content: Rubric) -> tuple[int, int]:
    return content.levels[0].lowest, content.levels[-1].highest


# -- over time --------------------------------------------------------------------------------------


def ratings_moves(
    before: pd.DataFrame, after: pd.DataFrame, before_date: str, after_date: str, *, invented: bool = False
) -> Chart:
    """Show how the median of each dimension has moved between two rounds of ratings.

    Parameters
    ----------
    before, after : what :func:`nextgen_helpers.toolkit.rubric.summarize` gives of each round.
    before_date, after_date : when the rounds were, as a reader should see it.
    invented : say in subtitle and source that the ratings are an invented example.
    """
    content = rubric.load()
    titles = _titles(content)
    table = rubric.moves(before, after)
    table = table.assign(
        n_before=table["dimension"].map(before.set_index("dimension")["n"]),
        n_after=table["dimension"].map(after.set_index("dimension")["n"]),
    )
    rows = _records(table)
    rounds = (("before", before_date, _BEFORE), ("after", after_date, _AFTER))
    rated = any(row["n_before"] or row["n_after"] for row in rows)
    return Chart(
        name="rubric-moves",
        title=_moves_title(table, titles, before_date),
        subtitle=_subtitle(
            f"Median ratings of {_raters(before)} ({before_date}) and of {_raters(after)} ({after_date}), 1 to 10"
            if rated
            else _NOBODY,
            invented=invented,
        ),
        mark=RowDots(
            tuple(titles[row["dimension"]] for row in rows),
            tuple(
                Series(date, tuple(None if pd.isna(row[key]) else float(row[key]) for row in rows), look)
                for key, date, look in rounds
            ),
            "Median rating",
            tuple(_round_note(row, before_date, after_date) for row in rows),
            limits=_limits(content),
            bands=_bands(content),
        )
        if rated
        else None,
        table=Table.of(
            table.assign(title=table["dimension"].map(titles)),
            f"Median ratings, {before_date} and {after_date}",
            title="Dimension",
            before=(f"Median, {before_date}", "ratio"),
            level_before=f"Level, {before_date}",
            n_before=(f"Ratings, {before_date}", "count"),
            after=(f"Median, {after_date}", "ratio"),
            level_after=f"Level, {after_date}",
            n_after=(f"Ratings, {after_date}", "count"),
            change=("Change in points", "points"),
        ),
        source=_source(invented=invented),
        alternative="Dot chart of medians in two rounds. "
        + " ".join(f"{_move_words(row, titles, before_date, after_date)}." for row in rows),
        look_for=_moves_look_for(rows, titles, before_date, after_date),
        does_not_say=(
            "Different people may have rated the two times: a median moves too when other people answer.",
            "Whether the work caused the change: ask what has happened since, and what you would see today that you did not see then.",
        )
        if rated
        else (),
    )


def _raters(summary: pd.DataFrame) -> str:
    """Say how many people rated, from the fewest to the most of the dimensions that were rated."""
    counts = [int(count) for count in summary["n"] if count]
    if not counts:
        return "nobody"
    few = f"{min(counts)} to " if min(counts) < max(counts) else ""
    return few + plural(max(counts), "person", "people")


def _round_note(row: dict[str, Any], before_date: str, after_date: str) -> str:
    if not row["n_before"] and not row["n_after"]:
        return "not rated"
    if not row["n_before"] or not row["n_after"]:
        return f"rated only {before_date if row['n_before'] else after_date}"
    return f"n = {row['n_before']}, then {row['n_after']}"


def _move_words(row: dict[str, Any], titles: dict[str, str], before_date: str, after_date: str) -> str:
    def said(date: str, median: float, count: int) -> str:
        return f"median {median:g} of {plural(count, 'rating')} ({date})" if count else f"not rated ({date})"

    return (
        f"{titles[row['dimension']]}: {said(before_date, row['before'], row['n_before'])}, "
        f"{said(after_date, row['after'], row['n_after'])}"
    )


def _moves_title(table: pd.DataFrame, titles: dict[str, str], before_date: str) -> str:
    both = table[table["change"].notna()]
    if both.empty:
        some = bool(table["n_before"].any() or table["n_after"].any())
        return "No dimension was rated both times, so nothing can be compared" if some else _NO_RATINGS
    most = float(both["change"].abs().max())
    if most == 0:
        return f"No median has moved since {before_date}"
    parts = [
        f"{joined([titles[name].lower() for name in names])} {verb}"
        for verb, names in (
            ("rose", both.loc[both["change"] == most, "dimension"]),
            ("fell", both.loc[both["change"] == -most, "dimension"]),
        )
        if len(names)
    ]
    return f"Since {before_date}, {' and '.join(parts)} most: by {_points(most)}"


def _moves_look_for(
    rows: list[dict[str, Any]], titles: dict[str, str], before_date: str, after_date: str
) -> tuple[str, ...]:
    sentences = []
    for row in rows:
        title = titles[row["dimension"]]
        if pd.isna(row["change"]):
            there, date = (row["n_before"], before_date) if row["n_before"] else (row["n_after"], after_date)
            if there:
                sentences.append(f"{title} was rated only {date}, so it cannot be compared.")
        elif row["level_before"] != row["level_after"]:
            sentences.append(
                f"{title} went {'up' if row['change'] > 0 else 'down'} from {row['level_before']} to {row['level_after']}."
            )
    if not sentences and any(not pd.isna(row["change"]) for row in rows):
        sentences.append("No dimension has moved to another level.")
    return tuple(sentences)


# -- as a radar -------------------------------------------------------------------------------------


def ratings_radar(answers: pd.DataFrame, *, invented: bool = False) -> Chart:
    """Show the medians as a shape over the rubric's levels: a picture to remember, not to measure.

    Parameters
    ----------
    answers : ratings as :func:`nextgen_helpers.toolkit.rubric.ratings_table` gives them.
    invented : say in subtitle and source that the ratings are an invented example.
    """
    content = rubric.load()
    summary = rubric.summarize(answers)
    titles = _titles(content)
    rated = summary[summary["n"] > 0]
    unrated = [titles[name] for name in summary.loc[summary["n"] == 0, "dimension"]]
    return Chart(
        name="rubric-radar",
        title=_ratings_title(rated, titles),
        subtitle=_subtitle(
            f"Median of the ratings from 1 (near the center) to 10 (at the edge); {_people(answers)}"
            if len(answers)
            else _NOBODY,
            invented=invented,
        ),
        mark=None
        if rated.empty
        else Radar(tuple(titles.values()), _medians(summary), _bands(content), "Median rating"),
        table=_summary_table(summary, titles),
        source=_source(invented=invented),
        alternative="Radar chart of medians over the rubric's levels. "
        + _ratings_words(rated, titles)
        + (f" Not rated: {joined(unrated)}." if unrated and len(rated) else ""),
        look_for=_ratings_look_for(rated, titles),
        does_not_say=(
            "The area misleads: it grows faster than the ratings, and another order of the spokes would change it. Read along the spokes.",
            "It hides how far people lie apart; the chart of all ratings shows every one of them.",
            *([f"{joined(unrated)}: not rated, so the shape is open there."] if unrated else []),
        )
        if len(rated)
        else (),
    )
