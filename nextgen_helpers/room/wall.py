"""The wall: the question, how many have answered, and after the reveal what came of it."""

from __future__ import annotations

import asyncio
import importlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import segno
from markupsafe import Markup
from starlette.responses import Response, StreamingResponse

from nextgen_helpers.room.pages import page, phone_page, words
from nextgen_helpers.room.state import COLLECT, COMMIT, VOTE
from nextgen_helpers.toolkit.room import Activity, questions_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from nextgen_helpers.room.meeting import Meeting
    from nextgen_helpers.room.phones import Phones

#: Nothing is told about a group of fewer.
FEWEST: Final = 3
_PAUSE_SECONDS: Final = 0.5
#: Kinds whose answers are said aloud anyway, so that they stand on the wall at once.
_OPEN_KINDS: Final = ("rows", "ideas", "words")


class Wall:
    """Shows rooms on the wall.

    phones : knows the rooms, and slows down whoever guesses their codes.
    address : where phones find this computer, such as ``http://192.168.1.5:8765``.
    """

    def __init__(self, phones: Phones, address: str) -> None:
        self._phones, self._address = phones, address
        self._drawn: dict[str, tuple[str, list[Markup]]] = {}
        self._drawing: dict[str, asyncio.Lock] = {}

    async def show(self, request: Request) -> Response:
        """Show a room."""
        meeting = self._phones.found(request)
        if meeting is None:
            return phone_page("code", 404, problem=words()["code_wrong"])
        join = f"{self._address}/j/{meeting.codes.code}"
        code = segno.make(join, error="m").svg_inline(
            scale=8, border=2, svgclass="qr", lineclass=None, omitsize=True
        )
        return page(
            "wall.html", kind="wall", title=f"{meeting.title}: the wall", version=str(meeting.state.count), events=f"{request.url.path}/events",
            team=meeting.title, code=meeting.codes.code, address=self._address.removeprefix("http://"), qr=Markup(code),  # noqa: S704  (our own drawing)
            style=Markup(await asyncio.to_thread(drawing_kit)), **await self._now(meeting),  # noqa: S704  (our own style sheet)
        )  # fmt: skip

    async def events(self, request: Request) -> Response:
        """Tell the wall when something has changed."""
        meeting = self._phones.found(request)
        if meeting is None:
            return phone_page("code", 404, problem=words()["code_wrong"])
        return StreamingResponse(counted_events(meeting), media_type="text/event-stream")

    async def _now(self, meeting: Meeting) -> dict[str, Any]:
        state, what = meeting.state, meeting.state.activity
        if what is None:
            return {"what": None, "joined": len(state.people)}
        shown = state.revealed or what.kind in _OPEN_KINDS
        results = told(meeting, what) if shown else {}
        return {
            "what": what, "joined": len(state.people), "answered": state.answered(), "asked": stage_text(what, state.stage), "round": state.round, "stage": state.stage,
            "ends": state.ends, "revealed": state.revealed, "shown": shown, "collect": COLLECT, "commit": COMMIT, "results": results,
            "charts": await self._charts(meeting, what) if shown and results.get("enough") and what.views else [],
        }  # fmt: skip

    async def _charts(self, meeting: Meeting, what: Activity) -> list[Markup]:
        """Draw the library's own charts, once for each change; whoever asks meanwhile waits for the same drawing."""
        code = meeting.codes.code
        async with self._drawing.setdefault(code, asyncio.Lock()):
            version = f"{meeting.state.count} {what.id}"
            if self._drawn.get(code, ("",))[0] != version:
                self._drawn[code] = (version, await asyncio.to_thread(_drawn, meeting, what))
            return self._drawn[code][1]


def stage_text(what: Activity, stage: int) -> str:
    """Give the question of an activity; that of "ideas to commitments" changes with its stage."""
    return {VOTE: words()["vote_title"], COMMIT: words()["commit_title"]}.get(stage, what.text)


async def counted_events(meeting: Meeting) -> AsyncIterator[str]:
    """Give the number of everything that was done, whenever it has changed."""
    seen = -1
    async for _ in meeting.changes(_PAUSE_SECONDS):
        count = meeting.state.count
        yield f"data: {count}\n\n" if count != seen else ": here\n\n"
        seen = count


def drawing_kit() -> str:
    """Import what draws charts, which takes a second; give their style sheet."""
    importlib.import_module("nextgen_helpers.show")
    return str(importlib.import_module("nextgen_helpers.charts.page").chart_css())


def _drawn(meeting: Meeting, what: Activity) -> list[Markup]:
    """Draw what the views of an activity show; on the wall only pictures, as what is to be read stands in the notebook."""
    pieces = []
    for path in what.views:
        module, _, name = path.partition(".")
        view = getattr(importlib.import_module(f"nextgen_helpers.views.{module}"), name)
        pieces += [bundle.get("text/html", "") for bundle in view(meeting.team).mime_bundles()]
    return [Markup(piece) for piece in pieces if "<svg" in piece]  # noqa: S704  (the library's own; what people typed is escaped there)


def told(meeting: Meeting, what: Activity) -> dict[str, Any]:
    """Give what has come of an activity: bars for each question, points, words or ideas; only sums, and none of fewer than three people."""
    gathered = meeting.state.gathered(what.id)
    people = len(gathered.people())
    if what.kind in _OPEN_KINDS:
        return {
            "enough": True, "ideas": [(idea.text, votes) for idea, votes in gathered.ranked()], "words": _counted(meeting, what),
            "rows": len(gathered.rows),
            "promises": [(key, row) for key, (_, row) in gathered.commitments.items()],
        }  # fmt: skip
    if people < FEWEST:
        return {"enough": False, "fewest": FEWEST}
    items = meeting.state.items(what.id)
    if what.kind == "points":
        totals = gathered.totals(items)
        most = max((points for _, points, _ in totals), default=0) or 1
        bars = [
            (item, points, round(100 * points / most), f"{count} of {people}")
            for item, points, count in totals
        ]
        times = Counter(points for _, points, _ in totals)
        tied = [item for item, points, _ in totals if points and times[points] > 1]
        return {"enough": True, "points": bars, "tied": tied}
    asked = [
        (question.text, _bars(question.choices, gathered.chosen(question.id)), gathered.reasons(question.id) if question.reason else [])
        for question in questions_of(what, items)
    ]  # fmt: skip
    return {"enough": True, "asked": asked if what.kind == "choose" else []}


def _bars(choices: Mapping[str, str], counts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Give each choice with its count and its share in percent; of a question that fewer than three have answered nothing."""
    all_of = sum(counts.values())
    if all_of < FEWEST:
        return []
    return [
        (shown, counts.get(stored, 0), round(100 * counts.get(stored, 0) / all_of))
        for stored, shown in choices.items()
    ]


def _counted(meeting: Meeting, what: Activity) -> list[tuple[str, int]]:
    """Count released words that are the same but for capitals, with those that were joined to them."""
    if what.kind != "words":
        return []
    gathered = meeting.state.gathered(what.id)
    released = [item for item in gathered.said.values() if item.status == "released"]
    told_as = [gathered.said.get(item.joined_to, item).text for item in released]
    first: dict[str, str] = {}
    return Counter(first.setdefault(text.casefold(), text) for text in told_as).most_common()
