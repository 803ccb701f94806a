"""The table behind a figure: its columns, their units, how they are written, and how a mark takes them."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import pandas as pd

from nextgen_helpers.charts.style import SeriesStyle

#: How values are written: ``count`` (jobs, establishments), ``change`` (signed count), ``points`` (percentage points, signed), ``share`` (0 to 1,
#: as percent), ``ratio`` (two decimals); the others as they are called.
Kind = Literal["text", "count", "change", "dollars", "percent", "signed_percent", "points", "share", "ratio"]
#: A column in short: its label, and its kind where it is no text.
Labeled = str | tuple[str, Kind]

#: Excel's number format of each kind; in a workbook all kinds of percent are fractions (see ``excel_value``).
EXCEL_FORMATS: Final[dict[str, str]] = {
    "count": "#,##0",
    "change": "+#,##0;-#,##0;0",
    "dollars": '"$"#,##0',
    "percent": "0.0%",
    "signed_percent": "+0.0%;-0.0%;0.0%",
    "points": "+0.0;-0.0;0.0",
    "share": "0.0%",
    "ratio": "0.00",
}

_DIGITS: Final = {"ratio": 2, "share": 1, "percent": 1, "signed_percent": 1, "points": 1}
_PERCENT: Final = ("share", "percent", "signed_percent")
_SIGNED: Final = ("change", "signed_percent", "points")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: where it comes from, what it is called, what it is."""

    name: str  # the column of the DataFrame
    label: str  # what a reader sees, with the unit where it is not plain from the values
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A DataFrame with the columns that are shown of it."""

    frame: pd.DataFrame  # the values, unrounded
    columns: tuple[Column, ...]  # what is shown, in order
    caption: str  # what the rows are
    # on a narrow screen each row becomes a card, its columns below one another, and nothing scrolls sideways
    cards: bool = False

    @classmethod
    def of(
        cls, rows: pd.DataFrame | Iterable[Mapping[str, Any]], caption: str, /, **columns: Labeled
    ) -> Table:
        """Lay rows out: each keyword names a column that is shown, and says its label, and its kind where it is no text.

        Parameters
        ----------
        rows : a DataFrame, or one mapping a row; what they hold beyond the columns stays in ``frame``, for a mark to draw.
        caption : what the rows are.
        columns : name of the column -> label, or label and kind (see :class:`Column`).

        Examples
        --------
        >>> table = Table.of([{"who": "Acme", "calls": 3}], "Calls", who="Company", calls=("Calls", "count"))
        >>> [column.label for column in table.columns], len(table.frame)
        (['Company', 'Calls'], 1)
        """
        if not isinstance(rows, pd.DataFrame):
            listed = list(rows)
            rows = pd.DataFrame(listed) if listed else pd.DataFrame(columns=list(columns))
        shown = (
            Column(name, *([label] if isinstance(label, str) else label)) for name, label in columns.items()
        )
        return cls(rows, tuple(shown), caption)

    def in_cards(self) -> Table:
        """Let each row become a card on a narrow screen."""
        return replace(self, cards=True)

    def html(self, heading_column: int = 0) -> str:
        """Write the table as HTML with a caption and scoped headings; text is escaped.

        Parameters
        ----------
        heading_column : which column names its row.
        """
        head = "".join(
            f'<th scope="col"{self._role("columnheader")}{_aligned(column)}>{html.escape(column.label)}</th>'
            for column in self.columns
        )
        rows = "".join(self._row(values, heading_column) for values in self._values())
        # A browser forgets what a table is once its rows are drawn as cards; the roles say it again.
        look = "ng-table ng-narrow-cards" if self.cards else "ng-table"
        return (
            f'<table class="{look}"{self._role("table")}><caption>{html.escape(self.caption)}</caption>'
            f"<thead{self._role('rowgroup')}><tr{self._role('row')}>{head}</tr></thead>"
            f"<tbody{self._role('rowgroup')}>{rows}</tbody></table>"
        )

    def _values(self) -> list[tuple[Any, ...]]:
        names = [column.name for column in self.columns]
        return list(self.frame[names].itertuples(index=False, name=None))

    def _row(self, values: Sequence[Any], heading_column: int) -> str:
        cells = []
        for place, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            text = html.escape(written(value, column.kind)).replace("\n", "<br>")
            label = f' data-label="{html.escape(column.label)}"' if self.cards else ""
            cells.append(
                f'<th scope="row"{self._role("rowheader")}>{text}</th>'
                if place == heading_column
                else f"<td{self._role('cell')}{label}{_aligned(column)}>{text}</td>"
            )
        return f"<tr{self._role('row')}>{''.join(cells)}</tr>"

    def _role(self, name: str) -> str:
        return f' role="{name}"' if self.cards else ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one series, one a label."""

    name: str  # what the legend says
    values: tuple[float | None, ...]  # numbers in the mark's unit; None where missing
    style: SeriesStyle  # color, shape and hatching


def written(value: Any, kind: Kind) -> str:
    """Write a value as its kind is written; a missing one is "not available".

    Examples
    --------
    >>> written(1651334.0, "count"), written(-0.04, "signed_percent"), written(None, "dollars")
    ('1,651,334', '0.0%', 'n/a')
    """
    if pd.isna(value):
        return "n/a"
    if kind == "text":
        return str(value)
    # Adding zero takes the sign off a zero that was rounded.
    number = 100 * float(value) if kind == "share" else float(value)
    digits = _DIGITS.get(kind, 0)
    rounded = round(number, digits) + 0.0
    plus = "+" if kind in _SIGNED and rounded > 0 else ""
    sign = "−" if rounded < 0 else plus
    unit = "$" if kind == "dollars" else ""
    return f"{sign}{unit}{abs(rounded):,.{digits}f}{'%' if kind in _PERCENT else ''}"


def texts(frame: pd.DataFrame, column: str) -> tuple[str, ...]:
    """Give a column as a mark's labels."""
    return tuple(str(value) for value in frame[column])


def numbers(frame: pd.DataFrame, column: str) -> tuple[float | None, ...]:
    """Give a column as a mark's values: None where one is missing."""
    return tuple(None if pd.isna(value) else float(value) for value in frame[column])


def series(frame: pd.DataFrame, wanted: Iterable[tuple[str, str, SeriesStyle]]) -> tuple[Series, ...]:
    """Take series from a table, each by its name, its column and its look."""
    return tuple(Series(name, numbers(frame, column), style) for name, column, style in wanted)


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Give the rows one by one; a row's columns are its attributes."""
    return iter(frame.itertuples())


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


def excel_value(value: float, kind: Kind) -> float:
    """Give a value as a workbook keeps it: every percent as a fraction, so that all of them can be computed with alike.

    Examples
    --------
    >>> excel_value(12.5, "signed_percent"), excel_value(0.125, "share"), excel_value(12.5, "points")
    (0.125, 0.125, 12.5)
    """
    return value / 100 if kind in ("percent", "signed_percent") else value


def _aligned(column: Column) -> str:
    return "" if column.kind == "text" else ' class="ng-number"'
