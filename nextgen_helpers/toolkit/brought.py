"""A list that was brought in, as the workspace keeps it: from which file, what was answered, and which answers came of it."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, StrictInt

from nextgen_helpers.toolkit.answer_types import AnswerModel, Line

#: The exercise under which the entries stand.
BROUGHT: Final = "brought"
_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Brought(AnswerModel):
    """One import, or one that was taken back."""

    file: Line = ""  # what the file was called
    into: Line = ""  # which table, such as ``knocks``
    headings: tuple[Line, ...] = ()  # of the list, in plain words: by them the next file is known
    answers: dict[str, Line] = Field(default_factory=dict)  # question -> what was answered, for the next file
    stored: tuple[_Id, ...] = ()  # ids of the answers that the import saved
    # new, changed, taken_out: how many rows
    new: StrictInt = 0
    changed: StrictInt = 0
    taken_out: StrictInt = 0
    # id of the entry that this one takes back; empty for an import
    takes_back: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""
