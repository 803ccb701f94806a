"""How good a sector's jobs are: pay against a line that the team names, degrees, and where openings come from."""

from __future__ import annotations

from dataclasses import dataclass

from nextgen_helpers.jobs.staffing import EDUCATION, Staffing


@dataclass(frozen=True, slots=True)
class Quality:
    """A sector's jobs by pay, education and openings; estimates, as the jobs are.

    Parameters
    ----------
    line : pay a year that the team calls a living wage, in US dollars; None where it has named none.
    jobs : jobs of occupations that are published.
    paid : of them, jobs of occupations whose pay can be set against the line (it is published, or top-coded and so above).
    mostly_above : of those, jobs of occupations in which three of four earn the line or more.
    about_above : jobs of occupations in which half or more earn it, but not three of four.
    below : jobs of occupations in which less than half earn it.
    schooled : jobs of occupations whose typical education is known.
    no_degree : of them, jobs for which less than an associate's degree is typical.
    growth : openings a year from growth (negative where jobs are lost).
    turnover : openings a year because people leave the occupation or the labor force.
    """

    line: int | None
    jobs: float
    paid: float
    mostly_above: float
    about_above: float
    below: float
    schooled: float
    no_degree: float
    growth: float
    turnover: float

    @property
    def above_share(self) -> float | None:
        """Share of jobs in occupations in which half or more earn the line; None without a line."""
        return (
            None if self.line is None or not self.paid else (self.mostly_above + self.about_above) / self.paid
        )

    @property
    def no_degree_share(self) -> float | None:
        """Share of jobs for which no degree is typical; None where no education is known."""
        return self.no_degree / self.schooled if self.schooled else None

    @property
    def turnover_share(self) -> float | None:
        """Share of the openings that come from people who leave; None where there are no openings."""
        total = self.growth + self.turnover
        return min(1.0, self.turnover / total) if total > 0 else None


def quality(found: Staffing, line: int | None = None) -> Quality:
    """Sort a sector's jobs by a line of pay, by degree, and its openings by where they come from.

    Parameters
    ----------
    line : the line, in US dollars a year; None for none.

    Raises
    ------
    ValueError : the line is not above zero.
    """
    if line is not None and line <= 0:
        raise ValueError("a line of pay is above zero.")
    table = found.table
    jobs = table["jobs"]
    top = table["pay_note"] == "top-coded"
    half = top | (table["pay_50"] >= (line or 0))
    most = (table["pay_25"] >= (line or 0)) | (top & table["pay_25"].isna())
    known = table["pay_50"].notna() | top
    schooled = table["education"].isin(EDUCATION)
    degree = table["education"].isin(EDUCATION[EDUCATION.index("Associate's degree") :])
    return Quality(
        line,
        float(jobs.sum()),
        float(jobs[known].sum()),
        float(jobs[known & most & half].sum()),
        float(jobs[known & half & ~most].sum()),
        float(jobs[known & ~half].sum()),
        float(jobs[schooled].sum()),
        float(jobs[schooled & ~degree].sum()),
        float(table["growth"].sum()),
        float(table["turnover"].sum()),
    )
