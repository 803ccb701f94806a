"""The charts of Many Tables, Many Knocks: who reaches which employer, how often, and what could change.

A picture draws the busiest where there are too many to read, and says so; the table behind it has all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.market_marks import Bars, Series
from nextgen_helpers.charts.style import NATION_STYLE, REGION_STYLE, STATE_STYLE, THIRD, SeriesStyle
from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.charts.team_marks import HeatTable, RowDots, TwoColumnNetwork
from nextgen_helpers.toolkit import outreach as measures
from nextgen_helpers.words import joined, part, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nextgen_helpers.toolkit.exercises import Outreach
    from nextgen_helpers.toolkit.exercises import Table as Meeting

_INVENTED: Final = "Invented example for teaching; no real organization or employer"
_TEAM: Final = "the team's own answers"
_REMEMBERED: Final = (
    "Contacts are what the team remembers; an organization that is not in the room is missing."
)
_SEGMENTS: Final = "employers and segments"
#: How many names a picture can hold and still be read.
_MOST_ORGANIZATIONS: Final = 30
_MOST_EMPLOYERS: Final = 30
_MOST_COLUMNS: Final = 20
_MOST_ROWS: Final = 20
_MOST_NAMED: Final = 4
_LOWEST: Final = 1
_HIGHEST: Final = 5
_BADLY: Final = 2
_ALTERNATIVES: Final = (STATE_STYLE, NATION_STYLE, SeriesStyle(THIRD, "^", "triangle-up"))
_MEASURES: Final[dict[str, tuple[str, Literal["count", "ratio"]]]] = {
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


# -- who knocks where -------------------------------------------------------------------------------


def outreach_network(outreach: Outreach, *, invented: bool = False) -> Chart:
    """Show organizations and employers in two columns, tied where one knocks on the other's door.

    Parameters
    ----------
    outreach : who knocks on whose door.
    invented : say in subtitle and source that it is an invented example.
    """
    doors = measures.employers(outreach)
    matrix = measures.contact_matrix(outreach)
    left = _busiest(matrix.sum(axis=1), _MOST_ORGANIZATIONS)
    right = _busiest(matrix.sum(), _MOST_EMPLOYERS)
    drawn = matrix.loc[left, right].to_numpy()
    ties = tuple(
        (int(row), int(column), float(drawn[row, column]))
        for row, column in zip(*drawn.nonzero(), strict=True)
    )
    who = _who_knocks(outreach)
    tired = set(doors.loc[doors["fatigue"], "employer"])
    words = f"{plural(len(matrix), 'organization')} and {_employers(len(doors))}; the wider a line, the more contacts a year"
    return Chart(
        name="outreach-network",
        title=_network_title(doors, len(matrix)),
        subtitle=_subtitle(words + _left_out(matrix, left, right), invented=invented),
        mark=TwoColumnNetwork(
            tuple(left), tuple(right), ties, "Organizations", "Employers and segments", "contacts a year",
            tuple(place for place, name in enumerate(right) if name in tired),
            f"{outreach.fatigue_threshold} or more contacts a year",
        )
        if left or right
        else None,
        table=Table.of(doors.assign(
                tired=doors["fatigue"].map({True: "likely tired", False: ""}),
                names=[who.get(name, "nobody") for name in doors["employer"]],
            ), "What reaches each employer", employer="Employer or segment", organizations=("Organizations that knock", "count"), names="Who knocks", contacts=("Contacts a year", "count"), purposes=("Different purposes", "count"), tables=("Tables it sits at", "count"), tired="Fatigue"),
        source=_source(invented=invented),
        alternative="Network in two columns. "
        + " ".join(
            f"{row['employer']}: {plural(row['organizations'], 'organization')}, "
            f"{plural(row['contacts'], 'contact')} a year."
            for row in doors.head(8).to_dict("records")
        ),
        look_for=_network_look_for(outreach, matrix),
        does_not_say=(
            _REMEMBERED,
            f"From how many contacts on an employer is tired is the team's own judgment: {outreach.fatigue_threshold} a year.",
        ),
    )  # fmt: skip


def _network_title(doors: pd.DataFrame, organizations: int) -> str:
    if doors.empty:
        return "No employer is on the map yet"
    top = doors.iloc[0]
    if not doors["organizations"].any():
        return f"Nobody knocks on the door of any of the {_employers(len(doors))}"
    if doors["organizations"].max() < 2:  # noqa: PLR2004
        return f"No employer hears from more than one of the {plural(organizations, 'organization')}"
    return (
        f"{top['employer']} hears from {plural(int(top['organizations']), 'organization')}, "
        f"{plural(int(top['contacts']), 'time')} a year"
    )


def _network_look_for(outreach: Outreach, matrix: pd.DataFrame) -> tuple[str, ...]:
    sentences = []
    double, missing = measures.redundancy(outreach), measures.gaps(outreach)
    if len(double):
        row = double.iloc[0]
        sentences.append(
            f"{plural(len(double), 'case')} in which two or more organizations come for the same purpose; first of all "
            f"{row['employer']}: {row['purpose']} ({row['names']})."
        )
    if len(missing):
        sentences.append(f"Without a table or without a knock: {_named(list(missing['employer']))}.")
    # A row of zeros alone can be a knock of no contacts a year.
    knocking = {knock.organization for knock in outreach.knocks}
    silent = [name for name in matrix.index if name not in knocking]
    if silent:
        sentences.append(f"Without a knock of their own: {_named(silent)}.")
    alone = _isolated(outreach)
    if alone:
        verb = "shares" if len(alone) == 1 else "share"
        sentences.append(
            f"{plural(len(alone), 'partner')} {verb} no table with another partner: {_named(alone)}."
        )
    return tuple(sentences)


def _isolated(outreach: Outreach) -> list[str]:
    """Name the partners who share no table with another one."""
    return [name for name, degree in measures.partner_network(outreach).degree() if degree == 0]


def _who_knocks(outreach: Outreach) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for knock in outreach.knocks:
        found.setdefault(knock.employer, set()).add(knock.organization)
    return {employer: ", ".join(sorted(names, key=str.casefold)) for employer, names in found.items()}


def _busiest(contacts: pd.Series[int], most: int) -> list[str]:
    """Choose the names with the most contacts, and keep their order."""
    chosen = set(contacts.sort_values(ascending=False, kind="stable").index[:most])
    return [str(name) for name in contacts.index if name in chosen]


def _left_out(matrix: pd.DataFrame, left: Sequence[str], right: Sequence[str]) -> str:
    """Say that only the busiest are drawn, where that is so."""
    hidden, doors = len(matrix) - len(left), matrix.shape[1] - len(right)
    if not hidden and not doors:
        return ""
    drawn = [
        *([f"the {len(left)} busiest organizations"] if hidden else []),
        *([f"the {len(right)} busiest employers"] if doors else []),
    ]
    more = [
        *([plural(hidden, "more organization")] if hidden else []),
        *([plural(doors, "more employer")] if doors else []),
    ]
    return (
        f". Drawn are {joined(drawn)}; {joined(more)} {'is' if hidden + doors == 1 else 'are'} in the table"
    )


def outreach_heat_table(outreach: Outreach, *, invented: bool = False) -> Chart:
    """Show contacts a year of each organization with each employer.

    Parameters
    ----------
    outreach : who knocks on whose door.
    invented : say in subtitle and source that it is an invented example.
    """
    matrix = measures.contact_matrix(outreach)
    rows = _busiest(matrix.sum(axis=1), _MOST_ORGANIZATIONS)
    columns = _busiest(matrix.sum(), _MOST_COLUMNS)
    total = int(matrix.to_numpy().sum())
    by_organization = matrix.sum(axis=1)
    return Chart(
        name="outreach-heat",
        title=f"Altogether {plural(total, 'contact')} a year, from "
        f"{plural(int((by_organization > 0).sum()), 'organization')} to {_employers(int((matrix.sum() > 0).sum()))}",
        subtitle=_subtitle(
            f"Contacts a year; an empty cell is none{_left_out(matrix, rows, columns)}", invented=invented
        ),
        mark=None
        if matrix.empty
        else HeatTable(
            tuple(rows),
            tuple(columns),
            tuple(tuple(map(float, row)) for row in matrix.loc[rows, columns].to_numpy().tolist()),
            "Contacts a year",
        ),
        table=_contact_table(matrix),
        source=_source(invented=invented),
        alternative="Table of contacts a year by organization and employer, shaded by number. "
        + " ".join(f"{name}: {written(by_organization[name], 'count')}." for name in rows),
        does_not_say=(_REMEMBERED,) if total else (),
    )


def _contact_table(matrix: pd.DataFrame) -> Table:
    """Lay out all contacts: as a matrix, or where that is too wide to read a row for each pair."""
    if matrix.shape[1] <= _MOST_COLUMNS:
        # Numbered columns: an employer can be called anything.
        frame = pd.DataFrame(
            {
                "organization": matrix.index,
                **{f"employer {n}": matrix.iloc[:, n].to_numpy() for n in range(matrix.shape[1])},
            }
        )
        return Table.of(
            frame,
            "Contacts a year by organization and employer",
            organization="Organization",
            **{f"employer {n}": (str(name), "count") for n, name in enumerate(matrix.columns)},
        )
    cells = matrix.to_numpy()
    pairs = [
        (str(matrix.index[row]), str(matrix.columns[column]), int(cells[row, column]))
        for row, column in zip(*cells.nonzero(), strict=True)
    ]
    by_row, by_column = matrix.any(axis=1), matrix.any()
    pairs += [(str(name), "nobody", 0) for name in by_row.index[~by_row]]
    pairs += [("nobody", str(name), 0) for name in by_column.index[~by_column]]
    return Table.of(
        pd.DataFrame(pairs, columns=["organization", "employer", "contacts"]),
        "Contacts a year by organization and employer; pairs without any are left out",
        organization="Organization",
        employer="Employer or segment",
        contacts=("Contacts a year", "count"),
    )


# -- what comes twice, and what is missing ----------------------------------------------------------


def outreach_redundancy(outreach: Outreach, *, invented: bool = False) -> Chart:
    """Show the employers whom two or more organizations approach for the same purpose.

    Parameters
    ----------
    outreach : who knocks on whose door.
    invented : say in subtitle and source that it is an invented example.
    """
    double = measures.redundancy(outreach)
    drawn = double.head(_MOST_ROWS)
    hidden = len(double) - len(drawn)
    words = "Purposes for which two or more organizations come to the same employer"
    if hidden:
        words += f". Drawn are the {len(drawn)} with the most organizations; {plural(hidden, 'case')} more in the table"
    lengths = tuple(float(count) for count in drawn["organizations"])
    return Chart(
        name="outreach-redundancy",
        title=_redundancy_title(outreach, double),
        subtitle=_subtitle(words, invented=invented),
        mark=Bars(
            tuple(f"{row['employer']}: {row['purpose']}" for row in drawn.to_dict("records")),
            lengths,
            lengths,
            tuple(
                f"{row['organizations']} ({plural(row['contacts'], 'contact')} a year)"
                for row in drawn.to_dict("records")
            ),
            (False,) * len(drawn),
            "Organizations that come for the same purpose",
        )
        if len(drawn)
        else None,
        table=Table.of(
            double,
            "Two or more organizations for the same purpose",
            employer="Employer or segment",
            purpose="Purpose",
            organizations=("Organizations", "count"),
            names="Which",
            contacts=("Contacts a year", "count"),
        ),
        source=_source(invented=invented),
        alternative="Bars of how many organizations come for the same purpose. "
        + " ".join(
            f"{row['employer']}, {row['purpose']}: {row['names']}."
            for row in drawn.head(8).to_dict("records")
        ),
        look_for=_redundancy_look_for(double),
        does_not_say=(
            "Whether coming twice does harm: ask the employer. Two visits for one purpose can serve different people.",
            _REMEMBERED,
        )
        if len(double)
        else (),
    )


def _redundancy_title(outreach: Outreach, double: pd.DataFrame) -> str:
    if not outreach.knocks:
        return "No knock is on the map yet"
    if double.empty:
        return "No employer hears from two organizations for the same purpose"
    top = double.iloc[0]
    return (
        f"In {plural(len(double), 'case')} two or more organizations come for the same purpose; "
        f"{top['employer']} hears from {int(top['organizations'])} for {top['purpose']}"
    )


def _redundancy_look_for(double: pd.DataFrame) -> tuple[str, ...]:
    if double.empty:
        return ()
    purposes = double.groupby("purpose")["employer"].size().sort_values(ascending=False, kind="stable")
    top = double.iloc[0]
    return (
        f"{top['employer']}, {top['purpose']}: {top['names']}. Could one go for all?",
        f"The purpose with the most of it is {purposes.index[0]}, with {plural(int(purposes.iloc[0]), 'case')}.",
    )


def outreach_gaps(outreach: Outreach, *, invented: bool = False) -> Chart:
    """List employers and segments without a table, without a knock, or without either.

    Parameters
    ----------
    outreach : who knocks on whose door, and who sits at which table.
    invented : say in subtitle and source that it is an invented example.
    """
    missing = measures.gaps(outreach)
    known = len(measures.employers(outreach))
    neither = list(missing.loc[~missing["knock"] & ~missing["table"], "employer"])
    no_table = list(missing.loc[missing["knock"] & ~missing["table"], "employer"])
    no_knock = list(missing.loc[~missing["knock"] & missing["table"], "employer"])
    groups = (("either a table or a knock", neither), ("a table", no_table), ("a knock", no_knock))
    return Chart(
        name="outreach-gaps",
        title=_gaps_title(known, len(missing), neither),
        subtitle=_subtitle(
            f"Of {_employers(known)} on the map; a table is a meeting at which it sits, a knock somebody who comes",
            invented=invented,
        ),
        mark=None,
        table=Table.of(
            missing.assign(
                has_knock=missing["knock"].map({True: "yes", False: "none"}),
                has_table=missing["table"].map({True: "yes", False: "none"}),
            ),
            "Employers and segments without a table or a knock",
            employer="Employer or segment",
            has_table="Table",
            has_knock="Knock",
        ),
        source=_source(invented=invented),
        alternative="List of employers and segments without a table or a knock.",
        look_for=tuple(f"Without {what}: {_named(names)}." for what, names in groups if names),
        does_not_say=(
            "An employer that nobody has put on the map cannot be seen here: go through the sector's list of employers.",
        )
        if known
        else (),
    )


def _gaps_title(known: int, missing: int, neither: list[str]) -> str:
    if not known:
        return "No employer is on the map yet"
    if not missing:
        return (
            f"All {_employers(known)} have both a table and a knock"
            if known > 1
            else "The one employer on the map has both a table and a knock"
        )
    verb = "lacks" if missing == 1 else "lack"
    title = f"{missing} of {_employers(known)} {verb} a table or a knock"
    if not neither:
        return title
    return f"{title}; nobody reaches {neither[0] if len(neither) == 1 else f'{len(neither)} of them'}"


# -- tables -----------------------------------------------------------------------------------------


def outreach_overlap(outreach: Outreach, *, invented: bool = False) -> Chart:
    """Show how far the same people sit at two tables.

    Parameters
    ----------
    outreach : the tables with their members.
    invented : say in subtitle and source that it is an invented example.
    """
    filled = [table for table in outreach.tables if table.members]
    empty = [table.name for table in outreach.tables if not table.members]
    pairs = _shared_members(filled)
    drawn = _tables_to_see(pairs, len(filled))
    hidden = len(filled) - len(drawn)
    words = "Members who sit at both tables, as a part of all members of the two"
    if hidden:
        words += f". Drawn are the {len(drawn)} tables that share the most; {hidden} more in the table"
    return Chart(
        name="outreach-overlap",
        title=_overlap_title(pairs, len(outreach.tables)),
        subtitle=_subtitle(words, invented=invented),
        mark=_overlap_mark(filled, drawn, pairs) if len(pairs) else None,
        table=Table.of(
            pairs,
            "Pairs of tables by the members they share",
            table="Table",
            other="Other table",
            overlap=("Overlap", "share"),
            shared=("Members of both", "count"),
            together=("Members of either", "count"),
            names="Who sits at both",
        ),
        source=_source(invented=invented),
        alternative="Table of pairs of tables, shaded by the part of members they share. "
        + " ".join(
            f"{row['table']} and {row['other']}: {part(100 * row['overlap'])}."
            for row in pairs.head(8).to_dict("records")
        ),
        look_for=_overlap_look_for(pairs),
        does_not_say=(
            *([f"Without any members listed, so nothing can be compared: {_named(empty)}."] if empty else []),
            *(
                ["Who is listed under two spellings counts as two; names have to be written alike."]
                if len(pairs)
                else []
            ),
        ),
    )


def _tables_to_see(pairs: pd.DataFrame, tables: int) -> list[int]:
    """Choose the tables that share the most with another one, and keep their order."""
    most = [0.0] * tables
    for one, two, overlap in pairs[["one", "two", "overlap"]].itertuples(index=False):
        most[one], most[two] = max(most[one], overlap), max(most[two], overlap)
    return sorted(sorted(range(tables), key=lambda number: -most[number])[:_MOST_COLUMNS])


def _shared_members(tables: Sequence[Meeting]) -> pd.DataFrame:
    """Set all pairs of tables beside each other, those that share the most first, with who sits at both."""
    # Numbers instead of names: two tables can be called alike.
    numbered = [table.model_copy(update={"name": str(number)}) for number, table in enumerate(tables)]
    pairs = measures.table_overlap(numbered)
    one, two = (pairs[name].astype(int) for name in ("table", "other"))
    names = [
        ", ".join(sorted(set(tables[first].members) & set(tables[second].members), key=str.casefold))
        or "nobody"
        for first, second in zip(one, two, strict=True)
    ]
    return pairs.assign(
        one=one,
        two=two,
        table=[tables[number].name for number in one],
        other=[tables[number].name for number in two],
        names=names,
    )


def _overlap_mark(tables: Sequence[Meeting], drawn: list[int], pairs: pd.DataFrame) -> HeatTable:
    known = {frozenset((row["one"], row["two"])): float(row["overlap"]) for row in pairs.to_dict("records")}
    names = tuple(tables[number].name for number in drawn)
    return HeatTable(
        names,
        names,
        tuple(tuple(known.get(frozenset((row, column))) for column in drawn) for row in drawn),
        "Part of members at both tables",
        kind="share",
        zeros=True,
    )


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


def outreach_tables(outreach: Outreach, *, invented: bool = False) -> Chart:
    """Show how well each table serves employers, as the team judges it, with how often it meets.

    Parameters
    ----------
    outreach : the tables with their ratings.
    invented : say in subtitle and source that it is an invented example.
    """
    frame = _tables_frame(outreach)
    rated = frame[frame["serves"].notna()]
    unrated = list(frame.loc[frame["serves"].isna(), "name"])
    drawn = frame.head(_MOST_ROWS)
    hidden = len(frame) - len(drawn)
    words = (
        f"How well each of {plural(len(frame), 'table')} serves employers, from 1 (badly) to 5 (very well)"
    )
    if hidden:
        words += f". Drawn are the {len(drawn)} that serve them least well; {hidden} more in the table"
    return Chart(
        name="outreach-tables",
        title=_tables_title(len(frame), rated),
        subtitle=_subtitle(words, invented=invented),
        mark=RowDots(
            tuple(drawn["name"]),
            (
                Series(
                    "Serves employers",
                    tuple(None if pd.isna(value) else float(value) for value in drawn["serves"]),
                    REGION_STYLE,
                ),
            ),
            "How well it serves employers: 1 (badly) to 5 (very well)",
            tuple(
                f"{'not rated; ' if pd.isna(row['serves']) else ''}{_meets(row['meetings'])}"
                for row in drawn.to_dict("records")
            ),
            limits=(_LOWEST, _HIGHEST),
            legend=False,
        )
        if len(rated)
        else None,
        table=Table.of(
            frame,
            "Tables, those that serve employers least well first",
            name="Table",
            convener="Convener",
            sector="Sector",
            serves=("Serves employers, 1 to 5", "count"),
            meetings=("Meetings a year", "count"),
            members=("Members listed", "count"),
        ),
        source=_source(invented=invented),
        alternative="Dot chart of how well tables serve employers. "
        + " ".join(
            f"{row['name']}: {'not rated' if pd.isna(row['serves']) else f'''{row['serves']:g} of 5'''}, {_meets(row['meetings'])}."
            for row in drawn.head(8).to_dict("records")
        ),
        look_for=_tables_look_for(frame),
        does_not_say=(
            *([f"Not rated: {_named(unrated)}."] if unrated else []),
            *(
                ["The rating is the partners' own; employers may see their tables otherwise."]
                if len(rated)
                else []
            ),
        ),
    )


def _tables_frame(outreach: Outreach) -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            (
                table.name,
                table.convener,
                table.sector or "several",
                table.serves_employers,
                table.meetings_a_year,
                len(set(table.members)),
            )
            for table in outreach.tables
        ],
        columns=["name", "convener", "sector", "serves", "meetings", "members"],
    )
    frame = frame.astype({"serves": float, "meetings": float})
    # No member listed is not the same as no member.
    frame["members"] = frame["members"].where(frame["members"] > 0).astype(float)
    return frame.sort_values(["serves", "name"], ignore_index=True, na_position="last")


def _meets(meetings: float) -> str:
    return "meetings not stated" if pd.isna(meetings) else f"{plural(int(meetings), 'meeting')} a year"


def _tables_title(tables: int, rated: pd.DataFrame) -> str:
    if not tables:
        return "No table is on the map yet"
    if rated.empty:
        return (
            f"None of {plural(tables, 'table')} has been rated yet"
            if tables > 1
            else "The one table has not been rated yet"
        )
    badly = int((rated["serves"] <= _BADLY).sum())
    if badly:
        return f"{badly} of {plural(len(rated), 'rated table')} {'serves' if badly == 1 else 'serve'} employers badly (1 or 2 of 5)"
    least = rated.iloc[0]
    return f"No table serves employers badly; the lowest rating is {least['serves']:g} of 5 ({least['name']})"


def _tables_look_for(frame: pd.DataFrame) -> tuple[str, ...]:
    sentences = []
    badly = frame[frame["serves"] <= _BADLY].sort_values("meetings", ascending=False, kind="stable")
    if len(badly) and badly["meetings"].iloc[0] > 0:
        row = badly.iloc[0]
        sentences.append(
            f"{row['name']} meets {plural(int(row['meetings']), 'time')} a year and serves employers badly ({row['serves']:g} of 5)."
        )
    meetings = frame["meetings"]
    if meetings.notna().any():
        unsaid = int(meetings.isna().sum())
        least = f", not counting {plural(unsaid, 'table')} without a number" if unsaid else ""
        sentences.append(f"Together the tables meet {plural(int(meetings.sum()), 'time')} a year{least}.")
    return tuple(sentences)


# -- today and the alternatives ---------------------------------------------------------------------


def outreach_before_after(today: Outreach, *others: tuple[str, Outreach], invented: bool = False) -> Chart:
    """Show contacts a year per employer, today and in each alternative.

    Parameters
    ----------
    today : how it is.
    others : name and picture of each alternative.
    invented : say in subtitle and source that it is an invented example.
    """
    pictures = [("Today", today), *others]
    frame = _contacts_by_picture(pictures)
    columns = [f"picture {number}" for number in range(len(pictures))]
    drawn = _most_to_see(frame, columns)
    hidden = len(frame) - len(drawn)
    line = today.fatigue_threshold
    words = f"Contacts a year with {_employers(len(frame))}"
    if hidden:
        what = "with the most contacts or the largest change" if others else "with the most contacts"
        words += f". Drawn are the {len(drawn)} {what}; {hidden} more in the table"
    return Chart(
        name="outreach-before-after",
        title=_before_after_title(frame, pictures, line),
        subtitle=_subtitle(words, invented=invented),
        mark=RowDots(
            tuple(drawn["employer"]),
            tuple(
                Series(name, tuple(None if pd.isna(value) else float(value) for value in drawn[column]), look)
                for (name, _), column, look in zip(pictures, columns, _looks(len(pictures)), strict=True)
            ),
            "Contacts a year",
            ("",) * len(drawn),
            line=(float(line), f"{line} a year: likely tired"),
        )
        if len(drawn)
        else None,
        table=Table.of(
            frame,
            "Contacts a year by employer, today and in the alternatives",
            employer="Employer or segment",
            **{
                column: (
                    f"Contacts a year: {name[:1].lower() + name[1:] if column == columns[0] else name}",
                    "count",
                )
                for (name, _), column in zip(pictures, columns, strict=True)
            },
        ),
        source=_source(invented=invented),
        alternative="Dot chart of contacts a year by employer. "
        + " ".join(
            f"{row['employer']}: "
            + ", ".join(
                f"{name} {written(row[column], 'count')}"
                for (name, _), column in zip(pictures, columns, strict=True)
            )
            + "."
            for row in drawn.head(8).to_dict("records")
        ),
        look_for=_before_after_look_for(frame, pictures, columns),
        does_not_say=(
            "Fewer contacts are no aim in themselves: what counts is what employers get from them.",
            f"From how many contacts on an employer is tired is the team's own judgment: {line} a year.",
        )
        if len(frame)
        else (),
    )


def _looks(count: int) -> list[SeriesStyle]:
    """Give today its own look, and each alternative another shape; from the fourth on they repeat."""
    return [REGION_STYLE, *(_ALTERNATIVES[number % len(_ALTERNATIVES)] for number in range(count - 1))]


def _contacts_by_picture(pictures: Sequence[tuple[str, Outreach]]) -> pd.DataFrame:
    """Contacts a year by employer (rows, most of today first) and picture.

    An employer that is on today's map and whose knocks an alternative has taken away has none there: zero. One that only an
    alternative names is missing in the others.
    """
    tables = [measures.employers(picture).set_index("employer")["contacts"] for _, picture in pictures]
    names = list(dict.fromkeys(name for table in tables for name in table.index))
    frame = pd.DataFrame(
        {f"picture {number}": table.reindex(names).astype(float) for number, table in enumerate(tables)},
        index=names,
    )
    on_todays_map = frame["picture 0"].notna()
    frame[on_todays_map] = frame[on_todays_map].fillna(0.0)
    frame.insert(0, "employer", names)
    return frame.sort_values(
        "picture 0", ascending=False, kind="stable", na_position="last", ignore_index=True
    )


def _most_to_see(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Choose the employers with the largest change, or number, of contacts, and keep their order."""
    if len(frame) <= _MOST_ROWS:
        return frame
    values = frame[columns]
    change = values.max(axis=1) - values.min(axis=1)
    order = pd.DataFrame({"change": change, "contacts": values.max(axis=1)}).sort_values(
        ["change", "contacts"], ascending=False, kind="stable"
    )
    return frame.loc[sorted(order.index[:_MOST_ROWS])].reset_index(drop=True)


