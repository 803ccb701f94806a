"""The companion documents beside the toolkit: the wheel of 2024, six points, six traits, four components, good jobs.

The parts and traits are the documents'; how they are rated, counted and compared is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import median
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.entries import Content, InventoryId, Slug, Text, refuse_unknown
from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.toolkit.shipped import load_shipped
from nextgen_helpers.words import plural

_LOW: Final = 2
_YEAR: Final = 366
_FEWEST_EMPLOYERS: Final = 3
_FULL_YEAR: Final = 2080
_MEASURES: Final[Mapping[str, str]] = {
    "hours": "hours known ahead",
    "benefits": "benefits",
    "safety": "safety",
    "advancement": "advancement",
    "voice": "voice",
}
_TRAITS: Final[Mapping[str, str]] = {
    "finds_common": "finding what several employers share",
    "acts_together": "taking up urgent needs together",
    "tells": "telling decision makers what comes first",
    "skills": "skills that are missing now and later",
    "across": "reaching industry across the usual lines",
    "aligns": "making programs, courses and money fit",
    "led": "led by employers",
    "one_industry": "one industry only",
    "regional": "a real economic region",
    "neutral": "a neutral convener",
}


class FrameworkPart(Content):
    """A part of the wheel of 2024, with where the toolkit treats it."""

    id: Slug
    ring: Literal["rim", "wedge", "core"]  # rim, wedge or core
    number: int | None = None  # of a wedge
    title: Text
    inventory: InventoryId  # its item in the inventory
    text: Text
    places: tuple[Slug, ...]  # steps and modules in which it is treated; none where the toolkit has nothing
    dimension: Slug | None  # of the rubric; None where none fits


class _Frameworks(Content):
    source: Text
    parts: Annotated[tuple[FrameworkPart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        items = {item.id for item in content.inventory().items}
        places = [place.id for place in content.steps().places]
        dimensions = [item.id for item in content.rubric().dimensions]
        for part in self.parts:
            refuse_unknown(part.id, "item", [part.inventory], items)
            refuse_unknown(part.id, "step or module", part.places, places)
            refuse_unknown(part.id, "dimension", [part.dimension] if part.dimension else [], dimensions)
        return self


@dataclass(frozen=True, slots=True)
class RatedPart:
    """A part with the team's own rating."""

    part: FrameworkPart  # the part
    rating: int | None  # from 1 to 4; None where the team has not rated it
    evidence: str  # what it rests on
    next_step: str  # what comes next


@cache
def framework_parts() -> tuple[FrameworkPart, ...]:
    """Give the nine parts of the wheel: rim, five wedges, three of the core.

    >>> [part.ring for part in framework_parts()].count("wedge")
    5
    """
    return load_shipped("data/toolkit/frameworks.yaml", _Frameworks).parts


def place_title(place_id: str) -> str:
    """Name a step or module with its number.

    >>> place_title("step4")
    'Step 4: Launch'
    """
    place = content.steps().place(place_id)
    kind = "Step" if place in content.steps().steps else "Module"
    return f"{kind} {place.order}: {place.title}"


def rated_parts(rows: Sequence[Mapping[str, Any]]) -> tuple[RatedPart, ...]:
    """Lay the team's ratings beside the nine parts; of two rows for a part the later one counts."""
    given = {row["part"]: row for row in rows}
    return tuple(
        RatedPart(
            part,
            given.get(part.id, {}).get("rating"),
            str(given.get(part.id, {}).get("evidence") or ""),
            str(given.get(part.id, {}).get("next_step") or ""),
        )
        for part in framework_parts()
    )


def wheel_findings(rated: Sequence[RatedPart], engagement: float | None = None) -> tuple[Finding, ...]:
    """Look at the rated wheel: what is low, what rests on nothing, and whether the rim fits the rubric.

    engagement : median of the team's own rating of industry engagement in the rubric, 1 to 10; None where there is none.
    """
    known = [(item, item.rating) for item in rated if item.rating is not None]
    if not known:
        return (Finding("open", "No part of the wheel is rated yet."),)
    found = Findings()
    all_rated = len(known) == len(rated)
    found.say("good" if all_rated else "open", f"{len(known)} of {len(rated)} parts are rated.")
    low = [item for item, rating in known if rating <= _LOW]
    found.look([item.part.title for item in low], "Rated 1 or 2: {all}.", ours=True)
    bare = [item.part.title for item, _ in known if not item.evidence]
    found.look(bare, "Rated without anything that was seen: {all}.")
    still = [item.part.title for item in low if not item.next_step]
    found.look(still, "Low and without a next step: {all}.")
    rim = next((rating for item, rating in known if item.part.ring == "rim"), None)
    if rim is not None and engagement is not None:
        # Both scales in quarters: 1 to 10 of the rubric, 1 to 4 here.
        fit = abs((engagement - 1) / 9 * 3 + 1 - rim) < 1
        both = f"The rim is rated {rim} of 4, industry engagement in the rubric {engagement:g} of 10"
        how = "fit together." if fit else "do not fit together: which one did companies see?"
        found.judge(fit, f"{both}; the two {how}", ours=True)
    return tuple(found)


