"""Make a base of figures, and the tables of codes, from the files of the agencies.

``nextgen data build`` runs this. It reads official QCEW files in any layout, and tables that are
already tidy (Parquet), computes the nation from the states where the nation is not among them, and writes
a base as :class:`~nextgen_helpers.lmi.store.Store` reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.lmi.batches import Imported, write_batch
from nextgen_helpers.lmi.layout import COLUMNS, FOUR_QUARTERS, SECTORS, WHOLE_AREA, level_of, sector_of
from nextgen_helpers.lmi.qcew_tidy import BEFORE_ITS_CODE
from nextgen_helpers.lmi.readers import open_qcew
from nextgen_helpers.places import staged, write_whole

_SOURCE: Final = "U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages"
_STATES: Final = 51  # fifty states and the District of Columbia
#: Methods by which this module and the readers compute what a file does not say itself.
_COMPUTED: Final = (
    "quarters minus change",
    "sum of states",
    "from published location quotients",
    "not available",
)


def build_base(paths: Sequence[str | Path], out: str | Path) -> Imported:
    """Make a base of figures from raw files.

    paths : official QCEW files, zips or folders of them, and tidy Parquet tables. For an area and year
        that stands in several, the later path counts, but one that was published before one that is
        computed; a slice of one industry is laid over the rest.
    out : folder to write; it must not exist, or be empty.
    Raises UserError: a file does not fit, nothing is there to read, or the folder cannot be written.
    """
    folder = Path(out)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} is there already and not empty; name a new folder with --out.")
    tables = [table for path in paths for table in _read(Path(path))]
    if not tables:
        raise UserError("There is nothing to build from; name QCEW files, zips or folders.")
    merged = _newest(tables)
    try:
        with staged(folder) as made, duckdb.connect() as connection:
            connection.register("merged", merged)
            return write_batch(connection, "merged", made, _SOURCE, files=len(tables))
    except (OSError, duckdb.IOException) as error:
        raise UserError(f"{folder} could not be written ({error}).") from error


def nation_from_states(states: pd.DataFrame) -> pd.DataFrame:
    """Compute the nation's rows for years in which all states are there.

    Where every state that has the industry is disclosed, the nation is their sum, exactly. Where one
    is withheld, each disclosed state's published location quotient bounds the nation: from
    ``LQ = (e_s / E_s) / (e_n / E_n)`` and LQ known to within 0.005 follows an interval for ``e_n``; the
    middle of what all intervals have in common is taken, and marked as an estimate.

    states : rows of states as published: the tidy columns and ``lq_disclosure, lq_employment,
        lq_wages``.
    Gives tidy rows of ``US000``; missing, and withheld, where no state tells.
    """
    keys = ["own_code", "industry_code", "year"]
    complete = states.groupby("year")["area_fips"].nunique()
    states = states[states["year"].isin(complete.index[complete >= _STATES])]
    if states.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    nation = states.groupby(keys, as_index=False).agg(
        estabs=("estabs", "sum"),
        employment=("employment", "sum"),
        wages=("wages", "sum"),
        withheld=("suppressed", "sum"),
    )
    totals = nation[(nation["own_code"] == "0") & (nation["industry_code"] == "10")]
    bounds = _bounds(states, totals.set_index("year"), keys)
    nation = nation.merge(bounds, on=keys, how="left")
    summed = nation["withheld"] == 0
    for column in ("employment", "wages"):
        nation[column] = nation[column].where(summed, nation[f"bounded_{column}"].round())
    told = nation["employment"].notna()
    nation["method"] = "not available"
    nation.loc[told, "method"] = "from published location quotients"
    nation.loc[summed, "method"] = "sum of states"
    return nation.assign(area_fips="US000", suppressed=~told)[list(COLUMNS)]


def _bounds(states: pd.DataFrame, totals: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Middle of what the disclosed states' quotients have in common, for jobs and wages."""
    own_total = states[(states["own_code"] == "0") & (states["industry_code"] == "10")]
    own_total = own_total.set_index(["area_fips", "year"])
    disclosed = states[~states["suppressed"] & (states["lq_disclosure"] == "")]
    place = pd.MultiIndex.from_frame(disclosed[["area_fips", "year"]])
    result = disclosed[keys].drop_duplicates()
    for column in ("employment", "wages"):
        quotient = disclosed[f"lq_{column}"].to_numpy()
        local = disclosed[column] / own_total[column].reindex(place).to_numpy()
        scaled = local * totals[column].reindex(disclosed["year"]).to_numpy()
        usable = (quotient > 0.01) & (scaled > 0)  # noqa: PLR2004  (below it, rounding says nothing)
        intervals = disclosed.loc[usable, keys].assign(
            low=scaled[usable] / (quotient[usable] + 0.005), high=scaled[usable] / (quotient[usable] - 0.005)
        )
        common = intervals.groupby(keys, as_index=False).agg(low=("low", "max"), high=("high", "min"))
        common[f"bounded_{column}"] = (common["low"] + common["high"]) / 2
        result = result.merge(common[[*keys, f"bounded_{column}"]], on=keys, how="left")
    return result


