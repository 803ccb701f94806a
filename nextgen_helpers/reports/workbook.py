"""A region's tables as an Excel workbook: one sheet a table, with units and sources."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from xlsxwriter import Workbook

from nextgen_helpers import charts
from nextgen_helpers.charts.tables import EXCEL_FORMATS
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from nextgen_helpers.charts import Chart
    from nextgen_helpers.lmi.profile import Profile

__all__ = ["workbook_bytes", "workbook_charts"]

_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "": {},
    "bold": {"bold": True},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "sheet title": {"bold": True, "font_size": 13},
    "unit": {"italic": True, "font_color": "#56626E"},
    "head": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#0B3A5B",
        "text_wrap": True,
        "valign": "top",
    },
    **{kind: {"num_format": written} for kind, written in EXCEL_FORMATS.items()},
}
_UNITS: Final = {
    "text": "",
    "count": "number",
    "change": "number, signed",
    "dollars": "US dollars a year",
    "percent": "percent",
    "signed_percent": "percent",
    "points": "percentage points",
    "share": "percent of the whole",
    "ratio": "ratio or index",
}
#: Below the words and the units; rows and columns are counted from zero.
_HEAD_ROW: Final = 6
#: What Excel does not allow in a cell.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def workbook_charts(profile: Profile) -> list[tuple[str, Chart]]:
    """Name the sheets of a workbook, and the charts whose tables they hold.

    Parameters
    ----------
    profile : the region's profile.
    """
    sheets: list[tuple[str, Chart]] = [
        ("Counties", charts.county_map(profile)),
        ("Years", charts.jobs_over_time(profile)),
        ("Diversity", charts.diversity(profile)),
    ]
    for level, name in (("sector", "sectors"), ("3-digit", "3-digit"), ("4-digit", "4-digit")):
        at_level = profile.at(level)
        sheets += [
            (f"Jobs, {name}", charts.jobs_by_industry(at_level)),
            (f"Concentration, {name}", charts.concentration(at_level)),
            (f"Growth, {name}", charts.quadrants(at_level)),
            (f"Change, {name}", charts.why_jobs_changed(at_level)),
            (f"Pay, {name}", charts.pay(at_level)),
            (f"Withheld, {name}", charts.coverage(at_level)),
        ]
    return [*sheets, ("Sources", charts.sources(profile))]


def workbook_bytes(profile: Profile) -> bytes:
    """Write the workbook.

    Values are unrounded numbers with formats, missing values are empty cells, and every text is stored as
    text: nothing that somebody typed can become a formula.

    Parameters
    ----------
    profile : the region's profile.
    """
    buffer = io.BytesIO()
    sheets = workbook_charts(profile)
    with Workbook(buffer, {"in_memory": True}) as book:
        writer = _Writer(book)
        writer.about(profile, sheets)
        for name, chart in sheets:
            writer.sheet(name, chart)
    return buffer.getvalue()


class _Writer:
    """Writes sheets of one workbook, in which each look is described once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, bool], Format] = {}

    def about(self, profile: Profile, sheets: list[tuple[str, Chart]]) -> None:
        """Write the first sheet: what this is, and what each sheet says."""
        sheet = self._book.add_worksheet("About")
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 110)
        region = profile.region
        head = [
            (f"{region.name}: labor-market tables", ""),
            ("Region", region.id),
            ("Year", str(profile.year)),
            ("Counties", ", ".join(f"{name} ({code})" for code, name in region.county_names().items())),
            ("Source", "U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages"),
            ("Missing values", "An empty cell is withheld by BLS or cannot be computed; it is never zero."),
            ("Made with", f"nextgen-helpers {__version__}"),
            ("", ""),
        ]
        lines = [*head, ("Sheet", "What it says"), *((name, chart.title) for name, chart in sheets)]
        for number, (left, right) in enumerate(lines):
            looks = {0: ("title", ""), len(head): ("bold", "bold")}.get(number, ("", "wrapped"))
            self._put(sheet, number, 0, left, looks[0])
            self._put(sheet, number, 1, right, looks[1])

    def sheet(self, name: str, chart: Chart) -> None:
        """Write a chart's table, with its words above it."""
        sheet = self._book.add_worksheet(name)
        said = (chart.title, chart.subtitle, f"Source: {chart.source}", " ".join(chart.does_not_say))
        for number, text in enumerate(said):
            self._put(sheet, number, 0, text, "" if number else "sheet title")
        columns = chart.table.columns
        looks = [
            column.kind if column.kind in EXCEL_FORMATS and column.name != "year" else ""
            for column in columns
        ]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, 16 if place else 46)
            self._put(sheet, _HEAD_ROW - 1, place, _UNITS[column.kind], "unit")
            self._put(sheet, _HEAD_ROW, place, column.label, "head")
        values = chart.table.frame[[column.name for column in columns]]
        for row, record in enumerate(values.itertuples(index=False, name=None), start=_HEAD_ROW + 1):
            for place, (look, value) in enumerate(zip(looks, record, strict=True)):
                self._put(sheet, row, place, value, look)
        sheet.freeze_panes(_HEAD_ROW + 1, 1)

    def _put(self, sheet: Worksheet, row: int, column: int, value: Any, look: str) -> None:
        """Put a value into a cell: text as text, numbers as numbers, missing as empty."""
        if isinstance(value, str):
            if value:  # a text that begins with = stays a text, also when somebody edits its cell
                text = _CONTROL.sub("", value)
                sheet.write_string(row, column, text, self._format(look, quoted=value[0] in "=+-@"))
        elif not pd.isna(value):
            sheet.write_number(row, column, float(value), self._format(look))

    def _format(self, look: str, *, quoted: bool = False) -> Format:
        if (look, quoted) not in self._formats:
            self._formats[look, quoted] = self._book.add_format({**_LOOKS[look], "quote_prefix": quoted})
        return self._formats[look, quoted]
