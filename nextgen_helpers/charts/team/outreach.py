"""The charts of Many Tables, Many Knocks: who reaches which employer, how often, and who sits at which table.

A picture draws the busiest where there are too many to read, and says so; the table behind it has all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.bars import Bars
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.marks.network import TwoColumnNetwork
from nextgen_helpers.charts.style import REGION_STYLE
from nextgen_helpers.charts.tables import Table, instead, numbers, series, texts
from nextgen_helpers.charts.team.origin import OURS
from nextgen_helpers.toolkit import outreach as measures
from nextgen_helpers.toolkit.exercises import Outreach
from nextgen_helpers.toolkit.exercises import Table as Meeting
from nextgen_helpers.words import joined, part, plural, those

_REMEMBERED: Final = (
    "Contacts are what the team remembers; an organization that is not in the room is missing."
)
#: How many names a picture can hold and still be read.
_MOST_NAMES: Final = 30
_MOST_COLUMNS: Final = 20
MOST_ROWS: Final = 20
_MOST_NAMED: Final = 4
#: How many rows are said where the picture cannot be seen.
MOST_SAID: Final = 8
_BADLY: Final = 2


def employers(count: int) -> str:
    """Say how many employers and segments."""
    return plural(count, "employer or segment", "employers and segments")


def named(names: Iterable[Any]) -> str:
    """Name a few, and say how many more there are."""
    return joined([str(name) for name in names], _MOST_NAMED)


def tired_from(threshold: int) -> str:
    """Say who decides when an employer is tired."""
    return f"From how many contacts on an employer is tired is the team's own judgment: {threshold} a year."


def cut(drawn: Sized, there: Sized, which: str, noun: str = "") -> str:
    """End a subtitle with which are drawn, where there are more."""
    hidden = len(there) - len(drawn)
    more = f"{plural(hidden, noun) if noun else hidden} more"
    return f". Drawn are the {len(drawn)} {which}; {more} in the table" if hidden else ""


# -- who knocks where -------------------------------------------------------------------------------


def outreach_network(outreach: Outreach) -> Chart:
    """Show organizations and employers in two columns, tied where one knocks on the other's door."""
    doors, matrix = measures.employers(outreach), measures.contact_matrix(outreach)
    left, right = _busiest(matrix.sum(axis=1), _MOST_NAMES), _busiest(matrix.sum(), _MOST_NAMES)
    who = measures.who_knocks(outreach)
    words = f"{plural(len(matrix), 'organization')} and {employers(len(doors))}; the wider a line, the more contacts a year"
    tired = f"{outreach.fatigue_threshold} or more contacts a year"
    table = Table.of(
        doors.assign(
            tired=doors["fatigue"].map({True: "likely tired", False: ""}),
            names=[", ".join(who.get(name, ["nobody"])) for name in doors["employer"]],
        ),
        "What reaches each employer",
        employer="Employer or segment", organizations=("Organizations that knock", "count"),
        names="Who knocks", contacts=("Contacts a year", "count"), purposes=("Different purposes", "count"),
        tables=("Tables it sits at", "count"), tired="Fatigue",
    )  # fmt: skip
    return Chart(
        name="outreach-network",
        title=_network_title(doors, len(matrix)),
        subtitle=words + _left_out(matrix, left, right),
        mark=TwoColumnNetwork.of(
            ("Organizations", left),
            ("Employers and segments", right),
            _pairs(matrix.loc[left, right]),
            "contacts a year",
            marked=(tired, set(doors.loc[doors["fatigue"], "employer"])),
        )
        if left or right
        else None,
        table=table,
        source=OURS,
        alternative=instead(
            "Network in two columns.",
            doors.head(MOST_SAID),
            lambda row: (
                f"{row['employer']}: {plural(row['organizations'], 'organization')}, {plural(row['contacts'], 'contact')} a year."
            ),
        ),
        look_for=_network_look_for(outreach, matrix),
        does_not_say=(_REMEMBERED, tired_from(outreach.fatigue_threshold)),
    )


