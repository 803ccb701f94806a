"""The jobs behind the team's sector: occupations, ladder, what follows from one, programs and openings, job quality."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts import jobs as charts
from nextgen_helpers.charts.answers import Bundle, said, table_bundle
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.talking_points import jobs_sector
from nextgen_helpers.errors import UserError
from nextgen_helpers.jobs.ladder import entry_occupations, find_occupation, near_occupations
from nextgen_helpers.jobs.quality import quality
from nextgen_helpers.jobs.staffing import LEVELS, brief, region_demand, region_staffing
from nextgen_helpers.jobs.supply import cip_code, cip_title, program_problems, supply
from nextgen_helpers.jobs.tables import described
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.pathways import supply_findings
from nextgen_helpers.toolkit.table_files import file_rows, text_rows
from nextgen_helpers.toolkit.tool_files import read_tool_rows, write_tool_template
from nextgen_helpers.widgets.given_tables import read_given
from nextgen_helpers.widgets.live import View
from nextgen_helpers.widgets.tools import ToolForm, own_form
from nextgen_helpers.words import folded, in_sentence, joined, plural

if TYPE_CHECKING:
    from nextgen_helpers.jobs.staffing import Level, Staffing
    from nextgen_helpers.jobs.supply import Supply
    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.team import Team
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = [
    "card_jobs",
    "card_market",
    "from_here",
    "job_quality",
    "program_gap",
    "program_supply",
    "sector_jobs",
    "sector_ladder",
    "sector_staffing",
]

_MOST_PROBLEMS: Final = 50
_SHOWN: Final = 30
_STARTS: Final = 3
_PER_LEVEL: Final = 2
#: What is said above the rows that figures offer for a table of the sector card.
_OFFERED_FOR: Final = {
    "jobs": (
        "The largest occupations of {sector} by level, with the nation's pay in this sector: a quarter earn less than the entry "
        "pay, a quarter more than the advanced pay. An estimate: ask companies whether it is so here, and change what is not."
    ),
    "market": (
        "Openings a year in {sector} here, by the nation's rates: people who leave, and growth. An estimate; other sectors hire for "
        "these jobs, too. How many people look for them, nobody publishes: that stays open."
    ),
}
_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_EXAMPLE: Final = ("Example College (invented)", "Welding certificate", "48.0508", "24", "2025", "Registrar")
_EVEN: Final = "About even is a gap of at most a tenth of the openings. That limit is ours."


# -- the sector -----------------------------------------------------------------------------------------


def _sector(team: Team) -> tuple[Profile, str, str]:
    """Give the region's profile, and code and name of the sector that the team means.

    Raises
    ------
    UserError : none is chosen, or the figures know none that is called so; the sentence offers those of the region.
    """
    found = profile(team.region)
    chosen = team.sector()
    private = found.industries[
        (found.industries["own_code"] == "5") & (found.industries["industry_code"] != "99")
    ]
    offered = joined([in_sentence(str(name)) for name in private["short_title"]])
    if not chosen:
        raise UserError(
            f"No sector is chosen in Step 2 yet. The figures of {team.region.name} know {offered}. Type one of them in section 7 of Step 2."
        )
    meant = jobs_sector(chosen, found.year)
    if meant is None:
        raise UserError(f'The figures have no private sector that is called "{chosen}". They know {offered}.')
    return found, *meant


def sector_staffing(team: Team) -> tuple[Profile, Staffing, str]:
    """Give the region's profile, the occupations of the team's sector here, and the sector's name.

    Parameters
    ----------
    team : whose sector.

    Raises
    ------
    UserError : none is chosen, or the figures know none that is called so.
    """
    found, code, name = _sector(team)
    return found, region_staffing(found, code), name


def sector_jobs(live: LiveTeam) -> View:
    """Show which occupations stand behind the jobs of the team's sector, by level, with pay and openings.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found, jobs, name = sector_staffing(team)
        return charts.sector_jobs_chart(jobs, name, team.region.name, found.year).mime_bundles()

    return View(live, "sector jobs", ("sector_choice",), pieces, 3)


