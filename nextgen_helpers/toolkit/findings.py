"""What a team's own entries say about how far it is: in order, worth a second look, or still open.

Each function takes stored values of tools, reviews and worksheets and gives sentences. They compute and count; judging
stays with the team. Every rule says whether it is the toolkit's or ours.

In this module and its neighbors, ``rows`` and ``stored`` are what the tool of the same name has stored, and ``today`` is the
day that counts as today; they are described only where more has to be known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers.words import listed, plural, some

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

State = Literal["good", "look", "open"]

#: Kinds of partners without whom the toolkit's support team is not complete.
_CORE: Final = {
    "workforce": "workforce",
    "education": "education",
    "economic_development": "economic development",
}
_MOST_CONVENERS: Final = 2
_ENOUGH_CHAMPIONS: Final = 3
_MONTH: Final = 30
_WEEKS: Final = 21
_GOOD_SCORE: Final = 3
_FEWEST_COMPANIES: Final = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the entries say.

    Parameters
    ----------
    state : ``good`` (in order), ``look`` (worth a second look) or ``open`` (nothing entered yet).
    text : one sentence.
    ours : the rule is ours; otherwise the toolkit's.
    """

    state: State
    text: str
    ours: bool = False


class Findings(list[Finding]):
    """Collects findings in order, and says nothing of what is not there.

    Parameters
    ----------
    ours : whose the rules are where a finding does not say it.

    Examples
    --------
    >>> found = Findings()
    >>> found.look(["Ann", "Ben"], "Nobody stands in for {names}.")
    >>> found.look([], "The promise is over: {names}.")
    >>> found.open(0, "0 rows are not read.", good="All rows are read.")
    >>> [(finding.state, finding.text) for finding in found]
    [('look', 'Nobody stands in for Ann and Ben.'), ('good', 'All rows are read.')]
    """

    def __init__(self, *, ours: bool = False) -> None:
        super().__init__()
        self._ours = ours

    def say(self, state: State, text: str, *, ours: bool | None = None) -> None:
        """Add a finding."""
        self.append(Finding(state, text, self._ours if ours is None else ours))

    def judge(self, fine: object, text: str, *, ours: bool | None = None) -> None:
        """Add a sentence that is in order where something holds, and worth a look where it does not."""
        self.say("good" if fine else "look", text, ours=ours)

    def look(self, about: Any, text: str, *, good: str = "", ours: bool | None = None) -> None:
        """Say that something is worth a second look, where there is anything of the kind.

        Parameters
        ----------
        about : names, a count or a condition; where there are none, nothing is said.
        text : the sentence; ``{names}`` stands for the names, from the seventh on as a count, and ``{all}`` for all of them.
        good : what is in order where there are none; empty for nothing.
        """
        self._either(about, ("look", text), ("good", good), ours=ours)

    def open(self, about: Any, text: str, *, good: str = "", ours: bool | None = None) -> None:
        """Say that something is still open, as :meth:`look` does."""
        self._either(about, ("open", text), ("good", good), ours=ours)

    def good(self, about: Any, text: str, *, look: str = "", ours: bool | None = None) -> None:
        """Say that something is in order, as :meth:`look` does; ``look`` is said where there is nothing of the kind."""
        self._either(about, ("good", text), ("look", look), ours=ours)

    def _either(
        self, about: Any, there: tuple[State, str], missing: tuple[State, str], *, ours: bool | None
    ) -> None:
        """Say the one or the other, if it has words; names that people typed are put in last and never read as places."""
        state, text = there if about else missing
        if about and isinstance(about, list | tuple):
            place, words = ("{all}", listed) if "{all}" in text else ("{names}", some)
            text = text.replace(place, words([str(name) for name in about]))
        if text:
            self.say(state, text, ours=ours)


