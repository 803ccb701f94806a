"""Sentences about a sector from the region's own figures: for a talk with business, and for the needs assessment."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.shown import Listed
from nextgen_helpers.charts.tables import written
from nextgen_helpers.errors import nearest
from nextgen_helpers.jobs.ladder import ladder_share
from nextgen_helpers.jobs.staffing import growth_in_ten_years, region_staffing, title_in_sentence
from nextgen_helpers.jobs.tables import described, source_line
from nextgen_helpers.lmi.codes import industry_title, short_title
from nextgen_helpers.lmi.layout import OWNERSHIPS, SECTORS
from nextgen_helpers.words import about, in_sentence, joined, money, percent

if TYPE_CHECKING:
    from nextgen_helpers.jobs.staffing import Staffing
    from nextgen_helpers.lmi.profile import Profile


@dataclass(frozen=True, slots=True)
class Point:
    """A statement, and what it rests on.

    Parameters
    ----------
    about : what it is about, such as ``Jobs``; or the question that it answers.
    text : the statement.
    """

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Points(Listed):
    """Statements with a heading and their source.

    Parameters
    ----------
    title : what they are about.
    points : in order.
    source : year and source of the figures, and what is withheld.
    """

    title: str
    points: tuple[Point, ...]
    source: str

    def html(self) -> str:
        """Write them as a list; what people typed stays text."""
        items = "".join(
            f"<dt>{html.escape(point.about)}</dt><dd>{html.escape(point.text)}</dd>" for point in self.points
        )
        return (
            f'<section class="mathjax_ignore ng-chart ng-answers"><h3>{html.escape(self.title)}</h3><dl>{items}</dl>'
            f'<p class="ng-source">Source: {html.escape(self.source)}</p></section>'
        )

    def text(self) -> str:
        """Say them in plain text."""
        return "\n".join(
            [self.title, *(f"{point.about}: {point.text}" for point in self.points), f"Source: {self.source}"]
        )


def sector_row(profile: Profile, sector: str) -> pd.Series[Any] | None:
    """Find the industry that a team means by the name of its sector; None where none is near."""
    return _matching(profile.industries, sector)


def _matching(table: pd.DataFrame, sector: str) -> pd.Series[Any] | None:
    wanted = _words(sector)
    for column in ("short_title", "title"):
        for _, row in table.iterrows():
            name = _words(str(row[column]))
            # As whole words: "IT" is no part of "Utilities".
            if wanted and (f" {wanted} " in f" {name} " or f" {name} " in f" {wanted} "):
                return row
    near = nearest(wanted, [_words(str(name)) for name in table["short_title"]], 1)
    return next(
        (row for _, row in table.iterrows() if near and _words(str(row["short_title"])) == near[0]), None
    )


def jobs_sector(sector: str, year: int) -> tuple[str, str] | None:
    """Find the private sector that a team means, among all there are: also one that the region has no jobs in.

    Returns
    -------
    Code and short name; None where none is near, or where it is government.
    """
    table = pd.DataFrame(
        [("5", code, short_title(code, "5", year), industry_title(code, "5", year)) for code in SECTORS]
        + [(own, "10", name, name) for own, name in OWNERSHIPS.items() if own in "123"],
        columns=["own_code", "industry_code", "short_title", "title"],
    )
    row = _matching(table, sector)
    if row is None or row["own_code"] != "5" or row["industry_code"] in ("92", "99"):
        return None
    return str(row["industry_code"]), str(row["short_title"])


def _words(text: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", text.casefold()) if word != "and")


def sector_points(profile: Profile, sector: str) -> Points:
    """Say what the figures tell about a sector, each with its year; what is withheld is said."""
    row = sector_row(profile, sector)
    region = profile.region.name
    if row is None:
        known = joined([in_sentence(str(name)) for name in profile.industries["short_title"]])
        return Points(
            f"{sector} in {region}",
            (Point("Figures", f'The figures have no sector that is called "{sector}". They know {known}.'),),
            _source(profile),
        )
    name = in_sentence(str(row["short_title"]))
    points = [_jobs(row, name, region), _concentration(row), _pay(row, name), _change(row, name)]
    named = "" if sector.casefold() == str(row["short_title"]).casefold() else f" (in the figures: {name})"
    return Points(f"{sector}{named} in {region}", tuple(point for point in points if point), _source(profile))


def _bound(row: pd.Series[Any]) -> str:
    return "at least " if row["suppressed_counties"] > 0 else ""


def _jobs(row: pd.Series[Any], name: str, region: str) -> Point:
    if pd.isna(row["employment"]):
        return Point("Jobs", f"The number of jobs in {name} is withheld.")
    share = (
        f", {_bound(row)}{written(row['share'], 'share')} of all jobs" if not pd.isna(row["share"]) else ""
    )
    return Point(
        "Jobs",
        f"{_bound(row).capitalize()}{written(row['employment'], 'count')} people work in {name} in {region}{share}, "
        f"in {written(row['establishments'], 'count')} establishments.",
    )


def _concentration(row: pd.Series[Any]) -> Point | None:
    if pd.isna(row["lq_us"]):
        return None
    state = (
        ""
        if pd.isna(row["lq_state"])
        else f", and {written(row['lq_state'], 'ratio')} times its share in the state"
    )
    return Point(
        "Concentration",
        f"Its share of the jobs here is {_bound(row)}{written(row['lq_us'], 'ratio')} times its share in the nation{state}.",
    )


def _pay(row: pd.Series[Any], name: str) -> Point | None:
    if pd.isna(row["average_annual_pay"]):
        return None
    against = (
        ""
        if pd.isna(row["wage_premium"])
        else f", {_against(float(row['wage_premium']))} the region's average"
    )
    return Point(
        "Pay",
        f"A job in {name} pays {written(row['average_annual_pay'], 'dollars')} a year on average{against}.",
    )


def _against(premium: float) -> str:
    """Say a premium in percent in words."""
    if abs(premium) < 0.5:  # noqa: PLR2004
        return "about"
    return f"{written(abs(premium), 'percent')} {'above' if premium > 0 else 'below'}"


def _change(row: pd.Series[Any], name: str) -> Point | None:
    if pd.isna(row["change_jobs"]):
        return None
    return Point(
        "Change",
        f"Since {int(row['change_from_year'])}, where both years can be seen, {name} has changed by "
        f"{written(row['change_jobs'], 'change')} jobs ({written(row['change_percent'], 'signed_percent')}).",
    )


def needs_answers(profile: Profile, sector: str = "") -> Points:
    """Answer the five questions of the regional needs assessment, as far as these figures go.

    The last three are answered by estimates for the team's sector; without one, for the region's strongest sectors.

    Parameters
    ----------
    sector : what the team calls its sector; empty where none is chosen.
    """
    chosen = jobs_sector(sector, profile.year) if sector else None
    return Points(
        f"The five needs questions, from the figures of {profile.region.name}",
        (
            Point("1 Which industries are concentrated here?", _concentrated(profile, chosen)),
            Point("2 How likely are they to grow?", _growth(profile, chosen)),
            *_occupation_answers(profile, sector),
        ),
        f"{_source(profile)} Sectors of government are counted, too, in questions 1 and 2. The outlook in question 2 and questions "
        f"3 to 5 are an {source_line(profile.year)}",
    )


_MOST: Final = 6
_OUTLOOKS: Final = 4
#: A sector that is withheld is named where its estimate is at least so concentrated; the limit is ours.
_CONCENTRATED: Final = 1.2


def _concentrated(profile: Profile, chosen: tuple[str, str] | None) -> str:
    """Name the sectors with more than the nation's share of jobs; and the team's own, and estimated ones."""
    table = profile.industries
    strong = table[table["lq_us"] >= 1].sort_values("lq_us", ascending=False)
    names = [
        f"{in_sentence(str(row['short_title']))} ({_quotient(row)})"
        for _, row in strong.head(_MOST).iterrows()
    ]
    said = [
        f"Sectors with a larger share of jobs here than in the nation: {joined(names)}."
        if names
        else "No sector can be seen to have a larger share of jobs here than in the nation."
    ]
    hidden = _estimated_concentration(profile)
    hidden = hidden[~hidden.index.isin(strong.index) & (hidden >= _CONCENTRATED)].sort_values(ascending=False)
    if len(hidden):
        titles = table["short_title"].to_dict()
        also = [
            f"{in_sentence(str(titles[place]))} (about {written(value, 'ratio')})"
            for place, value in hidden.items()
        ]
        said.append(f"With what is withheld estimated, also: {joined(also)}.")
    own = _own_row(table, chosen)
    if (
        own is not None
        and own.name not in [*strong.head(_MOST).index, *hidden.index]
        and not pd.isna(own["lq_us"])
    ):
        said.append(
            f"The sector that you have chosen: {in_sentence(str(own['short_title']))} ({_quotient(own)})."
        )
    return " ".join(said)


def _quotient(row: pd.Series[Any]) -> str:
    return f"{_bound(row)}{written(row['lq_us'], 'ratio')}"


def _estimated_concentration(profile: Profile) -> pd.Series[float]:
    """Give the quotient against the nation with estimates, of private sectors in which something is withheld."""
    table = profile.industries
    if table.empty or profile.estimates.empty:
        return pd.Series(dtype=float)
    jobs = profile.estimates.set_index("industry_code")["employment"].to_dict()
    some = table[
        (table["own_code"] == "5") & (table["suppressed_counties"] > 0) & (table["industry_code"] != "99")
    ]
    found = (
        some["industry_code"].map(jobs).astype(float) / float(profile.total["employment"]) / some["us_share"]
    )
    return found.dropna().astype(float)


def _own_row(table: pd.DataFrame, chosen: tuple[str, str] | None) -> pd.Series[Any] | None:
    if chosen is None:
        return None
    own = table[(table["own_code"] == "5") & (table["industry_code"] == chosen[0])]
    return None if own.empty else own.iloc[0]


def _growth(profile: Profile, chosen: tuple[str, str] | None) -> str:
    """Say how the concentrated sectors and the team's own have changed here, what the nation expects, and where most was gained."""
    table = profile.industries
    strong = table[table["lq_us"] >= 1].sort_values("lq_us", ascending=False).head(_MOST)
    own = _own_row(table, chosen)
    asked = strong if own is None or own.name in strong.index else pd.concat([own.to_frame().T, strong])
    moved = table[table["change_jobs"].notna()].sort_values("change_jobs", ascending=False)
    outlook = _outlook(asked)
    if moved.empty:
        return (
            "No growth can be seen in these years: with one year, or with all changes withheld, nothing can be said of "
            f"the region.{outlook}"
        )
    seen = asked[asked["change_jobs"].notna()]
    first = int(moved.iloc[0]["change_from_year"])
    told = [
        f"{in_sentence(str(row['short_title']))} {written(row['change_jobs'], 'change')} {'job' if abs(row['change_jobs']) == 1 else 'jobs'} ({written(row['change_percent'], 'signed_percent')})"
        for _, row in seen.iterrows()
    ]
    said = (
        [f"Past growth is no promise. Since {first}, where both years can be seen: {joined(told)}."]
        if told
        else []
    )
    growing = [
        f"{in_sentence(str(row['short_title']))} ({written(row['change_jobs'], 'change')} jobs)"
        for _, row in moved[(moved["change_jobs"] > 0) & ~moved.index.isin(asked.index)].head(3).iterrows()
    ]
    if growing:
        said.append(f"The largest gains{' elsewhere' if told else ''} were in {joined(growing)}.")
    if not (moved["change_jobs"] > 0).any():
        said.append("No growth can be seen in any sector.")
    return " ".join(said) + outlook


