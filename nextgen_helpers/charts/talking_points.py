"""Sentences about a sector from the region's own figures: for a talk with business, and for the needs assessment."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from nextgen_helpers.charts.chart import output_mode
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.tables import written
from nextgen_helpers.errors import nearest
from nextgen_helpers.lmi.wording import in_sentence, joined

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

__all__ = ["Point", "Points", "needs_answers", "sector_points", "sector_row"]


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
class Points:
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

    def mime_bundles(self) -> list[dict[str, Any]]:
        """Give what a notebook shows of it: one piece."""
        style = notebook_style() if output_mode() == "screen" else ""
        return [{"text/html": f"{style}{self.html()}", "text/plain": self.text()}]


def sector_row(profile: Profile, sector: str) -> pd.Series[Any] | None:
    """Find the industry that a team means by the name of its sector; None where none is near.

    Parameters
    ----------
    profile : the region's profile.
    sector : what the team calls it, such as ``advanced manufacturing``.
    """
    table = profile.industries
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


def _words(text: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", text.casefold()) if word != "and")


def sector_points(profile: Profile, sector: str) -> Points:
    """Say what the figures tell about a sector, each with its year; what is withheld is said.

    Parameters
    ----------
    profile : the region's profile.
    sector : what the team calls it.
    """
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


def needs_answers(profile: Profile) -> Points:
    """Answer the five questions of the regional needs assessment, as far as these figures go.

    Parameters
    ----------
    profile : the region's profile.
    """
    table = profile.industries
    strong = table[table["lq_us"] >= 1].sort_values("lq_us", ascending=False)
    names = [
        f"{in_sentence(str(row['short_title']))} ({written(row['lq_us'], 'ratio')})"
        for _, row in strong.head(6).iterrows()
    ]
    moved = table[table["change_jobs"].notna()].sort_values("change_jobs", ascending=False)
    growing = [
        f"{in_sentence(str(row['short_title']))} ({written(row['change_jobs'], 'change')} jobs)"
        for _, row in moved[moved["change_jobs"] > 0].head(4).iterrows()
    ]
    elsewhere = "These figures count jobs by industry and not by occupation, so they cannot say it. Ask employers, and the workforce board's occupational figures."
    first = (
        f"Sectors with a larger share of jobs here than in the nation: {joined(names)}."
        if names
        else "No sector can be seen to have a larger share of jobs here than in the nation."
    )
    second = (
        f"Past growth is no promise. Since {int(moved.iloc[0]['change_from_year'])} the largest gains that can be seen were in {joined(growing)}."
        if growing
        else "No growth can be seen in these years: with one year, or with all changes withheld, nothing can be said."
    )
    return Points(
        f"The five needs questions, from the figures of {profile.region.name}",
        (
            Point("1 Which industries are concentrated here?", first),
            Point("2 How likely are they to grow?", second),
            Point("3 What jobs do they have to offer?", elsewhere),
            Point("4 Do these jobs form a ladder?", elsewhere),
            Point(
                "5 Do companies have trouble finding skilled people?",
                f"{elsewhere} Your knocks and tables (Module 2) show whom you could ask.",
            ),
        ),
        _source(profile),
    )


def _source(profile: Profile) -> str:
    seen = profile.coverage.seen_share
    return (
        f"U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages, {profile.year}; private sectors; "
        f"{written(seen, 'share')} of the private jobs can be seen by sector, the rest is withheld."
    )
