"""What stands on the sheets of a region's workbook: the charts' tables, with all that is needed to compute them again.

A table on the page shows a quotient. An analyst who checks it also needs the jobs and totals of region, state and nation,
and the formula: here they stand beside it, the formula as text that can be copied after an equals sign.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers import charts
from nextgen_helpers.charts.tables import Column, Table

if TYPE_CHECKING:
    from nextgen_helpers.charts import Chart
    from nextgen_helpers.lmi.profile import Profile

#: Level of industries, and how the names of its sheets end.
_LEVELS: Final = (("sector", "sectors"), ("3-digit", "3-digit"), ("4-digit", "4-digit"))
_JOBS: Final = "All jobs"

#: Measure, its formula in words, and where the formula is from.
FORMULAS: Final = (
    ("Share of all jobs", "jobs of the industry / all jobs, all ownerships", "as BLS counts jobs"),
    (
        "Location quotient (LQ)",
        "(jobs of the industry here / all jobs here) / (jobs of the industry in the nation or state / all jobs there)",
        "BLS, QCEW location quotients; totals of all ownerships",
    ),
    (
        "Change in jobs",
        "jobs in the later year - jobs in the earlier year, over the counties that are seen in both",
        "this library: a county that is withheld in one year is left out of both",
    ),
    (
        "Yearly change in jobs, percent",
        "(jobs in the later year / jobs in the earlier year) ^ (1 / number of years) - 1",
        "BEA, average annual growth",
    ),
    (
        "National growth",
        "jobs here in the earlier year * (all jobs of the nation, later / earlier - 1)",
        "shift-share: Dunn (1960)",
    ),
    (
        "Industry mix",
        "jobs here in the earlier year * (the nation's jobs of the industry, later / earlier - all its jobs, later / earlier)",
        "shift-share: Dunn (1960)",
    ),
    (
        "Regional share",
        "jobs here in the later year - jobs here in the earlier year * (the nation's jobs of the industry, later / earlier)",
        "shift-share: Dunn (1960); the three parts add up to the change in jobs",
    ),
    ("Average annual pay", "wages of the year / jobs (annual average)", "BLS, QCEW"),
    (
        "Pay against an average",
        "average annual pay of the industry / the other average annual pay - 1",
        "this library",
    ),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook."""

    name: str
    chart: Chart  # the chart whose table it holds, for the words about it
    table: Table  # what stands on it


def workbook_sheets(profile: Profile) -> list[Sheet]:
    """Lay out the sheets with figures."""
    numbers = _Inputs.of(profile)
    sheets = [
        _plain("Counties", charts.county_map(profile)),
        _plain("Years", charts.jobs_over_time(profile)),
        _sheet("Diversity", charts.diversity(profile), numbers),
    ]
    for level, ending in _LEVELS:
        at_level = profile.at(level)
        sheets += [
            _sheet(f"Jobs, {ending}", charts.jobs_by_industry(at_level), numbers),
            _sheet(f"Concentration, {ending}", charts.concentration(at_level), numbers),
            _sheet(f"Growth, {ending}", charts.quadrants(at_level), numbers),
            _sheet(f"Change, {ending}", charts.why_jobs_changed(at_level), numbers),
            _sheet(f"Pay, {ending}", charts.pay(at_level), numbers),
            _plain(f"Withheld, {ending}", charts.coverage(at_level)),
        ]
    if profile.carried is not None:
        sheets.append(_plain("Sectors, estimated", charts.sectors_now(profile)))
    sheets += [
        _plain("Unemployment", charts.unemployment(profile)),
        _plain("Schooling", charts.schooling(profile)),
    ]
    return [*sheets, _plain("Sources", charts.sources(profile))]


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What is the same in every row: totals, and the words that say of what and when they are.

    A total of which a county is withheld is missing, since no share can be made of it.
    """

    totals: Mapping[str, float]
    labels: Mapping[str, Column]
    years: int

    @classmethod
    def of(cls, profile: Profile) -> _Inputs:
        comparison, year, first = profile.comparison, profile.year, profile.first_year
        all_jobs = comparison["employment"].where(comparison["suppressed_counties"] == 0)
        history = profile.history
        nation = history[history["area"] == "nation"].set_index("year")["employment"]
        state, earlier = profile.region.state_label, str(first) if first is not None else "the earlier year"
        both = "counties seen in both years"
        columns = (
            Column("employment", f"Jobs here, {year}", "count"),
            Column("all_jobs", f"{_JOBS} here, {year}", "count"),
            Column("state_employment", f"Jobs, {state}, {year}", "count"),
            Column("state_all_jobs", f"{_JOBS}, {state}, {year}", "count"),
            Column("us_employment", f"Jobs, United States, {year}", "count"),
            Column("us_all_jobs", f"{_JOBS}, United States, {year}", "count"),
            Column("change_base", f"Jobs here, {earlier}, {both}", "count"),
            Column("change_end", f"Jobs here, {year}, {both}", "count"),
            Column("us_change_base", f"Jobs, United States, {earlier}", "count"),
            Column("us_change_end", f"Jobs, United States, {year}", "count"),
            Column("us_all_jobs_before", f"{_JOBS}, United States, {earlier}", "count"),
            Column("wages", f"Wages here, {year}", "dollars"),
            Column("us_wages", f"Wages, United States, {year}", "dollars"),
            Column("pay_here", f"Average annual pay here, all industries, {year}", "dollars"),
        )
        return cls(
            {
                "all_jobs": float(all_jobs["region"]),
                "state_all_jobs": float(all_jobs["state"]),
                "us_all_jobs": float(all_jobs["nation"]),
                "us_all_jobs_before": float(nation.get(first, float("nan"))),
                "pay_here": profile.total["average_annual_pay"],
            },
            {column.name: column for column in columns},
            1 if first is None else year - first,
        )

    def frame(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put the totals into each row, and the later year of a change."""
        full = table.assign(**self.totals)
        return full.assign(change_end=full["change_base"] + full["change_jobs"])


