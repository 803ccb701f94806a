"""The sector card: what the front line has to know, and how old its facts are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nextgen_helpers.toolkit.findings import day_of
from nextgen_helpers.toolkit.frontline.runways import months_before
from nextgen_helpers.words import listed, plural, weekday_words

#: Title of each part, what is missing where nothing is known, and who can usually tell (ours).
_PARTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "choices": ("Job choices", "which jobs there are", "companies of the partnership, and the board's labor market analyst"),
    "saturation": ("Market saturation", "how many openings there are for how many people", "the board's labor market analyst, and each institution's registrar"),
    "pay": ("Entry and advanced pay", "what beginners and experienced people earn", "the board's labor market analyst, and personnel managers"),
    "skills": ("Skills and abilities", "what one has to be able to do", "people in companies who show newcomers around"),
    "advancement": ("Advancement and time", "how one moves up, and how long it takes", "personnel managers, and people who have done it"),
}  # fmt: skip
_MONTHS_VALID: Final = 6
_OLD: Final = 2


@dataclass(frozen=True, slots=True)
class CardPart:
    """One of the five things that everybody has to be told."""

    id: str
    title: str
    # what is known, each with its source and year, or with the word that they are missing
    statements: tuple[str, ...]
    missing: tuple[str, ...]  # what is not known, each with who can tell


def sector_card(stored: Mapping[str, Any]) -> tuple[CardPart, ...]:
    """Write the five parts of the sector card from what the team has typed.

    A figure says its source and year; where they are missing, that is said. What is not known is no statement:
    it is listed as missing, with who can tell.
    """
    statements = {
        "choices": [_job(row) for row in stored["jobs"]],
        "saturation": [text for row in stored["market"] if (text := _crowded(row))],
        "pay": [text for row in stored["jobs"] if (text := _pay(row))],
        "skills": [_skill(row) for row in stored["skills"]],
        "advancement": [_step_up(row) for row in stored["advancement"]],
    }
    gaps = {
        "saturation": [
            row["job"] for row in stored["market"] if row["openings"] is None or row["seekers"] is None
        ],
        "pay": [
            row["job"] for row in stored["jobs"] if row["entry_pay"] is None or row["advanced_pay"] is None
        ],
        "advancement": [
            f"{row['from_job']} to {row['to_job']}" for row in stored["advancement"] if row["months"] is None
        ],
    }
    found = []
    for part, (title, nothing, usual) in _PARTS.items():
        asked = [_asked(row) for row in stored["to_ask"] if row["part"] == part]
        who = f"; {', '.join(asked)}" if asked else f"; who can tell: {usual}"
        missing = []
        if not statements[part]:
            missing = [f"{nothing}{who}"]
        elif gaps.get(part):
            missing = [f"{nothing}, for {listed(gaps[part])}{who}"]
        elif asked:
            missing = [f"more about it{who}"]
        found.append(CardPart(part, title, tuple(statements[part]), tuple(missing)))
    return tuple(found)


def _asked(row: Mapping[str, Any]) -> str:
    by = day_of(row.get("by"))
    return f"{row['who'] or 'someone'} finds it out{f' by {weekday_words(by)}' if by else ''}"


def _sourced(row: Mapping[str, Any]) -> str:
    source, year = row.get("source"), row.get("year")
    if not source and not year:
        return "(source and year missing)"
    return f"({source or 'source missing'}, {year or 'year missing'})"


def _job(row: Mapping[str, Any]) -> str:
    does = f": {row['what_one_does']}" if row["what_one_does"] else ""
    return f"{row['job']}{does} {_sourced(row)}"


def _crowded(row: Mapping[str, Any]) -> str:
    openings, seekers = row["openings"], row["seekers"]
    if openings is None and seekers is None:
        return ""
    told = "openings not known" if openings is None else f"{plural(openings, 'opening')} a year"
    counted = plural(seekers or 0, "person", "people")
    people = "people not counted" if seekers is None else f"{counted} trained or looking"
    ratio = f", that is {seekers / openings:.1f} for each opening" if openings and seekers is not None else ""
    return f"{row['job']}: {told}, {people}{ratio} {_sourced(row)}"


def _pay(row: Mapping[str, Any]) -> str:
    entry, advanced = row["entry_pay"], row["advanced_pay"]
    if entry is None and advanced is None:
        return ""
    parts = [
        f"{name} pay not known" if dollars is None else f"{name} pay ${dollars:,} a year"
        for name, dollars in (("entry", entry), ("advanced", advanced))
    ]
    return f"{row['job']}: {', '.join(parts)} {_sourced(row)}"


def _skill(row: Mapping[str, Any]) -> str:
    job = f", for {row['job']}" if row["job"] else ""
    return f"{row['skill']}{job} {_sourced(row)}"


def _step_up(row: Mapping[str, Any]) -> str:
    months = "time not known" if row["months"] is None else f"about {plural(row['months'], 'month')}"
    takes = f"; it takes {row['what_it_takes']}" if row["what_it_takes"] else ""
    return f"{row['from_job']} to {row['to_job']}: {months}{takes} {_sourced(row)}"


@dataclass(frozen=True, slots=True)
class Vintage:
    """How old a card is, and when it has to be looked at again."""

    changed_on: date | None  # day on which the team last changed it; None where it never did
    # oldest, newest: years of the figures that stand on it; None where none says its year
    oldest: int | None
    newest: int | None
    renew_by: date | None  # the first of the days that call for it; None where nothing has a day
    reason: str  # which day that is
    overdue: bool  # that day is over

    def sentence(self) -> str:
        """Say it in one or two sentences, as a stamp on the card."""
        until = "" if self.oldest == self.newest else f" to {self.newest}"
        said = ["No figure says its year." if self.oldest is None else f"Figures of {self.oldest}{until}."]
        if self.changed_on:
            said.append(f"Last changed by the team on {weekday_words(self.changed_on)}.")
        else:
            said.append("The team has not written on it yet.")
        if self.renew_by:
            when = "Renew now; the day was" if self.overdue else "Renew by"
            said.append(f"{when} {weekday_words(self.renew_by)}: {self.reason}.")
        return " ".join(said)


def vintage(
    stored: Mapping[str, Any],
    figures_years: Collection[int],
    changed_on: date | None,
    today: date,
    *,
    newer_out: bool = True,
) -> Vintage:
    """Say how old the card is, and by when to renew it.

    Three days call for a look, and the first counts (all three are ours): the team's own number of months after its
    last change (six where it said none); the end of June in which the official yearly figures after those on the card
    are usually out, a year and a half after the year they are of; and the end of the second year after the oldest
    figure that the team typed.

    figures_years : years of the region's own figures on the card; none without.
    newer_out : whether the day on which newer official figures are out counts.
    """
    tables = ("jobs", "market", "skills", "advancement")
    typed = [row["year"] for table in tables for row in stored[table] if row["year"]]
    years = sorted([*typed, *figures_years])
    months = stored.get("months_valid") or _MONTHS_VALID
    calls = []
    if changed_on:
        calls.append((months_before(changed_on, -months), f"{plural(months, 'month')} after the last change"))
    if figures_years and newer_out:
        newer = min(figures_years) + 1
        calls.append((date(newer + 1, 6, 30), f"official figures of {newer} are usually out by then"))
    if typed:
        oldest = min(typed)
        calls.append((date(oldest + _OLD, 12, 31), f"the oldest figure that the team typed is of {oldest}"))
    renew_by, reason = min(calls) if calls else (None, "")
    oldest, newest = (years[0], years[-1]) if years else (None, None)
    overdue = renew_by is not None and renew_by < today
    return Vintage(changed_on, oldest, newest, renew_by, reason, overdue)