def _network_title(doors: pd.DataFrame, organizations: int) -> str:
    if doors.empty:
        return "No employer is on the map yet"
    top = doors.iloc[0]
    if not doors["organizations"].any():
        return f"No one knocks on the door of any of the {employers(len(doors))}"
    if doors["organizations"].max() < 2:  # noqa: PLR2004
        return f"No employer hears from more than one of the {plural(organizations, 'organization')}"
    often = plural(int(top["contacts"]), "time")
    return f"{top['employer']} hears from {plural(int(top['organizations']), 'organization')}, {often} a year"


def _network_look_for(outreach: Outreach, matrix: pd.DataFrame) -> tuple[str, ...]:
    double, missing = measures.redundancy(outreach), measures.gaps(outreach)
    # A row of zeros alone can be a knock of no contacts a year.
    knocking = {knock.organization for knock in outreach.knocks}
    silent = [name for name in matrix.index if name not in knocking]
    alone = measures.isolated(outreach)
    partners = f"{plural(len(alone), 'partner')} {'shares' if len(alone) == 1 else 'share'}"
    first = [f"{row['employer']}: {row['purpose']} ({row['names']})" for _, row in double.head(1).iterrows()]
    return those(
        first
        and f"{plural(len(double), 'case')} in which two or more organizations come for the same purpose; first of all {''.join(first)}.",
        len(missing) and f"Without a table or without a knock: {named(missing['employer'])}.",
        silent and f"Without a knock of their own: {named(silent)}.",
        alone and f"{partners} no table with another partner: {named(alone)}.",
    )


def _busiest(contacts: pd.Series[int], most: int) -> list[str]:
    """Choose the names with the most contacts, and keep their order."""
    chosen = set(contacts.sort_values(ascending=False, kind="stable").index[:most])
    return [str(name) for name in contacts.index if name in chosen]


