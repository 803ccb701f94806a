"""The charts of the self-assessment: what people rated, by group, over time, and as a radar.

Answers are a table as :func:`~nextgen_helpers.toolkit.rubric.ratings_table` gives it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.dots import Dots, Ratings
from nextgen_helpers.charts.marks.round import Radar
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table, instead, numbers, series, texts
from nextgen_helpers.charts.team.origin import OURS
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.toolkit.stakeholder_groups import titles as group_titles
from nextgen_helpers.words import joined, plural, those

_NOBODY: Final = "No one has rated yet"
_NO_RATINGS: Final = "There are no ratings yet"
#: In words, as a sentence has it.
_FEW: Final = {3: "three"}[rubric.SMALLEST_GROUP]
#: Each group of the list has a mark of its own, told apart by shape and by color; the last two are for those without a group.
_GROUP_MARKS: Final = (
    SeriesStyle("#00629b", "circle"),
    SeriesStyle("#b45309", "square"),
    SeriesStyle("#00795c", "triangle-up"),
    SeriesStyle("#7a3b8f", "diamond"),
    SeriesStyle("#b3391d", "triangle-down"),
    SeriesStyle("#1e3a8a", "cross"),
    SeriesStyle("#8a6d00", "x"),
    SeriesStyle("#a61e69", "pentagon"),
    SeriesStyle("#3f6212", "star"),
    SeriesStyle("#6b4423", "triangle-left"),
    SeriesStyle("#005f73", "triangle-right"),
    SeriesStyle("#334155", "diamond-tall"),
    SeriesStyle("#56626e", "hexagon"),
    SeriesStyle("#56626e", "octagon"),
)
#: Where a chart of ratings comes from.
SOURCE: Final = f"{OURS.removesuffix('.')}; rubric of the Texas Next Gen Sector Partnerships Toolkit."
_BEFORE: Final = SeriesStyle("#b45309", "square")
_AFTER: Final = SeriesStyle("#00629b")


def _titles() -> dict[str, str]:
    return {dimension.id: dimension.title for dimension in rubric.load().dimensions}


def _bands() -> tuple[tuple[int, int, str], ...]:
    return tuple((item.lowest, item.highest, item.title) for item in rubric.load().levels)


def _limits() -> tuple[int, int]:
    return _bands()[0][0], _bands()[-1][1]


def _nothing(name: str, table: Table) -> Chart:
    return Chart(name, _NO_RATINGS, _NOBODY, SOURCE, table=table)


def _people(answers: pd.DataFrame) -> str:
    return plural(int(answers["respondent"].nunique()), "person", "people")


# -- everybody --------------------------------------------------------------------------------------


def ratings(answers: pd.DataFrame) -> Chart:
    """Show each rating of the rubric as a dot over its bands, with the median and its level."""
    summary = _summary(answers)
    nothing, rated = _nothing("rubric-ratings", _summary_table(summary)), summary[summary["n"] > 0]
    if rated.empty:
        return nothing
    named = rubric.private_groups(answers).sort_values(["score", "stakeholder_group"])
    groups = rubric.groups_in_order(named["stakeholder_group"])
    dots = zip(named["dimension"], named["score"], map(groups.index, named["stakeholder_group"]), strict=True)
    by_dimension: dict[str, list[tuple[int, int]]] = {name: [] for name in summary["dimension"]}
    for dimension, score, group in dots:
        by_dimension[dimension].append((int(score), group))
    return replace(
        nothing,
        title=_ratings_title(rated),
        subtitle=f"Each dot is one person's rating from 1 to 10; {_people(answers)}",
        mark=Ratings(
            labels=tuple(summary["title"]),
            bands=_bands(),
            dots=tuple(map(tuple, by_dimension.values())),
            medians=numbers(summary, "median"),
            groups=tuple((_legend(name, groups), _group_style(name)) for name in groups),
            axis="Rating",
        ),
        alternative=_ratings_words("Dot chart of ratings over the rubric's levels.", rated),
        look_for=_ratings_look_for(rated),
        does_not_say=(
            "The level is that of the median; a median between two levels counts as the lower one.",
            "Agreement of few raters moves with a single answer: talk about the dots, not about the number.",
            "Strong disagreement (a standard deviation above 1.35) is our rule, not the toolkit's.",
            *_privacy(groups),
        ),
    )


def ratings_radar(answers: pd.DataFrame) -> Chart:
    """Show the medians as a shape over the rubric's levels: a picture to remember, not to measure."""
    summary = _summary(answers)
    nothing, rated = _nothing("rubric-radar", _summary_table(summary)), summary[summary["n"] > 0]
    if rated.empty:
        return nothing
    unrated = joined(list(summary.loc[summary["n"] == 0, "title"]))
    return replace(
        nothing,
        title=_ratings_title(rated),
        subtitle=f"Median of the ratings from 1 (near the center) to 10 (at the edge); {_people(answers)}",
        mark=Radar(tuple(summary["title"]), numbers(summary, "median"), _bands(), "Median rating"),
        alternative=_ratings_words("Radar chart of medians over the rubric's levels.", rated)
        + (f" Not rated: {unrated}." if unrated else ""),
        look_for=_ratings_look_for(rated),
        does_not_say=those(
            "The area misleads: it grows faster than the ratings, and another order of the spokes would change it. Read along the spokes.",
            "It hides how far apart people are; the chart of all ratings shows every one of them.",
            unrated and f"{unrated}: not rated, so the shape is open there.",
        ),
    )


