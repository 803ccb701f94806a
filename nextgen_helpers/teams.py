"""The teams of a region: an academy has several. Each has a name, and its answers are its own.

A region's first team has the region's id, as every file of the first version; a further team's id is the region's, two hyphens
and a part made of its name. An id never changes, a name can.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.errors import UserError, did_you_mean
from nextgen_helpers.letters import on_one_line
from nextgen_helpers.people import people_in, person_key, read_code
from nextgen_helpers.places import shared_address, user_home, workspaces_folder, writable_folder, write_whole
from nextgen_helpers.regions import Region, get_region, own_regions_folder, read_region_file
from nextgen_helpers.removed import find_removed, place_for_removed
from nextgen_helpers.words import folded, plural
from nextgen_helpers.workspace.answers import About

if TYPE_CHECKING:
    from nextgen_helpers.workspace import Workspace

_CURRENT: Final = "current_team"
_LONGEST_ID: Final = 80


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A team, as it stands in a list."""

    id: str  # such as ``tx-alamo`` (a region's first team) or ``tx-alamo--riverside``
    # what it calls itself, whether it is for practice, whether it is archived
    about: About = field(default_factory=About)

    @property
    def region_id(self) -> str:
        """The region's id."""
        return self.id.partition("--")[0]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.about.name or f"Team of {get_region(self.region_id).name}"

    @property
    def label(self) -> str:
        """Its name, and what is special about it."""
        marks = [
            word
            for word, true in (("practice", self.about.practice), ("archived", self.about.archived))
            if true and word not in self.name.casefold()
        ]
        return f"{self.name} ({', '.join(marks)})" if marks else self.name


def known_teams(region_id: str | None = None, *, archived: bool = True) -> list[TeamEntry]:
    """List the teams that have answers or a name, on this computer or in the shared database.

    region_id : of which region; None for all.
    archived : with those that are archived.
    """
    if shared_address() is not None:
        with _opened("all") as place:
            found = place.teams()
    else:
        files = sorted(workspaces_folder().glob("*.db"))
        found = {file.stem: about for file in files if (about := _about(file.stem)) is not None}
    entries = [TeamEntry(team_id, about) for team_id, about in sorted(found.items())]
    return [
        item
        for item in entries
        if region_id in (None, item.region_id) and (archived or not item.about.archived)
    ]


def find_team(team_id: str) -> TeamEntry:
    """Look a team up by its id; a region's first team is there even before it has an answer."""
    region = get_region(team_id.partition("--")[0])
    wanted = team_id.strip().lower()
    known = {item.id: item for item in known_teams(region.id)}
    if wanted in known:
        return known[wanted]
    if "--" not in wanted:
        return known.get(region.id, TeamEntry(region.id))
    hint = did_you_mean(wanted, known)
    raise UserError(f'{region.name} has no team "{team_id}".{hint} See: nextgen team list {region.id}')


def current_team(region_id: str) -> str:
    """Give the team of a region that was chosen last; its first one where none was, or where it is gone."""
    try:
        chosen = (user_home() / _CURRENT).read_text(encoding="utf-8").strip()[:_LONGEST_ID]
    except (OSError, UnicodeDecodeError):
        return region_id
    if chosen.partition("--")[0] != region_id or chosen == region_id:
        return region_id
    try:
        return find_team(chosen).id
    except UserError:
        return region_id


def remember_team(team_id: str) -> TeamEntry:
    """Remember a team as the one that notebooks and reports of its region start with."""
    found = find_team(team_id)
    write_whole(writable_folder(user_home()) / _CURRENT, found.id + "\n")
    return found


def new_team(region: Region, name: str, *, practice: bool = False) -> TeamEntry:
    """Begin a further team in a region.

    name : what it is called; no other team of the region has that name.
    practice : its answers are for practice.
    """
    about = About(_checked_name(region.id, name), practice)
    team_id = _free_id(region.id, about.name)
    with _opened(team_id) as workspace:
        workspace.describe(about)
    return TeamEntry(team_id, about)


def rename_team(team_id: str, name: str) -> TeamEntry:
    """Give a team another name; its id stays."""
    found = find_team(team_id)
    about = replace(found.about, name=_checked_name(found.region_id, name, found.id))
    return _described(found.id, about)


