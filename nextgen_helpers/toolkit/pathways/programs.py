"""The map of programs: who hands on to whom, and which jobs they lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.one_name import first_spellings
from nextgen_helpers.words import folded, plural, spelled_once

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Program:
    """A program on the map, by the four marks of a pathway program."""

    # name, institution: which; the institution is empty where nobody said
    name: str
    institution: str
    entry: bool  # it takes beginners
    # leads_on, reaches_job: a program or a job comes after it; a job does, over other programs
    leads_on: bool
    reaches_job: bool
    # ``all``, ``part`` or ``none``: the best that is said of a link to a further program; None where nothing
    # is said or it leads to no program
    credit: str | None
    supports: str  # the support that comes with it; empty where none is named
    targets: tuple[str, ...]  # target jobs that one can reach from it, over other programs and jobs
    # institutions with a program that it leads to or comes from, its own left out
    other_institutions: tuple[str, ...]


@dataclass(frozen=True)
class PathwayMap:
    """The programs of all institutions as one map."""

    programs: tuple[Program, ...]  # the programs, in order
    # name of each job -> its row; ``level`` is ``target``, ``on_the_way`` or missing
    jobs: Mapping[str, Mapping[str, Any]]
    # begin, end and credit (``all``, ``part``, ``none`` or None) of each link, each pair once, the last
    # counts
    links: tuple[tuple[str, str, str | None], ...]
    across: tuple[tuple[str, str], ...]  # links between programs of two institutions
    unknown: tuple[str, ...]  # names in links that are neither program nor job
    twice: tuple[str, ...]  # names that stand for more than one program or job
    graph: nx.DiGraph[str]  # the map as a directed graph of names

    @cached_property
    def dead_ends(self) -> tuple[str, ...]:
        """Programs that lead to no job and to no further program."""
        return tuple(program.name for program in self.programs if not program.leads_on)

    @cached_property
    def circling(self) -> tuple[str, ...]:
        """Programs that lead on, and never to a job."""
        return tuple(item.name for item in self.programs if item.leads_on and not item.reaches_job)

    @cached_property
    def connected(self) -> float | None:
        """Share of the programs that are tied to one of another institution, 0 to 1; None where no program says its own."""
        placed = [program for program in self.programs if program.institution]
        return sum(bool(program.other_institutions) for program in placed) / len(placed) if placed else None

    @cached_property
    def credit_lost(self) -> tuple[tuple[str, str], ...]:
        """Links between institutions for which credit counts in part or not at all."""
        credit = {(begin, end): given for begin, end, given in self.links}
        return tuple(pair for pair in self.across if credit[pair] in ("part", "none"))

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """Programs that take beginners; where none is said to, those to which nothing leads."""
        said = tuple(program.name for program in self.programs if program.entry)
        return said or tuple(item.name for item in self.programs if self.graph.in_degree(item.name) == 0)

    @cached_property
    def open_entries(self) -> tuple[str, ...]:
        """Entries from which a target job can be reached."""
        return tuple(item.name for item in self.programs if item.targets and item.name in self.entries)

    @cached_property
    def islands(self) -> int:
        """Count the groups of programs that nothing ties to each other, also not over jobs."""
        import networkx as nx  # noqa: PLC0415  (slow to import)

        names = {program.name for program in self.programs}
        return sum(not names.isdisjoint(group) for group in nx.weakly_connected_components(self.graph))

    @property
    def openness(self) -> float | None:
        """Share of the entry points from which a target job can be reached, 0 to 1; None without entries or targets."""
        if not self.entries or not self.target_jobs:
            return None
        return len(self.open_entries) / len(self.entries)

    @property
    def target_jobs(self) -> tuple[str, ...]:
        """Jobs that the team aims at."""
        return tuple(name for name, row in self.jobs.items() if row["level"] == "target")


def pathway_map(stored: Mapping[str, Any]) -> PathwayMap:
    """Bring programs, jobs and links together.

    A link to a name that stands nowhere is left out and said; of two programs or jobs with the same name the first
    counts. Capitals and spaces make no other name.
    """
    import networkx as nx  # noqa: PLC0415  (slow to import)

    names = [row["program"] for row in stored["programs"]] + [row["job"] for row in stored["jobs"]]
    spelled = spelled_once([*names, *(row[end] for row in stored["links"] for end in ("begins", "ends"))])
    programs: dict[str, Mapping[str, Any]] = {}
    jobs: dict[str, Mapping[str, Any]] = {}
    for row in stored["programs"]:
        programs.setdefault(spelled[row["program"]], row)
    for row in stored["jobs"]:
        if spelled[row["job"]] not in programs:
            jobs.setdefault(spelled[row["job"]], row)
    known = [spelled[name] for name in names]
    links: dict[tuple[str, str], str | None] = {}
    unknown: list[str] = []
    for row in stored["links"]:
        begin, end = spelled[row["begins"]], spelled[row["ends"]]
        strangers = [name for name in (begin, end) if name not in programs and name not in jobs]
        unknown += strangers
        if not strangers and begin != end:
            links[begin, end] = row["credit"]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from([*programs, *jobs])
    graph.add_edges_from(links)
    places = first_spellings([row["institution"] for row in stored["programs"] if row["institution"]])
    at = {name: places.get(row["institution"], "") for name, row in programs.items()}
    across = tuple(
        pair for pair in links if all(at.get(name) for name in pair) and at[pair[0]] != at[pair[1]]
    )
    found = []
    for name, row in programs.items():
        after = nx.descendants(graph, name)
        given = [credit for (begin, end), credit in links.items() if begin == name and end in programs]
        others = {at[other] for pair in across if name in pair for other in pair} - {at[name]}
        found.append(
            Program(
                name,
                at[name],
                entry=row["level"] == "entry",
                leads_on=bool(after),
                reaches_job=not after.isdisjoint(jobs),
                credit=_best_credit(given),
                supports=row["supports"],
                targets=tuple(job for job in jobs if job in after and jobs[job]["level"] == "target"),
                other_institutions=tuple(sorted(others, key=str.casefold)),
            )
        )
    return PathwayMap(
        tuple(found),
        jobs,
        tuple((begin, end, credit) for (begin, end), credit in links.items()),
        across,
        tuple(dict.fromkeys(unknown)),
        tuple(dict.fromkeys(name for name in known if known.count(name) > 1)),
        graph,
    )


def _best_credit(given: Sequence[str | None]) -> str | None:
    return next((credit for credit in ("all", "part", "none") if credit in given), None)


def program_check(found: PathwayMap, short_of: Sequence[str]) -> tuple[Finding, ...]:
    """Hold each program against the four marks of a pathway program.

    By the toolkit's definition it is a clear sequence, its credits or credentials stack, support comes with it, and it
    leads to a job that is in demand. In demand is a target job that a company is named for, or of which there are more
    openings than completers (ours).

    short_of : occupations with more openings than completers, from :func:`balances`.
    """
    if not found.programs:
        return (Finding("open", "No program is on the map yet."),)
    short = {folded(name) for name in short_of}
    wanted = {name for name in found.target_jobs if found.jobs[name]["needed_by"] or folded(name) in short}
    said = Findings()
    for program in found.programs:
        lacking = []
        if not program.leads_on:
            lacking.append("nothing comes after it")
        further = any(begin == program.name and end not in found.jobs for begin, end, _ in found.links)
        if program.credit == "none":
            lacking.append("its credit is lost on the way")
        elif program.credit == "part":
            lacking.append("its credit counts in part only")
        elif further and program.credit is None:
            lacking.append("whether its credit counts is not said")
        if not program.supports:
            lacking.append("no support is named")
        if not program.targets:
            lacking.append("no target job can be reached from it")
        elif not wanted.intersection(program.targets):
            lacking.append("no one has said that its target job is in demand")
        told = ", ".join(lacking) or "sequence, credit, support and a job in demand"
        said.judge(not lacking, f"{program.name}: {told}.")
    return tuple(said)


def pathway_findings(found: PathwayMap) -> tuple[Finding, ...]:
    """Look at the map as a system: ties between institutions, dead ends, lost credit, ways from entry to target job."""
    if not found.programs:
        return (Finding("open", "No program is on the map yet."),)
    said = Findings()
    _connected(said, found)
    said.look(found.dead_ends, "Dead ends, which lead to no job and to no further program: {names}.")
    said.look(found.circling, "They lead on, but never to a job: {names}.")
    said.good(not found.dead_ends and not found.circling, "From each program a job can be reached.")
    _from_entries(said, found)
    _credit_across(said, found)
    parts = f"The map falls into {found.islands} parts that nothing ties together."
    said.look(found.islands > 1, parts)
    said.look(found.unknown, "Links name what is neither a program nor a job on the map: {names}.")
    said.look(found.twice, "More than one program or job is called so, and the first counts: {names}.")
    return tuple(said)


def _from_entries(said: Findings, found: PathwayMap) -> None:
    if found.openness is None:
        said.say("open", "Without an entry point and a target job, it cannot be said who reaches what.")
        return
    closed = [name for name in found.entries if name not in found.open_entries]
    of_all = f"{len(found.open_entries)} of {plural(len(found.entries), 'entry point')}"
    text = f"From {of_all} a target job can be reached"
    said.look(closed, f"{text}; not from {{names}}.", good=f"{text}.")


def _credit_across(said: Findings, found: PathwayMap) -> None:
    across = set(found.across)
    unsaid = sum((begin, end) in across and credit is None for begin, end, credit in found.links)
    lost = [f"{begin} to {end}" for begin, end in found.credit_lost]
    whole = "Between institutions all credit counts, in writing." if across and not unsaid else ""
    said.look(lost, "Between institutions credit is lost, in part or all: {names}.", good=whole)
    links = f"Whether credit counts is not said for {plural(unsaid, 'link')} between institutions."
    said.open(unsaid, links)


def _connected(said: Findings, found: PathwayMap) -> None:
    institutions = {program.institution for program in found.programs if program.institution}
    if found.connected is None:
        said.say("open", "No program says its institution.")
    elif len(institutions) == 1:
        said.say("look", f"All programs are those of {next(iter(institutions))}: whose are missing?")
    else:
        tied = f"{found.connected:.0%} of the programs are tied to a program of another institution"
        text = f"{tied}, over {plural(len(found.across), 'link')}."
        said.judge(2 * found.connected >= 1, text, ours=True)


def map_columns(found: PathwayMap) -> tuple[tuple[str, ...], ...]:
    """Give the names of entry programs, further programs, jobs on the way and target jobs."""
    # A name that stands for a program and for a job is drawn as the job.
    programs = [program.name for program in found.programs if program.name not in found.jobs]
    targets = found.target_jobs
    return (
        tuple(dict.fromkeys(name for name in programs if name in found.entries)),
        tuple(dict.fromkeys(name for name in programs if name not in found.entries)),
        tuple(name for name in found.jobs if name not in targets),
        targets,
    )


def not_leading_on(found: PathwayMap) -> set[str]:
    """Name the programs from which no job can be reached, and the jobs to which nothing leads."""
    reached = {end for _, end, _ in found.links}
    return {*found.dead_ends, *found.circling, *(name for name in found.jobs if name not in reached)}