def _read(path: Path) -> list[pd.DataFrame]:
    if path.is_dir():
        tidy = [_read_tidy(item) for item in sorted(path.rglob("*.parquet"))]
        has_raw = any(item.suffix.lower() in (".csv", ".zip") for item in path.rglob("*"))
        return [*tidy, *(_read_raw(path) if has_raw else [])]
    return [_read_tidy(path)] if path.suffix.lower() == ".parquet" else _read_raw(path)


def _read_tidy(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise UserError(f"There is no file or folder {path}.")
    try:
        table = pd.read_parquet(path)
    except (OSError, pa.ArrowException) as error:
        raise DataFileError(path.name, "it cannot be read as Parquet.") from error
    missing = sorted(set(COLUMNS) - set(table.columns))
    if missing:
        raise UserError(f'{path}: the column "{missing[0]}" of the tidy layout is missing.')
    return table[list(COLUMNS)]


def _read_raw(path: Path) -> list[pd.DataFrame]:
    with open_qcew([path], quotients=True) as reading:
        tidy = reading.tidy()
        states = reading.connection.execute(
            "SELECT t.*, q.lq_disclosure, q.lq_employment, q.lq_wages FROM tidy t "
            "LEFT JOIN annual_rows q ON t.area_fips = q.area_fips AND t.own_code = q.own_code "
            "AND t.industry_code = q.industry_code AND t.year = CAST(q.year AS SMALLINT) "
            "WHERE t.area_fips LIKE '__000' AND t.area_fips NOT IN ('US000', '72000', '78000')"
        ).df()
    nation = nation_from_states(states.fillna({"lq_disclosure": ""}))
    have = set(tidy.loc[tidy["area_fips"] == "US000", "year"])
    return [tidy, nation[~nation["year"].isin(have)]]


def _newest(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Take for each area and year the table that counts, with newer slices of industries over it."""
    merged = pd.concat(
        [
            table.astype({"year": "int16", "estabs": "float64"}).assign(rank=rank)
            for rank, table in enumerate(tables)
            if not table.empty
        ],
        ignore_index=True,
    )
    computed = merged["method"].isin(_COMPUTED) | merged["method"].str.startswith(FOUR_QUARTERS)
    merged["rank"] += len(tables) * ~computed
    with duckdb.connect() as connection:
        connection.register("every_row", merged)
        result: pd.DataFrame = connection.execute(
            f"""
            WITH merged AS (SELECT * FROM every_row WHERE NOT {BEFORE_ITS_CODE}), areas AS (
              SELECT area_fips, year, rank, {WHOLE_AREA} AS whole
              FROM merged GROUP BY area_fips, year, rank),
            counting AS (
              SELECT area_fips, year, coalesce(max(rank) FILTER (whole), -1) AS rank
              FROM areas GROUP BY area_fips, year)
            SELECT {", ".join(f"merged.{name}" for name in COLUMNS)}
            FROM merged JOIN counting ON merged.area_fips = counting.area_fips
              AND merged.year = counting.year AND merged.rank >= counting.rank
            QUALIFY row_number() OVER (
              PARTITION BY merged.area_fips, merged.own_code, merged.industry_code, merged.year
              ORDER BY merged.rank DESC) = 1
            """  # noqa: S608
        ).df()
    return result


# -- tables of codes ------------------------------------------------------------------------------


def build_codes(source: str | Path, out: str | Path) -> None:
    """Make the project's tables of codes from the agencies' files.

    source : folder with ``qcew_area_titles.csv``, ``qcew_industry_titles.csv``, the same for NAICS 2017,
        the two NAICS concordances and the delineation of metropolitan areas.
    out : folder that gets ``areas.csv``, ``industries.csv``, ``naics_changes.csv``,
        ``metropolitan_areas.csv``.
    """
    folder, target = Path(source), Path(out)
    target.mkdir(parents=True, exist_ok=True)
    tables = {
        "areas.csv": _areas(folder),
        "industries.csv": _industries(folder),
        "naics_changes.csv": _naics_changes(folder),
        "metropolitan_areas.csv": _metropolitan_areas(folder),
    }
    for name, table in tables.items():
        write_whole(target / name, table.to_csv(index=False, lineterminator="\n"))


def _areas(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "qcew_area_titles.csv", dtype=str)
    code = table["area_fips"]
    digits = code.str.fullmatch(r"\d{5}")
    kind = pd.Series("", index=table.index)
    kind[digits] = "county"
    kind[digits & code.str.endswith("000")] = "state"
    kind[digits & code.str.endswith("999")] = "unknown"
    kind[code == "US000"] = "nation"
    table = table.assign(kind=kind)[kind != ""].rename(columns={"area_title": "title"})
    # States of the register only: the titles also name foreign and overseas pseudo-areas.
    title = table["title"].str.replace(" -- Statewide", "", regex=False)
    title = title.where(table["area_fips"] != "US000", "United States")
    return table.assign(title=title)[["area_fips", "kind", "title"]]


def _industries(folder: Path) -> pd.DataFrame:
    now = _titles(folder / "qcew_industry_titles.csv")
    before = _titles(folder / "qcew_industry_titles_naics2017.csv")
    codes = [
        code
        for code in sorted({*now, *before})
        if code == "10"
        or code in SECTORS
        or (code.isdigit() and len(code) in (3, 4) and not code.startswith("10"))
    ]
    rows = []
    for code in codes:
        title, older = now.get(code, ""), before.get(code, "")
        if "NAICS" in older:  # a code of an older NAICS than 2017 kept for old data
            older = ""
        level = level_of(code)
        sector = "" if level == "total" else sector_of(code)
        renamed = older if older and older.lower() != title.lower() and level != "sector" else ""
        rows.append((code, level, sector, title or older, renamed))
    columns = ["industry_code", "level", "sector", "title", "title_before_2022"]
    return pd.DataFrame(rows, columns=columns)


def _titles(path: Path) -> dict[str, str]:
    table = pd.read_csv(path, dtype=str)
    plain = table["industry_title"].str.replace(r"^(NAICS )?[\d-]+ ", "", regex=True)
    return dict(zip(table["industry_code"], plain, strict=True))


def _naics_changes(folder: Path) -> pd.DataFrame:
    """3- and 4-digit codes of which a piece came from, or went to, another code."""
    rows: set[tuple[str, int]] = set()
    for name, first_year in (("2012_to_2017_NAICS.csv", 2017), ("2017_to_2022_NAICS.csv", 2022)):
        pairs = pd.read_csv(folder / name, dtype=str, header=2, encoding="utf-8-sig").iloc[:, [0, 2]]
        pairs.columns = pd.Index(["old", "new"])
        pairs = pairs[pairs["old"].str.fullmatch(r"\d{6}") & pairs["new"].str.fullmatch(r"\d{6}")]
        for digits in (3, 4):
            old, new = pairs["old"].str[:digits], pairs["new"].str[:digits]
            moved = old != new
            rows |= {(code, first_year) for code in {*old[moved], *new[moved]}}
    return pd.DataFrame(sorted(rows), columns=["industry_code", "first_year"])


def _metropolitan_areas(folder: Path) -> pd.DataFrame:
    table = pd.read_excel(folder / "cbsa_delineation_2023.xlsx", header=2, dtype=str, engine="openpyxl")
    table = table[table["FIPS County Code"].notna()]
    return pd.DataFrame(
        {
            "cbsa_code": table["CBSA Code"],
            "cbsa_title": table["CBSA Title"],
            "kind": table["Metropolitan/Micropolitan Statistical Area"].str.split().str[0],
            "county_fips": table["FIPS State Code"] + table["FIPS County Code"],
        }
    ).sort_values(["cbsa_code", "county_fips"], ignore_index=True)
