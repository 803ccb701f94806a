"""What each step of the map pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.words import listed, plural

if TYPE_CHECKING:
    from nextgen_helpers.toolkit.pathways.programs import PathwayMap


@dataclass(frozen=True, slots=True)
class Rung:
    """A step from one job to the next on the map, directly or over programs."""

    # begins, ends: the jobs
    begins: str
    ends: str
    # pay_before, pay_after: pay a year in dollars; None where nobody said
    pay_before: int | None
    pay_after: int | None
    # zone_before, zone_after: job zones; None where nobody said
    zone_before: int | None
    zone_after: int | None
    programs: tuple[str, ...]  # programs that lie on the way; empty where the step is direct

    @property
    def rise(self) -> int | None:
        """Dollars a year more (or, below zero, less); None where a pay is missing."""
        if self.pay_before is None or self.pay_after is None:
            return None
        return self.pay_after - self.pay_before


def rungs(found: PathwayMap) -> tuple[Rung, ...]:
    """Find the steps from job to job: the next jobs that one reaches from each, directly or over programs only."""
    said = []
    for begin in found.jobs:
        # From a job over programs to the next job; what lies behind that job is another rung.
        waiting: list[tuple[str, tuple[str, ...]]] = [(begin, ())]
        seen = {begin}
        while waiting:
            name, over = waiting.pop(0)
            for following in found.graph.successors(name):
                if following in seen:
                    continue
                seen.add(following)
                if following in found.jobs:
                    said.append(_rung(found, begin, following, over))
                else:
                    waiting.append((following, (*over, following)))
    return tuple(said)


def _rung(found: PathwayMap, begin: str, end: str, programs: tuple[str, ...]) -> Rung:
    one, other = found.jobs[begin], found.jobs[end]
    return Rung(begin, end, one["pay"], other["pay"], one["zone"], other["zone"], programs)


def rung_findings(found: PathwayMap) -> tuple[Finding, ...]:
    """Say whether pay rises at each rung."""
    steps = rungs(found)
    if not steps:
        nothing = (
            "No step from a job to a job is on the map yet; link jobs with each other, also over programs."
        )
        return (Finding("open", nothing),)
    said = Findings()
    rises = [(step, step.rise) for step in steps if step.rise is not None]
    if rises:
        risen = sum(rise > 0 for _, rise in rises)
        text = f"Pay rises at {risen} of {plural(len(rises), 'rung')} with pay on both sides."
        said.judge(risen == len(rises), text)
    for step, rise in rises:
        over = f", after {listed(step.programs)}" if step.programs else ""
        less = f"${-rise:,} a year less" if rise else "no dollar more"
        text = f"{step.begins} to {step.ends}: {less}{over}. Why would someone take this step?"
        said.look(rise <= 0, text)
    for step in steps:
        if step.zone_before and step.zone_after and step.zone_after < step.zone_before:
            falls = f"the job zone falls from {step.zone_before} to {step.zone_after}"
            said.say("look", f"{step.begins} to {step.ends}: {falls}.")
    unknown = {
        name
        for step in steps
        for name, pay in ((step.begins, step.pay_before), (step.ends, step.pay_after))
        if pay is None
    }
    said.open(sorted(unknown, key=str.casefold), "Pay is missing for {names}.")
    unsourced = [
        name
        for name, row in found.jobs.items()
        if row["pay"] is not None and (not row["source"] or not row["year"])
    ]
    said.look(unsourced, "The pay has no source or no year for {names}.")
    return tuple(said)
