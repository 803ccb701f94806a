"""A region's tables as an Excel workbook: one sheet a table, with units and sources."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from nextgen_helpers import charts
from nextgen_helpers.charts.tables import EXCEL_FORMATS
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from nextgen_helpers.charts import Chart
    from nextgen_helpers.lmi.profile import Profile

__all__ = ["workbook_bytes", "workbook_charts"]

_HEAD: Final = PatternFill("solid", fgColor="0B3A5B")
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
_FIRST_ROW: Final = 7
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
    book = Workbook()
    about = book.active
    if about is None:
        raise TypeError
    sheets = workbook_charts(profile)
    _write_about(about, profile, sheets)
    for name, chart in sheets:
        _write_sheet(book.create_sheet(name), chart)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_about(sheet: Worksheet, profile: Profile, sheets: list[tuple[str, Chart]]) -> None:
    sheet.title = "About"
    region = profile.region
    lines = [
        (f"{region.name}: labor-market tables", ""),
        ("Region", region.id),
        ("Year", str(profile.year)),
        ("Counties", ", ".join(f"{name} ({code})" for code, name in region.county_names().items())),
        ("Source", "U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages"),
        ("Missing values", "An empty cell is withheld by BLS or cannot be computed; it is never zero."),
        ("Made with", f"nextgen-helpers {__version__}"),
        ("", ""),
        ("Sheet", "What it says"),
        *((name, chart.title) for name, chart in sheets),
    ]
    for number, (left, right) in enumerate(lines, start=1):
        _put(sheet, number, 1, left)
        _put(sheet, number, 2, right).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.cell(9, 1).font = sheet.cell(9, 2).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 110


def _write_sheet(sheet: Worksheet, chart: Chart) -> None:
    for number, text in enumerate(
        (chart.title, chart.subtitle, f"Source: {chart.source}", " ".join(chart.does_not_say)), start=1
    ):
        _put(sheet, number, 1, text)
    sheet["A1"].font = Font(bold=True, size=13)
    columns = chart.table.columns
    for place, column in enumerate(columns, start=1):
        unit = _put(sheet, _FIRST_ROW - 1, place, _UNITS[column.kind])
        unit.font = Font(italic=True, color="56626E")
        head = _put(sheet, _FIRST_ROW, place, column.label)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        width = 46 if place == 1 else 16
        sheet.column_dimensions[get_column_letter(place)].width = width
    values = chart.table.frame[[column.name for column in columns]]
    for row, record in enumerate(values.itertuples(index=False, name=None), start=_FIRST_ROW + 1):
        for place, (column, value) in enumerate(zip(columns, record, strict=True), start=1):
            cell = _put(sheet, row, place, value)
            if column.kind in EXCEL_FORMATS and column.name != "year":
                cell.number_format = EXCEL_FORMATS[column.kind]
            if column.kind in ("percent", "signed_percent") and cell.value is not None:
                cell.value = float(value)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW + 1, 2)


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Any:
    """Put a value into a cell: text as text, numbers as numbers, missing as empty."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = _CONTROL.sub("", value)
        cell.data_type = "s"  # a text that begins with = stays a text
        cell.quotePrefix = value[:1] in "=+-@"
    elif not pd.isna(value):
        number = float(value)
        cell.value = int(number) if number.is_integer() else number
    return cell
