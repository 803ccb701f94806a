"""Sentences about a sector from the region's own figures: for a talk with business, and for the needs assessment."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.region.rankings import AGENCY, at_least_words
from nextgen_helpers.charts.shown import Listed
from nextgen_helpers.charts.tables import Kind, written
from nextgen_helpers.errors import nearest
from nextgen_helpers.jobs.ladder import ladder_share
from nextgen_helpers.jobs.local_outlook import local_outlook
from nextgen_helpers.jobs.staffing import (
    Staffing,
    growth_in_ten_years,
    region_staffing,
    staffing,
    title_in_sentence,
)
from nextgen_helpers.jobs.tables import described, source_line
from nextgen_helpers.lmi.codes import industry_title, short_title
from nextgen_helpers.lmi.layout import OWNERSHIPS, SECTORS
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.lmi.strengths import estimated_concentration, private_industries
from nextgen_helpers.words import about, in_sentence, joined, money, percent, those

_MOST: Final = 6
_OUTLOOKS: Final = 4
_STRONGEST: Final = 2
_LARGEST: Final = 2
#: A sector that is withheld is named where its estimate is at least so concentrated; the limit is ours.
_CONCENTRATED: Final = 1.2
_QUESTIONS: Final = (
    "3 What jobs do they have to offer?",
    "4 Do these jobs form a ladder?",
    "5 Do companies have trouble finding skilled people?",
)
#: How the figures of a sector are written.
_KINDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "count": ("employment", "establishments"),
    "share": ("share",),
    "ratio": ("lq_us", "lq_state"),
    "dollars": ("average_annual_pay",),
    "change": ("change_jobs",),
    "signed_percent": ("change_percent",),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A statement, and what it rests on."""

    about: str  # what it is about, such as Jobs; or the question that it answers
    text: str  # the statement


@dataclass(frozen=True, slots=True)
class Points(Listed):
    """Statements with a heading and their source."""

    title: str  # what they are about
    points: tuple[Point, ...]  # in order
    source: str  # year and source of the figures, and what is withheld

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
        told = [f"{point.about}: {point.text}" for point in self.points]
        return "\n".join([self.title, *told, f"Source: {self.source}"])


def sector_row(profile: Profile, sector: str) -> pd.Series[Any] | None:
    """Find the industry that a team means by the name of its sector; None where none is near."""
    return _matching(profile.industries, sector)


def _matching(table: pd.DataFrame, sector: str) -> pd.Series[Any] | None:
    wanted = _words(sector)
    for column in ("short_title", "title"):
        for place, name in enumerate(map(_words, table[column])):
            # As whole words: "IT" is no part of "Utilities".
            if wanted and (f" {wanted} " in f" {name} " or f" {name} " in f" {wanted} "):
                return table.iloc[place]
    names = [*map(_words, table["short_title"])]
    near = nearest(wanted, names, 1)
    return table.iloc[names.index(near[0])] if near else None


def jobs_sector(sector: str, year: int) -> tuple[str, str] | None:
    """Find code and short name of the private sector that a team means, also of one without jobs here; None where none is near."""
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
    row, region = sector_row(profile, sector), profile.region.name
    if row is None:
        known = joined([in_sentence(str(name)) for name in profile.industries["short_title"]])
        told = f'The figures have no sector that is called "{sector}". They know {known}.'
        return Points(f"{sector} in {region}", (Point("Figures", told),), _source(profile))
    name = in_sentence(str(row["short_title"]))
    same = sector.casefold() == str(row["short_title"]).casefold()
    named = "" if same else f" (in the figures: {name})"
    return Points(f"{sector}{named} in {region}", _figures(row, name, region), _source(profile))