def _outlook(asked: pd.DataFrame) -> str:
    """Say by how much the occupations of private sectors are expected to grow in the nation."""
    private = asked[(asked["own_code"] == "5") & (asked["industry_code"] != "99")].head(_OUTLOOKS)
    told = []
    for code, title in private[["industry_code", "short_title"]].itertuples(index=False, name=None):
        change = growth_in_ten_years(str(code))
        if change is not None:
            told.append(f"{in_sentence(str(title))} {written(change, 'signed_percent')}")
    if not told:
        return ""
    start, end = described()["projections"]
    return f" In the nation their occupations are expected to change from {start} to {end}, with the mix of today: {joined(told)}."


_QUESTIONS: Final = (
    "3 What jobs do they have to offer?",
    "4 Do these jobs form a ladder?",
    "5 Do companies have trouble finding skilled people?",
)
_STRONGEST: Final = 2
_LARGEST: Final = 2


def _occupation_answers(profile: Profile, sector: str) -> tuple[Point, ...]:
    """Answer the questions about occupations, for one sector or for the strongest."""
    chosen = jobs_sector(sector, profile.year) if sector else None
    unknown = (
        f'The figures have no private sector that is called "{sector}". ' if sector and chosen is None else ""
    )
    if chosen is not None:
        sectors = [chosen]
    else:
        table = profile.at("sector").industries
        private = table[(table["own_code"] == "5") & (table["industry_code"] != "99")]
        strong = private.sort_values("lq_us", ascending=False, na_position="last").head(_STRONGEST)
        sectors = list(strong[["industry_code", "short_title"]].itertuples(index=False, name=None))
    found = [(in_sentence(str(name)), region_staffing(profile, str(code))) for code, name in sectors]
    found = [(name, jobs) for name, jobs in found if not jobs.empty]
    if not found:
        meant = joined([in_sentence(str(name)) for _, name in sectors])
        return tuple(
            Point(question, f"{unknown if number == 0 else ''}No private jobs in {meant} can be found here.")
            for number, question in enumerate(_QUESTIONS)
        )
    texts = (
        [_offered(name, jobs) for name, jobs in found],
        [_ladder(name, jobs) for name, jobs in found],
        [_signs(name, jobs) for name, jobs in found],
    )
    last = "No figure shows a shortage by itself. Your knocks and tables (Module 2) show whom you could ask."
    return tuple(
        Point(
            question,
            f"{unknown if number == 0 else ''}{' '.join(said)}{' ' + last if number == len(texts) - 1 else ''}",
        )
        for number, (question, said) in enumerate(zip(_QUESTIONS, texts, strict=True))
    )


