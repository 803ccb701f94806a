"""How far a team is: its traffic lights, added up by section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.charts.team_marks import HeatTable
from nextgen_helpers.toolkit import content
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPEN = "Not answered"


@dataclass(frozen=True, slots=True)
class Lights:
    """The answers of one section.

    Parameters
    ----------
    title : what the section is called.
    answers : ids of the answers that were chosen; None for a question that is open.
    """

    title: str
    answers: tuple[str | None, ...]


def traffic_lights(name: str, about: str, sections: Sequence[Lights]) -> Chart:
    """Count the lights of each section.

    Parameters
    ----------
    name : short, unique in a page.
    about : what the lights are about, as part of a sentence.
    sections : the answers, section by section.
    """
    choices = content.reviews().answer_set("traffic_light").answers
    columns = [*(f"{choice.symbol} {choice.label}" for choice in choices), _OPEN]
    keys = [*(choice.id for choice in choices), None]
    counts = [[section.answers.count(key) for key in keys] for section in sections]
    frame = pd.DataFrame(counts, columns=columns).assign(section=[section.title for section in sections])
    questions = sum(len(section.answers) for section in sections)
    answered = questions - int(frame[_OPEN].sum())
    done = int(frame[columns[0]].sum())
    return Chart(
        name=name,
        title=f"{about}: {done} of {plural(questions, 'question is a', 'questions are a')} yes"
        if answered
        else f"{about}: nothing is answered yet",
        subtitle=f"Number of questions by answer; {answered} of {questions} answered",
        mark=None
        if not answered
        else HeatTable(
            tuple(section.title for section in sections),
            tuple(columns),
            tuple(tuple(float(count) for count in row) for row in counts),
            "Questions",
        ),
        table=Table.of(
            frame,
            f"{about}: answers by section",
            section="Section",
            **{column: (column, "count") for column in columns},
        ),
        source="the team's own answers.",
        alternative=f"Table of answers by section. {_words(frame, columns)}",
        look_for=_look_for(frame, columns),
        does_not_say=(
            "A yes is the team's own view; a question counts the same whether it is small or large.",
        )
        if answered
        else (),
    )


def _words(frame: pd.DataFrame, columns: Sequence[str]) -> str:
    return " ".join(
        f"{row['section']}: {', '.join(f'{column} {row[column]}' for column in columns)}."
        for row in frame.to_dict("records")
    )


def _look_for(frame: pd.DataFrame, columns: Sequence[str]) -> tuple[str, ...]:
    behind = frame.sort_values(columns[2], ascending=False, kind="stable").iloc[0] if len(frame) else None
    if behind is None or behind[columns[2]] == 0:
        return ()
    return (f'Most often "not yet": {behind["section"]} ({plural(int(behind[columns[2]]), "question")}).',)
