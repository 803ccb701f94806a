"""Readers of official files about the people of counties: labor force, population, schooling, poverty; and newer totals of QCEW."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.lmi.layout import NATION
from nextgen_helpers.official_sheets import headed, need_columns, numbers_of, sheet_of, table_of, text_of

_LAUS_CODE: Final = re.compile(r"CN(\d{5})\d{8}")
_LABOR: Final = ("labor_force", "employed", "unemployed")
#: Published rates have one decimal.
_RATE_MARGIN: Final = 0.051
#: Our column -> how the Economic Research Service's heading begins, before the year.
_POPULATION: Final[Mapping[str, str]] = {
    "population": "POP_ESTIMATE",
    "births": "BIRTHS",
    "deaths": "DEATHS",
    "from_abroad": "INTERNATIONAL_MIG",
    "from_elsewhere": "DOMESTIC_MIG",
}
#: Our column -> what the heading holds.
_SCHOOLING: Final[Mapping[str, str]] = {
    "below_high_school": r"less than (a )?high school (graduate|diploma)",
    "high_school": r"high school (graduate \(or equivalency\)|diploma only)",
    "some_college": r"some college or associate degree",
    "bachelor_or_higher": r"bachelor's degree or higher",
}
_POVERTY: Final[Mapping[str, str]] = {
    "poor": "POVALL",
    "poor_low": "CI90LBALL",
    "poor_high": "CI90UBALL",
    "poverty_percent": "PCTPOVALL",
    "household_income": "MEDHHINC",
    "household_income_low": "CI90LBINC",
    "household_income_high": "CI90UBINC",
}
#: Establishments, jobs and wages in a file of annual totals, and how jobs and wages changed in the year.
_ANNUAL: Final = (
    "annual_avg_estabs", "annual_avg_emplvl", "total_annual_wages", "oty_annual_avg_emplvl_chg", "oty_total_annual_wages_chg",
)  # fmt: skip


def read_laus(path: str | Path) -> pd.DataFrame:
    """Read BLS's labor force by county, a year's averages (``laucntyYY.xlsx``), in any of its layouts.

    Gives ``area_fips, year, labor_force, employed, unemployed``: people who live in the county; missing where not
    available.
    Raises DataFileError: it is not such a file, or its figures contradict each other; the line is named.
    """
    name = Path(path).name
    raw = sheet_of(path, 0, None)
    raw.index = raw.index + 1
    codes = raw[0].map(text_of)
    rows = raw[codes.str.fullmatch(_LAUS_CODE.pattern)].dropna(axis="columns", how="all")
    if rows.empty:
        raise DataFileError(name, "no row begins with a code such as CN0100100000000.")
    if rows.shape[1] != 9:  # noqa: PLR2004
        raise DataFileError(name, f"it has {rows.shape[1]} columns; BLS's has 9, from LAUS code to rate.")
    rows.columns = pd.Index(["code", "state", "county", "title", "year", *_LABOR, "rate"])
    number = {column: numbers_of(rows[column], name, column) for column in ("year", *_LABOR, "rate")}
    table = pd.DataFrame({"area_fips": rows["code"].map(text_of).str[2:7], **number})
    parts = rows["state"].map(text_of).str.zfill(2) + rows["county"].map(text_of).str.zfill(3)
    _refuse(table["area_fips"] != parts, name, "its codes name two counties")
    _check_labor(table, name)
    return table.drop(columns="rate").astype({"year": int})


def _check_labor(table: pd.DataFrame, name: str) -> None:
    """Refuse a row whose parts do not add up, or whose rate is another than its people say."""
    gap = (table["employed"] + table["unemployed"] - table["labor_force"]).abs()
    _refuse(gap > 1, name, "employed and unemployed do not add up to the labor force")
    rate = 100 * table["unemployed"] / table["labor_force"]
    _refuse((rate - table["rate"]).abs() > _RATE_MARGIN, name, "the rate is not that of its people")


def _refuse(wrong: pd.Series[bool], name: str, reason: str) -> None:
    if wrong.any():
        raise DataFileError(name, f"{reason}; take the file as it is published.", int(str(wrong.idxmax())))


def read_ers_labor_force(path: str | Path) -> pd.DataFrame:
    """Read the labor force of many years in the workbook of USDA's Economic Research Service (``Unemployment2023.xlsx``).

    Gives rows as :func:`read_laus`, for counties, states (``48000``) and the nation (``US000``).
    Raises DataFileError: it is not such a file, or its figures contradict each other.
    """
    name = Path(path).name
    columns = {
        "labor_force": "Civilian_labor_force",
        "employed": "Employed",
        "unemployed": "Unemployed",
        "rate": "Unemployment_rate",
    }
    table = _by_year(headed(path, "FIPS"), columns, name)
    table = table.dropna(subset="labor_force")
    _check_labor(table[~table["area_fips"].str.endswith("000")], name)  # states are rounded on their own
    return table.drop(columns="rate").reset_index(drop=True)


def read_population(path: str | Path) -> pd.DataFrame:
    """Read population and what changed it (``PopulationEstimates.xlsx`` of the Economic Research Service, from the Census Bureau).

    Gives ``area_fips, year, population`` (July 1), ``births, deaths, from_abroad, from_elsewhere`` (of the year before that
    day; net migration from abroad and from elsewhere in the nation, below zero where more have left).
    """
    return _known_by_year(path, _POPULATION)


def read_poverty(path: str | Path) -> pd.DataFrame:
    """Read poverty and household income (``Poverty2023.xlsx`` of the Economic Research Service, from the Census Bureau's SAIPE).

    Gives ``area_fips, year, poor, poor_low, poor_high`` (people, and their 90 percent interval),
    ``poverty_percent``, ``household_income, household_income_low, household_income_high`` (median, US dollars).
    """
    return _known_by_year(path, _POVERTY)


def read_schooling(path: str | Path) -> pd.DataFrame:
    """Read schooling of adults of 25 and more (``Education2023.xlsx`` of the Economic Research Service, from the American Community Survey).

    Gives ``area_fips, years`` (``2019-23``), ``below_high_school, high_school, some_college, bachelor_or_higher`` (adults,
    estimates of a survey over five years).
    """
    name, raw = Path(path).name, headed(path, "FIPS")
    found: dict[str, dict[str, str]] = {}
    for heading in raw.columns:
        parts = re.fullmatch(r"(.+), (\d{4}-\d{2})", str(heading))
        for ours, theirs in _SCHOOLING.items():
            if parts and re.fullmatch(theirs, parts[1].casefold()):
                found.setdefault(parts[2], {})[ours] = str(heading)
    spans = {span: columns for span, columns in found.items() if len(columns) == len(_SCHOOLING)}
    if not spans:
        raise DataFileError(name, "it has no counts of adults by schooling over five years.")
    areas = _areas(raw, name)
    pieces = [
        pd.DataFrame(
            {
                "area_fips": areas,
                "years": span,
                **{ours: numbers_of(raw[theirs], name, theirs) for ours, theirs in columns.items()},
            }
        )
        for span, columns in spans.items()
    ]
    return pd.concat(pieces, ignore_index=True).dropna(subset="high_school").reset_index(drop=True)


def _areas(raw: pd.DataFrame, name: str) -> pd.Series[str]:
    codes = raw.iloc[:, 0].map(text_of).str.zfill(5)
    wrong = codes[~codes.str.fullmatch(r"\d{5}")]
    if len(wrong):
        raise DataFileError(name, f'"{wrong.iloc[0]}" is no code of a county.', int(str(wrong.index[0])))
    return codes.replace("00000", NATION)


def _known_by_year(path: str | Path, columns: Mapping[str, str]) -> pd.DataFrame:
    """Give the years in which an area has the first of the columns."""
    table = _by_year(headed(path, "FIPS"), columns, Path(path).name)
    return table.dropna(subset=next(iter(columns))).reset_index(drop=True)


def _by_year(raw: pd.DataFrame, columns: Mapping[str, str], name: str) -> pd.DataFrame:
    """Bring headings such as ``BIRTHS_2023`` into rows, one an area and year; what a year has not is missing."""
    areas = _areas(raw, name)
    lowered = {str(heading).casefold(): str(heading) for heading in raw.columns}
    first = next(iter(columns.values())).casefold()
    years = sorted(heading[-4:] for heading in lowered if re.fullmatch(rf"{first}_\d{{4}}", heading))
    if not years:
        raise DataFileError(name, f"it has no column {next(iter(columns.values()))}_ with a year.")
    pieces = []
    for year in years:
        known = {ours: lowered.get(f"{theirs}_{year}".casefold()) for ours, theirs in columns.items()}
        values = {
            ours: numbers_of(raw[theirs], name, theirs, signed="_MIG" in theirs) if theirs else float("nan")
            for ours, theirs in known.items()
        }
        pieces.append(pd.DataFrame({"area_fips": areas, "year": int(year), **values}))
    return pd.concat(pieces)


def read_annual_totals(path: str | Path, year: int) -> pd.DataFrame:
    """Read totals of counties with their changes over a year, under BLS's own headings.

    year : of which they are; the extract does not say it.
    Gives ``area_fips, year, quarter`` (0: a whole year), ``own_code`` (0), ``estabs, employment, wages`` (US dollars),
    ``employment_before, wages_before``: of the year before by the same release.
    """
    name, raw = Path(path).name, table_of(path)
    need_columns(raw, ["area_fips", *_ANNUAL], name)
    estabs, jobs, wages, *changes = (
        numbers_of(raw[column], name, column, signed="chg" in column) for column in _ANNUAL
    )
    return pd.DataFrame(
        {
            "area_fips": raw["area_fips"],
            "year": year,
            "quarter": 0,
            "own_code": "0",
            "estabs": estabs,
            "employment": jobs,
            "wages": wages,
            "employment_before": jobs - changes[0],
            "wages_before": wages - changes[1],
        }
    )


def read_quarterly_totals(path: str | Path) -> pd.DataFrame:
    """Read one quarter's totals by ownership, of counties, states and the nation.

    Gives rows as :func:`read_annual_totals`, with ``quarter`` 1 to 4; ``employment`` is the mean of the three months, ``wages``
    those of the quarter; both are missing where the quarter has establishments and no job, which is how the extract writes what
    is withheld.
    """
    name, raw = Path(path).name, table_of(path)
    columns = ["qtrly_estabs", "avg_qtrly_employment", "total_qtrly_wages"]
    need_columns(raw, ["area_fips", "own_code", "agglvl_code", "year", "qtr", *columns], name)
    estabs, jobs, wages = (numbers_of(raw[column], name, column) for column in columns)
    withheld = (jobs == 0) & (estabs > 0)
    table = pd.DataFrame(
        {
            "area_fips": raw["area_fips"],
            "year": raw["year"].astype(int),
            "quarter": raw["qtr"].astype(int),
            "own_code": raw["own_code"],
            "estabs": estabs,
            "employment": jobs.mask(withheld),
            "wages": wages.mask(withheld),
            "employment_before": float("nan"),
            "wages_before": float("nan"),
        }
    )
    wanted = table["own_code"].isin(list("01235")) & raw["agglvl_code"].isin(
        ["10", "11", "50", "51", "70", "71"]
    )
    return table[wanted].reset_index(drop=True)