def support_team(
    roster: Sequence[Mapping[str, Any]], roles: Sequence[Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Look at the support team of Step 1: who is missing, who convenes, whose role is open.

    Examples
    --------
    >>> [finding.state for finding in support_team([], [])]
    ['open', 'open']
    """
    found = Findings()
    if roster:
        kinds = {row.get("kind") for row in roster}
        missing = [title for kind, title in _CORE.items() if kind not in kinds]
        whole = "Workforce, education and economic development are all on the roster."
        found.look(missing, "Nobody on the roster stands for {all}.", good=whole)
        inner = any(row.get("table") == "inner" for row in roster)
        found.look(not inner, "Nobody sits at the inner table yet.")
    else:
        found.say("open", "The roster is empty: nobody is on the team yet.")
    _roles(found, roles)
    return tuple(found)


def _roles(found: Findings, roles: Sequence[Mapping[str, Any]]) -> None:
    if not roles:
        found.say("open", "No roles are written down yet.")
        return
    conveners = sorted({row["organization"] for row in roles if row.get("role") == "convener"})
    if not conveners:
        found.say("look", "Nobody is named as convener.")
    elif len(conveners) > _MOST_CONVENERS:
        text = f"{len(conveners)} organizations are named as conveners; one or two can share the job."
        found.say("look", text)
    else:
        found.say("good", f"{listed(conveners)} {'convenes' if len(conveners) == 1 else 'convene'}.")
    unclear = {
        row["organization"] for row in roles if row.get("role") in (None, "open") or not row.get("commits")
    }
    found.look(sorted(unclear), "Role or promise is still open for {all}.")


def scope(checker: Mapping[str, Any], counties: int, sector: str) -> tuple[Finding, ...]:
    """Look at the scope of Step 2: sector and area neither too wide nor too narrow.

    Parameters
    ----------
    sector : which sector was chosen; empty where none was.
    """
    found = Findings()
    found.open(not sector, "No sector is chosen yet.", good=f"The sector is {sector}.")
    companies, could_come = checker.get("companies"), checker.get("could_come")
    if companies is None:
        found.say("open", "Nobody has counted the companies that could be invited.")
    elif could_come is not None and could_come > companies:
        found.say("look", f"{could_come:,} would come, but only {companies:,} could be invited.")
    elif companies < _FEWEST_COMPANIES:
        few = f"With {plural(companies, 'company', 'companies')} few will be in the room; think of a wider sector or area."
        found.say("look", few, ours=True)
    else:
        found.say("good", f"There are {companies:,} companies to invite.", ours=True)
    single = "The region is a single county: do companies hire and work beyond its border?"
    found.look(counties == 1, single, ours=True)
    _scope_lights(found, checker)
    return tuple(found)


def _scope_lights(found: Findings, checker: Mapping[str, Any]) -> None:
    parts = {
        "too wide": ("same_problems", "same_skills", "feel_meant"),
        "too narrow": ("enough_companies", "not_one_giant", "suppliers_and_buyers"),
        "drawn along our own borders": ("follows_industry", "not_our_borders", "can_meet"),
    }
    for danger, names in parts.items():
        given = [light for name in names if (light := checker.get(name)) is not None]
        doubts = sum(light in ("partly", "not_yet") for light in given)
        if not given:
            found.say("open", f"Whether the scope is {danger} is not answered yet.")
        else:
            text = f"{doubts} of {len(given)} answers say that the scope may be {danger}."
            found.look(doubts, text, good=f"No answer says that the scope is {danger}.")


def champions(leaders: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at the champions of Step 3: none, one or two, three and more (INC-6).

    Examples
    --------
    >>> champions([{"person": "Ann", "answer": "signs"}])[0].state
    'look'
    """
    if not leaders:
        return (Finding("open", "Nobody is on the list of possible champions yet."),)
    won = [row["person"] for row in leaders if row.get("answer") in ("signs", "hosts")]
    found = Findings()
    if not won:
        found.say("look", "Nobody has promised to sign or to be the host yet; one lets you start.")
    elif len(won) < _ENOUGH_CHAMPIONS:
        found.say("look", f"{listed(won)} will sign or be the host; three or more is the aim.")
    else:
        found.say("good", f"{len(won)} leaders will sign or be the host.")
    half = [
        row["person"]
        for row in leaders
        if None not in (row.get("decides"), row.get("cares"))
        and min(row["decides"], row["cares"]) < _GOOD_SCORE
    ]
    both = "a champion decides in the company and cares for the community, and one of the two is rated low"
    found.look(half, f"{{all}}: {both}.")
    return tuple(found)


def contacts(rows: Sequence[Mapping[str, Any]], companies: Sequence[str]) -> tuple[Finding, ...]:
    """Look at who knows whom: chief executives whom nobody reaches."""
    everyone = sorted({*companies, *(row["company"] for row in rows)}, key=str.casefold)
    if not everyone:
        return (Finding("open", "No company is on the list yet."),)
    reached = {row["company"] for row in rows if row.get("partner") and row.get("strength")}
    missed = [name for name in everyone if name not in reached]
    found = Findings()
    known = f"Somebody knows somebody at each of the {len(everyone)} companies."
    found.look(missed, "Nobody in the room knows anyone at {names}.", good=known)
    return tuple(found)


def launch_dates(plan: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the time between invitations and launch, by both of the toolkit's rules (INC-5).

    Examples
    --------
    >>> plan = {"launch_date": "2027-03-31", "invitations_sent_on": "2027-03-08"}
    >>> [finding.state for finding in launch_dates(plan)]
    ['good', 'look']
    """
    launch, sent = (day_of(plan.get(name)) for name in ("launch_date", "invitations_sent_on"))
    if launch is None:
        return (Finding("open", "The day of the launch is not settled yet."),)
    if sent is None:
        return (Finding("open", "The day on which the invitations go out is not written down yet."),)
    days = (launch - sent).days
    if days < 0:
        return (Finding("look", "The invitations are dated after the launch; look at both days again."),)
    found = Findings()
    for needed, name in ((_WEEKS, "three to four weeks"), (_MONTH, "a month")):
        kept = f"the rule of {name} is {'kept' if days >= needed else 'not kept'}"
        found.judge(days >= needed, f"{plural(days, 'day')} from invitation to launch: {kept}.")
    return tuple(found)


def day_of(value: Any) -> date | None:
    """Read a stored day; None where there is none.

    Examples
    --------
    >>> day_of("2027-03-31"), day_of(None)
    (datetime.date(2027, 3, 31), None)
    """
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) and value else None