def _before_after_title(frame: pd.DataFrame, pictures: Sequence[tuple[str, Outreach]], line: int) -> str:
    if frame.empty:
        return "No employer is on the map yet"
    tired = [int((frame[f"picture {number}"] >= line).sum()) for number in range(len(pictures))]
    now = f"{plural(tired[0], 'employer')} {'hears' if tired[0] == 1 else 'hear'} from us {line} times a year or more"
    if len(pictures) == 1:
        return f"Today {now}"
    then = joined([f"{count} in “{name}”" for (name, _), count in zip(pictures[1:], tired[1:], strict=True)])
    return f"Today {now}; it would be {then}"


def _before_after_look_for(
    frame: pd.DataFrame, pictures: Sequence[tuple[str, Outreach]], columns: list[str]
) -> tuple[str, ...]:
    sentences = []
    for (name, _), column in zip(pictures[1:], columns[1:], strict=True):
        change = frame[column] - frame[columns[0]]
        fell, rose = int((change < 0).sum()), int((change > 0).sum())
        moved = [
            *([f"fewer contacts with {_employers(fell)}"] if fell else []),
            *([f"more with {_employers(rose)}"] if rose else []),
        ]
        sentences.append(f"{name}: {', '.join(moved) or 'no employer hears from us more or less often'}.")
    new = list(frame.loc[frame[columns[0]].isna(), "employer"])
    if new:
        sentences.append(f"Not on today's map, so nothing is said of them today: {_named(new)}.")
    silent = list(frame.loc[frame[columns[0]] == 0, "employer"])
    if silent:
        sentences.append(f"Nobody reaches today: {_named(silent)}.")
    return tuple(sentences)


