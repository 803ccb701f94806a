"""What a team's entries of Module 3 say: push and pull, runways, the sector card, the front line and how news reaches it."""

from __future__ import annotations

import calendar
import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.words import listed, plural, spelled_once, weekday_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TWO: Final = 2
_HALF: Final = 0.5


# -- push and pull --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Ways of placing people that begin in the same place.

    Parameters
    ----------
    begins_with : ``demand`` (pull), ``population`` (push) or ``both``.
    ways : how many.
    counted : how many of them say both numbers.
    served, placed : people, over those that say both; 0 where none does.
    """

    begins_with: str
    ways: int
    counted: int
    served: int
    placed: int

    @property
    def share(self) -> float | None:
        """Placed of those served, 0 to 1; None where nobody is counted."""
        return self.placed / self.served if self.served else None


def push_and_pull(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[Group, ...], tuple[Finding, ...]]:
    """Sort the ways of placing people by where they begin.

    Parameters
    ----------
    rows : rows with ``way, begins_with, asked_by, served, placed``.

    Returns
    -------
    One group each for demand, population and both, where there are ways; and what it says. A rate is computed from
    sums over the ways that say both numbers.
    """
    if not rows:
        return (), (Finding("open", "No way of placing people is written down yet."),)
    groups = tuple(
        _group(kind, own)
        for kind in ("demand", "population", "both")
        if (own := [row for row in rows if row.get("begins_with") == kind])
    )
    found = Findings()
    push = sum(row.get("begins_with") == "population" for row in rows)
    if ways := sum(bool(row.get("begins_with")) for row in rows):
        begin = f"{push} of {plural(ways, 'way')} {'begins' if push == 1 else 'begin'}"
        text = f"{begin} with a group of people and not with what companies asked for."
        found.judge(push <= _HALF * ways, text, ours=True)
    nameless = [
        row["way"] for row in rows if row.get("begins_with") in ("demand", "both") and not row.get("asked_by")
    ]
    found.look(nameless, "Called a pull, but no company is named that asked for it: {names}.")
    odd = [row["way"] for row in rows if _both(row) and row["placed"] > row["served"]]
    found.look(odd, "More people placed than served; look at the numbers of {names} again.")
    found.open([row["way"] for row in rows if not row.get("begins_with")], "Not sorted yet: {names}.")
    silent = sum(not _both(row) for row in rows)
    do_not = plural(silent, "way does", "ways do")
    found.open(silent, f"{do_not} not say how many people were served and placed.")
    return groups, tuple(found)


def _both(row: Mapping[str, Any]) -> bool:
    return row.get("served") is not None and row.get("placed") is not None


def _group(kind: str, rows: Sequence[Mapping[str, Any]]) -> Group:
    whole = [row for row in rows if _both(row) and row["placed"] <= row["served"]]
    return Group(
        kind, len(rows), len(whole), sum(row["served"] for row in whole), sum(row["placed"] for row in whole)
    )


# -- runways --------------------------------------------------------------------------------------------

#: Months of preparation that a job of each zone takes, from O*NET's ranges of specific vocational preparation:
#: more than the first, up to the second.
_ZONE_MONTHS: Final[Mapping[int, tuple[int, int]]] = {
    1: (0, 3),
    2: (3, 12),
    3: (12, 24),
    4: (24, 48),
    5: (48, 120),
}


@dataclass(frozen=True, slots=True)
class Runway:
    """The way from a starting point to the first day at work.

    Parameters
    ----------
    starting_point : where people start.
    people : how many a year; None where nobody said.
    zone : job zone that they can work in today; None where nobody said.
    months : length in months, over the steps that say theirs; what runs beside counts once.
    whole : all steps say their months, and there is at least one.
    begin_by : last day on which to begin for the demand day; None without such a day or without any month.
    without_partner : steps that have none.
    steps : how many.
    """

    starting_point: str
    people: int | None
    zone: int | None
    months: int
    whole: bool
    begin_by: date | None
    without_partner: tuple[str, ...]
    steps: int


def months_before(day: date, months: int) -> date:
    """Count months back from a day; a day that the month lacks becomes its last.

    Examples
    --------
    >>> months_before(date(2027, 3, 31), 1), months_before(date(2027, 1, 15), 14)
    (datetime.date(2027, 2, 28), datetime.date(2025, 11, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def least_months(zone: int, aimed_zone: int) -> int:
    """Give how many months the way between two job zones takes at least.

    What the aimed zone takes at least, less what the zone of today can have brought at most, by the ranges of
    preparation that O*NET gives for its zones. Ours; 0 says nothing.

    Examples
    --------
    >>> least_months(1, 3), least_months(2, 3), least_months(3, 2)
    (9, 0, 0)
    """
    return max(0, _ZONE_MONTHS[aimed_zone][0] - _ZONE_MONTHS[zone][1])


def runways(stored: Mapping[str, Any]) -> tuple[Runway, ...]:
    """Add the steps of each starting point up, in the order of the starting points."""
    names = [row["starting_point"] for row in (*stored["starts"], *stored["steps"])]
    spelled = spelled_once(names)
    about: dict[str, Mapping[str, Any]] = {}
    for row in stored["starts"]:
        about.setdefault(spelled[row["starting_point"]], row)
    demand_day = day_of(stored.get("demand_day"))
    found = []
    for name in dict.fromkeys(spelled.values()):
        steps = [row for row in stored["steps"] if spelled[row["starting_point"]] == name]
        months = _length(steps)
        whole = bool(steps) and all(row.get("months") is not None for row in steps)
        known = any(row.get("months") is not None for row in steps)
        found.append(
            Runway(
                name,
                about.get(name, {}).get("people"),
                about.get(name, {}).get("zone"),
                months,
                whole,
                months_before(demand_day, months) if demand_day and known else None,
                tuple(row["step"] for row in steps if not row.get("partner")),
                len(steps),
            )
        )
    return tuple(found)


def _length(steps: Sequence[Mapping[str, Any]]) -> int:
    """Add months up; of steps that run at the same time the longest counts."""
    spans: list[int] = []
    for row in steps:
        months = row.get("months") or 0
        if row.get("when") == "beside" and spans:
            spans[-1] = max(spans[-1], months)
        else:
            spans.append(months)
    return sum(spans)


def runway_findings(stored: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    """Look at the runways: who has to begin when, where a partner is missing, what is too short to be true."""
    ways = runways(stored)
    if not ways:
        return (Finding("open", "Nobody's way to the job is written down yet."),)
    found = Findings()
    whole = sorted((way for way in ways if way.whole), key=lambda way: way.months)
    if len(whole) > 1 and whole[0].months < whole[-1].months:
        shortest = f"The shortest way takes {plural(whole[0].months, 'month')} ({whole[0].starting_point})"
        found.say("good", f"{shortest}, the longest {whole[-1].months} ({whole[-1].starting_point}).")
    unknown = [way.starting_point for way in ways if not way.whole]
    found.open(unknown, "Steps or their months are missing for {names}: their way is longer than the sum.")
    unset = "The day on which companies need the people is not set, so no beginning can be counted back."
    found.open(day_of(stored.get("demand_day")) is None, unset)
    begun = [(way, way.begin_by) for way in ways if way.begin_by]
    for way, day in begun:
        had_to = f"to be ready in time they had to begin by {weekday_words(day)}"
        found.look(day < today, f"{way.starting_point}: {had_to}. A later day, or other people?")
    for way, day in begun:
        by = f"begin by {weekday_words(day)}{'' if way.whole else ' or earlier'}"
        found.good(day >= today, f"{way.starting_point}: {by}.")
    _without_partner(found, ways)
    _too_short(found, ways, stored.get("aimed_zone"))
    return tuple(found)


def _without_partner(found: Findings, ways: Sequence[Runway]) -> None:
    lacking = [way for way in ways if way.without_partner]
    people = sum(way.people or 0 for way in lacking)
    nobody_said = sum(way.people is None for way in lacking)
    who = plural(people, "person a year has", "people a year have") if people else "People have"
    more = f", and {plural(nobody_said, 'group')} without a number," if people and nobody_said else ""
    steps = [f"{step} ({way.starting_point})" for way in lacking for step in way.without_partner]
    found.look(steps, f"{who}{more} a runway with a step that has no partner: {{names}}.")
    found.good(not lacking and any(way.steps for way in ways), "Each step has a partner.")


def _too_short(found: Findings, ways: Sequence[Runway], aimed_zone: int | None) -> None:
    for way in ways:
        if aimed_zone is not None and way.whole and way.zone:
            least = least_months(way.zone, aimed_zone)
            takes = f"{plural(way.months, 'month')} from zone {way.zone} to zone {aimed_zone}"
            text = f"{takes}; by O*NET's ranges it takes {least} or more. What is already there, or what is missing?"
            found.look(way.months < least, f"{way.starting_point}: {text}", ours=True)


# -- the sector card ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardPart:
    """One of the five things that everybody has to be told.

    Parameters
    ----------
    id, title : which.
    statements : what is known, each with its source and year, or with the word that they are missing.
    missing : what is not known, each with who can tell.
    """

    id: str
    title: str
    statements: tuple[str, ...]
    missing: tuple[str, ...]


#: Title of each part, what is missing where nothing is known, and who can usually tell (ours).
_PARTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "choices": ("Job choices", "which jobs there are", "companies of the partnership, and the board's labor market analyst"),
    "saturation": ("Market saturation", "how many openings there are for how many people", "the board's labor market analyst, and each institution's registrar"),
    "pay": ("Entry and advanced pay", "what beginners and experienced people earn", "the board's labor market analyst, and personnel managers"),
    "skills": ("Skills and abilities", "what one has to be able to do", "people in companies who show newcomers around"),
    "advancement": ("Advancement and time", "how one moves up, and how long it takes", "personnel managers, and people who have done it"),
}  # fmt: skip


def sector_card(stored: Mapping[str, Any]) -> tuple[CardPart, ...]:
    """Write the five parts of the sector card from what the team has typed.

    A figure says its source and year; where they are missing, that is said. What is not known is no statement:
    it is listed as missing, with who can tell.
    """
    statements = {
        "choices": [_job(row) for row in stored["jobs"]],
        "saturation": [text for row in stored["market"] if (text := _crowded(row))],
        "pay": [text for row in stored["jobs"] if (text := _pay(row))],
        "skills": [_skill(row) for row in stored["skills"]],
        "advancement": [_step_up(row) for row in stored["advancement"]],
    }
    gaps = {
        "saturation": [
            row["job"] for row in stored["market"] if row["openings"] is None or row["seekers"] is None
        ],
        "pay": [
            row["job"] for row in stored["jobs"] if row["entry_pay"] is None or row["advanced_pay"] is None
        ],
        "advancement": [
            f"{row['from_job']} to {row['to_job']}" for row in stored["advancement"] if row["months"] is None
        ],
    }
    found = []
    for part, (title, nothing, usual) in _PARTS.items():
        asked = [_asked(row) for row in stored["to_ask"] if row["part"] == part]
        who = f"; {', '.join(asked)}" if asked else f"; who can tell: {usual}"
        missing = []
        if not statements[part]:
            missing = [f"{nothing}{who}"]
        elif gaps.get(part):
            missing = [f"{nothing}, for {listed(gaps[part])}{who}"]
        elif asked:
            missing = [f"more about it{who}"]
        found.append(CardPart(part, title, tuple(statements[part]), tuple(missing)))
    return tuple(found)


def _asked(row: Mapping[str, Any]) -> str:
    by = day_of(row.get("by"))
    return f"{row['who'] or 'somebody'} finds it out{f' by {weekday_words(by)}' if by else ''}"


def _sourced(row: Mapping[str, Any]) -> str:
    source, year = row.get("source"), row.get("year")
    if source and year:
        return f"({source}, {year})"
    return (
        f"({source}, year missing)"
        if source
        else f"(source missing, {year})"
        if year
        else "(source and year missing)"
    )


def _job(row: Mapping[str, Any]) -> str:
    does = f": {row['what_one_does']}" if row["what_one_does"] else ""
    return f"{row['job']}{does} {_sourced(row)}"


def _crowded(row: Mapping[str, Any]) -> str:
    openings, seekers = row["openings"], row["seekers"]
    if openings is None and seekers is None:
        return ""
    told = "openings not known" if openings is None else f"{plural(openings, 'opening')} a year"
    people = (
        "people not counted"
        if seekers is None
        else f"{plural(seekers, 'person', 'people')} trained or looking"
    )
    ratio = f", that is {seekers / openings:.1f} for each opening" if openings and seekers is not None else ""
    return f"{row['job']}: {told}, {people}{ratio} {_sourced(row)}"


def _pay(row: Mapping[str, Any]) -> str:
    entry, advanced = row["entry_pay"], row["advanced_pay"]
    if entry is None and advanced is None:
        return ""
    parts = [
        f"{name} pay not known" if dollars is None else f"{name} pay ${dollars:,} a year"
        for name, dollars in (("entry", entry), ("advanced", advanced))
    ]
    return f"{row['job']}: {', '.join(parts)} {_sourced(row)}"


def _skill(row: Mapping[str, Any]) -> str:
    job = f", for {row['job']}" if row["job"] else ""
    return f"{row['skill']}{job} {_sourced(row)}"


def _step_up(row: Mapping[str, Any]) -> str:
    months = "time not known" if row["months"] is None else f"about {plural(row['months'], 'month')}"
    takes = f"; it takes {row['what_it_takes']}" if row["what_it_takes"] else ""
    return f"{row['from_job']} to {row['to_job']}: {months}{takes} {_sourced(row)}"


_MONTHS_VALID: Final = 6
_OLD: Final = 2


@dataclass(frozen=True, slots=True)
class Vintage:
    """How old a card is, and when it has to be looked at again.

    Parameters
    ----------
    changed_on : day on which the team last changed it; None where it never did.
    oldest, newest : years of the figures that stand on it; None where none says its year.
    renew_by : the first of the days that call for it; None where nothing has a day.
    reason : which day that is.
    overdue : that day is over.
    """

    changed_on: date | None
    oldest: int | None
    newest: int | None
    renew_by: date | None
    reason: str
    overdue: bool

    def sentence(self) -> str:
        """Say it in one or two sentences, as a stamp on the card."""
        years = (
            "No figure says its year."
            if self.oldest is None
            else f"Figures of {self.oldest}."
            if self.oldest == self.newest
            else f"Figures of {self.oldest} to {self.newest}."
        )
        changed = (
            f" Last changed by the team on {weekday_words(self.changed_on)}."
            if self.changed_on
            else " The team has not written on it yet."
        )
        if self.renew_by is None:
            return years + changed
        day = weekday_words(self.renew_by)
        return f"{years}{changed} " + (
            f"Renew now; the day was {day}: {self.reason}."
            if self.overdue
            else f"Renew by {day}: {self.reason}."
        )


def vintage(
    stored: Mapping[str, Any], figures_year: int | None, changed_on: date | None, today: date
) -> Vintage:
    """Say how old the card is, and by when to renew it.

    Three days call for a look, and the first counts (all three are ours): the team's own number of months after its
    last change (six where it said none); the end of June in which the official yearly figures after those on the card
    are usually out, a year and a half after the year they are of; and the end of the second year after the oldest
    figure that the team typed.

    Parameters
    ----------
    figures_year : year of the region's own figures on the card; None without.
    """
    typed = [
        row["year"]
        for name in ("jobs", "market", "skills", "advancement")
        for row in stored[name]
        if row["year"]
    ]
    years = sorted([*typed, *([figures_year] if figures_year else [])])
    months = stored.get("months_valid") or _MONTHS_VALID
    calls = []
    if changed_on:
        calls.append(
            (
                months_before(changed_on, -months),
                f"{plural(months, 'month')} after the last change",
            )
        )
    if figures_year:
        calls.append(
            (date(figures_year + 2, 6, 30), f"official figures of {figures_year + 1} are usually out by then")
        )
    if typed:
        calls.append(
            (date(min(typed) + _OLD, 12, 31), f"the oldest figure that the team typed is of {min(typed)}")
        )
    renew_by, reason = min(calls) if calls else (None, "")
    return Vintage(
        changed_on,
        years[0] if years else None,
        years[-1] if years else None,
        renew_by,
        reason,
        renew_by is not None and renew_by < today,
    )


# -- the front line -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overlap:
    """The same work for the same people, by several organizations.

    Parameters
    ----------
    does : which work (stored value).
    serves : which people.
    organizations : who, in alphabetical order.
    """

    does: str
    serves: str
    organizations: tuple[str, ...]


def overlaps(rows: Sequence[Mapping[str, Any]]) -> tuple[Overlap, ...]:
    """Find where several organizations do the same work for the same people.

    Parameters
    ----------
    rows : rows with ``organization, does, serves``; without work or people a row overlaps with nothing.
    """
    named = spelled_once([row["organization"] for row in rows])
    groups = spelled_once([row["serves"] for row in rows if row.get("serves")])
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.get("does") and row.get("serves"):
            found.setdefault((row["does"], groups[row["serves"]]), set()).add(named[row["organization"]])
    return tuple(
        Overlap(does, serves, tuple(sorted(who, key=str.casefold)))
        for (does, serves), who in found.items()
        if len(who) > 1
    )


def frontline_findings(rows: Sequence[Mapping[str, Any]], work: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look at the map of the front line: doubled work, ways that end, ways that lead off the map."""
    if not rows:
        return (Finding("open", "Nobody is on the map of the front line yet."),)
    handed = [row for row in rows if row.get("hands_on_to")]
    named = spelled_once([row["organization"] for row in rows] + [row["hands_on_to"] for row in handed])
    found = Findings()
    for item in overlaps(rows):
        who = f"{listed(item.organizations)} {'both' if len(item.organizations) == _TWO else 'all'}"
        what = f"{work.get(item.does, item.does)} for {item.serves}"
        found.say("look", f"{what}: {who} do it. Who is best at it?")
    found.good(not found, "No two organizations do the same work for the same people.")
    ends = [_position(row) for row in rows if not row.get("hands_on_to")]
    everybody = "Everybody on the map hands people on to somebody."
    found.look(ends, "Nobody comes after {names}: people are handed on to nobody.", good=everybody)
    inside = handed and all(named[row["hands_on_to"]] == named[row["organization"]] for row in handed)
    found.look(bool(inside), "All handing on stays inside the same organization.")
    there = {named[row["organization"]] for row in rows}
    away = sorted({named[row["hands_on_to"]] for row in handed} - there, key=str.casefold)
    found.look(away, "People are sent to {names}, of whom nobody is on the map.")
    unheard = sum(row.get("hears_back") != "yes" for row in handed)
    text = f"In {unheard} of {len(handed)} cases of handing on, nobody surely hears whether people arrived."
    found.look(unheard, text, ours=True)
    open_rows = sum(not row.get("does") or not row.get("serves") for row in rows)
    do_not = plural(open_rows, "row does", "rows do")
    found.open(open_rows, f"{do_not} not say yet what is done or for whom.")
    return tuple(found)


def _position(row: Mapping[str, Any]) -> str:
    return f"{row['role']} ({row['organization']})"


# -- ten ways -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Priority:
    """A way with the ranks that it got.

    Parameters
    ----------
    number, way : which.
    mean, best, worst : mean, smallest and largest of its ranks (1 is the most important).
    """

    number: int
    way: str
    mean: float
    best: float
    worst: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """How several people rank the same ways.

    Parameters
    ----------
    priorities : the ways, the most important first; empty where nobody ranked all of them.
    people : how many ranked all ways; only their ranks count.
    left_out : who ranked some of the ways only.
    agreement : Kendall's W, 0 to 1; NaN where it is not defined.
    ways : how many ways there are.
    """

    priorities: tuple[Priority, ...]
    people: int
    left_out: tuple[str, ...]
    agreement: float
    ways: int


def kendalls_w(ranks: Sequence[Sequence[float]]) -> float:
    """Kendall's coefficient of concordance: how far rankers agree, corrected for ties.

    ``W = 12 S / (m^2 (n^3 - n) - m T)`` with S the sum of the squared deviations of the n sums of ranks from their
    mean, m rankers, and T the sum of ``t^3 - t`` over all groups of t equal ranks of a ranker. 1: all rank alike;
    0: the sums of ranks are all equal, as if nobody agreed with anybody.

    Parameters
    ----------
    ranks : one row a ranker, one place a thing; equal ranks share the mean of their places.

    Returns
    -------
    0 to 1; NaN with fewer than two rankers or two things, or where all give the same rank to everything.

    Raises
    ------
    ValueError : the rows are not equally long.

    Source: Kendall and Babington Smith 1939, Annals of Mathematical Statistics 10, 275-287; ties as in Siegel 1956,
    Nonparametric Statistics for the Behavioral Sciences, chapter 9.

    Examples
    --------
    >>> kendalls_w([[1, 2, 3], [1, 2, 3]]), kendalls_w([[1, 2, 3], [3, 2, 1]])
    (1.0, 0.0)
    """
    rankers = len(ranks)
    if len({len(row) for row in ranks}) > 1:
        raise ValueError("Each ranker has to rank the same things.")
    things = len(ranks[0]) if ranks else 0
    if rankers < 2 or things < 2:  # noqa: PLR2004  (agreement needs two)
        return float("nan")
    places = [_places(row) for row in ranks]
    sums = [sum(row[thing] for row in places) for thing in range(things)]
    mean = rankers * (things + 1) / 2
    squares = sum((value - mean) ** 2 for value in sums)
    ties = sum(count**3 - count for row in places for count in Counter(row).values())
    largest = rankers**2 * (things**3 - things) - rankers * ties
    return 12 * squares / largest if largest else float("nan")


def _places(row: Sequence[float]) -> list[float]:
    """Give each value its place; equal values share the mean of theirs."""
    ordered = sorted(row)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in row]


def agreement_in_words(agreement: float) -> str:
    """Say how strong an agreement is, in the steps of Schmidt 1997 (Decision Sciences 28, 763-774).

    Examples
    --------
    >>> agreement_in_words(0.72), agreement_in_words(0.05)
    ('strong', 'hardly any')
    """
    steps = ((0.9, "unusually strong"), (0.7, "strong"), (0.5, "moderate"), (0.3, "weak"), (0.1, "very weak"))
    return next((words for least, words in steps if agreement >= least), "hardly any")


def ranked_ways(stored: Mapping[str, Any]) -> Ranking:
    """Bring the ranks of several people together.

    Only who ranked every way counts: a missing rank is no last place. A way without words is none, and of two with the
    same number the first counts.
    """
    ways: dict[int, str] = {}
    for row in stored["ways"]:
        if row["number"] and row["way"]:
            ways.setdefault(row["number"], row["way"])
    numbers = sorted(ways)
    given = [(row["person"], [row[f"way_{number}"] for number in numbers]) for row in stored["rankings"]]
    whole = [_places(ranks) for _, ranks in given if numbers and None not in ranks]
    left_out = tuple(person for person, ranks in given if None in ranks)
    if not whole:
        return Ranking((), 0, left_out, float("nan"), len(numbers))
    columns = {number: [row[place] for row in whole] for place, number in enumerate(numbers)}
    priorities = [
        Priority(number, ways[number], sum(ranks) / len(ranks), min(ranks), max(ranks))
        for number, ranks in columns.items()
    ]
    priorities.sort(key=lambda item: (item.mean, item.number))
    return Ranking(tuple(priorities), len(whole), left_out, kendalls_w(whole), len(numbers))


def ranking_findings(stored: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the ten ways: how many there are, what is ranked first, and how far people agree."""
    ranking = ranked_ways(stored)
    if not ranking.ways:
        return (Finding("open", "No way is written down yet."),)
    found = Findings()
    there = f"{plural(ranking.ways, 'way is', 'ways are')} there; the toolkit asks for ten."
    found.look(ranking.ways != 10, there, good="All ten ways are there.")  # noqa: PLR2004
    bare = [row["number"] for row in stored["ways"] if row["way"] and (not row["how"] or not row["why"])]
    found.look(bare, "How it is used, or why it matters, is not said for way {names}.")
    if not ranking.people:
        found.say("open", "Nobody has ranked all ways yet.")
    elif math.isnan(ranking.agreement):
        needed = "For agreement it takes two people or more, two ways or more, and ranks that differ."
        found.say("open", needed)
    else:
        people = f"{plural(ranking.people, 'person', 'people')}, Kendall's W {ranking.agreement:.2f}"
        text = f"{people}: {agreement_in_words(ranking.agreement)} agreement on what comes first."
        found.judge(ranking.agreement >= _HALF, text, ours=True)
    found.look(ranking.left_out, "Not counted, since a rank is missing: {names}.")
    return tuple(found)


# -- how news travels -----------------------------------------------------------------------------------

#: The five stages, in order, and what they are called in a sentence.
_STAGES: Final[Mapping[str, str]] = {
    "partnership": "the partnership",
    "decision_makers": "decision makers",
    "program_staff": "program staff",
    "frontline": "the front line",
    "people": "jobseekers and students",
}
_NEEDED: Final[Mapping[str, str]] = {
    "told": "content",
    "channel": "channel",
    "owner": "owner",
    "how_often": "rhythm",
}
_DAYS: Final[Mapping[str, int]] = {"weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 365}


@dataclass(frozen=True, slots=True)
class Way:
    """A way of news from one to another.

    Parameters
    ----------
    sender, receiver : from whom to whom.
    missing : what it lacks: content, channel, owner or rhythm.
    days : at most so many days until the next news, by its rhythm; None where that is not fixed.
    back : whether a way back is named.
    """

    sender: str
    receiver: str
    missing: tuple[str, ...]
    days: int | None
    back: bool


@dataclass(frozen=True, slots=True)
class Strategy:
    """How news travels over five stages.

    Parameters
    ----------
    stages : for each who is on the way, its stage; None where nobody said.
    ways : the ways, each pair once or more.
    gaps : numbers (1 to 4) of the steps between neighboring stages that no way crosses.
    reached : who of the last stage is reached from the first over ways that lack nothing.
    days : for those reached, how old news is at most, in days; None where a rhythm on the way is not fixed.
    """

    stages: Mapping[str, str | None]
    ways: tuple[Way, ...]
    gaps: tuple[int, ...]
    reached: tuple[str, ...]
    days: Mapping[str, int | None]


def communication(stored: Mapping[str, Any]) -> Strategy:
    """Bring stages and ways together."""
    import networkx as nx  # noqa: PLC0415  (slow to import)

    names = [row["who"] for row in stored["nodes"]]
    names += [row[end] for row in stored["ways"] for end in ("sender", "receiver")]
    spelled = spelled_once(names)
    stages: dict[str, str | None] = dict.fromkeys(spelled.values())
    for row in stored["nodes"]:
        stages[spelled[row["who"]]] = stages[spelled[row["who"]]] or row["stage"]
    ways = tuple(
        Way(
            spelled[row["sender"]],
            spelled[row["receiver"]],
            tuple(word for name, word in _NEEDED.items() if not row[name]),
            _DAYS.get(row["how_often"] or ""),
            bool(row["way_back"]),
        )
        for row in stored["ways"]
        if spelled[row["sender"]] != spelled[row["receiver"]]
    )
    order = {stage: number for number, stage in enumerate(_STAGES)}
    crossed = {
        step
        for way in ways
        if (begin := order.get(stages[way.sender] or "")) is not None
        and (end := order.get(stages[way.receiver] or "")) is not None
        for step in range(begin + 1, end + 1)
    }
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(stages)
    for way in ways:
        if not way.missing:
            known = graph.get_edge_data(way.sender, way.receiver, {"days": None})["days"]
            days = min((item for item in (known, way.days) if item is not None), default=None)
            graph.add_edge(way.sender, way.receiver, days=days)
    first = {name for name, stage in stages.items() if stage == "partnership"}
    last = [name for name, stage in stages.items() if stage == "people"]
    lengths = (
        nx.multi_source_dijkstra_path_length(
            graph,
            first,
            weight=lambda _, __, edge: edge["days"],  # None hides a way without a rhythm
        )
        if first
        else {}
    )
    reachable = set().union(*(nx.descendants(graph, name) for name in first)) if first else set()
    reached = tuple(name for name in last if name in reachable)
    return Strategy(
        stages,
        ways,
        tuple(step for step in range(1, len(_STAGES)) if step not in crossed),
        reached,
        {name: lengths.get(name) for name in reached},
    )


def communication_findings(stored: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at how news travels: which steps nobody crosses, which ways lack something, whom it reaches."""
    strategy = communication(stored)
    if not strategy.stages:
        return (Finding("open", "No way of news is drawn yet."),)
    found = Findings()
    names = list(_STAGES.values())
    for step in strategy.gaps:
        found.say("look", f"From {names[step - 1]} to {names[step]} nothing goes yet.")
    found.good(not found, "Each of the four steps is crossed.")
    for way in strategy.ways:
        if way.missing:
            found.say("look", f"{way.sender} to {way.receiver}: without {listed(way.missing)}.")
    silent = [f"{way.sender} to {way.receiver}" for way in strategy.ways if not way.back]
    found.look(silent, "Without a way back: {names}.", ours=True)
    nowhere = [name for name, stage in strategy.stages.items() if stage is None]
    found.open(nowhere, "At no stage yet: {names}.")
    last = [name for name, stage in strategy.stages.items() if stage == "people"]
    if last:
        missed = [name for name in last if name not in strategy.reached]
        whole = "Whole ways lead from the partnership to everybody at the last stage."
        found.look(missed, "No whole way leads from the partnership to {names}.", good=whole)
    else:
        found.say("open", "No group of jobseekers or students is named as the last stage.")
    known = [days for days in strategy.days.values() if days is not None]
    if known:
        old = f"By the rhythms of the ways, news can be up to {max(known)} days old when it arrives."
        found.judge(max(known) <= _DAYS["quarterly"] + _DAYS["monthly"], old, ours=True)
    return tuple(found)


# -- who the people are ---------------------------------------------------------------------------------

_OLD_COUNT: Final = 3


def constituency(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Say for each group of people what is not known about it.

    Parameters
    ----------
    today : the day that counts as today; a number more than three years old counts as old (ours).

    Returns
    -------
    Group and its gaps, in order; no gap where all is known.
    """
    return tuple((row["group"], tuple(_gaps(row, today))) for row in rows)


def _gaps(row: Mapping[str, Any], today: date) -> list[str]:
    gaps = []
    if row["people"] is None:
        gaps.append("no number")
    else:
        if not row["source"]:
            gaps.append("no source")
        if not row["year"]:
            gaps.append("no year")
        elif row["year"] < today.year - _OLD_COUNT:
            gaps.append(f"number of {row['year']}")
    gaps += [f"no {name}" for name in ("needs", "barriers") if not row[name]]
    if not row["knows_jobs"]:
        gaps.append("nobody asked whether they know the jobs")
    if row["not_known"] and not row["who_asks"]:
        gaps.append("an open question without a name")
    return gaps


def constituency_findings(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at what is known of the people: gaps in the data, and who hardly knows the jobs."""
    if not rows:
        return (Finding("open", "No group of people is written down yet."),)
    found = Findings()
    for group, gaps in constituency(rows, today):
        told = ", ".join(gaps) or "number, needs and barriers are known"
        found.judge(not gaps, f"{group}: {told}.", ours=True)
    unaware = [row["group"] for row in rows if row["knows_jobs"] == "not_yet"]
    found.look(unaware, "They hardly know the jobs of the sector: {names}. Whom would they believe?")
    return tuple(found)


# -- counted for the pictures ---------------------------------------------------------------------------


def who_serves(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Count kinds of staff by organization and by the people whom they serve, both in alphabetical order.

    Examples
    --------
    >>> who_serves([{"organization": "Board", "serves": "Veterans"}, {"organization": "College", "serves": "Adults"}])
    {'Board': {'Adults': 0, 'Veterans': 1}, 'College': {'Adults': 1, 'Veterans': 0}}
    """
    named = spelled_once([row["organization"] for row in rows])
    groups = spelled_once([row["serves"] for row in rows])
    counts = Counter((named[row["organization"]], groups[row["serves"]]) for row in rows)
    across = sorted(set(groups.values()), key=str.casefold)
    down = sorted(set(named.values()), key=str.casefold)
    return {name: {group: counts[name, group] for group in across} for name in down}


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Who hands people on to whom.

    Parameters
    ----------
    ties : from whom to whom -> by how many kinds of staff.
    senders : everybody on the map.
    receivers : to whom people are handed on.
    ending : who on the map hands nobody on.
    """

    ties: Mapping[tuple[str, str], int]
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    ending: tuple[str, ...]


def handed_on(rows: Sequence[Mapping[str, Any]]) -> HandedOn:
    """Bring together who hands people on to whom, each in alphabetical order."""
    handed = [row for row in rows if row["hands_on_to"]]
    named = spelled_once([row["organization"] for row in rows] + [row["hands_on_to"] for row in handed])
    ties = Counter((named[row["organization"]], named[row["hands_on_to"]]) for row in handed)
    senders = sorted({named[row["organization"]] for row in rows}, key=str.casefold)
    begins = {begin for begin, _ in ties}
    return HandedOn(
        ties,
        tuple(senders),
        tuple(sorted({end for _, end in ties}, key=str.casefold)),
        tuple(name for name in senders if name not in begins),
    )


def on_a_way(strategy: Strategy) -> set[str]:
    """Name those from whom or to whom news goes."""
    return {name for way in strategy.ways for name in (way.sender, way.receiver)}


def empty_stages(strategy: Strategy) -> tuple[str, ...]:
    """Name the stages, in order, at which nobody stands."""
    return tuple(stage for stage in _STAGES if stage not in strategy.stages.values())