def crosswalk() -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Count in which notebook the items of each source document are treated, from the inventory.

    Gives ids of the documents, names of the notebooks as the inventory gives them, and one row of counts a document. An
    item that two notebooks treat counts in both.
    """
    known = content.inventory()
    notebooks = tuple(sorted({name for item in known.items for name in item.notebooks}))
    counts = Counter((item.document, name) for item in known.items for name in item.notebooks)
    return (
        tuple(document.id for document in known.documents),
        notebooks,
        tuple(tuple(counts[document.id, name] for name in notebooks) for document in known.documents),
    )


def considerations(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Count the six points that were considered: not all have to be settled, all should have been thought about."""
    given = [row for row in rows if row.get("state")]
    if not given:
        return (Finding("open", "None of the points is marked yet."),)
    found = Findings()
    states = [row["state"] for row in given]
    done, begun = states.count("considered"), states.count("begun")
    also = f", {begun} begun" if begun else ""
    text = f"{done} of {len(rows)} points are considered{also}; none has to be settled yet."
    found.judge(done == len(rows), text)
    found.look([_short(row["point"]) for row in given if row["state"] == "open"], "Open: {all}.")
    bare = [_short(row["point"]) for row in given if row["state"] == "considered" and not row.get("what")]
    found.look(bare, "Considered, but what you think is not written down: {all}.")
    waiting = [row for row in given if row["state"] != "considered"]
    homeless = [_short(row["point"]) for row in waiting if not (row.get("next_step") and row.get("by"))]
    found.look(homeless, "Without a next step and its day: {all}.")
    late = [_short(row["point"]) for row in waiting if (by := day_of(row.get("by"))) and by < today]
    found.look(late, "The day is over: {all}.")
    found.open([_short(row["point"]) for row in rows if not row.get("state")], "Not marked yet: {all}.")
    return tuple(found)


def _short(text: Any) -> str:
    """Name a point by what stands before its colon."""
    return str(text).split(":", maxsplit=1)[0]


def traits(rows: Sequence[Mapping[str, Any]], name: str, many: str) -> tuple[Finding, ...]:
    """Count how many traits or components hold, and which of them rest on nothing.

    rows : rows with a light in ``holds`` and what can be shown in ``evidence``.

    >>> traits([{"trait": "tells", "holds": "yes", "evidence": ""}], "trait", "traits")[1].text
    'Without evidence: telling decision makers what comes first.'
    """
    given = [row for row in rows if row.get("holds")]
    if not given:
        return (Finding("open", f"None of the {many} is answered yet."),)
    found = Findings()
    lights = [row["holds"] for row in given]
    hold, partly = lights.count("yes"), lights.count("partly")
    also = f", {partly} partly" if partly else ""
    found.judge(hold == len(rows), f"{hold} of {len(rows)} {many} hold{also}.")
    bare = [_TRAITS[row[name]] for row in given if row["holds"] != "not_yet" and not row.get("evidence")]
    found.look(bare, "Without evidence: {all}.")
    idle = [_TRAITS[row[name]] for row in given if row["holds"] != "yes" and not row.get("next_step")]
    found.look(idle, "No full yes, and no one to start: {all}.")
    found.open([_TRAITS[row[name]] for row in rows if not row.get("holds")], "Not answered yet: {all}.")
    return tuple(found)


