"""What the charts of the labor market share: columns, rankings, and the words beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from nextgen_helpers.charts.tables import Labeled, written
from nextgen_helpers.words import in_sentence, joined, plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nextgen_helpers.lmi.profile import Profile

AGENCY: Final = "U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages"
LEVEL_WORDS: Final = {
    "sector": ("sector", "sectors"),
    "3-digit": ("3-digit industry", "3-digit industries"),
    "4-digit": ("4-digit industry", "4-digit industries"),
}
#: An industry is ranked or drawn as a bubble from one job in a thousand on; smaller ones jump about.
SMALLEST_SHARE: Final = 0.001
MOST_ROWS: Final = 12
UNCLASSIFIED: Final = "99"

INDUSTRY: Final[dict[str, Labeled]] = {"short_title": "Industry"}
CODE: Final[dict[str, Labeled]] = {"industry_code": "NAICS"}
JOBS: Final[dict[str, Labeled]] = {"employment": ("Jobs", "count")}
WITHHELD: Final[dict[str, Labeled]] = {
    "suppressed_counties": ("Counties withheld (with any, figures are at least)", "count")
}


def private_industries(table: pd.DataFrame) -> pd.DataFrame:
    """Private industries of a table, without the unclassified."""
    return table[(table["own_code"] == "5") & (table["industry_code"] != UNCLASSIFIED)]


def ranked_industries(profile: Profile, by: str) -> pd.DataFrame:
    """Private industries that are large enough to rank, by a measure, highest first."""
    private = private_industries(profile.industries)
    ranked = private[(private["share"] >= SMALLEST_SHARE) & private[by].notna()]
    words = {True: "estimated", False: "published"}
    return ranked.assign(estimated_word=ranked["estimated"].map(words)).sort_values(by, ascending=False)


def hedge(private: pd.DataFrame, top: pd.Series[float], measure: str, total: float = float("nan")) -> str:
    """Hedge a ranking that a withheld industry could overturn."""
    others = private[private["industry_code"] != top["industry_code"]]
    limit = others["employment_at_most"]
    if measure == "lq_us":
        # Also one that the nation withholds has no quotient; one too small to be ranked has no say.
        others = others[(others["suppressed_counties"] > 0) | others["lq_us"].isna()]
        others = others[~(others["employment_at_most"] < SMALLEST_SHARE * total)]
        limit = others["employment_at_most"] / total / others["us_share"]
    else:
        others = others[others["suppressed_counties"] > 0]
        limit = others["employment_at_most"]
    overturned = bool((limit > top[measure]).any() or limit.isna().any())
    return "of what can be seen, " if overturned else ""


def source_line(years: Iterable[int], table: pd.DataFrame | None = None) -> str:
    """Name agency, program and years, and say where a figure of the nation or state is an estimate."""
    named = sorted(set(years))
    said = joined([str(year) for year in named]) if len(named) < 3 else f"{named[0]} to {named[-1]}"  # noqa: PLR2004
    text = f"{AGENCY}, {said}"
    if table is not None and "estimated" in table and table["estimated"].any():
        count = int(table["estimated"].sum())
        text += (
            f"; for {plural(count, 'industry', 'industries')} a figure of the nation or state is estimated "
            "(see Sources)"
        )
    return text + "."


def first_titles(titles: pd.Series[str], most: int) -> str:
    """Name the first few industries of a list, and say how many more there are."""
    return joined([in_sentence(text) for text in titles], most)


def optional(values: Iterable[float | None]) -> list[float | None]:
    """Values for a mark: numbers, and None where they are missing."""
    return [None if value is None or pd.isna(value) else float(value) for value in values]


def at_least(row: object) -> str:
    """Write the jobs of a row, with ≥ where they are a lower bound."""
    sign = "≥ " if row.suppressed_counties > 0 else ""  # type: ignore[attr-defined]
    return f"{sign}{written(row.employment, 'count')}"  # type: ignore[attr-defined]


def at_least_words(row: pd.Series[float]) -> str:
    """Say "at least" where the jobs of a row are a lower bound."""
    return "at least " if row["suppressed_counties"] > 0 else ""


def ranking_words(kind: str, labels: Iterable[str], values: Iterable[float], how: str) -> str:
    """Say a ranking in words: its first five, and how many follow."""
    pairs = [
        f"{label} {written(value, how)}"  # type: ignore[arg-type]
        for label, value in zip(labels, values, strict=True)
        if not pd.isna(value)
    ]
    if not pairs:
        return f"{kind}: nothing can be shown."
    rest = len(pairs) - 5
    more = f"; {plural(rest, 'more follows', 'more follow')}" if rest > 0 else ""
    return f"{kind}: {', '.join(pairs[:5])}{more}."


def capital(text: str) -> str:
    """Begin a sentence with a capital letter."""
    return text[:1].upper() + text[1:]
