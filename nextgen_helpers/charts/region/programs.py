"""Openings beside the completers of programs, and where completers count."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.charts.team.pathways import openings_and_completers
from nextgen_helpers.jobs.tables import source_line
from nextgen_helpers.words import plural, those

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nextgen_helpers.jobs.supply import Supply


def openings_and_programs(found: Supply, socs: Sequence[str], region: str, year: int) -> Chart:
    """Show openings and completers of occupations that programs lead to, in the words of Module 4.

    Parameters
    ----------
    socs : which occupations, most openings first.
    """
    chart = openings_and_completers(found.balances(socs))
    subtitle = f"Openings a year among all private jobs in {region} (estimate), and {plural(found.completers, 'completer')} of the programs entered"
    source = f"{source_line(year).rstrip('.')}; programs by CIP 2020 to SOC 2018 crosswalk, National Center for Education Statistics and BLS; completers: the team's own entries."
    if not found.shares:
        title = "No program with completers is entered yet"
        return Chart.nothing("program-supply", title, chart.table, source, subtitle=subtitle)
    older = f"{plural(found.older, 'older row is', 'older rows are')} passed over."
    return replace(
        chart,
        name="program-supply",
        subtitle=subtitle,
        source=source,
        look_for=(*chart.look_for, *those((older, found.older))),
        does_not_say=(
            "A completer counts once: over the occupations of his or her program, in proportion to their openings here. Where graduates really work, only they can say.",
            "The crosswalk also ties a program to those who teach it: a few people each.",
            "Openings are those of private employers. Public schools, hospitals and offices hire, too, and are not in it.",
            "Only programs that you entered count. Others train as well, and people learn on the job and move.",
            *chart.does_not_say[:1],
        ),
    )


def program_supply_table(found: Supply) -> Table:
    """Lay out where each program's completers count."""
    shares = sorted(found.shares, key=lambda item: (item.institution, item.program, -item.completers))
    return Table.of(
        [asdict(share) | {"completers": round(share.completers, 1)} for share in shares],
        "Where completers count",
        program="Program",
        institution="Institution",
        cip="CIP code",
        occupation="Occupation",
        completers=("Completers a year that count here", "points"),
    )
