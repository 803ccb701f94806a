"""The charts of contacts and conveners: who reaches which company, and who could call it together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.tables import Table, instead
from nextgen_helpers.charts.team.origin import OURS, and_others, first_drawn
from nextgen_helpers.toolkit.step3 import company_contacts, convener_points
from nextgen_helpers.words import plural, those

_MOST: Final = 40
_MOST_NAMED: Final = 8


def contact_matrix(rows: Sequence[Mapping[str, Any]], companies: Sequence[str]) -> Chart:
    """Show which partner knows somebody at which company, and who reaches each of those that are to be invited best."""
    found = company_contacts(rows, companies)
    listed = [
        {"company": item.company, "chief": item.chief_executive, "best": ", ".join(item.best)}
        for item in found
    ]
    table = Table.of(
        listed, "Companies and who reaches them best",
        company="Company", chief="Chief executive", best="Who reaches it best",
    )  # fmt: skip
    subtitle = (
        "3 knows the chief executive well, 2 has met, 1 knows someone there; an empty cell is no one"
        + first_drawn(_MOST, len(found), "companies")
    )
    nothing = Chart("contact-matrix", "No company is on the list yet", subtitle, OURS, table=table)
    if not found:
        return nothing
    missed = [item.company for item in found if not item.best]
    drawn = pd.DataFrame(
        [item.strengths for item in found[:_MOST]], index=[item.company for item in found[:_MOST]]
    )
    return replace(
        nothing,
        title=f"No one reaches {plural(len(missed), 'company', 'companies')} of {len(found)}"
        if missed
        else f"Each of the {len(found)} companies is reached by someone",
        mark=HeatTable.of(drawn) if len(drawn.columns) else None,
        alternative=instead(
            "Table of companies by partner, with the strength of the contact.",
            [{**row, "best": row["best"] or "nobody"} for row in listed],
            "{company}: {best}.",
        ),
        look_for=those(missed and f"No one reaches {and_others(missed, _MOST_NAMED)}."),
        does_not_say=("Whether the one who knows a person is also the right one to ask.",),
    )


def convener_scores(rows: Sequence[Mapping[str, Any]], criteria: Mapping[str, str]) -> Chart:
    """Set possible conveners side by side, by criteria with their headings; nothing is weighted."""
    ranked = convener_points(rows, list(criteria))
    table = Table.of(
        ranked,
        "Possible conveners",
        organization="Organization",
        **{name: (heading, "count") for name, heading in criteria.items()},
        total=("Sum", "count"),
    )
    subtitle = "Points from 1 to 5; a gray cell is not rated, and without all ratings there is no sum"
    nothing = Chart("convener-comparison", "No organization is compared yet", subtitle, OURS, table=table)
    if ranked.empty:
        return nothing
    top = ranked.iloc[0]
    cells = ranked.set_index("organization").set_axis([*criteria.values(), "Sum"], axis=1)
    return replace(
        nothing,
        title="No organization is rated on everything yet"
        if pd.isna(top["total"])
        else f"{top['organization']} has the most points: {int(top['total'])} of {5 * len(criteria)}",
        mark=HeatTable.of(cells),
        alternative=instead(
            "Table of possible conveners with their points.", table, "{organization}: {total}."
        ),
        does_not_say=(
            "A sum hides a weakness: an organization that no company trusts cannot convene, whatever its other points.",
        ),
    )
