"""What was removed and can be brought back: teams, people and regions, each in a file of its own until the folder is emptied."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from nextgen_helpers.errors import UserError, did_you_mean
from nextgen_helpers.places import user_home, writable_folder
from nextgen_helpers.words import day_words

_NAME: Final = re.compile(
    r"(team|person|region)\.([a-z0-9]+(?:-{1,2}[a-z0-9]+)*)(?:\.([0-9a-z-]{1,60}))?\.(\d{8}T\d{6}\d*Z)\.(db|json|yaml)"
)


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that was removed."""

    path: Path  # the file in which it lies
    kind: str  # ``team``, ``person`` or ``region``
    of: str  # id of the team or region; of a person the team
    respondent: str  # a person's key; empty otherwise
    when: datetime  # at which moment, in UTC

    @property
    def name(self) -> str:
        """Name of the file, by which it is brought back."""
        return self.path.name

    def words(self) -> str:
        """Say what it is."""
        moment = self.when.astimezone()
        what = f"{self.kind} {self.respondent or self.of}{f' of {self.of}' if self.respondent else ''}"
        return f"{what[:1].upper()}{what[1:]}, removed {day_words(moment)}, {moment:%H:%M}"


def removed_folder() -> Path:
    """Folder of what was removed. It is not created by asking."""
    return user_home() / "removed"


def place_for_removed(kind: str, of: str, ending: str, respondent: str = "") -> Path:
    """Give the file into which something is to be put; no two have the same."""
    folder = writable_folder(removed_folder())
    with contextlib.suppress(OSError):  # such as on a stick whose file system knows no owners
        folder.chmod(0o700)
    whose = f".{re.sub(r'[^0-9a-z-]', '-', respondent.lower())[:60]}" if respondent else ""
    return folder / f"{kind}.{of}{whose}.{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z.{ending}"


def removed() -> list[Removed]:
    """List what was removed, newest first; files of other names are passed over."""
    found = []
    for path in removed_folder().glob("*"):
        parts = _NAME.fullmatch(path.name)
        if parts and path.is_file():
            moment = datetime.strptime(parts[4], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
            found.append(Removed(path, parts[1], parts[2], parts[3] or "", moment))
    return sorted(found, key=lambda item: item.when, reverse=True)


def find_removed(name: str) -> Removed:
    """Find something that was removed, by the name of its file."""
    known = {item.name: item for item in removed()}
    if name not in known:
        hint = did_you_mean(name, known)
        raise UserError(f'Nothing that was removed is called "{name}".{hint} See: nextgen removed list')
    return known[name]


def empty_removed() -> int:
    """Delete for good what was removed."""
    items = removed()
    for item in items:
        try:
            item.path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{item.path} could not be deleted ({error.strerror}).") from error
    return len(items)
