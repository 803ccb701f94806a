"""Who lives in a region: how many look for work, what schooling adults have, what households live on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.lines import Lines
from nextgen_helpers.charts.region.rankings import area_lines, beside_nation, once_a_report
from nextgen_helpers.charts.tables import Table, instead, series, texts, written
from nextgen_helpers.lmi import residents
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.official import releases
from nextgen_helpers.words import capital, joined, moved, part, plural, those


@once_a_report
def unemployment(profile: Profile) -> Chart:
    """How many of those who live here look for work, year by year, beside state and nation."""
    name, state = profile.region.name, profile.region.state_label
    found = residents.labor_force(profile.region, profile.until)
    rates = found.pivot_table(index="year", columns="area", values="unemployment_rate")
    people = found[found["area"] == "region"].set_index("year")
    table = rates.reindex(columns=["region", "state", "nation"]).join(people[["labor_force", "unemployed"]])
    laid_out = Table.of(
        table.reset_index(),
        f"Labor force and unemployment of people who live in {name}",
        year="Year",
        labor_force=("Labor force", "count"),
        unemployed=("Unemployed", "count"),
        region=(f"Unemployment rate, {name}", "percent"),
        state=(state, "percent"),
        nation=("United States", "percent"),
    )
    source = f"{joined([release.release for release in releases('labor_force')])}."
    none = f"There is no year for which the labor force of all counties of {name} is known"
    nothing = Chart("unemployment", none, "Unemployment is published by county", source, table=laid_out)
    if table.empty:
        return nothing
    summed = sorted({int(year) for year in found.loc[found["summed"], "year"]})
    title = _unemployment_title(table, name, state)
    return replace(
        nothing,
        title=title,
        subtitle="Unemployed people in percent of the labor force, annual averages, by where people live",
        mark=Lines(tuple(map(int, table.index)), area_lines(profile, table), "Unemployment rate, percent"),
        alternative=f"Line chart. {title}.",
        look_for=(
            "Unemployed are people without a job who have looked for one in the last four weeks and could start.",
        ),
        does_not_say=those(
            "People are counted where they live; jobs where they are. Many cross a county line between the two.",
            "Who has given up looking, or works fewer hours than wished, is not in it.",
            "The newest year may be of a newer release than those before: compare rates, not numbers of people.",
            summed
            and f"For {joined([str(year) for year in summed])} state and nation are the sums of their counties.",
        ),
    )


def _unemployment_title(table: pd.DataFrame, name: str, state: str) -> str:
    year = int(table.index[-1])
    last = table.loc[year]
    beside = [
        f"{label} {written(last[area], 'percent')}"
        for area, label in (("state", state), ("nation", "the nation"))
        if last[area] == last[area]
    ]
    compared = f"; {', '.join(beside)}" if beside else ""
    return f"In {year} {written(last['region'], 'percent')} of the labor force of {name} looked for work{compared}"


@once_a_report
def schooling(profile: Profile) -> Chart:
    """What schooling the adults who live here have, beside the nation."""
    name, table = profile.region.name, residents.schooling(profile.region)
    years = str(table["years"].iloc[0]) if len(table) else ""
    laid_out = Table.of(
        table,
        f"Schooling of adults of 25 and more, {name}, {years}",
        schooling="Schooling",
        adults=("Adults", "count"),
        share=("Share", "share"),
        us_share=("Share in the nation", "share"),
    )
    source = f"{joined([release.release for release in releases('schooling')])}."
    none = f"The schooling of adults in {name} is not known"
    nothing = Chart("schooling", none, "From a survey of five years", source, table=laid_out)
    if table.empty:
        return nothing
    most = table.iloc[-1]
    degree = 100 * float(most["share"])
    return replace(
        nothing,
        title=f"{capital(part(degree))} of the adults in {name} have a bachelor's degree; in the nation {part(100 * float(most['us_share']))}",
        subtitle=f"Adults of 25 and more by highest schooling, {years}, {name} and the nation",
        mark=Dots(
            texts(table, "schooling"),
            series(table, beside_nation(name, "share")),
            "Share of adults of 25 and more",
            kind="share",
        ),
        alternative=instead("Dot chart of schooling.", laid_out, "{schooling}: {share}."),
        look_for=_people_words(profile),
        does_not_say=(
            "A survey of five years, so an estimate: in small counties it can be off by some points.",
            "Certificates and licenses that are no degree are not in it; many adults with high school only have one.",
        ),
    )


def _people_words(profile: Profile) -> tuple[str, ...]:
    """Say how many people live here, what changed it, and what households live on."""
    people, income = residents.population(profile.region), residents.poverty(profile.region)
    said: list[str] = []
    if len(people) > 1:
        first, last = people.iloc[0], people.iloc[-1]
        change = 100 * float(last["population"] / first["population"] - 1)
        moves = float(last["from_elsewhere"]), float(last["from_abroad"])
        text = f"{written(last['population'], 'count')} people lived here in July {last['year']:.0f}; since {first['year']:.0f} their number {moved(change)}."
        if moves[0] == moves[0]:
            text += f" In the last year {_net(moves[0], 'elsewhere in the nation')}, and {_net(moves[1], 'abroad')}."
        said.append(text)
    if len(income):
        year, ranked = int(income["year"].iloc[0]), income.sort_values("household_income")
        low, high = ranked.iloc[0], ranked.iloc[-1]
        names = profile.region.county_names()
        one = f"The middle household had {written(low['household_income'], 'dollars')} in {year}, and {written(low['poverty_percent'], 'percent')} of the people were poor."
        several = f"Of {plural(len(income), 'county', 'counties')}, the middle household had least in {names.get(str(low['area_fips']), '')} ({written(low['household_income'], 'dollars')}) and most in {names.get(str(high['area_fips']), '')} ({written(high['household_income'], 'dollars')}, {year})."
        said.append(one if len(income) == 1 else several)
    return tuple(said)


def _net(people: float, where: str) -> str:
    if people >= 0:
        return f"{written(people, 'count')} more came from {where} than left for there"
    return f"{written(-people, 'count')} more left for {where} than came from there"
