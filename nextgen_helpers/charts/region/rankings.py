"""What the charts of the labor market share: columns, the words beside them, and that a report makes each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.style import NATION_STYLE, REGION_STYLE, STATE_STYLE, SeriesStyle
from nextgen_helpers.charts.tables import Kind, Labeled, Series, numbers, series, texts, written
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.strengths import some_withheld
from nextgen_helpers.words import in_sentence, joined, plural

Made = TypeVar("Made")

AGENCY: Final = "U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages"
LEVEL_WORDS: Final = {
    "sector": ("sector", "sectors"),
    "3-digit": ("3-digit industry", "3-digit industries"),
    "4-digit": ("4-digit industry", "4-digit industries"),
}
MOST_ROWS: Final = 12
#: What stands before a finding that something withheld could overturn.
OF_WHAT_IS_SEEN: Final = "of what can be seen, "

INDUSTRY: Final[dict[str, Labeled]] = {"short_title": "Industry", "industry_code": "NAICS"}
JOBS: Final[dict[str, Labeled]] = {"employment": ("Jobs", "count")}
WITHHELD: Final[dict[str, Labeled]] = {
    "suppressed_counties": ("Counties withheld (with any, figures are at least)", "count")
}


def once_a_report(make: Callable[[Profile], Made]) -> Callable[[Profile], Made]:
    """Make it once for each profile of a report; in a notebook that is open, figures may come in between, so it is made anew."""
    known: WeakKeyDictionary[Profile, Made] = WeakKeyDictionary()

    @wraps(make)
    def made(profile: Profile) -> Made:
        if output_mode() == "screen":
            return make(profile)
        if profile not in known:
            known[profile] = make(profile)
        return known[profile]

    return made


def area_names(profile: Profile) -> dict[str, str]:
    """Name the region and what it is compared with."""
    return {"region": profile.region.name, "state": profile.region.state_label, "nation": "United States"}


def area_lines(profile: Profile, by_year: pd.DataFrame) -> tuple[Series, ...]:
    """Draw region, state and nation, those of which there is a figure."""
    looks = zip(area_names(profile).items(), (REGION_STYLE, STATE_STYLE, NATION_STYLE), strict=True)
    return series(
        by_year, [(name, area, look) for (area, name), look in looks if by_year[area].notna().any()]
    )


def beside_nation(name: str, column: str) -> list[tuple[str, str, SeriesStyle]]:
    """Draw a figure of the region beside that of the nation."""
    return [(name, column, REGION_STYLE), ("United States", f"us_{column}", NATION_STYLE)]


def drawn_rows(profile: Profile, ranked: pd.DataFrame) -> pd.DataFrame:
    """All rows of a ranking of sectors, the first ones of a longer ranking."""
    return ranked if profile.level == "sector" else ranked.head(MOST_ROWS)


def first_of(shown: pd.DataFrame, table: pd.DataFrame, which: str) -> str:
    """Say in a subtitle that only the first of a ranking are drawn."""
    return f"; the {len(shown)} {which}" if len(shown) < len(table) else ""


def source_line(years: Iterable[int | None], table: pd.DataFrame | None = None) -> str:
    """Name agency, program and years, and say where a figure of the nation or state is an estimate."""
    named = sorted({year for year in years if year})
    said = joined([str(year) for year in named]) if len(named) < 3 else f"{named[0]} to {named[-1]}"  # noqa: PLR2004
    count = 0 if table is None else int(table["estimated"].sum())
    some = f"; for {plural(count, 'industry', 'industries')} a figure of the nation or state is estimated (see Sources)"
    return f"{AGENCY}, {said}{some if count else ''}."


def first_titles(titles: pd.Series[str], most: int | None = None) -> str:
    """Name the first few industries of a list, and say how many more there are."""
    return joined([in_sentence(str(text)) for text in titles], most)


def at_least(row: Any) -> str:
    """Write the jobs of a row, with ≥ where they are a lower bound."""
    return f"{'≥ ' if row.suppressed_counties > 0 else ''}{written(row.employment, 'count')}"


def at_least_words(rows: pd.DataFrame | pd.Series[Any]) -> str:
    """Say "at least" where the jobs of a row, or of one of several, are a lower bound."""
    return "at least " if some_withheld(rows) else ""


def ranking_words(kind: str, rows: pd.DataFrame, column: str, how: Kind) -> str:
    """Say a ranking in words: its first five, and how many follow."""
    pairs = [
        f"{label} {written(value, how)}"
        for label, value in zip(texts(rows, "short_title"), numbers(rows, column), strict=True)
        if value is not None
    ]
    if not pairs:
        return "No chart."
    return f"{kind}: {', '.join(pairs[:5])}{more_follow(len(pairs) - 5)}."


def more_follow(count: int) -> str:
    """Say how many rows are drawn and not named."""
    return f"; {plural(count, 'more follows', 'more follow')}" if count > 0 else ""
