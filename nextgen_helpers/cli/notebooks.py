"""Commands that open the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nextgen_helpers.cli.printing import note


def init(folder: Annotated[Path, typer.Argument(help="A new folder for your working copy.")]) -> None:
    """Make a working copy of the notebooks, for whoever installed the package and not the clone."""
    from nextgen_helpers.notebooks import copy_notebooks  # noqa: PLC0415

    copied = copy_notebooks(folder)
    note(f"Copied {copied} notebooks to {folder}. Open them with: nextgen lab {folder}")


def lab(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with the notebooks; the project's own by default.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    port: Annotated[int, typer.Option("--port", help="Port of the local server.")] = 8888,
) -> None:
    """Open JupyterLab at the first notebook. It listens on this computer only."""
    from nextgen_helpers.notebooks import start_lab  # noqa: PLC0415

    raise typer.Exit(start_lab(folder, browser=browser, port=port))


def demo(
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    port: Annotated[int, typer.Option("--port", help="Port of the local server.")] = 8889,
) -> None:
    """Open JupyterLab with Invented Valley, the finished example, beside your own region; nothing can be changed in it."""
    from nextgen_helpers.notebooks import start_lab  # noqa: PLC0415

    raise typer.Exit(start_lab(None, browser=browser, port=port, example=True))
