"""What people do on their phones: come in with a code, and answer what is open."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import for_terminal, on_one_line
from nextgen_helpers.people import person_key, read_code, written_code
from nextgen_helpers.room.guard import WrongCodes, address_of, fields_of, same
from nextgen_helpers.room.meeting import Meeting, NotKeptError
from nextgen_helpers.room.pages import open_page, phone_page, words
from nextgen_helpers.room.state import COMMIT, VOTE, Person
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.room import Activity, Question, activity, questions_of
from nextgen_helpers.toolkit.stakeholder_groups import group_choices, titles

if TYPE_CHECKING:
    from starlette.requests import Request


_LONGEST_NAME, _LONGEST_IDEA, _LONGEST_REASON = 200, 300, 1000
#: How much one phone can have in an activity: ideas, words, rows and commitments.
_MOST: Final = {"idea": 20, "word": 20, "row": 200, "commit": 20}
_ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "rate": ("answered",), "choose": ("chose",), "points": ("points",), "rows": ("row", "row_out"), "words": ("word",),
    "ideas": ("idea", "vote", "vote_out", "commit", "row_out"),
}  # fmt: skip
#: Before the id of a question, where several are answered in one form.
_SCORE: Final = "score."
#: In which stage of "ideas to commitments" each is possible.
_STAGES: Final = {"vote": (VOTE,), "vote_out": (VOTE,), "commit": (COMMIT,)}


class Phones:
    """Answers the requests of phones (``meetings``: code -> room)."""

    def __init__(self, meetings: Mapping[str, Meeting]) -> None:
        self.meetings, self.wrong = meetings, WrongCodes()

    # -- coming in ------------------------------------------------------------------------------------

    async def code(self, request: Request) -> Response:
        """Ask for the code, and lead to its room."""
        if request.method == "GET":
            return phone_page("code")
        typed = dict(await fields_of(request, words()["too_large"])).get("code", "")
        return RedirectResponse(f"/j/{''.join(filter(str.isdigit, typed))[:6] or '0'}", 303)

    def found(self, request: Request) -> Meeting | None:
        """Give the room whose code stands in the address; None where none has it, or too many wrong ones came from there."""
        if self.wrong.blocked(address_of(request)):
            return None
        meeting = self.meetings.get(request.path_params["code"])
        if meeting is None:
            self.wrong.count(address_of(request))
        return meeting

    async def join(self, request: Request) -> Response:
        """Let somebody in who has the code: somebody new, or who was here before."""
        meeting = self.found(request)
        if meeting is None:
            blocked = self.wrong.blocked(address_of(request))
            problem = words()["code_too_many" if blocked else "code_wrong"]
            return phone_page("code", 429 if blocked else 404, problem=problem)
        if self._who(request)[0] is meeting:
            return RedirectResponse("/room", 303)
        form: dict[str, Any] = {"code": meeting.codes.code, "groups": group_choices(), "team": meeting.title}
        if request.method == "GET":
            return phone_page("who", **form)
        typed = dict(await fields_of(request, words()["too_large"]))
        if typed.get("number", "").strip():
            return await self._back(request, meeting, typed["number"], form)
        if len(meeting.state.people) >= meeting.seats:
            return phone_page("error", 503, problem=words()["room_full"], back="", team=meeting.title)
        group = typed.get("group", "")
        number = meeting.new_code()
        person = Person(person_key(number), group if group in titles() else "")
        await meeting.put(secrets.token_hex(16), {"did": "joined"}, person)
        return _let_in(request, meeting, number)

    async def _back(
        self, request: Request, meeting: Meeting, typed: str, form: Mapping[str, Any]
    ) -> Response:
        """Let somebody in with the number from before."""
        number = ""
        with contextlib.suppress(UserError):
            number = read_code(typed)
        if not number or meeting.person_of(number) is None:
            self.wrong.count(address_of(request))
            return phone_page("who", 404, problem=words()["who_number_wrong"], **form)
        return _let_in(request, meeting, number)

    def _who(self, request: Request) -> tuple[Meeting | None, Person | None]:
        """Give the room and the person of a phone; None where it is in none."""
        meeting = self.meetings.get(request.session.get("code", ""))
        person = meeting.person_of(request.session.get("number", "")) if meeting else None
        return (meeting, person) if person else (None, None)

    # -- answering ------------------------------------------------------------------------------------

    async def room(self, request: Request) -> Response:
        """Show what is open."""
        meeting, person = self._who(request)
        if meeting is None or person is None:
            return phone_page("code", 401, problem=words()["not_in"])
        said = words()["saved"] if "sent" in request.query_params else ""
        return await self._open(request, meeting, person, said=said)

    async def _open(self, request: Request, meeting: Meeting, person: Person, **more: Any) -> Response:
        number = written_code(request.session["number"])
        return await open_page(meeting, person, request.session["token"], number=number, **more)

    async def who(self, request: Request) -> Response:
        """Keep the name or the organization that an exercise asks for."""
        meeting, person = self._who(request)
        typed = dict(await fields_of(request, words()["too_large"]))
        if (
            meeting is None
            or person is None
            or not same(typed.get("token", ""), request.session.get("token", ""))
        ):
            return phone_page("code", 401, problem=words()["not_in"])
        what, name = meeting.state.activity, on_one_line(typed.get("asked", ""))[:_LONGEST_NAME]
        if what is None or not what.asks:
            return RedirectResponse("/room", 303)
        if not name:
            return await self._open(request, meeting, person, problem=words()["ask_empty"])
        called = name if what.asks == "name" else person.name
        organization = name if what.asks == "organization" else person.organization
        renamed = Person(person.key, person.group, called, organization)
        await meeting.put(secrets.token_hex(16), {"did": "joined", "text": organization}, renamed)
        return RedirectResponse("/room", 303)

    async def do(self, request: Request) -> Response:
        """Keep an answer; it is acknowledged when it is on disk."""
        json = "application/json" in request.headers.get("accept", "")
        meeting, person = self._who(request)
        try:
            sent = await fields_of(request, words()["too_large"])
            typed = dict(sent)
            if meeting is None or person is None:
                return _no(words()["not_in"], 401, json=json)
            if not same(typed.get("token", ""), request.session.get("token", "")):
                return _no(words()["form_old"], 403, json=json)
            values = _values(meeting, person, typed, [text for name, text in sent if name == "seen"])
            given = on_one_line(typed.get("sent", ""))[:64]
            await asyncio.gather(*(meeting.put(given, value, person) for value in values))
        except NotKeptError as error:  # the phone keeps it, and sends it again
            return _no(str(error), 503, json=json)
        except (UserError, ValidationError) as error:
            problem = words()["form_old"] if isinstance(error, ValidationError) else str(error)
            if meeting is None or person is None or problem == words()["too_large"]:
                return _no(problem, 413, json=json)
            refused = JSONResponse({"refused": problem}, 422)
            return refused if json else await self._open(request, meeting, person, problem=problem)
        return JSONResponse({"kept": True}) if json else RedirectResponse("/room?sent", 303)

    async def events(self, request: Request) -> Response:
        """Tell a phone when there is something else to show."""
        meeting, person = self._who(request)
        if meeting is None or person is None:
            return JSONResponse({"refused": words()["not_in"]}, 401)
        return StreamingResponse(_phone_events(meeting), media_type="text/event-stream")


def _let_in(request: Request, meeting: Meeting, number: str) -> Response:
    request.session.update(code=meeting.codes.code, number=number, token=secrets.token_urlsafe(16))
    return RedirectResponse("/room", 303)


def _no(problem: str, status: int, *, json: bool) -> Response:
    """Say why something was not kept, to the script of the page or to its reader."""
    if json:
        return JSONResponse({"refused" if status < 500 else "waiting": problem}, status)  # noqa: PLR2004  (from there on it is not the phone's)
    return phone_page("error", status, problem=problem, back="/" if status == 401 else "/room")  # noqa: PLR2004  (nobody who is in)


async def _phone_events(meeting: Meeting) -> AsyncIterator[str]:
    told = ""
    async for _ in meeting.changes(0.2):
        version = meeting.phone_version()
        yield f"data: {version}\n\n" if version != told else ": here\n\n"
        told = version


def _values(
    meeting: Meeting, person: Person, typed: Mapping[str, str], seen: list[str]
) -> list[dict[str, Any]]:
    """Check what was sent, and give it as it is kept; the scores of one item come together, and each is an answer of its own.

    Raises UserError: something of it does not fit what is open; then nothing of it is kept.
    """
    scores = {name.removeprefix(_SCORE): text for name, text in typed.items() if name.startswith(_SCORE)}
    if typed.get("did") != "chose" or not scores:
        return [_value(meeting, person, typed, seen)]
    return [
        _value(meeting, person, {**typed, "about": about, "text": text}, []) for about, text in scores.items()
    ]


def _value(  # noqa: C901, PLR0911  (one case for each thing that can be done)
    meeting: Meeting, person: Person, typed: Mapping[str, str], seen: list[str]
) -> dict[str, Any]:
    """Check what was sent, and give it as it is kept (UserError: it does not fit what is open)."""
    state, w = meeting.state, words()
    name, did = typed.get("activity", ""), typed.get("did", "")
    if not name or state.open != name or typed.get("round") != str(state.round):
        raise UserError(w["closed"])
    what = activity(name)
    if did not in _ALLOWED[what.kind] or (did in _STAGES and state.stage not in _STAGES[did]):
        raise UserError(w["closed"])
    about = typed.get("about", "")
    value: dict[str, Any] = {"did": did, "activity": name, "round": state.round, "about": about}
    gathered = state.gathered(name)
    own = {
        "idea": sum(item.person == person.key for item in gathered.said.values()),
        "row": sum(who == person.key for who, _ in gathered.rows.values()),
        "commit": sum(who == person.key for who, _ in gathered.commitments.values()),
    }
    if own.get({"word": "idea"}.get(did, did), 0) >= _MOST.get(did, 1):
        raise UserError(w["too_many"])
    match did:
        case "answered":
            return value | _rating(typed, seen, about)
        case "chose":
            return value | _choice(meeting, what, typed)
        case "points":
            return value | {"points": _points(meeting, what, typed)}
        case "idea" | "word":
            return value | {"text": _text(typed.get("text", ""), _LONGEST_IDEA) or _refuse(w["idea_empty"])}
        case "vote" | "vote_out":
            return value if about in gathered.said else _refuse(w["closed"])
        case "row":
            cells = {key[5:]: _text(text, 2000) for key, text in typed.items() if key.startswith("cell.")}
            return value | {"row": what.row(cells, person.organization)}
        case "commit":
            return value | {"row": _commitment(typed, person)}
    return value


def _refuse(sentence: str) -> Any:
    raise UserError(sentence)


def _text(typed: str, most: int) -> str:
    """Give a text without letters that steer; one that is too long is refused."""
    text = for_terminal(typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text if len(text) <= most else _refuse(words()["too_long"].format(most=most))


def _rating(typed: Mapping[str, str], seen: list[str], dimension: str) -> dict[str, Any]:
    score = typed.get("score", "")
    if dimension not in {item.id for item in content.rubric().dimensions}:
        raise UserError(words()["form_old"])
    if score not in {str(number) for number in range(1, 11)}:
        raise UserError(words()["choose_one"])
    known = [item.id for item in content.rubric().seen(dimension, seen)]
    reason = _text(typed.get("reason", ""), _LONGEST_REASON)
    return {"text": score, "reason": reason, "row": {"score": int(score), "seen": known}}


def _choice(meeting: Meeting, what: Activity, typed: Mapping[str, str]) -> dict[str, Any]:
    asked: dict[str, Question] = {item.id: item for item in questions_of(what, meeting.state.items(what.id))}
    question = asked.get(typed.get("about", ""))
    if question is None:
        # The form of an item names the item itself; without a score in it, nothing was chosen.
        nothing = any(one.item == typed.get("about") for one in asked.values())
        raise UserError(words()["choose_one" if nothing else "form_old"])
    if typed.get("text", "") not in question.choices:
        raise UserError(words()["choose_one"])
    reason = _text(typed.get("reason", ""), _LONGEST_REASON) if question.reason else ""
    return {"text": typed["text"], "reason": reason}


def _points(meeting: Meeting, what: Activity, typed: Mapping[str, str]) -> dict[str, int]:
    given = {}
    known = meeting.state.items(what.id)
    for key, text in typed.items():
        place = key.removeprefix("points.")
        item, number = typed.get(f"item.{place}", ""), text.strip() or "0"
        if place == key or item not in known:
            continue
        if not (number.isascii() and number.isdigit() and len(number) <= 4):  # noqa: PLR2004  (no number of points is longer)
            raise UserError(words()["points_number"])
        if int(number):
            given[item] = int(number)
    over = what.cost(given) - what.points
    return given if over <= 0 else _refuse(words()["points_over"].format(over=over))


def _commitment(typed: Mapping[str, str], person: Person) -> dict[str, Any]:
    """Read a commitment: a row of Step 4's sheet."""
    what = _text(typed.get("cell.what", ""), _LONGEST_IDEA)
    priority = on_one_line(typed.get("cell.priority", ""))
    if not what or not priority:
        raise UserError(words()["commit_needs"])
    made = activity("launch_ideas")
    side = "business" if person.group == "Employer" else "partner"
    row_of = {"sheet": made.commit.partition(".")[0], "into": made.commit, "own": "organization"}
    return made.model_copy(update=row_of).row(
        {
            "who": on_one_line(typed.get("cell.who", ""))[:_LONGEST_NAME], "side": side, "what": what, "priority": priority[:500],
            "by": typed.get("cell.by", ""), "status": "promised",
        },
        person.organization,
    )  # fmt: skip
