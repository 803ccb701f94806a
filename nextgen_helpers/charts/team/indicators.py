"""The indicators of the rubric that a team has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.charts.team.rubric import SOURCE
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.words import joined, plural, those


def indicators_seen(answers: Sequence[Mapping[str, Any]]) -> Chart:
    """Show how many people have seen each indicator of the rubric, from scores and indicators of each person."""
    content = rubric.load()
    dimensions = {item.id: item.title for item in content.dimensions}
    levels = {item.id: item.title for item in content.levels}
    counted = rubric.seen(answers)
    shown = counted[counted["people"] > 0]
    shown = shown.assign(
        dimension_title=shown["dimension"].map(dimensions), level_title=shown["level"].map(levels)
    )
    title = _title(shown, len(answers))
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


def _title(shown: pd.DataFrame, people: int) -> str:
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
