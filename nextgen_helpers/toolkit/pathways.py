"""What a team's entries of Module 4 say: programs and systems, the pathway map, openings and completers, hard-to-fill jobs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.toolkit.findings import State as FindingState
from nextgen_helpers.words import folded, listed, plural, spelled_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

_SYSTEM_LIGHTS: Final[Mapping[str, str]] = {
    "leads_on": "it leads on",
    "others_take_part": "more than one institution takes part",
    "industry_shapes": "companies shape it",
}
#: What each kind of piece is called, and the lights that it needs.
_KINDS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "single": ("a single course", ()),
    "program": ("a program", ("leads_on",)),
    "system": ("part of a system", tuple(_SYSTEM_LIGHTS)),
}


# -- program or system ----------------------------------------------------------------------------------


def program_or_system(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Hold the sorting against what the team itself says of each piece.

    By the toolkit's definitions a pathway program leads on, and a part of a system also spans institutions and is
    oriented to what industry needs.

    Parameters
    ----------
    rows : rows with ``what, sorted_as, leads_on, others_take_part, industry_shapes``.
    """
    if not rows:
        return (Finding("open", "Nothing is sorted yet."),)
    found = Findings()
    kinds = [row["sorted_as"] for row in rows if row["sorted_as"]]
    if kinds:
        counts = (
            plural(kinds.count("single"), "single course"),
            plural(kinds.count("program"), "pathway program"),
            plural(kinds.count("system"), "part of a system", "parts of a system"),
        )
        found.judge("system" in kinds, f"Of {len(kinds)}: {', '.join(counts)}.")
    for row in rows:
        if row["sorted_as"]:
            _sorting(found, row)
    found.open([row["what"] for row in rows if not row["sorted_as"]], "Not sorted yet: {names}.")
    return tuple(found)


def _sorting(found: Findings, row: Mapping[str, Any]) -> None:
    """Hold the sorting of one piece against the lights that its kind needs."""
    kind, needed = _KINDS[row["sorted_as"]]
    against = [_SYSTEM_LIGHTS[name] for name in needed if row[name] == "not_yet"]
    unsaid = [_SYSTEM_LIGHTS[name] for name in needed if row[name] is None]
    said = f"{row['what']} is sorted as {kind}"
    if against:
        found.say("look", f'{said}, but for "{listed(against)}" you say not yet.')
    elif unsaid:
        found.say("open", f"{said}; whether {listed(unsaid)} is not said.")
    elif not needed and all(row[name] == "yes" for name in _SYSTEM_LIGHTS):
        found.say("look", f"{said}, and all three lights are a yes.")


# -- the map --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Program:
    """A program on the map, by the four marks of a pathway program.

    Parameters
    ----------
    name, institution : which; the institution is empty where nobody said.
    entry : it takes beginners.
    leads_on, reaches_job : a program or a job comes after it; a job does, over other programs.
    credit : ``all``, ``part`` or ``none``: the best that is said of a link to a further program; None where nothing is
        said or it leads to no program.
    supports : the support that comes with it; empty where none is named.
    targets : target jobs that one can reach from it, over other programs and jobs.
    other_institutions : institutions with a program that it leads to or comes from, its own left out.
    """

    name: str
    institution: str
    entry: bool
    leads_on: bool
    reaches_job: bool
    credit: str | None
    supports: str
    targets: tuple[str, ...]
    other_institutions: tuple[str, ...]