def _offered(name: str, jobs: Staffing) -> str:
    by_level = jobs.by_level
    total = float(by_level["jobs"].sum())
    parts = []
    for level, row in by_level.iterrows():
        if row["jobs"] > 0:
            own = jobs.table[jobs.table["level"] == level].head(_LARGEST)
            titles = " or ".join(title_in_sentence(str(title)) for title in own["title"])
            parts.append(f"{percent(100 * row['jobs'] / total)} {level} jobs, such as {titles}")
    return f"In {name} (about {about(jobs.jobs)} jobs, estimate): {'; '.join(parts)}."


def _ladder(name: str, jobs: Staffing) -> str:
    pays = jobs.by_level["pay"].dropna()
    told = "; ".join(f"{level} {money(pay)}" for level, pay in pays.items())
    if len(pays) < 2:  # noqa: PLR2004
        return f"In {name} pay is known on one level only, so nothing can be said."
    rising = "rises by level" if pays.is_monotonic_increasing else "does not rise at each level"
    open_steps = ladder_share(jobs)
    more = (
        ""
        if open_steps is None
        else f", and {percent(100 * open_steps)} of the entry jobs have a better paid step that asks for no more schooling (estimate)"
    )
    return f"In {name} median pay in the nation {rising} ({told}){more}."


def _signs(name: str, jobs: Staffing) -> str:
    openings, turnover = float(jobs.table["openings"].sum()), float(jobs.table["turnover"].sum())
    if not openings > 0:
        return f"In {name} no openings are expected."
    growth = openings - turnover
    moved = (
        f"about {about(growth)} from growth"
        if growth >= 0
        else f"about {about(-growth)} fewer as jobs are lost"
    )
    return f"In {name} about {about(openings)} openings a year are expected (estimate): about {about(turnover)} because people leave, {moved}. That is {100 * openings / jobs.jobs:.1f} openings for each 100 jobs."


def _source(profile: Profile) -> str:
    seen = profile.coverage.seen_share
    return (
        f"U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages, {profile.year}; private sectors; "
        f"{written(seen, 'share')} of the private jobs can be seen by sector, the rest is withheld."
    )
