"""The agencies' workbooks and tables, and their cells: text, numbers, and the signs that stand for what is not published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from nextgen_helpers.errors import DataFileError, UserError

SIGNS: Final = ("*", "**", "#", "~", "—", "-", "N.A.", "")
#: Above the headings there are titles, at most so many.
_MOST_TITLES: Final = 12


def sheet_of(path: str | Path, sheet: int | str, header: int | None) -> pd.DataFrame:
    """Read a sheet of a workbook as its publisher offers it."""
    source = Path(path)
    if not source.is_file():
        raise UserError(f"There is no file {source}.")
    try:
        return pd.read_excel(source, sheet_name=sheet, header=header, dtype=object, engine="openpyxl")
    except Exception as error:  # openpyxl raises whatever a broken file makes it raise
        raise DataFileError(
            source.name, "it cannot be read as the Excel workbook that its publisher offers."
        ) from error


def table_of(path: str | Path) -> pd.DataFrame:
    """Read a table (CSV, also packed by gzip, or Parquet) as its publisher offers it; cells of a CSV are text."""
    source = Path(path)
    if not source.is_file():
        raise UserError(f"There is no file {source}.")
    try:
        if source.suffix == ".parquet":
            return pd.read_parquet(source)
        # IPEDS' directory is not written in one encoding in all years; accents are only in names.
        return pd.read_csv(
            source, dtype=str, encoding="utf-8-sig", encoding_errors="replace", keep_default_na=False
        )
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise DataFileError(source.name, "it cannot be read as its publisher offers it.") from error


def headed(path: str | Path, first: str) -> pd.DataFrame:
    """Read the first sheet from the row that begins with a heading, under whatever titles; the index is the line in the file."""
    raw = sheet_of(path, 0, None)
    begins = (
        raw[0].head(_MOST_TITLES).map(lambda value: text_of(value).casefold().startswith(first.casefold()))
    )
    if not begins.any():
        raise DataFileError(Path(path).name, f'no row begins with the heading "{first}".')
    row = int(str(begins.idxmax()))
    table = raw.iloc[row + 1 :].copy()
    table.columns = pd.Index([text_of(value) for value in raw.iloc[row]])
    table.index = table.index + 1
    return table


def need_columns(table: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    """Refuse a file that lacks a column."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataFileError(name, f'the column "{missing[0]}" is missing.')


def text_of(value: Any) -> str:
    """Give a cell as text; an empty one is empty."""
    return "" if value is None or (isinstance(value, float) and np.isnan(value)) else str(value).strip()


def numbers_of(values: pd.Series[Any], name: str, column: str, *, signed: bool = False) -> pd.Series[float]:
    """Give numbers; the publishers' signs are missing, anything else that is no number is refused."""
    words = values.map(text_of).str.replace(",", "", regex=False)
    numbers = pd.to_numeric(words, errors="coerce").astype(float)
    unknown = words[numbers.isna() & ~words.isin(SIGNS) & ~words.str.startswith(">=$")]
    if len(unknown):
        raise DataFileError(name, f'"{unknown.iloc[0]}" in the column {column} is no number.')
    if (numbers < 0).any() and not signed:
        raise DataFileError(name, f"a number in the column {column} is below zero.")
    return numbers
