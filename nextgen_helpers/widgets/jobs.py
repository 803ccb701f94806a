"""Forms to which official figures add something: programs, the first occupation, the sector card."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.region.occupations import LEVEL_NAMES
from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs.staffing import LEVELS, NATIONS, Level, Staffing, brief
from nextgen_helpers.jobs.supply import program_problems
from nextgen_helpers.jobs.tables import described
from nextgen_helpers.views.jobs import sector_staffing
from nextgen_helpers.widgets.form import preview
from nextgen_helpers.widgets.sheet_form import SheetForm
from nextgen_helpers.words import folded, in_sentence, plural

_MOST_PROBLEMS: Final = 50
_PER_LEVEL: Final = 2
#: What is said above the rows that figures offer for a table of the sector card.
_OFFERED_FOR: Final = {
    "jobs": (
        "The largest occupations of {sector} by level, with their pay {paid}: a quarter earn less than the entry pay, a quarter "
        "more than the advanced pay. An estimate: ask companies whether it is so here, and change what is not."
    ),
    "market": (
        "Openings a year in {sector} here, by the nation's rates: people who leave, and growth. An estimate; other sectors hire for "
        "these jobs, too. No one publishes how many people look for them, so that stays open."
    ),
}


class ProgramForm(SheetForm):
    """The programs of the region, with what is wrong with their codes."""

    def notes(self, stored: dict[str, Any]) -> list[str]:
        """Say what is wrong with which row."""
        problems = program_problems(stored["programs"])[:_MOST_PROBLEMS]
        return [*super().notes(stored), *(str(problem) for problem in problems)]


class OccupationForm(SheetForm):
    """A form that offers the occupations of the team's sector while typing."""

    def suggestions(self) -> dict[str, list[str]]:
        """Offer the names that the team has used, and the sector's occupations."""
        try:
            titles = [str(title) for title in sector_staffing(self.live.team)[1].table["title"]]
        except UserError:
            titles = []
        return {**super().suggestions(), "occupations": titles}


class SectorCardForm(SheetForm):
    """The sector card, to which official figures offer occupations."""

    def sources(self, name: str) -> list[tuple[str, str]]:
        """Offer what the figures know for two of its tables."""
        figures = [("figures", "Offer occupations from the figures")] if name in _OFFERED_FOR else []
        return [*super().sources(name), *figures]

    def offered(self, name: str, source: str) -> dict[str, Any]:
        """Say which rows the figures have for a table, or an earlier table."""
        if source != "figures":
            return super().offered(name, source)
        _, jobs, title = sector_staffing(self.live.team)
        there = {folded(row.get("job")) for row in self.form.answers.get(name, [])}
        offered = card_jobs(jobs) if name == "jobs" else card_market(jobs)
        fresh = [(level, row) for level, row in offered if folded(row["job"]) not in there]
        if not fresh:
            return preview(
                f"The figures have no occupation of {in_sentence(title)} that is not here already."
            )
        lines = [f"{LEVEL_NAMES[level]}: {row['job']}, {_offered_words(row)}" for level, row in fresh]
        count = plural(len(fresh), "row")
        words = _OFFERED_FOR[name].format(sector=in_sentence(title), paid=_paid_where(jobs))
        said = f"{words} {count} can be added; what you typed stays as it is."
        return preview(said, [row for _, row in fresh], lines, take=f"Add {count}")


def card_jobs(jobs: Staffing) -> list[tuple[Level, dict[str, Any]]]:
    """Give the largest occupations of each level as rows of the sector card, with their pay.

    Gives level and row: entry pay is what a quarter earn less than, advanced pay what a quarter earn more than (missing where it
    is not published). Its source says whose pay it is, as not every occupation's is published here.
    """
    return [
        (
            level,
            {
                "job": brief(str(row["title"])),
                "what_one_does": "",
                "entry_pay": _dollars(row["pay_25"]),
                "advanced_pay": _dollars(row["pay_75"]),
                "source": f"estimate: lower and upper quarter {_paid_where(jobs, str(row['pay_note']))}, BLS",
                "year": int(described()["oews_year"]) if row["pay_note"] == NATIONS else jobs.pay_year,
            },
        )
        for level, row in _largest(jobs)
    ]


def _paid_where(jobs: Staffing, note: str = "") -> str:
    """Say whose pay it is: that of the region's areas over all industries, or the nation's in this sector."""
    if not jobs.pay_of or note == NATIONS:
        return "in this sector in the nation"
    return f"in all industries of {jobs.pay_of}"


def card_market(jobs: Staffing) -> list[tuple[Level, dict[str, Any]]]:
    """Give the openings of the same occupations as rows of the sector card; who looks for them is left open."""
    year = int(described()["projections"][0])
    return [
        (
            level,
            {
                "job": brief(str(row["title"])),
                "openings": max(0, round(float(row["openings"]))),
                "seekers": None,
                "source": "estimate: in this sector, the nation's rates, BLS",
                "year": year,
            },
        )
        for level, row in _largest(jobs)
        if not pd.isna(row["openings"])
    ]


def _largest(jobs: Staffing) -> list[tuple[Level, dict[str, Any]]]:
    """Give the largest occupations of each level; those that gather what is left are no job to advise on."""
    named = jobs.table[~jobs.table["title"].str.contains("All Other")]
    return [
        (level, {str(key): value for key, value in row.items()})
        for level in LEVELS
        for row in named[named["level"] == level].head(_PER_LEVEL).to_dict("records")
    ]


def _dollars(pay: float) -> int | None:
    return None if pd.isna(pay) else 100 * round(float(pay) / 100)


def _offered_words(row: dict[str, Any]) -> str:
    if "openings" in row:
        return f"{plural(row['openings'], 'opening')} a year"
    low, high = (
        "not published" if row[name] is None else f"${row[name]:,}" for name in ("entry_pay", "advanced_pay")
    )
    return f"{low} to {high}"