@dataclass(frozen=True)
class PathwayMap:
    """The programs of all institutions as one map.

    Parameters
    ----------
    programs : the programs, in order.
    jobs : name of each job -> its row; ``level`` is ``target``, ``on_the_way`` or missing.
    links : begin, end and credit (``all``, ``part``, ``none`` or None) of each link, each pair once, the last counts.
    across : links between programs of two institutions.
    unknown : names in links that are neither program nor job.
    twice : names that stand for more than one program or job.
    graph : the map as a directed graph of names.
    """

    programs: tuple[Program, ...]
    jobs: Mapping[str, Mapping[str, Any]]
    links: tuple[tuple[str, str, str | None], ...]
    across: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]
    graph: nx.DiGraph[str]

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
    places = spelled_once([row["institution"] for row in stored["programs"] if row["institution"]])
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

    Parameters
    ----------
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
        if program.credit in ("part", "none"):
            lacking.append(
                "its credit is lost on the way"
                if program.credit == "none"
                else "its credit counts in part only"
            )
        elif further and program.credit is None:
            lacking.append("whether its credit counts is not said")
        if not program.supports:
            lacking.append("no support is named")
        if not program.targets:
            lacking.append("no target job can be reached from it")
        elif not wanted.intersection(program.targets):
            lacking.append("nobody has said that its target job is in demand")
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


# -- closed or open -------------------------------------------------------------------------------------

_OPEN: Final = 4
_CLOSED: Final = 2


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where an organization places itself, beside what the map says of its programs.

    Parameters
    ----------
    organization : who.
    place : 1 (closed) to 5 (open), its own view; None where it has not said.
    programs : how many of its programs are on the map.
    tied : how many of them are tied to a program of another institution.
    entries, open_entries : its entry points, and those from which a target job can be reached.
    """

    organization: str
    place: int | None
    programs: int
    tied: int
    entries: int
    open_entries: int


def own_places(rows: Sequence[Mapping[str, Any]], found: PathwayMap) -> tuple[OwnPlace, ...]:
    """Set the view that each organization has of itself beside the map.

    Parameters
    ----------
    found : the pathway map; an institution that stands only there is in it, without a place of its own.
    """
    institutions = [program.institution for program in found.programs if program.institution]
    spelled = spelled_once([*(row["organization"] for row in rows), *institutions])
    places: dict[str, int | None] = {}
    for row in rows:
        name = spelled[row["organization"]]
        places[name] = row["place"] if row["place"] is not None else places.get(name)
    for institution in institutions:
        places.setdefault(spelled[institution], None)
    said = []
    for name, place in places.items():
        own = [
            program
            for program in found.programs
            if program.institution and spelled[program.institution] == name
        ]
        said.append(
            OwnPlace(
                name,
                place,
                len(own),
                sum(bool(program.other_institutions) for program in own),
                sum(program.name in found.entries for program in own),
                sum(program.name in found.open_entries for program in own),
            )
        )
    return tuple(said)


def own_places_findings(places: Sequence[OwnPlace], found: PathwayMap) -> tuple[Finding, ...]:
    """Look where an organization's own view and the map differ."""
    if not any(item.place is not None for item in places):
        return (Finding("open", "No organization has placed itself yet."),)
    said = Findings()
    if found.openness is not None:
        text = f"The map: from {found.openness:.0%} of the entry points a target job can be reached."
        said.judge(found.openness == 1, text)
    for item in places:
        sees = f"{item.organization} sees itself at {item.place} of 5"
        if item.place is None:
            said.say("open", f"{item.organization} has not placed itself.")
        elif not item.programs:
            said.say("open", f"{sees}; none of its programs is on the map.")
        elif item.place >= _OPEN and not item.tied:
            said.say("look", f"{sees}, and none of its programs is tied to another institution.", ours=True)
        elif item.place <= _CLOSED and item.tied == item.programs:
            tied = "each of its programs is tied to another institution"
            said.say("look", f"{sees}, and {tied}. What does it know that the map does not?", ours=True)
        else:
            tied = f"{item.tied} of {plural(item.programs, 'program')} tied to another institution"
            said.say("good", f"{sees}; {tied}.")
    return tuple(said)


