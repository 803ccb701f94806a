"""Readers of official files about who is trained: completions and institutions (IPEDS); and Texas' figures by workforce board."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.official_sheets import need_columns, numbers_of, table_of, text_of

#: IPEDS' award levels -> what they are called; those of years before 2020 count with what took their place.
AWARDS: Final[Mapping[int, str]] = {
    20: "Certificate of less than 12 weeks",
    21: "Certificate of 12 weeks to 1 year",
    1: "Certificate of less than 1 year",
    2: "Certificate of 1 to 2 years",
    3: "Associate's degree",
    4: "Certificate of 2 to 4 years",
    5: "Bachelor's degree",
    6: "Postbaccalaureate certificate",
    7: "Master's degree",
    8: "Post-master's certificate",
    17: "Doctor's degree, research",
    18: "Doctor's degree, professional practice",
    19: "Doctor's degree, other",
}
_COMPLETIONS: Final = re.compile(r"c(\d{4})_a(_rv)?")
_DIRECTORY: Final = re.compile(r"hd(\d{4})")
#: The Workforce Commission's names of boards in its release of 2019, where ours are others.
_BOARDS: Final[Mapping[str, str]] = {
    "Capital Area": "Capital Area",
    "Dallas": "Greater Dallas",
    "Lower Rio Grande": "Lower Rio Grande Valley",
    "North East": "Northeast Texas",
    "Rural Capital": "Rural Capital Area",
    "South East Texas": "Southeast Texas",
    "West Central": "West Central Texas",
}


def read_completions(path: str | Path) -> pd.DataFrame:
    """Read IPEDS completions of a year by institution, program and award (``c2024_a.csv``); the awards of 2023-24 are those of 2024.

    Gives ``unitid, cip`` (``51.3801``), ``level`` (see :data:`AWARDS`), ``year``, ``awards``: by first major, so that each award counts
    once.
    Raises DataFileError: it is not such a file, a level is unknown, or its rows do not add up to its own total.
    """
    name, found = Path(path).name, _COMPLETIONS.match(Path(path).name.lower())
    if not found:
        raise DataFileError(name, "its name does not say the year, as c2024_a.csv does.")
    raw = table_of(path)
    need_columns(raw, ["UNITID", "CIPCODE", "MAJORNUM", "AWLEVEL", "CTOTALT"], name)
    raw = raw[raw["MAJORNUM"].map(text_of) == "1"]
    codes = raw["CIPCODE"].map(text_of).str.strip("'\"")
    codes = codes.where(codes.str.contains(".", regex=False), codes.str.zfill(2))
    table = pd.DataFrame(
        {
            "unitid": numbers_of(raw["UNITID"], name, "UNITID").astype(int),
            "cip": codes.str.replace(r"^(\d)\.", r"0\1.", regex=True),
            "level": numbers_of(raw["AWLEVEL"], name, "AWLEVEL").astype(int),
            "year": int(found[1]),
            "awards": numbers_of(raw["CTOTALT"], name, "CTOTALT").astype(int),
        }
    )
    unknown = set(table["level"]) - {*AWARDS, 12}
    if unknown:
        raise DataFileError(name, f"the award level {min(unknown)} is unknown.")
    detailed = table["cip"].str.fullmatch(r"\d\d\.\d{4}")
    whole = table.loc[table["cip"] == "99", "awards"].sum()
    if whole and whole != table.loc[detailed, "awards"].sum():
        raise DataFileError(
            name,
            f"its programs add up to {table.loc[detailed, 'awards'].sum():,} awards and not to its own total of {whole:,}.",
        )
    return table[detailed & (table["awards"] > 0)].reset_index(drop=True)


def read_institutions(path: str | Path) -> pd.DataFrame:
    """Read IPEDS' directory of institutions (``hd2024.csv``).

    Gives ``unitid, year, institution, city, state, area_fips`` (the county that it stands in; empty where the directory has
    none).
    Raises DataFileError: it is not such a file.
    """
    name, found = Path(path).name, _DIRECTORY.match(Path(path).name.lower())
    raw = table_of(path)
    need_columns(raw, ["UNITID", "INSTNM", "CITY", "STABBR", "COUNTYCD"], name)
    if "YEAR" not in raw and not found:
        raise DataFileError(name, "its name does not say the year, as hd2024.csv does.")
    counties = raw["COUNTYCD"].map(text_of).str.removesuffix(".0")
    return pd.DataFrame(
        {
            "unitid": numbers_of(raw["UNITID"], name, "UNITID").astype(int),
            "year": raw["YEAR"].astype(int) if "YEAR" in raw else int(found[1]) if found else 0,
            "institution": raw["INSTNM"].map(text_of),
            "city": raw["CITY"].map(text_of),
            "state": raw["STABBR"].map(text_of),
            "area_fips": counties.where(counties.str.fullmatch(r"\d{4,5}"), "").map(
                lambda code: code.zfill(5) if code else ""
            ),
        }
    )


def read_board_jobs(path: str | Path) -> pd.DataFrame:
    """Read occupational wages by Texas workforce board, as the Workforce Commission releases them (``twc_occupational_wages_2019_...``).

    Gives ``board`` (our name of the region), ``year, soc, title, employment, median_pay`` (US dollars a year); missing where not
    released.
    """
    name, raw = Path(path).name, table_of(path)
    need_columns(raw, ["wda", "soc_code", "occupation_title", "no_of_employed", "median_wage"], name)
    return pd.DataFrame(
        {
            "board": raw["wda"].map(lambda board: _BOARDS.get(board, board)),
            "year": _years_in(name)[0],
            "soc": raw["soc_code"],
            "title": raw["occupation_title"],
            "employment": numbers_of(raw["no_of_employed"].replace("N/A", ""), name, "no_of_employed"),
            "median_pay": numbers_of(raw["median_wage"].replace("N/A", ""), name, "median_wage"),
        }
    )


def read_board_outlook(path: str | Path) -> pd.DataFrame:
    """Read the Workforce Commission's projections by region of one board or several (``twc_projections_2018_2028_...``).

    Gives ``outlook_region, year, until, soc, title, employment, projected_employment``: annual averages of the first and of the last
    year; small occupations are not released.
    """
    name, raw = Path(path).name, table_of(path)
    first, last = _years_in(name)
    columns = [f"annual_average_employment_{year}" for year in (first, last)]
    need_columns(raw, ["wda", "occ_code", "occupational_title", *columns], name)
    before, after = (numbers_of(raw[column].replace("N/A", ""), name, column) for column in columns)
    return pd.DataFrame(
        {
            "outlook_region": raw["wda"],
            "year": first,
            "until": last,
            "soc": raw["occ_code"],
            "title": raw["occupational_title"],
            "employment": before,
            "projected_employment": after,
        }
    )


def _years_in(name: str) -> list[int]:
    return [int(year) for year in re.findall(r"(?<=_)\d{4}(?=_)", name)]
