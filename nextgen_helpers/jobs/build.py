"""Make the tables of ``data/jobs`` from the publishers' files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs.readers import (
    NATION_AREA,
    PAY_COLUMNS,
    read_cip_soc,
    read_job_zones,
    read_oews,
    read_projections,
    read_related,
)

#: Codes of OEWS and the projections that bring several SOC 2018 occupations together, where the code does not show it.
_COMBINED: Final[Mapping[str, tuple[str, ...]]] = {
    "21-1018": ("21-1011", "21-1014"),
    "25-2052": ("25-2055", "25-2056"),
    "25-9045": ("25-9042", "25-9043", "25-9049"),
    "51-2028": ("51-2022", "51-2023"),
    "53-1047": ("53-1042", "53-1043", "53-1044", "53-1049"),
}
_WHAT: Final = {
    "occupations": "occupation with projections",
    "staffing": "occupation in a sector",
    "related": "related occupations",
    "programs": "training programs",
}
#: Share of the occupations of OEWS that the projections may lack and still be of the same classification.
_MOST_UNMATCHED: Final = 0.5
_NAMES: Final = {
    "oews": r"natsector_M\d{4}_dl\.xlsx|oews_m\d{4}_all_areas_industries\.parquet",
    "projections": r"occupation_(\d{4})_(\d{4})\.xlsx",
    "zones": r"Job Zones\.xlsx",
    "related": r"Related Occupations\.xlsx",
    "cip_soc": r"CIP2020_SOC2018_Crosswalk\.csv",
}


def build_jobs(folder: str | Path, out: str | Path, onet_version: str = "29.3") -> dict[str, int]:
    """Make the tables of jobs from a folder of official files; of several years the newest counts.

    Parameters
    ----------
    folder : holds, at any depth, OEWS ``natsector_M*_dl.xlsx``, the projections' ``occupation_*_*.xlsx``, O*NET's ``Job
        Zones.xlsx`` and ``Related Occupations.xlsx``, and ``CIP2020_SOC2018_Crosswalk.csv``.
    out : folder to write into; it is made where it is not there.
    onet_version : of the O*NET files; they do not say it themselves.

    Returns
    -------
    Rows of each table, and ``unmatched_...``: codes for which another publisher has nothing.

    Raises
    ------
    UserError : a file is missing or does not fit, or the folder cannot be written.
    """
    files = official_files(folder)
    projections = read_projections(files["projections"])
    wanted = set(projections["soc"])
    zones, related = read_job_zones(files["zones"]), read_related(files["related"])
    occupations = projections.merge(_zones(zones, wanted), on="soc", how="left")
    occupations["job_zone"] = occupations["job_zone"].astype("Int8")
    oews = read_oews(files["oews"])
    staffing = _staffing(oews)
    tables = {
        "occupations": occupations,
        "staffing": staffing,
        "related": _related(related, wanted),
        "programs": _programs(read_cip_soc(files["cip_soc"]), wanted),
    }
    for name, table in tables.items():
        if table.empty:
            raise UserError(
                f"The files in {folder} give no {_WHAT[name]}; use them as the agencies publish them."
            )
    counts: dict[str, int] = {name: len(table) for name, table in tables.items()}
    counts["unmatched_zone"] = int(occupations["job_zone"].isna().sum())
    counts["unmatched_staffing"] = int(
        (~staffing.loc[staffing["soc"] != "00-0000", "soc"].isin(wanted)).sum()
    )
    if counts["unmatched_staffing"] > _MOST_UNMATCHED * len(staffing):
        raise UserError(
            f"{files['oews'].name} and {files['projections'].name} name occupations differently: they are of different editions of "
            "the classification (SOC); take files of about the same year."
        )
    year = re.search(r"_m(\d{4})", files["oews"].name.lower())
    years = re.search(_NAMES["projections"], files["projections"].name)
    described: dict[str, Any] = {
        "made": f"{datetime.now(UTC):%Y-%m-%d}",
        "oews_year": int(year[1]) if year else None,
        "projections": [int(part) for part in years.groups()] if years else None,
        "onet_version": onet_version,
        "files": {kind: path.name for kind, path in files.items()},
        "rows": counts,
        "sources": [
            "U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics (public domain)",
            "U.S. Bureau of Labor Statistics, Employment Projections, tables 1.2 and 1.10 (public domain)",
            (
                f"O*NET {onet_version} Database, U.S. Department of Labor, Employment and Training Administration (CC BY 4.0); "
                "changed: brought together by SOC code"
            ),
            "National Center for Education Statistics and U.S. Bureau of Labor Statistics, CIP 2020 to SOC 2018 crosswalk (public domain)",
        ],
    }
    target = Path(out)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            table.to_parquet(
                target / f"{name}.parquet",
                index=False,
                compression="zstd",
                compression_level=19,
                row_group_size=4096,
            )
        (target / "source.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(f"{target} could not be written ({error.strerror or error}).") from error
    return counts


def codes_onto(codes: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """Map SOC 2018 codes onto the codes that OEWS and the projections use.

    A code that stands there maps to itself; otherwise to the combined code that covers it (``31-1121`` to ``31-1120``, or by the
    list of combinations that do not show it). A code that nothing covers, such as a military one, is left out.

    >>> codes_onto(["51-4121", "31-1121", "55-1011"], ["51-4121", "31-1120"])
    {'51-4121': '51-4121', '31-1121': '31-1120'}
    """
    known = set(wanted)
    combined = {part: whole for whole, parts in _COMBINED.items() for part in parts if whole in known}
    found = {}
    for code in codes:
        tens = f"{code[:-1]}0"
        onto = code if code in known else combined.get(code, tens if tens in known else "")
        if onto:
            found[code] = onto
    return found


def official_files(folder: str | Path) -> dict[str, Path]:
    """Find the newest official file of each kind; all that are missing are named at once.

    By their names; of files of one name, such as O*NET's, by the folders that they lie in.

    Raises UserError: there is no such folder, or a file is missing.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.")
    there = [path for path in folder.rglob("*") if path.is_file()]
    found = {
        kind: max(
            (path for path in there if re.fullmatch(name, path.name)),
            key=lambda path: (re.findall(r"\d{4}", path.name), path.parts),
            default=None,
        )
        for kind, name in _NAMES.items()
    }
    missing = [
        _NAMES[kind].split("|")[0].replace("\\", "").replace("(", "").replace(")", "").replace("d{4}", "YYYY")
        for kind, path in found.items()
        if path is None
    ]
    if missing:
        more = f"; also missing: {', '.join(missing[1:])}" if missing[1:] else ""
        raise UserError(f"In {folder} there is no file {missing[0]}{more} (a zip has to be unpacked first).")
    return {kind: path for kind, path in found.items() if path is not None}


