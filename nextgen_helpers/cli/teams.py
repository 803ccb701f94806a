"""Commands about teams, people and regions of one's own, and what was removed of them."""

from __future__ import annotations

from typing import Annotated

import typer

from nextgen_helpers.cli.options import chosen_region
from nextgen_helpers.cli.printing import note, print_rows
from nextgen_helpers.errors import UserError
from nextgen_helpers.words import plural

team_app = typer.Typer(
    no_args_is_help=True,
    help="The teams of a region: list, begin, choose, name, copy to practice, archive, remove.",
)
person_app = typer.Typer(no_args_is_help=True, help="The people of a team: list, name, remove.")
region_app = typer.Typer(
    no_args_is_help=True, help="Regions of your own: name, remove. To find one: nextgen regions"
)
removed_app = typer.Typer(
    no_args_is_help=True, help="What was removed: list it, bring it back, delete it for good."
)

TeamArgument = Annotated[
    str,
    typer.Argument(
        metavar="TEAM", help="A team's id, or a region's for its first team; see: nextgen team list"
    ),
]
PersonArgument = Annotated[
    str,
    typer.Argument(
        metavar="PERSON", help="Number in the list, name, or own number or word; see: nextgen person list"
    ),
]


# -- teams ----------------------------------------------------------------------------------------


@team_app.command("list")
def team_list(
    region: Annotated[str | None, typer.Argument(metavar="REGION", help="Only of this region.")] = None,
    archived: Annotated[bool, typer.Option("--archived", help="Also those that are archived.")] = False,
) -> None:
    """List the teams that have answers or a name.

    For instance: nextgen team list tx-alamo
    """
    from nextgen_helpers.teams import current_team, known_teams  # noqa: PLC0415

    region_id = chosen_region(region, None, None).id if region else None
    rows = [
        (item.id, _named(item), "yes" if current_team(item.region_id) == item.id else "")
        for item in known_teams(region_id, archived=archived)
    ]
    nothing = "There are no teams yet; the notebooks begin one with the first answer."
    print_rows(("Id", "Name", "Chosen in its region"), rows, nothing)


def _named(item: object) -> str:
    try:
        return str(item.label)  # type: ignore[attr-defined]
    except UserError:
        return "(of a region that is gone)"


@team_app.command("new")
def team_new(
    region: Annotated[str, typer.Argument(metavar="REGION", help="A region's id.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the team is called.")],
) -> None:
    """Begin a further team in a region; an academy has several.

    For instance: nextgen team new tx-alamo "Riverside"
    """
    from nextgen_helpers.teams import new_team  # noqa: PLC0415

    made = new_team(chosen_region(region, None, None), name)
    note(f"{made.name} is begun as {made.id}. Work with it: nextgen team choose {made.id}")


@team_app.command("choose")
def team_choose(team: TeamArgument) -> None:
    """Choose the team with which notebooks and reports of its region start.

    For instance: nextgen team choose tx-alamo
    """
    from nextgen_helpers.regions import get_region, remember_region  # noqa: PLC0415
    from nextgen_helpers.teams import remember_team  # noqa: PLC0415

    found = remember_team(team)
    remember_region(get_region(found.region_id))
    note(f"{found.label} is chosen.")


@team_app.command("rename")
def team_rename(
    team: TeamArgument, name: Annotated[str, typer.Argument(metavar="NAME", help="The new name.")]
) -> None:
    """Give a team another name; its id and its answers stay.

    For instance: nextgen team rename tx-alamo "Health care team"
    """
    from nextgen_helpers.teams import rename_team  # noqa: PLC0415

    found = rename_team(team, name)
    note(f"{found.id} is called {found.name} now.")


@team_app.command("copy")
def team_copy(
    team: TeamArgument, name: Annotated[str, typer.Option("--name", help="What the copy is called.")] = ""
) -> None:
    """Copy a team with all its answers, to practice with; the team itself stays as it is.

    For instance: nextgen team copy tx-alamo
    """
    from nextgen_helpers.teams import copy_team  # noqa: PLC0415

    copy = copy_team(team, name)
    note(f"{copy.name} is there as {copy.id}. Work with it: nextgen team choose {copy.id}")