def worker_voice(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[Finding, ...]:
    """Look at how workers are heard: which ways are there, when they were last used, and what changed."""
    used = [row for row in rows if row.get("used") in ("yes", "partly")]
    if not any(row.get("used") for row in rows):
        return (Finding("open", "Whether workers are heard is not answered yet."),)
    if not used:
        return (Finding("look", "Workers are not heard in any way yet; begin with two talks.", ours=True),)
    found = Findings(ours=True)
    found.say("good", f"{plural(len(used), 'way is', 'ways are')} in use, at least in part.")
    changed = sum(bool(row.get("changed")) for row in used)
    nothing = "Nothing is written down that changed because of what workers said."
    found.good(changed, f"Something changed because of {changed} of them.", look=nothing)
    old = [row["way"] for row in used if (day := day_of(row.get("last_on"))) and (today - day).days > _YEAR]
    found.look(old, "Not for more than a year: {all}.")
    undated = sum(not row.get("last_on") for row in used)
    found.open(undated, f"For {undated} of them the last day is not written down.")
    return tuple(found)


def job_quality(rows: Sequence[Mapping[str, Any]], sector_pay: float | None = None) -> tuple[Finding, ...]:
    """Look at the practices of employers: pay, five measures, and who says so.

    rows : rows of the tool ``job_quality``; capitals and spaces make no other employer, and what the first row of one
        leaves open is taken from its next.
    sector_pay : average annual pay of the sector in the region, US dollars; None where it is withheld or unknown.
    """
    if not rows:
        return (Finding("open", "No employer is in the table yet."),)
    rows, several = _each_employer_once(rows)
    found = Findings(ours=True)
    found.look(several, "In more than one row, counted once: {all}.")
    few = plural(len(rows), "employer is", "employers are")
    found.look(len(rows) < _FEWEST_EMPLOYERS, f"{few} no picture of a sector; three are the least.")
    for name, title in _MEASURES.items():
        given = [row[name] for row in rows if row.get(name)]
        if given:
            yes = given.count("yes")
            found.judge(2 * yes >= len(given), f"{title.capitalize()}: {yes} of {len(given)} employers, yes.")
        else:
            found.say("open", f"{title.capitalize()}: no one has said.")
    _pay(found, rows, sector_pay)
    alone = [row["employer"] for row in rows if row.get("who_says") == "employer"]
    found.look(alone, "Only the employer says so: {all}. Ask someone who works there.")
    practices = sum(bool(row.get("practice")) for row in rows)
    found.good(practices, f"{plural(practices, 'practice')} that others could copy.")
    return tuple(found)


def _each_employer_once(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[str]]:
    """Bring the rows of one employer together, and name the employers that have several."""
    found: dict[str, dict[str, Any]] = {}
    several: list[str] = []
    for row in rows:
        key = name_key(row["employer"])
        if key not in found:
            found[key] = dict(row)
            continue
        first = found[key]
        if first["employer"] not in several:
            several.append(str(first["employer"]))
        if first.get("who_says") == "employer" and row.get("who_says"):
            first["who_says"] = row["who_says"]  # somebody else says so, too
        first |= {name: cell for name, cell in row.items() if first.get(name) in (None, "")}
    return list(found.values()), several


def _pay(found: Findings, rows: Sequence[Mapping[str, Any]], sector_pay: float | None) -> None:
    paid = [row for row in rows if row.get("starting_pay") is not None]
    if not paid:
        found.say("open", "Starting pay is not written down.")
        return
    middle = median(float(row["starting_pay"]) for row in paid)
    text = f"Starting pay: median ${middle:,.2f} an hour of {plural(len(paid), 'employer')}"
    if sector_pay:
        text += (
            f", which is ${middle * _FULL_YEAR:,.0f} in a year of {_FULL_YEAR:,} hours; the sector's average is "
            f"${sector_pay:,.0f}, with part-time jobs and long service in it"
        )
    found.say("good", f"{text}.")
    both = [row for row in paid if row.get("pay_after") is not None]
    higher = sum(row["pay_after"] > row["starting_pay"] for row in both)
    if both:
        text = f"After two years pay is higher at {higher} of {plural(len(both), 'employer')}."
        found.judge(higher == len(both), text)


def examples(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[Mapping[str, Any], ...], tuple[Finding, ...]]:
    """Keep the examples that somebody has checked: with a source, a name and a day."""
    checked = tuple(
        row for row in rows if row.get("source") and row.get("checked_by") and row.get("checked_on")
    )
    if not rows:
        return (), (Finding("open", "No example of your own is entered; none is made up here."),)
    found = Findings(ours=True)
    found.judge(checked, f"{len(checked)} of {len(rows)} examples are checked.")
    waiting = [row["place_name"] for row in rows if row not in checked]
    found.look(waiting, "Not to be told yet, source or check is missing: {all}.")
    return checked, tuple(found)
