"""Names of industries, and which of them changed their meaning between NAICS versions."""

from __future__ import annotations

from functools import cache
from typing import Final

from nextgen_helpers.lmi.layout import OWNERSHIPS
from nextgen_helpers.places import embedded_rows

#: First data year of each NAICS version in QCEW.
NAICS_BREAKS: Final = {2017: "NAICS 2017", 2022: "NAICS 2022"}


def naics_version(year: int) -> str:
    """Name the NAICS version that QCEW figures of a year are coded in.

    >>> naics_version(2016), naics_version(2021), naics_version(2023)
    ('NAICS 2012', 'NAICS 2017', 'NAICS 2022')
    """
    begun = [name for first, name in NAICS_BREAKS.items() if year >= first]
    return begun[-1] if begun else "NAICS 2012"


def industry_title(industry_code: str, own_code: str = "5", year: int = 2022) -> str:
    """Give the title of an industry, or of government where the ownership is not private.

    A code can change its title with a NAICS version: the title is the one of the year.

    >>> industry_title("62"), industry_title("10", "3")
    ('Health care and social assistance', 'Local government')
    """
    if own_code in "123" and industry_code == "10":
        return OWNERSHIPS[own_code]
    title, older = _titles().get(industry_code, (f"Industry {industry_code}", ""))
    return older if older and year < max(NAICS_BREAKS) else title


def short_title(industry_code: str, own_code: str = "5", year: int = 2022) -> str:
    """Give a title that fits beside a bar; sectors have short names of ours.

    >>> short_title("54"), short_title("3364")
    ('Professional & technical services', 'Aerospace product and parts manufacturing')
    """
    if own_code == "5" and industry_code in _short_titles():
        return _short_titles()[industry_code]
    return industry_title(industry_code, own_code, year)


def comparable(industry_code: str, first_year: int, second_year: int) -> bool:
    """Tell whether a code means the same industry in two years.

    NAICS 2022 (data from 2022 on) and NAICS 2017 moved pieces between 3- and 4-digit
    industries, in retail and information above all; no piece moved between sectors.

    Source: U.S. Census Bureau, NAICS concordances 2012-2017 and 2017-2022.

    >>> comparable("448", 2020, 2023), comparable("448", 2020, 2021), comparable("62", 2015, 2023)
    (False, True, True)
    """
    earlier, later = sorted((first_year, second_year))
    return not any(earlier < first <= later for first in _changes().get(industry_code, ()))


@cache
def _titles() -> dict[str, tuple[str, str]]:
    rows = embedded_rows("data", "codes", "industries.csv")
    return {row["industry_code"]: (row["title"], row["title_before_2022"]) for row in rows}


@cache
def _short_titles() -> dict[str, str]:
    return {row["industry_code"]: row["short_title"] for row in embedded_rows("data", "codes", "sectors.csv")}


@cache
def _changes() -> dict[str, tuple[int, ...]]:
    changes: dict[str, list[int]] = {}
    for row in embedded_rows("data", "codes", "naics_changes.csv"):
        changes.setdefault(row["industry_code"], []).append(int(row["first_year"]))
    return {code: tuple(years) for code, years in changes.items()}
