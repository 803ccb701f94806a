"""Newer official files beside QCEW: found by their publishers' names, read, checked, and added to the user's own tables."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

import pandas as pd

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.jobs import supply_files
from nextgen_helpers.jobs.readers import PAY_COLUMNS, read_oews
from nextgen_helpers.lmi import county_files
from nextgen_helpers.lmi.room import Room, work_room
from nextgen_helpers.official import KEYS, Release, add_official, write_official

_BLOCK: Final = 1 << 20
_LAUS: Final = "BLS, Local Area Unemployment Statistics"
_ERS: Final = "compiled by USDA, Economic Research Service"
_CENSUS: Final = "U.S. Census Bureau"
_NCES: Final = "National Center for Education Statistics"
_TWC: Final = "Texas Workforce Commission"
#: Columns of occupational pay by area, as they are kept.
_AREA_PAY: Final = (
    "area",
    "area_title",
    "soc",
    "title",
    "employment",
    "standard_error",
    *PAY_COLUMNS,
    "pay_note",
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of official file."""

    table: str  # which table its rows belong to
    pattern: str  # its publisher's name of the file; a group holds the year
    read: Callable[[Path], pd.DataFrame]  # reads it
    release: str  # what the release is called, with ``{}`` for the years


def _area_pay(path: Path) -> pd.DataFrame:
    """Read OEWS by area: detailed occupations of all industries together, with the year that the file's name says."""
    table = read_oews(path)
    found = re.search(r"_m(\d{4})_", path.name.lower())
    if not found:
        raise DataFileError(path.name, "its name does not say the year, as MSA_M2025_dl.xlsx does.")
    wanted = table["group"].isin(["detailed", "total"]) & (table["sector"] == "")
    rows = table.loc[wanted, list(_AREA_PAY)].assign(year=int(found[1]))
    return rows.drop_duplicates(["area", "year", "soc"])


_KINDS: Final = (
    _Kind("labor_force", r"laucnty\d\d\.xlsx", county_files.read_laus, f"{_LAUS}, annual averages {{}}"),
    _Kind("labor_force", r"unemployment\d{4}\.xlsx", county_files.read_ers_labor_force, f"{_LAUS}, annual averages {{}}, {_ERS}"),
    _Kind("population", r"populationestimates\.xlsx", county_files.read_population, f"{_CENSUS}, Population Estimates {{}}, {_ERS}"),
    _Kind("schooling", r"education\d{4}\.xlsx", county_files.read_schooling, f"{_CENSUS}, American Community Survey {{}}, {_ERS}"),
    _Kind("poverty", r"poverty\d{4}\.xlsx", county_files.read_poverty, f"{_CENSUS}, Small Area Income and Poverty Estimates {{}}, {_ERS}"),
    _Kind("area_pay", r"(msa|bos|state|national)_m\d{4}_dl\.xlsx|oews_m\d{4}_all_areas_industries\.parquet", _area_pay,
          "BLS, Occupational Employment and Wage Statistics, May {}"),
    _Kind("completions", r"c\d{4}_a(_rv)?\.(csv|parquet)", supply_files.read_completions, f"{_NCES}, IPEDS Completions {{}}"),
    _Kind("institutions", r"hd\d{4}\.csv(\.gz)?", supply_files.read_institutions, f"{_NCES}, IPEDS Institutional Characteristics {{}}"),
    _Kind("board_jobs", r"twc_occupational_wages_\d{4}_.*\.csv(\.gz)?", supply_files.read_board_jobs,
          f"{_TWC}, occupational wages by workforce development area, {{}}"),
    _Kind("board_outlook", r"twc_projections_\d{4}_\d{4}_.*\.csv(\.gz)?", supply_files.read_board_outlook,
          f"{_TWC}, projections {{}} by workforce development area"),
)  # fmt: skip


def import_official(path: str | Path) -> tuple[Release, ...]:
    """Add official files beside QCEW that a path holds: a file, a zip, or a folder of them.

    Taken are, under their publishers' names: ``laucnty24.xlsx``, ``Unemployment2023.xlsx``, ``PopulationEstimates.xlsx``,
    ``Education2023.xlsx``, ``Poverty2023.xlsx``, ``MSA_M2025_dl.xlsx`` and its like for ``BOS``, ``state``, ``national``,
    ``c2024_a.csv``, ``hd2024.csv``; and the Texas Workforce Commission's figures by board as ``twc_occupational_wages_2019_28_boards.csv``
    and ``twc_projections_2018_2028_24_regions.csv``.

    Gives what was added, one release a table; empty where no file is of such a kind.
    Raises UserError: a file does not fit its layout; nothing was added.
    """
    with work_room() as room:
        found = [(kind, file) for file in _files(Path(path), room) if (kind := _kind_of(file.name))]
        made = _tables(found)
    return tuple(
        add_official(table, rows, kind_release.format(years), years)
        for table, (rows, kind_release, years) in made.items()
    )


