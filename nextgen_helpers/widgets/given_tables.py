"""What somebody pastes into a form or gives it as a file: rows of a spreadsheet, checked before they are read."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from nextgen_helpers.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["read_given"]

Read = TypeVar("Read")
#: As much as the form sends (``form.js``).
_MOST_BYTES: Final = 8 * 1024**2


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
    buffers : the file's bytes.
    text : reads what was pasted.
    file : reads a file.

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