def sector_ladder(live: LiveTeam) -> View:
    """Show the occupations of the team's sector by level, with arrows to related ones that pay more.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found, jobs, name = sector_staffing(team)
        return charts.ladder_chart(jobs, name, team.region.name, found.year).mime_bundles()

    return View(live, "sector ladder", ("sector_choice",), pieces, 3)


def from_here(live: LiveTeam) -> View:
    """Show what follows from the occupation that was named; from the three largest entry occupations where none was.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found, jobs, name = sector_staffing(team)
        typed = str(team.stored("from_here")["occupation"])
        starts = entry_occupations(jobs, _STARTS)
        if typed:
            soc = find_occupation(jobs, typed)
            if soc is None:
                near = "; ".join(near_occupations(jobs, typed))
                where = f'In {in_sentence(name)} no occupation is called "{typed}".'
                return [said(f"{where} There are, among others: {near}." if near else where)]
            starts = (soc,)
        if not starts:
            return [said(f"In {in_sentence(name)} no entry occupation is known in {team.region.name}.")]
        made = [charts.next_steps_chart(jobs, soc, name, found.year) for soc in starts]
        first = (
            []
            if typed
            else [
                said(
                    f"No occupation is named yet; these are the largest entry occupations of {in_sentence(name)}."
                )
            ]
        )
        return [*first, *(bundle for chart in made for bundle in chart.mime_bundles())]

    return View(live, "from here", ("sector_choice", "from_here"), pieces, 1 + 3 * _STARTS)


def job_quality(live: LiveTeam) -> View:
    """Set the sector's pay against the line that the team has named; and say degrees and where openings come from.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found, jobs, name = sector_staffing(team)
        line = team.stored("living_wage")
        judged = quality(jobs, line["pay"])
        chart = charts.job_quality_chart(jobs, judged, name, team.region.name, found.year)
        return [*chart.mime_bundles(), said(_line_words(line))]

    return View(live, "job quality", ("sector_choice", "living_wage"), pieces, 4)


def _line_words(line: dict[str, Any]) -> str:
    if line["pay"] is None:
        return "Name a line of pay above: none comes with this notebook, since it depends on place and household."
    lacking = [
        word
        for word, name in (("household", "household"), ("source", "source"), ("year", "year"))
        if not line[name]
    ]
    about = f"The line: ${line['pay']:,} a year" + (f", {line['household']}" if line["household"] else "")
    source = ", ".join(str(line[name]) for name in ("source", "year") if line[name])
    return f"{about}{f' ({source})' if source else ''}." + (
        f" Its {joined(lacking)} {'is' if len(lacking) == 1 else 'are'} not said." if lacking else ""
    )


# -- programs and openings ------------------------------------------------------------------------------


def _supply(team: Team) -> tuple[Profile, Supply]:
    found = profile(team.region)
    return found, supply(team.rows("training_programs", "programs"), region_demand(found))


def program_supply(live: LiveTeam) -> View:
    """Check the programs that were entered, and show for which occupations their completers count.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        _, made = _supply(team)
        checks = finding_list("Programs", _program_findings(made)).mime_bundles()
        if not made.shares:
            return checks
        note = "A completer counts once, over the occupations of the program in proportion to their openings here."
        return [*checks, table_bundle("Where completers count", charts.program_supply_table(made), note)]

    return View(live, "program supply", ("training_programs",), pieces, 2)


def _program_findings(made: Supply) -> tuple[Finding, ...]:
    if not (made.shares or made.problems or made.without_number or made.without_occupation):
        return (Finding("open", "No program is entered yet."),)
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


def program_gap(live: LiveTeam) -> View:
    """Set openings in the region beside the completers of the programs that were entered, in both directions.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found, made = _supply(team)
        balances = made.balances()
        chart = charts.supply_chart(made, tuple(made.by_occupation), team.region.name, found.year)
        if not made.shares:
            return chart.mime_bundles()
        findings = [*supply_findings(balances[:_SHOWN]), *_without_program(team, made)]
        return [
            *chart.mime_bundles(),
            *finding_list("Openings and completers", findings, _EVEN).mime_bundles(),
        ]

    return View(live, "program gap", ("training_programs", "sector_choice"), pieces, 4)


def _without_program(team: Team, made: Supply) -> list[Finding]:
    """Name occupations of the sector that ask for schooling below a bachelor's degree and have no program; that is no zero."""
    try:
        _, jobs, name = sector_staffing(team)
    except UserError as error:
        return [Finding("open", str(error))]
    schooled = jobs.table["education"].isin(
        ["Some college, no degree", "Postsecondary nondegree award", "Associate's degree"]
    )
    missing = jobs.table[schooled & ~jobs.table["soc"].isin(made.by_occupation)].nlargest(5, "openings")
    if missing.empty:
        return []
    titles = "; ".join(brief(str(title)) for title in missing["title"])
    return [
        Finding(
            "open",
            f"In {in_sentence(name)} these ask for a certificate or an associate's degree, and no program for them is entered: {titles}.",
        )
    ]


