"""The columns of a QCEW file, in every layout that BLS publishes, and what may stand in them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from nextgen_helpers.errors import DataFileError, nearest
from nextgen_helpers.lmi.layout import KEPT_LEVELS

if TYPE_CHECKING:
    from nextgen_helpers.lmi.qcew_files import Source

Period = Literal["annual", "quarterly"]
KEYS: Final = ("area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "year", "qtr")

#: Columns that are read, by period: our name -> the official name, after ``_estabs_count`` has become
#: ``_estabs`` (the bulk files say the one, the API the other).
NEEDED: Final[dict[Period, dict[str, str]]] = {
    "annual": {
        "estabs": "annual_avg_estabs",
        "employment": "annual_avg_emplvl",
        "wages": "total_annual_wages",
    },
    "quarterly": {
        "estabs": "qtrly_estabs",
        "month1": "month1_emplvl",
        "month2": "month2_emplvl",
        "month3": "month3_emplvl",
        "wages": "total_qtrly_wages",
    },
}
_CHANGES: Final = {
    "oty_disclosure": "oty_disclosure_code",
    "oty_estabs": "oty_qtrly_estabs_chg",
    "oty_month1": "oty_month1_emplvl_chg",
    "oty_month2": "oty_month2_emplvl_chg",
    "oty_month3": "oty_month3_emplvl_chg",
    "oty_wages": "oty_total_qtrly_wages_chg",
}
_QUOTIENTS: Final = {
    "lq_disclosure": "lq_disclosure_code",
    "lq_estabs": "lq_annual_avg_estabs",
    "lq_employment": "lq_annual_avg_emplvl",
    "lq_wages": "lq_total_annual_wages",
}
_INDEX_NAMES: Final = frozenset({"", "unnamed: 0", "index", "x", "v1", "...1", "rownames"})
_LARGEST_HEADER: Final = 20_000


@dataclass(frozen=True, slots=True)
class Check:
    """A rule for a column of the raw rows, with the sentence that the user reads when it fails."""

    column: str
    wrong_when: str  # SQL, true for a wrong row
    reason: str
    surely_right: str  # SQL, quick: never true for a wrong row; true for nearly all right ones


MANGLED: Final = (
    "a spreadsheet has rewritten the numbers. Use the file as BLS published it, without saving it "
    "in a spreadsheet first"
)
_CHECKS: Final = (
    Check(
        "area_fips",
        r"NOT regexp_full_match(area_fips, 'US000|US[A-Z]{3}|C\d{4}|CS\d{3}|\d{5}')",
        "is no area code (five characters, such as 48113, with the leading zero): " + MANGLED,
        "(area_fips GLOB '[0-9][0-9][0-9][0-9][0-9]' "
        r"OR regexp_full_match(area_fips, 'US000|US[A-Z]{3}|C\d{4}|CS\d{3}'))",
    ),
    Check(
        "own_code",
        r"NOT regexp_full_match(own_code, '\d')",
        "is no ownership code (0 to 9)",
        "own_code GLOB '[0-9]'",
    ),
    Check(
        "industry_code",
        r"NOT regexp_full_match(industry_code, '\d{2,6}|\d{2}-\d{2}')",
        "is no industry code (2 to 6 digits, or 31-33): " + MANGLED,
        "(strlen(industry_code) BETWEEN 2 AND 6 AND NOT industry_code GLOB '*[!0-9]*' "
        "OR industry_code GLOB '[0-9][0-9]-[0-9][0-9]')",
    ),
    Check(
        "agglvl_code",
        r"NOT regexp_full_match(agglvl_code, '\d{2}')",
        "is no aggregation level",
        "agglvl_code GLOB '[0-9][0-9]'",
    ),
    Check(
        "size_code",
        r"NOT regexp_full_match(size_code, '\d')",
        "is no size code (0 to 9)",
        "size_code GLOB '[0-9]'",
    ),
    Check(
        "year",
        r"NOT regexp_full_match(year, '(19[7-9]|20\d)\d')",
        "is no year of the QCEW program (1975 or later)",
        "year BETWEEN '1970' AND '2099' AND year GLOB '[12][09][0-9][0-9]'",
    ),
    Check(
        "disclosure",
        "disclosure NOT IN ('', 'N', '-')",
        "is no disclosure code (empty, N or -)",
        "disclosure IN ('', 'N', '-')",
    ),
)
#: R writes a whole number as 3e+05 where that is shorter than 300000, and loses nothing. Excel (2.49174E+11) and awk (2.49174e+11) keep six
#: figures of any number, so six may be all that is left of it: fewer are taken, and of a file with lost figures another cell has six.
_AS_R_WRITES: Final = (
    r"""CASE WHEN regexp_full_match("{name}", '-?\d(\.\d{{1,4}})?e\+\d\d') """
    """AND strlen("{name}") < strlen(CAST(TRY_CAST("{name}" AS BIGINT) AS VARCHAR)) """
    """THEN CAST(TRY_CAST("{name}" AS BIGINT) AS VARCHAR) ELSE "{name}" END"""
)
_COUNTS: Final = {
    "annual": ("estabs", "employment", "wages"),
    "quarterly": ("estabs", "month1", "month2", "month3", "wages"),
}


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file, in its own order, and what is read of them."""

    columns: tuple[str, ...]
    period: Period
    reads: tuple[tuple[str, str], ...]  # ours, theirs


