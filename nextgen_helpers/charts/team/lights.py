"""How far a team is: its traffic lights, added up by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.tables import Table, instead
from nextgen_helpers.charts.team.origin import OURS
from nextgen_helpers.toolkit import content
from nextgen_helpers.words import plural, those


@dataclass(frozen=True, slots=True)
class Lights:
    """The answers of one section."""

    title: str  # what the section is called
    answers: tuple[str | None, ...]  # ids of the answers that were chosen; None for a question that is open


def traffic_lights(name: str, about: str, sections: Sequence[Lights]) -> Chart:
    """Count the lights of each section.

    Parameters
    ----------
    about : what the lights are about, as part of a sentence.
    """
    choices = content.reviews().answer_set("traffic_light").answers
    keys = {choice.id: f"{choice.symbol} {choice.label}" for choice in choices} | {None: "Not answered"}
    yes, _, not_yet, *_ = keys.values()
    counts = pd.DataFrame(
        [[section.answers.count(key) for key in keys] for section in sections],
        index=[section.title for section in sections],
        columns=list(keys.values()),
    )
    table = Table.of(
        counts.rename_axis("section").reset_index(),
        f"{about}: answers by section",
        section="Section",
        **{str(column): (str(column), "count") for column in counts},
    )
    questions = sum(len(section.answers) for section in sections)
    answered = questions - int(counts["Not answered"].sum())
    subtitle = f"Number of questions by answer; {answered} of {questions} answered"
    nothing = Chart(name, f"{about}: nothing is answered yet", subtitle, OURS, table=table)
    if not answered:
        return nothing
    behind, most = counts[not_yet].idxmax(), int(counts[not_yet].max())
    return replace(
        nothing,
        title=f"{about}: {counts[yes].sum()} of {plural(questions, 'question is a', 'questions are a')} yes",
        mark=HeatTable.of(counts),
        alternative=instead(
            "Table of answers by section.",
            table.frame,
            lambda row: f"{row['section']}: {', '.join(f'{column} {row[column]}' for column in counts)}.",
        ),
        look_for=those(most and f'Most often "not yet": {behind} ({plural(most, "question")}).'),
        does_not_say=(
            "A yes is the team's own view; a question counts the same whether it is small or large.",
        ),
    )
