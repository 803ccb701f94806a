"""The facilitator's page: what can be opened, how many have answered, and everything that only the facilitator does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from anyio.to_thread import run_sync
from starlette.responses import RedirectResponse, Response, StreamingResponse

from nextgen_helpers.errors import UserError
from nextgen_helpers.room.guard import fields_of, same
from nextgen_helpers.room.pages import page, phone_page, words
from nextgen_helpers.room.state import COLLECT, COMMIT, VOTE
from nextgen_helpers.room.wall import counted_events, stage_text, told
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.catalog import exercise_title
from nextgen_helpers.toolkit.room import activities, activity, items_of
from nextgen_helpers.words import capital
from nextgen_helpers.work_folder import work_folder

if TYPE_CHECKING:
    from starlette.requests import Request

    from nextgen_helpers.room.meeting import Meeting

#: What can be taken back, in words.
_DONE: Final = {
    "opened": "opening {title}", "closed": "closing {title}", "revealed": "showing the results of {title}", "hidden": "hiding the results of {title}",
    "next": "going on in {title}", "release": "putting a text on the wall", "refuse": "leaving a text out", "together": "joining two texts",
    "skip": "skipping {title}", "timer": "the timer",
}  # fmt: skip
_NEXT: Final = {COLLECT: "Go on to voting", VOTE: "Make the top five our priorities, and ask for commitments"}


class Facilitator:
    """Answers the requests of facilitators, and of a trainer over several rooms.

    meetings : secret -> room.
    trainer : secret of the page over all rooms.
    """

    def __init__(self, meetings: Mapping[str, Meeting], trainer: str) -> None:
        self._meetings, self._trainer = meetings, trainer

    def _found(self, request: Request) -> Meeting | None:
        given = request.path_params["secret"]
        return next((meeting for secret, meeting in self._meetings.items() if same(secret, given)), None)

    async def show(self, request: Request, problem: str = "") -> Response:
        """Show the page, or do what one of its buttons says."""
        meeting = self._found(request)
        if meeting is None:
            return _no_such_page("the notebook, or from the window in which the room was started")
        here = request.url.path
        if request.method == "POST":
            try:
                await _do(meeting, dict(await fields_of(request, words()["too_large"])))
            except UserError as error:
                problem = str(error)
            else:
                return RedirectResponse(here, 303)
        state, what = meeting.state, meeting.state.activity
        gathered = state.gathered()
        done = state.last_done()
        return page(
            "facilitator.html", 422 if problem else 200, kind="facilitator", title=f"{meeting.title}: facilitator", version=str(state.count),
            events=f"{here}/events", team=meeting.title, code=meeting.codes.code, here=here, problem=problem, what=what, asked=stage_text(what, state.stage) if what else "", state=state,
            joined=len(state.people), answered=state.answered() if what else 0, agenda=_agenda(meeting), next_step=_next_step(meeting),
            waiting=[item for item in gathered.said.values() if item.status == "waiting"] if what else [], released=gathered.released() if what else [],
            votes={item.id: len(gathered.voters(item.id)) for item in gathered.released()} if what else {}, undo=_told_done(done.value) if done else "", undo_id=done.answer_id if done else "",
            results=told(meeting, what) if what else {},
        )  # fmt: skip

    async def events(self, request: Request) -> Response:
        """Tell the page when something has changed."""
        meeting = self._found(request)
        if meeting is None:
            return await self.show(request)
        return StreamingResponse(counted_events(meeting), media_type="text/event-stream")

    async def export(self, request: Request) -> Response:
        """Give all answers of the team as a workbook."""
        meeting = self._found(request)
        if meeting is None:
            return await self.show(request)

        def made() -> bytes:
            with work_folder("room") as folder:
                meeting.team.workspace.export_excel(folder / "answers.xlsx")
                return (folder / "answers.xlsx").read_bytes()

        name = f"answers-{meeting.team.workspace.team_id}.xlsx"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(await run_sync(made), media_type=kind, headers=headers)

    async def trainer(self, request: Request) -> Response:
        """Show all rooms, each with its code, how many are in it, and the way to its pages."""
        if not same(request.path_params["secret"], self._trainer):
            return _no_such_page("the window in which the rooms were started")
        rooms = [
            {
                "team": meeting.title, "code": meeting.codes.code, "page": f"/f/{secret}", "wall": f"/wall/{meeting.codes.code}",
                "joined": len(meeting.state.people), "answered": meeting.state.answered() if meeting.state.open else 0,
                "open": meeting.state.activity.title if meeting.state.activity else "",
            }
            for secret, meeting in self._meetings.items()
        ]  # fmt: skip
        return page("trainer.html", kind="facilitator", title="All rooms", rooms=rooms, here=request.url.path)


def _no_such_page(place: str) -> Response:
    return phone_page("error", 404, problem=f"There is no such page. Open it from {place}.", back="")


async def _do(meeting: Meeting, typed: Mapping[str, str]) -> None:
    """Do what a button says (UserError: it is not possible now)."""
    state, did, name = meeting.state, typed.get("did", ""), typed.get("activity", "")
    about = typed.get("about", "")[:64]
    if did == "open":
        await open_activity(meeting, name, again=typed.get("again") == "yes")
        return
    if did == "skip":
        await meeting.facilitate("skip", activity=activity(name).id)
        return
    if did == "undo":
        await meeting.facilitate("undo", about=about, activity="")
        return
    if not state.open:
        raise UserError("Nothing is open. Open something first.")
    gathered = state.gathered()
    match did:
        case "close":
            await meeting.facilitate("closed", activity=state.open)
        case "reveal" | "hide":
            await meeting.facilitate("revealed" if did == "reveal" else "hidden", activity=state.open)
        case "next" if state.activity and state.activity.kind == "ideas" and state.stage < COMMIT:
            await meeting.facilitate("next", activity=state.open)
        case "timer":
            minutes = typed.get("minutes", "")
            seconds = 60 * int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 4 else 0  # noqa: PLR2004  (no timer is longer)
            ends = datetime.now(UTC) + timedelta(seconds=seconds)
            text = ends.isoformat(timespec="seconds") if seconds else ""
            await meeting.facilitate("timer", activity=state.open, text=text)
        case "release" | "refuse" | "together" if about in {**gathered.said, **gathered.commitments}:
            to = typed.get("to", "")[:64] if did == "together" else ""
            await meeting.facilitate(did, activity=state.open, about=about, text=to)
        case _:
            raise UserError("That is not possible right now. Load the page again.")


async def open_activity(meeting: Meeting, name: str, *, again: bool = False) -> None:
    """Open something for phones; again means a new round, in which everybody answers anew."""
    what, state = activity(name), meeting.state
    number = state.next_round(what.id)
    if again and what.id in state.rounds:
        number = state.rounds[what.id] + 1
    fresh = what.id in state.rounds and number > state.rounds[what.id]
    # What is weighed stays the same while it is open, whoever changes the list meanwhile.
    items = await run_sync(items_of, what, meeting.team.rows) if what.items else []
    if what.items and not items:
        sheets = " or ".join(
            dict.fromkeys(f'"{exercise_title(path.partition(".")[0])}"' for path in what.items)
        )
        raise UserError(
            f"There is nothing to choose from yet: fill in {sheets} in the notebook, then open it here."
        )
    await meeting.facilitate(
        "opened", activity=what.id, round=number, about="again" if fresh else "", row={"items": items}
    )


def _agenda(meeting: Meeting) -> list[dict[str, Any]]:
    """Give everything that can be opened by place, with what has come in."""
    state, places = meeting.state, content.steps().everywhere
    found: dict[str, list[dict[str, Any]]] = {}
    for item in activities().values():
        begun = item.id in state.rounds
        count = len(state.gathered(item.id).people()) if begun else 0
        shown = {"what": item, "count": count, "skipped": item.id in state.skipped, "begun": begun}
        found.setdefault(item.place, []).append(shown)
    now = state.activity.place if state.activity else ""
    return [
        {
            "title": f"{places[name].notebook[:2]} {capital(places[name].title)}",
            "items": items,
            "now": name == now,
        }
        for name, items in found.items()
    ]


def _next_step(meeting: Meeting) -> str:
    what = meeting.state.activity
    return _NEXT.get(meeting.state.stage, "") if what is not None and what.kind == "ideas" else ""


def _told_done(value: Mapping[str, Any]) -> str:
    name = value["activity"]
    return _DONE[value["did"]].format(title=activities()[name].title if name in activities() else "it")
