"""The command line: ``nextgen ...``. Thin: it reads words, calls the library, prints what comes back."""

from __future__ import annotations

import re
import sys
from typing import Annotated, Any, NoReturn

import typer

from nextgen_helpers.cli import answers, bring, figures, making, notebooks, papers, room, teams
from nextgen_helpers.cli.printing import complain, stopped_status, told_to_stop
from nextgen_helpers.errors import UserError
from nextgen_helpers.version import __version__

__all__ = ["app", "main"]

app = typer.Typer(
    name="nextgen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Labor-market reports and notebooks for industry-led sector partnerships. Everything but "
    "'nextgen data update' works without internet.",
)
for command in (
    figures.regions,
    figures.profile,
    making.report,
    papers.handouts,
    papers.academy,
    notebooks.init,
    notebooks.lab,
    notebooks.demo,
    room.room,
    bring.bring,
):
    app.command()(command)
app.add_typer(figures.data_app, name="data")
app.add_typer(answers.workspace_app, name="workspace")
app.add_typer(teams.team_app, name="team")
app.add_typer(teams.person_app, name="person")
app.add_typer(teams.region_app, name="region")
app.add_typer(teams.removed_app, name="removed")


@app.callback(invoke_without_command=True)
def _start(
    version: Annotated[bool, typer.Option("--version", help="Say the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(f"nextgen-helpers {__version__}")
        raise typer.Exit


def main() -> NoReturn:
    """Run the command line; a user's mistake is one sentence and exit status 2."""
    # Of Click's own mistakes Typer hands on only this kind; what it inherits from is a wrong option of any kind.
    usage_error: Any = typer.BadParameter.__bases__[0]
    try:
        with told_to_stop():
            status = app(standalone_mode=False)
    except UserError as error:
        complain(str(error))
        sys.exit(2)
    except typer.Abort as stop:
        complain("Stopped.")
        sys.exit(stopped_status(stop.__cause__))
    except usage_error as error:
        complain(_slip(error))
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _slip(error: Any) -> str:
    """Say in one sentence what is wrong with the words of a command, and where it is explained."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(error.format_message())  # nothing was typed, so it is all explained
    said = re.sub(r"Invalid value for '?([^':]+)'?: ", r"\1: ", " ".join(error.format_message().split()))
    said = re.sub(
        r"(?:Input should be a valid|'[^']*' is not a valid) integer.*", "a whole number is needed.", said
    )
    said = re.sub(r" \(Possible options: (.+)\)$", r". Did you mean \1?", said)
    command = error.ctx.command_path if error.ctx else "nextgen"
    return f"{said}{'' if said.endswith(('.', '?')) else '.'} See: {command} --help"