def _figures(row: pd.Series[Any], name: str, region: str) -> tuple[Point, ...]:
    least, known = at_least_words(row), row.notna()
    figure = {column: written(row[column], kind) for kind, columns in _KINDS.items() for column in columns}
    share = f", {least}{figure['share']} of all jobs" if known["share"] else ""
    state = f", and {figure['lq_state']} times its share in the state" if known["lq_state"] else ""
    average = f", {_against(row['wage_premium'])} the region's average" if known["wage_premium"] else ""
    told = {
        "Jobs": f"{least.capitalize()}{figure['employment']} people work in {name} in {region}{share}, in {figure['establishments']} establishments."
        if known["employment"]
        else f"The number of jobs in {name} is withheld.",
        "Concentration": known["lq_us"]
        and f"Its share of the jobs here is {least}{figure['lq_us']} times its share in the nation{state}.",
        "Pay": known["average_annual_pay"]
        and f"A job in {name} pays {figure['average_annual_pay']} a year on average{average}.",
        "Change": known["change_jobs"]
        and f"Since {row['change_from_year']:.0f}, where both years can be seen, {name} has changed by {figure['change_jobs']} jobs ({figure['change_percent']}).",
    }
    return tuple(Point(what, text) for what, text in told.items() if text)


def estimated_points(profile: Profile, industry_code: str) -> tuple[Point, ...]:
    """Say what the estimate of a newer year than the published one tells about a sector; nothing where there is none."""
    found = profile.carried
    rows = None if found is None else found.table[found.table["industry_code"] == industry_code]
    if found is None or rows is None or rows.empty or rows["employment"].isna().any():
        return ()
    row = rows.iloc[0]
    name, jobs = in_sentence(str(row["short_title"])), f"{about(row['low'])} to {about(row['high'])}"
    moved = "more" if row["low"] > row["before"] else "fewer" if row["high"] < row["before"] else ""
    told = f"Whether {name} has grown since {found.since} cannot be said"
    if moved:
        told = f"There are {moved} jobs in {name} than in {found.since}"
    size = f"By an estimate, about {about(row['employment'])} people ({jobs}) work in {name} in {profile.region.name}, about {percent(100 * row['share'])} of all jobs."
    share = f"Its share of the jobs here is, by an estimate, {row['lq_low']:.1f} to {row['lq_high']:.1f} times its share in the nation."
    change = f"{told}: about {about(row['before'])} then, {jobs} by now, by an estimate."
    return Point("Jobs", size), Point("Concentration", share), Point("Change", change)


def _against(premium: float) -> str:
    """Say a premium in percent in words."""
    if abs(premium) < 0.5:  # noqa: PLR2004
        return "about"
    return f"{written(abs(premium), 'percent')} {'above' if premium > 0 else 'below'}"


def needs_answers(profile: Profile, sector: str = "") -> Points:
    """Answer the five questions of the regional needs assessment, as far as these figures go.

    The last three are answered by estimates for the team's sector; without one, for the region's strongest sectors.

    sector : what the team calls its sector; empty where none is chosen.
    """
    chosen = jobs_sector(sector, profile.year) if sector else None
    unknown = sector if sector and chosen is None else ""
    return Points(
        f"The five needs questions, from the figures of {profile.region.name}",
        (
            Point("1 Which industries are concentrated here?", _concentrated(profile, chosen)),
            Point("2 How likely are they to grow?", _growth(profile, chosen)),
            *_occupation_answers(profile, chosen, unknown),
        ),
        f"{_source(profile)} Sectors of government are counted, too, in questions 1 and 2. The outlook in question 2 and questions "
        f"3 to 5 are an {source_line(profile.year)}",
    )


def _listed(rows: pd.DataFrame, said: Callable[[dict[Any, Any]], str]) -> str:
    """Name industries, each with what is said of it."""
    return joined([f"{in_sentence(str(row['short_title']))} {said(row)}" for row in rows.to_dict("records")])


def _strong(table: pd.DataFrame) -> pd.DataFrame:
    """Sectors with more than the nation's share of jobs, the most concentrated first."""
    return table[table["lq_us"] >= 1].sort_values("lq_us", ascending=False)


def _own(table: pd.DataFrame, chosen: tuple[str, str] | None) -> pd.DataFrame:
    """The team's own sector; no row where it has none, or none is here."""
    return table[(table["own_code"] == "5") & (table["industry_code"] == (chosen[0] if chosen else ""))]


