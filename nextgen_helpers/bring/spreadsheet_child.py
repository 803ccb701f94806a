"""Reads a spreadsheet in a process of its own, whose memory and time end before those of the computer do.

Run as a script with the path of a file. It imports nothing of this package, so that it starts at once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from typing import Any, Final

_MEMORY: Final = 420 * 1024**2
_SECONDS: Final = 30
_MOST_ROWS: Final = 20_200
_MOST_COLUMNS: Final = 300


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _plain(cell: Any) -> Any:
    """Give a cell as JSON has it; a day or a time as a list that holds its text."""
    if isinstance(cell, dt.datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return [cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")]
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return [str(cell)]
    return cell


def _sheets(path: str) -> list[dict[str, Any]]:
    import python_calamine  # noqa: PLC0415

    found = []
    book = python_calamine.load_workbook(path)
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        sheet = book.get_sheet_by_name(about.name)
        entry: dict[str, Any] = {"name": about.name, "hidden": hidden, "rows": [], "merged": [], "size": None}
        if sheet.height > _MOST_ROWS or sheet.width > _MOST_COLUMNS:
            entry["size"] = [sheet.height, sheet.width]
        elif sheet.end is not None:
            entry["rows"] = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            entry["merged"] = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
        found.append(entry)
    return found


def main() -> None:
    """Write the sheets as JSON; why there are none, as the name of what went wrong."""
    _limit()
    try:
        told: dict[str, Any] = {"sheets": _sheets(sys.argv[1])}
    except MemoryError:
        told = {"wrong": "MemoryError"}
    except Exception as error:  # noqa: BLE001  (whatever a broken file makes it raise)
        told = {"wrong": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(told).encode())


if __name__ == "__main__":
    main()