def _zones(zones: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    """Give one zone an occupation: that of O*NET's own ``.00`` entry, else the one most entries have, else the lower."""
    onto = codes_onto(zones["soc"], wanted)
    placed = zones.assign(onto=zones["soc"].map(onto)).dropna(subset="onto")
    placed["general"] = placed["onet_soc"].str.endswith(".00") & (placed["soc"] == placed["onto"])
    found = {}
    for code, rows in placed.groupby("onto"):
        own = rows[rows["general"]] if rows["general"].any() else rows
        counted = own["job_zone"].value_counts()
        found[str(code)] = int(min(counted[counted == counted.max()].index))
    return pd.DataFrame({"soc": list(found), "job_zone": list(found.values())})


def _staffing(oews: pd.DataFrame) -> pd.DataFrame:
    wanted = (
        oews["group"].isin(["detailed", "total"]) & (oews["sector"] != "") & (oews["area"] == NATION_AREA)
    )
    rows = oews[wanted]
    columns = [
        "sector",
        "own_code",
        "soc",
        "title",
        "employment",
        "share",
        "standard_error",
        *PAY_COLUMNS,
        "pay_note",
    ]
    if rows.empty:
        raise UserError("The OEWS file has no sectors; the one by sector is called natsector.")
    return rows[columns].sort_values(["sector", "soc"], ignore_index=True)


def _related(related: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    onto = codes_onto({code[:7] for code in (*related["onet_soc"], *related["related_onet_soc"])}, wanted)
    pairs = pd.DataFrame(
        {
            "soc": related["onet_soc"].str[:7].map(onto),
            "related_soc": related["related_onet_soc"].str[:7].map(onto),
            "rank": related["rank"],
            "primary": related["tier"].str.startswith("Primary"),
        }
    ).dropna()
    pairs = pairs[pairs["soc"] != pairs["related_soc"]].sort_values(["soc", "rank", "related_soc"])
    pairs = pairs.drop_duplicates(["soc", "related_soc"])
    pairs["rank"] = pairs["rank"].astype("int8")
    return pairs.reset_index(drop=True)


def _programs(crosswalk: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    onto = codes_onto(crosswalk["soc"].unique(), wanted)
    table = crosswalk.assign(soc=crosswalk["soc"].map(onto).fillna(""))[["cip", "cip_title", "soc"]]
    # A program keeps one row without an occupation only if it has none at all.
    some = set(table.loc[table["soc"] != "", "cip"])
    table = table[(table["soc"] != "") | ~table["cip"].isin(some)]
    return table.drop_duplicates().sort_values(["cip", "soc"], ignore_index=True)
