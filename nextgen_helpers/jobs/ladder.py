"""What leads to what: steps from an occupation of a sector to a related one that pays more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from nextgen_helpers.errors import nearest
from nextgen_helpers.jobs import tables
from nextgen_helpers.jobs.staffing import EDUCATION, LEVELS, Staffing
from nextgen_helpers.words import folded

#: Ours: less than this rise of the median pay counts as the same pay.
LEAST_RISE: Final = 0.05
#: How many occupations the main steps begin at, how many they reach on each level above, and how many lead on from each.
MOST_BEGINNINGS: Final = 5
MOST_ABOVE: Final = 7
MOST_WAYS: Final = 2
#: Occupations with fewer jobs here, or a smaller share of the sector's, are no step to aim at; the limits are ours.
_FEWEST: Final = 10
_SMALLEST: Final = 0.001
#: What a step tells of its two occupations.
_TOLD: Final = ["title", "pay_50", "job_zone", "education", "experience", "training", "openings"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step from an occupation to a related one that pays more.

    Parameters
    ----------
    soc_before, soc_after : codes.
    before, after : titles.
    pay_before, pay_after : median pay a year in the sector, the nation, in US dollars.
    zone_before, zone_after : O*NET job zones; None where there is none.
    education_before, education_after : typically needed to enter; empty where not known.
    experience_after, training_after : work experience and training on the job that are typical; empty: none.
    rank : how near O*NET sees the two, 1 is nearest.
    openings_after : a year in the region's sector; None where not known.
    """

    soc_before: str
    soc_after: str
    before: str
    after: str
    pay_before: float
    pay_after: float
    zone_before: int | None
    zone_after: int | None
    education_before: str
    education_after: str
    experience_after: str
    training_after: str
    rank: int
    openings_after: float | None

    @property
    def rise(self) -> float:
        """Dollars a year more."""
        return self.pay_after - self.pay_before

    @property
    def rise_share(self) -> float:
        """The rise as a part of the pay before."""
        return self.rise / self.pay_before

    @property
    def more_education(self) -> bool | None:
        """More schooling is typical for the next occupation; None where one of the two is not known."""
        if self.education_before not in EDUCATION or self.education_after not in EDUCATION:
            return None
        return EDUCATION.index(self.education_after) > EDUCATION.index(self.education_before)

    @property
    def zone_falls(self) -> bool:
        """The next occupation asks for less preparation, though it pays more."""
        return (
            self.zone_before is not None
            and self.zone_after is not None
            and self.zone_after < self.zone_before
        )


def steps(found: Staffing, *, primary: bool = True) -> tuple[Step, ...]:
    """Find the steps inside a sector: O*NET calls the two related, both are in the sector, and the median pay rises by 5 % or more.

    Parameters
    ----------
    primary : only O*NET's nearer ("primary") relations; otherwise the supplemental ones, too.
    """
    table = found.table[found.table["pay_50"].notna()].set_index("soc")
    pairs = tables.related()
    pairs = pairs[pairs["soc"].isin(table.index) & pairs["related_soc"].isin(table.index)]
    if primary:
        pairs = pairs[pairs["primary"]]
    before = table["pay_50"].reindex(pairs["soc"]).to_numpy()
    after = table["pay_50"].reindex(pairs["related_soc"]).to_numpy()
    pairs = pairs[after >= before * (1 + LEAST_RISE)]
    rows = table.loc[sorted({*pairs["soc"], *pairs["related_soc"]}), _TOLD].to_dict("index")
    return tuple(
        _step(str(soc), rows[soc], str(other), rows[other], int(rank))
        for soc, other, rank in pairs[["soc", "related_soc", "rank"]].itertuples(index=False, name=None)
    )


def steps_from(found: Staffing, soc: str) -> tuple[Step, ...]:
    """Give the steps from one occupation, the nearest first; O*NET's supplemental relations only where there is no nearer one."""
    near = tuple(step for step in steps(found) if step.soc_before == soc)
    return near or tuple(step for step in steps(found, primary=False) if step.soc_before == soc)


def fewest_jobs(found: Staffing) -> float:
    """Give from how many jobs here on an occupation is a step to aim at."""
    return max(_FEWEST, _SMALLEST * found.jobs)