@team_app.command("archive")
def team_archive(
    team: TeamArgument,
    back: Annotated[bool, typer.Option("--back", help="Take it out of the archive again.")] = False,
) -> None:
    """Put a team away: it is kept, and left out of lists and of the academy's report.

    For instance: nextgen team archive tx-alamo
    """
    from nextgen_helpers.teams import archive_team  # noqa: PLC0415

    found = archive_team(team, archived=not back)
    note(f"{found.name} is {'out of the archive' if back else 'archived'}.")


@team_app.command("remove")
def team_remove(team: TeamArgument) -> None:
    """Remove a team; its answers lie in a file until what was removed is emptied.

    For instance: nextgen team remove tx-alamo
    """
    from nextgen_helpers.teams import remove_team  # noqa: PLC0415

    _gone(remove_team(team).name)


# -- people ---------------------------------------------------------------------------------------


@person_app.command("list")
def person_list(team: TeamArgument) -> None:
    """List the people who have answered for themselves.

    For instance: nextgen person list tx-alamo
    """
    from nextgen_helpers.teams import people_of  # noqa: PLC0415

    rows = [(str(item.number), item.name, item.group, f"{item.answers:,}") for item in people_of(team)]
    print_rows(("Number", "Name", "Group", "Answers"), rows, "No one has answered yet.")


@person_app.command("rename")
def person_rename(
    team: TeamArgument,
    person: PersonArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help='The new name; "" for none.')],
    group: Annotated[
        str | None, typer.Option("--group", help="The group that the person speaks for.")
    ] = None,
) -> None:
    """Give a person another name; what was answered stays.

    For instance: nextgen person rename tx-alamo 1 "Ann Miller"
    """
    from nextgen_helpers.teams import find_person, rename_person  # noqa: PLC0415

    found = find_person(team, person)
    rename_person(team, found.key, name, group)
    note(f"{found.label} is called {name or 'nothing'} now.")


@person_app.command("remove")
def person_remove(team: TeamArgument, person: PersonArgument) -> None:
    """Remove a person's answers; they lie in a file until what was removed is emptied.

    For instance: nextgen person remove tx-alamo 1
    """
    from nextgen_helpers.teams import find_person, remove_person  # noqa: PLC0415

    _gone(remove_person(team, find_person(team, person).key).name)


# -- regions --------------------------------------------------------------------------------------


@region_app.command("rename")
def region_rename(
    region: Annotated[str, typer.Argument(metavar="REGION", help="Id of a region of your own.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new name.")],
) -> None:
    """Give a region of your own another name; its id, counties and answers stay.

    For instance: nextgen region rename tx-corner "Our corner"
    """
    from nextgen_helpers.regions import rename_region  # noqa: PLC0415

    found = rename_region(region, name)
    note(f"{found.id} is called {found.name} now.")


@region_app.command("remove")
def region_remove(
    region: Annotated[str, typer.Argument(metavar="REGION", help="Id of a region of your own.")],
) -> None:
    """Remove a region of your own; its file is kept until what was removed is emptied.

    For instance: nextgen region remove tx-corner
    """
    from nextgen_helpers.teams import remove_region  # noqa: PLC0415

    _gone(remove_region(region).name)


# -- what was removed -----------------------------------------------------------------------------


@removed_app.command("list")
def removed_list() -> None:
    """List what was removed, newest first."""
    from nextgen_helpers.removed import removed  # noqa: PLC0415

    rows = [(item.name, item.words()) for item in removed()]
    print_rows(("Name", "What"), rows, "Nothing is there that was removed.")
    if rows:
        note("Bring one back: nextgen removed back NAME. Delete all for good: nextgen removed empty")


@removed_app.command("back")
def removed_back(name: Annotated[str, typer.Argument(metavar="NAME", help="Its name in the list.")]) -> None:
    """Bring back what was removed."""
    from nextgen_helpers.teams import bring_back  # noqa: PLC0415

    note(bring_back(name))


@removed_app.command("empty")
def removed_empty(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete for good what was removed."""
    from nextgen_helpers.removed import empty_removed, removed  # noqa: PLC0415

    count = len(removed())
    if count and not yes:
        typer.confirm(f"Delete {plural(count, 'file')} for good?", abort=True)
    empty_removed()
    note(f"{plural(count, 'file')} deleted for good.")


def _gone(name: str) -> None:
    note(f"Removed, and kept as {name}. Bring it back: nextgen removed back {name}")
