"""The one tidy layout that every official file is brought into, and the words of its codes.

Tidy labor-market table, one row per area, ownership, industry and year:

=============== ======== =====================================================================
column          type     meaning
=============== ======== =====================================================================
``area_fips``   text     county ``48113``, state ``48000``, nation ``US000``
``own_code``    text     0 all ownerships, 1 federal, 2 state, 3 local government, 5 private
``industry_code`` text   10 = all industries; NAICS sector (``31-33``), 3-digit, 4-digit
``year``        integer  calendar year; of four quarters that do not end in December, the last one's
``estabs``      number   establishments, annual average; published even where jobs are withheld
``employment``  number   jobs, annual average of the twelve months; missing where withheld
``wages``       number   total wages of the year in US dollars, not adjusted for inflation;
                         missing where withheld
``suppressed``  boolean  BLS withholds the cell; a zero that is not withheld is a true zero
``method``      text     how the figure was made, see :data:`METHODS`
=============== ======== =====================================================================

Rows: all ownerships together exist only for the total (``10``); each ownership has its total and its
sectors; 3- and 4-digit industries are private only, as BLS's own location quotients are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, Self

Level = Literal["sector", "3-digit", "4-digit"]

COLUMNS: Final = (
    "area_fips",
    "own_code",
    "industry_code",
    "year",
    "estabs",
    "employment",
    "wages",
    "suppressed",
    "method",
)

NATION: Final = "US000"

LEVELS: Final[tuple[Level, ...]] = ("sector", "3-digit", "4-digit")

OWNERSHIPS: Final = {
    "0": "All ownerships",
    "1": "Federal government",
    "2": "State government",
    "3": "Local government",
    "5": "Private",
}

#: BLS aggregation levels that are kept: total, by ownership, sector, 3-digit, 4-digit;
#: for the nation, for states and for counties.
KEPT_LEVELS: Final = tuple(
    f"{area}{level}" for area, levels in (("1", "01456"), ("5", "01456"), ("7", "01456")) for level in levels
)

#: The NAICS sectors as BLS writes them, in NAICS order.
SECTORS: Final = (
    "11", "21", "22", "23", "31-33", "42", "44-45", "48-49", "51", "52", "53",
    "54", "55", "56", "61", "62", "71", "72", "81", "92", "99",
)  # fmt: skip
#: The one of them that holds what BLS could not classify: no industry to rank.
UNCLASSIFIED: Final = "99"

_IS_SECTOR: Final = "industry_code <> '10' AND (length(industry_code) = 2 OR industry_code LIKE '%-%')"

_TOTAL_ESTABS: Final = "max(estabs) FILTER (own_code = '0' AND industry_code = '10')"

#: SQL, true for an area and year (``GROUP BY area_fips, year`` of a tidy table) that is there as a whole:
#: its total, and sectors that add up to it. An open-data slice of one industry, or of the total, is not.
#: Establishments are published nearly for every cell; each is rounded, so half of one may lack in each.
WHOLE_AREA: Final = (
    f"coalesce(sum(estabs) FILTER ({_IS_SECTOR}) "
    f"+ greatest(count(*) FILTER ({_IS_SECTOR}) / 2, 0.01 * {_TOTAL_ESTABS}) >= {_TOTAL_ESTABS}, false)"
)

_SECTOR_OF_TWO_DIGITS: Final = {
    **{code: code for code in SECTORS},
    "31": "31-33", "32": "31-33", "33": "31-33",
    "44": "44-45", "45": "44-45",
    "48": "48-49", "49": "48-49",
}  # fmt: skip

#: How a figure was made, in words for a source line. The first three are BLS's own figures.
METHODS: Final = {
    "published": "as published by BLS",
    "quarters": "from BLS's four published quarters (mean of twelve months, sum of wages)",
    "quarters minus change": "from BLS's published quarters and over-the-year changes",
    "level minus change": "from BLS's published level and over-the-year change",
    "sum of states": "sum of all published states",
    "county ratio": "estimated: the state's level one year later times the change of its disclosed counties",
    "from published location quotients": "estimated from BLS's published location quotients",
    "growth of disclosed states": "estimated from the growth of the disclosed states",
    "not available": "not available",
}

#: How the methods begin that stand in for a year that is not over: the last four published quarters, named by the last one, as in
#: ``four quarters ending 2025-Q1``.
FOUR_QUARTERS: Final = "four quarters ending "
_LAST_MONTHS: Final = {"1": "March", "2": "June", "3": "September", "4": "December"}

#: Methods whose figures are estimates and are marked so wherever they are shown.
ESTIMATED_METHODS: Final = frozenset(
    {"county ratio", "from published location quotients", "growth of disclosed states"}
)


def four_quarters_words(method: str) -> str:
    """Name the four quarters of which a figure was made; empty where it is of a calendar year.

    >>> four_quarters_words("four quarters ending 2025-Q1"), four_quarters_words("published")
    ('four quarters ending March 2025', '')
    """
    year, _, quarter = method.removeprefix(FOUR_QUARTERS).partition("-Q")
    return f"{FOUR_QUARTERS}{_LAST_MONTHS[quarter]} {year}" if method.startswith(FOUR_QUARTERS) else ""


class StandInYear(int):
    """A year for which four quarters stand in: counts as the year, and is written as the quarters, so that no text takes one for the other."""

    def __new__(cls, year: int, words: str = "") -> Self:
        """Give the year, and the words for it; a copy takes them over afterwards."""
        made = super().__new__(cls, year)
        made._words = words
        return made

    _words: str

    def __str__(self) -> str:
        return self._words


def named_year(year: int, methods: Iterable[str]) -> int:
    """Give a year as it is to be written where figures were made by these methods.

    >>> f"{named_year(2025, ['four quarters ending 2025-Q1'])}, {named_year(2024, ['published'])}"
    'four quarters ending March 2025, 2024'
    >>> named_year(2025, ["four quarters ending 2025-Q1"]) - 2024
    1
    """
    found = {four_quarters_words(method) for method in methods}
    words = sorted(found - {""})
    some = f" (of some counties {year})" if "" in found else ""
    return StandInYear(year, f"{' and '.join(words)}{some}") if words else year


def method_words(method: str) -> str:
    """Say how a figure was made.

    >>> method_words("published"), method_words("four quarters ending 2025-Q1")
    ('as published by BLS', "four quarters ending March 2025, from BLS's published quarters (mean of twelve months, sum of wages)")
    """
    quarters = four_quarters_words(method)
    made = f"{quarters}, from BLS's published quarters (mean of twelve months, sum of wages)"
    return made if quarters else METHODS.get(method, method)


def level_of(industry_code: str) -> str:
    """Name the level of an industry code.

    Gives ``"total"`` for ``10``, else ``"sector"``, ``"3-digit"`` or ``"4-digit"``.

    >>> [level_of(code) for code in ("10", "31-33", "336", "3364")]
    ['total', 'sector', '3-digit', '4-digit']
    """
    if industry_code == "10":
        return "total"
    if "-" in industry_code or len(industry_code) == 2:  # noqa: PLR2004  (NAICS sectors have two)
        return "sector"
    return f"{len(industry_code)}-digit"


def sector_of(industry_code: str) -> str:
    """Give the sector that an industry belongs to, as BLS writes it.

    >>> sector_of("3364"), sector_of("454"), sector_of("62")
    ('31-33', '44-45', '62')
    """
    if "-" in industry_code:
        return industry_code
    return _SECTOR_OF_TWO_DIGITS[industry_code[:2]]


def parent_of(industry_code: str) -> str | None:
    """Give the industry one level up; the total (``10``) above a sector; nothing above that.

    >>> parent_of("3364"), parent_of("336"), parent_of("31-33"), parent_of("10")
    ('336', '31-33', '10', None)
    """
    level = level_of(industry_code)
    if level == "total":
        return None
    if level == "sector":
        return "10"
    return sector_of(industry_code) if level == "3-digit" else industry_code[:3]


def state_of(area_fips: str) -> str:
    """Give the area code of the state that a county lies in.

    >>> state_of("48113")
    '48000'
    """
    return f"{area_fips[:2]}000"
