"""Whether the rows of QCEW files belong together: nothing missing, nothing said twice, and something that is used."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.lmi.layout import NATION, OWNERSHIPS, SECTORS, level_of, sector_of
from nextgen_helpers.lmi.qcew_columns import KEYS, NEEDED, Header, Period, literal, scan
from nextgen_helpers.lmi.qcew_refusals import first_row
from nextgen_helpers.lmi.qcew_words import area_words, industry_words, level_words, owner_words, period_words
from nextgen_helpers.words import joined

if TYPE_CHECKING:
    import duckdb


#: The end of a file, in which its last row stands whole.
_END: Final = 20_000
_MOST_NAMED: Final = 4
_USED: Final = (
    "This can use rows of counties, states and the nation: totals and sectors, and, of private employers (ownership 5) only, "
    "3-digit and 4-digit industries; no rows by size of establishment."
)


def refuse_contradictions(connection: duckdb.DuckDBPyConnection, names: Mapping[str, str]) -> None:
    """Refuse files that give two values for one cell; the same cell twice alike counts once."""
    cell = "area_fips, own_code, industry_code, year, qtr"
    for period in NEEDED:
        # As many hashes as rows: no cell is there twice. The cells themselves would take much memory.
        if first_row(
            connection,
            f"SELECT 1 FROM {period}_rows HAVING count(*) = count(DISTINCT hash({cell}))",  # noqa: S608
        ):
            continue
        columns = [*KEYS, "disclosure", *NEEDED[period]]
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {period}_rows AS SELECT DISTINCT ON ({', '.join(columns)}) * "  # noqa: S608
            f"FROM {period}_rows"
        )
        found = first_row(
            connection,
            f"SELECT {cell}, min(file), max(file) "  # noqa: S608
            f"FROM {period}_rows GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1",
        )
        if found:
            *key, first, second = found
            raise UserError(_contradiction(connection, period, tuple(key), names[first], names[second]))


def _contradiction(
    connection: duckdb.DuckDBPyConnection, period: Period, key: tuple[str, ...], first: str, second: str
) -> str:
    """Say of which cell there are two figures, and which."""
    area, own, industry, year, quarter = key
    columns = ("agglvl_code", "disclosure", *NEEDED[period])
    one, other = connection.execute(
        f"SELECT {', '.join(columns)} FROM {period}_rows WHERE area_fips = ? AND own_code = ? "  # noqa: S608
        "AND industry_code = ? AND year = ? AND qtr = ? ORDER BY file LIMIT 2",
        key,
    ).fetchall()
    differ = next(place for place in range(len(columns)) if one[place] != other[place])
    said = {
        "agglvl_code": "{} and {} as its level",
        "disclosure": "disclosed and withheld",
        "estabs": "{} and {} establishments",
        "wages": "{} and {} dollars of wages",
    }.get(columns[differ], "{} and {} jobs")
    values = [f"{item:,}" if isinstance(item, int) else str(item) for item in (one[differ], other[differ])]
    files = f"{first} gives two" if first == second else f"{first} and {second} give"
    mend = "keep the row that is right" if first == second else "import one of them"
    return (
        f"{files} different figures for {area_words(area)}, {owner_words(own)}, {industry_words(industry, year)}, "
        f"{level_words(one[0])}, {period_words(year, quarter)} ({said.format(*values)}); {mend}."
    )


#: Establishments are published even where jobs are withheld, so the parts of a file add up: ownerships to
#: the total, sectors to their ownership, 3-digit industries to their sector, 4-digit ones to those. In
#: quarterly files they do exactly, in annual ones but for the rounding of n parts, which stays well below
#: 1 + sqrt(n). A file that lost its end does not. What somebody chose need not add up: rows without the area's total,
#: a total without ownerships, one level alone. Whoever keeps the total and some of its parts is asked to choose again.
_MISSING_ROWS: Final = """
WITH cells AS (
  SELECT file, area_fips, year, qtr, own_code, industry_code, estabs, right(agglvl_code, 1) AS level,
    left(industry_code, 2) AS two
  FROM {period}_rows WHERE starts_with(area_fips, {state})),
parts AS (
  SELECT file, area_fips, year, qtr, level,
    CASE level WHEN '1' THEN '0' ELSE own_code END AS own_code,
    CASE WHEN level IN ('1', '4') THEN '10'
      WHEN level = '6' THEN left(industry_code, 3)
      WHEN two IN ('31', '32', '33') THEN '31-33'
      WHEN two IN ('44', '45') THEN '44-45'
      WHEN two IN ('48', '49') THEN '48-49'
      ELSE two END AS industry_code,
    sum(estabs) AS estabs, count(*) AS n
  FROM cells WHERE level <> '0' GROUP BY ALL),
