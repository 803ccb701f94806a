"""The chart of the support team: who is tied to whom, at the inner and at the outer table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.round import Rings
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table, instead, texts, written
from nextgen_helpers.charts.team.origin import OURS, and_others
from nextgen_helpers.toolkit.step1 import Universe
from nextgen_helpers.words import plural, those

_STYLES: Final = (
    SeriesStyle("#00629b"),
    SeriesStyle("#b45309", "square"),
    SeriesStyle("#00795c", "triangle-up"),
    SeriesStyle("#7a3b8f", "diamond"),
    SeriesStyle("#56626e", "triangle-down"),
    SeriesStyle("#b3391d", "cross"),
    SeriesStyle("#4b5d00", "star"),
    SeriesStyle("#3f3f9e", "pentagon"),
    SeriesStyle("#8a3b00", "x"),
    SeriesStyle("#00629b", "hexagon"),
    SeriesStyle("#7a3b8f", "triangle-left"),
    SeriesStyle("#56626e", "triangle-right"),
)
_MOST: Final = 40
_HALF: Final = 0.5


def universe_of_connections(found: Universe, kinds: Mapping[str, str]) -> Chart:
    """Show partners on two rings, inner and outer table, with the ties between them and the names of their kinds."""
    partners = found.partners.assign(
        kind_name=[kinds.get(str(kind), "Not stated") for kind in found.partners["kind"]],
        table_name=found.partners["table"].map({"inner": "Inner", "outer": "Outer"}).fillna("Not stated"),
    )
    table = Table.of(
        partners, "Partners and their ties",
        organization="Partner", kind_name="Kind", table_name="Table", ties=("Ties", "count"),
        between=("Share of shortest ways over it", "share"), trust=("Trust, mean 1 to 5", "ratio"),
        value=("Value, mean 1 to 5", "ratio"),
    )  # fmt: skip
    subtitle = f"{plural(len(partners), 'partner')}, {plural(len(found.ties), 'tie')}; the inner ring is the inner table, the wider a line, the more trust"
    subtitle += f"; the {_MOST} with the most ties are drawn" if len(partners) > _MOST else ""
    nothing = Chart("universe-of-connections", "No one is on the map yet", subtitle, OURS, table=table)
    if partners.empty:
        return nothing
    busiest = partners.sort_values(["ties", "organization"], ascending=[False, True]).head(_MOST)
    top, picture = busiest.iloc[0], "Two rings of partners with lines between those who are tied."
    return replace(
        nothing,
        title=f"{top['organization']} has the most ties: {plural(int(top['ties']), 'tie')}"
        if top["ties"]
        else f"{plural(len(partners), 'partner')} and no tie between them yet",
        mark=_rings(busiest.sort_values(["kind_name", "organization"]), found.ties),
        alternative=instead(picture, partners, "{organization}: {ties}."),
        look_for=_look_for(found),
        does_not_say=("A tie is what the people in the room know of; ask the partners who are not here.",),
    )


def _look_for(found: Universe) -> tuple[str, ...]:
    partners = found.partners
    inner, outer = (int((partners["table"] == name).sum()) for name in ("inner", "outer"))
    alone = list(partners.loc[partners["ties"] == 0, "organization"])
    over = partners.sort_values("between", ascending=False).iloc[0]
    return those(
        (inner or outer) and f"At the inner table: {inner}. At the outer table: {outer}.",
        alone and f"Without a tie: {and_others(alone)}.",
        over["between"] > _HALF
        and f"More than half of the shortest ways lead over {over['organization']}: what if that person leaves?",
        not pd.isna(found.density) and f"Of all pairs, {written(found.density, 'share')} are tied.",
    )


def _rings(partners: pd.DataFrame, ties: pd.DataFrame) -> Rings:
    names = texts(partners, "organization")
    titles = list(dict.fromkeys(partners["kind_name"]))
    number = {name: place for place, name in enumerate(names)}
    drawn = ties[ties["organization"].isin(names) & ties["other_organization"].isin(names)]
    return Rings(
        names=names,
        inner=tuple(table == "inner" for table in partners["table"]),
        # From the thirteenth kind on looks come again; the table tells them apart.
        kinds=tuple((title, _STYLES[place % len(_STYLES)]) for place, title in enumerate(titles)),
        kind_of=tuple(map(titles.index, partners["kind_name"])),
        ties=tuple(
            (number[row["organization"]], number[row["other_organization"]], float(row["trust"]))
            for row in drawn.fillna({"trust": 1}).to_dict("records")
        ),
    )
