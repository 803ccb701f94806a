"""Openings and completers, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.words import listed, plural, spelled_once

State = Literal["under-supplied", "over-saturated", "about even"]
#: Ours: a gap of at most this part of the openings is about even.
_EVEN: Final = 0.1


@dataclass(frozen=True, slots=True)
class Balance:
    """Openings and completers of an occupation, with its pay."""

    occupation: str
    # openings, completers: a year; None where nobody said
    openings: int | None
    completers: int | None
    # pay_before, pay_now: dollars a year; None where nobody said
    pay_before: int | None
    pay_now: int | None
    # year_before, year_now: their years
    year_before: int | None
    year_now: int | None
    unsourced: tuple[str, ...]  # what has no source or year: ``openings``, ``completers``, ``pay``
    years_apart: bool  # openings and completers are of different years

    @property
    def gap(self) -> int | None:
        """Openings less completers a year; None where one is missing."""
        if self.openings is None or self.completers is None:
            return None
        return self.openings - self.completers

    @property
    def state(self) -> State | None:
        """What the gap is called; None where it is not known."""
        if self.gap is None or self.openings is None:
            return None
        if abs(self.gap) <= _EVEN * self.openings:
            return "about even"
        return "under-supplied" if self.gap > 0 else "over-saturated"

    @property
    def pay_change(self) -> float | None:
        """Change of pay in percent a year, not adjusted for prices; None where it is not known."""
        if not self.pay_before or not self.pay_now or self.year_before is None or self.year_now is None:
            return None
        years = self.year_now - self.year_before
        return 100 * ((self.pay_now / self.pay_before) ** (1 / years) - 1) if years > 0 else None


def balances(stored: Mapping[str, Any]) -> tuple[Balance, ...]:
    """Bring openings, completers and pay of each occupation together.

    stored : values of openings and completers; of two rows of an occupation the first counts.
    """
    rows, pays = stored["occupations"], stored["pay"]
    spelled = spelled_once([row["occupation"] for row in (*rows, *pays)])
    counted: dict[str, Mapping[str, Any]] = {}
    paid: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        counted.setdefault(spelled[row["occupation"]], row)
    for row in pays:
        paid.setdefault(spelled[row["occupation"]], row)
    return tuple(
        _balance(name, counted.get(name, {}), paid.get(name, {})) for name in dict.fromkeys(spelled.values())
    )


def _balance(name: str, row: Mapping[str, Any], pay: Mapping[str, Any]) -> Balance:
    unsourced = [
        what
        for what in ("openings", "completers")
        if row.get(what) is not None and (not row[f"{what}_source"] or not row[f"{what}_year"])
    ]
    before, now = pay.get("pay_before"), pay.get("pay_now")
    if (before is not None or now is not None) and not pay["source"]:
        unsourced.append("pay")
    years = [row.get("openings_year"), row.get("completers_year")]
    return Balance(
        name,
        row.get("openings"),
        row.get("completers"),
        before,
        now,
        pay.get("year_before"),
        pay.get("year_now"),
        tuple(unsourced),
        None not in years and years[0] != years[1],
    )


def supply_findings(found: Sequence[Balance]) -> tuple[Finding, ...]:
    """Say where too few and where too many are trained, and how pay has moved beside it."""
    if not found:
        return (Finding("open", "No occupation is written down yet."),)
    said = Findings()
    for item in found:
        if item.openings is None or item.completers is None:
            given = {"openings": item.openings, "completers": item.completers}
            missing = listed([name for name, value in given.items() if value is None])
            said.say("open", f"{item.occupation}: {missing} not known, so nothing can be said.")
            continue
        numbers = f"{plural(item.openings, 'opening')}, {plural(item.completers, 'completer')} a year"
        text = f"{item.occupation} is {item.state}: {numbers}."
        if item.state == "under-supplied":
            text += " Without people, companies may grow elsewhere."
        elif item.state == "over-saturated":
            text += f" People train for jobs that are not there.{_pay_beside(item)}"
        said.judge(item.state == "about even", text, ours=True)
    unsourced = [f"{item.occupation} ({listed(item.unsourced)})" for item in found if item.unsourced]
    said.look(unsourced, "Without source or year: {names}.")
    apart = [item.occupation for item in found if item.years_apart]
    said.look(apart, "Openings and completers are of different years: {names}.")
    return tuple(said)


def _pay_beside(item: Balance) -> str:
    """Say how pay has moved beside a surplus: together is not because."""
    if item.pay_change is None:
        return " How its pay has moved is not known."
    moved = f"{'rose' if item.pay_change >= 0 else 'fell'} by {abs(item.pay_change):.1f}% a year"
    return f" Its pay {moved} from {item.year_before} to {item.year_now}, not adjusted for inflation; the two moving together does not mean that one causes the other."
