"""The jobs behind the team's sector: occupations, ladder, what follows from one, programs and openings, job quality."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.region.ladder import career_ladder, steps_up
from nextgen_helpers.charts.region.occupations import jobs_by_quality, occupations_by_level
from nextgen_helpers.charts.region.programs import openings_and_programs, program_supply_table, reported_words
from nextgen_helpers.charts.region.talking_points import jobs_sector
from nextgen_helpers.charts.shown import Shown, said, tabled
from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs.ladder import entry_occupations, find_occupation, near_occupations
from nextgen_helpers.jobs.local_programs import region_programs
from nextgen_helpers.jobs.quality import quality
from nextgen_helpers.jobs.staffing import Staffing, brief, region_demand, region_staffing
from nextgen_helpers.jobs.supply import Supply, supply, taught
from nextgen_helpers.lmi.profile import Profile, profile
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.pathways.supply import supply_findings
from nextgen_helpers.views.live import view
from nextgen_helpers.words import in_sentence, joined, plural

EVEN: Final = "About even is a gap of at most a tenth of the openings. That limit is ours."
_MOST_PROBLEMS: Final = 50
_SHOWN: Final = 30
_STARTS: Final = 3
_BELOW_BACHELOR: Final = ("Some college, no degree", "Postsecondary nondegree award", "Associate's degree")


# -- the sector -----------------------------------------------------------------------------------------


def sector_staffing(team: Team) -> tuple[Profile, Staffing, str]:
    """Give the region's profile, the occupations of the team's sector here, and the sector's name.

    Raises UserError: none is chosen, or the figures know none that is called so; the sentence offers those of the region.
    """
    found, chosen = profile(team.region), team.sector()
    private = found.industries.query("own_code == '5' and industry_code != '99'")
    offered = joined([in_sentence(str(name)) for name in private["short_title"]])
    if not chosen:
        raise UserError(
            f"No sector is chosen in Step 2 yet. The figures of {team.region.name} know {offered}. Type one of them in section 4 of Step 2."
        )
    meant = jobs_sector(chosen, found.year)
    if meant is None:
        raise UserError(f'The figures have no private sector that is called "{chosen}". They know {offered}.')
    code, name = meant
    return found, region_staffing(found, code), name


@view
def sector_jobs(team: Team) -> Iterator[Shown]:
    """Show which occupations stand behind the jobs of the team's sector, by level, with pay and openings."""
    found, jobs, name = sector_staffing(team)
    yield occupations_by_level(jobs, name, team.region.name, found.year)


@view
def sector_ladder(team: Team) -> Iterator[Shown]:
    """Show the occupations of the team's sector by level, with arrows to related ones that pay more."""
    found, jobs, name = sector_staffing(team)
    yield career_ladder(jobs, name, team.region.name, found.year)


@view
def from_here(team: Team) -> Iterator[Shown]:
    """Show what follows from the occupation that was named; from the three largest entry occupations where none was."""
    found, jobs, name = sector_staffing(team)
    typed, sector = str(team.stored("from_here")["occupation"]), in_sentence(name)
    starts = entry_occupations(jobs, _STARTS)
    if typed:
        soc = find_occupation(jobs, typed)
        if soc is None:
            near = "; ".join(near_occupations(jobs, typed))
            where = f'In {sector} no occupation is called "{typed}".'
            yield said(f"{where} There are, among others: {near}." if near else where)
            return
        starts = (soc,)
    if not starts:
        yield said(f"In {sector} no entry occupation is known in {team.region.name}.")
    elif not typed:
        yield said(f"No occupation is named yet; these are the largest entry occupations of {sector}.")
    for soc in starts:
        yield steps_up(jobs, soc, name, found.year)


@view
def job_quality(team: Team) -> Iterator[Shown]:
    """Set the sector's pay against the line that the team has named; and say degrees and where openings come from."""
    found, jobs, name = sector_staffing(team)
    line = team.stored("living_wage")
    yield jobs_by_quality(jobs, quality(jobs, line["pay"]), name, team.region.name, found.year)
    yield said(_line_words(line))