def main_steps(found: Staffing) -> tuple[Step, ...]:
    """Choose the steps that make a ladder: from the largest entry occupations up to where most openings are; then on from there.

    None of them leads to less preparation, or to an occupation with few jobs. A sector without entry occupations that lead
    on begins one level higher.
    """
    common = found.table[(found.table["jobs"] >= fewest_jobs(found)) & found.table["level"].isin(LEVELS)]
    height = dict(zip(common["soc"], common["level"].map(LEVELS.index), strict=True))
    known = [step for step in steps(found) if {step.soc_before, step.soc_after} <= height.keys()]
    known = [step for step in known if not step.zone_falls]
    leading = {step.soc_before for step in known}
    entry, middle = ([soc for soc in height if soc in leading and height[soc] == at] for at in (0, 1))
    columns: list[list[str]] = [entry[:MOST_BEGINNINGS], [] if entry else middle[:MOST_BEGINNINGS], []]
    drawn: list[Step] = []
    for place in (0, 1):
        for soc in columns[place]:
            ways = [step for step in known if step.soc_before == soc]
            up = [step for step in ways if height[step.soc_after] > place]
            up.sort(key=lambda step: (height[step.soc_after], -(step.openings_after or 0.0), step.rank))
            taken = 0
            for step in up or [step for step in ways if step.soc_after in columns[place]]:
                column = columns[height[step.soc_after]]
                if step.soc_after not in column:
                    if len(column) == MOST_ABOVE:
                        continue
                    column.append(step.soc_after)
                drawn.append(step)
                taken += 1
                if taken == MOST_WAYS:
                    break
    return tuple(drawn)


def entry_occupations(found: Staffing, count: int = 3) -> tuple[str, ...]:
    """Give the codes of the largest entry occupations of a sector that a step leads on from; else simply the largest."""
    entry = found.table.loc[found.table["level"] == "entry", "soc"]
    leading = {step.soc_before for step in steps(found)}
    return tuple([code for code in entry if code in leading][:count] or list(entry[:count]))


def ladder_share(found: Staffing) -> float | None:
    """Share of the entry jobs in occupations from which a step to better pay asks for no more schooling and no less preparation.

    None where the sector has no entry job here.
    """
    entry = found.table[found.table["level"] == "entry"]
    if not entry["jobs"].sum() > 0:
        return None
    open_steps = {
        step.soc_before for step in steps(found) if step.more_education is False and not step.zone_falls
    }
    return float(entry.loc[entry["soc"].isin(open_steps), "jobs"].sum() / entry["jobs"].sum())


def find_occupation(found: Staffing, typed: str) -> str | None:
    """Give the code of the occupation that somebody means, by code or title; None where none is near."""
    wanted = folded(typed)
    if not wanted:
        return None
    titles = {folded(title): soc for soc, title in _titles(found)}
    for soc, _ in _titles(found):
        if soc == typed.strip():
            return soc
    if wanted in titles:
        return titles[wanted]
    # A word that begins a title: "welders" is "Welders, Cutters, Solderers, and Brazers". The largest counts.
    stem = wanted.removesuffix("s")
    begins = [soc for title, soc in titles.items() if len(stem) > 3 and title.startswith(stem)]  # noqa: PLR2004
    if begins:
        return begins[0]
    near = nearest(wanted, titles, 1)
    return titles[near[0]] if near else None


def near_occupations(found: Staffing, typed: str) -> tuple[str, ...]:
    """Give up to five titles that could be meant: those that share a word, else the largest occupations of the sector."""
    words = {word.removesuffix("s") for word in folded(typed).split() if len(word) > 3}  # noqa: PLR2004
    fitting = [
        title
        for _, title in _titles(found)
        if words & {word.removesuffix("s") for word in folded(title).replace(",", " ").split()}
    ]
    return tuple((fitting or [title for _, title in _titles(found)])[:5])


def _titles(found: Staffing) -> Sequence[tuple[str, str]]:
    return list(found.table[["soc", "title"]].itertuples(index=False, name=None))


def _step(soc: str, before: dict[Any, Any], other: str, after: dict[Any, Any], rank: int) -> Step:
    return Step(
        soc,
        other,
        before["title"],
        after["title"],
        float(before["pay_50"]),
        float(after["pay_50"]),
        None if pd.isna(before["job_zone"]) else int(before["job_zone"]),
        None if pd.isna(after["job_zone"]) else int(after["job_zone"]),
        str(before["education"] or ""),
        str(after["education"] or ""),
        str(after["experience"] or ""),
        str(after["training"] or ""),
        rank,
        None if pd.isna(after["openings"]) else float(after["openings"]),
    )