def _group_style(name: str) -> SeriesStyle:
    """Give a group its mark: always the same for a group of the list."""
    listed = [*group_titles(), rubric.NOT_STATED, rubric.ALL_OTHERS]
    place = listed.index(name) if name in listed else sum(name.encode()) % len(_GROUP_MARKS)
    return _GROUP_MARKS[place]


def _legend(name: str, groups: Sequence[str]) -> str:
    if name != rubric.ALL_OTHERS:
        return name
    return "Everybody" if len(groups) == 1 else f"{name} (groups of fewer than {_FEW} people, for privacy)"


def _privacy(groups: Sequence[str]) -> tuple[str, ...]:
    """Say that small groups are not shown alone, where there are some."""
    alone = f"How a group of fewer than {_FEW} people rated: it is not shown alone, so that no one's rating can be read (our rule)."
    return those(rubric.ALL_OTHERS in groups and alone)


def _summary(answers: pd.DataFrame) -> pd.DataFrame:
    summary = rubric.summarize(answers)
    return summary.assign(title=summary["dimension"].map(_titles()))


def _summary_table(summary: pd.DataFrame) -> Table:
    return Table.of(
        summary.assign(
            edge=summary["on_the_edge"].map({True: "on the edge", False: ""}),
            spread=summary["strong_disagreement"].map({True: "strong disagreement", False: ""}),
        ),
        "The team's ratings by dimension",
        title="Dimension", n=("Ratings", "count"), median=("Median", "ratio"), level="Level of the median",
        edge="Between two levels", minimum=("Lowest", "count"), maximum=("Highest", "count"),
        mean=("Mean", "ratio"), r_wg=("Agreement (r_wg)", "ratio"), spread="Spread",
    )  # fmt: skip


def _ratings_title(rated: pd.DataFrame) -> str:
    low = rated[rated["median"] == rated["median"].min()]
    level = low["level"].iloc[0]
    if len(low) == len(rated) > 1:
        return f"The team rates all dimensions alike: {level}"
    return f"The team rates {joined(list(low['title'].str.lower()))} lowest: {level}"


def _ratings_words(picture: str, rated: pd.DataFrame) -> str:
    return instead(
        picture,
        rated,
        lambda row: (
            f"{row['title']}: {plural(row['n'], 'rating')}, median {row['median']:g} ({row['level']}), "
            f"from {row['minimum']:g} to {row['maximum']:g}."
        ),
    )


def _ratings_look_for(rated: pd.DataFrame) -> tuple[str, ...]:
    sentences: list[str] = []
    for row in rated.to_dict("records"):
        apart = f"{row['title']}: the ratings are far apart, from {row['minimum']:g} to {row['maximum']:g}."
        sentences += those(
            row["strong_disagreement"]
            and f"{apart} Let the lowest and the highest explain what they have seen.",
            row["on_the_edge"] and f"{row['title']} is on the edge between two levels.",
        )
    return tuple(sentences) or ("No one is far from the others; ask what you all may be missing.",)


# -- by group ---------------------------------------------------------------------------------------


def ratings_by_group(answers: pd.DataFrame) -> Chart:
    """Show the median of each stakeholder group in each dimension, with how many people it stands for."""
    medians = rubric.medians_by_group(rubric.private_groups(answers))
    groups = rubric.groups_in_order(medians["stakeholder_group"])
    # Too few to be shown, and nobody to be shown beside: the picture of all ratings says what there is.
    nobody_alone = groups in ([], [rubric.ALL_OTHERS])
    medians = medians.iloc[:0] if nobody_alone else medians
    medians = medians.assign(
        title=medians["dimension"].map(_titles()),
        note=[f"n = {count}" if count else "not rated" for count in medians["n"]],
    )
    table = Table.of(
        medians, "Median ratings by dimension and stakeholder group",
        title="Dimension", stakeholder_group="Stakeholder group", n=("Ratings (n)", "count"),
        median=("Median", "ratio"), level="Level of the median",
    )  # fmt: skip
    people = _people(answers)
    alone = f"No stakeholder group has {_FEW} people who rated yet, so none is shown alone"
    title, words = (alone, people) if groups else (_NO_RATINGS, _NOBODY)
    nothing = Chart("rubric-groups", title, words, SOURCE, table=table)
    if nobody_alone:
        return replace(nothing, does_not_say=_privacy(groups))
    gaps = rubric.group_gaps(medians)
    return replace(
        nothing,
        title=_groups_title(groups, gaps, people),
        subtitle=f"Median rating of each stakeholder group of {_FEW} people or more, 1 to 10; {people}; n is how many of the group rated",
        mark=_groups_mark(medians, groups),
        alternative=instead(
            "Dot chart of medians by dimension and stakeholder group.",
            medians,
            lambda row: (
                f"{row['title']}, {row['stakeholder_group']}: "
                + (f"median {row['median']:g} (n = {row['n']})." if row["n"] else "not rated.")
            ),
        ),
        look_for=_groups_look_for([item for item in gaps if item.gap > 0]),
        does_not_say=(
            *_privacy(groups),
            "A group's median hides how far apart its own people are; the chart of all ratings shows it.",
        ),
    )


