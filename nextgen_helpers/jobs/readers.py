"""Readers of the official files by occupation, each brought into one tidy layout.

Signs of the publishers, and what becomes of them:

- OEWS ``*`` (pay) and ``**`` (jobs): not available, so missing;
- OEWS ``#``: at or above the highest pay that is published; missing as a number, and said in ``pay_note``;
- OEWS ``~``: rounds to less than half a percent; missing as a number;
- projections ``—``: not available; ``>=$239,200``: top-coded; employment stands in thousands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.official_sheets import SIGNS, need_columns, numbers_of, sheet_of, table_of, text_of

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
#: The nation as OEWS's series write it.
NATION_AREA: Final = "0000000"
_UNITED_STATES: Final = "99"
#: Place of the yearly median among the footnotes of the 17 measures of a row of BLS's series.
_MEDIAN: Final = 12
#: Who the employers of a sector are, as OEWS's workbook by sector says it of these; BLS's series do not.
_OWNERS: Final[Mapping[str, str]] = {
    "48-49": "59",
    "491": "1",
    "61": "235",
    "611": "235",
    "62": "58",
    "622": "58",
    "71": "57",
    "713": "57",
    "72": "57",
    "721": "57",
    "99": "123",
}
_SOC: Final = re.compile(r"\d\d-\d{4}")
_THOUSAND: Final = 1000.0


def read_oews(path: str | Path) -> pd.DataFrame:
    """Read a file of Occupational Employment and Wage Statistics: national, by industry, by state, or by metropolitan area.

    path : an Excel workbook as BLS publishes it; headings in capitals (from 2020) or not (before); or its time series as a table
        (``oews_m2025_all_areas_industries.parquet``, with BLS's lists of codes beside it).
    Gives ``area`` (as BLS's series write it: nation ``0000000``, state ``4800000``, metropolitan area ``0019100``, nonmetropolitan ``4800001``),
    ``area_title``, ``sector`` (NAICS as QCEW writes it, 3 or 4 digits below the sectors; empty where all industries are together), ``own_code``
    (as OEWS writes it, such as 5 private, 59 private and the Postal Service), ``soc``, ``title``, ``group`` (``total, major, minor, broad,
    detailed``), ``employment`` (jobs; missing for ``**``), ``share`` (0 to 1 of the jobs of that area and sector), ``standard_error`` (of the
    jobs, percent), ``pay_10, pay_25, pay_50, pay_75, pay_90`` (US dollars a year; missing for ``*`` and ``#``), ``pay_note`` (``as published``,
    ``top-coded`` where the median is at or above the highest that is published, ``not available``).
    Raises DataFileError: it is not such a file.
    """
    table = _oews_series(Path(path)) if Path(path).suffix == ".parquet" else _oews_workbook(Path(path))
    keys = ["area", "sector"]
    totals = table.loc[table["soc"] == "00-0000", [*keys, "employment"]].drop_duplicates(keys)
    totals = totals.rename(columns={"employment": "all"})
    # From the jobs, which are printed to the ten, and not from the percentages, which are rounded more.
    everything = table.merge(totals, on=keys, how="left")["all"]
    table["share"] = table["employment"] / everything.to_numpy()
    return table.reset_index(drop=True)


def _oews_workbook(path: Path) -> pd.DataFrame:
    name = path.name
    raw = sheet_of(path, 0, header=0)
    raw.columns = [str(column).strip().lower() for column in raw.columns]
    need_columns(
        raw, ["occ_code", "occ_title", "o_group", "tot_emp", "emp_prse", *PAY_COLUMNS.values()], name
    )
    codes = raw["occ_code"].map(text_of)
    rows = raw[codes.map(lambda code: bool(_SOC.fullmatch(code)))]
    if rows.empty:
        raise DataFileError(name, "it has no occupation with a code such as 51-4121.")
    blank = pd.Series("", index=rows.index)
    # A file of the nation as a whole says "000000" of all industries and "99" of the United States.
    by_industry = "i_group" in rows and "naics" in rows
    sectors = rows["naics"].map(text_of).replace("000000", "") if by_industry else blank
    median = rows[PAY_COLUMNS["pay_50"]].map(text_of)
    note = pd.Series("as published", index=rows.index)
    note = note.mask(median == "#", "top-coded").mask(median.isin(["*", ""]), "not available")
    return pd.DataFrame(
        {
            "area": rows["area"].map(_area) if "area" in rows else NATION_AREA,
            "area_title": rows["area_title"].map(text_of) if "area_title" in rows else "",
            "sector": sectors.map(_naics),
            "own_code": rows["own_code"].map(text_of) if "own_code" in rows else "",
            "soc": rows["occ_code"].map(text_of),
            "title": rows["occ_title"].map(text_of),
            "group": rows["o_group"].map(text_of),
            "employment": numbers_of(rows["tot_emp"], name, "tot_emp"),
            "standard_error": numbers_of(rows["emp_prse"], name, "emp_prse"),
            **{ours: numbers_of(rows[theirs], name, theirs) for ours, theirs in PAY_COLUMNS.items()},
            "pay_note": note,
        }
    )


def _area(value: Any) -> str:
    """Write an area as BLS's series do: its workbooks have 99, 48, 19100 and 4800001."""
    code = text_of(value)
    if code == _UNITED_STATES:
        return NATION_AREA
    return code.ljust(7, "0") if len(code) <= 2 else code.zfill(7)  # noqa: PLR2004


def _naics(code: str) -> str:
    """Write an industry as QCEW does: ``31-33``, ``621``, ``6211``; a code that has no such form stays."""
    if re.fullmatch(r"\d{6}", code) and code.endswith("00"):
        return code.rstrip("0") if len(code.rstrip("0")) >= 3 else code[:3]  # noqa: PLR2004
    return _SECTORS.get(code, code)


def _oews_series(path: Path) -> pd.DataFrame:
    """Read BLS's time series, brought into one table, with its lists of areas, industries and occupations."""
    raw = pd.read_parquet(path)
    text = {name: raw[f"{name}_code"].astype(str) for name in ("area", "industry", "occupation")}
    lists = {
        name: pd.read_csv(path.with_name(f"{name}.csv"), dtype=str).set_index(f"{name}_code") for name in text
    }
    footnotes = raw["footnotes"].astype(str)
    median = footnotes.str[_MEDIAN]
    codes = text["occupation"]
    level = codes.map(lists["occupation"]["display_level"])
    groups = {"0": "major", "1": "minor", "2": "broad", "3": "detailed"}
    # A broad occupation of which no part is published stands for its parts.
    parted = set(codes[level == "3"].str[:5].unique())
    level = level.mask((level == "2") & ~codes.str[:5].isin(parted), "3")
    kinds = lists["industry"]["display_level"]
    table = pd.DataFrame(
        {
            "area": text["area"],
            "area_title": text["area"].map(lists["area"]["area_name"]),
            "industry": text["industry"],
            "level": text["industry"].map(kinds),
            "soc": codes.str[:2] + "-" + codes.str[2:],
            "title": codes.map(lists["occupation"]["occupation_name"]),
            "group": level.map(groups).mask(codes == "000000", "total"),
            "employment": raw["employment"],
            "standard_error": raw["employment_prse"],
            **{ours: raw[theirs] for ours, theirs in PAY_COLUMNS.items()},
            "pay_note": median.map(
                {"5": "top-coded", "8": "not available", "4": "not available", ".": "not available"}
            ).fillna("as published"),
        }
    )
    # Sectors, 3 and 4 digits; of the lines below them only those that are an industry of their own, not one owner's part of it.
    whole = table["industry"].str.fullmatch(r"\d{4}00") & table["level"].isin(["3", "4"])
    table = table[
        (table["industry"] == "000000")
        | (table["level"] == "2") & table["industry"].str.contains("-")
        | whole
    ]
    table["sector"] = table["industry"].map(_series_sector)
    table["own_code"] = table["sector"].map(_OWNERS).fillna("5").mask(table["sector"] == "", "")
    table = table.drop_duplicates(["area", "sector", "soc"])
    return table.drop(columns=["industry", "level"])


def _series_sector(code: str) -> str:
    """Write a sector of BLS's series (``31--34``: from 31 until before 34) as QCEW does; ``000000`` is all industries."""
    if code == "000000":
        return ""
    return _naics(code.split("-", maxsplit=1)[0]) if "-" in code else _naics(code)


def read_projections(path: str | Path) -> pd.DataFrame:
    """Read tables 1.2 and 1.10 of BLS's Employment Projections.

    Gives one row a detailed occupation ("line item"): ``soc, title``, ``employment, projected_employment`` (jobs, not
    thousands), ``change_percent`` (over the ten years), ``exit_rate, transfer_rate`` (percent of the jobs a year), ``exits,
    transfers, openings`` (a year, the nation), ``openings_1_2`` (the same from table 1.2), ``median_pay`` (US dollars, all
    industries; missing where top-coded or not available), ``pay_note``, ``education, experience, training`` (empty: none is
    typical).
    Raises DataFileError: it is not such a workbook.
    """
    name = Path(path).name
    first, second = (_projection(path, sheet, name) for sheet in ("Table 1.2", "Table 1.10"))
    both = first.merge(second, on="soc", how="outer", suffixes=("", "_1_10"), indicator=True)
    lonely = both.loc[both["_merge"] != "both", "soc"]
    if len(lonely):
        raise DataFileError(name, f"{lonely.iloc[0]} stands in one of the tables 1.2 and 1.10 only.")
    pay = both["median_pay"].map(text_of)
    note = pd.Series("as published", index=both.index)
    note = note.mask(pay.str.startswith(">"), "top-coded").mask(pay.isin(SIGNS), "not available")
    thousands = ("employment", "projected_employment", "openings", "exits", "transfers", "openings_1_10")
    number = {
        column: numbers_of(both[column], name, column, signed=column == "change_percent")
        for column in (*thousands, "change_percent", "exit_rate", "transfer_rate")
    }
    words = {
        column: both[column].map(text_of).replace(dict.fromkeys(SIGNS, "")).replace("None", "")
        for column in ("education", "experience", "training")
    }
    return pd.DataFrame(
        {
            "soc": both["soc"],
            "title": both["title"].map(text_of),
            "employment": number["employment"] * _THOUSAND,
            "projected_employment": number["projected_employment"] * _THOUSAND,
            "change_percent": number["change_percent"],
            "exit_rate": number["exit_rate"],
            "transfer_rate": number["transfer_rate"],
            "exits": number["exits"] * _THOUSAND,
            "transfers": number["transfers"] * _THOUSAND,
            "openings": number["openings_1_10"] * _THOUSAND,
            "openings_1_2": number["openings"] * _THOUSAND,
            "median_pay": numbers_of(both["median_pay"], name, "median wage"),
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
    raw = sheet_of(path, sheet, header=1)
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
    table["soc"] = table["soc"].map(text_of)
    return table[table["kind"].map(text_of).str.lower() == "line item"].drop(columns="kind")


def read_job_zones(path: str | Path) -> pd.DataFrame:
    """Read O*NET's job zones.

    Gives ``onet_soc`` (eight digits), ``soc`` (its first seven characters), ``job_zone`` (1 to 5).
    Raises DataFileError: it is not such a file, or a zone is none of the five.
    """
    name = Path(path).name
    raw = sheet_of(path, 0, header=0)
    need_columns(raw, ["O*NET-SOC Code", "Job Zone"], name)
    zones = numbers_of(raw["Job Zone"], name, "Job Zone")
    if not zones.isin([1, 2, 3, 4, 5]).all():
        raise DataFileError(name, "a job zone is none of 1 to 5.")
    codes = raw["O*NET-SOC Code"].map(text_of)
    return pd.DataFrame({"onet_soc": codes, "soc": codes.str[:7], "job_zone": zones.astype(int)})


def read_related(path: str | Path) -> pd.DataFrame:
    """Read O*NET's related occupations.

    Gives ``onet_soc, related_onet_soc``, ``tier`` (``Primary-Short, Primary-Long, Supplemental``), ``rank`` (1 is
    nearest).
    Raises DataFileError: it is not such a file.
    """
    name = Path(path).name
    raw = sheet_of(path, 0, header=0)
    columns = ["O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index"]
    need_columns(raw, columns, name)
    return pd.DataFrame(
        {
            "onet_soc": raw[columns[0]].map(text_of),
            "related_onet_soc": raw[columns[1]].map(text_of),
            "tier": raw[columns[2]].map(text_of),
            "rank": numbers_of(raw[columns[3]], name, "Index").astype(int),
        }
    )


def read_cip_soc(path: str | Path) -> pd.DataFrame:
    """Read the crosswalk of programs (CIP 2020) to occupations (SOC 2018).

    Gives ``cip`` (``48.0508``), ``cip_title, soc, soc_title``. Programs without an occupation (``99-9999``) keep their row,
    with an empty ``soc``, so that their code is known.
    Raises DataFileError: it is not such a file.
    """
    name, raw = Path(path).name, table_of(path)
    columns = ["CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"]
    need_columns(raw, columns, name)
    table = pd.DataFrame(
        {"cip": raw[columns[0]].str.strip(), "cip_title": raw[columns[1]].str.strip().str.rstrip(".")}
    )
    table["soc"] = raw[columns[2]].str.strip().replace("99-9999", "")
    table["soc_title"] = raw[columns[3]].str.strip()
    wrong = table[~table["cip"].str.fullmatch(r"\d\d\.\d{4}")]
    if len(wrong):
        raise DataFileError(
            name, f'"{wrong["cip"].iloc[0]}" is no CIP code such as 48.0508.', int(wrong.index[0]) + 2
        )
    return table