wholes AS (
  SELECT *, CASE level WHEN '0' THEN '1' WHEN '1' THEN '4' WHEN '4' THEN '5' ELSE '6' END AS below
  FROM cells WHERE level IN ('0', '1') OR level IN ('4', '5') AND own_code = '5'),
divided AS (SELECT DISTINCT file, area_fips, year, qtr, level FROM cells)
SELECT whole.file, whole.area_fips, whole.year, whole.qtr, whole.level, whole.own_code, whole.industry_code,
  whole.estabs, coalesce(parts.estabs, 0)
FROM wholes whole
JOIN divided AS total ON total.file = whole.file AND total.area_fips = whole.area_fips
  AND total.year = whole.year AND total.qtr = whole.qtr AND total.level = '0'
JOIN divided ON divided.file = whole.file AND divided.area_fips = whole.area_fips
  AND divided.year = whole.year AND divided.qtr = whole.qtr AND divided.level = whole.below
LEFT JOIN parts ON parts.file = whole.file AND parts.area_fips = whole.area_fips
  AND parts.year = whole.year AND parts.qtr = whole.qtr AND parts.level = whole.below
  AND parts.own_code = whole.own_code AND parts.industry_code = whole.industry_code
WHERE whole.estabs - coalesce(parts.estabs, 0) > {rounding}
ORDER BY ALL LIMIT 1
"""


def refuse_missing_rows(
    connection: duckdb.DuckDBPyConnection, names: Mapping[str, str], headers: Mapping[str, Header]
) -> None:
    """Refuse files of which the parts do not add up to the whole."""
    n = "coalesce(parts.n, 0)"
    for period, rounding in (("annual", f"least(({n} + 1) / 2, 1 + sqrt({n}))"), ("quarterly", "0")):
        states = f"SELECT DISTINCT left(area_fips, 2) FROM {period}_rows ORDER BY 1"  # noqa: S608
        for (state,) in connection.execute(states).fetchall():  # all at once would take twice the memory
            found = first_row(
                connection, _MISSING_ROWS.format(period=period, rounding=rounding, state=literal(state))
            )
            if found:
                path, *cell = found
                there = connection.execute(
                    f"SELECT DISTINCT own_code FROM {period}_rows WHERE file = ? AND area_fips = ? AND year = ? "  # noqa: S608
                    "AND qtr = ? AND right(agglvl_code, 1) = '1' ORDER BY ALL",
                    [path, *cell[:3]],
                ).fetchall()
                owners = [own for (own,) in there]
                last = _last_row(Path(path), headers[path])
                raise DataFileError(names[path], _missing(tuple(cell), owners, last))


def _missing(cell: tuple[Any, ...], owners: Sequence[str], last: tuple[str, str, str]) -> str:
    """Say which whole has more than its parts, and what to do."""
    area, year, quarter, level, own, industry, whole, parts = cell
    kind = "1" if area == NATION else "5" if area.endswith("000") else "7"
    below = {"0": "1", "1": "4", "4": "5", "5": "6"}[level]
    what = {"0": "ownerships", "1": "sectors", "4": "3-digit industries", "5": "4-digit industries"}[level]
    named = f"{owner_words(own)}, {industry_words(industry, year)}, {level_words(kind + level)}"
    absent = [owner_words(item) for item in OWNERSHIPS if item != "0" and item not in owners]
    lacking = f"; not there: {joined(absent)}" if level == "0" and absent else ""
    return (
        f"rows are missing for {area_words(area)}, {period_words(year, quarter)}: {named}, has {whole:,} "
        f"establishments, but its {what} in the file, {level_words(kind + below)}, have {parts:,}{lacking}. "
        + (
            f"The file seems to be cut off after its last row ({owner_words(last[1])}, "
            f"{industry_words(last[2], year)}); fetch it again."
            if _ends_within(cell, owners, last)
            else "If you took rows out of BLS's file, take out the area's total (ownership 0), too; otherwise fetch the "
            "file again."
        )
    )


def _ends_within(cell: tuple[Any, ...], owners: Sequence[str], last: tuple[str, str, str]) -> bool:
    """Tell whether the parts that are missing would stand behind a file's last row, in the order of BLS's files.

    Only then may the file be cut off: BLS writes area by area, in each the ownerships in order, in each the industries.
    """
    area, _year, _quarter, level, own, industry, *_ = cell
    last_area, last_own, last_industry = last
    if last_area != area:
        return False
    if level == "0":
        return all(item in owners or item > last_own for item in OWNERSHIPS if item != "0")
    if own != last_own:
        return False
    if last_industry.startswith("10"):  # the totals of an ownership, before its industries
        return True
    sector = sector_of(last_industry[:4])
    if level == "1":
        return sector in SECTORS and SECTORS.index(sector) < SECTORS.index("81")
    return sector == industry if level_of(industry) == "sector" else last_industry.startswith(industry)


def _last_row(path: Path, header: Header) -> tuple[str, str, str]:
    """Give area, ownership and industry of a file's last row; empty ones where it cannot be read."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END))
        lines = file.read().decode("utf-8", errors="replace").splitlines()
    filled = [line for line in lines if line.strip()]
    values = next(csv.reader(io.StringIO(filled[-1])), []) if filled else []
    row = dict(zip(header.columns, values, strict=False))
    return row.get("area_fips", ""), row.get("own_code", ""), row.get("industry_code", "")