def header_of(source: Source, *, quotients: bool) -> Header:
    """Read the names of the columns, and choose those that are used; refuse what is no QCEW file."""
    columns = _first_line(source)
    plain = [re.sub(r"_estabs_count", "_estabs", name.lower()) for name in columns]
    period: Period = "quarterly" if "month1_emplvl" in plain else "annual"
    wanted = {key: key for key in KEYS} | {"disclosure": "disclosure_code"} | NEEDED[period]
    missing = [name for name in wanted.values() if name not in plain]
    if missing:
        near = nearest(missing[0], plain, 1)
        hint = f' (there is "{near[0]}")' if near else ""
        raise DataFileError(
            source.name,
            f'the column "{missing[0]}"{hint} is missing, so this is no QCEW file as BLS '
            "publishes it (bulk CSV or open-data slice), and its name is that of no other official file (they are in: "
            "nextgen data import --help).",
            1,
        )
    repeated = sorted({name for name in plain if plain.count(name) > 1})
    if repeated:
        raise DataFileError(source.name, f'the column "{repeated[0]}" is there twice.', 1)
    unknown = [name for name in plain[1:] if name in _INDEX_NAMES]
    if unknown:
        raise DataFileError(
            source.name, "a column without a name stands among the others: " + MANGLED + ".", 1
        )
    if period == "quarterly" and set(_CHANGES.values()) <= set(plain):
        wanted |= _CHANGES
    if quotients and period == "annual" and set(_QUOTIENTS.values()) <= set(plain):
        wanted |= _QUOTIENTS
    return Header(tuple(plain), period, tuple(wanted.items()))


def _first_line(source: Source) -> list[str]:
    """Give the names of the columns, or say what the file is instead of a CSV."""
    with source.path.open("rb") as file:
        head = file.read(_LARGEST_HEADER).decode("utf-8-sig", errors="replace")
    if not head.strip():
        raise DataFileError(source.name, "the file is empty.")
    if head.lstrip().startswith("<"):
        raise DataFileError(
            source.name,
            "this is a web page, not a CSV file: the download was refused or the address was "
            "wrong. Fetch it again.",
            1,
        )
    if head.startswith("PK"):
        raise DataFileError(source.name, "this is a zip or Excel file under another name.")
    text = head.split("\n", 1)[0].rstrip("\r")
    if "\r" in text or "\0" in text:
        raise DataFileError(source.name, "this is no CSV file as BLS publishes it.", 1)
    columns = [name.strip() for name in next(csv.reader([text]), [])]
    if len(columns) == 1 and ";" in text:
        raise DataFileError(source.name, "the columns are divided by semicolons: " + MANGLED + ".", 1)
    return columns