def _pairs(matrix: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Give organization, employer and contacts of each pair that has some."""
    cells = matrix.to_numpy()
    return [
        (str(matrix.index[row]), str(matrix.columns[column]), int(cells[row, column]))
        for row, column in zip(*cells.nonzero(), strict=True)
    ]


def _left_out(matrix: pd.DataFrame, left: Sequence[str], right: Sequence[str]) -> str:
    """Say that only the busiest are drawn, where that is so."""
    hidden, doors = len(matrix) - len(left), matrix.shape[1] - len(right)
    if not hidden and not doors:
        return ""
    drawn = those(
        hidden and f"the {len(left)} busiest organizations", doors and f"the {len(right)} busiest employers"
    )
    more = those(hidden and plural(hidden, "more organization"), doors and plural(doors, "more employer"))
    verb = "is" if hidden + doors == 1 else "are"
    return f". Drawn are {joined(drawn)}; {joined(more)} {verb} in the table"


def outreach_heat_table(outreach: Outreach) -> Chart:
    """Show contacts a year of each organization with each employer."""
    matrix = measures.contact_matrix(outreach)
    by_organization, by_employer = matrix.sum(axis=1), matrix.sum()
    rows, columns = _busiest(by_organization, _MOST_NAMES), _busiest(by_employer, _MOST_COLUMNS)
    total, reaching = int(by_employer.sum()), int((by_organization > 0).sum())
    title = f"Altogether {plural(total, 'contact')} a year, from {plural(reaching, 'organization')} to {employers(int((by_employer > 0).sum()))}"
    table = _contact_table(matrix)
    subtitle = f"Contacts a year; an empty cell is none{_left_out(matrix, rows, columns)}"
    nothing = Chart("outreach-heat", title, subtitle, OURS, table=table)
    if matrix.empty:
        return nothing
    return replace(
        nothing,
        mark=HeatTable.of(matrix.loc[rows, columns]),
        alternative=instead(
            "Table of contacts a year by organization and employer, shaded by number.",
            [{"name": name, "contacts": by_organization[name]} for name in rows],
            "{name}: {contacts:,}.",
        ),
        does_not_say=those(total and _REMEMBERED),
    )


def _contact_table(matrix: pd.DataFrame) -> Table:
    """Lay out all contacts: as a matrix, or where that is too wide to read a row for each pair."""
    if matrix.shape[1] <= _MOST_COLUMNS:
        # Numbered columns: an employer can be called anything.
        columns = [f"employer {number}" for number in range(matrix.shape[1])]
        frame = matrix.set_axis(columns, axis=1).rename_axis("organization").reset_index()
        return Table.of(
            frame,
            "Contacts a year by organization and employer",
            organization="Organization",
            **{column: (str(name), "count") for column, name in zip(columns, matrix, strict=True)},
        )
    by_row, by_column = matrix.any(axis=1), matrix.any()
    pairs = [
        *_pairs(matrix),
        *((str(name), "nobody", 0) for name in by_row.index[~by_row]),
        *(("nobody", str(name), 0) for name in by_column.index[~by_column]),
    ]
    return Table.of(
        pd.DataFrame(pairs, columns=["organization", "employer", "contacts"]),
        "Contacts a year by organization and employer; pairs without any are left out",
        organization="Organization", employer="Employer or segment", contacts=("Contacts a year", "count"),
    )  # fmt: skip


# -- what comes twice, and what is missing ----------------------------------------------------------


def outreach_redundancy(outreach: Outreach) -> Chart:
    """Show the employers whom two or more organizations approach for the same purpose."""
    double = measures.redundancy(outreach)
    table = Table.of(
        double, "Two or more organizations for the same purpose",
        employer="Employer or segment", purpose="Purpose", organizations=("Organizations", "count"),
        names="Which", contacts=("Contacts a year", "count"),
    )  # fmt: skip
    words = "Purposes for which two or more organizations come to the same employer"
    none = "No employer hears from two organizations for the same purpose"
    title = none if outreach.knocks else "No knock is on the map yet"
    nothing = Chart("outreach-redundancy", title, words, OURS, table=table)
    if double.empty:
        return nothing
    drawn, top = double.head(MOST_ROWS), double.iloc[0]
    picture = "Bars of how many organizations come for the same purpose."
    purposes = double.groupby("purpose")["employer"].size().sort_values(ascending=False, kind="stable")
    return replace(
        nothing,
        title=f"In {plural(len(double), 'case')} two or more organizations come for the same purpose; "
        f"{top['employer']} hears from {top['organizations']} for {top['purpose']}",
        subtitle=words + cut(drawn, double, "with the most organizations", "case"),
        mark=Bars(
            tuple(drawn["employer"] + ": " + drawn["purpose"]),
            numbers(drawn, "organizations"),
            tuple(
                f"{count} ({plural(contacts, 'contact')} a year)"
                for count, contacts in zip(drawn["organizations"], drawn["contacts"], strict=True)
            ),
            "Organizations that come for the same purpose",
        ),
        alternative=instead(picture, drawn.head(MOST_SAID), "{employer}, {purpose}: {names}."),
        look_for=(
            f"{top['employer']}, {top['purpose']}: {top['names']}. Could one go for all?",
            f"The purpose with the most of it is {purposes.index[0]}, with {plural(int(purposes.iloc[0]), 'case')}.",
        ),
        does_not_say=(
            "Whether coming twice does harm: ask the employer. Two visits for one purpose can serve different people.",
            _REMEMBERED,
        ),
    )


def outreach_gaps(outreach: Outreach) -> Chart:
    """List employers and segments without a table, without a knock, or without either."""
    missing, known = measures.gaps(outreach), len(measures.employers(outreach))
    knock, seat, said = missing["knock"], missing["table"], {True: "yes", False: "none"}
    lacking = {
        "either a table or a knock": list(missing.loc[~knock & ~seat, "employer"]),
        "a table": list(missing.loc[knock & ~seat, "employer"]),
        "a knock": list(missing.loc[~knock & seat, "employer"]),
    }
    table = Table.of(
        missing.assign(knock=knock.map(said), table=seat.map(said)),
        "Employers and segments without a table or a knock",
        employer="Employer or segment", table="Table", knock="Knock",
    )  # fmt: skip
    return Chart(
        name="outreach-gaps",
        title=_gaps_title(known, len(missing), lacking["either a table or a knock"]),
        subtitle=f"Of {employers(known)} on the map; a table is a meeting it attends, a knock someone who comes",
        mark=None,
        table=table,
        source=OURS,
        alternative="List of employers and segments without a table or a knock.",
        look_for=tuple(f"Without {what}: {named(names)}." for what, names in lacking.items() if names),
        does_not_say=those(
            known
            and "An employer no one has put on the map does not show here: go through the sector's list of employers."
        ),
    )


def _gaps_title(known: int, missing: int, neither: list[str]) -> str:
    if not known:
        return "No employer is on the map yet"
    if not missing:
        which = f"All {employers(known)} have" if known > 1 else "The one employer on the map has"
        return f"{which} both a table and a knock"
    verb = "lacks" if missing == 1 else "lack"
    title = f"{missing} of {employers(known)} {verb} a table or a knock"
    if not neither:
        return title
    return f"{title}; no one reaches {neither[0] if len(neither) == 1 else f'{len(neither)} of them'}"


# -- tables -----------------------------------------------------------------------------------------


def outreach_overlap(outreach: Outreach) -> Chart:
    """Show how far the same people sit at two tables."""
    filled = [table for table in outreach.tables if table.members]
    empty = [table.name for table in outreach.tables if not table.members]
    pairs = measures.shared_members(filled)
    drawn = _tables_to_see(pairs, len(filled))
    words = "Members who sit at both tables, as a part of all members of the two"
    table = Table.of(
        pairs, "Pairs of tables by the members they share",
        table="Table", other="Other table", overlap=("Overlap", "share"),
        shared=("Members of both", "count"), together=("Members of either", "count"),
        names="Who sits at both",
    )  # fmt: skip
    return Chart(
        name="outreach-overlap",
        title=_overlap_title(pairs, len(outreach.tables)),
        subtitle=words + cut(drawn, filled, "tables that share the most"),
        mark=_overlap_mark(filled, drawn, pairs) if len(pairs) else None,
        table=table,
        source=OURS,
        alternative=instead(
            "Table of pairs of tables, shaded by the part of members they share.",
            pairs.head(MOST_SAID),
            lambda row: f"{row['table']} and {row['other']}: {part(100 * row['overlap'])}.",
        ),
        look_for=_overlap_look_for(pairs),
        does_not_say=those(
            empty and f"Without any members listed, so nothing can be compared: {named(empty)}.",
            len(pairs) and "Who is listed under two spellings counts as two; names have to be written alike.",
        ),
    )


def _tables_to_see(pairs: pd.DataFrame, tables: int) -> list[int]:
    """Choose the tables that share the most with another one, and keep their order."""
    most = [0.0] * tables
    for one, two, overlap in pairs[["one", "two", "overlap"]].itertuples(index=False):
        most[one], most[two] = max(most[one], overlap), max(most[two], overlap)
    return sorted(sorted(range(tables), key=lambda number: -most[number])[:_MOST_COLUMNS])


def _overlap_mark(tables: Sequence[Meeting], drawn: list[int], pairs: pd.DataFrame) -> HeatTable:
    known = {frozenset((row["one"], row["two"])): row["overlap"] for row in pairs.to_dict("records")}
    names = [tables[number].name for number in drawn]
    cells = [[known.get(frozenset((row, column))) for column in drawn] for row in drawn]
    matrix = pd.DataFrame(cells, index=names, columns=names)
    return HeatTable.of(matrix, kind="share", zeros=True)


def _overlap_title(pairs: pd.DataFrame, tables: int) -> str:
    if not tables:
        return "No table is on the map yet"
    if pairs.empty:
        return "Fewer than two tables have members listed, so none can be compared"
    top = pairs.iloc[0]
    if top["shared"] == 0:
        return "No two tables share a member"
    return f"{top['table']} and {top['other']} share the most: {int(top['shared'])} of {plural(int(top['together']), 'member')}"


def _overlap_look_for(pairs: pd.DataFrame) -> tuple[str, ...]:
    half = pairs[pairs["overlap"] >= 0.5]  # noqa: PLR2004  (half of all members)
    sentences = [
        f"{row['table']} and {row['other']}: at least half of the members are the same. Could they meet as one?"
        for row in half.head(_MOST_NAMED).to_dict("records")
    ]
    seats = [name for names in pairs.loc[pairs["shared"] > 0, "names"] for name in names.split(", ")]
    if seats and not sentences:
        sentences.append("Ask those who sit at both tables what the second one adds for them.")
    return tuple(sentences)


def outreach_tables(outreach: Outreach) -> Chart:
    """Show how well each table serves employers, as the team judges it, with how often it meets."""
    frame = measures.tables_by_rating(outreach)
    judged = frame["serves"].notna()
    frame["meets"] = [
        "meetings not stated" if pd.isna(count) else f"{plural(int(count), 'meeting')} a year"
        for count in frame["meetings"]
    ]
    told = zip(frame["meets"], judged, strict=True)
    frame["note"] = [meets if known else f"not rated; {meets}" for meets, known in told]
    frame["rating"] = ["not rated" if pd.isna(value) else f"{value:g} of 5" for value in frame["serves"]]
    picture = "Dot chart of how well tables serve employers."
    rated, unrated, drawn = frame[judged], list(frame.loc[~judged, "name"]), frame.head(MOST_ROWS)
    words = (
        f"How well each of {plural(len(frame), 'table')} serves employers, from 1 (badly) to 5 (very well)"
    )
    table = Table.of(
        frame, "Tables, those that serve employers least well first",
        name="Table", convener="Convener", sector="Sector", serves=("Serves employers, 1 to 5", "count"),
        meetings=("Meetings a year", "count"), members=("Members listed", "count"),
    )  # fmt: skip
    return Chart(
        name="outreach-tables",
        title=_tables_title(len(frame), rated),
        subtitle=words + cut(drawn, frame, "that serve them least well"),
        mark=Dots(
            texts(drawn, "name"),
            series(drawn, [("Serves employers", "serves", REGION_STYLE)]),
            "How well it serves employers: 1 (badly) to 5 (very well)",
            notes=texts(drawn, "note"),
            limits=(1, 5),
            legend=False,
        )
        if len(rated)
        else None,
        table=table,
        source=OURS,
        alternative=instead(picture, drawn.head(MOST_SAID), "{name}: {rating}, {meets}."),
        look_for=_tables_look_for(frame),
        does_not_say=those(
            unrated and f"Not rated: {named(unrated)}.",
            len(rated) and "The rating is the partners' own; employers may see their tables otherwise.",
        ),
    )


def _tables_title(tables: int, rated: pd.DataFrame) -> str:
    if not tables:
        return "No table is on the map yet"
    if rated.empty:
        none = f"None of {plural(tables, 'table')} has been rated yet"
        return none if tables > 1 else "The one table has not been rated yet"
    badly = int((rated["serves"] <= _BADLY).sum())
    if badly:
        return f"{badly} of {plural(len(rated), 'rated table')} {'serves' if badly == 1 else 'serve'} employers badly (1 or 2 of 5)"
    least = rated.iloc[0]
    return f"No table serves employers badly; the lowest rating is {least['serves']:g} of 5 ({least['name']})"


def _tables_look_for(frame: pd.DataFrame) -> tuple[str, ...]:
    meetings = frame["meetings"]
    badly = frame[(frame["serves"] <= _BADLY) & (meetings > 0)]
    busiest = badly.sort_values("meetings", ascending=False, kind="stable").head(1).to_dict("records")
    unsaid = int(meetings.isna().sum())
    least = f", not counting {plural(unsaid, 'table')} without a number" if unsaid else ""
    return those(
        *(
            f"{row['name']} meets {plural(int(row['meetings']), 'time')} a year and serves employers badly ({row['serves']:g} of 5)."
            for row in busiest
        ),
        meetings.notna().any()
        and f"Together the tables meet {plural(int(meetings.sum()), 'time')} a year{least}.",
    )
