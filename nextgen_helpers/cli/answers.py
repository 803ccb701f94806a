"""Commands about a team's answers: look, take away, bring together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nextgen_helpers.cli.printing import complain, note, print_rows
from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import json_text
from nextgen_helpers.people import people_in
from nextgen_helpers.places import users_path

if TYPE_CHECKING:
    from nextgen_helpers.workspace import Workspace

workspace_app = typer.Typer(
    no_args_is_help=True, help="A team's own answers: look, take away, bring together."
)

UrlOption = Annotated[
    str | None,
    typer.Option(
        "--url",
        envvar="NEXTGEN_WORKSPACE_URL",
        help="Database address; by default the team's own SQLite file.",
    ),
]


TeamArgument = Annotated[
    str,
    typer.Argument(
        metavar="TEAM", help="A region's id for its first team, or a team's; see: nextgen team list"
    ),
]
OtherTeamOption = Annotated[
    bool, typer.Option("--other-team", help="Take the answers of another team of the same region, too.")
]


@workspace_app.command("list")
def workspace_list(url: UrlOption = None) -> None:
    """List the teams that have answers."""
    rows = []
    for team_id, workspace in _every_workspace(url):
        with workspace:
            history, place = workspace.history(), workspace.place
        newest = f"{history[-1].when:%Y-%m-%d %H:%M}" if history else "-"
        rows.append((team_id, f"{len(history):,}", f"{len(people_in(history)):,}", newest, place))
    nothing = "There are no answers yet; the notebooks begin with the first one."
    print_rows(("Team", "Answers", "People", "Newest", "Where"), rows, nothing)


def _every_workspace(url: str | None) -> Iterator[tuple[str, Workspace]]:
    """Open each team's answers; what cannot be opened is said and passed over."""
    from nextgen_helpers.teams import known_teams  # noqa: PLC0415

    for team in known_teams():
        from nextgen_helpers.workspace import Workspace  # noqa: PLC0415  (SQLAlchemy is slow to import)

        try:
            workspace = Workspace.open(team.id, url)
        except UserError as error:
            complain(str(error))
            continue
        yield team.id, workspace


@workspace_app.command("show")
def workspace_show(
    team: TeamArgument,
    exercise: Annotated[str | None, typer.Option("--exercise", help="Only this exercise.")] = None,
    history: Annotated[bool, typer.Option("--history", help="Also what was answered before.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    url: UrlOption = None,
) -> None:
    """Show the answers of a team, question by question.

    For instance: nextgen workspace show tx-alamo
    """
    from nextgen_helpers.toolkit.catalog import checks, exercise_title, questions_and_answers  # noqa: PLC0415

    with _workspace(team, url) as workspace:
        asked = [exercise] if exercise else sorted({item.exercise_id for item in workspace.history()})
        answers_to = workspace.history if history else workspace.current
        answers = [answer for name in asked for answer in answers_to(name)]
    if not answers and not as_json:
        note("There are no answers yet.")
    if as_json:
        keys = ("exercise_id", "respondent", "author", "stakeholder_group", "saved_at", "value")
        note(json_text([{key: getattr(item, key) for key in keys} for item in answers]))
        return
    for answer in answers:
        who = " · ".join(filter(None, (answer.author or answer.respondent, answer.stakeholder_group)))
        known = answer.exercise_id in checks()
        title = exercise_title(answer.exercise_id) if known else "Of another version"
        note(f"{title} ({answer.exercise_id}) · {answer.when:%Y-%m-%d %H:%M} · {who}")
        for question, given in questions_and_answers(answer.exercise_id, answer.value):
            note(f"  {question}: {given}".replace("\n", "\n    "))
        note("")


@workspace_app.command("export")
def workspace_export(
    team: TeamArgument,
    path: Annotated[
        Path, typer.Argument(parser=users_path, metavar="FILE", help="A file that ends with .json or .xlsx.")
    ],
    url: UrlOption = None,
) -> None:
    """Write all answers, with their history, into a file.

    For instance: nextgen workspace export tx-alamo answers.xlsx
    """
    kinds = {".json": "export_json", ".xlsx": "export_excel"}
    if path.suffix.lower() not in kinds:
        raise UserError(f"{path.name}: answers are exported as .json or .xlsx.")
    with _workspace(team, url) as workspace:
        count = getattr(workspace, kinds[path.suffix.lower()])(path)
    note(f"Wrote {count:,} answers to {path}.")


@workspace_app.command("import")
def workspace_import(
    team: TeamArgument,
    path: Annotated[Path, typer.Argument(help="An exported file (.json, .xlsx), or another laptop's .db.")],
    other_team: OtherTeamOption = False,
    url: UrlOption = None,
) -> None:
    """Add the answers of a file; each is kept once, and a file that does not fit is refused whole.

    For instance: nextgen workspace import tx-alamo answers.xlsx
    """
    with _workspace(team, url, new=True) as workspace:
        note(workspace.import_file(path, other_team=other_team).summary())


@workspace_app.command("merge")
def workspace_merge(
    team: TeamArgument,
    paths: Annotated[list[Path], typer.Argument(help="Files of the other laptops (.db, .json, .xlsx).")],
    other_team: OtherTeamOption = False,
    url: UrlOption = None,
) -> None:
    """Bring the answers of several laptops together.

    For instance: nextgen workspace merge tx-alamo ann.db luis.db
    """
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise UserError(f"There is no file {missing[0]}; nothing was added.")
    with _workspace(team, url, new=True) as workspace:
        for path in paths:
            note(f"{path.name}: {workspace.import_file(path, other_team=other_team).summary()}")


@workspace_app.command("check")
def workspace_check(
    team: Annotated[
        str | None, typer.Argument(metavar="TEAM", help="Only this team; all of them without it.")
    ] = None,
    url: UrlOption = None,
) -> None:
    """Look through everything that is stored; the exit status is 1 where something is wrong.

    For instance: nextgen workspace check; or
    nextgen workspace check tx-alamo
    """
    sound, problems = 0, 0
    for team_id, workspace in [(team, _workspace(team, url))] if team else _every_workspace(url):
        with workspace:
            found, count = workspace.check(), len(workspace.history())
        problems += len(found)
        sound += count
        for problem in found:
            complain(problem if team else f"{team_id}: {problem}")
    if problems:
        raise typer.Exit(1)
    note(f"All {sound:,} answers are sound.")


def _workspace(team: str, url: str | None, *, new: bool = False) -> Workspace:
    """Open a workspace; only bringing answers in may make a new one."""
    from nextgen_helpers.regions import example_region  # noqa: PLC0415
    from nextgen_helpers.team_answers import example_team  # noqa: PLC0415
    from nextgen_helpers.teams import find_team  # noqa: PLC0415
    from nextgen_helpers.workspace import Workspace, workspaces_folder  # noqa: PLC0415

    known = find_team(team)
    if known.id == example_region().id:  # which has its answers with it, and takes no others
        return example_team().workspace
    if url is None and not new and not (workspaces_folder() / f"{known.id}.db").is_file():
        raise UserError(f"{known.id} has no answers yet; see: nextgen workspace list")
    return Workspace.open(known.id, url)