# -- forms ----------------------------------------------------------------------------------------------


class ProgramForm(ToolForm):
    """The programs of the region, which can also be pasted or imported."""

    def specs(self) -> list[dict[str, Any]]:
        """Describe the fields; the table can be pasted and imported."""
        return [{**spec, "imports": True} if spec["name"] == "programs" else spec for spec in super().specs()]

    def notes(self, stored: dict[str, Any]) -> list[str]:
        """Say what is wrong with which row."""
        problems = program_problems(stored["programs"])[:_MOST_PROBLEMS]
        return [*super().notes(stored), *(str(problem) for problem in problems)]

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        """Read a pasted table or a file, show what is in it, and take it when the team says so."""
        name, form, kind = message.get("name"), self.form, message.get("kind")
        if name != "programs" or name not in self.names:
            return
        if kind == "template":
            self._offer_template(str(message.get("ending")))
        elif kind in ("paste", "file"):
            try:
                form.previews = {name: self._preview(_cells(message, buffers))}
            except UserError as error:
                form.previews = {name: {"text": str(error), "problems": [], "rows": []}}
        elif kind in ("take", "leave"):
            self.put_away(name, take=kind == "take")

    def _preview(self, cells: list[list[str]]) -> dict[str, Any]:
        read = read_tool_rows(self.exercise_id, "programs", cells, "the table")
        rows = [(number, _with_code(row)) for number, row in read.rows]
        wrong = program_problems([row for _, row in rows], [number for number, _ in rows])
        bad = {problem.row for problem in wrong}
        known = [_with_code(row) for row in self._base.get("programs", [])]
        fresh = [row for number, row in rows if number not in bad and row not in known]
        there = sum(number not in bad for number, _ in rows) - len(fresh)
        texts = [f"{plural(len(fresh), 'row')} can be added." if fresh else "There is no row to add."]
        if there:
            texts.append(f"{plural(there, 'row stands', 'rows stand')} in the table already.")
        problems = sorted([*read.problems, *wrong], key=lambda problem: problem.row)
        if problems:
            texts.append(
                f"{plural(len(problems), 'place needs', 'places need')} mending in the spreadsheet first:"
            )
        said_problems = [str(problem) for problem in problems[:_MOST_PROBLEMS]]
        if len(problems) > _MOST_PROBLEMS:
            said_problems.append(f"There are {len(problems) - _MOST_PROBLEMS:,} more.")
        return {
            "text": " ".join(texts),
            "problems": said_problems,
            "rows": fresh,
            "take": f"Add {plural(len(fresh), 'row')}",
        }

    def _offer_template(self, ending: str) -> None:
        if ending not in _TYPES:
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"programs.{ending}"
            write_tool_template(file, self.exercise_id, "programs", _EXAMPLE)
            self.form.offer(file.name, _TYPES[ending], file.read_bytes())


class OccupationForm(ToolForm):
    """A form that offers the occupations of the team's sector while typing."""

    def suggestions(self) -> dict[str, list[str]]:
        """Offer the names that the team has used, and the sector's occupations."""
        try:
            titles = [str(title) for title in sector_staffing(self.live.team)[1].table["title"]]
        except UserError:
            titles = []
        return {**super().suggestions(), "occupations": titles}