def _groups_look_for(gaps: Sequence[rubric.GroupGap]) -> tuple[str, ...]:
    def at(names: Sequence[str], median: float) -> str:
        return f"{joined(names)} at {median:g} ({rubric.level(median).title})"

    sentences = (
        f"{_titles()[item.dimension]}: {at(item.lowest, item.low)}, {at(item.highest, item.high)}."
        for item in gaps
    )
    return those(*sentences, gaps and "Ask the lowest and the highest what they have seen.")


def _groups_title(groups: Sequence[str], gaps: Sequence[rubric.GroupGap], people: str) -> str:
    if len(groups) == 1:
        return f"Only one stakeholder group has rated, so there is nothing to compare: {groups[0]} ({people})"
    if not gaps:
        return "No dimension has been rated by two groups yet"
    widest = gaps[0].gap
    if widest == 0:
        return "The groups rate alike: no medians differ"
    names = joined([_titles()[item.dimension].lower() for item in gaps if item.gap == widest])
    return f"The groups differ most on {names}: by {_points(widest)}"


def _points(size: float) -> str:
    return f"{size:g} {'point' if size == 1 else 'points'}"


def _groups_mark(medians: pd.DataFrame, groups: Sequence[str]) -> Dots:
    columns = {name: f"group {number}" for number, name in enumerate(groups)}
    rows = medians.assign(
        **{columns[name]: medians["median"].where(medians["stakeholder_group"] == name) for name in groups}
    )
    return Dots(
        texts(rows, "stakeholder_group"),
        series(rows, [(name, column, _group_style(name)) for name, column in columns.items()]),
        "Median rating",
        notes=texts(rows, "note"),
        limits=_limits(),
        bands=_bands(),
        sections=tuple((place * len(groups), title) for place, title in enumerate(_titles().values())),
        legend=False,
    )


# -- over time --------------------------------------------------------------------------------------


def ratings_moves(before: pd.DataFrame, after: pd.DataFrame, before_date: str, after_date: str) -> Chart:
    """Show how the median of each dimension has moved between two rounds, each as :func:`~nextgen_helpers.toolkit.rubric.summarize` gives it."""
    moves = rubric.moves(before, after)
    counts = {
        f"n_{when}": moves["dimension"].map(own.set_index("dimension")["n"])
        for when, own in (("before", before), ("after", after))
    }
    moves = moves.assign(title=moves["dimension"].map(_titles()), **counts)
    dates = {"before": before_date, "after": after_date}
    moves["note"] = [_round_note(row, dates) for row in moves.to_dict("records")]
    table = Table.of(
        moves, f"Median ratings, {before_date} and {after_date}",
        title="Dimension", before=(f"Median, {before_date}", "ratio"), level_before=f"Level, {before_date}",
        n_before=(f"Ratings, {before_date}", "count"), after=(f"Median, {after_date}", "ratio"),
        level_after=f"Level, {after_date}", n_after=(f"Ratings, {after_date}", "count"),
        change=("Change in points", "points"),
    )  # fmt: skip
    nothing = _nothing("rubric-moves", table)
    if not (moves["n_before"].any() or moves["n_after"].any()):
        return nothing
    return replace(
        nothing,
        title=_moves_title(moves, before_date),
        subtitle=f"Median ratings of {_raters(before)} ({before_date}) and of {_raters(after)} ({after_date}), 1 to 10",
        mark=Dots(
            texts(moves, "title"),
            series(moves, [(before_date, "before", _BEFORE), (after_date, "after", _AFTER)]),
            "Median rating",
            notes=texts(moves, "note"),
            limits=_limits(),
            bands=_bands(),
        ),
        alternative=instead(
            "Dot chart of medians in two rounds.",
            moves,
            lambda row: f"{row['title']}: {', '.join(_median_words(row, *date) for date in dates.items())}.",
        ),
        look_for=_moves_look_for(moves, dates),
        does_not_say=(
            "Different people may have rated the two times: a median moves too when other people answer.",
            "Whether the work caused the change: ask what has happened since, and what you would see today that you did not see then.",
        ),
    )


