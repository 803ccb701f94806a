"""What a team's own entries say about how far it is: in order, worth a second look, or still open.

Each function takes stored values of tools, reviews and worksheets and gives sentences. They compute and count; judging
stays with the team. Every rule says whether it is the toolkit's or ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "Finding",
    "State",
    "champions",
    "contacts",
    "day_of",
    "folded",
    "launch_dates",
    "listed",
    "scope",
    "support_team",
]

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
_SHOWN: Final = 6


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


def support_team(
    roster: Sequence[Mapping[str, Any]], roles: Sequence[Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Look at the support team of Step 1: who is missing, who convenes, whose role is open.

    Parameters
    ----------
    roster : rows of the partner roster.
    roles : rows of roles and commitments.

    Examples
    --------
    >>> [finding.state for finding in support_team([], [])]
    ['open', 'open']
    """
    if not roster:
        team = [Finding("open", "The roster is empty: nobody is on the team yet.")]
    else:
        kinds = {row.get("kind") for row in roster}
        missing = [title for kind, title in _CORE.items() if kind not in kinds]
        team = [
            Finding("look", f"Nobody on the roster stands for {listed(missing)}.")
            if missing
            else Finding("good", "Workforce, education and economic development are all on the roster.")
        ]
        inner = [row for row in roster if row.get("table") == "inner"]
        if not inner:
            team.append(Finding("look", "Nobody sits at the inner table yet."))
    return (*team, *_roles(roles))


def _roles(roles: Sequence[Mapping[str, Any]]) -> list[Finding]:
    if not roles:
        return [Finding("open", "No roles are written down yet.")]
    conveners = sorted({row["organization"] for row in roles if row.get("role") == "convener"})
    found = []
    if not conveners:
        found.append(Finding("look", "Nobody is named as convener."))
    elif len(conveners) > _MOST_CONVENERS:
        found.append(
            Finding(
                "look",
                f"{len(conveners)} organizations are named as conveners; one or two can share the job.",
            )
        )
    else:
        found.append(
            Finding("good", f"{listed(conveners)} {'convenes' if len(conveners) == 1 else 'convene'}.")
        )
    unclear = sorted(
        {row["organization"] for row in roles if row.get("role") in (None, "open") or not row.get("commits")}
    )
    if unclear:
        found.append(Finding("look", f"Role or promise is still open for {listed(unclear)}."))
    return found


def scope(checker: Mapping[str, Any], counties: int, sector: str) -> tuple[Finding, ...]:
    """Look at the scope of Step 2: sector and area neither too wide nor too narrow.

    Parameters
    ----------
    checker : values of the scope checker.
    counties : how many counties the region has.
    sector : which sector was chosen; empty where none was.
    """
    found = [
        Finding("good", f"The sector is {sector}.") if sector else Finding("open", "No sector is chosen yet.")
    ]
    companies, could_come = checker.get("companies"), checker.get("could_come")
    if companies is None:
        found.append(Finding("open", "Nobody has counted the companies that could be invited."))
    elif could_come is not None and could_come > companies:
        found.append(Finding("look", f"{could_come:,} would come, but only {companies:,} could be invited."))
    elif companies < 20:  # noqa: PLR2004
        found.append(
            Finding(
                "look",
                f"With {companies:,} {'company' if companies == 1 else 'companies'} few will be in the room; think of a wider sector or area.",
                ours=True,
            )
        )
    else:
        found.append(Finding("good", f"There are {companies:,} companies to invite.", ours=True))
    if counties == 1:
        found.append(
            Finding(
                "look",
                "The region is a single county: do companies hire and work beyond its border?",
                ours=True,
            )
        )
    return (*found, *_scope_lights(checker))


