"""The codes of QCEW files in words: areas, ownerships, industries and aggregation levels, for messages."""

from __future__ import annotations

from functools import cache
from typing import Final

from nextgen_helpers.lmi.codes import industry_title
from nextgen_helpers.lmi.layout import OWNERSHIPS
from nextgen_helpers.places import embedded_rows

#: Ownerships that BLS also uses, and that are not kept.
_OTHER_OWNERS: Final = {
    "4": "International government",
    "8": "All government",
    "9": "All covered by unemployment insurance but the federal government",
}
#: First figure of an aggregation level: for what areas it is.
_AREAS: Final = {
    "1": "the nation", "2": "the nation by size of establishment", "3": "combined areas", "4": "metropolitan areas",
    "5": "states", "6": "states by size of establishment", "7": "counties", "8": "other areas", "9": "other areas",
}  # fmt: skip
#: Second figure: how far industries are divided.
_DEPTHS: Final = {
    "0": "total", "1": "total by ownership", "2": "domain", "3": "supersector", "4": "sector", "5": "3-digit industry",
    "6": "4-digit industry", "7": "5-digit industry", "8": "6-digit industry",
}  # fmt: skip


def area_words(area_fips: str) -> str:
    """Name an area with its code.

    >>> area_words("48113"), area_words("US000"), area_words("C1910")
    ('area 48113 (Dallas County, Texas)', 'area US000 (United States)', 'area C1910')
    """
    title = _area_titles().get(area_fips)
    return f"area {area_fips} ({title})" if title else f"area {area_fips}"


def owner_words(own_code: str) -> str:
    """Name an ownership with its code.

    >>> owner_words("5"), owner_words("3")
    ('Private (ownership 5)', 'Local government (ownership 3)')
    """
    title = OWNERSHIPS.get(own_code) or _OTHER_OWNERS.get(own_code)
    return f"{title} (ownership {own_code})" if title else f"ownership {own_code}"


def industry_words(industry_code: str, year: str) -> str:
    """Name an industry with its code.

    >>> industry_words("62", "2023"), industry_words("10", "2023"), industry_words("336411", "2023")
    ('industry 62 (Health care and social assistance)', 'industry 10 (all industries)', 'industry 336411')
    """
    if industry_code == "10":
        return "industry 10 (all industries)"
    title = industry_title(industry_code, "5", int(year))
    known = title != f"Industry {industry_code}"
    return f"industry {industry_code} ({title})" if known else f"industry {industry_code}"


def level_words(agglvl_code: str) -> str:
    """Name an aggregation level with its code.

    >>> level_words("74"), level_words("10"), level_words("48")
    ('level 74 (sector, counties)', 'level 10 (total, the nation)', 'level 48 (6-digit industry, metropolitan areas)')
    """
    words = (_DEPTHS.get(agglvl_code[1:]), _AREAS.get(agglvl_code[:1]))
    return (
        f"level {agglvl_code} ({', '.join(word for word in words if word)})"
        if any(words)
        else f"level {agglvl_code}"
    )


def period_words(year: str, quarter: str) -> str:
    """Name a year, or a quarter of it.

    >>> period_words("2023", "A"), period_words("2023", "4")
    ('2023', '2023 quarter 4')
    """
    return year if quarter == "A" else f"{year} quarter {quarter}"


@cache
def _area_titles() -> dict[str, str]:
    return {row["area_fips"]: row["title"] for row in embedded_rows("data", "codes", "areas.csv")}