def _concentrated(profile: Profile, chosen: tuple[str, str] | None) -> str:
    """Name the sectors with more than the nation's share of jobs; and the team's own, and estimated ones."""
    table = profile.industries
    strong, estimated = _strong(table), estimated_concentration(profile)
    hidden = estimated[(estimated >= _CONCENTRATED) & ~estimated.index.isin(strong.index)]
    hidden = hidden.sort_values(ascending=False)
    also = table.loc[hidden.index].assign(guess=hidden)
    own = _own(table, chosen)
    own = own[own["lq_us"].notna() & ~own.index.isin([*strong.head(_MOST).index, *hidden.index])]

    def quotient(row: dict[Any, Any]) -> str:
        least = "at least " if row["suppressed_counties"] > 0 else ""
        return f"({least}{written(row['lq_us'], 'ratio')})"

    guesses = _listed(also, lambda row: f"(about {written(row['guess'], 'ratio')})")
    names = _listed(strong.head(_MOST), quotient)
    return " ".join(
        those(
            f"Sectors with a larger share of jobs here than in the nation: {names}."
            if names
            else "No sector can be seen to have a larger share of jobs here than in the nation.",
            guesses and f"With what is withheld estimated, also: {guesses}.",
            len(own) and f"The sector that you have chosen: {_listed(own, quotient)}.",
        )
    )


def _growth(profile: Profile, chosen: tuple[str, str] | None) -> str:
    """Say how the concentrated sectors and the team's own have changed here, what the nation expects, and where most was gained."""
    table = profile.industries
    strong, own = _strong(table).head(_MOST), _own(table, chosen)
    asked = pd.concat([own[~own.index.isin(strong.index)], strong])
    moved = table[table["change_jobs"].notna()].sort_values("change_jobs", ascending=False)
    if moved.empty:
        return (
            "No growth can be seen in these years: with one year, or with all changes withheld, nothing can be said of "
            f"the region.{_outlook(asked)}"
        )

    def change(row: dict[Any, Any]) -> str:
        jobs = "job" if abs(row["change_jobs"]) == 1 else "jobs"
        return f"{written(row['change_jobs'], 'change')} {jobs} ({written(row['change_percent'], 'signed_percent')})"

    told = _listed(asked[asked["change_jobs"].notna()], change)
    gains = moved[moved["change_jobs"] > 0]
    others = gains[~gains.index.isin(asked.index)].head(3)
    elsewhere = _listed(others, lambda row: f"({written(row['change_jobs'], 'change')} jobs)")
    first = int(moved.iloc[0]["change_from_year"])
    said = those(
        told and f"Past growth is no promise. Since {first}, where both years can be seen: {told}.",
        elsewhere and f"The largest gains{' elsewhere' if told else ''} were in {elsewhere}.",
        gains.empty and "No growth can be seen in any sector.",
    )
    return " ".join(said) + _since_then(profile, asked) + _outlook(asked) + _outlook_here(profile, asked)


def _changes(asked: pd.DataFrame, change_of: Callable[[str], float | None]) -> str:
    """Name the private sectors of which a change is known, in percent by code, each with its change."""
    private = private_industries(asked).head(_OUTLOOKS)
    found = [change_of(str(code)) for code in private["industry_code"]]
    private = private.assign(percent=pd.Series(found, private.index, dtype=float))
    return _listed(private[private["percent"].notna()], lambda row: written(row["percent"], "signed_percent"))


def _since_then(profile: Profile, asked: pd.DataFrame) -> str:
    """Say how these sectors have changed until the newest year, by an estimate; empty where there is none."""
    found = profile.carried
    if found is None:
        return ""
    table = found.table.set_index("industry_code")
    told = _changes(asked, (100 * (table["employment"] / table["before"] - 1)).to_dict().get)
    since = (
        f" From {found.since} to {found.year}, by an estimate that can be off by some tenths of it: {told}."
    )
    return since if told else ""


