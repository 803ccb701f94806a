"""The tables by occupation, embedded or the user's own, and how their sources are named."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded, read_table, user_home

TABLES: Final = ("occupations", "staffing", "related", "programs")


def own_folder() -> Path:
    """Folder in which the user's own tables lie, where there are any; see :func:`nextgen_helpers.jobs.own.add_jobs`."""
    return user_home() / "jobs"


def is_own() -> bool:
    """Tell whether the user's own tables are used in place of the embedded ones."""
    return own_folder().is_dir()


def edition() -> tuple[str, int]:
    """Give what a cache of the tables has to ask for: where they lie, and when they were put there."""
    folder = own_folder() if is_own() else embedded("data", "jobs")
    try:
        return str(folder), (folder / "source.json").stat().st_mtime_ns
    except OSError:
        return str(folder), 0


def occupations() -> pd.DataFrame:
    """Detailed occupations of the nation, by ``soc``.

    Index ``soc``; columns as :func:`nextgen_helpers.jobs.readers.read_projections`, and ``job_zone`` (1 to 5; missing where
    O*NET has none, mostly "all other" occupations).
    """
    return _read("occupations").set_index("soc")


def staffing_shares(sector: str) -> pd.DataFrame:
    """Occupations of a sector, or of an industry of 3 or 4 digits, in the nation; empty where OEWS has no such one.

    Gives rows of the newest OEWS file by sector: ``soc, title, employment, share`` (0 to 1), ``standard_error`` (percent),
    pay, and ``own_code``; the sector's total has ``soc`` ``00-0000``.
    """
    folder = Path(edition()[0])
    try:
        return read_table(folder / "staffing.parquet", "sector", [sector]).drop(columns="sector")
    except (OSError, ValueError) as error:  # Arrow's own errors are among the latter
        raise _damaged(str(folder)) from error


def shares_by_industry() -> pd.DataFrame:
    """Give the share (0 to 1) of each occupation, a row by ``soc``, in each sector and industry, a column by code; 0 where it is not published."""
    return _shares(*edition())


@lru_cache(maxsize=2)
def _shares(folder: str, added: int) -> pd.DataFrame:  # noqa: ARG001
    try:
        rows = read_table(Path(folder) / "staffing.parquet", columns=["sector", "soc", "share"])
    except (OSError, ValueError) as error:  # Arrow's own errors are among the latter
        raise _damaged(folder) from error
    known = rows[(rows["soc"] != "00-0000") & rows["share"].notna()]
    return known.pivot_table(index="soc", columns="sector", values="share", fill_value=0.0)


def related() -> pd.DataFrame:
    """Occupations that O*NET calls related: ``soc, related_soc, rank`` (1 nearest), ``primary``."""
    return _read("related").copy()


def programs() -> pd.DataFrame:
    """Programs and the occupations that they prepare for: ``cip, cip_title, soc`` (empty: none)."""
    return _read("programs").copy()


def described() -> dict[str, Any]:
    """Give years, files and sources of the tables."""
    found: dict[str, Any] = _described(*edition())
    return dict(found)


def edition_words() -> str:
    """Say of which years the tables are, and from where.

    >>> edition_words().startswith("OEWS May ")
    True
    """
    about = described()
    first, last = about["projections"]
    return (
        f"OEWS May {about['oews_year']}, Employment Projections {first} to {last}, O*NET {about['onet_version']}; "
        + (f"your own, added {about['made']}" if is_own() else "came with the project")
    )


def source_line(year: int) -> str:
    """Name the sources of a regional estimate by occupation."""
    about = described()
    first, last = about["projections"]
    return (
        f"estimate: jobs of the region from the U.S. Bureau of Labor Statistics (BLS), Quarterly Census of Employment and Wages, {year}; "
        f"the nation's mix of occupations and pay from BLS, Occupational Employment and Wage Statistics, May {about['oews_year']}; "
        f"openings and education from BLS, Employment Projections {first} to {last}; job zones and related occupations from "
        f"O*NET {about['onet_version']} Database, U.S. Department of Labor, Employment and Training Administration (CC BY 4.0), brought "
        "together by SOC code."
    )


def _read(name: str) -> pd.DataFrame:
    return _table(name, *edition())


# Tables of the user's own can be put there, or taken away, while a notebook is open: each edition is read for itself.
@lru_cache(maxsize=2 * len(TABLES))
def _table(name: str, folder: str, added: int) -> pd.DataFrame:  # noqa: ARG001
    try:
        return read_table(Path(folder) / f"{name}.parquet")
    except (OSError, ValueError) as error:  # Arrow's own errors are among the latter
        raise _damaged(folder) from error


@lru_cache(maxsize=2)
def _described(folder: str, added: int) -> dict[str, Any]:  # noqa: ARG001
    try:
        found = json.loads((Path(folder) / "source.json").read_text(encoding="utf-8"))
        _ = (
            int(found["oews_year"]),
            [int(year) for year in found["projections"]],
            found["onet_version"],
            found["made"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder) from error
    return dict(found)


def _damaged(folder: str) -> UserError:
    return UserError(
        f"The figures by occupation in {folder} cannot be read. Take them away with: nextgen data remove jobs"
    )
