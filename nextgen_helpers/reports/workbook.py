"""A region's tables as an Excel workbook: one sheet a table, with its heads in the first row, filters, units and formulas."""

from __future__ import annotations

import io
import math
from typing import Any, Final

import pandas as pd
from pandas.api.types import is_numeric_dtype
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nextgen_helpers.charts.tables import EXCEL_FORMATS, Column, excel_value
from nextgen_helpers.letters import exportable
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.reports.workbook_sheets import FORMULAS, Sheet, workbook_sheets
from nextgen_helpers.version import __version__

_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "": {},
    "bold": {"bold": True},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "formula": {"font_color": "#56626E"},
    "head": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#0B3A5B",
        "text_wrap": True,
        "valign": "top",
    },
    **{kind: {"num_format": written} for kind, written in EXCEL_FORMATS.items()},
}
#: What a column's head says beside its name, where the values do not say it themselves.
_PERCENT: Final = "percent, kept as a fraction: 0.125 is 12.5%"
_UNITS: Final = {"dollars": "US dollars", "percent": _PERCENT, "signed_percent": _PERCENT, "share": _PERCENT}
_WIDTHS: Final = {"first": 46, "formula": 40, "text": 22, "number": 17}
_LINE: Final = 15.0
#: What a page's head and foot hold.
_MOST_LETTERS: Final = 240


def workbook_bytes(profile: Profile) -> bytes:
    """Write the workbook.

    The heads of a table stand in the first row, so that it can be filtered and read by other programs; all that a quotient
    is made of stands beside it. Values are unrounded numbers with formats, every percent is a fraction, missing values are empty cells, and every text is stored as
    text: nothing that somebody typed can become a formula.
    """
    buffer = io.BytesIO()
    sheets = workbook_sheets(profile)
    with Workbook(buffer, {"in_memory": True}) as book:
        writer = _Writer(book)
        writer.about(profile, sheets)
        for sheet in sheets:
            writer.sheet(sheet)
        writer.formulas()
    return buffer.getvalue()


class _Writer:
    """Writes sheets of one workbook, in which each look is described once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, bool], Format] = {}

    def about(self, profile: Profile, sheets: list[Sheet]) -> None:
        """Write the first sheet: what this is, and what each sheet says, from where, and what it does not say."""
        sheet = self._book.add_worksheet("About")
        for place, width in enumerate((26, 70, 60, 60, 60)):
            sheet.set_column(place, place, width)
        region = profile.region
        head = [
            (f"{region.name}: labor-market tables", ""),
            ("Region", region.id),
            ("Year", str(profile.year)),
            ("Counties", ", ".join(f"{name} ({code})" for code, name in region.county_names().items())),
            ("Source", "U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages, where a sheet names no other"),
            ("Missing values", "An empty cell is withheld by BLS or cannot be computed; it is never zero."),
            ("Jobs here", "Where a county is withheld, jobs are the sum of the counties that are seen: at least so many."),
            ("Percent", f"Every column in percent is {_PERCENT.removeprefix('percent, ')}."),
            ("Formulas", 'Columns that begin with "Formula of" hold text. Copy one after an equals sign to compute it again.'),
            ("Made with", f"nextgen-helpers {__version__}"),
            ("", ""),
        ]  # fmt: skip
        table = [
            (item.name, item.chart.title, item.chart.subtitle, item.chart.source, " ".join(item.chart.does_not_say))
            for item in sheets
        ]  # fmt: skip
        heads = ("Sheet", "What it says", "What it shows", "Source", "What this doesn't tell you")
        lines = [*head, heads, *table]
        for number, line in enumerate(lines):
            looks = {0: ("title", ""), len(head): ("bold",) * 5}.get(number, ("", *("wrapped",) * 4))
            for place, (text, look) in enumerate(zip(line, looks, strict=False)):
                self._put(sheet, number, place, text, look)

    def sheet(self, item: Sheet) -> None:
        """Write a table with its heads in the first row; what is said about it stands in the first sheet, and in print."""
        columns, chart = item.table.columns, item.chart
        sheet = self._book.add_worksheet(item.name)
        looks = [_look(column) for column in columns]
        rest = [_WIDTHS.get(look) or _WIDTHS["number" if look else "text"] for look in looks[1:]]
        widths = [_WIDTHS["first"], *rest]
        self._heads(sheet, [_head(column) for column in columns], widths)
        frame = item.table.frame
        for place, (column, look) in enumerate(zip(columns, looks, strict=True)):
            self._column(sheet, place, column, look, frame[column.name])
        sheet.autofilter(0, 0, max(len(frame), 1), len(columns) - 1)
        sheet.set_header(_in_print(chart.title))
        sheet.set_footer(_in_print(f"Source: {chart.source}"))

    def formulas(self) -> None:
        """Write the last sheet: each measure's formula in words."""
        sheet = self._book.add_worksheet("Formulas")
        self._heads(sheet, ["Measure", "Formula", "From"], [34, 110, 70])
        for row, line in enumerate(FORMULAS, start=1):
            for place, text in enumerate(line):
                self._put(sheet, row, place, text, "wrapped")
        sheet.autofilter(0, 0, len(FORMULAS), 2)

    def _heads(self, sheet: Worksheet, heads: list[str], widths: list[int]) -> None:
        """Write the first row, which stays in sight."""
        lines = 1
        for place, (text, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(place, place, width)
            self._put(sheet, 0, place, text, "head")
            lines = max(lines, math.ceil(len(text) / (width - 4)))  # words do not fill a line
        sheet.set_row(0, _LINE * (lines + 1))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _column(
        self, sheet: Worksheet, place: int, column: Column, look: str, values: pd.Series[Any]
    ) -> None:
        """Put the values of a column below its head; of numbers each is known to be one, so that none is asked."""
        if not is_numeric_dtype(values.dtype):
            for row, value in enumerate(values, start=1):
                number = not isinstance(value, str) and not pd.isna(value)
                self._put(sheet, row, place, excel_value(value, column.kind) if number else value, look)
            return
        chosen = self._format(look)
        for row, value in enumerate(values.astype(float).tolist(), start=1):
            if not math.isnan(value):
                sheet.write_number(row, place, excel_value(value, column.kind), chosen)

    def _put(self, sheet: Worksheet, row: int, column: int, value: Any, look: str) -> None:
        """Put a value into a cell: text as text, numbers as numbers, missing as empty."""
        if isinstance(value, str):
            if value:  # a text that begins with = stays a text, also when somebody edits its cell
                text = exportable(value)
                sheet.write_string(row, column, text, self._format(look, quoted=value[0] in "=+-@"))
        elif not pd.isna(value):
            sheet.write_number(row, column, float(value), self._format(look))

    def _format(self, look: str, *, quoted: bool = False) -> Format:
        if (look, quoted) not in self._formats:
            self._formats[look, quoted] = self._book.add_format({**_LOOKS[look], "quote_prefix": quoted})
        return self._formats[look, quoted]


def _look(column: Column) -> str:
    """Choose the look of a column's values."""
    if column.name.endswith("_formula"):
        return "formula"
    return column.kind if column.kind in EXCEL_FORMATS and column.name != "year" else ""


def _head(column: Column) -> str:
    unit = _UNITS.get(column.kind)
    return f"{column.label} [{unit}]" if unit else column.label


def _in_print(text: str) -> str:
    """Write a line for the head or foot of a printed page, in which & begins a code."""
    return f"&L{exportable(text)[: _MOST_LETTERS // 2].replace('&', '&&')}"
