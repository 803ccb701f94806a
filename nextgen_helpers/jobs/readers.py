"""Readers of the official files by occupation, each brought into one tidy layout.

Signs of the publishers, and what becomes of them:

- OEWS ``*`` (pay) and ``**`` (jobs): not available, so missing;
- OEWS ``#``: at or above the highest pay that is published; missing as a number, and said in ``pay_note``;
- OEWS ``~``: rounds to less than half a percent; missing as a number;
- projections ``—``: not available; ``>=$239,200``: top-coded; employment stands in thousands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from nextgen_helpers.errors import DataFileError, UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Our column -> OEWS's column: yearly pay below which 10, 25, 50, 75 and 90 of 100 jobs lie.
PAY_COLUMNS: Final[Mapping[str, str]] = {
    "pay_10": "a_pct10",
    "pay_25": "a_pct25",
    "pay_50": "a_median",
    "pay_75": "a_pct75",
    "pay_90": "a_pct90",
}
#: OEWS writes a sector by its first two digits.
_SECTORS: Final = {"31": "31-33", "44": "44-45", "48": "48-49"}
_SIGNS: Final = ("*", "**", "#", "~", "—", "-", "")
_SOC: Final = re.compile(r"\d\d-\d{4}")
_THOUSAND: Final = 1000.0


def read_oews(path: str | Path) -> pd.DataFrame:
    """Read a file of Occupational Employment and Wage Statistics: national, or by sector.

    Parameters
    ----------
    path : an Excel workbook as BLS publishes it; headings in capitals (from 2020) or not (before).

    Returns
    -------
    ``sector`` (NAICS as QCEW writes it; empty in a national file), ``own_code`` (as OEWS writes it, such as 5 private, 59
    private and the Postal Service), ``soc``, ``title``, ``group`` (``total, major, minor, broad, detailed``), ``employment``
    (jobs; missing for ``**``), ``share`` (0 to 1 of the sector's jobs), ``standard_error`` (of the jobs, percent),
    ``pay_10, pay_25, pay_50, pay_75, pay_90`` (US dollars a year; missing for ``*`` and ``#``), ``pay_note`` (``as
    published``, ``top-coded`` where the median is at or above the highest that is published, ``not available``).

    Raises
    ------
    DataFileError : it is not such a file.
    """
    name = Path(path).name
    raw = _sheet(path, 0, header=0)
    raw.columns = [str(column).strip().lower() for column in raw.columns]
    _needed(raw, ["occ_code", "occ_title", "o_group", "tot_emp", "emp_prse", *PAY_COLUMNS.values()], name)
    codes = raw["occ_code"].map(_text)
    rows = raw[codes.map(lambda code: bool(_SOC.fullmatch(code)))]
    if rows.empty:
        raise DataFileError(name, "it has no occupation with a code such as 51-4121.")
    sectors = (
        rows["naics"].map(_text) if "i_group" in rows and "naics" in rows else pd.Series("", index=rows.index)
    )
    jobs = _numbers(rows["tot_emp"], name, "tot_emp")
    median = rows[PAY_COLUMNS["pay_50"]].map(_text)
    note = pd.Series("as published", index=rows.index)
    note = note.mask(median == "#", "top-coded").mask(median.isin(["*", ""]), "not available")
    table = pd.DataFrame(
        {
            "sector": sectors.map(lambda code: _SECTORS.get(code, code)),
            "own_code": rows["own_code"].map(_text) if "own_code" in rows else "",
            "soc": rows["occ_code"].map(_text),
            "title": rows["occ_title"].map(_text),
            "group": rows["o_group"].map(_text),
            "employment": jobs,
            "standard_error": _numbers(rows["emp_prse"], name, "emp_prse"),
            **{ours: _numbers(rows[theirs], name, theirs) for ours, theirs in PAY_COLUMNS.items()},
            "pay_note": note,
        }
    )
    totals = table[table["soc"] == "00-0000"].drop_duplicates("sector").set_index("sector")["employment"]
    # From the jobs, which are printed to the ten, and not from the percentages, which are rounded more.
    table["share"] = table["employment"] / table["sector"].map(totals)
    return table.reset_index(drop=True)


def read_projections(path: str | Path) -> pd.DataFrame:
    """Read tables 1.2 and 1.10 of BLS's Employment Projections.

    Returns
    -------
    One row a detailed occupation ("line item"): ``soc, title``, ``employment, projected_employment`` (jobs, not thousands),
    ``change_percent`` (over the ten years), ``exit_rate, transfer_rate`` (percent of the jobs a year), ``exits, transfers,
    openings`` (a year, the nation), ``openings_1_2`` (the same from table 1.2), ``median_pay`` (US dollars, all industries;
    missing where top-coded or not available), ``pay_note``, ``education, experience, training`` (empty: none is typical).

    Raises
    ------
    DataFileError : it is not such a workbook.
    """
    name = Path(path).name
    first, second = (_projection(path, sheet, name) for sheet in ("Table 1.2", "Table 1.10"))
    both = first.merge(second, on="soc", how="outer", suffixes=("", "_1_10"), indicator=True)
    lonely = both.loc[both["_merge"] != "both", "soc"]
    if len(lonely):
        raise DataFileError(name, f"{lonely.iloc[0]} stands in one of the tables 1.2 and 1.10 only.")
    pay = both["median_pay"].map(_text)
    note = pd.Series("as published", index=both.index)
    note = note.mask(pay.str.startswith(">"), "top-coded").mask(pay.isin(_SIGNS), "not available")
    thousands = ("employment", "projected_employment", "openings", "exits", "transfers", "openings_1_10")
    number = {
        column: _numbers(both[column], name, column)
        for column in (*thousands, "change_percent", "exit_rate", "transfer_rate")
    }
    words = {
        column: both[column].map(_text).replace(dict.fromkeys(_SIGNS, "")).replace("None", "")
        for column in ("education", "experience", "training")
    }
    return pd.DataFrame(
        {
            "soc": both["soc"],
            "title": both["title"].map(_text),
            "employment": number["employment"] * _THOUSAND,
            "projected_employment": number["projected_employment"] * _THOUSAND,
            "change_percent": number["change_percent"],
            "exit_rate": number["exit_rate"],
            "transfer_rate": number["transfer_rate"],
            "exits": number["exits"] * _THOUSAND,
            "transfers": number["transfers"] * _THOUSAND,
            "openings": number["openings_1_10"] * _THOUSAND,
            "openings_1_2": number["openings"] * _THOUSAND,
            "median_pay": _numbers(both["median_pay"], name, "median wage"),
            "pay_note": note,
            **words,
        }
    )


#: Our column -> how BLS's heading begins; the years in it change with each edition.
_TABLE_1_2: Final[Mapping[str, str]] = {
    "median_pay": "median annual wage",
    "education": "typical education needed",
    "experience": "work experience in a related",
    "training": "typical on-the-job training",
    "change_percent": "employment change, percent",
}
_TABLE_1_10: Final[Mapping[str, str]] = {
    "exit_rate": "labor force exit rate",
    "transfer_rate": "occupational transfer rate",
    "exits": "labor force exits",
    "transfers": "occupational transfers",
}


def _projection(path: str | Path, sheet: str, name: str) -> pd.DataFrame:
    raw = _sheet(path, sheet, header=1)
    headings = [" ".join(str(column).lower().split()) for column in raw.columns]
    raw.columns = headings
    employment = [heading for heading in headings if re.fullmatch(r"employment, \d{4}", heading)]
    wanted = {
        "title": "national employment matrix title",
        "soc": "national employment matrix code",
        "kind": "occupation type",
        "openings": "occupational openings",
        **(_TABLE_1_2 if sheet == "Table 1.2" else _TABLE_1_10),
    }
    if len(employment) != 2:  # noqa: PLR2004  (the base year and the projected one)
        raise DataFileError(name, f"{sheet} has no employment of two years.")
    found = {"employment": employment[0], "projected_employment": employment[1]}
    for ours, begins in wanted.items():
        near = [heading for heading in headings if begins in heading]
        if not near:
            raise DataFileError(name, f'{sheet} has no column "{begins}".')
        found[ours] = near[0]
    table = pd.DataFrame({ours: raw[theirs] for ours, theirs in found.items()})
    table["soc"] = table["soc"].map(_text)
    return table[table["kind"].map(_text).str.lower() == "line item"].drop(columns="kind")


def read_job_zones(path: str | Path) -> pd.DataFrame:
    """Read O*NET's job zones.

    Returns
    -------
    ``onet_soc`` (eight digits), ``soc`` (its first seven characters), ``job_zone`` (1 to 5).

    Raises
    ------
    DataFileError : it is not such a file, or a zone is none of the five.
    """
    name = Path(path).name
    raw = _sheet(path, 0, header=0)
    _needed(raw, ["O*NET-SOC Code", "Job Zone"], name)
    zones = _numbers(raw["Job Zone"], name, "Job Zone")
    if not zones.isin([1, 2, 3, 4, 5]).all():
        raise DataFileError(name, "a job zone is none of 1 to 5.")
    codes = raw["O*NET-SOC Code"].map(_text)
    return pd.DataFrame({"onet_soc": codes, "soc": codes.str[:7], "job_zone": zones.astype(int)})


def read_related(path: str | Path) -> pd.DataFrame:
    """Read O*NET's related occupations.

    Returns
    -------
    ``onet_soc, related_onet_soc``, ``tier`` (``Primary-Short, Primary-Long, Supplemental``), ``rank`` (1 is nearest).

    Raises
    ------
    DataFileError : it is not such a file.
    """
    name = Path(path).name
    raw = _sheet(path, 0, header=0)
    columns = ["O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index"]
    _needed(raw, columns, name)
    return pd.DataFrame(
        {
            "onet_soc": raw[columns[0]].map(_text),
            "related_onet_soc": raw[columns[1]].map(_text),
            "tier": raw[columns[2]].map(_text),
            "rank": _numbers(raw[columns[3]], name, "Index").astype(int),
        }
    )


def read_cip_soc(path: str | Path) -> pd.DataFrame:
    """Read the crosswalk of programs (CIP 2020) to occupations (SOC 2018).

    Returns
    -------
    ``cip`` (``48.0508``), ``cip_title, soc, soc_title``. Programs without an occupation (``99-9999``) keep their row, with an
    empty ``soc``, so that their code is known.

    Raises
    ------
    DataFileError : it is not such a file.
    """
    source = Path(path)
    try:
        raw = pd.read_csv(source, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except FileNotFoundError:
        raise UserError(f"There is no file {source}.") from None
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise DataFileError(source.name, "it cannot be read as CSV.") from error
    columns = ["CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"]
    _needed(raw, columns, source.name)
    table = pd.DataFrame(
        {"cip": raw[columns[0]].str.strip(), "cip_title": raw[columns[1]].str.strip().str.rstrip(".")}
    )
    table["soc"] = raw[columns[2]].str.strip().replace("99-9999", "")
    table["soc_title"] = raw[columns[3]].str.strip()
    wrong = table[~table["cip"].str.fullmatch(r"\d\d\.\d{4}")]
    if len(wrong):
        raise DataFileError(
            source.name, f'"{wrong["cip"].iloc[0]}" is no CIP code such as 48.0508.', int(wrong.index[0]) + 2
        )
    return table


def _sheet(path: str | Path, sheet: int | str, header: int) -> pd.DataFrame:
    source = Path(path)
    if not source.is_file():
        raise UserError(f"There is no file {source}.")
    try:
        return pd.read_excel(source, sheet_name=sheet, header=header, dtype=object)
    except Exception as error:  # openpyxl raises whatever a broken file makes it raise
        raise DataFileError(
            source.name, "it cannot be read as the Excel workbook that its publisher offers."
        ) from error


def _needed(table: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataFileError(name, f'the column "{missing[0]}" is missing.')


def _text(value: Any) -> str:
    return "" if value is None or (isinstance(value, float) and np.isnan(value)) else str(value).strip()


def _numbers(values: pd.Series[Any], name: str, column: str) -> pd.Series[float]:
    """Give numbers; the publishers' signs are missing, anything else that is no number is refused."""
    words = values.map(_text).str.replace(",", "", regex=False)
    numbers = pd.to_numeric(words, errors="coerce").astype(float)
    unknown = words[numbers.isna() & ~words.isin(_SIGNS) & ~words.str.startswith(">=$")]
    if len(unknown):
        raise DataFileError(name, f'"{unknown.iloc[0]}" in the column {column} is no number.')
    if (numbers < 0).any() and column != "change_percent":
        raise DataFileError(name, f"a number in the column {column} is below zero.")
    return numbers