def is_official(path: str | Path) -> bool:
    """Tell whether a file's name, or one in a zip or a folder, is that of an official file beside QCEW."""
    place = Path(path)
    if place.is_dir():
        return any(_kind_of(file.name) for file in place.rglob("*"))
    if place.suffix.lower() == ".zip" and zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as archive:
            return any(_kind_of(PurePosixPath(name).name) for name in archive.namelist())
    return _kind_of(place.name) is not None


def build_official(raw: str | Path, out: str | Path) -> dict[str, int]:
    """Make the tables of ``data/official`` from the agencies' files (for those who maintain the project).

    raw : a folder that holds them at any depth.
    out : folder to write into; it is made where it is not there.
    Gives rows of each table.
    """
    folder, target = Path(raw), Path(out)
    target.mkdir(parents=True, exist_ok=True)
    # Of the labor force's single years only those that the workbook of all years has not: its vintage is the newest.
    files = [
        file for file in sorted(folder.rglob("*")) if not re.fullmatch(r"laucnty(19|2[0-3])\.xlsx", file.name)
    ]
    made = _tables([(kind, file) for file in files if (kind := _kind_of(file.name))])
    made["totals"] = _newer_totals(folder)
    made["institutions"] = _all_institutions(folder, *made["institutions"])
    about = {}
    for table, (rows, release, years) in made.items():
        write_official(_small(rows), table, target / f"{table}.parquet")
        about[table] = {
            "release": release.format(years),
            "years": years,
            "added": f"{datetime.now(UTC):%Y-%m-%d}",
            "rows": len(rows),
        }
    (target / "source.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return {table: len(rows) for table, (rows, _, _) in made.items()}


def _all_institutions(
    folder: Path, rows: pd.DataFrame, release: str, years: str
) -> tuple[pd.DataFrame, str, str]:
    """Add institutions that have closed or merged since: their completers of earlier years count."""
    earlier = supply_files.read_institutions(next(folder.rglob("hd_2020_2024_extract.parquet")))
    both = pd.concat([earlier.sort_values("year"), rows]).drop_duplicates("unitid", keep="last")
    return both, release, f"{earlier['year'].min()} to {years}"


def _newer_totals(folder: Path) -> tuple[pd.DataFrame, str, str]:
    year = county_files.read_annual_totals(next(folder.rglob("qcew_2024_annual_county_totals.csv")), 2024)
    quarter = county_files.read_quarterly_totals(
        next(folder.rglob("qcew_2023q1_total_by_ownership_all_areas.csv.gz"))
    )
    release = "BLS, Quarterly Census of Employment and Wages, totals of {}"
    return pd.concat([year, quarter], ignore_index=True), release, "2024 and of the first quarter of 2023"


def _tables(found: list[tuple[_Kind, Path]]) -> dict[str, tuple[pd.DataFrame, str, str]]:
    """Read files and bring those of one table together; the last one named counts where two have the same row."""
    parts: dict[str, list[tuple[_Kind, pd.DataFrame]]] = {}
    for kind, file in found:
        parts.setdefault(kind.table, []).append((kind, kind.read(file)))
    made = {}
    for table, pieces in parts.items():
        rows = pd.concat([piece for _, piece in pieces], ignore_index=True)
        rows = rows.drop_duplicates(list(KEYS[table]), keep="last")
        made[table] = (
            rows,
            pieces[-1][0].release if len(pieces) == 1 else pieces[0][0].release,
            _years(rows),
        )
    return made


def _years(rows: pd.DataFrame) -> str:
    years = sorted({str(year) for year in rows["years" if "years" in rows else "year"]})
    if "until" in rows:
        return f"{years[0]} to {rows['until'].max()}"
    return years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _small(rows: pd.DataFrame) -> pd.DataFrame:
    """Write whole numbers as whole numbers, which take less room; missing stays missing."""
    small = rows.copy()
    for column in small.select_dtypes("number"):
        whole = small[column].dropna()
        if (whole == whole.round()).all():
            small[column] = small[column].astype("Int64" if small[column].isna().any() else "int64")
    return small


def _kind_of(name: str) -> _Kind | None:
    """Tell a file by its official name, also where a browser that had it already has numbered it: ``laucnty24 (1).xlsx``."""
    official = re.sub(r" ?\(\d+\)(?=\.)", "", name.lower())
    return next((kind for kind in _KINDS if re.fullmatch(kind.pattern, official)), None)


def _files(path: Path, room: Room) -> Iterator[Path]:
    """Give the files of a path, those of zips unpacked."""
    if not path.exists():
        raise UserError(f"There is no file or folder {path}.")
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.suffix.lower() == ".zip":
            yield from _unpacked(file, room)
        elif file.is_file():
            yield file


def _unpacked(path: Path, room: Room) -> Iterator[Path]:
    """Unpack the members that are of a kind, under their own last name: no member names a place to write to."""
    folder = room.new_folder()
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = PurePosixPath(member.filename).name
                if not _kind_of(name):
                    continue
                room.expect(name, member.file_size)
                with archive.open(member) as source, (folder / name).open("wb") as target:
                    while block := source.read(_BLOCK):
                        room.write(target, block, name)
                yield folder / name
    except zipfile.BadZipFile as error:
        raise DataFileError(path.name, "it is damaged; download it again.") from error