class SectorCardForm(ToolForm):
    """The sector card, to which official figures offer occupations: shown first, and added when the team says so."""

    def specs(self) -> list[dict[str, Any]]:
        """Describe the fields; two tables offer what the figures know."""
        return [
            {**spec, "offers": "Offer occupations from the figures"} if spec["name"] in _OFFERED_FOR else spec
            for spec in super().specs()
        ]

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:  # noqa: ARG002
        """Show which rows the figures offer, and take them when the team says so; what was typed stays."""
        name, form, kind = message.get("name"), self.form, message.get("kind")
        if name not in _OFFERED_FOR or name not in self.names:
            return
        if kind == "figures":
            try:
                form.previews = {**form.previews, name: self._preview(name)}
            except UserError as error:
                form.previews = {**form.previews, name: {"text": str(error), "problems": [], "rows": []}}
        elif kind in ("take", "leave"):
            self.put_away(name, take=kind == "take")

    def _preview(self, name: str) -> dict[str, Any]:
        _, jobs, title = sector_staffing(self.live.team)
        there = {folded(row.get("job")) for row in self.form.answers.get(name, [])}
        offered = card_jobs(jobs) if name == "jobs" else card_market(jobs)
        fresh = [(level, row) for level, row in offered if folded(row["job"]) not in there]
        if not fresh:
            return {
                "text": f"The figures have no occupation of {in_sentence(title)} that does not stand here already.",
                "problems": [], "rows": [],
            }  # fmt: skip
        lines = [f"{charts.LEVEL_NAMES[level]}: {row['job']}, {_offered_words(row)}" for level, row in fresh]
        return {
            "text": f"{_OFFERED_FOR[name].format(sector=in_sentence(title))} {plural(len(fresh), 'row')} can be added; what you typed stays as it is.",
            "problems": lines,
            "rows": [row for _, row in fresh],
            "take": f"Add {plural(len(fresh), 'row')}",
        }


def card_jobs(jobs: Staffing) -> list[tuple[Level, dict[str, Any]]]:
    """Give the largest occupations of each level as rows of the sector card, with the nation's pay.

    Parameters
    ----------
    jobs : the sector's occupations here.

    Returns
    -------
    Level and row: entry pay is what a quarter earn less than, advanced pay what a quarter earn more than (in this sector, the
    nation; missing where it is not published).
    """
    year = int(described()["oews_year"])
    return [
        (
            level,
            {
                "job": brief(str(row["title"])),
                "what_one_does": "",
                "entry_pay": _dollars(row["pay_25"]),
                "advanced_pay": _dollars(row["pay_75"]),
                "source": "estimate: the nation's lower and upper quarter, BLS",
                "year": year,
            },
        )
        for level, row in _largest(jobs)
    ]


def card_market(jobs: Staffing) -> list[tuple[Level, dict[str, Any]]]:
    """Give the openings of the same occupations as rows of the sector card; who looks for them is left open.

    Parameters
    ----------
    jobs : the sector's occupations here.
    """
    year = int(described()["projections"][0])
    return [
        (
            level,
            {
                "job": brief(str(row["title"])),
                "openings": max(0, round(float(row["openings"]))),
                "seekers": None,
                "source": "estimate: in this sector, the nation's rates, BLS",
                "year": year,
            },
        )
        for level, row in _largest(jobs)
        if not pd.isna(row["openings"])
    ]


def _largest(jobs: Staffing) -> list[tuple[Level, dict[str, Any]]]:
    """Give the largest occupations of each level; those that gather what is left are no job to advise on."""
    named = jobs.table[~jobs.table["title"].str.contains("All Other")]
    return [
        (level, {str(key): value for key, value in row.items()})
        for level in LEVELS
        for row in named[named["level"] == level].head(_PER_LEVEL).to_dict("records")
    ]


def _dollars(pay: float) -> int | None:
    return None if pd.isna(pay) else 100 * round(float(pay) / 100)


def _offered_words(row: dict[str, Any]) -> str:
    if "openings" in row:
        return f"{plural(row['openings'], 'opening')} a year"
    low, high = (
        "not published" if row[name] is None else f"${row[name]:,}" for name in ("entry_pay", "advanced_pay")
    )
    return f"{low} to {high}"


own_form("training_programs", ProgramForm)
own_form("from_here", OccupationForm)
own_form("sector_card", SectorCardForm)


def _with_code(row: dict[str, Any]) -> dict[str, Any]:
    """Write the code as it is published, where it is one."""
    code = cip_code(row["cip"])
    return {**row, "cip": code} if cip_title(code) else row


def _cells(message: dict[str, Any], buffers: list[memoryview]) -> list[list[str]]:
    return read_given(
        message,
        buffers,
        lambda text: text_rows(text, "what was pasted"),
        lambda file: file_rows(file, "programs"),
    )