def _line_words(line: dict[str, Any]) -> str:
    if line["pay"] is None:
        return "Name a line of pay above: none comes with this notebook, since it depends on place and household."
    lacking = [name for name in ("household", "source", "year") if not line[name]]
    about = f"The line: ${line['pay']:,} a year" + (f", {line['household']}" if line["household"] else "")
    source = ", ".join(str(line[name]) for name in ("source", "year") if line[name])
    return f"{about}{f' ({source})' if source else ''}." + (
        f" Its {joined(lacking)} {'is' if len(lacking) == 1 else 'are'} not said." if lacking else ""
    )


# -- programs and openings ------------------------------------------------------------------------------


def _typed_supply(team: Team) -> Supply:
    return supply(team.rows("training_programs", "programs"), region_demand(profile(team.region)))


@view
def program_supply(team: Team) -> Iterator[Shown]:
    """Say what colleges of the region report; check the programs that were entered, and show for which occupations they count."""
    yield said(reported_words(region_programs(team.region), team.region.name))
    made = _typed_supply(team)
    yield finding_list("Programs that you entered", _program_findings(made))
    if made.shares:
        note = "A completer counts once, over the occupations of the program in proportion to their openings here."
        yield tabled("Where completers count", program_supply_table(made), note)


def _program_findings(made: Supply) -> tuple[Finding, ...]:
    if not (made.shares or made.problems or made.without_number or made.without_occupation):
        none = "No program is entered. Enter those that no college reports, such as short courses without a credential."
        return (Finding("open", none),)
    found = Findings()
    for problem in made.problems[:_MOST_PROBLEMS]:
        found.say("look", f"{problem} The row counts nowhere.")
    more = max(0, len(made.problems) - _MOST_PROBLEMS)
    found.look(more, f"{more:,} more rows have something wrong.")
    for name, reason in made.without_occupation:
        found.say("look", f"{name} counts for no occupation: {reason}.")
    unknown = ", ".join(made.without_number[:_SHOWN])
    found.open(unknown, f"Completers are not known: {unknown}.")
    older = f"{plural(made.older, 'older row')} passed over: of a program the newest year counts."
    found.good(made.older, older)
    counted = (
        f"{plural(made.completers, 'completer')} a year, {plural(len(made.by_occupation), 'occupation')}"
    )
    found.good(bool(made.shares), f"{counted} that the programs prepare for.")
    return tuple(found)


@view
def program_gap(team: Team) -> Iterator[Shown]:
    """Set openings in the region beside completers: of the sector's occupations, and of those that entered programs lead to."""
    found, typed = profile(team.region), _typed_supply(team)
    reported, demand = region_programs(team.region), region_demand(found)
    entered = team.rows("training_programs", "programs")
    made = supply([*entered, *reported.rows(entered)], demand)
    try:
        _, jobs, _ = sector_staffing(team)
        table = jobs.table.set_index("soc")
    except UserError as error:
        yield said(str(error))
        table = demand
    socs = dict.fromkeys([*typed.by_occupation, *taught(table)])
    yield openings_and_programs(made, tuple(socs), team.region.name, found.year, reported)
    if made.shares:
        findings = [*supply_findings(made.balances([*socs])[:_SHOWN]), *_without_program(team, made)]
        yield finding_list("Openings and completers", findings, EVEN)


def _without_program(team: Team, made: Supply) -> list[Finding]:
    """Name occupations of the sector that ask for schooling below a bachelor's degree and have no program; that is no zero."""
    try:
        _, jobs, name = sector_staffing(team)
    except UserError as error:
        return [Finding("open", str(error))]
    schooled = jobs.table["education"].isin(_BELOW_BACHELOR)
    missing = jobs.table[schooled & ~jobs.table["soc"].isin(made.by_occupation)].nlargest(5, "openings")
    if missing.empty:
        return []
    titles = "; ".join(brief(str(title)) for title in missing["title"])
    asked = f"In {in_sentence(name)} these ask for a certificate or an associate's degree, and no college here reports a completer of a program for them, nor is one entered: {titles}."
    return [Finding("open", asked)]