# -- the ladder -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rung:
    """A step from one job to the next on the map, directly or over programs.

    Parameters
    ----------
    begins, ends : the jobs.
    pay_before, pay_after : pay a year in dollars; None where nobody said.
    zone_before, zone_after : job zones; None where nobody said.
    programs : programs that lie on the way; empty where the step is direct.
    """

    begins: str
    ends: str
    pay_before: int | None
    pay_after: int | None
    zone_before: int | None
    zone_after: int | None
    programs: tuple[str, ...]

    @property
    def rise(self) -> int | None:
        """Dollars a year more (or, below zero, less); None where a pay is missing."""
        if self.pay_before is None or self.pay_after is None:
            return None
        return self.pay_after - self.pay_before


def rungs(found: PathwayMap) -> tuple[Rung, ...]:
    """Find the steps from job to job: the next jobs that one reaches from each, directly or over programs only."""
    said = []
    for begin in found.jobs:
        # From a job over programs to the next job; what lies behind that job is another rung.
        waiting: list[tuple[str, tuple[str, ...]]] = [(begin, ())]
        seen = {begin}
        while waiting:
            name, over = waiting.pop(0)
            for following in found.graph.successors(name):
                if following in seen:
                    continue
                seen.add(following)
                if following in found.jobs:
                    said.append(_rung(found, begin, following, over))
                else:
                    waiting.append((following, (*over, following)))
    return tuple(said)


def _rung(found: PathwayMap, begin: str, end: str, programs: tuple[str, ...]) -> Rung:
    one, other = found.jobs[begin], found.jobs[end]
    return Rung(begin, end, one["pay"], other["pay"], one["zone"], other["zone"], programs)


def rung_findings(found: PathwayMap) -> tuple[Finding, ...]:
    """Say whether pay rises at each rung."""
    steps = rungs(found)
    if not steps:
        nothing = (
            "No step from a job to a job is on the map yet; link jobs with each other, also over programs."
        )
        return (Finding("open", nothing),)
    said = Findings()
    rises = [(step, step.rise) for step in steps if step.rise is not None]
    if rises:
        risen = sum(rise > 0 for _, rise in rises)
        text = f"Pay rises at {risen} of {plural(len(rises), 'rung')} with pay on both sides."
        said.judge(risen == len(rises), text)
    for step, rise in rises:
        over = f", after {listed(step.programs)}" if step.programs else ""
        less = f"${-rise:,} a year less" if rise else "no dollar more"
        text = f"{step.begins} to {step.ends}: {less}{over}. Why would somebody take this step?"
        said.look(rise <= 0, text)
    for step in steps:
        if step.zone_before and step.zone_after and step.zone_after < step.zone_before:
            falls = f"the job zone falls from {step.zone_before} to {step.zone_after}"
            said.say("look", f"{step.begins} to {step.ends}: {falls}.")
    unknown = {
        name
        for step in steps
        for name, pay in ((step.begins, step.pay_before), (step.ends, step.pay_after))
        if pay is None
    }
    said.open(sorted(unknown, key=str.casefold), "Pay is missing for {names}.")
    unsourced = [
        name
        for name, row in found.jobs.items()
        if row["pay"] is not None and (not row["source"] or not row["year"])
    ]
    said.look(unsourced, "The pay has no source or no year for {names}.")
    return tuple(said)


# -- openings and completers ----------------------------------------------------------------------------

State = Literal["under-supplied", "over-saturated", "about even"]
#: Ours: a gap of at most this part of the openings is about even.
_EVEN: Final = 0.1


