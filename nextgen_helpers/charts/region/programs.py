"""Openings beside the completers of programs, and where completers count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.tables import Table
from nextgen_helpers.charts.team.pathways import openings_and_completers
from nextgen_helpers.jobs.local_programs import Programs
from nextgen_helpers.jobs.supply import Supply
from nextgen_helpers.jobs.tables import source_line
from nextgen_helpers.official import releases
from nextgen_helpers.words import plural, those


def openings_and_programs(
    found: Supply, socs: Sequence[str], region: str, year: int, reported: Programs
) -> Chart:
    """Show openings and completers of occupations, in the words of Module 4.

    Parameters
    ----------
    socs : which occupations.
    reported : what colleges of the region report; its completers are among those of ``found``.
    """
    chart = openings_and_completers(found.balances(socs))
    subtitle = f"Openings a year among all private jobs in {region} (estimate), and completers a year of programs that lead there"
    source = f"{source_line(year).rstrip('.')}; completers: {_whose(reported)}; programs by CIP 2020 to SOC 2018 crosswalk, National Center for Education Statistics and BLS."
    if not socs:
        title = "No occupation is known here for which colleges train"
        return Chart("program-supply", title, subtitle, source, table=chart.table)
    older = f"{plural(found.older, 'older row is', 'older rows are')} passed over."
    return replace(
        chart,
        name="program-supply",
        subtitle=subtitle,
        source=source,
        look_for=(*chart.look_for, *those(found.older and older)),
        does_not_say=(
            "A completer counts once: over the occupations of the program, in proportion to their openings here. Where graduates really work, only they can say.",
            "Colleges report by where they are: students who learn online from elsewhere are with them, and colleges just beyond the border are not.",
            "Openings are those of private employers. Public schools, hospitals and offices hire, too, and are not in it.",
            "Short courses without a credential are in it only where the team has entered them; people also learn on the job, and move.",
            *chart.does_not_say[:1],
        ),
    )


def _whose(reported: Programs) -> str:
    typed = "the team's own entries"
    if not reported.year:
        return typed
    return f"{releases('completions')[-1].release.rsplit(' ', 3)[0]} {reported.year}, and {typed}"


def reported_words(reported: Programs, region: str) -> str:
    """Say what the colleges of a region report, and what need not be typed."""
    if not reported.year:
        return f"No college that is in {region} reports completers. Enter the programs that people from here attend."
    span = f"{reported.year - 1}-{reported.year % 100:02d}"
    return (
        f"In {span}, {plural(reported.institutions, 'college')} in {region} gave {reported.awards:,} awards in "
        f"{plural(int(reported.table.loc[reported.table['awards'] > 0, 'cip'].nunique()), 'program')} (IPEDS). They are counted: you need not enter them."
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