@dataclass(frozen=True, slots=True)
class _Measure:
    """How one column is made."""

    inputs: tuple[str, ...]  # the columns it is made of
    formula: Callable[..., str]  # writes it for the inputs of one row, in their order


def _plain(name: str, chart: Chart) -> Sheet:
    return Sheet(name, chart, chart.table)


def _sheet(name: str, chart: Chart, numbers: _Inputs) -> Sheet:
    """Put before the measures of a table what they are made of, and beside each its formula."""
    frame = numbers.frame(chart.table.frame)
    measured = _measures(numbers.years)
    shown = [column for column in chart.table.columns if column.name in measured]
    needed = dict.fromkeys(item for column in shown for item in measured[column.name].inputs)
    columns: list[Column] = []
    for column in chart.table.columns:
        if column.name in measured:
            columns += [numbers.labels[item] for item in needed if item in numbers.labels]
            needed = {}
            written = Column(f"{column.name}_formula", f"Formula of {column.label}")
            frame[written.name] = _formulas(frame, column.name, measured[column.name])
            columns += [column, written]
        elif column.name not in numbers.labels:
            columns.append(column)
        elif column.name not in needed:
            columns.append(numbers.labels[column.name])
    return Sheet(name, chart, replace(chart.table, frame=frame, columns=tuple(columns)))


def _formulas(frame: pd.DataFrame, name: str, measure: _Measure) -> list[str]:
    """Write a measure's formula for each row; empty where the measure is missing."""
    rows = frame[[name, *measure.inputs]].itertuples(index=False, name=None)
    return ["" if pd.isna(row[0]) or _any_missing(row[1:]) else measure.formula(*row[1:]) for row in rows]


def _any_missing(values: Sequence[Any]) -> bool:
    return any(pd.isna(value) for value in values)


def _measures(years: int) -> dict[str, _Measure]:
    """Give the measures by the column that shows them, with a change over so many years."""
    change = (
        "change_base",
        "change_end",
        "us_change_base",
        "us_change_end",
        "us_all_jobs_before",
        "us_all_jobs",
    )
    return {
        "share": _Measure(("employment", "all_jobs"), _ratio),
        "us_share": _Measure(("us_employment", "us_all_jobs"), _ratio),
        "difference": _Measure(("employment", "all_jobs", "us_employment", "us_all_jobs"), _difference),
        "lq_us": _Measure(("employment", "all_jobs", "us_employment", "us_all_jobs"), _quotient),
        "lq_state": _Measure(("employment", "all_jobs", "state_employment", "state_all_jobs"), _quotient),
        "change_percent": _Measure(
            ("change_base", "change_end"), lambda base, end: _growth(base, end, years)
        ),
        "change_jobs": _Measure(("change_base", "change_end"), lambda base, end: f"{_n(end)}-{_n(base)}"),
        "national_share": _Measure(change, _national_share),
        "industry_mix": _Measure(change, _industry_mix),
        "regional_share": _Measure(change, _regional_share),
        "average_annual_pay": _Measure(("wages", "employment"), _ratio),
        "us_average_annual_pay": _Measure(("us_wages", "us_employment"), _ratio),
        "wage_premium": _Measure(("wages", "employment", "pay_here"), _premium),
        "pay_against_us": _Measure(("wages", "employment", "us_wages", "us_employment"), _pay_against),
    }


def _ratio(part: float, whole: float) -> str:
    return f"{_n(part)}/{_n(whole)}"


def _quotient(jobs: float, total: float, reference: float, reference_total: float) -> str:
    return f"({_n(jobs)}/{_n(total)})/({_n(reference)}/{_n(reference_total)})"


def _difference(jobs: float, total: float, reference: float, reference_total: float) -> str:
    return f"100*({_n(jobs)}/{_n(total)}-{_n(reference)}/{_n(reference_total)})"


def _growth(base: float, end: float, years: int) -> str:
    return f"{_n(end)}/{_n(base)}-1" if years == 1 else f"({_n(end)}/{_n(base)})^(1/{years})-1"


def _premium(wages: float, jobs: float, pay: float) -> str:
    return f"({_n(wages)}/{_n(jobs)})/{_n(pay)}-1"


def _pay_against(wages: float, jobs: float, reference_wages: float, reference_jobs: float) -> str:
    return f"({_n(wages)}/{_n(jobs)})/({_n(reference_wages)}/{_n(reference_jobs)})-1"


def _national_share(
    base: float, _end: float, _before: float, _now: float, all_before: float, all_now: float
) -> str:
    return f"{_n(base)}*({_n(all_now)}/{_n(all_before)}-1)" if base else "0"


def _industry_mix(
    base: float, _end: float, before: float, now: float, all_before: float, all_now: float
) -> str:
    # What is new here has no growth that the nation's could be compared with: it is regional altogether.
    return f"{_n(base)}*({_n(now)}/{_n(before)}-{_n(all_now)}/{_n(all_before)})" if base else "0"


def _regional_share(base: float, end: float, before: float, now: float, *_totals: float) -> str:
    return f"{_n(end)}-{_n(base)}*({_n(now)}/{_n(before)})" if base else f"{_n(end)}"


def _n(number: float) -> str:
    """Write a number as a spreadsheet reads it: whole ones whole, others with twelve digits."""
    value = float(number)
    return str(int(value)) if value.is_integer() else f"{value:.12g}"
