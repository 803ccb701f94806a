"""What was done in the room, as the workspace keeps it: one entry each, in the order in which it was done."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field, StrictInt

from nextgen_helpers.toolkit.answer_types import AnswerModel, Entry, Line, Text
from nextgen_helpers.toolkit.entries import Slug

#: The exercise under which the entries stand.
ROOM: Final = "room"
#: What people did on their phones, and what the facilitator did.
Did = Literal[
    "joined", "answered", "chose", "points", "row", "row_out", "idea", "vote", "vote_out", "word", "commit", "opened", "closed",
    "revealed", "hidden", "next", "release", "refuse", "together", "timer", "undo", "skip",
]  # fmt: skip


class RoomEntry(AnswerModel):
    """One thing that was done in the room, as the workspace keeps it; its own id is made on the phone, so that sent twice is once."""

    did: Did  # what
    # activity, round: what was open, and how often it had been opened anew
    activity: Slug | Literal[""] = ""
    round: StrictInt = Field(default=1, ge=1, le=1000)
    about: Line = ""  # the question, the idea or the row that it is about; what an undo takes back
    text: Text = ""  # what was typed, or chosen
    reason: Text = ""  # what was typed beside a choice
    points: dict[Entry, StrictInt] = Field(default_factory=dict, max_length=500)  # item -> points
    row: dict[str, Any] = Field(default_factory=dict, max_length=60)  # cells of a row, as they are stored