def outreach_comparison(today: Outreach, *others: tuple[str, Outreach], invented: bool = False) -> Chart:
    """Set today beside the alternatives, in the same numbers.

    Parameters
    ----------
    today : how it is.
    others : name and picture of each alternative.
    invented : say in subtitle and source that it is an invented example.
    """
    pictures = [("Today", today), *others]
    numbers = [measures.measures(picture) for _, picture in pictures]
    shown = pd.DataFrame(
        {
            "measure": [name for name, _ in _MEASURES.values()],
            **{
                f"picture {number}": [written(values[key], kind) for key, (_, kind) in _MEASURES.items()]
                for number, values in enumerate(numbers)
            },
        }
    )
    contacts = [written(values["contacts"], "count") for values in numbers]
    title = (
        f"{others[0][0]}: {contacts[1]} contacts a year instead of {contacts[0]}"
        if others
        else f"Today: {contacts[0]} contacts a year"
    )
    return Chart(
        name="outreach-comparison",
        title=title,
        subtitle=_subtitle("Today and the alternatives in the same numbers", invented=invented),
        mark=None,
        table=Table.of(
            shown,
            "Today and the alternatives",
            measure="Measure",
            **{f"picture {number}": name for number, (name, _) in enumerate(pictures)},
        ),
        source=_source(invented=invented),
        alternative="Table of measures, today and in the alternatives.",
        does_not_say=(
            "Fewer contacts are no aim in themselves: what counts is what employers get from them.",
        ),
    )


# -- words ------------------------------------------------------------------------------------------


def _source(*, invented: bool) -> str:
    return f"{_INVENTED if invented else _TEAM}."


def _subtitle(words: str, *, invented: bool) -> str:
    return f"{words}. {_INVENTED}" if invented else words


def _employers(count: int) -> str:
    return plural(count, "employer or segment", _SEGMENTS)


def _named(names: Sequence[Any]) -> str:
    """Name a few, and say how many more there are."""
    return joined([str(name) for name in names], _MOST_NAMED)