def archive_team(team_id: str, *, archived: bool = True) -> TeamEntry:
    """Put a team away without removing it, or take it out of the archive again."""
    found = find_team(team_id)
    return _described(found.id, replace(found.about, archived=archived))


def copy_team(team_id: str, name: str = "") -> TeamEntry:
    """Copy a team with all its answers, to practice with; the team itself stays as it is.

    name : what the copy is called; the team's name with "practice" otherwise.
    """
    found = find_team(team_id)
    region = get_region(found.region_id)
    copy = new_team(region, name or _free_name(region.id, f"{found.name}: practice copy"), practice=True)
    with _opened(found.id) as original, _opened(copy.id) as target:
        original.copy_into(target)
    return copy


def remove_team(team_id: str) -> Path:
    """Remove a team; its answers and their history lie in a file until what was removed is emptied.

    Gives the file.
    """
    found = find_team(team_id)
    if found.id not in {item.id for item in known_teams(found.region_id)}:
        raise UserError(f"{found.id} has no answers, so there is nothing to remove.")
    path = place_for_removed("team", found.id, "json")
    with _opened(found.id) as workspace:
        workspace.remove(None, lambda text: write_whole(path, text, private=True))
    if shared_address() is None:
        for file in workspaces_folder().glob(f"{found.id}.db*"):
            file.unlink(missing_ok=True)
    return path


# -- people ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody who has answered, as it stands in a list."""

    number: int  # in the order in which people first answered
    key: str  # under which the answers are stored
    # name, group: as they were given last; empty where they were not
    name: str
    group: str
    answers: int  # how many, with their history

    @property
    def label(self) -> str:
        """The name, or the number where none was given, with the group."""
        name = self.name or f"Person {self.number}"
        return f"{name} ({self.group})" if self.group else name


def people_of(team_id: str) -> list[PersonEntry]:
    """List the people who have answered for themselves, in the order of their first answers."""
    entry = find_team(team_id)
    if entry.id not in {item.id for item in known_teams(entry.region_id)}:
        return []  # nothing is made by asking
    with _opened(entry.id) as workspace:
        history = workspace.history()
    found = []
    for number, key in enumerate(people_in(history), start=1):
        own = [answer for answer in history if answer.respondent == key]
        found.append(
            PersonEntry(number, key, own[-1].author or "", own[-1].stakeholder_group or "", len(own))
        )
    return found


def find_person(team_id: str, who: str) -> PersonEntry:
    """Look somebody up by number in the list, name, own number or word, or key."""
    people = people_of(team_id)
    wanted = " ".join(who.split())
    with suppress(UserError, StopIteration):
        code_key = person_key(read_code(wanted))
        return next(item for item in people if item.key == code_key)
    fitting = [
        item
        for item in people
        if wanted.casefold() in (str(item.number), f"person {item.number}", item.name.casefold(), item.key)
    ]
    if len(fitting) == 1:
        return fitting[0]
    said = f"{len(fitting)} people are called" if fitting else "No one there is called"
    raise UserError(f'{said} "{wanted}"; take the number of the list: nextgen person list {team_id}')


def rename_person(team_id: str, respondent: str, name: str, group: str | None = None) -> int:
    """Give a person another name, or the first one; earlier answers keep what was said then.

    name : the new name; empty for none.
    group : the stakeholder group; None leaves it as it is.
    Gives how many answers now carry it.
    """
    with _opened(find_team(team_id).id) as workspace:
        newest = {
            answer.exercise_id: answer for answer in workspace.history() if answer.respondent == respondent
        }
        if not newest:
            raise UserError(f'No one in {team_id} has answered as "{respondent}".')
        for answer in newest.values():
            workspace.save(
                answer.exercise_id,
                answer.value,
                respondent=respondent,
                author=name,
                stakeholder_group=answer.stakeholder_group if group is None else group,
            )
    return len(newest)


def remove_person(team_id: str, respondent: str) -> Path:
    """Remove a person's answers; they lie in a file until what was removed is emptied.

    They stay out when a file that still holds them is merged.

    Gives the file.
    """
    found = find_team(team_id)
    path = place_for_removed("person", found.id, "json", respondent)
    with _opened(found.id) as workspace:
        workspace.remove(respondent, lambda text: write_whole(path, text, private=True))
    return path


# -- regions --------------------------------------------------------------------------------------