@dataclass(frozen=True, slots=True)
class Balance:
    """Openings and completers of an occupation, with its pay.

    Parameters
    ----------
    occupation : which.
    openings, completers : a year; None where nobody said.
    pay_before, pay_now : dollars a year; None where nobody said.
    year_before, year_now : their years.
    unsourced : what has no source or year: ``openings``, ``completers``, ``pay``.
    years_apart : openings and completers are of different years.
    """

    occupation: str
    openings: int | None
    completers: int | None
    pay_before: int | None
    pay_now: int | None
    year_before: int | None
    year_now: int | None
    unsourced: tuple[str, ...]
    years_apart: bool

    @property
    def gap(self) -> int | None:
        """Openings less completers a year; None where one is missing."""
        if self.openings is None or self.completers is None:
            return None
        return self.openings - self.completers

    @property
    def state(self) -> State | None:
        """What the gap is called; None where it is not known."""
        if self.gap is None or self.openings is None:
            return None
        if abs(self.gap) <= _EVEN * self.openings:
            return "about even"
        return "under-supplied" if self.gap > 0 else "over-saturated"

    @property
    def pay_change(self) -> float | None:
        """Change of pay in percent a year, not adjusted for prices; None where it is not known."""
        if not self.pay_before or not self.pay_now or self.year_before is None or self.year_now is None:
            return None
        years = self.year_now - self.year_before
        return 100 * ((self.pay_now / self.pay_before) ** (1 / years) - 1) if years > 0 else None


def balances(stored: Mapping[str, Any]) -> tuple[Balance, ...]:
    """Bring openings, completers and pay of each occupation together.

    Parameters
    ----------
    stored : values of openings and completers; of two rows of an occupation the first counts.
    """
    rows, pays = stored["occupations"], stored["pay"]
    spelled = spelled_once([row["occupation"] for row in (*rows, *pays)])
    counted: dict[str, Mapping[str, Any]] = {}
    paid: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        counted.setdefault(spelled[row["occupation"]], row)
    for row in pays:
        paid.setdefault(spelled[row["occupation"]], row)
    return tuple(
        _balance(name, counted.get(name, {}), paid.get(name, {})) for name in dict.fromkeys(spelled.values())
    )


def _balance(name: str, row: Mapping[str, Any], pay: Mapping[str, Any]) -> Balance:
    unsourced = [
        what
        for what in ("openings", "completers")
        if row.get(what) is not None and (not row[f"{what}_source"] or not row[f"{what}_year"])
    ]
    before, now = pay.get("pay_before"), pay.get("pay_now")
    if (before is not None or now is not None) and not pay["source"]:
        unsourced.append("pay")
    years = [row.get("openings_year"), row.get("completers_year")]
    return Balance(
        name,
        row.get("openings"),
        row.get("completers"),
        before,
        now,
        pay.get("year_before"),
        pay.get("year_now"),
        tuple(unsourced),
        None not in years and years[0] != years[1],
    )


def supply_findings(found: Sequence[Balance]) -> tuple[Finding, ...]:
    """Say where too few and where too many are trained, and how pay has moved beside it."""
    if not found:
        return (Finding("open", "No occupation is written down yet."),)
    said = Findings()
    for item in found:
        if item.openings is None or item.completers is None:
            given = {"openings": item.openings, "completers": item.completers}
            missing = listed([name for name, value in given.items() if value is None])
            said.say("open", f"{item.occupation}: {missing} not known, so nothing can be said.")
            continue
        numbers = f"{plural(item.openings, 'opening')}, {plural(item.completers, 'completer')} a year"
        text = f"{item.occupation} is {item.state}: {numbers}."
        if item.state == "under-supplied":
            text += " Without people, companies may grow elsewhere."
        elif item.state == "over-saturated":
            text += f" People train for jobs that are not there.{_pay_beside(item)}"
        said.judge(item.state == "about even", text, ours=True)
    unsourced = [f"{item.occupation} ({listed(item.unsourced)})" for item in found if item.unsourced]
    said.look(unsourced, "Without source or year: {names}.")
    apart = [item.occupation for item in found if item.years_apart]
    said.look(apart, "Openings and completers are of different years: {names}.")
    return tuple(said)


def _pay_beside(item: Balance) -> str:
    """Say how pay has moved beside a surplus: together is not because."""
    if item.pay_change is None:
        return " How its pay has moved is not known."
    moved = f"{'rose' if item.pay_change >= 0 else 'fell'} by {abs(item.pay_change):.1f}% a year"
    return f" Its pay {moved} from {item.year_before} to {item.year_now}, before prices; that the two go together does not say that one causes the other."


