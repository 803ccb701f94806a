"""What stands on the sheets of a region's workbook: the charts' tables, with all that is needed to compute them again.

A table on the page shows a quotient. An analyst who checks it also needs the jobs and totals of region, state and nation,
and the formula: here they stand beside it, the formula as text that can be copied after an equals sign.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from nextgen_helpers import charts
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.tables import Column, Table
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.places import embedded_rows

#: Level of industries, and how the names of its sheets end.
_LEVELS: Final = (("sector", "sectors"), ("3-digit", "3-digit"), ("4-digit", "4-digit"))
_JOBS: Final = "All jobs"

#: Measure, its formula in words, and where the formula is from.
FORMULAS: Final = tuple(tuple(row.values()) for row in embedded_rows("data", "reports", "formulas.csv"))


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


def _plain(name: str, chart: Chart) -> Sheet:
    return Sheet(name, chart, chart.table)


def _sheet(name: str, chart: Chart, numbers: _Inputs) -> Sheet:
    """Put before the measures of a table what they are made of, and beside each its formula."""
    frame = numbers.frame(chart.table.frame)
    measured = _measures(numbers.years)
    shown = [column for column in chart.table.columns if column.name in measured]
    needed = dict.fromkeys(item for column in shown for item in measured[column.name][0])
    # What a formula is made of is written once for all formulas of a sheet; empty where it is missing.
    made_of = {item: _written(frame[item]) for item in needed}
    formulas: dict[str, list[str]] = {}
    columns: list[Column] = []
    for column in chart.table.columns:
        if column.name in measured:
            columns += [numbers.labels[item] for item in needed if item in numbers.labels]
            needed = {}
            written = Column(f"{column.name}_formula", f"Formula of {column.label}")
            formulas[written.name] = _formulas(frame[column.name], made_of, *measured[column.name])
            columns += [column, written]
        elif column.name not in numbers.labels:
            columns.append(column)
        elif column.name not in needed:
            columns.append(numbers.labels[column.name])
    frame = pd.concat([frame, pd.DataFrame(formulas, index=frame.index, dtype=object)], axis=1)
    return Sheet(name, chart, replace(chart.table, frame=frame, columns=tuple(columns)))


def _formulas(
    measure: pd.Series[float], made_of: Mapping[str, list[str]], inputs: tuple[str, ...], formula: str
) -> list[str]:
    """Write a measure's formula for each row; empty where the measure, or something that it is made of, is missing."""
    # What is new here has no growth that the nation's could be compared with: it is regional altogether.
    new = _WITHOUT_BASE.get(str(measure.name), formula)
    rows = zip(measure.isna(), *(made_of[item] for item in inputs), strict=True)
    return [
        ""
        if missing or "" in given
        else (new if inputs[0] == "change_base" and given[0] == "0" else formula).format_map(
            dict(zip(inputs, given, strict=True))
        )
        for missing, *given in rows
    ]


_PAY, _US_PAY = "{wages}/{employment}", "{us_wages}/{us_employment}"
_WITHOUT_BASE: Final[Mapping[str, str]] = {
    "national_share": "0",
    "industry_mix": "0",
    "regional_share": "{change_end}",
}


def _measures(years: int) -> dict[str, tuple[tuple[str, ...], str]]:
    """Give by its column what a measure is made of, as it stands beside it, and its formula; changes are over so many years."""
    jobs, us = ("employment", "all_jobs"), ("us_employment", "us_all_jobs")
    state = ("state_employment", "state_all_jobs")
    ends = ("change_base", "change_end")
    change = (*ends, "us_change_base", "us_change_end", "us_all_jobs_before", "us_all_jobs")
    grown = "{change_end}/{change_base}"
    return {
        "share": (jobs, "{employment}/{all_jobs}"),
        "us_share": (us, "{us_employment}/{us_all_jobs}"),
        "difference": ((*jobs, *us), "100*({employment}/{all_jobs}-{us_employment}/{us_all_jobs})"),
        "lq_us": ((*jobs, *us), "({employment}/{all_jobs})/({us_employment}/{us_all_jobs})"),
        "lq_state": ((*jobs, *state), "({employment}/{all_jobs})/({state_employment}/{state_all_jobs})"),
        "change_percent": (ends, f"{grown}-1" if years == 1 else f"({grown})^(1/{years})-1"),
        "change_jobs": (ends, "{change_end}-{change_base}"),
        "national_share": (change, "{change_base}*({us_all_jobs}/{us_all_jobs_before}-1)"),
        "industry_mix": (change, "{change_base}*({us_change_end}/{us_change_base}-{us_all_jobs}/{us_all_jobs_before})"),
        "regional_share": (change, "{change_end}-{change_base}*({us_change_end}/{us_change_base})"),
        "average_annual_pay": (("wages", "employment"), _PAY),
        "us_average_annual_pay": (("us_wages", "us_employment"), _US_PAY),
        "wage_premium": (("wages", "employment", "pay_here"), f"({_PAY})/{{pay_here}}-1"),
        "pay_against_us": (("wages", "employment", "us_wages", "us_employment"), f"({_PAY})/({_US_PAY})-1"),
    }  # fmt: skip


def _written(numbers: pd.Series[float]) -> list[str]:
    """Write numbers as a spreadsheet reads them: whole ones whole, others with twelve digits, missing ones empty."""
    return [
        "" if math.isnan(number) else str(int(number)) if number.is_integer() else f"{number:.12g}"
        for number in numbers.astype(float).tolist()
    ]