def _outlook_here(profile: Profile, asked: pd.DataFrame) -> str:
    """Say what Texas expects in the board's own region; empty elsewhere."""
    found = local_outlook(profile.region)
    if found is None:
        return ""
    told = _changes(asked, lambda code: found.change_of(staffing(code, 1000.0).table))
    most = joined([title_in_sentence(str(title)) for title in found.table.nlargest(3, "change")["title"]])
    sectors = f" By the same mix: {told}." if told else ""
    return f" For {found.name} the Texas Workforce Commission expected from {found.begins} to {found.ends}, before the pandemic, most new jobs for {most}.{sectors}"


def _outlook(asked: pd.DataFrame) -> str:
    """Say by how much the occupations of private sectors are expected to grow in the nation."""
    told = _changes(asked, growth_in_ten_years)
    start, end = described()["projections"]
    expected = f" In the nation their occupations are expected to change from {start} to {end}, with the mix of today: {told}."
    return expected if told else ""


def _occupation_answers(profile: Profile, chosen: tuple[str, str] | None, unknown: str) -> tuple[Point, ...]:
    """Answer the questions about occupations, for one sector or for the strongest."""
    private = private_industries(profile.at("sector").industries)
    strongest = private.sort_values("lq_us", ascending=False, na_position="last").head(_STRONGEST)
    codes = strongest[["industry_code", "short_title"]].itertuples(index=False, name=None)
    sectors = [chosen] if chosen else list(codes)
    named = [(in_sentence(str(name)), region_staffing(profile, str(code))) for code, name in sectors]
    found = [(name, jobs) for name, jobs in named if not jobs.empty]
    nothing = f"No private jobs in {joined([name for name, _ in named])} can be found here."
    answers = (_offered, _ladder, _signs)
    texts = [" ".join(answer(*item) for item in found) or nothing for answer in answers]
    if unknown:
        texts[0] = f'The figures have no private sector that is called "{unknown}". {texts[0]}'
    if found:
        texts[-1] += (
            " No figure shows a shortage by itself. Your knocks and tables (Module 2) show who you could ask."
        )
    return tuple(map(Point, _QUESTIONS, texts))


def _offered(name: str, jobs: Staffing) -> str:
    by_level = jobs.by_level["jobs"]
    parts = []
    for level, count in by_level[by_level > 0].items():
        own = jobs.table[jobs.table["level"] == level].head(_LARGEST)
        titles = " or ".join(title_in_sentence(str(title)) for title in own["title"])
        parts.append(f"{percent(100 * count / by_level.sum())} {level} jobs, such as {titles}")
    return f"In {name} (about {about(jobs.jobs)} jobs, estimate): {'; '.join(parts)}."


def _ladder(name: str, jobs: Staffing) -> str:
    pays = jobs.by_level["pay"].dropna()
    told = "; ".join(f"{level} {money(pay)}" for level, pay in pays.items())
    if len(pays) < 2:  # noqa: PLR2004
        return f"In {name} pay is known on one level only, so nothing can be said."
    rising = "rises by level" if pays.is_monotonic_increasing else "does not rise at each level"
    open_steps, more = ladder_share(jobs), ""
    if open_steps is not None:
        more = f", and {percent(100 * open_steps)} of the entry jobs have a better paid step that asks for no more schooling (estimate)"
    where = jobs.pay_of or "the nation"
    return f"In {name} median pay in {where} {rising} ({told}){more}."


def _signs(name: str, jobs: Staffing) -> str:
    openings, turnover = float(jobs.table["openings"].sum()), float(jobs.table["turnover"].sum())
    if not openings > 0:
        return f"In {name} no openings are expected."
    growth = openings - turnover
    lost = f"about {about(-growth)} fewer as jobs are lost"
    moved = f"about {about(growth)} from growth" if growth >= 0 else lost
    return f"In {name} about {about(openings)} openings a year are expected (estimate): about {about(turnover)} because people leave, {moved}. That is {100 * openings / jobs.jobs:.1f} openings for each 100 jobs."


def _source(profile: Profile) -> str:
    seen = written(profile.coverage.seen_share, "share")
    return f"{AGENCY}, {profile.year}; private sectors; {seen} of the private jobs can be seen by sector, the rest is withheld."
