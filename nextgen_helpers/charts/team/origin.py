"""What all charts of a team say alike: where it comes from, and what is said instead of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.words import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: The source of a chart of a team's answers.
OURS: Final = "the team's own answers."


def instead(
    picture: str,
    rows: Table | pd.DataFrame | Iterable[Mapping[Any, Any]],
    sentence: str | Callable[[Mapping[Any, Any]], str],
) -> str:
    """Say in words what a picture shows: what it is, then a sentence a row, with the names of its columns in braces.

    rows : those of a table are written as the table writes them.

    Examples
    --------
    >>> instead("Bars by kind.", [{"kind": "Talent", "count": 2}], "{kind}: {count}.")
    'Bars by kind. Talent: 2.'
    """
    say = sentence.format_map if isinstance(sentence, str) else sentence
    if isinstance(rows, Table):
        kinds = {column.name: column.kind for column in rows.columns}
        records = rows.frame[[*kinds]].to_dict("records")
        rows = [{name: written(row[name], kind) for name, kind in kinds.items()} for row in records]
    listed = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows
    return f"{picture} {' '.join(map(say, listed))}"


def first_drawn(most: int, there: int, what: str = "") -> str:
    """End a subtitle with how many are drawn, where there are more.

    Examples
    --------
    >>> first_drawn(40, 41, "companies"), first_drawn(40, 40)
    ('; the first 40 companies are drawn', '')
    """
    return f"; the first {most} {what}{what and ' '}are drawn" if there > most else ""


def and_others(names: Sequence[str], most: int = 6) -> str:
    """Name some, and say that there are others."""
    return f"{joined(names[:most])}{' and others' if len(names) > most else ''}"