def columns_of(period: Period, *, quotients: bool) -> list[str]:
    """Name the columns of the rows of a period, in our words."""
    columns = [*KEYS, "disclosure", *NEEDED[period]]
    if period == "quarterly":
        columns += list(_CHANGES)
    if quotients and period == "annual":
        columns += list(_QUOTIENTS)
    return columns


def sql_type(column: str) -> str:
    """Give the type in which a column is kept."""
    if column in KEYS or "disclosure" in column:
        return "VARCHAR"
    return "DOUBLE" if column.startswith("lq_") else "BIGINT"


def kept_rows() -> str:
    """Write the condition for the levels and ownerships that are used."""
    levels = ", ".join(f"'{level}'" for level in KEPT_LEVELS)
    return (
        f"size_code = '0' AND agglvl_code IN ({levels}) AND own_code IN ('0', '1', '2', '3', '5') "
        "AND (own_code = '5' OR right(agglvl_code, 1) IN ('0', '1', '4'))"
    )


def read_as(ours: str, theirs: str, *, mended: bool = False) -> str:
    """Write how a column is read: a missing disclosure code is an empty one.

    mended : also what R writes in another way, where nothing was lost by it.
    """
    if "disclosure" in ours:
        read = f"trim(coalesce(\"{theirs}\", ''))"
        return f"CASE {read} WHEN 'NA' THEN '' ELSE {read} END AS {ours}" if mended else f"{read} AS {ours}"
    if mended and sql_type(ours) == "BIGINT":
        return f"{_AS_R_WRITES.format(name=theirs)} AS {ours}"
    return f'"{theirs}" AS {ours}'


def scan(header: Header, paths: list[str], extra: str = "") -> str:
    """Write the reading of some files of one header as text; broken lines are set aside."""
    files = ", ".join(literal(path) for path in paths)
    read = {theirs for _, theirs in header.reads}  # any other column gets a name of ours
    columns = ", ".join(
        f"'{name if name in read else f'_{number}'}': 'VARCHAR'" for number, name in enumerate(header.columns)
    )
    return (
        f"read_csv([{files}], auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', columns = {{{columns}}}, filename = true, hive_partitioning = false, "
        f"store_rejects = true, rejects_limit = 1000{extra})"
    )


def literal(text: str) -> str:
    """Write a text as SQL does."""
    return "'" + text.replace("'", "''") + "'"


def checks_of(header: Header) -> list[Check]:
    """Give the rules for all columns that are read."""
    quarters = "'A'" if header.period == "annual" else "'1', '2', '3', '4'"
    allowed = "A, the whole year" if header.period == "annual" else "1 to 4"
    return [
        *_CHECKS,
        Check("qtr", f"qtr NOT IN ({quarters})", f"is no quarter ({allowed})", f"qtr IN ({quarters})"),
        *(_number_check(ours, header.period) for ours, _ in header.reads if sql_type(ours) != "VARCHAR"),
    ]


def _number_check(column: str, period: Period) -> Check:
    digits = 17 if column == "wages" or column.startswith("oty_") else 9
    if column.startswith("lq_"):
        pattern, kind = r"-?\d{1,10}(\.\d+)?", "number"
        right = f"regexp_full_match({column}, '{pattern}')"
    elif column in _COUNTS[period]:
        pattern, kind = rf"\d{{1,{digits}}}", "whole number of zero or more"
        right = f"strlen({column}) BETWEEN 1 AND {digits} AND NOT {column} GLOB '*[!0-9]*'"
    else:  # what has no other letters, and is a number, has its minus in front
        pattern, kind = rf"-?\d{{1,{digits}}}", "whole number"
        right = (
            f"strlen({column}) <= {digits} AND NOT {column} GLOB '*[!0-9-]*' "
            f"AND TRY_CAST({column} AS BIGINT) IS NOT NULL"
        )
    return Check(column, f"NOT regexp_full_match({column}, '{pattern}')", f"is no {kind}: " + MANGLED, right)
