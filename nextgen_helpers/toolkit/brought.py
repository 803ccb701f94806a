"""A list that was brought in, as the workspace keeps it: from which file, what was answered, and which answers came of it."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, StrictInt

from nextgen_helpers.toolkit.answer_types import AnswerModel, Line

#: The exercise under which the entries stand.
BROUGHT: Final = "brought"
_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Brought(AnswerModel):
    """One import, or one that was taken back.

    file : what the file was called.
    into : which table, such as ``knocks``.
    headings : of the list, in plain words: by them the next file is known.
    answers : question -> what was answered, for the next file.
    stored : ids of the answers that the import saved.
    new, changed, taken_out : how many rows.
    takes_back : id of the entry that this one takes back; empty for an import.
    """

    file: Line = ""
    into: Line = ""
    headings: tuple[Line, ...] = ()
    answers: dict[str, Line] = Field(default_factory=dict)
    stored: tuple[_Id, ...] = ()
    new: StrictInt = 0
    changed: StrictInt = 0
    taken_out: StrictInt = 0
    takes_back: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""
