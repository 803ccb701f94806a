"""Jobs that are hard to fill, and what is behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.findings import State as FindingState
from nextgen_helpers.toolkit.one_name import first_spellings
from nextgen_helpers.words import listed, plural, spelled_once

if TYPE_CHECKING:
    from nextgen_helpers.toolkit.pathways.supply import Balance


@dataclass(frozen=True, slots=True)
class Trouble:
    """Three signs of trouble to find skilled people."""

    companies: int  # how many companies have spoken
    # positions that two companies or more find hard to fill, as they are called first
    shared: tuple[str, ...]
    weeks: float | None  # median of the weeks that the positions have been open; None where nobody said
    short: tuple[str, ...]  # occupations with more openings than completers
    both: tuple[str, ...]  # those of the shared positions that are also short
    growth: float | None  # jobs that the sector has gained since an earlier year; None where it is not known
    gap_known: bool  # openings and completers are known for an occupation

    @property
    def signs(self) -> tuple[tuple[str, bool | None], ...]:
        """The three signs: what companies say, the gap, the sector's growth; None where nothing can be said."""
        return (
            ("companies name the same positions", bool(self.shared) if self.companies else None),
            ("more openings than completers", bool(self.short) if self.gap_known else None),
            ("the sector has gained jobs", None if self.growth is None else self.growth > 0),
        )


def trouble(
    positions: Sequence[Mapping[str, Any]], found: Sequence[Balance], growth: float | None
) -> Trouble:
    """Lay three signs side by side: employers' own words, the gap, and how the sector has grown.

    growth : change of the sector's jobs in the region's figures; None where it is withheld or no sector is chosen.
    """
    companies = first_spellings([row["company"] for row in positions])
    spelled = spelled_once([*(row["position"] for row in positions), *(item.occupation for item in found)])
    named: dict[str, set[str]] = {}
    for row in positions:
        named.setdefault(spelled[row["position"]], set()).add(companies[row["company"]])
    shared = tuple(name for name, who in named.items() if len(who) > 1)
    short = tuple(item.occupation for item in found if item.state == "under-supplied")
    weeks = [row["weeks_open"] for row in positions if row["weeks_open"] is not None]
    return Trouble(
        len(set(companies.values())),
        shared,
        median(weeks) if weeks else None,
        short,
        tuple(name for name in shared if name in {spelled[item] for item in short}),
        growth,
        any(item.gap is not None for item in found),
    )


def difficulty_findings(found: Trouble) -> tuple[Finding, ...]:
    """Say which of the three signs point to trouble; a single one proves nothing."""
    known = [sign for _, sign in found.signs if sign is not None]
    if not known:
        return (Finding("open", "Neither companies nor figures have said anything yet."),)
    said = Findings()
    pointing = [name for name, sign in found.signs if sign]
    silent = [name for name, sign in found.signs if sign is None]
    point = "points" if 1 in (len(pointing), len(known)) else "point"
    told = f"{len(pointing)} of {plural(len(known), 'sign')} that can be read {point} to trouble"
    which = f": {listed(pointing)}" if pointing else ""
    # A sign that nobody has read yet could still turn it.
    state: FindingState = "look" if len(pointing) > 1 else "open" if silent else "good"
    said.say(state, f"{told}{which}.", ours=True)
    weeks = ""
    if found.weeks is not None:
        weeks = f" Positions have been open for {found.weeks:g} weeks (median)."
    said.look(found.shared, f"Two companies or more cannot fill {{names}}.{weeks}")
    spoken = plural(found.companies, "company has", "companies have")
    alone = f"{spoken} spoken, and no position is named twice. Ask more."
    said.look(bool(found.companies and not found.shared), alone, ours=True)
    said.look(found.both, "Companies and figures agree on {names}: begin there.")
    said.open(silent, "Cannot be said yet: {all}.")
    return tuple(said)
