"""Whether workers have somebody who speaks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings

_OLD_COUNT: Final = 3


def constituency(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Say for each group of people what is not known about it.

    today : the day that counts as today; a number more than three years old counts as old (ours).
    Gives each group and its gaps, in order; no gap where all is known.
    """
    return tuple((row["group"], tuple(_gaps(row, today))) for row in rows)


def _gaps(row: Mapping[str, Any], today: date) -> list[str]:
    gaps = []
    if row["people"] is None:
        gaps.append("no number")
    else:
        if not row["source"]:
            gaps.append("no source")
        if not row["year"]:
            gaps.append("no year")
        elif row["year"] < today.year - _OLD_COUNT:
            gaps.append(f"number of {row['year']}")
    gaps += [f"no {name}" for name in ("needs", "barriers") if not row[name]]
    if not row["knows_jobs"]:
        gaps.append("no one asked whether they know the jobs")
    if row["not_known"] and not row["who_asks"]:
        gaps.append("an open question without a name")
    return gaps


def constituency_findings(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at what is known of the people: gaps in the data, and who hardly knows the jobs."""
    if not rows:
        return (Finding("open", "No group of people is written down yet."),)
    found = Findings()
    for group, gaps in constituency(rows, today):
        told = ", ".join(gaps) or "number, needs and barriers are known"
        found.judge(not gaps, f"{group}: {told}.", ours=True)
    unaware = [row["group"] for row in rows if row["knows_jobs"] == "not_yet"]
    found.look(unaware, "They hardly know the jobs of the sector: {names}. Who would they believe?")
    return tuple(found)