def remove_region(region_id: str) -> Path:
    """Remove a region of one's own; its file is kept until what was removed is emptied."""
    region = get_region(region_id)
    files = sorted([*own_regions_folder().glob("*.yaml"), *own_regions_folder().glob("*.yml")])
    file = next((path for path in files if _is_region(path, region.id)), None)
    if file is None:
        raise UserError(f"{region.id} came with the project; only regions of your own can be removed.")
    teams = known_teams(region.id)
    if teams:
        raise UserError(
            f"{region.id} has answers of {plural(len(teams), 'team')}; remove those first: "
            f"nextgen team remove {teams[0].id}"
        )
    place = place_for_removed("region", region.id, "yaml")
    try:
        file.replace(place)
    except OSError as error:
        raise UserError(f"{file} could not be removed ({error.strerror}).") from error
    return place


def bring_back(name: str) -> str:
    """Bring back what was removed.

    name : of its file; see :func:`nextgen_helpers.removed.removed`.
    Gives a sentence that says what is there again.
    """
    item = find_removed(name)
    if item.kind == "region":
        region = read_region_file(item.path)
        target = writable_folder(own_regions_folder()) / f"{region.id}.yaml"
        if target.exists():
            raise UserError(f"There is another region {region.id} by now ({target}); remove that one first.")
        item.path.replace(target)
        return f"{region.name} ({region.id}) is there again."
    region = get_region(item.of.partition("--")[0])
    if item.kind == "team" and item.of in {team.id for team in known_teams(region.id)}:
        raise UserError(f"There is another team {item.of} by now; remove that one first.")
    with _opened(item.of) as workspace:
        if item.kind == "person":
            workspace.welcome_back(_content_of(item.path)["answers"][0]["respondent"])
        merged = workspace.import_file(item.path)
        if item.kind == "team":
            workspace.describe(_about_in(item.path))
    item.path.unlink()
    return f"{item.respondent or item.of} is there again: {merged.summary()}"


# -- helpers --------------------------------------------------------------------------------------


def _content_of(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read; nothing was changed.") from error
    return content


def _about_in(path: Path) -> About:
    given = _content_of(path).get("team") or {}
    return About(str(given.get("name", "")), bool(given.get("practice")), bool(given.get("archived")))


@contextmanager
def _opened(team_id: str) -> Iterator[Workspace]:
    from nextgen_helpers.workspace import Workspace  # noqa: PLC0415  (SQLAlchemy is slow to import)

    with Workspace.open(team_id, shared_address()) as workspace:
        yield workspace


def _described(team_id: str, about: About) -> TeamEntry:
    with _opened(team_id) as workspace:
        workspace.describe(about)
    return TeamEntry(team_id, about)


def _about(team_id: str) -> About | None:
    """Give what a team says of itself; None where somebody has only looked, and nothing where it cannot be read."""
    try:
        with _opened(team_id) as workspace:
            return workspace.teams().get(team_id)
    except UserError:
        return About()


def _is_region(path: Path, region_id: str) -> bool:
    try:
        return read_region_file(path).id == region_id
    except UserError:
        return False


def _checked_name(region_id: str, name: str, but: str = "") -> str:
    cleaned = on_one_line(name)
    if not 1 <= len(cleaned) <= _LONGEST_ID:
        raise UserError(f"A team's name has 1 to {_LONGEST_ID} characters.")
    # A region's first team has its name even before its first answer.
    known = {region_id: TeamEntry(region_id), **{item.id: item for item in known_teams(region_id)}}
    taken = {folded(item.name): item.id for item in known.values() if item.id != but}
    if folded(cleaned) in taken:
        raise UserError(
            f'There is a team "{cleaned}" already ({taken[folded(cleaned)]}); choose another name.'
        )
    return cleaned


def _free_name(region_id: str, name: str) -> str:
    taken = {folded(item.name) for item in known_teams(region_id)}
    number, found = 1, name
    while folded(found) in taken:
        number += 1
        found = f"{name} {number}"
    return found


def _free_id(region_id: str, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    room = _LONGEST_ID - len(region_id) - 6
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[: max(room, 1)].strip("-") or "team"
    taken = {item.id for item in known_teams(region_id)}
    number, found = 1, f"{region_id}--{slug}"
    while found in taken:
        number += 1
        found = f"{region_id}--{slug}-{number}"
    return found
