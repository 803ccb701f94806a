"""The charts of a team's own answers: its ratings, and who reaches which employer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Column, Table, written
from nextgen_helpers.charts.team_marks import HeatTable, Ratings, TwoColumnNetwork
from nextgen_helpers.lmi.wording import joined, plural
from nextgen_helpers.toolkit import outreach as measures
from nextgen_helpers.toolkit import rubric

if TYPE_CHECKING:
    from nextgen_helpers.toolkit.exercises import Outreach

__all__ = ["outreach_comparison", "outreach_heat_table", "outreach_network", "ratings"]

_SOURCE: Final = "the team's own answers"
#: Groups of raters differ in shape and color; from the seventh on they repeat.
_GROUP_STYLES: Final = (
    SeriesStyle("#00629b", "o", "circle"),
    SeriesStyle("#b45309", "s", "square"),
    SeriesStyle("#00795c", "^", "triangle-up"),
    SeriesStyle("#7a3b8f", "D", "diamond"),
    SeriesStyle("#56626e", "v", "triangle-down"),
    SeriesStyle("#b3391d", "P", "cross"),
)
_MEASURES: Final = {
    "organizations": ("Organizations", "count"),
    "employers": ("Employers and segments", "count"),
    "tables": ("Tables", "count"),
    "knocks": ("Knocks", "count"),
    "contacts": ("Contacts a year", "count"),
    "contacts_per_employer": ("Contacts a year per employer who is reached", "ratio"),
    "tired_employers": ("Employers likely to be tired", "count"),
    "redundant_purposes": ("Times that two or more come for the same purpose", "count"),
    "gaps": ("Employers without a table or a knock", "count"),
    "isolated_partners": ("Partners who share no table", "count"),
    "partner_density": ("Density of ties among partners", "ratio"),
    "partner_centralization": ("Centralization of ties among partners", "ratio"),
}


def ratings(answers: pd.DataFrame) -> Chart:
    """Show each rating of the rubric as a dot over its bands, with the median and its level.

    Parameters
    ----------
    answers : ratings as :func:`nextgen_helpers.toolkit.rubric.ratings_table` gives them.
    """
    content = rubric.load()
    summary = rubric.summarize(answers)
    titles = {dimension.id: dimension.title for dimension in content.dimensions}
    groups = [str(name) for name in answers["stakeholder_group"].fillna("not stated").unique()]
    number = {name: place for place, name in enumerate(sorted(groups))}
    dots = tuple(
        tuple(
            (int(score), number[str(group)])
            for score, group in answers.loc[
                answers["dimension"] == dimension.id, ["score", "stakeholder_group"]
            ]
            .fillna({"stakeholder_group": "not stated"})
            .sort_values(["score", "stakeholder_group"])
            .itertuples(index=False)
        )
        for dimension in content.dimensions
    )
    rated = summary[summary["n"] > 0]
    table = summary.assign(
        title=summary["dimension"].map(titles),
        edge=summary["on_the_edge"].map({True: "on the edge", False: ""}),
        spread=summary["strong_disagreement"].map({True: "strong disagreement", False: ""}),
    )
    return Chart(
        name="rubric-ratings",
        title=_ratings_title(rated, titles),
        subtitle=f"Each dot is one person's rating from 1 to 10; {plural(answers['respondent'].nunique(), 'person', 'people')}"
        if len(answers)
        else "Nobody has rated yet",
        mark=None
        if rated.empty
        else Ratings(
            tuple(titles.values()),
            tuple((item.lowest, item.highest, item.title) for item in content.levels),
            dots,
            tuple(None if row["n"] == 0 else float(row["median"]) for row in summary.to_dict("records")),
            tuple(
                (name, _GROUP_STYLES[place % len(_GROUP_STYLES)]) for place, name in enumerate(sorted(groups))
            ),
            "Rating",
        ),
        table=Table(
            table,
            (
                Column("title", "Dimension"),
                Column("n", "Ratings", "count"),
                Column("median", "Median", "ratio"),
                Column("level", "Level of the median"),
                Column("edge", "Between two levels"),
                Column("minimum", "Lowest", "count"),
                Column("maximum", "Highest", "count"),
                Column("mean", "Mean", "ratio"),
                Column("r_wg", "Agreement (r_wg)", "ratio"),
                Column("spread", "Spread"),
            ),
            "The team's ratings by dimension",
        ),
        source=f"{_SOURCE}; rubric of the Texas Next Gen Sector Partnerships Toolkit.",
        alternative=f"Dot chart of ratings over the rubric's levels. {_ratings_words(rated, titles)}",
        look_for=_ratings_look_for(rated, titles),
        does_not_say=(
            "The level is that of the median; a median between two levels counts as the lower one.",
            "Agreement of few raters moves with a single answer: talk about the dots, not about the number.",
            "Strong disagreement (a standard deviation above 1.35) is our rule, not the toolkit's.",
        )
        if len(rated)
        else (),
    )


def _ratings_title(rated: pd.DataFrame, titles: dict[str, str]) -> str:
    if rated.empty:
        return "There are no ratings yet"
    low = rated[rated["median"] == rated["median"].min()]
    names = joined([titles[name].lower() for name in low["dimension"]])
    if len(low) == len(rated) > 1:
        return f"The team rates all dimensions alike: {low['level'].iloc[0]}"
    return f"The team rates {names} lowest: {low['level'].iloc[0]}"


def _ratings_words(rated: pd.DataFrame, titles: dict[str, str]) -> str:
    return " ".join(
        f"{titles[row['dimension']]}: {plural(row['n'], 'rating')}, median {row['median']:g} ({row['level']}), "
        f"from {row['minimum']:g} to {row['maximum']:g}."
        for row in rated.to_dict("records")
    )


def _ratings_look_for(rated: pd.DataFrame, titles: dict[str, str]) -> tuple[str, ...]:
    sentences = []
    for row in rated.to_dict("records"):
        title = titles[row["dimension"]]
        if row["strong_disagreement"]:
            sentences.append(
                f"{title}: the ratings lie far apart, from {row['minimum']:g} to {row['maximum']:g}. Let the "
                "lowest and the highest explain what they have seen."
            )
        if row["on_the_edge"]:
            sentences.append(f"{title} is on the edge between two levels.")
    if len(rated) and not sentences:
        sentences.append("Nobody is far from the others; ask what you all may be missing.")
    return tuple(sentences)


# -- many tables, many knocks ---------------------------------------------------------------------


def outreach_network(outreach: Outreach) -> Chart:
    """Show organizations and employers in two columns, tied where one knocks on the other's door.

    Parameters
    ----------
    outreach : who knocks on whose door.
    """
    graph = measures.network(outreach)
    doors = measures.employers(outreach)
    left, right = measures.organizations(outreach), list(doors["employer"])
    ties = tuple(
        (left.index(ends["organization"]), right.index(ends["employer"]), float(contacts))
        for first, second, contacts in graph.edges(data="contacts")
        for ends in ({first[0]: first[1], second[0]: second[1]},)
    )
    tired = tuple(place for place, flag in enumerate(doors["fatigue"]) if flag)
    return Chart(
        name="outreach-network",
        title=_network_title(doors, left),
        subtitle=f"{plural(len(left), 'organization')} and {plural(len(right), 'employer or segment', 'employers and segments')}; "
        "the wider a line, the more contacts a year",
        mark=TwoColumnNetwork(
            tuple(left), tuple(right), ties, "Organizations", "Employers and segments", "contacts a year",
            tired, f"{outreach.fatigue_threshold} or more contacts a year",
        )
        if left or right
        else None,
        table=Table(
            doors.assign(tired=doors["fatigue"].map({True: "likely tired", False: ""})),
            (
                Column("employer", "Employer or segment"),
                Column("organizations", "Organizations that knock", "count"),
                Column("contacts", "Contacts a year", "count"),
                Column("purposes", "Different purposes", "count"),
                Column("tables", "Tables it sits at", "count"),
                Column("tired", "Fatigue"),
            ),
            "What reaches each employer",
        ),
        source=f"{_SOURCE}.",
        alternative="Network in two columns. "
        + " ".join(
            f"{row['employer']}: {plural(row['organizations'], 'organization')}, {plural(row['contacts'], 'contact')} a year."
            for row in doors.head(8).to_dict("records")
        ),
        look_for=_network_look_for(outreach),
        does_not_say=(
            "Contacts are what the team remembers; an organization that is not in the room is missing.",
            f"From how many contacts on an employer is tired is the team's own judgment: {outreach.fatigue_threshold} a year.",
        ),
    )  # fmt: skip


def _network_title(doors: pd.DataFrame, organizations: list[str]) -> str:
    if doors.empty:
        return "No employer is on the map yet"
    top = doors.iloc[0]
    if top["organizations"] < 2:  # noqa: PLR2004
        return f"No employer hears from more than one of the {plural(len(organizations), 'organization')}"
    return (
        f"{top['employer']} hears from {plural(int(top['organizations']), 'organization')}, "
        f"{plural(int(top['contacts']), 'time')} a year"
    )


def _network_look_for(outreach: Outreach) -> tuple[str, ...]:
    sentences = []
    double, missing = measures.redundancy(outreach), measures.gaps(outreach)
    if len(double):
        row = double.iloc[0]
        sentences.append(
            f"{plural(len(double), 'case')} in which two or more organizations come for the same purpose; first of all "
            f"{row['employer']}: {row['purpose']} ({row['names']})."
        )
    if len(missing):
        names = joined(list(missing["employer"].head(4)))
        more = f" and {len(missing) - 4} more" if len(missing) > 4 else ""  # noqa: PLR2004
        sentences.append(f"Without a table or without a knock: {names}{more}.")
    alone = int(measures.measures(outreach)["isolated_partners"])
    if alone:
        sentences.append(
            f"{plural(alone, 'partner shares', 'partners share')} no table with another partner."
        )
    return tuple(sentences)


def outreach_heat_table(outreach: Outreach) -> Chart:
    """Show contacts a year of each organization with each employer.

    Parameters
    ----------
    outreach : who knocks on whose door.
    """
    matrix = measures.contact_matrix(outreach)
    frame = matrix.reset_index(names="organization")
    total = int(matrix.to_numpy().sum())
    return Chart(
        name="outreach-heat",
        title=f"Altogether {plural(total, 'contact')} a year, from {plural(int((matrix.sum(axis=1) > 0).sum()), 'organization')} "
        f"to {plural(int((matrix.sum() > 0).sum()), 'employer or segment', 'employers and segments')}",
        subtitle="Contacts a year; an empty cell is none",
        mark=None
        if matrix.empty
        else HeatTable(
            tuple(matrix.index),
            tuple(matrix.columns),
            tuple(tuple(float(value) for value in row) for row in matrix.to_numpy()),
            "Contacts a year",
        ),
        table=Table(
            frame,
            (
                Column("organization", "Organization"),
                *(Column(name, name, "count") for name in matrix.columns),
            ),
            "Contacts a year by organization and employer",
        ),
        source=f"{_SOURCE}.",
        alternative="Table of contacts a year by organization and employer, shaded by number. "
        + " ".join(f"{name}: {written(value, 'count')}." for name, value in matrix.sum(axis=1).items()),
    )


def outreach_comparison(today: Outreach, *others: tuple[str, Outreach]) -> Chart:
    """Set today beside the alternatives, in the same numbers.

    Parameters
    ----------
    today : how it is.
    others : name and picture of each alternative.
    """
    table = measures.compare(today, *others)
    frame = table.loc[list(_MEASURES)].assign(measure=[name for name, _ in _MEASURES.values()])
    shown = pd.DataFrame(
        {
            "measure": frame["measure"],
            **{
                name: [written(value, _MEASURES[key][1]) for key, value in frame[name].items()]  # type: ignore[arg-type,index]
                for name in table.columns
            },
        }
    )
    contacts = table.loc["contacts"]
    title = (
        f"{others[0][0]}: {written(contacts.iloc[1], 'count')} contacts a year instead of "
        f"{written(contacts.iloc[0], 'count')}"
        if others
        else f"Today: {written(contacts.iloc[0], 'count')} contacts a year"
    )
    return Chart(
        name="outreach-comparison",
        title=title,
        subtitle="Today and the alternatives in the same numbers",
        mark=None,
        table=Table(
            shown,
            (
                Column("measure", "Measure"),
                *(Column(name, "Today" if name == "today" else name) for name in table.columns),
            ),
            "Today and the alternatives",
        ),
        source=f"{_SOURCE}.",
        alternative="Table of measures, today and in the alternatives.",
        does_not_say=(
            "Fewer contacts are no aim in themselves: what counts is what employers get from them.",
        ),
    )