# -- observable trouble ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trouble:
    """Three signs of trouble to find skilled people.

    Parameters
    ----------
    companies : how many companies have spoken.
    shared : positions that two companies or more find hard to fill, as they are called first.
    weeks : median of the weeks that the positions have been open; None where nobody said.
    short : occupations with more openings than completers.
    both : those of the shared positions that are also short.
    growth : jobs that the sector has gained since an earlier year; None where it is not known.
    gap_known : openings and completers are known for an occupation.
    """

    companies: int
    shared: tuple[str, ...]
    weeks: float | None
    short: tuple[str, ...]
    both: tuple[str, ...]
    growth: float | None
    gap_known: bool

    @property
    def signs(self) -> tuple[tuple[str, bool | None], ...]:
        """The three signs: what companies say, the gap, the sector's growth; None where nothing can be said."""
        return (
            ("companies name the same positions", bool(self.shared) if self.companies else None),
            ("more openings than completers", bool(self.short) if self.gap_known else None),
            ("the sector has gained jobs", None if self.growth is None else self.growth > 0),
        )


def trouble(
    positions: Sequence[Mapping[str, Any]], found: Sequence[Balance], growth: float | None
) -> Trouble:
    """Lay three signs side by side: employers' own words, the gap, and how the sector has grown.

    Parameters
    ----------
    growth : change of the sector's jobs in the region's figures; None where it is withheld or no sector is chosen.
    """
    companies = spelled_once([row["company"] for row in positions])
    spelled = spelled_once([*(row["position"] for row in positions), *(item.occupation for item in found)])
    named: dict[str, set[str]] = {}
    for row in positions:
        named.setdefault(spelled[row["position"]], set()).add(companies[row["company"]])
    shared = tuple(name for name, who in named.items() if len(who) > 1)
    short = tuple(item.occupation for item in found if item.state == "under-supplied")
    weeks = [row["weeks_open"] for row in positions if row["weeks_open"] is not None]
    return Trouble(
        len(set(companies.values())),
        shared,
        median(weeks) if weeks else None,
        short,
        tuple(name for name in shared if name in {spelled[item] for item in short}),
        growth,
        any(item.gap is not None for item in found),
    )


def difficulty_findings(found: Trouble) -> tuple[Finding, ...]:
    """Say which of the three signs point to trouble; a single one proves nothing."""
    known = [sign for _, sign in found.signs if sign is not None]
    if not known:
        return (Finding("open", "Neither companies nor figures have said anything yet."),)
    said = Findings()
    pointing = [name for name, sign in found.signs if sign]
    silent = [name for name, sign in found.signs if sign is None]
    point = "points" if 1 in (len(pointing), len(known)) else "point"
    told = f"{len(pointing)} of {plural(len(known), 'sign')} that can be read {point} to trouble"
    which = f": {listed(pointing)}" if pointing else ""
    # A sign that nobody has read yet could still turn it.
    state: FindingState = "look" if len(pointing) > 1 else "open" if silent else "good"
    said.say(state, f"{told}{which}.", ours=True)
    weeks = ""
    if found.weeks is not None:
        weeks = f" Positions have been open for {found.weeks:g} weeks (median)."
    said.look(found.shared, f"Two companies or more find nobody for {{names}}.{weeks}")
    spoken = plural(found.companies, "company has", "companies have")
    alone = f"{spoken} spoken, and no position is named twice. Ask more."
    said.look(bool(found.companies and not found.shared), alone, ours=True)
    said.look(found.both, "Companies and figures agree on {names}: begin there.")
    said.open(silent, "Cannot be said yet: {all}.")
    return tuple(said)


# -- laid out for the pictures --------------------------------------------------------------------------


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
