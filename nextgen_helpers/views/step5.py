"""Steps 5 and 6: who can tip the scales, the plan over time, and where the money comes from."""

from __future__ import annotations

from collections.abc import Iterator

from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.shown import Shown, said, tabled
from nextgen_helpers.charts.team import drawings
from nextgen_helpers.charts.team import step5 as charts
from nextgen_helpers.standing import checked
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.findings import Findings
from nextgen_helpers.toolkit.sheets import column_choices
from nextgen_helpers.views.live import view


@view
def influence_picture(team: Team) -> Iterator[Shown]:
    """Show people by influence and support, and who could win those who have much of the one and little of the other."""
    rows = team.rows("influence_map", "people")
    known = [row for row in rows if row["influence"] and row["support"]]
    if not known:
        yield said("No one is on the influence map yet.")
        return
    tipping = [row for row in known if row["influence"] >= 4 and row["support"] <= 3]  # noqa: PLR2004
    found = Findings()
    for row in tipping:
        has = f"{row['person']} has influence {row['influence']} and support {row['support']}"
        nobody = f"{has}, and no one is named who could win that person over."
        winner = row["who_can_win"]
        found.good(bool(winner), f"{has}; {winner} can win that person.", look=nobody)
    found.good(not found, "Everyone with high influence supports the work.")
    note = "Those on the upper left could tip the scales."
    yield tabled("People by influence and support", charts.influence_grid(known), note)
    yield finding_list("Tipping the scales", found)


@view
def implementation_plan(team: Team) -> Iterator[Shown]:
    """Show the implementation plan over time, and what is late or without an owner."""
    yield charts.implementation_plan(team.rows("implementation_plan", "actions"), team.today())
    yield checked(team, "plan")


@view
def funding_mix(team: Team) -> Iterator[Shown]:
    """Show where the money comes from, and how much hangs on one source."""
    yield charts.funding_mix(team.rows("funding", "sources"), column_choices("funding", "sources", "kind"))
    yield checked(team, "funding")


@view
def asset_spiral(team: Team) -> Iterator[Shown]:
    """Draw what the partnership can draw on, in the order in which one made the next possible."""
    kinds = column_choices("asset_spiral", "assets", "kind")
    yield drawings.asset_spiral(team.rows("asset_spiral", "assets"), kinds)