def refuse_unused(
    connection: duckdb.DuckDBPyConnection, groups: Mapping[Header, Sequence[str]], names: Mapping[str, str]
) -> None:
    """Refuse files of which no row is used, and say what rows they have instead."""
    if any(first_row(connection, f"SELECT 1 FROM {period}_rows LIMIT 1") for period in NEEDED):  # noqa: S608
        return
    keys = ("agglvl_code", "own_code", "industry_code", "size_code")
    found: dict[str, list[str]] = {key: [] for key in keys}
    for header, paths in groups.items():
        source = scan(header, list(paths))
        for key in keys:
            rows = connection.execute(
                f"SELECT {key} FROM {source} GROUP BY 1 ORDER BY count(*) DESC, 1"  # noqa: S608
            ).fetchall()
            found[key] += [code for (code,) in rows if code not in found[key]]
    first = next(iter(names.values()))
    if not found["agglvl_code"]:
        raise UserError(f"{first}: there are no rows below the first line.")
    sizes = [code for code in found["size_code"] if code != "0"]
    has = [
        _few([level_words(code) for code in found["agglvl_code"]]),
        _few([owner_words(code) for code in found["own_code"]]),
        _few([industry_words(code, "2022") for code in found["industry_code"]]),
        *([f"sizes of establishment {_few(sizes)}"] if sizes else []),
    ]
    codes = found["industry_code"]
    too_deep = len(codes) == 1 and codes[0].isdigit() and len(codes[0]) > 4  # noqa: PLR2004
    hint = f" Use BLS's file of industry {codes[0][:4]} instead." if too_deep else ""
    raise UserError(
        f"{first}: there are no rows that can be used: it has only {'; '.join(has)}. {_USED}{hint}"
    )


def _few(words: Sequence[str]) -> str:
    """Name the first few."""
    rest = len(words) - _MOST_NAMED
    return joined([*words[:_MOST_NAMED], f"{rest} more"] if rest > 0 else list(words))


def refuse_unfinished_years(connection: duckdb.DuckDBPyConnection, first: str) -> None:
    """Refuse quarterly files of which no area has four quarters in a row."""
    unfinished = unfinished_years(connection)
    if not unfinished:
        return
    alike = len({(year, quarters) for _, year, quarters in unfinished}) == len(
        {year for _, year, _ in unfinished}
    )
    named = {year: (area, quarters) for area, year, quarters in reversed(unfinished)}
    said = " and ".join(
        f"{_lacking(year, quarters)}{'' if alike else f' for {area_words(area)}'}"
        for year, (area, quarters) in sorted(named.items())
    )
    year, (_, quarters) = max(named.items())
    begun = "1234".startswith(quarters)
    earlier = joined([item for item in "1234" if item not in quarters])
    before = (
        f"add {'quarter' if len(quarters) == 3 else 'quarters'} {earlier} of {int(year) - 1}, so that four quarters are in a row, "  # noqa: PLR2004
        if begun
        else "add what is missing, "
    )
    raise UserError(
        f"{first}: nothing was imported, as a year needs four quarters in a row, and {said}; {before}or wait for BLS, which "
        "publishes a quarter about six months after it ends, or use the annual file of an earlier year."
    )


def _lacking(year: str, quarters: str) -> str:
    """Say which quarters of a year are not there: not yet, where those that are there begin it."""
    missing = [item for item in "1234" if item not in quarters]
    verb = "is" if len(missing) == 1 else "are"
    yet = " yet" if "1234".startswith(quarters) else ""
    return (
        f"{'quarter' if len(missing) == 1 else 'quarters'} {joined(missing)} of {year} {verb} not there{yet}"
    )


def unfinished_years(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """Give the areas and years of which not all quarters are there: area, year, quarters as ``"123"``."""
    return [
        (str(area), str(year), str(quarters))
        for area, year, quarters in connection.execute(
            "SELECT area_fips, year, string_agg(DISTINCT qtr, '' ORDER BY qtr) FROM quarterly_rows "
            "GROUP BY area_fips, year HAVING count(DISTINCT qtr) < 4 ORDER BY ALL"
        ).fetchall()
    ]
