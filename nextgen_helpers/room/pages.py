"""Pages of the room: templates with their texts, and what each needs to know."""

from __future__ import annotations

import secrets
from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from nextgen_helpers.places import embedded, yaml_of
from nextgen_helpers.room.state import TOP, Person
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.exercises import SELF_ASSESSMENT
from nextgen_helpers.toolkit.room import Activity, Question, questions_of
from nextgen_helpers.words import day_words

if TYPE_CHECKING:
    from nextgen_helpers.room.meeting import Meeting

_SHORT: Final = 120


@cache
def words() -> Mapping[str, str]:
    """Give the texts of a phone's page; another language is another file of the same keys."""
    found: dict[str, str] = yaml_of(embedded("data", "room", "en.yaml").read_text(encoding="utf-8"))
    return found


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("nextgen_helpers.room"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    made.filters["day"] = lambda iso: day_words(date.fromisoformat(iso)) if iso else ""
    made.globals.update(w=words(), fresh=lambda: secrets.token_hex(16), top=TOP)
    return made


def page(name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Write a page; everything that people typed is text in it."""
    whole = {"version": "", "events": "", "me": "", "waits": False, "kind": "phone", "title": "", **values}
    return HTMLResponse(_templates().get_template(name).render(whole), status)


def phone_page(part: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Write a page for a phone."""
    team = values.get("team", "")
    title = " · ".join(filter(None, (words().get(f"{part}_title", words()["join_title"]), team)))
    whole = {"part": part, "team": team, "number": "", "said": "", "problem": "", "title": title, **values}
    return page("phone.html", status, **whole)


async def open_page(meeting: Meeting, person: Person, token: str, **more: Any) -> HTMLResponse:
    """Write the page of what is open, with what the person has answered already; or that nothing is."""
    state, what = meeting.state, meeting.state.activity
    common = {
        "team": meeting.title, "version": meeting.phone_version(), "events": "/events", "me": f"{meeting.codes.code}.{person.key}",
        "token": token, **more,
    }  # fmt: skip
    if what is None:
        return phone_page("wait", waits=True, **common)
    known = {"": " ", "name": person.name, "organization": person.organization}[what.asks]
    if not known:
        return phone_page("ask", what=what, **common)
    common["title"] = f"{what.title} · {meeting.title}"
    asked = await _asked(meeting, what, person)
    return phone_page("open", what=what, round=state.round, revealed=state.revealed, **asked, **common)


async def _asked(meeting: Meeting, what: Activity, person: Person) -> dict[str, Any]:
    """Give what the form of an activity asks, and what the person has answered."""
    gathered = meeting.state.gathered(what.id)
    items = meeting.state.items(what.id)
    match what.kind:
        case "rate":
            rubric = content.rubric()
            return {
                "dimensions": rubric.dimensions, "levels": rubric.levels, "indicators": rubric.indicators,
                "rated": await to_thread(_rated, meeting, person, gathered.answered.get(person.key, {})),
            }  # fmt: skip
        case "choose":
            questions = questions_of(what, items)
            return {
                "questions": questions, "chosen": gathered.answered.get(person.key, {}), "items": _by_item(questions),
            }  # fmt: skip
        case "points":
            return {"items": items, "points": gathered.points.get(person.key, {})}
        case "rows":
            rows = [(key, _told(what, row)) for key, (who, row) in gathered.rows.items() if who == person.key]
            offered = await meeting.names()
            return {"columns": what.columns(), "needed": what.needed(), "rows": rows, "offered": offered}
    ranked = gathered.ranked()
    return {
        "stage": meeting.state.stage, "ideas": ranked, "voters": {idea.id: gathered.voters(idea.id) for idea, _ in ranked},
        "person": person.key, "me_name": person.name, "mine": [item for item in gathered.said.values() if item.person == person.key],
        "promises": [(key, row) for key, (who, row) in gathered.commitments.items() if who == person.key],
    }  # fmt: skip


def _by_item(questions: Sequence[Question]) -> dict[str, list[tuple[Question, str]]]:
    """Give the questions of each item, with what each asks without the item's name: that stands above them."""
    found: dict[str, list[tuple[Question, str]]] = {}
    for one in questions:
        if one.item:
            found.setdefault(one.item, []).append((one, one.text.removeprefix(f"{one.item}: ")))
    return found


def _rated(meeting: Meeting, person: Person, begun: Mapping[str, object]) -> dict[str, dict[str, Any]]:
    """Give the person's ratings of this round: score, what was seen, and reasons of each dimension."""
    found = meeting.team.answer(SELF_ASSESSMENT, person.key) if begun else None
    value = found.value if found else {"scores": {}, "indicators": [], "evidence": {}}
    return {
        one.id: {
            "score": value["scores"].get(one.id), "evidence": value["evidence"].get(one.id, ""),
            "seen": value["indicators"],
        }
        for one in content.rubric().dimensions
    }  # fmt: skip


def _told(what: Activity, row: Mapping[str, Any]) -> str:
    """Say a row in a line."""
    fields = what.fields()
    told = []
    for name, cell in row.items():
        if cell in (None, "", []) or name == what.own or name not in fields:
            continue
        choices = dict(fields[name].choices)
        told.append(", ".join(map(str, cell)) if isinstance(cell, list) else str(choices.get(cell, cell)))
    return " · ".join(told)[:_SHORT]