def _raters(summary: pd.DataFrame) -> str:
    """Say how many people rated, from the fewest to the most of the dimensions that were rated."""
    counts = [int(count) for count in summary["n"] if count]
    if not counts:
        return "nobody"
    few = f"{min(counts)} to " if min(counts) < max(counts) else ""
    return few + plural(max(counts), "person", "people")


def _round_note(row: Mapping[Any, Any], dates: Mapping[str, str]) -> str:
    rated = [date for when, date in dates.items() if row[f"n_{when}"]]
    if len(rated) == 1:
        return f"rated only {rated[0]}"
    return f"n = {row['n_before']}, then {row['n_after']}" if rated else "not rated"


def _median_words(row: Mapping[str, Any], when: str, date: str) -> str:
    count = row[f"n_{when}"]
    return f"median {row[when]:g} of {plural(count, 'rating')} ({date})" if count else f"not rated ({date})"


def _moves_title(moves: pd.DataFrame, before_date: str) -> str:
    change = moves["change"]
    most = change.abs().max()
    if pd.isna(most):
        return "No dimension was rated both times, so nothing can be compared"
    if most == 0:
        return f"No median has moved since {before_date}"
    parts = [
        f"{joined(list(moves.loc[moved, 'title'].str.lower()))} {verb}"
        for verb, moved in (("rose", change == most), ("fell", change == -most))
        if moved.any()
    ]
    return f"Since {before_date}, {' and '.join(parts)} most: by {_points(most)}"


def _moves_look_for(moves: pd.DataFrame, dates: Mapping[str, str]) -> tuple[str, ...]:
    sentences = []
    for row in moves.to_dict("records"):
        if pd.isna(row["change"]):
            sentences += [
                f"{row['title']} was rated only {date}, so it cannot be compared."
                for when, date in dates.items()
                if row[f"n_{when}"]
            ]
        elif row["level_before"] != row["level_after"]:
            way = "up" if row["change"] > 0 else "down"
            sentences.append(f"{row['title']} went {way} from {row['level_before']} to {row['level_after']}.")
    same = ("No dimension has moved to another level.",) if moves["change"].notna().any() else ()
    return tuple(sentences) or same


# -- what was seen ----------------------------------------------------------------------------------


def indicators_seen(answers: Sequence[Mapping[str, Any]]) -> Chart:
    """Show how many people have seen each indicator of the rubric, from scores and indicators of each person."""
    dimensions, levels = _titles(), {item.id: item.title for item in rubric.load().levels}
    counted = rubric.seen(answers)
    shown = counted[counted["people"] > 0]
    shown = shown.assign(
        dimension_title=shown["dimension"].map(dimensions), level_title=shown["level"].map(levels)
    )
    title = _seen_title(shown, len(answers))
    doubtful = [item for answer in answers for item in rubric.misfits(answer["scores"], answer["indicators"])]
    table = Table.of(
        shown, "Indicators that were seen",
        text="Indicator", dimension_title="Dimension", level_title="Level",
        people=("People who have seen it", "count"),
    )  # fmt: skip
    return Chart(
        name="rubric-indicators",
        title=title,
        subtitle=f"Indicators that at least one of {plural(len(answers), 'person', 'people')} has seen in the region",
        mark=None,
        table=table,
        source=SOURCE,
        alternative=title,
        look_for=_misfit_words(doubtful, dimensions),
        does_not_say=those(
            len(shown)
            and "An indicator that no one checked may be absent, or only unknown to those in the room.",
            len(shown) and "Two indicators that say nearly the same in two dimensions are counted once.",
        ),
    )


def _seen_title(shown: pd.DataFrame, people: int) -> str:
    if shown.empty:
        return "No one has checked an indicator yet"
    most = shown["people"].max()
    top = shown[shown["people"] == most]
    levels = joined(list(dict.fromkeys(top["level_title"])))
    return f"Seen most often: signs of {levels}, by {most} of {plural(people, 'person', 'people')}"


def _misfit_words(doubtful: Sequence[rubric.Misfit], dimensions: Mapping[str, str]) -> tuple[str, ...]:
    sentences = []
    for dimension, title in dimensions.items():
        own = [item for item in doubtful if item.dimension == dimension]
        if own:
            told = joined(list(dict.fromkeys(name for item in own for name in item.ticked)))
            sentences.append(
                f"{title}: {plural(len(own), 'rating does', 'ratings do')} not fit what the same person has checked, which "
                f"is under {told}. Ask what they have in mind."
            )
    return tuple(sentences)