def _scope_lights(checker: Mapping[str, Any]) -> list[Finding]:
    parts = {
        "too wide": ("same_problems", "same_skills", "feel_meant"),
        "too narrow": ("enough_companies", "not_one_giant", "suppliers_and_buyers"),
        "drawn along our own borders": ("follows_industry", "not_our_borders", "can_meet"),
    }
    found = []
    for danger, names in parts.items():
        lights = [checker.get(name) for name in names]
        given = [light for light in lights if light is not None]
        doubts = sum(light in ("partly", "not_yet") for light in given)
        if not given:
            found.append(Finding("open", f"Whether the scope is {danger} is not answered yet."))
        elif doubts:
            found.append(
                Finding("look", f"{doubts} of {len(given)} answers say that the scope may be {danger}.")
            )
        else:
            found.append(Finding("good", f"No answer says that the scope is {danger}."))
    return found


def champions(leaders: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at the champions of Step 3: none, one or two, three and more (INC-6).

    Parameters
    ----------
    leaders : rows of the champion profile.

    Examples
    --------
    >>> champions([{"person": "Ann", "answer": "signs"}])[0].state
    'look'
    """
    if not leaders:
        return (Finding("open", "Nobody is on the list of possible champions yet."),)
    won = [row["person"] for row in leaders if row.get("answer") in ("signs", "hosts")]
    found = []
    if not won:
        found.append(
            Finding("look", "Nobody has promised to sign or to be the host yet; one lets you start.")
        )
    elif len(won) < _ENOUGH_CHAMPIONS:
        found.append(Finding("look", f"{listed(won)} will sign or be the host; three or more is the aim."))
    else:
        found.append(Finding("good", f"{len(won)} leaders will sign or be the host."))
    half = [
        row["person"]
        for row in leaders
        if None not in (row.get("decides"), row.get("cares"))
        and min(row["decides"], row["cares"]) < _GOOD_SCORE
    ]
    if half:
        found.append(
            Finding(
                "look",
                f"{listed(half)}: a champion decides in the company and cares for the community, and one of the two is rated low.",
            )
        )
    return tuple(found)


def contacts(rows: Sequence[Mapping[str, Any]], companies: Sequence[str]) -> tuple[Finding, ...]:
    """Look at who knows whom: chief executives whom nobody reaches.

    Parameters
    ----------
    rows : rows of the contact matrix.
    companies : all companies that are to be invited.
    """
    everyone = sorted({*companies, *(row["company"] for row in rows)}, key=str.casefold)
    if not everyone:
        return (Finding("open", "No company is on the list yet."),)
    reached = {row["company"] for row in rows if row.get("partner") and row.get("strength")}
    missed = [name for name in everyone if name not in reached]
    if missed:
        return (
            Finding(
                "look",
                f"Nobody in the room knows anyone at {listed(missed[:_SHOWN])}{' and others' if len(missed) > _SHOWN else ''}.",
            ),
        )
    return (Finding("good", f"Somebody knows somebody at each of the {len(everyone)} companies."),)


def launch_dates(plan: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the time between invitations and launch, by both of the toolkit's rules (INC-5).

    Parameters
    ----------
    plan : values of the plan of the launch, days as ISO texts.

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
    return tuple(
        Finding(
            "good" if days >= needed else "look",
            f"{days} {'day' if days == 1 else 'days'} from invitation to launch: the rule of {name} is {'kept' if days >= needed else 'not kept'}.",
        )
        for needed, name in ((_WEEKS, "three to four weeks"), (_MONTH, "a month"))
    )


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


def folded(name: object) -> str:
    """Write a name as it is compared: capitals and spaces make no other name.

    Examples
    --------
    >>> folded(" Farm  bureau"), folded(None)
    ('farm bureau', '')
    """
    return " ".join(str(name or "").casefold().split())


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Write names as a list in a sentence; at least one.

    Parameters
    ----------
    names : in order.
    most : from how many on the rest is counted only; None names all.

    Examples
    --------
    >>> listed(["Ann", "Ben", "Cleo"])
    'Ann, Ben and Cleo'
    >>> listed(["Ann", "Ben", "Cleo"], 1)
    'Ann and 2 more'
    """
    if most is not None and len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
