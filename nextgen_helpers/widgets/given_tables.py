"""What somebody pastes into a form or gives it as a file: rows of a spreadsheet, checked before they are read."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from nextgen_helpers.errors import UserError
from nextgen_helpers.widgets.kept import KeptForm
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

Read = TypeVar("Read")
#: As much as the form sends (``form.js``).
_MOST_BYTES: Final = 8 * 1024**2
_MOST_PROBLEMS: Final = 50
_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class GivenTables(KeptForm):
    """A form with tables for which rows can be offered: shown first, and added when the team says so; what was typed stays."""

    #: Which tables, and on which messages rows are offered.
    offers_for: Collection[str] = ()
    offers_on: Collection[str] = ("paste", "file")

    def offered(self, name: str, message: dict[str, Any], buffers: list[memoryview]) -> dict[str, Any]:
        """Give what is shown before it is added: words, problems, rows, and what the button says."""
        raise NotImplementedError

    def write_template(self, file: Path, name: str) -> None:
        """Write an empty table to fill in."""
        raise NotImplementedError

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        """Show which rows there are, take them or leave them, or give an empty table to fill in."""
        name, form, kind = str(message.get("name")), self.form, message.get("kind")
        if name not in self.names or name not in self.offers_for:
            return
        if kind in self.offers_on:
            try:
                shown = self.offered(name, message, buffers)
            except UserError as error:
                shown = {"text": str(error), "problems": [], "rows": []}
            form.previews = {**form.previews, name: shown}
        elif kind in ("take", "leave"):
            rows = form.previews.get(name, {}).get("rows", [])
            form.previews = {key: shown for key, shown in form.previews.items() if key != name}
            if kind == "take" and rows:
                self.changed(name, [*form.answers.get(name, []), *rows])
        elif kind == "template" and (ending := str(message.get("ending"))) in _TYPES:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / f"{name}.{ending}"
                self.write_template(file, name)
                form.offer(file.name, _TYPES[ending], file.read_bytes())


def preview(
    fresh: list[dict[str, Any]], there: int, where: str, problems: Sequence[str], notes: Sequence[str] = ()
) -> dict[str, Any]:
    """Say of given rows which can be added, how many are ``there`` already, and what has to be mended first."""
    texts = [f"{plural(len(fresh), 'row')} can be added." if fresh else "There is no row to add.", *notes]
    if there:
        texts.append(f"{plural(there, 'row stands', 'rows stand')} {where} already.")
    if problems:
        texts.append(
            f"{plural(len(problems), 'place needs', 'places need')} mending in the spreadsheet first:"
        )
    more = len(problems) - _MOST_PROBLEMS
    return {
        "text": " ".join(texts),
        "problems": [*problems[:_MOST_PROBLEMS], *([f"There are {more:,} more."] if more > 0 else [])],
        "rows": fresh,
        "take": f"Add {plural(len(fresh), 'row')}",
    }


def read_given(
    message: dict[str, Any],
    buffers: Sequence[memoryview],
    text: Callable[[str], Read],
    file: Callable[[Path], Read],
) -> Read:
    """Read what was pasted, or the bytes of a file.

    Parameters
    ----------
    message : of the form: ``kind`` (``paste`` or ``file``), and ``text`` or ``file``, the name of the file.

    Raises
    ------
    UserError : nothing was pasted, or the file is too large; or the readers' own.
    """
    if message["kind"] == "paste":
        pasted = str(message.get("text") or "")
        if not pasted.strip():
            raise UserError(
                "Nothing was pasted; copy the rows in the spreadsheet, with the names of the columns, and paste them here."
            )
        return text(pasted)
    if not buffers or len(buffers[0]) > _MOST_BYTES:
        raise UserError(
            f"The file is missing or larger than {_MOST_BYTES // 1024**2} MB; take the columns that the template has, and no more."
        )
    ending = re.search(r"\.[A-Za-z]{1,8}$", str(message.get("file") or ""))
    with tempfile.TemporaryDirectory() as folder:
        # Only the ending of what it was called is used: a name is not to lead out of the folder.
        written = Path(folder) / f"the file{ending[0].lower() if ending else ''}"
        written.write_bytes(bytes(buffers[0]))
        return file(written)
